/* ontotag build: ontologies in, a dictionary out. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/command.h"
#include "embedded_types.h"
#include "import/import.h"

static const option_record options[] = {
	{'o', "output", "FILE", "the dictionary to write (gzip); - for standard output"},
	{'t', "types", "TYPE,...", types_help},
	{0, "types-file", "FILE",
     "which part of a source becomes which type (default: the built-in dictionaries/types.tsv)"},
	{0, "as", "FORMAT",
     "what the sources are that follow, or, behind the last one, all of them (default: auto, by content)"},
	{0, "type", "TYPE", "of term lists, likewise: the type of their terms"},
	{0, "columns", "LIST",
     "of term lists, likewise: their columns by heading or number: id=code,name=2 (id, name, synonyms, type, parent, xref)"},
	{0, "prefix", "NAME=IRI", "of RDF: the prefix of codes whose IRIs begin so; may be given several times"},
	{0, "language", "LIST", "of sources in several languages: those whose names are taken (default: en)"},
	{0, "strict", NULL, "fail at a record that cannot be read, and at a cycle of parents"},
	{0, "check", NULL, "only read the sources, from end to end; write nothing"},
	{'q', "quiet", NULL, "print no progress and no counts"},
	{0}};
enum { OUTPUT, TYPES, TYPES_FILE, AS, TYPE, COLUMNS, PREFIX, LANGUAGE, STRICT, CHECK, QUIET };

/* The sources, in the order given; a folder stands for the files in it. */
typedef struct source_file {
	char *path;
	bool from_folder; /* an unknown file is skipped, not rejected */
	import_options how;
	import_report taken; /* its name is NULL where the file was skipped */
} source_file;

typedef struct source_files {
	source_file *items;
	size_t count, space;
} source_files;

static bool add_file(source_files *files, const char *path, bool from_folder, const import_options *how)
{
	if (files->count == files->space) {
		size_t space = files->space * 2 + 16;
		source_file *grown = realloc(files->items, space * sizeof *grown);
		if (!grown) {
			return false;
		}
		files->items = grown;
		files->space = space;
	}
	char *copy = strdup(path);
	if (copy) {
		files->items[files->count++] = (source_file){.path = copy, .from_folder = from_folder, .how = *how};
	}
	return copy != NULL;
}

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

enum { FOLDERS_DEEP = 16 };

/* True for what is opened in a folder: a file, a folder of its own or a link to a file. A pipe would wait for ever,
 * and a link to a folder may lead back. */
static bool is_taken(const char *path)
{
	struct stat own, state;
	return stat(path, &state) != 0 || S_ISREG(state.st_mode) ||
	       (S_ISDIR(state.st_mode) && lstat(path, &own) == 0 && S_ISDIR(own.st_mode));
}

/* Adds a file, or the files in a folder and below, in order of name. */
static bool add_path(source_files *files, const char *path, bool from_folder, const import_options *how, int depth)
{
	struct stat state;
	if (strcmp(path, "-") == 0 || stat(path, &state) != 0 || !S_ISDIR(state.st_mode)) {
		return add_file(files, path, from_folder, how);
	}
	struct dirent **entries;
	int count = depth < FOLDERS_DEEP ? scandir(path, &entries, visible, alphasort) : 0;
	if (count < 0) {
		return add_file(files, path, from_folder, how); /* opening it will report why */
	}
	bool good = true;
	for (int i = 0; i < count; i++) {
		size_t length = strlen(path) + strlen(entries[i]->d_name) + 2;
		char *inside = good ? malloc(length) : NULL;
		good = inside != NULL;
		if (good) {
			snprintf(inside, length, "%s/%s", path, entries[i]->d_name);
			if (is_taken(inside)) {
				good = add_path(files, inside, true, how, depth + 1);
			} else {
				fprintf(stderr, "ontotag: left out: %s: neither a file nor a folder of its own\n", inside);
			}
		}
		free(inside);
		free(entries[i]);
	}
	if (count > 0) {
		free(entries);
	}
	return good;
}

/* ---- progress and counts ------------------------------------------------------------------------------------- */

static void show_progress(void *context, const char *path, size_t done, size_t total)
{
	const char *name = strrchr(path, '/');
	(void)context;
	name = name ? name + 1 : path;
	if (total) {
		fprintf(stderr, "\r\033[K%s  %zu%%", name, done * 100 / total);
	} else {
		fprintf(stderr, "\r\033[K%s  %.1f MB", name, (double)done / 1e6);
	}
	fflush(stderr);
}

static void clear_progress(bool shown)
{
	if (shown) {
		fputs("\r\033[K", stderr);
	}
}

static void print_counts(const onto_builder *builder, size_t passed_over)
{
	size_t concepts = 0, names = 0;
	const onto_count *c;
	fprintf(stderr, "%-14s %-9s %10s %10s\n", "source", "type", "concepts", "names");
	for (size_t i = 0; (c = onto_builder_count(builder, i)); i++) {
		if (!c->reason) {
			fprintf(stderr, "%-14s %-9s %10zu %10zu\n", c->source, onto_type_word(c->type), c->concepts, c->names);
			concepts += c->concepts;
			names += c->names;
		}
	}
	fprintf(stderr, "%-14s %-9s %10zu %10zu\n", "all", "", concepts, names);
	bool heading = false;
	for (size_t i = 0; (c = onto_builder_count(builder, i)); i++) {
		if (c->reason) {
			fputs(heading ? "" : "\nleft out\n", stderr);
			fprintf(stderr, "%-14s %20zu  %s\n", c->source, c->concepts, c->reason);
			heading = true;
		}
	}
	if (passed_over) {
		fprintf(stderr, "%s%-14s %20zu  files of a folder that are no known source\n",
		        heading ? "" : "\nleft out\n", "(files)", passed_over);
	}
}

/* ---- what is passed over ------------------------------------------------------------------------------------- */

enum { WARNINGS_MOST = 10 };

/* A record of a file that cannot be read. */
static void warn(void *context, const onto_error *error)
{
	size_t *told = context;
	if (++*told <= WARNINGS_MOST) {
		print_error(error);
	} else if (*told == WARNINGS_MOST + 1) {
		fprintf(stderr, "ontotag: %s: more that cannot be read is only counted\n", error->file);
	}
}

/* Fails where no source gave a concept: a dictionary of nothing serves nobody. */
static onto_status refuse_nothing(const onto_builder *builder, onto_error *error)
{
	enum { REASONS = 3 };
	char reasons[300] = "";
	size_t used = 0, listed = 0;
	const onto_count *c;
	for (size_t i = 0; (c = onto_builder_count(builder, i)); i++) {
		if (!c->reason && c->concepts) {
			return ONTO_OK;
		}
		if (c->reason && listed < REASONS && used < sizeof reasons) {
			used += (size_t)snprintf(reasons + used, sizeof reasons - used, "%s%s: %zu %.60s", listed ? "; " : ": ",
			                         c->source, c->concepts, c->reason);
			listed++;
		}
	}
	return onto_fail(
		error, ONTO_DAMAGED, NULL, 0,
		"no concept was taken%.300s; nothing is written. Which codes of a source are taken, and as which "
		"type, is said by --types-file FILE (rows as in dictionaries/types.tsv)",
		reasons);
}

/* ---- the run ------------------------------------------------------------------------------------------------- */

static onto_status import_source(source_file *file, const types *types, onto_builder *builder, bool progress,
                                 onto_error *error)
{
	input *input;
	onto_status status = input_open(&input, file->path, error);
	if (status == ONTO_OK) {
		input_watch(input, progress ? show_progress : NULL, NULL);
		status = import_input(input, types, &file->how, builder, &file->taken, error);
		input_close(input);
	}
	return status;
}

static void print_taken(const source_files *files)
{
	for (size_t i = 0; i < files->count; i++) {
		const import_report *taken = &files->items[i].taken;
		if (taken->name) {
			fprintf(stderr, "%s: %s%s%s\n", files->items[i].path, taken->title, *taken->detail ? ": " : "",
			        taken->detail);
		}
	}
	fputc('\n', stderr);
}

/* *passed_over: the files of folders that are no source. */
static onto_status import_sources(source_files *files, const types *types, onto_builder *builder, bool strict,
                                  bool quiet, size_t *passed_over, onto_error *error)
{
	bool progress = !quiet && isatty(STDERR_FILENO);
	for (size_t i = 0; i < files->count; i++) {
		source_file *file = &files->items[i];
		size_t warnings = 0;
		file->how.strict = strict;
		file->how.warn = warn;
		file->how.context = &warnings;
		onto_status status = import_source(file, types, builder, progress, error);
		clear_progress(progress);
		if (status == ONTO_UNKNOWN && file->from_folder) {
			++*passed_over;
			file->taken.name = NULL;
			if (!quiet) {
				fprintf(stderr, "ontotag: left out: %s: %s\n", file->path, error->message);
			}
		} else if (status != ONTO_OK) {
			return status;
		}
	}
	return ONTO_OK;
}

/* `output` NULL: the sources are only read. */
static int build(source_files *files, const char *output, unsigned wanted, const char *types_path, bool strict,
                 bool quiet)
{
	onto_builder *builder = NULL;
	types *types = NULL;
	onto_error error;
	bool progress = !quiet && isatty(STDERR_FILENO);
	size_t passed_over = 0;
	int code = EXIT_FAILED;
	onto_status status = types_path
	                         ? types_read(&types, types_path, &error)
	                         : types_parse(&types, "(built-in types)", embedded_types, embedded_types_size, &error);
	if (status != ONTO_OK || onto_builder_new(&builder, &error) != ONTO_OK) {
		goto failed;
	}
	types_restrict(types, wanted ? wanted : onto_types_default());
	onto_builder_on_notice(builder, print_notice, NULL);
	if (!strict) {
		onto_builder_cut_cycles(builder);
	}
	if (import_sources(files, types, builder, strict, quiet, &passed_over, &error) != ONTO_OK) {
		goto failed;
	}
	if (!output) {
		if (!quiet) {
			print_taken(files);
		}
		code = EXIT_CLEAN;
		goto done;
	}
	if (onto_builder_link_genes(builder, &error) != ONTO_OK ||
	    onto_builder_trim_others(builder, &error) != ONTO_OK || onto_builder_finish(builder, &error) != ONTO_OK ||
	    refuse_nothing(builder, &error) != ONTO_OK) {
		goto failed;
	}
	if (progress) {
		fprintf(stderr, "writing %s", output);
	}
	status = onto_builder_write(builder, output, &error);
	clear_progress(progress);
	if (status != ONTO_OK) {
		goto failed;
	}
	if (!quiet) {
		print_taken(files);
		print_counts(builder, passed_over);
	}
	code = EXIT_CLEAN;
	goto done;
failed:
	print_error(&error);
done:
	onto_builder_free(builder);
	types_free(types);
	return code;
}

/* The new file replaces an old one by a rename. A device, a pipe or a folder must not be replaced. */
static bool replaceable(const char *output)
{
	struct stat state;
	if (strcmp(output, "-") == 0 || stat(output, &state) != 0 || S_ISREG(state.st_mode)) {
		return true;
	}
	fprintf(stderr, "ontotag: %s: is not a regular file; -o - writes to standard output\n", output);
	return false;
}

/* What the command line says. */
typedef struct build_arguments {
	source_files files;
	import_options how; /* of the next source */
	size_t settled;     /* the number of sources when `how` was last changed */
	const char **prefixes;
	const char *output, *types_path;
	unsigned types; /* 0: the default ones */
	bool strict, check, quiet;
} build_arguments;

/* What was said behind the last source holds for all of which nothing was said. Prefixes and languages are of
 * all. */
static void settle_all(build_arguments *self)
{
	for (size_t i = 0; i < self->files.count; i++) {
		import_options *own = &self->files.items[i].how;
		const import_options *how = &self->how;
		own->prefixes = how->prefixes;
		own->prefix_count = how->prefix_count;
		own->languages = how->languages;
		if (self->settled != self->files.count) {
			continue;
		}
		own->format = own->format ? own->format : how->format;
		own->columns = own->columns ? own->columns : how->columns;
		own->type = own->has_type ? own->type : how->type;
		own->has_type |= how->has_type;
	}
}

static bool take_type_word(build_arguments *self, const char *value)
{
	self->how.has_type = onto_type_parse(value, &self->how.type);
	if (!self->how.has_type) {
		fprintf(stderr, "ontotag build: no type '%s'\n", value);
	}
	return self->how.has_type;
}

static bool take_prefix(build_arguments *self, const char *value)
{
	const char *equals = strchr(value, '=');
	if (!equals || equals == value || !equals[1]) {
		fprintf(stderr, "ontotag build: --prefix %s: not NAME=IRI\n", value);
		return false;
	}
	self->prefixes[self->how.prefix_count++] = value;
	return true;
}

static bool take_argument_of_build(const command *command, int option, const char *value, void *context)
{
	build_arguments *self = context;
	if (option == AS || option == TYPE || option == COLUMNS) {
		self->settled = self->files.count;
	}
	switch (option) {
	case ARGUMENT_OPERAND:
		if (!add_path(&self->files, value, false, &self->how, 0)) {
			fputs("ontotag: out of memory\n", stderr);
			return false;
		}
		return true;
	case OUTPUT: self->output = value; return true;
	case TYPES: return each_word(command, (char *)value, "type", take_type, &self->types, type_words);
	case TYPES_FILE: self->types_path = value; return true;
	case AS: self->how.format = strcmp(value, "auto") == 0 ? NULL : value; return true;
	case TYPE: return take_type_word(self, value);
	case COLUMNS: self->how.columns = value; return true;
	case PREFIX: return take_prefix(self, value);
	case LANGUAGE: self->how.languages = value; return true;
	case STRICT: self->strict = true; return true;
	case CHECK: self->check = true; return true;
	default: self->quiet = true; return true;
	}
}

static int run(const command *self, int argc, char **argv)
{
	build_arguments given = {.settled = SIZE_MAX, .prefixes = calloc((size_t)argc, sizeof *given.prefixes)};
	if (!given.prefixes) {
		fputs("ontotag: out of memory\n", stderr);
		return EXIT_FAILED;
	}
	given.how.prefixes = given.prefixes;
	int code = arguments_read(self, argc, argv, take_argument_of_build, &given);
	if (code < 0 && (!given.output != given.check || !given.files.count)) {
		fprintf(stderr, "ontotag build: %s\n",
		        !given.files.count ? "no source is given"
		        : given.check      ? "--check writes nothing; no -o goes with it"
		                           : "no output is given (-o FILE)");
		command_usage(self, stderr);
		code = EXIT_USAGE;
	}
	if (code < 0) {
		settle_all(&given);
		code = given.check || replaceable(given.output)
		           ? build(&given.files, given.output, given.types, given.types_path, given.strict, given.quiet)
		           : EXIT_FAILED;
	}
	for (size_t i = 0; i < given.files.count; i++) {
		free(given.files.items[i].path);
	}
	free(given.files.items);
	free(given.prefixes);
	return code;
}

const command command_build = {
	.name = "build",
	.arguments = "-o DICT.dict.gz SOURCE...",
	.summary = "make a dictionary from ontologies",
	.details =
		"Reads each SOURCE, plain or compressed, told apart by its content: OBO, OBO Graphs, RDF (OWL and SKOS in RDF/XML, Turtle\n"
		"or N-Triples), MeSH XML (descriptors and supplementary records), NCBI gene_info, UMLS and RxNorm (RRF), SNOMED CT (RF2),\n"
		"LOINC, ICD-10-CM, HGNC, NCI Thesaurus, CTD, DrugBank's open vocabulary, SSSOM mappings, and rows of ontotag's own\n"
		"(dictionaries/FORMAT.md); docs/SOURCES.md says what to give of each.\n"
		"A table with a header (CSV, TSV, what spreadsheets write) is a list of terms: a column name, and any of id,\n"
		"synonyms, type, parent, xref. Several values of a cell are parted by |, or by ; and line ends. A list without\n"
		"ids gets codes made of the file's name and the terms. What each file was taken for is printed.\n"
		"A folder stands for the files in it. Earlier sources win: the first to define a code gives it its name.\n\n"
		"A record that cannot be read is told and passed over, and a cycle of parents is cut at the link that came last;\n"
		"--strict fails instead. Where no concept is taken, that is an error.\n\n"
		"The dictionary appears whole or not at all. Exit code: 0 clean, 1 something failed, 2 usage.\n",
	.options = options,
	.run = run,
};
