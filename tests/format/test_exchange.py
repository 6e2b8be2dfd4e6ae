"""Formats of other programs, read by readers that their communities keep: each document says there what JSON lines say of it."""
import csv
import gzip
import io
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "command"))
from support import CommandTest, ROOT, main, skip_all  # noqa: E402

PYPI = os.environ.get("ONTOTAG_PYPI", os.path.join(ROOT, "build-check", "pypi", "bin", "python"))
try:
    import bconv
    import phenopackets
    import rdflib
    from fhir.resources.R4B.bundle import Bundle
    from google.protobuf import json_format
except ImportError:
    if os.access(PYPI, os.X_OK) and os.path.realpath(sys.prefix) != os.path.realpath(os.path.dirname(os.path.dirname(PYPI))):
        os.execv(PYPI, [PYPI, "-B", os.path.abspath(__file__), *sys.argv[1:]])
    skip_all("needs bconv, fhir.resources, phenopackets and rdflib (tests/serve/requirements.txt)")

ROWS = """#source\tMONDO\tMONDO\t2026-01-01\tCC BY 4.0
S\tMONDO
C\tMONDO:0004979\tdisease\tasthma\t\texact=MESH:D001249
C\tMONDO:0005393\tdisease\tgout
C\tMONDO:0007254\tdisease\tbreast cancer
C\tMONDO:0004975\tdisease\tB-cell leukemia
C\tMONDO:0004976\tdisease\tT-cell leukemia
C\tHP:0001945\tdisease\tfever
C\tHP:0001250\tdisease\tseizure
C\tMONDO:0005279\tdisease\tpulmonary embolism
C\tCHEBI:2549\tdrug\tsalbutamol
C\tRXNORM:7980\tdrug\tpenicillin
C\tRXNORM:6809\tdrug\tmetformin
C\tLOINC:2532-0\tmarker\tlactate dehydrogenase
N\tLOINC:2532-0\texact\tLDH\tc
C\tNCBIGene:931\tmarker\tCD20
S\tMESH
C\tMESH:D001249\tdisease\tAsthma
"""
NOTE = ("\U0001f600 \u201cNo asthma\u201d, no fever; her mother had breast cancer.\nSeizure yesterday. Possible pulmonary embolism. "
        "History of gout.\n\nLDH 3,257.5 IU/L (reference range: 120 to 246). CD20 negative. B- and T-cell leukemia.\nOn salbutamol. Metformin was "
        "stopped. Allergic to penicillin. If fever develops, call.")
OTHER = "Fever. \"Asthma\", <i>;\\ and a tab\there."


class Exchange(CommandTest):
    def tagged(self, output, *options, texts=None):
        """The output over the two texts, and the objects of JSON lines, with offsets in code points."""
        rows = self.write("rows.tsv", ROWS)
        texts = texts or [("17", NOTE), ("a b/\u00e9", OTHER), ("empty", "")]
        lines = "".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in texts)
        path = self.write("notes.jsonl", lines)
        common = ["tag", "--no-curation", "-q", "-d", rows, path]
        objects = self.good(*common, "-o", "jsonl", "--offsets", "codepoints").objects
        self.assertGreaterEqual(len(objects[0]["mentions"]), 1)
        return self.good(*common, "-o", output, *options), objects

    def test_threads_change_nothing(self):
        for output in ("omop", "phenopacket", "fhir", "pubannotation", "web-annotation", "label-studio", "doccano", "prodigy", "turtle"):
            with self.subTest(output):
                one, _ = self.tagged(output)
                many, _ = self.tagged(output, "-j", "3")
                self.assertEqual(one.out, many.out)

    def test_pubannotation(self):
        written, objects = self.tagged("pubannotation")
        self.assertEqual(len(written.objects), len(objects))
        for line, expected in zip(written.lines, objects):
            path = self.write("one.json", line)
            document = bconv.load(path, fmt="pubanno_json")
            got = sorted((e.spans[0][0], e.spans[-1][1], e.text) for e in document.iter_entities())
            self.assertEqual([g[:2] for g in got], sorted((m["start"], m["end"]) for m in expected["mentions"]))
            self.assertEqual(document.id, expected["id"])
            attributes = json.loads(line)["attributes"]
            codes = [a["obj"] for a in attributes if a["pred"] == "codes"]
            self.assertEqual(codes, ["|".join(m["codes"]) for m in expected["mentions"]])
        spans = [d["span"] for d in written.objects[0]["denotations"] if isinstance(d["span"], list)]
        self.assertEqual([[NOTE[s["begin"]:s["end"]] for s in parts] for parts in spans], [["B", "cell leukemia"]])

    def test_prodigy_and_doccano(self):
        for output, key in (("prodigy", "spans"), ("doccano", "label")):
            written, objects = self.tagged(output)
            for got, expected in zip(written.objects, objects):
                parts = sorted((s["start"], s["end"], m["type"]) for m in expected["mentions"]
                               for s in m.get("spans", [{"start": m["start"], "end": m["end"]}]))
                found = [(s["start"], s["end"], s["label"]) if output == "prodigy" else tuple(s) for s in got[key]]
                self.assertEqual(sorted(found), parts)
                self.assertEqual(got["meta"]["id"] if output == "prodigy" else got["id"], expected["id"])
            self.assertEqual(written.objects[1]["text"], OTHER)

    def test_label_studio(self):
        written, objects = self.tagged("label-studio")
        tasks = json.loads(written.text)
        self.assertEqual([task["data"]["id"] for task in tasks], [o["id"] for o in objects])
        for task in tasks:
            for region in task["predictions"][0]["result"]:
                value = region["value"]
                self.assertEqual(task["data"]["text"][value["start"]:value["end"]], value["text"])
                self.assertEqual((region["type"], region["from_name"], region["to_name"]), ("labels", "label", "text"))
        self.assertEqual(len({r["id"] for r in tasks[0]["predictions"][0]["result"]}), len(tasks[0]["predictions"][0]["result"]))
        self.assertEqual(json.loads(self.tagged("label-studio", texts=[("1", "fever")])[0].text)[0]["data"]["text"], "fever")

    def test_web_annotation(self):
        written, objects = self.tagged("web-annotation")
        context = {"id": "@id", "type": "@type", "@vocab": "http://www.w3.org/ns/oa#", "oa": "http://www.w3.org/ns/oa#",
                   "body": {"@id": "oa:hasBody", "@type": "@id"}, "target": {"@id": "oa:hasTarget", "@type": "@id"},
                   "source": {"@id": "oa:hasSource", "@type": "@id"}, "selector": "oa:hasSelector", "items": "oa:items",
                   "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"}
        for page, expected in zip(written.objects, objects):
            self.assertEqual(page["@context"], "http://www.w3.org/ns/anno.jsonld")
            graph = rdflib.Graph().parse(data=json.dumps({**page, "@context": context}), format="json-ld")
            self.assertEqual(len(set(graph.subjects(rdflib.RDF.type, rdflib.URIRef("http://www.w3.org/ns/oa#Annotation")))),
                             len(expected["mentions"]))
            for annotation, m in zip(page["items"], expected["mentions"]):
                self.assertEqual(json.loads(annotation["body"][-1]["value"])["codes"], "|".join(m["codes"]))
        first = written.objects[0]["items"][0]["target"]["selector"]
        self.assertEqual(first, [{"type": "TextPositionSelector", "start": 6, "end": 12},
                                 {"type": "TextQuoteSelector", "exact": "asthma", "prefix": NOTE[:6], "suffix": NOTE[12:44]}])
        self.assertEqual(written.objects[1]["id"], "urn:ontotag:a%20b%2F%C3%A9")

    def test_turtle(self):
        written, objects = self.tagged("turtle")
        graph = rdflib.Graph().parse(data=written.text, format="turtle")
        oa, field = rdflib.Namespace("http://www.w3.org/ns/oa#"), rdflib.Namespace("urn:ontotag:field:")
        mentions = [m for o in objects for m in o["mentions"]]
        annotations = set(graph.subjects(rdflib.RDF.type, oa.Annotation))
        self.assertEqual(len(annotations), len(mentions))
        self.assertEqual(sorted(str(graph.value(a, field.text)) for a in annotations), sorted(m["text"] for m in mentions))
        self.assertEqual(sorted(int(o) for o in graph.objects(None, oa.start)),
                         sorted(s["start"] for m in mentions for s in m.get("spans", [m])))
        self.assertEqual(str(graph.value(rdflib.URIRef("http://purl.obolibrary.org/obo/HP_0001945"),
                                         rdflib.URIRef("http://www.w3.org/2004/02/skos/core#prefLabel"))), "fever")

    def test_phenopacket(self):
        written, objects = self.tagged("phenopacket")
        packets = [json_format.Parse(line, phenopackets.Phenopacket()) for line in written.lines]
        self.assertEqual([p.id for p in packets], [o["id"] for o in objects])
        first = packets[0]
        self.assertEqual({(f.type.id, f.excluded) for f in first.phenotypic_features}, {("HP:0001945", True), ("HP:0001250", False)})
        self.assertEqual({(d.term.id, d.excluded) for d in first.diseases},
                         {("MONDO:0004979", True), ("MONDO:0005393", False), ("MONDO:0004975", False), ("MONDO:0004976", False)})
        self.assertEqual({a.treatment.agent.id for a in first.medical_actions}, {"CHEBI:2549", "RXNORM:6809"})
        dehydrogenase, cd20 = first.measurements
        self.assertEqual((dehydrogenase.assay.id, dehydrogenase.value.quantity.value), ("LOINC:2532-0", 3257.5))
        self.assertEqual(dehydrogenase.value.quantity.reference_range.high, 246)
        self.assertEqual((cd20.assay.id, cd20.value.ontology_class.label), ("NCBIGene:931", "absent"))
        prefixes = {r.namespace_prefix: r.version for r in first.meta_data.resources}
        self.assertEqual(set(prefixes), {"HP", "MONDO", "CHEBI", "RXNORM", "LOINC", "NCBIGene", "UCUM", "PATO"})
        self.assertEqual(prefixes["MONDO"], "2026-01-01")
        self.assertEqual({(f.type.id, f.excluded) for f in packets[1].phenotypic_features}, {("HP:0001945", False)})

    def test_fhir(self):
        written, objects = self.tagged("fhir")
        bundles = [Bundle.model_validate_json(line) if hasattr(Bundle, "model_validate_json") else Bundle.parse_raw(line)
                   for line in written.lines]
        self.assertEqual([b.identifier.value for b in bundles], [o["id"] for o in objects])
        told = {}
        for entry in bundles[0].entry:
            resource = entry.resource
            kind = resource.get_resource_type()
            concept = getattr(resource, "code", None) or getattr(resource, "medicationCodeableConcept", None)
            concept = concept or resource.condition[0].code
            status = getattr(resource, "verificationStatus", None)
            told[concept.text, kind] = status.coding[0].code if status else resource.status
            spans = [e for e in resource.extension if e.url == "urn:ontotag:span"]
            text = [e.valueString for e in resource.extension if e.url == "urn:ontotag:text"][0]
            self.assertEqual(NOTE[spans[0].extension[0].valueInteger:spans[-1].extension[1].valueInteger], text)
        self.assertEqual(told, {
            ("asthma", "Condition"): "refuted", ("fever", "Condition"): "refuted", ("seizure", "Condition"): "confirmed",
            ("breast cancer", "FamilyMemberHistory"): "partial", ("pulmonary embolism", "Condition"): "provisional",
            ("gout", "Condition"): "confirmed", ("lactate dehydrogenase", "Observation"): "unknown", ("CD20", "Observation"): "unknown",
            ("B-cell leukemia", "Condition"): "confirmed", ("T-cell leukemia", "Condition"): "confirmed",
            ("salbutamol", "MedicationStatement"): "active", ("metformin", "MedicationStatement"): "stopped",
            ("penicillin", "AllergyIntolerance"): "unconfirmed"})
        self.assertEqual(len({entry.fullUrl for b in bundles for entry in b.entry or []}), sum(len(b.entry or []) for b in bundles))
        systems = {c.system for e in bundles[0].entry if e.resource.get_resource_type() == "Condition" for c in e.resource.code.coding}
        self.assertIn("https://www.nlm.nih.gov/mesh", systems)

    def test_other_types(self):
        """What is no disease, drug or marker becomes what dictionaries/type-names.tsv says, and is valid."""
        rows = self.write("types.tsv", "#source\tMAXO\tMAXO\t2026-01-01\tCC0\nS\tMAXO\nC\tMAXO:1\tprocedure\tlaparotomy\nC\tUBERON:2\tanatomy\tleft ventricle\n"
                          "C\tMESH:D3\tdevice\tcatheter\nC\tMESH:D4\tfinding\tpallor\nC\tMESH:D5\torganism\tescherichia coli\nC\tMESH:D6\tphenomenon\tpregnancy\n")
        text = b"Laparotomy was done, no catheter. Left ventricle normal, pallor of Escherichia coli. No pregnancy."
        common = ["tag", "--no-curation", "-q", "-d", rows, "-t", "all"]
        bundle = self.good(*common, "-o", "fhir", stdin=text).lines[0]
        read = Bundle.model_validate_json(bundle) if hasattr(Bundle, "model_validate_json") else Bundle.parse_raw(bundle)
        self.assertEqual([e.resource.get_resource_type() for e in read.entry],
                         ["Procedure", "Device", "BodyStructure", "Condition", "Observation"])
        packet = json_format.Parse(self.good(*common, "-o", "phenopacket", stdin=text).lines[0], phenopackets.Phenopacket())
        self.assertEqual([a.procedure.code.id for a in packet.medical_actions], ["MAXO:1"])
        self.assertEqual([f.type.id for f in packet.phenotypic_features], ["MESH:D4"])
        denied = self.good(*common, "-o", "phenopacket", stdin=b"No laparotomy was done.").lines[0]
        self.assertNotIn("MAXO:1", denied)

    # The columns of the table in the model's specification, with what must be there and how wide it may be.
    NOTE_NLP = {"note_nlp_id": None, "note_id": None, "section_concept_id": None, "snippet": 250, "offset": 50, "lexical_variant": 250,
                "note_nlp_concept_id": None, "note_nlp_source_concept_id": None, "nlp_system": 250, "nlp_date": 10, "nlp_datetime": 30,
                "term_exists": 1, "term_temporal": 50, "term_modifiers": 2000}

    def omop(self, *options, **more):
        written, objects = self.tagged("omop", *options, **more)
        reader = csv.DictReader(io.StringIO(written.out.decode("utf-8"), newline=""))
        rows = list(reader)
        self.assertEqual(reader.fieldnames, list(self.NOTE_NLP))
        for row in rows:
            for name, wide in self.NOTE_NLP.items():
                if wide:
                    self.assertLessEqual(len(row[name]), wide, name)
                else:
                    self.assertRegex(row[name], "^[0-9]+$")
        self.assertEqual([int(row["note_nlp_id"]) for row in rows], list(range(1, len(rows) + 1)))
        self.assertEqual(len(rows), sum(len(o["mentions"]) for o in objects))
        return rows

    def test_omop(self):
        rows = self.omop()
        told = {(row["lexical_variant"], row["offset"]): (row["term_exists"], row["term_temporal"]) for row in rows if row["note_id"] == "17"}
        by_text = {}
        for (text, offset), said in told.items():
            self.assertEqual(NOTE[int(offset):int(offset) + len(text)], text)
            by_text.setdefault(text, said)
        self.assertEqual(by_text["asthma"], ("N", "present"))
        self.assertEqual(by_text["breast cancer"], ("N", "present"))
        self.assertEqual(by_text["gout"], ("Y", "past"))
        self.assertEqual(by_text["pulmonary embolism"], ("Y", "present"))
        self.assertIn("certainty=possible", [r["term_modifiers"] for r in rows if r["lexical_variant"] == "pulmonary embolism"][0])
        self.assertEqual({row["note_id"] for row in rows}, {"17", "2"})
        self.assertIn("document=a b/\u00e9", [r["term_modifiers"] for r in rows if r["note_id"] == "2"][0])
        self.omop(texts=[("1", "x" * 400 + " fever " + "\U0001f600" * 400)])

    def test_omop_concepts(self):
        header = "concept_id\tconcept_name\tdomain_id\tvocabulary_id\tconcept_class_id\tstandard_concept\tconcept_code\tvalid_start_date\tvalid_end_date\tinvalid_reason\n"
        concepts = (header + "45606775\tAsthma\tCondition\tMeSH\tMain Heading\t\tD001249\t19700101\t20991231\t\n"
                    "1503297\tmetformin\tDrug\tRxNorm\tIngredient\tS\t6809\t19700101\t20991231\t\n"
                    "7\tNot here\tDrug\tOther\tIngredient\tS\t6809\t19700101\t20991231\t\n")
        path = self.write("CONCEPT.csv.gz", gzip.compress(concepts.encode()))
        numbers = {r["lexical_variant"].lower(): (r["note_nlp_concept_id"], r["note_nlp_source_concept_id"])
                   for r in self.omop("--omop-concepts", path)}
        self.assertEqual(numbers["asthma"], ("0", "45606775"))
        self.assertEqual(numbers["metformin"], ("1503297", "1503297"))
        self.assertEqual(numbers["gout"], ("0", "0"))
        rows = self.write("rows.tsv", ROWS)
        for content, says in (("a\tb\n", "is no CONCEPT.csv"), (header + "1\tx\n", "too few columns"), ("", "empty"),
                              (header + "x\tmetformin\tDrug\tRxNorm\tIngredient\tS\t6809\n", "no number")):
            broken = self.write("broken.csv", content)
            self.refused(1, "tag", "-d", rows, "-o", "omop", "--omop-concepts", broken, stdin="fever", says=["broken.csv", says])
        self.refused(2, "tag", "-d", rows, "-o", "jsonl", "--omop-concepts", path, stdin="fever", says=["--omop-concepts"])

    def test_omop_relationships(self):
        """A concept that is no standard one has the one that it maps to; those of another relation, or of an ended one, do not count."""
        path = self.write("CONCEPT.csv", "concept_id\tvocabulary_id\tstandard_concept\tconcept_code\n45606775\tMeSH\t\tD001249\n"
                          "1503297\tRxNorm\tS\t6809\n317009\tSNOMED\tS\t195967001\n")
        header = "concept_id_1\tconcept_id_2\trelationship_id\tvalid_start_date\tvalid_end_date\tinvalid_reason\n"
        relations = header + "".join("%s\t%s\t%s\t19700101\t20991231\t%s\n" % row for row in (
            (45606775, 99, "Maps to", "D"), (45606775, 98, "Is a", ""), (45606775, 4000000, "Maps to", ""), (45606775, 317009, "Maps to", ""),
            (1503297, 1503297, "Maps to", ""), (1503297, 3, "Maps to", ""), (12345, 6, "Maps to", "")))
        maps = self.write("CONCEPT_RELATIONSHIP.csv.gz", gzip.compress(relations.encode()))
        numbers = {r["lexical_variant"].lower(): (r["note_nlp_concept_id"], r["note_nlp_source_concept_id"])
                   for r in self.omop("--omop-concepts", path, "--omop-relationships", maps)}
        self.assertEqual(numbers["asthma"], ("317009", "45606775"))
        self.assertEqual(numbers["metformin"], ("1503297", "1503297"))
        self.assertEqual(numbers["gout"], ("0", "0"))
        rows = self.write("rows.tsv", ROWS)
        for content, says in (("a\tb\n", "is no CONCEPT_RELATIONSHIP.csv: its header lacks concept_id_1"), (header + "1\tx\n", "too few columns"),
                              ("", "empty"), (header + "x\t1\tMaps to\t1\t1\t\n", ":2: the concept_id is no number")):
            broken = self.write("broken.csv", content)
            self.refused(1, "tag", "-d", rows, "-o", "omop", "--omop-concepts", path, "--omop-relationships", broken, stdin="fever",
                         says=["broken.csv", says])
        self.refused(2, "tag", "-d", rows, "-o", "omop", "--omop-relationships", maps, stdin="fever", says=["--omop-concepts"])


if __name__ == "__main__":
    main()
