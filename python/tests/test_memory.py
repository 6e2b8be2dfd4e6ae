"""Nothing leaks: neither memory nor references; and the start is quick."""
import gc
import os
import subprocess
import sys
import time
import unittest

from support import Case

import ontotag


def resident():
    with open("/proc/self/statm") as stream:
        return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Memory(Case):
    def flat(self, work, rounds, most):
        for _ in range(rounds // 5):
            work()
        gc.collect()
        before = resident()
        for _ in range(rounds):
            work()
        gc.collect()
        grown = resident() - before
        self.assertLess(grown, most, f"{grown} bytes more after {rounds} rounds")

    @unittest.skipIf("asan" in os.environ.get("LD_PRELOAD", ""), "the sanitizer keeps what is freed")
    def test_resident_memory_is_flat(self):
        tagger = ontotag.Tagger(vocabulary=["MESH", "MONDO"], overlap="all")
        text = "asthma, Ä hepatitis A, B and C; acute lymphoblastic leukemia (ALL) on salbutamol"
        times = 20 if os.environ.get("ONTOTAG_LONG") else 1
        self.flat(lambda: tagger.tag(text).to_dict(), 20000 * times, 2 << 20)
        self.flat(lambda: tagger.tag_batch([text, None] * 500, ids=range(1000), threads=2).__arrow_c_stream__(), 40 * times, 8 << 20)
        self.flat(lambda: ontotag.normalize("acute leukaemia lymphoblastc (ALL)"), 500 * times, 2 << 20)
        self.flat(lambda: ontotag.Tagger(types=["drug"]).tag(text), 100 * times, 4 << 20)

        def fails():
            try:
                tagger.tag_batch([text, 7])
            except TypeError:
                pass

        self.flat(fails, 300 * times, 2 << 20)

    def test_references_are_counted(self):
        """Of what calls take and of what they give."""
        tagger = ontotag.Tagger()
        text = "asthma on salbutamol " + "x" * 50
        texts, ids = [text] * 10, ["an id of a text"] * 10
        watched = [text, texts, ids, ids[0], tagger._native, tagger.dictionary._native, None, True]
        tagger.tag(text), tagger.tag_batch(texts, ids), tagger.format(text, "jsonl")
        gc.collect()
        before = [sys.getrefcount(one) for one in watched]
        for _ in range(1000):  # one reference lost a round is 1,000; the interpreter itself moves None by some hundred
            tagger.tag(text)
            tagger.tag_batch(texts, ids)
            tagger.format(text, "jsonl")
            ontotag.normalize("asthma")
            tagger.dictionary["MONDO:0004979"].parents
            for bad in (b"x", "\ud800", None):
                try:
                    tagger.tag(bad)
                except (TypeError, UnicodeEncodeError):
                    pass
            del bad
        gc.collect()
        after = [sys.getrefcount(one) for one in watched]
        for one, old, new in zip(watched, before, after):
            self.assertLess(abs(new - old), 400, repr(one)[:60])
        mention = tagger.tag(text).mentions[0]
        self.assertLess(sys.getrefcount(mention._members["codes"]), 4)

    @unittest.skipUnless(hasattr(sys, "gettotalrefcount"), "only a debug build of Python counts all references")
    def test_no_reference_is_lost_at_all(self):
        """Neither of objects that this file does not think of."""
        tagger, normalizer = ontotag.Tagger(explain=True, candidates=True), ontotag.Normalizer()
        text = "asthma, Ä hepatitis A, B and C; acute lymphoblastic leukemia (ALL) on salbutamol; LDH 3,257 IU/L"
        calls = {
            "tag": lambda: tagger.tag(text).to_dict(),
            "attributes": lambda: [(m.start, m.codes, m.context, m.value, repr(m)) for m in tagger.tag(text)],
            "html": lambda: tagger.tag(text)._repr_html_(),
            "batch": lambda: tagger.tag_batch([text, None] * 10, ids=range(20), threads=2).__arrow_c_stream__(),
            "format": lambda: tagger.format(text, "brat"),
            "normalize": lambda: normalizer.normalize("acute leukaemia lymphoblastc (ALL)"),
            "dictionary": lambda: [c.name for c in tagger.dictionary["MONDO:0004967"].ancestors],
            "tagger": lambda: ontotag.Tagger(types=["drug"]).tag(text),
            "bytes": lambda: self.assertRaises(TypeError, tagger.tag, b"x"),
            "surrogate": lambda: self.assertRaises(UnicodeEncodeError, tagger.tag, "\ud800"),
            "option": lambda: self.assertRaises(ValueError, ontotag.Tagger, types=["nothing"]),
            "no file": lambda: self.assertRaises(FileNotFoundError, ontotag.Tagger, "nowhere.otx"),
            "in a batch": lambda: self.assertRaises(TypeError, tagger.tag_batch, [text, 7]),
        }
        rounds = 200
        most = rounds if sys.version_info < (3, 13) else 2 * rounds  # 3.13 shows one more a batch; nothing has been found that keeps it
        for name, call in calls.items():
            for _ in range(10):  # caches fill
                call()
            gc.collect()
            before = sys.gettotalrefcount()
            for _ in range(rounds):
                call()
            gc.collect()
            self.assertLess(abs(sys.gettotalrefcount() - before), most, name)

    def test_the_start_is_quick(self):
        code = """
import time
a = time.perf_counter()
import ontotag
b = time.perf_counter()
ontotag.Tagger().tag("asthma")
print(b - a, time.perf_counter() - b)
"""
        best = [min(times) for times in zip(*(map(float, self.runs(code).split()) for _ in range(5)))]
        # 50 ms and 100 ms are promised for a release build on a machine that has nothing else to do.
        slow = 10 if "asan" in os.environ.get("LD_PRELOAD", "") else 2
        self.assertLess(best[0], 0.05 * slow)
        self.assertLess(best[1], 0.1 * slow)


if __name__ == "__main__":
    unittest.main()
