/* Media types of bodies and responses, and their choice by an Accept header. */
#include "serve/media.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct media {
	const char *type, *format;
} media;

static const media inputs[] = {
	{"text/plain", "text"},
	{"application/json", "json"},
	{"application/x-ndjson", "jsonl"},
	{"application/ndjson", "jsonl"},
	{"application/jsonl", "jsonl"},
	{"application/json-lines", "jsonl"},
	{"text/html", "html"},
	{"application/xhtml+xml", "html"},
	{"text/markdown", "markdown"},
	{"text/tab-separated-values", "tsv"},
	{"application/xml", "bioc-xml"},
	{"text/xml", "bioc-xml"},
	{"text/x-pubtator", "pubtator"},
	{"application/x-pubtator", "pubtator"},
	{"application/gzip", NULL},
	{"application/octet-stream", NULL},
};

/* The first row of a media type defines its format. */
static const media outputs[] = {
	{"application/json", "json"},
	{"application/x-ndjson", "jsonl"},
	{"text/tab-separated-values", "tsv"},
	{"text/csv", "csv"},
	{"text/x-pubtator", "pubtator"},
	{"application/xml", "bioc-xml"},
	{"application/vnd.bioc+json", "bioc-json"},
	{"text/x-brat", "brat"},
	{"text/x-conll", "conll"},
	{"text/html", "html"},
	{"text/markdown", "summary"},
	{"text/plain", "terminal"},
	{"application/fhir+json", "fhir"},
	{"application/vnd.phenopacket+json", "phenopacket"},
	{"application/ld+json", "web-annotation"},
	{"text/turtle", "turtle"},
	{"application/vnd.pubannotation+json", "pubannotation"},
	{"application/vnd.label-studio+json", "label-studio"},
	{"application/vnd.doccano+json", "doccano"},
	{"application/vnd.prodigy+json", "prodigy"},
	{"text/x-omop-note-nlp", "omop"},
};

static const char *skip_space(const char *at)
{
	return at + strspn(at, " \t");
}

static bool is_type(const char *given, size_t length, const char *type)
{
	return strlen(type) == length && strncasecmp(given, type, length) == 0;
}

/* True for UTF-8 and its subsets. Others are rejected, because their bytes would be read as UTF-8. */
static bool charset_good(const char *parameters)
{
	const char *at = strcasestr(parameters, "charset=");
	if (!at) {
		return true;
	}
	at += strlen("charset=");
	at += *at == '"';
	size_t length = strcspn(at, "\"; \t");
	return is_type(at, length, "utf-8") || is_type(at, length, "utf8") || is_type(at, length, "us-ascii");
}

bool media_input(const char *type, const char **format)
{
	*format = NULL;
	if (!type) {
		return true;
	}
	type = skip_space(type);
	size_t length = strcspn(type, "; \t");
	for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
		if (is_type(type, length, inputs[i].type)) {
			*format = inputs[i].format;
			return charset_good(type + length);
		}
	}
	return false;
}

const char *media_output(size_t index, const char **type)
{
	if (index >= sizeof outputs / sizeof *outputs) {
		return NULL;
	}
	*type = outputs[index].type;
	return outputs[index].format;
}

const char *media_of_output(const char *format)
{
	for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
		if (strcmp(outputs[i].format, format) == 0) {
			return outputs[i].type;
		}
	}
	return NULL;
}

static bool range_has(const char *range, size_t length, const char *type)
{
	const char *slash = memchr(range, '/', length);
	if (!slash) {
		return false;
	}
	if (length == 3 && memcmp(range, "*/*", 3) == 0) {
		return true;
	}
	size_t group = (size_t)(slash - range) + 1;
	return length == group + 1 && slash[1] == '*' ? strncasecmp(range, type, group) == 0
	                                              : is_type(range, length, type);
}

/* The weight of a type in a header, by its most specific range; 0: not acceptable. */
static double weight_of(const char *accept, const char *type)
{
	double weight = 0;
	size_t said = 0;
	for (const char *at = skip_space(accept); *at;) {
		size_t item = strcspn(at, ","), length = strcspn(at, ",; \t");
		const char *q = strcasestr(at, "q=");
		double own = q && q < at + item ? strtod(q + 2, NULL) : 1;
		size_t says = length == 3 && at[0] == '*' ? 1 : length && at[length - 1] == '*' ? 2 : 3;
		if (range_has(at, length, type) && says > said) {
			weight = own;
			said = says;
		}
		at = skip_space(at + item + (at[item] == ','));
	}
	return weight;
}

const char *media_accept(const char *accept, const char *preferred)
{
	if (!accept || !*skip_space(accept)) {
		return preferred;
	}
	const char *best = preferred;
	double most = weight_of(accept, media_of_output(preferred));
	for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
		double weight = weight_of(accept, outputs[i].type);
		if (weight > most) {
			most = weight;
			best = outputs[i].format;
		}
	}
	return most > 0 ? best : NULL;
}
