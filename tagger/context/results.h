/* The words that state a marker's result, and the function words around them.
 *
 *     positive for ──▶ SENSE_FINDING, ONTO_POSITIVE, RESULT_LIST
 *     was          ──▶ SENSE_BE
 *
 * They are rows of data (dictionaries/context/results.tsv). A word of a text is looked up once for each distinct
 * word; after that its number among the words of the rows is at hand by its number among the words seen. */
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

/* What is known of a word: 1 + its number, 1 where it has none, with bits that tell what it is noticed for. */
enum {
	KNOWN_NOTHING = 1,
	KNOWN_NUMBER = 0xfff,
	KNOWN_FORWARD = 0x1000,  /* concerns markers after it */
	KNOWN_BACKWARD = 0x2000, /* or before it */
	KNOWN_PASSIVE = 0x4000,  /* or before it and a verb, or directly before it */
	KNOWN_LINK = 0x8000      /* a verb, or a link between a marker and a number: was, of */
};

/* Finds the rows in texts. */
typedef struct result_finder {
	const results *results;
	VECTOR(uint16_t) known; /* by number among the words seen: 0 not looked up, else KNOWN_ bits */
	uint32_t forgotten;     /* how often the words seen had been forgotten when these were found */
} result_finder;

/* To be called before a text's words are asked for. False where memory ran out. */
bool result_finder_prepare(result_finder *self, const word_cache *cache);

/* Looks a word up that is not known yet. */
uint16_t result_finder_learn(result_finder *self, const word_cache *cache, uint32_t number);

/* What is known of a token's word. */
static inline uint16_t result_finder_known(result_finder *self, const word_cache *cache, const analysis *doc,
                                           uint32_t token)
{
	uint16_t known = self->known.items[doc->word_types.items[token]];
	return known ? known : result_finder_learn(self, cache, doc->word_types.items[token]);
}

/* The longest row that begins at a token and ends before `end`; NULL where none does. */
const result_row *results_at(result_finder *self, const word_cache *cache, const analysis *doc, uint32_t token,
                             uint32_t end);

#endif
