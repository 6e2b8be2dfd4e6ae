/* Text on one line, for formats that write one mention per line. */
#ifndef ONTOTAG_ONE_LINE_H
#define ONTOTAG_ONE_LINE_H

#include "core/buffer.h"

/* Appends text and replaces each run of white space by one space. */
void one_line(buffer *out, const char *text, size_t length);

#endif
