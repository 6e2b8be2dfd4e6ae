"""tools/learn-confidence gives the same rows at every run, which the program reads, and probabilities that are what they say. On mentions
that are made up, so that nothing is tagged."""
import json
import os
import random
import shutil
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "command"))
from support import ONTOTAG, ROOT, CommandTest, main  # noqa: E402

SETS = {"disease": ("bc5cdr", "ncbi", "craft", "biored", "raredis", "bc5cdr dev", "ncbi dev", "craft dev", "reports"),
        "drug": ("bc5cdr", "biored", "ddi", "bc5cdr dev", "reports"), "marker": ("nlm-gene", "gnormplus", "biored", "reports")}
PROFILES = {"disease": "ncbi", "drug": "ddi"}


@unittest.skipUnless(shutil.which("liblinear-train") and shutil.which("gnuplot"), "needs liblinear-tools and gnuplot")
class LearnConfidence(CommandTest):
    def mentions(self):
        """The share of right ones is by two pieces of evidence."""
        dice = random.Random(1)
        path = self.path("mentions.jsonl")
        with open(path, "w", encoding="utf-8") as out:
            for kind, sets in SETS.items():
                for number, name in enumerate(sets * 400):
                    exact, before = dice.random() < .5, dice.random() < .3
                    right = dice.random() < (.9 if exact else .6) - (.3 if before else 0)
                    evidence = ["always=", "scope=exact" if exact else "scope=related", "policy=case" if before else "policy=plural"]
                    row = [name, "default", "d%d" % (number % 97), kind, evidence, right, None, None, None]
                    out.write(json.dumps(row) + "\n")
                    score = round(dice.uniform(-1, 4), 2)
                    if kind in PROFILES and name.startswith(PROFILES[kind]):
                        out.write(json.dumps([name, PROFILES[kind], *row[2:5], dice.random() < score / 4, score, None, None]) + "\n")
        return path

    def learn(self, mentions, seed):
        rows, report, plot = (self.path(name + str(seed)) for name in ("rows", "report", "plot"))
        done = subprocess.run([sys.executable, os.path.join(ROOT, "tools", "learn-confidence"), "--ontotag", ONTOTAG, "-d", "none", "-o", rows,
                               "--mentions", mentions, "--date", "2026-01-01", "--report", report, "--plot", plot], capture_output=True,
                              env={**os.environ, "PYTHONHASHSEED": str(seed)})
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        with open(rows, encoding="utf-8") as stream, open(report, encoding="utf-8") as told, open(plot, encoding="utf-8") as picture:
            self.assertIn("</svg>", picture.read())
            return rows, stream.read(), told.read()

    def test_the_same_input_gives_the_same_rows(self):
        mentions = self.mentions()
        (path, rows, report), (_, again, _) = self.learn(mentions, 1), self.learn(mentions, 2)
        self.assertEqual(rows, again)
        for line in report.splitlines():
            cells = [cell.strip() for cell in line.split("|")[1:-1]]
            if cells[1] == "together":
                self.assertLess(float(cells[6]), .08, line)
                self.assertGreater(float(cells[7]), .65, line)
        self.assertEqual({line.split("\t")[0] for line in rows.splitlines() if line[0] != "#"}, {"confidence", "confidence ncbi", "confidence ddi"})
        found = json.loads(self.good("tag", "-o", "jsonl", "--judge", path, stdin="asthma").text)["mentions"]
        self.assertGreater(found[0]["confidence"], 0)


if __name__ == "__main__":
    main()
