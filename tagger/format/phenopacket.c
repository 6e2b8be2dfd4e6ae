/* GA4GH Phenopackets, version 2: an object a document, one a line.
 *
 *     {"id":"7","subject":{"id":"7"},
 *      "phenotypicFeatures":[{"type":{"id":"HP:0001250","label":"Seizure"},"excluded":true}],
 *      "diseases":[{"term":{"id":"MONDO:0004979","label":"asthma"}}],
 *      "measurements":[{"assay":{...},"value":{"quantity":{"unit":{...},"value":5.2}}}],
 *      "medicalActions":[{"treatment":{"agent":{...}}},{"procedure":{"code":{...}}}],
 *      "metaData":{"created":"2026-01-01T00:00:00Z","createdBy":"ontotag 0.2.0","resources":[...],
 *                  "phenopacketSchemaVersion":"2.0"}}
 *
 * It says what is known of one person. What a text says of others, supposes, or calls possible only, has no place
 * in it and is left out. A concept stands once: it is excluded where each mention of the patient denies it. */
#include <stdlib.h>
#include <string.h>

#include "core/table.h"
#include "core/type_name.h"
#include "core/vector.h"
#include "format/annotated.h"
#include "format/coding.h"
#include "format/json_escape.h"
#include "format/number.h"
#include "format/output_format.h"
#include "format/run_date.h"
#include "format/vocabulary.h"

enum { PREFIX_SPACE = 40 };

/* A concept that is written, or a vocabulary that is used. */
typedef struct stated {
	const char *code;
	const char *release; /* of a vocabulary; "" where it is not known */
	const onto_mention *mention;
	bool excluded;
} stated;

struct output_state {
	VECTOR(stated) concepts; /* of one list of the document */
	table by_code;           /* their numbers */
	VECTOR(stated) vocabularies;
	char date[RUN_DATE_SPACE];
};

static output_state *start(const onto_write_options *options)
{
	output_state *state = calloc(1, sizeof *state);
	if (state) {
		run_date(state->date, options);
	}
	return state;
}

static void stop(output_state *state)
{
	vector_free(&state->concepts);
	table_free(&state->by_code);
	vector_free(&state->vocabularies);
	free(state);
}

/* ---- which code ---------------------------------------------------------------------------------------------- */

static const char *first_of(const onto_mention *m, const char *const *prefixes)
{
	for (; *prefixes; prefixes++) {
		const char *code = coding_in(m, *prefixes);
		if (code) {
			return code;
		}
	}
	return m->code_count ? m->codes[0] : "";
}

static bool becomes(const onto_mention *m, type_resource resource)
{
	return type_names[m->type].resource == resource;
}

/* A finding of HPO that is no disease of MONDO, or whose name came from HPO; or what was tagged as a finding. */
static bool is_feature(const onto_mention *m)
{
	return becomes(m, RESOURCE_Condition) &&
	       (m->type != ONTO_DISEASE ||
	        (coding_in(m, "HP") && (strncmp(m->found, "HP:", 3) == 0 || !coding_in(m, "MONDO"))));
}

static bool is_disease(const onto_mention *m)
{
	return becomes(m, RESOURCE_Condition) && !is_feature(m);
}

/* A procedure that was done. */
static bool is_procedure(const onto_mention *m)
{
	return becomes(m, RESOURCE_Procedure) && !(m->context && m->context->negated);
}

/* A drug that the patient takes or took: not one that was not given, or is an allergy. */
static bool is_treatment(const onto_mention *m)
{
	return becomes(m, RESOURCE_MedicationStatement) &&
	       !(m->context && (m->context->negated || m->context->allergy || m->context->finding == ONTO_NOT_GIVEN));
}

static const char *code_of(const onto_mention *m)
{
	static const char *const features[] = {"HP", NULL}, *const diseases[] = {"MONDO", NULL};
	static const char *const drugs[] = {"CHEBI", "RXNORM", "DrugBank", NULL}, *const assays[] = {"LOINC", NULL};
	return first_of(m, becomes(m, RESOURCE_MedicationStatement) ? drugs
	                   : becomes(m, RESOURCE_Observation)       ? assays
	                   : is_feature(m)                          ? features
	                                                            : diseases);
}

/* ---- parts --------------------------------------------------------------------------------------------------- */

/* Remembers the vocabulary of a code, for the resources. */
static bool use_code(output_state *state, const char *code, const onto_mention *m)
{
	size_t length = strcspn(code, ":");
	for (size_t i = 0; i < state->vocabularies.count; i++) {
		const char *known = state->vocabularies.items[i].code;
		if (strncmp(known, code, length) == 0 && known[length] == ':') {
			return true;
		}
	}
	bool own = m && strncmp(m->source, code, length) == 0 && !m->source[length];
	return vector_push(&state->vocabularies, ((stated){.code = code, .release = own ? m->release : ""}));
}

static void write_class(const char *code, const char *label, buffer *out)
{
	buffer_byte(out, '{');
	annotated_text(out, "id", code, strlen(code));
	buffer_byte(out, ',');
	annotated_text(out, "label", label, strlen(label));
	buffer_byte(out, '}');
}

static void write_unit(const onto_value *v, buffer *out)
{
	const char *label = v->unit ? v->unit : "1";
	buffer_text(out, "\"unit\":{\"id\":\"UCUM:");
	json_escape(out, v->ucum ? v->ucum : label, strlen(v->ucum ? v->ucum : label));
	buffer_text(out, "\",");
	annotated_text(out, "label", label, strlen(label));
	buffer_byte(out, '}');
}

static void write_real(const char *name, double number, buffer *out)
{
	char text[NUMBER_SPACE];
	buffer_text(out, name);
	buffer_text(out, number_text(text, number));
}

static void write_quantity(const onto_value *v, buffer *out)
{
	buffer_text(out, "{\"quantity\":{");
	write_unit(v, out);
	write_real(",\"value\":", v->number, out);
	if (isfinite(v->reference_low) && isfinite(v->reference_high)) {
		buffer_text(out, ",\"referenceRange\":{");
		write_unit(v, out);
		write_real(",\"low\":", v->reference_low, out);
		write_real(",\"high\":", v->reference_high, out);
		buffer_byte(out, '}');
	}
	buffer_text(out, "}}");
}

/* The result of a marker as a class; NULL where there is no class for it. */
static const char *const *result_class(const onto_mention *m)
{
	static const char *const classes[ONTO_FINDINGS][2] = {
		[ONTO_POSITIVE] = {"PATO:0000467", "present"},     [ONTO_NEGATIVE] = {"PATO:0000462", "absent"},
		[ONTO_NOT_DETECTED] = {"PATO:0000462", "absent"},  [ONTO_HIGH] = {"PATO:0000470", "increased amount"},
		[ONTO_LOW] = {"PATO:0001997", "decreased amount"}, [ONTO_NORMAL] = {"PATO:0000461", "normal"},
		[ONTO_ABNORMAL] = {"PATO:0000460", "abnormal"},
	};
	const char *const *found = m->context ? classes[m->context->finding] : NULL;
	return found && *found ? found : NULL;
}

static bool is_measurement(const onto_mention *m)
{
	const onto_value *v = mention_value(m);
	return becomes(m, RESOURCE_Observation) && ((v && isfinite(v->number)) || result_class(m));
}

/* ---- lists --------------------------------------------------------------------------------------------------- */

static bool is_certain(const onto_mention *m)
{
	return coding_of_patient(m) && !(onto_mention_said(m) & ONTO_SAID_POSSIBLE);
}

/* Collects the distinct concepts of a kind. */
static bool collect(output_state *state, const onto_tags *tags, bool (*is_kind)(const onto_mention *m))
{
	state->concepts.count = 0;
	table_free(&state->by_code);
	for (size_t i = 0; i < tags->mention_count; i++) {
		const onto_mention *m = &tags->mentions[i];
		if (!is_certain(m) || !is_kind(m)) {
			continue;
		}
		stated new = {.code = code_of(m), .mention = m, .excluded = m->context && m->context->negated};
		size_t length = strlen(new.code);
		const table_entry *known = table_find(&state->by_code, new.code, length);
		if (known) {
			state->concepts.items[known->value].excluded &= new.excluded;
		} else if (!vector_push(&state->concepts, new) ||
		           !table_add(&state->by_code, new.code, length, state->concepts.count - 1) ||
		           !use_code(state, new.code, m)) {
			return false;
		}
	}
	return true;
}

static void write_list(const output_state *state, const char *list, const char *term, buffer *out)
{
	for (size_t i = 0; i < state->concepts.count; i++) {
		const stated *s = &state->concepts.items[i];
		buffer_text(out, i ? "," : list);
		buffer_byte(out, '{');
		buffer_text(out, term);
		write_class(s->code, s->mention->name, out);
		buffer_text(out, s->excluded ? ",\"excluded\":true}" : "}");
	}
	buffer_text(out, state->concepts.count ? "]" : "");
}

/* *any: the list has begun. */
static void write_actions(const output_state *state, const char *action, bool *any, buffer *out)
{
	for (size_t i = 0; i < state->concepts.count; i++) {
		const stated *s = &state->concepts.items[i];
		buffer_text(out, *any ? ",{" : ",\"medicalActions\":[{");
		buffer_text(out, action);
		write_class(s->code, s->mention->name, out);
		buffer_text(out, "}}");
		*any = true;
	}
}

/* Each result, for a marker may be measured more than once. */
static bool write_measurements(output_state *state, const onto_document *document, const onto_tags *tags,
                               buffer *out)
{
	bool any = false;
	for (size_t i = 0; i < tags->mention_count; i++) {
		const onto_mention *m = &tags->mentions[i];
		const onto_value *v = mention_value(m);
		if (!is_certain(m) || !is_measurement(m)) {
			continue;
		}
		bool number = v && isfinite(v->number);
		onto_span told = {m->start < (v ? v->start : m->start) ? m->start
		                  : v                                  ? v->start
		                                                       : m->start,
		                  v && v->end > m->end ? v->end : m->end};
		const char *const *class = result_class(m);
		if (!use_code(state, code_of(m), m) || !use_code(state, number ? "UCUM:1" : class[0], NULL)) {
			return false;
		}
		buffer_text(out, any ? ",{\"description\":" : ",\"measurements\":[{\"description\":");
		annotated_excerpt(out, document, told);
		buffer_text(out, ",\"assay\":");
		write_class(code_of(m), m->name, out);
		buffer_text(out, ",\"value\":");
		if (number) {
			write_quantity(v, out);
		} else {
			buffer_text(out, "{\"ontologyClass\":");
			write_class(class[0], class[1], out);
			buffer_byte(out, '}');
		}
		buffer_byte(out, '}');
		any = true;
	}
	buffer_text(out, any ? "]" : "");
	return true;
}

static void write_resource(const stated *used, buffer *out)
{
	char prefix[PREFIX_SPACE], id[PREFIX_SPACE];
	const vocabulary *v = vocabulary_of(used->code);
	size_t length = strcspn(used->code, ":");
	length = length < sizeof prefix ? length : sizeof prefix - 1;
	memcpy(prefix, used->code, length);
	prefix[length] = '\0';
	for (size_t i = 0; i <= length; i++) {
		id[i] = (char)(prefix[i] >= 'A' && prefix[i] <= 'Z' ? prefix[i] | 0x20 : prefix[i]);
	}
	const char *iri = v ? v->iri : "https://bioregistry.io/";
	const struct {
		const char *name, *value;
	} members[] = {{"id", id},
	               {"name", v ? v->name : prefix},
	               {"url", iri},
	               {"version", *used->release ? used->release : "unknown"},
	               {"namespacePrefix", prefix},
	               {"iriPrefix", iri}};
	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		buffer_byte(out, i ? ',' : '{');
		annotated_text(out, members[i].name, members[i].value, strlen(members[i].value));
	}
	buffer_byte(out, '}');
}

static bool document(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	state->vocabularies.count = 0;
	buffer_byte(out, '{');
	annotated_text(out, "id", document->id, strlen(document->id));
	buffer_text(out, ",\"subject\":{");
	annotated_text(out, "id", document->id, strlen(document->id));
	buffer_byte(out, '}');
	if (!collect(state, tags, is_feature)) {
		return false;
	}
	write_list(state, ",\"phenotypicFeatures\":[", "\"type\":", out);
	if (!write_measurements(state, document, tags, out) || !collect(state, tags, is_disease)) {
		return false;
	}
	write_list(state, ",\"diseases\":[", "\"term\":", out);
	if (!collect(state, tags, is_treatment)) {
		return false;
	}
	bool any = false;
	write_actions(state, "\"treatment\":{\"agent\":", &any, out);
	if (!collect(state, tags, is_procedure)) {
		return false;
	}
	write_actions(state, "\"procedure\":{\"code\":", &any, out);
	buffer_text(out, any ? "]" : "");
	buffer_text(out, ",\"metaData\":{\"created\":\"");
	buffer_text(out, state->date);
	buffer_text(out, "T00:00:00Z\",\"createdBy\":\"ontotag " ONTO_VERSION "\",\"resources\":[");
	for (size_t i = 0; i < state->vocabularies.count; i++) {
		buffer_text(out, i ? "," : "");
		write_resource(&state->vocabularies.items[i], out);
	}
	buffer_text(out, "],\"phenopacketSchemaVersion\":\"2.0\"}}\n");
	return !out->failed;
}

const output_format output_phenopacket = {
	.start = start,
	.stop = stop,
	.document = document,
};
