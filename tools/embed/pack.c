/* At build time: joins row files into one dictionary. pack OUT.dict.gz ROWS... */
#include <stdio.h>

#include "ontotag_tools.h"

int main(int argc, char **argv)
{
	onto_builder *builder = NULL;
	onto_error error = {0};
	onto_status status = argc > 2 ? onto_builder_new(&builder, &error)
	                              : onto_fail(&error, ONTO_ARGUMENT, NULL, 0, "usage: pack OUT.dict.gz ROWS...");
	for (int i = 2; status == ONTO_OK && i < argc; i++) {
		status = onto_builder_load(builder, argv[i], &error);
	}
	if (status == ONTO_OK) {
		status = onto_builder_write(builder, argv[1], &error);
	}
	onto_builder_free(builder);
	if (status != ONTO_OK) {
		fprintf(stderr, "pack: %s:%zu: %s\n", error.file, error.line, error.message);
	}
	return status != ONTO_OK;
}
