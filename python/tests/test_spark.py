"""DataFrames of Spark, on a Spark of this machine."""
import os
import shutil
import sys
import tempfile
import unittest

from support import ROWS, TEXT, Case, needs

needs("pyspark", "pyarrow")
if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
    print("skipped: there is no java")
    sys.exit(77)

os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
if os.environ.get("ONTOTAG_PACKAGE"):
    os.environ["PYTHONPATH"] = os.pathsep.join([os.environ["ONTOTAG_PACKAGE"], os.environ.get("PYTHONPATH", "")])

from pyspark.sql import SparkSession

import ontotag
import ontotag.spark


class Spark(Case):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        # Two cores, and four tries for each task.
        cls.spark = (SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false")
                     .config("spark.sql.warehouse.dir", cls.folder).config("spark.sql.execution.arrow.maxRecordsPerBatch", "100").getOrCreate())
        cls.spark.sparkContext.setLogLevel("OFF")

    @classmethod
    def tearDownClass(cls):
        cls.spark.stop()
        shutil.rmtree(cls.folder)

    def notes(self, rows):
        return self.spark.createDataFrame(rows, "id long, text string")

    def test_a_row_a_mention(self):
        df = self.notes([(1, TEXT), (2, None), (3, ""), (4, "on aspirin")])
        rows = sorted((row.asDict(recursive=True) for row in ontotag.spark.tag(df, dictionary=None).collect()), key=lambda row: (row["id"], row["start"]))
        expected = []
        tagger = ontotag.Tagger()
        for id, text in ((1, TEXT), (4, "on aspirin")):
            for row in tagger.tag_batch([text]).to_arrow().to_pylist():
                row.pop("document")
                row["id"] = id
                expected.append(row)
        self.assertEqual(rows, expected)

    def test_a_row_a_document(self):
        df = self.notes([(1, TEXT), (2, None), (3, ""), (4, "on aspirin")]).repartition(1)
        found = ontotag.spark.tag(df, dictionary=None, explode=False, columns=["start", "text", "codes"])
        rows = {row.id: [mention.asDict() for mention in row.mentions] for row in found.collect()}
        self.assertEqual(set(rows), {1, 2, 3, 4})
        self.assertEqual((rows[2], rows[3]), ([], []))
        self.assertEqual(rows[4], [{"start": 3, "text": "aspirin", "codes": ["MESH:D001241"]}])
        self.assertEqual([m["text"] for m in rows[1]], [m.text for m in ontotag.Tagger().tag(TEXT)])

    def test_dictionaries_by_path_and_shipped(self):
        image = os.path.join(self.folder, "ours.otx")
        ontotag.run("compile", "-o", image, ROWS, check=True, capture_output=True)
        df = self.notes([(1, "asthma")])
        expected = ontotag.Tagger(image).tag("asthma")[0].codes
        self.assertEqual(ontotag.spark.tag(df, dictionary=image).collect()[0].codes, expected)
        name = ontotag.spark.ship(self.spark, image)
        self.assertEqual(name, "ours.otx")
        self.assertEqual(ontotag.spark.tag(df, dictionary=name, types=["disease"]).collect()[0].codes, expected)

    def test_sql(self):
        self.notes([(1, "asthma on salbutamol"), (2, None)]).createOrReplaceTempView("notes")
        self.spark.udf.register("mentions_of", ontotag.spark.udf(None))
        query = "SELECT id, m.name FROM notes LATERAL VIEW explode(mentions_of(text)) AS m ORDER BY m.start"
        self.assertEqual([tuple(row) for row in self.spark.sql(query).collect()], [(1, "asthma"), (1, "albuterol")])
        plain = ontotag.spark._OfText(ontotag.spark._arguments(None, {}), ["start", "name"])
        self.assertEqual((plain("asthma"), plain(None)), ([(0, "asthma")], []))

    def test_bad_arguments(self):
        df = self.notes([(1, "asthma")])
        for arguments, error in (({"text": "words"}, "no column 'words'"), ({"id": "name"}, "no column 'name'"),
                                 ({"columns": ["nothing"]}, "no column 'nothing'"), ({"types": ["sickness"]}, "no type"),
                                 ({"id": "text"}, "'text' is kept")):
            with self.assertRaisesRegex(ValueError, error):
                ontotag.spark.tag(df, dictionary=None, **arguments)
        with self.assertRaisesRegex(TypeError, "not of strings"):
            ontotag.spark.tag(df, text="id", id=None, dictionary=None)
        with self.assertRaises(TypeError):
            ontotag.spark.tag(df, dictionary=None, nonsense=1)
        with self.assertRaisesRegex(Exception, "no dictionary of that name"):
            ontotag.spark.tag(df, dictionary="no-such-dictionary").collect()

    def test_a_worker_that_dies_is_replaced(self):
        """Killed once in the middle of a partition; no row is lost or doubled."""
        marker = os.path.join(self.folder, "died")
        run = ontotag.spark._Tag((), (), "text", ["id"], ["start", "text"], True)

        def dies_once(batches):
            for number, batch in enumerate(run(batches)):
                if number == 3 and not os.path.exists(marker):
                    open(marker, "w").close()
                    os.kill(os.getpid(), 9)
                yield batch

        df = self.notes([(i, f"{i} asthma and salbutamol") for i in range(2000)]).repartition(2)
        found = df.mapInArrow(dies_once, "id long, start long, text string").collect()
        self.assertTrue(os.path.exists(marker))
        self.assertEqual(sorted((row.id, row.text) for row in found), sorted((i, text) for i in range(2000) for text in ("asthma", "salbutamol")))

    def test_parquet_in_and_out(self):
        source, target = os.path.join(self.folder, "in"), os.path.join(self.folder, "out")
        texts = [None if i % 10 == 0 else f"case {i}: asthma, on salbutamol; CD34+ cells " * 5 for i in range(5000)]
        self.notes(list(enumerate(texts))).repartition(8).write.parquet(source)
        ontotag.spark.tag(self.spark.read.parquet(source), dictionary=None).write.parquet(target)
        found = self.spark.read.parquet(target)
        self.assertEqual(found.count(), len(ontotag.Tagger().tag_batch(texts)))
        self.assertEqual(found.select("id").distinct().count(), 4500)


if __name__ == "__main__":
    unittest.main()
