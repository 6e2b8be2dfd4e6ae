/* Numbers of concepts by code, from CONCEPT.csv and CONCEPT_RELATIONSHIP.csv of the OMOP vocabularies.
 *
 *     concept_id  concept_name  domain_id  vocabulary_id  concept_class_id  standard_concept  concept_code ...
 *     317009      Asthma        Condition  SNOMED         Disorder          S                 195967001
 *     45568284    Asthma        Condition  ICD10CM        3-char nonbill code                 J45
 *
 *     concept_id_1  concept_id_2  relationship_id  valid_start_date  valid_end_date  invalid_reason
 *     45568284      317009        Maps to          19700101          20991231
 *
 * The files have a header, tabs and no quotes. Only vocabularies are kept that the table of them knows; of a code
 * that occurs twice, the standard concept; of several that a concept maps to, the one with the lowest number. */
#include "format/concept_ids.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buffer.h"
#include "core/error.h"
#include "core/vector.h"
#include "format/number.h"
#include "format/stream.h"
#include "format/vocabulary.h"

typedef struct concept_id {
	const char *code; /* PREFIX:LOCAL; while the file is read, an offset */
	size_t offset;
	uint32_t number;
	uint32_t standard; /* the standard concept that it is or maps to; 0: none */
} concept_id;

struct onto_concept_ids {
	VECTOR(concept_id) ids; /* sorted by code */
	buffer text;
};

enum { COLUMNS = 4 };

/* The columns of the two files. */
enum { ID, VOCABULARY_ID, STANDARD, CODE };
enum { FROM, TO, RELATION, INVALID };

static const char *const concept_headings[COLUMNS] = {"concept_id", "vocabulary_id", "standard_concept",
                                                      "concept_code"};
static const char *const relation_headings[COLUMNS] = {"concept_id_1", "concept_id_2", "relationship_id",
                                                       "invalid_reason"};

typedef struct cell {
	const char *text;
	size_t length;
} cell;

/* A concept by its number. */
typedef struct numbered {
	uint32_t number, index; /* index: into the ids */
} numbered;

typedef struct concept_file concept_file;

typedef onto_status read_row(concept_file *self, const cell cells[COLUMNS]);

struct concept_file {
	const char *name;
	const char *const *headings;
	read_row *read;
	stream *stream;
	size_t columns[COLUMNS];
	onto_concept_ids *into;
	VECTOR(numbered) by_number; /* of relations: the concepts in order of number */
	onto_error *error;
};

static bool cell_is(cell c, const char *word)
{
	return strlen(word) == c.length && memcmp(c.text, word, c.length) == 0;
}

/* The next cell of a line. False past the last. */
static bool next_cell(const char **at, const char *end, cell *out)
{
	if (!*at) {
		return false;
	}
	const char *tab = memchr(*at, '\t', (size_t)(end - *at));
	*out = (cell){*at, (size_t)((tab ? tab : end) - *at)};
	*at = tab ? tab + 1 : NULL;
	return true;
}

static onto_status fail(const concept_file *self, const char *reason)
{
	return onto_fail(self->error, ONTO_DAMAGED, stream_name(self->stream), stream_line_number(self->stream), "%s",
	                 reason);
}

static onto_status read_header(concept_file *self, const char *line, size_t length)
{
	const char *end = line + length;
	size_t found = 0;
	cell c;
	for (size_t column = 0; next_cell(&line, end, &c); column++) {
		for (size_t i = 0; i < COLUMNS; i++) {
			if (cell_is(c, self->headings[i])) {
				self->columns[i] = column;
				found++;
			}
		}
	}
	if (found == COLUMNS) {
		return ONTO_OK;
	}
	const char *const *h = self->headings;
	char reason[200];
	snprintf(reason, sizeof reason, "is no %s: its header lacks %s, %s, %s or %s", self->name, h[0], h[1], h[2],
	         h[3]);
	return fail(self, reason);
}

static const vocabulary *vocabulary_named(cell name)
{
	const vocabulary *v;
	for (size_t i = 0; (v = vocabulary_at(i)); i++) {
		if (*v->omop && cell_is(name, v->omop)) {
			return v;
		}
	}
	return NULL;
}

/* False where it is no number of a concept. */
static bool read_number(cell c, uint32_t *out)
{
	size_t number;
	bool good = parse_number(c.text, c.length, &number) && number && number <= UINT32_MAX;
	*out = good ? (uint32_t)number : 0;
	return good;
}

static onto_status read_concept(concept_file *self, const cell cells[COLUMNS])
{
	const vocabulary *v = vocabulary_named(cells[VOCABULARY_ID]);
	if (!v) {
		return ONTO_OK;
	}
	buffer *text = &self->into->text;
	concept_id new = {.offset = text->length};
	if (!read_number(cells[ID], &new.number)) {
		return fail(self, "the concept_id is no number");
	}
	new.standard = cell_is(cells[STANDARD], "S") ? new.number : 0;
	buffer_text(text, v->prefix);
	buffer_byte(text, ':');
	buffer_append(text, cells[CODE].text, cells[CODE].length);
	buffer_byte(text, '\0');
	return !text->failed && vector_push(&self->into->ids, new) ? ONTO_OK : fail_memory(self->error);
}

/* Of the concepts with a number, which have one code each, the first in order of number. */
static size_t first_of_number(const concept_file *self, uint32_t number)
{
	size_t low = 0, high = self->by_number.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (self->by_number.items[middle].number < number) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

static onto_status read_relation(concept_file *self, const cell cells[COLUMNS])
{
	uint32_t from, to;
	if (!cell_is(cells[RELATION], "Maps to") || cells[INVALID].length) {
		return ONTO_OK;
	}
	if (!read_number(cells[FROM], &from) || !read_number(cells[TO], &to)) {
		return fail(self, "the concept_id is no number");
	}
	for (size_t i = first_of_number(self, from);
	     i < self->by_number.count && self->by_number.items[i].number == from; i++) {
		concept_id *id = &self->into->ids.items[self->by_number.items[i].index];
		bool itself = id->standard == id->number;
		id->standard = itself || (id->standard && id->standard < to) ? id->standard : to;
	}
	return ONTO_OK;
}

static onto_status read_line(concept_file *self, const char *line, size_t length)
{
	const char *end = line + length;
	cell cells[COLUMNS] = {{"", 0}}, c;
	size_t found = 0;
	for (size_t column = 0; found < COLUMNS && next_cell(&line, end, &c); column++) {
		for (size_t i = 0; i < COLUMNS; i++) {
			if (self->columns[i] == column) {
				cells[i] = c;
				found++;
			}
		}
	}
	return found < COLUMNS ? fail(self, "the row has too few columns") : self->read(self, cells);
}

static int by_code(const void *a, const void *b)
{
	const concept_id *x = a, *y = b;
	int order = strcmp(x->code, y->code);
	if (order) {
		return order;
	}
	if (!x->standard != !y->standard) {
		return x->standard ? -1 : 1;
	}
	return x->number < y->number ? -1 : x->number > y->number;
}

static onto_status read_file(concept_file *self)
{
	bool header = false;
	for (;;) {
		const char *line;
		size_t length;
		TRY(stream_line(self->stream, &line, &length, self->error));
		if (!line) {
			break;
		}
		length -= length && line[length - 1] == '\r';
		TRY(!header ? read_header(self, line, length) : length ? read_line(self, line, length) : ONTO_OK);
		header = true;
	}
	return header ? ONTO_OK : fail(self, "the file is empty");
}

static onto_status read_path(concept_file *self, const char *path)
{
	onto_status status = stream_open(&self->stream, path, NULL, self->error);
	if (status == ONTO_OK) {
		status = read_file(self);
	}
	stream_close(self->stream);
	return status;
}

onto_status onto_concept_ids_load(const char *path, onto_concept_ids **out, onto_error *error)
{
	*out = NULL;
	concept_file file = {.name = "CONCEPT.csv",
	                     .headings = concept_headings,
	                     .read = read_concept,
	                     .into = calloc(1, sizeof *file.into),
	                     .error = error};
	if (!file.into) {
		return fail_memory(error);
	}
	onto_concept_ids *ids = file.into;
	onto_status status = read_path(&file, path);
	if (status != ONTO_OK) {
		onto_concept_ids_free(ids);
		return status;
	}
	for (size_t i = 0; i < ids->ids.count; i++) {
		ids->ids.items[i].code = ids->text.bytes + ids->ids.items[i].offset;
	}
	if (ids->ids.count > 1) {
		qsort(ids->ids.items, ids->ids.count, sizeof *ids->ids.items, by_code);
	}
	*out = ids;
	return ONTO_OK;
}

static int by_number(const void *a, const void *b)
{
	const numbered *x = a, *y = b;
	return x->number < y->number ? -1 : x->number > y->number;
}

onto_status onto_concept_ids_map(onto_concept_ids *self, const char *path, onto_error *error)
{
	concept_file file = {.name = "CONCEPT_RELATIONSHIP.csv",
	                     .headings = relation_headings,
	                     .read = read_relation,
	                     .into = self,
	                     .error = error};
	if (!vector_reserve(&file.by_number, self->ids.count)) {
		return fail_memory(error);
	}
	for (size_t i = 0; i < self->ids.count; i++) {
		file.by_number.items[file.by_number.count++] = (numbered){self->ids.items[i].number, (uint32_t)i};
	}
	if (self->ids.count > 1) {
		qsort(file.by_number.items, self->ids.count, sizeof *file.by_number.items, by_number);
	}
	onto_status status = read_path(&file, path);
	vector_free(&file.by_number);
	return status;
}

void onto_concept_ids_free(onto_concept_ids *self)
{
	if (self) {
		vector_free(&self->ids);
		buffer_free(&self->text);
		free(self);
	}
}

/* The first entry of a code is the standard one. */
concept_numbers concept_ids_find(const onto_concept_ids *self, const char *code)
{
	size_t low = 0, high = self ? self->ids.count : 0, count = high;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(self->ids.items[middle].code, code) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	if (low == count || strcmp(self->ids.items[low].code, code) != 0) {
		return (concept_numbers){0, 0};
	}
	return (concept_numbers){self->ids.items[low].number, self->ids.items[low].standard};
}
