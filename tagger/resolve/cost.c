/* The cost of what was done to a text. */
#include "resolve/cost.h"

unsigned cost_of_transformations(uint32_t by)
{
	static const unsigned COST_FREE = 0;
	unsigned sum = 0;
#define ADD(name, word, policy, traits, cost, steps) sum += (by >> TRANSFORMATION_##name & 1) * WEIGHT(cost);
	TRANSFORMATIONS(ADD)
#undef ADD
	return sum;
}
