/* ontotag serve: the tagger as a service. The main thread waits for signals, loads dictionaries and disconnects
 * slow clients. The other threads belong to the loops (http/exchange.cc). */
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "command/command.h"
#include "serve/http/service.h"

static const option_record options[] = {
	{'d', "dictionary", "DICT", "a dictionary, a file or a name; several are layered over the embedded one"},
	{'l', "listen", "HOST:PORT", "where to listen (default: 127.0.0.1:8080)"},
	{0, "socket", NULL, "listen on the socket that systemd hands over"},
	{'j', "threads", "N", "answer on N threads; 0: one for each core (default)"},
	{0, "max-body", "SIZE", "largest body, or document of a stream (default: 16M)"},
	{0, "max-inflated", "SIZE", "largest body once it is inflated, but of a stream (default: 64M)"},
	{0, "max-documents", "N", "most documents or terms of a request that is no stream (default: 10000)"},
	{0, "max-header", "SIZE", "memory for the headers of a request (default: 32K)"},
	{0, "max-connections", "N", "most connections at a time (default: 2048, or what the system allows)"},
	{0, "timeout", "SECONDS",
     "a request, or a document of a stream, may take so long, and a connection wait for the next (default: 30)"},
	{0, "token-file", "FILE", "ask for the bearer token that the first line of this file is"},
	{0, "allow-origin", "ORIGIN", "let pages of this origin ask (CORS); default: none"},
	{0, "allow-reload", NULL, "let POST /reload load the dictionaries again, as SIGHUP does"},
	{0, "no-starter", NULL, "only the dictionaries that are given, without the embedded one under them"},
	{0, "no-curation", NULL, "take the dictionaries as they are, without the curation that comes with the program"},
	{0, "judge", "FILE", "judge places by the weights of a file instead of those that come with the program"},
	{0, "profile", "NAME",
     "annotate as one corpus does: bc5cdr, ncbi, craft, raredis, ddi, nlm-gene, gnormplus (default: unseen text)"},
	{'q', "quiet", NULL, "log no requests"},
	{0}};
enum {
	DICTIONARY,
	LISTEN,
	SOCKET,
	THREADS,
	MAX_BODY,
	MAX_INFLATED,
	MAX_DOCUMENTS,
	MAX_HEADER,
	MAX_CONNECTIONS,
	TIMEOUT,
	TOKEN_FILE,
	ALLOW_ORIGIN,
	ALLOW_RELOAD,
	NO_STARTER,
	NO_CURATION,
	JUDGE,
	PROFILE,
	QUIET
};

enum {
	LEAST_HEADER = 4096,
	OTHER_FILES = 64,
	LONGEST_DRAIN = 9,
	DRAIN_TURN = 10,
	QUIET_TURNS = 20,
	MOST_THREADS = 256,
	TOKEN_ROOM = 512
};

/* ---- options ------------------------------------------------------------------------------------------------- */

/* A number, optionally followed by K, M or G. */
static bool read_size(const char *text, size_t *out)
{
	static const char units[] = "KMG";
	char *end;
	unsigned long long number = strtoull(text, &end, 10);
	const char *unit = *end ? strchr(units, *end) : NULL;
	if (*text < '0' || *text > '9' || number > SIZE_MAX >> 30 || (*end && (!unit || end[1]))) {
		return false;
	}
	*out = (size_t)number << (unit ? 10 * (unit - units + 1) : 0);
	return *out > 0;
}

static bool read_token(const char *path, char **out)
{
	char line[TOKEN_ROOM] = "";
	FILE *file = fopen(path, "re");
	if (!file || !fgets(line, sizeof line, file)) {
		fprintf(stderr, "ontotag serve: no token can be read from %s\n", path);
	} else {
		line[strcspn(line, "\r\n")] = '\0';
		*out = *line ? strdup(line) : NULL;
		if (!*out) {
			fprintf(stderr, "ontotag serve: the first line of %s is empty\n", path);
		}
	}
	if (file) {
		fclose(file);
	}
	return *out != NULL;
}

typedef struct settings {
	service_options service;
	const char **dictionaries;
} settings;

static bool take_size(int option, const char *value, service_options *o)
{
	size_t *const into[] = {[THREADS] = &o->threads,
	                        [MAX_BODY] = &o->most_body,
	                        [MAX_INFLATED] = &o->most_inflated,
	                        [MAX_DOCUMENTS] = &o->most_documents,
	                        [MAX_HEADER] = &o->most_header,
	                        [MAX_CONNECTIONS] = &o->most_connections,
	                        [TIMEOUT] = &o->seconds};
	bool good = read_size(value, into[option]) || (option == THREADS && strcmp(value, "0") == 0);
	good = good && o->most_header >= LEAST_HEADER && o->threads <= MOST_THREADS && o->most_body <= UINT32_MAX;
	if (!good) {
		fprintf(stderr, "ontotag serve: '%s' is no value of --%s\n", value, options[option].name);
	}
	return good;
}

static bool take(const command *self, int option, const char *value, void *context)
{
	settings *s = context;
	service_options *o = &s->service;
	switch (option) {
	case ARGUMENT_OPERAND: fprintf(stderr, "ontotag %s: '%s' is too much\n", self->name, value); return false;
	case DICTIONARY: s->dictionaries[o->dictionary.count++] = value; return true;
	case LISTEN: o->address = value; return true;
	case SOCKET: o->from_systemd = true; return true;
	case TOKEN_FILE: return read_token(value, &o->token);
	case ALLOW_ORIGIN: o->origin = value; return true;
	case ALLOW_RELOAD: o->allow_reload = true; return true;
	case NO_STARTER: o->dictionary.load |= LOAD_NO_STARTER; return true;
	case NO_CURATION: o->dictionary.load |= LOAD_UNCURATED; return true;
	case JUDGE: o->dictionary.judge = value; return true;
	case PROFILE: o->dictionary.profile = value; return true;
	case QUIET: o->quiet = true; return true;
	default: return take_size(option, value, o);
	}
}

/* Raises the limit of open files to the maximum, and limits the connections to what remains beside other files. */
static void settle(service_options *o)
{
	struct rlimit files;
	cpu_set_t set;
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
		getrlimit(RLIMIT_NOFILE, &files);
		size_t most = files.rlim_cur > 2 * OTHER_FILES ? (size_t)files.rlim_cur - OTHER_FILES : OTHER_FILES / 2;
		o->most_connections = o->most_connections < most ? o->most_connections : most;
	}
	if (!o->threads) {
		o->threads = sched_getaffinity(0, sizeof set, &set) == 0 ? (size_t)CPU_COUNT(&set) : 1;
	}
	o->most_connections = o->most_connections < o->threads ? o->threads : o->most_connections;
}

/* ---- dictionaries -------------------------------------------------------------------------------------------- */

static void log_dictionary(const generation *g, double seconds)
{
	char text[200];
	onto_info info;
	onto_dictionary_info(g->dictionary, &info);
	snprintf(text, sizeof text, ",\"generation\":%u,\"concepts\":%zu,\"names\":%zu,\"seconds\":%.3f", g->number,
	         info.concepts, info.names, seconds);
	log_event("dictionary", text);
}

static void log_failure(const char *event, const onto_error *error)
{
	bytes text = {0};
	bytes_text(&text, ",\"file\":");
	bytes_json(&text, error->file, strlen(error->file));
	bytes_format(&text, ",\"line\":%zu,\"message\":", error->line);
	bytes_json(&text, error->message, strlen(error->message));
	bytes_append(&text, "", 1);
	log_event(event, text.failed ? "" : text.at);
	bytes_free(&text);
}

/* Replaces the current generation by the next. The old one lives until the last request releases it. */
static onto_status load(service *self, onto_error *error)
{
	generation *made;
	double before = seconds_now();
	unsigned number = self->current ? self->current->number + 1 : 1;
	onto_status status = generation_new(&self->options->dictionary, number, &made, error);
	if (status != ONTO_OK) {
		return status;
	}
	pthread_mutex_lock(&self->mutex);
	generation *old = self->current;
	self->current = made;
	pthread_mutex_unlock(&self->mutex);
	generation_release(old);
	log_dictionary(made, seconds_now() - before);
	return ONTO_OK;
}

static onto_status reload(service *self, onto_error *error)
{
	onto_status status = load(self, error);
	atomic_fetch_add(status == ONTO_OK ? &self->metrics.reloads : &self->metrics.failed_reloads, 1);
	if (status != ONTO_OK) {
		log_failure("reload failed", error);
	}
	return status;
}

/* Answers the requests that asked for the reload. */
static void reload_for_requests(service *self, bool ending)
{
	uint64_t count;
	onto_error error = {.status = ONTO_OK};
	ssize_t got = read(self->wake, &count, sizeof count);
	(void)got;
	pthread_mutex_lock(&self->mutex);
	request *waiting = self->to_reload;
	self->to_reload = NULL;
	pthread_mutex_unlock(&self->mutex);
	if (waiting && ending) {
		onto_fail(&error, ONTO_ARGUMENT, NULL, 0, "the service is ending");
	} else if (waiting) {
		error.status = reload(self, &error);
	}
	for (request *r = waiting, *next; r; r = next) {
		next = r->next_to_reload;
		r->reloaded = true;
		r->reload_error = error;
		generation_release(r->generation);
		r->generation = generation_hold(self->current);
		exchange_touch(r->on, false);
		exchange_resume(r->on);
	}
}

/* ---- the run ------------------------------------------------------------------------------------------------- */

/* Runs until a signal ends it. */
static void wait_for_the_end(service *self, int signals)
{
	struct pollfd files[] = {{.fd = signals, .events = POLLIN}, {.fd = self->wake, .events = POLLIN}};
	for (;;) {
		struct signalfd_siginfo what;
		onto_error error;
		poll(files, 2, 1000);
		connections_sweep(&self->connections, (double)self->options->seconds);
		if (files[1].revents & POLLIN) {
			reload_for_requests(self, false);
		}
		if (!(files[0].revents & POLLIN) || read(signals, &what, sizeof what) != sizeof what) {
			continue;
		}
		if (what.ssi_signo != SIGHUP) {
			return;
		}
		reload(self, &error);
	}
}

/* Drains the service: accepts no new connections, answers the requests on open ones, and closes these, within a
 * time limit. A request may have arrived that no thread has read yet, so the service must be idle for a while. */
static void drain(service *self)
{
	double until = seconds_now() + LONGEST_DRAIN;
	char text[80];
	atomic_store(&self->draining, true);
	loops_quiesce(self->loops);
	log_event("draining", "");
	for (int quiet = 0; quiet < QUIET_TURNS && seconds_now() < until;) {
		reload_for_requests(self, true);
		poll(NULL, 0, DRAIN_TURN);
		quiet = atomic_load(&self->active) ? 0 : quiet + 1;
	}
	snprintf(text, sizeof text, ",\"unanswered\":%zu", atomic_load(&self->active));
	log_event("end", text);
}

static void log_start(const service *self, const char *where, bool loopback)
{
	char text[300];
	snprintf(text, sizeof text, ",\"address\":\"%s\",\"threads\":%zu,\"version\":\"%s\"", where,
	         self->options->threads, onto_version());
	log_event("listening", text);
	if (!loopback) {
		log_event(
			"warning",
			self->options->token
				? ",\"message\":\"other machines can reach this address: texts and the token cross the network as "
				  "they are unless a proxy with TLS stands before it\""
				: ",\"message\":\"other machines can reach this address, and whoever does can use the service: give it "
				  "--token-file, and put a proxy with TLS before it\"");
	}
}

static onto_status start(service *self, int *signals, onto_error *error)
{
	sigset_t set;
	int socket = -1;
	bool loopback = true;
	char where[120];
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	*signals = signalfd(-1, &set, SFD_CLOEXEC);
	self->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (*signals < 0 || self->wake < 0) {
		return onto_fail(error, ONTO_IO, NULL, 0, "no signals can be waited for: %s", strerror(errno));
	}
	onto_status status = listen_open(self->options, &socket, where, sizeof where, &loopback, error);
	status = status == ONTO_OK ? load(self, error) : status;
	status = status == ONTO_OK ? server_start(self, socket, error) : status;
	if (status == ONTO_OK) {
		log_start(self, where, loopback);
	} else if (socket >= 0) {
		close(socket);
	}
	return status;
}

static int serve(const service_options *o)
{
	service self = {.options = o, .wake = -1, .started = seconds_now()};
	int signals = -1, code = EXIT_CLEAN;
	onto_error error = {0};
	pthread_mutex_init(&self.mutex, NULL);
	connections_init(&self.connections);
	if (start(&self, &signals, &error) == ONTO_OK) {
		wait_for_the_end(&self, signals);
		drain(&self);
		loops_stop(self.loops);
	} else {
		print_error(&error);
		code = error.status == ONTO_ARGUMENT ? EXIT_USAGE : EXIT_FAILED;
	}
	generation_release(self.current);
	connections_free(&self.connections);
	pthread_mutex_destroy(&self.mutex);
	if (signals >= 0) {
		close(signals);
	}
	if (self.wake >= 0) {
		close(self.wake);
	}
	return code;
}

static int run(const command *self, int argc, char **argv)
{
	settings s = {.service = {.address = "127.0.0.1:8080",
	                          .most_body = 16 << 20,
	                          .most_inflated = 64 << 20,
	                          .most_documents = 10000,
	                          .most_header = 32 << 10,
	                          .most_connections = 2048,
	                          .seconds = 30}};
	s.dictionaries = calloc((size_t)argc + 1, sizeof *s.dictionaries);
	if (!s.dictionaries) {
		fputs("ontotag: out of memory\n", stderr);
		return EXIT_FAILED;
	}
	s.service.dictionary.paths = s.dictionaries;
	int code = arguments_read(self, argc, argv, take, &s);
	const dictionary_source *source = &s.service.dictionary;
	if (code < 0 && (source->load & LOAD_UNCURATED) && (source->judge || source->profile)) {
		fputs("ontotag serve: --judge and --profile do not go with --no-curation\n", stderr);
		code = EXIT_USAGE;
	}
	if (code < 0) {
		settle(&s.service);
		code = serve(&s.service);
	}
	free(s.service.token);
	free(s.dictionaries);
	return code;
}

const command command_serve = {
	.name = "serve",
	.arguments = "[-d DICT]... [--listen HOST:PORT] [OPTION]...",
	.summary = "tag, normalize and look up over HTTP, with a page to try it",
	.details =
		"Answers over HTTP: POST /tag, POST /normalize, GET /search, GET /concepts/CODE and others. /openapi.json describes them, and\n"
		"/ is a page to try them in a browser. docs/SERVICE.md tells the rest: formats, limits, proxies, systemd, containers.\n\n"
		"It listens on this machine alone unless --listen says otherwise. What texts say is written to no disk and no log; the log\n"
		"on standard error has a line of JSON for each request. A dictionary compiled with `ontotag compile` is mapped and shared.\n\n"
		"SIGHUP loads the dictionaries again: what is begun ends with the old ones. SIGTERM and Ctrl-C end it: nothing new is\n"
		"accepted, what is begun is answered, within ten seconds.\n\n"
		"Exit code: 0 after such an end, 1 it could not be started, 2 usage.\n",
	.options = options,
	.run = run,
};
