/* The trie: what was put in is found, and nothing else, however many children a node has. */
#include <stdlib.h>

#include "dictionary/trie.h"
#include "support.h"

enum { NODES = 3000, KEYS = 5000 };

/* What was added, to compare with. */
typedef struct added {
	uint32_t node, key, child;
} added;

static uint32_t child_among(const added *edges, size_t count, uint32_t node, uint32_t key)
{
	for (size_t i = 0; i < count; i++) {
		if (edges[i].node == node && edges[i].key == key) {
			return edges[i].child;
		}
	}
	return 0;
}

/* Adds an edge to a node: mostly to the first ones, so that these have many. */
static void edges_are_found_again(void **state)
{
	(void)state;
	trie trie;
	uint64_t chance = 7;
	static added edges[NODES];
	size_t count = 0;
	assert_true(trie_start(&trie, 10)); /* so that it has to grow */
	for (int i = 0; i < 5; i++) {
		assert_int_equal(trie_node_add(&trie), i + 1);
	}
	while (count < NODES) {
		uint32_t node = 1 + (uint32_t)random_below(&chance, random_below(&chance, 3) ? 4 : trie.made);
		uint32_t key = 1 + (uint32_t)random_below(&chance, KEYS), known = child_among(edges, count, node, key);
		uint32_t child = trie_add(&trie, node, key);
		assert_true(known ? child == known : child == trie.made);
		if (!known) {
			edges[count++] = (added){node, key, child};
		}
	}
	assert_int_equal(trie.count, count);
	uint32_t *numbers = malloc((trie.made + (size_t)1) * sizeof *numbers);
	assert_true(numbers && trie_finish(&trie, numbers));
	size_t most = 0;
	for (size_t i = 0; i < count; i++) {
		uint32_t node = numbers[edges[i].node];
		assert_int_equal(trie_child(&trie, node, edges[i].key), numbers[edges[i].child]);
		assert_true(numbers[edges[i].child] > node);
		size_t children = trie.nodes.items[node + 1].children - trie.nodes.items[node].children;
		most = children > most ? children : most;
	}
	assert_true(most > 300);
	for (int i = 0; i < 20000; i++) {
		uint32_t node = 1 + (uint32_t)random_below(&chance, i % 2 ? 4 : trie.made), key = 1 + (uint32_t)random_below(&chance, KEYS + 9);
		uint32_t known = child_among(edges, count, node, key);
		assert_int_equal(trie_child(&trie, numbers[node], key), known ? numbers[known] : 0);
	}
	free(numbers);
	trie_free(&trie);
}

static void an_empty_trie_leads_nowhere(void **state)
{
	(void)state;
	trie trie;
	uint32_t numbers[2];
	assert_true(trie_start(&trie, 0));
	assert_int_equal(trie_node_add(&trie), 1);
	assert_true(trie_finish(&trie, numbers));
	assert_int_equal(numbers[1], 1);
	assert_int_equal(trie_child(&trie, 0, 1), 0);
	assert_int_equal(trie_child(&trie, 1, 1), 0);
	trie_free(&trie);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(edges_are_found_again),
		cmocka_unit_test(an_empty_trie_leads_nowhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
