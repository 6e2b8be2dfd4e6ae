"""Dictionaries, shared by all that use them in a process, and their concepts."""

import os
import weakref
from _thread import allocate_lock

from . import _native
from ._words import words

# What is loaded, by what it was loaded from. The same files give the same dictionary, as long as somebody has it.
_loaded = weakref.WeakValueDictionary()
_loading = {}
_lock = allocate_lock()


def _after_fork():
    """No other thread lives in a child: what they were loading is not being loaded."""
    global _lock
    _lock = allocate_lock()
    _loading.clear()


os.register_at_fork(after_in_child=_after_fork)


def _identity(given):
    """What tells the file that a dictionary is from: another one under its name is another dictionary."""
    path = os.path.abspath(_native.dictionary_path(given))
    try:
        status = os.stat(path)
    except OSError:
        return path  # the loader says what is wrong
    return path, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


class _Shared:
    """A native dictionary, and what is made of it once."""

    __slots__ = ("native", "__weakref__")

    def __init__(self, paths, no_starter, no_curation):
        self.native = _native.Dictionary(paths, no_starter, no_curation)


def _load(paths, no_starter, no_curation):
    key = tuple(_identity(path) for path in paths), no_starter, no_curation
    with _lock:
        shared = _loaded.get(key)
        if shared:
            return shared
        turn = _loading.setdefault(key, allocate_lock())
    with turn:  # one thread loads, the others wait for it and no longer
        shared = _loaded.get(key)
        if shared is None:
            try:
                shared = _Shared(paths, no_starter, no_curation)
                _loaded[key] = shared
            finally:
                with _lock:
                    _loading.pop(key, None)
    return shared


class Dictionary:
    """Concepts and their names.

    Each dictionary is a file of rows, a compiled image or the name of an installed one such as "full"; several are layered, over the
    embedded starter and under the embedded curation. Loading the same again gives the same memory; an image is mapped and is shared
    with other processes, too.
    """

    __slots__ = ("_shared", "_arguments")

    def __init__(self, *dictionaries, no_starter=False, no_curation=False):
        paths = tuple(os.fspath(one) for one in dictionaries)
        for path in paths:
            if not isinstance(path, str):
                raise TypeError(f"a dictionary must be str or a path of str, not {type(path).__name__}")
            if "\0" in path:
                raise ValueError("a dictionary's path with a NUL in it")
        self._arguments = paths, bool(no_starter), bool(no_curation)
        self._shared = _load(*self._arguments)

    @property
    def _native(self):
        return self._shared.native

    def __reduce__(self):
        return _open_dictionary, self._arguments

    def __repr__(self):
        paths, no_starter, no_curation = self._arguments
        given = [repr(path) for path in paths]
        given += ["no_starter=True"] * no_starter + ["no_curation=True"] * no_curation
        return f"Dictionary({', '.join(given)})"

    def __len__(self):
        return self._native.info()["concepts"]

    def __iter__(self):
        return (Concept(self, number) for number in range(len(self)))

    def _find(self, code):
        if not isinstance(code, str):
            raise TypeError(f"a code must be str, not {type(code).__name__}")
        return self._native.find(code) if "\0" not in code and code.isprintable() else None

    def __contains__(self, code):
        return self._find(code) is not None

    def __getitem__(self, code):
        number = self._find(code)
        if number is None:
            raise KeyError(code)
        return Concept(self, number)

    def get(self, code, default=None):
        """The concept with a code, also one of another vocabulary that is mapped exactly; `default` where there is none."""
        number = self._find(code)
        return default if number is None else Concept(self, number)

    @property
    def info(self):
        """How many concepts, names, meanings, words it holds, and how many bytes it takes."""
        return self._native.info()

    @property
    def sources(self):
        """Its sources: id, title, version, licence, and how many concepts and names are theirs."""
        return self._native.sources()


def _open_dictionary(paths, no_starter, no_curation):
    return Dictionary(*paths, no_starter=no_starter, no_curation=no_curation)


class Concept:
    """A concept of a dictionary."""

    __slots__ = ("dictionary", "_number", "code", "name", "type", "types", "source", "standing")

    def __init__(self, dictionary, number):
        self.dictionary = dictionary
        self._number = number
        self.code, self.name, self.types, self.source, self.standing = dictionary._native.concept(number)
        self.types = tuple(self.types)
        self.type = self.types[0]

    def __repr__(self):
        return f"<Concept {self.code} {self.name}>"

    def __eq__(self, other):
        if not isinstance(other, Concept):
            return NotImplemented
        return self._number == other._number and self.dictionary._shared is other.dictionary._shared

    def __hash__(self):
        return hash((self.code, self._number))

    def _concepts(self, numbers):
        return [Concept(self.dictionary, number) for number in numbers]

    @property
    def names(self):
        """All of its names, best scope first, as (name, scope, source)."""
        return [name[:3] for name in self.dictionary._native.names(self._number)]

    @property
    def parents(self):
        """One step up, in the trees of all sources."""
        return self._concepts(self.dictionary._native.parents(self._number))

    @property
    def children(self):
        """One step down."""
        return self._concepts(self.dictionary._native.children(self._number))

    @property
    def ancestors(self):
        """All the way up, nearest first."""
        return self._concepts(self.dictionary._native.ancestors(self._number))

    @property
    def descendants(self):
        """All the way down."""
        return self._concepts(self.dictionary._native.descendants(self._number))

    @property
    def same(self):
        """The concepts of its meaning, itself among them."""
        return self._concepts(self.dictionary._native.meaning(self._number))

    @property
    def level(self):
        """Steps to the nearest concept without parents."""
        return self.dictionary._native.level(self._number)

    @property
    def successors(self):
        """Of a retired concept: what replaced it, or what its source says to consider, as (code, name)."""
        return self.dictionary._native.successors(self._number)

    @property
    def xrefs(self):
        """Its cross-references as its sources give them: (code, predicate)."""
        return self.dictionary._native.xrefs(self._number)

    def links(self, vocabulary=None):
        """The codes of its meaning, and those that these are mapped to: (code, predicate, via)."""
        return self.dictionary._native.links(self._number, words(vocabulary, "vocabulary"))

    @property
    def codes(self):
        """The codes of the meaning itself, its own first."""
        return [code for code, predicate, _ in self.links() if predicate == "exact"]

    def is_under(self, other):
        """Whether it is a concept or its like, or under it; the other is given as a concept or as its code."""
        if isinstance(other, str):
            other = self.dictionary[other]
        if other.dictionary._shared is not self.dictionary._shared:
            raise ValueError("the two concepts are of different dictionaries")
        return self.dictionary._native.is_under(self._number, other._number)
