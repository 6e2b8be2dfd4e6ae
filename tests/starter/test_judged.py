"""The starter dictionary alone against what readers judged.

samples.tsv   the concepts that the full dictionary finds in the samples of ../shared: the starter alone finds most of the
              right ones there, and gives no code that is not judged right. Skips where the samples are absent.
precision.tsv mentions in case reports: the share of right ones, and that their names still give their codes.
"""
import csv
import glob
import json
import os
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "command"))
from support import ONTOTAG, ROOT, SECONDS, SHARED, main  # noqa: E402

SAMPLES = os.path.join(SHARED, "samples")

FOUND_AT_LEAST = 0.70
RIGHT_AT_LEAST = 0.95
MENTIONS = 200


def rows(name, fields):
    """The rows of a judged list."""
    with open(os.path.join(HERE, name), encoding="utf-8", newline="") as stream:
        found = [row for row in csv.reader((line for line in stream if not line.startswith("# ")), delimiter="\t",
                                           quoting=csv.QUOTE_NONE)]
    assert all(len(row) == fields for row in found), name
    return found


def preferred_names():
    """The preferred name of each concept of the starter, by its code."""
    names = {}
    for path in glob.glob(os.path.join(ROOT, "dictionaries", "starter", "*.tsv")):
        with open(path, encoding="utf-8") as stream:
            for line in stream:
                if line.startswith("C\t"):
                    fields = line.rstrip("\n").split("\t")
                    names[fields[1]] = fields[3]
    return names


def tag(*arguments, text=None):
    """The mentions of each document, with the starter alone."""
    done = subprocess.run([ONTOTAG, "tag", "-q", "-o", "jsonl", *arguments], input=text, capture_output=True, check=True,
                          encoding="utf-8", timeout=SECONDS)
    return [json.loads(line)["mentions"] for line in done.stdout.splitlines()]


class Samples(unittest.TestCase):
    @unittest.skipUnless(os.path.isdir(SAMPLES), "needs ../shared/samples")
    def test_concepts_of_the_samples(self):
        judged = rows("samples.tsv", 5)
        wanted = found = 0
        missing = []
        for sample in sorted({row[0] for row in judged}):
            path, = glob.glob(os.path.join(SAMPLES, sample + "_*.txt"))
            mentions, = tag(path)
            given = {code for mention in mentions for code in mention["codes"]}
            right = {code for row in judged if row[0] == sample and row[3] == "right" for code in row[2].split("|")}
            for mention in mentions:
                self.assertLessEqual(set(mention["codes"]), right, "%s: %r is not judged right" % (sample, mention["text"]))
            for _, text, codes, verdict, by in (row for row in judged if row[0] == sample):
                if verdict == "right" and by == "full":
                    wanted += 1
                    found += bool(given & set(codes.split("|")))
                    missing += [] if given & set(codes.split("|")) else ["%s %s" % (sample, text)]
        print("the starter finds %d of %d concepts of the samples, %.1f %%; not: %s" % (
            found, wanted, 100 * found / wanted, ", ".join(missing)))
        self.assertGreaterEqual(found / wanted, FOUND_AT_LEAST)


class Precision(unittest.TestCase):
    def setUp(self):
        self.judged = rows("precision.tsv", 3)

    def test_share_of_right_mentions(self):
        self.assertEqual(len(self.judged), MENTIONS)
        self.assertLessEqual({row[2] for row in self.judged}, {"right", "wrong"})
        right = sum(row[2] == "right" for row in self.judged)
        print("%d of %d mentions in case reports are right, %.1f %%" % (right, MENTIONS, 100 * right / MENTIONS))
        self.assertGreaterEqual(right / MENTIONS, RIGHT_AT_LEAST)

    def test_names_give_their_codes(self):
        """A name that needs support has the preferred name of its concept behind it."""
        preferred = preferred_names()
        right = sorted({(name, codes) for name, codes, verdict in self.judged if verdict == "right"})
        for behind in (False, True):
            texts = [name + ". " + preferred[codes.split("|")[0]] + "." if behind else name for name, codes in right]
            documents = tag("--lines", text="".join(text + "\n" for text in texts))
            self.assertEqual(len(documents), len(right))
            right = [(name, codes) for (name, codes), mentions in zip(right, documents)
                     if not any(m["codes"] == codes.split("|") and m["start"] < len(name.encode()) for m in mentions)]
        self.assertEqual(right, [])


if __name__ == "__main__":
    main()
