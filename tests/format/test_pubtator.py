"""PubTator: read, tagged, written; offsets in code points; what is malformed is named, and the run goes on."""
import gzip
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "command"))
from support import SHARED, SMALL, CommandTest, main, mentions  # noqa: E402

ASTHMA = "\tDisease\tMONDO:0004979"


class PubtatorTest(CommandTest):
    def tagged(self, content, *arguments):
        """What is written for a PubTator file of this content: the lines."""
        path = self.write("in.pubtator", content)
        return self.good("tag", "--no-curation", "-d", SMALL, "-o", "pubtator", *arguments, path).lines


class Writing(PubtatorTest):
    def test_a_text(self):
        path = self.write("report.txt", "On asthma.\nWith\tCD10 and\r\nleukemia")
        lines = self.good("tag", "--no-curation", "-d", SMALL, "-o", "pubtator", path).lines
        self.assertEqual(lines, ["%s|t|On asthma." % path, "%s|a|With CD10 and  leukemia" % path,
                                 "%s\t3\t9\tasthma\tDisease\tMONDO:0004979" % path,
                                 "%s\t16\t20\tCD10\tGene\tNCBIGene:4311" % path,
                                 "%s\t26\t34\tleukemia\tDisease\tMONDO:0005059" % path, ""])

    def test_first_code_of_the_vocabulary(self):
        row = self.tagged("7|t|asthma\n7|a|\n", "--vocabulary", "MESH")[2]
        self.assertEqual(row, "7\t0\t6\tasthma\tDisease\tMESH:D001249")

    def test_code_points(self):
        for before, count in (("é", 1), ("\U0001f600", 1), ("e\u0301", 2), ("\ufb01", 1), ("a\u200b", 2)):
            with self.subTest(before):
                line = self.tagged("7|t|%s asthma\n7|a|%s\n" % (before, before * 300 + " asthma"))[2:4]
                start = count + 1
                second = start + 6 + 1 + 300 * count + 1
                self.assertEqual(line, ["7\t%d\t%d\tasthma%s" % (start, start + 6, ASTHMA),
                                        "7\t%d\t%d\tasthma%s" % (second, second + 6, ASTHMA)])

    def test_bytes_that_are_no_utf8_count_as_one(self):
        path = self.write("in.pubtator", b"7|t|\xff\xc3 asthma\n7|a|\xe2\x82 x\x00 asthma\n")
        lines = self.good("tag", "--no-curation", "-d", SMALL, "--encoding", "utf-8", "-o", "pubtator", path).lines
        self.assertEqual(lines[2:4], ["7\t3\t9\tasthma" + ASTHMA, "7\t16\t22\tasthma" + ASTHMA])
        self.assertEqual("\n".join(line[4:] for line in lines[:2])[16:22], "asthma")

    def test_a_name_cannot_break_the_row(self):
        os.mkdir(self.path("a b|c"))
        path = self.write("a b|c/t\tx.txt", "asthma")
        line = self.good("tag", "--no-curation", "-d", SMALL, "-o", "pubtator", path).lines[0]
        self.assertTrue(line.endswith("/a_b_c/t_x.txt|t|asthma"), line)

    def test_empty_documents(self):
        self.assertEqual(self.tagged("7|t|\n7|a|\n"), ["7|t|", "7|a|", ""])
        path = self.write("empty.txt", "")
        self.assertEqual(self.good("tag", "-o", "pubtator", path).lines, [path + "|t|", path + "|a|", ""])


class Annotations(PubtatorTest):
    CONTENT = ("7|t|asthma and gout\n7|a|asthma|t| again\n7\t0\t6\tasthma\tDisease\tD001249\tnote\n"
               "7\t11\t15\tgout\tDisease\t\n7\tCID\tD1\tD2\n")

    def test_replaced(self):
        self.assertEqual(self.tagged(self.CONTENT), [
            "7|t|asthma and gout", "7|a|asthma|t| again", "7\t0\t6\tasthma" + ASTHMA, "7\t16\t22\tasthma" + ASTHMA,
            "7\tCID\tD1\tD2", ""])

    def test_kept(self):
        self.assertEqual(self.tagged(self.CONTENT, "--keep"), [
            "7|t|asthma and gout", "7|a|asthma|t| again", "7\t0\t6\tasthma\tDisease\tD001249\tnote",
            "7\t11\t15\tgout\tDisease\t", "7\t16\t22\tasthma" + ASTHMA, "7\tCID\tD1\tD2", ""])


class Reading(PubtatorTest):
    def ids(self, content):
        return [line.split("|")[0] for line in self.tagged(content) if "|t|" in line]

    def test_spacing(self):
        for content in ("1|t|a\n1|a|b\n2|t|c\n2|a|d\n", "\n\n1|t|a\n1|a|b\n\n\n\n2|t|c\n\n2|a|d\n\n",
                        "1|t|a\r\n1|a|b\r\n \r\n2|t|c\r\n2|a|d", "\ufeff1|t|a\n1|a|b\n\n2|t|c",
                        "1|t|a\n2|a|d\n"):
            with self.subTest(content):
                self.assertEqual(self.ids(content), ["1", "2"])

    def test_windows_lines(self):
        self.assertEqual(self.tagged("1|t|x\r\n1|a|asthma\r\n1\t2\t8\tasthma\tDisease\tD1\r\n", "--keep")[:3],
                         ["1|t|x", "1|a|asthma", "1\t2\t8\tasthma\tDisease\tD1"])

    def test_gzip_and_standard_input(self):
        content = gzip.compress(b"1|t|asthma\n1|a|\n\n") + gzip.compress(b"2|t|asthma\n2|a|\n")
        lines = self.good("tag", "-d", SMALL, "-o", "pubtator", stdin=content).lines
        self.assertEqual([line for line in lines if "|t|" in line], ["1|t|asthma", "2|t|asthma"])

    def test_format_told_from_content(self):
        text = self.write("a.txt", "1|x|asthma\n")
        self.assertEqual(self.tag(text)["id"], text)
        self.assertEqual(self.tag(self.write("b.txt", "1|t|asthma\n"))["id"], "1")
        as_text = self.tag("-f", "text", self.write("c", "1|t|asthma\n"))
        self.assertEqual(mentions(as_text), [("asthma", "MONDO:0004979")])
        self.assertEqual(self.tag("--lines", self.write("d", "1|t|asthma\n"))["id"], self.path("d") + ":1")

    def test_malformed(self):
        """A text that is malformed costs its document, an annotation itself; both are named."""
        for bad, line, says in (("2|t|x\n2|a|y\n2\t0\t9\tx\tDisease\tD1\n2\t0\t1\tx\tD\tD1\n", 6, "from 0 to 9"),
                                ("2|t|x\n2|a|y\n2\t2\t2\tx\tDisease\tD1\n", 6, "from 2 to 2"),
                                ("2|t|x\n2|a|y\n2\t3\t1\tx\tDisease\tD1\n", 6, "from 3 to 1"),
                                ("2|t|x\n2|a|y\n2\t0\t-1\tx\tDisease\tD1\n", 6, "'-1'"),
                                ("2|t|x\n2|a|y\n2\t0\t99999999999999999999\tx\tDisease\tD1\n", 6, "9999"),
                                ("2|t|x\n2|a|y\n9\t0\t1\tx\tDisease\tD1\n", 6, "'9'"),
                                ("2|t|x\n2|a|y\n2\t0\n", 6, "2 fields"),
                                ("2|t|x\n2|a|y\n2|a|z\n", 6, "second abstract"),
                                ("2|t|x\n2\t0\t1\tx\tDisease\tD1\n2|a|z\n", 6, "behind the rows"),
                                ("2|t|x\nwhat is this\n2|a|y\n", 5, "neither")):
            with self.subTest(says):
                path = self.write("in", "1|t|asthma\n1|a|\n\n%s\n3|t|asthma\n3|a|\n" % bad)
                result = self.run_ontotag("tag", "-d", SMALL, "-o", "jsonl", path)
                text = says in ("second abstract", "behind the rows", "neither")
                self.assertEqual((result.code, [d["id"] for d in result.objects]), (1, ["1", "3"] if text else ["1", "2", "3"]))
                self.assertEqual(len(result.err.splitlines()), 1, result.err)
                self.assertIn("%s:%d: " % (path, line), result.err)
                self.assertIn(says, result.err)

    def test_cut_off_gzip(self):
        content = gzip.compress(b"".join(b"%d|t|asthma\n%d|a|%s\n\n" % (i, i, os.urandom(40).hex().encode())
                                         for i in range(4000)))
        path = self.write("in.gz", content[:len(content) // 2])
        result = self.run_ontotag("tag", "-d", SMALL, "-o", "jsonl", path)
        self.assertEqual(result.code, 1)
        self.assertIn("cut off", result.err)
        self.assertGreater(len(result.objects), 1000)


@unittest.skipUnless(os.path.isdir(os.path.join(SHARED, "data", "corpora")), "needs ../shared/data/corpora")
class Corpora(PubtatorTest):
    def test_unchanged_but_for_the_tags(self):
        for name in ("bc5cdr/train", "bc5cdr/dev", "ncbi-disease/train", "ncbi-disease/dev"):
            with self.subTest(name):
                path = os.path.join(SHARED, "data", "corpora", name + ".pubtator")
                nothing = self.write("nothing.tsv", "C\tLAB:1\tdisease\tzzzzqq\n")
                written = self.good("tag", "--no-curation", "-d", nothing, "-o", "pubtator", "--keep", path).out
                with open(path, "rb") as stream:
                    self.assertEqual(written.rstrip(b"\n"), stream.read().rstrip(b"\n"))


if __name__ == "__main__":
    main()
