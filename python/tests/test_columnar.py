"""python -m ontotag tag -o parquet and -o arrow, read back by pyarrow, polars and DuckDB."""
import io
import os
import subprocess
import sys
import tempfile
import unittest

from support import TEXT, Case, needs

needs("pyarrow", "polars", "duckdb")

import duckdb
import polars
import pyarrow
import pyarrow.parquet

import ontotag
from ontotag._columnar import wanted

TEXTS = [TEXT, "No fever; family history of asthma. Allergic to aspirin. LDH 3257 IU/L (120-246). CD34 negative.", "", "Ä asthma \U0001f600 and asthma"]


class Columnar(Case):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.texts = self.path("texts.txt")
        with open(self.texts, "w", encoding="utf-8") as stream:
            stream.write("".join(text.replace("\n", " ") + "\n" for text in TEXTS))

    def path(self, name):
        return os.path.join(self.folder, name)

    def run_tag(self, *arguments, **options):
        done = subprocess.run([sys.executable, "-m", "ontotag", "tag", "-q", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
        return done.returncode, done.stdout, done.stderr.decode()

    def expected(self, **options):
        texts = [text.replace("\n", " ") for text in TEXTS if text]
        table = ontotag.Tagger(**options).tag_batch(texts).to_arrow()
        return table.drop_columns(["document", "id"]), table.schema

    def test_the_rows_and_the_schema_are_those_of_a_batch(self):
        for words, options in (([], {}), (["--vocabulary", "MESH", "--overlap", "all"], {"vocabulary": ["MESH"], "overlap": "all"}),
                               (["--roll-up", "1", "--offsets", "utf16"], {"roll_up": 1, "offsets": "utf16"}), (["--offsets=bytes"], {"offsets": "bytes"})):
            expected, schema = self.expected(**options)
            self.assertEqual(self.run_tag("--lines", "-o", self.path("x.parquet"), *words, self.texts), (0, b"", ""))
            table = pyarrow.parquet.read_table(self.path("x.parquet"))
            self.assertEqual(table.schema.remove_metadata(), schema.remove_metadata())
            self.assertEqual(table.drop_columns(["document", "id"]).to_pylist(), expected.to_pylist())
            code, out, err = self.run_tag("-o", "arrow", "--lines", *words, self.texts)
            self.assertEqual((code, err), (0, ""))
            self.assertEqual(pyarrow.ipc.open_file(io.BytesIO(out)).read_all().to_pylist(), table.to_pylist())
            self.assertEqual(set(table.column("id").to_pylist()), {self.texts + ":%d" % i for i in (1, 2, 4)})

    def test_others_read_it(self):
        for name in ("x.parquet", "x.arrow"):
            self.assertEqual(self.run_tag("--lines", "-o", self.path(name), self.texts)[0], 0)
        rows = len(self.expected()[0])
        self.assertEqual(duckdb.sql("SELECT count(*) FROM '%s'" % self.path("x.parquet")).fetchall(), [(rows,)])
        self.assertEqual(polars.read_parquet(self.path("x.parquet")).height, rows)
        self.assertEqual(polars.read_ipc(self.path("x.arrow")).height, rows)

    def test_more_rows_than_a_batch(self):
        many = self.path("many.txt")
        with open(many, "w", encoding="utf-8") as stream:
            stream.write("asthma, fever, cough\n" * 30000)
        self.assertEqual(self.run_tag("-j", "2", "--lines", "-o", self.path("many.parquet"), many)[0], 0)
        table = pyarrow.parquet.read_table(self.path("many.parquet"), columns=["document", "start"])
        self.assertEqual(table.num_rows, 90000)
        self.assertEqual(table.column("document").to_pylist(), [i // 3 for i in range(90000)])

    def test_nothing_found_is_a_table_without_rows(self):
        code, out, err = self.run_tag("-o", "parquet", input=b"nothing of the kind")
        self.assertEqual((code, err, pyarrow.parquet.read_table(io.BytesIO(out)).num_rows), (0, "", 0))

    def test_failures_leave_no_file(self):
        for arguments, code, says in ((["-o", self.path("x.parquet"), "--output-dir", "y", self.texts], 2, "--output-dir does not go with"),
                                      (["-o", self.path("x.parquet"), "--overlap", "none", self.texts], 2, "none"),
                                      (["-o", self.path("no/x.parquet"), self.texts], 1, "No such file"),
                                      (["-o", self.path("x.parquet"), "-d", "nosuch", self.texts], None, "nosuch")):
            got, out, err = self.run_tag(*arguments)
            self.assertEqual(out, b"")
            self.assertIn(says, err)
            self.assertTrue(got == code if code else got > 0, (arguments, got))
            self.assertEqual(os.listdir(self.folder), ["texts.txt"], arguments)
        self.assertEqual(self.run_tag("-o", self.path("x.arrow"), "--lines", self.texts, "nosuch.txt")[0], 1)  # the rest is there
        self.assertEqual(len(pyarrow.ipc.open_file(self.path("x.arrow")).read_all()), len(self.expected()[0]))

    def test_what_asks_for_columns(self):
        for words, expected in ((["tag", "-o", "parquet", "a"], ("parquet", None, ["tag", "a"])), (["tag", "-oarrow"], ("arrow", None, ["tag"])),
                                (["tag", "--output=t.parquet", "-q"], ("parquet", "t.parquet", ["tag", "-q"])),
                                (["tag", "-o", "t.bin", "-o", "arrow"], ("arrow", "t.bin", ["tag"])), (["tag", "a.parquet"], None),
                                (["tag", "-o", "jsonl", "x"], None), (["tag", "--", "-o", "parquet"], None), (["build", "-o", "x.parquet"], None),
                                (["tag", "-o"], None), ([], None)):
            self.assertEqual(wanted(words), expected, words)


if __name__ == "__main__":
    unittest.main()
