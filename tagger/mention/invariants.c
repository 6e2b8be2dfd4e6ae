/* Each invariant as a pure predicate over the arrays. */
#include "mention/invariants.h"

static bool anchors_are_sound(const analysis *doc)
{
	for (size_t a = 0; a < ANCHORS; a++) {
		for (size_t i = 0; i < doc->anchors[a].count; i++) {
			const uint32_t *token = &doc->anchors[a].items[i];
			if (*token >= doc->tokens.count || (i && token[-1] >= *token)) {
				return false;
			}
		}
	}
	return true;
}

bool tokens_are_sound(const analysis *doc, const word_cache *cache)
{
	uint32_t end = 0;
	for (size_t i = 0; i < doc->tokens.count; i++) {
		const token *t = &doc->tokens.items[i];
		if (t->start < end || t->end <= t->start || t->end > doc->length ||
		    doc->word_types.items[i] >= cache->types.count) {
			return false;
		}
		end = t->end;
	}
	return doc->word_types.count == doc->tokens.count && anchors_are_sound(doc);
}

bool alternatives_are_sound(const analysis *doc, const word_cache *cache)
{
	for (size_t i = 0; i < doc->alternatives.count; i++) {
		const alternative *a = &doc->alternatives.items[i];
		bool reads = a->word_type == UINT32_MAX || a->word_type < cache->types.count;
		if (!reads || a->from >= a->to || a->to > doc->tokens.count || a->words > a->words_end ||
		    a->more > a->more_end || a->words_end > doc->tokens.count || a->more_end > doc->tokens.count) {
			return false;
		}
	}
	return true;
}

bool candidates_are_sound(const analysis *doc)
{
	uint32_t first = 0;
	for (size_t i = 0; i < doc->candidates.count; i++) {
		const candidate *c = &doc->candidates.items[i];
		if (c->first < first || c->end <= c->first || c->end > doc->tokens.count || !c->count ||
		    c->readings + (size_t)c->count > doc->readings.count) {
			return false;
		}
		if (c->skip_from > c->skip_to ||
		    (c->skip_from != c->skip_to && (c->skip_from < c->first || c->skip_to >= c->end))) {
			return false;
		}
		first = c->first;
	}
	return true;
}

bool choice_is_sound(const analysis *doc, const resolver *self)
{
	for (size_t i = 0; i < self->chosen.count; i++) {
		const chosen *x = &self->chosen.items[i], *before = i ? x - 1 : NULL;
		if (x->candidate >= doc->candidates.count || x->start >= x->end || x->end > doc->length) {
			return false;
		}
		const candidate *c = &doc->candidates.items[x->candidate];
		if (x->reading < c->readings || x->reading >= c->readings + c->count) {
			return false;
		}
		if (before && (before->start > x->start || (before->start == x->start && before->end < x->end))) {
			return false;
		}
	}
	return true;
}

/* True where a gene of another organism than the human was chosen: its mention may have no code, and the text may
 * not name the organism. */
static bool is_foreign(const mentions *self, const onto_mention *m)
{
	for (size_t i = 0; i < self->resolver->chosen.count; i++) {
		const chosen *x = &self->resolver->chosen.items[i];
		if (x->foreign && m->start <= x->start && x->start < m->end) {
			return true;
		}
	}
	return false;
}

bool mentions_are_sound(const mentions *self)
{
	for (size_t i = 0; i < self->items.count; i++) {
		const onto_mention *m = &self->items.items[i];
		if (m->start >= m->end || m->end > self->analysis->length || !(m->code_count || is_foreign(self, m)) ||
		    !m->codes || !m->span_count || (i && m[-1].start > m->start)) {
			return false;
		}
		size_t end = m->start;
		for (size_t s = 0; s < m->span_count; s++) {
			if (m->spans[s].start < end || m->spans[s].end <= m->spans[s].start) {
				return false;
			}
			end = m->spans[s].end;
		}
		if (m->spans[0].start != m->start || end != m->end) {
			return false;
		}
	}
	return true;
}
