/* The options of normalizing: their table and their effects. */
#include "command/normalize_options.h"

#include <stdlib.h>
#include <string.h>

const option_record normalize_option_records[] = {
	{'d', "dictionary", "DICT", "a dictionary; several are layered (default: the embedded one)"},
	{'c', "column", "NAME|N",
     "the arguments are TSV or CSV files: take this column of them, by its name in the first row or its number"},
	{0, "id-column", "NAME|N", "write this column of the row before the term, as id"},
	{0, "keep-columns", NULL, "write all columns of the row before the term"},
	{0, "header", NULL, "with a column's number: the first row of each file is a header and no term"},
	{'f', "format", "FORMAT", "of the files: tsv, csv (default: by their names, else tsv)"},
	{0, "encoding", "NAME", "what the files are in, by a name of iconv (default: UTF-8, or told from the bytes)"},
	{'o', "output", "FORMAT", "how to write: terminal, jsonl, tsv, csv (default: terminal or jsonl)"},
	{0, "csv-safe", NULL, "put an apostrophe before cells of csv that a spreadsheet would compute (=, +, -, @)"},
	{'n', "top", "N", "at most so many candidates a term (default 10)"},
	{'b', "best", NULL, "the best candidate alone: --top 1"},
	{'m', "min-score", "S", "no candidate with a lower score, of 0 to 1 (default 0.5)"},
	{'t', "types", "TYPE,...", types_help},
	{0, "vocabulary", "NAME,...", "only codes of these vocabularies, in this order, and candidates that have one"},
	{0, "without", "WAY,...",
     "ways of matching that are not used: plural, order, abbreviation, words, typing, ..."},
	{0, "no-starter", NULL, "only the dictionaries that are given, without the embedded one under them"},
	{0, "no-curation", NULL, "take the dictionaries as they are, without the curation that comes with the program"},
	{'e', "explain", NULL,
     "on a terminal: the name that matched, where it is from, and what lies between it and the term"},
	{0}};

bool normalize_option_in_request(int option)
{
	switch (option) {
	case NORMALIZE_OUTPUT:
	case NORMALIZE_TOP:
	case NORMALIZE_BEST:
	case NORMALIZE_MIN_SCORE:
	case NORMALIZE_TYPES:
	case NORMALIZE_VOCABULARY:
	case NORMALIZE_WITHOUT: return true;
	default: return false;
	}
}

static const char *const output_words[NORMALIZE_OUTPUTS] = {"terminal", "jsonl", "tsv", "csv"};

const char *normalize_output_word(size_t index)
{
	return index < NORMALIZE_OUTPUTS ? output_words[index] : NULL;
}

onto_status normalize_settings_init(normalize_settings *self, size_t words, onto_error *error)
{
	*self = (normalize_settings){.output = NORMALIZE_OUTPUTS, .normalize = {.size = sizeof self->normalize}};
	self->dictionaries = calloc((words + 1) * 3, sizeof *self->dictionaries);
	if (!self->dictionaries) {
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	self->operands = self->dictionaries + words + 1;
	self->vocabularies = self->operands + words + 1;
	self->normalize.vocabularies = self->vocabularies;
	return ONTO_OK;
}

void normalize_settings_free(normalize_settings *self)
{
	free(self->dictionaries);
}

static bool take_vocabulary(void *context, const char *word)
{
	normalize_settings *s = context;
	s->vocabularies[s->normalize.vocabulary_count++] = word;
	return true;
}

static onto_status take_output(normalize_settings *s, const char *word, onto_error *error)
{
	for (size_t i = 0; i < NORMALIZE_OUTPUTS; i++) {
		if (strcmp(word, output_words[i]) == 0) {
			s->output = (normalize_output)i;
			return ONTO_OK;
		}
	}
	return onto_fail(error, ONTO_UNKNOWN, NULL, 0, "no output format '%s' (terminal, jsonl, tsv, csv)", word);
}

static onto_status take_format(normalize_settings *s, const char *word, onto_error *error)
{
	s->format = word;
	return strcmp(word, "tsv") == 0 || strcmp(word, "csv") == 0
	           ? ONTO_OK
	           : onto_fail(error, ONTO_UNKNOWN, NULL, 0, "no format of tables '%s' (tsv, csv)", word);
}

static onto_status take_top(normalize_settings *s, const char *word, onto_error *error)
{
	char *end;
	unsigned long top = strtoul(word, &end, 10);
	s->normalize.top = top;
	return *word >= '0' && *word <= '9' && !*end && top > 0 && top <= 1000000
	           ? ONTO_OK
	           : onto_fail(error, ONTO_ARGUMENT, NULL, 0, "no number of candidates '%s' (1 or more)", word);
}

static onto_status take_min_score(normalize_settings *s, const char *word, onto_error *error)
{
	char *end;
	double score = strtod(word, &end);
	s->normalize.min_score = score > 0 ? score : 1e-9; /* 0 would select the default */
	return *word && !*end && score >= 0 && score <= 1
	           ? ONTO_OK
	           : onto_fail(error, ONTO_ARGUMENT, NULL, 0, "no score '%s' (0 to 1)", word);
}

onto_status normalize_settings_take(normalize_settings *s, int option, char *value, onto_error *error)
{
	switch (option) {
	case ARGUMENT_OPERAND: s->operands[s->operand_count++] = value; return ONTO_OK;
	case NORMALIZE_DICTIONARY: s->dictionaries[s->dictionary_count++] = value; return ONTO_OK;
	case NORMALIZE_COLUMN: s->column = value; return ONTO_OK;
	case NORMALIZE_ID_COLUMN: s->id_column = value; return ONTO_OK;
	case NORMALIZE_KEEP_COLUMNS: s->keep_columns = true; return ONTO_OK;
	case NORMALIZE_FORMAT: return take_format(s, value, error);
	case NORMALIZE_ENCODING: s->encoding = value; return ONTO_OK;
	case NORMALIZE_CSV_SAFE: s->csv_safe = true; return ONTO_OK;
	case NORMALIZE_HEADER: s->header = true; return ONTO_OK;
	case NORMALIZE_OUTPUT: return take_output(s, value, error);
	case NORMALIZE_TOP: return take_top(s, value, error);
	case NORMALIZE_BEST: s->normalize.top = 1; return ONTO_OK;
	case NORMALIZE_MIN_SCORE: return take_min_score(s, value, error);
	case NORMALIZE_TYPES: return split_words(value, "type", take_type, &s->normalize.types, type_words, error);
	case NORMALIZE_VOCABULARY: return split_words(value, "vocabulary", take_vocabulary, s, NULL, error);
	case NORMALIZE_WITHOUT:
		return split_words(value, "way of matching", take_transformation, &s->normalize.without,
		                   transformation_words, error);
	case NORMALIZE_NO_STARTER: s->load |= LOAD_NO_STARTER; return ONTO_OK;
	case NORMALIZE_NO_CURATION: s->load |= LOAD_UNCURATED; return ONTO_OK;
	default: s->explain = true; return ONTO_OK;
	}
}
