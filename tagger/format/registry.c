/* The table of formats and its lookups. */
#include "format/registry.h"

#include <stdio.h>

#include "core/error.h"

/* Detection tries the rows in this order: one line of BioC JSON is also a line of JSON. */
static const format formats[] = {
	{.name = "text", .input = &input_text, .input_description = "plain text: a document a file, or a line"},
	{.name = "terminal",
     .output = &output_terminal,
     .output_description = "the text with its mentions marked, then a table",
     .suffix = ".out",
     .stateless = true},
	{.name = "pubtator",
     .input = &input_pubtator,
     .input_description = "PubTator: title, abstract and annotations",
     .output = &output_pubtator,
     .output_description = "PubTator: title, abstract and a row a mention",
     .suffix = ".pubtator",
     .stateless = true},
	{.name = "bioc-xml",
     .input = &input_bioc_xml,
     .input_description = "BioC XML: collections with passages and annotations",
     .output = &output_bioc_xml,
     .output_description = "BioC XML: the documents with an annotation a mention",
     .suffix = ".bioc.xml"},
	{.name = "bioc-json",
     .input = &input_bioc_json,
     .input_description = "BioC JSON: collections with passages and annotations",
     .output = &output_bioc_json,
     .output_description = "BioC JSON: the documents with an annotation a mention",
     .suffix = ".bioc.json"},
	{.name = "pubmed-xml",
     .input = &input_pubmed_xml,
     .input_description = "PubMed XML (efetch, yearly files): title and abstract of each citation"},
	{.name = "jats",
     .input = &input_jats,
     .input_description = "JATS XML (PMC, publishers): title, abstract, sections, captions and tables of articles"},
	{.name = "nbib",
     .input = &input_nbib,
     .input_description = "MEDLINE (.nbib): title and abstract of each citation"},
	{.name = "jsonl",
     .input = &input_jsonl,
     .input_description = "JSON lines: an object a document, of which a member is the text",
     .output = &output_jsonl,
     .output_description = "a JSON object a document, one a line",
     .suffix = ".jsonl",
     .stateless = true},
	{.name = "json",
     .input = &input_json,
     .input_description =
         "JSON: an array of objects, or one object, as pandas, doccano, Label Studio, PubAnnotation write",
     .output = &output_json,
     .output_description = "one JSON array of the objects of jsonl",
     .suffix = ".json"},
	{.name = "tsv",
     .input = &input_tsv,
     .input_description = "tab-separated: a row a document, of which a column is the text",
     .output = &output_tsv,
     .output_description = "a row a mention, with a header",
     .suffix = ".tsv",
     .stateless = true},
	{.name = "csv",
     .input = &input_csv,
     .input_description = "comma-separated: a row a document, of which a column is the text",
     .output = &output_csv,
     .output_description = "comma-separated (RFC 4180): a row a mention, with a header",
     .suffix = ".csv",
     .stateless = true},
	{.name = "count",
     .output = &output_count,
     .output_description = "a line a document: its id and how many mentions it has",
     .suffix = ".count",
     .stateless = true},
	{.name = "summary",
     .output = &output_summary,
     .output_description = "Markdown: each distinct entity with its codes and count",
     .suffix = ".md"},
	{.name = "brat",
     .input = &input_brat,
     .input_description = "brat: a folder of texts with standoff annotations, or one of them",
     .output = &output_brat,
     .output_description = "brat: standoff annotations with normalizations",
     .suffix = ".ann"},
	{.name = "conll",
     .input = &input_conll,
     .input_description = "CoNLL, CoNLL-U: a token a line",
     .output = &output_conll,
     .output_description = "CoNLL: a token a line with its IOB2 tag and codes",
     .suffix = ".conll",
     .stateless = true},
	{.name = "omop",
     .output = &output_omop,
     .output_description = "OMOP CDM 5.4: rows of NOTE_NLP (CSV), a mention each",
     .suffix = ".note_nlp.csv"},
	{.name = "phenopacket",
     .output = &output_phenopacket,
     .output_description = "GA4GH Phenopacket v2: a JSON object a document, one a line",
     .suffix = ".phenopacket.json",
     .stateless = true},
	{.name = "fhir",
     .output = &output_fhir,
     .output_description = "FHIR R4: a Bundle a document, one a line",
     .suffix = ".fhir.json",
     .stateless = true},
	{.name = "pubannotation",
     .output = &output_pubannotation,
     .output_description = "PubAnnotation: a JSON object a document, one a line",
     .suffix = ".pubannotation.json",
     .stateless = true},
	{.name = "web-annotation",
     .output = &output_web_annotation,
     .output_description = "W3C Web Annotation (JSON-LD): a page of annotations a document, one a line",
     .suffix = ".jsonld",
     .stateless = true},
	{.name = "label-studio",
     .output = &output_label_studio,
     .output_description = "Label Studio: tasks with predictions, to be imported",
     .suffix = ".label-studio.json"},
	{.name = "doccano",
     .output = &output_doccano,
     .output_description = "doccano: texts with labels (JSON lines)",
     .suffix = ".doccano.jsonl",
     .stateless = true},
	{.name = "prodigy",
     .output = &output_prodigy,
     .output_description = "Prodigy: texts with spans (JSON lines)",
     .suffix = ".prodigy.jsonl",
     .stateless = true},
	{.name = "turtle",
     .output = &output_turtle,
     .output_description = "RDF in Turtle: an annotation a mention",
     .suffix = ".ttl",
     .stateless = true},
	{.name = "html",
     .input = &input_html,
     .input_description = "HTML: the text of a page, offsets pointing into the file",
     .output = &output_html,
     .output_description = "a page to look at: marked text, cards, a table; needs nothing beside it",
     .suffix = ".html"},
	{.name = "markdown",
     .input = &input_markdown,
     .input_description = "Markdown: its text, offsets pointing into the file"},
};
enum { FORMATS = sizeof formats / sizeof *formats };

const format *format_at(size_t index)
{
	return index < FORMATS ? &formats[index] : NULL;
}

/* True if the format can be read, or written. */
typedef enum direction { READS, WRITES } direction;

static bool serves(const format *f, direction direction)
{
	return direction == WRITES ? f->output != NULL : f->input != NULL;
}

static const format *find(const char *name, direction direction)
{
	for (size_t i = 0; i < FORMATS; i++) {
		if (serves(&formats[i], direction) && strcmp(formats[i].name, name) == 0) {
			return &formats[i];
		}
	}
	return NULL;
}

/* Number `index` of the readable, or of the writable, formats. */
static const format *nth(size_t index, direction direction)
{
	for (size_t i = 0; i < FORMATS; i++) {
		if (serves(&formats[i], direction) && index-- == 0) {
			return &formats[i];
		}
	}
	return NULL;
}

static const char *readable(void *context, size_t index)
{
	const format *f = nth(index, READS);
	(void)context;
	return f ? f->name : NULL;
}

static const char *writable(void *context, size_t index)
{
	const format *f = nth(index, WRITES);
	(void)context;
	return f ? f->name : NULL;
}

onto_status format_to_read(const char *name, const format **out, onto_error *error)
{
	*out = find(name, READS);
	return *out ? ONTO_OK : onto_fail_word(error, ONTO_UNKNOWN, "input format", name, readable, NULL);
}

onto_status format_to_write(const char *name, const format **out, onto_error *error)
{
	*out = find(name, WRITES);
	return *out ? ONTO_OK : onto_fail_word(error, ONTO_UNKNOWN, "output format", name, writable, NULL);
}

/* ---- public functions ---------------------------------------------------------------------------------------- */

const char *onto_input_format_name(size_t index, const char **description)
{
	const format *f = nth(index, READS);
	if (f && description) {
		*description = f->input_description;
	}
	return f ? f->name : NULL;
}

const char *onto_format_name(size_t index, const char **description)
{
	const format *f = nth(index, WRITES);
	if (f && description) {
		*description = f->output_description;
	}
	return f ? f->name : NULL;
}

const char *onto_format_suffix(const char *name)
{
	const format *f = find(name, WRITES);
	return f ? f->suffix : NULL;
}

bool onto_format_is_stateless(const char *name)
{
	const format *f = find(name, WRITES);
	return f && f->stateless;
}
