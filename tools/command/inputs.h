/* The input files of a run: each FILE of the command line; for a folder, the files in it and below in order of
 * name. A folder with brat annotations stays one input, for the brat reader. */
#ifndef ONTOTAG_INPUTS_H
#define ONTOTAG_INPUTS_H

#include "command/command.h"

typedef struct input {
	char *path;
	char *output; /* the path of its output; NULL: standard output */
	uint64_t size;
} input;

typedef struct inputs {
	input *items;
	size_t count, space;
	size_t done;    /* skipped: their outputs exist */
	uint64_t bytes; /* total size */
	bool sized;     /* `bytes` is known */
} inputs;

typedef struct input_options {
	bool brat;          /* treat every folder as brat */
	const char *folder; /* folder of the outputs, one an input; NULL: none */
	const char *suffix; /* suffix of the outputs */
	bool beside_text;   /* the suffix replaces .txt */
	bool given;         /* no file is no input, and not standard input */
	bool resume;        /* skip inputs with an output that is not older */
} input_options;

/* Collects the inputs. ONTO_ARGUMENT where two inputs would have the same output, or an input lies where outputs
 * are written. */
onto_status inputs_gather(inputs *self, const char *const *paths, size_t count, const input_options *options,
                          onto_error *error);
void inputs_free(inputs *self);

/* Names of files. Zeros are none. */
typedef struct names {
	const char **items;
	size_t count;
	char *bytes; /* of those that were read */
} names;

/* The given names, which stay the caller's, and those in a file ("-": standard input): one a line, or apart by
 * NULs. */
onto_status names_read(names *self, const char *path, const char *const *given, size_t count, onto_error *error);
void names_free(names *self);

#endif
