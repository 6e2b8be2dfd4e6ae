/* Curation: rows that correct the sources. Added and blocked names go to the builder like any other name.
 * Restrictions and corrected mappings are stored here until the builder is finished, since they apply to every
 * source. */
#ifndef ONTOTAG_CURATION_H
#define ONTOTAG_CURATION_H

#include "core/table.h"
#include "core/vector.h"
#include "core/arena.h"
#include "core/type_name.h"
#include "ontotag.h"

/* A restriction of a name's policy. */
typedef struct curation_rule {
	uint16_t policy;
	uint16_t types; /* bits */
} curation_rule;

/* Nearly all names and codes are in no row; a one-hash Bloom filter rejects most of them. */
enum { CURATION_BITS = 1 << 12 };

typedef struct curation {
	arena memory;        /* keys */
	table rules_by_name; /* name in small letters to index into rules */
	VECTOR(curation_rule) rules;
	table mappings; /* "code\tcode" in small letters, in both orders, to the predicate of the pair */
	uint64_t restricted[CURATION_BITS / 64], mapped[CURATION_BITS / 64];
} curation;

void curation_free(curation *self);

/* The concept that carries the blocked names of a type. */
extern const char *const curation_blocked_codes[TYPE_COUNT];

/* The concept that carries the names of other things. */
extern const char *const curation_other_code;

/* Restricts the names equal to `name`, case ignored, to a policy. `types`: bits. False where memory ran out. */
bool curation_add_restriction(curation *self, unsigned types, const char *name, unsigned policy);

/* Corrects the predicate of a mapping in both directions; the first correction of a pair holds. False where memory
 * ran out. */
bool curation_add_mapping(curation *self, const char *a, const char *b, onto_predicate predicate);

/* The policy of a restricted name; of any other, `policy`. */
unsigned curation_policy(const curation *self, onto_type type, const char *name, unsigned policy);

/* Bloom filter: false where no correction has this code. May be true without one. */
bool curation_may_map(const curation *self, const char *code);

/* The predicate of a mapping after correction. */
onto_predicate curation_predicate(const curation *self, const char *code, const char *target,
                                  onto_predicate predicate);

#endif
