/* Spans, codes and names of the chosen readings. */
#include "mention/mentions.h"

#include <string.h>

#include "core/ascii.h"
#include "core/error.h"
#include "core/transformation.h"
#include "match/fit.h"
#include "mention/sign.h"
#include "mention/span.h"
#include "resolve/bracket.h"
#include "resolve/evidence.h"
#include "text/organism.h"
#include "text/word_list.h"

void mentions_free(mentions *self)
{
	vector_free(&self->items);
	vector_free(&self->places);
	vector_free(&self->spans);
	vector_free(&self->pairs);
	code_vector_free(&self->gathered);
	vector_free(&self->offers);
	vector_free(&self->successors);
	vector_free(&self->successor_starts);
	vector_free(&self->ambiguities);
	vector_free(&self->senses);
}

void mentions_clear(mentions *self)
{
	self->items.count = self->places.count = self->spans.count = self->pairs.count = 0;
	self->offers.count = self->successors.count = self->successor_starts.count = 0;
	self->ambiguities.count = self->senses.count = 0;
	code_vector_clear(&self->gathered);
}

/* The other way to read a marker's symbol that the text defines as a protein, by its long form or as it stands:
 * glycine decarboxylase (GLDC). NULL: there is none. */
static const candidate *other_way(const analysis *doc, const candidate *c, const reading *first)
{
	const candidate *begin = doc->candidates.items, *end = begin + doc->candidates.count;
	bool defined = first->by & ONTO_BY_ABBREVIATION;
	if (first->like != ONTO_MARKER || !(defined || first->scope == ONTO_PREFERRED)) {
		return NULL;
	}
	for (int step = -1; step <= 1; step += 2) {
		for (const candidate *o = c + step; o >= begin && o < end && o->first == c->first; o += step) {
			const reading *other = &doc->readings.items[o->readings];
			if (o->end == c->end && !(other->by & ONTO_BY_ABBREVIATION) == defined) {
				return o;
			}
		}
	}
	return NULL;
}

/* Puts one of the codes of a meaning before the others. */
static onto_status put_first(mentions *self, const code_list *codes, size_t first, onto_mention *m,
                             onto_error *error)
{
	const onto_dictionary *d = self->resolver->dictionary;
	onto_concept_id concept = onto_dictionary_find(d, codes->codes[first]);
	for (size_t i = 0; i < codes->count; i++) {
		size_t from = i == 0 ? first : i <= first ? i - 1 : i;
		if (!vector_push(&self->gathered.codes, codes->codes[from]) ||
		    !vector_push(&self->gathered.provenance, codes->provenance[from])) {
			return fail_memory(error);
		}
	}
	m->codes = NULL; /* the array may still move */
	m->name = concept == ONTO_NONE ? m->name : dictionary_text(d, d->concepts.items[concept].name);
	return ONTO_OK;
}

/* Is one reading a symbol in its own case, and the other a word in another case: SCAR, scar? */
static bool is_symbol_of_word(const mentions *self, const candidate *c, const reading *a, const reading *b)
{
	const analysis *doc = self->analysis;
	const reading *word = a->policy & ONTO_POLICY_CASE ? a : b;
	if (c->end != c->first + 1 || !((a->policy ^ b->policy) & ONTO_POLICY_CASE) ||
	    (word->by & ONTO_BY_ABBREVIATION)) {
		return false;
	}
	const token *t = &doc->tokens.items[c->first];
	const char *name = dictionary_text(self->resolver->dictionary, word->text);
	return ascii_is_upper(doc->text[t->end - 1]) && !ascii_is_upper(name[strlen(name) - 1]);
}

/* Is a kind at the end of the name missing in the text: GLUT1 deficiency, for a name with syndrome behind it? */
static bool lacks_kind(const mentions *self, const candidate *c, const reading *r)
{
	const char *name = dictionary_text(self->resolver->dictionary, r->text), *last = strrchr(name, ' ');
	const word_roles *end = analysis_roles(self->analysis, c->end - 1);
	return r->by & ONTO_BY_SYNONYM && end->kind & KIND_WHOLE && last &&
	       word_list_roles_folded(last + 1, strlen(last + 1)).kind & KIND_KIND;
}

/* Gathers the codes of the chosen meaning. Adds those of other meanings of its type with the same name, in
 * vocabularies that it lacks. A name of MONDO and MeSH thus has both codes, even where no mapping joins them. */
static onto_status gather_codes(mentions *self, const chosen *chosen, onto_mention *m, onto_error *error)
{
	const analysis *doc = self->analysis;
	const candidate *c = &doc->candidates.items[chosen->candidate];
	const reading *first = &doc->readings.items[chosen->reading];
	const meaning_state *known = resolver_meaning(self->resolver, first);
	if (!known) {
		return fail_memory(error);
	}
	const code_list *codes = known->codes;
	m->codes = codes->codes;
	m->code_count = codes->count;
	__builtin_prefetch(codes->name); /* read by the writer */
	__builtin_prefetch(codes->codes);
	m->name = codes->name;
	m->provenance = self->resolver->codes->vocabulary_count ? codes->provenance : NULL;
	if (chosen->code) {
		return put_first(self, codes, chosen->code, m, error);
	}
	/* The effect of a drug is another concept than the disease of that name. */
	const candidate *more_of = other_way(doc, c, first);
	if ((c->count == 1 && !more_of) || (first->policy & ONTO_POLICY_EFFECT)) {
		return ONTO_OK;
	}
	bool defined = first->by & ONTO_BY_ABBREVIATION;
	size_t start = self->gathered.codes.count, merged = 1;
	for (uint32_t i = 0; i < c->count + (more_of ? more_of->count : 0); i++) {
		const reading *other =
			&doc->readings.items[i < c->count ? c->readings + i : more_of->readings + i - c->count];
		if ((i >= c->count && defined && other->scope != ONTO_PREFERRED) || other->meaning == first->meaning ||
		    other->type != first->type || other->scope > ONTO_EXACT ||
		    (other->policy & (ONTO_POLICY_SUPPORT | ONTO_POLICY_BLOCKED | ONTO_POLICY_EFFECT)) ||
		    (other->by & ONTO_BY_DERIVED & ~first->by) ||
		    (lacks_kind(self, c, other) && !lacks_kind(self, c, first)) ||
		    is_symbol_of_word(self, c, first, other) ||
		    (other->like == ONTO_MARKER && c->end - c->first > 1 && evidence_is_partner(doc, c, other))) {
			continue;
		}
		const meaning_state *more = resolver_meaning(self->resolver, other);
		if (more && known->exact && !more->exact) {
			continue;
		}
		bool begun = self->gathered.codes.count > start;
		if (!more || (!begun && !codes_merge(self->resolver->codes, &self->gathered, start, codes)) ||
		    !codes_merge(self->resolver->codes, &self->gathered, start, more->codes)) {
			return fail_memory(error);
		}
		merged += self->gathered.codes.count - start > m->code_count;
		if (more->coded && self->gathered.codes.items[start] == more->codes->codes[0]) {
			m->name = more->codes->name;
		}
	}
	if (merged == 1) {
		self->gathered.codes.count = self->gathered.provenance.count = start;
	} else {
		/* The array may still move while it grows, so the pointer is set when the text is done. */
		m->codes = NULL;
		m->code_count = self->gathered.codes.count - start;
	}
	return ONTO_OK;
}

/* Prefetches names and concepts, which lie far apart in the dictionary. */
static void fetch_names(const mentions *self)
{
	const analysis *doc = self->analysis;
	for (size_t i = 0; i < self->resolver->chosen.count; i++) {
		const reading *r = &doc->readings.items[self->resolver->chosen.items[i].reading];
		__builtin_prefetch(dictionary_text(self->resolver->dictionary, r->text));
		__builtin_prefetch(&self->resolver->dictionary->concepts.items[r->concept]);
	}
}

/* Has a live concept the name of a retired one, too? */
static bool is_live_name(const analysis *doc, const candidate *c, const reading *retired)
{
	for (uint32_t i = c->readings; i < c->readings + c->count; i++) {
		const reading *r = &doc->readings.items[i];
		if (r->type == retired->type && r->standing == ONTO_LIVE) {
			return true;
		}
	}
	return false;
}

/* Takes the letter of an isomer, the bracket of a name and the charge of an ion into a mention. */
static void take_edges(const mentions *self, const candidate *c, onto_mention *m)
{
	enum { SYMBOL_MOST = 4 };
	const analysis *doc = self->analysis;
	uint32_t start = (uint32_t)m->start, end = (uint32_t)m->end;
	if (*m->matched == '[' || *m->matched == '(') {
		start = bracket_opened(doc, start, end, m->matched);
	} else if (doc->tokens.items[c->first].gap == GAP_HYPHEN) {
		const onto_mention *before = self->items.count ? &self->items.items[self->items.count - 1] : NULL;
		start = span_isomer(doc, c->first);
		start = before && before->end > start ? (uint32_t)m->start : start;
	}
	m->start = start;
	m->end = c->end - c->first <= 2 && end - start <= SYMBOL_MOST ? span_charge(doc, start, end) : end;
}

/* Of a gene of another organism only codes of the protein stay that are of no organism, which are MeSH's. */
static onto_status drop_human_codes(mentions *self, onto_mention *m, onto_error *error)
{
	static const char prefix[] = "MESH:", *none;
	code_vector *gathered = &self->gathered;
	size_t kept = 0, start = gathered->codes.count - (m->codes ? 0 : m->code_count);
	for (size_t i = 0; i < m->code_count; i++) {
		const char *code = m->codes ? m->codes[i] : gathered->codes.items[start + i];
		if (strncmp(code, prefix, sizeof prefix - 1) != 0) {
			continue;
		}
		if (m->codes) {
			if (!vector_push(&gathered->codes, code) ||
			    !vector_push(&gathered->provenance, m->provenance ? m->provenance[i] : (onto_provenance){0})) {
				return fail_memory(error);
			}
		} else {
			gathered->codes.items[start + kept] = code;
			gathered->provenance.items[start + kept] = gathered->provenance.items[start + i];
		}
		kept++;
	}
	gathered->codes.count = gathered->provenance.count = start + kept;
	m->codes = kept ? NULL : &none;
	m->code_count = kept;
	return ONTO_OK;
}

/* The mention of a chosen place, without its codes. */
static onto_mention mention_of(const mentions *self, const chosen *chosen)
{
	const onto_dictionary *d = self->resolver->dictionary;
	const analysis *doc = self->analysis;
	const candidate *c = &doc->candidates.items[chosen->candidate];
	const reading *r = &doc->readings.items[chosen->reading];
	const char *written = dictionary_text(d, r->text);
	onto_type type = type_wanted(r->type, r->also, self->resolver->types);
	return (onto_mention){
		.start = chosen->start,
		.end = span_end(doc, chosen->start, &doc->tokens.items[c->end - 1], written),
		.type = type,
		.also = (r->also | chosen->also | 1u << r->type) & ~(1u << type),
		.concept = r->concept,
		.found = dictionary_text(d, d->concepts.items[r->concept].code),
		.matched = written,
		.scope = (onto_scope)r->scope,
		.source = dictionary_text(d, d->sources.items[r->source].id),
		.release = dictionary_text(d, d->sources.items[r->source].version),
		.retired = r->standing == ONTO_LIVE || is_live_name(doc, c, r)
	                   ? NULL
	                   : dictionary_text(d, d->concepts.items[r->concept].code),
		.transformations = r->by,
		.abbreviation = c->abbreviation == UINT32_MAX ? SIZE_MAX : c->abbreviation,
		.span_count = 1,
		.species = organism_code(chosen->species),
		.confidence = chosen->confidence / 100.0,
	};
}

/* The parts of a mention; two where it passes over tokens. There is room for them. */
static void add_spans(mentions *self, const candidate *c, onto_mention *m)
{
	const token *tokens = self->analysis->tokens.items;
	onto_span span = {m->start, m->end};
	if (c->skip_from != c->skip_to) {
		m->span_count = 2;
		span.end = tokens[c->skip_from - 1].end;
		self->spans.items[self->spans.count++] = span;
		span = (onto_span){tokens[c->skip_to].start + c->skip_cut, m->end};
	}
	self->spans.items[self->spans.count++] = span;
}

static onto_status add_mention(mentions *self, const chosen *chosen, onto_error *error)
{
	const analysis *doc = self->analysis;
	const candidate *c = &doc->candidates.items[chosen->candidate];
	const reading *r = &doc->readings.items[chosen->reading];
	const char *written = dictionary_text(self->resolver->dictionary, r->text);
	if (!vector_reserve(&self->items, 1) || !vector_reserve(&self->spans, 2) || !vector_reserve(&self->places, 1)) {
		return fail_memory(error);
	}
	onto_mention *m = &self->items.items[self->items.count]; /* counted when it is whole */
	*m = mention_of(self, chosen);
	if (r->policy & ONTO_POLICY_EFFECT) {
		m->transformations |= ONTO_BY_EFFECT;
	}
	if (m->end < doc->length && doc->text[m->end] == ')' && c->end - c->first > 1) {
		m->end = bracket_closed(doc, (uint32_t)m->start, (uint32_t)m->end);
	}
	if (r->by & ONTO_BY_ABBREVIATION) {
		m->end = span_of(doc, c->first, c->end).end;
	}
	m->sign = r->like == ONTO_MARKER ? sign_after(doc, (uint32_t)m->end) : '\0';
	const size_t start = m->start, end = m->end;
	if (r->like == ONTO_DRUG) {
		take_edges(self, c, m);
	}
	TRY(gather_codes(self, chosen, m, error));
	if (!m->code_count) {
		return ONTO_OK;
	}
	if (chosen->foreign) {
		TRY(drop_human_codes(self, m, error));
	}
	if (!(r->by & REWORDED_TRANSFORMATIONS)) {
		m->transformations |= fit_surface(written, doc->text + start, end - start);
	}
	add_spans(self, c, m);
	self->places.items[self->places.count++] = (mention_place){c->first, c->end};
	self->items.count++;
	return ONTO_OK;
}

/* Numbers composites. A member of a coordination has two spans, or lies in the gap of a member that has. */
static void number_composites(mentions *self)
{
	size_t number = 0;
	for (size_t i = 0; i < self->items.count; i++) {
		onto_mention *m = &self->items.items[i];
		if (m->span_count < 2 || !(m->transformations & ONTO_BY_COORDINATION)) {
			continue;
		}
		size_t from = i;
		while (from > 0 && self->items.items[from - 1].end > m->start) {
			from--;
		}
		m->composite = self->items.items[from].composite ? self->items.items[from].composite : ++number;
		for (size_t k = from; k < self->items.count && self->items.items[k].start < m->end; k++) {
			self->items.items[k].composite = m->composite;
		}
	}
}

/* Sets pointers to spans and gathered codes, whose arrays no longer move. */
static void place_views(mentions *self)
{
	const onto_span *spans = self->spans.items;
	const char **codes = self->gathered.codes.items;
	const onto_provenance *provenance = self->gathered.provenance.items;
	for (size_t i = 0; i < self->items.count; i++) {
		onto_mention *m = &self->items.items[i];
		m->spans = spans;
		spans += m->span_count;
		if (!m->codes) {
			m->codes = codes;
			m->provenance = m->provenance ? provenance : NULL;
			codes += m->code_count;
			provenance += m->code_count;
		}
	}
}

onto_status mentions_make(mentions *self, onto_error *error)
{
	fetch_names(self);
	for (size_t i = 0; i < self->resolver->chosen.count; i++) {
		TRY(add_mention(self, &self->resolver->chosen.items[i], error));
	}
	place_views(self);
	sign_rows(self->analysis->text, self->items.items, self->items.count);
	number_composites(self);
	return ONTO_OK;
}

onto_status mentions_add_abbreviations(mentions *self, const abbreviations *found, onto_error *error)
{
	for (size_t i = 0; i < found->found.count; i++) {
		const definition *d = &found->found.items[i];
		onto_span short_form = span_of(self->analysis, d->short_from, d->short_to);
		const char *text = self->analysis->text;
		/* C.A.H. ends with a full stop of its own. */
		if (short_form.end < self->analysis->length && text[short_form.end] == '.' &&
		    d->short_to - d->short_from > 1 && text[short_form.end - 2] == '.') {
			short_form.end++;
		}
		onto_abbreviation a = {short_form, span_of(self->analysis, d->long_from, d->long_to)};
		if (!vector_push(&self->pairs, a)) {
			return fail_memory(error);
		}
	}
	return ONTO_OK;
}
