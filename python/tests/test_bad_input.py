"""Bad input of every kind, interrupts, forks, closed taggers: a clear exception, never a crash, never a wait without an end."""
import os
import tempfile
import unittest

from support import ROWS, Case

import ontotag


class BadInput(Case):
    @classmethod
    def setUpClass(cls):
        cls.tagger = ontotag.Tagger()

    def test_what_is_no_text(self):
        for bad in (b"asthma", None, 7, ["asthma"], bytearray(b"asthma")):
            with self.assertRaisesRegex(TypeError, "str"):
                self.tagger.tag(bad)
        for bad in ("half \ud83d a pair", "\udc80"):
            with self.assertRaises(UnicodeEncodeError):
                self.tagger.tag(bad)

    def test_odd_texts(self):
        for text in ("", "\0", "asthma\0asthma", "\ufeffasthma", "\u202easthma", "a\u0301" * 1000, "(" * 10000, "-" * 10000):
            doc = self.tagger.tag(text)
            for mention in doc:
                self.assertEqual(text[mention.start:mention.end], mention.text)
        self.assertEqual(len(self.tagger.tag("asthma\0asthma")), 2)

    def test_a_long_text(self):
        size = (100 if os.environ.get("ONTOTAG_LONG") else 5) * 1000 * 1000
        text = "x " * (size // 2 - 3) + "asthma"
        self.assertEqual([m.start for m in self.tagger.tag(text)], [len(text) - 6])
        self.assertEqual(len(self.tagger.tag_batch([text, "asthma"])), 2)

    def test_batches(self):
        for bad in ("asthma", b"asthma"):
            with self.assertRaisesRegex(TypeError, "iterable of texts"):
                self.tagger.tag_batch(bad)
        with self.assertRaises(TypeError):
            self.tagger.tag_batch(7)
        with self.assertRaises(TypeError):
            self.tagger.tag_batch(str)
        with self.assertRaisesRegex(TypeError, "text number 1 must be str or None"):
            self.tagger.tag_batch(["asthma", b"asthma"])
        with self.assertRaisesRegex(ValueError, "text number 2: .*surrogates"):
            self.tagger.tag_batch(["asthma", None, "\ud83d"])
        with self.assertRaisesRegex(ValueError, "more texts than the 1 ids"):
            self.tagger.tag_batch(["asthma", "asthma"], ids=["a"])
        with self.assertRaisesRegex(ValueError, "more ids than the 1 texts"):
            self.tagger.tag_batch(["asthma"], ids=["a", "b"])
        with self.assertRaisesRegex(TypeError, "id number 0"):
            self.tagger.tag_batch(["asthma"], ids=[1.5])
        for threads in (-1, 1025):
            with self.assertRaisesRegex(ValueError, "threads"):
                self.tagger.tag_batch([], threads=threads)

        def breaks():
            yield "asthma"
            raise LookupError("the source broke")

        for threads in (1, 2):
            with self.assertRaisesRegex(LookupError, "the source broke"):
                self.tagger.tag_batch(breaks(), threads=threads)
        batch = self.tagger.tag_batch([None, "", float("nan"), "asthma", "asthma"])
        self.assertEqual((len(batch), batch.documents), (2, 5))
        self.assertEqual((len(self.tagger.tag_batch([])), len(self.tagger.tag_batch(iter(())))), (0, 0))
        with self.assertRaises(TypeError):
            type(batch._table)()

    def test_options(self):
        for options, message in (
            ({"types": ["sickness"]}, "no type 'sickness'"), ({"overlap": "some"}, "no overlap policy 'some'"),
            ({"without": ["wishing"]}, "no way of matching 'wishing'"), ({"within": ["X:1"]}, "no concept 'X:1'"),
            ({"within": ["asthma"]}, "no code in within"), ({"roll_up": -1}, "no level"), ({"roll_up": ["X:1"]}, "no concept"),
            ({"offsets": "words"}, "no unit of offsets"), ({"vocabulary": [""]}, "empty word"), ({"types": "drug,"}, "empty word"),
        ):
            with self.assertRaisesRegex(ValueError, message):
                ontotag.Tagger(**options)
        for options in ({"types": b"drug"}, {"types": [7]}, {"vocabulary": 7}, {"nonsense": 1}, {"overlap": None}):
            with self.assertRaises(TypeError):
                ontotag.Tagger(**options)
        with self.assertRaises(TypeError):
            ontotag._native.Tagger(7)

    def test_dictionaries(self):
        with self.assertRaisesRegex(FileNotFoundError, "no dictionary of that name: looked for"):
            ontotag.Tagger("no-such-dictionary")
        with self.assertRaises(FileNotFoundError):
            ontotag.Tagger("/no/such/file.otx")
        with self.assertRaises(TypeError):
            ontotag.Tagger(7)
        with self.assertRaises(TypeError):
            ontotag.Tagger(b"full")
        with self.assertRaises(ValueError):
            ontotag.Tagger("a\0b")
        with tempfile.TemporaryDirectory() as folder:
            with self.assertRaises(IsADirectoryError):
                ontotag.Tagger(folder)
            path = os.path.join(folder, "bad.tsv")
            with open(path, "w") as stream:
                stream.write("#source\tX\tX\t1\tCC0\nS\tX\nC\tX:1\tsickness\tfever\n")
            with self.assertRaises(ontotag.Error) as caught:
                ontotag.Tagger(path)
            self.assertEqual((caught.exception.file, caught.exception.line), (path, 3))
            self.assertIn("sickness", caught.exception.reason)
            self.assertTrue(str(caught.exception).startswith(f"{path}:3: "))

    def test_damaged_images(self):
        with tempfile.TemporaryDirectory() as folder:
            good = os.path.join(folder, "good.otx")
            ontotag.run("compile", "-o", good, ROWS, check=True, capture_output=True)
            self.assertGreater(len(ontotag.Tagger(good).dictionary), 0)
            with open(good, "rb") as stream:
                content = stream.read()
            bad = os.path.join(folder, "bad.otx")
            for damaged in (content[:100], content[:-1], content[:5000] + b"\xff" * 8 + content[5008:], content[:40]):
                with open(bad, "wb") as stream:
                    stream.write(damaged)
                with self.assertRaises(ontotag.Error):
                    ontotag.Tagger(bad)
            self.assertEqual(len(ontotag.Tagger(good, ROWS).dictionary), len(ontotag.Tagger(good).dictionary))

    def test_closed(self):
        with ontotag.Tagger() as tagger:
            self.assertFalse(tagger.closed)
            tagger.tag("asthma")
        self.assertTrue(tagger.closed)
        for call in (lambda: tagger.tag("asthma"), lambda: tagger.tag_batch(["asthma"]), lambda: tagger.format("asthma", "jsonl"),
                     lambda: list(tagger.tag_files(ROWS, format="text"))):
            with self.assertRaisesRegex(ValueError, "the tagger is closed"):
                call()
        tagger.close()

        def closing(tagger):
            yield "asthma"
            tagger.close()
            yield "asthma"

        tagger = ontotag.Tagger()
        self.assertEqual(len(tagger.tag_batch(closing(tagger))), 2)
        self.assertTrue(tagger.closed)

    def test_normalizers(self):
        for options in ({"top": 0}, {"top": "7"}, {"min_score": 2}, {"types": ["x"]}, {"without": ["x"]}):
            with self.assertRaises(ValueError):
                ontotag.Normalizer(**options)
        for bad in (None, b"asthma", 7):
            with self.assertRaises(TypeError):
                ontotag.normalize(bad)

    def test_files(self):
        with self.assertRaises(FileNotFoundError):
            list(self.tagger.tag_files("/no/such/file"))
        with self.assertRaisesRegex(ValueError, "nonsense"):
            list(self.tagger.tag_files(ROWS, format="nonsense"))
        with self.assertRaises(TypeError):
            list(self.tagger.tag_files(7.5))


INTERRUPT = """
import os, signal, sys, threading, time, ontotag
tagger = ontotag.Tagger()
kind, threads = sys.argv[1], int(sys.argv[2])
text = "asthma on salbutamol, CD34+ leukemia. " * 40
many = [text] * 400000
long = text * 40000
sent = []
def send():
    time.sleep(0.3)
    sent.append(time.monotonic())
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=send).start()
try:
    if kind == "list":
        tagger.tag_batch(many, threads=threads)
    elif kind == "generator":
        tagger.tag_batch((t for t in many), threads=threads)
    elif kind == "long in a batch":
        tagger.tag_batch([long, long], threads=threads)
    else:
        tagger.tag(long)
except KeyboardInterrupt:
    late = time.monotonic() - sent[0]
    assert tagger.tag("asthma").mentions  # it goes on
    assert len(tagger.tag_batch(["asthma"] * 100, threads=2)) == 100
    print(late)
else:
    print("no interrupt")
"""


class Interrupts(Case):
    def test_an_interrupt_ends_a_batch_at_once(self):
        # The promise is 0.2 s on a machine that has nothing else to do; under sanitizers and load it is longer.
        limit = float(os.environ.get("ONTOTAG_INTERRUPT_LIMIT", "2"))
        for kind in ("list", "generator", "long in a batch", "long"):
            for threads in ("1", "2"):
                late = self.runs(INTERRUPT, kind, threads)
                self.assertLess(float(late), limit, (kind, threads))


# A fork beside threads can leave the sanitizer's allocator locked in the child; the C library's is made for it.
@unittest.skipIf("asan" in os.environ.get("LD_PRELOAD", ""), "needs a program without sanitizers")
class Forks(Case):
    def test_a_fork_in_the_middle(self):
        self.runs("""
import os, threading, ontotag
tagger = ontotag.Tagger()
stop = threading.Event()
def work():
    while not stop.is_set():
        tagger.tag_batch(["asthma on salbutamol " * 50] * 50, threads=2)
        tagger.tag("asthma")
thread = threading.Thread(target=work)
thread.start()
for i in range(20):
    child = os.fork()
    if child == 0:
        good = len(tagger.tag_batch(["asthma"] * 100, threads=2)) == 100 and len(tagger.tag("asthma")) == 1
        good = good and len(ontotag.Tagger(types=["disease"]).tag("asthma")) == 1
        os._exit(0 if good else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
stop.set()
thread.join()
""")

    def test_a_fork_inside_of_a_batch(self):
        self.runs("""
import os, ontotag
tagger = ontotag.Tagger()
children = []
def texts(last):
    for i in range(3000):
        if i == last:
            children.append(os.fork())
        yield "asthma on salbutamol " * 10
for last in (5, 1500, 2999):
    try:
        found = tagger.tag_batch(texts(last), threads=2)
    except RuntimeError as error:
        assert children[-1] == 0 and "forked" in str(error)
        assert len(tagger.tag_batch(["asthma"] * 10, threads=2)) == 10
        os._exit(7)
    assert children[-1] != 0, "the child has the parent's batch"
    assert len(found) == 60000
    assert os.waitstatus_to_exitcode(os.waitpid(children[-1], 0)[1]) == 7
""")

    def test_processes_of_multiprocessing(self):
        self.runs("""
import multiprocessing, ontotag
tagger = ontotag.Tagger(types=["disease"])
def work(text):
    return tagger.tag(text).to_dict()
def given(pair):
    return pair[0].tag(pair[1]).to_dict()
for method in ("fork",):
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map(work, ["asthma"] * 50) == [tagger.tag("asthma").to_dict()] * 50
        assert pool.map(given, [(tagger, "asthma")] * 50) == [tagger.tag("asthma").to_dict()] * 50
""")


if __name__ == "__main__":
    unittest.main()
