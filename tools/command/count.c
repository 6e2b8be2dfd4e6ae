/* ontotag count: from tags to answers. Documents by concept, or pairs of concepts, over tagged JSON lines or
 * texts. */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "command/bar_chart.h"
#include "command/command.h"
#include "command/concept_counts.h"
#include "import/input.h"

static const option_record options[] = {
	{'d', "dictionary", "DICT",
     "a dictionary, for the hierarchy and to tag texts by; several are layered (default: the embedded one)"},
	{'t', "types", "TYPE,...", types_help},
	{0, "only", "SAID,...",
     "only mentions of which no more is said than these: present, absent, possible, hypothetical, historical, family, other, allergy, stopped, not_given"},
	{0, "pairs", NULL, "pairs of concepts in the same documents, with their log-likelihood ratio"},
	{0, "min", "N", "leave out what fewer documents have (default: 1; of pairs 2)"},
	{0, "top", "N", "only the first N rows (default: all; of the picture 25)"},
	{0, "lines", NULL, "every line of a text is a document"},
	{0, "plot", "FILE", "write a picture of the commonest as well (SVG)"},
	{0, "no-starter", NULL, "only the dictionaries that are given, without the embedded one under them"},
	{0, "no-curation", NULL, "take the dictionaries as they are, without the curation that comes with the program"},
	{0}};
enum { DICTIONARY, TYPES, ONLY, PAIRS, MIN, TOP, LINES, PLOT, NO_STARTER, NO_CURATION };

enum { PLOTTED = 25 };

typedef struct settings {
	const char **paths, **files;
	size_t path_count, file_count;
	unsigned types, said, load;
	size_t least, top;
	bool pairs, lines;
	const char *plot;
} settings;

/* ---- options ------------------------------------------------------------------------------------------------- */

static bool take_said(void *context, const char *word)
{
	for (size_t i = 0; i < ONTO_SAID; i++) {
		if (strcmp(onto_said_word(i), word) == 0) {
			*(unsigned *)context |= 1u << i;
			return true;
		}
	}
	return false;
}

static bool take_number(const command *self, const char *value, size_t *out)
{
	char *end;
	unsigned long number = strtoul(value, &end, 10);
	if (*end || end == value || *value == '-' || !number || number > UINT32_MAX) {
		fprintf(stderr, "ontotag %s: no number from 1 on: '%s'\n", self->name, value);
		return false;
	}
	*out = number;
	return true;
}

static bool take(const command *self, int option, const char *value, void *context)
{
	settings *s = context;
	switch (option) {
	case ARGUMENT_OPERAND: s->files[s->file_count++] = value; return true;
	case DICTIONARY: s->paths[s->path_count++] = value; return true;
	case TYPES: return each_word(self, (char *)value, "type", take_type, &s->types, type_words);
	case ONLY: return each_word(self, (char *)value, "context", take_said, &s->said, NULL);
	case PAIRS: s->pairs = true; return true;
	case MIN: return take_number(self, value, &s->least);
	case TOP: return take_number(self, value, &s->top);
	case LINES: s->lines = true; return true;
	case PLOT: s->plot = value; return true;
	case NO_STARTER: s->load |= LOAD_NO_STARTER; return true;
	default: s->load |= LOAD_UNCURATED; return true;
	}
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

typedef struct counting {
	const settings *settings;
	onto_dictionary *dictionary;
	onto_hierarchy *hierarchy;
	onto_tagger *tagger; /* NULL until a text is met */
	concept_counts counts;
} counting;

static onto_status no_memory(onto_error *error)
{
	return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
}

static onto_status count_one(counting *self, const char *code, const char *name, onto_type type, unsigned said,
                             onto_error *error)
{
	const settings *s = self->settings;
	if ((s->types && !(s->types & 1u << type)) || (s->said && said & ~s->said)) {
		return ONTO_OK;
	}
	return counts_mention(&self->counts, code, name, type, said) ? ONTO_OK : no_memory(error);
}

/* What JSON lines say of a mention, as bits. */
static unsigned said_of(const json_t *mention)
{
	const json_t *context = json_object_get(mention, "context");
	static const struct {
		const char *member, *word;
		unsigned bit;
	} words[] = {{"certainty", "possible", ONTO_SAID_POSSIBLE},
	             {"certainty", "hypothetical", ONTO_SAID_HYPOTHETICAL},
	             {"temporality", "historical", ONTO_SAID_HISTORICAL},
	             {"experiencer", "family", ONTO_SAID_FAMILY},
	             {"experiencer", "other", ONTO_SAID_OTHER}};
	const char *status = json_string_value(json_object_get(mention, "status"));
	unsigned said = json_is_true(json_object_get(context, "negated")) ? ONTO_SAID_ABSENT : 0;
	said |= json_is_true(json_object_get(mention, "allergy")) ? ONTO_SAID_ALLERGY : 0;
	said |= status && strcmp(status, "stopped") == 0 ? ONTO_SAID_STOPPED : 0;
	said |= status && strcmp(status, "not_given") == 0 ? ONTO_SAID_NOT_GIVEN : 0;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const char *word = json_string_value(json_object_get(context, words[i].member));
		said |= word && strcmp(word, words[i].word) == 0 ? words[i].bit : 0;
	}
	return said ? said : ONTO_SAID_PRESENT;
}

static onto_status count_object(counting *self, const json_t *mentions, const input *from, onto_error *error)
{
	size_t i;
	json_t *m;
	if (!counts_document(&self->counts)) {
		return no_memory(error);
	}
	json_array_foreach(mentions, i, m)
	{
		const char *code = json_string_value(json_array_get(json_object_get(m, "codes"), 0));
		const char *name = json_string_value(json_object_get(m, "name"));
		const char *word = json_string_value(json_object_get(m, "type"));
		onto_type type;
		if (!code || !name || !word || !onto_type_parse(word, &type)) {
			return onto_fail(error, ONTO_DAMAGED, input_path(from), input_line_number(from),
			                 "a mention without codes, name or type");
		}
		onto_status status = count_one(self, code, name, type, said_of(m), error);
		if (status != ONTO_OK) {
			return status;
		}
	}
	return ONTO_OK;
}

static onto_status count_line(counting *self, const char *line, size_t length, const input *from, onto_error *error)
{
	json_t *object;
	onto_error wrong = {0};
	onto_status status = onto_json_parse(line, length, &object, NULL, &wrong);
	if (status != ONTO_OK) {
		return onto_fail(error, status, input_path(from), input_line_number(from), "%s%s",
		                 status == ONTO_DAMAGED ? "no JSON: " : "", wrong.message);
	}
	const json_t *mentions = json_object_get(object, "mentions");
	status = !json_is_array(mentions) ? onto_fail(error, ONTO_DAMAGED, input_path(from), input_line_number(from),
	                                              "no object with mentions, as ontotag tag -o jsonl writes it")
	                                  : count_object(self, mentions, from, error);
	json_decref(object);
	return status;
}

static onto_status count_lines(counting *self, input *from, onto_error *error)
{
	for (;;) {
		char *line;
		size_t length;
		onto_status status = input_line(from, &line, &length, error);
		if (status == ONTO_OK && line && *line) {
			status = count_line(self, line, length, from, error);
		}
		if (status != ONTO_OK || !line) {
			return status;
		}
	}
}

static onto_status count_document(counting *self, const onto_document *document, onto_error *error)
{
	const onto_tags *tags;
	const onto_mention *m;
	onto_status status = onto_tagger_tag(self->tagger, document->text, document->length, &tags, error);
	if (status == ONTO_OK && !counts_document(&self->counts)) {
		status = no_memory(error);
	}
	for (size_t i = 0; status == ONTO_OK && (m = onto_tags_mention(tags, i)); i++) {
		status =
			count_one(self, m->code_count ? m->codes[0] : m->name, m->name, m->type, onto_mention_said(m), error);
	}
	return status;
}

static onto_status count_texts(counting *self, const char *path, onto_error *error)
{
	const onto_read_options how = {.size = sizeof how, .lines = self->settings->lines};
	const onto_document *document;
	onto_reader *reader;
	/* Types that runs have are all evidence, whichever of them are counted. */
	bool other = self->settings->types & ~onto_types_default();
	onto_tag_options options = {.size = sizeof options, .types = other ? self->settings->types : 0};
	onto_status status = self->tagger ? ONTO_OK : onto_tagger_new(self->dictionary, &options, &self->tagger, error);
	if (status != ONTO_OK) {
		return status;
	}
	status = onto_reader_open(path, NULL, &how, &reader, error);
	if (status != ONTO_OK) {
		return status;
	}
	while ((status = onto_reader_next(reader, &document, error)) == ONTO_OK && document) {
		status = count_document(self, document, error);
		if (status != ONTO_OK) {
			break;
		}
	}
	onto_reader_free(reader);
	return status;
}

/* True for JSON lines with mentions; anything else is a text. */
static bool is_tagged(const char *head, size_t length)
{
	const char *newline = memchr(head, '\n', length);
	size_t width = newline ? (size_t)(newline - head) : length;
	return length && *head == '{' && memmem(head, width, "\"mentions\":[", 12);
}

static onto_status count_file(counting *self, const char *path, onto_error *error)
{
	input *from;
	const char *head;
	size_t length;
	onto_status status = input_open(&from, path, error);
	if (status != ONTO_OK) {
		return status;
	}
	status = input_peek(from, &head, &length, error);
	bool tagged = status == ONTO_OK && (!length || is_tagged(head, length));
	if (tagged) {
		status = count_lines(self, from, error);
	} else if (status == ONTO_OK && strcmp(path, "-") == 0) {
		status = onto_fail(error, ONTO_ARGUMENT, "-", 1,
		                   "standard input holds no tagged JSON lines; texts are counted from files");
	}
	input_close(from);
	return status != ONTO_OK || tagged ? status : count_texts(self, path, error);
}

/* ---- writing ------------------------------------------------------------------------------------------------- */

static int by_documents(const void *a, const void *b)
{
	const concept_count *x = *(const concept_count *const *)a, *y = *(const concept_count *const *)b;
	size_t i = counts_of(x, COUNT_UNDER), j = counts_of(y, COUNT_UNDER);
	if (i != j) {
		return i < j ? 1 : -1;
	}
	i = counts_of(x, COUNT_WITH);
	j = counts_of(y, COUNT_WITH);
	return i != j ? (i < j ? 1 : -1) : strcmp(x->code, y->code);
}

static void print_concepts(const counting *self, const concept_count *const *sorted, size_t count)
{
	const settings *s = self->settings;
	fputs("code\tname\ttype\tunder\tdocuments\tmentions", stdout);
	for (size_t i = 0; i < ONTO_SAID; i++) {
		printf("\t%s", onto_said_word(i));
	}
	putchar('\n');
	for (size_t i = 0; i < count && (!s->top || i < s->top); i++) {
		const concept_count *c = sorted[i];
		if (counts_of(c, COUNT_UNDER) < (s->least ? s->least : 1)) {
			break;
		}
		printf("%s\t%s\t%s\t%zu\t%zu\t%zu", c->code, c->name, onto_type_word(c->type), counts_of(c, COUNT_UNDER),
		       counts_of(c, COUNT_WITH), c->mentions);
		for (size_t said = 0; said < ONTO_SAID; said++) {
			printf("\t%zu", counts_of(c, said));
		}
		putchar('\n');
	}
}

/* The commonest concepts by their own documents: what lies above all of them says little in a picture. */
static onto_status plot(const counting *self, const concept_count *const *sorted, size_t count, onto_error *error)
{
	const settings *s = self->settings;
	size_t most = s->top ? s->top : PLOTTED, bars = 0;
	char title[80];
	bar *chart = calloc(count + 1, sizeof *chart);
	FILE *out = chart ? fopen(s->plot, "we") : NULL;
	if (!out) {
		free(chart);
		return chart ? onto_fail(error, ONTO_IO, s->plot, 0, "cannot be made: %s", strerror(errno))
		             : no_memory(error);
	}
	for (size_t i = 0; i < count; i++) {
		const concept_count *c = sorted[i];
		size_t with = counts_of(c, COUNT_WITH), at = bars;
		if (!with || with < s->least) {
			continue;
		}
		/* Sorted in by its own documents; of equals the first stays. */
		while (at && chart[at - 1].value < with) {
			at--;
		}
		if (at < most) {
			bars += bars < most;
			memmove(chart + at + 1, chart + at, (bars - at - 1) * sizeof *chart);
			chart[at] = (bar){c->name, with, counts_of(c, 0)};
		}
	}
	snprintf(title, sizeof title, "The commonest in %u documents", (unsigned)self->counts.documents);
	int good = bar_chart(out, title, "documents", "present", chart, bars);
	free(chart);
	return (fclose(out) == 0 && good) ? ONTO_OK
	                                  : onto_fail(error, ONTO_IO, s->plot, 0, "cannot write: %s", strerror(errno));
}

static onto_status write_concepts(const counting *self, onto_error *error)
{
	size_t count = self->counts.codes.count;
	const concept_count **sorted = malloc((count + 1) * sizeof *sorted);
	if (!sorted) {
		return no_memory(error);
	}
	for (size_t i = 0; i < count; i++) {
		sorted[i] = &self->counts.concepts[i];
	}
	qsort(sorted, count, sizeof *sorted, by_documents);
	if (!self->settings->pairs) {
		print_concepts(self, sorted, count);
	}
	onto_status status = self->settings->plot ? plot(self, sorted, count, error) : ONTO_OK;
	free(sorted);
	return status;
}

typedef struct scored_pair {
	const pair_count *pair;
	const concept_count *first, *second;
	double score;
} scored_pair;

static int by_score(const void *a, const void *b)
{
	const scored_pair *x = a, *y = b;
	if (x->score != y->score) {
		return x->score < y->score ? 1 : -1;
	}
	int order = strcmp(x->first->code, y->first->code);
	return order ? order : strcmp(x->second->code, y->second->code);
}

static onto_status write_pairs(const counting *self, onto_error *error)
{
	const concept_counts *counts = &self->counts;
	size_t least = self->settings->least ? self->settings->least : 2, count = 0;
	scored_pair *pairs = malloc((counts->pair_count + 1) * sizeof *pairs);
	if (!pairs) {
		return no_memory(error);
	}
	for (size_t i = 0; i < counts->pair_room; i++) {
		const pair_count *p = &counts->pairs[i];
		if (p->documents < least) {
			continue;
		}
		const concept_count *a = &counts->concepts[p->first], *b = &counts->concepts[p->second];
		bool turned = strcmp(a->code, b->code) > 0;
		pairs[count++] = (scored_pair){p, turned ? b : a, turned ? a : b, pair_likelihood(counts, p)};
	}
	qsort(pairs, count, sizeof *pairs, by_score);
	puts("code\tname\tother_code\tother_name\tboth\tdocuments\tother_documents\texpected\tlog_likelihood");
	for (size_t i = 0; i < count && (!self->settings->top || i < self->settings->top); i++) {
		const scored_pair *p = &pairs[i];
		size_t a = counts_of(p->first, COUNT_WITH), b = counts_of(p->second, COUNT_WITH);
		printf("%s\t%s\t%s\t%s\t%u\t%zu\t%zu\t%.2f\t%.2f\n", p->first->code, p->first->name, p->second->code,
		       p->second->name, (unsigned)p->pair->documents, a, b, (double)a * (double)b / counts->documents,
		       p->score);
	}
	free(pairs);
	if (counts->crowded) {
		fprintf(stderr, "ontotag: of %zu documents with very many concepts only the first pairs were counted\n",
		        counts->crowded);
	}
	return ONTO_OK;
}

/* ---- the run ------------------------------------------------------------------------------------------------- */

static onto_status count_all(counting *self, onto_error *error)
{
	const settings *s = self->settings;
	onto_status status = load_dictionaries_as(s->paths, s->path_count, s->load, &self->dictionary, error);
	if (status == ONTO_OK) {
		status = onto_hierarchy_new(self->dictionary, &self->hierarchy, error);
	}
	self->counts.dictionary = self->dictionary;
	self->counts.hierarchy = self->hierarchy;
	self->counts.with_pairs = s->pairs;
	for (size_t i = 0; status == ONTO_OK && i < s->file_count; i++) {
		status = count_file(self, s->files[i], error);
	}
	if (status == ONTO_OK && !s->file_count) {
		status = count_file(self, "-", error);
	}
	if (status == ONTO_OK && !counts_end(&self->counts)) {
		status = no_memory(error);
	}
	status = status == ONTO_OK ? write_concepts(self, error) : status;
	status = status == ONTO_OK && s->pairs ? write_pairs(self, error) : status;
	if (status == ONTO_OK && (fflush(stdout) != 0 || ferror(stdout))) {
		status = onto_fail(error, ONTO_IO, NULL, 0, "cannot write to standard output");
	}
	return status;
}

static int run(const command *self, int argc, char **argv)
{
	settings s = {.paths = calloc((size_t)argc, sizeof *s.paths), .files = calloc((size_t)argc, sizeof *s.files)};
	counting c = {.settings = &s};
	onto_error error;
	int code = EXIT_FAILED;
	if (!s.paths || !s.files) {
		fputs("ontotag: out of memory\n", stderr);
		goto done;
	}
	code = arguments_read(self, argc, argv, take, &s);
	if (code >= 0) {
		goto done;
	}
	code = EXIT_CLEAN;
	if (count_all(&c, &error) != ONTO_OK) {
		print_error(&error);
		code = EXIT_FAILED;
	}
done:
	counts_free(&c.counts);
	onto_tagger_free(c.tagger);
	onto_hierarchy_free(c.hierarchy);
	onto_dictionary_free(c.dictionary);
	free(s.paths);
	free(s.files);
	return code;
}

const command command_count = {
	.name = "count",
	.arguments = "[-d DICT]... [--pairs] [--plot FILE.svg] [FILE...]",
	.summary = "count the documents that have each concept",
	.details =
		"Reads JSON lines that ontotag tag wrote, plain or compressed, or texts, which it tags. Writes a table (TSV): for each\n"
		"concept how many documents have it or anything under it (under), have it (documents), how often it stands there\n"
		"(mentions), and in how many documents it is present, absent, possible, hypothetical, historical, a relative's,\n"
		"another's, an allergy, stopped or not given. One pass, and a fixed amount of memory a concept.\n\n"
		"--pairs writes pairs of concepts instead: in how many documents both stand, how many chance would give, and the\n"
		"log-likelihood ratio by which they are sorted; it is negative for pairs that avoid one another.\n\n"
		"Exit code: 0 clean, 1 something failed, 2 usage.\n",
	.options = options,
	.run = run,
};
