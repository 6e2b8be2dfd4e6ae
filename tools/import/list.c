/* Term lists: a table of names with what else is known of them, as a spreadsheet or a script writes it.
 *
 *     id,name,synonyms,type,parent,xref              in any order; only the name is needed
 *     X:1,asthma,bronchial asthma|BA,disease,,MESH:D001249
 *
 *     asthma                                         no header: a name a line (only where the format is named)
 *     COPD
 *
 * A list without ids gets codes that are made of its name and the names in it, so that they stay when rows move:
 * drugs.csv with "Folic acid" gives drugs:folic-acid. An id that is no code of its own gets the list's name as its
 * prefix. Rows with the same id or the same name are one concept. */
#include "records.h"

#include "ascii.h"
#include "name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum role { ROLE_NONE, ROLE_ID, ROLE_NAME, ROLE_SYNONYMS, ROLE_TYPE, ROLE_PARENT, ROLE_XREF, ROLES } role;

static const char *const role_words[ROLES] = {
	[ROLE_ID] = "id",     [ROLE_NAME] = "name",     [ROLE_SYNONYMS] = "synonyms",
	[ROLE_TYPE] = "type", [ROLE_PARENT] = "parent", [ROLE_XREF] = "xref",
};

/* Headings of columns, besides the words of the roles. */
static const struct {
	const char *heading;
	role role;
} headings[] = {
	{"code", ROLE_ID},
	{"curie", ROLE_ID},
	{"identifier", ROLE_ID},
	{"term id", ROLE_ID},
	{"label", ROLE_NAME},
	{"term", ROLE_NAME},
	{"preferred name", ROLE_NAME},
	{"preferred label", ROLE_NAME},
	{"preferred term", ROLE_NAME},
	{"pref label", ROLE_NAME},
	{"synonym", ROLE_SYNONYMS},
	{"alias", ROLE_SYNONYMS},
	{"aliases", ROLE_SYNONYMS},
	{"alt label", ROLE_SYNONYMS},
	{"alternative names", ROLE_SYNONYMS},
	{"other names", ROLE_SYNONYMS},
	{"semantic type", ROLE_TYPE},
	{"parents", ROLE_PARENT},
	{"parent id", ROLE_PARENT},
	{"broader", ROLE_PARENT},
	{"is a", ROLE_PARENT},
	{"xrefs", ROLE_XREF},
	{"cross references", ROLE_XREF},
	{"mappings", ROLE_XREF},
	{"exact match", ROLE_XREF},
};

enum { COLUMNS_MOST = 256, PREFIX_MOST = 40 };

typedef struct list {
	const import *job;
	records table;
	uint8_t roles[COLUMNS_MOST]; /* of the columns; those behind have none */
	bool has[ROLES];
	bool first_is_row; /* there is no header */
	char prefix[PREFIX_MOST + 1];
	size_t rows;
	size_t taken;
} list;

static role role_of(const char *heading)
{
	for (role is = ROLE_ID; is < ROLES; is++) {
		if (records_same_heading(heading, role_words[is])) {
			return is;
		}
	}
	for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
		if (records_same_heading(heading, headings[i].heading)) {
			return headings[i].role;
		}
	}
	return ROLE_NONE;
}

/* Finds which roles the first line's headings have. */
static void find_roles(const char *head, char separator, bool has[ROLES])
{
	records line = {.separator = separator};
	size_t width = strcspn(head, "\r\n");
	char *copy = malloc(width + 1);
	if (copy) {
		memcpy(copy, head, width);
		copy[width] = '\0';
		size_t count = records_split(&line, copy) ? line.count : 0;
		for (size_t i = 0; i < count; i++) {
			has[role_of(line.cells[i])] = true;
		}
	}
	records_free(&line);
	free(copy);
}

static bool is_header(const char *head, char separator)
{
	bool has[ROLES] = {false};
	find_roles(head, separator, has);
	return has[ROLE_NAME] || has[ROLE_ID];
}

/* A header has a name and something else of a list. A heading alone is too little to tell a list by. */
static bool detects(const char *head, size_t length)
{
	bool has[ROLES] = {false};
	(void)length;
	if (ascii_begins(head, "sep=") && strchr(head, '\n')) {
		head = strchr(head, '\n') + 1;
	}
	char separator = records_separator(head);
	if (separator) {
		find_roles(head, separator, has);
	}
	return has[ROLE_NAME] && (has[ROLE_ID] || has[ROLE_SYNONYMS] || has[ROLE_TYPE] || has[ROLE_XREF]);
}

/* ---- the columns --------------------------------------------------------------------------------------------- */

static onto_status fail_columns(const list *self, const char *reason, const char *what)
{
	return onto_fail(self->job->error, ONTO_ARGUMENT, self->job->path, 1, "--columns: %s: %.60s", reason, what);
}

/* The column that `--columns` means by a heading, or by a number from 1. SIZE_MAX where there is none. */
static size_t column_meant(const list *self, const char *written)
{
	size_t column = records_column(&self->table, written);
	if (column != SIZE_MAX || !ascii_is_digit(*written)) {
		return column;
	}
	char *end = NULL;
	unsigned long number = strtoul(written, &end, 10);
	return !*end && number && number <= self->table.count ? number - 1 : SIZE_MAX;
}

/* `*by_heading`: the first record is a header, as a column was found by its heading or stands under a known one. */
static onto_status take_column(list *self, char *pair, bool *by_heading)
{
	char *written = strchr(pair, '=');
	if (!written) {
		return fail_columns(self, "not FIELD=COLUMN", pair);
	}
	*written++ = '\0';
	role is = role_of(pair);
	if (is == ROLE_NONE) {
		return fail_columns(self, "no such field (id, name, synonyms, type, parent, xref)", pair);
	}
	size_t column = column_meant(self, written);
	if (column == SIZE_MAX || column >= COLUMNS_MOST) {
		return fail_columns(self, "no such column", written);
	}
	*by_heading |= records_column(&self->table, written) != SIZE_MAX || role_of(self->table.cells[column]);
	self->roles[column] = (uint8_t)is;
	self->has[is] = true;
	return ONTO_OK;
}

/* `--columns` names the columns of its fields; the headings of the rest still count. */
static onto_status take_columns(list *self, const char *columns, bool *by_heading)
{
	char *copy = strdup(columns);
	onto_status status = copy ? ONTO_OK : import_no_memory(self->job);
	for (char *rest = copy; !status && rest;) {
		char *pair = rest;
		rest = strchr(rest, ',');
		if (rest) {
			*rest++ = '\0';
		}
		status = take_column(self, pair, by_heading);
	}
	free(copy);
	return status;
}

/* A second column of an id, a name or a type is left alone. */
static bool takes_several(role is)
{
	return is == ROLE_SYNONYMS || is == ROLE_PARENT || is == ROLE_XREF;
}

static onto_status find_columns(list *self)
{
	const char *columns = self->job->options->columns;
	bool header = false;

	if (columns) {
		TRY(take_columns(self, columns, &header));
	}
	for (size_t i = 0; i < self->table.count && i < COLUMNS_MOST; i++) {
		role is = role_of(self->table.cells[i]);
		header |= is == ROLE_NAME || is == ROLE_ID;
		if (is == ROLE_NONE || self->roles[i] || (self->has[is] && !takes_several(is))) {
			continue;
		}
		self->roles[i] = (uint8_t)is;
		self->has[is] = true;
	}
	if (!header && self->table.count == 1 && !columns) {
		self->roles[0] = ROLE_NAME;
		self->has[ROLE_NAME] = true;
	}
	self->first_is_row = !header;
	if (!self->has[ROLE_NAME]) {
		return import_damaged(self->job,
		                      "no column is the name; its heading is name, label or term, or --columns tells it");
	}
	return ONTO_OK;
}

/* ---- codes --------------------------------------------------------------------------------------------------- */

/* The list's name as a prefix: drugs of /data/drugs.csv.gz. */
static void find_prefix(list *self)
{
	const char *name = strrchr(self->job->path, '/');
	size_t length = 0;
	name = name ? name + 1 : self->job->path;
	for (; *name && *name != '.' && length < PREFIX_MOST; name++) {
		if (ascii_is_letter(*name) || (length && (ascii_is_digit(*name) || strchr("_-", *name)))) {
			self->prefix[length++] = *name;
		}
	}
	if (!length) {
		memcpy(self->prefix, "list", sizeof "list");
	}
}

/* folic-acid of "Folic acid". What is too long for a code is cut, with a number of its words in place of the
 * rest. */
static void code_of_name(const list *self, const char *name, char code[TYPES_CODE_ROOM])
{
	enum { NUMBER = 17 };
	size_t at = (size_t)snprintf(code, TYPES_CODE_ROOM, "%s:", self->prefix);
	const char *from = name;
	for (; *from && at + NUMBER < TYPES_CODE_ROOM; from++) {
		code[at++] = ascii_is_space(*from) || *from == '|' ? '-' : ascii_lower(*from);
	}
	if (*from) {
		while (((unsigned char)code[at - 1] & 0xC0) == 0x80) {
			at--;
		}
		at -= (unsigned char)code[at - 1] >= 0xC0;
		at += (size_t)snprintf(code + at, NUMBER, "%016llx", (unsigned long long)name_words_key(name));
	}
	code[at] = '\0';
}

/* A code as it is written, or in the list's own numbering. False if it holds what no code may. */
static bool code_of_id(const list *self, const char *written, char code[TYPES_CODE_ROOM])
{
	if (types_code(self->job->types, written, code)) {
		return true;
	}
	char own[TYPES_CODE_ROOM];
	int length = snprintf(own, sizeof own, "%s:%s", self->prefix, written);
	return length > 0 && (size_t)length < sizeof own && !strchr(written, ':') &&
	       types_code(self->job->types, own, code);
}

/* ---- one row ------------------------------------------------------------------------------------------------- */

/* What a row says of its concept. */
typedef struct row {
	char code[TYPES_CODE_ROOM];
	char *name;
	const char *types; /* as written */
	onto_type type;
	unsigned also;
	bool generic;
} row;

/* The next value of a cell: `|` parts them, or, where there is none, `;` and line ends do. */
static char *next_value(char **rest, const char *separators)
{
	char *value = *rest + strspn(*rest, " ");
	char *end = value + strcspn(value, separators);
	*rest = *end ? end + 1 : NULL;
	*end = '\0';
	name_tidy(value);
	return value;
}

typedef onto_status (*take_value)(const list *self, const row *of, char *value);

static onto_status each_value(const list *self, const row *of, char *cell, take_value take)
{
	const char *separators = strchr(cell, '|') ? "|" : ";\n";
	for (char *rest = cell; rest;) {
		char *value = next_value(&rest, separators);
		if (*value) {
			TRY(take(self, of, value));
		}
	}
	return ONTO_OK;
}

static onto_status take_synonym(const list *self, const row *of, char *value)
{
	return import_name(self->job, of->code, ONTO_EXACT, value, ONTO_POLICY_SETTLE);
}

/* A parent is an id, or, in a list without ids, a name. */
static onto_status take_parent(const list *self, const row *of, char *value)
{
	char code[TYPES_CODE_ROOM];
	if (!self->has[ROLE_ID] && !types_code(self->job->types, value, code)) {
		code_of_name(self, value, code);
	} else if (!code_of_id(self, value, code)) {
		return import_leave(self->job, "parent that is no code");
	}
	return strcmp(code, of->code) ? onto_builder_parent(self->job->builder, of->code, code, self->job->error)
	                              : import_leave(self->job, "parent that is the term itself");
}

static onto_status take_xref(const list *self, const row *of, char *value)
{
	return import_xref(self->job, of->code, ONTO_MATCH_EXACT, value);
}

/* The types of a cell, `marker|drug`. False for a word that is none. */
static bool read_types(char *cell, row *into)
{
	bool first = true;
	const char *separators = strchr(cell, '|') ? "|" : ";,";
	for (char *rest = cell; rest; first = false) {
		char *word = next_value(&rest, separators);
		onto_type type;
		for (char *at = word; *at; at++) {
			*at = ascii_lower(*at);
		}
		if (!onto_type_parse(word, &type)) {
			return false;
		}
		into->type = first ? type : into->type;
		into->also |= type == into->type ? 0 : 1u << type;
	}
	return true;
}

/* The type of a row: its own; that of --type; that of the rules for its code. The reason where there is none. */
static const char *find_type(const list *self, char *cell, row *into)
{
	const import *job = self->job;
	char prefix[TYPES_CODE_ROOM];
	if (cell[strspn(cell, " ")]) {
		return read_types(cell, into) ? NULL : "type that is not known";
	}
	if (job->options->has_type) {
		into->type = job->options->type;
		return NULL;
	}
	memcpy(prefix, into->code, sizeof prefix);
	prefix[strcspn(prefix, ":")] = '\0';
	types_record record = {.source = prefix, .code = into->code};
	const char *reason = types_leave(job->types, &record, &into->type);
	if (reason) {
		return reason;
	}
	into->also = types_also(job->types, &record);
	into->generic = types_generic(job->types, &record);
	return NULL;
}

/* The first cell of a role; "" where there is none. */
static char *cell_of(const list *self, role is)
{
	static char nothing[1];
	for (size_t i = 0; i < self->table.count && i < COLUMNS_MOST; i++) {
		if (self->roles[i] == is) {
			return self->table.cells[i];
		}
	}
	return nothing;
}

static onto_status take_values(const list *self, const row *of)
{
	static const take_value takes[ROLES] = {
		[ROLE_SYNONYMS] = take_synonym, [ROLE_PARENT] = take_parent, [ROLE_XREF] = take_xref};
	for (size_t i = 0; i < self->table.count && i < COLUMNS_MOST; i++) {
		if (takes[self->roles[i]]) {
			TRY(each_value(self, of, self->table.cells[i], takes[self->roles[i]]));
		}
	}
	return ONTO_OK;
}

static onto_status read_row(list *self)
{
	const import *job = self->job;
	row of = {.name = cell_of(self, ROLE_NAME)};
	char *id = cell_of(self, ROLE_ID);

	self->rows++;
	if (!name_tidy(of.name)) {
		return import_leave(job, "row without a name");
	}
	if (!name_tidy(id)) {
		code_of_name(self, of.name, of.code);
	} else if (!code_of_id(self, id, of.code)) {
		return import_leave(job, "row whose id is no code");
	}
	const char *reason = find_type(self, cell_of(self, ROLE_TYPE), &of);
	if (reason) {
		return import_leave(job, reason);
	}
	self->taken++;
	onto_concept_row
		concept = {.code = of.code, .type = of.type, .name = of.name, .also = of.also, .generic = of.generic};
	TRY(onto_builder_concept(job->builder, &concept, job->error));
	/* A row that repeats an id gives its name to the concept that is there. */
	TRY(import_name(job, of.code, ONTO_EXACT, of.name, ONTO_POLICY_SETTLE));
	return take_values(self, &of);
}

/* ---- the file ------------------------------------------------------------------------------------------------ */

/* What was taken for what: "3 rows, 2 taken; id, name=Label, synonyms". */
static void report(const list *self, const char *names)
{
	char *detail = self->job->report->detail;
	size_t room = sizeof self->job->report->detail;
	snprintf(detail, room, "%zu rows, %zu taken; %s", self->rows, self->taken, names);
}

/* The roles with their headings, for the report. */
static void describe_columns(const list *self, char *text, size_t room)
{
	size_t used = 0;
	if (self->first_is_row) {
		used += (size_t)snprintf(text, room, "no header; ");
	}
	for (size_t i = 0; i < self->table.count && i < COLUMNS_MOST && used < room; i++) {
		const char *word = role_words[self->roles[i]];
		if (!word) {
			continue;
		}
		bool named = !self->first_is_row && !records_same_heading(self->table.cells[i], word);
		used += (size_t)snprintf(text + used, room - used, "%s%s%.40s", word, named ? "=" : "",
		                         named ? self->table.cells[i] : "");
		if (used < room) {
			used += (size_t)snprintf(text + used, room - used, ", ");
		}
	}
	used = strlen(text);
	if (used >= 2) {
		text[used - 2] = '\0';
	}
}

/* The separator, from Excel's first line or from the first record. */
static onto_status find_separator(list *self)
{
	const char *head = NULL;
	size_t length = 0;
	TRY(input_peek(self->job->input, &head, &length, self->job->error));
	char first[4096];
	size_t width = length < sizeof first - 1 ? length : sizeof first - 1;
	memcpy(first, head, width);
	first[width] = '\0';
	if (!ascii_begins(first, "sep=") || !first[4] || strchr("\r\n", first[4])) {
		self->table.separator = records_separator(first);
		/* Names have commas: without a header they part nothing. */
		if (self->table.separator == ',' && !self->job->options->columns && !is_header(first, ',')) {
			self->table.separator = '\0';
		}
		return ONTO_OK;
	}
	self->table.separator = first[4];
	char *line = NULL;
	return input_line(self->job->input, &line, NULL, self->job->error);
}

static onto_status read_list(list *self)
{
	const import *job = self->job;
	char columns[160] = "";
	bool got = false;

	find_prefix(self);
	TRY(find_separator(self));
	TRY(records_next(&self->table, &got));
	if (!got) {
		return import_damaged(job, "the list is empty");
	}
	TRY(find_columns(self));
	if (!self->has[ROLE_TYPE] && !self->has[ROLE_ID] && !job->options->has_type) {
		return onto_fail(job->error, ONTO_UNKNOWN, job->path, 1,
		                 "a term list that has neither a column of types nor ids; --type says what its terms are");
	}
	describe_columns(self, columns, sizeof columns);
	onto_source source = {.id = self->prefix, .title = "term list"};
	TRY(onto_builder_source(job->builder, &source, job->error));
	if (self->first_is_row) {
		TRY(read_row(self));
	}
	for (;;) {
		TRY(records_next(&self->table, &got));
		if (!got) {
			break;
		}
		TRY(read_row(self));
	}
	report(self, columns);
	return ONTO_OK;
}

static onto_status run(import *job)
{
	list self = {.job = job, .table = {.job = job}};
	onto_status status = read_list(&self);
	records_free(&self.table);
	return status;
}

const import_format import_list = {"list", "term list (CSV or TSV)", detects, run};
