/* The tagger: the pipeline of a text.
 *
 *     bytes ─ analysis_read ─▶ tokens ─ abbreviations, variants ─▶ alternatives
 *                                │                                   │
 *                                └──────── scan_candidates ◀─────────┘
 *                                                │
 *          context ◀─ mentions ◀─ resolve ◀─ candidates */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "context/context.h"
#include "core/error.h"
#include "core/options.h"
#include "core/tags.h"
#include "core/transformation.h"
#include "judge/account.h"
#include "judge/choice.h"
#include "judge/confidence.h"
#include "judge/species.h"
#include "mention/invariants.h"
#include "mention/mentions.h"
#include "resolve/resolve.h"
#include "variants/variants.h"

struct onto_tagger {
	const onto_dictionary *dictionary;
	scanner scanner;
	analysis analysis;
	abbreviations abbreviations;
	resolver resolver;
	codes codes;
	const onto_judge *judge;
	double threshold;
	bool other_species;
	features features;
	confidence confidence;
	account account;
	bool tell_places;
	mentions mentions;
	context_finder context;
	bool offer_retired, offer_ambiguous;
	onto_tags tags;
};

static void free_cues(void *cues)
{
	onto_cues_free(cues);
}

static void free_judge(void *judge)
{
	onto_judge_free(judge);
}

/* The library's own rows, where the caller gave none. */
static onto_status own_cues(const onto_dictionary *dictionary, const onto_cues **out, onto_error *error)
{
	onto_cues *cues;
	*out = dictionary_shared(dictionary, SHARED_CUES);
	if (!*out) {
		TRY(onto_cues_load(NULL, &cues, error));
		*out = dictionary_share(dictionary, SHARED_CUES, cues, free_cues);
	}
	return ONTO_OK;
}

/* Likewise the weights. */
static onto_status own_judge(const onto_dictionary *dictionary, const onto_judge **out, onto_error *error)
{
	onto_judge *judge;
	*out = dictionary_shared(dictionary, SHARED_JUDGE);
	if (!*out) {
		TRY(onto_judge_load(NULL, NULL, &judge, error));
		*out = dictionary_share(dictionary, SHARED_JUDGE, judge, free_judge);
	}
	return ONTO_OK;
}

/* What finds context, unless all of it is switched off. */
static onto_status start_context(onto_tagger *self, const onto_tag_options *options, onto_error *error)
{
	self->context.find_cues = !(options->without_context & ONTO_CONTEXT_CUES);
	self->context.find_sections = !(options->without_context & ONTO_CONTEXT_SECTIONS);
	self->context.find_values = !(options->without_context & ONTO_CONTEXT_VALUES);
	if (!self->context.find_cues && !self->context.find_sections && !self->context.find_values) {
		return ONTO_OK;
	}
	self->context.cues = options->cues;
	if (!options->cues) {
		TRY(own_cues(self->dictionary, &self->context.cues, error));
	}
	self->scanner.cache.wanted = &self->context.cues->words;
	return ONTO_OK;
}

/* What judges, unless that is switched off, and what tells how sure a mention is. */
static onto_status start_judge(onto_tagger *self, const onto_tag_options *options, onto_error *error)
{
	self->tell_places = options->tell_places;
	self->threshold = options->threshold;
	self->other_species = options->other_species;
	const onto_judge *judge = options->judge;
	if (!judge) {
		TRY(own_judge(self->dictionary, &judge, error));
	}
	self->judge = options->no_judge ? NULL : judge;
	self->resolver.judged = !options->no_judge;
	if (self->judge) {
		memcpy(self->resolver.within, self->judge->within, sizeof self->judge->within);
		if (!judge_note_sources(self->judge, &self->resolver)) {
			return fail_memory(error);
		}
	}
	return confidence_start(&self->confidence, judge, self->dictionary, options->min_confidence)
	           ? ONTO_OK
	           : fail_memory(error);
}

onto_status onto_tagger_new(const onto_dictionary *dictionary, const onto_tag_options *options, onto_tagger **out,
                            onto_error *error)
{
	onto_tag_options own;
	*out = NULL;
	TRY(options_read(&own, sizeof own, options, error));
	options = &own;
	if (options->overlap >= ONTO_OVERLAPS || (options->types & ~(unsigned)TYPES_ALL) ||
	    options->short_forms > ONTO_SHORT_FORMS_ALL) {
		return onto_fail(error, ONTO_ARGUMENT, NULL, 0, "a policy or a type that does not exist");
	}
	onto_tagger *self = calloc(1, sizeof *self);
	if (!self) {
		return fail_memory(error);
	}
	self->dictionary = dictionary;
	self->scanner.allowed = ~options->without;
	self->resolver.overlap = options->overlap;
	self->resolver.short_forms = options->short_forms;
	self->resolver.keep_generic = options->keep_generic;
	self->resolver.effects = !(options->without & transformations_found_by(STEP_DRUG_EFFECTS));
	self->resolver.dictionary = dictionary;
	self->offer_retired = options->offer_retired;
	self->offer_ambiguous = options->offer_ambiguous;
	self->resolver.types = options->types ? options->types : TYPES_DEFAULT;
	onto_status status = word_cache_init(&self->scanner.cache, dictionary) ? ONTO_OK : fail_memory(error);
	self->scanner.cache.shown = self->resolver.types | TYPES_DEFAULT; /* those are evidence for one another */
	if (status == ONTO_OK) {
		status = codes_start(&self->codes, dictionary, options->vocabularies, options->vocabulary_count, error);
	}
	if (status == ONTO_OK) {
		status = start_context(self, options, error);
	}
	status = status == ONTO_OK ? start_judge(self, options, error) : status;
	if (status != ONTO_OK) {
		onto_tagger_free(self);
		return status;
	}
	self->resolver.cache = &self->scanner.cache;
	self->resolver.codes = &self->codes;
	self->mentions.resolver = &self->resolver;
	self->mentions.analysis = &self->analysis;
	*out = self;
	return ONTO_OK;
}

void onto_tagger_free(onto_tagger *self)
{
	if (self) {
		word_cache_free(&self->scanner.cache);
		analysis_free(&self->analysis);
		abbreviations_free(&self->abbreviations);
		resolver_free(&self->resolver);
		codes_free(&self->codes);
		mentions_free(&self->mentions);
		features_free(&self->features);
		confidence_free(&self->confidence);
		account_free(&self->account);
		context_free(&self->context);
		free(self);
	}
}

/* Finds the alternatives. Each kind is omitted where it is switched off. */
static onto_status find_alternatives(onto_tagger *self, onto_error *error)
{
	analysis *doc = &self->analysis;
	unsigned allowed = self->scanner.allowed;
	TRY(abbreviations_find(&self->abbreviations, doc, &self->scanner.cache, &self->scanner, error));
	if (allowed & transformations_found_by(STEP_ABBREVIATIONS)) {
		TRY(abbreviations_apply(&self->abbreviations, &self->scanner, doc, error));
	}
#define FIND(step, find) \
	if (allowed & transformations_found_by(STEP_##step)) { \
		TRY(find(&self->scanner, doc, error)); \
	}
	VARIANT_STEPS(FIND)
#undef FIND
	return ONTO_OK;
}

/* Reads the places again, those that rules drop as well, and tells of them. Without a judge nobody else reads
 * those. */
static onto_status tell_ruled_places(onto_tagger *self, onto_error *error)
{
	resolver *r = &self->resolver;
	const analysis *doc = &self->analysis;
	r->judged = true;
	onto_status status = resolve_places(r, doc, &self->abbreviations, error);
	r->judged = false;
	TRY(status);
	return account_read(&self->account, NULL, &self->features, r, doc, &self->abbreviations) ? ONTO_OK
	                                                                                         : fail_memory(error);
}

/* The judge scores the places; those that it is for stay. */
static onto_status judge_places(onto_tagger *self, onto_error *error)
{
	resolver *r = &self->resolver;
	const analysis *doc = &self->analysis;
	if (self->judge &&
	    !judge_score(self->judge, &self->features, r, doc, &self->abbreviations, r->room.items, r->room.count)) {
		return fail_memory(error);
	}
	if (self->tell_places && self->judge &&
	    !account_read(&self->account, self->judge, &self->features, r, doc, &self->abbreviations)) {
		return fail_memory(error);
	}
	bool good = !self->judge || judge_select(self->judge, r, doc, self->threshold);
	return good ? ONTO_OK : fail_memory(error);
}

/* From candidates to the chosen places, which become mentions. */
static onto_status choose_mentions(onto_tagger *self, onto_error *error)
{
	const analysis *doc = &self->analysis;
	if (self->tell_places && !self->judge) {
		TRY(tell_ruled_places(self, error));
	}
	TRY(resolve_places(&self->resolver, doc, &self->abbreviations, error));
	TRY(judge_places(self, error));
	TRY(resolve_overlaps(&self->resolver, doc, error));
	if (self->judge) {
		species_set(&self->features, &self->resolver, doc);
	}
	confidence_set(&self->confidence, &self->resolver, doc);
	if (self->tell_places && !account_settle(&self->account, self->judge, &self->confidence, &self->resolver, doc,
	                                         self->threshold, self->other_species)) {
		return fail_memory(error);
	}
	if (!self->other_species) {
		species_drop(&self->resolver);
	}
	confidence_drop(&self->confidence, &self->resolver);
	if (self->judge) {
		choice_make(self->judge, &self->features, &self->resolver, doc);
	}
	return ONTO_OK;
}

/* Scans a second time, for names of retired concepts alone, so that mentions do not change. */
static onto_status find_offers(onto_tagger *self, onto_error *error)
{
	analysis *doc = &self->analysis;
	doc->candidates.count = doc->readings.count = 0;
	self->scanner.retired = ONTO_POLICY_RETIRED;
	onto_status status = scan_candidates(&self->scanner, doc, error);
	self->scanner.retired = 0;
	TRY(status);
	bool judged = self->resolver.judged;
	self->resolver.judged = false;
	status = resolve_places(&self->resolver, doc, &self->abbreviations, error);
	self->resolver.judged = judged;
	TRY(status);
	TRY(resolve_overlaps(&self->resolver, doc, error));
	return mentions_make_offers(&self->mentions, error);
}

onto_status onto_tagger_tag(onto_tagger *self, const char *text, size_t length, const onto_tags **out,
                            onto_error *error)
{
	*out = NULL;
	analysis *doc = &self->analysis;
	mentions *m = &self->mentions;
	mentions_clear(m);
	TRY(analysis_read(doc, &self->scanner.cache, text, length, error));
	assert(tokens_are_sound(doc, &self->scanner.cache));
	TRY(find_alternatives(self, error));
	assert(alternatives_are_sound(doc, &self->scanner.cache));
	TRY(scan_candidates(&self->scanner, doc, error));
	assert(candidates_are_sound(doc));
	TRY(choose_mentions(self, error));
	assert(choice_is_sound(doc, &self->resolver));
	TRY(mentions_make(m, error));
	assert(mentions_are_sound(m));
	TRY(context_find(&self->context, doc, &self->scanner.cache, m->items.items, m->places.items, m->items.count,
	                 error));
	TRY(mentions_add_abbreviations(m, &self->abbreviations, error));
	if (self->offer_ambiguous) {
		TRY(mentions_find_ambiguities(m, &self->abbreviations, error));
	}
	if (self->offer_retired) {
		TRY(find_offers(self, error));
	}
	self->tags = (onto_tags){.mentions = m->items.items,
	                         .mention_count = m->items.count,
	                         .abbreviations = m->pairs.items,
	                         .abbreviation_count = m->pairs.count,
	                         .places = self->account.places.items,
	                         .place_count = self->tell_places ? self->account.places.count : 0,
	                         .offers = m->offers.items,
	                         .offer_count = m->offers.count,
	                         .ambiguities = m->ambiguities.items,
	                         .ambiguity_count = m->ambiguities.count};
	*out = &self->tags;
	return ONTO_OK;
}
