/* What holds for the tags of any text, whatever the dictionary. */
#ifndef ONTOTAG_TESTS_CHECK_H
#define ONTOTAG_TESTS_CHECK_H

#include "core/tags.h"
#include "ontotag_tools.h"

/* NULL where everything holds, else what does not. `options` NULL: the defaults. */
const char *check_tags(const char *text, size_t length, const onto_tag_options *options, const onto_tags *tags);

/* Are two results the same in every field that is not a pointer into a tagger? */
bool same_tags(const onto_tags *a, const onto_tags *b);

/* A copy of a result that outlives the tagger's next text; to be freed. Its strings stay the dictionary's own. */
onto_tags copy_tags(const onto_tags *tags);
void free_tags(onto_tags *tags);

#endif
