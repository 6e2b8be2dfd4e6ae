/* How a failure is told to who asked: a status of HTTP, a word for programs, and the error as JSON. */
#ifndef ONTOTAG_SERVE_FAILURE_H
#define ONTOTAG_SERVE_FAILURE_H

#include "ontotag_tools.h"
#include "serve/bytes.h"

/* The status that a failure of the library has in an answer. */
unsigned failure_status(const onto_error *error);

/* The word for a status, such as too_large for 413. */
const char *failure_code(unsigned status);

/* {"error":{"code":...,"message":...,"where":...}} without a line end. */
void failure_json(bytes *out, unsigned status, const onto_error *error);

#endif
