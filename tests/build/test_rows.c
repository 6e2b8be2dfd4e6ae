/* Rows as bytes: what is read, and what is refused with its file and line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build/rows.h"
#include "support.h"

/* ---- reading ------------------------------------------------------------------------------------------------- */

/* All rows, a line each: kind, then the fields in angle brackets. */
static onto_status draw(row_reader *reader, char *out, size_t space, onto_error *error)
{
	static const char *const kinds[] = {"format", "source", "left-out", "S", "C", "N"};
	size_t used = 0;
	row r;
	bool found;
	out[0] = '\0';
	for (;;) {
		onto_status status = row_reader_next(reader, &r, &found, error);
		if (status != ONTO_OK || !found) {
			return status;
		}
		used += (size_t)snprintf(out + used, space - used, "%zu %s", r.line, kinds[r.kind]);
		for (size_t i = 0; i < r.count; i++) {
			assert_int_equal(strlen(r.fields[i]), r.lengths[i]);
			used += (size_t)snprintf(out + used, space - used, " <%s>", r.fields[i]);
		}
		for (size_t i = r.count; i < ROW_FIELDS; i++) {
			assert_string_equal(r.fields[i], "");
		}
		used += (size_t)snprintf(out + used, space - used, "\n");
		assert_true(used < space);
	}
}

static void check_rows(const void *bytes, size_t length, const char *expected)
{
	row_reader *reader;
	onto_error error = {0};
	char drawn[2000];
	must(row_reader_memory("rows", bytes, length, &reader, &error), &error);
	must(draw(reader, drawn, sizeof drawn, &error), &error);
	row_reader_close(reader);
	assert_string_equal(drawn, expected);
}

static const char good[] =
	"#ontotag-dictionary\t1\n#source\tLAB\tOur lab\t\tCC0\t1\t2\n#left-out\tLAB\tgene\t3\n"
	"# a remark\n#\n\nS\tLAB\nC\tA:1\tdisease\tasthma\nN\tA:1\texact\twheeze\tcp\nN\tA:1\texact\tx";
static const char good_drawn[] =
	"1 format <1>\n2 source <LAB> <Our lab> <> <CC0> <1> <2>\n3 left-out <LAB> <gene> <3>\n"
	"7 S <LAB>\n8 C <A:1> <disease> <asthma>\n9 N <A:1> <exact> <wheeze> <cp>\n"
	"10 N <A:1> <exact> <x>\n";

static void every_row_kind_is_read(void **state)
{
	(void)state;
	check_rows(good, sizeof good - 1, good_drawn);
	check_rows("", 0, "");
	check_rows("\n\n", 2, "");
}

static void gzip_is_read(void **state)
{
	(void)state;
	size_t packed;
	unsigned char *gzip = gzip_of(good, sizeof good - 1, &packed);
	check_rows(gzip, packed, good_drawn);
	free(gzip);
}

static void line_ends_and_a_byte_order_mark_are_no_content(void **state)
{
	(void)state;
	static const char windows[] = "\xef\xbb\xbfS\tLAB\r\n\r\nN\tA:1\texact\tx\ty\r\n";
	check_rows(windows, sizeof windows - 1, "1 S <LAB>\n3 N <A:1> <exact> <x> <y>\n");
	static const char mark_only[] = "\xef\xbb\xbf\nS\tLAB";
	check_rows(mark_only, sizeof mark_only - 1, "2 S <LAB>\n");
}

static void escapes_are_undone(void **state)
{
	(void)state;
	static const char rows[] = "N\tA:1\texact\ta\\tb\\nc\\\\d\\\\n";
	check_rows(rows, sizeof rows - 1, "1 N <A:1> <exact> <a\tb\nc\\d\\n>\n");
}

/* ---- refusing ------------------------------------------------------------------------------------------------ */

static void bad_rows_are_refused_with_their_line(void **state)
{
	(void)state;
	static const struct {
		const char *row, *message;
	} bad[] = {
		{"Q\tA:1", "unknown kind 'Q'"},
		{"#sources\tLAB", "unknown kind '#sources'"},
		{"just text", "unknown kind 'just text'"},
		{"N\tA:1\texact", "fields"},
		{"N\tA:1\texact\tx\tc\tmore", "fields"},
		{"C\tA:1\tdisease", "fields"},
		{"C\tA:1\tdisease\tx\t\t\t\tmore", "fields"},
		{"S", "fields"},
		{"S\tLAB\tmore", "fields"},
		{"N\tA:1\texact\ta\\b", "backslash"},
		{"N\tA:1\texact\ta\\", "backslash"},
		{"N\tA:1\texact\t\xff", "UTF-8"},
		{"N\tA:1\texact\tab\xc3", "UTF-8"},
		{"N\tA:1\texact\t\xed\xa0\x80", "UTF-8"},
		{"N\tA:1\tcorrect\tx", "'correct' is no scope"},
		{"N\tA:1\texact\tx\tz", "'z' is no policy"},
		{"N\tA:1\texact\tx\t-c", "'-c' is no policy"},
		{"N\tA:1\texact\t", "empty name"},
		{"N\tA:1\texact\t  ", "empty name"},
		{"N\tA1\texact\tx", "'A1' is no code"},
		{"N\t:1\texact\tx", "no code"},
		{"N\tA:\texact\tx", "no code"},
		{"N\tA: 1\texact\tx", "no code"},
		{"N\tA:1|B:1\texact\tx", "no code"},
		{"C\tA:1\tplant\tx", "'plant' is no type"},
		{"C\tA:1\tdisease\t", "empty name"},
		{"C\tA:1\tdisease\tx\tparent", "'parent' is no code"},
		{"C\tA:1\tdisease\tx\tA:2||A:3", "no code"},
		{"C\tA:1\tdisease\tx\t\tMESH:D1", "no predicate"},
		{"C\tA:1\tdisease\tx\t\tsame=MESH:D1", "no predicate"},
		{"C\tA:1\tdisease\tx\t\texact=", "no code"},
		{"C\tA:1\tdisease\tx\t\t\tgone", "'gone' is no standing"},
		{"#ontotag-dictionary\t2", "version 2"},
	};
	for (size_t i = 0; i < COUNT(bad); i++) {
		char rows[200];
		onto_error error;
		snprintf(rows, sizeof rows, "S\tLAB\n\n%s\nS\tLAB\n", bad[i].row);
		must_refuse(rows, strlen(rows), &error);
		assert_string_equal(error.file, "rows.tsv");
		assert_int_equal(error.line, 3);
		if (!strstr(error.message, bad[i].message)) {
			fail_msg("%s: \"%s\" does not say \"%s\"", bad[i].row, error.message, bad[i].message);
		}
	}
}

static void a_nul_byte_is_refused(void **state)
{
	(void)state;
	onto_error error;
	must_refuse("S\tLAB\nN\tA:1\texact\ta\0b\n", 23, &error);
	assert_int_equal(error.line, 2);
	assert_non_null(strstr(error.message, "NUL"));
}

static void long_lines_are_read_and_endless_ones_refused(void **state)
{
	(void)state;
	size_t length = (size_t)66 << 20;
	char *rows = malloc(length);
	memset(rows, 'x', length);
	memcpy(rows, "S\tLAB\nN\tA:1\texact\t", 18);
	onto_error error = {0};
	row_reader *reader;
	row r;
	bool found;
	must(row_reader_memory("rows", rows, (size_t)3 << 20, &reader, &error), &error);
	must(row_reader_next(reader, &r, &found, &error), &error);
	must(row_reader_next(reader, &r, &found, &error), &error);
	assert_true(found);
	assert_int_equal(r.lengths[2], ((size_t)3 << 20) - 18);
	row_reader_close(reader);
	must_refuse(rows, length, &error);
	assert_int_equal(error.line, 2);
	assert_non_null(strstr(error.message, "a line of more than"));
	free(rows);
}

/* ---- damaged gzip, in memory and as a file ------------------------------------------------------------------- */

static onto_status load_file(const char *path, onto_error *error)
{
	onto_dictionary *dictionary;
	*error = (onto_error){0};
	onto_status status = onto_dictionary_load(&path, 1, &plain_rows, &dictionary, error);
	assert_true(status == ONTO_OK || dictionary == NULL);
	onto_dictionary_free(dictionary);
	return status;
}

/* Rows that do not pack to nothing. */
static char *so_many_rows(int count, size_t *length)
{
	uint64_t seed = 2;
	char *rows = malloc((size_t)count * 60 + 20000);
	*length = (size_t)sprintf(rows, "C\tA:1\tdisease\tasthma\n");
	for (int i = 0; i < count; i++) {
		*length +=
			(size_t)sprintf(rows + *length, "N\tA:1\texact\tname %llx\n", (unsigned long long)random_next(&seed));
	}
	return rows;
}

static char *many_rows(size_t *length)
{
	return so_many_rows(3000, length);
}

static void a_truncated_gzip_is_refused(void **state)
{
	(void)state;
	char folder[64], path[100];
	size_t length, packed;
	char *rows = many_rows(&length);
	unsigned char *gzip = gzip_of(rows, length, &packed);
	onto_error error;
	make_folder(folder);
	snprintf(path, sizeof path, "%s/cut.dict.gz", folder);
	static const size_t cuts[] = {1, 4, 8, 9, 100};
	for (size_t i = 0; i < COUNT(cuts); i++) {
		write_file(path, gzip, packed - cuts[i]);
		assert_int_equal(load_file(path, &error), ONTO_DAMAGED);
		assert_string_equal(error.file, path);
		assert_non_null(strstr(error.message, "the gzip stream is cut off"));
		must_refuse(gzip, packed - cuts[i], &error);
		assert_non_null(strstr(error.message, "gzip"));
	}
	write_file(path, gzip, packed);
	assert_int_equal(load_file(path, &error), ONTO_OK);
	for (size_t kept = 2; kept < 30; kept++) {
		write_file(path, gzip, kept);
		assert_int_equal(load_file(path, &error), ONTO_DAMAGED);
		must_refuse(gzip, kept, &error);
	}
	remove_folder(folder);
	free(gzip);
	free(rows);
}

/* A bit turned anywhere behind the header is seen: the checksum stands at the end. */
static void a_damaged_gzip_is_refused(void **state)
{
	(void)state;
	char folder[64], path[100];
	size_t length, packed;
	char *rows = many_rows(&length);
	unsigned char *gzip = gzip_of(rows, length, &packed);
	onto_error error;
	make_folder(folder);
	snprintf(path, sizeof path, "%s/damaged.dict.gz", folder);
	for (size_t at = 10; at < packed; at += 1 + packed / 60) {
		gzip[at] ^= 0x10;
		write_file(path, gzip, packed);
		assert_int_equal(load_file(path, &error), ONTO_DAMAGED);
		assert_string_equal(error.file, path);
		must_refuse(gzip, packed, &error);
		gzip[at] ^= 0x10;
	}
	remove_folder(folder);
	free(gzip);
	free(rows);
}

/* How many rows a file has; 0 where it is refused. */
static size_t count_rows(const char *path, onto_error *error)
{
	row_reader *reader;
	row r;
	bool found = true;
	size_t count = 0;
	onto_status status = row_reader_open(path, &reader, error);
	while (status == ONTO_OK && found) {
		status = row_reader_next(reader, &r, &found, error);
		count += found;
	}
	row_reader_close(reader);
	return status == ONTO_OK ? count : 0;
}

/* A large file is inflated at once where it has one part and says how long that is, and else piece by piece. */
static void a_large_gzip_is_read_whole_or_in_pieces(void **state)
{
	(void)state;
	enum { ROWS = 40000 };
	char folder[64], path[100];
	size_t length, packed;
	char *rows = so_many_rows(ROWS, &length);
	unsigned char *gzip = gzip_of(rows, length, &packed);
	onto_error error = {0};
	assert_true(packed > 300000);
	make_folder(folder);
	snprintf(path, sizeof path, "%s/large.dict.gz", folder);
	write_file(path, gzip, packed);
	assert_int_equal(count_rows(path, &error), ROWS + 1);
	/* two parts */
	unsigned char *twice = malloc(packed * 2);
	memcpy(twice, gzip, packed);
	memcpy(twice + packed, gzip, packed);
	write_file(path, twice, packed * 2);
	assert_int_equal(count_rows(path, &error), (ROWS + 1) * 2);
	/* nothing at all, a small part at the end, rows that are not packed */
	memset(twice, 0, packed);
	write_file(path, twice, packed);
	assert_int_equal(count_rows(path, &error), 0);
	memcpy(twice, gzip, packed);
	size_t small;
	unsigned char *last = gzip_of("N\tA:1\texact\tlast\n", 17, &small);
	memcpy(twice + packed, last, small);
	write_file(path, twice, packed + small);
	assert_int_equal(count_rows(path, &error), ROWS + 2);
	write_file(path, rows, length);
	assert_int_equal(count_rows(path, &error), ROWS + 1);
	/* a length that is more, less or far more than what is there; bytes turned or missing */
	static const unsigned char lengths[][4] = {{0, 0, 0, 3}, {1, 0, 10, 0}, {0, 0, 0, 0}, {255, 255, 255, 255}};
	for (size_t i = 0; i < COUNT(lengths); i++) {
		memcpy(twice, gzip, packed - 4);
		memcpy(twice + packed - 4, lengths[i], 4);
		write_file(path, twice, packed);
		assert_int_equal(count_rows(path, &error), 0);
		assert_non_null(strstr(error.message, "the gzip stream is damaged"));
	}
	for (size_t at = 3; at < packed; at += packed / 7) {
		memcpy(twice, gzip, packed);
		twice[at] ^= 0x10;
		write_file(path, twice, packed);
		error = (onto_error){0};
		assert_true(count_rows(path, &error) == 0 ||
		            at < 10); /* what its header says of name and time is under no checksum */
		write_file(path, gzip, packed - at);
		assert_int_equal(count_rows(path, &error), 0);
		assert_non_null(strstr(error.message, "the gzip stream is cut off"));
	}
	remove_folder(folder);
	free(last);
	free(twice);
	free(gzip);
	free(rows);
}

static void what_cannot_be_opened_is_named(void **state)
{
	(void)state;
	onto_error error;
	char folder[64], path[100];
	make_folder(folder);
	snprintf(path, sizeof path, "%s/none.dict.gz", folder);
	assert_int_equal(load_file(path, &error), ONTO_IO);
	assert_string_equal(error.file, path);
	assert_int_equal(load_file(folder, &error), ONTO_IO);
	assert_string_equal(error.file, folder);
	assert_non_null(strstr(error.message, "directory"));
	remove_folder(folder);
}

/* ---- writing ------------------------------------------------------------------------------------------------- */

static void what_is_written_is_read_again(void **state)
{
	(void)state;
	char folder[64], path[100], drawn[400];
	row_writer *writer;
	row_reader *reader;
	onto_error error = {0};
	make_folder(folder);
	snprintf(path, sizeof path, "%s/rows.gz", folder);
	must(row_writer_open(path, &writer, &error), &error);
	must(row_writer_put(writer, (const char *[]){"N", "A:1", "exact", "a\tb\nc\\d", ""}, 5, &error), &error);
	must(row_writer_put(writer, (const char *[]){"C", "A:1", "drug", "é", "", "", "obsolete"}, 7, &error), &error);
	assert_int_equal(access(path, F_OK), -1);
	must(row_writer_close(writer, &error), &error);
	must(row_reader_open(path, &reader, &error), &error);
	must(draw(reader, drawn, sizeof drawn, &error), &error);
	row_reader_close(reader);
	assert_string_equal(drawn, "1 N <A:1> <exact> <a\tb\nc\\d>\n2 C <A:1> <drug> <é> <> <> <obsolete>\n");
	assert_int_equal(files_in(folder), 1);
	remove_folder(folder);
}

static void what_is_given_up_leaves_nothing(void **state)
{
	(void)state;
	char folder[64], path[100];
	row_writer *writer;
	onto_error error = {0};
	make_folder(folder);
	snprintf(path, sizeof path, "%s/rows.gz", folder);
	must(row_writer_open(path, &writer, &error), &error);
	must(row_writer_put(writer, (const char *[]){"S", "LAB"}, 2, &error), &error);
	row_writer_abandon(writer);
	row_writer_abandon(NULL);
	assert_int_equal(files_in(folder), 0);
	remove_folder(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_kind_is_read),
		cmocka_unit_test(gzip_is_read),
		cmocka_unit_test(line_ends_and_a_byte_order_mark_are_no_content),
		cmocka_unit_test(escapes_are_undone),
		cmocka_unit_test(bad_rows_are_refused_with_their_line),
		cmocka_unit_test(a_nul_byte_is_refused),
		cmocka_unit_test(long_lines_are_read_and_endless_ones_refused),
		cmocka_unit_test(a_truncated_gzip_is_refused),
		cmocka_unit_test(a_damaged_gzip_is_refused),
		cmocka_unit_test(a_large_gzip_is_read_whole_or_in_pieces),
		cmocka_unit_test(what_cannot_be_opened_is_named),
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(what_is_given_up_leaves_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
