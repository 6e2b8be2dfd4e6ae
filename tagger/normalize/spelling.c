/* Finds words of names that are one or two typing errors away. */
#include "normalize/spelling.h"

#include <stdlib.h>
#include <string.h>

enum { PREFIX = 7 };

unsigned spelling_limit(size_t length)
{
	return length < SPELLING_LEAST ? 0 : length < 8 ? 1 : 2;
}

static bool all_letters(const char *word, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (word[i] < 'a' || word[i] > 'z') {
			return false;
		}
	}
	return length >= SPELLING_LEAST && length <= SPELLING_MOST;
}

/* ---- pieces -------------------------------------------------------------------------------------------------- */

typedef struct pieces {
	uint32_t hashes[1 + PREFIX + PREFIX * (PREFIX - 1) / 2];
	size_t count;
} pieces;

/* The hash of a piece: the first letters except those at `a` and `b`. */
static void add_piece(pieces *self, const char *word, size_t length, size_t a, size_t b)
{
	uint32_t hash = 2166136261u;
	for (size_t i = 0; i < length; i++) {
		if (i != a && i != b) {
			hash = (hash ^ (unsigned char)word[i]) * 16777619u;
		}
	}
	hash ^= hash >> 15;
	for (size_t i = 0; i < self->count; i++) {
		if (self->hashes[i] == hash) {
			return;
		}
	}
	self->hashes[self->count++] = hash;
}

static void pieces_of(pieces *self, const char *word, size_t length)
{
	unsigned limit = spelling_limit(length);
	length = length < PREFIX ? length : PREFIX;
	self->count = 0;
	add_piece(self, word, length, PREFIX, PREFIX);
	for (size_t a = 0; limit >= 1 && a < length; a++) {
		add_piece(self, word, length, a, PREFIX);
		for (size_t b = a + 1; limit >= 2 && b < length; b++) {
			add_piece(self, word, length, a, b);
		}
	}
}

/* ---- construction -------------------------------------------------------------------------------------------- */

static bool takes(const lexicon *lexicon, const uint8_t *wanted, uint32_t word)
{
	return wanted[word] && all_letters(lexicon_text(lexicon, word), lexicon->words.items[word].length);
}

bool spelling_start(spelling *self, const lexicon *lexicon, const uint8_t *wanted)
{
	pieces p;
	size_t total = 0, count = lexicon->words.count;
	*self = (spelling){.lexicon = lexicon, .buckets = 1 << 10};
	while (self->buckets < count * 4 && self->buckets < 1u << 22) {
		self->buckets *= 2;
	}
	self->starts = calloc(self->buckets + 2, sizeof *self->starts);
	if (!self->starts) {
		return false;
	}
	for (uint32_t word = 1; word < count; word++) {
		if (takes(lexicon, wanted, word)) {
			pieces_of(&p, lexicon_text(lexicon, word), lexicon->words.items[word].length);
			for (size_t i = 0; i < p.count; i++) {
				self->starts[(p.hashes[i] & (self->buckets - 1)) + 2]++;
			}
			total += p.count;
		}
	}
	self->words = total < UINT32_MAX ? malloc((total + 1) * sizeof *self->words) : NULL;
	if (!self->words) {
		return false;
	}
	for (size_t i = 0; i < self->buckets; i++) {
		self->starts[i + 1] += self->starts[i];
	}
	for (uint32_t word = 1; word < count; word++) {
		if (takes(lexicon, wanted, word)) {
			pieces_of(&p, lexicon_text(lexicon, word), lexicon->words.items[word].length);
			for (size_t i = 0; i < p.count; i++) {
				self->words[self->starts[(p.hashes[i] & (self->buckets - 1)) + 1]++] = word;
			}
		}
	}
	return true;
}

void spelling_free(spelling *self)
{
	free(self->starts);
	free(self->words);
	*self = (spelling){0};
}

size_t spelling_bytes(const spelling *self)
{
	return self->starts ? (self->buckets + 2 + self->starts[self->buckets]) * sizeof(uint32_t) : 0;
}

/* ---- queries ------------------------------------------------------------------------------------------------- */

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

unsigned spelling_distance(const char *a, size_t a_length, const char *b, size_t b_length, unsigned limit)
{
	unsigned rows[3][SPELLING_MOST + 1];
	unsigned *before = rows[0], *above = rows[1], *row = rows[2];
	size_t apart = a_length > b_length ? a_length - b_length : b_length - a_length;
	if (apart > limit || a_length > SPELLING_MOST || b_length > SPELLING_MOST) {
		return limit + 1;
	}
	for (size_t j = 0; j <= b_length; j++) {
		above[j] = (unsigned)j;
		before[j] = 0;
	}
	for (size_t i = 1; i <= a_length; i++) {
		unsigned lowest = row[0] = (unsigned)i;
		for (size_t j = 1; j <= b_length; j++) {
			row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
				row[j] = least(row[j], before[j - 2] + 1);
			}
			lowest = least(lowest, row[j]);
		}
		if (lowest > limit) {
			return limit + 1;
		}
		unsigned *spare = before;
		before = above;
		above = row;
		row = spare;
	}
	return least(above[b_length], limit + 1);
}

/* Inserts a correction in order. The worst is dropped where there is no space. */
static size_t keep(correction *found, size_t count, size_t space, correction new, const float *weight)
{
	size_t at = count;
	for (size_t i = 0; i < count; i++) {
		if (found[i].word == new.word) {
			return count;
		}
	}
	while (at > 0 && (found[at - 1].distance > new.distance ||
	                  (found[at - 1].distance == new.distance &&weight[found[at - 1].word] > weight[new.word]))) {
		at--;
	}
	if (at == space) {
		return count;
	}
	count += count < space;
	memmove(found + at + 1, found + at, (count - at - 1) * sizeof *found);
	found[at] = new;
	return count;
}

size_t spelling_find(const spelling *self, const char *word, size_t length, const float *weight, correction *out,
                     size_t space)
{
	pieces p;
	size_t count = 0;
	if (!self->starts || !space || !all_letters(word, length)) {
		return 0;
	}
	pieces_of(&p, word, length);
	for (size_t i = 0; i < p.count; i++) {
		size_t bucket = p.hashes[i] & (self->buckets - 1);
		for (uint32_t at = self->starts[bucket]; at < self->starts[bucket + 1]; at++) {
			uint32_t other = self->words[at];
			size_t other_length = self->lexicon->words.items[other].length;
			unsigned limit = spelling_limit(length < other_length ? length : other_length);
			unsigned distance =
				spelling_distance(word, length, lexicon_text(self->lexicon, other), other_length, limit);
			if (distance <= limit) {
				count = keep(out, count, space, (correction){other, (uint8_t)distance}, weight);
			}
		}
	}
	return count;
}
