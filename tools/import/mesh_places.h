/* Positions of MeSH descriptors in its trees: all that must be stored of the whole file.
 *
 *     C04.588.33  D008175        its parent is the descriptor at C04.588, or, if that was left out of the
 *     C04.588     D009371        dictionary, the one at the nearest position above it
 *     C04         D009369 */
#ifndef ONTOTAG_MESH_PLACES_H
#define ONTOTAG_MESH_PLACES_H

#include "import.h"
#include "pool.h"

typedef struct place {
	const char *tree;
	const char *code;
	bool is_taken;
} place;

typedef struct mesh_places {
	pool texts;
	place *at;
	size_t count;
	size_t room;
} mesh_places;

/* Adds a descriptor's position. False where memory ran out. */
bool mesh_places_add(mesh_places *self, const char *tree, const char *code, bool is_taken);

/* Passes each accepted descriptor's parents to the builder. Nothing can be added afterwards. */
onto_status mesh_places_add_parents(mesh_places *self, const import *job);
void mesh_places_free(mesh_places *self);

#endif
