/* Loading: a compiled image is mapped, rows are built and frozen. */
#include "image/image.h"
#include "ontotag.h"

onto_status onto_dictionary_load(const char *const *paths, size_t count, onto_dictionary **out, onto_error *error)
{
	onto_builder *builder;
	*out = NULL;
	if (count == 1 && onto_dictionary_is_compiled(paths[0])) {
		return image_open(paths[0], out, error);
	}
	onto_status status = onto_builder_new(&builder, error);
	if (status != ONTO_OK) {
		return status;
	}
	for (size_t i = 0; i < count && status == ONTO_OK; i++) {
		status = onto_builder_load(builder, paths[i], error);
	}
	if (status == ONTO_OK) {
		return onto_dictionary_take(builder, out, error);
	}
	onto_builder_free(builder);
	return status;
}
