/* Journals in references. */
#ifndef ONTOTAG_JOURNAL_H
#define ONTOTAG_JOURNAL_H

#include "match/analysis.h"

/* True where the place is a journal's name before its year: Cancer 2000;88:1769, Leuk Lymphoma 1992, 8:415. */
bool journal_is_cited(const analysis *doc, const candidate *c);

#endif
