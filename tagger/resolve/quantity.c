/* Quantities beside a name: a dose (APAP 500 mg), a dilution (1x TBS). */
#include "resolve/quantity.h"

#include "core/ascii.h"
#include "text/unit.h"

bool quantity_is_dose(const analysis *doc, const candidate *c)
{
	enum { NUMBER_TOKENS = 3 }; /* 0.5, 12.5 */
	uint32_t t = c->end;
	if (t >= doc->tokens.count || doc->tokens.items[t].gap > GAP_LINE ||
	    doc->tokens.items[t].kind != TOKEN_DIGITS) {
		return false;
	}
	while (t < doc->tokens.count && t - c->end < NUMBER_TOKENS && doc->tokens.items[t].kind == TOKEN_DIGITS) {
		t++;
	}
	const token *unit = &doc->tokens.items[t];
	return t < doc->tokens.count && unit->kind == TOKEN_LETTERS && unit->gap <= GAP_LAST_SOFT &&
	       (unit_kinds(doc->text + unit->start, unit->end - unit->start, NULL) & UNIT_DOSE);
}

bool quantity_is_dilution(const analysis *doc, const candidate *c)
{
	uint32_t at = doc->tokens.items[c->first].start;
	at -= at > 0 && doc->text[at - 1] == ' ';
	uint32_t sign = at > 2 && (unsigned char)doc->text[at - 1] == 0x97 && (unsigned char)doc->text[at - 2] == 0xc3
	                    ? 2
	                : at > 1 && (doc->text[at - 1] | 0x20) == 'x' ? 1
	                                                              : 0;
	char number = sign ? doc->text[at - sign - 1] : '\0';
	return ascii_is_digit(number);
}
