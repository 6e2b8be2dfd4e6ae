/* Folding: one form for case, accents, ligatures, full-width and raised digits. */
#include "text/fold.h"

#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

static const char *const greek_names[] = {
	"alpha", "beta",   "gamma",   "delta", "epsilon", "zeta",    "eta",   "theta", "iota",
	"kappa", "lambda", "mu",      "nu",    "xi",      "omicron", "pi",    "rho",   "sigma",
	"sigma", "tau",    "upsilon", "phi",   "chi",     "psi",     "omega",
};

/* The name of a folded (small) Greek letter; NULL for another character. */
static const char *greek_name(utf8proc_int32_t point)
{
	if (point >= 0x3b1 && point <= 0x3c9) {
		return greek_names[point - 0x3b1];
	}
	return NULL;
}

static bool put(char *out, size_t *length, const char *bytes, size_t count)
{
	if (count > FOLD_MAX - *length) {
		return false;
	}
	memcpy(out + *length, bytes, count);
	*length += count;
	return true;
}

/* Folds one character that is not ASCII. Decomposition may give several: ﬁ is f and i. */
static bool put_wide(char *out, size_t *length, utf8proc_int32_t point, utf8proc_option_t casing)
{
	utf8proc_int32_t parts[32];
	int boundary = 0;
	utf8proc_ssize_t count = utf8proc_decompose_char(
		point, parts, 32, casing | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE | UTF8PROC_DECOMPOSE,
		&boundary);
	if (count < 0 || count > 32) {
		return false;
	}
	for (utf8proc_ssize_t i = 0; i < count; i++) {
		const char *name = greek_name(parts[i]);
		utf8proc_uint8_t bytes[4];
		bool fits;
		switch (parts[i]) {
		case 0xf8: fits = put(out, length, "o", 1); break;   /* ø */
		case 0x142: fits = put(out, length, "l", 1); break;  /* ł */
		case 0x111: fits = put(out, length, "d", 1); break;  /* đ */
		case 0xe6: fits = put(out, length, "ae", 2); break;  /* æ */
		case 0x153: fits = put(out, length, "oe", 2); break; /* œ */
		default:
			fits = name ? put(out, length, name, strlen(name))
			            : put(out, length, (const char *)bytes, (size_t)utf8proc_encode_char(parts[i], bytes));
		}
		if (!fits) {
			return false;
		}
	}
	return true;
}

static size_t fold_with(const char *bytes, size_t length, bool keep_case, char out[FOLD_MAX])
{
	size_t folded = 0;
	for (size_t at = 0; at < length;) {
		unsigned char byte = (unsigned char)bytes[at];
		if (byte < 0x80) {
			if (folded == FOLD_MAX) {
				return 0;
			}
			out[folded++] = (char)(!keep_case && byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
			at++;
			continue;
		}
		utf8proc_int32_t point;
		utf8proc_ssize_t size =
			utf8proc_iterate((const utf8proc_uint8_t *)bytes + at, (utf8proc_ssize_t)(length - at), &point);
		if (size <= 0 || !put_wide(out, &folded, point, keep_case ? 0 : UTF8PROC_CASEFOLD)) {
			return 0;
		}
		at += (size_t)size;
	}
	return folded;
}

size_t fold(const char *bytes, size_t length, char out[FOLD_MAX])
{
	return fold_with(bytes, length, false, out);
}

size_t fold_width(const char *bytes, size_t length, char out[FOLD_MAX])
{
	return fold_with(bytes, length, true, out);
}

bool is_ascii(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if ((unsigned char)bytes[i] >= 0x80) {
			return false;
		}
	}
	return true;
}

bool is_greek_name(const char *word, size_t length)
{
	for (size_t i = 0; length >= 2 && length <= 7 && i < sizeof greek_names / sizeof *greek_names; i++) {
		if (greek_names[i][0] == word[0] && strlen(greek_names[i]) == length &&
		    memcmp(greek_names[i], word, length) == 0) {
			return true;
		}
	}
	return false;
}
