/* OBO Graphs: an ontology as JSON.
 *
 *     {"graphs":[{"id":"http://purl.obolibrary.org/obo/mondo.owl","meta":{...},
 *       "nodes":[{"id":"http://.../MONDO_0004979","lbl":"asthma","type":"CLASS","meta":{"synonyms":[...],"xrefs":[...]}},
 * ...], "edges":[{"sub":"...","pred":"is_a","obj":"..."}, ...]}]} 1          2 3 4  5 depth
 *
 * The file is read element by element: an object at depth 5 is a node or an edge, by the key at depth 3. Only one
 * of them is in memory. */
#include "statements.h"

#include "ascii.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OBO_IN_OWL "http://www.geneontology.org/formats/oboInOwl#"
#define OWL        "http://www.w3.org/2002/07/owl#"

static bool detects(const char *head, size_t length)
{
	(void)length;
	head += strspn(head, " \t\r\n");
	if (*head != '{') {
		return false;
	}
	head += 1 + strspn(head + 1, " \t\r\n");
	return ascii_begins(head, "\"graphs\"") || (ascii_begins(head, "\"meta\"") && strstr(head, "\"graphs\""));
}

/* ---- the scanner --------------------------------------------------------------------------------------------- */

enum { GRAPH = 3, ELEMENT = 5, KEY_ROOM = 32, ID_ROOM = 256, ELEMENT_MOST = 64 << 20 };

typedef struct graph_file {
	const import *job;
	statements statements;
	size_t depth;
	size_t from; /* the depth of the object that is copied; 0: none is */
	bool in_string;
	bool escaped;
	bool is_value;        /* behind a colon of the graph's own object */
	char key[KEY_ROOM];   /* of the graph's own object */
	char string[ID_ROOM]; /* the last string of that object */
	size_t string_length;
	char *text; /* the element at hand */
	size_t length;
	size_t room;
	size_t axioms; /* numbers of blank nodes */
} graph_file;

static onto_status keep(graph_file *self, char byte)
{
	if (self->length + 1 >= self->room) {
		size_t room = self->room ? self->room * 2 : 1 << 12;
		char *larger = self->length < ELEMENT_MOST ? realloc(self->text, room) : NULL;
		if (!larger) {
			return self->length < ELEMENT_MOST ? import_no_memory(self->job)
			                                   : onto_fail(self->job->error, ONTO_LIMIT, self->job->path,
			                                               input_line_number(self->job->input),
			                                               "a node is larger than %d bytes", ELEMENT_MOST);
		}
		self->text = larger;
		self->room = room;
	}
	self->text[self->length++] = byte;
	return ONTO_OK;
}

/* ---- statements of an element -------------------------------------------------------------------------------- */

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));
	return text ? text : "";
}

static onto_status state(graph_file *self, const char *subject, const char *relation, const char *object,
                         bool is_literal)
{
	statement what = {.subject = subject,
	                  .relation = relation,
	                  .object = object,
	                  .object_length = strlen(object),
	                  .language = "",
	                  .is_literal = is_literal};
	return *subject && *object ? statements_take(&self->statements, &what) : ONTO_OK;
}

static bool is_address(const char *text)
{
	return ascii_begins(text, "http://") || ascii_begins(text, "https://");
}

/* Properties as [{"pred": IRI, "val": text}]. */
static onto_status take_properties(graph_file *self, const char *subject, const json_t *meta)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(meta, "basicPropertyValues"), i, one)
	{
		const char *value = text_of(one, "val");
		TRY(state(self, subject, text_of(one, "pred"), value, !is_address(value)));
	}
	return ONTO_OK;
}

static onto_status take_synonyms(graph_file *self, const char *subject, const json_t *meta)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(meta, "synonyms"), i, one)
	{
		const char *text = text_of(one, "val");
		const char *type = text_of(one, "synonymType");
		onto_scope scope = ONTO_RELATED;
		if (!*text || !statements_scope(text_of(one, "pred"), &scope)) {
			continue;
		}
		TRY(statements_synonym(&self->statements, subject, scope, text, strlen(text), *type ? type : NULL));
	}
	return ONTO_OK;
}

/* What is said of a reference stands in its own meta, as an axiom does in OWL. */
static onto_status take_xrefs(graph_file *self, const char *subject, const json_t *meta)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(meta, "xrefs"), i, one)
	{
		char node[32];
		const char *target = text_of(one, "val");
		TRY(state(self, subject, OBO_IN_OWL "hasDbXref", target, true));
		if (!json_object_get(one, "meta")) {
			continue;
		}
		snprintf(node, sizeof node, "_:%zu", self->axioms++);
		TRY(state(self, node, OWL "annotatedSource", subject, false));
		TRY(state(self, node, OWL "annotatedTarget", target, true));
		TRY(take_properties(self, node, json_object_get(one, "meta")));
	}
	return ONTO_OK;
}

static onto_status take_node(graph_file *self, const json_t *node)
{
	const char *id = text_of(node, "id");
	const char *type = text_of(node, "type");
	const json_t *meta = json_object_get(node, "meta");
	if (*type && strcmp(type, "CLASS")) {
		return ONTO_OK;
	}
	TRY(state(self, id, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", OWL "Class", false));
	TRY(state(self, id, "http://www.w3.org/2000/01/rdf-schema#label", text_of(node, "lbl"), true));
	if (!*id || !meta) {
		return ONTO_OK;
	}
	if (json_is_true(json_object_get(meta, "deprecated"))) {
		TRY(state(self, id, OWL "deprecated", "true", true));
	}
	TRY(take_synonyms(self, id, meta));
	TRY(take_xrefs(self, id, meta));
	return take_properties(self, id, meta);
}

static onto_status take_edge(graph_file *self, const json_t *edge)
{
	const char *relation = text_of(edge, "pred");
	bool is_a = !strcmp(relation, "is_a") || !strcmp(relation, "http://www.w3.org/2000/01/rdf-schema#subClassOf");
	return is_a ? state(self, text_of(edge, "sub"), "http://www.w3.org/2000/01/rdf-schema#subClassOf",
	                    text_of(edge, "obj"), false)
	            : ONTO_OK;
}

static onto_status take_meta(graph_file *self, const json_t *meta)
{
	const char *ontology = *self->statements.ontology ? self->statements.ontology : "_:graph";
	TRY(state(self, ontology, OWL "versionIRI", text_of(meta, "version"), false));
	return take_properties(self, ontology, meta);
}

static onto_status take_element(graph_file *self)
{
	json_t *element;
	onto_error wrong = {0};
	onto_status status = onto_json_parse(self->text, self->length, &element, NULL, &wrong);
	if (status) {
		return onto_fail(self->job->error, status, self->job->path, input_line_number(self->job->input), "%s%s",
		                 status == ONTO_DAMAGED ? "the element that ends here is no JSON: " : "", wrong.message);
	}
	if (self->from == GRAPH + 1) {
		status = !strcmp(self->key, "meta") ? take_meta(self, element) : ONTO_OK;
	} else if (!strcmp(self->key, "nodes")) {
		status = take_node(self, element);
	} else if (!strcmp(self->key, "edges")) {
		status = take_edge(self, element);
	}
	json_decref(element);
	return status;
}

/* ---- scanning ------------------------------------------------------------------------------------------------ */

/* A string of the graph's own object has ended: a key, or its id. */
static void take_string(graph_file *self)
{
	self->string[self->string_length] = '\0';
	if (!self->is_value) {
		snprintf(self->key, sizeof self->key, "%.*s", KEY_ROOM - 1, self->string);
	} else if (!strcmp(self->key, "id") && !*self->statements.ontology) {
		snprintf(self->statements.ontology, sizeof self->statements.ontology, "%.*s",
		         (int)sizeof self->statements.ontology - 1, self->string);
	}
}

static void scan_string(graph_file *self, char byte)
{
	if (self->escaped) {
		self->escaped = false;
	} else if (byte == '\\') {
		self->escaped = true;
	} else if (byte == '"') {
		self->in_string = false;
		if (self->depth == GRAPH) {
			take_string(self);
		}
		return;
	}
	if (self->depth == GRAPH && self->string_length + 1 < ID_ROOM) {
		self->string[self->string_length++] = byte;
	}
}

static onto_status scan_open(graph_file *self, char byte)
{
	self->depth++;
	bool is_meta = self->depth == GRAPH + 1 && !strcmp(self->key, "meta");
	if (byte == '{' && !self->from && (self->depth == ELEMENT || is_meta)) {
		self->from = self->depth;
		self->length = 0;
		return keep(self, byte);
	}
	return ONTO_OK;
}

static onto_status scan_close(graph_file *self)
{
	if (!self->depth) {
		return import_damaged(self->job, "a bracket closes that none has opened");
	}
	if (self->from == self->depth) {
		TRY(take_element(self));
		self->from = 0;
	}
	self->depth--;
	if (self->depth == GRAPH) {
		self->is_value = false;
	}
	return ONTO_OK;
}

static onto_status scan(graph_file *self, char byte)
{
	if (self->from) {
		TRY(keep(self, byte));
	}
	if (self->in_string) {
		scan_string(self, byte);
		return ONTO_OK;
	}
	switch (byte) {
	case '"':
		self->in_string = true;
		self->string_length = 0;
		return ONTO_OK;
	case '{':
	case '[': return scan_open(self, byte);
	case '}':
	case ']': return scan_close(self);
	case ':': self->is_value |= self->depth == GRAPH; return ONTO_OK;
	case ',': self->is_value &= self->depth != GRAPH; return ONTO_OK;
	default: return ONTO_OK;
	}
}

static onto_status read_all(graph_file *self)
{
	char block[64 << 10];
	size_t got = 0;
	do {
		TRY(input_bytes(self->job->input, block, sizeof block, &got, self->job->error));
		for (size_t i = 0; i < got; i++) {
			TRY(scan(self, block[i]));
		}
	} while (got);
	return self->depth || self->in_string ? import_damaged(self->job, "the file ends inside a value") : ONTO_OK;
}

static onto_status run(import *job)
{
	graph_file self = {.job = job, .statements = {.job = job}};
	onto_status status = read_all(&self);
	if (!status) {
		status = statements_hand_on(&self.statements);
	}
	statements_free(&self.statements);
	free(self.text);
	return status;
}

const import_format import_obo_graphs = {"obo-graphs", "OBO Graphs (JSON)", detects, run};
