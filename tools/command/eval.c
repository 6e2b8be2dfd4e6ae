/* ontotag eval: agreement of tags with a gold standard. */
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "eval/context.h"
#include "eval/corpus.h"
#include "eval/errors.h"
#include "eval/pairs.h"
#include "eval/report.h"
#include "eval/score.h"

static const option_record options[] = {
	{'d', "dictionary", "DICT", "a dictionary; several are layered (default: the embedded one)"},
	{'f', "format", "FORMAT", "of the gold and the predictions: pubtator, brat (default: told from the content)"},
	{'t', "types", "TYPE,...", "only these types (default: those that the gold has)"},
	{0, "vocabulary", "NAME,...",
     "tag with codes of these, in this order; all: with any (default: those of the gold)"},
	{0, "overlap", "POLICY", "where matches overlap: longest (default), all, nested, one-per-type"},
	{0, "without", "WAY,...", "ways of matching that are not used: case, plural, spelling, derived, ..."},
	{0, "no-starter", NULL, "only the dictionaries that are given, without the embedded one under them"},
	{0, "no-curation", NULL,
     "take the dictionaries as they are: without the starter under them and the curation over them"},
	{0, "keep-generic", NULL, "tag names that say no more than their kind, too: disease, syndrome, anticoagulants"},
	{0, "by-meaning", NULL, "codes that the dictionary has as one meaning count as one: MESH:C566443, OMIM:610102"},
	{0, "abbreviations", "FILE", "compare abbreviation pairs with a gold in the layout of the Ab3P corpus"},
	{0, "context", "GOLD",
     "compare what is said of mentions with a gold: JSON lines, a kit's TSV, or a brat folder with attributes"},
	{0, "own-names", NULL,
     "with --context: the names of the gold are the dictionary, so that tagging does not count"},
	{0, "judge", "FILE", "judge places by the weights of a file instead of those that come with the program"},
	{0, "no-judge", NULL, "let rules decide, and the longest of overlapping names stay"},
	{0, "profile", "NAME",
     "annotate as one corpus does: bc5cdr, ncbi, craft, raredis, ddi, nlm-gene, gnormplus (default: unseen text)"},
	{0, "threshold", "SCORE", "the least score of a mention (default: 0)"},
	{0, "min-confidence", "P", "only mentions of this confidence (default: 0)"},
	{0, "errors", NULL, "list the commonest differences"},
	{0, "most", "NUMBER", "so many of them (default: 40)"},
	{0, "json", NULL, "write JSON"},
	{0}};
enum {
	DICTIONARY,
	FORMAT,
	TYPES,
	VOCABULARY,
	OVERLAP,
	WITHOUT,
	NO_STARTER,
	NO_CURATION,
	KEEP_GENERIC,
	BY_MEANING,
	ABBREVIATIONS,
	CONTEXT,
	OWN_NAMES,
	JUDGE,
	NO_JUDGE,
	PROFILE,
	THRESHOLD,
	MIN_CONFIDENCE,
	ERRORS,
	MOST,
	JSON
};

enum { VOCABULARIES = 16 };

typedef struct settings {
	const char **dictionaries;
	size_t dictionary_count;
	const char *files[2]; /* gold, predicted */
	size_t file_count;
	const char *format, *abbreviations, *context, *judge, *profile;
	bool own_names;
	const char *vocabularies[VOCABULARIES];
	bool any_vocabulary, by_meaning, errors, json;
	size_t most;
	unsigned load; /* LOAD_ bits */
	onto_tag_options tag;
} settings;

/* ---- settings ------------------------------------------------------------------------------------------------ */

static bool take_vocabulary(void *context, const char *word)
{
	settings *s = context;
	if (strcmp(word, "all") == 0) {
		s->any_vocabulary = true;
		return true;
	}
	if (s->tag.vocabulary_count == VOCABULARIES) {
		return false;
	}
	s->vocabularies[s->tag.vocabulary_count++] = word;
	return true;
}

static bool set_most(settings *s, const char *value)
{
	char *end;
	unsigned long long number = strtoull(value, &end, 10);
	s->most = (size_t)number;
	if (*value < '0' || *value > '9' || *end) {
		fprintf(stderr, "ontotag eval: '%s' is no number\n", value);
		return false;
	}
	return true;
}

static bool take_file(settings *s, const char *value)
{
	if (s->file_count == 2) {
		fprintf(stderr, "ontotag eval: '%s' is one file too many\n", value);
		return false;
	}
	s->files[s->file_count++] = value;
	return true;
}

static bool take_overlap(settings *s, const char *value)
{
	bool good = onto_overlap_parse(value, &s->tag.overlap);
	if (!good) {
		fprintf(stderr, "ontotag eval: no overlap policy '%s'\n", value);
	}
	return good;
}

/* An option whose value can be wrong, or an operand. */
static bool take_value(const command *self, int option, const char *value, settings *s)
{
	switch (option) {
	case ARGUMENT_OPERAND: return take_file(s, value);
	case FORMAT: s->format = value; return input_format_known(self, value);
	case TYPES: return each_word(self, (char *)value, "type", take_type, &s->tag.types, type_words);
	case VOCABULARY: return each_word(self, (char *)value, "room for the vocabulary", take_vocabulary, s, NULL);
	case WITHOUT:
		return each_word(self, (char *)value, "way of matching", take_transformation, &s->tag.without,
		                 transformation_words);
	case OVERLAP: return take_overlap(s, value);
	default: return set_most(s, value);
	}
}

static bool take(const command *self, int option, const char *value, void *context)
{
	settings *s = context;
	bool good = true;
	switch (option) {
	case DICTIONARY: s->dictionaries[s->dictionary_count++] = value; break;
	case NO_STARTER: s->load |= LOAD_NO_STARTER; break;
	case NO_CURATION: s->load |= LOAD_UNCURATED | LOAD_NO_STARTER; break;
	case KEEP_GENERIC: s->tag.keep_generic = true; break;
	case JUDGE: s->judge = value; break;
	case NO_JUDGE: s->tag.no_judge = true; break;
	case PROFILE: s->profile = value; break;
	case THRESHOLD: s->tag.threshold = strtod(value, NULL); break;
	case MIN_CONFIDENCE: s->tag.min_confidence = strtod(value, NULL); break;
	case BY_MEANING: s->by_meaning = true; break;
	case ABBREVIATIONS: s->abbreviations = value; break;
	case CONTEXT: s->context = value; break;
	case OWN_NAMES: s->own_names = true; break;
	case ERRORS: s->errors = true; break;
	case JSON: s->json = true; break;
	default: good = take_value(self, option, value, s);
	}
	if (!good) {
		command_usage(self, stderr);
	}
	return good;
}

static int parse(const command *self, int argc, char **argv, settings *s)
{
	int code = arguments_read(self, argc, argv, take, s);
	if (code >= 0) {
		return code;
	}
	if ((s->file_count > 0) + (s->abbreviations != NULL) + (s->context != NULL) != 1) {
		fputs("ontotag eval: one gold is needed: a file or a folder, or --abbreviations FILE, or --context GOLD\n",
		      stderr);
		command_usage(self, stderr);
		return EXIT_USAGE;
	}
	return -1;
}

/* ---- predictions --------------------------------------------------------------------------------------------- */

typedef struct evaluation {
	const settings *settings;
	onto_dictionary *dictionary;
	onto_tagger *tagger;
	onto_judge *judge;             /* NULL: none */
	onto_tag_options settings_tag; /* the settings', with the judge */
	onto_tag_options tag;
	vocabulary found[VOCABULARIES]; /* in the gold */
	const char *vocabularies[VOCABULARIES];
	corpus gold, predicted;
	errors errors;
	scores scores;
	report report;
	unsigned types;
	onto_error error;
} evaluation;

/* A .txt or .ann file is brat; the content decides for any other. */
static const char *format_of(const settings *s, const char *path)
{
	size_t length = strlen(path);
	bool standoff =
		length > 4 && (strcmp(path + length - 4, ".txt") == 0 || strcmp(path + length - 4, ".ann") == 0);
	return s->format ? s->format : standoff ? "brat" : NULL;
}

/* False where the dictionary has no code of a vocabulary, in which no code of the gold can be found. Any other
 * failure shows when the texts are tagged. */
static bool has_vocabulary(const evaluation *e, const char *name)
{
	onto_tag_options one = e->tag;
	onto_tagger *tagger = NULL;
	onto_error error;
	one.vocabularies = &name;
	one.vocabulary_count = 1;
	onto_status status = onto_tagger_new(e->dictionary, &one, &tagger, &error);
	onto_tagger_free(tagger);
	return status != ONTO_UNKNOWN;
}

/* Sets what the tagger is to find: the types and vocabularies of the gold, unless options say otherwise. */
static void settle(evaluation *e)
{
	const settings *s = e->settings;
	e->tag = e->settings_tag;
	e->types = corpus_types(&e->gold) & (s->tag.types ? s->tag.types : ~0u);
	e->tag.types = e->types;
	e->tag.vocabularies = s->vocabularies;
	if (!s->tag.vocabulary_count && !s->any_vocabulary) {
		size_t count = corpus_vocabularies(&e->gold, e->types, e->found, VOCABULARIES);
		for (size_t i = 0; i < count; i++) {
			if (has_vocabulary(e, e->found[i].name)) {
				e->vocabularies[e->tag.vocabulary_count++] = e->found[i].name;
			}
		}
		e->tag.vocabularies = e->vocabularies;
	}
}

static onto_status tag_gold(evaluation *e)
{
	onto_status status = onto_tagger_new(e->dictionary, &e->tag, &e->tagger, &e->error);
	e->predicted.flat = e->gold.flat;
	e->report.vocabularies = e->tag.vocabularies;
	e->report.vocabulary_count = e->tag.vocabulary_count;
	for (size_t i = 0; status == ONTO_OK && i < e->gold.count; i++) {
		const onto_tags *tags;
		const eval_document *d = &e->gold.documents[i];
		status = onto_tagger_tag(e->tagger, d->text, d->length, &tags, &e->error);
		if (status == ONTO_OK) {
			status = corpus_tagged(&e->predicted, d, tags, &e->error);
		}
	}
	return status;
}

/* ---- comparing ----------------------------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
	const eval_document *x = *(const eval_document *const *)a, *y = *(const eval_document *const *)b;
	int order = strcmp(x->id, y->id);
	return order ? order : x < y ? -1 : x > y;
}

static const eval_document **sorted(const corpus *corpus)
{
	const eval_document **documents = malloc((corpus->count + 1) * sizeof *documents);
	for (size_t i = 0; documents && i < corpus->count; i++) {
		documents[i] = &corpus->documents[i];
	}
	if (documents && corpus->count) {
		qsort(documents, corpus->count, sizeof *documents, by_id);
	}
	return documents;
}

/* Pairs gold and predictions by id. Of several with the same id the first is paired with the first. */
static onto_status compare(evaluation *e)
{
	const eval_document **gold = sorted(&e->gold), **predicted = sorted(&e->predicted);
	size_t i = 0, j = 0;
	bool good = gold && predicted;
	while (good && (i < e->gold.count || j < e->predicted.count)) {
		int order = i == e->gold.count ? 1 : j == e->predicted.count ? -1 : strcmp(gold[i]->id, predicted[j]->id);
		if (order > 0) {
			e->report.not_in_gold++;
			j++;
			continue;
		}
		const eval_document *other = order == 0 ? predicted[j++] : NULL;
		good = score_document(&e->scores, gold[i], other, e->types) &&
		       (!e->settings->errors || errors_add(&e->errors, gold[i], other, e->types));
		i++;
	}
	free(gold);
	free(predicted);
	return good ? ONTO_OK : onto_fail(&e->error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
}

static void fill_report(evaluation *e)
{
	report *r = &e->report;
	r->gold = e->settings->files[0];
	r->documents = e->gold.count;
	r->replaced_gold = e->gold.codes.replaced;
	r->replaced_predicted = e->predicted.codes.replaced;
	r->other_types = e->gold.other_types;
	r->unknown_gold = e->gold.codes.unknown;
	for (onto_type type = 0; type < onto_type_count(); type++) {
		for (measure measure = 0; e->types & 1u << type && measure < MEASURES; measure++) {
			r->rows[r->row_count++] =
				(report_row){onto_type_word(type), measure_word(measure), e->scores.of[type][measure]};
		}
	}
}

static onto_status evaluate_mentions(evaluation *e)
{
	const settings *s = e->settings;
	const char *gold = s->files[0], *predicted = s->files[1];
	onto_status status = corpus_read(&e->gold, gold, format_of(s, gold), &e->error);
	if (status != ONTO_OK) {
		return status;
	}
	settle(e);
	if (!e->types) {
		return onto_fail(&e->error, ONTO_UNKNOWN, gold, 0, "no annotation of a type that is scored");
	}
	e->predicted.flat = e->gold.flat;
	status = predicted ? corpus_read(&e->predicted, predicted, format_of(s, predicted), &e->error) : tag_gold(e);
	if (status == ONTO_OK && s->by_meaning) {
		status = corpus_by_meaning(&e->gold, &e->error);
	}
	if (status == ONTO_OK && s->by_meaning) {
		status = corpus_by_meaning(&e->predicted, &e->error);
	}
	if (status == ONTO_OK) {
		status = compare(e);
	}
	fill_report(e);
	return status;
}

static onto_status evaluate_pairs(evaluation *e)
{
	report *r = &e->report;
	r->gold = e->settings->abbreviations;
	r->row_count = 1;
	r->rows[0] = (report_row){.type = "pair", .measure = "pairs"};
	onto_status status = onto_tagger_new(e->dictionary, &e->settings_tag, &e->tagger, &e->error);
	return status == ONTO_OK ? pairs_score(r->gold, e->tagger, &r->rows[0].count, &r->documents,
	                                       e->settings->errors ? &e->errors : NULL, &e->error)
	                         : status;
}

/* The names of a gold take the place of the dictionary where that was asked for. */
static onto_status evaluate_context(evaluation *e)
{
	context_gold *gold = NULL;
	e->report.gold = e->settings->context;
	onto_status status = context_gold_read(e->report.gold, &gold, &e->error);
	if (status == ONTO_OK && e->settings->own_names) {
		onto_dictionary_free(e->dictionary);
		status = context_gold_dictionary(gold, &e->dictionary, &e->error);
	}
	if (status == ONTO_OK) {
		e->tag = e->settings_tag;
		e->tag.keep_generic |= e->settings->own_names;
		status = onto_tagger_new(e->dictionary, &e->tag, &e->tagger, &e->error);
	}
	if (status == ONTO_OK) {
		status = context_gold_score(gold, e->tagger, &e->report, &e->error);
	}
	context_gold_free(gold);
	return status;
}

/* ---- the run ------------------------------------------------------------------------------------------------- */

static int evaluate(const settings *s)
{
	evaluation e = {.settings = s};
	int code = EXIT_FAILED;
	onto_status status =
		load_dictionaries_as(s->dictionaries, s->dictionary_count, s->load, &e.dictionary, &e.error);
	bool judged = !s->tag.no_judge && !s->own_names;
	e.settings_tag = s->tag;
	e.settings_tag.no_judge = !judged;
	if (status == ONTO_OK && judged) {
		status = onto_judge_load(s->judge, s->profile, &e.judge, &e.error);
		e.settings_tag.judge = e.judge;
	}
	corpus_start(&e.gold, e.dictionary);
	corpus_start(&e.predicted, e.dictionary);
	if (status == ONTO_OK) {
		status = s->context ? evaluate_context(&e) : s->abbreviations ? evaluate_pairs(&e) : evaluate_mentions(&e);
	}
	if (status != ONTO_OK) {
		print_error(&e.error);
		goto done;
	}
	if (s->errors) {
		errors_sort(&e.errors);
		e.report.errors = &e.errors;
		e.report.most = s->most;
	}
	(s->json ? report_json : report_text)(&e.report, stdout);
	code = EXIT_CLEAN;
done:
	errors_free(&e.errors);
	corpus_free(&e.predicted);
	corpus_free(&e.gold);
	onto_tagger_free(e.tagger);
	onto_judge_free(e.judge);
	onto_dictionary_free(e.dictionary);
	return code;
}

static int run(const command *self, int argc, char **argv)
{
	settings s = {.most = 40, .tag = {.size = sizeof s.tag}};
	s.dictionaries = calloc((size_t)argc, sizeof *s.dictionaries);
	int code = EXIT_FAILED;
	if (!s.dictionaries) {
		fputs("ontotag: out of memory\n", stderr);
		return code;
	}
	code = parse(self, argc, argv, &s);
	if (code < 0) {
		s.tag.vocabularies = s.vocabularies;
		code = evaluate(&s);
	}
	free(s.dictionaries);
	return code;
}

const command command_eval = {
	.name = "eval",
	.arguments = "[-d DICT]... [OPTION]... GOLD [PREDICTED]",
	.summary = "measure how well tags agree with a gold",
	.details =
		"Compares the annotations of GOLD, a PubTator file or a brat folder, with those of PREDICTED, or, without\n"
		"one, with what the tagger finds in the texts of GOLD. Documents go together by their ids. For each type\n"
		"it counts\n\n"
		"  span        the same place, to the byte, with all its parts\n"
		"  span+code   the same place and the same codes, of mentions that have any\n"
		"  overlap     any byte in common\n"
		"  concepts    the codes of each document, each once, wherever they stand\n\n"
		"and from these precision (right/predicted), recall (found/gold) and F. The tagger gives each mention its\n"
		"first code of the vocabularies that the gold uses; a mention that has none of them is left out, so that\n"
		"it counts for no measure (--vocabulary all keeps it). A code that the dictionary knows as replaced is\n"
		"counted through the code that replaced it, on both sides; so is one whose mention reads as a later heading.\n\n"
		"--context counts, for the mentions that overlap the gold's, how often each of negated, possible, hypothetical,\n"
		"historical, family, not patient, status, section and number is said and is right; tagged tells how many of the\n"
		"gold's have a mention.\n\n"
		"Exit code: 0 clean, 1 something failed, 2 usage.\n",
	.options = options,
	.run = run,
};
