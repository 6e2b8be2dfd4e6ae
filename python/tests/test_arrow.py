"""Columns in and out: pyarrow, polars, pandas and DuckDB read and give them."""
import os
import unittest

from support import TEXT, Case, needs

needs("pyarrow", "pandas", "polars", "duckdb")

import duckdb
import pandas
import polars
import pyarrow

import ontotag

TEXTS = [TEXT, None, "", "No fever; family history of asthma. Allergic to aspirin. LDH 3257 IU/L (120-246). CD34 negative.", "on aspirin", "Ä asthma"]


class Columns(Case):
    @classmethod
    def setUpClass(cls):
        cls.tagger = ontotag.Tagger()
        cls.expected = cls.tagger.tag_batch(TEXTS, ids=list("abcdef")).to_arrow()

    def test_rows_are_the_mentions_of_documents(self):
        """Over options that bring out each column."""
        for options in ({}, {"vocabulary": ["MESH"], "overlap": "all"}, {"roll_up": 1, "offsets": "utf16"}, {"offsets": "bytes"}):
            tagger = ontotag.Tagger(**options)
            table = tagger.tag_batch(TEXTS, ids=list("abcdef"), threads=2).to_arrow()
            table.validate(full=True)
            rows = iter(table.to_pylist())
            for number, text in enumerate(TEXTS):
                if text is None:
                    continue
                doc = tagger.tag(text)
                for mention in doc:
                    row = next(rows)
                    self.assertEqual((row.pop("document"), row.pop("id")), (number, "abcdef"[number]))
                    long_form = row.pop("long_form")
                    self.assertEqual(long_form, None if mention.abbreviation is None else doc.abbreviations[mention.abbreviation].long)
                    members = mention.to_dict()
                    members.pop("abbreviation", None)
                    context = members.pop("context", {})
                    members = {"negated": False, "allergy": False, **context, **members}
                    if row["value"]:
                        row["value"] = {k: v for k, v in row["value"].items() if v is not None}
                    self.assertEqual({k: v for k, v in row.items() if v is not None and (k == "by" or v != [])}, members)
            self.assertIsNone(next(rows, None))

    def test_the_schema_is_the_documented_one(self):
        with open(os.path.join(os.path.dirname(__file__), "schema.txt"), encoding="utf-8") as stream:
            self.assertEqual(self.expected.schema.to_string(show_field_metadata=False) + "\n", stream.read())
        self.assertEqual(pyarrow.schema(self.tagger.tag_batch([])), self.expected.schema)

    def same(self, texts, expected=None, **options):
        table = self.tagger.tag_batch(texts, **options).to_arrow()
        table.validate(full=True)
        expected = self.expected if expected is None else expected
        names = [name for name in table.column_names if name != "id" or "ids" in options]
        self.assertEqual(table.select(names).to_pydict(), expected.select(names).to_pydict())

    def test_every_kind_of_string_column(self):
        plain = pyarrow.array(TEXTS)
        for kind in (pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()):
            self.same(plain.cast(kind))
            self.same(plain.cast(kind), ids=pyarrow.array(list("abcdef"), kind))
        for index in (pyarrow.int8(), pyarrow.uint8(), pyarrow.int16(), pyarrow.uint16(), pyarrow.int32(), pyarrow.uint32(), pyarrow.int64(),
                      pyarrow.uint64()):
            coded = pyarrow.DictionaryArray.from_arrays(pyarrow.array([3, 0, None, 2, 1, 4], index),
                                                        pyarrow.array(["", TEXTS[3], TEXTS[0], TEXTS[4], TEXTS[5]][:5]))
            decoded = coded.to_pylist()
            self.same(coded, self.tagger.tag_batch(decoded).to_arrow())
        nulls_inside = pyarrow.DictionaryArray.from_arrays(pyarrow.array([0, 1, 0]), pyarrow.array(["asthma", None]))
        self.assertEqual(self.tagger.tag_batch(nulls_inside).to_arrow()["document"].to_pylist(), [0, 2])
        self.same(pyarrow.table({"text": plain}))
        self.same(pyarrow.record_batch({"text": plain}))
        self.same(pyarrow.chunked_array([plain.slice(0, 1), plain.slice(1, 0), plain.slice(1, 4), plain.slice(5)]))
        self.assertEqual(len(self.tagger.tag_batch(pyarrow.nulls(5))), 0)
        for empty in (pyarrow.array([], pyarrow.string()), pyarrow.chunked_array([], pyarrow.large_string()), polars.Series([], dtype=polars.String)):
            self.assertEqual(self.tagger.tag_batch(empty).to_arrow().num_rows, 0)

    def test_slices(self):
        long = pyarrow.array(["no", "x" * 20, None] + TEXTS + [None, "asthma"])
        for kind in (pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()):
            self.same(long.cast(kind).slice(3, 6))
            self.same(pyarrow.table({"text": long.cast(kind)}).slice(3, 6))
        self.same(long.dictionary_encode().slice(3, 6))
        self.same(pyarrow.StructArray.from_arrays([long], ["text"]).slice(3, 6))

    def test_a_struct_that_is_null_is_no_text(self):
        column = pyarrow.StructArray.from_arrays([pyarrow.array(["asthma", "asthma", "asthma"])], ["text"], mask=pyarrow.array([False, True, False]))
        self.assertEqual(self.tagger.tag_batch(column).to_arrow()["document"].to_pylist(), [0, 2])

    def test_ids_of_any_chunks_and_numbers(self):
        texts = pyarrow.chunked_array([["asthma"] * 3, ["asthma"] * 7])
        for kind in (pyarrow.int8(), pyarrow.int32(), pyarrow.uint64(), pyarrow.int64()):
            ids = pyarrow.chunked_array([pyarrow.array(range(5), kind), pyarrow.array(range(5, 10), kind)])
            self.assertEqual(self.tagger.tag_batch(texts, ids).to_arrow()["id"].to_pylist(), [str(i) for i in range(10)])
        big = pyarrow.array([2**64 - 1], pyarrow.uint64())
        self.assertEqual(self.tagger.tag_batch(["asthma"], big).to_arrow()["id"].to_pylist(), [str(2**64 - 1)])
        self.assertEqual(self.tagger.tag_batch(pyarrow.array(["asthma"]), [7]).to_arrow()["id"].to_pylist(), ["7"])
        with self.assertRaisesRegex(ValueError, "more texts"):
            self.tagger.tag_batch(texts, pyarrow.array(range(9)))

    def test_columns_that_are_no_strings(self):
        for column in (pyarrow.array([b"asthma"]), pyarrow.array([1]), pyarrow.array([["asthma"]]), pyarrow.array([1.5])):
            with self.assertRaisesRegex(TypeError, "strings"):
                self.tagger.tag_batch(column)
        with self.assertRaisesRegex(TypeError, "2 columns"):
            self.tagger.tag_batch(pyarrow.table({"a": ["x"], "b": ["y"]}))

    def test_pandas_polars_and_duckdb_give(self):
        self.same(pandas.Series(TEXTS))
        self.same(pandas.Series(TEXTS, dtype="object"))
        self.same(pandas.Series(TEXTS, dtype="string"))
        self.same(pandas.Series(TEXTS, dtype="string[pyarrow]"))
        self.same(pandas.Series(TEXTS).astype("category"))
        self.same(polars.Series(TEXTS))
        self.same(polars.Series(TEXTS).cast(polars.Categorical))
        self.same(polars.DataFrame({"text": TEXTS}))
        self.same(polars.concat([polars.Series(TEXTS[:2]), polars.Series(TEXTS[2:])], rechunk=False))
        texts = pyarrow.table({"n": range(6), "text": TEXTS})  # noqa: F841, duckdb finds it by its name
        self.same(duckdb.sql("SELECT text FROM texts ORDER BY n"))

    def test_pandas_polars_and_duckdb_read(self):
        batch = self.tagger.tag_batch(TEXTS, ids=list("abcdef"))
        names = self.expected["text"].to_pylist()
        self.assertEqual(list(batch.to_pandas()["text"]), names)
        self.assertEqual(batch.to_polars()["text"].to_list(), names)
        self.assertEqual(batch.to_polars()["codes"].to_list(), self.expected["codes"].to_pylist())
        self.assertEqual([row[0] for row in duckdb.sql("SELECT text FROM batch").fetchall()], names)
        self.assertEqual(pyarrow.table(batch), self.expected)
        self.assertEqual(pyarrow.table(batch), self.expected, "a second time")
        self.assertIn("asthma", batch._repr_html_())
        self.assertEqual(pandas.DataFrame.from_arrow(batch)["text"].to_list() if hasattr(pandas.DataFrame, "from_arrow") else names, names)

    def test_what_is_read_outlives_the_batch(self):
        table = self.tagger.tag_batch(["asthma on salbutamol"] * 5000, threads=2).to_arrow()
        column = table["name"].chunk(0)
        whole = table["document"].to_pylist()
        del table
        self.assertEqual(set(column.to_pylist()), {"asthma", "albuterol"})
        self.assertEqual(whole, [n for n in range(5000) for _ in range(2)])

    def test_order_and_threads(self):
        texts = [f"{'asthma ' * (i % 5)}{'x ' * (i % 300)}" for i in range(20000)]
        one = self.tagger.tag_batch(texts, threads=1).to_arrow()
        for threads in (2, 7):
            self.assertEqual(self.tagger.tag_batch(texts, threads=threads).to_arrow().to_pydict(), one.to_pydict())
        self.assertEqual(one["document"].to_pylist(), [i for i in range(20000) for _ in range(i % 5)])

    def test_a_stream_that_breaks(self):
        def batches():
            yield pyarrow.record_batch({"text": ["asthma"]})
            raise LookupError("broken on purpose")

        reader = pyarrow.RecordBatchReader.from_batches(pyarrow.schema({"text": pyarrow.string()}), batches())
        with self.assertRaisesRegex(ValueError, "stream of texts broke.*broken on purpose"):
            self.tagger.tag_batch(reader)


if __name__ == "__main__":
    unittest.main()
