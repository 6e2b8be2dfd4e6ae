/* A generation is a loaded dictionary and all that is built from it: the hierarchy and the indices. A reload
 * creates the next generation. A request holds its generation until it is done.
 *
 *     generation ── dictionary, hierarchy, normalizer's index, search   immutable, shared by all threads
 *                └─ tools: idle taggers and normalizers              each used by one thread at a time
 *
 * A tagger takes a millisecond to create and has a word cache, so it is kept for the next request with the same
 * options. */
#ifndef ONTOTAG_SERVE_GENERATION_H
#define ONTOTAG_SERVE_GENERATION_H

#include "command/normalize_options.h"
#include "command/tag_options.h"
#include "serve/search.h"

typedef struct dictionary_source {
	const char *const *paths; /* must outlive the loading */
	size_t count;
	unsigned load;               /* LOAD_ bits */
	const char *judge, *profile; /* weights; NULL: the library's, those of unseen text */
} dictionary_source;

typedef struct generation {
	onto_dictionary *dictionary;
	onto_hierarchy *hierarchy;
	onto_normalizer_index *index;
	search *search;
	onto_cues *cues;   /* what all taggers find context by */
	onto_judge *judge; /* and judge by; NULL: rules decide */
	unsigned number;   /* 1, 2, ... */
	char loaded[32];   /* time of loading, in RFC 3339 format */
	struct generation_pool *pool;
} generation;

onto_status generation_new(const dictionary_source *source, unsigned number, generation **out, onto_error *error);

/* Adds a reference; releasing the last one frees it. NULL is allowed. */
generation *generation_hold(generation *self);
void generation_release(generation *self);

/* The objects that one request works with. */
typedef struct toolset {
	char *key; /* the options that it was created with */
	tag_filter filtering;
	onto_tagger *tagger;
	onto_filter *filter;         /* NULL: none */
	onto_normalizer *normalizer; /* NULL: it tags */
	struct toolset *next;
} toolset;

/* Takes an idle one for tagging or normalizing, or creates one. `key` identifies the options: settings with equal
 * keys are equal. */
onto_status generation_tagger(generation *self, const char *key, const tag_settings *settings, toolset **out,
                              onto_error *error);
onto_status generation_normalizer(generation *self, const char *key, const normalize_settings *settings,
                                  toolset **out, onto_error *error);
void generation_give_back(generation *self, toolset *tools);

/* The mentions that pass the filter of the settings. */
onto_status toolset_tag(toolset *self, const char *text, size_t length, const onto_tags **out, onto_error *error);

/* The concept of a code, or the concept that a source maps to it exactly; ONTO_NONE. Prints nothing. */
onto_concept_id quiet_code(const onto_dictionary *dictionary, const char *code);

#endif
