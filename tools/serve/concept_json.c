/* Concepts of a dictionary as JSON. */
#include "serve/concept_json.h"

#include <stdlib.h>
#include <string.h>

#include "command/print.h"

char *json_text(json_t *json)
{
	char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;
	json_decref(json);
	return text;
}

/* A string of a dictionary, which may hold any bytes. */
static json_t *text_of(const char *text)
{
	json_t *made = json_string(text ? text : "");
	return made ? made : json_string("\xef\xbf\xbd");
}

static json_t *types_of(unsigned bits)
{
	json_t *list = json_array();
	for (int t = 0; onto_type_word((onto_type)t); t++) {
		if (bits >> t & 1) {
			json_array_append_new(list, json_string(onto_type_word((onto_type)t)));
		}
	}
	return list;
}

json_t *concept_short(const generation *from, onto_concept_id id)
{
	onto_concept c;
	onto_dictionary_concept(from->dictionary, id, &c);
	return json_pack("{s:s, s:o, s:s}", "code", c.code, "name", text_of(c.name), "type", onto_type_word(c.type));
}

static json_t *concepts_list(const generation *from, const onto_concept_id *ids, size_t count, size_t first,
                             size_t most)
{
	json_t *list = json_array();
	for (size_t i = first; i < count && i - first < most; i++) {
		json_array_append_new(list, concept_short(from, ids[i]));
	}
	return list;
}

static bool is_named(const json_t *list, const char *name)
{
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one)
	{
		if (strcmp(json_string_value(json_object_get(one, "name")), name) == 0) {
			return true;
		}
	}
	return false;
}

/* The names of all concepts of its meaning, without duplicates, the concept's own first. */
static json_t *names_of(const generation *from, onto_concept_id id, size_t most, size_t *count)
{
	json_t *list = json_array();
	onto_name name;
	size_t concepts;
	const onto_concept_id *meaning = onto_dictionary_meaning(from->dictionary, id, &concepts);
	*count = 0;
	for (size_t k = 0; k <= concepts; k++) {
		onto_concept_id one = k ? meaning[k - 1] : id;
		for (size_t i = 0; (!k || one != id) && onto_dictionary_name(from->dictionary, one, i, &name); i++) {
			++*count;
			if (json_array_size(list) < most && !is_named(list, name.text)) {
				json_array_append_new(list, json_pack("{s:o, s:s, s:s}", "name", text_of(name.text), "scope",
				                                      onto_scope_word(name.scope), "source", name.source));
			}
		}
	}
	return list;
}

static json_t *link_json(const generation *from, const onto_link *link)
{
	onto_concept via;
	json_t *made = json_pack("{s:s, s:s}", "code", link->code, "predicate", onto_predicate_word(link->predicate));
	if (onto_dictionary_concept(from->dictionary, link->via, &via)) {
		json_object_set_new(made, "via", json_string(via.code));
	}
	return made;
}

static json_t *codes_of(const generation *from, onto_concept_id id, size_t most, size_t *count)
{
	json_t *list = json_array();
	*count = onto_dictionary_links(from->dictionary, id, NULL, 0, NULL, 0);
	onto_link *links = calloc(*count + 1, sizeof *links);
	if (links) {
		onto_dictionary_links(from->dictionary, id, NULL, 0, links, *count);
		for (size_t i = 0; i < *count && i < most; i++) {
			json_array_append_new(list, link_json(from, &links[i]));
		}
	}
	free(links);
	return list;
}

static json_t *successors_of(const generation *from, onto_concept_id id)
{
	json_t *list = json_array();
	onto_successor s;
	for (size_t i = 0; onto_dictionary_successor(from->dictionary, id, i, &s); i++) {
		json_t *one = json_pack("{s:s%}", "code", s.code, s.length);
		if (one && s.name) {
			json_object_set_new(one, "name", text_of(s.name));
		}
		json_array_append_new(list, one);
	}
	return list;
}

json_t *concept_json(const generation *from, onto_concept_id id, size_t most)
{
	onto_concept c;
	size_t names, codes, parents, children;
	onto_dictionary_concept(from->dictionary, id, &c);
	json_t *name_list = names_of(from, id, most, &names), *code_list = codes_of(from, id, most, &codes);
	const onto_concept_id *up = onto_hierarchy_parents(from->hierarchy, id, &parents);
	const onto_concept_id *down = onto_hierarchy_children(from->hierarchy, id, &children);
	json_t *made =
		json_pack("{s:s, s:o, s:s, s:o, s:s, s:s, s:s, s:i, s:o, s:o, s:o, s:o, s:o}", "code", c.code, "name",
	              text_of(c.name), "type", onto_type_word(c.type), "also", types_of(c.also), "standing",
	              standing_word(c.standing), "source", c.source, "release", release_of(from->dictionary, c.source),
	              "level", (int)onto_hierarchy_level(from->hierarchy, id), "names", name_list, "codes", code_list,
	              "parents", concepts_list(from, up, parents, 0, most), "children",
	              concepts_list(from, down, children, 0, most), "totals",
	              json_pack("{s:I, s:I, s:I, s:I}", "names", (json_int_t)names, "codes", (json_int_t)codes,
	                        "parents", (json_int_t)parents, "children", (json_int_t)children));
	if (made && c.standing != ONTO_LIVE) {
		json_object_set_new(made, "successors", successors_of(from, id));
	}
	return made;
}

static json_t *kin_json(const generation *from, onto_concept_id id, size_t total, json_t *list)
{
	json_t *made = concept_short(from, id);
	if (made) {
		json_object_set_new(made, "total", json_integer((json_int_t)total));
		json_object_set_new(made, "concepts", list);
	}
	return made;
}

json_t *ancestors_json(const generation *from, onto_concept_id id, size_t first, size_t most)
{
	size_t count;
	const onto_concept_id *above = onto_hierarchy_ancestors(from->hierarchy, id, &count);
	return kin_json(from, id, count, concepts_list(from, above, count, first, most));
}

json_t *descendants_json(const generation *from, onto_concept_id id, size_t first, size_t most)
{
	size_t count = onto_hierarchy_descendants(from->hierarchy, id, NULL, 0);
	onto_concept_id *below = calloc(count + 1, sizeof *below);
	if (!below) {
		return NULL;
	}
	onto_hierarchy_descendants(from->hierarchy, id, below, count);
	json_t *made = kin_json(from, id, count, concepts_list(from, below, count, first, most));
	free(below);
	return made;
}

json_t *search_json(const generation *from, const char *text, size_t length, size_t most)
{
	search_hit hits[SEARCH_MOST];
	size_t count = search_find(from->search, text, length, hits, most < SEARCH_MOST ? most : SEARCH_MOST);
	json_t *list = json_array(), *query = json_stringn(text, length);
	for (size_t i = 0; i < count; i++) {
		json_t *hit = concept_short(from, search_meaning(from->search, hits[i].concept));
		if (hit) {
			json_object_set_new(hit, "matched", text_of(hits[i].name));
			json_object_set_new(hit, "scope", json_string(onto_scope_word(hits[i].scope)));
		}
		json_array_append_new(list, hit);
	}
	return json_pack("{s:o, s:o}", "query", query ? query : json_string(""), "concepts", list);
}

static json_t *source_json(const onto_source *s, size_t concepts, size_t names)
{
	return json_pack("{s:s, s:o, s:o, s:o, s:I, s:I}", "id", s->id, "title", text_of(s->title), "release",
	                 text_of(s->version), "licence", text_of(s->licence), "concepts", (json_int_t)concepts, "names",
	                 (json_int_t)names);
}

json_t *dictionary_json(const generation *from)
{
	onto_info info;
	onto_source source;
	size_t concepts, names;
	json_t *sources = json_array(), *types = json_object();
	onto_dictionary_info(from->dictionary, &info);
	for (size_t i = 0; onto_dictionary_source(from->dictionary, i, &source, &concepts, &names); i++) {
		json_array_append_new(sources, source_json(&source, concepts, names));
	}
	for (int t = 0; onto_type_word((onto_type)t); t++) {
		json_object_set_new(types, onto_type_word((onto_type)t),
		                    json_pack("{s:I, s:I}", "concepts", (json_int_t)info.concepts_of_type[t], "names",
		                              (json_int_t)info.names_of_type[t]));
	}
	return json_pack("{s:s, s:i, s:s, s:I, s:I, s:I, s:I, s:I, s:o, s:o}", "version", onto_version(), "generation",
	                 (int)from->number, "loaded", from->loaded, "concepts", (json_int_t)info.concepts, "meanings",
	                 (json_int_t)info.meanings, "names", (json_int_t)info.names, "words", (json_int_t)info.words,
	                 "bytes", (json_int_t)info.bytes, "types", types, "sources", sources);
}
