/* From a builder's lists to the frozen arrays.
 *
 *     entries ─▶ concepts, parents, xrefs ─▶ meanings (joined by exact cross-references and replacements)
 *             └▶ names ─▶ tokens ─▶ words, keys ─▶ trie ─▶ endings, sorted by node */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/error.h"
#include "dictionary/builder.h"
#include "dictionary/dictionary.h"
#include "dictionary/image.h"
#include "text/token.h"

typedef struct pending {
	uint32_t node;
	ending ending;
} pending;

typedef struct freezer {
	onto_builder *builder;
	onto_dictionary *out;
	keyer *keyer;
	VECTOR(uint32_t) concept_of; /* entry to concept, or ONTO_NONE */
	VECTOR(uint32_t) above;      /* union-find over concepts */
	VECTOR(pending) pending;
	onto_error *error;
} freezer;

/* The offset of a copy of `text`. */
static onto_status keep(freezer *self, const char *text, uint32_t *offset)
{
	size_t length = strlen(text) + 1;
	if (length == 1) {
		*offset = 0; /* the text begins with an empty one */
		return ONTO_OK;
	}
	if (self->out->text.count > UINT32_MAX - length) {
		return onto_fail(self->error, ONTO_LIMIT, NULL, 0, "the dictionary holds more than 4 GB of text");
	}
	if (!vector_reserve(&self->out->text, length)) {
		return fail_memory(self->error);
	}
	*offset = (uint32_t)self->out->text.count;
	memcpy(self->out->text.items + *offset, text, length);
	self->out->text.count += length;
	return ONTO_OK;
}

static onto_status take_sources(freezer *self)
{
	for (size_t i = 0; i < self->builder->sources.count; i++) {
		const builder_source *s = &self->builder->sources.items[i];
		source new = {.concepts = (uint32_t)s->concepts, .names = (uint32_t)s->names};
		TRY(keep(self, s->id, &new.id));
		TRY(keep(self, s->title, &new.title));
		TRY(keep(self, s->version, &new.version));
		TRY(keep(self, s->licence, &new.licence));
		if (!vector_push(&self->out->sources, new)) {
			return fail_memory(self->error);
		}
	}
	return ONTO_OK;
}

/* ---- concepts ----------------------------------------------------------------------------------------------------- */

static onto_status take_concepts(freezer *self)
{
	onto_dictionary *out = self->out;
	for (size_t i = 0; i < self->builder->entries.count; i++) {
		const entry *e = &self->builder->entries.items[i];
		uint32_t number = e->name ? (uint32_t)out->concepts.count : ONTO_NONE;
		if (!vector_push(&self->concept_of, number)) {
			return fail_memory(self->error);
		}
		if (!e->name) {
			continue;
		}
		concept c = {.type = e->type, .standing = e->standing, .source = (uint16_t)e->source};
		TRY(keep(self, e->code, &c.code));
		TRY(keep(self, e->name, &c.name));
		TRY(keep(self, e->successor, &c.successor));
		if (!vector_push(&out->concepts, c) || !vector_push(&self->above, number)) {
			return fail_memory(self->error);
		}
	}
	return ONTO_OK;
}

static onto_status take_relations(freezer *self)
{
	onto_dictionary *out = self->out;
	for (size_t i = 0; i < self->builder->entries.count; i++) {
		const entry *e = &self->builder->entries.items[i];
		if (!e->name) {
			continue;
		}
		concept *c = &out->concepts.items[self->concept_of.items[i]];
		c->parents = (uint32_t)out->parents.count;
		c->xrefs = (uint32_t)out->xrefs.count;
		for (const entry_parent *p = e->parents; p; p = p->next) {
			if (!vector_push(&out->parents, self->concept_of.items[p->entry])) {
				return fail_memory(self->error);
			}
		}
		for (const entry_xref *x = e->xrefs; x; x = x->next) {
			xref new = {.predicate = (uint32_t)x->predicate};
			TRY(keep(self, x->code, &new.code));
			if (!vector_push(&out->xrefs, new)) {
				return fail_memory(self->error);
			}
		}
	}
	concept end = {.parents = (uint32_t)out->parents.count, .xrefs = (uint32_t)out->xrefs.count};
	return vector_push(&out->concepts, end) ? ONTO_OK : fail_memory(self->error);
}

/* ---- meanings ----------------------------------------------------------------------------------------------------- */

static uint32_t root_of(freezer *self, uint32_t concept)
{
	uint32_t *above = self->above.items;
	while (above[concept] != concept) {
		above[concept] = above[above[concept]];
		concept = above[concept];
	}
	return concept;
}

static size_t prefix_length(const char *code)
{
	return (size_t)(strchr(code, ':') - code);
}

static bool same_prefix(const char *a, const char *b)
{
	size_t length = prefix_length(a);
	return length == prefix_length(b) && memcmp(a, b, length) == 0;
}

/* Joins the meanings of two concepts. A meaning that would then hold two live codes of one vocabulary is not made: one of the
 * mappings must be looser than it says. */
typedef struct meaning_list {
	uint32_t *next; /* circular list of the members of a meaning */
} meaning_list;

static void join(freezer *self, meaning_list *lists, uint32_t a, uint32_t b)
{
	const concept *concepts = self->out->concepts.items;
	uint32_t x = root_of(self, a), y = root_of(self, b);
	if (x == y || concepts[x].type != concepts[y].type) {
		return;
	}
	uint32_t i = x;
	do {
		uint32_t j = y;
		do {
			if (concepts[i].standing == ONTO_LIVE && concepts[j].standing == ONTO_LIVE &&
			    same_prefix(dictionary_text(self->out, concepts[i].code),
			                dictionary_text(self->out, concepts[j].code))) {
				return;
			}
		} while ((j = lists->next[j]) != y);
	} while ((i = lists->next[i]) != x);
	uint32_t keep = x < y ? x : y, give = x < y ? y : x;
	self->above.items[give] = keep;
	uint32_t next = lists->next[keep];
	lists->next[keep] = lists->next[give];
	lists->next[give] = next;
}

/* Joins a concept with those that it is mapped to as exactly the same. */
static void join_mapped(freezer *self, meaning_list *lists, uint32_t number, bool same_name_only)
{
	onto_dictionary *out = self->out;
	const concept *c = &out->concepts.items[number];
	for (uint32_t x = c->xrefs; x < c[1].xrefs; x++) {
		if (out->xrefs.items[x].predicate != ONTO_MATCH_EXACT) {
			continue;
		}
		uint32_t other = onto_dictionary_find(out, dictionary_text(out, out->xrefs.items[x].code));
		if (other == ONTO_NONE || out->concepts.items[other].standing == ONTO_OBSOLETE) {
			continue;
		}
		if (!same_name_only || strcasecmp(dictionary_text(out, c->name),
		                                  dictionary_text(out, out->concepts.items[other].name)) == 0) {
			join(self, lists, number, other);
		}
	}
}

static onto_status take_meanings(freezer *self)
{
	onto_dictionary *out = self->out;
	size_t count = out->concepts.count - 1;
	meaning_list lists = {.next = malloc((count + 1) * sizeof *lists.next)};
	onto_status status = ONTO_OK;
	if (!lists.next) {
		return fail_memory(self->error);
	}
	for (uint32_t i = 0; i < count; i++) {
		lists.next[i] = i;
	}
	/* What is retired goes with what replaced it. Then the mappings: those between equal names first, since of two codes of
	 * one vocabulary only the first can be taken in. */
	for (uint32_t i = 0; i < count; i++) {
		const concept *c = &out->concepts.items[i];
		uint32_t other = c->standing == ONTO_REPLACED ? onto_dictionary_find(out, dictionary_text(out, c->successor))
		                                              : ONTO_NONE;
		if (other != ONTO_NONE) {
			join(self, &lists, i, other);
		}
	}
	for (int round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < count; i++) {
			join_mapped(self, &lists, i, round == 0);
		}
	}
	for (uint32_t i = 0; i < count; i++) {
		if (root_of(self, i) != i) {
			continue;
		}
		uint32_t meaning = (uint32_t)out->meaning_starts.count;
		if (!vector_push(&out->meaning_starts, (uint32_t)out->meaning_members.count)) {
			status = fail_memory(self->error);
			goto done;
		}
		/* Live ones first, each kind in the dictionary's order: the list is short, so it is searched for the next. */
		for (int live = 1; live >= 0; live--) {
			uint32_t last = ONTO_NONE;
			for (;;) {
				uint32_t best = ONTO_NONE, at = i;
				do {
					bool is_live = out->concepts.items[at].standing == ONTO_LIVE;
					if (is_live == live && (last == ONTO_NONE || at > last) && at < best) {
						best = at;
					}
				} while ((at = lists.next[at]) != i);
				if (best == ONTO_NONE) {
					break;
				}
				last = best;
				out->concepts.items[best].meaning = meaning;
				if (!vector_push(&out->meaning_members, best)) {
					status = fail_memory(self->error);
					goto done;
				}
			}
		}
	}
	if (!vector_push(&out->meaning_starts, (uint32_t)out->meaning_members.count)) {
		status = fail_memory(self->error);
	}
done:
	free(lists.next);
	return status;
}

/* ---- names -------------------------------------------------------------------------------------------------------- */

uint32_t dictionary_key(const lexicon *lexicon, uint32_t word, uint32_t before)
{
	const lexicon_word *w = &lexicon->words.items[word];
	const lexicon_word *b = &lexicon->words.items[before];
	const char *text = lexicon->text.items + w->text;
	if (w->length <= 6 && (text[0] == 'i' || text[0] == 'v' || text[0] == 'x') &&
	    (w->length > 1 || (b->flags & WORD_NUMBERED))) {
		unsigned value = roman_value(text, w->length);
		if (value) {
			uint32_t number = lexicon_number(lexicon, value);
			return number ? number : w->key;
		}
	}
	return w->key;
}

/* A name as words, with the gap before each. */
typedef struct name_words {
	uint32_t words[NAME_WORDS_MAX];
	uint8_t gaps[NAME_WORDS_MAX];
	uint8_t kinds[NAME_WORDS_MAX];
	size_t count;
} name_words;

/* False where memory ran out; a name that is too long or empty has count 0. */
static bool split(freezer *self, const char *text, size_t length_of_text, name_words *out)
{
	tokenizer t;
	token token;
	char folded[FOLD_MAX];
	out->count = 0;
	tokenizer_start(&t, text, length_of_text);
	while (tokenizer_next(&t, &token)) {
		size_t length = token.end - token.start <= FOLD_MAX * 2 ? fold(text + token.start, token.end - token.start, folded) : 0;
		if (length == 0 || out->count == NAME_WORDS_MAX) {
			out->count = 0;
			return true;
		}
		uint32_t word = lexicon_add(&self->out->lexicon, self->keyer, folded, length);
		if (!word) {
			return false;
		}
		self->out->lexicon.words.items[word].flags |= WORD_IN_NAME;
		out->words[out->count] = word;
		out->kinds[out->count] = token.kind;
		out->gaps[out->count++] = token.gap;
	}
	return true;
}

/* Leads the trie along the words and leaves an ending there. */
static onto_status add_way(freezer *self, uint32_t number, const uint32_t *words, size_t count, unsigned by)
{
	onto_dictionary *out = self->out;
	lexicon *lexicon = &out->lexicon;
	if (count == 0) {
		return ONTO_OK;
	}
	uint32_t key = dictionary_key(lexicon, words[0], 0);
	uint32_t node = lexicon->words.items[key].first;
	if (!node) {
		node = trie_node_add(&out->trie);
		lexicon->words.items[key].first = node;
	}
	for (size_t i = 1; node && i < count; i++) {
		node = trie_add(&out->trie, node, dictionary_key(lexicon, words[i], words[i - 1]));
	}
	pending p = {node, {.name = number, .words = (uint32_t)out->ending_words.count, .count = (uint8_t)count, .by = (uint16_t)by,
	                     .policy = out->names.items[number].policy}};
	if (!node || !vector_reserve(&out->ending_words, count) || !vector_push(&self->pending, p)) {
		return fail_memory(self->error);
	}
	memcpy(out->ending_words.items + out->ending_words.count, words, count * sizeof *words);
	out->ending_words.count += count;
	return ONTO_OK;
}

/* Closed up: "anti-convulsant" also leads along "anticonvulsant". Only between two words of letters. */
static onto_status add_closed(freezer *self, uint32_t number, const name_words *n)
{
	uint32_t words[NAME_WORDS_MAX];
	lexicon *lexicon = &self->out->lexicon;
	size_t count = 0;
	bool closed = false;
	for (size_t i = 0; i < n->count; i++) {
		bool joins = i > 0 && !closed && n->gaps[i] == GAP_HYPHEN && n->kinds[i] == TOKEN_LETTERS &&
		             n->kinds[i - 1] == TOKEN_LETTERS && lexicon->words.items[n->words[i]].length >= 3 &&
		             lexicon->words.items[n->words[i - 1]].length >= 2;
		if (!joins) {
			words[count++] = n->words[i];
			continue;
		}
		char both[FOLD_MAX * 2];
		const lexicon_word *a = &lexicon->words.items[n->words[i - 1]], *b = &lexicon->words.items[n->words[i]];
		size_t length = (size_t)a->length + b->length;
		if (length > FOLD_MAX) {
			return ONTO_OK;
		}
		memcpy(both, lexicon->text.items + a->text, a->length);
		memcpy(both + a->length, lexicon->text.items + b->text, b->length);
		words[count - 1] = lexicon_add(lexicon, self->keyer, both, length);
		if (!words[count - 1]) {
			return fail_memory(self->error);
		}
		closed = true;
	}
	return closed ? add_way(self, number, words, count, ONTO_BY_HYPHEN) : ONTO_OK;
}

static bool is_word(const lexicon *lexicon, uint32_t word, const char *text)
{
	return lexicon->words.items[word].length == strlen(text) &&
	       memcmp(lexicon_text(lexicon, word), text, strlen(text)) == 0;
}

/* Headings turned round: "Leukemia, Myeloid, Acute" also leads along "Acute Myeloid Leukemia", and "deficiency of X" along
 * "X deficiency". */
static onto_status add_turned(freezer *self, uint32_t number, const name_words *n)
{
	uint32_t words[NAME_WORDS_MAX];
	const lexicon *lexicon = &self->out->lexicon;
	size_t count = 0, commas = 0, of = 0;
	for (size_t i = 1; i < n->count; i++) {
		commas += n->gaps[i] == GAP_COMMA;
		if (n->gaps[i] > GAP_LAST_SOFT && n->gaps[i] != GAP_COMMA) {
			return ONTO_OK;
		}
		if (!of && is_word(lexicon, n->words[i], "of")) {
			of = i;
		}
	}
	if (commas >= 1 && commas <= 4) {
		size_t end = n->count;
		for (size_t i = n->count; i-- > 0;) {
			if (i == 0 || n->gaps[i] == GAP_COMMA) {
				memcpy(words + count, n->words + i, (end - i) * sizeof *words);
				count += end - i;
				end = i;
			}
		}
		return add_way(self, number, words, count, ONTO_BY_ORDER);
	}
	if (of && of + 1 < n->count && commas == 0) {
		size_t from = of + 1;
		if (is_word(lexicon, n->words[from], "the") && from + 1 < n->count) {
			from++;
		}
		for (size_t i = from; i < n->count; i++) {
			if (is_word(lexicon, n->words[i], "of") || is_word(lexicon, n->words[i], "and") ||
			    is_word(lexicon, n->words[i], "with") || is_word(lexicon, n->words[i], "in")) {
				return ONTO_OK;
			}
		}
		memcpy(words, n->words + from, (n->count - from) * sizeof *words);
		count = n->count - from;
		memcpy(words + count, n->words, of * sizeof *words);
		return add_way(self, number, words, count + of, ONTO_BY_ORDER);
	}
	return ONTO_OK;
}

/* How much of a name stands before a remark in brackets at its end that only says what kind of thing it is or gives its
 * abbreviation: "syndactyly (disease)", "acute lymphoblastic leukemia (ALL)". The whole where there is none. */
static size_t without_remark(const char *text)
{
	static const char *const kinds[] = {"disease", "disorder", "finding", "syndrome", "substance", "body structure"};
	size_t length = strlen(text);
	const char *open = length && text[length - 1] == ')' ? strrchr(text, '(') : NULL;
	if (!open || open < text + 3 || open[-1] != ' ') {
		return length;
	}
	size_t inside = (size_t)(text + length - 1 - (open + 1));
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (strlen(kinds[i]) == inside && strncasecmp(open + 1, kinds[i], inside) == 0) {
			return (size_t)(open - 1 - text);
		}
	}
	/* An abbreviation: capitals, the first of which begins the name. */
	for (size_t i = 0; i < inside; i++) {
		if (open[1 + i] < 'A' || open[1 + i] > 'Z') {
			return length;
		}
	}
	return inside >= 2 && (open[1] | 0x20) == (text[0] | 0x20) ? (size_t)(open - 1 - text) : length;
}

static onto_status take_name(freezer *self, uint32_t concept_number, const entry_name *n)
{
	onto_dictionary *out = self->out;
	name new = {.concept = concept_number, .policy = n->policy, .source = (uint16_t)n->source, .scope = n->scope};
	name_words words;
	/* The text of a preferred name is there already: it is the concept's. */
	new.text = out->concepts.items[concept_number].name;
	if (n->scope != ONTO_PREFERRED || strcmp(n->text, dictionary_text(out, new.text)) != 0) {
		TRY(keep(self, n->text, &new.text));
	}
	uint32_t number = (uint32_t)out->names.count;
	if (!vector_push(&out->names, new) || !split(self, n->text, without_remark(n->text), &words)) {
		return fail_memory(self->error);
	}
	/* A blocked name of a concept is no name of it; one of the concept of blocked names vetoes, and must be found. */
	bool vetoes = (n->policy & ONTO_POLICY_BLOCKED) && (n->policy & ONTO_POLICY_CASE);
	if (words.count == 0 || ((n->policy & ONTO_POLICY_BLOCKED) && !vetoes)) {
		return ONTO_OK;
	}
	if (words.count > 1) {
		out->lexicon.words.items[words.words[words.count - 1]].flags |= WORD_HEAD;
	}
	TRY(add_way(self, number, words.words, words.count, 0));
	if (words.count > 1) {
		TRY(add_closed(self, number, &words));
		if (n->policy & ONTO_POLICY_ORDER) {
			TRY(add_turned(self, number, &words));
		}
	}
	return ONTO_OK;
}

/* Numerals are looked up among the words while names are added, so their digits must be there before. */
static onto_status take_digits(freezer *self)
{
	for (unsigned value = 1; value < 40; value++) {
		char digits[2] = {(char)('0' + value / 10), (char)('0' + value % 10)};
		const char *from = value < 10 ? digits + 1 : digits;
		if (!lexicon_add(&self->out->lexicon, self->keyer, from, value < 10 ? 1 : 2)) {
			return fail_memory(self->error);
		}
	}
	return ONTO_OK;
}

static onto_status take_names(freezer *self)
{
	TRY(take_digits(self));
	for (size_t i = 0; i < self->builder->entries.count; i++) {
		const entry *e = &self->builder->entries.items[i];
		if (!e->name || e->standing == ONTO_OBSOLETE || e->standing == ONTO_CONSIDER) {
			continue;
		}
		for (const entry_name *n = e->names; n; n = n->next) {
			TRY(take_name(self, self->concept_of.items[i], n));
		}
	}
	return ONTO_OK;
}

/* ---- endings ------------------------------------------------------------------------------------------------------ */

/* Which of two names that end at one node comes first: the nearer scope, then the dictionary's order. */
static int compare_endings(const onto_dictionary *d, const ending *a, const ending *b)
{
	const name *x = &d->names.items[a->name], *y = &d->names.items[b->name];
	if (x->scope != y->scope) {
		return x->scope < y->scope ? -1 : 1;
	}
	return a->name < b->name ? -1 : a->name > b->name;
}

static onto_status sort_endings(freezer *self)
{
	onto_dictionary *out = self->out;
	trie_node *nodes = out->trie.nodes.items;
	size_t count = out->trie.made + 1u; /* number 0 is none */
	if (!vector_reserve(&out->endings, self->pending.count)) {
		return fail_memory(self->error);
	}
	out->endings.count = self->pending.count;
	for (size_t i = 0; i < self->pending.count; i++) {
		nodes[self->pending.items[i].node].endings++;
	}
	/* Each starts where its own end, and comes to its place while they are put there from the last to the first. */
	for (size_t i = 1; i <= count; i++) {
		nodes[i].endings += nodes[i - 1].endings;
	}
	for (size_t i = self->pending.count; i-- > 0;) {
		const pending *p = &self->pending.items[i];
		out->endings.items[--nodes[p->node].endings] = p->ending;
	}
	for (uint32_t node = 0; node < count; node++) {
		ending_range range = dictionary_endings(out, node);
		for (uint32_t i = range.first + 1; i < range.end; i++) {
			ending moved = out->endings.items[i];
			uint32_t at = i;
			while (at > range.first && compare_endings(out, &moved, &out->endings.items[at - 1]) < 0) {
				out->endings.items[at] = out->endings.items[at - 1];
				at--;
			}
			out->endings.items[at] = moved;
		}
	}
	return ONTO_OK;
}

/* Puts the words of the endings in the order of the endings, so that those which are looked at together lie together. */
static onto_status sort_ending_words(freezer *self)
{
	onto_dictionary *out = self->out;
	size_t count = out->ending_words.count, at = 0;
	uint32_t *sorted = malloc((count + 1) * sizeof *sorted);
	if (!sorted) {
		return fail_memory(self->error);
	}
	for (size_t i = 0; i < out->endings.count; i++) {
		ending *e = &out->endings.items[i];
		memcpy(sorted + at, out->ending_words.items + e->words, e->count * sizeof *sorted);
		e->words = (uint32_t)at;
		at += e->count;
	}
	memcpy(out->ending_words.items, sorted, at * sizeof *sorted);
	free(sorted);
	return ONTO_OK;
}

static onto_status take_codes(freezer *self)
{
	onto_dictionary *out = self->out;
	size_t count = 16;
	while (count < out->concepts.count * 2) {
		count *= 2;
	}
	if (!vector_reserve(&out->code_slots, count)) {
		return fail_memory(self->error);
	}
	out->code_slots.count = count;
	memset(out->code_slots.items, 0, count * sizeof *out->code_slots.items);
	for (uint32_t i = 0; i < out->concepts.count; i++) {
		size_t slot = dictionary_code_hash(dictionary_text(out, out->concepts.items[i].code)) & (count - 1);
		while (out->code_slots.items[slot]) {
			slot = (slot + 1) & (count - 1);
		}
		out->code_slots.items[slot] = i + 1;
	}
	return ONTO_OK;
}

static bool pad_ending_words(onto_dictionary *out)
{
	if (!vector_reserve(&out->ending_words, NAME_WORDS_MAX)) {
		return false;
	}
	memset(out->ending_words.items + out->ending_words.count, 0, NAME_WORDS_MAX * sizeof *out->ending_words.items);
	out->ending_words.count += NAME_WORDS_MAX;
	return true;
}

/* The nodes have other numbers once the trie is built. */
static onto_status finish_trie(freezer *self)
{
	onto_dictionary *out = self->out;
	uint32_t *numbers = malloc((out->trie.made + (size_t)1) * sizeof *numbers);
	if (!numbers || !trie_finish(&out->trie, numbers)) {
		free(numbers);
		return fail_memory(self->error);
	}
	for (size_t i = 0; i < out->lexicon.words.count; i++) {
		out->lexicon.words.items[i].first = numbers[out->lexicon.words.items[i].first];
	}
	for (size_t i = 0; i < self->pending.count; i++) {
		self->pending.items[i].node = numbers[self->pending.items[i].node];
	}
	free(numbers);
	return ONTO_OK;
}

static onto_status freeze(freezer *self)
{
	TRY(take_sources(self));
	TRY(take_concepts(self));
	TRY(take_codes(self));
	TRY(take_relations(self));
	TRY(take_meanings(self));
	TRY(take_names(self));
	TRY(finish_trie(self));
	if (!pad_ending_words(self->out)) {
		return fail_memory(self->error);
	}
	TRY(sort_endings(self));
	return sort_ending_words(self);
}

/* From how many names there are it follows how many words and edges, more or less: tables that need not grow are filled in half
 * the time. */
static size_t names_of(const onto_builder *builder)
{
	size_t names = 0;
	for (size_t i = 0; i < builder->sources.count; i++) {
		names += builder->sources.items[i].names;
	}
	return names;
}

onto_status onto_dictionary_freeze(onto_builder *builder, onto_dictionary **out, onto_error *error)
{
	*out = NULL;
	TRY(onto_builder_finish(builder, error));
	freezer self = {.builder = builder, .error = error};
	onto_status status = ONTO_NO_MEMORY;
	size_t names = names_of(builder);
	self.out = calloc(1, sizeof *self.out);
	self.keyer = keyer_new();
	if (!self.out || !self.keyer || !lexicon_start(&self.out->lexicon, names / 3) ||
	    !trie_start(&self.out->trie, names / 16 * 29) ||
	    !vector_push(&self.out->text, '\0')) {
		fail_memory(error);
	} else {
		status = freeze(&self);
	}
	if (status == ONTO_OK) {
		*out = self.out;
	} else {
		onto_dictionary_free(self.out);
	}
	keyer_free(self.keyer);
	vector_free(&self.concept_of);
	vector_free(&self.above);
	vector_free(&self.pending);
	return status;
}

onto_status onto_dictionary_load(const char *const *paths, size_t count, onto_dictionary **out, onto_error *error)
{
	onto_builder *builder;
	*out = NULL;
	if (count == 1 && onto_dictionary_is_compiled(paths[0])) {
		return image_open(paths[0], out, error);
	}
	TRY(onto_builder_new(&builder, error));
	onto_status status = ONTO_OK;
	for (size_t i = 0; i < count && status == ONTO_OK; i++) {
		status = onto_builder_load(builder, paths[i], error);
	}
	if (status == ONTO_OK) {
		status = onto_dictionary_freeze(builder, out, error);
	}
	onto_builder_free(builder);
	return status;
}
