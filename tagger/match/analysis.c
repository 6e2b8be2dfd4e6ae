/* Splits a text into tokens and looks up the word type of each, 64 at a time. */
#include "match/analysis.h"

#include <assert.h>
#include <string.h>

#include "core/ascii.h"
#include "core/error.h"

void analysis_free(analysis *self)
{
	vector_free(&self->tokens);
	vector_free(&self->word_types);
	vector_free(&self->leaving);
	for (size_t m = 0; m < ANCHORS; m++) {
		vector_free(&self->anchors[m]);
	}
	vector_free(&self->alternatives);
	vector_free(&self->candidates);
	vector_free(&self->readings);
}

/* ---- tokens -------------------------------------------------------------------------------------------------- */

/* Tokens are split in batches before they are looked up, so that their slots are prefetched meanwhile. */
enum { BATCH = LOOKUPS_TOGETHER };

typedef struct batch {
	word_ends ends[BATCH];
	uint32_t hashes[BATCH];
	uint32_t count;
} batch;

static void cut(batch *self, tokenizer *t, token *tokens, const char *text, const word_cache *cache)
{
	size_t mask = cache->slot_count - 1;
	uint32_t count = 0;
	for (; count < BATCH; count++) {
		token *token = &tokens[count];
		word_ends ends;
		size_t length;
		if (tokenizer_plain(t, token)) {
			length = token->end - token->start;
			ends = word_ends_of_short(text + token->start, length);
		} else if (tokenizer_next(t, token)) {
			length = token->end - token->start;
			bool within = length <= 16 && t->length - token->start >= 16;
			ends = within ? word_ends_of_short(text + token->start, length)
			              : word_ends_of(text + token->start, length);
		} else {
			break;
		}
		uint32_t hash = word_hash(text + token->start, length, ends);
		__builtin_prefetch(&cache->slots[hash & mask]);
		self->ends[count] = ends;
		self->hashes[count] = hash;
	}
	self->count = count;
}

/* Bits of the marks that a gap, and the flags WORD_TYPE_AND and WORD_TYPE_OF, make. WORD_TYPE_WANTED,
 * WORD_TYPE_TELLS and WORD_TYPE_SPECIES make their own. */
static const uint8_t anchors_of_gap[] = {
	[GAP_NONE] = 1 << ANCHOR_LETTER,  [GAP_HYPHEN] = 1 << ANCHOR_LETTER | 1 << ANCHOR_JOINED,
	[GAP_BREAK] = 1 << ANCHOR_JOINED, [GAP_SLASH] = 1 << ANCHOR_MEMBER,
	[GAP_HARD] = 1 << ANCHOR_HARD,    [GAP_BARRIER] = 1 << ANCHOR_HARD};
static const uint8_t anchors_of_flags[] = {0, 1 << ANCHOR_MEMBER, 1 << ANCHOR_OF,
                                           1 << ANCHOR_MEMBER | 1 << ANCHOR_OF};

/* Adds tokens to the anchors that their bits name. */
static void add_anchors(analysis *doc, const uint32_t *anchored, const uint8_t *bits, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		unsigned left = bits[i];
		const token *token = &doc->tokens.items[anchored[i]];
		left &= ~(unsigned)(token->end - token->start > 1 ? 1 << ANCHOR_LETTER : 0);
		for (; left; left &= left - 1) {
			anchor_vector *to = &doc->anchors[__builtin_ctz(left)];
			to->items[to->count++] = anchored[i];
		}
	}
}

/* Looks up the tokens of a batch that were not in their first slot. */
static bool look_up(const batch *self, analysis *doc, word_cache *cache, const uint32_t *misses, size_t count,
                    uint16_t *flags)
{
	word_lookup lookups[BATCH];
	const token *tokens = doc->tokens.items + doc->tokens.count;
	for (size_t k = 0; k < count; k++) {
		uint32_t i = misses[k];
		lookups[k] = (word_lookup){.ends = self->ends[i],
		                           .bytes = doc->text + tokens[i].start,
		                           .length = tokens[i].end - tokens[i].start,
		                           .hash = self->hashes[i],
		                           .kind = tokens[i].kind};
	}
	if (!word_cache_get_all(cache, lookups, count)) {
		return false;
	}
	for (size_t k = 0; k < count; k++) {
		doc->word_types.items[doc->tokens.count + misses[k]] = lookups[k].number;
		flags[misses[k]] = cache->types.items[lookups[k].number].flags;
	}
	return true;
}

/* Looks up the word type of each token of a batch, and adds anchors. Space is reserved. */
static bool recognise(const batch *self, analysis *doc, word_cache *cache)
{
	uint32_t misses[BATCH], anchored[BATCH], first = (uint32_t)doc->tokens.count;
	uint16_t flags[BATCH];
	uint8_t bits[BATCH];
	size_t lookups = 0, anchors = 0;
	const token *tokens = doc->tokens.items + first;
	for (uint32_t i = 0; i < self->count; i++) {
		const word_slot *slot =
			word_cache_slot(cache, tokens[i].end - tokens[i].start, self->ends[i], self->hashes[i]);
		if (slot) {
			__builtin_prefetch(&cache->types.items[slot->number]);
			doc->word_types.items[first + i] = slot->number;
			flags[i] = slot->flags;
		} else {
			misses[lookups++] = i;
		}
	}
	if (lookups && !look_up(self, doc, cache, misses, lookups, flags)) {
		return false;
	}
	for (uint32_t i = 0; i < self->count; i++) {
		unsigned made = anchors_of_gap[tokens[i].gap] | anchors_of_flags[flags[i] / WORD_TYPE_AND & 3] |
		                (flags[i] / WORD_TYPE_WANTED & 7u) << ANCHOR_WANTED;
		bits[anchors] = (uint8_t)made;
		anchored[anchors] = first + i;
		anchors += made != 0;
	}
	doc->tokens.count += self->count;
	add_anchors(doc, anchored, bits, anchors);
	return true;
}

static bool reserve_batch(analysis *doc)
{
	bool reserved = vector_reserve(&doc->tokens, BATCH) && vector_reserve(&doc->word_types, BATCH);
	for (size_t m = 0; m < ANCHORS && reserved; m++) {
		reserved = vector_reserve(&doc->anchors[m], BATCH);
	}
	return reserved;
}

static bool read_tokens(analysis *self, word_cache *cache)
{
	batch batch;
	tokenizer t;
	tokenizer_start(&t, self->text, self->length);
	do {
		if (!reserve_batch(self)) {
			return false;
		}
		cut(&batch, &t, self->tokens.items + self->tokens.count, self->text, cache);
		if (!recognise(&batch, self, cache)) {
			return false;
		}
		self->word_types.count = self->tokens.count;
	} while (batch.count == BATCH);
	return true;
}

onto_status analysis_read(analysis *self, word_cache *cache, const char *text, size_t length, onto_error *error)
{
	self->text = text;
	self->length = length;
	self->cache = cache;
	self->tokens.count = self->word_types.count = self->alternatives.count = 0;
	self->candidates.count = self->readings.count = self->leaving.count = 0;
	for (size_t m = 0; m < ANCHORS; m++) {
		self->anchors[m].count = 0;
	}
	if (length >= TOKEN_TEXT_LIMIT) {
		return onto_fail(error, ONTO_LIMIT, NULL, 0, "a text of more than 4 GB");
	}
	if (!word_cache_trim(cache)) {
		return fail_memory(error);
	}
	return read_tokens(self, cache) ? ONTO_OK : fail_memory(error);
}

/* ---- queries and additions of later steps -------------------------------------------------------------------- */

bool analysis_behind_colon(const analysis *doc, uint32_t token)
{
	uint32_t from = token ? doc->tokens.items[token - 1].end : 0, to = doc->tokens.items[token].start;
	return to > from && memchr(doc->text + from, ':', to - from);
}

bool analysis_reads(const analysis *doc, uint32_t token, const char *const *words)
{
	const struct token *t = &doc->tokens.items[token];
	const char *text = doc->text + t->start;
	size_t length = t->end - t->start;
	for (; *words; words++) {
		if (**words == (*text | 0x20) && strlen(*words) == length && ascii_begins_same(text, *words, length)) {
			return true;
		}
	}
	return false;
}

const candidate *analysis_candidates_from(const analysis *doc, uint32_t first)
{
	size_t low = 0, high = doc->candidates.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (doc->candidates.items[middle].first < first) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return doc->candidates.items + low;
}

onto_status analysis_alternative(analysis *doc, alternative a, onto_error *error)
{
	assert(a.from < a.to && a.words <= a.words_end && a.more <= a.more_end);
	a.first = a.word_type != UINT32_MAX ? a.word_type
	          : a.words < a.words_end   ? doc->word_types.items[a.words]
	                                    : UINT32_MAX;
	return vector_push(&doc->alternatives, a) ? ONTO_OK : fail_memory(error);
}
