/* Explanations of mentions for a reader. */
#include "command/explain.h"

#include <stdlib.h>
#include <string.h>

/* Prints bytes of a text on one line, without control sequences of a terminal. */
static void print_span(FILE *out, const char *text, size_t start, size_t end)
{
	for (size_t i = start; i < end; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c == 0xc2 && i + 1 < end && (unsigned char)text[i + 1] < 0xa0) { /* U+0080 to U+009F */
			i++;
			c = ' ';
		}
		fputc(c < ' ' || c == 0x7f ? ' ' : c, out);
	}
}

/* A gene of another organism may have no code. */
static const char *first_code(const onto_mention *m)
{
	return m->code_count ? m->codes[0] : "no code";
}

/* Groups mentions with the same reason, in the order of the text. */
static int by_reason(const void *left, const void *right)
{
	const onto_mention *a = *(const onto_mention *const *)left, *b = *(const onto_mention *const *)right;
	if (a->concept != b->concept) {
		return a->concept < b->concept ? -1 : 1;
	}
	if (a->transformations != b->transformations) {
		return a->transformations < b->transformations ? -1 : 1;
	}
	if (onto_mention_said(a) != onto_mention_said(b)) {
		return onto_mention_said(a) < onto_mention_said(b) ? -1 : 1;
	}
	int order = strcmp(a->matched, b->matched);
	return order ? order : strcmp(first_code(a), first_code(b));
}

static int by_reason_and_place(const void *left, const void *right)
{
	const onto_mention *a = *(const onto_mention *const *)left, *b = *(const onto_mention *const *)right;
	int order = by_reason(left, right);
	return order ? order : (a > b) - (a < b);
}

static int by_place(const void *left, const void *right)
{
	const onto_mention *a = *(const onto_mention *const *)left, *b = *(const onto_mention *const *)right;
	return (a > b) - (a < b);
}

/* The first mention of each reason, in the order of the text. NULL where memory ran out. */
static const onto_mention **reasons(const onto_tags *tags, size_t *count)
{
	const onto_mention **all = calloc(onto_tags_mention_count(tags) + 1, sizeof *all);
	size_t kept = 0;
	for (size_t i = 0; all && i < onto_tags_mention_count(tags); i++) {
		all[i] = onto_tags_mention(tags, i);
	}
	if (all) {
		qsort(all, onto_tags_mention_count(tags), sizeof *all, by_reason_and_place);
		for (size_t i = 0; i < onto_tags_mention_count(tags); i++) {
			if (!kept || by_reason(&all[kept - 1], &all[i]) != 0) {
				all[kept++] = all[i];
			}
		}
		qsort(all, kept, sizeof *all, by_place);
	}
	*count = kept;
	return all;
}

static void print_source(FILE *out, const onto_dictionary *dictionary, const char *id)
{
	onto_source source;
	size_t concepts, names;
	for (size_t i = 0; onto_dictionary_source(dictionary, i, &source, &concepts, &names); i++) {
		if (strcmp(source.id, id) == 0) {
			fprintf(out, "  dictionary    %s%s%s\n", id, source.version && *source.version ? ", release " : "",
			        source.version ? source.version : "");
			return;
		}
	}
	fprintf(out, "  dictionary    %s\n", id);
}

static void print_transformations(FILE *out, unsigned bits)
{
	fputs("  by            ", out);
	bool any = false;
	for (size_t i = 0; i < ONTO_TRANSFORMATIONS; i++) {
		if (bits >> i & 1) {
			fprintf(out, "%s%s", any ? ", " : "", onto_transformation_word(i));
			any = true;
		}
	}
	fputs(any ? "\n" : "nothing: the text is the name\n", out);
}

static void print_definition(FILE *out, const onto_document *document, const onto_abbreviation *a)
{
	fputs("  abbreviation  ", out);
	print_span(out, document->text, a->short_form.start, a->short_form.end);
	fprintf(out, " [%zu, %zu) stands for ", a->short_form.start, a->short_form.end);
	print_span(out, document->text, a->long_form.start, a->long_form.end);
	fprintf(out, " [%zu, %zu)\n", a->long_form.start, a->long_form.end);
}

/* How the codes were reached, where vocabularies were asked for. */
static void print_mappings(FILE *out, const onto_mention *m)
{
	for (size_t i = 0; m->provenance && i < m->code_count; i++) {
		const char *via = m->provenance[i].via ? m->provenance[i].via : m->found;
		if (strcmp(via, m->codes[i]) != 0) {
			fprintf(out, "  mapping       %s, %s, via %s\n", m->codes[i],
			        onto_predicate_word(m->provenance[i].predicate), via);
		}
	}
}

/* The name belongs to a concept that others replaced. */
static void print_retired(FILE *out, const onto_dictionary *dictionary, const onto_mention *m)
{
	onto_successor s;
	if (!m->retired) {
		return;
	}
	fprintf(out, "  retired       %s", m->retired);
	for (size_t i = 0; onto_dictionary_successor(dictionary, m->concept, i, &s); i++) {
		fprintf(out, "%s %.*s", i ? "," : ", replaced by", (int)s.length, s.code);
	}
	fputc('\n', out);
}

/* What the text says of it, and the words that say so. */
static void print_context(FILE *out, const onto_document *document, const onto_mention *m)
{
	const onto_context *c = m->context;
	unsigned said = onto_mention_said(m);
	if (!c) {
		return;
	}
	for (size_t i = 1; 1u << i <= ONTO_SAID_OTHER; i++) { /* what is said of a drug follows */
		if (said >> i & 1) {
			fprintf(out, "  context       %s\n", onto_said_word(i));
		}
	}
	if (c->finding) {
		fprintf(out, "  status        %s\n", onto_finding_word(c->finding));
	}
	for (size_t i = 0; i < c->cue_count; i++) {
		fputs("  cue           ", out);
		print_span(out, document->text, c->cues[i].start, c->cues[i].end);
		fprintf(out, " [%zu, %zu) says %s\n", c->cues[i].start, c->cues[i].end, c->cues[i].says);
	}
	if (c->section) {
		fprintf(out, "  section       %s\n", c->section);
	}
}

/* The features that weigh most. */
enum { FEATURES_SHOWN = 5 };

/* What decided about a place: weights, or rules. Of what rules decide the evidence of its confidence is told. */
static void print_judge(FILE *out, const onto_place *place)
{
	const onto_feature *features = place->judged ? place->features : place->evidence;
	size_t count = place->judged ? place->feature_count : place->evidence_count;
	if (place->judged) {
		fprintf(out, "  score         %.2f", place->score);
		if (place->type == ONTO_MARKER) {
			fprintf(out, "; as the human gene %.2f", place->human);
		}
		fputc('\n', out);
	}
	if (!count) {
		return;
	}
	fputs("  for it        ", out);
	for (size_t i = 0; i < count && i < FEATURES_SHOWN && features[i].weight > 0; i++) {
		fprintf(out, "%s%s %+.2f", i ? ", " : "", features[i].text, features[i].weight);
	}
	fputs("\n  against it    ", out);
	for (size_t i = count; i > 0 && count - i < FEATURES_SHOWN && features[i - 1].weight < 0; i--) {
		fprintf(out, "%s%s %+.2f", i < count ? ", " : "", features[i - 1].text, features[i - 1].weight);
	}
	fputc('\n', out);
}

static void print_reason(FILE *out, const onto_dictionary *dictionary, const onto_document *document,
                         const onto_tags *tags, const onto_mention *m)
{
	fputc('\n', out);
	print_span(out, document->text, m->start, m->end);
	fprintf(out, " [%zu, %zu)\n  is            %s, %s (%s)\n", m->start, m->end, first_code(m), m->name,
	        onto_type_word(m->type));
	print_mappings(out, m);
	print_retired(out, dictionary, m);
	if (m->rolled_up) {
		fprintf(out, "  counted as    %s, %s\n", m->rolled_up, m->rolled_up_name);
	}
	print_source(out, dictionary, m->source);
	fprintf(out, "  name          %s (%s)\n", m->matched, onto_scope_word(m->scope));
	print_transformations(out, m->transformations);
	const onto_abbreviation *abbreviation = onto_tags_abbreviation(tags, m->abbreviation);
	if (abbreviation) {
		print_definition(out, document, abbreviation);
	}
	if (m->species) {
		fprintf(out, "  species       %s\n", m->species);
	}
	if (m->confidence > 0) {
		fprintf(out, "  confidence    %.2f\n", m->confidence);
	}
	const onto_place *place = onto_tags_place_of(tags, m);
	if (place) {
		print_judge(out, place);
	}
	print_context(out, document, m);
}

bool explain(FILE *out, const onto_dictionary *dictionary, const onto_document *document, const onto_tags *tags)
{
	size_t count;
	const onto_mention **told = reasons(tags, &count);
	for (size_t i = 0; i < count; i++) {
		print_reason(out, dictionary, document, tags, told[i]);
	}
	free(told);
	return told != NULL;
}

/* Why a place is no mention, as a line for a reader. */
static void print_why(FILE *out, const onto_document *document, const onto_place *p)
{
	fputs("  not tagged    ", out);
	switch (p->fate) {
	case ONTO_FATE_RULE: fprintf(out, "%s (%s)\n", p->ruling_says, p->ruling); return;
	case ONTO_FATE_SCORE: fputs("its score is not above the threshold\n", out); return;
	case ONTO_FATE_SPECIES:
		fprintf(out, "it is a gene of another species than the human%s%s\n", p->species ? ": " : "",
		        p->species ? p->species : "");
		return;
	case ONTO_FATE_CONFIDENCE: fputs("its confidence is below the least\n", out); return;
	case ONTO_FATE_TYPE: fputs("its type is not wanted\n", out); return;
	default:
		fputs(p->fate == ONTO_FATE_OVERLAP ? "it overlaps " : "it stands in the name of something else: ", out);
		print_span(out, document->text, p->rival.start, p->rival.end);
		fprintf(out, " [%zu, %zu)\n", p->rival.start, p->rival.end);
	}
}

void explain_dropped(FILE *out, const onto_document *document, const onto_tags *tags)
{
	const onto_place *p;
	for (size_t i = 0; (p = onto_tags_place(tags, i)); i++) {
		if (p->fate == ONTO_FATE_MENTION) {
			continue;
		}
		fputc('\n', out);
		print_span(out, document->text, p->start, p->end);
		fprintf(out, " [%zu, %zu)\n  fits          %s, %s (%s)\n  name          %s\n", p->start, p->end,
		        p->code_count ? p->codes[0] : "", p->name, onto_type_word(p->type), p->matched);
		print_why(out, document, p);
		if (p->confidence > 0) {
			fprintf(out, "  confidence    %.2f\n", p->confidence);
		}
		print_judge(out, p);
	}
}
