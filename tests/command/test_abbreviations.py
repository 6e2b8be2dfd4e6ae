"""Short forms that no text defines, the policy that decides on them, and what texts define them as."""
import os
import pathlib
import subprocess
import sys

from support import ONTOTAG, ROOT, CommandTest, main

ROWS = "\n".join((
    "S\tLAB",
    "C\tMONDO:1\tdisease\thypertension",
    "A\tMONDO:1\tHTN\tpa\ta short form in notes",
    "C\tMONDO:2\tdisease\tmyocardial infarction",
    "A\tMONDO:2\tMI\tpsa\ta short form in notes", ""))


class Abbreviations(CommandTest):
    def found(self, text, *options):
        path = self.write("rows.tsv", ROWS)
        document = self.good("tag", "--no-curation", "-d", path, "-o", "jsonl", *options, stdin=text).objects[0]
        return [(m["text"], m["codes"][0]) for m in document["mentions"]]

    def test_likely(self):
        self.assertEqual(self.found("HTN. The MI was seen."), [("HTN", "MONDO:1")])
        self.assertEqual(self.found("PMH: HTN, MI"), [("HTN", "MONDO:1"), ("MI", "MONDO:2")])

    def test_a_place_that_tells_holds_for_the_document(self):
        self.assertEqual(self.found("s/p MI. The MI was seen."), [("MI", "MONDO:2"), ("MI", "MONDO:2")])

    def test_defined(self):
        self.assertEqual(self.found("PMH: HTN, MI", "--abbreviations", "defined"), [])
        self.assertEqual(self.found("hypertension, HTN", "--abbreviations", "defined"),
                         [("hypertension", "MONDO:1"), ("HTN", "MONDO:1")])

    def test_all(self):
        self.assertEqual(self.found("HTN. The MI was seen.", "--abbreviations", "all"), [("HTN", "MONDO:1"), ("MI", "MONDO:2")])

    def test_brackets_of_a_long_form_are_balanced(self):
        """Round and square; one that is open at its end may be closed directly behind."""
        for long, whole in (("saxitoxin", "saxitoxin"), ("sax(it)oxin", "sax(it)oxin"), ("saxi(tox)", "saxi(tox)"),
                            ("saxi[tox]", "saxi[tox]"), ("stable toxin, Sax(X850X)", "stable toxin, Sax(X850X)"),
                            ("[(3)H]saxitoxin", None), ("H]saxitoxin", None), ("H)saxitoxin", None), ("saxi(toxin", None),
                            ("saxi[toxin", None), ("3)H(saxitoxin", None), ("3]H[saxitoxin", None)):
            with self.subTest(long):
                document = self.good("tag", "-o", "jsonl", stdin="We gave %s (STX)." % long).objects[0]
                self.assertEqual([a["long"] for a in document["abbreviations"]], [whole] if whole else [])

    def test_what_a_text_defines_comes_first(self):
        self.assertEqual(self.found("known mitral incompetence (MI)"), [])

    def test_no_such_policy(self):
        self.refused(2, "tag", "--abbreviations", "some", says=["no policy of abbreviations 'some'"])

    def test_counts(self):
        rows = pathlib.Path(self.write("rows.tsv", ROWS))
        text = self.write("text.txt", "myocardial infarction (MI)\nmitral insufficiency (MI)\nhigh tone (HT)\n")
        subprocess.run([sys.executable, "-B", os.path.join(ROOT, "tools", "learn-short-forms"), "--ontotag", ONTOTAG, "-d",
                        rows, rows, text],
                       check=True)
        self.assertEqual([row.split("\t")[2:] for row in rows.read_text().splitlines() if row.startswith("A")],
                         [["HTN", "pa", "a short form in notes", "0/0"], ["MI", "psa", "a short form in notes", "1/2"]])


if __name__ == "__main__":
    main()
