/* The tagger: takes a text through the steps, in order.
 *
 *     bytes ─ passage_read ─▶ tokens ─ abbreviations, variants ─▶ alternatives
 *                                │                                   │
 *                                └──────── scan_candidates ◀─────────┘
 *                                                │
 *                     mentions ◀─ resolve ◀─ candidates */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "match/abbreviations.h"
#include "match/codes.h"
#include "match/fit.h"
#include "match/resolve.h"
#include "match/scan.h"
#include "match/variants.h"

struct onto_tagger {
	const onto_dictionary *dictionary;
	scanner scanner;
	passage passage;
	abbreviations abbreviations;
	resolver resolver;
	codes codes;
	VECTOR(onto_mention) mentions;
	VECTOR(onto_span) spans;
	VECTOR(onto_abbreviation) pairs;
	code_vector gathered; /* the codes of mentions that names of several vocabularies fit */
	bool offer_retired;
	VECTOR(onto_offer) offers;
	VECTOR(onto_successor) successors; /* of the offers, one after the other */
};

onto_status onto_tagger_new(const onto_dictionary *dictionary, const onto_tag_options *options, onto_tagger **out,
                            onto_error *error)
{
	static const onto_tag_options defaults = {0};
	*out = NULL;
	if (!options) {
		options = &defaults;
	}
	if (options->overlap >= ONTO_OVERLAPS || options->types >= 1u << ONTO_TYPES) {
		return onto_fail(error, ONTO_ARGUMENT, NULL, 0, "an overlap policy or a type that does not exist");
	}
	onto_tagger *self = calloc(1, sizeof *self);
	if (!self) {
		return fail_memory(error);
	}
	self->dictionary = dictionary;
	self->scanner.allowed = ~options->without;
	self->resolver.overlap = options->overlap;
	self->resolver.keep_generic = options->keep_generic;
	self->resolver.effects = !(options->without & ONTO_BY_EFFECT);
	self->offer_retired = options->offer_retired;
	self->resolver.types = options->types ? options->types : ~0u;
	if (!words_start(&self->scanner.words, dictionary) ||
	    !codes_start(&self->codes, dictionary, options->vocabularies, options->vocabulary_count)) {
		onto_tagger_free(self);
		return fail_memory(error);
	}
	self->resolver.dictionary = dictionary;
	self->resolver.words = &self->scanner.words;
	self->resolver.codes = &self->codes;
	*out = self;
	return ONTO_OK;
}

void onto_tagger_free(onto_tagger *self)
{
	if (self) {
		words_free(&self->scanner.words);
		passage_free(&self->passage);
		abbreviations_free(&self->abbreviations);
		resolver_free(&self->resolver);
		codes_free(&self->codes);
		vector_free(&self->mentions);
		vector_free(&self->spans);
		vector_free(&self->pairs);
		code_vector_free(&self->gathered);
		vector_free(&self->offers);
		vector_free(&self->successors);
		free(self);
	}
}

/* The end of a mention takes in a possessive 's only where the name has one, and the bracket that closes one inside it:
 * poly(ADP-ribose). */
static uint32_t end_of(const passage *p, uint32_t start, const token *last, const char *name)
{
	size_t length = strlen(name);
	uint32_t end = last->end;
	if (name[length - 1] == ')' && end < p->length && p->text[end] == ')') {
		int open = 0;
		for (uint32_t at = start; at < end; at++) {
			open += (p->text[at] == '(') - (p->text[at] == ')');
		}
		return end + (open > 0);
	}
	bool possessive = last->possessive > 1 && length > 2 && name[length - 1] == 's' && name[length - 2] == '\'';
	return end + (possessive ? last->possessive : 0);
}

/* The codes of the meaning that was chosen, and of others of its type that have the same name in vocabularies which it
 * lacks: what MONDO and MeSH call by one name has both codes, also where no mapping joins them. */
static onto_status gather_codes(onto_tagger *self, const chosen *chosen, onto_mention *m, onto_error *error)
{
	const passage *p = &self->passage;
	const candidate *c = &p->candidates.items[chosen->candidate];
	const reading *first = &p->readings.items[chosen->reading];
	const known_meaning *known = resolver_meaning(&self->resolver, first);
	if (!known) {
		return fail_memory(error);
	}
	const code_list *codes = known->codes;
	m->codes = codes->codes;
	m->code_count = codes->count;
	__builtin_prefetch(codes->name); /* for who writes it */
	__builtin_prefetch(codes->codes);
	m->name = codes->name;
	m->ways = self->codes.vocabulary_count ? codes->ways : NULL;
	/* What a drug did is not what has the name by itself. */
	if (c->count == 1 || (first->policy & ONTO_POLICY_EFFECT)) {
		return ONTO_OK;
	}
	size_t start = self->gathered.codes.count, merged = 1;
	for (uint32_t r = c->readings; r < c->readings + c->count; r++) {
		const reading *other = &p->readings.items[r];
		if (other->meaning == first->meaning || other->type != first->type || other->scope > ONTO_EXACT ||
		    (other->policy & (ONTO_POLICY_SUPPORT | ONTO_POLICY_BLOCKED | ONTO_POLICY_EFFECT)) || (other->by & ONTO_BY_DERIVED & ~first->by)) {
			continue;
		}
		const known_meaning *more = resolver_meaning(&self->resolver, other);
		if (more && known->exact && !more->exact) {
			continue;
		}
		bool begun = self->gathered.codes.count > start;
		if (!more || (!begun && !codes_merge(&self->codes, &self->gathered, start, codes)) ||
		    !codes_merge(&self->codes, &self->gathered, start, more->codes)) {
			return fail_memory(error);
		}
		merged += self->gathered.codes.count - start > m->code_count;
		if (more->coded && self->gathered.codes.items[start] == more->codes->codes[0]) {
			m->name = more->codes->name;
		}
	}
	if (merged == 1) {
		self->gathered.codes.count = self->gathered.ways.count = start;
	} else {
		/* The list may still move while it grows; its place is put in when the text is done. */
		m->codes = NULL;
		m->code_count = self->gathered.codes.count - start;
	}
	return ONTO_OK;
}

/* The sign that follows a marker, in ASCII or raised; a minus counts only where no word goes on behind it. */
static char sign_after(const passage *p, uint32_t end)
{
	static const struct { const char *bytes; char sign; } signs[] = {
		{"+", '+'}, {"-", '-'}, {"\u207a", '+'}, {"\u207b", '-'}, {"\u2212", '-'}, {"\u2013", '-'}, {"\u2010", '-'},
		{"pos", '+'}, {"neg", '-'}, {"(+)", '+'}, {"(-)", '-'}, {"(\u2212)", '-'}, {"(\u2013)", '-'}, {"\uff0b", '+'}};
	const char *text = p->text;
	if (end == p->length || text[end] == ' ') {
		return '\0';
	}
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		size_t length = strlen(signs[i].bytes);
		if (length > p->length - end || memcmp(text + end, signs[i].bytes, length) != 0) {
			continue;
		}
		unsigned char next = end + length < p->length ? (unsigned char)text[end + length] : ' ';
		bool word = (next | 0x20) >= 'a' && (next | 0x20) <= 'z';
		if (signs[i].bytes[0] >= 'a' && word) {
			continue;
		}
		bool goes_on = (word || (next >= '0' && next <= '9')) && signs[i].bytes[0] != '(' && strcmp(signs[i].bytes, "\u207b") != 0;
		return signs[i].sign == '-' && goes_on ? '\0' : signs[i].sign;
	}
	return '\0';
}

/* With the bracket that closes one in it: FEV(1). */
static onto_span span_of(const passage *p, uint32_t from, uint32_t to)
{
	onto_span span = {p->tokens.items[from].start, p->tokens.items[to - 1].end};
	if (to - from > 1 && span.end < p->length && (p->text[span.end] == ')' || p->text[span.end] == ']')) {
		int open = 0;
		for (size_t at = span.start; at < span.end; at++) {
			open += (p->text[at] == '(' || p->text[at] == '[') - (p->text[at] == ')' || p->text[at] == ']');
		}
		span.end += open > 0;
	}
	return span;
}

/* Names and concepts lie far apart in the dictionary: they are fetched all at once. */
static void fetch_names(const onto_tagger *self)
{
	const passage *p = &self->passage;
	for (size_t i = 0; i < self->resolver.chosen.count; i++) {
		const reading *r = &p->readings.items[self->resolver.chosen.items[i].reading];
		__builtin_prefetch(dictionary_text(self->dictionary, r->text));
		__builtin_prefetch(&self->dictionary->concepts.items[r->concept]);
	}
}

static onto_status add_mention(onto_tagger *self, const chosen *chosen, onto_error *error)
{
	const onto_dictionary *d = self->dictionary;
	const passage *p = &self->passage;
	const candidate *c = &p->candidates.items[chosen->candidate];
	const reading *r = &p->readings.items[chosen->reading];
	const char *written = dictionary_text(d, r->text);
	onto_type type = type_wanted(r->type, r->also, self->resolver.types);
	onto_mention m = {
		.start = chosen->start,
		.end = end_of(p, chosen->start, &p->tokens.items[c->end - 1], written),
		.type = type,
		.also = (r->also | 1u << r->type) & ~(1u << type),
		.concept = r->concept,
		.found = dictionary_text(d, d->concepts.items[r->concept].code),
		.matched = written,
		.scope = (onto_scope)r->scope,
		.source = dictionary_text(d, d->sources.items[r->source].id),
		.release = dictionary_text(d, d->sources.items[r->source].version),
		.retired = r->standing == ONTO_LIVE ? NULL : dictionary_text(d, d->concepts.items[r->concept].code),
		.transformations = r->by,
		.abbreviation = c->abbreviation == UINT32_MAX ? SIZE_MAX : c->abbreviation,
		.span_count = 1,
	};
	if (r->policy & ONTO_POLICY_EFFECT) {
		m.transformations |= ONTO_BY_EFFECT;
	}
	if (r->by & ONTO_BY_ABBREVIATION) {
		m.end = span_of(p, c->first, c->end).end;
	}
	m.sign = m.type == ONTO_MARKER ? sign_after(p, (uint32_t)m.end) : '\0';
	TRY(gather_codes(self, chosen, &m, error));
	if (!m.code_count) {
		return ONTO_OK;
	}
	if (!(r->by & (ONTO_BY_ABBREVIATION | ONTO_BY_COORDINATION | ONTO_BY_ORDER | ONTO_BY_SYNONYM))) {
		m.transformations |= fit_surface(written, p->text + m.start, m.end - m.start);
	}
	onto_span span = {m.start, m.end};
	if (c->skip_from != c->skip_to) {
		m.span_count = 2;
		span.end = p->tokens.items[c->skip_from - 1].end;
		if (!vector_push(&self->spans, span)) {
			return fail_memory(error);
		}
		span = (onto_span){p->tokens.items[c->skip_to].start + c->skip_cut, m.end};
	}
	return vector_push(&self->spans, span) && vector_push(&self->mentions, m) ? ONTO_OK : fail_memory(error);
}

/* The alternatives to the plain reading, each kind unless it is switched off. */
static onto_status find_alternatives(onto_tagger *self, onto_error *error)
{
	passage *p = &self->passage;
	unsigned allowed = self->scanner.allowed;
	TRY(abbreviations_find(&self->abbreviations, p, &self->scanner.words, &self->scanner, error));
	if (allowed & ONTO_BY_ABBREVIATION) {
		TRY(abbreviations_apply(&self->abbreviations, &self->scanner, p, error));
	}
	if (allowed & (ONTO_BY_HYPHEN | ONTO_BY_LINE)) {
		TRY(variants_join(&self->scanner, p, error));
	}
	if (allowed & ONTO_BY_GREEK) {
		TRY(variants_greek(&self->scanner, p, error));
	}
	if (allowed & ONTO_BY_ORDER) {
		TRY(variants_order(&self->scanner, p, error));
	}
	if (allowed & ONTO_BY_COORDINATION) {
		TRY(variants_enumeration(&self->scanner, p, error));
	}
	return ONTO_OK;
}

static onto_status add_abbreviations(onto_tagger *self, onto_error *error)
{
	self->pairs.count = 0;
	for (size_t i = 0; i < self->abbreviations.found.count; i++) {
		const definition *d = &self->abbreviations.found.items[i];
		onto_span short_form = span_of(&self->passage, d->short_from, d->short_to);
		const char *text = self->passage.text;
		/* C.A.H. ends with a full stop of its own. */
		if (short_form.end < self->passage.length && text[short_form.end] == '.' && d->short_to - d->short_from > 1 &&
		    text[short_form.end - 2] == '.') {
			short_form.end++;
		}
		onto_abbreviation a = {short_form,
		                       span_of(&self->passage, d->long_from, d->long_to)};
		if (!vector_push(&self->pairs, a)) {
			return fail_memory(error);
		}
	}
	return ONTO_OK;
}

/* A minus between two markers is a sign where the last of the row has one: CD34-CD38+. From the end to the start, since each is
 * known by the one behind it. */
static void sign_rows(onto_tagger *self)
{
	static const char *const dashes[] = {"-", "\u2212", "\u2013", "\u2010"};
	const char *text = self->passage.text;
	for (size_t i = self->mentions.count; i-- > 1;) {
		onto_mention *m = &self->mentions.items[i - 1];
		const onto_mention *next = m + 1;
		if (m->type != ONTO_MARKER || next->type != ONTO_MARKER || m->sign || !next->sign || next->start <= m->end) {
			continue;
		}
		for (size_t k = 0; k < sizeof dashes / sizeof *dashes; k++) {
			if (next->start - m->end == strlen(dashes[k]) && memcmp(text + m->end, dashes[k], next->start - m->end) == 0) {
				m->sign = '-';
			}
		}
	}
}

/* Members of one enumeration share a number; a member has two spans or lies in the gap of one that has. */
static void number_composites(onto_tagger *self)
{
	size_t number = 0;
	for (size_t i = 0; i < self->mentions.count; i++) {
		onto_mention *m = &self->mentions.items[i];
		if (m->span_count < 2 || !(m->transformations & ONTO_BY_COORDINATION)) {
			continue;
		}
		size_t from = i;
		while (from > 0 && self->mentions.items[from - 1].end > m->start) {
			from--;
		}
		m->composite = self->mentions.items[from].composite ? self->mentions.items[from].composite : ++number;
		for (size_t k = from; k < self->mentions.count && self->mentions.items[k].start < m->end; k++) {
			self->mentions.items[k].composite = m->composite;
		}
	}
}

/* Spans and gathered codes stay where they are once the last mention is there. */
static void place_views(onto_tagger *self)
{
	const onto_span *spans = self->spans.items;
	const char **codes = self->gathered.codes.items;
	const onto_way *ways = self->gathered.ways.items;
	for (size_t i = 0; i < self->mentions.count; i++) {
		onto_mention *m = &self->mentions.items[i];
		m->spans = spans;
		spans += m->span_count;
		if (!m->codes) {
			m->codes = codes;
			m->ways = m->ways ? ways : NULL;
			codes += m->code_count;
			ways += m->code_count;
		}
	}
}

/* ---- names of retired concepts ------------------------------------------------------------------------------------- */

static bool overlaps_mention(const onto_tagger *self, size_t start, size_t end)
{
	for (size_t i = 0; i < self->mentions.count; i++) {
		if (self->mentions.items[i].start < end && start < self->mentions.items[i].end) {
			return true;
		}
	}
	return false;
}

static onto_status add_offer(onto_tagger *self, const chosen *chosen, onto_error *error)
{
	const onto_dictionary *d = self->dictionary;
	const passage *p = &self->passage;
	const candidate *c = &p->candidates.items[chosen->candidate];
	const reading *r = &p->readings.items[chosen->reading];
	const concept *concept = &d->concepts.items[r->concept];
	const char *written = dictionary_text(d, r->text);
	onto_offer offer = {
		.start = chosen->start,
		.end = end_of(p, chosen->start, &p->tokens.items[c->end - 1], written),
		.type = (onto_type)r->type,
		.concept = r->concept,
		.code = dictionary_text(d, concept->code),
		.name = dictionary_text(d, concept->name),
		.matched = written,
		.scope = (onto_scope)r->scope,
		.source = dictionary_text(d, d->sources.items[r->source].id),
		.release = dictionary_text(d, d->sources.items[r->source].version),
		.transformations = r->by,
	};
	if (overlaps_mention(self, offer.start, offer.end)) {
		return ONTO_OK;
	}
	if (!(offer.transformations & (ONTO_BY_ABBREVIATION | ONTO_BY_COORDINATION | ONTO_BY_ORDER))) {
		offer.transformations |= fit_surface(written, p->text + offer.start, offer.end - offer.start);
	}
	onto_successor successor;
	for (; onto_dictionary_successor(d, r->concept, offer.successor_count, &successor); offer.successor_count++) {
		if (!vector_push(&self->successors, successor)) {
			return fail_memory(error);
		}
	}
	return vector_push(&self->offers, offer) ? ONTO_OK : fail_memory(error);
}

/* Goes over the text once more, for these names alone: what is a mention without them stays one. */
static onto_status find_offers(onto_tagger *self, onto_error *error)
{
	passage *p = &self->passage;
	p->candidates.count = p->readings.count = 0;
	self->scanner.retired = ONTO_POLICY_RETIRED;
	onto_status status = scan_candidates(&self->scanner, p, error);
	self->scanner.retired = 0;
	TRY(status);
	TRY(resolve(&self->resolver, p, &self->abbreviations, error));
	for (size_t i = 0; i < self->resolver.chosen.count; i++) {
		TRY(add_offer(self, &self->resolver.chosen.items[i], error));
	}
	const onto_successor *successors = self->successors.items;
	for (size_t i = 0; i < self->offers.count; i++) {
		self->offers.items[i].successors = successors;
		successors += self->offers.items[i].successor_count;
	}
	return ONTO_OK;
}

/* From what was chosen to mentions, complete. */
static onto_status make_mentions(onto_tagger *self, onto_error *error)
{
	self->mentions.count = self->spans.count = 0;
	code_vector_clear(&self->gathered);
	fetch_names(self);
	for (size_t i = 0; i < self->resolver.chosen.count; i++) {
		TRY(add_mention(self, &self->resolver.chosen.items[i], error));
	}
	place_views(self);
	sign_rows(self);
	number_composites(self);
	return add_abbreviations(self, error);
}

onto_status onto_tagger_tag(onto_tagger *self, const char *text, size_t length, onto_tags *out, onto_error *error)
{
	*out = (onto_tags){0};
	passage *p = &self->passage;
	self->offers.count = self->successors.count = 0;
	TRY(passage_read(p, &self->scanner.words, text, length, error));
	TRY(find_alternatives(self, error));
	TRY(scan_candidates(&self->scanner, p, error));
	TRY(resolve(&self->resolver, p, &self->abbreviations, error));
	TRY(make_mentions(self, error));
	if (self->offer_retired) {
		TRY(find_offers(self, error));
	}
	*out = (onto_tags){.mentions = self->mentions.items, .mention_count = self->mentions.count,
	                   .abbreviations = self->pairs.items, .abbreviation_count = self->pairs.count,
	                   .offers = self->offers.items, .offer_count = self->offers.count};
	return ONTO_OK;
}
