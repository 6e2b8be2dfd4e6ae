"""What the tests of the command share: running it, folders that go away, a small dictionary.

The command's path is in the environment variable ONTOTAG. Each script is run by ctest; exit code 77 says skipped. What is
skipped has a line of its own, which tools/check prints: `skipped: [TEST: ]REASON`.
"""
import collections
import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SHARED = os.environ.get("ONTOTAG_SHARED", os.path.join(os.path.dirname(ROOT), "shared"))
SMALL = os.path.join(HERE, "small.tsv")
SCHEMA = os.path.join(ROOT, "dictionaries", "jsonl.schema.json")
ONTOTAG = os.path.abspath(os.environ.get("ONTOTAG", os.path.join(ROOT, "build", "ontotag")))

MILLION = 1000000
SECONDS = 600  # ends only what hangs: a loaded machine takes many times as long


def environment(**changes):
    """The environment, without what decides on colour, and with `changes` (None: taken away)."""
    merged = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    for name, value in changes.items():
        merged.pop(name, None)
        if value is not None:
            merged[name] = value
    return merged


class Result:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def text(self):
        return self.out.decode("utf-8")

    @property
    def objects(self):
        return [json.loads(line) for line in self.lines]

    @property
    def lines(self):
        return self.text.split("\n")[:-1]


class CommandTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="ontotag-test-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        """Writes a file, from text or bytes, and gives its path."""
        path = self.path(name)
        with open(path, "wb") as stream:
            stream.write(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    def run_ontotag(self, *arguments, stdin=b"", env=None, **options):
        options.setdefault("stdout", subprocess.PIPE)
        if isinstance(stdin, str):
            stdin = stdin.encode("utf-8")
        if arguments and arguments[0] in ("tag", "eval") and "-d" in arguments:
            arguments = (arguments[0], "--no-starter", *arguments[1:])  # only what the test gives
        done = subprocess.run([ONTOTAG, *arguments], input=stdin, stderr=subprocess.PIPE, cwd=self.folder,
                              env=env or environment(), timeout=SECONDS, **options)
        self.assertNotIn(b"Sanitizer", done.stderr, done.stderr.decode("utf-8", "replace"))
        self.assertGreaterEqual(done.returncode, 0, "ended by signal %d" % -done.returncode)
        return Result(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))

    def good(self, *arguments, **options):
        """Runs what must end with 0 and without a message."""
        result = self.run_ontotag(*arguments, **options)
        self.assertEqual((result.code, result.err), (0, ""))
        return result

    def tag(self, *arguments, **options):
        """The first document's object, tagged with the small dictionary."""
        return self.good("tag", "-d", SMALL, "-o", "jsonl", *arguments, **options).objects[0]

    def refused(self, code, *arguments, says=(), **options):
        """Runs what must fail with an exit code and a message of one line that holds each of `says`."""
        result = self.run_ontotag(*arguments, **options)
        self.assertEqual(result.code, code, result.err)
        first = result.err.splitlines()[0] if result.err else ""
        self.assertTrue(first.startswith("ontotag"), result.err)
        for part in says:
            self.assertIn(part, first)
        if code == 1:
            self.assertEqual(len(result.err.splitlines()), 1, result.err)
        return result


def mentions(document):
    """Text and first code of each mention."""
    return [(m["text"], m["codes"][0]) for m in document["mentions"]]


def skip_all(reason):
    """Ends a script none of whose tests can run."""
    print("skipped: " + reason)
    sys.exit(77)


def print_skipped(result, count):
    """Prints a line for each reason; true where none of `count` tests ran."""
    reasons, whole = collections.defaultdict(list), set()
    for test, reason in result.skipped:
        case = getattr(test, "test_case", test)  # of a subtest
        reasons[reason].append(getattr(case, "_testMethodName", str(case)))
        if case is test:
            whole.add(test.id())
    for reason, names in reasons.items():
        if len(whole) == count and len(reasons) == 1:
            print("skipped: " + reason)
        else:
            print("skipped: %s: %s" % (", ".join(sorted(set(names))), reason))
    return count > 0 and len(whole) >= count


def main(command=True):
    """Runs the tests of a script; `command`: whether they need the command."""
    if command and not os.access(ONTOTAG, os.X_OK):
        sys.exit("no command to test: %s (set ONTOTAG)" % ONTOTAG)
    program = unittest.main(exit=False, argv=[sys.argv[0], "-v", *sys.argv[1:]])
    # The result's own count leaves out what is skipped as a class, from Python 3.12 on.
    skipped = print_skipped(program.result, program.test.countTestCases())
    if not program.result.wasSuccessful():
        sys.exit(1)
    sys.exit(77 if skipped else 0)
