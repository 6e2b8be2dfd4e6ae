/* Restrictions by name and corrected mappings by pair of codes. */
#include "build/curation.h"

#include <string.h>

#include "core/ascii.h"
#include "dictionary/dictionary.h"

const char *const curation_blocked_codes[TYPE_COUNT] = {
#define TYPE(word, ...) "ONTOTAG:blocked-" #word,
#include "type_names.inc"
#undef TYPE
};

const char *const curation_other_code = "ONTOTAG:other";

void curation_free(curation *self)
{
	table_free(&self->rules_by_name);
	table_free(&self->mappings);
	vector_free(&self->rules);
	arena_free(&self->memory);
}

static void set_bit(uint64_t *bits, size_t bit)
{
	bits[bit / 64] |= (uint64_t)1 << (bit % 64);
}

static bool has_bit(const uint64_t *bits, size_t bit)
{
	return bits[bit / 64] >> (bit % 64) & 1;
}

/* Case-insensitive hash of a name. */
static size_t name_bit(const char *name, size_t length)
{
	size_t first = name[0] | 0x20, middle = name[length / 2] | 0x20, last = length ? name[length - 1] | 0x20 : 0;
	return (length * 7 + first * 13 + middle * 59 + last * 251) % CURATION_BITS;
}

static void make_small(char *to, const char *from, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		to[i] = (char)ascii_lower(from[i]);
	}
}

bool curation_add_restriction(curation *self, unsigned types, const char *name, unsigned policy)
{
	size_t length = strlen(name);
	char *key = arena_text(&self->memory, name, length);
	curation_rule rule = {.policy = (uint16_t)policy, .types = (uint16_t)types};
	if (!key) {
		return false;
	}
	make_small(key, name, length);
	set_bit(self->restricted, name_bit(name, length));
	table_entry *known = table_find(&self->rules_by_name, key, length);
	if (known) {
		self->rules.items[known->value] = rule;
		return true;
	}
	return vector_push(&self->rules, rule) && table_add(&self->rules_by_name, key, length, self->rules.count - 1);
}

static size_t code_bit(const char *code)
{
	return dictionary_code_hash(code) % CURATION_BITS;
}

/* "code\tcode" in small letters, the key of a pair. */
static const char *pair_key(curation *self, const char *a, const char *b)
{
	size_t a_length = strlen(a), b_length = strlen(b);
	char *key = arena_take(&self->memory, a_length + b_length + 2);
	if (key) {
		make_small(key, a, a_length);
		key[a_length] = '\t';
		make_small(key + a_length + 1, b, b_length + 1);
	}
	return key;
}

bool curation_add_mapping(curation *self, const char *a, const char *b, onto_predicate predicate)
{
	const char *keys[2] = {pair_key(self, a, b), pair_key(self, b, a)};
	set_bit(self->mapped, code_bit(a));
	set_bit(self->mapped, code_bit(b));
	for (int i = 0; i < 2; i++) {
		if (!keys[i] || (!table_find(&self->mappings, keys[i], strlen(keys[i])) &&
		                 !table_add(&self->mappings, keys[i], strlen(keys[i]), (size_t)predicate))) {
			return false;
		}
	}
	return true;
}

unsigned curation_policy(const curation *self, onto_type type, const char *name, unsigned policy)
{
	char key[128];
	size_t length = strlen(name);
	if (length >= sizeof key || !has_bit(self->restricted, name_bit(name, length)) ||
	    (policy & (ONTO_POLICY_FIRST | ONTO_POLICY_BLOCKED))) {
		return policy;
	}
	make_small(key, name, length);
	table_entry *found = table_find(&self->rules_by_name, key, length);
	return found && (self->rules.items[found->value].types & 1u << type) ? self->rules.items[found->value].policy
	                                                                     : policy;
}

bool curation_may_map(const curation *self, const char *code)
{
	return has_bit(self->mapped, code_bit(code));
}

onto_predicate curation_predicate(const curation *self, const char *code, const char *target,
                                  onto_predicate predicate)
{
	char key[256];
	size_t code_length = strlen(code), target_length = strlen(target), length = code_length + 1 + target_length;
	if (length >= sizeof key) {
		return predicate;
	}
	make_small(key, code, code_length);
	key[code_length] = '\t';
	make_small(key + code_length + 1, target, target_length);
	table_entry *found = table_find(&self->mappings, key, length);
	return found ? (onto_predicate)found->value : predicate;
}
