/* Precision, recall and F over spans, codes and concepts. */
#include "eval/score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *measure_word(measure measure)
{
	static const char *const words[MEASURES] = {"span", "span+code", "overlap", "concepts"};
	return measure < MEASURES ? words[measure] : NULL;
}

/* ---- sets ---------------------------------------------------------------------------------------------------- */

/* An ordered set of pointers. */
typedef struct set {
	const void **items;
	size_t count;
} set;

typedef int (*order)(const void *a, const void *b); /* compares pointers to items */

static void make_unique(set *self, order order)
{
	size_t kept = 0;
	if (self->count) {
		qsort(self->items, self->count, sizeof *self->items, order);
	}
	for (size_t i = 0; i < self->count; i++) {
		if (!kept || order(&self->items[kept - 1], &self->items[i]) != 0) {
			self->items[kept++] = self->items[i];
		}
	}
	self->count = kept;
}

static size_t in_common(const set *a, const set *b, order order)
{
	size_t i = 0, j = 0, common = 0;
	while (i < a->count && j < b->count) {
		int order_of = order(&a->items[i], &b->items[j]);
		common += order_of == 0;
		i += order_of <= 0;
		j += order_of >= 0;
	}
	return common;
}

static void add_sets(count *count, const set *gold, const set *predicted, order order)
{
	size_t common = in_common(gold, predicted, order);
	count->gold += gold->count;
	count->predicted += predicted->count;
	count->found += common;
	count->right += common;
}

static int place_order(const void *a, const void *b)
{
	return mention_by_place(*(const eval_mention *const *)a, *(const eval_mention *const *)b);
}

static int place_code_order(const void *a, const void *b)
{
	int order_of = place_order(a, b);
	return order_of ? order_of : mention_by_codes(*(const eval_mention *const *)a, *(const eval_mention *const *)b);
}

static int code_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool mention_set(set *out, const eval_document *d, onto_type type, bool with_code)
{
	size_t room = d ? d->count : 0;
	*out = (set){.items = malloc((room + 1) * sizeof *out->items)};
	for (size_t i = 0; i < room && out->items; i++) {
		const eval_mention *m = &d->mentions[i];
		if (m->type == type && (m->code_count || !with_code)) {
			out->items[out->count++] = m;
		}
	}
	return out->items != NULL;
}

static bool code_set(set *out, const eval_document *d, onto_type type)
{
	size_t room = 0;
	for (size_t i = 0; d && i < d->count; i++) {
		room += d->mentions[i].code_count;
	}
	*out = (set){.items = malloc((room + 1) * sizeof *out->items)};
	for (size_t i = 0; d && i < d->count && out->items; i++) {
		const eval_mention *m = &d->mentions[i];
		for (size_t c = 0; m->type == type && c < m->code_count; c++) {
			out->items[out->count++] = m->codes[c];
		}
	}
	return out->items != NULL;
}

/* ---- overlap ------------------------------------------------------------------------------------------------- */

/* The parts of a set of mentions, by start, each with the furthest end up to it. One search then tells whether any
 * part overlaps a span. */
typedef struct cover {
	onto_span *parts;
	size_t count;
} cover;

static int by_start(const void *a, const void *b)
{
	const onto_span *x = a, *y = b;
	return x->start < y->start ? -1 : x->start > y->start;
}

static bool cover_make(cover *out, const set *mentions)
{
	size_t room = 0, furthest = 0;
	for (size_t i = 0; i < mentions->count; i++) {
		room += ((const eval_mention *)mentions->items[i])->span_count;
	}
	*out = (cover){.parts = malloc((room + 1) * sizeof *out->parts)};
	if (!out->parts) {
		return false;
	}
	for (size_t i = 0; i < mentions->count; i++) {
		const eval_mention *m = mentions->items[i];
		memcpy(out->parts + out->count, m->spans, m->span_count * sizeof *m->spans);
		out->count += m->span_count;
	}
	if (out->count) {
		qsort(out->parts, out->count, sizeof *out->parts, by_start);
	}
	for (size_t i = 0; i < out->count; i++) {
		furthest = out->parts[i].end > furthest ? out->parts[i].end : furthest;
		out->parts[i].end = furthest;
	}
	return true;
}

static bool covers(const cover *self, const eval_mention *m)
{
	for (size_t s = 0; s < m->span_count; s++) {
		size_t low = 0, high = self->count; /* the number of parts that begin before the span's end */
		while (low < high) {
			size_t middle = low + (high - low) / 2;
			if (self->parts[middle].start < m->spans[s].end) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		if (low && self->parts[low - 1].end > m->spans[s].start) {
			return true;
		}
	}
	return false;
}

static size_t covered(const set *mentions, const cover *by)
{
	size_t total = 0;
	for (size_t i = 0; i < mentions->count; i++) {
		total += covers(by, mentions->items[i]);
	}
	return total;
}

static bool add_overlap(count *count, const set *gold, const set *predicted)
{
	cover of_gold = {0}, of_predicted = {0};
	bool good = cover_make(&of_gold, gold) && cover_make(&of_predicted, predicted);
	if (good) {
		count->gold += gold->count;
		count->predicted += predicted->count;
		count->found += covered(gold, &of_predicted);
		count->right += covered(predicted, &of_gold);
	}
	free(of_gold.parts);
	free(of_predicted.parts);
	return good;
}

/* ---- documents ----------------------------------------------------------------------------------------------- */

static bool score_places(count of[MEASURES], const eval_document *gold, const eval_document *predicted,
                         onto_type type)
{
	set g = {0}, p = {0};
	bool good = mention_set(&g, gold, type, false) && mention_set(&p, predicted, type, false);
	if (good) {
		make_unique(&g, place_order);
		make_unique(&p, place_order);
		add_sets(&of[MEASURE_SPAN], &g, &p, place_order);
		good = add_overlap(&of[MEASURE_OVERLAP], &g, &p);
	}
	free(g.items);
	free(p.items);
	return good;
}

static bool score_coded(count *of, const eval_document *gold, const eval_document *predicted, onto_type type)
{
	set g = {0}, p = {0};
	bool good = mention_set(&g, gold, type, true) && mention_set(&p, predicted, type, true);
	if (good) {
		make_unique(&g, place_code_order);
		make_unique(&p, place_code_order);
		add_sets(of, &g, &p, place_code_order);
	}
	free(g.items);
	free(p.items);
	return good;
}

static bool score_concepts(count *of, const eval_document *gold, const eval_document *predicted, onto_type type)
{
	set g = {0}, p = {0};
	bool good = code_set(&g, gold, type) && code_set(&p, predicted, type);
	if (good) {
		make_unique(&g, code_order);
		make_unique(&p, code_order);
		add_sets(of, &g, &p, code_order);
	}
	free(g.items);
	free(p.items);
	return good;
}

bool score_document(scores *self, const eval_document *gold, const eval_document *predicted, unsigned types)
{
	for (onto_type type = 0; type < onto_type_count(); type++) {
		count *of = self->of[type];
		if (types & 1u << type && !(score_places(of, gold, predicted, type) &&
		                            score_coded(&of[MEASURE_SPAN_CODE], gold, predicted, type) &&
		                            score_concepts(&of[MEASURE_CONCEPTS], gold, predicted, type))) {
			return false;
		}
	}
	return true;
}

double count_precision(const count *self)
{
	return self->predicted ? (double)self->right / (double)self->predicted : NAN;
}

double count_recall(const count *self)
{
	return self->gold ? (double)self->found / (double)self->gold : NAN;
}

double count_f(const count *self)
{
	/* An undefined precision or recall counts as 0. Where both are undefined, F is. */
	double precision = self->predicted ? count_precision(self) : 0, recall = self->gold ? count_recall(self) : 0;
	if (!self->predicted && !self->gold) {
		return NAN;
	}
	return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
}
