/* The routes: one function each, which builds the response to a request. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "serve/concept_json.h"
#include "serve/failure.h"
#include "serve/http/service.h"
#include "serve/json_body.h"
#include "serve/media.h"

enum { LIST_SHOWN = 100, LIST_MOST = 10000, OFFSET_MOST = 1000000 };

/* ---- parameters ---------------------------------------------------------------------------------------------- */

/* The value of a numeric parameter, from 0 to `most`. False if it is invalid; the response then says so. */
static bool read_count(request *self, const char *name, size_t otherwise, size_t most, size_t *out)
{
	const char *given = parameters_get(&self->asked, name);
	char *end = NULL;
	*out = otherwise;
	if (!given) {
		return true;
	}
	unsigned long long number = strtoull(given, &end, 10);
	if (*given < '0' || *given > '9' || *end || number > most) {
		request_fail(self, 400, "'%s' is a number from 0 to %zu, not '%.40s'", name, most, given);
		return false;
	}
	*out = (size_t)number;
	return true;
}

/* True if the request has no other parameters; otherwise the response names the unknown one. */
static bool only(request *self, const char *const *known)
{
	for (size_t i = 0; i < self->asked.count; i++) {
		size_t k = 0;
		while (known[k] && strcmp(known[k], self->asked.items[i].name) != 0) {
			k++;
		}
		if (!known[k]) {
			request_fail(self, 400, "no parameter '%.60s'", self->asked.items[i].name);
			return false;
		}
	}
	return true;
}

static bool nothing_asked(request *self)
{
	static const char *const none[] = {NULL};
	return only(self, none);
}

/* ---- bodies -------------------------------------------------------------------------------------------------- */

/* Inflates a gzipped body, recognized by its first bytes. This is for JSON; the readers inflate by themselves. */
static bool inflate_body(request *self)
{
	onto_error error;
	bytes plain = {0};
	if (!gzip_is(self->body.at, self->body.length)) {
		return true;
	}
	if (gzip_inflate(self->body.at, self->body.length, self->service->options->most_inflated, &plain, &error) !=
	    ONTO_OK) {
		request_error(self, &error);
		bytes_free(&plain);
		return false;
	}
	bytes_free(&self->body);
	self->body = plain;
	return true;
}

static bool encoding_known(request *self, bool *packed)
{
	const char *encoding = request_header(self, "Content-Encoding");
	*packed = encoding && strcasecmp(encoding, "identity") != 0;
	if (*packed && strcasecmp(encoding, "gzip") != 0 && strcasecmp(encoding, "x-gzip") != 0) {
		request_fail(self, 415, "a Content-Encoding that is not gzip: %.40s", encoding);
		return false;
	}
	return true;
}

/* The encoding of a body that is all there. */
static bool encoding_right(request *self)
{
	bool packed;
	if (!encoding_known(self, &packed)) {
		return false;
	}
	if (packed && !gzip_is(self->body.at, self->body.length)) {
		request_fail(self, 400, "the Content-Encoding is gzip, and the body is not");
		return false;
	}
	return true;
}

static bool input_of(request *self, const char **input)
{
	const char *type = request_header(self, "Content-Type"), *asked = parameters_get(&self->asked, "input");
	onto_error error;
	if (asked) {
		*input = asked;
		if (strcmp(asked, "json") != 0 && input_format_find(asked, &error) != ONTO_OK) {
			request_error(self, &error);
			return false;
		}
		return true;
	}
	if (media_input(type, input)) {
		return true;
	}
	request_fail(self, 415, "no format is known for '%.80s'; a text is text/plain; charset=utf-8", type);
	return false;
}

/* ---- tagging ------------------------------------------------------------------------------------------------- */

static bool parse_body(request *self, json_t **json)
{
	onto_error error;
	if (!inflate_body(self)) {
		return false;
	}
	if (json_body_parse(self->body.at ? self->body.at : "", self->body.length, json, &error) != ONTO_OK) {
		request_error(self, &error);
		return false;
	}
	return true;
}

/* Converts JSON to JSON lines in `lines`, which are then the input. */
static bool read_json(request *self, const char **input, json_body_kind *kind)
{
	onto_error error;
	json_t *json;
	if (!parse_body(self, &json)) {
		return false;
	}
	onto_status status = json_body_documents(json, kind, &self->lines, &self->asked, &error);
	json_decref(json);
	if (status != ONTO_OK) {
		request_error(self, &error);
		return false;
	}
	*input = *kind == JSON_BIOC ? "bioc-json" : "jsonl";
	return true;
}

static bool one_document(const char *input, json_body_kind kind)
{
	return input && (strcmp(input, "text") == 0 || strcmp(input, "html") == 0 || strcmp(input, "markdown") == 0 ||
	                 (strcmp(input, "jsonl") == 0 && kind == JSON_ONE));
}

/* The format of the response, by parameter or Accept header. The default for JSON lines is JSON lines. */
static const char *output_of(request *self, const char *input, bool was_json)
{
	const char *asked = parameters_get(&self->asked, "format");
	asked = asked ? asked : parameters_get(&self->asked, "output");
	if (asked) {
		if (media_of_output(asked)) {
			return asked;
		}
		request_fail(self, 400, "no output format '%.40s'", asked);
		return NULL;
	}
	bool lines = input && !was_json && strcmp(input, "jsonl") == 0;
	const char *accepted = media_accept(request_header(self, "Accept"), lines ? "jsonl" : "json");
	if (!accepted) {
		request_fail(self, 406, "no output format is of a type that is accepted");
	}
	return accepted;
}

static const char *type_of(const char *format)
{
	const char *type = media_of_output(format);
	if (strcmp(format, "html") == 0) {
		return "text/html; charset=utf-8";
	}
	return strncmp(type, "text/", 5) != 0                   ? type
	       : strcmp(type, "text/plain") == 0                ? "text/plain; charset=utf-8"
	       : strcmp(type, "text/markdown") == 0             ? "text/markdown; charset=utf-8"
	       : strcmp(type, "text/tab-separated-values") == 0 ? "text/tab-separated-values; charset=utf-8"
	       : strcmp(type, "text/csv") == 0                  ? "text/csv; charset=utf-8"
	                                                        : "text/plain; charset=utf-8";
}

static bool settle(request *self)
{
	onto_error error;
	if (!self->settled && parameters_tag(&self->asked, &self->tag, &self->key, &error) != ONTO_OK) {
		request_error(self, &error);
		return false;
	}
	self->settled = true;
	return true;
}

static void start_tagging(request *self, const char *input, const char *output, bool one, bool lines)
{
	const service_options *o = self->service->options;
	const char *id = parameters_get(&self->asked, "id");
	onto_error error;
	onto_status status = ONTO_OK;
	bool json = strcmp(output, "json") == 0;
	const tagging_plan plan = {.generation = self->generation,
	                           .settings = &self->tag,
	                           .key = self->key.at,
	                           .name = id && *id ? id : "request",
	                           .input = input,
	                           .output = json ? "jsonl" : output,
	                           .framing = !json                          ? AS_THE_FORMAT
	                                      : one && !self->tag.read.lines ? ONE_OBJECT
	                                                                     : A_LIST,
	                           .feed = self->feed,
	                           .body = lines ? self->lines.at : self->body.at,
	                           .length = lines ? self->lines.length : self->body.length,
	                           .most_bytes = o->most_inflated,
	                           .most_documents = o->most_documents};
	if (self->tag.tag.tell_places && strcmp(plan.output, "jsonl") != 0) {
		status = onto_fail(&error, ONTO_ARGUMENT, NULL, 0, "'candidates' goes with the formats json and jsonl");
	}
	if (status == ONTO_OK) {
		status = tagging_new(&plan, &self->tagging, &error);
	}
	self->type = type_of(output);
	if (status != ONTO_OK) {
		request_error(self, &error);
	} else if (!self->feed) {
		request_work(self, self->type);
	}
}

/* Documents of a format that can be read in pieces are tagged as they come. */
static void begin_tag(request *self)
{
	const char *input, *output;
	bool packed;
	if (!encoding_known(self, &packed) || !input_of(self, &input) || !input || strcmp(input, "json") == 0 ||
	    !settle(self) || !onto_format_comes_in_pieces(input, &self->tag.read)) {
		return;
	}
	output = output_of(self, input, false);
	if (!output) {
		return;
	}
	self->feed = feed_new(input, &self->tag.read, self->service->options->most_body, packed);
	if (self->feed) {
		start_tagging(self, input, output, false, false);
	} else {
		request_fail(self, 503, "out of memory");
	}
}

static void answer_tag(request *self)
{
	const char *input, *output;
	json_body_kind kind = JSON_LIST;
	if (!encoding_right(self) || !input_of(self, &input)) {
		return;
	}
	bool json = input && strcmp(input, "json") == 0;
	if (json && !read_json(self, &input, &kind)) {
		return;
	}
	output = output_of(self, input, json);
	if (output && settle(self)) {
		start_tagging(self, input, output, one_document(input, kind), json && kind != JSON_BIOC);
	}
}

/* ---- normalizing --------------------------------------------------------------------------------------------- */

/* A line a term. */
static bool read_lines(request *self, size_t *count)
{
	if (!inflate_body(self)) {
		return false;
	}
	const char *at = self->body.at, *end = at + self->body.length;
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline ? newline : end;
		size_t length = (size_t)(stop - at);
		terms_add(&self->lines, at, length - (length && at[length - 1] == '\r'));
		++*count;
		at = stop + 1;
	}
	if (self->lines.failed) {
		request_fail(self, 503, "out of memory");
	}
	return !self->lines.failed;
}

static bool read_terms(request *self, const char *input, json_body_kind *kind, size_t *count)
{
	onto_error error;
	json_t *json;
	*kind = JSON_LIST;
	if (!input || strcmp(input, "text") == 0) {
		return read_lines(self, count);
	}
	if (strcmp(input, "json") != 0) {
		request_fail(self, 415, "terms are JSON, or lines of text/plain");
		return false;
	}
	if (!parse_body(self, &json)) {
		return false;
	}
	onto_status status = json_body_terms(json, kind, &self->lines, count, &self->asked, &error);
	json_decref(json);
	if (status != ONTO_OK) {
		request_error(self, &error);
	}
	return status == ONTO_OK;
}

/* "json", "jsonl" or "tsv". NULL with an error response. */
static const char *terms_output(request *self)
{
	const char *asked = parameters_get(&self->asked, "format");
	asked = asked ? asked : parameters_get(&self->asked, "output");
	const char *format = asked ? asked : media_accept(request_header(self, "Accept"), "json");
	if (format && (strcmp(format, "json") == 0 || strcmp(format, "jsonl") == 0 || strcmp(format, "tsv") == 0)) {
		return format;
	}
	if (asked) {
		request_fail(self, 400, "no output format '%.40s' of terms (json, jsonl, tsv)", asked);
	} else {
		request_fail(self, 406, "terms are answered as JSON, JSON lines or tab-separated values");
	}
	return NULL;
}

static void start_normalizing(request *self, const char *output, json_body_kind kind, size_t count)
{
	onto_error error;
	onto_status status = parameters_normalize(&self->asked, &self->normalize, &self->key, &error);
	if (status == ONTO_OK) {
		self->normalize.output = strcmp(output, "tsv") == 0 ? NORMALIZE_TSV : NORMALIZE_JSONL;
		const normalizing_plan plan = {.generation = self->generation,
		                               .settings = &self->normalize,
		                               .key = self->key.at,
		                               .framing = strcmp(output, "json") != 0 ? AS_THE_FORMAT
		                                          : kind == JSON_ONE          ? ONE_OBJECT
		                                                                      : A_LIST,
		                               .terms = self->lines.at,
		                               .count = count};
		status = normalizing_new(&plan, &self->normalizing, &error);
	}
	if (status != ONTO_OK) {
		request_error(self, &error);
	} else {
		request_work(self, type_of(output));
	}
}

/* Renames `output` to `format`, because the values differ from the command's: json is one of them. */
static void forget_output(request *self)
{
	for (size_t i = 0; i < self->asked.count; i++) {
		if (strcmp(self->asked.items[i].name, "output") == 0) {
			memcpy(self->asked.items[i].name, "format", sizeof "format");
		}
	}
}

static void answer_normalize(request *self)
{
	const char *input, *output;
	json_body_kind kind;
	size_t count = 0;
	if (!encoding_right(self) || !input_of(self, &input) || !read_terms(self, input, &kind, &count)) {
		return;
	}
	size_t most = self->service->options->most_documents;
	if (count > most) {
		request_fail(self, 413, "%zu terms; the most is %zu", count, most);
		return;
	}
	forget_output(self);
	output = terms_output(self);
	if (output) {
		start_normalizing(self, output, kind, count);
	}
}

/* ---- concepts ------------------------------------------------------------------------------------------------ */

static bool find_concept(request *self, onto_concept_id *out)
{
	*out = quiet_code(self->generation->dictionary, self->part);
	if (*out == ONTO_NONE) {
		request_fail(self, 404, "the dictionary has no concept '%.100s'", self->part);
	}
	return *out != ONTO_NONE;
}

static void answer_concept(request *self)
{
	static const char *const known[] = {"limit", NULL};
	onto_concept_id id;
	size_t most;
	if (only(self, known) && read_count(self, "limit", LIST_SHOWN, LIST_MOST, &most) && find_concept(self, &id)) {
		request_text(self, "application/json", json_text(concept_json(self->generation, id, most)));
	}
}

typedef json_t *(*list_kin)(const generation *from, onto_concept_id id, size_t first, size_t most);

static void answer_kin(request *self, list_kin list)
{
	static const char *const known[] = {"limit", "offset", NULL};
	onto_concept_id id;
	size_t most, first;
	if (only(self, known) && read_count(self, "limit", LIST_SHOWN, LIST_MOST, &most) &&
	    read_count(self, "offset", 0, OFFSET_MOST, &first) && find_concept(self, &id)) {
		request_text(self, "application/json", json_text(list(self->generation, id, first, most)));
	}
}

static void answer_ancestors(request *self)
{
	answer_kin(self, ancestors_json);
}

static void answer_descendants(request *self)
{
	answer_kin(self, descendants_json);
}

static bool is_utf8(const char *text)
{
	json_t *made = json_string(text);
	json_decref(made);
	return made != NULL;
}

static void answer_search(request *self)
{
	static const char *const known[] = {"q", "limit", NULL};
	const char *text = parameters_get(&self->asked, "q");
	size_t most;
	if (!only(self, known) || !read_count(self, "limit", SEARCH_MOST, SEARCH_MOST, &most)) {
		return;
	}
	if (!text || !*text || !is_utf8(text)) {
		request_fail(self, 400, "q is the beginning of a name, in UTF-8");
		return;
	}
	request_text(self, "application/json", json_text(search_json(self->generation, text, strlen(text), most)));
}

/* ---- the service itself -------------------------------------------------------------------------------------- */

static void answer_dictionary(request *self)
{
	if (nothing_asked(self)) {
		request_text(self, "application/json", json_text(dictionary_json(self->generation)));
	}
}

static void answer_health(request *self)
{
	if (nothing_asked(self)) {
		request_text(self, "application/json",
		             json_text(json_pack("{s:s, s:s, s:i}", "status", "ok", "version", onto_version(), "generation",
		                                 (int)self->generation->number)));
	}
}

static double resident_bytes(void)
{
	long pages = 0;
	FILE *file = fopen("/proc/self/statm", "re");
	if (file) {
		pages = fscanf(file, "%*s %ld", &pages) == 1 ? pages : 0;
		fclose(file);
	}
	return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

static void answer_metrics(request *self)
{
	service *s = self->service;
	if (!nothing_asked(self)) {
		return;
	}
	metrics_write(&s->metrics, route_name, &self->answer);
	pthread_mutex_lock(&s->connections.mutex);
	size_t count = s->connections.count, cut = s->connections.cut;
	pthread_mutex_unlock(&s->connections.mutex);
	metrics_number(&self->answer, "ontotag_connections", "gauge", "Connections that are open.", (double)count);
	metrics_number(&self->answer, "ontotag_connections_cut_total", "counter", "Connections that took too long.",
	               (double)cut);
	metrics_number(&self->answer, "ontotag_dictionary_generation", "gauge", "Which dictionary it is, from 1.",
	               self->generation->number);
	metrics_number(&self->answer, "process_resident_memory_bytes", "gauge", "Resident memory.", resident_bytes());
	metrics_number(&self->answer, "ontotag_uptime_seconds", "gauge", "Seconds since the start.",
	               seconds_now() - s->started);
	self->status = 200;
	self->type = "text/plain; version=0.0.4; charset=utf-8";
}

static void answer_page(request *self)
{
	self->status = 200; /* the page is generated when it is sent, because its policy goes with it */
	self->type = "text/html; charset=utf-8";
}

static void answer_openapi(request *self)
{
	if (nothing_asked(self)) {
		request_text(self, "application/json", openapi_text(self->service->options));
	}
}

/* The main thread reloads; the request is suspended until then. */
static void answer_reload(request *self)
{
	service *s = self->service;
	if (self->reloaded) {
		if (self->reload_error.status != ONTO_OK) {
			request_fail(self, 500, "the dictionary stays as it was: %s", self->reload_error.message);
		} else {
			request_text(self, "application/json",
			             json_text(json_pack("{s:i}", "generation", (int)self->generation->number)));
		}
		return;
	}
	if (!nothing_asked(self)) {
		return;
	}
	if (!s->options->allow_reload) {
		request_fail(self, 403, "the service was started without --allow-reload");
		return;
	}
	exchange_touch(self->on, true);
	pthread_mutex_lock(&s->mutex);
	self->next_to_reload = s->to_reload;
	s->to_reload = self;
	pthread_mutex_unlock(&s->mutex);
	const uint64_t one = 1;
	ssize_t written = write(s->wake, &one, sizeof one);
	(void)written;
}

/* ---- the table ----------------------------------------------------------------------------------------------- */

static const route routes[] = {
	{"POST", "/tag", answer_tag, begin_tag, false},
	{"POST", "/normalize", answer_normalize, NULL, false},
	{"GET", "/search", answer_search, NULL, false},
	{"GET", "/concepts/{code}", answer_concept, NULL, false},
	{"GET", "/concepts/{code}/ancestors", answer_ancestors, NULL, false},
	{"GET", "/concepts/{code}/descendants", answer_descendants, NULL, false},
	{"GET", "/dictionary", answer_dictionary, NULL, false},
	{"GET", "/health", answer_health, NULL, true},
	{"GET", "/metrics", answer_metrics, NULL, false},
	{"GET", "/openapi.json", answer_openapi, NULL, true},
	{"GET", "/", answer_page, NULL, true},
	{"POST", "/reload", answer_reload, NULL, false},
};
enum { ROUTES = sizeof routes / sizeof *routes };
_Static_assert((int)ROUTES < (int)METRIC_ROUTES, "room for each route and for the rest");

const route *route_at(size_t index)
{
	return index < ROUTES ? &routes[index] : NULL;
}

const char *route_name(size_t index)
{
	return index < ROUTES ? routes[index].path : index == ROUTES ? "other" : NULL;
}

/* True if a path matches the pattern of a route. Gives the part of the path that stands for {code}. */
static bool fits(const char *pattern, const char *path, const char **part, size_t *length)
{
	const char *hole = strchr(pattern, '{');
	*part = NULL;
	*length = 0;
	if (!hole) {
		return strcmp(pattern, path) == 0;
	}
	size_t before = (size_t)(hole - pattern), total = strlen(path);
	const char *after = strchr(hole, '}') + 1;
	size_t tail = strlen(after);
	if (strncmp(pattern, path, before) != 0 || total <= before + tail || strcmp(path + total - tail, after) != 0) {
		return false;
	}
	*part = path + before;
	*length = total - before - tail;
	return !memchr(*part, '/', *length);
}

static bool is_method(const char *wanted, const char *method)
{
	return strcmp(wanted, method) == 0 || (strcmp(wanted, "GET") == 0 && strcmp(method, "HEAD") == 0);
}

void request_route(request *self, const char *method, const char *path)
{
	const char *part;
	size_t length;
	for (size_t i = 0; i < ROUTES; i++) {
		if (!fits(routes[i].path, path, &part, &length)) {
			continue;
		}
		self->route = &routes[i];
		self->part = part ? strndup(part, length) : NULL;
		if (part && !self->part) {
			request_fail(self, 503, "out of memory");
		} else if (!is_method(routes[i].method, method)) {
			bool preflight = self->service->options->origin && strcmp(method, "OPTIONS") == 0;
			request_fail(self, 405, "%s is not for this path", method);
			self->status = preflight ? 204 : 405;
			self->answer.length = preflight ? 0 : self->answer.length;
			self->allow = strcmp(routes[i].method, "GET") == 0 ? "GET, HEAD" : routes[i].method;
		}
		return;
	}
	request_fail(self, 404, "there is nothing at %.100s", path);
}
