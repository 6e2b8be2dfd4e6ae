/* Curation: rows that correct what sources say. Added and blocked names go to the builder like any other; restrictions and
 * corrected mappings are kept here until it is finished, since they hold for whatever source says so. */
#ifndef ONTOTAG_CURATION_H
#define ONTOTAG_CURATION_H

#include "core/table.h"
#include "core/vector.h"
#include "core/arena.h"
#include "ontotag.h"

/* Restricts names by how they read. */
typedef struct curation_rule {
	uint16_t policy;
	uint8_t types; /* bits */
} curation_rule;

/* Nearly every name and code is in no row: a bit by a cheap hash says so of most. */
enum { CURATION_BITS = 1 << 12 };

typedef struct curation {
	arena memory; /* keys */
	table rules_by_name; /* name in small letters to index into rules */
	VECTOR(curation_rule) rules;
	table mappings;      /* "code\tcode", both ways round, to the predicate of the pair */
	uint64_t restricted[CURATION_BITS / 64], mapped[CURATION_BITS / 64];
} curation;

void curation_free(curation *self);

/* The concept that stands for the names of a type that are blocked. */
extern const char *const curation_blocked_codes[ONTO_TYPES];

/* Restricts the names that read so, case aside, to a policy. `types`: bits. False where memory ran out. */
bool curation_add_restriction(curation *self, unsigned types, const char *name, unsigned policy);

/* Corrects the predicate of a mapping, both ways round; the first correction of a pair holds. False where memory ran out. */
bool curation_add_mapping(curation *self, const char *a, const char *b, onto_predicate predicate);

/* The policy of a name that is restricted; else the one that it has. */
unsigned curation_policy(const curation *self, onto_type type, const char *name, unsigned policy);

/* May a code have a corrected mapping at all? Says yes too often, never no. */
bool curation_may_map(const curation *self, const char *code);

/* The predicate that a mapping has after correction. */
onto_predicate curation_predicate(const curation *self, const char *code, const char *target, onto_predicate predicate);

#endif
