/* The judge: decides which places are mentions, by what is known of each.
 *
 *     places ─ features_of ─▶ last3=ine, before=the, ... ─ weights ─▶ score ─ judge_select ─▶ those that stay
 *
 * The score of a place is the sum of the weights of its features: the logarithm of the odds that a reader would
 * mark it as its type. The weights are rows of data (dictionaries/judge), learned by tools/learn-judge. They say as
 * well which types and sources are judged; what is not is left to the rules. Of places that overlap the longest
 * stays; of those of one type, where the whole type is judged, that which scores best. */
#ifndef ONTOTAG_JUDGE_H
#define ONTOTAG_JUDGE_H

#include "judge/features.h"

/* What is asked of a place: whether it is a disease, a drug, a marker (its type), and of a marker also whether it
 * is the human gene, whose code it has. Of places of other types nothing is asked: the rules decide. Of a code:
 * whether it is the one that is meant (choice.h). */
enum { JUDGE_HUMAN = JUDGE_TYPES, JUDGE_CODE, JUDGE_QUESTIONS };

/* The weights of a feature. */
typedef struct judge_row {
	uint64_t key; /* of judge_key; 0: free */
	float weights[JUDGE_QUESTIONS];
} judge_row;

/* The sources whose names are judged, for one type. Those of others are left to the rules. */
enum { JUDGE_SOURCES = 8 };

typedef struct judge_sources {
	char *ids[JUDGE_SOURCES];
	size_t count;
	bool all;
} judge_sources;

/* Never changes once it is loaded. */
struct onto_judge {
	judge_row *rows;  /* open addressing by key */
	size_t row_count; /* a power of two */
	size_t known;     /* of them taken */
	judge_sources sources[JUDGE_TYPES];
	judge_sources vocabularies;   /* whose codes are chosen by weights */
	uint16_t within[JUDGE_TYPES]; /* bits of the types whose names may hold one of this type */
	unsigned own;                 /* bits of the questions that the profile has rows of its own for */
	unsigned known_questions;     /* bits of those that have any weight */
	onto_judge *confidence;       /* the weights of confidence (confidence.h); NULL: none */
	uint64_t *filter;             /* a bit for the hash of each key */
};

enum { JUDGE_FILTER_BITS = 1 << 16 };

/* The key of a feature. Never 0. */
static inline uint64_t judge_key(enum feature feature, const char *bytes, size_t length)
{
	word_ends ends = word_ends_of(bytes, length);
	uint64_t hash = (ends.head ^ ((uint64_t)feature << 8 | length) * 0x9e3779b97f4a7c15u) * 0x9e3779b97f4a7c15u;
	for (; length > 16; length -= length < 24 ? length - 16 : 8) {
		uint64_t piece;
		memcpy(&piece, bytes + length - 16, 8);
		hash = ((hash ^ hash >> 29) ^ piece) * 0xff51afd7ed558ccdu;
	}
	hash = ((hash ^ hash >> 29) ^ ends.tail) * 0xff51afd7ed558ccdu;
	hash ^= hash >> 32;
	return hash ? hash : 1;
}

/* NULL where the feature has no weight. */
static inline const judge_row *judge_find(const onto_judge *self, uint64_t key)
{
	size_t bit = key % JUDGE_FILTER_BITS;
	if (!(self->filter[bit / 64] >> bit % 64 & 1)) {
		return NULL;
	}
	for (size_t slot = key >> 16; self->rows[slot &= self->row_count - 1].key; slot++) {
		if (self->rows[slot].key == key) {
			return &self->rows[slot];
		}
	}
	return NULL;
}

/* What the rules alone decide counts as much as this score. */
#define JUDGE_RULED 2.0f

/* Notes the sources whose names are judged: resolver->weighed. To be called before the functions below. False where
 * memory ran out. */
bool judge_note_sources(const onto_judge *self, resolver *resolver);

/* Sets the score of each place: the sum of its weights, or what the rules decide where it is not judged. False
 * where memory ran out. */
bool judge_score(const onto_judge *self, features *features, const resolver *resolver, const analysis *doc,
                 const abbreviations *a, chosen *places, size_t count);

/* True where a rule drops a place, whatever its score. */
bool judge_is_ruled_out(const onto_judge *self, const resolver *resolver, const analysis *doc, const chosen *place);

/* True where weights decide about a place, and not the rules. */
bool judge_weighs(const resolver *resolver, const analysis *doc, const chosen *place);

/* Drops the places that score less, those of types that are not wanted, and those that a rule drops for safety:
 * self->room. Of places of a type whose every source is judged, those that score best stay where they overlap. Of
 * places of several types at the same tokens, that which costs least stays and gets the other types. False where
 * memory ran out. */
bool judge_select(const onto_judge *judge, resolver *self, const analysis *doc, double threshold);

#endif
