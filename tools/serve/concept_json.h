/* What a dictionary knows, as JSON. Each gives NULL where memory ran out. */
#ifndef ONTOTAG_SERVE_CONCEPT_JSON_H
#define ONTOTAG_SERVE_CONCEPT_JSON_H

#include <jansson.h>

#include "serve/generation.h"

/* A concept: names, codes in other vocabularies, what is above and below; at most `most` of each list, and how many
 * there are. */
json_t *concept_json(const generation *from, onto_concept_id id, size_t most);

/* Code, name, type. */
json_t *concept_short(const generation *from, onto_concept_id id);

/* What is above or below it, from the first-th on, at most `most`: {"code", "name", "total", "concepts"}. */
json_t *ancestors_json(const generation *from, onto_concept_id id, size_t first, size_t most);
json_t *descendants_json(const generation *from, onto_concept_id id, size_t first, size_t most);

/* {"query", "concepts"} */
json_t *search_json(const generation *from, const char *text, size_t length, size_t most);

json_t *dictionary_json(const generation *from);

/* The value as text, which the caller frees; NULL where memory ran out. Takes the reference. */
char *json_text(json_t *json);

#endif
