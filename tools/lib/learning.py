"""Learns curation rows from annotated corpora.

    corpora ─▶ documents ─▶ tagged with the ontologies ─▶ counts of each name ─▶ rows
                                                           annotated as what · where it stands unannotated · what was found there

The rows contain single names and counts, and no other text of a document. Each decision is about one name:

    add       most of its places are annotated, most often with one code, and the dictionary gives another code or none. A symbol
              of two or three letters counts only where the document supports it.
    restrict  it is annotated as several concepts, and the dictionary has it as one. Its parts are then matched by themselves.
    block     the dictionary has it, and no kind of corpus annotates it, in at least two documents; three for a preferred name.
    retire    the annotations have a MeSH code that no longer exists, and its name now belongs to another code.
"""
import collections
import gzip
import json
import pathlib
import re
import subprocess
import tempfile

TYPES = {"Disease": "disease", "SpecificDisease": "disease", "DiseaseClass": "disease", "Modifier": "disease",
         "CompositeMention": "disease", "Chemical": "drug"}
AGREE = 0.5              # of the documents that annotate a name must give it the code
ANNOTATED = 0.5          # of the places where an added name stands must be annotated
SYMBOL_LETTERS = 4       # a name with fewer is a symbol that needs support
LONGEST_ONCE = 5         # words of a name that only one document has: longer ones are phrases of that document
ENUMERATES = re.compile(r"\b(and|or)\b")  # so are these: their members are read by themselves
BLOCKED_DOCUMENTS = 2    # must have a blocked name unannotated
BLOCKED_PREFERRED = 3    # and one that is a concept's preferred name
BLOCKED_ANNOTATED = 0.2  # of its places may be annotated, in each kind of corpus
GENERIC = pathlib.Path(__file__).resolve().parents[2] / "dictionaries" / "words" / "generic.txt"


class Document:
    def __init__(self, name, text):
        self.name, self.text, self.gold = name, text, []  # gold: (start, end, type, [codes]), in code points


class Corpus:
    """Documents of one kind, from a PubTator file or a folder of brat files."""

    def __init__(self, path):
        path = pathlib.Path(path)
        self.path, self.kind = path, path.resolve().parent.name
        self.vocabularies = ("MONDO",) if path.is_dir() else ("MESH", "OMIM")
        self.documents = read_brat(path) if path.is_dir() else read_pubtator(path)
        self.found = []  # what the tagger finds in each document, as its JSON lines say it


def normal_code(code):
    code = code.strip()
    if re.fullmatch(r"[DC]\d+", code):
        return "MESH:" + code
    return "OMIM:" + code if code.isdigit() else code


def read_pubtator(path):
    documents = {}
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        text = re.match(r"(\d+)\|([ta])\|(.*)", line)
        if text and text[2] == "t":
            documents[text[1]] = Document(text[1], text[3])
        elif text:
            documents[text[1]].text += " " + text[3]
        else:
            fields = line.split("\t")
            if len(fields) >= 5 and fields[1].isdigit() and fields[4] in TYPES:
                codes = [normal_code(c) for c in re.split(r"[|+]", fields[5] if len(fields) > 5 else "") if c.strip()]
                documents[fields[0]].gold.append((int(fields[1]), int(fields[2]), TYPES[fields[4]], codes))
    return list(documents.values())


def read_brat(folder):
    documents = []
    for path in sorted(folder.glob("*.txt")):
        document = Document(path.stem, path.read_text(encoding="utf-8"))
        spans, codes = {}, collections.defaultdict(list)
        for line in path.with_suffix(".ann").read_text(encoding="utf-8").splitlines():
            fields = line.split("\t")
            if fields[0].startswith("T"):
                spans[fields[0]] = [int(n) for n in re.findall(r"\d+", fields[1].split(" ", 1)[1])]
            elif fields[0].startswith("N"):
                _, target, code = fields[1].split()
                codes[target].append(code)
        for target, span in spans.items():
            if len(span) == 2:
                document.gold.append((span[0], span[1], "disease", codes[target]))
        documents.append(document)
    return documents


def tag(program, dictionary, corpus):
    """Fills corpus.found with the tags of dictionary and starter, without curation."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as lines:
        for document in corpus.documents:
            lines.write(re.sub(r"[\n\r]", " ", document.text) + "\n")
        lines.flush()
        run = subprocess.run([program, "tag", "-q", "--no-curation", "--lines", "-o", "jsonl", "--offsets", "codepoints", "-d",
                              dictionary, "--vocabulary", ",".join(corpus.vocabularies), lines.name],
                             check=True, capture_output=True, text=True)
    corpus.found = [json.loads(line) for line in run.stdout.splitlines()]


def key(text):
    return re.sub(r"\s+", " ", text).strip().lower()


class Counts:
    """Counts of names in one kind of corpus; a name is (type, small letters)."""

    def __init__(self):
        self.codes = collections.defaultdict(collections.Counter)    # name -> codes, joined -> documents
        self.written = collections.defaultdict(collections.Counter)  # name -> as it is written -> places
        self.annotated = collections.Counter()                       # name -> places
        self.standing = collections.Counter()                        # name -> places that are no part of another annotation
        self.given = collections.defaultdict(collections.Counter)    # name -> code that the dictionary gives -> places
        self.found = collections.defaultdict(lambda: [0, 0, set()])  # name -> places right, wrong, documents wrong
        self.preferred = set()                                       # names that are a preferred name of the dictionary
        self.scored = set()                                          # types that are annotated at all

    def add(self, document, found):
        """`found` may have mentions of other types than the corpus annotates."""
        shorts = {pair["short"] for pair in found["abbreviations"]}
        seen = set()
        for start, end, type_, codes in document.gold:
            written = document.text[start:end]
            name = (type_, key(written))
            self.annotated[name] += 1
            # A short form that the document defines has the defined meaning, not the dictionary's.
            if codes and codes[0] != "-1" and written not in shorts:
                joined = "|".join(sorted(set(codes)))
                self.codes[name][joined] += (name, joined) not in seen
                self.written[name][written] += 1
                seen.add((name, joined))
        for mention in found["mentions"]:
            if mention["type"] in self.scored and "spans" not in mention and "abbreviation" not in mention.get("by", ()):
                self.add_found(document, mention)

    def add_found(self, document, mention):
        start, end, type_ = mention["start"], mention["end"], mention["type"]
        name = (type_, key(document.text[start:end]))
        # A broader code is not the concept of that name, so an annotation with it needs a row.
        broad = any(m["predicate"] == "broad" and m["code"] == mention["codes"][0] for m in mention.get("mappings", ()))
        self.given[name]["" if broad else mention["codes"][0]] += 1
        if mention["scope"] == "preferred" and key(mention["matched"]) == name[1]:
            self.preferred.add(name)
        row = self.found[name]
        if any(s < end and start < e and t == type_ for s, e, t, _ in document.gold):
            row[0] += 1
        else:
            row[1] += 1
            row[2].add(document.name)

    def add_standing(self, documents, names):
        types = collections.defaultdict(set)
        for type_, name in names:
            if type_ in self.scored:
                types[name].add(type_)
        longest = max((len(name.split(" ")) for name in types), default=0)
        for document in documents:
            gold = {(s, e, t) for s, e, t, _ in document.gold}
            words = [(m.start(), m.end()) for m in re.finditer(r"[^\s()\[\],;:.]+", document.text)]
            for i, (start, _) in enumerate(words):
                for _, end in words[i:i + longest]:
                    name = key(document.text[start:end])
                    for t in types.get(name, ()):
                        if (start, end, t) in gold or not any(s < end and start < e and t == u for s, e, u in gold):
                            self.standing[t, name] += 1


class Evidence:
    """Counts of one name: codes from corpora of the same vocabularies, places from all corpora that annotate its type."""

    def __init__(self, counts, name, everything=()):
        self.codes, self.written, self.given = collections.Counter(), collections.Counter(), collections.Counter()
        for c in counts:
            self.codes.update(c.codes.get(name, {}))
            self.written.update(c.written.get(name, {}))
            self.given.update(c.given.get(name, {}))
        self.annotated = sum(c.annotated[name] for c in everything)
        self.places = max(self.annotated, sum(c.standing[name] for c in everything))
        self.code, self.documents = self.codes.most_common(1)[0] if self.codes else (None, 0)
        self.dictionary = self.given.most_common(1)[0][0] if self.given else None

    def text(self):
        return "%d/%d" % (self.annotated, self.places)


def names_in(dictionary):
    """Preferred names of the concepts of a dictionary, by code; empty for retired concepts."""
    with gzip.open(dictionary, "rt", encoding="utf-8") as rows:
        concepts = (line.rstrip("\n").split("\t") for line in rows if line.startswith("C\t"))
        return {fields[1]: "" if len(fields) > 6 and fields[6] else fields[3] for fields in concepts}


def later_headings(known):
    """Preferred names of live headings, in small letters, with their codes."""
    return {key(name): code for code, name in known.items() if name and re.fullmatch(r"MESH:D\d+", code)}


def brought_forward(text, codes, headings):
    """A corpus has the codes of its year: a mention that reads as a heading that came later is annotated as that one. Numbers of
    headings had seven characters until 2015, and have ten since."""
    now = headings.get(key(text))
    later = now and len(codes) == 1 and re.fullmatch(r"MESH:D\d+", codes[0]) and len(now) > len(codes[0])
    return [now] if later else codes


def bring_forward(corpora, known):
    """Replaces the codes of annotations by those of later headings."""
    headings = later_headings(known)
    for corpus in corpora:
        for document in corpus.documents:
            for i, (start, end, type_, codes) in enumerate(document.gold):
                document.gold[i] = (start, end, type_, brought_forward(document.text[start:end], codes, headings))


def letters_in(name):
    return sum(c.isalpha() for c in name)


def defined(counts, known):
    """Supplementary records that are annotated and not in the dictionary: retired where their name is now another concept's, else
    new ones, under the name that they are annotated with most."""
    names = collections.defaultdict(collections.Counter)
    for c in counts:
        for (type_, name), codes in c.codes.items():
            for code, documents in codes.items():
                if re.fullmatch(r"MESH:C\d+", code) and code not in known and letters_in(name) >= SYMBOL_LETTERS:
                    names[code, type_][name] += documents
    for (code, type_), written in sorted(names.items()):
        name = min(written, key=lambda n: (-written[n], n))
        given = Evidence(counts, (type_, name)).dictionary
        if given and any((type_, name) in c.preferred for c in counts):
            yield ("C", code, type_, name, "", "", "replaced=" + given)
        else:
            yield ("C", code, type_, name)


def is_generic(name, words):
    return re.sub(r"[^a-z0-9]+", " ", name.lower()).strip() in words


def added(counts, everything, known):
    generic = set(GENERIC.read_text(encoding="utf-8").splitlines())
    for type_, name in sorted({name for c in counts for name in c.codes}):
        e = Evidence(counts, (type_, name), everything)
        if e.documents < AGREE * sum(e.codes.values()) or e.code == e.dictionary:
            continue
        if "|" in e.code:
            if e.dictionary and e.dictionary not in e.code.split("|"):
                yield ("R", type_, name, "x", "annotated as several", e.text())
            continue
        phrase = (len(name.split(" ")) > LONGEST_ONCE or ENUMERATES.search(name)) and e.documents < 2
        if not known.get(e.code) or phrase or is_generic(name, generic) or is_generic(known[e.code], generic):
            continue
        if letters_in(name) < 2 or e.annotated < ANNOTATED * e.places:
            continue
        written = e.written.most_common(1)[0][0]
        if letters_in(name) < SYMBOL_LETTERS:
            yield ("A", e.code, written, "s", "annotated so", e.text())
        elif written.isupper() and letters_in(name) <= 6:
            yield ("A", e.code, written, "-", "annotated so", e.text())
        else:
            yield ("A", e.code, name, "cpv", "annotated so", e.text())


def blocked(counts):
    rows = collections.defaultdict(list)
    for c in counts:
        for name, row in c.found.items():
            rows[name].append(row)
    for (type_, name), kinds in sorted(rows.items()):
        documents = set().union(*(row[2] for row in kinds))
        needed = BLOCKED_PREFERRED if any((type_, name) in c.preferred for c in counts) else BLOCKED_DOCUMENTS
        if len(documents) >= needed and all(r[0] <= BLOCKED_ANNOTATED * (r[0] + r[1]) for r in kinds):
            places = sum(r[0] for r in kinds), sum(r[0] + r[1] for r in kinds)
            yield ("B", type_, name, "found but not annotated", "%d/%d" % places)


def learn(corpora, known):
    """The rows that tagged corpora ask for, sorted. `known`: names of the dictionary's concepts, by code."""
    known = dict(known)
    bring_forward(corpora, known)
    counts, documents = {}, collections.defaultdict(list)
    for corpus in corpora:
        kind = corpus.kind, corpus.vocabularies
        group = counts.setdefault(kind, Counts())
        group.scored |= {t for d in corpus.documents for _, _, t, _ in d.gold}
        for document, found in zip(corpus.documents, corpus.found):
            group.add(document, found)
        documents[kind] += corpus.documents
    names = {name for c in counts.values() for name in c.codes}
    for kind, group in counts.items():
        group.add_standing(documents[kind], names)
    rows = set()
    for vocabularies in sorted({v for _, v in counts}):
        groups = [counts[kind] for kind in counts if kind[1] == vocabularies]
        new = set(defined(groups, known))
        rows |= new
        known.update((row[1], row[3]) for row in new if len(row) == 4)
        rows |= set(added(groups, counts.values(), known))
    taken = {row[2].lower() for row in rows if row[0] in "AR"}
    rows |= {row for row in blocked(counts.values()) if row[2] not in taken}
    return sorted(rows, key=lambda r: ("CABR".index(r[0]), r[2].lower(), r))


class Reviewed:
    """Decisions of readers: names in row files written by hand, and learned rows that were refused."""

    def __init__(self, folder, refused):
        self.names, self.codes, self.refused = set(), collections.defaultdict(set), set()
        for path in sorted(pathlib.Path(folder).glob("*.tsv")):
            for line in path.read_text(encoding="utf-8").splitlines():
                fields = line.split("\t")
                if fields[0] in ("C", "N") and len(fields) > 3:
                    self.names.add(fields[3].lower())
                if fields[0] == "C" and len(fields) > 3 and fields[2] != "marker":
                    exact = [x[6:] for x in (fields[5] if len(fields) > 5 else "").split("|") if x.startswith("exact=")]
                    self.codes[fields[3].lower()].update([fields[1], *exact])
        for line in pathlib.Path(refused).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                self.refused.add(tuple(line.lower().split("\t")[:2]))

    def allows(self, row):
        name = row[2].lower()
        if (row[0].lower(), name) in self.refused or (row[0] == "B" and name in self.names):
            return False
        # Another code for a preferred name written by hand needs more than one place.
        other = row[0] == "A" and name in self.codes and row[1] not in self.codes[name]
        return not other or int(row[-1].split("/")[0]) > 1


def write(rows, path, comment):
    with open(path, "w", encoding="utf-8") as out:
        out.write("# %s\nS\tcuration\n" % comment)
        for row in rows:
            out.write("\t".join(row) + "\n")
