/* Parses JSON into jansson's values.
 *
 *     bytes ─▶ strings, numbers, words ─▶ the innermost open array or object ─▶ the value
 *
 * jansson's own parser reads past an allocation that fails: a string then loses bytes, and all offsets behind them
 * are wrong. Its constructors report each failure, so the values are made here. */
#ifndef ONTOTAG_JSON_PARSER_H
#define ONTOTAG_JSON_PARSER_H

#include <jansson.h>

#include "ontotag_tools.h"

/* Parses all of `bytes`, which begin at `line` of the file, as onto_json_parse does. `changed` may be NULL; else
 * NaN and Infinity are taken for null, and it tells whether there were any: the bytes are then no JSON. */
onto_status json_parse(const char *bytes, size_t length, const char *file, size_t line, json_t **out, bool *changed,
                       onto_error *error);

#endif
