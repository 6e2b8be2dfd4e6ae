/* The commonest errors by kind. */
#include "eval/errors.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { CONTEXT = 48, LINE = 1024 };

const char *error_word(error_kind kind)
{
	static const char *const words[ERROR_KINDS] = {"missed", "invented", "span", "code"};
	return kind < ERROR_KINDS ? words[kind] : NULL;
}

/* ---- lines --------------------------------------------------------------------------------------------------- */

/* A line under construction, truncated where it is full. */
typedef struct line {
	char bytes[LINE];
	size_t length;
} line;

static void add_bytes(line *self, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length && self->length < LINE; i++) {
		self->bytes[self->length++] = (unsigned char)bytes[i] <= ' ' ? ' ' : bytes[i];
	}
}

static const char *kept(errors *self, const line *line)
{
	return pool_copy(&self->memory, line->bytes, line->length);
}

/* The parts of a mention, with " ... " between them. */
static void add_mention(line *out, const eval_document *d, const eval_mention *m)
{
	for (size_t s = 0; s < m->span_count; s++) {
		add_bytes(out, " ... ", s ? 5 : 0);
		add_bytes(out, d->text + m->spans[s].start, m->spans[s].end - m->spans[s].start);
	}
}

static const char *words_of(errors *self, const eval_document *d, const eval_mention *m)
{
	line l = {.length = 0};
	add_mention(&l, d, m);
	return kept(self, &l);
}

static const char *codes_of(errors *self, const eval_mention *m)
{
	line l = {.length = 0};
	for (size_t i = 0; i < m->code_count; i++) {
		add_bytes(&l, "|", i > 0);
		add_bytes(&l, m->codes[i], strlen(m->codes[i]));
	}
	return kept(self, &l);
}

static bool inside_character(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

static const char *context_of(errors *self, const eval_document *d, const eval_mention *m)
{
	line l = {.length = 0};
	size_t start = m->spans[0].start, end = m->spans[m->span_count - 1].end;
	size_t from = start > CONTEXT ? start - CONTEXT : 0;
	size_t to = d->length - end > CONTEXT ? end + CONTEXT : d->length;
	while (from < start && inside_character(d->text[from])) {
		from++;
	}
	while (to > end && to < d->length && inside_character(d->text[to])) {
		to--;
	}
	add_bytes(&l, d->text + from, start - from);
	add_bytes(&l, "[", 1);
	add_bytes(&l, d->text + start, end - start);
	add_bytes(&l, "]", 1);
	add_bytes(&l, d->text + end, to - end);
	return kept(self, &l);
}

/* ---- search -------------------------------------------------------------------------------------------------- */

static bool overlap(const eval_mention *a, const eval_mention *b)
{
	for (size_t i = 0; i < a->span_count; i++) {
		for (size_t j = 0; j < b->span_count; j++) {
			if (a->spans[i].start < b->spans[j].end && b->spans[j].start < a->spans[i].end) {
				return true;
			}
		}
	}
	return false;
}

/* The counterpart of a mention: the same place if there is one, else the first that overlaps, else NULL. */
static const eval_mention *counterpart(const eval_mention *m, const eval_document *d)
{
	const eval_mention *touching = NULL;
	for (size_t i = 0; d && i < d->count; i++) {
		const eval_mention *other = &d->mentions[i];
		if (other->type != m->type) {
			continue;
		}
		if (mention_by_place(other, m) == 0) {
			return other;
		}
		if (!touching && overlap(other, m)) {
			touching = other;
		}
	}
	return touching;
}

/* Adds a difference, with copies of its strings. */
static bool push(errors *self, difference new)
{
	if (!new.text || !new.gold || !new.predicted || !new.predicted_text || !new.document || !new.context) {
		return false;
	}
	difference *grown = pool_grown(self->items, self->count, &self->room, sizeof *grown);
	if (!grown) {
		return false;
	}
	self->items = grown;
	self->items[self->count++] = new;
	return true;
}

/* `of` is the mention to show; `gold` or `predicted` may be NULL. */
static bool add(errors *self, error_kind kind, const eval_document *d, const eval_mention *of,
                const eval_mention *gold, const eval_mention *predicted)
{
	difference new = {
		.kind = kind,
		.type = of->type,
		.text = words_of(self, d, of),
		.gold = gold ? codes_of(self, gold) : "",
		.predicted = predicted ? codes_of(self, predicted) : "",
		.predicted_text = kind == ERROR_SPAN ? words_of(self, d, predicted) : "",
		.document = pool_copy(&self->memory, d->id, strlen(d->id)),
		.context = context_of(self, d, of),
		.count = 1,
	};
	return push(self, new);
}

static bool add_gold(errors *self, const eval_document *d, const eval_mention *m, const eval_document *predicted)
{
	const eval_mention *other = counterpart(m, predicted);
	if (!other) {
		return add(self, ERROR_MISSED, d, m, m, NULL);
	}
	if (mention_by_place(other, m) != 0) {
		return add(self, ERROR_SPAN, d, m, m, other);
	}
	return !m->code_count || mention_by_codes(other, m) == 0 || add(self, ERROR_CODE, d, m, m, other);
}

bool errors_add(errors *self, const eval_document *gold, const eval_document *predicted, unsigned types)
{
	for (size_t i = 0; i < gold->count; i++) {
		const eval_mention *m = &gold->mentions[i];
		if (types & 1u << m->type && !add_gold(self, gold, m, predicted)) {
			return false;
		}
	}
	for (size_t i = 0; predicted && i < predicted->count; i++) {
		const eval_mention *m = &predicted->mentions[i];
		if (types & 1u << m->type && !counterpart(m, gold) && !add(self, ERROR_INVENTED, predicted, m, NULL, m)) {
			return false;
		}
	}
	return true;
}

bool errors_add_pair(errors *self, error_kind kind, const char *pair, const char *id)
{
	difference new = {
		.kind = kind,
		.type = ONTO_TYPES_MAX,
		.text = pool_copy(&self->memory, pair, strlen(pair)),
		.gold = "",
		.predicted = "",
		.predicted_text = "",
		.document = pool_copy(&self->memory, id, strlen(id)),
		.context = "",
		.count = 1,
	};
	return push(self, new);
}

/* ---- order --------------------------------------------------------------------------------------------------- */

static int by_kind(const difference *x, const difference *y)
{
	int order = x->kind != y->kind ? (x->kind < y->kind ? -1 : 1) : (int)x->type - (int)y->type;
	order = order ? order : strcasecmp(x->text, y->text);
	order = order ? order : strcasecmp(x->predicted_text, y->predicted_text);
	order = order ? order : strcmp(x->gold, y->gold);
	return order ? order : strcmp(x->predicted, y->predicted);
}

/* As by_kind, then in a fixed order of equal ones, so that the one that is shown does not depend on the sort. */
static int alike(const void *a, const void *b)
{
	const difference *x = a, *y = b;
	int order = by_kind(x, y);
	order = order ? order : strcmp(x->document, y->document);
	return order ? order : strcmp(x->context, y->context);
}

static int by_count(const void *a, const void *b)
{
	const difference *x = a, *y = b;
	return x->count != y->count ? (x->count > y->count ? -1 : 1) : by_kind(x, y);
}

void errors_sort(errors *self)
{
	size_t count = 0;
	if (!self->count) {
		return;
	}
	qsort(self->items, self->count, sizeof *self->items, alike);
	for (size_t i = 0; i < self->count; i++) {
		if (count && by_kind(&self->items[count - 1], &self->items[i]) == 0) {
			self->items[count - 1].count++;
		} else {
			self->items[count++] = self->items[i];
		}
	}
	self->count = count;
	qsort(self->items, count, sizeof *self->items, by_count);
}

void errors_free(errors *self)
{
	pool_free(&self->memory);
	free(self->items);
	*self = (errors){0};
}
