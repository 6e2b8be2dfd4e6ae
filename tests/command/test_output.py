"""Where output goes: terminals, full disks, closed pipes, files that appear whole or not at all."""
import gzip
import os
import pty
import resource
import signal
import stat
import subprocess
import time

from support import CommandTest, ONTOTAG, SECONDS, SMALL, environment, main

ESCAPE = b"\033["


def many_rows(count):
    return "#ontotag-dictionary\t1\n" + "".join(
        "C\tLAB:%d\tdisease\tailment %d of %d\n" % (i, i, i * 7919 % 10007) for i in range(count))


class Colour(CommandTest):
    def on_terminal(self, *arguments, **variables):
        """What the command prints where its standard output is a terminal."""
        report = self.write("report.txt", "He has asthma.\n")
        leader, follower = pty.openpty()
        with subprocess.Popen([ONTOTAG, "tag", "--no-starter", "-d", SMALL, *arguments, report], stdout=follower, stdin=subprocess.DEVNULL,
                              env=environment(**{"TERM": "xterm", **variables})) as process:
            os.close(follower)
            printed = b""
            while True:
                try:
                    part = os.read(leader, 65536)
                except OSError:
                    break
                if not part:
                    break
                printed += part
        os.close(leader)
        self.assertEqual(process.returncode, 0)
        return printed

    def test_colour_on_a_terminal_and_the_terminal_view_by_default(self):
        printed = self.on_terminal()
        self.assertIn(ESCAPE, printed)
        self.assertIn(b"MONDO:0004979", printed)
        self.assertNotIn(b"{", printed)

    def test_no_color_is_obeyed(self):
        self.assertNotIn(ESCAPE, self.on_terminal(NO_COLOR="1"))

    def test_empty_no_color_is_none(self):
        self.assertIn(ESCAPE, self.on_terminal(NO_COLOR=""))

    def test_dumb_terminal(self):
        self.assertNotIn(ESCAPE, self.on_terminal(TERM="dumb"))

    def test_no_colour_in_other_formats(self):
        for name in ("jsonl", "tsv", "summary"):
            self.assertNotIn(ESCAPE, self.on_terminal("-o", name))

    def test_no_colour_in_a_pipe(self):
        result = self.good("tag", "-o", "terminal", "-d", SMALL, stdin="asthma", env=environment(TERM="xterm"))
        self.assertNotIn(ESCAPE, result.out)


class Refused(CommandTest):
    def to_full_disk(self, *arguments, **options):
        with open("/dev/full", "wb") as full:
            self.refused(1, *arguments, stdout=full, says=["No space left"], **options)

    def test_full_disk(self):
        self.to_full_disk("tag", "-d", SMALL, stdin="asthma")
        self.to_full_disk("tag", "-d", SMALL, stdin="asthma and leukemia\n" * 20000)
        self.to_full_disk("info", "-d", SMALL)
        self.to_full_disk("--help")
        self.to_full_disk("tag", "--help")
        self.to_full_disk("build", "-q", "-o", "-", SMALL)

    def test_full_disk_stops_at_the_first_file(self):
        paths = [self.write("%d.txt" % i, "asthma " * 20000) for i in range(3)]
        self.to_full_disk("tag", "-d", SMALL, *paths)

    def test_closed_pipe_is_a_quiet_end(self):
        report = self.write("report.txt", "asthma and leukemia\n" * 200000)
        for arguments in (["--lines", "-o", "jsonl"], ["--lines", "-o", "tsv"], ["-o", "terminal"]):
            with self.subTest(arguments):
                with subprocess.Popen([ONTOTAG, "tag", "--no-starter", "-d", SMALL, *arguments, report], stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE) as process:
                    self.assertTrue(process.stdout.readline())
                    process.stdout.close()
                    message = process.stderr.read()
                    process.wait(timeout=SECONDS)
                self.assertEqual((process.returncode, message), (1, b""))

    def test_missing_folder(self):
        self.refused(1, "build", "-q", "-o", self.path("nowhere/out.gz"), SMALL, says=["nowhere/out.gz", "No such file"])

    def test_output_that_is_no_regular_file(self):
        os.mkfifo(self.path("pipe"))
        self.refused(1, "build", "-q", "-o", self.path("pipe"), SMALL, says=["pipe", "not a regular file"])
        os.mkdir(self.path("folder"))
        self.refused(1, "build", "-q", "-o", self.path("folder"), SMALL, says=["folder", "not a regular file"])
        self.assertEqual(sorted(os.listdir(self.folder)), ["folder", "pipe"])


class Whole(CommandTest):
    """A dictionary file appears whole or not at all, and an old one stays until the new one is there."""

    OLD = b"old content"

    def setUp(self):
        super().setUp()
        self.out = self.path("out.dict.gz")

    def start(self, source, **options):
        return subprocess.Popen([ONTOTAG, "build", "-q", "-o", self.out, source], stderr=subprocess.PIPE, **options)

    def kill_while_writing(self, old=None):
        """Kills it once a file of its own has appeared; on a loaded machine that may take a longer file."""
        for rows in (100000, 400000, 1600000):
            if old is not None:
                self.write("out.dict.gz", old)
            if self.kill_once(self.write("rows.tsv", many_rows(rows))):
                return
            os.remove(self.out)
        self.fail("the file was complete before the signal came")

    def kill_once(self, source):
        """False where it was too quick."""
        with self.start(source) as process:
            while process.poll() is None:
                if self.written(process.pid) > 100000:
                    process.send_signal(signal.SIGKILL)
                    break
                time.sleep(0.001)
            process.wait(timeout=SECONDS)
        return process.returncode == -signal.SIGKILL

    def written(self, pid):
        """Bytes of the file without a name that a process writes."""
        size = 0
        try:
            for descriptor in os.listdir("/proc/%d/fd" % pid):
                about = os.stat("/proc/%d/fd/%s" % (pid, descriptor))
                size += about.st_size if stat.S_ISREG(about.st_mode) and about.st_nlink == 0 else 0
        except OSError:
            pass  # it has just ended, or closed the file
        return size

    def test_killed_while_writing(self):
        self.kill_while_writing()
        self.assertEqual(os.listdir(self.folder), ["rows.tsv"])

    def test_killed_while_writing_over_an_old_file(self):
        self.kill_while_writing(self.OLD)
        with open(self.out, "rb") as stream:
            self.assertEqual(stream.read(), self.OLD)

    def test_killed_while_reading(self):
        os.mkfifo(self.path("source"))
        with self.start(self.path("source")) as process:
            with open(self.path("source"), "w") as stream:
                stream.write(many_rows(1000))
                stream.flush()
                process.send_signal(signal.SIGKILL)
                process.wait(timeout=SECONDS)
        self.assertEqual(os.listdir(self.folder), ["source"])

    def test_source_that_is_damaged_at_its_end(self):
        self.write("out.dict.gz", self.OLD)
        source = self.write("rows.tsv", many_rows(1000) + "X\n")
        self.refused(1, "build", "-o", self.out, source, says=["rows.tsv:1002: "])
        with open(self.out, "rb") as stream:
            self.assertEqual(stream.read(), self.OLD)
        self.assertEqual(sorted(os.listdir(self.folder)), ["out.dict.gz", "rows.tsv"])

    def test_disk_that_fills_up_while_writing(self):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (50000, 50000))

        source = self.write("rows.tsv", many_rows(100000))
        for old in (None, self.OLD):
            with self.subTest(old=old):
                if old:
                    self.write("out.dict.gz", old)
                self.refused(1, "build", "-q", "-o", self.out, source, says=["out.dict.gz", "cannot write", "File too large"],
                             preexec_fn=limit)
                self.assertEqual(sorted(os.listdir(self.folder)), sorted(["rows.tsv"] + ["out.dict.gz"] * bool(old)))
        with open(self.out, "rb") as stream:
            self.assertEqual(stream.read(), self.OLD)

    def test_new_file_replaces_the_old_one_and_has_the_usual_mode(self):
        self.write("out.dict.gz", self.OLD)
        mask = os.umask(0o027)
        self.addCleanup(os.umask, mask)
        self.good("build", "-q", "-o", self.out, SMALL)
        with gzip.open(self.out, "rt") as stream:
            self.assertTrue(stream.readline().startswith("#ontotag-dictionary\t1"))
        self.assertEqual(os.stat(self.out).st_mode & 0o777, 0o640)
        self.assertEqual(os.listdir(self.folder), ["out.dict.gz"])


if __name__ == "__main__":
    main()
