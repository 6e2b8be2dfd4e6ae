/* Media types: of bodies, as input formats; of answers, as output formats. */
#ifndef ONTOTAG_SERVE_MEDIA_H
#define ONTOTAG_SERVE_MEDIA_H

#include <stdbool.h>
#include <stddef.h>

/* The input format of a Content-Type: "json" is JSON of ours or BioC's, NULL that the content is to tell. False
 * where there is none for it. `type` NULL: none was given. */
bool media_input(const char *type, const char **format);

/* The media type of an output format ("json" is one here); NULL for a name that there is not. */
const char *media_of_output(const char *format);

/* Output format number `index` and its media type; NULL past the last. */
const char *media_output(size_t index, const char **type);

/* The best of formats for an Accept header among media_output's, `preferred` where it is as good as any; NULL: none
 * will do. */
const char *media_accept(const char *accept, const char *preferred);

#endif
