/* The open connections, and the time limit that closes slow ones. */
#include "serve/http/connections.h"

#include <stdlib.h>
#include <sys/socket.h>

#include "serve/work.h"

void connections_init(connections *self)
{
	*self = (connections){0};
	pthread_mutex_init(&self->mutex, NULL);
}

void connections_free(connections *self)
{
	pthread_mutex_destroy(&self->mutex);
}

static void add(connections *self, struct MHD_Connection *handle, void **record)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(handle, MHD_CONNECTION_INFO_CONNECTION_FD);
	connection *made = info ? calloc(1, sizeof *made) : NULL;
	*record = made;
	if (!made) {
		return;
	}
	made->socket = info->connect_fd;
	made->since = seconds_now();
	pthread_mutex_lock(&self->mutex);
	made->next = self->first;
	if (self->first) {
		self->first->previous = made;
	}
	self->first = made;
	self->count++;
	pthread_mutex_unlock(&self->mutex);
}

static void take_out(connections *self, connection *record)
{
	pthread_mutex_lock(&self->mutex);
	if (record->previous) {
		record->previous->next = record->next;
	} else {
		self->first = record->next;
	}
	if (record->next) {
		record->next->previous = record->previous;
	}
	self->count--;
	pthread_mutex_unlock(&self->mutex);
	free(record);
}

void connections_notify(void *context, struct MHD_Connection *handle, void **record,
                        enum MHD_ConnectionNotificationCode what)
{
	connections *self = context;
	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		add(self, handle, record);
	} else if (*record) {
		take_out(self, *record);
		*record = NULL;
	}
}

void connections_touch(connections *self, struct MHD_Connection *handle, bool held)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(handle, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	connection *record = info ? info->socket_context : NULL;
	if (record) {
		pthread_mutex_lock(&self->mutex);
		record->since = seconds_now();
		record->held = held;
		pthread_mutex_unlock(&self->mutex);
	}
}

void connections_sweep(connections *self, double seconds)
{
	double now = seconds_now();
	pthread_mutex_lock(&self->mutex);
	for (connection *c = self->first; c; c = c->next) {
		if (!c->held && now - c->since > seconds) {
			/* MHD closes the socket when it sees the shutdown. It notifies us before, so the descriptor is not
			 * reused yet. */
			shutdown(c->socket, SHUT_RDWR);
			c->since = now;
			self->cut++;
		}
	}
	pthread_mutex_unlock(&self->mutex);
}
