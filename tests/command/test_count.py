"""ontotag count: documents by concept, over tagged JSON lines and over texts; pairs; the picture."""
import gzip
import json
import math
import os
import xml.dom.minidom

from support import CommandTest, main

ROWS = """S\tLAB
C\tMONDO:1\tdisease\tlung disease
C\tMONDO:2\tdisease\tasthma\tMONDO:1
C\tMONDO:3\tdisease\tchildhood asthma\tMONDO:2
C\tMONDO:4\tdisease\tfever
C\tLAB:2\tdrug\tsalbutamol
C\tLAB:3\tdrug\tmetformin <&> "x"
"""
TEXTS = ["Asthma and asthma; on salbutamol.", "No asthma. Fever.", "Childhood asthma, asthma, salbutamol.", "Her mother had asthma. Possible fever.",
         "Nothing here.", "Salbutamol for asthma."]


class Count(CommandTest):
    def setUp(self):
        super().setUp()
        self.rows = self.write("rows.tsv", ROWS)
        self.files = [self.write("%d.txt" % i, text) for i, text in enumerate(TEXTS)]
        self.tagged = self.write("tagged.jsonl", self.good("tag", "--no-curation", "-q", "-d", self.rows, "-o", "jsonl", *self.files).out)
        self.given = ["--no-starter", "--no-curation", "-d", self.rows]

    def table(self, *arguments, **options):
        lines = self.good("count", *self.given, *arguments, **options).lines
        head = lines[0].split("\t")
        return {line.split("\t")[0]: dict(zip(head, line.split("\t"))) for line in lines[1:]}

    def test_documents_of_concepts(self):
        table = self.table(self.tagged)
        self.assertEqual(list(table), ["MONDO:2", "MONDO:1", "LAB:2", "MONDO:4", "MONDO:3"])
        asthma = {name: int(table["MONDO:2"][name]) for name in ("under", "documents", "mentions", "present", "absent", "family", "possible")}
        self.assertEqual(asthma, {"under": 5, "documents": 5, "mentions": 6, "present": 3, "absent": 1, "family": 1, "possible": 0})
        self.assertEqual((table["MONDO:1"]["under"], table["MONDO:1"]["documents"], table["MONDO:1"]["mentions"]), ("5", "0", "0"))
        self.assertEqual((table["MONDO:4"]["present"], table["MONDO:4"]["possible"]), ("1", "1"))

    def test_texts_and_tags_are_the_same(self):
        expected = self.table(self.tagged)
        self.assertEqual(self.table(*self.files), expected)
        with open(self.tagged, "rb") as lines:
            content = lines.read()
        self.assertEqual(self.table(stdin=content), expected)
        self.assertEqual(self.table(self.write("tagged.gz", gzip.compress(content))), expected)

    def test_chosen(self):
        self.assertEqual(list(self.table("--types", "drug", self.tagged)), ["LAB:2"])
        self.assertEqual(self.table("--only", "present", self.tagged)["MONDO:2"]["documents"], "3")
        self.assertEqual(list(self.table("--top", "1", self.tagged)), ["MONDO:2"])
        self.assertEqual(list(self.table("--min", "5", self.tagged)), ["MONDO:2", "MONDO:1"])

    def test_pairs(self):
        lines = self.good("count", *self.given, "--pairs", self.tagged).lines
        head = lines[0].split("\t")
        rows = [dict(zip(head, line.split("\t"))) for line in lines[1:]]
        first = [r for r in rows if (r["code"], r["other_code"]) == ("LAB:2", "MONDO:2")][0]
        self.assertEqual((first["both"], first["documents"], first["other_documents"], first["expected"]), ("3", "3", "5", "2.50"))
        # G2 of the table 3 0 / 2 1 over 6 documents
        cells = [(3, 3 * 5), (0, 3 * 1), (2, 3 * 5), (1, 3 * 1)]
        score = 2 * sum(k * math.log(k * 6 / e) for k, e in cells if k)
        self.assertAlmostEqual(float(first["log_likelihood"]), score, places=2)
        avoiding = [r for r in rows if (r["code"], r["other_code"]) == ("MONDO:2", "MONDO:4")][0]
        self.assertEqual(avoiding["both"], "2")
        self.assertGreater(len(self.good("count", *self.given, "--pairs", "--min", "1", self.tagged).lines), len(lines) - 1)

    def test_picture(self):
        tagged = self.write("more.jsonl", self.good("tag", "--no-curation", "-q", "-d", self.rows, "-o", "jsonl",
                                                    self.write("t", 'metformin <&> "x", asthma')).out)
        path = self.path("out.svg")
        self.good("count", *self.given, "--plot", path, self.tagged, tagged)
        picture = xml.dom.minidom.parse(path)
        labels = [t.firstChild.data for t in picture.getElementsByTagName("text")]
        self.assertIn("asthma", labels)
        self.assertIn("6", labels)
        self.assertNotIn("lung disease", labels)
        self.refused(1, "count", *self.given, "--plot", self.path("no/such.svg"), self.tagged, says=["no/such.svg"])

    def test_bad_input(self):
        good = json.dumps({"id": "1", "mentions": []}).replace(" ", "")
        for name, content, says in (("a.jsonl", good + "\n{\n", [":2:", "no JSON"]), ("b.jsonl", good + "\n[1]\n", [":2:", "no object with mentions"]),
                                    ("c.jsonl", '{"id":"1","mentions":[{"start":1}]}\n', [":1:", "without codes"]),
                                    ("missing", None, ["cannot be opened"])):
            with self.subTest(name):
                path = self.write(name, content) if content is not None else self.path(name)
                self.refused(1, "count", *self.given, path, says=[name, *says])
        self.refused(2, "count", "--top", "x", says=["no number"])
        self.refused(2, "count", "--only", "x", says=["no context"])
        self.assertEqual(len(self.good("count", *self.given, self.write("empty", "")).lines), 1)


if __name__ == "__main__":
    main()
