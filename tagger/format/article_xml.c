/* Articles in XML, as NCBI gives them: PubMed (efetch, the yearly files), and JATS (PMC, many publishers).
 *
 *     <PubmedArticle> <PMID>7</PMID> <ArticleTitle>...</ArticleTitle> <AbstractText
 * Label="METHODS">...</AbstractText> <article> <article-id/> <article-title/> <abstract/> <body> <sec> <title/>
 * <p/> <table/> </sec> </body>
 *
 * Only what a rule calls a passage is read: authors, affiliations, references and keywords are not. A rule may ask
 * for a parent. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/vector.h"
#include "format/article.h"
#include "format/input_format.h"
#include "format/xml_input.h"

typedef enum action {
	DOCUMENT, /* a document, if it is in no other */
	NAME,     /* its content names the document */
	PASSAGE,
	CONTEXT, /* gives the passages inside it their type; or is only a parent that rules ask for */
	SECTION, /* its title is the section of what follows */
	SPACE,   /* stands for white space */
	SKIP     /* with all that is in it */
} action;

typedef struct rule {
	const char *name, *parent; /* NULL: any */
	action action;
	const char *type; /* of passages; NULL: that of the context */
} rule;

typedef struct dialect {
	const char *source;
	const rule *rules;
	const char *section; /* the attribute of a passage that names its section; NULL: none */
} dialect;

static const rule pubmed_rules[] = {
	{"PubmedArticle", NULL, DOCUMENT, NULL},
	{"PubmedBookArticle", NULL, DOCUMENT, NULL},
	{"MedlineCitation", NULL, DOCUMENT, NULL},
	{"BookDocument", NULL, DOCUMENT, NULL},
	{"PMID", "MedlineCitation", NAME, NULL},
	{"PMID", "BookDocument", NAME, NULL},
	{"BookTitle", NULL, PASSAGE, "title"},
	{"ArticleTitle", NULL, PASSAGE, "title"},
	{"AbstractText", NULL, PASSAGE, "abstract"},
	{"OtherAbstract", NULL, SKIP, NULL}, /* in another language, or for the public */
	{"mml:math", NULL, SKIP, NULL},
	{NULL, NULL, SKIP, NULL},
};

static const rule jats_rules[] = {
	{"article", NULL, DOCUMENT, NULL},
	{"article-meta", NULL, CONTEXT, NULL},
	{"article-id", "article-meta", NAME, NULL},
	{"title-group", NULL, CONTEXT, "title"},
	{"article-title", "title-group", PASSAGE, NULL},
	{"subtitle", "title-group", PASSAGE, NULL},
	{"abstract", NULL, CONTEXT, "abstract"},
	{"trans-abstract", NULL, SKIP, NULL},
	{"trans-title-group", NULL, SKIP, NULL},
	{"fig", NULL, CONTEXT, "fig_caption"},
	{"table-wrap", NULL, CONTEXT, "table_caption"},
	{"table", NULL, CONTEXT, "table"},
	{"sec", NULL, SECTION, NULL},
	{"title", NULL, PASSAGE, NULL},
	{"p", NULL, PASSAGE, NULL},
	{"td", NULL, PASSAGE, NULL},
	{"th", NULL, PASSAGE, NULL},
	{"term", NULL, PASSAGE, NULL},
	{"def", NULL, PASSAGE, NULL},
	{"verse-line", NULL, PASSAGE, NULL},
	{"preformat", NULL, PASSAGE, NULL},
	{"break", NULL, SPACE, NULL},
	{"journal-meta", NULL, SKIP, NULL},
	{"contrib-group", NULL, SKIP, NULL},
	{"author-notes", NULL, SKIP, NULL},
	{"aff", NULL, SKIP, NULL},
	{"bio", NULL, SKIP, NULL},
	{"permissions", NULL, SKIP, NULL},
	{"funding-group", NULL, SKIP, NULL},
	{"kwd-group", NULL, SKIP, NULL},
	{"related-article", NULL, SKIP, NULL},
	{"ref-list", NULL, SKIP, NULL},
	{"ack", NULL, SKIP, NULL},
	{"fn-group", NULL, SKIP, NULL},
	{"label", NULL, SKIP, NULL},
	{"object-id", NULL, SKIP, NULL},
	{"xref", NULL, SKIP, NULL}, /* numbers of references, figures and tables */
	{"tex-math", NULL, SKIP, NULL},
	{"mml:math", NULL, SKIP, NULL},
	{NULL, NULL, SKIP, NULL},
};

static const dialect pubmed = {"PubMed", pubmed_rules, "Label"}, jats = {"PMC", jats_rules, NULL};

/* An open element, and what is inherited from those around it. */
typedef struct frame {
	const rule *rule;     /* NULL: none */
	const rule *collects; /* the innermost passage or name */
	const char *type;     /* of the innermost context */
} frame;

struct input_state {
	xml_input xml;
	const dialect *dialect;
	article article;
	VECTOR(frame) open;
	size_t documents; /* how many of these are documents */
	size_t sections;  /* or sections */
	size_t skipped;   /* depth inside an element that is skipped */
	bool opened;      /* a document was found, or a failure reported */
	buffer text;      /* of the passage or the name */
	buffer section;   /* ends with a NUL */
	int rank;         /* of the name that the document has */
	size_t line;      /* of its start */
};

/* ---- what the elements say ----------------------------------------------------------------------------------- */

/* The innermost open element, or one above it. */
static frame top(const input_state *state, size_t above)
{
	return state->open.count > above ? state->open.items[state->open.count - 1 - above] : (frame){0};
}

static const rule *find_rule(const input_state *state, const char *name)
{
	const rule *parent = top(state, 0).rule;
	for (const rule *r = state->dialect->rules; r->name; r++) {
		if (strcmp(r->name, name) == 0 && (!r->parent || (parent && strcmp(parent->name, r->parent) == 0))) {
			return r;
		}
	}
	return NULL;
}

static void set_section(input_state *state, const char *name, size_t length)
{
	buffer_clear(&state->section);
	buffer_append(&state->section, name, length);
	buffer_append(&state->section, "", 1);
}

static const char *type_of(const frame *f)
{
	const rule *r = f->collects;
	return r->type ? r->type : f->type ? f->type : strcmp(r->name, "title") == 0 ? "title_1" : "paragraph";
}

/* Ends the text that has come together. */
static void flush(input_state *state)
{
	frame f = top(state, 0);
	if (!f.collects || f.collects->action == NAME) {
		return;
	}
	const rule *around = top(state, 1).rule;
	if (f.rule == f.collects && around && around->action == SECTION && state->sections == 1 &&
	    strcmp(f.rule->name, "title") == 0) {
		set_section(state, state->text.bytes, state->text.length);
	}
	article_passage(&state->article, type_of(&f), state->section.length > 1 ? state->section.bytes : "",
	                state->text.bytes, state->text.length);
	buffer_clear(&state->text);
}

static const char *attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2) {
		if (strcmp(attributes[0], name) == 0) {
			return attributes[1];
		}
	}
	return NULL;
}

/* Of the names that an article of JATS has, PMC's comes first. */
static int rank_of(const char **attributes)
{
	static const char *const kinds[] = {"publisher-id", "doi", "pmid", "pmc", "pmcid"};
	const char *kind = attribute(attributes, "pub-id-type");
	for (int i = 0; kind && i < (int)(sizeof kinds / sizeof *kinds); i++) {
		if (strcmp(kind, kinds[i]) == 0) {
			return i + 2;
		}
	}
	return 1;
}

static void begin_document(input_state *state)
{
	state->opened = true;
	if (!state->documents++) {
		article_begin(&state->article);
		state->line = xml_input_line(&state->xml);
		state->rank = 0;
		set_section(state, "", 0);
	}
}

static void begin_element(input_state *state, const rule *r, const char **attributes)
{
	const char *section = state->dialect->section ? attribute(attributes, state->dialect->section) : NULL;
	switch (r->action) {
	case DOCUMENT: begin_document(state); break;
	case NAME:
		state->rank = rank_of(attributes);
		buffer_clear(&state->text);
		break;
	case PASSAGE:
		buffer_clear(&state->text);
		if (state->dialect->section) {
			set_section(state, section ? section : "", section ? strlen(section) : 0);
		}
		break;
	case SECTION: state->sections++; break;
	case SPACE: buffer_byte(&state->text, ' '); break;
	case CONTEXT:
	case SKIP: break;
	}
}

/* True for a name of a lesser rank, too. */
static bool is_skipped(const input_state *state, const rule *r, const char **attributes)
{
	return r &&
	       (r->action == SKIP || (r->action == NAME && (!state->documents || rank_of(attributes) <= state->rank)));
}

static void XMLCALL on_start(void *context, const char *name, const char **attributes)
{
	input_state *state = context;
	const rule *r = state->skipped ? NULL : find_rule(state, name);
	if (state->skipped || is_skipped(state, r, attributes)) {
		state->skipped++;
		return;
	}
	frame f = top(state, 0);
	if (r && r->action == PASSAGE) {
		flush(state); /* of the passage around it */
	}
	f.rule = r;
	f.collects = r && state->documents && (r->action == PASSAGE || r->action == NAME) ? r : f.collects;
	f.type = r && r->action == CONTEXT && r->type ? r->type : f.type;
	if (!vector_push(&state->open, f)) {
		xml_input_lose(&state->xml);
	} else if (r) {
		begin_element(state, r, attributes);
	}
}

static void end_element(input_state *state, const rule *r)
{
	switch (r->action) {
	case NAME:
		article_name(&state->article, state->text.bytes, state->text.length);
		buffer_clear(&state->text);
		break;
	case PASSAGE: flush(state); break;
	case SECTION:
		if (--state->sections == 0) {
			set_section(state, "", 0);
		}
		break;
	default: break;
	}
}

static void XMLCALL on_end(void *context, const char *name)
{
	input_state *state = context;
	(void)name;
	if (state->xml.no_memory) {
		return;
	}
	if (state->skipped) {
		state->skipped--;
		return;
	}
	const rule *r = top(state, 0).rule;
	if (r) {
		end_element(state, r);
	}
	state->open.count--;
	if (state->text.failed || state->section.failed || state->article.failed) {
		xml_input_lose(&state->xml);
	} else if (r && r->action == DOCUMENT && --state->documents == 0) {
		xml_input_pause(&state->xml);
	}
}

static void XMLCALL on_text(void *context, const char *text, int length)
{
	input_state *state = context;
	if (!state->skipped && top(state, 0).collects) {
		buffer_append(&state->text, text, (size_t)length);
	}
	if (state->text.failed) { /* at once: the next element may clear the text */
		xml_input_lose(&state->xml);
	}
}

/* An entity of a DTD that is not read: &alpha; */
static void XMLCALL on_skipped(void *context, const char *name, int parameter)
{
	(void)name;
	if (!parameter) {
		on_text(context, "\xef\xbf\xbd", 3);
	}
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

static bool has(const char *head, size_t length, const char *what)
{
	return memmem(head, length, what, strlen(what)) != NULL;
}

static bool is_xml(const char *head, size_t length)
{
	const char *first = memchr(head, '<', length < 16 ? length : 16);
	return first && !has(head, length, "<html");
}

static bool recognise_pubmed(const char *head, size_t length)
{
	return is_xml(head, length) && (has(head, length, "<PubmedArticle") || has(head, length, "<MedlineCitation") ||
	                                has(head, length, "<PubmedBookArticle"));
}

static bool recognise_jats(const char *head, size_t length)
{
	return is_xml(head, length) &&
	       (has(head, length, "<!DOCTYPE article") || has(head, length, "<pmc-articleset") ||
	        (has(head, length, "<article") &&
	         (has(head, length, "<front>") || has(head, length, "article-type="))));
}

static onto_status start(reader *self, const dialect *dialect, onto_error *error)
{
	input_state *state = self->state = calloc(1, sizeof *state);
	if (!state) {
		return fail_memory(error);
	}
	state->dialect = dialect;
	TRY(xml_input_start(&state->xml, self->stream, state, on_start, on_end, on_text, error));
	XML_SetSkippedEntityHandler(state->xml.parser, on_skipped);
	return ONTO_OK;
}

static onto_status start_pubmed(reader *self, onto_error *error)
{
	return start(self, &pubmed, error);
}

static onto_status start_jats(reader *self, onto_error *error)
{
	return start(self, &jats, error);
}

static void stop(input_state *state)
{
	if (state) {
		xml_input_stop(&state->xml);
		article_free(&state->article);
		vector_free(&state->open);
		buffer_free(&state->text);
		buffer_free(&state->section);
		free(state);
	}
}

static onto_status next(reader *self, bool *found, onto_error *error)
{
	input_state *state = self->state;
	const char *file = stream_name(self->stream);
	onto_status status = xml_input_advance(&state->xml, error);
	state->opened |= status != ONTO_OK;
	TRY(status);
	if (!state->xml.complete) {
		bool opened = state->opened;
		state->opened = true;
		return opened ? ONTO_OK
		              : onto_fail(error, ONTO_DAMAGED, file, 1, "its XML holds no article of %s",
		                          state->dialect->source);
	}
	status = article_finish(&state->article, &self->draft, state->dialect->source, file, state->line, error);
	*found = status == ONTO_OK;
	return status;
}

const input_format input_pubmed_xml = {
	.recognise = recognise_pubmed,
	.start = start_pubmed,
	.stop = stop,
	.next = next,
};

const input_format input_jats = {
	.recognise = recognise_jats,
	.start = start_jats,
	.stop = stop,
	.next = next,
};
