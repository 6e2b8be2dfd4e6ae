"""An ontology is the same rows in each of its forms: OBO, N-Triples, Turtle, RDF/XML, OBO Graphs."""
import gzip
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "command")]
from support import SHARED, CommandTest, main  # noqa: E402
sys.dont_write_bytecode = True
import ontology_forms  # noqa: E402

FORMS = {"nt": ontology_forms.ntriples, "ttl": ontology_forms.turtle, "owl": ontology_forms.rdf_xml,
         "json": lambda header, terms: [json.dumps(ontology_forms.graph(header, terms), ensure_ascii=False)]}

SMALL = r"""format-version: 1.4
data-version: releases/2026-01-01
ontology: mondo

[Term]
id: MONDO:0000001
name: disease

[Term]
id: MONDO:0005059
name: leukemia, \"odd\" & <marked>
synonym: "leukaemia" EXACT []
synonym: "AL" EXACT ABBREVIATION []
synonym: "not this" EXACT EXCLUDE []
synonym: "blood cancer" BROAD []
synonym: "white blood" RELATED []
xref: MESH:D007938 {source="MONDO:equivalentTo", source="other"}
xref: UMLS:C0023418
property_value: skos:closeMatch NCIT:C3161
is_a: MONDO:0000001 ! disease
alt_id: MONDO:0000099

[Term]
id: MONDO:0000007
name: obsolete old leukemia
is_obsolete: true
replaced_by: MONDO:0005059

[Term]
id: MONDO:0000008
name: unclear thing
is_obsolete: true
consider: MONDO:0005059
consider: MONDO:0000001
"""

SKOS = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <http://example.org/terms/> .
<http://example.org/terms> a skos:ConceptScheme ; <http://purl.org/dc/terms/title> "Our terms" ;
    <http://purl.org/dc/terms/license> "CC0" .
ex:1 a skos:Concept ; skos:prefLabel "Asthma"@en , "Asthme"@fr ; skos:altLabel "bronchial asthma"@en-GB , "asthme bronchique"@fr ;
    skos:hiddenLabel "astma" ; skos:broader ex:2 ; skos:exactMatch <http://id.nlm.nih.gov/mesh/D001249> ; skos:narrower ex:3 .
ex:2 a skos:Concept ; skos:prefLabel "Lung disease"@en .
ex:3 a skos:Concept ; skos:prefLabel "Childhood asthma"@en .
<http://elsewhere.org/9> a skos:Concept ; skos:prefLabel "Elsewhere"@en .
"""


class Ontology(CommandTest):
    def rows(self, path, *options):
        out = self.path("out.gz")
        result = self.run_ontotag("build", "-o", out, *options, path)
        self.assertEqual(result.code, 0, result.err)
        self.err = result.err
        with gzip.open(out, "rt", encoding="utf-8") as rows:
            return sorted(row for row in rows if not row.startswith("#left-out"))

    def check(self, obo):
        header, terms = ontology_forms.read(obo)
        expected = self.rows(obo)
        for form, write in FORMS.items():
            with self.subTest(form):
                path = self.path("ontology." + form)
                with open(path, "w", encoding="utf-8") as out:
                    out.writelines(write(header, terms))
                self.assertEqual(self.rows(path), expected)
                self.assertIn("OBO Graphs" if form == "json" else "RDF", self.err)
        return expected

    def test_small(self):
        rows = "".join(self.check(self.write("small.obo", SMALL)))
        for row in ("C\tMONDO:0000099\tdisease\tleukemia, \"odd\" & <marked>\t\t\treplaced=MONDO:0005059",
                    "C\tMONDO:0005059\tdisease\tleukemia, \"odd\" & <marked>\t\texact=MESH:D007938|xref=UMLS:C0023418|close=NCIT:C3161",
                    "C\tMONDO:0000007\tdisease\told leukemia\t\t\treplaced=MONDO:0005059",
                    "N\tMONDO:0005059\tbroad\tblood cancer", "#source\tMONDO\t\treleases/2026-01-01"):
            self.assertIn(row, rows)
        self.assertNotIn("not this", rows)
        self.assertRegex(rows, r"N\tMONDO:0005059\texact\tAL\t[^c]*\n")

    def test_real(self):
        folder = os.path.join(SHARED, "data", "ontologies")
        if not os.path.isdir(folder):
            self.skipTest("needs ../shared/data/ontologies")
        for name in ("hp_import", "DO_cancer_slim", "mondo"):
            with self.subTest(name), gzip.open(os.path.join(folder, name + ".obo.gz")) as packed:
                self.assertGreater(len(self.check(self.write(name + ".obo", packed.read()))), 3000)

    def test_skos(self):
        types = self.write("types.tsv", "type\tEX\t*\tdisease\ntype\tMESH\t*\tdisease\n")
        path = self.write("terms.ttl", SKOS)
        options = ["--types-file", types, "--prefix", "EX=http://example.org/terms/"]
        rows = "".join(self.rows(path, *options))
        for row in ("C\tEX:1\tdisease\tAsthma\tEX:2\texact=MESH:D001249", "C\tEX:3\tdisease\tChildhood asthma\tEX:1",
                    "N\tEX:1\texact\tbronchial asthma", "N\tEX:1\trelated\tastma", "#source\tEX\tOur terms\t\tCC0"):
            self.assertIn(row, rows)
        self.assertNotIn("sthme", rows)
        self.assertIn("1 of them without a prefix, such as <http://elsewhere.org/9>", self.err)
        french = "".join(self.rows(path, *options, "--language", "fr"))
        self.assertIn("C\tEX:1\tdisease\tAsthme", french)
        self.assertIn("N\tEX:1\texact\tasthme bronchique", french)
        self.refused(1, "build", "-o", self.path("x.gz"), path, says=["terms.ttl", "--prefix NAME=IRI", "http://example.org/terms/1"])
        self.refused(2, "build", "-o", self.path("x.gz"), "--prefix", "EX", path, says=["not NAME=IRI"])

    def test_broken(self):
        out = self.path("x.gz")
        xml = '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        bomb = '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "' + "x" * 1000 + '">' + "".join(
            '<!ENTITY %s "%s">' % (chr(98 + i), ("&%s;" % chr(97 + i)) * 20) for i in range(9)) + ']>\n' + xml[22:]
        for name, content, says in (
                ("cut.owl", xml + "<rdf:Description rdf:about='http://purl.obolibrary.org/obo/MONDO_1'>\n", []),
                ("bad.ttl", "@prefix ex: <http://example.org/> .\nex:1 ex:2 [ .\n", [": syntax error"]),
                ("bad.nt", "<http://a/b> <http://a/c> <http://a/d> .\n<http://a/b> \"x\" .\n", [":2:"]),
                ("bomb.owl", bomb + "<rdf:Description rdf:about='http://x/y'><x:l xmlns:x='http://x/'>&j;</x:l></rdf:Description></rdf:RDF>", []),
                ("empty.nt", "<http://a/b> <http://a/c> <http://a/d> .\n", ["no class"]),
                ("cut.json", '{"graphs":[{"nodes":[{"id":"http://purl.obolibrary.org/obo/MONDO_1","lbl":"x"}\n', ["ends inside"]),
                ("bad.json", '{"graphs":[{"nodes":[{"id":}]}]}\n', ["no JSON"]),
                ("deep.json", '{"graphs":[{"nodes":[{"id":' + "[" * 100000 + "]" * 100000 + "}]}]}", ["no JSON"]),
                ("closed.json", '{"graphs":[]}}}\n', ["closes"])):
            with self.subTest(name):
                self.refused(1, "build", "-o", out, self.write(name, content), says=[name, *says])
                self.assertFalse(os.path.exists(out))

    def test_json_ld_is_told_with_what_converts_it(self):
        page = '{"@context": {"label": "http://www.w3.org/2000/01/rdf-schema#label"}, "@id": "http://purl.obolibrary.org/obo/MONDO_1", "label": "x"}'
        says = ["is JSON-LD", "rdfpipe -i json-ld -o turtle"]
        for name, content in (("a.jsonld", page), ("b.json", "[\n " + page + "]"), ("c.json", '\n{ "@graph": [' + page + "]}")):
            self.refused(1, "build", "-o", self.path("x.gz"), self.write(name, content), says=[name, *says])
        self.refused(1, "build", "-o", self.path("x.gz"), "--as", "rdf", self.write("a.jsonld", page), says=says)
        os.mkdir(self.path("folder"))
        self.write("folder/a.jsonld", page)
        self.write("folder/b.obo", SMALL)
        result = self.run_ontotag("build", "-o", self.path("x.gz"), self.path("folder"))
        self.assertEqual(result.code, 0, result.err)
        self.assertIn("left out: ", result.err)
        self.assertIn("is JSON-LD", result.err)

    def test_nothing_is_fetched(self):
        secret = self.write("secret", "secret words")
        xml = ('<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY s SYSTEM "file://%s">]>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/'
               '22-rdf-syntax-ns#" xmlns:r="http://www.w3.org/2000/01/rdf-schema#">\n<rdf:Description rdf:about="http://purl.obolibrary.org/'
               'obo/MONDO_1"><rdf:type rdf:resource="http://www.w3.org/2002/07/owl#Class"/><r:label>a &s; b</r:label>'
               '</rdf:Description></rdf:RDF>') % secret
        out = self.path("out.gz")
        self.run_ontotag("build", "-o", out, self.write("x.owl", xml))
        if os.path.exists(out):
            with gzip.open(out, "rt") as rows:
                self.assertNotIn("secret words", rows.read())


if __name__ == "__main__":
    main()
