"""Codes that are not simply those of what was found: of other vocabularies, retired, rolled up. What every format says of them."""
from support import CommandTest, main

ROWS = ("#source\tLAB\tOurs\t2026\tCC0\t0\t0\nS\tLAB\n"
        "C\tA:1\tdisease\tlung disease\n"
        "C\tA:2\tdisease\tasthma\tA:1\texact=B:1|broad=X:1\n"
        "C\tB:1\tdisease\tasthma bronchiale\t\txref=Y:1|exact=Z:1\n"
        "C\tA:3\tdisease\tcroup\tA:1\tbroad=X:2\n"
        "C\tA:4\tdisease\told asthma\t\t\treplaced=A:2\n"
        "C\tA:5\tdisease\tunclear wheeze\t\t\tconsider=A:2|C:9\n"
        "C\tA:6\tdisease\tlost ailment\t\t\tobsolete\n")


class Codes(CommandTest):
    def tagged(self, text, *arguments, output="jsonl"):
        rows = self.write("rows.tsv", ROWS)
        result = self.good("tag", "-d", rows, "--no-curation", "-o", output, *arguments, stdin=text)
        return result.objects[0] if output == "jsonl" else result.text


class Vocabularies(Codes):
    def test_each_code_says_how_it_was_reached(self):
        found = self.tagged("asthma", "--vocabulary", "B,X,Y,Z")["mentions"][0]
        self.assertEqual(found["codes"], ["B:1", "X:1", "Y:1", "Z:1"])
        self.assertEqual([(m["code"], m["predicate"], m["via"]) for m in found["mappings"]],
                         [("B:1", "exact", "A:2"), ("X:1", "broad", "A:2"), ("Y:1", "xref", "B:1"), ("Z:1", "exact", "B:1")])
        self.assertNotIn("mappings", self.tagged("asthma", "--vocabulary", "A")["mentions"][0])
        self.assertNotIn("mappings", self.tagged("asthma")["mentions"][0])

    def test_columns(self):
        for output, between in (("tsv", "\t"), ("csv", ",")):
            header, row = self.tagged("asthma", "--vocabulary", "A,X,Y", output=output).replace("\r", "").split("\n")[:2]
            fields = dict(zip(header.split(between), row.split(between)))
            self.assertEqual((fields["codes"], fields["predicate"], fields["via"]),
                             ("A:2|X:1|Y:1", "exact|broad|xref", "|A:2|B:1"))

    def test_bioc(self):
        text = self.tagged("asthma", "--vocabulary", "A,X", output="bioc-xml")
        self.assertIn('<infon key="mappings">X:1 broad via A:2</infon>', text)
        self.assertNotIn("mappings", self.tagged("asthma", output="bioc-xml"))

    def test_a_broader_code_is_not_given_without_the_word_for_it(self):
        for output in ("pubtator", "conll", "brat"):
            text = self.tagged("asthma and croup", "--vocabulary", "X,Y,Z", output=output)
            self.assertNotIn("X:", text)
            self.assertIn("Z:1", text)
            self.assertIn("croup", text)
        self.assertIn("\tcroup\tDisease\t-\n", self.tagged("croup", "--vocabulary", "X", output="pubtator"))
        for output in ("terminal", "summary"):
            self.assertIn("X:1 (broad), Z:1", self.tagged("asthma", "--vocabulary", "X,Z", output=output).replace("\\", ""))
        self.assertIn('"codes":["Z:1"],"broader":["X:1"]', self.tagged("asthma", "--vocabulary", "X,Z", "--json", output="summary"))

    def test_explained(self):
        text = self.tagged("asthma", "--vocabulary", "X,B", "--explain", output="terminal")
        self.assertIn("  mapping       X:1, broad, via A:2\n  mapping       B:1, exact, via A:2\n", text)


def columns(tsv):
    """The first row by the names of its columns."""
    header, row = tsv.splitlines()[:2]
    return dict(zip(header.split("\t"), row.split("\t")))


class Retired(Codes):
    def test_replaced(self):
        found = self.tagged("old asthma")["mentions"][0]
        self.assertEqual((found["codes"], found["retired"]), (["A:2", "B:1"], "A:4"))
        self.assertEqual(columns(self.tagged("old asthma", output="tsv"))["retired"], "A:4")
        self.assertIn("  retired       A:4, replaced by A:2\n", self.tagged("old asthma", "--explain", output="terminal"))

    def test_replaced_only_where_the_name_is_the_retired_concepts_alone(self):
        rows = self.write("more.tsv", "C\tA:4\tdisease\twheeze\t\t\treplaced=A:2\nN\tA:4\texact\told wheeze\nN\tA:4\texact\tcroups\n"
                          "C\tA:2\tdisease\tasthma\nN\tA:2\texact\tWheeze\nN\tA:2\trelated\tcroup\n")
        found = self.good("tag", "-d", rows, "--no-curation", "--no-starter", stdin="wheeze, Wheezes, old wheeze, croups, asthma").objects[0]
        self.assertEqual([(m["codes"], m.get("retired")) for m in found["mentions"]],
                         [(["A:2"], None), (["A:2"], None), (["A:2"], "A:4"), (["A:2"], None), (["A:2"], None)])

    def test_what_is_to_be_considered_is_offered_where_it_is_asked_for(self):
        text = "An unclear wheeze, asthma and lost ailments."
        plain = self.tagged(text)
        self.assertEqual(([m["text"] for m in plain["mentions"]], "offers" in plain), (["asthma"], False))
        offered = self.tagged(text, "--offer-retired")
        self.assertEqual(offered["mentions"], plain["mentions"])
        self.assertEqual(offered["offers"], [
            {"start": 3, "end": 17, "text": "unclear wheeze", "type": "disease", "retired": "A:5", "name": "unclear wheeze",
             "consider": [{"code": "A:2", "name": "asthma"}, {"code": "C:9"}], "matched": "unclear wheeze", "scope": "preferred",
             "source": "LAB", "release": "2026", "by": []},
            {"start": 30, "end": 43, "text": "lost ailments", "type": "disease", "retired": "A:6", "name": "lost ailment",
             "consider": [], "matched": "lost ailment", "scope": "preferred", "source": "LAB", "release": "2026", "by": ["plural"]}])
        shown = self.tagged(text, "--offer-retired", output="terminal")
        self.assertIn("\nretired  unclear wheeze: A:5, consider A:2 asthma; C:9\n"
                      "retired  lost ailments: A:6, nothing replaces it\n", shown)

    def test_an_offer_never_takes_the_place_of_a_mention(self):
        rows = self.write("more.tsv", ROWS + "C\tA:7\tdisease\tasthma in mice\t\t\tconsider=A:2\n")
        document = self.good("tag", "-d", rows, "--no-curation", "--offer-retired", stdin="asthma in mice").objects[0]
        self.assertEqual(([m["text"] for m in document["mentions"]], document.get("offers")), (["asthma"], None))

    def test_offers_by_subtree(self):
        text = "unclear wheeze and lost ailment"
        for arguments, names in ((("--within", "A:1"), ["unclear wheeze"]), (("--without", "A:1"), ["lost ailment"])):
            offers = self.tagged(text, "--offer-retired", *arguments)["offers"]
            self.assertEqual([o["name"] for o in offers], names)

    def test_threads(self):
        rows, text = self.write("rows.tsv", ROWS), "unclear wheeze\nasthma\n" * 50
        one, two = (self.good("tag", "-d", rows, "--no-curation", "--offer-retired", "--lines", "-j", jobs, stdin=text).text
                    for jobs in "12")
        self.assertEqual(one, two)
        self.assertEqual(one.count("offers"), 50)


SHORT = ("C\tA:1\tdisease\tmitral stenosis\nN\tA:1\texact\tMS\ts\nC\tA:2\tdisease\tmultiple sclerosis\nN\tA:2\texact\tMS\tsa\n"
         "C\tA:3\tmarker\tmorphine test\nN\tA:3\trelated\tMS\ts\nC\tA:4\tdrug\tmagnesium salt\nN\tA:4\texact\tmgs\ts\n"
         "C\tA:5\tdisease\tMS-like disease\n")


class Ambiguous(Codes):
    def document(self, text, *arguments, output="jsonl"):
        result = self.good("tag", "-d", self.write("rows.tsv", SHORT), "--no-curation", "--no-starter", "-o", output, *arguments, stdin=text)
        return result.objects[0] if output == "jsonl" else result.text

    def test_what_nothing_decides_is_told_where_it_is_asked_for(self):
        text = "The \u00e9lan of MS was low."
        self.assertNotIn("ambiguous", self.document(text))
        senses = [{"type": "disease", "codes": ["A:2"], "name": "multiple sclerosis", "matched": "MS"},
                  {"type": "disease", "codes": ["A:1"], "name": "mitral stenosis", "matched": "MS"},
                  {"type": "marker", "codes": ["A:3"], "name": "morphine test", "matched": "MS"}]
        found = self.document(text, "--offer-ambiguous")
        self.assertEqual((found["mentions"], found["ambiguous"]), ([], [{"start": 13, "end": 15, "text": "MS", "senses": senses}]))
        self.assertEqual(self.document(text, "--offer-ambiguous", "--offsets", "codepoints")["ambiguous"][0]["start"], 12)
        self.assertEqual(self.document(text, "--offer-ambiguous", "-t", "marker")["ambiguous"][0]["senses"], senses[2:])
        self.assertEqual(self.document(text, "--offer-ambiguous", "--within", "A:1")["ambiguous"][0]["senses"], senses)
        self.assertNotIn("ambiguous", self.document(text, "--offer-ambiguous", "--within", "A:4"))
        self.assertIn("\nambiguous  MS: A:2 multiple sclerosis; A:1 mitral stenosis; A:3 morphine test\n",
                      self.document(text, "--offer-ambiguous", output="terminal"))

    def test_what_the_text_decides_is_none(self):
        for text in ("mitral stenosis (MS) and MS", "history of MS", "mass spectrometry (MS) and MS", "an MS-like disease", "25 mgs", "ms"):
            self.assertNotIn("ambiguous", self.document(text, "--offer-ambiguous"), text)
        self.assertEqual(self.document("history of MS")["mentions"][0]["codes"], ["A:2"])

    def test_abbreviations_by_policy(self):
        for policy, mentions, told in (("defined", 0, True), ("likely", 1, False), ("all", 1, False)):
            found = self.document("history of MS", "--offer-ambiguous", "--abbreviations", policy)
            self.assertEqual((len(found["mentions"]), "ambiguous" in found), (mentions, told), policy)

    def test_threads(self):
        one, two = (self.document("MS was low\nasthma\n" * 50, "--offer-ambiguous", "--lines", "-j", jobs, output="json") for jobs in "12")
        self.assertEqual(one, two)
        self.assertEqual(one.count("ambiguous"), 50)


class RolledUp(Codes):
    def test_columns(self):
        self.assertEqual(columns(self.tagged("asthma", "--roll-up", "A:1", output="tsv"))["rolled_up"], "A:1")
        found = self.tagged("asthma", "--roll-up", "0")["mentions"][0]
        self.assertEqual((found["codes"][0], found["rolled_up"], found["rolled_up_name"]), ("A:2", "A:1", "lung disease"))

    def test_shown(self):
        self.assertIn("  1  under A:1 lung disease\n", self.tagged("asthma", "--roll-up", "A:1", output="terminal"))
        self.assertIn("× 1, under A:1 lung disease\n", self.tagged("asthma", "--roll-up", "A:1", output="summary"))
        self.assertIn('"rolled_up":"A:1","rolled_up_name":"lung disease"',
                      self.tagged("asthma", "--roll-up", "A:1", "--json", output="summary"))
        self.assertIn('<infon key="rolled_up">A:1</infon>', self.tagged("asthma", "--roll-up", "A:1", output="bioc-xml"))

    def test_nothing_is_under_a_code_that_nothing_replaced(self):
        rows = self.write("rows.tsv", ROWS)
        result = self.run_ontotag("tag", "-d", rows, "--within", "A:5", stdin="asthma")
        self.assertEqual((result.code, result.objects[0]["mentions"], result.err),
                         (0, [], "ontotag: A:5 unclear wheeze is retired; consider A:2 asthma, C:9\n"))
        result = self.run_ontotag("descendants", "-d", rows, "--no-starter", "A:6")
        self.assertEqual((result.code, result.out, result.err), (0, b"", "ontotag: A:6 lost ailment is retired\n"))

    def test_a_retired_code_stands_for_what_replaced_it(self):
        self.assertEqual(len(self.tagged("asthma", "--within", "A:4")["mentions"]), 1)

    def test_unknown(self):
        rows = self.write("rows.tsv", ROWS)
        for option in ("--within", "--without", "--roll-up"):
            self.refused(2, "tag", "-d", rows, option, "A:99", says=("A:99",), stdin="asthma")


if __name__ == "__main__":
    main()
