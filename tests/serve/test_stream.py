"""Bodies of many documents are answered as they come, in memory that their number does not change."""
import gzip
import json
import os
import socket
import threading
import time
import zlib

from service import SMALL, ServiceTest, has_sanitizers, main, require_serve

LINE = json.dumps({"id": "one", "text": "Acute lymphoblastic leukaemia, CD10 positive. He has asthma."}).encode() + b"\n"
LARGE = json.dumps({"id": "large", "text": "He has asthma. " + "A sentence says nothing at all here. " * 500}).encode() + b"\n"
BOUND = 10 << 20  # how much the memory may grow


class Stream:
    """A request whose body is sent, and whose answer is read, piece by piece."""

    def __init__(self, service, query="", type="application/x-ndjson", length=None, **headers):
        self.connection = service.connect()
        self.answer, self.plain, self.inflater, self.head, self.whole = b"", b"", None, None, False
        headers.update({"Host": "x", "Content-Type": type})
        headers["Transfer-Encoding" if length is None else "Content-Length"] = "chunked" if length is None else str(length)
        self.chunked = length is None
        self.connection.sendall(("POST /tag%s HTTP/1.1\r\n%s\r\n" % (query, "".join(
            "%s: %s\r\n" % (name.replace("_", "-"), value) for name, value in headers.items()))).encode())

    def send(self, piece):
        self.connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece) if self.chunked else piece)

    def end(self):
        if self.chunked:
            self.connection.sendall(b"0\r\n\r\n")

    def receive(self):
        """One piece of what the service sends; False at the end of the answer or of the connection."""
        try:
            piece = self.connection.recv(1 << 18)
        except ConnectionResetError:
            piece = b""
        self.answer += piece
        if self.head is None and b"\r\n\r\n" in self.answer:
            head, _, self.answer = self.answer.partition(b"\r\n\r\n")
            self.head = head.decode()
            if "Content-Encoding: gzip" in self.head:
                self.inflater = zlib.decompressobj(31)
        if self.head and "Content-Length: " in self.head:
            self.plain, self.whole = self.answer, len(self.answer) == int(self.head.split("Content-Length: ")[1].split()[0])
            return bool(piece) and not self.whole
        while self.head is not None and b"\r\n" in self.answer:
            size, _, rest = self.answer.partition(b"\r\n")
            length = int(size, 16)
            if len(rest) < length + 2:
                break
            self.plain += self.inflater.decompress(rest[:length]) if self.inflater else rest[:length]
            self.answer = rest[length + 2:]
            if not length:
                self.whole = True
        return bool(piece) and not self.whole

    def lines(self, count):
        """Waits for so many lines of the answer."""
        while self.plain.count(b"\n") < count and self.receive():
            pass
        return self.plain.split(b"\n")[:-1]

    def rest(self):
        while self.receive():
            pass
        return self.plain


class Answers(ServiceTest):
    options = ()

    def open(self, *arguments, **how):
        stream = Stream(self.service, *arguments, **how)
        self.addCleanup(stream.connection.close)
        return stream

    def command(self, *options, stdin):
        return self.good("tag", "-d", SMALL, *options, stdin=stdin).out

    def test_each_document_as_soon_as_it_is_there(self):
        expected = self.command("-f", "jsonl", "-o", "jsonl", stdin=LINE).rstrip(b"\n")
        for length in (None, 3 * 5 * len(LARGE)):
            stream, line = self.open(length=length), LINE if length is None else LARGE[:-3] + b" " * 4 * len(LARGE) + LARGE[-3:]
            for count in (1, 2):
                stream.send(line[:-1])
                stream.send(b"\n" + (line[:7] if count == 2 else b""))
                self.assertEqual(len(stream.lines(count)), count)
            stream.send(line[7:])
            stream.end()
            self.assertEqual(stream.rest().count(b"\n"), 3)
            self.assertTrue(stream.whole)
            if length is None:
                self.assertEqual(stream.plain.split(b"\n")[2], expected)

    def test_gzip_both_ways(self):
        packer = zlib.compressobj(6, zlib.DEFLATED, 31)
        stream = self.open(Content_Encoding="gzip", Accept_Encoding="gzip")
        for count in range(1, 6):
            stream.send(packer.compress(LINE) + packer.flush(zlib.Z_SYNC_FLUSH))
            self.assertEqual(len(stream.lines(count)), count)
        stream.send(packer.flush() + gzip.compress(LINE))  # a second member
        stream.end()
        self.assertEqual(stream.rest().count(b"\n"), 6)
        self.assertTrue(stream.whole)
        for body, says in ((gzip.compress(LINE)[:-5], "cut off"), (gzip.compress(LINE)[:-8] + b"nonsense", "damaged")):
            self.error(self.service.tag(body, "", "application/x-ndjson", Content_Encoding="gzip"), 422, "unprocessable", says)
        self.error(self.service.tag(LINE, "", "application/x-ndjson", Content_Encoding="gzip"), 400, "bad_request")

    def test_formats_that_come_in_pieces(self):
        rows = "".join("%d\tasthma and CD10\n" % i for i in range(300))
        pubtator = "".join("%d|t|On asthma\n%d|a|CD10 in leukemia.\n%d\t3\t9\tasthma\tDisease\tD001249\n%s" % (i, i, i, "\n" * (i % 3)) for i in range(300))
        for type, query, options, body in (
                ("text/tab-separated-values", "", ["-f", "tsv"], "id\ttext\n" + rows),
                ("text/tab-separated-values", "&no-header&text-field=2", ["-f", "tsv", "--no-header", "--text-field", "2"], rows),
                ("text/x-pubtator", "&keep", ["-f", "pubtator", "--keep"], pubtator),
                ("text/plain", "&lines", ["-f", "text", "--lines"], "asthma\r\n\nCD10 and leukemia\n" * 100 + "asthma"),
                ("application/x-ndjson", "", ["-f", "jsonl"], "\ufeff" + LINE.decode() * 3 + "\n \n[]\nnonsense\n" + LINE.decode() * 3)):
            for format in ("jsonl", "pubtator", "bioc-xml"):
                if format != "jsonl" and "nonsense" in body:
                    continue
                with self.subTest(type=type, query=query, format=format):
                    expected = self.run_ontotag("tag", "-d", SMALL, *options, "-o", format, stdin=body).out.replace(b"stdin:", b"request:")
                    raw = body.encode()
                    stream = self.open("?format=" + format + query, type)
                    for at in range(0, len(raw), 97):
                        stream.send(raw[at:at + 97])
                    stream.end()
                    lines = stream.rest().split(b"\n")
                    self.assertTrue(stream.whole)
                    self.assertEqual([line for line in lines if not line.startswith(b'{"error"')], expected.split(b"\n"))

    def test_an_error_stands_in_its_place(self):
        stream = self.open()
        for line in (LINE, b'{"text":7}\n', b"nonsense\n", LINE):
            stream.send(line)
        self.assertEqual(len(stream.lines(4)), 4)
        stream.end()
        found = [json.loads(line) for line in stream.rest().splitlines()]
        self.assertEqual([d.get("id", d.get("error", {}).get("where")) for d in found], ["one", "line 2", "line 3", "one"])
        self.assertTrue(stream.whole)

    def test_what_ends_it_is_said_and_it_is_cut_off(self):
        for query, said in (("?format=jsonl&strict", True), ("?format=tsv", False)):
            stream = self.open(query)
            stream.send(LINE)
            stream.lines(1)
            stream.send(b'{"text":7}\n' + LINE)
            plain = stream.rest()
            self.assertFalse(stream.whole)  # the last chunk is missing
            self.assertIn(" 200 ", stream.head)
            if said:
                self.assertEqual(json.loads(plain.splitlines()[-1])["error"]["where"], "line 2")

    def test_a_document_that_is_too_large(self):
        service = self.start("--max-body", "2K")
        stream = Stream(service, "?format=jsonl")
        stream.send(LINE)
        stream.lines(1)
        stream.send(LARGE)
        stream.rest()
        self.assertFalse(stream.whole)
        self.assertEqual(json.loads(stream.plain.splitlines()[-1])["error"]["code"], "too_large")
        stream.connection.close()

    def test_before_the_first_document_a_failure_has_a_status(self):
        for query, body, status in (("?types=persons", LINE, 400), ("", b"nonsense\n", 422), ("?format=tsv", b"nonsense\n", 422), ("?format=nonsense", LINE, 400)):
            stream = self.open(query)
            stream.send(body)
            stream.end()
            stream.rest()
            self.assertIn(" %d " % status, stream.head.split("\r\n")[0])
        self.assertEqual(self.service.tag(b"", "", "application/x-ndjson").body, b"")


class Clients(ServiceTest):
    def test_who_reads_only_at_the_end(self):
        service = self.start()
        count = (12 << 20) // len(LARGE)
        stream = Stream(service, length=count * len(LARGE))
        stream.send(LARGE * count)
        self.assertEqual(stream.rest().count(b"\n"), count)
        self.assertTrue(stream.whole)
        stream.connection.close()

    def test_who_never_reads(self):
        service = self.start("--timeout", "3")
        before = service.resident()
        stream = Stream(service, length=500 << 20)
        sent, end = 0, time.monotonic() + 60
        with self.assertRaises(OSError):
            while time.monotonic() < end:
                stream.send(LARGE)
                sent += len(LARGE)
        self.assertLess(sent, 64 << 20)
        if not has_sanitizers():
            self.assertLess(service.resident() - before, (16 << 20) + BOUND)
        service.wait_for(lambda: [e for e in service.events("request") if e["status"] == 499])
        self.assertEqual(service.tag("asthma").status, 200)
        stream.connection.close()

    def test_who_takes_long_is_not_cut_while_documents_come(self):
        service = self.start("--timeout", "2")
        stream = Stream(service)
        for count in range(1, 9):
            stream.send(LINE)
            self.assertEqual(len(stream.lines(count)), count)
            time.sleep(0.5)
        stream.end()
        stream.rest()
        self.assertTrue(stream.whole)
        waits = Stream(service)  # but while none comes
        waits.send(LINE + LINE[:20])
        waits.rest()
        self.assertFalse(waits.whole)
        for one in (stream, waits):
            one.connection.close()

    def test_who_goes_away_in_the_middle(self):
        service = self.start()
        for _ in range(10):
            stream = Stream(service)
            stream.send(LINE * 100)
            stream.lines(1)
            stream.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # so that it is reset
            stream.connection.close()
        service.wait_for(lambda: len([e for e in service.events("request") if e["status"] == 499]) == 10)
        self.assertEqual(service.tag("asthma").status, 200)


class Memory(ServiceTest):
    def test_it_is_bounded_by_the_largest_document(self):
        if has_sanitizers():
            self.skipTest("needs a program without sanitizers")
        count = ((200 << 20) if os.environ.get("ONTOTAG_LONG") else (40 << 20)) // len(LARGE)
        service = self.start("--quiet")
        service.tag(LARGE, "", "application/x-ndjson")
        for packed in (False, True):
            with self.subTest(packed=packed):
                self.send_many(service, count, packed)

    def send_many(self, service, count, packed):
        stream = Stream(service, **({"Content_Encoding": "gzip", "Accept_Encoding": "gzip"} if packed else {}))
        packer = zlib.compressobj(1, zlib.DEFLATED, 31)
        first, answered, sent = [], [0], [0]

        def read():
            more = True
            while more:
                more = stream.receive()
                if stream.plain and not first:
                    first.append(sent[0])
                answered[0] += stream.plain.count(b"\n")
                stream.plain = b""

        reader = threading.Thread(target=read)
        reader.start()
        before, most = service.resident(), 0
        for i in range(count):
            piece = packer.compress(LARGE) if packed else LARGE
            if piece:
                stream.send(piece)
            sent[0] += 1
            most = max(most, service.resident()) if i % 50 == 0 else most
        if packed:
            stream.send(packer.flush())
        stream.end()
        reader.join()
        self.assertTrue(stream.whole)
        self.assertEqual(answered[0], count)
        self.assertLess(first[0], count // 2)
        self.assertLess(max(most, service.resident()) - before, BOUND)
        stream.connection.close()


if __name__ == "__main__":
    require_serve()
    main()
