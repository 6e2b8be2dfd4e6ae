/* Rows of tables that say what is found in a text: names, options, text, expected mentions.
 *
 *   names     CODE=name|CODE=name{policy}|...   the first name of a code is its preferred one; a code that begins
 *             with D is a disease, R a drug, M a marker. Or dictionary rows, with \t and \n
 *   options   -, or words: overlap policies, types=a,b without=a,b vocabularies=A,B keep-generic
 *             threshold=N open
 *   text      \n \r \t \\ \xNN are bytes
 *   expected  -, or START-END:CODE ..., a discontinuous mention START-END+START-END:CODE; with /a,b at its end the
 *             transformations are compared as well */
#ifndef ONTOTAG_TESTS_VECTOR_H
#define ONTOTAG_TESTS_VECTOR_H

#include "core/buffer.h"
#include "core/tags.h"
#include "ontotag_tools.h"

typedef struct vector_choices {
	onto_tag_options tag;
	const char *vocabularies[8];
	unsigned overlaps; /* bits; 0: all */
	bool open;
} vector_choices;

onto_dictionary *vector_dictionary(const char *names);

/* The strings of *out lie in `options`, which is cut up. */
void vector_options(char *options, vector_choices *out);

/* Returns the length; `out` is as large as `from`. */
size_t vector_text(const char *from, char *out);

/* Checks the name of a row: lower case words joined by hyphens, given once in a table. `given` holds the names so
 * far. */
void vector_name(const char *table, const char *name, buffer *given);

/* Mentions as the table writes them. */
void vector_draw(const onto_tags *tags, bool transformations, buffer *out);

#endif
