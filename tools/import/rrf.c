/* UMLS Metathesaurus and RxNorm, in NLM's Rich Release Format: fields that end with a bar, without header or
 * quotes.
 *
 *     MRCONSO   CUI|LAT|TS|LUI|STT|SUI|ISPREF|AUI|SAUI|SCUI|SDUI|SAB|TTY|CODE|STR|SRL|SUPPRESS|CVF|     names
 *     MRSTY     CUI|TUI|STN|STY|ATUI|CVF|                                                               semantic
 * types MRREL     CUI1|AUI1|STYPE1|REL|CUI2|AUI2|STYPE2|RELA|RUI|SRUI|SAB|SL|RG|DIR|SUPPRESS|CVF|         relations
 *
 * RxNorm's RXNCONSO and RXNREL have the same fields, with RXCUI for CUI. The file of names is the source; MRSTY and
 * MRREL, or RXNREL, are read where they lie beside it. By themselves they are passed over.
 *
 *     MRSTY ──▶ semantic types of each concept number ──┐
 *     MRCONSO ──▶ the rows of one concept ──▶ its type, names, codes ──▶ builder ◀── parents ── MRREL
 *
 * Rows of a concept stand together, so only those of one are held. The rules choose sources and term types (take
 * rows) and the types of UMLS's concepts by semantic type (kind:T047), of RxNorm's by term type (kind:IN). */
#include "import.h"

#include "ascii.h"
#include "columns.h"
#include "name.h"
#include "pool.h"
#include "string_index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIELDS = 18, CUI = 0, LAT, TS, STT = 4, ISPREF = 6, SAB = 11, TTY, CODE, STR, SUPPRESS = 16 };
/* A concept with more codes is a broken file: they are compared with one another. */
enum { CODES_MOST = 4096 };
enum { STY_CUI, STY_TUI, STY_FIELDS = 6 };
enum { REL_CUI1 = 0, REL_REL = 3, REL_CUI2, REL_RELA = 7, REL_SAB = 10, REL_SUPPRESS = 14, REL_FIELDS = 16 };

typedef enum rrf_kind { RRF_NONE, RRF_UMLS, RRF_RXNORM, RRF_BESIDE } rrf_kind;

/* Splits a line at its bars; false where it has fewer fields. */
static bool split(char *line, char **fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *bar = strchr(line, '|');
		if (!bar) {
			return false;
		}
		*bar = '\0';
		fields[i] = line;
		line = bar + 1;
	}
	return true;
}

/* The number of a CUI, C0004096, or of an RXCUI; SIZE_MAX for anything else. */
static size_t number_of(const char *cui, rrf_kind kind)
{
	enum { CUI_LENGTH = 8 };
	size_t number = 0;
	const char *at = cui + (kind == RRF_UMLS);
	if (kind == RRF_UMLS && (*cui != 'C' || strlen(cui) != CUI_LENGTH)) {
		return SIZE_MAX;
	}
	for (; ascii_is_digit(*at); at++) {
		number = number < 1000000000 ? number * 10 + (size_t)(*at - '0') : number;
	}
	return *at || number >= 1000000000 || at == cui ? SIZE_MAX : number;
}

/* ---- detection ----------------------------------------------------------------------------------------------- */

static size_t bars_in(const char *line)
{
	size_t count = 0;
	for (; *line && *line != '\n'; line++) {
		count += *line == '|';
	}
	return count;
}

static bool is_language(const char *text)
{
	return ascii_is_upper(text[0]) && ascii_is_upper(text[1]) && ascii_is_upper(text[2]) && text[3] == '|';
}

static rrf_kind kind_of(const char *head)
{
	bool umls = *head == 'C' && ascii_is_digit(head[1]);
	size_t digits = umls;
	while (ascii_is_digit(head[digits])) {
		digits++;
	}
	if (!digits || head[digits] != '|') {
		return RRF_NONE;
	}
	const char *second = head + digits + 1;
	size_t bars = bars_in(head);
	if (bars == FIELDS && is_language(second)) {
		return umls ? RRF_UMLS : RRF_RXNORM;
	}
	bool types = bars == STY_FIELDS && *second == 'T' && ascii_is_digit(second[1]);
	bool relations = bars == REL_FIELDS;
	return types || relations ? RRF_BESIDE : RRF_NONE;
}

static bool detects(const char *head, size_t length)
{
	(void)length;
	return kind_of(head) != RRF_NONE || (*head == '|' && bars_in(head) == REL_FIELDS);
}

/* ---- state --------------------------------------------------------------------------------------------------- */

/* A name of the concept at hand. */
typedef struct atom {
	char *text;
	onto_scope scope;
	unsigned policy;
	unsigned rank; /* as the preferred name: the least is best */
} atom;

typedef struct source_code {
	char *code;
} source_code;

typedef struct rrf {
	import *job;
	rrf_kind kind;
	string_index kinds; /* distinct sets of semantic types, "T047|T191" */
	uint32_t *kind_at;  /* by concept number: a set + 1; 0: none */
	size_t kind_room;

	/* of the concept at hand */
	pool texts;
	char cui[32];
	atom *atoms;
	size_t atom_count, atom_room;
	source_code *codes;
	size_t code_count, code_room;
	char tty[40]; /* RxNorm: the term type of the concept itself */

	size_t rows, concepts;
} rrf;

/* Codes of sources that are vocabularies of their own. What is not here has no code that others use. */
static const struct {
	const char *sab;
	const char *prefix;
} vocabularies[] = {
	{"SNOMEDCT_US", "SNOMEDCT"},
	{"MSH", "MESH"},
	{"RXNORM", "RXNORM"},
	{"ICD10CM", "ICD10CM"},
	{"ICD10", "ICD10"},
	{"ICD9CM", "ICD9CM"},
	{"NCI", "NCIT"},
	{"HPO", "HP"},
	{"OMIM", "OMIM"},
	{"LNC", "LOINC"},
	{"HGNC", "HGNC"},
	{"DRUGBANK", "DrugBank"},
	{"ATC", "ATC"},
	{"MDR", "MedDRA"},
	{"ORPHANET", "Orphanet"},
	{"GO", "GO"},
	{"FMA", "FMA"},
	{"MTHSPL", "UNII"},
	{"NDFRT", "NDFRT"},
	{"CVX", "CVX"},
};

/* ---- semantic types ------------------------------------------------------------------------------------------ */

static onto_status grow_kinds(rrf *self, size_t number)
{
	if (number < self->kind_room) {
		return ONTO_OK;
	}
	size_t room = self->kind_room ? self->kind_room : 1 << 16;
	while (room <= number) {
		room *= 2;
	}
	uint32_t *more = realloc(self->kind_at, room * sizeof *more);
	if (!more) {
		return import_no_memory(self->job);
	}
	memset(more + self->kind_room, 0, (room - self->kind_room) * sizeof *more);
	self->kind_at = more;
	self->kind_room = room;
	return ONTO_OK;
}

static onto_status add_kind(rrf *self, size_t number, const char *type)
{
	char set[256] = "";
	TRY(grow_kinds(self, number));
	if (self->kind_at[number]) {
		snprintf(set, sizeof set, "%s|", self->kinds.texts[self->kind_at[number] - 1]);
	}
	size_t used = strlen(set);
	if (used + strlen(type) >= sizeof set) {
		return ONTO_OK;
	}
	strcpy(set + used, type);
	size_t added = string_index_add(&self->kinds, set, strlen(set));
	if (added == SIZE_MAX) {
		return import_no_memory(self->job);
	}
	self->kind_at[number] = (uint32_t)added + 1;
	return ONTO_OK;
}

/* ---- files beside -------------------------------------------------------------------------------------------- */

typedef onto_status (*take_line)(rrf *self, const import *beside, char *line);

/* The path of a file beside the source, plain or compressed; NULL where there is none. The caller frees it. */
static char *path_beside(const import *job, const char *name)
{
	enum { SUFFIX_ROOM = 16 };
	const char *slash = strrchr(job->path, '/');
	size_t folder = slash ? (size_t)(slash - job->path) + 1 : 0;
	size_t room = folder + strlen(name) + SUFFIX_ROOM;
	char *path = malloc(room);
	if (!path) {
		return NULL;
	}
	const char *suffix = "";
	for (size_t i = 0; suffix; suffix = onto_packed_suffix(i++)) {
		snprintf(path, room, "%.*s%s%s", (int)folder, job->path, name, suffix);
		if (!access(path, R_OK)) {
			return path;
		}
	}
	free(path);
	return NULL;
}

/* Reads such a file line by line. `*there`: it exists. */
static onto_status read_beside(rrf *self, const char *name, take_line take, bool *there)
{
	char *path = path_beside(self->job, name);
import beside = * self->job;
	onto_status status = ONTO_OK;
	*there = path != NULL;
	if (!path) {
		return ONTO_OK;
	}
	status = input_open(&beside.input, path, self->job->error);
	beside.path = path;
	while (!status) {
		char *line = NULL;
		status = input_line(beside.input, &line, NULL, beside.error);
		if (status || !line) {
			break;
		}
		if (*line) {
			status = take(self, &beside, line);
		}
	}
	input_close(beside.input == self->job->input ? NULL : beside.input);
	free(path);
	return status;
}

static onto_status take_semantic_type(rrf *self, const import *beside, char *line)
{
	char *fields[STY_FIELDS];
	if (!split(line, fields, STY_FIELDS)) {
		return import_damaged(beside, "the row has too few fields");
	}
	size_t number = number_of(fields[STY_CUI], RRF_UMLS);
	if (number == SIZE_MAX) {
		return import_damaged(beside, "the row begins with no CUI");
	}
	return add_kind(self, number, fields[STY_TUI]);
}

/* The second concept stands to the first as REL says: PAR, its parent. In RxNorm a brand is a trade name of its
 * first. */
static onto_status take_relation(rrf *self, const import *beside, char *line)
{
	char *fields[REL_FIELDS];
	char child[TYPES_CODE_ROOM], parent[TYPES_CODE_ROOM];
	if (!split(line, fields, REL_FIELDS)) {
		return import_damaged(beside, "the row has too few fields");
	}
	const char *first = fields[REL_CUI1], *second = fields[REL_CUI2];
	if (!*first || !*second || !strcmp(first, second) || (*fields[REL_SUPPRESS] && *fields[REL_SUPPRESS] != 'N')) {
		return ONTO_OK;
	}
	bool umls = self->kind == RRF_UMLS;
	if (umls && (strcmp(fields[REL_REL], "PAR") || types_leave_term(beside->types, fields[REL_SAB], ""))) {
		return ONTO_OK;
	}
	bool derived = !strcmp(fields[REL_RELA], "tradename_of") || !strcmp(fields[REL_RELA], "form_of");
	if (!umls && !derived) {
		return ONTO_OK;
	}
	if (number_of(first, self->kind) == SIZE_MAX || number_of(second, self->kind) == SIZE_MAX) {
		return import_damaged(beside, "the row relates what are no concepts");
	}
	snprintf(child, sizeof child, "%s:%.20s", umls ? "UMLS" : "RXNORM", umls ? first : second);
	snprintf(parent, sizeof parent, "%s:%.20s", umls ? "UMLS" : "RXNORM", umls ? second : first);
	return onto_builder_parent(self->job->builder, child, parent, beside->error);
}

/* ---- one concept --------------------------------------------------------------------------------------------- */

/* The type of the concept by the rules: the first rule that fits any of its kinds, in the order of the rules. */
static const char *find_type(rrf *self, const char *code, onto_concept_row *row)
{
	char kinds[256] = "";
	const char *each[32];
	types_record record = {.source = self->kind == RRF_UMLS ? "UMLS" : "RXNORM", .code = code, .kinds = each};
	if (self->kind == RRF_RXNORM) {
		snprintf(kinds, sizeof kinds, "%s", self->tty);
	} else {
		size_t number = number_of(self->cui, self->kind);
		uint32_t set = number < self->kind_room ? self->kind_at[number] : 0;
		snprintf(kinds, sizeof kinds, "%s", set ? self->kinds.texts[set - 1] : "");
	}
	for (char *rest = *kinds ? kinds : NULL; rest && record.kind_count < sizeof each / sizeof *each;) {
		each[record.kind_count++] = columns_cut(&rest, '|');
	}
	const char *reason = types_leave(self->job->types, &record, &row->type);
	row->also = types_also(self->job->types, &record);
	row->generic = types_generic(self->job->types, &record);
	return reason;
}

static onto_status hand_on(rrf *self)
{
	const import *job = self->job;
	char code[TYPES_CODE_ROOM];
	onto_concept_row row = {.code = code};
	size_t best = 0;

	if (!self->atom_count) {
		return ONTO_OK;
	}
	snprintf(code, sizeof code, "%s:%s", self->kind == RRF_UMLS ? "UMLS" : "RXNORM", self->cui);
	const char *reason = find_type(self, code, &row);
	if (reason) {
		return import_leave(job, reason);
	}
	for (size_t i = 1; i < self->atom_count; i++) {
		if (self->atoms[i].rank < self->atoms[best].rank) {
			best = i;
		}
	}
	row.name = self->atoms[best].text;
	self->concepts++;
	TRY(onto_builder_concept(job->builder, &row, job->error));
	for (size_t i = 0; i < self->atom_count; i++) {
		TRY(import_name(job, code, self->atoms[i].scope, self->atoms[i].text, self->atoms[i].policy));
	}
	for (size_t i = 0; i < self->code_count; i++) {
		TRY(onto_builder_xref(job->builder, code, ONTO_MATCH_EXACT, self->codes[i].code, job->error));
	}
	return ONTO_OK;
}

static onto_status end_concept(rrf *self)
{
	onto_status status = hand_on(self);
	self->atom_count = self->code_count = 0;
	*self->tty = '\0';
	pool_empty(&self->texts);
	return status;
}

/* A code of a vocabulary of its own, once. A code is written in its vocabulary's form by the rules. */
static onto_status add_code(rrf *self, const char *sab, const char *written)
{
	char code[TYPES_CODE_ROOM], whole[TYPES_CODE_ROOM];
	const char *prefix = NULL;
	for (size_t i = 0; i < sizeof vocabularies / sizeof *vocabularies && !prefix; i++) {
		prefix = strcmp(sab, vocabularies[i].sab) ? NULL : vocabularies[i].prefix;
	}
	if (!prefix || !strcmp(written, "NOCODE") || (self->kind == RRF_RXNORM && !strcmp(sab, "RXNORM"))) {
		return ONTO_OK;
	}
	int length = snprintf(whole, sizeof whole, "%s:%s", prefix, written);
	if (length <= 0 || (size_t)length >= sizeof whole || !types_code(self->job->types, whole, code)) {
		return import_leave(self->job, "cross-reference that is no code");
	}
	for (size_t i = 0; i < self->code_count; i++) {
		if (!strcmp(self->codes[i].code, code)) {
			return ONTO_OK;
		}
	}
	if (self->code_count == CODES_MOST) {
		return import_leave(self->job, "code of a concept with thousands of them");
	}
	source_code *more = pool_grown(self->codes, self->code_count, &self->code_room, sizeof *more);
	char *copy = pool_copy(&self->texts, code, strlen(code));
	if (!more || !copy) {
		return import_no_memory(self->job);
	}
	self->codes = more;
	more[self->code_count++] = (source_code){copy};
	return ONTO_OK;
}

static bool is_short_form(const char *tty)
{
	static const char *const types[] = {"AB", "ABX", "ACR", "AA", "SYM", "SB"};
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		if (!strcmp(tty, types[i])) {
			return true;
		}
	}
	return false;
}

/* In UMLS the preferred form of the preferred term, of the preferred atom; in RxNorm the name of RxNorm's own. */
static unsigned rank_of(const rrf *self, char **fields)
{
	if (self->kind == RRF_RXNORM) {
		return strcmp(fields[SAB], "RXNORM") ? 2 : !strcmp(fields[TTY], "SY") || !strcmp(fields[TTY], "TMSY");
	}
	return 4u * (*fields[TS] != 'P') + 2u * (strcmp(fields[STT], "PF") != 0) + (*fields[ISPREF] != 'Y');
}

static onto_status add_atom(rrf *self, char **fields)
{
	char *text = pool_copy(&self->texts, fields[STR], strlen(fields[STR]));
	atom *more = pool_grown(self->atoms, self->atom_count, &self->atom_room, sizeof *more);
	if (!text || !more) {
		return import_no_memory(self->job);
	}
	self->atoms = more;
	if (!name_tidy(text)) {
		return import_leave(self->job, "empty name");
	}
	bool symbol = is_short_form(fields[TTY]) && name_is_symbol(text);
	more[self->atom_count++] = (atom){
		.text = text,
		.scope = ONTO_EXACT,
		.policy = symbol ? ONTO_POLICY_SYMBOL : ONTO_POLICY_SETTLE,
		.rank = rank_of(self, fields),
	};
	if (self->kind == RRF_RXNORM && !strcmp(fields[SAB], "RXNORM") && more[self->atom_count - 1].rank == 0) {
		snprintf(self->tty, sizeof self->tty, "%s", fields[TTY]);
	}
	return ONTO_OK;
}

static onto_status read_row(rrf *self, char *line)
{
	const import *job = self->job;
	char *fields[FIELDS];
	if (!split(line, fields, FIELDS)) {
		return import_damaged(job, "the row has too few fields");
	}
	if (number_of(fields[CUI], self->kind) == SIZE_MAX) {
		return import_damaged(job, "the row begins with no concept number");
	}
	self->rows++;
	if (strcmp(fields[CUI], self->cui)) {
		TRY(end_concept(self));
		snprintf(self->cui, sizeof self->cui, "%.31s", fields[CUI]);
	}
	if (*fields[SUPPRESS] && *fields[SUPPRESS] != 'N') {
		return import_leave(job, "suppressible");
	}
	if (!import_language(job, fields[LAT])) {
		return import_leave(job, "name in another language");
	}
	const char *reason = types_leave_term(job->types, fields[SAB], fields[TTY]);
	if (reason) {
		return import_leave(job, reason);
	}
	TRY(add_code(self, fields[SAB], fields[CODE]));
	return add_atom(self, fields);
}

/* ---- the file ------------------------------------------------------------------------------------------------ */

static onto_status read_names(rrf *self)
{
	for (;;) {
		char *line = NULL;
		TRY(input_line(self->job->input, &line, NULL, self->job->error));
		if (!line) {
			return end_concept(self);
		}
		if (*line) {
			TRY(read_row(self, line));
		}
	}
}

static onto_status read_release(rrf *self)
{
	static const onto_source umls = {.id = "UMLS", .title = "UMLS Metathesaurus"};
	static const onto_source rxnorm = {.id = "RXNORM", .title = "RxNorm"};
	const import *job = self->job;
	bool is_umls = self->kind == RRF_UMLS, types = false, relations = false;
	TRY(onto_builder_source(job->builder, is_umls ? &umls : &rxnorm, job->error));
	if (is_umls) {
		TRY(read_beside(self, "MRSTY.RRF", take_semantic_type, &types));
		if (!types) {
			return onto_fail(job->error, ONTO_UNKNOWN, job->path, 0,
			                 "MRSTY.RRF must lie beside it: semantic types say what is a disease or a drug");
		}
	}
	TRY(read_names(self));
	TRY(read_beside(self, is_umls ? "MRREL.RRF" : "RXNREL.RRF", take_relation, &relations));
	snprintf(job->report->detail, sizeof job->report->detail, "%s, %zu rows, %zu concepts%s%s",
	         is_umls ? "UMLS" : "RxNorm", self->rows, self->concepts, types ? "; with MRSTY" : "",
	         !relations ? "; without relations"
	         : is_umls  ? " and MRREL"
	                    : "; with RXNREL");
	return ONTO_OK;
}

static onto_status run(import *job)
{
	rrf self = {.job = job};
	const char *head = NULL;
	size_t length = 0;
	TRY(input_peek(job->input, &head, &length, job->error));
	char start[4096];
	size_t kept = length < sizeof start - 1 ? length : sizeof start - 1;
	memcpy(start, head, kept);
	start[kept] = '\0';
	self.kind = kind_of(start);
	if (self.kind != RRF_UMLS && self.kind != RRF_RXNORM) {
		return onto_fail(job->error, ONTO_UNKNOWN, job->path, 0,
		                 "is read with MRCONSO.RRF or RXNCONSO.RRF beside it, not by itself");
	}
	onto_status status = read_release(&self);
	pool_free(&self.texts);
	string_index_free(&self.kinds);
	free(self.kind_at);
	free(self.atoms);
	free(self.codes);
	return status;
}

const import_format import_rrf = {"rrf", "RRF (UMLS, RxNorm)", detects, run};
