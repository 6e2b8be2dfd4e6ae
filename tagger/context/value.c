/* Binds numbers to markers.
 *
 * First, numbers that are not values are excluded, and reference ranges are given to the values before them. Then
 * each remaining number looks for its marker: directly after it, in a list as long as the list of numbers, or to
 * the left along linking words. The search for one number is bounded, so the total time is linear in the
 * sentence. */
#include "context/value.h"

#include <math.h>
#include <string.h>

#include "core/ascii.h"
#include "text/glyph.h"

enum {
	REACH = 40,          /* items between a number and its marker at most */
	REFERENCE_REACH = 8, /* from a reference range to its value */
	SUBJECT_WORDS = 9,   /* words without a role between a marker and its verb */
	VERB_WORDS = 6,      /* between the verb and the number */
	LOOSE_WORDS = 2,     /* between a marker and a number with a unit, without a verb */
	SEGMENT_WORDS = 6    /* in a member of a list */
};

/* ---- numbers that are not values ----------------------------------------------------------------------------- */

static figure *figure_of(const line *l, uint32_t i)
{
	return &l->figures.items[l->items.items[i].index];
}

static const item *item_at(const line *l, uint32_t i)
{
	static const item none = {.kind = ITEM_SEMICOLON};
	return i < l->items.count ? &l->items.items[i] : &none;
}

static bool is_kind(const line *l, uint32_t i, item_kind kind)
{
	return i < l->items.count && l->items.items[i].kind == kind;
}

static bool is_sense(const line *l, uint32_t i, sense sense)
{
	return i < l->items.count && item_senses(&l->items.items[i], sense);
}

/* True without unit and decimals. */
static bool is_bare(const figure *f)
{
	return !f->has_unit && f->number.kind == NUMBER_PLAIN && !f->number.comparator &&
	       f->number.value == floor(f->number.value);
}

/* True for a unit of laboratory values, not of a size, a dose or a time. */
static bool is_result_unit(const figure *f)
{
	const unit *u = &f->unit;
	if (u->kinds & (UNIT_DAYS | UNIT_HOURS | UNIT_NONE)) {
		return false;
	}
	if (strstr(u->ucum, "/kg") || (u->kinds & (UNIT_MASS | UNIT_AMOUNT) && u->below & UNIT_AREA &&
	                               strncmp(u->ucum, "kg", 2) != 0 && strncmp(u->ucum, "g/", 2) != 0)) {
		return false; /* a dose */
	}
	return true;
}

/* The brackets of a citation, [1,6,12-15], hold bare numbers only. A single range after a number is its reference
 * range: [120-246]. */
static bool is_citation(const line *l, uint32_t open)
{
	uint32_t close = l->items.items[open].partner;
	if (!l->items.items[open].square || close == UINT32_MAX || close == open + 1) {
		return false;
	}
	for (uint32_t i = open + 1; i < close; i++) {
		if (!is_kind(l, i, ITEM_NUMBER) && !is_kind(l, i, ITEM_COMMA)) {
			return false;
		}
	}
	for (uint32_t at = l->items.items[open].end; at < l->items.items[close].start; at++) {
		unsigned char c = (unsigned char)l->text[at];
		if (c < 0x80 && !glyph_is_digit(c) && c != ',' && c != ' ' && c != '-') {
			return false;
		}
	}
	bool range = close == open + 2 && !isnan(figure_of(l, open + 1)->number.high);
	return !(range && open && is_kind(l, open - 1, ITEM_NUMBER));
}

static bool is_year(const figure *f)
{
	return is_bare(f) && f->number.value >= 1900 && f->number.value < 2100 && f->number.end - f->number.start == 4;
}

/* 12 of the patients, 3 of 20 */
static bool counts_some(const line *l, uint32_t i)
{
	const item *of = item_at(l, i + 1);
	if (!item_senses(of, SENSE_OF) || l->text[of->start] != 'o') {
		return false; /* but: 245 at 7 */
	}
	uint32_t at = i + 2 + is_kind(l, i + 2, ITEM_WORDS);
	return is_sense(l, at, SENSE_COUNT) || is_sense(l, at, SENSE_CELLS) ||
	       (at == i + 2 && is_kind(l, at, ITEM_NUMBER));
}

/* True where the surroundings of a number exclude it. */
static bool is_none(const line *l, uint32_t i)
{
	const figure *f = figure_of(l, i);
	uint32_t before = i ? i - 1 : UINT32_MAX;
	if (is_sense(l, before, SENSE_LABEL) ||
	    (is_kind(l, before, ITEM_COLON) && before && is_sense(l, before - 1, SENSE_LABEL))) {
		return true;
	}
	if (f->number.comparator && is_sense(l, before, SENSE_LABEL)) {
		return true;
	}
	if (!f->has_unit && (is_sense(l, i + 1, SENSE_COUNT) || counts_some(l, i))) {
		return true;
	}
	bool mass = f->has_unit && f->unit.kinds & (UNIT_MASS | UNIT_VOLUME | UNIT_AMOUNT);
	if (f->has_unit && (!is_result_unit(f) || (mass && is_sense(l, i + 1, SENSE_DOSE)))) {
		return true;
	}
	if (mass && !f->unit.below && is_kind(l, i + 1, ITEM_MENTION)) {
		return true; /* 40 mEq KCl */
	}
	if (f->has_unit && f->unit.kinds & UNIT_PERCENT && is_sense(l, i + 1, SENSE_LABEL)) {
		return true; /* 95 % CI */
	}
	if (is_year(f) &&
	    (is_sense(l, before, SENSE_IN) || is_kind(l, before, ITEM_OPEN) || is_kind(l, before, ITEM_COMMA))) {
		return true;
	}
	/* Figures 1 and 2 */
	bool listed = is_kind(l, before, ITEM_COMMA) || is_sense(l, before, SENSE_AND);
	if (listed && before && is_kind(l, before - 1, ITEM_NUMBER) && is_bare(f)) {
		const figure *other = figure_of(l, before - 1);
		return other->role == FIGURE_NONE && is_bare(other) && before > 1 && is_sense(l, before - 2, SENSE_LABEL);
	}
	return false;
}

static void set_aside(line *l)
{
	for (uint32_t i = l->brackets ? 0 : l->figures.items[0].item; i < l->items.count; i++) {
		if (is_kind(l, i, ITEM_OPEN) && is_citation(l, i)) {
			for (uint32_t k = i + 1; k < l->items.items[i].partner; k++) {
				if (is_kind(l, k, ITEM_NUMBER)) {
					figure_of(l, k)->role = FIGURE_NONE;
				}
			}
		} else if (is_kind(l, i, ITEM_NUMBER) && figure_of(l, i)->role == FIGURE_OPEN && is_none(l, i)) {
			figure_of(l, i)->role = FIGURE_NONE;
		}
	}
}

/* Joins "35 to 104", and reads comparators that are words. "From 35 to 104" is not a range. */
static void join_numbers(line *l)
{
	for (size_t k = 0; k < l->figures.count; k++) {
		figure *f = &l->figures.items[k];
		uint32_t i = f->item;
		if (i == 0) {
			continue;
		}
		if (is_sense(l, i - 1, SENSE_COMPARATOR) && !f->number.comparator) {
			f->number.comparator = l->items.items[i - 1].row->comparator;
			f->number.start = l->items.items[i - 1].start;
			l->items.items[i - 1].used = true;
		}
		bool joined = is_sense(l, i - 1, SENSE_TO) && i > 1 && is_kind(l, i - 2, ITEM_NUMBER);
		bool between = is_sense(l, i - 1, SENSE_AND) && i > 2 && is_kind(l, i - 2, ITEM_NUMBER) &&
		               is_sense(l, i - 3, SENSE_IN) &&
		               l->items.items[i - 3].end - l->items.items[i - 3].start == strlen("between");
		if (!joined && !between) {
			continue;
		}
		figure *low = figure_of(l, i - 2);
		bool from = i > 2 && is_sense(l, i - 3, SENSE_FROM);
		if (low->role == FIGURE_OPEN && f->role == FIGURE_OPEN && !from && isnan(low->number.high) &&
		    f->number.value > low->number.value) {
			low->number.high = f->number.value;
			low->number.end = f->number.end;
			if (f->has_unit) {
				low->unit = f->unit;
				low->has_unit = true;
			}
			f->role = FIGURE_NONE;
			l->items.items[i - 1].used = true;
			l->items.items[i - 3 + (i == 2)].used |= between;
		}
	}
}

/* True where "to" leads to a lower number, which makes no range: down from 4.1 to 1.8. */
static bool falls_to(const line *l, uint32_t to)
{
	const figure *before = figure_of(l, to - 1), *f = figure_of(l, to + 1);
	return is_sense(l, to, SENSE_TO) && before->role == FIGURE_OPEN && f->role == FIGURE_OPEN &&
	       f->number.value < before->number.value && isnan(before->number.high);
}

/* Of the numbers of a series the last one counts: 1.2 -> 1.9. */
static void end_series(line *l)
{
	for (uint32_t i = 1; i + 1 < l->items.count; i++) {
		if (is_kind(l, i - 1, ITEM_NUMBER) && is_kind(l, i + 1, ITEM_NUMBER) &&
		    (is_kind(l, i, ITEM_ARROW) || falls_to(l, i))) {
			figure *before = figure_of(l, i - 1), *f = figure_of(l, i + 1);
			if (!f->has_unit && before->has_unit) {
				f->unit = before->unit;
				f->unit.end = f->number.end; /* it is not printed there */
				f->has_unit = true;
			}
			before->role = FIGURE_NONE;
		}
	}
}

/* ---- reference ranges ---------------------------------------------------------------------------------------- */

static bool is_limit(const figure *f)
{
	bool limit = f->number.kind == NUMBER_PLAIN && f->number.comparator && *f->number.comparator != '~';
	return !isnan(f->number.high) || limit;
}

/* The value to which a reference range at `i` belongs: the number before it, past brackets, commas and words.
 * UINT32_MAX: none. */
static uint32_t value_before(const line *l, uint32_t i)
{
	uint32_t steps = 0;
	while (i-- > 0 && ++steps <= REFERENCE_REACH) {
		const item *it = &l->items.items[i];
		if (it->kind == ITEM_NUMBER && figure_of(l, i)->role == FIGURE_OPEN) {
			return figure_of(l, i)->reference ? UINT32_MAX : i;
		}
		if (it->kind == ITEM_MARKER || it->kind == ITEM_MENTION) {
			return UINT32_MAX;
		}
		if (it->kind == ITEM_CLOSE && it->partner != UINT32_MAX) {
			i = it->partner;
		}
	}
	return UINT32_MAX;
}

static void refer(line *l, uint32_t value, uint32_t reference)
{
	figure *f = figure_of(l, value), *r = figure_of(l, reference);
	f->reference = l->items.items[reference].index + 1;
	r->role = FIGURE_REFERENCE;
}

/* True where an item announces a reference range. "Normal" does so only before a limit. */
static bool announces(const line *l, uint32_t i)
{
	const item *it = item_at(l, i);
	return item_senses(it, SENSE_REFERENCE) || item_senses(it, SENSE_RANGE) ||
	       (item_senses(it, SENSE_FINDING) && it->finding == ONTO_NORMAL);
}

/* Reads "normal range: 0–15 mm/h" at `i`, after a value. */
static void read_announced(line *l, uint32_t i, bool cohort)
{
	uint32_t at = i + 1;
	bool named = item_senses(item_at(l, i), SENSE_REFERENCE);
	while (at < l->items.count && at - i < 5 &&
	       (is_kind(l, at, ITEM_COLON) || is_kind(l, at, ITEM_COMMA) || is_kind(l, at, ITEM_DASH) ||
	        is_sense(l, at, SENSE_RANGE) || is_sense(l, at, SENSE_OF) || is_sense(l, at, SENSE_BE) ||
	        is_sense(l, at, SENSE_COMPARATOR) || is_sense(l, at, SENSE_FROM) || is_sense(l, at, SENSE_REFERENCE) ||
	        is_sense(l, at, SENSE_NOUN) || is_kind(l, at, ITEM_OPEN))) {
		named |= is_sense(l, at, SENSE_REFERENCE);
		at++;
	}
	if (!is_kind(l, at, ITEM_NUMBER) || (cohort && !named)) {
		return;
	}
	figure *f = figure_of(l, at);
	uint32_t value = f->role == FIGURE_OPEN && (is_limit(f) || named) ? value_before(l, i) : UINT32_MAX;
	if (named && f->number.value < 0 && isnan(f->number.high) && !f->number.comparator) {
		f->number.value = -f->number.value; /* "reference: -18.4" has no lower limit */
		f->number.comparator = "<=";
	}
	if (named && f->role == FIGURE_OPEN) {
		f->role = FIGURE_REFERENCE;
	}
	if (value != UINT32_MAX) {
		refer(l, value, at);
	}
	for (uint32_t k = i; k < at && f->role == FIGURE_REFERENCE; k++) {
		l->items.items[k].used = true;
	}
}

/* Reads "(4.0-11.0)" directly after a value: a range alone in brackets. */
static void read_bracketed(line *l, uint32_t open, bool cohort)
{
	uint32_t close = l->items.items[open].partner;
	if (close != open + 2 || !is_kind(l, open + 1, ITEM_NUMBER) || !open || !is_kind(l, open - 1, ITEM_NUMBER)) {
		return;
	}
	figure *value = figure_of(l, open - 1), *f = figure_of(l, open + 1);
	bool same = !f->has_unit || !value->has_unit || strcmp(f->unit.ucum, value->unit.ucum) == 0;
	bool limit = !isnan(f->number.high) || (is_limit(f) && (f->has_unit || value->has_unit));
	if (limit && !cohort && same && value->role == FIGURE_OPEN && f->role == FIGURE_OPEN && !value->reference &&
	    isnan(value->number.high)) {
		refer(l, open - 1, open + 1);
	}
}

/* The items of a flag before an item: H, (H), an arrow. 0: none. */
static uint32_t flag_before(const line *l, uint32_t i)
{
	uint32_t close = i > 3 && is_kind(l, i - 1, ITEM_CLOSE) ? 1 : 0, at = i - 1 - close;
	bool letter =
		i > 1 && is_kind(l, at, ITEM_WORDS) && l->items.items[at].end - l->items.items[at].start <= (close ? 2 : 1);
	if (close) {
		return letter && is_kind(l, at - 1, ITEM_OPEN) ? 3 : 0;
	}
	return letter || (i > 1 && is_kind(l, at, ITEM_SIGN)) ? 1 : 0;
}

/* True where bytes of a line separate columns. */
static bool is_apart(const line *l, size_t from, size_t to)
{
	for (size_t at = from; at < to; at++) {
		if (l->text[at] == '|' || l->text[at] == '\t' ||
		    (l->text[at] == ' ' && at + 1 < to && l->text[at + 1] == ' ')) {
			return true;
		}
	}
	return false;
}

/* In a table row the range follows the value, possibly with a flag between: 14.2 x10^9/L H 4.0-11.0. */
static void read_column(line *l, uint32_t i)
{
	uint32_t flag = flag_before(l, i);
	if (i < 1 + flag || !is_kind(l, i - 1 - flag, ITEM_NUMBER)) {
		return;
	}
	uint32_t v = i - 1 - flag;
	figure *value = figure_of(l, v), *f = figure_of(l, i);
	bool column = is_apart(l, l->items.items[i - 1].end, l->items.items[i].start);
	bool limit = (value->has_unit && !isnan(f->number.high)) || (column && is_limit(f));
	if (value->role == FIGURE_OPEN && f->role == FIGURE_OPEN && limit && isnan(value->number.high)) {
		refer(l, v, i);
	}
}

static void read_references(line *l)
{
	bool cohort = false;
	for (uint32_t i = 0; i < l->items.count; i++) {
		cohort |= is_sense(l, i, SENSE_COHORT);
		if (announces(l, i)) {
			read_announced(l, i, cohort);
		} else if (is_kind(l, i, ITEM_OPEN)) {
			read_bracketed(l, i, cohort);
		} else if (is_kind(l, i, ITEM_NUMBER) && !cohort) {
			read_column(l, i);
		}
	}
}

/* ---- to the left --------------------------------------------------------------------------------------------- */

/* True where an item begins the next pair of a row: Na 128 K 5.9 FiO2 0.60. */
static bool begins_pair(const line *l, uint32_t i)
{
	uint32_t at = i + 1;
	if (is_kind(l, i, ITEM_WORDS)) {
		const item *words = item_at(l, i);
		if (words->words > 2 || (words->end - words->start == 1 && (l->text[words->start] | 0x20) == 'x')) {
			return false; /* 12 x 3 cm */
		}
		at += is_kind(l, at, ITEM_MARKER) || is_kind(l, at, ITEM_MENTION);
	}
	while (is_sense(l, at, SENSE_NOUN) || is_kind(l, at, ITEM_COLON)) {
		at++;
	}
	return is_kind(l, at, ITEM_NUMBER) || is_sense(l, at, SENSE_COMPARATOR);
}

/* True where a number without a unit may be a value: what follows is not something that it counts. `pair`: it
 * stands right behind its marker. */
static bool stands_alone(const line *l, uint32_t i, bool pair)
{
	const item *next = item_at(l, i + 1), *own = item_at(l, i);
	bool row = pair && (begins_pair(l, i + 1) || is_apart(l, own->end, next->start) ||
	                    memchr(l->text + own->end, '\n', next->start > own->end ? next->start - own->end : 0));
	switch (next->kind) {
	case ITEM_WORDS: {
		unsigned char before = (unsigned char)l->text[next->start - 1];
		return row || before == '.' || before == '\n' || before == '"';
	}
	case ITEM_MENTION:
	case ITEM_MARKER: return row;
	case ITEM_COLON: return false;
	case ITEM_SENSE:
		return next->sense != SENSE_COUNT && next->sense != SENSE_NOUN && next->sense != SENSE_CELLS &&
		       next->sense != SENSE_LABEL && next->sense != SENSE_SHARE &&
		       (next->sense != SENSE_OF || next->end - next->start > 2 || l->text[next->start] == 'a');
	default: return true;
	}
}

static bool ends_with(const char *text, const item *whole, const item *part)
{
	size_t length = part->end - part->start;
	return length <= whole->end - whole->start &&
	       ascii_begins_same(text + whole->end - length, text + part->start, length);
}

/* True where an item ends with one of two words. */
static bool ends_with_word(const line *l, const item *it, const char *one, const char *other)
{
	const char *const words[] = {one, other};
	for (size_t i = 0; i < 2; i++) {
		size_t length = strlen(words[i]);
		if (it->end - it->start >= length && ascii_begins_same(l->text + it->end - length, words[i], length)) {
			return true;
		}
	}
	return false;
}

/* True where a short form, DLCO, consists of letters of a name, in order and beginning with its first. */
static bool abbreviates(const line *l, const item *whole, const item *part)
{
	uint32_t at = whole->start;
	if (part->end - part->start < 2) {
		return false;
	}
	for (uint32_t i = part->start; i < part->end; i++) {
		char c = l->text[i];
		if (c < 'A' || c > 'Z') {
			return false;
		}
		while (at < whole->end && (l->text[at] & ~0x20) != c) {
			if (i == part->start) {
				return false;
			}
			at++;
		}
		if (at++ >= whole->end) {
			return false;
		}
	}
	return true;
}

/* State of the walk from a number to the left. */
typedef struct link {
	uint32_t words, after; /* words without a role: since the verb, and before it */
	bool verb, close;      /* passed a verb; passed links only */
	bool in;               /* passed a preposition that no subject has yet */
	bool share;            /* passed a variant allele frequency */
} link;

/* Passes one item to the left. False where the walk ends. */
static bool pass(const line *l, uint32_t number, uint32_t j, link *k)
{
	const item *it = &l->items.items[j];
	if (it->used) {
		return true;
	}
	switch (it->kind) {
	case ITEM_WORDS:
	case ITEM_MENTION: k->words += it->words; return k->words <= (k->verb ? SUBJECT_WORDS : VERB_WORDS);
	case ITEM_NUMBER: return figure_of(l, j)->role == FIGURE_NONE;
	case ITEM_COLON:
	case ITEM_DASH:
	case ITEM_ARROW:
	case ITEM_SIGN: return true;
	case ITEM_COMMA: /* TP53 mutation, VAF 41 % */
		return (j + 1 == number && (k->words == 0)) || is_sense(l, j + 1, SENSE_NOUN) ||
		       is_sense(l, j + 1, SENSE_CLAUSE) || is_sense(l, j + 1, SENSE_SHARE);
	case ITEM_SENSE: break;
	default: return false;
	}
	switch (it->sense) {
	case SENSE_BE:
	case SENSE_VERB:
		k->after += k->words;
		k->words = 0;
		k->verb = true;
		k->in = false;
		return true;
	case SENSE_OF:
	case SENSE_TO:
	case SENSE_NOUN:
	case SENSE_NOT:
	case SENSE_RANGE:
	case SENSE_COMPARATOR:
	case SENSE_CELLS:
	case SENSE_COHORT: return true;
	case SENSE_SHARE: k->share = true; return true;
	case SENSE_WITH: return k->share;
	case SENSE_FINDING:
		k->verb |= (it->row->where & RESULT_PASSIVE) != 0;
		k->in &= !(it->row->where & RESULT_PASSIVE);
		return true;
	case SENSE_IN:
	case SENSE_FROM: k->in |= !k->verb; return true;
	case SENSE_BY: return k->verb;
	case SENSE_CLAUSE: /* a creatinine that increased to */
		return k->verb && (k->after + k->words) <= VERB_WORDS && ends_with_word(l, it, "that", "which");
	case SENSE_LABEL: return true;
	default: return false;
	}
}

/* "Positive in 60 % of tumour cells": the number is the marker's. "In 60 % of patients": it is not. */
static bool is_of_cells(const line *l, uint32_t i)
{
	uint32_t at = i + 1;
	for (; at < i + 5; at++) {
		if (is_sense(l, at, SENSE_CELLS)) {
			return true;
		}
		if (!is_sense(l, at, SENSE_OF) && !is_kind(l, at, ITEM_WORDS)) {
			return false;
		}
	}
	return false;
}

/* True where "to" links this number to an earlier one after "from": from 677 IU/L the previous day to 3,257. */
static bool goes_on_to(const line *l, uint32_t i)
{
	for (uint32_t at = i + 1; at < l->items.count && at < i + 6; at++) {
		if (is_sense(l, at, SENSE_TO)) {
			return is_kind(l, at + 1, ITEM_NUMBER) ||
			       (is_sense(l, at + 1, SENSE_COMPARATOR) && is_kind(l, at + 2, ITEM_NUMBER));
		}
		bool passes = is_kind(l, at, ITEM_WORDS) || is_sense(l, at, SENSE_IN) || is_sense(l, at, SENSE_LABEL) ||
		              is_sense(l, at, SENSE_OF) ||
		              (is_kind(l, at, ITEM_NUMBER) && figure_of(l, at)->role == FIGURE_NONE);
		if (!passes) {
			return false;
		}
	}
	return false;
}

/* True where the words that were passed link a number to a marker. */
static bool holds(const line *l, uint32_t number, uint32_t marker, const link *k)
{
	const figure *f = figure_of(l, number);
	uint32_t words = k->words + k->after;
	bool telling = k->share || f->number.kind == NUMBER_TITRE; /* the text says what the number is of */
	if (telling) {
		return words <= VERB_WORDS;
	}
	if (k->in && !(f->unit.kinds & UNIT_PERCENT && f->has_unit && is_of_cells(l, number))) {
		return false;
	}
	if (!f->has_unit || f->unit.kinds & UNIT_SCORE) {
		return (k->verb ? k->after <= (is_sense(l, number - 1, SENSE_OF) ? 0u : 1u) : words == 0) &&
		       (f->number.kind == NUMBER_SCORE || stands_alone(l, number, !words && !k->verb));
	}
	bool weak = f->unit.kinds & (UNIT_LENGTH | UNIT_MINUTES | UNIT_SECONDS | UNIT_COUNT) && !f->unit.below &&
	            !f->unit.power;
	if (weak || (f->unit.kinds & (UNIT_MASS | UNIT_VOLUME) && !f->unit.below)) {
		return words <= 1;
	}
	(void)marker;
	return k->verb || words <= LOOSE_WORDS;
}

/* The marker that stands alone in the brackets right before a number: (LVEF) 30%. UINT32_MAX: none. */
static uint32_t owner_in_brackets(const line *l, uint32_t number)
{
	const item *close = number ? item_at(l, number - 1) : NULL;
	uint32_t open = close && close->kind == ITEM_CLOSE ? close->partner : UINT32_MAX;
	bool one = open != UINT32_MAX && open + 3 == number && is_kind(l, open + 1, ITEM_MARKER);
	return one && (figure_of(l, number)->has_unit || stands_alone(l, number, true)) ? open + 1 : UINT32_MAX;
}

/* The marker to the left to which a number is linked; UINT32_MAX: none. */
static uint32_t owner_left(const line *l, uint32_t number)
{
	link k = {0};
	uint32_t alias = UINT32_MAX; /* words before the number in brackets: CK in "(CK: 3708 U/L)" */
	uint32_t steps = 0;
	for (uint32_t j = number; j-- > 0 && ++steps <= REACH;) {
		const item *it = &l->items.items[j];
		if (it->kind == ITEM_MARKER) {
			const item *named = alias == UINT32_MAX ? NULL : &l->items.items[alias];
			bool fits = !named || ends_with(l->text, it, named) || abbreviates(l, it, named);
			return fits && holds(l, number, j, &k) ? j : UINT32_MAX;
		}
		if (it->kind == ITEM_CLOSE) {
			if (it->partner == UINT32_MAX) {
				return UINT32_MAX;
			}
			j = it->partner;
		} else if (it->kind == ITEM_OPEN) {
			if (k.words + k.after && !k.verb) {
				if (!is_kind(l, j + 1, ITEM_WORDS) || alias != UINT32_MAX) {
					return UINT32_MAX;
				}
				alias = j + 1;
				k.words = 0;
			}
		} else if (!pass(l, number, j, &k)) {
			return UINT32_MAX;
		}
	}
	return UINT32_MAX;
}

/* ---- to the right -------------------------------------------------------------------------------------------- */

/* True where an item is a marker that has no number yet, or links one to a number. */
static bool follows_marker(const line *l, uint32_t i, const uint32_t *bound)
{
	i -= i && is_kind(l, i, ITEM_COLON);
	return is_kind(l, i, ITEM_MARKER) ? !bound || !bound[i] : is_kind(l, i, ITEM_SENSE);
}

/* The marker directly after a number: 87 % neutrophils. UINT32_MAX: none. `bound`: the numbers that markers have;
 * NULL: not known. */
static uint32_t owner_right(const line *l, uint32_t i, const uint32_t *bound)
{
	const figure *f = figure_of(l, i);
	bool counts = f->has_unit && (f->unit.kinds & UNIT_PERCENT || f->unit.below || f->unit.power);
	uint32_t at = i + 1;
	if (is_kind(l, at, ITEM_WORDS) && item_at(l, at)->words == 1) {
		at++;
	}
	if (!counts || !is_kind(l, at, ITEM_MARKER)) {
		return UINT32_MAX;
	}
	/* A marker that is followed by its own number does not need this one. */
	uint32_t next = at + 1;
	while (is_sense(l, next, SENSE_NOUN) || is_sense(l, next, SENSE_CELLS)) {
		next++;
	}
	bool number = is_kind(l, next, ITEM_NUMBER),
		 own = number || is_kind(l, next, ITEM_COLON) || is_sense(l, next, SENSE_OF) || is_sense(l, next, SENSE_BE);
	/* 87% neutrophils 9% lymphocytes: each number has its marker behind it, and the one before it has another. */
	bool row = number && at == i + 1 && is_kind(l, next + 1, ITEM_MARKER) && f->unit.kinds & UNIT_PERCENT &&
	           !(i && follows_marker(l, i - 1, bound));
	return own && !row ? UINT32_MAX : at;
}

/* ---- lists --------------------------------------------------------------------------------------------------- */

/* The number that follows the one at `i` in a list; UINT32_MAX: none. */
static uint32_t next_number(const line *l, uint32_t i)
{
	uint32_t at = i + 1, marks = 0;
	while (at < l->items.count) {
		const item *it = &l->items.items[at];
		if (it->kind == ITEM_OPEN && it->partner != UINT32_MAX) {
			at = it->partner + 1;
		} else if (it->kind == ITEM_COMMA || item_senses(it, SENSE_AND) || it->kind == ITEM_SLASH) {
			marks++;
			at++;
		} else if (item_senses(it, SENSE_COMPARATOR) && marks) {
			at++;
		} else {
			break;
		}
	}
	bool number = marks && marks <= 2 && is_kind(l, at, ITEM_NUMBER) && figure_of(l, at)->role == FIGURE_OPEN;
	return number && owner_right(l, at, NULL) == UINT32_MAX ? at : UINT32_MAX;
}

/* The end of the list of markers to which a list of numbers is linked. Skips the links between them. */
static uint32_t list_end(const line *l, uint32_t number)
{
	uint32_t j = number;
	bool link = false;
	while (j > 0) {
		const item *it = &l->items.items[j - 1];
		bool passes = it->kind == ITEM_COLON || item_senses(it, SENSE_BE) || item_senses(it, SENSE_VERB) ||
		              item_senses(it, SENSE_OF) || item_senses(it, SENSE_TO) || item_senses(it, SENSE_COMPARATOR) ||
		              item_senses(it, SENSE_NOUN) || it->kind == ITEM_OPEN ||
		              (item_senses(it, SENSE_FINDING) && link) ||
		              (link && it->kind == ITEM_WORDS && it->words <= 2 && j > 1 && is_sense(l, j - 2, SENSE_BE));
		if (!passes) {
			break;
		}
		link |= !item_senses(it, SENSE_NOUN);
		j--;
	}
	return link || (j > 0 && is_kind(l, j - 1, ITEM_MARKER)) ? j : 0;
}

/* Walks the members of a list to the left from `end`. Gives their markers, last first; UINT32_MAX for a member
 * without one. */
static uint32_t walk_list(const line *l, uint32_t end, uint32_t *markers, uint32_t most)
{
	uint32_t count = 0, words = 0, marker = UINT32_MAX;
	bool any = false, stop = false;
	for (uint32_t j = end; !stop && count < most; j--) {
		const item *it = j > 0 ? &l->items.items[j - 1] : NULL;
		bool separates = it && (it->kind == ITEM_COMMA || item_senses(it, SENSE_AND) || it->kind == ITEM_SLASH);
		if (it && it->kind == ITEM_CLOSE && it->partner != UINT32_MAX) {
			j = it->partner + 1;
			continue;
		}
		bool in = it && (it->kind == ITEM_WORDS || it->kind == ITEM_MENTION || item_senses(it, SENSE_NOUN) ||
		                 item_senses(it, SENSE_OF) || item_senses(it, SENSE_CELLS) || item_senses(it, SENSE_IN) ||
		                 item_senses(it, SENSE_TO) ||
		                 (it->kind == ITEM_NUMBER && figure_of(l, j - 1)->role == FIGURE_NONE) ||
		                 it->kind == ITEM_MARKER || it->kind == ITEM_SIGN || item_senses(it, SENSE_FINDING));
		stop = !in && !separates;
		if (in) {
			any = true;
			words += it->kind == ITEM_WORDS ? it->words : 0;
			marker = it->kind == ITEM_MARKER && marker == UINT32_MAX ? j - 1 : marker;
			stop = words > SEGMENT_WORDS && marker == UINT32_MAX;
			if (stop) {
				any = false;
			}
		}
		if ((separates || stop) && any) {
			markers[count++] = marker;
			marker = UINT32_MAX;
			any = false;
			words = 0;
		}
	}
	return count;
}

enum { LIST_MOST = 64 };

/* The unit of the last number is that of all in the list, if no other has one: 41 and 110 U/L. */
static void share_unit(line *l, const uint32_t *numbers, uint32_t count)
{
	const figure *last = figure_of(l, numbers[count - 1]);
	bool shared = last->has_unit;
	for (uint32_t k = 0; k + 1 < count; k++) {
		shared &= !figure_of(l, numbers[k])->has_unit;
	}
	for (uint32_t k = 0; shared && k + 1 < count; k++) {
		figure_of(l, numbers[k])->unit = last->unit;
		figure_of(l, numbers[k])->has_unit = true;
	}
}

/* Binds a list of numbers that begins at `i` to a list of markers. Returns the last number, or UINT32_MAX where
 * there is no such list. */
static uint32_t bind_list(line *l, uint32_t i, binding_vector *bound)
{
	uint32_t numbers[LIST_MOST], markers[LIST_MOST], count = 0, tagged = 0;
	for (uint32_t at = i; at != UINT32_MAX && count < LIST_MOST; at = next_number(l, at)) {
		numbers[count++] = at;
	}
	share_unit(l, numbers, count);
	uint32_t end = count > 1 ? list_end(l, i) : 0;
	if (!end || walk_list(l, end, markers, count) != count) {
		return UINT32_MAX;
	}
	for (uint32_t k = 0; k < count; k++) {
		tagged += markers[k] != UINT32_MAX && !bound->items[markers[k]];
	}
	if (!tagged || (markers[0] == UINT32_MAX && count < 2)) {
		return UINT32_MAX;
	}
	for (uint32_t k = 0; k < count; k++) {
		uint32_t marker = markers[count - 1 - k];
		figure *f = figure_of(l, numbers[k]);
		if (marker != UINT32_MAX && !bound->items[marker]) {
			bound->items[marker] = numbers[k] + 1;
		}
		f->role = FIGURE_TAKEN;
	}
	return numbers[count - 1];
}

/* ---- entry point --------------------------------------------------------------------------------------------- */

/* A marker and its short or long form in the following bracket share a value. */
static void share_aliases(line *l, const onto_mention *mentions, binding_vector *bound)
{
	for (uint32_t i = 0; i + 1 < l->items.count; i++) {
		if (line_isotype(l, i) && !bound->items[i]) {
			bound->items[i] = bound->items[i + 1];
		}
	}
	for (uint32_t i = 0; i + 2 < l->items.count; i++) {
		if (!is_kind(l, i, ITEM_MARKER)) {
			continue;
		}
		if (is_kind(l, i + 1, ITEM_OPEN) && is_kind(l, i + 2, ITEM_MARKER) && is_kind(l, i + 3, ITEM_CLOSE)) {
			uint32_t *a = &bound->items[i], *b = &bound->items[i + 2];
			*b = *b ? *b : *a;
			*a = *a ? *a : *b;
		}
	}
	/* Serum CK was elevated (CK: 3708 U/L). */
	for (uint32_t i = 0; i < l->items.count; i++) {
		if (!is_kind(l, i, ITEM_OPEN) || !is_kind(l, i + 1, ITEM_MARKER) || !bound->items[i + 1]) {
			continue;
		}
		const item *inner = &l->items.items[i + 1];
		for (uint32_t j = i, steps = 0; j-- > 0 && steps < REACH; steps++) {
			const item *it = &l->items.items[j];
			if (it->kind == ITEM_NUMBER || it->kind == ITEM_SEMICOLON || it->kind == ITEM_CLOSE) {
				break;
			}
			if (it->kind == ITEM_MARKER) {
				bool same =
					mentions[it->index].concept == mentions[inner->index].concept || ends_with(l->text, it, inner);
				if (same && !bound->items[j]) {
					bound->items[j] = bound->items[i + 1];
				}
				break;
			}
		}
	}
}

/* The unit of a number may follow its marker in brackets: CRP (mg/L) 112. */
static void take_unit(const line *l, uint32_t owner, figure *f)
{
	uint32_t open = owner + 1;
	while (is_sense(l, open, SENSE_NOUN)) {
		open++;
	}
	const item *it = item_at(l, open);
	unit u;
	if (f->has_unit || it->kind != ITEM_OPEN || it->partner == UINT32_MAX) {
		return;
	}
	size_t close = l->items.items[it->partner].start;
	if (unit_read(l->text, close, it->end, &u) && u.end == close &&
	    (u.below || u.kinds & (UNIT_PERCENT | UNIT_LAB))) {
		f->unit = u;
		f->unit.end = f->number.end;
		f->has_unit = true;
	}
}

/* LDH was 22 U/L and rose to 63 U/L (normal 10-20 U/L): the range of a later number, which is no marker's, is also
 * that of the marker's number before it. */
static void share_references(line *l)
{
	for (size_t k = 1; k < l->figures.count; k++) {
		const figure *f = &l->figures.items[k];
		figure *before = &l->figures.items[k - 1];
		if (!f->reference || f->role != FIGURE_OPEN || before->role != FIGURE_TAKEN || before->reference ||
		    !f->has_unit || !before->has_unit || strcmp(f->unit.ucum, before->unit.ucum) != 0) {
			continue;
		}
		uint32_t i = before->item + 1;
		while (i < f->item && !is_kind(l, i, ITEM_MARKER) && !is_kind(l, i, ITEM_SEMICOLON)) {
			i++;
		}
		before->reference = i == f->item ? f->reference : 0;
	}
}

/* True where it bound some. */
static bool bind(line *l, uint32_t i, binding_vector *bound)
{
	figure *f = figure_of(l, i);
	if (f->role != FIGURE_OPEN) {
		return false;
	}
	if (is_sense(l, i - 1, SENSE_FROM) && i && goes_on_to(l, i)) {
		f->role = FIGURE_NONE;
		return false;
	}
	uint32_t owner = owner_right(l, i, bound->items);
	if (owner == UINT32_MAX || bound->items[owner]) {
		if (bind_list(l, i, bound) != UINT32_MAX) {
			return true;
		}
		owner = owner_left(l, i);
		owner = owner == UINT32_MAX ? owner_in_brackets(l, i) : owner;
	}
	if (owner != UINT32_MAX && !bound->items[owner]) {
		bound->items[owner] = i + 1;
		f->role = FIGURE_TAKEN;
		take_unit(l, owner, f);
		return true;
	}
	return false;
}

bool values_bind(line *self, const onto_mention *mentions, binding_vector *bound)
{
	bound->count = 0;
	if (!vector_reserve(bound, self->items.count + 1)) {
		return false;
	}
	memset(bound->items, 0, self->items.count * sizeof *bound->items);
	bound->count = self->items.count;
	if (!self->figures.count) {
		return true;
	}
	set_aside(self);
	join_numbers(self);
	end_series(self);
	if (self->figures.count > 1) {
		read_references(self);
	}
	bool any = false;
	for (size_t k = 0; k < self->figures.count; k++) {
		any |= bind(self, self->figures.items[k].item, bound);
	}
	if (any && self->figures.count > 2) {
		share_references(self);
	}
	if (any) {
		share_aliases(self, mentions, bound);
	}
	return true;
}
