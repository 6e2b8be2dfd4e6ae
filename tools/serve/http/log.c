/* The log: one line of JSON per event, written to standard error in one call. It never holds text of a document: it
 * records path patterns, and no query strings. */
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "serve/http/service.h"

static void write_line(const char *text)
{
	char line[1200], when[40];
	struct timeval now;
	struct tm utc;
	gettimeofday(&now, NULL);
	strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", gmtime_r(&now.tv_sec, &utc));
	int length =
		snprintf(line, sizeof line, "{\"time\":\"%s.%03dZ\",%.1000s}\n", when, (int)(now.tv_usec / 1000), text);
	/* The reader of the log may be gone; the service continues. */
	ssize_t written = write(STDERR_FILENO, line, (size_t)length);
	(void)written;
}

void log_event(const char *event, const char *members)
{
	char text[1000];
	snprintf(text, sizeof text, "\"event\":\"%s\"%s", event, members);
	write_line(text);
}

static size_t number_of(const route *route)
{
	size_t i = 0;
	while (route_at(i) && route_at(i) != route) {
		i++;
	}
	return i;
}

void log_request(const request *self, bool whole)
{
	char text[600];
	const metric m = {.route = number_of(self->route),
	                  .status = whole ? self->status : 499,
	                  .seconds = seconds_now() - self->started,
	                  .bytes_in = self->received,
	                  .bytes_out = self->sent,
	                  .documents = self->counts.documents,
	                  .mentions = self->counts.mentions};
	metrics_add(&self->service->metrics, &m);
	if (self->service->options->quiet) {
		return;
	}
	snprintf(
		text, sizeof text,
		"\"event\":\"request\",\"route\":\"%s\",\"status\":%u,\"seconds\":%.6f,\"bytes_in\":%zu,\"bytes_out\":%zu,\"documents\":%zu,"
		"\"mentions\":%zu,\"dictionary\":%u",
		route_name(m.route), m.status, m.seconds, m.bytes_in, m.bytes_out, m.documents, m.mentions,
		self->generation ? self->generation->number : 0);
	write_line(text);
}
