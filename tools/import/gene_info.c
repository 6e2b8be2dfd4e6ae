/* NCBI Gene's gene_info: one human gene a row, under one of two headers, or under none.
 *
 *     #Format: tax_id GeneID Symbol ... (tab is used as a separator, ...)      up to 2016, separated by spaces
 *     #tax_id  GeneID  Symbol ...                                              since, separated by tabs
 *
 * "-" is an empty field; `|` separates the values of a list. */
#include "import.h"

#include "ascii.h"
#include "columns.h"

#include <stdio.h>
#include <string.h>

enum { TAX, GENE, SYMBOL, SYNONYMS, XREFS, DESCRIPTION, KIND, AUTHORITY_SYMBOL, FULL_NAME, DESIGNATIONS, COLUMNS };

static const char *const wanted[COLUMNS] = {
	"tax_id",
	"GeneID",
	"Symbol",
	"Synonyms",
	"dbXrefs",
	"description",
	"type_of_gene",
	"Symbol_from_nomenclature_authority",
	"Full_name_from_nomenclature_authority",
	"Other_designations",
};

/* The column order of a file without its header. */
static const char usual_header[] =
	"tax_id\tGeneID\tSymbol\tLocusTag\tSynonyms\tdbXrefs\tchromosome\tmap_location\tdescription\ttype_of_gene\t"
	"Symbol_from_nomenclature_authority\tFull_name_from_nomenclature_authority\tNomenclature_status\t"
	"Other_designations\tModification_date";

static const char old_header[] = "#Format: tax_id GeneID Symbol";
static const char new_header[] = "#tax_id\tGeneID\tSymbol";

static size_t digits_at(const char *text)
{
	size_t count = 0;
	while (ascii_is_digit(text[count])) {
		count++;
	}
	return count;
}

/* A row without a header: two numbers first, a date of eight digits in the fifteenth field. */
static bool is_row(const char *line)
{
	enum { DATE_FIELD = 14, DATE_DIGITS = 8 };
	size_t width = strcspn(line, "\r\n");
	for (size_t field = 0; field <= DATE_FIELD; field++) {
		size_t length = strcspn(line, "\t\r\n");
		size_t digits = digits_at(line);
		if (field < 2 && (!digits || digits != length)) {
			return false;
		}
		if (field == DATE_FIELD) {
			return digits == DATE_DIGITS && digits == length;
		}
		if (length == width) {
			return false;
		}
		line += length + 1;
		width -= length + 1;
	}
	return false;
}

static bool detects(const char *head, size_t length)
{
	(void)length;
	return ascii_begins(head, old_header) || ascii_begins(head, new_header) || is_row(head);
}

/* ---- one gene ------------------------------------------------------------------------------------------------ */

typedef struct gene {
	const import *job;
	char code[TYPES_CODE_ROOM];
	char **values;
} gene;

static bool is_empty(const char *value)
{
	return !*value || !strcmp(value, "-");
}

/* True for a synonym that is the protein's name, a word: osterix, nephrin. Not for a kind of enzyme: helicase. */
static bool is_word(const char *symbol)
{
	enum { LEAST = 6 };
	size_t length = strspn(symbol, "abcdefghijklmnopqrstuvwxyz");
	return length >= LEAST && !symbol[length] && strcmp(symbol + length - strlen("ase"), "ase") != 0;
}

/* Symbols are matched in their own case, since WAS and FOR are also words. */
static onto_status add_symbols(const gene *self, char *list)
{
	if (is_empty(list)) {
		return ONTO_OK;
	}
	for (char *rest = list; rest;) {
		char *symbol = columns_cut(&rest, '|');
		unsigned policy = is_word(symbol) ? ONTO_POLICY_SETTLE : ONTO_POLICY_SYMBOL;
		TRY(import_name(self->job, self->code, ONTO_EXACT, symbol, policy));
	}
	return ONTO_OK;
}

static onto_status add_names(const gene *self, onto_scope scope, char *list)
{
	if (is_empty(list)) {
		return ONTO_OK;
	}
	for (char *rest = list; rest;) {
		TRY(import_name(self->job, self->code, scope, columns_cut(&rest, '|'), ONTO_POLICY_SETTLE));
	}
	return ONTO_OK;
}

/* An HGNC entry is exactly one gene. OMIM's entry and Ensembl's gene are only near. */
static onto_status add_xrefs(const gene *self, char *list)
{
	static const struct {
		const char *prefix;
		onto_predicate predicate;
	} used[] = {{"HGNC:", ONTO_MATCH_EXACT}, {"MIM:", ONTO_MATCH_XREF}, {"Ensembl:", ONTO_MATCH_XREF}};

	if (is_empty(list)) {
		return ONTO_OK;
	}
	for (char *rest = list; rest;) {
		const char *xref = columns_cut(&rest, '|');
		const char *reason = "cross-reference of a kind that is not used";
		for (size_t i = 0; reason && i < sizeof used / sizeof *used; i++) {
			if (!ascii_begins(xref, used[i].prefix)) {
				continue;
			}
			TRY(import_xref(self->job, self->code, used[i].predicate, xref));
			reason = NULL;
		}
		if (reason) {
			TRY(import_leave(self->job, reason));
		}
	}
	return ONTO_OK;
}

static onto_status add_gene(const gene *self, onto_type type, const types_record *record)
{
	char **values = self->values;
	onto_concept_row row = {.code = self->code,
	                        .type = type,
	                        .name = values[SYMBOL],
	                        .also = types_also(self->job->types, record),
	                        .generic = types_generic(self->job->types, record)};
	TRY(onto_builder_concept(self->job->builder, &row, self->job->error));
	TRY(import_name(self->job, self->code, ONTO_PREFERRED, values[SYMBOL], ONTO_POLICY_SYMBOL));

	if (strcmp(values[AUTHORITY_SYMBOL], values[SYMBOL])) {
		TRY(add_symbols(self, values[AUTHORITY_SYMBOL]));
	}
	TRY(add_symbols(self, values[SYNONYMS]));
	/* Each of these is a single name without `|`. */
	if (strcmp(values[DESCRIPTION], values[FULL_NAME])) {
		TRY(add_names(self, ONTO_EXACT, values[DESCRIPTION]));
	}
	TRY(add_names(self, ONTO_EXACT, values[FULL_NAME]));
	TRY(add_names(self, ONTO_RELATED, values[DESIGNATIONS]));
	return add_xrefs(self, values[XREFS]);
}

static onto_status read_gene(const import *job, char **values)
{
	gene self = {.job = job, .values = values};
	onto_type type;

	if (strcmp(values[TAX], "9606")) {
		return import_leave(job, "gene of another organism");
	}
	size_t digits = digits_at(values[GENE]);
	if (!digits || values[GENE][digits] || digits > 20) {
		return import_damaged(job, "the GeneID is no number");
	}
	if (is_empty(values[SYMBOL])) {
		return import_damaged(job, "the gene has no symbol");
	}
	if (!strcmp(values[SYMBOL], "NEWENTRY")) {
		return import_leave(job, "placeholder for a gene to come");
	}

	snprintf(self.code, sizeof self.code, "NCBIGene:%s", values[GENE]);
	types_record record = {.source = "NCBIGene", .code = self.code, .kind = values[KIND]};
	const char *reason = types_leave(job->types, &record, &type);
	return reason ? import_leave(job, reason) : add_gene(&self, type, &record);
}

/* ---- the file ------------------------------------------------------------------------------------------------ */

/* Converts both headers into names separated by tabs. */
static onto_status read_header(const import *job, columns *at, char *line)
{
	line += strspn(line, "#");
	size_t old = ascii_begins(line, "Format: ");
	if (old) {
		line += old;
		line[strcspn(line, "(")] = '\0';
		for (size_t end = strlen(line); end && line[end - 1] == ' ';) {
			line[--end] = '\0';
		}
		for (char *space = line; (space = strchr(space, ' '));) {
			*space = '\t';
		}
	}
	const char *missing = columns_header(at, wanted, COLUMNS, COLUMNS, line);
	if (missing) {
		return onto_fail(job->error, ONTO_DAMAGED, job->path, input_line_number(job->input),
		                 "the column %s is missing", missing);
	}
	return ONTO_OK;
}

static onto_status run(import *job)
{
	static const onto_source source = {.id = "NCBIGene", .title = "NCBI Gene"};
	char usual[sizeof usual_header];
	columns at;

	memcpy(usual, usual_header, sizeof usual);
	TRY(onto_builder_source(job->builder, &source, job->error));
	TRY(read_header(job, &at, usual));
	for (;;) {
		char *line = NULL;
		char *values[COLUMNS];
		TRY(input_line(job->input, &line, NULL, job->error));
		if (!line) {
			return ONTO_OK;
		}
		if (!*line) {
			continue;
		}
		if (*line == '#') {
			TRY(read_header(job, &at, line));
			continue;
		}
		if (job->options->strict && !columns_complete(&at, line)) {
			return import_damaged(job, "the row has not as many columns as the header");
		}
		if (!columns_row(&at, line, values)) {
			return import_damaged(job, "the row has too few columns");
		}
		TRY(read_gene(job, values));
	}
}

const import_format import_gene_info = {"gene_info", "NCBI gene_info", detects, run};
