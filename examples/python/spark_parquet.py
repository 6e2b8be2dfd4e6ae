"""Notes in Parquet to mentions in Parquet, with Spark.

    python examples/python/spark_parquet.py NOTES MENTIONS [DICTIONARY]

NOTES has the columns id and text. DICTIONARY is an image (ontotag compile), which is sent to the workers; without it they use the small
dictionary that the package carries.
"""
import sys

from pyspark.sql import SparkSession

import ontotag.spark


def run(spark, notes, mentions, dictionary=None):
    if dictionary:
        dictionary = ontotag.spark.ship(spark, dictionary)
    found = ontotag.spark.tag(spark.read.parquet(notes), text="text", id="id", dictionary=dictionary,
                              columns=["start", "end", "text", "type", "codes", "name", "negated"])
    found.write.mode("overwrite").parquet(mentions)


if __name__ == "__main__":
    session = SparkSession.builder.appName("ontotag").getOrCreate()
    run(session, *sys.argv[1:])
    session.read.parquet(sys.argv[2]).groupBy("name").count().orderBy("count", ascending=False).show(10, truncate=False)
    session.stop()
