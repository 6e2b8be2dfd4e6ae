"""What tools/check prints of a run of ctest: tools/lib/results.awk."""
import os
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "command"))
from support import ROOT, main  # noqa: E402

SCRIPT = os.path.join(ROOT, "tools", "lib", "results.awk")
PASSED = "1/3 Test #1: core.arena ..............................   Passed    0.04 sec\n"


class Results(unittest.TestCase):
    def check(self, text, code, out):
        done = subprocess.run(["awk", "-f", SCRIPT], input=text, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (code, out, ""))

    def test_passed(self):
        self.check("1: some output\n" + PASSED + "100% tests passed, 0 tests failed out of 1\n", 0, "1 passed, 0 failed\n")

    def test_failed_with_its_own_output(self):
        failed = " 2/3 Test  #12: core.terms .....***Failed    0.01 sec\n"
        self.check("12: wrong\n1: right\n" + PASSED + "12: skipped: a part: needs groff\n" + failed, 1,
                   failed + "wrong\nskipped: a part: needs groff\n\nskipped: core.terms: a part: needs groff\n"
                   "1 passed, 1 failed, 1 skipped\n")

    def test_other_ends_are_failures(self):
        for end in ("***Timeout 300.01 sec", "***Not Run   0.00 sec", "***Exception: SegFault  0.10 sec",
                    "Subprocess aborted***Exception:   0.10 sec"):
            with self.subTest(end):
                result = "1/1 Test #1: core.terms .....%s\n" % end
                self.check(result, 1, result + "\n0 passed, 1 failed\n")

    def test_skipped(self):
        self.check("7: skipped: needs chromium\n3/3 Test #7: format.html .....***Skipped   0.04 sec\n", 0,
                   "skipped: format.html: needs chromium\n0 passed, 0 failed, 1 skipped\n")

    def test_skipped_in_part(self):
        self.check("1: skipped: test_roff: needs groff\n1: skipped: test_zsh: needs zsh\n" + PASSED, 0,
                   "skipped: core.arena: test_roff: needs groff\nskipped: core.arena: test_zsh: needs zsh\n"
                   "1 passed, 0 failed, 2 skipped\n")

    def test_skipped_without_a_reason(self):
        self.check("3/3 Test #7: format.html .....***Skipped   0.04 sec\n", 0,
                   "skipped: format.html: it gives no reason\n0 passed, 0 failed, 1 skipped\n")


if __name__ == "__main__":
    main(command=False)
