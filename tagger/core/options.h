/* Option structs of any size: an earlier release has shorter ones, a later release longer ones. */
#ifndef ONTOTAG_OPTIONS_H
#define ONTOTAG_OPTIONS_H

#include <string.h>

#include "ontotag.h"

/* Copies a struct that begins with its size to this release's struct; missing members become zero. `given` may be
 * NULL, which means the defaults. ONTO_ARGUMENT where the size is missing, or where a member that this release does
 * not know is set. */
onto_status options_read(void *to, size_t size, const void *given, onto_error *error);

#endif
