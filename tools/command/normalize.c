/* ontotag normalize: reads whole strings and writes the concepts that they stand for. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/candidates.h"
#include "command/normalize_options.h"
#include "command/print.h"

typedef struct run_state {
	const normalize_settings *settings;
	onto_normalizer *normalizer;
	candidates found;
	onto_error error;
	size_t width;
	bool told_encoding;
} run_state;

/* ---- settings ------------------------------------------------------------------------------------------------ */

static bool take(const command *self, int option, const char *value, void *context)
{
	onto_error error;
	if (normalize_settings_take(context, option, (char *)value, &error) != ONTO_OK) {
		fprintf(stderr, "ontotag %s: %s\n", self->name, error.message);
		return false;
	}
	return true;
}

/* ---- output -------------------------------------------------------------------------------------------------- */

static void explain(const run_state *run, const char *term, const onto_candidate *c)
{
	onto_concept concept;
	const char *release = release_of(run->found.dictionary, c->source);
	onto_dictionary_concept(run->found.dictionary, c->concept, &concept);
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
		const char *via = candidate_via(&run->found, c, i);
		if (via) {
			printf("        %s is %s via %s\n", c->codes[i], onto_predicate_word(c->provenance[i].predicate), via);
		}
	}
}

/* The standing of the concept whose name matched. */
static void terminal_retired(const run_state *run, const onto_candidate *c, const onto_concept *concept)
{
	static const char *const said[] = {"", "replaced by", "consider", "nothing replaces it"};
	onto_successor s;
	printf("        %s is retired: %s", concept->code, said[concept->standing]);
	for (size_t i = 0; onto_dictionary_successor(run->found.dictionary, c->concept, i, &s); i++) {
		printf("%s %.*s%s%s", i ? "," : "", (int)s.length, s.code, s.name ? " " : "", s.name ? s.name : "");
	}
	putchar('\n');
}

/* Marks every code that is not exact with its predicate, so that no broader code passes as an equivalent. */
static void terminal_codes(const onto_candidate *c)
{
	for (size_t i = 0; i < c->code_count; i++) {
		onto_predicate predicate = c->provenance[i].predicate;
		bool plain = predicate == ONTO_MATCH_EXACT;
		printf("%s%s%s%s%s", i ? " " : "", c->codes[i], plain ? "" : " (",
		       plain ? "" : onto_predicate_word(predicate), plain ? "" : ")");
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
		if (candidate_is_retired(&run->found, c, &concept)) {
			terminal_retired(run, c, &concept);
		}
		if (run->settings->explain) {
			explain(run, term, c);
		}
	}
}

static void write_json(const run_state *run, const char *term, size_t length)
{
	candidates_json(&run->found, term, length);
}

static void write_tsv(const run_state *run, const char *term, size_t length)
{
	candidates_tsv(&run->found, term, length);
}

/* ---- the run ------------------------------------------------------------------------------------------------- */

static onto_status normalize(run_state *run, const char *term, size_t length)
{
	static void (*const writers[NORMALIZE_OUTPUTS])(const run_state *, const char *,
	                                                size_t) = {write_terminal, write_json, write_tsv};
	onto_status status = onto_normalizer_find(run->normalizer, term, length, NULL, &run->error);
	if (status == ONTO_OK) {
		writers[run->settings->output](run, term, length);
	}
	return status;
}

/* Field number `column`, from 0, of a row. False where the row is shorter. */
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

/* The column with this name in the first row; SIZE_MAX where there is none. */
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

/* A column by its number, from 1; SIZE_MAX where the text is not a number. */
static size_t column_number(const char *text)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);
	return *text >= '1' && *text <= '9' && !*end && number < 100000 ? number - 1 : SIZE_MAX;
}

/* Normalizes one line of a file. `column` is SIZE_MAX until its name was found in the first row. */
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
		const onto_error *note = onto_reader_note(reader, 0);
		if (note && !run->told_encoding) {
			print_encoding(note);
			run->told_encoding = true;
		}
		status = take_line(run, path, ++line, &column, document->text, document->length);
	}
	onto_reader_free(reader);
	return status;
}

static int normalize_all(const normalize_settings *s)
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
	run.found = (candidates){.out = stdout,
	                         .dictionary = dictionary,
	                         .normalizer = run.normalizer,
	                         .mapped = s->normalize.vocabulary_count > 0};
	if (s->output == NORMALIZE_TSV) {
		candidates_tsv_header(stdout);
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
	normalize_settings s;
	onto_error error;
	if (normalize_settings_init(&s, argument_words(argc, argv), &error) != ONTO_OK) {
		print_error(&error);
		return EXIT_FAILED;
	}
	int code = arguments_read(self, argc, argv, take, &s);
	if (s.output == NORMALIZE_OUTPUTS) {
		s.output = s.explain || isatty(STDOUT_FILENO) ? NORMALIZE_TERMINAL : NORMALIZE_JSONL;
	}
	if (code < 0) {
		code = normalize_all(&s);
	}
	normalize_settings_free(&s);
	return code;
}

const command command_normalize = {
	.name = "normalize",
	.arguments = "[-d DICT]... [OPTION]... [TERM... | --column NAME|N [FILE...]]",
	.summary = "give whole terms the concepts that they stand for, ranked",
	.details =
		"Takes each TERM, or a line a term from standard input, or a column of TSV files, plain or compressed.\n\n"
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
	.options = normalize_option_records,
	.run = run,
};
