/* Proteins of MeSH and their genes.
 *
 *     MeSH  Galectin 1    names  Galectin-1, Galaptin-1 ...
 *     gene  LGALS1        names  galectin 1, beta-galactoside-binding lectin ...        exact=MESH:D037483
 *
 * No source maps the two. They are one meaning where the heading is an official name of one gene, or where two of
 * its names are names of one gene, one of them an official one, and none is another's. A heading in the plural is a
 * class of proteins. */
#include <string.h>

#include "build/builder.h"

#include "core/error.h"
#include "ontotag_tools.h"
#include "text/fold.h"
#include "text/token.h"

enum { KEY_MOST = 160, KEY_LEAST = 4 };

#define SEVERAL SIZE_MAX /* a name of several genes */

typedef struct gene_links {
	onto_builder *builder;
	arena memory;            /* keys */
	table genes;             /* the key of a name to entry + 1, or SEVERAL */
	table plain;             /* the same of official names without a remark in brackets */
	table other;             /* the same of designations, which are no official names */
	VECTOR(size_t) gene_of;  /* of each entry: the gene that it is, + 1; 0: none */
	VECTOR(uint8_t) by_name; /* of each protein: its heading is an official name of the gene */
	VECTOR(size_t) linked;   /* of each gene: how many proteins are it */
	VECTOR(size_t) named;    /* and how many of these by their headings */
} gene_links;

static void gene_links_free(gene_links *self)
{
	table_free(&self->genes);
	table_free(&self->plain);
	table_free(&self->other);
	arena_free(&self->memory);
	vector_free(&self->gene_of);
	vector_free(&self->by_name);
	vector_free(&self->linked);
	vector_free(&self->named);
}

static bool has_code(const onto_builder *b, const entry *e, const char *prefix)
{
	return e->name && e->standing == ONTO_LIVE && type_like(e->type) == ONTO_MARKER &&
	       strncmp(builder_text(b, e->code), prefix, strlen(prefix)) == 0;
}

/* ---- keys ---------------------------------------------------------------------------------------------------- */

/* Appends the words of a name, folded and closed up: Galectin-1 and galectin 1 have one key. Returns the new
 * length; KEY_MOST where it would be longer. */
static size_t append_key(const char *name, size_t length, char key[KEY_MOST], size_t at)
{
	tokenizer t;
	token token;
	tokenizer_start(&t, name, length);
	while (tokenizer_next(&t, &token)) {
		char folded[FOLD_MAX];
		size_t count = fold(name + token.start, token.end - token.start, folded);
		if (at + count >= KEY_MOST) {
			return KEY_MOST;
		}
		memcpy(key + at, folded, count);
		at += count;
	}
	return at;
}

static size_t key_of(const char *name, char key[KEY_MOST])
{
	return append_key(name, strlen(name), key, 0);
}

/* The key of a heading with one comma in its plain order: Receptor, PAR-2. 0: there is no such comma. */
static size_t key_inverted(const char *name, char key[KEY_MOST])
{
	const char *comma = strstr(name, ", ");
	if (!comma || strstr(comma + 2, ", ")) {
		return 0;
	}
	size_t at = append_key(comma + 2, strlen(comma + 2), key, 0);
	return at == KEY_MOST ? at : append_key(name, (size_t)(comma - name), key, at);
}

/* ---- genes --------------------------------------------------------------------------------------------------- */

static bool add_gene_name(gene_links *self, table *names, const char *name, size_t gene)
{
	char key[KEY_MOST];
	size_t length = key_of(name, key);
	if (length < KEY_LEAST || length == KEY_MOST) {
		return true;
	}
	table_entry *known = table_find(names, key, length);
	if (known) {
		known->value = known->value == gene ? gene : SEVERAL;
		return true;
	}
	char *kept = arena_text(&self->memory, key, length);
	return kept && table_add(names, kept, length, gene);
}

/* Adds an official name, and the same without a remark in brackets: serum response factor (c-fos ...). */
static bool add_official(gene_links *self, const char *name, size_t gene)
{
	const char *bracket = strstr(name, " (");
	char plain[KEY_MOST];
	if (bracket && name[strlen(name) - 1] == ')' && (size_t)(bracket - name) < sizeof plain) {
		memcpy(plain, name, (size_t)(bracket - name));
		plain[bracket - name] = '\0';
		if (!add_gene_name(self, &self->plain, plain, gene)) {
			return false;
		}
	}
	return add_gene_name(self, &self->genes, name, gene);
}

static bool add_gene(gene_links *self, size_t index)
{
	const onto_builder *b = self->builder;
	const entry *e = &b->entries.items[index];
	bool added = add_official(self, builder_text(b, e->name), index + 1);
	for (uint32_t number = e->names; number && added; number = b->names.items[number].next) {
		const entry_name *n = &b->names.items[number];
		const char *name = builder_text(b, n->text);
		added = n->scope <= ONTO_EXACT ? add_official(self, name, index + 1)
		                               : add_gene_name(self, &self->other, name, index + 1);
	}
	return added;
}

/* ---- proteins ------------------------------------------------------------------------------------------------ */

/* The gene of a key, + 1; 0: none; SEVERAL. */
static size_t gene_in(const table *names, const char *key, size_t length)
{
	table_entry *found = length >= KEY_LEAST && length < KEY_MOST ? table_find(names, key, length) : NULL;
	return found ? found->value : 0;
}

/* The same by any of its names. */
static size_t gene_named(const gene_links *self, const char *key, size_t length)
{
	size_t gene = gene_in(&self->genes, key, length), other = gene_in(&self->other, key, length);
	gene = gene ? gene : gene_in(&self->plain, key, length);
	return gene && other && gene != other ? SEVERAL : gene ? gene : other;
}

/* The gene that a protein is, + 1; 0: none. */
static size_t gene_of_protein(const gene_links *self, const entry *e, uint8_t *by_name)
{
	const onto_builder *b = self->builder;
	const char *heading = builder_text(b, e->name);
	char key[KEY_MOST];
	size_t gene = gene_in(&self->genes, key, key_of(heading, key));
	gene = gene ? gene : gene_in(&self->genes, key, key_inverted(heading, key));
	*by_name = gene && gene != SEVERAL;
	gene = gene ? gene : gene_in(&self->plain, key, key_of(heading, key));
	bool by_heading = gene && gene != SEVERAL;
	size_t agree = 0, end = strlen(heading);
	bool official = false;
	if (gene == SEVERAL || heading[end - 1] == 's' || strstr(heading, "s, ")) {
		return 0;
	}
	for (uint32_t number = e->names; number; number = b->names.items[number].next) {
		const entry_name *n = &b->names.items[number];
		size_t length = n->scope <= ONTO_EXACT ? key_of(builder_text(b, n->text), key) : 0;
		size_t other = gene_named(self, key, length);
		if (!other || other == SEVERAL) {
			continue;
		}
		if (gene && other != gene) {
			if (by_heading) {
				continue;
			}
			return 0;
		}
		gene = other;
		official |= gene_in(&self->genes, key, length) == other;
		agree++;
	}
	return by_heading || (official && agree >= 2) ? gene : 0;
}

static onto_status find_links(gene_links *self, onto_error *error)
{
	const onto_builder *b = self->builder;
	size_t count = b->entries.count;
	if (!vector_reserve(&self->gene_of, count) || !vector_reserve(&self->by_name, count) ||
	    !vector_reserve(&self->linked, count) || !vector_reserve(&self->named, count)) {
		return fail_memory(error);
	}
	memset(self->gene_of.items, 0, count * sizeof *self->gene_of.items);
	memset(self->by_name.items, 0, count);
	memset(self->linked.items, 0, count * sizeof *self->linked.items);
	memset(self->named.items, 0, count * sizeof *self->named.items);
	for (size_t i = 0; i < count; i++) {
		if (has_code(b, &b->entries.items[i], "NCBIGene:") && !add_gene(self, i)) {
			return fail_memory(error);
		}
	}
	for (size_t i = 0; i < count; i++) {
		if (has_code(b, &b->entries.items[i], "MESH:")) {
			size_t gene = gene_of_protein(self, &b->entries.items[i], &self->by_name.items[i]);
			self->gene_of.items[i] = gene;
			self->linked.items[gene ? gene - 1 : i] += gene > 0;
			self->named.items[gene ? gene - 1 : i] += gene > 0 && self->by_name.items[i];
		}
	}
	return ONTO_OK;
}

onto_status onto_builder_link_genes(onto_builder *self, onto_error *error)
{
	gene_links links = {.builder = self};
	onto_status status = self->entries.count ? find_links(&links, error) : ONTO_OK;
	for (size_t i = 0; status == ONTO_OK && i < self->entries.count; i++) {
		size_t gene = links.gene_of.items[i];
		/* Of two proteins, the one whose heading is the gene's name. */
		if (gene &&
		    (links.linked.items[gene - 1] == 1 || (links.named.items[gene - 1] == 1 && links.by_name.items[i]))) {
			char code[64], target[64];
			/* The texts of the builder move while one is added. */
			if (strlen(builder_text(self, self->entries.items[gene - 1].code)) < sizeof code &&
			    strlen(builder_text(self, self->entries.items[i].code)) < sizeof target) {
				strcpy(code, builder_text(self, self->entries.items[gene - 1].code));
				strcpy(target, builder_text(self, self->entries.items[i].code));
				status = onto_builder_xref(self, code, ONTO_MATCH_EXACT, target, error);
			}
		}
	}
	gene_links_free(&links);
	return status;
}
