/* Walks from a cue to the end of its scope. */
#include "context/scope.h"

#include <string.h>

enum { NOUN_WORDS = 8 }; /* between a cue of the next name and that name */

/* What precedes a token, as far as scopes depend on it. */
enum { GAP_OPENS = 1, GAP_CLOSES = 2, GAP_SPLITS = 4, GAP_SEPARATES = 8, GAP_COLON = 16 };

static bool is_dash(const char *text, size_t from, size_t end)
{
	return (text[from] == '-' && from + 1 < end && text[from + 1] == '-') ||
	       (end - from >= 3 && memcmp(text + from, "\u2014", 3) == 0);
}

static unsigned gap_signs(const analysis *doc, uint32_t token)
{
	const struct token *t = &doc->tokens.items[token];
	unsigned signs = 0;
	if (t->gap < GAP_COMMA) {
		return 0;
	}
	if (t->gap == GAP_COMMA) {
		return GAP_SEPARATES;
	}
	const struct token *before = &doc->tokens.items[token - 1];
	for (size_t at = before->end + before->possessive; at < t->start; at++) {
		switch (doc->text[at]) {
		case '(':
		case '[': signs |= GAP_OPENS; break;
		case ')':
		case ']': signs |= GAP_CLOSES; break;
		case ';': signs |= GAP_SPLITS; break;
		case ',': signs |= GAP_SEPARATES; break;
		case ':': signs |= GAP_COLON; break;
		default: signs |= is_dash(doc->text, at, t->start) ? GAP_SPLITS : 0;
		}
	}
	return signs;
}

/* A bracket that opens and closes within one gap counts once. */
static int depth_change(unsigned signs)
{
	return ((signs & GAP_OPENS) != 0) - ((signs & GAP_CLOSES) != 0);
}

/* True where two cues are about the same axis and say different things. */
static bool differ(unsigned a, unsigned b)
{
	static const unsigned axes[] = {SAYS_POLARITY, SAYS_TIME, SAYS_PERSON, SAYS_DRUG};
	for (size_t i = 0; i < sizeof axes / sizeof *axes; i++) {
		if (a & axes[i] && b & axes[i] && (a & axes[i]) != (b & axes[i])) {
			return true;
		}
	}
	return false;
}

/* True where something that ends certain cues ends this one. */
static bool is_ended(const cue_row *row, unsigned by)
{
	return by & row->says && (by & row->says & SAYS_POLARITY || !(row->says & SAYS_POLARITY));
}

size_t scope_first_place(const scope_view *view, uint32_t token)
{
	size_t low = 0, high = view->place_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (view->places[middle].first < token) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/* True where nothing but bare words stands in tokens [from, to), nor a comma or more before token `to`: no subject,
 * verb, preposition or reason. */
static bool is_bare(const scope_view *view, uint32_t from, uint32_t to, uint32_t most)
{
	enum { OWN = ROLE_SUBJECT | ROLE_FINITE | ROLE_PREPOSITION | ROLE_REASON | ROLE_AND | ROLE_OR };
	if (to - from > most) {
		return false;
	}
	for (uint32_t t = from; t <= to; t++) {
		if (view->analysis->tokens.items[t].gap >= GAP_COMMA ||
		    (t < to && cues_roles(view->cues, view->analysis, view->cache, t) & OWN)) {
			return false;
		}
	}
	return true;
}

enum { WORDS_BEFORE = 5, WORDS_BEHIND = 2 }; /* aspirin 81 mg twice daily held; ruled out an acute stroke */

/* True where a cue begins a bracket. */
static bool opens_bracket(const analysis *doc, const cue_match *m)
{
	unsigned signs = m->first ? gap_signs(doc, m->first) : 0;
	return signs & GAP_OPENS && !(signs & (GAP_CLOSES | GAP_SPLITS | GAP_SEPARATES));
}

/* True where the bracket that a cue begins stands behind a mention, but for bare words: aspirin 81 mg (held); but
 * not: a mass (suspected lymphoma). */
static bool is_remark(const scope_view *view, const cue_match *m, size_t place)
{
	if (place >= view->place_count || view->places[place].first < view->sentence.first ||
	    view->places[place].end > m->first || !opens_bracket(view->analysis, m)) {
		return false;
	}
	size_t next = scope_first_place(view, m->end);
	if (next < view->place_count && view->places[next].first < view->sentence.end &&
	    is_bare(view, m->end, view->places[next].first, 1)) {
		return false;
	}
	uint32_t end = view->places[place].end;
	return end == m->first || is_bare(view, end, m->first - 1, WORDS_BEFORE);
}

/* True where a dash parts a cue from what stands before it: aspirin - held. */
static bool behind_dash(const analysis *doc, uint32_t token)
{
	const struct token *t = &doc->tokens.items[token];
	const char *gap = doc->text + t[-1].end;
	size_t length = t->start - t[-1].end;
	return (length == 3 && memcmp(gap, " - ", 3) == 0) || (length == 4 && memcmp(gap, " -> ", 4) == 0) ||
	       (length == 5 && (memcmp(gap, " \u2013 ", 5) == 0 || memcmp(gap, " \u2014 ", 5) == 0));
}

/* True where a participle stands behind a place, but for bare words. */
static bool is_behind(const scope_view *view, const cue_match *m, const mention_place *place)
{
	if (place->first < view->sentence.first || place->end > m->first) {
		return false;
	}
	bool dash = behind_dash(view->analysis, m->first);
	return dash ? place->end == m->first || is_bare(view, place->end, m->first - 1, WORDS_BEFORE)
	            : is_bare(view, place->end, m->first, WORDS_BEFORE);
}

uint8_t scope_participle(const scope_view *view, size_t cue)
{
	const cue_match *m = &view->found[cue];
	size_t next = scope_first_place(view, m->first);
	bool before = next > 0 && is_behind(view, m, &view->places[next - 1]);
	if (next > 0 && is_remark(view, m, next - 1)) {
		return CUE_BACKWARD;
	}
	/* held d/t AKI: what ends the cue stands between */
	bool ended = next < view->place_count && cue + 1 < view->found_count &&
	             view->found[cue + 1].row->kind == CUE_END && view->found[cue + 1].first < view->places[next].first;
	bool behind = next < view->place_count && view->places[next].first < view->sentence.end &&
	              view->places[next].first >= m->end && !ended &&
	              is_bare(view, m->end, view->places[next].first, WORDS_BEHIND);
	bool reason = m->end < view->sentence.end && view->analysis->tokens.items[m->end].gap < GAP_COMMA &&
	              cues_roles(view->cues, view->analysis, view->cache, m->end) & (ROLE_PREPOSITION | ROLE_REASON);
	return before && !behind ? CUE_BACKWARD : reason ? 0 : CUE_FORWARD; /* stopped after two cycles for nausea */
}

static bool takes_next(const cue_row *row)
{
	return row->reach == REACH_NEXT || row->reach == REACH_ADJACENT;
}

/* True where the next name is too far away. */
static bool is_far(const cue_row *row, size_t passed, uint32_t words)
{
	return row->reach == REACH_NEXT && !passed && words > NOUN_WORDS;
}

/* ---- forward ------------------------------------------------------------------------------------------------- */

/* A forward walk. Commas, "and" and "or" separate parts of the sentence. */
typedef struct walk {
	const scope_view *view;
	const cue_match *cue;
	size_t other;      /* number of the next cue */
	size_t place;      /* of the next mention */
	size_t passed;     /* mentions passed */
	uint32_t part;     /* first token of the last part; 0: none */
	unsigned by;       /* the separator before it: ROLE_AND, ROLE_OR, 0 for a comma */
	uint32_t cut;      /* where a list that began before the cue continues without it; 0: nowhere */
	bool joined;       /* an "and" joins the last member of that list */
	bool own_subject;  /* the part begins with a determiner or a subject */
	bool listed;       /* a list of names had begun before the cue */
	bool alternatives; /* the walk passed an "or" */
	bool noun;         /* it passed a word that is neither a mention nor too common */
	bool people;       /* it passed people, who may be the subject of a verb: no patient complained of */
	int depth;         /* of brackets */
} walk;

static bool is_finite(const scope_view *view, uint32_t token)
{
	return cues_roles(view->cues, view->analysis, view->cache, token) & ROLE_FINITE;
}

static bool ends_here(const walk *w, const cue_match *other)
{
	const cue_row *row = w->cue->row, *next = other->row;
	if (next->kind == CUE_END) {
		return is_ended(row, next->says);
	}
	if (next->kind != CUE_SAYS) {
		return false;
	}
	if (next->says == row->says) {
		return other->direction & CUE_FORWARD;
	}
	/* with no significant history presented with fever */
	if (next->says & SAYS_AFFIRMED && w->noun && !w->people && is_finite(w->view, other->first)) {
		return true;
	}
	/* a history of asthma, no fever: what is said to be absent now is a statement of its own */
	bool own = !(row->says & SAYS_POLARITY) && row->says & SAYS_TIME && next->says & SAYS_POLARITY && w->passed;
	return own || (differ(row->says, next->says) && (w->part || w->passed || row->reach == REACH_CLAUSE));
}

/* True where a list of names leads up to the cue: "fever, no rash, headache". */
static bool list_before(const scope_view *view, size_t number)
{
	const cue_match *cue = &view->found[number];
	const analysis *doc = view->analysis;
	if (cue->first <= view->sentence.first) {
		return false;
	}
	bool joined = gap_signs(doc, cue->first) & GAP_SEPARATES ||
	              cues_roles(view->cues, doc, view->cache, cue->first - 1) & ROLE_AND;
	size_t place = view->next_place;
	bool named = place > 0 && view->places[place - 1].end + 1 >= cue->first &&
	             view->places[place - 1].first >= view->sentence.first;
	bool negated = number > 0 && view->found[number - 1].first >= view->sentence.first &&
	               view->found[number - 1].row->says & SAYS_NEGATED;
	return joined && named && !negated;
}

static void begin_part(walk *w, uint32_t token, unsigned by)
{
	if (w->part == token && by == 0) {
		return;
	}
	w->own_subject = false;
	if (by == ROLE_OR) {
		w->alternatives = true;
		w->cut = 0;
		w->joined = false;
	} else {
		w->cut = (w->passed || w->noun) && !w->cut ? token : w->cut;
		w->joined |= w->passed && by == ROLE_AND;
	}
	w->by = w->part == token - 1 && !by ? w->by : by;
	w->part = token;
}

/* True where the verb at a token belongs to the names passed, not to a new clause: "no fever, chills or cough was
 * noted". */
static bool takes_list(const walk *w, uint32_t token, unsigned roles)
{
	const scope_view *view = w->view;
	if (w->own_subject) {
		return false;
	}
	if (w->by == ROLE_OR || (w->alternatives && w->by == 0)) {
		return true;
	}
	if (w->cue->row->reach != REACH_NOUN) {
		return false;
	}
	bool seen = token + 1 < view->sentence.end &&
	            cues_roles(view->cues, view->analysis, view->cache, token + 1) & ROLE_SEEN;
	return w->by == ROLE_AND && (roles & ROLE_PLURAL) && seen;
}

/* True where the scope continues after the cue's own verb: "no shadow is seen to suggest pneumonia". */
static bool goes_on_behind(const scope_view *view, uint32_t verb)
{
	return verb + 2 < view->sentence.end &&
	       cues_roles(view->cues, view->analysis, view->cache, verb + 1) & ROLE_SEEN &&
	       cues_roles(view->cues, view->analysis, view->cache, verb + 2) & ROLE_TO;
}

/* True where a preposition leads from a finding to the drug that it is about: no seizures on levetiracetam. */
static bool leads_to_drug(const walk *w, uint32_t preposition)
{
	const scope_view *view = w->view;
	return w->place > 0 && w->place < view->place_count && view->places[w->place].first == preposition + 1 &&
	       view->mentions[w->place].type == ONTO_DRUG && view->mentions[w->place - 1].type != ONTO_DRUG;
}

/* The words of a phrase of a preposition that holds a mention, without a comma or another member. */
typedef struct phrase {
	bool mention, people;
} phrase;

static phrase phrase_of(const walk *w, uint32_t preposition)
{
	enum { OWN = ROLE_AND | ROLE_OR | ROLE_FINITE };
	const scope_view *view = w->view;
	uint32_t end = w->place < view->place_count ? view->places[w->place].first : view->sentence.end;
	phrase found = {.mention = end < view->sentence.end};
	for (uint32_t t = preposition + 1; t <= end && found.mention; t++) {
		unsigned roles = t < end ? cues_roles(view->cues, view->analysis, view->cache, t) : 0;
		found.mention = view->analysis->tokens.items[t].gap < GAP_COMMA && !(roles & OWN);
		found.people |= roles & ROLE_PEOPLE;
	}
	return found;
}

/* True where what is absent is so in a setting that is there: no relapse in patients with lymphoma, no improvement
 * in pain. */
static bool names_setting(const walk *w, uint32_t preposition)
{
	const cue_row *row = w->cue->row;
	if (!(row->says & SAYS_NEGATED) || (!w->passed && (row->reach != REACH_NOUN || !w->noun))) {
		return false;
	}
	phrase p = phrase_of(w, preposition);
	return p.mention && (p.people || !w->passed);
}

/* True where a relative or another person tells of the patient: his daughter, a nurse, states; but: was noted to
 * have. */
static bool reports(const walk *w, uint32_t verb)
{
	const scope_view *view = w->view;
	unsigned before = cues_roles(view->cues, view->analysis, view->cache, verb - 1);
	return w->cue->row->says & (SAYS_FAMILY | SAYS_OTHER) && !(before & (ROLE_SINGULAR | ROLE_PLURAL));
}

/* Applies a word to a forward scope. True where the scope ends, at *end. */
static bool meet_word(walk *w, uint32_t token, uint32_t *end)
{
	const scope_view *view = w->view;
	const cue_word *word = cues_word(view->cues, view->analysis, view->cache, token);
	unsigned roles = word->roles, reach = w->cue->row->reach;
	bool clause = reach == REACH_CLAUSE || reach == REACH_SENTENCE;
	*end = token;
	w->people |= roles & ROLE_PEOPLE;
	if (is_ended(w->cue->row, word->ends)) {
		return true;
	}
	if (roles & ROLE_REPORT && !w->passed && reach == REACH_CLAUSE && reports(w, token)) {
		return true;
	}
	if (roles & (ROLE_AND | ROLE_OR)) {
		begin_part(w, token + 1, roles & (ROLE_AND | ROLE_OR));
		return false;
	}
	if (roles & ROLE_SUBJECT && !w->depth) {
		*end = w->part == token || (w->part == token - 1 && w->own_subject) ? w->part : token;
		return (w->part || w->passed) && reach != REACH_SENTENCE;
	}
	w->own_subject |= roles & ROLE_DETERMINER && w->part == token;
	if (reach == REACH_NOUN && w->part == token && w->by != ROLE_OR && roles & (ROLE_ARTICLE | ROLE_DETERMINER) &&
	    w->passed) {
		return true;
	}
	if (roles & ROLE_FINITE && !clause && !w->depth) {
		*end = w->part && !takes_list(w, token, roles) ? w->part : token;
		return w->part || !goes_on_behind(view, token);
	}
	if (roles & ROLE_PREPOSITION && w->passed && w->cue->row->says & SAYS_NEGATED && leads_to_drug(w, token)) {
		return true;
	}
	if (roles & ROLE_SETTING && names_setting(w, token)) {
		return true;
	}
	w->noun |= !(roles & (ROLE_COMMON | ROLE_ARTICLE | ROLE_DETERMINER | ROLE_SETTING | ROLE_PREPOSITION));
	bool aside = !clause && w->part == token && !w->by && !w->depth; /* a comma, then "with" */
	bool away = roles & ROLE_TO && w->cue->row->says & SAYS_DRUG && takes_next(w->cue->row) &&
	            w->passed; /* changed from simvastatin to */
	return away || (roles & ROLE_PREPOSITION && (takes_next(w->cue->row) || aside));
}

/* Applies the gap before a token. Result as above. */
static bool meet_gap(walk *w, uint32_t token)
{
	unsigned signs = gap_signs(w->view->analysis, token);
	if (!signs) {
		return false;
	}
	w->depth += depth_change(signs);
	if (w->depth < 0 || signs & GAP_SPLITS) {
		return true;
	}
	if (signs & GAP_COLON && token > w->cue->end && w->cue->row->reach != REACH_SENTENCE) {
		return true;
	}
	if (signs & GAP_SEPARATES && !w->depth) {
		/* s/p bypass, hypertension: adjectives of a thing of the past are not parted by commas */
		if (takes_next(w->cue->row) && (w->passed || !(w->cue->row->says & SAYS_POLARITY))) {
			return true;
		}
		begin_part(w, token, 0);
	}
	return false;
}

/* Passes the cue that begins at a token, if any. True where the scope ends at it, at *end. *token becomes its last
 * token. */
static bool meet_cue(walk *w, uint32_t *token, bool *passed, uint32_t *end)
{
	const scope_view *view = w->view;
	while (w->other < view->found_count && view->found[w->other].first < *token) {
		w->other++;
	}
	if (w->other == view->found_count || view->found[w->other].first != *token) {
		return false;
	}
	const cue_match *other = &view->found[w->other];
	bool clause = w->cue->row->reach == REACH_CLAUSE || w->cue->row->reach == REACH_SENTENCE;
	/* a history of binges presents with fever; but: neither patient complained of fever */
	bool later = w->part || (other->first > w->cue->end && !(w->cue->row->says & SAYS_NEGATED));
	bool verb = !clause && later && !w->depth && is_finite(view, other->first);
	*passed = true;
	*token = other->end - 1;
	/* no predilection, the diagnosis should be considered: the part before the verb is its subject */
	*end = verb && w->part && w->own_subject ? w->part : other->first;
	/* negative for pneumonia, flu positive: what has a result of its own is no member of the list */
	bool own = !clause && w->part && w->place < view->place_count && other->direction == CUE_BACKWARD &&
	           w->part <= other->first && other->row->kind == CUE_SAYS &&
	           other->row->says & (SAYS_NEGATED | SAYS_AFFIRMED) && w->by != ROLE_OR;
	*end = own ? w->part : *end;
	bool ends = verb || own || ends_here(w, other);
	w->noun |= other->row->says & SAYS_TIME; /* history */
	return ends;
}

static void pass_mentions(walk *w, uint32_t token)
{
	while (w->place < w->view->place_count && w->view->places[w->place].end <= token) {
		w->place++;
		w->passed++;
	}
}

static uint32_t walk_forward(walk *w)
{
	uint32_t stop = w->view->sentence.end, end;
	for (uint32_t t = w->cue->end; t < stop; t++) {
		uint32_t begin = t;
		bool skipped = false;
		pass_mentions(w, t);
		if (is_far(w->cue->row, w->passed, t - w->cue->end)) {
			return t;
		}
		if (meet_gap(w, t)) {
			return t;
		}
		if (meet_cue(w, &t, &skipped, &end)) {
			return end;
		}
		bool inside = w->place < w->view->place_count && w->view->places[w->place].first <= begin && !skipped;
		if (w->cue->row->reach == REACH_ADJACENT && !inside) {
			return begin;
		}
		if (!skipped && !inside && meet_word(w, t, &end)) {
			return end;
		}
	}
	return stop;
}

scope scope_forward(const scope_view *view, size_t cue)
{
	walk w = {.view = view, .cue = &view->found[cue], .other = cue + 1};
	for (w.place = view->next_place; w.place < view->place_count && view->places[w.place].first < w.cue->end;
	     w.place++) {
	}
	w.listed = w.cue->row->reach == REACH_NOUN && list_before(view, cue);
	uint32_t end = walk_forward(&w);
	if (w.listed && w.joined && w.cut && w.cut < end) {
		end = w.cut;
	}
	return (scope){w.cue->end, end};
}

/* ---- backward ------------------------------------------------------------------------------------------------ */

/* A backward walk. */
typedef struct way_back {
	const scope_view *view;
	const cue_match *cue;
	size_t others; /* cues before this number are still ahead */
	size_t places; /* mentions, likewise */
	size_t passed;
	uint32_t near,
		far;     /* starts of parts: the last one before the cue, and the last one that the walk reached; 0: none */
	bool verb;   /* the cue has a verb, so that a comma before the last part ends its subject */
	bool plural; /* which is plural */
	int depth;
} way_back;

/* True where a word ends a backward scope. What begins with "but" is of the same subject: was started but
 * stopped. */
static bool is_ended_back(const way_back *w, unsigned by)
{
	const scope_view *view = w->view;
	bool carried = cues_word(view->cues, view->analysis, view->cache, w->cue->first)->ends && !(by & SAYS_NEGATED);
	return !carried && is_ended(w->cue->row, by);
}

/* The start of a scope that another cue before `token` ends. False where that cue does not end it. */
static bool ends_back(const way_back *w, const cue_match *other, uint32_t *from)
{
	const cue_row *row = w->cue->row, *before = other->row;
	*from = other->end;
	if (before->kind == CUE_END) {
		return is_ended_back(w, before->says);
	}
	if (before->kind != CUE_SAYS) {
		return false;
	}
	if (before->says == row->says && other->direction & CUE_BACKWARD) {
		return true;
	}
	if (!differ(row->says, before->says) || (!w->passed && other->direction != CUE_BACKWARD)) {
		return false;
	}
	*from = w->near && other->direction & CUE_FORWARD ? w->near : other->end;
	return true;
}

static bool meet_gap_back(way_back *w, uint32_t token)
{
	unsigned signs = gap_signs(w->view->analysis, token);
	bool own = token == w->cue->first;
	w->depth -= depth_change(signs);
	if (w->depth < 0 || (signs & (GAP_SPLITS | GAP_COLON) && !own)) {
		return true;
	}
	if (!(signs & GAP_SEPARATES) || w->depth || own) {
		return false;
	}
	if ((takes_next(w->cue->row) && w->passed) || (w->verb && !w->near && w->passed)) {
		return true;
	}
	w->near = w->near ? w->near : token;
	w->far = token;
	return false;
}

/* True where a verb belongs to the cue: "were" before "not observed". */
static bool is_own_verb(const way_back *w, uint32_t token)
{
	enum { OWN_WORDS = 3 };
	return !w->passed && !w->near && w->cue->first - token <= OWN_WORDS;
}

static bool meet_word_back(way_back *w, uint32_t token, uint32_t *from)
{
	const scope_view *view = w->view;
	const cue_word *word = cues_word(view->cues, view->analysis, view->cache, token);
	unsigned roles = word->roles, reach = w->cue->row->reach;
	*from = token + 1;
	if (is_ended_back(w, word->ends)) {
		return true;
	}
	if (roles & (ROLE_AND | ROLE_OR)) {
		w->near = w->near ? w->near : token + 1;
		w->far = token + 1;
		return false;
	}
	if (roles & ROLE_FINITE && is_own_verb(w, token)) {
		w->verb = true;
		w->plural |= roles & ROLE_PLURAL;
		return false;
	}
	if (reach == REACH_CLAUSE || reach == REACH_SENTENCE || w->depth) {
		return false;
	}
	if (roles & ROLE_FINITE) {
		*from = w->plural ? w->far : w->near;
		*from = *from ? *from : token + 1;
		return true;
	}
	return roles & ROLE_SUBJECT || (roles & ROLE_PREPOSITION && takes_next(w->cue->row) && w->passed);
}

/* True where a marker is said to be negative, which is its status: adenocarcinoma, ALK negative. */
static bool is_result(const way_back *w)
{
	return w->passed == 1 && w->view->mentions[w->places].type == ONTO_MARKER && w->cue->row->says & SAYS_NEGATED &&
	       !w->verb;
}

static uint32_t walk_back(way_back *w)
{
	const scope_view *view = w->view;
	uint32_t from;
	for (uint32_t t = w->cue->first; t > view->sentence.first; t--) {
		while (w->places && view->places[w->places - 1].first >= t) {
			w->places--;
			w->passed++;
			if (is_result(w)) {
				return w->cue->first;
			}
		}
		if (meet_gap_back(w, t)) {
			return t;
		}
		const cue_match *other = w->others ? &view->found[w->others - 1] : NULL;
		if (other && other->end == t) {
			if (ends_back(w, other, &from)) {
				return from;
			}
			if (w->cue->row->reach == REACH_ADJACENT) {
				return t;
			}
			w->others--;
			t = other->first + 1;
			continue;
		}
		bool inside = w->places && view->places[w->places - 1].end >= t;
		if (!inside && meet_word_back(w, t - 1, &from)) {
			return from;
		}
		if (is_far(w->cue->row, w->passed, w->cue->first - t) ||
		    (w->cue->row->reach == REACH_ADJACENT && !inside)) {
			return t;
		}
	}
	return view->sentence.first;
}

scope scope_backward(const scope_view *view, size_t cue)
{
	way_back w = {.view = view, .cue = &view->found[cue], .others = cue};
	unsigned roles = cues_roles(view->cues, view->analysis, view->cache, w.cue->first);
	w.verb = roles & ROLE_FINITE;
	w.plural = roles & ROLE_PLURAL;
	w.places = view->next_place;
	if (w.places > 0 && opens_bracket(view->analysis, w.cue)) {
		bool remark = is_remark(view, w.cue, w.places - 1);
		return (scope){remark ? view->places[w.places - 1].first : w.cue->first, w.cue->first};
	}
	return (scope){walk_back(&w), w.cue->first};
}
