/* Text on one line, for formats with one line a mention. */
#ifndef ONTOTAG_ONE_LINE_H
#define ONTOTAG_ONE_LINE_H

#include "core/buffer.h"

/* Appends text, with each run of white space as one space. */
void one_line(buffer *out, const char *text, size_t length);

#endif
