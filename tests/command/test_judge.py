"""What `ontotag tag` says of places that were considered, and of the weights that decided."""
import json
import os
import unittest

from support import CommandTest, SCHEMA, main

try:
    import jsonschema
except ImportError:
    jsonschema = None

ROWS = ("S\tNCBIGene\nC\tNCBIGene:1\tmarker\tBRCA1\nS\tLAB\nC\tLAB:1\tdisease\tlung cancer\nC\tLAB:2\tdisease\tcancer\n"
        "C\tLAB:3\tdisease\tdisease\nC\tLAB:4\tmarker\tGGT\n")
WEIGHTS = ("default\tmarker\tjudges=NCBIGene\t0\ndefault\tmarker\talways=\t0.50\ndefault\tmarker\tbefore=the\t-0.70\n"
           "default\tmarker\tlast=1\t1.25\ndefault\thuman\tspecies=mouse\t-2\nmine\tdisease\tjudges=*\t0\nmine\tdisease\talways=\t-1\n"
           "mine\tdisease\tinner=of\t0.40\nconfidence\tdisease\talways=\t1.5\nconfidence\tdisease\tlast3=cer\t-0.25\n")
TEXT = "The lung cancer is a disease; the BRCA1 gene, GGT."


class Judge(CommandTest):
    def setUp(self):
        super().setUp()
        self.rows, self.weights = self.write("rows.tsv", ROWS), self.write("weights.tsv", WEIGHTS)

    def tagged(self, *arguments, text=TEXT, output="jsonl"):
        return self.good("tag", "-d", self.rows, "--no-starter", "--judge", self.weights, "-o", output, *arguments, stdin=text)

    def check(self, document):
        if jsonschema:
            with open(SCHEMA) as stream:
                jsonschema.Draft7Validator(json.load(stream)).validate(document)
        return document

    def test_candidates(self):
        found = self.check(self.tagged("--candidates").objects[0])["candidates"]
        self.assertEqual([(c["start"], c["end"], c["text"], c["type"], c["codes"], c.get("ruling"), c["judged"], c["score"]) for c in found],
                         [(4, 15, "lung cancer", "disease", ["LAB:1"], None, False, 2), (9, 15, "cancer", "disease", ["LAB:2"], None, False, -2),
                          (21, 28, "disease", "disease", ["LAB:3"], "GENERIC", False, -2),
                          (34, 39, "BRCA1", "marker", ["NCBIGene:1"], None, True, 1.05), (46, 49, "GGT", "marker", ["LAB:4"], None, False, 2)])
        gene = found[3]
        self.assertEqual(list(gene["features"].items())[:2], [("last=1", 1.25), ("always=", 0.5)])
        self.assertEqual(list(gene["features"].items())[-1], ("before=the", -0.7))
        self.assertEqual(gene["human"], 0)
        for candidate in found:  # a place that rules decide about has no weights
            self.assertEqual(round(sum(candidate["features"].values()), 2), candidate["score"] if candidate["judged"] else 0)

    def test_candidates_of_a_repeated_word(self):
        rows = self.write("long.tsv", "C\tLAB:1\tdisease\tloss of part of one side of face\n")
        text = self.good("tag", "-d", rows, "--no-starter", "--judge", self.weights, "--profile", "mine", "--candidates", "-o", "jsonl",
                         stdin="loss of part of one side of face").text
        features = json.loads(text)["candidates"][0]["features"]
        self.assertEqual(text.count('"inner=of"'), 1)
        self.assertAlmostEqual(features["inner=of"], 0.4)
        self.assertEqual(json.loads(text)["candidates"][0]["score"], -0.6)

    def test_candidates_are_absent_where_there_are_none(self):
        for jobs in ("1", "2"):
            documents = self.tagged("--candidates", "--lines", "-j", jobs, text="nothing\ncancer\nnothing\n").objects
            self.assertEqual(["candidates" in self.check(d) for d in documents], [False, True, False])
        self.assertNotIn("candidates", self.tagged().objects[0])
        self.assertNotIn("candidates", self.tagged("--explain").objects[0])

    def test_any_number_of_threads_gives_the_same(self):
        text = "".join("%s %d\n" % (TEXT, i) for i in range(300))
        for option in ("--candidates", "--explain"):
            one = self.tagged(option, "--lines", "-j", "1", text=text).text
            self.assertEqual(self.tagged(option, "--lines", "-j", "2", text=text).text, one)
            self.assertEqual(len(one.splitlines()), 300)

    def test_candidates_of_the_input_are_replaced(self):
        given = json.dumps({"id": "1", "text": "cancer", "candidates": ["old"]})
        self.assertEqual(len(self.check(self.tagged("--candidates", text=given).objects[0])["candidates"]), 1)
        self.assertNotIn("candidates", self.tagged(text=given).objects[0])

    def test_explained_in_json(self):
        mentions = self.check(self.tagged("--explain").objects[0])["mentions"]
        self.assertEqual([(m["text"], m["judge"]["by"]) for m in mentions], [("lung cancer", "rules"), ("BRCA1", "weights"), ("GGT", "rules")])
        self.assertEqual(mentions[1]["judge"], {
            "score": 1.05, "human": 0, "by": "weights", "for": [{"feature": "last=1", "weight": 1.25}, {"feature": "always=", "weight": 0.5}],
            "against": [{"feature": "before=the", "weight": -0.7}]})
        self.assertEqual(mentions[0]["judge"], {"score": 2, "by": "rules", "for": [{"feature": "always=", "weight": 1.5}],
                                                "against": [{"feature": "last3=cer", "weight": -0.25}]})
        self.assertEqual(mentions[2]["judge"], {"score": 2, "by": "rules", "for": [], "against": []})  # a type that has no confidence
        self.assertFalse(any("judge" in m for m in self.tagged("--candidates").objects[0]["mentions"]))

    def test_dropped_in_json(self):
        found = self.check(self.tagged("--explain-dropped", "--types", "disease").objects[0])["dropped"]
        self.assertEqual([(d["text"], d["why"], d.get("ruling"), d.get("instead")) for d in found],
                         [("cancer", "overlap", None, {"start": 4, "end": 15, "text": "lung cancer"}), ("disease", "rule", "GENERIC", None),
                          ("BRCA1", "type", None, None), ("GGT", "type", None, None)])
        self.assertIn("--keep-generic", found[1]["says"])
        found = self.check(self.tagged("--explain-dropped", "--threshold", "1.5", "--min-confidence", "0.9").objects[0])["dropped"]
        self.assertEqual([(d["text"], d["why"]) for d in found], [("lung cancer", "confidence"), ("cancer", "overlap"), ("disease", "rule"), ("BRCA1", "score")])
        self.assertEqual(found[0]["confidence"], 0.78)
        self.assertEqual(found[0]["judge"]["by"], "rules")
        self.assertEqual((found[3]["judge"]["by"], found[3]["judge"]["score"]), ("weights", 1.05))
        found = self.check(self.tagged("--explain-dropped", text="BRCA1 of mice").objects[0])["dropped"]
        self.assertEqual([(d["text"], d["why"], d["judge"]["human"]) for d in found], [("BRCA1", "species", -2)])
        self.assertNotIn("dropped", self.tagged("--explain-dropped", text="nothing").objects[0])

    def test_dropped_without_a_judge(self):
        document = self.check(self.good("tag", "-d", self.rows, "--no-starter", "--no-judge", "--explain-dropped", "-o", "jsonl", stdin=TEXT).objects[0])
        self.assertEqual([(d["text"], d["why"]) for d in document["dropped"]], [("cancer", "overlap"), ("disease", "rule")])
        self.assertEqual([m["text"] for m in document["mentions"]], ["lung cancer", "BRCA1", "GGT"])

    def test_dropped_on_the_terminal(self):
        text = self.tagged("--explain-dropped", output="terminal").text
        self.assertIn("\ncancer [9, 15)\n  fits          LAB:2, cancer (disease)\n  name          cancer\n"
                      "  not tagged    it overlaps lung cancer [4, 15)\n", text)
        self.assertIn("\n  not tagged    it says no more than its kind; --keep-generic tags it (GENERIC)\n", text)
        self.assertEqual(text.count("  not tagged  "), 2)
        self.assertNotIn("\n  by  ", text)

    def test_confidence(self):
        found = self.check(self.tagged().objects[0])["mentions"]
        self.assertEqual([(m["text"], m.get("confidence")) for m in found], [("lung cancer", 0.78), ("BRCA1", None), ("GGT", None)])
        for least, texts in (("0", ["lung cancer", "BRCA1", "GGT"]), ("0.78", ["lung cancer", "BRCA1", "GGT"]), ("0.79", ["BRCA1", "GGT"])):
            self.assertEqual([m["text"] for m in self.tagged("--min-confidence", least).objects[0]["mentions"]], texts)
        rows = [line.split("\t") for line in self.tagged(output="tsv").text.splitlines()]
        self.assertEqual([row[rows[0].index("confidence")] for row in rows], ["confidence", "0.78", "", ""])
        self.assertIn("\n  confidence    0.78\n", self.tagged("--explain", output="terminal").text)

    def test_explained_on_the_terminal(self):
        text = self.tagged("--explain", output="terminal").text
        self.assertIn("\n  score         1.05; as the human gene 0.00\n  for it        last=1 +1.25, always= +0.50\n"
                      "  against it    before=the -0.70\n", text)
        self.assertEqual(text.count("  score  "), 1)

    def test_profile_and_threshold(self):
        self.assertEqual([m["text"] for m in self.tagged().objects[0]["mentions"]], ["lung cancer", "BRCA1", "GGT"])
        self.assertEqual([m["text"] for m in self.tagged("--profile", "mine").objects[0]["mentions"]], ["BRCA1", "GGT"])
        self.assertEqual([m["text"] for m in self.tagged("--threshold", "1.5").objects[0]["mentions"]], ["lung cancer", "GGT"])
        self.assertEqual(self.tagged("--threshold", "2").objects[0]["mentions"], [])

    def test_species(self):
        self.assertEqual(len(self.tagged(text="BRCA1").objects[0]["mentions"]), 1)
        found = self.tagged("--candidates", text="BRCA1 of mice").objects[0]
        self.assertEqual(found["mentions"], [])
        self.assertEqual((found["candidates"][0]["human"], found["candidates"][0]["fate"], found["candidates"][0]["species"]), (-2, "species", "NCBITaxon:10090"))

    def test_species_is_told(self):
        def told(text, *arguments):
            return [(m["text"], m["codes"], m.get("species")) for m in self.check(self.tagged(*arguments, text=text).objects[0])["mentions"]]
        human = ["NCBIGene:1"]
        self.assertEqual(told("BRCA1"), [("BRCA1", human, None)])
        self.assertEqual(told("BRCA1 in a woman"), [("BRCA1", human, "NCBITaxon:9606")])
        self.assertEqual(told("GGT in a woman"), [("GGT", ["LAB:4"], None)])  # no gene
        self.assertEqual(told("BRCA1 in rats"), [("BRCA1", human, None)])  # no weight says that it is theirs
        for text, species in (("BRCA1 of mice", "10090"), ("rats, mice, BRCA1", "10090"), ("mice, rats, BRCA1", "10116"), ("mice, women, BRCA1", "10090"),
                              ("BRCA1 in women and mice", "10090"), ("mice and yeast BRCA1", "4932"), ("Drosophila BRCA1, mice", "7227")):
            self.assertEqual(told(text), [])
            self.assertEqual(told(text, "--other-species"), [("BRCA1", [], "NCBITaxon:" + species)])

    def test_gene_of_another_organism_that_the_text_does_not_name(self):
        weights = self.write("before.tsv", WEIGHTS + "default\thuman\tbefore=the\t-2\n")
        found = self.check(self.good("tag", "-d", self.rows, "--no-starter", "--judge", weights, "--other-species", "-o", "jsonl", stdin="the BRCA1").objects[0])
        self.assertEqual([(m["text"], m["codes"], m.get("species")) for m in found["mentions"]], [("BRCA1", [], None)])

    def test_codes_of_no_organism_stay(self):
        rows = self.write("both.tsv", "S\tNCBIGene\nC\tNCBIGene:1\tmarker\tBRCA1\t\texact=MESH:D1\nC\tMESH:D1\tmarker\tBRCA1 Protein\n")
        arguments = ("tag", "-d", rows, "--no-starter", "--judge", self.weights, "--other-species", "-o", "jsonl")
        for more in ((), ("--vocabulary", "NCBIGene,MESH")):
            found = self.check(self.good(*arguments, *more, stdin="BRCA1 of mice").objects[0])["mentions"]
            self.assertEqual([(m["codes"], m["species"]) for m in found], [(["MESH:D1"], "NCBITaxon:10090")])

    def test_every_format_has_a_gene_without_a_code(self):
        for format in ("terminal", "pubtator", "bioc-xml", "bioc-json", "jsonl", "json", "tsv", "csv", "count",
                       "summary", "brat", "conll", "omop", "phenopacket", "fhir", "pubannotation", "web-annotation", "label-studio", "doccano",
                       "prodigy", "turtle", "html"):
            with self.subTest(format):
                self.tagged("--other-species", "-q", text="BRCA1 of mice, BRCA1", output=format)
        self.assertIn("is            no code, BRCA1 (marker)", self.tagged("--other-species", "--explain", text="BRCA1 of mice", output="terminal").text)

    def test_refused(self):
        tag = ("tag", "-d", self.rows)
        self.refused(2, *tag, "--candidates", "-o", "tsv", says=["--candidates goes with -o jsonl"])
        self.refused(2, *tag, "--candidates", "-o", "terminal", says=["--candidates goes with -o jsonl"])
        for other in (["--judge", self.weights], ["--profile", "mine"]):
            for no in ("--no-judge", "--no-curation"):
                self.refused(2, *tag, no, *other, says=["do not go with --no-judge"])
        self.refused(2, *tag, "--threshold", "high", says=["high"])
        for value in ("high", "-0.1", "1.1", "nan", ""):
            self.refused(2, *tag, "--min-confidence", value, says=["no probability from 0 to 1: '%s'" % value])
        self.refused(2, *tag, "--explain-dropped", "-o", "tsv", says=["--explain-dropped goes with -o terminal or jsonl"])
        self.refused(1, *tag, "--profile", "nobody", says=["no profile 'nobody'"])
        self.refused(1, *tag, "--judge", "nowhere.tsv", says=["nowhere.tsv"])
        bad = self.write("bad.tsv", "default\tmarker\tlast=1\tmuch\n")
        self.refused(1, *tag, "--judge", bad, says=["bad.tsv", "1", "no weight of two decimals: 'much'"])


if __name__ == "__main__":
    main()
