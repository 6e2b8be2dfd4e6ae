/* Reading and drawing rows of the tables of vectors. */
#include "vector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

onto_dictionary *vector_dictionary(const char *names)
{
	static const struct {
		char first;
		const char *type;
	} types[] = {{'D', "disease"}, {'R', "drug"}, {'M', "marker"}};
	if (strchr(names, '\\')) {
		char *rows = malloc(strlen(names) + 1);
		rows[vector_text(names, rows)] = '\0';
		onto_dictionary *dictionary = dictionary_of(rows);
		free(rows);
		return dictionary;
	}
	char *copy = strdup(names), *rest = copy, seen[2000] = "|";
	buffer rows = {0};
	for (char *name; (name = strsep(&rest, "|")) != NULL;) {
		char *code = strsep(&name, "="), mark[64], *brace = strrchr(name, '{');
		char *policy = brace ? brace + 1 : (char *)"";
		if (brace) {
			*brace = '\0';
			policy[strlen(policy) - 1] = '\0';
		}
		snprintf(mark, sizeof mark, "|%s|", code);
		bool first = strstr(seen, mark) == NULL;
		for (size_t i = 0; first && i < COUNT(types); i++) {
			if (types[i].first == *code) {
				char row[400];
				snprintf(row, sizeof row, "C\t%s\t%s\t%s\n", code, types[i].type, name);
				buffer_text(&rows, row);
				strcat(strcat(seen, code), "|");
			}
		}
		char row[400];
		snprintf(row, sizeof row, "N\t%s\t%s\t%s\t%s\n", code, first ? "preferred" : "exact", name, policy);
		buffer_text(&rows, row);
	}
	buffer_byte(&rows, '\0');
	onto_dictionary *dictionary = dictionary_of(rows.bytes);
	buffer_free(&rows);
	free(copy);
	return dictionary;
}

static unsigned transformation_bit(const char *word)
{
	for (size_t i = 0; i < ONTO_TRANSFORMATIONS; i++) {
		if (strcmp(onto_transformation_word(i), word) == 0) {
			return 1u << i;
		}
	}
	fail_msg("'%s' is no transformation", word);
	return 0;
}

void vector_options(char *options, vector_choices *out)
{
	*out = (vector_choices){.tag.size = sizeof out->tag};
	for (char *word; (word = strsep(&options, " ")) != NULL;) {
		char *key = strsep(&word, "=");
		onto_type type;
		onto_overlap overlap;
		if (onto_overlap_parse(key, &overlap)) {
			out->overlaps |= 1u << overlap;
		} else if (strcmp(key, "open") == 0) {
			out->open = true;
		} else if (strcmp(key, "keep-generic") == 0) {
			out->tag.keep_generic = true;
		} else if (strcmp(key, "threshold") == 0) {
			out->tag.threshold = strtod(word, NULL);
		} else if (strcmp(key, "abbreviations") == 0) {
			assert_true(onto_short_forms_parse(word, &out->tag.short_forms));
		} else if (*key && strcmp(key, "-") != 0) {
			for (char *value; (value = strsep(&word, ",")) != NULL;) {
				if (strcmp(key, "types") == 0) {
					assert_true(onto_type_parse(value, &type));
					out->tag.types |= 1u << type;
				} else if (strcmp(key, "without") == 0) {
					out->tag.without |= transformation_bit(value);
				} else if (strcmp(key, "vocabularies") == 0) {
					out->vocabularies[out->tag.vocabulary_count++] = value;
				} else {
					fail_msg("'%s' is no option", key);
				}
			}
		}
	}
	out->tag.vocabularies = out->vocabularies;
}

size_t vector_text(const char *from, char *out)
{
	size_t length = 0;
	for (; *from; from++) {
		unsigned value;
		if (*from != '\\') {
			out[length++] = *from;
		} else if (*++from == 'x') {
			assert_int_equal(sscanf(from + 1, "%2x", &value), 1);
			out[length++] = (char)value;
			from += 2;
		} else {
			out[length++] = (char)(*from == 'n' ? '\n' : *from == 'r' ? '\r' : *from == 't' ? '\t' : *from);
		}
	}
	return length;
}

void vector_name(const char *table, const char *name, buffer *given)
{
	size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
	char line[64];
	if (!length || name[length] || length > sizeof line - 3) {
		fail_msg("%s: '%s' is no name of a row", table, name);
	}
	snprintf(line, sizeof line, "\n%s\n", name);
	if (given->length && memmem(given->bytes, given->length, line, length + 2)) {
		fail_msg("%s: two rows are named '%s'", table, name);
	}
	buffer_text(given, given->length ? line + 1 : line);
}

static void draw_number(buffer *out, size_t number, const char *before)
{
	buffer_text(out, before);
	buffer_number(out, number);
}

void vector_draw(const onto_tags *tags, bool transformations, buffer *out)
{
	buffer_clear(out);
	for (size_t i = 0; i < tags->mention_count; i++) {
		const onto_mention *m = &tags->mentions[i];
		for (size_t s = 0; s < m->span_count; s++) {
			draw_number(out, m->spans[s].start, s ? "+" : i ? " " : "");
			draw_number(out, m->spans[s].end, "-");
		}
		buffer_byte(out, ':');
		buffer_text(out, m->codes[0]);
		bool first = true;
		for (size_t b = 0; transformations && b < ONTO_TRANSFORMATIONS; b++) {
			if (m->transformations & 1u << b) {
				buffer_text(out, first ? "/" : ",");
				buffer_text(out, onto_transformation_word(b));
				first = false;
			}
		}
		if (transformations && first) {
			buffer_byte(out, '/');
		}
	}
	if (!tags->mention_count) {
		buffer_byte(out, '-');
	}
	buffer_byte(out, '\0');
}
