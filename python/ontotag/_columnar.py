"""`python -m ontotag tag -o parquet` and `-o arrow`: what the command finds, as a file of columns.

The command reads, tags and says what is wrong, with all its options, and writes JSON lines. Here they become the columns of a Batch
(docs/PYTHON.md), 64k rows at a time. A file (`-o tags.parquet`) has its name when it is whole.
"""

import os
import sys

from ._command import program

FORMATS = ("parquet", "arrow")
_ROWS = 1 << 16
_REFUSED = ("--output-dir", "--resume", "--database", "--brat-config", "--count")


def _meant(values):
    """The format and the file (or None) that the values of -o mean: a format, a file by its suffix, or both."""
    formats = [value for value in values if value in FORMATS]
    files = [value for value in values if value not in FORMATS]
    if len(formats) == 1 and len(files) < 2:
        return formats[0], *(files or [None])
    suffix = os.path.splitext(files[0])[1][1:] if len(files) == 1 else ""
    return (suffix, files[0]) if suffix in FORMATS and not formats else None


def wanted(arguments):
    """The columnar format that the arguments of the command ask for, the file or None, and the other arguments. None: none is asked for."""
    if not arguments or arguments[0] != "tag":
        return None
    rest, values, at = ["tag"], [], 1
    while at < len(arguments):
        word = arguments[at]
        at += 1
        if word == "--":
            rest += [word, *arguments[at:]]
            break
        if word in ("-o", "--output"):
            values += arguments[at:at + 1]
            at += 1
        elif word.startswith("--output="):
            values.append(word[len("--output="):])
        elif word.startswith("-o"):
            values.append(word[2:])
        else:
            rest.append(word)
    meant = _meant(values)
    return (*meant, rest) if meant else None


def _row(number, document, mention):
    context, abbreviation = mention.get("context", {}), mention.get("abbreviation")
    row = {"negated": False, "allergy": False, **context, **mention, "document": number, "id": str(document["id"])}
    if abbreviation is not None:
        row["long_form"] = document["abbreviations"][abbreviation]["long"]
    return row


class _Writer:
    """A file of columns, begun with the first rows. The last bytes make it whole, and only `end` writes them."""

    def __init__(self, format, sink):
        import pyarrow

        from ._tagger import Tagger

        self.schema = pyarrow.schema(Tagger().tag_batch([]))  # those of a batch, whatever they are
        self.pyarrow, self.format, self.sink, self.writer, self.rows = pyarrow, format, sink, None, []

    def _begin(self):
        if self.format == "parquet":
            import pyarrow.parquet

            return pyarrow.parquet.ParquetWriter(self.sink, self.schema, compression="zstd")
        return self.pyarrow.ipc.new_file(self.sink, self.schema)

    def add(self, row):
        self.rows.append(row)
        if len(self.rows) == _ROWS:
            self.flush()

    def flush(self):
        self.writer = self.writer or self._begin()
        if self.rows:
            self.writer.write_batch(self.pyarrow.RecordBatch.from_pylist(self.rows, schema=self.schema))
            self.rows = []

    def end(self):
        self.flush()
        self.writer.close()


def _copy(arguments, writer):
    """Runs the command and gives its rows to the writer. Gives the exit code, and whether there is something to write: 1 says that an
    input could not be read, which may have been all."""
    import json
    import subprocess

    with subprocess.Popen([program(), arguments[0], "-o", "jsonl", *arguments[1:]], stdout=subprocess.PIPE) as process:
        number = 0
        try:
            for line in process.stdout:
                document = json.loads(line)
                for mention in document["mentions"]:
                    writer.add(_row(number, document, mention))
                number += 1
        except BaseException:
            process.kill()
            raise
        code = process.wait()
        return code, code == 0 or (code == 1 and number > 0)


def _fail(message, code=2):
    print(f"ontotag tag: {message}", file=sys.stderr)
    return code


def run(format, path, arguments):
    """Tags, and writes the columns to a file, or to standard output (None). Gives the exit code."""
    import tempfile

    refused = [word for word in arguments if word.split("=")[0] in _REFUSED]
    if refused:
        return _fail(f"{refused[0]} does not go with -o {format}, which writes one file")
    if not path and sys.stdout.isatty():
        return _fail(f"-o {format} is no text; name a file: -o tags.{format}")
    try:
        import pyarrow
    except ImportError:
        return _fail(f"-o {format} needs pyarrow: pip install pyarrow")
    if not any(word.split("=")[0] == "--offsets" for word in arguments):
        arguments = [arguments[0], "--offsets", "codepoints", *arguments[1:]]
    try:
        sink = tempfile.NamedTemporaryFile(dir=os.path.dirname(path) or ".", prefix=os.path.basename(path) + ".", delete=False) if path else sys.stdout.buffer
    except OSError as error:
        return _fail(f"{path}: {error.strerror}", 1)
    try:
        writer = _Writer(format, sink)
        code, good = _copy(arguments, writer)
        if good:
            writer.end()
            sink.flush()
        if path and good:
            os.chmod(sink.name, 0o666 & ~_mask())
            os.replace(sink.name, path)
            path = None
    except (BrokenPipeError, pyarrow.ArrowInvalid, OSError) as error:
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _fail(f"cannot write: {error}", 1)
    finally:
        if path:
            sink.close()
            os.unlink(sink.name)
    return code if code >= 0 else 128 - code


def _mask():
    """The mask of new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
