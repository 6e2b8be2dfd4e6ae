/* The cost of a reading: the sum of its weights. */
#include "resolve/cost.h"

#include "core/transformation.h"
#include "resolve/weights.h"

/* The cost of the transformations. */
static inline unsigned cost_of_transformations(uint32_t by)
{
	enum { COST_FREE = 0 };
	const unsigned costs[] = {
#define COST(name, word, policy, traits, cost, steps) WEIGHT(cost),
		TRANSFORMATIONS(COST)
#undef COST
	};
	unsigned sum = 0;
	for (; by; by &= by - 1) {
		sum += costs[__builtin_ctz(by)];
	}
	return sum;
}

unsigned cost_of(const resolver *self, const reading *r)
{
	const onto_dictionary *d = self->dictionary;
	unsigned cost = r->by ? cost_of_transformations(r->by) : 0;
	/* A MeSH descriptor precedes a supplementary record with the same name. It does not precede one whose name it
	 * only has in the plural: benzamide is a substance, Benzamides a class. */
	cost += r->supplementary ? WEIGHT(COST_SUPPLEMENTARY) : 0;
	/* A name of the wanted vocabulary itself precedes one that a mapping leads to. */
	bool other = self->codes->vocabulary_count &&
	             !codes_are_first(self->codes, dictionary_text(d, d->concepts.items[r->concept].code));
	cost += other ? WEIGHT(COST_OTHER_VOCABULARY) : 0;
	/* So does a name that curation puts first, for those who use that vocabulary. */
	if ((r->policy & ONTO_POLICY_EFFECT) || ((r->policy & ONTO_POLICY_FIRST) && !other)) {
		return cost;
	}
	return WEIGHT(COST_NOT_FIRST) + cost * WEIGHT(COST_FITTING) + WEIGHT(COST_SCOPE) * r->scope +
	       (resolver_supports(self, r->cluster_slot) ? 0 : WEIGHT(COST_UNSUPPORTED));
}
