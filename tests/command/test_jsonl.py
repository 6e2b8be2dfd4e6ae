"""Every line of jsonl is what dictionaries/jsonl.schema.json says."""
import json
import os
import re
import unittest

from support import CommandTest, ROOT, SCHEMA, SHARED, SMALL, main

try:
    import jsonschema
except ImportError:
    jsonschema = None


@unittest.skipUnless(jsonschema, "needs python3-jsonschema")
class Jsonl(CommandTest):
    def setUp(self):
        super().setUp()
        with open(SCHEMA) as stream:
            schema = json.load(stream)
        jsonschema.Draft7Validator.check_schema(schema)
        self.validator = jsonschema.Draft7Validator(schema)

    def check(self, content, *arguments):
        """Validates the documents of a text, and their offsets against its bytes. Gives the mentions."""
        documents = self.good("tag", "-o", "jsonl", *arguments, stdin=content).objects
        for document in documents:
            for error in self.validator.iter_errors(document):
                self.fail("%s: %s" % ("/".join(map(str, error.absolute_path)), error.message))
            start = 0
            for mention in document["mentions"]:
                self.assertGreaterEqual(mention["start"], start)
                start = mention["start"]
                piece = content[mention["start"]:mention["end"]].decode("utf-8", "replace")
                self.assertEqual(piece, mention["text"])
        return [mention for document in documents for mention in document["mentions"]]

    def test_context(self):
        path = os.path.join(ROOT, "tests", "format", "golden", "context", "jsonl")
        with open(path, encoding="utf-8") as stream:
            document = json.loads(stream.read())
        self.validator.validate(document)
        self.assertGreater(sum("context" in mention for mention in document["mentions"]), 5)

    def test_schema_has_the_transformations_of_the_program(self):
        completion = self.good("help", "--completion", "bash").text
        words = next(line for line in completion.splitlines() if "tag:--without)" in line).split('"')[1].split()
        with open(SCHEMA) as stream:
            text = stream.read()
        lists = [listed for listed in re.findall(r'"enum": \[([^]]*)\]', text) if '"coordination"' in listed]
        self.assertTrue(lists)
        for listed in lists:  # only normalizing finds these two
            self.assertEqual(set(words) - {"words", "typing"}, set(re.findall(r'"([^"]+)"', listed)) - {"words", "typing"})

    def test_example(self):
        with open(os.path.join(ROOT, "examples", "report.txt"), "rb") as stream:
            self.assertGreater(len(self.check(stream.read())), 40)

    def test_every_overlap_policy(self):
        with open(os.path.join(ROOT, "examples", "report.txt"), "rb") as stream:
            content = stream.read()
        for policy in ("longest", "all", "nested", "one-per-type"):
            with self.subTest(policy):
                self.assertTrue(self.check(content, "--overlap", policy))

    def test_transformations_and_abbreviations(self):
        self.check("Acute\nlymphoblastic leukaemias (ALL); CD-10, Vincristine's, asthma\u00adtic".encode(), "-d", SMALL)

    def test_words_that_stand_for_others(self):
        layer = self.write("layer.tsv", "C\tA:1\tdisease\tkidney disease\n")
        found = self.check(b"renal damage", "-d", layer)
        self.assertEqual([m["by"] for m in found], [["synonym"]])

    def test_codes_by_mappings_and_offers(self):
        layer = self.write("layer.tsv", "C\tA:1\tdisease\tasthma\t\texact=B:1|broad=X:1\nC\tB:1\tdisease\tasthma bronchiale\n"
                                        "C\tA:2\tdisease\told wheeze\tA:1\t\treplaced=A:1\nC\tA:3\tdisease\tlost wheeze\t\t\tconsider=A:1|C:1\n"
                                        "C\tA:4\tdisease\tgone wheeze\t\t\tobsolete\n")
        found = self.check(b"asthma, old wheeze, lost wheeze, gone wheezes (GW)", "-d", layer, "--no-curation", "--offer-retired",
                           "--vocabulary", "A,B,X", "--roll-up", "0")
        self.assertEqual([len(m["mappings"]) for m in found], [2, 3])

    def test_characters_that_are_escaped(self):
        layer = self.write("layer.tsv", "#source\tL\"\\\\\nS\tL\"\\\\\nC\tLAB:1\tdisease\tsay \"ah\" \\\\ disease\u2028\n")
        self.check(b"say \"ah\" \\ disease\xe2\x80\xa8 \x01\x7f", "-d", layer)

    def test_samples(self):
        folder = os.path.join(SHARED, "samples")
        if not os.path.isdir(folder):
            self.skipTest("needs ../shared/samples")
        for name in sorted(os.listdir(folder)):
            with self.subTest(name), open(os.path.join(folder, name), "rb") as stream:
                self.assertTrue(self.check(stream.read()))


if __name__ == "__main__":
    main()
