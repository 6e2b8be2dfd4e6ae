/* ICD-10-CM's order file: a code a line, in columns of fixed width.
 *
 *     00001 A00     0 Cholera                                                      Cholera
 *     00002 A000    1 Cholera due to Vibrio cholerae 01, biovar cholerae           Cholera due to Vibrio cholerae
 * 01, ... order code    1: may be billed; short title of 60 characters                 long title
 *
 * Codes are written without their dot, and a code lies under the longest code that begins it: A00.0 under A00. */
#include "import.h"

#include "ascii.h"
#include "name.h"

#include <stdio.h>
#include <string.h>

enum { CODE_AT = 6, CODE_WIDE = 7, FLAG_AT = 14, SHORT_AT = 16, SHORT_WIDE = 60, LONG_AT = 77, CATEGORY = 3 };

static bool is_row(const char *line)
{
	for (size_t i = 0; i < CODE_AT - 1; i++) {
		if (!ascii_is_digit(line[i])) {
			return false;
		}
	}
	return line[CODE_AT - 1] == ' ' && ascii_is_upper(line[CODE_AT]) && ascii_is_digit(line[CODE_AT + 1]) &&
	       strcspn(line, "\r\n") > SHORT_AT && (line[FLAG_AT] == '0' || line[FLAG_AT] == '1') &&
	       line[FLAG_AT - 1] == ' ' && line[FLAG_AT + 1] == ' ';
}

static bool detects(const char *head, size_t length)
{
	(void)length;
	return is_row(head);
}

/* The length of the code at `text`. */
static size_t code_length(const char *text)
{
	size_t length = 0;
	while (length < CODE_WIDE && (ascii_is_upper(text[length]) || ascii_is_digit(text[length]))) {
		length++;
	}
	return length;
}

static void write_code(const char *text, size_t length, char code[TYPES_CODE_ROOM])
{
	bool dot = length > CATEGORY;
	snprintf(code, TYPES_CODE_ROOM, "ICD10CM:%.*s%s%.*s", dot ? CATEGORY : (int)length, text, dot ? "." : "",
	         dot ? (int)length - CATEGORY : 0, text + (dot ? CATEGORY : 0));
}

/* The codes above the line at hand: each is the start of the next. */
typedef struct order_file {
	const import *job;
	char above[CODE_WIDE + 1][CODE_WIDE + 1];
	size_t depth;
	size_t rows;
} order_file;

/* Takes codes from the stack until one begins this code, which then lies under it. */
static void find_parent(order_file *self, const char *text, size_t length, char parent[TYPES_CODE_ROOM])
{
	*parent = '\0';
	while (self->depth) {
		const char *top = self->above[self->depth - 1];
		size_t size = strlen(top);
		if (size < length && !strncmp(top, text, size)) {
			write_code(top, size, parent);
			break;
		}
		self->depth--;
	}
	if (self->depth < CODE_WIDE) {
		memcpy(self->above[self->depth], text, length);
		self->above[self->depth++][length] = '\0';
	}
}

static onto_status read_row(order_file *self, char *line, size_t width)
{
	const import *job = self->job;
	char code[TYPES_CODE_ROOM], parent[TYPES_CODE_ROOM];
	char *name = line + (width > LONG_AT ? LONG_AT : SHORT_AT);
	size_t length = code_length(line + CODE_AT);
	onto_concept_row row = {.code = code, .name = name};

	self->rows++;
	write_code(line + CODE_AT, length, code);
	find_parent(self, line + CODE_AT, length, parent);
	if (!name_tidy(name)) {
		return import_leave(job, "row without a name");
	}
	const char *tree = code + sizeof "ICD10CM:" - 1;
	types_record record = {.source = "ICD10CM", .code = code, .trees = &tree, .tree_count = 1};
	const char *reason = types_leave(job->types, &record, &row.type);
	if (reason) {
		return import_leave(job, reason);
	}
	row.also = types_also(job->types, &record);
	row.generic = types_generic(job->types, &record);
	TRY(onto_builder_concept(job->builder, &row, job->error));
	if (*parent) {
		TRY(onto_builder_parent(job->builder, code, parent, job->error));
	}
	if (width <= LONG_AT) {
		return ONTO_OK;
	}
	/* The short title has abbreviations of its own; it is a name where it is cut nowhere. */
	line[SHORT_AT + SHORT_WIDE] = '\0';
	char *title = line + SHORT_AT;
	bool whole = name_tidy(title) < SHORT_WIDE - 1 && strcmp(title, name);
	return whole ? import_name(job, code, ONTO_EXACT, title, ONTO_POLICY_SETTLE) : ONTO_OK;
}

static onto_status run(import *job)
{
	static const onto_source source = {.id = "ICD10CM", .title = "ICD-10-CM"};
	order_file self = {.job = job};
	TRY(onto_builder_source(job->builder, &source, job->error));
	for (;;) {
		char *line = NULL;
		size_t width = 0;
		TRY(input_line(job->input, &line, &width, job->error));
		if (!line) {
			break;
		}
		if (!*line) {
			continue;
		}
		if (!is_row(line)) {
			return import_damaged(job, "the row is not a number, a code, a flag and titles in their columns");
		}
		TRY(read_row(&self, line, width));
	}
	snprintf(job->report->detail, sizeof job->report->detail, "%zu rows", self.rows);
	return ONTO_OK;
}

const import_format import_icd10cm = {"icd10cm", "ICD-10-CM order file", detects, run};
