/* Support of names that need it. */
#include "resolve/support.h"

#include "resolve/composite.h"
#include "resolve/drug_effects.h"
#include "resolve/ion.h"
#include "resolve/marker_result.h"
#include "resolve/quantity.h"
#include "resolve/rules.h"
#include "resolve/short_forms.h"
#include "resolve/weights.h"
#include "text/word_list.h"

/* May a reading support other names of its meaning? A short form does so where it counts by itself, or by its
 * place. */
static bool may_support(const resolver *self, const analysis *doc, const candidate *c, const reading *r)
{
	bool charted = r->like == ONTO_DISEASE && (r->policy & ONTO_POLICY_SHORT) &&
	               self->short_forms == ONTO_SHORT_FORMS_LIKELY && short_form_is_charted(doc, c);
	if (r->policy & ONTO_POLICY_BLOCKED) {
		return false;
	}
	if (!short_form_needs_support(self, r) && !evidence_is_disease_synonym(doc, c, r)) {
		return true;
	}
	return charted || RULE(SUPPORT_GENE, evidence_is_genetic(doc, c, r));
}

static bool names_animal(const analysis *doc)
{
	const anchor_vector *named = &doc->anchors[ANCHOR_SPECIES];
	for (size_t i = 0; i < named->count; i++) {
		if (analysis_roles(doc, named->items[i])->note & NOTE_ANIMAL) {
			return true;
		}
	}
	return false;
}

/* Is a reading a symbol of capitals that the text writes as Wnt3, in a text of animals? The first such reading
 * makes the text looked through. */
static bool is_of_animal(resolver *self, const analysis *doc, const candidate *c, const reading *r)
{
	if (!evidence_is_title(doc, c, r)) {
		return false;
	}
	if (self->animals == ANIMALS_UNKNOWN) {
		self->animals = names_animal(doc) ? ANIMALS_NAMED : ANIMALS_NONE;
	}
	return self->animals == ANIMALS_NAMED;
}

void support_note(resolver *self, const analysis *doc, const abbreviations *a)
{
	for (uint32_t i = 0; i < doc->candidates.count; i++) {
		const candidate *c = &doc->candidates.items[i];
		bool parted = last_number_exists(doc, c) && last_number_parted(doc, c);
		for (uint32_t r = c->readings; !parted && r < c->readings + c->count; r++) {
			const reading *read = &doc->readings.items[r];
			if (may_support(self, doc, c, read) && !is_of_animal(self, doc, c, read) &&
			    !evidence_is_suppressed(self, doc, a, c, read) &&
			    (!(read->policy & ONTO_POLICY_EFFECT) || drug_effects_stated(doc, c)) &&
			    !evidence_symbol_apart(self, doc, c, read) && !evidence_is_recased(doc, c, read)) {
				self->known.items[read->cluster_slot].supported_in = self->document_number;
			}
		}
	}
}

enum { ABOVE_MOST = 32 };

bool support_elsewhere(const resolver *self, const reading *r)
{
	const onto_dictionary *d = self->dictionary;
	const char *name = dictionary_text(d, r->text);
	uint32_t above[ABOVE_MOST] = {r->concept};
	if (resolver_supports(self, r->cluster_slot)) {
		return true;
	}
	/* Two letters are too ambiguous. */
	if (RULE(SUPPORT_TWO_LETTERS, !name[0] || !name[1] || !name[2])) {
		return false;
	}
	size_t count = 1, from = 0;
	for (int level = 0; level < (int)WEIGHT(LEVELS_UP); level++) {
		for (size_t end = count; from < end; from++) {
			const concept *c = &d->concepts.items[above[from]];
			for (uint32_t p = c->parents; p < c[1].parents && count < ABOVE_MOST; p++) {
				above[count] = d->parents.items[p];
				if (resolver_supports(
						self, self->cache->memos->cluster_slot[d->concepts.items[above[count++]].meaning])) {
					return true;
				}
			}
		}
	}
	return false;
}

bool support_beside(const analysis *doc, const candidate *c, const reading *r)
{
	if (r->like == ONTO_MARKER) {
		return RULE(SUPPORT_COMPOSITE, composite_has_other(doc, c)) ||
		       RULE(SUPPORT_STATUS, marker_result_has_status(doc, c, r)) ||
		       RULE(SUPPORT_PANEL, marker_result_supports(doc, c, r));
	}
	if (r->like != ONTO_DRUG) {
		return false;
	}
	return ion_is_written(doc, c) || RULE(SUPPORT_DOSE, quantity_is_dose(doc, c)) ||
	       RULE(SUPPORT_MEDICATION, (r->policy & ONTO_POLICY_SHORT) && short_form_is_medication(doc, c));
}
