/* ontotag tag: texts in, coded mentions out. */
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/concept.h"
#include "command/thread_pool.h"
#include "command/progress.h"

static const option_record options[] = {
	{'d', "dictionary", "DICT", "a dictionary, a file or a name; several are layered over the embedded one"},
	{'f', "format", "FORMAT", "how to read (default: told from the content)"},
	{'o', "output", "FORMAT", "how to write (default: terminal on a terminal, else jsonl)"},
	{'t', "types", "TYPE,...", "only these: disease, drug, marker"},
	{0, "vocabulary", "NAME,...", "only codes of these vocabularies, in this order, and mentions that have one"},
	{0, "within", "CODE,...", "only what is one of these concepts or under one"},
	{0, "without", "CODE|WAY|PART,...",
     "leave out what is under a concept (MONDO:0004992), do not use a way of matching (plural, derived), or do not look for a part of "
     "the context (context, values, sections)"},
	{0, "only", "SAID,...",
     "only mentions of which no more is said than these: present, absent, possible, hypothetical, historical, family, other"},
	{0, "roll-up", "LEVEL|CODE,...",
     "count mentions under the ancestor of this level (0: the top) or the nearest of these"},
	{0, "overlap", "POLICY", "where matches overlap: longest (default), all, nested, one-per-type"},
	{0, "lines", NULL, "every line of a text is a document"},
	{0, "id-field", "NAME",
     "what names a document: a member (jsonl) or a column (tsv; or its number); default: id"},
	{0, "text-field", "NAME", "what is its text, likewise; default: text"},
	{0, "no-header", NULL, "the first line of a tsv is a document already; columns are given by number"},
	{0, "offsets", "UNIT", "what the offsets of jsonl count: bytes (default), codepoints, utf16"},
	{0, "json", NULL, "with -o summary: JSON in place of Markdown"},
	{0, "keep", NULL, "write the annotations that documents have, too (default: the tags replace them)"},
	{0, "brat-config", NULL, "print the annotation.conf that brat shows the output of -o brat by, and end"},
	{0, "explain", NULL, "tell on the terminal why each entity is there"},
	{0, "context-cues", "FILE", "find context by the rows of a file instead of those that come with the program"},
	{0, "no-starter", NULL, "only the dictionaries that are given, without the embedded one under them"},
	{0, "no-curation", NULL, "take the dictionaries as they are, without the curation that comes with the program"},
	{0, "keep-generic", NULL, "tag names that say no more than their kind, too: disease, syndrome, anticoagulants"},
	{0, "offer-retired", NULL,
     "tell of names of retired concepts that nothing certain has replaced, too: offers, beside the mentions (jsonl, terminal)"},
	{'j', "jobs", "N", "tag on N threads; 0: one for each core (default: 1)"},
	{0, "output-dir", "DIR", "write a file for each input into a folder, called as the input and the format are"},
	{0, "resume", NULL, "with --output-dir: leave out inputs that have an output not older than they are"},
	{0, "strict", NULL, "stop at the first thing that is bad, instead of going on with the next"},
	{'q', "quiet", NULL, "print no progress and no summary"},
	{0}};
enum {
	DICTIONARY,
	FORMAT,
	OUTPUT,
	TYPES,
	VOCABULARY,
	WITHIN,
	WITHOUT,
	ONLY,
	ROLL_UP,
	OVERLAP,
	LINES,
	ID_FIELD,
	TEXT_FIELD,
	NO_HEADER,
	OFFSETS,
	JSON,
	KEEP,
	BRAT_CONFIG,
	EXPLAIN,
	CONTEXT_CUES,
	NO_STARTER,
	NO_CURATION,
	KEEP_GENERIC,
	OFFER_RETIRED,
	JOBS,
	OUTPUT_DIR,
	RESUME,
	STRICT,
	QUIET
};

enum { MOST_THREADS = 1024, MOST_LEVELS = 1000 };

/* Words of the command line, in room that is enough for all. */
typedef struct words {
	const char **items;
	size_t count;
} words;

enum { DICTIONARIES, FILES, VOCABULARIES, WITHIN_CODES, WITHOUT_CODES, TARGETS, LISTS };

typedef struct settings {
	words lists[LISTS];
	const char *format, *output, *folder, *cues;
	onto_read_options read;
	onto_offsets offsets;
	bool brat_config;
	bool keep, quiet, explain, resume, strict;
	bool json;
	size_t threads;
	unsigned load; /* LOAD_ bits */
	bool to_level;
	size_t level;
	unsigned said; /* ONTO_SAID_ bits */
	onto_tag_options tag;
} settings;

/* ---- settings ------------------------------------------------------------------------------------------------ */

static bool take_word_into(void *context, const char *word)
{
	words *list = context;
	list->items[list->count++] = word;
	return true;
}

static bool take_code(void *context, const char *word)
{
	return strchr(word, ':') && take_word_into(context, word);
}

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

static bool take_context_part(unsigned *parts, const char *word)
{
	static const struct {
		const char *word;
		unsigned part;
	} known[] = {{"context", ONTO_CONTEXT_CUES}, {"values", ONTO_CONTEXT_VALUES}, {"sections", ONTO_CONTEXT_SECTIONS}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (strcmp(known[i].word, word) == 0) {
			*parts |= known[i].part;
			return true;
		}
	}
	return false;
}

/* A code has a colon; a way of matching and a part of the context have none. */
static bool take_code_or_way(void *context, const char *word)
{
	settings *s = context;
	return take_code(&s->lists[WITHOUT_CODES], word) || take_context_part(&s->tag.without_context, word) ||
	       take_transformation(&s->tag.without, word);
}

static bool parse_count(const char *word, size_t most, size_t *out)
{
	size_t number = 0;
	for (const char *at = word; *at; at++) {
		if (*at < '0' || *at > '9' || number > most) {
			return false;
		}
		number = number * 10 + (size_t)(*at - '0');
	}
	*out = number;
	return *word && number <= most;
}

static bool take_level_or_code(void *context, const char *word)
{
	settings *s = context;
	if (parse_count(word, MOST_LEVELS, &s->level)) {
		s->to_level = true;
		return s->lists[TARGETS].count == 0;
	}
	return !s->to_level && take_code(&s->lists[TARGETS], word);
}

static size_t cores(void)
{
	cpu_set_t set;
	return sched_getaffinity(0, sizeof set, &set) == 0 ? (size_t)CPU_COUNT(&set) : 1;
}

static bool take_threads(const char *value, settings *s)
{
	bool good = parse_count(value, MOST_THREADS, &s->threads);
	if (!good) {
		fprintf(stderr, "ontotag tag: no number of threads from 0 to %d: '%s'\n", MOST_THREADS, value);
	}
	s->threads = s->threads ? s->threads : cores();
	return good;
}

static bool take_overlap(const char *value, settings *s)
{
	bool good = onto_overlap_parse(value, &s->tag.overlap);
	if (!good) {
		fprintf(stderr, "ontotag tag: no overlap policy '%s'\n", value);
	}
	return good;
}

static bool take_offsets(const char *value, settings *s)
{
	bool good = onto_offsets_parse(value, &s->offsets);
	if (!good) {
		fprintf(stderr, "ontotag tag: no unit of offsets '%s'\n", value);
	}
	return good;
}

static bool take_format(const command *self, const char *value, settings *s)
{
	s->format = value;
	return input_format_known(self, value);
}

static bool take_list(const command *self, int option, char *value, settings *s)
{
	switch (option) {
	case TYPES: return each_word(self, value, "type", take_type, &s->tag.types);
	case VOCABULARY: return each_word(self, value, "vocabulary", take_word_into, &s->lists[VOCABULARIES]);
	case WITHIN: return each_word(self, value, "code", take_code, &s->lists[WITHIN_CODES]);
	case ONLY: return each_word(self, value, "context", take_said, &s->said);
	case WITHOUT: return each_word(self, value, "code, way of matching or part of the context", take_code_or_way, s);
	default: return each_word(self, value, "level or code to roll up to", take_level_or_code, s);
	}
}

/* An option that has no value. */
static void take_switch(int option, settings *s)
{
	switch (option) {
	case LINES: s->read.lines = true; break;
	case NO_HEADER: s->read.no_header = true; break;
	case JSON: s->json = true; break;
	case KEEP: s->keep = true; break;
	case BRAT_CONFIG: s->brat_config = true; break;
	case EXPLAIN: s->explain = true; break;
	case NO_STARTER: s->load |= LOAD_NO_STARTER; break;
	case NO_CURATION: s->load |= LOAD_UNCURATED; break;
	case KEEP_GENERIC: s->tag.keep_generic = true; break;
	case OFFER_RETIRED: s->tag.offer_retired = true; break;
	case RESUME: s->resume = true; break;
	case STRICT: s->strict = true; break;
	case QUIET: s->quiet = true; break;
	}
}

static bool take_option(const command *self, int option, const char *value, void *context)
{
	settings *s = context;
	switch (option) {
	case ARGUMENT_OPERAND: return take_word_into(&s->lists[FILES], value);
	case DICTIONARY: return take_word_into(&s->lists[DICTIONARIES], value);
	case FORMAT: return take_format(self, value, s);
	case OUTPUT: s->output = value; return true;
	case OUTPUT_DIR: s->folder = value; return true;
	case CONTEXT_CUES: s->cues = value; return true;
	case ID_FIELD: s->read.id_field = value; return true;
	case TEXT_FIELD: s->read.text_field = value; return true;
	case OFFSETS: return take_offsets(value, s);
	case OVERLAP: return take_overlap(value, s);
	case JOBS: return take_threads(value, s);
	case TYPES:
	case VOCABULARY:
	case WITHIN:
	case WITHOUT:
	case ONLY:
	case ROLL_UP: return take_list(self, option, (char *)value, s);
	default: take_switch(option, s); return true;
	}
}

static bool settle(settings *s)
{
	if (s->resume && !s->folder) {
		fputs("ontotag tag: --resume goes with --output-dir\n", stderr);
		return false;
	}
	if (!s->output) {
		s->output = s->explain || (isatty(STDOUT_FILENO) && !s->folder) ? "terminal" : "jsonl";
	}
	if (s->explain && strcmp(s->output, "terminal") != 0) {
		fputs("ontotag tag: --explain goes with -o terminal\n", stderr);
		return false;
	}
	s->threads = s->explain || !s->threads ? 1 : s->threads;
	s->tag.vocabularies = s->lists[VOCABULARIES].items;
	s->tag.vocabulary_count = s->lists[VOCABULARIES].count;
	return true;
}

/* -1, or the exit code where there is nothing more to do. */
static int parse(const command *self, int argc, char **argv, settings *s)
{
	int code = arguments_read(self, argc, argv, take_option, s);
	return code >= 0 ? code : settle(s) ? -1 : EXIT_USAGE;
}

/* ---- the run ------------------------------------------------------------------------------------------------- */

/* All that a run needs, made in this order. */
typedef struct run_state {
	const settings *settings;
	inputs inputs;
	onto_dictionary *dictionary;
	onto_hierarchy *hierarchy;
	onto_cues *cues; /* NULL: the library's */
	onto_tag_options tag;
	onto_concept_id *concepts; /* of the filter */
	onto_filter_options filter;
	sink_options to;
	thread_pool_options with;
	sink *sink;
	thread_pool *thread_pool;
	progress progress;
	bool misused; /* it failed because of what was asked for */
} run_state;

static onto_status gather(run_state *run, onto_error *error)
{
	const settings *s = run->settings;
	input_options how = {.brat = s->format && strcmp(s->format, "brat") == 0,
	                     .folder = s->folder,
	                     .suffix = onto_format_suffix(s->output),
	                     .resume = s->resume};
	if (s->folder && mkdir(s->folder, 0777) != 0 && errno != EEXIST) {
		return onto_fail(error, ONTO_IO, s->folder, 0, "cannot be made: %s", strerror(errno));
	}
	return inputs_gather(&run->inputs, s->lists[FILES].items, s->lists[FILES].count, &how, error);
}

static onto_status find_codes(const run_state *run, const words *codes, onto_concept_id **at, onto_error *error)
{
	for (size_t i = 0; i < codes->count; i++) {
		*(*at)++ = concept_of_code(run->dictionary, codes->items[i]);
		if ((*at)[-1] == ONTO_NONE) {
			return onto_fail(error, ONTO_ARGUMENT, NULL, 0, "no concept '%s' in the dictionary", codes->items[i]);
		}
		tell_retired(run->dictionary, (*at)[-1]);
	}
	return ONTO_OK;
}

static onto_status make_filter(run_state *run, onto_error *error)
{
	const settings *s = run->settings;
	const words *within = &s->lists[WITHIN_CODES], *without = &s->lists[WITHOUT_CODES],
				*targets = &s->lists[TARGETS];
	if (!within->count && !without->count && !targets->count && !s->to_level) {
		run->filter = (onto_filter_options){.size = sizeof(onto_filter_options), .said = s->said};
		return ONTO_OK;
	}
	onto_concept_id *at = calloc(within->count + without->count + targets->count + 1, sizeof *at);
	if (!at) {
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	run->concepts = at;
	run->filter = (onto_filter_options){.size = sizeof(onto_filter_options), .within = at,
	                                    .within_count = within->count,
	                                    .without = at + within->count,
	                                    .without_count = without->count,
	                                    .targets = at + within->count + without->count,
	                                    .target_count = targets->count,
	                                    .to_level = s->to_level,
	                                    .level = (unsigned)s->level,
	                                    .said = s->said};
	onto_status status = find_codes(run, within, &at, error);
	status = status == ONTO_OK ? find_codes(run, without, &at, error) : status;
	status = status == ONTO_OK ? find_codes(run, targets, &at, error) : status;
	return status == ONTO_OK ? onto_hierarchy_new(run->dictionary, &run->hierarchy, error) : status;
}

static onto_status prepare(run_state *run, onto_error *error)
{
	const settings *s = run->settings;
	run->to = (sink_options){.format = s->output,
	                         .strict = s->strict,
	                         .write = {.size = sizeof run->to.write, .colour = !s->folder && colour_wanted(stdout),
	                                   .width = terminal_width(stdout),
	                                   .keep = s->keep,
	                                   .json = s->json,
	                                   .offsets = s->offsets}};
	onto_status status = sink_new(&run->to, &run->sink, error);
	status = status == ONTO_OK ? gather(run, error) : status;
	run->misused = status == ONTO_UNKNOWN || status == ONTO_ARGUMENT;
	if (status == ONTO_OK) {
		status = load_dictionaries_as(s->lists[DICTIONARIES].items, s->lists[DICTIONARIES].count, s->load,
		                              &run->dictionary, error);
	}
	if (status != ONTO_OK) {
		return status;
	}
	run->tag = s->tag;
	status = s->cues ? onto_cues_load(s->cues, &run->cues, error) : ONTO_OK;
	if (status != ONTO_OK) {
		return status;
	}
	run->tag.cues = run->cues;
	status = make_filter(run, error);
	run->misused = status == ONTO_ARGUMENT;
	if (status != ONTO_OK) {
		return status;
	}
	run->to.explained = s->explain ? run->dictionary : NULL;
	run->progress.sink = run->sink;
	run->progress.bytes = run->inputs.sized ? run->inputs.bytes : 0;
	run->progress.shown = !s->quiet && isatty(STDERR_FILENO) && (s->folder || !isatty(STDOUT_FILENO));
	run->with = (thread_pool_options){.threads = s->threads,
	                           .dictionary = run->dictionary,
	                           .tag = &run->tag,
	                           .hierarchy = run->hierarchy,
	                           .filter = &run->filter,
	                           .format = s->output,
	                           .write = &run->to.write,
	                           .sink = run->sink};
	status = progress_start(&run->progress, error);
	return status == ONTO_OK ? thread_pool_new(&run->with, &run->thread_pool, error) : status;
}

/* What cannot be read, be it a file or a document of it, is reported, and the run goes on. */
static void tag_input(run_state *run, const input *input)
{
	const settings *s = run->settings;
	onto_reader *reader;
	const onto_document *document;
	onto_error error;
	uint64_t before = run->progress.read;
	if (onto_reader_open(input->path, s->format, &s->read, &reader, &error) != ONTO_OK) {
		thread_pool_bad(run->thread_pool, &error);
		return;
	}
	thread_pool_open(run->thread_pool, input);
	for (onto_status status = ONTO_OK; !sink_stopped(run->sink);) {
		status = onto_reader_next(reader, &document, &error);
		run->progress.read = before + onto_reader_consumed(reader);
		if (status != ONTO_OK) {
			thread_pool_bad(run->thread_pool, &error);
			if (s->strict) {
				break;
			}
		} else if (document) {
			thread_pool_document(run->thread_pool, document);
		} else {
			break;
		}
	}
	thread_pool_close(run->thread_pool, input);
	run->progress.read = before + input->size;
	onto_reader_free(reader);
}

/* Where nobody looks on, only if there is more to say than the one message of what was bad. */
static void sum_up(const run_state *run)
{
	const sink_counts *c = sink_count(run->sink);
	bool looked_on = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
	if (run->settings->quiet || (!looked_on && c->errors < 2)) {
		return;
	}
	fprintf(stderr, "ontotag: %zu files, %zu documents, %zu mentions, %zu bad", (size_t)c->files,
	        (size_t)c->documents, (size_t)c->mentions, (size_t)c->errors);
	if (run->inputs.done) {
		fprintf(stderr, ", %zu done before", run->inputs.done);
	}
	fprintf(stderr, "; %.1f s\n", progress_seconds(&run->progress));
}

static int tag_all(const settings *s)
{
	run_state run = {.settings = s};
	onto_error error;
	int code = EXIT_FAILED;
	onto_status status = prepare(&run, &error);
	if (status != ONTO_OK) {
		print_error(&error);
		code = run.misused ? EXIT_USAGE : EXIT_FAILED;
		goto done;
	}
	sink_start(run.sink, s->folder != NULL);
	for (size_t i = 0; i < run.inputs.count && !sink_stopped(run.sink); i++) {
		tag_input(&run, &run.inputs.items[i]);
	}
	thread_pool_finish(run.thread_pool);
	sink_stop(run.sink);
	progress_stop(&run.progress);
	sum_up(&run);
	code = sink_count(run.sink)->errors ? EXIT_FAILED : EXIT_CLEAN;
done:
	thread_pool_free(run.thread_pool);
	progress_stop(&run.progress);
	sink_free(run.sink);
	inputs_free(&run.inputs);
	free(run.concepts);
	onto_hierarchy_free(run.hierarchy);
	onto_cues_free(run.cues);
	onto_dictionary_free(run.dictionary);
	return code;
}

static int print_brat_config(void)
{
	onto_writer *writer;
	onto_error error;
	const char *bytes;
	size_t length;
	onto_status status = onto_writer_new("brat", NULL, &writer, &error);
	if (status == ONTO_OK) {
		status = onto_writer_configuration(writer, &bytes, &length, &error);
	}
	if (status == ONTO_OK) {
		fwrite(bytes, 1, length, stdout);
	} else {
		print_error(&error);
	}
	onto_writer_free(writer);
	return status == ONTO_OK ? EXIT_CLEAN : EXIT_FAILED;
}

static int run(const command *self, int argc, char **argv)
{
	settings s = {.read = {.size = sizeof s.read}, .tag = {.size = sizeof s.tag}};
	size_t room = argument_words(argc, argv);
	const char **all = calloc(room * LISTS, sizeof *all);
	if (!all) {
		fputs("ontotag: out of memory\n", stderr);
		return EXIT_FAILED;
	}
	for (size_t i = 0; i < LISTS; i++) {
		s.lists[i].items = all + i * room;
	}
	int code = parse(self, argc, argv, &s);
	if (code < 0 && s.brat_config) {
		code = print_brat_config();
	} else if (code < 0) {
		code = tag_all(&s);
	}
	free(all);
	return code;
}

const command command_tag = {
	.name = "tag",
	.arguments = "[-d DICT]... [-o FORMAT] [OPTION]... [FILE...]",
	.summary = "tag the diseases, drugs and markers of texts with their codes",
	.details =
		"Reads each FILE, plain or gzipped, or standard input, as one document (or, with --lines, one a line) and\n"
		"writes its mentions. On a terminal it shows the text with the mentions marked and a table of what was\n"
		"found; into a pipe or a file it writes JSON lines. A folder stands for the files in it and below, in\n"
		"order of name, but for those whose names begin with a dot; one with brat annotations (*.ann) in it, or\n"
		"with -f brat, is read as brat reads it.\n\n"
		"Documents flow one by one and come out in the order in which they went in, whatever -j says. A pipe\n"
		"gets each as soon as it is done. Memory is bounded by the largest document.\n\n"
		"With --vocabulary a code of another vocabulary says how it was reached (mappings; predicate and via in tsv and csv):\n"
		"exact, or, where the vocabulary has no code of the very thing, xref, close or broad. Formats that cannot say that it\n"
		"is broad leave such a code away. --within, --without and --roll-up go by the trees of all sources, joined where\n"
		"concepts are exactly the same. A name of a retired concept gives the codes of what replaced it (retired: the old\n"
		"code); where a source only says what to consider, nothing is tagged: --offer-retired tells of those places.\n\n"
		"What the text says of a mention (absent, possible, hypothetical, historical, a relative's, an allergy; a marker's\n"
		"status and value) and the section of a note that it stands in are members of jsonl, columns of tsv and csv, infons of\n"
		"BioC, attributes and notes of brat, marks and counts of terminal, html and summary. PubTator and CoNLL have no room\n"
		"for it: there a finding that is absent looks like one that is present. --only keeps a mention where all that is said\n"
		"of it is among its words; present is what nothing else is said of.\n\n"
		"What cannot be read, a file or a document in it, is named with file, line and reason, counted and\n"
		"passed over; --strict stops there. With --output-dir an output appears whole under its name or not at\n"
		"all. On a terminal, standard error shows how far it has come and ends with the counts; where it is\n"
		"none, the counts come only if several things were bad.\n\n"
		"Exit code: 0 clean, 1 something failed (also: nobody reads the output any more), 2 usage; 130 after\n"
		"Ctrl-C, 143 after SIGTERM: what was written until then is whole.\n",
	.options = options,
	.run = run,
};
