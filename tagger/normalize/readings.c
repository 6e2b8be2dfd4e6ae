/* Readings of a term: as it is; without a short form; with two words joined or one split; a formula by its name; a
 * drug without its dose. */
#include <limits.h>
#include <string.h>

#include "core/error.h"
#include "variants/abbreviations.h"
#include "normalize/dose.h"
#include "normalize/formula.h"
#include "normalize/normalizer.h"
#include "normalize/weights.h"
#include "text/word_list.h"

enum { SPLIT_LEAST = 4 /* letters of each part of a split word */ };

/* ---- joined and split words ---------------------------------------------------------------------------------- */

/* The word type of two joined parts; 0 where no name has it. */
static onto_status joined(onto_normalizer *self, uint32_t a, uint32_t b, uint32_t *out, onto_error *error)
{
	const word_type *x = &self->cache.types.items[a], *y = &self->cache.types.items[b];
	char both[FOLD_MAX * 2];
	size_t length = (size_t)x->folded_length + y->folded_length;
	*out = 0;
	if (x->kind != TOKEN_LETTERS || y->kind != TOKEN_LETTERS || length > FOLD_MAX || length < SPELLING_LEAST) {
		return ONTO_OK;
	}
	memcpy(both, word_cache_folded(&self->cache, x), x->folded_length);
	memcpy(both + x->folded_length, word_cache_folded(&self->cache, y), y->folded_length);
	uint32_t word = lexicon_find(&self->index->dictionary->lexicon, both, length);
	if (!word || !(self->index->dictionary->lexicon.words.items[word].flags & WORD_IN_NAME)) {
		return ONTO_OK;
	}
	*out = word_cache_get(&self->cache, both, length, TOKEN_LETTERS);
	return *out == UINT32_MAX ? fail_memory(error) : ONTO_OK;
}

/* "neuro toxicity": two words that are one in the names. */
static onto_status try_joined(onto_normalizer *self, const reading_of_term *plain, onto_error *error)
{
	for (size_t i = 0; i + 1 < plain->count; i++) {
		uint32_t one;
		TRY(joined(self, plain->word_types[i], plain->word_types[i + 1], &one, error));
		if (!one) {
			continue;
		}
		reading_of_term r = *plain;
		r.by |= ONTO_BY_HYPHEN;
		r.word_types[i] = one;
		memmove(r.word_types + i + 1, r.word_types + i + 2, (r.count - i - 2) * sizeof *r.word_types);
		r.count--;
		TRY(steps_exact(self, &r, error));
	}
	return ONTO_OK;
}

static bool in_names(const onto_dictionary *d, const char *word, size_t length)
{
	uint32_t number = lexicon_find(&d->lexicon, word, length);
	return number && (d->lexicon.words.items[number].flags & WORD_IN_NAME);
}

/* "breastcancer": one word that is two in the names. Only for a word that no name has. */
static onto_status try_split(onto_normalizer *self, const reading_of_term *plain, onto_error *error)
{
	const onto_dictionary *d = self->index->dictionary;
	for (size_t i = 0; i < plain->count && plain->count < TERM_WORDS_MOST; i++) {
		const word_type *s = &self->cache.types.items[plain->word_types[i]];
		char folded[FOLD_MAX];
		size_t length = s->folded_length;
		if (s->word || s->kind != TOKEN_LETTERS || length < 2 * SPLIT_LEAST) {
			continue;
		}
		memcpy(folded, word_cache_folded(&self->cache, s), length);
		for (size_t cut = SPLIT_LEAST; cut + SPLIT_LEAST <= length; cut++) {
			if (!in_names(d, folded, cut) || !in_names(d, folded + cut, length - cut)) {
				continue;
			}
			reading_of_term r = *plain;
			r.by |= ONTO_BY_HYPHEN;
			memmove(r.word_types + i + 2, r.word_types + i + 1, (r.count - i - 1) * sizeof *r.word_types);
			r.word_types[i] = word_cache_get(&self->cache, folded, cut, TOKEN_LETTERS);
			r.word_types[i + 1] = word_cache_get(&self->cache, folded + cut, length - cut, TOKEN_LETTERS);
			r.count++;
			if (r.word_types[i] == UINT32_MAX || r.word_types[i + 1] == UINT32_MAX) {
				return fail_memory(error);
			}
			TRY(steps_exact(self, &r, error));
		}
	}
	return ONTO_OK;
}

/* Greek and Latin combining forms in words for harm to an organ. */
static const char *const combining[][2] = {
	{"nephro", "kidney"},    {"reno", "kidney"},    {"hepato", "liver"},     {"cardio", "heart"},
	{"neuro", "nerve"},      {"oto", "ear"},        {"pneumo", "lung"},      {"pulmo", "lung"},
	{"myo", "muscle"},       {"gastro", "stomach"}, {"dermato", "skin"},     {"encephalo", "brain"},
	{"osteo", "bone"},       {"arthro", "joint"},   {"vasculo", "vascular"}, {"ocul", "eye"},
	{"entero", "intestine"}, {"haemato", "blood"},  {"hemato", "blood"},     {"cyto", "cell"},
};

/* "nephrotoxicity", which no name has, is read as "kidney toxicity". */
static onto_status try_combining(onto_normalizer *self, const reading_of_term *plain, onto_error *error)
{
	const onto_dictionary *d = self->index->dictionary;
	for (size_t i = 0; i < plain->count && plain->count < TERM_WORDS_MOST; i++) {
		const word_type *s = &self->cache.types.items[plain->word_types[i]];
		char folded[FOLD_MAX];
		size_t length = s->folded_length;
		if (s->word && (d->lexicon.words.items[s->word].flags & WORD_IN_NAME)) {
			continue;
		}
		memcpy(folded, word_cache_folded(&self->cache, s), length);
		for (size_t c = 0; c < sizeof combining / sizeof *combining; c++) {
			size_t prefix = strlen(combining[c][0]);
			const char *organ = combining[c][1];
			if (length < prefix + SPELLING_LEAST || memcmp(folded, combining[c][0], prefix) != 0 ||
			    !in_names(d, folded + prefix, length - prefix)) {
				continue;
			}
			reading_of_term r = *plain;
			r.by |= ONTO_BY_SYNONYM;
			r.left *= WEIGHT(LEFT_INFERRED);
			memmove(r.word_types + i + 2, r.word_types + i + 1, (r.count - i - 1) * sizeof *r.word_types);
			r.word_types[i] = word_cache_get(&self->cache, organ, strlen(organ), TOKEN_LETTERS);
			r.word_types[i + 1] = word_cache_get(&self->cache, folded + prefix, length - prefix, TOKEN_LETTERS);
			r.count++;
			if (r.word_types[i] == UINT32_MAX || r.word_types[i + 1] == UINT32_MAX) {
				return fail_memory(error);
			}
			TRY(steps_exact(self, &r, error));
			TRY(step_share(self, error));
		}
	}
	return ONTO_OK;
}

/* ---- the term ------------------------------------------------------------------------------------------------ */

static onto_status try_reading(onto_normalizer *self, const reading_of_term *reading, onto_error *error)
{
	TRY(steps_exact(self, reading, error));
	if (best_score(self) < WEIGHT(GOOD_ENOUGH) && (self->allowed & ONTO_BY_HYPHEN)) {
		TRY(try_joined(self, reading, error));
		TRY(try_split(self, reading, error));
	}
	if (best_score(self) < WEIGHT(GOOD_ENOUGH)) {
		take_reading(self, reading);
		TRY(step_share(self, error));
		if (self->allowed & ONTO_BY_SYNONYM) {
			TRY(try_combining(self, reading, error));
		}
	}
	return ONTO_OK;
}

/* The words of the term except tokens [from, to). False where they are too many for any name. */
static bool read_tokens(const analysis *doc, uint32_t from, uint32_t to, unsigned by, reading_of_term *out)
{
	out->count = 0;
	out->left = 1;
	out->by = by;
	for (uint32_t t = 0; t < doc->tokens.count; t++) {
		if (t >= from && t < to) {
			continue;
		}
		if (out->count == TERM_WORDS_MOST) {
			return false;
		}
		out->word_types[out->count++] = doc->word_types.items[t];
	}
	return out->count > 0;
}

/* The words of the term without a dose. False where it has no dose, or nothing else. */
static bool read_without_dose(const word_cache *cache, const analysis *doc, reading_of_term *out)
{
	*out = (reading_of_term){.left = WEIGHT(LEFT_DOSE), .by = ONTO_BY_WORDS};
	for (uint32_t t = 0; t < doc->tokens.count;) {
		uint32_t end = dose_end(cache, doc, t);
		if (end > t) {
			t = end;
		} else if (out->count == TERM_WORDS_MOST) {
			return false;
		} else {
			out->word_types[out->count++] = doc->word_types.items[t++];
		}
	}
	return out->count && out->count < doc->tokens.count;
}

/* The word before the one-byte token at a slash: h/o, s/p, c/o. */
static bool is_slashed(const analysis *doc, uint32_t t)
{
	const token *next = &doc->tokens.items[t] + 1;
	return t + 2 < doc->tokens.count && next->gap == GAP_SLASH && next->end - next->start == 1 &&
	       next[-1].end - next[-1].start == 1;
}

/* The token behind a code of a classification that no dictionary need have: "J45.909", "[ICD-10 J45]". The token
 * itself where there is none. */
static uint32_t classified_end(const analysis *doc, uint32_t t)
{
	static const char *const classification[] = {"icd", NULL};
	const token *tokens = doc->tokens.items;
	uint32_t count = (uint32_t)doc->tokens.count, from = t;
	bool bracket = tokens[t].start && strchr("([", doc->text[tokens[t].start - 1]);
	if (analysis_reads(doc, t, classification)) {
		for (t++; t < count && tokens[t].gap == GAP_HYPHEN; t++) {
		}
	}
	if (t + 1 >= count || tokens[t].end - tokens[t].start != 1 || tokens[t].kind != TOKEN_LETTERS ||
	    tokens[t + 1].kind != TOKEN_DIGITS || tokens[t + 1].gap != GAP_NONE ||
	    tokens[t + 1].end - tokens[t + 1].start != 2) {
		return from;
	}
	uint32_t end = t + 2;
	bool point =
		end < count && doc->text[tokens[end - 1].end] == '.' && tokens[end].start == tokens[end - 1].end + 1;
	for (end += point; point && end < count && tokens[end].gap == GAP_NONE; end++) {
	}
	return point || bracket || from != t ? end : from;
}

/* The token behind what is said of a disease at a token, and is no part of its name: "hx of", "h/o", "stage 3",
 * "flare", "severe", "left", the code of a classification. The token itself where there is nothing of the kind. */
static uint32_t remark_end(const onto_normalizer *self, uint32_t t)
{
	static const char *const degrees[] = {"acute", "mild",      "moderate", "severe", "left", "right", "lt",
	                                      "rt",    "bilateral", "known",    "active", "new",  NULL};
	const analysis *doc = &self->analysis;
	unsigned roles = analysis_roles(doc, t)->note;
	if (is_slashed(doc, t)) {
		return t + 2;
	}
	uint32_t classified = classified_end(doc, t);
	if (classified > t) {
		return classified;
	}
	if (analysis_reads(doc, t, degrees)) {
		return t + 1;
	}
	if (roles & NOTE_STAGE && t + 1 < doc->tokens.count) {
		const word_type *s = &self->cache.types.items[doc->word_types.items[t + 1]];
		bool number = s->kind == TOKEN_DIGITS || roman_value(word_cache_folded(&self->cache, s), s->folded_length);
		return number ? t + 2 : t;
	}
	return roles & (NOTE_CUE | NOTE_CONNECTOR | NOTE_EPISODE) ? t + 1 : t;
}

/* The words of the term without what is said of a disease. False where nothing is said, or nothing else. */
static bool read_without_remarks(const onto_normalizer *self, reading_of_term *out)
{
	const analysis *doc = &self->analysis;
	*out = (reading_of_term){.left = WEIGHT(LEFT_REMARK), .by = ONTO_BY_WORDS};
	for (uint32_t t = 0; t < doc->tokens.count;) {
		uint32_t end = remark_end(self, t);
		if (end > t) {
			t = end;
		} else if (out->count == TERM_WORDS_MOST) {
			return false;
		} else {
			out->word_types[out->count++] = doc->word_types.items[t++];
		}
	}
	return out->count && out->count < doc->tokens.count;
}

/* "tnf-a": a letter that stands for a Greek one at the end of a term. False where there is none. */
static onto_status try_greek(onto_normalizer *self, const reading_of_term *plain, onto_error *error)
{
	static const char *const greek[] = {['a' - 'a'] = "alpha", ['b' - 'a'] = "beta", ['g' - 'a'] = "gamma"};
	const analysis *doc = &self->analysis;
	reading_of_term r = *plain;
	size_t last = r.count - 1;
	const word_type *s = &self->cache.types.items[r.word_types[last]];
	unsigned letter =
		s->folded_length == 1 ? (unsigned char)*word_cache_folded(&self->cache, s) - (unsigned)'a' : UINT_MAX;
	if (last == 0 || r.count != doc->tokens.count || letter >= sizeof greek / sizeof *greek || !greek[letter] ||
	    doc->tokens.items[last].gap != GAP_HYPHEN) {
		return ONTO_OK;
	}
	r.left = WEIGHT(LEFT_INFERRED);
	r.by |= ONTO_BY_GREEK;
	r.word_types[last] = word_cache_get(&self->cache, greek[letter], strlen(greek[letter]), TOKEN_LETTERS);
	return r.word_types[last] == UINT32_MAX ? fail_memory(error) : steps_exact(self, &r, error);
}

/* Reads a formula by its name. */
static onto_status try_formula(onto_normalizer *self, const char *text, size_t length, float left,
                               onto_error *error)
{
	char name[FORMULA_NAME_MOST];
	while (length && (unsigned char)text[length - 1] <= ' ') {
		length--;
	}
	if (!formula_name(text, length, name)) {
		return ONTO_OK;
	}
	reading_of_term r = {.left = left, .by = ONTO_BY_SYNONYM};
	for (char *word = name; word;) {
		char *space = strchr(word, ' ');
		size_t word_length = space ? (size_t)(space - word) : strlen(word);
		r.word_types[r.count] = word_cache_get(&self->cache, word, word_length, TOKEN_LETTERS);
		if (r.word_types[r.count++] == UINT32_MAX) {
			return fail_memory(error);
		}
		word = space ? space + 1 : NULL;
	}
	return steps_exact(self, &r, error);
}

onto_status find_matches(onto_normalizer *self, onto_error *error)
{
	analysis *doc = &self->analysis;
	reading_of_term reading;
	const definition *definition = NULL;
	if (self->allowed & ONTO_BY_ABBREVIATION) {
		TRY(abbreviations_find(&self->abbreviations, doc, &self->cache, NULL, error));
		definition = self->abbreviations.found.count ? &self->abbreviations.found.items[0] : NULL;
	}
	if (definition &&
	    read_tokens(doc, definition->short_from, definition->short_to, ONTO_BY_ABBREVIATION, &reading)) {
		TRY(try_reading(self, &reading, error));
	}
	if (best_score(self) < WEIGHT(GOOD_ENOUGH) && (self->allowed & ONTO_BY_GREEK) &&
	    read_tokens(doc, 0, 0, 0, &reading)) {
		TRY(try_greek(self, &reading, error));
	}
	/* A name may contain its own abbreviation. */
	if (best_score(self) < WEIGHT(GOOD_ENOUGH) && read_tokens(doc, 0, 0, 0, &reading)) {
		TRY(try_reading(self, &reading, error));
	}
	if (best_score(self) < WEIGHT(GOOD_ENOUGH) && (self->types & 1u << ONTO_DISEASE) &&
	    read_without_remarks(self, &reading)) {
		TRY(steps_exact(self, &reading, error));
	}
	if (best_score(self) < WEIGHT(GOOD_ENOUGH) && (self->types & 1u << ONTO_DRUG) &&
	    read_without_dose(&self->cache, doc, &reading)) {
		TRY(try_reading(self, &reading, error));
	}
	if (best_score(self) < WEIGHT(GOOD_ENOUGH) && (self->allowed & ONTO_BY_SYNONYM)) {
		TRY(try_formula(self, doc->text, doc->length, WEIGHT(LEFT_INFERRED), error));
	}
	/* The short form by itself, where the long form has no name. */
	if (definition && best_score(self) < WEIGHT(LEFT_SHORT_FORM)) {
		reading.count = 0;
		for (uint32_t t = definition->short_from; t < definition->short_to; t++) {
			reading.word_types[reading.count++] = doc->word_types.items[t];
		}
		reading.left = WEIGHT(LEFT_SHORT_FORM);
		reading.by = 0;
		TRY(steps_exact(self, &reading, error));
		const token *short_form = &doc->tokens.items[definition->short_from];
		size_t length = doc->tokens.items[definition->short_to - 1].end - short_form->start;
		TRY(try_formula(self, doc->text + short_form->start, length, WEIGHT(LEFT_SHORT_FORM), error));
	}
	return ONTO_OK;
}
