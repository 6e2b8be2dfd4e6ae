"""Help, manual page and completions say what the options are, and the manual's examples work."""
import gzip
import os
import re
import shutil
import subprocess

from support import ONTOTAG, ROOT, SECONDS, CommandTest, environment, main

COMMANDS = re.compile(r"^  ([a-z]+) +\S", re.M)
OPTION = re.compile(r"^  (?:-(\w),|   ) --([a-z-]+)( \S+)?", re.M)


class Help(CommandTest):
    def setUp(self):
        super().setUp()
        self.commands = COMMANDS.findall(self.good("--help").text)
        self.manual = self.good("help", "--man").text

    def options(self, name):
        """Short name, long name and argument of each option, as --help prints them."""
        return [o for o in OPTION.findall(self.good(name, "--help").text) if o[1] != "help"]

    def test_every_command(self):
        self.assertIn("tag", self.commands)
        for name in self.commands:
            self.assertIn("\n.SS ontotag %s\n" % name, self.manual)
            self.assertEqual(self.good("help", name).out, self.good(name, "--help").out)
        self.assertEqual(self.good("help").out, self.good("--help").out)

    def test_manual_has_every_option(self):
        for name in self.commands:
            section = re.search(r"^\.SS ontotag %s\n(.*?)(?=^\.S[SH] )" % name, self.manual, re.M | re.S)[1]
            named = re.findall(r"^\.B (?:\\-(\w), )?\\-\\-([a-z\\-]+)((?: \\fI\S+\\fP)?)$", section, re.M)
            named = [(short, long.replace("\\", ""), value) for short, long, value in named]
            expected = [(short, long, value and " \\fI%s\\fP" % value.strip())
                        for short, long, value in self.options(name)]
            self.assertEqual(named, expected)

    def test_manual_has_the_thresholds(self):
        with open(os.path.join(ROOT, "docs", "ACCURACY.md"), encoding="utf-8") as stream:
            tables = stream.read().split("<!-- thresholds -->")[1].split("<!-- end -->")[0]
        told = " ".join(self.good("tag", "--help").text.split())
        count = 0
        for table in tables.strip().split("\n\n"):
            head, _, *rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()]
            shown = ["-1", "0", "1", "2", "3"] if "--threshold" in head[0] else ["0", "0.5", "0.7", "0.8", "0.9"]
            shown = [name.replace("0.", ".", 1) if name.startswith("0.") and name not in head else name for name in shown]
            for row in rows:
                cells = [row[head.index(name)].replace(" / ", "/") for name in shown]
                self.assertIn(" ".join([row[0].replace("`", "").replace(",", ""), *cells]), told)
                count += 1
        self.assertGreaterEqual(count, 10)

    def test_manual_is_clean_roff(self):
        if not shutil.which("groff"):
            self.skipTest("needs groff")
        done = subprocess.run(["groff", "-man", "-ww", "-z", "-Tutf8"], input=self.manual.encode(),
                              capture_output=True)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_completions_have_every_option(self):
        bash, zsh, fish = (self.good("help", "--completion", shell).text for shell in ("bash", "zsh", "fish"))
        for name in self.commands:
            self.assertIn("'%s:" % name, zsh)
            self.assertIn("__fish_use_subcommand -f -a %s " % name, fish)
            offered = re.search(r"^\t%s\) COMPREPLY=\(\$\(compgen -W \"([^\"]*)\"" % name, bash, re.M)[1].split()
            in_zsh = re.search(r"^\t%s\) _arguments(.*?);;$" % name, zsh, re.M | re.S)[1]
            for short, long, _ in self.options(name):
                self.assertIn("--" + long, offered)
                self.assertRegex(in_zsh, r"--%s\b" % long)
                self.assertRegex(fish, r"from %s' -l %s%s\b" % (name, long, " -s " + short if short else ""))
                if short:
                    self.assertIn("-" + short, offered)
                    self.assertIn("{-%s,--%s" % (short, long), in_zsh)
        self.refused(2, "help", "--completion", "tcsh", says=["tcsh"])
        self.refused(2, "help", "nonsense", says=["nonsense"])

    def complete(self, *words):
        script = ("source <(%s help --completion bash); COMP_WORDS=(%s); COMP_CWORD=%d; _ontotag; printf '%%s\\n' "
                  "\"${COMPREPLY[@]}\"" % (ONTOTAG, " ".join("'%s'" % w for w in words), len(words) - 1))
        done = subprocess.run(["bash", "-euc", script], capture_output=True, text=True, cwd=self.folder)
        self.assertEqual(done.stderr, "")
        return done.stdout.split()

    def test_bash_completes(self):
        self.assertEqual(self.complete("ontotag", "ta"), ["tag"])
        self.assertEqual(self.complete("ontotag", "tag", "--output-"), ["--output-dir"])
        self.assertEqual(self.complete("ontotag", "tag", "-o", "js"), ["jsonl", "json"])
        self.assertEqual(self.complete("ontotag", "tag", "--types", "dr"), ["drug"])
        self.write("report.txt", "")
        self.assertEqual(self.complete("ontotag", "tag", "rep"), ["report.txt"])

    def test_other_shells_take_their_completions(self):
        for shell, check in (("zsh", ["zsh", "-n"]), ("fish", ["fish", "--no-execute"])):
            with self.subTest(shell):
                if not shutil.which(shell):
                    self.skipTest("needs " + shell)
                path = self.write("completion", self.good("help", "--completion", shell).out)
                done = subprocess.run([*check, path], capture_output=True)
                self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_the_examples_of_the_manual(self):
        examples = re.findall(r"^\.nf\n(.*?)\n\.fi$", self.manual, re.M)
        self.assertGreaterEqual(len(examples), 5)
        self.write("report.txt", "He has asthma; CD10 positive; vincristine was given.\n")
        self.write("ours.tsv", "C\tOURS:1\tdisease\twheezy chest\n")
        self.write("abstracts.txt.gz", gzip.compress(b"asthma\nleukaemia\nasthma again\n"))
        os.mkdir(self.path("reports"))
        self.write("reports/a.txt", "asthma")
        os.mkdir(self.path("bin"))
        os.symlink(ONTOTAG, self.path("bin/ontotag"))
        for example in examples:
            command = re.sub(r"\\(-|\(aq)", lambda m: "-" if m[1] == "-" else "'", example)
            with self.subTest(command):
                done = subprocess.run(["bash", "-euo", "pipefail", "-c", command], cwd=self.folder,
                                      capture_output=True, timeout=SECONDS,
                                      env=environment(PATH=self.path("bin") + ":" + os.environ["PATH"]))
                self.assertEqual((done.returncode, done.stderr), (0, b""))
                self.assertTrue(done.stdout.strip())

    def test_a_table_keeps_its_lines(self):
        for name, line in (("eval", "  overlap     any byte in common"), ("tag", "  genes human                .")):
            lines = self.good(name, "--help").lines
            self.assertTrue([each for each in lines if each.startswith(line)], lines)


if __name__ == "__main__":
    main()
