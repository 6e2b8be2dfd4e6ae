/* The page: one document with inline style and script. Its policy allows only these, by a nonce for each
 * response. */
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "serve/http/embedded_page.h"
#include "serve/http/service.h"

static bool make_nonce(char out[33])
{
	unsigned char random[16];
	if (getrandom(random, sizeof random, 0) != sizeof random) {
		return false;
	}
	for (size_t i = 0; i < sizeof random; i++) {
		snprintf(out + 2 * i, 3, "%02x", random[i]);
	}
	return true;
}

/* Appends a part of the page up to a placeholder, then its value. */
static const char *put(bytes *out, const char *from, const char *end, const char *mark, const char *before,
                       const char *nonce, const unsigned char *text, size_t length)
{
	const char *at = memmem(from, (size_t)(end - from), mark, strlen(mark));
	if (!at) {
		out->failed = true;
		return from;
	}
	bytes_append(out, from, (size_t)(at - from));
	bytes_format(out, "<%s nonce=\"%s\">\n", before, nonce);
	bytes_append(out, text, length);
	bytes_format(out, "</%s>", before);
	return at + strlen(mark);
}

bool page_write(bytes *out, char policy[POLICY_ROOM])
{
	char nonce[33];
	const char *at = (const char *)embedded_page, *end = at + embedded_page_size;
	if (!make_nonce(nonce)) {
		return false;
	}
	at = put(out, at, end, "<!-- style -->", "style", nonce, embedded_style, embedded_style_size);
	at = put(out, at, end, "<!-- script -->", "script", nonce, embedded_script, embedded_script_size);
	bytes_append(out, at, (size_t)(end - at));
	snprintf(
		policy, POLICY_ROOM,
		"default-src 'none'; script-src 'nonce-%s'; style-src 'nonce-%s'; connect-src 'self'; img-src data:; base-uri 'none'; "
		"form-action 'none'; frame-ancestors 'none'",
		nonce, nonce);
	return !out->failed;
}
