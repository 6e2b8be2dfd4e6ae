/* Handles exchanges (exchange.h). Each thread serves many connections; the one that read a request also handles it:
 *
 *     begin   creates the request, finds its route, checks its authorization; a stream starts its work
 *     take    appends to the body, up to its limit, or to the feed of a stream
 *     give    the route builds the response when the body has ended, the work of a stream as soon as it can; all of
 *             it, or its first piece and then the others
 *     end     the log line
 *
 * A body is a stream where its format can be read in pieces (routes.c). */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>
#include <uriparser/Uri.h>

#include "serve/failure.h"
#include "serve/http/service.h"

enum { LEAST_PACKED = 1024 }; /* bytes; gzip pays from here on */
static const double first_slice = 0.1,
					next_slice = 0.005; /* seconds for a piece before other requests have their turn */

/* ---- answers ------------------------------------------------------------------------------------------------- */

void request_error(request *self, const onto_error *error)
{
	self->status = failure_status(error);
	self->type = "application/json";
	self->more = false;
	self->answer.length = 0;
	failure_json(&self->answer, self->status, error);
	bytes_text(&self->answer, "\n");
}

void request_fail(request *self, unsigned status, const char *format, ...)
{
	onto_error error = {0};
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(error.message, sizeof error.message, format, arguments);
	va_end(arguments);
	request_error(self, &error);
	self->status = status;
	self->answer.length = 0;
	failure_json(&self->answer, status, &error);
	bytes_text(&self->answer, "\n");
}

void request_text(request *self, const char *type, char *text)
{
	if (!text) {
		request_fail(self, 503, "out of memory");
		return;
	}
	self->status = 200;
	self->type = type;
	bytes_text(&self->answer, text);
	free(text);
}

const char *request_header(const request *self, const char *name)
{
	return exchange_header(self->on, name);
}

static onto_status more_work(request *self, double seconds, bytes *out, onto_error *error)
{
	bool ended = true;
	onto_status status = ONTO_OK;
	if (self->tagging) {
		status = tagging_more(self->tagging, seconds, out, &ended, error);
		self->counts = *tagging_counts(self->tagging);
	} else if (self->normalizing) {
		status = normalizing_more(self->normalizing, seconds, out, &ended, error);
		self->counts = *normalizing_counts(self->normalizing);
	}
	self->more = !ended;
	return status;
}

void request_work(request *self, const char *type)
{
	onto_error error;
	if (more_work(self, first_slice, &self->answer, &error) != ONTO_OK) {
		request_error(self, &error);
		return;
	}
	self->status = 200;
	self->type = type;
}

/* ---- sending ------------------------------------------------------------------------------------------------- */

static bool wants_gzip(const request *self)
{
	const char *accepted = request_header(self, "Accept-Encoding");
	const char *gzip = accepted ? strcasestr(accepted, "gzip") : NULL;
	return gzip && strncmp(gzip + 4, ";q=0", 4) != 0;
}

/* The response so far becomes the first piece, gzipped if requested and large enough. */
static bool make_first(request *self, bool *packed)
{
	*packed = wants_gzip(self) && (self->more || self->answer.length >= LEAST_PACKED);
	if (!*packed) {
		self->piece = self->answer;
		self->answer = (bytes){0};
		return !self->piece.failed;
	}
	self->gzip = gzip_new();
	if (!self->gzip) {
		return false;
	}
	gzip_push(self->gzip, self->answer.at, self->answer.length, !self->more, &self->piece);
	return !self->piece.failed && !self->answer.failed;
}

static void add_date(exchange *on)
{
	char text[40];
	struct tm utc;
	time_t now = time(NULL);
	strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &utc));
	exchange_add(on, "Date", text);
}

static void add_headers(request *self, bool packed)
{
	const service_options *o = self->service->options;
	exchange *on = self->on;
	exchange_status(on, self->status);
	add_date(on);
	exchange_add(on, "Content-Type", self->type);
	exchange_add(on, "X-Content-Type-Options", "nosniff");
	exchange_add(on, "Cache-Control", "no-store");
	if (packed) {
		exchange_add(on, "Content-Encoding", "gzip");
	}
	exchange_add(on, "Vary", "Accept, Accept-Encoding");
	if (self->allow) {
		exchange_add(on, "Allow", self->allow);
	}
	if (self->status == 401) {
		exchange_add(on, "WWW-Authenticate", "Bearer");
	}
	if (self->status == 503) {
		exchange_add(on, "Retry-After", "1");
	}
	if (o->origin) {
		exchange_add(on, "Access-Control-Allow-Origin", o->origin);
		exchange_add(on, "Access-Control-Allow-Headers", "Accept, Authorization, Content-Type");
		exchange_add(on, "Access-Control-Allow-Methods", "GET, POST");
	}
	if (atomic_load(&self->service->draining)) {
		exchange_close(on);
	}
}

static void add_page_headers(exchange *on, const char *policy)
{
	exchange_add(on, "Content-Security-Policy", policy);
	exchange_add(on, "Referrer-Policy", "no-referrer");
	exchange_add(on, "X-Frame-Options", "DENY");
	exchange_add(on, "Cross-Origin-Opener-Policy", "same-origin");
	exchange_add(on, "Cross-Origin-Resource-Policy", "same-origin");
	exchange_add(on, "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
}

static exchange_step send_piece(request *self, const char **piece, size_t *length)
{
	*piece = self->piece.at;
	*length = self->piece.length;
	self->sent += self->piece.length;
	return self->cut ? EXCHANGE_CUT : self->more ? EXCHANGE_PIECE : EXCHANGE_LAST;
}

static exchange_step send_first(request *self, const char **piece, size_t *length)
{
	bool packed, page = self->route && self->status == 200 && strcmp(self->route->path, "/") == 0;
	char policy[POLICY_ROOM] = "default-src 'none'";
	if ((page && !page_write(&self->answer, policy)) || !make_first(self, &packed)) {
		return EXCHANGE_CUT;
	}
	self->sending = true;
	if (self->more && self->tagging) {
		tagging_hand_over(self->tagging);
	}
	add_headers(self, packed);
	if (page) {
		add_page_headers(self->on, policy);
	}
	return send_piece(self, piece, length);
}

/* What has to be said where a response breaks off, if its format has a place for it. */
static void break_off(request *self, const onto_error *error, bytes *into)
{
	self->cut = true;
	self->more = false;
	if (self->tagging) {
		tagging_put_end(self->tagging, error, into);
	}
}

/* The time limit of a stream begins again with each document. None is tagged before its client takes the last
 * piece. */
static void note_progress(request *self, size_t before)
{
	if (self->feed && self->counts.documents + self->counts.bad > before) {
		exchange_touch(self->on, false);
	}
}

static exchange_step idle(const request *self)
{
	return self->feed && tagging_starves(self->tagging) ? EXCHANGE_WAIT : EXCHANGE_AGAIN;
}

static exchange_step send_next(request *self, const char **piece, size_t *length)
{
	onto_error error;
	size_t before = self->counts.documents + self->counts.bad;
	self->piece.length = self->plain.length = 0;
	bytes *into = self->gzip ? &self->plain : &self->piece;
	if (more_work(self, next_slice, into, &error) != ONTO_OK) {
		break_off(self, &error, into);
	}
	note_progress(self, before);
	if (self->more && !into->length) {
		return idle(self);
	}
	if (self->gzip) {
		gzip_push(self->gzip, self->plain.at, self->plain.length, !self->more, &self->piece);
	}
	if (self->piece.failed || self->plain.failed) {
		return EXCHANGE_CUT;
	}
	return send_piece(self, piece, length);
}

/* The response to a stream begins with its first document; until then a failure has a status. A small body is
 * complete before, and its whole response as well where it is short. */
static exchange_step start_stream(request *self)
{
	onto_error error;
	size_t before = self->counts.documents + self->counts.bad;
	if (self->small && !self->body_ended) {
		return EXCHANGE_WAIT;
	}
	if (more_work(self, self->body_ended ? first_slice : next_slice, &self->answer, &error) != ONTO_OK) {
		request_error(self, &error);
		return EXCHANGE_LAST;
	}
	note_progress(self, before);
	if (self->more && !(self->counts.documents && self->answer.length) && self->answer.length < WORK_BLOCK) {
		return idle(self);
	}
	self->status = 200;
	return EXCHANGE_PIECE;
}

static exchange_step give(void *context, const char **piece, size_t *length)
{
	request *self = context;
	if (self->sending) {
		return send_next(self, piece, length);
	}
	if (!self->body_ended && (self->small || !(self->status || self->feed))) {
		return EXCHANGE_WAIT;
	}
	if (!self->status && self->feed) {
		exchange_step step = start_stream(self);
		if (!self->status) {
			return step;
		}
	} else if (!self->status) {
		self->route->answer(self);
	}
	return self->status ? send_first(self, piece, length) : EXCHANGE_WAIT;
}

/* ---- requests ------------------------------------------------------------------------------------------------ */

/* Compares in constant time: the first difference does not end it. */
static bool same_secret(const char *given, const char *secret)
{
	size_t length = strlen(given), wanted = strlen(secret);
	volatile unsigned char differ = length != wanted;
	for (size_t i = 0; i < length; i++) {
		differ |= (unsigned char)(given[i] ^ secret[wanted ? i % wanted : 0]);
	}
	return !differ;
}

static bool may(const request *self)
{
	const char *token = self->service->options->token;
	const char *given = request_header(self, "Authorization");
	if (!token || (self->route && self->route->open)) {
		return true;
	}
	return given && strncasecmp(given, "Bearer ", 7) == 0 && same_secret(given + 7, token);
}

static void take_query(request *self, const char *query)
{
	UriQueryListA *list = NULL;
	int count;
	onto_error error;
	if (strstr(query, "%00")) {
		request_fail(self, 400, "a parameter with a NUL in it");
		return;
	}
	if (uriDissectQueryMallocA(&list, &count, query, query + strlen(query)) != URI_SUCCESS) {
		request_fail(self, 503, "out of memory");
		return;
	}
	for (const UriQueryListA *one = list; one && !self->status; one = one->next) {
		if (parameters_add(&self->asked, one->key, one->value, &error) != ONTO_OK) {
			request_error(self, &error);
		}
	}
	uriFreeQueryListA(list);
}

static void take_path(request *self, const char *method, const char *target, size_t length)
{
	char *path = strndup(target, length);
	if (!path) {
		request_fail(self, 503, "out of memory");
		return;
	}
	const char *end = uriUnescapeInPlaceExA(path, URI_FALSE, URI_BR_DONT_TOUCH);
	if (strlen(path) != (size_t)(end - path)) {
		request_fail(self, 400, "a path with a NUL in it");
	} else {
		request_route(self, method, path);
	}
	free(path);
}

/* A body that is held may be no longer than the limit. */
static void check_length(request *self, size_t length)
{
	size_t most = self->service->options->most_body;
	if (!self->status && !self->feed && length > most) {
		request_fail(self, 413, "a body of %zu bytes; the most is %zu", length, most);
	}
}

static void begin_request(request *self)
{
	const char *target = exchange_target(self->on);
	size_t length, path = strcspn(target, "?");
	bool known = exchange_length(self->on, &length);
	take_path(self, exchange_method(self->on), target, path);
	if (!self->status && !may(self)) {
		request_fail(self, 401, "a token is wanted: Authorization: Bearer TOKEN");
	}
	if (!self->status && target[path]) {
		take_query(self, target + path + 1);
	}
	if (!self->status && self->route->begin) {
		self->route->begin(self);
	}
	check_length(self, length);
	/* A client that asks before it sends a body gets its refusal at once. */
	self->small = known && length <= WORK_BLOCK && !(self->status && exchange_expects(self->on));
}

static void *begin(void *context, exchange *on, unsigned refused)
{
	service *service = context;
	request *self = calloc(1, sizeof *self);
	if (!self) {
		return NULL;
	}
	self->service = service;
	self->on = on;
	self->started = seconds_now();
	atomic_fetch_add(&service->active, 1);
	exchange_touch(on, false);
	pthread_mutex_lock(&service->mutex);
	self->generation = generation_hold(service->current);
	pthread_mutex_unlock(&service->mutex);
	if (refused) {
		self->body_ended = true;
		request_fail(self, refused, refused == 431 ? "the headers are too large" : "this is no HTTP request");
	} else {
		begin_request(self);
	}
	return self;
}

static bool wants(void *context, bool stalled)
{
	const request *self = context;
	size_t waiting = self->feed ? feed_waiting(self->feed) : 0;
	return waiting <= WORK_BLOCK || (stalled && waiting < self->service->options->most_body);
}

static bool take(void *context, const char *piece, size_t length)
{
	request *self = context;
	size_t most = self->service->options->most_body;
	self->received += length;
	if (self->feed) {
		return feed_put(self->feed, piece, length);
	}
	if (self->status) {
		return true;
	}
	if (self->received > most) {
		request_fail(self, 413, "a body of more than %zu bytes", most);
		bytes_free(&self->body);
		return true;
	}
	bytes_append(&self->body, piece, length);
	return !self->body.failed;
}

static void taken(void *context)
{
	request *self = context;
	self->body_ended = true;
	if (self->feed) {
		feed_end(self->feed);
	}
}

static void request_free(request *self)
{
	tagging_free(self->tagging);
	feed_free(self->feed);
	normalizing_free(self->normalizing);
	gzip_free(self->gzip);
	tag_settings_free(&self->tag);
	normalize_settings_free(&self->normalize);
	parameters_free(&self->asked);
	bytes *const all[] = {&self->body, &self->answer, &self->lines, &self->key, &self->plain, &self->piece};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		bytes_free(all[i]);
	}
	generation_release(self->generation);
	free(self->part);
	free(self);
}

static void end(void *context, bool whole)
{
	request *self = context;
	service *service = self->service;
	exchange_touch(self->on, false);
	log_request(self, whole);
	request_free(self);
	atomic_fetch_sub(&service->active, 1);
}

onto_status server_start(service *self, int socket, onto_error *error)
{
	const service_options *o = self->options;
	const loops_options options = {.threads = o->threads,
	                               .most_connections = o->most_connections,
	                               .most_header = o->most_header,
	                               .connections = &self->connections,
	                               .handler = {begin, wants, take, taken, give, end, self}};
	self->loops = loops_start(socket, &options);
	return self->loops ? ONTO_OK : onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "the threads cannot be started");
}
