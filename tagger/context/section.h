/* Sections: the parts of a note, from one heading to the next.
 *
 *     PAST MEDICAL HISTORY:⏎1. Asthma⏎        past_medical_history, historical
 *     Family history: father died of cancer   family_history, the family's
 *
 * A heading stands where a line or a sentence begins, also behind a number, and ends with a colon, a line end or, in capitals, with
 * what is not in capitals. */
#ifndef ONTOTAG_SECTION_H
#define ONTOTAG_SECTION_H

#include "context/cues.h"

typedef struct section {
	uint32_t first; /* token of the heading */
	uint32_t text;  /* the first token behind it */
	const char *name; /* NULL: none that is known */
	uint16_t says;  /* SAYS_ bits of all its mentions */
} section;

typedef VECTOR(section) section_vector;

/* The section that a heading at a token begins; false where none does. */
bool section_at(const onto_cues *cues, const analysis *doc, const word_cache *cache, uint32_t token, section *out);

/* Does a line that begins at a token look like a heading in capitals, whatever its words? */
bool section_unknown_at(const analysis *doc, const word_cache *cache, uint32_t token, section *out);

#endif
