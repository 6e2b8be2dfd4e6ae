/* Parts of systematic chemical names. "2-methoxy-4-amino-5-chlorobenzoic acid" is neither chlorobenzoic acid nor
 * methoxy. Where the dictionary only has the end or the start of such a name, what is joined to it shows that the
 * name continues:
 *
 *     before   a locant                    hexachloro-1,3-|butadiene    N-nitroso-N-|methylurea
 *              a group                     dihydroxy-|isoflavone        1-(2-phenethyl)-4-(2-pyridyl)-|piperazine
 *              rings                       1,4-diazabicyclo[4.3.0]|nonane
 *     behind   a locant and a suffix       pregnane|-20-one             beta-carboline|-3-carboxylate
 *
 * A number at the start of a word is part of many spellings of one substance (2-chloroprocaine,
 * 3,4-methylenedioxyamphetamine). So are stereodescriptors ((+)-, S-) and isotopes ([3H]-, iodine-125-). All of
 * these may precede a name. */
#include "resolve/chemical_names.h"

#include <string.h>

#include "core/ascii.h"
#include "resolve/rules.h"
#include "resolve/weights.h"

static bool is_letter(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

/* True where the text before `end` ends in one of some words. */
static bool ends_in(const char *start, const char *end, const char *const *words)
{
	for (; *words; words++) {
		size_t length = strlen(*words);
		if ((size_t)(end - start) >= length && ascii_begins_same(end - length, *words, length)) {
			return true;
		}
	}
	return false;
}

/* True where a locant such as 1,3 or 2',3' or N ends at `end` and is joined to a name before it. */
static bool ends_in_locant(const char *start, const char *end)
{
	const char *at = end;
	unsigned digits = 0, most = 0;
	while (at > start && (ascii_is_digit(at[-1]) || (strchr(",:'", at[-1]) && at != start + 1))) {
		at--;
		digits = ascii_is_digit(*at) ? digits + 1 : 0;
		most = digits > most ? digits : most;
	}
	if (at == end && at > start && (at[-1] == 'N' || at[-1] == 'O')) {
		at--;
		most = 1;
	}
	/* Three digits are an isotope's; so are two behind an element's symbol. */
	return most > 0 && most < 3 && at - start >= 4 && at[-1] == '-' && is_letter(at[-2]) && is_letter(at[-3]) &&
	       is_letter(at[-4]);
}

static bool is_joined_before(const char *start, const char *at)
{
	static const char *const groups[] = {"methyl", "ethyl", "propyl", "butyl",   "phenyl", "aryl",  "acetyl",
	                                     "benzyl", "oxy",   "nitro",  "nitroso", "chloro", "bromo", "fluoro",
	                                     "iodo",   "amino", "azido",  "oxo",     NULL};
	static const char *const in_brackets[] = {"yl", "oxy", NULL};
	const char *end = at - (at > start && at[-1] == '-');
	if (end == start) {
		return false;
	}
	if (end[-1] == ')' || end[-1] == ']') {
		bool rings = end - start > 3 && end[-1] == ']' && ascii_is_digit(end[-2]) && end[-3] == '.' &&
		             ascii_is_digit(end[-4]);
		return RULE(SUBSTANCE_RINGS, rings) || RULE(SUBSTANCE_BRACKET, ends_in(start, end - 1, in_brackets));
	}
	return end < at && (RULE(SUBSTANCE_LOCANT, ends_in_locant(start, end)) ||
	                    RULE(SUBSTANCE_GROUP, ends_in(start, end, groups)));
}

static bool is_joined_behind(const char *at, const char *end)
{
	static const char *const suffixes[] = {"ate", "ide", "one", "ones", "ol", "ine", "ic", NULL};
	unsigned digits = 0;
	const char *word = at + 1;
	for (; word < end && (ascii_is_digit(*word) || *word == ',' || *word == '\''); word++) {
		digits = *word == ',' ? 0 : digits + ascii_is_digit(*word);
	}
	if (digits == 0 || digits > 2 || word == end || *word != '-') {
		return false;
	}
	const char *last = ++word;
	while (last < end && is_letter(*last)) {
		last++;
	}
	return last - word >= 3 && ends_in(word, last, suffixes);
}

/* ---- salts --------------------------------------------------------------------------------------------------- */

static const char *const metals[] = {"sodium", "potassium", "calcium", "magnesium", NULL};
static const char *const rests[] = {"chloride",  "bromide",  "iodide",  "hydrochloride", "sulfate", "sulphate",
                                    "phosphate", "nitrate",  "acetate", "maleate",       "citrate", "tartrate",
                                    "succinate", "fumarate", "amide",   "oxide",         NULL};

/* True where a drug that is not just a metal begins at a token and ends at another (0: anywhere). */
static bool is_drug(const analysis *doc, uint32_t first, uint32_t end)
{
	const candidate *last = doc->candidates.items + doc->candidates.count;
	for (const candidate *c = analysis_candidates_from(doc, first); c < last && c->first == first; c++) {
		if (c->skip_from != c->skip_to || (end && c->end != end) ||
		    (c->end == first + 1 && analysis_reads(doc, first, metals))) {
			continue;
		}
		for (uint32_t r = c->readings; r < c->readings + c->count; r++) {
			const reading *read = &doc->readings.items[r];
			if (read->type == ONTO_DRUG &&
			    !(read->policy & (ONTO_POLICY_BLOCKED | ONTO_POLICY_GENERIC | ONTO_POLICY_SUPPORT))) {
				return true;
			}
		}
	}
	return false;
}

static bool is_spaced(const analysis *doc, uint32_t token)
{
	return token < doc->tokens.count &&
	       (doc->tokens.items[token].gap == GAP_SPACE || doc->tokens.items[token].gap == GAP_LINE);
}

bool is_part_of_salt(const analysis *doc, const candidate *c)
{
	const token *t = &doc->tokens.items[c->first];
	char last = doc->text[t->end - 1] | 0x20;
	/* The last letter rejects most words. */
	if (c->end - c->first != 1 || (last != 'e' && last != 'm')) {
		return false;
	}
	bool metal = analysis_reads(doc, c->first, metals);
	if (!metal && !analysis_reads(doc, c->first, rests)) {
		return false;
	}
	if (metal && is_spaced(doc, c->end)) {
		return RULE(SALT_METAL, is_drug(doc, c->end, 0));
	}
	for (uint32_t words = 1; words <= WEIGHT(SALT_WORDS) && words <= c->first && is_spaced(doc, c->first);
	     words++) {
		if (RULE(SALT_ACID, is_drug(doc, c->first - words, c->first))) {
			return true;
		}
	}
	return false;
}

bool is_part_of_substance(const analysis *doc, const candidate *c)
{
	enum { LOOK = 48 }; /* bytes */
	const token *first = &doc->tokens.items[c->first], *next = &doc->tokens.items[c->end];
	if (first->gap == GAP_HYPHEN || first->gap == GAP_NONE || first->gap == GAP_HARD) {
		uint32_t start = first->start;
		while (start > 0 && first->start - start < LOOK && !ascii_is_space(doc->text[start - 1])) {
			start--;
		}
		if (is_joined_before(doc->text + start, doc->text + first->start)) {
			return true;
		}
	}
	if (c->end < doc->tokens.count && next->gap == GAP_HYPHEN && next->kind == TOKEN_DIGITS) {
		return RULE(SUBSTANCE_SUFFIX, is_joined_behind(doc->text + next[-1].end, doc->text + doc->length));
	}
	return false;
}
