/* Terms of an ontology in memory. */
#include "obo_terms.h"

#include "ascii.h"
#include "obo_clause.h"
#include "name.h"

#include <stdlib.h>
#include <string.h>

static onto_status keep(obo_terms *self, const char *text, const char **out)
{
	*out = pool_copy(&self->texts, text, strlen(text));
	return *out ? ONTO_OK : import_no_memory(self->job);
}

onto_status obo_terms_leave(obo_terms *self, const char *reason)
{
	for (size_t i = 0; i < self->left_count; i++) {
		if (!strcmp(self->left[i].reason, reason)) {
			self->left[i].count++;
			return ONTO_OK;
		}
	}
	left_out *more = pool_grown(self->left, self->left_count, &self->left_room, sizeof *more);
	if (!more) {
		return import_no_memory(self->job);
	}
	self->left = more;
	more[self->left_count++] = (left_out){reason, 1};
	return ONTO_OK;
}

/* What cannot be read is told and counted, unless the import is strict. */
static onto_status pass_over(obo_terms *self, onto_status status, const char *reason)
{
	const import *job = self->job;
	if (status != ONTO_DAMAGED || job->options->strict) {
		return status;
	}
	if (job->options->warn && job->error) {
		job->options->warn(job->options->context, job->error);
	}
	return obo_terms_leave(self, reason);
}

static onto_status leave_clause(obo_terms *self)
{
	return obo_terms_leave(self, "clause that cannot be read");
}

static onto_status add_fact(obo_terms *self, fact what, const char *text)
{
	what.text = pool_copy(&self->texts, text, strlen(text));
	if (!what.text) {
		return import_no_memory(self->job);
	}
	fact *more = pool_grown(self->facts, self->fact_count, &self->fact_room, sizeof *more);
	if (!more) {
		return import_no_memory(self->job);
	}
	self->facts = more;
	more[self->fact_count++] = what;
	return ONTO_OK;
}

/* A clause whose value is one id. A parent that is no code, such as PharmGKB's `drug-class`, is no concept but the
 * kind of a term. */
static onto_status read_link(obo_terms *self, fact_kind kind, char *value)
{
	char code[TYPES_CODE_ROOM];
	const char *word = obo_clause_word(&value);
	if (!word) {
		return leave_clause(self);
	}
	if (!types_code(self->job->types, word, code)) {
		if (kind != FACT_PARENT) {
			return obo_terms_leave(self, "id that is no code");
		}
		TRY(obo_terms_leave(self, "parent that is no code"));
		return add_fact(self, (fact){.kind = FACT_KIND}, word);
	}
	return add_fact(self, (fact){.kind = kind}, code);
}

bool obo_terms_is_abbreviation(const char *synonym_type)
{
	static const char *const words[] = {"abbreviation", "acronym", "OMO:0003000", "OMO:0003012"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (ascii_same(synonym_type, words[i])) {
			return true;
		}
	}
	return false;
}

/* "text" SCOPE TYPE [references]. In OBO 1.2 the scope may be missing and means RELATED; before, the tag has it. */
static onto_status read_synonym(obo_terms *self, onto_scope scope, char *value)
{
	fact what = {.kind = FACT_SYNONYM, .scope = scope, .policy = ONTO_POLICY_SETTLE};
	if (*value != '"') {
		return leave_clause(self);
	}
	char *text = obo_clause_quoted(&value);
	if (!text) {
		return import_damaged(self->job, "the quote of the synonym does not end");
	}
	name_tidy(text);

	char *word = obo_clause_word(&value);
	if (word) {
		for (char *at = word; *at; at++) {
			*at = ascii_lower(*at);
		}
		if (!onto_scope_parse(word, &what.scope) || what.scope == ONTO_PREFERRED) {
			return leave_clause(self);
		}
		word = obo_clause_word(&value);
	}
	if (word) {
		const char *hash = strchr(word, '#');
		const char *synonym_type = hash ? hash + 1 : word;
		const char *reason = types_leave_synonym(self->job->types, synonym_type);
		if (reason) {
			return obo_terms_leave(self, reason);
		}
		if (obo_terms_is_abbreviation(synonym_type) && name_is_symbol(text)) {
			what.policy = ONTO_POLICY_SYMBOL;
		}
	}
	return add_fact(self, what, text);
}

onto_predicate obo_terms_predicate(const char *stated)
{
	static const struct {
		const char *stated;
		onto_predicate predicate;
	} sources[] = {
		{"MONDO:equivalentTo", ONTO_MATCH_EXACT},
		{"MONDO:mondoIsNarrowerThanSource", ONTO_MATCH_BROAD},
		{"MONDO:mondoIsBroaderThanSource", ONTO_MATCH_NARROW},
		{"MONDO:relatedTo", ONTO_MATCH_RELATED},
	};
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		if (!strcmp(stated, sources[i].stated)) {
			return sources[i].predicate;
		}
	}
	return ONTO_MATCH_XREF;
}

/* The modifier of a reference that states its predicate. */
static onto_predicate read_source(char *rest)
{
	char *key;
	char *value;
	if (!obo_clause_modifiers(&rest)) {
		return ONTO_MATCH_XREF;
	}
	while (obo_clause_modifier(&rest, &key, &value)) {
		onto_predicate predicate = strcmp(key, "source") ? ONTO_MATCH_XREF : obo_terms_predicate(value);
		if (predicate != ONTO_MATCH_XREF) {
			return predicate;
		}
	}
	return ONTO_MATCH_XREF;
}

static onto_status read_xref(obo_terms *self, char *value)
{
	char *target = obo_clause_word(&value);
	if (!target) {
		return leave_clause(self);
	}
	return add_fact(self, (fact){.kind = FACT_XREF, .predicate = read_source(value)}, target);
}

/* Takes the value of a property, `skos:exactMatch MESH:D001` or `dcterms:title "A title" xsd:string`. */
static onto_status read_property(const obo_terms *self, char *value, char **relation, char **object)
{
	*relation = obo_clause_word(&value);
	*object = *value == '"' ? obo_clause_quoted(&value) : obo_clause_word(&value);
	if (*relation && *value == '"' && !*object) {
		return import_damaged(self->job, "the quote of the property does not end");
	}
	return ONTO_OK;
}

static onto_status read_match(obo_terms *self, char *value)
{
	char *relation;
	char *object;
	fact what = {.kind = FACT_XREF};
	TRY(read_property(self, value, &relation, &object));
	if (!relation || !object) {
		return leave_clause(self);
	}
	if (!import_predicate(relation, &what.predicate)) {
		return ONTO_OK;
	}
	return add_fact(self, what, object);
}

static onto_status read_header_clause(obo_terms *self, const char *tag, char *value)
{
	if (!strcmp(tag, "ontology")) {
		return keep(self, obo_clause_text(value), &self->ontology);
	}
	if (!strcmp(tag, "data-version")) {
		return keep(self, obo_clause_text(value), &self->version);
	}
	if (strcmp(tag, "property_value")) {
		return ONTO_OK;
	}

	char *relation;
	char *object;
	TRY(read_property(self, value, &relation, &object));
	if (!relation || !object) {
		return leave_clause(self);
	}
	const char *word = import_local_part(relation);
	if (!strcmp(word, "title")) {
		return keep(self, object, &self->title);
	}
	if (!strcmp(word, "license")) {
		return keep(self, object, &self->licence);
	}
	return ONTO_OK;
}

static onto_status read_id(obo_terms *self, term *of, char *value)
{
	char code[TYPES_CODE_ROOM];
	const char *word = obo_clause_word(&value);
	of->is_spoilt = !word || of->id;
	if (!word) {
		return import_damaged(self->job, "the id is empty");
	}
	if (of->id) {
		return import_damaged(self->job, "the stanza has a second id");
	}
	of->is_code = types_code(self->job->types, word, code);
	return keep(self, of->is_code ? code : word, &of->id);
}

static onto_status read_term_clause(obo_terms *self, const char *tag, char *value)
{
	static const struct {
		const char *tag;
		fact_kind kind;
	} links[] = {
		{"is_a", FACT_PARENT},       {"alt_id", FACT_ALTERNATIVE}, {"replaced_by", FACT_REPLACED},
		{"consider", FACT_CONSIDER}, {"use_term", FACT_CONSIDER},
	};
	static const struct {
		const char *tag;
		onto_scope scope;
	} synonyms[] = {
		{"synonym", ONTO_RELATED},         {"exact_synonym", ONTO_EXACT}, {"narrow_synonym", ONTO_NARROW},
		{"related_synonym", ONTO_RELATED}, {"broad_synonym", ONTO_BROAD},
	};

	term *of = &self->at[self->count - 1];
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		if (!strcmp(tag, links[i].tag)) {
			return read_link(self, links[i].kind, value);
		}
	}
	for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++) {
		if (!strcmp(tag, synonyms[i].tag)) {
			return read_synonym(self, synonyms[i].scope, value);
		}
	}
	if (!strcmp(tag, "id")) {
		return read_id(self, of, value);
	}
	if (!strcmp(tag, "name")) {
		char *name = obo_clause_text(value);
		name_tidy(name);
		of->name = pool_copy(&self->texts, name, strlen(name));
		return of->name ? ONTO_OK : import_no_memory(self->job);
	}
	if (!strcmp(tag, "xref") || !strcmp(tag, "xref_analog") || !strcmp(tag, "xref_unk")) {
		return read_xref(self, value);
	}
	if (!strcmp(tag, "property_value")) {
		return read_match(self, value);
	}
	if (!strcmp(tag, "is_obsolete")) {
		const char *word = obo_clause_word(&value);
		of->is_obsolete = word && (ascii_same(word, "true") || !strcmp(word, "1"));
	}
	return ONTO_OK;
}

/* Ends the last stanza. One whose id is missing or in doubt is passed over whole. */
static onto_status end_term(obo_terms *self)
{
	term *last = &self->at[self->count - 1];
	last->end = self->fact_count;
	if (last->id && !last->is_spoilt) {
		return ONTO_OK;
	}
	onto_status status = last->is_spoilt ? ONTO_OK
	                                     : onto_fail(self->job->error, ONTO_DAMAGED, self->job->path, last->line,
	                                                 "the stanza has no id");
	self->fact_count = last->first;
	self->count--;
	return status ? pass_over(self, status, "stanza that cannot be read") : ONTO_OK;
}

static onto_status begin_term(obo_terms *self)
{
	term *more = pool_grown(self->at, self->count, &self->room, sizeof *more);
	if (!more) {
		return import_no_memory(self->job);
	}
	self->at = more;
	more[self->count++] = (term){.line = input_line_number(self->job->input), .first = self->fact_count};
	return ONTO_OK;
}

/* True where a backslash that escapes nothing in the line ends it, so that the next line belongs to it. */
static bool goes_on(const char *line, size_t length)
{
	size_t slashes = 0;
	while (slashes < length && line[length - 1 - slashes] == '\\') {
		slashes++;
	}
	return slashes % 2;
}

/* The next line with those that continue it. NULL at the end. */
static onto_status next_line(obo_terms *self, char **line)
{
	size_t length = 0;
	size_t used = 0;
	TRY(input_line(self->job->input, line, &length, self->job->error));
	while (*line && (used || goes_on(*line, length))) {
		bool more = goes_on(*line, length);
		size_t kept = more ? length - 1 : length;
		if (used + kept > INPUT_LINE_MAX) {
			return onto_fail(self->job->error, ONTO_LIMIT, self->job->path, input_line_number(self->job->input),
			                 "the line is continued to more than %zu bytes", INPUT_LINE_MAX);
		}
		char *larger = realloc(self->joined, used + kept + 1);
		if (!larger) {
			return import_no_memory(self->job);
		}
		self->joined = larger;
		memcpy(larger + used, *line, kept);
		used += kept;
		larger[used] = '\0';
		*line = larger;
		if (!more) {
			break;
		}
		char *next = NULL;
		TRY(input_line(self->job->input, &next, &length, self->job->error));
		if (!next) {
			break;
		}
		*line = next;
	}
	return ONTO_OK;
}

typedef enum place { IN_HEADER, IN_TERM, IN_OTHER } place;

/* `[Term]` and other heads. What follows a head that cannot be read is not taken. */
static onto_status read_stanza_head(obo_terms *self, const char *line, place *in)
{
	if (*in == IN_TERM) {
		TRY(end_term(self));
	}
	*in = IN_OTHER;
	if (!strchr(line, ']')) {
		return pass_over(self, import_damaged(self->job, "the head of the stanza does not end"),
		                 "stanza that cannot be read");
	}
	if (!ascii_begins(line, "[Term]")) {
		return ONTO_OK;
	}
	*in = IN_TERM;
	return begin_term(self);
}

static onto_status read_line(obo_terms *self, char *line, place in)
{
	const char *tag = obo_clause_tag(&line);
	if (!tag) {
		return import_damaged(self->job, "the line is neither a stanza's head nor \"tag: value\"");
	}
	return in == IN_HEADER ? read_header_clause(self, tag, line)
	       : in == IN_TERM ? read_term_clause(self, tag, line)
	                       : ONTO_OK;
}

onto_status obo_terms_read(obo_terms *self, const import *job)
{
	self->job = job;
	place in = IN_HEADER;
	for (;;) {
		char *line = NULL;
		onto_status status = next_line(self, &line);
		if (!status && !line) {
			return in == IN_TERM ? end_term(self) : ONTO_OK;
		}
		if (!status) {
			line += strspn(line, " \t");
			if (!*line || *line == '!') {
				continue;
			}
			if (*line == '[') {
				TRY(read_stanza_head(self, line, &in));
				continue;
			}
			status = read_line(self, line, in);
		}
		if (status) {
			bool whole = in == IN_TERM && self->at[self->count - 1].is_spoilt;
			TRY(pass_over(self, status, whole ? "stanza that cannot be read" : "line that cannot be read"));
			if (whole) {
				TRY(end_term(self));
				in = IN_OTHER;
			}
		}
	}
}

void obo_terms_free(obo_terms *self)
{
	free(self->at);
	free(self->facts);
	free(self->left);
	free(self->joined);
	pool_free(&self->texts);
}
