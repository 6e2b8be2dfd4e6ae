/* Numbers of concepts by code, from CONCEPT.csv of the OMOP vocabularies.
 *
 *     concept_id  concept_name  domain_id  vocabulary_id  concept_class_id  standard_concept  concept_code ...
 *     317009      Asthma        Condition  SNOMED         Disorder          S                 195967001
 *
 * The file has a header, tabs and no quotes. Only vocabularies are kept that the table of them knows; of a code
 * that occurs twice, the standard concept. */
#include "format/concept_ids.h"

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
	bool standard;
} concept_id;

struct onto_concept_ids {
	VECTOR(concept_id) ids; /* sorted by code */
	buffer text;
};

enum { ID, VOCABULARY_ID, STANDARD, CODE, COLUMNS };

static const char *const headings[COLUMNS] = {"concept_id", "vocabulary_id", "standard_concept", "concept_code"};

typedef struct cell {
	const char *text;
	size_t length;
} cell;

typedef struct concept_file {
	stream *stream;
	size_t columns[COLUMNS];
	onto_concept_ids *into;
	onto_error *error;
} concept_file;

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
			if (cell_is(c, headings[i])) {
				self->columns[i] = column;
				found++;
			}
		}
	}
	return found == COLUMNS ? ONTO_OK
	                        : fail(self,
	                               "is no CONCEPT.csv: its header lacks concept_id, vocabulary_id, "
	                               "standard_concept or concept_code");
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

static onto_status read_concept(concept_file *self, const char *line, size_t length)
{
	const char *end = line + length;
	cell cells[COLUMNS] = {{"", 0}}, c;
	size_t number, found = 0;
	for (size_t column = 0; found < COLUMNS && next_cell(&line, end, &c); column++) {
		for (size_t i = 0; i < COLUMNS; i++) {
			if (self->columns[i] == column) {
				cells[i] = c;
				found++;
			}
		}
	}
	if (found < COLUMNS) {
		return fail(self, "the row has too few columns");
	}
	const vocabulary *v = vocabulary_named(cells[VOCABULARY_ID]);
	if (!v) {
		return ONTO_OK;
	}
	if (!parse_number(cells[ID].text, cells[ID].length, &number) || !number || number > UINT32_MAX) {
		return fail(self, "the concept_id is no number");
	}
	buffer *text = &self->into->text;
	concept_id new = {
		.offset = text->length, .number = (uint32_t)number, .standard = cell_is(cells[STANDARD], "S")};
	buffer_text(text, v->prefix);
	buffer_byte(text, ':');
	buffer_append(text, cells[CODE].text, cells[CODE].length);
	buffer_byte(text, '\0');
	return !text->failed && vector_push(&self->into->ids, new) ? ONTO_OK : fail_memory(self->error);
}

static int by_code(const void *a, const void *b)
{
	const concept_id *x = a, *y = b;
	int order = strcmp(x->code, y->code);
	if (order) {
		return order;
	}
	return x->standard != y->standard ? (x->standard ? -1 : 1) : x->number < y->number ? -1 : x->number > y->number;
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
		TRY(!header ? read_header(self, line, length) : length ? read_concept(self, line, length) : ONTO_OK);
		header = true;
	}
	onto_concept_ids *ids = self->into;
	for (size_t i = 0; i < ids->ids.count; i++) {
		ids->ids.items[i].code = ids->text.bytes + ids->ids.items[i].offset;
	}
	if (ids->ids.count > 1) {
		qsort(ids->ids.items, ids->ids.count, sizeof *ids->ids.items, by_code);
	}
	return header ? ONTO_OK : fail(self, "the file is empty");
}

onto_status onto_concept_ids_load(const char *path, onto_concept_ids **out, onto_error *error)
{
	*out = NULL;
	concept_file file = {.into = calloc(1, sizeof *file.into), .error = error};
	if (!file.into) {
		return fail_memory(error);
	}
	onto_status status = stream_open(&file.stream, path, NULL, error);
	if (status == ONTO_OK) {
		status = read_file(&file);
	}
	stream_close(file.stream);
	if (status != ONTO_OK) {
		onto_concept_ids_free(file.into);
		return status;
	}
	*out = file.into;
	return ONTO_OK;
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
size_t concept_ids_find(const onto_concept_ids *self, const char *code, bool *standard)
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
		return 0;
	}
	*standard = self->ids.items[low].standard;
	return self->ids.items[low].number;
}
