/* Which part of a source becomes which type, and how its codes are written: the rules of dictionaries/types.tsv,
 * whose head describes its rows. Immutable after reading and restricting; any number of threads may share it. */
#ifndef ONTOTAG_TYPES_H
#define ONTOTAG_TYPES_H

#include "ontotag_tools.h"

/* The size of the longest code with its NUL. */
enum { TYPES_CODE_ROOM = 128 };

typedef struct types types;

/* The properties of a record that rules may test. Those that a source lacks are zero. */
typedef struct types_record {
	const char *source; /* the first column of a type row: a CURIE prefix, or MEDIC */
	const char *code;
	const char *const *trees; /* MeSH tree numbers */
	size_t tree_count;
	bool has_action;          /* a pharmacological action */
	int scr_class;            /* of a MeSH supplementary record */
	const char *kind;         /* type_of_gene, a semantic tag, ... */
	const char *const *kinds; /* where there are several */
	size_t kind_count;
	/* True where the record is `ancestor` or lies below it; NULL: it never does. */
	bool (*is_under)(const void *context, const char *ancestor);
	const void *context;
} types_record;

/* Reads rules from a file ("-": standard input), or from memory, where `label` replaces the path in messages. */
onto_status types_read(types **out, const char *path, onto_error *error);
onto_status types_parse(types **out, const char *label, const void *bytes, size_t length, onto_error *error);
void types_free(types *self);

/* Leaves out what has none of these types (bits 1 << type), and of the rest the other types. */
void types_restrict(types *self, unsigned wanted);

/* Decides about a record: NULL and its type, or the reason why it is left out. The reason lives as long as the
 * rules. */
const char *types_leave(const types *self, const types_record *record, onto_type *type);

/* True where the names of a record, left out or not, claim their places: ONTO_POLICY_OTHER. */
bool types_other(const types *self, const types_record *record);

/* True where of such a record only names count that hold the name of a concept. */
bool types_holding(const types *self, const types_record *record);

/* The bits 1 << type of further types of an accepted record. */
unsigned types_also(const types *self, const types_record *record);

/* True where all names of an accepted record state only a kind. */
bool types_generic(const types *self, const types_record *record);

/* The reason why synonyms of this OBO synonym type are left out; NULL if they are used. */
const char *types_leave_synonym(const types *self, const char *synonym_type);

/* The reason why terms of this source and term type of UMLS (SNOMEDCT_US, PT) are left out; NULL if they are used.
 * Where the rules have `take` rows, only these are. A term type of "" is any. */
const char *types_leave_term(const types *self, const char *source, const char *term_type);

/* The tree number of a MeSH heading whose record has none; NULL where the rules do not know it. */
const char *types_tree(const types *self, const char *code);

/* Writes a code in the dictionary's form: `msh:D008175` is MESH:D008175, `HGNC:HGNC:5` is HGNC:5, and
 * `http://purl.obolibrary.org/obo/HP_0000118` is HP:0000118, as is any IRI that a rule knows. False if `written` is
 * neither a CURIE nor such an IRI. */
bool types_code(const types *self, const char *written, char code[TYPES_CODE_ROOM]);

#endif
