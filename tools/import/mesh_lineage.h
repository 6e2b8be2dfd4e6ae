/* Parents from tree positions, without those that would close a cycle.
 *
 * A tree has no cycle, but a MeSH descriptor has several positions, and two descriptors can each stand below the
 * other, as strabismus (D013285) and ocular motility disorders (D015835) do. A dictionary must not have a cycle.
 * Links are added from the top of the trees downwards, and a link whose parent lies below its child already is left
 * out. */
#ifndef ONTOTAG_MESH_LINEAGE_H
#define ONTOTAG_MESH_LINEAGE_H

#include "import.h"

typedef struct mesh_lineage_link {
	const char *child;
	const char *parent;
	size_t depth; /* of the child's position in its tree */
} mesh_lineage_link;

/* Sorts the links and passes on each pair once. */
onto_status mesh_lineage_add_parents(mesh_lineage_link *links, size_t count, const import *job);

#endif
