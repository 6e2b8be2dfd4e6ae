/* What can be asked for of tagging, as a table of options: on the command line of `ontotag tag`, and, of those that
 * say nothing of the machine, in a request to `ontotag serve`. */
#ifndef ONTOTAG_TAG_OPTIONS_H
#define ONTOTAG_TAG_OPTIONS_H

#include "command/command.h"

extern const option_record tag_option_records[];
enum {
	TAG_DICTIONARY,
	TAG_FORMAT,
	TAG_OUTPUT,
	TAG_TYPES,
	TAG_VOCABULARY,
	TAG_WITHIN,
	TAG_WITHOUT,
	TAG_ONLY,
	TAG_ROLL_UP,
	TAG_OVERLAP,
	TAG_LINES,
	TAG_ID_FIELD,
	TAG_TEXT_FIELD,
	TAG_NO_HEADER,
	TAG_OFFSETS,
	TAG_JSON,
	TAG_KEEP,
	TAG_BRAT_CONFIG,
	TAG_EXPLAIN,
	TAG_CONTEXT_CUES,
	TAG_NO_STARTER,
	TAG_NO_CURATION,
	TAG_KEEP_GENERIC,
	TAG_OFFER_RETIRED,
	TAG_JOBS,
	TAG_OUTPUT_DIR,
	TAG_RESUME,
	TAG_STRICT,
	TAG_QUIET
};

/* Whether it may be asked for in a request to `ontotag serve`: what names no file and says nothing of the
 * machine. */
bool tag_option_in_request(int option);

/* Words of the options, in room that is enough for all. */
typedef struct words {
	const char **items;
	size_t count;
} words;

enum { DICTIONARIES, FILES, VOCABULARIES, WITHIN_CODES, WITHOUT_CODES, TARGETS, LISTS };

typedef struct tag_settings {
	words lists[LISTS];
	const char *format, *output, *folder, *cues;
	onto_read_options read;
	onto_offsets offsets;
	bool keep, quiet, explain, resume, strict;
	bool json, brat_config;
	size_t threads;
	unsigned load; /* LOAD_ bits */
	bool to_level;
	size_t level;
	unsigned said;        /* ONTO_SAID_ bits */
	onto_tag_options tag; /* its vocabularies are those of the list, once all options are taken */
} tag_settings;

/* Settings without anything asked for, and room for `words` words in each list. */
onto_status tag_settings_init(tag_settings *self, size_t words, onto_error *error);
void tag_settings_free(tag_settings *self);

/* Takes an option of the table. Its value stays the caller's; a list is cut apart in place. */
onto_status tag_settings_take(tag_settings *self, int option, char *value, onto_error *error);

/* The concept of a code that was asked for; ONTO_NONE where there is none. */
typedef onto_concept_id (*find_code)(const onto_dictionary *dictionary, const char *code);

/* What a filter is made with. */
typedef struct tag_filter {
	bool wanted;       /* something is to be filtered or rolled up */
	bool by_hierarchy; /* and not by what the text says alone */
	onto_filter_options options;
	onto_concept_id *concepts; /* that the options point to */
} tag_filter;

/* ONTO_ARGUMENT where a code is none of the dictionary's. */
onto_status tag_filter_init(tag_filter *self, const tag_settings *settings, const onto_dictionary *dictionary,
                            find_code find, onto_error *error);
void tag_filter_free(tag_filter *self);

#endif
