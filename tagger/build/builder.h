/* The inside of a builder, for finishing and freezing. See onto_builder in ontotag.h. */
#ifndef ONTOTAG_BUILDER_H
#define ONTOTAG_BUILDER_H

#include "core/arena.h"
#include "core/table.h"
#include "core/vector.h"
#include "build/curation.h"
#include "ontotag_tools.h"

/* Lists: the items of an entry are linked by numbers, in order of arrival. 0 ends a list, and item 0 is unused. A
 * text is an offset into `text`, NUL-terminated; 0 is the empty text. */
typedef struct entry_name {
	uint32_t next;
	uint32_t text;
	uint16_t source;
	uint16_t policy;
	uint8_t scope;
	bool told; /* it arrived while somebody wanted to be told */
} entry_name;

typedef struct entry_xref {
	uint32_t next;
	uint32_t code; /* text */
	uint16_t source;
	uint8_t predicate;
	bool mapping : 1; /* of a mapping set: it serves its other end where this one is no concept */
	bool told : 1;    /* as of a name */
} entry_xref;

typedef struct entry_parent {
	uint32_t next;
	uint32_t entry; /* index of the parent, defined or not */
} entry_parent;

/* A concept under construction. Names, parents and cross-references may arrive before the concept itself. */
typedef struct entry {
	uint32_t code;      /* text */
	uint32_t name;      /* text; 0: not defined yet */
	uint32_t successor; /* text */
	uint32_t names, last_name;
	uint32_t xrefs, last_xref;
	uint32_t parents, last_parent;
	uint16_t source;
	uint8_t type, standing;
	uint8_t visit; /* state of the search for cycles */
	bool generic;  /* its names state only a kind */
	uint16_t also; /* bits of further types */
} entry;

/* The source of rows that no source line precedes. */
#define LOCAL_SOURCE "local"
enum { NO_SOURCE = UINT16_MAX };

typedef struct builder_source {
	const char *id, *title, *version, *licence;
	size_t concepts, names;
} builder_source;

typedef struct builder_slot {
	uint32_t entry, hash; /* entry + 1; 0: free */
} builder_slot;

struct onto_builder {
	VECTOR(char) text;
	arena memory; /* for what must not move: sources, reasons, curation */
	VECTOR(entry_name) names;
	VECTOR(entry_xref) xrefs;
	VECTOR(entry_parent) parents;
	VECTOR(builder_slot) codes; /* open addressing by hash of the code; a power of two, at most half full */
	size_t last; /* the last entry that was looked up, since rows of one concept follow one another */
	table sources_by_id;
	VECTOR(entry) entries;
	VECTOR(builder_source) sources;
	VECTOR(onto_count) counts;
	curation curation;
	uint16_t source;     /* of the rows that follow */
	onto_notice *notice; /* NULL: nobody is told */
	void *notice_context;
	bool cuts_cycles;
	bool finished;
	bool refused; /* finishing failed: the builder can only be freed */
};

static inline const char *builder_text(const onto_builder *self, uint32_t offset)
{
	return self->text.items + offset;
}

/* ONTO_ARGUMENT once the builder is finished. Afterwards a source is open. */
onto_status builder_may_add(onto_builder *self, onto_error *error);

/* What the public functions of these names do, for arguments that are known to be valid: those of rows. */
onto_status builder_open_source(onto_builder *self, const onto_source *source, onto_error *error);
onto_status builder_add_concept(onto_builder *self, const onto_concept_row *row, onto_error *error);
onto_status builder_add_name(onto_builder *self, const char *code, onto_scope scope, const char *name,
                             unsigned policy, onto_error *error);
onto_status builder_add_parent(onto_builder *self, const char *code, const char *parent, onto_error *error);
onto_status builder_add_xref(onto_builder *self, const char *code, onto_predicate predicate, const char *target,
                             bool mapping, onto_error *error);

/* Tells whoever wants to know what was passed over. */
void builder_tell(const onto_builder *self, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The entry of a code; SIZE_MAX where it has none. */
size_t builder_find(const onto_builder *self, const char *code);

/* Reserves space for the numbers of concepts and names that a file states, so that arrays need not move while they
 * grow. A hint only: a wrong number does no harm, and an implausible one is ignored. */
onto_status builder_expect(onto_builder *self, size_t concepts, size_t names, onto_error *error);

/* The count of what a source gave, or of what was left out for a reason. A view until the next call. NULL where
 * memory ran out. */
onto_count *builder_count(onto_builder *self, const char *source, const char *reason, onto_type type);

#endif
