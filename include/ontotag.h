/* ontotag: finds the diseases, drugs and markers of a text and gives each its codes.
 *
 *     onto_dictionary *dictionary;
 *     onto_tagger *tagger;
 *     const onto_tags *tags;
 *     const onto_mention *m;
 *     const char *text = "No evidence of DIC; on salbutamol.";
 *     if (onto_dictionary_load(NULL, 0, NULL, &dictionary, NULL) == ONTO_OK &&
 *         onto_tagger_new(dictionary, NULL, &tagger, NULL) == ONTO_OK &&
 *         onto_tagger_tag(tagger, text, strlen(text), &tags, NULL) == ONTO_OK) {
 *         for (size_t i = 0; (m = onto_tags_mention(tags, i)); i++) {
 *             printf("%zu-%zu %s %s\n", m->start, m->end, m->codes[0], m->name);
 *         }
 *     }
 *
 * Ownership. Whoever calls a `_new`, an `_open` or a `_load` frees with the matching `_free`; every `_free` takes
 * NULL. A `const` pointer that comes back is a view. It belongs to the object it was asked of and lives as long as
 * that object, unless the function says less. Strings that go in are copied unless the function says otherwise.
 *
 * NULL. A pointer may be NULL only where the comment says so; two may always be: `error` and `options`. Without
 * `options` a function takes the defaults, which are those of a struct that is zero behind its size. A string in a
 * struct that comes back is never NULL unless its comment says so. An array may be NULL where its count is 0.
 *
 * Iteration. `onto_<things>(object, index)` gives item number `index`, from 0; past the last it gives NULL or
 * false. Only numbers of concepts, which never grow, come as one array with its count.
 *
 * Threads. An onto_dictionary, an onto_hierarchy and an onto_normalizer_index never change: any number of threads
 * may use one at the same time. Every other object belongs to one thread at a time. There is no global state.
 *
 * Errors. A function that can fail returns an onto_status and fills `error`. After a failure its out-parameters are
 * NULL or unchanged. Nothing prints, nothing ends the process.
 *
 * Offsets are bytes from the start of the text, half open: [start, end).
 *
 * Stability. Within a major version a program that was built with one release runs with each later one. Functions
 * and the values of enumerations stay. A struct of options, and a document, begins with its size and may grow. A
 * struct that the library hands out by pointer (onto_mention, onto_context, onto_candidate, ...) may grow at its
 * end: reach it by the function that gives it, not by arithmetic on its address. A struct that a function fills for
 * the caller (onto_concept, onto_name, ...) stays as it is. Before version 1 this holds for each minor version. */
#ifndef ONTOTAG_H
#define ONTOTAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define ONTO_API __attribute__((visibility("default")))
#else
#define ONTO_API
#endif

/* ---- version ------------------------------------------------------------------------------------------------- */

#define ONTO_VERSION_MAJOR 0
#define ONTO_VERSION_MINOR 2
#define ONTO_VERSION_PATCH 0
#define ONTO_VERSION       "0.2.0"

/* The version of the running library, in the form of ONTO_VERSION, which is the header's. */
ONTO_API const char *onto_version(void);

/* ---- errors -------------------------------------------------------------------------------------------------- */

typedef enum onto_status {
	ONTO_OK = 0,
	ONTO_NO_MEMORY, /* an allocation failed */
	ONTO_IO,        /* the system refused to open, read or write */
	ONTO_DAMAGED,   /* malformed input: a broken gzip, a bad row, a cycle */
	ONTO_UNKNOWN,   /* no such format, code or name */
	ONTO_ARGUMENT,  /* the caller passed an invalid argument */
	ONTO_LIMIT      /* larger than the library can hold */
} onto_status;

/* What failed and where. `file` is empty and `line` is 0 where they do not apply. Lines count from 1. */
typedef struct onto_error {
	onto_status status;
	size_t line;
	char file[256];
	char message[512];
} onto_error;

/* Is told what was passed over where the rest can be used: a line for each kind, without a line end, that lives for
 * the call. */
typedef void onto_notice(void *context, const char *message);

/* ---- terms of the field -------------------------------------------------------------------------------------- */

/* What a concept is. Only these types have a name here; the others (dictionaries/type-names.tsv) have the numbers
 * behind them, up to onto_type_count, and are known by their words. A set of types has the bits 1 << type. */
typedef enum onto_type { ONTO_DISEASE, ONTO_DRUG, ONTO_MARKER, ONTO_TYPES_MAX = 16 } onto_type;

/* How many types there are. */
ONTO_API size_t onto_type_count(void);

/* The set of types that options mean by 0: diseases, drugs and markers. */
ONTO_API unsigned onto_types_default(void);

/* The caption of a list of mentions of a type ("Diseases"), and the colour behind a mention ("#fbdfdc"). NULL for a
 * value out of range. */
ONTO_API const char *onto_type_caption(onto_type type);
ONTO_API const char *onto_type_colour(onto_type type);

/* How a name stands to its concept, best first. */
typedef enum onto_scope {
	ONTO_PREFERRED,
	ONTO_EXACT,
	ONTO_NARROW,
	ONTO_RELATED,
	ONTO_BROAD,
	ONTO_SCOPES
} onto_scope;

/* How a code of another vocabulary relates to a concept. XREF: a source only mentions it. */
typedef enum onto_predicate {
	ONTO_MATCH_EXACT,
	ONTO_MATCH_CLOSE,
	ONTO_MATCH_NARROW,
	ONTO_MATCH_BROAD,
	ONTO_MATCH_RELATED,
	ONTO_MATCH_XREF,
	ONTO_PREDICATES
} onto_predicate;

/* The words of the row format and the outputs for these values. NULL for a value out of range. */
ONTO_API const char *onto_type_word(onto_type type);
ONTO_API const char *onto_scope_word(onto_scope scope);
ONTO_API const char *onto_predicate_word(onto_predicate predicate);

/* The value of such a word. False for any other word. */
ONTO_API bool onto_type_parse(const char *word, onto_type *out);
ONTO_API bool onto_scope_parse(const char *word, onto_scope *out);
ONTO_API bool onto_predicate_parse(const char *word, onto_predicate *out);

/* The standing of a concept: current, replaced, with possible successors, or withdrawn. */
typedef enum onto_standing { ONTO_LIVE, ONTO_REPLACED, ONTO_CONSIDER, ONTO_OBSOLETE } onto_standing;

/* A number of a concept, from 0. ONTO_NONE is no concept. */
typedef uint32_t onto_concept_id;
#define ONTO_NONE UINT32_MAX

typedef struct onto_span {
	size_t start, end;
} onto_span;

/* ---- loading ------------------------------------------------------------------------------------------------- */

/* Concepts, names and the tables that find them. Immutable; any number of threads may share it. */
typedef struct onto_dictionary onto_dictionary;

typedef struct onto_load_options {
	size_t size;      /* sizeof(onto_load_options) */
	bool no_starter;  /* do not load the embedded starter dictionary under those that are given */
	bool no_curation; /* do not apply the embedded curation: rows that correct the sources */
	bool in_memory;   /* read an image into memory instead of mapping it: nothing that happens to its file then does
	                     harm */
	onto_notice *notice; /* NULL: none. Rows for codes that no layer has are such a thing */
	void *notice_context;
} onto_load_options;

/* Loads dictionaries in layers. A later layer adds concepts, and adds names and cross-references to concepts of an
 * earlier one. The embedded starter lies under them and the embedded curation over them, unless `options` say
 * otherwise.
 *
 * `paths`: files of rows, plain or compressed, or names of installed dictionaries such as "full". Names are looked
 * up in $XDG_DATA_HOME/ontotag (default ~/.local/share/ontotag), /usr/local/share/ontotag and /usr/share/ontotag.
 * May be NULL where `count` is 0, which loads the starter alone.
 *
 * A compiled image that is the only path is mapped. Among others it is a layer like rows, which takes as long as
 * reading those. It cannot be loaded with `no_curation` if the curation is compiled in. Its file may be replaced
 * while it is in use, but not overwritten or cut, unless `in_memory` is set.
 *
 * ONTO_IO and ONTO_DAMAGED name the file and the line. ONTO_UNKNOWN lists the folders that were searched. */
ONTO_API onto_status onto_dictionary_load(const char *const *paths, size_t count, const onto_load_options *options,
                                          onto_dictionary **out, onto_error *error);
ONTO_API void onto_dictionary_free(onto_dictionary *dictionary);

/* The file that onto_dictionary_load reads for what was given, a file or the name of an installed dictionary. The
 * caller frees it with free(). ONTO_UNKNOWN lists where a name was looked for. */
ONTO_API onto_status onto_dictionary_path(const char *given, char **out, onto_error *error);

/* ---- tagging ------------------------------------------------------------------------------------------------- */

/* Tags texts with one dictionary. Caches what it computes for each word, so that later texts are faster. Belongs to
 * one thread. The dictionary must outlive it. */
typedef struct onto_tagger onto_tagger;

/* Which of overlapping matches stay. */
typedef enum onto_overlap {
	ONTO_LONGEST,      /* the longest, then the leftmost; no two mentions overlap, unless a profile of the judge has
	                      names of one type within those of another (dopamine receptor) */
	ONTO_ALL,          /* every match */
	ONTO_NESTED,       /* nested matches, but none that cross */
	ONTO_ONE_PER_TYPE, /* the longest of each type separately */
	ONTO_OVERLAPS
} onto_overlap;

ONTO_API const char *onto_overlap_word(onto_overlap overlap);
ONTO_API bool onto_overlap_parse(const char *word, onto_overlap *out);

/* Transformations between the text and the name that it matched: bits. Each can be switched off. */
enum {
	ONTO_BY_CASE = 1 << 0,          /* case */
	ONTO_BY_PLURAL = 1 << 1,        /* plural: singular, plural or possessive */
	ONTO_BY_SPELLING = 1 << 2,      /* spelling: tumour, tumor */
	ONTO_BY_DERIVED = 1 << 3,       /* derived: adjective for noun */
	ONTO_BY_ORDER = 1 << 4,         /* order: cancer of the lung */
	ONTO_BY_HYPHEN = 1 << 5,        /* hyphen: hyphen, space or nothing in place of another */
	ONTO_BY_NUMERAL = 1 << 6,       /* numeral: II for 2 */
	ONTO_BY_SYNONYM = 1 << 7,       /* synonym: a word that names use for another: renal, kidney */
	ONTO_BY_LINE = 1 << 8,          /* line: a line break inside the name */
	ONTO_BY_FOLD = 1 << 9,          /* fold: accent, ligature, full-width or superscript form */
	ONTO_BY_ABBREVIATION = 1 << 10, /* abbreviation: defined in the document */
	ONTO_BY_COORDINATION = 1 << 11, /* coordination: a part of the name stands elsewhere in an enumeration */
	ONTO_BY_WORDS = 1 << 12,        /* words: one side has a word that the other lacks; in normalizing only */
	ONTO_BY_TYPING = 1 << 13,       /* typing: a typing error; in normalizing only */
	ONTO_BY_GREEK = 1 << 14,        /* greek: a Greek letter for its name */
	ONTO_BY_EFFECT = 1 << 15        /* effect: the document says that a drug caused it */
};
#define ONTO_TRANSFORMATIONS 16

/* The word for transformation number `index` (bit 1 << index). NULL past the last. */
ONTO_API const char *onto_transformation_word(size_t index);

/* Parts of a mention's context (onto_context): bits. Each can be switched off. */
enum {
	ONTO_CONTEXT_CUES = 1 << 0,    /* negation, certainty, temporality, experiencer, allergy, status of a drug */
	ONTO_CONTEXT_VALUES = 1 << 1,  /* a marker's status, value and reference range */
	ONTO_CONTEXT_SECTIONS = 1 << 2 /* the section of a note, and what its heading says of its mentions */
};

/* The rows that state context: cues, words that end their scopes, headings of sections (dictionaries/FORMAT.md).
 * Immutable; any number of threads may share them. */
typedef struct onto_cues onto_cues;

/* Reads a file of rows, which replace those of the library. `path` NULL: the library's own rows, to be shared by
 * many taggers. ONTO_IO and ONTO_DAMAGED name the file and the line. */
ONTO_API onto_status onto_cues_load(const char *path, onto_cues **out, onto_error *error);

/* Reads rows in memory; `label` replaces the path in messages. */
ONTO_API onto_status onto_cues_parse(const char *label, const void *bytes, size_t length, onto_cues **out,
                                     onto_error *error);
ONTO_API void onto_cues_free(onto_cues *cues);

/* Which short forms of diseases are tagged that the text does not define: HTN, MI. A gene's symbol is no short
 * form. */
typedef enum onto_short_forms {
	ONTO_SHORT_FORMS_LIKELY,  /* those of one meaning, and others where their place tells: h/o DM, s/p MI */
	ONTO_SHORT_FORMS_DEFINED, /* none: only what the text defines, or names in full elsewhere */
	ONTO_SHORT_FORMS_ALL      /* all that have a likeliest meaning */
} onto_short_forms;

/* Their words: likely, defined, all. Parsing returns false for any other word. */
ONTO_API const char *onto_short_forms_word(onto_short_forms value);
ONTO_API bool onto_short_forms_parse(const char *word, onto_short_forms *out);

/* The weights by which places are judged (dictionaries/judge). Immutable; any number of threads may share them. */
typedef struct onto_judge onto_judge;

/* Reads a file of weights in place of the library's. `path` NULL: the library's own, to be shared by many taggers.
 * `profile`: the conventions to follow; NULL: those of unseen text. ONTO_UNKNOWN for a profile that the weights do
 * not have; ONTO_IO and ONTO_DAMAGED name the file and the line. */
ONTO_API onto_status onto_judge_load(const char *path, const char *profile, onto_judge **out, onto_error *error);

/* Reads weights in memory; `label` replaces the path in messages. */
ONTO_API onto_status onto_judge_parse(const char *label, const void *bytes, size_t length, const char *profile,
                                      onto_judge **out, onto_error *error);
ONTO_API void onto_judge_free(onto_judge *judge);

typedef struct onto_tag_options {
	size_t size; /* sizeof(onto_tag_options) */
	onto_overlap overlap;
	unsigned types;                  /* bits 1 << ONTO_DISEASE, ...; 0: onto_types_default */
	unsigned without;                /* ONTO_BY_ bits that must not be used */
	const char *const *vocabularies; /* CURIE prefixes, best first; only their codes are given, and a mention
	                                    without one is dropped. Copied. */
	size_t vocabulary_count;         /* 0: every code of the meaning, in the dictionary's order */
	bool keep_generic;               /* also tag names that state only a kind (disease, syndrome) */
	bool offer_retired;       /* also report names of retired concepts without a certain successor: onto_offer */
	bool offer_ambiguous;     /* also report short forms that nothing decides about: onto_ambiguity */
	unsigned without_context; /* ONTO_CONTEXT_ bits that are not determined */
	const onto_cues *cues;    /* rows to find context by; they must outlive the tagger. NULL: those of the library,
	                             which the first such tagger of a dictionary reads, and all share */
	onto_short_forms short_forms;
	const onto_judge *judge; /* it must outlive the tagger. NULL: the library's, shared likewise */
	bool no_judge;           /* rules decide, and of overlapping names the longest stays */
	double threshold;        /* the least score of a mention; 0: where it is as likely as not */
	bool tell_places;        /* report every place that was considered: onto_place */
	bool other_species; /* genes of other organisms than the human stay, told by onto_mention.species, without the
	                       human gene's code: their `code_count` may be 0. With a judge only */
	double min_confidence; /* the least confidence of a mention, from 0 to 1. Where it is not known, it stays */
} onto_tag_options;

/* ONTO_UNKNOWN where the dictionary has no code of a vocabulary that was asked for; the message lists those that it
 * has. */
ONTO_API onto_status onto_tagger_new(const onto_dictionary *dictionary, const onto_tag_options *options,
                                     onto_tagger **out, onto_error *error);
ONTO_API void onto_tagger_free(onto_tagger *tagger);

/* The result for one text; a view. See mentions, below. */
typedef struct onto_tags onto_tags;

/* Tags `length` bytes of text of any content; invalid UTF-8 separates words. *out is a view that lives until the
 * next call or until the tagger is freed. `text` must stay unchanged for that long. */
ONTO_API onto_status onto_tagger_tag(onto_tagger *tagger, const char *text, size_t length, const onto_tags **out,
                                     onto_error *error);

/* ---- context ------------------------------------------------------------------------------------------------- */

/* What a text says about a mention. The default of each is zero: affirmed, certain, current, the patient's. */
typedef enum onto_certainty { ONTO_CERTAIN, ONTO_POSSIBLE, ONTO_HYPOTHETICAL, ONTO_CERTAINTIES } onto_certainty;
typedef enum onto_temporality { ONTO_CURRENT, ONTO_HISTORICAL, ONTO_TEMPORALITIES } onto_temporality;
typedef enum onto_experiencer { ONTO_PATIENT, ONTO_FAMILY, ONTO_OTHER, ONTO_EXPERIENCERS } onto_experiencer;

/* The result of a marker, or what became of a drug. */
typedef enum onto_finding {
	ONTO_NO_FINDING,
	ONTO_POSITIVE,
	ONTO_NEGATIVE,
	ONTO_WEAK,
	ONTO_EQUIVOCAL,
	ONTO_HIGH,
	ONTO_LOW,
	ONTO_NORMAL,
	ONTO_ABNORMAL,
	ONTO_MUTATED,
	ONTO_WILD_TYPE,
	ONTO_AMPLIFIED,
	ONTO_DELETED,
	ONTO_REARRANGED,
	ONTO_NOT_DETECTED,
	ONTO_STOPPED,   /* a drug: held, discontinued */
	ONTO_NOT_GIVEN, /* a drug: declined, withheld */
	ONTO_FINDINGS
} onto_finding;

/* The words of the outputs for these values. NULL for a value out of range. */
ONTO_API const char *onto_certainty_word(onto_certainty certainty);
ONTO_API const char *onto_temporality_word(onto_temporality temporality);
ONTO_API const char *onto_experiencer_word(onto_experiencer experiencer);
ONTO_API const char *onto_finding_word(onto_finding finding);

/* The value of such a word. False for any other word. */
ONTO_API bool onto_certainty_parse(const char *word, onto_certainty *out);
ONTO_API bool onto_temporality_parse(const char *word, onto_temporality *out);
ONTO_API bool onto_experiencer_parse(const char *word, onto_experiencer *out);
ONTO_API bool onto_finding_parse(const char *word, onto_finding *out);

/* A place in the text that says something about a mention. */
typedef struct onto_cue {
	size_t start, end;
	const char *says; /* negated, possible, hypothetical, historical, family, other, allergy, positive, ... */
} onto_cue;

/* A measured number. */
typedef struct onto_value {
	size_t start, end;      /* from the first byte of number or comparator to past the last of the unit */
	double number;          /* NaN where the value is a titre's or a score's text alone */
	const char *text;       /* what `number` cannot hold: 1:320, 2+; else NULL */
	const char *comparator; /* <, <=, >, >=, ~; NULL: equal */
	const char *unit;       /* as in the text, with line breaks of PDF repaired; NULL: none */
	const char *ucum;       /* the same in UCUM's code; NULL: not known */
	double low, high;       /* of the value's own range, where it is one (3 to 5); NaN: not given */
	double reference_low, reference_high; /* of the reference range beside it; NaN: not given */
	onto_finding by_range;                /* HIGH, LOW or NORMAL where a reference range stands there */
} onto_value;

/* What a text says about one mention. It may grow at its end: access it through onto_mention.context only. */
typedef struct onto_context {
	bool negated;
	bool allergy; /* a drug: the patient is said to be allergic to it */
	onto_certainty certainty;
	onto_temporality temporality;
	onto_experiencer experiencer;
	onto_finding finding;
	const onto_cue *cues; /* the evidence, in order of start */
	size_t cue_count;
	const char *section;     /* family_history, medications, ...; NULL: none */
	const onto_value *value; /* NULL: none */
} onto_context;

/* ---- mentions ------------------------------------------------------------------------------------------------ */

/* How an output code relates to the match. */
typedef struct onto_provenance {
	onto_predicate predicate; /* EXACT: a code of the meaning itself. Where a vocabulary that was asked for has
	                             none, what stands in: XREF, CLOSE or BROAD */
	const char *via;          /* code of the concept whose mapping leads to it; NULL: a concept's own code */
} onto_provenance;

/* A concept in place of a retired one: its replacement, or one that its source says to consider. */
typedef struct onto_successor {
	const char *code; /* `length` bytes, not terminated: a view of the dictionary */
	size_t length;
	onto_concept_id concept; /* ONTO_NONE: not in the dictionary */
	const char *name;        /* its preferred name; NULL: not in the dictionary */
} onto_successor;

/* A place in a text and what it stands for. A view that lives until the tagger's next text. */
typedef struct onto_mention {
	size_t start, end;      /* from the first byte to past the last */
	const onto_span *spans; /* the parts, in order; one unless the mention is discontinuous */
	size_t span_count;
	onto_type type;           /* the first of its concept's types that is wanted */
	unsigned also;            /* bits of the concept's other types: creatinine is a marker and a substance */
	onto_concept_id concept;  /* the concept whose name matched */
	const char *const *codes; /* codes of its meaning, best first */
	size_t code_count;
	const onto_provenance *provenance; /* how each code was reached; NULL where no vocabularies were asked for: all
	                         are codes of the meaning itself */
	const char *found;                 /* code of the concept whose name matched */
	const char *name;                  /* preferred name of the first code's concept */
	const char *matched;               /* the dictionary's name that matched, as the dictionary writes it */
	onto_scope scope;                  /* of that name */
	const char *source;                /* id of the source that the name came from */
	const char *release;               /* version of that source, as the source words it; may be "" */
	const char *retired; /* code of the concept whose name matched, if it is retired and was replaced; else NULL */
	unsigned transformations;    /* ONTO_BY_ bits from the text to that name */
	size_t abbreviation;         /* index into the document's abbreviations, or SIZE_MAX */
	char sign;                   /* '+' or '-' that follows a marker (CD3+) and may state a result; else '\0' */
	size_t composite;            /* mentions that share parts of one enumeration have the same number; else 0 */
	const char *rolled_up;       /* code of the ancestor it is counted under, set by an onto_filter; NULL: none */
	const char *rolled_up_name;  /* its name; NULL likewise */
	const onto_context *context; /* what the text says about it; NULL: only defaults, or switched off */
	const char *species; /* of a gene: code of the organism that the text says it is of, NCBITaxon:10090; NULL: the
	                        text names none, or it is no gene */
	double confidence;   /* the probability that it is right, in hundredths from 0.01 to 0.99: that a reader would
	                        mark its very place as its type, with one of its codes; 0: not known of this type */
} onto_mention;

/* What the text says of a mention, as a set of bits. PRESENT: only the defaults. */
enum {
	ONTO_SAID_PRESENT = 1 << 0,
	ONTO_SAID_ABSENT = 1 << 1,
	ONTO_SAID_POSSIBLE = 1 << 2,
	ONTO_SAID_HYPOTHETICAL = 1 << 3,
	ONTO_SAID_HISTORICAL = 1 << 4,
	ONTO_SAID_FAMILY = 1 << 5,
	ONTO_SAID_OTHER = 1 << 6,
	ONTO_SAID_ALLERGY = 1 << 7, /* of a drug */
	ONTO_SAID_STOPPED = 1 << 8,
	ONTO_SAID_NOT_GIVEN = 1 << 9
};
#define ONTO_SAID 10

/* The bits of a mention: PRESENT alone, or all others that hold. */
ONTO_API unsigned onto_mention_said(const onto_mention *mention);

/* The word for bit number `index`: present, absent, possible, ... NULL past the last. */
ONTO_API const char *onto_said_word(size_t index);

/* A short form defined in the text. */
typedef struct onto_abbreviation {
	onto_span short_form, long_form;
} onto_abbreviation;

/* A place where the name of a retired concept stands that nothing certain replaced. It is not a mention: a person
 * has to decide which successor is meant, if any. A view that lives until the tagger's next text. */
typedef struct onto_offer {
	size_t start, end;
	onto_type type;
	onto_concept_id concept;          /* the retired one */
	const char *code, *name;          /* its own */
	const char *matched;              /* the name that matched, as the dictionary writes it */
	onto_scope scope;                 /* of that name */
	const char *source;               /* id of the source that the name came from */
	const char *release;              /* version of that source; may be "" */
	unsigned transformations;         /* ONTO_BY_ bits from the text to that name */
	const onto_successor *successors; /* in the source's order */
	size_t successor_count;           /* 0: its source names none */
} onto_offer;

/* What an ambiguous short form may stand for. */
typedef struct onto_sense {
	onto_type type;
	onto_concept_id concept;
	const char *const *codes; /* as of a mention */
	size_t code_count;
	const char *name;    /* preferred name of the first code's concept */
	const char *matched; /* the dictionary's name that matched */
} onto_sense;

/* A place where a short form stands that the text does not define, and where nothing decides which of its senses
 * is meant, if any. It is not a mention. A view that lives until the tagger's next text. */
typedef struct onto_ambiguity {
	size_t start, end;
	const onto_sense *senses; /* at least one; the likelier first */
	size_t sense_count;
} onto_ambiguity;

/* A feature of a place: last3=ine. */
typedef struct onto_feature {
	const char *text;
	double weight; /* what it adds to the score; 0 where it has none or the place is not judged */
} onto_feature;

/* What became of a place. */
typedef enum onto_fate {
	ONTO_FATE_MENTION,    /* a mention, or one of its types */
	ONTO_FATE_RULE,       /* a rule drops it */
	ONTO_FATE_SCORE,      /* its score is not above the threshold */
	ONTO_FATE_OVERLAP,    /* another place stays, which it overlaps */
	ONTO_FATE_OTHER_NAME, /* it stands in the name of something that is not tagged: CAT scan */
	ONTO_FATE_SPECIES,    /* a gene of another species than the human */
	ONTO_FATE_CONFIDENCE, /* its confidence is below the least */
	ONTO_FATE_TYPE,       /* its type is not wanted */
	ONTO_FATES
} onto_fate;

/* Their words: mention, rule, score, overlap, other_name, species, confidence, type. NULL for a value out of
 * range. */
ONTO_API const char *onto_fate_word(onto_fate fate);

/* A place that was considered: a name that fits, as one of its types. A view that lives until the tagger's next
 * text. */
typedef struct onto_place {
	size_t start, end;
	onto_type type;
	const char *const *codes; /* as of a mention */
	size_t code_count;
	const char *name;    /* preferred name of the first code's concept */
	const char *matched; /* the dictionary's name that matched */
	const char *ruling;  /* the rule that speaks against it: GENERIC, UNSUPPORTED, ...; NULL: none */
	bool judged;         /* weights decide, and not the rules */
	double score;        /* the sum of the weights of its features; where rules decide 2 or -2; 0 without a judge */
	double human;        /* of a marker that is judged: likewise whether it is the human gene. Below 0 it goes */
	const onto_feature *features; /* each once, by weight, the highest first */
	size_t feature_count;
	const struct onto_alternative *alternatives; /* the codes that it may have, in the order of the rules, where
	                                                there are several */
	size_t alternative_count;
	onto_fate fate;
	onto_span rival;              /* with ONTO_FATE_OVERLAP and _OTHER_NAME: what stands in its way; else empty */
	const char *ruling_says;      /* what the rule means, a sentence; NULL where there is no ruling */
	const char *species;          /* as of a mention, where it was chosen; else NULL */
	double confidence;            /* as of a mention; 0: not known, or it was not chosen */
	const onto_feature *evidence; /* what confidence was read from, by weight, the highest first */
	size_t evidence_count;
} onto_place;

/* One of the codes that a place may have. */
typedef struct onto_alternative {
	const char *code;
	double score; /* the sum of the weights of its features; 0 where no weights choose */
	const onto_feature *features;
	size_t feature_count;
} onto_alternative;

/* Mentions in order of start, then longer first. NULL past the last. */
ONTO_API size_t onto_tags_mention_count(const onto_tags *tags);
ONTO_API const onto_mention *onto_tags_mention(const onto_tags *tags, size_t index);

/* Definitions of short forms, in the text's order. NULL past the last. */
ONTO_API const onto_abbreviation *onto_tags_abbreviation(const onto_tags *tags, size_t index);

/* The places that were considered, where `tell_places` is set, in order of start. NULL past the last. */
ONTO_API const onto_place *onto_tags_place(const onto_tags *tags, size_t index);

/* The place that became a mention. NULL where places are not told, and for a mention that none was judged for. */
ONTO_API const onto_place *onto_tags_place_of(const onto_tags *tags, const onto_mention *mention);

/* Offers, where `offer_retired` is set, in order of start. None overlaps a mention. NULL past the last. */
ONTO_API const onto_offer *onto_tags_offer(const onto_tags *tags, size_t index);

/* Ambiguous short forms, where `offer_ambiguous` is set, in order of start. None overlaps a mention or another.
 * NULL past the last. */
ONTO_API const onto_ambiguity *onto_tags_ambiguity(const onto_tags *tags, size_t index);

/* ---- filtering ----------------------------------------------------------------------------------------------- */

/* See concepts, below. */
typedef struct onto_hierarchy onto_hierarchy;

/* Keeps mentions of wanted subtrees, and sets the ancestor that each is counted under. Belongs to one thread. The
 * hierarchy must outlive it. */
typedef struct onto_filter onto_filter;

typedef struct onto_filter_options {
	size_t size;                   /* sizeof(onto_filter_options) */
	const onto_concept_id *within; /* keep what is below one of these; count 0: everything */
	size_t within_count;
	const onto_concept_id *without; /* drop what is below one of these, even if `within` keeps it */
	size_t without_count;
	const onto_concept_id *targets; /* roll up to the nearest of these; count 0: see `to_level` */
	size_t target_count;
	bool to_level; /* roll up to the nearest ancestor of `level` steps below the top */
	unsigned level;
	unsigned said; /* ONTO_SAID_ bits: keep mentions with no other bits than these; 0: every mention */
} onto_filter_options;

/* Copies the lists. Without options it changes nothing. `hierarchy` may be NULL where no list and no level is
 * given. */
ONTO_API onto_status onto_filter_new(const onto_hierarchy *hierarchy, const onto_filter_options *options,
                                     onto_filter **out, onto_error *error);
ONTO_API void onto_filter_free(onto_filter *filter);

/* Filters tags and sets `rolled_up` and `rolled_up_name` where there is such an ancestor. *out is a view that lives
 * until the filter's next call and as long as `in`. */
ONTO_API onto_status onto_filter_tags(onto_filter *filter, const onto_tags *in, const onto_tags **out,
                                      onto_error *error);

/* ---- concepts ------------------------------------------------------------------------------------------------ */

/* A source as its file describes it. Every string but `id` may be NULL. */
typedef struct onto_source {
	const char *id; /* short: MONDO, MESH, MESH-SCR, NCBIGene, PHARMGKB; required */
	const char *title;
	const char *version; /* release, as the file words it */
	const char *licence;
} onto_source;

typedef struct onto_xref {
	const char *code;
	onto_predicate predicate;
} onto_xref;

typedef struct onto_concept {
	const char *code;
	const char *name;
	const char *source;    /* id of the source it came from */
	const char *successor; /* of a retired concept: its current code(s); else "" */
	onto_type type;
	unsigned also; /* bits of further types that it has */
	onto_standing standing;
} onto_concept;

typedef struct onto_info {
	size_t concepts, names, meanings, words, edges, bytes;
	size_t concepts_of_type[ONTO_TYPES_MAX]; /* a concept of several types is of each */
	size_t names_of_type[ONTO_TYPES_MAX];
	size_t sources;
} onto_info;

/* The contents of a dictionary. `bytes` is its memory. */
ONTO_API void onto_dictionary_info(const onto_dictionary *dictionary, onto_info *out);

/* Source number `index` and its numbers of concepts and names. False past the last. */
ONTO_API bool onto_dictionary_source(const onto_dictionary *dictionary, size_t index, onto_source *out,
                                     size_t *concepts, size_t *names);

/* The concept with this code; ONTO_NONE where there is none. The case of the prefix is ignored. */
ONTO_API onto_concept_id onto_dictionary_find(const onto_dictionary *dictionary, const char *code);

/* The first live concept that a source maps exactly to this code of another vocabulary, ONTO_NONE where there is
 * none. Letter case does not count. It looks through all cross-references, some milliseconds in a large dictionary:
 * for a person who asks. */
ONTO_API onto_concept_id onto_dictionary_find_mapped(const onto_dictionary *dictionary, const char *code);

/* A concept's record. False where the dictionary has no such id. */
ONTO_API bool onto_dictionary_concept(const onto_dictionary *dictionary, onto_concept_id id, onto_concept *out);

/* Successor number `index` of a concept, in its source's order. False past the last, for a live concept, and where
 * the dictionary has no such id. */
ONTO_API bool onto_dictionary_successor(const onto_dictionary *dictionary, onto_concept_id id, size_t index,
                                        onto_successor *out);

typedef struct onto_name {
	const char *text;   /* as the dictionary writes it */
	const char *source; /* id of the source that gave it */
	onto_scope scope;
	unsigned policy; /* ONTO_POLICY_ bits, settled */
} onto_name;

/* Name number `index` of a concept, best scope first. False past the last and where the dictionary has no such
 * id. */
ONTO_API bool onto_dictionary_name(const onto_dictionary *dictionary, onto_concept_id id, size_t index,
                                   onto_name *out);

/* The concepts of the meaning of `id`, including `id`, live ones first. A view. NULL and a count of 0 where the
 * dictionary has no such id. */
ONTO_API const onto_concept_id *onto_dictionary_meaning(const onto_dictionary *dictionary, onto_concept_id id,
                                                        size_t *count);

/* A concept's own parents, as its sources give them. A view; may be NULL where the count is 0. */
ONTO_API const onto_concept_id *onto_dictionary_parents(const onto_dictionary *dictionary, onto_concept_id id,
                                                        size_t *count);

/* Cross-reference number `index` of a concept, as its sources give them. False past the last. */
ONTO_API bool onto_dictionary_xref(const onto_dictionary *dictionary, onto_concept_id id, size_t index,
                                   onto_xref *out);

/* A code that stands for a concept, and how it was reached. */
typedef struct onto_link {
	const char *code;
	onto_predicate predicate; /* of the mapping itself */
	onto_concept_id via; /* the concept of the meaning that has this code or maps to it; ONTO_NONE: the one asked
	                        for, whose own code it is */
} onto_link;

/* The codes of a concept in other vocabularies: the codes of the concepts of its meaning, and those that any of
 * these is mapped to. Only one mapping is followed, so that no code lies behind a broad mapping. `predicate` tells
 * exact codes from others.
 *
 * `vocabularies`: CURIE prefixes, case ignored; the result is in their order, strongest predicate first within
 * each. A count of 0 means every vocabulary, strongest predicate first. Each code appears once. Writes up to
 * `space` links to `out` (may be NULL where `space` is 0). Returns their number; 0 where the dictionary has no such
 * id. The strings are views of the dictionary. */
ONTO_API size_t onto_dictionary_links(const onto_dictionary *dictionary, onto_concept_id id,
                                      const char *const *vocabularies, size_t count, onto_link *out, size_t space);

/* The hierarchy above and below each concept of one dictionary. Immutable; any number of threads may share it. The
 * dictionary must outlive it.
 *
 * It is a hierarchy of meanings: a meaning is a child of another where a concept of the one is a child of a concept
 * of the other. So a MONDO concept is under a MeSH concept that is exactly mapped to one of its ancestors. Concepts
 * that are returned represent their meaning: each is its best live concept. Where two sources disagree on the order
 * of two meanings, each is under the other. */
ONTO_API onto_status onto_hierarchy_new(const onto_dictionary *dictionary, onto_hierarchy **out, onto_error *error);
ONTO_API void onto_hierarchy_free(onto_hierarchy *hierarchy);

/* Parents, children, and all ancestors, nearest first. Views of the hierarchy. A count of 0 where there are none or
 * the dictionary has no such id. */
ONTO_API const onto_concept_id *onto_hierarchy_parents(const onto_hierarchy *hierarchy, onto_concept_id id,
                                                       size_t *count);
ONTO_API const onto_concept_id *onto_hierarchy_children(const onto_hierarchy *hierarchy, onto_concept_id id,
                                                        size_t *count);
ONTO_API const onto_concept_id *onto_hierarchy_ancestors(const onto_hierarchy *hierarchy, onto_concept_id id,
                                                         size_t *count);

/* All descendants, in the dictionary's order. Writes up to `space` concepts to `out` (may be NULL where `space` is
 * 0) and returns their number. Time is linear in the dictionary. */
ONTO_API size_t onto_hierarchy_descendants(const onto_hierarchy *hierarchy, onto_concept_id id,
                                           onto_concept_id *out, size_t space);

/* True where `id` is `above`, has its meaning, or is under it. False where the dictionary lacks either. Time is
 * logarithmic in the number of ancestors. */
ONTO_API bool onto_hierarchy_is_under(const onto_hierarchy *hierarchy, onto_concept_id id, onto_concept_id above);

/* Steps to the nearest concept without parents; 0 for such a concept and where the dictionary has no such id. */
ONTO_API unsigned onto_hierarchy_level(const onto_hierarchy *hierarchy, onto_concept_id id);

/* Rolling up: the nearest of `targets` that `id` is under, or the nearest ancestor of a level; `id` itself counts.
 * Of two at the same distance, the first in the dictionary. ONTO_NONE where there is none. */
ONTO_API onto_concept_id onto_hierarchy_roll_up(const onto_hierarchy *hierarchy, onto_concept_id id,
                                                const onto_concept_id *targets, size_t count);
ONTO_API onto_concept_id onto_hierarchy_roll_up_to_level(const onto_hierarchy *hierarchy, onto_concept_id id,
                                                         unsigned level);

/* ---- normalizing --------------------------------------------------------------------------------------------- */

/* The look-up tables of normalizers. Immutable; any number of threads may share it. The dictionary must outlive
 * it. */
typedef struct onto_normalizer_index onto_normalizer_index;

ONTO_API onto_status onto_normalizer_index_new(const onto_dictionary *dictionary, onto_normalizer_index **out,
                                               onto_error *error);
ONTO_API void onto_normalizer_index_free(onto_normalizer_index *index);

/* Finds the concepts that a whole string stands for: a column of a table, a line of a list, the text of a mention.
 * Cheap to make. Belongs to one thread. The index must outlive it.
 *
 * The steps; each is taken only where the ones before found nothing good:
 *   1. the name itself, in any spelling, case, number and joining of words;
 *   2. the same words in another order; minor words (of, the, with) may be missing;
 *   3. names that share words with the term. Typing errors are corrected, one in a word of 5 to 7 letters, two in a
 *      longer one, never in a symbol or a number. Words also match words that names use for them (renal, kidney).
 *      Formulas and words such as "nephrotoxicity" are expanded.
 *
 * The score is the Dice coefficient of term and name over weighted words, 0 to 1 (L. R. Dice, Measures of the
 * amount of ecologic association between species, Ecology 1945). A word weighs more the fewer names have it.
 *
 * A shared word counts                                  A word of one side only counts
 *
 *     0.97   in another number                              0.4   if it is a kind: disease, syndrome, compound
 *     0.9    as an adjective                                0.8   if the term has it: shorter names are likelier
 *     0.88   with a typing error; 0.78 with two             1     if the name has it
 *     0.85   as a synonym
 *     0.6    by its stem only
 *
 * The whole is multiplied by
 *
 *     0.97   another order of words, a narrow name
 *     0.95   a symbol in another case, a synonym of the library's own list, a formula, parts of a word, a drug
 *            without its dose, a related name
 *     0.93   a broad name
 *     0.9    a name of a retired concept without a certain successor
 *     0.8    a number that only one side has
 *     0.75   a short form without a definition
 *     0.6    a symbol in another case that may be a plain word
 *
 * So 1 is the preferred or an exact name, apart from case, accents, hyphens and the like. From 0.9 on, words are
 * the same in other forms or order; below, words differ. A name with another number than the term's is excluded,
 * and so is one with the same number behind another word (stage 4, susceptibility 4). "Third" is 3. */
typedef struct onto_normalizer onto_normalizer;

typedef struct onto_normalize_options {
	size_t size;                     /* sizeof(onto_normalize_options) */
	size_t top;                      /* most candidates a term; 0: 10 */
	double min_score;                /* least score; 0: 0.5 */
	unsigned types;                  /* bits 1 << ONTO_DISEASE, ...; 0: onto_types_default */
	unsigned without;                /* ONTO_BY_ bits that may not be used */
	const char *const *vocabularies; /* CURIE prefixes, best first; only their codes are given, and a candidate
	                                    without one is dropped. Copied. */
	size_t vocabulary_count;         /* 0: every code of the meaning, in the dictionary's order */
} onto_normalize_options;

/* A meaning that a term may have. The strings are views of the dictionary. */
typedef struct onto_candidate {
	double score;
	onto_concept_id concept; /* whose name matched; may be retired, see onto_dictionary_concept */
	onto_type type;
	const char *const *codes; /* of one meaning, best first; a view that lives until the normalizer's next term */
	const onto_provenance *provenance; /* how each of them was reached */
	size_t code_count; /* 0: the concept is retired and nothing certain has replaced it. onto_dictionary_successor
	                      tells what its source says to consider, if anything */
	const char *name;  /* preferred name of the first code's concept; without codes, that of the retired concept */
	const char *matched;            /* the dictionary's name that matched, as the dictionary writes it */
	onto_scope scope;               /* of that name */
	const char *source;             /* id of the source that the name came from */
	unsigned transformations;       /* ONTO_BY_ bits from the term to that name */
	onto_abbreviation abbreviation; /* with ONTO_BY_ABBREVIATION: the spans of the term that define it; else zero */
	size_t tied; /* other meanings with the same score in hundredths, also those that `top` leaves out */
} onto_candidate;

ONTO_API onto_status onto_normalizer_new(const onto_normalizer_index *index, const onto_normalize_options *options,
                                         onto_normalizer **out, onto_error *error);
ONTO_API void onto_normalizer_free(onto_normalizer *normalizer);

/* Finds the candidates for a term of `length` bytes of any content. Best first: score in hundredths, then names
 * that need no support and are of a wanted vocabulary, then the order of codes in their vocabulary, then the
 * dictionary's order. None (*count 0, ONTO_OK) where nothing is similar, and where the term is empty or longer than
 * any name. An abbreviation beside the term, "ALL (acute lymphoblastic leukemia)" or the reverse, is recognized,
 * and its long form is used. `count` may be NULL. */
ONTO_API onto_status onto_normalizer_find(onto_normalizer *normalizer, const char *term, size_t length,
                                          size_t *count, onto_error *error);

/* The candidates of the last term, best first. A view that lives until the next term. NULL past the last. */
ONTO_API const onto_candidate *onto_normalizer_candidate(const onto_normalizer *normalizer, size_t index);

/* ---- documents: reading -------------------------------------------------------------------------------------- */

/* An annotation that a document has already, from a person or another program. */
typedef struct onto_annotation {
	const onto_span *spans; /* the parts, in the document's order; one unless it is discontinuous */
	size_t span_count;
	const char *type;    /* as in the document: Disease, Chemical, SpecificDisease */
	const char *codes;   /* as in the document: "D003865", "D014786|D006311", "-1"; "" where there are none */
	const char *id;      /* in the document, such as T1; "" where it has none */
	const char *written; /* the whole annotation as the format writes it, if that is one line; else "" */
} onto_annotation;

/* The origin of a part of the text, where the text is not the file's own: HTML, Markdown. The part ends where the
 * next one starts. If `size` is its length, it was copied byte for byte. Else all of it stands for the whole range
 * in the file, such as a letter for "&alpha;" or line ends for tags. */
typedef struct onto_origin {
	size_t start;      /* in the text */
	size_t from, size; /* in the file */
} onto_origin;

/* A text with an id, ready to be tagged and written. Everything from `title_length` on may be zero: {.size =
 * sizeof(onto_document), .id = ..., .text = ..., .length = ...}. */
typedef struct onto_document {
	size_t size;      /* sizeof(onto_document) */
	const char *id;   /* NUL-terminated */
	const char *text; /* need not be NUL-terminated; any bytes */
	size_t length;
	size_t title_length; /* bytes of a title at the start of the text, before a line end; 0: the first line */
	const char *format;  /* the input format's name; NULL: none */
	const onto_annotation *annotations;
	size_t annotation_count;
	const char *const *rest; /* what the document holds that is neither text nor annotations (relations, notes,
	                            fields), for a writer of the same format to carry along; its own for each format */
	size_t rest_count;
	const onto_origin *origins; /* in order of start, the first at 0; NULL: the text is the file's own */
	size_t origin_count;
	const char *source; /* the whole file, which the origins point into; NULL without origins */
	size_t source_length;
} onto_document;

/* The range of the file that a part of the text came from; without origins, the part itself. It includes tags
 * inside the range. */
ONTO_API onto_span onto_document_origin(const onto_document *document, onto_span span);

/* Reads documents one by one from a file, a folder or standard input. Holds one document at a time. */
typedef struct onto_reader onto_reader;

typedef struct onto_read_options {
	size_t size;            /* sizeof(onto_read_options) */
	bool lines;             /* text: every line is a document */
	const char *id_field;   /* jsonl: the member, tsv: the column that names a document; NULL: "id", or, where there
	                           is none, the file and the line do */
	const char *text_field; /* jsonl: the member, tsv: the column that is the text; NULL: "text". A column is given
	                           by its name or by its number, from 1 */
	bool no_header;         /* tsv: the first line is a document, no header; columns are given by number */
	size_t most_bytes;      /* a file, once inflated, may hold no more: ONTO_LIMIT beyond; 0: any number */
	const char *encoding;   /* of the files, by a name of iconv; NULL: UTF-8, unless the bytes tell otherwise */
	bool file_offsets;      /* text, a document a file, HTML and Markdown, in another encoding: origins point into
	                           the file. Else they are of its text in UTF-8 */
} onto_read_options;

/* Opens `path`, plain or compressed; "-" is standard input. `format`: a name from onto_input_format_name, or NULL
 * to detect it from the content. A folder is brat; anything unknown is text. ONTO_UNKNOWN lists the formats.
 * ONTO_DAMAGED: what is no text, such as an image. UTF-16, UTF-32 and Windows-1252 are detected and converted. */
ONTO_API onto_status onto_reader_open(const char *path, const char *format, const onto_read_options *options,
                                      onto_reader **out, onto_error *error);

/* The same of `length` bytes of memory, which are not copied and must stay as they are until the reader is freed.
 * `name` stands for the file's: in messages, and where a document has none of its own. ONTO_ARGUMENT for a format
 * that reads folders. */
ONTO_API onto_status onto_reader_open_memory(const char *name, const void *bytes, size_t length, const char *format,
                                             const onto_read_options *options, onto_reader **out,
                                             onto_error *error);
ONTO_API void onto_reader_free(onto_reader *reader);

/* Name and one-line description of input format number `index`; NULL past the last. `description` may be NULL. */
ONTO_API const char *onto_input_format_name(size_t index, const char **description);

/* The name of the format that a reader reads. */
ONTO_API const char *onto_reader_format(const onto_reader *reader);

/* The next document; *out is NULL at the end. A view that lives until the next call. A failure names the file and,
 * if possible, the line. The reader can then be called again and continues with the next document. */
ONTO_API onto_status onto_reader_next(onto_reader *reader, const onto_document **out, onto_error *error);

/* What the last call of onto_reader_next has to say beside its document. ONTO_DAMAGED: an annotation that was
 * passed over, and why. ONTO_OK: the encoding that the file was taken to be in. NULL past the last. A view that
 * lives until the next call. */
ONTO_API const onto_error *onto_reader_note(const onto_reader *reader, size_t index);

/* ---- documents: writing -------------------------------------------------------------------------------------- */

/* Writes documents and their tags in one output format. */
typedef struct onto_writer onto_writer;

/* The unit of offsets. An invalid byte of UTF-8 counts as one unit. */
typedef enum onto_offsets {
	ONTO_OFFSETS_BYTES,
	ONTO_OFFSETS_CODEPOINTS,
	ONTO_OFFSETS_UTF16, /* code units, as JavaScript and Java count */
	ONTO_OFFSETS
} onto_offsets;

/* The words bytes, codepoints, utf16. */
ONTO_API const char *onto_offsets_word(onto_offsets offsets);
ONTO_API bool onto_offsets_parse(const char *word, onto_offsets *out);

/* Numbers of concepts in the OMOP vocabularies. Once they are loaded and mapped, any number of threads may share
 * them. */
typedef struct onto_concept_ids onto_concept_ids;

/* Reads CONCEPT.csv, plain or compressed, as Athena gives it. ONTO_IO and ONTO_DAMAGED name the file and the
 * line. */
ONTO_API onto_status onto_concept_ids_load(const char *path, onto_concept_ids **out, onto_error *error);
ONTO_API void onto_concept_ids_free(onto_concept_ids *ids);

/* Reads which standard concepts others map to: the rows "Maps to" of CONCEPT_RELATIONSHIP.csv, as above. */
ONTO_API onto_status onto_concept_ids_map(onto_concept_ids *ids, const char *path, onto_error *error);

typedef struct onto_write_options {
	size_t size;  /* sizeof(onto_write_options) */
	bool colour;  /* terminal: ANSI colours */
	size_t width; /* terminal: columns; 0 means 80 */
	bool json;    /* summary: JSON in place of Markdown */
	bool keep;    /* pubtator, bioc-xml, bioc-json, brat: write the annotations that a document has, too, instead of
	                 only the tags */
	onto_offsets offsets; /* jsonl */
	bool csv_safe;        /* csv: an apostrophe before each cell that a spreadsheet would compute: =, +, -, @ */
	bool candidates;      /* jsonl: write the places, where they are told (tell_places) */
	bool explain;         /* jsonl: write for each mention what decided, where places are told */
	bool explain_dropped; /* jsonl: write the places that are no mentions, and why, where places are told */
	const char *date;     /* omop, phenopacket: the day of the run, YYYY-MM-DD. Copied; NULL: today, in UTC */
	const onto_concept_ids *concept_ids; /* omop; they must outlive the writer. NULL: no numbers */
} onto_write_options;

/* `format`: a name from onto_format_name. ONTO_UNKNOWN lists the formats. */
ONTO_API onto_status onto_writer_new(const char *format, const onto_write_options *options, onto_writer **out,
                                     onto_error *error);
ONTO_API void onto_writer_free(onto_writer *writer);

/* Name and one-line description of output format number `index`; NULL past the last. `description` may be NULL. */
ONTO_API const char *onto_format_name(size_t index, const char **description);

/* Writes what precedes the first document, one document, or what follows the last. The bytes are a view until the
 * writer's next call; the result may be empty. ONTO_ARGUMENT: places of the document or of the tags, which must be
 * those of its text, end behind it. */
ONTO_API onto_status onto_writer_begin(onto_writer *writer, const char **bytes, size_t *length, onto_error *error);
ONTO_API onto_status onto_writer_document(onto_writer *writer, const onto_document *document, const onto_tags *tags,
                                          const char **bytes, size_t *length, onto_error *error);
ONTO_API onto_status onto_writer_end(onto_writer *writer, const char **bytes, size_t *length, onto_error *error);

/* What a program that reads the format is configured with: of brat the file annotation.conf. Empty where there is
 * no such thing. A view likewise. */
ONTO_API onto_status onto_writer_configuration(onto_writer *writer, const char **bytes, size_t *length,
                                               onto_error *error);

/* ---- building a dictionary ----------------------------------------------------------------------------------- */

/* What a text may do to a name and still match it: the bits of a name's policy. */
enum {
	ONTO_POLICY_CASE = 1,      /* c: upper and lower case are the same */
	ONTO_POLICY_PLURAL = 2,    /* p: singular, plural, possessive */
	ONTO_POLICY_SPELLING = 4,  /* v: spelling variants (haem-/hem-, -our/-or, ...) */
	ONTO_POLICY_DERIVED = 8,   /* d: adjective for noun (diabetic, necrotic) */
	ONTO_POLICY_ORDER = 16,    /* o: other word order (cancer of the lung) */
	ONTO_POLICY_SUPPORT = 32,  /* s: counts only where the document supports it */
	ONTO_POLICY_BLOCKED = 64,  /* x: never matched (set by curation) */
	ONTO_POLICY_GENERIC = 128, /* g: states only a kind; matched only where that is asked for */
	ONTO_POLICY_FIRST = 256,   /* precedes any other concept with this name (set by curation) */
	ONTO_POLICY_RETIRED = 512, /* its concept is retired and nothing certain has replaced it: offered, never taken
	                              (set from the concept's standing when a dictionary is frozen) */
	ONTO_POLICY_EFFECT = 1024, /* e: counts only where the document says that a drug caused it */
	ONTO_POLICY_SHORT = 2048,  /* a: a short form, which counts without a definition (onto_short_forms) */
	ONTO_POLICY_OTHER = 4096, /* n: names another thing, which is not tagged, and nothing within it is (CAT scan) */
	ONTO_POLICY_SETTLE = 1 << 15,          /* not given: settled from the name's shape and type */
	ONTO_POLICY_SYMBOL = 1 << 15 | 1 << 14 /* not given, but the source marks it as a symbol or an abbreviation */
};

/* Collects concepts, names and cross-references from sources in any order. Writes them as one dictionary file or
 * freezes them. */
typedef struct onto_builder onto_builder;

typedef struct onto_concept_row {
	const char *code; /* CURIE */
	onto_type type;
	const char *name; /* preferred name */
	onto_standing standing;
	const char *successor; /* REPLACED: the current code; CONSIDER: codes joined by '|'; else NULL */
	unsigned also;         /* bits of further types: what is measured may also be a substance */
	bool generic;          /* all of its names state only a kind: settled policies get ONTO_POLICY_GENERIC */
} onto_concept_row;

ONTO_API onto_status onto_builder_new(onto_builder **out, onto_error *error);
ONTO_API void onto_builder_free(onto_builder *builder);

/* Opens a source: later additions belong to it. */
ONTO_API onto_status onto_builder_source(onto_builder *builder, const onto_source *source, onto_error *error);

/* Adds a concept and its preferred name. A code that is known already keeps its type and name; the parents and
 * names that follow are added to it. ONTO_DAMAGED where the code is no CURIE, the name is empty, or, as of all text
 * that goes into a builder, where it is no UTF-8 or has control characters. */
ONTO_API onto_status onto_builder_concept(onto_builder *builder, const onto_concept_row *row, onto_error *error);

/* Adds a name to a concept, which may be added later. `policy`: ONTO_POLICY_ bits, or ONTO_POLICY_SETTLE or
 * _SYMBOL. */
ONTO_API onto_status onto_builder_name(onto_builder *builder, const char *code, onto_scope scope, const char *name,
                                       unsigned policy, onto_error *error);

/* Adds a parent to a concept; both may be added later. */
ONTO_API onto_status onto_builder_parent(onto_builder *builder, const char *code, const char *parent,
                                         onto_error *error);

/* Adds a cross-reference to a concept, which may be added later. */
ONTO_API onto_status onto_builder_xref(onto_builder *builder, const char *code, onto_predicate predicate,
                                       const char *target, onto_error *error);

/* Adds a whole dictionary file (rows, plain or compressed). `path` "-" reads standard input. */
ONTO_API onto_status onto_builder_load(onto_builder *builder, const char *path, onto_error *error);

/* Adds rows in memory. `label` replaces the path in messages. */
ONTO_API onto_status onto_builder_load_memory(onto_builder *builder, const char *label, const void *bytes,
                                              size_t length, onto_error *error);

/* A count of what was collected. `reason` NULL: concepts and names of a type that were accepted; else what was left
 * out. */
typedef struct onto_count {
	const char *source;
	const char *reason;
	onto_type type;
	size_t concepts;
	size_t names;
} onto_count;

/* Joins what was added: drops items whose concept was never defined, rejects a cycle of parents (ONTO_DAMAGED, with
 * its codes), settles policies. Called by _write and _freeze if necessary. Nothing can be added afterwards. */
ONTO_API onto_status onto_builder_finish(onto_builder *builder, onto_error *error);

/* The counts after _finish. NULL past the last. */
ONTO_API const onto_count *onto_builder_count(const onto_builder *builder, size_t index);

/* Writes the dictionary file (gzip) whole or not at all: under a temporary name, renamed when complete. "-" is
 * standard output. */
ONTO_API onto_status onto_builder_write(onto_builder *builder, const char *path, onto_error *error);

/* Freezes the contents of a builder, which can still be written. */
ONTO_API onto_status onto_dictionary_freeze(onto_builder *builder, onto_dictionary **out, onto_error *error);

/* Freezes the contents of a builder and frees the builder, even on failure. Needs less memory than _freeze, since
 * the contents are taken over or freed along the way. */
ONTO_API onto_status onto_dictionary_take(onto_builder *builder, onto_dictionary **out, onto_error *error);

/* Writes a dictionary as a compiled image, whole or not at all. _load maps it and shares it between processes. Only
 * the version of the library that wrote it can read it, on little-endian machines. "-" is standard output. */
ONTO_API onto_status onto_dictionary_compile(const onto_dictionary *dictionary, const char *path,
                                             onto_error *error);

#ifdef __cplusplus
}
#endif
#endif
