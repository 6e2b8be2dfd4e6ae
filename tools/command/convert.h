/* Documents that are no text (PDF, Word, ...), as text by the programs that users have for them. */
#ifndef ONTOTAG_CONVERT_H
#define ONTOTAG_CONVERT_H

#include "command/command.h"

/* The text of a file. Zeros where nothing was converted; free it with converted_free. */
typedef struct converted {
	char *text; /* NULL: the file is to be read as it is */
	size_t length, space;
	bool by_program; /* else it is what standard input held */
} converted;

/* Converts the file at `path`, "-" for standard input, if a program is known for what it is. ONTO_UNKNOWN: that
 * program is not installed; the message says what to install. ONTO_DAMAGED: the program failed. */
onto_status convert_file(const char *path, converted *out, onto_error *error);
void converted_free(converted *self);

#endif
