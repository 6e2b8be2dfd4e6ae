/* A service: its options, the dictionary of the moment, what it counts; and a request, from its first byte to its
 * log line.
 *
 *     server.c   what libmicrohttpd calls: bodies in, answers out, limits
 *     routes.c   the table of routes: method and path to a function that makes the answer
 *     listen.c   the socket, from systemd or its own
 *     serve.c    the command: starts, waits for signals, reloads, drains */
#ifndef ONTOTAG_SERVE_SERVICE_H
#define ONTOTAG_SERVE_SERVICE_H

#include <microhttpd.h>

#include "serve/gzip.h"
#include "serve/http/connections.h"
#include "serve/http/metrics.h"
#include "serve/parameters.h"
#include "serve/work.h"

typedef struct service_options {
	dictionary_source dictionary;
	const char *address; /* HOST:PORT */
	bool from_systemd;
	size_t threads;
	size_t most_body, most_inflated, most_documents, most_header, most_connections;
	size_t seconds;     /* a request may take */
	const char *origin; /* that may ask from a page of its own; NULL: none */
	char *token;        /* NULL: none is asked for */
	bool allow_reload, quiet;
} service_options;

struct request;

typedef struct service {
	const service_options *options;
	struct MHD_Daemon *daemon;
	connections connections;
	metrics metrics;
	pthread_mutex_t mutex; /* of what follows */
	generation *current;
	struct request *to_reload; /* that wait for a reload */
	int wake;                  /* eventfd: there are some */
	atomic_size_t active;      /* requests that are begun and not answered */
	atomic_bool draining;
	double started;
} service;

typedef struct route {
	const char *method, *path; /* {code} stands for anything without further parts */
	void (*answer)(struct request *self);
	bool open; /* needs no token: it tells nothing of the dictionary */
} route;

/* Route number `index`; NULL past the last. */
const route *route_at(size_t index);

/* The pattern of a route for the log; those that there are not are "other". NULL past the last. */
const char *route_name(size_t index);

typedef struct request {
	service *service;
	struct MHD_Connection *connection;
	const route *route; /* NULL: there is none */
	char *part;         /* what stands for {code} */
	generation *generation;
	bytes body;
	size_t received;
	double started;
	parameters asked;

	unsigned status; /* of the answer; 0: there is none yet */
	const char *type;
	const char *allow; /* 405: methods */
	bytes answer;      /* all of it, or the first piece where work goes on */
	bool more;         /* the work has not ended */
	tagging *tagging;
	normalizing *normalizing;
	work_counts counts;

	bytes lines, key; /* a body made into JSON lines or terms; of the settings */
	tag_settings tag;
	normalize_settings normalize;

	gzip *gzip; /* of the pieces */
	bytes plain, piece;
	size_t piece_at, sent;

	struct request *next_to_reload;
	bool reloaded;
	onto_error reload_error; /* status ONTO_OK: it is done */
} request;

/* ---- routes.c ------------------------------------------------------------------------------------------------ */

/* Finds the route of a method and path and what stands for {code}. Where there is none the answer is made: 404 or
 * 405. */
void request_route(request *self, const char *method, const char *path);

/* ---- answers: server.c --------------------------------------------------------------------------------------- */

void request_fail(request *self, unsigned status, const char *format, ...)
#if defined(__GNUC__)
	__attribute__((format(printf, 3, 4)))
#endif
	;
void request_error(request *self, const onto_error *error);

/* Text that the caller has allocated and that is freed; NULL: memory ran out. */
void request_text(request *self, const char *type, char *text);

/* The first piece of the work, which is all of it where it is short. */
void request_work(request *self, const char *type);

/* A header; NULL where it is not there. */
const char *request_header(const request *self, const char *name);

/* ---- what else routes need ----------------------------------------------------------------------------------- */

/* The page with a nonce of its own in it. `policy`: room for the value of Content-Security-Policy. */
enum { POLICY_ROOM = 400 };
bool page_write(bytes *out, char policy[POLICY_ROOM]);

/* The description of the interface; the caller frees it. NULL where memory ran out. */
char *openapi_text(const service_options *options);

/* One line to standard error: an event of the service. `members` are further members of the object, each after a
 * comma. */
void log_event(const char *event, const char *members);
void log_request(const request *self, bool whole);

/* The socket to listen on: -1 and an error where there is none. `where`: what it is called. */
onto_status listen_open(const service_options *options, int *out, char *where, size_t room, bool *loopback,
                        onto_error *error);

/* Starts to answer; MHD's threads are running when it returns. */
onto_status server_start(service *self, int socket, onto_error *error);

#endif
