/* Where MeSH descriptors stand in its trees, all that must be kept of the whole file.
 *
 *     C04.588.33  D008175        its parent is what stands at C04.588, or, if that was left out of the
 *     C04.588     D009371        dictionary, at the nearest place above it that was not
 *     C04         D009369 */
#ifndef ONTOTAG_PLACES_H
#define ONTOTAG_PLACES_H

#include "import.h"
#include "pool.h"

typedef struct place {
	const char *tree;
	const char *code;
	bool is_taken;
} place;

typedef struct places {
	pool texts;
	place *at;
	size_t count;
	size_t room;
} places;

/* Notes that the descriptor stands at a tree number. False when there is no memory. */
bool places_add(places *self, const char *tree, const char *code, bool is_taken);

/* Hands each taken descriptor's parents to the builder. After this, nothing can be added. */
onto_status places_add_parents(places *self, const import *job);
void places_free(places *self);

#endif
