/* Converts tags to dicts: one function per member or group of members, in the order of JSON lines. */
#include "mention.h"

#include <math.h>
#include <string.h>

/* ---- words --------------------------------------------------------------------------------------------------- */

const char *certainty_word(onto_certainty certainty)
{
	return certainty ? onto_certainty_word(certainty) : NULL;
}

const char *temporality_word(onto_temporality temporality)
{
	return temporality ? onto_temporality_word(temporality) : NULL;
}

const char *experiencer_word(onto_experiencer experiencer)
{
	return experiencer ? onto_experiencer_word(experiencer) : NULL;
}

const char *finding_word(onto_finding finding)
{
	return finding ? onto_finding_word(finding) : NULL;
}

const char *mention_via(const onto_mention *m, size_t index)
{
	const char *via = m->provenance && m->provenance[index].via ? m->provenance[index].via : m->found;
	return strcmp(via, m->codes[index]) != 0 ? via : NULL;
}

/* ---- parts --------------------------------------------------------------------------------------------------- */

/* The objects that a conversion needs. */
typedef struct place {
	const tagging *how;
	const worker *from;
	const onto_document *document;
	native_state *state;
} place;

static bool put_offset(const place *at, PyObject *dict, key k, size_t byte)
{
	return put(dict, k, PyLong_FromSize_t(offset_map_before(&at->from->offsets, byte)));
}

static bool put_extent(const place *at, PyObject *dict, size_t start, size_t end)
{
	onto_span span = onto_document_origin(at->document, (onto_span){start, end});
	return put_offset(at, dict, KEY_START, span.start) && put_offset(at, dict, KEY_END, span.end);
}

static bool put_excerpt(const place *at, PyObject *dict, key k, size_t start, size_t end)
{
	return put(dict, k, text_object(at->document->text + start, end - start));
}

static bool put_string(PyObject *dict, key k, const char *string)
{
	return put(dict, k, string_object(string));
}

/* Puts nothing where it is NULL. */
static bool put_some(PyObject *dict, key k, const char *string)
{
	return !string || put_string(dict, k, string);
}

/* Puts nothing where it is not a number. */
static bool put_number(PyObject *dict, key k, double number)
{
	return !isfinite(number) || put(dict, k, PyFloat_FromDouble(number));
}

static PyObject *span_object(const place *at, onto_span span)
{
	PyObject *dict = PyDict_New();
	if (dict && !put_extent(at, dict, span.start, span.end)) {
		Py_CLEAR(dict);
	}
	return dict;
}

static PyObject *spans_object(const place *at, const onto_span *spans, size_t count)
{
	PyObject *list = PyList_New(0);
	for (size_t i = 0; list && i < count; i++) {
		if (!push(list, span_object(at, spans[i]))) {
			Py_CLEAR(list);
		}
	}
	return list;
}

/* ---- context ------------------------------------------------------------------------------------------------- */

static PyObject *cues_object(const place *at, const onto_context *c)
{
	PyObject *list = PyList_New(0);
	for (size_t i = 0; list && i < c->cue_count; i++) {
		PyObject *cue = PyDict_New();
		bool good = cue && put_extent(at, cue, c->cues[i].start, c->cues[i].end) &&
		            put_string(cue, KEY_SAYS, c->cues[i].says);
		if (good) {
			good = push(list, cue);
		} else {
			Py_XDECREF(cue);
		}
		if (!good) {
			Py_CLEAR(list);
		}
	}
	return list;
}

static bool put_context(const place *at, PyObject *mention, const onto_context *c)
{
	if (!c->negated && !c->certainty && !c->temporality && !c->experiencer && !c->cue_count) {
		return true;
	}
	PyObject *dict = PyDict_New();
	bool good = dict && (!c->negated || put_word(dict, KEY_NEGATED, Py_True)) &&
	            put_some(dict, KEY_CERTAINTY, certainty_word(c->certainty)) &&
	            put_some(dict, KEY_TEMPORALITY, temporality_word(c->temporality)) &&
	            put_some(dict, KEY_EXPERIENCER, experiencer_word(c->experiencer)) &&
	            (!c->cue_count || put(dict, KEY_CUES, cues_object(at, c)));
	if (!good) {
		Py_XDECREF(dict);
		return false;
	}
	return put(mention, KEY_CONTEXT, dict);
}

static bool put_value(const place *at, PyObject *mention, const onto_value *v)
{
	PyObject *dict = PyDict_New();
	bool good = dict && put_number(dict, KEY_NUMBER, v->number) && put_some(dict, KEY_TEXT, v->text) &&
	            put_some(dict, KEY_COMPARATOR, v->comparator) && put_some(dict, KEY_UNIT, v->unit) &&
	            put_some(dict, KEY_UCUM, v->ucum) && put_number(dict, KEY_FROM, v->low) &&
	            put_number(dict, KEY_TO, v->high) && put_number(dict, KEY_LOW, v->reference_low) &&
	            put_number(dict, KEY_HIGH, v->reference_high) && put_extent(at, dict, v->start, v->end);
	if (!good) {
		Py_XDECREF(dict);
		return false;
	}
	return put(mention, KEY_VALUE, dict) && put_some(mention, KEY_STATUS_BY_RANGE, finding_word(v->by_range));
}

static bool put_said(const place *at, PyObject *mention, const onto_context *c)
{
	return put_context(at, mention, c) && put_some(mention, KEY_SECTION, c->section) &&
	       put_some(mention, KEY_STATUS, finding_word(c->finding)) &&
	       (!c->value || put_value(at, mention, c->value)) &&
	       (!c->allergy || put_word(mention, KEY_ALLERGY, Py_True));
}

/* ---- a mention ----------------------------------------------------------------------------------------------- */

static PyObject *mapping_object(const place *at, const onto_mention *m, size_t index, const char *via)
{
	onto_predicate predicate = m->provenance[index].predicate;
	PyObject *dict = PyDict_New();
	if (dict &&
	    !(put_string(dict, KEY_CODE, m->codes[index]) &&
	      put_word(dict, KEY_PREDICATE, at->state->predicates[predicate]) && put_string(dict, KEY_VIA, via))) {
		Py_CLEAR(dict);
	}
	return dict;
}

/* The provenance of the codes of requested vocabularies. A code of the concept found needs none. */
static bool put_mappings(const place *at, PyObject *mention, const onto_mention *m)
{
	PyObject *list = NULL;
	for (size_t i = 0; i < m->code_count; i++) {
		const char *via = mention_via(m, i);
		if (!via) {
			continue;
		}
		list = list ? list : PyList_New(0);
		if (!list || !push(list, mapping_object(at, m, i, via))) {
			Py_XDECREF(list);
			return false;
		}
	}
	return !list || put(mention, KEY_MAPPINGS, list);
}

static bool put_rare(PyObject *dict, const onto_mention *m)
{
	return (!m->rolled_up || (put_string(dict, KEY_ROLLED_UP, m->rolled_up) &&
	                          put_string(dict, KEY_ROLLED_UP_NAME, m->rolled_up_name))) &&
	       put(dict, KEY_BY, transformations_object(m->transformations)) &&
	       (m->abbreviation == SIZE_MAX || put(dict, KEY_ABBREVIATION, PyLong_FromSize_t(m->abbreviation))) &&
	       (!m->sign || put(dict, KEY_SIGN, text_object(&m->sign, 1)));
}

/* ---- what was judged ----------------------------------------------------------------------------------------- */

static PyObject *weight_object(const onto_feature *f)
{
	PyObject *dict = PyDict_New();
	if (dict && !(put_string(dict, KEY_FEATURE, f->text) && put_number(dict, KEY_WEIGHT, f->weight))) {
		Py_CLEAR(dict);
	}
	return dict;
}

/* The features that speak for a place, or those against it, the heaviest first. */
static PyObject *weights_object(const onto_feature *features, size_t count, bool against)
{
	PyObject *list = PyList_New(0);
	for (size_t i = 0; list && i < count; i++) {
		const onto_feature *f = &features[against ? count - 1 - i : i];
		if (against ? f->weight >= 0 : f->weight <= 0) {
			break;
		}
		if (!push(list, weight_object(f))) {
			Py_CLEAR(list);
		}
	}
	return list;
}

static bool put_scores(PyObject *dict, const onto_place *p)
{
	return put_number(dict, KEY_SCORE, p->score) &&
	       (!p->judged || p->type != ONTO_MARKER || put_number(dict, KEY_HUMAN, p->human));
}

/* Puts nothing where it is not known. */
static bool put_confidence(PyObject *dict, double confidence)
{
	return !(confidence > 0) || put_number(dict, KEY_CONFIDENCE, confidence);
}

/* Puts what decided about a place: weights, or rules. Of what rules decide the evidence of its confidence is
 * told. */
static bool put_judge(PyObject *mention, const onto_place *p)
{
	if (!p) {
		return true;
	}
	const onto_feature *features = p->judged ? p->features : p->evidence;
	size_t count = p->judged ? p->feature_count : p->evidence_count;
	PyObject *dict = PyDict_New();
	bool good = dict && put_scores(dict, p) && put_string(dict, KEY_BY, p->judged ? "weights" : "rules") &&
	            put(dict, KEY_FOR, weights_object(features, count, false)) &&
	            put(dict, KEY_AGAINST, weights_object(features, count, true));
	if (!good) {
		Py_XDECREF(dict);
		return false;
	}
	return put(mention, KEY_JUDGE, dict);
}

static PyObject *features_object(const onto_feature *features, size_t count)
{
	PyObject *dict = PyDict_New();
	for (size_t i = 0; dict && i < count; i++) {
		PyObject *text = string_object(features[i].text), *weight = PyFloat_FromDouble(features[i].weight);
		bool good = text && weight && PyDict_SetItem(dict, text, weight) == 0;
		Py_XDECREF(text);
		Py_XDECREF(weight);
		if (!good) {
			Py_CLEAR(dict);
		}
	}
	return dict;
}

/* The codes that a place may have, where there are several. */
static bool put_alternatives(PyObject *dict, const onto_place *p)
{
	PyObject *list = p->alternative_count ? PyList_New(0) : NULL;
	for (size_t i = 0; list && i < p->alternative_count; i++) {
		const onto_alternative *a = &p->alternatives[i];
		PyObject *one = PyDict_New();
		if (!one || !put_string(one, KEY_CODE, a->code) || !put_number(one, KEY_SCORE, a->score) ||
		    !put(one, KEY_FEATURES, features_object(a->features, a->feature_count))) {
			Py_CLEAR(one);
		}
		if (!push(list, one)) {
			Py_CLEAR(list);
		}
	}
	return !p->alternative_count || put(dict, KEY_ALTERNATIVES, list);
}

static bool put_head(const place *at, PyObject *dict, const onto_place *p)
{
	return put_extent(at, dict, p->start, p->end) && put_excerpt(at, dict, KEY_TEXT, p->start, p->end) &&
	       put_word(dict, KEY_TYPE, at->state->types[p->type]) &&
	       put(dict, KEY_CODES, codes_object(p->codes, p->code_count)) && put_string(dict, KEY_NAME, p->name) &&
	       put_string(dict, KEY_MATCHED, p->matched) && put_some(dict, KEY_RULING, p->ruling);
}

static PyObject *candidate_object(const place *at, const onto_place *p)
{
	PyObject *dict = PyDict_New();
	bool good = dict && put_head(at, dict, p) && put_word(dict, KEY_JUDGED, p->judged ? Py_True : Py_False) &&
	            put_scores(dict, p) && put_string(dict, KEY_FATE, onto_fate_word(p->fate)) &&
	            put_some(dict, KEY_SPECIES, p->species) && put_confidence(dict, p->confidence) &&
	            put(dict, KEY_FEATURES, features_object(p->features, p->feature_count)) &&
	            (!p->evidence_count || put(dict, KEY_EVIDENCE, features_object(p->evidence, p->evidence_count))) &&
	            put_alternatives(dict, p);
	if (!good) {
		Py_CLEAR(dict);
	}
	return dict;
}

/* What stands in the way of a place. */
static bool put_instead(const place *at, PyObject *dict, onto_span span)
{
	PyObject *instead = PyDict_New();
	if (!instead || !put_extent(at, instead, span.start, span.end) ||
	    !put_excerpt(at, instead, KEY_TEXT, span.start, span.end)) {
		Py_XDECREF(instead);
		return false;
	}
	return put(dict, KEY_INSTEAD, instead);
}

static PyObject *dropped_object(const place *at, const onto_place *p)
{
	PyObject *dict = PyDict_New();
	bool good = dict && put_head(at, dict, p) && put_string(dict, KEY_WHY, onto_fate_word(p->fate)) &&
	            (p->fate != ONTO_FATE_RULE || put_string(dict, KEY_SAYS, p->ruling_says)) &&
	            (!p->rival.end || put_instead(at, dict, p->rival)) && put_some(dict, KEY_SPECIES, p->species) &&
	            put_confidence(dict, p->confidence) && (!(p->judged || p->evidence_count) || put_judge(dict, p));
	if (!good) {
		Py_CLEAR(dict);
	}
	return dict;
}

static PyObject *dropped_places_object(const place *at, const onto_tags *tags)
{
	PyObject *list = PyList_New(0);
	const onto_place *p;
	for (size_t i = 0; at->how->explain_dropped && list && (p = onto_tags_place(tags, i)); i++) {
		if (p->fate != ONTO_FATE_MENTION && !push(list, dropped_object(at, p))) {
			Py_CLEAR(list);
		}
	}
	return list;
}

static PyObject *candidates_object(const place *at, const onto_tags *tags)
{
	PyObject *list = PyList_New(0);
	const onto_place *p;
	for (size_t i = 0; at->how->candidates && list && (p = onto_tags_place(tags, i)); i++) {
		if (!push(list, candidate_object(at, p))) {
			Py_CLEAR(list);
		}
	}
	return list;
}

/* ---- mentions ------------------------------------------------------------------------------------------------ */

static PyObject *mention_object(const place *at, const onto_tags *tags, const onto_mention *m)
{
	PyObject *dict = PyDict_New();
	bool good =
		dict && put_extent(at, dict, m->start, m->end) && put_excerpt(at, dict, KEY_TEXT, m->start, m->end) &&
		put_word(dict, KEY_TYPE, at->state->types[m->type]) &&
		put(dict, KEY_CODES, codes_object(m->codes, m->code_count)) &&
		(!m->provenance || put_mappings(at, dict, m)) && put_string(dict, KEY_NAME, m->name) &&
		put_string(dict, KEY_MATCHED, m->matched) && put_word(dict, KEY_SCOPE, at->state->scopes[m->scope]) &&
		put_string(dict, KEY_SOURCE, m->source) && (!*m->release || put_string(dict, KEY_RELEASE, m->release)) &&
		put_some(dict, KEY_RETIRED, m->retired) && put_rare(dict, m) &&
		(!m->context || put_said(at, dict, m->context)) && put_some(dict, KEY_SPECIES, m->species) &&
		put_confidence(dict, m->confidence) &&
		(m->span_count < 2 || put(dict, KEY_SPANS, spans_object(at, m->spans, m->span_count))) &&
		(!at->how->explain || put_judge(dict, onto_tags_place_of(tags, m)));
	if (!good) {
		Py_CLEAR(dict);
	}
	return dict;
}

static PyObject *mentions_object(const place *at, const onto_tags *tags)
{
	PyObject *list = PyList_New(0);
	const onto_mention *m;
	for (size_t i = 0; list && (m = onto_tags_mention(tags, i)); i++) {
		if (!push(list, mention_object(at, tags, m))) {
			Py_CLEAR(list);
		}
	}
	return list;
}

/* ---- abbreviations and offers -------------------------------------------------------------------------------- */

static PyObject *abbreviation_object(const place *at, const onto_abbreviation *a)
{
	PyObject *dict = PyDict_New();
	if (dict && !(put_excerpt(at, dict, KEY_SHORT, a->short_form.start, a->short_form.end) &&
	              put_excerpt(at, dict, KEY_LONG, a->long_form.start, a->long_form.end) &&
	              put(dict, KEY_SHORT_SPAN, span_object(at, a->short_form)) &&
	              put(dict, KEY_LONG_SPAN, span_object(at, a->long_form)))) {
		Py_CLEAR(dict);
	}
	return dict;
}

static PyObject *abbreviations_object(const place *at, const onto_tags *tags)
{
	PyObject *list = PyList_New(0);
	const onto_abbreviation *a;
	for (size_t i = 0; list && (a = onto_tags_abbreviation(tags, i)); i++) {
		if (!push(list, abbreviation_object(at, a))) {
			Py_CLEAR(list);
		}
	}
	return list;
}

static PyObject *successor_object(const onto_successor *s)
{
	PyObject *dict = PyDict_New();
	if (dict && !(put(dict, KEY_CODE, text_object(s->code, s->length)) && put_some(dict, KEY_NAME, s->name))) {
		Py_CLEAR(dict);
	}
	return dict;
}

static PyObject *consider_object(const onto_offer *o)
{
	PyObject *list = PyList_New(0);
	for (size_t i = 0; list && i < o->successor_count; i++) {
		if (!push(list, successor_object(&o->successors[i]))) {
			Py_CLEAR(list);
		}
	}
	return list;
}

static PyObject *offer_object(const place *at, const onto_offer *o)
{
	PyObject *dict = PyDict_New();
	bool good =
		dict && put_extent(at, dict, o->start, o->end) && put_excerpt(at, dict, KEY_TEXT, o->start, o->end) &&
		put_word(dict, KEY_TYPE, at->state->types[o->type]) && put_string(dict, KEY_RETIRED, o->code) &&
		put_string(dict, KEY_NAME, o->name) && put(dict, KEY_CONSIDER, consider_object(o)) &&
		put_string(dict, KEY_MATCHED, o->matched) && put_word(dict, KEY_SCOPE, at->state->scopes[o->scope]) &&
		put_string(dict, KEY_SOURCE, o->source) && (!*o->release || put_string(dict, KEY_RELEASE, o->release)) &&
		put(dict, KEY_BY, transformations_object(o->transformations));
	if (!good) {
		Py_CLEAR(dict);
	}
	return dict;
}

static PyObject *offers_object(const place *at, const onto_tags *tags)
{
	PyObject *list = PyList_New(0);
	const onto_offer *o;
	for (size_t i = 0; list && (o = onto_tags_offer(tags, i)); i++) {
		if (!push(list, offer_object(at, o))) {
			Py_CLEAR(list);
		}
	}
	return list;
}

static PyObject *sense_object(const place *at, const onto_sense *s)
{
	PyObject *dict = PyDict_New();
	if (dict && !(put_word(dict, KEY_TYPE, at->state->types[s->type]) &&
	              put(dict, KEY_CODES, codes_object(s->codes, s->code_count)) &&
	              put_string(dict, KEY_NAME, s->name) && put_string(dict, KEY_MATCHED, s->matched))) {
		Py_CLEAR(dict);
	}
	return dict;
}

static PyObject *senses_object(const place *at, const onto_ambiguity *a)
{
	PyObject *list = PyList_New(0);
	for (size_t i = 0; list && i < a->sense_count; i++) {
		if (!push(list, sense_object(at, &a->senses[i]))) {
			Py_CLEAR(list);
		}
	}
	return list;
}

static PyObject *ambiguities_object(const place *at, const onto_tags *tags)
{
	PyObject *list = PyList_New(0);
	const onto_ambiguity *a;
	for (size_t i = 0; list && (a = onto_tags_ambiguity(tags, i)); i++) {
		PyObject *dict = PyDict_New();
		if (dict && !(put_extent(at, dict, a->start, a->end) && put_excerpt(at, dict, KEY_TEXT, a->start, a->end) &&
		              put(dict, KEY_SENSES, senses_object(at, a)))) {
			Py_CLEAR(dict);
		}
		if (!push(list, dict)) {
			Py_CLEAR(list);
		}
	}
	return list;
}

PyObject *tags_object(const tagging *how, const worker *from, const onto_document *document, const onto_tags *tags)
{
	place at = {.how = how, .from = from, .document = document, .state = native()};
	PyObject *mentions = at.state ? mentions_object(&at, tags) : NULL;
	PyObject *abbreviations = mentions ? abbreviations_object(&at, tags) : NULL;
	PyObject *offers = abbreviations ? offers_object(&at, tags) : NULL;
	PyObject *ambiguous = offers ? ambiguities_object(&at, tags) : NULL;
	PyObject *candidates = ambiguous ? candidates_object(&at, tags) : NULL;
	PyObject *dropped = candidates ? dropped_places_object(&at, tags) : NULL;
	PyObject *tuple =
		dropped ? PyTuple_Pack(6, mentions, abbreviations, offers, ambiguous, candidates, dropped) : NULL;
	Py_XDECREF(mentions);
	Py_XDECREF(abbreviations);
	Py_XDECREF(offers);
	Py_XDECREF(ambiguous);
	Py_XDECREF(candidates);
	Py_XDECREF(dropped);
	return tuple;
}
