/* ontotag diff: changes from one dictionary to another. */
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "command/print.h"

static const option_record options[] = {{'q', "quiet", NULL, "print the counts alone"}, {0}};
enum { QUIET };

typedef enum change { ADDED, REMOVED, RETIRED, REVIVED, RENAMED, RETYPED, MOVED, NAMED, UNNAMED, CHANGES } change;
static const char *const change_words[CHANGES] = {"added",   "removed", "retired",    "revived",     "renamed",
                                                  "retyped", "moved",   "name-added", "name-removed"};

typedef struct diff {
	onto_dictionary *old, *new;
	size_t counts[CHANGES];
	size_t tags_gone, tags_come;
	bool silent; /* only count */
} diff;

static void tell(diff *self, change change, const onto_concept *c, const char *from, const char *to)
{
	self->counts[change]++;
	if (!self->silent) {
		printf("%s\t%s\t%s\t%s\t%s\n", change_words[change], c->code, c->name, from, to);
	}
}

/* ---- concepts ------------------------------------------------------------------------------------------------ */

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Codes of the parents, in order, joined by '|'. Truncated where they are too long. */
static void parents_of(const onto_dictionary *d, onto_concept_id id, char *out, size_t space)
{
	enum { PARENTS_MOST = 64 };
	const char *codes[PARENTS_MOST];
	size_t count, used = 0;
	const onto_concept_id *parents = onto_dictionary_parents(d, id, &count);
	count = count < PARENTS_MOST ? count : PARENTS_MOST;
	for (size_t i = 0; i < count; i++) {
		onto_concept c;
		onto_dictionary_concept(d, parents[i], &c);
		codes[i] = c.code;
	}
	if (count) {
		qsort(codes, count, sizeof *codes, compare_texts);
	}
	out[0] = '\0';
	for (size_t i = 0; i < count && used < space - 1; i++) {
		used += (size_t)snprintf(out + used, space - used, "%s%s", i ? "|" : "", codes[i]);
	}
}

static bool has_name(const onto_dictionary *d, onto_concept_id id, const char *text)
{
	onto_name name;
	for (size_t i = 0; onto_dictionary_name(d, id, i, &name); i++) {
		if (strcmp(name.text, text) == 0) {
			return true;
		}
	}
	return false;
}

/* Names of the first that the second lacks. */
static void compare_names(diff *self, change change, const onto_dictionary *a, onto_concept_id x,
                          const onto_dictionary *b, onto_concept_id y)
{
	onto_concept c;
	onto_name name;
	onto_dictionary_concept(a, x, &c);
	for (size_t i = 0; onto_dictionary_name(a, x, i, &name); i++) {
		if (!has_name(b, y, name.text)) {
			tell(self, change, &c, change == UNNAMED ? name.text : "", change == UNNAMED ? "" : name.text);
		}
	}
}

static void compare_concept(diff *self, onto_concept_id x, onto_concept_id y)
{
	char before[2000], after[2000];
	onto_concept a, b;
	onto_dictionary_concept(self->old, x, &a);
	onto_dictionary_concept(self->new, y, &b);
	if (a.standing == ONTO_LIVE && b.standing != ONTO_LIVE) {
		tell(self, RETIRED, &b, standing_word(b.standing), b.successor);
	} else if (a.standing != ONTO_LIVE && b.standing == ONTO_LIVE) {
		tell(self, REVIVED, &b, standing_word(a.standing), "");
	}
	if (strcmp(a.name, b.name) != 0) {
		tell(self, RENAMED, &b, a.name, b.name);
	}
	if (a.type != b.type) {
		tell(self, RETYPED, &b, onto_type_word(a.type), onto_type_word(b.type));
	}
	parents_of(self->old, x, before, sizeof before);
	parents_of(self->new, y, after, sizeof after);
	if (strcmp(before, after) != 0) {
		tell(self, MOVED, &b, before, after);
	}
	compare_names(self, NAMED, self->new, y, self->old, x);
	compare_names(self, UNNAMED, self->old, x, self->new, y);
}

static void compare_concepts(diff *self)
{
	onto_concept c;
	for (onto_concept_id id = 0; onto_dictionary_concept(self->new, id, &c); id++) {
		onto_concept_id before = onto_dictionary_find(self->old, c.code);
		if (before == ONTO_NONE) {
			tell(self, ADDED, &c, "", "");
		} else {
			compare_concept(self, before, id);
		}
	}
	for (onto_concept_id id = 0; onto_dictionary_concept(self->old, id, &c); id++) {
		if (onto_dictionary_find(self->new, c.code) == ONTO_NONE) {
			tell(self, REMOVED, &c, "", "");
		}
	}
}

/* ---- tags ---------------------------------------------------------------------------------------------------- */

static bool same_mention(const onto_mention *a, const onto_mention *b)
{
	if (a->start != b->start || a->end != b->end || a->type != b->type || a->code_count != b->code_count) {
		return false;
	}
	for (size_t i = 0; i < a->code_count; i++) {
		if (strcmp(a->codes[i], b->codes[i]) != 0) {
			return false;
		}
	}
	return true;
}

static void print_mention(const char *sign, const onto_document *document, const onto_mention *m)
{
	printf("%s\t", sign);
	print_field(stdout, document->id, strlen(document->id));
	printf("\t%zu\t%zu\t", m->start, m->end);
	print_field(stdout, document->text + m->start, m->end - m->start);
	printf("\t%s\t", onto_type_word(m->type));
	print_codes(stdout, m->codes, m->code_count, "|");
	printf("\t%s\n", m->name);
}

/* Mentions of `a` that `b` lacks. */
static size_t print_missing(const diff *self, const char *sign, const onto_document *document, const onto_tags *a,
                            const onto_tags *b)
{
	size_t count = 0, from = 0;
	const onto_mention *m, *other;
	for (size_t i = 0; (m = onto_tags_mention(a, i)); i++) {
		bool found = false;
		while ((other = onto_tags_mention(b, from)) && other->start < m->start) {
			from++;
		}
		for (size_t k = from; (other = onto_tags_mention(b, k)) && other->start == m->start && !found; k++) {
			found = same_mention(m, other);
		}
		if (!found && !self->silent) {
			print_mention(sign, document, m);
		}
		count += !found;
	}
	return count;
}

static onto_status compare_tags(diff *self, onto_tagger *old, onto_tagger *new, const onto_document *document,
                                onto_error *error)
{
	const onto_tags *before, *after;
	onto_status status = onto_tagger_tag(old, document->text, document->length, &before, error);
	if (status == ONTO_OK) {
		status = onto_tagger_tag(new, document->text, document->length, &after, error);
	}
	if (status == ONTO_OK) {
		self->tags_gone += print_missing(self, "tag-gone", document, before, after);
		self->tags_come += print_missing(self, "tag-come", document, after, before);
	}
	return status;
}

static onto_status compare_text(diff *self, onto_tagger *old, onto_tagger *new, const char *path, onto_error *error)
{
	onto_reader *reader;
	const onto_document *document = NULL;
	onto_status status = onto_reader_open(path, NULL, NULL, &reader, error);
	while (status == ONTO_OK && (status = onto_reader_next(reader, &document, error)) == ONTO_OK && document) {
		status = compare_tags(self, old, new, document, error);
	}
	onto_reader_free(reader);
	return status;
}

static onto_status compare_texts_of(diff *self, const char *const *paths, size_t count, onto_error *error)
{
	onto_tagger *old = NULL, *new = NULL;
	onto_status status = count ? onto_tagger_new(self->old, NULL, &old, error) : ONTO_OK;
	if (status == ONTO_OK && count) {
		status = onto_tagger_new(self->new, NULL, &new, error);
	}
	for (size_t i = 0; i < count && status == ONTO_OK; i++) {
		status = compare_text(self, old, new, paths[i], error);
	}
	onto_tagger_free(old);
	onto_tagger_free(new);
	return status;
}

/* ---- the run ------------------------------------------------------------------------------------------------- */

static void print_totals(const diff *self, size_t texts)
{
	for (change c = 0; c < CHANGES; c++) {
		printf("%8zu  %s\n", self->counts[c], change_words[c]);
	}
	if (texts) {
		printf("%8zu  tag-gone\n%8zu  tag-come\n", self->tags_gone, self->tags_come);
	}
}

/* Counts are printed before the list, so everything is compared twice. */
static int compare(const char *const *operands, size_t count, bool quiet)
{
	diff self = {.silent = true};
	onto_error error;
	int code = EXIT_FAILED;
	enum { HOW = LOAD_UNCURATED | LOAD_NO_STARTER | LOAD_AS_IT_IS };
	if (load_dictionaries_as(&operands[0], 1, HOW, &self.old, &error) != ONTO_OK ||
	    load_dictionaries_as(&operands[1], 1, HOW, &self.new, &error) != ONTO_OK) {
		goto failed;
	}
	compare_concepts(&self);
	if (compare_texts_of(&self, operands + 2, count - 2, &error) != ONTO_OK) {
		goto failed;
	}
	print_totals(&self, count - 2);
	if (!quiet) {
		putchar('\n');
		self.silent = false;
		compare_concepts(&self);
		if (compare_texts_of(&self, operands + 2, count - 2, &error) != ONTO_OK) {
			goto failed;
		}
	}
	code = EXIT_CLEAN;
	goto done;
failed:
	print_error(&error);
done:
	onto_dictionary_free(self.old);
	onto_dictionary_free(self.new);
	return code;
}

/* Standard input cannot be read twice. */
static bool repeatable(const char *const *operands, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(operands[i], "-") == 0) {
			fputs("ontotag diff: standard input cannot be compared; give a file\n", stderr);
			return false;
		}
	}
	return true;
}

static int run(const command *self, int argc, char **argv)
{
	arguments arguments = {.command = self, .argc = argc, .argv = argv};
	const char **operands = calloc((size_t)argc, sizeof *operands), *value;
	size_t count = 0;
	bool quiet = false;
	int code = EXIT_USAGE, next;
	if (!operands) {
		fputs("ontotag: out of memory\n", stderr);
		return EXIT_FAILED;
	}
	while ((next = arguments_next(&arguments, &value)) != ARGUMENT_END) {
		switch (next) {
		case ARGUMENT_OPERAND: operands[count++] = value; break;
		case ARGUMENT_HELP:
			command_help(self);
			code = EXIT_CLEAN;
			goto done;
		case ARGUMENT_BAD: goto done;
		case QUIET: quiet = true; break;
		}
	}
	if (count < 2) {
		fputs("ontotag diff: two dictionaries are wanted\n", stderr);
		command_usage(self, stderr);
	} else if (repeatable(operands, count)) {
		code = compare(operands, count, quiet);
	}
done:
	free(operands);
	return code;
}

const command command_diff = {
	.name = "diff",
	.arguments = "OLD NEW [TEXT...]",
	.summary = "tell what became different from one dictionary to the next",
	.details =
		"Prints how many concepts were added, removed, retired, revived, renamed, retyped or moved to other parents, and how\n"
		"many names came and went; then a row for each: change, code, name, before, after, separated by tabs. With texts it\n"
		"tags them with both and tells which tags come and go: change, document, start, end, text, type, codes, name.\n"
		"The dictionaries are taken as they are, without the curation that comes with the program.\n\n"
		"Exit code: 0 clean, whether there are differences or not; 1 something failed, 2 usage.\n",
	.options = options,
	.run = run,
};
