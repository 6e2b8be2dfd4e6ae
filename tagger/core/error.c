/* Errors: status, message and place. */
#include "core/error.h"

#include <stdarg.h>
#include <stdio.h>

onto_status onto_fail(onto_error *error, onto_status status, const char *file, size_t line, const char *format, ...)
{
	if (error) {
		va_list arguments;
		va_start(arguments, format);
		error->status = status;
		error->line = line;
		snprintf(error->file, sizeof error->file, "%s", file ? file : "");
		vsnprintf(error->message, sizeof error->message, format, arguments);
		va_end(arguments);
	}
	return status;
}
