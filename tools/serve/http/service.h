/* A service: its options, current dictionary and counters; and a request, from its first byte to its log line.
 *
 *     exchange.cc   HTTP by Boost.Beast: connections, pieces of bodies and responses
 *     server.c      handles its exchanges: bodies, responses, limits
 *     routes.c      the table of routes: method and path to a function that builds the response
 *     listen.c      the socket, from systemd or its own
 *     serve.c       the command: starts, waits for signals, reloads, drains */
#ifndef ONTOTAG_SERVE_SERVICE_H
#define ONTOTAG_SERVE_SERVICE_H

#include <pthread.h>

#include "serve/gzip.h"
#include "serve/http/exchange.h"
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
	const char *origin; /* allowed for cross-origin requests; NULL: none */
	char *token;        /* NULL: no token is required */
	bool allow_reload, quiet;
} service_options;

struct request;

typedef struct service {
	const service_options *options;
	loops *loops;
	connections connections;
	metrics metrics;
	pthread_mutex_t mutex; /* of what follows */
	generation *current;
	struct request *to_reload; /* requests that wait for a reload */
	int wake;                  /* eventfd: signals waiting requests */
	atomic_size_t active;      /* requests in progress */
	atomic_bool draining;
	double started;
} service;

typedef struct route {
	const char *method, *path;            /* {code} matches one part of a path */
	void (*answer)(struct request *self); /* once all of the body is there */
	void (*begin)(struct request *self);  /* before the body, which it may have read as it comes; NULL: no */
	bool open;                            /* needs no token: it reveals nothing of the dictionary */
} route;

/* Route number `index`; NULL past the last. */
const route *route_at(size_t index);

/* The pattern of a route for the log; "other" for unknown paths. NULL past the last. */
const char *route_name(size_t index);

typedef struct request {
	service *service;
	exchange *on;
	const route *route; /* NULL: there is none */
	char *part;         /* the part of the path in place of {code} */
	generation *generation;
	bytes body;
	feed *feed; /* of a body that is read as it comes; NULL: `body` holds all of it */
	bool small; /* the body has a known length that is no more than a piece */
	bool body_ended;
	size_t received;
	double started;
	parameters asked;

	unsigned status; /* of the response; 0: none yet */
	const char *type;
	const char *allow; /* 405: methods */
	bytes answer;      /* all of it, or the first piece if there is more work */
	bool more;         /* the work is not finished */
	bool sending, cut; /* the response has begun; it breaks off behind this piece */
	tagging *tagging;
	normalizing *normalizing;
	work_counts counts;

	bytes lines, key; /* a body converted to JSON lines or terms; the settings point into it */
	bool settled;     /* `tag` was made from the parameters */
	tag_settings tag;
	normalize_settings normalize;

	gzip *gzip; /* of the pieces */
	bytes plain, piece;
	size_t sent;

	struct request *next_to_reload;
	bool reloaded;
	onto_error reload_error; /* status ONTO_OK: it is done */
} request;

/* ---- routes.c ------------------------------------------------------------------------------------------------ */

/* Finds the route of a method and path, and the part for {code}. If there is none, it prepares the response: 404 or
 * 405. */
void request_route(request *self, const char *method, const char *path);

/* ---- responses: server.c ------------------------------------------------------------------------------------- */

void request_fail(request *self, unsigned status, const char *format, ...)
#if defined(__GNUC__)
	__attribute__((format(printf, 3, 4)))
#endif
	;
void request_error(request *self, const onto_error *error);

/* Takes ownership of allocated text; NULL: memory ran out. */
void request_text(request *self, const char *type, char *text);

/* Produces the first piece of the work. Short work is complete then. */
void request_work(request *self, const char *type);

/* A request header; NULL where it is missing. */
const char *request_header(const request *self, const char *name);

/* ---- other functions for routes ------------------------------------------------------------------------------ */

/* Appends the page with a new nonce. `policy` receives the value of Content-Security-Policy. */
enum { POLICY_ROOM = 400 };
bool page_write(bytes *out, char policy[POLICY_ROOM]);

/* The interface description, which the caller frees. NULL where memory ran out. */
char *openapi_text(const service_options *options);

/* Logs an event of the service as one line on standard error. `members` are further members of the object, each
 * after a comma. */
void log_event(const char *event, const char *members);
void log_request(const request *self, bool whole);

/* Opens the listening socket. -1, with an error, where that fails. `where` receives its address. */
onto_status listen_open(const service_options *options, int *out, char *where, size_t room, bool *loopback,
                        onto_error *error);

/* Starts to serve. The threads of the loops are running when it returns. */
onto_status server_start(service *self, int socket, onto_error *error);

#endif
