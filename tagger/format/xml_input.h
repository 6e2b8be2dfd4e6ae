/* XML of a stream, parsed by expat up to where a handler stops it, so that memory is bounded by one document.
 *
 *     xml_input_start ─▶ { xml_input_advance ─▶ handlers ... xml_input_pause }... ─▶ xml_input_stop */
#ifndef ONTOTAG_XML_INPUT_H
#define ONTOTAG_XML_INPUT_H

#include <expat.h>

#include "format/stream.h"

typedef struct xml_input {
	XML_Parser parser;
	stream *stream;
	bool complete;  /* a handler has paused the parser */
	bool more;      /* it stopped there and has more input */
	bool at_end;    /* of the file, or where it failed */
	bool no_memory; /* for a handler */
} xml_input;

/* `context` goes to the handlers, of which any may be NULL. */
onto_status xml_input_start(xml_input *self, stream *stream, void *context, XML_StartElementHandler start,
                            XML_EndElementHandler end, XML_CharacterDataHandler text, onto_error *error);
void xml_input_stop(xml_input *self);

/* Parses until a handler pauses, or to the end. ONTO_DAMAGED, with the line: it is not well-formed; nothing
 * follows. */
onto_status xml_input_advance(xml_input *self, onto_error *error);

/* For handlers: stops behind the current element; or for good, since memory ran out. */
void xml_input_pause(xml_input *self);
void xml_input_lose(xml_input *self);

/* The line that is being parsed. */
size_t xml_input_line(const xml_input *self);

#endif
