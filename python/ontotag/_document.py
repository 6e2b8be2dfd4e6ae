"""What was found in a text. Each object is a view of the members of JSON lines (dictionaries/jsonl.schema.json)."""

from ._native import types as _types


def _member(name, otherwise, doc):
    def get(self):
        return self._members.get(name, otherwise)

    get.__name__ = name
    get.__doc__ = doc
    return property(get)


def _copy(value):
    """A deep copy of what JSON can hold."""
    if type(value) is dict:
        return {key: _copy(item) for key, item in value.items()}
    if type(value) is list:
        return [_copy(item) for item in value]
    return value


class _Record:
    __slots__ = ("_members",)

    def __init__(self, members):
        self._members = members

    def to_dict(self):
        """The JSON object. Members that say nothing are absent."""
        return _copy(self._members)

    def __eq__(self, other):
        return self._members == other._members if type(other) is type(self) else NotImplemented

    __hash__ = None

    def __reduce__(self):
        return type(self), (self._members,)


class Mention(_Record):
    """A place in a text and what it stands for."""

    __slots__ = ()
    start = _member("start", None, "Where it starts, in characters.")
    end = _member("end", None, "Where it ends: past its last character.")
    text = _member("text", "", "The text from start to end.")
    type = _member("type", None, "disease, drug or marker, or another of ontotag.TYPES.")
    codes = _member("codes", (), "Codes of one meaning, best first.")
    mappings = _member("mappings", (), "With a vocabulary: how the codes were reached that are not what was found.")
    name = _member("name", None, "Preferred name of the first code's concept.")
    matched = _member("matched", None, "The dictionary's name that matched.")
    scope = _member("scope", None, "How that name stands to its concept: preferred, exact, narrow, related, broad.")
    source = _member("source", None, "The source that the name came from.")
    release = _member("release", None, "Its version.")
    retired = _member("retired", None, "The code of the concept whose name matched, where others have replaced it.")
    rolled_up = _member("rolled_up", None, "The code of the ancestor that roll_up chose.")
    rolled_up_name = _member("rolled_up_name", None, "Its name.")
    by = _member("by", (), "What happened between the text and the name.")
    abbreviation = _member("abbreviation", None, "Which of the document's abbreviations led to the name.")
    sign = _member("sign", None, "The sign that follows a marker, as in CD3+.")
    spans = _member("spans", (), "The parts of a mention that is not in one piece.")
    context = _member("context", {}, "What the text says of it: negated, certainty, temporality, experiencer, cues.")
    section = _member("section", None, "The section that it stands in.")
    status = _member("status", None, "The result of a marker, or what became of a drug.")
    value = _member("value", None, "The number that was measured: number, unit, from, to, low, high, ...")
    allergy = _member("allergy", False, "A drug that the patient is said to be allergic to.")
    judge = _member("judge", None, "With explain: what decided: score, by, for, against.")
    species = _member("species", None, "Of a gene: the organism that the text says it is of, such as NCBITaxon:10090.")
    confidence = _member("confidence", None, "The probability that it is right; None where it is not known of its type.")
    status_by_range = _member("status_by_range", None, "high, low or normal, where a reference range stands beside the value.")

    @property
    def code(self):
        """The first code."""
        return self.codes[0] if self.codes else None

    @property
    def is_negated(self):
        return bool(self.context.get("negated"))

    @property
    def is_uncertain(self):
        return self.context.get("certainty") == "possible"

    @property
    def is_hypothetical(self):
        return self.context.get("certainty") == "hypothetical"

    @property
    def is_historical(self):
        return self.context.get("temporality") == "historical"

    @property
    def is_family(self):
        return self.context.get("experiencer") == "family"

    def __repr__(self):
        return f"<Mention {self.start}-{self.end} {self.text!r} {self.type} {'|'.join(self.codes)} {self.name}>"


class Abbreviation(_Record):
    """A short form that a text defines."""

    __slots__ = ()
    short = _member("short", "", "The short form.")
    long = _member("long", "", "What it stands for.")
    short_span = _member("short_span", None, "Where it stands.")
    long_span = _member("long_span", None, "Where that stands.")

    def __repr__(self):
        return f"<Abbreviation {self.short!r} for {self.long!r}>"


class Offer(_Record):
    """A place that a name of a retired concept fits which nothing certain has replaced. It is no mention."""

    __slots__ = ()
    start = _member("start", None, "Where it starts, in characters.")
    end = _member("end", None, "Where it ends.")
    text = _member("text", "", "The text from start to end.")
    type = _member("type", None, "disease, drug or marker, or another of ontotag.TYPES.")
    retired = _member("retired", None, "The code of the retired concept.")
    name = _member("name", None, "Its name.")
    consider = _member("consider", (), "What its source says to consider instead: code and name.")
    matched = _member("matched", None, "The name that matched.")
    scope = _member("scope", None, "How that name stands to its concept.")
    source = _member("source", None, "The source that the name came from.")
    release = _member("release", None, "Its version.")
    by = _member("by", (), "What happened between the text and the name.")

    def __repr__(self):
        return f"<Offer {self.start}-{self.end} {self.text!r} {self.retired} {self.name}>"


class Sense(_Record):
    """What an ambiguous short form may stand for."""

    __slots__ = ()
    type = _member("type", None, "disease, drug or marker.")
    codes = _member("codes", (), "Codes of one meaning, best first.")
    name = _member("name", None, "Preferred name of the first code's concept.")
    matched = _member("matched", None, "The dictionary's name that matched.")

    def __repr__(self):
        return f"<Sense {self.type} {'|'.join(self.codes)} {self.name}>"


class Ambiguity(_Record):
    """A short form that the text does not define and nothing else decides about."""

    __slots__ = ()
    start = _member("start", None, "Where it starts, in characters.")
    end = _member("end", None, "Where it ends.")
    text = _member("text", "", "The text from start to end.")

    @property
    def senses(self):
        """What it may stand for, the likelier first."""
        return [Sense(members) for members in self._members["senses"]]

    def __repr__(self):
        return f"<Ambiguity {self.start}-{self.end} {self.text!r} {len(self._members['senses'])} senses>"


class Place(_Record):
    """A place that was considered: a name that fits, as one of its types."""

    __slots__ = ()
    start = _member("start", None, "Where it starts, in characters.")
    end = _member("end", None, "Where it ends.")
    text = _member("text", "", "The text from start to end.")
    type = _member("type", None, "disease, drug or marker, or another of ontotag.TYPES.")
    codes = _member("codes", (), "Codes of one meaning, best first.")
    name = _member("name", None, "Preferred name of the first code's concept.")
    matched = _member("matched", None, "The dictionary's name that matched.")
    ruling = _member("ruling", None, "The rule that speaks against it.")
    judged = _member("judged", False, "Weights decide, and not the rules.")
    score = _member("score", 0.0, "The sum of the weights of its features; where rules decide 2 or -2.")
    human = _member("human", None, "Of a marker that is judged: likewise whether it is the human gene.")
    fate = _member("fate", None, "What became of it: mention, or why it is none, as Dropped.why.")
    species = _member("species", None, "As of a mention, where it was chosen.")
    confidence = _member("confidence", None, "As of a mention.")
    features = _member("features", {}, "Each feature with its weight, the highest first.")
    alternatives = _member("alternatives", (), "The codes that it may have, where there are several: code, score and features of each.")
    evidence = _member("evidence", {}, "What its confidence was read from, with weights, where it was chosen.")

    def __repr__(self):
        return f"<Place {self.start}-{self.end} {self.text!r} {self.type} {'|'.join(self.codes)} {self.score:+.2f}>"


class Dropped(_Record):
    """A place that a name fits and that is no mention."""

    __slots__ = ()
    start = _member("start", None, "Where it starts, in characters.")
    end = _member("end", None, "Where it ends.")
    text = _member("text", "", "The text from start to end.")
    type = _member("type", None, "disease, drug or marker.")
    codes = _member("codes", (), "Codes of one meaning, best first.")
    name = _member("name", None, "Preferred name of the first code's concept.")
    matched = _member("matched", None, "The dictionary's name that matched.")
    ruling = _member("ruling", None, "The rule that speaks against it.")
    why = _member("why", None, "rule, score, overlap, other_name, species, confidence or type.")
    says = _member("says", None, "What the rule means.")
    instead = _member("instead", None, "What stays, or the name that it stands in: start, end, text.")
    species = _member("species", None, "As of a mention, where it was chosen.")
    confidence = _member("confidence", None, "As of a mention.")
    judge = _member("judge", None, "What decided: score, by, for, against.")

    def __repr__(self):
        return f"<Dropped {self.start}-{self.end} {self.text!r} {self.type} {self.why}>"


class Document:
    """A text and its mentions, over which it iterates."""

    __slots__ = ("id", "text", "mentions", "abbreviations", "offers", "ambiguous", "candidates", "dropped", "_carried", "_source")

    def __init__(self, id, text, tags, carried=None, source=None):
        self.id = id
        self.text = text
        self.mentions = [Mention(members) for members in tags[0]]
        self.abbreviations = [Abbreviation(members) for members in tags[1]]
        self.offers = [Offer(members) for members in tags[2]]
        self.ambiguous = [Ambiguity(members) for members in tags[3]]
        self.candidates = [Place(members) for members in tags[4]]
        self.dropped = [Dropped(members) for members in tags[5]]
        self._carried = carried
        self._source = source

    def __reduce__(self):
        tags = tuple([record._members for record in records]
                     for records in (self.mentions, self.abbreviations, self.offers, self.ambiguous, self.candidates, self.dropped))
        return Document, (self.id, self.text, tags, self._carried, self._source)

    def __len__(self):
        return len(self.mentions)

    def __bool__(self):
        return True

    def __iter__(self):
        return iter(self.mentions)

    def __getitem__(self, index):
        return self.mentions[index]

    def to_dict(self):
        """The JSON object of `ontotag tag -o jsonl --offsets codepoints`."""
        result = {} if self._carried and "id" in self._carried else {"id": self.id}
        result.update(_copy(self._carried or {}))
        result["mentions"] = [mention.to_dict() for mention in self.mentions]
        result["abbreviations"] = [abbreviation.to_dict() for abbreviation in self.abbreviations]
        if self.offers:
            result["offers"] = [offer.to_dict() for offer in self.offers]
        if self.ambiguous:
            result["ambiguous"] = [ambiguity.to_dict() for ambiguity in self.ambiguous]
        if self.candidates:
            result["candidates"] = [place.to_dict() for place in self.candidates]
        if self.dropped:
            result["dropped"] = [place.to_dict() for place in self.dropped]
        return result

    def to_json(self):
        """The same as a line of JSON."""
        import json

        return json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))

    def _marked(self, mark, plain):
        """The text in pieces; of mentions that overlap the first is marked."""
        text, at = self._source or self.text, 0
        for mention in self.mentions:
            if mention.start >= at:
                yield plain(text[at:mention.start])
                yield mark(mention, text[mention.start:mention.end])
                at = mention.end
        yield plain(text[at:])

    def __repr__(self):
        marked = "".join(self._marked(lambda mention, text: f"[{text}|{mention.type} {mention.code}]", str))
        return f"<Document {self.id!r}: {marked if len(marked) <= 2000 else marked[:2000] + '…'}>"

    def _repr_html_(self):
        from html import escape

        # Inline, for a notebook drops style sheets of outputs. Negated: struck through; else uncertain: dotted.
        def mark(mention, text):
            style = f"background:{_types.get(mention.type, ('', '#eeeeee'))[1]};color:#111;padding:0 2px;border-radius:3px"
            if mention.is_negated:
                style += ";text-decoration:line-through"
            elif mention.context:
                style += ";border-bottom:1px dotted #555"
            title = " ".join([mention.type, mention.name or "", *mention.codes])
            return f'<mark style="{style}" title="{escape(title)}">{escape(text)}</mark>'

        return '<div style="white-space:pre-wrap">' + "".join(self._marked(mark, escape)) + "</div>"
