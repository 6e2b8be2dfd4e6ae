"""tools/fetch-dictionaries, and `-d NAME`, against a server on this machine that breaks, stalls, lies and moves.

The command's path is in the environment variable ONTOTAG, as for the tests of the command. No other machine is asked.
"""
import base64
import datetime
import gzip
import hashlib
import http.server
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "command"))
from support import ONTOTAG, ROOT, SECONDS, SHARED, main, skip_all  # noqa: E402

SCRIPT = os.path.join(ROOT, "tools", "fetch-dictionaries")
ONTOLOGIES = os.path.join(SHARED, "data", "ontologies")
YEAR = datetime.datetime.now(datetime.timezone.utc).year

OBO = """format-version: 1.2
data-version: mondo/releases/2026-01-01
ontology: mondo

[Term]
id: MONDO:0000001
name: disease

[Term]
id: MONDO:0005059
name: leukemia
synonym: "leukaemia" EXACT []
is_a: MONDO:0000001 ! disease
"""
OBO_NEWER = OBO.replace("2026-01-01", "2026-02-01") + """
[Term]
id: MONDO:0004979
name: asthma
is_a: MONDO:0000001 ! disease
"""
HP = """format-version: 1.2
data-version: hp/releases/2026-01-01
ontology: hp

[Term]
id: HP:0000118
name: Phenotypic abnormality

[Term]
id: HP:0001744
name: Splenomegaly
synonym: "Enlarged spleen" EXACT []
is_a: HP:0000118 ! Phenotypic abnormality
"""
MESH = """<?xml version="1.0"?>
<!DOCTYPE DescriptorRecordSet SYSTEM "https://www.nlm.nih.gov/databases/dtd/nlmdescriptorrecordset_20240101.dtd">
<DescriptorRecordSet LanguageCode = "eng">
<DescriptorRecord DescriptorClass = "1">
  <DescriptorUI>D001241</DescriptorUI>
  <DescriptorName><String>Aspirin</String></DescriptorName>
  <TreeNumberList><TreeNumber>D02.455.426.559.389.657.410.595.176</TreeNumber></TreeNumberList>
  <ConceptList>
   <Concept PreferredConceptYN="Y">
    <ConceptUI>M0001847</ConceptUI>
    <ConceptName><String>Aspirin</String></ConceptName>
    <TermList>
     <Term ConceptPreferredTermYN="Y" IsPermutedTermYN="N" LexicalTag="NON" RecordPreferredTermYN="Y">
      <TermUI>T003573</TermUI><String>Aspirin</String>
     </Term>
    </TermList>
   </Concept>
  </ConceptList>
</DescriptorRecord>
</DescriptorRecordSet>
"""
GENES = ("#tax_id\tGeneID\tSymbol\tLocusTag\tSynonyms\tdbXrefs\tchromosome\tmap_location\tdescription\ttype_of_gene\t"
         "Symbol_from_nomenclature_authority\tFull_name_from_nomenclature_authority\tNomenclature_status\t"
         "Other_designations\tModification_date\n"
         "9606\t613\tBCR\t-\tALL|BCR1\tHGNC:HGNC:1014\t22\t22q11.23\tBCR activator of RhoGEF and GTPase\tprotein-coding\t"
         "BCR\tBCR activator of RhoGEF and GTPase\tO\tbreakpoint cluster region protein\t20260101\n")
SSSOM = """# mapping_set_id: http://purl.obolibrary.org/obo/mondo/mappings/mondo_exactmatch_mesh.sssom.tsv
subject_id	subject_label	predicate_id	object_id	mapping_justification
MONDO:0005059	leukemia	skos:exactMatch	mesh:D007938	semapv:ManualMappingCuration
"""


class Served:
    """A file of the server: its bytes, its tag, and what is to go wrong with the next answers, one after the other."""

    def __init__(self, content):
        self.put(content)
        self.faults = []
        self.tagged = self.ranges = True
        self.dated = False
        self.retry_after = None
        self.more = []  # headers

    def put(self, content):
        self.content = content.encode("utf-8") if isinstance(content, str) else content
        self.tag = '"%s"' % hashlib.sha256(self.content).hexdigest()[:16]


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, status, headers=(), body=b"", length=None):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        server = self.server
        server.requests.append((self.path, dict(self.headers)))
        if self.path in server.moved:
            status, to = server.moved[self.path]
            return self.answer(status, [("Location", to)], b"moved")
        served = server.files.get(self.path)
        if served is None:
            return self.answer(404, body=b"<html>not here</html>")
        fault = served.faults.pop(0) if served.faults else None
        if fault in (403, 404, 500, 503):
            return self.answer(fault, [("Retry-After", served.retry_after)] if served.retry_after else [], b"<html>no</html>")
        headers = ([("ETag", served.tag)] if served.tagged else []) + served.more
        if served.dated:
            headers.append(("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT"))
            if self.headers.get("If-Modified-Since") == headers[-1][1] and not served.tagged:
                return self.answer(304, headers)
        if served.tagged and self.headers.get("If-None-Match") == served.tag:
            return self.answer(304, headers)
        body, status, start = served.content, 200, 0
        asked = self.headers.get("Range")
        if asked and served.ranges and self.headers.get("If-Range") in (None, *[value for _, value in headers]):
            start = int(asked.removeprefix("bytes=").split("-")[0])
            if start >= len(body):
                return self.answer(416, [("Content-Range", "bytes */%d" % len(body))])
            status = 206
            headers.append(("Content-Range", "bytes %d-%d/%d" % (start, len(body) - 1, len(body))))
        body = body[start:]
        if fault == "break":  # closed midway
            self.answer(status, headers, body[:len(body) // 2], len(body))
        elif fault == "short":  # less than there is, and says that this is all
            self.answer(status, headers, body[:len(body) // 2])
        elif fault == "zeros":  # as many bytes, some of them lost on the way
            self.answer(status, headers, body[:len(body) // 2 - 20] + bytes(40) + body[len(body) // 2 + 20:])
        elif fault == "page":
            self.answer(200, headers, b"<!DOCTYPE html><html><title>Sign in</title></html>\n")
        elif fault == "slow":
            self.answer(status, headers, body[:10], len(body))
            try:
                for at in range(10, len(body)):
                    self.wfile.write(body[at:at + 1])
                    self.wfile.flush()
                    if server.closing.wait(0.1):
                        return
            except OSError:
                pass  # the other side has given up, as it should
        else:
            self.answer(status, headers, body)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files, self.moved, self.requests = {}, {}, []
        self.closing = threading.Event()

    def handle_error(self, *_):
        pass  # a connection that the other side closed

    def asked(self, path):
        """The headers of the requests for a path."""
        return [headers for asked, headers in self.requests if asked == path]


class Result:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err


class FetchTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="ontotag-test-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.dir = os.path.join(self.folder, "data", "ontotag")
        self.server = Server()
        thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.addCleanup(self.server.closing.set)
        self.rows = []

    # ---- the server's files and the table of sources

    def url(self, path):
        return "http://127.0.0.1:%d%s" % (self.server.server_address[1], path)

    def serve(self, path, content):
        self.server.files[path] = Served(content)
        return self.server.files[path]

    def source(self, name, path, need="required", kind="any", minimum=20):
        urls = " ".join(self.url(each) for each in path.split())
        self.rows.append("%s\t%s\t%s\t%s\t%d" % (name, urls, need, kind, minimum))

    def serve_all(self):
        """A small copy of each of the built-in sources."""
        self.serve("/mondo.obo", OBO)
        self.serve("/hp.obo", HP)
        self.serve("/desc%d.gz" % YEAR, gzip.compress(MESH.encode()))
        self.serve("/gene_info.gz", gzip.compress(GENES.encode()))
        self.serve("/mesh.sssom.tsv", SSSOM)
        self.source("mondo", "/mondo.obo", kind="obo")
        self.source("hp", "/hp.obo", kind="obo")
        self.source("mesh", "/desc{YEAR}.gz", kind="mesh")
        self.source("genes", "/gene_info.gz", kind="genes")
        self.source("mappings", "/mesh.sssom.tsv", need="optional", kind="sssom")

    def serve_one(self, content=OBO, kind="obo"):
        self.source("mondo", "/mondo.obo", kind=kind)
        return self.serve("/mondo.obo", content)

    # ---- running

    def environment(self, **changes):
        merged = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        merged.update({"XDG_DATA_HOME": os.path.join(self.folder, "data"), "HOME": self.folder, "ONTOTAG": ONTOTAG})
        merged.update(changes)
        return {name: value for name, value in merged.items() if value is not None}

    def arguments(self, *more):
        table = os.path.join(self.folder, "sources.tsv")
        with open(table, "w") as stream:
            stream.write("# a table of a test\n\n" + "\n".join(self.rows) + "\n")
        return [SCRIPT, "--sources", table, "--wait", "0", "--tries", "3", *more]

    def run_script(self, arguments, **environment):
        done = subprocess.run(arguments, capture_output=True, stdin=subprocess.DEVNULL, cwd=self.folder, timeout=SECONDS,
                              env=self.environment(**environment))
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    def fetch(self, *more, **environment):
        result = self.run_script(self.arguments(*more), **environment)
        self.assertEqual(result.out, "")
        return result

    def good(self, *more, **environment):
        result = self.fetch(*more, **environment)
        self.assertEqual(result.code, 0, result.err)
        self.assertEqual([name for name in os.listdir(self.dir) if name == ".work"], [])
        return result

    def bad(self, *more, says=(), **environment):
        result = self.fetch(*more, **environment)
        self.assertEqual(result.code, 1, result.err)
        for part in says:
            self.assertIn(part, result.err)
        return result

    def tagged(self, text, *dictionaries):
        arguments = [ONTOTAG, "tag", "-o", "tsv"]
        for name in dictionaries or ["full"]:
            arguments += ["-d", name]
        done = subprocess.run(arguments, input=text.encode(), capture_output=True, cwd=self.folder, timeout=SECONDS,
                              env=self.environment())
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.decode()

    def read(self, *name):
        with open(os.path.join(self.dir, *name), "rb") as stream:
            return stream.read()

    def manifest(self):
        head, *rows = [line.split("\t") for line in self.read("manifest.tsv").decode().splitlines()]
        self.assertEqual(head, ["name", "address", "date", "bytes", "sha256"])
        return {row[0]: dict(zip(head, row)) for row in rows}

    def assertNoPart(self):
        self.assertEqual([name for name in os.listdir(os.path.join(self.dir, "sources")) if ".part" in name], [])


class Complete(FetchTest):
    def test_first_update(self):
        self.serve_all()
        result = self.good()
        self.assertIn("-d full", result.err)
        self.assertNotIn("\r", result.err)
        found = self.tagged("leukaemia with an enlarged spleen, aspirin, BCR")
        for code in ("MONDO:0005059", "MESH:D007938", "HP:0001744", "MESH:D001241", "NCBIGene:613"):
            self.assertIn(code, found)
        self.assertNoPart()

    def test_manifest(self):
        self.serve_all()
        before = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0, tzinfo=None)
        self.good()
        rows = self.manifest()
        self.assertEqual(list(rows), ["mondo", "hp", "mesh", "genes", "mappings"])
        for name, path in (("mondo", "/mondo.obo"), ("mesh", "/desc%d.gz" % YEAR), ("mappings", "/mesh.sssom.tsv")):
            content = self.server.files[path].content
            self.assertEqual(rows[name]["address"], self.url(path))
            self.assertEqual(rows[name]["bytes"], str(len(content)))
            self.assertEqual(rows[name]["sha256"], hashlib.sha256(content).hexdigest())
            self.assertGreaterEqual(datetime.datetime.strptime(rows[name]["date"], "%Y-%m-%dT%H:%M:%SZ"), before)
            self.assertEqual(self.read("sources", name), content)

    def test_quiet(self):
        self.serve_all()
        self.assertEqual(self.good("--quiet").err, "")

    def test_progress_on_a_terminal_only(self):
        self.serve_one()
        for more, shown in ([], True), (["--force", "--quiet"], False):
            with self.subTest(more=more):
                ours, theirs = os.openpty()
                done = subprocess.run(self.arguments(*more), stderr=theirs, cwd=self.folder, env=self.environment())
                os.close(theirs)
                printed = b""
                with open(ours, "rb", buffering=0) as terminal:
                    try:
                        while piece := terminal.read(4096):
                            printed += piece
                    except OSError:
                        pass  # the terminal's way to say that this was all
                self.assertEqual(done.returncode, 0, printed)
                self.assertEqual(b"100.0%" in printed, shown, printed)

    def test_folder(self):
        self.serve_one()
        self.good("--dir", "else where")
        self.assertFalse(os.path.exists(os.path.join(self.dir, "full.dict.gz")))
        path = os.path.join(self.folder, "else where", "full.dict.gz")
        self.assertIn("MONDO:0005059", self.tagged("leukemia", path))

    def test_home_without_xdg(self):
        self.serve_one()
        for xdg in (None, "", "relative"):
            with self.subTest(xdg=xdg):
                self.assertEqual(self.fetch(XDG_DATA_HOME=xdg).code, 0)
                self.assertTrue(os.path.isfile(os.path.join(self.folder, ".local/share/ontotag/full.dict.gz")))

    def good(self, *more, **environment):
        os.makedirs(self.dir, exist_ok=True)
        return super().good(*more, **environment)


class Unchanged(FetchTest):
    def test_not_fetched_again(self):
        self.serve_all()
        self.good()
        dictionary, manifest = os.stat(os.path.join(self.dir, "full.dict.gz")), self.read("manifest.tsv")
        self.server.requests.clear()
        result = self.good()
        self.assertEqual(result.err.count(": unchanged\n"), 5)
        self.assertEqual(len(self.server.requests), 6)  # of mesh, the next year is asked for first
        self.assertEqual(self.server.asked("/mondo.obo")[0]["If-None-Match"], self.server.files["/mondo.obo"].tag)
        self.assertEqual(self.read("manifest.tsv"), manifest)
        after = os.stat(os.path.join(self.dir, "full.dict.gz"))
        self.assertEqual((after.st_ino, after.st_mtime_ns), (dictionary.st_ino, dictionary.st_mtime_ns))

    def test_by_date(self):
        served = self.serve_one()
        served.tagged, served.dated = False, True
        self.good()
        self.assertIn("unchanged", self.good().err)
        self.assertIn("If-Modified-Since", self.server.asked("/mondo.obo")[1])

    def test_changed(self):
        served = self.serve_one()
        self.good()
        served.put(OBO_NEWER)
        self.good()
        self.assertIn("MONDO:0004979", self.tagged("asthma"))
        self.assertEqual(self.manifest()["mondo"]["sha256"], hashlib.sha256(OBO_NEWER.encode()).hexdigest())

    def test_force(self):
        self.serve_one()
        self.good()
        inode = os.stat(os.path.join(self.dir, "full.dict.gz")).st_ino
        result = self.good("--force")
        self.assertNotIn("unchanged", result.err)
        self.assertNotIn("If-None-Match", self.server.asked("/mondo.obo")[1])
        self.assertNotEqual(os.stat(os.path.join(self.dir, "full.dict.gz")).st_ino, inode)

    def test_damaged_file_is_fetched_again(self):
        self.serve_one()
        self.good()
        with open(os.path.join(self.dir, "sources", "mondo"), "r+b") as stream:
            stream.write(b"F")
        self.good()
        self.assertEqual(self.read("sources", "mondo"), OBO.encode())

    def test_lost_dictionary_is_built_again(self):
        self.serve_one()
        self.good()
        os.remove(os.path.join(self.dir, "full.dict.gz"))
        self.assertIn("unchanged", self.good().err)
        self.assertTrue(os.path.isfile(os.path.join(self.dir, "full.dict.gz")))

    def test_only(self):
        self.serve_all()
        self.bad("--only", "mondo", says=["still to be downloaded: hp mesh genes"])
        self.assertEqual([path for path, _ in self.server.requests], ["/mondo.obo"])
        self.good()
        self.server.files["/mondo.obo"].put(OBO_NEWER)
        self.server.requests.clear()
        result = self.good("--only=mondo")
        self.assertEqual([path for path, _ in self.server.requests], ["/mondo.obo"], result.err)
        found = self.tagged("asthma, aspirin")
        self.assertIn("MONDO:0004979", found)
        self.assertIn("MESH:D001241", found)


class Broken(FetchTest):
    def test_resumed_in_the_same_run(self):
        served = self.serve_one()
        served.faults = ["break"]
        result = self.good()
        self.assertIn("closed midway", result.err)
        first, second = self.server.asked("/mondo.obo")
        self.assertNotIn("Range", first)
        self.assertEqual(second["Range"], "bytes=%d-" % (len(served.content) // 2))
        self.assertEqual(second["If-Range"], served.tag)
        self.assertEqual(self.read("sources", "mondo"), served.content)
        self.assertNoPart()

    def test_resumed_in_the_next_run(self):
        served = self.serve_one(gzip.compress(MESH.encode()), kind="mesh")
        served.faults = ["break"]
        self.bad("--tries", "1", says=["closed midway", "nothing was put in place"])
        self.assertEqual(self.read("sources", "mondo.part"), served.content[:len(served.content) // 2])
        self.good()
        self.assertEqual(self.server.asked("/mondo.obo")[1]["Range"], "bytes=%d-" % (len(served.content) // 2))
        self.assertEqual(self.read("sources", "mondo"), served.content)

    def test_resumed_by_date(self):
        served = self.serve_one()
        served.tagged, served.dated, served.faults = False, True, ["break"]
        self.good()
        self.assertIn("GMT", self.server.asked("/mondo.obo")[1]["If-Range"])
        self.assertEqual(self.read("sources", "mondo"), served.content)

    def test_changed_meanwhile(self):
        served = self.serve_one()
        served.faults = ["break"]
        self.bad("--tries=1")
        served.put(OBO_NEWER)
        self.good()
        self.assertEqual(self.read("sources", "mondo"), OBO_NEWER.encode())

    def test_nothing_vouches_for_the_rest(self):
        served = self.serve_one()
        served.tagged, served.faults = False, ["break"]
        self.good()
        self.assertNotIn("Range", self.server.asked("/mondo.obo")[1])
        self.assertEqual(self.read("sources", "mondo"), served.content)

    def test_server_that_cannot_continue(self):
        served = self.serve_one()
        served.ranges, served.faults = False, ["break"]
        self.good()
        self.assertEqual(self.read("sources", "mondo"), served.content)

    def test_part_that_is_longer_than_the_file(self):
        served = self.serve_one()
        served.faults = ["break"]
        self.bad("--tries", "1")
        with open(os.path.join(self.dir, "sources", "mondo.part"), "ab") as stream:
            stream.write(bytes(10000))
        self.good()
        self.assertEqual(self.read("sources", "mondo"), served.content)

    def test_tries_have_an_end(self):
        served = self.serve_one()
        served.faults = ["break"] * 9
        self.bad()
        self.assertEqual(len(self.server.requests), 3)

    def test_busy_server(self):
        self.serve_one().faults = [503, 500]
        self.assertIn("HTTP status 503", self.good().err)

    def test_nobody_there(self):
        self.rows.append("mondo\thttp://127.0.0.1:1/mondo.obo\trequired\tobo\t10")
        self.bad(says=["lets nobody connect"])
        self.assertNoPart()

    def test_waits_as_long_as_the_server_asks(self):
        served = self.serve_one()
        served.faults = [503]
        served.retry_after = "1"
        started = time.monotonic()
        self.assertIn("trying again in 1 s", self.good().err)
        self.assertGreaterEqual(time.monotonic() - started, 1)

    def test_too_slow(self):
        self.serve_one().faults = ["slow"]
        started = time.monotonic()
        self.bad("--stall", "1", "--tries", "1", says=["too slow: below 1000 bytes a second for 1 s"])
        self.assertLess(time.monotonic() - started, 6)
        self.good()
        self.assertIn("Range", self.server.asked("/mondo.obo")[1])

    def test_ended_by_a_signal(self):
        served = self.serve_one()
        served.faults = ["slow"]
        running = subprocess.Popen(self.arguments(), env=self.environment(), cwd=self.folder, stderr=subprocess.DEVNULL)
        part = os.path.join(self.dir, "sources", "mondo.part")
        deadline = time.monotonic() + 10
        while not (os.path.exists(part) and os.path.getsize(part)) and time.monotonic() < deadline:
            time.sleep(0.02)
        self.bad(says=["another fetch-dictionaries is at work"])
        running.send_signal(signal.SIGTERM)
        self.assertEqual(running.wait(5), 143)
        self.assertNotIn(".work", os.listdir(self.dir))
        self.good()
        self.assertIn("Range", self.server.asked("/mondo.obo")[1])
        self.assertEqual(self.read("sources", "mondo"), served.content)


class Unsound(FetchTest):
    """What arrives is not what it should be: the dictionary that is there stays byte for byte, and keeps working."""

    def stays(self, *more, says=(), **environment):
        dictionary = self.read("full.dict.gz")
        self.bad(*more, says=["stays as it is", *says], **environment)
        self.assertEqual(self.read("full.dict.gz"), dictionary)
        self.assertIn("MONDO:0005059", self.tagged("leukaemia"))

    def test_truncated(self):
        for kind, content, newer in (("obo", OBO, OBO_NEWER), ("mesh", MESH, MESH.replace("Aspirin", "Warfarin")),
                                     ("any", gzip.compress(OBO.encode()), gzip.compress(OBO_NEWER.encode()))):
            with self.subTest(kind=kind):
                shutil.rmtree(self.dir, ignore_errors=True)
                self.rows = []
                self.serve("/leukemia.obo", OBO)
                self.source("leukemia", "/leukemia.obo")
                served = self.serve_one(content, kind)
                self.good()
                served.put(newer)
                served.faults = ["short", "short"]
                manifest = self.read("manifest.tsv")
                self.stays(says=["ends too early"])
                self.assertEqual(self.read("manifest.tsv"), manifest)
                self.assertEqual(self.read("sources", "mondo"), content if isinstance(content, bytes) else content.encode())
                self.assertNoPart()
                served.faults = ["short"]
                self.good()

    def test_damaged_in_the_middle(self):
        """A plain file whose two ends are good: fetched again, never recorded."""
        row = MESH.index("<DescriptorRecord ")
        record = MESH[row:MESH.index("</DescriptorRecordSet>")]
        more = "".join(OBO_NEWER[OBO_NEWER.index("[Term]"):].replace("MONDO:", "MONDO:%d" % i) for i in range(1, 60))
        for kind, good, bad in (
                ("obo", OBO_NEWER + more, lambda text: text[:2000] + bytes(300) + text[2300:]),
                ("obo", OBO_NEWER + more, lambda text: text[:2000] + b"\xff\xfe\x80" * 100 + text[2300:]),
                ("obo", OBO_NEWER + more, lambda text: text[:2000] + b"\n" + b"{" * 298 + b"\n" + text[2300:]),
                ("obo", OBO_NEWER + more, lambda text: text.replace(b"id: MONDO:90004979\n", b"\n")),
                ("mesh", MESH.replace(record, record * 40), lambda text: text[:5000] + b" " * 200 + text[5200:]),
                ("mesh", MESH.replace(record, record * 40), lambda text: text[:5000] + bytes(50) + text[5050:]),
                ("genes", GENES + GENES[GENES.index("9606"):] * 40, lambda text: text[:3000] + b"x" * 900 + text[3900:]),
                ("genes", GENES + GENES[GENES.index("9606"):] * 40, lambda text: text[:3000] + bytes(9) + text[3009:])):
            good = good.encode()
            with self.subTest(kind=kind, bad=bad(good)[2000:2040]):
                shutil.rmtree(self.dir, ignore_errors=True)
                self.rows = []
                self.serve("/leukemia.obo", OBO)
                self.source("leukemia", "/leukemia.obo")
                served = self.serve_one(bad(good), kind)
                self.bad(says=["is damaged"])
                self.assertNotIn("mondo", self.manifest() if os.path.exists(os.path.join(self.dir, "manifest.tsv")) else {})
                self.assertFalse(os.path.exists(os.path.join(self.dir, "sources", "mondo")))
                self.assertNoPart()
                served.put(good)
                self.good()
                self.assertEqual(self.read("sources", "mondo"), good)

    def test_damaged_before_it_was_read(self):
        """A file that an older release has recorded: it does not stay for ever."""
        served = self.serve_one(OBO_NEWER)
        older = self.program('case "$1 $2" in "build --help") exit 0 ;; "build -q"|"build --strict") exit 1 ;; esac')
        served.put(OBO_NEWER.replace("asthma", "ast\0ma"))
        self.bad(ONTOTAG=older)
        self.assertIn("mondo", self.manifest())
        self.bad(says=["mondo is damaged", "the next run downloads it again"])
        served.put(OBO_NEWER)
        served.tag = self.manifest()["mondo"]["sha256"]
        self.good()

    def test_damaged_once(self):
        served = self.serve_one(OBO_NEWER)
        served.faults = ["zeros"]
        self.assertIn("is damaged", self.good().err)
        self.assertEqual(self.read("sources", "mondo"), OBO_NEWER.encode())

    def test_damaged_at_the_first_address(self):
        self.serve("/first.obo", OBO_NEWER).faults = ["zeros"] * 9
        self.serve("/second.obo", OBO_NEWER)
        self.source("mondo", "/first.obo /second.obo", kind="obo")
        self.good()
        self.assertEqual(self.manifest()["mondo"]["address"], self.url("/second.obo"))

    def test_another_checksum_or_size(self):
        """A name that is damaged is still a name: only what the server states tells."""
        content = OBO_NEWER.encode()
        sha, md5 = (base64.b64encode(digest(content).digest()).decode() for digest in (hashlib.sha256, hashlib.md5))
        for header, value in (("Digest", "SHA-256=" + sha), ("Digest", "md5=x,sha-256=" + sha), ("Content-MD5", md5),
                              ("Repr-Digest", "sha-256=:%s:" % sha), ("Content-Digest", "sha-512=:AA==:, sha-256=:%s:" % sha)):
            with self.subTest(header=header, value=value):
                shutil.rmtree(self.dir, ignore_errors=True)
                self.rows = []
                served = self.serve_one(OBO_NEWER)
                served.more = [(header, value)]
                self.good()
                shutil.rmtree(self.dir)
                served.put(OBO_NEWER.replace("asthma", "esthma"))
                self.bad(says=["has not the checksum that the server stated"])
                self.assertNoPart()

    def test_gzip_with_a_wrong_byte(self):
        content = bytearray(gzip.compress(OBO_NEWER.encode()))
        content[len(content) // 2] ^= 0xff
        served = self.serve_one()
        self.good()
        served.put(bytes(content))
        self.stays(says=["gzip file that is damaged"])

    def test_not_what_it_should_be(self):
        served = self.serve_one()
        self.good()
        for content, says in ((SSSOM, "does not begin like obo"), ("", "is empty"), ("format-version: 1\n", "at least 20"),
                              ("<html><body>sign in</body></html>\n", "is a web page"), (b"PK\3\4" + bytes(99), "obo")):
            with self.subTest(says=says):
                served.put(content)
                self.stays(says=[says])

    def test_every_kind(self):
        for kind, content in (("obo", OBO), ("mesh", MESH), ("genes", GENES), ("sssom", SSSOM)):
            for other in ("obo", "mesh", "genes", "sssom"):
                for zipped in (False, True):
                    with self.subTest(kind=kind, other=other, zipped=zipped):
                        name = "%s-%s-%d" % (kind, other, zipped)
                        self.serve("/" + name, gzip.compress(content.encode()) if zipped else content)
                        self.source(name, "/" + name, "optional", other, 1)
        result = self.good()
        self.assertEqual(sorted(self.manifest()), sorted("%s-%s-%d" % (kind, kind, zipped) for zipped in (0, 1)
                                                         for kind in ("obo", "mesh", "genes", "sssom")), result.err)

    def test_missing(self):
        served = self.serve_one()
        self.good()
        served.faults = [404]
        self.stays(says=["HTTP status 404"])
        self.assertEqual(len(self.server.requests), 2)

    def test_does_not_build(self):
        served = self.serve_one()
        self.good()
        served.put(OBO_NEWER + "[Term]\nid: MONDO:1\nname: a\nis_a: MONDO:2\n\n[Term]\nid: MONDO:2\nname: b\nis_a: MONDO:1\n")
        self.stays(says=["could not be built"])
        self.stays(says=["could not be built"])
        served.put(OBO_NEWER)
        self.good()
        self.assertIn("MONDO:0004979", self.tagged("asthma"))

    def test_build_that_fails(self):
        self.serve_one()
        self.good()
        self.stays("--force", ONTOTAG=self.program('case $1 in build) exit 1 ;; esac'))

    def test_second_source_fails(self):
        self.serve_all()
        self.good()
        self.server.files["/mondo.obo"].put(OBO_NEWER)
        self.server.files["/hp.obo"].faults = [404]
        self.stays()

    def program(self, body):
        """A program that does something of its own, then what ontotag does."""
        path = os.path.join(self.folder, "program")
        with open(path, "w") as stream:
            stream.write('#!/bin/sh\n%s\nexec "%s" "$@"\n' % (body, ONTOTAG))
        os.chmod(path, 0o755)
        return path

    def test_compiles_where_that_can_be_done(self):
        self.serve_one()
        self.good(ONTOTAG=self.program('case "$*" in compile*) exit 2 ;; esac'))
        self.assertNotIn("full.otx", os.listdir(self.dir))
        compiler = ('case "$1 $2" in "compile --help") exit 0 ;; "compile -o") %s ;; esac')
        self.stays(ONTOTAG=self.program(compiler % "exit 1"), says=["could not be compiled"])
        self.assertNotIn("full.otx", os.listdir(self.dir))
        self.good(ONTOTAG=self.program(compiler % 'cp "$4" "$3"; exit 0'))
        self.assertEqual(self.read("full.otx"), self.read("full.dict.gz"))
        # A program that cannot compile takes an old full.otx away: it would be found first.
        self.good(ONTOTAG=self.program('case "$*" in compile*) exit 2 ;; esac'))
        self.assertNotIn("full.otx", os.listdir(self.dir))


class Addresses(FetchTest):
    def test_moved(self):
        for status in (301, 302, 307, 308):
            with self.subTest(status=status):
                shutil.rmtree(self.dir, ignore_errors=True)
                self.rows = []
                self.server.requests.clear()
                self.server.moved = {"/old": (status, "/between"), "/between": (302, self.url("/mondo.obo"))}
                self.serve("/mondo.obo", OBO).faults = ["break"]
                self.source("mondo", "/old", kind="obo")
                self.good()
                self.assertIn("Range", self.server.asked("/mondo.obo")[1])
                self.assertEqual(self.manifest()["mondo"]["address"], self.url("/old"))
                self.assertIn("unchanged", self.good().err)

    def test_moved_in_a_circle(self):
        self.server.moved = {"/a": (302, "/b"), "/b": (302, "/a")}
        self.source("mondo", "/a")
        self.bad(says=["moved too often"])

    def test_moved_to_a_file_of_this_machine(self):
        self.server.moved = {"/a": (302, "file:///etc/hostname")}
        self.source("mondo", "/a", minimum=1)
        self.bad(says=["neither http nor https"])

    def test_year_to_come(self):
        self.serve("/desc%d.gz" % (YEAR + 1), gzip.compress(MESH.encode()))
        self.source("mesh", "/desc{YEAR}.gz", kind="mesh")
        self.good()
        self.assertEqual([path for path, _ in self.server.requests], ["/desc%d.gz" % (YEAR + 1)])

    def test_year_before(self):
        self.serve("/desc%d.gz" % (YEAR - 1), gzip.compress(MESH.encode()))
        self.source("mesh", "/desc{YEAR}.gz", kind="mesh")
        self.good()
        self.assertEqual([path for path, _ in self.server.requests], ["/desc%d.gz" % year for year in (YEAR + 1, YEAR, YEAR - 1)])
        self.assertEqual(self.manifest()["mesh"]["address"], self.url("/desc%d.gz" % (YEAR - 1)))
        self.assertIn("unchanged", self.good().err)

    def test_year_before_only_if_this_one_is_not_there(self):
        self.serve("/desc%d.gz" % YEAR, gzip.compress(MESH.encode())).faults = [500] * 9
        self.serve("/desc%d.gz" % (YEAR - 1), gzip.compress(MESH.encode()))
        self.source("mesh", "/desc{YEAR}.gz", kind="mesh")
        self.bad(says=["HTTP status 500"])
        self.assertEqual({path for path, _ in self.server.requests}, {"/desc%d.gz" % (YEAR + 1), "/desc%d.gz" % YEAR})

    def test_page_in_place_of_a_year_to_come(self):
        for fault in ("page", 403):
            with self.subTest(fault):
                shutil.rmtree(self.dir, ignore_errors=True)
                self.rows = []
                self.serve("/desc%d.gz" % (YEAR + 1), gzip.compress(MESH.encode())).faults = [fault] * 9
                self.serve("/desc%d.gz" % YEAR, gzip.compress(MESH.encode()))
                self.source("mesh", "/desc{YEAR}.gz", kind="mesh")
                self.good()
                self.assertEqual(self.manifest()["mesh"]["address"], self.url("/desc%d.gz" % YEAR))

    def test_second_address(self):
        self.serve("/first.obo", OBO).faults = ["page", "page"]
        self.serve("/second.obo", OBO_NEWER)
        self.source("mondo", "/first.obo /second.obo", kind="obo")
        self.good()
        self.assertEqual(self.manifest()["mondo"]["address"], self.url("/second.obo"))
        self.assertEqual(self.read("sources", "mondo"), OBO_NEWER.encode())

    def test_optional(self):
        self.serve_all()
        self.server.files["/mesh.sssom.tsv"].faults = [404]
        result = self.good("--quiet")
        self.assertRegex(result.err, r"\Afetch-dictionaries: mappings could not be downloaded .*404.*going on without it\n\Z")
        self.assertNotIn("mappings", self.manifest())
        self.good()
        self.server.files["/mesh.sssom.tsv"].faults = [404]
        self.assertIn("downloaded earlier is used", self.good("--quiet").err)
        self.assertIn("MESH:D007938", self.tagged("leukaemia"))


class Usage(FetchTest):
    def test_help(self):
        result = self.run_script([SCRIPT, "--help"])
        self.assertEqual((result.code, result.err), (0, ""))
        self.assertTrue(result.out.startswith("usage: fetch-dictionaries"))

    def test_built_in_sources(self):
        result = self.run_script([SCRIPT, "--list"])
        self.assertEqual((result.code, result.err), (0, ""))
        rows = [line.split("\t") for line in result.out.splitlines()]
        self.assertTrue(all(len(row) == 5 for row in rows))
        self.assertEqual([row[0] for row in rows[:5]], ["mondo", "hp", "mesh-descriptors", "mesh-supplements", "gene-info"])
        table = os.path.join(self.folder, "table.tsv")
        with open(table, "w") as stream:
            stream.write(result.out)
        self.assertEqual(self.run_script([SCRIPT, "--list", "--sources", table]).out, result.out)

    def test_wrong_arguments(self):
        self.serve_one()
        for more in (["--nothing"], ["mondo"], ["--only"], ["--only", "nothing"], ["--only="], ["--tries", "0"],
                     ["--tries", "x"], ["--wait=-1"], ["--dir", ""]):
            with self.subTest(more=more):
                result = self.fetch(*more)
                self.assertEqual(result.code, 2, result.err)
                self.assertEqual(len(result.err.splitlines()), 1)
        self.assertEqual(self.server.requests, [])

    def test_wrong_table(self):
        address = "http://127.0.0.1/x"
        for row in ("a\t%s" % address, "a\t%s\tperhaps" % address, "a\tfile:///x\trequired", "a\t--output=x\trequired",
                    "../a\t%s\trequired" % address, "a\t%s\trequired\towl" % address, "a\t%s\trequired\tobo\tmuch" % address,
                    "a\t%s\trequired\na\t%s\trequired" % (address, address), ""):
            with self.subTest(row=row):
                self.rows = [row]
                result = self.fetch()
                self.assertEqual(result.code, 2, result.err)
                self.assertIn("sources.tsv", result.err)

    def test_no_table(self):
        result = self.run_script([SCRIPT, "--sources", "nowhere.tsv"])
        self.assertEqual(result.code, 1)
        self.assertIn("nowhere.tsv", result.err)

    def test_no_program(self):
        self.serve_one()
        self.bad(says=["ONTOTAG can name it"], ONTOTAG=os.path.join(self.folder, "nowhere"))
        self.assertEqual(self.server.requests, [])

    def test_no_folder(self):
        self.serve_one()
        with open(os.path.join(self.folder, "file"), "w"):
            pass
        self.bad("--dir", "file/folder", says=["file/folder"])


class ByName(FetchTest):
    ROW = "C\tX:%d\tdisease\t%s\n"

    def put(self, name, number, text):
        os.makedirs(os.path.dirname(os.path.join(self.folder, name)) or ".", exist_ok=True)
        with open(os.path.join(self.folder, name), "w") as stream:
            stream.write("S\tX\n" + self.ROW % (number, text))

    def test_order(self):
        self.put("data/ontotag/own.dict.gz", 1, "grumbling")
        self.assertIn("X:1", self.tagged("grumbling", "own"))
        self.put("data/ontotag/own.otx", 2, "grumbling")
        self.assertIn("X:2", self.tagged("grumbling", "own"))
        self.put("own", 3, "grumbling")
        self.assertIn("X:3", self.tagged("grumbling", "own"))
        self.assertIn("X:1", self.tagged("grumbling", "data/ontotag/own.dict.gz"))

    def test_several(self):
        self.put("data/ontotag/one.dict.gz", 1, "grumbling")
        self.put("data/ontotag/two.dict.gz", 2, "mumbling")
        found = self.tagged("grumbling and mumbling", "one", "two")
        self.assertIn("X:1", found)
        self.assertIn("X:2", found)

    def test_home(self):
        self.put(".local/share/ontotag/own.dict.gz", 1, "grumbling")
        for xdg in (None, "", "relative"):
            done = subprocess.run([ONTOTAG, "info", "-d", "own"], capture_output=True, cwd=self.folder,
                                  env=self.environment(XDG_DATA_HOME=xdg))
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_unknown(self):
        for command in ("tag", "info"):
            done = subprocess.run([ONTOTAG, command, "-d", "full"], capture_output=True, cwd=self.folder, text=True,
                                  stdin=subprocess.DEVNULL, env=self.environment())
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            for part in ("full.otx", "full.dict.gz", self.dir, "/usr/local/share/ontotag", "/usr/share/ontotag",
                         "fetch-dictionaries"):
                self.assertIn(part, done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1)

    def test_neither_variable(self):
        done = subprocess.run([ONTOTAG, "info", "-d", "full"], capture_output=True, cwd=self.folder, text=True,
                              env=self.environment(XDG_DATA_HOME=None, HOME=None))
        self.assertEqual(done.returncode, 1)
        self.assertIn("in /usr/local/share/ontotag and", done.stderr)


class Real(FetchTest):
    """The real files, where they are there: by name, over a line that breaks, from an address that moved."""

    def test_real(self):
        if not os.path.isdir(ONTOLOGIES):
            self.skipTest("needs ../shared/data/ontologies")
        files = {"mondo": ("mondo.obo.gz", "obo"), "hp": ("hp_import.obo.gz", "obo"), "mesh": ("desc2024.xml.gz", "mesh"),
                 "supplements": ("supp2024-partial.xml.gz", "mesh"), "genes": ("Homo_sapiens.gene_info.gz", "genes"),
                 "mappings": ("mappings/mondo_exactmatch_mesh.sssom.tsv.gz", "sssom")}
        for name, (path, kind) in files.items():
            with open(os.path.join(ONTOLOGIES, path), "rb") as stream:
                self.serve("/" + path, stream.read())
            self.source(name, "/" + path, kind=kind, minimum=50000)
        self.server.files["/mondo.obo.gz"].faults = ["break", "break", 503]
        self.server.moved = {"/desc.gz": (301, "/desc2024.xml.gz")}
        self.rows[2] = self.rows[2].replace("/desc2024.xml.gz", "/desc.gz")
        self.good()
        ranges = [headers.get("Range") for headers in self.server.asked("/mondo.obo.gz")]
        self.assertEqual(len(ranges), 4)
        self.assertIsNone(ranges[0])
        self.assertNotIn(None, ranges[1:])
        for name, (path, _) in files.items():
            self.assertEqual(self.read("sources", name), self.server.files["/" + path].content)
        found = self.tagged("acute lymphoblastic leukemia, splenomegaly, methotrexate, BCR")
        for code in ("MONDO:0004967", "HP:0001744", "MESH:D008727", "NCBIGene:613"):
            self.assertIn(code, found)


if __name__ == "__main__":
    lacking = [tool for tool in ("bash", "curl", "flock", "sha256sum") if not shutil.which(tool)]
    if lacking:
        skip_all("needs " + ", ".join(lacking))
    main()
