/* A field of comma-separated values. */
#ifndef ONTOTAG_CSV_VALUE_H
#define ONTOTAG_CSV_VALUE_H

#include "core/buffer.h"

/* Appends a field by RFC 4180: in quotes only where it needs them. Invalid UTF-8 becomes U+FFFD. */
void csv_value(buffer *out, const char *text, size_t length);

#endif
