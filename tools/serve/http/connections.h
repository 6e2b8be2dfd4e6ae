/* The open connections, and since when each waits for its client. A client that takes too long is disconnected,
 * whatever it sends. */
#ifndef ONTOTAG_SERVE_CONNECTIONS_H
#define ONTOTAG_SERVE_CONNECTIONS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct connection {
	struct connection *next, *previous;
	int socket;
	double since; /* time of the last complete response or, during a request, of its last progress */
	bool held;    /* it waits for the service, not for its client */
} connection;

typedef struct connections {
	pthread_mutex_t mutex;
	connection *first;
	size_t count, cut;
} connections;

void connections_init(connections *self);
void connections_free(connections *self);

/* The record belongs to the caller, who takes it out before closing the socket. */
void connections_add(connections *self, connection *record, int socket);
void connections_take_out(connections *self, connection *record);

/* Restarts the client's time limit, or suspends it while `held`. */
void connections_touch(connections *self, connection *record, bool held);

/* Disconnects clients that have taken longer than this number of seconds. */
void connections_sweep(connections *self, double seconds);

#endif
