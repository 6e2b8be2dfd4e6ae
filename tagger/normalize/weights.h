/* The weights of normalizing: the factor of a score, or of a word's weight, for each difference between a term and
 * a name.
 *
 *     EACH(NAME, type, value, meaning, source)
 *
 * `source` names the texts that a value was set on, by hand: "train" are the gold mentions of the training sets of
 * BC5CDR and NCBI (tools/normalize-accuracy). tests/resolve/weights.tsv holds each value. */
#ifndef ONTOTAG_NORMALIZE_WEIGHTS_H
#define ONTOTAG_NORMALIZE_WEIGHTS_H

#include <stddef.h>
#include <stdint.h>

#include "core/knockout.h"

#define NORMALIZE_WEIGHTS(EACH) \
	EACH(WORD_FORM, float, 0.97f, "a word in another number or spelling", "train") \
	EACH(WORD_DERIVED, float, 0.9f, "an adjective for a noun, or another form of a verb", "train") \
	EACH(WORD_STEM, float, 0.6f, "a word that shares but the stem", "train") \
	EACH(WORD_SYNONYM, float, 0.85f, "a word that the names use for the same thing", "train") \
	EACH(WORD_TYPING_ONE, float, 0.88f, "a word with one typing error", "train") \
	EACH(WORD_TYPING_TWO, float, 0.78f, "a word with two typing errors", "train") \
	EACH(WORD_MINOR, float, 0.2f, "weight of a function word", "train") \
	EACH(TERM_WORD_ALONE, float, 0.8f, "weight of a word of the term that the name lacks", "train") \
	EACH(KIND_WORD_ALONE, float, 0.4f, \
	     "weight of a word that says only what kind of thing it is, where one side lacks it", "train") \
	EACH(SYNONYM_VAGUE, float, 0.7f, "a word by itself is not read as one of less than this share of its weight", \
	     "train") \
	EACH(LEFT_NUMBER, float, 0.8f, "a number that one side lacks", "train") \
	EACH(LEFT_ORDER, float, 0.97f, "words in another order", "train") \
	EACH(LEFT_CASE, float, 0.95f, "a symbol in another case", "train") \
	EACH(LEFT_CASE_OF_WORD, float, 0.6f, "a short symbol of letters alone in another case, which may be a word", \
	     "train") \
	EACH(LEFT_EQUIVALENT, float, 0.95f, "a name by its other words (build/equivalents.h)", "train") \
	EACH(LEFT_RETIRED, float, 0.9f, "a name of a retired concept", "train") \
	EACH(LEFT_NARROW, float, 0.97f, "a narrow name", "train") \
	EACH(LEFT_RELATED, float, 0.95f, "a related name", "train") \
	EACH(LEFT_BROAD, float, 0.93f, "a broad name", "train") \
	EACH(LEFT_INFERRED, float, 0.95f, "a formula by its name, an organ by its Greek form", "train") \
	EACH(LEFT_SHORT_FORM, float, 0.75f, "a short form by itself where its long form has no name", "train") \
	EACH(LEFT_REMARK, float, 0.95f, "a disease without what is said of it: hx of, stage 3, flare", "notes") \
	EACH(LEFT_DOSE, float, 0.95f, "a drug without its dose", "train") \
	EACH(GOOD_ENOUGH, double, 0.93, "from this score on no dearer step is taken", "train") \
	EACH(SCORE_DEFAULT, double, 0.5, "least score where the caller gives none", "train") \
	EACH(GUESS_SHARE, double, 0.7, "share of the least score that shared words must promise", "train") \
	EACH(POSTINGS_MOST, size_t, 60000, "names that are looked at for one term, once its rarest word is done", \
	     "train") \
	EACH(LEAST_INFLECTED, size_t, 3, "letters of a word that has another form", "train") \
	EACH(RANK_SUPPORT, int, 64, "rank of a name that needs support", "train") \
	EACH(RANK_NOT_FIRST, int, 32, "rank of a name that curation does not put first", "train") \
	EACH(RANK_OTHER_VOCABULARY, int, 16, "rank of a concept of a vocabulary that is not asked for", "train") \
	EACH(RANK_SYMBOL, int, 4, "rank of another symbol of a gene that needs support: AS of HLA-B", "notes") \
	EACH(RANK_LATE, int, 8, "rank of a code that its vocabulary gave late", "BC5CDR train") \
	EACH(EARLY_CODE, size_t, 9, \
	     "characters of an early code from its colon on: MeSH has written D and nine digits since 2015", \
	     "BC5CDR train") \
	EACH(PAIRS_LEAST, uint32_t, 4, "diseases whose names differ in a pair of words, for these to be synonyms", \
	     "train") \
	EACH(PAIRS_SHARE, double, 0.15, "share of the diseases with the rarer word that differ so", "train") \
	EACH(SAID_SHARE, double, 0.06, "share of the diseases with the word that is stood for that differ so", "train")

#define WEIGHT_VALUE(name, type, value, meaning, source) static const type name = value;
NORMALIZE_WEIGHTS(WEIGHT_VALUE)
#undef WEIGHT_VALUE

#endif
