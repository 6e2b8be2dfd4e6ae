/* Headings of sections in notes: "ALLERGIES: penicillin". */
#ifndef ONTOTAG_HEADING_H
#define ONTOTAG_HEADING_H

#include "match/analysis.h"

/* True where a colon alone, with spaces, stands before a token. */
bool heading_colon(const analysis *doc, uint32_t token);

/* True where a name is the heading of a section of notes: "ALLERGIES: penicillin". */
bool heading_is_section(const analysis *doc, const candidate *c);

#endif
