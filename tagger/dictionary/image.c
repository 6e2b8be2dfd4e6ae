#include "dictionary/image.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "core/replacement.h"
#include "text/utf8.h"

enum { KEY_MAX = FOLD_MAX + 8 };

static const unsigned char magic[8] = IMAGE_MAGIC;

_Static_assert(sizeof(image_header) % IMAGE_ALIGN == 0, "the header ends where the first section begins");
_Static_assert(sizeof(source) == 24 && sizeof(concept) == 28 && sizeof(name) == 16 && sizeof(xref) == 8 &&
               sizeof(lexicon_word) == 16 && sizeof(trie_node) == 12 && sizeof(ending) == 16,
               "another layout is another IMAGE_FORMAT");
_Static_assert(sizeof(ONTO_VERSION) <= sizeof ((image_header *)NULL)->version, "the version has room");

static size_t padded(size_t length)
{
	return (length + IMAGE_ALIGN - 1) / IMAGE_ALIGN * IMAGE_ALIGN;
}

static bool little_endian(void)
{
	const uint16_t one = 1;
	return *(const unsigned char *)&one == 1;
}

/* ---- checksums ---------------------------------------------------------------------------------------------------- */

enum { LANES = 8 };
_Static_assert(LANES * sizeof(uint64_t) == IMAGE_ALIGN, "what is added to a section fills its last stripe");

static const uint64_t prime = 0x9e3779b185ebca87u;

static inline void add_stripe(uint64_t lanes[LANES], const unsigned char *bytes)
{
	for (size_t lane = 0; lane < LANES; lane++) {
		uint64_t word;
		memcpy(&word, bytes + lane * sizeof word, sizeof word);
		word = (lanes[lane] ^ word) * prime;
		lanes[lane] = word << 31 | word >> 33;
	}
}

/* Every lane is turned one to one by each word that it takes, so that a change of a single word never goes unseen. */
uint64_t image_checksum(const void *data, size_t length)
{
	const unsigned char *bytes = data;
	uint64_t lanes[LANES], sum = padded(length) * prime;
	size_t at = 0;
	for (uint64_t lane = 0; lane < LANES; lane++) {
		lanes[lane] = (lane + 1) * prime;
	}
	for (; at + IMAGE_ALIGN <= length; at += IMAGE_ALIGN) {
		add_stripe(lanes, bytes + at);
	}
	if (at < length) {
		unsigned char last[IMAGE_ALIGN] = {0};
		memcpy(last, bytes + at, length - at);
		add_stripe(lanes, last);
	}
	for (size_t lane = 0; lane < LANES; lane++) {
		sum = (sum ^ lanes[lane]) * prime;
		sum ^= sum >> 32;
	}
	return sum;
}

static uint64_t header_checksum(const image_header *h)
{
	image_header copy = *h;
	copy.checksum = 0;
	return image_checksum(&copy, sizeof copy);
}

/* ---- writing ------------------------------------------------------------------------------------------------------ */

typedef struct piece {
	const void *items;
	size_t length; /* in bytes */
} piece;

static const unsigned char zeros[IMAGE_ALIGN];

static onto_status write_image(const image_header *h, const piece *pieces, const char *path, onto_error *error)
{
	replacement out;
	TRY(replacement_open(&out, path, error));
	onto_status status = replacement_write(&out, h, sizeof *h, error);
	for (size_t i = 0; i < IMAGE_SECTION_COUNT && status == ONTO_OK; i++) {
		status = replacement_write(&out, pieces[i].items, pieces[i].length, error);
		if (status == ONTO_OK) {
			status = replacement_write(&out, zeros, padded(pieces[i].length) - pieces[i].length, error);
		}
	}
	if (status != ONTO_OK) {
		replacement_abandon(&out);
		return status;
	}
	return replacement_commit(&out, error);
}

onto_status onto_dictionary_compile(const onto_dictionary *d, const char *path, onto_error *error)
{
	if (!little_endian()) {
		return onto_fail(error, ONTO_LIMIT, path, 0, "an image is little-endian, and this machine is not");
	}
	const piece pieces[IMAGE_SECTION_COUNT] = {
#define PIECE(name, items, count) {d->items, d->count * sizeof *d->items},
		IMAGE_SECTIONS(PIECE)
#undef PIECE
	};
	static const size_t item_sizes[IMAGE_SECTION_COUNT] = {
#define SIZE(name, items, count) sizeof *((onto_dictionary *)NULL)->items,
		IMAGE_SECTIONS(SIZE)
#undef SIZE
	};
	image_header h = {.format = IMAGE_FORMAT, .sections = IMAGE_SECTION_COUNT, .version = ONTO_VERSION,
	                  .size = sizeof h};
	memcpy(h.magic, magic, sizeof magic);
	for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++) {
		h.section[i] = (image_section){h.size, pieces[i].length / item_sizes[i], item_sizes[i],
		                         image_checksum(pieces[i].items, pieces[i].length)};
		h.size += padded(pieces[i].length);
	}
	h.checksum = header_checksum(&h);
	return write_image(&h, pieces, path, error);
}

/* ---- checking the header ------------------------------------------------------------------------------------------ */

typedef struct checker {
	const char *path;
	const unsigned char *bytes;
	size_t length;
	bool mapped; /* from a file: what is let go of comes back as it was */
	onto_dictionary *out;
	onto_error *error;
} checker;

static onto_status damaged(const checker *self, const char *what)
{
	return onto_fail(self->error, ONTO_DAMAGED, self->path, 0, "a damaged image: %s", what);
}

static onto_status outdated(const checker *self, const char *what)
{
	return onto_fail(self->error, ONTO_DAMAGED, self->path, 0,
	                 "an image that another version made (%s); make a new one: ontotag compile -o %s DICT.dict.gz", what,
	                 self->path);
}

static onto_status check_header(const checker *self, const image_header *h)
{
	char what[80] = "";
	if (self->length < sizeof h->magic || memcmp(h->magic, magic, sizeof magic) != 0) {
		return onto_fail(self->error, ONTO_DAMAGED, self->path, 0, "is no image");
	}
	if (self->length < offsetof(image_header, size)) {
		return damaged(self, "it ends in the middle");
	}
	if (h->format != IMAGE_FORMAT) {
		snprintf(what, sizeof what, "format %lu; this program reads format %d", (unsigned long)h->format, IMAGE_FORMAT);
		return outdated(self, what);
	}
	if (self->length < sizeof *h) {
		return damaged(self, "it ends in the middle");
	}
	if (h->checksum != header_checksum(h)) {
		return damaged(self, "its header does not have its checksum");
	}
	if (strncmp(h->version, ONTO_VERSION, sizeof h->version) != 0) {
		snprintf(what, sizeof what, "%.31s; this is " ONTO_VERSION, h->version);
		return outdated(self, what);
	}
	if (h->size != self->length || h->sections != IMAGE_SECTION_COUNT) {
		return damaged(self, "it does not have the length that it should have");
	}
	return ONTO_OK;
}

/* The items of a section: NULL where they do not lie in the file as they should. */
static void *items_of(const checker *self, const image_section *s, size_t item_size)
{
	size_t most = self->length - sizeof(image_header);
	if (s->item_size != item_size || s->offset % IMAGE_ALIGN || s->offset < sizeof(image_header) || s->offset > self->length ||
	    s->count > most / item_size || padded((size_t)s->count * item_size) > self->length - s->offset) {
		return NULL;
	}
	return (void *)(self->bytes + s->offset);
}

/* Lets the arrays of the dictionary point to their sections. */
static onto_status take_sections(const checker *self, const image_header *h)
{
	onto_dictionary *d = self->out;
	uint64_t end = sizeof *h;
	bool placed = true;
#define TAKE(name, items, number)                                                          \
	d->items = items_of(self, &h->section[IMAGE_##name], sizeof *d->items);          \
	d->number = (size_t)h->section[IMAGE_##name].count;                              \
	placed &= d->items != NULL;
	IMAGE_SECTIONS(TAKE)
#undef TAKE
	if (!placed) {
		return damaged(self, "a section does not lie in it");
	}
	for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++) {
		const image_section *s = &h->section[i];
		if (s->offset != end) {
			return damaged(self, "its sections do not follow one another");
		}
		end += padded((size_t)(s->count * s->item_size));
	}
	return end == self->length ? ONTO_OK : damaged(self, "there is something behind its last section");
}

/* ---- checking the content ----------------------------------------------------------------------------------------- */

/* Plain loops over one array at a time, without a way out in the middle, so that the compiler can turn them into
 * vector instructions. */

static bool all_below(const uint32_t *numbers, size_t count, uint32_t limit)
{
	uint32_t bad = 0;
	for (size_t i = 0; i < count; i++) {
		bad |= numbers[i] >= limit;
	}
	return !bad;
}

/* Starts of ranges: from 0, never falling, up to `end`. */
static bool are_starts(const uint32_t *starts, size_t count, size_t end)
{
	uint32_t bad = 0;
	for (size_t i = 1; i < count; i++) {
		bad |= starts[i] < starts[i - 1];
	}
	return count && !bad && starts[0] == 0 && starts[count - 1] == end;
}

/* A table of numbers up to `limit`, 0 for a free slot, of which there is one. */
static bool is_table(const uint32_t *slots, size_t count, size_t limit)
{
	uint32_t bad = 0;
	size_t taken = 0;
	for (size_t i = 0; i < count; i++) {
		bad |= slots[i] > limit;
		taken += slots[i] != 0;
	}
	return count && (count & (count - 1)) == 0 && !bad && taken < count;
}

/* Texts begin behind the NUL of another. */
static bool is_text(const onto_dictionary *d, uint32_t offset)
{
	return offset < d->text.count && (offset == 0 || d->text.items[offset - 1] == '\0');
}

static bool is_code(const onto_dictionary *d, uint32_t offset)
{
	if (!is_text(d, offset)) {
		return false;
	}
	const char *at = d->text.items + offset;
	while (*at && *at != ':') {
		at++;
	}
	return *at == ':';
}

static bool check_text(const onto_dictionary *d)
{
	return d->text.count && d->text.items[0] == '\0' &&
	       d->text.items[d->text.count - 1] == '\0' && utf8_valid(d->text.items, d->text.count);
}

static bool check_sources(const onto_dictionary *d)
{
	bool good = true;
	for (size_t i = 0; good && i < d->sources.count; i++) {
		const source *s = &d->sources.items[i];
		good = is_text(d, s->id) && is_text(d, s->title) && is_text(d, s->version) && is_text(d, s->licence);
	}
	return good;
}

static bool check_concepts(const onto_dictionary *d)
{
	size_t count = d->concepts.count;
	const concept *c = d->concepts.items;
	if (c[0].parents || c[0].xrefs || c[count - 1].parents != d->parents.count ||
	    c[count - 1].xrefs != d->xrefs.count) {
		return false;
	}
	bool good = true;
	for (size_t i = 0; i + 1 < count; i++) {
		good &= c[i].parents <= c[i + 1].parents && c[i].xrefs <= c[i + 1].xrefs;
		good &= c[i].meaning < d->meaning_starts.count - 1 && c[i].source < d->sources.count;
		good &= c[i].type < ONTO_TYPES && c[i].standing <= ONTO_OBSOLETE;
		good &= is_code(d, c[i].code) && is_text(d, c[i].name) && is_text(d, c[i].successor);
	}
	return good;
}

/* What the rest counts on. Nothing is more than a number can say. */
static bool check_counts(const onto_dictionary *d)
{
	return d->text.count <= UINT32_MAX && d->sources.count <= UINT16_MAX && d->concepts.count &&
	       d->concepts.count <= UINT32_MAX && d->names.count < UINT32_MAX && d->meaning_starts.count &&
	       d->lexicon.words.count && d->lexicon.words.count <= UINT32_MAX && d->lexicon.text.count <= UINT32_MAX &&
	       d->endings.count < UINT32_MAX && d->trie.nodes.count >= 2 && d->trie.nodes.count < UINT32_MAX;
}

/* Every meaning has a member. */
static bool check_meanings(const onto_dictionary *d)
{
	const uint32_t *starts = d->meaning_starts.items;
	uint32_t bad = 0;
	for (size_t i = 1; i < d->meaning_starts.count; i++) {
		bad |= starts[i - 1] == starts[i];
	}
	return !bad && are_starts(starts, d->meaning_starts.count, d->meaning_members.count) &&
	       all_below(d->meaning_members.items, d->meaning_members.count, (uint32_t)d->concepts.count - 1);
}

static bool check_names(const onto_dictionary *d)
{
	bool good = true;
	uint32_t before = 0;
	for (size_t i = 0; i < d->names.count; i++) {
		const name *n = &d->names.items[i];
		good &= n->concept >= before && n->concept + (size_t)1 < d->concepts.count && n->source < d->sources.count;
		good &= n->scope < ONTO_SCOPES && is_text(d, n->text);
		before = n->concept;
	}
	return good;
}

static bool check_xrefs(const onto_dictionary *d)
{
	bool good = true;
	for (size_t i = 0; i < d->xrefs.count; i++) {
		good &= d->xrefs.items[i].predicate < ONTO_PREDICATES && is_code(d, d->xrefs.items[i].code);
	}
	return good;
}

static bool check_parents(const onto_dictionary *d)
{
	return all_below(d->parents.items, d->parents.count, (uint32_t)d->concepts.count - 1);
}

static bool check_code_slots(const onto_dictionary *d)
{
	return is_table(d->code_slots.items, d->code_slots.count, d->concepts.count - 1);
}

static bool check_words(const onto_dictionary *d)
{
	const lexicon *l = &d->lexicon;
	const lexicon_word *none = l->words.items;
	bool good = !none->key && !none->first && !none->length;
	for (size_t i = 0; i < l->words.count; i++) {
		const lexicon_word *w = &l->words.items[i];
		size_t end = (size_t)w->text + w->length;
		good &= w->key < l->words.count && w->first + (size_t)1 < d->trie.nodes.count && w->length <= KEY_MAX && end < l->text.count &&
		        l->text.items[end] == '\0';
	}
	return good;
}

static bool check_word_slots(const onto_dictionary *d)
{
	return is_table(d->lexicon.slots, d->lexicon.slot_count, d->lexicon.words.count - 1);
}

/* The hashes of keys fall only where the children of another node begin, and are nowhere the same twice. */
static bool check_keys(const onto_dictionary *d)
{
	const trie_node *nodes = d->trie.nodes.items;
	size_t last = d->trie.nodes.count - 1, falls = 0, at_starts = 0;
	uint32_t bad = 0;
	for (size_t i = nodes[1].children; i < last; i++) {
		falls += trie_hash(nodes[i].key) <= trie_hash(nodes[i - 1].key);
		bad |= nodes[i].key >= d->lexicon.words.count;
	}
	for (size_t i = 1; i < last; i++) {
		uint32_t start = nodes[i].children;
		if (start != nodes[i + 1].children) {
			at_starts += trie_hash(nodes[start].key) <= trie_hash(nodes[start - 1].key);
		}
	}
	return falls == at_starts && !bad;
}

/* Children behind their nodes, endings where they may be; both without gaps. */
static bool check_nodes(const onto_dictionary *d)
{
	const trie_node *nodes = d->trie.nodes.items;
	size_t last = d->trie.nodes.count - 1;
	uint32_t bad = nodes[0].children != nodes[1].children || nodes[0].endings != 0;
	for (uint32_t i = 1; i <= last; i++) {
		bad |= (nodes[i].children < nodes[i - 1].children) | (nodes[i].endings < nodes[i - 1].endings);
		bad |= (nodes[i].children < i) | ((nodes[i].children == i) & (i < last));
	}
	return !bad && nodes[last].children == last && nodes[last].endings == d->endings.count && check_keys(d);
}

static bool check_endings(const onto_dictionary *d)
{
	bool good = true;
	for (size_t i = 0; i < d->endings.count; i++) {
		const ending *e = &d->endings.items[i];
		good &= (e->name < d->names.count) & (e->count > 0) & (e->count <= NAME_WORDS_MAX);
		/* A walk may be longer than the ending says; so many words can be read behind the start of any. */
		good &= (size_t)e->words + NAME_WORDS_MAX <= d->ending_words.count;
	}
	return good;
}

static bool check_ending_words(const onto_dictionary *d)
{
	return all_below(d->ending_words.items, d->ending_words.count, (uint32_t)d->lexicon.words.count);
}

/* What must hold of a section once those before it, and the counts of all, are known to be sound. */
static const struct {
	bool (*holds)(const onto_dictionary *);
	const char *otherwise;
} contents[IMAGE_SECTION_COUNT] = {
	[IMAGE_TEXT] = {check_text, "its text is none"},
	[IMAGE_SOURCES] = {check_sources, "a source points nowhere"},
	[IMAGE_CONCEPTS] = {check_concepts, "a concept points nowhere"},
	[IMAGE_NAMES] = {check_names, "a name points nowhere"},
	[IMAGE_PARENTS] = {check_parents, "a parent points nowhere"},
	[IMAGE_XREFS] = {check_xrefs, "a cross-reference is none"},
	[IMAGE_MEANING_MEMBERS] = {check_meanings, "a meaning points nowhere"},
	[IMAGE_CODE_SLOTS] = {check_code_slots, "a code points nowhere"},
	[IMAGE_LEXICON_WORDS] = {check_words, "a word points nowhere"},
	[IMAGE_LEXICON_SLOTS] = {check_word_slots, "a word points nowhere"},
	[IMAGE_NODES] = {check_nodes, "a node points nowhere"},
	[IMAGE_ENDINGS] = {check_endings, "an ending points nowhere"},
	[IMAGE_ENDING_WORDS] = {check_ending_words, "the words of an ending point nowhere"},
};

/* Lets go of a section's pages: they stay in the system's cache, and those that tagging then looks at come back from there, so
 * that this process holds no more than it uses. */
static void give_back(const checker *self, const image_section *s)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), from = ((size_t)s->offset + page - 1) / page * page;
	size_t end = ((size_t)s->offset + (size_t)(s->count * s->item_size)) / page * page;
	if (end > from) {
		madvise((void *)(self->bytes + from), end - from, MADV_DONTNEED);
	}
}

/* Checksum, then content, section by section: the second look finds in the processor's cache what the first has read. */
static onto_status check_content(const checker *self, const image_header *h)
{
	if (!check_counts(self->out)) {
		return damaged(self, "its arrays do not go together");
	}
	for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++) {
		const image_section *s = &h->section[i];
		if (image_checksum(self->bytes + s->offset, padded((size_t)(s->count * s->item_size))) != s->checksum) {
			return damaged(self, "a section does not have its checksum");
		}
		if (contents[i].holds && !contents[i].holds(self->out)) {
			return damaged(self, contents[i].otherwise);
		}
		if (self->mapped && i != IMAGE_TEXT) {
			give_back(self, s);
		}
		if (self->mapped && i == IMAGE_XREFS) { /* the last whose check reads the text */
			give_back(self, &h->section[IMAGE_TEXT]);
		}
	}
	return ONTO_OK;
}

/* Are the keys of its words, and the places in its tables, those that this program makes? Some of them tell. */
enum { SAMPLE = 64 };

static bool same_keys(const lexicon *l, keyer *keyer)
{
	bool same = true;
	for (size_t i = 1; same && i < l->words.count; i += l->words.count / SAMPLE + 1) {
		const lexicon_word *w = &l->words.items[i], *key = &l->words.items[w->key];
		char made[FOLD_MAX + 8];
		if (w->key && w->length <= FOLD_MAX) {
			size_t length = keyer_key(keyer, l->text.items + w->text, w->length, made);
			same = length == key->length && memcmp(made, l->text.items + key->text, length) == 0;
		}
	}
	return same;
}

static bool same_places(const onto_dictionary *d)
{
	const lexicon *l = &d->lexicon;
	const trie *t = &d->trie;
	bool same = true;
	for (size_t i = 1; i < l->words.count; i += l->words.count / SAMPLE + 1) {
		const lexicon_word *w = &l->words.items[i];
		same &= lexicon_find(l, l->text.items + w->text, w->length) == i;
	}
	for (size_t i = 0; i + 1 < d->concepts.count; i += d->concepts.count / SAMPLE + 1) {
		same &= onto_dictionary_find(d, dictionary_text(d, d->concepts.items[i].code)) == i;
	}
	for (uint32_t node = 1; node <= t->made; node += t->made / SAMPLE + 1) {
		uint32_t child = t->nodes.items[node].children;
		same &= child == t->nodes.items[node + 1].children || trie_child(t, node, t->nodes.items[child].key) == child;
	}
	return same;
}

static onto_status check_tables(const checker *self)
{
	keyer *keyer = keyer_new();
	if (!keyer) {
		return fail_memory(self->error);
	}
	bool same = same_keys(&self->out->lexicon, keyer) && same_places(self->out);
	keyer_free(keyer);
	return same ? ONTO_OK : outdated(self, "its tables are in another order");
}

/* ---- opening ------------------------------------------------------------------------------------------------------ */

static onto_status check(checker *self)
{
	const image_header *h = (const image_header *)self->bytes;
	TRY(check_header(self, h));
	TRY(take_sections(self, h));
	TRY(check_content(self, h));
	self->out->trie.made = (uint32_t)self->out->trie.nodes.count - 2;
	self->out->trie.count = self->out->trie.made + (size_t)1 - self->out->trie.nodes.items[1].children;
	return check_tables(self);
}

static onto_status read_image(const char *label, const void *bytes, size_t length, bool mapped, onto_dictionary **out,
                              onto_error *error)
{
	*out = NULL;
	checker self = {.path = label, .bytes = bytes, .length = length, .mapped = mapped, .error = error};
	if (!little_endian()) {
		return onto_fail(error, ONTO_LIMIT, label, 0, "an image is little-endian, and this machine is not");
	}
	self.out = calloc(1, sizeof *self.out);
	if (!self.out) {
		return fail_memory(error);
	}
	self.out->borrowed = true;
	onto_status status = check(&self);
	if (status != ONTO_OK) {
		onto_dictionary_free(self.out);
		return status;
	}
	*out = self.out;
	return ONTO_OK;
}

onto_status image_read(const char *label, const void *bytes, size_t length, onto_dictionary **out, onto_error *error)
{
	return read_image(label, bytes, length, false, out, error);
}

/* A regular file, for a pipe would lose what is read of it. -1 where it is none or cannot be opened. */
static int open_file(const char *path, struct stat *state)
{
	int file = stat(path, state) == 0 && S_ISREG(state->st_mode) ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (file >= 0 && fstat(file, state) != 0) {
		close(file);
		file = -1;
	}
	return file;
}

bool onto_dictionary_is_compiled(const char *path)
{
	struct stat state;
	unsigned char first[sizeof magic];
	int file = open_file(path, &state);
	bool is = file >= 0 && read(file, first, sizeof first) == sizeof first && memcmp(first, magic, sizeof magic) == 0;
	if (file >= 0) {
		close(file);
	}
	return is;
}

onto_status image_open(const char *path, onto_dictionary **out, onto_error *error)
{
	struct stat state;
	*out = NULL;
	errno = 0;
	int file = open_file(path, &state);
	if (file < 0) {
		return onto_fail(error, ONTO_IO, path, 0, "cannot open: %s", errno ? strerror(errno) : "is no file");
	}
	size_t length = (size_t)state.st_size;
	void *bytes = length ? mmap(NULL, length, PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;
	int reason = errno;
	close(file);
	if (bytes == MAP_FAILED) {
		return length ? onto_fail(error, ONTO_IO, path, 0, "cannot map: %s", strerror(reason))
		              : onto_fail(error, ONTO_DAMAGED, path, 0, "is empty");
	}
	onto_status status = read_image(path, bytes, length, true, out, error);
	if (status != ONTO_OK) {
		munmap(bytes, length);
		return status;
	}
	(*out)->mapping = bytes;
	(*out)->mapping_length = length;
	return ONTO_OK;
}

void image_close(void *mapping, size_t length)
{
	if (mapping) {
		munmap(mapping, length);
	}
}
