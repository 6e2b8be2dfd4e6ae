/* Loading. A compiled image is mapped. Rows are layered over the embedded starter and under the embedded curation,
 * then frozen. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/options.h"
#include "image/image.h"
#include "load/embedded.h"
#include "load/find.h"

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

/* Nothing is layered over an image, so the curation is in it or is not. */
static onto_status load_image(const char *path, const onto_load_options *options, onto_dictionary **out,
                              onto_error *error)
{
	TRY(image_open(path, out, error));
	if (options->no_curation && has_curation(*out)) {
		onto_dictionary_free(*out);
		*out = NULL;
		return onto_fail(
			error, ONTO_ARGUMENT, path, 0,
			"the curation is compiled into this image; ontotag compile --no-curation makes one without");
	}
	return ONTO_OK;
}

static onto_status load_layers(onto_builder *builder, char *const *paths, size_t count,
                               const onto_load_options *options, onto_error *error)
{
	for (size_t i = 0; i < count; i++) {
		TRY(onto_builder_load(builder, paths[i], error));
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

static onto_status load(char *const *paths, size_t count, const onto_load_options *options, onto_dictionary **out,
                        onto_error *error)
{
	if (count == 1 && onto_dictionary_is_compiled(paths[0])) {
		return load_image(paths[0], options, out, error);
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
		status = load(paths, count, &own, out, error);
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
