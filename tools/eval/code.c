/* Codes as corpora write them, and their equality. */
#include "eval/code.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

bool code_type(const char *word, onto_type *out)
{
	static const struct {
		const char *word;
		onto_type type;
	} words[] = {
		{"disease", ONTO_DISEASE},
		{"specificdisease", ONTO_DISEASE},
		{"diseaseclass", ONTO_DISEASE},
		{"modifier", ONTO_DISEASE},
		{"compositemention", ONTO_DISEASE},
		{"diseaseorphenotypicfeature", ONTO_DISEASE},
		{"chemical", ONTO_DRUG},
		{"drug", ONTO_DRUG},
		{"chemicalentity", ONTO_DRUG},
		{"gene", ONTO_MARKER},
		{"marker", ONTO_MARKER},
		{"geneorgeneproduct", ONTO_MARKER},
		{"protein", ONTO_MARKER},
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcasecmp(words[i].word, word) == 0) {
			*out = words[i].type;
			return true;
		}
	}
	return false;
}

static bool all_digits(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9') {
			return false;
		}
	}
	return length > 0;
}

/* The vocabulary of a code without a prefix; "" where unknown. */
static const char *prefix_of(const char *text, size_t length, onto_type type)
{
	if ((*text == 'D' || *text == 'C') && all_digits(text + 1, length - 1)) {
		return "MESH:";
	}
	if (all_digits(text, length)) {
		return type == ONTO_DISEASE ? "OMIM:" : type == ONTO_MARKER ? "NCBIGene:" : "";
	}
	return "";
}

enum { REPLACEMENTS = 8 }; /* a longer chain of replacements is a cycle */

/* The dictionary's form of a code, or of the code that replaced it. */
static const char *current(code_reader *self, const char *code)
{
	onto_concept concept;
	bool replaced = false;
	for (int i = 0; self->dictionary && i < REPLACEMENTS; i++) {
		if (!onto_dictionary_concept(self->dictionary, onto_dictionary_find(self->dictionary, code), &concept)) {
			self->unknown += i == 0;
			break;
		}
		code = concept.code;
		if (concept.standing != ONTO_REPLACED || !*concept.successor) {
			break;
		}
		code = concept.successor;
		replaced = true;
	}
	self->replaced += replaced;
	return code;
}

const char *code_of_meaning(const onto_dictionary *dictionary, const char *code)
{
	onto_concept_id id = onto_dictionary_find(dictionary, code);
	if (id == ONTO_NONE) {
		id = onto_dictionary_find_mapped(dictionary, code);
	}
	size_t count;
	const onto_concept_id *members = onto_dictionary_meaning(dictionary, id, &count);
	onto_concept first;
	return count && onto_dictionary_concept(dictionary, members[0], &first) ? first.code : code;
}

bool code_read(code_reader *self, const char *text, size_t length, onto_type type, const char **out)
{
	char written[128];
	*out = NULL;
	while (length && (unsigned char)*text <= ' ') {
		text++;
		length--;
	}
	while (length && (unsigned char)text[length - 1] <= ' ') {
		length--;
	}
	if (!length || (length == 1 && *text == '-') || (length == 2 && memcmp(text, "-1", 2) == 0)) {
		return true;
	}
	snprintf(written, sizeof written, "%s%.*s", prefix_of(text, length, type), length < 100 ? (int)length : 100,
	         text);
	const char *code = current(self, written);
	self->codes++;
	*out = pool_copy(self->memory, code, strlen(code));
	return *out != NULL;
}
