/* Mappings between vocabularies: SSSOM as a table, with tabs or commas, under a head of YAML whose lines begin with
 * `#`.
 *
 *     # curie_map:
 *     #   do: http://purl.obolibrary.org/obo/DOID_
 *     # mapping_set_id: http://purl.obolibrary.org/obo/mondo/mappings/mondo_exactmatch_doid.sssom.tsv
 *     subject_id       subject_label   predicate_id      object_id ...
 *     MONDO:0000001    disease         skos:exactMatch   do:4
 *
 * A row reads from left to right: with skos:broadMatch the object is the broader one. It gives its subject a
 * cross-reference, or, where only the object is a concept of the dictionary, the object the inverse one. A prefix
 * is what the curie_map makes of it, if that is an address that the rules know; else it is the prefix itself. */
#include "import.h"

#include "ascii.h"
#include "name.h"
#include "pool.h"
#include "records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SUBJECT, PREDICATE, OBJECT, REQUIRED, MODIFIER = REQUIRED, COLUMNS };

static const char *const wanted[COLUMNS] = {"subject_id", "predicate_id", "object_id", "predicate_modifier"};

/* The first line that is no comment must name the columns. */
static bool detects(const char *head, size_t length)
{
	(void)length;
	while (*head == '#') {
		head = strchr(head, '\n');
		if (!head) {
			return false;
		}
		head++;
	}
	size_t width = strcspn(head, "\n");
	const char *end = head + width;
	const char *subject = strstr(head, "subject_id");
	const char *predicate = strstr(head, "predicate_id");
	return subject && predicate && subject < end && predicate < end &&
	       (memchr(head, '\t', width) || memchr(head, ',', width));
}

/* ---- the head ------------------------------------------------------------------------------------------------ */

/* A prefix of the curie_map and what it stands for. */
typedef struct expansion {
	const char *prefix;
	const char *address;
} expansion;

/* The metadata of the whole set; NULL where missing. */
typedef struct set {
	const import *job;
	pool texts;
	const char *id;
	const char *title;
	const char *version;
	const char *licence;
	expansion *map;
	size_t map_count;
	size_t map_room;
	size_t map_indent; /* of the key curie_map while its lines are read; SIZE_MAX elsewhere */
	records table;
	size_t columns; /* of the header */
	size_t column[COLUMNS];
	size_t rows;
} set;

/* The text of a YAML scalar, without quotes and comment; in place. */
static char *scalar(char *text)
{
	text += strspn(text, " \t");
	char quote = *text == '"' || *text == '\'' ? *text++ : '\0';
	char *end = quote ? strchr(text, quote) : strstr(text, " #");
	if (end) {
		*end = '\0';
	}
	name_tidy(text);
	return text;
}

static onto_status keep(set *into, const char *text, const char **out)
{
	*out = pool_copy(&into->texts, text, strlen(text));
	return *out ? ONTO_OK : import_no_memory(into->job);
}

/* Takes `prefix: address` of the curie_map. */
static onto_status read_expansion(set *into, char *line)
{
	char *parting = strstr(line, ": ");
	if (!parting) {
		return ONTO_OK;
	}
	*parting = '\0';
	const char *prefix = scalar(line);
	const char *address = scalar(parting + 2);
	expansion *more = pool_grown(into->map, into->map_count, &into->map_room, sizeof *more);
	if (!more) {
		return import_no_memory(into->job);
	}
	into->map = more;
	expansion *here = &more[into->map_count];
	TRY(keep(into, prefix, &here->prefix));
	TRY(keep(into, address, &here->address));
	into->map_count += *here->prefix && *here->address;
	return ONTO_OK;
}

/* The map on one line: curie_map: {a: x, b: y}. */
static onto_status read_flow(set *into, char *text)
{
	text += strspn(text, " {");
	text[strcspn(text, "}")] = '\0';
	for (char *rest = text; rest && *rest;) {
		char *pair = rest;
		rest = strstr(rest, ", ");
		if (rest) {
			*rest = '\0';
			rest += 2;
		}
		TRY(read_expansion(into, pair));
	}
	return ONTO_OK;
}

/* Takes `# key: value` if the key is one of those used; the first value of each counts. */
static onto_status read_key(set *into, char *line)
{
	const struct {
		const char *key;
		const char **value;
	} keys[] = {
		{"mapping_set_id:", &into->id},
		{"mapping_set_title:", &into->title},
		{"mapping_set_version:", &into->version},
		{"license:", &into->licence},
	};

	line++;
	size_t indent = strspn(line, " ");
	char *text = line + indent;
	if (into->map_indent != SIZE_MAX && indent > into->map_indent) {
		return read_expansion(into, text);
	}
	into->map_indent = SIZE_MAX;
	size_t length = ascii_begins(text, "curie_map:");
	if (length) {
		into->map_indent = indent;
		return read_flow(into, text + length);
	}
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		length = ascii_begins(text, keys[i].key);
		if (!length || *keys[i].value) {
			continue;
		}
		const char *value = scalar(text + length);
		return *value ? keep(into, value, keys[i].value) : ONTO_OK;
	}
	return ONTO_OK;
}

/* A set is named by an IRI; its last part, without ".sssom.tsv", becomes a short id. */
static onto_status open_source(const set *from)
{
	char id[TYPES_CODE_ROOM] = "SSSOM";
	const char *last = from->id ? import_local_part(from->id) : "";
	size_t length = strcspn(last, ".");
	if (length && length < sizeof id) {
		memcpy(id, last, length);
		id[length] = '\0';
	}
	onto_source source = {.id = id, .title = from->title, .version = from->version, .licence = from->licence};
	return onto_builder_source(from->job->builder, &source, from->job->error);
}

/* Finds the columns in the row of their names. */
static onto_status read_header(set *self, char *line)
{
	const import *job = self->job;
	self->table.separator = line && strchr(line, '\t') ? '\t' : ',';
	if (line && !records_split(&self->table, line)) {
		return import_damaged(job, "the names of the columns cannot be read");
	}
	self->columns = self->table.count;
	for (size_t i = 0; i < COLUMNS; i++) {
		self->column[i] = records_column(&self->table, wanted[i]);
		if (self->column[i] == SIZE_MAX && i < REQUIRED) {
			return onto_fail(job->error, ONTO_DAMAGED, job->path, input_line_number(job->input),
			                 "the column %s is missing", wanted[i]);
		}
	}
	return ONTO_OK;
}

/* Reads up to and including the row of column names. */
static onto_status read_head(set *self)
{
	const import *job = self->job;
	char *line = NULL;
	self->map_indent = SIZE_MAX;
	for (;;) {
		TRY(input_line(job->input, &line, NULL, job->error));
		if (!line || *line != '#') {
			break;
		}
		TRY(read_key(self, line));
	}
	TRY(open_source(self));
	return read_header(self, line);
}

/* ---- the rows ------------------------------------------------------------------------------------------------ */

/* The dictionary's form of a code, whose prefix may be one of the curie_map. */
static bool find_code(const set *self, const char *written, char code[TYPES_CODE_ROOM])
{
	size_t length = strcspn(written, ":");
	for (size_t i = 0; written[length] && i < self->map_count; i++) {
		const expansion *e = &self->map[i];
		char iri[TYPES_CODE_ROOM];
		if (strlen(e->prefix) != length || strncmp(e->prefix, written, length)) {
			continue;
		}
		int made = snprintf(iri, sizeof iri, "%s%s", e->address, written + length + 1);
		if (made > 0 && (size_t)made < sizeof iri && types_code(self->job->types, iri, code)) {
			return true;
		}
	}
	return types_code(self->job->types, written, code);
}

static onto_status read_mapping(set *self)
{
	const import *job = self->job;
	char subject[TYPES_CODE_ROOM];
	char object[TYPES_CODE_ROOM];
	onto_predicate predicate;
	const char *values[COLUMNS];

	for (size_t i = 0; i < COLUMNS; i++) {
		values[i] = records_cell(&self->table, self->column[i]);
	}
	if (ascii_same(values[MODIFIER], "Not")) {
		return import_leave(job, "negated mapping");
	}
	if (ascii_same(values[SUBJECT], "sssom:NoTermFound") || ascii_same(values[OBJECT], "sssom:NoTermFound")) {
		return import_leave(job, "mapping to nothing");
	}
	if (!import_predicate(values[PREDICATE], &predicate)) {
		return import_leave(job, "mapping by another relation");
	}
	if (!find_code(self, values[SUBJECT], subject) || !find_code(self, values[OBJECT], object)) {
		return import_leave(job, "mapping of what is no code");
	}
	self->rows++;
	return onto_builder_mapping(job->builder, subject, predicate, object, job->error);
}

static onto_status read_rows(set *self)
{
	TRY(read_head(self));
	for (;;) {
		bool got = false;
		onto_status status = records_next(&self->table, &got);
		if (!status && got && self->table.count <= self->column[OBJECT]) {
			status = import_damaged(self->job, "the row ends before its object");
		} else if (!status && got && self->job->options->strict && self->table.count != self->columns) {
			status = import_damaged(self->job, "the row has not as many columns as the header");
		} else if (!status && got) {
			status = read_mapping(self);
		}
		if (status) {
			TRY(import_pass_over(self->job, status, "row that cannot be read"));
		} else if (!got) {
			return ONTO_OK;
		}
	}
}

static onto_status run(import *job)
{
	set self = {.job = job, .table = {.job = job}};
	onto_status status = read_rows(&self);
	snprintf(job->report->detail, sizeof job->report->detail, "%zu mappings", self.rows);
	records_free(&self.table);
	pool_free(&self.texts);
	free(self.map);
	return status;
}

const import_format import_sssom = {"sssom", "SSSOM mappings", detects, run};
