"""What clients, files and the system do wrong, and what the service makes of it: nothing lost, nothing mixed up."""
import gzip
import json
import os
import resource
import signal
import socket
import threading
import time
import zlib

from service import ServiceTest, has_sanitizers, main, require_serve

TEXT = "Acute lymphoblastic leukaemia (ALL), CD10 positive. He has asthma.\n"
OLD = "C\tOLD:1\tdisease\tasthma\nC\tOLD:2\tdisease\tleukaemia\n"
NEW = "C\tNEW:1\tdisease\tasthma\nC\tNEW:2\tdisease\tleukaemia\n"


def request(body, length=None, headers=""):
    return ("POST /tag HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n%sContent-Length: %s\r\n\r\n"
            % (headers, len(body) if length is None else length)).encode() + body


def read_all(connection):
    """All until the other side closes."""
    parts = []
    try:
        while True:
            part = connection.recv(65536)
            if not part:
                break
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


class Clients(ServiceTest):
    def still_answers(self, service):
        answer = service.tag("asthma")
        self.assertEqual((answer.status, len(answer.json["mentions"])), (200, 1))

    def test_a_thousand_that_send_one_byte_a_second(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        service = self.start("--timeout", "6")
        slow = [service.connect() for _ in range(1000)]
        self.addCleanup(lambda: [c.close() for c in slow])
        head, at, cut, longest = request(TEXT.encode() * 100), 0, set(), 0
        end = time.monotonic() + 60
        while len(cut) < len(slow) and time.monotonic() < end:
            for connection in slow:
                try:
                    connection.send(head[at:at + 1])
                except OSError:
                    cut.add(connection)
            at += 1
            for _ in range(5):
                before = time.monotonic()
                self.still_answers(service)
                longest = max(longest, time.monotonic() - before)
            time.sleep(1)
            for connection in set(slow) - cut:
                connection.setblocking(False)
                try:
                    if connection.recv(1) == b"":
                        cut.add(connection)
                except BlockingIOError:
                    pass
                except OSError:
                    cut.add(connection)
        self.assertEqual(len(cut), 1000)
        self.assertLess(longest, 2)
        self.still_answers(service)

    def test_slow_bodies_are_cut_too(self):
        service = self.start("--timeout", "2")
        connection = service.connect()
        connection.sendall(request(b"", 1000))
        before = time.monotonic()
        try:
            while time.monotonic() - before < 30:
                connection.sendall(b"x")
                time.sleep(0.2)
        except OSError:
            pass
        self.assertLess(time.monotonic() - before, 15)
        connection.close()
        service.wait_for(lambda: [e for e in service.events("request") if e["status"] == 499])

    def test_bodies_that_end_early(self):
        service = self.start("--timeout", "2")
        for body in (b"", b"asth"):
            connection = service.connect()
            connection.sendall(request(body, 1000))
            connection.shutdown(socket.SHUT_WR)
            self.assertEqual(read_all(connection), b"")
            connection.close()
        service.wait_for(lambda: len([e for e in service.events("request") if e["status"] == 499]) == 2)
        self.still_answers(service)

    def test_wrong_lengths(self):
        service = self.start("--timeout", "2")
        for length in ("-1", "x", "99999999999999999999999", "5, 6", "0x5", "+5"):
            connection = service.connect()
            connection.sendall(request(b"asthma", length))
            connection.shutdown(socket.SHUT_WR)
            answer = read_all(connection)
            self.assertTrue(not answer or answer.split(b" ")[1] in (b"400", b"413"), (length, answer[:80]))
            connection.close()
        connection = service.connect()  # shorter than the body: what is left is no request
        connection.sendall(request(b"asthma CD10", 6))
        connection.shutdown(socket.SHUT_WR)
        answers = read_all(connection)
        self.assertIn(b'"text":"asthma"', answers)
        self.assertNotIn(b"CD10", answers)
        connection.close()
        for chunks in (b"zz\r\nasthma\r\n0\r\n\r\n", b"6\r\nasthma", b"ffffffffffffffffff\r\n"):
            connection = service.connect()
            connection.sendall(b"POST /tag HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)
            connection.shutdown(socket.SHUT_WR)
            self.assertNotIn(b" 200 ", read_all(connection).split(b"\r\n")[0])
            connection.close()
        self.still_answers(service)

    def test_headers_without_end(self):
        service = self.start("--max-header", "8K")
        connection = service.connect()
        try:
            connection.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * 100000)
            answer = read_all(connection)
        except OSError:
            answer = b""
        self.assertNotIn(b" 200 ", answer[:20])
        connection.close()
        self.still_answers(service)

    def test_what_is_no_request(self):
        service = self.start("--max-header", "8K")
        for head, status in ((b"nonsense\r\n\r\n", 400), (b"GET / HTTP/1.1\r\nnonsense\r\n\r\n", 400), (b"GET / HTTP/9.9\r\n\r\n", 400),
                             (b"POST /tag HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
                             (b"GET / HTTP/1.1\r\nX: " + b"x" * 9000 + b"\r\n\r\n", 431)):
            connection = service.connect()
            connection.sendall(head)
            answer = read_all(connection)
            self.assertTrue(answer.startswith(b"HTTP/1.1 %d " % status), (head[:60], answer[:100]))
            self.assertIn(b'{"error":{"code":', answer)
            connection.close()
        self.still_answers(service)

    def test_a_refusal_reaches_who_is_still_sending(self):
        service = self.start("--max-body", "64K")
        for path, type, status in (("/nothing", "text/plain", 404), ("/tag", "text/plain", 413), ("/tag?types=nobody", "application/x-ndjson", 400)):
            answer = service.ask("POST", path, iter([b"x" * 65536] * 200), Content_Type=type)
            self.assertEqual(answer.status, status)
        connection = service.connect()
        connection.sendall(request(b"", 6, "Expect: 100-continue\r\n"))
        self.assertEqual(connection.recv(100), b"HTTP/1.1 100 Continue\r\n\r\n")
        connection.sendall(b"asthma")
        self.assertIn(b" 200 ", connection.recv(100))
        connection.close()
        self.still_answers(service)

    def test_gzip_bombs(self):
        service = self.start("--max-inflated", "8M", "--quiet")
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        million = b"a" * (1 << 20)
        bomb = b"".join(packer.compress(million) for _ in range(1000)) + packer.flush()
        self.assertLess(len(bomb), 2 << 20)
        before = service.resident()
        for type in ("text/plain", "application/json", "application/x-ndjson", "text/html", "application/xml", "application/octet-stream"):
            self.error(service.tag(bomb, "", type, Content_Encoding="gzip"), 413, "too_large")
        self.error(service.ask("POST", "/normalize", bomb, Content_Type="text/plain"), 413, "too_large")
        if not has_sanitizers():
            self.assertLess(service.resident() - before, 100 << 20)
        self.still_answers(service)

    def test_ten_thousand_levels_of_json(self):
        service = self.start()
        for open, close in (("[", "]"), ('{"a":', "}")):
            deep = open * 10000 + "1" + close * 10000
            self.error(service.tag(deep, "", "application/json"), 400, "bad_request")
            self.error(service.tag('{"text":"asthma","x":%s}' % deep, "", "application/json"), 400, "bad_request")
            self.error(service.tag('{"text":"asthma","x":%s}' % deep, "", "application/x-ndjson"), 422, "unprocessable", "line 1")
            self.error(service.ask("POST", "/normalize", deep, Content_Type="application/json"), 400, "bad_request")
        self.still_answers(service)

    def test_clients_that_go_away(self):
        service = self.start()
        lines = b"".join(b'{"text":%s}\n' % json.dumps(TEXT * 20).encode() for _ in range(500))
        for _ in range(10):
            connection = service.connect()
            connection.sendall(request(lines, headers="").replace(b"text/plain", b"application/x-ndjson"))
            connection.recv(1)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # so that it is reset
            connection.close()
        service.wait_for(lambda: len(service.events("request")) >= 10)
        self.still_answers(service)

    def test_requests_one_behind_the_other(self):
        service = self.start()
        connection = service.connect()
        connection.sendall(b"".join(request(b"asthma" if i % 2 else b"CD10 and leukemia") for i in range(50)).replace(
            b"\r\n\r\n", b"\r\n\r\n"))
        connection.shutdown(socket.SHUT_WR)
        answers = read_all(connection).split(b"HTTP/1.1 200")[1:]
        self.assertEqual([b'"asthma"' in a for a in answers], [bool(i % 2) for i in range(50)])
        connection.close()


class Machine(ServiceTest):
    def test_out_of_descriptors(self):
        def few():
            resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
        service = self.start(before=few)
        first = service.connect()
        others = [service.connect() for _ in range(100)]  # those that do not fit wait in the queue of the system
        time.sleep(0.3)
        first.sendall(request(b"asthma", headers="Connection: close\r\n"))
        self.assertIn(b'"asthma"', read_all(first))
        first.close()
        for connection in others:
            connection.close()
        self.assertEqual(service.tag("asthma").status, 200)

    def test_kill_and_start_again(self):
        service = self.start()
        held = service.connect()
        held.sendall(request(b"", 100))
        service.stop(signal.SIGKILL)
        again = self.start("--listen", "127.0.0.1:%d" % service.port)
        self.assertEqual(again.port, service.port)
        self.assertEqual(again.tag("asthma").status, 200)
        held.close()

    def test_the_address_is_taken(self):
        service = self.start()
        self.refused(1, "serve", "--listen", "127.0.0.1:%d" % service.port, says=["in use"])

    def test_the_image_is_replaced_while_in_use(self):
        image, other = self.path("d.otx"), self.path("other.otx")
        for rows, path in ((OLD, image), (NEW, other)):
            self.good("compile", "--no-starter", "-o", path, self.write("rows.tsv", rows))
        service = self.start(dictionary=image)
        self.assertEqual(service.tag("asthma").json["mentions"][0]["codes"], ["OLD:1"])
        os.replace(other, image)
        self.assertEqual(service.tag("leukaemia").json["mentions"][0]["codes"], ["OLD:2"])
        service.process.send_signal(signal.SIGHUP)
        service.wait_for(lambda: len(service.events("dictionary")) == 2)
        self.assertEqual(service.tag("leukaemia").json["mentions"][0]["codes"], ["NEW:2"])


class Reload(ServiceTest):
    def ask_for(self, service, until, wrong, seen):
        """Asks until the end; each answer is of one dictionary."""
        lines = "".join(json.dumps({"text": "asthma and leukaemia " * 5}) + "\n" for _ in range(400))
        while not until.is_set() and not wrong:
            answer = service.tag(lines, "?format=jsonl", "application/x-ndjson")
            vocabularies = {m["codes"][0].split(":")[0] for line in answer.text.splitlines() for m in json.loads(line)["mentions"]}
            documents = answer.text.count("\n")
            if answer.status != 200 or documents != 400 or len(vocabularies) != 1:
                wrong.append((answer.status, documents, vocabularies))
            seen.append(vocabularies.pop())

    def test_in_the_middle_of_requests(self):
        path = self.write("d.tsv", OLD)
        service = self.start("--allow-reload", "--threads", "2", dictionary=path)
        until, wrong, seen = threading.Event(), [], []
        threads = [threading.Thread(target=self.ask_for, args=(service, until, wrong, seen)) for _ in range(4)]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 120
        for i in range(12):
            while len(seen) < 9 * (i + 1) and not wrong and time.monotonic() < deadline:
                time.sleep(0.01)
            self.write("next.tsv", NEW if i % 2 == 0 else OLD)
            os.replace(self.path("next.tsv"), path)
            if i % 3:
                self.assertEqual(service.ask("POST", "/reload").json["generation"], i + 2)
            else:
                service.process.send_signal(signal.SIGHUP)
                service.wait_for(lambda: len(service.events("dictionary")) == i + 2)
        until.set()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])
        self.assertGreaterEqual(len(seen), 100)
        self.assertEqual(set(seen), {"OLD", "NEW"})

    def test_what_cannot_be_loaded_changes_nothing(self):
        path = self.write("d.tsv", OLD)
        service = self.start("--allow-reload", dictionary=path)
        self.write("d.tsv", "C\tnonsense\n")
        self.error(service.ask("POST", "/reload"), 500, "internal", "stays as it was")
        service.process.send_signal(signal.SIGHUP)
        service.wait_for(lambda: len(service.events("reload failed")) == 2)
        self.assertEqual(service.tag("asthma").json["mentions"][0]["codes"], ["OLD:1"])
        self.assertIn("ontotag_failed_reloads_total 2\n", service.ask("GET", "/metrics").text)

    def test_only_where_it_is_allowed(self):
        service = self.start()
        self.error(service.ask("POST", "/reload"), 403, "forbidden")


class End(ServiceTest):
    def test_what_is_begun_is_answered(self):
        service = self.start()
        body = TEXT.encode() * 100
        begun = service.connect()
        begun.sendall(request(body)[:-10])
        idle = service.connect()
        service.wait_for(lambda: 'ontotag_connections 3' in service.ask("GET", "/metrics").text)
        service.process.send_signal(signal.SIGTERM)
        service.wait_for(lambda: service.events("draining"))
        with self.assertRaises(OSError):
            service.connect().recv(1) or self.fail()  # nobody accepts any more
            raise ConnectionResetError
        begun.sendall(body[-10:])
        answer = read_all(begun)
        self.assertTrue(answer.startswith(b"HTTP/1.1 200"), answer[:100])
        self.assertTrue(answer.endswith((b"]}\n", b"]}\n\r\n0\r\n\r\n")), answer[-100:])
        begun.close()
        idle.close()
        self.assertEqual(service.stop(), 0)
        self.assertEqual(service.events("end")[0]["unanswered"], 0)

    def test_it_ends_within_ten_seconds(self):
        service = self.start()
        begun = service.connect()
        begun.sendall(request(b"", 100))
        service.wait_for(lambda: 'ontotag_connections 2' in service.ask("GET", "/metrics").text)
        before = time.monotonic()
        self.assertEqual(service.stop(), 0)
        self.assertLess(time.monotonic() - before, 12)
        self.assertGreater(time.monotonic() - before, 5)
        begun.close()

    def test_a_socket_from_systemd(self):
        listening = socket.create_server(("127.0.0.1", 0))

        # LISTEN_PID has to be the service's own: a shell that becomes the service knows it.
        script = self.write("start.sh", 'exec env LISTEN_PID=$$ LISTEN_FDS=1 "$@" 3<&%d\n' % listening.fileno())
        started = self.start("--socket", prefix=["bash", script], pass_fds=[listening.fileno()])
        self.assertEqual(started.port, listening.getsockname()[1])
        self.assertEqual(started.tag("asthma").status, 200)
        listening.close()


class Memory(ServiceTest):
    def test_it_does_not_grow(self):
        if has_sanitizers():
            self.skipTest("needs a program without sanitizers")
        count = 200000 if os.environ.get("ONTOTAG_LONG") else 5000
        service = self.start("--quiet")
        import http.client
        connection = http.client.HTTPConnection("127.0.0.1", service.port)
        packed = gzip.compress(json.dumps([{"text": TEXT}] * 20).encode())

        def ask(times):
            for i in range(times):
                if i % 10 == 0:
                    service.tag(packed, "?types=disease", "application/json", connection=connection, Content_Encoding="gzip")
                else:
                    service.tag(TEXT, "?overlap=" + ("all", "nested", "longest")[i % 3], connection=connection)
        ask(500)
        before = service.resident()
        ask(count)
        self.assertLess(service.resident() - before, 4 << 20)
        connection.close()


if __name__ == "__main__":
    require_serve()
    main()
