/* An answer in the making: it comes in pieces, so that an answer of any size takes the memory of one piece, and a
 * long one does not keep others from theirs. */
#ifndef ONTOTAG_SERVE_WORK_H
#define ONTOTAG_SERVE_WORK_H

#include "serve/bytes.h"
#include "serve/generation.h"

enum { WORK_BLOCK = 64 << 10 }; /* bytes of a piece, or a little more */

typedef struct work_counts {
	size_t documents, mentions, bad;
} work_counts;

typedef struct tagging tagging;

/* How documents of JSON stand in an answer. */
typedef enum framing {
	AS_THE_FORMAT, /* as the command writes them */
	ONE_OBJECT,
	A_LIST
} framing;

/* What is to be tagged, and how. All that it points to must outlive the work. */
typedef struct tagging_plan {
	generation *generation;
	const tag_settings *settings;
	const char *key;    /* of the settings */
	const char *name;   /* what the body is called */
	const char *input;  /* its format; NULL: told from the content */
	const char *output; /* format */
	framing framing;    /* not AS_THE_FORMAT with jsonl only */
	const void *body;
	size_t length;
	size_t most_bytes, most_documents;
} tagging_plan;

onto_status tagging_new(const tagging_plan *plan, tagging **out, onto_error *error);
void tagging_free(tagging *self);

/* Appends the next piece, which takes about `seconds` at most; *ended with the last. A document that cannot be read
 * stands in JSON as an error in its place; elsewhere, with --strict, or where there is no other, it is a failure of
 * all. */
onto_status tagging_more(tagging *self, double seconds, bytes *out, bool *ended, onto_error *error);
const work_counts *tagging_counts(const tagging *self);

typedef struct normalizing normalizing;

typedef struct normalizing_plan {
	generation *generation;
	const normalize_settings *settings;
	const char *key;
	framing framing;   /* of JSON */
	const char *terms; /* each behind the length that it has, a size_t */
	size_t count;
} normalizing_plan;

onto_status normalizing_new(const normalizing_plan *plan, normalizing **out, onto_error *error);
void normalizing_free(normalizing *self);
onto_status normalizing_more(normalizing *self, double seconds, bytes *out, bool *ended, onto_error *error);
const work_counts *normalizing_counts(const normalizing *self);

/* Seconds of a clock that only goes on. */
double seconds_now(void);

#endif
