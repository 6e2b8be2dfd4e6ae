/* Compiled images: the same dictionary as the rows, and no harm from one that is damaged or made to do harm. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "check.h"
#include "image/image.h"
#include "support.h"

static const char rows[] =
	"#ontotag-dictionary\t1\n#source\tMONDO\tMondo\t2026\tCC BY\nS\tMONDO\n"
	"C\tMONDO:1\tdisease\tacute lymphoblastic leukemia\tMONDO:2\texact=MESH:D1|close=OMIM:1|xref=ICD10:C91\n"
	"N\tMONDO:1\texact\tALL\nN\tMONDO:1\texact\tLeukemia, Lymphoblastic, Acute\nC\tMONDO:2\tdisease\tleukemia\n"
	"C\tMONDO:3\tdisease\told leukemia\t\t\treplaced=MONDO:1\nC\tMONDO:4\tdisease\tB-cell lymphoma\n"
	"C\tMONDO:5\tdisease\tT-cell lymphoma\nC\tMONDO:6\tdisease\tnon-Hodgkin's lymphoma\tMONDO:4\n"
	"C\tMONDO:8\tdisease\tdiabetes mellitus type 2\nC\tMONDO:10\tdisease\tlung cancer\nC\tMONDO:11\tdisease\tSj\xc3\xb6gren syndrome\n"
	"C\tMONDO:12\tdisease\tgone\t\t\tobsolete\nS\tMESH\nC\tMESH:D1\tdisease\tPrecursor Cell Lymphoblastic Leukemia\n"
	"C\tCHEBI:1\tdrug\timatinib\nC\tNCBIGene:1\tmarker\tTNF-alpha\nN\tNCBIGene:1\trelated\tTNF\ts\n";

static const char text[] =
	"Acute lymphoblastic leukaemia (ALL) and old leukemias. ALL with B- and T-cell lymphomas, non-\nHodgkin lymphoma; cancer of "
	"the lung, TNF-\xce\xb1, imatinib in diabetes mellitus type II and Sj\xc3\xb6gren syndrome.";

/* Every test has a folder with an image of the rows, and its bytes. */
static char folder[64], path[80];
static unsigned char *image;
static size_t length;

static int start(void **state)
{
	(void)state;
	onto_error error = {0};
	onto_dictionary *d = dictionary_of(rows);
	make_folder(folder);
	snprintf(path, sizeof path, "%s/x.otx", folder);
	must(onto_dictionary_compile(d, path, &error), &error);
	onto_dictionary_free(d);
	image = (unsigned char *)read_file(path, &length);
	assert_non_null(image);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	free(image);
	remove_folder(folder);
	return 0;
}

static image_header header_of(const unsigned char *bytes)
{
	image_header h;
	memcpy(&h, bytes, sizeof h);
	return h;
}

/* A copy that ends where its memory ends, so that a step beyond is seen. To be freed. */
static unsigned char *copy_of(size_t size)
{
	unsigned char *copy = NULL;
	assert_int_equal(posix_memalign((void **)&copy, IMAGE_ALIGN, size ? size : 1), 0);
	memcpy(copy, image, size < length ? size : length);
	if (size > length) {
		memset(copy + length, 0, size - length);
	}
	return copy;
}

/* Gives a copy the checksums that it should have: what an attacker does. */
static void seal(unsigned char *bytes, size_t end)
{
	image_header h = header_of(bytes);
	for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++) {
		image_section *s = &h.section[i];
		if (s->offset <= end && s->item_size && s->count <= (end - s->offset) / s->item_size) {
			size_t size = (size_t)(s->count * s->item_size + IMAGE_ALIGN - 1) / IMAGE_ALIGN * IMAGE_ALIGN;
			s->checksum = size <= end - s->offset ? image_checksum(bytes + s->offset, size) : 0;
		}
	}
	h.checksum = 0;
	h.checksum = image_checksum(&h, sizeof h);
	memcpy(bytes, &h, sizeof h);
}

static void refuse(const unsigned char *bytes, size_t size, const char *because)
{
	onto_dictionary *d = (onto_dictionary *)1;
	onto_error error = {0};
	assert_int_equal(image_read("x.otx", bytes, size, &d, &error), ONTO_DAMAGED);
	assert_null(d);
	assert_string_equal(error.file, "x.otx");
	if (because && !strstr(error.message, because)) {
		fail_msg("'%s' does not say '%s'", error.message, because);
	}
}

/* ---- the same dictionary ------------------------------------------------------------------------------------- */

static void same_concepts(const onto_dictionary *a, const onto_dictionary *b)
{
	onto_info x, y;
	onto_concept c, other;
	onto_dictionary_info(a, &x);
	onto_dictionary_info(b, &y);
	assert_true(y.bytes <= x.bytes); /* an image has each text once */
	y.bytes = x.bytes;
	assert_memory_equal(&x, &y, sizeof x);
	for (onto_concept_id id = 0; id < x.concepts; id++) {
		assert_true(onto_dictionary_concept(a, id, &c));
		assert_int_equal(onto_dictionary_find(b, c.code), onto_dictionary_find(a, c.code));
		assert_true(onto_dictionary_concept(b, id, &other));
		assert_string_equal(c.name, other.name);
		assert_string_equal(c.successor, other.successor);
		assert_string_equal(c.source, other.source);
	}
}

static void an_image_is_the_same_dictionary(void **state)
{
	(void)state;
	onto_error error = {0};
	onto_dictionary *read = dictionary_of(rows), *mapped;
	assert_true(onto_dictionary_is_compiled(path));
	must(onto_dictionary_load(&(const char *){path}, 1, &plain_rows, &mapped, &error), &error);
	same_concepts(read, mapped);
	onto_tagger *a = tagger_of(read, NULL), *b = tagger_of(mapped, NULL);
	const onto_tags *x, *y;
	must(onto_tagger_tag(a, text, sizeof text - 1, &x, &error), &error);
	must(onto_tagger_tag(b, text, sizeof text - 1, &y, &error), &error);
	assert_true(x->mention_count > 6);
	assert_true(same_tags(x, y));
	onto_tagger_free(a);
	onto_tagger_free(b);
	onto_dictionary_free(read);
	onto_dictionary_free(mapped);
}

static void an_image_of_an_image_is_the_same_file(void **state)
{
	(void)state;
	onto_error error = {0};
	onto_dictionary *mapped;
	char other[96];
	size_t size;
	snprintf(other, sizeof other, "%s.again", path);
	must(onto_dictionary_load(&(const char *){path}, 1, &plain_rows, &mapped, &error), &error);
	must(onto_dictionary_compile(mapped, other, &error), &error);
	onto_dictionary_free(mapped);
	char *again = read_file(other, &size);
	assert_int_equal(size, length);
	assert_memory_equal(again, image, length);
	free(again);
}

static size_t times_in(const unsigned char *bytes, size_t size, const char *needle, size_t needle_size)
{
	size_t times = 0;
	for (size_t at = 0; at + needle_size <= size; at++) {
		times += memcmp(bytes + at, needle, needle_size) == 0;
	}
	return times;
}

static void a_text_is_in_an_image_once(void **state)
{
	(void)state;
	static const char twice[] =
		"C\tMONDO:1\tdisease\tchickenpox\t\texact=MESH:D1\nC\tMESH:D1\tdisease\tchickenpox\n"
		"N\tMONDO:1\texact\tvaricella\nN\tMESH:D1\trelated\tvaricella\n";
	onto_error error = {0};
	onto_dictionary *d = dictionary_of(twice);
	size_t size;
	must(onto_dictionary_compile(d, path, &error), &error);
	onto_dictionary_free(d);
	unsigned char *bytes = (unsigned char *)read_file(path, &size);
	image_section text_section = header_of(bytes).section[IMAGE_TEXT];
	const unsigned char *at = bytes + text_section.offset;
	assert_int_equal(times_in(at, text_section.count, "\0chickenpox", 12), 1);
	assert_int_equal(times_in(at, text_section.count, "\0varicella", 11), 1);
	assert_int_equal(times_in(at, text_section.count, "\0MESH:D1", 9), 1);
	free(bytes);
}

static void an_empty_dictionary_has_an_image(void **state)
{
	(void)state;
	onto_error error = {0};
	onto_info info;
	onto_dictionary *empty = dictionary_of("#ontotag-dictionary\t1\n"), *mapped;
	must(onto_dictionary_compile(empty, path, &error), &error);
	must(onto_dictionary_load(&(const char *){path}, 1, &plain_rows, &mapped, &error), &error);
	onto_dictionary_info(mapped, &info);
	assert_int_equal(info.concepts, 0);
	onto_dictionary_free(empty);
	onto_dictionary_free(mapped);
}

/* ---- files --------------------------------------------------------------------------------------------------- */

/* Twice the same is once. */
static void an_image_is_a_layer(void **state)
{
	(void)state;
	onto_error error = {0};
	onto_dictionary *d, *one;
	onto_info info, expected;
	must(onto_dictionary_load((const char *[]){path, path}, 2, &plain_rows, &d, &error), &error);
	must(onto_dictionary_load((const char *[]){path}, 1, &plain_rows, &one, &error), &error);
	onto_dictionary_info(d, &info);
	onto_dictionary_info(one, &expected);
	assert_int_equal(info.concepts, expected.concepts);
	assert_int_equal(info.names, expected.names);
	assert_int_equal(info.meanings, expected.meanings);
	assert_int_equal(info.edges, expected.edges);
	onto_dictionary_free(d);
	onto_dictionary_free(one);
	assert_int_equal(truncate(path, 100), 0);
	assert_int_equal(onto_dictionary_load((const char *[]){path, path}, 2, &plain_rows, &d, &error), ONTO_DAMAGED);
	assert_string_equal(error.file, path);
}

static void other_files_are_no_images(void **state)
{
	(void)state;
	onto_error error = {0};
	onto_dictionary *d;
	char other[96];
	assert_false(onto_dictionary_is_compiled(folder));
	assert_false(onto_dictionary_is_compiled("/dev/null"));
	snprintf(other, sizeof other, "%s/none", folder);
	assert_false(onto_dictionary_is_compiled(other));
	assert_int_equal(image_open(other, false, &d, &error), ONTO_IO);
	assert_int_equal(image_open(folder, false, &d, &error), ONTO_IO);
	write_file(other, "", 0);
	assert_false(onto_dictionary_is_compiled(other));
	assert_int_equal(image_open(other, false, &d, &error), ONTO_DAMAGED);
	write_file(other, rows, sizeof rows - 1);
	assert_false(onto_dictionary_is_compiled(other));
	assert_int_equal(image_open(other, false, &d, &error), ONTO_DAMAGED);
	assert_null(d);
}

static void an_image_is_written_whole_or_not_at_all(void **state)
{
	(void)state;
	onto_error error = {0};
	onto_dictionary *d = dictionary_of(rows);
	struct rlimit before, little = {.rlim_cur = 1000};
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	little.rlim_max = before.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
	onto_status status = onto_dictionary_compile(d, path, &error);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(status, ONTO_IO);
	assert_string_equal(error.file, path);
	assert_int_equal(files_in(folder), 1);
	size_t size;
	char *now = read_file(path, &size);
	assert_int_equal(size, length);
	assert_memory_equal(now, image, length);
	free(now);
	assert_int_equal(onto_dictionary_compile(d, "/nowhere/at/all.otx", &error), ONTO_IO);
	onto_dictionary_free(d);
}

/* ---- damage -------------------------------------------------------------------------------------------------- */

static void a_change_of_any_byte_is_seen(void **state)
{
	(void)state;
	unsigned char *copy = copy_of(length);
	for (size_t at = 0; at < length; at++) {
		for (unsigned bit = at < sizeof(image_header) ? 1 : 1 << at % 8; bit < 0x100;
		     bit <<= at < sizeof(image_header) ? 1 : 8) {
			copy[at] ^= (unsigned char)bit;
			refuse(copy, length, NULL);
			copy[at] ^= (unsigned char)bit;
		}
	}
	onto_dictionary *d;
	onto_error error = {0};
	must(image_read("x.otx", copy, length, &d, &error), &error);
	onto_dictionary_free(d);
	free(copy);
}

/* Two words, stripes or pages that changed places, bytes that became zeros, a length that is another. */
static void the_checksum_sees_what_happens_to_files(void **state)
{
	(void)state;
	enum { SIZE = 1 << 15 };
	static const size_t pieces[] = {4, 8, 16, 64, 128, 512, 4096};
	unsigned char *bytes = malloc(SIZE);
	uint64_t chance = 3;
	for (size_t i = 0; i < SIZE; i++) {
		bytes[i] = i % 4 < 2 ? (unsigned char)random_next(&chance) : 0; /* small numbers, as in an image */
	}
	uint64_t sum = image_checksum(bytes, SIZE);
	for (int round = 0; round < 2000; round++) {
		unsigned char room[4096];
		size_t size = pieces[(size_t)round % COUNT(pieces)], count = SIZE / size;
		unsigned char *a = bytes + random_below(&chance, count) * size,
					  *b = bytes + random_below(&chance, count) * size;
		bool same = memcmp(a, b, size) == 0;
		memcpy(room, a, size);
		memcpy(a, b, size);
		memcpy(b, room, size);
		assert_int_equal(image_checksum(bytes, SIZE) == sum, same);
		memcpy(b, a, size);
		memset(a, 0, size);
		assert_true(image_checksum(bytes, SIZE) != sum);
		memcpy(a, room, size);
		assert_int_equal(image_checksum(bytes, SIZE), sum);
	}
	memset(bytes, 0, SIZE);
	assert_true(image_checksum(bytes, SIZE) != image_checksum(bytes, SIZE - IMAGE_ALIGN));
	assert_int_equal(image_checksum(bytes, SIZE), image_checksum(bytes, SIZE - 1));
	free(bytes);
}

static void refuse_length(size_t size)
{
	unsigned char *copy = copy_of(size);
	refuse(copy, size, NULL);
	image_header h;
	if (size >= sizeof h) { /* and also where it says so itself */
		h = header_of(copy);
		h.size = size;
		memcpy(copy, &h, sizeof h);
		seal(copy, size);
		refuse(copy, size, NULL);
	}
	free(copy);
}

static void a_part_of_an_image_is_refused(void **state)
{
	(void)state;
	image_header h = header_of(image);
	for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++) {
		size_t offset = (size_t)h.section[i].offset;
		refuse_length(offset - 1);
		if (h.section[i].count) {
			refuse_length(offset);
			refuse_length(offset + 1);
		}
	}
	for (size_t size = 0; size <= sizeof h; size++) {
		refuse_length(size);
	}
	refuse_length(length - 1);
	refuse_length(length - IMAGE_ALIGN);
	refuse_length(length + 1);
	refuse_length(length + IMAGE_ALIGN);
}

static void an_image_of_another_version_says_what_to_do(void **state)
{
	(void)state;
	unsigned char *copy = copy_of(length);
	image_header h = header_of(image);
	h.format++;
	memcpy(copy, &h, sizeof h);
	refuse(copy, length, "make a new one: ontotag compile -o x.otx DICT.dict.gz");
	h = header_of(image);
	strcpy(h.version, "0.0.1");
	memcpy(copy, &h, sizeof h);
	seal(copy, length);
	refuse(copy, length, "0.0.1; this is " ONTO_VERSION "); make a new one: ontotag compile");
	memset(h.version, 'x', sizeof h.version);
	memcpy(copy, &h, sizeof h);
	seal(copy, length);
	refuse(copy, length, "another version");
	free(copy);
}

/* ---- harm ---------------------------------------------------------------------------------------------------- */

/* All that a dictionary can be asked. */
static void use(const onto_dictionary *d)
{
	onto_error error = {0};
	onto_info info;
	onto_concept c;
	onto_name n;
	onto_xref x;
	onto_link links[4];
	onto_source source;
	size_t count, total = 0, names;
	onto_dictionary_info(d, &info);
	for (size_t i = 0; onto_dictionary_source(d, i, &source, &count, &names); i++) {
		total += strlen(source.id) + strlen(source.title);
	}
	for (onto_concept_id id = 0; id < info.concepts; id++) {
		assert_true(onto_dictionary_concept(d, id, &c));
		total += strlen(c.code) + strlen(c.name) + strlen(c.successor) + strlen(c.source);
		total += onto_dictionary_find(d, c.code);
		for (size_t i = 0; onto_dictionary_name(d, id, i, &n); i++) {
			total += strlen(n.text);
		}
		for (size_t i = 0; onto_dictionary_xref(d, id, i, &x); i++) {
			total += strlen(x.code);
		}
		assert_true(onto_dictionary_meaning(d, id, &count)[0] < info.concepts);
		onto_dictionary_parents(d, id, &count);
		total += onto_dictionary_links(d, id, NULL, 0, links, COUNT(links));
	}
	onto_tag_options options = {.size = sizeof(onto_tag_options),
	                            .overlap = (onto_overlap)(total % ONTO_OVERLAPS),
	                            .keep_generic = total % 2};
	onto_tagger *tagger = tagger_of(d, &options);
	const onto_tags *tags;
	must(onto_tagger_tag(tagger, text, sizeof text - 1, &tags, &error), &error);
	onto_tagger_free(tagger);
	onto_hierarchy *hierarchy;
	must(onto_hierarchy_new(d, &hierarchy, &error), &error);
	for (onto_concept_id id = 0; id < info.concepts; id++) {
		onto_hierarchy_ancestors(hierarchy, id, &count);
		onto_hierarchy_level(hierarchy, id);
	}
	onto_hierarchy_free(hierarchy);
	onto_normalizer_index *index;
	onto_normalizer *normalizer;
	must(onto_normalizer_index_new(d, &index, &error), &error);
	must(onto_normalizer_new(index, NULL, &normalizer, &error), &error);
	must(onto_normalizer_find(normalizer, "acute lymphoblastic leukemias", 29, &count, &error), &error);
	must(onto_normalizer_find(normalizer, "diabetis type II", 16, &count, &error), &error);
	onto_normalizer_free(normalizer);
	onto_normalizer_index_free(index);
}

/* Takes a sealed copy if it can be taken, and uses it. */
static bool try_out(const unsigned char *bytes)
{
	onto_dictionary *d;
	onto_error error = {0};
	if (image_read("x.otx", bytes, length, &d, &error) != ONTO_OK) {
		assert_int_equal(error.status, ONTO_DAMAGED);
		return false;
	}
	use(d);
	onto_dictionary_free(d);
	return true;
}

enum { ROUNDS = 30000 };

static void an_image_made_to_do_harm_does_none(void **state)
{
	(void)state;
	uint64_t chance = 20261121;
	size_t taken = 0;
	unsigned char *copy = copy_of(length);
	for (int round = 0; round < ROUNDS; round++) {
		size_t at[4], flips = 1 + random_below(&chance, COUNT(at));
		for (size_t i = 0; i < flips; i++) {
			image_header h = header_of(image);
			const image_section *s = &h.section[random_below(&chance, IMAGE_SECTION_COUNT)];
			size_t size = (size_t)(s->count * s->item_size);
			at[i] = size ? (size_t)s->offset + random_below(&chance, size) : 0;
			copy[at[i]] = at[i] ? (unsigned char)(random_below(&chance, 3) ? random_next(&chance) : 0xff) : copy[0];
		}
		seal(copy, length);
		taken += try_out(copy);
		memcpy(copy, image, length);
	}
	free(copy);
	/* Neither is a sieve that lets nothing through, nor a door that is open. */
	assert_in_range(taken, ROUNDS / 50, ROUNDS * 9 / 10);
}

/* Each code is in the text once, so the one that loses its colon is found out wherever that stands in it. */
static void codes_without_a_colon_are_refused(void **state)
{
	(void)state;
	char prefix[21] = "", *at = malloc(9000);
	size_t used = 0, colons = 0;
	for (unsigned i = 0; i < sizeof prefix - 1; i++) {
		prefix[i] = (char)('A' + i);
		used += (size_t)sprintf(at + used, "C\t%s:1\tdisease\tname %u\t\texact=X%s:%u\n", prefix, i, prefix, i);
	}
	onto_error error = {0};
	onto_dictionary *d = dictionary_of(at);
	must(onto_dictionary_compile(d, path, &error), &error);
	onto_dictionary_free(d);
	free(at);
	free(image);
	image = (unsigned char *)read_file(path, &length);
	unsigned char *copy = copy_of(length);
	const image_header h = header_of(image);
	for (size_t i = h.section[IMAGE_TEXT].offset; i < h.section[IMAGE_TEXT].offset + h.section[IMAGE_TEXT].count;
	     i++) {
		if (copy[i] == ':') {
			copy[i] = 'x';
			seal(copy, length);
			refuse(copy, length, ++colons <= sizeof prefix - 1 ? "a concept" : "a cross-reference");
			copy[i] = ':';
		}
	}
	assert_int_equal(colons, 2 * (sizeof prefix - 1));
	free(copy);
}

/* A number of an item in a section, moved by one so that its text begins inside another. */
static void move_text(size_t section, size_t item, size_t member, const char *because)
{
	unsigned char *copy = copy_of(length);
	const image_header h = header_of(image);
	const image_section *s = &h.section[section];
	uint32_t offset;
	unsigned char *at = copy + s->offset + item * s->item_size + member;
	memcpy(&offset, at, sizeof offset);
	if (copy[h.section[IMAGE_TEXT].offset + offset]) {
		offset++;
		memcpy(at, &offset, sizeof offset);
		seal(copy, length);
		refuse(copy, length, because);
	}
	free(copy);
}

static void texts_begin_behind_a_nul(void **state)
{
	(void)state;
	const image_header h = header_of(image);
	for (size_t i = 0; i < h.section[IMAGE_NAMES].count; i++) {
		move_text(IMAGE_NAMES, i, offsetof(name, text), "a name points nowhere");
	}
	for (size_t i = 0; i + 1 < h.section[IMAGE_CONCEPTS].count; i++) {
		move_text(IMAGE_CONCEPTS, i, offsetof(concept, code), "a concept points nowhere");
		move_text(IMAGE_CONCEPTS, i, offsetof(concept, name), "a concept points nowhere");
		move_text(IMAGE_CONCEPTS, i, offsetof(concept, successor), "a concept points nowhere");
	}
	for (size_t i = 0; i < h.section[IMAGE_XREFS].count; i++) {
		move_text(IMAGE_XREFS, i, offsetof(xref, code), "a cross-reference is none");
	}
	for (size_t i = 0; i < h.section[IMAGE_SOURCES].count; i++) {
		move_text(IMAGE_SOURCES, i, offsetof(source, title), "a source points nowhere");
	}
}

/* A walk over children that do not lie below their parent would not end. */
static void children_lie_below_their_parent(void **state)
{
	(void)state;
	const image_header h = header_of(image);
	const image_section *s = &h.section[IMAGE_NODES];
	size_t tried = 0;
	for (uint32_t i = 1; i + 1 < s->count; i++) {
		trie_node nodes[3];
		unsigned char *copy = copy_of(length), *at = copy + s->offset + (i - 1) * s->item_size;
		memcpy(nodes, at, sizeof nodes);
		/* The ranges stay in order, so that nothing but the direction is wrong. */
		if (i == 1 || (nodes[0].children <= i && i <= nodes[2].children && nodes[1].children != i)) {
			nodes[0].children = i == 1 ? 1 : nodes[0].children;
			nodes[1].children = i;
			memcpy(at, nodes, sizeof nodes);
			seal(copy, length);
			refuse(copy, length, "a node points nowhere");
			tried++;
		}
		free(copy);
	}
	assert_true(tried > 0);
}

/* What would command a terminal is in no text. */
static void control_characters_are_refused(void **state)
{
	(void)state;
	const image_header h = header_of(image);
	static const char *const commands[] = {"\x1b", "\x07", "\r", "\x7f", "\xc2\x9b"};
	for (size_t i = 0; i < COUNT(commands); i++) {
		unsigned char *copy = copy_of(length), *at = copy + h.section[IMAGE_TEXT].offset;
		memcpy(at + 10, commands[i], strlen(commands[i]));
		seal(copy, length);
		refuse(copy, length, "its text");
		free(copy);
	}
}

static void numbers_of_a_header_made_to_do_harm_do_none(void **state)
{
	(void)state;
	/* clang-format off */
	static const uint64_t values[] = {0, 1, 2, 7, 63, 64, 65, 255, UINT16_MAX, INT32_MAX, UINT32_MAX, UINT32_MAX + 1ull,
	                                  INT64_MAX, UINT64_MAX, UINT64_MAX - 63, UINT64_MAX / 12};
	/* clang-format on */
	unsigned char *copy = copy_of(length);
	for (size_t at = offsetof(image_header, size); at + 8 <= offsetof(image_header, checksum); at += 4) {
		for (size_t v = 0; v < COUNT(values); v++) {
			memcpy(copy + at, &values[v], at % 8 ? 4 : 8);
			seal(copy, length);
			try_out(copy);
			memcpy(copy, image, length);
		}
	}
	free(copy);
}

/* An image that was read into memory does not mind what becomes of its file. */
static void what_is_in_memory_can_be_cut(void **state)
{
	(void)state;
	onto_dictionary *d;
	onto_error error = {0};
	const char *paths[] = {path};
	onto_load_options options = {.size = sizeof options, .no_curation = true, .in_memory = true};
	must(onto_dictionary_load(paths, 1, &options, &d, &error), &error);
	assert_int_equal(truncate(path, 0), 0);
	onto_tagger *tagger = tagger_of(d, NULL);
	const onto_tags *tags;
	must(onto_tagger_tag(tagger, text, sizeof text - 1, &tags, &error), &error);
	assert_true(tags->mention_count > 5);
	onto_tagger_free(tagger);
	onto_dictionary_free(d);
	assert_int_equal(onto_dictionary_load(paths, 1, &options, &d, &error), ONTO_DAMAGED);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, start, stop)
	const struct CMUnitTest tests[] = {
		EACH(an_image_is_the_same_dictionary),
		EACH(an_image_of_an_image_is_the_same_file),
		EACH(a_text_is_in_an_image_once),
		EACH(an_empty_dictionary_has_an_image),
		EACH(an_image_is_a_layer),
		EACH(other_files_are_no_images),
		EACH(an_image_is_written_whole_or_not_at_all),
		EACH(a_change_of_any_byte_is_seen),
		EACH(the_checksum_sees_what_happens_to_files),
		EACH(a_part_of_an_image_is_refused),
		EACH(an_image_of_another_version_says_what_to_do),
		EACH(an_image_made_to_do_harm_does_none),
		EACH(codes_without_a_colon_are_refused),
		EACH(numbers_of_a_header_made_to_do_harm_do_none),
		EACH(texts_begin_behind_a_nul),
		EACH(children_lie_below_their_parent),
		EACH(control_characters_are_refused),
		EACH(what_is_in_memory_can_be_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
