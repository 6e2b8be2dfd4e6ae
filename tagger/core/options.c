/* Option structs of callers that were built with this or another release. */
#include "core/options.h"

#include "core/error.h"

onto_status options_read(void *to, size_t size, const void *given, onto_error *error)
{
	size_t length = 0;
	memset(to, 0, size);
	if (!given) {
		return ONTO_OK;
	}
	memcpy(&length, given, sizeof length);
	if (length < sizeof length) {
		return onto_fail(error, ONTO_ARGUMENT, NULL, 0, "options without a size: set .size to the struct's sizeof");
	}
	for (size_t i = size; i < length; i++) {
		if (((const unsigned char *)given)[i]) {
			return onto_fail(error, ONTO_ARGUMENT, NULL, 0, "options of a later release: this is " ONTO_VERSION);
		}
	}
	memcpy(to, given, length < size ? length : size);
	return ONTO_OK;
}
