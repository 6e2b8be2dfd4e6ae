/* The embedded weights of the judge, generated at build time by tools/embed/embed.c. */
#ifndef ONTOTAG_EMBEDDED_JUDGE_H
#define ONTOTAG_EMBEDDED_JUDGE_H

#include <stddef.h>

extern const unsigned char embedded_judge[]; /* the files of dictionaries/judge, concatenated */
extern const size_t embedded_judge_size;

#endif
