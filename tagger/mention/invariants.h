/* What always holds of a text under analysis, step by step. The pipeline asserts it in builds that have assertions. */
#ifndef ONTOTAG_INVARIANTS_H
#define ONTOTAG_INVARIANTS_H

#include "mention/mentions.h"

/* Tokens are in order, not empty, apart, and inside the text; each has a word type; anchors are tokens, in order. */
bool tokens_are_sound(const analysis *doc, const word_cache *cache);

/* An alternative stands for at least one token and reads tokens and word types that there are. */
bool alternatives_are_sound(const analysis *doc, const word_cache *cache);

/* Candidates are in order of their first token; each has readings of its own; what it passes over lies inside it. */
bool candidates_are_sound(const analysis *doc);

/* What is chosen is in order of start, then longer first, and each reading belongs to its candidate. */
bool choice_is_sound(const analysis *doc, const resolver *self);

/* Mentions are in order, inside the text, with codes, and their spans are in order inside them. */
bool mentions_are_sound(const mentions *self);

#endif
