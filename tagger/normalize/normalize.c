/* From a term to candidates.
 *
 *     term ─▶ readings ─▶ trie ─▶ orders ─▶ postings (with corrections) ─▶ matches ─▶ candidates
 *             as it is    the      any       names that share              names      one a meaning,
 *             without a   name     order     its rarest words              scored     with its codes
 *             short form  itself
 *
 * Every step passes names to `compare`, which alone computes the score. A step only selects names to compare. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/ascii.h"
#include "core/options.h"
#include "normalize/formula.h"
#include "normalize/normalizer.h"
#include "normalize/weights.h"
#include "text/word_list.h"

enum {
	TERM_MOST = 4096, /* bytes; every name is shorter */
	TOP_DEFAULT = 10,
	PLACEHOLDER_MOST = 48,
	CODE_MOST = 64
};

/* ---- construction -------------------------------------------------------------------------------------------- */

onto_status onto_normalizer_new(const onto_normalizer_index *index, const onto_normalize_options *options,
                                onto_normalizer **out, onto_error *error)
{
	onto_normalize_options own;
	*out = NULL;
	TRY(options_read(&own, sizeof own, options, error));
	options = &own;
	if ((options->types & ~(unsigned)TYPES_ALL) || !(options->min_score >= 0 && options->min_score <= 1)) {
		return onto_fail(error, ONTO_ARGUMENT, NULL, 0,
		                 "a type that does not exist or a least score outside 0 to 1");
	}
	onto_normalizer *self = calloc(1, sizeof *self);
	if (!self) {
		return fail_memory(error);
	}
	self->index = index;
	self->top = options->top ? options->top : TOP_DEFAULT;
	self->min_score = options->min_score > 0 ? options->min_score : WEIGHT(SCORE_DEFAULT);
	self->types = options->types ? options->types : TYPES_DEFAULT;
	self->allowed = ~options->without;
	onto_status status = word_cache_init(&self->cache, index->dictionary) ? ONTO_OK : fail_memory(error);
	if (status == ONTO_OK) {
		status =
			codes_start(&self->codes, index->dictionary, options->vocabularies, options->vocabulary_count, error);
	}
	if (status != ONTO_OK) {
		onto_normalizer_free(self);
		return status;
	}
	*out = self;
	return ONTO_OK;
}

void onto_normalizer_free(onto_normalizer *self)
{
	if (self) {
		word_cache_free(&self->cache);
		analysis_free(&self->analysis);
		abbreviations_free(&self->abbreviations);
		codes_free(&self->codes);
		vector_free(&self->matches);
		vector_free(&self->candidates);
		code_vector_free(&self->gathered);
		vector_free(&self->touched);
		free(self->shared);
		free(self);
	}
}

/* ---- candidates ---------------------------------------------------------------------------------------------- */

/* Best first: score in hundredths, then rank, then score, then the dictionary's order. */
static int compare_matches(const void *a, const void *b)
{
	const match *x = a, *y = b;
	if (x->hundredths != y->hundredths) {
		return x->hundredths > y->hundredths ? -1 : 1;
	}
	if (x->rank != y->rank) {
		return x->rank < y->rank ? -1 : 1;
	}
	return x->name < y->name ? -1 : x->name > y->name;
}

static const concept *concept_of(const onto_normalizer *self, const match *m)
{
	const onto_dictionary *d = self->index->dictionary;
	return &d->concepts.items[d->names.items[m->name].concept];
}

/* Merges concepts of several meanings that have the same name and codes of different vocabularies into one
 * candidate, the first. A name of MONDO and MeSH has both codes, even where no mapping joins them. */
static onto_status merge_codes(onto_normalizer *self, const match *first, const match *m, const code_list *codes,
                               bool *merged, onto_error *error)
{
	const onto_dictionary *d = self->index->dictionary;
	const name *a = &d->names.items[first->name], *b = &d->names.items[m->name];
	onto_candidate *c = &self->candidates.items[0];
	size_t before = self->gathered.codes.count;
	*merged = false;
	/* Below this score the names may differ. */
	bool same =
		m->score >= WEIGHT(GOOD_ENOUGH) || ascii_same(dictionary_text(d, a->text), dictionary_text(d, b->text));
	if (!c->code_count || !same || m->hundredths != first->hundredths || a->scope > ONTO_EXACT ||
	    b->scope > ONTO_EXACT || (b->policy & ONTO_POLICY_SUPPORT) ||
	    concept_of(self, m)->type != (uint8_t)c->type) {
		return ONTO_OK;
	}
	if (!before) {
		const code_list own = {
			.codes = c->codes, .provenance = c->provenance, .count = c->code_count, .name = c->name};
		if (!codes_merge(&self->codes, &self->gathered, 0, &own)) {
			return fail_memory(error);
		}
		before = self->gathered.codes.count;
	}
	if (!codes_merge(&self->codes, &self->gathered, 0, codes)) {
		return fail_memory(error);
	}
	*merged = self->gathered.codes.count > before;
	c->codes = self->gathered.codes.items;
	c->provenance = self->gathered.provenance.items;
	c->code_count = self->gathered.codes.count;
	return ONTO_OK;
}

static onto_span span_of(const analysis *doc, uint32_t from, uint32_t to)
{
	return (onto_span){doc->tokens.items[from].start, doc->tokens.items[to - 1].end};
}

static onto_status add_candidate(onto_normalizer *self, const match *m, const code_list *codes, onto_error *error)
{
	const onto_dictionary *d = self->index->dictionary;
	const name *n = &d->names.items[m->name];
	const char *written = dictionary_text(d, n->text);
	onto_candidate c = {
		.score = m->score,
		.concept = n->concept,
		.type = type_wanted(concept_of(self, m)->type, concept_of(self, m)->also, self->types),
		.codes = codes->codes,
		.provenance = codes->provenance,
		.code_count = codes->count,
		.name = codes->name,
		.matched = written,
		.scope = (onto_scope)n->scope,
		.source = dictionary_text(d, d->sources.items[n->source].id),
		.transformations = m->by | surface_of(self, m, written),
	};
	if (c.transformations & ONTO_BY_ABBREVIATION && self->abbreviations.found.count) {
		const definition *a = &self->abbreviations.found.items[0];
		c.abbreviation = (onto_abbreviation){span_of(&self->analysis, a->short_from, a->short_to),
		                                     span_of(&self->analysis, a->long_from, a->long_to)};
	}
	if (!is_current(d, concept_of(self, m)->meaning)) {
		c.code_count = 0; /* the caller decides about successors */
		c.name = dictionary_text(d, concept_of(self, m)->name);
	}
	return vector_push(&self->candidates, c) ? ONTO_OK : fail_memory(error);
}

/* True where a better name of the same meaning precedes this one. */
static bool meaning_before(const onto_normalizer *self, size_t at)
{
	uint32_t meaning = concept_of(self, &self->matches.items[at])->meaning;
	for (size_t i = 0; i < at; i++) {
		if (concept_of(self, &self->matches.items[i])->meaning == meaning) {
			return true;
		}
	}
	return false;
}

/* Candidates from one on that score the same: each is told how many others there are. */
static void set_tied(onto_normalizer *self, size_t from, size_t meanings)
{
	for (size_t i = from; meanings && i < self->candidates.count; i++) {
		self->candidates.items[i].tied = meanings - 1;
	}
}

static onto_status take_candidates(onto_normalizer *self, onto_error *error)
{
	const match *first = NULL;
	size_t run = 0, meanings = 0; /* the first candidate of a score, and how many meanings have it */
	unsigned hundredths = 0;
	if (self->matches.count > 1) {
		qsort(self->matches.items, self->matches.count, sizeof *self->matches.items, compare_matches);
	}
	for (size_t i = 0; i < self->matches.count; i++) {
		const match *m = &self->matches.items[i];
		bool merged = false;
		if (meaning_before(self, i)) {
			continue;
		}
		const code_list *codes = codes_of(&self->codes, concept_of(self, m)->meaning);
		if (!codes) {
			return fail_memory(error);
		}
		if (first) {
			TRY(merge_codes(self, first, m, codes, &merged, error));
		} else {
			first = m;
		}
		if (merged) {
			continue;
		}
		if (m->hundredths != hundredths) {
			set_tied(self, run, meanings);
			run = self->candidates.count;
			meanings = 0;
			hundredths = m->hundredths;
		}
		meanings++;
		if (self->candidates.count < self->top) {
			TRY(add_candidate(self, m, codes, error));
		}
	}
	set_tied(self, run, meanings);
	return ONTO_OK;
}

/* True for a term that names nothing: numbers alone, or what stands where there is no name, as "n/a" and
 * "unknown". */
static bool is_placeholder(const onto_normalizer *self)
{
	const analysis *doc = &self->analysis;
	char folded[PLACEHOLDER_MOST];
	size_t length = 0;
	bool numbers = doc->tokens.count > 0;
	for (uint32_t t = 0; t < doc->tokens.count; t++) {
		const word_type *s = &self->cache.types.items[doc->word_types.items[t]];
		numbers &= s->kind == TOKEN_DIGITS;
		if (length + s->folded_length + 2 > sizeof folded) {
			return false;
		}
		length += (size_t)snprintf(folded + length, sizeof folded - length, "%s%.*s", t ? " " : "",
		                           (int)s->folded_length, word_cache_folded(&self->cache, s));
	}
	return numbers || (length && word_list_is_placeholder(folded));
}

static bool is_code_byte(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || strchr(":._", c);
}

/* A code as it is written: MONDO:0004979, MONDO_0004979, and a heading of MeSH without its prefix, D001249. False
 * for anything else. */
static bool read_code(const char *written, size_t length, char code[CODE_MOST])
{
	enum { DIGITS_LEAST = 6 };
	size_t digits = 0;
	while (digits + 1 < length && written[1 + digits] >= '0' && written[1 + digits] <= '9') {
		digits++;
	}
	bool heading = (*written == 'D' || *written == 'C') && digits >= DIGITS_LEAST && digits + 1 == length;
	if (length + sizeof "MESH:" > CODE_MOST ||
	    !(heading || memchr(written, ':', length) || memchr(written, '_', length))) {
		return false;
	}
	snprintf(code, CODE_MOST, "%s%.*s", heading ? "MESH:" : "", (int)length, written);
	char *low = strchr(code, ':') ? NULL : strchr(code, '_');
	if (low) {
		*low = ':';
	}
	return true;
}

/* A code of the dictionary in the term, alone or in brackets: "hypertension (MESH:D006973)". It says which concept
 * is meant. */
static onto_status find_code(onto_normalizer *self, const char *term, size_t length, onto_error *error)
{
	const onto_dictionary *d = self->index->dictionary;
	char code[CODE_MOST];
	for (size_t from = 0, to; from < length; from = to + 1) {
		for (to = from; to < length && term[to] && is_code_byte(term[to]); to++) {
		}
		if (to == from || !read_code(term + from, to - from, code)) {
			continue;
		}
		onto_concept_id id = onto_dictionary_find(d, code);
		size_t name = id == ONTO_NONE ? d->names.count : dictionary_first_name(d, id);
		if (name < d->names.count && d->names.items[name].concept == id &&
		    self->types & (1u << d->concepts.items[id].type | d->concepts.items[id].also)) {
			match m = {.score = 1, .hundredths = 100, .name = (uint32_t)name};
			return vector_push(&self->matches, m) ? ONTO_OK : fail_memory(error);
		}
	}
	return ONTO_OK;
}

onto_status onto_normalizer_find(onto_normalizer *self, const char *term, size_t length, size_t *count,
                                 onto_error *error)
{
	char formula[FORMULA_NAME_MOST];
	if (count) {
		*count = 0;
	}
	self->matches.count = self->candidates.count = 0;
	code_vector_clear(&self->gathered);
	if (length > TERM_MOST) {
		return ONTO_OK;
	}
	TRY(analysis_read(&self->analysis, &self->cache, term, length, error));
	if (is_placeholder(self) && !formula_name(term, length, formula)) { /* NO is nitric oxide */
		return ONTO_OK;
	}
	TRY(find_code(self, term, length, error));
	if (!self->matches.count) {
		TRY(find_matches(self, error));
	}
	onto_status status = take_candidates(self, error);
	if (status != ONTO_OK) {
		self->candidates.count = 0;
	} else if (count) {
		*count = self->candidates.count;
	}
	return status;
}

const onto_candidate *onto_normalizer_candidate(const onto_normalizer *self, size_t index)
{
	return index < self->candidates.count ? &self->candidates.items[index] : NULL;
}
