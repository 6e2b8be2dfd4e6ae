/* Bytes as a dictionary: refused with a place and a reason, or a dictionary whose concepts are found and
 * that tags. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "fuzz.h"
#include "support.h"

static void hold(bool holds, const char *what)
{
	if (!holds) {
		fprintf(stderr, "does not hold: %s\n", what);
		abort();
	}
}

static void check_concepts(const onto_dictionary *dictionary)
{
	onto_info info;
	onto_concept c;
	onto_dictionary_info(dictionary, &info);
	for (onto_concept_id id = 0; id < info.concepts; id++) {
		hold(onto_dictionary_concept(dictionary, id, &c), "a concept has a record");
		hold(*c.name && (unsigned)c.type < onto_type_count() && (unsigned)c.standing <= ONTO_OBSOLETE,
		     "a record is sound");
		onto_concept_id found = onto_dictionary_find(dictionary, c.code);
		onto_concept other;
		hold(onto_dictionary_concept(dictionary, found, &other) && strcasecmp(other.code, c.code) == 0,
		     "a code is found");
	}
	hold(info.meanings <= info.concepts, "there are no more meanings than concepts");
}

static void check_tagging(const onto_dictionary *dictionary, const char *text, size_t length)
{
	onto_tagger *tagger;
	const onto_tags *tags;
	onto_error error = {0};
	onto_tag_options options = {
		.size = sizeof(onto_tag_options), .overlap = (onto_overlap)(length % ONTO_OVERLAPS), .keep_generic = true};
	hold(onto_tagger_new(dictionary, &options, &tagger, &error) == ONTO_OK, "a dictionary can tag");
	hold(onto_tagger_tag(tagger, text, length, &tags, &error) == ONTO_OK, "a text can be tagged");
	const char *wrong = check_tags(text, length, &options, tags);
	hold(!wrong, wrong);
	onto_tagger_free(tagger);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	onto_builder *builder;
	onto_dictionary *dictionary;
	onto_error error = {0};
	hold(onto_builder_new(&builder, &error) == ONTO_OK, "a builder is there");
	onto_status status = onto_builder_load_memory(builder, "fuzz", bytes, length, &error);
	if (status == ONTO_OK) {
		status = onto_dictionary_freeze(builder, &dictionary, &error);
	} else {
		hold(strcmp(error.file, "fuzz") == 0, "what is refused is named");
		dictionary = NULL;
	}
	hold(status == ONTO_OK || (status == ONTO_DAMAGED && *error.message && !dictionary),
	     "what is refused has a reason");
	if (dictionary) {
		check_concepts(dictionary);
		check_tagging(dictionary, (const char *)bytes, length); /* its names stand in its own rows */
	}
	onto_dictionary_free(dictionary);
	onto_builder_free(builder);
	return 0;
}
