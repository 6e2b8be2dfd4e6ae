/* Does a name fit the words of a text that led to it, and what lies between the two? */
#ifndef ONTOTAG_FIT_H
#define ONTOTAG_FIT_H

#include "match/word_cache.h"

/* One word of the way through the trie. */
typedef struct fit_step {
	uint32_t word_type;  /* the word, in words */
	uint32_t token; /* of the text, where it stands or stands for something */
	uint8_t gap;    /* before it */
} fit_step;

/* True where the name that ends so may be matched by these steps. `by` comes in with what the way needed and goes out with
 * what lies between text and name. `allowed`: ONTO_BY_ bits that may be used at all. */
bool fits(word_cache *cache, const char *text, const token *tokens, const terminal *terminal, const fit_step *steps,
          size_t count, unsigned allowed, unsigned *by);

/* The same for steps that nothing but a space or a hyphen stands between, whatever the text is. It may tell a space from what
 * is joined. */
bool fits_softly(word_cache *cache, const terminal *terminal, const fit_step *steps, size_t count, unsigned allowed, unsigned *by);

/* May a reading that is known to fit the words be matched by a way that needs `by` besides? */
bool fit_permits(const word_cache *cache, const reading *known, unsigned allowed, unsigned by);

/* The bits that need no policy, for a mention that was chosen: case, fold, greek, line, hyphen. */
unsigned fit_surface(const char *name, const char *text, size_t length);

#endif
