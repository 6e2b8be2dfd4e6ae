/* Tags in SQLite. */
#include "command/database.h"

#ifdef HAVE_SQLITE

#include <errno.h>
#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DOCUMENTS_A_COMMIT = 256 };

/* `ancestor` has each concept itself, too, so that "or anything under it" is one join. */
static const char schema[] =
	"CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
	"CREATE TABLE IF NOT EXISTS input (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, size INTEGER, modified INTEGER,"
	" done INTEGER NOT NULL DEFAULT 0);"
	"CREATE TABLE IF NOT EXISTS document (id INTEGER PRIMARY KEY, input INTEGER NOT NULL REFERENCES input, name TEXT NOT NULL,"
	" bytes INTEGER NOT NULL);"
	"CREATE TABLE IF NOT EXISTS concept (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, type TEXT NOT NULL);"
	"CREATE TABLE IF NOT EXISTS ancestor (concept INTEGER NOT NULL REFERENCES concept, ancestor INTEGER NOT NULL REFERENCES concept,"
	" PRIMARY KEY (ancestor, concept)) WITHOUT ROWID;"
	"CREATE TABLE IF NOT EXISTS mention (id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES document,"
	" start INTEGER NOT NULL, end INTEGER NOT NULL, text TEXT NOT NULL, type TEXT NOT NULL,"
	" concept INTEGER NOT NULL REFERENCES concept, matched TEXT NOT NULL, scope TEXT NOT NULL, source TEXT NOT NULL, release TEXT,"
	" negated INTEGER NOT NULL, certainty TEXT NOT NULL, temporality TEXT NOT NULL, experiencer TEXT NOT NULL,"
	" allergy INTEGER NOT NULL, section TEXT, status TEXT, value REAL, value_text TEXT, comparator TEXT, unit TEXT, ucum TEXT,"
	" low REAL, high REAL);"
	"CREATE TABLE IF NOT EXISTS mention_code (mention INTEGER NOT NULL REFERENCES mention, position INTEGER NOT NULL,"
	" code TEXT NOT NULL, predicate TEXT NOT NULL, PRIMARY KEY (mention, position)) WITHOUT ROWID;"
	"CREATE INDEX IF NOT EXISTS document_input ON document (input);"
	"CREATE INDEX IF NOT EXISTS mention_document ON mention (document);"
	"CREATE INDEX IF NOT EXISTS mention_concept ON mention (concept, document);"
	/* What the text states of the patient: not denied, not supposed, not another's. */
	"CREATE VIEW IF NOT EXISTS present AS SELECT * FROM mention"
	" WHERE NOT negated AND experiencer = 'patient' AND certainty <> 'hypothetical' AND NOT allergy;"
	"CREATE VIEW IF NOT EXISTS documents_with AS SELECT c.code, c.name, c.type, count(DISTINCT m.document) AS documents,"
	" count(*) AS mentions FROM mention m JOIN concept c ON c.id = m.concept GROUP BY c.id;"
	"CREATE VIEW IF NOT EXISTS documents_under AS SELECT c.code, c.name, c.type, count(DISTINCT m.document) AS documents,"
	" count(*) AS mentions FROM ancestor a JOIN mention m ON m.concept = a.concept JOIN concept c ON c.id = a.ancestor GROUP BY c.id;"
	"CREATE VIEW IF NOT EXISTS present_under AS SELECT c.code, c.name, c.type, count(DISTINCT m.document) AS documents,"
	" count(*) AS mentions FROM ancestor a JOIN present m ON m.concept = a.concept JOIN concept c ON c.id = a.ancestor GROUP BY c.id;";

typedef enum query {
	ADD_INPUT,
	FIND_INPUT,
	END_INPUT,
	ADD_DOCUMENT,
	ADD_CONCEPT,
	ADD_ANCESTOR,
	ADD_MENTION,
	ADD_CODE,
	QUERIES
} query;

static const char *const queries[QUERIES] = {
	[ADD_INPUT] =
		"INSERT INTO input (path, size, modified) VALUES (?1, ?2, ?3) ON CONFLICT (path) DO UPDATE SET size = ?2, modified = ?3,"
		" done = 0 RETURNING id",
	[FIND_INPUT] = "SELECT 1 FROM input WHERE path = ?1 AND size = ?2 AND modified = ?3 AND done",
	[END_INPUT] = "UPDATE input SET done = 1 WHERE path = ?1",
	[ADD_DOCUMENT] = "INSERT INTO document (input, name, bytes) VALUES (?1, ?2, ?3)",
	[ADD_CONCEPT] =
		"INSERT INTO concept (code, name, type) VALUES (?1, ?2, ?3) ON CONFLICT (code) DO UPDATE SET name = name RETURNING id",
	[ADD_ANCESTOR] = "INSERT OR IGNORE INTO ancestor (concept, ancestor) VALUES (?1, ?2)",
	[ADD_MENTION] =
		"INSERT INTO mention (document, start, end, text, type, concept, matched, scope, source, release, negated, certainty,"
		" temporality, experiencer, allergy, section, status, value, value_text, comparator, unit, ucum, low, high) VALUES"
		" (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24)",
	[ADD_CODE] = "INSERT INTO mention_code (mention, position, code, predicate) VALUES (?1, ?2, ?3, ?4)",
};

struct database {
	sqlite3 *handle;
	char *path;
	sqlite3_stmt *statements[QUERIES];
	const onto_dictionary *dictionary;
	const onto_hierarchy *hierarchy;
	sqlite3_int64 *row_of; /* by concept of the dictionary; 0: not yet stored */
	size_t concepts;
	sqlite3_int64 input;
	size_t pending; /* documents that are not committed */
	bool open;      /* a transaction is */
};

static onto_status fail(database *self, onto_error *error)
{
	int code = sqlite3_errcode(self->handle);
	return onto_fail(error, code == SQLITE_NOMEM ? ONTO_NO_MEMORY : ONTO_IO, self->path, 0, "%s",
	                 sqlite3_errmsg(self->handle));
}

#define TRY_SQL(self, call, error) \
	do { \
		int try_code = (call); \
		if (try_code != SQLITE_OK && try_code != SQLITE_DONE && try_code != SQLITE_ROW) \
			return fail((self), (error)); \
	} while (0)

/* ---- statements ---------------------------------------------------------------------------------------------- */

static void bind_text(sqlite3_stmt *s, int at, const char *text)
{
	if (text) {
		sqlite3_bind_text(s, at, text, -1, SQLITE_STATIC);
	} else {
		sqlite3_bind_null(s, at);
	}
}

static void bind_real(sqlite3_stmt *s, int at, double number)
{
	if (isfinite(number)) {
		sqlite3_bind_double(s, at, number);
	} else {
		sqlite3_bind_null(s, at);
	}
}

/* Runs a statement once. `*row`: the first column of its row; may be NULL. */
static onto_status run_statement(database *self, query which, sqlite3_int64 *row, onto_error *error)
{
	sqlite3_stmt *s = self->statements[which];
	int code = sqlite3_step(s);
	if (row) {
		*row = code == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
	}
	while (code == SQLITE_ROW) {
		code = sqlite3_step(s);
	}
	onto_status status = code == SQLITE_DONE ? ONTO_OK : fail(self, error);
	sqlite3_reset(s);
	return status;
}

static onto_status execute(database *self, const char *sql, onto_error *error)
{
	TRY_SQL(self, sqlite3_exec(self->handle, sql, NULL, NULL, NULL), error);
	return ONTO_OK;
}

static onto_status begin_transaction(database *self, onto_error *error)
{
	if (self->open) {
		return ONTO_OK;
	}
	TRY(execute(self, "BEGIN IMMEDIATE", error));
	self->open = true;
	return ONTO_OK;
}

static onto_status commit(database *self, onto_error *error)
{
	if (!self->open) {
		return ONTO_OK;
	}
	TRY(execute(self, "COMMIT", error));
	self->open = false;
	self->pending = 0;
	return ONTO_OK;
}

/* ---- opening ------------------------------------------------------------------------------------------------- */

static onto_status prepare(database *self, onto_error *error)
{
	TRY_SQL(self, sqlite3_busy_timeout(self->handle, 10000), error);
	TRY(execute(self, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = OFF", error));
	TRY(execute(self, schema, error));
	TRY(execute(self,
	            "INSERT OR REPLACE INTO about VALUES ('program', 'ontotag " ONTO_VERSION "'), ('offsets', 'bytes')",
	            error));
	for (size_t i = 0; i < QUERIES; i++) {
		TRY_SQL(self, sqlite3_prepare_v2(self->handle, queries[i], -1, &self->statements[i], NULL), error);
	}
	return ONTO_OK;
}

onto_status database_open(database **out, const char *path, bool resume, const onto_dictionary *dictionary,
                          const onto_hierarchy *hierarchy, onto_error *error)
{
	struct stat about;
	onto_info info;
	*out = NULL;
	if (!resume && stat(path, &about) == 0 && about.st_size > 0) {
		return onto_fail(error, ONTO_ARGUMENT, path, 0, "is there already; --resume adds to it");
	}
	database *self = calloc(1, sizeof *self);
	if (!self) {
		return onto_fail(error, ONTO_NO_MEMORY, path, 0, "out of memory");
	}
	onto_dictionary_info(dictionary, &info);
	self->dictionary = dictionary;
	self->hierarchy = hierarchy;
	self->concepts = info.concepts;
	self->path = strdup(path);
	self->row_of = calloc(info.concepts + 1, sizeof *self->row_of);
	onto_status status = ONTO_OK;
	if (!self->path || !self->row_of) {
		status = onto_fail(error, ONTO_NO_MEMORY, path, 0, "out of memory");
	} else if (sqlite3_open(path, &self->handle) != SQLITE_OK) {
		status = onto_fail(error, ONTO_IO, path, 0, "cannot be opened: %s", sqlite3_errmsg(self->handle));
	} else {
		status = prepare(self, error);
	}
	if (status != ONTO_OK) {
		database_close(self, NULL);
		return status;
	}
	*out = self;
	return ONTO_OK;
}

onto_status database_close(database *self, onto_error *error)
{
	if (!self) {
		return ONTO_OK;
	}
	onto_status status = self->handle ? commit(self, error) : ONTO_OK;
	for (size_t i = 0; i < QUERIES; i++) {
		sqlite3_finalize(self->statements[i]);
	}
	sqlite3_close(self->handle);
	free(self->row_of);
	free(self->path);
	free(self);
	return status;
}

/* ---- inputs -------------------------------------------------------------------------------------------------- */

static void bind_input(sqlite3_stmt *s, const char *path)
{
	struct stat about = {0};
	bool known = stat(path, &about) == 0;
	bind_text(s, 1, path);
	sqlite3_bind_int64(s, 2, known ? (sqlite3_int64)about.st_size : -1);
	sqlite3_bind_int64(s, 3, known ? (sqlite3_int64)about.st_mtime : -1);
}

bool database_has(database *self, const char *path)
{
	sqlite3_int64 found = 0;
	bind_input(self->statements[FIND_INPUT], path);
	return run_statement(self, FIND_INPUT, &found, NULL) == ONTO_OK && found;
}

/* Removes what an earlier run left of the input. */
static onto_status clear_input(database *self, onto_error *error)
{
	char sql[512];
	snprintf(
		sql, sizeof sql,
		"DELETE FROM mention_code WHERE mention IN (SELECT m.id FROM mention m JOIN document d ON d.id = m.document WHERE d.input = %lld);"
		"DELETE FROM mention WHERE document IN (SELECT id FROM document WHERE input = %lld);"
		"DELETE FROM document WHERE input = %lld",
		(long long)self->input, (long long)self->input, (long long)self->input);
	return execute(self, sql, error);
}

onto_status database_begin(database *self, const char *path, onto_error *error)
{
	TRY(begin_transaction(self, error));
	bind_input(self->statements[ADD_INPUT], path);
	TRY(run_statement(self, ADD_INPUT, &self->input, error));
	return clear_input(self, error);
}

onto_status database_end(database *self, const char *path, bool whole, onto_error *error)
{
	if (whole) {
		TRY(begin_transaction(self, error));
		bind_text(self->statements[END_INPUT], 1, path);
		TRY(run_statement(self, END_INPUT, NULL, error));
	}
	return self->pending >= DOCUMENTS_A_COMMIT ? commit(self, error) : ONTO_OK;
}

/* ---- concepts ------------------------------------------------------------------------------------------------ */

/* The row of one concept alone. */
static onto_status add_concept(database *self, onto_concept_id id, sqlite3_int64 *row, onto_error *error)
{
	onto_concept c;
	sqlite3_stmt *s = self->statements[ADD_CONCEPT];
	if (!onto_dictionary_concept(self->dictionary, id, &c)) {
		return onto_fail(error, ONTO_UNKNOWN, NULL, 0, "a mention of no concept");
	}
	bind_text(s, 1, c.code);
	bind_text(s, 2, c.name);
	bind_text(s, 3, onto_type_word(c.type));
	return run_statement(self, ADD_CONCEPT, row, error);
}

static onto_status add_ancestor(database *self, sqlite3_int64 concept, sqlite3_int64 ancestor, onto_error *error)
{
	sqlite3_bind_int64(self->statements[ADD_ANCESTOR], 1, concept);
	sqlite3_bind_int64(self->statements[ADD_ANCESTOR], 2, ancestor);
	return run_statement(self, ADD_ANCESTOR, NULL, error);
}

/* The row of a concept's meaning, which is stored with all that lies above it when it is first found. */
static onto_status row_of_concept(database *self, onto_concept_id id, sqlite3_int64 *row, onto_error *error)
{
	size_t count = 0;
	const onto_concept_id *meaning = onto_dictionary_meaning(self->dictionary, id, &count);
	id = count ? meaning[0] : id;
	if (id < self->concepts && self->row_of[id]) {
		*row = self->row_of[id];
		return ONTO_OK;
	}
	TRY(add_concept(self, id, row, error));
	TRY(add_ancestor(self, *row, *row, error));
	const onto_concept_id *above = onto_hierarchy_ancestors(self->hierarchy, id, &count);
	for (size_t i = 0; i < count; i++) {
		sqlite3_int64 other;
		TRY(add_concept(self, above[i], &other, error));
		TRY(add_ancestor(self, *row, other, error));
	}
	if (id < self->concepts) {
		self->row_of[id] = *row;
	}
	return ONTO_OK;
}

/* ---- documents ----------------------------------------------------------------------------------------------- */

static void bind_context(sqlite3_stmt *s, const onto_context *c)
{
	const onto_value *v = c ? c->value : NULL;
	sqlite3_bind_int(s, 11, c && c->negated);
	bind_text(s, 12, onto_certainty_word(c ? c->certainty : ONTO_CERTAIN));
	bind_text(s, 13, onto_temporality_word(c ? c->temporality : ONTO_CURRENT));
	bind_text(s, 14, onto_experiencer_word(c ? c->experiencer : ONTO_PATIENT));
	sqlite3_bind_int(s, 15, c && c->allergy);
	bind_text(s, 16, c ? c->section : NULL);
	bind_text(s, 17, c && c->finding ? onto_finding_word(c->finding) : NULL);
	bind_real(s, 18, v ? v->number : NAN);
	bind_text(s, 19, v ? v->text : NULL);
	bind_text(s, 20, v ? v->comparator : NULL);
	bind_text(s, 21, v ? v->unit : NULL);
	bind_text(s, 22, v ? v->ucum : NULL);
	bind_real(s, 23, v ? v->reference_low : NAN);
	bind_real(s, 24, v ? v->reference_high : NAN);
}

static onto_status add_codes(database *self, const onto_mention *m, sqlite3_int64 row, onto_error *error)
{
	sqlite3_stmt *s = self->statements[ADD_CODE];
	for (size_t i = 0; i < m->code_count; i++) {
		sqlite3_bind_int64(s, 1, row);
		sqlite3_bind_int64(s, 2, (sqlite3_int64)i);
		bind_text(s, 3, m->codes[i]);
		bind_text(s, 4, onto_predicate_word(m->provenance ? m->provenance[i].predicate : ONTO_MATCH_EXACT));
		TRY(run_statement(self, ADD_CODE, NULL, error));
	}
	return ONTO_OK;
}

static onto_status add_mention(database *self, const onto_document *document, sqlite3_int64 row,
                               const onto_mention *m, onto_error *error)
{
	sqlite3_stmt *s = self->statements[ADD_MENTION];
	onto_span place = onto_document_origin(document, (onto_span){m->start, m->end});
	sqlite3_int64 concept;
	TRY(row_of_concept(self, m->concept, &concept, error));
	sqlite3_bind_int64(s, 1, row);
	sqlite3_bind_int64(s, 2, (sqlite3_int64)place.start);
	sqlite3_bind_int64(s, 3, (sqlite3_int64)place.end);
	sqlite3_bind_text64(s, 4, document->text + m->start, m->end - m->start, SQLITE_STATIC, SQLITE_UTF8);
	bind_text(s, 5, onto_type_word(m->type));
	sqlite3_bind_int64(s, 6, concept);
	bind_text(s, 7, m->matched);
	bind_text(s, 8, onto_scope_word(m->scope));
	bind_text(s, 9, m->source);
	bind_text(s, 10, *m->release ? m->release : NULL);
	bind_context(s, m->context);
	TRY(run_statement(self, ADD_MENTION, NULL, error));
	return add_codes(self, m, sqlite3_last_insert_rowid(self->handle), error);
}

onto_status database_document(database *self, const onto_document *document, const onto_tags *tags,
                              onto_error *error)
{
	const onto_mention *m;
	sqlite3_stmt *s = self->statements[ADD_DOCUMENT];
	TRY(begin_transaction(self, error));
	sqlite3_bind_int64(s, 1, self->input);
	bind_text(s, 2, document->id);
	sqlite3_bind_int64(s, 3, (sqlite3_int64)document->length);
	TRY(run_statement(self, ADD_DOCUMENT, NULL, error));
	sqlite3_int64 row = sqlite3_last_insert_rowid(self->handle);
	for (size_t i = 0; (m = onto_tags_mention(tags, i)); i++) {
		TRY(add_mention(self, document, row, m, error));
	}
	return ++self->pending >= DOCUMENTS_A_COMMIT ? commit(self, error) : ONTO_OK;
}

#else

onto_status database_open(database **out, const char *path, bool resume, const onto_dictionary *dictionary,
                          const onto_hierarchy *hierarchy, onto_error *error)
{
	(void)resume;
	(void)dictionary;
	(void)hierarchy;
	*out = NULL;
	return onto_fail(error, ONTO_ARGUMENT, path, 0, "this program was built without SQLite");
}

bool database_has(database *self, const char *path)
{
	(void)self;
	(void)path;
	return false;
}

onto_status database_begin(database *self, const char *path, onto_error *error)
{
	(void)self;
	(void)path;
	(void)error;
	return ONTO_OK;
}

onto_status database_document(database *self, const onto_document *document, const onto_tags *tags,
                              onto_error *error)
{
	(void)self;
	(void)document;
	(void)tags;
	(void)error;
	return ONTO_OK;
}

onto_status database_end(database *self, const char *path, bool whole, onto_error *error)
{
	(void)self;
	(void)path;
	(void)whole;
	(void)error;
	return ONTO_OK;
}

onto_status database_close(database *self, onto_error *error)
{
	(void)self;
	(void)error;
	return ONTO_OK;
}

#endif
