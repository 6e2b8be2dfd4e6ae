/* Fails the first allocation of a run, then the second, and so on until the run succeeds. Each run that fails must
 * say so cleanly and give everything back. The linker leads the library's allocations here (-Wl,--wrap). */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "support.h"

/* ---- allocations that can fail ------------------------------------------------------------------------------- */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *piece, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
char *__real_strdup(const char *text);
void __real_free(void *piece);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *piece, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
char *__wrap_strdup(const char *text);
void __wrap_free(void *piece);

static bool counting;
static size_t left; /* allocations until one fails; 0: none does any more */
static size_t live; /* pieces that were not given back */
static bool failed;

static bool refuses(void)
{
	if (counting && left && --left == 0) {
		failed = true;
		return true;
	}
	return false;
}

static void *counted(void *piece)
{
	live += counting && piece;
	return piece;
}

void *__wrap_malloc(size_t size)
{
	return refuses() ? NULL : counted(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
	return refuses() ? NULL : counted(__real_calloc(count, size));
}

void *__wrap_realloc(void *piece, size_t size)
{
	if (refuses()) {
		return NULL;
	}
	return piece ? __real_realloc(piece, size) : counted(__real_realloc(piece, size));
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
	return refuses() ? NULL : counted(__real_aligned_alloc(alignment, size));
}

char *__wrap_strdup(const char *text)
{
	return refuses() ? NULL : counted(__real_strdup(text));
}

void __wrap_free(void *piece)
{
	live -= counting && piece;
	__real_free(piece);
}

/* ---- a run through everything -------------------------------------------------------------------------------- */

static const char rows[] =
	"#ontotag-dictionary\t1\n#source\tLAB\tOur lab\t1\tCC0\n#left-out\tLAB\treason\t2\nS\tLAB\n"
	"C\tMONDO:1\tdisease\tacute lymphoblastic leukemia\tMONDO:2|MONDO:9\texact=MESH:D1|xref=OMIM:1\n"
	"N\tMONDO:1\texact\tALL\nN\tMONDO:1\texact\tLeukemia, Lymphoblastic, Acute\nC\tMONDO:2\tdisease\tleukemia\n"
	"C\tMESH:D1\tdisease\tPrecursor Cell Lymphoblastic Leukemia\nC\tMONDO:3\tdisease\told "
	"leukemia\t\t\treplaced=MONDO:1\n"
	"C\tMONDO:4\tdisease\tB-cell lymphoma\nC\tMONDO:5\tdisease\tT-cell lymphoma\n"
	"C\tMONDO:6\tdisease\tnon-Hodgkin's lymphoma\n"
	"N\tMONDO:1\texact\tALL\tcp\nN\tMONDO:77\texact\tnowhere\nC\tCHEBI:1\tdrug\timatinib\n"
	"C\tNCBIGene:1\tmarker\tTNF-alpha\n"
	"C\tMONDO:11\tdisease\tunclear ailment\t\t\tconsider=MONDO:1|MONDO:2\n"
	"C\tMONDO:8\tdisease\tdiabetes mellitus type 2\nC\tMONDO:10\tdisease\tlung cancer\n";

static const char text[] =
	"Acute lymphoblastic leukaemia (ALL) and old leukemias. ALL with B- and T-cell lymphomas, non-\nHodgkin "
	"lymphoma; cancer of "
	"the lung, TNF-\xce\xb1, imatinib \xff in diabetes mellitus type II. A breast cancer resistance "
	"protein (BCRP) was seen, and an unclear ailment. No lung cancer, possible lung cancer or history of leukemia in his father; "
	"imatinib was stopped.\n\nALLERGIES: imatinib\nPAST MEDICAL HISTORY:\n1. leukemia\nOTHER:\nleukemia";

static onto_status write_all(const onto_tags *tags, onto_error *error)
{
	onto_document document = {.size = sizeof(onto_document), .id = "one", .text = text, .length = sizeof text - 1};
	const char *name, *bytes;
	size_t length;
	for (size_t i = 0; (name = onto_format_name(i, NULL)) != NULL; i++) {
		onto_writer *writer;
		onto_status status = onto_writer_new(name, NULL, &writer, error);
		if (status != ONTO_OK) {
			return status;
		}
		status = onto_writer_begin(writer, &bytes, &length, error);
		if (status == ONTO_OK) {
			status = onto_writer_document(writer, &document, tags, &bytes, &length, error);
		}
		if (status == ONTO_OK) {
			status = onto_writer_append(writer, &document, tags, &bytes, &length, error);
		}
		if (status == ONTO_OK) {
			status = onto_writer_end(writer, &bytes, &length, error);
		}
		onto_writer_free(writer);
		if (status != ONTO_OK) {
			return status;
		}
	}
	return ONTO_OK;
}

static onto_status tag_all(const onto_dictionary *dictionary, onto_error *error)
{
	static const char *const vocabularies[] = {"MESH", "MONDO", "CHEBI", "NCBIGene"};
	onto_tag_options options = {.size = sizeof(onto_tag_options),
	                            .vocabularies = vocabularies,
	                            .vocabulary_count = 4,
	                            .overlap = ONTO_ALL,
	                            .offer_retired = true,
	                            .offer_ambiguous = true,
	                            .tell_places = true};
	onto_tagger *tagger;
	const onto_tags *tags;
	onto_status status = onto_tagger_new(dictionary, &options, &tagger, error);
	for (int round = 0; round < 2 && status == ONTO_OK; round++) {
		status = onto_tagger_tag(tagger, text, sizeof text - 1, &tags, error);
	}
	if (status == ONTO_OK) {
		status = tags->mention_count >= 6 ? write_all(tags, error) : ONTO_UNKNOWN;
	}
	onto_tagger_free(tagger);
	return status;
}

/* What lies above and below, and mentions kept by it. */
static onto_status filter_all(const onto_dictionary *dictionary, onto_error *error)
{
	onto_concept_id leukemia = onto_dictionary_find(dictionary, "MONDO:2"), below[16];
	const onto_filter_options options = {.size = sizeof(onto_filter_options),
	                                     .within = &leukemia,
	                                     .within_count = 1,
	                                     .without = &leukemia,
	                                     .targets = &leukemia,
	                                     .target_count = 1};
	onto_hierarchy *hierarchy = NULL;
	onto_filter *filter = NULL;
	onto_tagger *tagger = NULL;
	onto_copies *copies = NULL;
	const onto_tags *tags;
	const onto_tags *copy;
	onto_status status = onto_hierarchy_new(dictionary, &hierarchy, error);
	if (status == ONTO_OK) {
		assert_int_equal(onto_hierarchy_descendants(hierarchy, leukemia, below, COUNT(below)), 1);
		status = onto_filter_new(hierarchy, &options, &filter, error);
	}
	if (status == ONTO_OK) {
		status = onto_tagger_new(dictionary,
		                         &(onto_tag_options){.size = sizeof(onto_tag_options),
		                                             .offer_retired = true,
		                                             .offer_ambiguous = true,
		                                             .tell_places = true},
		                         &tagger, error);
	}
	if (status == ONTO_OK) {
		status = onto_tagger_tag(tagger, text, sizeof text - 1, &tags, error);
	}
	if (status == ONTO_OK) {
		status = onto_filter_tags(filter, tags, &tags, error);
	}
	if (status == ONTO_OK) {
		status = onto_copies_new(&copies, error);
	}
	if (status == ONTO_OK) {
		status = onto_copies_tags(copies, tags, &copy, error);
	}
	if (status == ONTO_OK) {
		assert_true(copy->mention_count >= 2);
		assert_int_equal(copy->offer_count, 1);
		assert_true(copy->place_count >= 10);
		assert_int_equal(copy->offers[0].successor_count, 2);
	}
	onto_copies_free(copies);
	onto_tagger_free(tagger);
	onto_filter_free(filter);
	onto_hierarchy_free(hierarchy);
	return status;
}

/* Terms that between them take every step of the normalizer. */
static const struct {
	const char *term;
	bool found;
} terms[] = {
	{"acute lymphoblastic leukemia", true},
	{"ALL (acute lymphoblastic leukaemia)", true},
	{"leukemia, lymphoblastic, acute", true},
	{"acute lymfoblastic leukemia", true},
	{"lungcancer", true},
	{"lym phoma B cell", true},
	{"type II diabetes", true},
	{"unclear ailment", true},
	{"imatinib mesylate 400 mg", true},
	{"CaCl2", false},
	{"nephrotoxicity", false},
	{"", false},
	{"\xff", false},
};

static onto_status find_terms(onto_normalizer *normalizer, onto_error *error)
{
	onto_status status = ONTO_OK;
	for (size_t i = 0; i < COUNT(terms) && status == ONTO_OK; i++) {
		size_t count;
		status = onto_normalizer_find(normalizer, terms[i].term, strlen(terms[i].term), &count, error);
		if (status == ONTO_OK && (count > 0) != terms[i].found) {
			fail_msg("'%s': %zu candidates", terms[i].term, count);
		}
	}
	return status;
}

static onto_status normalize_all(const onto_dictionary *dictionary, onto_error *error)
{
	static const char *const vocabularies[] = {"MONDO", "MESH", "CHEBI"};
	const onto_normalize_options options[] = {
		{.size = sizeof(onto_normalize_options)},
		{.size = sizeof(onto_normalize_options), .vocabularies = vocabularies, .vocabulary_count = 3}};
	onto_normalizer_index *index;
	onto_status status = onto_normalizer_index_new(dictionary, &index, error);
	for (size_t i = 0; i < COUNT(options) && status == ONTO_OK; i++) {
		onto_normalizer *normalizer;
		status = onto_normalizer_new(index, &options[i], &normalizer, error);
		if (status == ONTO_OK) {
			status = find_terms(normalizer, error);
		}
		onto_normalizer_free(normalizer);
	}
	onto_normalizer_index_free(index);
	return status;
}

static onto_status run(const char *path, onto_error *error)
{
	onto_dictionary *dictionary = NULL;
	onto_builder *builder;
	onto_status status = onto_builder_new(&builder, error);
	if (status == ONTO_OK) {
		status = onto_builder_load_memory(builder, "rows", rows, sizeof rows - 1, error);
	}
	if (status == ONTO_OK) {
		status = onto_builder_left_out(builder, "another reason", 1, error);
	}
	if (status == ONTO_OK) {
		status = onto_builder_write(builder, path, error);
	}
	if (status == ONTO_OK) {
		status = onto_dictionary_load(&path, 1, &plain_rows, &dictionary, error);
	}
	if (status == ONTO_OK) {
		onto_dictionary_free(dictionary);
		status = onto_dictionary_freeze(builder, &dictionary, error);
	}
	onto_builder_free(builder);
	if (status == ONTO_OK) {
		status = tag_all(dictionary, error);
	}
	if (status == ONTO_OK) {
		status = onto_dictionary_compile(dictionary, path, error);
	}
	onto_dictionary_free(dictionary);
	return status;
}

typedef onto_status (*user)(const onto_dictionary *dictionary, onto_error *error);

/* Weights with sources, more rows than there is room for at first, and a profile. */
static onto_status judge_all(const onto_dictionary *dictionary, onto_error *error)
{
	onto_tag_options options = {.size = sizeof(onto_tag_options), .tell_places = true};
	onto_judge *judge = NULL;
	onto_tagger *tagger = NULL;
	const onto_tags *tags;
	static char weights[60000] =
		"default\tdisease\tjudges=MONDO\t0\nmine\tdisease\tjudges=LAB\t0\n"
		"default\tmarker\tjudges=*\t0\n";
	for (size_t i = 0, used = strlen(weights); i < 1200 && !strstr(weights, "=1199\t"); i++) {
		used += (size_t)snprintf(weights + used, sizeof weights - used, "mine\tdisease\tbefore=%zu\t0.10\n", i);
	}
	onto_status status = onto_judge_parse("weights", weights, strlen(weights), "mine", &judge, error);
	options.judge = judge;
	if (status == ONTO_OK) {
		status = onto_tagger_new(dictionary, &options, &tagger, error);
	}
	for (int round = 0; round < 2 && status == ONTO_OK; round++) {
		status = onto_tagger_tag(tagger, text, sizeof text - 1, &tags, error);
	}
	if (status == ONTO_OK) {
		assert_true(tags->place_count >= 10);
	}
	onto_tagger_free(tagger);
	onto_judge_free(judge);
	return status;
}

/* ---- documents ----------------------------------------------------------------------------------------------- */

#define LONG "A text on leukemia, of more bytes than any small buffer has, so that it must grow: \xc3\xa9."

static const struct {
	const char *format, *bytes;
} files[] = {
	{"jsonl", "{\"id\":1,\"text\":\"" LONG "\",\"mentions\":[1],\"n\":123456789012345678901234567890}\n"},
	{"jsonl",
     "{\"text\":\"A text on leukemia, of more bytes than any small buffer has, so that it must grow: \\u00e9.\"}"},
	{"json", "[{\"text\":\"" LONG
             "\",\"denotations\":[{\"id\":\"T1\",\"span\":{\"begin\":10,\"end\":18},\"obj\":\"X\"}]}]"},
	{"json", "{\"columns\":[\"id\",\"text\"],\"data\":[[1,\"" LONG "\"]]}"},
	{"json", "{\"id\":{\"0\":7},\"text\":{\"0\":\"" LONG "\"}}"},
	{"json", "[\"" LONG "\"]"},
	{"csv", "id,text\n1,\"" LONG "\"\n"},
	{"bioc-json",
     "{\"source\":\"s\",\"documents\":[{\"id\":\"1\",\"infons\":{},\"passages\":[{\"offset\":0,\"infons\":{},\"text\":\"" LONG
     "\",\"annotations\":[{\"id\":\"1\",\"infons\":{\"type\":\"Disease\"},\"locations\":[{\"offset\":10,\"length\":8}]}]}]}]}"},
	{"pubtator", "1|t|" LONG "\n1|a|\n1\t10\t18\tleukemia\tDisease\tD1\n\n"},
	{"text", LONG},
};

/* Reads each document and writes it again in each format. The text is never another. */
static onto_status read_and_write_all(const onto_dictionary *dictionary, onto_error *error)
{
	static const onto_write_options keep = {.size = sizeof keep, .keep = true};
	(void)dictionary;
	for (size_t i = 0; i < COUNT(files); i++) {
		const onto_document *d = NULL;
		const char *name, *bytes;
		size_t length;
		onto_reader *reader = NULL;
		onto_status status = onto_reader_open_memory("file", files[i].bytes, strlen(files[i].bytes),
		                                             files[i].format, NULL, &reader, error);
		if (status == ONTO_OK) {
			status = onto_reader_next(reader, &d, error);
		}
		if (status == ONTO_OK) {
			size_t end = strcmp(files[i].format, "pubtator") == 0; /* the abstract is empty */
			assert_non_null(d);
			assert_int_equal(d->length, sizeof LONG - 1 + end);
			assert_memory_equal(d->text, LONG, sizeof LONG - 1);
		}
		for (size_t f = 0; status == ONTO_OK && (name = onto_format_name(f, NULL)) != NULL; f++) {
			onto_writer *writer;
			status = onto_writer_new(name, &keep, &writer, error);
			if (status == ONTO_OK) {
				status = onto_writer_document(writer, d, &(onto_tags){0}, &bytes, &length, error);
				onto_writer_free(writer);
			}
		}
		onto_reader_free(reader);
		if (status != ONTO_OK) {
			return status;
		}
	}
	return ONTO_OK;
}

/* Fails each allocation in turn that something makes which uses a dictionary; gives how many there were. */
static size_t fail_each(const onto_dictionary *dictionary, user use)
{
	size_t number = 1;
	for (;; number++) {
		onto_error error = {0};
		left = number;
		live = 0;
		failed = false;
		counting = true;
		onto_status status = use(dictionary, &error);
		counting = false;
		if (live) {
			fail_msg("allocation %zu failed: %zu pieces were not given back", number, live);
		}
		if (!failed) {
			must(status, &error);
			return number - 1;
		}
		if (status != ONTO_NO_MEMORY || error.status != ONTO_NO_MEMORY) {
			fail_msg("allocation %zu failed: status %d, error %d: %s", number, (int)status, (int)error.status,
			         error.message);
		}
	}
}

/* A dictionary whose taggers share the library's own cues and weights already, so that no run leaves them
 * behind. */
static onto_dictionary *dictionary_with_own_rows(void)
{
	onto_dictionary *dictionary = dictionary_of(rows);
	onto_tagger_free(tagger_of(dictionary, NULL));
	return dictionary;
}

static void every_allocation_of_a_hierarchy_and_a_filter_may_fail(void **state)
{
	(void)state;
	onto_dictionary *dictionary = dictionary_with_own_rows();
	assert_true(fail_each(dictionary, filter_all) > 30);
	onto_dictionary_free(dictionary);
}

static void every_allocation_of_a_judge_may_fail(void **state)
{
	(void)state;
	onto_dictionary *dictionary = dictionary_with_own_rows();
	assert_true(fail_each(dictionary, judge_all) > 30);
	onto_dictionary_free(dictionary);
}

static void every_allocation_of_a_normalizer_may_fail(void **state)
{
	(void)state;
	onto_dictionary *dictionary = dictionary_of(rows);
	assert_true(fail_each(dictionary, normalize_all) > 50);
	onto_dictionary_free(dictionary);
}

/* Those of jansson, too. */
static void every_allocation_of_a_document_may_fail(void **state)
{
	(void)state;
	json_set_alloc_funcs(__wrap_malloc, __wrap_free);
	assert_true(fail_each(NULL, read_and_write_all) > 300);
	json_set_alloc_funcs(__real_malloc, __real_free);
}

/* What a writer has appended is still there where the next document fails, wherever it does. */
static void a_writer_survives_a_failure(void **state)
{
	(void)state;
	char words[4000];
	for (size_t i = 0; i < sizeof words; i++) {
		words[i] = i % 2 ? ' ' : 'a';
	}
	const onto_document documents[] = {
		{.size = sizeof(onto_document), .id = "one", .text = text, .length = sizeof text - 1},
		{.size = sizeof(onto_document), .id = "two", .text = words, .length = sizeof words}};
	const onto_tags none = {0};
	size_t number = 0;
	for (failed = true; failed;) {
		onto_writer *writer;
		onto_error error = {0};
		const char *bytes;
		char before[1000];
		size_t length, one;
		must(onto_writer_new("conll", NULL, &writer, &error), &error);
		must(onto_writer_append(writer, &documents[0], &none, &bytes, &one, &error), &error);
		assert_in_range(one, 100, sizeof before);
		memcpy(before, bytes, one);
		left = ++number;
		failed = false;
		counting = true;
		onto_status status = onto_writer_append(writer, &documents[1], &none, &bytes, &length, &error);
		counting = false;
		assert_int_equal(status, failed ? ONTO_NO_MEMORY : ONTO_OK);
		assert_true(failed ? length == one : length > one + sizeof words);
		assert_memory_equal(bytes, before, one);
		onto_writer_free(writer);
	}
	assert_true(number > 3);
}

/* A normalizer that ran out of memory for one term finds the next as if nothing had been. */
static void a_normalizer_survives_a_failure(void **state)
{
	(void)state;
	onto_dictionary *dictionary = dictionary_of(rows);
	onto_normalizer_index *index;
	onto_error error = {0};
	must(onto_normalizer_index_new(dictionary, &index, &error), &error);
	failed = true;
	for (size_t number = 1; failed; number++) {
		onto_normalizer *normalizer;
		must(onto_normalizer_new(index, NULL, &normalizer, &error), &error);
		left = number;
		failed = false;
		counting = true;
		onto_status status = find_terms(normalizer, &error);
		counting = false;
		assert_int_equal(status, failed ? ONTO_NO_MEMORY : ONTO_OK);
		must(find_terms(normalizer, &error), &error);
		onto_normalizer_free(normalizer);
	}
	onto_normalizer_index_free(index);
	onto_dictionary_free(dictionary);
}

static void every_allocation_may_fail(void **state)
{
	(void)state;
	char folder[64], path[100];
	make_folder(folder);
	strcat(strcpy(path, folder), "/a.dict.gz");
	size_t number = 1;
	for (;; number++) {
		onto_error error = {0};
		left = number;
		live = 0;
		failed = false;
		counting = true;
		onto_status status = run(path, &error);
		counting = false;
		if (live) {
			fail_msg("allocation %zu failed: %zu pieces were not given back", number, live);
		}
		if (!failed) {
			must(status, &error);
			break;
		}
		if (status != ONTO_NO_MEMORY || error.status != ONTO_NO_MEMORY) {
			fail_msg("allocation %zu failed: status %d, error %d: %s", number, (int)status, (int)error.status,
			         error.message);
		}
		unlink(path);
		assert_int_equal(files_in(folder), 0);
	}
	print_message("%zu allocations\n", number - 1);
	assert_true(number > 150);
	remove_folder(folder);
}

/* A tagger that ran out of memory in one text tags the next as if nothing had been. */
static size_t fail_in(const char *bytes, size_t length)
{
	onto_dictionary *dictionary = dictionary_of(rows);
	onto_tagger *reference = tagger_of(dictionary, NULL);
	const onto_tags *expected, *tags;
	onto_error error = {0};
	static const char other[] = "ALL is seen in all; T- and B-cell lymphoma (TBL), TBL. BCRP and ALL too.";
	must(onto_tagger_tag(reference, other, sizeof other - 1, &expected, &error), &error);
	size_t number = 0;
	for (failed = true; failed;) {
		onto_tagger *tagger = tagger_of(dictionary, NULL);
		left = ++number;
		failed = false;
		counting = true;
		onto_status status = onto_tagger_tag(tagger, bytes, length, &tags, &error);
		counting = false;
		assert_true(status == ONTO_OK || !tags);
		must(onto_tagger_tag(tagger, other, sizeof other - 1, &tags, &error), &error);
		if (!same_tags(expected, tags)) {
			fail_msg("allocation %zu failed in one text and changed the next", number);
		}
		onto_tagger_free(tagger);
	}
	onto_tagger_free(reference);
	onto_dictionary_free(dictionary);
	return number - 1;
}

static void a_tagger_survives_a_failure(void **state)
{
	(void)state;
	assert_true(fail_in(text, sizeof text - 1) > 10);
}

/* Results of markers: values with units and texts of their own, statuses, lists. */
static void a_tagger_survives_a_failure_in_results(void **state)
{
	(void)state;
	static const char results[] =
		"TNF-alpha was 3,257 ng/mL (reference 120-246); TNF-alpha 1:320. Positive for TNF-alpha, TNF-alpha (2+) and not TNF-alpha. "
		"TNF-alpha and TNF-alpha were 41 and 110 U/L respectively.";
	assert_true(fail_in(results, sizeof results - 1) > 10);
}

/* A text of so many words that what was learnt of them has to move. */
static void a_tagger_survives_a_failure_in_a_long_text(void **state)
{
	(void)state;
	enum { WORDS = 7000, EACH = 5 };
	static char words[WORDS * EACH];
	for (size_t i = 0; i < WORDS; i++) {
		size_t number = i;
		for (size_t k = 0; k < EACH - 1; k++, number /= 26) {
			words[i * EACH + k] = (char)('a' + number % 26);
		}
		words[i * EACH + EACH - 1] = ' ';
	}
	assert_true(fail_in(words, sizeof words) > 30);
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

typedef struct input {
	const char *name, *format, *content;
	bool lines;
	size_t documents;
	const char *output; /* NULL: pubtator */
} input;

static const input inputs[] = {
	{"a.txt", "brat", "\xc3\xa9 breast and ovarian cancer", false, 1, NULL},
	{"a.txt", "text", "\xc3\xa9 breast and ovarian cancer", false, 1, NULL},
	{"a.txt", "text", "breast\nand ovarian\ncancer", true, 3, NULL},
	{"a.pubtator", NULL,
     "1|t|\xc3\xa9 asthma\n1|a|asthma\n1\t2\t8\tasthma\tDisease\tD1\n1\tCID\tD1\tD2\n\n2|t|x\n2|a|y\n", false, 2,
     NULL},
	{"a.txt", "brat", "\xc3\xa9 breast and ovarian cancer", false, 1, "brat"},
	{"a.tsv", "tsv", "id\ttext\n1\tasthma\n2\tx\n", false, 2, "jsonl"},
	{"a.jsonl", "jsonl", "{\"id\":\"1\",\"text\":\"\xc3\xa9\",\"a\":1}\n{\"text\":\"x\"}\n", false, 2, "jsonl"},
	{"a.json", "bioc-json",
     "{\"source\":\"s\",\"documents\":[{\"id\":\"1\",\"passages\":[{\"offset\":0,\"text\":\"\xc3\xa9 asthma\","
     "\"annotations\":[{\"id\":\"1\",\"infons\":{\"type\":\"Disease\"},\"locations\":[{\"offset\":2,\"length\":6}]}]}]},"
     "{\"id\":\"2\",\"passages\":[]}]}",
     false, 2, "bioc-xml"},
	{"a.xml", "bioc-xml",
     "<collection><source>s</source><document><id>1</id><passage><infon key=\"a\">b</infon><offset>0</offset>"
     "<text>asthma</text><annotation id=\"1\"><infon key=\"type\">Disease</infon><location offset=\"0\" "
     "length=\"6\"/><text>asthma</text></annotation></passage></document></collection>",
     false, 1, "bioc-json"},
};

static const char standoff[] =
	"T1\tDisease 2 8;20 26\tbreast cancer\nT2\tDisease 13 26\tovarian cancer\n"
	"N1\tReference T1 MONDO:1\tx\nN2\tReference T1 MONDO:2\tx\nR1\tWith Arg1:T1 Arg2:T2\n";

/* Reads to the end, however many failures there are on the way; the first of them comes back. */
static onto_status read_and_write(const char *path, const input *input, size_t *documents, onto_error *error)
{
	const onto_document *document = NULL;
	const char *bytes;
	size_t length;
	onto_reader *reader = NULL;
	onto_writer *writer = NULL;
	*documents = 0;
	onto_status status = onto_reader_open(
		path, input->format, &(onto_read_options){.size = sizeof(onto_read_options), .lines = input->lines},
		&reader, error);
	if (status == ONTO_OK) {
		const char *output = input->output ? input->output : "pubtator";
		status = onto_writer_new(output, &(onto_write_options){.size = sizeof(onto_write_options), .keep = true},
		                         &writer, error);
	}
	onto_status first = status;
	for (size_t calls = 0; reader && writer; calls++) {
		assert_true(calls < 100);
		status = onto_reader_next(reader, &document, error);
		if (status == ONTO_OK && !document) {
			break;
		}
		if (status == ONTO_OK) {
			++*documents;
			status = onto_writer_document(writer, document, &(onto_tags){0}, &bytes, &length, error);
		}
		first = first == ONTO_OK ? status : first;
	}
	onto_writer_free(writer);
	onto_reader_free(reader);
	return first;
}

static void every_allocation_of_reading_may_fail(void **state)
{
	(void)state;
	char folder[64], path[100];
	make_folder(folder);
	strcat(strcpy(path, folder), "/a.ann");
	write_file(path, standoff, sizeof standoff - 1);
	for (size_t i = 0; i < COUNT(inputs); i++) {
		strcat(strcat(strcpy(path, folder), "/"), inputs[i].name);
		write_file(path, inputs[i].content, strlen(inputs[i].content));
		failed = true;
		for (size_t number = 1; failed; number++) {
			onto_error error = {0};
			size_t documents;
			left = number;
			live = 0;
			failed = false;
			counting = true;
			onto_status status = read_and_write(path, &inputs[i], &documents, &error);
			counting = false;
			if (live) {
				fail_msg("%s, allocation %zu failed: %zu pieces were not given back", inputs[i].name, number, live);
			}
			if (failed) {
				assert_int_equal(status, ONTO_NO_MEMORY);
			} else {
				must(status, &error);
				assert_int_equal(documents, inputs[i].documents);
			}
		}
	}
	remove_folder(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_allocation_may_fail),
		cmocka_unit_test(a_tagger_survives_a_failure),
		cmocka_unit_test(a_tagger_survives_a_failure_in_results),
		cmocka_unit_test(a_tagger_survives_a_failure_in_a_long_text),
		cmocka_unit_test(every_allocation_of_a_hierarchy_and_a_filter_may_fail),
		cmocka_unit_test(every_allocation_of_a_judge_may_fail),
		cmocka_unit_test(every_allocation_of_a_document_may_fail),
		cmocka_unit_test(every_allocation_of_a_normalizer_may_fail),
		cmocka_unit_test(a_writer_survives_a_failure),
		cmocka_unit_test(a_normalizer_survives_a_failure),
		cmocka_unit_test(every_allocation_of_reading_may_fail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
