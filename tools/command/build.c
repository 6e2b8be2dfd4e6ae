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
	{0, "types-file", "FILE",
     "which part of a source becomes which type (default: the built-in dictionaries/types.tsv)"},
	{'q', "quiet", NULL, "print no progress and no counts"},
	{0}};
enum { OUTPUT, TYPES_FILE, QUIET };

/* The sources, in the order given; a folder stands for the files in it. */
typedef struct source_file {
	char *path;
	bool from_folder; /* an unknown file is skipped, not rejected */
} source_file;

typedef struct source_files {
	source_file *items;
	size_t count, space;
} source_files;

static bool add_file(source_files *files, const char *path, bool from_folder)
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
		files->items[files->count++] = (source_file){copy, from_folder};
	}
	return copy != NULL;
}

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

enum { FOLDERS_DEEP = 16 };

/* Adds a file, or the files in a folder and below, in order of name. */
static bool add_path(source_files *files, const char *path, bool from_folder, int depth)
{
	struct stat state;
	if (strcmp(path, "-") == 0 || stat(path, &state) != 0 || !S_ISDIR(state.st_mode)) {
		return add_file(files, path, from_folder);
	}
	struct dirent **entries;
	int count = depth < FOLDERS_DEEP ? scandir(path, &entries, visible, alphasort) : 0;
	if (count < 0) {
		return add_file(files, path, from_folder); /* opening it will report why */
	}
	bool good = true;
	for (int i = 0; i < count; i++) {
		size_t length = strlen(path) + strlen(entries[i]->d_name) + 2;
		char *inside = good ? malloc(length) : NULL;
		good = inside != NULL;
		if (good) {
			snprintf(inside, length, "%s/%s", path, entries[i]->d_name);
			good = add_path(files, inside, true, depth + 1);
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

/* ---- the run ------------------------------------------------------------------------------------------------- */

static onto_status import_source(const char *path, const types *types, onto_builder *builder, bool progress,
                                 onto_error *error)
{
	input *input;
	onto_status status = input_open(&input, path, error);
	if (status == ONTO_OK) {
		input_watch(input, progress ? show_progress : NULL, NULL);
		status = import_input(input, types, builder, error);
		input_close(input);
	}
	return status;
}

static int build(const source_files *files, const char *output, const char *types_path, bool quiet)
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
	for (size_t i = 0; i < files->count; i++) {
		const source_file *file = &files->items[i];
		status = import_source(file->path, types, builder, progress, &error);
		clear_progress(progress);
		if (status == ONTO_UNKNOWN && file->from_folder) {
			passed_over++;
			if (!quiet) {
				fprintf(stderr, "ontotag: left out: %s: %s\n", file->path, error.message);
			}
		} else if (status != ONTO_OK) {
			goto failed;
		}
	}
	if (onto_builder_link_genes(builder, &error) != ONTO_OK || onto_builder_finish(builder, &error) != ONTO_OK) {
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

static int run(const command *self, int argc, char **argv)
{
	arguments arguments = {.command = self, .argc = argc, .argv = argv};
	source_files files = {0};
	const char *value, *output = NULL, *types_path = NULL;
	bool quiet = false, good = true;
	int code = EXIT_USAGE, next;
	while ((next = arguments_next(&arguments, &value)) != ARGUMENT_END) {
		switch (next) {
		case ARGUMENT_OPERAND: good = add_path(&files, value, false, 0); break;
		case ARGUMENT_HELP:
			command_help(self);
			code = EXIT_CLEAN;
			goto done;
		case ARGUMENT_BAD: goto done;
		case OUTPUT: output = value; break;
		case TYPES_FILE: types_path = value; break;
		case QUIET: quiet = true; break;
		}
		if (!good) {
			fputs("ontotag: out of memory\n", stderr);
			code = EXIT_FAILED;
			goto done;
		}
	}
	if (!output || !files.count) {
		fprintf(stderr, "ontotag build: %s\n", output ? "no source is given" : "no output is given (-o FILE)");
		command_usage(self, stderr);
		goto done;
	}
	code = replaceable(output) ? build(&files, output, types_path, quiet) : EXIT_FAILED;
done:
	for (size_t i = 0; i < files.count; i++) {
		free(files.items[i].path);
	}
	free(files.items);
	return code;
}

const command command_build = {
	.name = "build",
	.arguments = "-o DICT.dict.gz SOURCE...",
	.summary = "make a dictionary from ontologies",
	.details =
		"Reads each SOURCE, plain or gzipped, told apart by its content: OBO, MeSH XML (descriptors and supplementary\n"
		"records), NCBI gene_info, SSSOM mappings, CTD disease lists, and rows of ontotag's own (dictionaries/FORMAT.md).\n"
		"A folder stands for the files in it. Earlier sources win: the first to define a code gives it its name.\n\n"
		"The dictionary appears whole or not at all. Exit code: 0 clean, 1 something failed, 2 usage.\n",
	.options = options,
	.run = run,
};
