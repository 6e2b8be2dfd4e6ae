/* Vectors, buffers and tables. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buffer.h"
#include "core/table.h"
#include "core/vector.h"
#include "support.h"

static void a_vector_keeps_what_was_pushed(void **state)
{
	(void)state;
	VECTOR(uint32_t) v = {0};
	for (uint32_t i = 0; i < 10000; i++) {
		assert_true(vector_push(&v, i * 7));
	}
	assert_int_equal(v.count, 10000);
	for (uint32_t i = 0; i < 10000; i++) {
		assert_int_equal(v.items[i], i * 7);
	}
	vector_free(&v);
	assert_null(v.items);
	assert_int_equal(v.count + v.space, 0);
}

static void a_vector_that_cannot_grow_is_unchanged(void **state)
{
	(void)state;
	VECTOR(uint64_t) v = {0};
	assert_true(vector_push(&v, 5));
	uint64_t *items = v.items;
	size_t space = v.space;
	assert_false(vector_reserve(&v, SIZE_MAX));
	assert_false(vector_reserve(&v, SIZE_MAX / 2 - 1));
	assert_false(vector_reserve(&v, SIZE_MAX / 8));
	assert_ptr_equal(v.items, items);
	assert_int_equal(v.space, space);
	assert_int_equal(v.items[0], 5);
	vector_free(&v);
}

static void a_vector_in_large_pages_grows_on(void **state)
{
	(void)state;
	VECTOR(uint32_t) v = {0};
	enum { ROOM = 100000 };
	assert_true(vector_move_huge(&v, 10)); /* an empty one, too */
	for (uint32_t i = 0; i < 10; i++) {
		assert_true(vector_push(&v, i));
	}
	assert_true(vector_move_huge(&v, ROOM));
	assert_int_equal(v.space, ROOM);
	const uint32_t *items = v.items;
	assert_true(vector_move_huge(&v, ROOM / 2)); /* which it has */
	assert_ptr_equal(v.items, items);
	assert_false(vector_move_huge(&v, SIZE_MAX / 2));
	assert_ptr_equal(v.items, items);
	for (uint32_t i = 10; i < 2 * ROOM; i++) {
		assert_true(vector_push(&v, i));
	}
	for (uint32_t i = 0; i < 2 * ROOM; i++) {
		assert_int_equal(v.items[i], i);
	}
	vector_free(&v);
}

static void a_buffer_writes_numbers_of_any_length(void **state)
{
	(void)state;
	for (uint64_t power = 1;; power *= 10) {
		const uint64_t numbers[] = {power - 1, power, power + 5, power * 3 / 2};
		for (size_t i = 0; i < COUNT(numbers); i++) {
			buffer b = {0};
			char expected[24];
			int length = snprintf(expected, sizeof expected, "%llu", (unsigned long long)numbers[i]);
			buffer_number(&b, numbers[i]);
			assert_int_equal(b.length, length);
			assert_memory_equal(b.bytes, expected, b.length);
			buffer_free(&b);
		}
		if (power > UINT64_MAX / 10) {
			return;
		}
	}
}

static void a_buffer_gathers_bytes(void **state)
{
	(void)state;
	buffer b = {0};
	buffer_text(&b, "codes ");
	buffer_number(&b, 0);
	buffer_byte(&b, ' ');
	buffer_number(&b, UINT64_MAX);
	buffer_append(&b, "\0x", 2);
	buffer_append(&b, NULL, 0);
	assert_int_equal(b.length, 30);
	assert_memory_equal(b.bytes, "codes 0 18446744073709551615\0x", 30);
	buffer_clear(&b);
	assert_int_equal(b.length, 0);
	buffer_text(&b, "again");
	assert_memory_equal(b.bytes, "again", 5);
	buffer_free(&b);
	assert_null(b.bytes);
}

static void a_buffer_remembers_that_it_failed(void **state)
{
	(void)state;
	buffer b = {0};
	buffer_text(&b, "kept");
	assert_null(buffer_reserve(&b, SIZE_MAX / 2));
	assert_true(b.failed);
	buffer_byte(&b, '!');
	assert_true(b.failed);
	assert_memory_equal(b.bytes, "kept", 4);
	buffer_clear(&b);
	assert_false(b.failed);
	buffer_free(&b);
}

/* Random operations against an array that is searched. */
static void a_table_agrees_with_a_list(void **state)
{
	(void)state;
	enum { KEYS = 3000 };
	static char keys[KEYS][8];
	static bool there[KEYS];
	uint64_t seed = 3;
	table t = {0};
	for (size_t i = 0; i < KEYS; i++) {
		snprintf(keys[i], sizeof keys[i], "k%zu", i);
	}
	for (int round = 0; round < 20000; round++) {
		size_t i = random_below(&seed, KEYS);
		table_entry *found = table_find(&t, keys[i], strlen(keys[i]));
		assert_int_equal(found != NULL, there[i]);
		if (found) {
			assert_int_equal(found->value, i);
		} else if (random_below(&seed, 2)) {
			assert_non_null(table_add(&t, keys[i], strlen(keys[i]), i));
			there[i] = true;
		}
	}
	table_free(&t);
	assert_null(t.entries);
}

static void a_tables_keys_are_bytes_and_length(void **state)
{
	(void)state;
	table t = {0};
	table_add(&t, "asthma", 3, 1);
	table_add(&t, "a\0b", 3, 2);
	table_add(&t, "", 0, 3);
	assert_int_equal(table_find(&t, "ast", 3)->value, 1);
	assert_null(table_find(&t, "asthma", 6));
	assert_int_equal(table_find(&t, "a\0b", 3)->value, 2);
	assert_null(table_find(&t, "a\0c", 3));
	assert_int_equal(table_find(&t, "", 0)->value, 3);
	table_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_vector_keeps_what_was_pushed),
		cmocka_unit_test(a_vector_that_cannot_grow_is_unchanged),
		cmocka_unit_test(a_vector_in_large_pages_grows_on),
		cmocka_unit_test(a_buffer_writes_numbers_of_any_length),
		cmocka_unit_test(a_buffer_gathers_bytes),
		cmocka_unit_test(a_buffer_remembers_that_it_failed),
		cmocka_unit_test(a_table_agrees_with_a_list),
		cmocka_unit_test(a_tables_keys_are_bytes_and_length),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
