/* Terms of an ontology from statements in any order. */
#include "statements.h"

#include "ascii.h"
#include "iri.h"
#include "name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is known of a subject. */
typedef struct subject {
	const char *label;
	size_t number; /* of its term, while they are made */
	bool is_term;
	bool is_obsolete;
	bool is_other_language; /* the label is in no wanted language: a later one is better */
} subject;

typedef struct owned {
	size_t subject;
	fact what;
} owned;

/* A statement about a statement: owl:Axiom. */
typedef struct axiom {
	const char *source;
	const char *target;
	const char *synonym_type;
	onto_predicate predicate;
} axiom;

/* ---- relations ----------------------------------------------------------------------------------------------- */

#define OBO_IN_OWL "http://www.geneontology.org/formats/oboInOwl#"
#define OWL        "http://www.w3.org/2002/07/owl#"
#define RDFS       "http://www.w3.org/2000/01/rdf-schema#"
#define SKOS       "http://www.w3.org/2004/02/skos/core#"
#define DCTERMS    "http://purl.org/dc/terms/"
#define OBO        "http://purl.obolibrary.org/obo/"
#define THESAURUS  "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#"

static const struct {
	const char *iri;
	property property;
	onto_scope scope;
	onto_predicate predicate;
} relations[] = {
	{"http://www.w3.org/1999/02/22-rdf-syntax-ns#type", PROPERTY_TYPE, 0, 0},
	{RDFS "label", PROPERTY_LABEL, 0, 0},
	{SKOS "prefLabel", PROPERTY_LABEL, 0, 0},
	{OBO_IN_OWL "hasExactSynonym", PROPERTY_SYNONYM, ONTO_EXACT, 0},
	{OBO_IN_OWL "hasNarrowSynonym", PROPERTY_SYNONYM, ONTO_NARROW, 0},
	{OBO_IN_OWL "hasRelatedSynonym", PROPERTY_SYNONYM, ONTO_RELATED, 0},
	{OBO_IN_OWL "hasBroadSynonym", PROPERTY_SYNONYM, ONTO_BROAD, 0},
	{OBO_IN_OWL "hasSynonym", PROPERTY_SYNONYM, ONTO_RELATED, 0},
	{SKOS "altLabel", PROPERTY_SYNONYM, ONTO_EXACT, 0},
	{SKOS "hiddenLabel", PROPERTY_SYNONYM, ONTO_RELATED, 0},
	{OBO "IAO_0000118", PROPERTY_SYNONYM, ONTO_EXACT, 0},
	{"http://www.ebi.ac.uk/efo/alternative_term", PROPERTY_SYNONYM, ONTO_EXACT, 0},
	{THESAURUS "P90", PROPERTY_SYNONYM, ONTO_EXACT, 0},
	{OBO "NCIT_P90", PROPERTY_SYNONYM, ONTO_EXACT, 0},
	{RDFS "subClassOf", PROPERTY_PARENT, 0, 0},
	{SKOS "broader", PROPERTY_PARENT, 0, 0},
	{SKOS "broaderTransitive", PROPERTY_PARENT, 0, 0},
	{SKOS "narrower", PROPERTY_CHILD, 0, 0},
	{OWL "deprecated", PROPERTY_DEPRECATED, 0, 0},
	{OBO "IAO_0100001", PROPERTY_REPLACED, 0, 0},
	{DCTERMS "isReplacedBy", PROPERTY_REPLACED, 0, 0},
	{OBO_IN_OWL "replacedBy", PROPERTY_REPLACED, 0, 0},
	{OBO_IN_OWL "consider", PROPERTY_CONSIDER, 0, 0},
	{OBO_IN_OWL "hasAlternativeId", PROPERTY_ALTERNATIVE, 0, 0},
	{OBO_IN_OWL "hasDbXref", PROPERTY_XREF, 0, ONTO_MATCH_XREF},
	{SKOS "exactMatch", PROPERTY_XREF, 0, ONTO_MATCH_EXACT},
	{SKOS "closeMatch", PROPERTY_XREF, 0, ONTO_MATCH_CLOSE},
	{SKOS "narrowMatch", PROPERTY_XREF, 0, ONTO_MATCH_NARROW},
	{SKOS "broadMatch", PROPERTY_XREF, 0, ONTO_MATCH_BROAD},
	{SKOS "relatedMatch", PROPERTY_XREF, 0, ONTO_MATCH_RELATED},
	{OWL "equivalentClass", PROPERTY_XREF, 0, ONTO_MATCH_EXACT},
	{OWL "versionInfo", PROPERTY_VERSION, 0, 0},
	{OWL "versionIRI", PROPERTY_VERSION_IRI, 0, 0},
	{DCTERMS "title", PROPERTY_TITLE, 0, 0},
	{"http://purl.org/dc/elements/1.1/title", PROPERTY_TITLE, 0, 0},
	{DCTERMS "license", PROPERTY_LICENCE, 0, 0},
	{OWL "annotatedSource", PROPERTY_ANNOTATED_SOURCE, 0, 0},
	{OWL "annotatedProperty", PROPERTY_ANNOTATED_PROPERTY, 0, 0},
	{OWL "annotatedTarget", PROPERTY_ANNOTATED_TARGET, 0, 0},
	{OBO_IN_OWL "hasSynonymType", PROPERTY_SYNONYM_TYPE, 0, 0},
	{OBO_IN_OWL "source", PROPERTY_SOURCE, 0, 0},
};

enum { RELATIONS = sizeof relations / sizeof *relations };

/* Nearly all statements of a file have one of few relations; their last characters tell them apart. */
static size_t find_relation(const char *iri)
{
	size_t length = strlen(iri);
	for (size_t i = 0; i < RELATIONS; i++) {
		size_t other = strlen(relations[i].iri);
		if (other == length && relations[i].iri[length - 1] == iri[length - 1] &&
		    !memcmp(relations[i].iri, iri, length)) {
			return i;
		}
	}
	return RELATIONS;
}

bool statements_scope(const char *relation, onto_scope *out)
{
	const char *word = import_local_part(relation);
	for (size_t i = 0; i < RELATIONS; i++) {
		if (relations[i].property != PROPERTY_SYNONYM || strcmp(import_local_part(relations[i].iri), word)) {
			continue;
		}
		*out = relations[i].scope;
		return true;
	}
	return false;
}

/* ---- subjects and facts -------------------------------------------------------------------------------------- */

/* The number of a subject, which is added if it is new. */
static onto_status subject_of(statements *self, const char *iri, size_t *out)
{
	size_t number = string_index_add(&self->subjects, iri, strlen(iri));
	if (number == SIZE_MAX) {
		return import_no_memory(self->job);
	}
	if (number >= self->about_room) {
		size_t room = self->about_room ? self->about_room * 2 : 256;
		subject *more = realloc(self->about, room * sizeof *more);
		if (!more) {
			return import_no_memory(self->job);
		}
		memset(more + self->about_room, 0, (room - self->about_room) * sizeof *more);
		self->about = more;
		self->about_room = room;
	}
	*out = number;
	return ONTO_OK;
}

static onto_status keep(statements *self, const char *text, size_t length, const char **out)
{
	*out = pool_copy(&self->terms.texts, text, length);
	return *out ? ONTO_OK : import_no_memory(self->job);
}

static onto_status add_fact(statements *self, const char *iri, fact what, const char *text, size_t length)
{
	size_t number = 0;
	TRY(subject_of(self, iri, &number));
	what.text = pool_copy(&self->terms.texts, text, length);
	owned *more = pool_grown(self->facts, self->fact_count, &self->fact_room, sizeof *more);
	if (!what.text || !more) {
		return import_no_memory(self->job);
	}
	self->facts = more;
	more[self->fact_count++] = (owned){number, what};
	return ONTO_OK;
}

/* A statement whose object is another term: its code, if it has one. */
static onto_status add_link(statements *self, const char *iri, fact_kind kind, const char *object)
{
	char code[TYPES_CODE_ROOM];
	if (!strncmp(object, "_:", 2) || !strcmp(object, OWL "Thing")) {
		return ONTO_OK; /* a restriction, or the root of all */
	}
	if (iri_code(self->job, object, code)) {
		return add_fact(self, iri, (fact){.kind = kind}, code, strlen(code));
	}
	if (kind != FACT_PARENT) {
		return obo_terms_leave(&self->terms, "id that is no code");
	}
	TRY(obo_terms_leave(&self->terms, "parent that is no code"));
	const char *local = import_local_part(object);
	return add_fact(self, iri, (fact){.kind = FACT_KIND}, local, strlen(local));
}

/* The first label in a wanted language is the name; a further one is a synonym. */
static onto_status add_label(statements *self, const statement *what)
{
	size_t number = 0;
	if (!import_language(self->job, what->language)) {
		return ONTO_OK;
	}
	TRY(subject_of(self, what->subject, &number));
	if (self->about[number].label) {
		fact synonym = {.kind = FACT_SYNONYM, .scope = ONTO_EXACT, .policy = ONTO_POLICY_SETTLE};
		return add_fact(self, what->subject, synonym, what->object, what->object_length);
	}
	char *label = pool_copy(&self->terms.texts, what->object, what->object_length);
	if (!label) {
		return import_no_memory(self->job);
	}
	name_tidy(label);
	self->about[number].label = label;
	return ONTO_OK;
}

/* OMO:0003012 of its IRI; else the part behind the last `#` or `/`. */
static void read_synonym_type(const statements *self, const char *type, char out[TYPES_CODE_ROOM])
{
	if (types_code(self->job->types, type, out)) {
		return;
	}
	snprintf(out, TYPES_CODE_ROOM, "%.*s", TYPES_CODE_ROOM - 1, import_local_part(type));
}

/* Sets what a synonym's type says. `*reason`: why it is left out, or NULL. */
static void apply_synonym_type(const statements *self, const char *type, fact *synonym, const char **reason)
{
	char word[TYPES_CODE_ROOM];
	read_synonym_type(self, type, word);
	*reason = types_leave_synonym(self->job->types, word);
	if (obo_terms_is_abbreviation(word) && name_is_symbol(synonym->text)) {
		synonym->policy = ONTO_POLICY_SYMBOL;
	}
}

onto_status statements_synonym(statements *self, const char *iri, onto_scope scope, const char *text, size_t length,
                               const char *type)
{
	const char *reason = NULL;
	fact synonym = {.kind = FACT_SYNONYM, .scope = scope, .policy = ONTO_POLICY_SETTLE};
	TRY(add_fact(self, iri, synonym, text, length));
	fact *added = &self->facts[self->fact_count - 1].what;
	name_tidy(added->text);
	if (type) {
		apply_synonym_type(self, type, added, &reason);
	}
	if (!reason) {
		return ONTO_OK;
	}
	self->fact_count--;
	return obo_terms_leave(&self->terms, reason);
}

static onto_status declare(statements *self, const statement *what)
{
	static const char *const classes[] = {OWL "Class", RDFS "Class", SKOS "Concept"};
	size_t number = 0;
	if (!strcmp(what->object, OWL "Ontology") || !strcmp(what->object, SKOS "ConceptScheme")) {
		if (!*self->ontology) {
			snprintf(self->ontology, sizeof self->ontology, "%s", what->subject);
		}
		return ONTO_OK;
	}
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
		if (strcmp(what->object, classes[i]) || !strncmp(what->subject, "_:", 2)) {
			continue;
		}
		TRY(subject_of(self, what->subject, &number));
		self->about[number].is_term = true;
	}
	return ONTO_OK;
}

/* ---- the ontology -------------------------------------------------------------------------------------------- */

static bool is_ontology(const statements *self, const statement *what)
{
	return !*self->ontology || !strcmp(what->subject, self->ontology);
}

/* OBO's data-version in a version IRI: releases/2026-01-01 of .../obo/mondo/releases/2026-01-01/mondo.owl. */
static onto_status keep_version(statements *self, const char *iri)
{
	const char *start = strstr(iri, "/releases/");
	const char *end = strrchr(iri, '/');
	if (!start || end < start + sizeof "/releases/") {
		return ONTO_OK;
	}
	return keep(self, start + 1, (size_t)(end - start) - 1, &self->terms.version);
}

static onto_status take_about_ontology(statements *self, property is, const statement *what)
{
	obo_terms *terms = &self->terms;
	if (!is_ontology(self, what) || !what->object_length) {
		return ONTO_OK;
	}
	switch (is) {
	case PROPERTY_VERSION_IRI: return keep_version(self, what->object);
	case PROPERTY_VERSION:
		return terms->version ? ONTO_OK : keep(self, what->object, what->object_length, &terms->version);
	case PROPERTY_TITLE:
		return terms->title ? ONTO_OK : keep(self, what->object, what->object_length, &terms->title);
	default: return terms->licence ? ONTO_OK : keep(self, what->object, what->object_length, &terms->licence);
	}
}

/* ---- axioms -------------------------------------------------------------------------------------------------- */

static onto_status take_of_axiom(statements *self, property is, const statement *what)
{
	size_t number = string_index_add(&self->axiom_nodes, what->subject, strlen(what->subject));
	if (number == SIZE_MAX) {
		return import_no_memory(self->job);
	}
	if (number >= self->axiom_count) {
		axiom *more = pool_grown(self->axioms, self->axiom_count, &self->axiom_room, sizeof *more);
		if (!more) {
			return import_no_memory(self->job);
		}
		self->axioms = more;
		more[self->axiom_count++] = (axiom){.predicate = ONTO_MATCH_XREF};
	}
	axiom *of = &self->axioms[number];
	switch (is) {
	case PROPERTY_ANNOTATED_SOURCE: return keep(self, what->object, what->object_length, &of->source);
	case PROPERTY_ANNOTATED_TARGET: return keep(self, what->object, what->object_length, &of->target);
	case PROPERTY_SYNONYM_TYPE: return keep(self, what->object, what->object_length, &of->synonym_type);
	case PROPERTY_SOURCE:
		of->predicate = of->predicate == ONTO_MATCH_XREF ? obo_terms_predicate(what->object) : of->predicate;
		return ONTO_OK;
	default: return ONTO_OK;
	}
}

/* ---- taking -------------------------------------------------------------------------------------------------- */

static onto_status take_xref(statements *self, onto_predicate predicate, const statement *what)
{
	char code[TYPES_CODE_ROOM];
	fact xref = {.kind = FACT_XREF, .predicate = predicate};
	if (!strncmp(what->object, "_:", 2)) {
		return ONTO_OK; /* a class expression */
	}
	if (!what->is_literal && iri_code(self->job, what->object, code)) {
		return add_fact(self, what->subject, xref, code, strlen(code));
	}
	return add_fact(self, what->subject, xref, what->object, what->object_length);
}

onto_status statements_take(statements *self, const statement *what)
{
	size_t at = find_relation(what->relation);
	size_t number = 0;
	if (at == RELATIONS) {
		return ONTO_OK;
	}
	self->terms.job = self->job;
	switch (relations[at].property) {
	case PROPERTY_NONE: return ONTO_OK;
	case PROPERTY_TYPE: return declare(self, what);
	case PROPERTY_LABEL: return add_label(self, what);
	case PROPERTY_SYNONYM:
		return import_language(self->job, what->language)
		           ? statements_synonym(self, what->subject, relations[at].scope, what->object, what->object_length,
		                                NULL)
		           : ONTO_OK;
	case PROPERTY_PARENT: return add_link(self, what->subject, FACT_PARENT, what->object);
	case PROPERTY_CHILD: return add_link(self, what->object, FACT_PARENT, what->subject);
	case PROPERTY_REPLACED: return add_link(self, what->subject, FACT_REPLACED, what->object);
	case PROPERTY_CONSIDER: return add_link(self, what->subject, FACT_CONSIDER, what->object);
	case PROPERTY_ALTERNATIVE: return add_link(self, what->subject, FACT_ALTERNATIVE, what->object);
	case PROPERTY_DEPRECATED:
		TRY(subject_of(self, what->subject, &number));
		self->about[number].is_obsolete = !strcmp(what->object, "true") || !strcmp(what->object, "1");
		return ONTO_OK;
	case PROPERTY_XREF: return take_xref(self, relations[at].predicate, what);
	case PROPERTY_VERSION:
	case PROPERTY_VERSION_IRI:
	case PROPERTY_TITLE:
	case PROPERTY_LICENCE: return take_about_ontology(self, relations[at].property, what);
	case PROPERTY_ANNOTATED_SOURCE:
	case PROPERTY_ANNOTATED_PROPERTY:
	case PROPERTY_ANNOTATED_TARGET:
	case PROPERTY_SYNONYM_TYPE:
	case PROPERTY_SOURCE: return take_of_axiom(self, relations[at].property, what);
	}
	return ONTO_OK;
}

/* ---- joining ------------------------------------------------------------------------------------------------- */

/* Makes the terms, with the codes of their IRIs. */
static onto_status make_terms(statements *self)
{
	obo_terms *terms = &self->terms;
	for (size_t i = 0; i < self->subjects.count; i++) {
		char code[TYPES_CODE_ROOM];
		const char *iri = self->subjects.texts[i];
		subject *of = &self->about[i];
		if (!of->is_term) {
			continue;
		}
		term *more = pool_grown(terms->at, terms->count, &terms->room, sizeof *more);
		if (!more) {
			return import_no_memory(self->job);
		}
		terms->at = more;
		term new = {.id = iri, .name = (char *)of->label, .is_obsolete = of->is_obsolete};
		new.is_code = iri_code(self->job, iri, code);
		if (new.is_code) {
			TRY(keep(self, code, strlen(code), &new.id));
		}
		if (!new.is_code && !self->foreign++) {
			snprintf(self->example, sizeof self->example, "%s", iri);
		}
		of->number = terms->count;
		more[terms->count++] = new;
	}
	return ONTO_OK;
}

/* Puts the facts into the order of their terms; of each term they stay in the order in which they came. */
static onto_status sort_facts(statements *self)
{
	obo_terms *terms = &self->terms;
	size_t total = 0;
	for (size_t i = 0; i < self->fact_count; i++) {
		const subject *of = &self->about[self->facts[i].subject];
		if (of->is_term) {
			terms->at[of->number].end++;
		}
	}
	for (size_t i = 0; i < terms->count; i++) {
		size_t count = terms->at[i].end;
		terms->at[i].first = terms->at[i].end = total;
		total += count;
	}
	terms->facts = calloc(total ? total : 1, sizeof *terms->facts);
	if (!terms->facts) {
		return import_no_memory(self->job);
	}
	terms->fact_count = terms->fact_room = total;
	for (size_t i = 0; i < self->fact_count; i++) {
		const subject *of = &self->about[self->facts[i].subject];
		if (of->is_term) {
			terms->facts[terms->at[of->number].end++] = self->facts[i].what;
		}
	}
	return ONTO_OK;
}

/* Each axiom is compared with the facts of its term. No real term has more. */
enum { COMPARED_MOST = 4096 };

static void remove_fact(term *of, fact *facts, size_t at)
{
	memmove(facts + at, facts + at + 1, (of->end - at - 1) * sizeof *facts);
	of->end--;
}

/* Sets what axioms say of synonyms and of cross-references. A target is a text, or an IRI that may stand as a
 * code. */
static onto_status apply_axiom(statements *self, const axiom *of)
{
	size_t number = of->source ? string_index_find(&self->subjects, of->source, strlen(of->source)) : SIZE_MAX;
	char code[TYPES_CODE_ROOM];
	bool tells = of->synonym_type || of->predicate != ONTO_MATCH_XREF;
	if (number == SIZE_MAX || !self->about[number].is_term || !of->target || !tells) {
		return ONTO_OK;
	}
	bool has_code = of->predicate != ONTO_MATCH_XREF && iri_code(self->job, of->target, code);
	term *term = &self->terms.at[self->about[number].number];
	fact *facts = self->terms.facts;
	if (term->end - term->first > COMPARED_MOST) {
		return obo_terms_leave(&self->terms, "what is said of a statement of a term with thousands of them");
	}
	for (size_t i = term->first; i < term->end; i++) {
		const char *reason = NULL;
		bool same = !strcmp(facts[i].text, of->target) || (has_code && !strcmp(facts[i].text, code));
		if (same && facts[i].kind == FACT_XREF && facts[i].predicate == ONTO_MATCH_XREF) {
			facts[i].predicate = of->predicate;
		}
		if (!same || facts[i].kind != FACT_SYNONYM || !of->synonym_type) {
			continue;
		}
		apply_synonym_type(self, of->synonym_type, &facts[i], &reason);
		if (!reason) {
			continue;
		}
		remove_fact(term, facts, i--);
		TRY(obo_terms_leave(&self->terms, reason));
	}
	return ONTO_OK;
}

/* mondo of http://purl.obolibrary.org/obo/mondo.owl, as OBO's header calls it. */
static onto_status name_ontology(statements *self)
{
	const char *local = import_local_part(self->ontology);
	size_t length = strcspn(local, ".");
	return length ? keep(self, local, length, &self->terms.ontology) : ONTO_OK;
}

static void report(const statements *self)
{
	char *detail = self->job->report->detail;
	size_t room = sizeof self->job->report->detail;
	int used = snprintf(detail, room, "%zu terms", self->terms.count);
	if (self->foreign && used > 0 && (size_t)used < room) {
		snprintf(detail + used, room - (size_t)used,
		         ", %zu of them without a prefix, such as <%.100s> (--prefix NAME=IRI)", self->foreign,
		         self->example);
	}
}

onto_status statements_hand_on(statements *self)
{
	self->terms.job = self->job;
	TRY(name_ontology(self));
	TRY(make_terms(self));
	TRY(sort_facts(self));
	for (size_t i = 0; i < self->axiom_count; i++) {
		TRY(apply_axiom(self, &self->axioms[i]));
	}
	report(self);
	if (!self->terms.count) {
		return onto_fail(self->job->error, ONTO_UNKNOWN, self->job->path, 0, "holds no class and no concept");
	}
	if (self->foreign == self->terms.count) {
		return onto_fail(self->job->error, ONTO_UNKNOWN, self->job->path, 0,
		                 "no term has a known prefix: <%.100s>; --prefix NAME=IRI gives one", self->example);
	}
	return obo_terms_hand_on(&self->terms, self->job);
}

void statements_free(statements *self)
{
	obo_terms_free(&self->terms);
	string_index_free(&self->subjects);
	string_index_free(&self->axiom_nodes);
	free(self->about);
	free(self->facts);
	free(self->axioms);
}
