/* A body of JSON: one document, a list of them, or a collection of BioC; or terms. */
#ifndef ONTOTAG_SERVE_JSON_BODY_H
#define ONTOTAG_SERVE_JSON_BODY_H

#include "serve/parameters.h"

/* ONTO_ARGUMENT where it is no JSON, ONTO_DAMAGED where it is not UTF-8; both say where. */
onto_status json_body_parse(const char *body, size_t length, json_t **out, onto_error *error);

typedef enum json_body_kind { JSON_ONE, JSON_LIST, JSON_BIOC } json_body_kind;

/* Turns documents into JSON lines, appended to `lines`, and takes the options of a single one. Of BioC nothing is
 * appended: it is read as it is. */
onto_status json_body_documents(json_t *json, json_body_kind *kind, bytes *lines, parameters *asked,
                                onto_error *error);

/* Terms: a string, a list of strings, or an object with `term` or `terms` and options. Appends each behind its
 * length, a size_t. */
onto_status json_body_terms(json_t *json, json_body_kind *kind, bytes *terms, size_t *count, parameters *asked,
                            onto_error *error);

/* Appends a term as json_body_terms does. */
void terms_add(bytes *terms, const char *term, size_t length);

#endif
