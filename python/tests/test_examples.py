"""The examples, and the Python in docs/PYTHON.md."""
import doctest
import os
import re
import subprocess
import sys
import tempfile
import unittest

from support import ROOT, Case, needs

needs("pandas", "pyarrow", "matplotlib")
import pandas

EXAMPLES = os.path.join(ROOT, "examples", "python")
sys.path.insert(0, EXAMPLES)
REPORTS = {
    "a.txt": "Asthma since childhood; on salbutamol. Asthma is stable.",
    "b.txt": "Acute lymphoblastic leukemia (ALL). Asthma.",
    "c.txt": "Hepatitis B; ALL, in Acute lymphoblastic leukaemia.",
}


class Examples(Case):
    def test_case_reports(self):
        import case_reports

        with tempfile.TemporaryDirectory() as folder:
            for name, text in REPORTS.items():
                with open(os.path.join(folder, name), "w") as stream:
                    stream.write(text)
            mentions = case_reports.table_of(folder)
            counts = case_reports.commonest(mentions)
            self.assertEqual(counts["asthma"], 2)
            self.assertEqual(counts["acute lymphoblastic leukemia"], 2)
            plot = os.path.join(folder, "plot.svg")
            case_reports.plot(counts, plot)
            with open(plot) as stream:
                self.assertIn("<svg", stream.read())

    def test_messy_column(self):
        import messy_column

        table = messy_column.normalized(pandas.Series(messy_column.TYPED)).set_index("typed")
        self.assertEqual(table.loc["Asthma", "code"], "MONDO:0004979")
        self.assertEqual(table.loc["Heart atack", "name"], "myocardial infarction")
        self.assertEqual(table.loc["acute lymphoblastc leukaemia", "code"], "MONDO:0004967")
        self.assertTrue(table.loc["unknown", "look"])

    def test_to_parquet(self):
        import pyarrow
        import pyarrow.parquet
        import to_parquet

        with tempfile.TemporaryDirectory() as folder:
            notes = os.path.join(folder, "notes.txt")
            with open(notes, "w") as stream:
                stream.write("".join(text + "\n" for text in REPORTS.values()) * 500)
            parquet, arrow = os.path.join(folder, "tags.parquet"), os.path.join(folder, "tags.arrow")
            count = to_parquet.write(parquet, [notes])
            self.assertEqual(to_parquet.write(arrow, [notes]), count)
            table = pyarrow.parquet.read_table(parquet)
            with pyarrow.ipc.open_file(arrow) as stream:
                self.assertTrue(table.equals(stream.read_all()))
            self.assertEqual((table.num_rows, table["document"][-1].as_py(), table["id"][-1].as_py()), (count, 1499, "notes.txt:1500"))
            empty = os.path.join(folder, "empty.txt")
            open(empty, "w").close()
            self.assertEqual(to_parquet.write(parquet, [empty]), 0)
            self.assertEqual(pyarrow.parquet.read_table(parquet).schema, table.schema)
            self.assertEqual(sorted(os.listdir(folder)), ["empty.txt", "notes.txt", "tags.arrow", "tags.parquet"])

    def test_first(self):
        result = subprocess.run([sys.executable, os.path.join(EXAMPLES, "first.py")], capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("MONDO:0005068", result.stdout)

    def test_spark_parquet(self):
        needs("pyspark")
        with tempfile.TemporaryDirectory() as folder:
            notes, mentions = os.path.join(folder, "notes.parquet"), os.path.join(folder, "mentions")
            pandas.DataFrame({"id": list(REPORTS), "text": list(REPORTS.values())}).to_parquet(notes)
            result = subprocess.run([sys.executable, os.path.join(EXAMPLES, "spark_parquet.py"), notes, mentions], capture_output=True, text=True,
                                    env={**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_MASTER": "local[2]"})
            self.assertEqual(result.returncode, 0, result.stderr)
            found = pandas.read_parquet(mentions)
            self.assertEqual(set(found[found["name"] == "asthma"]["id"]), {"a.txt", "b.txt"})

    def test_the_manual_is_true(self):
        """Each ```pycon block of docs/PYTHON.md, in one session."""
        path = os.path.join(ROOT, "docs", "PYTHON.md")
        with open(path, encoding="utf-8") as stream:
            blocks = re.findall(r"^```pycon\n(.*?)^```$", stream.read(), re.M | re.S)
        self.assertGreaterEqual(len(blocks), 5)
        test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "docs/PYTHON.md", path, 0)
        output = []
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        runner.run(test, out=output.append)
        self.assertEqual(output, [])

    def test_the_manual_has_the_schema(self):
        """Each column of a batch has a row of its table."""
        import ontotag
        import pyarrow

        with open(os.path.join(ROOT, "docs", "PYTHON.md"), encoding="utf-8") as stream:
            rows = re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", stream.read(), re.M)
        kinds = {"string": "string", "int64": "int64", "bool": "bool", "double": "double", "list<item: string>": "list<string>"}
        for field in pyarrow.schema(ontotag.Tagger().tag_batch([])):
            described = dict(rows).get(field.name)
            self.assertIsNotNone(described, field.name)
            kind = re.sub(r" not null", "", str(field.type))
            expected = kinds.get(kind) or ("list<struct>" if kind.startswith("list<") else "struct")
            self.assertEqual(described, expected, field.name)


if __name__ == "__main__":
    unittest.main()
