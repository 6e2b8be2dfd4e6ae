/* ontotag normalize: whole strings in, the concepts that they stand for out. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"
#include "command/print.h"

static const option_record options[] = {
	{'d', "dictionary", "DICT", "a dictionary; several are layered (default: the embedded one)"},
	{'c', "column", "NAME|N",
     "the arguments are TSV files: take this column of them, by its name in the first row or its number"},
	{0, "header", NULL, "with a column's number: the first row of each file is a header and no term"},
	{'o', "output", "FORMAT", "how to write: terminal, jsonl, tsv (default: terminal or jsonl)"},
	{'n', "top", "N", "at most so many candidates a term (default 10)"},
	{'b', "best", NULL, "the best candidate alone: --top 1"},
	{'m', "min-score", "S", "no candidate with a lower score, of 0 to 1 (default 0.5)"},
	{'t', "types", "TYPE,...", "only these: disease, drug, marker"},
	{0, "vocabulary", "NAME,...", "only codes of these vocabularies, in this order, and candidates that have one"},
	{0, "without", "WAY,...",
     "ways of matching that are not used: plural, order, abbreviation, words, typing, ..."},
	{0, "no-starter", NULL, "only the dictionaries that are given, without the embedded one under them"},
	{0, "no-curation", NULL, "take the dictionaries as they are, without the curation that comes with the program"},
	{'e', "explain", NULL,
     "on a terminal: the name that matched, where it is from, and what lies between it and the term"},
	{0}};
enum {
	DICTIONARY,
	COLUMN,
	HEADER,
	OUTPUT,
	TOP,
	BEST,
	MIN_SCORE,
	TYPES,
	VOCABULARY,
	WITHOUT,
	NO_STARTER,
	NO_CURATION,
	EXPLAIN
};

typedef enum output { TERMINAL, JSONL, TSV, OUTPUTS } output; /* OUTPUTS: not said */
static const char *const output_words[OUTPUTS] = {"terminal", "jsonl", "tsv"};

typedef struct settings {
	const char **dictionaries, **operands, **vocabularies;
	size_t dictionary_count, operand_count;
	const char *column;
	output output;
	bool explain, header;
	unsigned load;
	onto_normalize_options normalize;
} settings;

typedef struct run_state {
	const settings *settings;
	const onto_dictionary *dictionary;
	onto_normalizer *normalizer;
	onto_error error;
	size_t width;
} run_state;

/* ---- settings ------------------------------------------------------------------------------------------------ */

static bool take_vocabulary(void *context, const char *word)
{
	settings *s = context;
	s->vocabularies[s->normalize.vocabulary_count++] = word;
	return true;
}

static bool take_output(settings *s, const char *word)
{
	for (size_t i = 0; i < OUTPUTS; i++) {
		if (strcmp(word, output_words[i]) == 0) {
			s->output = (output)i;
			return true;
		}
	}
	fprintf(stderr, "ontotag normalize: no output format '%s' (terminal, jsonl, tsv)\n", word);
	return false;
}

static bool take_top(settings *s, const char *word)
{
	char *end;
	unsigned long top = strtoul(word, &end, 10);
	bool good = *word >= '0' && *word <= '9' && !*end && top > 0 && top <= 1000000;
	if (!good) {
		fprintf(stderr, "ontotag normalize: no number of candidates '%s' (1 or more)\n", word);
	}
	s->normalize.top = top;
	return good;
}

static bool take_min_score(settings *s, const char *word)
{
	char *end;
	double score = strtod(word, &end);
	bool good = *word && !*end && score >= 0 && score <= 1;
	if (!good) {
		fprintf(stderr, "ontotag normalize: no score '%s' (0 to 1)\n", word);
	}
	s->normalize.min_score = score > 0 ? score : 1e-9; /* 0 would be the default */
	return good;
}

static bool take(const command *self, int option, const char *value, void *context)
{
	settings *s = context;
	switch (option) {
	case ARGUMENT_OPERAND: s->operands[s->operand_count++] = value; return true;
	case DICTIONARY: s->dictionaries[s->dictionary_count++] = value; return true;
	case COLUMN: s->column = value; return true;
	case HEADER: s->header = true; return true;
	case OUTPUT: return take_output(s, value);
	case TOP: return take_top(s, value);
	case BEST: s->normalize.top = 1; return true;
	case MIN_SCORE: return take_min_score(s, value);
	case TYPES: return each_word(self, (char *)value, "type", take_type, &s->normalize.types);
	case VOCABULARY: return each_word(self, (char *)value, "vocabulary", take_vocabulary, s);
	case WITHOUT: return each_word(self, (char *)value, "way of matching", take_transformation, &s->normalize.without);
	case NO_STARTER: s->load |= LOAD_NO_STARTER; return true;
	case NO_CURATION: s->load |= LOAD_UNCURATED; return true;
	default: s->explain = true; return true;
	}
}

/* ---- output -------------------------------------------------------------------------------------------------- */

/* The concept whose name matched, and whether it is retired. */
static bool is_retired(const run_state *run, const onto_candidate *c, onto_concept *concept)
{
	onto_dictionary_concept(run->dictionary, c->concept, concept);
	return concept->standing != ONTO_LIVE;
}

/* The concept whose mapping led to a code, or, where it is a concept's own, the one whose name matched; NULL: it is that. */
static const char *via_of(const run_state *run, const onto_candidate *c, size_t code)
{
	onto_concept concept;
	onto_dictionary_concept(run->dictionary, c->concept, &concept);
	const char *via = c->provenance[code].via ? c->provenance[code].via : concept.code;
	return strcmp(via, c->codes[code]) != 0 ? via : NULL;
}

static void json_mappings(const run_state *run, const onto_candidate *c)
{
	bool first = true;
	for (size_t i = 0; run->settings->normalize.vocabulary_count && i < c->code_count; i++) {
		const char *via = via_of(run, c, i);
		if (via) {
			fputs(first ? ",\"mappings\":[{\"code\":" : ",{\"code\":", stdout);
			print_json_text(stdout, c->codes[i]);
			printf(",\"predicate\":\"%s\",\"via\":", onto_predicate_word(c->provenance[i].predicate));
			print_json_text(stdout, via);
			putchar('}');
			first = false;
		}
	}
	fputs(first ? "" : "]", stdout);
}

static void json_retired(const run_state *run, const onto_candidate *c, const onto_concept *concept)
{
	onto_successor s;
	fputs(",\"retired\":{\"code\":", stdout);
	print_json_text(stdout, concept->code);
	printf(",\"standing\":\"%s\"", standing_word(concept->standing));
	for (size_t i = 0; onto_dictionary_successor(run->dictionary, c->concept, i, &s); i++) {
		bool replaced = concept->standing == ONTO_REPLACED;
		fputs(i ? ",{\"code\":" : replaced ? ",\"successor\":" : ",\"consider\":[{\"code\":", stdout);
		print_json(stdout, s.code, s.length);
		if (!replaced && s.name) {
			fputs(",\"name\":", stdout);
			print_json_text(stdout, s.name);
		}
		fputs(replaced ? "" : "}", stdout);
	}
	fputs(concept->standing == ONTO_CONSIDER ? "]}" : "}", stdout);
}

static void json_span(const char *key, const char *term, onto_span span)
{
	printf("\"%s\":", key);
	print_json(stdout, term + span.start, span.end - span.start);
	printf(",\"%s_span\":{\"start\":%zu,\"end\":%zu}", key, span.start, span.end);
}

static void json_candidate(const run_state *run, const char *term, const onto_candidate *c)
{
	onto_concept concept;
	fputs("{\"codes\":[", stdout);
	for (size_t i = 0; i < c->code_count; i++) {
		fputs(i ? "," : "", stdout);
		print_json_text(stdout, c->codes[i]);
	}
	putchar(']');
	json_mappings(run, c);
	fputs(",\"name\":", stdout);
	print_json_text(stdout, c->name);
	printf(",\"score\":%.3f,\"type\":\"%s\",\"matched\":", c->score, onto_type_word(c->type));
	print_json_text(stdout, c->matched);
	printf(",\"scope\":\"%s\",\"source\":", onto_scope_word(c->scope));
	print_json_text(stdout, c->source);
	fputs(",\"release\":", stdout);
	print_json_text(stdout, release_of(run->dictionary, c->source));
	fputs(",\"by\":[", stdout);
	print_ways(stdout, c->transformations, "\"", "\"", ",");
	putchar(']');
	if (c->transformations & ONTO_BY_ABBREVIATION) {
		fputs(",\"abbreviation\":{", stdout);
		json_span("short", term, c->abbreviation.short_form);
		putchar(',');
		json_span("long", term, c->abbreviation.long_form);
		putchar('}');
	}
	if (is_retired(run, c, &concept)) {
		json_retired(run, c, &concept);
	}
	putchar('}');
}

static void write_json(const run_state *run, const char *term, size_t length)
{
	const onto_candidate *c;
	fputs("{\"term\":", stdout);
	print_json(stdout, term, length);
	fputs(",\"candidates\":[", stdout);
	for (size_t i = 0; (c = onto_normalizer_candidate(run->normalizer, i)); i++) {
		fputs(i ? "," : "", stdout);
		json_candidate(run, term, c);
	}
	fputs("]}\n", stdout);
}

/* Two columns: predicates and the codes that the mappings start from, beside the codes; empty where none were asked for. */
static void tsv_mappings(const run_state *run, const onto_candidate *c)
{
	size_t count = run->settings->normalize.vocabulary_count ? c->code_count : 0;
	putchar('\t');
	for (size_t i = 0; i < count; i++) {
		printf("%s%s", i ? "|" : "", onto_predicate_word(c->provenance[i].predicate));
	}
	putchar('\t');
	for (size_t i = 0; i < count; i++) {
		const char *via = via_of(run, c, i);
		printf("%s%s", i ? "|" : "", via ? via : "");
	}
}

static void write_tsv(const run_state *run, const char *term, size_t length)
{
	onto_concept concept;
	const onto_candidate *c;
	for (size_t i = 0; (c = onto_normalizer_candidate(run->normalizer, i)); i++) {
		print_field(stdout, term, length);
		printf("\t%.3f\t", c->score);
		print_codes(stdout, c->codes, c->code_count, "|");
		putchar('\t');
		print_field(stdout, c->name, strlen(c->name));
		printf("\t%s\t", onto_type_word(c->type));
		print_field(stdout, c->matched, strlen(c->matched));
		printf("\t%s\t%s\t%s\t", onto_scope_word(c->scope), c->source, release_of(run->dictionary, c->source));
		print_ways(stdout, c->transformations, "", "", "|");
		tsv_mappings(run, c);
		bool retired = is_retired(run, c, &concept);
		bool consider = retired && concept.standing != ONTO_REPLACED;
		printf("\t%s\t%s\n", retired ? concept.code : "", consider ? concept.successor : "");
	}
	if (!onto_normalizer_candidate(run->normalizer, 0)) {
		print_field(stdout, term, length);
		fputs("\t\t\t\t\t\t\t\t\t\t\t\t\t\n", stdout);
	}
}

static void explain(const run_state *run, const char *term, const onto_candidate *c)
{
	onto_concept concept;
	const char *release = release_of(run->dictionary, c->source);
	onto_dictionary_concept(run->dictionary, c->concept, &concept);
	printf("        matched \"%s\", %s name of %s in %s%s%s", c->matched, onto_scope_word(c->scope), concept.code,
	       c->source, *release ? " " : "", release);
	if (c->transformations) {
		fputs("; by ", stdout);
		print_ways(stdout, c->transformations, "", "", ", ");
	}
	if (c->transformations & ONTO_BY_ABBREVIATION) {
		onto_span s = c->abbreviation.short_form, l = c->abbreviation.long_form;
		fputs("; ", stdout);
		print_column(stdout, term + s.start, s.end - s.start, s.end - s.start);
		printf(" [%zu, %zu) stands for ", s.start, s.end);
		print_column(stdout, term + l.start, l.end - l.start, l.end - l.start);
		printf(" [%zu, %zu)", l.start, l.end);
	}
	putchar('\n');
	for (size_t i = 0; run->settings->normalize.vocabulary_count && i < c->code_count; i++) {
		const char *via = via_of(run, c, i);
		if (via) {
			printf("        %s is %s via %s\n", c->codes[i], onto_predicate_word(c->provenance[i].predicate), via);
		}
	}
}

/* What became of the concept whose name matched. */
static void terminal_retired(const run_state *run, const onto_candidate *c, const onto_concept *concept)
{
	static const char *const said[] = {"", "replaced by", "consider", "nothing replaces it"};
	onto_successor s;
	printf("        %s is retired: %s", concept->code, said[concept->standing]);
	for (size_t i = 0; onto_dictionary_successor(run->dictionary, c->concept, i, &s); i++) {
		printf("%s %.*s%s%s", i ? "," : "", (int)s.length, s.code, s.name ? " " : "", s.name ? s.name : "");
	}
	putchar('\n');
}

/* Never a broader code without the word for it. */
static void terminal_codes(const onto_candidate *c)
{
	for (size_t i = 0; i < c->code_count; i++) {
		onto_predicate predicate = c->provenance[i].predicate;
		bool plain = predicate == ONTO_MATCH_EXACT;
		printf("%s%s%s%s%s", i ? " " : "", c->codes[i], plain ? "" : " (", plain ? "" : onto_predicate_word(predicate),
		       plain ? "" : ")");
	}
	fputs(c->code_count ? "" : "-", stdout);
}

static void write_terminal(const run_state *run, const char *term, size_t length)
{
	size_t name_width = run->width > 70 ? run->width - 40 : 30;
	onto_concept concept;
	const onto_candidate *c = onto_normalizer_candidate(run->normalizer, 0);
	print_column(stdout, term, length, length < run->width ? length : run->width - 1);
	fputs(c ? "\n" : "\n        no match\n", stdout);
	for (size_t i = 0; (c = onto_normalizer_candidate(run->normalizer, i)); i++) {
		printf("  %.3f ", c->score);
		print_column(stdout, c->name, strlen(c->name), name_width);
		putchar(' ');
		terminal_codes(c);
		putchar('\n');
		if (is_retired(run, c, &concept)) {
			terminal_retired(run, c, &concept);
		}
		if (run->settings->explain) {
			explain(run, term, c);
		}
	}
}

/* ---- the run ------------------------------------------------------------------------------------------------- */

static onto_status normalize(run_state *run, const char *term, size_t length)
{
	static void (*const writers[OUTPUTS])(const run_state *, const char *, size_t) = {write_terminal, write_json, write_tsv};
	onto_status status = onto_normalizer_find(run->normalizer, term, length, NULL, &run->error);
	if (status == ONTO_OK) {
		writers[run->settings->output](run, term, length);
	}
	return status;
}

/* Field number `column`, from 0, of a row; false where the row is shorter. */
static bool cut_field(const char **text, size_t *length, size_t column)
{
	const char *at = *text, *end = *text + *length;
	for (; column; column--) {
		at = memchr(at, '\t', (size_t)(end - at));
		if (!at) {
			return false;
		}
		at++;
	}
	const char *tab = memchr(at, '\t', (size_t)(end - at));
	*text = at;
	*length = (size_t)((tab ? tab : end) - at);
	return true;
}

/* The column that is called so in the first row; SIZE_MAX where there is none. */
static size_t find_column(const char *row, size_t length, const char *name)
{
	for (size_t i = 0;; i++) {
		const char *field = row;
		size_t field_length = length;
		if (!cut_field(&field, &field_length, i)) {
			return SIZE_MAX;
		}
		if (field_length == strlen(name) && memcmp(field, name, field_length) == 0) {
			return i;
		}
	}
}

/* A column given by number, from 1; SIZE_MAX where it is none. */
static size_t column_number(const char *text)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);
	return *text >= '1' && *text <= '9' && !*end && number < 100000 ? number - 1 : SIZE_MAX;
}

/* One line of a file. `column` is SIZE_MAX until a name has been found in the first row. */
static onto_status take_line(run_state *run, const char *path, size_t line, size_t *column, const char *text,
                             size_t length)
{
	const char *wanted = run->settings->column;
	size_t mark = line == 1 && length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	text += mark;
	length -= mark;
	length -= length && text[length - 1] == '\r';
	if (wanted && *column == SIZE_MAX) {
		*column = find_column(text, length, wanted);
		return *column != SIZE_MAX
		           ? ONTO_OK
		           : onto_fail(&run->error, ONTO_UNKNOWN, path, line, "no column '%s' in the first row", wanted);
	}
	if (wanted && line == 1 && run->settings->header && column_number(wanted) != SIZE_MAX) {
		return ONTO_OK;
	}
	if (wanted && !cut_field(&text, &length, *column)) {
		return onto_fail(&run->error, ONTO_DAMAGED, path, line, "the row has no column %zu", *column + 1);
	}
	return normalize(run, text, length);
}

static onto_status take_file(run_state *run, const char *path)
{
	onto_reader *reader;
	const onto_document *document;
	const onto_read_options lines = {.size = sizeof(onto_read_options), .lines = true};
	size_t line = 0, column = run->settings->column ? column_number(run->settings->column) : SIZE_MAX;
	onto_status status = onto_reader_open(path, "text", &lines, &reader, &run->error);
	while (status == ONTO_OK) {
		status = onto_reader_next(reader, &document, &run->error);
		if (status != ONTO_OK || !document) {
			break;
		}
		status = take_line(run, path, ++line, &column, document->text, document->length);
	}
	onto_reader_free(reader);
	return status;
}

static int normalize_all(const settings *s)
{
	run_state run = {.settings = s, .width = terminal_width(stdout)};
	onto_dictionary *dictionary = NULL;
	onto_normalizer_index *index = NULL;
	int code = EXIT_FAILED;
	if (load_dictionaries_as(s->dictionaries, s->dictionary_count, s->load, &dictionary, &run.error) != ONTO_OK ||
	    onto_normalizer_index_new(dictionary, &index, &run.error) != ONTO_OK ||
	    onto_normalizer_new(index, &s->normalize, &run.normalizer, &run.error) != ONTO_OK) {
		print_error(&run.error);
		goto done;
	}
	run.dictionary = dictionary;
	if (s->output == TSV) {
		puts("term\tscore\tcodes\tname\ttype\tmatched\tscope\tsource\trelease\tby\tpredicate\tvia\tretired\tconsider");
	}
	onto_status status = ONTO_OK;
	if (!s->operand_count) {
		status = take_file(&run, "-");
	}
	for (size_t i = 0; i < s->operand_count && status == ONTO_OK && !ferror(stdout); i++) {
		status =
			s->column ? take_file(&run, s->operands[i]) : normalize(&run, s->operands[i], strlen(s->operands[i]));
	}
	if (status != ONTO_OK) {
		print_error(&run.error);
		goto done;
	}
	code = EXIT_CLEAN;
done:
	onto_normalizer_free(run.normalizer);
	onto_normalizer_index_free(index);
	onto_dictionary_free(dictionary);
	return code;
}

static int run(const command *self, int argc, char **argv)
{
	settings s = {.output = OUTPUTS, .normalize = {.size = sizeof s.normalize}};
	size_t words = argument_words(argc, argv);
	int code = EXIT_FAILED;
	s.dictionaries = calloc(words, sizeof *s.dictionaries);
	s.operands = calloc(words, sizeof *s.operands);
	s.vocabularies = calloc(words, sizeof *s.vocabularies);
	if (!s.dictionaries || !s.operands || !s.vocabularies) {
		fputs("ontotag: out of memory\n", stderr);
	} else {
		s.normalize.vocabularies = s.vocabularies;
		code = arguments_read(self, argc, argv, take, &s);
		if (s.output == OUTPUTS) {
			s.output = s.explain || isatty(STDOUT_FILENO) ? TERMINAL : JSONL;
		}
		if (code < 0) {
			code = normalize_all(&s);
		}
	}
	free(s.dictionaries);
	free(s.operands);
	free(s.vocabularies);
	return code;
}

const command command_normalize = {
	.name = "normalize",
	.arguments = "[-d DICT]... [OPTION]... [TERM... | --column NAME|N [FILE...]]",
	.summary = "give whole terms the concepts that they stand for, ranked",
	.details =
		"Takes each TERM, or a line a term from standard input, or a column of TSV files, plain or gzipped.\n\n"
		"The score, 0 to 1, says how much of the term and of the name that it was matched to is the same: the weight of the\n"
		"words that they share, twice, over the weight of all words of both; rare words weigh more, words that say no more than\n"
		"a kind (disease, syndrome) less. 1 is a preferred or exact name but for case, hyphens, accents and the like; from 0.9\n"
		"on, the same words in other forms or order; below, words differ or have typing errors. Numbers are never taken for\n"
		"one another, symbols never corrected. An abbreviation may stand beside the term, \"ALL (acute lymphoblastic\n"
		"leukemia)\", and a dose behind a drug, \"imatinib 400 mg\".\n\n"
		"With --vocabulary each code says how it was reached (predicate, via): exact, or, where a vocabulary has no code of the\n"
		"very thing, xref, close or broad. A name of a retired concept gives the codes of what replaced it, and says so. Where\n"
		"nothing certain did, the candidate has no codes and 0.9 of its score, and tells what to consider.\n\n"
		"A term that nothing is like has no candidates: an empty list (jsonl), a row of the term alone (tsv), \"no match\".\n"
		"Exit code: 0 clean, also where terms have no match; 1 something failed, 2 usage.\n",
	.options = options,
	.run = run,
};
