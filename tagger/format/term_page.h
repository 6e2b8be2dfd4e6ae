/* The public web page of a code in its terminology. */
#ifndef ONTOTAG_TERM_PAGE_H
#define ONTOTAG_TERM_PAGE_H

#include "core/buffer.h"

/* Appends the URL of a code of `length` bytes, as an HTML attribute. False, without output, where its vocabulary
 * has no such pages. */
bool term_page(buffer *out, const char *code, size_t length);

#endif
