/* Exchanges over Boost.Beast. Each loop has one thread and its own connections, so nothing here is locked; the
 * first loop accepts for all in turn. A connection is a pair of pumps, for the body and for the response, and
 * `pump` starts whichever may run. */
extern "C" {
#include "serve/http/exchange.h"
}

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <atomic>
#include <deque>
#include <future>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unordered_set>
#include <vector>

namespace
{

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

using executor = asio::io_context::executor_type;
using protocol = asio::generic::stream_protocol; /* TCP, or a local socket from systemd */
using socket_type = asio::basic_stream_socket<protocol, executor>;
using acceptor_type = asio::basic_socket_acceptor<protocol, executor>;
using timer_type =
	asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, executor>;
using error_code = boost::system::error_code;

constexpr std::size_t least_room = 4096, most_room = 64 << 10; /* bytes read at once */
constexpr std::size_t kept_room = 16 << 10;                    /* for a connection between its requests */
constexpr std::chrono::milliseconds patience{500};             /* before a client counts as stalled */
constexpr std::chrono::milliseconds rest{100};                 /* of accepting, where there are too many */

/* A body whose pieces go to the handler straight from the buffer of the connection. */
struct piece_body {
	struct value_type {
		exchange *to = nullptr;
	};

	struct reader {
		template <bool isRequest, class Fields> reader(http::header<isRequest, Fields> &, value_type &of) : body(of)
		{
		}

		void init(const boost::optional<std::uint64_t> &, error_code &error)
		{
			error = {};
		}

		template <class Buffers> std::size_t put(const Buffers &buffers, error_code &error);

		void finish(error_code &error)
		{
			error = {};
		}

		value_type &body;
	};
};

} // namespace

/* ---- loops --------------------------------------------------------------------------------------------------- */

namespace
{

/* One thread and its connections. */
struct loop {
	std::unordered_set<exchange *> open;
	std::thread thread;
	asio::io_context context{1}; /* the last, because its end ends the connections */
};

} // namespace

struct loops {
	explicit loops(const loops_options &given) : options(given)
	{
	}

	void accept();
	void start(socket_type socket, loop &in);
	void accept_later();
	void run(loop &in);

	const loops_options options;
	std::atomic<std::size_t> count{0}; /* of connections */
	std::vector<std::unique_ptr<loop>> all;
	std::optional<acceptor_type> acceptor;
	std::optional<timer_type> timer;
	std::size_t next = 0; /* which loop gets the next connection */
};

/* ---- connections --------------------------------------------------------------------------------------------- */

/* A connection. It lives while an operation on it is under way, or while `kept`. */
struct exchange : std::enable_shared_from_this<exchange> {
	exchange(loops &owner, loop &in, socket_type accepted)
		: all(owner), in(in), socket(std::move(accepted)), buffer(owner.options.most_header + most_room),
		  stall(in.context)
	{
		in.open.insert(this);
		connections_add(all.options.connections, &record, socket.native_handle());
		all.count++;
	}

	~exchange()
	{
		end(false);
		connections_take_out(all.options.connections, &record);
		in.open.erase(this);
		all.count--;
	}

	void start();
	void read();
	void came(error_code error);
	void fail(unsigned status);
	void parse();
	void begin(unsigned refused);
	void pump();
	void pump_body();
	void give();
	void write(const char *piece, std::size_t length, bool first);
	void written(error_code error);
	void answered(bool whole);
	void invite();
	void watch_stall();
	void linger();
	void next();

	void end(bool whole)
	{
		if (request) {
			void *ended = request;
			request = nullptr;
			all.options.handler.end(ended, whole);
		}
	}

	template <class Function> void later(Function function)
	{
		asio::post(in.context, [self = shared_from_this(), function] { function(*self); });
	}

	loops &all;
	loop &in;
	socket_type socket;
	beast::flat_buffer buffer;
	timer_type stall;
	connection record{};
	std::shared_ptr<exchange> kept; /* while it waits for exchange_resume */

	std::optional<http::request_parser<piece_body>> parser;
	std::optional<http::response<http::buffer_body>> response;
	std::optional<http::response_serializer<http::buffer_body>> serializer;
	std::optional<http::response<http::empty_body>> invitation;
	std::deque<std::string> strings; /* of the request, ended by a NUL */
	void *request = nullptr;
	const exchange_handler *handler = &all.options.handler;

	bool reading = false, writing = false; /* an operation is under way */
	bool starving = false;                 /* the parser needs more than the buffer holds */
	bool body_ended = false, invited = false;
	bool begun = false, given_last = false, cut = false; /* of the response */
	bool stalled = false, watched = false; /* the client takes nothing of it; that is being waited for */
	bool ends = false, closed = false;     /* the connection, after this response */
	bool failed = false;                   /* the body is not whole */
	bool no_memory = false;                /* for what the handler asked */
	std::size_t writes = 0;
};

template <class Buffers> std::size_t piece_body::reader::put(const Buffers &buffers, error_code &error)
{
	std::size_t taken = 0;
	error = {};
	for (auto at = asio::buffer_sequence_begin(buffers); at != asio::buffer_sequence_end(buffers); ++at) {
		const asio::const_buffer piece = *at;
		taken += piece.size();
		if (body.to->request &&
		    !body.to->handler->take(body.to->request, static_cast<const char *>(piece.data()), piece.size())) {
			error = make_error_code(boost::system::errc::operation_canceled);
		}
	}
	return taken;
}

void exchange::start()
{
	error_code ignored;
	socket.set_option(asio::ip::tcp::no_delay(true), ignored); /* fails for a local socket */
	next();
}

/* Gets ready for the next request. */
void exchange::next()
{
	serializer.reset();
	response.reset();
	invitation.reset();
	parser.emplace();
	parser->get().body().to = this;
	parser->header_limit(static_cast<std::uint32_t>(std::min<std::size_t>(all.options.most_header, UINT32_MAX)));
	parser->body_limit(std::numeric_limits<std::uint64_t>::max()); /* the handler has its own */
	strings.clear();
	starving = body_ended = invited = begun = given_last = cut = stalled = ends = false;
	if (!buffer.size() && buffer.capacity() > kept_room) {
		buffer.shrink_to_fit();
	}
	if (buffer.size()) {
		later([](exchange &self) { self.parse(); });
	} else {
		read();
	}
}

void exchange::read()
{
	const auto left = request ? parser->content_length_remaining() : boost::none;
	const std::size_t wanted = left      ? static_cast<std::size_t>(std::min<std::uint64_t>(*left, most_room))
	                           : request ? most_room
	                                     : least_room;
	const std::size_t space = std::min(std::max(wanted, least_room), buffer.max_size() - buffer.size());
	if (!space) {
		fail(431);
		return;
	}
	reading = true;
	socket.async_read_some(buffer.prepare(space),
	                       [self = shared_from_this()](error_code error, std::size_t length) {
							   self->reading = false;
							   self->buffer.commit(length);
							   self->came(error);
						   });
}

void exchange::came(error_code error)
{
	if (closed && !error) {
		linger();
	} else if (closed) {
		return;
	} else if (!error) {
		parse();
	} else if (request || (buffer.size() && error == asio::error::eof)) {
		fail(400);
	}
}

/* What came is no HTTP request, or its body is not whole. The connection ends, in the first case with a
 * response. */
void exchange::fail(unsigned status)
{
	error_code ignored;
	if (!request) {
		begin(status);
	} else if (writing) {
		failed = true; /* the piece under way is the request's, which therefore ends behind it */
		socket.shutdown(socket_type::shutdown_both, ignored);
	} else {
		end(false);
	}
}

/* Parses what is in the buffer: headers, then pieces of the body. */
void exchange::parse()
{
	error_code error;
	while (buffer.size() && !parser->is_done() && !error && (!request || handler->wants(request, stalled))) {
		buffer.consume(parser->put(buffer.data(), error));
		if (!request && parser->is_header_done() && !error) {
			begin(0);
			if (!request) {
				return;
			}
		}
	}
	starving = error == http::error::need_more;
	if (error && !starving) {
		fail(error == http::error::header_limit ? 431 : 400);
	} else if (!request) {
		read();
	} else {
		pump();
	}
}

void exchange::begin(unsigned refused)
{
	ends = refused;
	response.emplace();
	request = handler->begin(handler->context, this, refused);
	if (no_memory) {
		end(false);
	}
	if (request && refused) {
		body_ended = true;
		pump();
	}
}

void exchange::pump()
{
	if (request) {
		pump_body();
	}
	if (request && !writing && !given_last) {
		give();
	}
	if (request && !reading && !body_ended && !given_last) {
		watch_stall();
	}
}

void exchange::pump_body()
{
	if (reading || body_ended || given_last) {
		return;
	}
	if (parser->is_done()) {
		body_ended = true;
		handler->taken(request);
	} else if (!handler->wants(request, stalled)) {
		return;
	} else if (buffer.size() && !starving) {
		later([](exchange &self) {
			if (self.request && !self.reading && !self.body_ended) {
				self.parse();
			}
		});
	} else {
		invite();
		read();
	}
}

/* Answers `Expect: 100-continue`. */
void exchange::invite()
{
	if (invited || begun || writing || !exchange_expects(this)) {
		return;
	}
	invited = writing = true;
	invitation.emplace(http::status::continue_, parser->get().version());
	http::async_write(socket, *invitation, [self = shared_from_this()](error_code error, std::size_t) {
		self->writing = false;
		if (error || self->failed) {
			self->end(false);
		}
		self->pump();
	});
}

/* Whether the client takes nothing of the response is seen when a write lasts long. */
void exchange::watch_stall()
{
	if (!writing || stalled || watched) {
		return;
	}
	watched = true;
	stall.expires_after(patience);
	stall.async_wait([self = shared_from_this(), count = writes](error_code) {
		self->watched = false;
		self->stalled = self->writing && self->writes == count;
		self->pump();
	});
}

void exchange::give()
{
	const char *piece = nullptr;
	std::size_t length = 0;
	const exchange_step step = handler->give(request, &piece, &length);
	if (no_memory) {
		end(false);
		return;
	}
	switch (step) {
	case EXCHANGE_WAIT:
		if (!reading && !body_ended && handler->wants(request, stalled)) {
			later([](exchange &self) { self.pump(); });
		} else if (!reading) {
			kept = shared_from_this();
		}
		return;
	case EXCHANGE_AGAIN: later([](exchange &self) { self.pump(); }); return;
	case EXCHANGE_CUT: cut = true; [[fallthrough]];
	case EXCHANGE_LAST: given_last = true; break;
	case EXCHANGE_PIECE: break;
	}
	if (cut && !length) {
		answered(false);
		return;
	}
	write(piece, length, !begun);
}

void exchange::write(const char *piece, std::size_t length, bool first)
{
	const bool last = given_last && !cut;
	if (first) {
		begun = true;
		const bool known = parser->is_header_done();
		response->version(known ? parser->get().version() : 11);
		ends = ends || !parser->keep_alive();
		if (!last) {
			response->chunked(response->version() == 11);
			ends = ends || response->version() != 11;
		} else if (response->result() != http::status::no_content) {
			response->content_length(length);
		}
		ends = ends || (last && !body_ended);
		response->keep_alive(!ends);
		serializer.emplace(*response);
	}
	auto &body = response->body();
	body.data = length ? const_cast<char *>(piece) : nullptr;
	body.size = length;
	body.more = !last;
	writing = true;
	writes++;
	const auto done = [self = shared_from_this()](error_code error, std::size_t) { self->written(error); };
	if (parser->is_header_done() && parser->get().method() == http::verb::head) {
		given_last = true;
		serializer->split(true);
		http::async_write_header(socket, *serializer, done);
	} else {
		http::async_write(socket, *serializer, done);
	}
}

void exchange::written(error_code error)
{
	writing = stalled = false;
	if (failed || (error && error != http::error::need_buffer)) {
		answered(false);
	} else if (given_last) {
		answered(!cut);
	} else {
		pump();
	}
}

void exchange::answered(bool whole)
{
	ends = ends || !whole || !body_ended;
	end(whole);
	if (!ends) {
		next();
		return;
	}
	error_code ignored;
	closed = true;
	socket.shutdown(socket_type::shutdown_send, ignored);
	if (!reading) {
		linger();
	}
}

/* Drops what still comes until the client closes as well, so that it gets the end of the response although it is
 * still sending. The time limit ends that. */
void exchange::linger()
{
	buffer.clear();
	socket.async_read_some(buffer.prepare(least_room), [self = shared_from_this()](error_code error, std::size_t) {
		if (!error) {
			self->linger();
		}
	});
}

/* ---- the interface for C ------------------------------------------------------------------------------------- */

/* No exception may pass through C; the exchange ends instead. */
static const char *hold(exchange *self, boost::beast::string_view text)
{
	try {
		self->strings.emplace_back(text.data(), text.size());
		return self->strings.back().c_str();
	} catch (const std::bad_alloc &) {
		self->no_memory = true;
		return "";
	}
}

const char *exchange_method(exchange *self)
{
	return hold(self, self->parser->get().method_string());
}

const char *exchange_target(exchange *self)
{
	return hold(self, self->parser->get().target());
}

const char *exchange_header(exchange *self, const char *name)
{
	const auto &fields = self->parser->get();
	const auto found = fields.find(name);
	return found == fields.end() ? nullptr : hold(self, found->value());
}

bool exchange_length(exchange *self, size_t *length)
{
	const auto known = self->parser->content_length();
	*length = known ? static_cast<size_t>(*known) : 0;
	return known || !self->parser->chunked();
}

bool exchange_expects(exchange *self)
{
	return beast::iequals(self->parser->get()[http::field::expect], "100-continue");
}

void exchange_status(exchange *self, unsigned status)
{
	self->response->result(status);
}

void exchange_add(exchange *self, const char *name, const char *value)
{
	try {
		self->response->insert(name, value);
	} catch (const std::bad_alloc &) {
		self->no_memory = true;
	}
}

void exchange_close(exchange *self)
{
	self->ends = true;
}

void exchange_touch(exchange *self, bool held)
{
	connections_touch(self->all.options.connections, &self->record, held);
}

void exchange_resume(exchange *self)
{
	asio::post(self->in.context, [self] {
		const auto kept = std::move(self->kept);
		self->pump();
	});
}

/* ---- accepting ----------------------------------------------------------------------------------------------- */

void loops::accept()
{
	loop &in = *all[next++ % all.size()];
	acceptor->async_accept(in.context, [this, &in](error_code error, socket_type socket) {
		if (!acceptor->is_open()) {
			return;
		}
		if (!error) {
			start(std::move(socket), in);
		}
		if ((!error || error == asio::error::connection_aborted) && count < options.most_connections) {
			accept();
		} else {
			accept_later();
		}
	});
}

/* The loop of the connection starts it; where memory runs out, it is closed. */
void loops::start(socket_type socket, loop &in)
{
	try {
		asio::post(in.context, [this, &in, socket = std::move(socket)]() mutable {
			std::make_shared<exchange>(*this, in, std::move(socket))->start();
		});
	} catch (const std::bad_alloc &) {
	}
}

/* There are as many connections, or descriptors, as may be. */
void loops::accept_later()
{
	timer->expires_after(rest);
	timer->async_wait([this](error_code) {
		if (acceptor->is_open()) {
			count < options.most_connections ? accept() : accept_later();
		}
	});
}

/* Where memory runs out, the connection that asked for it ends, and the loop goes on. */
void loops::run(loop &in)
{
	const auto work = asio::make_work_guard(in.context);
	for (;;) {
		try {
			in.context.run();
			return;
		} catch (const std::exception &) {
		}
	}
}

static void listen_on(loops &self, int listening)
{
	sockaddr_storage address{};
	socklen_t size = sizeof address;
	getsockname(listening, reinterpret_cast<sockaddr *>(&address), &size);
	for (std::size_t i = 0; i < self.options.threads; i++) {
		self.all.push_back(std::make_unique<loop>());
	}
	self.acceptor.emplace(self.all[0]->context);
	self.timer.emplace(self.all[0]->context);
	self.acceptor->assign(protocol(address.ss_family, 0), listening);
	self.accept();
	for (auto &each : self.all) {
		each->thread = std::thread([&self, in = each.get()] { self.run(*in); });
	}
}

loops *loops_start(int listening, const loops_options *options)
{
	loops *made = nullptr;
	try {
		made = new loops(*options);
		listen_on(*made, listening);
		return made;
	} catch (const std::exception &) {
		if (made && made->acceptor && made->acceptor->is_open()) {
			made->acceptor->release();
		}
		loops_stop(made);
		return nullptr;
	}
}

void loops_quiesce(loops *self)
{
	std::promise<void> closed;
	asio::post(self->all[0]->context, [self, &closed] {
		error_code ignored;
		self->acceptor->close(ignored);
		self->timer->cancel();
		closed.set_value();
	});
	closed.get_future().wait();
}

void loops_stop(loops *self)
{
	if (!self) {
		return;
	}
	for (const auto &in : self->all) {
		in->context.stop();
	}
	for (const auto &in : self->all) {
		if (in->thread.joinable()) {
			in->thread.join();
		}
	}
	for (const auto &in : self->all) {
		for (exchange *each : std::vector<exchange *>(in->open.begin(), in->open.end())) {
			const auto last = std::move(each->kept);
		}
	}
	delete self;
}
