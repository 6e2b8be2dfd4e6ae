"""ontotag normalize: where terms come from, what comes out."""
import csv
import gzip
import io

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

    def normal(self, rows, *terms):
        path = self.write("rows.tsv", rows)
        found = self.good("normalize", "-d", path, "--no-starter", "--no-curation", "-o", "jsonl", *terms).objects
        return [o["candidates"][0]["codes"][0] if o["candidates"] else None for o in found]

    def test_what_names_nothing(self):
        rows = "C\tD:1\tdisease\tother cancer\nC\tD:2\tdisease\tunknown fever\nC\tD:3\tmarker\tNA\nC\tD:4\tdrug\tnitric oxide\n"
        self.assertEqual(self.normal(rows, "n/a", "N/A", "NA", "unknown", "Other", "2019", "not recorded", "NO", "no"),
                         [None] * 7 + ["D:4", None])

    def test_symbols_are_not_corrected_or_completed(self):
        rows = "C\tM:1\tmarker\tCHRONO\nC\tM:2\tmarker\tHEP-XAN\nC\tM:3\tmarker\tHTN1\nC\tM:4\tmarker\tTNF-alpha\n"
        self.assertEqual(self.normal(rows, "Chron", "Hep C", "HTN", "HTN1", "tnf-a"), [None, None, None, "M:3", "M:4"])

    def test_what_is_said_of_a_disease(self):
        rows = "C\tD:1\tdisease\tgout\nC\tD:2\tdisease\tkidney disease\nC\tD:3\tdrug\tlisinopril\n"
        self.assertEqual(self.normal(rows, "hx of gout", "h/o gout", "gout flare", "stage 3 kidney disease", "kidney disease stage IV",
                                     "lisinopril 20/12.5"), ["D:1", "D:1", "D:1", "D:2", "D:2", "D:3"])

    def test_a_preferred_name_comes_before_a_synonym(self):
        rows = ("C\tMESH:D000001\tdisease\tMovement Disorders\nN\tMESH:D000001\texact\tTardive Dyskinesia\n"
                "C\tMESH:D000000002\tdisease\tTardive Dyskinesia\n")
        self.assertEqual(self.normal(rows, "tardive dyskinesia"), ["MESH:D000000002"])

    def test_a_code_says_what_is_meant(self):
        rows = "C\tD:1\tdisease\tgout\nC\tD:2\tdisease\tgouty arthritis\n"
        self.assertEqual(self.normal(rows, "D:1", "gout (D:2)", "d:1"), ["D:1", "D:2", "D:1"])

    def test_what_an_object_holds(self):
        candidate = self.normalize("Vincristin")[0]["candidates"][0]
        self.assertEqual(candidate, {
            "codes": ["MESH:D014750"], "name": "vincristine", "score": 0.88, "type": "drug", "matched": "vincristine",
            "scope": "preferred", "source": "LAB", "release": "2026-05", "by": ["typing"]})

    def test_abbreviation_beside_the_term(self):
        for term in ("ALL (acute lymphoblastic leukemia)", "acute lymphoblastic leukemia (ALL)"):
            candidate = self.normalize(term)[0]["candidates"][0]
            self.assertEqual((candidate["score"], candidate["by"]), (1, ["abbreviation"]))
            self.assertEqual((candidate["abbreviation"]["short"], candidate["abbreviation"]["long"]), ("ALL", "acute lymphoblastic leukemia"))
            for part in ("short", "long"):
                span = candidate["abbreviation"][part + "_span"]
                self.assertEqual(term[span["start"]:span["end"]], candidate["abbreviation"][part])
        text = self.good("normalize", "-d", SMALL, "--no-starter", "--no-curation", "--explain", term).text
        self.assertIn("by abbreviation; ALL [30, 33) stands for acute lymphoblastic leukemia [0, 28)\n", text)

    def test_column_by_name_and_number(self):
        path = self.write("list.tsv", "id\tdiagnosis\n1\tasthma\n2\tleukemia\n")
        self.assertEqual(self.first_codes("--column", "diagnosis", path), ["MONDO:0004979", "MONDO:0005059"])
        self.assertEqual(self.first_codes("--column", "2", path), [None, "MONDO:0004979", "MONDO:0005059"])
        packed = self.write("list.tsv.gz", gzip.compress(b"id\tdiagnosis\n1\tasthma\n"))
        self.assertEqual(self.first_codes("--column=diagnosis", packed), ["MONDO:0004979"])

    def test_column_with_a_header(self):
        path = self.write("list.tsv", "\ufeffdiagnosis\tid\r\nasthma\t1\r\n")
        self.assertEqual(self.first_codes("--column", "1", "--header", path, path), 2 * ["MONDO:0004979"])
        self.assertEqual(self.first_codes("--column", "diagnosis", "--header", path), ["MONDO:0004979"])

    def test_bytes_that_would_break_a_row(self):
        lines = self.good("normalize", "-d", SMALL, "--no-starter", "-o", "tsv", stdin=b"as\0thma\rx\tasthma\n").lines
        self.assertTrue(lines[1].startswith("as thma x\\tasthma\t"), lines)

    def test_column_that_is_not_there(self):
        path = self.write("list.tsv", "id\tdiagnosis\n1\tasthma\n2\n")
        self.refused(1, "normalize", "-d", SMALL, "--column", "name", path, says=("no column 'name'", path))
        self.refused(1, "normalize", "-d", SMALL, "--column", "diagnosis", path, says=("without its column 2", path + ":3"))
        self.refused(1, "normalize", "-d", SMALL, "--column", "1", self.path("none.tsv"), says=("none.tsv",))

    def rows(self, *arguments, output="tsv", **options):
        text = self.good("normalize", "-d", SMALL, "--no-starter", "--no-curation", "-o", output, "--best", *arguments, **options).text
        return list(csv.reader(io.StringIO(text, newline=""), delimiter="," if output == "csv" else "\t", quoting=csv.QUOTE_MINIMAL if output == "csv"
                               else csv.QUOTE_NONE))

    CELLS = [["patient", "diagnosis", "note"], ["7", "asthma", "a, \"b\""], ["8", "xyzzy", ""], ["9", "leukemia", "=1+1"]]

    def table(self, name, delimiter):
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter).writerows(self.CELLS)
        return self.write(name, out.getvalue())

    def test_columns_are_kept(self):
        for path in (self.table("a.csv", ","), self.table("b.tsv", "\t"), self.table("c.csv", ";")):
            for output in ("tsv", "csv"):
                rows = self.rows("--column", "diagnosis", "--keep-columns", path, output=output)
                self.assertEqual([row[:5] for row in rows], [
                    ["patient", "diagnosis", "note", "term", "score"], ["7", "asthma", 'a, "b"', "asthma", "1.000"], ["8", "xyzzy", "", "xyzzy", ""],
                    ["9", "leukemia", "=1+1", "leukemia", "1.000"]])
                self.assertEqual({len(row) for row in rows}, {3 + 15})
            objects = self.normalize("--column", "diagnosis", "--keep-columns", "--best", path)
            self.assertEqual([list(o["columns"].items()) for o in objects], [list(zip(self.CELLS[0], row)) for row in self.CELLS[1:]])

    def test_an_id_column(self):
        path = self.table("a.csv", ",")
        self.assertEqual([row[:3] for row in self.rows("--column", "diagnosis", "--id-column", "patient", path)][:2],
                         [["id", "term", "score"], ["7", "asthma", "1.000"]])
        self.assertEqual([o["id"] for o in self.normalize("--column", "2", "--header", "--id-column", "1", path)], ["7", "8", "9"])
        with open(path, "rb") as stream:
            content = stream.read()
        self.assertEqual([o["id"] for o in self.normalize("-f", "csv", "--column", "diagnosis", "--id-column", "patient", stdin=content)], ["7", "8", "9"])
        for option in ("--keep-columns", "--id-column=x"):
            self.refused(2, "normalize", option, "asthma", says=["--column"])

    def test_csv(self):
        rows = self.rows("asthma", 'a,"b"\tc', output="csv")
        self.assertEqual((rows[0][0], rows[1][2], rows[2][0]), ("term", "MONDO:0004979|MESH:D001249", 'a,"b"\tc'))
        safe = self.rows("--csv-safe", "--", "=cmd()", "asthma", "-1", output="csv")
        self.assertEqual([row[0] for row in safe], ["term", "'=cmd()", "asthma", "'-1"])
        self.assertEqual(self.rows(stdin="", output="csv")[0][0], "term")

    def test_tsv(self):
        lines = self.good("normalize", "-d", SMALL, "--no-starter", "--no-curation", "-o", "tsv", "--best", "asthma", "a\tb").lines
        self.assertEqual(lines, [
            "term\tscore\tcodes\tname\ttype\tmatched\tscope\tsource\trelease\tby\tpredicate\tvia\tretired\tconsider\ttied",
            "asthma\t1.000\tMONDO:0004979|MESH:D001249\tasthma\tdisease\tasthma\tpreferred\tLAB\t2026-05\t\t\t\t\t\t",
            "a\\tb" + 14 * "\t"])

    def test_terminal_says_that_there_is_no_match(self):
        text = self.good("normalize", "-d", SMALL, "--no-starter", "-o", "terminal", "--explain", "xyzzy", "astma").text
        self.assertIn("xyzzy\n        no match\n", text)
        self.assertIn("MONDO:0004979", text)
        self.assertIn("matched \"asthma\", preferred name of MONDO:0004979 in LAB 2026-05; by typing", text)

    def test_ties_are_told(self):
        path = self.write("d.tsv", "C\tA:1\tmarker\tgene\nN\tA:1\texact\tMI\ts\nC\tA:2\tdisease\tmeconium ileus\nN\tA:2\texact\tMI\ts\n"
                          "C\tA:3\tdisease\tmyocardial infarction\nN\tA:3\texact\tMI\tsa\nC\tA:4\tdisease\tasthma\n"
                          "N\tA:1\texact\tAS\ts\nN\tA:4\texact\tAS\ts\n")
        how = ("normalize", "-d", path, "--no-starter", "--no-curation")
        for options, count in (((), 3), (("--best",), 1), (("--top", "2"), 2)):
            found = self.good(*how, *options, "MI").objects[0]["candidates"]
            self.assertEqual(([c["codes"] for c in found], {c.get("tied") for c in found}), ([["A:3"], ["A:2"], ["A:1"]][:count], {2}))
        self.assertNotIn("tied", self.good(*how, "asthma").objects[0]["candidates"][0])
        self.assertEqual(self.good(*how, "-t", "marker", "MI").objects[0]["candidates"][0].get("tied"), None)
        self.assertIn("\n        2 others score the same\n", self.good(*how, "-o", "terminal", "--best", "MI").text)
        self.assertEqual(self.good(*how, "-o", "tsv", "--best", "MI").lines[1].split("\t")[-1], "2")
        self.assertEqual(self.good(*how, "--best", "AS").objects[0]["candidates"][0]["codes"], ["A:4"])

    def test_codes_say_which_concept_is_meant(self):
        path = self.write("d.tsv", "C\tMESH:D001249\tdisease\tasthma\nC\tMONDO:0000001\tdisease\tcroup\n")
        terms = ["D001249", "asthma [D001249]", "wheeze (D001249)", "MESH:D001249", "MONDO_0000001", "MONDO:0000001", "(MONDO:0000001)"]
        found = [o["candidates"][0]["codes"] for o in self.good("normalize", "-d", path, "--no-starter", "--no-curation", *terms).objects]
        self.assertEqual(found, [["MESH:D001249"]] * 4 + [["MONDO:0000001"]] * 3)
        for term in ("D00124", "XD001249", "D001249a", "D001250", "MONDO_1", "_", ":"):
            self.assertEqual(self.good("normalize", "-d", path, "--no-starter", "--no-curation", term).objects[0]["candidates"], [], term)

    def test_a_drug_with_how_it_is_given(self):
        path = self.write("d.tsv", "C\tR:1\tdrug\tmetformin\nC\tR:2\tdrug\toral contraceptives\n")
        how = ("normalize", "-d", path, "--no-starter", "--no-curation", "--best")
        for term in ("metformin 500 mg BID", "metformin 500 mg po twice daily", "Metformin tablets", "metformin prn", "metformin 1 g IV once"):
            self.assertEqual(self.good(*how, term).objects[0]["candidates"][0]["codes"], ["R:1"], term)
        self.assertEqual(self.good(*how, "oral contraceptives").objects[0]["candidates"][0]["score"], 1)

    def test_limits(self):
        self.assertEqual(self.first_codes("--min-score", "0.9", "astma"), [None])
        self.assertEqual(self.first_codes("--types", "drug", "asthma"), [None])
        self.assertEqual(self.first_codes("--vocabulary", "MESH", "asthma", "leukemia"), ["MESH:D001249", None])
        self.assertEqual(self.first_codes("--without", "typing", "astma"), [None])
        objects = self.normalize("--min-score", "0", "--top", "1", "leukemia acute")
        self.assertEqual(len(objects[0]["candidates"]), 1)

    def test_bad_input(self):
        self.assertEqual(self.normalize(stdin=b"x" * 1000000 + b"\n\xc3\xb6 \xff\n")[1], {"term": "\xf6 \ufffd", "candidates": []})
        result = self.run_ontotag("normalize", "-o", "jsonl", "--best", stdin=b"Sj\xf6gren syndrome\n")
        self.assertIn("read as WINDOWS-1252", result.err)
        self.assertEqual(result.objects[0]["candidates"][0]["score"], 1)
        for arguments in (("--top", "0"), ("--top", "x"), ("--min-score", "2"), ("-o", "xml"), ("--types", "genome"),
                          ("--without", "magic"), ("--nothing",)):
            self.refused(2, "normalize", "-d", SMALL, *arguments, "asthma")

    def test_retired(self):
        path = self.write("d.tsv", "C\tA:1\tdisease\tasthma\nC\tA:2\tdisease\tbronchial wheeze\t\t\treplaced=A:1\n")
        candidate = self.good("normalize", "-d", path, "--no-starter", "-o", "jsonl", "bronchial wheeze").objects[0]["candidates"][0]
        self.assertEqual(candidate["codes"], ["A:1"])
        self.assertEqual(candidate["retired"], {"code": "A:2", "standing": "replaced", "successor": "A:1"})

    def test_retired_without_a_certain_successor_is_offered(self):
        path = self.write("d.tsv", "C\tA:1\tdisease\tasthma\nC\tA:2\tdisease\tunclear wheeze\t\t\tconsider=A:1|B:7\n"
                                   "C\tB:9\tdrug\tzzqq\t\txref=X:9\nC\tA:3\tdisease\tlost ailment\t\t\tobsolete\n")
        arguments = ("normalize", "-d", path, "--no-starter", "--no-curation", "-o")
        wheeze, lost = self.good(*arguments, "jsonl", "unclear wheeze", "lost ailment").objects
        self.assertEqual([(c["codes"], c["score"], c["retired"]) for c in wheeze["candidates"] + lost["candidates"]], [
            ([], 0.9, {"code": "A:2", "standing": "consider", "consider": [{"code": "A:1", "name": "asthma"}, {"code": "B:7"}]}),
            ([], 0.9, {"code": "A:3", "standing": "obsolete"})])
        self.assertEqual([line.split("\t")[2:4] + line.split("\t")[-3:-1] for line in
                          self.good(*arguments, "tsv", "unclear wheeze", "lost ailment").lines[1:]],
                         [["", "unclear wheeze", "A:2", "A:1|B:7"], ["", "lost ailment", "A:3", ""]])
        text = self.good(*arguments, "terminal", "unclear wheeze", "lost ailment").text
        self.assertIn("A:2 is retired: consider A:1 asthma, B:7\n", text)
        self.assertIn("A:3 is retired: nothing replaces it\n", text)
        self.assertEqual(self.good(*arguments, "jsonl", "--vocabulary", "B", "unclear wheeze", "asthma").objects[0]["candidates"]
                         [0]["retired"]["code"], "A:2")
        self.assertEqual(self.good(*arguments, "jsonl", "--vocabulary", "X", "unclear wheeze").objects[0]["candidates"], [])

    def test_codes_of_vocabularies_say_how_they_were_reached(self):
        path = self.write("d.tsv", "C\tA:1\tdisease\tasthma\t\texact=B:1|broad=X:1\nC\tB:1\tdisease\tasthma bronchiale\t\txref=Y:1\n")
        arguments = ("normalize", "-d", path, "--no-starter", "--no-curation", "--vocabulary", "B,X,Y", "--best", "-o")
        candidate = self.good(*arguments, "jsonl", "asthma").objects[0]["candidates"][0]
        self.assertEqual(candidate["codes"], ["B:1", "X:1", "Y:1"])
        self.assertEqual(candidate["mappings"], [{"code": "B:1", "predicate": "exact", "via": "A:1"},
                                                 {"code": "X:1", "predicate": "broad", "via": "A:1"},
                                                 {"code": "Y:1", "predicate": "xref", "via": "B:1"}])
        self.assertEqual(self.good(*arguments, "tsv", "asthma").lines[1].split("\t")[10:12], ["exact|broad|xref", "A:1|A:1|B:1"])
        self.assertIn(" B:1 X:1 (broad) Y:1 (xref)\n", self.good(*arguments, "terminal", "asthma").text)
        self.assertIn("X:1 is broad via A:1\n", self.good(*arguments, "terminal", "--explain", "asthma").text)


if __name__ == "__main__":
    main()
