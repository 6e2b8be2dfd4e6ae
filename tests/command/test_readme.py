"""The documents' examples: every ```console block is run and has to print what stands there.

ONTOTAG_UPDATE=1 writes what they print into the document.
"""
import glob
import os
import re
import subprocess
import tempfile

from support import CommandTest, ONTOTAG, ROOT, SECONDS, environment, main

README = os.path.join(ROOT, "README.md")
DOCUMENTS = sorted(glob.glob(os.path.join(ROOT, "*.md")) + glob.glob(os.path.join(ROOT, "docs", "*.md")))
BLOCK = re.compile(r"^```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)^```$", re.M | re.S)


def run(command):
    """What a command of a document prints, with the command under test in the place of build/ontotag."""
    with tempfile.TemporaryDirectory(prefix="ontotag-test-") as folder:
        os.symlink(os.path.join(ROOT, "examples"), os.path.join(folder, "examples"))
        os.mkdir(os.path.join(folder, "build"))
        os.symlink(ONTOTAG, os.path.join(folder, "build", "ontotag"))
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", command], cwd=folder, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env=environment(), timeout=SECONDS)
    return done.returncode, done.stdout.decode("utf-8").rstrip("\n") + "\n"


class Readme(CommandTest):
    def test_examples_print_what_stands_there(self):
        for path in DOCUMENTS:
            with open(path, encoding="utf-8") as stream:
                text = stream.read()
            blocks = list(BLOCK.finditer(text))
            self.assertTrue(path != README or len(blocks) >= 2)
            rewritten = text
            for block in blocks:
                with self.subTest(os.path.relpath(path, ROOT), command=block["command"]):
                    code, printed = run(block["command"])
                    self.assertEqual(code, 0, printed)
                    if os.environ.get("ONTOTAG_UPDATE"):
                        rewritten = rewritten.replace(block[0], "```console\n$ %s\n%s```" % (block["command"], printed))
                    else:
                        self.assertEqual(block["output"], printed, "ONTOTAG_UPDATE=1 rewrites the document")
            if rewritten != text:
                with open(path, "w", encoding="utf-8") as stream:
                    stream.write(rewritten)

    def test_files_that_they_name_are_there(self):
        for path in DOCUMENTS:
            with open(path, encoding="utf-8") as stream:
                links = re.findall(r"\]\(([^):]+?)(?:#[^)]*)?\)", stream.read())
            missing = [link for link in links if not os.path.exists(os.path.join(os.path.dirname(path), link))]
            self.assertEqual(missing, [], path)


if __name__ == "__main__":
    main()
