/* Finds the rows that match at a place of a text. */
#include "context/cues.h"

#include <stdlib.h>
#include <string.h>

void onto_cues_free(onto_cues *self)
{
	if (self) {
		table_free(&self->words.words);
		table_free(&self->classes);
		vector_free(&self->numbered);
		vector_free(&self->nodes);
		vector_free(&self->rows);
		free(self->edges);
		arena_free(&self->memory);
		results_free(&self->results);
		free(self);
	}
}

/* ---- matching ------------------------------------------------------------------------------------------------ */

static uint32_t child_of(const onto_cues *self, uint32_t parent, uint32_t key)
{
	size_t slot = cues_slot(self, parent, key);
	for (uint32_t node; (node = self->edges[slot]) != 0; slot = (slot + 1) & (self->edge_count - 1)) {
		if (self->nodes.items[node].parent == parent && self->nodes.items[node].key == key) {
			return node;
		}
	}
	return 0;
}

/* The nodes reached so far. A word and each of its classes lead to one of their own. */
enum { MOST_PLACES = 16 };

typedef struct trie_places {
	uint32_t nodes[MOST_PLACES];
	size_t count;
} trie_places;

static void add_place(trie_places *to, uint32_t node)
{
	if (node && to->count < MOST_PLACES) {
		to->nodes[to->count++] = node;
	}
}

/* False where no edge for a word leaves a node. This filter saves most failing lookups in the large edge table. */
static inline bool may_lead_on(const onto_cues *self, uint32_t node, uint32_t number)
{
	return self->nodes.items[node].follows >> number % 64 & 1;
}

/* The same of all nodes. */
static inline bool any_may_lead_on(const onto_cues *self, const trie_places *from, uint32_t number)
{
	uint64_t follows = 0;
	for (size_t i = 0; i < from->count; i++) {
		follows |= self->nodes.items[from->nodes[i]].follows;
	}
	return follows >> number % 64 & 1;
}

/* Follows the edges for the next word from all nodes. */
static void go_on(const onto_cues *self, const trie_places *from, uint32_t number, uint8_t gap, trie_places *to)
{
	unsigned classes = self->numbered.items[number].classes;
	to->count = 0;
	for (size_t i = 0; i < from->count; i++) {
		if (!may_lead_on(self, from->nodes[i], number)) {
			continue;
		}
		add_place(to, child_of(self, from->nodes[i], cues_edge(number, gap)));
		for (unsigned left = classes; left; left &= left - 1) {
			uint32_t class = (uint32_t)__builtin_ctz(left) + 1;
			add_place(to, child_of(self, from->nodes[i], cues_edge(class | CLASS_KEY, gap)));
		}
	}
}

/* True where a token begins a column of its own, as results have: HBsAg: negative   HCV: reactive. */
static bool begins_column(const analysis *doc, uint32_t token)
{
	enum { SPACES = 2 };
	const struct token *t = &doc->tokens.items[token];
	uint32_t from = doc->tokens.items[token - 1].end;
	bool wide = t->start - from >= SPACES && doc->text[t->start - 1] == ' ' && doc->text[t->start - 2] == ' ';
	return (t->gap == GAP_SPACE && (wide || memchr(doc->text + from, '\t', t->start - from))) ||
	       (t->gap == GAP_HARD && (wide || memchr(doc->text + from, '|', t->start - from)));
}

/* True where a clause ends before a token. */
static bool ends_clause(const onto_cues *self, const analysis *doc, const word_cache *cache, uint32_t token)
{
	enum { JOINS = ROLE_AND | ROLE_OR };
	return token == doc->tokens.count || doc->tokens.items[token].gap == GAP_LINE ||
	       doc->tokens.items[token].gap >= GAP_COMMA || begins_column(doc, token) ||
	       cues_roles(self, doc, cache, token) & JOINS;
}

/* True for the end of hasn't, isn't, can't. */
static bool is_contracted(const analysis *doc, uint32_t token)
{
	const struct token *t = &doc->tokens.items[token];
	if (!token || t->end - t->start != 1) {
		return false;
	}
	const char *gap = doc->text + t[-1].end;
	size_t length = t->start - t[-1].end;
	bool apostrophe = (length == 1 && *gap == '\'') || (length == 3 && memcmp(gap, "\u2019", 3) == 0);
	return apostrophe && (gap[-1] | 0x20) == 'n';
}

/* The class of a gap in edge keys. Spaces may surround a hyphen: "rule - out". An apostrophe is one: hasn't. */
static uint8_t gap_before(const analysis *doc, uint32_t token)
{
	const struct token *t = &doc->tokens.items[token];
	uint32_t from = doc->tokens.items[token - 1].end;
	if (is_contracted(doc, token)) {
		return GAP_SPACE;
	}
	return t->gap == GAP_HARD && t->start - from == 3 && memcmp(doc->text + from, " - ", 3) == 0 ? GAP_HYPHEN
	                                                                                             : t->gap;
}

/* A search for the longest row. */
typedef struct search {
	const onto_cues *cues;
	const analysis *analysis;
	const word_cache *cache;
	bool heading, colon;
} search;

/* 1 + the number of the row that ends at a node and matches what follows; 0: none. */
static uint32_t row_at(const search *s, const cue_node *node, uint32_t end)
{
	bool colon = s->colon && node->colon;
	if (s->heading) {
		return node->heading;
	}
	if ((node->final || colon) && ends_clause(s->cues, s->analysis, s->cache, end)) {
		return colon ? node->colon : node->final;
	}
	return node->row;
}

static void note_row(const search *s, uint32_t node, uint32_t first, uint32_t end, cue_match *out)
{
	uint32_t row = row_at(s, &s->cues->nodes.items[node], end);
	uint32_t longer = end - first, length = out->end - out->first;
	if (row && (!out->row || longer > length || (longer == length && end > out->end))) {
		const cue_row *found = &s->cues->rows.items[row - 1];
		*out = (cue_match){found, first, end, found->direction};
	}
}

static uint32_t number_at(const search *s, uint32_t token)
{
	uint32_t number = s->cache->types.items[s->analysis->word_types.items[token]].wanted;
	return number == s->cues->t && is_contracted(s->analysis, token) ? s->cues->not : number;
}

/* Continues with the words before the pivot. */
static void look_before(const search *s, uint32_t node, uint32_t pivot, uint32_t floor, uint32_t end,
                        cue_match *out)
{
	trie_places places[2], *at = &places[0], *to = &places[1];
	at->nodes[0] = node;
	at->count = 1;
	for (uint32_t t = pivot; t > floor && at->count; t--) {
		go_on(s->cues, at, number_at(s, t - 1), gap_before(s->analysis, t), to);
		for (size_t i = 0; i < to->count; i++) {
			note_row(s, to->nodes[i], t - 1, end, out);
		}
		trie_places *passed = at;
		at = to;
		to = passed;
	}
}

static void note_match(const search *s, const trie_places *at, uint32_t pivot, uint32_t floor, uint32_t end,
                       cue_match *out)
{
	for (size_t i = 0; i < at->count; i++) {
		uint32_t before = s->cues->nodes.items[at->nodes[i]].before;
		note_row(s, at->nodes[i], pivot, end, out);
		if (before && !s->heading && pivot > floor && may_lead_on(s->cues, before, number_at(s, pivot - 1))) {
			look_before(s, before, pivot, floor, end, out);
		}
	}
}

static bool find_longest(const search *s, uint32_t token, uint32_t floor, uint32_t limit, cue_match *out)
{
	const cue_word *word = &s->cues->numbered.items[number_at(s, token)];
	trie_places places[2], *at = &places[0], *to = &places[1];
	at->count = 0;
	*out = (cue_match){.row = NULL};
	add_place(at, word->first);
	for (unsigned left = word->classes; left; left &= left - 1) {
		add_place(at, s->cues->class_first[__builtin_ctz(left) + 1]);
	}
	note_match(s, at, token, floor, token + 1, out);
	for (uint32_t t = token + 1; t < limit && at->count; t++) {
		uint32_t number = number_at(s, t);
		if (!number || !any_may_lead_on(s->cues, at, number)) {
			break;
		}
		go_on(s->cues, at, number, gap_before(s->analysis, t), to);
		note_match(s, to, token, floor, t + 1, out);
		trie_places *passed = at;
		at = to;
		to = passed;
	}
	return out->row != NULL;
}

/* True behind a colon or a question mark, and in a column of its own: what stands there is said of the field
 * before. */
static bool answers(const analysis *doc, uint32_t token)
{
	if (!token || (doc->tokens.items[token].gap != GAP_SPACE && doc->tokens.items[token].gap < GAP_HARD)) {
		return false;
	}
	uint32_t from = doc->tokens.items[token - 1].end;
	return analysis_behind_colon(doc, token) || begins_column(doc, token) ||
	       gap_before(doc, token) != doc->tokens.items[token].gap || /* a dash */
	       memchr(doc->text + from, '?', doc->tokens.items[token].start - from);
}

bool cues_match(const onto_cues *self, const analysis *doc, const word_cache *cache, uint32_t token, uint32_t floor,
                uint32_t limit, cue_match *out)
{
	search s = {.cues = self, .analysis = doc, .cache = cache};
	const cue_word *word = &self->numbered.items[number_at(&s, token)];
	if (!word->alone) {
		uint32_t next = token + 1 < limit ? number_at(&s, token + 1) : 0,
				 last = token > floor ? number_at(&s, token - 1) : 0;
		if (!(next && word->next >> next % 64 & 1) && !(last && word->last >> last % 64 & 1)) {
			return false;
		}
	}
	s.colon = answers(doc, token);
	return find_longest(&s, token, floor, limit, out);
}

bool cues_heading(const onto_cues *self, const analysis *doc, const word_cache *cache, uint32_t token,
                  cue_match *out)
{
	search s = {.cues = self, .analysis = doc, .cache = cache, .heading = true};
	return cues_word(self, doc, cache, token)->heads &&
	       find_longest(&s, token, token, (uint32_t)doc->tokens.count, out);
}
