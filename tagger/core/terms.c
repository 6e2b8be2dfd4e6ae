/* The words of enumerated terms, one table each. */
#include <string.h>
#include <strings.h>

#include "core/transformation.h"

static const char *const scopes[ONTO_SCOPES] = {"preferred", "exact", "narrow", "related", "broad"};
static const char *const predicates[ONTO_PREDICATES] = {"exact", "close", "narrow", "broad", "related", "xref"};
static const char *const short_form_policies[] = {"likely", "defined", "all"};
static const char *const overlaps[ONTO_OVERLAPS] = {"longest", "all", "nested", "one-per-type"};
static const char *const certainties[ONTO_CERTAINTIES] = {"certain", "possible", "hypothetical"};
static const char *const temporalities[ONTO_TEMPORALITIES] = {"current", "historical"};
static const char *const experiencers[ONTO_EXPERIENCERS] = {"patient", "family", "other"};
static const char *const findings[ONTO_FINDINGS] = {
	"none",    "positive",  "negative",  "weak",    "equivocal",  "high",         "low",     "normal",   "abnormal",
	"mutated", "wild_type", "amplified", "deleted", "rearranged", "not_detected", "stopped", "not_given"};
static const char *const fates[ONTO_FATES] = {"mention",    "rule",    "score",      "overlap",
                                              "other_name", "species", "confidence", "type"};
static const char *const said[ONTO_SAID] = {"present", "absent", "possible", "hypothetical", "historical",
                                            "family",  "other",  "allergy",  "stopped",      "not_given"};
static const char *const transformations[ONTO_TRANSFORMATIONS] = {
#define WORD(name, word, policy, traits, cost, steps) [TRANSFORMATION_##name] = word,
	TRANSFORMATIONS(WORD)
#undef WORD
};

static const char *word_at(const char *const *words, size_t count, size_t index)
{
	return index < count ? words[index] : NULL;
}

const char *onto_fate_word(onto_fate fate)
{
	return word_at(fates, ONTO_FATES, (size_t)fate);
}

static bool find_word(const char *const *words, size_t count, const char *word, size_t *index)
{
	for (size_t i = 0; i < count; i++) {
		if (words[i][0] == word[0] && strcmp(words[i], word) == 0) {
			*index = i;
			return true;
		}
	}
	return false;
}

#define WORDS(noun, type, words, count) \
	const char *onto_##noun##_word(type value) \
	{ \
		return word_at(words, count, (size_t)value); \
	} \
	bool onto_##noun##_parse(const char *word, type *out) \
	{ \
		size_t index; \
		bool found = find_word(words, count, word, &index); \
		if (found) { \
			*out = (type)index; \
		} \
		return found; \
	}

WORDS(scope, onto_scope, scopes, ONTO_SCOPES)
WORDS(predicate, onto_predicate, predicates, ONTO_PREDICATES)
WORDS(overlap, onto_overlap, overlaps, ONTO_OVERLAPS)
WORDS(short_forms, onto_short_forms, short_form_policies, ONTO_SHORT_FORMS_ALL + 1)
WORDS(certainty, onto_certainty, certainties, ONTO_CERTAINTIES)
WORDS(temporality, onto_temporality, temporalities, ONTO_TEMPORALITIES)
WORDS(experiencer, onto_experiencer, experiencers, ONTO_EXPERIENCERS)
WORDS(finding, onto_finding, findings, ONTO_FINDINGS)

const char *onto_transformation_word(size_t index)
{
	return word_at(transformations, ONTO_TRANSFORMATIONS, index);
}

const char *onto_said_word(size_t index)
{
	return word_at(said, ONTO_SAID, index);
}
