/* What a text says of mentions, against a gold: negation, certainty, time, experiencer, status, section, value.
 *
 * A gold is one of
 *
 *     name.jsonl   an object a target: doc, start, end, type, and of negated, certainty, temporality, experiencer,
 * section, status, value those that are annotated (null: not scored). The texts lie beside it, name/doc.txt; or
 * each object has its own `text` name.tsv     number, group, concept, sentence, negation, temporality, experiencer,
 * start, end, document, as the kits for negation have it, with a head ("-": not annotated) a folder     brat, with
 * the attributes that `ontotag tag -o brat` writes
 *
 * Offsets count code points. A target goes with the mention that overlaps it most, one of its own type first; a
 * target that nothing overlaps counts under "tagged" alone. */
#ifndef ONTOTAG_EVAL_CONTEXT_H
#define ONTOTAG_EVAL_CONTEXT_H

#include "eval/report.h"

typedef struct context_gold context_gold;

onto_status context_gold_read(const char *path, context_gold **out, onto_error *error);
void context_gold_free(context_gold *gold);

/* A dictionary of the targets' own names, so that what is said of them is measured apart from tagging. */
onto_status context_gold_dictionary(const context_gold *gold, onto_dictionary **out, onto_error *error);

/* Tags the texts and adds a row for each field that is annotated. */
onto_status context_gold_score(const context_gold *gold, onto_tagger *tagger, report *report, onto_error *error);

#endif
