"""The command line as people type it from habit: without a subcommand, files for the output, codes in any form."""
import csv
import gzip
import io
import json
import os
import pty
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import ONTOTAG, ROOT, SMALL, CommandTest, environment, main  # noqa: E402


class Tagging(CommandTest):
    def test_without_a_subcommand(self):
        path = self.write("report.txt", "On asthma.")
        expected = self.good("tag", "-d", SMALL, "-o", "tsv", path).text
        for arguments in ((path, "-o", "tsv"), ("-o", "tsv", path), ("--output", "tsv", path)):
            result = self.good(*arguments)
            self.assertEqual([row.split("\t")[:3] for row in result.lines], [row.split("\t")[:3] for row in expected.splitlines()])
        self.assertEqual(self.good(stdin="On asthma.").objects[0]["mentions"][0]["start"], 3)
        self.assertEqual(self.good("-o", "count", stdin="On asthma.").text, "stdin\t1\n")
        self.refused(2, "nothing", says=["no command 'nothing'"])
        self.refused(2, "tagg", says=["tag"])

    def test_a_file_that_has_the_name_of_a_subcommand(self):
        self.write("info", "asthma")
        self.assertIn("starter", self.good("info").text)
        self.assertEqual(len(self.good("./info").objects), 1)

    def test_version(self):
        self.assertEqual(self.good("version").text, self.good("--version").text)

    def test_json(self):
        paths = [self.write("%d.txt" % i, "asthma" * (i < 2)) for i in range(3)]
        lines = self.good("tag", "-d", SMALL, "-o", "jsonl", *paths).objects
        for arguments in (("-o", "json"), ("--format", "json"), ("-f", "json"), ("-j", "3", "-o", "json")):
            self.assertEqual(json.loads(self.good("tag", "-d", SMALL, *arguments, *paths).text), lines)
        self.assertEqual(json.loads(self.good("tag", "-o", "json", "--files-from", "-").text), [])
        path = self.write("a.json", json.dumps([{"id": 1, "text": "asthma"}]))
        self.assertEqual(json.loads(self.good("tag", "-d", SMALL, "-f", "json", path).text)[0]["id"], 1)
        self.assertEqual(self.good("tag", "-d", SMALL, "-f", "json", "-o", "jsonl", path).objects[0]["id"], 1)
        self.assertTrue(self.good("tag", "-d", SMALL, "--format", "summary", path).text.startswith("#"))

    def test_other_names_of_options(self):
        path = self.write("a.txt", "asthma and CD10")
        self.assertEqual(self.good("tag", "-d", SMALL, "--threads", "2", "--type", "marker", path).text,
                         self.good("tag", "-d", SMALL, "-j", "2", "--types", "marker", path).text)
        self.assertNotIn("--threads", self.good("tag", "--help").text)

    def test_count(self):
        a, b = self.write("a.txt", "asthma and asthma"), self.write("b.txt", "nothing")
        self.assertEqual(self.good("tag", "-d", SMALL, "--count", a, b).text, "%s\t2\n%s\t0\n" % (a, b))

    def test_files_from(self):
        paths = [self.write("a %d.txt" % i, "asthma") for i in range(4)]
        for content in ("\n".join(paths[1:]) + "\n", "\r\n".join(paths[1:]), "\0".join(paths[1:]) + "\0", "\n\n" + "\n\n".join(paths[1:])):
            names = self.write("names", content)
            for arguments, stdin in ((("--files-from", names), b""), (("--files-from", "-"), content)):
                got = self.good("tag", "-d", SMALL, "-o", "count", *arguments, paths[0], stdin=stdin)
                self.assertEqual(got.lines, [path + "\t1" for path in paths])
        self.assertEqual(self.good("tag", "-d", SMALL, "-o", "count", "--files-from", "-", stdin="asthma" * 0).text, "")
        self.refused(1, "tag", "--files-from", "missing", says=["missing: cannot be opened"])
        many = "".join("%s\n" % paths[0] for _ in range(20000))
        self.assertEqual(len(self.good("tag", "-d", SMALL, "-o", "count", "--files-from", "-", stdin=many).lines), 20000)


class OutputFile(CommandTest):
    def tagged(self, *arguments, code=0):
        path = self.write("in.txt", "On asthma.")
        result = self.run_ontotag("tag", "-d", SMALL, *arguments, path)
        self.assertEqual((result.code, result.out), (code, b""), result.err)
        return result

    def read(self, name):
        with open(self.path(name), "rb") as stream:
            content = stream.read()
        return (gzip.decompress(content) if name.endswith(".gz") else content).decode()

    def test_its_name_tells_the_format(self):
        for name, form in (("a.jsonl", "jsonl"), ("a.tsv", "tsv"), ("a.csv.gz", "csv"), ("a.bioc.xml", "bioc-xml"), ("a.json", "json"),
                           ("a.ann", "brat"), ("a.html", "html"), ("a.md", "summary"), ("a.txt", "terminal"), ("a.jsonl.gz", "jsonl")):
            with self.subTest(name):
                self.tagged("--output", name)
                expected = self.good("tag", "-d", SMALL, "-o", form, self.path("in.txt")).text
                self.assertEqual(self.read(name), expected)
        self.tagged("-o", "tsv", "-o", "x.y")
        self.tagged("-o", "./plain", "--output", "tsv")
        self.assertEqual(self.read("x.y"), self.read("plain"))
        self.refused(2, "tag", "-o", "a.xyz", self.path("in.txt"), says=["tells no format"])
        self.refused(2, "tag", "-o", "a.tsv", "--output-dir", "x", self.path("in.txt"), says=["one of"])

    def test_whole_or_not_at_all(self):
        self.write("a.tsv", "old")
        self.tagged("-o", "a.tsv", "missing.txt", code=1)
        self.assertEqual(len(self.read("a.tsv").splitlines()), 2)  # what could be read
        self.write("a.tsv", "old")
        self.tagged("-o", "a.tsv", "--strict", "missing.txt", code=1)
        self.assertEqual(self.read("a.tsv"), "old")
        self.assertEqual(sorted(os.listdir(self.folder)), ["a.tsv", "in.txt"])
        self.tagged("-o", "nowhere/a.tsv", code=1)
        self.assertEqual(self.tagged("-o", "/dev/full", "-o", "tsv", code=1).err.count("\n"), 1)

    def test_interrupted(self):
        for name in ("a.jsonl", "b.jsonl.gz"):
            process = subprocess.Popen([ONTOTAG, "tag", "--lines", "-o", name, "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.folder,
                                       env=environment())
            process.stdin.write(b"asthma\n" * 100000)  # more than a pipe holds: it is being read
            process.stdin.flush()
            process.terminate()
            process.communicate()
            self.assertEqual(process.returncode, 143)
            self.assertEqual(os.listdir(self.folder), [])


class Codes(CommandTest):
    ROWS = ("C\tMONDO:0004979\tdisease\tasthma\t\texact=UMLS:C0004096|exact=ICD10CM:J45.9|exact=Orphanet:123\nC\tMESH:D001249\tdisease\tAsthma X\n"
            "C\tNCBIGene:7157\tmarker\tTP53\nN\tNCBIGene:7157\texact\tp53\nC\tOMIM:154700\tdisease\tMarfan Syndrome\n"
            "C\tMESH:C000657245\tdisease\tCOVID\nC\tPHARMGKB:PA452372\tdrug\tvincristine\n")

    def lookup(self, *arguments):
        rows = self.write("rows", self.ROWS)
        return self.run_ontotag("lookup", "-d", rows, "--no-starter", *arguments)

    def test_forms(self):
        for code, expected in (
                ("MONDO_0004979", "MONDO:0004979"), ("mondo:0004979", "MONDO:0004979"), ("http://purl.obolibrary.org/obo/MONDO_0004979", "MONDO:0004979"),
                ("https://identifiers.org/mondo:0004979", "MONDO:0004979"), ("https://www.ebi.ac.uk/ols4/terms?obo_id=MONDO:0004979", "MONDO:0004979"),
                ("D001249", "MESH:D001249"), ("MSH:D001249", "MESH:D001249"), ("http://id.nlm.nih.gov/mesh/D001249", "MESH:D001249"),
                ("C000657245", "MESH:C000657245"), ("C0004096", "MONDO:0004979"), ("CUI:C0004096", "MONDO:0004979"), ("J45.9", "MONDO:0004979"),
                ("ORPHA:123", "MONDO:0004979"), ("http://www.orpha.net/ORDO/Orphanet_123", "MONDO:0004979"), ("MIM:154700", "OMIM:154700"),
                ("https://omim.org/entry/154700", "OMIM:154700"), ("GENE:7157", "NCBIGene:7157"), ("https://www.ncbi.nlm.nih.gov/gene/7157", "NCBIGene:7157"),
                ("PA452372", "PHARMGKB:PA452372"), ("d001249", "MESH:D001249"), ("<http://purl.obolibrary.org/obo/MONDO_0004979>", "MONDO:0004979"),
                ("obo:MONDO_0004979", "MONDO:0004979"), ("mesh:MESH:D001249", "MESH:D001249"), ("p53", "NCBIGene:7157"), ("TP53", "NCBIGene:7157"), ("asthma", "MONDO:0004979")):
            with self.subTest(code):
                result = self.lookup(code)
                self.assertEqual((result.code, result.text.split(" ")[0]), (0, expected), result.err)

    def test_unknown_forms(self):
        for code in ("D999999", "MONDO_9999999", "http://purl.obolibrary.org/obo/MONDO_1", "http://", "://", "_", "A_1", "x" * 5000, "http://x/" + "y" * 5000,
                     "_" * 300 + "1"):
            result = self.lookup(code)
            self.assertEqual((result.code, len(result.err.splitlines())), (1, 1), result.err)

    def test_forms_in_a_filter(self):
        rows, path = self.write("rows", self.ROWS), self.write("a.txt", "asthma and vincristine")
        found = self.run_ontotag("tag", "-d", rows, "--within", "MSH:D001249,MIM:154700,ORPHA:123", "-o", "jsonl", path).objects[0]["mentions"]
        self.assertEqual([m["text"] for m in found], ["asthma"])

    def test_json(self):
        result = self.lookup("--json", "MONDO_0004979", "p53")
        self.assertEqual((result.code, result.err), (0, ""))
        one, two = result.objects
        self.assertEqual((one["code"], one["name"], one["types"], one["standing"], one["names"][0]["scope"]),
                         ("MONDO:0004979", "asthma", ["disease"], "live", "preferred"))
        self.assertEqual({c["code"]: c["predicate"] for c in one["codes"]}, {"UMLS:C0004096": "exact", "ICD10CM:J45.9": "exact", "Orphanet:123": "exact"})
        self.assertEqual(two["code"], "NCBIGene:7157")
        rows = self.write("retired", "C\tA:1\tdisease\ta \"quoted\" name\nC\tA:2\tdisease\told\t\t\tconsider=A:1|B:9\nC\tA:3\tdisease\tchild\tA:1\n")
        one, two = self.good("lookup", "-d", rows, "--no-starter", "--json", "A:2", "A:1").objects
        self.assertEqual(one["successors"], [{"code": "A:1", "name": 'a "quoted" name'}, {"code": "B:9"}])
        self.assertEqual((one["standing"], two["children"]), ("consider", [{"code": "A:3", "name": "child"}]))


class Shown(CommandTest):
    def on_terminal(self, *arguments, stdin=b""):
        """What a terminal gets."""
        ours, terminal = pty.openpty()
        process = subprocess.Popen([ONTOTAG, *arguments], stdin=subprocess.PIPE, stdout=terminal, stderr=subprocess.PIPE, cwd=self.folder,
                                   env=environment(NO_COLOR="1"))
        os.close(terminal)
        process.stdin.write(stdin)
        process.stdin.close()
        got = b""
        try:
            while chunk := os.read(ours, 65536):
                got += chunk
        except OSError:  # the terminal's other end is closed
            pass
        os.close(ours)
        self.assertEqual((process.wait(), process.stderr.read()), (0, b""))
        process.stderr.close()
        return got

    def test_no_control_character_of_a_text_reaches_a_terminal(self):
        text = b"asthma\x1b[31m \x1b]0;title\x07 \x9b2J \xc2\x9b2J\x08\x7f gout\x1b\n x\ry asthma \xe2\x9c\x93"
        path = self.write("a\x1b[2J.txt", text)
        formats = re.search(r"--output FORMAT\|FILE.*?one of: (.*?)\n +(?:-., )?--", self.good("tag", "--help").text, re.S).group(1)
        for name in " ".join(formats.split()).split(", "):
            got = self.on_terminal("tag", "-d", SMALL, "--encoding", "utf-8", "-o", name, path)
            shown = got.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").decode("utf-8", "replace")
            self.assertEqual([c for c in shown if ord(c) < 32 and c not in "\n\t" or 0x7f <= ord(c) < 0xa0], [], name)
        self.assertIn(b"\x1b", self.good("tag", "-d", SMALL, "--encoding", "utf-8", "-o", "csv", path).out)  # a file has the bytes

    def test_csv_that_a_spreadsheet_computes(self):
        rows = self.write("rows", "C\tX:1\tdisease\t=1+2 disease\nC\tX:2\tdisease\tgout\n")
        text = self.write("=cmd|x.txt", "=1+2 disease and gout")
        for name, guarded in (("--csv-safe", True), ("-q", False)):
            out = self.good("tag", "-d", rows, "--no-curation", "-o", "csv", name, "./=cmd|x.txt").text
            cells = list(csv.reader(io.StringIO(out, newline="")))
            self.assertEqual(cells[1][6], "'=1+2 disease" if guarded else "=1+2 disease")
        self.assertTrue(os.path.exists(text))

    def test_help_fits_80_columns(self):
        names = re.findall(r"^  (\w+) ", self.good("--help").text, re.M)
        for name in names:
            text = self.good(name, "--help").text
            self.assertEqual([line for line in text.splitlines() if len(line) > 80 or line.endswith(" ")], [], name)
        self.assertEqual([line for line in self.good("--help").lines if len(line) > 80], [])
        self.assertGreater(len(names), 10)

    def test_the_manual_has_its_sections(self):
        manual = self.good("help", "--man").text
        for section in ("FILES", "ENVIRONMENT", "EXIT STATUS"):
            self.assertIn(".SH %s\n" % section, manual)
        self.assertIn("XDG_DATA_HOME", manual)


class Fetch(CommandTest):
    def test_it_runs_the_script(self):
        result = self.run_ontotag("fetch", "--help")
        self.assertEqual(result.code, 0, result.err)
        self.assertIn("usage: ontotag fetch", result.text)
        self.assertIn("mondo", self.good("fetch", "--list").text)
        script = subprocess.run([os.path.join(ROOT, "tools", "fetch-dictionaries"), "--help"], capture_output=True, text=True).stdout
        options = set(re.findall(r"^ +(?:-., )?--([a-z-]+)", script, re.M))
        self.assertEqual(set(re.findall(r"^ +(?:-., )?--([a-z-]+)", result.text, re.M)), options)
        self.assertEqual(self.run_ontotag("fetch", "--nonsense").code, 2)


if __name__ == "__main__":
    main()
