/* Texts of any content: sound mentions, the same ones each time, in time that grows with the text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "check.h"
#include "support.h"

static const char rows[] =
	"C\tA:1\tdisease\tB-cell leukemia\nC\tA:2\tdisease\tT-cell lymphoma\nC\tA:3\tdisease\tasthma\n"
	"C\tA:4\tdisease\tacute lymphoblastic leukemia\nN\tA:4\texact\tALL\nC\tA:5\tdisease\tlung cancer\n"
	"C\tA:6\tdisease\tdiabetes mellitus type 2\nN\tA:6\texact\tadult-onset diabetes mellitus type II\n"
	"C\tA:7\tdisease\tHodgkin's lymphoma\nC\tA:8\tdisease\ta a a a a b\n"
	"C\tA:9\tdisease\tanti-convulsant (rare) disease\n"
	"C\tB:1\tdrug\timatinib\nN\tB:1\texact\tSTI-571\nC\tB:2\tdrug\ta a\nC\tC:1\tmarker\tTNF-alpha\n"
	"C\tC:2\tmarker\tBCR/ABL\n"
	"C\tC:3\tmarker\tCD20\nC\tA:10\tdisease\tcancer lung\nC\tA:11\tdisease\thepatitis A\n"
	"C\tA:12\tdisease\thepatitis B\nC\tA:13\tdisease\thyperthermia\nC\tA:14\tdisease\thypothermia\n"
	"C\tC:4\tmarker\tTP53\nN\tC:4\texact\tp53\ts\nC\tB:3\tdrug\tnitrous oxide\nN\tB:3\texact\tN2O\ts\n";

static const char *const pieces[] = {
	"B",
	"T",
	"cell",
	"leukemia",
	"Leukaemias",
	"lymphoma",
	"acute",
	"lymphoblastic",
	"ALL",
	"all",
	"asthma",
	"lung",
	"cancer",
	"cancers",
	"diabetes",
	"mellitus",
	"type",
	"2",
	"II",
	"V",
	"Hodgkin",
	"'s",
	"\xe2\x80\x99s",
	"a",
	"b",
	"anti",
	"convulsant",
	"disease",
	"rare",
	"imatinib",
	"STI",
	"571",
	"TNF",
	"\xce\xb1",
	"alpha",
	"BCR",
	"ABL",
	"CD20",
	"and",
	"or",
	"of",
	"the",
	"no",
	"was",
	" ",
	" ",
	" ",
	" ",
	" ",
	" ",
	"-",
	"-",
	", ",
	",",
	"/",
	"\n",
	"-\n",
	"\n\n",
	". ",
	"; ",
	"(",
	")",
	" (",
	") ",
	"[",
	"]",
	"+",
	"\xff",
	"\xc3",
	"\xe2\x80",
	"\xe2\x80\x93",
	"\xc2\xa0",
	"\xc2\xad",
	"\xcc\x81",
	"\xef\xac\x81",
};

static size_t random_text(char *out, size_t space, uint64_t *seed)
{
	size_t length = 0, wanted = random_below(seed, space - 16);
	while (length < wanted) {
		if (random_below(seed, 25) == 0) {
			out[length++] = (char)random_next(seed);
			continue;
		}
		const char *piece = pieces[random_below(seed, COUNT(pieces))];
		memcpy(out + length, piece, strlen(piece));
		length += strlen(piece);
	}
	return length;
}

static void tag(onto_tagger *tagger, const char *text, size_t length, const onto_tags **tags)
{
	onto_error error = {0};
	must(onto_tagger_tag(tagger, text, length, tags, &error), &error);
}

static void must_be_sound(const char *text, size_t length, const onto_tag_options *options, const onto_tags *tags,
                          uint64_t seed)
{
	const char *wrong = check_tags(text, length, options, tags);
	if (wrong) {
		fail_msg("seed %llu: %s: %.*s", (unsigned long long)seed, wrong, (int)length, text);
	}
}

static void random_texts_give_sound_mentions(void **state)
{
	(void)state;
	onto_dictionary *dictionary = dictionary_of(rows);
	size_t mentions = 0;
	for (unsigned number = 0; number < 48; number++) {
		onto_tag_options options = {.size = sizeof(onto_tag_options),
		                            .overlap = (onto_overlap)(number % ONTO_OVERLAPS),
		                            .types = number / 4 % 8,
		                            .without = number < 24 ? 0 : 1u << number % ONTO_TRANSFORMATIONS};
		onto_tagger *tagger = tagger_of(dictionary, &options);
		for (uint64_t round = 0; round < 300; round++) {
			char text[400];
			uint64_t start = number * 1000 + round, seed = start;
			size_t length = random_text(text, sizeof text, &seed);
			char *exact = malloc(length + 1); /* of its own, so that reading past it is seen */
			memcpy(exact, text, length);
			exact = realloc(exact, length ? length : 1);
			const onto_tags *tags;
			tag(tagger, exact, length, &tags);
			must_be_sound(exact, length, &options, tags, start);
			mentions += tags->mention_count;
			free(exact);
		}
		onto_tagger_free(tagger);
	}
	onto_dictionary_free(dictionary);
	assert_true(mentions > 1000);
}

/* What a tagger has learnt changes nothing. */
static void a_text_has_one_result(void **state)
{
	(void)state;
	onto_dictionary *dictionary = dictionary_of(rows);
	onto_tagger *used = tagger_of(dictionary, NULL);
	uint64_t seed = 77;
	for (int round = 0; round < 300; round++) {
		char text[600];
		size_t length = random_text(text, sizeof text, &seed);
		onto_tagger *fresh = tagger_of(dictionary, NULL);
		const onto_tags *tags;
		tag(used, text, length, &tags);
		onto_tags first = copy_tags(tags);
		tag(used, text, length, &tags);
		assert_true(same_tags(&first, tags));
		tag(fresh, text, length, &tags);
		assert_true(same_tags(&first, tags));
		free_tags(&first);
		onto_tagger_free(fresh);
	}
	onto_tagger_free(used);
	onto_dictionary_free(dictionary);
}

/* More distinct words than a tagger remembers. */
static void a_tagger_forgets_without_harm(void **state)
{
	(void)state;
	onto_dictionary *dictionary = dictionary_of(rows);
	onto_tagger *tagger = tagger_of(dictionary, NULL);
	enum { EACH = 200000 };
	char *text = malloc(EACH * 9 + 100);
	for (int round = 0; round < 4; round++) {
		size_t length = 0;
		for (int i = 0; i < EACH; i++) {
			unsigned number = (unsigned)(round * EACH + i);
			for (int k = 0; k < 5; k++, number /= 26) {
				text[length++] = (char)('a' + number % 26);
			}
			text[length++] = ' ';
		}
		memcpy(text + length, "lung cancers", 12);
		const onto_tags *tags;
		tag(tagger, text, length + 12, &tags);
		assert_true(tags->mention_count >= 1);
		assert_int_equal(tags->mentions[tags->mention_count - 1].start, length);
	}
	free(text);
	onto_tagger_free(tagger);
	onto_dictionary_free(dictionary);
}

/* A word that is put together at a hyphen may be the one for which what was learnt has to move. */
static void joined_words_are_learnt_wherever_room_ends(void **state)
{
	(void)state;
	enum { PAIRS = 12000 };
	onto_dictionary *dictionary = dictionary_of(rows);
	for (int before = 0; before < 3; before++) {
		onto_tagger *tagger = tagger_of(dictionary, NULL);
		const onto_tags *tags;
		tag(tagger, "q w", before * 2u, &tags);
		for (unsigned i = 0; i < PAIRS; i++) {
			char text[] = "aaaa-zzzz lung cancers";
			for (unsigned k = 0, number = i; k < 4; k++, number /= 26) {
				text[k] = (char)('a' + number % 26);
				text[k + 5] = (char)('z' - number % 26);
			}
			tag(tagger, text, sizeof text - 1, &tags);
			assert_int_equal(tags->mention_count, 1);
		}
		onto_tagger_free(tagger);
	}
	onto_dictionary_free(dictionary);
}

/* ---- hostile texts: time and memory grow with the text, no more ---------------------------------------------- */

/* Repeats `unit` to at least `length` bytes; all of it is tagged within seconds. */
static void tag_repeated(const char *unit, size_t length)
{
	onto_dictionary *dictionary = dictionary_of(rows);
	size_t size = strlen(unit);
	char *text = malloc(length + size);
	for (size_t at = 0; at < length; at += size) {
		memcpy(text + at, unit, size);
	}
	for (onto_overlap overlap = 0; overlap < ONTO_OVERLAPS; overlap++) {
		onto_tag_options options = {.size = sizeof(onto_tag_options), .overlap = overlap};
		onto_tagger *tagger = tagger_of(dictionary, &options);
		const onto_tags *tags;
		struct timespec from, to;
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
		tag(tagger, text, length, &tags);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
		must_be_sound(text, length, &options, tags, 0);
		onto_tagger_free(tagger);
		if (to.tv_sec - from.tv_sec > 20) {
			fail_msg("%ld s for %zu bytes of \"%s\" (%s)", (long)(to.tv_sec - from.tv_sec), length, unit,
			         onto_overlap_word(overlap));
		}
	}
	free(text);
	onto_dictionary_free(dictionary);
}

static void ten_megabytes_without_a_space_are_tagged(void **state)
{
	(void)state;
	tag_repeated("x", 10 << 20);
	tag_repeated("asthma", 10 << 20);
}

static void a_million_open_brackets_are_tagged(void **state)
{
	(void)state;
	tag_repeated("(", 1 << 20);
	tag_repeated("ALL (", 1 << 20);
	tag_repeated("a(", 1 << 19);
}

static void repetitions_are_tagged(void **state)
{
	(void)state;
	static const char *const units[] = {
		"a ",   "a-",   "a, ", "B- and ", "B-, T- and ", "cell ", "B/", "of the ", "asthma ", "lung cancer of the ",
		"ALL ", "\xff", "-\n", "'s",      "\xcc\x81",    "2 ",    "II "};
	for (size_t i = 0; i < COUNT(units); i++) {
		tag_repeated(units[i], 60000);
	}
}

static double seconds_for(onto_tagger *tagger, const char *text, size_t length)
{
	struct timespec from, to;
	const onto_tags *tags;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	tag(tagger, text, length, &tags);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* Four times the text may take four times as long, and no more than twice that with what else the machine does. */
static void time_grows_with_the_text(void **state)
{
	(void)state;
	enum { SHORT = 1 << 16 };
	/* clang-format off */
	static const char *const units[] = {
		"(", "((((ALL))))", "(a ", "ALL (", "acute lymphoblastic leukemia (ALL) ", "acute lymphoblastic leukemia (ALL ", "and ", "a/",
		"of the ", "-", "a-", ",", ", ", "a, ", "A", "AB ", "1", "1 2 ", "\xcc\x81", "a\xcc\x81", "asthma ", "lung cancer ",
		"acute ", "acute lymphoblastic ", "hepatitis A, B, ", "hepatitis A/B/", "hepatitis A, B and ", "CD20/", "CD20+", "p53/", "TP53+p53/",
		"\r", "a\r", "ab-\r\n", "\n", "hyper- and ", "hyper- ", "hyper- and hypothermia ", "lung, lung and ", "lung and ",
		"cancer of the lung ", "cancer of the ", "cancer of the lung, lung and ", "AB: ", "AB, ", "AB, ab ba; ", "a (\"", "\"", "a & ",
		"a::", "a's", "nitrous oxide (N2O) ", "N2O (nitrous oxide) ", "\xc2\xad", "\xc3\x9f", "LC (", "lung cancer (LC). ", "LCs "};
	/* clang-format on */
	onto_dictionary *dictionary = dictionary_of(rows);
	char *text = malloc(4 * SHORT + 64);
	for (size_t i = 0; i < COUNT(units); i++) {
		size_t size = strlen(units[i]);
		for (size_t at = 0; at < 4 * SHORT; at += size) {
			memcpy(text + at, units[i], size);
		}
		for (onto_overlap overlap = 0; overlap <= ONTO_ALL; overlap++) {
			onto_tagger *tagger =
				tagger_of(dictionary, &(onto_tag_options){.size = sizeof(onto_tag_options), .overlap = overlap});
			seconds_for(tagger, text, SHORT); /* what it learns of words and takes of memory */
			double once = seconds_for(tagger, text, SHORT), four = seconds_for(tagger, text, 4 * SHORT);
			onto_tagger_free(tagger);
			if (four > 8 * once + 0.1) {
				fail_msg("%.3f s, but %.3f s for four times as much of \"%s\" (%s)", once, four, units[i],
				         onto_overlap_word(overlap));
			}
		}
	}
	free(text);
	onto_dictionary_free(dictionary);
}

/* Definitions by the thousand: of one short form, of as many, of as many that begin alike. */
static void time_grows_with_the_definitions(void **state)
{
	(void)state;
	enum { FEW = 2500 };
	static const char *const forms[] = {"acute aaa bbb (AAB) AAB ", "xa%u yb%u zc%u (XYZ) XYZ ",
	                                    "qa%u qb%u (QQ%u) QQ%u ", "interleukin %u (IL-%u) IL-%u "};
	onto_dictionary *dictionary = dictionary_of(rows);
	char *text = malloc((size_t)4 * FEW * 64);
	for (size_t i = 0; i < COUNT(forms); i++) {
		size_t length = 0, quarter = 0;
		for (unsigned k = 0; k < 4 * FEW; k++) {
			quarter = k == FEW ? length : quarter;
			length += (size_t)snprintf(text + length, 64, forms[i], k, k, k, k);
		}
		onto_tagger *tagger = tagger_of(dictionary, NULL);
		seconds_for(tagger, text, quarter);
		double once = seconds_for(tagger, text, quarter), four = seconds_for(tagger, text, length);
		onto_tagger_free(tagger);
		if (four > 8 * once + 0.1) {
			fail_msg("%.3f s, but %.3f s for four times as many of \"%s\"", once, four, forms[i]);
		}
	}
	free(text);
	onto_dictionary_free(dictionary);
}

static void an_empty_text_has_no_mentions(void **state)
{
	(void)state;
	onto_dictionary *dictionary = dictionary_of(rows);
	onto_tagger *tagger = tagger_of(dictionary, NULL);
	const onto_tags *tags;
	tag(tagger, "", 0, &tags);
	assert_int_equal(tags->mention_count + tags->abbreviation_count, 0);
	tag(tagger, NULL, 0, &tags);
	assert_int_equal(tags->mention_count + tags->abbreviation_count, 0);
	onto_error error = {0};
	assert_int_equal(onto_tagger_tag(tagger, "x", (size_t)UINT32_MAX, &tags, &error), ONTO_LIMIT);
	assert_null(tags);
	onto_tagger_free(tagger);
	onto_dictionary_free(dictionary);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_texts_give_sound_mentions),
		cmocka_unit_test(a_text_has_one_result),
		cmocka_unit_test(a_tagger_forgets_without_harm),
		cmocka_unit_test(joined_words_are_learnt_wherever_room_ends),
		cmocka_unit_test(ten_megabytes_without_a_space_are_tagged),
		cmocka_unit_test(a_million_open_brackets_are_tagged),
		cmocka_unit_test(repetitions_are_tagged),
		cmocka_unit_test(time_grows_with_the_text),
		cmocka_unit_test(time_grows_with_the_definitions),
		cmocka_unit_test(an_empty_text_has_no_mentions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
