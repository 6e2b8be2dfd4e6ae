/* The options of tagging as a table, for the command line of `ontotag tag`. Requests to `ontotag serve` use those
 * that do not concern the machine. */
#ifndef ONTOTAG_TAG_OPTIONS_H
#define ONTOTAG_TAG_OPTIONS_H

#include "command/command.h"

extern const option_record tag_option_records[];
enum {
	TAG_DICTIONARY,
	TAG_FORMAT,
	TAG_OUTPUT,
	TAG_COUNT,
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
	TAG_ENCODING,
	TAG_CONVERT,
	TAG_FILES_FROM,
	TAG_OFFSETS,
	TAG_JSON,
	TAG_CSV_SAFE,
	TAG_KEEP,
	TAG_DATABASE,
	TAG_OMOP_CONCEPTS,
	TAG_OMOP_RELATIONSHIPS,
	TAG_MASK,
	TAG_NO_CONTEXT_IN_ERRORS,
	TAG_BRAT_CONFIG,
	TAG_EXPLAIN,
	TAG_CONTEXT_CUES,
	TAG_NO_STARTER,
	TAG_NO_CURATION,
	TAG_KEEP_GENERIC,
	TAG_OFFER_RETIRED,
	TAG_OFFER_AMBIGUOUS,
	TAG_ABBREVIATIONS,
	TAG_JUDGE,
	TAG_NO_JUDGE,
	TAG_PROFILE,
	TAG_THRESHOLD,
	TAG_OTHER_SPECIES,
	TAG_MIN_CONFIDENCE,
	TAG_EXPLAIN_DROPPED,
	TAG_CANDIDATES,
	TAG_JOBS,
	TAG_OUTPUT_DIR,
	TAG_RESUME,
	TAG_STRICT,
	TAG_QUIET
};

/* Whether a request to `ontotag serve` may use the option: it names no file and does not concern the machine. */
bool tag_option_in_request(int option);

/* The words of list options, in arrays that are large enough for all. */
typedef struct words {
	const char **items;
	size_t count;
} words;

enum { DICTIONARIES, FILES, VOCABULARIES, WITHIN_CODES, WITHOUT_CODES, TARGETS, LISTS };

typedef struct tag_settings {
	words lists[LISTS];
	const char *format, *output, *file, *folder, *cues, *judge, *profile, *omop_concepts, *omop_relationships,
		*database, *files_from;
	onto_read_options read;
	onto_offsets offsets;
	bool keep, quiet, explain, explain_dropped, candidates, resume, strict, convert;
	bool json, csv_safe, brat_config, silent;
	unsigned masked; /* bits of types */
	size_t threads;
	unsigned load; /* LOAD_ bits */
	bool to_level;
	size_t level;
	unsigned said;        /* ONTO_SAID_ bits */
	onto_tag_options tag; /* its vocabularies point to the list, once all options are read */
} tag_settings;

/* Default settings, with room for `words` words in each list. */
onto_status tag_settings_init(tag_settings *self, size_t words, onto_error *error);
void tag_settings_free(tag_settings *self);

/* Applies an option of the table. The caller keeps its value, and a list is split in place. */
onto_status tag_settings_take(tag_settings *self, int option, char *value, onto_error *error);

/* The concept of a code in an option; ONTO_NONE where there is none. */
typedef onto_concept_id (*find_code)(const onto_dictionary *dictionary, const char *code);

/* The arguments of a filter. */
typedef struct tag_filter {
	bool wanted;       /* filters or rolls up */
	bool by_hierarchy; /* and needs the hierarchy */
	onto_filter_options options;
	onto_concept_id *concepts; /* the options point to these */
} tag_filter;

/* ONTO_ARGUMENT where the dictionary does not have a code. */
onto_status tag_filter_init(tag_filter *self, const tag_settings *settings, const onto_dictionary *dictionary,
                            find_code find, onto_error *error);
void tag_filter_free(tag_filter *self);

#endif
