/* ontotag tag: tags texts and writes the coded mentions. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/concept.h"
#include "command/convert.h"
#include "command/database.h"
#include "command/progress.h"
#include "command/tag_options.h"
#include "command/thread_pool.h"

/* ---- settings ------------------------------------------------------------------------------------------------ */

static bool take_option(const command *self, int option, const char *value, void *context)
{
	onto_error error;
	if (tag_settings_take(context, option, (char *)value, &error) != ONTO_OK) {
		fprintf(stderr, "ontotag %s: %s\n", self->name, error.message);
		return false;
	}
	return true;
}

/* The output format that a file's name tells; NULL: none. */
static const char *format_of_file(const char *file)
{
	size_t length = strlen(file), longest = 0;
	const char *found = NULL, *name;
	length -= length > 3 && strcmp(file + length - 3, ".gz") == 0 ? 3 : 0;
	for (size_t i = 0; (name = onto_format_name(i, NULL)); i++) {
		const char *suffix = onto_format_suffix(name);
		size_t tail = strlen(suffix);
		if (tail > longest && length > tail && memcmp(file + length - tail, suffix, tail) == 0) {
			longest = tail;
			found = name;
		}
	}
	bool text = length > 4 && memcmp(file + length - 4, ".txt", 4) == 0;
	return found ? found : text ? "terminal" : NULL;
}

/* True for a format, or a file of one, that the package for Python writes. */
static bool is_columnar(const char *word)
{
	static const char *const formats[] = {"parquet", "arrow"};
	size_t length = word ? strlen(word) : 0;
	for (size_t i = 0; word && i < sizeof formats / sizeof *formats; i++) {
		size_t tail = strlen(formats[i]);
		bool suffix = length > tail && word[length - tail - 1] == '.';
		if ((length == tail || suffix) && strcmp(word + length - tail, formats[i]) == 0) {
			return true;
		}
	}
	return false;
}

static bool settle(tag_settings *s)
{
	const char *written = s->output ? s->output : s->file;
	if (is_columnar(written)) {
		fprintf(
			stderr,
			"ontotag tag: %s: Parquet and Arrow are written by the package for Python: python -m ontotag tag -o %s\n",
			written, written);
		return false;
	}
	if (s->resume && !s->folder && !s->database) {
		fputs("ontotag tag: --resume goes with --output-dir or --database\n", stderr);
		return false;
	}
	bool sqlite = s->output && strcmp(s->output, "sqlite") == 0;
	if (sqlite != (s->database != NULL) || (sqlite && s->folder)) {
		fputs("ontotag tag: -o sqlite and --database FILE go together, without --output-dir\n", stderr);
		return false;
	}
	if (s->file && s->folder) {
		fputs("ontotag tag: one of -o FILE and --output-dir\n", stderr);
		return false;
	}
	/* What is JSON is told by itself, so that the word is left for the output. */
	if (s->format && strcmp(s->format, "json") == 0 && !s->output && !s->file) {
		s->output = "json";
		s->format = NULL;
	}
	if (s->file && !s->output && !(s->output = format_of_file(s->file))) {
		fprintf(stderr, "ontotag tag: the name of %s tells no format; give it, too: -o FORMAT -o %s\n", s->file,
		        s->file);
		return false;
	}
	if (!s->output) {
		s->output =
			s->explain || s->explain_dropped || (isatty(STDOUT_FILENO) && !s->folder) ? "terminal" : "jsonl";
	}
	bool terminal = strcmp(s->output, "terminal") == 0, jsonl = strcmp(s->output, "jsonl") == 0;
	if ((s->explain || s->explain_dropped) && !terminal && !jsonl) {
		fprintf(stderr, "ontotag tag: %s goes with -o terminal or jsonl\n",
		        s->explain ? "--explain" : "--explain-dropped");
		return false;
	}
	if (s->candidates && !jsonl) {
		fputs("ontotag tag: --candidates goes with -o jsonl\n", stderr);
		return false;
	}
	if (s->tag.no_judge && (s->judge || s->profile)) {
		fputs("ontotag tag: --judge and --profile do not go with --no-judge, which --no-curation implies\n",
		      stderr);
		return false;
	}
	if (s->omop_relationships && !s->omop_concepts) {
		fputs("ontotag tag: --omop-relationships goes with --omop-concepts\n", stderr);
		return false;
	}
	if (s->omop_concepts && strcmp(s->output, "omop") != 0) {
		fputs("ontotag tag: --omop-concepts goes with -o omop\n", stderr);
		return false;
	}
	s->threads = ((s->explain || s->explain_dropped) && terminal) || !s->threads ? 1 : s->threads;
	return true;
}

/* -1, or the exit code where the command should end. */
static int parse(const command *self, int argc, char **argv, tag_settings *s)
{
	int code = arguments_read(self, argc, argv, take_option, s);
	return code >= 0 ? code : settle(s) ? -1 : EXIT_USAGE;
}

/* ---- the run ------------------------------------------------------------------------------------------------- */

/* All objects of a run, in the order of their creation. */
typedef struct run_state {
	const tag_settings *settings;
	inputs inputs;
	names names; /* of --files-from */
	onto_dictionary *dictionary;
	onto_hierarchy *hierarchy;
	onto_cues *cues; /* NULL: the library's */
	onto_judge *judge;
	onto_concept_ids *concept_ids;
	database *database; /* NULL: none */
	onto_tag_options tag;
	tag_filter filter;
	sink_options to;
	thread_pool_options with;
	sink *sink;
	thread_pool *thread_pool;
	progress progress;
	bool misused; /* it failed because of the arguments */
	bool told_encoding;
} run_state;

static onto_status gather(run_state *run, onto_error *error)
{
	const tag_settings *s = run->settings;
	input_options how = {.brat = s->format && strcmp(s->format, "brat") == 0,
	                     .folder = s->folder,
	                     .suffix = onto_format_suffix(s->output),
	                     .beside_text = strcmp(s->output, "brat") == 0,
	                     .resume = s->resume};
	if (s->folder && mkdir(s->folder, 0777) != 0 && errno != EEXIST) {
		return onto_fail(error, ONTO_IO, s->folder, 0, "cannot be made: %s", strerror(errno));
	}
	const words *files = &s->lists[FILES];
	if (!s->files_from) {
		return inputs_gather(&run->inputs, files->items, files->count, &how, error);
	}
	how.given = true;
	onto_status status = names_read(&run->names, s->files_from, files->items, files->count, error);
	return status == ONTO_OK ? inputs_gather(&run->inputs, run->names.items, run->names.count, &how, error)
	                         : status;
}

/* The concept of a code. Reports a replacement, and that a code is retired. */
static onto_concept_id told_code(const onto_dictionary *dictionary, const char *code)
{
	onto_concept_id id = concept_of_code(dictionary, code);
	tell_retired(dictionary, id);
	return id;
}

static onto_status make_filter(run_state *run, onto_error *error)
{
	onto_status status = tag_filter_init(&run->filter, run->settings, run->dictionary, told_code, error);
	return status == ONTO_OK && run->filter.by_hierarchy
	           ? onto_hierarchy_new(run->dictionary, &run->hierarchy, error)
	           : status;
}

/* Opens the database, which needs the hierarchy, and the sink that writes to it. */
static onto_status open_database(run_state *run, onto_error *error)
{
	const tag_settings *s = run->settings;
	onto_status status = run->hierarchy ? ONTO_OK : onto_hierarchy_new(run->dictionary, &run->hierarchy, error);
	if (status == ONTO_OK) {
		status = database_open(&run->database, s->database, s->resume, run->dictionary, run->hierarchy, error);
	}
	run->misused = status == ONTO_ARGUMENT;
	run->to.database = run->database;
	return status == ONTO_OK ? sink_new(&run->to, &run->sink, error) : status;
}

/* Where mentions go: the sink, and the inputs, which may be too few for it. */
static onto_status prepare_output(run_state *run, onto_error *error)
{
	const tag_settings *s = run->settings;
	run->to = (sink_options){.format = s->output,
	                         .file = s->file,
	                         .strict = s->strict,
	                         .silent = s->silent,
	                         .write = {.size = sizeof run->to.write,
	                                   .colour = !s->folder && !s->file && colour_wanted(stdout),
	                                   .width = terminal_width(stdout),
	                                   .keep = s->keep,
	                                   .json = s->json,
	                                   .csv_safe = s->csv_safe,
	                                   .offsets = s->offsets,
	                                   .candidates = s->candidates,
	                                   .explain = s->explain,
	                                   .explain_dropped = s->explain_dropped}};
	if (s->omop_concepts) {
		TRY(onto_concept_ids_load(s->omop_concepts, &run->concept_ids, error));
	}
	if (s->omop_relationships) {
		TRY(onto_concept_ids_map(run->concept_ids, s->omop_relationships, error));
	}
	run->to.write.concept_ids = run->concept_ids;
	onto_status status = s->database ? ONTO_OK : sink_new(&run->to, &run->sink, error);
	status = status == ONTO_OK ? gather(run, error) : status;
	run->misused = status == ONTO_UNKNOWN || status == ONTO_ARGUMENT;
	return status;
}

/* What texts are tagged with: dictionary, cues, weights, filter. */
static onto_status prepare_tagging(run_state *run, onto_error *error)
{
	const tag_settings *s = run->settings;
	TRY(load_dictionaries_as(s->lists[DICTIONARIES].items, s->lists[DICTIONARIES].count, s->load, &run->dictionary,
	                         error));
	run->tag = s->tag;
	if (s->cues) {
		TRY(onto_cues_load(s->cues, &run->cues, error));
	}
	run->tag.cues = run->cues;
	TRY(onto_judge_load(s->judge, s->profile, &run->judge, error));
	run->tag.judge = run->judge;
	onto_status status = make_filter(run, error);
	run->misused = status == ONTO_ARGUMENT;
	return status;
}

static onto_status prepare(run_state *run, onto_error *error)
{
	const tag_settings *s = run->settings;
	TRY(prepare_output(run, error));
	TRY(prepare_tagging(run, error));
	if (s->database) {
		TRY(open_database(run, error));
	}
	bool terminal = strcmp(s->output, "terminal") == 0;
	run->to.explained = s->explain && terminal ? run->dictionary : NULL;
	run->to.explain_dropped = s->explain_dropped && terminal;
	run->progress.sink = run->sink;
	run->progress.bytes = run->inputs.sized ? run->inputs.bytes : 0;
	run->progress.shown = !s->quiet && isatty(STDERR_FILENO) && (s->folder || !isatty(STDOUT_FILENO));
	run->with = (thread_pool_options){.threads = s->threads,
	                                  .dictionary = run->dictionary,
	                                  .tag = &run->tag,
	                                  .hierarchy = run->hierarchy,
	                                  .filter = &run->filter.options,
	                                  .masked = s->masked,
	                                  .format = s->output,
	                                  .write = &run->to.write,
	                                  .sink = run->sink};
	TRY(progress_start(&run->progress, error));
	onto_status status = thread_pool_new(&run->with, &run->thread_pool, error);
	run->misused = status == ONTO_UNKNOWN; /* a vocabulary that the dictionary does not have */
	return status;
}

/* `text` must outlive the reader. */
static onto_status open_input(run_state *run, const input *input, converted *text, onto_reader **reader,
                              onto_error *error)
{
	const tag_settings *s = run->settings;
	onto_status status = s->convert ? convert_file(input->path, text, error) : ONTO_OK;
	if (status != ONTO_OK || !text->text) {
		return status == ONTO_OK ? onto_reader_open(input->path, s->format, &s->read, reader, error) : status;
	}
	const char *name = strcmp(input->path, "-") == 0 ? "stdin" : input->path;
	return onto_reader_open_memory(name, text->text, text->length,
	                               text->by_program && !s->format ? "text" : s->format, &s->read, reader, error);
}

/* Reports what a document was read without, and, once a run, an encoding that was guessed. */
static void take_notes(run_state *run, const onto_reader *reader)
{
	const onto_error *note;
	for (size_t i = 0; (note = onto_reader_note(reader, i)); i++) {
		if (note->status != ONTO_OK) {
			thread_pool_bad(run->thread_pool, note);
		} else if (!run->told_encoding && !run->settings->quiet) {
			print_encoding(note);
			run->told_encoding = true;
		}
	}
}

/* A file or a document that cannot be read is reported, and the run continues. */
static void tag_input(run_state *run, const input *input)
{
	const tag_settings *s = run->settings;
	converted text = {0};
	onto_reader *reader;
	const onto_document *document;
	onto_error error;
	uint64_t before = run->progress.read;
	if (run->database && s->resume && database_has(run->database, input->path)) {
		run->inputs.done++;
		return;
	}
	if (open_input(run, input, &text, &reader, &error) != ONTO_OK) {
		thread_pool_bad(run->thread_pool, &error);
		converted_free(&text);
		return;
	}
	thread_pool_open(run->thread_pool, input);
	for (onto_status status = ONTO_OK; !sink_stopped(run->sink);) {
		status = onto_reader_next(reader, &document, &error);
		run->progress.read = before + onto_reader_consumed(reader);
		take_notes(run, reader);
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
	converted_free(&text);
}

/* Prints the totals. Without a user at a terminal, only if there was more than one error. */
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

static int tag_all(const tag_settings *s)
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
	status = database_close(run.database, &error);
	run.database = NULL;
	if (status != ONTO_OK) {
		print_error(&error);
	}
	sum_up(&run);
	code = status != ONTO_OK || sink_count(run.sink)->errors ? EXIT_FAILED : EXIT_CLEAN;
done:
	thread_pool_free(run.thread_pool);
	progress_stop(&run.progress);
	database_close(run.database, NULL);
	sink_free(run.sink);
	inputs_free(&run.inputs);
	names_free(&run.names);
	tag_filter_free(&run.filter);
	onto_hierarchy_free(run.hierarchy);
	onto_concept_ids_free(run.concept_ids);
	onto_cues_free(run.cues);
	onto_judge_free(run.judge);
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
	tag_settings s;
	onto_error error;
	if (tag_settings_init(&s, argument_words(argc, argv), &error) != ONTO_OK) {
		print_error(&error);
		return EXIT_FAILED;
	}
	int code = parse(self, argc, argv, &s);
	if (code < 0 && s.brat_config) {
		code = print_brat_config();
	} else if (code < 0) {
		code = tag_all(&s);
	}
	tag_settings_free(&s);
	return code;
}

const command command_tag = {
	.name = "tag",
	.arguments = "[-d DICT]... [-o FORMAT] [OPTION]... [FILE...]",
	.summary = "tag the diseases, drugs and markers of texts with their codes",
	.details =
		"Reads each FILE, plain or compressed, or standard input, as one document (or, with --lines, one a line) and\n"
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
		"confidence is the probability that a mention is right; --min-confidence drops what is below. Precision / recall of\n"
		"span and code at 0, 0.5, 0.7, 0.8, 0.9, on development sets:\n\n"
		"  BC5CDR diseases            .854/.839 .872/.820 .895/.756 .917/.658 .946/.411\n"
		"  NCBI diseases              .717/.736 .731/.732 .763/.710 .776/.663 .814/.478\n"
		"  BC5CDR chemicals           .922/.884 .927/.877 .939/.858 .948/.816 .973/.637\n"
		"  genes human                .850/.814 .867/.792 .930/.591 .964/.428 .976/.317\n"
		"\n--threshold is the least score, where weights decide: genes, and by profile more. At -1, 0, 1, 2, 3:\n\n"
		"  genes human                .831/.822 .850/.814 .866/.791 .909/.586 .931/.497\n"
		"  BC5CDR chemicals bc5cdr    .935/.898 .951/.891 .961/.877 .973/.851 .985/.794\n"
		"  DDI drugs ddi              .890/.895 .914/.889 .939/.872 .959/.837 .978/.767\n"
		"  NCBI diseases ncbi         .829/.844 .863/.830 .901/.787 .925/.623 .956/.389\n"
		"  CRAFT MONDO craft          .912/.853 .962/.772 .971/.711 .973/.621 .990/.444\n"
		"  RareDis diseases raredis   .727/.848 .810/.826 .881/.767 .926/.641 .962/.458\n"
		"\nWhat cannot be read, a file or a document in it, is named with file, line and reason, counted and\n"
		"passed over; --strict stops there. With --output-dir an output appears whole under its name or not at\n"
		"all. On a terminal, standard error shows how far it has come and ends with the counts; where it is\n"
		"none, the counts come only if several things were bad.\n\n"
		"Exit code: 0 clean, 1 something failed (also: nobody reads the output any more), 2 usage; 130 after\n"
		"Ctrl-C, 143 after SIGTERM: what was written until then is whole.\n",
	.options = tag_option_records,
	.run = run,
};
