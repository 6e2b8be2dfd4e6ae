/* Errors of functions that own something, and of memory. TRY is in ontotag_tools.h. */
#ifndef ONTOTAG_ERROR_H
#define ONTOTAG_ERROR_H

#include "ontotag_tools.h"

/* In a function that owns something: jumps to its `done` label with `status` set. */
#define TRY_DONE(call) \
	do { \
		status = (call); \
		if (status != ONTO_OK) { \
			goto done; \
		} \
	} while (0)

static inline onto_status fail_memory(onto_error *error)
{
	return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
}

#endif
