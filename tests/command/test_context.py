"""What a text says of its mentions: in every format, what is kept of it, what is switched off, rows of one's own, a gold."""
import json
import os
import xml.etree.ElementTree as xml

from support import SCHEMA, CommandTest, main

TEXT = "No fever. Mother had asthma. Possible pneumonia. History of diabetes. Rash."
ROWS = "".join("C\tA:%d\tdisease\t%s\n" % (number, name) for number, name in enumerate(("fever", "asthma", "pneumonia", "diabetes", "rash"), 1))
ROWS += "C\tA:6\tdrug\taspirin\n"


class Context(CommandTest):
    def tagged(self, *arguments, text=TEXT, output="jsonl"):
        return self.good("tag", "-d", self.write("rows.tsv", ROWS), "-o", output, *arguments, stdin=text)

    def said(self, *arguments, text=TEXT):
        return {m["text"]: {k: v for k, v in m.get("context", {}).items() if k != "cues"}
                for m in self.tagged(*arguments, text=text).objects[0]["mentions"]}


class Formats(Context):
    def test_json_lines(self):
        self.assertEqual(self.said(), {"fever": {"negated": True}, "asthma": {"experiencer": "family"}, "pneumonia": {"certainty": "possible"},
                                       "diabetes": {"temporality": "historical"}, "Rash": {}})
        fever = self.tagged().objects[0]["mentions"][0]
        self.assertEqual(fever["context"]["cues"], [{"start": 0, "end": 2, "says": "negated"}])

    def test_json_lines_count_the_offsets_of_cues_as_others(self):
        m = self.tagged("--offsets", "codepoints", text="Äääh: no fever").objects[0]["mentions"][0]
        self.assertEqual((m["start"], m["context"]["cues"][0]["start"]), (9, 6))

    def test_json_lines_fit_the_schema(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("there is no jsonschema")
        with open(SCHEMA, encoding="utf-8") as stream:
            schema = json.load(stream)
        text = TEXT + "\nALLERGIES: aspirin\nPLAN: Aspirin was stopped. Return if fever. Wife had rash."
        found = self.tagged(text=text).objects[0]
        jsonschema.validate(found, schema)
        self.assertTrue(any(m.get("status") == "stopped" for m in found["mentions"]))
        self.assertTrue(any(m.get("allergy") and m["section"] == "allergies" for m in found["mentions"]))

    def test_tables(self):
        for output, between in (("tsv", "\t"), ("csv", ",")):
            rows = [line.rstrip("\r").split(between) for line in self.tagged(output=output).lines]
            got = [dict(zip(rows[0], row)) for row in rows[1:]]
            names = ("negated", "certainty", "temporality", "experiencer", "allergy", "status", "section")
            self.assertEqual([tuple(row[name] for name in names) for row in got],
                             [("true", "", "", "", "", "", ""), ("", "", "", "family", "", "", ""), ("", "possible", "", "", "", "", ""),
                              ("", "", "historical", "", "", "", ""), ("",) * 7])

    def test_bioc(self):
        infons = [{i.get("key"): i.text for i in a.findall("infon")} for a in xml.fromstring(self.tagged(output="bioc-xml").text).iter("annotation")]
        self.assertEqual(infons[0]["negated"], "true")
        self.assertEqual(infons[1]["experiencer"], "family")
        self.assertNotIn("negated", infons[4])

    def test_brat_has_attributes_that_its_configuration_declares(self):
        lines = self.tagged(output="brat").lines
        attributes = [line.split("\t")[1].split(" ") for line in lines if line.startswith("A")]
        self.assertEqual(attributes, [["Negated", "T1"], ["Experiencer", "T2", "family"], ["Certainty", "T3", "possible"],
                                      ["Temporality", "T4", "historical"]])
        config = self.good("tag", "--brat-config").lines
        declared = {line.split("\t")[0]: line.split("Value:")[1].split("|") if "Value:" in line else [] for line in config if "\t" in line}
        for name, _, *value in attributes:
            self.assertIn(name, declared)
            self.assertTrue(not value or value[0] in declared[name])

    def test_pubtator_and_conll_have_no_room(self):
        for output in ("pubtator", "conll"):
            self.assertEqual(self.tagged(output=output).text, self.tagged("--without", "context,sections", output=output).text)

    def test_terminal(self):
        text = self.tagged(output="terminal").text
        self.assertIn("No [fever: absent]. Mother had [asthma: family]. Possible [pneumonia: possible]. History of [diabetes: historical]. [Rash].", text)
        self.assertRegex(text, r"fever +A:1 +1: 1 absent\n")
        self.assertRegex(text, r"rash +A:5 +1\n")

    def test_summary(self):
        text = self.tagged(output="summary", text=TEXT + " Fever.").text
        self.assertIn("- fever (A:1) × 2: 1 present, 1 absent\n", text)
        self.assertIn("- rash (A:5) × 1\n", text)
        entities = self.tagged("--json", output="summary").objects[0]["entities"]
        self.assertEqual({e["name"]: e.get("assertions") for e in entities},
                         {"fever": {"absent": 1}, "asthma": {"family": 1}, "pneumonia": {"possible": 1}, "diabetes": {"historical": 1}, "rash": None})

    def test_html(self):
        page = self.tagged(output="html").text
        for group, name in (("absent", "fever"), ("family", "asthma"), ("possible", "pneumonia"), ("historical", "diabetes")):
            self.assertRegex(page, r'<mark class="disease" tabindex="0" id="e\d+-1" data-said="%s">%s' % (group, name))
        self.assertIn("<i>Negated </i>true", page)

    def test_several_threads(self):
        text = "\n".join(TEXT for _ in range(200))
        one = self.tagged("--lines", text=text).text
        self.assertEqual(self.tagged("--lines", "-j", "4", text=text).text, one)


class Choices(Context):
    def test_only(self):
        self.assertEqual(set(self.said("--only", "present")), {"Rash"})
        self.assertEqual(set(self.said("--only", "present,possible")), {"Rash", "pneumonia"})
        self.assertEqual(set(self.said("--only", "family", text="No family history of asthma.")), set())
        self.assertEqual(set(self.said("--only", "family,absent", text="No family history of asthma.")), {"asthma"})
        self.refused(2, "tag", "--only", "gone", says=("gone",))

    def test_only_of_drugs(self):
        for said, text in (("allergy", "Allergies: aspirin"), ("stopped", "Aspirin was stopped."), ("not_given", "Aspirin was not given."),
                           ("present", "Aspirin was given.")):
            for asked in ("allergy", "stopped", "not_given", "present"):
                self.assertEqual(len(self.said("--only", asked, text=text)), asked == said, (said, asked))

    def test_only_goes_with_other_filters(self):
        self.assertEqual(set(self.said("--only", "present,absent", "--within", "A:1")), {"fever"})

    def test_without(self):
        self.assertEqual(self.said("--without", "context")["fever"], {})
        note = "PAST MEDICAL HISTORY:\nasthma"
        self.assertEqual(self.said(text=note), {"asthma": {"temporality": "historical"}})
        self.assertEqual(self.said("--without", "sections", text=note), {"asthma": {}})
        self.assertEqual(self.said("--without", "context", text=note), {"asthma": {"temporality": "historical"}})

    def test_explained(self):
        text = self.tagged("--explain", output="terminal").text
        self.assertIn("  context       absent\n  cue           No [0, 2) says negated\n", text)

    def test_rows_of_ones_own(self):
        rows = self.write("cues.tsv", "kein\tnegated\tforward\tlist\n")
        self.assertEqual(self.said("--context-cues", rows, text="Kein fever, no rash."), {"fever": {"negated": True}, "rash": {"negated": True}})
        self.assertEqual(self.said("--context-cues", rows, text="No rash."), {"rash": {}})
        bad = self.write("bad.tsv", "# one\nkein\tnegatd\tforward\tlist\n")
        self.refused(1, "tag", "--context-cues", bad, stdin=TEXT, says=(":2:", "negatd"))
        self.refused(1, "tag", "--context-cues", self.path("none"), stdin=TEXT, says=("none",))


class Evaluated(Context):
    def scores(self, gold, *arguments):
        result = self.good("eval", "--json", "--context", gold, *arguments)
        return {row["measure"]: (row["gold"], row["found"], row["predicted"]) for row in result.objects[0]["scores"]}

    def test_json_lines(self):
        os.mkdir(self.path("gold"))
        self.write("gold/one.txt", "Ä. No fever or rash. Rash.")
        rows = [{"doc": "one", "start": 6, "end": 11, "type": "disease", "negated": True, "certainty": None},
                {"doc": "one", "start": 15, "end": 19, "type": "disease", "negated": False, "certainty": "possible"},
                {"doc": "one", "start": 21, "end": 25, "type": "disease", "negated": True, "certainty": "certain"}]
        gold = self.write("gold.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
        got = self.scores(gold, "--own-names")
        self.assertEqual(got["tagged"], (3, 3, 3))
        self.assertEqual(got["negated"], (2, 1, 2))
        self.assertEqual(got["possible"], (1, 0, 0))

    def test_a_kits_rows(self):
        head = "number\tblank\tconcept\tsentence\tnegation\ttemporality\texperiencer\tstart\tend\tdoc\n"
        gold = self.write("kit.tsv", head + "1\t\tfever\tNo fever.\tNegated\t-\t-\t3\t8\ta\n2\t\trash\tMother had rash.\tAffirmed\tRecent\tFamily member\t11\t15\tb\n")
        got = self.scores(gold, "--own-names")
        self.assertEqual((got["negated"], got["family"]), ((1, 1, 1), (1, 1, 1)))
        self.refused(1, "eval", "--context", self.write("bad.tsv", head + "1\t2\n"), says=("bad.tsv:2",))

    def test_brat_reads_what_it_wrote(self):
        os.mkdir(self.path("brat"))
        self.write("brat/a.txt", TEXT)
        self.write("brat/a.ann", self.tagged(output="brat").text.strip("\n") + "\n")
        got = self.scores(self.path("brat"), "-d", self.write("rows.tsv", ROWS))
        for name in ("negated", "possible", "historical", "family"):
            self.assertEqual(got[name], (1, 1, 1))

    def test_one_gold(self):
        self.refused(2, "eval", "--context", "x", "y")
        self.refused(1, "eval", "--context", self.path("none.jsonl"), says=("none.jsonl",))


if __name__ == "__main__":
    main()
