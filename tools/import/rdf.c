/* RDF, OWL and SKOS: RDF/XML, Turtle, N-Triples and TriG, through raptor. The file flows through it block by block;
 * nothing is fetched that it refers to. */
#include "statements.h"

#include "ascii.h"

#include <stdio.h>
#include <string.h>

/* ---- which syntax -------------------------------------------------------------------------------------------- */

/* The text behind white space and comments of `#`. */
static const char *skip_comments(const char *text)
{
	for (;;) {
		text += strspn(text, " \t\r\n");
		if (*text != '#') {
			return text;
		}
		text += strcspn(text, "\n");
	}
}

/* A line of N-Triples: <subject> <predicate> object. */
static bool is_triple(const char *text)
{
	if (*text != '<' && strncmp(text, "_:", 2)) {
		return false;
	}
	size_t subject = strcspn(text, " \t\r\n");
	const char *predicate = text + subject + strspn(text + subject, " \t");
	return subject > 2 && strcspn(predicate, " \t\r\n") > 2 && *predicate == '<' &&
	       (text[subject - 1] == '>' || *text == '_') && strcspn(text, "<") < 1024;
}

/* The name of raptor's parser; NULL for what is not RDF. */
static const char *syntax_of(const char *head)
{
	const char *text = skip_comments(head);
	if ((ascii_begins(text, "<?xml") || ascii_begins(text, "<!DOCTYPE") || ascii_begins(text, "<!--") ||
	     ascii_begins(text, "<rdf:RDF")) &&
	    strstr(text, "http://www.w3.org/1999/02/22-rdf-syntax-ns#")) {
		return "rdfxml";
	}
	if (ascii_begins(text, "@prefix") || ascii_begins(text, "@base") || ascii_begins(text, "PREFIX ") ||
	    ascii_begins(text, "BASE ")) {
		return "turtle";
	}
	if (!is_triple(text)) {
		return NULL;
	}
	size_t end = strcspn(text, "\n");
	while (end && strchr(" \t\r", text[end - 1])) {
		end--;
	}
	return end && text[end - 1] == '.' ? "ntriples" : "turtle";
}

/* JSON-LD: its first key is one of its own, such as @context, @graph or @id. */
static bool is_json_ld(const char *head)
{
	head += strspn(head, " \t\r\n");
	head += *head == '[' ? 1 + strspn(head + 1, " \t\r\n") : 0;
	return *head == '{' && ascii_begins(head + 1 + strspn(head + 1, " \t\r\n"), "\"@");
}

static bool detects(const char *head, size_t length)
{
	(void)length;
	return syntax_of(head) != NULL || is_json_ld(head);
}

enum { HEAD_ROOM = 4096 };

/* The beginning of the file. raptor has no parser of JSON-LD, whose contexts may have to be fetched. */
static onto_status read_head(const import *job, char out[HEAD_ROOM])
{
	const char *head = NULL;
	size_t length = 0;
	TRY(input_peek(job->input, &head, &length, job->error));
	size_t kept = length < HEAD_ROOM - 1 ? length : HEAD_ROOM - 1;
	memcpy(out, head, kept);
	out[kept] = '\0';
	if (!is_json_ld(out)) {
		return ONTO_OK;
	}
	return onto_fail(
		job->error, ONTO_UNKNOWN, job->path, 0,
		"is JSON-LD, which is not read; rdflib makes Turtle of it: rdfpipe -i json-ld -o turtle FILE > FILE.ttl");
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

#ifdef HAVE_RAPTOR

#include <raptor2.h>

#ifdef __SANITIZE_ADDRESS__
/* raptor's Turtle parser loses what it has on its stack when a syntax error ends it. The runtime asks the program
 * for these by their names. */
#define ASKED __attribute__((visibility("default")))
ASKED const char *__lsan_default_suppressions(void);
ASKED const char *__lsan_default_options(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libraptor2\n";
}

const char *__lsan_default_options(void)
{
	return "print_suppressions=0";
}
#endif

typedef struct rdf {
	import *job;
	statements statements;
	raptor_world *world;
	raptor_parser *parser;
	onto_status status; /* the first failure */
} rdf;

static void on_statement(void *context, raptor_statement *triple)
{
	rdf *self = context;
	char subject[160];
	const raptor_term *s = triple->subject, *p = triple->predicate, *o = triple->object;
	if (self->status || p->type != RAPTOR_TERM_TYPE_URI) {
		return;
	}
	statement what = {.relation = (const char *)raptor_uri_as_string(p->value.uri), .language = ""};
	if (s->type == RAPTOR_TERM_TYPE_URI) {
		what.subject = (const char *)raptor_uri_as_string(s->value.uri);
	} else {
		snprintf(subject, sizeof subject, "_:%s", s->value.blank.string);
		what.subject = subject;
	}
	if (o->type == RAPTOR_TERM_TYPE_URI) {
		what.object = (const char *)raptor_uri_as_string(o->value.uri);
	} else if (o->type == RAPTOR_TERM_TYPE_LITERAL) {
		what.object = (const char *)o->value.literal.string;
		what.language = o->value.literal.language ? (const char *)o->value.literal.language : "";
		what.is_literal = true;
	} else {
		what.object = "_:";
	}
	what.object_length = strlen(what.object);
	self->status = statements_take(&self->statements, &what);
}

/* raptor tells of errors here; the first one counts. */
static void on_log(void *context, raptor_log_message *message)
{
	rdf *self = context;
	if (message->level < RAPTOR_LOG_LEVEL_ERROR || self->status) {
		return;
	}
	int line = message->locator ? raptor_locator_line(message->locator) : -1;
	self->status = onto_fail(self->job->error, ONTO_DAMAGED, self->job->path,
	                         line > 0 ? (size_t)line : input_line_number(self->job->input), "%s", message->text);
}

static onto_status open_parser(rdf *self, const char *syntax)
{
	static const unsigned char base[] = "urn:ontotag:file";
	self->world = raptor_new_world();
	if (!self->world || raptor_world_open(self->world)) {
		return import_no_memory(self->job);
	}
	raptor_world_set_log_handler(self->world, self, on_log);
	self->parser = raptor_new_parser(self->world, syntax);
	if (!self->parser) {
		return import_no_memory(self->job);
	}
	raptor_parser_set_option(self->parser, RAPTOR_OPTION_NO_NET, NULL, 1);
	raptor_parser_set_option(self->parser, RAPTOR_OPTION_NO_FILE, NULL, 1);
	raptor_parser_set_option(self->parser, RAPTOR_OPTION_LOAD_EXTERNAL_ENTITIES, NULL, 0);
	/* Large files repeat rdf:ID rarely; to check would hold all of them. */
	raptor_parser_set_option(self->parser, RAPTOR_OPTION_CHECK_RDF_ID, NULL, 0);
	raptor_parser_set_statement_handler(self->parser, self, on_statement);
	raptor_uri *uri = raptor_new_uri(self->world, base);
	int failed = !uri || raptor_parser_parse_start(self->parser, uri);
	if (uri) {
		raptor_free_uri(uri);
	}
	return failed && !self->status ? import_no_memory(self->job) : self->status;
}

static onto_status read_blocks(rdf *self)
{
	unsigned char block[64 << 10];
	size_t got = 0;
	do {
		TRY(input_bytes(self->job->input, block, sizeof block, &got, self->job->error));
		int failed = raptor_parser_parse_chunk(self->parser, block, got, got == 0);
		if (self->status) {
			return self->status;
		}
		if (failed) {
			return import_damaged(self->job, "cannot be read as RDF");
		}
	} while (got);
	return ONTO_OK;
}

static onto_status run(import *job)
{
	rdf self = {.job = job, .statements = {.job = job}};
	char start[HEAD_ROOM];
	TRY(read_head(job, start));
	const char *syntax = syntax_of(start);
	onto_status status = open_parser(&self, syntax ? syntax : "guess");
	if (!status) {
		status = read_blocks(&self);
	}
	if (!status) {
		status = statements_hand_on(&self.statements);
	}
	if (self.parser) {
		raptor_free_parser(self.parser);
	}
	if (self.world) {
		raptor_free_world(self.world);
	}
	statements_free(&self.statements);
	return status;
}

#else

static onto_status run(import *job)
{
	char start[HEAD_ROOM];
	TRY(read_head(job, start));
	return onto_fail(job->error, ONTO_UNKNOWN, job->path, 0,
	                 "is RDF, which this program was built without (raptor2)");
}

#endif

const import_format import_rdf = {"rdf", "RDF (OWL, SKOS)", detects, run};
