/* The open connections, and the time limit that closes slow ones. */
#include "serve/http/connections.h"

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

void connections_add(connections *self, connection *record, int socket)
{
	*record = (connection){.socket = socket, .since = seconds_now()};
	pthread_mutex_lock(&self->mutex);
	record->next = self->first;
	if (self->first) {
		self->first->previous = record;
	}
	self->first = record;
	self->count++;
	pthread_mutex_unlock(&self->mutex);
}

void connections_take_out(connections *self, connection *record)
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
}

void connections_touch(connections *self, connection *record, bool held)
{
	pthread_mutex_lock(&self->mutex);
	record->since = seconds_now();
	record->held = held;
	pthread_mutex_unlock(&self->mutex);
}

void connections_sweep(connections *self, double seconds)
{
	double now = seconds_now();
	pthread_mutex_lock(&self->mutex);
	for (connection *c = self->first; c; c = c->next) {
		if (!c->held && now - c->since > seconds) {
			/* The thread of the connection sees the shutdown and closes the socket. It takes the record out before,
			 * so the descriptor is not reused yet. */
			shutdown(c->socket, SHUT_RDWR);
			c->since = now;
			self->cut++;
		}
	}
	pthread_mutex_unlock(&self->mutex);
}
