/* Signs of markers: CD3+, CD34-CD38+, ER-neg. */
#ifndef ONTOTAG_SIGN_H
#define ONTOTAG_SIGN_H

#include "match/analysis.h"

/* The sign that follows a marker, in ASCII or superscript. A minus counts only where no word continues behind it.
 * '\0': none. */
char sign_after(const analysis *doc, uint32_t end);

/* A minus between two markers is a sign if the last marker of the row has one: CD34-CD38+. */
void sign_rows(const char *text, onto_mention *mentions, size_t count);

#endif
