/* A sentence for each rule of the tables that drop places, types and readings (resolve/rules.h). */
#include "judge/ruling.h"

#include <stddef.h>

#include "resolve/rules.h"

#define RULINGS(EACH) \
	EACH(CONJUNCT_MISSING, "it shares a word of an enumeration whose other member is no name") \
	EACH(CUT_SHORT, "a longer name begins with its last word") \
	EACH(NUMBER_PARTED, "it would cut a number in two") \
	EACH(TURNED_ROUND, "the words before it say the opposite: non-, anti-, -free") \
	EACH(LIST_NOT_INVERSION, "its words are members of a list, and not one name in another order") \
	EACH(JOURNAL, "it is the title of a journal") \
	EACH(SECTION_TITLE, "it is the heading of a section") \
	EACH(AUTHOR, "it is the name of a person") \
	EACH(INITIALS, "it is the initials of a person") \
	EACH(CONTRIBUTOR, "it is the initials of an author") \
	EACH(INSTRUMENT, "it is a part of the name of a scale, a questionnaire or an organization") \
	EACH(DILUTED, "it is a buffer, diluted so many times") \
	EACH(BASES, "it is a part of a sequence of bases") \
	EACH(BAND, "it is a band of a chromosome") \
	EACH(CUTS_WORD, "it would cut a word in two") \
	EACH(NOTE_ENTRY, "it is the entry of a note that names nothing") \
	EACH(VETOED, "curation blocks the name") \
	EACH(PART_OF_SUBSTANCE, "it is a part of the name of another substance") \
	EACH(PART_OF_SALT, "it is the metal or the acid of a salt") \
	EACH(OTHER_THING, "it is the name of something that is not tagged") \
	EACH(NAME_OF_OTHER, "the same words are the name of something that is not tagged") \
	EACH(FORM_OF_OTHER, "in this form it is the name of something that is not tagged") \
	EACH(GENERIC, "it says no more than its kind; --keep-generic tags it") \
	EACH(SHARED_DERIVED, "an adjective stands for the word that members of an enumeration share") \
	EACH(SHARED_FOR_NOTHING, "the member of an enumeration has the same meaning by itself") \
	EACH(GENE_SYMBOL, "it is written as the symbol of a gene") \
	EACH(SIGN_WITHIN, "its hyphen is a sign, and not part of the name") \
	EACH(UNBALANCED, "it opens a bracket and does not close it, or closes one that it does not open") \
	EACH(RESIDUE_NAMED, "it is an amino acid with its position") \
	EACH(NUMBER_LOWERED, "a number in brackets belongs to the symbol: FEV(1)") \
	EACH(MEASURED, "it is measured, so it is the marker") \
	EACH(CAPITALS_ARE_WORDS, "it is a plain word, in a text of capitals") \
	EACH(SYMBOL_OF_DISEASE, "the symbol stands for the disease, and nothing says that the gene is meant") \
	EACH(DIAGNOSED, "it is what somebody was diagnosed with, and no gene") \
	EACH(PARTNER_OF_FUSION, "it is one of two symbols that name a fusion together") \
	EACH(EPONYM, "a person is named, and not the disease: Crohn, Crohn's index") \
	EACH(DOSED, "a dose or words of taking it stand beside it, so it is the drug") \
	EACH(TITLE_OF_PERSON, "it is the name of a person") \
	EACH(TITLE_OF_ANIMAL, "in small letters it is the gene of an organism that the text names") \
	EACH(RECASED, "it is written as a word, and nothing in the text supports the symbol") \
	EACH(NUMBER_APART, "its number stands apart, and counts something or the text does not name it otherwise") \
	EACH(DEFINED_OTHERWISE, "the text defines the short form as something else") \
	EACH(SHORT_OF_GENE, "the text speaks of the gene with this symbol") \
	EACH(NAME_OF_GENE, "the text speaks of the gene with this name") \
	EACH(SHORT_NUMBERED, "a number belongs to the short form") \
	EACH(SHORT_PART_OF_NAME, "the short form is a part of the concept's own name") \
	EACH(UNSUPPORTED, "the name is ambiguous, and nothing in the text supports it") \
	EACH(NO_EFFECT, "the name is that of a drug's effect, and the text names no such drug")

const char *ruling_says(unsigned ruling)
{
	switch (ruling) {
#define SAYS(name, sentence) \
	case RULE_##name + 1: return sentence;
		RULINGS(SAYS)
#undef SAYS
	default: return NULL;
	}
}
