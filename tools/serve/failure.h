/* Error responses: an HTTP status, an error code for programs, and the error as JSON. */
#ifndef ONTOTAG_SERVE_FAILURE_H
#define ONTOTAG_SERVE_FAILURE_H

#include "ontotag_tools.h"
#include "serve/bytes.h"

/* The HTTP status for a failure of the library. */
unsigned failure_status(const onto_error *error);

/* The error code for a status, such as too_large for 413. */
const char *failure_code(unsigned status);

/* {"error":{"code":...,"message":...,"where":...}} without a line end. */
void failure_json(bytes *out, unsigned status, const onto_error *error);

#endif
