/* MEDIC, the disease list of CTD, in either of its layouts.
 *
 * The table, under comments of which "# Fields:" announces the header:
 *
 *     # DiseaseName  DiseaseID     AltDiseaseIDs  Definition  ParentIDs  TreeNumbers  ParentTreeNumbers  Synonyms
 *     Asthma         MESH:D001249  DO:DOID:2841               MESH:...                                   a|b
 *
 * The flat list, without header: the id, alternative ids, an empty field, the name, synonyms. Bare numbers are
 * OMIM's, those with a letter MeSH's; characters may be written as XML does.
 *
 *     C567755|613097||Tooth Agenesis, Selective, 6|STHAG6 */
#include "import.h"

#include "ascii.h"
#include "name.h"
#include "columns.h"

#include <stdio.h>
#include <string.h>

enum { NAME, ID, REQUIRED, ALTERNATIVES = REQUIRED, PARENTS, SYNONYMS, COLUMNS };

static const char *const wanted[COLUMNS] = {"DiseaseName", "DiseaseID", "AltDiseaseIDs", "ParentIDs", "Synonyms"};

static const char title[] = "CTD MEDIC disease vocabulary";

static const char table_mark[] = "# DiseaseName\tDiseaseID\t";

/* The length of a bare id: a number of at least six digits, optionally behind D or C; or C alone, the root of the
 * list. 0 for anything else. */
static size_t bare_id(const char *text)
{
	size_t start = *text == 'D' || *text == 'C';
	size_t at = start;
	while (ascii_is_digit(text[at])) {
		at++;
	}
	bool is_root = *text == 'C' && text[1] == '|';
	return (at - start >= 6 || is_root) ? at : 0;
}

/* True for the id, further ids, the empty field, and the start of a name. */
static bool is_flat_line(const char *line)
{
	size_t id = bare_id(line);
	if (!id || line[id] != '|') {
		return false;
	}
	line += id + 1;
	while (*line != '|') {
		id = bare_id(line);
		if (!id || line[id] != '|') {
			return false;
		}
		line += id + 1;
	}
	return line[1] && !strchr("|\r\n", line[1]);
}

/* Every line must have that form, except the last, which the end of `head` truncates. */
static bool is_flat(const char *head)
{
	size_t lines = 0;
	for (const char *line = head; *line; lines++) {
		const char *newline = strchr(line, '\n');
		if (!newline && lines) {
			return true;
		}
		if (!is_flat_line(line)) {
			return false;
		}
		if (!newline) {
			return true;
		}
		line = newline + 1;
	}
	return lines > 0;
}

static bool detects(const char *head, size_t length)
{
	(void)length;
	return (*head == '#' && strstr(head, table_mark)) || is_flat(head);
}

/* ---- one disease --------------------------------------------------------------------------------------------- */

typedef struct disease {
	const import *job;
	char code[TYPES_CODE_ROOM];
	onto_type type;
} disease;

/* Begins a disease. `*is_taken`: the rules have a type for it. */
static onto_status add_disease(disease *self, char *name, bool *is_taken)
{
	const import *job = self->job;
	types_record record = {.source = "MEDIC", .code = self->code};
	const char *reason = types_leave(job->types, &record, &self->type);

	*is_taken = !reason;
	if (reason) {
		return import_leave(job, reason);
	}
	if (!name_tidy(name)) {
		return import_damaged(job, "the disease has no name");
	}
	onto_concept_row row = {.code = self->code,
	                        .type = self->type,
	                        .also = types_also(job->types, &record),
	                        .name = name,
	                        .generic = types_generic(job->types, &record)};
	return onto_builder_concept(job->builder, &row, job->error);
}

static onto_status add_synonym(const disease *self, char *name)
{
	name_tidy(name);
	if (!strcmp(name, "INCLUDED")) {
		return import_leave(self->job, "name that says nothing");
	}
	onto_scope scope = name_cut_included(name) ? ONTO_RELATED : ONTO_EXACT;
	return import_name(self->job, self->code, scope, name, ONTO_POLICY_SETTLE);
}

/* ---- the table ----------------------------------------------------------------------------------------------- */

static onto_status add_parents(const disease *self, char *list)
{
	for (char *rest = *list ? list : NULL; rest;) {
		char parent[TYPES_CODE_ROOM];
		if (!types_code(self->job->types, columns_cut(&rest, '|'), parent)) {
			TRY(import_leave(self->job, "parent that is no code"));
		} else {
			TRY(onto_builder_parent(self->job->builder, self->code, parent, self->job->error));
		}
	}
	return ONTO_OK;
}

static onto_status read_row(const import *job, char **values)
{
	disease self = {.job = job};
	bool is_taken = false;

	if (!types_code(job->types, values[ID], self.code)) {
		return import_damaged(job, "the DiseaseID is no code");
	}
	TRY(add_disease(&self, values[NAME], &is_taken));
	if (!is_taken) {
		return ONTO_OK;
	}
	for (char *rest = *values[SYNONYMS] ? values[SYNONYMS] : NULL; rest;) {
		TRY(add_synonym(&self, columns_cut(&rest, '|')));
	}
	for (char *rest = *values[ALTERNATIVES] ? values[ALTERNATIVES] : NULL; rest;) {
		TRY(import_xref(job, self.code, ONTO_MATCH_EXACT, columns_cut(&rest, '|')));
	}
	return add_parents(&self, values[PARENTS]);
}

static onto_status read_table(const import *job, char *line)
{
	static const char created[] = "# Report created: ";
	char version[64] = "";
	for (; line && !ascii_begins(line, table_mark);) {
		if (ascii_begins(line, created)) {
			snprintf(version, sizeof version, "%s", line + sizeof created - 1);
		}
		TRY(input_line(job->input, &line, NULL, job->error));
	}

	columns at;
	const char *missing = line ? columns_header(&at, wanted, COLUMNS, REQUIRED, line + 2) : wanted[0];
	if (missing) {
		return import_damaged(job, "the row of column names is missing");
	}
	onto_source source = {.id = "MEDIC", .title = title, .version = *version ? version : NULL};
	TRY(onto_builder_source(job->builder, &source, job->error));

	for (;;) {
		char *values[COLUMNS];
		TRY(input_line(job->input, &line, NULL, job->error));
		if (!line) {
			return ONTO_OK;
		}
		if (!*line || *line == '#') {
			continue;
		}
		if (!columns_row(&at, line, values)) {
			return import_damaged(job, "the row ends before the DiseaseID");
		}
		TRY(read_row(job, values));
	}
}

/* ---- the flat list ------------------------------------------------------------------------------------------- */

static bool flat_code(const char *id, char code[TYPES_CODE_ROOM])
{
	if (strlen(id) > 20) {
		return false;
	}
	snprintf(code, TYPES_CODE_ROOM, "%s:%s", ascii_is_digit(*id) ? "OMIM" : "MESH", id);
	return true;
}

static onto_status read_flat_line(const import *job, char *line)
{
	disease self = {.job = job};
	bool is_taken = false;
	char *rest = line;

	if (!is_flat_line(line)) {
		return import_damaged(job, "the row is not an id, alternative ids, an empty field and names");
	}
	if (!flat_code(columns_cut(&rest, '|'), self.code)) {
		return import_damaged(job, "the id is neither MeSH's nor OMIM's");
	}
	char *alternatives = rest;
	while (*rest != '|') {
		columns_cut(&rest, '|');
	}
	*rest++ = '\0';

	char *name = columns_cut(&rest, '|');
	name_decode_entities(name);
	TRY(add_disease(&self, name, &is_taken));
	if (!is_taken) {
		return ONTO_OK;
	}
	while (rest) {
		char *synonym = columns_cut(&rest, '|');
		name_decode_entities(synonym);
		TRY(add_synonym(&self, synonym));
	}
	for (const char *id = alternatives; *id; id += strlen(id) + 1) {
		char target[TYPES_CODE_ROOM];
		if (!flat_code(id, target)) {
			return import_damaged(job, "an alternative id is neither MeSH's nor OMIM's");
		}
		TRY(onto_builder_xref(job->builder, self.code, ONTO_MATCH_EXACT, target, job->error));
	}
	return ONTO_OK;
}

static onto_status read_flat(const import *job, char *line)
{
	onto_source source = {.id = "MEDIC", .title = title};
	TRY(onto_builder_source(job->builder, &source, job->error));
	while (line) {
		if (*line) {
			TRY(read_flat_line(job, line));
		}
		TRY(input_line(job->input, &line, NULL, job->error));
	}
	return ONTO_OK;
}

static onto_status run(import *job)
{
	char *line = NULL;
	TRY(input_line(job->input, &line, NULL, job->error));
	return line && *line == '#' ? read_table(job, line) : read_flat(job, line);
}

const import_format import_medic = {"medic", "CTD MEDIC", detects, run};
