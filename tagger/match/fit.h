/* Whether a name fits the words of a path, and which transformations separate the two. */
#ifndef ONTOTAG_FIT_H
#define ONTOTAG_FIT_H

#include "match/word_cache.h"

/* One step of a path through the trie. */
typedef struct fit_step {
	uint32_t word_type; /* in the word cache */
	uint32_t token;     /* the token of the text where the word stands, or that it replaces */
	uint8_t gap;        /* before it */
} fit_step;

/* True where the terminal's name may be matched by these steps. `by` comes in with the transformations of the
 * alternatives and goes out with all between text and name. `allowed`: ONTO_BY_ bits that may be used at all. */
bool fits(word_cache *cache, const char *text, const token *tokens, const terminal *terminal, const fit_step *steps,
          size_t count, unsigned allowed, unsigned *by);

/* The same for steps with only spaces or hyphens between them, whatever the text. It may distinguish a space from
 * no gap. */
bool fits_softly(word_cache *cache, const terminal *terminal, const fit_step *steps, size_t count, unsigned allowed,
                 unsigned *by);

/* True where a reading that fits the words may also be matched by a path that needs `by`. */
bool fit_permits(const word_cache *cache, const reading *known, unsigned allowed, unsigned by);

/* The surface transformations of a chosen mention: case, fold, greek, line, hyphen. They need no policy. */
unsigned fit_surface(const char *name, const char *text, size_t length);

#endif
