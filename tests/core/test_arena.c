/* Arenas, vectors and buffers. */
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "support.h"

static void pieces_are_aligned_and_apart(void **state)
{
	(void)state;
	arena a = {0};
	unsigned char *pieces[200];
	for (size_t i = 0; i < COUNT(pieces); i++) {
		pieces[i] = arena_take(&a, i + 1);
		assert_non_null(pieces[i]);
		assert_int_equal((uintptr_t)pieces[i] % alignof(void *), 0);
		memset(pieces[i], (int)i, i + 1);
	}
	for (size_t i = 0; i < COUNT(pieces); i++) {
		for (size_t k = 0; k <= i; k++) {
			assert_int_equal(pieces[i][k], i);
		}
	}
	arena_free(&a);
	assert_int_equal(arena_bytes(&a), 0);
}

static void text_is_copied_and_terminated(void **state)
{
	(void)state;
	arena a = {0};
	char bytes[] = "asthma!";
	char *copy = arena_text(&a, bytes, 6);
	bytes[0] = 'x';
	assert_string_equal(copy, "asthma");
	assert_string_equal(arena_text(&a, NULL, 0), "");
	arena_free(&a);
}

static void reset_keeps_its_blocks(void **state)
{
	(void)state;
	arena a = {0};
	for (int round = 0; round < 5; round++) {
		size_t before = arena_bytes(&a);
		for (int i = 0; i < 1000; i++) {
			assert_non_null(arena_take(&a, 500));
		}
		assert_non_null(arena_take(&a, 300 * 1000));
		assert_true(round == 0 || arena_bytes(&a) == before);
		arena_reset(&a);
	}
	arena_free(&a);
}

/* Random sizes and resets: every piece keeps what was written to it until the reset. */
static void random_pieces_keep_their_bytes(void **state)
{
	(void)state;
	enum { PIECES = 300 };
	uint64_t seed = 11;
	arena a = {0};
	struct {
		unsigned char *bytes;
		size_t size;
	} pieces[PIECES];
	for (int round = 0; round < 40; round++) {
		size_t count = random_below(&seed, PIECES);
		for (size_t i = 0; i < count; i++) {
			pieces[i].size = random_below(&seed, 20) ? random_below(&seed, 900) : random_below(&seed, 200000);
			pieces[i].bytes = arena_take(&a, pieces[i].size);
			assert_non_null(pieces[i].bytes);
			memset(pieces[i].bytes, (int)(i & 255), pieces[i].size);
		}
		for (size_t i = 0; i < count; i++) {
			for (size_t k = 0; k < pieces[i].size; k += 97) {
				assert_int_equal(pieces[i].bytes[k], i & 255);
			}
		}
		arena_reset(&a);
	}
	arena_free(&a);
}

static void sizes_past_the_end_of_memory_are_refused(void **state)
{
	(void)state;
	arena a = {0};
	assert_null(arena_take(&a, SIZE_MAX));
	assert_null(arena_take(&a, SIZE_MAX - 64));
	assert_null(arena_text(&a, "", SIZE_MAX));
	assert_non_null(arena_take(&a, 1));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_aligned_and_apart),
		cmocka_unit_test(text_is_copied_and_terminated),
		cmocka_unit_test(reset_keeps_its_blocks),
		cmocka_unit_test(random_pieces_keep_their_bytes),
		cmocka_unit_test(sizes_past_the_end_of_memory_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
