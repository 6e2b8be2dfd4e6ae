/* Writes and maps compiled images. */
#include "image/image.h"

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
#include "core/huge_pages.h"
#include "core/atomic_file.h"
#include "image/image_text.h"

static const unsigned char magic[IMAGE_MAGIC_LENGTH] = IMAGE_MAGIC;

_Static_assert(sizeof(image_header) % IMAGE_ALIGN == 0, "the header ends where the first section begins");
_Static_assert(sizeof(source) == 24 && sizeof(concept) == 32 && sizeof(name) == 12 && sizeof(xref) == 8 &&
                   sizeof(lexicon_word) == 16 && sizeof(trie_node) == 12 && sizeof(terminal) == 12,
               "another layout is another IMAGE_FORMAT");
_Static_assert(sizeof(ONTO_VERSION) <= sizeof((image_header *)NULL)->version, "the version has room");

static bool little_endian(void)
{
	const uint16_t one = 1;
	return *(const unsigned char *)&one == 1;
}

static uint64_t header_checksum(const image_header *h)
{
	image_header copy = *h;
	copy.checksum = 0;
	return image_checksum(&copy, sizeof copy);
}

/* ---- writing ------------------------------------------------------------------------------------------------- */

typedef struct piece {
	const void *items;
	size_t length; /* in bytes */
} piece;

static const unsigned char zeros[IMAGE_ALIGN];

static onto_status write_image(const image_header *h, const piece *pieces, const char *path, onto_error *error)
{
	atomic_file out;
	TRY(atomic_file_open(&out, path, error));
	onto_status status = atomic_file_write(&out, h, sizeof *h, error);
	for (size_t i = 0; i < IMAGE_SECTION_COUNT && status == ONTO_OK; i++) {
		status = atomic_file_write(&out, pieces[i].items, pieces[i].length, error);
		if (status == ONTO_OK) {
			status = atomic_file_write(&out, zeros, image_padded(pieces[i].length) - pieces[i].length, error);
		}
	}
	/* What this program cannot open again does not get its name. */
	onto_dictionary *again = NULL;
	onto_error reason;
	char written[40];
	snprintf(written, sizeof written, "/proc/self/fd/%d", out.file);
	if (status == ONTO_OK && !out.direct && image_open(written, false, &again, &reason) != ONTO_OK) {
		status = onto_fail(error, reason.status, path, 0, "cannot be opened as it was written: %s", reason.message);
	}
	onto_dictionary_free(again);
	if (status != ONTO_OK) {
		atomic_file_abandon(&out);
		return status;
	}
	return atomic_file_commit(&out, error);
}

onto_status onto_dictionary_compile(const onto_dictionary *d, const char *path, onto_error *error)
{
	if (!little_endian()) {
		return onto_fail(error, ONTO_LIMIT, path, 0, "an image is little-endian, and this machine is not");
	}
	image_text t;
	TRY(image_text_make(d, &t, error));
	piece pieces[IMAGE_SECTION_COUNT] = {
#define PIECE(name, items, count) {d->items, d->count * sizeof *d->items},
		IMAGE_SECTIONS(PIECE)
#undef PIECE
	};
	pieces[IMAGE_TEXT] = (piece){t.text, t.length};
	pieces[IMAGE_CONCEPTS].items = t.concepts;
	pieces[IMAGE_NAMES].items = t.names;
	pieces[IMAGE_XREFS].items = t.xrefs;
	pieces[IMAGE_SOURCES].items = t.sources;
	static const size_t item_sizes[IMAGE_SECTION_COUNT] = {
#define SIZE(name, items, count) sizeof *((onto_dictionary *)NULL)->items,
		IMAGE_SECTIONS(SIZE)
#undef SIZE
	};
	image_header h = {
		.format = IMAGE_FORMAT, .sections = IMAGE_SECTION_COUNT, .version = ONTO_VERSION, .size = sizeof h};
	memcpy(h.magic, magic, sizeof magic);
	onto_status status = ONTO_OK;
	for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++) {
		if (pieces[i].length / item_sizes[i] > INT32_MAX) {
			status = onto_fail(error, ONTO_LIMIT, path, 0, "an image has room for 2 billion of each thing");
		}
		h.section[i] = (image_section){h.size, pieces[i].length / item_sizes[i], item_sizes[i],
		                               image_checksum(pieces[i].items, pieces[i].length)};
		h.size += image_padded(pieces[i].length);
	}
	h.checksum = header_checksum(&h);
	status = status == ONTO_OK ? write_image(&h, pieces, path, error) : status;
	image_text_free(&t);
	return status;
}

/* ---- checking the header ------------------------------------------------------------------------------------- */

typedef struct checker {
	const char *path;
	const unsigned char *bytes;
	size_t length;
	bool mapped; /* mapped from a file, so that released pages can be read again */
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
	                 "an image that another version made (%s); make a new one: ontotag compile -o %s DICT.dict.gz",
	                 what, self->path);
}

bool image_begins(const char *bytes, size_t length)
{
	return length >= sizeof magic && memcmp(bytes, magic, sizeof magic) == 0;
}

static onto_status check_header(const checker *self, const image_header *h)
{
	char what[80] = "";
	if (!image_begins((const char *)h, self->length)) {
		return onto_fail(self->error, ONTO_DAMAGED, self->path, 0, "is no image");
	}
	if (self->length < offsetof(image_header, size)) {
		return damaged(self, "it ends in the middle");
	}
	if (h->format != IMAGE_FORMAT) {
		snprintf(what, sizeof what, "format %lu; this program reads format %d", (unsigned long)h->format,
		         IMAGE_FORMAT);
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

/* The items of a section; NULL where they do not lie inside the file as they should. */
static void *items_of(const checker *self, const image_section *s, size_t item_size)
{
	size_t most = self->length - sizeof(image_header);
	if (s->item_size != item_size || s->offset % IMAGE_ALIGN || s->offset < sizeof(image_header) ||
	    s->offset > self->length || s->count > most / item_size ||
	    image_padded((size_t)s->count * item_size) > self->length - s->offset) {
		return NULL;
	}
	return (void *)(self->bytes + s->offset);
}

/* Points the arrays of the dictionary to their sections. */
static onto_status take_sections(const checker *self, const image_header *h)
{
	onto_dictionary *d = self->out;
	uint64_t end = sizeof *h;
	bool placed = true;
#define TAKE(name, items, number) \
	d->items = items_of(self, &h->section[IMAGE_##name], sizeof *d->items); \
	d->number = (size_t)h->section[IMAGE_##name].count; \
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
		end += image_padded((size_t)(s->count * s->item_size));
	}
	return end == self->length ? ONTO_OK : damaged(self, "there is something behind its last section");
}

/* ---- checking the content ------------------------------------------------------------------------------------ */

static onto_status check_content(const checker *self, const image_header *h)
{
	trie *t = &self->out->trie;
	const char *otherwise = image_check(self->out, self->bytes, h, self->mapped);
	if (otherwise) {
		return damaged(self, otherwise);
	}
	t->made = (uint32_t)t->nodes.count - 2;
	t->count = t->made + (size_t)1 - t->nodes.items[1].children;
	return ONTO_OK;
}

/* Compares a sample of keys and table places with those that this program computes. */
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
		for (uint32_t child = t->nodes.items[node].children; child < t->nodes.items[node + 1].children; child++) {
			same &= trie_child(t, node, t->nodes.items[child].key) == child;
		}
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

/* ---- opening ------------------------------------------------------------------------------------------------- */

static onto_status check(checker *self)
{
	const image_header *h = (const image_header *)self->bytes;
	TRY(check_header(self, h));
	TRY(take_sections(self, h));
	TRY(check_content(self, h));
	return check_tables(self);
}

static onto_status read_image(const char *label, const void *bytes, size_t length, bool mapped,
                              onto_dictionary **out, onto_error *error)
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

onto_status image_read(const char *label, const void *bytes, size_t length, onto_dictionary **out,
                       onto_error *error)
{
	return read_image(label, bytes, length, false, out, error);
}

/* Opens a regular file; a pipe would lose what is read of it. -1 where it is none or cannot be opened. */
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
	char first[sizeof magic];
	int file = open_file(path, &state);
	bool is = file >= 0 && read(file, first, sizeof first) == sizeof first && image_begins(first, sizeof first);
	if (file >= 0) {
		close(file);
	}
	return is;
}

static void unmap(void *mapping, size_t length)
{
	munmap(mapping, length);
}

/* Reads a whole file into memory that begins at a page. MAP_FAILED with errno set on failure. */
static void *read_file(int file, size_t length)
{
	char *bytes = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t at = 0;
	if (bytes != MAP_FAILED) {
		huge_pages_enlarge(bytes, length);
	}
	while (bytes != MAP_FAILED && at < length) {
		ssize_t got = read(file, bytes + at, length - at);
		if (got <= 0) {
			int reason = got ? errno : ESTALE; /* it has been cut meanwhile */
			munmap(bytes, length);
			errno = reason;
			return MAP_FAILED;
		}
		at += (size_t)got;
	}
	return bytes;
}

onto_status image_open(const char *path, bool in_memory, onto_dictionary **out, onto_error *error)
{
	struct stat state;
	*out = NULL;
	errno = 0;
	int file = open_file(path, &state);
	if (file < 0) {
		return onto_fail(error, ONTO_IO, path, 0, "cannot open: %s", errno ? strerror(errno) : "is no file");
	}
	size_t length = (size_t)state.st_size;
	void *bytes = !length     ? MAP_FAILED
	              : in_memory ? read_file(file, length)
	                          : mmap(NULL, length, PROT_READ, MAP_SHARED, file, 0);
	int reason = errno;
	close(file);
	if (bytes == MAP_FAILED) {
		return length ? onto_fail(error, ONTO_IO, path, 0, "cannot %s: %s", in_memory ? "read" : "map",
		                          strerror(reason))
		              : onto_fail(error, ONTO_DAMAGED, path, 0, "is empty");
	}
	huge_pages_enlarge(bytes, length); /* the page cache then reads what it lacks in large pieces */
	onto_status status = read_image(path, bytes, length, !in_memory, out, error);
	if (status != ONTO_OK) {
		munmap(bytes, length);
		return status;
	}
	(*out)->mapping = bytes;
	(*out)->mapping_length = length;
	(*out)->release = unmap;
	return ONTO_OK;
}
