/* MEDLINE, as PubMed exports it (.nbib, "PubMed" format): fields of one tag each, whose values go on in indented
 * lines.
 *
 *     PMID- 7
 *     TI  - On asthma, and on what else
 *           there is.
 *     AB  - BACKGROUND: ...
 *
 * Title and abstract are read; authors, keywords and all other fields are not. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "format/article.h"
#include "format/input_format.h"

struct input_state {
	article article;
	const char *type; /* of the passage that the value becomes; NULL: it is not read */
	buffer value;
	size_t line; /* of the document's start */
};

static const char *const suffixes[] = {".nbib", NULL};

/* The value of a field behind its tag, such as "TI  - "; NULL where the line has none. */
static const char *value_of(const char *line, size_t length)
{
	return length >= 5 && line[4] == '-' && line[0] >= 'A' && line[0] <= 'Z' ? line + 5 : NULL;
}

static bool recognise(const char *head, size_t length)
{
	size_t at = length >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	while (at < length && (head[at] == '\n' || head[at] == '\r')) {
		at++;
	}
	return length - at >= 6 && memcmp(head + at, "PMID- ", 6) == 0;
}

static onto_status start(reader *self, onto_error *error)
{
	self->state = calloc(1, sizeof *self->state);
	return self->state ? ONTO_OK : fail_memory(error);
}

static void stop(input_state *state)
{
	if (state) {
		article_free(&state->article);
		buffer_free(&state->value);
		free(state);
	}
}

static void end_field(input_state *state)
{
	if (state->type) {
		article_passage(&state->article, state->type, "", state->value.bytes, state->value.length);
		state->article.failed |= state->value.failed;
	}
	state->type = NULL;
	buffer_clear(&state->value);
}

static void begin_field(input_state *state, const char *line, const char *value, size_t length)
{
	static const struct {
		const char *tag, *type;
	} fields[] = {{"TI  ", "title"}, {"BTI ", "title"}, {"AB  ", "abstract"}};
	end_field(state);
	while (length && *value == ' ') {
		value++;
		length--;
	}
	if (memcmp(line, "PMID", 4) == 0) {
		article_name(&state->article, value, length);
	}
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		if (memcmp(line, fields[i].tag, 4) == 0) {
			state->type = fields[i].type;
			buffer_append(&state->value, value, length);
		}
	}
}

/* Takes a line. False where it begins the next document. */
static bool take_line(input_state *state, const char *line, size_t length, size_t number)
{
	const char *value = value_of(line, length);
	bool name = value && memcmp(line, "PMID", 4) == 0;
	if (name && state->article.document) {
		return false;
	}
	if (!state->article.document) {
		if (!value) {
			return true; /* between documents */
		}
		article_begin(&state->article);
		state->line = number;
	}
	if (value) {
		begin_field(state, line, value, length - 5);
	} else if (state->type && length && *line == ' ') {
		buffer_byte(&state->value, ' ');
		buffer_append(&state->value, line, length);
	} else {
		end_field(state);
	}
	return true;
}

static onto_status next(reader *self, bool *found, onto_error *error)
{
	input_state *state = self->state;
	const char *line, *file = stream_name(self->stream);
	size_t length;
	for (;;) {
		TRY(stream_line(self->stream, &line, &length, error));
		if (!line) {
			break;
		}
		size_t number = stream_line_number(self->stream);
		size_t mark = number == 1 && length >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
		length -= length && line[length - 1] == '\r';
		if (!take_line(state, line + mark, length - mark, number)) {
			stream_back(self->stream);
			break;
		}
	}
	if (!state->article.document) {
		return ONTO_OK;
	}
	end_field(state);
	onto_status status = article_finish(&state->article, &self->draft, "PubMed", file, state->line, error);
	*found = status == ONTO_OK;
	return status;
}

const input_format input_nbib = {
	.recognise = recognise,
	.suffixes = suffixes,
	.start = start,
	.stop = stop,
	.next = next,
};
