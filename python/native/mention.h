/* Tags as Python objects: the members of JSON lines, under the same names (dictionaries/jsonl.schema.json). */
#ifndef ONTOTAG_NATIVE_MENTION_H
#define ONTOTAG_NATIVE_MENTION_H

#include "native.h"
#include "shared.h"

/* (mentions, abbreviations, offers), each a list of dicts. The worker has read the document's offsets. */
PyObject *tags_object(const worker *from, const onto_document *document, const onto_tags *tags);

/* The words for what a text says of a mention; NULL for the default of each. */
const char *certainty_word(onto_certainty certainty);
const char *temporality_word(onto_temporality temporality);
const char *experiencer_word(onto_experiencer experiencer);
const char *finding_word(onto_finding finding);

/* Whether code number `index` was reached by a mapping: the concept whose mapping leads there, or that of the name;
 * else NULL. */
const char *mention_via(const onto_mention *m, size_t index);

#endif
