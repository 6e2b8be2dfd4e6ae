/* ontotag lookup: a concept for a reader. */
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "command/concept.h"
#include "command/print.h"

static const option_record options[] = {
	{'d', "dictionary", "DICT", "a dictionary; several are layered (default: the embedded one)"},
	{0, "no-starter", NULL, "only the dictionaries that are given, without the embedded one under them"},
	{0, "no-curation", NULL, "take the dictionaries as they are, without the curation that comes with the program"},
	{'a', "all", NULL, "list every child, also where there are many"},
	{0, "json", NULL, "write a JSON object a concept, one a line, with all of its children"},
	{0}};
enum { DICTIONARY, NO_STARTER, NO_CURATION, ALL, JSON };

enum { CHILDREN_SHOWN = 20, LINKS_AT_ONCE = 64 };

typedef struct settings {
	const char **dictionaries, **operands;
	size_t dictionary_count, operand_count;
	unsigned load;
	bool all, json;
} settings;

static void print_source(const onto_dictionary *d, const char *source)
{
	const char *release = release_of(d, source);
	printf("%s%s%s", source, *release ? " " : "", release);
}

static void print_successors(const onto_dictionary *d, onto_concept_id id)
{
	onto_successor s;
	for (size_t i = 0; onto_dictionary_successor(d, id, i, &s); i++) {
		printf("    %-18.*s %s\n", (int)s.length, s.code, s.name ? s.name : "(not in the dictionary)");
	}
}

static void print_standing(const onto_dictionary *d, onto_concept_id id, const onto_concept *c)
{
	static const char *const said[] = {"", "  retired; replaced by", "  retired; to be considered instead",
	                                   "  retired; nothing replaces it"};
	if (c->standing != ONTO_LIVE) {
		puts(said[c->standing]);
		print_successors(d, id);
	}
}

static void print_names(const onto_dictionary *d, onto_concept_id id)
{
	onto_name name;
	puts("  names");
	for (size_t i = 0; onto_dictionary_name(d, id, i, &name); i++) {
		printf("    %-18s %s  [%s]%s\n", onto_scope_word(name.scope), name.text, name.source,
		       name.policy & ONTO_POLICY_BLOCKED ? "  never matched" : "");
	}
}

static void print_concepts(const onto_dictionary *d, const char *heading, const onto_concept_id *ids, size_t count,
                           size_t shown)
{
	onto_concept c;
	if (count) {
		printf("  %s\n", heading);
	}
	for (size_t i = 0; i < count && i < shown; i++) {
		onto_dictionary_concept(d, ids[i], &c);
		printf("    %-18s %s\n", c.code, c.name);
	}
	if (count > shown) {
		printf("    and %zu more (--all lists them)\n", count - shown);
	}
}

static onto_status print_links(const onto_dictionary *d, onto_concept_id id, onto_error *error)
{
	onto_link room[LINKS_AT_ONCE], *links = room;
	size_t count = onto_dictionary_links(d, id, NULL, 0, room, LINKS_AT_ONCE);
	if (count > LINKS_AT_ONCE) {
		links = malloc(count * sizeof *links);
		if (!links) {
			return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
		}
		onto_dictionary_links(d, id, NULL, 0, links, count);
	}
	bool headed = false;
	for (size_t i = 0; i < count; i++) {
		onto_concept via;
		if (!onto_dictionary_concept(d, links[i].via, &via)) {
			continue; /* its own code */
		}
		printf("%s    %-18s %-8s via %s, ", headed ? "" : "  cross-references\n", links[i].code,
		       onto_predicate_word(links[i].predicate), via.code);
		print_source(d, via.source);
		putchar('\n');
		headed = true;
	}
	if (links != room) {
		free(links);
	}
	return ONTO_OK;
}

static onto_status show(const onto_dictionary *d, const onto_hierarchy *hierarchy, onto_concept_id id, bool all,
                        onto_error *error)
{
	onto_concept c;
	size_t count;
	onto_dictionary_concept(d, id, &c);
	printf("%s  %s\n  %s, ", c.code, c.name, onto_type_word(c.type));
	for (int t = 0; onto_type_word((onto_type)t); t++) {
		if (c.also >> t & 1) {
			printf("also %s, ", onto_type_word((onto_type)t));
		}
	}
	print_source(d, c.source);
	putchar('\n');
	print_standing(d, id, &c);
	print_names(d, id);
	const onto_concept_id *near = onto_hierarchy_parents(hierarchy, id, &count);
	print_concepts(d, "parents", near, count, SIZE_MAX);
	near = onto_hierarchy_children(hierarchy, id, &count);
	print_concepts(d, "children", near, count, all ? SIZE_MAX : CHILDREN_SHOWN);
	return print_links(d, id, error);
}

/* ---- JSON ---------------------------------------------------------------------------------------------------- */

static void json_member(const char *key, const char *text)
{
	printf("\"%s\":", key);
	print_json_text(stdout, text);
}

static void json_kin(const onto_dictionary *d, const char *key, const onto_concept_id *ids, size_t count)
{
	onto_concept c;
	printf(",\"%s\":[", key);
	for (size_t i = 0; i < count; i++) {
		onto_dictionary_concept(d, ids[i], &c);
		fputs(i ? ",{" : "{", stdout);
		json_member("code", c.code);
		putchar(',');
		json_member("name", c.name);
		putchar('}');
	}
	putchar(']');
}

static void json_names(const onto_dictionary *d, onto_concept_id id)
{
	onto_name name;
	fputs(",\"names\":[", stdout);
	for (size_t i = 0; onto_dictionary_name(d, id, i, &name); i++) {
		fputs(i ? ",{" : "{", stdout);
		json_member("name", name.text);
		putchar(',');
		json_member("scope", onto_scope_word(name.scope));
		putchar(',');
		json_member("source", name.source);
		fputs(name.policy & ONTO_POLICY_BLOCKED ? ",\"blocked\":true}" : "}", stdout);
	}
	putchar(']');
}

static onto_status json_codes(const onto_dictionary *d, onto_concept_id id, onto_error *error)
{
	size_t count = onto_dictionary_links(d, id, NULL, 0, NULL, 0);
	onto_link *links = calloc(count + 1, sizeof *links);
	if (!links) {
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	onto_dictionary_links(d, id, NULL, 0, links, count);
	bool first = true;
	fputs(",\"codes\":[", stdout);
	for (size_t i = 0; i < count; i++) {
		onto_concept via;
		if (!onto_dictionary_concept(d, links[i].via, &via)) {
			continue; /* its own code */
		}
		fputs(first ? "{" : ",{", stdout);
		json_member("code", links[i].code);
		putchar(',');
		json_member("predicate", onto_predicate_word(links[i].predicate));
		putchar(',');
		json_member("via", via.code);
		putchar(',');
		json_member("source", via.source);
		putchar('}');
		first = false;
	}
	putchar(']');
	free(links);
	return ONTO_OK;
}

static void json_standing(const onto_dictionary *d, onto_concept_id id, const onto_concept *c)
{
	onto_successor s;
	putchar(',');
	json_member("standing", standing_word(c->standing));
	if (c->standing == ONTO_LIVE) {
		return;
	}
	fputs(",\"successors\":[", stdout);
	for (size_t i = 0; onto_dictionary_successor(d, id, i, &s); i++) {
		fputs(i ? ",{\"code\":" : "{\"code\":", stdout);
		print_json(stdout, s.code, s.length);
		if (s.name) {
			putchar(',');
			json_member("name", s.name);
		}
		putchar('}');
	}
	putchar(']');
}

static onto_status show_json(const onto_dictionary *d, const onto_hierarchy *hierarchy, onto_concept_id id,
                             onto_error *error)
{
	onto_concept c;
	size_t count;
	onto_dictionary_concept(d, id, &c);
	putchar('{');
	json_member("code", c.code);
	putchar(',');
	json_member("name", c.name);
	fputs(",\"types\":[", stdout);
	print_json_text(stdout, onto_type_word(c.type));
	for (int t = 0; onto_type_word((onto_type)t); t++) {
		if (c.also >> t & 1) {
			putchar(',');
			print_json_text(stdout, onto_type_word((onto_type)t));
		}
	}
	fputs("],", stdout);
	json_member("source", c.source);
	if (*release_of(d, c.source)) {
		putchar(',');
		json_member("release", release_of(d, c.source));
	}
	json_standing(d, id, &c);
	json_names(d, id);
	const onto_concept_id *near = onto_hierarchy_parents(hierarchy, id, &count);
	json_kin(d, "parents", near, count);
	near = onto_hierarchy_children(hierarchy, id, &count);
	json_kin(d, "children", near, count);
	onto_status status = json_codes(d, id, error);
	puts("}");
	return status;
}

/* ---- the run ------------------------------------------------------------------------------------------------- */

static int show_all(const settings *s)
{
	onto_dictionary *dictionary = NULL;
	onto_hierarchy *hierarchy = NULL;
	onto_error error;
	int code = EXIT_CLEAN;
	if (load_dictionaries_as(s->dictionaries, s->dictionary_count, s->load, &dictionary, &error) != ONTO_OK ||
	    onto_hierarchy_new(dictionary, &hierarchy, &error) != ONTO_OK) {
		print_error(&error);
		code = EXIT_FAILED;
		goto done;
	}
	for (size_t i = 0; i < s->operand_count; i++) {
		onto_concept_id id;
		onto_status status = concept_asked(dictionary, s->operands[i], &id, &error);
		if (status == ONTO_OK) {
			fputs(i && !s->json ? "\n" : "", stdout);
			status = s->json ? show_json(dictionary, hierarchy, id, &error)
			                 : show(dictionary, hierarchy, id, s->all, &error);
		}
		if (status != ONTO_OK) {
			print_error(&error);
			code = EXIT_FAILED;
		}
	}
done:
	onto_hierarchy_free(hierarchy);
	onto_dictionary_free(dictionary);
	return code;
}

static bool take(const command *self, int option, const char *value, void *context)
{
	settings *s = context;
	(void)self;
	switch (option) {
	case ARGUMENT_OPERAND: s->operands[s->operand_count++] = value; break;
	case DICTIONARY: s->dictionaries[s->dictionary_count++] = value; break;
	case NO_STARTER: s->load |= LOAD_NO_STARTER; break;
	case NO_CURATION: s->load |= LOAD_UNCURATED; break;
	case ALL: s->all = true; break;
	case JSON: s->json = true; break;
	}
	return true;
}

static int parse(const command *self, int argc, char **argv, settings *s)
{
	int code = arguments_read(self, argc, argv, take, s);
	if (code >= 0) {
		return code;
	}
	if (!s->operand_count) {
		fputs("ontotag lookup: no code and no name is given\n", stderr);
		command_usage(self, stderr);
		return EXIT_USAGE;
	}
	return -1;
}

static int run(const command *self, int argc, char **argv)
{
	settings s = {0};
	int code = EXIT_FAILED;
	s.dictionaries = calloc((size_t)argc, sizeof *s.dictionaries);
	s.operands = calloc((size_t)argc, sizeof *s.operands);
	if (!s.dictionaries || !s.operands) {
		fputs("ontotag: out of memory\n", stderr);
	} else {
		code = parse(self, argc, argv, &s);
		if (code < 0) {
			code = show_all(&s);
		}
	}
	free(s.dictionaries);
	free(s.operands);
	return code;
}

const command command_lookup = {
	.name = "lookup",
	.arguments = "[-d DICT]... CODE|NAME...",
	.summary = "show a concept: names, parents, children, codes elsewhere",
	.details =
		"Shows what the dictionary knows of a concept, given by its code (MONDO:0004979, MONDO_0004979, an IRI, D001249,\n"
		"C0004096) or by a name (as `ontotag normalize` finds it): its\n"
		"names with their scope and source, the concepts above and below it, the codes of its meaning in other vocabularies\n"
		"with the mapping's predicate and the way, and of a retired one what takes its place.\n\n"
		"Exit code: 0 clean, 1 an unknown code or name or another failure, 2 usage.\n",
	.options = options,
	.run = run,
};
