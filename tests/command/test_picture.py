"""The picture in the README is what the command prints now. ONTOTAG_UPDATE=1 draws it again."""
import os
import re
import subprocess
import sys

from support import CommandTest, ONTOTAG, ROOT, SECONDS, environment, main

PICTURE = os.path.join(ROOT, "examples", "report.svg")


class Picture(CommandTest):
    def draw(self, *arguments, program=ONTOTAG):
        return subprocess.run([sys.executable, os.path.join(ROOT, "tools", "picture"), *arguments, program], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=environment(), timeout=SECONDS)

    def test_picture_is_what_is_printed(self):
        if os.environ.get("ONTOTAG_UPDATE"):
            self.assertEqual(self.draw().returncode, 0)
        done = self.draw("--check")
        self.assertEqual(done.returncode, 0, done.stderr.decode("utf-8"))

    def test_another_picture_is_told(self):
        other = self.write("other.svg", "<svg/>")
        self.assertEqual(self.draw("--check", "-o", other).returncode, 1)
        self.assertEqual(self.draw("-o", other).returncode, 0)
        with open(other, encoding="utf-8") as drawn, open(PICTURE, encoding="utf-8") as kept:
            self.assertEqual(drawn.read(), kept.read())

    def test_types_are_coloured(self):
        with open(PICTURE, encoding="utf-8") as stream:
            colours = dict(re.findall(r'fill="(#[0-9a-f]{6})" font-weight="bold">(disease|drug|marker)<', stream.read()))
        self.assertEqual(sorted(colours.values()), ["disease", "drug", "marker"])

    def test_program_that_is_not_there(self):
        self.assertEqual(self.draw("-o", self.path("none.svg"), program=self.path("none")).returncode, 2)
        self.assertFalse(os.path.exists(self.path("none.svg")))


if __name__ == "__main__":
    main()
