/* Hands a builder what a dictionary answers. */
#include "load/unfold.h"

#include "core/error.h"

/* Opened in their order first, since a later source corrects an earlier one. */
static onto_status add_sources(const onto_dictionary *d, onto_builder *builder, onto_error *error)
{
	onto_source source;
	size_t concepts, names;
	for (size_t i = 0; onto_dictionary_source(d, i, &source, &concepts, &names); i++) {
		TRY(onto_builder_source(builder, &source, error));
	}
	return ONTO_OK;
}

/* A concept of a kind has only names that state one. */
static bool is_generic(const onto_dictionary *d, onto_concept_id id)
{
	onto_name name;
	size_t i = 0;
	while (onto_dictionary_name(d, id, i, &name) && (name.policy & ONTO_POLICY_GENERIC)) {
		i++;
	}
	return i && !onto_dictionary_name(d, id, i, &name);
}

/* Freezing marks the names of retired concepts again. */
static onto_status add_names(const onto_dictionary *d, onto_concept_id id, const char *code, onto_builder *builder,
                             onto_error *error)
{
	onto_name name;
	for (size_t i = 0; onto_dictionary_name(d, id, i, &name); i++) {
		TRY(onto_builder_source(builder, &(onto_source){.id = name.source}, error));
		TRY(onto_builder_name(builder, code, name.scope, name.text, name.policy & ~(unsigned)ONTO_POLICY_RETIRED,
		                      error));
	}
	return ONTO_OK;
}

static onto_status add_relations(const onto_dictionary *d, onto_concept_id id, const char *code,
                                 onto_builder *builder, onto_error *error)
{
	size_t count;
	onto_concept above;
	onto_xref xref;
	const onto_concept_id *parents = onto_dictionary_parents(d, id, &count);
	for (size_t i = 0; i < count; i++) {
		if (onto_dictionary_concept(d, parents[i], &above)) {
			TRY(onto_builder_parent(builder, code, above.code, error));
		}
	}
	for (size_t i = 0; onto_dictionary_xref(d, id, i, &xref); i++) {
		TRY(onto_builder_xref(builder, code, xref.predicate, xref.code, error));
	}
	return ONTO_OK;
}

/* All concepts come first, so that they keep their order: a parent that is named first would be before its
 * child. */
onto_status unfold(const onto_dictionary *d, onto_builder *builder, onto_error *error)
{
	onto_concept c;
	TRY(add_sources(d, builder, error));
	for (onto_concept_id id = 0; onto_dictionary_concept(d, id, &c); id++) {
		onto_concept_row row = {.code = c.code,
		                        .type = c.type,
		                        .name = c.name,
		                        .standing = c.standing,
		                        .successor = c.successor,
		                        .also = c.also,
		                        .generic = is_generic(d, id)};
		TRY(onto_builder_source(builder, &(onto_source){.id = c.source}, error));
		TRY(onto_builder_concept(builder, &row, error));
	}
	for (onto_concept_id id = 0; onto_dictionary_concept(d, id, &c); id++) {
		TRY(add_relations(d, id, c.code, builder, error));
		TRY(add_names(d, id, c.code, builder, error));
	}
	return ONTO_OK;
}
