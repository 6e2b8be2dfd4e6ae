"""What is asked for in vain is said to be: vocabularies, types, formats, options and commands that are not there."""
import os
import unittest

from support import CommandTest, SMALL, main

ROWS = "C\tMESH:D1\tdisease\tzzqq\tMESH:D2\texact=SNOMEDCT:1|xref=ICD10CM:A1\nC\tMESH:D2\tdisease\tqqzz\n"
OBO = "format-version: 1.2\nontology: mondo\n\n[Term]\nid: MONDO:1\nname: zzqq\n"


class Vain(CommandTest):
    def test_vocabulary_that_the_dictionary_lacks(self):
        rows = self.write("rows.tsv", ROWS)
        for wanted, says in (("SNOMED", "did you mean 'SNOMEDCT'?"), ("ICD10", "did you mean 'ICD10CM'?"),
                             ("MESH,UMLS", "no vocabulary 'UMLS' (there are: MESH, ICD10CM, SNOMEDCT)"), ("ME", "no vocabulary 'ME'")):
            for command in (("tag", "--no-starter", "-d", rows), ("normalize", "--no-starter", "--no-curation", "-d", rows)):
                with self.subTest((wanted, command[0])):
                    result = self.run_ontotag(*command, "--no-curation", "--vocabulary", wanted, stdin="zzqq")
                    self.assertEqual((result.code, result.out), (2 if command[0] == "tag" else result.code, b""))
                    self.assertNotEqual(result.code, 0)
                    self.assertIn(says, result.err)
        for wanted in ("mesh", "MESH,snomedct", "ICD10CM"):
            self.assertEqual(len(self.good("tag", "-d", rows, "--vocabulary", wanted, stdin="zzqq").objects[0]["mentions"]), 1)

    def test_source_for_a_dictionary(self):
        source = self.write("mondo.obo", OBO)
        self.refused(1, "tag", "-d", source, stdin="zzqq", says=["mondo.obo: is a source (OBO)", "ontotag build -o NAME.dict.gz"])
        self.refused(1, "lookup", "-d", source, "zzqq", says=["ontotag build"])
        self.refused(1, "tag", "-d", self.write("text.txt", "some text\n"), stdin="x", says=["text.txt:1: a row of unknown kind"])

    def test_dictionary_of_nothing(self):
        for content in ("", "# nothing\n", "#ontotag-dictionary\t1\nS\tL\n"):
            path = self.write("empty.tsv", content)
            self.refused(1, "tag", "-d", path, stdin="asthma", says=["empty.tsv: holds no row"])
            result = self.run_ontotag("tag", "-d", SMALL, "-d", path, stdin="asthma")
            self.assertEqual((result.code, result.out), (1, b""))
            self.refused(1, "build", "-q", "-o", self.path("out.gz"), SMALL, path, says=["empty.tsv"])

    def test_did_you_mean(self):
        for arguments, says in ((("tga",), "did you mean 'tag'?"), (("normalise",), "did you mean 'normalize'?"),
                                (("tag", "--ouput", "x"), "did you mean '--output'?"), (("tag", "--outputdir=x"), "'--output-dir'?"),
                                (("build", "--type-file", "x"), "'--types-file'?"),
                                (("tag", "-o", "jsonll"), "did you mean 'jsonl'?"), (("tag", "-f", "markdwon"), "did you mean 'markdown'?"),
                                (("tag", "--types", "vocabulary"), "no type 'vocabulary' (there are: disease, drug, marker, finding, "),
                                (("tag", "--types", "disease,drugs"), "did you mean 'drug'?"),
                                (("normalize", "--types", "vocabulary"), "topic, all)"),
                                (("tag", "-o", "parquet"), "python -m ontotag tag -o parquet"), (("tag", "-o", "x.arrow"), "python -m ontotag tag -o x.arrow"),
                                (("tag", "--overlap", "longst"), "did you mean 'longest'?"),
                                (("tag", "--offsets", "byte"), "did you mean 'bytes'?"),
                                (("tag", "--abbreviations", "define"), "did you mean 'defined'?"),
                                (("tag", "--without", "plurals"), "did you mean 'plural'?"),
                                (("tag", "--only", "presnt"), "did you mean 'present'?")):
            with self.subTest(arguments):
                self.refused(2, *arguments, stdin="x", says=[says])
        result = self.run_ontotag("tag", "--zzqqzzqq")
        self.assertNotIn("did you mean", result.err)


if __name__ == "__main__":
    main()
