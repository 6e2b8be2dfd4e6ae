/* Scoring abbreviation pairs. */
#include "eval/pairs.h"

#include <stdlib.h>
#include <string.h>

#include "import/pool.h"

/* Pairs as "SHORT|LONG". */
typedef struct pair_set {
	const char **items;
	size_t count, room;
} pair_set;

typedef struct pair_document {
	pool memory; /* of the pairs */
	char id[64];
	char *text;
	size_t length, room;
	size_t lines; /* lines that were read */
	pair_set gold, found;
} pair_document;

typedef struct pair_run {
	onto_tagger *tagger;
	count *count;
	size_t documents;
	errors *errors;
	pair_document document;
} pair_run;

static onto_status no_memory(onto_error *error)
{
	return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
}

/* ---- pairs --------------------------------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void make_unique(pair_set *set)
{
	size_t kept = 0;
	if (set->count) {
		qsort(set->items, set->count, sizeof *set->items, by_text);
	}
	for (size_t i = 0; i < set->count; i++) {
		if (!kept || strcmp(set->items[kept - 1], set->items[i]) != 0) {
			set->items[kept++] = set->items[i];
		}
	}
	set->count = kept;
}

/* Writes a form with single spaces and none at its ends. Returns its end. */
static char *squeeze(char *out, const char *form, size_t length)
{
	const char *begin = out;
	bool space = false;
	for (size_t i = 0; i < length; i++) {
		if ((unsigned char)form[i] <= ' ') {
			space = out > begin;
			continue;
		}
		if (space) {
			*out++ = ' ';
			space = false;
		}
		*out++ = form[i];
	}
	return out;
}

static bool add_pair(pair_document *d, pair_set *set, const char *brief, size_t brief_length, const char *full,
                     size_t full_length)
{
	char *room = malloc(brief_length + full_length + 1);
	if (!room) {
		return false;
	}
	char *end = squeeze(room, brief, brief_length);
	*end++ = '|';
	end = squeeze(end, full, full_length);
	const char *pair = pool_copy(&d->memory, room, (size_t)(end - room));
	free(room);
	const char **grown = pair ? pool_grown(set->items, set->count, &set->room, sizeof *grown) : NULL;
	if (!grown) {
		return false;
	}
	set->items = grown;
	set->items[set->count++] = pair;
	return true;
}

static bool add_found(pair_document *d, const onto_tags *tags)
{
	const onto_abbreviation *a;
	for (size_t i = 0; (a = onto_tags_abbreviation(tags, i)); i++) {
		onto_span brief = a->short_form, full = a->long_form;
		if (!add_pair(d, &d->found, d->text + brief.start, brief.end - brief.start, d->text + full.start,
		              full.end - full.start)) {
			return false;
		}
	}
	return true;
}

/* ---- documents ----------------------------------------------------------------------------------------------- */

static bool add_text(pair_document *d, const char *line, size_t length)
{
	if (d->room - d->length < length + 1) {
		size_t room = (d->room + length + 1) * 2;
		char *grown = realloc(d->text, room);
		if (!grown) {
			return false;
		}
		d->text = grown;
		d->room = room;
	}
	memcpy(d->text + d->length, line, length);
	d->length += length;
	d->text[d->length++] = '\n';
	return true;
}

static bool add_line(pair_document *d, const char *line, size_t length)
{
	const char *bar = length > 2 && line[0] == ' ' && line[1] == ' ' ? memchr(line, '|', length) : NULL;
	if (bar) {
		return add_pair(d, &d->gold, line, (size_t)(bar - line), bar + 1, (size_t)(line + length - bar - 1));
	}
	if (d->lines++) {
		return add_text(d, line, length);
	}
	size_t size = length < sizeof d->id ? length : sizeof d->id - 1;
	memcpy(d->id, line, size);
	d->id[size] = '\0';
	return true;
}

static void clear(pair_document *d)
{
	pool_empty(&d->memory);
	d->length = d->lines = d->gold.count = d->found.count = 0;
}

/* Compares two ordered sets. False where memory ran out. */
static bool compare(pair_run *run)
{
	pair_document *d = &run->document;
	size_t i = 0, j = 0;
	bool good = true;
	make_unique(&d->gold);
	make_unique(&d->found);
	run->count->gold += d->gold.count;
	run->count->predicted += d->found.count;
	while (good && (i < d->gold.count || j < d->found.count)) {
		int order = i == d->gold.count ? 1 : j == d->found.count ? -1 : strcmp(d->gold.items[i], d->found.items[j]);
		run->count->found += order == 0;
		run->count->right += order == 0;
		if (order && run->errors) {
			good = order < 0 ? errors_add_pair(run->errors, ERROR_MISSED, d->gold.items[i], d->id)
			                 : errors_add_pair(run->errors, ERROR_INVENTED, d->found.items[j], d->id);
		}
		i += order <= 0;
		j += order >= 0;
	}
	return good;
}

static onto_status finish(pair_run *run, onto_error *error)
{
	pair_document *d = &run->document;
	const onto_tags *tags;
	if (!d->lines) {
		return ONTO_OK;
	}
	onto_status status = onto_tagger_tag(run->tagger, d->text ? d->text : "", d->length, &tags, error);
	if (status == ONTO_OK && (!add_found(d, tags) || !compare(run))) {
		status = no_memory(error);
	}
	run->documents++;
	clear(d);
	return status;
}

onto_status pairs_score(const char *path, onto_tagger *tagger, count *out, size_t *documents, errors *errors,
                        onto_error *error)
{
	pair_run run = {.tagger = tagger, .count = out, .errors = errors};
	pair_document *d = &run.document;
	onto_reader *reader;
	const onto_document *line = NULL;
	onto_status status = onto_reader_open(
		path, "text", &(onto_read_options){.size = sizeof(onto_read_options), .lines = true}, &reader, error);
	while (status == ONTO_OK) {
		status = onto_reader_next(reader, &line, error);
		if (status != ONTO_OK || !line) {
			break;
		}
		if (!line->length) {
			status = finish(&run, error);
		} else if (!add_line(d, line->text, line->length)) {
			status = no_memory(error);
		}
	}
	if (status == ONTO_OK) {
		status = finish(&run, error);
	}
	onto_reader_free(reader);
	*documents = run.documents;
	pool_free(&d->memory);
	free(d->text);
	free(d->gold.items);
	free(d->found.items);
	return status;
}
