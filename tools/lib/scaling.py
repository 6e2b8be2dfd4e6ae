"""For tools/bench --scaling: speed by size of text and dictionary and by threads, and instructions.

usage: scaling.py SPEC.json
       scaling.py grow ROWS.dict.gz TIMES OUT.tsv     a dictionary of so many times the names

The larger dictionary. Every concept is copied TIMES - 1 times, with new codes and changed names. In a name, each word of fewer
than COMMON names, and at least the rarest, is replaced by one of the same shape: vowels for vowels, consonants for consonants,
different in each copy. Words that many names share (syndrome, deficiency) stay. So names are as long, and share as many words,
as in an ontology.

The figures go to a CSV file as of tools/bench, the curves to SVG files beside it.
"""
import csv
import datetime
import gzip
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter

from measure import machine, spent, timed

SEED, COMMON, ROUNDS, SMALL = 20240217, 50, 3, 10
THREAD_ROUNDS = 9  # in turn: a run on every core is disturbed by whoever uses any of them
WORD = re.compile(r"[A-Za-z]+")
VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"


# ---- a larger dictionary -------------------------------------------------------------------------------------------

def rows_of(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as stream:
        for line in stream:
            yield line.rstrip("\n").split("\t")


def exchange(copy):
    """A table that exchanges letters, for one copy."""
    order, table = random.Random(SEED + copy), {}
    for letters in (VOWELS, CONSONANTS):
        shuffled = list(letters)
        order.shuffle(shuffled)
        for one, other in zip(letters, shuffled):
            table[ord(one)], table[ord(one.upper())] = other, other.upper()
    return table


def grow(path, times, out):
    counts = Counter()
    for row in rows_of(path):
        if row[0] in "CN":
            counts.update(word.lower() for word in WORD.findall(row[3]))

    def rename(name, table):
        most = max(COMMON, 1 + min((counts[word.lower()] for word in WORD.findall(name)), default=0))
        return WORD.sub(lambda m: m[0] if counts[m[0].lower()] >= most else m[0].translate(table), name)

    with open(out, "w", encoding="utf-8", newline="\n") as stream:
        for row in rows_of(path):
            print("\t".join(row), file=stream)
        for copy in range(1, times):
            table, mark = exchange(copy), "X%d" % copy
            for row in rows_of(path):
                if row[0] not in "SCN":
                    continue
                if row[0] in "CN":
                    row[1], row[3] = mark + row[1], rename(row[3], table)
                if row[0] == "C":
                    row[4:5] = ["|".join(mark + code for code in row[4].split("|"))] if row[4:5] and row[4] else row[4:5]
                    row[5:] = [""] * len(row[5:])
                print("\t".join(row), file=stream)


# ---- figures -------------------------------------------------------------------------------------------------------

class Figures:
    def __init__(self, spec):
        self.spec, self.rows = spec, []
        self.stamp = {"date": datetime.datetime.now().isoformat(timespec="seconds"), "label": spec["label"],
                      "machine": machine(), "compiler": spec["compiler"]}

    def add(self, curve, x, mb_s="", memory="", value=""):
        self.rows.append({"curve": curve, "x": x, "mb_s": mb_s and "%.2f" % mb_s, "memory_mb": memory and "%.1f" % memory,
                          "value": value and "%.2f" % value, **self.stamp})
        print("%-28s %8s %9s %9s %9s" % (curve, x, *list(self.rows[-1].values())[2:5]))

    def tag(self, dictionary, text, *more):
        return [self.spec["command"], "tag", "-q", "--lines", "-o", "jsonl", *more, "-d", dictionary, text]

    def best(self, arguments, line):
        """Megabytes a second of processor time without the start, and peak megabytes; `line`: the same run on one line."""
        size = os.path.getsize(arguments[-1])
        runs = [timed(arguments) for _ in range(ROUNDS)]
        start = min(spent(arguments[:-1] + [line]) for _ in range(ROUNDS))
        return size / 1e6 / (min(run[0] * run[2] for run in runs) - start), max(run[1] for run in runs)

    def write(self):
        path = self.spec["results"]
        with open(path, "w", newline="") as stream:
            writer = csv.DictWriter(stream, list(self.rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(self.rows)
        print("\n" + path)


def part_of(text, size, folder):
    """The text's first lines, up to a size."""
    path = os.path.join(folder, "part-%d" % size)
    with open(text, "rb") as source, open(path, "wb") as target:
        while target.tell() < size:
            target.write(source.readline())
    return path


def instructions(arguments):
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *arguments],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
    return int(re.search(rb"Collected : (\d+)", done.stderr).group(1))


def measure_text(figures, spec, line, folder):
    size = os.path.getsize(spec["text"])
    for text in (part_of(spec["text"], size // 10, folder), spec["text"]):
        figures.add("text (MB)", round(os.path.getsize(text) / 1e6), *figures.best(figures.tag(spec["image"], text), line))


def measure_dictionary(figures, spec, line, folder):
    text = part_of(spec["text"], SMALL * 1000 * 1000, folder)
    rows, image = os.path.join(folder, "grown.tsv"), os.path.join(folder, "grown.otx")
    for times in (1, 2, 5, 10):
        grow(spec["rows"], times, rows)
        subprocess.run([spec["command"], "compile", "-o", image, rows], check=True)
        figures.add("dictionary (times)", times, *figures.best(figures.tag(image, text), line))


def measure_threads(figures, spec, line):
    shown = subprocess.run([spec["command"], "tag", "--help"], stdout=subprocess.PIPE, check=True).stdout
    if not re.search(rb"-j,", shown):
        print("threads: this program has no -j")
        return
    size = os.path.getsize(spec["text"])
    counts = range(1, (os.cpu_count() or 1) + 1)
    took, start, memory = ({threads: [] for threads in counts} for _ in range(3))
    for _ in range(THREAD_ROUNDS):
        for threads in counts:
            arguments = figures.tag(spec["image"], spec["text"], "-j", str(threads))
            seconds, megabytes, _ = timed(arguments, cores=threads)
            took[threads].append(seconds)
            memory[threads].append(megabytes)
            start[threads].append(timed(arguments[:-1] + [line], cores=threads)[0])
    for threads in counts:
        figures.add("threads", threads, size / 1e6 / (min(took[threads]) - min(start[threads])), max(memory[threads]))


def measure_instructions(figures, spec, folder):
    few, many = part_of(spec["text"], 100 * 1000, folder), part_of(spec["text"], 1100 * 1000, folder)
    counts = [instructions(figures.tag(spec["image"], text)) for text in (few, many)]
    figures.add("instructions a byte", 1, value=(counts[1] - counts[0]) / (os.path.getsize(many) - os.path.getsize(few)))


def plot(spec, rows):
    """A curve each: speed, as a share of that at the first point."""
    for curve in dict.fromkeys(row["curve"] for row in rows if row["mb_s"]):
        points = [(float(row["x"]), float(row["mb_s"])) for row in rows if row["curve"] == curve]
        name = "%s-%s.svg" % (spec["results"][:-len(".csv")], curve.split()[0])
        data = "".join("%g %g\n" % point for point in points)
        script = ("set terminal svg size 480,320\nset output '%s'\nset xlabel '%s'\nset ylabel 'MB/s'\nset yrange [0:*]\n"
                  "set xrange [0:*]\nset grid\nplot '-' using 1:2 with linespoints pt 7 notitle\n%se\n" % (name, curve, data))
        subprocess.run(["gnuplot"], input=script.encode(), check=True)


def run(spec):
    line = spec["text"] + ".line"
    with open(spec["text"], "rb") as source, open(line, "wb") as target:
        target.write(source.readline())
    figures = Figures(spec)
    print("%-28s %8s %9s %9s %9s" % ("", "", "MB/s", "memory MB", ""))
    with tempfile.TemporaryDirectory(prefix="ontotag-bench-", dir=spec["work"]) as folder:
        measure_text(figures, spec, line, folder)
        measure_threads(figures, spec, line)
        measure_instructions(figures, spec, folder)
        measure_dictionary(figures, spec, line, folder)
    figures.write()
    plot(spec, figures.rows)


def main():
    if sys.argv[1:2] == ["grow"] and len(sys.argv) == 5:
        grow(sys.argv[2], int(sys.argv[3]), sys.argv[4])
    elif len(sys.argv) == 2:
        with open(sys.argv[1]) as stream:
            run(json.load(stream))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
