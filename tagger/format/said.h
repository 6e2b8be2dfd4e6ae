/* What is said of mentions, as formats for readers show it. */
#ifndef ONTOTAG_SAID_H
#define ONTOTAG_SAID_H

#include "core/tags.h"

/* The groups in which mentions are counted apart. A mention is in one: the family's (or another person's) before absent, that before
 * possible (or hypothetical), that before history. */
enum said_group { SAID_PRESENT, SAID_ABSENT, SAID_POSSIBLE, SAID_HISTORY, SAID_FAMILY, SAID_GROUPS };

enum said_group said_group(const onto_mention *m);

/* The word for a group: present, absent, possible, history, family. */
const char *said_group_word(enum said_group group);

/* A small sign for a status, in UTF-8; "" where there is none, or where the text itself has one behind the mention. */
const char *said_sign(const onto_mention *m);

#endif
