/* Curation: rows that correct what sources say. An added or a blocked name goes to the builder like any other; restrictions and
 * corrected mappings are kept until it is finished, for they are about what any source may say. */
#ifndef ONTOTAG_CURATION_H
#define ONTOTAG_CURATION_H

#include "core/table.h"
#include "core/vector.h"
#include "build/rows.h"
#include "ontotag.h"

/* Restricts names by how they read. */
typedef struct curation_rule {
	uint16_t policy;
	uint8_t types; /* bits */
} curation_rule;

/* Nearly every name and code is in no row: a bit by a cheap hash says so of most. */
enum { CURATION_BITS = 1 << 12 };

typedef struct curation {
	table rules_by_name; /* name in small letters to index into rules */
	VECTOR(curation_rule) rules;
	table mappings;      /* "code\tcode", both ways round, to the predicate of the pair */
	uint64_t restricted[CURATION_BITS / 64], mapped[CURATION_BITS / 64];
} curation;

struct entry;
struct entry_name;

void curation_free(curation *self);

/* Takes a row of kind A, B, R or X. */
onto_status curation_add_row(onto_builder *builder, row *r, onto_error *error);

/* Gives the cross-references of a concept the predicates that curation has for them. */
void curation_correct(onto_builder *builder, const struct entry *e);

/* A restriction takes the place of whatever policy a name has. */
void curation_restrict(const onto_builder *builder, const struct entry *e, struct entry_name *n);

#endif
