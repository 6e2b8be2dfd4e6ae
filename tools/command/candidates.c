/* What a normalizer has found for a term, as JSON and as rows. */
#include "command/candidates.h"

#include <string.h>

#include "command/print.h"

static void put(const candidates *from, char c)
{
	putc(c, from->out);
}

bool candidate_is_retired(const candidates *from, const onto_candidate *c, onto_concept *concept)
{
	onto_dictionary_concept(from->dictionary, c->concept, concept);
	return concept->standing != ONTO_LIVE;
}

const char *candidate_via(const candidates *from, const onto_candidate *c, size_t code)
{
	onto_concept concept;
	onto_dictionary_concept(from->dictionary, c->concept, &concept);
	const char *via = c->provenance[code].via ? c->provenance[code].via : concept.code;
	return strcmp(via, c->codes[code]) != 0 ? via : NULL;
}

static void json_mappings(const candidates *from, const onto_candidate *c)
{
	bool first = true;
	for (size_t i = 0; from->mapped && i < c->code_count; i++) {
		const char *via = candidate_via(from, c, i);
		if (via) {
			fputs(first ? ",\"mappings\":[{\"code\":" : ",{\"code\":", from->out);
			print_json_text(from->out, c->codes[i]);
			fprintf(from->out, ",\"predicate\":\"%s\",\"via\":", onto_predicate_word(c->provenance[i].predicate));
			print_json_text(from->out, via);
			put(from, '}');
			first = false;
		}
	}
	fputs(first ? "" : "]", from->out);
}

static void json_retired(const candidates *from, const onto_candidate *c, const onto_concept *concept)
{
	onto_successor s;
	fputs(",\"retired\":{\"code\":", from->out);
	print_json_text(from->out, concept->code);
	fprintf(from->out, ",\"standing\":\"%s\"", standing_word(concept->standing));
	for (size_t i = 0; onto_dictionary_successor(from->dictionary, c->concept, i, &s); i++) {
		bool replaced = concept->standing == ONTO_REPLACED;
		fputs(i ? ",{\"code\":" : replaced ? ",\"successor\":" : ",\"consider\":[{\"code\":", from->out);
		print_json(from->out, s.code, s.length);
		if (!replaced && s.name) {
			fputs(",\"name\":", from->out);
			print_json_text(from->out, s.name);
		}
		fputs(replaced ? "" : "}", from->out);
	}
	fputs(concept->standing == ONTO_CONSIDER ? "]}" : "}", from->out);
}

static void json_span(const candidates *from, const char *key, const char *term, onto_span span)
{
	fprintf(from->out, "\"%s\":", key);
	print_json(from->out, term + span.start, span.end - span.start);
	fprintf(from->out, ",\"%s_span\":{\"start\":%zu,\"end\":%zu}", key, span.start, span.end);
}

static void json_candidate(const candidates *from, const char *term, const onto_candidate *c)
{
	onto_concept concept;
	fputs("{\"codes\":[", from->out);
	for (size_t i = 0; i < c->code_count; i++) {
		fputs(i ? "," : "", from->out);
		print_json_text(from->out, c->codes[i]);
	}
	put(from, ']');
	json_mappings(from, c);
	fputs(",\"name\":", from->out);
	print_json_text(from->out, c->name);
	fprintf(from->out, ",\"score\":%.3f,\"type\":\"%s\",\"matched\":", c->score, onto_type_word(c->type));
	print_json_text(from->out, c->matched);
	fprintf(from->out, ",\"scope\":\"%s\",\"source\":", onto_scope_word(c->scope));
	print_json_text(from->out, c->source);
	fputs(",\"release\":", from->out);
	print_json_text(from->out, release_of(from->dictionary, c->source));
	fputs(",\"by\":[", from->out);
	print_ways(from->out, c->transformations, "\"", "\"", ",");
	put(from, ']');
	if (c->transformations & ONTO_BY_ABBREVIATION) {
		fputs(",\"abbreviation\":{", from->out);
		json_span(from, "short", term, c->abbreviation.short_form);
		put(from, ',');
		json_span(from, "long", term, c->abbreviation.long_form);
		put(from, '}');
	}
	if (candidate_is_retired(from, c, &concept)) {
		json_retired(from, c, &concept);
	}
	if (c->tied) {
		fprintf(from->out, ",\"tied\":%zu", c->tied);
	}
	put(from, '}');
}

void candidates_json(const candidates *from, const char *term, size_t length)
{
	const onto_candidate *c;
	put(from, '{');
	fputs(from->row ? from->row : "", from->out);
	fputs("\"term\":", from->out);
	print_json(from->out, term, length);
	fputs(",\"candidates\":[", from->out);
	for (size_t i = 0; (c = onto_normalizer_candidate(from->normalizer, i)); i++) {
		fputs(i ? "," : "", from->out);
		json_candidate(from, term, c);
	}
	fputs("]}\n", from->out);
}

/* Two columns: predicates and the codes that the mappings start from, beside the codes; empty where none were asked
 * for. */
static void tsv_mappings(const candidates *from, const onto_candidate *c)
{
	size_t count = from->mapped ? c->code_count : 0;
	put(from, '\t');
	for (size_t i = 0; i < count; i++) {
		fprintf(from->out, "%s%s", i ? "|" : "", onto_predicate_word(c->provenance[i].predicate));
	}
	put(from, '\t');
	for (size_t i = 0; i < count; i++) {
		const char *via = candidate_via(from, c, i);
		fprintf(from->out, "%s%s", i ? "|" : "", via ? via : "");
	}
}

void candidates_tsv(const candidates *from, const char *term, size_t length)
{
	onto_concept concept;
	const onto_candidate *c;
	for (size_t i = 0; (c = onto_normalizer_candidate(from->normalizer, i)); i++) {
		fputs(from->row ? from->row : "", from->out);
		print_field(from->out, term, length);
		fprintf(from->out, "\t%.3f\t", c->score);
		print_codes(from->out, c->codes, c->code_count, "|");
		put(from, '\t');
		print_field(from->out, c->name, strlen(c->name));
		fprintf(from->out, "\t%s\t", onto_type_word(c->type));
		print_field(from->out, c->matched, strlen(c->matched));
		fprintf(from->out, "\t%s\t%s\t%s\t", onto_scope_word(c->scope), c->source,
		        release_of(from->dictionary, c->source));
		print_ways(from->out, c->transformations, "", "", "|");
		tsv_mappings(from, c);
		bool retired = candidate_is_retired(from, c, &concept);
		bool consider = retired && concept.standing != ONTO_REPLACED;
		fprintf(from->out, "\t%s\t%s\t", retired ? concept.code : "", consider ? concept.successor : "");
		if (c->tied) {
			fprintf(from->out, "%zu", c->tied);
		}
		put(from, '\n');
	}
	if (!onto_normalizer_candidate(from->normalizer, 0)) {
		fputs(from->row ? from->row : "", from->out);
		print_field(from->out, term, length);
		fputs("\t\t\t\t\t\t\t\t\t\t\t\t\t\t\n", from->out);
	}
}

void candidates_tsv_header(FILE *out)
{
	fputs(
		"term\tscore\tcodes\tname\ttype\tmatched\tscope\tsource\trelease\tby\tpredicate\tvia\tretired\tconsider\ttied\n",
		out);
}

/* A spreadsheet computes what begins so. */
static bool is_formula(const char *cell, size_t length)
{
	size_t at = 0;
	while (at < length && (unsigned char)cell[at] <= ' ') {
		at++;
	}
	return at < length && strchr("=+-@", cell[at]);
}

/* The escapes of print_field are those of a cell. */
static void csv_cell(FILE *out, const char *cell, size_t length, bool safe)
{
	bool escaped = memchr(cell, '\\', length), guarded = safe && is_formula(cell, length);
	bool quoted = escaped || guarded || memchr(cell, '"', length) || memchr(cell, ',', length);
	fputs(quoted ? "\"" : "", out);
	fputs(guarded ? "'" : "", out);
	for (size_t i = 0; i < length; i++) {
		bool pair = cell[i] == '\\' && i + 1 < length;
		char c = !pair ? cell[i] : cell[i + 1] == 't' ? '\t' : cell[i + 1] == 'n' ? '\n' : cell[i + 1];
		i += pair;
		fputs(c == '"' ? "\"\"" : (const char[]){c, '\0'}, out);
	}
	fputs(quoted ? "\"" : "", out);
}

void candidates_csv(FILE *out, const char *rows, size_t length, bool safe)
{
	for (size_t at = 0, end; at < length; at = end + 1) {
		for (end = at; end < length && rows[end] != '\t' && rows[end] != '\n';) {
			end++;
		}
		csv_cell(out, rows + at, end - at, safe);
		fputs(end < length && rows[end] == '\t' ? "," : "\r\n", out);
	}
}
