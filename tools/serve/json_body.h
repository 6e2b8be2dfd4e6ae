/* A JSON body: one document, a list of documents, or a BioC collection; or terms. */
#ifndef ONTOTAG_SERVE_JSON_BODY_H
#define ONTOTAG_SERVE_JSON_BODY_H

#include "serve/parameters.h"

/* ONTO_ARGUMENT for invalid JSON, ONTO_DAMAGED for invalid UTF-8; both with the location. */
onto_status json_body_parse(const char *body, size_t length, json_t **out, onto_error *error);

typedef enum json_body_kind { JSON_ONE, JSON_LIST, JSON_BIOC } json_body_kind;

/* Appends documents to `lines` as JSON lines. From a single document it also takes the options. BioC is not
 * converted; a reader reads it unchanged. */
onto_status json_body_documents(json_t *json, json_body_kind *kind, bytes *lines, parameters *asked,
                                onto_error *error);

/* Terms: a string, a list of strings, or an object with `term` or `terms` and options. Appends each term after its
 * length, a size_t. */
onto_status json_body_terms(json_t *json, json_body_kind *kind, bytes *terms, size_t *count, parameters *asked,
                            onto_error *error);

/* Appends a term in the format of json_body_terms. */
void terms_add(bytes *terms, const char *term, size_t length);

#endif
