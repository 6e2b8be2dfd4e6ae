/* The callbacks of libmicrohttpd. Each of its threads serves many connections; the thread that read a request also
 * handles it:
 *
 *     first call    creates the request, finds its route, checks its authorization
 *     next calls    append to the body, up to its limit
 *     last call     the route builds the response: all of it, or its first piece and the work for the rest
 *     completed     the log line */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "serve/failure.h"
#include "serve/http/service.h"

enum {
	LEAST_PACKED = 1024, /* bytes; gzip pays from here on */
	DISCARDED = 4,       /* a rejected body is read up to this many limits, so its sender gets the error */
};
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
	return MHD_lookup_connection_value(self->connection, MHD_HEADER_KIND, name);
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
	const char *accepted = request_header(self, MHD_HTTP_HEADER_ACCEPT_ENCODING);
	const char *gzip = accepted ? strcasestr(accepted, "gzip") : NULL;
	return gzip && strncmp(gzip + 4, ";q=0", 4) != 0;
}

/* Fills `piece` with the next piece, gzipped if requested. */
static bool next_piece(request *self)
{
	onto_error error;
	self->piece.length = self->piece_at = self->plain.length = 0;
	bytes *into = self->gzip ? &self->plain : &self->piece;
	if (more_work(self, next_slice, into, &error) != ONTO_OK) {
		return false;
	}
	if (self->gzip) {
		gzip_push(self->gzip, self->plain.at, self->plain.length, !self->more, &self->piece);
	}
	return !self->piece.failed && !self->plain.failed;
}

/* Callback of MHD: gives bytes of the response. 0: none are ready yet. */
static ssize_t read_piece(void *context, uint64_t position, char *into, size_t room)
{
	request *self = context;
	(void)position;
	if (self->piece_at == self->piece.length) {
		if (!self->more) {
			return MHD_CONTENT_READER_END_OF_STREAM;
		}
		if (!next_piece(self)) {
			return MHD_CONTENT_READER_END_WITH_ERROR; /* the client sees that the response is truncated */
		}
	}
	size_t left = self->piece.length - self->piece_at, length = left < room ? left : room;
	memcpy(into, self->piece.at + self->piece_at, length);
	self->piece_at += length;
	self->sent += length;
	return length || self->more ? (ssize_t)length : MHD_CONTENT_READER_END_OF_STREAM;
}

/* The response so far becomes the first piece, gzipped if requested and large enough. */
static bool begin_sending(request *self, bool *packed)
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

static struct MHD_Response *make_response(request *self)
{
	if (self->more) {
		return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, WORK_BLOCK, read_piece, self, NULL);
	}
	/* MHD takes ownership of the bytes. */
	struct MHD_Response *response =
		MHD_create_response_from_buffer(self->piece.length, self->piece.at, MHD_RESPMEM_MUST_FREE);
	if (response) {
		self->sent = self->piece.length;
		self->piece = (bytes){0};
	}
	return response;
}

static void add_headers(request *self, struct MHD_Response *response, bool packed)
{
	const service_options *o = self->service->options;
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, self->type);
	MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
	MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
	if (packed) {
		MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
	}
	MHD_add_response_header(response, MHD_HTTP_HEADER_VARY, "Accept, Accept-Encoding");
	if (self->allow) {
		MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, self->allow);
	}
	if (self->status == 401) {
		MHD_add_response_header(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer");
	}
	if (self->status == 503) {
		MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, "1");
	}
	if (o->origin) {
		MHD_add_response_header(response, "Access-Control-Allow-Origin", o->origin);
		MHD_add_response_header(response, "Access-Control-Allow-Headers", "Accept, Authorization, Content-Type");
		MHD_add_response_header(response, "Access-Control-Allow-Methods", "GET, POST");
	}
	if (atomic_load(&self->service->draining)) {
		MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
	}
}

static void add_page_headers(struct MHD_Response *response, const char *policy)
{
	MHD_add_response_header(response, "Content-Security-Policy", policy);
	MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
	MHD_add_response_header(response, "X-Frame-Options", "DENY");
	MHD_add_response_header(response, "Cross-Origin-Opener-Policy", "same-origin");
	MHD_add_response_header(response, "Cross-Origin-Resource-Policy", "same-origin");
	MHD_add_response_header(response, "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
}

static enum MHD_Result send_answer(request *self)
{
	bool packed, page = self->route && self->status == 200 && strcmp(self->route->path, "/") == 0;
	char policy[POLICY_ROOM] = "default-src 'none'";
	if (page && !page_write(&self->answer, policy)) {
		return MHD_NO;
	}
	struct MHD_Response *response = begin_sending(self, &packed) ? make_response(self) : NULL;
	if (!response) {
		return MHD_NO;
	}
	add_headers(self, response, packed);
	if (page) {
		add_page_headers(response, policy);
	}
	enum MHD_Result result = MHD_queue_response(self->connection, self->status, response);
	MHD_destroy_response(response);
	return result;
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
	const char *given = request_header(self, MHD_HTTP_HEADER_AUTHORIZATION);
	if (!token || (self->route && self->route->open)) {
		return true;
	}
	return given && strncasecmp(given, "Bearer ", 7) == 0 && same_secret(given + 7, token);
}

static bool refused_early(request *self)
{
	size_t most = self->service->options->most_body;
	const char *length = request_header(self, MHD_HTTP_HEADER_CONTENT_LENGTH);
	unsigned long long announced = length ? strtoull(length, NULL, 10) : 0;
	if (announced <= most) {
		return false;
	}
	request_fail(self, 413, "a body of %llu bytes; the most is %zu", announced, most);
	return request_header(self, MHD_HTTP_HEADER_EXPECT) || announced > DISCARDED * (unsigned long long)most;
}

static enum MHD_Result begin(service *service, struct MHD_Connection *connection, const char *url,
                             const char *method, void **context)
{
	request *self = calloc(1, sizeof *self);
	if (!self) {
		return MHD_NO;
	}
	*context = self;
	self->service = service;
	self->connection = connection;
	self->started = seconds_now();
	atomic_fetch_add(&service->active, 1);
	connections_touch(&service->connections, connection, false);
	pthread_mutex_lock(&service->mutex);
	self->generation = generation_hold(service->current);
	pthread_mutex_unlock(&service->mutex);
	request_route(self, method, url);
	if (!self->status && !may(self)) {
		request_fail(self, 401, "a token is wanted: Authorization: Bearer TOKEN");
	}
	return refused_early(self) ? send_answer(self) : MHD_YES;
}

static enum MHD_Result take_body(request *self, const char *from, size_t length)
{
	size_t most = self->service->options->most_body;
	self->received += length;
	if (self->received > most * DISCARDED) {
		return MHD_NO;
	}
	if (!self->status && self->received > most) {
		request_fail(self, 413, "a body of more than %zu bytes", most);
	}
	if (self->status) {
		bytes_free(&self->body);
		return MHD_YES;
	}
	bytes_append(&self->body, from, length);
	return self->body.failed ? MHD_NO : MHD_YES;
}

static enum MHD_Result take_argument_of_query(void *context, enum MHD_ValueKind kind, const char *name,
                                              size_t name_length, const char *value, size_t length)
{
	request *self = context;
	onto_error error;
	(void)kind;
	if (strlen(name) != name_length || (value && strlen(value) != length)) {
		request_fail(self, 400, "a parameter with a NUL in it");
		return MHD_NO;
	}
	if (parameters_add(&self->asked, name, value, &error) != ONTO_OK) {
		request_error(self, &error);
		return MHD_NO;
	}
	return MHD_YES;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *data, size_t *length, void **state)
{
	request *self = *state;
	(void)version;
	if (!self) {
		return begin(context, connection, url, method, state);
	}
	if (*length) {
		enum MHD_Result result = take_body(self, data, *length);
		*length = 0;
		return result;
	}
	if (!self->status && !self->reloaded) {
		MHD_get_connection_values_n(connection, MHD_GET_ARGUMENT_KIND, take_argument_of_query, self);
	}
	if (!self->status) {
		self->route->answer(self);
	}
	return self->status ? send_answer(self) : MHD_YES; /* suspended: it will be called again */
}

static void request_free(request *self)
{
	tagging_free(self->tagging);
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

static void completed(void *context, struct MHD_Connection *connection, void **state,
                      enum MHD_RequestTerminationCode how)
{
	service *service = context;
	request *self = *state;
	*state = NULL;
	connections_touch(&service->connections, connection, false);
	if (self) {
		log_request(self, how == MHD_REQUEST_TERMINATED_COMPLETED_OK);
		request_free(self);
		atomic_fetch_sub(&service->active, 1);
	}
}

/* MHD's own messages concern clients that disconnect and the like. */
static void say_nothing(void *context, const char *format, va_list arguments)
{
	(void)context;
	(void)format;
	(void)arguments;
}

onto_status server_start(service *self, int socket, onto_error *error)
{
	const service_options *o = self->options;
	const struct MHD_OptionItem threads[] = {
		{o->threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t)o->threads, NULL},
		{MHD_OPTION_END, 0, NULL}};
	self->daemon = MHD_start_daemon(
		MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL, handle, self,
		MHD_OPTION_EXTERNAL_LOGGER, say_nothing, NULL, MHD_OPTION_LISTEN_SOCKET, socket,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)o->most_connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
		o->most_header, MHD_OPTION_NOTIFY_COMPLETED, completed, self, MHD_OPTION_NOTIFY_CONNECTION,
		connections_notify, &self->connections, MHD_OPTION_ARRAY, threads, MHD_OPTION_END);
	return self->daemon ? ONTO_OK : onto_fail(error, ONTO_IO, NULL, 0, "libmicrohttpd cannot be started");
}
