/* Reads the weights, and adds up those of a place. */
#include "judge/judge.h"

#include <stdlib.h>
#include <string.h>

#include "core/ascii.h"
#include "core/error.h"
#include "core/file.h"
#include "judge/embedded_judge.h"
#include "judge/species.h"
#include "resolve/long_form.h"
#include "resolve/overlap.h"
#include "resolve/rules.h"
#include "text/word_list.h"

static void clear_sources(judge_sources *self)
{
	for (size_t i = 0; i < self->count; i++) {
		free(self->ids[i]);
	}
	*self = (judge_sources){.count = 0};
}

void onto_judge_free(onto_judge *self)
{
	if (self) {
		for (size_t type = 0; type < JUDGE_TYPES; type++) {
			clear_sources(&self->sources[type]);
		}
		clear_sources(&self->vocabularies);
		onto_judge_free(self->confidence);
		free(self->rows);
		free(self->filter);
		free(self);
	}
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

static bool grow(onto_judge *self)
{
	size_t count = self->row_count ? self->row_count * 2 : 1024;
	judge_row *rows = calloc(count, sizeof *rows);
	if (!rows) {
		return false;
	}
	for (size_t i = 0; i < self->row_count; i++) {
		size_t slot = self->rows[i].key >> 16 & (count - 1);
		while (self->rows[i].key && rows[slot].key) {
			slot = (slot + 1) & (count - 1);
		}
		rows[slot] = self->rows[i].key ? self->rows[i] : rows[slot];
	}
	free(self->rows);
	self->rows = rows;
	self->row_count = count;
	return true;
}

static bool add_weight(onto_judge *self, uint64_t key, unsigned question, float weight)
{
	if (self->known * 2 >= self->row_count && !grow(self)) {
		return false;
	}
	size_t slot = key >> 16 & (self->row_count - 1), bit = key % JUDGE_FILTER_BITS;
	while (self->rows[slot].key && self->rows[slot].key != key) {
		slot = (slot + 1) & (self->row_count - 1);
	}
	self->known += !self->rows[slot].key;
	self->rows[slot].key = key;
	self->rows[slot].weights[question] += weight;
	self->known_questions |= 1u << question;
	self->filter[bit / 64] |= (uint64_t)1 << bit % 64;
	return true;
}

enum { FIELDS = 4 };

/* judges=SOURCE, or judges=* for every source. */
static onto_status add_source(judge_sources *to, const char *id, const char *label, size_t line, onto_error *error)
{
	if (strcmp(id, "*") == 0) {
		to->all = true;
		return ONTO_OK;
	}
	if (to->count == JUDGE_SOURCES) {
		return onto_fail(error, ONTO_LIMIT, label, line, "more than %d sources or vocabularies", JUDGE_SOURCES);
	}
	to->ids[to->count] = strdup(id);
	return to->ids[to->count++] ? ONTO_OK : fail_memory(error);
}

/* The first row of a profile replaces what "default" has for the question. */
static void begin_own(onto_judge *self, unsigned question)
{
	if (self->own >> question & 1) {
		return;
	}
	self->own |= 1u << question;
	for (size_t i = 0; i < self->row_count; i++) {
		self->rows[i].weights[question] = 0;
	}
	if (question < JUDGE_TYPES) {
		clear_sources(&self->sources[question]);
		self->within[question] = 0;
	} else if (question == JUDGE_CODE) {
		clear_sources(&self->vocabularies);
	}
}

/* Reads a weight such as -1.25, in hundredths, whatever the locale. */
static bool read_weight(const char *text, float *out)
{
	bool negative = *text == '-';
	long hundredths = 0, digits = 0, decimals = -1;
	for (text += negative; *text; text++) {
		if (*text == '.' && decimals < 0) {
			decimals = 0;
		} else if (*text < '0' || *text > '9' || digits == 6 || decimals == 2) {
			return false;
		} else {
			hundredths = hundredths * 10 + (*text - '0');
			digits++;
			decimals += decimals >= 0;
		}
	}
	for (decimals = decimals < 0 ? 0 : decimals; decimals < 2; decimals++) {
		hundredths *= 10;
	}
	*out = (float)(negative ? -hundredths : hundredths) / 100;
	return digits > 0;
}

/* The profiles that a table of weights is read for: rows of `own` replace those of `base`. */
typedef struct profiles {
	const char *base, *own; /* own: NULL or a name, with `before` before it */
	const char *before;
} profiles;

static bool is_own(const profiles *p, const char *name)
{
	size_t before = strlen(p->before);
	return p->own && strncmp(name, p->before, before) == 0 && strcmp(name + before, p->own) == 0;
}

/* profile	type	feature	weight. Rows of other profiles are passed over unread. */
static onto_status read_row(onto_judge *self, char *const fields[FIELDS], const profiles *profiles,
                            const char *label, size_t line, onto_error *error)
{
	onto_type type = ONTO_TYPES_MAX;
	float weight;
	char *equals = strchr(fields[2], '=');
	bool own = is_own(profiles, fields[0]);
	if (!own && strcmp(fields[0], profiles->base) != 0) {
		return ONTO_OK;
	}
	bool code = strcmp(fields[1], "code") == 0;
	if (!code && strcmp(fields[1], "human") != 0 &&
	    (!onto_type_parse(fields[1], &type) || (unsigned)type >= JUDGE_TYPES)) {
		return onto_fail(error, ONTO_DAMAGED, label, line, "no type that is judged: '%.40s'", fields[1]);
	}
	unsigned question = code ? JUDGE_CODE : type == ONTO_TYPES_MAX ? JUDGE_HUMAN : type;
	if (own) {
		begin_own(self, question);
	} else if (self->own >> question & 1) {
		return ONTO_OK;
	}
	if ((code || type != ONTO_TYPES_MAX) && strncmp(fields[2], "judges=", 7) == 0) {
		return add_source(code ? &self->vocabularies : &self->sources[type], equals + 1, label, line, error);
	}
	if (type != ONTO_TYPES_MAX && strncmp(fields[2], "within=", 7) == 0) {
		onto_type other;
		if (!onto_type_parse(equals + 1, &other)) {
			return onto_fail(error, ONTO_DAMAGED, label, line, "no type: '%.40s'", equals + 1);
		}
		self->within[type] |= (uint16_t)(1u << other);
		return ONTO_OK;
	}
	enum feature feature = equals ? feature_parse(fields[2], (size_t)(equals - fields[2])) : FEATURES_END;
	if (feature == FEATURES_END) {
		return onto_fail(error, ONTO_DAMAGED, label, line, "no feature: '%.40s'", fields[2]);
	}
	if (!read_weight(fields[3], &weight)) {
		return onto_fail(error, ONTO_DAMAGED, label, line, "no weight of two decimals: '%.40s'", fields[3]);
	}
	uint64_t key = judge_key(feature, equals + 1, strlen(equals + 1));
	return add_weight(self, key, question, weight) ? ONTO_OK : fail_memory(error);
}

static onto_status parse(const char *label, const void *bytes, size_t length, const profiles *profiles,
                         onto_judge **out, onto_error *error)
{
	enum { LONGEST = 1024 };
	char room[LONGEST + 1];
	const char *at = bytes, *end = at + length;
	onto_status status = ONTO_OK;
	onto_judge *self = calloc(1, sizeof *self);
	*out = NULL;
	if (!self || !grow(self) || !(self->filter = calloc(JUDGE_FILTER_BITS / 64, sizeof *self->filter))) {
		status = fail_memory(error);
		goto done;
	}
	for (size_t line = 1; at < end && status == ONTO_OK; line++) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t size = (size_t)((newline ? newline : end) - at);
		char *fields[FIELDS + 1] = {room}, *next = room;
		if (size > LONGEST) {
			status = onto_fail(error, ONTO_LIMIT, label, line, "a line of more than %d bytes", LONGEST);
			break;
		}
		if (memchr(at, '\0', size)) {
			status = onto_fail(error, ONTO_DAMAGED, label, line, "a NUL byte");
			break;
		}
		memcpy(room, at, size);
		at += size + 1;
		size -= size && room[size - 1] == '\r';
		room[size] = '\0';
		if (!size || *room == '#') {
			continue;
		}
		size_t count = 1;
		for (; count <= FIELDS && (next = strchr(next, '\t')) != NULL; count++) {
			*next++ = '\0';
			fields[count] = next;
		}
		status = count < FIELDS
		             ? onto_fail(error, ONTO_DAMAGED, label, line, "a row of %zu fields, not %d", count, FIELDS)
		             : read_row(self, fields, profiles, label, line, error);
	}
	if (status == ONTO_OK) {
		*out = self;
		self = NULL;
	}
done:
	onto_judge_free(self);
	return status;
}

onto_status onto_judge_parse(const char *label, const void *bytes, size_t length, const char *profile,
                             onto_judge **out, onto_error *error)
{
	const profiles judged = {"default", profile, ""}, sure = {"confidence", profile, "confidence "};
	onto_judge *self = NULL;
	onto_status status = parse(label, bytes, length, &judged, &self, error);
	*out = NULL;
	if (status == ONTO_OK && profile && (!self->own || strcmp(profile, sure.base) == 0)) {
		status = onto_fail(error, ONTO_UNKNOWN, label, 0, "no profile '%.40s'", profile);
	}
	if (status == ONTO_OK) {
		status = parse(label, bytes, length, &sure, &self->confidence, error);
	}
	if (status == ONTO_OK) {
		*out = self;
		self = NULL;
	}
	onto_judge_free(self);
	return status;
}

onto_status onto_judge_load(const char *path, const char *profile, onto_judge **out, onto_error *error)
{
	*out = NULL;
	if (!path) {
		return onto_judge_parse("(built-in judge)", embedded_judge, embedded_judge_size, profile, out, error);
	}
	buffer file = {0};
	onto_status status = file_read(path, &file, error);
	if (status == ONTO_OK) {
		status = onto_judge_parse(path, file.bytes, file.length, profile, out, error);
	}
	buffer_free(&file);
	return status;
}

/* ---- scoring ------------------------------------------------------------------------------------------------- */

/* Rows of one place that are remembered, so that each counts once, as it does while weights are learned. */
enum { ROWS_MOST = 24 };

typedef struct sum {
	feature_sink sink;
	const onto_judge *judge;
	unsigned question;
	float score, human;
	const judge_row *repeated[ROWS_MOST]; /* those that a place may have several times */
	size_t count;
} sum;

/* True where a place may have a feature several times with the same value. */
static bool may_repeat(enum feature feature)
{
	return (feature >= FEATURE_HERE && feature <= FEATURE_CROSSES) || feature == FEATURE_INNER;
}

static bool is_new(sum *self, const judge_row *row)
{
	for (size_t i = 0; i < self->count; i++) {
		if (self->repeated[i] == row) {
			return false;
		}
	}
	if (self->count < ROWS_MOST) {
		self->repeated[self->count++] = row;
	}
	return true;
}

static void take(feature_sink *sink, enum feature feature, const char *bytes, size_t length)
{
	sum *self = (sum *)sink;
	const judge_row *row = judge_find(self->judge, judge_key(feature, bytes, length));
	if (row && (!may_repeat(feature) || is_new(self, row))) {
		self->score += row->weights[self->question];
		self->human += row->weights[JUDGE_HUMAN];
	}
}

/* A shorter symbol does not count without support, whatever its score. In bytes. */
enum { SYMBOL_LEAST = 3 };

/* True where a capital says nothing of a symbol: at the start of a sentence, and among words with capitals. */
static bool is_in_title(const analysis *doc, const chosen *place)
{
	const candidate *c = &doc->candidates.items[place->candidate];
	const token *tokens = doc->tokens.items;
	bool before = c->first > 0 && tokens[c->first].gap != GAP_BARRIER && tokens[c->first].gap != GAP_LINE;
	bool behind = c->end < doc->tokens.count && tokens[c->end].gap == GAP_SPACE;
	return !before ||
	       (tokens[c->first].gap == GAP_SPACE && ascii_is_upper(doc->text[tokens[c->first - 1].start])) ||
	       (behind && ascii_is_upper(doc->text[tokens[c->end].start]));
}

/* True where the letters of a place say too little: fewer than two, but for p53 (T11, L5), or a word of English:
 * BLAST. */
static bool says_little(const analysis *doc, const chosen *place)
{
	enum { WORD_MOST = 15 };
	char letters[WORD_MOST + 1];
	size_t count = 0, length = place->end - place->start;
	for (uint32_t at = place->start; at < place->end && count < WORD_MOST; at++) {
		char letter = (char)ascii_lower(doc->text[at]);
		if (ascii_is_lower(letter)) {
			letters[count++] = letter;
		}
	}
	letters[count] = '\0';
	return count < 2 ? letters[0] != 'p'
	                 : count == length && (word_list_is_spelt(letters) || word_list_is_everyday(letters));
}

/* True where a short form's long form shares no word with the names of its concept. */
static bool is_defined_unlike(const resolver *resolver, const analysis *doc, const abbreviations *a,
                              const chosen *place)
{
	const definition *of = long_form_of(a, &doc->candidates.items[place->candidate]);
	return of && long_form_agreement(resolver, doc, of, doc->readings.items[place->reading].concept) == AGREES_NONE;
}

/* Likewise of a symbol. The words of most stand in all texts. In a text about genes weights decide about those that
 * lack nothing but support, those whose long form is known otherwise, and those that an
 * organism's genes are written like. */
static bool is_unsafe_symbol(const features *features, const resolver *resolver, const analysis *doc,
                             const abbreviations *a, const chosen *place)
{
	if (!features->genetic || says_little(doc, place)) {
		return true;
	}
	switch (place->ruling) {
	case RULE_UNSUPPORTED + 1:
	case RULE_TITLE_OF_ANIMAL + 1: return false;
	case RULE_RECASED + 1: return is_in_title(doc, place);
	case RULE_DEFINED_OTHERWISE + 1: return is_defined_unlike(resolver, doc, a, place);
	default: return true;
	}
}

/* True where a rule drops a place and no score overrules it: the opposite of a name, and what is no name at all. */
static bool is_unsafe(const features *features, const resolver *resolver, const analysis *doc,
                      const abbreviations *a, const chosen *place)
{
	if (place->ruling && type_like(place->type) == ONTO_MARKER &&
	    is_unsafe_symbol(features, resolver, doc, a, place)) {
		return true;
	}
	switch (place->ruling) {
	case RULE_CONJUNCT_MISSING + 1:
	case RULE_NUMBER_PARTED + 1:
	case RULE_TURNED_ROUND + 1:
	case RULE_LIST_NOT_INVERSION + 1:
	case RULE_VETOED + 1:
	case RULE_NUMBER_APART + 1:
	case RULE_SHARED_DERIVED + 1:
	case RULE_SHARED_FOR_NOTHING + 1: return true;
	case RULE_UNSUPPORTED + 1: return place->end - place->start < SYMBOL_LEAST;
	default: return false;
	}
}

/* True where a number follows, as behind a test, or a sign, as in a panel of markers: GGT 1,200 U/L, CD3+CD4-CD8+.
 * So do members of an enumeration: FGFR1-3. No corpus of genes has these, so the rules decide. */
static bool is_result(const analysis *doc, const chosen *place)
{
	uint32_t next = doc->candidates.items[place->candidate].end;
	char sign = place->end < doc->length ? doc->text[place->end] : '\0';
	bool shared = doc->readings.items[place->reading].by & ONTO_BY_COORDINATION;
	bool number = next < doc->tokens.count && doc->tokens.items[next].kind == TOKEN_DIGITS &&
	              doc->tokens.items[next].gap != GAP_NONE && doc->tokens.items[next].gap != GAP_HYPHEN;
	bool panel =
		sign == '-' && (place->end + 1 == doc->length || !ascii_is_alphanumeric(doc->text[place->end + 1]));
	return shared || number || sign == '+' || panel;
}

static bool has_source(const judge_sources *self, const char *id)
{
	for (size_t i = 0; i < self->count; i++) {
		if (strcmp(self->ids[i], id) == 0) {
			return true;
		}
	}
	return self->all;
}

bool judge_note_sources(const onto_judge *self, resolver *resolver)
{
	const onto_dictionary *d = resolver->dictionary;
	resolver->weighed = calloc(d->sources.count + 1, sizeof *resolver->weighed);
	for (size_t i = 0; resolver->weighed && i < d->sources.count; i++) {
		for (unsigned type = 0; type < JUDGE_TYPES; type++) {
			bool judged = has_source(&self->sources[type], dictionary_text(d, d->sources.items[i].id));
			resolver->weighed[i] |= (uint8_t)(judged << type);
		}
	}
	return resolver->weighed;
}

/* True where a place is judged, and not left to the rules. */
static bool is_judged(const resolver *resolver, const analysis *doc, const chosen *place)
{
	return (resolver->weighed[doc->readings.items[place->reading].source] >> place->type & 1) &&
	       !(place->type == ONTO_MARKER && is_result(doc, place));
}

/* True where the rules alone keep a place. What of places that overlap stays is settled later, but the longest of a
 * type are known already. */
static bool is_ruled_in(const resolver *resolver, const chosen *place)
{
	bool shorter_stay = resolver->overlap == ONTO_ALL || resolver->overlap == ONTO_NESTED;
	return place->stands || (shorter_stay && !place->ruling);
}

bool judge_weighs(const resolver *resolver, const analysis *doc, const chosen *place)
{
	return !place->unsafe && is_judged(resolver, doc, place);
}

bool judge_is_ruled_out(const onto_judge *self, const resolver *resolver, const analysis *doc, const chosen *place)
{
	return place->ruling && (!self || place->unsafe || !is_judged(resolver, doc, place));
}

bool judge_score(const onto_judge *self, features *features, const resolver *resolver, const analysis *doc,
                 const abbreviations *a, chosen *places, size_t count)
{
	if (!features_begin(features, resolver, doc, places, count)) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		places[i].unsafe = is_unsafe(features, resolver, doc, a, &places[i]);
		if (!judge_weighs(resolver, doc, &places[i])) {
			bool stays = !places[i].unsafe && is_ruled_in(resolver, &places[i]);
			places[i].score = stays ? JUDGE_RULED : -JUDGE_RULED;
			/* A gene that rules decide about may still be another organism's, where the text names one. */
			if (stays && places[i].type == ONTO_MARKER && (features->species_roles & ~(unsigned)SPECIES_HUMAN) &&
			    species_is_gene(resolver, &doc->readings.items[places[i].reading])) {
				sum of = {.sink = {take}, .judge = self, .question = ONTO_MARKER};
				features_of(features, resolver, doc, a, places, count, i, &of.sink);
				places[i].human = of.human;
			}
			continue;
		}
		sum of = {.sink = {take}, .judge = self, .question = places[i].type};
		features_of(features, resolver, doc, a, places, count, i, &of.sink);
		places[i].score = of.score;
		places[i].human = of.human;
	}
	return true;
}

/* True for two places of the same tokens and of different types. */
static bool is_of_other_type(const analysis *doc, const chosen *a, const chosen *b)
{
	const candidate *x = &doc->candidates.items[a->candidate], *y = &doc->candidates.items[b->candidate];
	return a->end == b->end && x->skip_from == y->skip_from && a->type != b->type && !(a->also >> b->type & 1);
}

/* True where a place comes before another of its tokens: the cheaper, then the first type of its concept. */
static bool comes_first(const analysis *doc, const chosen *a, const chosen *b)
{
	bool own = a->type == doc->readings.items[a->reading].type && b->type != doc->readings.items[b->reading].type;
	return a->cost < b->cost || (a->cost == b->cost && own);
}

/* Joins the places of several types at the same tokens, which follow one another: the cheapest gets the types and
 * the highest score of all. `all` false: only those of one reading. Returns the new count. */
static size_t join_types(const analysis *doc, chosen *places, size_t count, bool all)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		size_t same = kept;
		while (same > 0 && places[same - 1].start == places[i].start &&
		       !(is_of_other_type(doc, &places[same - 1], &places[i]) &&
		         (all || places[same - 1].reading == places[i].reading))) {
			same--;
		}
		if (same == 0 || places[same - 1].start != places[i].start) {
			places[kept++] = places[i];
			continue;
		}
		chosen *other = &places[same - 1], new = comes_first(doc, &places[i], other) ? places[i] : *other;
		new.also |= (uint16_t)((other->also | places[i].also | 1u << other->type | 1u << places[i].type) &
		                       ~(1u << new.type));
		new.score = other->score > places[i].score ? other->score : places[i].score;
		*other = new;
	}
	return kept;
}

/* In place of the type of a place that is to go. */
enum { BEATEN = UINT8_MAX };

/* Copies of places, of which `candidate` is the number of the place. */
static int by_score(const void *a, const void *b)
{
	const chosen *x = a, *y = b;
	int broader = overlap_broader_last(x, y);
	if (broader) {
		return broader;
	}
	if (x->score != y->score) {
		return x->score > y->score ? -1 : 1;
	}
	if (x->end - x->start != y->end - y->start) {
		return x->end - x->start > y->end - y->start ? -1 : 1;
	}
	return x->candidate < y->candidate ? -1 : x->candidate > y->candidate;
}

/* Takes the tokens of a place, unless one of them is taken. */
static bool take_tokens(uint32_t *taken, const candidate *c)
{
	for (uint32_t t = c->first; t < c->end; t++) {
		if (taken[t]) {
			return false;
		}
	}
	for (uint32_t t = c->first; t < c->end; t++) {
		taken[t] = 1;
	}
	return true;
}

/* Of places of one type that overlap, those that score best stay. Members of an enumeration share words, so what
 * overlaps them is settled later. False where memory ran out. */
static bool keep_best(resolver *self, const analysis *doc, unsigned type)
{
	self->read.count = self->heads.count = 0;
	if (!vector_reserve(&self->heads, doc->tokens.count) || !vector_reserve(&self->read, self->room.count)) {
		return false;
	}
	for (size_t i = 0; i < self->room.count; i++) {
		chosen copy = self->room.items[i];
		if (copy.type == type && !(doc->readings.items[copy.reading].by & ONTO_BY_COORDINATION)) {
			copy.candidate = (uint32_t)i;
			self->read.items[self->read.count++] = copy;
		}
	}
	if (!self->read.count) {
		return true;
	}
	memset(self->heads.items, 0, doc->tokens.count * sizeof *self->heads.items);
	qsort(self->read.items, self->read.count, sizeof *self->read.items, by_score);
	for (size_t i = 0; i < self->read.count; i++) {
		chosen *place = &self->room.items[self->read.items[i].candidate];
		bool stays = take_tokens(self->heads.items, &doc->candidates.items[place->candidate]);
		place->type = stays ? place->type : BEATEN;
	}
	size_t kept = 0;
	for (size_t i = 0; i < self->room.count; i++) {
		if (self->room.items[i].type != BEATEN) {
			self->room.items[kept++] = self->room.items[i];
		}
	}
	self->room.count = kept;
	return true;
}

bool judge_select(const onto_judge *judge, resolver *self, const analysis *doc, double threshold)
{
	size_t kept = 0;
	for (size_t i = 0; i < self->room.count; i++) {
		const chosen *place = &self->room.items[i];
		bool wanted = self->types & 1u << place->type;
		if (wanted && !place->unsafe && (double)place->score > threshold) {
			self->room.items[kept++] = *place;
		}
	}
	self->room.count = kept;
	bool one = self->overlap == ONTO_LONGEST || self->overlap == ONTO_ONE_PER_TYPE;
	for (unsigned type = 0; one && type < JUDGE_TYPES; type++) {
		if (judge->sources[type].all && !keep_best(self, doc, type)) {
			return false;
		}
	}
	bool all = self->overlap == ONTO_LONGEST || self->overlap == ONTO_NESTED;
	self->room.count = join_types(doc, self->room.items, self->room.count, all);
	return true;
}
