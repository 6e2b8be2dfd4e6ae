/* Evaluates the context of mentions against a gold standard. */
#include "eval/context.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "import/pool.h"

typedef enum field {
	FIELD_TAGGED,
	FIELD_NEGATED,
	FIELD_POSSIBLE,
	FIELD_HYPOTHETICAL,
	FIELD_HISTORICAL,
	FIELD_FAMILY,
	FIELD_NOT_PATIENT,
	FIELD_STATUS,
	FIELD_SECTION,
	FIELD_NUMBER,
	FIELDS
} field;

static const char *const field_words[FIELDS] = {"tagged", "negated",     "possible", "hypothetical", "historical",
                                                "family", "not patient", "status",   "section",      "number"};

/* The gold annotation of one target. A field is scored only if `scored` has its bit. */
typedef struct target {
	size_t start, end; /* bytes */
	onto_type type;
	unsigned scored; /* bits 1 << FIELD_... */
	bool negated;
	onto_certainty certainty;
	onto_temporality temporality;
	onto_experiencer experiencer;
	const char *status, *section; /* NULL: none */
	double number;
	bool has_number;
} target;

typedef struct text {
	const char *id, *bytes;
	size_t length;
	target *targets;
	size_t count, room;
} text;

struct context_gold {
	pool memory;
	text *texts;
	size_t count, room;
};

enum {
	OF_CERTAINTY = 1 << FIELD_POSSIBLE | 1 << FIELD_HYPOTHETICAL,
	OF_PERSON = 1 << FIELD_FAMILY | 1 << FIELD_NOT_PATIENT
};

static onto_status no_memory(onto_error *error)
{
	return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
}

void context_gold_free(context_gold *self)
{
	if (self) {
		for (size_t i = 0; i < self->count; i++) {
			free(self->texts[i].targets);
		}
		free(self->texts);
		pool_free(&self->memory);
		free(self);
	}
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

static text *add_text(context_gold *self, const char *id, const char *bytes, size_t length)
{
	text *grown = pool_grown(self->texts, self->count, &self->room, sizeof *grown);
	if (!grown) {
		return NULL;
	}
	self->texts = grown;
	text *t = &self->texts[self->count];
	*t = (text){.id = pool_copy(&self->memory, id, strlen(id)),
	            .bytes = pool_copy(&self->memory, bytes, length),
	            .length = length};
	self->count += t->id && t->bytes;
	return t->id && t->bytes ? t : NULL;
}

static bool add_target(text *t, target new)
{
	target *grown = pool_grown(t->targets, t->count, &t->room, sizeof *grown);
	if (!grown || new.start >= new.end || new.end > t->length) {
		return grown != NULL;
	}
	t->targets = grown;
	t->targets[t->count++] = new;
	return true;
}

/* The byte at which code point number `point` begins. */
static size_t byte_of(const text *t, size_t point)
{
	size_t at = 0;
	for (; at < t->length && point; point--) {
		do {
			at++;
		} while (at < t->length && ((unsigned char)t->bytes[at] & 0xc0) == 0x80);
	}
	return at;
}

static char *read_all(const char *path, size_t *length)
{
	FILE *file = fopen(path, "rb");
	struct stat about;
	char *bytes = file && fstat(fileno(file), &about) == 0 && S_ISREG(about.st_mode)
	                  ? malloc((size_t)about.st_size + 1)
	                  : NULL;
	*length = bytes ? fread(bytes, 1, (size_t)about.st_size, file) : 0;
	if (bytes) {
		bytes[*length] = '\0';
	}
	if (file) {
		fclose(file);
	}
	return bytes;
}

/* True where a member exists and is annotated. */
static const json_t *annotated(const json_t *row, const char *name)
{
	const json_t *value = json_object_get(row, name);
	return value && !json_is_null(value) ? value : NULL;
}

static target target_of_json(const text *t, const json_t *row)
{
	target g = {.start = byte_of(t, (size_t)json_integer_value(json_object_get(row, "start"))),
	            .end = byte_of(t, (size_t)json_integer_value(json_object_get(row, "end")))};
	const char *type = json_string_value(json_object_get(row, "type"));
	const json_t *value;
	(void)(type && onto_type_parse(type, &g.type));
	if ((value = annotated(row, "negated"))) {
		g.scored |= 1 << FIELD_NEGATED;
		g.negated = json_is_true(value);
	}
	if ((value = annotated(row, "certainty")) && onto_certainty_parse(json_string_value(value), &g.certainty)) {
		g.scored |= OF_CERTAINTY;
	}
	if ((value = annotated(row, "temporality")) &&
	    onto_temporality_parse(json_string_value(value), &g.temporality)) {
		g.scored |= 1 << FIELD_HISTORICAL;
	}
	if ((value = annotated(row, "experiencer")) &&
	    onto_experiencer_parse(json_string_value(value), &g.experiencer)) {
		g.scored |= OF_PERSON;
	}
	g.scored |= g.type == ONTO_MARKER ? 1 << FIELD_STATUS : 0;
	g.status = json_string_value(json_object_get(row, "status"));
	g.section = json_string_value(json_object_get(row, "section"));
	g.scored |= g.section ? 1 << FIELD_SECTION : 0;
	value = json_object_get(row, "value");
	g.scored |= g.type == ONTO_MARKER && value ? 1 << FIELD_NUMBER : 0;
	g.has_number = json_is_number(value);
	g.number = json_number_value(value);
	return g;
}

/* The text of a row: the last one, or a new one. */
static text *text_of_json(context_gold *self, const json_t *row, const char *folder)
{
	const char *own = json_string_value(json_object_get(row, "text"));
	bool inside = own && json_object_get(row, "target");
	const char *id = json_string_value(json_object_get(row, inside ? "id" : "doc"));
	text *last = self->count ? &self->texts[self->count - 1] : NULL;
	if (id && last && strcmp(last->id, id) == 0) {
		return last;
	}
	if (!id || inside) {
		return id ? add_text(self, id, own, strlen(own)) : NULL;
	}
	char path[4096];
	size_t length;
	int written = snprintf(path, sizeof path, "%s/%s.txt", folder, id);
	char *bytes = written > 0 && (size_t)written < sizeof path ? read_all(path, &length) : NULL;
	text *t = bytes ? add_text(self, id, bytes, length) : NULL;
	free(bytes);
	return t;
}

static const char *copy_or_null(context_gold *self, const char *word)
{
	return word ? pool_copy(&self->memory, word, strlen(word)) : NULL;
}

static onto_status read_json(context_gold *self, const char *path, char *bytes, onto_error *error)
{
	char folder[4096];
	size_t line = 0;
	snprintf(folder, sizeof folder, "%.*s", (int)(strlen(path) - strlen(".jsonl")), path);
	for (char *row; (row = strsep(&bytes, "\n"));) {
		line++;
		if (!*row) {
			continue;
		}
		json_t *object = json_loads(row, 0, NULL);
		text *t = object ? text_of_json(self, object, folder) : NULL;
		target g = t ? target_of_json(t, object) : (target){0};
		g.status = copy_or_null(self, g.status);
		g.section = copy_or_null(self, g.section);
		bool good = t && add_target(t, g);
		json_decref(object);
		if (!good) {
			return onto_fail(error, ONTO_DAMAGED, path, line, "no object of a gold, or its text is not there");
		}
	}
	return ONTO_OK;
}

enum { NUMBER, GROUP, CONCEPT, SENTENCE, NEGATION, TEMPORALITY, EXPERIENCER, START, END, COLUMNS };

static target target_of_row(const text *t, char *const *cells)
{
	target g = {.start = byte_of(t, strtoul(cells[START], NULL, 10)),
	            .end = byte_of(t, strtoul(cells[END], NULL, 10))};
	if (strcmp(cells[NEGATION], "-") != 0 && strcmp(cells[NEGATION], "Resolved") != 0) {
		g.scored |= 1 << FIELD_NEGATED | OF_CERTAINTY;
		g.negated = strcmp(cells[NEGATION], "Negated") == 0;
		g.certainty = strcmp(cells[NEGATION], "Possible") == 0 ? ONTO_POSSIBLE : ONTO_CERTAIN;
	}
	if (strcmp(cells[TEMPORALITY], "-") != 0) {
		g.scored |= 1 << FIELD_HISTORICAL;
		g.temporality = strcmp(cells[TEMPORALITY], "Historical") == 0 ? ONTO_HISTORICAL : ONTO_CURRENT;
	}
	if (strcmp(cells[EXPERIENCER], "-") != 0) {
		g.scored |= OF_PERSON;
		g.experiencer = strcmp(cells[EXPERIENCER], "Patient") == 0         ? ONTO_PATIENT
		                : strcmp(cells[EXPERIENCER], "Family member") == 0 ? ONTO_FAMILY
		                                                                   : ONTO_OTHER;
	}
	return g;
}

static onto_status read_rows(context_gold *self, const char *path, char *bytes, onto_error *error)
{
	size_t line = 0;
	for (char *row; (row = strsep(&bytes, "\n"));) {
		char *cells[COLUMNS] = {0}, id[32];
		if (++line == 1 || !*row) {
			continue;
		}
		for (size_t i = 0; i < COLUMNS; i++) {
			cells[i] = strsep(&row, "\t");
			if (!cells[i]) {
				return onto_fail(error, ONTO_DAMAGED, path, line, "a row of less than %d columns", COLUMNS);
			}
		}
		snprintf(id, sizeof id, "%zu", line);
		text *t = add_text(self, id, cells[SENTENCE], strlen(cells[SENTENCE]));
		if (!t || !add_target(t, target_of_row(t, cells))) {
			return no_memory(error);
		}
	}
	return ONTO_OK;
}

static target *target_named(text *t, const onto_document *document, const char *id, size_t length)
{
	for (size_t i = 0; i < document->annotation_count && i < t->count; i++) {
		if (strlen(document->annotations[i].id) == length && memcmp(document->annotations[i].id, id, length) == 0) {
			return &t->targets[i];
		}
	}
	return NULL;
}

/* A1	Certainty T3 possible */
static void take_attribute(context_gold *self, text *t, const onto_document *document, const char *line)
{
	const char *name = strchr(line, '\t'), *id = name ? strchr(name, ' ') : NULL;
	if ((*line != 'A' && *line != 'M') || !id) {
		return;
	}
	size_t name_length = (size_t)(id - ++name), id_length = strcspn(++id, " ");
	const char *value = id + id_length + (id[id_length] == ' ');
	target *g = target_named(t, document, id, id_length);
	if (!g) {
		return;
	}
	if (name_length == 7 && memcmp(name, "Negated", 7) == 0) {
		g->negated = true;
	} else if (name_length == 9 && memcmp(name, "Certainty", 9) == 0) {
		(void)onto_certainty_parse(value, &g->certainty);
	} else if (name_length == 11 && memcmp(name, "Temporality", 11) == 0) {
		(void)onto_temporality_parse(value, &g->temporality);
	} else if (name_length == 11 && memcmp(name, "Experiencer", 11) == 0) {
		(void)onto_experiencer_parse(value, &g->experiencer);
	} else if (name_length == 6 && memcmp(name, "Status", 6) == 0) {
		g->status = copy_or_null(self, value);
	}
}

static bool add_annotated(context_gold *self, const onto_document *document)
{
	text *t = add_text(self, document->id, document->text, document->length);
	bool good = t != NULL;
	for (size_t i = 0; good && i < document->annotation_count; i++) {
		const onto_annotation *a = &document->annotations[i];
		target g = {.start = a->spans[0].start,
		            .end = a->spans[a->span_count - 1].end,
		            .type = ONTO_DISEASE,
		            .scored =
		                1 << FIELD_NEGATED | OF_CERTAINTY | 1 << FIELD_HISTORICAL | OF_PERSON | 1 << FIELD_STATUS};
		g.type = strcmp(a->type, "Chemical") == 0 ? ONTO_DRUG
		         : strcmp(a->type, "Gene") == 0   ? ONTO_MARKER
		                                          : ONTO_DISEASE;
		good = add_target(t, g);
	}
	for (size_t i = 0; good && i < document->rest_count; i++) {
		take_attribute(self, t, document, document->rest[i]);
	}
	return good;
}

static onto_status read_brat(context_gold *self, const char *path, onto_error *error)
{
	onto_reader *reader;
	const onto_document *document;
	onto_status status = onto_reader_open(path, "brat", NULL, &reader, error);
	if (status != ONTO_OK) {
		return status;
	}
	while ((status = onto_reader_next(reader, &document, error)) == ONTO_OK && document) {
		if (!add_annotated(self, document)) {
			status = no_memory(error);
			break;
		}
	}
	onto_reader_free(reader);
	return status;
}

onto_status context_gold_read(const char *path, context_gold **out, onto_error *error)
{
	size_t length = strlen(path), size;
	bool json = length > 6 && strcmp(path + length - 6, ".jsonl") == 0;
	struct stat about;
	context_gold *self = calloc(1, sizeof *self);
	*out = NULL;
	if (!self) {
		return no_memory(error);
	}
	onto_status status;
	if (stat(path, &about) == 0 && S_ISDIR(about.st_mode)) {
		status = read_brat(self, path, error);
	} else {
		char *bytes = read_all(path, &size);
		status = !bytes ? onto_fail(error, ONTO_IO, path, 0, "cannot be read")
		         : json ? read_json(self, path, bytes, error)
		                : read_rows(self, path, bytes, error);
		free(bytes);
	}
	if (status != ONTO_OK) {
		context_gold_free(self);
		return status;
	}
	*out = self;
	return ONTO_OK;
}

/* ---- names --------------------------------------------------------------------------------------------------- */

/* A name on one line; a word that a line end broke is joined. */
static void name_of(const text *t, const target *g, char out[512])
{
	size_t used = 0;
	for (size_t at = g->start; at < g->end && used < 511; at++) {
		char c = t->bytes[at];
		bool white = c == ' ' || c == '\n' || c == '\r' || c == '\t';
		if (white && used && out[used - 1] == '-' && c == '\n') {
			used--;
		} else if (!white || (used && out[used - 1] != ' ')) {
			out[used++] = white ? ' ' : c;
		}
	}
	out[used] = '\0';
}

onto_status context_gold_dictionary(const context_gold *self, onto_dictionary **out, onto_error *error)
{
	onto_builder *builder;
	size_t number = 0;
	*out = NULL;
	onto_status status = onto_builder_new(&builder, error);
	if (status != ONTO_OK) {
		return status;
	}
	status = onto_builder_source(builder, &(onto_source){.id = "GOLD", .title = "names of a gold"}, error);
	for (size_t i = 0; i < self->count; i++) {
		for (size_t k = 0; k < self->texts[i].count && status == ONTO_OK; k++) {
			char name[512], code[32];
			name_of(&self->texts[i], &self->texts[i].targets[k], name);
			snprintf(code, sizeof code, "GOLD:%zu", ++number);
			if (*name) {
				onto_concept_row row = {.code = code, .type = self->texts[i].targets[k].type, .name = name};
				status = onto_builder_concept(builder, &row, error);
			}
			if (*name && status == ONTO_OK) {
				status = onto_builder_name(builder, code, ONTO_EXACT, name, ONTO_POLICY_CASE, error);
			}
		}
	}
	if (status == ONTO_OK) {
		status = onto_dictionary_freeze(builder, out, error);
	}
	onto_builder_free(builder);
	return status;
}

/* ---- scoring ------------------------------------------------------------------------------------------------- */

static size_t overlap(const onto_mention *m, const target *g)
{
	size_t bytes = 0;
	for (size_t i = 0; i < m->span_count; i++) {
		size_t start = m->spans[i].start > g->start ? m->spans[i].start : g->start;
		size_t end = m->spans[i].end < g->end ? m->spans[i].end : g->end;
		bytes += start < end ? end - start : 0;
	}
	return bytes;
}

static const onto_mention *mention_of(const onto_tags *tags, const target *g)
{
	const onto_mention *best = NULL, *m;
	size_t most = 0;
	for (size_t i = 0; (m = onto_tags_mention(tags, i)) && m->start < g->end; i++) {
		size_t bytes = overlap(m, g);
		bool own = m->type == g->type,
			 better = best && best->type == g->type ? own && bytes > most : own || bytes > most;
		if (bytes && (!best || better)) {
			best = m;
			most = bytes;
		}
	}
	return best;
}

static void add_count(count *c, bool gold, bool found, bool same)
{
	c->gold += gold;
	c->predicted += found;
	c->found += gold && same;
	c->right += gold && same;
}

/* True where two words denote the same result of a marker. */
static bool same_status(const char *a, const char *b)
{
	static const char *const alike[][2] = {
		{"mutated", "positive"}, {"wild_type", "negative"}, {"not_detected", "negative"}};
	for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
		a = strcmp(a, alike[i][0]) == 0 ? alike[i][1] : a;
		b = strcmp(b, alike[i][0]) == 0 ? alike[i][1] : b;
	}
	return strcmp(a, b) == 0;
}

/* The status of a mention, derived also from its sign and negation. */
static const char *status_of(const onto_mention *m)
{
	if (m->context && m->context->finding) {
		return onto_finding_word(m->context->finding);
	}
	if (m->sign) {
		return m->sign == '-' ? "negative" : "positive";
	}
	return m->context && m->context->negated ? "negative" : NULL;
}

static void score_target(count rows[FIELDS], const target *g, const onto_mention *m)
{
	static const onto_context nothing = {0};
	add_count(&rows[FIELD_TAGGED], true, m != NULL, m != NULL);
	if (!m) {
		return;
	}
	const onto_context *c = m->context ? m->context : &nothing;
	bool gold[FIELDS] = {[FIELD_NEGATED] = g->negated,
	                     [FIELD_POSSIBLE] = g->certainty == ONTO_POSSIBLE,
	                     [FIELD_HYPOTHETICAL] = g->certainty == ONTO_HYPOTHETICAL,
	                     [FIELD_HISTORICAL] = g->temporality,
	                     [FIELD_FAMILY] = g->experiencer == ONTO_FAMILY,
	                     [FIELD_NOT_PATIENT] = g->experiencer};
	bool found[FIELDS] = {[FIELD_NEGATED] = c->negated,
	                      [FIELD_POSSIBLE] = c->certainty == ONTO_POSSIBLE,
	                      [FIELD_HYPOTHETICAL] = c->certainty == ONTO_HYPOTHETICAL,
	                      [FIELD_HISTORICAL] = c->temporality,
	                      [FIELD_FAMILY] = c->experiencer == ONTO_FAMILY,
	                      [FIELD_NOT_PATIENT] = c->experiencer};
	for (field f = FIELD_NEGATED; f <= FIELD_NOT_PATIENT; f++) {
		if (g->scored >> f & 1) {
			add_count(&rows[f], gold[f], found[f], gold[f] && found[f]);
		}
	}
	if (g->scored >> FIELD_STATUS & 1 && g->type == ONTO_MARKER) {
		const char *status = status_of(m);
		add_count(&rows[FIELD_STATUS], g->status, status, g->status && status && same_status(g->status, status));
	}
	if (g->scored >> FIELD_SECTION & 1) {
		add_count(&rows[FIELD_SECTION], true, c->section, c->section && strcmp(c->section, g->section) == 0);
	}
	if (g->scored >> FIELD_NUMBER & 1) {
		bool number = c->value && c->value->number == c->value->number;
		add_count(&rows[FIELD_NUMBER], g->has_number, number,
		          g->has_number && number && c->value->number == g->number);
	}
}

onto_status context_gold_score(const context_gold *self, onto_tagger *tagger, report *report, onto_error *error)
{
	count rows[FIELDS] = {0};
	for (size_t i = 0; i < self->count; i++) {
		const text *t = &self->texts[i];
		const onto_tags *tags;
		onto_status status = onto_tagger_tag(tagger, t->bytes, t->length, &tags, error);
		if (status != ONTO_OK) {
			return status;
		}
		for (size_t k = 0; k < t->count; k++) {
			score_target(rows, &t->targets[k], mention_of(tags, &t->targets[k]));
		}
	}
	report->documents = self->count;
	report->row_count = 0;
	for (field f = 0; f < FIELDS; f++) {
		if (rows[f].gold || rows[f].predicted) {
			report->rows[report->row_count++] = (report_row){"context", field_words[f], rows[f]};
		}
	}
	return ONTO_OK;
}
