"""A component for spaCy: nlp.add_pipe("ontotag", config={...}).

Mentions become spans with a label (the type), `kb_id_` (the first code), and, under `span._`, `codes`, `ontotag` (its members, as Mention.to_dict gives them) and what the
text says of it: `is_negated`, `is_uncertain`, `is_historical`, `is_hypothetical`, `is_family`, named as medspaCy names them.
"""

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from ._native import types as _types
from ._tagger import Tagger

_CONTEXT = ("is_negated", "is_uncertain", "is_historical", "is_hypothetical", "is_family")
_OPTIONS = ("types", "vocabulary", "within", "without", "only", "roll_up", "overlap", "keep_generic", "offer_retired", "offer_ambiguous", "other_species", "no_starter", "no_curation",
            "context_cues", "abbreviations", "judge", "no_judge", "profile", "threshold", "min_confidence", "explain")


def _extend():
    """The attributes under `span._`. What medspaCy or somebody else has set already stays."""
    if not Span.has_extension("codes"):
        Span.set_extension("codes", default=[])
    if not Span.has_extension("ontotag"):
        Span.set_extension("ontotag", default=None)
    for name in _CONTEXT:
        if not Span.has_extension(name):
            Span.set_extension(name, default=False)


class Ontotag:
    """Sets doc.ents, or, with a spans_key, doc.spans[spans_key], whose spans may overlap."""

    def __init__(self, nlp=None, name="ontotag", *, dictionary=(), spans_key=None, overwrite_ents=False, alignment_mode="expand",
                 labels=None, **options):
        if alignment_mode not in ("strict", "contract", "expand"):
            raise ValueError(f"no alignment_mode {alignment_mode!r} (strict, contract, expand)")
        dictionary = (dictionary,) if isinstance(dictionary, (str, Path)) else tuple(dictionary)
        self.name = name
        self.config = {"dictionary": [str(path) for path in dictionary], "spans_key": spans_key, "overwrite_ents": overwrite_ents,
                       "alignment_mode": alignment_mode, "labels": labels, **options}
        self._open()

    def _open(self):
        config = self.config
        self.tagger = Tagger(*config["dictionary"], **{name: config[name] for name in _OPTIONS if config.get(name) is not None})
        _extend()

    @property
    def labels(self):
        types = self.config.get("types") or [word for word, (_, _, default) in _types.items() if default]
        types = types.split(",") if isinstance(types, str) else types
        types = tuple(_types) if "all" in types else types
        return tuple((self.config["labels"] or {}).get(type, type) for type in types)

    def __call__(self, doc):
        spans = [span for span in map(self._span_maker(doc), self.tagger.tag(doc.text)) if span is not None]
        key = self.config["spans_key"]
        if key:
            doc.spans[key] = spans
        else:
            self._set_ents(doc, spans)
        return doc

    def _span_maker(self, doc):
        labels, mode = self.config["labels"] or {}, self.config["alignment_mode"]

        def make(mention):
            label = labels.get(mention.type, mention.type)
            span = doc.char_span(mention.start, mention.end, label=label, kb_id=mention.code, alignment_mode=mode)
            if span is not None:
                span._.codes = list(mention.codes)
                span._.ontotag = mention.to_dict()
                for name in _CONTEXT:
                    if getattr(mention, name):
                        span._.set(name, True)
            return span

        return make

    def _set_ents(self, doc, spans):
        """As EntityRuler: what is there stays, unless overwrite_ents is set; of what overlaps the longest, then the first."""
        spans = filter_spans(spans)
        taken = {token.i for span in spans for token in span}
        if self.config["overwrite_ents"]:
            others = [ent for ent in doc.ents if not taken.intersection(range(ent.start, ent.end))]
        else:
            others = list(doc.ents)
            there = {token.i for ent in others for token in ent}
            spans = [span for span in spans if not there.intersection(range(span.start, span.end))]
        doc.ents = others + spans

    # ---- serialization: the arguments; the dictionary is opened again where it is loaded ----

    def to_bytes(self, **_):
        import srsly

        return srsly.msgpack_dumps(self.config)

    def from_bytes(self, data, **_):
        import srsly

        self.config = srsly.msgpack_loads(data)
        self._open()
        return self

    def to_disk(self, path, **_):
        import srsly

        path = Path(path)
        path.mkdir(parents=True, exist_ok=True)
        srsly.write_json(path / "config.json", self.config)

    def from_disk(self, path, **_):
        import srsly

        self.config = srsly.read_json(Path(path) / "config.json")
        self._open()
        return self


@Language.factory(
    "ontotag",
    default_config={
        "dictionary": [], "spans_key": None, "overwrite_ents": False, "alignment_mode": "expand", "labels": None, "types": None,
        "vocabulary": None, "within": None, "without": None, "only": None, "context_cues": None, "roll_up": None, "overlap": None, "keep_generic": False,
        "offer_retired": False, "offer_ambiguous": False, "other_species": False, "no_starter": False, "no_curation": False, "abbreviations": "likely",
        "judge": None, "no_judge": False, "profile": None, "threshold": 0.0, "min_confidence": 0.0, "explain": False,
    },
    assigns=["doc.ents", "doc.spans", "span._.codes", "span._.ontotag"],
)
def make(nlp, name, dictionary, spans_key, overwrite_ents, alignment_mode, labels, types, vocabulary, within, without, only, roll_up, overlap,
         keep_generic, offer_retired, offer_ambiguous, other_species, no_starter, no_curation, context_cues, abbreviations, judge, no_judge, profile, threshold, min_confidence, explain):
    return Ontotag(nlp, name, dictionary=dictionary, spans_key=spans_key, overwrite_ents=overwrite_ents, alignment_mode=alignment_mode,
                   labels=labels, types=types, vocabulary=vocabulary, within=within, without=without, only=only, roll_up=roll_up, overlap=overlap,
                   keep_generic=keep_generic, offer_retired=offer_retired, offer_ambiguous=offer_ambiguous, other_species=other_species, no_starter=no_starter, no_curation=no_curation,
                   context_cues=context_cues, abbreviations=abbreviations, judge=judge, no_judge=no_judge, profile=profile,
                   threshold=threshold, min_confidence=min_confidence, explain=explain)
