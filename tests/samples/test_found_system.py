"""The cases of ../shared/cases/found-system: files, formats and sources, each with a command and what its output must show.

    ONTOTAG=... ONTOTAG_FULL=... python3 test_found_system.py [--table] [CASE]...      a line a fault

Cases that are known to fail stand in found-system.open, a line each. A case that passes must not stand there.
"""
import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.environ.get("ONTOTAG_SHARED", os.path.join(HERE, "..", "..", "..", "shared"))
CASES = os.path.abspath(os.path.join(SHARED, "cases", "found-system"))
OPEN = os.path.join(HERE, "found-system.open")
SECONDS = 600  # ends only what hangs


def read_case(name):
    """The fields of a case: command, output matches, output never matches, exit code, why."""
    with open(os.path.join(CASES, name, "case.txt"), encoding="utf-8") as stream:
        lines = [line.rstrip("\n") for line in stream if not line.startswith("#")]
    return dict(line.partition(": ")[::2] for line in lines if line)


def run(name, command):
    """Exit code and all output of a command in a copy of the folder of its case."""
    environment = dict(os.environ, O=os.path.abspath(os.environ["ONTOTAG"]), FX="-d " + os.path.abspath(os.environ["ONTOTAG_FULL"]),
                       BIG=os.path.abspath(os.path.join(SHARED, "data", "corpora", "bc5cdr", "dev.pubtator")))
    with tempfile.TemporaryDirectory(prefix="ontotag-test-") as folder:
        place = shutil.copytree(os.path.join(CASES, name), os.path.join(folder, "case"), copy_function=shutil.copyfile)
        os.chmod(place, 0o755)
        done = subprocess.run(["bash", "-c", command], cwd=place, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def faults(name):
    case = read_case(name)
    code, output = run(name, case["command"])
    found = ["no " + wanted for wanted in ast.literal_eval(case["output matches"]) if not re.search(wanted, output, re.MULTILINE)]
    found += ["never " + never for never in ast.literal_eval(case["output never matches"]) if re.search(never, output, re.MULTILINE)]
    if case["exit code"] not in ("any", str(code)):
        found.append("exit code %d" % code)
    return found, output


def known():
    with open(OPEN, encoding="utf-8") as stream:
        return set(stream.read().split())


class FoundSystem(unittest.TestCase):
    def test_cases(self):
        names = sorted(os.listdir(CASES))
        self.assertLessEqual(known(), set(names), "no such case")
        for name in names:
            with self.subTest(case=name):
                found, output = faults(name)
                if name not in known():
                    self.assertEqual(found, [], output)
                else:
                    self.assertTrue(found, "passes: take it out of " + OPEN)


def table(names):
    failed = 0
    for name in names:
        found, output = faults(name)
        failed += bool(found)
        for fault in found:
            print("%-30s %-50s %.100s" % (name, fault, " / ".join(output.splitlines()[:3])))
    print("%d of %d cases fail" % (failed, len(names)))


if __name__ == "__main__":
    if not os.path.isdir(CASES):
        print("skipped: needs ../shared/cases")
        sys.exit(77)
    if "--table" in sys.argv:
        sys.exit(table([argument for argument in sys.argv[1:] if argument != "--table"] or sorted(os.listdir(CASES))))
    sys.exit(unittest.main())
