/* The compiled image: a frozen dictionary as one file, mapped and used in place.
 *
 *     0        header    magic · format · size · version of the program
 *              sections  { offset, count, item size, checksum } for each of SECTIONS, in their order
 *              checksum  of all before it; zeros up to a multiple of 64
 *     offset   items of the first section, zeros up to a multiple of 64
 *     offset   items of the second section ...
 *     size
 *
 * The first section, the text, has each text once, in the order in which the other sections are checked
 * (image_text.c).
 *
 * Invariants of an open image, which image_check.c establishes and no user checks again:
 *
 *     - a checksum covers every byte of the file, so that damage is found before use;
 *     - no array has 2^31 items; every number that refers to an item of another array is below that array's count;
 *     - every range ends where the next begins; every text ends with a NUL, is UTF-8 without control characters and
 *       begins behind another's NUL;
 *     - every code has a colon;
 *     - every table has a free slot, so that a search ends; an edge leads to a higher node, so that a walk ends;
 *     - keys and table places are those that this program computes (a sample is compared).
 *
 * So a malicious file is at worst a wrong dictionary. Numbers are little-endian, and items are the structures of
 * dictionary.h as they lie in memory. A change of any of them needs a new IMAGE_FORMAT.
 *
 * The check reads the whole file once: below a tenth of a second from the disk, some milliseconds from the page
 * cache. Processes share the pages. A new image replaces the file by a rename and never overwrites it, so that a
 * mapping stays valid. */
#ifndef ONTOTAG_IMAGE_H
#define ONTOTAG_IMAGE_H

#include "dictionary/dictionary.h"

enum { IMAGE_FORMAT = 6, IMAGE_ALIGN = 64 };

/* The arrays of a dictionary in file order: name, items, count. */
#define IMAGE_SECTIONS(EACH) \
	EACH(TEXT, text.items, text.count) \
	EACH(SOURCES, sources.items, sources.count) \
	EACH(CONCEPTS, concepts.items, concepts.count) \
	EACH(NAMES, names.items, names.count) \
	EACH(PARENTS, parents.items, parents.count) \
	EACH(XREFS, xrefs.items, xrefs.count) \
	EACH(MEANING_STARTS, meaning_starts.items, meaning_starts.count) \
	EACH(MEANING_MEMBERS, meaning_members.items, meaning_members.count) \
	EACH(CODE_SLOTS, code_slots.items, code_slots.count) \
	EACH(LEXICON_TEXT, lexicon.text.items, lexicon.text.count) \
	EACH(LEXICON_WORDS, lexicon.words.items, lexicon.words.count) \
	EACH(LEXICON_SLOTS, lexicon.slots, lexicon.slot_count) \
	EACH(NODES, trie.nodes.items, trie.nodes.count) \
	EACH(TERMINALS, terminals.items, terminals.count) \
	EACH(TERMINAL_WORDS, terminal_words.items, terminal_words.count)

enum image_section_id {
#define ID(name, items, count) IMAGE_##name,
	IMAGE_SECTIONS(ID)
#undef ID
		IMAGE_SECTION_COUNT
};

typedef struct image_section {
	uint64_t offset, count, item_size, checksum;
} image_section;

enum { IMAGE_MAGIC_LENGTH = 8 };
#define IMAGE_MAGIC {0x89, 'O', 'T', 'X', '\r', '\n', 0x1a, '\n'}

/* Always a multiple of IMAGE_ALIGN. */
typedef struct image_header {
	unsigned char magic[IMAGE_MAGIC_LENGTH];
	uint32_t format, sections;
	uint64_t size;    /* of the file */
	char version[32]; /* of the program that wrote it, padded with NULs */
	image_section section[IMAGE_SECTION_COUNT];
	uint64_t free[4];
	uint64_t checksum; /* of all before it */
} image_header;

/* True for the first bytes of an image. */
bool image_begins(const char *bytes, size_t length);

/* The checksum of bytes that zeros pad to a multiple of IMAGE_ALIGN. Nearly as fast as memory. */
uint64_t image_checksum(const void *bytes, size_t length);

static inline size_t image_padded(size_t length)
{
	return (length + IMAGE_ALIGN - 1) / IMAGE_ALIGN * IMAGE_ALIGN;
}

/* Checks the sections of an image. They lie inside it, and the arrays of the dictionary point to them. Returns
 * NULL, or what is wrong. Pages of a mapped file are released after their check, so that a process holds only what
 * it uses. */
const char *image_check(const onto_dictionary *d, const unsigned char *bytes, const image_header *h, bool mapped);

/* Maps an image, or reads it into memory. */
onto_status image_open(const char *path, bool in_memory, onto_dictionary **out, onto_error *error);

/* Opens an image in memory, at a multiple of IMAGE_ALIGN; the memory must stay. `label` replaces its path in
 * messages. */
onto_status image_read(const char *label, const void *bytes, size_t length, onto_dictionary **out,
                       onto_error *error);

#endif
