/* The rules of building: variants of names, and policies. EACH(NAME, types, what it says, with an example). As in
 * resolve/rules.h, but a dictionary has to be built anew to measure one. */
#ifndef ONTOTAG_BUILD_RULES_H
#define ONTOTAG_BUILD_RULES_H

#include "core/knockout.h"

#define BUILD_RULES(EACH) \
	EACH(NAME_CLOSED, ANY, "a hyphen of a name may be closed up: anti-convulsant") \
	EACH(NAME_INVERTED, ANY, "a heading is inverted: Leukemia, Myeloid, Acute") \
	EACH(NAME_OF_INVERTED, ANY, "so is a name with of: deficiency of X") \
	EACH(NAME_LETTERED, ANY, "a numeral with a letter has two spellings: type IIIA, type 3A") \
	EACH(NAME_REMARK_KIND, ANY, "a remark in brackets says what kind of thing it is: syndactyly (disease)") \
	EACH(NAME_REMARK_SHORT, ANY, "a remark in brackets is an abbreviation: acute lymphoblastic leukemia (ALL)") \
	EACH(NAME_WITHOUT_KIND, DISEASE, \
	     "a kind behind a word for a disease may be missing: GLUT1 deficiency syndrome") \
	EACH(SYMBOL_OF_TWO, ANY, "two letters and digits need support") \
	EACH(SYNONYM_OF_THREE, ANY, "a synonym of three letters needs support") \
	EACH(SYNONYM_OF_FOUR, MARKER, "a synonym of four letters of a marker needs support") \
	EACH(SYNONYM_OF_LETTER, ANY, "a synonym of a letter and digits needs support: B2") \
	EACH(SYNONYM_OF_DISEASE, DISEASE, "a synonym of three letters and digits of a disease needs support") \
	EACH(SYNONYM_GREEK, MARKER, "a Greek letter needs support: beta 2") \
	EACH(SYNONYM_ENZYME, MARKER, "a kind of enzyme needs support: polymerase") \
	EACH(SYNONYM_OF_ONE_WORD, MARKER, "a related name of one word needs support: helicase") \
	EACH(DESIGNATION_OF_KIND, MARKER, \
	     "another name of a gene that says only a kind needs support: nuclear protein") \
	EACH(DESIGNATION_PLURAL, MARKER, "the plural of another name of a gene is a class: protein kinases") \
	EACH(NAME_ORDINARY, OTHER, "an everyday word is no name of another type than the usual ones: roles") \
	EACH(NAME_OF_FIELD, OTHER, "a field of that type is no plural: genetics") \
	EACH(SYMBOL_IS_WORD, ANY, "three small letters are a word: flu, gas, tic") \
	EACH(SYMBOL_HAS_PLURAL, ANY, "a symbol of capitals may have a plural s: WBCs")

enum build_rule { BUILD_RULES(RULE_NAME) };

#endif
