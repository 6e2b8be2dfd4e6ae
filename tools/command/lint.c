/* ontotag lint: doubtful rows of a dictionary.
 *
 *     the file's rows ──▶ parents and names without a defined concept; duplicate and empty names
 *     the dictionary  ──▶ everything else */
#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "command/command.h"
#include "command/print.h"

static const option_record options[] = {
	{'n', "most", "N", "list at most so many of each kind (default 20; 0: none)"},
	{'a', "all", NULL, "list them all"},
	{0}};
enum { MOST, ALL };

enum { MOST_DEFAULT = 20, EXIT_WARNED = 3, SYMBOL_LEAST = 3, SYMBOL_MOST = 12 };

typedef enum severity { ERROR, WARNING, NOTE } severity;
static const char *const severity_words[] = {"error", "warning", "note"};

typedef enum kind {
	PARENT_MISSING,
	NAME_ADRIFT,
	NAME_EMPTY,
	SUCCESSOR_MISSING,
	MAPPING_TO_NOTHING,
	MAPPING_REFUSED,
	NAMES_OPPOSED,
	WORD_SPELT,
	NAME_TWICE,
	RETIRED_NAMED,
	WORD_ANY_CASE,
	WORD_HELD,
	NAME_SHARED,
	STEMS_COLLIDE,
	SYMBOLS_NEAR,
	KINDS
} kind;

static const struct {
	const char *name, *meaning;
	severity severity;
} kinds[KINDS] = {
	[PARENT_MISSING] = {"dangling-parent", "a parent that is no concept of the dictionary", ERROR},
	[NAME_ADRIFT] = {"dangling-name", "a name of a concept that is not there", ERROR},
	[NAME_EMPTY] = {"empty-name", "a name without a letter or a digit", ERROR},
	[SUCCESSOR_MISSING] = {"dangling-successor", "a retired code whose successor is not there", WARNING},
	[MAPPING_TO_NOTHING] = {"dangling-mapping",
                            "an exact mapping into a vocabulary of the dictionary, to a code that is not there",
                            WARNING},
	[MAPPING_REFUSED] = {"refused-mapping",
                         "an exact mapping between names of which one says the opposite: it is not followed",
                         WARNING},
	[NAMES_OPPOSED] = {"opposed-names", "names of two concepts of one meaning that say the opposite", WARNING},
	[WORD_SPELT] = {"spelt-word", "an abbreviation that spells an English word of another concept of its meaning",
                    WARNING},
	[NAME_TWICE] = {"duplicate-name", "a name that its concept has twice", WARNING},
	[RETIRED_NAMED] = {"retired-named",
                       "a name of a retired code that nothing certain replaces: offered, never tagged", NOTE},
	[WORD_ANY_CASE] = {"english-word", "an English word that matches in any case", WARNING},
	[WORD_HELD] = {"english-word-held", "an English word that is held to its case", NOTE},
	[NAME_SHARED] = {"shared-name", "a name of several meanings of one type", NOTE},
	[STEMS_COLLIDE] = {"stem-collision", "names of two meanings that only the forms of their words tell apart",
                       NOTE},
	[SYMBOLS_NEAR] = {"near-symbols", "symbols of two meanings that are one letter apart", NOTE},
};

typedef struct finding {
	char *text;
	kind kind;
} finding;

typedef struct lint {
	const char *path;
	onto_dictionary *dictionary;
	size_t counts[KINDS];
	size_t listed[KINDS];
	size_t most; /* most that are listed of each kind */
	finding *findings;
	size_t count, space;
	bool failed; /* memory ran out */
} lint;

/* ---- findings ------------------------------------------------------------------------------------------------ */

static void add(lint *self, kind kind, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void add(lint *self, kind kind, const char *format, ...)
{
	char text[800];
	self->counts[kind]++;
	if (self->listed[kind] >= self->most) {
		return;
	}
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	if (self->count == self->space) {
		size_t space = self->space * 2 + 64;
		finding *grown = realloc(self->findings, space * sizeof *grown);
		if (!grown) {
			self->failed = true;
			return;
		}
		self->findings = grown;
		self->space = space;
	}
	char *copy = strdup(text);
	self->failed |= !copy;
	if (copy) {
		self->findings[self->count++] = (finding){copy, kind};
		self->listed[kind]++;
	}
}

static void print_findings(const lint *self)
{
	for (kind k = 0; k < KINDS; k++) {
		if (self->counts[k]) {
			printf("%8zu  %-8s %-20s %s\n", self->counts[k], severity_words[kinds[k].severity], kinds[k].name,
			       kinds[k].meaning);
		}
	}
	for (kind k = 0; k < KINDS; k++) {
		fputs(self->listed[k] ? "\n" : "", stdout);
		for (size_t i = 0; i < self->count; i++) {
			if (self->findings[i].kind == k) {
				printf("%s\t%s\t%s\n", severity_words[kinds[k].severity], kinds[k].name, self->findings[i].text);
			}
		}
		if (self->listed[k] && self->listed[k] < self->counts[k]) {
			printf("%s\t%s\tand %zu more\n", severity_words[kinds[k].severity], kinds[k].name,
			       self->counts[k] - self->listed[k]);
		}
	}
}

static int exit_code(const lint *self)
{
	int code = EXIT_CLEAN;
	for (kind k = 0; k < KINDS; k++) {
		if (self->counts[k] && kinds[k].severity == ERROR) {
			return EXIT_FAILED;
		}
		code = self->counts[k] && kinds[k].severity == WARNING ? EXIT_WARNED : code;
	}
	return code;
}

/* ---- the rows ------------------------------------------------------------------------------------------------ */

/* A set of hashes: open addressing, 0 is free. */
typedef struct seen_set {
	uint64_t *items;
	size_t space, count;
} seen_set;

/* Adds a hash. True where it is in the set already. */
static bool seen_before(seen_set *set, uint64_t hash, bool *failed)
{
	hash += !hash;
	if (set->count * 2 >= set->space) {
		seen_set larger = {.space = set->space ? set->space * 2 : 1 << 14, .count = set->count};
		larger.items = calloc(larger.space, sizeof *larger.items);
		if (!larger.items) {
			*failed = true;
			return false;
		}
		for (size_t i = 0; i < set->space; i++) {
			size_t slot = (size_t)set->items[i] & (larger.space - 1);
			while (set->items[i] && larger.items[slot]) {
				slot = (slot + 1) & (larger.space - 1);
			}
			if (set->items[i]) {
				larger.items[slot] = set->items[i];
			}
		}
		free(set->items);
		*set = larger;
	}
	size_t slot = (size_t)hash & (set->space - 1);
	for (; set->items[slot]; slot = (slot + 1) & (set->space - 1)) {
		if (set->items[slot] == hash) {
			return true;
		}
	}
	set->items[slot] = hash;
	set->count++;
	return false;
}

static uint64_t hash_bytes(uint64_t hash, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		hash = (hash ^ (unsigned char)bytes[i]) * 1099511628211u;
	}
	return hash;
}

typedef struct field {
	const char *text;
	size_t length;
} field;

enum { FIELDS = 7 };

static size_t split_row(const char *text, size_t length, field fields[FIELDS])
{
	size_t count = 0;
	const char *end = text + length - (length && text[length - 1] == '\r');
	for (;;) {
		const char *tab = memchr(text, '\t', (size_t)(end - text));
		fields[count++] = (field){text, (size_t)((tab ? tab : end) - text)};
		if (!tab || count == FIELDS) {
			return count;
		}
		text = tab + 1;
	}
}

static onto_concept_id find(const lint *self, const char *code, size_t length)
{
	char text[256];
	if (!self->dictionary) {
		return 0; /* the dictionary did not load, so this is unknown */
	}
	if (length >= sizeof text) {
		return ONTO_NONE;
	}
	memcpy(text, code, length);
	text[length] = '\0';
	return onto_dictionary_find(self->dictionary, text);
}

static bool says_nothing(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (isalnum((unsigned char)text[i]) || (unsigned char)text[i] >= 0x80) {
			return false;
		}
	}
	return true;
}

/* Reports the exact mappings of a row that the dictionary has as weaker ones. */
static void look_at_mappings(lint *self, const field *code, const field *mappings)
{
	static const char exact[] = "exact=";
	const char *end = mappings->text + mappings->length;
	onto_concept c, other;
	onto_xref xref;
	onto_concept_id id = find(self, code->text, code->length);
	for (const char *at = mappings->text; self->dictionary && at < end;) {
		const char *bar = memchr(at, '|', (size_t)(end - at));
		size_t length = (size_t)((bar ? bar : end) - at), skip = sizeof exact - 1;
		bool mapped = length > skip && memcmp(at, exact, skip) == 0;
		onto_concept_id target = mapped ? find(self, at + skip, length - skip) : ONTO_NONE;
		for (size_t i = 0; target != ONTO_NONE && onto_dictionary_xref(self->dictionary, id, i, &xref); i++) {
			if (xref.predicate != ONTO_MATCH_EXACT && onto_dictionary_find(self->dictionary, xref.code) == target &&
			    onto_dictionary_concept(self->dictionary, id, &c) &&
			    onto_dictionary_concept(self->dictionary, target, &other)) {
				add(self, MAPPING_REFUSED, "%s %s, %s %s", c.code, c.name, other.code, other.name);
			}
		}
		at += length + 1;
	}
}

static void look_at_concept(lint *self, size_t line, const field *fields, size_t count)
{
	if (count > 5) {
		look_at_mappings(self, &fields[1], &fields[5]);
	}
	const char *at = count > 4 ? fields[4].text : NULL, *end = at ? at + fields[4].length : NULL;
	if (count > 3 && says_nothing(fields[3].text, fields[3].length)) {
		add(self, NAME_EMPTY, "%s:%zu: %.*s", self->path, line, (int)fields[1].length, fields[1].text);
	}
	while (at < end) {
		const char *bar = memchr(at, '|', (size_t)(end - at));
		size_t length = (size_t)((bar ? bar : end) - at);
		if (find(self, at, length) == ONTO_NONE) {
			add(self, PARENT_MISSING, "%s:%zu: %.*s has the parent %.*s", self->path, line, (int)fields[1].length,
			    fields[1].text, (int)length, at);
		}
		at += length + 1;
	}
}

static void look_at_name(lint *self, size_t line, const field *fields, size_t count, seen_set *seen)
{
	if (count < 4) {
		return;
	}
	const field *code = &fields[1], *text = &fields[3];
	if (find(self, code->text, code->length) == ONTO_NONE) {
		add(self, NAME_ADRIFT, "%s:%zu: %.*s \"%.*s\"", self->path, line, (int)code->length, code->text,
		    (int)text->length, text->text);
	}
	if (says_nothing(text->text, text->length)) {
		add(self, NAME_EMPTY, "%s:%zu: %.*s \"%.*s\"", self->path, line, (int)code->length, code->text,
		    (int)text->length, text->text);
	}
	uint64_t hash = hash_bytes(14695981039346656037u, code->text, code->length);
	hash = hash_bytes(hash_bytes(hash, "\t", 1), text->text, text->length);
	if (seen_before(seen, hash, &self->failed)) {
		add(self, NAME_TWICE, "%s:%zu: %.*s \"%.*s\"", self->path, line, (int)code->length, code->text,
		    (int)text->length, text->text);
	}
}

static onto_status look_at_rows(lint *self, onto_error *error)
{
	onto_reader *reader;
	const onto_document *row = NULL;
	const onto_read_options lines = {.size = sizeof(onto_read_options), .lines = true};
	seen_set seen = {0};
	size_t line = 0;
	onto_status status = onto_reader_open(self->path, "text", &lines, &reader, error);
	while (status == ONTO_OK && (status = onto_reader_next(reader, &row, error)) == ONTO_OK && row) {
		field fields[FIELDS];
		size_t count = split_row(row->text, row->length, fields);
		line++;
		if (count > 1 && fields[0].length == 1 && fields[0].text[0] == 'C') {
			look_at_concept(self, line, fields, count);
		} else if (count > 1 && fields[0].length == 1 && fields[0].text[0] == 'N') {
			look_at_name(self, line, fields, count, &seen);
		}
	}
	onto_reader_free(reader);
	free(seen.items);
	return status;
}

/* ---- concepts ------------------------------------------------------------------------------------------------ */

static void look_at_successors(lint *self, const onto_concept *c)
{
	for (const char *at = c->successor; *at;) {
		size_t length = strcspn(at, "|");
		if (find(self, at, length) == ONTO_NONE) {
			add(self, SUCCESSOR_MISSING, "%s %s: %.*s", c->code, c->name, (int)length, at);
		}
		at += length + (at[length] == '|');
	}
}

/* True where the dictionary has concepts of a code's vocabulary. Cached, since vocabularies are few. */
typedef struct vocabularies {
	struct {
		char prefix[24];
		bool here;
	} items[64];
	size_t count;
} vocabularies;

static bool prefix_is(const char *code, const char *prefix)
{
	size_t length = strlen(prefix);
	return strncmp(code, prefix, length) == 0 && code[length] == ':';
}

static bool vocabulary_here(const onto_dictionary *d, vocabularies *known, const char *code)
{
	onto_concept c;
	size_t length = strcspn(code, ":");
	for (size_t i = 0; i < known->count; i++) {
		if (prefix_is(code, known->items[i].prefix)) {
			return known->items[i].here;
		}
	}
	if (length >= sizeof known->items->prefix || known->count == sizeof known->items / sizeof *known->items) {
		return false;
	}
	memcpy(known->items[known->count].prefix, code, length);
	known->items[known->count].prefix[length] = '\0';
	bool here = false;
	for (onto_concept_id id = 0; !here && onto_dictionary_concept(d, id, &c); id++) {
		here = prefix_is(c.code, known->items[known->count].prefix);
	}
	known->items[known->count++].here = here;
	return here;
}

static void look_at_name_words(lint *self, const onto_concept *c, const onto_name *name)
{
	char small[64];
	size_t length = strlen(name->text);
	if (length >= sizeof small || (name->policy & (ONTO_POLICY_BLOCKED | ONTO_POLICY_RETIRED))) {
		return;
	}
	for (size_t i = 0; i <= length; i++) {
		small[i] = (char)tolower((unsigned char)name->text[i]);
	}
	if (onto_everyday_word(small)) {
		add(self, name->policy & ONTO_POLICY_CASE ? WORD_ANY_CASE : WORD_HELD, "%s \"%s\"", c->code, name->text);
	}
}

static void look_at_concepts(lint *self)
{
	const onto_dictionary *d = self->dictionary;
	vocabularies known = {.count = 0};
	onto_concept c;
	onto_name name;
	onto_xref xref;
	for (onto_concept_id id = 0; onto_dictionary_concept(d, id, &c); id++) {
		look_at_successors(self, &c);
		for (size_t i = 0; onto_dictionary_name(d, id, i, &name); i++) {
			look_at_name_words(self, &c, &name);
			if (c.standing == ONTO_OBSOLETE || c.standing == ONTO_CONSIDER) {
				add(self, RETIRED_NAMED, "%s \"%s\"", c.code, name.text);
			}
		}
		for (size_t i = 0; onto_dictionary_xref(d, id, i, &xref); i++) {
			if (xref.predicate == ONTO_MATCH_EXACT && onto_dictionary_find(d, xref.code) == ONTO_NONE &&
			    vocabulary_here(d, &known, xref.code)) {
				add(self, MAPPING_TO_NOTHING, "%s %s: %s", c.code, c.name, xref.code);
			}
		}
	}
}

/* ---- meanings ------------------------------------------------------------------------------------------------ */

/* A name of a meaning, with one of its words that have an opposite. */
typedef struct opposed {
	onto_opposite word;
	onto_concept_id concept;
	const char *name;
} opposed;

typedef struct opposed_names {
	opposed *items;
	size_t count, space;
} opposed_names;

/* Room for one more item of an array. NULL, and the array as it was, where memory ran out. */
static void *with_room(void *items, size_t count, size_t *space, size_t size)
{
	if (count < *space) {
		return items;
	}
	size_t more = *space * 2 + 64;
	void *grown = realloc(items, more * size);
	*space = grown ? more : *space;
	return grown;
}

static bool push_opposed(opposed_names *list, opposed new)
{
	opposed *room = with_room(list->items, list->count, &list->space, sizeof *room);
	if (!room) {
		return false;
	}
	list->items = room;
	list->items[list->count++] = new;
	return true;
}

static int compare_opposed(const void *a, const void *b)
{
	const opposed *x = a, *y = b;
	if (x->word.rest != y->word.rest) {
		return x->word.rest < y->word.rest ? -1 : 1;
	}
	if (x->word.right != y->word.right) {
		return x->word.right ? 1 : -1;
	}
	return x->concept < y->concept ? -1 : x->concept > y->concept;
}

static void report_pair(lint *self, kind kind, onto_concept_id one, const char *name, onto_concept_id other,
                        const char *other_name)
{
	onto_concept x, y;
	onto_dictionary_concept(self->dictionary, one, &x);
	onto_dictionary_concept(self->dictionary, other, &y);
	add(self, kind, "%s \"%s\", %s \"%s\"", x.code, name, y.code, other_name);
}

/* Of names with the same rest, sorted: reports the first on the left and the first on the right, unless one concept
 * is named both ways, as what covers both is. */
static void look_at_opposed(lint *self, const opposed *items, size_t count)
{
	size_t right = 0;
	while (right < count && !items[right].word.right) {
		right++;
	}
	for (size_t i = 0, k = right; i < right && k < count;) {
		if (items[i].concept == items[k].concept) {
			return;
		}
		*(items[i].concept < items[k].concept ? &i : &k) += 1;
	}
	if (right && right < count) {
		report_pair(self, NAMES_OPPOSED, items[0].concept, items[0].name, items[right].concept, items[right].name);
	}
}

/* Reports an abbreviation of a concept that another one has as a word. */
static void look_at_abbreviation(lint *self, const onto_concept_id *members, size_t count, onto_concept_id own,
                                 const char *abbreviation)
{
	onto_name name;
	for (size_t m = 0; m < count; m++) {
		bool is_word = false, is_of = false;
		const char *word = NULL;
		for (size_t i = 0; members[m] != own && onto_dictionary_name(self->dictionary, members[m], i, &name); i++) {
			is_word |= onto_abbreviation_is_word(abbreviation, name.text);
			is_of |= onto_abbreviation_is_of(abbreviation, name.text);
			word = word || !is_word ? word : name.text;
		}
		if (is_word && !is_of) {
			report_pair(self, WORD_SPELT, own, abbreviation, members[m], word);
		}
	}
}

static void look_at_meaning(lint *self, const onto_opposites *opposites, const onto_concept_id *members,
                            size_t count, opposed_names *room)
{
	onto_opposite words[ONTO_OPPOSITES_MOST];
	onto_name name;
	room->count = 0;
	for (size_t m = 0; m < count; m++) {
		for (size_t i = 0; onto_dictionary_name(self->dictionary, members[m], i, &name); i++) {
			size_t number = onto_opposites_of(opposites, name.text, words);
			for (size_t w = 0; w < number; w++) {
				self->failed |= !push_opposed(room, (opposed){words[w], members[m], name.text});
			}
			if (isupper((unsigned char)name.text[0]) && isupper((unsigned char)name.text[1])) {
				look_at_abbreviation(self, members, count, members[m], name.text);
			}
		}
	}
	if (room->count) {
		qsort(room->items, room->count, sizeof *room->items, compare_opposed);
	}
	for (size_t i = 0, next; i < room->count; i = next) {
		for (next = i + 1; next < room->count && room->items[next].word.rest == room->items[i].word.rest;) {
			next++;
		}
		look_at_opposed(self, room->items + i, next - i);
	}
}

static void look_at_meanings(lint *self)
{
	onto_opposites *opposites;
	opposed_names room = {0};
	onto_concept c;
	size_t count;
	if (onto_opposites_new(&opposites, NULL) != ONTO_OK) {
		self->failed = true;
		return;
	}
	for (onto_concept_id id = 0; onto_dictionary_concept(self->dictionary, id, &c); id++) {
		const onto_concept_id *members = onto_dictionary_meaning(self->dictionary, id, &count);
		if (count > 1 && members[0] == id) {
			look_at_meaning(self, opposites, members, count, &room);
		}
	}
	onto_opposites_free(opposites);
	free(room.items);
}

/* ---- similar names ------------------------------------------------------------------------------------------- */

/* A name, or a symbol with one letter removed. */
typedef struct item {
	const char *text;
	uint64_t hash;           /* of the text that is compared */
	onto_concept_id meaning; /* represented by its first concept */
	uint8_t type;
	int8_t without; /* the letter that is removed; -1: none */
} item;

typedef struct items {
	item *items;
	size_t count, space;
} items;

static bool push(items *list, item new)
{
	item *room = with_room(list->items, list->count, &list->space, sizeof *room);
	if (!room) {
		return false;
	}
	list->items = room;
	list->items[list->count++] = new;
	return true;
}

static int compare_items(const void *a, const void *b)
{
	const item *x = a, *y = b;
	if (x->hash != y->hash) {
		return x->hash < y->hash ? -1 : 1;
	}
	if (x->meaning != y->meaning) {
		return x->meaning < y->meaning ? -1 : 1;
	}
	return strcmp(x->text, y->text);
}

static uint64_t hash_small(const char *text, int without)
{
	uint64_t hash = 14695981039346656037u;
	for (int i = 0; text[i]; i++) {
		if (i != without) {
			char c = (char)tolower((unsigned char)text[i]);
			hash = hash_bytes(hash, &c, 1);
		}
	}
	return hash;
}

/* A symbol is matched in its own case and has no space. */
static bool is_symbol(const onto_name *name)
{
	size_t length = strlen(name->text);
	return !(name->policy & ONTO_POLICY_CASE) && length >= SYMBOL_LEAST && length <= SYMBOL_MOST &&
	       !strchr(name->text, ' ') && name->scope <= ONTO_EXACT;
}

/* Removes each letter in turn, but no digit, since a family numbers its members. */
static bool push_symbol(items *list, item base)
{
	for (int i = 0; base.text[i]; i++) {
		base.without = (int8_t)i;
		base.hash = hash_small(base.text, i) * 31 + (uint64_t)i;
		if (isalpha((unsigned char)base.text[i]) && !push(list, base)) {
			return false;
		}
	}
	return true;
}

static bool gather(const onto_dictionary *d, items *names, items *symbols)
{
	onto_concept c;
	onto_name name;
	size_t members;
	for (onto_concept_id id = 0; onto_dictionary_concept(d, id, &c); id++) {
		for (size_t i = 0; onto_dictionary_name(d, id, i, &name); i++) {
			if (name.policy & (ONTO_POLICY_BLOCKED | ONTO_POLICY_RETIRED)) {
				continue;
			}
			item new = {.text = name.text,
			            .hash = hash_small(name.text, -1),
			            .meaning = onto_dictionary_meaning(d, id, &members)[0],
			            .type = (uint8_t)c.type,
			            .without = -1};
			if (!push(names, new) || (is_symbol(&name) && !push_symbol(symbols, new))) {
				return false;
			}
		}
	}
	return true;
}

/* Of items with one hash, reports each meaning together with the one before it. */
static void look_at_groups(lint *self, items *list, kind kind)
{
	if (list->count) {
		qsort(list->items, list->count, sizeof *list->items, compare_items);
	}
	for (size_t i = 1; i < list->count; i++) {
		const item *a = &list->items[i - 1], *b = &list->items[i];
		onto_concept x, y;
		if (a->hash != b->hash || a->meaning == b->meaning || a->type != b->type || a->without != b->without ||
		    (kind == SYMBOLS_NEAR && strcasecmp(a->text, b->text) == 0)) {
			continue;
		}
		onto_dictionary_concept(self->dictionary, a->meaning, &x);
		onto_dictionary_concept(self->dictionary, b->meaning, &y);
		add(self, kind, "%s \"%s\", %s \"%s\"", x.code, a->text, y.code, b->text);
	}
}

static void look_at_names(lint *self)
{
	items names = {0}, symbols = {0};
	if (gather(self->dictionary, &names, &symbols)) {
		look_at_groups(self, &names, NAME_SHARED);
		look_at_groups(self, &symbols, SYMBOLS_NEAR);
	} else {
		self->failed = true;
	}
	free(names.items);
	free(symbols.items);
}

static void look_at_stems(lint *self)
{
	onto_collision c;
	onto_concept x, y;
	for (size_t place = 0; onto_dictionary_collision(self->dictionary, &place, &c);) {
		onto_dictionary_concept(self->dictionary, c.first, &x);
		onto_dictionary_concept(self->dictionary, c.second, &y);
		add(self, STEMS_COLLIDE, "%s \"%s\", %s \"%s\"", x.code, c.first_name, y.code, c.second_name);
	}
}

/* ---- the run ------------------------------------------------------------------------------------------------- */

static int look(const char *path, size_t most)
{
	lint self = {.path = path, .most = most};
	onto_error error;
	int code = EXIT_FAILED;
	onto_status status = load_dictionaries_as(&path, 1, LOAD_UNCURATED | LOAD_NO_STARTER | LOAD_ROWS | LOAD_UNTOLD,
	                                          &self.dictionary, &error);
	if (status == ONTO_DAMAGED) {
		look_at_rows(&self, NULL); /* a row was rejected: reports what needs no dictionary */
		print_findings(&self);
	} else if (status == ONTO_OK) {
		status = look_at_rows(&self, &error);
	}
	if (status != ONTO_OK) {
		print_error(&error);
		goto done;
	}
	look_at_concepts(&self);
	look_at_meanings(&self);
	look_at_names(&self);
	look_at_stems(&self);
	if (self.failed) {
		fputs("ontotag: out of memory\n", stderr);
		goto done;
	}
	print_findings(&self);
	code = exit_code(&self);
done:
	for (size_t i = 0; i < self.count; i++) {
		free(self.findings[i].text);
	}
	free(self.findings);
	onto_dictionary_free(self.dictionary);
	return code;
}

static int run(const command *self, int argc, char **argv)
{
	arguments arguments = {.command = self, .argc = argc, .argv = argv};
	const char *value, *path = NULL;
	char *end;
	size_t operands = 0, most = MOST_DEFAULT;
	int next;
	while ((next = arguments_next(&arguments, &value)) != ARGUMENT_END) {
		switch (next) {
		case ARGUMENT_OPERAND:
			path = value;
			operands++;
			break;
		case ARGUMENT_HELP: command_help(self); return EXIT_CLEAN;
		case ARGUMENT_BAD: return EXIT_USAGE;
		case ALL: most = SIZE_MAX; break;
		case MOST:
			most = strtoul(value, &end, 10);
			if (!isdigit((unsigned char)*value) || *end) {
				fprintf(stderr, "ontotag lint: no number '%s'\n", value);
				return EXIT_USAGE;
			}
			break;
		}
	}
	if (operands != 1 || strcmp(path, "-") == 0) {
		fputs("ontotag lint: one dictionary file is wanted\n", stderr);
		command_usage(self, stderr);
		return EXIT_USAGE;
	}
	return look(path, most);
}

const command command_lint = {
	.name = "lint",
	.arguments = "[--most N | --all] DICT",
	.summary = "look for what is doubtful about a dictionary",
	.details =
		"Prints how often each kind of finding occurs, errors first, then a line for each: severity, kind, what was found\n"
		"and where, separated by tabs.\n\n"
		"Exit code: 0 nothing or notes only, 3 warnings, 1 errors or a dictionary that cannot be read, 2 usage.\n",
	.options = options,
	.run = run,
};
