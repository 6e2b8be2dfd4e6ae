/* MeSH in NLM's XML: a DescriptorRecordSet or a SupplementalRecordSet, streamed.
 *
 *     bytes ──expat──▶ elements, as a stack ──▶ the current record ──▶ builder
 *                                                    └─▶ places (tree numbers) ──▶ parents, at the end
 *
 * Only the elements in the table below count; their meaning depends on the one or two elements around them. The
 * file is not trusted: its depth, texts and pieces are bounded, and a document type that declares entities is an
 * error, since no MeSH file has any. */
#include "import.h"

#include "ascii.h"
#include "name.h"
#include "mesh_places.h"
#include "mesh_record.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

enum { RECORD_DEPTH = 2, DEPTH_MAX = 64, BLOCK = 64 << 10 };

/* Limits of one element and of one record. */
enum { TEXT_MAX = 1 << 20, RECORD_TEXT_MAX = 16 << 20 };

typedef enum element {
	ELEMENT_OTHER,
	ELEMENT_RECORD,
	ELEMENT_RECORD_UI, /* also of a record that is referred to */
	ELEMENT_RECORD_NAME,
	ELEMENT_STRING,
	ELEMENT_TREE_NUMBER,
	ELEMENT_ACTION,
	ELEMENT_MAPPED_TO,
	ELEMENT_REFERRED_TO,
	ELEMENT_CONCEPT,
	ELEMENT_CONCEPT_UI,
	ELEMENT_REGISTRY_NUMBER,
	ELEMENT_TERM,
	ELEMENT_RELATION,
	ELEMENT_CONCEPT_1,
	ELEMENT_CONCEPT_2
} element;

static const struct {
	const char *name;
	element element;
	bool has_text;
} elements[] = {
	{"String", ELEMENT_STRING, true},
	{"Term", ELEMENT_TERM, false},
	{"TreeNumber", ELEMENT_TREE_NUMBER, true},
	{"Concept", ELEMENT_CONCEPT, false},
	{"ConceptUI", ELEMENT_CONCEPT_UI, true},
	{"DescriptorRecord", ELEMENT_RECORD, false},
	{"DescriptorUI", ELEMENT_RECORD_UI, true},
	{"DescriptorName", ELEMENT_RECORD_NAME, false},
	{"SupplementalRecord", ELEMENT_RECORD, false},
	{"SupplementalRecordUI", ELEMENT_RECORD_UI, true},
	{"SupplementalRecordName", ELEMENT_RECORD_NAME, false},
	{"PharmacologicalAction", ELEMENT_ACTION, false},
	{"HeadingMappedTo", ELEMENT_MAPPED_TO, false},
	{"DescriptorReferredTo", ELEMENT_REFERRED_TO, false},
	{"RegistryNumber", ELEMENT_REGISTRY_NUMBER, true},
	{"ConceptRelation", ELEMENT_RELATION, false},
	{"Concept1UI", ELEMENT_CONCEPT_1, true},
	{"Concept2UI", ELEMENT_CONCEPT_2, true},
};

typedef struct mesh {
	const import *job;
	XML_Parser parser;
	onto_status status; /* of what failed in a handler */
	mesh_record record;
	mesh_places places;
	element stack[DEPTH_MAX];
	size_t depth;
	bool in_text;
	char *text;
	size_t text_length;
	size_t text_room;
	size_t record_text; /* bytes of text in the record so far */
	size_t fed;         /* bytes passed to expat */
	size_t last_event;  /* that number at the last callback */
	char version[8];    /* the year of the document type */
} mesh;

static bool detects(const char *head, size_t length)
{
	(void)length;
	return head[strspn(head, " \t\r\n")] == '<' &&
	       (strstr(head, "<DescriptorRecordSet") || strstr(head, "<SupplementalRecordSet"));
}

/* ---- failures ------------------------------------------------------------------------------------------------ */

static size_t current_line(const mesh *self)
{
	return (size_t)XML_GetCurrentLineNumber64(self->parser);
}

static onto_status fail(const mesh *self, onto_status status, const char *reason)
{
	return onto_fail(self->job->error, status, self->job->path, current_line(self), "%s", reason);
}

/* Stops the parser if something failed, and adds the line to the builder's message. */
static void check(mesh *self, onto_status status)
{
	onto_error *error = self->job->error;
	if (!status || self->status) {
		return;
	}
	if (error && !*error->file) {
		onto_error placed = *error;
		fail(self, status, placed.message);
	}
	self->status = status;
	XML_StopParser(self->parser, XML_FALSE);
}

/* ---- elements ------------------------------------------------------------------------------------------------ */

static const char *attribute(const char *const *attributes, const char *name)
{
	for (; *attributes; attributes += 2) {
		if (!strcmp(attributes[0], name)) {
			return attributes[1];
		}
	}
	return "";
}

static bool is_yes(const char *const *attributes, const char *name)
{
	return !strcmp(attribute(attributes, name), "Y");
}

/* The parent, or grandparent, of the element at the top of the stack. */
static element around(const mesh *self, size_t levels)
{
	return self->depth > levels ? self->stack[self->depth - 1 - levels] : ELEMENT_OTHER;
}

/* Records are the children of the root; only their content is processed. */
static bool is_in_record(const mesh *self)
{
	return self->depth >= RECORD_DEPTH && self->stack[RECORD_DEPTH - 1] == ELEMENT_RECORD;
}

static onto_status begin_concept(mesh *self, const char *const *attributes)
{
	mesh_record_concept item = {.is_preferred = is_yes(attributes, "PreferredConceptYN"), .scope = ONTO_EXACT};
	return mesh_record_add(&self->record.concepts, &item, sizeof item, self->job);
}

static bool is_short(const char *tag)
{
	static const char *const tags[] = {"ABB", "ABX", "ACR", "ACX", "LAB"};
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		if (!strcmp(tag, tags[i])) {
			return true;
		}
	}
	return false;
}

static onto_status begin_term(mesh *self, const char *const *attributes)
{
	mesh_record_term item = {
		.concept = self->record.concepts.count - 1,
		.is_permuted = is_yes(attributes, "IsPermutedTermYN"),
		.is_short = is_short(attribute(attributes, "LexicalTag")),
	};
	return mesh_record_add(&self->record.terms, &item, sizeof item, self->job);
}

static onto_status begin_relation(mesh *self, const char *const *attributes)
{
	const char *word = attribute(attributes, "RelationName");
	mesh_record_relation item = {
		.scope = !strcmp(word, "NRW")   ? ONTO_NARROW
	             : !strcmp(word, "BRD") ? ONTO_BROAD
	                                    : ONTO_RELATED,
		.from = "",
		.to = "",
	};
	return mesh_record_add(&self->record.relations, &item, sizeof item, self->job);
}

static onto_status begin_element(mesh *self, element what, const char *const *attributes)
{
	switch (what) {
	case ELEMENT_RECORD:
		if (self->depth > RECORD_DEPTH) {
			return fail(self, ONTO_DAMAGED, "a record within a record");
		}
		self->record_text = 0;
		mesh_record_begin(&self->record);
		self->record.scr_class = atoi(attribute(attributes, "SCRClass"));
		return ONTO_OK;
	case ELEMENT_ACTION: self->record.has_action = true; return ONTO_OK;
	case ELEMENT_CONCEPT: return begin_concept(self, attributes);
	case ELEMENT_TERM: return begin_term(self, attributes);
	case ELEMENT_RELATION: return begin_relation(self, attributes);
	default: return ONTO_OK;
	}
}

/* The last item of a list that begin_element has appended to. The stack guarantees that it exists. */
static void *last_item(const mesh_record_list *list, size_t size)
{
	return (char *)list->items + (list->count - 1) * size;
}

static onto_status end_string(mesh *self, char *text)
{
	if (around(self, 1) == ELEMENT_RECORD_NAME && around(self, 2) == ELEMENT_RECORD) {
		self->record.name = text;
	} else if (around(self, 1) == ELEMENT_TERM) {
		((mesh_record_term *)last_item(&self->record.terms, sizeof(mesh_record_term)))->name = text;
	}
	return ONTO_OK;
}

static onto_status end_ui(mesh *self, const char *text)
{
	if (around(self, 1) == ELEMENT_RECORD) {
		self->record.ui = text;
	} else if (around(self, 1) == ELEMENT_REFERRED_TO && around(self, 2) == ELEMENT_MAPPED_TO) {
		return mesh_record_add(&self->record.mapped, &text, sizeof text, self->job);
	}
	return ONTO_OK;
}

static onto_status end_element(mesh *self, element what, char *text)
{
	mesh_record *of = &self->record;
	switch (what) {
	case ELEMENT_STRING: return end_string(self, text);
	case ELEMENT_RECORD_UI: return end_ui(self, text);
	case ELEMENT_TREE_NUMBER: return mesh_record_add(&of->trees, &text, sizeof text, self->job);
	case ELEMENT_CONCEPT_UI:
		if (around(self, 1) == ELEMENT_CONCEPT) {
			((mesh_record_concept *)last_item(&of->concepts, sizeof(mesh_record_concept)))->ui = text;
		}
		return ONTO_OK;
	case ELEMENT_REGISTRY_NUMBER: {
		mesh_record_number item = {.text = text, .concept = of->concepts.count - 1};
		return mesh_record_add(&of->numbers, &item, sizeof item, self->job);
	}
	case ELEMENT_CONCEPT_1:
	case ELEMENT_CONCEPT_2:
		if (around(self, 1) == ELEMENT_RELATION) {
			mesh_record_relation *relation = last_item(&of->relations, sizeof *relation);
			*(what == ELEMENT_CONCEPT_1 ? &relation->from : &relation->to) = text;
		}
		return ONTO_OK;
	case ELEMENT_RECORD: return mesh_record_end(of, &self->places, self->job);
	default: return ONTO_OK;
	}
}

/* ---- expat's handlers ---------------------------------------------------------------------------------------- */

static onto_status open_source(const mesh *self, const char *root)
{
	bool is_supplementary = !strcmp(root, "SupplementalRecordSet");
	onto_source source = {
		.id = is_supplementary ? "MESH-SCR" : "MESH",
		.title = is_supplementary ? "MeSH, supplementary records" : "MeSH, descriptors",
		.version = *self->version ? self->version : NULL,
	};
	return onto_builder_source(self->job->builder, &source, self->job->error);
}

static void XMLCALL on_start(void *context, const char *name, const char **attributes)
{
	mesh *self = context;
	self->last_event = self->fed;
	if (self->status) {
		return;
	}
	if (self->depth == DEPTH_MAX) {
		check(self, fail(self, ONTO_LIMIT, "the elements are nested too deeply"));
		return;
	}
	if (!self->depth) {
		check(self, open_source(self, name));
	}

	element what = ELEMENT_OTHER;
	self->in_text = false;
	self->text_length = 0;
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
		if (!strcmp(elements[i].name, name)) {
			what = elements[i].element;
			self->in_text = elements[i].has_text;
			break;
		}
	}
	self->stack[self->depth++] = what;
	if (is_in_record(self)) {
		check(self, begin_element(self, what, attributes));
	} else {
		self->in_text = false;
	}
}

static void XMLCALL on_text(void *context, const char *text, int length)
{
	mesh *self = context;
	size_t size = (size_t)length;
	self->last_event = self->fed;
	if (!self->in_text || self->status) {
		return;
	}
	self->record_text += size;
	if (self->text_length + size > TEXT_MAX || self->record_text > RECORD_TEXT_MAX) {
		check(self, fail(self, ONTO_LIMIT, "the text is too long"));
		return;
	}
	while (self->text_room < self->text_length + size) {
		char *more = pool_grown(self->text, self->text_room, &self->text_room, 1);
		if (!more) {
			check(self, import_no_memory(self->job));
			return;
		}
		self->text = more;
	}
	memcpy(self->text + self->text_length, text, size);
	self->text_length += size;
}

static void XMLCALL on_end(void *context, const char *name)
{
	mesh *self = context;
	char *text = NULL;
	(void)name;
	self->last_event = self->fed;
	if (self->status) {
		return;
	}
	if (self->in_text) {
		text = pool_copy(&self->record.texts, self->text ? self->text : "", self->text_length);
		if (!text) {
			check(self, import_no_memory(self->job));
			return;
		}
		name_tidy(text);
	}
	self->in_text = false;
	if (is_in_record(self)) {
		check(self, end_element(self, self->stack[self->depth - 1], text));
	}
	self->depth--;
}

/* ".../nlmdescriptorrecordset_20240101.dtd" is of 2024. */
static void XMLCALL on_doctype(void *context, const char *name, const char *system, const char *public,
                               int has_subset)
{
	mesh *self = context;
	(void)name;
	(void)public;
	(void)has_subset;
	const char *date = system ? strrchr(system, '_') : NULL;
	if (!date) {
		return;
	}
	size_t digits = strspn(++date, "0123456789");
	if (digits == 8) {
		memcpy(self->version, date, 4);
	}
}

static void XMLCALL on_entity(void *context, const char *name, int is_parameter, const char *value, int length,
                              const char *base, const char *system, const char *public, const char *notation)
{
	mesh *self = context;
	(void)name, (void)is_parameter, (void)value, (void)length;
	(void)base, (void)system, (void)public, (void)notation;
	check(self, fail(self, ONTO_DAMAGED, "the document type declares an entity, which MeSH does not"));
}

/* ---- the file ------------------------------------------------------------------------------------------------ */

static onto_status fail_parsing(const mesh *self, bool is_last)
{
	if (self->status) {
		return self->status;
	}
	enum XML_Error code = XML_GetErrorCode(self->parser);
	if (code == XML_ERROR_NO_MEMORY) {
		return import_no_memory(self->job);
	}
	if (is_last) {
		return fail(self, ONTO_DAMAGED, "the file ends before its XML does");
	}
	return onto_fail(self->job->error, ONTO_DAMAGED, self->job->path, current_line(self),
	                 "the XML is damaged here: %s", XML_ErrorString(code));
}

static onto_status parse(mesh *self)
{
	for (;;) {
		size_t got = 0;
		void *block = XML_GetBuffer(self->parser, BLOCK);
		if (!block) {
			return import_no_memory(self->job);
		}
		TRY(input_bytes(self->job->input, block, BLOCK, &got, self->job->error));
		self->fed += got;
		if (XML_ParseBuffer(self->parser, (int)got, !got) != XML_STATUS_OK) {
			return fail_parsing(self, !got);
		}
		if (!got) {
			return ONTO_OK;
		}

		/* Expat holds an incomplete piece, such as a tag, and makes no callback until it is complete. */
		if (self->fed - self->last_event > INPUT_LINE_MAX) {
			return fail(self, ONTO_LIMIT, "a piece of the XML is too long");
		}
	}
}

static onto_status run(import *job)
{
	mesh self = {.job = job};
	self.parser = XML_ParserCreate(NULL);
	if (!self.parser) {
		return import_no_memory(job);
	}
	XML_SetUserData(self.parser, &self);
	XML_SetElementHandler(self.parser, on_start, on_end);
	XML_SetCharacterDataHandler(self.parser, on_text);
	XML_SetStartDoctypeDeclHandler(self.parser, on_doctype);
	XML_SetEntityDeclHandler(self.parser, on_entity);

	onto_status status = parse(&self);
	if (!status) {
		status = mesh_places_add_parents(&self.places, job);
	}

	XML_ParserFree(self.parser);
	mesh_record_free(&self.record);
	mesh_places_free(&self.places);
	free(self.text);
	return status;
}

const import_format import_mesh = {"mesh", "MeSH XML", detects, run};
