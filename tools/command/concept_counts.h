/* Counts of documents by concept, in one pass: a fixed number of counters a concept, each with the last document
 * that it counted.
 *
 *     counts_document ─▶ counts_mention ... ─▶ counts_document ...        then concept by concept, pair by pair
 *
 * Zeros, but for what the options set, are an empty table. Belongs to one thread. */
#ifndef ONTOTAG_CONCEPT_COUNTS_H
#define ONTOTAG_CONCEPT_COUNTS_H

#include "import/string_index.h"
#include "command/command.h"

/* What a document may say of a concept; then whether it has it at all, and it or anything under it. */
enum { COUNT_WITH = ONTO_SAID, COUNT_UNDER, COUNTERS };

typedef struct counter {
	uint32_t documents;
	uint32_t last; /* number of the document that was counted last, from 1 */
} counter;

typedef struct concept_count {
	const char *code; /* views of the table */
	const char *name;
	onto_type type;
	size_t mentions;
	counter counters[COUNTERS];
	uint32_t *above; /* concepts above it, by number */
	size_t above_count;
	bool is_known; /* its ancestors have been looked up */
} concept_count;

/* Two concepts in the same documents. `first` is the lower number. */
typedef struct pair_count {
	uint32_t first, second;
	uint32_t documents;
} pair_count;

typedef struct concept_counts {
	const onto_dictionary *dictionary; /* with `hierarchy`: for what lies above; may be NULL */
	const onto_hierarchy *hierarchy;
	bool with_pairs;

	string_index codes;
	pool names;
	concept_count *concepts;
	size_t room;
	uint32_t documents;

	uint32_t *present; /* concepts of the document at hand */
	size_t present_count, present_room;
	pair_count *pairs; /* a hash table with open addressing; documents 0: free */
	size_t pair_count, pair_room;
	size_t crowded; /* documents of which not all pairs were counted */
} concept_counts;

/* Begins the next document. False where memory ran out. */
bool counts_document(concept_counts *self);

/* Counts a mention of the document. `said`: ONTO_SAID_ bits. False where memory ran out. */
bool counts_mention(concept_counts *self, const char *code, const char *name, onto_type type, unsigned said);

/* Ends the last document. False where memory ran out. */
bool counts_end(concept_counts *self);

size_t counts_of(const concept_count *concept, size_t counter);

/* Dunning's log-likelihood ratio of a pair: how far its documents are from what chance would give. Negative where
 * they are fewer than that. */
double pair_likelihood(const concept_counts *self, const pair_count *pair);

void counts_free(concept_counts *self);

#endif
