/* Evidence: whether a name that fits a place may be meant there.
 *
 *     place     has the conjunct that coordination needs · is no part of a longer name
 *     type      not vetoed by curation · not a part of a substance or of a salt
 *     reading   not generic · not suppressed by a definition · supported where it needs support · ...
 *
 * Each rule of rules.h is a predicate; resolve.c evaluates them. */
#ifndef ONTOTAG_EVIDENCE_H
#define ONTOTAG_EVIDENCE_H

#include "resolve/orthography.h"
#include "resolve/resolver.h"

/* Properties of a candidate, from all its readings. */
typedef struct verdict {
	unsigned types;  /* bits of the types of its readings */
	unsigned vetoed; /* bits of the types of which curation says that a text that reads so is none */
	bool singular;   /* the text has a disease's preferred name in the plural: lung cancers */
	bool gene;       /* it is the symbol of a gene, as its authority writes it: then it is the gene, whatever disease has been named by
	                  * its letters, unless the text itself defines them as that disease: ATRX, MCM4 */
} verdict;

verdict evidence_verdict(const resolver *self, const analysis *doc, const candidate *c);

/* True where a member of an enumeration has its conjunct: the first with the shared start, or the last with the
 * shared end. */
bool evidence_has_conjunct(const analysis *doc, const candidate *c);

/* True where a place is the end of one name and the start of another: "leukemia, acute lymphoblastic" leukemia,
 * "deficiency of growth" hormone. A longer name begins behind the comma, or behind the "of" of inverted words. */
bool evidence_is_cut_short(const analysis *doc, const candidate *c);

/* Is the name turned round by what is joined to it: non-viral hepatitis, anti-hypertensives, cancer-free? */
bool evidence_is_turned_round(const analysis *doc, const candidate *c);

/* Is what looks like an inverted heading a list, of which the member behind the comma goes on: "vitamin D deficiency, vitamin B12
 * normal", "no injury, spinal tap done"? */
bool evidence_goes_on(const analysis *doc, const candidate *c, const word_cache *cache);

/* Do two candidates read the same place, each passing over what the other reads? */
bool evidence_are_conjuncts(const candidate *a, const candidate *b);

/* True where the member alone has the same meaning, so that sharing adds nothing: "stroke" and gallbladder disease,
 * where stroke disorder is a name as well. A plural shows that the noun is shared: Alzheimer and Parkinson
 * diseases. */
bool evidence_means_alone(const analysis *doc, const candidate *c, uint32_t meaning);

/* Records the meanings that the text supports: those of names that need no support, and effects where the text
 * names a drug as the cause. */
void evidence_note_support(resolver *self, const analysis *doc, const abbreviations *a);

/* Does the text write the number of a symbol apart, and the name does not? Then the symbol is meant only where the text, elsewhere,
 * writes them together. */
static inline bool evidence_number_apart(const resolver *self, const analysis *doc, const candidate *c, const reading *r)
{
	return c->end - c->first > 1 && !(r->policy & ONTO_POLICY_CASE) &&
	       orthography_number_apart(doc, c, dictionary_text(self->dictionary, r->text));
}

/* Does the text name the meaning, or a concept not far above it: leukemia supports ALL? */
bool evidence_is_supported(const resolver *self, const reading *r);

/* True where the place is just a short form, read by the dictionary and not by the text's definition. */
bool evidence_is_short_form(const abbreviations *a, const candidate *c, const reading *r);

static inline bool evidence_is_suppressed(const abbreviations *a, const candidate *c, const reading *r)
{
	return a->suppressed.count && a->suppressed.items[c->first] && !(r->by & ONTO_BY_ABBREVIATION) && evidence_is_short_form(a, c, r);
}

#endif
