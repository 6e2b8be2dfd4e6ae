"""ontotag normalize: where terms come from, what comes out."""
import gzip

from support import CommandTest, SMALL, main


class Normalize(CommandTest):
    def normalize(self, *arguments, **options):
        return self.good("normalize", "-d", SMALL, "--no-starter", "--no-curation", "-o", "jsonl", *arguments, **options).objects

    def first_codes(self, *arguments, **options):
        return [o["candidates"][0]["codes"][0] if o["candidates"] else None
                for o in self.normalize(*arguments, **options)]

    def test_terms_as_arguments(self):
        self.assertEqual(self.first_codes("asthma", "Acute Lymphocytic Leukaemia", "xyzzy"),
                         ["MONDO:0004979", "MONDO:0004967", None])

    def test_a_line_a_term(self):
        objects = self.normalize(stdin="asthma\n\nastma\r\nlast: nothing")
        self.assertEqual([o["term"] for o in objects], ["asthma", "", "astma", "last: nothing"])
        self.assertEqual([len(o["candidates"]) for o in objects], [1, 0, 1, 0])

    def test_what_an_object_holds(self):
        candidate = self.normalize("Vincristin")[0]["candidates"][0]
        self.assertEqual(candidate, {
            "codes": ["MESH:D014750"], "name": "vincristine", "score": 0.88, "type": "drug", "matched": "vincristine",
            "scope": "preferred", "source": "LAB", "release": "2026-05", "by": ["typing"]})

    def test_abbreviation_beside_the_term(self):
        for term in ("ALL (acute lymphoblastic leukemia)", "acute lymphoblastic leukemia (ALL)"):
            candidate = self.normalize(term)[0]["candidates"][0]
            self.assertEqual((candidate["score"], candidate["by"]), (1, ["abbreviation"]))

    def test_column_by_name_and_number(self):
        path = self.write("list.tsv", "id\tdiagnosis\n1\tasthma\n2\tleukemia\n")
        self.assertEqual(self.first_codes("--column", "diagnosis", path), ["MONDO:0004979", "MONDO:0005059"])
        self.assertEqual(self.first_codes("--column", "2", path), [None, "MONDO:0004979", "MONDO:0005059"])
        packed = self.write("list.tsv.gz", gzip.compress(b"id\tdiagnosis\n1\tasthma\n"))
        self.assertEqual(self.first_codes("--column=diagnosis", packed), ["MONDO:0004979"])

    def test_column_that_is_not_there(self):
        path = self.write("list.tsv", "id\tdiagnosis\n1\tasthma\n2\n")
        self.refused(1, "normalize", "-d", SMALL, "--column", "name", path, says=("no column 'name'", path))
        self.refused(1, "normalize", "-d", SMALL, "--column", "diagnosis", path, says=("no column 2", path + ":3"))
        self.refused(1, "normalize", "-d", SMALL, "--column", "1", self.path("none.tsv"), says=("none.tsv",))

    def test_tsv(self):
        lines = self.good("normalize", "-d", SMALL, "--no-starter", "--no-curation", "-o", "tsv", "--best", "asthma", "a\tb").lines
        self.assertEqual(lines, [
            "term\tscore\tcodes\tname\ttype\tmatched\tscope\tsource\tby",
            "asthma\t1.000\tMONDO:0004979|MESH:D001249\tasthma\tdisease\tasthma\tpreferred\tLAB\t",
            "a\\tb\t\t\t\t\t\t\t\t"])

    def test_terminal_says_that_there_is_no_match(self):
        text = self.good("normalize", "-d", SMALL, "--no-starter", "-o", "terminal", "--explain", "xyzzy", "astma").text
        self.assertIn("xyzzy\n        no match\n", text)
        self.assertIn("MONDO:0004979", text)
        self.assertIn("matched \"asthma\", preferred name of MONDO:0004979 in LAB 2026-05; by typing", text)

    def test_limits(self):
        self.assertEqual(self.first_codes("--min-score", "0.9", "astma"), [None])
        self.assertEqual(self.first_codes("--types", "drug", "asthma"), [None])
        self.assertEqual(self.first_codes("--vocabulary", "MESH", "asthma", "leukemia"), ["MESH:D001249", None])
        self.assertEqual(self.first_codes("--without", "typing", "astma"), [None])
        objects = self.normalize("--min-score", "0", "--top", "1", "leukemia acute")
        self.assertEqual(len(objects[0]["candidates"]), 1)

    def test_bad_input(self):
        self.assertEqual(self.normalize(stdin=b"x" * 1000000 + b"\n\xff\xfe\n")[1], {"term": "\ufffd\ufffd", "candidates": []})
        for arguments in (("--top", "0"), ("--top", "x"), ("--min-score", "2"), ("-o", "xml"), ("--types", "gene"),
                          ("--without", "magic"), ("--nothing",)):
            self.refused(2, "normalize", "-d", SMALL, *arguments, "asthma")

    def test_retired(self):
        path = self.write("d.tsv", "C\tA:1\tdisease\tasthma\nC\tA:2\tdisease\tbronchial wheeze\t\t\treplaced=A:1\n")
        candidate = self.good("normalize", "-d", path, "--no-starter", "-o", "jsonl", "bronchial wheeze").objects[0]["candidates"][0]
        self.assertEqual(candidate["codes"], ["A:1"])
        self.assertEqual(candidate["retired"], {"code": "A:2", "standing": "replaced", "successor": "A:1"})


if __name__ == "__main__":
    main()
