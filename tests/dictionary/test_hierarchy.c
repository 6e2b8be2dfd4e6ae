/* What lies above and below a concept, its codes elsewhere, and mentions kept by subtree. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

/*     M:top ◀─ M:a ◀─ M:b ◀─ M:d        S:x ◀─ S:y
 *         ▲──── M:c ◀──────────┘         M:b is S:y; M:old was replaced by M:d */
static const char rows[] =
	"S\tM\nC\tM:top\tdisease\ttop disease\nC\tM:a\tdisease\tlung trouble\tM:top\n"
	"C\tM:b\tdisease\tasthma\tM:a\texact=S:y|close=S:z|broad=O:1|xref=O:2\nC\tM:c\tdisease\tallergy\tM:top\n"
	"C\tM:d\tdisease\tallergic asthma\tM:b|M:c\nC\tM:old\tdisease\tatopic asthma\t\t\treplaced=M:d\n"
	"S\tS\nC\tS:x\tdisease\tbreathing trouble\nC\tS:y\tdisease\tasthma bronchiale\tS:x\texact=O:2|exact=O:3\n"
	"C\tS:z\tdisease\twheeze\n";

typedef struct fixture {
	onto_dictionary *dictionary;
	onto_hierarchy *hierarchy;
} fixture;

static fixture fixture_of(const char *text)
{
	fixture f = {.dictionary = dictionary_of(text)};
	onto_error error = {0};
	must(onto_hierarchy_new(f.dictionary, &f.hierarchy, &error), &error);
	return f;
}

static void fixture_free(fixture *f)
{
	onto_hierarchy_free(f->hierarchy);
	onto_dictionary_free(f->dictionary);
}

static onto_concept_id id_of(const fixture *f, const char *code)
{
	onto_concept_id id = onto_dictionary_find(f->dictionary, code);
	assert_int_not_equal(id, ONTO_NONE);
	return id;
}

static const char *codes_of(const fixture *f, const onto_concept_id *ids, size_t count)
{
	static char out[400];
	out[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		onto_concept c;
		assert_true(onto_dictionary_concept(f->dictionary, ids[i], &c));
		strcat(strcat(out, i ? " " : ""), c.code);
	}
	return out;
}

typedef const onto_concept_id *(*view)(const onto_hierarchy *, onto_concept_id, size_t *);

static const char *seen_by(const fixture *f, view view, const char *code)
{
	size_t count;
	const onto_concept_id *ids = view(f->hierarchy, id_of(f, code), &count);
	return codes_of(f, ids, count);
}

static void one_step_and_all_the_way(void **state)
{
	(void)state;
	fixture f = fixture_of(rows);
	onto_concept_id below[8];
	assert_string_equal(seen_by(&f, onto_hierarchy_parents, "M:d"), "M:b M:c");
	assert_string_equal(seen_by(&f, onto_hierarchy_parents, "M:b"), "M:a S:x");
	assert_string_equal(seen_by(&f, onto_hierarchy_parents, "S:y"), "M:a S:x");
	assert_string_equal(seen_by(&f, onto_hierarchy_parents, "M:old"), "M:b M:c");
	assert_string_equal(seen_by(&f, onto_hierarchy_children, "M:top"), "M:a M:c");
	assert_string_equal(seen_by(&f, onto_hierarchy_children, "S:x"), "M:b");
	assert_string_equal(seen_by(&f, onto_hierarchy_children, "M:d"), "");
	assert_string_equal(seen_by(&f, onto_hierarchy_ancestors, "M:d"), "M:b M:c M:a S:x M:top");
	assert_string_equal(seen_by(&f, onto_hierarchy_ancestors, "M:top"), "");
	assert_int_equal(onto_hierarchy_descendants(f.hierarchy, id_of(&f, "M:a"), below, 8), 2);
	assert_string_equal(codes_of(&f, below, 2), "M:b M:d");
	assert_int_equal(onto_hierarchy_descendants(f.hierarchy, id_of(&f, "M:top"), below, 1), 4);
	assert_int_equal(onto_hierarchy_descendants(f.hierarchy, ONTO_NONE, NULL, 0), 0);
	size_t count = 7;
	assert_null(onto_hierarchy_parents(f.hierarchy, ONTO_NONE, &count));
	assert_int_equal(count, 0);
	assert_true(onto_hierarchy_bytes(f.hierarchy) > 100);
	assert_ptr_equal(onto_hierarchy_dictionary(f.hierarchy), f.dictionary);
	fixture_free(&f);
}

static void under(void **state)
{
	(void)state;
	fixture f = fixture_of(rows);
	static const struct {
		const char *id, *above;
		bool expected;
	} cases[] = {
		{"M:d", "M:top", true}, {"M:d", "M:d", true},    {"M:d", "S:x", true},
		{"M:old", "M:c", true}, {"S:y", "M:a", true},    {"M:b", "S:y", true},
		{"M:c", "M:a", false},  {"M:top", "M:d", false}, {"S:z", "S:x", false},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		bool found = onto_hierarchy_is_under(f.hierarchy, id_of(&f, cases[i].id), id_of(&f, cases[i].above));
		assert_int_equal(found, cases[i].expected);
	}
	assert_false(onto_hierarchy_is_under(f.hierarchy, ONTO_NONE, id_of(&f, "M:a")));
	assert_false(onto_hierarchy_is_under(f.hierarchy, id_of(&f, "M:a"), ONTO_NONE));
	fixture_free(&f);
}

/* Where two trees disagree each is under the other, and nothing goes round for ever. */
static void trees_that_disagree(void **state)
{
	(void)state;
	fixture f = fixture_of(
		"C\tM:1\tdisease\tpain\tM:2\texact=S:1\nC\tM:2\tdisease\tache\t\texact=S:2\n"
		"C\tS:1\tdisease\tdolor\nC\tS:2\tdisease\talgia\tS:1\n");
	assert_true(onto_hierarchy_is_under(f.hierarchy, id_of(&f, "M:1"), id_of(&f, "M:2")));
	assert_true(onto_hierarchy_is_under(f.hierarchy, id_of(&f, "M:2"), id_of(&f, "M:1")));
	assert_string_equal(seen_by(&f, onto_hierarchy_ancestors, "M:1"), "M:2");
	assert_int_equal(onto_hierarchy_level(f.hierarchy, id_of(&f, "M:1")), 0);
	fixture_free(&f);
}

/* Rows of concepts X:0, X:1, ... each below those that `above` names. */
typedef size_t parents_of(size_t index, size_t parents[4]);

static onto_dictionary *tower_of(size_t concepts, parents_of *above)
{
	onto_builder *builder;
	onto_dictionary *dictionary;
	onto_error error = {0};
	must(onto_builder_new(&builder, &error), &error);
	for (size_t i = 0; i < concepts; i++) {
		char code[24], parent[24];
		size_t parents[4];
		snprintf(code, sizeof code, "X:%zu", i);
		must(onto_builder_concept(builder, &(onto_concept_row){.code = code, .name = code}, &error), &error);
		for (size_t count = above(i, parents), k = 0; k < count; k++) {
			snprintf(parent, sizeof parent, "X:%zu", parents[k]);
			must(onto_builder_parent(builder, code, parent, &error), &error);
		}
	}
	must(onto_dictionary_take(builder, &dictionary, &error), &error);
	return dictionary;
}

static size_t chain(size_t i, size_t parents[4])
{
	parents[0] = i - 1;
	return i > 0;
}

/* Levels of two, each of the two below both of the level before. */
static size_t ladder(size_t i, size_t parents[4])
{
	parents[0] = i / 2 * 2 - 2;
	parents[1] = i / 2 * 2 - 1;
	return i < 2 ? 0 : 2;
}

/* One, two below it, one below both, and so on. */
static size_t diamonds(size_t i, size_t parents[4])
{
	parents[0] = i - (i % 3 == 2 ? 2 : 1);
	parents[1] = i - 2;
	return i == 0 ? 0 : i % 3 == 0 ? 2 : 1;
}

/* A chain, and below its end a tree of many. */
static size_t broom(size_t i, size_t parents[4])
{
	parents[0] = i < 5000 ? i - 1 : 4999;
	return i > 0;
}

/* Memory does not grow with the depth. The answers are those of a walk upwards. */
static void depth_costs_no_memory(void **state)
{
	(void)state;
	static const struct {
		parents_of *above;
		size_t concepts;
	} towers[] = {{chain, 10000}, {ladder, 24000}, {diamonds, 36001}, {broom, 20000}};
	for (size_t i = 0; i < COUNT(towers); i++) {
		onto_hierarchy *hierarchy;
		onto_error error = {0};
		onto_dictionary *dictionary = tower_of(towers[i].concepts, towers[i].above);
		must(onto_hierarchy_new(dictionary, &hierarchy, &error), &error);
		assert_true(onto_hierarchy_bytes(hierarchy) < towers[i].concepts * 100);
		onto_concept_id last = (onto_concept_id)towers[i].concepts - 1;
		size_t count, parents[4];
		const onto_concept_id *above = onto_hierarchy_ancestors(hierarchy, last, &count);
		size_t own = towers[i].above(last, parents);
		for (size_t k = 0; k < own; k++) {
			assert_int_equal(above[k], parents[k]);
		}
		assert_int_equal(above[count - 1], towers[i].above == ladder ? 1 : 0);
		assert_int_equal(count, towers[i].above == broom ? 5000 : towers[i].above == ladder ? last - 1 : last);
		assert_true(onto_hierarchy_is_under(hierarchy, last, 0));
		assert_false(onto_hierarchy_is_under(hierarchy, 0, last));
		assert_int_equal(onto_hierarchy_descendants(hierarchy, 0, NULL, 0),
		                 towers[i].concepts - (towers[i].above == ladder ? 2 : 1));
		onto_hierarchy_free(hierarchy);
		onto_dictionary_free(dictionary);
	}
}

/* A web in which no two have the same above them, and a limit that says so. */
static size_t web(size_t i, size_t parents[4])
{
	parents[0] = i - 1;
	parents[1] = i / 2;
	return i < 2 ? i : i / 2 == i - 1 ? 1 : 2;
}

static void what_shares_nothing_has_a_limit(void **state)
{
	(void)state;
	onto_hierarchy *hierarchy;
	onto_error error = {0};
	onto_dictionary *dictionary = tower_of(8000, web);
	assert_int_equal(onto_hierarchy_new(dictionary, &hierarchy, &error), ONTO_LIMIT);
	assert_null(hierarchy);
	assert_non_null(strstr(error.message, "too deep"));
	onto_dictionary_free(dictionary);
}

/* The ancestors of random dags, by another walk. */
static size_t few(size_t i, size_t parents[4])
{
	uint64_t seed = i / 3 + 1;
	size_t count = i ? random_below(&seed, 4) : 0, kept = 0;
	for (size_t k = 0; k < count; k++) {
		size_t parent = random_below(&seed, i / 2 + 1);
		bool twice = parent == i;
		for (size_t at = 0; at < kept; at++) {
			twice |= parents[at] == parent;
		}
		if (!twice) {
			parents[kept++] = parent;
		}
	}
	return kept;
}

static void ancestors_are_those_of_a_walk(void **state)
{
	(void)state;
	enum { CONCEPTS = 300 };
	onto_hierarchy *hierarchy;
	onto_error error = {0};
	onto_dictionary *dictionary = tower_of(CONCEPTS, few);
	must(onto_hierarchy_new(dictionary, &hierarchy, &error), &error);
	for (onto_concept_id id = 0; id < CONCEPTS; id++) {
		size_t walk[CONCEPTS + 1] = {id}, found = 1, count;
		for (size_t at = 0; at < found; at++) {
			size_t parents[4], own = few(walk[at], parents);
			for (size_t k = 0; k < own; k++) {
				bool known = false;
				for (size_t i = 0; i < found; i++) {
					known |= walk[i] == parents[k];
				}
				if (!known) {
					walk[found++] = parents[k];
				}
			}
		}
		const onto_concept_id *above = onto_hierarchy_ancestors(hierarchy, id, &count);
		assert_int_equal(count, found - 1);
		for (size_t i = 0; i < count; i++) {
			assert_int_equal(above[i], walk[i + 1]);
		}
	}
	onto_hierarchy_free(hierarchy);
	onto_dictionary_free(dictionary);
}

static void rolling_up(void **state)
{
	(void)state;
	fixture f = fixture_of(rows);
	onto_concept_id targets[] = {id_of(&f, "M:top"), id_of(&f, "M:a"), id_of(&f, "S:z")};
	onto_concept_id d = id_of(&f, "M:d");
	assert_int_equal(onto_hierarchy_roll_up(f.hierarchy, d, targets, 3), targets[1]);
	assert_int_equal(onto_hierarchy_roll_up(f.hierarchy, id_of(&f, "M:c"), targets, 3), targets[0]);
	assert_int_equal(onto_hierarchy_roll_up(f.hierarchy, targets[1], targets, 3), targets[1]);
	assert_int_equal(onto_hierarchy_roll_up(f.hierarchy, d, targets + 2, 1), ONTO_NONE);
	assert_int_equal(onto_hierarchy_roll_up(f.hierarchy, ONTO_NONE, targets, 3), ONTO_NONE);
	assert_int_equal(onto_hierarchy_level(f.hierarchy, id_of(&f, "M:b")), 1);
	assert_int_equal(onto_hierarchy_roll_up_to_level(f.hierarchy, d, 1), id_of(&f, "M:b"));
	assert_int_equal(onto_hierarchy_roll_up_to_level(f.hierarchy, d, 0), id_of(&f, "S:x"));
	assert_int_equal(onto_hierarchy_roll_up_to_level(f.hierarchy, d, 9), ONTO_NONE);
	fixture_free(&f);
}

static void names_and_relations(void **state)
{
	(void)state;
	onto_dictionary *d = dictionary_of(
		"S\tLAB\nC\tM:1\tdisease\tasthma\t\txref=O:1\nN\tM:1\trelated\twheezing\n"
		"N\tM:1\texact\tAST\t-\nC\tM:2\tdisease\tcroup\tM:1\n");
	onto_name name;
	onto_xref xref;
	size_t count;
	onto_concept_id one = onto_dictionary_find(d, "M:1"), two = onto_dictionary_find(d, "M:2");
	static const char *const expected[] = {"asthma", "AST", "wheezing"};
	for (size_t i = 0; i < COUNT(expected); i++) {
		assert_true(onto_dictionary_name(d, one, i, &name));
		assert_string_equal(name.text, expected[i]);
		assert_string_equal(name.source, "LAB");
	}
	assert_int_equal(name.scope, ONTO_RELATED);
	assert_false(onto_dictionary_name(d, one, 3, &name));
	assert_true(onto_dictionary_name(d, two, 0, &name));
	assert_false(onto_dictionary_name(d, two, 1, &name));
	assert_false(onto_dictionary_name(d, ONTO_NONE, 0, &name));
	assert_true(onto_dictionary_xref(d, one, 0, &xref) && strcmp(xref.code, "O:1") == 0);
	assert_int_equal(xref.predicate, ONTO_MATCH_XREF);
	assert_false(onto_dictionary_xref(d, one, 1, &xref));
	assert_false(onto_dictionary_xref(d, ONTO_NONE, 0, &xref));
	assert_int_equal(onto_dictionary_parents(d, two, &count)[0], one);
	assert_int_equal(count, 1);
	assert_null(onto_dictionary_parents(d, one, &count));
	assert_null(onto_dictionary_meaning(d, ONTO_NONE, &count));
	assert_int_equal(onto_dictionary_meaning(d, one, &count)[0], one);
	onto_dictionary_free(d);
}

static const char *links_of(const fixture *f, const char *code, const char *const *vocabularies, size_t count)
{
	static char out[600];
	onto_link links[16];
	size_t found = onto_dictionary_links(f->dictionary, id_of(f, code), vocabularies, count, links, 16);
	out[0] = '\0';
	for (size_t i = 0; i < found; i++) {
		onto_concept via = {.code = "itself"};
		onto_dictionary_concept(f->dictionary, links[i].via, &via);
		strcat(strcat(strcat(out, i ? ", " : ""), links[i].code), " ");
		strcat(strcat(strcat(out, onto_predicate_word(links[i].predicate)), " "), via.code);
	}
	return out;
}

static void codes_elsewhere(void **state)
{
	(void)state;
	fixture f = fixture_of(rows);
	assert_string_equal(links_of(&f, "M:b", (const char *const[]){"s", "O"}, 2),
	                    "S:y exact S:y, S:z close M:b, O:2 exact S:y, O:3 exact S:y, O:1 broad M:b");
	assert_string_equal(links_of(&f, "M:d", NULL, 0), "M:d exact itself");
	assert_string_equal(links_of(&f, "M:old", (const char *const[]){"M"}, 1), "M:d exact M:d, M:old exact itself");
	assert_string_equal(links_of(&f, "S:z", (const char *const[]){"O"}, 1), "");
	assert_int_equal(onto_dictionary_links(f.dictionary, id_of(&f, "M:b"), NULL, 0, NULL, 0), 6);
	assert_int_equal(onto_dictionary_links(f.dictionary, ONTO_NONE, NULL, 0, NULL, 0), 0);
	fixture_free(&f);
}

static const char *kept_by(const fixture *f, const onto_filter_options *options)
{
	static const char text[] = "Allergy, asthma, allergic asthma and wheeze.";
	static char out[300];
	onto_tagger *tagger = tagger_of(f->dictionary, NULL);
	onto_filter *filter;
	const onto_tags *tags;
	onto_error error = {0};
	must(onto_filter_new(f->hierarchy, options, &filter, &error), &error);
	must(onto_tagger_tag(tagger, text, strlen(text), &tags, &error), &error);
	must(onto_filter_tags(filter, tags, &tags, &error), &error);
	out[0] = '\0';
	for (size_t i = 0; i < tags->mention_count; i++) {
		strcat(strcat(out, i ? " " : ""), tags->mentions[i].codes[0]);
		if (tags->mentions[i].rolled_up) {
			strcat(strcat(out, ">"), tags->mentions[i].rolled_up);
		}
	}
	onto_filter_free(filter);
	onto_tagger_free(tagger);
	return out;
}

static void mentions_by_subtree(void **state)
{
	(void)state;
	fixture f = fixture_of(rows);
	onto_concept_id a = id_of(&f, "M:a"), c = id_of(&f, "M:c"), x = id_of(&f, "S:x");
	assert_string_equal(kept_by(&f, NULL), "M:c M:b M:d S:z");
	assert_string_equal(
		kept_by(&f, &(onto_filter_options){.size = sizeof(onto_filter_options), .within = &a, .within_count = 1}),
		"M:b M:d");
	assert_string_equal(kept_by(&f, &(onto_filter_options){.size = sizeof(onto_filter_options),
	                                                       .within = &x,
	                                                       .within_count = 1,
	                                                       .without = &c,
	                                                       .without_count = 1}),
	                    "M:b");
	assert_string_equal(
		kept_by(&f, &(onto_filter_options){.size = sizeof(onto_filter_options), .targets = &a, .target_count = 1}),
		"M:c M:b>M:a M:d>M:a S:z");
	assert_string_equal(
		kept_by(&f, &(onto_filter_options){.size = sizeof(onto_filter_options), .to_level = true, .level = 1}),
		"M:c>M:c M:b>M:b M:d>M:b S:z");
	onto_filter_free(NULL);
	fixture_free(&f);
}

static void an_empty_dictionary(void **state)
{
	(void)state;
	fixture f = fixture_of("# nothing\n");
	size_t count;
	assert_null(onto_hierarchy_ancestors(f.hierarchy, 0, &count));
	assert_int_equal(onto_hierarchy_level(f.hierarchy, 0), 0);
	fixture_free(&f);
	onto_hierarchy_free(NULL);
}

/* Random trees against a walk upwards. */
static bool naive_under(const onto_dictionary *d, onto_concept_id id, onto_concept_id above, unsigned depth)
{
	size_t count;
	const onto_concept_id *parents = onto_dictionary_parents(d, id, &count);
	bool found = id == above;
	for (size_t i = 0; i < count && !found && depth; i++) {
		found = naive_under(d, parents[i], above, depth - 1);
	}
	return found;
}

static void random_trees(void **state)
{
	(void)state;
	uint64_t chance = 4;
	for (int round = 0; round < 20; round++) {
		char text[8000] = "";
		size_t used = 0;
		for (size_t i = 0; i < 40; i++) {
			used += (size_t)snprintf(text + used, sizeof text - used, "C\tM:%zu\tdisease\tname %zu\t", i, i);
			for (size_t p = 0; i && p < random_below(&chance, 4); p++) {
				used += (size_t)snprintf(text + used, sizeof text - used, "%sM:%zu", p ? "|" : "",
				                         random_below(&chance, i));
			}
			used += (size_t)snprintf(text + used, sizeof text - used, "\n");
		}
		fixture f = fixture_of(text);
		for (onto_concept_id a = 0; a < 40; a++) {
			for (onto_concept_id b = 0; b < 40; b++) {
				assert_int_equal(onto_hierarchy_is_under(f.hierarchy, a, b), naive_under(f.dictionary, a, b, 40));
			}
		}
		fixture_free(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_step_and_all_the_way),
		cmocka_unit_test(under),
		cmocka_unit_test(trees_that_disagree),
		cmocka_unit_test(depth_costs_no_memory),
		cmocka_unit_test(what_shares_nothing_has_a_limit),
		cmocka_unit_test(ancestors_are_those_of_a_walk),
		cmocka_unit_test(rolling_up),
		cmocka_unit_test(names_and_relations),
		cmocka_unit_test(codes_elsewhere),
		cmocka_unit_test(mentions_by_subtree),
		cmocka_unit_test(an_empty_dictionary),
		cmocka_unit_test(random_trees),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
