/* The rules of variants: EACH(NAME, types, what it says, with an example). As in resolve/rules.h. */
#ifndef ONTOTAG_VARIANTS_RULES_H
#define ONTOTAG_VARIANTS_RULES_H

#include "core/knockout.h"

#define ABBREVIATION_RULES(EACH) \
	EACH(SHORT_PLURAL, ANY, "a plural s of a short form is dropped: CPAs") \
	EACH(LONG_FILLERS, ANY, "function words of a long form need no letter: deficiency of growth hormone (DGH)") \
	EACH(LONG_NEGATED, ANY, "a long form begins with its \"non-\": non-steroidal drugs (NSD)") \
	EACH(SHORT_SMALL, ANY, "small letters alone stand for first letters only: (see), (mean)") \
	EACH(SHORT_LETTER, ANY, "one letter stands for one word of some length: valproate (V)") \
	EACH(LONG_ANYWHERE, ANY, "letters anywhere, after Schwartz and Hearst: thrombocytopenia (TCP)") \
	EACH(LONG_INVERTED, ANY, "letters begin the words in another order, as in Latin: myotonic dystrophy (DM)") \
	EACH(LONG_BEGINS_BADLY, ANY, \
	     "no long form begins with a preposition: by penicilloylated bovine IgG (PBI), onset of arthritis (OA)") \
	EACH(LONG_BEHIND_PREPOSITION, ANY, \
	     "a long form is not what stands behind its preposition: depression in epilepsy (DE)") \
	EACH(LONG_LOCANTS, ANY, "a long form begins with its numbers and Greek letters: 2,6-diaminopurine (DAP)") \
	EACH(LONG_UNBALANCED, ANY, "a long form has balanced brackets") \
	EACH(LONG_TOO_LONG, ANY, "a long form has no more words than letters twice, after Schwartz and Hearst") \
	EACH(LONG_TOO_SHORT, ANY, "a long form is longer than its short form") \
	EACH(LONG_HOLDS_SHORT, ANY, "a long form does not hold its short form: GM1 ganglioside (GM1)") \
	EACH(SHORT_CHARGE, ANY, "a numeral glued to a word is its charge: platinum(II)") \
	EACH(PAIR_KNOWN, ANY, "the dictionary knows a pair whose letters do not fit: nitrous oxide (N2O)") \
	EACH(DIGITS_JOINED, ANY, "a comma between digits separates nothing: (2,6-DAP)") \
	EACH(SHORT_OR, ANY, "of two short forms the first counts: (ALL or ALLs)") \
	EACH(LETTER_EQUALS, ANY, "a letter and an equals sign count something: patients (n = 12)") \
	EACH(SHORT_LED_UP_TO, ANY, "words introduce a short form: (hereafter RA)") \
	EACH(DEFINED_BEHIND, ANY, "the short form stands before the bracket: ALL (acute lymphoblastic leukemia)") \
	EACH(DEFINED_INSIDE, ANY, "both stand in brackets: (blood-brain barrier, BBB)") \
	EACH(BRACKET_GLUED, ANY, "a bracket glued to a word belongs to it: (forced volume, FEV(1))") \
	EACH(DEFINED_IN_LIST, ANY, "a list of abbreviations: ALL, acute lymphoblastic leukemia; BM, bone marrow") \
	EACH(SHORT_FORMS_PLURAL, ANY, "a short form stands in the plural elsewhere: CPA (defined), CPAs") \
	EACH(LETTER_JOINED, ANY, "a letter is a short form only by itself: not C57BL, T-cell") \
	EACH(DEFINITION_INSIDE_NAME, ANY, "a definition inside a name is passed over: growth hormone (GH) deficiency") \
	EACH( \
		LONG_WIDENED, ANY, \
		"a name that ends with the long form and begins with its letter is the long form: fibroblast growth factor homologous factor 2 (FHF2)") \
	EACH( \
		LONG_PART_UNLIKE, MARKER, \
		"a marker's name at its end that lacks the short form's letters is another's: Hippel tumor suppressor (VHL)") \
	EACH(LONG_LAST_WORD, ANY, \
	     "the last word of a long form is a disease by itself: levodopa-induced dyskinesia (LID)") \
	EACH(DEFINED_AS_PROTEIN, MARKER, \
	     "a long form that is a protein without a gene leaves its symbol the gene: glycine decarboxylase (GLDC)") \
	EACH(DEFINED_ANEW, ANY, "a new definition replaces the old from there on")

#define COORDINATION_RULES(EACH) \
	EACH(SHARED_IS_WORD, ANY, "what is shared is a whole word: not IL-2 and IL-4") \
	EACH(LABEL_SHARES_ALL, ANY, "what follows a label is shared whole: stage III or IV colorectal cancer") \
	EACH(LIST_NEEDS_COMMA, ANY, "a comma before \"and\" needs another one") \
	EACH(MEMBER_REPEATED, ANY, "members do not repeat a shared word: type 1 and type 2 diabetes") \
	EACH(MEMBER_IS_OBJECT, ANY, \
	     "a word behind a preposition and an article is complete: to the skin or Paget disease") \
	EACH(LIST_OF_SHORT, ANY, "later members are as short as what they replace") \
	EACH(LIST_OF_LABELS, ANY, "members that share their start are labels: hepatitis A, B and C") \
	EACH(LABEL_PARTED, ANY, "at a hyphen only labels of one kind are separated: IL-2 and -15") \
	EACH(WORD_END_SHARED, ANY, "the end of a word is shared: hyper- and hypothyroidism") \
	EACH(MEMBER_SLASH, ANY, "a slash joins members: breast/ovarian cancer") \
	EACH(RANGE_COUNTED, MARKER, "a range of numbers behind a symbol names each: FGFR1-3") \
	EACH(SLASH_SHARES_ONE, ANY, "over a slash one word is shared")

#define GREEK_RULES(EACH) EACH(GREEK_BEFORE_HYPHEN, ANY, "a letter before a hyphen may be the Greek one: b-catenin")

#define ORDER_RULES(EACH) \
	EACH(PHRASE_LACKS_NOUN, ANY, "a phrase behind \"of\" has its noun: neuropathy of the radial nerve")

enum variants_rule {
	ABBREVIATION_RULES(RULE_NAME) COORDINATION_RULES(RULE_NAME) GREEK_RULES(RULE_NAME) ORDER_RULES(RULE_NAME)
};

#endif
