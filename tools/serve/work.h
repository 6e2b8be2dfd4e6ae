/* A response under construction. It is produced in pieces: memory is bounded by one piece, and a long response does
 * not block others. */
#ifndef ONTOTAG_SERVE_WORK_H
#define ONTOTAG_SERVE_WORK_H

#include "serve/bytes.h"
#include "serve/feed.h"
#include "serve/generation.h"

enum { WORK_BLOCK = 64 << 10 }; /* approximate bytes of a piece */

typedef struct work_counts {
	size_t documents, mentions, bad;
} work_counts;

typedef struct tagging tagging;

/* The form of JSON documents in a response. */
typedef enum framing {
	AS_THE_FORMAT, /* as the command writes them */
	ONE_OBJECT,
	A_LIST
} framing;

/* The input of tagging and its settings. All that it points to must outlive the work. */
typedef struct tagging_plan {
	generation *generation;
	const tag_settings *settings;
	const char *key;    /* of the settings */
	const char *name;   /* the name of the body */
	const char *input;  /* its format; NULL: detected from the content; never NULL with a feed */
	const char *output; /* format */
	framing framing;    /* not AS_THE_FORMAT with jsonl only */
	feed *feed;         /* gives the body as it comes; NULL: `body` is all of it */
	const void *body;
	size_t length;
	size_t most_bytes, most_documents; /* of a whole body */
} tagging_plan;

onto_status tagging_new(const tagging_plan *plan, tagging **out, onto_error *error);
void tagging_free(tagging *self);

/* Appends the next piece, which takes about `seconds` at most; sets *ended with the last one. In JSON, a document
 * that cannot be read is replaced by an error. The whole work fails in other formats, with --strict, or where no
 * document can be read, as long as nothing was handed over. */
onto_status tagging_more(tagging *self, double seconds, bytes *out, bool *ended, onto_error *error);
const work_counts *tagging_counts(const tagging *self);

/* True where the feed needs more bytes before there is another document. */
bool tagging_starves(const tagging *self);

/* The pieces so far are being sent: the status of the response can no longer change. */
void tagging_hand_over(tagging *self);

/* Appends an error that ends an answer which is being sent, where its format has a place for it. */
void tagging_put_end(tagging *self, const onto_error *error, bytes *out);

typedef struct normalizing normalizing;

typedef struct normalizing_plan {
	generation *generation;
	const normalize_settings *settings;
	const char *key;
	framing framing;   /* of JSON */
	const char *terms; /* each after its length, a size_t */
	size_t count;
} normalizing_plan;

onto_status normalizing_new(const normalizing_plan *plan, normalizing **out, onto_error *error);
void normalizing_free(normalizing *self);
onto_status normalizing_more(normalizing *self, double seconds, bytes *out, bool *ended, onto_error *error);
const work_counts *normalizing_counts(const normalizing *self);

/* Seconds of a monotonic clock. */
double seconds_now(void);

#endif
