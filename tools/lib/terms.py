"""For tools/bench --normalize: terms a second of `ontotag normalize`, on one core.

usage: terms.py ONTOTAG DICT.dict.gz

The terms are a sample of the dictionary's names, and long names with one typing error each (a letter deleted, doubled,
transposed or replaced), which only the correction of errors finds. The time is the processor time of the best of ROUNDS runs,
without that of a run without terms.
"""
import gzip
import json
import os
import random
import resource
import subprocess
import sys

KNOWN, FUZZY, SEED, ROUNDS = 50000, 5000, 20260101, 3
WANTED = {"in the dictionary": 20000, "with a typing error": 1000}


def names(path):
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            fields = line.rstrip("\n").split("\t")
            if fields[0] == "N" and "\\" not in fields[3] and not (len(fields) > 4 and "x" in fields[4]):
                yield fields[3]


def with_error(chance, name):
    """One error in a name's longest word."""
    word = max(name.split(), key=len)
    at = chance.randrange(1, len(word) - 1)
    wrong = chance.choice((word[:at] + word[at + 1:], word[:at] + word[at] + word[at:],
                           word[:at] + word[at + 1] + word[at] + word[at + 2:],
                           word[:at] + chance.choice("aeiourstlnm") + word[at + 1:]))
    return name.replace(word, wrong, 1)


def seconds(command, terms):
    """Its own time, and how many terms got a candidate."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, input="".join(term + "\n" for term in terms).encode("utf-8"), stdout=subprocess.PIPE, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = sum(bool(json.loads(line)["candidates"]) for line in done.stdout.splitlines())
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, found


def main():
    ontotag, dictionary = sys.argv[1:]
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    chance = random.Random(SEED)
    every = list(names(dictionary))
    plain = [name for name in every if name.islower() and len(max(name.split(), key=len)) >= 8 and max(name.split(), key=len).isalpha()]
    terms = {"in the dictionary": every[::len(every) // KNOWN][:KNOWN],
             "with a typing error": [with_error(chance, name) for name in plain[::len(plain) // FUZZY][:FUZZY]]}
    command = [ontotag, "normalize", "-d", dictionary, "--no-starter", "--no-curation", "-o", "jsonl", "--best"]
    empty = min(seconds(command, [])[0] for _ in range(ROUNDS))
    print("%-20s %9s %9s %12s %9s" % ("terms", "count", "found", "terms/s", "wanted"))
    slow = False
    for kind, some in terms.items():
        runs = [seconds(command, some) for _ in range(ROUNDS)]
        rate = len(some) / max(min(run[0] for run in runs) - empty, 1e-6)
        slow |= rate < WANTED[kind]
        print("%-20s %9d %9d %12.0f %9d" % (kind, len(some), runs[0][1], rate, WANTED[kind]))
    print("start without a term: %.2f s" % empty)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
