"""What the tests of the package share: where it is, where the texts are, a run in a process of its own."""
import os
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SHARED = os.environ.get("ONTOTAG_SHARED", os.path.join(ROOT, "..", "shared"))
CORPORA = os.path.join(SHARED, "data", "corpora")
ROWS = os.path.join(ROOT, "tests", "command", "small.tsv")
TEXT = "Ärztlich: asthma 😀 on salbutamol; hepatitis A, B and C. CD34+ cells; acute lymphoblastic leukemia (ALL), ALL of T cells."
SKIPPED = 77

if os.environ.get("ONTOTAG_PACKAGE"):  # what was built; else what is installed
    sys.path.insert(0, os.environ["ONTOTAG_PACKAGE"])


def needs(*modules):
    """Ends the file as skipped where a module is not there."""
    import importlib.util

    for module in modules:
        if importlib.util.find_spec(module) is None:
            print(f"skipped: there is no {module} for this interpreter")
            sys.exit(SKIPPED)


def needs_shared():
    if not os.path.isdir(CORPORA):
        print(f"skipped: there is no {CORPORA}")
        sys.exit(SKIPPED)


def run(code, *arguments, **options):
    """Runs Python code in a process of its own."""
    paths = [HERE, os.environ.get("ONTOTAG_PACKAGE", ""), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path), **options.pop("env", {})}
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=environment, timeout=280, **options)


class Case(unittest.TestCase):
    def runs(self, code, *arguments, **options):
        result = run(code, *arguments, **options)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout
