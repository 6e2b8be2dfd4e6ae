/* What the importers' tests share: a source is a literal; what became of it is read back as a dictionary's rows. */
#ifndef ONTOTAG_TEST_FIXTURE_H
#define ONTOTAG_TEST_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "import.h"

#if defined(__GNUC__)
#define FIXTURE static __attribute__((unused))
#else
#define FIXTURE static
#endif

typedef struct fixture_path {
	char text[64];
} fixture_path;

/* A new file with these bytes; the test unlinks it. */
FIXTURE fixture_path fixture_file(const void *bytes, size_t length)
{
	fixture_path path = {"/tmp/ontotag-import-XXXXXX"};
	int descriptor = mkstemp(path.text);
	assert_true(descriptor >= 0);
	FILE *file = fdopen(descriptor, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
	return path;
}

/* The bytes as one gzip member; the caller frees. */
FIXTURE unsigned char *fixture_gzip(const void *bytes, size_t length, size_t *packed_length)
{
	fixture_path path = fixture_file("", 0);
	gzFile packed = gzopen(path.text, "wb");
	assert_non_null(packed);
	if (length) {
		assert_int_equal(gzwrite(packed, bytes, (unsigned)length), (int)length);
	}
	assert_int_equal(gzclose(packed), Z_OK);

	FILE *file = fopen(path.text, "rb");
	assert_non_null(file);
	unsigned char *out = malloc(length + 1024);
	assert_non_null(out);
	*packed_length = fread(out, 1, length + 1024, file);
	fclose(file);
	unlink(path.text);
	return out;
}

/* The whole of a file, plain or gzipped, as a string; the caller frees. */
FIXTURE char *fixture_read(const char *path)
{
	enum { ROOM = 1 << 20 };
	gzFile file = gzopen(path, "rb");
	assert_non_null(file);
	char *text = malloc(ROOM);
	assert_non_null(text);
	int length = gzread(file, text, ROOM - 1);
	assert_true(length >= 0);
	text[length] = '\0';
	gzclose(file);
	return text;
}

/* Rules as short as the tests can do with. */
static const char fixture_rules[] =
	"prefix\tmsh\tMESH\n"
	"prefix\tmesh\tMESH\n"
	"prefix\tmondo\tMONDO\n"
	"prefix\tMIM\tOMIM\n"
	"prefix\tNCI\tNCIT\n"
	"prefix\tDO\tDOID\n"
	"prefix\tpharmgkb.drug\tPHARMGKB\n"
	"prefix\tSNOMEDCT_US*\tSNOMEDCT\n"
	"iri\thttp://id.nlm.nih.gov/mesh/\tMESH\n"
	"iri\thttps://identifiers.org/\t*\n"
	"synonym\tEXCLUDE\tleave\texcluded synonym\n"
	"type\tMONDO\tid:MONDO:0700096\tleave\tonly a heading\n"
	"type\tMONDO\t*\tdisease\n"
	"type\tDOID\t*\tdisease\n"
	"type\tHP\tunder:HP:0000118\tdisease\n"
	"type\tHP\t*\tleave\tnot a finding\n"
	"type\tPHARMGKB\tunder:drug-class\tdrug\tgeneric\n"
	"type\tPHARMGKB\t*\tdrug\n"
	"type\tNCBIGene\tkind:pseudo\tleave\tpseudogene\n"
	"type\tNCBIGene\t*\tmarker\n"
	"type\tMEDIC\tid:MESH:C\tleave\tonly a heading\n"
	"type\tMEDIC\t*\tdisease\n"
	"type\tMESH\ttree:C\tdisease\n"
	"type\tMESH\ttree:D12.776+action:*\tdrug\n"
	"type\tMESH\ttree:D12.776\tmarker\n"
	"type\tMESH\ttree:D27\tleave\ta role, not a substance\n"
	"type\tMESH\ttree:D\tdrug\n"
	"type\tMESH\ttree:B04\tother\n"
	"type\tMESH\ttree:B03\torganism\tother\n"
	"type\tMESH\tscr:3\tdisease\n"
	"type\tMESH\tscr:1\tdrug\n"
	"type\tMESH\t*\tleave\tbranch without a type\n"
	"tree\tMESH:D009369\tC04\n";

/* What the next imports are told. */
FIXTURE import_options fixture_how;
FIXTURE import_report fixture_report;

FIXTURE onto_status fixture_import(onto_builder *builder, const void *bytes, size_t length, onto_error *error)
{
	types *rules = NULL;
	assert_int_equal(types_parse(&rules, "rules", fixture_rules, strlen(fixture_rules), error), ONTO_OK);
	fixture_path source = fixture_file(bytes, length);
	onto_status status = import_file(source.text, rules, &fixture_how, builder, &fixture_report, error);
	if (status) {
		assert_string_equal(error->file, source.text);
	}
	unlink(source.text);
	types_free(rules);
	return status;
}

/* Imports a source and gives back the rows that it became; the caller frees. */
FIXTURE char *fixture_rows(const char *source)
{
	onto_builder *builder = NULL;
	onto_error error = {0};
	assert_int_equal(onto_builder_new(&builder, &error), ONTO_OK);
	onto_status status = fixture_import(builder, source, strlen(source), &error);
	if (status) {
		fail_msg("line %zu: %s", error.line, error.message);
	}

	fixture_path written = fixture_file("", 0);
	status = onto_builder_write(builder, written.text, &error);
	if (status) {
		fail_msg("%s", error.message);
	}
	char *rows = fixture_read(written.text);
	unlink(written.text);
	onto_builder_free(builder);
	return rows;
}

/* Whether a row begins with these fields; with a `\n` behind them, whether they are the whole row. */
FIXTURE bool fixture_has(const char *rows, const char *fields)
{
	size_t length = strlen(fields);
	if (length && fields[length - 1] == '\n') {
		length--;
	}
	for (const char *row = rows; row; row = strchr(row, '\n')) {
		row += *row == '\n';
		if (strncmp(row, fields, length)) {
			continue;
		}
		if (row[length] == '\n' || !row[length] || (row[length] == '\t' && !fields[length])) {
			return true;
		}
	}
	return false;
}

#define expect_row(rows, fields) \
	do { \
		if (!fixture_has(rows, fields)) \
			fail_msg("no row \"%s\" in:\n%s", fields, rows); \
	} while (0)

#define expect_no_row(rows, fields) \
	do { \
		if (fixture_has(rows, fields)) \
			fail_msg("a row \"%s\" in:\n%s", fields, rows); \
	} while (0)

/* Imports what must be refused, at this line and for a reason in which these words stand. */
FIXTURE void expect_failure_bytes(const void *bytes, size_t length, onto_status status, size_t line,
                                  const char *words)
{
	onto_builder *builder = NULL;
	onto_error error = {0};
	assert_int_equal(onto_builder_new(&builder, &error), ONTO_OK);
	assert_int_equal(fixture_import(builder, bytes, length, &error), status);
	onto_builder_free(builder);
	assert_int_equal(error.status, status);
	assert_int_equal(error.line, line);
	if (!strstr(error.message, words)) {
		fail_msg("\"%s\" does not say \"%s\"", error.message, words);
	}
}

FIXTURE void expect_failure(const char *source, onto_status status, size_t line, const char *words)
{
	expect_failure_bytes(source, strlen(source), status, line, words);
}

#endif
