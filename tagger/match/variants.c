#include "match/variants.h"

#include <string.h>

#include "core/error.h"

static const seen *seen_at(const scanner *self, const passage *p, uint32_t token)
{
	return &self->words.seen.items[p->seen.items[token]];
}

/* ---- joined words ------------------------------------------------------------------------------------------------- */

onto_status variants_join(scanner *self, passage *p, onto_error *error)
{
	const lexicon *lexicon = &self->words.dictionary->lexicon;
	for (size_t m = 0; m < p->marks.count; m++) {
		uint32_t i = p->marks.items[m];
		const token *b = &p->tokens.items[i], *a = b - 1;
		if (i == 0 || (b->gap != GAP_HYPHEN && b->gap != GAP_BREAK)) {
			continue;
		}
		size_t a_length = a->end - a->start, b_length = b->end - b->start;
		if (a->kind != TOKEN_LETTERS || b->kind != TOKEN_LETTERS || a_length + b_length > FOLD_MAX || b_length < 2 ||
		    a_length < 2) {
			continue;
		}
		char both[FOLD_MAX];
		memcpy(both, p->text + a->start, a_length);
		memcpy(both + a_length, p->text + b->start, b_length);
		uint32_t seen = words_of(&self->words, both, a_length + b_length, TOKEN_LETTERS);
		if (seen == UINT32_MAX) {
			return fail_memory(error);
		}
		const struct seen *s = &self->words.seen.items[seen];
		if (s->key && (lexicon->words.items[s->key].flags & WORD_KEY)) {
			alternative joined = {.from = i - 1, .to = i + 1, .seen = seen, .abbreviation = UINT32_MAX,
			                      .by = b->gap == GAP_BREAK ? ONTO_BY_LINE : ONTO_BY_HYPHEN};
			TRY(passage_alternative(p, joined, error));
		}
	}
	return ONTO_OK;
}

/* ---- Greek letters ------------------------------------------------------------------------------------------------ */

/* A single a, b, g or d that is joined to a symbol may be read as the Greek letter: IFN-a, TNFa. */
onto_status variants_greek(scanner *self, passage *p, onto_error *error)
{
	static const char *const names[][2] = {{"a", "alpha"}, {"b", "beta"}, {"g", "gamma"}, {"d", "delta"}};
	for (size_t m = 0; m < p->marks.count; m++) {
		uint32_t i = p->marks.items[m];
		const token *t = &p->tokens.items[i];
		if (i == 0 || t->end - t->start != 1 || t->gap != GAP_HYPHEN || t->kind != TOKEN_LETTERS) {
			continue;
		}
		for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
			if (p->text[t->start] != names[k][0][0]) {
				continue;
			}
			uint32_t seen = words_of(&self->words, names[k][1], strlen(names[k][1]), TOKEN_LETTERS);
			alternative a = {.from = i, .to = i + 1, .seen = seen, .by = ONTO_BY_GREEK, .abbreviation = UINT32_MAX};
			if (seen == UINT32_MAX) {
				return fail_memory(error);
			}
			TRY(passage_alternative(p, a, error));
		}
	}
	return ONTO_OK;
}

/* ---- order -------------------------------------------------------------------------------------------------------- */

/* May a name go on over the gap before a token? */
static bool soft(const passage *p, uint32_t token)
{
	return token < p->tokens.count && p->tokens.items[token].gap <= GAP_LAST_SOFT;
}

onto_status variants_order(scanner *self, passage *p, onto_error *error)
{
	enum { HEAD_MOST = 3, REST_MOST = 4 };
	for (size_t m = 0; m < p->marks.count; m++) {
		uint32_t of = p->marks.items[m];
		if (of == 0 || of + 1 >= p->tokens.count || !(seen_at(self, p, of)->flags & SEEN_OF) || !soft(p, of) || !soft(p, of + 1)) {
			continue;
		}
		const seen *head = seen_at(self, p, of - 1);
		if (!head->key || !(head->word_flags & WORD_HEAD)) {
			continue;
		}
		uint32_t rest = of + 1;
		if (seen_at(self, p, rest)->flags & SEEN_THE && soft(p, rest + 1)) {
			rest++;
		}
		for (uint32_t end = rest + 1; end <= rest + REST_MOST && end <= p->tokens.count; end++) {
			for (uint32_t from = of; from-- > 0 && of - from <= HEAD_MOST;) {
				if (seen_at(self, p, rest)->first) {
					alternative turned = {.from = from, .to = end, .seen = UINT32_MAX, .words = rest, .words_end = end,
					                      .more = from, .more_end = of, .by = ONTO_BY_ORDER, .abbreviation = UINT32_MAX};
					TRY(passage_alternative(p, turned, error));
				}
				if (!soft(p, from)) {
					break;
				}
			}
			if (!soft(p, end)) {
				break;
			}
		}
	}
	return ONTO_OK;
}

/* ---- enumerations ------------------------------------------------------------------------------------------------- */

static onto_status skip(passage *p, uint32_t from, uint32_t to, onto_error *error)
{
	alternative a = {.from = from, .to = to, .seen = UINT32_MAX, .by = ONTO_BY_COORDINATION, .abbreviation = UINT32_MAX};
	return to < p->tokens.count ? passage_alternative(p, a, error) : ONTO_OK;
}

/* Members of an enumeration are short, and so is the whole. */
enum { MEMBER_MOST = 3, MEMBERS_MOST = 5 };

/* Does a new member of an enumeration begin at a token: behind a comma or a slash, or as "and", "or"? */
static bool parts(const scanner *self, const passage *p, uint32_t token)
{
	uint8_t gap = p->tokens.items[token].gap;
	return gap == GAP_COMMA || gap == GAP_SLASH || (seen_at(self, p, token)->flags & SEEN_AND);
}

/* "and" at `token`, or a slash before it: members to its left share what follows the member to its right, and the one to its
 * right shares what stands before the member to its left. */
static onto_status enumerate(scanner *self, passage *p, uint32_t token, onto_error *error)
{
	bool word = seen_at(self, p, token)->flags & SEEN_AND;
	uint32_t right = word ? token + 1 : token; /* first token of the last member */
	if (right >= p->tokens.count || p->tokens.items[right].gap >= GAP_HARD || (word && p->tokens.items[token].gap >= GAP_HARD)) {
		return ONTO_OK;
	}
	/* The shared end follows one to three words of the last member; behind a slash, one. */
	uint32_t most = right + (word ? MEMBER_MOST : 1);
	for (uint32_t to = right + 1; to <= most && soft(p, to); to++) {
		uint32_t from = token;
		TRY(skip(p, from, to, error));
		for (unsigned member = 0; member < MEMBERS_MOST; member++) {
			uint32_t back = from;
			while (back > 0 && from - back < MEMBER_MOST && !parts(self, p, back - 1) && p->tokens.items[back - 1].gap < GAP_COMMA) {
				back--;
			}
			if (back < 2 || p->tokens.items[back - 1].gap != GAP_COMMA) {
				break;
			}
			from = back - 1;
			TRY(skip(p, from, to, error));
		}
	}
	/* The shared start stands before one or two words of the member to the left. */
	for (uint32_t from = token - 1; from > 0 && token - from <= 2 && soft(p, from); from--) {
		TRY(skip(p, from, right, error));
	}
	return ONTO_OK;
}

onto_status variants_enumeration(scanner *self, passage *p, onto_error *error)
{
	for (size_t m = 0; m < p->marks.count; m++) {
		uint32_t i = p->marks.items[m];
		if (i > 0 && i + 1 < p->tokens.count &&
		    ((seen_at(self, p, i)->flags & SEEN_AND) || p->tokens.items[i].gap == GAP_SLASH)) {
			TRY(enumerate(self, p, i, error));
		}
	}
	return ONTO_OK;
}
