/* Reads cue rows into the trie that finds them. */
#include "context/cues.h"

#include <stdlib.h>
#include <string.h>

#include "context/embedded_cues.h"
#include "core/error.h"
#include "core/file.h"
#include "text/fold.h"
#include "text/token.h"

enum { FIELDS = 4, MOST_WORDS = 12, MOST_NUMBERS = WORDS_WANTED_NUMBER, CLASS_DEFINED = 1 << 16 };

/* ---- the fields ---------------------------------------------------------------------------------------------- */

typedef struct named {
	const char *word;
	unsigned value;
} named;

static const named says_words[] = {{"negated", SAYS_NEGATED},
                                   {"possible", SAYS_POSSIBLE},
                                   {"hypothetical", SAYS_HYPOTHETICAL},
                                   {"affirmed", SAYS_AFFIRMED},
                                   {"historical", SAYS_HISTORICAL},
                                   {"current", SAYS_CURRENT},
                                   {"family", SAYS_FAMILY},
                                   {"other", SAYS_OTHER},
                                   {"patient", SAYS_PATIENT},
                                   {"allergy", SAYS_ALLERGY},
                                   {"stopped", SAYS_STOPPED},
                                   {"not_given", SAYS_NOT_GIVEN},
                                   {"polarity", SAYS_POLARITY},
                                   {"time", SAYS_TIME},
                                   {"person", SAYS_PERSON},
                                   {"drug", SAYS_DRUG},
                                   {"all", (1 << SAYS_BITS) - 1},
                                   {NULL, 0}};

static const named role_words[] = {{"and", ROLE_AND},
                                   {"or", ROLE_OR},
                                   {"subject", ROLE_SUBJECT},
                                   {"determiner", ROLE_DETERMINER},
                                   {"singular", ROLE_SINGULAR},
                                   {"plural", ROLE_PLURAL},
                                   {"verb", ROLE_VERB},
                                   {"seen", ROLE_SEEN},
                                   {"preposition", ROLE_PREPOSITION},
                                   {"reason", ROLE_REASON},
                                   {"setting", ROLE_SETTING},
                                   {"people", ROLE_PEOPLE},
                                   {"head", ROLE_HEAD},
                                   {"report", ROLE_REPORT},
                                   {"article", ROLE_ARTICLE},
                                   {"common", ROLE_COMMON},
                                   {"to", ROLE_TO},
                                   {NULL, 0}};

static const named direction_words[] = {{"forward", CUE_FORWARD},
                                        {"backward", CUE_BACKWARD},
                                        {"either", CUE_FORWARD | CUE_BACKWARD},
                                        {"participle", CUE_PARTICIPLE},
                                        {NULL, 0}};

static const named reach_words[] = {{"list", REACH_LIST},
                                    {"noun", REACH_NOUN},
                                    {"adjacent", REACH_ADJACENT},
                                    {"next", REACH_NEXT},
                                    {"clause", REACH_CLAUSE},
                                    {"sentence", REACH_SENTENCE},
                                    {NULL, 0}};

/* The value of a word. False where it is unknown. */
static bool value_of(const named *words, const char *word, size_t length, unsigned *value)
{
	for (; words->word; words++) {
		if (strlen(words->word) == length && memcmp(words->word, word, length) == 0) {
			*value = words->value;
			return true;
		}
	}
	return false;
}

/* The union of the values of comma-separated words. */
static bool values_of(const named *words, const char *list, unsigned *values)
{
	*values = 0;
	for (size_t length; *list; list += length + (list[length] == ',')) {
		unsigned value;
		length = strcspn(list, ",");
		if (!value_of(words, list, length, &value)) {
			return false;
		}
		*values |= value;
	}
	return *values != 0;
}

/* ---- building ------------------------------------------------------------------------------------------------ */

/* State of reading a file of rows. */
typedef struct cue_reader {
	onto_cues *cues;
	const char *label;
	size_t line;
	char *fields[FIELDS];
	onto_error *error;
} cue_reader;

static onto_status refuse(const cue_reader *r, const char *what, const char *word)
{
	return onto_fail(r->error, ONTO_DAMAGED, r->label, r->line, "%s '%.60s'", what, word);
}

/* The number of a word. A new word is added. */
static onto_status number_word(cue_reader *r, const char *bytes, size_t length, uint32_t *number)
{
	onto_cues *self = r->cues;
	char folded[FOLD_MAX];
	size_t folded_length = fold(bytes, length, folded);
	table_entry *known = table_find(&self->words.words, folded, folded_length);
	if (known) {
		*number = (uint32_t)known->value & WORDS_WANTED_NUMBER;
		return ONTO_OK;
	}
	if (self->numbered.count >= MOST_NUMBERS) {
		return onto_fail(r->error, ONTO_LIMIT, r->label, r->line, "more than %d different words", MOST_NUMBERS);
	}
	*number = (uint32_t)self->numbered.count;
	char *text = arena_text(&self->memory, folded, folded_length);
	return text && vector_push(&self->numbered, (cue_word){0}) &&
	               table_add(&self->words.words, text, folded_length, *number)
	           ? ONTO_OK
	           : fail_memory(r->error);
}

/* The number of a class. Rows may name it before its definition. */
static onto_status number_class(cue_reader *r, const char *name, size_t length, bool defined, uint32_t *number)
{
	onto_cues *self = r->cues;
	table_entry *class = table_find(&self->classes, name, length);
	if (!class && self->class_count == CUE_CLASSES) {
		return onto_fail(r->error, ONTO_LIMIT, r->label, r->line, "more than %d classes of words", CUE_CLASSES);
	}
	if (!class) {
		char *text = arena_text(&self->memory, name, length);
		class = text ? table_add(&self->classes, text, length, ++self->class_count) : NULL;
		if (!class) {
			return fail_memory(r->error);
		}
	}
	class->value |= defined ? CLASS_DEFINED : 0;
	*number = (uint32_t)(class->value & ~(size_t)CLASS_DEFINED);
	return ONTO_OK;
}

/* The only word of a text. */
static onto_status single_word(cue_reader *r, const char *text, size_t length, uint32_t *number)
{
	tokenizer t;
	token word, more;
	tokenizer_start(&t, text, length);
	if (!tokenizer_next(&t, &word) || tokenizer_next(&t, &more)) {
		return refuse(r, "not one word:", text);
	}
	return number_word(r, text + word.start, word.end - word.start, number);
}

/* A child of a node; 0 where memory ran out. */
static uint32_t step_down(onto_cues *self, uint32_t node, uint32_t key)
{
	uint32_t *link = &self->nodes.items[node].child;
	while (*link && self->nodes.items[*link].key != key) {
		link = &self->nodes.items[*link].next;
	}
	if (*link) {
		return *link;
	}
	*link = (uint32_t)self->nodes.count;
	return vector_push(&self->nodes, ((cue_node){.key = key, .parent = node})) ? (uint32_t)self->nodes.count - 1
	                                                                           : 0;
}

/* The words of a row as keys of edges. A class is written in angle brackets. */
static onto_status read_words(cue_reader *r, const char *text, uint32_t keys[MOST_WORDS], size_t *count)
{
	tokenizer t;
	token word;
	*count = 0;
	tokenizer_start(&t, text, strlen(text));
	while (tokenizer_next(&t, &word)) {
		bool class = word.start && text[word.start - 1] == '<';
		bool behind = *count && word.start > 1 && text[word.start - 1 - class] == ' ';
		uint8_t gap = class ? GAP_SPACE : word.gap;
		uint32_t number;
		if (*count == MOST_WORDS) {
			return refuse(r, "too many words in", text);
		}
		if (word.gap == GAP_HARD && behind && text[word.start - 2 - class] == '>') {
			gap = GAP_SPACE;
		}
		TRY(class ? number_class(r, text + word.start, word.end - word.start, false, &number)
		          : number_word(r, text + word.start, word.end - word.start, &number));
		keys[(*count)++] = cues_edge(class ? number | CLASS_KEY : number, gap);
	}
	return *count ? ONTO_OK : refuse(r, "no words in", text);
}

/* Chooses the pivot of a row: its first word that is not common. If all are common, the last class, else the first
 * word. */
static size_t choose_pivot(const onto_cues *self, const uint32_t *keys, size_t count)
{
	size_t pivot = 0;
	for (size_t i = 0; i < count; i++) {
		uint32_t number = keys[i] >> EDGE_BITS;
		if (number & CLASS_KEY) {
			pivot = i;
		} else if (!(self->numbered.items[number].roles & ROLE_COMMON)) {
			return i;
		}
	}
	return pivot;
}

/* The node of all rows of a pivot; 0 where memory ran out. */
static uint32_t pivot_node(onto_cues *self, uint32_t key)
{
	uint32_t number = key >> EDGE_BITS;
	uint32_t *node = number & CLASS_KEY ? &self->class_first[number & ~(uint32_t)CLASS_KEY]
	                                    : &self->numbered.items[number].first;
	if (!*node) {
		if (!vector_push(&self->nodes, (cue_node){0})) {
			return 0;
		}
		*node = (uint32_t)self->nodes.count - 1;
	}
	return *node;
}

/* The node of the words before a pivot, reached from the node of the words from the pivot on; 0 where memory ran
 * out. */
static uint32_t turn_back(onto_cues *self, uint32_t node)
{
	if (!self->nodes.items[node].before) {
		if (!vector_push(&self->nodes, (cue_node){0})) {
			return 0;
		}
		self->nodes.items[node].before = (uint32_t)self->nodes.count - 1;
	}
	return self->nodes.items[node].before;
}

/* The node at which a row ends; 0 where memory ran out. The key of a backward edge has the gap after its word. */
static uint32_t find_node(onto_cues *self, const uint32_t *keys, size_t count, size_t pivot)
{
	enum { GAP_BITS = (1 << EDGE_BITS) - 1 };
	uint32_t node = pivot_node(self, keys[pivot]);
	for (size_t i = pivot + 1; i < count && node; i++) {
		node = step_down(self, node, keys[i]);
	}
	for (size_t i = pivot; i > 0 && node; i--) {
		node = i == pivot ? turn_back(self, node) : node;
		node = node ? step_down(self, node, (keys[i - 1] & ~(uint32_t)GAP_BITS) | (keys[i] & GAP_BITS)) : 0;
	}
	return node;
}

static onto_status add_words(cue_reader *r, const char *words, cue_row row)
{
	onto_cues *self = r->cues;
	uint32_t keys[MOST_WORDS];
	size_t count;
	TRY(read_words(r, words, keys, &count));
	uint32_t node = find_node(self, keys, count, row.kind == CUE_HEADING ? 0 : choose_pivot(self, keys, count));
	if (!node || !vector_push(&self->rows, row)) {
		return fail_memory(r->error);
	}
	cue_node *at = &self->nodes.items[node];
	*(row.kind == CUE_HEADING ? &at->heading
	  : row.colon             ? &at->colon
	  : row.final             ? &at->final
	                          : &at->row) = (uint32_t)self->rows.count;
	return ONTO_OK;
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */

/* <name>	class	word|word */
static onto_status add_class(cue_reader *r)
{
	const char *name = r->fields[0], *list = r->fields[2];
	size_t length = strlen(name);
	uint32_t class, number;
	if (length < 3 || name[0] != '<' || name[length - 1] != '>') {
		return refuse(r, "not the name of a class in angle brackets:", name);
	}
	TRY(number_class(r, name + 1, length - 2, true, &class));
	for (; *list; list += length + (list[length] == '|')) {
		length = strcspn(list, "|");
		TRY(single_word(r, list, length, &number));
		r->cues->numbered.items[number].classes |= (uint16_t)(1u << (class - 1));
	}
	return ONTO_OK;
}

/* word|word	word	roles */
static onto_status add_roles(cue_reader *r)
{
	const char *list = r->fields[0];
	unsigned roles;
	uint32_t number;
	if (!values_of(role_words, r->fields[2], &roles)) {
		return refuse(r, "no role of a word:", r->fields[2]);
	}
	for (size_t length; *list; list += length + (list[length] == '|')) {
		length = strcspn(list, "|");
		TRY(single_word(r, list, length, &number));
		r->cues->numbered.items[number].roles |= roles;
	}
	return ONTO_OK;
}

/* words	heading or part	section	context of its mentions */
static onto_status add_heading(cue_reader *r, bool part)
{
	unsigned says = 0;
	cue_row row = {.kind = CUE_HEADING, .part = part};
	if (*r->fields[3] && !values_of(says_words, r->fields[3], &says)) {
		return refuse(r, "a section cannot say", r->fields[3]);
	}
	row.says = (uint16_t)says;
	if (*r->fields[2]) {
		row.section = arena_text(&r->cues->memory, r->fields[2], strlen(r->fields[2]));
		if (!row.section) {
			return fail_memory(r->error);
		}
	}
	return add_words(r, r->fields[0], row);
}

/* words	says	direction	reach */
static onto_status add_cue(cue_reader *r)
{
	unsigned says, direction, reach;
	const char *words = r->fields[0];
	if (!*words) {
		return refuse(r, "no words in", words);
	}
	if (!values_of(says_words, r->fields[1], &says)) {
		return refuse(r, "a cue cannot say", r->fields[1]);
	}
	if (!values_of(direction_words, r->fields[2], &direction)) {
		return refuse(r, "no direction (forward, backward, either, participle):", r->fields[2]);
	}
	if (!value_of(reach_words, r->fields[3], strlen(r->fields[3]), &reach)) {
		return refuse(r, "no reach (list, noun, adjacent, next, clause, sentence):", r->fields[3]);
	}
	return add_words(r, words,
	                 (cue_row){.says = (uint16_t)says,
	                           .direction = (uint8_t)direction,
	                           .reach = (uint8_t)reach,
	                           .colon = words[0] == ':',
	                           .final = words[strlen(words) - 1] == '.'});
}

static onto_status add_end(cue_reader *r)
{
	unsigned says;
	if (!values_of(says_words, *r->fields[2] ? r->fields[2] : "all", &says)) {
		return refuse(r, "a word cannot end", r->fields[2]);
	}
	const char *words = r->fields[0];
	if (!words[strcspn(words, " /-<")]) { /* a single word is found on the walk */
		uint32_t number;
		TRY(single_word(r, words, strlen(words), &number));
		r->cues->numbered.items[number].ends |= (uint16_t)says;
		return ONTO_OK;
	}
	return add_words(r, words, (cue_row){.kind = CUE_END, .says = (uint16_t)says});
}

/* words	result	its meaning for a marker	its place */
static onto_status add_result(cue_reader *r)
{
	onto_error error;
	onto_status status = results_add(&r->cues->results, r->fields[0], r->fields[2], r->fields[3], &error);
	return status == ONTO_DAMAGED ? refuse(r, error.message, r->fields[0])
	       : status == ONTO_OK    ? status
	                              : fail_memory(r->error);
}

/* words	same	word */
static onto_status add_same(cue_reader *r)
{
	const char *list = r->fields[0], *word = r->fields[2];
	uint32_t number;
	if (!*word) {
		return refuse(r, "no word that is the same as", list);
	}
	TRY(single_word(r, word, strlen(word), &number));
	for (size_t length; *list; list += length + (list[length] == '|')) {
		char folded[FOLD_MAX];
		length = strcspn(list, "|");
		size_t folded_length = fold(list, length, folded);
		if (!length || table_find(&r->cues->words.words, folded, folded_length)) {
			return refuse(r, "a row has this word already:", list);
		}
		char *text = arena_text(&r->cues->memory, folded, folded_length);
		if (!text || !table_add(&r->cues->words.words, text, folded_length, number)) {
			return fail_memory(r->error);
		}
	}
	return ONTO_OK;
}

static onto_status add_row(cue_reader *r)
{
	const char *kind = r->fields[1];
	if (strcmp(kind, "class") == 0) {
		return add_class(r);
	}
	if (strcmp(kind, "word") == 0) {
		return add_roles(r);
	}
	if (strcmp(kind, "same") == 0) {
		return add_same(r);
	}
	if (strcmp(kind, "heading") == 0) {
		return add_heading(r, false);
	}
	if (strcmp(kind, "part") == 0) {
		return add_heading(r, true);
	}
	if (strcmp(kind, "end") == 0) {
		return add_end(r);
	}
	if (strcmp(kind, "nothing") == 0) {
		return add_words(r, r->fields[0], (cue_row){.kind = CUE_NOTHING});
	}
	if (strcmp(kind, "result") == 0) {
		return add_result(r);
	}
	return add_cue(r);
}

/* Splits a line, which is not terminated, into fields. The text after the fourth is a comment. */
static onto_status read_line(cue_reader *r, const char *line, size_t length, char *room)
{
	static char none[] = "";
	memcpy(room, line, length);
	room[length] = '\0';
	if (length && room[length - 1] == '\r') {
		room[--length] = '\0';
	}
	if (!length || *room == '#') {
		return ONTO_OK;
	}
	for (size_t i = 0; i < FIELDS; i++) {
		char *tab = room ? strchr(room, '\t') : NULL;
		r->fields[i] = room ? room : none;
		room = tab ? tab + 1 : NULL;
		if (tab) {
			*tab = '\0';
		}
	}
	return add_row(r);
}

static onto_status check_classes(const cue_reader *r)
{
	for (const table_entry *e = r->cues->classes.entries; e; e = e->hh.next) {
		if (!(e->value & CLASS_DEFINED)) {
			return onto_fail(r->error, ONTO_DAMAGED, r->label, 0, "no row says what the class <%s> is", e->key);
		}
	}
	return ONTO_OK;
}

/* Sets for each class the bits of its words. */
static void class_bits(const onto_cues *self, uint64_t bits[CUE_CLASSES + 1])
{
	memset(bits, 0, (CUE_CLASSES + 1) * sizeof *bits);
	for (size_t i = 1; i < self->numbered.count; i++) {
		for (unsigned left = self->numbered.items[i].classes; left; left &= left - 1) {
			bits[__builtin_ctz(left) + 1] |= (uint64_t)1 << i % 64;
		}
	}
}

/* The bits of the words on the edge from one node to another. */
static uint64_t edge_bits(const onto_cues *self, uint32_t node, const uint64_t *of_class)
{
	uint64_t bits = 0;
	for (uint32_t child = self->nodes.items[node].child; child; child = self->nodes.items[child].next) {
		uint32_t number = self->nodes.items[child].key >> EDGE_BITS;
		bits |= number & CLASS_KEY ? of_class[number & ~(uint32_t)CLASS_KEY] : (uint64_t)1 << number % 64;
	}
	return bits;
}

/* The first node on the way to another. */
static uint32_t root_of(const onto_cues *self, uint32_t node)
{
	while (self->nodes.items[node].parent) {
		node = self->nodes.items[node].parent;
	}
	return node;
}

/* Notes the words that headings begin with, by the first node of each. False where memory ran out. */
static bool note_headings(onto_cues *self)
{
	bool *heads = calloc(self->nodes.count, sizeof *heads); /* by node */
	if (!heads) {
		return false;
	}
	for (uint32_t node = 1; node < self->nodes.count; node++) {
		heads[root_of(self, node)] |= self->nodes.items[node].heading != 0;
	}
	for (size_t i = 1; i < self->numbered.count; i++) {
		cue_word *word = &self->numbered.items[i];
		word->heads = word->first && heads[word->first];
		for (unsigned left = word->classes; left; left &= left - 1) {
			uint32_t first = self->class_first[__builtin_ctz(left) + 1];
			word->heads |= first && heads[first];
		}
	}
	free(heads);
	return true;
}

/* Fills the filters: the words that may follow each node and stand beside each pivot. They reject most places. */
static void note_neighbours(onto_cues *self)
{
	uint64_t of_class[CUE_CLASSES + 1];
	class_bits(self, of_class);
	for (uint32_t node = 1; node < self->nodes.count; node++) {
		self->nodes.items[node].follows = edge_bits(self, node, of_class);
	}
	for (size_t i = 1; i < self->numbered.count; i++) {
		cue_word *word = &self->numbered.items[i];
		if (word->first) {
			const cue_node *node = &self->nodes.items[word->first];
			word->alone = node->row || node->final || node->colon;
			word->next = node->follows;
			word->last = self->nodes.items[node->before].follows;
		}
		for (unsigned left = word->classes; left; left &= left - 1) {
			word->alone |= self->class_first[__builtin_ctz(left) + 1] != 0;
		}
	}
}

/* Puts all edges into one hash table, in which a search looks them up. False where memory ran out. */
static bool index_edges(onto_cues *self)
{
	for (self->edge_count = 64; self->edge_count < self->nodes.count * 4; self->edge_count *= 2) {
	}
	self->edges = calloc(self->edge_count, sizeof *self->edges);
	for (uint32_t node = 1; self->edges && node < self->nodes.count; node++) {
		const cue_node *n = &self->nodes.items[node];
		size_t slot = cues_slot(self, n->parent, n->key);
		while (n->parent && self->edges[slot]) {
			slot = (slot + 1) & (self->edge_count - 1);
		}
		self->edges[slot] = n->parent ? node : self->edges[slot];
	}
	return self->edges != NULL;
}

/* Marks the words that are pivots of rows, so that the search of a text finds them. */
static void mark_beginnings(onto_cues *self)
{
	unsigned classes = 0;
	for (unsigned i = 1; i <= self->class_count; i++) {
		classes |= self->class_first[i] ? 1u << (i - 1) : 0;
	}
	for (table_entry *e = self->words.words.entries; e; e = e->hh.next) {
		const cue_word *word = &self->numbered.items[e->value == self->t ? self->not : e->value];
		e->value |= word->first || word->classes & classes ? WORDS_WANTED_STARTS : 0;
	}
}

onto_status onto_cues_parse(const char *label, const void *bytes, size_t length, onto_cues **out, onto_error *error)
{
	enum { LONGEST = 4096 };
	char room[LONGEST + 1];
	const char *at = bytes, *end = at + length;
	onto_status status = ONTO_OK;
	onto_cues *self = calloc(1, sizeof *self);
	*out = NULL;
	if (!self || !vector_push(&self->numbered, (cue_word){0}) || !vector_push(&self->nodes, (cue_node){0})) {
		status = fail_memory(error);
		goto done;
	}
	cue_reader r = {.cues = self, .label = label, .error = error};
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t size = (size_t)((newline ? newline : end) - at);
		r.line++;
		if (size > LONGEST) {
			status = onto_fail(error, ONTO_LIMIT, label, r.line, "a line of more than %d bytes", LONGEST);
			goto done;
		}
		if (memchr(at, '\0', size)) {
			status = onto_fail(error, ONTO_DAMAGED, label, r.line, "a NUL byte");
			goto done;
		}
		TRY_DONE(read_line(&r, at, size, room));
		at += size + 1;
	}
	TRY_DONE(check_classes(&r));
	TRY_DONE(number_word(&r, "not", 3, &self->not));
	TRY_DONE(number_word(&r, "t", 1, &self->t));
	mark_beginnings(self);
	results_complete(&self->results);
	note_neighbours(self);
	if (!results_want(&self->results, &self->words.words) || !index_edges(self) || !note_headings(self)) {
		status = fail_memory(error);
		goto done;
	}
	wanted_words_complete(&self->words);
	*out = self;
	self = NULL;
done:
	onto_cues_free(self);
	return status;
}

onto_status onto_cues_load(const char *path, onto_cues **out, onto_error *error)
{
	*out = NULL;
	if (!path) {
		return onto_cues_parse("(built-in cues)", embedded_cues, embedded_cues_size, out, error);
	}
	buffer file = {0};
	onto_status status = file_read(path, &file, error);
	if (status == ONTO_OK) {
		status = onto_cues_parse(path, file.bytes, file.length, out, error);
	}
	buffer_free(&file);
	return status;
}
