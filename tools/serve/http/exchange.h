/* HTTP/1.1 by Boost.Beast: connections on event loops, and on each connection one exchange after the other of a
 * request and its response. Beast is C++; exchange.cc is the only such file, and the rest sees this interface.
 *
 *     begin ─▶ take ─▶ take ─▶ ... ─▶ take, last        the body, piece by piece as it comes
 *       └────▶ give ─▶ give ─▶ ... ─▶ give, last ─▶ end  the response, piece by piece as the client takes it
 *
 * Both go on at the same time, and each may pause: the body where the handler has no room, the response where the
 * client does not read or the handler has nothing to give. */
#ifndef ONTOTAG_SERVE_EXCHANGE_H
#define ONTOTAG_SERVE_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "serve/http/connections.h"

typedef struct exchange exchange;

typedef enum exchange_step {
	EXCHANGE_WAIT,  /* nothing before more of the body, or exchange_resume */
	EXCHANGE_AGAIN, /* nothing yet; other connections have their turn before it is asked again */
	EXCHANGE_PIECE, /* a piece, and more will follow */
	EXCHANGE_LAST,  /* the last piece, which may be empty; if it is the first as well, the response has a length */
	EXCHANGE_CUT    /* the last piece, which may be empty, of a response that is not whole: the client sees that */
} exchange_step;

/* What handles the exchanges. The thread that read a request calls all of its functions. */
typedef struct exchange_handler {
	/* The headers were read. `refused`: the status for a request that is not HTTP, or 0. Gives the request that the
	 * other functions get; NULL where memory ran out, which ends the connection. */
	void *(*begin)(void *context, exchange *on, unsigned refused);
	/* False pauses the body. `stalled`: the client has taken nothing of the response for a while, as one that reads
	 * only when it has sent all. */
	bool (*wants)(void *request, bool stalled);
	/* A piece of the body. False ends the connection. */
	bool (*take)(void *request, const char *piece, size_t length);
	/* The body has ended. */
	void (*taken)(void *request);
	/* The next piece of the response. It stays valid until the next call. Before the first piece, the handler sets
	 * status and headers. */
	exchange_step (*give)(void *request, const char **piece, size_t *length);
	/* `whole`: the response was sent to its end. `request` is not used afterwards. */
	void (*end)(void *request, bool whole);
	void *context;
} exchange_handler;

/* ---- of the request; strings are valid until its end --------------------------------------------------------- */

const char *exchange_method(exchange *self);
const char *exchange_target(exchange *self); /* path and query as they were sent */

/* NULL where there is no such header. */
const char *exchange_header(exchange *self, const char *name);

/* The length of the body by its header; false where that is not known before its end. */
bool exchange_length(exchange *self, size_t *length);

/* True where the client asks before it sends the body (Expect: 100-continue). It gets its answer unless the
 * response begins first. */
bool exchange_expects(exchange *self);

/* ---- of the response ----------------------------------------------------------------------------------------- */

void exchange_status(exchange *self, unsigned status);
void exchange_add(exchange *self, const char *name, const char *value);

/* The connection ends with this response. */
void exchange_close(exchange *self);

/* Restarts the client's time limit, or suspends it while `held`. */
void exchange_touch(exchange *self, bool held);

/* Asks `give` again after EXCHANGE_WAIT. May be called by any thread, once for each such wait. */
void exchange_resume(exchange *self);

/* ---- loops --------------------------------------------------------------------------------------------------- */

typedef struct loops loops;

typedef struct loops_options {
	size_t threads; /* 1 or more */
	size_t most_connections, most_header;
	connections *connections;
	exchange_handler handler;
} loops_options;

/* Starts threads that accept on a listening socket, and takes it over. NULL where memory or threads run
 * out; the socket is then still the caller's. */
loops *loops_start(int listening, const loops_options *options);

/* Closes the listening socket. Open connections go on. */
void loops_quiesce(loops *self);

/* Ends threads and connections; requests that are not answered end as not whole. `self` may be NULL. */
void loops_stop(loops *self);

#endif
