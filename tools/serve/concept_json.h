/* Concepts of a dictionary as JSON. Each function returns NULL where memory ran out. */
#ifndef ONTOTAG_SERVE_CONCEPT_JSON_H
#define ONTOTAG_SERVE_CONCEPT_JSON_H

#include <jansson.h>

#include "serve/generation.h"

/* A concept: names, codes in other vocabularies, ancestors and descendants. Each list has at most `most` items and
 * its total. */
json_t *concept_json(const generation *from, onto_concept_id id, size_t most);

/* Code, name, type. */
json_t *concept_short(const generation *from, onto_concept_id id);

/* Ancestors or descendants from number `first` on, at most `most`: {"code", "name", "total", "concepts"}. */
json_t *ancestors_json(const generation *from, onto_concept_id id, size_t first, size_t most);
json_t *descendants_json(const generation *from, onto_concept_id id, size_t first, size_t most);

/* {"query", "concepts"} */
json_t *search_json(const generation *from, const char *text, size_t length, size_t most);

json_t *dictionary_json(const generation *from);

/* Serializes the value and releases the reference. The caller frees the text; NULL where memory ran out. */
char *json_text(json_t *json);

#endif
