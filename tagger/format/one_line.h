/* Text for formats of one line a mention. */
#ifndef ONTOTAG_ONE_LINE_H
#define ONTOTAG_ONE_LINE_H

#include "core/buffer.h"

/* Appends text with white space of any kind as single spaces. */
void one_line(buffer *out, const char *text, size_t length);

#endif
