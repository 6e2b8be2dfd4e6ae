"""Tags of text files to Parquet, or to an Arrow file, in the columns of the package: memory is bounded by a thousand texts.

    python examples/python/to_parquet.py OUT.parquet|OUT.arrow FILE...

Every line of a FILE is a document; its id is the file's name and the number of the line.
"""
import itertools
import os
import sys

import ontotag


def lines_of(paths):
    for path in paths:
        with open(path, encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                yield f"{os.path.basename(path)}:{number}", line.rstrip("\n")


def tables(paths, tagger, at_once=1000):
    """A table of mentions for every `at_once` lines; `document` counts from the first line of all."""
    import pyarrow
    import pyarrow.compute

    lines, before = lines_of(paths), 0
    while chunk := list(itertools.islice(lines, at_once)):
        ids, texts = zip(*chunk)
        table = pyarrow.table(tagger.tag_batch(list(texts), ids=list(ids)))
        at = table.schema.get_field_index("document")
        yield table.set_column(at, table.schema.field(at), pyarrow.compute.add(table["document"], before))
        before += len(texts)


def write(path, paths, dictionary=()):
    """Writes the file whole or not at all; gives the number of mentions."""
    import pyarrow
    import pyarrow.parquet

    mentions, part = 0, path + ".part"
    parts = tables(paths, ontotag.Tagger(*dictionary))
    first = next(parts, None)
    if first is None:
        first = pyarrow.table(ontotag.Tagger(*dictionary).tag_batch([], ids=[]))
    writer = pyarrow.ipc.new_file(part, first.schema) if path.endswith(".arrow") else pyarrow.parquet.ParquetWriter(part, first.schema)
    with writer:
        for table in itertools.chain([first], parts):
            writer.write_table(table)
            mentions += table.num_rows
    os.replace(part, path)
    return mentions


if __name__ == "__main__":
    print(write(sys.argv[1], sys.argv[2:]), "mentions")
