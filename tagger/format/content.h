/* Files that are no text: documents of office programs, archives, images, databases. They are told by their first
 * bytes. */
#ifndef ONTOTAG_CONTENT_H
#define ONTOTAG_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct content {
	const char *kind;   /* "pdf" */
	const char *name;   /* "a PDF document" */
	const char *advice; /* how to make a text of it; NULL: none */
} content;

/* What a file is that begins so. NULL: it may be text. */
const content *content_find(const char *head, size_t length);

#endif
