/* Names after a person: Crohn's. */
#ifndef ONTOTAG_EPONYM_H
#define ONTOTAG_EPONYM_H

#include "match/analysis.h"

/* True where a name is a possessive, and the text has none or goes on with what is not the disease: Crohn's, but
 * not Crohn, nor Crohn's index. */
bool eponym_lacks_possessive(const analysis *doc, const candidate *c, const char *name, const word_cache *cache);

#endif
