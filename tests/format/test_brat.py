"""brat: folders of texts with standoff annotations."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "command"))
from support import SMALL, CommandTest, main  # noqa: E402


class BratTest(CommandTest):
    def setUp(self):
        super().setUp()
        os.mkdir(self.path("corpus"))

    def document(self, name, text, annotations=None):
        self.write("corpus/%s.txt" % name, text)
        if annotations is not None:
            self.write("corpus/%s.ann" % name, annotations)

    def kept(self, *arguments):
        """The rows of the annotations, as PubTator, which says where they lie in code points."""
        done = self.good("tag", "--no-curation", "-d", SMALL, "-t", "drug", "-o", "pubtator", "--keep",
                         *(arguments or ["corpus"]))
        return [line for line in done.lines if "\t" in line]

    def test_configuration(self):
        done = self.good("tag", "--brat-config").out.decode()
        sections = [line for line in done.splitlines() if line.startswith("[")]
        self.assertEqual(sections, ["[entities]", "[relations]", "[events]", "[attributes]"])
        self.assertIn("\nNegated\tArg:<ENTITY>\n", done)
        self.assertIn("\nCertainty\tArg:<ENTITY>, Value:possible|hypothetical\n", done)

    def test_folder_in_order_of_name(self):
        for name in ("b", "c", "a"):
            self.document(name, "asthma")
        self.write("corpus/notes.md", "asthma")
        result = self.good("tag", "-d", SMALL, "-f", "brat", "-o", "jsonl", "corpus")
        self.assertEqual([d["id"] for d in result.objects], ["a", "b", "c"])

    def test_one_file(self):
        self.document("a", "asthma", "T1\tDisease 0 6\tasthma\n")
        for name in ("corpus/a.txt", "corpus/a.ann"):
            self.assertEqual(self.kept("-f", "brat", name), ["a\t0\t6\tasthma\tDisease\t"])

    def test_annotations(self):
        self.document("a", "\U0001f600 breast and\novarian cancer",
                      "N2\tReference T2 MONDO:2\tovarian\nT1\tDisease 2 8;21 27\tbreast cancer\r\n"
                      "N1\tReference T1 MONDO:1\tbreast\nN3\tReference T1 MESH:1\n\nR1\tWith Arg1:T1 Arg2:T2\n"
                      "#1\tAnnotatorNotes T1\tnote\nT2\tDisease 13 27\tovarian cancer\n")
        self.assertEqual(self.kept(), ["a\t2\t27\tbreast and ovarian cancer\tDisease\tMONDO:1|MESH:1",
                                       "a\t13\t27\tovarian cancer\tDisease\tMONDO:2"])

    def test_empty_part(self):
        self.document("a", "breast cancer", "T1\tDisease 0 6;4 4\tbreast\n")
        self.assertEqual(self.kept(), ["a\t0\t6\tbreast\tDisease\t"])

    def test_malformed(self):
        for bad, line, says in (("T1\tDisease 0 99\tx\n", 1, "from 0 to 99"), ("\nT1\tDisease\tx\n", 2, "offsets"),
                                ("T1 Disease 0 1\n", 1, "tab"), ("T1\tDisease 3 3\tx\n", 1, "from 3 to 3"),
                                ("T1\tDisease 0 a\tx\n", 1, "offsets"), ("T1\t\n", 1, "type"),
                                ("N1\tReference T9 MONDO:1\tx\n", 1, "T9"), ("N1\tReference T9\n", 1, "code"),
                                ("T1\tDisease 0 1\tx\nT1\tDisease 0 1\tx\n", 2, "second")):
            with self.subTest(bad):
                self.document("a", "asthma", "")
                self.document("b", "asthma", bad)
                self.document("c", "asthma")
                result = self.run_ontotag("tag", "-d", SMALL, "-o", "jsonl", "corpus")
                self.assertEqual((result.code, [d["id"] for d in result.objects]), (1, ["a", "b", "c"]))
                self.assertIn("corpus/b.ann:%d: " % line, result.err)
                self.assertIn(says, result.err)

    def check_parts(self, text, lines):
        """Each part is what the text has there, and begins and ends with no white space: so brat takes it."""
        seen = []
        for line in lines:
            if line.startswith("T"):
                name, extent, covered = line.split("\t")
                parts = [text[int(a):int(b)] for a, b in (p.split(" ") for p in extent.split(" ", 1)[1].split(";"))]
                self.assertEqual((" ".join(parts), [p.strip() for p in parts]), (covered, parts))
                self.assertNotIn("\n", covered)
                seen.append((name, covered))
        return seen

    def test_wrapped_text(self):
        rows = self.write("rows", "C\tX:1\tdisease\tacute lymphoblastic leukemia\n")
        for gap in ("\n  ", " \n", "\r\n\t", " \t\r\n \t", "\n", "  "):
            text = "x acute%slymphoblastic%sleukemia." % (gap, gap)
            lines = self.good("tag", "--no-curation", "-d", rows, "-o", "brat", self.write("a.txt", text)).lines
            covered = "acute lymphoblastic leukemia" if "\n" in gap else "acute  lymphoblastic  leukemia"
            self.assertEqual(self.check_parts(text, lines), [("T1", covered)], repr(gap))

    def test_ids_go_on_over_files(self):
        paths = [self.write("%d.txt" % i, "asthma and gout; no asthma") for i in range(5)]
        for jobs in ("1", "4"):
            lines = self.good("tag", "-d", SMALL, "-j", jobs, "-o", "brat", *paths).lines
            for letter in "TNA":
                ids = [line.split("\t")[0] for line in lines if line.startswith(letter)]
                self.assertEqual(ids, ["%s%d" % (letter, i + 1) for i in range(len(ids))])
            self.assertGreaterEqual(sum(line.startswith("T") for line in lines), 10)

    def test_a_folder_that_brat_opens(self):
        os.mkdir(self.path("in"))
        self.write("in/report.txt", "\u00e9 asthma")
        self.write("in/latin.txt", "\u00e9 asthma".encode("cp1252"))
        self.write("in/two.jsonl", '{"text":"asthma"}\n{"text":"gout"}\n')
        self.write("in/b.pubtator", "1|t|Asthma\n1|a|x\n")
        for _ in range(2):
            result = self.run_ontotag("tag", "-d", SMALL, "-q", "-o", "brat", "--output-dir", "out", "in")
            self.assertEqual(result.err, "")
        names = ["b.pubtator.ann", "b.pubtator.txt", "latin.ann", "latin.txt", "report.ann", "report.txt", "two.jsonl.ann"]
        self.assertEqual(sorted(os.listdir(self.path("out"))), names)
        for name in ("report", "latin", "b.pubtator"):
            with open(self.path("out/%s.txt" % name), encoding="utf-8", newline="") as stream:
                text = stream.read()
            with open(self.path("out/%s.ann" % name), encoding="utf-8") as stream:
                self.assertEqual(len(self.check_parts(text, stream.read().split("\n"))), 1)
        self.assertEqual(len(self.good("tag", "-d", SMALL, "-o", "jsonl", "out").objects), 3)

    def test_beside_the_text_itself(self):
        os.mkdir(self.path("in"))
        path = self.write("in/report.txt", "asthma\r\n")
        before = os.stat(path).st_mtime_ns
        self.good("tag", "-d", SMALL, "-o", "brat", "--output-dir", "in", "in/report.txt")
        self.assertEqual(sorted(os.listdir(self.path("in"))), ["report.ann", "report.txt"])
        self.assertEqual(os.stat(path).st_mtime_ns, before)

    def test_refused(self):
        self.refused(1, "tag", "-d", SMALL, "corpus", says=["corpus", ".txt"])
        self.refused(1, "tag", "-d", SMALL, "-f", "brat", SMALL, says=["small.tsv", "brat"])
        self.refused(1, "tag", "-d", SMALL, "-f", "brat", "missing.txt", says=["missing.txt", "No such file"])


if __name__ == "__main__":
    main()
