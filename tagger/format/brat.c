/* brat: a text and its standoff annotations, in two files of one name.
 *
 *     17194222.txt    the text
 *     17194222.ann    T1 ⇥ Disease 12 15;20 25 ⇥ text        a part of the text; offsets count code points
 *                     N1 ⇥ Reference T1 MONDO:0021003 ⇥ name  a code of it
 *                     all other lines (E, R, A, M, *, #) are kept
 *
 * The path is a folder, in which every .txt file is a document, or one .txt or .ann file. Only the .ann file is
 * written. There a part of a mention ends at each line end, and a blank line follows each document. New ids go on
 * over all documents. */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "core/type_name.h"
#include "core/table.h"
#include "format/annotation_type.h"
#include "format/code.h"
#include "format/existing.h"
#include "format/field.h"
#include "format/input_format.h"
#include "format/number.h"
#include "format/output_format.h"

struct input_state {
	arena memory;               /* of the paths */
	VECTOR(const char *) paths; /* without their .txt */
	const char *encoding;       /* of the files; NULL: told from them */
	size_t at;
};

/* ---- the documents ------------------------------------------------------------------------------------------- */

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);
	return length > tail && strcmp(text + length - tail, end) == 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool add_path(input_state *state, const char *folder, const char *name)
{
	size_t before = folder ? strlen(folder) + 1 : 0, length = strlen(name) - 4; /* .txt, .ann */
	char *path = arena_take(&state->memory, before + length + 1);
	if (!path) {
		return false;
	}
	if (folder) {
		memcpy(path, folder, before - 1);
		path[before - 1] = '/';
	}
	memcpy(path + before, name, length);
	path[before + length] = '\0';
	return vector_push(&state->paths, path);
}

static onto_status list_folder(input_state *state, const char *path, onto_error *error)
{
	DIR *folder = opendir(path);
	if (!folder) {
		return onto_fail(error, ONTO_IO, path, 0, "cannot be opened: %s", strerror(errno));
	}
	onto_status status = ONTO_OK;
	for (struct dirent *entry; status == ONTO_OK && (entry = readdir(folder));) {
		if (entry->d_name[0] != '.' && ends_with(entry->d_name, ".txt") && !add_path(state, path, entry->d_name)) {
			status = fail_memory(error);
		}
	}
	closedir(folder);
	if (status == ONTO_OK && !state->paths.count) {
		return onto_fail(error, ONTO_UNKNOWN, path, 0, "a folder without a .txt file");
	}
	if (status == ONTO_OK) {
		qsort(state->paths.items, state->paths.count, sizeof *state->paths.items, by_name);
	}
	return status;
}

static void stop(input_state *state)
{
	if (state) {
		arena_free(&state->memory);
		vector_free(&state->paths);
		free(state);
	}
}

static onto_status start(reader *self, onto_error *error)
{
	struct stat about;
	self->state = calloc(1, sizeof *self->state);
	if (!self->state) {
		return fail_memory(error);
	}
	const char *encoding = self->options.encoding;
	self->state->encoding = encoding ? arena_text(&self->state->memory, encoding, strlen(encoding)) : NULL;
	if (encoding && !self->state->encoding) {
		return fail_memory(error);
	}
	if (stat(self->path, &about) != 0) {
		return onto_fail(error, ONTO_IO, self->path, 0, "cannot be opened: %s", strerror(errno));
	}
	if (S_ISDIR(about.st_mode)) {
		return list_folder(self->state, self->path, error);
	}
	if (!ends_with(self->path, ".txt") && !ends_with(self->path, ".ann")) {
		return onto_fail(error, ONTO_ARGUMENT, self->path, 0, "brat is read from a folder, a .txt or an .ann file");
	}
	return add_path(self->state, NULL, self->path) ? ONTO_OK : fail_memory(error);
}

/* ---- one document -------------------------------------------------------------------------------------------- */

/* A line of the .ann file: its id, the field between the tabs, and the rest. */
typedef struct record {
	const char *line;
	size_t length;
	const char *head, *head_end; /* "Disease 12 15;20 25", "Reference T1 MONDO:0021003" */
} record;

static bool split_record(const char *line, size_t length, record *out)
{
	const char *tab = memchr(line, '\t', length);
	if (!tab) {
		return false;
	}
	const char *second = memchr(tab + 1, '\t', (size_t)(line + length - tab - 1));
	*out = (record){line, length, tab + 1, second ? second : line + length};
	return true;
}

static size_t id_length(const record *r)
{
	return (size_t)(r->head - 1 - r->line);
}

/* The next word of [*at, end): up to a space, or up to `other`. */
static bool next_word(const char **at, const char *end, char other, const char **word, size_t *length)
{
	while (*at < end && **at == ' ') {
		++*at;
	}
	*word = *at;
	while (*at < end && **at != ' ' && **at != other) {
		++*at;
	}
	*length = (size_t)(*at - *word);
	return *length > 0;
}

/* Skips an empty part if there are others: some corpora contain empty parts. */
static onto_status add_spans(draft *d, const char *at, const char *end, onto_error *error)
{
	size_t before = d->spans.count, from, to;
	do {
		const char *first, *last;
		size_t first_length, last_length;
		if (!next_word(&at, end, ';', &first, &first_length) || !next_word(&at, end, ';', &last, &last_length) ||
		    !parse_number(first, first_length, &from) || !parse_number(last, last_length, &to)) {
			return onto_fail(error, ONTO_DAMAGED, NULL, 0, "a text-bound annotation without its offsets");
		}
		if (from != to) {
			TRY(draft_span(d, from, to, error));
		}
	} while (at < end && *at++ == ';');
	return d->spans.count > before ? ONTO_OK : draft_span(d, from, to, error);
}

static onto_status add_text_bound(draft *d, const record *r, table *ids, onto_error *error)
{
	const char *at = r->head, *type;
	size_t type_length;
	if (!next_word(&at, r->head_end, ' ', &type, &type_length)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "a text-bound annotation without a type");
	}
	TRY(add_spans(d, at, r->head_end, error));
	onto_annotation annotation = {
		.type = draft_copy(d, type, type_length),
		.codes = "",
		.id = draft_copy(d, r->line, id_length(r)),
		.written = draft_line(d, r->line, r->length),
	};
	if (!annotation.type || !annotation.id || !annotation.written) {
		return fail_memory(error);
	}
	if (table_find(ids, annotation.id, strlen(annotation.id))) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "a second annotation with the id '%.20s'", annotation.id);
	}
	bool good = table_add(ids, annotation.id, strlen(annotation.id), d->annotations.count) &&
	            draft_annotation(d, annotation);
	return good ? ONTO_OK : fail_memory(error);
}

/* Adds a code to an annotation. */
static onto_status add_code(draft *d, const record *r, const table *ids, onto_error *error)
{
	const char *at = r->head, *word, *target, *code;
	size_t length, target_length, code_length;
	if (!next_word(&at, r->head_end, ' ', &word, &length) ||
	    !next_word(&at, r->head_end, ' ', &target, &target_length) ||
	    !next_word(&at, r->head_end, ' ', &code, &code_length)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "a normalization without its annotation or its code");
	}
	table_entry *entry = table_find(ids, target, target_length);
	if (!entry) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "a normalization of '%.*s', which is not there",
		                 (int)(target_length > 20 ? 20 : target_length), target);
	}
	onto_annotation *annotation = &d->annotations.items[entry->value];
	size_t had = strlen(annotation->codes), bar = had > 0;
	char *codes = arena_take(&d->memory, had + bar + code_length + 1);
	if (!codes) {
		return fail_memory(error);
	}
	memcpy(codes, annotation->codes, had);
	codes[had] = '|';
	memcpy(codes + had + bar, code, code_length);
	codes[had + bar + code_length] = '\0';
	annotation->codes = codes;
	return ONTO_OK;
}

/* Reads the lines of one .ann file. Codes may precede their annotation, so they are read last. */
static onto_status read_lines(draft *d, stream *ann, table *ids, onto_error *error)
{
	const char *line;
	size_t length, normalizations = 0;
	VECTOR(size_t) numbers = {0}; /* the lines of the rest */
	onto_status status;
	size_t number = 0;
	for (;;) {
		TRY_DONE(stream_line(ann, &line, &length, error));
		number++;
		if (!line) {
			break;
		}
		length -= length && line[length - 1] == '\r';
		if (!length) {
			continue;
		}
		record r;
		if (*line == 'T') {
			status = split_record(line, length, &r)
			             ? add_text_bound(d, &r, ids, error)
			             : onto_fail(error, ONTO_DAMAGED, NULL, 0, "a text-bound annotation without a tab");
			TRY_DONE(draft_pass_over(d, status, stream_name(ann), number, error));
			continue;
		}
		normalizations += *line == 'N';
		if (!draft_rest(d, line, length) || !vector_push(&numbers, number)) {
			status = fail_memory(error);
			goto done;
		}
	}
	size_t kept = 0;
	for (size_t i = 0; i < d->rest.count && normalizations; i++) {
		record r;
		status = ONTO_OK;
		if (d->rest.items[i][0] == 'N') {
			status = split_record(d->rest.items[i], strlen(d->rest.items[i]), &r)
			             ? add_code(d, &r, ids, error)
			             : onto_fail(error, ONTO_DAMAGED, NULL, 0, "a normalization without a tab");
		}
		d->rest.items[kept] = d->rest.items[i];
		kept += status == ONTO_OK;
		TRY_DONE(draft_pass_over(d, status, stream_name(ann), numbers.items[i], error));
	}
	d->rest.count = normalizations ? kept : d->rest.count;
done:
	vector_free(&numbers);
	return status;
}

static onto_status read_annotations(draft *d, const char *path, const stream_options *options, onto_error *error)
{
	stream *ann;
	table ids = {0};
	if (access(path, F_OK) != 0) {
		return ONTO_OK; /* a text without annotations */
	}
	onto_status status = stream_open(&ann, path, options, error);
	if (status == ONTO_OK) {
		status = read_lines(d, ann, &ids, error);
		stream_close(ann);
		table_free(&ids);
	}
	return status;
}

static onto_status read_text(draft *d, const char *path, const stream_options *options, onto_error *error)
{
	stream *text;
	TRY(stream_open(&text, path, options, error));
	onto_status status = stream_rest(text, &d->text, error);
	status = status == ONTO_OK ? draft_note_encoding(d, text, error) : status;
	stream_close(text);
	TRY(status);
	return draft_text(d, d->text.length ? d->text.bytes : "", d->text.length) ? ONTO_OK : fail_memory(error);
}

static onto_status next(reader *self, bool *found, onto_error *error)
{
	input_state *state = self->state;
	draft *d = &self->draft;
	if (state->at == state->paths.count) {
		return ONTO_OK;
	}
	const char *path = state->paths.items[state->at++], *name = strrchr(path, '/');
	size_t length = strlen(path);
	char *file = arena_take(&d->memory, length + 5);
	if (!file) {
		return fail_memory(error);
	}
	const stream_options options = {.encoding = state->encoding};
	memcpy(file, path, length);
	memcpy(file + length, ".txt", 5);
	TRY(read_text(d, file, &options, error));
	memcpy(file + length, ".ann", 5);
	TRY(read_annotations(d, file, &options, error));
	d->document.id = name ? name + 1 : path;
	*found = true;
	return ONTO_OK;
}

const input_format input_brat = {
	.from_path = true,
	.start = start,
	.stop = stop,
	.next = next,
};

/* ---- writing ------------------------------------------------------------------------------------------------- */

struct output_state {
	bool keep;
	code_points points;
	existing existing;
	VECTOR(onto_span) parts;                                /* of a mention; no part contains a line end */
	size_t last_part, last_code, last_attribute, last_note; /* the last numbers in use */
	buffer scratch;
};

static output_state *start_writing(const onto_write_options *options)
{
	output_state *state = calloc(1, sizeof *state);
	if (state) {
		state->keep = options->keep;
	}
	return state;
}

static void stop_writing(output_state *state)
{
	code_points_free(&state->points);
	existing_free(&state->existing);
	vector_free(&state->parts);
	buffer_free(&state->scratch);
	free(state);
}

static bool is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* New ids continue after the highest existing ones: T12, N3. */
static void note_id(const char *line, char letter, size_t *last)
{
	size_t number;
	if (*line == letter && parse_number(line + 1, strcspn(line + 1, "\t"), &number) && number > *last &&
	    number < SIZE_MAX / 2) {
		*last = number;
	}
}

/* Ends a part at each line end, without the white space around it: brat takes no part that begins or ends with
 * some. */
static bool split_lines(output_state *state, const char *text, const onto_span *spans, size_t count)
{
	state->parts.count = 0;
	for (size_t i = 0; i < count; i++) {
		for (size_t at = spans[i].start, end; at < spans[i].end; at = end) {
			while (at < spans[i].end && is_white(text[at])) {
				at++;
			}
			for (end = at; end < spans[i].end && text[end] != '\n' && text[end] != '\r';) {
				end++;
			}
			size_t last = end;
			while (last > at && is_white(text[last - 1])) {
				last--;
			}
			if (last > at && !vector_push(&state->parts, ((onto_span){at, last}))) {
				return false;
			}
		}
	}
	return true;
}

/* Replaces field separators and invalid UTF-8, and keeps the number of code points. */
static void clean(buffer *out, const char *text, size_t length)
{
	for (size_t at = 0, size; at < length; at += size) {
		size = code_point_size(text + at, length - at);
		if (size == 1 && (unsigned char)text[at] >= 0x80) {
			buffer_text(out, "\xef\xbf\xbd");
		} else if ((unsigned char)text[at] < ' ') {
			buffer_byte(out, ' ');
		} else {
			buffer_append(out, text + at, size);
		}
	}
}

/* A type or a code: each character that would end a word of the format becomes '_'. */
static void word(buffer *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		buffer_byte(out, (unsigned char)text[i] <= ' ' ? '_' : text[i]);
	}
}

static bool write_parts(output_state *state, const char *text, const char *type, const onto_span *spans,
                        size_t count, buffer *out)
{
	if (!split_lines(state, text, spans, count)) {
		return false;
	}
	buffer_byte(out, 'T');
	buffer_number(out, ++state->last_part);
	buffer_byte(out, '\t');
	word(out, type, strlen(type));
	for (size_t i = 0; i < state->parts.count; i++) {
		buffer_byte(out, i ? ';' : ' ');
		buffer_number(out, code_points_before(&state->points, state->parts.items[i].start));
		buffer_byte(out, ' ');
		buffer_number(out, code_points_before(&state->points, state->parts.items[i].end));
	}
	for (size_t i = 0; i < state->parts.count; i++) {
		buffer_byte(out, i ? ' ' : '\t');
		clean(out, text + state->parts.items[i].start, state->parts.items[i].end - state->parts.items[i].start);
	}
	buffer_byte(out, '\n');
	return true;
}

static void write_code(output_state *state, const char *code, size_t length, const char *name, buffer *out)
{
	buffer_byte(out, 'N');
	buffer_number(out, ++state->last_code);
	buffer_text(out, "\tReference T");
	buffer_number(out, state->last_part);
	buffer_byte(out, ' ');
	word(out, code, length);
	buffer_byte(out, '\t');
	clean(out, name, strlen(name));
	buffer_byte(out, '\n');
}

/* The name of a field, spelled as a brat attribute: Status_by_range. */
static void attribute_name(const field *f, buffer *out)
{
	char first = f->name[0];
	buffer_byte(out, first >= 'a' && first <= 'z' ? (char)(first - 'a' + 'A') : first);
	buffer_text(out, f->name + 1);
}

/* A3 ⇥ Negated T12        A4 ⇥ Certainty T12 possible */
static void write_attribute(output_state *state, const field *f, buffer *out)
{
	buffer_byte(out, 'A');
	buffer_number(out, ++state->last_attribute);
	buffer_byte(out, '\t');
	attribute_name(f, out);
	buffer_text(out, " T");
	buffer_number(out, state->last_part);
	if (f->words) {
		buffer_byte(out, ' ');
		word(out, state->scratch.bytes, state->scratch.length);
	}
	buffer_byte(out, '\n');
}

/* #2 ⇥ AnnotatorNotes T12 ⇥ section: family_history; value: 41 IU/L */
static void write_note(output_state *state, const field *f, bool first, buffer *out)
{
	if (first) {
		buffer_byte(out, '#');
		buffer_number(out, ++state->last_note);
		buffer_text(out, "\tAnnotatorNotes T");
		buffer_number(out, state->last_part);
	}
	buffer_text(out, first ? "\t" : "; ");
	buffer_text(out, f->label);
	buffer_text(out, ": ");
	clean(out, state->scratch.bytes, state->scratch.length);
}

static void write_fields(output_state *state, const found_mention *found, buffer *out)
{
	bool noted = false;
	for (unsigned use = USE_ATTRIBUTE; use <= USE_NOTE; use += USE_NOTE - USE_ATTRIBUTE) {
		for (size_t i = 0; i < mention_field_count; i++) {
			const field *f = &mention_fields[i];
			buffer_clear(&state->scratch);
			if (f->uses & use) {
				f->write(&state->scratch, found, ", ");
				out->failed |= state->scratch.failed;
			}
			if (state->scratch.length && use == USE_ATTRIBUTE) {
				write_attribute(state, f, out);
			} else if (state->scratch.length) {
				write_note(state, f, !noted, out);
				noted = true;
			}
		}
	}
	buffer_text(out, noted ? "\n" : "");
}

static bool write_mention(output_state *state, const found_mention *found, buffer *out)
{
	const onto_document *document = found->document;
	const onto_mention *m = found->mention;
	if (!write_parts(state, document->text, annotation_type(m), m->spans, m->span_count, out)) {
		return false;
	}
	for (size_t i = 0; i < m->code_count; i++) {
		if (code_predicate(m, i) != ONTO_MATCH_BROAD) {
			write_code(state, m->codes[i], strlen(m->codes[i]), m->name, out);
		}
	}
	if (m->context) {
		write_fields(state, found, out);
	}
	return true;
}

/* Annotations that brat read are written unchanged; those of other formats are converted. */
static bool write_existing(output_state *state, const onto_document *document, buffer *out)
{
	bool ours = document_is(document, "brat");
	for (size_t i = 0; i < document->annotation_count; i++) {
		const onto_annotation *a = &document->annotations[i];
		if (ours) {
			note_id(a->written, 'T', &state->last_part);
			buffer_text(out, a->written);
			buffer_byte(out, '\n');
			continue;
		}
		if (!write_parts(state, document->text, a->type, a->spans, a->span_count, out)) {
			return false;
		}
		for (const char *at = a->codes; *at; at += strspn(at, "|,;")) {
			size_t length = strcspn(at, "|,;");
			if (length) {
				write_code(state, at, length, "", out);
			}
			at += length;
		}
	}
	for (size_t i = 0; ours && i < document->rest_count; i++) {
		note_id(document->rest[i], 'N', &state->last_code);
		note_id(document->rest[i], 'A', &state->last_attribute);
		note_id(document->rest[i], '#', &state->last_note);
		buffer_text(out, document->rest[i]);
		buffer_byte(out, '\n');
	}
	return true;
}

static bool write_document(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	state->existing.sorted.count = 0;
	bool good =
		code_points_read(&state->points, document->text, document->length) &&
		(!state->keep || (existing_read(&state->existing, document) && write_existing(state, document, out)));
	for (size_t i = 0; good && i < tags->mention_count; i++) {
		good = existing_says(&state->existing, &tags->mentions[i]) ||
		       write_mention(state, &(found_mention){document, tags, &tags->mentions[i]}, out);
	}
	buffer_byte(out, '\n');
	return good && !out->failed;
}

/* Certainty ⇥ Arg:<ENTITY>, Value:possible|hypothetical */
static void configure_attribute(const field *f, buffer *out)
{
	const char *known;
	attribute_name(f, out);
	buffer_text(out, "\tArg:<ENTITY>");
	for (size_t i = 1; f->words && (known = f->words(i)) != NULL; i++) {
		buffer_text(out, i > 1 ? "|" : ", Value:");
		buffer_text(out, known);
	}
	buffer_byte(out, '\n');
}

/* annotation.conf: the types and the attributes that the output uses. */
static bool configure(buffer *out)
{
	buffer_text(out, "[entities]\n");
	for (unsigned type = 0; type < TYPE_COUNT; type++) {
		bool known = false; /* several types may be one here */
		for (unsigned before = 0; before < type; before++) {
			known |= strcmp(type_names[before].annotation, type_names[type].annotation) == 0;
		}
		if (!known) {
			buffer_text(out, type_names[type].annotation);
			buffer_byte(out, '\n');
		}
	}
	buffer_text(
		out,
		"\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]\n");
	for (size_t i = 0; i < mention_field_count; i++) {
		if (mention_fields[i].uses & USE_ATTRIBUTE) {
			configure_attribute(&mention_fields[i], out);
		}
	}
	return !out->failed;
}

const output_format output_brat = {
	.start = start_writing,
	.stop = stop_writing,
	.document = write_document,
	.configure = configure,
};
