/* The first four bytes are options, the rest is a text, tagged with a small dictionary: what holds of every
 * result. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "fuzz.h"
#include "support.h"

static const char rows[] =
	"C\tA:1\tdisease\tB-cell leukemia\nC\tA:2\tdisease\tT-cell lymphoma\nC\tA:3\tdisease\tasthma\n"
	"N\tA:3\tbroad\tcondition\n"
	"C\tA:4\tdisease\tacute lymphoblastic leukemia\nN\tA:4\texact\tALL\nN\tA:4\texact\tLeukemia, Lymphoblastic, "
	"Acute\n"
	"C\tA:5\tdisease\tlung cancer\t\texact=MESH:D1\nC\tA:6\tdisease\tdiabetes mellitus type 2\n"
	"N\tA:6\texact\tadult-onset diabetes mellitus type II\nC\tA:7\tdisease\tnon-Hodgkin's lymphoma\n"
	"C\tA:8\tdisease\ta a a b\n"
	"C\tA:9\tdisease\tbreast cancer\nC\tMESH:D1\tdisease\tLung Neoplasms\nC\tB:1\tdrug\timatinib\n"
	"N\tB:1\texact\tSTI-571\n"
	"C\tB:2\tdrug\ta a\nC\tC:1\tmarker\tTNF-alpha\nC\tC:2\tmarker\tBCR/ABL\nC\tC:3\tmarker\tCD20\n"
	"C\tC:4\tmarker\tasthma factor V\n";

static const onto_dictionary *dictionary(void)
{
	static onto_dictionary *made;
	if (!made) {
		onto_builder *builder;
		if (onto_builder_new(&builder, NULL) != ONTO_OK ||
		    onto_builder_load_memory(builder, "rows", rows, sizeof rows - 1, NULL) != ONTO_OK ||
		    onto_dictionary_freeze(builder, &made, NULL) != ONTO_OK) {
			abort();
		}
		onto_builder_free(builder);
	}
	return made;
}

static void hold(bool holds, const char *what)
{
	if (!holds) {
		fprintf(stderr, "does not hold: %s\n", what);
		abort();
	}
}

static void check_writers(const char *text, size_t length, const onto_tags *tags)
{
	onto_document document = {.size = sizeof(onto_document), .id = "fuzz", .text = text, .length = length};
	const char *name, *bytes;
	for (size_t i = 0; (name = onto_format_name(i, NULL)) != NULL; i++) {
		onto_writer *writer;
		size_t written;
		hold(onto_writer_new(name, NULL, &writer, NULL) == ONTO_OK &&
		         onto_writer_begin(writer, &bytes, &written, NULL) == ONTO_OK &&
		         onto_writer_document(writer, &document, tags, &bytes, &written, NULL) == ONTO_OK &&
		         onto_writer_end(writer, &bytes, &written, NULL) == ONTO_OK,
		     "tags can be written");
		onto_writer_free(writer);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const char *const vocabularies[] = {"MESH", "A"};
	if (length < 4) {
		return 0;
	}
	onto_tag_options options = {
		.size = sizeof(onto_tag_options),
		.overlap = (onto_overlap)(bytes[0] % ONTO_OVERLAPS),
		.keep_generic = bytes[0] >> 7,
		.types = bytes[1] & onto_types_default(),
		.vocabularies = vocabularies,
		.vocabulary_count = bytes[1] >> 3 & 1 ? bytes[1] >> 4 & 1 ? 2 : 1 : 0,
		.without_context = bytes[0] >> 4 & 7,
		.without = (bytes[2] | (unsigned)bytes[3] << 8) & ((1u << ONTO_TRANSFORMATIONS) - 1),
	};
	const char *text = (const char *)bytes + 4;
	onto_tagger *tagger;
	const onto_tags *tags;
	length -= 4;
	hold(onto_tagger_new(dictionary(), &options, &tagger, NULL) == ONTO_OK, "a tagger is there");
	hold(onto_tagger_tag(tagger, text, length, &tags, NULL) == ONTO_OK, "a text can be tagged");
	const char *wrong = check_tags(text, length, &options, tags);
	hold(!wrong, wrong);
	onto_tags first = copy_tags(tags);
	hold(onto_tagger_tag(tagger, text, length, &tags, NULL) == ONTO_OK, "a text can be tagged again");
	hold(same_tags(&first, tags), "the same text has the same tags");
	free_tags(&first);
	check_writers(text, length, tags);
	onto_tagger_free(tagger);
	return 0;
}
