/* The annotation.conf that fits what `ontotag tag -o brat` writes. */
#include "command/brat_config.h"

#include "ontotag.h"

/* An attribute with values: the words of `word` from number 1 on, the first being the default, which is not written. */
#define VALUES(out, name, type, word, count)                                      \
	fputs(name "\tArg:<ENTITY>, Value:", out);                               \
	for (int i = 1; i < (int)(count); i++) {                                  \
		fprintf(out, "%s%s", i > 1 ? "|" : "", word((type)i));            \
	}                                                                         \
	fputc('\n', out)

void brat_config_print(FILE *out)
{
	fputs("[entities]\nDisease\nChemical\nGene\n\n[relations]\n\n[events]\n\n[attributes]\nNegated\tArg:<ENTITY>\n", out);
	VALUES(out, "Certainty", onto_certainty, onto_certainty_word, ONTO_CERTAINTIES);
	VALUES(out, "Temporality", onto_temporality, onto_temporality_word, ONTO_TEMPORALITIES);
	VALUES(out, "Experiencer", onto_experiencer, onto_experiencer_word, ONTO_EXPERIENCERS);
	fputs("Allergy\tArg:<ENTITY>\n", out);
	VALUES(out, "Status", onto_finding, onto_finding_word, ONTO_FINDINGS);
}
