/* Reads the markers of a text sentence by sentence. A sentence without one costs nothing. */
#include "context/measures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/ascii.h"
#include "core/error.h"

void measures_free(measures *self)
{
	line_free(&self->line);
	vector_free(&self->bound);
	vector_free(&self->claims);
	vector_free(&self->found);
	arena_free(&self->arena);
}

/* ---- values -------------------------------------------------------------------------------------------------- */

/* The position of a value relative to its reference range. With a comparator, only where it is certain. */
static onto_finding by_range(const onto_value *v)
{
	char comparator = v->comparator ? *v->comparator : '\0';
	bool below = comparator == '<', above = comparator == '>';
	if (isnan(v->number) || comparator == '~') {
		return ONTO_NO_FINDING;
	}
	if (!isnan(v->high)) { /* a range, which must lie there as a whole */
		onto_value low = *v, high = *v;
		low.high = high.high = NAN;
		high.number = v->high;
		onto_finding one = by_range(&low), other = by_range(&high);
		return one == other ? one : ONTO_NO_FINDING;
	}
	if (!isnan(v->reference_high) && (v->number > v->reference_high || (above && v->number >= v->reference_high))) {
		return below ? ONTO_NO_FINDING : ONTO_HIGH;
	}
	if (!isnan(v->reference_low) && (v->number < v->reference_low || (below && v->number <= v->reference_low))) {
		return above ? ONTO_NO_FINDING : ONTO_LOW;
	}
	if (isnan(v->reference_low) && isnan(v->reference_high)) {
		return ONTO_NO_FINDING;
	}
	bool open = (below && !isnan(v->reference_low) && v->reference_low > 0) || (above && !isnan(v->reference_high));
	return open ? ONTO_NO_FINDING : ONTO_NORMAL;
}

/* The ends of a reference range: "0-15", "<5", "up to 5", ">20". */
static void set_reference(onto_value *v, const figure *value, const figure *f)
{
	const number *n = &f->number;
	bool above = n->comparator && *n->comparator == '>';
	if (!isnan(n->high)) {
		v->reference_low = n->value;
		v->reference_high = n->high;
	} else if (above) {
		v->reference_low = n->value;
	} else {
		v->reference_high = n->value;
	}
	/* Values in different units cannot be compared. */
	bool same = !f->has_unit || !value->has_unit || strcmp(f->unit.ucum, value->unit.ucum) == 0 ||
	            ascii_same(f->unit.text, value->unit.text);
	v->by_range = same ? by_range(v) : ONTO_NO_FINDING;
}

static onto_status make_value(measures *self, const figure *f, const onto_value **out, onto_error *error)
{
	const line *l = &self->line;
	const number *n = &f->number;
	const figure *reference = f->reference ? &l->figures.items[f->reference - 1] : NULL;
	const unit *u = f->has_unit ? &f->unit : reference && reference->has_unit ? &reference->unit : NULL;
	onto_value *v = arena_take(&self->arena, sizeof *v);
	if (!v) {
		return fail_memory(error);
	}
	*v = (onto_value){.start = n->start,
	                  .end = f->has_unit ? f->unit.end : n->end,
	                  .number = n->value,
	                  .comparator = n->comparator,
	                  .low = NAN,
	                  .high = NAN,
	                  .reference_low = NAN,
	                  .reference_high = NAN};
	if (!isnan(n->high)) {
		v->low = n->value;
		v->high = n->high;
		v->end = v->end > n->end ? v->end : n->end;
	}
	if (n->kind != NUMBER_PLAIN || !isfinite(n->value)) {
		v->text = arena_text(&self->arena, l->text + n->start, n->end - n->start);
		v->number = n->kind == NUMBER_TITRE || !isfinite(n->value) ? NAN : v->number;
	}
	if (u) {
		v->unit = arena_text(&self->arena, u->text, strlen(u->text));
		v->ucum = *u->ucum ? arena_text(&self->arena, u->ucum, strlen(u->ucum)) : NULL;
	}
	if (((n->kind != NUMBER_PLAIN || !isfinite(n->value)) && !v->text) ||
	    (u && (!v->unit || (*u->ucum && !v->ucum)))) {
		return fail_memory(error);
	}
	if (reference) {
		set_reference(v, f, reference);
	}
	*out = v;
	return ONTO_OK;
}

/* ---- markers ------------------------------------------------------------------------------------------------- */

static bool is_graded(const char *text, size_t length)
{
	static const char *const graded[] = {
		"her2",   "her-2",    "her 2",   "erbb2",
		"erbb-2", "c-erbb-2", "c-erbb2", "human epidermal growth factor receptor 2"};
	for (size_t i = 0; i < sizeof graded / sizeof *graded; i++) {
		if (length >= strlen(graded[i]) && ascii_begins_same(text, graded[i], strlen(graded[i]))) {
			return true;
		}
	}
	return false;
}

/* A score is a result too: 1+ is weak, more is positive. Of HER2, 2+ is equivocal and less is negative
 * (ASCO/CAP). */
static onto_finding finding_of_score(const char *text, size_t length, double score)
{
	if (is_graded(text, length)) {
		return score >= 3 ? ONTO_POSITIVE : score >= 2 ? ONTO_EQUIVOCAL : ONTO_NEGATIVE;
	}
	return score >= 2 ? ONTO_POSITIVE : score >= 1 ? ONTO_WEAK : ONTO_NEGATIVE;
}

/* Keeps the order of mentions: of "CDK4/6", CDK4 is read first and may be the later mention. */
static bool insert(measures *self, measure found)
{
	if (!vector_reserve(&self->found, 1)) {
		return false;
	}
	measure *last = &self->found.items[self->found.count++];
	for (; last > self->found.items && last[-1].mention > found.mention; last--) {
		*last = last[-1];
	}
	*last = found;
	return true;
}

static onto_status add_measure(measures *self, const onto_mention *mentions, uint32_t i, onto_error *error)
{
	const line *l = &self->line;
	const item *it = &l->items.items[i];
	const onto_mention *m = &mentions[it->index];
	const claim *c = &self->claims.items[i];
	measure found = {.mention = it->index, .finding = (onto_finding)c->finding};
	if (!c->finding && !m->sign && !self->bound.items[i]) {
		return ONTO_OK;
	}
	if (c->finding) {
		const item *cue = &l->items.items[c->cue];
		found.cue = (onto_cue){cue->start, cue->end, onto_finding_word((onto_finding)c->finding)};
	} else if (m->sign && !line_is_ion(l, it)) {
		found.finding = m->sign == '+' ? ONTO_POSITIVE : ONTO_NEGATIVE;
	}
	if (self->bound.items[i]) {
		const figure *f = &l->figures.items[l->items.items[self->bound.items[i] - 1].index];
		TRY(make_value(self, f, &found.value, error));
		bool zero = f->number.kind == NUMBER_PLAIN && f->number.value == 0 && !f->has_unit &&
		            is_graded(l->text + m->start, m->end - m->start);
		if (!found.finding && (f->number.kind == NUMBER_SCORE || zero)) {
			found.finding = finding_of_score(l->text + m->start, m->end - m->start, f->number.value);
			found.cue = (onto_cue){f->number.start, f->number.end, onto_finding_word(found.finding)};
		}
	}
	if (!found.finding && !found.value) {
		return ONTO_OK;
	}
	return insert(self, found) ? ONTO_OK : fail_memory(error);
}

/* A mention that overlaps the one before it, as IgG and IgM do in "IgG and IgM antibodies", has an item of its own
 * unless it begins inside the other's. */
onto_status measures_find(measures *self, const analysis *doc, const word_cache *cache,
                          const sentence_vector *sentences, const mention_view *mentions, onto_error *error)
{
	const onto_mention *items = mentions->items;
	const token *tokens = doc->tokens.items;
	size_t next = 0, anchor = 0, count = mentions->count;
	bool styled = false;
	self->found.count = 0;
	arena_reset(&self->arena);
	for (size_t i = 0, marker = 0; i < sentences->count; i++) {
		const sentence *s = &sentences->items[i];
		size_t end = i + 1 < sentences->count ? tokens[sentences->items[i + 1].first].start : doc->length;
		while (marker < count &&
		       (type_like(items[marker].type) != ONTO_MARKER || items[marker].start < tokens[s->first].start)) {
			marker++;
		}
		if (marker == count) {
			break;
		}
		if (items[marker].start >= end || !line_tells(cache, doc, s, end, mentions, marker, &anchor)) {
			continue;
		}
		self->line.commas = styled ? self->line.commas : numbers_have_commas(doc->text, doc->length);
		styled = true;
		if (!line_read(&self->line, self->results, cache, doc, s, end, items, count, &next) ||
		    !values_bind(&self->line, items, &self->bound) ||
		    !status_read(&self->line, self->bound.items, &self->claims)) {
			return fail_memory(error);
		}
		for (uint32_t k = 0; k < self->line.items.count; k++) {
			if (self->line.items.items[k].kind == ITEM_MARKER) {
				TRY(add_measure(self, items, k, error));
			}
		}
	}
	return ONTO_OK;
}
