/* The concept that a user names by a code or a name. */
#include "command/concept.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "command/code_form.h"

/* Least score of a name that counts as found: the same words in other forms or order, also of a retired concept. */
static const double certain = 0.895;

/* A CURIE: letters, digits, dots and underscores, a colon, then anything without white space. */
static bool looks_like_code(const char *text)
{
	size_t prefix = 0;
	while (isalnum((unsigned char)text[prefix]) || text[prefix] == '.' || text[prefix] == '_') {
		prefix++;
	}
	return prefix && text[prefix] == ':' && text[prefix + 1] && !strpbrk(text, " \t\n");
}

/* The code that identifies a candidate; of a retired concept without a certain successor, its own. */
static const char *code_of(const onto_dictionary *dictionary, const onto_candidate *candidate)
{
	onto_concept concept;
	onto_dictionary_concept(dictionary, candidate->concept, &concept);
	return candidate->code_count ? candidate->codes[0] : concept.code;
}

static onto_status none_like(const onto_dictionary *dictionary, const char *text, const onto_normalizer *normalizer,
                             onto_error *error)
{
	char nearest[300] = "";
	size_t used = 0;
	const onto_candidate *c;
	for (size_t i = 0; i < 3 && (c = onto_normalizer_candidate(normalizer, i)); i++) {
		int written = snprintf(nearest + used, sizeof nearest - used, "%s%.60s (%.24s)",
		                       i ? ", " : "; the nearest: ", c->name, code_of(dictionary, c));
		used += (size_t)written;
	}
	return onto_fail(error, ONTO_UNKNOWN, NULL, 0, "no concept has the name '%.100s'%s", text, nearest);
}

/* Prints the other concepts that have the name with the same score. */
static void tell_others(const onto_dictionary *dictionary, const char *text, const onto_normalizer *normalizer)
{
	const onto_candidate *c, *first = onto_normalizer_candidate(normalizer, 0);
	for (size_t i = 1; (c = onto_normalizer_candidate(normalizer, i)) && c->score == first->score; i++) {
		fprintf(stderr, "ontotag: '%s' is also %s %s\n", text, code_of(dictionary, c), c->name);
	}
}

static onto_status by_name(const onto_dictionary *dictionary, const char *text, onto_concept_id *out,
                           onto_error *error)
{
	onto_normalizer_index *index = NULL;
	onto_normalizer *normalizer = NULL;
	onto_status status = onto_normalizer_index_new(dictionary, &index, error);
	if (status == ONTO_OK) {
		status = onto_normalizer_new(index, NULL, &normalizer, error);
	}
	if (status == ONTO_OK) {
		status = onto_normalizer_find(normalizer, text, strlen(text), NULL, error);
	}
	if (status == ONTO_OK) {
		const onto_candidate *first = onto_normalizer_candidate(normalizer, 0);
		if (!first || first->score < certain) {
			status = none_like(dictionary, text, normalizer, error);
		} else {
			*out = first->concept;
			tell_others(dictionary, text, normalizer);
		}
	}
	onto_normalizer_free(normalizer);
	onto_normalizer_index_free(index);
	return status;
}

/* The concept with a code, or the one that a source maps it to. */
static onto_concept_id find(const onto_dictionary *dictionary, const char *code, bool *mapped)
{
	onto_concept_id id = onto_dictionary_find(dictionary, code);
	*mapped = id == ONTO_NONE;
	return id == ONTO_NONE ? onto_dictionary_find_mapped(dictionary, code) : id;
}

onto_concept_id concept_of_code(const onto_dictionary *dictionary, const char *code)
{
	char form[CODE_FORM_LENGTH];
	bool mapped;
	onto_concept_id id = find(dictionary, code, &mapped);
	for (size_t i = 0; id == ONTO_NONE && code_form(code, i, form); i++) {
		id = find(dictionary, form, &mapped);
	}
	onto_concept c;
	if (mapped && onto_dictionary_concept(dictionary, id, &c)) {
		fprintf(stderr, "ontotag: %s is %s %s\n", code, c.code, c.name);
	}
	return id;
}

onto_status concept_asked(const onto_dictionary *dictionary, const char *text, onto_concept_id *out,
                          onto_error *error)
{
	*out = concept_of_code(dictionary, text);
	if (*out != ONTO_NONE) {
		return ONTO_OK;
	}
	if (looks_like_code(text) || strstr(text, "://")) {
		return onto_fail(error, ONTO_UNKNOWN, NULL, 0, "the dictionary has no concept with the code '%.100s'",
		                 text);
	}
	return by_name(dictionary, text, out, error);
}

void tell_retired(const onto_dictionary *dictionary, onto_concept_id id)
{
	onto_concept c;
	onto_successor s;
	if (!onto_dictionary_concept(dictionary, id, &c) || c.standing == ONTO_LIVE || c.standing == ONTO_REPLACED) {
		return;
	}
	fprintf(stderr, "ontotag: %s %s is retired", c.code, c.name);
	for (size_t i = 0; onto_dictionary_successor(dictionary, id, i, &s); i++) {
		fprintf(stderr, "%s %.*s%s%s", i ? "," : "; consider", (int)s.length, s.code, s.name ? " " : "",
		        s.name ? s.name : "");
	}
	fputc('\n', stderr);
}

void print_concept(const onto_dictionary *dictionary, onto_concept_id id)
{
	onto_concept concept;
	if (onto_dictionary_concept(dictionary, id, &concept)) {
		printf("%s\t%s\n", concept.code, concept.name);
	}
}
