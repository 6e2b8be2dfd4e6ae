/* The key of a word: one spelling, then its stem; and the relation of two words with one key. */
#include "text/key.h"

#include <libstemmer.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ontotag.h"
#include "text/rules.h"

struct keyer {
	struct sb_stemmer *stemmer;
	/* By last letter: bits of the suffixes that a word may have. */
	uint64_t spelling_suffixes[UCHAR_MAX + 1], key_suffixes[UCHAR_MAX + 1];
};

/* A word while it is rewritten. */
typedef struct word {
	char text[FOLD_MAX + 8];
	size_t length;
} word;

static bool vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* ---- spelling: British, American and Latin ways of writing one word ------------------------------------------ */

typedef struct suffix {
	const char *from, *to;
	uint8_t from_length, to_length;
	uint8_t least; /* letters that must precede it */
} suffix;

#define END(from, to, least) {from, to, sizeof from - 1, sizeof to - 1, least}

/* Replaces a suffix. False where the word does not have it, or where fewer than `least` letters would precede
 * it. */
static inline bool swap(word *w, const suffix *e)
{
	if (w->length <= e->from_length || w->length - e->from_length < e->least) {
		return false;
	}
	char *at = w->text + w->length - e->from_length;
	if (at[e->from_length - 1] != e->from[e->from_length - 1] || memcmp(at, e->from, e->from_length) != 0) {
		return false;
	}
	memcpy(at, e->to, e->to_length);
	w->length += (size_t)e->to_length - e->from_length;
	return true;
}

/* British suffixes and their American forms. */
static const suffix spelling_suffixes[] = {
	END("our", "or", 2),         END("ours", "ors", 2),        END("oured", "ored", 2),
	END("ouring", "oring", 2),   END("oural", "oral", 2),      END("ourless", "orless", 2),
	END("ourally", "orally", 2), END("isation", "ization", 3), END("isations", "izations", 3),
	END("ising", "izing", 4),    END("ised", "ized", 3),       END("ise", "ize", 4),
	END("iser", "izer", 4),      END("isers", "izers", 4),     END("ises", "izes", 4),
	END("yse", "yze", 3),        END("ysed", "yzed", 3),       END("yses", "yzes", 5),
	END("ysing", "yzing", 3),    END("ttre", "ttre", 0),       END("tre", "ter", 2),
	END("tres", "ters", 2),      END("bre", "ber", 2),         END("bres", "bers", 2),
	END("lled", "led", 3),       END("lling", "ling", 3),      END("ller", "ler", 4),
	END("aemia", "emia", 0),
};

/* Whole words that differ by more than a suffix. */
static const suffix spelling_words[] = {
	END("grey", "gray", 0),    END("mould", "mold", 0),         END("moulds", "molds", 0),
	END("ageing", "aging", 0), END("aluminium", "aluminum", 0),
};

/* Hormones in -trophin are those in -tropin. Not so hypertrophic and neurotrophin. */
static bool is_hormone(const char *before)
{
	static const char kinds[][5] = {"nado", "tico", "hyro", "mato"};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (memcmp(before, kinds[i], 4) == 0) {
			return true;
		}
	}
	return false;
}

/* Replaces digraphs inside a word. A final oe is kept (toe). Names of five letters are mostly not Greek: Boeck,
 * Moens. */
static void spell_inside(word *w)
{
	size_t to = 0, letters = w->length - (w->text[w->length - 1] == 's');
	for (size_t at = 0; at < w->length; at++) {
		char c = w->text[at];
		bool pair = at + 1 < w->length && w->text[at + 1] == 'e';
		if (pair && (c == 'a' || (c == 'o' && !RULE(SPELL_SHORT_OE, letters <= 5) && at + 2 < w->length))) {
			continue; /* the e that follows stays */
		}
		w->text[to++] = c;
	}
	w->length = to;
	for (size_t at = 0; at + 4 < w->length; at++) {
		char *p = w->text + at;
		if (p[0] != 's' && p[0] != 'l' && p[0] != 't') {
			continue;
		}
		if (RULE(SPELL_SULPH, memcmp(p, "sulph", 5) == 0)) {
			p[3] = 'f';
			memmove(p + 4, p + 5, w->length - at - 5);
			w->length--;
		} else if (RULE(SPELL_LEUC, memcmp(p, "leuc", 4) == 0)) {
			p[3] = 'k';
		} else if (RULE(SPELL_TROPHIN, at >= 4 && memcmp(p, "troph", 5) == 0 && is_hormone(p - 4))) {
			memmove(p + 4, p + 5, w->length - at - 5);
			w->length--;
		}
	}
	if (RULE(SPELL_CEPH, w->length > 6 && memcmp(w->text, "ceph", 4) == 0)) { /* cephalexin, cefalexin */
		w->text[2] = 'f';
		memmove(w->text + 3, w->text + 4, w->length - 4);
		w->length--;
	}
}

enum { SPELLINGS = sizeof spelling_suffixes / sizeof *spelling_suffixes };
_Static_assert(SPELLINGS < 64, "each has a bit");
static const uint64_t all_spellings = ((uint64_t)1 << SPELLINGS) - 1;

/* `suffixes`: bits of those to try. */
static void spell(word *w, uint64_t suffixes)
{
	if (w->length < 4) {
		return;
	}
	for (size_t i = 0; i < sizeof spelling_words / sizeof *spelling_words; i++) {
		const suffix *e = &spelling_words[i];
		if (w->length == e->from_length && memcmp(w->text, e->from, w->length) == 0) {
			w->length = e->to_length;
			memcpy(w->text, e->to, w->length);
			return;
		}
	}
	if (w->length < 5) {
		return;
	}
	for (size_t i = 0; suffixes >> i; i++) {
		const suffix *e = &spelling_suffixes[i];
		if ((suffixes >> i & 1) && swap(w, e)) {
			break;
		}
	}
	spell_inside(w);
}

/* ---- pairs of suffixes --------------------------------------------------------------------------------------- */

/* True where two words differ only by a pair of suffixes and their common stem has at least `least` letters.
 * `common`: the length of their common prefix. */
static bool pair_fits(const word *a, const word *b, const suffix *pair, size_t common)
{
	size_t from = pair->from_length, to = pair->to_length;
	return a->length >= from + pair->least && b->length >= to && a->length - from <= common &&
	       memcmp(a->text + a->length - from, pair->from, from) == 0 &&
	       memcmp(b->text + b->length - to, pair->to, to) == 0;
}

static bool any_pair(const word *a, const word *b, const suffix *pairs, size_t count)
{
	size_t common = 0;
	while (common < a->length && common < b->length && a->text[common] == b->text[common]) {
		common++;
	}
	int longer = (int)a->length - (int)b->length; /* the difference in length of the two suffixes */
	for (size_t i = 0; i < count; i++) {
		int difference = pairs[i].from_length - pairs[i].to_length;
		if ((difference == longer && pair_fits(a, b, &pairs[i], common)) ||
		    (difference == -longer && pair_fits(b, a, &pairs[i], common))) {
			return true;
		}
	}
	return false;
}

/* Singular and plural: English, Latin and Greek. Not -ium and -ia: ammonia, magnesia and California are no
 * plurals. */
static const suffix number_pairs[] = {
	END("", "s", 2),           END("y", "ies", 2),        END("s", "ses", 2),     END("x", "xes", 2),
	END("z", "zes", 2),        END("ch", "ches", 2),      END("sh", "shes", 2),   END("o", "oes", 2),
	END("us", "i", 3),         END("lum", "la", 2),       END("num", "na", 2),    END("rum", "ra", 2),
	END("tum", "ta", 2),       END("dum", "da", 2),       END("eum", "ea", 2),    END("vum", "va", 1),
	END("terium", "teria", 2), END("helium", "helia", 3), END("a", "ae", 3),      END("a", "e", 6),
	END("sis", "ses", 2),      END("xis", "xes", 2),      END("stis", "stes", 1), END("elvis", "elves", 1),
	END("ris", "res", 2),      END("lis", "les", 4),      END("ma", "mata", 3),   END("ix", "ices", 3),
	END("ex", "ices", 3),      END("nx", "nges", 2),      END("is", "ides", 4),   END("men", "mina", 2),
	END("on", "a", 4),         END("eau", "eaux", 1),     END("f", "ves", 2),     END("fe", "ves", 2),
	END("man", "men", 1),      END("oot", "eet", 1),      END("mas", "mata", 3),
};

/* Adjectives and nouns of conditions. Not those of organs: hepatic is not hepatitis. */
static const suffix derived_pairs[] = {
	END("ic", "ia", 4),      END("ic", "y", 5),         END("ptic", "psy", 4),   END("ptic", "psis", 2),
	END("otic", "osis", 3),  END("itic", "itis", 3),    END("etic", "esis", 4),  END("betic", "betes", 3),
	END("matic", "ma", 3),   END("matous", "ma", 3),    END("ctic", "xis", 4),   END("ytic", "ysis", 4),
	END("sive", "sion", 5),  END("sives", "sion", 5),   END("istic", "ism", 3),  END("ic", "icity", 5),
	END("enic", "enism", 4), END("olic", "olism", 4),   END("pic", "pism", 5),   END("phic", "phism", 4),
	END("ic", "e", 7),       END("ese", "esity", 2),    END("etic", "esia", 4),  END("enic", "enia", 3),
	END("ics", "ia", 4),     END("betics", "betes", 3), END("ics", "y", 5),      END("ptics", "psy", 4),
	END("ent", "ency", 6),   END("matics", "ma", 3),    END("otics", "osis", 5), END("ectic", "exia", 3),
	END("neic", "nea", 2),   END("iac", "ia", 6),       END("iacs", "ia", 6),
};

#define PAIRS(table) table, sizeof table / sizeof *table

static word word_of(const char *text, size_t length)
{
	word w;
	w.length = length > FOLD_MAX ? FOLD_MAX : length;
	memcpy(w.text, text, w.length);
	return w;
}

static bool same(const word *a, const word *b)
{
	return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

unsigned word_relation(const char *a, size_t a_length, const char *b, size_t b_length, bool *related)
{
	*related = true;
	word x = word_of(a, a_length), y = word_of(b, b_length);
	if (same(&x, &y)) {
		return 0;
	}
	if (any_pair(&x, &y, PAIRS(number_pairs))) {
		return ONTO_BY_PLURAL;
	}
	bool derived = any_pair(&x, &y, PAIRS(derived_pairs));
	word x_spelt = x, y_spelt = y;
	spell(&x_spelt, all_spellings);
	spell(&y_spelt, all_spellings);
	if (same(&x_spelt, &y_spelt)) {
		return ONTO_BY_SPELLING;
	}
	if (derived) {
		return ONTO_BY_DERIVED;
	}
	if (any_pair(&x_spelt, &y_spelt, PAIRS(number_pairs))) {
		return ONTO_BY_PLURAL | ONTO_BY_SPELLING;
	}
	*related = any_pair(&x_spelt, &y_spelt, PAIRS(derived_pairs));
	return ONTO_BY_DERIVED | ONTO_BY_SPELLING;
}

/* ---- keys ---------------------------------------------------------------------------------------------------- */

/* Adjective stems that change a letter before the suffix: necrot-, epilept-, anaphylact-, carcinomat-, cachect-,
 * dyspne-, hemophili-. */
static const suffix key_suffixes[] = {
	END("mat", "m", 3),  END("ot", "os", 3), END("ptic", "ps", 2), END("pt", "ps", 4), END("act", "ax", 4),
	END("yt", "ys", 4),  END("et", "es", 4), END("ut", "us", 4),   END("um", "", 4),   END("us", "", 4),
	END("ect", "ex", 4), END("eic", "e", 3), END("iac", "", 5),
};

enum { KEY_SUFFIXES = sizeof key_suffixes / sizeof *key_suffixes };
_Static_assert(KEY_SUFFIXES < 64, "each has a bit");

static void mark_last_letters(const suffix *suffixes, size_t count, uint64_t marks[UCHAR_MAX + 1])
{
	for (size_t i = 0; i < count; i++) {
		const char *from = suffixes[i].from;
		marks[(unsigned char)from[strlen(from) - 1]] |= (uint64_t)1 << i;
	}
}

static uint64_t suffixes_of(const uint64_t marks[UCHAR_MAX + 1], const word *w)
{
	return w->length ? marks[(unsigned char)w->text[w->length - 1]] : 0;
}

keyer *keyer_new(void)
{
	keyer *self = calloc(1, sizeof *self);
	if (self) {
		mark_last_letters(spelling_suffixes, SPELLINGS, self->spelling_suffixes);
		mark_last_letters(key_suffixes, KEY_SUFFIXES, self->key_suffixes);
		self->stemmer = sb_stemmer_new("english", NULL);
		if (!self->stemmer) {
			free(self);
			self = NULL;
		}
	}
	return self;
}

void keyer_free(keyer *self)
{
	if (self) {
		sb_stemmer_delete(self->stemmer);
		free(self);
	}
}

/* Removes up to two final vowels of a stem that is long enough without them. */
static void drop_vowels(word *w)
{
	for (int i = 0; i < 2 && w->length > 4 && vowel(w->text[w->length - 1]); i++) {
		w->length--;
	}
}

/* The stemmer does not change words without a vowel: WBCs. */
static void drop_plural_of_symbol(word *w)
{
	for (size_t i = 0; i < w->length; i++) {
		if (vowel(w->text[i])) {
			return;
		}
	}
	if (RULE(SYMBOL_KEY_SINGULAR,
	         w->length >= 3 && w->text[w->length - 1] == 's' && w->text[w->length - 2] != 's')) {
		w->length--;
	}
}

/* Latin and Greek plurals that the stemmer does not know, and their singulars. */
static void swap_plural(word *w)
{
	static const suffix plurals[] = {END("mata", "ma", 3), END("ices", "ic", 3), END("nges", "nx", 2),
	                                 END("itides", "itis", 2), END("mina", "men", 3)};
	static const suffix singulars[] = {END("ix", "ic", 3), END("ex", "ic", 3)};
	for (size_t i = 0; i < sizeof plurals / sizeof *plurals; i++) {
		if (swap(w, &plurals[i])) {
			return;
		}
	}
	if (w->length >= 5 && !swap(w, &singulars[0])) {
		swap(w, &singulars[1]);
	}
}

size_t keyer_key(keyer *self, const char *text, size_t length, char out[FOLD_MAX + 8])
{
	word w = word_of(text, length);
	bool letters = w.length >= 3;
	for (size_t i = 0; i < w.length && letters; i++) {
		letters = w.text[i] >= 'a' && w.text[i] <= 'z';
	}
	if (letters) {
		spell(&w, suffixes_of(self->spelling_suffixes, &w));
		char last = w.text[w.length - 1]; /* each of these ends in a, s or x */
		if (last == 'a' || last == 's' || last == 'x') {
			swap_plural(&w);
		}
		drop_plural_of_symbol(&w);
		const sb_symbol *stem = sb_stemmer_stem(self->stemmer, (const sb_symbol *)w.text, (int)w.length);
		if (stem) {
			size_t stemmed = (size_t)sb_stemmer_length(self->stemmer);
			if (stemmed && stemmed <= sizeof w.text) {
				memcpy(w.text, stem, stemmed);
				w.length = stemmed;
			}
		}
		drop_vowels(&w);
		uint64_t suffixes = w.length >= 4 ? suffixes_of(self->key_suffixes, &w) : 0;
		for (size_t i = 0; suffixes >> i; i++) {
			if ((suffixes >> i & 1) && swap(&w, &key_suffixes[i])) {
				drop_vowels(&w);
				break;
			}
		}
	}
	memcpy(out, w.text, w.length);
	return w.length;
}

unsigned roman_value(const char *text, size_t length)
{
	if (length == 0 || length > 6) {
		return 0;
	}
	unsigned value = 0;
	for (size_t i = 0; i < length;) {
		static const struct {
			const char *digits;
			unsigned value;
		} parts[] = {{"x", 10}, {"ix", 9}, {"v", 5}, {"iv", 4}, {"i", 1}};
		/* Two-letter parts first: "ix" is nine, not one and ten. */
		size_t best = 5;
		for (size_t p = 0; p < 5; p++) {
			size_t size = strlen(parts[p].digits);
			if (size <= length - i && memcmp(text + i, parts[p].digits, size) == 0 &&
			    (best == 5 || size > strlen(parts[best].digits))) {
				best = p;
			}
		}
		if (best == 5) {
			return 0;
		}
		value += parts[best].value;
		i += strlen(parts[best].digits);
	}
	/* Rejects other spellings: "iiii" and "vx" are no numerals. */
	char written[16];
	size_t n = 0;
	unsigned rest = value;
	static const struct {
		unsigned value;
		const char *digits;
	} parts[] = {{10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}};
	for (size_t p = 0; p < 5; p++) {
		while (rest >= parts[p].value && n < 12) {
			size_t size = strlen(parts[p].digits);
			memcpy(written + n, parts[p].digits, size);
			n += size;
			rest -= parts[p].value;
		}
	}
	return n == length && memcmp(written, text, length) == 0 && value < 40 ? value : 0;
}
