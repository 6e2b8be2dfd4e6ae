/* Short forms that no definition explains, as notes have them: "PMH: HTN, DM", "s/p MI". Names with the policy
 * ONTO_POLICY_SHORT, from dictionaries/curation/short-forms.tsv; the words around them are those of
 * dictionaries/words/notes.txt.
 *
 *     a     the short form has this one meaning, unless the text speaks of a gene
 *     as    it has others as well, and counts where something says that it is what a patient has:
 *
 *           PMH: DM, MI        a heading        h/o DM, s/p MI, history of MI    words before
 *           HTN/DM/CAD         a list, of which the next member is a disease without doubt */
#ifndef ONTOTAG_SHORT_FORMS_H
#define ONTOTAG_SHORT_FORMS_H

#include "resolve/resolver.h"

/* Does this reading need support? Of a short form the options decide, too. */
static inline bool short_form_needs_support(const resolver *self, const reading *r)
{
	if (!(r->policy & ONTO_POLICY_SHORT) || self->short_forms == ONTO_SHORT_FORMS_LIKELY) {
		return r->policy & ONTO_POLICY_SUPPORT;
	}
	return self->short_forms == ONTO_SHORT_FORMS_DEFINED;
}

/* Do the words around a place say that its short form is what a patient has? */
bool short_form_is_charted(const analysis *doc, const candidate *c);

/* Does the text speak of a gene here: CAD gene, expression of CAD? */
bool short_form_is_gene(const analysis *doc, const candidate *c);

/* Does the word behind it say so of nothing but a gene: the LIS1 gene? */
bool short_form_begins_genetic(const analysis *doc, const candidate *c);

/* Does a word right beside it say so of nothing but a gene: the LIS1 gene, MLL-rearranged, mutations in LIS1? */
bool short_form_is_genetic(const analysis *doc, const candidate *c);

/* Is it what somebody is found to have: a diagnosis of PAM, consistent with PAM? */
bool short_form_is_diagnosed(const analysis *doc, const candidate *c);

/* Does a number follow, so that it is another thing: HIV-1, LBP-1? */
bool short_form_is_numbered(const analysis *doc, const candidate *c);

/* Do other names of the concept hold the short form itself, so that they do not explain it: HIV infection? */
bool short_form_is_part(const resolver *self, const reading *r);

/* Is what stands here a drug that a patient takes: continue ASA, ASA 81 daily, "ASA, metoprolol"? */
bool short_form_is_medication(const analysis *doc, const candidate *c);

/* Is a word that begins with two capitals an entry of a note that names nothing: 25 mg BID, "Lungs CTAB, NAD"? */
bool short_form_is_entry(const analysis *doc, const candidate *c);

#endif
