"""The stubs say what the package is, and a program that uses them is checked by them."""
import os
import subprocess
import sys
import tempfile
import unittest

from support import Case, needs

needs("mypy")

GOOD = """
import ontotag
tagger = ontotag.Tagger("full", types=["disease"], roll_up=2)
doc = tagger.tag("asthma")
for m in doc:
    length: int = m.end - m.start
    first: str = m.codes[0]
names: list[str] = [parent.name for parent in ontotag.Dictionary()["MONDO:0004979"].parents]
rows: int = len(tagger.tag_batch(["asthma", None], ids=[1, 2]))
best = ontotag.normalize("asthma")[0]
score: float = best.score
"""


class Types(Case):
    def mypy(self, program):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "program.py")
            with open(path, "w") as stream:
                stream.write(program)
            return subprocess.run([sys.executable, "-m", "mypy", "--strict", "--cache-dir", folder, path], capture_output=True, text=True, cwd=folder)

    def test_programs_are_checked(self):
        good = self.mypy(GOOD)
        self.assertEqual(good.returncode, 0, good.stdout + good.stderr)
        for wrong in ("ontotag.Tagger(overlap='some')", "ontotag.Tagger().tag(b'x')", "ontotag.Tagger().tag('x').nothing", "ontotag.Tagger(typ=1)"):
            self.assertNotEqual(self.mypy("import ontotag\n" + wrong + "\n").returncode, 0, wrong)

    def test_the_stubs_are_true(self):
        with tempfile.TemporaryDirectory() as folder:
            allowed = os.path.join(folder, "allowed")
            with open(allowed, "w") as stream:
                # Beyond the stub's: private modules, modules that need another package, and helpers of typing.
                stream.write("ontotag\\._.*\nontotag\\.(spacy|spark|__main__)(\\..*)?\nontotag\\..*\\.(__slots__|_.*|__reduce__|__doc__)\n")
            settings = os.path.join(folder, "settings")
            with open(settings, "w") as stream:
                stream.write("[mypy]\nignore_missing_imports = True\n[mypy-ontotag.*]\nignore_errors = True\n")
            result = subprocess.run([sys.executable, "-m", "mypy.stubtest", "ontotag", "--mypy-config-file", settings, "--ignore-disjoint-bases",
                                     "--ignore-unused-allowlist", "--allowlist", allowed, "--concise"], capture_output=True, text=True, cwd=folder)
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)


if __name__ == "__main__":
    unittest.main()
