"""Whole terms to concepts."""

from . import _native
from ._dictionary import Dictionary
from ._document import _member, _Record
from ._words import words


class Candidate(_Record):
    """A meaning that a term may have: the members of `ontotag normalize -o jsonl`."""

    __slots__ = ()
    codes = _member("codes", (), "Codes of one meaning, best first; none where the concept is retired and nothing replaces it.")
    mappings = _member("mappings", (), "With a vocabulary: how the codes were reached that are not what was found.")
    name = _member("name", None, "Preferred name of the first code's concept.")
    score = _member("score", None, "How much of term and name is the same, 0 to 1.")
    type = _member("type", None, "disease, drug or marker, or another of ontotag.TYPES.")
    matched = _member("matched", None, "The dictionary's name that matched.")
    scope = _member("scope", None, "How that name stands to its concept.")
    source = _member("source", None, "The source that the name came from.")
    release = _member("release", None, "Its version.")
    by = _member("by", (), "What lies between the term and the name.")
    abbreviation = _member("abbreviation", None, "The places of the term that define a short form.")
    tied = _member("tied", 0, "Other meanings that score the same, also those that are left out.")
    retired = _member("retired", None, "Of a retired concept: code, standing, and what takes its place.")

    @property
    def code(self):
        """The first code."""
        return self.codes[0] if self.codes else None

    def __repr__(self):
        return f"<Candidate {self.score:.3f} {'|'.join(self.codes)} {self.name}>"


class Normalizer:
    """Gives whole terms their concepts.

    dictionary, types, vocabulary, no_starter, no_curation    as for Tagger
    top          at most so many candidates a term
    best         the best candidate alone
    min_score    no candidate with a lower score
    without      ways of matching that are not used
    """

    __slots__ = ("dictionary", "_arguments", "_native", "__weakref__")

    def __init__(self, *dictionary, top=10, best=False, min_score=0.5, types=None, vocabulary=None, without=None, no_starter=False,
                 no_curation=False):
        if len(dictionary) == 1 and isinstance(dictionary[0], Dictionary):
            self.dictionary = dictionary[0]
        else:
            self.dictionary = Dictionary(*dictionary, no_starter=no_starter, no_curation=no_curation)
        top = 1 if best else top
        if not isinstance(top, int) or not 1 <= top <= 1000000:
            raise ValueError(f"no number of candidates from 1: {top!r}")
        if not 0 <= min_score <= 1:
            raise ValueError(f"no score from 0 to 1: {min_score!r}")
        self._arguments = {"top": top, "min_score": min_score, "types": words(types, "types"),
                           "vocabulary": words(vocabulary, "vocabulary"), "without": words(without, "without")}
        self._native = _native.Normalizer(self.dictionary._native, **self._arguments)

    def __reduce__(self):
        return _open_normalizer, (self.dictionary._arguments, self._arguments)

    def normalize(self, term):
        """The candidates for a term, best first."""
        return [Candidate(members) for members in self._native.find(term)]

    __call__ = normalize

    def map(self, terms):
        """The best candidate for each term, None where nothing is like it; for a column: `column.map` needs no more than a function,
        but this one looks up each distinct term once."""
        known = {}
        result = []
        for term in terms:
            if not isinstance(term, str):
                result.append(None)
                continue
            if term not in known:
                found = self._native.find(term)
                known[term] = Candidate(found[0]) if found else None
            result.append(known[term])
        return result


def _open_normalizer(dictionary, options):
    paths, no_starter, no_curation = dictionary
    return Normalizer(*paths, no_starter=no_starter, no_curation=no_curation, **options)


_latest = None


def normalize(term, *dictionary, **options):
    """The candidates for a term, best first; options are those of Normalizer. The normalizer is kept for the next call with the same."""
    global _latest
    key = dictionary, tuple(sorted((name, value if isinstance(value, (str, int, float, type(None))) else tuple(value))
                                   for name, value in options.items()))
    latest = _latest
    if latest is None or latest[0] != key:
        latest = _latest = key, Normalizer(*dictionary, **options)
    return latest[1].normalize(term)
