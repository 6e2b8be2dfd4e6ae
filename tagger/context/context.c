/* Attributes cues and sections to mentions, and builds the context of each. */
#include "context/context.h"

#include <stdlib.h>
#include <string.h>

#include "core/ascii.h"
#include "core/error.h"

void context_free(context_finder *self)
{
	vector_free(&self->sentences);
	vector_free(&self->found);
	vector_free(&self->sections);
	vector_free(&self->said);
	vector_free(&self->contexts);
	vector_free(&self->told);
	measures_free(&self->measures);
}

/* ---- cues and headings --------------------------------------------------------------------------------------- */

/* The gaps between names, in which cues may lie. A name takes precedence over cues inside it and cues that overlap
 * it. */
typedef struct name_gap {
	const mention_place *places;
	size_t count, next;
	uint32_t from;   /* the end of the names that begin before a token */
	uint32_t to;     /* the start of the next one */
	uint32_t before; /* the end of all names but the last of those */
} name_gap;

static void move_gap(name_gap *self, const analysis *doc, uint32_t token)
{
	for (; self->next < self->count && self->places[self->next].first <= token; self->next++) {
		uint32_t end = self->places[self->next].end;
		if (end > self->from) {
			self->before = self->from;
			self->from = end;
		}
	}
	self->to = self->next < self->count ? self->places[self->next].first : (uint32_t)doc->tokens.count;
}

/* Reads the cue with its pivot at a token, if there is one. It replaces shorter cues inside it, and otherwise
 * begins after the last cue. */
static bool find_cue(context_finder *self, const analysis *doc, const word_cache *cache, const name_gap *gap,
                     uint32_t token, cue_match *m)
{
	bool inside = token < gap->from;
	uint32_t from = inside ? gap->before : gap->from;
	uint32_t floor = self->passed > from ? self->passed : from;
	size_t kept = self->found.count;
	if (!cues_match(self->cues, doc, cache, token, from, gap->to, m)) {
		return false;
	}
	/* A mention of an allergy is a disease, but also a statement about the drug: allergic to penicillin. */
	if (inside && !(m->row->says & SAYS_ALLERGY)) {
		return false;
	}
	while (kept && self->found.items[kept - 1].first >= m->first) {
		kept--;
	}
	bool fits = m->first >= self->heading_end && (!kept || self->found.items[kept - 1].end <= m->first);
	self->found.count = fits ? kept : self->found.count;
	return fits || cues_match(self->cues, doc, cache, token, floor, gap->to, m);
}

/* Prefetches what the search for the cues at some tokens reads first. It lies far apart. */
static void ask_cues(const onto_cues *cues, const analysis *doc, const word_cache *cache,
                     const anchor_vector *marks)
{
	for (size_t i = 0; i < marks->count; i++) {
		__builtin_prefetch(cues_word(cues, doc, cache, marks->items[i]));
	}
}

/* Gives the section of a part the name of what it is part of. "PMH: asthma" ends before "Lungs: clear". */
static void go_on(const section_vector *sections, section *part)
{
	const section *before = sections->count ? &sections->items[sections->count - 1] : NULL;
	if (part->part && before && before->name && !(before->says && before->text_beside)) {
		part->name = before->name;
		part->says = before->says;
		part->text_beside = before->text_beside;
	}
}

/* The cues and headings of a whole text, in order. */
static onto_status find_cues(context_finder *self, const analysis *doc, const word_cache *cache,
                             const mention_place *places, size_t count, onto_error *error)
{
	const anchor_vector *marks = &doc->anchors[ANCHOR_WANTED];
	name_gap gap = {.places = places, .count = count};
	self->passed = self->heading_end = 0;
	self->saying = false;
	ask_cues(self->cues, doc, cache, marks);
	for (size_t i = 0; i < marks->count; i++) {
		uint32_t token = marks->items[i];
		section section;
		cue_match m;
		if (token < self->passed) {
			continue;
		}
		move_gap(&gap, doc, token);
		/* A name begins no section: "# PE: on apixaban" is a problem, "PE: T 38" an examination. But "allergies" is
		 * a name as well. */
		bool apart = token == 0 || doc->tokens.items[token].gap >= GAP_LINE;
		if (apart && self->find_sections && section_at(self->cues, doc, cache, token, &section) &&
		    (token >= gap.from || section.says & SAYS_ALLERGY)) {
			go_on(&self->sections, &section);
			section.within |= section.says & SAYS_DRUG && section.text_beside; /* Stopped: aspirin */
			if (!vector_push(&self->sections, section)) {
				return fail_memory(error);
			}
			self->passed = self->heading_end = section.text;
		} else if (self->find_cues && find_cue(self, doc, cache, &gap, token, &m)) {
			if (!vector_push(&self->found, m)) {
				return fail_memory(error);
			}
			self->passed = m.end;
			self->saying |= m.row->kind == CUE_SAYS;
		}
	}
	return ONTO_OK;
}

/* ---- cues and mentions --------------------------------------------------------------------------------------- */

/* The index in said.by of a bit of a cue. */
static unsigned axis_of(unsigned bit)
{
	switch (bit) {
	case SAYS_NEGATED: return 0;
	case SAYS_POSSIBLE: return 1;
	case SAYS_HYPOTHETICAL: return 2;
	case SAYS_HISTORICAL: return 3;
	case SAYS_FAMILY:
	case SAYS_OTHER: return 4;
	case SAYS_ALLERGY:
	case SAYS_STOPPED:
	case SAYS_NOT_GIVEN: return 5;
	default: return AXES;
	}
}

/* True where a name only describes the noun behind it, which is what is absent: tumor perforation, asthma
 * medication. */
static bool describes(const scope_view *view, const mention_place *place)
{
	const analysis *doc = view->analysis;
	return place->end < doc->tokens.count && doc->tokens.items[place->end].gap <= GAP_LAST_SOFT &&
	       cues_roles(view->cues, doc, view->cache, place->end) & ROLE_HEAD;
}

/* Records a cue for the mentions of a scope. Of two cues with the same statement the nearer counts. Forward scopes
 * find that one last, and backward scopes first. */
static void say(context_finder *self, const scope_view *view, size_t cue, scope s, bool forward)
{
	const unsigned all = view->found[cue].row->says;
	for (size_t i = forward ? view->next_place : scope_first_place(view, s.from);
	     i < view->place_count && view->places[i].first < s.to; i++) {
		said *of = &self->said.items[i];
		unsigned says =
			all & SAYS_NEGATED && describes(view, &view->places[i]) ? all & ~(unsigned)SAYS_NEGATED : all;
		for (unsigned left = says; left; left &= left - 1) {
			unsigned bit = left & -left, axis = axis_of(bit);
			if (axis < AXES && (forward || !(of->says & bit))) {
				of->by[axis] = (uint32_t)cue + 1;
			}
			of->says |= (uint16_t)bit;
		}
	}
}

/* Before any scope is walked, for a scope may end at another cue, by its direction. */
static void direct_participles(context_finder *self, scope_view *view)
{
	size_t sentence = 0;
	for (size_t i = 0; i < view->found_count; i++) {
		cue_match *m = &self->found.items[i];
		if (m->direction != CUE_PARTICIPLE) {
			continue;
		}
		while (self->sentences.items[sentence].end <= m->first) {
			sentence++;
		}
		view->sentence = self->sentences.items[sentence];
		m->direction = scope_participle(view, i);
	}
}

static void apply_cues(context_finder *self, scope_view *view)
{
	const mention_place *places = view->places;
	size_t sentence = 0;
	direct_participles(self, view);
	for (size_t i = 0; i < view->found_count; i++) {
		const cue_match *m = &view->found[i];
		if (m->row->kind != CUE_SAYS) {
			continue;
		}
		while (self->sentences.items[sentence].end <= m->first) {
			sentence++;
		}
		view->sentence = self->sentences.items[sentence];
		while (view->next_place < view->place_count && places[view->next_place].first < m->first) {
			view->next_place++;
		}
		bool behind = view->next_place < view->place_count && places[view->next_place].first < view->sentence.end;
		bool before = view->next_place > 0 && places[view->next_place - 1].first >= view->sentence.first;
		if (behind && m->direction & CUE_FORWARD) {
			say(self, view, i, scope_forward(view, i), true);
		}
		if (before && m->direction & CUE_BACKWARD) {
			say(self, view, i, scope_backward(view, i), false);
		}
	}
}

/* True where a question mark makes a mention uncertain: "? pneumonia", "(cyst?)". */
static bool is_questioned(const analysis *doc, const onto_mention *m)
{
	const char *text = doc->text;
	size_t at = m->start - (m->start > 1 && text[m->start - 1] == ' ');
	if (at > 0 && text[at - 1] == '?' && (at == 1 || strchr(" (\n\t/", text[at - 2]))) {
		return true;
	}
	return m->end < doc->length && text[m->end] == '?' &&
	       (m->end + 1 == doc->length || strchr("),\n/", text[m->end + 1]));
}

/* True where a minus in brackets stands beside a mention, and by itself: (-) fever, chills (-); but not: Lin(-)
 * SCA1. */
static bool is_minus(const analysis *doc, const onto_mention *m)
{
	static const char *const signs[] = {"(-)", "(\u2212)", "(\u2013)"};
	const char *text = doc->text;
	size_t before = m->start, behind = m->end;
	before -= before > 0 && text[before - 1] == ' ';
	behind += behind < doc->length && text[behind] == ' ';
	bool closes = before > 0 && text[before - 1] == ')', opens = behind < doc->length && text[behind] == '(';
	for (size_t i = 0; (closes || opens) && i < sizeof signs / sizeof *signs; i++) { /* few mentions are so */
		size_t length = strlen(signs[i]);
		bool minus = before >= length && memcmp(text + before - length, signs[i], length) == 0;
		if (minus && (before == length || strchr(" ,;\n\t", text[before - length - 1]))) {
			return true;
		}
		minus = doc->length - behind >= length && memcmp(text + behind, signs[i], length) == 0;
		if (minus && (behind + length == doc->length ||
		              (text[behind + length] && strchr(" ,;.\n\t", text[behind + length])))) {
			return true;
		}
	}
	return false;
}

/* True where a minus is joined to a mention in the shorthand of notes: +diaphoresis, -fever; but not a bullet, nor
 * a part of a name. */
static bool is_joined_minus(const analysis *doc, const onto_mention *m)
{
	enum { BACK = 100 };
	const char *text = doc->text;
	if (m->start < 3 || text[m->start - 1] != '-' || text[m->start - 2] != ' ') {
		return false;
	}
	size_t at = m->start - 2;
	for (; at > 0 && m->start - at < BACK && text[at - 1] == ' '; at--) {
	}
	if (at == 0 || text[at - 1] == '\n') {
		return false; /* a bullet */
	}
	if (text[at - 1] == ',' || text[at - 1] == ';') {
		return true;
	}
	for (; at > 1 && m->start - at < BACK && text[at - 1] != '\n'; at--) {
		char next = text[at];
		bool joined = (text[at - 1] == '+' || text[at - 1] == '-') && (next | 0x20) >= 'a' && (next | 0x20) <= 'z';
		if (joined && (text[at - 2] == ' ' || text[at - 2] == ',')) {
			return true;
		}
	}
	return false;
}

/* True where the box before a mention is not ticked: [ ] stroke. */
static bool is_unticked(const analysis *doc, const onto_mention *m)
{
	static const char *const boxes[] = {"[ ]", "[]", "\u2610", "\u25a1", "\u2205", "\u00d8"};
	size_t before = m->start - (m->start > 0 && doc->text[m->start - 1] == ' ');
	for (size_t i = 0; before > 0 && i < sizeof boxes / sizeof *boxes; i++) {
		size_t length = strlen(boxes[i]);
		if (before >= length && memcmp(doc->text + before - length, boxes[i], length) == 0) {
			return true;
		}
	}
	return false;
}

static bool minus_signs(context_finder *self, const analysis *doc, const onto_mention *mentions, size_t count)
{
	bool any = false;
	for (size_t i = 0; i < count; i++) {
		const onto_mention *m = &mentions[i];
		unsigned char before = m->start > 1 ? (unsigned char)doc->text[m->start - 1] : 'a';
		before = before == ' ' ? (unsigned char)doc->text[m->start - 2] : before;
		bool sign = before == '-' || before == ']' || before == ')' || before >= 0x80,
			 opens = m->end + 1 < doc->length && (doc->text[m->end] == '(' || doc->text[m->end + 1] == '(');
		if ((sign || opens) && type_like(m->type) == ONTO_DISEASE &&
		    (is_minus(doc, m) || is_joined_minus(doc, m) || is_unticked(doc, m))) {
			self->said.items[i].says |= SAYS_NEGATED;
			any = true;
		}
	}
	return any;
}

/* ---- answers ------------------------------------------------------------------------------------------------- */

/* The answer of a form behind a mention: stroke? no; diabetes: N; asthma (Y). SAYS_NEGATED, SAYS_AFFIRMED or 0. */
static unsigned answer_behind(const analysis *doc, const onto_mention *m)
{
	static const struct {
		const char *word;
		unsigned says;
		bool question; /* an answer only behind a question mark; others are cues behind a colon */
	} answers[] = {{"no", SAYS_NEGATED, true},        {"none", SAYS_NEGATED, true}, {"denies", SAYS_NEGATED, true},
	               {"negative", SAYS_NEGATED, true},  {"N", SAYS_NEGATED, false},   {"yes", SAYS_AFFIRMED, true},
	               {"positive", SAYS_AFFIRMED, true}, {"Y", SAYS_AFFIRMED, false}};
	const char *text = doc->text;
	size_t at = m->end;
	at += at < doc->length && text[at] == ' ';
	char sign = at < doc->length ? text[at] : ' ';
	if (sign != '?' && sign != ':' && sign != '(') {
		return 0;
	}
	for (at++; at < doc->length && text[at] == ' '; at++) {
	}
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
		size_t length = strlen(answers[i].word), end = at + length;
		bool same =
			doc->length - at >= length &&
			(length == 1 ? text[at] == *answers[i].word : ascii_begins_same(text + at, answers[i].word, length));
		char next = end < doc->length ? text[end] : ' ';
		bool ends = sign == '(' ? next == ')' : strchr(" ,;.\t\r\n", next) != NULL;
		if (same && ends && (sign != ':' || !answers[i].question)) {
			return answers[i].says;
		}
	}
	return 0;
}

static bool answers(context_finder *self, const analysis *doc, const onto_mention *mentions, size_t count)
{
	bool any = false;
	for (size_t i = 0; i < count; i++) {
		unsigned says = answer_behind(doc, &mentions[i]) & SAYS_NEGATED;
		self->said.items[i].says |= (uint16_t)says;
		any |= says;
	}
	return any;
}

static bool question_signs(context_finder *self, const analysis *doc, const onto_mention *mentions, size_t count)
{
	bool any = false;
	if (!memchr(doc->text, '?', doc->length)) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		if (is_questioned(doc, &mentions[i]) && !answer_behind(doc, &mentions[i])) {
			self->said.items[i].says |= SAYS_POSSIBLE;
			any = true;
		}
	}
	return any;
}

/* ---- sections ------------------------------------------------------------------------------------------------ */

/* Headings that no row has end a section as well. Only lines after a heading are checked. */
static onto_status find_unknown_sections(context_finder *self, const analysis *doc, const word_cache *cache,
                                         onto_error *error)
{
	section_vector *sections = &self->sections;
	size_t known = sections->count, next = 0;
	for (size_t i = 0; i < self->sentences.count && known; i++) {
		const sentence *s = &self->sentences.items[i];
		section section;
		while (next < known && sections->items[next].text <= s->first) {
			next++;
		}
		bool heading =
			next < known && sections->items[next].first >= s->first && sections->items[next].first < s->first + 2;
		bool beside = next > 0 && sections->items[next - 1].text_beside;
		if (!s->line || next == 0 || heading || !section_unknown_at(doc, cache, s->first, beside, &section)) {
			continue;
		}
		if (!vector_push(sections, section)) {
			return fail_memory(error);
		}
	}
	return ONTO_OK;
}

static int by_first(const void *left, const void *right)
{
	const section *a = left, *b = right;
	return (a->first > b->first) - (a->first < b->first);
}

/* Sections as mentions pass them. */
typedef struct section_walk {
	size_t last;     /* number + 1 of the last one that has begun; 0: none */
	size_t of_lines; /* of the last one whose heading begins a line */
	size_t next;     /* the first sentence that may be outside of it; SIZE_MAX: to be looked for */
} section_walk;

/* The first sentence that begins behind a token. */
static size_t sentence_behind(const sentence_vector *sentences, uint32_t token)
{
	size_t low = 0, high = sentences->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (sentences->items[middle].first <= token) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/* True where a sentence cannot belong to a section whose heading stands within the line before it. What is said of
 * all its mentions is said in one sentence and in the items of a list: "PMH: asthma. Presents with fever." */
static bool leaves_section(const section *within, const sentence *s)
{
	return s->line || (within->says && !s->item);
}

/* The section that a token is in: number + 1. */
static size_t section_around(const context_finder *self, section_walk *walk, uint32_t token)
{
	const section *sections = self->sections.items;
	for (; walk->last < self->sections.count && sections[walk->last].text <= token; walk->last++) {
		walk->of_lines = sections[walk->last].within ? walk->of_lines : walk->last + 1;
		walk->next = SIZE_MAX;
	}
	if (walk->of_lines == walk->last) {
		return walk->last;
	}
	const section *within = &sections[walk->last - 1];
	if (walk->next == SIZE_MAX) {
		walk->next = sentence_behind(&self->sentences, within->text);
	}
	const sentence *s = self->sentences.items + walk->next, *end = self->sentences.items + self->sentences.count;
	for (; s < end && s->first <= token && !leaves_section(within, s); s++) {
		walk->next++;
	}
	bool left = s < end && s->first <= token;
	return !left ? walk->last : within->says & SAYS_DRUG ? 0 : walk->of_lines;
}

/* True where a sentence begins with a cue of what the patient comes with: He presents with fever. */
static bool begins_visit(const context_finder *self, const cue_match *cue)
{
	enum { VISIT = SAYS_CURRENT | SAYS_AFFIRMED, SUBJECT_MOST = 2 };
	if ((cue->row->says & VISIT) != VISIT) {
		return false;
	}
	size_t behind = sentence_behind(&self->sentences, cue->first);
	return behind > 0 && cue->first - self->sentences.items[behind - 1].first <= SUBJECT_MOST;
}

/* Assigns each mention its section, and the context of that where no cue contradicts it. A history on the line of
 * its heading ends where the text comes to the visit: "PMH: HTN. He presents with fever. CT shows pneumonia." */
static void apply_sections(context_finder *self, const mention_place *places, size_t count)
{
	section_walk walk = {0};
	size_t cue = 0;
	uint32_t visit = 0; /* the token from which the text speaks of the visit */
	if (!self->sections.count) {
		return;
	}
	qsort(self->sections.items, self->sections.count, sizeof *self->sections.items, by_first);
	for (size_t i = 0; i < count; i++) {
		said *of = &self->said.items[i];
		size_t section = section_around(self, &walk, places[i].first);
		if (!section) {
			continue;
		}
		for (; cue < self->found.count && self->found.items[cue].first < places[i].first; cue++) {
			visit = begins_visit(self, &self->found.items[cue]) ? self->found.items[cue].first : visit;
		}
		const struct section *of_text = &self->sections.items[section - 1];
		unsigned says = of_text->says;
		says &= of_text->text_beside && visit >= of_text->text ? ~(unsigned)SAYS_TIME : ~0u;
		says &= of->says & SAYS_TIME ? ~(unsigned)SAYS_TIME : ~0u;
		says &= of->says & SAYS_PERSON ? ~(unsigned)SAYS_PERSON : ~0u;
		of->says |= (uint16_t)says;
		of->section = (uint32_t)section;
	}
}

/* ---- records ------------------------------------------------------------------------------------------------- */

/* Reduces what was said of a mention: removes what another statement excludes and what does not apply to its
 * type. */
static unsigned settle(const onto_mention *m, const measure *measured, unsigned says)
{
	if (measured) {
		says &= ~(unsigned)SAYS_NEGATED; /* a measured marker is not absent, whatever its result */
	}
	bool drug = type_like(m->type) == ONTO_DRUG;
	if (says & SAYS_NEGATED) {
		says &= ~(unsigned)SAYS_ALLERGY; /* no allergy to penicillin */
	}
	if (says & (SAYS_NEGATED | SAYS_HYPOTHETICAL)) {
		says &= ~(unsigned)SAYS_POSSIBLE;
	}
	if (says & SAYS_PATIENT) {
		says &= ~(unsigned)(SAYS_FAMILY | SAYS_OTHER);
	}
	if (says & SAYS_FAMILY) {
		says &= ~(unsigned)SAYS_HISTORICAL; /* in a family history, "historical" is about the relative */
	}
	says &= ~(unsigned)(drug ? SAYS_POSSIBLE : SAYS_DRUG | SAYS_ALLERGY);
	return says & ~(unsigned)(SAYS_AFFIRMED | SAYS_CURRENT | SAYS_PATIENT);
}

static void set_record(onto_context *record, unsigned says, const char *section)
{
	*record = (onto_context){
		.negated = says & SAYS_NEGATED,
		.allergy = says & SAYS_ALLERGY,
		.certainty = says & SAYS_HYPOTHETICAL ? ONTO_HYPOTHETICAL
	                 : says & SAYS_POSSIBLE   ? ONTO_POSSIBLE
	                                          : ONTO_CERTAIN,
		.temporality = says & SAYS_HISTORICAL ? ONTO_HISTORICAL : ONTO_CURRENT,
		.experiencer = says & SAYS_FAMILY  ? ONTO_FAMILY
	                   : says & SAYS_OTHER ? ONTO_OTHER
	                                       : ONTO_PATIENT,
		.finding = says & SAYS_STOPPED     ? ONTO_STOPPED
	               : says & SAYS_NOT_GIVEN ? ONTO_NOT_GIVEN
	                                       : ONTO_NO_FINDING,
		.section = section,
	};
}

static const char *word_of(unsigned bit)
{
	static const char *const words[SAYS_BITS] = {"negated",    "possible", "hypothetical", "affirmed",
	                                             "historical", "current",  "family",       "other",
	                                             "patient",    "allergy",  "stopped",      "not_given"};
	return words[__builtin_ctz(bit)];
}

/* Adds a cue to those of the last record, in order of start. */
static bool add_cue(context_finder *self, onto_cue cue, onto_context *record)
{
	if (!vector_reserve(&self->told, 1)) {
		return false;
	}
	onto_cue *last = &self->told.items[self->told.count++];
	for (size_t left = record->cue_count++; left > 0 && last[-1].start > cue.start; left--, last--) {
		*last = last[-1];
	}
	*last = cue;
	return true;
}

/* The cues that a record goes by. */
static bool tell(context_finder *self, const analysis *doc, const said *of, unsigned says, onto_context *record)
{
	for (unsigned left = says; left; left &= left - 1) {
		unsigned bit = left & -left, axis = axis_of(bit);
		if (axis >= AXES || !of->by[axis] || !(self->found.items[of->by[axis] - 1].row->says & bit)) {
			continue;
		}
		const cue_match *m = &self->found.items[of->by[axis] - 1];
		if (!add_cue(self,
		             (onto_cue){doc->tokens.items[m->first].start, doc->tokens.items[m->end - 1].end, word_of(bit)},
		             record)) {
			return false;
		}
	}
	return true;
}

/* Adds what was read of a marker. */
static bool tell_measure(context_finder *self, const measure *m, onto_context *record)
{
	record->finding = m->finding ? m->finding : record->finding;
	record->value = m->value;
	return !m->cue.says || add_cue(self, m->cue, record);
}

static onto_status make_records(context_finder *self, const analysis *doc, onto_mention *mentions, size_t count,
                                onto_error *error)
{
	const measure *measured = self->measures.found.items,
				  *end = vector_at(&self->measures.found, self->measures.found.count);
	if (!vector_reserve(&self->contexts, count)) { /* so that none moves */
		return fail_memory(error);
	}
	for (size_t i = 0; i < count; i++) {
		const said *of = &self->said.items[i];
		const measure *m = measured < end && measured->mention == i ? measured++ : NULL;
		if (!of->says && !of->section && !m) {
			continue;
		}
		unsigned says = settle(&mentions[i], m, of->says);
		const char *section = of->section ? self->sections.items[of->section - 1].name : NULL;
		if (!says && !section && !m) {
			continue;
		}
		onto_context *record = &self->contexts.items[self->contexts.count++];
		set_record(record, says, section);
		if (!tell(self, doc, of, says, record) || (m && !tell_measure(self, m, record))) {
			return fail_memory(error);
		}
		mentions[i].context = record;
	}
	const onto_cue *told = self->told.items;
	for (size_t i = 0; i < self->contexts.count; i++) {
		onto_context *record = &self->contexts.items[i];
		record->cues = record->cue_count ? told : NULL;
		told += record->cue_count;
	}
	return ONTO_OK;
}

static bool find_sentences(context_finder *self, const analysis *doc)
{
	const anchor_vector *hard = &doc->anchors[ANCHOR_HARD];
	if (memchr(doc->text, '\n', doc->length) || memchr(doc->text, '\r', doc->length)) {
		return sentences_find(&self->sentences, doc->text, doc->tokens.items, doc->tokens.count);
	}
	return sentences_find_at(&self->sentences, doc->text, doc->tokens.items, doc->tokens.count, hard->items,
	                         hard->count);
}

static bool has_marker(const onto_mention *mentions, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (type_like(mentions[i].type) == ONTO_MARKER) {
			return true;
		}
	}
	return false;
}

onto_status context_find(context_finder *self, const analysis *doc, const word_cache *cache, onto_mention *mentions,
                         const mention_place *places, size_t count, onto_error *error)
{
	self->found.count = self->sections.count = self->contexts.count = self->told.count =
		self->measures.found.count = 0;
	if (!self->cues || !count) {
		return ONTO_OK;
	}
	TRY(find_cues(self, doc, cache, places, count, error));
	if (!vector_reserve(&self->said, count)) {
		return fail_memory(error);
	}
	memset(self->said.items, 0, count * sizeof *self->said.items);
	bool questions = self->find_cues && question_signs(self, doc, mentions, count);
	bool minus = self->find_cues && minus_signs(self, doc, mentions, count);
	bool answered = self->find_cues && answers(self, doc, mentions, count);
	bool saying = self->saying || self->sections.count || questions || minus || answered,
		 measuring = self->find_values && has_marker(mentions, count);
	if (!saying && !measuring) {
		return ONTO_OK;
	}
	if (!find_sentences(self, doc)) {
		return fail_memory(error);
	}
	if (measuring) {
		const mention_view view = {mentions, places, count};
		self->measures.results = &self->cues->results;
		TRY(measures_find(&self->measures, doc, cache, &self->sentences, &view, error));
	}
	if (!saying) {
		return self->measures.found.count ? make_records(self, doc, mentions, count, error) : ONTO_OK;
	}
	scope_view view = {.cues = self->cues,
	                   .analysis = doc,
	                   .cache = cache,
	                   .found = self->found.items,
	                   .found_count = self->found.count,
	                   .places = places,
	                   .mentions = mentions,
	                   .place_count = count};
	apply_cues(self, &view);
	TRY(find_unknown_sections(self, doc, cache, error));
	apply_sections(self, places, count);
	return make_records(self, doc, mentions, count, error);
}
