/* Annotated documents in memory: the gold, or the predictions. */
#ifndef ONTOTAG_CORPUS_H
#define ONTOTAG_CORPUS_H

#include "eval/code.h"
#include "eval/headings.h"
#include "import/pool.h"
#include "ontotag_tools.h"

typedef struct eval_mention {
	onto_type type;
	const onto_span *spans; /* in order */
	size_t span_count;
	const char *const *codes; /* in order, each once */
	size_t code_count;
} eval_mention;

typedef struct eval_document {
	const char *id, *text;
	size_t length;
	eval_mention *mentions;
	size_t count, room;
} eval_document;

typedef struct corpus {
	pool memory;
	code_reader codes; /* its memory is the corpus's */
	headings headings; /* of a later release; empty without a dictionary */
	bool flat;         /* a mention is one span, as in PubTator: from its first part to its last */
	eval_document *documents;
	size_t count, room;
	size_t other_types; /* annotations of types that are not tagged */
} corpus;

/* Initializes an empty corpus. `dictionary` knows replaced codes and must outlive the corpus. */
void corpus_start(corpus *self, const onto_dictionary *dictionary);
void corpus_free(corpus *self);

/* Reads a file or a folder in `format` (NULL: detected from its content). */
onto_status corpus_read(corpus *self, const char *path, const char *format, onto_error *error);

/* Adds a document of another corpus with the tags of a tagger. The text is not copied. */
onto_status corpus_tagged(corpus *self, const eval_document *like, const onto_tags *tags, onto_error *error);

/* Replaces each code by the representative of its meaning (code_of_meaning). */
onto_status corpus_by_meaning(corpus *self, onto_error *error);

/* The types that occur, as bits. */
unsigned corpus_types(const corpus *self);

/* The vocabularies of the codes of these types, the most frequent first: at most `room`. */
typedef struct vocabulary {
	char name[32];
	size_t count;
} vocabulary;
size_t corpus_vocabularies(const corpus *self, unsigned types, vocabulary *out, size_t room);

/* Orders mentions by place, then by codes. */
int mention_by_place(const eval_mention *a, const eval_mention *b);
int mention_by_codes(const eval_mention *a, const eval_mention *b);

#endif
