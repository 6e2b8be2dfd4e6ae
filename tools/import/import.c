/* Selects the importer of a source, by its first bytes or by its name. */
#include "import.h"

#include "ascii.h"
#include "name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const import_format *const formats[] = {
	&import_rows,  &import_mesh,  &import_rdf, &import_obo_graphs, &import_obo,     &import_gene_info,
	&import_sssom, &import_medic, &import_rrf, &import_rf2,        &import_icd10cm, &import_vocabulary_table,
	&import_list,
};

enum { FORMATS = sizeof formats / sizeof *formats };

/* ---- which importer ------------------------------------------------------------------------------------------ */

static const import_format *detect(const char *head, size_t length)
{
	for (size_t i = 0; i < FORMATS; i++) {
		if (formats[i]->detects(head, length)) {
			return formats[i];
		}
	}
	return NULL;
}

/* What is no text is called by its name. */
static onto_status fail_no_text(const import *job, const char *head, size_t length)
{
	const char *advice;
	const char *name = onto_content_name(head, length, &advice);
	bool wide = length > 1 && (!memcmp(head, "\xFF\xFE", 2) || !memcmp(head, "\xFE\xFF", 2));
	if (wide) {
		return onto_fail(job->error, ONTO_UNKNOWN, job->path, 0,
		                 "is in UTF-16; sources are read in UTF-8 (`iconv -f UTF-16 -t UTF-8` converts it)");
	}
	return name ? onto_fail(job->error, ONTO_UNKNOWN, job->path, 0, "is %s, no source%s%s%s", name,
	                        advice ? " (" : "", advice ? advice : "", advice ? ")" : "")
	            : ONTO_OK;
}

static onto_status fail_unknown(const import *job)
{
	char titles[512] = "";
	size_t used = 0;
	for (size_t i = 0; i < FORMATS && used < sizeof titles; i++) {
		const char *joint = !i ? "" : i + 1 < FORMATS ? ", " : " or ";
		int wrote = snprintf(titles + used, sizeof titles - used, "%s%s", joint, formats[i]->title);
		used += wrote > 0 ? (size_t)wrote : 0;
	}
	return onto_fail(job->error, ONTO_UNKNOWN, job->path, 1, "is no source that is known; looked for %s", titles);
}

/* The builder knows neither file nor line; this adds them to its message. */
static onto_status place_error(const import *job, onto_status status)
{
	if (status && job->error && !*job->error->file) {
		onto_error placed = *job->error;
		return onto_fail(job->error, status, job->path, input_line_number(job->input), "%s", placed.message);
	}
	return status;
}

const char *import_format_name(size_t index, const char **title)
{
	if (index >= FORMATS) {
		return NULL;
	}
	if (title) {
		*title = formats[index]->title;
	}
	return formats[index]->name;
}

const char *import_title(const char *path)
{
	const char *title = NULL;
	const char *head = NULL;
	size_t length = 0;
	input *file = NULL;

	if (input_open(&file, path, NULL)) {
		return NULL;
	}
	char *copy = !input_peek(file, &head, &length, NULL) ? malloc(length + 1) : NULL;
	if (copy) {
		memcpy(copy, head, length);
		copy[length] = '\0';
		const import_format *format = detect(copy, length);
		title = format && format != &import_rows ? format->title : NULL;
	}
	free(copy);
	input_close(file);
	return title;
}

static onto_status find_named(const import *job, const import_format **out)
{
	char names[256] = "";
	size_t used = 0;
	for (size_t i = 0; i < FORMATS; i++) {
		if (!strcmp(formats[i]->name, job->options->format)) {
			*out = formats[i];
			return ONTO_OK;
		}
		if (used < sizeof names) {
			used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "", formats[i]->name);
		}
	}
	return onto_fail(job->error, ONTO_ARGUMENT, NULL, 0, "no source format '%.40s' (there are: %s)",
	                 job->options->format, names);
}

static onto_status find_format(const import *job, const import_format **out)
{
	const char *head = NULL;
	size_t length = 0;
	TRY(input_peek(job->input, &head, &length, job->error));
	if (!length) {
		return onto_fail(job->error, ONTO_UNKNOWN, job->path, 0, "the file is empty");
	}
	if (job->options->format) {
		return find_named(job, out);
	}

	/* A terminated copy, so that the importers can use string functions. */
	char *copy = malloc(length + 1);
	if (!copy) {
		return import_no_memory(job);
	}
	memcpy(copy, head, length);
	copy[length] = '\0';
	*out = detect(copy, length);
	free(copy);
	if (*out) {
		return ONTO_OK;
	}
	TRY(fail_no_text(job, head, length));
	return fail_unknown(job);
}

onto_status import_input(input *file, const types *rules, const import_options *options, onto_builder *builder,
                         import_report *report, onto_error *error)
{
	static const import_options none;
	import_report unread = {0};
import job = {.input = file, .path = input_path(file), .types = rules, .options = options ? options: & none, .builder = builder, .report = report ? report: & unread, .error = error, };
	const import_format *format = NULL;
	*job.report = (import_report){0};
	TRY(find_format(&job, &format));
	job.report->name = format->name;
	job.report->title = format->title;
	return place_error(&job, format->run(&job));
}

onto_status import_file(const char *path, const types *rules, const import_options *options, onto_builder *builder,
                        import_report *report, onto_error *error)
{
	input *file = NULL;
	TRY(input_open(&file, path, error));
	onto_status status = import_input(file, rules, options, builder, report, error);
	input_close(file);
	return status;
}

/* ---- for importers ------------------------------------------------------------------------------------------- */

onto_status import_damaged(const import *job, const char *reason)
{
	return onto_fail(job->error, ONTO_DAMAGED, job->path, input_line_number(job->input), "%s", reason);
}

onto_status import_no_memory(const import *job)
{
	return onto_fail(job->error, ONTO_NO_MEMORY, job->path, input_line_number(job->input), "out of memory");
}

onto_status import_leave(const import *job, const char *reason)
{
	return onto_builder_left_out(job->builder, reason, 1, job->error);
}

onto_status import_pass_over(const import *job, onto_status status, const char *reason)
{
	if (status != ONTO_DAMAGED || job->options->strict) {
		return status;
	}
	if (job->options->warn && job->error) {
		job->options->warn(job->options->context, job->error);
	}
	return import_leave(job, reason);
}

onto_status import_name(const import *job, const char *code, onto_scope scope, char *name, unsigned policy)
{
	if (!name_tidy(name)) {
		return import_leave(job, "empty name");
	}
	if (name_says_nothing(name)) {
		return import_leave(job, "name that says nothing");
	}
	return onto_builder_name(job->builder, code, scope, name, policy, job->error);
}

onto_status import_xref(const import *job, const char *code, onto_predicate predicate, const char *written)
{
	char target[TYPES_CODE_ROOM];
	if (!types_code(job->types, written, target)) {
		return import_leave(job, "cross-reference that is no code");
	}
	return onto_builder_xref(job->builder, code, predicate, target, job->error);
}

const char *import_local_part(const char *address)
{
	const char *part = address;
	for (const char *at = address; *at; at++) {
		if (strchr("/#:", *at)) {
			part = at + 1;
		}
	}
	return part;
}

/* The two letters of some languages that are written with three. */
static const char *language_letters(const char *language)
{
	static const char *const pairs[][2] = {{"ENG", "en"}, {"SPA", "es"}, {"GER", "de"}, {"FRE", "fr"},
	                                       {"DUT", "nl"}, {"ITA", "it"}, {"POR", "pt"}, {"JPN", "ja"},
	                                       {"CZE", "cs"}, {"SWE", "sv"}, {"NOR", "no"}, {"RUS", "ru"},
	                                       {"POL", "pl"}, {"KOR", "ko"}, {"CHI", "zh"}};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		if (ascii_same(language, pairs[i][0])) {
			return pairs[i][1];
		}
	}
	return language;
}

bool import_language(const import *job, const char *language)
{
	const char *wanted = job->options->languages ? job->options->languages : "en";
	if (!*language) {
		return true;
	}
	language = language_letters(language);
	while (*wanted) {
		size_t length = strcspn(wanted, ",");
		size_t same = 0;
		while (same < length && ascii_lower(language[same]) == ascii_lower(wanted[same])) {
			same++;
		}
		/* en is en-GB, too. */
		if (length && same == length && (!language[same] || language[same] == '-' || language[same] == '_')) {
			return true;
		}
		wanted += length + (wanted[length] == ',');
	}
	return false;
}

bool import_predicate(const char *relation, onto_predicate *out)
{
	static const struct {
		const char *word;
		onto_predicate predicate;
	} relations[] = {
		{"exactMatch", ONTO_MATCH_EXACT},     {"equivalentClass", ONTO_MATCH_EXACT},
		{"sameAs", ONTO_MATCH_EXACT},         {"subClassOf", ONTO_MATCH_BROAD},
		{"superClassOf", ONTO_MATCH_NARROW},  {"closeMatch", ONTO_MATCH_CLOSE},
		{"narrowMatch", ONTO_MATCH_NARROW},   {"broadMatch", ONTO_MATCH_BROAD},
		{"relatedMatch", ONTO_MATCH_RELATED}, {"hasDbXref", ONTO_MATCH_XREF},
	};

	const char *word = import_local_part(relation);
	for (size_t i = 0; i < sizeof relations / sizeof *relations; i++) {
		if (strcmp(word, relations[i].word)) {
			continue;
		}
		*out = relations[i].predicate;
		return true;
	}
	return false;
}
