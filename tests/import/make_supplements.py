"""Writes supplementary records of MeSH, as many as the whole file has: make_supplements.py SAMPLE GENE_INFO TEXT RECORDS >supp.xml

The publisher's file has about 320,000 records in 700 MB, nine tenths of them chemicals, about a third of which are proteins by
species; also protocols, diseases, organisms and population groups. The records of SAMPLE (a part of the file; .gz) come first as
they are. The others are made up in the layout of the real ones: chemicals whose names are built of the parts of SAMPLE's names,
proteins of GENE_INFO's symbols and names in other species, with synonyms, registry numbers, headings and concepts. No made-up
word is one of TEXT (.gz), since a word of everyday would be found wherever it stands.
"""
import collections
import gzip
import random
import re
import sys
from xml.sax.saxutils import escape

SPECIES = ("mouse", "rat", "Arabidopsis", "S cerevisiae", "Drosophila", "E coli", "zebrafish", "C elegans", "S pombe", "Xenopus",
           "chicken", "bovine", "Mycobacterium tuberculosis", "Plasmodium falciparum", "rice", "swine")
PARTS = re.compile(r"[A-Za-z]+|\d+|[^A-Za-z\d]")
TERMS = (1,) * 38 + (2,) * 24 + (3,) * 15 + (4,) * 9 + (5,) * 5 + (6,) * 4 + (8,) * 3 + (12, 20)  # of 100 records


class Names:
    """Names like those of a sample: by what follows two parts of one, and, within long words, four letters."""

    def __init__(self, rng, sample, words):
        self.rng = rng
        self.parts, self.letters = collections.defaultdict(list), collections.defaultdict(list)
        for name in sample:
            before = ("", "")
            for part in PARTS.findall(name) + [""]:
                self.parts[before].append(part)
                before = (before[1], part)
                if len(part) > 6:
                    for at in range(4, len(part) + 1):
                        self.letters[part[at - 4:at]].append(part[at:at + 1])
        self.taken = set(sample)
        self.known = words | {part.lower() for name in sample for part in PARTS.findall(name)}

    def word(self, like):
        """Another word that begins as this one does."""
        word = like[:4]
        while len(word) < 18:
            letter = self.rng.choice(self.letters[word[-4:]] or [""])
            if not letter:
                break
            word += letter
        return word

    def is_new(self, name):
        """Not a part of a name, nor a word of everyday: a long word that the sample has not, or a formula."""
        parts = PARTS.findall(name)
        long_word = any(len(part) > 8 and part.lower() not in self.known for part in parts)
        formula = len(parts) > 6 and len(name) > 16 and any(part.isdigit() for part in parts)
        return (long_word or formula) and name.count("(") == name.count(")") and name.count("[") == name.count("]")

    def one(self):
        while True:
            name, before = "", ("", "")
            while len(name) < 120:
                part = self.rng.choice(self.parts[before])
                if not part:
                    break
                before = (before[1], part)
                name += self.word(part) if len(part) > 6 and self.rng.random() < 0.5 else part
            if name not in self.taken and self.is_new(name):
                self.taken.add(name)
                return name


def code_name(rng):
    """As companies number compounds: SPA 6952A."""
    letters = "".join(rng.choice("ABCDEFGHIKLMNPRSTUVWY") for _ in range(rng.randint(2, 4)))
    return "%s%s%d%s" % (letters, rng.choice(" -"), rng.randint(10, 99999), rng.choice(("", "", "", "A", "B")))


def cas(rng):
    body = "%d%02d" % (rng.randint(1000, 999999), rng.randint(0, 99))
    check = sum((i + 1) * int(digit) for i, digit in enumerate(reversed(body))) % 10
    return "%s-%s-%d" % (body[:-2], body[-2:], check)


def unii(rng):
    return "".join(rng.choice("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(9)) + "7"


def date(rng, name):
    return "   <%s>\n    <Year>%d</Year>\n    <Month>%02d</Month>\n    <Day>%02d</Day>\n   </%s>\n" % (
        name, rng.randint(1970, 2023), rng.randint(1, 12), rng.randint(1, 28), name)


def term(number, text, first):
    yes = "Y" if first else "N"
    return ('     <Term  ConceptPreferredTermYN="%s"  IsPermutedTermYN="N"  LexicalTag="NON"  RecordPreferredTermYN="%s">\n'
            "      <TermUI>T%09d</TermUI>\n      <String>%s</String>\n      <DateCreated>\n       <Year>1990</Year>\n       <Month>01</Month>\n"
            "       <Day>01</Day>\n      </DateCreated>\n      <ThesaurusIDlist>\n       <ThesaurusID>NLM (1990)</ThesaurusID>\n"
            "      </ThesaurusIDlist>\n     </Term>\n" % (yes, yes, number, escape(text)))


def record(rng, ui, scr_class, headings, concepts, number):
    """A record; `concepts`: lists of names, the preferred concept first."""
    out = ['<SupplementalRecord SCRClass = "%d">\n  <SupplementalRecordUI>%s</SupplementalRecordUI>\n' % (scr_class, ui),
           "  <SupplementalRecordName>\n   <String>%s</String>\n  </SupplementalRecordName>\n" % escape(concepts[0][0]),
           date(rng, "DateCreated"), date(rng, "DateRevised")]
    if rng.random() < 0.6:
        out.append("  <Note>RefSeq %s; structure in first source\n   </Note>\n" % code_name(rng))
    out.append("  <Frequency>%d</Frequency>\n  <HeadingMappedToList>\n" % rng.randint(0, 90))
    for heading, name in headings:
        out.append("   <HeadingMappedTo>\n    <DescriptorReferredTo>\n     <DescriptorUI>*%s</DescriptorUI>\n     <DescriptorName>\n"
                   "      <String>%s</String>\n     </DescriptorName>\n    </DescriptorReferredTo>\n   </HeadingMappedTo>\n" % (heading, name))
    out.append("  </HeadingMappedToList>\n  <SourceList>\n   <Source>J Org Chem %d;%d(%d):%d</Source>\n  </SourceList>\n  <ConceptList>\n" % (
        rng.randint(1970, 2023), rng.randint(1, 90), rng.randint(1, 12), rng.randint(1, 9999)))
    for i, names in enumerate(concepts):
        numbers = [cas(rng) if rng.random() < 0.6 else unii(rng)] if scr_class == 1 and not i and rng.random() < 0.5 else ["0"]
        out.append('   <Concept PreferredConceptYN="%s">\n    <ConceptUI>M%09d</ConceptUI>\n    <ConceptName>\n     <String>%s</String>\n'
                   "    </ConceptName>\n    <RegistryNumberList>\n%s    </RegistryNumberList>\n" % (
                       "N" if i else "Y", number + i, escape(names[0]),
                       "".join("     <RegistryNumber>%s</RegistryNumber>\n" % each for each in numbers)))
        if len(concepts) > 1:
            out.append('    <ConceptRelationList>\n     <ConceptRelation RelationName="NRW">\n     <Concept1UI>M%09d</Concept1UI>\n'
                       "     <Concept2UI>M%09d</Concept2UI>\n     </ConceptRelation>\n    </ConceptRelationList>\n" % (number, number + 1))
        out.append("    <TermList>\n")
        out.extend(term(number * 10 + i * 20 + n, name, not i and not n) for n, name in enumerate(names))
        out.append("    </TermList>\n   </Concept>\n")
    out.append("  </ConceptList>\n</SupplementalRecord>\n")
    return "".join(out)


def genes(path):
    """Symbol, synonyms and full name of each protein."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            cells = line.rstrip("\n").split("\t")
            if len(cells) > 9 and cells[9] == "protein-coding":
                yield cells[2], [s for s in cells[4].split("|") if s != "-"], cells[8]


def write(sample_path, genes_path, text_path, count, out):
    rng = random.Random(1)
    with gzip.open(sample_path, "rt", encoding="utf-8") as stream:
        sample = stream.read()
    end = sample.rindex("</SupplementalRecordSet>")
    out.write(sample[:end])
    records = re.findall(r'<SupplementalRecord SCRClass = "(\d)">.*?<SupplementalRecordName>\s*<String>(.*?)</String>', sample, re.S)
    with gzip.open(text_path, "rt", encoding="utf-8", errors="replace") as stream:
        words = {word for line in stream for word in re.findall("[a-z]{9,}", line.lower())}
        words |= {word.removesuffix("s") for word in words} | {word + "s" for word in words}
    chemicals = Names(rng, [name for scr_class, name in records if scr_class == "1" and " protein, " not in name], words)
    diseases = Names(rng, [name for scr_class, name in records if scr_class == "3"], words)
    proteins = [(gene, species) for species in SPECIES for gene in genes(genes_path)]
    rng.shuffle(proteins)
    headings = [("D%06d" % rng.randint(1, 20000), "A heading") for _ in range(3000)]
    for at in range(count - len(records)):
        kind, wanted = rng.random(), rng.choice(TERMS)
        above = rng.sample(headings, rng.choice((1, 1, 1, 2, 2, 3)))
        if kind < 0.34 and proteins:
            (symbol, synonyms, name), species = proteins.pop()
            symbol = symbol.capitalize() if species in ("mouse", "rat") else symbol
            names = ["%s protein, %s" % (each, species) for each in [symbol] + synonyms[:3]]
            names += ["%s, %s" % (name, species)] if name != "-" else []
            concepts = [names[:max(2, wanted)]]
        elif kind < 0.955:
            names = [chemicals.one() for _ in range(wanted)]
            names += [code_name(rng)] if rng.random() < 0.3 else []
            concepts = [names] if len(names) < 3 or rng.random() < 0.7 else [names[:-1], names[-1:]]
        elif kind < 0.96:
            concepts = [["%s protocol" % code_name(rng)]]
        elif kind < 0.985:
            concepts = [[chemicals.one().capitalize() + " virus"]]
        else:
            concepts = [[diseases.one() for _ in range(wanted)]]
        scr_class = 1 if kind < 0.955 else 2 if kind < 0.96 else 4 if kind < 0.985 else 3
        out.write(record(rng, "C%09d" % (700000000 + at), scr_class, above, concepts, 100000000 + at * 3))
    out.write("</SupplementalRecordSet>\n")


if __name__ == "__main__":
    write(*sys.argv[1:4], int(sys.argv[4]), sys.stdout)
