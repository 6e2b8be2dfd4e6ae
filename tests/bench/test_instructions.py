"""Counts the instructions that tagging takes, which a busy machine does not change as it changes times, and fails where they have
risen by more than MOST over what tests/bench/instructions records. `--record` writes that file.

The text is examples/report.txt, over and over, one document a time; the dictionary is the embedded one. Two runs of different
length are counted under callgrind: their difference is reading, tagging and writing without the start. ONTOTAG_RELEASE names
the program, which is built without sanitizers. Skips (77) without valgrind, and where another compiler built it.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
RECORD = os.path.join(HERE, "instructions")
TOKEN = re.compile(rb"[A-Za-z\x80-\xff]+|[0-9]+")
SHORT, LONG, MOST = 10, 110, 1.05
COMMAND = "tools/bench --record-instructions"


def instructions(program, text, folder):
    """How many instructions tagging a text takes, with the start."""
    path = os.path.join(folder, "text")
    with open(path, "wb") as stream:
        stream.write(text)
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "tag", "-q", "--lines",
                           "-o", "jsonl", path], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=280)
    found = re.search(rb"Collected : (\d+)", done.stderr)
    if done.returncode or not found:
        sys.exit("instructions: %s\n%s" % (program, done.stderr.decode("utf-8", "replace")))
    return int(found.group(1))


def per_token(program):
    with open(os.path.join(ROOT, "examples", "report.txt"), "rb") as stream:
        document = stream.read().replace(b"\n", b" ") + b"\n"
    with tempfile.TemporaryDirectory(prefix="ontotag-test-") as folder:
        least = instructions(program, document * SHORT, folder)
        most = instructions(program, document * LONG, folder)
    return (most - least) / ((LONG - SHORT) * len(TOKEN.findall(document)))


def compiler():
    """The compiler's name and first number: others of the same count alike."""
    line = subprocess.run(["cc", "--version"], stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()[0]
    number = re.search(r" (\d+)\.", line)
    return "%s %s %s" % (line.split()[0], number.group(1) if number else "?", os.uname().machine)


def read_record():
    with open(RECORD) as stream:
        return dict(line.split(None, 1) for line in stream.read().splitlines() if line and not line.startswith("#"))


def write_record(figure):
    with open(RECORD, "w") as stream:
        stream.write("# Instructions a token takes, from reading to writing; written by %s.\n" % COMMAND)
        stream.write("tokens %.1f\ncompiler %s\n" % (figure, compiler()))


def skip(why):
    print("skipped: " + why)
    sys.exit(77)


def main():
    program = os.environ.get("ONTOTAG_RELEASE", "")
    if not shutil.which("valgrind"):
        skip("there is no valgrind")
    if not os.access(program, os.X_OK):
        skip("there is no program to count (set ONTOTAG_RELEASE)")
    if sys.argv[1:] == ["--record"]:
        write_record(per_token(program))
        return
    record = read_record()
    if record["compiler"] != compiler():
        skip("%s built the program, and the figure is of one that %s built" % (compiler(), record["compiler"]))
    figure, recorded = per_token(program), float(record["tokens"])
    print("%.1f instructions a token, recorded %.1f: %+.1f %%" % (figure, recorded, 100 * (figure / recorded - 1)))
    if figure > recorded * MOST:
        sys.exit("That is more than %.0f %% above the recorded figure. If it is meant to be so: %s" % (100 * (MOST - 1), COMMAND))
    if figure < recorded / MOST:
        print("That is much less than is recorded. To hold later changes to it: " + COMMAND)


main()
