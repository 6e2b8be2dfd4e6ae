/* What is loaded at a time, and all that is made from it: the dictionary, its hierarchy, the indices. A reload
 * makes the next one; who works with this one holds it until done.
 *
 *     generation ── dictionary, hierarchy, normalizer's index, search   never change, shared by all threads
 *                └─ tools: taggers and normalizers that nobody uses     each belongs to who has taken it
 *
 * A tagger costs a millisecond to make and knows the words that it has seen, so it is kept for who asks for the
 * same options next. */
#ifndef ONTOTAG_SERVE_GENERATION_H
#define ONTOTAG_SERVE_GENERATION_H

#include "command/normalize_options.h"
#include "command/tag_options.h"
#include "serve/search.h"

typedef struct dictionary_source {
	const char *const *paths; /* must live as long as it is loaded from */
	size_t count;
	unsigned load; /* LOAD_ bits */
} dictionary_source;

typedef struct generation {
	onto_dictionary *dictionary;
	onto_hierarchy *hierarchy;
	onto_normalizer_index *index;
	search *search;
	unsigned number; /* 1, 2, ... */
	char loaded[32]; /* when, as RFC 3339 has it */
	struct generation_pool *pool;
} generation;

onto_status generation_new(const dictionary_source *source, unsigned number, generation **out, onto_error *error);

/* One more holds it; the last to release it frees it. NULL is allowed. */
generation *generation_hold(generation *self);
void generation_release(generation *self);

/* What one request works with. */
typedef struct toolset {
	char *key; /* the options that it was made for */
	tag_filter filtering;
	onto_tagger *tagger;
	onto_filter *filter;         /* NULL: none */
	onto_normalizer *normalizer; /* NULL: it tags */
	struct toolset *next;
} toolset;

/* One for tagging or normalizing, made if none that fits is free. `key` tells options apart; settings of equal keys
 * are equal. */
onto_status generation_tagger(generation *self, const char *key, const tag_settings *settings, toolset **out,
                              onto_error *error);
onto_status generation_normalizer(generation *self, const char *key, const normalize_settings *settings,
                                  toolset **out, onto_error *error);
void generation_give_back(generation *self, toolset *tools);

/* The mentions that are asked for. */
onto_status toolset_tag(toolset *self, const char *text, size_t length, const onto_tags **out, onto_error *error);

/* The concept of a code, or the one that a source maps to it exactly; ONTO_NONE. Prints nothing. */
onto_concept_id quiet_code(const onto_dictionary *dictionary, const char *code);

#endif
