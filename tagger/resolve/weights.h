/* The weights of resolving: the cost of each difference, and the reach of evidence. The cheapest reading of a place
 * is chosen.
 *
 *     EACH(NAME, value, meaning, source)
 *
 * `source` names the texts that a value was set on, by hand: "dev" are the development sets of BC5CDR, NCBI and
 * CRAFT. Costs have no unit; only their differences count. tools/rules shows what a change moves, and tests/resolve
 * holds each value. */
#ifndef ONTOTAG_RESOLVE_WEIGHTS_H
#define ONTOTAG_RESOLVE_WEIGHTS_H

#include "core/knockout.h"

#define RESOLVE_WEIGHTS(EACH) \
	EACH(COST_INFLECTED, 2, "a word in another number or spelling", "dev") \
	EACH(COST_REWORDED, 3, "another word or order: numeral, order, synonym", "dev") \
	EACH(COST_DERIVED, 5, "an adjective for a noun, or a symbol in another case", "dev") \
	EACH(COST_SUPPLEMENTARY, 1, "a MeSH supplementary record beside a descriptor of the same name", "dev") \
	EACH(COST_OTHER_VOCABULARY, 2, "a concept that only a mapping leads to from the wanted vocabulary", "dev") \
	EACH(COST_FITTING, 2, "factor of all the above for a name that curation does not put first", "curation") \
	EACH(COST_NOT_FIRST, 4, "a name that curation does not put first", "curation") \
	EACH(COST_SCOPE, 3, "each step of scope away from the preferred name", "dev") \
	EACH(COST_UNSUPPORTED, 6, "no other name of the meaning stands in the text", "dev") \
	EACH(COST_PLURAL_NAME, 5, \
	     "a name that is a plural, where the text has a disease's preferred name in the plural", "dev") \
	EACH(COST_INEXACT, 12, "codes that only a cross-reference or a broader concept has", "dev") \
	EACH(COST_PASSED_OVER, 8, "each word that a member of an enumeration passes over", "dev") \
	EACH(LEVELS_UP, 3, "parents, so many levels up, that support a name which needs support", "dev") \
	EACH(MEMBER_WORDS_BEFORE, 2, "tokens that the last member of an enumeration may begin at", "dev") \
	EACH(LIST_TOKENS, 48, "tokens of a list of diseases before a short form, to what leads up to the list", \
	     "notes") \
	EACH(MEMBER_WORDS, 4, "words of a member of such a list", "notes") \
	EACH(TITLE_WORDS, 4, "words between a disease and what says what an instrument is", "notes") \
	EACH(GENE_WORDS, 2, "words around a short form that may speak of a gene", "notes") \
	EACH(ENTRY_TOKENS, 4, "tokens around an entry of a note that may show what it is", "notes") \
	EACH(CAPITALS_TOKENS, 12, "tokens on either side that show whether a text is all in capitals", "notes") \
	EACH(COMPOSITE_TOKENS, 16, \
	     "tokens of a composite of markers that are searched for one which needs no support", "nlm-gene") \
	EACH(SALT_WORDS, 4, "words of a drug before the acid of its salt", "dev") \
	EACH(CAUSE_WORDS, 2, "words between \"induced\" and what was induced", "dev") \
	EACH(TREATMENT_WORDS, 4, "words between \"due to\" and the drug", "dev")

#define WEIGHT_VALUE(name, value, meaning, source) static const unsigned name = value;
RESOLVE_WEIGHTS(WEIGHT_VALUE)
#undef WEIGHT_VALUE

#endif
