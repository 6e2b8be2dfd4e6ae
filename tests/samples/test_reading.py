"""Ten case reports, read mention by mention (reading.tsv): how many of the mentions are right, by type.

    ONTOTAG=... ONTOTAG_FULL=... python3 test_reading.py [--unread]      lists the mentions that nobody has judged
"""
import csv
import glob
import gzip
import json
import os
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.environ.get("ONTOTAG_SHARED", os.path.join(HERE, "..", "..", "..", "shared"))
REPORTS = os.path.join(SHARED, "data", "corpora", "case-reports", "dev.bioc.json.gz")
SAMPLES = sorted(glob.glob(os.path.join(SHARED, "samples", "*.txt")))
RIGHT_AT_LEAST = {"disease": .96, "drug": .96, "marker": .93}
UNREAD_AT_MOST = .04


def judged():
    with open(os.path.join(HERE, "reading.tsv"), encoding="utf-8") as stream:
        rows = csv.reader((line for line in stream if not line.startswith("# ")), delimiter="\t", quoting=csv.QUOTE_NONE)
        return {tuple(row[:4]): row[4] for row in rows}


def texts(wanted):
    """The documents by the names that the rows give them."""
    for path in SAMPLES:
        with open(path, encoding="utf-8", errors="replace") as stream:
            yield os.path.basename(path)[:3], stream.read()
    with gzip.open(REPORTS, "rt", encoding="utf-8") as stream:
        for number, report in enumerate(json.load(stream)["documents"]):
            if "case-reports/%d" % number in wanted:
                yield "case-reports/%d" % number, "\n\n".join(p.get("text", "") for p in report["passages"])


def mentions(documents):
    lines = "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in documents)
    done = subprocess.run([os.environ["ONTOTAG"], "tag", "-q", "-d", os.environ["ONTOTAG_FULL"], "-f", "jsonl", "-o", "jsonl"],
                          input=lines, capture_output=True, check=True, encoding="utf-8", timeout=300)
    for line in done.stdout.splitlines():
        document = json.loads(line)
        for mention in document["mentions"]:
            yield document["id"], mention["type"], " ".join(mention["text"].split()), mention["codes"][0]


def read():
    verdicts = judged()
    return [(row, verdicts.get(row)) for row in mentions(texts({row[0] for row in verdicts}))]


class Reading(unittest.TestCase):
    def test_mentions_of_ten_reports(self):
        found = read()
        unread = [row for row, verdict in found if verdict is None]
        self.assertLessEqual(len(unread), UNREAD_AT_MOST * len(found), unread[:20])
        for type_, least in RIGHT_AT_LEAST.items():
            of_type = [verdict for row, verdict in found if row[1] == type_]
            share = of_type.count("right") / len(of_type)
            with self.subTest(type=type_, mentions=len(of_type)):
                self.assertGreaterEqual(share, least, [row for row, verdict in found if row[1] == type_ and verdict != "right"][:20])


if __name__ == "__main__":
    if not os.path.exists(REPORTS) or not SAMPLES or not os.path.exists(os.environ["ONTOTAG_FULL"]):
        print("skipped: needs ../shared")
        sys.exit(77)
    if "--unread" in sys.argv:
        sys.exit("".join("\t".join(row) + "\n" for row, verdict in read() if verdict is None) or None)
    sys.exit(unittest.main())
