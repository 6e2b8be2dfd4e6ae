/* Bytes as a source: refused with a place and a reason, or rows that are read again. Each input goes through the
 * importer that its content tells, and through one that it does not. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "embedded_types.h"
#include "fuzz.h"
#include "import.h"
#include "support.h"

static void hold(bool holds, const char *what)
{
	if (!holds) {
		fprintf(stderr, "does not hold: %s\n", what);
		abort();
	}
}

static const types *rules(void)
{
	static types *read;
	onto_error error = {0};
	if (!read) {
		hold(types_parse(&read, "types", embedded_types, embedded_types_size, &error) == ONTO_OK,
		     "the rules are read");
	}
	return read;
}

static void import_as(const char *path, const char *format)
{
	onto_builder *builder;
	onto_error error = {0};
	import_report report;
	const import_options options = {.format = format, .has_type = true, .type = ONTO_DRUG};
	hold(onto_builder_new(&builder, &error) == ONTO_OK, "a builder is there");
	onto_status status = import_file(path, rules(), &options, builder, &report, &error);
	if (status == ONTO_OK) {
		hold(report.name && *report.title, "what was read has a format");
		status = onto_builder_finish(builder, &error);
		hold(status == ONTO_OK || status == ONTO_DAMAGED, "what was read can be joined, or has a cycle");
	} else {
		hold(status == ONTO_DAMAGED || status == ONTO_UNKNOWN || status == ONTO_LIMIT, "what is refused is broken");
		hold(strcmp(error.file, path) == 0 && *error.message, "what is refused is named");
	}
	onto_builder_free(builder);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	char path[64];
	size_t formats = 0, sum = 0;
	int file = memfd_create("source", MFD_CLOEXEC);
	hold(file >= 0 && write(file, bytes, length) == (ssize_t)length, "a file is there");
	snprintf(path, sizeof path, "/proc/self/fd/%d", file);
	import_as(path, NULL);
	while (import_format_name(formats, NULL)) {
		formats++;
	}
	for (size_t i = 0; i < length; i++) {
		sum += bytes[i];
	}
	import_as(path, import_format_name(sum % formats, NULL));
	close(file);
	return 0;
}
