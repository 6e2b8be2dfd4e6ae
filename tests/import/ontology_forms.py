"""An ontology in OBO as OWL's triples and as OBO Graphs, by the conventions of the OBO library, for tests and for large files.

    python3 ontology_forms.py IN.obo OUT.nt|OUT.ttl|OUT.owl|OUT.json [COPIES]

COPIES > 1 writes the ontology several times under other numbers, so that it is large.
"""
import json
import re
import sys

OBO, OWL, RDFS = "http://purl.obolibrary.org/obo/", "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2000/01/rdf-schema#"
IN_OWL, SKOS = "http://www.geneontology.org/formats/oboInOwl#", "http://www.w3.org/2004/02/skos/core#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SCOPES = {"EXACT": "hasExactSynonym", "NARROW": "hasNarrowSynonym", "BROAD": "hasBroadSynonym", "RELATED": "hasRelatedSynonym"}


def unescape(text):
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t", "W": " "}.get(m.group(1), m.group(1)), text)


def stanzas(lines):
    """The header and the terms: lists of (tag, value)."""
    here, kept = [], True
    for line in lines:
        line = line.rstrip("\n")
        if line.startswith("["):
            if kept:
                yield here
            here, kept = [], line == "[Term]"
        elif line and not line.startswith("!"):
            tag, _, value = line.partition(":")
            here.append((tag, value.strip()))
    if kept:
        yield here


def word(value):
    """The first word of a value, without a comment or modifiers."""
    return re.match(r"(?:\\.|[^\s\\{!])+", value).group(0)


def iri(code):
    prefix, _, local = code.partition(":")
    return OBO + prefix + "_" + local if local else OBO + code


class Term:
    def __init__(self, clauses):
        self.id = self.name = None
        self.obsolete, self.parents, self.synonyms, self.xrefs, self.properties, self.alternatives = False, [], [], [], [], []
        self.replaced, self.consider = [], []
        for tag, value in clauses:
            if tag == "id":
                self.id = word(value)
            elif tag == "name":
                self.name = unescape(value)
            elif tag == "is_a":
                self.parents.append(word(value))
            elif tag == "is_obsolete":
                self.obsolete = value.startswith("true")
            elif tag == "replaced_by":
                self.replaced.append(word(value))
            elif tag == "consider":
                self.consider.append(word(value))
            elif tag == "alt_id":
                self.alternatives.append(word(value))
            elif tag == "synonym":
                text, rest = re.match(r'"((?:\\.|[^"\\])*)"\s*(.*)', value).groups()
                words = rest.split("[")[0].split()
                self.synonyms.append((unescape(text), words[0] if words else "RELATED", words[1] if len(words) > 1 else None))
            elif tag == "xref":
                source = re.search(r'source="([^"]*)"', value)
                sources = re.findall(r'source="([^"]*)"', value) if source else []
                self.xrefs.append((unescape(word(value)), sources))
            elif tag == "property_value":
                parts = value.split()
                if parts[0].startswith("skos:"):
                    quoted = parts[1].startswith('"')
                    code = parts[1].strip('"')
                    self.properties.append((SKOS + parts[0][5:], code if quoted or "://" in code else iri(code), quoted))


def read(path):
    with open(path, encoding="utf-8") as lines:
        parts = list(stanzas(lines))
    return dict(parts[0]), [Term(part) for part in parts[1:]]


def synonym_type(name):
    return iri(name) if ":" in name else OBO + "mondo#" + name


def triples(header, terms):
    """(subject, relation, object, is literal); a subject that begins with _: is blank."""
    ontology = OBO + header.get("ontology", "x") + ".owl"
    yield ontology, TYPE, OWL + "Ontology", False
    if "data-version" in header:
        yield ontology, OWL + "versionInfo", header["data-version"], True
    count = 0
    for t in terms:
        s = iri(t.id)
        yield s, TYPE, OWL + "Class", False
        if t.name is not None:
            yield s, RDFS + "label", t.name, True
        for parent in t.parents:
            yield s, RDFS + "subClassOf", iri(parent), False
        if t.obsolete:
            yield s, OWL + "deprecated", "true", True
        for code in t.replaced:
            yield s, OBO + "IAO_0100001", iri(code), False
        for code in t.consider:
            yield s, IN_OWL + "consider", code, True
        for code in t.alternatives:
            yield s, IN_OWL + "hasAlternativeId", code, True
        about = []
        for text, scope, kind in t.synonyms:
            yield s, IN_OWL + SCOPES[scope], text, True
            if kind:
                about.append((IN_OWL + SCOPES[scope], text, IN_OWL + "hasSynonymType", synonym_type(kind), False))
        for code, sources in t.xrefs:
            yield s, IN_OWL + "hasDbXref", code, True
            about += [(IN_OWL + "hasDbXref", code, IN_OWL + "source", source, True) for source in sources]
        for relation, value, literal in t.properties:
            yield s, relation, value, literal
        for relation, target, says, value, literal in about:
            node = "_:axiom%d" % count
            count += 1
            yield node, TYPE, OWL + "Axiom", False
            yield node, OWL + "annotatedSource", s, False
            yield node, OWL + "annotatedProperty", relation, False
            yield node, OWL + "annotatedTarget", target, True
            yield node, says, value, literal


def ntriples(header, terms):
    def escape(text):
        return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")

    for s, p, o, literal in triples(header, terms):
        subject = s if s.startswith("_:") else "<%s>" % s
        yield "%s <%s> %s .\n" % (subject, p, '"%s"' % escape(o) if literal else "<%s>" % o)


def turtle(header, terms):
    yield "@prefix obo: <%s> .\n" % OBO
    yield from ntriples(header, terms)


def rdf_xml(header, terms):
    from xml.sax.saxutils import escape, quoteattr
    yield '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="%s">\n' % TYPE[:-len("type")]
    last = None
    for s, p, o, literal in triples(header, terms):
        if s != last:
            about = 'rdf:nodeID="%s"' % s[2:] if s.startswith("_:") else "rdf:about=" + quoteattr(s)
            yield "%s<rdf:Description %s>\n" % ("</rdf:Description>\n" if last else "", about)
            last = s
        cut = max(p.rfind("#"), p.rfind("/")) + 1
        tag, space = p[cut:], quoteattr(p[:cut])
        if literal:
            yield "<x:%s xmlns:x=%s>%s</x:%s>\n" % (tag, space, escape(o), tag)
        else:
            yield "<x:%s xmlns:x=%s rdf:resource=%s/>\n" % (tag, space, quoteattr(o))
    yield "</rdf:Description>\n</rdf:RDF>\n"


def graph(header, terms):
    nodes, edges = [], []
    for t in terms:
        meta = {}
        if t.obsolete:
            meta["deprecated"] = True
        if t.synonyms:
            meta["synonyms"] = [{"pred": SCOPES[scope], "val": text, **({"synonymType": synonym_type(kind)} if kind else {})}
                                for text, scope, kind in t.synonyms]
        if t.xrefs:
            meta["xrefs"] = [{"val": code, **({"meta": {"basicPropertyValues": [{"pred": IN_OWL + "source", "val": s} for s in sources]}}
                                              if sources else {})} for code, sources in t.xrefs]
        values = [(OBO + "IAO_0100001", iri(code)) for code in t.replaced] + [(IN_OWL + "consider", code) for code in t.consider]
        values += [(IN_OWL + "hasAlternativeId", code) for code in t.alternatives]
        values += [(relation, value) for relation, value, _ in t.properties]
        if values:
            meta["basicPropertyValues"] = [{"pred": relation, "val": value} for relation, value in values]
        nodes.append({"id": iri(t.id), **({"lbl": t.name} if t.name is not None else {}), "type": "CLASS", **({"meta": meta} if meta else {})})
        edges += [{"sub": iri(t.id), "pred": "is_a", "obj": iri(parent)} for parent in t.parents]
    about = {"basicPropertyValues": [{"pred": OWL + "versionInfo", "val": header["data-version"]}]} if "data-version" in header else {}
    return {"graphs": [{"id": OBO + header.get("ontology", "x") + ".owl", "meta": about, "nodes": nodes, "edges": edges}]}


def copies(terms, count):
    """The terms, and again with -2, -3, ... behind each code of theirs."""
    for number in range(count):
        for t in terms:
            if number:
                other = Term([])
                other.__dict__.update(t.__dict__)
                more = "-%d" % (number + 1)
                other.id = t.id + more
                other.parents, other.replaced = [c + more for c in t.parents], [c + more for c in t.replaced]
                other.alternatives, other.consider = [c + more for c in t.alternatives], [c + more for c in t.consider]
                t = other
            yield t


if __name__ == "__main__":
    about, all_terms = read(sys.argv[1])
    many = copies(all_terms, int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        if sys.argv[2].endswith(".json"):
            json.dump(graph(about, many), out, ensure_ascii=False)
        else:
            forms = {"nt": ntriples, "ttl": turtle, "owl": rdf_xml}
            out.writelines(forms[sys.argv[2].rsplit(".", 1)[1]](about, many))
