/* The embedded dictionaries/types.tsv, made at build time by tools/embed/embed.c. */
#ifndef ONTOTAG_EMBEDDED_TYPES_H
#define ONTOTAG_EMBEDDED_TYPES_H

#include <stddef.h>

extern const unsigned char embedded_types[];
extern const size_t embedded_types_size;

#endif
