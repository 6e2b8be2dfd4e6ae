/* The registry: one row for each format, with its reader and writer. No format includes this header. */
#ifndef ONTOTAG_REGISTRY_H
#define ONTOTAG_REGISTRY_H

#include "format/input_format.h"
#include "format/output_format.h"

typedef struct format {
	const char *name;
	const input_format *input; /* NULL: not readable */
	const char *input_description;
	const output_format *output; /* NULL: not writable */
	const char *output_description;
	const char *suffix; /* suffix of its output files */
	bool stateless;     /* the output of a document depends only on the options and that document */
} format;

/* Format number `index`, in the order of detection. NULL past the last. */
const format *format_at(size_t index);

/* The readable, or writable, format with a name. ONTO_UNKNOWN lists the existing ones. */
onto_status format_to_read(const char *name, const format **out, onto_error *error);
onto_status format_to_write(const char *name, const format **out, onto_error *error);

#endif
