/* Sections: the parts of a note, from one heading to the next.
 *
 *     PAST MEDICAL HISTORY:⏎1. Asthma⏎        past_medical_history, historical
 *     Family history: father died of cancer   family_history, the family's
 *
 * A heading begins a line or a sentence, possibly after a number. It ends with a colon or a line end. A heading in
 * capitals also ends where the capitals end. The section of a heading within a line ends with that line ("CV: no
 * murmur. ECG: normal."): what follows belongs to the section before. A section whose text begins on the line of
 * its heading ends at any heading: "Allergies: penicillin⏎Substances: cocaine". The heading of a part does not end
 * what it is part of: "FINDINGS:⏎LUNGS: clear⏎LIVER: a cyst". */
#ifndef ONTOTAG_SECTION_H
#define ONTOTAG_SECTION_H

#include "context/cues.h"

typedef struct section {
	uint32_t first;   /* token of the heading */
	uint32_t text;    /* the first token after it */
	const char *name; /* NULL: an unknown heading */
	uint16_t says;    /* SAYS_ bits of all its mentions */
	bool within;      /* the heading stands within a line */
	bool text_beside; /* the text begins on its line */
	bool part;        /* the heading of a part of another section: LUNGS: */
} section;

typedef VECTOR(section) section_vector;

/* The section of a heading at a token. False where there is none. */
bool section_at(const onto_cues *cues, const analysis *doc, const word_cache *cache, uint32_t token, section *out);

/* True where a line at a token looks like a heading, whatever its words: in capitals, or, where `colon` is wanted,
 * a few words before a colon. */
bool section_unknown_at(const analysis *doc, const word_cache *cache, uint32_t token, bool colon, section *out);

#endif
