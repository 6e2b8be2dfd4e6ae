/* The connections that are open, and since when each waits for its client: one that takes too long is cut, however
 * it spends its time (MHD's own time-out only sees a client that sends nothing at all). */
#ifndef ONTOTAG_SERVE_CONNECTIONS_H
#define ONTOTAG_SERVE_CONNECTIONS_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct connection {
	struct connection *next, *previous;
	int socket;
	double since; /* the last answer was complete, or, while a request is there, its headers were */
	bool held;    /* it waits for the service and not for its client */
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

/* The client's time starts anew; or stands still while `held`. */
void connections_touch(connections *self, struct MHD_Connection *handle, bool held);

/* Cuts those that have taken longer than so many seconds. */
void connections_sweep(connections *self, double seconds);

#endif
