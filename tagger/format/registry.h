/* The formats by name: a row for each, with what reads it and what writes it. No format includes this. */
#ifndef ONTOTAG_REGISTRY_H
#define ONTOTAG_REGISTRY_H

#include "format/input_format.h"
#include "format/output_format.h"

typedef struct format {
	const char *name;
	const input_format *input; /* NULL: it cannot be read */
	const char *input_description;
	const output_format *output; /* NULL: it cannot be written */
	const char *output_description;
	const char *suffix; /* of files that are written in it */
	bool stateless;     /* what is written of a document depends on nothing but the options and that document */
} format;

/* Format number `index`, in the order in which content is recognised; NULL past the last. */
const format *format_at(size_t index);

/* The format of a name that can be read, or written. ONTO_UNKNOWN names those that there are. */
onto_status format_to_read(const char *name, const format **out, onto_error *error);
onto_status format_to_write(const char *name, const format **out, onto_error *error);

#endif
