/* Invariants of a text under analysis, step by step. The pipeline asserts them in builds with assertions. */
#ifndef ONTOTAG_INVARIANTS_H
#define ONTOTAG_INVARIANTS_H

#include "mention/mentions.h"

/* Tokens are in order, not empty, disjoint and inside the text. Each has a word type. Anchors are tokens, in
 * order. */
bool tokens_are_sound(const analysis *doc, const word_cache *cache);

/* An alternative replaces at least one token. The tokens and word types that it reads exist. */
bool alternatives_are_sound(const analysis *doc, const word_cache *cache);

/* Candidates are in order of their first token. Each has its own readings. Tokens that it passes over lie inside
 * it. */
bool candidates_are_sound(const analysis *doc);

/* Chosen places are in order of start, then longer first. Each reading belongs to its candidate. */
bool choice_is_sound(const analysis *doc, const resolver *self);

/* Mentions are in order, inside the text, and have codes. Their spans are in order inside them. */
bool mentions_are_sound(const mentions *self);

#endif
