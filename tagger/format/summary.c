/* A summary in Markdown: for each type every distinct entity with its codes and how often it occurs, over all documents. */
#include <stdlib.h>
#include <string.h>

#include "format/format.h"
#include "format/tally.h"

struct format_state {
	tally tally;
	size_t mentions;
};

static format_state *start(const onto_write_options *options)
{
	(void)options;
	return calloc(1, sizeof(format_state));
}

static void stop(format_state *state)
{
	tally_free(&state->tally);
	free(state);
}

static bool document(format_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	(void)out;
	state->mentions += tags->mention_count;
	return tally_add(&state->tally, document, tags);
}

/* A name may hold what Markdown takes for markup. */
static void markdown(buffer *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("\\`*_[]<>|", *text)) {
			buffer_byte(out, '\\');
		}
		buffer_byte(out, *text);
	}
}

static void plural(buffer *out, size_t count, const char *noun)
{
	buffer_number(out, count);
	buffer_byte(out, ' ');
	buffer_text(out, noun);
	buffer_text(out, count == 1 ? "" : "s");
}

static bool end(format_state *state, buffer *out)
{
	static const char *const headings[ONTO_TYPES] = {"Diseases", "Drugs", "Markers"};
	tally *t = &state->tally;
	tally_sort(t);
	buffer_text(out, "# Entities\n\n");
	plural(out, state->mentions, "mention");
	buffer_text(out, " of ");
	buffer_number(out, t->entities.count);
	buffer_text(out, t->entities.count == 1 ? " entity in " : " entities in ");
	plural(out, t->documents, "document");
	buffer_text(out, ".\n");
	size_t i = 0;
	for (onto_type type = 0; type < ONTO_TYPES; type++) {
		if (i < t->entities.count && t->entities.items[i].type == type) {
			buffer_text(out, "\n## ");
			buffer_text(out, headings[type]);
			buffer_text(out, "\n\n");
		}
		for (; i < t->entities.count && t->entities.items[i].type == type; i++) {
			const tally_entity *e = &t->entities.items[i];
			buffer_text(out, "- ");
			markdown(out, e->name);
			buffer_text(out, " (");
			markdown(out, e->codes);
			buffer_text(out, ") × ");
			buffer_number(out, e->count);
			buffer_text(out, "\n");
		}
	}
	return !out->failed;
}

const format format_summary = {.name = "summary",
                               .description = "Markdown: each distinct entity with its codes and count",
                               .start = start,
                               .stop = stop,
                               .document = document,
                               .end = end};
