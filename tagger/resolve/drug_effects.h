/* Effects of drugs: whether a text says that a drug caused a disease.
 *
 *     isoniazid-induced hepatitis · halothane hepatitis · hepatitis due to treatment with isoniazid ·
 * hypersensitivity to ampicillin
 *
 * Some diseases have a separate concept where a drug caused them. Curation gives it the plain name of the disease
 * as well, with the policy ONTO_POLICY_EFFECT. Such a reading counts only in a text that says so somewhere, or that
 * names the concept otherwise. */
#ifndef ONTOTAG_DRUG_EFFECTS_H
#define ONTOTAG_DRUG_EFFECTS_H

#include "match/analysis.h"

/* True where the text says that a drug caused the disease at this place. The candidates must be complete. */
bool drug_effects_stated(const analysis *doc, const candidate *c);

#endif
