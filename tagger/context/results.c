/* Reads the rows into a table of words and finds them in texts. */
#include "context/results.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"

enum { GAP_BYTES = 2, MOST_WORDS = KNOWN_NUMBER };

static const struct {
	const char *word;
	uint8_t sense, finding;
	const char *comparator;
} vocabulary[] = {
	{"positive", SENSE_FINDING, ONTO_POSITIVE, NULL},
	{"negative", SENSE_FINDING, ONTO_NEGATIVE, NULL},
	{"weak", SENSE_FINDING, ONTO_WEAK, NULL},
	{"equivocal", SENSE_FINDING, ONTO_EQUIVOCAL, NULL},
	{"high", SENSE_FINDING, ONTO_HIGH, NULL},
	{"low", SENSE_FINDING, ONTO_LOW, NULL},
	{"normal", SENSE_FINDING, ONTO_NORMAL, NULL},
	{"abnormal", SENSE_FINDING, ONTO_ABNORMAL, NULL},
	{"mutated", SENSE_FINDING, ONTO_MUTATED, NULL},
	{"wild_type", SENSE_FINDING, ONTO_WILD_TYPE, NULL},
	{"amplified", SENSE_FINDING, ONTO_AMPLIFIED, NULL},
	{"deleted", SENSE_FINDING, ONTO_DELETED, NULL},
	{"rearranged", SENSE_FINDING, ONTO_REARRANGED, NULL},
	{"not_detected", SENSE_FINDING, ONTO_NOT_DETECTED, NULL},
	{"none", SENSE_PSEUDO, 0, NULL},
	{"noun", SENSE_NOUN, 0, NULL},
	{"cells", SENSE_CELLS, 0, NULL},
	{"share", SENSE_SHARE, 0, NULL},
	{"be", SENSE_BE, 0, NULL},
	{"verb", SENSE_VERB, 0, NULL},
	{"of", SENSE_OF, 0, NULL},
	{"to", SENSE_TO, 0, NULL},
	{"from", SENSE_FROM, 0, NULL},
	{"in", SENSE_IN, 0, NULL},
	{"by", SENSE_BY, 0, NULL},
	{"with", SENSE_WITH, 0, NULL},
	{"and", SENSE_AND, 0, NULL},
	{"clause", SENSE_CLAUSE, 0, NULL},
	{"but not", SENSE_CLAUSE, ONTO_NEGATIVE, NULL},
	{"not", SENSE_NOT, 0, NULL},
	{"respectively", SENSE_RESPECTIVELY, 0, NULL},
	{"<", SENSE_COMPARATOR, 0, "<"},
	{"<=", SENSE_COMPARATOR, 0, "<="},
	{">", SENSE_COMPARATOR, 0, ">"},
	{">=", SENSE_COMPARATOR, 0, ">="},
	{"~", SENSE_COMPARATOR, 0, "~"},
	{"reference", SENSE_REFERENCE, 0, NULL},
	{"range", SENSE_RANGE, 0, NULL},
	{"label", SENSE_LABEL, 0, NULL},
	{"cohort", SENSE_COHORT, 0, NULL},
	{"count", SENSE_COUNT, 0, NULL},
	{"dose", SENSE_DOSE, 0, NULL},
};

static const struct {
	const char *word;
	uint8_t bit;
} places[] = {{"before", RESULT_BEFORE},
              {"behind", RESULT_BEHIND},
              {"passive", RESULT_PASSIVE},
              {"list", RESULT_LIST},
              {"noun", RESULT_NOUN}};

/* ---- reading ------------------------------------------------------------------------------------------------- */

static bool is(const char *bytes, size_t length, const char *word)
{
	return strlen(word) == length && memcmp(bytes, word, length) == 0;
}

/* The number of a word. A new word is added. 0 where memory ran out. */
static uint16_t add_word(results *self, const char *bytes, size_t length)
{
	table_entry *entry = table_find(&self->words, bytes, length);
	if (entry) {
		return (uint16_t)entry->value;
	}
	size_t number = self->numbered.count;
	const char *copy = arena_text(&self->text, bytes, length);
	bool added = copy && number < MOST_WORDS && table_add(&self->words, copy, length, number) &&
	             vector_push(&self->numbered, (result_word){0});
	return added ? (uint16_t)number : 0;
}

void results_free(results *self)
{
	table_free(&self->words);
	vector_free(&self->numbered);
	vector_free(&self->rows);
	arena_free(&self->text);
}

static bool read_sense(const char *word, result_row *row)
{
	for (size_t i = 0; i < sizeof vocabulary / sizeof *vocabulary; i++) {
		if (*vocabulary[i].word == *word && strcmp(vocabulary[i].word, word) == 0) {
			row->sense = vocabulary[i].sense;
			row->finding = vocabulary[i].finding;
			row->comparator = vocabulary[i].comparator;
			return true;
		}
	}
	return false;
}

static bool read_places(const char *words, result_row *row)
{
	for (size_t length; *words; words += length, words += strspn(words, " ")) {
		uint8_t bit = 0;
		length = strcspn(words, " ");
		for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
			bit |= is(words, length, places[i].word) ? places[i].bit : 0;
		}
		if (!bit) {
			return false;
		}
		row->where |= bit;
	}
	return row->where || row->sense != SENSE_FINDING;
}

onto_status results_add(results *self, const char *words, const char *sense, const char *where, onto_error *error)
{
	result_row row = {0};
	if (!read_sense(sense, &row)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "a result cannot be %s", sense);
	}
	if (!read_places(where, &row)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "a marker does not stand %s", *where ? where : "nowhere");
	}
	if (!self->numbered.count && !vector_push(&self->numbered, (result_word){0})) {
		return fail_memory(error);
	}
	for (words += strspn(words, " -/"); *words; words += strspn(words, " -/")) {
		size_t length = strcspn(words, " -/");
		if (row.count == RESULT_WORDS) {
			return onto_fail(error, ONTO_DAMAGED, NULL, 0, "a row of more than %d words", RESULT_WORDS);
		}
		row.words[row.count] = add_word(self, words, length);
		if (!row.words[row.count++]) {
			return fail_memory(error);
		}
		words += length;
	}
	if (!row.count) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "no words");
	}
	return vector_push(&self->rows, row) ? ONTO_OK : fail_memory(error);
}

static int compare_rows(const void *a, const void *b)
{
	const result_row *x = a, *y = b;
	int by_word = (x->words[0] > y->words[0]) - (x->words[0] < y->words[0]);
	return by_word ? by_word : (int)y->count - (int)x->count;
}

static uint16_t noticed_of(const result_row *row)
{
	if (row->sense == SENSE_FINDING) {
		unsigned where = row->where;
		return (uint16_t)((where & (RESULT_BEFORE | RESULT_LIST) ? KNOWN_FORWARD : 0) |
		                  (where & (RESULT_BEHIND | RESULT_NOUN) ? KNOWN_BACKWARD : 0) |
		                  (where & (RESULT_PASSIVE | RESULT_LIST) ? KNOWN_PASSIVE : 0));
	}
	bool links = row->sense == SENSE_BE || row->sense == SENSE_VERB || row->sense == SENSE_OF ||
	             row->sense == SENSE_TO || row->sense == SENSE_COMPARATOR;
	return links && row->count == 1 ? KNOWN_LINK : 0;
}

/* Marks the words by which rows are found: the first word of each row. A finding of several words needs no mark on
 * its first where another of its words has one: "in the normal range". */
static void mark_noticed(results *self)
{
	enum { FINDING = KNOWN_FORWARD | KNOWN_BACKWARD | KNOWN_PASSIVE };
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < self->rows.count; i++) {
			const result_row *row = &self->rows.items[i];
			bool marked = (row->count == 1) != (pass == 0);
			for (uint32_t k = 1; k < row->count && !marked; k++) {
				marked = self->numbered.items[row->words[k]].noticed & FINDING;
			}
			self->numbered.items[row->words[0]].noticed |= marked ? 0 : noticed_of(row);
		}
	}
}

void results_complete(results *self)
{
	if (self->rows.count) {
		qsort(self->rows.items, self->rows.count, sizeof *self->rows.items, compare_rows);
	}
	for (size_t i = self->rows.count; i-- > 0;) {
		result_word *w = &self->numbered.items[self->rows.items[i].words[0]];
		w->rows = (uint32_t)i;
		w->row_count++;
		if (self->rows.items[i].count == 1 && !w->alone.count) {
			w->alone = self->rows.items[i];
		}
		w->seconds |= self->rows.items[i].count > 1 ? (uint64_t)1 << self->rows.items[i].words[1] % 64 : 0;
	}
	mark_noticed(self);
}

bool results_want(const results *self, table *words)
{
	for (const table_entry *e = self->words.entries; e; e = e->hh.next) {
		table_entry *wanted = table_find(words, e->key, e->length);
		wanted = wanted ? wanted : table_add(words, e->key, e->length, 0);
		if (!wanted) {
			return false;
		}
		wanted->value |= (e->value | self->numbered.items[e->value].noticed) << WORDS_WANTED_RESULT;
	}
	return true;
}

/* ---- finding ------------------------------------------------------------------------------------------------- */

/* The number of a token's word among those of the rows; 0: none. */
static uint16_t word_of(const word_cache *cache, const analysis *doc, uint32_t token)
{
	return results_known(cache, doc, token) & KNOWN_NUMBER;
}

static bool joins(const analysis *doc, uint32_t token)
{
	const token_kind kind = doc->tokens.items[token].kind;
	uint8_t gap = doc->tokens.items[token].gap;
	return kind == TOKEN_LETTERS &&
	       (gap <= GAP_SLASH ||
	        (gap == GAP_HARD && doc->tokens.items[token].start - doc->tokens.items[token - 1].end <= GAP_BYTES &&
	         doc->text[doc->tokens.items[token - 1].end] == '.'));
}

/* True where the words of a row match from a token on. The first two have been compared. */
static bool fits(const word_cache *cache, const analysis *doc, uint32_t token, uint32_t end, const result_row *row)
{
	if (token + row->count > end) {
		return false;
	}
	for (uint32_t i = 2; i < row->count; i++) {
		if (!joins(doc, token + i) || word_of(cache, doc, token + i) != row->words[i]) {
			return false;
		}
	}
	return true;
}

const result_row *results_at(const results *self, const word_cache *cache, const analysis *doc, uint32_t token,
                             uint32_t end)
{
	const uint16_t first = word_of(cache, doc, token);
	if (!first) {
		return NULL;
	}
	const result_word *w = &self->numbered.items[first];
	const uint16_t second =
		w->seconds && token + 1 < end && joins(doc, token + 1) ? word_of(cache, doc, token + 1) : 0;
	if (!second || !(w->seconds >> second % 64 & 1)) {
		return w->alone.count ? &w->alone : NULL;
	}
	const result_row *row = self->rows.items + w->rows, *last = row + w->row_count;
	for (; row < last && row->count > 1; row++) {
		if (row->words[1] == second && fits(cache, doc, token, end, row)) {
			return row;
		}
	}
	return w->alone.count ? &w->alone : NULL;
}
