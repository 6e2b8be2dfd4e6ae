"""Tags DataFrames of Spark: docs/SPARK.md.

    mentions = ontotag.spark.tag(spark.read.parquet("notes"), text="text", id="id", dictionary="full.otx")

Each Python worker opens one tagger, and keeps it from task to task. Batches of Arrow go in and out; no string is made an object.
"""

import os

from ._tagger import Tagger

__all__ = ["schema", "ship", "tag", "udf"]

# The taggers of this worker, by their arguments. A process of Spark that is forked from the daemon begins with none.
_taggers = {}


def _where(name):
    """The file of a dictionary on this machine: one that was shipped, or what the name says."""
    from pyspark import SparkFiles

    try:
        shipped = SparkFiles.get(os.path.basename(name))
    except Exception:  # no root directory: this is no worker, or one without files
        return name
    return shipped if os.path.exists(shipped) else name


def _tagger(dictionaries, options):
    key = dictionaries, options
    tagger = _taggers.get(key)
    if tagger is None:
        tagger = _taggers[key] = Tagger(*map(_where, dictionaries), **dict(options))
    return tagger


def _arguments(dictionary, options):
    """What a tagger is made from, as something that can be a key."""
    if dictionary is None:
        dictionary = ()
    elif isinstance(dictionary, (str, os.PathLike)):
        dictionary = (dictionary,)
    options = {name: tuple(value) if isinstance(value, (list, tuple)) else value for name, value in options.items()}
    return tuple(os.fspath(path) for path in dictionary), tuple(sorted(options.items()))


def _chosen(columns):
    """The fields of a mention, as Arrow has them, without the document's number and id."""
    import pyarrow

    fields = {field.name: field for field in pyarrow.schema(Tagger().tag_batch([])) if field.name not in ("document", "id")}
    if columns is None:
        return list(fields.values())
    for name in columns:
        if name not in fields:
            raise ValueError(f"no column {name!r} of a mention ({', '.join(fields)})")
    return [fields[name] for name in columns]


def schema(columns=None):
    """The columns of a mention, as a StructType of Spark."""
    import pyarrow
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(pyarrow.schema(_chosen(columns)))


class _Tag:
    """What runs in a worker: batches of documents in, batches of mentions or of documents out."""

    def __init__(self, dictionaries, options, text, keep, columns, explode):
        self.dictionaries, self.options = dictionaries, options
        self.text, self.keep, self.columns, self.explode = text, keep, columns, explode

    def __call__(self, batches):
        tagger = _tagger(self.dictionaries, self.options)
        for batch in batches:
            yield from (self.exploded if self.explode else self.nested)(tagger, batch)

    def exploded(self, tagger, batch):
        import pyarrow

        found = pyarrow.RecordBatchReader.from_stream(tagger.tag_batch(batch.column(self.text), threads=1))
        for rows in found:
            kept = [batch.column(name).take(rows.column("document")) for name in self.keep]
            yield pyarrow.RecordBatch.from_arrays(kept + [rows.column(name) for name in self.columns], names=self.keep + self.columns)

    def nested(self, tagger, batch):
        import pyarrow

        mentions = _lists(tagger, batch.column(self.text), self.columns)
        kept = [batch.column(name) for name in self.keep]
        yield pyarrow.RecordBatch.from_arrays(kept + [mentions], names=self.keep + ["mentions"])


def _lists(tagger, texts, columns):
    """The mentions of each text, as a list of structs: an array as long as the texts."""
    import pyarrow
    import pyarrow.compute

    rows = tagger.tag_batch(texts, threads=1).to_arrow().combine_chunks()
    counts = pyarrow.compute.value_counts(rows.column("document"))
    of_document = [0] * (len(texts) + 1)
    for document, count in zip(counts.field(0).to_pylist(), counts.field(1).to_pylist()):
        of_document[document + 1] = count
    for i in range(len(texts)):
        of_document[i + 1] += of_document[i]
    parts = [_flat(rows.column(name)) for name in columns]
    structs = pyarrow.StructArray.from_arrays(parts, names=columns)
    return pyarrow.ListArray.from_arrays(pyarrow.array(of_document, pyarrow.int32()), structs)


def _flat(column):
    import pyarrow

    chunks = column.chunks
    return chunks[0] if len(chunks) == 1 else pyarrow.concat_arrays(chunks) if chunks else pyarrow.array([], column.type)


def ship(spark, dictionary):
    """Sends the file of a dictionary to all workers, which find it by its name; gives that name. For SparkContext and Spark Connect."""
    from ._native import dictionary_path

    path = os.path.abspath(dictionary_path(os.fspath(dictionary)))
    context = getattr(spark, "sparkContext", None) if not type(spark).__module__.startswith("pyspark.sql.connect") else None
    if context is not None:
        context.addFile(path)
    else:
        spark.addArtifact(path, file=True)
    return os.path.basename(path)


def tag(df, text="text", id="id", dictionary="full", explode=True, columns=None, **options):
    """A DataFrame of documents in, one of their mentions out.

    text          the column of texts; null: no mentions
    id            the column, or a list of columns, that are kept beside each mention; None: none
    dictionary    a file that is at that path on every worker, the name of one that `ship` has sent or that is installed there, or
                  a list of these; None: the embedded starter
    explode       True: a row a mention. False: a row a document, with a column `mentions`, an array of structs
    columns       only these columns of a mention, in this order
    options       those of Tagger
    """
    from pyspark.sql.types import ArrayType, StructField, StructType

    keep = [id] if isinstance(id, str) else list(id or [])
    for name in [text, *keep]:
        if name not in df.columns:
            raise ValueError(f"the DataFrame has no column {name!r} ({', '.join(df.columns)})")
    if df.schema[text].dataType.typeName() not in ("string", "varchar", "char"):
        raise TypeError(f"the column {text!r} is of {df.schema[text].dataType.simpleString()}, not of strings")
    mention = schema(columns)
    names = [field.name for field in mention]
    clash = [name for name in keep if name in (names if explode else ["mentions"])]
    if clash:
        raise ValueError(f"a column {clash[0]!r} is kept, and a mention has one, too: rename it, or choose columns")
    kept = [StructField(name, df.schema[name].dataType, True) for name in keep]
    result = StructType(kept + (list(mention) if explode else [StructField("mentions", ArrayType(mention, True), True)]))
    Tagger(**{**options, "within": None, "without": None, "roll_up": None})  # a misspelt option fails here, not on a worker
    run = _Tag(*_arguments(dictionary, options), text, keep, names, explode)
    return df.select(*dict.fromkeys([text, *keep])).mapInArrow(run, result)


def udf(dictionary="full", columns=("start", "end", "text", "type", "codes", "name"), **options):
    """A function for columns and for SQL that gives the mentions of a text as an array of structs.

    spark.udf.register("mentions_of", ontotag.spark.udf())
    spark.sql("SELECT id, m.name FROM notes LATERAL VIEW explode(mentions_of(text)) AS m")
    """
    from pyspark.sql import functions
    from pyspark.sql.types import ArrayType

    names = list(columns)
    kind = ArrayType(schema(columns))
    given = _arguments(dictionary, options)
    if hasattr(functions, "arrow_udf"):
        import pyarrow

        def of_column(texts: pyarrow.Array) -> pyarrow.Array:
            return _lists(_tagger(*given), texts, names)

        return functions.arrow_udf(of_column, kind)
    return functions.udf(_OfText(given, names), kind)


class _OfText:
    """The mentions of one text, where Spark has no functions over Arrow's arrays yet."""

    def __init__(self, given, names):
        self.given, self.names = given, names

    def __call__(self, text):
        if text is None:
            return []
        rows = _tagger(*self.given).tag_batch([text], threads=1).to_arrow().select(self.names).to_pylist()
        return [tuple(row[name] for name in self.names) for row in rows]
