/* Data that several Python objects and threads use at once. It is reference-counted, because a thread of an
 * interrupted batch may outlive all Python objects. No function here needs the interpreter lock. */
#ifndef ONTOTAG_NATIVE_SHARED_H
#define ONTOTAG_NATIVE_SHARED_H

#include <stdatomic.h>

#include "ontotag.h"
#include "utf8.h"

/* ---- a dictionary -------------------------------------------------------------------------------------------- */

typedef struct shared_dictionary {
	atomic_size_t references;
	onto_dictionary *dictionary;
	_Atomic(onto_hierarchy *) hierarchy; /* created on first use, as is the index */
	_Atomic(onto_normalizer_index *) index;
} shared_dictionary;

/* Takes ownership of the dictionary, also on failure. NULL where memory ran out. */
shared_dictionary *shared_dictionary_new(onto_dictionary *dictionary);
shared_dictionary *shared_dictionary_hold(shared_dictionary *self);
void shared_dictionary_release(shared_dictionary *self);

onto_status shared_dictionary_hierarchy(shared_dictionary *self, const onto_hierarchy **out, onto_error *error);
onto_status shared_dictionary_index(shared_dictionary *self, const onto_normalizer_index **out, onto_error *error);

/* ---- options ------------------------------------------------------------------------------------------------- */

/* The options of a tagger. Each thread creates its own tagger from them. */
typedef struct tagging {
	atomic_size_t references;
	shared_dictionary *dictionary;
	onto_tag_options options;
	char **vocabularies;
	onto_cues *cues;           /* read once for all workers */
	onto_judge *judge;         /* likewise; NULL: none */
	onto_concept_id *concepts; /* within, without and targets, concatenated */
	onto_filter_options filter;
	bool filtered, under; /* a filter is set; it needs the hierarchy */
	onto_offsets offsets;
	bool candidates, explain, explain_dropped; /* of what is told of places: all, those of mentions, all others */
} tagging;

tagging *tagging_hold(tagging *self);
void tagging_release(tagging *self);

/* The objects with which a thread tags. */
typedef struct worker {
	struct worker *next; /* in a list of idle workers */
	onto_tagger *tagger;
	onto_filter *filter; /* NULL: none */
	offset_map offsets;  /* of the text that was tagged last */
} worker;

onto_status worker_new(tagging *how, worker **out, onto_error *error);
void worker_free(worker *self);
onto_status worker_tag(worker *self, const char *text, size_t length, const onto_tags **out, onto_error *error);

/* Reads the offsets of a document. If it has a source, they refer to that. */
onto_status worker_offsets(worker *self, const onto_document *document, onto_offsets unit, onto_error *error);

#endif
