/* Checks every byte of an image: checksums, and the invariants that image.h lists.
 *
 * This is the cost of opening an image, so it is one pass: each block of a section is summed and then checked while
 * it is in the first cache. The checks have no early exit and hardly a branch. An error is recorded in the highest
 * bit of a number:
 *
 *     x | most - x     has it set where x is more than `most`; both are below 2^31, as all counts are
 *
 * A check may read bytes that are not summed yet. It therefore trusts only what the check of an earlier section
 * established. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "image/image.h"
#include "text/utf8.h"

enum { KEY_MAX = FOLD_MAX + 8, BLOCK_BYTES = 64 * 1024 };

/* Each loop over a section is compiled twice, with and without AVX2, and the linker selects one. Sanitizer builds
 * cannot, since their runtime is not initialized at that time. */
#if defined __x86_64__ && defined __linux__ && defined __GLIBC__ && defined __GNUC__ && !defined __clang__ && \
	!defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

/* ---- checksums ----------------------------------------------------------------------------------------------- */

enum { LANES = 8 };
_Static_assert(LANES * sizeof(uint64_t) == IMAGE_ALIGN, "what is added to a section fills its last stripe");

static const uint64_t prime = 0x9e3779b185ebca87u;

typedef struct sum {
	uint64_t lanes[LANES];
} sum;

static sum sum_start(void)
{
	sum self;
	for (uint64_t lane = 0; lane < LANES; lane++) {
		self.lanes[lane] = (lane + 1) * prime;
	}
	return self;
}

/* Lanes of one register. */
typedef uint64_t four __attribute__((vector_size(32)));
enum { FOURS = LANES * sizeof(uint64_t) / sizeof(four) };

/* `length` is a multiple of IMAGE_ALIGN. Only additions and shifts, which every processor vectorizes; so this is
 * nearly as fast as memory. */
WIDE static void sum_add(sum *self, const unsigned char *bytes, size_t length)
{
	four lanes[FOURS];
	memcpy(lanes, self->lanes, sizeof lanes);
	for (const unsigned char *end = bytes + length; bytes < end; bytes += IMAGE_ALIGN) {
		for (size_t i = 0; i < FOURS; i++) {
			four words;
			memcpy(&words, bytes + i * sizeof words, sizeof words);
			words += lanes[i];
			words += words << 21;
			lanes[i] = words ^ words >> 29;
		}
	}
	memcpy(self->lanes, lanes, sizeof lanes);
}

static uint64_t sum_end(const sum *self, size_t length)
{
	uint64_t total = image_padded(length) * prime;
	for (size_t lane = 0; lane < LANES; lane++) {
		total = (total ^ self->lanes[lane]) * prime;
		total ^= total >> 32;
	}
	return total;
}

/* Each word is mixed into its lane by a bijection, so that a change of a single word is always found. */
uint64_t image_checksum(const void *data, size_t length)
{
	const unsigned char *bytes = data;
	size_t whole = length / IMAGE_ALIGN * IMAGE_ALIGN;
	sum s = sum_start();
	sum_add(&s, bytes, whole);
	if (whole < length) {
		unsigned char last[IMAGE_ALIGN] = {0};
		memcpy(last, bytes + whole, length - whole);
		sum_add(&s, last, sizeof last);
	}
	return sum_end(&s, length);
}

/* ---- checks -------------------------------------------------------------------------------------------------- */

typedef struct check {
	const onto_dictionary *d;
	uint32_t bad; /* an error was found: the highest bit is set */
	size_t taken; /* used items of a table so far */
	size_t valid; /* bytes of the text that are valid UTF-8 so far */
} check;

static const uint32_t WRONG = 1u << 31;

static inline uint32_t above(uint32_t x, uint32_t most)
{
	return x | (most - x);
}

static inline uint32_t wrong_if(bool wrong)
{
	return (uint32_t)wrong << 31;
}

/* The highest valid number for an array of `count` items. For an empty array no number is valid. */
static inline uint32_t last_of(size_t count)
{
	return (uint32_t)count - 1;
}

/* A text begins behind the NUL of another. */
static inline uint32_t no_text(const onto_dictionary *d, uint32_t offset)
{
	uint32_t last = last_of(d->text.count), inside = offset <= last ? offset : 0;
	return above(offset, last) | wrong_if(d->text.items[inside - (inside != 0)] != '\0');
}

/* Texts lie at random places, known well before their check. This prefetches the text of an item that comes later,
 * without a test of its number. */
enum { AHEAD = 32 };

static inline __attribute__((always_inline)) void ask_text(const onto_dictionary *d, uint32_t offset)
{
	__builtin_prefetch((const void *)((uintptr_t)d->text.items + offset));
}

static inline size_t later(size_t at, size_t end)
{
	return at + AHEAD < end ? at + AHEAD : end - 1;
}

/* Sets the highest bit of the lowest zero byte of a word, and perhaps of bytes above it. */
static inline uint64_t zero_bytes(uint64_t word)
{
	return (word - 0x0101010101010101u) & ~word & 0x8080808080808080u;
}

/* True where the text at an offset, which is inside, has a colon. Eight bytes at a time while as many remain. */
static inline bool has_colon(const onto_dictionary *d, uint32_t offset)
{
	size_t at = offset;
	for (uint64_t word; d->text.count - at >= sizeof word; at += sizeof word) {
		memcpy(&word, d->text.items + at, sizeof word);
		uint64_t end = zero_bytes(word), colon = zero_bytes(word ^ 0x3a3a3a3a3a3a3a3au);
		if (((end & -end) - 1) & colon) { /* before the NUL, if that is among the eight too */
			return true;
		}
		if (end) {
			return false;
		}
	}
	while (at < d->text.count && d->text.items[at] && d->text.items[at] != ':') {
		at++;
	}
	return at < d->text.count && d->text.items[at] == ':';
}

/* A code is a text with a colon in it. */
static inline uint32_t no_code(const onto_dictionary *d, uint32_t offset)
{
	return no_text(d, offset) | wrong_if(offset >= d->text.count || !has_colon(d, offset));
}

static inline __attribute__((always_inline)) uint32_t all_within(const uint32_t *numbers, size_t from, size_t to,
                                                                 uint32_t most)
{
	uint32_t bad = 0;
	for (size_t i = from; i < to; i++) {
		bad |= above(numbers[i], most);
	}
	return bad;
}

static bool are_starts(const uint32_t *starts, size_t count, size_t end)
{
	return count && starts[0] == 0 && starts[count - 1] == end;
}

/* A table holds numbers up to `most`; 0 is a free slot. */
static inline __attribute__((always_inline)) void look_at_slots(check *self, const uint32_t *slots, size_t from,
                                                                size_t to, uint32_t most)
{
	uint32_t bad = 0, taken = 0;
	for (size_t i = from; i < to; i++) {
		bad |= above(slots[i], most);
		taken += slots[i] != 0;
	}
	self->bad |= bad;
	self->taken += taken;
}

static bool is_table(size_t count, size_t taken)
{
	return count && (count & (count - 1)) == 0 && taken < count;
}

/* True for control characters besides the NULs, tabs and line ends that texts have: those of ASCII, and U+0080 to
 * U+009F, which begin with C2. A text begins with a whole character. */
WIDE static bool has_control(const char *text, size_t length)
{
	const unsigned char *bytes = (const unsigned char *)text;
	unsigned char found = 0;
	for (size_t i = 0; i < length; i++) {
		unsigned char c = bytes[i];
		found |= (c < 0x20) & (c != 0) & (c != '\t') & (c != '\n');
		found |= c == 0x7f;
	}
	for (size_t i = 1; i < length; i++) {
		found |= (bytes[i - 1] == 0xc2) & (bytes[i] < 0xa0);
	}
	return found;
}

/* Cuts only between characters. */
static void look_at_text(check *self, size_t from, size_t to)
{
	const onto_dictionary *d = self->d;
	(void)from;
	while (to < d->text.count && to > self->valid && (d->text.items[to] & 0xc0) == 0x80) {
		to--;
	}
	self->bad |= wrong_if(!utf8_valid(d->text.items + self->valid, to - self->valid)) |
	             wrong_if(has_control(d->text.items + self->valid, to - self->valid));
	self->valid = to;
}

static bool is_text(const check *self)
{
	const onto_dictionary *d = self->d;
	return d->text.count && d->text.items[0] == '\0' && d->text.items[d->text.count - 1] == '\0' &&
	       self->valid == d->text.count;
}

static void look_at_sources(check *self, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const source *s = &self->d->sources.items[i];
		self->bad |= no_text(self->d, s->id) | no_text(self->d, s->title) | no_text(self->d, s->version) |
		             no_text(self->d, s->licence);
	}
}

/* The last item is the end of the others' ranges. */
WIDE static void look_at_concepts(check *self, size_t from, size_t to)
{
	const onto_dictionary *d = self->d;
	uint32_t bad = 0, sources = last_of(d->sources.count), meanings = last_of(d->meaning_starts.count - 1);
	for (size_t i = from; i < to && i + 1 < d->concepts.count; i++) {
		const concept *c = &d->concepts.items[i];
		const concept *later_one = &d->concepts.items[later(i, to)];
		ask_text(d, later_one->code);
		ask_text(d, later_one->name);
		bad |= above(c[0].parents, c[1].parents) | above(c[0].xrefs, c[1].xrefs) | c[1].parents | c[1].xrefs;
		bad |= above(c->meaning, meanings) | above(c->source, sources);
		bad |= above(c->type, TYPE_COUNT - 1) | above(c->also, TYPES_ALL) | above(c->standing, ONTO_OBSOLETE);
		bad |= no_code(d, c->code) | no_text(d, c->name) | no_text(d, c->successor);
	}
	self->bad |= bad;
}

static bool are_concepts(const check *self)
{
	const onto_dictionary *d = self->d;
	const concept *first = d->concepts.items, *end = first + d->concepts.count - 1;
	return !first->parents && !first->xrefs && end->parents == d->parents.count && end->xrefs == d->xrefs.count;
}

/* Names lie in the order of their concepts, and none is empty. */
WIDE static void look_at_names(check *self, size_t from, size_t to)
{
	const onto_dictionary *d = self->d;
	uint32_t bad = 0, before = from ? d->names.items[from - 1].concept : 0;
	uint32_t sources = last_of(d->sources.count), concepts = last_of(d->concepts.count - 1);
	uint32_t last = d->text.count < 2 ? 0 : (uint32_t)d->text.count - 2; /* the last byte that a name may follow */
	uint32_t inside = d->text.count < 2; /* the bytes before names, all of them NULs */
	for (size_t i = from; i < to; i++) {
		const name *n = &d->names.items[i];
		ask_text(d, d->names.items[later(i, to)].text);
		bad |= above(n->concept, concepts) | (n->concept - before) | above(n->source, sources);
		bad |= above(n->scope, ONTO_SCOPES - 1) | above(n->text - 1, last);
		inside |= (unsigned char)d->text.items[n->text - 1 <= last ? n->text - 1 : 0];
		before = n->concept;
	}
	self->bad |= bad | wrong_if(inside);
}

WIDE static void look_at_parents(check *self, size_t from, size_t to)
{
	self->bad |= all_within(self->d->parents.items, from, to, last_of(self->d->concepts.count - 1));
}

WIDE static void look_at_xrefs(check *self, size_t from, size_t to)
{
	const xref *xrefs = self->d->xrefs.items;
	uint32_t bad = 0;
	for (size_t i = from; i < to; i++) {
		ask_text(self->d, xrefs[later(i, to)].code);
		bad |= above(xrefs[i].predicate, ONTO_PREDICATES - 1) | no_code(self->d, xrefs[i].code);
	}
	self->bad |= bad;
}

/* Every meaning has a member. */
WIDE static void look_at_meaning_starts(check *self, size_t from, size_t to)
{
	const uint32_t *starts = self->d->meaning_starts.items;
	uint32_t bad = 0;
	for (size_t i = from ? from : 1; i < to; i++) {
		bad |= starts[i] | (starts[i] - starts[i - 1] - 1);
	}
	self->bad |= bad;
}

static bool are_meaning_starts(const check *self)
{
	const onto_dictionary *d = self->d;
	return are_starts(d->meaning_starts.items, d->meaning_starts.count, d->meaning_members.count);
}

WIDE static void look_at_meaning_members(check *self, size_t from, size_t to)
{
	self->bad |= all_within(self->d->meaning_members.items, from, to, last_of(self->d->concepts.count - 1));
}

WIDE static void look_at_code_slots(check *self, size_t from, size_t to)
{
	look_at_slots(self, self->d->code_slots.items, from, to, (uint32_t)self->d->concepts.count - 1);
}

static bool are_code_slots(const check *self)
{
	return is_table(self->d->code_slots.count, self->taken);
}

WIDE static void look_at_words(check *self, size_t from, size_t to)
{
	const onto_dictionary *d = self->d;
	const lexicon *l = &d->lexicon;
	uint32_t bad = 0, words = last_of(l->words.count), last = last_of(l->text.count);
	uint32_t last_node = (uint32_t)d->trie.nodes.count - 2;
	for (size_t i = from; i < to; i++) {
		const lexicon_word *w = &l->words.items[i];
		uint32_t end = w->text + w->length, inside = w->text <= last && end <= last ? end : 0;
		bad |= above(w->key, words) | above(w->first, last_node) | above(w->length, KEY_MAX);
		bad |= above(w->text, last) | above(end, last) | wrong_if(l->text.items[inside] != '\0');
	}
	self->bad |= bad;
}

/* Number 0 is none and holds only zeros. */
static bool are_words(const check *self)
{
	const lexicon_word *none = self->d->lexicon.words.items;
	return !none->key && !none->first && !none->length;
}

static bool is_lexicon_text(const check *self)
{
	const lexicon *l = &self->d->lexicon;
	return l->text.count && l->text.items[0] == '\0';
}

WIDE static void look_at_word_slots(check *self, size_t from, size_t to)
{
	look_at_slots(self, self->d->lexicon.slots, from, to, last_of(self->d->lexicon.words.count));
}

static bool are_word_slots(const check *self)
{
	return is_table(self->d->lexicon.slot_count, self->taken);
}

/* Children have higher numbers than their parent. Children and terminals lie without gaps. */
WIDE static void look_at_nodes(check *self, size_t from, size_t to)
{
	const trie_node *nodes = self->d->trie.nodes.items;
	uint32_t bad = 0, last = last_of(self->d->trie.nodes.count), words = last_of(self->d->lexicon.words.count);
	uint32_t end = to <= last ? (uint32_t)to : last;
	for (uint32_t i = from ? (uint32_t)from : 1; i < end; i++) {
		const trie_node *n = &nodes[i];
		bad |= above(n->key, words) | n->children | (n->children - i - 1) | n->terminals;
		bad |= (n[1].children - n->children) | (n[1].terminals - n->terminals);
	}
	self->bad |= bad;
}

/* The last item is the end of the others' ranges. */
static bool are_nodes(const check *self)
{
	const onto_dictionary *d = self->d;
	const trie_node *nodes = d->trie.nodes.items, *end = nodes + d->trie.nodes.count - 1;
	return nodes[0].children == nodes[1].children && !nodes[0].terminals && !nodes[1].terminals && !nodes[0].key &&
	       !end->key && end->children == last_of(d->trie.nodes.count) && end->terminals == d->terminals.count;
}

WIDE static void look_at_terminals(check *self, size_t from, size_t to)
{
	const onto_dictionary *d = self->d;
	/* A walk may be longer than the terminal's count; behind the start of any terminal so many words can be
	 * read. */
	uint32_t names = last_of(d->names.count), bad = wrong_if(d->terminal_words.count < NAME_WORDS_MAX);
	uint32_t words = (uint32_t)d->terminal_words.count - NAME_WORDS_MAX;
	for (size_t i = from; i < to; i++) {
		const terminal *e = &d->terminals.items[i];
		bad |= above(e->name, names) | above(e->words, words) | above(e->count - 1u, NAME_WORDS_MAX - 1);
	}
	self->bad |= bad;
}

WIDE static void look_at_terminal_words(check *self, size_t from, size_t to)
{
	self->bad |= all_within(self->d->terminal_words.items, from, to, last_of(self->d->lexicon.words.count));
}

/* ---- sections ------------------------------------------------------------------------------------------------ */

/* The check of each section, piece by piece, and the condition on the whole. */
static const struct {
	void (*look)(check *, size_t from, size_t to);
	bool (*holds)(const check *);
	const char *otherwise;
} contents[IMAGE_SECTION_COUNT] = {
	[IMAGE_TEXT] = {look_at_text, is_text, "its text is none"},
	[IMAGE_SOURCES] = {look_at_sources, NULL, "a source points nowhere"},
	[IMAGE_CONCEPTS] = {look_at_concepts, are_concepts, "a concept points nowhere"},
	[IMAGE_NAMES] = {look_at_names, NULL, "a name points nowhere"},
	[IMAGE_PARENTS] = {look_at_parents, NULL, "a parent points nowhere"},
	[IMAGE_XREFS] = {look_at_xrefs, NULL, "a cross-reference is none"},
	[IMAGE_MEANING_STARTS] = {look_at_meaning_starts, are_meaning_starts, "a meaning points nowhere"},
	[IMAGE_MEANING_MEMBERS] = {look_at_meaning_members, NULL, "a meaning points nowhere"},
	[IMAGE_CODE_SLOTS] = {look_at_code_slots, are_code_slots, "a code points nowhere"},
	[IMAGE_LEXICON_TEXT] = {NULL, is_lexicon_text, "the text of its words is none"},
	[IMAGE_LEXICON_WORDS] = {look_at_words, are_words, "a word points nowhere"},
	[IMAGE_LEXICON_SLOTS] = {look_at_word_slots, are_word_slots, "a word points nowhere"},
	[IMAGE_NODES] = {look_at_nodes, are_nodes, "a node points nowhere"},
	[IMAGE_TERMINALS] = {look_at_terminals, NULL, "an ending points nowhere"},
	[IMAGE_TERMINAL_WORDS] = {look_at_terminal_words, NULL, "the words of an ending point nowhere"},
};

/* What all other checks rely on. */
static bool check_counts(const onto_dictionary *d, const image_header *h)
{
	for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++) {
		if (h->section[i].count > INT32_MAX) {
			return false;
		}
	}
	return d->sources.count <= SOURCES_MAX && d->concepts.count && d->meaning_starts.count &&
	       d->lexicon.words.count && d->trie.nodes.count >= 2;
}

/* The sections that checks of later sections read, and the last such section. */
static size_t last_reader(size_t section)
{
	return section == IMAGE_TEXT ? IMAGE_XREFS : section == IMAGE_LEXICON_TEXT ? IMAGE_LEXICON_WORDS : section;
}

/* Releases a section's pages. They stay in the page cache, and tagging maps again what it uses, so that a process
 * holds no more than that. */
static void let_go(const unsigned char *bytes, const image_section *s)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), from = ((size_t)s->offset + page - 1) / page * page;
	size_t end = ((size_t)s->offset + (size_t)(s->count * s->item_size)) / page * page;
	if (end > from) {
		madvise((void *)(bytes + from), end - from, MADV_DONTNEED);
	}
}

const char *image_check(const onto_dictionary *d, const unsigned char *bytes, const image_header *h, bool mapped)
{
	if (!check_counts(d, h)) {
		return "its arrays do not go together";
	}
	for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++) {
		const image_section *s = &h->section[i];
		const unsigned char *at = bytes + s->offset;
		size_t count = (size_t)s->count, item = (size_t)s->item_size, length = image_padded(count * item);
		/* A whole number of items and of checksum stripes. */
		size_t step = BLOCK_BYTES / IMAGE_ALIGN / item * IMAGE_ALIGN + IMAGE_ALIGN;
		sum sum = sum_start();
		check check = {.d = d};
		for (size_t from = 0; from < count; from += step) {
			bool last = count - from <= step;
			size_t to = last ? count : from + step;
			sum_add(&sum, at + from * item, (last ? length : to * item) - from * item);
			if (contents[i].look) {
				contents[i].look(&check, from, to);
			}
		}
		if (sum_end(&sum, length) != s->checksum) {
			return "a section does not have its checksum";
		}
		if ((check.bad & WRONG) || (contents[i].holds && !contents[i].holds(&check))) {
			return contents[i].otherwise;
		}
		for (size_t k = 0; mapped && k <= i; k++) {
			if (last_reader(k) == i) {
				let_go(bytes, &h->section[k]);
			}
		}
	}
	return NULL;
}
