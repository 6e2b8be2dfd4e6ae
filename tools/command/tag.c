/* ontotag tag: texts in, coded mentions out. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"

static const option_record options[] = {
	{'d', "dictionary", "DICT", "a dictionary, a file or a name; several are layered over the embedded one"},
	{'f', "format", "FORMAT", "how to read: text, pubtator, brat (default: told from the content)"},
	{'o', "output", "FORMAT", "how to write: terminal, jsonl, tsv, summary, pubtator (default: terminal or jsonl)"},
	{'t', "types", "TYPE,...", "only these: disease, drug, marker"},
	{0, "vocabulary", "NAME,...", "only codes of these vocabularies, in this order, and mentions that have one"},
	{0, "overlap", "POLICY", "where matches overlap: longest (default), all, nested, one-per-type"},
	{0, "without", "WAY,...", "ways of matching that are not used: case, plural, spelling, derived, ..."},
	{0, "lines", NULL, "every line of a text is a document"},
	{0, "keep", NULL, "write the annotations that documents have, too (default: the tags replace them)"},
	{0, "no-starter", NULL, "only the dictionaries that are given, without the embedded one under them"},
	{0, "no-curation", NULL, "take the dictionaries as they are, without the curation that comes with the program"},
	{0, "keep-generic", NULL, "tag names that say no more than their kind, too: disease, syndrome, protein"},
	{'q', "quiet", NULL, "print no warnings and no progress"},
	{0}};
enum { DICTIONARY, FORMAT, OUTPUT, TYPES, VOCABULARY, OVERLAP, WITHOUT, LINES, KEEP, NO_STARTER, NO_CURATION, KEEP_GENERIC, QUIET };

typedef struct settings {
	const char **dictionaries, **files, **vocabularies;
	size_t dictionary_count, file_count;
	const char *format, *output;
	onto_read_options read;
	bool keep, quiet;
	unsigned load; /* LOAD_ bits */
	onto_tag_options tag;
} settings;

/* ---- settings ----------------------------------------------------------------------------------------------------- */

static bool take_vocabulary(void *context, const char *word)
{
	settings *s = context;
	s->vocabularies[s->tag.vocabulary_count++] = word;
	return true;
}

/* The number of words in all arguments: as many vocabularies as there can be. */
static size_t most_words(int argc, char **argv)
{
	size_t count = (size_t)argc;
	for (int i = 0; i < argc; i++) {
		for (const char *at = argv[i]; *at; at++) {
			count += *at == ',';
		}
	}
	return count;
}

static int parse(const command *self, int argc, char **argv, settings *s)
{
	arguments arguments = {.command = self, .argc = argc, .argv = argv};
	const char *value;
	int next;
	while ((next = arguments_next(&arguments, &value)) != ARGUMENT_END) {
		bool good = true;
		switch (next) {
		case ARGUMENT_OPERAND: s->files[s->file_count++] = value; break;
		case ARGUMENT_HELP: command_help(self); return EXIT_CLEAN;
		case ARGUMENT_BAD: return EXIT_USAGE;
		case DICTIONARY: s->dictionaries[s->dictionary_count++] = value; break;
		case FORMAT:
			s->format = value;
			good = input_format_known(self, value);
			break;
		case OUTPUT: s->output = value; break;
		case TYPES: good = each_word(self, (char *)value, "type", take_type, &s->tag.types); break;
		case VOCABULARY: good = each_word(self, (char *)value, "vocabulary", take_vocabulary, s); break;
		case WITHOUT: good = each_word(self, (char *)value, "way of matching", take_way, &s->tag.without); break;
		case OVERLAP:
			good = onto_overlap_parse(value, &s->tag.overlap);
			if (!good) {
				fprintf(stderr, "ontotag tag: no overlap policy '%s'\n", value);
			}
			break;
		case LINES: s->read.lines = true; break;
		case KEEP: s->keep = true; break;
		case NO_STARTER: s->load |= LOAD_NO_STARTER; break;
		case NO_CURATION: s->load |= LOAD_UNCURATED; break;
		case KEEP_GENERIC: s->tag.keep_generic = true; break;
		case QUIET: s->quiet = true; break;
		}
		if (!good) {
			return EXIT_USAGE;
		}
	}
	return -1;
}

/* ---- the run ------------------------------------------------------------------------------------------------------ */

static onto_status put(const char *bytes, size_t length, onto_error *error)
{
	if (length && fwrite(bytes, 1, length, stdout) != length) {
		return onto_fail(error, ONTO_IO, NULL, 0, "cannot write to standard output: %s", strerror(errno));
	}
	return ONTO_OK;
}

typedef struct run_state {
	onto_tagger *tagger;
	onto_writer *writer;
	onto_error error;
	size_t failures;
	bool output_lost;
} run_state;

static onto_status tag_document(run_state *run, const onto_document *document)
{
	onto_tags tags;
	const char *bytes;
	size_t length;
	onto_status status = onto_tagger_tag(run->tagger, document->text, document->length, &tags, &run->error);
	if (status == ONTO_OK) {
		status = onto_writer_document(run->writer, document, &tags, &bytes, &length, &run->error);
	}
	if (status == ONTO_OK) {
		status = put(bytes, length, &run->error);
		run->output_lost = status != ONTO_OK;
	}
	return status;
}

static void report(run_state *run)
{
	run->failures++;
	/* A reader that has gone away knows that it has. */
	if (!run->output_lost || errno != EPIPE) {
		print_error(&run->error);
	}
}

/* What cannot be read, be it a file or a document of it, is reported, and the run goes on. */
static void tag_file(run_state *run, const settings *s, const char *path)
{
	onto_reader *reader;
	const onto_document *document;
	if (onto_reader_open(path, s->format, &s->read, &reader, &run->error) != ONTO_OK) {
		report(run);
		return;
	}
	do {
		onto_status status = onto_reader_next(reader, &document, &run->error);
		bool asked_again = status != ONTO_OK;
		if (status == ONTO_OK && document) {
			status = tag_document(run, document);
		}
		if (status != ONTO_OK) {
			report(run);
		}
		if (!asked_again && !document) {
			break;
		}
	} while (!run->output_lost);
	onto_reader_free(reader);
}

static int tag_all(const settings *s)
{
	run_state run = {0};
	onto_dictionary *dictionary = NULL;
	const char *bytes, *standard = "-";
	size_t length;
	onto_write_options write = {.colour = colour_wanted(stdout), .width = terminal_width(stdout), .keep = s->keep};
	onto_status status = onto_writer_new(s->output, &write, &run.writer, &run.error);
	int code = EXIT_FAILED;
	if (status != ONTO_OK) {
		print_error(&run.error);
		return EXIT_USAGE;
	}
	if (load_dictionaries_as(s->dictionaries, s->dictionary_count, s->load, &dictionary, &run.error) != ONTO_OK ||
	    onto_tagger_new(dictionary, &s->tag, &run.tagger, &run.error) != ONTO_OK ||
	    onto_writer_begin(run.writer, &bytes, &length, &run.error) != ONTO_OK ||
	    put(bytes, length, &run.error) != ONTO_OK) {
		print_error(&run.error);
		goto done;
	}
	const char *const *files = s->file_count ? s->files : &standard;
	for (size_t i = 0; i < (s->file_count ? s->file_count : 1) && !run.output_lost; i++) {
		tag_file(&run, s, files[i]);
	}
	if (!run.output_lost && (onto_writer_end(run.writer, &bytes, &length, &run.error) != ONTO_OK ||
	                         put(bytes, length, &run.error) != ONTO_OK)) {
		print_error(&run.error);
		goto done;
	}
	code = run.failures ? EXIT_FAILED : EXIT_CLEAN;
done:
	onto_tagger_free(run.tagger);
	onto_writer_free(run.writer);
	onto_dictionary_free(dictionary);
	return code;
}

static int run(const command *self, int argc, char **argv)
{
	settings s = {0};
	size_t words = most_words(argc, argv);
	s.dictionaries = calloc(words, sizeof *s.dictionaries);
	s.files = calloc(words, sizeof *s.files);
	s.vocabularies = calloc(words, sizeof *s.vocabularies);
	int code = EXIT_FAILED;
	if (!s.dictionaries || !s.files || !s.vocabularies) {
		fputs("ontotag: out of memory\n", stderr);
	} else {
		s.tag.vocabularies = s.vocabularies;
		s.output = isatty(STDOUT_FILENO) ? "terminal" : "jsonl";
		code = parse(self, argc, argv, &s);
		if (code < 0) {
			code = tag_all(&s);
		}
	}
	free(s.dictionaries);
	free(s.files);
	free(s.vocabularies);
	return code;
}

const command command_tag = {
	.name = "tag",
	.arguments = "[-d DICT]... [-o FORMAT] [OPTION]... [FILE...]",
	.summary = "tag the diseases, drugs and markers of texts with their codes",
	.details = "Reads each FILE, plain or gzipped, or standard input, as one document (or, with --lines, one a line) and\n"
		   "writes its mentions. On a terminal it shows the text with the mentions marked and a table of what was\n"
		   "found; into a pipe or a file it writes JSON lines.\n\n"
		   "A file that cannot be read is named and passed over. Exit code: 0 clean, 1 something failed, 2 usage.\n",
	.options = options,
	.run = run,
};
