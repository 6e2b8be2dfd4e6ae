"""ontotag tag: streams, threads, long runs.

ONTOTAG_LONG=1 takes the sizes that are asked for: 1 GB of input, 100,000 files, a document of 50 MB; else they are
some hundredths of it.
"""
import gzip
import json
import os
import pty
import re
import select
import signal
import subprocess
import time

from support import ONTOTAG, SECONDS, SMALL, CommandTest, environment, main

LONG = os.environ.get("ONTOTAG_LONG") == "1"
TAG = ["tag", "--no-starter", "-d", SMALL]
LINE = "Case %d: asthma and leukemia, CD10 positive, on vincristine.\n"


def lines(count):
    return "".join(LINE % i for i in range(count))


def without_time(text):
    """A summary without how long the run took."""
    return re.sub(r"[0-9.]+ s\b", "", text)


class RunTest(CommandTest):
    def start(self, *arguments, **options):
        options = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        process = subprocess.Popen([ONTOTAG, *TAG, *arguments], cwd=self.folder, env=environment(), **options)
        self.addCleanup(self.end, process)
        return process

    def end(self, process):
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream:
                try:
                    stream.close()
                except BrokenPipeError:
                    pass

    def line_within(self, stream, seconds=20):
        """A line of output, which has to come without the end of input."""
        self.assertTrue(select.select([stream], [], [], seconds)[0], "nothing came")
        return stream.readline()

    def on_terminal(self, *arguments, **options):
        """Exit code, and what standard error prints where it is a terminal."""
        leader, follower = pty.openpty()
        options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, **options}
        process = subprocess.Popen([ONTOTAG, *TAG, *arguments], cwd=self.folder, stderr=follower, env=environment(),
                                   **options)
        os.close(follower)
        return process, leader

    def read_terminal(self, process, leader):
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
        return process.wait(timeout=SECONDS), printed.decode()


class Streams(RunTest):
    def test_a_document_comes_out_before_the_next_goes_in(self):
        for jobs in ("1", "2", "3"):
            with self.subTest(jobs):
                process = self.start("--lines", "-j", jobs, bufsize=0)
                for i in range(3):
                    process.stdin.write((LINE % i).encode())
                    self.assertEqual(json.loads(self.line_within(process.stdout))["id"], "stdin:%d" % (i + 1))
                process.stdin.close()
                self.assertEqual(process.wait(timeout=SECONDS), 0)

    def test_between_zcat_and_a_reader(self):
        path = self.write("lines.gz", gzip.compress(lines(5000).encode()))
        command = "zcat %s | %s --lines -j 2 | grep -c '\"leukemia\"'" % (path, " ".join([ONTOTAG, *TAG]))
        done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, timeout=SECONDS)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"5000\n", b""))

    def test_a_signal_ends_it_between_documents(self):
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            for jobs in ("1", "2"):
                with self.subTest(code=code, jobs=jobs):
                    process = self.start("--lines", "-j", jobs, bufsize=0)
                    process.stdin.write(lines(3).encode() + b"half a line")
                    for _ in range(3):
                        self.line_within(process.stdout)
                    process.send_signal(number)
                    self.assertEqual(process.wait(timeout=SECONDS), code)
                    self.assertEqual((process.stdout.read(), process.stderr.read()), (b"", b""))

    def test_a_signal_amid_the_work_leaves_whole_records(self):
        path = self.write("lines.txt", lines(200000))
        for jobs in ("1", "2"):
            with self.subTest(jobs), open(self.path("out"), "wb") as out:
                process = self.start("--lines", "-j", jobs, path, stdout=out)
                while os.path.getsize(self.path("out")) == 0 and process.poll() is None:
                    time.sleep(0.002)
                process.send_signal(signal.SIGINT)
                self.assertEqual(process.wait(timeout=SECONDS), 130)
                with open(self.path("out"), encoding="utf-8") as stream:
                    written = [json.loads(line)["id"] for line in stream]
                self.assertEqual(written, ["%s:%d" % (path, i + 1) for i in range(len(written))])

    def test_a_closed_pipe_ends_it_without_a_message(self):
        path = self.write("lines.txt", lines(100000))
        for jobs in ("1", "3"):
            with self.subTest(jobs):
                process = self.start("--lines", "-j", jobs, path)
                process.stdout.readline()
                process.stdout.close()
                self.assertEqual((process.stderr.read(), process.wait(timeout=SECONDS)), (b"", 1))

    def test_a_signal_while_nobody_reads(self):
        process = self.start("--lines", self.write("lines.txt", lines(100000)))
        self.line_within(process.stdout)
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=SECONDS), 143)


class Threads(RunTest):
    def same(self, *arguments):
        one = self.run_ontotag("tag", "-d", SMALL, *arguments)
        for jobs in ("0", "2", "7"):
            other = self.run_ontotag("tag", "-d", SMALL, "-j", jobs, *arguments)
            self.assertEqual((other.code, other.out, without_time(other.err)), (one.code, one.out, without_time(one.err)))
        return one

    def formats(self):
        text = self.good("tag", "--help").text
        return re.findall(r"--output FORMAT.*\n +one of: (.*)", text)[0].split(", ")

    def test_same_output_in_every_format(self):
        path = self.write("lines.txt", lines(3000))
        for name in self.formats():
            with self.subTest(name):
                self.assertEqual(self.same("--lines", "-o", name, path).code, 0)

    def test_documents_with_annotations(self):
        text = "".join("%d|t|asthma\n%d|a|leukemia\n%d\t0\t6\tasthma\tDisease\tX:1\n\n" % (i, i, i) 
                       for i in range(2000))
        path = self.write("in.pubtator", text)
        self.assertIn("1999\t0\t6\tasthma\tDisease\tX:1", self.same("-o", "pubtator", "--keep", path).text)

    def test_errors_in_their_place(self):
        paths = [self.write("%d.txt" % i, "asthma %d" % i) for i in range(300)]
        paths[100:100] = ["missing.txt"]
        paths[200:200] = ["gone.txt"]
        result = self.same(*paths)
        self.assertEqual((result.code, len(result.objects)), (1, 300))

    def test_strict(self):
        paths = [self.write("%d.txt" % i, "asthma %d" % i) for i in range(50)]
        result = self.same("--strict", *paths[:20], "missing.txt", *paths[20:])
        self.assertEqual((result.code, len(result.objects), len(result.err.splitlines())), (1, 20, 1))

    def test_number_of_threads(self):
        for bad in ("x", "-1", "", "99999999999999999999", "1025"):
            self.refused(2, "tag", "-j", bad, says=["threads"])


class Folders(RunTest):
    def make(self, count=5):
        os.makedirs(self.path("in/b"))
        for i in range(count):
            self.write("in/%s%d.txt" % ("b/" if i % 2 else "", i), "asthma %d" % i)
        self.write("in/.hidden", "asthma")

    def test_files_in_order_of_name(self):
        self.make()
        self.assertEqual([d["id"] for d in self.good("tag", "-d", SMALL, "in").objects],
                         ["in/0.txt", "in/2.txt", "in/4.txt", "in/b/1.txt", "in/b/3.txt"])

    def test_a_file_for_each_input(self):
        self.make()
        for jobs in ("1", "3"):
            for name in ("jsonl", "summary", "tsv"):
                out = "out-%s-%s" % (jobs, name)
                self.good("tag", "-d", SMALL, "-j", jobs, "-o", name, "--output-dir", out, "in/")
                ending = ".md" if name == "summary" else "." + name
                self.assertEqual(sorted(os.listdir(self.path(out))),
                                 [name + ending for name in ("0.txt", "2.txt", "4.txt")] + ["b"])
                with open(self.path(out + "/b/3.txt" + ending), "rb") as stream:
                    self.assertEqual(stream.read(), self.good("tag", "-d", SMALL, "-o", name, "in/b/3.txt").out)

    def test_resume(self):
        self.make()
        arguments = ["tag", "-d", SMALL, "--output-dir", "out", "--resume", "in"]
        self.good(*arguments)
        with open(self.path("out/0.txt.jsonl"), "w") as stream:
            stream.write("mine")
        os.remove(self.path("out/2.txt.jsonl"))
        os.utime(self.path("out/4.txt.jsonl"), (0, 0))
        self.good(*arguments)
        with open(self.path("out/0.txt.jsonl")) as stream:
            self.assertEqual(stream.read(), "mine")
        for name in ("2", "4"):
            self.assertGreater(os.path.getmtime(self.path("out/%s.txt.jsonl" % name)), 1)

    def test_resume_after_a_signal(self):
        os.mkdir(self.path("in"))
        for i in range(400):
            self.write("in/%04d.txt" % i, lines(40))
        process = self.start("--lines", "--output-dir", "out", "in")
        while not os.path.exists(self.path("out/0003.txt.jsonl")) and process.poll() is None:
            time.sleep(0.001)
        process.send_signal(signal.SIGINT)
        self.assertIn(process.wait(timeout=SECONDS), (0, 130))
        self.assertEqual([n for n in os.listdir(self.path("out")) if not n.endswith(".jsonl")], [])
        self.good("tag", "-d", SMALL, "--lines", "-j", "2", "--output-dir", "out", "--resume", "in")
        for i in range(400):
            with open(self.path("out/%04d.txt.jsonl" % i)) as stream:
                self.assertEqual(len(stream.readlines()), 40)

    def test_what_cannot_be_opened_leaves_no_output(self):
        good = self.write("good.txt", "asthma")
        self.refused(1, "tag", "-d", SMALL, "--output-dir", "out", "missing.txt", good, says=["missing.txt"])
        self.assertEqual(os.listdir(self.path("out")), ["good.txt.jsonl"])

    def test_what_cannot_be_read_leaves_no_output(self):
        """Neither an empty file nor one that --resume takes for done."""
        bad = {"torn.txt.gz": gzip.compress(b"asthma" * 1000)[:40], "wrong.pubtator": b"1|t|asthma\n1|a|x\nwhat is this\n", "wrong.xml": b"<collection><document>",
               "good.txt": b"asthma"}
        os.mkdir(self.path("in"))
        for name, content in bad.items():
            self.write("in/" + name, content)
        for jobs in ("1", "2"):
            for name in ("jsonl", "tsv", "html", "bioc-xml"):
                out = "out-%s-%s" % (jobs, name)
                for again in range(2):
                    result = self.run_ontotag("tag", "-d", SMALL, "-j", jobs, "-o", name, "--output-dir", out, "--resume", "in")
                    self.assertEqual(result.code, 1)
                    self.assertEqual([n.split(".")[0] for n in os.listdir(self.path(out))], ["good"])
        self.write("in/torn.txt.gz", gzip.compress(b"asthma"))
        self.run_ontotag("tag", "-d", SMALL, "--output-dir", "out-1-jsonl", "--resume", "in")
        self.assertIn("torn.txt.gz.jsonl", os.listdir(self.path("out-1-jsonl")))

    def test_what_is_read_in_part_is_not_done(self):
        self.write("a.jsonl", '{"id":"1","text":"asthma"}\n{\n{"id":"3","text":"leukemia"}\n')
        self.assertEqual(self.run_ontotag("tag", "-d", SMALL, "--output-dir", "out", "a.jsonl").code, 1)
        with open(self.path("out/a.jsonl.jsonl")) as stream:
            self.assertEqual([json.loads(line)["id"] for line in stream], ["1", "3"])
        now = os.stat(self.path("a.jsonl"))
        self.write("a.jsonl", '{"id":"1","text":"asthma"}\n{"id":"2","text":"leukemia"}\n')
        os.utime(self.path("a.jsonl"), ns=(now.st_atime_ns, now.st_mtime_ns))
        self.good("tag", "-d", SMALL, "--output-dir", "out", "--resume", "a.jsonl")
        with open(self.path("out/a.jsonl.jsonl")) as stream:
            self.assertEqual([json.loads(line)["id"] for line in stream], ["1", "2"])

    def test_resume_goes_by_nanoseconds(self):
        """An output of the same nanosecond is done; one that is a nanosecond older is not."""
        self.write("a.txt", "asthma")
        self.good("tag", "-d", SMALL, "--output-dir", "out", "a.txt")
        output, second = self.path("out/a.txt.jsonl"), 1700000000 * 10 ** 9
        for own, other, done in ((5, 5, True), (6, 5, True), (4, 5, False)):
            os.utime(self.path("a.txt"), ns=(second + other,) * 2)
            with open(output, "w") as stream:
                stream.write("mine")
            os.utime(output, ns=(second + own,) * 2)
            self.good("tag", "-d", SMALL, "--output-dir", "out", "--resume", "a.txt")
            with open(output) as stream:
                self.assertEqual(stream.read() == "mine", done)

    def test_killed(self):
        """Nothing is left that --resume does not clear, and no output is torn."""
        os.mkdir(self.path("in"))
        for i in range(200):
            self.write("in/%04d.txt" % i, lines(40))
        process = self.start("--lines", "--output-dir", "out", "in")
        while not os.path.exists(self.path("out/0003.txt.jsonl")) and process.poll() is None:
            time.sleep(0.001)
        process.kill()
        process.wait()
        os.makedirs(self.path("out/deep"), exist_ok=True)
        for name in ("0100.txt.jsonl.0123456789abcdef.part", "0101.txt.jsonl.4711.part", "deep/x.0123456789abcdef.part"):
            self.write("out/" + name, "torn")
        self.write("out/mine.part", "not ours")
        self.good("tag", "-d", SMALL, "--lines", "--output-dir", "out", "--resume", "in")
        self.assertEqual(sorted(n for n in os.listdir(self.path("out")) if not n.endswith(".jsonl")), ["deep", "mine.part"])
        self.assertEqual(os.listdir(self.path("out/deep")), [])
        for i in range(200):
            with open(self.path("out/%04d.txt.jsonl" % i)) as stream:
                self.assertEqual(len(stream.readlines()), 40)

    def test_what_is_no_file_in_a_folder(self):
        """A pipe would wait for ever; a link to a folder leads to what is tagged already."""
        self.make()
        os.mkfifo(self.path("in/pipe"))
        os.symlink("b", self.path("in/twice"))
        os.symlink("..", self.path("in/b/up"))
        os.symlink("0.txt", self.path("in/link.txt"))
        result = self.run_ontotag("tag", "-d", SMALL, "in")
        self.assertEqual((result.code, [d["id"] for d in result.objects]),
                         (0, ["in/0.txt", "in/2.txt", "in/4.txt", "in/b/1.txt", "in/b/3.txt", "in/link.txt"]))
        self.assertEqual(result.err.splitlines(), ["ontotag: left out: in/%s: neither a file nor a folder of its own" % name
                                                   for name in ("b/up", "pipe", "twice")])

    def test_refused(self):
        self.make()
        self.write("0.txt", "asthma")
        self.refused(2, "tag", "-d", SMALL, "--output-dir", "out", "0.txt", "in",
                     says=["0.txt.jsonl", "two inputs"])
        self.refused(2, "tag", "-d", SMALL, "--output-dir", "in", "in", says=["where the output goes"])
        self.refused(2, "tag", "-d", SMALL, "--resume", says=["--output-dir"])
        self.refused(1, "tag", "-d", SMALL, "--output-dir", "0.txt", "in", says=["0.txt"])
        self.refused(1, "tag", "-d", SMALL, "--output-dir", "nowhere/out", "in", says=["nowhere/out"])

    def test_an_output_inside_the_input_is_not_read(self):
        self.make()
        for _ in range(2):
            self.good("tag", "-d", SMALL, "--output-dir", "in/out", "in")
        self.assertEqual(len([n for _, _, names in os.walk(self.path("in/out")) for n in names]), 5)

    def test_unreadable_file(self):
        self.make()
        os.symlink("nowhere", self.path("in/1.txt"))
        self.assertEqual(len(self.refused(1, "tag", "-d", SMALL, "in", says=["in/1.txt"]).objects), 5)
        if os.getuid() != 0:
            os.chmod(self.path("in/0.txt"), 0)
            self.assertEqual(len(self.run_ontotag("tag", "-d", SMALL, "in").objects), 4)


class Telling(RunTest):
    def test_progress_and_counts_on_a_terminal(self):
        process, leader = self.on_terminal("--lines", "-", stdin=subprocess.PIPE)
        process.stdin.write(lines(10).encode())
        process.stdin.flush()
        time.sleep(1.6)
        process.stdin.close()
        code, printed = self.read_terminal(process, leader)
        self.assertEqual(code, 0)
        self.assertRegex(printed, r"\r10 documents, 0\.0 MB, [0-9.]+ MB/s\x1b\[K")
        self.assertRegex(printed, r"ontotag: 1 files, 10 documents, 40 mentions, 0 bad; [0-9.]+ s\r\n$")

    def test_quiet(self):
        code, printed = self.read_terminal(*self.on_terminal("-q", self.write("a.txt", "asthma")))
        self.assertEqual((code, printed), (0, ""))

    def test_silent_in_a_pipe(self):
        self.good("tag", "-d", SMALL, self.write("a.txt", "asthma"))

    def test_counts_where_several_things_were_bad(self):
        result = self.run_ontotag("tag", "-d", SMALL, "no.txt", self.write("a.txt", "asthma"), "none.txt")
        self.assertEqual(result.code, 1)
        self.assertRegex(result.err.splitlines()[-1], "^ontotag: 1 files, 1 documents, 1 mentions, 2 bad; ")
        self.assertEqual(len(self.run_ontotag("tag", "-q", "-d", SMALL, "no.txt", "none.txt").err.splitlines()), 2)

    def test_a_bad_document_is_named(self):
        path = self.write("in.pubtator", "1|t|asthma\n1|a|x\n\n2|t|asthma\nwhat is this\n\n3|t|asthma\n3|a|y\n")
        result = self.refused(1, "tag", "-d", SMALL, "-f", "pubtator", path, says=["in.pubtator:5: "])
        self.assertEqual([d["id"] for d in result.objects], ["1", "3"])
        result = self.refused(1, "tag", "-d", SMALL, "-f", "pubtator", "--strict", path, says=["in.pubtator:5: "])
        self.assertEqual([d["id"] for d in result.objects], ["1"])

    def test_full_disk(self):
        path = self.write("lines.txt", lines(20000))
        for jobs in ("1", "2"):
            with open("/dev/full", "wb") as full:
                self.refused(1, "tag", "-d", SMALL, "--lines", "-j", jobs, path, stdout=full,
                             says=["No space left"])


class Choosing(RunTest):
    TEXT = "asthma, leukemia and acute lymphoblastic leukemias"

    def texts(self, *arguments):
        return [m["text"] for m in self.tag(*arguments, stdin=self.TEXT)["mentions"]]

    def test_within_and_without(self):
        self.assertEqual(self.texts("--within", "MONDO:0005059"), ["leukemia", "acute lymphoblastic leukemias"])
        self.assertEqual(self.texts("--without", "MONDO:0005059"), ["asthma"])
        self.assertEqual(self.texts("--within=MONDO:0005059,MONDO:0004979", "--without", "MONDO:0004967"),
                         ["asthma", "leukemia"])

    def test_without_takes_ways_of_matching_too(self):
        self.assertEqual(self.texts("--without", "plural"), ["asthma", "leukemia"])
        self.assertEqual(self.texts("--without", "plural,MONDO:0004979"), ["leukemia"])

    def test_filters_on_several_threads(self):
        path = self.write("lines.txt", lines(2000))
        one, two = (self.good("tag", "-d", SMALL, "--lines", "-j", j, "--within", "MONDO:0005059", path).out
                    for j in "12")
        self.assertEqual(one, two)
        self.assertEqual(one.count(b'"codes"'), 2000)

    def test_refused(self):
        for option in ("--within", "--without", "--roll-up"):
            self.refused(2, "tag", "-d", SMALL, option, "MONDO:9", says=["MONDO:9"])
            self.refused(2, "tag", "-d", SMALL, option, "nonsense", says=["nonsense"])
        self.refused(2, "tag", "-d", SMALL, "--roll-up", "1,MONDO:0005059", says=["MONDO:0005059"])

    def test_roll_up_is_taken(self):
        for target in ("0", "MONDO:0005059"):
            self.good("tag", "-d", SMALL, "--roll-up", target, stdin=self.TEXT)

    def test_explain(self):
        text = self.good("tag", "-d", SMALL, "--explain",
                         stdin="Acute lymphoblastic leukemias (ALL). ALL and acute lymphoblastic leukemias"
                               "\033[1m.").text
        self.assertIn("\n  by            ", text)
        self.assertRegex(text, r"abbreviation  ALL \[31, 34\) stands for Acute lymphoblastic leukemias? \[0, ")
        self.assertRegex(text, r"(?m)^  dictionary    LAB, release 2026-05$")
        self.assertNotIn("\033", text)
        self.refused(2, "tag", "--explain", "-o", "tsv", says=["-o terminal or jsonl"])


class Large(RunTest):
    """Full size only with ONTOTAG_LONG=1."""

    def peak(self, *arguments, **options):
        """The highest resident set in KB."""
        process = subprocess.Popen([ONTOTAG, *TAG, *arguments], cwd=self.folder, stdout=subprocess.DEVNULL,
                                   **options)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0)
        return usage.ru_maxrss

    def test_many_small_files(self):
        count = 100000 if LONG else 2000
        os.mkdir(self.path("in"))
        for i in range(count):
            self.write("in/%06d" % i, "asthma %d" % i)
        result = self.good("tag", "-d", SMALL, "-j", "2", "in")
        self.assertEqual([d["id"] for d in result.objects], ["in/%06d" % i for i in range(count)])
        self.good("tag", "-d", SMALL, "-j", "2", "--output-dir", "out", "in")
        self.assertEqual(len(os.listdir(self.path("out"))), count)

    def test_memory_does_not_grow_with_the_input(self):
        block = lines(10000)
        for jobs in ("1", "2"):
            few = self.peak("--lines", "-j", jobs, self.write("few.txt", block))
            feed = subprocess.Popen(["bash", "-c", "for ((i = 0; i < %d; i++)); do cat few.txt; done"
                                     % (10 ** 9 // len(block) if LONG else 20)],
                                    cwd=self.folder, stdout=subprocess.PIPE)
            many = self.peak("--lines", "-j", jobs, stdin=feed.stdout)
            feed.stdout.close()
            self.assertEqual(feed.wait(), 0)
            self.assertLess(many, 2 * few + 64 * 1024)

    def test_a_large_document(self):
        text = "lorem ipsum dolor asthma\n" * (2000000 if LONG else 80000)
        path = self.write("large.txt", text)
        for jobs in ("1", "2"):
            self.assertEqual(len(self.tag("-j", jobs, path)["mentions"]), len(text) // 25)


if __name__ == "__main__":
    main()
