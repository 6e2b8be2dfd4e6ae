/* A summary in Markdown over all documents: for each type, every distinct entity with its codes and frequency. */
#include <stdlib.h>
#include <string.h>

#include "core/type_name.h"
#include "format/json_escape.h"
#include "format/output_format.h"
#include "format/tally.h"

struct output_state {
	tally tally;
	size_t mentions;
	bool json;
};

static output_state *start(const onto_write_options *options)
{
	output_state *state = calloc(1, sizeof *state);
	if (state) {
		state->json = options->json;
	}
	return state;
}

static void stop(output_state *state)
{
	tally_free(&state->tally);
	free(state);
}

static bool document(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	(void)out;
	state->mentions += tags->mention_count;
	return tally_add(&state->tally, document, tags);
}

/* Escapes Markdown in a name. */
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

static void json_text(buffer *out, const char *key, const char *text)
{
	buffer_text(out, key);
	buffer_byte(out, '"');
	json_escape(out, text, strlen(text));
	buffer_byte(out, '"');
}

/* The broader codes, or the others. The separator ", " occurs in no code. */
static void json_codes(buffer *out, const char *key, const char *codes, bool broader)
{
	bool first = true;
	buffer_text(out, key);
	while (*codes) {
		size_t length = strcspn(codes, ", ");
		const char *after = codes + length;
		bool broad = strncmp(after, TALLY_BROAD, strlen(TALLY_BROAD)) == 0;
		if (broad == broader) {
			buffer_text(out, first ? "\"" : ",\"");
			json_escape(out, codes, length);
			buffer_byte(out, '"');
			first = false;
		}
		after += broad ? strlen(TALLY_BROAD) : 0;
		codes = after + strspn(after, ", ");
	}
	buffer_byte(out, ']');
}

/* The counts by assertion. */
static void json_assertions(buffer *out, const tally_entity *e)
{
	bool first = true;
	buffer_text(out, ",\"assertions\":{");
	for (assertion a = 0; a < ASSERTIONS; a++) {
		if (e->by_assertion[a]) {
			buffer_text(out, first ? "\"" : ",\"");
			buffer_text(out, assertion_word(a));
			buffer_text(out, "\":");
			buffer_number(out, e->by_assertion[a]);
			first = false;
		}
	}
	buffer_byte(out, '}');
}

/* One object: the totals, and the entities in the order of the Markdown. */
static void write_json(const output_state *state, buffer *out)
{
	const tally *t = &state->tally;
	buffer_text(out, "{\"documents\":");
	buffer_number(out, t->documents);
	buffer_text(out, ",\"mentions\":");
	buffer_number(out, state->mentions);
	buffer_text(out, ",\"entities\":[");
	for (size_t i = 0; i < t->entities.count; i++) {
		const tally_entity *e = &t->entities.items[i];
		json_text(out, i ? ",{\"type\":" : "{\"type\":", onto_type_word(e->type));
		json_text(out, ",\"name\":", e->name);
		json_codes(out, ",\"codes\":[", e->codes, false);
		if (strstr(e->codes, TALLY_BROAD)) {
			json_codes(out, ",\"broader\":[", e->codes, true);
		}
		if (*e->under) {
			size_t code = strcspn(e->under, " ");
			buffer_text(out, ",\"rolled_up\":\"");
			json_escape(out, e->under, code);
			json_text(out, "\",\"rolled_up_name\":", e->under + code + 1);
		}
		buffer_text(out, ",\"count\":");
		buffer_number(out, e->count);
		if (tally_is_qualified(e)) {
			json_assertions(out, e);
		}
		buffer_text(out, ",\"documents\":");
		buffer_number(out, e->documents);
		buffer_byte(out, '}');
	}
	buffer_text(out, "]}\n");
}

static bool end(output_state *state, buffer *out)
{
	tally *t = &state->tally;
	tally_sort(t);
	if (state->json) {
		write_json(state, out);
		return !out->failed;
	}
	buffer_text(out, "# Entities\n\n");
	plural(out, state->mentions, "mention");
	buffer_text(out, " of ");
	buffer_number(out, t->entities.count);
	buffer_text(out, t->entities.count == 1 ? " entity in " : " entities in ");
	plural(out, t->documents, "document");
	buffer_text(out, ".\n");
	size_t i = 0;
	for (onto_type type = 0; type < onto_type_count(); type++) {
		if (i < t->entities.count && t->entities.items[i].type == type) {
			buffer_text(out, "\n## ");
			buffer_text(out, type_names[type].caption);
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
			if (tally_is_qualified(e)) {
				buffer_text(out, ": ");
				tally_write_assertions(e, out);
			}
			buffer_text(out, *e->under ? ", under " : "");
			markdown(out, e->under);
			buffer_text(out, "\n");
		}
	}
	return !out->failed;
}

const output_format output_summary = {
	.start = start,
	.stop = stop,
	.document = document,
	.end = end,
};
