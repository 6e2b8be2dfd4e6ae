/* Parents, handed on without those that would close a cycle.
 *
 * A tree has no cycles, but a MeSH descriptor stands at several places, and two descriptors can each stand below the
 * other: strabismus (D013285) and ocular motility disorders (D015835) do. A dictionary has no such thing. The links
 * are taken from the top of the trees downwards, and one whose parent already lies below its child is left out. */
#ifndef ONTOTAG_LINEAGE_H
#define ONTOTAG_LINEAGE_H

#include "import.h"

typedef struct lineage_link {
	const char *child;
	const char *parent;
	size_t depth; /* of the child's place in its tree */
} lineage_link;

/* Sorts the links and hands each pair on once. */
onto_status lineage_add_parents(lineage_link *links, size_t count, const import *job);

#endif
