/* The types file: which part of a source becomes a disease, a drug or a marker. */
#include "types.h"

#include "ascii.h"
#include "input.h"
#include "pool.h"

#include <stdlib.h>
#include <string.h>

enum { SELECTORS_MAX = 4, FIELDS_MAX = 5 };

typedef enum selector_kind {
	SELECT_ALL,
	SELECT_TREE,
	SELECT_ACTION,
	SELECT_SCR,
	SELECT_UNDER,
	SELECT_KIND,
	SELECT_ID
} selector_kind;

typedef struct selector {
	selector_kind kind;
	const char *value;
} selector;

typedef struct type_rule {
	const char *source;
	selector selectors[SELECTORS_MAX]; /* all of them must hold */
	size_t selector_count;
	const char *leave; /* the reason to leave it out, or NULL */
	bool generic;
	bool other;   /* names of another thing */
	bool holding; /* of these, only those that hold a name */
	onto_type type;
	unsigned also; /* bits of further types */
} type_rule;

typedef struct word_rule {
	const char *from;
	const char *to;
} word_rule;

typedef struct word_rules {
	word_rule *at;
	size_t count;
	size_t room;
} word_rules;

struct types {
	char *text; /* the whole file, split into fields; every string below points into it */
	type_rule *rules;
	size_t rule_count;
	size_t rule_room;
	word_rules prefixes; /* as written, as used */
	word_rules synonyms; /* synonym type, reason to leave it out */
	word_rules trees;    /* code, tree number */
	word_rules takes;    /* source and term type of UMLS, twice */
	word_rules iris;     /* the beginning of an IRI, without its scheme; the prefix used, or * */
};

/* The reason to leave out what only claims its place. */
static const char claims[] = "another thing (kept, as a place where nothing is tagged)";

/* The reason to leave out what has a type that is not wanted. */
static const char *const not_built[] = {
#define TYPE(word, ...) #word " (only with --types)",
#include "type_names.inc"
#undef TYPE
};

/* ---- parsing ------------------------------------------------------------------------------------------------- */

/* One row while it is parsed. */
typedef struct row {
	types *types;
	const char *label;
	size_t line;
	char *fields[FIELDS_MAX];
	size_t field_count;
	onto_error *error;
} row;

static onto_status no_memory(const row *at)
{
	return onto_fail(at->error, ONTO_NO_MEMORY, at->label, at->line, "out of memory");
}

static onto_status parse_selector(const row *at, char *text, selector *out)
{
	static const struct {
		const char *start;
		selector_kind kind;
	} kinds[] = {
		{"tree:", SELECT_TREE},   {"action:", SELECT_ACTION}, {"scr:", SELECT_SCR},
		{"under:", SELECT_UNDER}, {"kind:", SELECT_KIND},     {"id:", SELECT_ID},
	};

	if (!strcmp(text, "*")) {
		*out = (selector){SELECT_ALL, text};
		return ONTO_OK;
	}
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		size_t length = strlen(kinds[i].start);
		if (!strncmp(text, kinds[i].start, length) && text[length]) {
			*out = (selector){kinds[i].kind, text + length};
			return ONTO_OK;
		}
	}
	return onto_fail(at->error, ONTO_DAMAGED, at->label, at->line, "unknown selector \"%.60s\"", text);
}

static onto_status parse_selectors(const row *at, char *text, type_rule *rule)
{
	for (char *next = text; next; text = next) {
		next = strchr(text, '+');
		if (next) {
			*next++ = '\0';
		}
		if (rule->selector_count == SELECTORS_MAX) {
			return onto_fail(at->error, ONTO_LIMIT, at->label, at->line, "more than %d selectors", SELECTORS_MAX);
		}
		onto_status status = parse_selector(at, text, &rule->selectors[rule->selector_count++]);
		if (status) {
			return status;
		}
	}
	return ONTO_OK;
}

/* A type, or several with '|' between them; the first one takes precedence. */
static bool parse_words(char *words, type_rule *rule)
{
	char *bar = strchr(words, '|');
	if (bar) {
		*bar = '\0';
	}
	if (!onto_type_parse(words, &rule->type)) {
		return false;
	}
	while (bar) {
		char *word = bar + 1;
		onto_type also;
		bar = strchr(word, '|');
		if (bar) {
			*bar = '\0';
		}
		if (!onto_type_parse(word, &also)) {
			return false;
		}
		rule->also |= also == rule->type ? 0 : 1u << also;
	}
	return true;
}

/* What names of an accepted record are besides. */
static bool parse_manner(const char *word, type_rule *rule)
{
	rule->generic = !strcmp(word, "generic");
	rule->holding = !strcmp(word, "holding");
	rule->other = rule->holding || !strcmp(word, "other");
	return rule->generic || rule->other;
}

static onto_status parse_type(row *at)
{
	types *self = at->types;
	if (at->field_count < 4) {
		return onto_fail(at->error, ONTO_DAMAGED, at->label, at->line,
		                 "a type row has a source, a selector and a type");
	}

	type_rule rule = {.source = at->fields[1]};
	bool is_left = !strcmp(at->fields[3], "leave");
	if (is_left && at->field_count < 5) {
		return onto_fail(at->error, ONTO_DAMAGED, at->label, at->line, "\"leave\" needs a reason");
	}
	if (is_left) {
		rule.leave = at->fields[4];
	} else if (!strcmp(at->fields[3], "other")) {
		rule.leave = claims;
		rule.other = true;
	} else if (!parse_words(at->fields[3], &rule)) {
		return onto_fail(at->error, ONTO_DAMAGED, at->label, at->line,
		                 "\"%.60s\" is no type of dictionaries/type-names.tsv, nor other or leave", at->fields[3]);
	} else if (at->field_count > 4 && !parse_manner(at->fields[4], &rule)) {
		return onto_fail(at->error, ONTO_DAMAGED, at->label, at->line,
		                 "\"%.60s\" behind a type (only: generic, other, holding)", at->fields[4]);
	}

	onto_status status = parse_selectors(at, at->fields[2], &rule);
	if (status) {
		return status;
	}
	type_rule *rules = pool_grown(self->rules, self->rule_count, &self->rule_room, sizeof *rules);
	if (!rules) {
		return no_memory(at);
	}
	self->rules = rules;
	rules[self->rule_count++] = rule;
	return ONTO_OK;
}

static onto_status add_word(const row *at, word_rules *list, const char *from, const char *to)
{
	word_rule *more = pool_grown(list->at, list->count, &list->room, sizeof *more);
	if (!more) {
		return no_memory(at);
	}
	list->at = more;
	more[list->count++] = (word_rule){from, to};
	return ONTO_OK;
}

/* http and https lead to the same place. */
static const char *without_scheme(const char *iri)
{
	size_t length = ascii_begins(iri, "http://");
	return iri + (length ? length : ascii_begins(iri, "https://"));
}

static onto_status parse_row(row *at)
{
	const char *word = at->fields[0];
	if (!strcmp(word, "type")) {
		return parse_type(at);
	}
	if (!strcmp(word, "prefix")) {
		if (at->field_count != 3) {
			return onto_fail(at->error, ONTO_DAMAGED, at->label, at->line,
			                 "a prefix row has the prefix as written and as used");
		}
		return add_word(at, &at->types->prefixes, at->fields[1], at->fields[2]);
	}
	if (!strcmp(word, "iri")) {
		if (at->field_count != 3) {
			return onto_fail(at->error, ONTO_DAMAGED, at->label, at->line,
			                 "an iri row has the beginning of an IRI and the prefix of its codes");
		}
		return add_word(at, &at->types->iris, without_scheme(at->fields[1]), at->fields[2]);
	}
	if (!strcmp(word, "tree")) {
		if (at->field_count != 3) {
			return onto_fail(at->error, ONTO_DAMAGED, at->label, at->line,
			                 "a tree row has a code and a tree number");
		}
		return add_word(at, &at->types->trees, at->fields[1], at->fields[2]);
	}
	if (!strcmp(word, "synonym")) {
		if (at->field_count != 4 || strcmp(at->fields[2], "leave")) {
			return onto_fail(at->error, ONTO_DAMAGED, at->label, at->line,
			                 "a synonym row has a synonym type, \"leave\" and a reason");
		}
		return add_word(at, &at->types->synonyms, at->fields[1], at->fields[3]);
	}
	if (!strcmp(word, "take")) {
		if (at->field_count != 2 || !strchr(at->fields[1], ':')) {
			return onto_fail(at->error, ONTO_DAMAGED, at->label, at->line,
			                 "a take row has a source and a term type, SAB:TTY");
		}
		return add_word(at, &at->types->takes, at->fields[1], at->fields[1]);
	}
	return onto_fail(at->error, ONTO_DAMAGED, at->label, at->line,
	                 "\"%.60s\" begins no row (type, prefix, iri, synonym, take or tree)", word);
}

/* Splits the line at its tabs and drops empty fields at its end. */
static onto_status split(row *at, char *line)
{
	at->field_count = 0;
	for (char *next = line; next; line = next) {
		next = strchr(line, '\t');
		if (next) {
			*next++ = '\0';
		}
		if (at->field_count == FIELDS_MAX) {
			return onto_fail(at->error, ONTO_DAMAGED, at->label, at->line, "more than %d fields", FIELDS_MAX);
		}
		at->fields[at->field_count++] = line;
	}
	while (at->field_count && !*at->fields[at->field_count - 1]) {
		at->field_count--;
	}
	for (size_t i = 0; i < at->field_count; i++) {
		if (!*at->fields[i]) {
			return onto_fail(at->error, ONTO_DAMAGED, at->label, at->line, "field %zu is empty", i + 1);
		}
	}
	return ONTO_OK;
}

static onto_status parse_line(row *at, char *line, size_t length)
{
	if (length && line[length - 1] == '\r') {
		line[--length] = '\0';
	}
	if (strlen(line) != length || input_utf8_span(line, length) != length) {
		return onto_fail(at->error, ONTO_DAMAGED, at->label, at->line, "the line is not text (UTF-8 without NUL)");
	}
	if (*line == '#' && (!line[1] || line[1] == ' ')) {
		return ONTO_OK;
	}
	onto_status status = split(at, line);
	if (status || !at->field_count) {
		return status;
	}
	return parse_row(at);
}

/* Takes ownership of `text`, which has a NUL behind its last byte. */
static onto_status parse(types **out, const char *label, char *text, size_t length, onto_error *error)
{
	types *self = calloc(1, sizeof *self);
	if (!self) {
		free(text);
		return onto_fail(error, ONTO_NO_MEMORY, label, 0, "out of memory");
	}
	self->text = text;

	row at = {.types = self, .label = label, .error = error};
	char *end = text + length;
	if (length >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3)) {
		text += 3;
	}
	while (text < end) {
		char *newline = memchr(text, '\n', (size_t)(end - text));
		char *line_end = newline ? newline : end;
		*line_end = '\0';
		at.line++;
		onto_status status = parse_line(&at, text, (size_t)(line_end - text));
		if (status) {
			types_free(self);
			return status;
		}
		text = line_end + 1;
	}
	*out = self;
	return ONTO_OK;
}

onto_status types_read(types **out, const char *path, onto_error *error)
{
	input *file = NULL;
	char *text = NULL;
	size_t length = 0;

	onto_status status = input_open(&file, path, error);
	if (!status) {
		status = input_all(file, &text, &length, error);
	}
	input_close(file);
	return status ? status : parse(out, path, text, length, error);
}

onto_status types_parse(types **out, const char *label, const void *bytes, size_t length, onto_error *error)
{
	char *text = malloc(length + 1);
	if (!text) {
		return onto_fail(error, ONTO_NO_MEMORY, label, 0, "out of memory");
	}
	memcpy(text, bytes, length);
	text[length] = '\0';
	return parse(out, label, text, length, error);
}

void types_free(types *self)
{
	if (!self) {
		return;
	}
	free(self->rules);
	free(self->prefixes.at);
	free(self->synonyms.at);
	free(self->trees.at);
	free(self->takes.at);
	free(self->iris.at);
	free(self->text);
	free(self);
}

/* ---- deciding ------------------------------------------------------------------------------------------------ */

/* C04.588 lies below C04. Both lie below the category C, whose letter no dot follows. */
static bool is_below(const char *tree, const char *top)
{
	size_t length = strlen(top);
	if (strncmp(tree, top, length)) {
		return false;
	}
	return !tree[length] || tree[length] == '.' || (length == 1 && ascii_is_letter(*top));
}

static bool has_tree(const types_record *record, const char *top)
{
	for (size_t i = 0; i < record->tree_count; i++) {
		if (is_below(record->trees[i], top)) {
			return true;
		}
	}
	return false;
}

static bool has_kind(const types_record *record, const char *kind)
{
	for (size_t i = 0; i < record->kind_count; i++) {
		if (!strcmp(record->kinds[i], kind)) {
			return true;
		}
	}
	return record->kind && !strcmp(record->kind, kind);
}

static bool selects(const selector *self, const types_record *record)
{
	switch (self->kind) {
	case SELECT_ALL: return true;
	case SELECT_TREE: return has_tree(record, self->value);
	case SELECT_ACTION: return record->has_action;
	case SELECT_SCR: return record->scr_class && record->scr_class == atoi(self->value);
	case SELECT_UNDER: return record->is_under && record->is_under(record->context, self->value);
	case SELECT_KIND: return has_kind(record, self->value);
	case SELECT_ID: return record->code && ascii_same(record->code, self->value);
	}
	return false;
}

static bool fits(const type_rule *rule, const types_record *record)
{
	if (!ascii_same(rule->source, record->source)) {
		return false;
	}
	for (size_t i = 0; i < rule->selector_count; i++) {
		if (!selects(&rule->selectors[i], record)) {
			return false;
		}
	}
	return true;
}

/* The first rule that matches a record; NULL where there is none. */
static const type_rule *rule_of(const types *self, const types_record *record)
{
	for (size_t i = 0; i < self->rule_count; i++) {
		if (fits(&self->rules[i], record)) {
			return &self->rules[i];
		}
	}
	return NULL;
}

void types_restrict(types *self, unsigned wanted)
{
	for (size_t i = 0; i < self->rule_count; i++) {
		type_rule *rule = &self->rules[i];
		unsigned left = (1u << rule->type | rule->also) & wanted;
		if (rule->leave) {
			continue;
		}
		if (!left) {
			rule->leave = rule->other ? claims : not_built[rule->type];
		} else if (!(left & 1u << rule->type)) {
			rule->type = (onto_type)__builtin_ctz(left);
		}
		rule->also = left & ~(1u << rule->type);
	}
}

const char *types_leave(const types *self, const types_record *record, onto_type *type)
{
	const type_rule *rule = rule_of(self, record);
	if (rule && !rule->leave) {
		*type = rule->type;
	}
	return rule ? rule->leave : "no type for it";
}

unsigned types_also(const types *self, const types_record *record)
{
	const type_rule *rule = rule_of(self, record);
	return rule ? rule->also : 0;
}

bool types_other(const types *self, const types_record *record)
{
	const type_rule *rule = rule_of(self, record);
	return rule && rule->other;
}

bool types_holding(const types *self, const types_record *record)
{
	const type_rule *rule = rule_of(self, record);
	return rule && rule->holding;
}

bool types_generic(const types *self, const types_record *record)
{
	const type_rule *rule = rule_of(self, record);
	return rule && rule->generic;
}

const char *types_leave_synonym(const types *self, const char *synonym_type)
{
	for (size_t i = 0; i < self->synonyms.count; i++) {
		if (ascii_same(self->synonyms.at[i].from, synonym_type)) {
			return self->synonyms.at[i].to;
		}
	}
	return NULL;
}

/* "SAB:TTY" or "SAB:*" of a rule. */
static bool fits_term(const char *rule, const char *source, const char *term_type)
{
	size_t length = strlen(source);
	if (strncmp(rule, source, length) || rule[length] != ':') {
		return false;
	}
	return !strcmp(rule + length + 1, "*") || !*term_type || !strcmp(rule + length + 1, term_type);
}

const char *types_leave_term(const types *self, const char *source, const char *term_type)
{
	for (size_t i = 0; i < self->synonyms.count; i++) {
		if (*term_type && fits_term(self->synonyms.at[i].from, source, term_type)) {
			return self->synonyms.at[i].to;
		}
	}
	for (size_t i = 0; i < self->takes.count; i++) {
		if (fits_term(self->takes.at[i].from, source, term_type)) {
			return NULL;
		}
	}
	return self->takes.count ? "term of a source or kind that is not taken" : NULL;
}

const char *types_tree(const types *self, const char *code)
{
	for (size_t i = 0; i < self->trees.count; i++) {
		if (!strcmp(self->trees.at[i].from, code)) {
			return self->trees.at[i].to;
		}
	}
	return NULL;
}

/* ---- codes --------------------------------------------------------------------------------------------------- */

static bool prefix_fits(const char *rule, const char *prefix)
{
	size_t length = strlen(rule);
	if (rule[length - 1] != '*') {
		return ascii_same(prefix, rule);
	}
	for (size_t i = 0; i + 1 < length; i++) {
		if (ascii_lower(prefix[i]) != ascii_lower(rule[i])) {
			return false;
		}
	}
	return true;
}

static const char *prefix_used(const types *self, const char *prefix)
{
	for (size_t i = 0; i < self->prefixes.count; i++) {
		if (prefix_fits(self->prefixes.at[i].from, prefix)) {
			return self->prefixes.at[i].to;
		}
	}
	return prefix;
}

/* The rule with the longest beginning of an IRI. NULL where there is none, or no local part follows. */
static const word_rule *iri_rule(const types *self, const char *written, size_t *length)
{
	const word_rule *best = NULL;
	const char *bare = without_scheme(written);
	*length = 0;
	for (size_t i = 0; bare != written && i < self->iris.count; i++) {
		size_t own = ascii_begins(bare, self->iris.at[i].from);
		if (own <= *length || !bare[own]) {
			continue;
		}
		best = &self->iris.at[i];
		*length = own;
	}
	*length += (size_t)(bare - written);
	return best;
}

/* Splits an IRI that a rule knows. `identifiers.org/mesh/D1` and `identifiers.org/mesh:D1` name their own
 * prefix. */
static bool split_iri(const types *self, char *written, const char **prefix, char **local)
{
	size_t length = 0;
	const word_rule *rule = iri_rule(self, written, &length);
	if (!rule) {
		return false;
	}
	*prefix = rule->to;
	*local = written + length;
	if (strcmp(rule->to, "*")) {
		return true;
	}
	size_t own = strcspn(*local, "/:");
	*prefix = *local;
	*local += own + 1;
	if (!own || !(*prefix)[own] || !**local) {
		return false;
	}
	(*local)[-1] = '\0';
	return true;
}

/* True for MONDO_0004979: what stands before the bar is a prefix of the rules. */
static bool is_known(const types *self, char *written, char *bar)
{
	*bar = '\0';
	bool known = prefix_used(self, written) != written;
	*bar = '_';
	return known && bar[1];
}

/* Splits at the colon, or, in an OBO IRI such as `.../obo/HP_0000118` or `obo.HP_0000118`, at the underscore. */
static bool split_code(const types *self, char *written, const char **prefix, char **local)
{
	static const char *const addresses[] = {"http://purl.obolibrary.org/obo/", "https://purl.obolibrary.org/obo/",
	                                        "obo.", "obo:"};
	char parting = ':';
	if (split_iri(self, written, prefix, local)) {
		return true;
	}
	for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
		size_t length = ascii_begins(written, addresses[i]);
		if (length && strchr(written + length, '_')) {
			written += length;
			parting = '_';
			break;
		}
	}
	char *bar = strchr(written, ':') ? NULL : strrchr(written, '_');
	if (parting == ':' && bar && is_known(self, written, bar)) {
		parting = '_';
	}
	char *at = strchr(written, parting);
	if (!at || at == written || !at[1]) {
		return false;
	}
	*at = '\0';
	*prefix = written;
	*local = at + 1;
	return true;
}

static bool is_prefix(const char *text)
{
	if (!ascii_is_letter(*text)) {
		return false;
	}
	for (; *text; text++) {
		if (!ascii_is_letter(*text) && !ascii_is_digit(*text) && !strchr("._-", *text)) {
			return false;
		}
	}
	return true;
}

static bool is_local(const char *text)
{
	if (!strncmp(text, "//", 2)) { /* an IRI, `https://...` */
		return false;
	}
	for (; *text; text++) {
		bool is_control = *text == '\xC2' && (text[1] & '\xE0') == '\x80'; /* in UTF-8 */
		if (ascii_is_space(*text) || *text == '|' || is_control) {
			return false;
		}
	}
	return true;
}

bool types_code(const types *self, const char *written, char code[TYPES_CODE_ROOM])
{
	char copy[TYPES_CODE_ROOM];
	const char *prefix = NULL;
	char *local = NULL;
	size_t length = strlen(written);
	if (length >= sizeof copy) {
		return false;
	}
	memcpy(copy, written, length + 1);
	if (!split_code(self, copy, &prefix, &local) || !is_prefix(prefix) || !is_local(local)) {
		return false;
	}

	const char *used = prefix_used(self, prefix);
	size_t doubled = ascii_begins(local, used);
	if (doubled && local[doubled] == ':' && local[doubled + 1]) {
		local += doubled + 1;
	}

	size_t used_length = strlen(used);
	size_t local_length = strlen(local);
	if (used_length + 1 + local_length >= TYPES_CODE_ROOM) {
		return false;
	}
	memcpy(code, used, used_length);
	code[used_length] = ':';
	memcpy(code + used_length + 1, local, local_length + 1);
	return true;
}
