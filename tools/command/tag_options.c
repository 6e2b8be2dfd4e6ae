/* The options of tagging: their table, their effects, and the filter that they select. */
#include "command/tag_options.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

const option_record tag_option_records[] = {
	{'d', "dictionary", "DICT", "a dictionary, a file or a name; several are layered over the embedded one"},
	{'f', "format", "FORMAT", "how to read (default: told from the content)"},
	{'o', "output", "FORMAT|FILE",
     "how to write (default: terminal on a terminal, else jsonl), or a file to write, compressed where its name ends with .gz; its "
     "name tells the format, or a second -o"},
	{0, "count", NULL, "only how many mentions each document has: -o count"},
	{'t', "types", "TYPE,...", types_help},
	{0, "vocabulary", "NAME,...", "only codes of these vocabularies, in this order, and mentions that have one"},
	{0, "within", "CODE,...", "only what is one of these concepts or under one"},
	{0, "without", "CODE|WAY|PART,...",
     "leave out what is under a concept (MONDO:0004992), do not use a way of matching (plural, derived), or do not look for a part of "
     "the context (context, values, sections)"},
	{0, "only", "SAID,...",
     "only mentions of which no more is said than these: present, absent, possible, hypothetical, historical, family, other, allergy, stopped, not_given"},
	{0, "roll-up", "LEVEL|CODE,...",
     "count mentions under the ancestor of this level (0: the top) or the nearest of these"},
	{0, "overlap", "POLICY", "where matches overlap: longest (default), all, nested, one-per-type"},
	{0, "lines", NULL, "every line of a text is a document"},
	{0, "id-field", "NAME",
     "what names a document: a member (jsonl) or a column (tsv; or its number); default: id"},
	{0, "text-field", "NAME", "what is its text, likewise; default: text"},
	{0, "no-header", NULL, "the first line of a tsv is a document already; columns are given by number"},
	{0, "encoding", "NAME", "what the files are in, by a name of iconv (default: UTF-8, or told from the bytes)"},
	{0, "convert", NULL, "make text of PDF by pdftotext, of docx, odt, epub and rtf by pandoc"},
	{0, "files-from", "FILE",
     "read the names of further files from a file, one a line, or apart by NULs; - for standard input"},
	{0, "offsets", "UNIT",
     "what the offsets of jsonl count: bytes (default), codepoints, utf16; bytes, if given, are those of the file where it was "
     "converted to UTF-8"},
	{0, "json", NULL, "with -o summary: JSON in place of Markdown"},
	{0, "csv-safe", NULL, "put an apostrophe before cells of csv that a spreadsheet would compute (=, +, -, @)"},
	{0, "keep", NULL, "write the annotations that documents have, too (default: the tags replace them)"},
	{0, "database", "FILE",
     "with -o sqlite: the database to write; with --resume one that is there, without the inputs that it has"},
	{0, "omop-concepts", "FILE",
     "with -o omop: CONCEPT.csv of the OMOP vocabularies, which gives the numbers of concepts"},
	{0, "omop-relationships", "FILE",
     "with --omop-concepts: CONCEPT_RELATIONSHIP.csv, which gives the standard concepts that others map to"},
	{0, "mask", "TYPE,...",
     "make mentions of these types unreadable (X) wherever the text is written, and leave them out"},
	{0, "no-context-in-errors", NULL, "quote nothing of a text in messages (default: at most 40 bytes)"},
	{0, "brat-config", NULL, "print the annotation.conf that brat shows the output of -o brat by, and end"},
	{0, "explain", NULL, "tell why each entity is there: on the terminal, or with -o jsonl what decided"},
	{0, "context-cues", "FILE", "find context by the rows of a file instead of those that come with the program"},
	{0, "no-starter", NULL, "only the dictionaries that are given, without the embedded one under them"},
	{0, "no-curation", NULL, "take the dictionaries as they are, without the curation that comes with the program"},
	{0, "keep-generic", NULL, "tag names that say no more than their kind, too: disease, syndrome, anticoagulants"},
	{0, "offer-retired", NULL,
     "tell of names of retired concepts that nothing certain has replaced, too: offers, beside the mentions (jsonl, terminal)"},
	{0, "offer-ambiguous", NULL,
     "tell of short forms that the text does not define and nothing else decides about, too: ambiguous, with what they may stand for (jsonl, terminal)"},
	{0, "abbreviations", "POLICY",
     "short forms that the text does not define (HTN, MI): likely (default), where one meaning is likely; defined, never; all, always"},
	{0, "judge", "FILE", "judge places by the weights of a file instead of those that come with the program"},
	{0, "no-judge", NULL, "let rules decide, and the longest of overlapping names stay (implied by --no-curation)"},
	{0, "profile", "NAME",
     "annotate as one corpus does: bc5cdr, ncbi, craft, raredis, ddi, nlm-gene, gnormplus (default: unseen text)"},
	{0, "threshold", "SCORE",
     "the least score of a mention (default: 0, as likely as not); higher is more precise"},
	{0, "other-species", NULL,
     "tag genes of other organisms than the human, too: species tells which; without the code of the human gene"},
	{0, "min-confidence", "P",
     "only mentions that are right with this probability, from 0 to 1 (default: 0); those of which it is not known stay"},
	{0, "explain-dropped", NULL, "with -o jsonl or terminal: tell what a name fits and is no mention, and why not"},
	{0, "candidates", NULL,
     "with -o jsonl: every place that was considered, with the features and weights that decided"},
	{'j', "jobs", "N", "tag on N threads; 0: one for each core (default: 1)"},
	{0, "output-dir", "DIR", "write a file for each input into a folder, called as the input and the format are"},
	{0, "resume", NULL,
     "with --output-dir and --database: leave out inputs that have an output not older than they are"},
	{0, "strict", NULL, "stop at the first thing that is bad, instead of going on with the next"},
	{'q', "quiet", NULL, "print no progress and no summary"},
	{0}};
bool tag_option_in_request(int option)
{
	switch (option) {
	case TAG_OUTPUT:
	case TAG_TYPES:
	case TAG_VOCABULARY:
	case TAG_WITHIN:
	case TAG_WITHOUT:
	case TAG_ONLY:
	case TAG_ROLL_UP:
	case TAG_OVERLAP:
	case TAG_LINES:
	case TAG_ID_FIELD:
	case TAG_TEXT_FIELD:
	case TAG_NO_HEADER:
	case TAG_OFFSETS:
	case TAG_JSON:
	case TAG_KEEP:
	case TAG_KEEP_GENERIC:
	case TAG_OFFER_RETIRED:
	case TAG_OFFER_AMBIGUOUS:
	case TAG_ABBREVIATIONS:
	case TAG_NO_JUDGE:
	case TAG_THRESHOLD:
	case TAG_OTHER_SPECIES:
	case TAG_MIN_CONFIDENCE:
	case TAG_CANDIDATES:
	case TAG_STRICT: return true;
	default: return false;
	}
}

enum { MOST_THREADS = 1024, MOST_LEVELS = 1000 };

/* ---- settings ------------------------------------------------------------------------------------------------ */

onto_status tag_settings_init(tag_settings *self, size_t count, onto_error *error)
{
	*self = (tag_settings){.read = {.size = sizeof self->read}, .tag = {.size = sizeof self->tag}};
	const char **all = calloc((count + 1) * LISTS, sizeof *all);
	if (!all) {
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	for (size_t i = 0; i < LISTS; i++) {
		self->lists[i].items = all + i * (count + 1);
	}
	return ONTO_OK;
}

void tag_settings_free(tag_settings *self)
{
	free(self->lists[0].items);
}

static bool take_word_into(void *context, const char *word)
{
	words *list = context;
	list->items[list->count++] = word;
	return true;
}

static bool take_code(void *context, const char *word)
{
	return strchr(word, ':') && take_word_into(context, word);
}

static bool take_said(void *context, const char *word)
{
	for (size_t i = 0; i < ONTO_SAID; i++) {
		if (strcmp(onto_said_word(i), word) == 0) {
			*(unsigned *)context |= 1u << i;
			return true;
		}
	}
	return false;
}

static const char *said_words(void *context, size_t index)
{
	(void)context;
	return index < ONTO_SAID ? onto_said_word(index) : NULL;
}

static bool take_context_part(unsigned *parts, const char *word)
{
	static const struct {
		const char *word;
		unsigned part;
	} known[] = {
		{"context", ONTO_CONTEXT_CUES}, {"values", ONTO_CONTEXT_VALUES}, {"sections", ONTO_CONTEXT_SECTIONS}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (strcmp(known[i].word, word) == 0) {
			*parts |= known[i].part;
			return true;
		}
	}
	return false;
}

/* What --without takes besides codes. */
static const char *way_words(void *context, size_t index)
{
	static const char *const parts[] = {"context", "values", "sections"};
	enum { PARTS = sizeof parts / sizeof *parts };
	return index < PARTS ? parts[index] : transformation_words(context, index - PARTS);
}

/* A code contains a colon; names of transformations and of context values do not. */
static bool take_code_or_way(void *context, const char *word)
{
	tag_settings *s = context;
	return take_code(&s->lists[WITHOUT_CODES], word) || take_context_part(&s->tag.without_context, word) ||
	       take_transformation(&s->tag.without, word);
}

static bool parse_count(const char *word, size_t most, size_t *out)
{
	size_t number = 0;
	for (const char *at = word; *at; at++) {
		if (*at < '0' || *at > '9' || number > most) {
			return false;
		}
		number = number * 10 + (size_t)(*at - '0');
	}
	*out = number;
	return *word && number <= most;
}

static bool take_level_or_code(void *context, const char *word)
{
	tag_settings *s = context;
	if (parse_count(word, MOST_LEVELS, &s->level)) {
		s->to_level = true;
		return s->lists[TARGETS].count == 0;
	}
	return !s->to_level && take_code(&s->lists[TARGETS], word);
}

static size_t cores(void)
{
	cpu_set_t set;
	return sched_getaffinity(0, sizeof set, &set) == 0 ? (size_t)CPU_COUNT(&set) : 1;
}

static onto_status take_threads(tag_settings *s, const char *value, onto_error *error)
{
	if (!parse_count(value, MOST_THREADS, &s->threads)) {
		return onto_fail(error, ONTO_ARGUMENT, NULL, 0, "no number of threads from 0 to %d: '%s'", MOST_THREADS,
		                 value);
	}
	s->threads = s->threads ? s->threads : cores();
	return ONTO_OK;
}

static const char *overlap_words(void *context, size_t index)
{
	(void)context;
	return index < ONTO_OVERLAPS ? onto_overlap_word((onto_overlap)index) : NULL;
}

static const char *short_forms_words(void *context, size_t index)
{
	(void)context;
	return onto_short_forms_word((onto_short_forms)index);
}

static const char *offsets_words(void *context, size_t index)
{
	(void)context;
	return index < ONTO_OFFSETS ? onto_offsets_word((onto_offsets)index) : NULL;
}

static onto_status take_overlap(tag_settings *s, const char *value, onto_error *error)
{
	return onto_overlap_parse(value, &s->tag.overlap)
	           ? ONTO_OK
	           : onto_fail_word(error, ONTO_ARGUMENT, "overlap policy", value, overlap_words, NULL);
}

static onto_status take_abbreviations(tag_settings *s, const char *value, onto_error *error)
{
	return onto_short_forms_parse(value, &s->tag.short_forms)
	           ? ONTO_OK
	           : onto_fail_word(error, ONTO_ARGUMENT, "policy of abbreviations", value, short_forms_words, NULL);
}

static onto_status take_threshold(double *threshold, const char *value, onto_error *error)
{
	char *end;
	*threshold = strtod(value, &end);
	return end > value && !*end && *threshold > -1000 && *threshold < 1000
	           ? ONTO_OK
	           : onto_fail(error, ONTO_ARGUMENT, NULL, 0, "no score: '%.40s'", value);
}

static onto_status take_confidence(double *least, const char *value, onto_error *error)
{
	char *end;
	*least = strtod(value, &end);
	return end > value && !*end && *least >= 0 && *least <= 1
	           ? ONTO_OK
	           : onto_fail(error, ONTO_ARGUMENT, NULL, 0, "no probability from 0 to 1: '%.40s'", value);
}

static onto_status take_offsets(tag_settings *s, const char *value, onto_error *error)
{
	if (!onto_offsets_parse(value, &s->offsets)) {
		return onto_fail_word(error, ONTO_ARGUMENT, "unit of offsets", value, offsets_words, NULL);
	}
	s->read.file_offsets = s->offsets == ONTO_OFFSETS_BYTES;
	return ONTO_OK;
}

static onto_status take_list(tag_settings *s, int option, char *value, onto_error *error)
{
	switch (option) {
	case TAG_TYPES: return split_words(value, "type", take_type, &s->tag.types, type_words, error);
	case TAG_MASK: return split_words(value, "type", take_type, &s->masked, type_words, error);
	case TAG_VOCABULARY:
		return split_words(value, "vocabulary", take_word_into, &s->lists[VOCABULARIES], NULL, error);
	case TAG_WITHIN: return split_words(value, "code", take_code, &s->lists[WITHIN_CODES], NULL, error);
	case TAG_ONLY: return split_words(value, "context", take_said, &s->said, said_words, error);
	case TAG_WITHOUT:
		return split_words(value, "code, way of matching or part of the context", take_code_or_way, s, way_words,
		                   error);
	default: return split_words(value, "level or code to roll up to", take_level_or_code, s, NULL, error);
	}
}

/* An option that takes no value. */
static void take_switch(int option, tag_settings *s)
{
	switch (option) {
	case TAG_LINES: s->read.lines = true; break;
	case TAG_NO_HEADER: s->read.no_header = true; break;
	case TAG_CONVERT: s->convert = true; break;
	case TAG_COUNT: s->output = "count"; break;
	case TAG_JSON: s->json = true; break;
	case TAG_CSV_SAFE: s->csv_safe = true; break;
	case TAG_KEEP: s->keep = true; break;
	case TAG_NO_CONTEXT_IN_ERRORS: s->silent = true; break;
	case TAG_BRAT_CONFIG: s->brat_config = true; break;
	case TAG_EXPLAIN: s->explain = s->tag.tell_places = true; break;
	case TAG_NO_STARTER: s->load |= LOAD_NO_STARTER; break;
	case TAG_NO_CURATION:
		s->load |= LOAD_UNCURATED;
		s->tag.no_judge = true;
		break;
	case TAG_NO_JUDGE: s->tag.no_judge = true; break;
	case TAG_CANDIDATES: s->candidates = s->tag.tell_places = true; break;
	case TAG_EXPLAIN_DROPPED: s->explain_dropped = s->tag.tell_places = true; break;
	case TAG_KEEP_GENERIC: s->tag.keep_generic = true; break;
	case TAG_OTHER_SPECIES: s->tag.other_species = true; break;
	case TAG_OFFER_RETIRED: s->tag.offer_retired = true; break;
	case TAG_OFFER_AMBIGUOUS: s->tag.offer_ambiguous = true; break;
	case TAG_RESUME: s->resume = true; break;
	case TAG_STRICT: s->strict = true; break;
	case TAG_QUIET: s->quiet = true; break;
	}
}

/* A format that is only written was meant for the output. */
static onto_status take_format(tag_settings *s, const char *value, onto_error *error)
{
	if (input_format_find(value, error) != ONTO_OK && onto_format_suffix(value)) {
		s->output = value;
		return ONTO_OK;
	}
	s->format = value;
	return input_format_find(value, error);
}

/* A word with a dot or a slash that is no format is a file. */
static void take_output(tag_settings *s, const char *value)
{
	if (!onto_format_suffix(value) && strpbrk(value, "./")) {
		s->file = value;
	} else {
		s->output = value;
	}
}

static onto_status take_option(tag_settings *s, int option, char *value, onto_error *error)
{
	switch (option) {
	case TAG_DICTIONARY: take_word_into(&s->lists[DICTIONARIES], value); return ONTO_OK;
	case TAG_FORMAT: return take_format(s, value, error);
	case TAG_OUTPUT: take_output(s, value); return ONTO_OK;
	case TAG_FILES_FROM: s->files_from = value; return ONTO_OK;
	case TAG_CONTEXT_CUES: s->cues = value; return ONTO_OK;
	case TAG_JUDGE: s->judge = value; return ONTO_OK;
	case TAG_PROFILE: s->profile = value; return ONTO_OK;
	case TAG_THRESHOLD: return take_threshold(&s->tag.threshold, value, error);
	case TAG_MIN_CONFIDENCE: return take_confidence(&s->tag.min_confidence, value, error);
	case TAG_DATABASE: s->database = value; return ONTO_OK;
	case TAG_OMOP_CONCEPTS: s->omop_concepts = value; return ONTO_OK;
	case TAG_OMOP_RELATIONSHIPS: s->omop_relationships = value; return ONTO_OK;
	case TAG_OUTPUT_DIR: s->folder = value; return ONTO_OK;
	case TAG_ID_FIELD: s->read.id_field = value; return ONTO_OK;
	case TAG_TEXT_FIELD: s->read.text_field = value; return ONTO_OK;
	case TAG_ENCODING: s->read.encoding = value; return ONTO_OK;
	case TAG_OFFSETS: return take_offsets(s, value, error);
	case TAG_OVERLAP: return take_overlap(s, value, error);
	case TAG_ABBREVIATIONS: return take_abbreviations(s, value, error);
	case TAG_JOBS: return take_threads(s, value, error);
	case TAG_TYPES:
	case TAG_MASK:
	case TAG_VOCABULARY:
	case TAG_WITHIN:
	case TAG_WITHOUT:
	case TAG_ONLY:
	case TAG_ROLL_UP: return take_list(s, option, value, error);
	default: take_switch(option, s); return ONTO_OK;
	}
}

onto_status tag_settings_take(tag_settings *self, int option, char *value, onto_error *error)
{
	if (option == ARGUMENT_OPERAND) {
		take_word_into(&self->lists[FILES], value);
		return ONTO_OK;
	}
	onto_status status = take_option(self, option, value, error);
	self->tag.vocabularies = self->lists[VOCABULARIES].items;
	self->tag.vocabulary_count = self->lists[VOCABULARIES].count;
	return status;
}

/* ---- the filter ---------------------------------------------------------------------------------------------- */

static onto_status find_codes(const words *codes, const onto_dictionary *dictionary, find_code find,
                              onto_concept_id **at, onto_error *error)
{
	for (size_t i = 0; i < codes->count; i++) {
		*(*at)++ = find(dictionary, codes->items[i]);
		if ((*at)[-1] == ONTO_NONE) {
			return onto_fail(error, ONTO_ARGUMENT, NULL, 0, "no concept '%s' in the dictionary", codes->items[i]);
		}
	}
	return ONTO_OK;
}

onto_status tag_filter_init(tag_filter *self, const tag_settings *s, const onto_dictionary *dictionary,
                            find_code find, onto_error *error)
{
	const words *within = &s->lists[WITHIN_CODES], *without = &s->lists[WITHOUT_CODES],
				*targets = &s->lists[TARGETS];
	*self = (tag_filter){.wanted = within->count || without->count || targets->count || s->to_level || s->said,
	                     .by_hierarchy = within->count || without->count || targets->count || s->to_level,
	                     .options = {.size = sizeof self->options, .said = s->said}};
	if (!self->by_hierarchy) {
		return ONTO_OK;
	}
	onto_concept_id *at = calloc(within->count + without->count + targets->count + 1, sizeof *at);
	if (!at) {
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	self->concepts = at;
	self->options = (onto_filter_options){.size = sizeof self->options,
	                                      .within = at,
	                                      .within_count = within->count,
	                                      .without = at + within->count,
	                                      .without_count = without->count,
	                                      .targets = at + within->count + without->count,
	                                      .target_count = targets->count,
	                                      .to_level = s->to_level,
	                                      .level = (unsigned)s->level,
	                                      .said = s->said};
	onto_status status = find_codes(within, dictionary, find, &at, error);
	status = status == ONTO_OK ? find_codes(without, dictionary, find, &at, error) : status;
	return status == ONTO_OK ? find_codes(targets, dictionary, find, &at, error) : status;
}

void tag_filter_free(tag_filter *self)
{
	free(self->concepts);
	self->concepts = NULL;
}
