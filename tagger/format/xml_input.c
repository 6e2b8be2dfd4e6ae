/* Parsing the XML of a stream in steps. */
#include "format/xml_input.h"

#include <string.h>

#include "core/error.h"

onto_status xml_input_start(xml_input *self, stream *stream, void *context, XML_StartElementHandler start,
                            XML_EndElementHandler end, XML_CharacterDataHandler text, onto_error *error)
{
	/* The stream has converted it, whatever it declares. */
	self->parser = XML_ParserCreate("UTF-8");
	self->stream = stream;
	if (!self->parser) {
		return fail_memory(error);
	}
	XML_SetUserData(self->parser, context);
	XML_SetElementHandler(self->parser, start, end);
	XML_SetCharacterDataHandler(self->parser, text);
	return ONTO_OK;
}

void xml_input_stop(xml_input *self)
{
	XML_ParserFree(self->parser);
}

void xml_input_pause(xml_input *self)
{
	self->complete = true;
	XML_StopParser(self->parser, XML_TRUE);
}

void xml_input_lose(xml_input *self)
{
	self->no_memory = true;
	XML_StopParser(self->parser, XML_FALSE);
}

size_t xml_input_line(const xml_input *self)
{
	return (size_t)XML_GetCurrentLineNumber64(self->parser);
}

static onto_status refused(xml_input *self, onto_error *error)
{
	enum XML_Error code = XML_GetErrorCode(self->parser);
	self->at_end = true;
	if (self->no_memory || code == XML_ERROR_NO_MEMORY) {
		return fail_memory(error);
	}
	return onto_fail(error, ONTO_DAMAGED, stream_name(self->stream), xml_input_line(self), "no good XML: %s",
	                 XML_ErrorString(code));
}

/* Gives the parser the next bytes. */
static onto_status feed(xml_input *self, enum XML_Status *done, onto_error *error)
{
	const char *bytes;
	size_t length;
	onto_status status = stream_chunk(self->stream, &bytes, &length, error);
	if (status != ONTO_OK) {
		self->at_end = true;
		return status;
	}
	void *room = XML_GetBuffer(self->parser, (int)length);
	if (length && !room) {
		return refused(self, error);
	}
	if (length) {
		memcpy(room, bytes, length);
	}
	*done = XML_ParseBuffer(self->parser, (int)length, !length);
	return ONTO_OK;
}

onto_status xml_input_advance(xml_input *self, onto_error *error)
{
	self->complete = false;
	while (!self->complete && !self->at_end) {
		enum XML_Status done = XML_STATUS_ERROR;
		if (self->more) {
			done = XML_ResumeParser(self->parser);
		} else {
			TRY(feed(self, &done, error));
		}
		if (done == XML_STATUS_ERROR) {
			return refused(self, error);
		}
		self->more = done == XML_STATUS_SUSPENDED;
		if (!self->more) {
			XML_ParsingStatus at;
			XML_GetParsingStatus(self->parser, &at);
			self->at_end = at.parsing == XML_FINISHED;
		}
	}
	return ONTO_OK;
}
