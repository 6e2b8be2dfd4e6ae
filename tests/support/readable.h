/* Forms of what a writer wrote in which a diff shows the member or the tag that changed. */
#ifndef ONTOTAG_TESTS_READABLE_H
#define ONTOTAG_TESTS_READABLE_H

#include <stddef.h>

#include "core/buffer.h"

/* JSON values, a line end after each, as one member a line. The test fails where their bytes, without line ends,
 * are not those of the compact form: the form that is appended stands for these bytes. */
void readable_json(const char *bytes, size_t length, buffer *out);

/* Markup, with a line end and a tab before each start tag in a line of more than 116 bytes. The test fails where a
 * line begins with a tab already: without "\n\t" the form is what was written. */
void readable_markup(const char *bytes, size_t length, buffer *out);

#endif
