/* The codes of annotations in one form, so that they can be compared.
 *
 *     "D003865"   "MESH:D003865"   a MeSH number               ─▶ MESH:D003865
 *     " 219700"   "OMIM:219700"    a bare number of a disease  ─▶ OMIM:219700
 *     "-1"  ""                     no code                     ─▶ nothing
 *     a code that the dictionary knows as replaced             ─▶ the code that replaced it */
#ifndef ONTOTAG_CODE_H
#define ONTOTAG_CODE_H

#include "import/pool.h"
#include "ontotag_tools.h"

/* The origin of codes: the gold, or the predictions. */
typedef struct code_reader {
	const onto_dictionary *dictionary; /* NULL: no code is known as replaced */
	pool *memory;                      /* owner of the codes */
	size_t codes;                      /* read so far */
	size_t replaced;                   /* of them, counted through another */
	size_t unknown;                    /* of them, no concept of the dictionary */
} code_reader;

/* Reads one code. *out is NULL where there is none. False where memory ran out. */
bool code_read(code_reader *self, const char *text, size_t length, onto_type type, const char **out);

/* The representative of a code's meaning: its first code in the dictionary. An unknown code is returned as it is.
 * It lives as long as the dictionary or as `code`. */
const char *code_of_meaning(const onto_dictionary *dictionary, const char *code);

/* The type that a word of a corpus stands for: Disease, SpecificDisease, DiseaseClass, Modifier, CompositeMention,
 * Chemical, Drug, Gene, ... Case is ignored. False where it is a type that is not tagged. */
bool code_type(const char *word, onto_type *out);

#endif
