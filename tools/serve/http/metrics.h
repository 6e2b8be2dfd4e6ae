/* Counters of requests and responses by route and status, in the Prometheus format. */
#ifndef ONTOTAG_SERVE_METRICS_H
#define ONTOTAG_SERVE_METRICS_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "serve/bytes.h"

enum { METRIC_ROUTES = 16, METRIC_STATUSES = 20, METRIC_BUCKETS = 10 };

typedef struct metrics {
	atomic_uint_fast64_t requests[METRIC_ROUTES][METRIC_STATUSES];
	atomic_uint_fast64_t buckets[METRIC_ROUTES][METRIC_BUCKETS], nanoseconds[METRIC_ROUTES];
	atomic_uint_fast64_t bytes_in, bytes_out, documents, mentions, reloads, failed_reloads;
} metrics;

typedef struct metric {
	size_t route; /* its number */
	unsigned status;
	double seconds;
	size_t bytes_in, bytes_out, documents, mentions;
} metric;

void metrics_add(metrics *self, const metric *one);

/* Writes all counters but not the gauges. `name` gives the pattern of a route, NULL past the last. */
void metrics_write(const metrics *self, const char *(*name)(size_t route), bytes *out);

/* Writes one number with its header. */
void metrics_number(bytes *out, const char *name, const char *kind, const char *help, double value);

#endif
