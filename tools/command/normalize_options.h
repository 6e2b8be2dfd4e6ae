/* The options of normalizing as a table, for the command line of `ontotag normalize`. Requests to `ontotag serve`
 * use those that do not concern the machine. */
#ifndef ONTOTAG_NORMALIZE_OPTIONS_H
#define ONTOTAG_NORMALIZE_OPTIONS_H

#include "command/command.h"

extern const option_record normalize_option_records[];
enum {
	NORMALIZE_DICTIONARY,
	NORMALIZE_COLUMN,
	NORMALIZE_ID_COLUMN,
	NORMALIZE_KEEP_COLUMNS,
	NORMALIZE_HEADER,
	NORMALIZE_FORMAT,
	NORMALIZE_ENCODING,
	NORMALIZE_OUTPUT,
	NORMALIZE_CSV_SAFE,
	NORMALIZE_TOP,
	NORMALIZE_BEST,
	NORMALIZE_MIN_SCORE,
	NORMALIZE_TYPES,
	NORMALIZE_VOCABULARY,
	NORMALIZE_WITHOUT,
	NORMALIZE_NO_STARTER,
	NORMALIZE_NO_CURATION,
	NORMALIZE_EXPLAIN
};

/* Whether a request to `ontotag serve` may use the option. */
bool normalize_option_in_request(int option);

typedef enum normalize_output {
	NORMALIZE_TERMINAL,
	NORMALIZE_JSONL,
	NORMALIZE_TSV,
	NORMALIZE_CSV,
	NORMALIZE_OUTPUTS
} normalize_output;

/* The name of an output; NULL past the last. */
const char *normalize_output_word(size_t index);

typedef struct normalize_settings {
	const char **dictionaries, **operands, **vocabularies; /* room for all words */
	size_t dictionary_count, operand_count;
	const char *column, *id_column, *format, *encoding;
	normalize_output output; /* NORMALIZE_OUTPUTS: not given */
	bool explain, header, keep_columns, csv_safe;
	unsigned load;
	onto_normalize_options normalize;
} normalize_settings;

/* Default settings, with room for `words` words in each list. */
onto_status normalize_settings_init(normalize_settings *self, size_t words, onto_error *error);
void normalize_settings_free(normalize_settings *self);

/* Applies an option of the table. The caller keeps its value, and a list is split in place. */
onto_status normalize_settings_take(normalize_settings *self, int option, char *value, onto_error *error);

#endif
