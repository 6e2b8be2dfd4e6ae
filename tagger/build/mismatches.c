/* Weakens exact mappings between concepts whose names are opposite, or meet in the letters of an abbreviation. */
#include "build/mismatches.h"

#include <string.h>

#include "core/ascii.h"
#include "text/opposites.h"

enum { TOLD_MOST = 20 };

typedef struct mismatches {
	onto_builder *builder;
	onto_opposites opposites;
	uint64_t beginnings; /* of the codes that entries have */
	size_t count;
} mismatches;

static const char *name_at(const mismatches *self, uint32_t number)
{
	return builder_text(self->builder, self->builder->names.items[number].text);
}

static const char *name_of(const mismatches *self, const entry *e)
{
	return builder_text(self->builder, e->name);
}

/* The first name of an entry that is opposite to one of some; NULL: none. */
static const char *opposite_name(const mismatches *self, const entry *e, const onto_opposite *of, size_t count)
{
	for (uint32_t n = e->names; n; n = self->builder->names.items[n].next) {
		onto_opposite own[ONTO_OPPOSITES_MOST];
		size_t number = onto_opposites_of(&self->opposites, name_at(self, n), own);
		for (size_t i = 0; i < number; i++) {
			for (size_t k = 0; k < count; k++) {
				if (own[i].rest == of[k].rest && own[i].right != of[k].right) {
					return name_at(self, n);
				}
			}
		}
	}
	return NULL;
}

/* The name of `other` that is opposite to the preferred name of `e`, unless the two are named alike or `e` is
 * itself named both ways. NULL: there is none. */
static const char *turned_round(const mismatches *self, const entry *e, const entry *other)
{
	onto_opposite own[ONTO_OPPOSITES_MOST];
	size_t count = onto_opposites_of(&self->opposites, name_of(self, e), own);
	if (!count || opposites_words(name_of(self, e)) == opposites_words(name_of(self, other)) ||
	    opposite_name(self, e, own, count)) {
		return NULL;
	}
	return opposite_name(self, other, own, count);
}

/* Has an entry a name that these letters are the initials of? */
static bool has_long_form(const mismatches *self, const entry *e, const char *letters)
{
	for (uint32_t n = e->names; n; n = self->builder->names.items[n].next) {
		if (abbreviation_is_of(letters, name_at(self, n))) {
			return true;
		}
	}
	return false;
}

static const char *spelt_name(const mismatches *self, const entry *e, const char *letters)
{
	for (uint32_t n = e->names; n; n = self->builder->names.items[n].next) {
		if (abbreviation_spells(letters, name_at(self, n))) {
			return name_at(self, n);
		}
	}
	return NULL;
}

/* Have two entries a name in common that these letters do not spell? */
static bool share_name(const mismatches *self, const entry *a, const entry *b, const char *letters)
{
	const entry_name *names = self->builder->names.items;
	for (uint32_t n = a->names; n; n = names[n].next) {
		uint64_t words = opposites_words(name_at(self, n));
		for (uint32_t m = b->names; m; m = names[m].next) {
			if (opposites_words(name_at(self, m)) == words &&
			    !ascii_begins_same(name_at(self, m), letters, strlen(letters))) {
				return true;
			}
		}
	}
	return false;
}

/* The word of `other` that an abbreviation of `e` spells, where the two share no other name. NULL: there is
 * none. */
static const char *spelt_word(const mismatches *self, const entry *e, const entry *other)
{
	char letters[8];
	for (uint32_t n = e->names; n; n = self->builder->names.items[n].next) {
		const char *word =
			abbreviation_letters(name_at(self, n), letters) ? spelt_name(self, other, letters) : NULL;
		if (word && has_long_form(self, e, letters) && !has_long_form(self, other, letters) &&
		    !share_name(self, e, other, letters)) {
			return word;
		}
	}
	return NULL;
}

/* A bit by the prefix of a code. Most cross-references are into vocabularies without a concept here. */
static uint64_t beginning_of(const char *code)
{
	return (uint64_t)1 << (((code[0] | 0x20) * 25 + (code[1] | 0x20) * 5 + (code[2] | 0x20)) & 63);
}

static void part(mismatches *self, const entry *e, entry_xref *xref)
{
	onto_builder *b = self->builder;
	const char *code = builder_text(b, e->code), *target = builder_text(b, xref->code), *name;
	size_t index = self->beginnings & beginning_of(target) ? builder_find(b, target) : SIZE_MAX;
	const entry *other = index == SIZE_MAX ? NULL : &b->entries.items[index];
	if (!other || !other->name || other->type != e->type || other->standing != ONTO_LIVE) {
		return;
	}
	if (!(name = turned_round(self, e, other)) && !(name = turned_round(self, other, e)) &&
	    !(name = spelt_word(self, e, other)) && !(name = spelt_word(self, other, e))) {
		return;
	}
	/* What curation says of the pair replaces any predicate. */
	if (curation_may_map(&b->curation, code) &&
	    curation_predicate(&b->curation, code, target, ONTO_MATCH_CLOSE) == ONTO_MATCH_EXACT) {
		return;
	}
	xref->predicate = ONTO_MATCH_CLOSE;
	if (self->count++ < TOLD_MOST) {
		builder_tell(b, "not joined: %.60s %.80s and %.60s %.80s, for one of them is named %.80s", code,
		             name_of(self, e), target, name_of(self, other), name);
	}
}

size_t mismatches_part(onto_builder *builder)
{
	mismatches self = {.builder = builder};
	opposites_start(&self.opposites);
	for (size_t i = 0; i < builder->entries.count; i++) {
		const entry *e = &builder->entries.items[i];
		self.beginnings |= e->name ? beginning_of(builder_text(builder, e->code)) : 0;
	}
	for (size_t i = 0; i < builder->entries.count; i++) {
		const entry *e = &builder->entries.items[i];
		for (uint32_t x = e->name && e->standing == ONTO_LIVE ? e->xrefs : 0; x; x = builder->xrefs.items[x].next) {
			if (builder->xrefs.items[x].predicate == ONTO_MATCH_EXACT) {
				part(&self, e, &builder->xrefs.items[x]);
			}
		}
	}
	if (self.count > TOLD_MOST) {
		builder_tell(builder, "not joined: %zu more pairs of names that say the opposite", self.count - TOLD_MOST);
	}
	return self.count;
}
