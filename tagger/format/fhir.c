/* FHIR R4: a Bundle of the type "collection" a document, one a line.
 *
 *     disease                        Condition, with a verificationStatus: confirmed, provisional or refuted
 *     of a relative                  FamilyMemberHistory
 *     drug                           MedicationStatement: active, completed, stopped, not-taken
 *     drug that is an allergy        AllergyIntolerance
 *     marker                         Observation, with its value, interpretation and reference range
 *     another type                   as dictionaries/type-names.tsv says: Procedure, BodyStructure, Device, or none
 *
 * Each resource has an extension with the place in the text, in code points, and an extension for each further
 * field of the mention. A concept that the text only supposes, or that is another person's, is no resource of this
 * patient and is left out. The subject is known by the document's id alone. */
#include <stdlib.h>
#include <string.h>

#include "core/type_name.h"
#include "format/annotated.h"
#include "format/coding.h"
#include "format/json_escape.h"
#include "format/number.h"
#include "format/output_format.h"
#include "format/vocabulary.h"

#define TERMINOLOGY "http://terminology.hl7.org/CodeSystem/"

struct output_state {
	annotated annotated;
	const onto_document *document;
	uint64_t hash; /* of the document's id */
};

static output_state *start(const onto_write_options *options)
{
	(void)options;
	return calloc(1, sizeof(output_state));
}

static void stop(output_state *state)
{
	annotated_free(&state->annotated);
	free(state);
}

/* ---- parts --------------------------------------------------------------------------------------------------- */

/* A name-based UUID (version 8) for a resource: the same document gives the same one. */
static void write_uuid(const output_state *state, size_t number, buffer *out)
{
	static const char hex[] = "0123456789abcdef";
	char text[36];
	uint64_t high = state->hash, low = (state->hash ^ (number + 1)) * 0x9e3779b97f4a7c15u;
	low ^= low >> 29;
	for (size_t i = 0, digit = 0; i < sizeof text; i++) {
		if (i == 8 || i == 13 || i == 18 || i == 23) {
			text[i] = '-';
			continue;
		}
		text[i] = hex[(digit < 16 ? high >> 4 * (15 - digit) : low >> 4 * (31 - digit)) & 15];
		digit++;
	}
	text[14] = '8';
	text[19] = hex[8 | ((low >> 60) & 3)];
	buffer_append(out, text, sizeof text);
}

static void write_coding(const char *system, const char *code, buffer *out)
{
	buffer_text(out, "{\"coding\":[{\"system\":\"" TERMINOLOGY);
	buffer_text(out, system);
	buffer_text(out, "\",\"code\":\"");
	buffer_text(out, code);
	buffer_text(out, "\"}]}");
}

/* All codes of a mention; the display is of the first, whose name it is. */
static void write_codes(const onto_mention *m, buffer *out)
{
	buffer_text(out, "{\"coding\":[");
	for (size_t i = 0; i < m->code_count; i++) {
		const vocabulary *v = vocabulary_of(m->codes[i]);
		const char *local = vocabulary_local(m->codes[i]);
		buffer_text(out, i ? ",{\"system\":\"" : "{\"system\":\"");
		if (v && *v->fhir) {
			buffer_text(out, v->fhir);
		} else {
			buffer_text(out, "https://bioregistry.io/");
			vocabulary_percent(out, m->codes[i], (size_t)(local - m->codes[i]) - (local > m->codes[i]));
		}
		buffer_text(out, "\",");
		annotated_text(out, "code", local, strlen(local));
		if (!i) {
			buffer_byte(out, ',');
			annotated_text(out, "display", m->name, strlen(m->name));
		}
		buffer_byte(out, '}');
	}
	buffer_text(out, "],");
	annotated_text(out, "text", m->name, strlen(m->name));
	buffer_byte(out, '}');
}

static void write_extension(void *context, const char *name, const char *value, size_t length)
{
	buffer *out = context;
	buffer_text(out, ",{\"url\":\"urn:ontotag:");
	buffer_text(out, name);
	buffer_text(out, "\",");
	annotated_text(out, "valueString", value, length);
	buffer_byte(out, '}');
}

static void write_span(const output_state *state, onto_span span, buffer *out)
{
	buffer_text(out, "{\"url\":\"urn:ontotag:span\",\"extension\":[{\"url\":\"start\",");
	annotated_number(out, "valueInteger", annotated_point(&state->annotated, span.start));
	buffer_text(out, "},{\"url\":\"end\",");
	annotated_number(out, "valueInteger", annotated_point(&state->annotated, span.end));
	buffer_text(out, "}]}");
}

static void write_extensions(output_state *state, const found_mention *found, buffer *out)
{
	const onto_mention *m = found->mention;
	buffer_text(out, ",\"extension\":[");
	for (size_t i = 0; i < m->span_count; i++) {
		buffer_text(out, i ? "," : "");
		write_span(state, m->spans[i], out);
	}
	annotated_each(&state->annotated, found, write_extension, out);
	buffer_byte(out, ']');
}

static void write_patient(const output_state *state, const char *member, buffer *out)
{
	buffer_text(out, ",\"");
	buffer_text(out, member);
	buffer_text(out, "\":{\"identifier\":{\"system\":\"urn:ontotag:document\",");
	annotated_text(out, "value", state->document->id, strlen(state->document->id));
	buffer_text(out, "}}");
}

/* ---- resources ----------------------------------------------------------------------------------------------- */

static void write_condition(const output_state *state, const onto_mention *m, buffer *out)
{
	unsigned said = onto_mention_said(m);
	bool refuted = said & ONTO_SAID_ABSENT;
	if (!refuted) {
		buffer_text(out, ",\"clinicalStatus\":");
		write_coding("condition-clinical", said & ONTO_SAID_HISTORICAL ? "inactive" : "active", out);
	}
	buffer_text(out, ",\"verificationStatus\":");
	write_coding("condition-ver-status",
	             refuted                     ? "refuted"
	             : said & ONTO_SAID_POSSIBLE ? "provisional"
	                                         : "confirmed",
	             out);
	buffer_text(out, ",\"code\":");
	write_codes(m, out);
	write_patient(state, "subject", out);
}

static void write_family(const output_state *state, const onto_mention *m, buffer *out)
{
	buffer_text(out, ",\"status\":\"partial\"");
	write_patient(state, "patient", out);
	buffer_text(out, ",\"relationship\":");
	write_coding("v3-RoleCode", "FAMMEMB", out);
	buffer_text(out, ",\"condition\":[{\"code\":");
	write_codes(m, out);
	buffer_text(out, "}]");
}

static void write_medication(const output_state *state, const onto_mention *m, buffer *out)
{
	unsigned said = onto_mention_said(m);
	onto_finding finding = m->context ? m->context->finding : ONTO_NO_FINDING;
	const char *status = said & ONTO_SAID_ABSENT || finding == ONTO_NOT_GIVEN ? "not-taken"
	                     : finding == ONTO_STOPPED                            ? "stopped"
	                     : said & ONTO_SAID_POSSIBLE                          ? "unknown"
	                     : said & ONTO_SAID_HISTORICAL                        ? "completed"
	                                                                          : "active";
	buffer_text(out, ",\"status\":\"");
	buffer_text(out, status);
	buffer_text(out, "\",\"medicationCodeableConcept\":");
	write_codes(m, out);
	write_patient(state, "subject", out);
}

static void write_allergy(const output_state *state, const onto_mention *m, buffer *out)
{
	bool refuted = onto_mention_said(m) & ONTO_SAID_ABSENT;
	if (!refuted) {
		buffer_text(out, ",\"clinicalStatus\":");
		write_coding("allergyintolerance-clinical", "active", out);
	}
	buffer_text(out, ",\"verificationStatus\":");
	write_coding("allergyintolerance-verification", refuted ? "refuted" : "unconfirmed", out);
	buffer_text(out, ",\"code\":");
	write_codes(m, out);
	write_patient(state, "patient", out);
}

static void write_decimal(const char *name, double number, buffer *out)
{
	char text[NUMBER_SPACE];
	buffer_text(out, name);
	buffer_text(out, number_text(text, number));
}

static void write_unit(const onto_value *v, buffer *out)
{
	if (v->unit) {
		buffer_byte(out, ',');
		annotated_text(out, "unit", v->unit, strlen(v->unit));
	}
	if (v->ucum) {
		buffer_text(out, ",\"system\":\"http://unitsofmeasure.org\",");
		annotated_text(out, "code", v->ucum, strlen(v->ucum));
	}
	buffer_byte(out, '}');
}

/* One end of a range. */
static void write_end(const char *name, double number, const onto_value *v, bool *any, buffer *out)
{
	if (isfinite(number)) {
		buffer_text(out, *any ? ",\"" : "\"");
		buffer_text(out, name);
		write_decimal("\":{\"value\":", number, out);
		write_unit(v, out);
		*any = true;
	}
}

static void write_range(double low, double high, const onto_value *v, buffer *out)
{
	bool any = false;
	buffer_byte(out, '{');
	write_end("low", low, v, &any, out);
	write_end("high", high, v, &any, out);
	buffer_byte(out, '}');
}

/* FHIR has the comparators <, <=, >= and >. */
static void write_measure(const onto_value *v, buffer *out)
{
	if (isfinite(v->number)) {
		write_decimal(",\"valueQuantity\":{\"value\":", v->number, out);
		if (v->comparator && *v->comparator != '~') {
			buffer_byte(out, ',');
			annotated_text(out, "comparator", v->comparator, strlen(v->comparator));
		}
		write_unit(v, out);
	} else if (v->text) {
		buffer_byte(out, ',');
		annotated_text(out, "valueString", v->text, strlen(v->text));
	} else if (isfinite(v->low) || isfinite(v->high)) {
		buffer_text(out, ",\"valueRange\":");
		write_range(v->low, v->high, v, out);
	}
	if (isfinite(v->reference_low) || isfinite(v->reference_high)) {
		buffer_text(out, ",\"referenceRange\":[");
		write_range(v->reference_low, v->reference_high, v, out);
		buffer_byte(out, ']');
	}
}

static void write_result(const onto_mention *m, buffer *out)
{
	static const char *const codes[ONTO_FINDINGS] = {
		[ONTO_POSITIVE] = "POS", [ONTO_NEGATIVE] = "NEG", [ONTO_WEAK] = "WR",
		[ONTO_EQUIVOCAL] = "E",  [ONTO_HIGH] = "H",       [ONTO_LOW] = "L",
		[ONTO_NORMAL] = "N",     [ONTO_ABNORMAL] = "A",   [ONTO_NOT_DETECTED] = "ND",
	};
	onto_finding finding = m->context ? m->context->finding : ONTO_NO_FINDING;
	const char *word = onto_finding_word(finding);
	if (!finding) {
		return;
	}
	if (!mention_value(m)) {
		buffer_text(out, ",\"valueCodeableConcept\":{");
		annotated_text(out, "text", word, strlen(word));
		buffer_byte(out, '}');
	}
	if (codes[finding]) {
		buffer_text(out, ",\"interpretation\":[");
		write_coding("v3-ObservationInterpretation", codes[finding], out);
		buffer_byte(out, ']');
	}
}

static void write_observation(const output_state *state, const onto_mention *m, buffer *out)
{
	const onto_value *v = mention_value(m);
	buffer_text(out, ",\"status\":\"unknown\",\"code\":");
	write_codes(m, out);
	write_patient(state, "subject", out);
	write_result(m, out);
	if (v) {
		write_measure(v, out);
	}
}

static void write_procedure(const output_state *state, const onto_mention *m, buffer *out)
{
	unsigned said = onto_mention_said(m);
	buffer_text(out, ",\"status\":\"");
	buffer_text(out, said & ONTO_SAID_ABSENT ? "not-done" : said & ONTO_SAID_HISTORICAL ? "completed" : "unknown");
	buffer_text(out, "\",\"code\":");
	write_codes(m, out);
	write_patient(state, "subject", out);
}

static void write_body_structure(const output_state *state, const onto_mention *m, buffer *out)
{
	buffer_text(out, ",\"location\":");
	write_codes(m, out);
	write_patient(state, "patient", out);
}

static void write_device(const output_state *state, const onto_mention *m, buffer *out)
{
	buffer_text(out, ",\"type\":");
	write_codes(m, out);
	write_patient(state, "patient", out);
}

typedef struct resource_writer {
	const char *type;
	void (*write)(const output_state *state, const onto_mention *m, buffer *out);
} resource_writer;

/* The resource for a mention. Its type is NULL where there is none. */
static resource_writer resource_of(const onto_mention *m)
{
	unsigned said = onto_mention_said(m);
	type_resource resource = type_names[m->type].resource;
	if (resource == RESOURCE_Condition && said & ONTO_SAID_FAMILY &&
	    !(said & (ONTO_SAID_ABSENT | ONTO_SAID_HYPOTHETICAL | ONTO_SAID_POSSIBLE))) {
		return (resource_writer){"FamilyMemberHistory", write_family};
	}
	if (!coding_of_patient(m)) {
		return (resource_writer){NULL, NULL};
	}
	static const resource_writer writers[] = {
		[RESOURCE_NONE] = {NULL, NULL},
		[RESOURCE_Condition] = {"Condition", write_condition},
		[RESOURCE_MedicationStatement] = {"MedicationStatement", write_medication},
		[RESOURCE_Observation] = {"Observation", write_observation},
		[RESOURCE_Procedure] = {"Procedure", write_procedure},
		[RESOURCE_BodyStructure] = {"BodyStructure", write_body_structure},
		[RESOURCE_Device] = {"Device", write_device},
	};
	return resource == RESOURCE_MedicationStatement && mention_has_allergy(m)
	           ? (resource_writer){"AllergyIntolerance", write_allergy}
	           : writers[resource];
}

/* ---- the bundle ---------------------------------------------------------------------------------------------- */

static uint64_t hash_id(const char *id)
{
	uint64_t hash = 14695981039346656037u;
	for (; *id; id++) {
		hash = (hash ^ (unsigned char)*id) * 1099511628211u;
	}
	return hash;
}

static bool document(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	bool any = false;
	state->document = document;
	state->hash = hash_id(document->id);
	if (!annotated_begin(&state->annotated, document)) {
		return false;
	}
	buffer_text(out,
	            "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"identifier\":{\"system\":"
	            "\"urn:ontotag:document\",");
	annotated_text(out, "value", document->id, strlen(document->id));
	buffer_byte(out, '}');
	for (size_t i = 0; i < tags->mention_count; i++) {
		const onto_mention *m = &tags->mentions[i];
		resource_writer r = resource_of(m);
		if (!r.type) {
			continue;
		}
		buffer_text(out, any ? ",{\"fullUrl\":\"urn:uuid:" : ",\"entry\":[{\"fullUrl\":\"urn:uuid:");
		write_uuid(state, i, out);
		buffer_text(out, "\",\"resource\":{\"resourceType\":\"");
		buffer_text(out, r.type);
		buffer_byte(out, '"');
		write_extensions(state, &(found_mention){document, tags, m}, out);
		r.write(state, m, out);
		buffer_text(out, "}}");
		any = true;
	}
	buffer_text(out, any ? "]}\n" : "}\n");
	return !out->failed && !state->annotated.failed;
}

const output_format output_fhir = {
	.start = start,
	.stop = stop,
	.document = document,
};
