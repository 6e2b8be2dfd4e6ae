/* Options of any size: those of a caller that was built with an earlier release are shorter, those of a later one longer. */
#ifndef ONTOTAG_OPTIONS_H
#define ONTOTAG_OPTIONS_H

#include <string.h>

#include "ontotag.h"

/* Copies a struct that begins with its size to one of this release's: what the caller's lacks is zero. `given` may be NULL: the
 * defaults. ONTO_ARGUMENT where it has no size, or sets what this release does not know. */
onto_status options_read(void *to, size_t size, const void *given, onto_error *error);

#endif
