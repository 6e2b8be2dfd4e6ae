/* The project's own rows (dictionaries/FORMAT.md), which the library reads. */
#include "import.h"

#include <stdlib.h>
#include <string.h>

static bool begins(const char *line, const char *start)
{
	return !strncmp(line, start, strlen(start));
}

/* Detected by the first row behind comments and empty lines. */
static bool detects(const char *head, size_t length)
{
	static const char *const starts[] = {
		"#ontotag-dictionary\t", "#source\t", "#left-out\t", "S\t", "C\t", "N\t",
	};
	(void)length;

	for (const char *line = head; line; line = strchr(line, '\n')) {
		if (*line == '\n') {
			line++;
		}
		bool is_comment = begins(line, "# ") || begins(line, "#\n") || begins(line, "#\r\n");
		bool is_empty = *line == '\n' || begins(line, "\r\n");
		if (is_comment || is_empty) {
			continue;
		}
		for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
			if (begins(line, starts[i])) {
				return true;
			}
		}
		return false;
	}
	return false;
}

/* The library reads a file by its path. A pipe has been started already, so its content passes through memory. */
static onto_status run(import *job)
{
	if (input_can_reopen(job->input)) {
		return onto_builder_load(job->builder, job->path, job->error);
	}

	char *bytes = NULL;
	size_t length = 0;
	TRY(input_all(job->input, &bytes, &length, job->error));
	onto_status status = onto_builder_load_memory(job->builder, job->path, bytes, length, job->error);
	free(bytes);
	return status;
}

const import_format import_rows = {"rows", "ontotag's own rows", detects, run};
