/* SNOMED CT in Release Format 2: tab-separated tables with a header, a component a row.
 *
 *     Terminology/sct2_Concept_Snapshot_*       id time active module definition
 *     Terminology/sct2_Description_Snapshot-*   id time active module concept language type term case
 *     Terminology/sct2_Relationship_Snapshot_*  id time active module source destination group type ...
 *     Refset/Language/..LanguageSnapshot-..      id time active module refset component acceptability
 *     Refset/Content/..AssociationSnapshot_..    id time active module refset component target
 *
 * The table of concepts is the source; the others are found by their names, in its folder and in those of a
 * release. By themselves they are passed over, and so are the Full and Delta forms: a Snapshot has each component
 * once, as it stands.
 *
 *     descriptions ─▶ language ─▶ concepts with their names ─▶ the tag of the full name decides ─▶ builder
 *     "Asthma (disorder)" is the kind "disorder" for the rules. */
#include "import.h"

#include "ascii.h"
#include "columns.h"
#include "name.h"
#include "string_index.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FULL_NAME   "900000000000003001"
#define SYNONYM     "900000000000013009"
#define PREFERRED   "900000000000548007"
#define SENSITIVE   "900000000000017005"
#define IS_A        "116680003"
#define US_ENGLISH  "900000000000509007"
#define SAME_AS     "900000000000527005"
#define REPLACED_BY "900000000000526001"
#define POSSIBLY    "900000000000523009"
#define WAS_A       "900000000000528000"
#define ALTERNATIVE "900000000000530003"

static const char concept_header[] = "id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId";

static bool detects(const char *head, size_t length)
{
	(void)length;
	return ascii_begins(head, "id\teffectiveTime\tactive\tmoduleId\t");
}

/* ---- state --------------------------------------------------------------------------------------------------- */

typedef enum acceptability { UNKNOWN, ACCEPTABLE, PREFERRED_GB, PREFERRED_US } acceptability;

typedef struct description {
	uint32_t concept;
	uint32_t next; /* of the concept, + 1 */
	char *term;
	bool is_full;
	bool is_sensitive;
	uint8_t acceptability;
} description;

typedef struct sct_concept {
	bool is_active;
	uint32_t first, last; /* descriptions, + 1 */
	uint32_t successors;  /* + 1 */
} sct_concept;

typedef struct successor {
	uint32_t next; /* + 1 */
	char target[24];
	bool is_certain;
} successor;

typedef struct rf2 {
	import *job;
	string_index ids; /* of concepts */
	sct_concept *concepts;
	size_t concept_room;
	string_index description_ids;
	description *descriptions;
	size_t description_room;
	pool texts;
	successor *successors;
	size_t successor_count, successor_room;
	size_t taken;
} rf2;

typedef onto_status (*take_row)(rf2 *self, const import *from, char **fields);

/* ---- tables -------------------------------------------------------------------------------------------------- */

enum { FIELDS_MOST = 10 };

static onto_status read_table(rf2 *self, const import *from, size_t count, take_row take)
{
	bool header = true;
	for (;;) {
		char *line = NULL;
		char *fields[FIELDS_MOST];
		size_t found = 0;
		TRY(input_line(from->input, &line, NULL, from->error));
		if (!line) {
			return ONTO_OK;
		}
		if (header || !*line) {
			header = false;
			continue;
		}
		for (char *rest = line; rest && found < count;) {
			fields[found++] = columns_cut(&rest, '\t');
		}
		if (found < count) {
			return import_damaged(from, "the row has too few columns");
		}
		TRY(take(self, from, fields));
	}
}

/* True for the name of a Snapshot's file of this kind, plain or compressed. */
static bool is_named(const char *name, const char *kind)
{
	const char *at = strstr(name, kind);
	return at && strstr(name, "Snapshot") && (strstr(at, ".txt") != NULL);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Reads every file of a kind in a folder, in the order of names. */
static onto_status read_folder(rf2 *self, const char *folder, const char *kind, size_t count, take_row take,
                               size_t *files)
{
	struct dirent **entries = NULL;
	int entry_count = scandir(folder, &entries, NULL, by_name);
	onto_status status = ONTO_OK;
	for (int i = 0; i < entry_count; i++) {
		char path[4096];
		int length = snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
		bool wanted = !status && is_named(entries[i]->d_name, kind) && length > 0 && (size_t)length < sizeof path;
		free(entries[i]);
		if (!wanted) {
			continue;
		}
import from = * self->job;
		from.path = path;
		from.input = NULL;
		status = input_open(&from.input, path, self->job->error);
		if (!status) {
			status = read_table(self, &from, count, take);
		}
		input_close(from.input);
		++*files;
	}
	free(entries);
	return status;
}

/* In the folder of the concepts, and where a release has such files. */
static onto_status read_beside(rf2 *self, const char *kind, const char *elsewhere, size_t count, take_row take,
                               size_t *files)
{
	char folder[4096], other[4096];
	const char *slash = strrchr(self->job->path, '/');
	snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - self->job->path) : 1,
	         slash ? self->job->path : ".");
	TRY(read_folder(self, folder, kind, count, take, files));
	if (*files || !elsewhere) {
		return ONTO_OK;
	}
	int length = snprintf(other, sizeof other, "%.3000s/%s", folder, elsewhere);
	return length > 0 ? read_folder(self, other, kind, count, take, files) : ONTO_OK;
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */

static bool is_active(char **fields)
{
	return !strcmp(fields[2], "1");
}

static bool is_sctid(const char *text)
{
	size_t length = 0;
	while (ascii_is_digit(text[length])) {
		length++;
	}
	return length >= 6 && length <= 18 && !text[length];
}

static onto_status take_concept(rf2 *self, const import *from, char **fields)
{
	if (!is_sctid(fields[0])) {
		return import_damaged(from, "the row begins with no SCTID");
	}
	size_t number = string_index_add(&self->ids, fields[0], strlen(fields[0]));
	if (number == SIZE_MAX) {
		return import_no_memory(from);
	}
	if (number >= self->concept_room) {
		size_t room = self->concept_room ? self->concept_room * 2 : 1 << 12;
		sct_concept *more = realloc(self->concepts, room * sizeof *more);
		if (!more) {
			return import_no_memory(from);
		}
		memset(more + self->concept_room, 0, (room - self->concept_room) * sizeof *more);
		self->concepts = more;
		self->concept_room = room;
	}
	self->concepts[number].is_active = is_active(fields);
	return ONTO_OK;
}

static onto_status take_description(rf2 *self, const import *from, char **fields)
{
	bool is_full = !strcmp(fields[6], FULL_NAME);
	size_t concept = string_index_find(&self->ids, fields[4], strlen(fields[4]));
	if (!is_active(fields) || concept == SIZE_MAX || (!is_full && strcmp(fields[6], SYNONYM))) {
		return ONTO_OK;
	}
	if (!import_language(from, fields[5])) {
		return import_leave(from, "name in another language");
	}
	size_t before = self->description_ids.count;
	size_t number = string_index_add(&self->description_ids, fields[0], strlen(fields[0]));
	char *term = pool_copy(&self->texts, fields[7], strlen(fields[7]));
	if (number == SIZE_MAX || !term) {
		return import_no_memory(from);
	}
	if (number < before) {
		return ONTO_OK; /* in two files of one release */
	}
	description *more = pool_grown(self->descriptions, number, &self->description_room, sizeof *more);
	if (!more) {
		return import_no_memory(from);
	}
	self->descriptions = more;
	more[number] = (description){.concept = (uint32_t)concept,
	                             .term = term,
	                             .is_full = is_full,
	                             .is_sensitive = !strcmp(fields[8], SENSITIVE)};
	sct_concept *of = &self->concepts[concept];
	*(of->last ? &more[of->last - 1].next : &of->first) = (uint32_t)number + 1;
	of->last = (uint32_t)number + 1;
	return ONTO_OK;
}

static onto_status take_language(rf2 *self, const import *from, char **fields)
{
	(void)from;
	size_t number = string_index_find(&self->description_ids, fields[5], strlen(fields[5]));
	if (!is_active(fields) || number == SIZE_MAX) {
		return ONTO_OK;
	}
	uint8_t is = strcmp(fields[6], PREFERRED)    ? ACCEPTABLE
	             : strcmp(fields[4], US_ENGLISH) ? PREFERRED_GB
	                                             : PREFERRED_US;
	uint8_t *kept = &self->descriptions[number].acceptability;
	*kept = is > *kept ? is : *kept;
	return ONTO_OK;
}

static onto_status take_relationship(rf2 *self, const import *from, char **fields)
{
	char child[TYPES_CODE_ROOM], parent[TYPES_CODE_ROOM];
	size_t source = string_index_find(&self->ids, fields[4], strlen(fields[4]));
	if (!is_active(fields) || strcmp(fields[7], IS_A) || source == SIZE_MAX || !self->concepts[source].is_active) {
		return ONTO_OK;
	}
	if (!is_sctid(fields[5])) {
		return import_damaged(from, "the destination is no SCTID");
	}
	snprintf(child, sizeof child, "SNOMEDCT:%s", fields[4]);
	snprintf(parent, sizeof parent, "SNOMEDCT:%s", fields[5]);
	return onto_builder_parent(from->builder, child, parent, from->error);
}

static onto_status take_association(rf2 *self, const import *from, char **fields)
{
	bool is_certain = !strcmp(fields[4], SAME_AS) || !strcmp(fields[4], REPLACED_BY);
	bool is_possible = !strcmp(fields[4], POSSIBLY) || !strcmp(fields[4], ALTERNATIVE) || !strcmp(fields[4], WAS_A);
	size_t concept = string_index_find(&self->ids, fields[5], strlen(fields[5]));
	if (!is_active(fields) || (!is_certain && !is_possible) || concept == SIZE_MAX || !is_sctid(fields[6])) {
		return ONTO_OK;
	}
	successor *more = pool_grown(self->successors, self->successor_count, &self->successor_room, sizeof *more);
	if (!more) {
		return import_no_memory(from);
	}
	self->successors = more;
	successor *new = &more[self->successor_count++];
	*new = (successor){.next = self->concepts[concept].successors, .is_certain = is_certain};
	snprintf(new->target, sizeof new->target, "%s", fields[6]);
	self->concepts[concept].successors = (uint32_t)self->successor_count;
	return ONTO_OK;
}

/* ---- handing on ---------------------------------------------------------------------------------------------- */

/* Cuts "Asthma (disorder)" into the name and the tag. */
static const char *cut_tag(char *full)
{
	size_t length = strlen(full);
	char *open = length && full[length - 1] == ')' ? strrchr(full, '(') : NULL;
	if (!open || open == full || open[-1] != ' ') {
		return "";
	}
	full[length - 1] = '\0';
	open[-1] = '\0';
	return open + 1;
}

/* The standing of an inactive concept, by its historical associations. */
static void find_standing(const rf2 *self, const sct_concept *of, onto_concept_row *row, char *codes, size_t room)
{
	bool certain = false;
	size_t used = 0, count = 0;
	row->standing = of->is_active ? ONTO_LIVE : ONTO_OBSOLETE;
	for (uint32_t at = of->is_active ? 0 : of->successors; at; at = self->successors[at - 1].next) {
		certain |= self->successors[at - 1].is_certain;
	}
	for (uint32_t at = of->is_active ? 0 : of->successors; at && used < room; at = self->successors[at - 1].next) {
		const successor *s = &self->successors[at - 1];
		if (s->is_certain == certain && used + 40 < room) {
			used += (size_t)snprintf(codes + used, room - used, "%sSNOMEDCT:%s", count ? "|" : "", s->target);
			count++;
		}
	}
	if (count) {
		row->standing = certain && count == 1 ? ONTO_REPLACED : ONTO_CONSIDER;
		row->successor = codes;
	}
}

static onto_status add_names(const rf2 *self, const sct_concept *of, const char *code)
{
	for (uint32_t at = of->first; at; at = self->descriptions[at - 1].next) {
		const description *d = &self->descriptions[at - 1];
		bool symbol = d->is_sensitive && name_is_symbol(d->term);
		TRY(import_name(self->job, code, ONTO_EXACT, d->term, symbol ? ONTO_POLICY_SYMBOL : ONTO_POLICY_SETTLE));
	}
	return ONTO_OK;
}

static onto_status add_concept(rf2 *self, size_t number)
{
	const import *job = self->job;
	const sct_concept *of = &self->concepts[number];
	char code[TYPES_CODE_ROOM], successors[512] = "";
	description *full = NULL, *preferred = NULL;
	onto_concept_row row = {.code = code};

	for (uint32_t at = of->first; at; at = self->descriptions[at - 1].next) {
		description *d = &self->descriptions[at - 1];
		if (d->is_full) {
			full = full ? full : d;
		} else if (!preferred || d->acceptability > preferred->acceptability) {
			preferred = d;
		}
	}
	if (!full) {
		return import_leave(job, "concept without a full name");
	}
	const char *tag = cut_tag(full->term);
	snprintf(code, sizeof code, "SNOMEDCT:%s", self->ids.texts[number]);
	types_record record = {.source = "SNOMEDCT", .code = code, .kind = tag};
	const char *reason = types_leave(job->types, &record, &row.type);
	if (reason) {
		return import_leave(job, reason);
	}
	row.also = types_also(job->types, &record);
	row.generic = types_generic(job->types, &record);
	row.name = preferred ? preferred->term : full->term;
	find_standing(self, of, &row, successors, sizeof successors);
	self->taken++;
	TRY(onto_builder_concept(job->builder, &row, job->error));
	return add_names(self, of, code);
}

static onto_status read_release(rf2 *self)
{
	static const onto_source source = {.id = "SNOMEDCT", .title = "SNOMED CT"};
	const import *job = self->job;
	size_t descriptions = 0, languages = 0, relationships = 0, associations = 0;
	TRY(onto_builder_source(job->builder, &source, job->error));
	TRY(read_table(self, job, 5, take_concept));
	TRY(read_beside(self, "sct2_Description_", NULL, 9, take_description, &descriptions));
	if (!descriptions) {
		return onto_fail(job->error, ONTO_UNKNOWN, job->path, 0,
		                 "no sct2_Description_Snapshot file lies beside it, so its concepts have no names");
	}
	TRY(read_beside(self, "_cRefset_Language", "../Refset/Language", 7, take_language, &languages));
	TRY(read_beside(self, "_cRefset_Association", "../Refset/Content", 7, take_association, &associations));
	for (size_t i = 0; i < self->ids.count; i++) {
		TRY(add_concept(self, i));
	}
	TRY(read_beside(self, "sct2_Relationship_", NULL, 8, take_relationship, &relationships));
	snprintf(
		job->report->detail, sizeof job->report->detail,
		"SNOMED CT, %zu concepts, %zu taken; %zu files of names, %zu of languages, %zu of relations, %zu of history",
		self->ids.count, self->taken, descriptions, languages, relationships, associations);
	return ONTO_OK;
}

static onto_status run(import *job)
{
	rf2 self = {.job = job};
	const char *head = NULL;
	size_t length = 0;
	TRY(input_peek(job->input, &head, &length, job->error));
	const char *name = strrchr(job->path, '/');
	name = name ? name + 1 : job->path;
	if (length < sizeof concept_header || memcmp(head, concept_header, sizeof concept_header - 1)) {
		return onto_fail(job->error, ONTO_UNKNOWN, job->path, 0,
		                 "is read with the sct2_Concept_Snapshot file of its release, not by itself");
	}
	if (strstr(name, "Full") || strstr(name, "Delta")) {
		return onto_fail(job->error, ONTO_UNKNOWN, job->path, 0,
		                 "has a history; the Snapshot of the release is read");
	}
	onto_status status = read_release(&self);
	string_index_free(&self.ids);
	string_index_free(&self.description_ids);
	pool_free(&self.texts);
	free(self.concepts);
	free(self.descriptions);
	free(self.successors);
	return status;
}

const import_format import_rf2 = {"rf2", "RF2 (SNOMED CT)", detects, run};
