/* Converts a sentence to items. */
#include "context/line.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/ascii.h"
#include "core/error.h"
#include "text/glyph.h"

enum { OPEN_MAX = 16, SIGN_SPACES = 2, SHARED_MAX = 4 };

typedef struct line_reader {
	line *self;
	const results *results;
	const word_cache *cache;
	const analysis *doc;
	const sentence *sentence;
	size_t at;                 /* bytes before this are read */
	const onto_mention *ahead; /* the next mention; NULL: none */
	/* Markers that share their first word with another that began with it: CDK6 in "CDK4/6". */
	const onto_mention *shared[SHARED_MAX];
	uint32_t shared_count;
} line_reader;

void line_free(line *self)
{
	vector_free(&self->items);
	vector_free(&self->figures);
	vector_free(&self->open);
}

bool line_is_ion(const line *self, const item *it)
{
	static const char ions[][3] = {"Na", "K", "Ca", "Mg", "Cl", "Li", "H", "Zn", "Fe", "Cu"};
	for (size_t i = 0; i < sizeof ions / sizeof *ions; i++) {
		if (strlen(ions[i]) == it->end - it->start &&
		    memcmp(ions[i], self->text + it->start, it->end - it->start) == 0) {
			return true;
		}
	}
	return false;
}

bool line_isotype(const line *self, uint32_t i)
{
	const item *it = &self->items.items[i], *next = it + 1;
	if (i + 1 >= self->items.count || it->kind != ITEM_MARKER || next->kind != ITEM_MARKER ||
	    next->start != it->end + 1 || next->end - next->start != 3) {
		return false;
	}
	const char *class = self->text + next->start;
	return self->text[it->end] == ' ' && class[0] == 'I' && class[1] == 'g' && strchr("AEGM", class[2]);
}

static item *last_item(line *self)
{
	return self->items.count ? &self->items.items[self->items.count - 1] : NULL;
}

static inline bool add(line_reader *r, item i)
{
	r->at = i.end;
	return vector_push(&r->self->items, i);
}

static inline bool add_words(line_reader *r, size_t start, size_t end)
{
	item *last = last_item(r->self);
	if (last && last->kind == ITEM_WORDS) {
		last->words += last->words < UINT16_MAX;
		last->end = (uint32_t)end;
		r->at = end;
		return true;
	}
	return add(r, (item){.kind = ITEM_WORDS, .words = 1, .start = (uint32_t)start, .end = (uint32_t)end});
}

/* ---- signs --------------------------------------------------------------------------------------------------- */

/* The meaning of the pluses and minuses at `at`. Returns their end, or `at` where they have none. */
static size_t read_sign(const line_reader *r, size_t at, uint8_t *finding)
{
	const char *text = r->doc->text;
	size_t end = r->self->end, size;
	unsigned plus = 0, minus = 0;
	bool both = false;
	size_t from = at;
	while (at < end && plus + minus < 8) {
		unsigned char c = glyph_at(text, end, at, &size);
		if (c == '/' && plus + minus == 1 && at + 1 < end) {
			unsigned char next = glyph_at(text, end, at + 1, &(size_t){0});
			if (next != '+' && next != '-') {
				break;
			}
			both = true;
		} else if (c == GLYPH_PLUS_MINUS) {
			plus++;
			minus++;
		} else if (c == '+' || c == '-') {
			plus += c == '+';
			minus += c == '-';
		} else {
			break;
		}
		at += size;
	}
	if (plus && minus) {
		*finding = both || plus + minus == 2 ? ONTO_WEAK : 0;
	} else {
		*finding = plus ? ONTO_POSITIVE : minus == 1 ? ONTO_NEGATIVE : 0;
	}
	return *finding ? at : from;
}

/* True where nothing after a sign makes it a hyphen or the sign of a number. */
static bool ends_sign(const line_reader *r, size_t at, uint8_t finding, bool spaced)
{
	size_t size;
	if (at >= r->self->end) {
		return true;
	}
	unsigned char c = glyph_at(r->doc->text, r->self->end, at, &size);
	if (finding != ONTO_NEGATIVE && !spaced) {
		return !glyph_is_digit(c);
	}
	if (glyph_is_digit(c) || glyph_is_letter(c) || c == GLYPH_OTHER) {
		return false;
	}
	if (c != ' ' || !spaced) {
		return true;
	}
	/* CD3 - in brackets, in a list or at the end: a sign. Before a word: a dash. */
	size_t next = at;
	while (next < r->self->end && r->doc->text[next] == ' ') {
		next++;
	}
	return next >= r->self->end || strchr(",;.)]\n\r", r->doc->text[next]) != NULL;
}

/* True within the bracket that follows a marker, at its start or behind a few words. */
static bool opens_remark(const line_reader *r)
{
	const item *items = r->self->items.items;
	size_t at = r->self->items.count;
	if (at && items[at - 1].kind == ITEM_WORDS && items[at - 1].words <= 2) {
		at--;
	}
	return at > 1 && items[at - 1].kind == ITEM_OPEN && items[at - 2].kind == ITEM_MARKER;
}

/* Reads a sign after a marker, or after the bracket that follows one. An arrow may also follow a number. */
static bool sign_here(line_reader *r, size_t at, item *out)
{
	const char *text = r->doc->text;
	const item *last = last_item(r->self);
	size_t end = r->self->end, start = at, close;
	bool spaced = last && at > last->end;
	if (!last ||
	    (last->kind != ITEM_MARKER && last->kind != ITEM_CLOSE && last->kind != ITEM_WORDS &&
	     last->kind != ITEM_OPEN && last->kind != ITEM_NUMBER) ||
	    at - last->end > SIGN_SPACES) {
		return false;
	}
	unsigned char c = glyph_at(text, end, at, &close);
	if (c == GLYPH_UP || c == GLYPH_DOWN) {
		*out = (item){.kind = ITEM_SIGN,
		              .finding = c == GLYPH_UP ? ONTO_HIGH : ONTO_LOW,
		              .start = (uint32_t)at,
		              .end = (uint32_t)(at + close)};
		return last->kind != ITEM_WORDS;
	}
	if (last->kind == ITEM_NUMBER) {
		return false;
	}
	if (opens_remark(r) && (c == '+' || c == '-')) { /* (focal +), (+, patchy) */
		uint8_t finding = 0;
		size_t stop = read_sign(r, at, &finding);
		*out = (item){.kind = ITEM_SIGN, .finding = finding, .start = (uint32_t)start, .end = (uint32_t)stop};
		return stop > at && stop < end && strchr(",;)]", text[stop]);
	}
	bool bracket = text[at] == '(' || text[at] == '[';
	*out = (item){.kind = ITEM_SIGN, .start = (uint32_t)start};
	close = read_sign(r, at + bracket, &out->finding);
	if (close == at + bracket) {
		return false;
	}
	if (bracket) {
		if (close >= end || (text[close] != ')' && text[close] != ']')) {
			return false;
		}
		close++;
	} else if (last->kind != ITEM_MARKER || !ends_sign(r, close, out->finding, spaced)) {
		return false;
	}
	out->end = (uint32_t)close;
	return true;
}

/* ---- between tokens ------------------------------------------------------------------------------------------ */

static bool add_bracket(line_reader *r, size_t at, bool open, bool square)
{
	line *self = r->self;
	item i = {.kind = open ? ITEM_OPEN : ITEM_CLOSE,
	          .square = square,
	          .start = (uint32_t)at,
	          .end = (uint32_t)at + 1,
	          .partner = UINT32_MAX};
	uint32_t place = (uint32_t)self->items.count;
	if (open) {
		self->brackets++;
		if (self->open.count < OPEN_MAX && !vector_push(&self->open, place)) {
			return false;
		}
	} else if (self->open.count) {
		i.partner = self->open.items[--self->open.count];
		self->items.items[i.partner].partner = place;
	}
	return add(r, i);
}

static bool add_mark(line_reader *r, uint8_t kind, size_t at, size_t size)
{
	return add(r, (item){.kind = kind, .start = (uint32_t)at, .end = (uint32_t)(at + size)});
}

/* True where a full stop cannot belong to an abbreviation: it follows a number, a bracket or a sign, and precedes a
 * capital. */
static bool ends_sentence(const line_reader *r, size_t at)
{
	const char *text = r->doc->text;
	size_t next = at + 1;
	while (next < r->self->end && (text[next] == ' ' || text[next] == '\n')) {
		next++;
	}
	unsigned char before = at ? (unsigned char)text[at - 1] : ' ';
	bool behind = glyph_is_digit(before) || strchr(")]%+ ", before);
	return behind && next > at + 1 && next < r->self->end && text[next] >= 'A' && text[next] <= 'Z';
}

/* The bytes of an arrow to the right; 0: none. */
static size_t arrow_bytes(const line_reader *r, size_t at)
{
	static const char *const arrows[] = {"-->", "->", "=>", "\u2192"};
	for (size_t i = 0; i < sizeof arrows / sizeof *arrows; i++) {
		size_t length = strlen(arrows[i]);
		if (r->self->end - at >= length && memcmp(r->doc->text + at, arrows[i], length) == 0) {
			return length;
		}
	}
	return 0;
}

/* Reads the gap from the last item to `to`, if it is more than a space. */
static bool read_others(line_reader *r, size_t to)
{
	const char *text = r->doc->text;
	size_t size;
	for (size_t at = r->at; at < to; at += size) {
		unsigned char c = glyph_at(text, r->self->end, at, &size);
		item sign;
		bool good = true;
		if (c == ' ') {
			continue;
		}
		size_t arrow = c == '-' || c == '=' || c == GLYPH_OTHER ? arrow_bytes(r, at) : 0;
		if (arrow) {
			good = add_mark(r, ITEM_ARROW, at, arrow);
			size = arrow;
		} else if ((c == '+' || c == '-' || c == '(' || c == '[' || c == GLYPH_PLUS_MINUS || c == GLYPH_UP ||
		            c == GLYPH_DOWN) &&
		           sign_here(r, at, &sign)) {
			good = add(r, sign);
			r->self->signs++;
			size = sign.end - at;
		} else if (c == '(' || c == '[') {
			good = add_bracket(r, at, true, c == '[');
		} else if (c == ')' || c == ']') {
			good = add_bracket(r, at, false, c == ']');
		} else if (c == ',') {
			good = add_mark(r, ITEM_COMMA, at, size);
		} else if (c == ';' || (c == '.' && ends_sentence(r, at))) {
			good = add_mark(r, ITEM_SEMICOLON, at, size);
		} else if (c == ':' || c == '=') {
			good = add_mark(r, ITEM_COLON, at, size);
		} else if (c == '/' || c == '&' || c == '+') {
			good = add_mark(r, ITEM_SLASH, at, size);
		} else if (c == '-' && (size > 2 || (at > 0 && text[at - 1] == ' ')) && at + size < to) {
			good = add_mark(r, ITEM_DASH, at, size);
		}
		if (!good) {
			return false;
		}
	}
	r->at = r->at > to ? r->at : to;
	return true;
}

/* True where some spaces or a tab before `to` separate fields, as of a form: Glucose: neg   Ketones: trace. */
static bool begins_field(const line_reader *r, size_t to)
{
	enum { NAME = 40 };
	const char *text = r->doc->text;
	if (to < r->at + 1 ||
	    (text[to - 1] != '\t' && (to < r->at + 2 || text[to - 1] != ' ' || text[to - 2] != ' '))) {
		return false;
	}
	for (size_t at = to; at < r->self->end && at - to < NAME && glyph_is_letter((unsigned char)text[to]); at++) {
		if (text[at] == ':') {
			return true;
		}
		bool wide = text[at] == ' ' && at + 1 < r->self->end && text[at + 1] == ' ';
		if (wide || strchr("\t\n\r|,;=", text[at])) {
			return false;
		}
	}
	return false;
}

static inline bool read_marks(line_reader *r, size_t to)
{
	if (to == r->at + 2 && r->doc->text[r->at] == ',' && r->doc->text[r->at + 1] == ' ') { /* as most others are */
		bool good = add_mark(r, ITEM_COMMA, r->at, 1);
		r->at = to;
		return good;
	}
	if (to <= r->at || (to == r->at + 1 && r->doc->text[r->at] == ' ')) {
		return true;
	}
	bool field = begins_field(r, to);
	return read_others(r, to) && (!field || add_mark(r, ITEM_SEMICOLON, to - 1, 1));
}

/* ---- tokens -------------------------------------------------------------------------------------------------- */

/* True where a token of digits is a number, not a part of a word. */
static bool begins_number(const line_reader *r, uint32_t t)
{
	const token *tokens = r->doc->tokens.items, *token = &tokens[t];
	const char *text = r->doc->text;
	if (token->kind != TOKEN_DIGITS || !token->ascii) {
		return false;
	}
	if (t == 0 || token->gap == GAP_BARRIER) {
		return true;
	}
	if (token->gap == GAP_NONE) {
		return false;
	}
	size_t size, from = tokens[t - 1].end;
	unsigned char before = glyph_at(text, token->start, from, &size);
	bool joined = from + size == token->start && (before == '-' || before == '/' || before == '.' || before == '_');
	return !joined || (before == '/' && tokens[t - 1].kind == TOKEN_DIGITS);
}

/* True where the word after a number cannot be a unit. */
static bool may_have_unit(const line_reader *r, uint32_t t, size_t end)
{
	const analysis *doc = r->doc;
	while (++t < doc->tokens.count && doc->tokens.items[t].start < end) {
	}
	if (t == doc->tokens.count || doc->tokens.items[t].start != end + 1 || doc->text[end] != ' ' ||
	    doc->tokens.items[t].kind != TOKEN_LETTERS) {
		return true;
	}
	size_t behind = doc->tokens.items[t].end;
	bool begins;
	unit_kinds(doc->text + doc->tokens.items[t].start, behind - doc->tokens.items[t].start, &begins);
	return begins || (behind < doc->length && doc->text[behind] == '/');
}

/* The end of how often a value was found, "x2" or "x 3", behind its figure; `at` where that does not stand there.
 * In "4 x 3 cm" it is a size. */
static size_t repeated_end(const line_reader *r, size_t at)
{
	const char *text = r->doc->text;
	size_t x = at + (at < r->self->end && text[at] == ' ');
	if (x == at || x + 1 >= r->self->end || (text[x] | 0x20) != 'x') {
		return at;
	}
	size_t digit = x + 1 + (text[x + 1] == ' '), end = digit;
	while (end < r->self->end && glyph_is_digit((unsigned char)text[end])) {
		end++;
	}
	unit size;
	bool ends = end == r->self->end || strchr(" ,;.)\n", text[end]);
	return end == digit + 1 && ends && !unit_read(text, r->self->end, end, &size) ? end : at;
}

/* Where the unit of a number may begin: behind a bar, too, which separates columns. */
static size_t column_behind(const line_reader *r, size_t at)
{
	size_t bar = at;
	while (bar < r->self->end && (r->doc->text[bar] == ' ' || r->doc->text[bar] == '\t')) {
		bar++;
	}
	return bar < r->self->end && r->doc->text[bar] == '|' ? bar + 1 : at;
}

/* True where what looks like a unit is something else: the next marker of a row (iCa 0.98 Mg 1.4), or the flag
 * behind a range that has the unit of another kind than its value (2.1 g/dL 3.5-5.0 L). */
static bool is_no_unit(const line_reader *r, const figure *f)
{
	const char *text = r->doc->text;
	size_t end = f->unit.end;
	if (r->ahead && r->ahead->end == end && r->ahead->start >= f->number.end) {
		size_t at = end;
		while (at < r->self->end && strchr(" :=", text[at])) {
			at++;
		}
		return at > end && at < r->self->end && glyph_is_digit((unsigned char)text[at]);
	}
	const figure *before = r->self->figures.count ? &r->self->figures.items[r->self->figures.count - 1] : NULL;
	return !isnan(f->number.high) && strcmp(f->unit.text, "L") == 0 && before && before->has_unit &&
	       strcmp(before->unit.ucum, "L") != 0;
}

static bool add_number(line_reader *r, uint32_t t)
{
	line *self = r->self;
	const char *text = r->doc->text;
	size_t start = r->doc->tokens.items[t].start;
	const item *last = last_item(self);
	size_t from = t > r->sentence->first ? r->doc->tokens.items[t - 1].end : start;
	from = last && last->end > from && last->kind != ITEM_DASH ? last->end : from;
	/* AST/ALT 41/110: two numbers for two markers. */
	size_t count = self->items.count;
	bool several =
		count > 2 && last->kind == ITEM_MARKER && last[-1].kind == ITEM_SLASH && last[-2].kind == ITEM_MARKER;
	number_style style = {.parts = !several, .commas = self->commas};
	figure f = {.number = number_read(text, self->end, from, start, style), .item = (uint32_t)self->items.count};
	size_t end = f.number.end;
	f.has_unit = f.number.kind != NUMBER_NONE && may_have_unit(r, t, end) &&
	             unit_read(text, self->end, column_behind(r, end), &f.unit) && !is_no_unit(r, &f);
	end = f.has_unit ? f.unit.end : end;
	if (!f.has_unit && end < self->end) {
		size_t size;
		unsigned char next = glyph_at(text, self->end, end, &size);
		bool goes_on = glyph_is_letter(next) || glyph_is_digit(next) || next == '_';
		bool joined =
			next == '-' && end + size < self->end &&
			(glyph_is_letter((unsigned char)text[end + size]) || glyph_is_digit((unsigned char)text[end + size]));
		f.number.kind = goes_on || joined ? NUMBER_NONE : f.number.kind;
	}
	f.role = f.number.kind == NUMBER_NONE ? FIGURE_NONE : FIGURE_OPEN;
	end = f.role == FIGURE_OPEN ? repeated_end(r, end) : end;
	/* The dash read before the number is its minus sign. */
	if (last && last->kind == ITEM_DASH && last->start == f.number.start) {
		self->items.count--;
		f.item--;
	}
	size_t begin = f.number.start > start ? start : f.number.start;
	uint32_t index = (uint32_t)self->figures.count;
	return vector_push(&self->figures, f) &&
	       add(r, (item){.kind = ITEM_NUMBER, .index = index, .start = (uint32_t)begin, .end = (uint32_t)end});
}

/* The end of the description of a variant, as HGVS writes it: p.R273H, c.5946delT, p.(Val600Glu); `at` where there
 * is none. */
static size_t variant_end(const char *text, size_t end, size_t at)
{
	enum { SHORTEST = 5 }; /* p.R2H */
	size_t to = at + 2;
	bool digit = false;
	if (end - at < SHORTEST || !strchr("pcgnm", text[at]) || text[at + 1] != '.') {
		return at;
	}
	while (to < end && (ascii_is_alphanumeric(text[to]) || strchr("_>*=+-().?:;", text[to]))) {
		digit |= glyph_is_digit((unsigned char)text[to++]);
	}
	while (to > at && strchr(".:;)-", text[to - 1])) {
		to--;
	}
	return digit && to - at >= SHORTEST ? to : at;
}

/* Reads the description of a variant, which is a finding by itself. *t becomes its last token. False where there is
 * none. */
static bool add_variant(line_reader *r, uint32_t *t, bool *good)
{
	static const result_row variant = {
		.sense = SENSE_FINDING, .finding = ONTO_MUTATED, .where = RESULT_NOUN, .count = 1};
	const token *tokens = r->doc->tokens.items;
	size_t start = tokens[*t].start, end = variant_end(r->doc->text, r->self->end, start);
	if (end == start) {
		return false;
	}
	while (*t + 1 < r->sentence->end && tokens[*t + 1].start < end) {
		++*t;
	}
	if (!r->self->findings++) {
		r->self->first_finding = (uint32_t)r->self->items.count;
	}
	*good = add(r, (item){.kind = ITEM_SENSE,
	                      .sense = SENSE_FINDING,
	                      .finding = variant.finding,
	                      .row = &variant,
	                      .words = 1,
	                      .start = (uint32_t)start,
	                      .end = (uint32_t)end});
	return true;
}

/* True for a capital by itself behind a marker, which goes on with its name: troponin I 0.04. */
static bool names_form(const line_reader *r, uint32_t t)
{
	const token *token = &r->doc->tokens.items[t];
	const item *last = last_item(r->self);
	return token->end - token->start == 1 && ascii_is_upper(r->doc->text[token->start]) && last &&
	       last->kind == ITEM_MARKER && token->start == last->end + 1;
}

/* Reads the words of a row, or a word without a role. *t becomes the last token read. */
static bool add_word(line_reader *r, uint32_t *t)
{
	static const result_row form = {.sense = SENSE_NOUN, .count = 1};
	const token *tokens = r->doc->tokens.items;
	bool good;
	if (tokens[*t].end - tokens[*t].start == 1 && add_variant(r, t, &good)) {
		return good;
	}
	const result_row *row = results_at(r->results, r->cache, r->doc, *t, r->sentence->end);
	uint32_t first = *t;
	row = row || !names_form(r, *t) ? row : &form;
	if (!row || row->sense == SENSE_PSEUDO) {
		*t += row ? row->count - 1u : 0;
		return add_words(r, tokens[first].start, tokens[*t].end + tokens[*t].possessive);
	}
	*t += row->count - 1u;
	if (row->sense == SENSE_FINDING && !r->self->findings++) {
		r->self->first_finding = (uint32_t)r->self->items.count;
	}
	return add(r, (item){.kind = ITEM_SENSE,
	                     .sense = row->sense,
	                     .finding = row->finding,
	                     .row = row,
	                     .words = row->count,
	                     .start = tokens[first].start,
	                     .end = tokens[*t].end});
}

/* The mention that begins where one does: a marker if one does, and of several one without a gap. */
static const onto_mention *mention_at(line_reader *r, const onto_mention *mentions, size_t count, size_t first)
{
	const onto_mention *found = &mentions[first];
	for (size_t i = first + 1; i < count && mentions[i].start == mentions[first].start; i++) {
		bool marker = type_like(mentions[i].type) == ONTO_MARKER, was = type_like(found->type) == ONTO_MARKER;
		found = marker && (!was || (found->span_count > 1 && mentions[i].span_count == 1)) ? &mentions[i] : found;
	}
	r->shared_count = 0;
	for (size_t i = first; i < count && mentions[i].start == mentions[first].start; i++) {
		const onto_mention *m = &mentions[i];
		if (m != found && type_like(m->type) == ONTO_MARKER && m->span_count > 1 && r->shared_count < SHARED_MAX &&
		    m->spans[m->span_count - 1].start >= found->spans[0].end) {
			r->shared[r->shared_count++] = m;
		}
	}
	return found;
}

/* The marker whose last part begins at a place and that shares its first; NULL: none. */
static const onto_mention *shared_at(const line_reader *r, size_t start)
{
	for (uint32_t i = 0; i < r->shared_count; i++) {
		if (r->shared[i]->spans[r->shared[i]->span_count - 1].start == start) {
			return r->shared[i];
		}
	}
	return NULL;
}

/* Adds the part of a mention that stands at a place. */
static bool add_mention(line_reader *r, const onto_mention *m, size_t start, uint32_t index)
{
	bool marker = type_like(m->type) == ONTO_MARKER;
	const onto_span *span = start == m->start ? &m->spans[0] : &m->spans[m->span_count - 1];
	r->self->markers += marker;
	return add(r, (item){.kind = marker ? ITEM_MARKER : ITEM_MENTION,
	                     .words = 2,
	                     .index = index,
	                     .start = (uint32_t)span->start,
	                     .end = (uint32_t)span->end});
}

/* Reads a word behind a space alone, as most are. False where it is none; *t is moved as add_word does. */
static inline bool read_plain_word(line_reader *r, uint32_t *t, bool *good)
{
	const token *token = &r->doc->tokens.items[*t];
	if (token->start != r->at + 1 || token->gap != GAP_SPACE || token->kind != TOKEN_LETTERS || token->possessive) {
		return false;
	}
	bool letter = token->end == token->start + 1; /* of a variant: c.5946delT */
	*good = letter || results_known(r->cache, r->doc, *t) ? add_word(r, t) : add_words(r, token->start, token->end);
	return true;
}

/* True where a sign follows a marker: one that was found, or one after a space or in a bracket; or a variant. */
static bool is_signed(const analysis *doc, const onto_mention *m, size_t end)
{
	size_t from = m->spans[0].end, at = from;
	at += at < end && doc->text[at] == ' ';
	at += at < end && (doc->text[at] == '(' || doc->text[at] == '[');
	char c = at < end ? doc->text[at] : ' ';
	if (at > from && variant_end(doc->text, end, at) > at) {
		return true;
	}
	return m->sign || (at > from && (c == '+' || c == '-' || c == '\xe2')) || c == '\xc2';
}

/* The maximum distance in tokens between a marker and a word about it. */
enum {
	FORWARD = 10,
	BACKWARD = 15,
	NUMBER_FORWARD = 4,
	NUMBER_BACKWARD = 13,
	NUMBER_LINKED = 8,
	NUMBER_BESIDE = 3,
	VERB_REACH = 4
};

/* The distance after and before a token within which it may concern a marker; 0: it never does. */
typedef struct reach {
	uint32_t forward, backward;
} reach;

/* Atoms of units of laboratory values. */
#define RESULT_UNITS \
	(UNIT_MASS | UNIT_VOLUME | UNIT_AMOUNT | UNIT_COUNT | UNIT_LAB | UNIT_PERCENT | UNIT_SECONDS | UNIT_FIELD)

/* True where a number may be a result: it has a unit, a linking word precedes it, or a marker does. */
static reach number_reach(const word_cache *cache, const analysis *doc, uint32_t t)
{
	const token *token = &doc->tokens.items[t];
	if (token->gap == GAP_NONE || token->gap == GAP_HYPHEN) {
		return (reach){0};
	}
	size_t at = token->end;
	at += at < doc->length && doc->text[at] == ' ';
	unsigned char next = at < doc->length ? (unsigned char)doc->text[at] : ' ';
	bool unit = next == '%' || next >= 0x80 || next == '/' || next == '+' || (next == 'x' && at > token->end);
	if (!unit && t + 1 < doc->tokens.count) {
		const struct token *behind = token + 1;
		unit = unit_kinds(doc->text + behind->start, behind->end - behind->start, NULL) & RESULT_UNITS;
	}
	if (unit) {
		return (reach){NUMBER_FORWARD, NUMBER_BACKWARD};
	}
	bool linked = t > 0 && results_known(cache, doc, t - 1) & KNOWN_LINK;
	return (reach){0, linked ? NUMBER_LINKED : NUMBER_BESIDE};
}

static inline reach reach_of(const word_cache *cache, const analysis *doc, uint32_t t)
{
	if (doc->tokens.items[t].kind == TOKEN_DIGITS) {
		return number_reach(cache, doc, t);
	}
	unsigned known = results_known(cache, doc, t);
	reach r = {known & KNOWN_FORWARD ? FORWARD : 0, known & KNOWN_BACKWARD ? BACKWARD : 0};
	if (known & KNOWN_PASSIVE && !r.backward) {
		bool verb = false;
		for (uint32_t k = 1; k <= VERB_REACH && k <= t && !verb; k++) {
			verb = results_known(cache, doc, t - k) & KNOWN_LINK;
		}
		r.backward = verb ? BACKWARD : NUMBER_BESIDE;
	}
	return r;
}

/* The token at which a marker begins, or the first one behind its start. */
static inline uint32_t token_of(const analysis *doc, const mention_view *mentions, size_t i)
{
	uint32_t first = mentions->places[i].first;
	return first + (doc->tokens.items[first].start < mentions->items[i].start);
}

static inline size_t next_marker(const mention_view *mentions, size_t i)
{
	while (i < mentions->count && type_like(mentions->items[i].type) != ONTO_MARKER) {
		i++;
	}
	return i;
}

bool line_tells(const word_cache *cache, const analysis *doc, const sentence *s, size_t end,
                const mention_view *mentions, size_t first, size_t *anchor)
{
	const anchor_vector *anchors = &doc->anchors[ANCHOR_TELLS];
	uint32_t until = 0; /* up to here a marker is looked for */
	uint32_t last = 0;  /* 1 + the last token of the last marker */
	first = next_marker(mentions, first);
	uint32_t next = first < mentions->count ? token_of(doc, mentions, first) : UINT32_MAX;
	while (*anchor < anchors->count && anchors->items[*anchor] < s->first) {
		++*anchor;
	}
	for (size_t i = *anchor;; i++) {
		uint32_t at = i < anchors->count && anchors->items[i] < s->end ? anchors->items[i] : s->end;
		while (next <= at && next < s->end) {
			if (next < until || is_signed(doc, &mentions->items[first], end)) {
				return true;
			}
			last = mentions->places[first].end;
			first = next_marker(mentions, first + 1);
			next = first < mentions->count ? token_of(doc, mentions, first) : UINT32_MAX;
		}
		if (at == s->end) {
			return false;
		}
		if ((last && at - (last - 1) <= BACKWARD) || next - at < FORWARD) {
			reach r = reach_of(cache, doc, at);
			if (last && r.backward && at - (last - 1) <= r.backward) {
				return true;
			}
			until = r.forward && at + r.forward > until ? at + r.forward : until;
		}
	}
}

bool line_read(line *self, const results *results, const word_cache *cache, const analysis *doc, const sentence *s,
               size_t end, const onto_mention *mentions, size_t count, size_t *next)
{
	const token *tokens = doc->tokens.items;
	line_reader r = {
		.self = self, .results = results, .cache = cache, .doc = doc, .sentence = s, .at = tokens[s->first].start};
	self->items.count = self->figures.count = self->open.count = 0;
	self->text = doc->text;
	self->end = end;
	self->markers = self->findings = self->signs = self->brackets = 0;
	size_t mention = *next < count ? mentions[*next].start : SIZE_MAX; /* where the next one begins */
	for (uint32_t t = s->first; t < s->end; t++) {
		size_t start = tokens[t].start;
		bool good = true;
		if (start < r.at) {
			continue; /* within what was read: a mention, a unit */
		}
		while (mention < start) {
			mention = ++*next < count ? mentions[*next].start : SIZE_MAX;
		}
		const onto_mention *m = r.shared_count && mention > start ? shared_at(&r, start) : NULL;
		if (!m && mention > start && read_plain_word(&r, &t, &good)) {
			if (!good) {
				return false;
			}
			continue;
		}
		m = mention == start ? mention_at(&r, mentions, count, *next) : m;
		r.ahead = *next < count ? &mentions[*next] : NULL;
		bool number = !m && begins_number(&r, t);
		if (!read_marks(&r, start)) {
			return false;
		}
		if (m        ? !add_mention(&r, m, start, (uint32_t)(m - mentions))
		    : number ? !add_number(&r, t)
		             : !add_word(&r, &t)) {
			return false;
		}
	}
	return read_marks(&r, end);
}
