/* What is asked for beside the texts: parameters of a query, members of an object, arguments of a tool. Their names
 * are those of the command's options. */
#ifndef ONTOTAG_SERVE_PARAMETERS_H
#define ONTOTAG_SERVE_PARAMETERS_H

#include <jansson.h>

#include "command/normalize_options.h"
#include "command/tag_options.h"
#include "serve/bytes.h"

typedef struct parameter {
	char *name, *value;
} parameter;

typedef struct parameters {
	parameter *items;
	size_t count, space;
} parameters;

/* Both are copied; a value of NULL is an empty one. */
onto_status parameters_add(parameters *self, const char *name, const char *value, onto_error *error);

/* Takes the members of an object that `known` names, out of it. Lists are joined by commas. ONTO_DAMAGED where a
 * value is neither a string, a number, a truth value nor a list of strings. */
onto_status parameters_take(parameters *self, json_t *object, bool (*known)(const char *name), onto_error *error);

/* The last value of this name; NULL where there is none. */
const char *parameters_get(const parameters *self, const char *name);
void parameters_free(parameters *self);

/* Whether it is an option of tagging or normalizing that may be in a request, or one of the request's own: id,
 * format, input. */
bool parameter_of_tag(const char *name);
bool parameter_of_normalize(const char *name);

/* Settings of what was asked for; `key` becomes a text that is equal where what a tagger or a normalizer is made of
 * is equal. Values are cut apart in place, so that this is done once; they must live as long as the settings, which
 * are freed also after a failure. ONTO_ARGUMENT where there is no such parameter. */
onto_status parameters_tag(parameters *self, tag_settings *settings, bytes *key, onto_error *error);
onto_status parameters_normalize(parameters *self, normalize_settings *settings, bytes *key, onto_error *error);

#endif
