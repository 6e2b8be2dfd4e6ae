/* The embedded rows of context, made at build time by tools/embed/embed.c. */
#ifndef ONTOTAG_EMBEDDED_CUES_H
#define ONTOTAG_EMBEDDED_CUES_H

#include <stddef.h>

extern const unsigned char embedded_cues[]; /* dictionaries/context, one file after the other */
extern const size_t embedded_cues_size;

#endif
