/* The trie: what was put in is found, and nothing else, however many children a node has. */
#include <stdlib.h>

#include "dictionary/trie.h"
#include "support.h"

enum { PATHS = 4000, LONGEST = 6, KEYS = 3000 };

/* What a trie was built from, and what came of it. */
typedef struct built {
	uint32_t steps[PATHS * LONGEST], starts[PATHS + 1], keys[KEYS], others[KEYS], first[KEYS], arrivals[PATHS],
		node_of[PATHS];
	trie trie;
} built;

static uint32_t key_at(const built *b, uint32_t path, uint32_t level)
{
	uint32_t step = b->steps[b->starts[path] + level];
	return (step & TRIE_OTHER ? b->others : b->keys)[step & TRIE_WORD];
}

static uint32_t length_of(const built *b, uint32_t path)
{
	return b->starts[path + 1] - b->starts[path];
}

static bool begins_with(const built *b, uint32_t path, const uint32_t *keys, uint32_t count)
{
	bool same = length_of(b, path) >= count;
	for (uint32_t i = 0; i < count && same; i++) {
		same = key_at(b, path, i) == keys[i];
	}
	return same;
}

/* Mostly the same few keys first, so that some nodes have many children and many ways share their beginning. */
static void make_ways(built *b, uint64_t *chance)
{
	uint32_t at = 0;
	for (uint32_t word = 1; word < KEYS; word++) {
		b->keys[word] = word % 3 || word < 6 ? word : word - 1; /* some words have the key of another */
		b->others[word] = KEYS - word;
	}
	for (uint32_t path = 0; path < PATHS; path++) {
		uint32_t length = 1 + (uint32_t)random_below(chance, LONGEST);
		b->starts[path] = at;
		for (uint32_t i = 0; i < length; i++) {
			bool few = i == 0 || random_below(chance, 3) == 0;
			uint32_t word = 1 + (uint32_t)random_below(chance, few ? 5 : KEYS - 1);
			b->steps[at++] = word | (random_below(chance, 20) ? 0 : TRIE_OTHER);
		}
		b->steps[at - 1] |= TRIE_LAST;
	}
	b->starts[PATHS] = at;
}

static void ways_are_found_again(void **state)
{
	(void)state;
	uint64_t chance = 7;
	built *b = calloc(1, sizeof *b);
	assert_non_null(b);
	make_ways(b, &chance);
	trie_paths paths = {b->steps, b->starts[PATHS], PATHS, {b->keys, b->others}, KEYS};
	assert_true(trie_build(&b->trie, &paths, b->first, b->arrivals));
	const trie_node *nodes = b->trie.nodes.items;
	assert_int_equal(b->trie.nodes.count, b->trie.made + 2);
	assert_int_equal(nodes[b->trie.made + 1].terminals, PATHS);
	size_t most = 0;
	for (uint32_t node = 1; node <= b->trie.made; node++) {
		uint32_t children = nodes[node + 1].children - nodes[node].children;
		most = children > most ? children : most;
		assert_true(nodes[node].children > node);
		for (uint32_t i = nodes[node].terminals; i < nodes[node + 1].terminals; i++) {
			assert_true(i == nodes[node].terminals || b->arrivals[i] > b->arrivals[i - 1]);
			assert_int_equal(b->node_of[b->arrivals[i]], 0);
			b->node_of[b->arrivals[i]] = node;
		}
	}
	assert_true(most > 200);
	for (uint32_t path = 0; path < PATHS; path++) {
		uint32_t node = b->first[key_at(b, path, 0)];
		for (uint32_t i = 1; i < length_of(b, path); i++) {
			node = trie_child(&b->trie, node, key_at(b, path, i));
			assert_true(node != 0);
		}
		assert_int_equal(node, b->node_of[path]);
	}
	/* Two or three keys by chance: there is a node just where some way begins so. */
	for (int i = 0; i < 3000; i++) {
		uint32_t keys[3] = {1 + (uint32_t)random_below(&chance, 6), 1 + (uint32_t)random_below(&chance, KEYS - 1),
		                    1 + (uint32_t)random_below(&chance, 6)};
		uint32_t count = 2 + i % 2, node = b->first[keys[0]];
		bool known = false;
		for (uint32_t path = 0; path < PATHS && !known; path++) {
			known = begins_with(b, path, keys, count);
		}
		for (uint32_t k = 1; k < count && node; k++) {
			node = trie_child(&b->trie, node, keys[k]);
		}
		assert_int_equal(node != 0, known);
	}
	trie_free(&b->trie);
	free(b);
}

static void an_empty_trie_leads_nowhere(void **state)
{
	(void)state;
	trie trie = {0};
	uint32_t first[3] = {0}, arrivals[1];
	assert_true(trie_build(&trie, &(trie_paths){.key_count = 3}, first, arrivals));
	assert_int_equal(trie.made, 0);
	assert_int_equal(trie_child(&trie, 0, 1), 0);
	trie_free(&trie);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ways_are_found_again),
		cmocka_unit_test(an_empty_trie_leads_nowhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
