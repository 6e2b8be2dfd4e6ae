/* The parameters of a request: of a query, members of an object, arguments of a tool. Their names are those of the
 * command's options. */
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

/* Copies both; a NULL value is stored as an empty one. */
onto_status parameters_add(parameters *self, const char *name, const char *value, onto_error *error);

/* Moves the members of an object that `known` accepts into the parameters. Lists are joined by commas. ONTO_DAMAGED
 * where a value is not a string, a number, a boolean or a list of strings. */
onto_status parameters_take(parameters *self, json_t *object, bool (*known)(const char *name), onto_error *error);

/* The last value with this name; NULL where there is none. */
const char *parameters_get(const parameters *self, const char *name);
void parameters_free(parameters *self);

/* True for options of tagging or normalizing that a request may use, and for a request's own: id, format, input. */
bool parameter_of_tag(const char *name);
bool parameter_of_normalize(const char *name);

/* Makes settings from the parameters; to be called once, because it splits values in place. The parameters must
 * outlive the settings, which the caller frees also after a failure. `key` receives a text that is equal for equal
 * options of the tagger or normalizer. ONTO_ARGUMENT for an unknown parameter. */
onto_status parameters_tag(parameters *self, tag_settings *settings, bytes *key, onto_error *error);
onto_status parameters_normalize(parameters *self, normalize_settings *settings, bytes *key, onto_error *error);

#endif
