/* Differences between predictions and gold, mention by mention, the most frequent first. */
#ifndef ONTOTAG_ERRORS_H
#define ONTOTAG_ERRORS_H

#include "eval/corpus.h"

typedef enum error_kind {
	ERROR_MISSED,   /* nothing was predicted there */
	ERROR_INVENTED, /* the gold has nothing there */
	ERROR_SPAN,     /* overlapping, but different spans */
	ERROR_CODE,     /* the same span with other codes */
	ERROR_KINDS
} error_kind;

const char *error_word(error_kind kind);

/* One difference, or several with the same type, words and codes. A string is one line; "" where there is none. */
typedef struct difference {
	error_kind kind;
	onto_type type;             /* ONTO_TYPES_MAX for an abbreviation pair */
	const char *text;           /* as in the gold; of an invented mention, as predicted */
	const char *gold;           /* codes, joined by '|' */
	const char *predicted;      /* codes */
	const char *predicted_text; /* of ERROR_SPAN */
	const char *document;       /* of the first occurrence: its document, and the text around it */
	const char *context;
	size_t count;
} difference;

typedef struct errors {
	pool memory;
	difference *items;
	size_t count, room;
} errors;

/* Adds the differences of a document. `predicted` NULL: none. False where memory ran out. */
bool errors_add(errors *self, const eval_document *gold, const eval_document *predicted, unsigned types);

/* Adds a difference that is no mention: a pair of the document `id`. False where memory ran out. */
bool errors_add_pair(errors *self, error_kind kind, const char *pair, const char *id);

/* Groups equal differences and sorts them, the most frequent first. Nothing can be added afterwards. */
void errors_sort(errors *self);

void errors_free(errors *self);

#endif
