/* Generations of a loaded dictionary, reference-counted by requests, and the pool of idle taggers. */
#include "serve/generation.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_IDLE = 16 }; /* a larger pool would keep taggers with rarely used options */

struct generation_pool {
	atomic_uint holders;
	pthread_mutex_t mutex; /* of the list */
	toolset *idle;         /* last in, first out */
	size_t idle_count;
};

onto_concept_id quiet_code(const onto_dictionary *dictionary, const char *code)
{
	onto_concept_id id = onto_dictionary_find(dictionary, code);
	return id != ONTO_NONE ? id : onto_dictionary_find_mapped(dictionary, code);
}

/* ---- making and freeing -------------------------------------------------------------------------------------- */

static void toolset_free(toolset *self)
{
	if (self) {
		onto_filter_free(self->filter);
		onto_tagger_free(self->tagger);
		onto_normalizer_free(self->normalizer);
		tag_filter_free(&self->filtering);
		free(self->key);
		free(self);
	}
}

static void generation_free(generation *self)
{
	for (toolset *t = self->pool ? self->pool->idle : NULL, *next; t; t = next) {
		next = t->next;
		toolset_free(t);
	}
	search_free(self->search);
	onto_normalizer_index_free(self->index);
	onto_hierarchy_free(self->hierarchy);
	onto_cues_free(self->cues);
	onto_judge_free(self->judge);
	onto_dictionary_free(self->dictionary);
	if (self->pool) {
		pthread_mutex_destroy(&self->pool->mutex);
	}
	free(self->pool);
	free(self);
}

static onto_status load(generation *self, const dictionary_source *source, onto_error *error)
{
	onto_status status = load_dictionaries_as(source->paths, source->count, source->load, &self->dictionary, error);
	status = status == ONTO_OK ? onto_hierarchy_new(self->dictionary, &self->hierarchy, error) : status;
	status = status == ONTO_OK ? onto_normalizer_index_new(self->dictionary, &self->index, error) : status;
	status = status == ONTO_OK ? onto_cues_load(NULL, &self->cues, error) : status;
	if (status == ONTO_OK && !(source->load & LOAD_UNCURATED)) {
		status = onto_judge_load(source->judge, source->profile, &self->judge, error);
	}
	return status == ONTO_OK ? search_new(self->dictionary, &self->search, error) : status;
}

onto_status generation_new(const dictionary_source *source, unsigned number, generation **out, onto_error *error)
{
	struct tm utc;
	time_t now = time(NULL);
	generation *self = calloc(1, sizeof *self);
	*out = NULL;
	if (!self || !(self->pool = calloc(1, sizeof *self->pool))) {
		free(self);
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	pthread_mutex_init(&self->pool->mutex, NULL);
	self->pool->holders = 1;
	self->number = number;
	strftime(self->loaded, sizeof self->loaded, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
	onto_status status = load(self, source, error);
	if (status != ONTO_OK) {
		generation_free(self);
		return status;
	}
	*out = self;
	return ONTO_OK;
}

generation *generation_hold(generation *self)
{
	if (self) {
		atomic_fetch_add(&self->pool->holders, 1);
	}
	return self;
}

void generation_release(generation *self)
{
	if (self && atomic_fetch_sub(&self->pool->holders, 1) == 1) {
		generation_free(self);
	}
}

/* ---- tools --------------------------------------------------------------------------------------------------- */

/* An idle one with the same options; NULL where there is none. */
static toolset *take_idle(struct generation_pool *pool, const char *key)
{
	toolset *found = NULL;
	pthread_mutex_lock(&pool->mutex);
	for (toolset **at = &pool->idle; *at; at = &(*at)->next) {
		if (strcmp((*at)->key, key) == 0) {
			found = *at;
			*at = found->next;
			pool->idle_count--;
			break;
		}
	}
	pthread_mutex_unlock(&pool->mutex);
	return found;
}

void generation_give_back(generation *self, toolset *tools)
{
	struct generation_pool *pool = self->pool;
	toolset *oldest = NULL;
	pthread_mutex_lock(&pool->mutex);
	tools->next = pool->idle;
	pool->idle = tools;
	if (++pool->idle_count > MOST_IDLE) {
		toolset **at = &pool->idle;
		while ((*at)->next) {
			at = &(*at)->next;
		}
		oldest = *at;
		*at = NULL;
		pool->idle_count--;
	}
	pthread_mutex_unlock(&pool->mutex);
	toolset_free(oldest);
}

static toolset *toolset_new(const char *key)
{
	toolset *self = calloc(1, sizeof *self);
	if (self && !(self->key = strdup(key))) {
		free(self);
		return NULL;
	}
	return self;
}

onto_status generation_tagger(generation *self, const char *key, const tag_settings *settings, toolset **out,
                              onto_error *error)
{
	*out = take_idle(self->pool, key);
	if (*out) {
		return ONTO_OK;
	}
	toolset *tools = toolset_new(key);
	if (!tools) {
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	onto_tag_options how = settings->tag;
	how.cues = self->cues;
	how.judge = self->judge;
	how.no_judge |= !self->judge;
	onto_status status = tag_filter_init(&tools->filtering, settings, self->dictionary, quiet_code, error);
	status = status == ONTO_OK ? onto_tagger_new(self->dictionary, &how, &tools->tagger, error) : status;
	if (status == ONTO_OK && tools->filtering.wanted) {
		status = onto_filter_new(self->hierarchy, &tools->filtering.options, &tools->filter, error);
	}
	if (status != ONTO_OK) {
		toolset_free(tools);
		return status;
	}
	*out = tools;
	return ONTO_OK;
}

onto_status generation_normalizer(generation *self, const char *key, const normalize_settings *settings,
                                  toolset **out, onto_error *error)
{
	*out = take_idle(self->pool, key);
	if (*out) {
		return ONTO_OK;
	}
	toolset *tools = toolset_new(key);
	if (!tools) {
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	onto_status status = onto_normalizer_new(self->index, &settings->normalize, &tools->normalizer, error);
	if (status != ONTO_OK) {
		toolset_free(tools);
		return status;
	}
	*out = tools;
	return ONTO_OK;
}

onto_status toolset_tag(toolset *self, const char *text, size_t length, const onto_tags **out, onto_error *error)
{
	onto_status status = onto_tagger_tag(self->tagger, text, length, out, error);
	return status == ONTO_OK && self->filter ? onto_filter_tags(self->filter, *out, out, error) : status;
}
