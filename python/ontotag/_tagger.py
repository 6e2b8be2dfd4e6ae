"""The tagger."""

import os

from . import _native
from ._dictionary import Dictionary
from ._document import Document
from ._table import Batch
from ._words import words


_PARTS = ("context", "values", "sections")


def _cores():
    return len(os.sched_getaffinity(0))


def _is_code(word):
    return ":" in word


def _codes(dictionary, codes, of):
    numbers = []
    for code in codes:
        if not _is_code(code):
            raise ValueError(f"no code in {of}: {code!r}")
        number = dictionary._find(code)
        if number is None:
            raise ValueError(f"no concept {code!r} in the dictionary")
        numbers.append(number)
    return numbers


def _carried(format, rest):
    """The members or columns that a document had when it was read."""
    if format == "jsonl" and len(rest) == 1:
        import json

        members = json.loads(rest[0])
    elif format == "tsv" and len(rest) == 2:
        members = dict(zip(rest[0].split("\t"), rest[1].split("\t")))
        members.pop("", None)
    else:
        return None
    return {name: value for name, value in members.items() if name not in ("mentions", "abbreviations", "offers", "ambiguous", "candidates", "dropped")}


class Tagger:
    """Tags texts.

    dictionary      names or files, layered over the embedded starter; see Dictionary. A Dictionary will do as well
    types           only these of ontotag.TYPES, or "all" (default: disease, drug, marker)
    vocabulary      only codes of these vocabularies, in this order, and mentions that have one
    within          only what is one of these concepts or under one
    without         leave out what is under a concept ("MONDO:0004992"), do not use a way of matching ("plural"), or do not look for a part
                    of the context ("context", "values", "sections")
    only            only mentions of which no more is said than these: present, absent, possible, hypothetical, historical, family, other, allergy, stopped, not_given
    context_cues    find context by the rows of this file
    roll_up         count mentions under the ancestor of this level (0: the top) or the nearest of these concepts
    abbreviations   which short forms count that the text does not define: defined, likely, all
    overlap         where matches overlap: longest, all, nested, one-per-type
    keep_generic    tag names that say no more than their kind, too: disease, syndrome
    offer_retired   tell of names of retired concepts that nothing certain has replaced, too
    offer_ambiguous tell of short forms that nothing decides about, too: Document.ambiguous
    other_species   tag genes of other organisms, too; Mention.species tells which. They lack the code of the human gene
    judge           judge places by the weights of this file
    no_judge        let rules decide, and the longest of overlapping names stay; no_curation implies it
    profile         annotate as one corpus does: bc5cdr, ncbi, craft, raredis, ddi, nlm-gene, gnormplus; None: as is best for unseen text
    threshold       the least score of a mention (0: as likely as not); higher is more precise
    min_confidence  the least confidence of a mention, from 0 to 1; one of which it is not known stays
    candidates      give every place that was considered, with the features and weights that decided: Document.candidates
    explain         give for each mention what decided: Mention.judge
    explain_dropped give what a name fits and is no mention, and why not: Document.dropped
    no_starter, no_curation    see Dictionary
    offsets         what offsets count: codepoints (characters of str), bytes, utf16

    Any number of threads may use one at the same time. It pickles as its arguments and opens the dictionary where it arrives.
    """

    __slots__ = ("dictionary", "_arguments", "_native", "__weakref__")

    def __init__(self, *dictionary, types=None, vocabulary=None, within=None, without=None, only=None, roll_up=None, overlap="longest",
                 keep_generic=False, offer_retired=False, offer_ambiguous=False, other_species=False, no_starter=False, no_curation=False,
                 offsets="codepoints",
                 context_cues=None, abbreviations="likely", judge=None, no_judge=False, profile=None, threshold=0, min_confidence=0,
                 candidates=False, explain=False, explain_dropped=False):
        if len(dictionary) == 1 and isinstance(dictionary[0], Dictionary):
            self.dictionary = dictionary[0]
            if no_starter or no_curation:
                raise ValueError("no_starter and no_curation go with the Dictionary")
        else:
            self.dictionary = Dictionary(*dictionary, no_starter=no_starter, no_curation=no_curation)
        if no_judge and (judge is not None or profile is not None):
            raise ValueError("judge and profile do not go with no_judge")
        without = words(without, "without")
        options = {
            "types": words(types, "types"), "vocabulary": words(vocabulary, "vocabulary"), "within": words(within, "within"),
            "without": without, "only": words(only, "only"), "roll_up": roll_up if isinstance(roll_up, int) else words(roll_up, "roll_up"),
            "overlap": overlap, "keep_generic": bool(keep_generic), "offer_retired": bool(offer_retired),
            "offer_ambiguous": bool(offer_ambiguous), "other_species": bool(other_species), "offsets": offsets,
            "context_cues": None if context_cues is None else os.fspath(context_cues), "abbreviations": abbreviations,
            "judge": None if judge is None else os.fspath(judge), "no_judge": bool(no_judge), "profile": profile, "threshold": float(threshold),
            "min_confidence": float(min_confidence), "candidates": bool(candidates), "explain": bool(explain),
            "explain_dropped": bool(explain_dropped),
        }
        self._arguments = options
        self._native = self._open(options)

    def _open(self, options):
        roll_up, without = options["roll_up"], options["without"]
        level = -1
        if isinstance(roll_up, int):
            if isinstance(roll_up, bool) or not 0 <= roll_up <= 1000:
                raise ValueError(f"no level from 0 to 1000: {roll_up!r}")
            level, roll_up = roll_up, ()
        find = self.dictionary
        uncurated = find._arguments[2]
        if uncurated and (options["judge"] or options["profile"]):
            raise ValueError("judge and profile do not go with no_curation, which implies no_judge")
        return _native.Tagger(
            find._native, options["types"], options["vocabulary"], _codes(find, options["within"], "within"),
            _codes(find, [word for word in without if _is_code(word)], "without"), [word for word in without if not _is_code(word) and word not in _PARTS],
            [word for word in without if word in _PARTS], _codes(find, roll_up, "roll_up"), options["only"], options["overlap"], options["offsets"], level, options["keep_generic"],
            options["offer_retired"], options["offer_ambiguous"], options["other_species"], options["context_cues"], options["abbreviations"], options["judge"],
            options["no_judge"] or uncurated, options["profile"], options["threshold"], options["min_confidence"],
            options["candidates"], options["explain"], options["explain_dropped"])

    def __reduce__(self):
        return _open_tagger, (self.dictionary._arguments, self._arguments)

    def __repr__(self):
        paths, no_starter, no_curation = self.dictionary._arguments
        defaults = {"overlap": "longest", "abbreviations": "likely", "offsets": "codepoints", "roll_up": ()}
        given = [repr(path) for path in paths]
        given += ["no_starter=True"] * no_starter + ["no_curation=True"] * no_curation
        given += [f"{name}={list(value) if isinstance(value, tuple) else value!r}" for name, value in self._arguments.items()
                  if value != defaults.get(name, False) and value not in ((), None)]
        return f"Tagger({', '.join(given)})"

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        """Frees what it holds; it cannot tag any more. A tagger that nobody has is freed without."""
        self._native.close()

    @property
    def closed(self):
        return self._native.closed

    def tag(self, text, id="text"):
        """Tags one text; gives a Document."""
        tags = self._native.tag(text)
        return Document(id, text, tags)

    __call__ = tag

    def tag_batch(self, texts, ids=None, threads=0):
        """Tags many texts at once; gives a Batch: a row a mention, in Arrow's columns.

        texts      an iterable of str and None, or anything with Arrow's PyCapsule interface: a column of pyarrow, polars, pandas, DuckDB
        ids        likewise, of str or integers: a name for each text
        threads    0: one a core that the process may use
        """
        threads = _cores() if threads == 0 else threads
        return Batch(self._native.tag_batch(texts, ids, threads))

    def tag_files(self, *paths, format=None, lines=False, id_field=None, text_field=None, no_header=False, encoding=None, strict=False):
        """Tags the documents of files, one by one, as they are iterated over.

        format                  how to read: text, pubtator, bioc-xml, bioc-json, jsonl, tsv, brat, ...; None: told from the content
        lines                   every line of a text is a document
        id_field, text_field    of JSON lines and tsv: the member or column that names a document, and that is its text
        no_header               the first line of a tsv is a document already
        encoding                of the files, by a name of iconv; None: UTF-8, or told from the bytes, with a UserWarning
        strict                  stop at the first document that cannot be read, instead of passing it over with a warning
        """
        for path in paths:
            reader = _native.Reader(path, format, lines, id_field, text_field, no_header, encoding)
            while True:
                try:
                    read = reader.next(self._native)
                except _native.Error as error:
                    if strict:
                        raise
                    import warnings

                    warnings.warn(str(error), RuntimeWarning, stacklevel=2)
                    continue
                if read is None:
                    break
                id, text, source, kind, rest, tags = read
                yield Document(id, text, tags, _carried(kind, rest), source)

    def format(self, text, output="terminal", id="text", json=False, colour=False, width=0):
        """A text and its tags in one of the command's output formats: terminal, jsonl, tsv, brat, bioc-xml, html, ..."""
        if "\0" in id:
            raise ValueError("an id with a NUL in it")
        return self._native.format(text, id, output, colour=colour, width=width, json=json)


def _open_tagger(dictionary, options):
    paths, no_starter, no_curation = dictionary
    return Tagger(*paths, no_starter=no_starter, no_curation=no_curation, **options)
