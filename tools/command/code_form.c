/* Codes as people write them: IRIs, underscores, codes without a prefix, other prefixes. */
#include "command/code_form.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Where the local part of an IRI needs a prefix. Of several that fit, the first counts. */
static const struct {
	const char *within, *prefix;
} places[] = {
	{"/mesh/", "MESH"},    {"/ontology/MESH/", "MESH"},     {"/gene/", "NCBIGene"},
	{"omim.org/", "OMIM"}, {"snomed.info/id/", "SNOMEDCT"}, {"/umls/", "UMLS"},
	{"ncit/", "NCIT"},     {"Thesaurus.owl#", "NCIT"},      {"drugbank", "DrugBank"},
	{"rxnorm/", "RXNORM"}, {"/icd10cm/", "ICD10CM"},        {"/atc/", "ATC"},
};

/* Codes without a prefix: '9' stands for a digit, 'A' for a capital letter, any other character for itself; '+'
 * repeats the digit before it. */
static const struct {
	const char *pattern, *prefix;
} shapes[] = {
	{"D999999", "MESH"},   {"D999999999", "MESH"}, {"C999999999", "MESH"},   {"C999999", "MESH"},
	{"C9999999", "UMLS"},  {"C9999+", "NCIT"},     {"DB99999", "DrugBank"},  {"A99AA99", "ATC"},
	{"A99.9+", "ICD10CM"}, {"A9A.9+", "ICD10CM"},  {"PA99999+", "PHARMGKB"},
};

/* Other names of prefixes. */
static const struct {
	const char *name, *prefix;
} prefixes[] = {
	{"MSH", "MESH"},    {"MIM", "OMIM"},       {"ORPHA", "Orphanet"},  {"ORDO", "Orphanet"},
	{"NCI", "NCIT"},    {"GENE", "NCBIGene"},  {"ENTREZ", "NCBIGene"}, {"UMLS_CUI", "UMLS"},
	{"CUI", "UMLS"},    {"SCTID", "SNOMEDCT"}, {"SNOMED", "SNOMEDCT"}, {"SNOMEDCT_US", "SNOMEDCT"},
	{"SCTID", "SCTID"}, {"RXCUI", "RXNORM"},   {"DB", "DrugBank"},
};
#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* In capitals or not. */
static bool has_shape(const char *text, const char *pattern)
{
	for (; *pattern; pattern++) {
		if (*pattern == '+') {
			while (is_digit(*text)) {
				text++;
			}
		} else if (*pattern == '9'   ? !is_digit(*text)
		           : *pattern == 'A' ? !is_letter(*text)
		                             : upper(*text) != *pattern) {
			return false;
		} else {
			text++;
		}
	}
	return !*text;
}

/* Prefix, colon, and the rest in capital letters, as codes with letters have them. */
static bool write_form(char out[CODE_FORM_LENGTH], const char *prefix, const char *local)
{
	int length = snprintf(out, CODE_FORM_LENGTH, "%s:%s", prefix, local);
	for (char *at = out + strlen(prefix); *at; at++) {
		*at = upper(*at);
	}
	return length > 0 && (size_t)length < CODE_FORM_LENGTH;
}

/* Forms of a code without a prefix. */
static bool bare_form(const char *text, size_t index, char out[CODE_FORM_LENGTH])
{
	for (size_t i = 0; i < COUNT(shapes); i++) {
		if (has_shape(text, shapes[i].pattern) && index-- == 0) {
			return write_form(out, shapes[i].prefix, text);
		}
	}
	return false;
}

/* MONDO_0004979: the prefix ends at the last underscore before a digit or a letter and a digit. */
static bool underscore_form(const char *text, size_t index, char out[CODE_FORM_LENGTH])
{
	const char *bar = strrchr(text, '_');
	size_t prefix = bar ? (size_t)(bar - text) : 0;
	if (!prefix || prefix >= CODE_FORM_LENGTH || strpbrk(text, ": \t") || index ||
	    !(is_digit(bar[1]) || (is_letter(bar[1]) && is_digit(bar[2])))) {
		return false;
	}
	char name[CODE_FORM_LENGTH];
	memcpy(name, text, prefix);
	name[prefix] = '\0';
	return write_form(out, name, bar + 1);
}

static bool iri_form(const char *text, size_t index, char out[CODE_FORM_LENGTH])
{
	const char *local = text + strlen(text);
	while (local > text && !strchr("/#=", local[-1])) {
		local--;
	}
	if (strchr(local, ':')) {
		return index == 0 && snprintf(out, CODE_FORM_LENGTH, "%s", local) < (int)CODE_FORM_LENGTH;
	}
	if (underscore_form(local, index, out)) {
		return true;
	}
	for (size_t i = 0; i < COUNT(places); i++) {
		if (strcasestr(text, places[i].within)) {
			return index == 0 ? write_form(out, places[i].prefix, local) : bare_form(local, index - 1, out);
		}
	}
	return bare_form(local, index, out);
}

/* What encloses a code where it is quoted from: <IRI>, "obo:MONDO_1", hgnc:HGNC:1100. */
static const char *unwrap(const char *text, char out[CODE_FORM_LENGTH])
{
	size_t length = strlen(text);
	if (strncasecmp(text, "obo:", 4) == 0 || strncasecmp(text, "obo.", 4) == 0) {
		return text + 4;
	}
	if (length > 2 && length < CODE_FORM_LENGTH && *text == '<' && text[length - 1] == '>') {
		snprintf(out, CODE_FORM_LENGTH, "%.*s", (int)length - 2, text + 1);
		return out;
	}
	return text;
}

bool code_form(const char *given, size_t index, char out[CODE_FORM_LENGTH])
{
	char inner[CODE_FORM_LENGTH];
	const char *text = unwrap(given, inner), *first = strchr(text, ':');
	bool doubled =
		first && strncasecmp(text, first + 1, (size_t)(first - text)) == 0 && first[1 + (first - text)] == ':';
	if (doubled) {
		text = first + 1;
	}
	if ((text != given || doubled) && strchr(text, ':') && !strstr(text, "://") && index-- == 0) {
		return snprintf(out, CODE_FORM_LENGTH, "%s", text) < (int)CODE_FORM_LENGTH;
	}
	if (strstr(text, "://")) {
		return iri_form(text, index, out);
	}
	const char *colon = strchr(text, ':');
	for (size_t i = 0; colon && i < COUNT(prefixes); i++) {
		size_t length = strlen(prefixes[i].name);
		bool same = (size_t)(colon - text) == length && strncasecmp(text, prefixes[i].name, length) == 0;
		if (same && index-- == 0) {
			return write_form(out, prefixes[i].prefix, colon + 1);
		}
	}
	return !colon && (underscore_form(text, index, out) || bare_form(text, index, out));
}
