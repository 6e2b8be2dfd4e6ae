/* Words of long forms in names of concepts. */
#include "resolve/long_form.h"

#include <string.h>

#include "core/ascii.h"

enum { NAMES_MOST = 32, LONG_WORDS_MOST = 12, STEM_BYTES = 5 };

/* True where a name of a concept has a word that begins so. */
static bool is_in_names(const onto_dictionary *d, uint32_t concept, const char *stem, size_t length)
{
	const char initial[] = {*stem, (char)(*stem & ~0x20), '\0'};
	size_t from = dictionary_first_name(d, concept);
	for (size_t n = from; n < d->names.count && d->names.items[n].concept == concept && n < from + NAMES_MOST;
	     n++) {
		const char *at = dictionary_text(d, d->names.items[n].text);
		while ((at = strpbrk(at, initial))) {
			if (ascii_begins_same(at++, stem, length)) {
				return true;
			}
		}
	}
	return false;
}

const definition *long_form_of(const abbreviations *a, const candidate *c)
{
	return a->suppressed.count && a->suppressed.items[c->first] ? &a->found.items[a->meant.items[c->first]] : NULL;
}

agreement long_form_agreement(const resolver *self, const analysis *doc, const definition *of, uint32_t concept)
{
	unsigned words = 0, known = 0;
	for (uint32_t t = of->long_from; t < of->long_to && words < LONG_WORDS_MOST; t++) {
		const word_type *w = &self->cache->types.items[doc->word_types.items[t]];
		if (w->folded_length >= STEM_BYTES) {
			words++;
			known += is_in_names(self->dictionary, concept, word_cache_folded(self->cache, w), STEM_BYTES);
		}
	}
	return !words ? AGREES_UNKNOWN : !known ? AGREES_NONE : known < words ? AGREES_SOME : AGREES_ALL;
}

bool long_form_agrees(const resolver *self, const analysis *doc, const definition *of, uint32_t concept)
{
	unsigned words = 0;
	for (uint32_t t = of->long_from; t < of->long_to && words < LONG_WORDS_MOST; t++) {
		const word_type *w = &self->cache->types.items[doc->word_types.items[t]];
		if (w->folded_length >= STEM_BYTES) {
			words++;
			if (!is_in_names(self->dictionary, concept, word_cache_folded(self->cache, w), STEM_BYTES)) {
				return false;
			}
		}
	}
	return words > 0;
}

bool long_form_means(const analysis *doc, const definition *of, const reading *r)
{
	const candidate *last = doc->candidates.items + doc->candidates.count;
	for (const candidate *c = analysis_candidates_from(doc, of->long_from); c < last && c->first < of->long_to;
	     c++) {
		for (uint32_t i = c->readings; c->end == of->long_to && i < c->readings + c->count; i++) {
			if (doc->readings.items[i].meaning == r->meaning) {
				return true;
			}
		}
	}
	return false;
}
