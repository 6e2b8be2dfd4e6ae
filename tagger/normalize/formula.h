/* Chemical formulas as names: Na is sodium, CaCl2 and CaCl(2) are calcium chloride, Ca2+ is calcium. Covers the
 * elements and ions that medicine writes so; a salt is one element and one ion. */
#ifndef ONTOTAG_FORMULA_H
#define ONTOTAG_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

enum { FORMULA_NAME_MOST = 48 };

/* The name of a formula, in small letters. False where the term is no formula. */
bool formula_name(const char *text, size_t length, char out[FORMULA_NAME_MOST]);

#endif
