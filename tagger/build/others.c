/* Names of other things, such as organisms and parts of the body, before the dictionary is finished.
 *
 *     Liver                        holds no name that could be tagged     goes: it would claim nothing
 *     CA1 Region, Hippocampal      holds CA1                              stays
 *     Pituitary Gland              MONDO calls hypophysitis so            stays, and the place is the gland's
 *     Biliary Sludge (of Bile)     MeSH calls a disease so                goes
 *     Klebsiella                   holds none, but is an organism's       stays: it may claim a part of a name
 *
 * Of related names (types.tsv: holding) only those that hold a name stay. What they hold is found by the keys of
 * words, as in texts. */
#include <stdlib.h>
#include <string.h>

#include "build/builder.h"
#include "core/error.h"
#include "core/hash.h"
#include "core/type_name.h"
#include "ontotag_tools.h"
#include "text/fold.h"
#include "text/key.h"
#include "text/token.h"

enum { WORDS_MOST = 12 };

/* A set of hashes of names: open addressing, 0 is free. */
typedef struct name_set {
	uint64_t *slots;
	size_t mask;
} name_set;

typedef struct others {
	onto_builder *builder;
	keyer *keyer;
	name_set names; /* by the keys of their words */
	name_set firm;  /* by their words: what no other thing is called */
} others;

/* The hashes of a name's words, and of the keys of these. */
typedef struct name_words {
	uint64_t words[WORDS_MOST], keys[WORDS_MOST];
	size_t count; /* 0: it has too many */
} name_words;

static bool set_start(name_set *set, size_t count)
{
	set->mask = 15;
	while (set->mask < count * 2) {
		set->mask = set->mask * 2 + 1;
	}
	set->slots = calloc(set->mask + 1, sizeof *set->slots);
	return set->slots != NULL;
}

static uint64_t *slot_of(const name_set *set, uint64_t hash)
{
	size_t at = (size_t)(hash >> 20) & set->mask;
	while (set->slots[at] && set->slots[at] != hash) {
		at = (at + 1) & set->mask;
	}
	return &set->slots[at];
}

static uint64_t hash_words(const uint64_t *words, size_t count)
{
	uint64_t hash = hash_start(count);
	for (size_t i = 0; i < count; i++) {
		hash = hash_piece(hash, words[i]);
	}
	return hash | 1; /* not 0 */
}

static uint64_t hash_word(const char *word, size_t length)
{
	return hash_of(word, length) * 0x9e3779b97f4a7c15u;
}

static void read_words(const others *self, const char *name, name_words *out)
{
	tokenizer t;
	token token;
	out->count = 0;
	tokenizer_start(&t, name, strlen(name));
	while (tokenizer_next(&t, &token)) {
		char folded[FOLD_MAX], key[FOLD_MAX + 8];
		if (out->count == WORDS_MOST) {
			out->count = 0;
			return;
		}
		size_t length = fold(name + token.start, token.end - token.start, folded);
		out->words[out->count] = hash_word(folded, length);
		out->keys[out->count++] = hash_word(key, keyer_key(self->keyer, folded, length, key));
	}
}

/* Is a name of this entry what no other thing is called? MeSH has no name twice; and a disease's own name says what
 * it is. */
static bool is_firm(const onto_builder *b, const entry *e, uint32_t text)
{
	return strncmp(builder_text(b, e->code), "MESH:", 5) == 0 ||
	       (e->type == ONTO_DISEASE && strcmp(builder_text(b, text), builder_text(b, e->name)) == 0);
}

static void add_name(others *self, const entry *e, uint32_t text)
{
	name_words words;
	read_words(self, builder_text(self->builder, text), &words);
	if (words.count) {
		uint64_t hash = hash_words(words.keys, words.count);
		*slot_of(&self->names, hash) = hash;
		hash = hash_words(words.words, words.count);
		if (is_firm(self->builder, e, text)) {
			*slot_of(&self->firm, hash) = hash;
		}
	}
}

static bool gather(others *self, size_t other)
{
	const onto_builder *b = self->builder;
	size_t count = b->names.count + b->entries.count;
	if (!set_start(&self->names, count) || !set_start(&self->firm, count)) {
		return false;
	}
	for (size_t i = 0; i < b->entries.count; i++) {
		const entry *e = &b->entries.items[i];
		if (i == other || !e->name || !(TYPES_DEFAULT >> e->type & 1)) {
			continue;
		}
		add_name(self, e, e->name);
		for (uint32_t n = e->names; n; n = b->names.items[n].next) {
			const entry_name *name = &b->names.items[n];
			if (!(name->policy & ONTO_POLICY_BLOCKED) || (name->policy & ONTO_POLICY_SETTLE)) {
				add_name(self, e, name->text);
			}
		}
	}
	return true;
}

/* May a name of another thing claim its place? */
static bool claims(const others *self, const entry_name *n)
{
	name_words words;
	read_words(self, builder_text(self->builder, n->text), &words);
	if (words.count && *slot_of(&self->firm, hash_words(words.words, words.count))) {
		return false;
	}
	bool holds = words.count == 0 || n->scope != ONTO_RELATED;
	for (size_t from = 0; from < words.count && !holds; from++) {
		for (size_t to = from + 1; to <= words.count && !holds; to++) {
			holds = *slot_of(&self->names, hash_words(words.keys + from, to - from)) != 0;
		}
	}
	return holds;
}

onto_status onto_builder_trim_others(onto_builder *self, onto_error *error)
{
	size_t index = builder_find(self, curation_other_code), dropped = 0;
	if (index == SIZE_MAX) {
		return ONTO_OK;
	}
	others others = {.builder = self, .keyer = keyer_new()};
	onto_status status = ONTO_OK;
	if (!others.keyer || !gather(&others, index)) {
		status = fail_memory(error);
		goto done;
	}
	entry *e = &self->entries.items[index];
	e->last_name = 0;
	for (uint32_t *link = &e->names; *link;) {
		entry_name *n = &self->names.items[*link];
		if ((n->policy & ONTO_POLICY_OTHER) && !claims(&others, n)) {
			*link = n->next;
			dropped++;
		} else {
			e->last_name = *link;
			link = &n->next;
		}
	}
	if (dropped) {
		onto_count *c =
			builder_count(self, "(joining)", "name of another thing that may claim no place", ONTO_DISEASE);
		status = c ? ONTO_OK : fail_memory(error);
		if (c) {
			c->concepts += dropped;
		}
	}
done:
	keyer_free(others.keyer);
	free(others.names.slots);
	free(others.firm.slots);
	return status;
}
