/* Bytes of files and of memory, plain and compressed: all of them, or a failure. */
#include "core/byte_reader.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support.h"

static char folder[64], path[100];

static int start(void **state)
{
	(void)state;
	make_folder(folder);
	snprintf(path, sizeof path, "%s/x", folder);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	remove_folder(folder);
	return 0;
}

/* All bytes, read in pieces of at most `piece`; NULL where reading failed. To be freed. */
static char *read_all(onto_byte_reader *reader, size_t piece, size_t *length, onto_error *error)
{
	size_t got = 1, room = 1 << 20;
	char *all = malloc(room);
	onto_status status = ONTO_OK;
	for (*length = 0; got && status == ONTO_OK; *length += got) {
		assert_true(*length + piece < room);
		status = onto_byte_reader_read(reader, all + *length, piece, &got, error);
	}
	if (status != ONTO_OK) {
		free(all);
		all = NULL;
	}
	return all;
}

/* What a command makes of bytes; NULL where the command is not there. To be freed. */
static char *packed_by(const char *command, const void *bytes, size_t length, size_t *packed)
{
	char line[400];
	snprintf(line, sizeof line, "%.*s --version >/dev/null 2>&1 && %s <%s >%s.packed", (int)strcspn(command, " "),
	         command, command, path, path);
	write_file(path, bytes, length);
	if (system(line) != 0) {
		return NULL;
	}
	snprintf(line, sizeof line, "%s.packed", path);
	return read_file(line, packed);
}

static const char *const commands[] = {"gzip -c", "bzip2 -c", "xz -c", "zstd -qc"};

static void expect(const void *bytes, size_t length, const char *expected, size_t expected_length)
{
	static const size_t pieces[] = {1, 7, 4096, 200000};
	for (size_t i = 0; i < COUNT(pieces) * 2; i++) {
		onto_byte_reader *reader;
		onto_error error = {0};
		size_t got;
		if (i % 2) {
			write_file(path, bytes, length);
			must(onto_byte_reader_open(path, &reader, &error), &error);
			assert_int_equal(onto_byte_reader_total(reader), length);
		} else {
			must(byte_reader_open_memory(&reader, "memory", bytes, length, &error), &error);
		}
		char *all = read_all(reader, pieces[i / 2], &got, &error);
		assert_non_null(all);
		assert_int_equal(got, expected_length);
		assert_memory_equal(all, expected, expected_length);
		assert_true(onto_byte_reader_consumed(reader) <= length);
		free(all);
		onto_byte_reader_close(reader);
	}
}

static char *some_text(size_t length)
{
	uint64_t seed = 7;
	char *text = malloc(length);
	for (size_t i = 0; i < length; i++) {
		text[i] = (char)('a' + random_below(&seed, 20));
	}
	return text;
}

static void plain_bytes_are_as_they_are(void **state)
{
	(void)state;
	char *text = some_text(150000);
	expect(text, 150000, text, 150000);
	expect(text, 65536, text, 65536);
	expect("", 0, "", 0);
	expect("BZh9 and on", 11, "BZh9 and on", 11);
	expect("B", 1, "B", 1);
	expect("\x1f", 1, "\x1f", 1);
	expect("\x28\xb5/", 3, "\x28\xb5/", 3);
	free(text);
}

static void each_packing_is_unpacked(void **state)
{
	(void)state;
	enum { LENGTH = 150000 };
	char *text = some_text(LENGTH);
	for (size_t i = 0; i < COUNT(commands); i++) {
		size_t length, none;
		char *packed = packed_by(commands[i], text, LENGTH, &length);
		if (!packed) {
			continue;
		}
		expect(packed, length, text, LENGTH);

		/* an empty member, the same again, and padding */
		char *empty = packed_by(commands[i], "", 0, &none);
		size_t whole = 2 * length + none + 4;
		char *members = malloc(whole), *twice = malloc(2 * LENGTH);
		memcpy(members, packed, length);
		memcpy(members + length, empty, none);
		memcpy(members + length + none, packed, length);
		memset(members + whole - 4, 0, 4);
		memcpy(twice, text, LENGTH);
		memcpy(twice + LENGTH, text, LENGTH);
		expect(members, whole, twice, 2 * LENGTH);
		free(members);
		free(twice);
		free(empty);
		free(packed);
	}
	free(text);
}

static void what_is_cut_off_or_damaged_fails(void **state)
{
	(void)state;
	char *text = some_text(3000);
	for (size_t i = 0; i < COUNT(commands); i++) {
		size_t length, got;
		char *packed = packed_by(commands[i], text, 3000, &length);
		for (size_t cut = 16; packed && cut < length; cut += cut + 40 < length ? 13 : 1) {
			onto_byte_reader *reader;
			onto_error error = {0};
			must(byte_reader_open_memory(&reader, "cut", packed, cut, &error), &error);
			assert_null(read_all(reader, 1000, &got, &error));
			assert_int_equal(error.status, ONTO_DAMAGED);
			assert_string_equal(error.file, "cut");
			assert_non_null(strstr(error.message, "stream is cut off"));
			assert_non_null(strstr(error.message, byte_reader_packing(reader)));
			onto_byte_reader_close(reader);
		}
		for (size_t at = 20; packed && at < length; at += 31) {
			onto_byte_reader *reader;
			onto_error error = {0};
			packed[at] ^= 0x55;
			must(byte_reader_open_memory(&reader, "bad", packed, length, &error), &error);
			char *all = read_all(reader, 1000, &got, &error);
			assert_true(!all || (got == 3000 && memcmp(all, text, 3000) == 0));
			free(all);
			onto_byte_reader_close(reader);
			packed[at] ^= 0x55;
		}
		free(packed);
	}
	free(text);
}

static void what_cannot_be_opened_is_told(void **state)
{
	(void)state;
	onto_byte_reader *reader;
	onto_error error = {0};
	assert_int_equal(onto_byte_reader_open("/nowhere/at/all", &reader, &error), ONTO_IO);
	assert_null(reader);
	assert_string_equal(error.file, "/nowhere/at/all");
	assert_int_equal(onto_byte_reader_open(folder, &reader, &error), ONTO_IO);
	assert_non_null(strstr(error.message, "directory"));
	onto_byte_reader_close(NULL);
}

static void suffixes_are_listed(void **state)
{
	(void)state;
	assert_string_equal(onto_packed_suffix(0), ".gz");
	assert_string_equal(onto_packed_suffix(3), ".zst");
	assert_null(onto_packed_suffix(4));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(plain_bytes_are_as_they_are, start, stop),
		cmocka_unit_test_setup_teardown(each_packing_is_unpacked, start, stop),
		cmocka_unit_test_setup_teardown(what_is_cut_off_or_damaged_fails, start, stop),
		cmocka_unit_test_setup_teardown(what_cannot_be_opened_is_told, start, stop),
		cmocka_unit_test(suffixes_are_listed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
