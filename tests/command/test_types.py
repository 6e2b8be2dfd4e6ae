"""Types are rows of dictionaries/type-names.tsv: whatever lists types follows it. The default remains disease, drug, marker."""
import gzip
import json
import os
import re

from support import CommandTest, ROOT, SHARED, main

with open(os.path.join(ROOT, "dictionaries", "type-names.tsv"), encoding="utf-8") as stream:
    ROWS = [line.rstrip("\n").split("\t") for line in stream if not line.startswith("#")]
WORDS = [row[0] for row in ROWS]
USUAL = [row[0] for row in ROWS if row[5] == "yes"]

# A name of each type, and of three types at one place. `heart` and `heart attack` overlap.
DICTIONARY = "".join("C\tT:%d\t%s\tzz%sname\n" % (i, word, word) for i, word in enumerate(WORDS)) + """\
C\tX:1\tanatomy\tquux heart
C\tX:2\tdisease\tquux heart block
C\tX:3\tdisease|finding\tquuxitis
C\tX:4\tmarker|gene\tQUUX7
C\tX:5\torganism\tblarg virus
N\tX:5\texact\tblarg bug
C\tX:6\tdisease\tblarg
C\tONTOTAG:other\tdisease\t(another thing)
N\tONTOTAG:other\texact\tblarg virus\tcpnx
"""
TEXT = "".join("The zz%sname. " % word for word in WORDS)


def enumerations(value):
    """Each list of words in a document that has "disease" in it."""
    if isinstance(value, dict):
        for member in value.values():
            yield from enumerations(member)
    elif isinstance(value, list):
        if "disease" in value:
            yield value
        for member in value:
            yield from enumerations(member)


class TypesTest(CommandTest):
    def setUp(self):
        super().setUp()
        self.dictionary = self.write("types.tsv", DICTIONARY)
        self.text = self.write("text.txt", TEXT)

    def found(self, text, *options):
        result = self.good("tag", "-q", "--no-starter", "-d", self.dictionary, "-o", "jsonl", *options, stdin=text.encode())
        return [(m["codes"][0], m["type"]) for m in result.objects[0]["mentions"]]

    def test_the_table(self):
        self.assertEqual(WORDS[:3], ["disease", "drug", "marker"])
        self.assertEqual(USUAL, WORDS[:3])
        self.assertLessEqual(len(WORDS), 16)
        self.assertEqual({len(row) for row in ROWS}, {11})
        self.assertEqual(len(set(WORDS)), len(WORDS))
        self.assertEqual(len({row[2] for row in ROWS}), len(ROWS))
        self.assertLessEqual({row[4] for row in ROWS}, set(WORDS[:3]))
        self.assertEqual([row[4] for row in ROWS[:3]], WORDS[:3])
        for row in ROWS:
            for colour in row[7:]:
                self.assertRegex(colour, "^#[0-9a-f]{6}$")

    def test_each_type_is_found_where_it_is_wanted(self):
        every = [("T:%d" % i, word) for i, word in enumerate(WORDS)]
        self.assertEqual(self.found(TEXT), every[:3])
        self.assertEqual(self.found(TEXT, "--types", "all"), every)
        self.assertEqual(self.found(TEXT, "--types", ",".join(WORDS)), every)
        for i, word in enumerate(WORDS):
            self.assertEqual(self.found(TEXT, "--types", word), [every[i]])

    def test_an_unknown_type_is_refused_with_those_that_there_are(self):
        for command in (["tag", self.text], ["build", "-o", self.path("x"), self.dictionary], ["count", self.text], ["normalize", self.text]):
            result = self.run_ontotag(*command, "--types", "anatomie")
            self.assertNotEqual(result.code, 0)
            self.assertIn("anatomy", result.err)
            self.assertIn("all", result.err)

    def test_a_name_that_is_not_wanted_takes_no_place(self):
        """The longer name of another type does not hide the disease inside it, unless it was asked for."""
        rows = DICTIONARY + "C\tX:7\tprocedure\tquuxitis test\nC\tX:8\ttopic\tzzdiseasename\n"
        self.dictionary = self.write("more.tsv", rows)
        self.assertEqual(self.found("A quuxitis test. The zzdiseasename."), [("X:3", "disease"), ("T:0", "disease")])
        self.assertEqual(self.found("A quuxitis test.", "--types", "all"), [("X:7", "procedure")])
        self.assertEqual(self.found("A quuxitis test.", "--types", "disease,procedure"), [("X:7", "procedure")])
        self.assertEqual(self.found("The quux heart block."), [("X:2", "disease")])
        self.assertEqual(self.found("The quux heart block.", "--types", "all"), [("X:2", "disease")])
        self.assertEqual(self.found("The quux heart block.", "--types", "all", "--overlap", "all"),
                         [("X:2", "disease"), ("X:1", "anatomy")])

    def test_a_type_within_a_type(self):
        self.assertEqual(self.found("Has quuxitis and QUUX7."), [("X:3", "disease"), ("X:4", "marker")])
        self.assertEqual(self.found("Has quuxitis and QUUX7.", "--types", "finding,gene"), [("X:3", "finding"), ("X:4", "gene")])
        for overlap in ("longest", "all", "nested", "one-per-type"):
            for judge in ([], ["--no-judge"]):
                self.assertEqual(self.found("Has quuxitis.", "--types", "finding", "--overlap", overlap, *judge), [("X:3", "finding")])

    def test_an_organism_claims_its_place(self):
        self.assertEqual(self.found("The blarg virus."), [])
        self.assertEqual(self.found("The blarg virus.", "--types", "disease"), [])
        for text in ("The blarg virus.", "Blarg viruses.", "The BLARG VIRUS."):
            self.assertEqual(self.found(text, "--types", "all"), [("X:5", "organism")])
            self.assertEqual(self.found(text), [])
        self.assertEqual(self.found("The blarg bug and blarg.", "--types", "all"), [("X:5", "organism"), ("X:6", "disease")])

    def test_an_everyday_word_says_no_more_than_a_kind(self):
        """Names of other types are words of English: they are there with --keep-generic, as generic names are."""
        self.dictionary = self.write("words.tsv", "C\tX:1\ttopic\tTheses\nC\tX:2\torganism\tFig\nN\tX:2\texact\tFigs\nC\tX:3\tphenomenon\tRole\n"
                                     "N\tX:3\texact\tRoles\nC\tX:4\tanatomy\tHand\nC\tX:5\ttopic\tGenetics\nC\tX:6\torganism\tBats\n")
        text = "These figs have roles: a hand, genetic or of genetics. BAT is brown fat, bats and Bat are not."
        found = [("X:4", "anatomy"), ("X:5", "topic"), ("X:6", "organism"), ("X:6", "organism")]
        self.assertEqual(self.found(text, "-t", "all"), found)
        self.assertEqual(self.found(text), [])
        with_kinds = self.found(text, "-t", "all", "--keep-generic")
        self.assertEqual(with_kinds, [("X:1", "topic"), ("X:2", "organism"), ("X:3", "phenomenon"), *found])

    def test_a_later_source_may_add_a_type(self):
        """Where one source has a code as a procedure and another as a disease, it is a disease by default."""
        self.dictionary = self.write("two.tsv", "#source\tA\n#source\tB\nS\tA\nC\tX:1\tprocedure\tgloop\nC\tX:2\tdrug\tgleep\nS\tB\n"
                                     "C\tX:1\tdisease|finding\tgloop\nC\tX:2\tdisease|topic\tgleep\n")
        self.assertEqual(self.found("gloop gleep"), [("X:1", "disease"), ("X:2", "drug")])
        self.assertEqual(self.found("gloop gleep", "-t", "procedure"), [("X:1", "procedure")])
        self.assertEqual(self.found("gloop gleep", "-t", "finding,topic"), [("X:1", "finding"), ("X:2", "topic")])

    def test_an_image_has_the_types(self):
        image = self.path("types.otx")
        self.good("compile", "-o", image, "--no-starter", self.dictionary)
        self.dictionary = image
        self.assertEqual(len(self.found(TEXT, "--types", "all")), len(WORDS))
        self.assertEqual(len(self.found(TEXT)), 3)

    def test_a_dictionary_of_all_types_tags_as_one_of_the_three(self):
        """Further codes of a meaning may differ: a code that is a concept of its own may belong to another meaning."""
        folder = os.path.join(SHARED, "data", "ontologies")
        text = os.path.join(SHARED, "data", "text", "unlabelled.txt.gz")
        if not os.path.isdir(folder) or not os.path.exists(text):
            self.skipTest("needs ../shared/data")
        with gzip.open(text) as stream:
            lines = self.write("lines.txt", b"".join(line for _, line in zip(range(4000), stream)))
        found = []
        for name, types in (("three", []), ("all", ["--types", "all"])):
            self.run_ontotag("build", "-q", "-o", self.path(name), *types, folder)
            tagged = self.run_ontotag("tag", "-q", "--lines", "--no-starter", "-d", self.path(name), "-o", "jsonl", lines)
            found.append([[(m["start"], m["end"], m["type"], m["codes"][0]) for m in d["mentions"]] for d in tagged.objects])
        self.assertGreater(sum(map(len, found[0])), 4000)
        self.assertEqual(*found)

    def test_build_takes_the_types_that_are_asked_for(self):
        obo = self.write("a.obo", "format-version: 1.2\nontology: hp\n\n[Term]\nid: HP:0000001\nname: All\n\n[Term]\nid: HP:0000118\n"
                         "name: Phenotypic abnormality\nis_a: HP:0000001\n\n[Term]\nid: HP:0001250\nname: Seizure\nis_a: HP:0000118\n\n"
                         "[Term]\nid: HP:0000005\nname: Mode of inheritance\nis_a: HP:0000001\n")
        for options, expected in (([], {"HP:0001250": "disease"}),
                                  (["--types", "all"], {"HP:0001250": "disease|finding", "HP:0000005": "topic"}),
                                  (["--types", "finding"], {"HP:0001250": "finding"}),
                                  (["--types", "topic,drug"], {"HP:0000005": "topic"})):
            with self.subTest(options=options):
                out = self.path("a.dict.gz")
                self.good("build", "-q", "-o", out, *options, obo)
                with gzip.open(out, "rt", encoding="utf-8") as stream:
                    rows = [line.rstrip("\n").split("\t") for line in stream]
                self.assertEqual({row[1]: row[2] for row in rows if row[0] == "C"}, expected)

    def test_lists_of_types_follow_the_table(self):
        for path in ("dictionaries/jsonl.schema.json", "tools/serve/openapi.json"):
            with open(os.path.join(ROOT, path), encoding="utf-8") as stream:
                lists = list(enumerations(json.load(stream)))
            self.assertTrue(lists, path)
            for words in lists:
                self.assertEqual(words, WORDS, path)
        with open(os.path.join(ROOT, "python", "ontotag", "__init__.pyi"), encoding="utf-8") as stream:
            literal = re.search(r"^_Type = Literal\[(.*?)\]", stream.read(), re.DOTALL | re.MULTILINE).group(1)
        self.assertEqual(re.findall(r'"(\w+)"', literal), WORDS)
        for command in ("tag", "normalize", "count", "build"):
            line = re.search(r"only these: (.*?) or all \(default: (.*?)\)", " ".join(self.good(command, "--help").text.split()))
            self.assertEqual([word.strip(",") for word in line.group(1).split()], WORDS, command)
            self.assertEqual(line.group(2).split(), USUAL, command)
        shell = self.good("help", "--completion", "bash").text
        self.assertIn(" ".join(WORDS) + " all", shell)

    def test_outputs_follow_the_table(self):
        def output(name, *options):
            return self.good("tag", "-q", "--no-starter", "-d", self.dictionary, "-t", "all", "-o", name, *options, self.text).text
        html = output("html")
        for row in ROWS:
            word, caption = row[0], row[2]
            self.assertIn('<label class="%s" for="show-%s">%s ' % (word, word, caption), html)
            self.assertIn('id="show-%s"' % word, html)
            self.assertIn("<caption>%s " % caption, html)
            self.assertIn(".%s{--hue:%s;--wash:%s" % (word, row[7], row[8]), html)
            self.assertIn(".%s{--hue:%s;--wash:%s}" % (word, row[9], row[10]), html)
        self.assertEqual(re.findall("^## (.*)$", output("summary"), re.MULTILINE), [row[2] for row in ROWS])
        entities = self.good("tag", "--brat-config").text.split("\n[relations]")[0].split("\n")[1:]
        self.assertEqual([e for e in entities if e], list(dict.fromkeys(row[1] for row in ROWS)))
        self.assertEqual([line.split("\t")[4] for line in output("pubtator").split("\n") if "\tThe" not in line and line.count("\t") == 5],
                         [row[1] for row in ROWS])
        self.assertEqual(re.findall("^([a-z]+)  +zz", output("terminal"), re.MULTILINE), WORDS)

    def test_fhir_has_the_resources_of_the_table(self):
        bundle = self.good("tag", "-q", "--no-starter", "-d", self.dictionary, "-t", "all", "-o", "fhir", self.text).objects[0]
        self.assertEqual([entry["resource"]["resourceType"] for entry in bundle["entry"]], [row[6] for row in ROWS if row[6] != "-"])

    def test_count_counts_what_was_asked_for(self):
        rows = self.good("count", "--no-starter", "-d", self.dictionary, "--types", "anatomy,disease", self.text).text
        self.assertIn("zzanatomyname", rows)
        self.assertIn("zzdiseasename", rows)
        self.assertNotIn("zzdrugname", rows)
        self.assertNotIn("zzanatomyname", self.good("count", "--no-starter", "-d", self.dictionary, self.text).text)

    def test_normalize_finds_what_was_asked_for(self):
        def codes(*options):
            result = self.good("normalize", "--no-starter", "-d", self.dictionary, "-o", "jsonl", *options, stdin=b"zzanatomyname\n")
            return [c["codes"][0] for c in result.objects[0]["candidates"]]
        self.assertEqual(codes(), [])
        self.assertEqual(codes("--types", "all")[:1], ["T:%d" % WORDS.index("anatomy")])

    def test_mask_hides_another_type(self):
        masked = self.good("tag", "-q", "--no-starter", "-d", self.dictionary, "--mask", "anatomy", "-o", "html", self.text).text
        self.assertNotIn("zzanatomyname", masked)
        self.assertIn("zzprocedurename", masked)


if __name__ == "__main__":
    main()
