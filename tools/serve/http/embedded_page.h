/* The embedded parts of the page and the interface description. Generated at build time by tools/embed/embed.c. */
#ifndef ONTOTAG_SERVE_EMBEDDED_PAGE_H
#define ONTOTAG_SERVE_EMBEDDED_PAGE_H

#include <stddef.h>

extern const unsigned char embedded_page[], embedded_style[], embedded_script[], embedded_openapi[],
	embedded_jsonl_schema[];
extern const size_t embedded_page_size, embedded_style_size, embedded_script_size, embedded_openapi_size,
	embedded_jsonl_schema_size;

#endif
