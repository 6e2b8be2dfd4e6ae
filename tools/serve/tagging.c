/* Tags the documents of a body one by one. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "serve/failure.h"
#include "serve/work.h"

struct tagging {
	tagging_plan plan;
	onto_reader *reader;
	onto_writer *writer;
	work_counts counts;
	onto_error first; /* what was bad first */
	bool begun, ended;
	size_t items;      /* of the list */
	bool handed;       /* a piece was sent, so the status can no longer change */
	bool starves, fed; /* the feed needs more bytes; all of it was given to the reader */
};

double seconds_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static onto_status open_reader(tagging *self, const void *body, size_t length, size_t most, onto_error *error)
{
	onto_read_options read = self->plan.settings->read;
	read.most_bytes = most;
	read.encoding = "UTF-8"; /* by the media type, of which no other charset is accepted */
	return onto_reader_open_memory(self->plan.name, body, length, self->plan.input, &read, &self->reader, error);
}

onto_status tagging_new(const tagging_plan *plan, tagging **out, onto_error *error)
{
	tagging *self = calloc(1, sizeof *self);
	const tag_settings *s = plan->settings;
	const onto_write_options write = {
		.size = sizeof write, .keep = s->keep, .json = s->json, .offsets = s->offsets, .candidates = s->candidates};
	*out = NULL;
	if (!self) {
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	self->plan = *plan;
	onto_status status = onto_writer_new(plan->output, &write, &self->writer, error);
	if (status == ONTO_OK && !plan->feed) {
		status = open_reader(self, plan->body, plan->length, plan->most_bytes, error);
	}
	if (status != ONTO_OK) {
		tagging_free(self);
		return status;
	}
	*out = self;
	return ONTO_OK;
}

void tagging_free(tagging *self)
{
	if (self) {
		onto_reader_free(self->reader);
		onto_writer_free(self->writer);
		free(self);
	}
}

bool tagging_starves(const tagging *self)
{
	return self->starves;
}

void tagging_hand_over(tagging *self)
{
	self->handed = true;
}

const work_counts *tagging_counts(const tagging *self)
{
	return &self->counts;
}

static bool writes_json(const tagging *self)
{
	return strcmp(self->plan.output, "jsonl") == 0;
}

typedef onto_status (*write_edge)(onto_writer *writer, const char **text, size_t *length, onto_error *error);

static onto_status put_edge(tagging *self, write_edge write, const char *of_list, bytes *out, onto_error *error)
{
	const char *text;
	size_t length;
	if (self->plan.framing != AS_THE_FORMAT) {
		bytes_text(out, self->plan.framing == A_LIST ? of_list : "");
		return ONTO_OK;
	}
	onto_status status = write(self->writer, &text, &length, error);
	if (status == ONTO_OK) {
		bytes_append(out, text, length);
	}
	return status;
}

/* In a list, a comma precedes each item but the first. */
static void put_item(tagging *self, const char *text, size_t length, bytes *out)
{
	bool list = self->plan.framing == A_LIST;
	bytes_text(out, list && self->items++ ? ",\n" : "");
	bytes_append(out, text, list && length && text[length - 1] == '\n' ? length - 1 : length);
}

static onto_status put_document(tagging *self, toolset *tools, const onto_document *document, bytes *out,
                                onto_error *error)
{
	const onto_tags *tags;
	const char *text;
	size_t length;
	if (!self->plan.feed && self->counts.documents >= self->plan.most_documents) {
		return onto_fail(error, ONTO_LIMIT, NULL, 0, "more than %zu documents", self->plan.most_documents);
	}
	onto_status status = toolset_tag(tools, document->text, document->length, &tags, error);
	if (status == ONTO_OK) {
		status = onto_writer_document(self->writer, document, tags, &text, &length, error);
	}
	if (status == ONTO_OK) {
		self->counts.documents++;
		self->counts.mentions += onto_tags_mention_count(tags);
		put_item(self, text, length, out);
	}
	return status;
}

/* An error is reported in the document's place where the format allows it. */
static onto_status put_bad(tagging *self, const onto_error *bad, bytes *out, onto_error *error)
{
	bool goes_on = bad->status == ONTO_DAMAGED && !self->plan.settings->strict && writes_json(self) &&
	               self->plan.framing != ONE_OBJECT;
	if (!goes_on) {
		*error = *bad;
		return bad->status;
	}
	if (!self->counts.bad++) {
		self->first = *bad;
	}
	bytes item = {0};
	failure_json(&item, failure_status(bad), bad);
	bytes_text(&item, "\n");
	put_item(self, item.at, item.length, out);
	out->failed |= item.failed;
	bytes_free(&item);
	return ONTO_OK;
}

void tagging_put_end(tagging *self, const onto_error *error, bytes *out)
{
	bytes item = {0};
	if (writes_json(self)) {
		failure_json(&item, failure_status(error), error);
		bytes_text(&item, "\n");
		put_item(self, item.at, item.length, out);
		out->failed |= item.failed;
		bytes_free(&item);
	}
}

/* Gives the reader the next block of documents. */
static onto_status take_block(tagging *self, onto_error *error)
{
	const char *block;
	size_t length;
	onto_status status = feed_next(self->plan.feed, &block, &length, &self->fed, error);
	if (status != ONTO_OK || (!length && !self->fed)) {
		self->starves = status == ONTO_OK;
		return status;
	}
	return self->reader ? onto_reader_continue(self->reader, block, length, error)
	                    : open_reader(self, block, length, 0, error);
}

static onto_status put_next(tagging *self, toolset *tools, bytes *out, onto_error *error)
{
	const onto_document *document = NULL;
	onto_error bad;
	if (self->reader && onto_reader_next(self->reader, &document, &bad) != ONTO_OK) {
		return put_bad(self, &bad, out, error);
	}
	if (document) {
		return put_document(self, tools, document, out, error);
	}
	if (self->plan.feed && !self->fed) {
		return take_block(self, error);
	}
	if (self->counts.bad && !self->counts.documents && !self->handed) {
		*error = self->first;
		return error->status;
	}
	self->ended = true;
	return put_edge(self, onto_writer_end, self->items ? "\n]\n" : "]\n", out, error);
}

onto_status tagging_more(tagging *self, double seconds, bytes *out, bool *ended, onto_error *error)
{
	toolset *tools;
	size_t before = out->length;
	double until = seconds_now() + seconds;
	onto_status status =
		generation_tagger(self->plan.generation, self->plan.key, self->plan.settings, &tools, error);
	if (status != ONTO_OK) {
		return status;
	}
	if (!self->begun) {
		self->begun = true;
		status = put_edge(self, onto_writer_begin, "[\n", out, error);
	}
	self->starves = false;
	while (status == ONTO_OK && !self->ended && !self->starves && out->length - before < WORK_BLOCK &&
	       seconds_now() < until) {
		status = put_next(self, tools, out, error);
	}
	generation_give_back(self->plan.generation, tools);
	*ended = self->ended;
	return status == ONTO_OK && out->failed ? onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory") : status;
}
