/* ontotag normalize: reads whole strings and writes the concepts that they stand for. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
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
	bool told_encoding, begun;
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
		if (i == 0 && c->tied) {
			printf("        %zu other%s score%s the same\n", c->tied, c->tied == 1 ? "" : "s",
			       c->tied == 1 ? "s" : "");
		}
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

/* Rows as comma-separated values: `write` writes them as tsv. */
static onto_status as_csv(run_state *run, void (*write)(const run_state *, const char *, size_t), const char *term,
                          size_t length)
{
	char *rows = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&rows, &size);
	run->found.out = stream;
	if (stream) {
		write(run, term, length);
	}
	run->found.out = stdout;
	if (!stream || fclose(stream) != 0) {
		free(rows);
		return onto_fail(&run->error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	candidates_csv(stdout, rows, size, run->settings->csv_safe);
	free(rows);
	return ONTO_OK;
}

/* ---- the run ------------------------------------------------------------------------------------------------- */

static void write_header(const run_state *run, const char *columns, size_t length)
{
	fwrite(columns, 1, length, run->found.out);
	candidates_tsv_header(run->found.out);
}

/* The header, once: behind the columns that go before it. */
static onto_status begin(run_state *run, const char *columns)
{
	normalize_output output = run->settings->output;
	if (run->begun || (output != NORMALIZE_TSV && output != NORMALIZE_CSV)) {
		return ONTO_OK;
	}
	run->begun = true;
	if (output == NORMALIZE_CSV) {
		return as_csv(run, write_header, columns, strlen(columns));
	}
	write_header(run, columns, strlen(columns));
	return ONTO_OK;
}

static onto_status normalize(run_state *run, const char *term, size_t length)
{
	onto_status status = onto_normalizer_find(run->normalizer, term, length, NULL, &run->error);
	if (status != ONTO_OK) {
		return status;
	}
	switch (run->settings->output) {
	case NORMALIZE_JSONL: write_json(run, term, length); break;
	case NORMALIZE_TSV: write_tsv(run, term, length); break;
	case NORMALIZE_CSV: return as_csv(run, write_tsv, term, length);
	default: write_terminal(run, term, length); break;
	}
	return ONTO_OK;
}

/* What goes before the term, as text of its own: `names`, a header, and `values`. */
typedef struct kept {
	char *names, *values;
	size_t names_size, values_size;
} kept;

static void print_kept(FILE *out, bool json, const char *key, const char *text, size_t length, bool header)
{
	if (json) {
		print_json_text(out, key);
		putc(':', out);
		print_json(out, text, length);
		putc(',', out);
	} else {
		header ? print_field(out, key, strlen(key)) : print_field(out, text, length);
		putc('\t', out);
	}
}

/* The id and the columns of a row, which the reader has kept as a JSON object. */
static bool keep_row(const run_state *run, const onto_document *document, kept *out)
{
	const normalize_settings *s = run->settings;
	bool json = s->output == NORMALIZE_JSONL;
	json_t *row =
		s->keep_columns && document->rest_count ? json_loads(document->rest[0], JSON_ALLOW_NUL, NULL) : NULL;
	FILE *names = open_memstream(&out->names, &out->names_size);
	FILE *values = open_memstream(&out->values, &out->values_size);
	if (s->id_column && names && values) {
		print_kept(names, false, "id", "", 0, true);
		print_kept(values, json, "id", document->id, strlen(document->id), false);
	}
	const char *key;
	json_t *value;
	if (json && row && values) {
		fputs("\"columns\":", values);
		json_dumpf(row, values, JSON_COMPACT);
		putc(',', values);
	}
	json_object_foreach(json ? NULL : row, key, value)
	{
		if (names && values) {
			print_kept(names, false, key, "", 0, true);
			print_kept(values, false, key, json_string_value(value), json_string_length(value), false);
		}
	}
	json_decref(row);
	bool good = names && values;
	good = (!names || fclose(names) == 0) && good;
	return (!values || fclose(values) == 0) && good;
}

static onto_status take_document(run_state *run, const onto_document *document)
{
	kept kept = {0};
	onto_status status = ONTO_OK;
	if (run->settings->id_column || run->settings->keep_columns) {
		status = keep_row(run, document, &kept) ? begin(run, kept.names)
		                                        : onto_fail(&run->error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	} else {
		status = begin(run, "");
	}
	run->found.row = kept.values;
	status = status == ONTO_OK ? normalize(run, document->text, document->length) : status;
	run->found.row = NULL;
	free(kept.names);
	free(kept.values);
	return status;
}

/* True for a column that is given by its number, from 1. */
static bool is_number(const char *text)
{
	return *text && strspn(text, "0123456789") == strlen(text);
}

static bool is_csv(const char *path)
{
	size_t length = strlen(path);
	const char *suffix;
	for (size_t i = 0; (suffix = onto_packed_suffix(i)); i++) {
		size_t tail = strlen(suffix);
		if (length > tail && strcmp(path + length - tail, suffix) == 0) {
			length -= tail;
			break;
		}
	}
	return length > 4 && strncasecmp(path + length - 4, ".csv", 4) == 0;
}

/* The rows of a table, or, without a column, the lines of a file. */
static onto_status take_file(run_state *run, const char *path)
{
	const normalize_settings *s = run->settings;
	onto_reader *reader;
	const onto_document *document;
	const onto_read_options options = {.size = sizeof options,
	                                   .lines = !s->column,
	                                   .text_field = s->column,
	                                   .id_field = s->id_column,
	                                   .no_header = s->column && is_number(s->column) && !s->header,
	                                   .encoding = s->encoding};
	const char *format = !s->column ? "text" : s->format ? s->format : is_csv(path) ? "csv" : "tsv";
	onto_status status = onto_reader_open(path, format, &options, &reader, &run->error);
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
		status = take_document(run, document);
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
	onto_status status = s->operand_count ? ONTO_OK : take_file(&run, "-");
	for (size_t i = 0; i < s->operand_count && status == ONTO_OK && !ferror(stdout); i++) {
		const char *operand = s->operands[i];
		status = s->column ? take_file(&run, operand) : begin(&run, "");
		status = s->column || status != ONTO_OK ? status : normalize(&run, operand, strlen(operand));
	}
	status = status == ONTO_OK ? begin(&run, "") : status; /* no term at all */
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
	if (code < 0 && !s.column && (s.id_column || s.keep_columns)) {
		fputs("ontotag normalize: --id-column and --keep-columns go with --column\n", stderr);
		code = EXIT_USAGE;
	}
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
		"Takes each TERM, or a line a term from standard input, or a column of TSV or CSV files, plain or compressed.\n\n"
		"The score, 0 to 1, says how much of the term and of the name that it was matched to is the same: the weight of the\n"
		"words that they share, twice, over the weight of all words of both; rare words weigh more, words that say no more than\n"
		"a kind (disease, syndrome) less. 1 is a preferred or exact name but for case, hyphens, accents and the like; from 0.9\n"
		"on, the same words in other forms or order; below, words differ or have typing errors. Numbers are never taken for\n"
		"one another, symbols never corrected. An abbreviation may stand beside the term, \"ALL (acute lymphoblastic\n"
		"leukemia)\", and a dose behind a drug, \"imatinib 400 mg\".\n\n"
		"With --vocabulary each code says how it was reached (predicate, via): exact, or, where a vocabulary has no code of the\n"
		"very thing, xref, close or broad. A name of a retired concept gives the codes of what replaced it, and says so. Where\n"
		"nothing certain did, the candidate has no codes and 0.9 of its score, and tells what to consider.\n\n"
		"tied tells how many other meanings score the same, also with --best; of them that comes first which a short form\n"
		"stands for most often, then names that need no support.\n\n"
		"A term that nothing is like has no candidates: an empty list (jsonl), a row of the term alone (tsv), \"no match\".\n"
		"Exit code: 0 clean, also where terms have no match; 1 something failed, 2 usage.\n",
	.options = normalize_option_records,
	.run = run,
};
