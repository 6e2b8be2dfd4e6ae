"""Finds the diseases, drugs and markers of a text and gives each its codes.

    >>> import ontotag
    >>> doc = ontotag.Tagger().tag("No evidence of DIC; on salbutamol.")
    >>> [(m.start, m.end, m.text, m.type, m.codes[0]) for m in doc]
    [(15, 18, 'DIC', 'disease', 'MONDO:0000597'), (23, 33, 'salbutamol', 'drug', 'MESH:D000420')]

`Tagger` tags texts, `Dictionary` tells of concepts, `Normalizer` and `normalize` give whole terms their concepts, `fetch` makes the
full dictionary. `ontotag.spacy` is a component for spaCy and `ontotag.spark` tags DataFrames of Spark; neither is imported here.
docs/PYTHON.md tells the rest.
"""

from ._command import fetch, main, program, run
from ._dictionary import Concept, Dictionary
from ._document import Abbreviation, Ambiguity, Document, Dropped, Mention, Offer, Place, Sense
from ._native import Error
from ._native import types as _types
from ._native import version as __version__
from ._normalizer import Candidate, Normalizer, normalize
from ._table import Batch
from ._tagger import Tagger

#: The types of concepts and their captions: {"disease": "Diseases", ...}.
TYPES = {word: caption for word, (caption, _, _) in _types.items()}

__all__ = [
    "Abbreviation", "Ambiguity", "Batch", "Candidate", "Concept", "Dictionary", "Document", "Dropped", "Error", "Mention", "Normalizer", "Offer", "Place",
    "Sense", "TYPES", "Tagger", "fetch", "main", "normalize", "program", "run",
]
