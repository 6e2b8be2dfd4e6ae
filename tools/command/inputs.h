/* The files that a run reads: each FILE of the command line, and for a folder the files in it and below, in order
 * of name. A folder with brat annotations in it stays one, for the brat reader. */
#ifndef ONTOTAG_INPUTS_H
#define ONTOTAG_INPUTS_H

#include "command/command.h"

typedef struct input {
	char *path;
	char *output; /* the file that its output goes to; NULL: standard output */
	uint64_t size;
} input;

typedef struct inputs {
	input *items;
	size_t count, space;
	size_t done;    /* left out: their outputs are there */
	uint64_t bytes; /* of all of them together */
	bool sized;     /* `bytes` is known */
} inputs;

typedef struct input_options {
	bool brat;          /* every folder is one of brat */
	const char *folder; /* outputs go there, one an input; NULL: there are none */
	const char *suffix; /* of their names */
	bool resume;        /* leave out what has an output that is not older than itself */
} input_options;

/* Gathers them. ONTO_ARGUMENT where two inputs would have the same output, or one lies where the outputs go. */
onto_status inputs_gather(inputs *self, const char *const *paths, size_t count, const input_options *options,
                          onto_error *error);
void inputs_free(inputs *self);

#endif
