/* The public page of a code: where the terminology that a CURIE belongs to shows it. */
#ifndef ONTOTAG_TERM_PAGE_H
#define ONTOTAG_TERM_PAGE_H

#include "core/buffer.h"

/* Appends the address for a code of `length` bytes, as an attribute of HTML has it; nothing, and false, where its
 * vocabulary has no such pages. */
bool term_page(buffer *out, const char *code, size_t length);

#endif
