/* The rules of text: spelling and word boundaries. EACH(NAME, types, what it says, with an example). As in
 * resolve/rules.h. Names are read by them too, so a dictionary has to be built anew to measure one. */
#ifndef ONTOTAG_TEXT_RULES_H
#define ONTOTAG_TEXT_RULES_H

#include "core/knockout.h"

#define TEXT_RULES(EACH) \
	EACH(SPELL_SHORT_OE, ANY, "an oe in a word of five letters is no Greek one: Boeck, Moens") \
	EACH(SPELL_SULPH, ANY, "sulph and sulf") \
	EACH(SPELL_LEUC, ANY, "leuc and leuk") \
	EACH(SPELL_TROPHIN, ANY, "hormones of -trophin are those of -tropin: gonadotrophin") \
	EACH(SPELL_CEPH, DRUG, "ceph and cef at the start: cephalexin") \
	EACH(SYMBOL_KEY_SINGULAR, ANY, "a word without a vowel has a plural: WBCs") \
	EACH(COLONS_JOIN, MARKER, "two colons join as a hyphen does: BCR::ABL1") \
	EACH(INITIAL_STOP, ANY, "a full stop behind a single letter ends no sentence: E. coli") \
	EACH(STOP_OF_SAINT, ANY, "a full stop behind St is none: St. Louis encephalitis") \
	EACH(STOP_BEFORE_SMALL, ANY, "a full stop before a small letter ends no sentence")

enum text_rule { TEXT_RULES(RULE_NAME) };

#endif
