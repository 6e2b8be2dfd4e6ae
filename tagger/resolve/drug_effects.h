/* Effects of drugs: does a text say that a drug did what a disease's name names?
 *
 *     isoniazid-induced hepatitis · halothane hepatitis · hepatitis due to treatment with isoniazid · hypersensitivity to ampicillin
 *
 * Some diseases have a concept of their own where they are a drug's. Curation gives such a concept the plain name as well, with
 * the policy ONTO_POLICY_EFFECT: it counts only in a text that says so somewhere, or that names the concept otherwise. */
#ifndef ONTOTAG_DRUG_EFFECTS_H
#define ONTOTAG_DRUG_EFFECTS_H

#include "match/analysis.h"

/* Does the text say of this place that a drug did it? The candidates must be complete. */
bool drug_effects_told(const analysis *doc, const candidate *c);

#endif
