/* Symbols of ions: Na+, [Ca]i, Ca channels, Na,K-ATPase. */
#include "resolve/ion.h"

#include <string.h>

#include "core/ascii.h"
#include "resolve/rules.h"

/* True where the charge of an ion follows: Na+, Ca++, Ca+2, Ca(2+), Cl-. A minus counts only where no word
 * continues behind it. */
static bool is_charge(const char *at, const char *end)
{
	bool bracket = at < end && *at == '(';
	at += bracket;
	while (at < end && *at >= '1' && *at <= '9') {
		at++;
	}
	if (at == end || (*at != '+' && *at != '-')) {
		return false;
	}
	unsigned char next = at + 1 < end ? (unsigned char)at[1] : ' ';
	return bracket ? next == ')' || next == '+' || next == '-'
	               : *at == '+' || (next < 0x80 && !ascii_is_alphanumeric((char)next));
}

static bool goes_on_with(const char *at, const char *end, const char *text)
{
	size_t length = strlen(text);
	return (size_t)(end - at) >= length && memcmp(at, text, length) == 0;
}

bool ion_is_written(const analysis *doc, const candidate *c)
{
	const char *start = doc->text + doc->tokens.items[c->first].start,
			   *at = doc->text + doc->tokens.items[c->end - 1].end;
	const char *end = doc->text + doc->length;
	if (at - start > 2) {
		return false;
	}
	if (RULE(ION_CHARGE, is_charge(at, end)) ||
	    RULE(ION_BRACKET, start > doc->text && start[-1] == '[' && goes_on_with(at, end, "]"))) {
		return true;
	}
	if (RULE(ION_CHANNEL, at < end && (*at == ' ' || *at == '-') && goes_on_with(at + 1, end, "channel"))) {
		return true;
	}
	/* Ions that are transported together; the second symbol has one letter: K, H. */
	if (end - at > 1 && strchr(",/-", *at) && (at[1] == 'K' || at[1] == 'H')) {
		at += 2;
	}
	at += at < end && *at == ')';
	return RULE(ION_CARRIED, goes_on_with(at, end, "-ATPase") || goes_on_with(at, end, "-2Cl"));
}
