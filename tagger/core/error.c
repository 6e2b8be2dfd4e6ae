/* Errors: status, message and place. */
#include "core/error.h"

#include <stdarg.h>
#include <stdio.h>

#include "core/printable.h"

onto_status onto_fail(onto_error *error, onto_status status, const char *file, size_t line, const char *format, ...)
{
	if (error) {
		va_list arguments;
		va_start(arguments, format);
		error->status = status;
		error->line = line;
		char message[sizeof error->message];
		printable_copy(error->file, sizeof error->file, file ? file : "");
		vsnprintf(message, sizeof message, format, arguments);
		printable_copy(error->message, sizeof error->message, message);
		va_end(arguments);
	}
	return status;
}
