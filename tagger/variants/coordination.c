/* Coordination: members of an enumeration that share words, or the end of a word. */
#include "variants/variants.h"

#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "variants/rules.h"

static onto_status skip(analysis *doc, uint32_t from, uint32_t to, onto_error *error)
{
	alternative a = {
		.from = from, .to = to, .word_type = UINT32_MAX, .by = ONTO_BY_COORDINATION, .abbreviation = UINT32_MAX};
	return to < doc->tokens.count ? analysis_alternative(doc, a, error) : ONTO_OK;
}

/* Limits: members of an enumeration are short, and so is the whole. */
enum { MEMBER_MOST = 3, MEMBERS_MOST = 5 };

/* True for a word that no member of an enumeration contains. */
static bool ends_member(const scanner *self, const analysis *doc, uint32_t token)
{
	return scan_word(self, doc, token)->flags & (WORD_TYPE_AND | WORD_TYPE_OF | WORD_TYPE_THE | WORD_TYPE_FUNCTION);
}

/* The first token of the member that ends before `end` and is separated by such a gap; 0: none. */
static uint32_t member_start(const scanner *self, const analysis *doc, uint32_t end, uint8_t parting)
{
	uint32_t at = end;
	while (at-- > 1 && end - at <= MEMBER_MOST && !ends_member(self, doc, at)) {
		uint8_t gap = doc->tokens.items[at].gap;
		if (gap == parting) {
			return at;
		}
		if (gap > GAP_LAST_SOFT) {
			break;
		}
	}
	return 0;
}

/* The members to the left: before "and", and before each comma to its left. */
typedef struct members {
	uint32_t starts[MEMBERS_MOST + 1];
	size_t count;
	uint32_t last; /* first token of the last member */
} members;

static members members_before(const scanner *self, const analysis *doc, uint32_t token, uint32_t last)
{
	members m = {.starts = {token}, .count = 1, .last = last};
	uint8_t parting = doc->tokens.items[token].gap == GAP_SLASH ? GAP_SLASH : GAP_COMMA;
	while (m.count <= MEMBERS_MOST) {
		uint32_t at = member_start(self, doc, m.starts[m.count - 1], parting);
		if (!at) {
			break;
		}
		m.starts[m.count++] = at;
	}
	return m;
}

/* True for a word behind a preposition and an article, which is complete: "to the skin or Paget's disease". */
static bool is_object(const scanner *self, const analysis *doc, uint32_t end)
{
	return end >= 3 && !(scan_word(self, doc, end - 1)->flags & WORD_TYPE_CAPITAL) &&
	       (scan_word(self, doc, end - 2)->flags & WORD_TYPE_THE) &&
	       (scan_word(self, doc, end - 3)->flags & (WORD_TYPE_FUNCTION | WORD_TYPE_OF));
}

static bool is_label(const scanner *self, const analysis *doc, uint32_t token)
{
	return scan_word(self, doc, token)->flags & WORD_TYPE_LABEL;
}

/* Members to the left share what follows one to `most` words of the last one: breast, lung and ovarian cancer. */
static onto_status share_end(scanner *self, analysis *doc, const members *m, uint32_t most, onto_error *error)
{
	bool listed = doc->tokens.items[m->starts[0]].gap == GAP_COMMA; /* a comma before "and" needs another comma */
	for (uint32_t to = m->last + 1;
	     to <= m->last + most && analysis_is_soft(doc, to) && !ends_member(self, doc, to - 1); to++) {
		const token *t = &doc->tokens.items[to];
		/* The shared part must be whole words. */
		if (RULE(SHARED_IS_WORD, t->gap == GAP_NONE || t->kind == TOKEN_DIGITS) ||
		    RULE(LIST_NEEDS_COMMA, listed && m->count == 1)) {
			continue;
		}
		for (size_t i = 0; i < m->count; i++) {
			uint32_t from = m->starts[i];
			/* What follows the label of the last member is shared whole: stage III or IV colorectal cancer. */
			if (RULE(LABEL_SHARES_ALL,
			         to > m->last + 1 && is_label(self, doc, from - 1) && is_label(self, doc, m->last))) {
				continue;
			}
			bool repeated = doc->word_types.items[from - 1] == doc->word_types.items[m->last] &&
			                doc->tokens.items[from - 1].gap != GAP_HYPHEN;
			if (!RULE(MEMBER_REPEATED, repeated) &&
			    !RULE(MEMBER_IS_OBJECT, m->last != m->starts[0] && is_object(self, doc, from))) {
				TRY(skip(doc, from, to, error));
			}
		}
	}
	return ONTO_OK;
}

/* True where the first member's own part, [own, end), can be separated from the shared part and replaced by the
 * member at `other`. At a space it may have two words. At a hyphen or within a word, labels of one kind are needed:
 * IL-2 and -15, but not beta-1 integrin and dystroglycan. */
static bool may_part(const scanner *self, const analysis *doc, uint32_t own, uint32_t end, uint32_t other)
{
	const token *a = &doc->tokens.items[own], *b = &doc->tokens.items[other];
	if (doc->word_types.items[own] == doc->word_types.items[other] && own + 1 == end) {
		return false;
	}
	return a->gap == GAP_SPACE || a->gap == GAP_LINE || a->kind == TOKEN_GREEK ||
	       (a->kind == b->kind && is_label(self, doc, other));
}

/* In a list that shares its start, members are labels, or follow "of": cancers of the breast, lung and prostate. */
static bool may_list(const scanner *self, const analysis *doc, uint32_t own, const members *m, size_t first)
{
	bool labels = is_label(self, doc, own) && is_label(self, doc, m->last);
	for (size_t i = 1; i <= first && labels; i++) {
		labels = is_label(self, doc, m->starts[i]);
	}
	return labels || first == 0 || (scan_word(self, doc, own - 1)->flags & (WORD_TYPE_OF | WORD_TYPE_THE));
}

/* Members to the right share what precedes one or two words of the first member: hepatitis A, B and C. */
static onto_status share_start(scanner *self, analysis *doc, const members *m, onto_error *error)
{
	bool listed = doc->tokens.items[m->starts[0]].gap == GAP_COMMA;
	for (size_t first = listed ? 1 : 0; first < m->count; first++) {
		uint32_t end = m->starts[first]; /* of the first member */
		/* In a list, the members to the right are as short as what they replace. */
		if (RULE(LIST_OF_SHORT, first && m->starts[first - 1] - end > 2)) {
			break;
		}
		for (uint32_t own = end - 1;
		     own > 0 && end - own <= 2 && analysis_is_soft(doc, own) && !ends_member(self, doc, own); own--) {
			for (size_t i = 0; i <= first && !RULE(LIST_OF_LABELS, !may_list(self, doc, own, m, first)); i++) {
				uint32_t other = i ? m->starts[i] : m->last;
				if (!RULE(LABEL_PARTED, !may_part(self, doc, own, end, other))) {
					TRY(skip(doc, own, other, error));
				}
			}
		}
	}
	return ONTO_OK;
}

/* ---- words that share their end ------------------------------------------------------------------------------ */

/* True where a hyphen ends a token: "hyper- and". */
static bool hangs(const analysis *doc, uint32_t token)
{
	uint32_t end = doc->tokens.items[token].end;
	return doc->tokens.items[token].kind == TOKEN_LETTERS && end + 1 < doc->length && doc->text[end] == '-' &&
	       memchr(" ,\n/", doc->text[end + 1], 4);
}

/* Joins the part before the hyphen to the longest end of a word that makes a word of the dictionary. */
static onto_status complete(scanner *self, analysis *doc, uint32_t hanging, uint32_t whole, onto_error *error)
{
	enum { END_LEAST = 4, START_LEAST = 2 };
	const lexicon *lexicon = &self->cache.dictionary->lexicon;
	const token *a = &doc->tokens.items[hanging], *b = &doc->tokens.items[whole];
	size_t a_length = a->end - a->start, b_length = b->end - b->start;
	if (!a->ascii || !b->ascii || a_length + b_length > FOLD_MAX) {
		return ONTO_OK;
	}
	char both[FOLD_MAX], folded[FOLD_MAX];
	memcpy(both, doc->text + a->start, a_length);
	for (size_t cut = START_LEAST; cut + END_LEAST <= b_length; cut++) {
		size_t length = a_length + b_length - cut;
		memcpy(both + a_length, doc->text + b->start + cut, b_length - cut);
		uint32_t word = lexicon_find(lexicon, folded, fold(both, length, folded));
		if (word && (lexicon->words.items[word].flags & WORD_IN_NAME)) {
			uint32_t both_word = word_cache_get(&self->cache, both, length, TOKEN_LETTERS);
			alternative whole_word = {.from = hanging,
			                          .to = whole + 1,
			                          .word_type = both_word,
			                          .cut = (uint16_t)cut,
			                          .by = ONTO_BY_COORDINATION,
			                          .abbreviation = UINT32_MAX};
			return both_word == UINT32_MAX ? fail_memory(error) : analysis_alternative(doc, whole_word, error);
		}
	}
	return ONTO_OK;
}

/* The part before a hyphen, before "and" at `token` or before a slash there, shares the end of the word behind
 * it. */
static onto_status share_word_end(scanner *self, analysis *doc, uint32_t token, bool slash, onto_error *error)
{
	uint32_t last = slash ? token : token + 1;
	const struct token *whole = &doc->tokens.items[last];
	if (last >= doc->tokens.count || (!slash && whole->gap > GAP_LAST_SOFT) || whole->kind != TOKEN_LETTERS) {
		return ONTO_OK;
	}
	for (uint32_t at = token; at > 0 && token - at < 3 && RULE(WORD_END_SHARED, hangs(doc, at - 1)); at--) {
		TRY(complete(self, doc, at - 1, last, error));
	}
	return ONTO_OK;
}

/* ---- enumerations -------------------------------------------------------------------------------------------- */

/* An enumeration at `token`: "and", or a slash before it. */
static onto_status enumerate(scanner *self, analysis *doc, uint32_t token, onto_error *error)
{
	bool word = scan_word(self, doc, token)->flags & WORD_TYPE_AND,
		 slash = doc->tokens.items[token].gap == GAP_SLASH;
	uint32_t last = token;
	if (word && (doc->tokens.items[token].gap >= GAP_HARD || slash)) {
		return ONTO_OK;
	}
	while (last < doc->tokens.count && last - token < 2 &&
	       (scan_word(self, doc, last)->flags & WORD_TYPE_AND)) { /* and/or */
		last++;
	}
	if (last >= doc->tokens.count || ends_member(self, doc, last) ||
	    (last > token && doc->tokens.items[last].gap >= GAP_HARD)) {
		return ONTO_OK;
	}
	if (word || slash) {
		TRY(share_word_end(self, doc, token, slash, error));
	}
	members m = members_before(self, doc, token, last);
	TRY(share_end(self, doc, &m, RULE(SLASH_SHARES_ONE, slash) ? 1 : MEMBER_MOST, error));
	return share_start(self, doc, &m, error);
}

/* ---- ranges -------------------------------------------------------------------------------------------------- */

/* The number of a token of digits; 0: none, or a large one. */
static unsigned number_at(const analysis *doc, uint32_t token)
{
	enum { DIGITS_MOST = 2 };
	const struct token *t = &doc->tokens.items[token];
	unsigned number = 0;
	if (t->kind != TOKEN_DIGITS || t->end - t->start > DIGITS_MOST || doc->text[t->start] == '0') {
		return 0;
	}
	for (uint32_t at = t->start; at < t->end; at++) {
		number = number * 10 + (unsigned)(doc->text[at] - '0');
	}
	return number;
}

/* A range of numbers behind a symbol, of which `last` is the last: FGFR1-3 names FGFR2 and FGFR3 as well. */
static onto_status count_up(scanner *self, analysis *doc, uint32_t last, onto_error *error)
{
	enum { RANGE_MOST = 8 };
	unsigned to = number_at(doc, last);
	if (last < 2 || !to) {
		return ONTO_OK;
	}
	unsigned from = number_at(doc, last - 1);
	const struct token *symbol = &doc->tokens.items[last - 2], *end = &doc->tokens.items[last];
	bool goes_on = last + 1 < doc->tokens.count && (end[1].gap == GAP_NONE || end[1].gap == GAP_HYPHEN);
	if (!from || from >= to || to - from > RANGE_MOST || doc->tokens.items[last - 1].gap != GAP_NONE ||
	    end->gap != GAP_HYPHEN || doc->text[end->start - 1] == ' ' || goes_on || symbol->kind != TOKEN_LETTERS ||
	    symbol->end - symbol->start < 2 ||
	    !RULE(RANGE_COUNTED, scan_word(self, doc, last - 2)->flags & WORD_TYPE_CAPITAL)) {
		return ONTO_OK;
	}
	for (unsigned number = from + 1; number <= to; number++) {
		char digits[8];
		int length = snprintf(digits, sizeof digits, "%u", number);
		uint32_t word = word_cache_get(&self->cache, digits, (size_t)length, TOKEN_DIGITS);
		alternative one = {.from = last - 1,
		                   .to = last + 1,
		                   .word_type = word,
		                   .by = ONTO_BY_COORDINATION,
		                   .abbreviation = UINT32_MAX};
		if (word == UINT32_MAX) {
			return fail_memory(error);
		}
		TRY(analysis_alternative(doc, one, error));
	}
	return ONTO_OK;
}

onto_status variants_enumeration(scanner *self, analysis *doc, onto_error *error)
{
	for (size_t m = 0; m < doc->anchors[ANCHOR_MEMBER].count; m++) {
		uint32_t i = doc->anchors[ANCHOR_MEMBER].items[m];
		if (i > 0 && ((scan_word(self, doc, i)->flags & WORD_TYPE_AND) ||
		              RULE(MEMBER_SLASH, doc->tokens.items[i].gap == GAP_SLASH))) {
			TRY(enumerate(self, doc, i, error));
		}
	}
	for (size_t m = 0; m < doc->anchors[ANCHOR_JOINED].count; m++) {
		TRY(count_up(self, doc, doc->anchors[ANCHOR_JOINED].items[m], error));
	}
	return ONTO_OK;
}
