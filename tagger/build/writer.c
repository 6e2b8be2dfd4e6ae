/* Writes a builder's concepts and names as the rows of a dictionary file, source by source. */
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "build/builder.h"
#include "build/policy.h"
#include "build/rows.h"

static onto_status write_header(const onto_builder *self, row_writer *out, onto_error *error)
{
	TRY(row_writer_put(out, (const char *[]){"#ontotag-dictionary", "1"}, 2, error));
	for (size_t i = 0; i < self->sources.count; i++) {
		const builder_source *s = &self->sources.items[i];
		char concepts[24], names[24];
		snprintf(concepts, sizeof concepts, "%zu", s->concepts);
		snprintf(names, sizeof names, "%zu", s->names);
		TRY(row_writer_put(
			out, (const char *[]){"#source", s->id, s->title, s->version, s->licence, concepts, names}, 7, error));
	}
	for (size_t i = 0; i < self->counts.count; i++) {
		const onto_count *c = &self->counts.items[i];
		if (c->reason) {
			char number[24];
			snprintf(number, sizeof number, "%zu", c->concepts);
			TRY(row_writer_put(out, (const char *[]){"#left-out", c->source, c->reason, number}, 4, error));
		}
	}
	return ONTO_OK;
}

static onto_status write_concept(const onto_builder *self, const entry *e, buffer *room, row_writer *out,
                                 onto_error *error)
{
	buffer_clear(room);
	for (uint32_t p = e->parents; p; p = self->parents.items[p].next) {
		if (p != e->parents) {
			buffer_byte(room, '|');
		}
		buffer_text(room, builder_text(self, self->entries.items[self->parents.items[p].entry].code));
	}
	buffer_byte(room, '\0');
	size_t xrefs = room->length;
	for (uint32_t x = e->xrefs; x; x = self->xrefs.items[x].next) {
		if (x != e->xrefs) {
			buffer_byte(room, '|');
		}
		buffer_text(room, onto_predicate_word((onto_predicate)self->xrefs.items[x].predicate));
		buffer_byte(room, '=');
		buffer_text(room, builder_text(self, self->xrefs.items[x].code));
	}
	buffer_byte(room, '\0');
	size_t standing = room->length;
	static const char *const words[] = {"", "replaced=", "consider=", "obsolete"};
	buffer_text(room, words[e->standing]);
	buffer_text(room, builder_text(self, e->successor));
	buffer_byte(room, '\0');
	size_t types = room->length;
	buffer_text(room, onto_type_word((onto_type)e->type));
	for (int t = 0; t < TYPE_COUNT; t++) {
		if (e->also >> t & 1) {
			buffer_byte(room, '|');
			buffer_text(room, onto_type_word((onto_type)t));
		}
	}
	buffer_byte(room, '\0');
	if (room->failed) {
		return fail_memory(error);
	}
	return row_writer_put(out,
	                      (const char *[]){"C", builder_text(self, e->code), room->bytes + types,
	                                       builder_text(self, e->name), room->bytes, room->bytes + xrefs,
	                                       room->bytes + standing},
	                      7, error);
}

static onto_status write_names(const onto_builder *self, const entry *e, uint32_t source, row_writer *out,
                               onto_error *error)
{
	for (uint32_t number = e->names; number; number = self->names.items[number].next) {
		const entry_name *n = &self->names.items[number];
		if (n->source == source) {
			char policy[16];
			policy_write(n->policy, policy);
			TRY(row_writer_put(out,
			                   (const char *[]){"N", builder_text(self, e->code),
			                                    onto_scope_word((onto_scope)n->scope), builder_text(self, n->text),
			                                    policy},
			                   5, error));
		}
	}
	return ONTO_OK;
}

static onto_status write_sections(const onto_builder *self, row_writer *out, buffer *room, onto_error *error)
{
	for (uint32_t s = 0; s < self->sources.count; s++) {
		if (self->sources.items[s].concepts == 0 && self->sources.items[s].names == 0) {
			continue;
		}
		TRY(row_writer_put(out, (const char *[]){"S", self->sources.items[s].id}, 2, error));
		for (size_t i = 0; i < self->entries.count; i++) {
			const entry *e = &self->entries.items[i];
			if (!e->name) {
				continue;
			}
			if (e->source == s) {
				TRY(write_concept(self, e, room, out, error));
			}
			TRY(write_names(self, e, s, out, error));
		}
	}
	return ONTO_OK;
}

onto_status onto_builder_write(onto_builder *self, const char *path, onto_error *error)
{
	row_writer *out;
	buffer room = {0};
	TRY(onto_builder_finish(self, error));
	TRY(row_writer_open(path, &out, error));
	onto_status status = write_header(self, out, error);
	if (status == ONTO_OK) {
		status = write_sections(self, out, &room, error);
	}
	buffer_free(&room);
	if (status != ONTO_OK) {
		row_writer_abandon(out);
		return status;
	}
	return row_writer_close(out, error);
}
