/* Counters of requests and responses. */
#include "serve/http/metrics.h"

static const unsigned statuses[] = {200, 204, 400, 401, 403, 404, 405, 406, 413, 415, 422, 431, 499, 500, 503};
enum { STATUSES = sizeof statuses / sizeof *statuses };
static const double bounds[] = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5};
enum { BOUNDS = sizeof bounds / sizeof *bounds };
_Static_assert((int)STATUSES < (int)METRIC_STATUSES && (int)BOUNDS < (int)METRIC_BUCKETS,
               "room for what is counted, and one for the rest");

void metrics_add(metrics *self, const metric *one)
{
	size_t status = 0, bucket = 0;
	while (status < STATUSES && statuses[status] != one->status) {
		status++;
	}
	while (bucket < BOUNDS && one->seconds > bounds[bucket]) {
		bucket++;
	}
	atomic_fetch_add(&self->requests[one->route][status], 1);
	atomic_fetch_add(&self->buckets[one->route][bucket], 1);
	atomic_fetch_add(&self->nanoseconds[one->route], (uint_fast64_t)(one->seconds * 1e9));
	atomic_fetch_add(&self->bytes_in, one->bytes_in);
	atomic_fetch_add(&self->bytes_out, one->bytes_out);
	atomic_fetch_add(&self->documents, one->documents);
	atomic_fetch_add(&self->mentions, one->mentions);
}

static void head(bytes *out, const char *name, const char *kind, const char *help)
{
	bytes_format(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind);
}

void metrics_number(bytes *out, const char *name, const char *kind, const char *help, double value)
{
	head(out, name, kind, help);
	bytes_format(out, "%s %.15g\n", name, value);
}

static void write_requests(const metrics *self, const char *(*name)(size_t route), bytes *out)
{
	head(out, "ontotag_requests_total", "counter", "Requests that were answered, by route and status.");
	for (size_t r = 0; name(r); r++) {
		for (size_t s = 0; s <= STATUSES; s++) {
			uint_fast64_t count = atomic_load(&self->requests[r][s]);
			if (count) {
				bytes_format(out, "ontotag_requests_total{route=\"%s\",status=\"%u\"} %llu\n", name(r),
				             s < STATUSES ? statuses[s] : 0, (unsigned long long)count);
			}
		}
	}
}

static void write_seconds(const metrics *self, const char *name, size_t route, bytes *out)
{
	unsigned long long count = 0;
	for (size_t b = 0; b <= BOUNDS; b++) {
		count += atomic_load(&self->buckets[route][b]);
		if (b < BOUNDS) {
			bytes_format(out, "ontotag_request_seconds_bucket{route=\"%s\",le=\"%g\"} %llu\n", name, bounds[b],
			             count);
		}
	}
	bytes_format(out, "ontotag_request_seconds_bucket{route=\"%s\",le=\"+Inf\"} %llu\n", name, count);
	bytes_format(out, "ontotag_request_seconds_sum{route=\"%s\"} %.9f\n", name,
	             (double)atomic_load(&self->nanoseconds[route]) * 1e-9);
	bytes_format(out, "ontotag_request_seconds_count{route=\"%s\"} %llu\n", name, count);
}

void metrics_write(const metrics *self, const char *(*name)(size_t route), bytes *out)
{
	write_requests(self, name, out);
	head(out, "ontotag_request_seconds", "histogram",
	     "From the end of a request's headers to the end of its answer.");
	for (size_t r = 0; name(r); r++) {
		write_seconds(self, name(r), r, out);
	}
	const struct {
		const char *name, *help;
		const atomic_uint_fast64_t *value;
	} sums[] = {
		{"ontotag_request_bytes_total", "Bytes of bodies that came in.", &self->bytes_in},
		{"ontotag_response_bytes_total", "Bytes of bodies that went out.", &self->bytes_out},
		{"ontotag_documents_total", "Documents that were tagged, and terms that were normalized.",
	     &self->documents},
		{"ontotag_mentions_total", "Mentions that were found.", &self->mentions},
		{"ontotag_reloads_total", "Dictionaries that were taken over.", &self->reloads},
		{"ontotag_failed_reloads_total", "Reloads that failed; the dictionary stayed.", &self->failed_reloads}};
	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
		metrics_number(out, sums[i].name, "counter", sums[i].help, (double)atomic_load(sums[i].value));
	}
}
