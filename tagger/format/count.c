/* A line a document: its name and how many mentions it has. */
#include "format/one_line.h"
#include "format/output_format.h"

static bool document(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	(void)state;
	one_line(out, document->id, strlen(document->id));
	buffer_byte(out, '\t');
	buffer_number(out, tags->mention_count);
	buffer_byte(out, '\n');
	return !out->failed;
}

const output_format output_count = {
	.document = document,
};
