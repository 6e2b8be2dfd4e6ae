/* Mappings between vocabularies: SSSOM as a table, under a head of YAML whose lines begin with `#`.
 *
 *     # mapping_set_id: http://purl.obolibrary.org/obo/mondo/mappings/mondo_exactmatch_doid.sssom.tsv
 *     subject_id       subject_label   predicate_id      object_id ...
 *     MONDO:0000001    disease         skos:exactMatch   DOID:4
 *
 * A row gives its subject a cross-reference and nothing else. It reads from left to right: with skos:broadMatch the
 * object is the broader one. */
#include "import.h"

#include "ascii.h"
#include "name.h"
#include "pool.h"
#include "columns.h"

#include <string.h>

enum { SUBJECT, PREDICATE, OBJECT, REQUIRED, MODIFIER = REQUIRED, COLUMNS };

static const char *const wanted[COLUMNS] = {"subject_id", "predicate_id", "object_id", "predicate_modifier"};

/* The first line that is no comment must name the columns. */
static bool detects(const char *head, size_t length)
{
	(void)length;
	while (*head == '#') {
		head = strchr(head, '\n');
		if (!head)
			return false;
		head++;
	}
	size_t width = strcspn(head, "\n");
	const char *end = head + width;
	const char *subject = strstr(head, "subject_id");
	const char *predicate = strstr(head, "predicate_id");
	return subject && predicate && subject < end && predicate < end && memchr(head, '\t', width);
}

/* ---- the head ------------------------------------------------------------------------------------------------ */

/* The metadata of the whole set; NULL where missing. */
typedef struct set {
	pool texts;
	const char *id;
	const char *title;
	const char *version;
	const char *licence;
} set;

/* Takes `# key: value` if the key is one of those used; the first value of each counts. */
static onto_status read_key(const import *job, char *line, set *into)
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

	line += strspn(line, "# ");
	name_tidy(line);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		size_t length = ascii_begins(line, keys[i].key);
		if (!length || *keys[i].value)
			continue;
		char *value = line + length + strspn(line + length, " \"'");
		value[strcspn(value, "\"'")] = '\0';
		if (!*value)
			continue;
		*keys[i].value = pool_copy(&into->texts, value, strlen(value));
		if (!*keys[i].value)
			return import_no_memory(job);
	}
	return ONTO_OK;
}

/* A set is named by an IRI; its last part, without ".sssom.tsv", becomes a short id. */
static onto_status open_source(const import *job, const set *from)
{
	char id[TYPES_CODE_ROOM] = "SSSOM";
	const char *last = from->id ? import_local_part(from->id) : "";
	size_t length = strcspn(last, ".");
	if (length && length < sizeof id) {
		memcpy(id, last, length);
		id[length] = '\0';
	}
	onto_source source = {.id = id, .title = from->title, .version = from->version, .licence = from->licence};
	return onto_builder_source(job->builder, &source, job->error);
}

/* Reads up to and including the row of column names. */
static onto_status read_head(const import *job, columns *at)
{
	set about = {0};
	const char *missing = NULL;
	onto_status status = ONTO_OK;
	char *line = NULL;

	for (;;) {
		status = input_line(job->input, &line, NULL, job->error);
		if (status || !line || *line != '#')
			break;
		status = read_key(job, line, &about);
		if (status)
			break;
	}
	if (!status)
		status = open_source(job, &about);
	pool_free(&about.texts);
	TRY(status);

	missing = line ? columns_header(at, wanted, COLUMNS, REQUIRED, line) : wanted[0];
	if (missing)
		return onto_fail(job->error, ONTO_DAMAGED, job->path, input_line_number(job->input),
		                 "the column %s is missing", missing);
	return ONTO_OK;
}

/* ---- the rows ------------------------------------------------------------------------------------------------ */

static onto_status read_mapping(const import *job, char **values)
{
	char subject[TYPES_CODE_ROOM];
	onto_predicate predicate;

	if (ascii_same(values[MODIFIER], "Not"))
		return import_leave(job, "negated mapping");
	if (ascii_same(values[SUBJECT], "sssom:NoTermFound") || ascii_same(values[OBJECT], "sssom:NoTermFound"))
		return import_leave(job, "mapping to nothing");
	if (!import_predicate(values[PREDICATE], &predicate))
		return import_leave(job, "mapping by another relation");
	if (!types_code(job->types, values[SUBJECT], subject))
		return import_leave(job, "mapping of what is no code");
	return import_xref(job, subject, predicate, values[OBJECT]);
}

static onto_status run(import *job)
{
	columns at;
	TRY(read_head(job, &at));

	for (;;) {
		char *line = NULL;
		char *values[COLUMNS];
		TRY(input_line(job->input, &line, NULL, job->error));
		if (!line)
			return ONTO_OK;
		if (!*line)
			continue;
		if (!columns_row(&at, line, values))
			return import_damaged(job, "the row ends before its object");
		TRY(read_mapping(job, values));
	}
}

const import_format import_sssom = {"sssom", "SSSOM mappings", detects, run};
