/* Evidence: whether a name that fits a place may be meant there.
 *
 *     place     has the conjunct that coordination needs · is no part of a longer name
 *     type      not vetoed by curation · not a part of a substance or of a salt
 *     reading   not generic · not suppressed by a definition · supported where it needs support · ...
 *
 * Each rule of rules.h is a predicate; resolve.c evaluates them. */
#ifndef ONTOTAG_EVIDENCE_H
#define ONTOTAG_EVIDENCE_H

#include "resolve/last_number.h"
#include "resolve/letter_case.h"
#include "resolve/resolver.h"

/* Properties of a candidate, from all its readings. */
typedef struct verdict {
	unsigned types;  /* bits of the types of its readings */
	unsigned vetoed; /* bits of the types of which curation blocks this name */
	unsigned gaps;   /* between its tokens: analysis_gaps */
	bool singular;   /* the text has the plural of a disease's preferred name: lung cancers */
	bool other;      /* it names another thing: CAT scan */
	bool named;      /* likewise, by its very name */
	bool gene;       /* it is a gene's symbol as its authority writes it: a disease named by these letters needs a
	                  * definition in the text (ATRX, MCM4) */
} verdict;

/* Is a reading a marker's symbol that is not the official one? */
static inline bool evidence_is_other_symbol(const reading *r)
{
	return r->like == ONTO_MARKER && r->scope != ONTO_PREFERRED &&
	       !(r->policy & (ONTO_POLICY_CASE | ONTO_POLICY_FIRST));
}

/* Is one of the readings of a place a disease's symbol? */
bool evidence_shares_disease(const analysis *doc, const candidate *c);

/* Is a reading a synonym of a gene that is a disease's symbol as well: CMT1A? It does not support itself. */
static inline bool evidence_is_disease_synonym(const analysis *doc, const candidate *c, const reading *r)
{
	return c->count > 1 && evidence_is_other_symbol(r) && evidence_shares_disease(doc, c);
}

/* Does the text speak of a gene here, and is this its symbol: MLL-rearranged, AR mutations? */
bool evidence_is_genetic(const analysis *doc, const candidate *c, const reading *r);

/* Does the text speak of a gene here that has this name, too: insulin mRNA, the STING gene? A disease's name counts
 * only where it is written as a symbol. */
bool evidence_names_gene(const resolver *self, const analysis *doc, const candidate *c, const reading *r);

/* Is a reading a symbol of capitals that the text writes with small letters: Wnt3? */
static inline bool evidence_is_title(const analysis *doc, const candidate *c, const reading *r)
{
	return (r->by & ONTO_BY_CASE) && !(r->policy & ONTO_POLICY_CASE) && letter_case_is_title(doc, c);
}

/* Is a reading a symbol of capitals that the text writes as a word: Src, rab5, c-jun? */
bool evidence_is_recased(const analysis *doc, const candidate *c, const reading *r);

/* Is a place what somebody is infected with: infected with hepatitis C virus, hepatitis B virus carriers? That is
 * the disease. */
bool evidence_is_infected(const analysis *doc, const candidate *c);

/* Is a name of two symbols, which a hyphen or a slash joins, such as NPM-ALK, read as one of them? It is their
 * fusion. */
bool evidence_is_partner(const analysis *doc, const candidate *c, const reading *r);

/* Is a place a drug by its dose, or a drug's short form by the words around it: APAP/ibuprofen? */
bool evidence_is_medication(const analysis *doc, const candidate *c);

verdict evidence_verdict(const resolver *self, const analysis *doc, const candidate *c);

/* True where a member of an enumeration has its conjunct: the first with the shared start, or the last with the
 * shared end. */
bool evidence_has_conjunct(const analysis *doc, const candidate *c);

/* Are the words of a place inverted: cancer of the lung? */
static inline bool evidence_is_inverted(const analysis *doc, const candidate *c)
{
	return doc->readings.items[c->readings].by & ONTO_BY_ORDER;
}

/* True where a longer name begins behind the "of" of a place of inverted words: "deficiency of growth" hormone. */
bool evidence_is_cut_short(const analysis *doc, const candidate *c);

/* True where an affix negates the name: non-viral hepatitis, anti-hypertensives, cancer-free. A hyphen, or the end
 * of the line behind one, joins it. */
bool evidence_has_affix(const analysis *doc, const candidate *c);

static inline bool evidence_is_turned_round(const analysis *doc, const candidate *c)
{
	uint8_t before = doc->tokens.items[c->first].gap, behind = doc->tokens.items[c->end].gap;
	return (before == GAP_HYPHEN || before == GAP_BREAK || behind == GAP_HYPHEN) && evidence_has_affix(doc, c);
}

/* True where an apparent inverted heading, which has a comma, is a list, whose member behind the comma continues:
 * "vitamin D deficiency, vitamin B12 normal", "no injury, spinal tap done". */
bool evidence_goes_on(const analysis *doc, const candidate *c, const word_cache *cache);

/* True where two candidates are members of one coordination, each passing over what the other reads. */
bool evidence_are_conjuncts(const candidate *a, const candidate *b);

/* True where the member alone has the same meaning, so that sharing adds nothing: "stroke" and gallbladder disease,
 * where stroke disorder is a name as well. A plural shows that the noun is shared: Alzheimer and Parkinson
 * diseases. */
bool evidence_means_alone(const analysis *doc, const candidate *c, uint32_t meaning);

/* True where the text separates the number of a name, and the name does not. */
static inline bool evidence_number_apart(const resolver *self, const analysis *doc, const candidate *c,
                                         const reading *r)
{
	return last_number_exists(doc, c) && last_number_apart(doc, c, dictionary_text(self->dictionary, r->text));
}

/* Is such a name a symbol? It counts only where the text has it joined elsewhere. */
static inline bool evidence_symbol_apart(const resolver *self, const analysis *doc, const candidate *c,
                                         const reading *r)
{
	return !(r->policy & ONTO_POLICY_CASE) && evidence_number_apart(self, doc, c, r);
}

/* True where the text defines the place as something whose words are all in names of a gene: huntingtin gene
 * (HTT). */
bool evidence_is_defined_in_words(const resolver *self, const analysis *doc, const abbreviations *a,
                                  const candidate *c, const reading *r);

/* True where the place is just a short form, read by the dictionary and not by the text's definition. */
bool evidence_is_short_form(const resolver *self, const analysis *doc, const abbreviations *a, const candidate *c,
                            const reading *r);

static inline bool evidence_is_suppressed(const resolver *self, const analysis *doc, const abbreviations *a,
                                          const candidate *c, const reading *r)
{
	return a->suppressed.count && a->suppressed.items[c->first] && !(r->by & ONTO_BY_ABBREVIATION) &&
	       evidence_is_short_form(self, doc, a, c, r);
}

#endif