/* Vocabularies by the prefix of a code. */
#include "format/vocabulary.h"

static const vocabulary table[] = {
#define VOCABULARY(...) {__VA_ARGS__},
#include "vocabularies.inc"
};

enum { VOCABULARIES = sizeof table / sizeof *table };

/* The table is sorted by prefix, in the order of bytes. */
const vocabulary *vocabulary_of(const char *code)
{
	size_t length = strcspn(code, ":"), low = 0, high = VOCABULARIES;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *prefix = table[middle].prefix;
		int order = strncmp(prefix, code, length);
		order = order ? order : prefix[length] != '\0';
		if (!order) {
			return &table[middle];
		}
		*(order < 0 ? &low : &high) = order < 0 ? middle + 1 : middle;
	}
	return NULL;
}

const vocabulary *vocabulary_at(size_t index)
{
	return index < VOCABULARIES ? &table[index] : NULL;
}

const char *vocabulary_local(const char *code)
{
	const char *colon = strchr(code, ':');
	return colon ? colon + 1 : code;
}

void vocabulary_percent(buffer *out, const char *text, size_t length)
{
	static const char hex[] = "0123456789ABCDEF";
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];
		if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c && strchr("-._~", c))) {
			buffer_byte(out, (char)c);
		} else {
			const char code[3] = {'%', hex[c >> 4], hex[c & 15]};
			buffer_append(out, code, sizeof code);
		}
	}
}

void vocabulary_iri(buffer *out, const char *code)
{
	const vocabulary *v = vocabulary_of(code);
	const char *local = vocabulary_local(code);
	if (v) {
		buffer_text(out, v->iri);
	} else {
		buffer_text(out, "https://bioregistry.io/");
		vocabulary_percent(out, code, (size_t)(local - code) - (local > code));
		buffer_byte(out, ':');
	}
	vocabulary_percent(out, local, strlen(local));
}
