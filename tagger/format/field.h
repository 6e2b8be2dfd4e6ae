/* The fields of a mention: what is said of it beside its place, in one table. Every format that gives fields takes them from
 * here, so that a new one is one row. (Beside it: dictionaries/jsonl.schema.json, which a test compares with the table.)
 *
 * JSON lines are the hot path: their writer expands the rows to straight code. The others go through `mention_fields`, which
 * is made from the same rows and gives each value as text.
 *
 *     FIELD(name, kind, value, present, uses, column, label)      a member in JSON lines
 *     EXTRA(name, kind, value, present, uses, column, label)      none: JSON lines say it in another way
 *
 *     name      member in JSON lines, column in tsv and csv, infon in BioC
 *     kind      what the value is: plain_KIND in field.c and member_KIND in jsonl.c write it
 *     value     an expression over `m`, a const onto_mention *
 *     present   likewise: where it is false the field is left out, or its column empty
 *     uses      USE_ bits: where else it goes
 *     column    place among the columns of tsv and csv behind document, start and end, from 1; 0: none. A new one is the last
 *     label     on the cards of HTML; NULL: not there */
#ifndef ONTOTAG_FIELD_H
#define ONTOTAG_FIELD_H

#include "core/buffer.h"
#include "core/tags.h"

enum { USE_INFON = 1 };

/* In the order of JSON lines. */
#define MENTION_FIELDS(FIELD, EXTRA)                                                                            \
	FIELD(text, excerpt, m, true, 0, 2, NULL)                                                                   \
	FIELD(type, word, onto_type_word(m->type), true, 0, 1, NULL)                                                \
	FIELD(codes, codes, m, true, 0, 3, NULL)                                                                    \
	FIELD(mappings, mappings, m, mention_is_mapped(m), USE_INFON, 0, NULL)                                      \
	FIELD(name, text, m->name, true, 0, 4, NULL)                                                                \
	FIELD(matched, text, m->matched, true, 0, 5, "Matched")                                                     \
	FIELD(scope, word, onto_scope_word(m->scope), true, 0, 6, NULL)                                             \
	EXTRA(origin, origin, m, true, 0, 0, "Scope")                                                               \
	FIELD(source, text, m->source, true, 0, 7, NULL)                                                            \
	FIELD(release, text, m->release, *m->release, 0, 8, NULL)                                                   \
	FIELD(retired, text, m->retired, m->retired, 0, 12, NULL)                                                   \
	FIELD(rolled_up, text, m->rolled_up, m->rolled_up, USE_INFON, 13, NULL)                                     \
	FIELD(rolled_up_name, text, m->rolled_up_name, m->rolled_up, 0, 0, NULL)                                    \
	FIELD(by, transformations, m->transformations, m->transformations, 0, 9, "Read by")                         \
	EXTRA(predicate, predicates, m, m->provenance, 0, 10, NULL)                                                 \
	EXTRA(via, vias, m, m->provenance, 0, 11, NULL)                                                             \
	FIELD(abbreviation, abbreviation, m->abbreviation, m->abbreviation != SIZE_MAX, 0, 0, "Short for")          \
	FIELD(sign, sign, m->sign, m->sign, 0, 0, NULL)                                                             \
	FIELD(context, context, m->context, mention_is_qualified(m), 0, 0, "Context")                               \
	EXTRA(negated, word, "true", m->context && m->context->negated, USE_INFON, 14, NULL)                        \
	EXTRA(certainty, word, onto_certainty_word(m->context->certainty),                                          \
	      m->context && m->context->certainty, USE_INFON, 15, NULL)                                             \
	EXTRA(temporality, word, onto_temporality_word(m->context->temporality),                                    \
	      m->context && m->context->temporality, USE_INFON, 16, NULL)                                           \
	EXTRA(experiencer, word, onto_experiencer_word(m->context->experiencer),                                    \
	      m->context && m->context->experiencer, USE_INFON, 17, NULL)                                           \
	EXTRA(allergy, word, "true", m->context && m->context->allergy, USE_INFON, 18, NULL)                        \
	FIELD(status, word, onto_finding_word(m->context->finding), m->context && m->context->finding, USE_INFON,   \
	      19, "Status")                                                                                         \
	FIELD(value, value, m->context->value, m->context && m->context->value, USE_INFON, 21, "Value")            \
	FIELD(status_by_range, word, onto_finding_word(m->context->value->by_range),                                \
	      m->context && m->context->value && m->context->value->by_range, USE_INFON, 22, NULL)                 \
	FIELD(section, word, m->context->section, m->context && m->context->section, USE_INFON, 20, "Section")

/* A mention and where it was found. */
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
	/* Appends the value as text, the items of a list with `between` between two; nothing where it is absent. */
	void (*write)(buffer *out, const found_mention *found, const char *between);
} field;

/* The table: `mention_field_count` rows in its order. */
extern const field mention_fields[];
extern const size_t mention_field_count;

/* Most fields that a table of this kind has room for. */
enum { MOST_FIELDS = 64 };

/* The fields that are columns, in their order. Returns how many there are. */
size_t fields_in_columns(const field *out[MOST_FIELDS]);

/* Does the text say something of it that is not the default, its status and section aside? */
bool mention_is_qualified(const onto_mention *m);

/* Does one of its codes come from a mapping? */
bool mention_is_mapped(const onto_mention *m);

#endif
