/* The features of a place: what the judge knows of it.
 *
 *     EACH(NAME, name, meaning)
 *
 * A feature is written name=value, such as last3=ine. All are discrete; a place has a feature or has not. To add
 * one: a record here, and what finds it in features.c. tools/learn-judge learns its weights. */
#ifndef ONTOTAG_FEATURES_H
#define ONTOTAG_FEATURES_H

#include "core/transformation.h"
#include "resolve/resolver.h"

#define FEATURES(EACH) \
	EACH(BIAS, "always", "every place has it") \
	EACH(RULING, "ruling", "the rule that drops the place, or kept (resolve/rules.h)") \
	EACH(RULES, "rules", "the place that the rules alone would choose, another one over it, or none") \
	EACH(SCOPE, "scope", "of the name: preferred, exact, narrow, related, broad") \
	EACH(SOURCE, "source", "of the name") \
	EACH(POLICY, "policy", "what the name's policy says: case, plural, support, generic, first, short, ...") \
	EACH(WAY, "by", "a transformation between name and text") \
	EACH(COST, "cost", "evidence against the reading, in steps (resolve/weights.h)") \
	EACH(SUPPORT, "support", "the text supports the meaning") \
	EACH(SENSES, "senses", "meanings of this type that the place has") \
	EACH(CODE, "code", "of the concept") \
	EACH(UNDER, "under", "of a concept above it") \
	EACH(HERE, "here", "a reading of another type at the same place, kept or dropped by the rules") \
	EACH(INSIDE, "inside", "a longer place around it, by type, kept or dropped") \
	EACH(HOLDS, "holds", "a shorter place inside it, by type, kept or dropped") \
	EACH(ADDS, "adds", "a word that it has beside a shorter place inside it") \
	EACH(LACKS, "lacks", "a word that a longer place around it has beside it") \
	EACH(CROSSES, "crosses", "a place that overlaps it otherwise, by type, kept or dropped") \
	EACH(COUNT, "count", "how often the meaning stands in the text") \
	EACH(DEFINED, "defined", "it is a short form that the text defines, or a long form") \
	EACH(LONG, "long", \
	     "of a marker: the last word of the long form that the text defines, its last three letters") \
	EACH(AGREES, "agrees", \
	     "of a marker: how many words of that long form are in names of its concept: none, some, all") \
	EACH(MAKES, "makes", "of a marker: what a word behind it makes of it: family, part") \
	EACH(TEXT, "text", "its words, folded") \
	EACH(FIRST, "first", "its first word, of several") \
	EACH(LAST, "last", "its last word, of several") \
	EACH(INNER, "inner", "a word between these") \
	EACH(LAST3, "last3", "the last three letters of its last word") \
	EACH(LAST4, "last4", "the last four") \
	EACH(FIRST3, "first3", "the first three letters of its first word") \
	EACH(SHAPE, "shape", "capitals, small letters and digits: Xx0") \
	EACH(WORDS, "words", "number of its words") \
	EACH(BYTES, "bytes", "its length") \
	EACH(BEFORE, "before", "the word before it") \
	EACH(BEFORE2, "before2", "the word before that") \
	EACH(BEFORE3, "before3", "the last three letters of the word before it") \
	EACH(AFTER, "after", "the word after it") \
	EACH(AFTER2, "after2", "the word after that") \
	EACH(AFTER3, "after3", "the last three letters of the word after it") \
	EACH(GAP_LEFT, "left", "what stands between it and the word before it") \
	EACH(GAP_RIGHT, "right", "and the word after it") \
	EACH(SPECIES, "species", "of a marker: an organism that the text names") \
	EACH(NEAR, "near", "of a marker: the organism named last before it") \
	EACH(TITLED, "titled", "of a marker: an organism that the first sentence names") \
	EACH(AHEAD, "ahead", "of a marker: the organism that its sentence names last before it") \
	EACH(BEHIND, "behind", "of a marker: the organism that its sentence names first behind it") \
	EACH(GENES, "genes", "of a marker: how many genes the rules keep in the text") \
	EACH(RANK, "rank", "of a code: its number in the order of the rules, and its kind: MESH:D, MESH:C, OMIM") \
	EACH(KIND, "kind", "of a code: its vocabulary; of MeSH, whether a heading or a supplementary record") \
	EACH(BESIDE, "beside", "of a code: its kind, and that of the first other") \
	EACH(OWN, "own", "of a code: the name is its own concept's, or another one's of the meaning") \
	EACH(DEARER, "dearer", "of a code: what its reading costs more than the chosen one, in steps") \
	EACH(STANDS, "stands", "of a code: its concept is broader or narrower than the first other, or apart") \
	EACH(STANDING, "standing", "of a code: its scope, dearer, stands and own together") \
	EACH(ALSO, "also", "confidence only: another type that it is as well") \
	EACH(LETTERS, "letters", "confidence only: its first and last word in capitals, small letters, digits") \
	EACH(GENE, "gene", "confidence only: of a marker: it has the code of a gene") \
	EACH(FOLLOWS, "follows", "confidence only: a number or a sign behind it, as behind a test") \
	EACH(SCORE, "score", \
	     "confidence only: the judge's score, in halves; rules where it was not asked; off without it") \
	EACH(SCORES, "scores", "confidence only: of a gene: its score and that as the human's, each rounded down")

/* The types that are judged. */
enum { JUDGE_TYPES = ONTO_MARKER + 1 };

enum feature {
#define FEATURE(name, word, meaning) FEATURE_##name,
	FEATURES(FEATURE)
#undef FEATURE
		FEATURES_END
};

/* Takes the features of a place, one after the other. `bytes` live as long as the call. */
typedef struct feature_sink {
	void (*take)(struct feature_sink *self, enum feature feature, const char *bytes, size_t length);
} feature_sink;

/* The word of a feature; the feature of a word, FEATURES_END where it is none. */
const char *feature_word(enum feature feature);
enum feature feature_parse(const char *word, size_t length);

/* Memory of a text's features, reused for the next. Zeros are an empty one. */
typedef struct features {
	VECTOR(uint32_t) counts;  /* by cluster slot: places of the text, where `counted` is its number */
	VECTOR(uint32_t) counted; /* by cluster slot */
	VECTOR(uint32_t) reach;   /* by place: the last token that it, or a place before it, ends before */
	unsigned species_roles;   /* the organisms that the text names: SPECIES_ bits */
	unsigned titled_roles;    /* those that its first sentence names */
	uint32_t genes;           /* meanings of markers that the rules choose */
	bool genetic; /* the text is about genes, so that a doubtful symbol may be one; where there is any */
	uint32_t document_number;
} features;

void features_free(features *self);

/* The name of the rule that drops a place; "kept" where none does. */
const char *features_ruling(const chosen *place);

/* A number as one of few steps, by its index: 0, 1, 2, 3, 4, 5, 6-7, 8-10, ... */
enum { FEATURE_STEPS = 12 };
extern const char *const features_steps[FEATURE_STEPS];

static inline unsigned features_step(uint32_t number)
{
	static const uint8_t steps[32] = {0, 1, 2, 3, 4, 5, 6, 6,  7,  7,  7,  8,  8,  8,  8,  8,
	                                  9, 9, 9, 9, 9, 9, 9, 10, 10, 10, 10, 10, 10, 10, 10, 10};
	return number < sizeof steps ? steps[number] : FEATURE_STEPS - 1;
}

/* What stands before a token, and its words. */
enum feature_gap {
	FEATURE_GAP_NOTHING,
	FEATURE_GAP_SPACE,
	FEATURE_GAP_HYPHEN,
	FEATURE_GAP_SLASH,
	FEATURE_GAP_COMMA,
	FEATURE_GAP_OPEN,
	FEATURE_GAP_CLOSE,
	FEATURE_GAP_SIGN,
	FEATURE_GAP_BARRIER,
	FEATURE_GAP_END,
	FEATURE_GAPS
};
extern const char *const features_gaps[FEATURE_GAPS];

/* What a gap that names do not pass holds: a bracket, or another sign. */
unsigned features_sign(const analysis *doc, uint32_t token);

static inline unsigned features_gap(const analysis *doc, uint32_t token)
{
	static const uint8_t gaps[] = {
		[GAP_NONE] = FEATURE_GAP_NOTHING,  [GAP_SPACE] = FEATURE_GAP_SPACE,  [GAP_LINE] = FEATURE_GAP_SPACE,
		[GAP_HYPHEN] = FEATURE_GAP_HYPHEN, [GAP_BREAK] = FEATURE_GAP_HYPHEN, [GAP_SLASH] = FEATURE_GAP_SLASH,
		[GAP_COMMA] = FEATURE_GAP_COMMA,   [GAP_HARD] = FEATURE_GAP_SIGN,    [GAP_BARRIER] = FEATURE_GAP_BARRIER};
	unsigned gap = token < doc->tokens.count ? gaps[doc->tokens.items[token].gap] : FEATURE_GAP_END;
	return gap == FEATURE_GAP_SIGN ? features_sign(doc, token) : gap;
}

/* The words of the bits of a name's policy that are features, in the order of all bits; NULL: no feature. */
enum {
	FEATURE_POLICIES = 12,
	FEATURE_POLICY_BITS = ONTO_POLICY_CASE | ONTO_POLICY_PLURAL | ONTO_POLICY_DERIVED | ONTO_POLICY_SUPPORT |
	                      ONTO_POLICY_BLOCKED | ONTO_POLICY_GENERIC | ONTO_POLICY_FIRST | ONTO_POLICY_EFFECT |
	                      ONTO_POLICY_SHORT
};
extern const char *const features_policies[FEATURE_POLICIES];

/* The words of transformations, in the order of their bits, and behind them the word for none. */
enum { FEATURE_WAYS = TRANSFORMATION_COUNT + 1 };
extern const char *const features_ways[FEATURE_WAYS];

/* Reads what concerns several places, of a text. `places` in the order of candidates. False where memory ran
 * out. */
bool features_begin(features *self, const resolver *resolver, const analysis *doc, const chosen *places,
                    size_t count);

/* Gives how often a meaning stands in the text. */
void features_count(const features *self, uint32_t cluster_slot, feature_sink *sink);

/* Gives the features of place number `index` to a sink. */
void features_of(const features *self, const resolver *resolver, const analysis *doc, const abbreviations *a,
                 const chosen *places, size_t count, size_t index, feature_sink *sink);

#endif
