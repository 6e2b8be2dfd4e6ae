/* Media types of bodies, as input formats, and of responses, as output formats. */
#ifndef ONTOTAG_SERVE_MEDIA_H
#define ONTOTAG_SERVE_MEDIA_H

#include <stdbool.h>
#include <stddef.h>

/* The input format of a Content-Type. "json" is this service's JSON or BioC's; NULL: to be detected from the
 * content. False if no format has this type. `type` may be NULL: the request has none. */
bool media_input(const char *type, const char **format);

/* The media type of an output format, of which "json" is one here. NULL for an unknown name. */
const char *media_of_output(const char *format);

/* Output format number `index` and its media type; NULL past the last. */
const char *media_output(size_t index, const char **type);

/* The best output format for an Accept header; `preferred` wins ties. NULL: none is acceptable. */
const char *media_accept(const char *accept, const char *preferred);

#endif
