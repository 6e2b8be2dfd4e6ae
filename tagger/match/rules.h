/* The rules of matching: EACH(NAME, types, what it says, with an example). As in resolve/rules.h. */
#ifndef ONTOTAG_MATCH_RULES_H
#define ONTOTAG_MATCH_RULES_H

#include "core/knockout.h"

#define MATCH_RULES(EACH) \
	EACH(LEVEL_RAISED, MARKER, "a level follows the symbol directly: CD45RAneg, CD56bright") \
	EACH(HEADING_AS_IT_IS, ANY, "a heading in its own order is not inflected: Abuse, Drug is not drugs of abuse") \
	EACH(CASE_OF_P, MARKER, "a p and a number: p53") \
	EACH(CASE_INSIDE, MARKER, "a number, and a capital behind a small letter: FoxP3, mGluR1; not Foxp3") \
	EACH(CASE_OF_TITLE, MARKER, "a capital, small letters and a number, where the text is not of animals: Wnt3") \
	EACH(CASE_OF_LETTER, DISEASE, "a letter behind the number of a disease: GSD1a, MEN2a") \
	EACH(CASE_OF_PARTS, MARKER, "two long parts: Bcr-Abl") \
	EACH(CASE_OF_WORD, MARKER, \
	     "a capital and small letters, or small letters and a number, if the text supports it: Src, rab5, c-jun") \
	EACH(GAP_SUBSCRIPT, ANY, "brackets set a number lower: PGE(2), H(2)O(2), A(2A) receptor") \
	EACH(SYMBOL_PLURAL, ANY, "a plural s in small letters behind a symbol: WBCs")

enum match_rule { MATCH_RULES(RULE_NAME) };

#endif
