/* The listening socket: inherited from systemd, or opened here. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "serve/http/service.h"

enum { FIRST_SOCKET = 3, BACKLOG = 1024 }; /* the first descriptor of systemd's sockets (sd_listen_fds(3)) */

static onto_status from_systemd(int *out, onto_error *error)
{
	const char *process = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");
	if (!process || !count || strtol(process, NULL, 10) != (long)getpid() || strtol(count, NULL, 10) < 1) {
		return onto_fail(error, ONTO_ARGUMENT, NULL, 0, "--socket: systemd has handed over no socket (LISTEN_FDS)");
	}
	*out = FIRST_SOCKET;
	return ONTO_OK;
}

/* Splits "host:port", "[::1]:port" or ":port". */
static bool split(const char *address, char host[256], char port[32])
{
	const char *colon = strrchr(address, ':');
	if (!colon || !colon[1] || strlen(colon + 1) >= 32 || (size_t)(colon - address) >= 256) {
		return false;
	}
	snprintf(port, 32, "%s", colon + 1);
	size_t length = (size_t)(colon - address);
	bool bracketed = length >= 2 && address[0] == '[' && address[length - 1] == ']';
	snprintf(host, 256, "%.*s", (int)(bracketed ? length - 2 : length), bracketed ? address + 1 : address);
	return bracketed || !strchr(host, ':');
}

static int bind_one(const struct addrinfo *a)
{
	int on = 1, made = socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, a->ai_protocol);
	if (made < 0) {
		return -1;
	}
	setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(made, a->ai_addr, a->ai_addrlen) != 0 || listen(made, BACKLOG) != 0) {
		int reason = errno;
		close(made);
		errno = reason;
		return -1;
	}
	return made;
}

static onto_status open_own(const char *address, int *out, onto_error *error)
{
	char host[256], port[32];
	struct addrinfo *found = NULL;
	const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
	if (!split(address, host, port)) {
		return onto_fail(error, ONTO_ARGUMENT, NULL, 0, "'%s' is no HOST:PORT", address);
	}
	int reason = getaddrinfo(*host ? host : NULL, port, &hints, &found);
	if (reason) {
		return onto_fail(error, ONTO_ARGUMENT, NULL, 0, "'%s' cannot be listened on: %s", address,
		                 gai_strerror(reason));
	}
	*out = -1;
	for (const struct addrinfo *a = found; a && *out < 0; a = a->ai_next) {
		*out = bind_one(a);
	}
	reason = errno;
	freeaddrinfo(found);
	return *out >= 0
	           ? ONTO_OK
	           : onto_fail(error, ONTO_IO, NULL, 0, "'%s' cannot be listened on: %s", address, strerror(reason));
}

/* The address to which the socket is bound. A Unix socket is reachable from this machine only. */
static void describe(int socket, char *where, size_t room, bool *loopback)
{
	struct sockaddr_storage address = {0};
	socklen_t size = sizeof address;
	char host[64] = "";
	getsockname(socket, (struct sockaddr *)&address, &size);
	if (address.ss_family == AF_INET) {
		const struct sockaddr_in *v4 = (const struct sockaddr_in *)&address;
		inet_ntop(AF_INET, &v4->sin_addr, host, sizeof host);
		*loopback = ntohl(v4->sin_addr.s_addr) >> 24 == 127;
		snprintf(where, room, "%s:%u", host, ntohs(v4->sin_port));
	} else if (address.ss_family == AF_INET6) {
		const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)&address;
		inet_ntop(AF_INET6, &v6->sin6_addr, host, sizeof host);
		*loopback = IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
		snprintf(where, room, "[%s]:%u", host, ntohs(v6->sin6_port));
	} else {
		*loopback = true;
		snprintf(where, room, "a local socket");
	}
}

onto_status listen_open(const service_options *options, int *out, char *where, size_t room, bool *loopback,
                        onto_error *error)
{
	onto_status status = options->from_systemd ? from_systemd(out, error) : open_own(options->address, out, error);
	if (status == ONTO_OK) {
		describe(*out, where, room, loopback);
	}
	return status;
}
