/* Confidence: the sum of the evidence as a probability, whose rows count, what is dropped; what became of each
 * place. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "judge/confidence.h"
#include "judge/ruling.h"
#include "resolve/rules.h"
#include "support.h"
#include "vector.h"

static const char names[] =
	"S\tNCBIGene\nC\tNCBIGene:1\tmarker\tBRCA1\nS\tMONDO\nC\tMONDO:1\tdisease\tlung cancer\nC\tMONDO:2\tdisease\tcancer\n"
	"C\tMONDO:3\tdisease\tdisease\nC\tMONDO:4\tdisease\tasthma\nS\tCHEBI\nC\tCHEBI:1\tdrug\taspirin\n"
	"C\tONTOTAG:other\tdisease\tcancer registry\nN\tONTOTAG:other\texact\tcancer registry\tn\n";

static onto_judge *judge_of(const char *rows, const char *profile)
{
	onto_judge *judge;
	onto_error error = {0};
	must(onto_judge_parse("rows", rows, strlen(rows), profile, &judge, &error), &error);
	return judge;
}

/* The probability of a sum, in hundredths. */
static double chance_of(double sum)
{
	return round(100 / (1 + exp(-sum))) / 100;
}

/* A text and the confidences of its mentions. */
typedef struct expected {
	const char *rows, *text;
	double sums[4];
	size_t count;
} expected;

static void the_sum_of_the_evidence_is_a_probability(void **state)
{
	(void)state;
	static const expected texts[] = {
		{"confidence\tdisease\talways=\t1\n", "asthma", {1}, 1},
		{"confidence\tdisease\talways=\t-0.5\nconfidence\tdisease\talways=\t-0.75\n", "asthma", {-1.25}, 1},
		{"confidence\tdisease\tbefore=no\t-2\n", "no asthma, asthma, NO Asthma", {-2, 0, -2}, 3},
		{"confidence\tdisease\tafter=is\t2\nconfidence\tdisease\tafter3=tes\t1\n",
	     "asthma is, cancer states",
	     {2, 1},
	     2},
		{"confidence\tdisease\tlast=cancer\t2\nconfidence\tdisease\tlast3=cer\t1\n",
	     "lung cancer, cancer",
	     {3, 1},
	     2},
		{"confidence\tdisease\tfirst=lung\t2\nconfidence\tdisease\tfirst3=lun\t1\n",
	     "lung cancer, cancer",
	     {3, 0},
	     2},
		{"confidence\tdisease\tlast4=thma\t1\n", "asthma, cancer", {1, 0}, 2},
		{"confidence\tdisease\tletters=X\t1\nconfidence\tdisease\tletters=Xx x\t2\nconfidence\tdisease\tletters=x\t3\n",
	     "ASTHMA, asthma, Lung cancer",
	     {1, 3, 2},
	     3},
		{"confidence\tdisease\tsource=MONDO\t1\nconfidence\tdisease\tscope=preferred\t1\n", "asthma", {2}, 1},
		{"confidence\tdisease\tby=plural\t1\nconfidence\tdisease\tby=nothing\t2\n", "cancers, cancer", {1, 2}, 2},
		{"confidence\tdisease\tleft=open\t1\nconfidence\tdisease\tright=close\t2\n",
	     "an (asthma) asthma",
	     {3, 0},
	     2},
		{"confidence\tdisease\twords=2\t1\n", "lung cancer, cancer", {1, 0}, 2},
		{"confidence\tdisease\tscore=rules\t1\n", "asthma", {1}, 1},
		{"confidence\tdisease\tscore=1.5\t1\ndefault\tdisease\tjudges=*\t0\ndefault\tdisease\talways=\t1.75\n",
	     "asthma",
	     {1},
	     1},
		{"confidence\tmarker\tscores=4 0\t1\ndefault\tmarker\tjudges=*\t0\ndefault\tmarker\talways=\t9\ndefault\thuman\talways=\t0.6\n",
	     "BRCA1",
	     {1},
	     1},
		{"confidence\tdisease\talways=\t99\n", "asthma", {4.6}, 1}, /* nothing is certain */
		{"confidence\tdisease\talways=\t-99\n", "asthma", {-4.6}, 1},
	};
	onto_dictionary *dictionary = dictionary_of(names);
	for (size_t i = 0; i < COUNT(texts); i++) {
		const expected *e = &texts[i];
		onto_judge *judge = judge_of(e->rows, NULL);
		const onto_tag_options options = {.size = sizeof options, .judge = judge};
		onto_tagger *tagger = tagger_of(dictionary, &options);
		for (int again = 0; again < 2; again++) { /* the second time from memory */
			const onto_tags *tags;
			must(onto_tagger_tag(tagger, e->text, strlen(e->text), &tags, NULL), NULL);
			assert_int_equal(onto_tags_mention_count(tags), e->count);
			for (size_t k = 0; k < e->count; k++) {
				double is = onto_tags_mention(tags, k)->confidence;
				if (is != chance_of(e->sums[k])) {
					fail_msg("%s: mention %zu is %.2f, not %.2f", e->rows, k, is, chance_of(e->sums[k]));
				}
			}
		}
		onto_tagger_free(tagger);
		onto_judge_free(judge);
	}
	onto_dictionary_free(dictionary);
}

/* The confidence of the first mention of a text; -1 where it has none. */
static double first_of(const onto_dictionary *dictionary, const onto_tag_options *options, const char *text)
{
	onto_tagger *tagger = tagger_of(dictionary, options);
	const onto_tags *tags;
	must(onto_tagger_tag(tagger, text, strlen(text), &tags, NULL), NULL);
	const onto_mention *m = onto_tags_mention(tags, 0);
	double confidence = m ? m->confidence : -1;
	onto_tagger_free(tagger);
	return confidence;
}

static void rows_are_of_a_type_and_a_profile(void **state)
{
	(void)state;
	static const char rows[] =
		"default\tdisease\talways=\t3\nconfidence\tdisease\talways=\t1\nconfidence\tdrug\talways=\t2\n"
		"mine\tdrug\talways=\t0\nconfidence mine\tdisease\talways=\t-1\nconfidence other\tdrug\talways=\tnot read\n";
	onto_dictionary *dictionary = dictionary_of(names);
	onto_judge *judge = judge_of(rows, NULL), *mine = judge_of(rows, "mine");
	onto_tag_options options = {.size = sizeof options, .judge = judge};
	assert_true(first_of(dictionary, &options, "asthma") == chance_of(1));
	assert_true(first_of(dictionary, &options, "aspirin") == chance_of(2));
	assert_true(first_of(dictionary, &options, "BRCA1") == 0); /* not known */
	options.judge = mine;
	assert_true(first_of(dictionary, &options, "asthma") == chance_of(-1));
	assert_true(first_of(dictionary, &options, "aspirin") == chance_of(2));
	onto_judge_free(judge);
	onto_judge_free(mine);
	onto_error error = {0};
	assert_int_equal(onto_judge_parse("rows", rows, strlen(rows), "confidence", &judge, &error), ONTO_UNKNOWN);
	assert_int_equal(onto_judge_parse("rows", rows, strlen(rows), "other", &judge, &error), ONTO_UNKNOWN);
	onto_dictionary_free(dictionary);
}

static void without_a_judge_the_rows_still_count(void **state)
{
	(void)state;
	onto_dictionary *dictionary = dictionary_of(names);
	onto_judge *judge = judge_of("confidence\tdisease\tscore=off\t1\nconfidence\tdisease\tscore=rules\t-1\n", NULL);
	onto_tag_options options = {.size = sizeof options, .judge = judge, .no_judge = true};
	assert_true(first_of(dictionary, &options, "asthma") == chance_of(1));
	options.no_judge = false;
	assert_true(first_of(dictionary, &options, "asthma") == chance_of(-1));
	options = (onto_tag_options){.size = sizeof options, .no_judge = true};
	assert_true(first_of(dictionary, &options, "asthma") > 0); /* by the library's own */
	onto_judge_free(judge);
	onto_dictionary_free(dictionary);
}

static void the_least_confidence_drops_what_is_below(void **state)
{
	(void)state;
	onto_dictionary *dictionary = dictionary_of(names);
	onto_judge *judge = judge_of("confidence\tdisease\talways=\t1\n", NULL); /* 0.73 */
	static const struct {
		double least;
		const char *text;
		bool stays;
	} texts[] = {{0, "asthma", true},     {0.5, "asthma", true}, {0.73, "asthma", true}, {0.735, "asthma", false},
	             {0.74, "asthma", false}, {1, "asthma", false},  {1, "aspirin", true}};
	for (size_t i = 0; i < COUNT(texts); i++) {
		const onto_tag_options options = {.size = sizeof options, .judge = judge, .min_confidence = texts[i].least};
		assert_int_equal(first_of(dictionary, &options, texts[i].text) >= 0, texts[i].stays);
	}
	onto_judge_free(judge);
	onto_dictionary_free(dictionary);
}

static void any_text_gives_a_probability(void **state)
{
	(void)state;
	static const char *const pieces[] = {"asthma", "lung", "cancer",  "BRCA1", "aspirin", " ",   " ",
	                                     "-",      "(",    ")",       ".",     "\n\n",    "and", "the",
	                                     "\xff",   "α",    "Cancers", "1",     "+",       ","};
	onto_dictionary *dictionary = dictionary_of(names);
	onto_tagger *one = tagger_of(dictionary, NULL);
	uint64_t seed = 3;
	for (int turn = 0; turn < 3000; turn++) {
		char text[300] = "";
		for (size_t i = random_below(&seed, 25); i > 0; i--) {
			strcat(text, pieces[random_below(&seed, COUNT(pieces))]);
		}
		const onto_tags *tags, *again;
		must(onto_tagger_tag(one, text, strlen(text), &tags, NULL), NULL);
		onto_tagger *other = turn % 50 ? NULL : tagger_of(dictionary, NULL); /* with nothing in memory */
		if (other) {
			must(onto_tagger_tag(other, text, strlen(text), &again, NULL), NULL);
		}
		for (size_t i = 0; i < onto_tags_mention_count(tags); i++) {
			double is = onto_tags_mention(tags, i)->confidence;
			assert_true(is >= 0.01 && is <= 0.99 && is == round(is * 100) / 100);
			assert_true(!other || onto_tags_mention(again, i)->confidence == is);
		}
		onto_tagger_free(other);
	}
	onto_tagger_free(one);
	onto_dictionary_free(dictionary);
}

/* ---- what became of a place ---------------------------------------------------------------------------------- */

/* The fate of the place of these words. */
static const onto_place *place_of(const onto_tags *tags, const char *text, const char *words)
{
	const onto_place *p;
	for (size_t i = 0; (p = onto_tags_place(tags, i)); i++) {
		if (p->end - p->start == strlen(words) && strncmp(text + p->start, words, strlen(words)) == 0) {
			return p;
		}
	}
	fail_msg("no place of %s in %s", words, text);
	return NULL;
}

static void the_fate_of_each_place_is_told(void **state)
{
	(void)state;
	static const char rows[] =
		"default\tmarker\tjudges=*\t0\ndefault\tmarker\talways=\t1\ndefault\tmarker\tbefore=no\t-2\n"
		"default\thuman\tspecies=mouse\t-2\nconfidence\tdrug\talways=\t-1\nconfidence\tdrug\tbefore=on\t3\n";
	static const struct {
		const char *text, *words;
		onto_fate fate;
		bool judged, unjudged; /* holds with a judge, and without one */
		onto_span rival;
	} places[] = {
		{"asthma", "asthma", ONTO_FATE_MENTION, true, true, {0, 0}},
		{"a disease", "disease", ONTO_FATE_RULE, true, true, {0, 0}},
		{"non-asthma", "asthma", ONTO_FATE_RULE, true, true, {0, 0}},
		{"lung cancer", "cancer", ONTO_FATE_OVERLAP, true, true, {0, 11}},
		{"cancer registry", "cancer", ONTO_FATE_OTHER_NAME, true, true, {0, 15}},
		{"BRCA1", "BRCA1", ONTO_FATE_MENTION, true, true, {0, 0}},
		{"no BRCA1", "BRCA1", ONTO_FATE_SCORE, true, false, {0, 0}},
		{"BRCA1 of mice", "BRCA1", ONTO_FATE_SPECIES, true, false, {0, 0}},
		{"aspirin", "aspirin", ONTO_FATE_CONFIDENCE, true, true, {0, 0}},
		{"on aspirin", "aspirin", ONTO_FATE_MENTION, true, true, {0, 0}},
	};
	onto_dictionary *dictionary = dictionary_of(names);
	onto_judge *judge = judge_of(rows, NULL);
	for (size_t i = 0; i < COUNT(places) * 2; i++) {
		const bool judged = i % 2;
		const onto_tag_options options = {.size = sizeof options,
		                                  .judge = judge,
		                                  .no_judge = !judged,
		                                  .min_confidence = 0.5,
		                                  .tell_places = true};
		onto_tagger *tagger = tagger_of(dictionary, &options);
		const char *text = places[i / 2].text;
		const onto_tags *tags;
		must(onto_tagger_tag(tagger, text, strlen(text), &tags, NULL), NULL);
		const onto_place *p = place_of(tags, text, places[i / 2].words);
		if ((judged ? places[i / 2].judged : places[i / 2].unjudged) && p->fate != places[i / 2].fate) {
			fail_msg("%s, %s a judge: %s", text, judged ? "with" : "without", onto_fate_word(p->fate));
		}
		if (p->fate == places[i / 2].fate) {
			assert_int_equal(p->rival.start, places[i / 2].rival.start);
			assert_int_equal(p->rival.end, places[i / 2].rival.end);
		}
		assert_int_equal(p->fate == ONTO_FATE_RULE, p->fate == ONTO_FATE_RULE && p->ruling && p->ruling_says);
		assert_int_equal(p->fate == ONTO_FATE_MENTION || p->fate == ONTO_FATE_CONFIDENCE, p->evidence_count > 0);
		onto_tagger_free(tagger);
	}
	onto_judge_free(judge);
	onto_dictionary_free(dictionary);
}

static void a_type_that_is_not_wanted_is_told(void **state)
{
	(void)state;
	onto_dictionary *dictionary = dictionary_of(names);
	const onto_tag_options options = {.size = sizeof options, .types = 1u << ONTO_DRUG, .tell_places = true};
	onto_tagger *tagger = tagger_of(dictionary, &options);
	const onto_tags *tags;
	must(onto_tagger_tag(tagger, "asthma", 6, &tags, NULL), NULL);
	assert_int_equal(place_of(tags, "asthma", "asthma")->fate, ONTO_FATE_TYPE);
	onto_tagger_free(tagger);
	onto_dictionary_free(dictionary);
}

static void telling_changes_no_mention(void **state)
{
	(void)state;
	static const char text[] = "Lung cancer, a disease; aspirin, BRCA1 and cancer registry of cancers in mice.";
	onto_dictionary *dictionary = dictionary_of(names);
	for (int no_judge = 0; no_judge < 2; no_judge++) {
		buffer drawn[2] = {{0}, {0}};
		for (int tell = 0; tell < 2; tell++) {
			const onto_tag_options options = {.size = sizeof options, .no_judge = no_judge, .tell_places = tell};
			onto_tagger *tagger = tagger_of(dictionary, &options);
			const onto_tags *tags;
			must(onto_tagger_tag(tagger, text, strlen(text), &tags, NULL), NULL);
			vector_draw(tags, true, &drawn[tell]);
			onto_tagger_free(tagger);
		}
		assert_string_equal(drawn[0].bytes, drawn[1].bytes);
		buffer_free(&drawn[0]);
		buffer_free(&drawn[1]);
	}
	onto_dictionary_free(dictionary);
}

/* Each rule that can drop a place. */
static void every_ruling_has_a_sentence(void **state)
{
	(void)state;
#define HAS_SENTENCE(name, types, condition) assert_non_null(ruling_says(RULE_##name + 1));
	PLACE_RULES(HAS_SENTENCE)
	TYPE_RULES(HAS_SENTENCE)
	READING_RULES(HAS_SENTENCE)
	assert_null(ruling_says(0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sum_of_the_evidence_is_a_probability),
		cmocka_unit_test(rows_are_of_a_type_and_a_profile),
		cmocka_unit_test(without_a_judge_the_rows_still_count),
		cmocka_unit_test(the_least_confidence_drops_what_is_below),
		cmocka_unit_test(any_text_gives_a_probability),
		cmocka_unit_test(the_fate_of_each_place_is_told),
		cmocka_unit_test(a_type_that_is_not_wanted_is_told),
		cmocka_unit_test(telling_changes_no_mention),
		cmocka_unit_test(every_ruling_has_a_sentence),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
