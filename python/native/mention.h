/* Tags as Python objects, with the members of JSON lines under the same names (dictionaries/jsonl.schema.json). */
#ifndef ONTOTAG_NATIVE_MENTION_H
#define ONTOTAG_NATIVE_MENTION_H

#include "native.h"
#include "shared.h"

/* (mentions, abbreviations, offers, ambiguous, candidates), each a list of dicts. The worker has read the offsets
 * of the document. */
PyObject *tags_object(const tagging *how, const worker *from, const onto_document *document, const onto_tags *tags);

/* The words for the context of a mention; NULL for each default. */
const char *certainty_word(onto_certainty certainty);
const char *temporality_word(onto_temporality temporality);
const char *experiencer_word(onto_experiencer experiencer);
const char *finding_word(onto_finding finding);

/* For a code that a mapping led to, the concept with the mapping, or that of the name; else NULL. */
const char *mention_via(const onto_mention *m, size_t index);

#endif
