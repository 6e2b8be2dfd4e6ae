/* What must hold of any tags. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "judge/judge.h"
#include "text/token.h"

/* ---- edges: where a token starts and where one ends ---------------------------------------------------------- */

enum { STARTS = 1, ENDS = 2 };

static unsigned char *edges_of(const char *text, size_t length)
{
	unsigned char *edges = calloc(length + 1, 1);
	tokenizer t;
	token token;
	tokenizer_start(&t, text, length);
	while (edges && tokenizer_next(&t, &token)) {
		edges[token.start] |= STARTS;
		edges[token.end] |= ENDS;
		edges[token.end + token.possessive] |= ENDS;
	}
	return edges;
}

static const char *check_spans(const onto_mention *m, const char *text, size_t length, const unsigned char *edges)
{
	if (m->start >= m->end || m->end > length) {
		return "a mention that does not lie in the text";
	}
	if (m->span_count == 0 || m->spans[0].start != m->start || m->spans[m->span_count - 1].end != m->end) {
		return "spans that are not those of their mention";
	}
	for (size_t i = 0; i < m->span_count; i++) {
		if (m->spans[i].start >= m->spans[i].end || (i && m->spans[i].start < m->spans[i - 1].end)) {
			return "spans that are empty or out of order";
		}
		/* hyper- and hypo|thyroidism: what is shared may begin within a word */
		bool within = i && (m->transformations & ONTO_BY_COORDINATION);
		/* FEV(1), t(9;22), Ca(2+), [3H]prazosin: it may begin with a bracket, and end with brackets and signs */
		size_t start = m->spans[i].start, end = m->spans[i].end;
		start += text[start] == '(' || text[start] == '[';
		while (end > start && strchr(")]+-", text[end - 1])) {
			end--;
		}
		if ((!within && !(edges[start] & STARTS)) || !(edges[end] & ENDS)) {
			return "a span that cuts a token";
		}
	}
	return NULL;
}

static const char *check_fields(const onto_mention *m, const onto_tag_options *options, size_t abbreviations)
{
	if (!((options->types ? options->types : onto_types_default()) & 1u << m->type)) {
		return "a type that was not asked for";
	}
	if (m->code_count == 0 || !m->codes || !m->codes[0] || !strchr(m->codes[0], ':')) {
		return "a mention without a code";
	}
	if (!m->name || !*m->name || !m->matched || !*m->matched || !m->source || (unsigned)m->scope >= ONTO_SCOPES) {
		return "a mention with an empty field";
	}
	if (m->transformations >> ONTO_TRANSFORMATIONS) {
		return "a transformation that does not exist";
	}
	if (m->transformations & options->without) {
		return "a transformation that was switched off";
	}
	if (m->abbreviation != SIZE_MAX && m->abbreviation >= abbreviations) {
		return "an abbreviation that is not there";
	}
	return NULL;
}

static const char *check_context(const onto_context *c, size_t length)
{
	if ((unsigned)c->certainty >= ONTO_CERTAINTIES || (unsigned)c->temporality >= ONTO_TEMPORALITIES ||
	    (unsigned)c->experiencer >= ONTO_EXPERIENCERS || (unsigned)c->finding >= ONTO_FINDINGS) {
		return "a context that does not exist";
	}
	bool said = c->negated || c->certainty || c->temporality || c->experiencer || c->allergy || c->finding;
	if (!said && !c->section && !c->value) {
		return "a context that says nothing";
	}
	for (size_t i = 0; i < c->cue_count; i++) {
		const onto_cue *cue = &c->cues[i];
		if (cue->start >= cue->end || cue->end > length || !cue->says || (i && cue->start < c->cues[i - 1].start)) {
			return "a cue that does not lie in the text, says nothing or is out of order";
		}
	}
	return NULL;
}

/* Parts of one enumeration may share words; other mentions may not. */
static bool share(const onto_mention *a, const onto_mention *b)
{
	return (a->composite && a->composite == b->composite) || a->span_count > 1 || b->span_count > 1;
}

/* May names of one type lie within those of another? */
static bool has_within(const onto_judge *judge)
{
	bool any = false;
	for (size_t type = 0; judge && type < JUDGE_TYPES; type++) {
		any |= judge->within[type] != 0;
	}
	return any;
}

static const char *check_order(const onto_tags *tags, onto_overlap overlap)
{
	size_t reach = 0; /* the mention so far that reaches furthest */
	for (size_t i = 1; i < tags->mention_count; i++) {
		const onto_mention *a = &tags->mentions[i - 1], *b = &tags->mentions[i], *far = &tags->mentions[reach];
		if (b->start < a->start || (b->start == a->start && b->end > a->end)) {
			return "mentions out of order";
		}
		if (overlap == ONTO_LONGEST && b->start < far->end && !share(far, b)) {
			return "mentions that overlap";
		}
		if (overlap == ONTO_NESTED && b->start < far->end && b->end > far->end && !share(far, b)) {
			return "mentions that cross";
		}
		if (b->end > far->end) {
			reach = i;
		}
	}
	return NULL;
}

static const char *check_abbreviations(const onto_tags *tags, size_t length)
{
	for (size_t i = 0; i < tags->abbreviation_count; i++) {
		const onto_abbreviation *a = &tags->abbreviations[i];
		if (a->short_form.start >= a->short_form.end || a->short_form.end > length ||
		    a->long_form.start >= a->long_form.end || a->long_form.end > length) {
			return "an abbreviation that does not lie in the text";
		}
	}
	return NULL;
}

const char *check_tags(const char *text, size_t length, const onto_tag_options *options, const onto_tags *tags)
{
	static const onto_tag_options defaults = {.size = sizeof(onto_tag_options)};
	options = options ? options : &defaults;
	unsigned char *edges = edges_of(text, length);
	onto_overlap overlap =
		options->overlap == ONTO_LONGEST && has_within(options->judge) ? ONTO_NESTED : options->overlap;
	const char *wrong = edges ? check_order(tags, overlap) : "no memory";
	for (size_t i = 0; !wrong && i < tags->mention_count; i++) {
		wrong = check_spans(&tags->mentions[i], text, length, edges);
		if (!wrong) {
			wrong = check_fields(&tags->mentions[i], options, tags->abbreviation_count);
		}
		if (!wrong && tags->mentions[i].context) {
			wrong = check_context(tags->mentions[i].context, length);
		}
	}
	free(edges);
	return wrong ? wrong : check_abbreviations(tags, length);
}

/* ---- comparing ----------------------------------------------------------------------------------------------- */

static bool same_codes(const onto_mention *a, const onto_mention *b)
{
	bool same = a->code_count == b->code_count;
	for (size_t i = 0; same && i < a->code_count; i++) {
		same = strcmp(a->codes[i], b->codes[i]) == 0;
	}
	return same;
}

static bool same_context(const onto_context *a, const onto_context *b)
{
	if (!a || !b) {
		return a == b;
	}
	bool same = a->negated == b->negated && a->allergy == b->allergy && a->certainty == b->certainty &&
	            a->temporality == b->temporality && a->experiencer == b->experiencer && a->finding == b->finding &&
	            a->cue_count == b->cue_count && !a->section == !b->section && !a->value == !b->value;
	for (size_t i = 0; same && i < a->cue_count; i++) {
		same = a->cues[i].start == b->cues[i].start && a->cues[i].end == b->cues[i].end &&
		       strcmp(a->cues[i].says, b->cues[i].says) == 0;
	}
	return same && (!a->section || strcmp(a->section, b->section) == 0);
}

static bool same_mention(const onto_mention *a, const onto_mention *b)
{
	return a->start == b->start && a->end == b->end && a->type == b->type && a->concept == b->concept &&
	       a->span_count == b->span_count && memcmp(a->spans, b->spans, a->span_count * sizeof *a->spans) == 0 &&
	       strcmp(a->name, b->name) == 0 && strcmp(a->matched, b->matched) == 0 && a->scope == b->scope &&
	       strcmp(a->source, b->source) == 0 && a->transformations == b->transformations &&
	       a->abbreviation == b->abbreviation && a->composite == b->composite && same_codes(a, b) &&
	       same_context(a->context, b->context);
}

bool same_tags(const onto_tags *a, const onto_tags *b)
{
	bool same = a->mention_count == b->mention_count && a->abbreviation_count == b->abbreviation_count;
	for (size_t i = 0; same && i < a->mention_count; i++) {
		same = same_mention(&a->mentions[i], &b->mentions[i]);
	}
	for (size_t i = 0; same && i < a->abbreviation_count; i++) {
		same = memcmp(&a->abbreviations[i], &b->abbreviations[i], sizeof *a->abbreviations) == 0;
	}
	same = same && a->offer_count == b->offer_count;
	for (size_t i = 0; same && i < a->offer_count; i++) {
		same = a->offers[i].start == b->offers[i].start && a->offers[i].end == b->offers[i].end &&
		       a->offers[i].concept == b->offers[i].concept;
	}
	same = same && a->ambiguity_count == b->ambiguity_count;
	for (size_t i = 0; same && i < a->ambiguity_count; i++) {
		same = a->ambiguities[i].start == b->ambiguities[i].start &&
		       a->ambiguities[i].sense_count == b->ambiguities[i].sense_count;
	}
	return same;
}

static const onto_context *copy_context(const onto_context *context)
{
	if (!context) {
		return NULL;
	}
	onto_context *copy = calloc(1, sizeof *copy);
	onto_cue *cues = calloc(context->cue_count + 1, sizeof *cues);
	*copy = *context;
	if (context->cue_count) {
		memcpy(cues, context->cues, context->cue_count * sizeof *cues);
	}
	copy->cues = cues;
	return copy;
}

onto_tags copy_tags(const onto_tags *tags)
{
	onto_mention *mentions = calloc(tags->mention_count + 1, sizeof *mentions);
	onto_abbreviation *abbreviations = calloc(tags->abbreviation_count + 1, sizeof *abbreviations);
	for (size_t i = 0; i < tags->mention_count; i++) {
		mentions[i] = tags->mentions[i];
		onto_span *spans = calloc(mentions[i].span_count, sizeof *spans);
		memcpy(spans, mentions[i].spans, mentions[i].span_count * sizeof *spans);
		mentions[i].spans = spans;
		mentions[i].context = copy_context(tags->mentions[i].context);
	}
	if (tags->abbreviation_count) {
		memcpy(abbreviations, tags->abbreviations, tags->abbreviation_count * sizeof *abbreviations);
	}
	onto_tags copy = *tags;
	copy.mentions = mentions;
	copy.abbreviations = abbreviations;
	return copy;
}

void free_tags(onto_tags *tags)
{
	for (size_t i = 0; i < tags->mention_count; i++) {
		free((void *)tags->mentions[i].spans);
		if (tags->mentions[i].context) {
			free((void *)tags->mentions[i].context->cues);
			free((void *)tags->mentions[i].context);
		}
	}
	free((void *)tags->mentions);
	free((void *)tags->abbreviations);
	*tags = (onto_tags){0};
}
