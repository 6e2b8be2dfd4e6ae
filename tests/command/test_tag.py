"""ontotag tag: where texts come from, what is asked of it, what comes out."""
import gzip
import json
import os

from support import CommandTest, SMALL, main, mentions

REPORT = "Acute lymphoblastic leukaemia (ALL), CD10 positive.\nVincristine was given for all. He has asthma.\n"


class Input(CommandTest):
    def test_standard_input(self):
        document = self.tag(stdin=REPORT)
        self.assertEqual(document["id"], "stdin")
        self.assertEqual(mentions(document),
                         [("Acute lymphoblastic leukaemia", "MONDO:0004967"), ("ALL", "MONDO:0004967"),
                          ("CD10", "NCBIGene:4311"), ("Vincristine", "MESH:D014750"), ("asthma", "MONDO:0004979")])
        for mention in document["mentions"]:
            self.assertEqual(REPORT[mention["start"]:mention["end"]], mention["text"])

    def test_dash_is_standard_input(self):
        self.assertEqual(self.tag("-", stdin=REPORT), self.tag(stdin=REPORT))

    def test_empty_standard_input(self):
        self.assertEqual(self.tag(stdin="")["mentions"], [])

    def test_gzip_file(self):
        path = self.write("report.txt.gz", gzip.compress(REPORT.encode()))
        self.assertEqual(self.tag(path)["mentions"], self.tag(stdin=REPORT)["mentions"])

    def test_gzip_of_several_members(self):
        path = self.write("report.gz", gzip.compress(b"asthma and ") + gzip.compress(b"CD10"))
        self.assertEqual([m["start"] for m in self.tag(path)["mentions"]], [0, 11])

    def test_gzip_on_standard_input(self):
        self.assertEqual(self.tag(stdin=gzip.compress(REPORT.encode())), self.tag(stdin=REPORT))

    def test_several_files_in_order(self):
        paths = [self.write("%s.txt" % name, "a case of " + name) for name in ("asthma", "leukemia")]
        documents = self.good("tag", "-d", SMALL, "-o", "jsonl", *reversed(paths)).objects
        self.assertEqual([d["id"] for d in documents], paths[::-1])
        self.assertEqual([m["text"] for d in documents for m in d["mentions"]], ["leukemia", "asthma"])

    def test_lines_are_documents(self):
        path = self.write("lines.txt", "asthma\n\nCD10 and asthma\r\nlast: leukemia")
        documents = self.good("tag", "-d", SMALL, "-o", "jsonl", "--lines", path).objects
        self.assertEqual([d["id"] for d in documents], ["%s:%d" % (path, n) for n in (1, 2, 3, 4)])
        self.assertEqual([[(m["start"], m["text"]) for m in d["mentions"]] for d in documents],
                         [[(0, "asthma")], [], [(0, "CD10"), (9, "asthma")], [(6, "leukemia")]])

    def test_file_whose_name_begins_with_a_dash(self):
        self.write("-d", "asthma")
        self.assertEqual(len(self.tag("--", "-d")["mentions"]), 1)


class SeveralTypes(CommandTest):
    """A substance that is measured is a marker, and a drug where only drugs are wanted."""

    def tagged(self, *options):
        path = self.write("rows.tsv", "C\tMESH:D003404\tmarker|drug\tcreatinine\nC\tMESH:D001241\tdrug\taspirin\n")
        return [(m["text"], m["type"]) for m in self.tag("-d", path, *options, stdin="creatinine, aspirin")["mentions"]]

    def test_the_first_type_that_is_wanted(self):
        self.assertEqual(self.tagged(), [("creatinine", "marker"), ("aspirin", "drug")])
        self.assertEqual(self.tagged("--types", "drug,marker"), [("creatinine", "marker"), ("aspirin", "drug")])
        self.assertEqual(self.tagged("--types", "drug"), [("creatinine", "drug"), ("aspirin", "drug")])
        self.assertEqual(self.tagged("--types", "marker"), [("creatinine", "marker")])
        self.assertEqual(self.tagged("--types", "disease"), [])

    def test_once_under_every_overlap_policy(self):
        for policy in ("all", "nested", "one-per-type"):
            self.assertEqual(self.tagged("--overlap", policy), [("creatinine", "marker"), ("aspirin", "drug")], policy)

    def test_it_is_a_chemical_where_markers_are_genes(self):
        path = self.write("rows.tsv", "C\tMESH:D003404\tmarker|drug\tcreatinine\n")
        self.assertIn("\tcreatinine\tChemical\tMESH:D003404", self.good("tag", "-d", path, "-o", "pubtator", stdin="creatinine").text)

    def test_a_term_is_what_is_wanted_as_well(self):
        path = self.write("rows.tsv", "C\tMESH:D003404\tmarker|drug\tcreatinine\n")
        for types, expected in (("marker,drug", "marker"), ("drug", "drug")):
            found = self.good("normalize", "-d", path, "--types", types, "-o", "jsonl", "creatinine").objects[0]["candidates"]
            self.assertEqual([c["type"] for c in found], [expected])

    def test_a_type_that_does_not_exist(self):
        path = self.write("rows.tsv", "C\tMESH:D003404\tmarker|substance\tcreatinine\n")
        self.refused(1, "tag", "-d", path, stdin="creatinine", says=("is no type",))


class OrderOfCodes(CommandTest):
    """MONDO, NCBI Gene, MeSH, then others, in whatever order their sources were read."""

    def test_usual_order(self):
        path = self.write("rows.tsv", "C\tDOID:1\tdisease\twheeze\nC\tMESH:D1\tdisease\twheezing\n"
                                      "C\tMONDO:1\tdisease\twheeze disease\t\texact=DOID:1|exact=MESH:D1\n")
        mention = self.tag("-d", path, "--no-starter", stdin="wheeze")["mentions"][0]
        self.assertEqual((mention["codes"], mention["name"]), (["MONDO:1", "MESH:D1", "DOID:1"], "wheeze disease"))

    def test_asked_for(self):
        path = self.write("rows.tsv", "C\tMONDO:1\tdisease\twheeze\t\texact=DOID:1\nC\tDOID:1\tdisease\twheezing\n")
        mention = self.tag("-d", path, "--no-starter", "--vocabulary", "DOID,MONDO", stdin="wheeze")["mentions"][0]
        self.assertEqual(mention["codes"], ["DOID:1", "MONDO:1"])


class Dictionaries(CommandTest):
    def test_embedded_dictionary(self):
        document = self.good("tag", "-o", "jsonl", stdin="He has asthma.").objects[0]
        self.assertIn("MONDO:0004979", document["mentions"][0]["codes"])

    def test_layers_add_to_one_another(self):
        layer = self.write("layer.tsv", "C\tLAB:1\tdrug\tmagic mixture\nN\tMONDO:0004979\texact\twheezy chest\n")
        document = self.tag("-d", layer, stdin="magic mixture for wheezy chest and leukemia")
        self.assertEqual(mentions(document), [("magic mixture", "LAB:1"), ("wheezy chest", "MONDO:0004979"),
                                              ("leukemia", "MONDO:0005059")])

    def test_gzipped_dictionary(self):
        with open(SMALL, "rb") as stream:
            path = self.write("small.dict.gz", gzip.compress(stream.read()))
        self.assertEqual(self.good("tag", "-d", path, "-o", "jsonl", stdin=REPORT).out,
                         self.good("tag", "-d", SMALL, "-o", "jsonl", stdin=REPORT).out)


class Choice(CommandTest):
    def test_codes_of_one_meaning_are_one_mention(self):
        self.assertEqual(self.tag(stdin="asthma")["mentions"][0]["codes"][0], "MONDO:0004979")
        layer = self.write("mesh.tsv", "C\tMESH:D001249\tdisease\tAsthma\n")
        self.assertEqual([m["codes"] for m in self.tag("-d", layer, stdin="asthma")["mentions"]],
                         [["MONDO:0004979", "MESH:D001249"]])

    def test_types(self):
        for types, texts in (("drug", ["Vincristine"]), ("marker", ["CD10"]), ("drug,marker", ["CD10", "Vincristine"]),
                             ("disease", ["Acute lymphoblastic leukaemia", "ALL", "asthma"])):
            with self.subTest(types):
                document = self.tag("--types", types, stdin=REPORT)
                self.assertEqual([m["text"] for m in document["mentions"]], texts)

    def test_vocabulary_drops_what_has_no_code_of_it(self):
        document = self.tag("--vocabulary", "NCBIGene", stdin=REPORT)
        self.assertEqual([m["codes"] for m in document["mentions"]], [["NCBIGene:4311"]])

    def test_vocabulary_orders_codes(self):
        layer = self.write("mesh.tsv", "C\tMESH:D001249\tdisease\tAsthma\n")
        for order in (["MESH:D001249", "MONDO:0004979"], ["MONDO:0004979", "MESH:D001249"]):
            prefixes = ",".join(code.split(":")[0] for code in order)
            document = self.tag("-d", layer, "--vocabulary", prefixes, stdin="asthma")
            self.assertEqual([m["codes"] for m in document["mentions"]], [order])

    def test_vocabulary_without_regard_to_case(self):
        self.assertEqual(len(self.tag("--vocabulary=mondo", stdin="asthma")["mentions"]), 1)

    def test_symbol_that_is_a_word_is_held_to_its_case(self):
        self.assertEqual(self.tag(stdin="for all of all, All")["mentions"], [])

    def test_options_after_operands_and_in_one_word(self):
        path = self.write("a.txt", "asthma and CD10")
        one = self.good("tag", path, "-q", "-ojsonl", "-d" + SMALL, "--types=drug,marker").objects[0]
        self.assertEqual(mentions(one), [("CD10", "NCBIGene:4311")])


class Output(CommandTest):
    def test_jsonl_is_the_default_into_a_pipe(self):
        self.assertEqual(self.good("tag", "-d", SMALL, stdin=REPORT).out,
                         self.good("tag", "-d", SMALL, "-o", "jsonl", stdin=REPORT).out)

    def test_tsv(self):
        lines = self.good("tag", "-d", SMALL, "-o", "tsv", stdin="On\n\tacute\nlymphoblastic\tleukemia").lines
        self.assertEqual(lines[0].split("\t")[:6], ["document", "start", "end", "type", "text", "codes"])
        row = dict(zip(lines[0].split("\t"), lines[1].split("\t")))
        self.assertEqual((row["start"], row["end"], row["text"], row["type"], row["matched"], row["scope"]),
                         ("4", "32", "acute lymphoblastic leukemia", "disease", "acute lymphoblastic leukemia", "preferred"))
        self.assertEqual(len(lines), 2)

    def test_tsv_has_a_header_when_nothing_is_found(self):
        self.assertEqual(len(self.good("tag", "-d", SMALL, "-o", "tsv", stdin="nothing").lines), 1)

    def test_summary_counts_over_all_files(self):
        paths = [self.write(name, "asthma, asthma, CD10") for name in ("a.txt", "b.txt")]
        text = self.good("tag", "-d", SMALL, "-o", "summary", *paths).text
        asthma = [line for line in text.splitlines() if "asthma" in line]
        self.assertEqual(len(asthma), 1, text)
        self.assertIn("MONDO:0004979", asthma[0])
        self.assertIn("4", asthma[0].replace("MONDO:0004979", ""))

    def test_terminal_view_without_colour_marks_with_brackets(self):
        text = self.good("tag", "-d", SMALL, "-o", "terminal", stdin="He has asthma.\n").text
        self.assertIn("He has [asthma].\n", text)
        self.assertNotIn("\033", text)

    def test_quiet_prints_the_same(self):
        self.assertEqual(self.good("tag", "-q", "-d", SMALL, stdin=REPORT).out,
                         self.good("tag", "-d", SMALL, stdin=REPORT).out)

    def test_same_bytes_twice(self):
        path = self.write("a.txt", REPORT * 50)
        self.assertEqual(self.good("tag", "-d", SMALL, path).out, self.good("tag", "-d", SMALL, path).out)


class Help(CommandTest):
    def test_help_names_every_option(self):
        for subcommand in ("tag", "build", "info"):
            result = self.good(subcommand, "--help")
            self.assertTrue(result.text.startswith("usage: ontotag " + subcommand), result.text)
        for option in ("--dictionary", "--output", "--types", "--vocabulary", "--lines", "--quiet"):
            self.assertIn(option, self.good("tag", "-h").text)

    def test_version(self):
        self.assertRegex(self.good("--version").text, r"^ontotag \d+\.\d+\.\d+\n$")

    def test_list_of_commands(self):
        for name in ("tag", "build", "info"):
            self.assertIn("\n  %s " % name, self.good("--help").text)


class Info(CommandTest):
    def test_counts_and_source(self):
        text = self.good("info", "-d", SMALL).text
        self.assertIn("5 concepts", text)
        self.assertRegex(text, r"(?m)^disease +3 ")
        self.assertRegex(text, r"(?m)^LAB .*Our laboratory, 2026-05, CC0-1.0$")

    def test_embedded_dictionary(self):
        self.assertRegex(self.good("info").text, r"(?m)^drug +[1-9]")

    def test_layers(self):
        layer = self.write("layer.tsv", "#source\tMORE\tMore\nS\tMORE\nC\tLAB:1\tdrug\tmagic mixture\n")
        text = self.good("info", "-d", SMALL, "-d", layer).text
        self.assertIn("6 concepts", text)
        self.assertRegex(text, r"(?m)^MORE +1 +1 +More$")


class Summary(CommandTest):
    def test_json(self):
        summary = json.loads(self.good("tag", "-d", SMALL, "-o", "summary", "--json", stdin="asthma, Asthma").text)
        self.assertEqual((summary["documents"], summary["mentions"]), (1, 2))
        self.assertEqual([(e["type"], e["count"], e["documents"]) for e in summary["entities"]], [("disease", 2, 1)])
        self.assertTrue(all(":" in code for code in summary["entities"][0]["codes"]))


if __name__ == "__main__":
    main()
