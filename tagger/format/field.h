/* The table of a mention's fields, except its location. Every output format reads them from here, so a new field is
 * one row. It also needs an entry in dictionaries/jsonl.schema.json, which a test compares with the table.
 *
 * JSON lines are the hot path: their writer expands the rows to straight-line code. The other writers use
 * `mention_fields`, which is generated from the same rows and gives each value as text.
 *
 *     FIELD(name, kind, value, present, uses, column, label, words)      a member in JSON lines
 *     EXTRA(name, kind, value, present, uses, column, label, words)      not a member of JSON lines
 *
 *     name      member in JSON lines, column in tsv and csv, infon in BioC, attribute in brat
 *     kind      kind of the value; plain_KIND in field.c and member_KIND in jsonl.c write it
 *     value     an expression over `m`, a const onto_mention *, or, in CONTEXT_FIELDS, over `c`, its context, or,
 *               in VALUE_FIELDS, over `v`, its value
 *     present   a condition over the same; where false, the field is omitted or its column is empty
 *     uses      USE_ bits: the other outputs that have it
 *     column    position in tsv and csv after document, start and end, from 1; 0: no column. A new one goes last
 *     label     its name on HTML cards and in brat notes; NULL: absent there
 *     words     for an attribute: a function that lists its possible values; NULL: a flag, or no attribute */
#ifndef ONTOTAG_FIELD_H
#define ONTOTAG_FIELD_H

#include <math.h>

#include "core/buffer.h"
#include "core/tags.h"

enum {
	USE_INFON = 1,     /* of BioC */
	USE_ATTRIBUTE = 2, /* of brat: a flag, or one of `words` */
	USE_NOTE = 4,      /* of brat: text of any kind */
	USE_CARD = 8,      /* of HTML */
	USE_DETAIL = 16,   /* of the formats that give every field (annotated.h), beside columns and infons */
	USE_CARD_DETAIL = USE_CARD | USE_DETAIL,
	USE_ATTRIBUTES = USE_INFON | USE_ATTRIBUTE | USE_CARD,
	USE_NOTES = USE_INFON | USE_NOTE | USE_CARD
};

/* clang-format off */
/* In the order of JSON lines. */
#define MENTION_FIELDS(FIELD, EXTRA) \
	FIELD(text,            excerpt,         m,                                      true,                        0,              2,  NULL,        NULL) \
	FIELD(type,            word,            onto_type_word(m->type),                true,                        0,              1,  NULL,        NULL) \
	FIELD(codes,           codes,           m,                                      true,                        0,              3,  NULL,        NULL) \
	FIELD(mappings,        mappings,        m,                                      mention_is_mapped(m),        USE_INFON,      0,  NULL,        NULL) \
	FIELD(name,            text,            m->name,                                true,                        0,              4,  NULL,        NULL) \
	FIELD(matched,         text,            m->matched,                             true,                        USE_CARD,       5,  "Matched",   NULL) \
	FIELD(scope,           word,            onto_scope_word(m->scope),              true,                        0,              6,  NULL,        NULL) \
	EXTRA(origin,          origin,          m,                                      true,                        USE_CARD,       0,  "Scope",     NULL) \
	FIELD(source,          text,            m->source,                              true,                        0,              7,  NULL,        NULL) \
	FIELD(release,         text,            m->release,                             *m->release,                 0,              8,  NULL,        NULL) \
	FIELD(retired,         text,            m->retired,                             m->retired,                  0,              12, NULL,        NULL) \
	FIELD(rolled_up,       text,            m->rolled_up,                           m->rolled_up,                USE_INFON,      13, NULL,        NULL) \
	FIELD(rolled_up_name,  text,            m->rolled_up_name,                      m->rolled_up,                0,              0,  NULL,        NULL) \
	FIELD(by,              transformations, m->transformations,                     true,                        USE_CARD,       9,  "Read by",   NULL) \
	EXTRA(predicate,       predicates,      m,                                      m->provenance,               0,              10, NULL,        NULL) \
	EXTRA(via,             vias,            m,                                      m->provenance,               0,              11, NULL,        NULL) \
	FIELD(abbreviation,    abbreviation,    m->abbreviation,                        m->abbreviation != SIZE_MAX, USE_CARD_DETAIL, 0,  "Short for", NULL) \
	FIELD(sign,            sign,            m->sign,                                m->sign,                     USE_DETAIL,     0,  NULL,        NULL) \
	FIELD(context,         context,         m->context,                             mention_has_context(m),      0,              0,  NULL,        NULL) \
	FIELD(section,         text,            mention_section(m),                     mention_section(m),          USE_NOTES,      18, "Section",   NULL) \
	FIELD(status,          word,            onto_finding_word(mention_status(m)),   mention_status(m),           USE_ATTRIBUTES, 19, "Status",    finding_words) \
	FIELD(value,           value,           mention_value(m),                       mention_value(m),            0,              0,  NULL,        NULL) \
	FIELD(status_by_range, word,            onto_finding_word(mention_by_range(m)), mention_by_range(m),         USE_ATTRIBUTES, 25, "By range",  finding_words) \
	FIELD(allergy,         flag,            true,                                   mention_has_allergy(m),      USE_ATTRIBUTES, 26, "Allergy",   NULL) \
	FIELD(species,         text,            m->species,                             m->species,                  USE_NOTES,      31, "Species",   NULL) \
	FIELD(confidence,      chance,          m->confidence,                          m->confidence > 0,           USE_INFON | USE_CARD, 30, "Confidence", NULL)

/* The context of a mention: members of "context". */
#define CONTEXT_FIELDS(FIELD, EXTRA) \
	FIELD(negated,     flag, true,                                  c->negated,     USE_ATTRIBUTES, 14, "Negated",     NULL) \
	FIELD(certainty,   word, onto_certainty_word(c->certainty),     c->certainty,   USE_ATTRIBUTES, 15, "Certainty",   certainty_words) \
	FIELD(temporality, word, onto_temporality_word(c->temporality), c->temporality, USE_ATTRIBUTES, 16, "Temporality", temporality_words) \
	FIELD(experiencer, word, onto_experiencer_word(c->experiencer), c->experiencer, USE_ATTRIBUTES, 17, "Experiencer", experiencer_words) \
	FIELD(cues,        cues, c,                                     c->cue_count,   USE_CARD_DETAIL, 0,  "Cues",        NULL)

/* The value of a marker: members of "value". `low` and `high` are those of the reference range. */
#define VALUE_FIELDS(FIELD, EXTRA) \
	EXTRA(value,      measure,  v,                 true,                        USE_INFON,           20, NULL,    NULL) \
	EXTRA(measured,   measured, v,                 true,                        USE_NOTE | USE_CARD, 0,  "Value", NULL) \
	FIELD(number,     number,   v->number,         isfinite(v->number),         0,                   0,  NULL,    NULL) \
	FIELD(text,       text,     v->text,           v->text,                     0,                   0,  NULL,    NULL) \
	FIELD(comparator, text,     v->comparator,     v->comparator,               USE_INFON,           22, NULL,    NULL) \
	FIELD(unit,       text,     v->unit,           v->unit,                     USE_INFON,           21, NULL,    NULL) \
	FIELD(ucum,       text,     v->ucum,           v->ucum,                     USE_INFON,           27, NULL,    NULL) \
	FIELD(from,       number,   v->low,            isfinite(v->low),            USE_INFON,           28, NULL,    NULL) \
	FIELD(to,         number,   v->high,           isfinite(v->high),           USE_INFON,           29, NULL,    NULL) \
	FIELD(low,        number,   v->reference_low,  isfinite(v->reference_low),  USE_INFON,           23, NULL,    NULL) \
	FIELD(high,       number,   v->reference_high, isfinite(v->reference_high), USE_INFON,           24, NULL,    NULL)
/* clang-format on */

/* A mention and its location. */
typedef struct found_mention {
	const onto_document *document;
	const onto_tags *tags;
	const onto_mention *mention;
} found_mention;

typedef struct field {
	const char *name;
	unsigned uses;
	unsigned column;
	const char *label;
	const char *(*words)(size_t index);
	/* Appends the value as text. `between` separates the items of a list. Appends nothing where the value is
	 * absent. */
	void (*write)(buffer *out, const found_mention *found, const char *between);
} field;

/* The rows of the three lists, `mention_field_count` of them: context, mention, value. */
extern const field mention_fields[];
extern const size_t mention_field_count;

/* The maximum number of fields in a table of this kind. */
enum { MOST_FIELDS = 64 };

/* The fields that have a column, in column order. Returns their number. */
size_t fields_in_columns(const field *out[MOST_FIELDS]);

/* True if one of its codes comes from a mapping. */
bool mention_is_mapped(const onto_mention *m);

/* ---- conditions on the context of a mention, which may be NULL ----------------------------------------------- */

/* True if "context" has a member to write. A context may hold only a section, a status or a value. */
static inline bool mention_has_context(const onto_mention *m)
{
	const onto_context *c = m->context;
	return c && (c->negated || c->certainty || c->temporality || c->experiencer || c->cue_count);
}

static inline const char *mention_section(const onto_mention *m)
{
	return m->context ? m->context->section : NULL;
}

static inline onto_finding mention_status(const onto_mention *m)
{
	return m->context ? m->context->finding : ONTO_NO_FINDING;
}

static inline const onto_value *mention_value(const onto_mention *m)
{
	return m->context ? m->context->value : NULL;
}

/* How a value relates to its reference range; none without such a range. */
static inline onto_finding mention_by_range(const onto_mention *m)
{
	const onto_value *v = mention_value(m);
	return v ? v->by_range : ONTO_NO_FINDING;
}

static inline bool mention_has_allergy(const onto_mention *m)
{
	return m->context && m->context->allergy;
}

#endif
