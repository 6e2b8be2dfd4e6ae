/* The codes of annotations, brought to one way of writing, so that they can be compared.
 *
 *     "D003865"   "MESH:D003865"   a MeSH number               ─▶ MESH:D003865
 *     " 219700"   "OMIM:219700"    a bare number of a disease  ─▶ OMIM:219700
 *     "-1"  ""                     no code                     ─▶ nothing
 *     a code that the dictionary knows as replaced             ─▶ the code that replaced it */
#ifndef ONTOTAG_CODE_H
#define ONTOTAG_CODE_H

#include "import/pool.h"
#include "ontotag_tools.h"

/* Where codes come from: the gold, or the predictions. */
typedef struct code_reader {
	const onto_dictionary *dictionary; /* NULL: nothing is known as replaced */
	pool *memory;                      /* where codes live */
	size_t codes;                      /* read so far */
	size_t replaced;                   /* of them, counted through another */
	size_t unknown;                    /* of them, no concept of the dictionary */
} code_reader;

/* Reads one code. *out is NULL where there is none. False where memory ran out. */
bool code_read(code_reader *self, const char *text, size_t length, onto_type type, const char **out);

/* The code that stands for the meaning of a code: the first of those that the dictionary has as one, whichever of them it is; the code
 * itself where the dictionary does not know it. It lives as long as the dictionary or as `code`. */
const char *code_of_meaning(const onto_dictionary *dictionary, const char *code);

/* The type that a word of a corpus stands for: Disease, SpecificDisease, DiseaseClass, Modifier, CompositeMention,
 * Chemical, Drug, Gene, ... in any case. False where it is none that is tagged. */
bool code_type(const char *word, onto_type *out);

#endif
