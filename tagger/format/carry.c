/* Members of the input object in the output. */
#include "format/carry.h"

#include "format/json.h"
#include "format/json_parser.h"

static bool key_is(const json_member *m, const char *word)
{
	return strlen(word) == m->key_length && memcmp(m->key, word, m->key_length) == 0;
}

/* The members that the format adds. */
static bool is_added(const json_member *m)
{
	return key_is(m, "mentions") || key_is(m, "abbreviations") || key_is(m, "offers") || key_is(m, "ambiguous") ||
	       key_is(m, "candidates") || key_is(m, "dropped");
}

/* A name, by the schema: a string, or a whole number. */
static bool is_name(const json_member *m)
{
	size_t sign = *m->value == '-';
	for (size_t i = sign; i < m->value_length; i++) {
		if (m->value[i] < '0' || m->value[i] > '9') {
			return *m->value == '"';
		}
	}
	return m->value_length > sign;
}

static bool find_member(const char *object, const char *key, size_t key_length, json_member *out)
{
	size_t at = 1, length = strlen(object);
	while (json_next_member(object, length, &at, out)) {
		if (out->key_length == key_length && memcmp(out->key, key, key_length) == 0) {
			return true;
		}
	}
	return false;
}

#define FIND(object, word, out) find_member((object), word, sizeof word - 1, (out))

/* A value; NULL where it is none, or memory ran out, which `out` notes. */
static json_t *value_of(buffer *out, const char *bytes, size_t length)
{
	json_t *value;
	out->failed |= json_parse(bytes, length, NULL, 1, &value, NULL, NULL) == ONTO_NO_MEMORY;
	return value;
}

bool carry_is_output(buffer *out, const char *object)
{
	json_member m, abbreviations;
	if (!strstr(object, "\"mentions\"") || !FIND(object, "mentions", &m) ||
	    !FIND(object, "abbreviations", &abbreviations)) {
		return false;
	}
	json_t *mentions = value_of(out, m.value, m.value_length), *mention;
	bool ours = json_is_array(mentions);
	size_t i;
	json_array_foreach(mentions, i, mention)
	{
		ours = ours && json_is_integer(json_object_get(mention, "start")) &&
		       json_is_array(json_object_get(mention, "codes")) && json_is_array(json_object_get(mention, "by"));
	}
	json_decref(mentions);
	return ours;
}

/* True for what is written anew. */
static bool is_replaced(buffer *out, const char *object, const json_member *m, const char *mentions, size_t length)
{
	json_member had;
	if (!key_is(m, "mentions") || FIND(object, "input_mentions", &had)) {
		return true;
	}
	json_t *before = value_of(out, m->value, m->value_length), *after = value_of(out, mentions, length);
	bool same = before && after && json_equal(before, after);
	json_decref(before);
	json_decref(after);
	return same;
}

/* A member of the input under its name, or, where that is taken, under "input_" and its name. */
static void carry_member(buffer *out, const char *object, const json_member *m, bool taken)
{
	static const char before[] = "input_";
	size_t key = out->length + 1;
	buffer_byte(out, '"');
	buffer_append(out, m->key, m->key_length);
	while (taken && !out->failed) {
		json_member other;
		size_t so_far = out->length - key;
		if (buffer_reserve(out, sizeof before)) {
			memmove(out->bytes + key + sizeof before - 1, out->bytes + key, so_far);
			memcpy(out->bytes + key, before, sizeof before - 1);
			out->length += sizeof before - 1;
		}
		taken = !out->failed && find_member(object, out->bytes + key, out->length - key, &other);
	}
	buffer_text(out, "\":");
	for (size_t i = 0, from = 0; i <= m->value_length; i++) {
		/* A line end between the parts of a value: an object is one line here. */
		if (i == m->value_length || m->value[i] == '\n' || m->value[i] == '\r') {
			buffer_append(out, m->value + from, i - from);
			buffer_text(out, i < m->value_length ? " " : "");
			from = i + 1;
		}
	}
	buffer_byte(out, ',');
}

bool carry_members(buffer *out, const char *object, const char *mentions, size_t length, bool *named)
{
	json_member m;
	size_t at = 1, object_length = strlen(object);
	while (json_next_member(object, object_length, &at, &m)) {
		bool id = key_is(&m, "id");
		if (!mentions || !is_added(&m) || !is_replaced(out, object, &m, mentions, length)) {
			carry_member(out, object, &m, is_added(&m) || (id && !is_name(&m)));
		}
		*named |= id && is_name(&m);
	}
	return !out->failed;
}
