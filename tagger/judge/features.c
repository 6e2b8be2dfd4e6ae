/* Finds the features of a place. */
#include "judge/features.h"

#include <stdlib.h>
#include <string.h>

#include "core/ascii.h"
#include "resolve/long_form.h"
#include "resolve/rules.h"
#include "text/word_list.h"

/* Places before and behind one that are compared with it, bytes of a text that is a feature as a whole, and
 * concepts above one. */
enum { PLACES_NEAR = 24, TEXT_BYTES = 64, ABOVE_MOST = 24 };

static const char *const words[FEATURES_END] = {
#define FEATURE_WORD(name, word, meaning) word,
	FEATURES(FEATURE_WORD)
#undef FEATURE_WORD
};

const char *feature_word(enum feature feature)
{
	return words[feature];
}

enum feature feature_parse(const char *word, size_t length)
{
	enum feature f = 0;
	while (f < FEATURES_END && (strlen(words[f]) != length || memcmp(words[f], word, length) != 0)) {
		f++;
	}
	return f;
}

void features_free(features *self)
{
	vector_free(&self->counts);
	vector_free(&self->counted);
	vector_free(&self->reach);
}

static void find_species(features *self, const analysis *doc)
{
	const anchor_vector *named = &doc->anchors[ANCHOR_SPECIES];
	uint32_t title = 1;
	while (named->count && title < doc->tokens.count && doc->tokens.items[title].gap != GAP_BARRIER) {
		title++;
	}
	self->species_roles = self->titled_roles = 0;
	for (size_t i = 0; i < named->count; i++) {
		unsigned roles = analysis_roles(doc, named->items[i])->species;
		self->species_roles |= roles;
		self->titled_roles |= named->items[i] < title ? roles : 0;
	}
}

/* True where five words of a text speak of genes: expression, mutants, promoter. */
static bool speaks_of_genes(const analysis *doc)
{
	enum { WORDS_LEAST = 5 };
	unsigned words = 0;
	for (uint32_t t = 0; t < doc->tokens.count && words < WORDS_LEAST; t++) {
		words += (analysis_roles(doc, t)->note & NOTE_GENE) != 0;
	}
	return words == WORDS_LEAST;
}

bool features_begin(features *self, const resolver *resolver, const analysis *doc, const chosen *places,
                    size_t count)
{
	size_t slots = resolver->known.count, known = self->counts.count;
	if (slots > known) {
		if (!vector_reserve(&self->counts, slots - known) || !vector_reserve(&self->counted, slots - known)) {
			return false;
		}
		memset(self->counted.items + known, 0, (slots - known) * sizeof *self->counted.items);
		self->counts.count = self->counted.count = slots;
	}
	if (++self->document_number == 0) {
		memset(self->counted.items, 0, self->counted.count * sizeof *self->counted.items);
		self->document_number = 1;
	}
	self->reach.count = 0;
	if (!vector_reserve(&self->reach, count)) {
		return false;
	}
	bool markers = false;
	bool doubtful = false;
	uint32_t reach = 0;
	self->genes = 0;
	for (size_t i = 0; i < count; i++) {
		uint32_t end = doc->candidates.items[places[i].candidate].end;
		reach = end > reach ? end : reach;
		self->reach.items[self->reach.count++] = reach;
		uint32_t slot = doc->readings.items[places[i].reading].cluster_slot;
		uint32_t before = self->counted.items[slot] == self->document_number ? self->counts.items[slot] : 0;
		self->counted.items[slot] = self->document_number;
		markers |= places[i].type == ONTO_MARKER;
		doubtful |= places[i].type == ONTO_MARKER && places[i].ruling;
		self->genes += places[i].type == ONTO_MARKER && places[i].stands && before == 0;
		self->counts.items[slot] = before + 1;
	}
	if (markers) {
		find_species(self, doc);
	}
	self->genetic = doubtful && speaks_of_genes(doc);
	return true;
}

/* ---- giving -------------------------------------------------------------------------------------------------- */

/* What the features of one place are read from. */
typedef struct view {
	const features *features;
	const resolver *resolver;
	const analysis *doc;
	const abbreviations *abbreviations;
	const chosen *places;
	size_t index;
	const chosen *place;
	const candidate *candidate;
	const reading *reading;
	feature_sink *sink;
} view;

static inline void give(const view *v, enum feature feature, const char *bytes, size_t length)
{
	v->sink->take(v->sink, feature, bytes, length);
}

static inline void give_word(const view *v, enum feature feature, const char *word)
{
	give(v, feature, word, strlen(word));
}

const char *const features_steps[FEATURE_STEPS] = {"0",   "1",    "2",     "3",     "4",     "5",
                                                   "6-7", "8-10", "11-15", "16-22", "23-31", "32-"};

static void give_step(const view *v, enum feature feature, uint32_t number)
{
	give_word(v, feature, features_steps[features_step(number)]);
}

void features_count(const features *self, uint32_t cluster_slot, feature_sink *sink)
{
	bool known = cluster_slot < self->counted.count && self->counted.items[cluster_slot] == self->document_number;
	const char *step = features_steps[features_step(known ? self->counts.items[cluster_slot] : 0)];
	sink->take(sink, FEATURE_COUNT, step, strlen(step));
}

static const word_type *word_at(const view *v, uint32_t token)
{
	return &v->resolver->cache->types.items[v->doc->word_types.items[token]];
}

static void give_token(const view *v, enum feature feature, uint32_t token)
{
	const word_type *w = word_at(v, token);
	if (w->folded_length) {
		give(v, feature, word_cache_folded(v->resolver->cache, w), w->folded_length);
	}
}

static void give_first(const view *v, enum feature feature, uint32_t token, size_t count)
{
	const word_type *w = word_at(v, token);
	if (w->folded_length > count) {
		give(v, feature, word_cache_folded(v->resolver->cache, w), count);
	}
}

static void give_last(const view *v, enum feature feature, uint32_t token, size_t count)
{
	const word_type *w = word_at(v, token);
	if (w->folded_length > count) {
		give(v, feature, word_cache_folded(v->resolver->cache, w) + w->folded_length - count, count);
	}
}

/* ---- the name ------------------------------------------------------------------------------------------------ */

const char *features_ruling(const chosen *place)
{
	static const char *const names[] = {"kept",
#define RULING(name, types, condition) #name,
	                                    PLACE_RULES(RULING) TYPE_RULES(RULING) READING_RULES(RULING)
#undef RULING
	};
	return names[place->ruling];
}

/* The concepts above one, the nearest first. */
static void give_ancestors(const view *v)
{
	const onto_dictionary *d = v->resolver->dictionary;
	uint32_t above[ABOVE_MOST + 1] = {v->reading->concept};
	size_t count = 1;
	for (size_t from = 0; from < count; from++) {
		const concept *c = &d->concepts.items[above[from]];
		for (uint32_t p = c->parents; p < c[1].parents && count <= ABOVE_MOST; p++) {
			size_t same = 0;
			while (same < count && above[same] != d->parents.items[p]) {
				same++;
			}
			if (same == count) {
				above[count++] = d->parents.items[p];
				give_word(v, FEATURE_UNDER, dictionary_text(d, d->concepts.items[d->parents.items[p]].code));
			}
		}
	}
}

const char *const features_policies[FEATURE_POLICIES] = {
	"case", "plural", NULL, "derived", NULL, "support", "blocked", "generic", "first", NULL, "effect", "short"};

const char *const features_ways[FEATURE_WAYS] = {
#define WAY(name, word, policy, traits, cost, steps) word,
	TRANSFORMATIONS(WAY)
#undef WAY
		"nothing"};

/* Gives the scope, the source, the policy and the transformations of a reading. */
static void give_reading(const view *v)
{
	const onto_dictionary *d = v->resolver->dictionary;
	const reading *r = v->reading;
	give_word(v, FEATURE_SCOPE, onto_scope_word((onto_scope)r->scope));
	give_word(v, FEATURE_SOURCE, dictionary_text(d, d->sources.items[r->source].id));
	for (unsigned left = r->policy & FEATURE_POLICY_BITS; left; left &= left - 1) {
		give_word(v, FEATURE_POLICY, features_policies[__builtin_ctz(left)]);
	}
	for (uint32_t left = r->by; left; left &= left - 1) {
		give_word(v, FEATURE_WAY, features_ways[__builtin_ctz(left)]);
	}
	if (!r->by) {
		give_word(v, FEATURE_WAY, features_ways[TRANSFORMATION_COUNT]);
	}
}

static void give_name(const view *v)
{
	const onto_dictionary *d = v->resolver->dictionary;
	const reading *r = v->reading;
	give_word(v, FEATURE_RULING, features_ruling(v->place));
	give_word(v, FEATURE_RULES, v->place->stands ? "chosen" : v->place->ruling ? "dropped" : "beaten");
	give_word(v, FEATURE_CODE, dictionary_text(d, d->concepts.items[r->concept].code));
	give_ancestors(v);
	give_reading(v);
	give_step(v, FEATURE_COST, v->place->cost);
	give_word(v, FEATURE_SUPPORT, resolver_supports(v->resolver, r->cluster_slot) ? "yes" : "no");
	uint32_t senses = 0;
	for (uint32_t i = v->candidate->readings; i < v->candidate->readings + v->candidate->count; i++) {
		const reading *other = &v->doc->readings.items[i];
		senses += other->type == r->type && (i == v->candidate->readings || other->meaning != other[-1].meaning);
	}
	give_step(v, FEATURE_SENSES, senses);
	features_count(v->features, r->cluster_slot, v->sink);
}

/* ---- the words ----------------------------------------------------------------------------------------------- */

/* Runs of capitals, small letters and digits, each as one sign. */
static void give_shape(const view *v)
{
	char shape[8];
	size_t length = 0;
	for (uint32_t i = v->place->start; i < v->place->end && length < sizeof shape; i++) {
		unsigned char c = (unsigned char)v->doc->text[i];
		char sign = ascii_is_upper(c)                ? 'X'
		            : ascii_is_lower(c) || c >= 0x80 ? 'x'
		            : ascii_is_digit(c)              ? '0'
		            : c <= ' '                       ? '_'
		                                             : (char)c;
		if (!length || shape[length - 1] != sign) {
			shape[length++] = sign;
		}
	}
	give(v, FEATURE_SHAPE, shape, length);
}

static void give_text(const view *v)
{
	char text[TEXT_BYTES];
	size_t length = 0;
	const candidate *c = v->candidate;
	for (uint32_t t = c->first; t < c->end; t++) {
		const word_type *w = word_at(v, t);
		if (t >= c->skip_from && t < c->skip_to) {
			continue;
		}
		if (!w->folded_length || length + w->folded_length + 1 > sizeof text) {
			return;
		}
		if (length && v->doc->tokens.items[t].gap != GAP_NONE) {
			text[length++] = ' ';
		}
		memcpy(text + length, word_cache_folded(v->resolver->cache, w), w->folded_length);
		length += w->folded_length;
	}
	give(v, FEATURE_TEXT, text, length);
}

static void give_words(const view *v)
{
	const candidate *c = v->candidate;
	uint32_t last = c->end - 1;
	give_text(v);
	if (c->first < last) {
		give_token(v, FEATURE_FIRST, c->first);
		give_token(v, FEATURE_LAST, last);
		for (uint32_t t = c->first + 1; t < last; t++) {
			give_token(v, FEATURE_INNER, t);
		}
	}
	give_last(v, FEATURE_LAST3, last, 3);
	give_last(v, FEATURE_LAST4, last, 4);
	give_first(v, FEATURE_FIRST3, c->first, 3);
	give_shape(v);
	give_step(v, FEATURE_WORDS, c->end - c->first);
	give_step(v, FEATURE_BYTES, v->place->end - v->place->start);
}

/* ---- around it ----------------------------------------------------------------------------------------------- */

const char *const features_gaps[FEATURE_GAPS] = {"nothing", "space", "hyphen", "slash",   "comma",
                                                 "open",    "close", "sign",   "barrier", "end"};

unsigned features_sign(const analysis *doc, uint32_t token)
{
	const struct token *t = &doc->tokens.items[token];
	const char *gap = token ? doc->text + t[-1].end : doc->text;
	size_t length = token ? t->start - t[-1].end : 0;
	return memchr(gap, '(', length)   ? FEATURE_GAP_OPEN
	       : memchr(gap, ')', length) ? FEATURE_GAP_CLOSE
	                                  : FEATURE_GAP_SIGN;
}

static void give_neighbours(const view *v)
{
	const candidate *c = v->candidate;
	const token *tokens = v->doc->tokens.items;
	give_word(v, FEATURE_GAP_LEFT, features_gaps[features_gap(v->doc, c->first)]);
	give_word(v, FEATURE_GAP_RIGHT, features_gaps[features_gap(v->doc, c->end)]);
	if (c->first > 0 && tokens[c->first].gap != GAP_BARRIER) {
		give_token(v, FEATURE_BEFORE, c->first - 1);
		give_last(v, FEATURE_BEFORE3, c->first - 1, 3);
		if (c->first > 1 && tokens[c->first - 1].gap != GAP_BARRIER) {
			give_token(v, FEATURE_BEFORE2, c->first - 2);
		}
	}
	if (c->end < v->doc->tokens.count && tokens[c->end].gap != GAP_BARRIER) {
		give_token(v, FEATURE_AFTER, c->end);
		give_last(v, FEATURE_AFTER3, c->end, 3);
		if (c->end + 1 < v->doc->tokens.count && tokens[c->end + 1].gap != GAP_BARRIER) {
			give_token(v, FEATURE_AFTER2, c->end + 1);
		}
	}
}

/* ---- other places -------------------------------------------------------------------------------------------- */

static void give_other(const view *v, enum feature feature, const chosen *other)
{
	static const char *const standing[JUDGE_TYPES + 1][3] = {{"disease dropped", "disease beaten", "disease"},
	                                                         {"drug dropped", "drug beaten", "drug"},
	                                                         {"marker dropped", "marker beaten", "marker"},
	                                                         {"same dropped", "same beaten", "same"}};
	size_t row = other->type == v->place->type ? JUDGE_TYPES : other->type;
	if (row <= JUDGE_TYPES) {
		give_word(v, feature, standing[row][other->stands ? 2 : !other->ruling]);
	}
}

/* The words of the longer of two places that the shorter lacks. */
static void give_difference(const view *v, enum feature feature, const candidate *longer, const candidate *shorter)
{
	for (uint32_t t = longer->first; t < longer->end; t++) {
		if (t < shorter->first || t >= shorter->end) {
			give_token(v, feature, t);
		}
	}
}

static void compare(const view *v, const chosen *other)
{
	const candidate *mine = v->candidate, *its = &v->doc->candidates.items[other->candidate];
	if (its->end <= mine->first || its->first >= mine->end) {
		return;
	}
	if (other->candidate == v->place->candidate || (its->first == mine->first && its->end == mine->end)) {
		if (other->type != v->place->type) {
			give_other(v, FEATURE_HERE, other);
		}
	} else if (its->first <= mine->first && mine->end <= its->end) {
		give_other(v, FEATURE_INSIDE, other);
		if (other->type == v->place->type) {
			give_difference(v, FEATURE_LACKS, its, mine);
		}
	} else if (mine->first <= its->first && its->end <= mine->end) {
		give_other(v, FEATURE_HOLDS, other);
		if (other->type == v->place->type) {
			give_difference(v, FEATURE_ADDS, mine, its);
		}
	} else {
		give_other(v, FEATURE_CROSSES, other);
	}
}

static void give_others(const view *v, size_t count)
{
	size_t least = v->index > PLACES_NEAR ? v->index - PLACES_NEAR : 0, from = v->index;
	while (from > least && v->features->reach.items[from - 1] > v->candidate->first) {
		from--;
	}
	size_t to = count - v->index > PLACES_NEAR ? v->index + PLACES_NEAR : count;
	for (size_t i = from; i < to; i++) {
		if (i > v->index && v->doc->candidates.items[v->places[i].candidate].first >= v->candidate->end) {
			break;
		}
		if (i != v->index) {
			compare(v, &v->places[i]);
		}
	}
}

static const char *const species_names[] = {"human", "mouse", "rat",    "fly",   "yeast",     "worm", "fish",
                                            "bird",  "frog",  "mammal", "plant", "bacterium", "virus"};

/* A feature with each organism of a set. */
static void give_organisms(const view *v, enum feature feature, unsigned roles)
{
	for (unsigned left = roles; left; left &= left - 1) {
		give_word(v, feature, species_names[__builtin_ctz(left)]);
	}
	if (!roles) {
		give_word(v, feature, "none");
	}
}

/* True where no sentence ends between two tokens, few tokens apart. */
static bool is_one_sentence(const analysis *doc, uint32_t from, uint32_t to)
{
	enum { REACH = 40 };
	bool one = to - from <= REACH;
	for (uint32_t t = from + 1; one && t <= to; t++) {
		one = doc->tokens.items[t].gap != GAP_BARRIER;
	}
	return one;
}

/* The organism of one of the tokens that name any, where it stands in the sentence of the place. */
static void give_in_sentence(const view *v, enum feature feature, uint32_t token)
{
	const candidate *c = v->candidate;
	bool same =
		token < c->first ? is_one_sentence(v->doc, token, c->first) : is_one_sentence(v->doc, c->end - 1, token);
	give_word(v, feature, same ? species_names[__builtin_ctz(analysis_roles(v->doc, token)->species)] : "none");
}

static void give_species(const view *v)
{
	const features *f = v->features;
	if (v->place->type != ONTO_MARKER) {
		return;
	}
	give_step(v, FEATURE_GENES, f->genes);
	give_organisms(v, FEATURE_SPECIES, f->species_roles);
	give_organisms(v, FEATURE_TITLED, f->titled_roles);
	const anchor_vector *named = &v->doc->anchors[ANCHOR_SPECIES];
	size_t low = 0, high = named->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		bool before = named->items[middle] < v->candidate->first;
		low = before ? middle + 1 : low;
		high = before ? high : middle;
	}
	unsigned near = low ? analysis_roles(v->doc, named->items[low - 1])->species : 0;
	if (near) {
		give_word(v, FEATURE_NEAR, species_names[__builtin_ctz(near)]);
		give_in_sentence(v, FEATURE_AHEAD, named->items[low - 1]);
	}
	while (low < named->count && named->items[low] < v->candidate->end) {
		low++;
	}
	if (low < named->count) {
		give_in_sentence(v, FEATURE_BEHIND, named->items[low]);
	}
}

/* What the long form of a short one tells of a marker. */
static void give_long_form(const view *v)
{
	static const char *const words[] = {"", "none", "some", "all"};
	const definition *of = v->place->type == ONTO_MARKER ? long_form_of(v->abbreviations, v->candidate) : NULL;
	if (of) {
		const reading *r = &v->doc->readings.items[v->place->reading];
		give_word(v, FEATURE_AGREES, words[long_form_agreement(v->resolver, v->doc, of, r->concept)]);
		give_token(v, FEATURE_LONG, of->long_to - 1);
		give_last(v, FEATURE_LONG, of->long_to - 1, 3);
	}
}

/* What a word behind a marker makes of it: a family, a part of another thing. */
static void give_group(const view *v)
{
	static const char *const families[] = {"family", "families", "superfamily", "superfamilies", "subfamily", NULL};
	static const char *const parts[] = {"homology", "motif",   "motifs", "repeat", "repeats",    "like",
	                                    "domain",   "domains", "fold",   "type",   "homologous", NULL};
	uint32_t next = v->candidate->end;
	if (v->place->type != ONTO_MARKER || !analysis_is_soft(v->doc, next)) {
		return;
	}
	if (analysis_reads(v->doc, next, parts)) {
		give_word(v, FEATURE_MAKES, "part");
	}
	if (analysis_reads(v->doc, next, families) ||
	    (analysis_is_soft(v->doc, next + 1) && analysis_reads(v->doc, next + 1, families))) {
		give_word(v, FEATURE_MAKES, "family");
	}
}

static void give_definition(const view *v)
{
	const abbreviations *a = v->abbreviations;
	if (v->candidate->abbreviation != UINT32_MAX) {
		give_word(v, FEATURE_DEFINED, "by long form");
	} else if (a->suppressed.count && a->suppressed.items[v->candidate->first]) {
		give_word(v, FEATURE_DEFINED, "otherwise");
	}
}

void features_of(const features *self, const resolver *resolver, const analysis *doc, const abbreviations *a,
                 const chosen *places, size_t count, size_t index, feature_sink *sink)
{
	const chosen *place = &places[index];
	view v = {self,
	          resolver,
	          doc,
	          a,
	          places,
	          index,
	          place,
	          &doc->candidates.items[place->candidate],
	          &doc->readings.items[place->reading],
	          sink};
	give(&v, FEATURE_BIAS, "", 0);
	give_name(&v);
	give_words(&v);
	give_neighbours(&v);
	give_others(&v, count);
	give_definition(&v);
	give_long_form(&v);
	give_group(&v);
	give_species(&v);
}
