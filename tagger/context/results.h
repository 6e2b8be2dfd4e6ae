/* The words that state a marker's result, and the function words around them.
 *
 *     positive for ──▶ SENSE_FINDING, ONTO_POSITIVE, RESULT_LIST
 *     was          ──▶ SENSE_BE
 *
 * They are rows of data (dictionaries/context/results.tsv). The word cache keeps what is known of each distinct
 * word of a text. */
#ifndef ONTOTAG_RESULTS_H
#define ONTOTAG_RESULTS_H

#include "core/arena.h"
#include "core/table.h"
#include "match/analysis.h"

typedef enum sense {
	SENSE_NOTHING,
	SENSE_FINDING,
	SENSE_PSEUDO, /* only looks like a result */
	SENSE_NOUN,   /* extends the marker's name: level */
	SENSE_CELLS,
	SENSE_SHARE, /* a fraction: variant allele frequency */
	SENSE_BE,
	SENSE_VERB,
	SENSE_OF,
	SENSE_TO,
	SENSE_FROM,
	SENSE_IN,
	SENSE_BY,
	SENSE_WITH,
	SENSE_AND,
	SENSE_CLAUSE, /* begins another clause */
	SENSE_NOT,
	SENSE_RESPECTIVELY,
	SENSE_COMPARATOR,
	SENSE_REFERENCE, /* announces the reference range */
	SENSE_RANGE,
	SENSE_LABEL, /* the number after it is not a result */
	SENSE_COHORT,
	SENSE_COUNT, /* the number before it is not a result */
	SENSE_DOSE
} sense;

/* Where the marker of a finding is. */
enum { RESULT_BEFORE = 1, RESULT_BEHIND = 2, RESULT_PASSIVE = 4, RESULT_LIST = 8, RESULT_NOUN = 16 };

enum { RESULT_WORDS = 6 };

typedef struct result_row {
	uint16_t words[RESULT_WORDS];
	uint8_t count;
	uint8_t sense, finding, where;
	const char *comparator; /* of SENSE_COMPARATOR */
} result_row;

/* A word of the rows. */
typedef struct result_word {
	uint32_t rows, row_count; /* of those that begin with it, longest first */
	result_row alone;         /* a copy of the one of this word alone; .count 0: none */
	uint64_t seconds;         /* a bit for each second word, by its number modulo 64 */
	uint16_t noticed;         /* KNOWN_ bits of the rows found by it */
} result_word;

/* The rows; once they are complete they never change and may be shared by any number of threads. */
typedef struct results {
	table words;                  /* as the rows have them, to their numbers */
	VECTOR(result_word) numbered; /* by number; 0: none */
	VECTOR(result_row) rows;
	arena text;
} results;

void results_free(results *self);

/* Adds a row. ONTO_DAMAGED, without a location, for an invalid one. */
onto_status results_add(results *self, const char *words, const char *sense, const char *where, onto_error *error);

/* To be called after the last row. */
void results_complete(results *self);

/* What is known of a word: its number, with bits that tell what it is noticed for (those of WORDS_WANTED_TELLS, and
 * KNOWN_LINK). */
enum {
	KNOWN_NUMBER = 0xfff,
	KNOWN_FORWARD = 0x1000,  /* concerns markers after it */
	KNOWN_BACKWARD = 0x2000, /* or before it */
	KNOWN_PASSIVE = 0x4000,  /* or before it and a verb, or directly before it */
	KNOWN_LINK = 0x8000      /* a verb, or a link between a marker and a number: was, of */
};

/* Adds the words to those that the word cache looks for. False where memory ran out. */
bool results_want(const results *self, table *words);

/* What is known of a token's word. */
static inline uint16_t results_known(const word_cache *cache, const analysis *doc, uint32_t token)
{
	return cache->types.items[doc->word_types.items[token]].result;
}

/* The longest row that begins at a token and ends before `end`; NULL where none does. */
const result_row *results_at(const results *self, const word_cache *cache, const analysis *doc, uint32_t token,
                             uint32_t end);

#endif
