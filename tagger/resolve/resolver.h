/* State of resolving across texts: known meanings, their support, and reused arrays. */
#ifndef ONTOTAG_RESOLVER_H
#define ONTOTAG_RESOLVER_H

#include "dictionary/codes.h"
#include "variants/abbreviations.h"

/* A place: a candidate with its likeliest reading. */
typedef struct chosen {
	uint32_t start, end; /* bytes */
	uint32_t candidate;
	uint32_t reading;
	uint32_t cost; /* evidence against the reading */
	union {
		float score;     /* the judge's: evidence for it; 0 without a judge */
		uint32_t origin; /* its number among all places, while the rules choose */
	};
	float human;        /* of a marker: evidence that it is the human gene */
	uint8_t type;       /* that it is taken for */
	uint8_t ruling;     /* 1 + the rule that drops it (enum resolve_rule); 0: kept. Without a judge always 0 */
	uint16_t also;      /* with a judge: bits of further types that it is as well */
	uint8_t code;       /* with a judge: which of its meaning's codes comes first */
	uint8_t confidence; /* the probability that it is right, in hundredths; 0: not known */
	uint8_t species; /* of a gene: the organism that the text says it is of (judge/species.h); 0: none is named */
	bool foreign;    /* of a gene: another organism's than the human */
	bool stands;     /* with a judge: the rules alone would choose it, were its type the only one wanted */
	bool broader;    /* its codes are a broader concept's, where vocabularies were asked for */
	bool unsafe;     /* with a judge: a rule drops it, whatever its score */
} chosen;

/* The state of a meaning that some reading had. */
typedef struct meaning_state {
	const code_list *codes; /* NULL: not determined yet */
	uint32_t supported_in;  /* number of the last text that supports it */
	bool coded, exact;      /* it has codes; one of them is its own */
	bool broader;           /* all of them are a broader concept's */
	bool gene;              /* one is a human gene's */
} meaning_state;

/* A place that names another thing. */
typedef struct claimed_place {
	uint32_t start, end; /* bytes */
	bool within;         /* it claims only what lies within, as a part of the body does: spinal cord damage */
} claimed_place;

typedef struct resolver {
	const onto_dictionary *dictionary;
	const word_cache *cache; /* assigns the cluster slots */
	onto_overlap overlap;
	unsigned types;               /* bits of the wanted types */
	bool keep_generic, effects;   /* effects: readings with ONTO_POLICY_EFFECT are wanted */
	onto_short_forms short_forms; /* which of those that the text does not define are wanted */
	codes *codes;                 /* a meaning without a code of the wanted vocabularies is no reading */
	bool judged;                  /* every place is read, also those that rules drop */
	uint16_t within[TYPE_COUNT];  /* by type: bits of the types whose places may hold one of it */
	uint8_t *weighed;             /* by source: bits of the types whose places weights decide about; NULL: none */
	VECTOR(chosen) chosen;
	VECTOR(claimed_place) claims;      /* in order of start */
	VECTOR(uint32_t) heads, kept_next; /* index of the places of a run that stay, by first token */
	VECTOR(chosen) room;               /* the places, in the order of candidates */
	VECTOR(chosen) read;               /* with a judge: all of them, while the rules choose */
	VECTOR(meaning_state) known;       /* by cluster slot */
	uint32_t document_number;          /* number of the current text */
	/* Does the text name an animal, or another organism whose genes are written with small letters? */
	enum { ANIMALS_UNKNOWN, ANIMALS_NONE, ANIMALS_NAMED } animals;
} resolver;

/* Zeros with the members up to `codes` set by the caller are an empty resolver. */
void resolver_free(resolver *self);

/* Finds out about a meaning that no reading had before. NULL where memory ran out. */
const meaning_state *resolver_learn(const resolver *self, const reading *r);

/* The state of a reading's meaning, with its codes. NULL where memory ran out. */
static inline const meaning_state *resolver_meaning(const resolver *self, const reading *r)
{
	const meaning_state *known = &self->known.items[r->cluster_slot];
	return known->codes ? known : resolver_learn(self, r);
}

/* Begins a text: space for all cluster slots, none of them supported. False where memory ran out. */
bool resolver_begin(resolver *self);

/* True where the text supports a meaning, given by its cluster slot. */
static inline bool resolver_supports(const resolver *self, uint32_t cluster_slot)
{
	return self->known.items[cluster_slot].supported_in == self->document_number;
}

#endif
