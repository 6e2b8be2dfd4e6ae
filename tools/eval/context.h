/* Evaluates context against a gold standard: negation, certainty, time, experiencer, status, section, value.
 *
 * A gold is one of
 *
 *     name.jsonl   an object per target: doc, start, end, type, and the annotated ones of negated, certainty,
 *                  temporality, experiencer, section, status, value (null: not scored). The texts are in files
 *                  name/doc.txt, or in each object's own `text`
 *     name.tsv     number, group, concept, sentence, negation, temporality, experiencer, start, end, document,
 *                  as in negation test kits, with a header ("-": not annotated)
 *     a folder     brat, with the attributes that `ontotag tag -o brat` writes
 *
 * Offsets count code points. A target is paired with the mention that overlaps it most, one of its own type first.
 * A target without an overlapping mention counts under "tagged" alone. */
#ifndef ONTOTAG_EVAL_CONTEXT_H
#define ONTOTAG_EVAL_CONTEXT_H

#include "eval/report.h"

typedef struct context_gold context_gold;

onto_status context_gold_read(const char *path, context_gold **out, onto_error *error);
void context_gold_free(context_gold *gold);

/* A dictionary of the targets' own names, so that context is measured independently of tagging. */
onto_status context_gold_dictionary(const context_gold *gold, onto_dictionary **out, onto_error *error);

/* Tags the texts and adds a row for each annotated field. */
onto_status context_gold_score(const context_gold *gold, onto_tagger *tagger, report *report, onto_error *error);

#endif
