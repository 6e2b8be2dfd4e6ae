/* Normalizes the terms of a body one by one. */
#include <stdlib.h>
#include <string.h>

#include "command/candidates.h"
#include "serve/work.h"

struct normalizing {
	normalizing_plan plan;
	const char *next; /* term */
	work_counts counts;
	bool begun;
};

onto_status normalizing_new(const normalizing_plan *plan, normalizing **out, onto_error *error)
{
	*out = calloc(1, sizeof **out);
	if (!*out) {
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	(*out)->plan = *plan;
	(*out)->next = plan->terms;
	return ONTO_OK;
}

void normalizing_free(normalizing *self)
{
	free(self);
}

const work_counts *normalizing_counts(const normalizing *self)
{
	return &self->counts;
}

static bool is_tsv(const normalizing *self)
{
	return self->plan.settings->output == NORMALIZE_TSV;
}

static onto_status write_term(normalizing *self, const candidates *from, onto_normalizer *normalizer,
                              onto_error *error)
{
	size_t length;
	memcpy(&length, self->next, sizeof length);
	const char *term = self->next + sizeof length;
	onto_status status = onto_normalizer_find(normalizer, term, length, NULL, error);
	if (status != ONTO_OK) {
		return status;
	}
	if (is_tsv(self)) {
		candidates_tsv(from, term, length);
	} else {
		fputs(self->plan.framing == A_LIST && self->counts.documents ? "," : "", from->out);
		candidates_json(from, term, length);
	}
	self->next = term + length;
	self->counts.documents++;
	return ONTO_OK;
}

/* Writes the results of some terms to a stream. */
static onto_status write_terms(normalizing *self, toolset *tools, FILE *out, double until, onto_error *error)
{
	const candidates from = {.out = out,
	                         .dictionary = self->plan.generation->dictionary,
	                         .normalizer = tools->normalizer,
	                         .mapped = self->plan.settings->normalize.vocabulary_count > 0};
	onto_status status = ONTO_OK;
	if (!self->begun && is_tsv(self)) {
		candidates_tsv_header(out);
	} else if (!self->begun && self->plan.framing == A_LIST) {
		fputs("[\n", out);
	}
	self->begun = true;
	while (status == ONTO_OK && self->counts.documents < self->plan.count && ftell(out) < WORK_BLOCK &&
	       seconds_now() < until) {
		status = write_term(self, &from, tools->normalizer, error);
	}
	if (self->counts.documents == self->plan.count && !is_tsv(self) && self->plan.framing == A_LIST) {
		fputs("]\n", out);
	}
	return status;
}

onto_status normalizing_more(normalizing *self, double seconds, bytes *out, bool *ended, onto_error *error)
{
	toolset *tools;
	char *written = NULL;
	size_t size = 0;
	onto_status status =
		generation_normalizer(self->plan.generation, self->plan.key, self->plan.settings, &tools, error);
	if (status != ONTO_OK) {
		return status;
	}
	FILE *stream = open_memstream(&written, &size);
	bool failed = !stream;
	if (stream) {
		status = write_terms(self, tools, stream, seconds_now() + seconds, error);
		failed = fclose(stream) != 0;
	}
	generation_give_back(self->plan.generation, tools);
	if (!failed) {
		bytes_append(out, written, size);
	}
	free(written);
	*ended = self->counts.documents == self->plan.count;
	failed |= out->failed;
	return status == ONTO_OK && failed ? onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory") : status;
}
