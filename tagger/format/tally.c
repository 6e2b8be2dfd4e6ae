/* Distinct entities of one document or of all, with their counts. */
#include "format/tally.h"

#include <stdlib.h>
#include <string.h>

#include "format/code.h"
#include "format/one_line.h"

static const char *take_text(tally *self, buffer *text)
{
	const char *copy =
		text->failed ? NULL : arena_text(&self->memory, text->bytes ? text->bytes : "", text->length);
	buffer_free(text);
	return copy;
}

/* What a mention is counted by. A gene of another organism may have no code. */
static const char *first_code(const onto_mention *m)
{
	return m->code_count ? m->codes[0] : m->name;
}

static bool add_entity(tally *self, const onto_document *document, const onto_mention *m)
{
	buffer codes = {0}, text = {0}, under = {0};
	for (size_t i = 0; i < m->code_count; i++) {
		buffer_text(&codes, i ? ", " : "");
		buffer_text(&codes, m->codes[i]);
		buffer_text(&codes, code_predicate(m, i) == ONTO_MATCH_BROAD ? TALLY_BROAD : "");
	}
	if (m->rolled_up) {
		buffer_text(&under, m->rolled_up);
		buffer_byte(&under, ' ');
		buffer_text(&under, m->rolled_up_name);
	}
	one_line(&text, document->text + m->start, m->end - m->start);
	tally_entity new = {
		.number = self->entities.count,
		.type = m->type,
		.code = arena_text(&self->memory, first_code(m), strlen(first_code(m))),
		.name = arena_text(&self->memory, m->name, strlen(m->name)),
		.codes = take_text(self, &codes),
		.under = take_text(self, &under),
		.text = take_text(self, &text),
	};
	return new.code &&new.name &&new.codes &&new.under &&new.text &&vector_push(&self->entities, new) &&
	       table_add(&self->by_code, new.code, strlen(new.code), self->entities.count - 1);
}

const tally_entity *tally_mention(tally *self, const onto_document *document, const onto_mention *m)
{
	table_entry *entry = table_find(&self->by_code, first_code(m), strlen(first_code(m)));
	if (!entry) {
		if (!add_entity(self, document, m)) {
			return NULL;
		}
		entry = table_find(&self->by_code, first_code(m), strlen(first_code(m)));
	}
	tally_entity *e = &self->entities.items[entry->value];
	e->count++;
	e->by_assertion[assertion_of(m)]++;
	e->documents += e->last_document != self->documents;
	e->last_document = self->documents;
	return e;
}

bool tally_add(tally *self, const onto_document *document, const onto_tags *tags)
{
	self->documents++;
	for (size_t i = 0; i < tags->mention_count; i++) {
		if (!tally_mention(self, document, &tags->mentions[i])) {
			return false;
		}
	}
	return true;
}

static int compare(const void *a, const void *b)
{
	const tally_entity *x = a, *y = b;
	if (x->type != y->type) {
		return x->type < y->type ? -1 : 1;
	}
	if (x->count != y->count) {
		return x->count > y->count ? -1 : 1;
	}
	int order = strcmp(x->name, y->name);
	return order ? order : strcmp(x->code, y->code);
}

void tally_sort(tally *self)
{
	if (self->entities.count > 1) {
		qsort(self->entities.items, self->entities.count, sizeof *self->entities.items, compare);
	}
}

bool tally_is_qualified(const tally_entity *e)
{
	return e->by_assertion[ASSERTION_PRESENT] < e->count;
}

void tally_write_assertions(const tally_entity *e, buffer *out)
{
	bool first = true;
	for (assertion a = 0; a < ASSERTIONS; a++) {
		if (e->by_assertion[a]) {
			buffer_text(out, first ? "" : ", ");
			buffer_number(out, e->by_assertion[a]);
			buffer_byte(out, ' ');
			buffer_text(out, assertion_word(a));
			first = false;
		}
	}
}

void tally_free(tally *self)
{
	table_free(&self->by_code);
	vector_free(&self->entities);
	arena_free(&self->memory);
	*self = (tally){0};
}
