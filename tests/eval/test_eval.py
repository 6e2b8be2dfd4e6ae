"""ontotag eval: its arithmetic against counts made by hand, and what it reports."""
import json
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "command"))
from support import SHARED, CommandTest, main  # noqa: E402

GOLD = os.path.join(HERE, "gold.pubtator")
PREDICTED = os.path.join(HERE, "predicted.pubtator")

# By hand, over the documents 1, 2 and 3: gold, found, predicted, right. Document 4 is not in the gold.
#
# disease, span: of 1, gout, Asthma and the lung and liver injury, not asthma (Mild asthma was predicted), not
#                worse; of 2, Type 1 diabetes; nothing of 3.
# disease, span+code: Type 1 diabetes has another code; the order of the two codes of the injury does not count.
# disease, overlap: asthma overlaps Mild asthma.
# disease, concepts: 1 has four in the gold, and five predicted; 2 has three, of which one was predicted, though
#                    elsewhere.
# drug: statins have no code in the gold, so that they count for places alone.
BY_HAND = {
    ("disease", "span"): (7, 4, 6, 4),
    ("disease", "span+code"): (7, 3, 6, 3),
    ("disease", "overlap"): (7, 5, 6, 5),
    ("disease", "concepts"): (8, 5, 6, 5),
    ("drug", "span"): (1, 1, 1, 1),
    ("drug", "span+code"): (0, 0, 1, 0),
    ("drug", "overlap"): (1, 1, 1, 1),
    ("drug", "concepts"): (0, 0, 1, 0),
}

ROWS = """C	MESH:D001249	disease	asthma
C	MESH:D000077208	drug	remifentanil
C	MESH:C071741	drug	old remifentanil			replaced=MESH:D000077208
C	MONDO:0000001	disease	gout
"""


def counts(report):
    return {(row["type"], row["measure"]): (row["gold"], row["found"], row["predicted"], row["right"])
            for row in report["scores"]}


class EvalTest(CommandTest):
    def report(self, *arguments):
        return self.good("eval", "--json", "--no-curation", *arguments).objects[0]


class Arithmetic(EvalTest):
    def test_by_hand(self):
        report = self.report(GOLD, PREDICTED)
        self.assertEqual(counts(report), BY_HAND)
        self.assertEqual((report["documents"], report["not_in_gold"], report["other_types"]), (3, 1, 1))

    def test_shares(self):
        rows = {(row["type"], row["measure"]): row for row in self.report(GOLD, PREDICTED)["scores"]}
        span = rows["disease", "span"]
        self.assertAlmostEqual(span["precision"], 4 / 6, places=6)
        self.assertAlmostEqual(span["recall"], 4 / 7, places=6)
        self.assertAlmostEqual(span["f"], 8 / 13, places=6)
        coded = rows["drug", "span+code"]
        self.assertEqual((coded["precision"], coded["recall"], coded["f"]), (0, None, 0))

    def test_gold_against_itself(self):
        for row in self.report(GOLD, GOLD)["scores"]:
            if row["gold"]:
                self.assertEqual((row["precision"], row["recall"], row["f"]), (1, 1, 1), row)
            else:
                self.assertEqual((row["predicted"], row["f"]), (0, None), row)

    def test_types(self):
        report = self.report("-t", "drug", GOLD, PREDICTED)
        self.assertEqual(counts(report), {key: row for key, row in BY_HAND.items() if key[0] == "drug"})

    def test_same_mention_twice_counts_once(self):
        row = "7\t0\t4\tgout\tDisease\t%s\n"
        gold = self.write("gold", "7|t|gout\n7|a|\n" + row % "D006073" * 2)
        predicted = self.write("predicted", "7|t|gout\n7|a|\n" + row % "D006073" + row % "D001249")
        found = counts(self.report(gold, predicted))
        self.assertEqual(found["disease", "span"], (1, 1, 1, 1))
        self.assertEqual(found["disease", "span+code"], (1, 1, 2, 1))
        self.assertEqual(found["disease", "concepts"], (1, 1, 2, 1))

    def test_same_id_twice_goes_in_order(self):
        one = "7|t|gout\n7|a|\n7\t0\t4\tgout\tDisease\tD006073\n\n"
        two = "7|t|mumps\n7|a|\n7\t0\t5\tmumps\tDisease\tD009107\n\n"
        gold, predicted = self.write("gold", one + two), self.write("predicted", one + two)
        self.assertEqual(counts(self.report(gold, predicted))["disease", "concepts"], (2, 2, 2, 2))

    def test_codes_however_written(self):
        text = "7|t|gout and mumps and Wolfram\n7|a|\n"
        gold = self.write("gold", text + "7\t0\t4\tgout\tDisease\tD006073\n7\t9\t14\tmumps\tDisease\tmesh:D009107\n"
                                         "7\t19\t26\tWolfram\tDisease\t222300 \n")
        predicted = self.write("predicted", text + "7\t0\t4\tgout\tDisease\tMESH:D006073\n"
                               "7\t9\t14\tmumps\tDisease\tMESH:D009107,-1\n"
                               "7\t19\t26\tWolfram\tDisease\tOMIM:222300\n")
        rows = self.write("rows.tsv", "C\tMESH:D009107\tdisease\tmumps\n")
        found = counts(self.report("-d", rows, gold, predicted))
        self.assertEqual(found["disease", "span+code"], (3, 3, 3, 3))


    def test_codes_of_one_meaning(self):
        text = "7|t|C7 deficiency and gout\n7|a|\n"
        gold = self.write("gold", text + "7\t0\t13\tC7 deficiency\tDisease\t610102\n7\t18\t22\tgout\tDisease\tD006073\n")
        predicted = self.write("predicted", text + "7\t0\t13\tC7 deficiency\tDisease\tC566443\n7\t18\t22\tgout\tDisease\tD006074\n")
        rows = self.write("rows.tsv", "C\tMESH:C566443\tdisease\tC7 deficiency\t\texact=OMIM:610102\n"
                                      "C\tMESH:D006073\tdisease\tgout\t\tbroad=MESH:D006074\nC\tMESH:D006074\tdisease\tcrystals\n")
        self.assertEqual(counts(self.report("-d", rows, gold, predicted))["disease", "concepts"], (2, 0, 2, 0))
        found = counts(self.report("-d", rows, "--by-meaning", gold, predicted))
        self.assertEqual(found["disease", "concepts"], (2, 1, 2, 1))
        self.assertEqual(found["disease", "span+code"], (2, 1, 2, 1))


class Brat(EvalTest):
    def brat(self, name, annotations):
        os.makedirs(self.path(name), exist_ok=True)
        self.write(name + "/a.txt", "breast and ovarian cancer")
        self.write(name + "/a.ann", annotations)
        return self.path(name)

    def test_every_part_counts(self):
        gold = self.brat("gold", "T1\tDisease 0 6;19 25\tbreast cancer\nN1\tReference T1 MONDO:0007254\tx\n"
                                 "T2\tDisease 11 25\tovarian cancer\nN2\tReference T2 MONDO:0008170\tx\n")
        reordered = "T1\tDisease 19 25;0 6\tbreast cancer\nN1\tReference T1 MONDO:0007254\tx\n"
        whole = "T2\tDisease 0 25\tbreast and ovarian cancer\nN2\tReference T2 MONDO:0008170\tx\n"
        found = counts(self.report(gold, self.brat("predicted", reordered + whole)))
        self.assertEqual(found, {("disease", "span"): (2, 1, 2, 1), ("disease", "span+code"): (2, 1, 2, 1),
                                 ("disease", "overlap"): (2, 2, 2, 2), ("disease", "concepts"): (2, 2, 2, 2)})

    def test_between_the_parts_is_no_overlap(self):
        gold = self.brat("gold", "T1\tDisease 0 6;19 25\tbreast cancer\n")
        predicted = self.brat("predicted", "T1\tDisease 11 18\tovarian\n")
        self.assertEqual(counts(self.report(gold, predicted))["disease", "overlap"], (1, 0, 1, 0))


class Tagging(EvalTest):
    def setUp(self):
        super().setUp()
        self.rows = self.write("rows.tsv", ROWS)
        self.gold = self.write("gold", "7|t|Asthma, gout and remifentanil\n7|a|\n"
                                       "7\t0\t6\tAsthma\tDisease\tD001249\n"
                                       "7\t17\t29\tremifentanil\tChemical\tC071741\n")

    def test_replaced_code(self):
        report = self.report("-d", self.rows, self.gold)
        self.assertEqual(counts(report)["drug", "concepts"], (1, 1, 1, 1))
        self.assertEqual(report["replaced"], {"gold": 1, "predicted": 0})

    def test_vocabulary(self):
        report = self.report("-d", self.rows, self.gold)
        self.assertEqual(report["vocabularies"], ["MESH"])
        self.assertEqual(counts(report)["disease", "span"], (1, 1, 1, 1))
        every = self.report("-d", self.rows, "--vocabulary", "all", self.gold)
        self.assertEqual(every["vocabularies"], [])
        self.assertEqual(counts(every)["disease", "span"], (1, 1, 2, 1))

    def test_unknown_vocabulary(self):
        """Codes of the gold that no concept can have: they are not found, and stop nothing."""
        rows = self.write("rows.tsv", ROWS)
        gold = self.write("gold.pubtator", "1|t|gout and asthma\n1|a|\n1\t0\t4\tgout\tDisease\t24513(Tax:10090)\n"
                          "1\t9\t15\tasthma\tDisease\tMESH:D001249\n\n")
        report = self.report("--no-starter", "-d", rows, gold)
        self.assertEqual(report["vocabularies"], ["MESH"])
        self.assertEqual(counts(report)["disease", "span+code"][3], 1)

    def test_same_as_what_tag_writes(self):
        written = self.good("tag", "--no-curation", "-d", self.rows, "--vocabulary", "MESH", "-o", "pubtator",
                            self.gold)
        predicted = self.write("predicted", written.out)
        self.assertEqual(counts(self.report("-d", self.rows, self.gold, predicted)),
                         counts(self.report("-d", self.rows, self.gold)))


class Errors(EvalTest):
    def test_kinds(self):
        found = [(e["type"], e["kind"], e["text"], e["gold"], e["predicted"], e["predicted_text"])
                 for e in self.report("--errors", GOLD, PREDICTED)["errors"]]
        self.assertEqual(sorted(found), [
            ("disease", "code", "Type 1 diabetes", "MESH:D003922", "MESH:D003924", ""),
            ("disease", "invented", "worse", "", "MESH:D018450", ""),
            ("disease", "missed", "Measles", "MESH:D008457", "", ""),
            ("disease", "missed", "type 2 diabetes", "MESH:D003924|MESH:D044882", "", ""),
            ("disease", "span", "asthma", "MESH:D001249", "MESH:D001249", "Mild asthma")])

    def test_commonest_first(self):
        text = "%s|t|Mumps, gout, mumps\n%s|a|\n"
        gold = self.write("gold", "".join(text % (i, i) + "%s\t0\t5\tMumps\tDisease\tD009107\n"
                                          "%s\t13\t18\tmumps\tDisease\tD009107\n" % (i, i) for i in "78"))
        nothing = self.write("nothing", "".join(text % (i, i) for i in "78") + "8\t7\t11\tgout\tDisease\tD006073\n")
        errors = self.report("--errors", gold, nothing)["errors"]
        self.assertEqual([(e["count"], e["kind"], e["text"].lower()) for e in errors],
                         [(4, "missed", "mumps"), (1, "invented", "gout")])
        self.assertEqual(len(self.report("--errors", "--most", "1", gold, nothing)["errors"]), 1)
        self.assertIn("8\tMumps, [gout], mumps", self.good("eval", "--errors", gold, nothing).text)


class Pairs(EvalTest):
    def test_by_hand(self):
        path = self.write("pairs", "11\nA study of acute lymphoblastic leukemia (ALL).\nNo more of it.\n"
                                   "  ALL|acute lymphoblastic leukemia\n\n"
                                   "12\nAn operation.\nUnder general\nanesthesia (GA) it was done, in the "
                                   "operating room (OR).\n"
                                   "  GA|general anesthesia \n  XY|extra yield\n\n")
        report = self.report("--abbreviations", path, "--errors")
        self.assertEqual(counts(report), {("pair", "pairs"): (3, 2, 3, 2)})
        self.assertEqual(report["documents"], 2)
        self.assertEqual(sorted((e["kind"], e["text"], e["document"]) for e in report["errors"]),
                         [("invented", "OR|operating room", "12"), ("missed", "XY|extra yield", "12")])


class Refused(EvalTest):
    def test_usage(self):
        self.refused(2, "eval")
        self.refused(2, "eval", GOLD, PREDICTED, GOLD, says=["too many"])
        self.refused(2, "eval", "-f", "nothing", GOLD, says=["nothing", "pubtator"])
        self.refused(2, "eval", "--most", "some", GOLD, says=["some"])

    def test_no_gold(self):
        text = self.write("text", "asthma\n")
        self.refused(1, "eval", text, says=["text", "no annotations"])
        self.refused(1, "eval", self.path("missing"), says=["missing", "No such file"])
        self.refused(1, "eval", self.write("empty", "7|t|asthma\n7|a|\n"), says=["empty"])

    def test_damaged_gold(self):
        path = self.write("gold", "7|t|gout\n7|a|\n7\t0\t99\tgout\tDisease\tD006073\n")
        self.refused(1, "eval", path, says=["gold:3:", "99"])


@unittest.skipUnless(os.path.isdir(os.path.join(SHARED, "data", "corpora")), "needs ../shared/data/corpora")
class Corpora(EvalTest):
    def test_every_corpus_is_read(self):
        """Each against itself: everything is found, so every row was read."""
        for name, mentions in (("bc5cdr/train.pubtator", 4182), ("bc5cdr/dev.pubtator", 4244),
                               ("ncbi-disease/train.pubtator", 5145), ("ncbi-disease/dev.pubtator", 787),
                               ("craft-mondo/train", None), ("craft-mondo/dev", None)):
            with self.subTest(name):
                path = os.path.join(SHARED, "data", "corpora", name)
                rows = self.report("-t", "disease", path, path)["scores"]
                self.assertEqual([row["f"] for row in rows], [1, 1, 1, 1])
                if mentions:
                    self.assertEqual(rows[0]["gold"], mentions)


if __name__ == "__main__":
    main()
