/* Articles as BioC documents. */
#include "format/article.h"

#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "format/bioc.h"
#include "format/json.h"

void article_begin(article *self)
{
	json_decref(self->document);
	self->document =
		json_pack("{s:s, s:{}, s:[], s:[], s:[]}", "id", "", "infons", "passages", "annotations", "relations");
	self->points = 0;
	self->failed = !self->document;
	buffer_clear(&self->name);
}

void article_name(article *self, const char *name, size_t length)
{
	buffer_clear(&self->name);
	buffer_append(&self->name, name, length);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The text on one line, and its code points. */
static size_t tidy(buffer *out, const char *text, size_t length)
{
	size_t points = 0;
	buffer_clear(out);
	for (size_t i = 0; i < length; i++) {
		bool space = is_space(text[i]);
		if (!space && out->length && is_space(text[i - 1])) {
			buffer_byte(out, ' ');
			points++;
		}
		if (!space) {
			buffer_byte(out, text[i]);
			points += ((unsigned char)text[i] & 0xc0) != 0x80;
		}
	}
	return points;
}

void article_passage(article *self, const char *type, const char *section, const char *text, size_t length)
{
	size_t points = tidy(&self->scratch, text, length);
	self->failed |= self->scratch.failed;
	if (!points || self->failed) {
		return;
	}
	json_t *infons = json_pack("{s:s}", "type", type);
	if (*section && json_object_set_new(infons, "section", json_text(section, strlen(section))) != 0) {
		self->failed = true;
	}
	json_t *passage =
		json_pack("{s:o, s:I, s:o, s:[], s:[], s:[]}", "infons", infons, "offset", (json_int_t)self->points, "text",
	              json_text(self->scratch.bytes, self->scratch.length), "sentences", "annotations", "relations");
	self->failed |= json_array_append_new(json_object_get(self->document, "passages"), passage) != 0;
	self->points += points + 1;
}

static bool set_name(article *self, const char *file, size_t line)
{
	if (!self->name.length) {
		char place[24];
		snprintf(place, sizeof place, ":%zu", line);
		buffer_text(&self->name, file);
		buffer_text(&self->name, place);
	}
	return !self->name.failed &&
	       json_object_set_new(self->document, "id", json_text(self->name.bytes, self->name.length)) == 0;
}

onto_status article_finish(article *self, draft *d, const char *source, const char *file, size_t line,
                           onto_error *error)
{
	char collection[80];
	snprintf(collection, sizeof collection, "{\"source\":\"%s\",\"date\":\"\",\"key\":\"\",\"infons\":{}}", source);
	onto_status status = self->failed || !set_name(self, file, line)
	                         ? fail_memory(error)
	                         : bioc_read(d, self->document, NULL, collection, error);
	json_decref(self->document);
	self->document = NULL;
	return status;
}

void article_free(article *self)
{
	json_decref(self->document);
	buffer_free(&self->name);
	buffer_free(&self->scratch);
	*self = (article){0};
}
