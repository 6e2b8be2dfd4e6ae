/* The open connections, and since when each waits for its client. A client that takes too long is disconnected,
 * whatever it sends. MHD's own timeout only sees a client that sends nothing at all. */
#ifndef ONTOTAG_SERVE_CONNECTIONS_H
#define ONTOTAG_SERVE_CONNECTIONS_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct connection {
	struct connection *next, *previous;
	int socket;
	double since; /* time of the last complete response or, during a request, of its headers */
	bool held;    /* it waits for the service, not for its client */
} connection;

typedef struct connections {
	pthread_mutex_t mutex;
	connection *first;
	size_t count, cut;
} connections;

void connections_init(connections *self);
void connections_free(connections *self);

/* For MHD_OPTION_NOTIFY_CONNECTION, with the connections as its argument. */
void connections_notify(void *self, struct MHD_Connection *handle, void **record,
                        enum MHD_ConnectionNotificationCode what);

/* Restarts the client's time limit, or suspends it while `held`. */
void connections_touch(connections *self, struct MHD_Connection *handle, bool held);

/* Disconnects clients that have taken longer than this number of seconds. */
void connections_sweep(connections *self, double seconds);

#endif
