"""The mentions of many texts as a table."""


class Batch:
    """A row a mention, in Arrow's columns (docs/PYTHON.md has the schema).

    Whatever speaks Arrow's PyCapsule interface reads it as it is and without a copy: pyarrow.table(batch), polars.DataFrame(batch),
    duckdb.sql("FROM batch").
    """

    __slots__ = ("_table",)

    def __init__(self, table):
        self._table = table

    def __len__(self):
        return len(self._table)

    def __bool__(self):
        return True

    @property
    def documents(self):
        """How many texts were tagged."""
        return self._table.documents

    def __arrow_c_stream__(self, requested_schema=None):
        return self._table.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self):
        return self._table.__arrow_c_schema__()

    def to_arrow(self):
        """A pyarrow.Table."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self, **options):
        """A pandas.DataFrame; options are those of pyarrow.Table.to_pandas."""
        return self.to_arrow().to_pandas(**options)

    def to_polars(self):
        """A polars.DataFrame."""
        import polars

        return polars.DataFrame(self)

    def __repr__(self):
        return f"<Batch of {len(self)} mentions in {self.documents} texts>"

    def _repr_html_(self):
        try:
            return self.to_arrow().slice(0, 20).to_pandas()._repr_html_()
        except ImportError:
            return None
