"""JSON lines and tsv in, jsonl, csv, conll and brat out: read back by Python's own readers."""
import csv
import io
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "command"))
from support import SMALL, CommandTest, main, mentions  # noqa: E402

# A byte order mark, emoji, combining marks, a ligature, CR LF, characters beyond the first plane.
TEXT = "\ufeffNo \U0001f600 e\u0301 \ufb01rst\r\nasthma; \U0001d6fc CD10 \u4e2d\r\n" + "\U0001f600" * 300 + " asthma"


class LinesTest(CommandTest):
    def tagged(self, output, content, *arguments, code=0):
        path = self.write("in", content)
        result = self.run_ontotag("tag", "--no-curation", "-q", "-d", SMALL, "-o", output, *arguments, path)
        self.assertEqual(result.code, code, result.err)
        self.err = result.err
        return result


class Offsets(LinesTest):
    def test_all_three(self):
        encoded = {"bytes": ("utf-8", 1), "codepoints": ("utf-32-le", 4), "utf16": ("utf-16-le", 2)}
        for unit, (encoding, size) in encoded.items():
            for content in (TEXT, json.dumps({"text": TEXT}), json.dumps({"text": TEXT}, ensure_ascii=False)):
                with self.subTest(unit):
                    got = self.tagged("jsonl", content, "--offsets", unit).objects[0]
                    data = TEXT.encode(encoding)
                    self.assertEqual([m["text"] for m in got["mentions"]], ["asthma", "CD10", "asthma"])
                    for m in got["mentions"]:
                        self.assertEqual(data[m["start"] * size:m["end"] * size].decode(encoding), m["text"])

    def test_abbreviations_and_parts(self):
        text = "\U0001f600 granular lung oedema (GLO)"
        rows = self.write("rows", "C\tX:1\tdisease\tgranular lung oedema\n")
        path = self.write("in", text)
        got = self.good("tag", "-d", rows, "-o", "jsonl", "--offsets", "utf16", path).objects[0]["abbreviations"][0]
        self.assertEqual((got["short_span"], got["long_span"]), ({"start": 25, "end": 28}, {"start": 3, "end": 23}))

    def test_bytes_are_the_default(self):
        self.assertEqual(self.tagged("jsonl", "\u00e9 asthma").objects[0]["mentions"][0]["start"], 3)

    def test_unknown_unit(self):
        self.tagged("jsonl", "x", "--offsets", "words", code=2)


class JsonLines(LinesTest):
    def test_members_are_carried(self):
        line = '{ "year" :1e3, "id": 7,"text":"On \\u0061sthma \\ud83d\\ude00","a\\"b":[{"x":"]}, "}], "n":1.10,"e":{}}'
        out = self.tagged("jsonl", "\ufeff" + line + "\r\n\n").text
        self.assertTrue(out.startswith('{"year":1e3,"id":7,"text":"On \\u0061sthma \\ud83d\\ude00","a\\"b":[{"x":"]}, "}],'
                                       '"n":1.10,"e":{},"mentions":[{"start":3,'), out)
        self.assertEqual(self.tagged("jsonl", out).text, out)

    def test_fields(self):
        content = '{"pmid":12,"abstract":"asthma","text":1}\n{"pmid":"x","abstract":""}\n{"abstract":"x"}\n'
        result = self.tagged("jsonl", content, "-f", "jsonl", "--id-field", "pmid", "--text-field", "abstract")
        self.assertEqual([d["id"] for d in result.objects], ["12", "x", self.path("in") + ":3"])
        self.assertEqual(result.objects[0]["text"], 1)
        self.assertEqual(mentions(result.objects[0]), [("asthma", "MONDO:0004979")])

    def test_malformed(self):
        for bad, says in (("{", "JSON"), ('{"id":"2"}', "'text'"), ('{"text":7}', "'text'"), ("[1]", "no object"),
                          ('{"text":"\\ud800"}', "JSON"), ('{"text":' + "[" * 10000 + "]" * 10000 + "}", "depth"),
                          ('{"text":"a"} x', "JSON"), ("null", "no object")):
            with self.subTest(bad[:40]):
                content = '{"id":"1","text":"asthma"}\n%s\n{"id":"3","text":"asthma\\u0000"}\n' % bad
                result = self.tagged("jsonl", content, "-f", "jsonl", code=1)
                self.assertEqual([d["id"] for d in result.objects], ["1", "3"])
                self.assertIn("/in:2: ", self.err)
                self.assertIn(says, self.err)
        self.tagged("jsonl", b'{"text":"\xff"}\n', "-f", "jsonl", "--encoding", "utf-8", code=1)

    def test_told_from_content(self):
        for content, name in (('{"id":"a","text":"x"}\n', "a"), ('\ufeff { "id":"a","text":"x"}', "a"),
                              ("{\n\"id\": \"a\", \"text\": \"\"}\n", "a"), ("{rtf1}\n", None), ("id\ttext\na\tx\n", "a"),
                              ("x\ttext\na\tx\n", None)):
            self.assertEqual(self.tagged("jsonl", content).objects[0]["id"], name or self.path("in"))


class Columns(LinesTest):
    CONTENT = "pmid\ttext\tyear\n7\tOn asthma\t1999\n8\t\t\n"

    def test_by_name(self):
        got = self.tagged("jsonl", self.CONTENT, "-f", "tsv", "--id-field", "pmid").objects
        self.assertEqual([(d["id"], d["text"], d["year"]) for d in got], [("7", "On asthma", "1999"), ("8", "", "")])
        self.assertEqual(got[0]["mentions"][0]["start"], 3)

    def test_by_number(self):
        for more in (["--id-field", "1", "--text-field", "2"], ["--id-field", "pmid", "--text-field", "2"]):
            got = self.tagged("tsv", self.CONTENT, "-f", "tsv", *more).lines
            self.assertEqual([line.split("\t")[:5] for line in got[1:]], [["7", "3", "9", "disease", "asthma"]])

    def test_without_header(self):
        content = "\ufeff7\tasthma\r\n\r\n8\tx\n"
        got = self.tagged("jsonl", content, "-f", "tsv", "--no-header", "--id-field", "1", "--text-field", "2").objects
        self.assertEqual([(d["id"], d["2"]) for d in got], [("7", "asthma"), ("8", "x")])
        self.tagged("jsonl", content, "-f", "tsv", "--no-header", code=1)
        self.assertIn("number from 1", self.err)

    def test_without_id(self):
        got = self.tagged("jsonl", "text\nasthma\n", "-f", "tsv").objects
        self.assertEqual([d["id"] for d in got], [self.path("in") + ":2"])

    def test_refused(self):
        self.tagged("jsonl", "a\tb\nc\td\n", "-f", "tsv", code=1)
        self.assertIn("no column 'text'", self.err)
        result = self.tagged("jsonl", "id\ttext\n1\tasthma\n2\n3\tx\n", code=1)
        self.assertEqual([d["id"] for d in result.objects], ["1", "3"])
        self.assertIn("/in:3: a row without its column 2", self.err)
        self.assertEqual(self.tagged("jsonl", "", "-f", "tsv").out, b"")


class Csv(LinesTest):
    def test_read_by_python(self):
        rows = self.write("rows", 'C\tX:1\tdisease\tlung, "big"\nN\tX:1\texact\tbig lung\nC\tX:2\tdisease\tgout\n')
        os.mkdir(self.path('a,"b'))
        path = self.write('a,"b/in', "Big\r\nlung and gout")
        out = self.good("tag", "--no-curation", "-d", rows, "-o", "csv", path).out
        got = list(csv.reader(io.StringIO(out.decode("utf-8"), newline="")))
        self.assertEqual(got[0][:7], ["document", "start", "end", "type", "text", "codes", "name"])
        self.assertEqual([row[:7] for row in got[1:]], [[path, "0", "9", "disease", "Big\r\nlung", "X:1", 'lung, "big"'],
                                                        [path, "14", "18", "disease", "gout", "X:2", "gout"]])
        self.assertEqual({len(row) for row in got}, {34})
        self.assertEqual(out.count(b"\r\n"), 4)


class Conll(LinesTest):
    def test_tags(self):
        rows = self.write("rows", "C\tX:1\tdisease\tlung cancer\t\texact=Y:1\nC\tY:1\tdisease\tlung neoplasm\n"
                                  "C\tX:2\tdisease\tbreast cancer\nC\tX:3\tdrug\tgold\n")
        path = self.write("in", "The lung cancer, lung\nand breast cancer; gold-based \u00e9\xa0e\u0301\U0001f600.\n\nEnd")
        got = self.good("tag", "--no-curation", "-d", rows, "-o", "conll", path, path).text
        one = ("The\tO\nlung\tB-disease|X:1|Y:1\ncancer\tI-disease|X:1|Y:1\n,\tO\nlung\tB-disease|X:1|Y:1\nand\tO\n"
               "breast\tB-disease|X:2\ncancer\tI-disease|X:2\n;\tO\ngold\tB-drug|X:3\n-\tO\nbased\tO\n\u00e9\tO\n"
               "e\u0301\tO\n\U0001f600\tO\n.\tO\nEnd\tO\n\n")
        self.assertEqual(got, one * 2)


class Brat(LinesTest):
    def standoff(self, text, lines):
        """What the lines say: the parts of the text, and the codes of each."""
        parts, codes = {}, {}
        for line in lines:
            fields = line.split("\t")
            if line.startswith("T"):
                kind, extent = fields[1].split(" ", 1)
                pieces = [text[int(a):int(b)] for a, b in (p.split(" ") for p in extent.split(";"))]
                self.assertEqual(" ".join(pieces), fields[2])
                parts[fields[0]] = (kind, pieces)
            elif line.startswith("N"):
                word, target, code = fields[1].split(" ")
                self.assertEqual(word, "Reference")
                codes.setdefault(target, []).append((code, fields[2]))
        return [(kind, pieces, codes.get(name, [])) for name, (kind, pieces) in sorted(parts.items())]

    def test_written(self):
        rows = self.write("rows", "C\tX:1\tdisease\tlung cancer\t\texact=Y:1\nC\tY:1\tdisease\tlung neoplasm\n"
                                  "C\tX:2\tdisease\tbreast cancer\n")
        text = "\U0001f600 lung and breast\r\ncancer\n"
        path = self.write("in", text)
        lines = self.good("tag", "--no-curation", "-d", rows, "-o", "brat", path).lines
        self.assertEqual(self.standoff(text, lines), [
            ("Disease", ["lung", "cancer"], [("X:1", "lung cancer"), ("Y:1", "lung cancer")]),
            ("Disease", ["breast", "cancer"], [("X:2", "breast cancer")])])
        self.assertEqual(lines[-1], "")

    def test_read_back(self):
        text = "\u00e9 asthma and CD10"
        lines = self.tagged("brat", text).text
        self.write("a.txt", text)
        self.write("a.ann", lines)
        empty = self.write("rows", "C\tX:1\tdisease\tzzqq\n")
        got = self.good("tag", "--no-curation", "-d", empty, "-f", "brat", "-o", "pubtator", "--keep", "a.txt").lines
        self.assertEqual([line.rsplit("\t", 1)[0] for line in got[2:4]],
                         ["a\t2\t8\tasthma\tDisease", "a\t13\t17\tCD10\tGene"])
        again = self.good("tag", "--no-curation", "-d", empty, "-f", "brat", "-o", "brat", "--keep", "a.txt").lines
        self.assertEqual(sorted(again), sorted(lines.split("\n")[:-1]))

    def test_kept(self):
        text = "asthma, asthma and gout"
        self.write("a.txt", text)
        self.write("a.ann", "T4\tDisease 0 6\tasthma\nN7\tReference T4 Q:1\tx\nR1\tWith Arg1:T4 Arg2:T4\n"
                            "T2\tOdd 19 23\tgout\n")
        kept = self.good("tag", "--no-curation", "-d", SMALL, "-f", "brat", "-o", "brat", "--keep", "a.txt").lines
        self.assertEqual(kept[:5], ["T4\tDisease 0 6\tasthma", "T2\tOdd 19 23\tgout", "N7\tReference T4 Q:1\tx",
                                    "R1\tWith Arg1:T4 Arg2:T4", "T5\tDisease 8 14\tasthma"])
        self.assertTrue(kept[5].startswith("N8\tReference T5 MONDO:0004979\t"))
        replaced = self.good("tag", "--no-curation", "-d", SMALL, "-f", "brat", "-o", "brat", "a.txt").lines
        self.assertEqual([line for line in replaced if line[:1] in ("T", "R")],
                         ["T1\tDisease 0 6\tasthma", "T2\tDisease 8 14\tasthma"])

    def test_from_pubtator(self):
        lines = self.tagged("brat", "7|t|Gout\n7|a|gout\n7\t0\t4\tGout\tDisease\tD1|D2\n", "--keep").lines
        self.assertEqual(lines, ["T1\tDisease 0 4\tGout", "N1\tReference T1 D1\t", "N2\tReference T1 D2\t", ""])


if __name__ == "__main__":
    main()
