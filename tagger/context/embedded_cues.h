/* The embedded rows of cues, results and headings, generated at build time by tools/embed/embed.c. */
#ifndef ONTOTAG_EMBEDDED_CUES_H
#define ONTOTAG_EMBEDDED_CUES_H

#include <stddef.h>

extern const unsigned char embedded_cues[]; /* the files of dictionaries/context, concatenated */
extern const size_t embedded_cues_size;

#endif
