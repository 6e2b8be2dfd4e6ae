"""Counts the instructions that tagging takes, which a busy machine does not change as it changes times, and fails where they have
risen by more than MOST over what tests/bench/instructions records. `--record` writes that file.

The text is examples/report.txt, over and over, one document a time; the dictionary is the embedded one. Two runs of different
length are counted under callgrind: their difference is reading, tagging and writing without the start. ONTOTAG_RELEASE names
the program, which is built without sanitizers. Another compiler makes somewhat other instructions of the same program: it is
held to MOST_OTHER. Skips (77) without valgrind, and on a processor of another kind.
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
SHORT, LONG, MOST, MOST_OTHER = 10, 110, 1.05, 1.25
COMMAND = "tools/bench --record-instructions"


def instructions(program, text, folder):
    """How many instructions tagging a text takes, with the start."""
    path = os.path.join(folder, "text")
    with open(path, "wb") as stream:
        stream.write(text)
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "tag", "-q", "--lines",
                           "-o", "jsonl", path], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=1200)
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
    version = subprocess.run([os.environ.get("CC", "cc"), "--version"], stdout=subprocess.PIPE, check=True).stdout.decode()
    line = version.splitlines()[0]
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
        skip("needs valgrind")
    if not os.access(program, os.X_OK):
        skip("needs the program built without sanitizers (ONTOTAG_RELEASE)")
    if sys.argv[1:] == ["--record"]:
        write_record(per_token(program))
        return
    record = read_record()
    if record["compiler"].split()[-1] != os.uname().machine:
        skip("needs the processor of the recorded figure, " + record["compiler"].split()[-1])
    most = MOST if record["compiler"] == compiler() else MOST_OTHER
    figure, recorded = per_token(program), float(record["tokens"])
    print("%.1f instructions a token, recorded %.1f: %+.1f %%" % (figure, recorded, 100 * (figure / recorded - 1)))
    if figure > recorded * most:
        sys.exit("That is more than %.0f %% above the recorded figure. If it is meant to be so: %s" % (100 * (most - 1), COMMAND))
    if figure < recorded / most:
        print("That is much less than is recorded. To hold later changes to it: " + COMMAND)


main()
