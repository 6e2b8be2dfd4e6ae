#include "match/resolve.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/error.h"
#include "match/effects.h"
#include "match/written.h"
#include "match/systematic.h"

void resolver_free(resolver *self)
{
	vector_free(&self->chosen);
	vector_free(&self->room);
	vector_free(&self->heads);
	vector_free(&self->kept_next);
	vector_free(&self->known);
}

/* ---- evidence ----------------------------------------------------------------------------------------------------- */

/* Is there a plain candidate with this first token and this end? */
static bool plain_candidate(const passage *p, uint32_t first, uint32_t least_end, uint32_t most_end)
{
	const candidate *end = p->candidates.items + p->candidates.count;
	for (const candidate *c = passage_candidates_from(p, first); c < end && c->first == first; c++) {
		if (c->skip_from == c->skip_to && c->end >= least_end && c->end <= most_end) {
			return true;
		}
	}
	return false;
}

/* Do two candidates read the same place, each passing over what the other reads? */
static bool is_mate(const candidate *a, const candidate *b)
{
	return a->end == b->end && b->skip_from != b->skip_to && a->skip_from <= b->skip_to && b->skip_from <= a->skip_to &&
	       a->skip_from != b->skip_from && a->skip_to != b->skip_to;
}

static bool has_mate(const passage *p, const candidate *c)
{
	const candidate *end = p->candidates.items + p->candidates.count;
	for (const candidate *other = c - 1; other >= p->candidates.items && other->first == c->first; other--) {
		if (is_mate(c, other)) {
			return true;
		}
	}
	for (const candidate *other = c + 1; other < end && other->first == c->first; other++) {
		if (is_mate(c, other)) {
			return true;
		}
	}
	return false;
}

static bool is_and(const passage *p, const token *t)
{
	const char *word = p->text + t->start;
	size_t length = t->end - t->start;
	return (length == 3 && (strncasecmp(word, "and", 3) == 0 || strncasecmp(word, "nor", 3) == 0)) ||
	       (length == 2 && strncasecmp(word, "or", 2) == 0);
}

/* The first token of the last member among those that a candidate passes over. */
static uint32_t last_member(const passage *p, const candidate *c)
{
	for (uint32_t t = c->skip_to; t-- > c->skip_from;) {
		if (is_and(p, &p->tokens.items[t])) {
			return t + 1;
		}
		if (p->tokens.items[t].gap == GAP_SLASH || p->tokens.items[t].gap == GAP_HARD) {
			return t;
		}
	}
	return c->skip_from;
}

static bool has_space(const passage *p, uint32_t from, uint32_t to)
{
	for (uint32_t t = from + 1; t < to; t++) {
		if (p->tokens.items[t].gap == GAP_SPACE || p->tokens.items[t].gap == GAP_LINE) {
			return true;
		}
	}
	return false;
}

static unsigned types_of(const passage *p, const candidate *c)
{
	unsigned types = 0;
	for (uint32_t r = c->readings; r < c->readings + c->count; r++) {
		types |= 1u << p->readings.items[r].type;
	}
	return types;
}

/* Do just these tokens have a name of one of some types? */
static bool has_name(const passage *p, uint32_t first, uint32_t last, unsigned types)
{
	const candidate *end = p->candidates.items + p->candidates.count;
	for (const candidate *c = passage_candidates_from(p, first); c < end && c->first == first; c++) {
		if (c->skip_from == c->skip_to && c->end == last && (types_of(p, c) & types)) {
			return true;
		}
	}
	return false;
}

/* Is the member a disease of several words without what it would share: "chronic renal failure" and end-stage renal disease? It may
 * yet share a phrase: squamous cell carcinoma and adenocarcinoma of the lung. */
static bool is_whole_member(const passage *p, const candidate *c)
{
	const token *t = &p->tokens.items[c->skip_to];
	if (!has_space(p, c->first, c->skip_from) || (t->end - t->start == 2 && memcmp(p->text + t->start, "of", 2) == 0)) {
		return false;
	}
	return has_name(p, c->first, c->skip_from, types_of(p, c) & 1u << ONTO_DISEASE);
}

/* A member of an enumeration needs its partner: the first with the shared start, or the last with the shared end. */
static bool has_partner(const passage *p, const candidate *c)
{
	if (c->skip_cut) {
		return plain_candidate(p, c->skip_to, c->end, c->end);
	}
	if (plain_candidate(p, c->first, c->skip_from + 1, c->skip_to)) {
		/* Where the last member is a name of several words and of the same type, it does without: acute renal failure and heart
		 * failure, but not elevated lactate dehydrogenase and erythrocyte sedimentation rate. */
		return !has_space(p, c->skip_to, c->end) || !has_name(p, c->skip_to, c->end, types_of(p, c));
	}
	if (is_whole_member(p, c)) {
		return false;
	}
	/* The last member may have one more word before its name. */
	uint32_t last = last_member(p, c);
	for (uint32_t first = last; first < c->skip_to && first < last + 2; first++) {
		if (plain_candidate(p, first, c->end, c->end)) {
			return true;
		}
	}
	/* "type 1 and 2 diabetes": neither member stands by itself, but each is the other's partner. */
	return has_mate(p, c);
}

/* Is a place the end of one name and the start of another: "leukemia, acute lymphoblastic" leukemia, "deficiency of growth"
 * hormone? A longer name that begins behind a comma, or behind "of" where the words are turned, says so. */
static bool is_cut_short(const passage *p, const candidate *c)
{
	bool turned = p->readings.items[c->readings].by & ONTO_BY_ORDER;
	uint32_t t = c->first + 1;
	for (; t < c->end; t++) {
		const token *token = &p->tokens.items[t];
		if (token->gap == GAP_COMMA || (turned && token[-1].end - token[-1].start == 2 &&
		                                memcmp(p->text + token[-1].start, "of", 2) == 0)) {
			break;
		}
	}
	for (; t < c->end && c->skip_from == c->skip_to; t++) {
		if (plain_candidate(p, t, c->end + 1, UINT32_MAX)) {
			return true;
		}
	}
	return false;
}

/* Is the place just a short form, read as the dictionary has it and not as the text defines it? */
static bool is_short_form(const abbreviations *a, const candidate *c, const reading *r)
{
	for (uint32_t t = c->first; t < c->end; t++) {
		if (!a->silenced.items[t]) {
			return false;
		}
	}
	/* A drug may well have the short form and the dictionary another way to write its name. */
	return a->silenced.items[c->first] != SILENT_BUT_FOR_DRUGS || r->type != ONTO_DRUG;
}

static inline bool is_silenced(const abbreviations *a, const candidate *c, const reading *r)
{
	return a->silenced.count && a->silenced.items[c->first] && !(r->by & ONTO_BY_ABBREVIATION) && is_short_form(a, c, r);
}

/* A text more; room for all meanings that were met. False where memory ran out. */
static bool begin_text(resolver *self)
{
	size_t count = (size_t)self->words->met_count + 1;
	if (count > self->known.count) {
		size_t new = count - self->known.count;
		if (!vector_reserve(&self->known, new)) {
			return false;
		}
		memset(self->known.items + self->known.count, 0, new * sizeof *self->known.items);
		self->known.count = count;
	}
	if (++self->text == 0) {
		for (size_t i = 0; i < count; i++) {
			self->known.items[i].text = 0;
		}
		self->text = 1;
	}
	return true;
}

static inline bool has_support(const resolver *self, uint32_t met)
{
	return self->known.items[met].text == self->text;
}

/* Notes the meanings that names without need of support give to the text; one that needs a drug's doing, where the text says so. */
static void note_support(resolver *self, const passage *p, const abbreviations *a)
{
	for (uint32_t i = 0; i < p->candidates.count; i++) {
		const candidate *c = &p->candidates.items[i];
		for (uint32_t r = c->readings; r < c->readings + c->count; r++) {
			const reading *read = &p->readings.items[r];
			if (!(read->policy & (ONTO_POLICY_SUPPORT | ONTO_POLICY_BLOCKED)) && !is_silenced(a, c, read) &&
			    (!(read->policy & ONTO_POLICY_EFFECT) || effects_by_drug(p, c))) {
				self->known.items[read->met].text = self->text;
			}
		}
	}
}

/* ---- sense -------------------------------------------------------------------------------------------------------- */

static unsigned bits_in(unsigned value)
{
	unsigned count = 0;
	for (; value; value &= value - 1) {
		count++;
	}
	return count;
}

#define READING_LOST (UINT32_MAX - 1)

enum { OTHER_VOCABULARY = 2, INEXACT = 12 }; /* codes that only a cross-reference or a broader concept has */

enum { PASSED_OVER = 8 }; /* a word that is passed over: of one place, what reads most of it comes first */

enum { FIRST = 4 }; /* curation's own choice is only given up for one that fits the text much better */

enum { LEVELS_UP = 3, ABOVE_MOST = 32 };

/* Does the text name the meaning, or a concept not far above it: leukemia supports ALL? */
static bool is_supported(const resolver *self, const reading *r)
{
	const onto_dictionary *d = self->dictionary;
	const char *name = dictionary_text(d, r->text);
	uint32_t above[ABOVE_MOST] = {r->concept};
	if (has_support(self, r->met)) {
		return true;
	}
	/* Two letters stand for too much. */
	if (!name[0] || !name[1] || !name[2]) {
		return false;
	}
	size_t count = 1, from = 0;
	for (int level = 0; level < LEVELS_UP; level++) {
		for (size_t end = count; from < end; from++) {
			const concept *c = &d->concepts.items[above[from]];
			for (uint32_t p = c->parents; p < c[1].parents && count < ABOVE_MOST; p++) {
				above[count] = d->parents.items[p];
				if (has_support(self, self->words->answers->met[d->concepts.items[above[count++]].meaning])) {
					return true;
				}
			}
		}
	}
	return false;
}

/* What speaks against a reading: first what had to be done to the text, then how loosely the name stands to its concept;
 * that the meaning is named elsewhere in the text speaks for it. */
static unsigned cost_of(const resolver *self, const reading *r)
{
	unsigned cost = 0;
	if (r->by) {
		cost += 2 * bits_in(r->by & (ONTO_BY_PLURAL | ONTO_BY_SPELLING)) + 5 * bits_in(r->by & (ONTO_BY_DERIVED | ONTO_BY_CASE)) +
		        3 * bits_in(r->by & (ONTO_BY_NUMERAL | ONTO_BY_ORDER | ONTO_BY_SYNONYM));
	}
	bool supported = has_support(self, r->met);
	const onto_dictionary *d = self->dictionary;
	/* A MeSH descriptor comes before a supplementary record that has its name as well, but not before one whose name it has in the
	 * plural only: benzamide is a substance, Benzamides a class. */
	cost += r->supplementary ? 1 : 0;
	/* What the wanted vocabulary itself calls so comes before what a mapping leads to. */
	bool other = self->codes->vocabulary_count && !codes_are_first(self->codes, dictionary_text(d, d->concepts.items[r->concept].code));
	cost += other ? OTHER_VOCABULARY : 0;
	/* So does what curation puts first for those who code by that vocabulary. */
	if ((r->policy & ONTO_POLICY_EFFECT) || ((r->policy & ONTO_POLICY_FIRST) && !other)) {
		return cost;
	}
	return FIRST + cost * 2 + 3 * r->scope + (supported ? 0 : 6);
}

/* What holds for a place, by all its readings. */
typedef struct verdict {
	unsigned types;  /* bits of the types of its readings */
	unsigned vetoed; /* bits of the types of which curation says that a text that reads so is none */
	bool gene;       /* it is the symbol of a gene, as its authority writes it: then it is the gene, whatever disease has been named by
	                  * its letters, unless the text itself defines them as that disease: ATRX, MCM4 */
} verdict;

static verdict judge(const passage *p, const candidate *c)
{
	verdict v = {0};
	for (uint32_t i = c->readings; i < c->readings + c->count; i++) {
		const reading *r = &p->readings.items[i];
		v.types |= 1u << r->type;
		v.vetoed |= (unsigned)((r->policy & ONTO_POLICY_BLOCKED) != 0) << r->type;
		v.gene |= (r->type == ONTO_MARKER) & (r->scope == ONTO_PREFERRED) &
		          !(r->policy & (ONTO_POLICY_CASE | ONTO_POLICY_BLOCKED));
	}
	return v;
}

/* Is a meaning already what the member says by itself, so that sharing adds nothing: "stroke" and gallbladder disease, where
 * stroke disorder is a name as well? Not where the plural says that it is shared: Alzheimer and Parkinson diseases. */
static bool means_alone(const passage *p, const candidate *c, uint32_t meaning)
{
	const candidate *end = p->candidates.items + p->candidates.count;
	for (const candidate *o = passage_candidates_from(p, c->first); o < end && o->first == c->first; o++) {
		for (uint32_t r = o->readings; o->skip_from == o->skip_to && o->end == c->skip_from && r < o->readings + o->count; r++) {
			if (p->readings.items[r].meaning == meaning) {
				return true;
			}
		}
	}
	return false;
}

/* The bits of the types that a reading counts as: of several that its concept has, the first, where that is wanted at all. */
static unsigned types_counted(const resolver *self, const reading *r)
{
	return self->types & 1u << r->type ? 1u << r->type : r->also;
}

/* The best reading of a wanted type and vocabulary, UINT32_MAX where there is none, READING_LOST where memory ran out. Equal
 * ones: the dictionary's order. */
static uint32_t best_reading(const resolver *self, const passage *p, const abbreviations *a, const candidate *c,
                             unsigned types, uint32_t *least)
{
	uint32_t best = UINT32_MAX;
	*least = UINT32_MAX;
	bool shares = p->readings.items[c->readings].by & ONTO_BY_COORDINATION; /* as all its readings do, or none */
	if ((shares && !has_partner(p, c)) || (c->end - c->first > 1 && is_cut_short(p, c))) {
		return UINT32_MAX;
	}
	verdict verdict = judge(p, c);
	unsigned wanted = types & ~verdict.vetoed;
	bool measure = c->end - c->first > 1 && written_as_measure(p, c);
	if ((wanted & verdict.types & 1u << ONTO_DRUG) && (is_part_of_substance(p, c) || is_part_of_salt(p, c))) {
		wanted &= ~(1u << ONTO_DRUG);
	}
	for (uint32_t i = c->readings; i < c->readings + c->count; i++) {
		const reading *r = &p->readings.items[i];
		/* "hypovolemia and septic shock" does not stand for hypovolemic shock. */
		bool bent = shares && ((r->by & ONTO_BY_DERIVED) || (!(r->by & ONTO_BY_PLURAL) && means_alone(p, c, r->meaning)));
		bool outdone = verdict.gene && r->type == ONTO_DISEASE && !(r->policy & (ONTO_POLICY_CASE | ONTO_POLICY_FIRST)) &&
		               !(r->by & ONTO_BY_ABBREVIATION);
		outdone |= measure && r->type == ONTO_MARKER && !(r->policy & ONTO_POLICY_CASE);
		if (!(wanted & types_counted(self, r)) || ((r->policy & ONTO_POLICY_GENERIC) && !self->keep_generic) || bent || outdone ||
		    is_silenced(a, c, r)) {
			continue;
		}
		if ((r->policy & ONTO_POLICY_SUPPORT) && !(r->by & ONTO_BY_ABBREVIATION) &&
		    !is_supported(self, r) && !written_supports(p, c, r)) {
			continue;
		}
		if ((r->policy & ONTO_POLICY_EFFECT) && (!self->effects || !has_support(self, r->met))) {
			continue;
		}
		unsigned cost = cost_of(self, r);
		if (cost >= *least) {
			continue;
		}
		const known_meaning *known = resolver_meaning(self, r);
		if (!known) {
			return READING_LOST;
		}
		/* A meaning without a code that is wanted is none; the place may yet be another's, or a shorter name's. */
		cost += known->exact ? 0 : INEXACT;
		if (known->coded && cost < *least) {
			best = i;
			*least = cost;
		}
	}
	return best;
}

/* ---- overlap ------------------------------------------------------------------------------------------------------ */

static int by_place(const void *a, const void *b)
{
	const chosen *x = a, *y = b;
	if (x->start != y->start) {
		return x->start < y->start ? -1 : 1;
	}
	if (x->end != y->end) {
		return x->end > y->end ? -1 : 1;
	}
	if (x->cost != y->cost) {
		return x->cost < y->cost ? -1 : 1;
	}
	return x->candidate < y->candidate ? -1 : x->candidate > y->candidate;
}

static int by_length(const void *a, const void *b)
{
	const chosen *x = a, *y = b;
	uint32_t x_length = x->end - x->start, y_length = y->end - y->start;
	if (x_length != y_length) {
		return x_length > y_length ? -1 : 1;
	}
	return by_place(a, b);
}

/* Sorts what is few or nearly in order, as it is here, without a call for each comparison; what is neither with qsort. */
static void put_in_order(chosen *items, size_t count, int (*compare)(const void *, const void *))
{
	size_t moves = 0, most = count * 8 + 64;
	for (size_t i = 1; i < count; i++) {
		chosen moved = items[i];
		size_t at = i;
		for (; at > 0 && compare(&moved, &items[at - 1]) < 0; at--, moves++) {
			items[at] = items[at - 1];
		}
		items[at] = moved;
		if (moves > most) {
			qsort(items, count, sizeof *items, compare);
			return;
		}
	}
}

static uint8_t type_of(const passage *p, const chosen *c)
{
	return p->readings.items[c->reading].type;
}

/* Is one place a member of an enumeration that passes over the other, or over a part of it? */
static bool is_member_beside(const candidate *member, const candidate *other)
{
	if (member->skip_from == member->skip_to) {
		return false;
	}
	if (member->first == other->first) {
		bool shares_start = other->skip_from == other->skip_to ? other->end > member->skip_from
		                                                      : other->skip_from == member->skip_from;
		return is_mate(member, other) || (shares_start && other->end <= member->skip_to);
	}
	return member->skip_from <= other->first && (other->first < member->skip_to || member->skip_cut) &&
	       other->first <= member->skip_to;
}

/* May two places that overlap both stay? */
static bool both_stay(const resolver *self, const passage *p, const chosen *a, const chosen *b)
{
	/* Members of one enumeration share words, not places: "B- and T-cell leukemia". */
	const candidate *x = &p->candidates.items[a->candidate], *y = &p->candidates.items[b->candidate];
	if (is_member_beside(x, y) || is_member_beside(y, x)) {
		return true;
	}
	switch (self->overlap) {
	case ONTO_ALL:
		return a->start != b->start || a->end != b->end || type_of(p, a) != type_of(p, b);
	case ONTO_NESTED:
		return (a->start != b->start || a->end != b->end) &&
		       ((a->start <= b->start && b->end <= a->end) || (b->start <= a->start && a->end <= b->end));
	case ONTO_ONE_PER_TYPE:
		return type_of(p, a) != type_of(p, b);
	default:
		return false;
	}
}

/* What is kept of a run so far, by first token: a place is compared with what lies near it, not with all of a run that may be
 * as long as the text. */
static bool index_run(resolver *self, const passage *p, size_t from, size_t to, uint32_t *first, uint32_t *widest)
{
	uint32_t end = 0;
	*first = UINT32_MAX;
	*widest = 0;
	for (size_t i = from; i < to; i++) {
		const candidate *c = &p->candidates.items[self->room.items[i].candidate];
		*first = c->first < *first ? c->first : *first;
		end = c->end > end ? c->end : end;
		*widest = c->end - c->first > *widest ? c->end - c->first : *widest;
	}
	self->heads.count = self->kept_next.count = 0;
	if (!vector_reserve(&self->heads, end - *first + 1) || !vector_reserve(&self->kept_next, to - from)) {
		return false;
	}
	self->heads.count = end - *first + 1;
	memset(self->heads.items, 0, self->heads.count * sizeof *self->heads.items);
	return true;
}

/* May a place stay beside what is kept, from self->chosen.items[kept] on? */
static bool stays_beside_kept(const resolver *self, const passage *p, const chosen *c, size_t kept, uint32_t first,
                              uint32_t widest)
{
	const candidate *place = &p->candidates.items[c->candidate];
	uint32_t from = place->first - first > widest ? place->first - widest : first;
	for (uint32_t t = from; t < place->end; t++) {
		for (uint32_t k = self->heads.items[t - first]; k; k = self->kept_next.items[k - 1]) {
			const chosen *other = &self->chosen.items[kept + k - 1];
			if (c->end > other->start && other->end > c->start && !both_stay(self, p, c, other)) {
				return false;
			}
		}
	}
	return true;
}

/* Of a run of places that overlap one another, [from, to) of room, keeps the longest and what may stay beside it. */
static bool settle_run(resolver *self, const passage *p, size_t from, size_t to)
{
	size_t kept = self->chosen.count;
	uint32_t first, widest;
	if (to - from == 1) {
		return vector_push(&self->chosen, self->room.items[from]);
	}
	put_in_order(self->room.items + from, to - from, by_length);
	if (!index_run(self, p, from, to, &first, &widest)) {
		return false;
	}
	for (size_t i = from; i < to; i++) {
		const chosen *c = &self->room.items[i];
		if (!stays_beside_kept(self, p, c, kept, first, widest)) {
			continue;
		}
		if (!vector_push(&self->chosen, *c)) {
			return false;
		}
		uint32_t *head = &self->heads.items[p->candidates.items[c->candidate].first - first];
		self->kept_next.items[self->kept_next.count++] = *head;
		*head = (uint32_t)(self->chosen.count - kept);
	}
	put_in_order(self->chosen.items + kept, self->chosen.count - kept, by_place);
	return true;
}

/* Chooses for one candidate, among readings of some types, and puts it with the others. */
static onto_status choose(resolver *self, const passage *p, const abbreviations *abbreviations, uint32_t number,
                          unsigned types, onto_error *error)
{
	const candidate *c = &p->candidates.items[number];
	uint32_t cost, reading = best_reading(self, p, abbreviations, c, types, &cost);
	if (reading == UINT32_MAX) {
		return ONTO_OK;
	}
	chosen new = {p->tokens.items[c->first].start, p->tokens.items[c->end - 1].end, number, reading,
	              cost + PASSED_OVER * (c->skip_to - c->skip_from)};
	return reading != READING_LOST && vector_push(&self->room, new) ? ONTO_OK : fail_memory(error);
}

onto_status resolve(resolver *self, const passage *p, const abbreviations *abbreviations, onto_error *error)
{
	if (!begin_text(self)) {
		return fail_memory(error);
	}
	note_support(self, p, abbreviations);
	self->chosen.count = self->room.count = 0;
	bool by_type = self->overlap == ONTO_ALL || self->overlap == ONTO_ONE_PER_TYPE;
	for (uint32_t i = 0; i < p->candidates.count; i++) {
		for (unsigned type = 0; type < (by_type ? ONTO_TYPES : 1); type++) {
			TRY(choose(self, p, abbreviations, i, by_type ? self->types & 1u << type : self->types, error));
		}
	}
	put_in_order(self->room.items, self->room.count, by_place);
	for (size_t from = 0; from < self->room.count;) {
		size_t to = from + 1;
		uint32_t end = self->room.items[from].end;
		while (to < self->room.count && self->room.items[to].start < end) {
			end = self->room.items[to].end > end ? self->room.items[to].end : end;
			to++;
		}
		if (!settle_run(self, p, from, to)) {
			return fail_memory(error);
		}
		from = to;
	}
	return ONTO_OK;
}
