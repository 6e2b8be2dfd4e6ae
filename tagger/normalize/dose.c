#include "normalize/dose.h"

#include <string.h>

static bool is_among(const char *const *list, size_t count, const words *words, const passage *p, uint32_t token)
{
	const seen *s = &words->seen.items[p->seen.items[token]];
	for (size_t i = 0; i < count; i++) {
		if (strlen(list[i]) == s->folded_length && memcmp(list[i], words_folded(words, s), s->folded_length) == 0) {
			return true;
		}
	}
	return false;
}

static bool is_unit(const words *words, const passage *p, uint32_t token)
{
	static const char *const units[] = {"mg", "mcg", "ug",   "g",     "kg",  "ml",  "l",
	                                    "dl", "iu",  "unit", "units", "meq", "mmol"};
	return is_among(units, sizeof units / sizeof *units, words, p, token);
}

static bool is_form(const words *words, const passage *p, uint32_t token)
{
	static const char *const forms[] = {"tablet",     "tablets",   "tab",      "tabs",       "capsule", "capsules",
	                                    "oral",       "injection", "solution", "suspension", "cream",   "ointment",
	                                    "injections", "patch",     "inhaler",  "syrup",      "vial",    "infusion"};
	return is_among(forms, sizeof forms / sizeof *forms, words, p, token);
}

/* Behind a number, in whose parts no space stands: 2.5; the token itself where it is none. */
static uint32_t number_end(const passage *p, uint32_t token)
{
	uint32_t end = token;
	while (end < p->tokens.count && p->tokens.items[end].kind == TOKEN_DIGITS &&
	       (end == token || p->tokens.items[end].gap != GAP_SPACE)) {
		end++;
	}
	return end;
}

uint32_t dose_end(const words *words, const passage *p, uint32_t token)
{
	uint32_t count = (uint32_t)p->tokens.count, end = number_end(p, token);
	if (end == token) {
		return is_form(words, p, token) ? token + 1 : token;
	}
	if (end == count || !is_unit(words, p, end)) {
		return token;
	}
	while (end < count && is_unit(words, p, end)) {
		uint32_t next = number_end(p, ++end); /* mg/ml, mg/5 ml */
		end = next > end && next < count && is_unit(words, p, next) ? next : end;
	}
	return end;
}
