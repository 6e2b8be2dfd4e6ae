/* Reads the status of markers.
 *
 * Each result word has its markers in a list after it, in the subject before it, or next to it. It claims them with
 * a strength that depends on distance and certainty. The stronger of two claims wins, and of two equal ones the
 * first. A list ends at the next result word, so the total time is linear in the sentence. */
#include "context/status.h"

#include <string.h>

#include "core/ascii.h"

enum {
	LIST = 2,      /* a further member of a list */
	PREDICATE = 3, /* the last member of a subject, the first of a list */
	BESIDE = 4,    /* directly before or after */
	JOINED = 5,    /* with a hyphen, a colon */
	SIGNED = 6
};

enum {
	PREMODIFIER_WORDS = 5, /* between a result and its first marker */
	MEMBER_WORDS = 8,      /* in a member of a list */
	SUBJECT_WORDS = 10,    /* between a marker and its verb */
	ADVERB_WORDS = 3,      /* between a verb and a result */
	POST_WORDS = 3,        /* between a marker and a result that has no verb */
	NOT_REACH = 4,
	BESIDE_REACH = 24, /* items between a result and the marker beside it */
	LIST_MOST = 256    /* markers of a list before the name of a change */
};

typedef struct status_reader {
	const line *l;
	claim *claims;
} status_reader;

static const item *item_of(const status_reader *r, uint32_t i)
{
	static const item none = {.kind = ITEM_SEMICOLON};
	return i < r->l->items.count ? &r->l->items.items[i] : &none;
}

static bool is_finding(const item *it)
{
	return item_senses(it, SENSE_FINDING) && !it->used;
}

static bool is_noun(const item *it)
{
	return item_senses(it, SENSE_NOUN) || item_senses(it, SENSE_CELLS) || item_senses(it, SENSE_SHARE) ||
	       item_senses(it, SENSE_RANGE);
}

static bool separates(const item *it)
{
	return it->kind == ITEM_COMMA || it->kind == ITEM_SLASH || item_senses(it, SENSE_AND);
}

/* True where a word is the last of an item. */
static bool ends_in(const status_reader *r, const item *it, const char *word)
{
	size_t length = strlen(word);
	return it->end - it->start >= length && ascii_begins_same(r->l->text + it->end - length, word, length);
}

static void take(status_reader *r, uint32_t marker, uint8_t finding, uint8_t strength, uint32_t cue)
{
	claim *c = &r->claims[marker];
	if (strength > c->strength) {
		*c = (claim){finding, strength, cue};
	}
}

/* ---- negation of a result ------------------------------------------------------------------------------------ */

static uint8_t negated(uint8_t finding)
{
	switch (finding) {
	case ONTO_POSITIVE:
	case ONTO_WEAK: return ONTO_NEGATIVE;
	case ONTO_HIGH:
	case ONTO_LOW: return ONTO_NORMAL;
	case ONTO_NORMAL: return ONTO_ABNORMAL;
	case ONTO_ABNORMAL: return ONTO_NORMAL;
	case ONTO_MUTATED:
	case ONTO_AMPLIFIED:
	case ONTO_DELETED:
	case ONTO_REARRANGED: return ONTO_NOT_DETECTED;
	case ONTO_NEGATIVE:
	case ONTO_NOT_DETECTED: return ONTO_POSITIVE;
	default: return finding;
	}
}

/* True where a "not" or a "no" precedes an item, with only words, verbs or markers between. */
static bool is_negated(const status_reader *r, uint32_t i, bool over_markers)
{
	uint32_t steps = 0;
	while (i-- > 0 && ++steps <= NOT_REACH) {
		const item *it = item_of(r, i);
		if (item_senses(it, SENSE_NOT) || (item_senses(it, SENSE_WITH) && ends_in(r, it, "without"))) {
			return true;
		}
		bool passes = (it->kind == ITEM_WORDS && it->words <= 2) || item_senses(it, SENSE_BE) || is_noun(it) ||
		              item_senses(it, SENSE_OF) ||
		              (over_markers && (it->kind == ITEM_MARKER || it->kind == ITEM_SLASH));
		if (!passes) {
			return false;
		}
	}
	return false;
}

/* ---- to the right -------------------------------------------------------------------------------------------- */

/* Claims the markers in the bracket that opens at an item, if these form a list: (HBsAg, anti-HCV). True where
 * there were any. */
static bool take_bracket(status_reader *r, uint32_t open, uint8_t finding, uint8_t strength, uint32_t cue)
{
	uint32_t close = item_of(r, open)->partner;
	bool any = false;
	for (uint32_t i = open + 1; i < close; i++) {
		if (item_of(r, i)->kind == ITEM_NUMBER || is_finding(item_of(r, i)) || item_of(r, i)->kind == ITEM_SIGN) {
			return false;
		}
	}
	for (uint32_t i = open + 1; i < close; i++) {
		if (item_of(r, i)->kind == ITEM_MARKER) {
			take(r, i, finding, strength, cue);
			any = true;
		}
	}
	return any;
}

/* True where an item is the verb of a clause, or begins another clause. */
static bool ends_list(const item *it)
{
	return item_senses(it, SENSE_BE) || item_senses(it, SENSE_VERB) || item_senses(it, SENSE_CLAUSE) ||
	       item_senses(it, SENSE_RESPECTIVELY) || it->kind == ITEM_SEMICOLON;
}

enum { CLAUSE_REACH = 12 };

/* True where a clause has a verb before an item. */
static bool has_verb(const status_reader *r, uint32_t i)
{
	for (uint32_t steps = 0; i-- > 0 && steps < CLAUSE_REACH; steps++) {
		const item *it = item_of(r, i);
		if (item_senses(it, SENSE_BE) || item_senses(it, SENSE_VERB)) {
			return true;
		}
		if (it->kind == ITEM_SEMICOLON || item_senses(it, SENSE_CLAUSE)) {
			return false;
		}
	}
	return false;
}

/* True where a verb follows a marker, which is then the subject of another clause. */
static bool is_subject(const status_reader *r, uint32_t marker)
{
	for (uint32_t j = marker + 1, words = 0; words <= 2; j++) {
		const item *it = item_of(r, j);
		if (item_senses(it, SENSE_BE) || item_senses(it, SENSE_VERB)) {
			return true;
		}
		if (it->kind == ITEM_OPEN && it->partner != UINT32_MAX) {
			j = it->partner;
		} else if (it->kind == ITEM_WORDS) {
			words += it->words;
		} else if (!is_noun(it)) {
			return false;
		}
	}
	return false;
}

/* Claims the markers after a result, up to the end of their list. True where there were any. */
static bool take_right(status_reader *r, uint32_t i, uint8_t finding, uint8_t strength, uint32_t cue,
                       uint32_t most_words)
{
	uint32_t words = 0, count = (uint32_t)r->l->items.count;
	bool first = true, member = true, valued = false, clause = has_verb(r, i);
	for (uint32_t j = i + 1; j < count; j++) {
		const item *it = item_of(r, j);
		if (it->kind == ITEM_MARKER) {
			if (!first && clause && is_subject(r, j)) {
				break; /* positive for A, and B was 3 */
			}
			if (member) {
				take(r, j, finding, first ? strength : LIST, cue);
				first = false;
			}
			member = false;
			words = 0;
		} else if (it->kind == ITEM_OPEN) {
			if (it->partner == UINT32_MAX || (first && words == 0 && j > i + 1)) {
				break;
			}
			take_bracket(r, j, finding, first ? PREDICATE : LIST, cue);
			j = it->partner;
		} else if (it->kind == ITEM_COLON && first && j > i + 1) {
			break; /* ketones: trace, blood: 2+ */
		} else if (separates(it)) {
			if ((first && it->kind == ITEM_COMMA) ||
			    (valued && strength == BESIDE && !(item_of(r, cue)->row->where & RESULT_LIST))) {
				break; /* increased A of 5, and a B of 3 */
			}
			member = true;
			words = 0;
		} else if (item_senses(it, SENSE_WITH)) {
			if (first) {
				break;
			}
			member = false;
		} else if (item_senses(it, SENSE_CLAUSE) && it->finding == ONTO_NEGATIVE) {
			/* positive for A but not B */
			if (finding == ONTO_POSITIVE) {
				take_right(r, j, ONTO_NEGATIVE, strength, j, most_words);
			}
			break;
		} else if (item_senses(it, SENSE_NOT) && !first) {
			/* strong expression of A and no expression of B */
			bool absent = finding == ONTO_NEGATIVE || finding == ONTO_NOT_DETECTED;
			take_right(r, j, absent ? finding : negated(finding), strength, j, most_words);
			break;
		} else if (ends_list(it) || (is_finding(it) && it->row->where != RESULT_NOUN)) {
			break;
		} else if (it->kind == ITEM_CLOSE) {
			break;
		} else if (it->kind == ITEM_NUMBER || it->kind == ITEM_SIGN) {
			valued |= it->kind == ITEM_NUMBER && !first;
		} else {
			words += it->kind == ITEM_SENSE ? item_senses(it, SENSE_IN) || item_senses(it, SENSE_NOT) : it->words;
			if (words > (first ? most_words : MEMBER_WORDS)) {
				break;
			}
		}
	}
	return !first;
}

/* ---- to the left --------------------------------------------------------------------------------------------- */

/* The first marker of the list that ends before the name of a change: KRAS in "no KRAS, NRAS, or BRAF mutation". */
static uint32_t list_start(const status_reader *r, uint32_t last)
{
	uint32_t count = 0;
	for (uint32_t at = last; at > 1 && ++count < LIST_MOST;) {
		uint32_t before = at - 1;
		before -= separates(item_of(r, before));
		before -= before + 1 < at && before > 0 && separates(item_of(r, before));
		if (before + 1 == at || item_of(r, before)->kind != ITEM_MARKER) {
			break;
		}
		last = at = before;
	}
	return last;
}

/* Negates the result that was just claimed for the markers between two items. */
static void negate_between(status_reader *r, uint32_t from, uint32_t to, uint32_t cue)
{
	for (uint32_t i = from; i < to; i++) {
		if (r->claims[i].strength && r->claims[i].cue == cue) {
			r->claims[i].finding = negated(r->claims[i].finding);
		}
	}
}

/* True for the name of a change, which is a result by itself and in no list by commas: EGFR exon 19 deletion, ALK
 * negative. */
static bool names_change(const status_reader *r, const item *it)
{
	static const char *const changes[] = {"deletion", "insertion",     "mutation",
	                                      "fusion",   "rearrangement", "amplification"};
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		if (ends_in(r, it, changes[i])) {
			return true;
		}
	}
	return false;
}

/* Claims the list of markers before an item, which is the subject of a verb. True where there were any. */
static bool take_left(status_reader *r, uint32_t end, uint8_t finding, uint8_t strength, uint32_t cue,
                      uint32_t most_words)
{
	uint32_t words = 0, begin = end; /* of the result, with its negation */
	bool first = true, member = true, list = false, untagged = false, bracket = false;
	while (begin > 0 && item_senses(item_of(r, begin - 1), SENSE_NOT)) {
		begin--;
	}
	bool plural = ends_in(r, item_of(r, end), "were") || ends_in(r, item_of(r, end), "are");
	for (uint32_t j = end; j-- > 0;) {
		const item *it = item_of(r, j);
		if (it->kind == ITEM_MARKER) {
			if (member) {
				if (!first && (r->claims[j].strength >= PREDICATE)) {
					break; /* the first of another list */
				}
				if (!first && item_of(r, j + 1)->kind == ITEM_COMMA && names_change(r, it)) {
					break;
				}
				take(r, j, finding, first && !untagged ? strength : LIST, cue);
				first = false;
			}
			member = false;
			words = 0;
		} else if (it->kind == ITEM_CLOSE) {
			if (it->partner == UINT32_MAX) {
				break;
			}
			bracket |= take_bracket(r, it->partner, finding, first ? PREDICATE : LIST, cue);
			j = it->partner;
		} else if (separates(it)) {
			if (member && first && j + 1 != end && it->kind == ITEM_COMMA && words == 0) {
				continue;
			}
			untagged |= first && words > 0;
			list = true;
			member = true;
			words = 0;
		} else if (item_senses(it, SENSE_CLAUSE) && it->finding == ONTO_NEGATIVE && !first && !member) {
			negate_between(r, j, end, cue); /* A, but not B, was positive */
			member = true;
			list = true;
			words = 0;
		} else if (ends_list(it) || is_finding(it) || it->kind == ITEM_SIGN ||
		           (item_senses(it, SENSE_NOT) && j < begin)) {
			break;
		} else if (it->kind == ITEM_OPEN) {
			break;
		} else if (it->kind == ITEM_NUMBER) {
			/* A marker with a value of its own ends a list: WBC 14, Hb 10, D-dimer elevated. */
			if ((!first || list) && !plural && r->l->figures.items[it->index].role != FIGURE_NONE) {
				break;
			}
		} else if (it->kind == ITEM_COLON || it->kind == ITEM_DASH) {
			if (it->kind == ITEM_COLON && j + 1 != begin) {
				break;
			}
		} else {
			words += it->kind == ITEM_SENSE ? item_senses(it, SENSE_IN) || item_senses(it, SENSE_WITH) : it->words;
			if (words > (first && !list ? most_words : MEMBER_WORDS)) {
				break;
			}
		}
	}
	return !first || bracket;
}

/* ---- a result word ------------------------------------------------------------------------------------------- */

/* The verb "to be" before a result, with only adverbs between; UINT32_MAX: none. */
static uint32_t verb_before(const status_reader *r, uint32_t i)
{
	uint32_t words = 0;
	while (i-- > 0) {
		const item *it = item_of(r, i);
		if (item_senses(it, SENSE_BE)) {
			return i;
		}
		if (it->kind == ITEM_WORDS) {
			words += it->words;
		} else if (!item_senses(it, SENSE_NOT) && !is_noun(it) && !item_senses(it, SENSE_IN) &&
		           !item_senses(it, SENSE_COUNT) && !item_senses(it, SENSE_DOSE) &&
		           !(it->kind == ITEM_NUMBER && item_senses(item_of(r, i + 1), SENSE_COUNT))) {
			return UINT32_MAX;
		}
		if (words > ADVERB_WORDS) {
			return UINT32_MAX;
		}
	}
	return UINT32_MAX;
}

/* The start of a chain of verbs: came out to be found. */
static uint32_t verbs_start(const status_reader *r, uint32_t verb)
{
	while (verb > 0) {
		const item *it = item_of(r, verb - 1);
		bool relative = item_senses(it, SENSE_CLAUSE) && (ends_in(r, it, "which") || ends_in(r, it, "that"));
		bool passes =
			item_senses(it, SENSE_BE) || item_senses(it, SENSE_NOT) || item_senses(it, SENSE_VERB) || relative;
		if (!passes) {
			break;
		}
		verb--;
	}
	return verb;
}

/* True where a change over time follows: increased to, decreased from. */
static bool is_change(const status_reader *r, uint32_t i)
{
	const item *next = item_of(r, i + 1), *after = item_of(r, i + 2);
	if (next->kind == ITEM_WORDS && next->words == 1) {
		next = after;
	}
	return item_senses(next, SENSE_TO) || item_senses(next, SENSE_FROM) || item_senses(next, SENSE_BY) ||
	       item_senses(next, SENSE_IN) || item_senses(next, SENSE_COMPARATOR);
}

/* The last marker in the bracket that opens at an item, if it is a list of markers; UINT32_MAX: none. */
static uint32_t last_in_bracket(const status_reader *r, uint32_t open)
{
	uint32_t last = UINT32_MAX, close = item_of(r, open)->partner;
	for (uint32_t i = open + 1; i < close; i++) {
		last = item_of(r, i)->kind == ITEM_MARKER ? i : last;
		if (item_of(r, i)->kind == ITEM_NUMBER || item_of(r, i)->kind == ITEM_SIGN || is_finding(item_of(r, i))) {
			return UINT32_MAX;
		}
	}
	return last;
}

/* The marker directly before a result, past nouns, brackets and a few words; where none is, the last one in a
 * bracket that was passed: HIT antibody (PF4) negative. UINT32_MAX: none. */
static uint32_t marker_beside(const status_reader *r, uint32_t i)
{
	uint32_t words = 0, inner = UINT32_MAX, steps = 0;
	while (i-- > 0 && ++steps <= BESIDE_REACH) {
		const item *it = item_of(r, i);
		if (it->kind == ITEM_MARKER) {
			return i;
		}
		if (it->kind == ITEM_CLOSE && it->partner != UINT32_MAX) {
			i = it->partner;
			inner = words == 0 && inner == UINT32_MAX ? last_in_bracket(r, i) : inner;
		} else if (it->kind == ITEM_WORDS) {
			words += it->words;
		} else if (!is_noun(it) && it->kind != ITEM_COLON && it->kind != ITEM_DASH && it->kind != ITEM_NUMBER &&
		           !item_senses(it, SENSE_NOT) && !item_senses(it, SENSE_LABEL) &&
		           !(is_finding(it) && (it->row->where == RESULT_NOUN ||
		                                (it->row->where == RESULT_BEHIND && is_finding(item_of(r, i + 1)))))) {
			return inner;
		}
		if (words > POST_WORDS) {
			return inner;
		}
	}
	return inner;
}

static bool touches(const item *a, const item *b)
{
	return b->start - a->end <= 1;
}

/* True where the subject of a verb begins with "neither". */
static bool is_neither(const status_reader *r, uint32_t verb)
{
	bool marker = false;
	for (uint32_t steps = 0; verb-- > 0 && steps < CLAUSE_REACH; steps++) {
		const item *it = item_of(r, verb);
		if (item_senses(it, SENSE_NOT)) {
			return marker && (ends_in(r, it, "neither") || ends_in(r, it, "none of"));
		}
		marker |= it->kind == ITEM_MARKER;
		if (it->kind != ITEM_MARKER && it->kind != ITEM_WORDS && !separates(it) && !is_noun(it)) {
			return false;
		}
	}
	return false;
}

/* Reads a result that may follow its marker. True where it claimed one. */
static bool read_behind(status_reader *r, uint32_t i, uint8_t finding)
{
	const item *it = item_of(r, i);
	uint8_t where = it->row->where;
	uint32_t verb = verb_before(r, i);
	finding = verb != UINT32_MAX && is_neither(r, verb) ? negated(finding) : finding;
	if (verb != UINT32_MAX && where & (RESULT_BEHIND | RESULT_PASSIVE | RESULT_NOUN)) {
		return take_left(r, verbs_start(r, verb), finding, PREDICATE, i, SUBJECT_WORDS);
	}
	/* HBsAg (negative) */
	bool bracket = i > 0 && item_of(r, i - 1)->kind == ITEM_OPEN && item_of(r, i - 1)->partner != UINT32_MAX &&
	               item_of(r, i - 1)->partner <= i + 2;
	uint32_t beside = marker_beside(r, i - bracket);
	if (beside == UINT32_MAX || !(where & (RESULT_BEHIND | RESULT_PASSIVE))) {
		return false;
	}
	if (bracket) {
		take(r, beside, finding, BESIDE, i);
		return true;
	}
	const item *marker = item_of(r, beside), *next = item_of(r, i + 1);
	bool close = touches(marker, it), joined = close && r->l->text[marker->end] == '-';
	bool colon = item_of(r, i - 1)->kind == ITEM_COLON;
	if (where & RESULT_PASSIVE && !(where & RESULT_BEHIND) &&
	    (is_change(r, i) ||
	     !(joined || separates(next) || next->kind >= ITEM_COMMA || i + 1 >= r->l->items.count))) {
		return false; /* LDH increased ... */
	}
	/* A normal B: the result is B's where A has one already or is not directly before it. */
	if (next->kind == ITEM_MARKER && where & RESULT_BEFORE && !joined && !colon &&
	    (r->claims[beside].strength >= PREDICATE || beside + 1 != i)) {
		return false;
	}
	bool before = where & RESULT_BEFORE && !joined && !colon && beside + 1 != i &&
	              (next->kind == ITEM_WORDS || is_noun(next) || next->kind == ITEM_MARKER);
	if (before && item_of(r, i - 1)->kind != ITEM_CLOSE && !is_noun(item_of(r, i - 1))) {
		return false;
	}
	return take_left(r, i, finding, joined || colon ? JOINED : BESIDE, i, POST_WORDS);
}

/* A mutation was found in A and B: claims the markers behind. */
static bool read_found_in(status_reader *r, uint32_t i, uint8_t finding)
{
	uint32_t at = i + 1, words = 0;
	bool verb = false;
	for (;; at++) {
		const item *it = item_of(r, at);
		verb |= item_senses(it, SENSE_BE);
		words += it->kind == ITEM_WORDS ? it->words : 0;
		bool passes = item_senses(it, SENSE_BE) || item_senses(it, SENSE_NOT) || it->kind == ITEM_WORDS ||
		              (verb && is_finding(it) && it->row->where & RESULT_PASSIVE);
		if (!passes || words > ADVERB_WORDS) {
			break;
		}
	}
	return verb && item_senses(item_of(r, at), SENSE_IN) &&
	       take_right(r, at, finding, PREDICATE, i, PREMODIFIER_WORDS);
}

static void read_noun(status_reader *r, uint32_t i, uint8_t finding)
{
	if (read_found_in(r, i, finding)) {
		return;
	}
	uint32_t beside = marker_beside(r, i);
	if (beside == UINT32_MAX) {
		return;
	}
	for (uint32_t k = beside + 1; k < i; k++) {
		const item *it = item_of(r, k);
		bool number = it->kind == ITEM_NUMBER && r->l->figures.items[it->index].role != FIGURE_NONE;
		/* but KRAS: no mutation; KRAS: mutation */
		bool apart = k > beside + 1 || (k + 1 < i && !item_senses(item_of(r, k + 1), SENSE_NOT));
		bool colon = it->kind == ITEM_COLON && apart;
		if (number || colon || it->kind == ITEM_DASH) {
			return;
		}
	}
	uint32_t first = list_start(r, beside);
	finding = first < beside && is_negated(r, first, false) ? negated(finding) : finding;
	take(r, beside, finding, BESIDE, i);
	for (uint32_t j = first; j < beside; j++) {
		if (item_of(r, j)->kind == ITEM_MARKER) {
			take(r, j, finding, LIST, i);
		}
	}
}

/* What follows states whether a finding is present: mutation was not detected, rearrangement negative. */
static uint8_t finding_of_noun(const status_reader *r, uint32_t i, uint8_t finding)
{
	for (uint32_t j = i + 1; j < r->l->items.count && j <= i + 5; j++) {
		const item *it = item_of(r, j);
		if (is_finding(it)) {
			bool negative = it->finding == ONTO_NEGATIVE || it->finding == ONTO_NOT_DETECTED;
			bool says = negative || it->finding == ONTO_POSITIVE;
			if (is_negated(r, j, false) && says) {
				negative = !negative;
			}
			return says ? (negative ? ONTO_NOT_DETECTED : finding) : finding;
		}
		if (item_senses(it, SENSE_NOT)) {
			const item *next = item_of(r, j + 1);
			if (next->kind == ITEM_WORDS) {
				return ONTO_NOT_DETECTED; /* not found, not identified */
			}
			continue;
		}
		if (!item_senses(it, SENSE_BE) && !is_noun(it) && it->kind != ITEM_COLON &&
		    !(it->kind == ITEM_WORDS && it->words <= 2)) {
			return finding;
		}
	}
	return finding;
}

/* A was normal, as were B and C. */
static void read_also(status_reader *r, uint32_t i, uint8_t finding)
{
	uint32_t as = i + 1 + (item_of(r, i + 1)->kind == ITEM_COMMA);
	const item *it = item_of(r, as);
	bool also = it->kind == ITEM_WORDS && it->words == 1 && it->end - it->start == 2 && ends_in(r, it, "as") &&
	            item_senses(item_of(r, as + 1), SENSE_BE);
	if (also) {
		take_right(r, as + 1, finding, PREDICATE, i, SUBJECT_WORDS);
	}
}

static void read_finding(status_reader *r, uint32_t i)
{
	const item *it = item_of(r, i);
	uint8_t where = it->row->where, finding = it->finding;
	if (where & RESULT_NOUN) {
		uint8_t said = finding_of_noun(r, i, finding);
		said = is_negated(r, i, true) ? negated(finding) : said;
		read_noun(r, i, said);
		if (!(where & ~RESULT_NOUN)) {
			return;
		}
	}
	if (where == RESULT_BEHIND && is_finding(item_of(r, i + 1)) && item_of(r, i + 1)->row->where & RESULT_NOUN) {
		return; /* a heterozygous mutation */
	}
	finding = is_negated(r, i, false) ? negated(finding) : finding;
	if (where & RESULT_LIST) {
		uint32_t verb = where & RESULT_PASSIVE ? verb_before(r, i) : UINT32_MAX;
		bool right = verb == UINT32_MAX &&
		             take_right(r, i, finding, where & RESULT_PASSIVE ? PREDICATE : BESIDE, i, MEMBER_WORDS);
		if (right && where & RESULT_PASSIVE) {
			return;
		}
		/* HIV was positive for ...: the subject has the result, too. */
		if (!(where & RESULT_PASSIVE)) {
			verb = verb_before(r, i);
			const item *subject = verb != UINT32_MAX && verb > 0 ? item_of(r, verb - 1) : NULL;
			if (subject && (subject->kind == ITEM_MARKER || is_noun(subject))) {
				take_left(r, verb, finding, LIST, i, POST_WORDS);
			}
			return;
		}
	}
	/* Positive: A, B. */
	if (item_of(r, i + 1)->kind == ITEM_COLON && where & RESULT_BEFORE && marker_beside(r, i) == UINT32_MAX &&
	    verb_before(r, i) == UINT32_MAX) {
		take_right(r, i, finding, PREDICATE, i, PREMODIFIER_WORDS);
		return;
	}
	if (where & ~RESULT_BEFORE && verb_before(r, i) != UINT32_MAX) {
		read_also(r, i, finding);
	}
	if (where & ~RESULT_BEFORE && read_behind(r, i, finding)) {
		return;
	}
	if (where & RESULT_BEFORE) {
		take_right(r, i, finding, BESIDE, i, PREMODIFIER_WORDS);
	}
}

static void read_signs(status_reader *r)
{
	for (uint32_t i = 1; i < r->l->items.count; i++) {
		const item *it = item_of(r, i);
		if (it->kind != ITEM_SIGN) {
			continue;
		}
		uint32_t marker = i - 1;
		if (item_of(r, marker)->kind == ITEM_CLOSE && item_of(r, marker)->partner != UINT32_MAX &&
		    item_of(r, marker)->partner > 0) {
			marker = item_of(r, marker)->partner - 1;
		}
		while (marker > 0 && is_noun(item_of(r, marker))) {
			marker--;
		}
		/* CD20 (+, dim), TTF-1 (focal +) */
		marker -= marker > 1 && item_of(r, marker)->kind == ITEM_WORDS && item_of(r, marker - 1)->kind == ITEM_OPEN;
		marker -= marker > 0 && item_of(r, marker)->kind == ITEM_OPEN;
		bool charge = line_is_ion(r->l, item_of(r, marker)) && it->finding != ONTO_HIGH && it->finding != ONTO_LOW;
		if (item_of(r, marker)->kind == ITEM_MARKER && !charge) {
			take(r, marker, it->finding, SIGNED, i);
			/* A/B (+) */
			for (uint32_t j = marker;
			     j > 1 && item_of(r, j - 1)->kind == ITEM_SLASH && item_of(r, j - 2)->kind == ITEM_MARKER; j -= 2) {
				take(r, j - 2, it->finding, LIST, i);
			}
		}
	}
}

/* The flag after a number that gives its level: 3.2 L, 9.1 g/dL (H), 8.2 g/dL and an arrow. ONTO_NO_FINDING:
 * none. */
static uint8_t flag_at(const status_reader *r, uint32_t i)
{
	const item *it = item_of(r, i);
	bool bracket = it->kind == ITEM_OPEN;
	if (it->kind == ITEM_SIGN && (it->finding == ONTO_HIGH || it->finding == ONTO_LOW)) {
		return it->finding;
	}
	const item *word = bracket ? item_of(r, i + 1) : it, *next = item_of(r, i + 1 + bracket);
	bool ends = bracket ? next->kind == ITEM_CLOSE : next->kind >= ITEM_NUMBER;
	if (!ends || word->kind != ITEM_WORDS || word->end - word->start != 1) {
		return ONTO_NO_FINDING;
	}
	char c = r->l->text[word->start];
	return c == 'H' ? ONTO_HIGH : c == 'L' ? ONTO_LOW : ONTO_NO_FINDING;
}

static void read_flags(status_reader *r, const uint32_t *bound)
{
	for (uint32_t i = 0; i < r->l->items.count; i++) {
		uint8_t finding = bound[i] ? flag_at(r, bound[i]) : ONTO_NO_FINDING;
		if (finding) {
			take(r, i, finding, PREDICATE, bound[i]);
		}
	}
}

static void share_aliases(status_reader *r)
{
	for (uint32_t i = 0; i + 1 < r->l->items.count; i++) {
		if (line_isotype(r->l, i) && !r->claims[i].strength) {
			r->claims[i] = r->claims[i + 1];
		}
	}
	for (uint32_t i = 0; i + 3 < r->l->items.count && r->l->brackets; i++) {
		bool alias = item_of(r, i)->kind == ITEM_MARKER && item_of(r, i + 1)->kind == ITEM_OPEN &&
		             item_of(r, i + 2)->kind == ITEM_MARKER && item_of(r, i + 3)->kind == ITEM_CLOSE;
		if (alias) {
			claim *a = &r->claims[i], *b = &r->claims[i + 2];
			*b = b->strength < a->strength ? *a : *b;
			*a = a->strength < b->strength ? *b : *a;
		}
	}
}

bool status_read(line *self, const uint32_t *bound, claim_vector *claims)
{
	status_reader r = {.l = self};
	claims->count = 0;
	if (!vector_reserve(claims, self->items.count + 1)) {
		return false;
	}
	memset(claims->items, 0, self->items.count * sizeof *claims->items);
	claims->count = self->items.count;
	r.claims = claims->items;
	if (self->signs) {
		read_signs(&r);
	}
	if (self->figures.count) {
		read_flags(&r, bound);
	}
	for (uint32_t i = self->first_finding; self->findings && i < self->items.count; i++) {
		if (is_finding(item_of(&r, i))) {
			read_finding(&r, i);
		}
	}
	if (self->findings || self->signs) {
		share_aliases(&r);
	}
	return true;
}
