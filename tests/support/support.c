/* What the tests share. */
#include "support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

const onto_load_options plain_rows = {.size = sizeof(onto_load_options), .no_starter = true, .no_curation = true};

/* A size that no memory has is an answer to test, not an end. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

void must(onto_status status, const onto_error *error)
{
	if (status != ONTO_OK) {
		fail_msg("status %d: %s:%zu: %s", (int)status, error->file, error->line, error->message);
	}
}

onto_builder *builder_of(const char *rows)
{
	onto_builder *builder;
	onto_error error = {0};
	must(onto_builder_new(&builder, &error), &error);
	must(onto_builder_load_memory(builder, "rows", rows, strlen(rows), &error), &error);
	return builder;
}

onto_dictionary *dictionary_of(const char *rows)
{
	onto_builder *builder = builder_of(rows);
	onto_dictionary *dictionary;
	onto_error error = {0};
	must(onto_dictionary_freeze(builder, &dictionary, &error), &error);
	onto_builder_free(builder);
	return dictionary;
}

onto_tagger *tagger_of(const onto_dictionary *dictionary, const onto_tag_options *options)
{
	onto_tagger *tagger;
	onto_error error = {0};
	must(onto_tagger_new(dictionary, options, &tagger, &error), &error);
	return tagger;
}

void must_refuse(const void *rows, size_t length, onto_error *error)
{
	onto_builder *builder;
	*error = (onto_error){0};
	must(onto_builder_new(&builder, error), error);
	onto_status status = onto_builder_load_memory(builder, "rows.tsv", rows, length, error);
	onto_builder_free(builder);
	assert_int_equal(status, ONTO_DAMAGED);
	assert_int_equal(error->status, ONTO_DAMAGED);
}

/* ---- files --------------------------------------------------------------------------------------------------- */

void test_path(char out[4096], const char *relative)
{
	snprintf(out, 4096, "%s/%s", ONTOTAG_TESTS, relative);
}

char *read_file(const char *path, size_t *length)
{
	FILE *file = fopen(path, "rb");
	if (!file) {
		return NULL;
	}
	fseek(file, 0, SEEK_END);
	long size = ftell(file);
	rewind(file);
	char *bytes = size >= 0 ? malloc((size_t)size + 1) : NULL;
	size_t got = bytes ? fread(bytes, 1, (size_t)size, file) : 0;
	fclose(file);
	if (bytes) {
		bytes[got] = '\0';
	}
	if (length) {
		*length = got;
	}
	return bytes;
}

char *read_test_file(const char *relative, size_t *length)
{
	char path[4096];
	test_path(path, relative);
	return read_file(path, length);
}

void write_file(const char *path, const void *bytes, size_t length)
{
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

void make_folder(char out[64])
{
	strcpy(out, "/tmp/ontotag-test-XXXXXX");
	assert_non_null(mkdtemp(out));
}

static size_t visit_folder(const char *folder, bool removing)
{
	size_t count = 0;
	DIR *files = opendir(folder);
	assert_non_null(files);
	for (struct dirent *entry; (entry = readdir(files)) != NULL;) {
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
			count++;
			if (removing) {
				assert_int_equal(unlinkat(dirfd(files), entry->d_name, 0), 0);
			}
		}
	}
	closedir(files);
	return count;
}

size_t files_in(const char *folder)
{
	return visit_folder(folder, false);
}

void remove_folder(const char *folder)
{
	visit_folder(folder, true);
	assert_int_equal(rmdir(folder), 0);
}

/* ---- expectations -------------------------------------------------------------------------------------------- */

bool updating(void)
{
	const char *value = getenv("ONTOTAG_UPDATE");
	return value && strcmp(value, "1") == 0;
}

void check_golden(const char *relative, const char *bytes, size_t length)
{
	char path[4096];
	test_path(path, relative);
	if (updating()) {
		write_file(path, bytes, length);
		return;
	}
	size_t expected_length = 0;
	char *expected = read_file(path, &expected_length);
	if (!expected) {
		fail_msg("there is no %s; ONTOTAG_UPDATE=1 writes it", relative);
	}
	bool same = expected_length == length && memcmp(expected, bytes, length) == 0;
	if (!same) {
		print_error("---- %s\n%s\n---- now\n%.*s\n", relative, expected, (int)length, bytes);
	}
	free(expected);
	if (!same) {
		fail_msg("%s differs; ONTOTAG_UPDATE=1 rewrites it", relative);
	}
}

unsigned char *gzip_of(const void *bytes, size_t length, size_t *packed)
{
	z_stream stream = {0};
	size_t space = length + length / 8 + 256;
	unsigned char *out = malloc(space);
	assert_non_null(out);
	assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	stream.next_in = (z_const Bytef *)bytes;
	stream.avail_in = (uInt)length;
	stream.next_out = out;
	stream.avail_out = (uInt)space;
	assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
	*packed = stream.total_out;
	deflateEnd(&stream);
	return out;
}

/* ---- chance: splitmix64 -------------------------------------------------------------------------------------- */

uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

size_t random_below(uint64_t *state, size_t limit)
{
	return (size_t)(random_next(state) % limit);
}

void append_documents(onto_reader *reader, char *out, size_t room)
{
	const onto_document *d;
	onto_error error;
	for (;;) {
		size_t used = strlen(out);
		if (onto_reader_next(reader, &d, &error) != ONTO_OK) {
			snprintf(out + used, room - used, "!%zu;", error.line);
		} else if (d) {
			snprintf(out + used, room - used, "%s=%.*s;", d->id, (int)d->length, d->text);
		} else {
			return;
		}
	}
}
