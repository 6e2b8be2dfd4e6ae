/* Abbreviation pairs against a gold in the layout of the Ab3P corpus:
 *
 *     12477674                                      the document's number
 *     Oxygen in air improves gas exchange ...       its title, then its text
 *     PURPOSE: One hundred percent O(2) is used ...
 *       GA|general anesthesia                       two spaces: a pair, short form and long form
 *                                                   an empty line ends the document */
#ifndef ONTOTAG_PAIRS_H
#define ONTOTAG_PAIRS_H

#include "eval/errors.h"
#include "eval/score.h"
#include "ontotag_tools.h"

/* Tags every document and compares its pairs as sets. Any white space counts as one space. A missed or invented
 * pair is added to `errors`, which may be NULL. */
onto_status pairs_score(const char *path, onto_tagger *tagger, count *out, size_t *documents, errors *errors,
                        onto_error *error);

#endif
