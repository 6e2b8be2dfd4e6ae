/* Documents with their mentions: gold, or predicted. */
#include "eval/corpus.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static onto_status no_memory(onto_error *error)
{
	return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
}

void corpus_start(corpus *self, const onto_dictionary *dictionary)
{
	*self = (corpus){.codes.dictionary = dictionary};
	self->codes.memory = &self->memory;
}

void corpus_free(corpus *self)
{
	for (size_t i = 0; i < self->count; i++) {
		eval_document *d = &self->documents[i];
		for (size_t m = 0; m < d->count; m++) {
			free((void *)d->mentions[m].spans);
			free((void *)d->mentions[m].codes);
		}
		free(d->mentions);
	}
	free(self->documents);
	headings_free(&self->headings);
	pool_free(&self->memory);
}

/* ---- mentions ------------------------------------------------------------------------------------------------ */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int by_start(const void *a, const void *b)
{
	const onto_span *x = a, *y = b;
	return x->start < y->start ? -1 : x->start > y->start ? 1 : x->end < y->end ? -1 : x->end > y->end;
}

/* Copies spans, in order. A flat corpus gets one span from the first to the last. */
static bool set_spans(const corpus *self, eval_mention *m, const onto_span *spans, size_t count)
{
	onto_span *copy = malloc(count * sizeof *copy);
	if (!copy) {
		return false;
	}
	memcpy(copy, spans, count * sizeof *copy);
	qsort(copy, count, sizeof *copy, by_start);
	if (self->flat) {
		for (size_t i = 1; i < count; i++) {
			copy->end = copy[i].end > copy->end ? copy[i].end : copy->end;
		}
	}
	m->spans = copy;
	m->span_count = self->flat ? 1 : count;
	return true;
}

/* Inserts a code in order unless it is there. */
static bool add_code(eval_mention *m, const char *code)
{
	const char **codes = realloc((void *)m->codes, (m->code_count + 1) * sizeof *codes);
	if (!codes) {
		return false;
	}
	m->codes = codes;
	for (size_t i = 0; i < m->code_count; i++) {
		if (strcmp(codes[i], code) == 0) {
			return true;
		}
	}
	codes[m->code_count++] = code;
	qsort(codes, m->code_count, sizeof *codes, by_text);
	return true;
}

/* Adds the codes of a text such as "D014786|D006311" or "OMIM:614380+OMIM:614379". */
static bool add_codes(corpus *self, eval_mention *m, const char *text)
{
	for (;;) {
		size_t length = strcspn(text, "|+,;");
		const char *code;
		if (!code_read(&self->codes, text, length, m->type, &code) || (code && !add_code(m, code))) {
			return false;
		}
		if (!text[length]) {
			return true;
		}
		text += length + 1;
	}
}

/* Appends a mention of zeros. NULL where memory ran out. */
static eval_mention *new_mention(eval_document *d)
{
	eval_mention *grown = pool_grown(d->mentions, d->count, &d->room, sizeof *grown);
	if (!grown) {
		return NULL;
	}
	d->mentions = grown;
	grown[d->count] = (eval_mention){0};
	return &grown[d->count++];
}

static eval_document *new_document(corpus *self, const char *id, const char *text, size_t length)
{
	eval_document *grown = pool_grown(self->documents, self->count, &self->room, sizeof *grown);
	if (!grown) {
		return NULL;
	}
	self->documents = grown;
	grown[self->count] = (eval_document){.id = id, .text = text, .length = length};
	return &grown[self->count++];
}

/* Gives a mention the code of the later heading that it reads as. */
static void bring_forward(corpus *self, eval_mention *m, const eval_document *d)
{
	onto_span whole = m->spans[0];
	if (m->code_count != 1 || m->span_count != 1 || whole.end > d->length || whole.start > whole.end) {
		return;
	}
	const char *now =
		headings_forward(&self->headings, d->text + whole.start, whole.end - whole.start, m->codes[0]);
	self->codes.replaced += now != m->codes[0];
	((const char **)m->codes)[0] = now;
}

/* ---- from files ---------------------------------------------------------------------------------------------- */

static onto_status add_document(corpus *self, const onto_document *document, onto_error *error)
{
	const char *id = pool_copy(&self->memory, document->id, strlen(document->id));
	const char *text = pool_copy(&self->memory, document->text, document->length);
	eval_document *d = id && text ? new_document(self, id, text, document->length) : NULL;
	if (!d) {
		return no_memory(error);
	}
	for (size_t i = 0; i < document->annotation_count; i++) {
		const onto_annotation *a = &document->annotations[i];
		onto_type type;
		if (!code_type(a->type, &type)) {
			self->other_types++;
			continue;
		}
		eval_mention *m = new_mention(d);
		if (!m) {
			return no_memory(error);
		}
		m->type = type;
		if (!set_spans(self, m, a->spans, a->span_count) || !add_codes(self, m, a->codes)) {
			return no_memory(error);
		}
		bring_forward(self, m, d);
	}
	return ONTO_OK;
}

/* Scores count every annotation: one that cannot be read is an error. */
static onto_status whole(const onto_reader *reader, onto_error *error)
{
	const onto_error *note;
	for (size_t i = 0; (note = onto_reader_note(reader, i)); i++) {
		if (note->status != ONTO_OK) {
			*error = *note;
			return note->status;
		}
	}
	return ONTO_OK;
}

onto_status corpus_read(corpus *self, const char *path, const char *format, onto_error *error)
{
	onto_reader *reader;
	const onto_document *document = NULL;
	if (self->codes.dictionary && !self->headings.count &&
	    !headings_collect(&self->headings, self->codes.dictionary)) {
		return no_memory(error);
	}
	onto_status status = onto_reader_open(path, format, NULL, &reader, error);
	if (status != ONTO_OK) {
		return status;
	}
	if (strcmp(onto_reader_format(reader), "text") == 0) {
		status = onto_fail(error, ONTO_UNKNOWN, path, 0, "plain text has no annotations to compare with");
	}
	if (strcmp(onto_reader_format(reader), "pubtator") == 0) {
		self->flat = true;
	}
	while (status == ONTO_OK) {
		status = onto_reader_next(reader, &document, error);
		if (status != ONTO_OK || !document) {
			break;
		}
		status = whole(reader, error);
		status = status == ONTO_OK ? add_document(self, document, error) : status;
	}
	onto_reader_free(reader);
	return status;
}

/* ---- from a tagger ------------------------------------------------------------------------------------------- */

/* A tag gets its first code, as in every format with one code a mention. */
static bool add_tag(corpus *self, eval_mention *m, const onto_mention *tag)
{
	const char *code;
	m->type = tag->type;
	if (!tag->code_count) {
		return true;
	}
	return code_read(&self->codes, tag->codes[0], strlen(tag->codes[0]), tag->type, &code) &&
	       (!code || add_code(m, code));
}

static eval_mention *widened(eval_document *d, const onto_tags *tags, size_t index, size_t *of)
{
	const onto_mention *tag = onto_tags_mention(tags, index);
	for (size_t i = d->count; tag->composite && i-- > 0;) {
		const onto_mention *other = onto_tags_mention(tags, of[i]);
		if (other->composite == tag->composite && other->type == tag->type) {
			onto_span *span = (onto_span *)d->mentions[i].spans;
			span->start = tag->start < span->start ? tag->start : span->start;
			span->end = tag->end > span->end ? tag->end : span->end;
			return &d->mentions[i];
		}
	}
	return NULL;
}

onto_status corpus_tagged(corpus *self, const eval_document *like, const onto_tags *tags, onto_error *error)
{
	onto_status status = ONTO_OK;
	size_t *of = calloc(onto_tags_mention_count(tags) + 1, sizeof *of); /* a mention's first tag */
	eval_document *d = of ? new_document(self, like->id, like->text, like->length) : NULL;
	if (!d) {
		free(of);
		return no_memory(error);
	}
	const onto_mention *tag;
	for (size_t i = 0; (tag = onto_tags_mention(tags, i)); i++) {
		/* In a flat corpus the members of an enumeration are one mention. */
		eval_mention *m = self->flat ? widened(d, tags, i, of) : NULL;
		if (!m) {
			of[d->count] = i;
			m = new_mention(d);
			if (m && !set_spans(self, m, tag->spans, tag->span_count)) {
				m = NULL;
			}
		}
		if (!m || !add_tag(self, m, tag)) {
			status = no_memory(error);
			break;
		}
	}
	free(of);
	return status;
}

/* ---- contents ------------------------------------------------------------------------------------------------ */

/* ---- meanings ------------------------------------------------------------------------------------------------ */

/* An occurrence of a code, for sorting: each code is looked up once. */
static int by_code(const void *a, const void *b)
{
	return strcmp(**(const char **const *)a, **(const char **const *)b);
}

static size_t code_places(const corpus *self, const char ***places)
{
	size_t count = 0;
	for (size_t i = 0; i < self->count; i++) {
		for (size_t m = 0; m < self->documents[i].count; m++) {
			const eval_mention *mention = &self->documents[i].mentions[m];
			for (size_t c = 0; c < mention->code_count; c++, count++) {
				if (places) {
					places[count] = (const char **)&mention->codes[c];
				}
			}
		}
	}
	return count;
}

/* Sorts again and removes duplicates. */
static void settle_codes(eval_mention *m)
{
	const char **codes = (const char **)m->codes;
	size_t kept = 0;
	if (m->code_count) {
		qsort(codes, m->code_count, sizeof *codes, by_text);
	}
	for (size_t i = 0; i < m->code_count; i++) {
		if (!kept || strcmp(codes[kept - 1], codes[i]) != 0) {
			codes[kept++] = codes[i];
		}
	}
	m->code_count = kept;
}

onto_status corpus_by_meaning(corpus *self, onto_error *error)
{
	size_t count = code_places(self, NULL);
	const char ***places = malloc((count + 1) * sizeof *places);
	if (!places) {
		return no_memory(error);
	}
	code_places(self, places);
	if (count) {
		qsort(places, count, sizeof *places, by_code);
	}
	for (size_t i = 0; i < count;) {
		const char *code = *places[i], *meaning = code_of_meaning(self->codes.dictionary, code);
		size_t same = i;
		while (same < count && strcmp(*places[same], code) == 0) {
			same++;
		}
		while (i < same) {
			*places[i++] = meaning;
		}
	}
	free(places);
	for (size_t i = 0; i < self->count; i++) {
		for (size_t m = 0; m < self->documents[i].count; m++) {
			settle_codes(&self->documents[i].mentions[m]);
		}
	}
	return ONTO_OK;
}

unsigned corpus_types(const corpus *self)
{
	unsigned types = 0;
	for (size_t i = 0; i < self->count; i++) {
		for (size_t m = 0; m < self->documents[i].count; m++) {
			types |= 1u << self->documents[i].mentions[m].type;
		}
	}
	return types;
}

static int by_count(const void *a, const void *b)
{
	const vocabulary *x = a, *y = b;
	return x->count > y->count ? -1 : x->count < y->count ? 1 : strcmp(x->name, y->name);
}

static void count_code(const char *code, vocabulary *out, size_t *count, size_t room)
{
	const char *colon = strchr(code, ':');
	size_t length = colon ? (size_t)(colon - code) : 0, i = 0;
	if (!length || length >= sizeof out->name) {
		return;
	}
	while (i < *count && (strlen(out[i].name) != length || memcmp(out[i].name, code, length) != 0)) {
		i++;
	}
	if (i < room) {
		if (i == *count) {
			memcpy(out[i].name, code, length);
			out[i].name[length] = '\0';
			out[i].count = 0;
			++*count;
		}
		out[i].count++;
	}
}

size_t corpus_vocabularies(const corpus *self, unsigned types, vocabulary *out, size_t room)
{
	size_t count = 0;
	for (size_t i = 0; i < self->count; i++) {
		const eval_document *d = &self->documents[i];
		for (size_t m = 0; m < d->count; m++) {
			for (size_t c = 0; types & 1u << d->mentions[m].type && c < d->mentions[m].code_count; c++) {
				count_code(d->mentions[m].codes[c], out, &count, room);
			}
		}
	}
	qsort(out, count, sizeof *out, by_count);
	return count;
}

int mention_by_place(const eval_mention *a, const eval_mention *b)
{
	for (size_t i = 0; i < a->span_count && i < b->span_count; i++) {
		int order = by_start(&a->spans[i], &b->spans[i]);
		if (order) {
			return order;
		}
	}
	return a->span_count < b->span_count ? -1 : a->span_count > b->span_count;
}

int mention_by_codes(const eval_mention *a, const eval_mention *b)
{
	for (size_t i = 0; i < a->code_count && i < b->code_count; i++) {
		int order = strcmp(a->codes[i], b->codes[i]);
		if (order) {
			return order;
		}
	}
	return a->code_count < b->code_count ? -1 : a->code_count > b->code_count;
}
