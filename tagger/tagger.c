/* The tagger: takes a text through the steps, in order.
 *
 *     bytes ─ passage_read ─▶ tokens ─ scan_join ─▶ alternatives ─ scan_candidates ─▶ candidates ─ resolve ─▶ chosen ─▶ mentions */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "match/codes.h"
#include "match/fit.h"
#include "match/resolve.h"
#include "match/scan.h"

struct onto_tagger {
	const onto_dictionary *dictionary;
	scanner scanner;
	passage passage;
	resolver resolver;
	codes codes;
	VECTOR(onto_mention) mentions;
	VECTOR(onto_span) spans;
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
	self->resolver.dictionary = dictionary;
	self->resolver.overlap = options->overlap;
	self->resolver.types = options->types ? options->types : ~0u;
	if (!words_start(&self->scanner.words, dictionary) ||
	    !codes_start(&self->codes, dictionary, options->vocabularies, options->vocabulary_count)) {
		onto_tagger_free(self);
		return fail_memory(error);
	}
	*out = self;
	return ONTO_OK;
}

void onto_tagger_free(onto_tagger *self)
{
	if (self) {
		words_free(&self->scanner.words);
		passage_free(&self->passage);
		resolver_free(&self->resolver);
		codes_free(&self->codes);
		vector_free(&self->mentions);
		vector_free(&self->spans);
		free(self);
	}
}

/* The end of a mention takes in a possessive 's only where the name has one. */
static uint32_t end_of(const token *last, const char *name)
{
	size_t length = strlen(name);
	bool possessive = last->possessive > 1 && length > 2 && name[length - 1] == 's' && name[length - 2] == '\'';
	return last->end + (possessive ? last->possessive : 0);
}

static onto_status add_mention(onto_tagger *self, const chosen *chosen, onto_error *error)
{
	const onto_dictionary *d = self->dictionary;
	const passage *p = &self->passage;
	const candidate *c = &p->candidates.items[chosen->candidate];
	const reading *r = &p->readings.items[chosen->reading];
	const name *n = &d->names.items[d->endings.items[r->ending].name];
	const concept *concept = &d->concepts.items[n->concept];
	const code_list *codes = codes_of(&self->codes, concept->meaning);
	if (!codes) {
		return fail_memory(error);
	}
	if (!codes->count) {
		return ONTO_OK;
	}
	const char *written = dictionary_text(d, n->text);
	onto_mention m = {
		.start = chosen->start,
		.end = end_of(&p->tokens.items[c->end - 1], written),
		.type = (onto_type)concept->type,
		.concept = n->concept,
		.codes = codes->codes,
		.code_count = codes->count,
		.name = codes->name,
		.matched = written,
		.scope = (onto_scope)n->scope,
		.source = dictionary_text(d, d->sources.items[n->source].id),
		.transformations = r->by,
		.abbreviation = c->abbreviation == UINT32_MAX ? SIZE_MAX : c->abbreviation,
		.span_count = 1,
	};
	if (!(r->by & (ONTO_BY_ABBREVIATION | ONTO_BY_COORDINATION | ONTO_BY_ORDER))) {
		m.transformations |= fit_surface(written, p->text + m.start, m.end - m.start);
	}
	onto_span span = {m.start, m.end};
	if (c->skip_from != c->skip_to) {
		m.span_count = 2;
		span.end = p->tokens.items[c->skip_from - 1].end;
		if (!vector_push(&self->spans, span)) {
			return fail_memory(error);
		}
		span = (onto_span){p->tokens.items[c->skip_to].start, m.end};
	}
	return vector_push(&self->spans, span) && vector_push(&self->mentions, m) ? ONTO_OK : fail_memory(error);
}

onto_status onto_tagger_tag(onto_tagger *self, const char *text, size_t length, onto_tags *out, onto_error *error)
{
	*out = (onto_tags){0};
	passage *p = &self->passage;
	self->mentions.count = self->spans.count = 0;
	TRY(passage_read(p, &self->scanner.words, text, length, error));
	TRY(scan_join(&self->scanner, p, error));
	TRY(scan_candidates(&self->scanner, p, error));
	TRY(resolve(&self->resolver, p, &self->scanner.words, error));
	for (size_t i = 0; i < self->resolver.chosen.count; i++) {
		TRY(add_mention(self, &self->resolver.chosen.items[i], error));
	}
	/* The spans stay where they are from here on. */
	const onto_span *spans = self->spans.items;
	for (size_t i = 0; i < self->mentions.count; i++) {
		self->mentions.items[i].spans = spans;
		spans += self->mentions.items[i].span_count;
	}
	*out = (onto_tags){.mentions = self->mentions.items, .mention_count = self->mentions.count};
	return ONTO_OK;
}
