/* The weights of a reading's cost, and their sum. */
#include "resolve/cost.h"

enum { OTHER_VOCABULARY = 2 };

enum { FIRST = 4 }; /* curation's own choice is only given up for one that fits the text much better */

static unsigned bits_in(unsigned value)
{
	unsigned count = 0;
	for (; value; value &= value - 1) {
		count++;
	}
	return count;
}

unsigned cost_of(const resolver *self, const reading *r)
{
	unsigned cost = 0;
	if (r->by) {
		cost += 2 * bits_in(r->by & (ONTO_BY_PLURAL | ONTO_BY_SPELLING)) + 5 * bits_in(r->by & (ONTO_BY_DERIVED | ONTO_BY_CASE)) +
		        3 * bits_in(r->by & (ONTO_BY_NUMERAL | ONTO_BY_ORDER | ONTO_BY_SYNONYM));
	}
	bool supported = resolver_supports(self, r->cluster_slot);
	const onto_dictionary *d = self->dictionary;
	/* A MeSH descriptor comes before a supplementary record that has its name as well, but not before one whose name it has in the
	 * plural only: benzamide is a substance, Benzamides a class. */
	cost += r->supplementary ? 1 : 0;
	/* What the wanted vocabulary itself calls so comes before what a mapping leads to. */
	bool other = self->codes->vocabulary_count && !codes_are_first(self->codes, dictionary_text(d, d->concepts.items[r->concept].code));
	cost += other ? OTHER_VOCABULARY : 0;
	/* So does what curation puts first for those who code by that vocabulary. */
	if ((r->policy & ONTO_POLICY_EFFECT) || ((r->policy & ONTO_POLICY_FIRST) && !other)) {
		return cost;
	}
	return FIRST + cost * 2 + 3 * r->scope + (supported ? 0 : 6);
}
