/* The data embedded in the library, made at build time by tools/embed/embed.c. */
#ifndef ONTOTAG_EMBEDDED_H
#define ONTOTAG_EMBEDDED_H

#include <stddef.h>

extern const unsigned char embedded_starter[]; /* dictionaries/starter, a dictionary file (gzip) */
extern const size_t embedded_starter_size;
extern const unsigned char embedded_curation[]; /* dictionaries/curation, rows */
extern const size_t embedded_curation_size;

#endif
