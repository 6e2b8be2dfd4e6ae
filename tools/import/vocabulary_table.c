/* Vocabularies that are published as one table: LOINC, HGNC, DrugBank's open vocabulary, CTD's chemicals, NCI
 * Thesaurus.
 *
 *     a record of `sources` says which columns are what  ──▶  each row is a concept with names, parents,
 * cross-references
 *
 * A table is known by columns that its header must have; NCI Thesaurus, which has no header, by its first row. */
#include "records.h"

#include "ascii.h"
#include "columns.h"
#include "name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES = 6, XREFS = 5, WORDS = 4 };

/* A column of names. */
typedef struct name_column {
	const char *heading;
	onto_scope scope;
	unsigned policy;
	char separator; /* of several in a cell; '\0': one */
} name_column;

typedef struct xref_column {
	const char *heading;
	const char *prefix; /* put before what is no code yet */
	onto_predicate predicate;
	char separator;
} xref_column;

/* Headings; a number, "#3", is a column of a table without a header, from 0. NULL: it has none. */
typedef struct table_source {
	const char *id; /* of the source, and of its rules */
	const char *title;
	const char *prefix; /* of codes that are written without one */
	char separator;
	bool quoted;
	const char *code, *name;
	unsigned name_policy;
	name_column names[NAMES];
	xref_column xrefs[XREFS];
	const char *parents;
	char parent_separator;
	const char *kind;  /* for the rules: kind:WORD */
	const char *trees; /* for the rules: tree:PREFIX */
	const char *status;
	const char *gone[WORDS]; /* words of the status that say that the concept is obsolete */
	int scr_class;           /* of codes that have no tree */
} table_source;

#define SETTLE ONTO_POLICY_SETTLE
#define SYMBOL ONTO_POLICY_SYMBOL

static const table_source loinc = {
	.id = "LOINC",
	.title = "LOINC",
	.prefix = "LOINC",
	.separator = ',',
	.quoted = true,
	.code = "LOINC_NUM",
	.name = "LONG_COMMON_NAME",
	.name_policy = SETTLE,
	.names = {{"DisplayName", ONTO_EXACT, SETTLE, '\0'},
              {"SHORTNAME", ONTO_EXACT, SETTLE, '\0'},
              {"CONSUMER_NAME", ONTO_RELATED, SETTLE, '\0'},
              {"COMPONENT", ONTO_RELATED, SETTLE, '\0'}},
	.kind = "CLASSTYPE",
	.status = "STATUS",
	.gone = {"DEPRECATED", "DISCOURAGED"},
};

static const table_source hgnc = {
	.id = "HGNC",
	.title = "HGNC complete set",
	.prefix = "HGNC",
	.separator = '\t',
	.quoted = true,
	.code = "hgnc_id",
	.name = "symbol",
	.name_policy = SYMBOL,
	.names = {{"name", ONTO_EXACT, SETTLE, '\0'},
              {"alias_symbol", ONTO_EXACT, SYMBOL, '|'},
              {"prev_symbol", ONTO_EXACT, SYMBOL, '|'},
              {"alias_name", ONTO_EXACT, SETTLE, '|'},
              {"prev_name", ONTO_EXACT, SETTLE, '|'}},
	.xrefs = {{"entrez_id", "NCBIGene", ONTO_MATCH_EXACT, '|'},
              {"omim_id", "OMIM", ONTO_MATCH_XREF, '|'},
              {"ensembl_gene_id", "Ensembl", ONTO_MATCH_XREF, '|'},
              {"uniprot_ids", "uniprot", ONTO_MATCH_XREF, '|'}},
	.kind = "locus_group",
	.status = "status",
	.gone = {"Entry Withdrawn", "Symbol Withdrawn"},
};

static const table_source drugbank = {
	.id = "DrugBank",
	.title = "DrugBank open vocabulary",
	.prefix = "DrugBank",
	.separator = ',',
	.quoted = true,
	.code = "DrugBank ID",
	.name = "Common name",
	.name_policy = SETTLE,
	.names = {{"Synonyms", ONTO_EXACT, SETTLE, '|'}},
	.xrefs = {{"UNII", "UNII", ONTO_MATCH_EXACT, '|'}, {"CAS", "CAS", ONTO_MATCH_EXACT, '|'}},
};

static const table_source ctd_chemicals = {
	.id = "CTD",
	.title = "CTD chemical vocabulary",
	.prefix = "MESH",
	.separator = '\t',
	.code = "ChemicalID",
	.name = "ChemicalName",
	.name_policy = SETTLE,
	.names = {{"MESHSynonyms", ONTO_EXACT, SETTLE, '|'},
              {"Synonyms", ONTO_EXACT, SETTLE, '|'},
              {"CTDCuratedSynonyms", ONTO_EXACT, SETTLE, '|'}},
	.xrefs = {{"CasRN", "CAS", ONTO_MATCH_XREF, '|'}, {"PubChemCID", "PUBCHEM.COMPOUND", ONTO_MATCH_XREF, '|'}},
	.parents = "ParentIDs",
	.parent_separator = '|',
	.trees = "TreeNumbers",
	.scr_class = 1,
};

static const table_source ncit = {
	.id = "NCIT",
	.title = "NCI Thesaurus",
	.prefix = "NCIT",
	.separator = '\t',
	.code = "#0",
	.name = "#3",
	.name_policy = SETTLE,
	.names = {{"#3", ONTO_EXACT, SETTLE, '|'}, {"#5", ONTO_EXACT, SETTLE, '\0'}},
	.parents = "#2",
	.parent_separator = '|',
	.kind = "#7",
	.status = "#6",
	.gone = {"Obsolete_Concept", "Retired_Concept", "Header_Concept"},
};

/* ---- detection ----------------------------------------------------------------------------------------------- */

static const table_source *const sources[] = {&loinc, &hgnc, &drugbank, &ctd_chemicals};

/* True where the line has the cell, in quotes or without. */
static bool has_cell(const char *line, size_t width, const char *cell, char separator)
{
	size_t length = strlen(cell);
	for (const char *at = line; at && at < line + width;) {
		const char *start = at + (*at == '"');
		if ((size_t)(line + width - start) >= length && !strncmp(start, cell, length) &&
		    (start[length] == separator || strchr("\"\r\n", start[length]))) {
			return true;
		}
		at = memchr(at, separator, (size_t)(line + width - at));
		at = at ? at + 1 : NULL;
	}
	return false;
}

/* The header: the first line that is no comment, or the comment that names the fields. */
static const table_source *find_source(const char *head)
{
	static const char fields[] = "# ChemicalName\tChemicalID\t";
	if (*head == '#') {
		return strstr(head, fields) ? &ctd_chemicals : NULL;
	}
	size_t width = strcspn(head, "\n");
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		if (has_cell(head, width, sources[i]->code, sources[i]->separator) &&
		    has_cell(head, width, sources[i]->name, sources[i]->separator)) {
			return sources[i];
		}
	}
	size_t digits = *head == 'C' ? 1 : 0;
	while (digits && ascii_is_digit(head[digits])) {
		digits++;
	}
	return digits > 1 && !strncmp(head + digits, "\t<http://ncicb.nci.nih.gov/", 27) ? &ncit : NULL;
}

static bool detects(const char *head, size_t length)
{
	(void)length;
	return find_source(head) != NULL;
}

/* ---- a row --------------------------------------------------------------------------------------------------- */

typedef struct vocabulary_table {
	const import *job;
	const table_source *source;
	records records;
	size_t code, name, parents, kind, trees, status;
	size_t names[NAMES], xrefs[XREFS];
	size_t rows;
} vocabulary_table;

static size_t column_of(const vocabulary_table *self, const char *heading)
{
	if (heading && *heading == '#') {
		return (size_t)atoi(heading + 1);
	}
	return heading ? records_column(&self->records, heading) : SIZE_MAX;
}

static onto_status find_columns(vocabulary_table *self)
{
	const table_source *s = self->source;
	const struct {
		const char *heading;
		size_t *at;
		bool required;
	} columns[] = {{s->code, &self->code, true},        {s->name, &self->name, true},
	               {s->parents, &self->parents, false}, {s->kind, &self->kind, false},
	               {s->trees, &self->trees, false},     {s->status, &self->status, false}};
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		*columns[i].at = column_of(self, columns[i].heading);
		if (columns[i].required && *columns[i].at == SIZE_MAX) {
			return onto_fail(self->job->error, ONTO_DAMAGED, self->job->path, input_line_number(self->job->input),
			                 "the column %s is missing", columns[i].heading);
		}
	}
	for (size_t i = 0; i < NAMES; i++) {
		self->names[i] = column_of(self, s->names[i].heading);
	}
	for (size_t i = 0; i < XREFS; i++) {
		self->xrefs[i] = column_of(self, s->xrefs[i].heading);
	}
	return ONTO_OK;
}

static char *cell(const vocabulary_table *self, size_t column)
{
	static char nothing[1];
	return column < self->records.count ? self->records.cells[column] : nothing;
}

/* A code as the table writes it: with its own prefix, or a bare one. */
static bool read_code(const vocabulary_table *self, const char *prefix, char *written, char code[TYPES_CODE_ROOM])
{
	char whole[TYPES_CODE_ROOM];
	if (!name_tidy(written)) {
		return false;
	}
	if (strchr(written, ':')) {
		return types_code(self->job->types, written, code);
	}
	int length = snprintf(whole, sizeof whole, "%s:%s", prefix, written);
	return length > 0 && (size_t)length < sizeof whole && types_code(self->job->types, whole, code);
}

typedef struct table_row {
	char code[TYPES_CODE_ROOM];
	char *name;
	onto_concept_row concept;
} table_row;

enum { TREES_MOST = 64 };

/* The type by the rules. CTD's codes are MeSH's, and its rules those of MeSH. */
static const char *find_type(vocabulary_table *self, table_row *row)
{
	const char *trees[TREES_MOST];
	char prefix[TYPES_CODE_ROOM];
	types_record record = {.source = self->source->id, .code = row->code, .trees = trees};
	char *kind = cell(self, self->kind);
	for (char *rest = *cell(self, self->trees) ? cell(self, self->trees) : NULL;
	     rest && record.tree_count < TREES_MOST;) {
		char *tree = columns_cut(&rest, '|');
		tree[strcspn(tree, "/")] =
			'\0'; /* CTD puts the code of a record without a place behind that of its parent */
		trees[record.tree_count++] = tree;
	}
	if (self->source == &ctd_chemicals) {
		memcpy(prefix, row->code, sizeof prefix);
		prefix[strcspn(prefix, ":")] = '\0';
		record.source = prefix;
		record.scr_class = record.tree_count ? 0 : self->source->scr_class;
	}
	name_tidy(kind);
	/* Of several kinds the first is the record's. */
	kind[strcspn(kind, "|")] = '\0';
	record.kind = kind;
	const char *reason = types_leave(self->job->types, &record, &row->concept.type);
	row->concept.also = types_also(self->job->types, &record);
	row->concept.generic = types_generic(self->job->types, &record);
	return reason;
}

static bool is_gone(const vocabulary_table *self)
{
	char *status = cell(self, self->status);
	for (char *rest = *status ? status : NULL; rest;) {
		const char *word = columns_cut(&rest, '|');
		for (size_t i = 0; i < WORDS && self->source->gone[i]; i++) {
			if (ascii_same(word, self->source->gone[i])) {
				return true;
			}
		}
	}
	return false;
}

static onto_status add_names(const vocabulary_table *self, const table_row *row, size_t number)
{
	const name_column *column = &self->source->names[number];
	char *text = cell(self, self->names[number]);
	for (char *rest = *text ? text : NULL; rest;) {
		char *name = column->separator ? columns_cut(&rest, column->separator) : rest;
		rest = column->separator ? rest : NULL;
		if (!name_tidy(name) || !strcmp(name, row->name)) {
			continue;
		}
		unsigned policy = column->policy;
		TRY(import_name(self->job, row->code, column->scope, name, policy));
	}
	return ONTO_OK;
}

static onto_status add_xrefs(const vocabulary_table *self, const table_row *row, size_t number)
{
	const xref_column *column = &self->source->xrefs[number];
	char *text = cell(self, self->xrefs[number]);
	for (char *rest = *text ? text : NULL; rest;) {
		char code[TYPES_CODE_ROOM];
		char *written = columns_cut(&rest, column->separator);
		if (!name_tidy(written)) {
			continue;
		}
		if (!read_code(self, column->prefix, written, code)) {
			TRY(import_leave(self->job, "cross-reference that is no code"));
		} else {
			TRY(onto_builder_xref(self->job->builder, row->code, column->predicate, code, self->job->error));
		}
	}
	return ONTO_OK;
}

static onto_status add_parents(const vocabulary_table *self, const table_row *row)
{
	char *text = cell(self, self->parents);
	for (char *rest = *text ? text : NULL; rest;) {
		char code[TYPES_CODE_ROOM];
		char *written = columns_cut(&rest, self->source->parent_separator);
		if (!read_code(self, self->source->prefix, written, code)) {
			TRY(import_leave(self->job, "parent that is no code"));
		} else {
			TRY(onto_builder_parent(self->job->builder, row->code, code, self->job->error));
		}
	}
	return ONTO_OK;
}

static onto_status read_row(vocabulary_table *self)
{
	const import *job = self->job;
	table_row row = {.name = cell(self, self->name)};
	char own_name[1024];

	self->rows++;
	if (!read_code(self, self->source->prefix, cell(self, self->code), row.code)) {
		return import_leave(job, "row without a code");
	}
	/* Where the name is the first of a list, the list is needed whole as well. */
	snprintf(own_name, sizeof own_name, "%.*s",
	         (int)(self->source == &ncit ? strcspn(row.name, "|") : strlen(row.name)), row.name);
	row.name = own_name;
	if (!name_tidy(row.name)) {
		return import_leave(job, "row without a name");
	}
	const char *reason = find_type(self, &row);
	if (reason) {
		return import_leave(job, reason);
	}
	row.concept.code = row.code;
	row.concept.name = row.name;
	row.concept.standing = is_gone(self) ? ONTO_OBSOLETE : ONTO_LIVE;
	TRY(onto_builder_concept(job->builder, &row.concept, job->error));
	TRY(onto_builder_name(job->builder, row.code, ONTO_PREFERRED, row.name, self->source->name_policy, job->error));
	for (size_t i = 0; i < NAMES; i++) {
		TRY(add_names(self, &row, i));
	}
	for (size_t i = 0; i < XREFS; i++) {
		TRY(add_xrefs(self, &row, i));
	}
	return add_parents(self, &row);
}

/* ---- the file ------------------------------------------------------------------------------------------------ */

/* Reads up to the header; CTD's stands in a comment. */
static onto_status read_header(vocabulary_table *self)
{
	bool got = true;
	if (self->source == &ncit) {
		return find_columns(self);
	}
	do {
		TRY(records_next(&self->records, &got));
	} while (got && self->source == &ctd_chemicals && strcmp(self->records.cells[0], "# ChemicalName"));
	if (!got) {
		return import_damaged(self->job, "the row of column names is missing");
	}
	if (self->source == &ctd_chemicals) {
		self->records.cells[0] += 2;
	}
	return find_columns(self);
}

static onto_status read_table(vocabulary_table *self)
{
	const import *job = self->job;
	onto_source source = {.id = self->source->id, .title = self->source->title};
	bool got = false;
	TRY(onto_builder_source(job->builder, &source, job->error));
	TRY(read_header(self));
	for (;;) {
		TRY(records_next(&self->records, &got));
		if (!got) {
			break;
		}
		if (*self->records.cells[0] != '#') {
			TRY(read_row(self));
		}
	}
	snprintf(job->report->detail, sizeof job->report->detail, "%s, %zu rows", self->source->title, self->rows);
	return ONTO_OK;
}

static onto_status run(import *job)
{
	vocabulary_table self = {.job = job, .records = {.job = job}};
	const char *head = NULL;
	size_t length = 0;
	TRY(input_peek(job->input, &head, &length, job->error));
	char *copy = malloc(length + 1);
	if (!copy) {
		return import_no_memory(job);
	}
	memcpy(copy, head, length);
	copy[length] = '\0';
	self.source = find_source(copy);
	free(copy);
	if (!self.source) {
		return onto_fail(
			job->error, ONTO_DAMAGED, job->path, 1,
			"is none of the tables that are known: LOINC, HGNC, DrugBank, CTD's chemicals, NCI Thesaurus");
	}
	self.records.separator = self.source->separator;
	self.records.unquoted = !self.source->quoted;
	onto_status status = read_table(&self);
	records_free(&self.records);
	return status;
}

const import_format import_vocabulary_table = {"table", "vocabulary table", detects, run};
