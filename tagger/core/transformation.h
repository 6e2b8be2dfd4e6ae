/* Transformations: the differences that may separate a text from a name that it matches. One record each, which all
 * code reads.
 *
 *     EACH(NAME, word, policy, traits, cost, found by)
 *
 *     NAME      the bit is ONTO_BY_NAME, in the order of the header
 *     word      in options and outputs
 *     policy    the ONTO_POLICY_ bit that a name must have; 0: every name may be matched so
 *     traits    bits of enum transformation_trait
 *     cost      what it costs a reading, by its weight in resolve/weights.h; COST_FREE: nothing
 *     found by  the steps that find it, bits of enum transformation_step
 *
 * To add one: its bit in the header, its record here, and the step that finds it (docs/EXTENDING.md). */
#ifndef ONTOTAG_TRANSFORMATION_H
#define ONTOTAG_TRANSFORMATION_H

#include "ontotag.h"

typedef enum transformation_trait {
	TRAIT_SURFACE = 1,   /* no word is replaced; visible by comparing name and text */
	TRAIT_REWORDED = 2,  /* words are replaced, so name and text cannot be compared */
	TRAIT_UNALIGNED = 4, /* likewise for a whole term: its words and the name's are not in the same order */
} transformation_trait;

typedef enum transformation_step {
	STEP_FIT = 1 << 0,           /* match/fit.c: words of the name against words of the text */
	STEP_BUILD = 1 << 1,         /* build/name_variants.c: the name is inserted under other words too */
	STEP_JOINED = 1 << 2,        /* variants/joined.c */
	STEP_GREEK = 1 << 3,         /* variants/greek.c */
	STEP_ORDER = 1 << 4,         /* variants/order.c */
	STEP_COORDINATION = 1 << 5,  /* variants/coordination.c */
	STEP_ABBREVIATIONS = 1 << 6, /* variants/abbreviations.c */
	STEP_DRUG_EFFECTS = 1 << 7,  /* resolve/drug_effects.c */
	STEP_NORMALIZE = 1 << 8,     /* normalize/: whole terms only */
} transformation_step;

#define TRANSFORMATIONS(EACH) \
	EACH(CASE, "case", ONTO_POLICY_CASE, TRAIT_SURFACE, COST_DERIVED, STEP_FIT) \
	EACH(PLURAL, "plural", ONTO_POLICY_PLURAL, 0, COST_INFLECTED, STEP_FIT) \
	EACH(SPELLING, "spelling", ONTO_POLICY_SPELLING, 0, COST_INFLECTED, STEP_FIT) \
	EACH(DERIVED, "derived", ONTO_POLICY_DERIVED, 0, COST_DERIVED, STEP_FIT) \
	EACH(ORDER, "order", ONTO_POLICY_ORDER, TRAIT_REWORDED | TRAIT_UNALIGNED, COST_REWORDED, \
	     STEP_BUILD | STEP_ORDER | STEP_NORMALIZE) \
	EACH(HYPHEN, "hyphen", 0, TRAIT_SURFACE, COST_FREE, STEP_FIT | STEP_BUILD | STEP_JOINED | STEP_NORMALIZE) \
	EACH(NUMERAL, "numeral", 0, 0, COST_REWORDED, STEP_FIT | STEP_BUILD | STEP_NORMALIZE) \
	EACH(SYNONYM, "synonym", 0, TRAIT_REWORDED, COST_REWORDED, STEP_BUILD | STEP_NORMALIZE) \
	EACH(LINE, "line", 0, TRAIT_SURFACE, COST_FREE, STEP_FIT | STEP_JOINED) \
	EACH(FOLD, "fold", 0, TRAIT_SURFACE, COST_FREE, STEP_FIT) \
	EACH(ABBREVIATION, "abbreviation", 0, TRAIT_REWORDED | TRAIT_UNALIGNED, COST_FREE, STEP_ABBREVIATIONS) \
	EACH(COORDINATION, "coordination", 0, TRAIT_REWORDED, COST_FREE, STEP_COORDINATION) \
	EACH(WORDS, "words", 0, TRAIT_UNALIGNED, COST_FREE, STEP_NORMALIZE) \
	EACH(TYPING, "typing", 0, TRAIT_UNALIGNED, COST_FREE, STEP_NORMALIZE) \
	EACH(GREEK, "greek", 0, TRAIT_SURFACE, COST_FREE, STEP_FIT | STEP_GREEK) \
	EACH(EFFECT, "effect", 0, 0, COST_FREE, STEP_DRUG_EFFECTS)

/* The numbers of the bits, checked against the header. */
enum {
#define TRANSFORMATION_NUMBER(name, word, policy, traits, cost, steps) TRANSFORMATION_##name,
	TRANSFORMATIONS(TRANSFORMATION_NUMBER)
#undef TRANSFORMATION_NUMBER
		TRANSFORMATION_COUNT
};

#define TRANSFORMATION_IS_PUBLIC(name, word, policy, traits, cost, steps) \
	_Static_assert((uint32_t)ONTO_BY_##name == (uint32_t)1 << TRANSFORMATION_##name, \
	               "the header has another bit: " word);
TRANSFORMATIONS(TRANSFORMATION_IS_PUBLIC)
#undef TRANSFORMATION_IS_PUBLIC
_Static_assert(ONTO_TRANSFORMATIONS == TRANSFORMATION_COUNT, "the header counts others");
_Static_assert(TRANSFORMATION_COUNT < 32, "bits are kept in 31 or 32 bits");

/* Sets of transformations, as bits. */
enum {
#define TRANSFORMATION_OF_SURFACE(name, word, policy, traits, cost, steps) \
	| ((traits) & TRAIT_SURFACE ? ONTO_BY_##name : 0)
	SURFACE_TRANSFORMATIONS = 0 TRANSFORMATIONS(TRANSFORMATION_OF_SURFACE),
#undef TRANSFORMATION_OF_SURFACE
	/* What fit_surface finds. A possessive 's is no word, and plural. */
	SEEN_TRANSFORMATIONS = SURFACE_TRANSFORMATIONS | ONTO_BY_PLURAL,
#define TRANSFORMATION_REWORDED(name, word, policy, traits, cost, steps) \
	| ((traits) & TRAIT_REWORDED ? ONTO_BY_##name : 0)
	REWORDED_TRANSFORMATIONS = 0 TRANSFORMATIONS(TRANSFORMATION_REWORDED),
#undef TRANSFORMATION_REWORDED
#define TRANSFORMATION_UNALIGNED(name, word, policy, traits, cost, steps) \
	| ((traits) & TRAIT_UNALIGNED ? ONTO_BY_##name : 0)
	UNALIGNED_TRANSFORMATIONS = 0 TRANSFORMATIONS(TRANSFORMATION_UNALIGNED),
#undef TRANSFORMATION_UNALIGNED
#define TRANSFORMATION_WITH_POLICY(name, word, policy, traits, cost, steps) | ((policy) ? ONTO_BY_##name : 0)
	POLICED_TRANSFORMATIONS = 0 TRANSFORMATIONS(TRANSFORMATION_WITH_POLICY),
#undef TRANSFORMATION_WITH_POLICY
#define TRANSFORMATION_STORED(name, word, policy, traits, cost, steps) | ((steps) & STEP_BUILD ? ONTO_BY_##name : 0)
	STORED_TRANSFORMATIONS =
		0 TRANSFORMATIONS(TRANSFORMATION_STORED), /* those that a terminal of the trie may store */
#undef TRANSFORMATION_STORED
};

/* A terminal stores eight bits. */
_Static_assert(STORED_TRANSFORMATIONS <= UINT8_MAX,
               "only the lowest eight transformations can be stored in a dictionary");

/* The transformations that a step finds. */
static inline uint32_t transformations_found_by(transformation_step step)
{
	uint32_t by = 0;
#define FOUND(name, word, policy, traits, cost, steps) by |= (steps) & (int)step ? (uint32_t)ONTO_BY_##name : 0;
	TRANSFORMATIONS(FOUND)
#undef FOUND
	return by;
}

/* The transformations that a policy permits. */
static inline uint32_t transformations_permitted(unsigned policy)
{
	uint32_t by = ~(uint32_t)POLICED_TRANSFORMATIONS;
#define PERMIT(name, word, needed, traits, cost, steps) by |= policy & (needed) ? (uint32_t)ONTO_BY_##name : 0;
	TRANSFORMATIONS(PERMIT)
#undef PERMIT
	return by;
}

#endif
