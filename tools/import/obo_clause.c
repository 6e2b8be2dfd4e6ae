/* Parsing of one OBO line. */
#include "obo_clause.h"

#include "ascii.h"

#include <string.h>

static char *skip_space(char *at)
{
	while (*at == ' ' || *at == '\t') {
		at++;
	}
	return at;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t';
}

/* The character that `\x` stands for. */
static char escaped(char x)
{
	switch (x) {
	case 'n':
	case 't':
	case 'W': return ' ';
	default: return x;
	}
}

/* Resolves the escapes of [from, end) and terminates the text, which does not become longer. */
static void unescape(char *from, const char *end)
{
	char *to = from;
	while (from < end) {
		if (*from == '\\' && from + 1 < end) {
			*to++ = escaped(from[1]);
			from += 2;
		} else {
			*to++ = *from++;
		}
	}
	*to = '\0';
}

/* True where a brace opens modifiers, `{source="..."`, and is not a part of a name such as `1-{[2-...`. */
static bool opens_modifiers(const char *brace)
{
	const char *at = brace + 1;
	if (*at == '}') {
		return true;
	}
	const char *key = at;
	while (ascii_is_letter(*at) || ascii_is_digit(*at) || (*at && strchr("_-.:/#", *at))) {
		at++;
	}
	return at > key && *at == '=';
}

static bool opens_comment(const char *mark)
{
	return *mark == '!' && (!mark[1] || is_space(mark[1]));
}

char *obo_clause_tag(char **rest)
{
	char *tag = *rest;
	char *colon = strchr(tag, ':');
	if (!colon || colon == tag) {
		return NULL;
	}
	*colon = '\0';
	*rest = skip_space(colon + 1);
	return tag;
}

/* True for a quote that ends a text, and is not a part of it that its writer did not escape: 3"-phosphane. */
static bool closes_quote(const char *at)
{
	return *at == '"' && (!at[1] || strchr(" \t[]{},^", at[1]));
}

char *obo_clause_quoted(char **rest)
{
	char *text = *rest;
	if (*text != '"') {
		return NULL;
	}
	text++;
	char *end = text;
	while (*end && !closes_quote(end)) {
		end += *end == '\\' && end[1] ? 2 : 1;
	}
	if (!*end) {
		return NULL;
	}
	*rest = skip_space(end + 1);
	unescape(text, end);
	return text;
}

char *obo_clause_word(char **rest)
{
	char *word = *rest;
	if (!*word || *word == '[' || opens_comment(word) || (*word == '{' && opens_modifiers(word))) {
		return NULL;
	}
	char *end = word;
	while (*end && !is_space(*end)) {
		end += *end == '\\' && end[1] ? 2 : 1;
	}
	*rest = skip_space(end);
	unescape(word, end);
	return word;
}

char *obo_clause_text(char *value)
{
	char *end = value;
	for (; *end; end += *end == '\\' && end[1] ? 2 : 1) {
		bool is_parted = end == value || is_space(end[-1]);
		if (is_parted && (opens_comment(end) || (*end == '{' && opens_modifiers(end)))) {
			break;
		}
	}
	while (end > value && is_space(end[-1])) {
		end--;
	}
	unescape(value, end);
	return value;
}

bool obo_clause_modifiers(char **rest)
{
	char *at = *rest;
	while (*at && !(*at == '{' && opens_modifiers(at))) {
		if (opens_comment(at)) {
			return false;
		}
		if (*at != '"' || !obo_clause_quoted(&at)) {
			at++;
		}
	}
	if (!*at) {
		return false;
	}
	*rest = skip_space(at + 1);
	return true;
}

bool obo_clause_modifier(char **rest, char **key, char **value)
{
	char *at = *rest + strspn(*rest, ", \t");
	size_t length = strcspn(at, "=}");
	if (at[length] != '=') {
		return false;
	}
	*key = at;
	at[length] = '\0';
	at += length + 1;
	if (*at == '"') {
		*value = obo_clause_quoted(&at);
		*rest = at;
		return *value;
	}
	*value = at;
	at += strcspn(at, ",}");
	if (*at) {
		*at++ = '\0';
	}
	*rest = at;
	return true;
}
