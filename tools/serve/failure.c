/* Error responses. */
#include "serve/failure.h"

#include <stdio.h>
#include <string.h>

unsigned failure_status(const onto_error *error)
{
	switch (error->status) {
	case ONTO_DAMAGED: return 422;
	case ONTO_LIMIT: return 413;
	case ONTO_ARGUMENT:
	case ONTO_UNKNOWN: return 400;
	case ONTO_NO_MEMORY: return 503;
	default: return 500;
	}
}

const char *failure_code(unsigned status)
{
	static const struct {
		unsigned status;
		const char *code;
	} codes[] = {
		{400, "bad_request"},        {401, "unauthorized"},   {403, "forbidden"},  {404, "not_found"},
		{405, "method_not_allowed"}, {406, "not_acceptable"}, {413, "too_large"},  {415, "unsupported_media_type"},
		{422, "unprocessable"},      {431, "too_large"},      {503, "unavailable"}};
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		if (codes[i].status == status) {
			return codes[i].code;
		}
	}
	return "internal";
}

void failure_json(bytes *out, unsigned status, const onto_error *error)
{
	char where[40] = "";
	if (error->line) {
		snprintf(where, sizeof where, "line %zu", error->line);
	}
	bytes_format(out, "{\"error\":{\"code\":\"%s\",\"message\":", failure_code(status));
	bytes_json(out, error->message, strlen(error->message));
	bytes_text(out, ",\"where\":");
	bytes_json(out, where, strlen(where));
	bytes_text(out, "}}");
}
