/* The rules of evidence: whether a reading may be meant at a place. Each is a record. resolve.c evaluates the first
 * three tables in order; predicates evaluate the details.
 *
 *     PLACE_RULES     EACH(NAME, types, condition)   drops the whole place
 *     TYPE_RULES      EACH(NAME, types, condition)   removes types from the place
 *     READING_RULES   EACH(NAME, types, condition)   drops one reading
 *     DETAIL_RULES    EACH(NAME, types, what it says, with an example)
 *
 * Of the first three, judge/ruling.c says what each means, in a sentence that users read.
 *
 * Of each, tests/resolve/rules.tsv has a text that reads otherwise without it, and tests/resolve/rules.counts.tsv
 * the documents that it moves, by corpus; tools/rules --record counts them again. A rule that moves fewer than two
 * documents goes, but for those of hospital notes, of which no corpus is at hand: tests/samples/notes has some. */
#ifndef ONTOTAG_RESOLVE_RULES_H
#define ONTOTAG_RESOLVE_RULES_H

#include "core/knockout.h"
#include "core/type_name.h"

#define PLACE_RULES(EACH) \
	EACH(CONJUNCT_MISSING, ANY, shares && !evidence_has_conjunct(doc, c)) \
	EACH(CUT_SHORT, ANY, evidence_is_inverted(doc, c) && evidence_is_cut_short(doc, c)) \
	EACH(NUMBER_PARTED, ANY, last_number_exists(doc, c) && last_number_parted(doc, c)) \
	EACH(TURNED_ROUND, ANY, evidence_is_turned_round(doc, c)) \
	EACH(LIST_NOT_INVERSION, ANY, gaps & 1u << GAP_COMMA && evidence_goes_on(doc, c, self->cache)) \
	EACH(JOURNAL, ANY, title && doc->tokens.items[c->end].kind == TOKEN_DIGITS && journal_is_cited(doc, c)) \
	EACH(INSTRUMENT, DISEASE, (title || upper) && instrument_holds(doc, c)) \
	EACH(SECTION_TITLE, DISEASE, c->end == c->first + 1 && (title || upper) && heading_is_section(doc, c)) \
	EACH(AUTHOR, ANY, title && c->end == c->first + 1 && author_is_surname(doc, c)) \
	EACH(INITIALS, ANY, upper && c->first > 0 && c->end == c->first + 1 && author_is_initials(doc, c)) \
	EACH(CONTRIBUTOR, ANY, upper && c->end == c->first + 1 && author_is_contributor(doc, c)) \
	EACH(DILUTED, ANY, upper && c->end == c->first + 1 && quantity_is_dilution(doc, c)) \
	EACH(BASES, ANY, upper && c->end == c->first + 1 && sequence_is_bases(doc, c)) \
	EACH(BAND, MARKER, c->end == c->first + 2 && sequence_is_band(doc, c)) \
	EACH(CUTS_WORD, ANY, doc->tokens.items[c->end].gap == GAP_NONE && last_number_cuts_word(doc, c)) \
	EACH(NOTE_ENTRY, ANY, upper && c->end == c->first + 1 && short_form_is_entry(doc, c))

#define TYPE_RULES(EACH) \
	EACH(VETOED, VETOED, v->vetoed) \
	EACH(PART_OF_SUBSTANCE, DRUG, (wanted & v->types & 1u << ONTO_DRUG) && is_part_of_substance(doc, c)) \
	EACH(PART_OF_SALT, DRUG, (wanted & v->types & 1u << ONTO_DRUG) && is_part_of_salt(doc, c))

#define READING_RULES(EACH) \
	EACH(OTHER_THING, ANY, r->policy &ONTO_POLICY_OTHER) \
	EACH(FORM_OF_OTHER, ANY, v->other && (r->by & ~(uint32_t)ONTO_BY_CASE) && (TYPES_DEFAULT >> r->type & 1)) \
	EACH(NAME_OF_OTHER, ANY, \
	     v->named && (TYPES_DEFAULT >> r->type & 1) && r->scope != ONTO_PREFERRED && \
	         (r->policy & (ONTO_POLICY_CASE | ONTO_POLICY_OTHER)) == ONTO_POLICY_CASE && \
	         !(r->by & ~(uint32_t)ONTO_BY_CASE) && !evidence_is_infected(doc, c)) \
	EACH(GENERIC, ANY, (r->policy & ONTO_POLICY_GENERIC) && !self->keep_generic) \
	EACH(SHARED_DERIVED, ANY, shares && (r->by & ONTO_BY_DERIVED)) \
	EACH(SHARED_FOR_NOTHING, ANY, shares && !(r->by & ONTO_BY_PLURAL) && evidence_means_alone(doc, c, r->meaning)) \
	EACH(GENE_SYMBOL, DISEASE, \
	     v->gene && r->like == ONTO_DISEASE && !(r->policy & (ONTO_POLICY_CASE | ONTO_POLICY_FIRST)) && \
	         !(r->by & ONTO_BY_ABBREVIATION)) \
	EACH(SIGN_WITHIN, ANY, \
	     v->gaps & 1u << GAP_HYPHEN && composite_sign_within(doc, c, dictionary_text(self->dictionary, r->text))) \
	EACH(CAPITALS_ARE_WORDS, ANY, \
	     !(r->policy & ONTO_POLICY_CASE) && letter_case_is_upper(doc, c) && \
	         letter_case_is_word(doc, c, self->cache)) \
	EACH(SYMBOL_OF_DISEASE, MARKER, \
	     evidence_is_disease_synonym(doc, c, r) && !resolver_supports(self, r->cluster_slot)) \
	EACH(DIAGNOSED, MARKER, \
	     r->like == ONTO_MARKER && !(r->policy & (ONTO_POLICY_CASE | ONTO_POLICY_SHORT)) && \
	         !(r->by & ONTO_BY_ABBREVIATION) && c->end == c->first + 1 && letter_case_is_upper(doc, c) && \
	         short_form_is_diagnosed(doc, c)) \
	EACH(PARTNER_OF_FUSION, MARKER, \
	     r->like == ONTO_MARKER && v->gaps & (1u << GAP_HYPHEN | 1u << GAP_SLASH) && \
	         evidence_is_partner(doc, c, r)) \
	EACH(EPONYM, DISEASE, \
	     r->like == ONTO_DISEASE && !(r->policy & ONTO_POLICY_CASE) && \
	         eponym_lacks_possessive(doc, c, dictionary_text(self->dictionary, r->text), self->cache)) \
	EACH(DOSED, DISEASE, \
	     r->like == ONTO_DISEASE && (v->types & 1u << ONTO_DRUG) && evidence_is_medication(doc, c)) \
	EACH(MEASURED, DRUG, \
	     r->like == ONTO_DRUG && (self->types & v->types & 1u << ONTO_MARKER) && marker_result_is_given(doc, c)) \
	EACH(TITLE_OF_PERSON, MARKER, \
	     evidence_is_title(doc, c, r) && c->first > 0 && author_has_first_name(doc, c) && \
	         !short_form_is_genetic(doc, c)) \
	EACH(TITLE_OF_ANIMAL, MARKER, self->animals == ANIMALS_NAMED && evidence_is_title(doc, c, r)) \
	EACH(RECASED, MARKER, \
	     evidence_is_recased(doc, c, r) && (v->other || !resolver_supports(self, r->cluster_slot))) \
	EACH(NUMBER_APART, ANY, \
	     evidence_number_apart(self, doc, c, r) && \
	         (last_number_counts(doc, c) || \
	          (!(r->policy & ONTO_POLICY_CASE) && !resolver_supports(self, r->cluster_slot)))) \
	EACH(DEFINED_OTHERWISE, ANY, evidence_is_suppressed(self, doc, a, c, r)) \
	EACH(SHORT_OF_GENE, DISEASE, \
	     r->like == ONTO_DISEASE && (r->policy & ONTO_POLICY_SHORT) && (v->types & 1u << ONTO_MARKER) && \
	         short_form_is_gene(doc, c)) \
	EACH(NAME_OF_GENE, ANY, \
	     r->like != ONTO_MARKER && (v->types & 1u << ONTO_MARKER) && evidence_names_gene(self, doc, c, r)) \
	EACH(SHORT_NUMBERED, DISEASE, (r->policy & ONTO_POLICY_SHORT) && short_form_is_numbered(doc, c)) \
	EACH(SHORT_PART_OF_NAME, DISEASE, \
	     r->like == ONTO_DISEASE && (r->policy & ONTO_POLICY_SHORT) && short_form_needs_support(self, r) && \
	         short_form_is_part(self, r) && !short_form_is_charted(doc, c)) \
	EACH(UNSUPPORTED, ANY, \
	     short_form_needs_support(self, r) && !(r->by & ONTO_BY_ABBREVIATION) && !support_elsewhere(self, r) && \
	         !support_beside(doc, c, r) && \
	         !(r->scope == ONTO_PREFERRED && evidence_is_defined_in_words(self, doc, a, c, r))) \
	EACH(NUMBER_LOWERED, MARKER, \
	     r->like == ONTO_MARKER && !(r->policy & ONTO_POLICY_CASE) && last_number_lowered(doc, c)) \
	EACH(RESIDUE_NAMED, DRUG, \
	     r->like == ONTO_DRUG && c->end == c->first + 1 && sequence_may_be_residue(doc, c) && \
	         sequence_is_named_residue(doc, c)) \
	EACH(UNBALANCED, ANY, \
	     v->gaps & 1u << GAP_HARD && bracket_is_unbalanced(doc, c, dictionary_text(self->dictionary, r->text))) \
	EACH(NO_EFFECT, DISEASE, \
	     (r->policy & ONTO_POLICY_EFFECT) && (!self->effects || !resolver_supports(self, r->cluster_slot)))

#define DETAIL_RULES(EACH) \
	EACH( \
		MEMBER_DOES_WITHOUT, ANY, \
		"the last member is a whole name of the first one's type, so that nothing is shared: acute myeloid leukemia and asthma") \
	EACH(MEMBER_ENDS_NAME, ANY, \
	     "the first member is the end of a longer name of the type: losartan potassium and ferrous sulfate") \
	EACH( \
		MEMBER_IS_WHOLE, DISEASE, \
		"the first member is a disease of several words without what it would share: chronic renal failure and end-stage renal disease") \
	EACH(MEMBERS_NEED_EACH_OTHER, ANY, \
	     "neither member is a name, but each is the other's conjunct: type 1 and 2 diabetes") \
	EACH(CLAIMED, ANY, "nothing within the name of another thing is a mention: CAT scan, ST depression") \
	EACH(INFECTED_WITH, ANY, "what somebody is infected with is the disease: infected with hepatitis C virus") \
	EACH(MEMBERS_OVERLAP, ANY, \
	     "members of one enumeration share words, so that both stay: B- and T-cell leukemia") \
	EACH( \
		BROADER_LAST, ANY, \
		"a vocabulary has a broader code for a name, and a code of its own for a shorter one: complete heart block") \
	EACH(RECASED_GENE, MARKER, \
	     "a word beside a symbol says that it is a gene, however it is written: the Drosha gene") \
	EACH(ANTIBODY_TARGET, MARKER, \
	     "anti- before a marker names an antibody and negates nothing: anti-EGFR antibody") \
	EACH(DEFINED_AS_SAME, ANY, \
	     "a long form that is read as the same concept suppresses nothing: non-steroidal drugs (NSD)") \
	EACH(DEFINED_BUT_DRUG, DRUG, \
	     "a long form that is a chemical's name does not suppress the drug of its short form: MDMA") \
	EACH( \
		DEFINED_AS_GENE, MARKER, \
		"a long form that no name ends, or that ends in gene or receptor, does not suppress the symbol: fibrillin-1 gene (FBN1)") \
	EACH(DEFINED_IN_WORDS, MARKER, \
	     "nor any short form of a gene whose names have all words of such a long form: huntingtin gene (HTT)") \
	EACH(SUPPORT_TWO_LETTERS, ANY, "but not for two letters, which are too ambiguous") \
	EACH(SUPPORT_COMPOSITE, MARKER, "another marker in one composite is support: ER+/PR+/HER2-") \
	EACH(SUPPORT_COMPOSITE_LETTERS, MARKER, "but not for two letters") \
	EACH(SUPPORT_GENE, MARKER, "the text speaks of the gene: MLL-rearranged, expression of MLL") \
	EACH(SUPPORT_DOSE, DRUG, "a dose follows: APAP 500 mg") \
	EACH(SUPPORT_MEDICATION, DRUG, \
	     "so do words of taking it, or another drug in its list: continue ASA; APAP/ibuprofen") \
	EACH(MEDICATION_COUNTED, DRUG, "so do words of how often it was given: six cycles of BEP") \
	EACH(MEDICATION_BY_TREATMENT, DRUG, \
	     "so does a word behind that makes a treatment of it: BEP regimen, pred taper") \
	EACH(SUPPORT_STATUS, MARKER, "a status is support for a symbol: ER+, PR-positive, ER: positive") \
	EACH(SUPPORT_PANEL, MARKER, "a row of results supports a short form: Na 134, K 3.3, Cl 98") \
	EACH(ION_CHARGE, DRUG, "a charge: Na+, Ca(2+)") \
	EACH(ION_BRACKET, DRUG, "brackets of a concentration: [Ca]i") \
	EACH(ION_CHANNEL, DRUG, "a channel: Ca channels") \
	EACH(ION_CARRIED, DRUG, "its transporter: Na,K-ATPase, Na-K-2Cl") \
	EACH(CHARTED_BY_WORD, DISEASE, "a word before a short form says that a patient has it: acute MI") \
	EACH(SHORT_JOINED, DISEASE, \
	     "but not of a short form that a hyphen joins to the next word: had HCV-genotype 1b") \
	EACH(CHARTED_BY_LEAD, DISEASE, "a heading or words before a list do: PMH: DM, MI; s/p MI") \
	EACH(CHARTED_BY_LIST, DISEASE, "the next member of its list is a disease: HTN/DM") \
	EACH(CHARTED_AS_PROBLEM, DISEASE, "it is the title of a problem: # PE: on apixaban; 3. AF") \
	EACH(EFFECT_BEFORE, DISEASE, "a drug stands right before its effect: halothane hepatitis") \
	EACH(EFFECT_INDUCED, DISEASE, "the effect is induced: isoniazid-induced hepatitis") \
	EACH(EFFECT_BEHIND, DISEASE, "the drug stands behind: hepatitis due to treatment with isoniazid") \
	EACH(SUBSTANCE_LOCANT, DRUG, "a locant stands before it: hexachloro-1,3-butadiene") \
	EACH(SUBSTANCE_GROUP, DRUG, "a group stands before it: dihydroxy-isoflavone") \
	EACH(SUBSTANCE_BRACKET, DRUG, "a group in brackets stands before it: 1-(2-phenethyl)-piperazine") \
	EACH(SUBSTANCE_RINGS, DRUG, "rings stand before it: 1,4-diazabicyclo[4.3.0]nonane") \
	EACH(SUBSTANCE_SUFFIX, DRUG, "a locant and a suffix stand behind it: pregnane-20-one") \
	EACH(SALT_METAL, DRUG, "the metal of a salt: sodium valproate, heparin sodium") \
	EACH(SALT_ACID, DRUG, "the acid of a salt: pregnenolone sulfate")

enum resolve_rule { PLACE_RULES(RULE_NAME) TYPE_RULES(RULE_NAME) READING_RULES(RULE_NAME) DETAIL_RULES(RULE_NAME) };

#endif
