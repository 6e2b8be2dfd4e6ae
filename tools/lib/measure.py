"""For tools/bench: makes the text, runs programs on one core, measures, compares with the record.

usage: measure.py corpus CORPORA OUT         writes the text
       measure.py run SPEC.json              measures, prints, writes SPEC's results

The text. Abstracts (with titles) and article paragraphs, one a line, shuffled with a fixed seed. Further rounds are shuffled
again, until there are 50 MB.

The measures. Every figure is the best of ROUNDS runs. The programs alternate, so that other load affects all of them.
scan      the text's bytes / (processor time of the whole run - that of a run on one line); output goes to /dev/null
start     time of a run on one line, from exec to exit
first     time from exec to the first byte of output, through a pipe, of a run on the text
memory    highest resident set of a run on the text
image     start and memory with the compiled image of the same dictionary
wc        `wc -w` on the same text, likewise, in the quicker of the locales C and C.UTF-8

Processor time excludes the time of other programs, although these still share the caches.
"""
import csv
import datetime
import glob
import gzip
import hashlib
import json
import os
import platform
import random
import subprocess
import sys
import time

BYTES, SEED, ROUNDS = 50 * 1000 * 1000, 20240217, 3
MENTION = b',"matched":"'


# ---- the text ------------------------------------------------------------------------------------------------------

def documents(corpora):
    for path in sorted(glob.glob(os.path.join(corpora, "**", "*.pubtator"), recursive=True)):
        title = ""
        with open(path, encoding="utf-8") as stream:
            for line in stream:
                parts = line.rstrip("\n").split("|", 2)
                if len(parts) == 3 and parts[1] == "t":
                    title = parts[2]
                elif len(parts) == 3 and parts[1] == "a":
                    yield (title + " " + parts[2]).strip()
    for path in sorted(glob.glob(os.path.join(corpora, "craft*", "**", "*.txt"), recursive=True)):
        with open(path, encoding="utf-8") as stream:
            yield from (line.strip() for line in stream if line.strip())


def make_corpus(corpora, out):
    pieces = [piece.encode("utf-8") + b"\n" for piece in documents(corpora)]
    if not pieces:
        sys.exit("bench: no text under " + corpora)
    order, written = random.Random(SEED), 0
    with open(out + ".tmp", "wb") as stream:
        while written < BYTES:
            order.shuffle(pieces)
            for piece in pieces:
                if written >= BYTES:
                    break
                written += stream.write(piece)
    os.rename(out + ".tmp", out)


# ---- measuring -----------------------------------------------------------------------------------------------------

def on_cores(count):
    """A function for a child process that restricts it to some cores."""
    return lambda: os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-count:])


class Program:
    """A built ontotag with the dictionary that it made."""

    def __init__(self, spec, text, line):
        self.label, self.command, self.dictionary, self.text, self.line = (
            spec["label"], spec["command"], spec["dictionary"], text, line)
        self.image = spec.get("image")  # None: a revision that compiles none
        self.best, self.share = {}, 1

    def arguments(self, path, dictionary=None):
        return [self.command, "tag", "-q", "--lines", "-o", "jsonl", "-d", dictionary or self.dictionary, path]

    def keep(self, key, value):
        self.best[key] = min(self.best.get(key, value), value)

    def turn(self):
        start, _, share = timed(self.arguments(self.line))
        self.keep("start", start)
        self.keep("start_spent", start * share)
        whole, memory, share = timed(self.arguments(self.text))
        if whole * share < self.best.get("whole", whole + 1):
            self.share = share
        self.keep("whole", whole * share)
        self.keep("memory", memory)
        self.keep("first", time_to_first_byte(self.arguments(self.text)))
        if self.image:
            self.keep("image_start", timed(self.arguments(self.line, self.image))[0])
            self.keep("image_memory", timed(self.arguments(self.text, self.image))[1])

    def count(self):
        """Counts the mentions by a string that cannot occur in a mention's text, whose quotes are escaped."""
        found, rest = 0, b""
        with subprocess.Popen(self.arguments(self.text), stdout=subprocess.PIPE) as process:
            while True:
                block = process.stdout.read(1 << 20)
                if not block:
                    break
                block = rest + block
                found += block.count(MENTION)
                rest = block[-(len(MENTION) - 1):]
        if process.returncode:
            sys.exit("bench: %s ended with %d" % (self.label, process.returncode))
        return found

    def speed(self, size):
        return size / 1e6 / (self.best["whole"] - self.best["start_spent"])


def timed(arguments, env=None, cores=1):
    """Seconds, highest resident megabytes and the share of its core of a run."""
    begin = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, env=env, preexec_fn=on_cores(cores))
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit("bench: %s ended with %d" % (" ".join(arguments), process.returncode))
    return took, usage.ru_maxrss * 1024 / 1e6, (usage.ru_utime + usage.ru_stime) / took


def spent(arguments, env=None):
    """Seconds that a processor worked on a run."""
    took, _, share = timed(arguments, env)
    return took * share


def time_to_first_byte(arguments):
    begin = time.perf_counter()
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, preexec_fn=on_cores(1)) as process:
        process.stdout.read(1)
        took = time.perf_counter() - begin
        process.stdout.close()
    return took


# ---- what is recorded ----------------------------------------------------------------------------------------------

def digest(path):
    hashed = hashlib.sha256()
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            hashed.update(block)
    return hashed.hexdigest()[:16]


def read_expected(path):
    if not os.path.exists(path):
        return {}
    with open(path) as stream:
        return dict(line.split(None, 1) for line in stream.read().splitlines() if line and not line.startswith("#"))


def verify(spec, counted):
    """Compares with the recorded count, or records it; True where they agree."""
    if spec["record"]:
        os.makedirs(os.path.dirname(spec["expected"]), exist_ok=True)
        with open(spec["expected"], "w") as stream:
            stream.write("# What tools/bench found when `tools/bench --record` was run last: digests of the text and of the\n"
                         "# dictionary's rows, and the mentions in the text.\n")
            stream.writelines("%s %s\n" % item for item in counted.items())
        return True
    expected = read_expected(spec["expected"])
    wrong = [key for key in counted if expected.get(key) != str(counted[key])]
    for key in wrong:
        print("bench: %s: %s, recorded %s" % (key, counted[key], expected.get(key, "nothing")), file=sys.stderr)
    if wrong:
        print("bench: if that is meant to be so: tools/bench --record", file=sys.stderr)
    return "mentions" not in wrong


def machine():
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as stream:
            model = next(line.split(":", 1)[1].strip() for line in stream if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return "%s, %d cores, %s" % (model, os.cpu_count(), platform.platform(terse=True))


def append_row(path, row):
    new = not os.path.exists(path)
    if not new:
        with open(path, newline="") as stream:
            if next(csv.reader(stream), None) != list(row):
                os.replace(path, path + ".old")  # its columns are others
                new = True
    with open(path, "a", newline="") as stream:
        writer = csv.DictWriter(stream, list(row), lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerow(row)


# ---- the run -------------------------------------------------------------------------------------------------------

def run(spec):
    text, size = spec["text"], os.path.getsize(spec["text"])
    line = text + ".line"
    with open(text, "rb") as source, open(line, "wb") as target:
        target.write(source.readline())
    programs = [Program(program, text, line) for program in spec["programs"]]
    first = programs[0]

    counted = {"text": digest(text), "dictionary": digest(first.dictionary), "mentions": first.count()}
    good = verify(spec, counted)

    words = float("inf")
    for _ in range(ROUNDS):
        for locale in ("C", "C.UTF-8"):
            words = min(words, spent(["wc", "-w", text], env={**os.environ, "LC_ALL": locale}))
        for program in programs:
            program.turn()

    print("%.1f MB of text, %d mentions, one core, best of %d\n" % (size / 1e6, counted["mentions"], ROUNDS))
    print("%-12s %9s %9s %9s %10s %9s %10s" % ("", "scan MB/s", "start s", "first s", "memory MB", "image s", "memory MB"))
    for program in programs:
        best = program.best
        print("%-12s %9.1f %9.3f %9.3f %10.0f" % (program.label, program.speed(size), best["start"], best["first"],
                                                 best["memory"]), end="")
        print(" %9.4f %10.0f" % (best["image_start"], best["image_memory"]) if program.image else "")
        append_row(spec["results"], {
            "date": datetime.datetime.now().isoformat(timespec="seconds"), "label": program.label,
            "mb": "%.1f" % (size / 1e6), "mentions": counted["mentions"] if program is first else "",
            "scan_mb_s": "%.2f" % program.speed(size), "start_s": "%.4f" % best["start"], "first_s": "%.4f" % best["first"],
            "memory_mb": "%.1f" % best["memory"],
            "image_start_s": "%.4f" % best["image_start"] if program.image else "",
            "image_memory_mb": "%.1f" % best["image_memory"] if program.image else "", "wc_mb_s": "%.1f" % (size / 1e6 / words), "machine": machine(),
            "compiler": spec["compiler"]})
    print("%-12s %9.1f" % ("wc -w", size / 1e6 / words))
    print("\nwc -w is %.1f times as fast" % (size / 1e6 / words / first.speed(size)))
    for program in programs:
        if program.share < 0.95:
            print("the machine was busy: %s had %.0f %% of its core" % (program.label, program.share * 100))
    for program in programs[1:]:
        print("%s scans %.2f times as fast as %s" % (first.label, first.speed(size) / program.speed(size), program.label))
    return 0 if good else 1


def main():
    if sys.argv[1:2] == ["corpus"] and len(sys.argv) == 4:
        make_corpus(sys.argv[2], sys.argv[3])
    elif sys.argv[1:2] == ["run"] and len(sys.argv) == 3:
        with open(sys.argv[2]) as stream:
            sys.exit(run(json.load(stream)))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
