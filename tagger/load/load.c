/* Loading. A compiled image alone is mapped. Rows, and images among others, are layered over the embedded starter
 * and under the embedded curation, then frozen. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/options.h"
#include "image/image.h"
#include "load/embedded.h"
#include "load/find.h"
#include "load/unfold.h"

static const char curation_source[] = "curation";

static bool has_curation(const onto_dictionary *dictionary)
{
	onto_source source;
	size_t concepts, names;
	for (size_t i = 0; onto_dictionary_source(dictionary, i, &source, &concepts, &names); i++) {
		if (strcmp(source.id, curation_source) == 0) {
			return true;
		}
	}
	return false;
}

/* Tells an empty file, such as a failed download, from a dictionary without matches. */
static bool has_concepts(const onto_dictionary *dictionary)
{
	onto_source source;
	size_t concepts, names;
	for (size_t i = 0; onto_dictionary_source(dictionary, i, &source, &concepts, &names); i++) {
		if (concepts && strcmp(source.id, curation_source) != 0) {
			return true;
		}
	}
	return false;
}

/* What is compiled into an image cannot be taken out of it. */
static onto_status load_image(const char *path, const onto_load_options *options, onto_dictionary **out,
                              onto_error *error)
{
	TRY(image_open(path, options->in_memory, out, error));
	if (options->no_curation && has_curation(*out)) {
		onto_dictionary_free(*out);
		*out = NULL;
		return onto_fail(
			error, ONTO_ARGUMENT, path, 0,
			"the curation is compiled into this image; ontotag compile --no-curation makes one without");
	}
	return ONTO_OK;
}

static onto_status layer_image(onto_builder *builder, const char *path, const onto_load_options *options,
                               onto_error *error)
{
	onto_dictionary *image;
	TRY(load_image(path, options, &image, error));
	onto_status status = unfold(image, builder, error);
	onto_dictionary_free(image);
	return status;
}

/* Says of rows that cannot be read that they are an image which somebody has compressed. */
static onto_status name_image(const char *path, onto_status status, onto_error *error)
{
	char head[IMAGE_MAGIC_LENGTH];
	size_t length = 0, got = 1;
	onto_byte_reader *reader = NULL;
	if (status == ONTO_DAMAGED && strcmp(path, "-") != 0 && onto_byte_reader_open(path, &reader, NULL) == ONTO_OK) {
		while (got && length < sizeof head &&
		       onto_byte_reader_read(reader, head + length, sizeof head - length, &got, NULL) == ONTO_OK) {
			length += got;
		}
	}
	onto_byte_reader_close(reader);
	return image_begins(head, length)
	           ? onto_fail(error, status, path, 0, "is a compiled image that is compressed; decompress it first")
	           : status;
}

static onto_status load_layers(onto_builder *builder, char *const *paths, size_t count,
                               const onto_load_options *options, onto_error *error)
{
	for (size_t i = 0; i < count; i++) {
		if (onto_dictionary_is_compiled(paths[i])) {
			TRY(layer_image(builder, paths[i], options, error));
		} else {
			TRY(name_image(paths[i], onto_builder_load(builder, paths[i], error), error));
		}
	}
	onto_builder_on_notice(builder, NULL, NULL); /* the embedded rows are for more codes than any layer has */
	/* A later layer only adds to what earlier ones define, so the starter may come last. */
	if (!options->no_starter) {
		TRY(onto_builder_load_memory(builder, "(embedded dictionary)", embedded_starter, embedded_starter_size,
		                             error));
	}
	if (!options->no_curation) {
		TRY(onto_builder_load_memory(builder, "(curation)", embedded_curation, embedded_curation_size, error));
	}
	return ONTO_OK;
}

static onto_status load_rows(char *const *paths, size_t count, const onto_load_options *options,
                             onto_dictionary **out, onto_error *error)
{
	onto_builder *builder;
	TRY(onto_builder_new(&builder, error));
	onto_builder_on_notice(builder, options->notice, options->notice_context);
	onto_status status = load_layers(builder, paths, count, options, error);
	onto_builder_on_notice(builder, options->notice, options->notice_context);
	if (status == ONTO_OK) {
		return onto_dictionary_take(builder, out, error);
	}
	onto_builder_free(builder);
	return status;
}

/* The rows beside an image: full.dict.gz of full.otx. NULL where there are none, or memory ran out. */
static char *rows_beside(const char *path)
{
	char *rows;
	find_rows(path, (size_t)(strrchr(path, '.') - path), &rows, NULL);
	return rows;
}

/* Of a dictionary that was given by its name, the rows are as good as an image that another version made. */
static onto_status load_image_or_rows(char **path, bool by_name, const onto_load_options *options,
                                      onto_dictionary **out, onto_error *error)
{
	onto_error reason = {0};
	onto_status status = load_image(*path, options, out, &reason);
	char *rows = status == ONTO_DAMAGED && by_name ? rows_beside(*path) : NULL;
	if (!rows) {
		return status == ONTO_OK ? ONTO_OK
		                         : onto_fail(error, status, reason.file, reason.line, "%s", reason.message);
	}
	if (options->notice) {
		char message[sizeof reason.message + 600];
		snprintf(message, sizeof message, "%s: %s; %s is read", *path, reason.message, rows);
		options->notice(options->notice_context, message);
	}
	free(*path);
	*path = rows;
	return load_rows(path, 1, options, out, error);
}

static onto_status load(char **paths, const char *const *given, size_t count, const onto_load_options *options,
                        onto_dictionary **out, onto_error *error)
{
	if (count == 1 && onto_dictionary_is_compiled(paths[0])) {
		return load_image_or_rows(&paths[0], strcmp(paths[0], given[0]) != 0, options, out, error);
	}
	TRY(load_rows(paths, count, options, out, error));
	if (count && !has_concepts(*out)) {
		onto_dictionary_free(*out);
		*out = NULL;
		return onto_fail(error, ONTO_DAMAGED, paths[0], 0, "the dictionary holds no concept");
	}
	return ONTO_OK;
}

onto_status onto_dictionary_load(const char *const *given, size_t count, const onto_load_options *options,
                                 onto_dictionary **out, onto_error *error)
{
	onto_load_options own;
	*out = NULL;
	TRY(options_read(&own, sizeof own, options, error));
	char **paths = calloc(count + 1, sizeof *paths);
	onto_status status = paths ? ONTO_OK : fail_memory(error);
	for (size_t i = 0; i < count && status == ONTO_OK; i++) {
		status = find_dictionary(given[i], &paths[i], error);
	}
	if (status == ONTO_OK) {
		status = load(paths, given, count, &own, out, error);
	}
	for (size_t i = 0; paths && i < count; i++) {
		free(paths[i]);
	}
	free(paths);
	return status;
}

onto_status onto_dictionary_path(const char *given, char **out, onto_error *error)
{
	return find_dictionary(given, out, error);
}
