"""Taggers, documents, dictionaries and normalizers as a person uses them."""
import copy
import json
import os
import pickle
import tempfile
import threading
import unittest

from support import ROOT, ROWS, TEXT, Case

import ontotag


class Tagging(Case):
    @classmethod
    def setUpClass(cls):
        cls.tagger = ontotag.Tagger()

    def test_offsets_count_characters(self):
        doc = self.tagger.tag(TEXT)
        self.assertGreater(len(doc), 5)
        for mention in doc:
            self.assertEqual(TEXT[mention.start:mention.end], mention.text)
        self.assertEqual([m.text for m in doc][:2], ["asthma", "salbutamol"])

    def test_offsets_count_what_was_asked_for(self):
        mentions = ontotag.Tagger(offsets="bytes").tag(TEXT).mentions
        self.assertEqual(TEXT.encode()[mentions[1].start:mentions[1].end], b"salbutamol")
        mentions = ontotag.Tagger(offsets="utf16").tag(TEXT).mentions
        self.assertEqual(TEXT.encode("utf-16-le")[2 * mentions[1].start:2 * mentions[1].end].decode("utf-16-le"), "salbutamol")

    def test_every_offset_of_every_unit(self):
        for filler in ("x", "ä", "€", "😀", "ä" * 31 + "😀€"):
            for times in (1, 21, 31, 63, 64, 65, 200):
                text = filler * times + " asthma " + filler + " asthma"
                for unit, coded in (("codepoints", "utf-32-le"), ("utf16", "utf-16-le"), ("bytes", "utf-8")):
                    size = {"codepoints": 4, "utf16": 2, "bytes": 1}[unit]
                    found = ontotag.Tagger(self.tagger.dictionary, offsets=unit).tag(text)
                    self.assertEqual(len(found), 2)
                    for mention in found:
                        part = text.encode(coded)[size * mention.start:size * mention.end]
                        self.assertEqual(part.decode(coded), "asthma", (unit, filler, times))

    def test_a_mention_says_what_it_is(self):
        mention = self.tagger.tag("Acute lymphoblastic leukaemias")[0]
        self.assertEqual(mention.type, "disease")
        self.assertEqual(mention.code, "MONDO:0004967")
        self.assertEqual(mention.codes, ["MONDO:0004967", "MESH:D054198"])
        self.assertEqual(mention.name, "acute lymphoblastic leukemia")
        self.assertEqual(mention.by, ["case", "plural", "spelling"])
        self.assertIsNone(mention.retired)
        self.assertEqual(mention.context, {})
        negated = self.tagger.tag("No evidence of asthma.")[0]
        self.assertTrue(negated.is_negated)
        self.assertEqual(negated.context["cues"][0]["says"], "negated")
        self.assertEqual(ontotag.Tagger(only=["absent"]).tag("No asthma. Leukemia.").to_dict()["mentions"][0]["text"], "asthma")
        self.assertEqual(ontotag.Tagger(without=["context"]).tag("No asthma")[0].context, {})
        self.assertFalse(mention.is_negated or mention.is_family)
        self.assertIn("MONDO:0004967", repr(mention))

    def test_abbreviations(self):
        doc = self.tagger.tag(TEXT)
        self.assertEqual([(a.short, a.long) for a in doc.abbreviations], [("ALL", "acute lymphoblastic leukemia")])
        span = doc.abbreviations[0].short_span
        self.assertEqual(TEXT[span["start"]:span["end"]], "ALL")
        self.assertTrue(any(m.abbreviation == 0 for m in doc))

    def test_to_dict_is_a_copy(self):
        doc = self.tagger.tag(TEXT)
        before = copy.deepcopy(doc.to_dict())
        doc.to_dict()["mentions"][0]["codes"].append("X:1")
        self.assertEqual(doc.to_dict(), before)
        self.assertEqual(json.loads(doc.to_json()), before)

    def test_a_notebook_shows_marked_text(self):
        doc = self.tagger.tag("<b> asthma & salbutamol")
        self.assertIn("&lt;b&gt; <mark", doc._repr_html_())
        self.assertIn(">asthma</mark> &amp; <mark", doc._repr_html_())
        self.assertIn("[asthma|disease MONDO:0004979]", repr(doc))

    def test_options(self):
        types = ontotag.Tagger(types=["drug"]).tag(TEXT)
        self.assertEqual({m.type for m in types}, {"drug"})
        self.assertEqual(ontotag.Tagger(types="drug").tag(TEXT).to_dict(), types.to_dict())
        mesh = ontotag.Tagger(vocabulary=["MESH"]).tag("asthma")[0]
        self.assertEqual(mesh.codes, ["MESH:D001249"])
        self.assertEqual(mesh.mappings[0]["predicate"], "exact")
        under = ontotag.Tagger(within=["MONDO:0005059"]).tag(TEXT)
        self.assertEqual({m.text for m in under}, {"acute lymphoblastic leukemia", "ALL", "ALL of T cells"})
        self.assertEqual(ontotag.Tagger(without=["MONDO:0005059"]).tag("leukemia").mentions, [])
        self.assertEqual(ontotag.Tagger(without=["spelling"]).tag("leukaemia").mentions, [])
        rolled = ontotag.Tagger(roll_up=["MONDO:0005059"]).tag("acute lymphoblastic leukemia")[0]
        self.assertEqual((rolled.rolled_up, rolled.rolled_up_name), ("MONDO:0005059", "leukemia"))
        self.assertIsNotNone(ontotag.Tagger(roll_up=0).tag("acute lymphoblastic leukemia")[0].rolled_up)
        self.assertGreater(len(ontotag.Tagger(overlap="all").tag(TEXT)), len(self.tagger.tag(TEXT)))
        self.assertEqual(self.tagger.tag("anticoagulants").mentions, [])
        self.assertEqual(len(ontotag.Tagger(keep_generic=True).tag("anticoagulants")), 1)

    def test_places_are_judged(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        rows, weights = os.path.join(folder.name, "rows.tsv"), os.path.join(folder.name, "weights.tsv")
        with open(rows, "w") as out:
            out.write("S\tNCBIGene\nC\tNCBIGene:1\tmarker\tBRCA1\nC\tLAB:1\tdisease\tasthma\n")
        with open(weights, "w") as out:
            out.write("default\tmarker\tjudges=*\t0\ndefault\tmarker\talways=\t0.5\n"
                      "mine\tdisease\tjudges=*\t0\nmine\tdisease\talways=\t-1\nconfidence\tdisease\talways=\t1.5\n")
        text = "BRCA1 in asthma"

        def found(**options):
            return [m.text for m in ontotag.Tagger(rows, no_starter=True, judge=weights, **options).tag(text)]

        self.assertEqual(found(), ["BRCA1", "asthma"])
        self.assertEqual(found(profile="mine"), ["BRCA1"])
        self.assertEqual(found(threshold=0.5), ["asthma"])
        doc = ontotag.Tagger(rows, no_starter=True, judge=weights, candidates=True, explain=True).tag(text)
        self.assertEqual([(p.text, p.judged, p.score, p.human) for p in doc.candidates], [("BRCA1", True, 0.5, 0), ("asthma", False, 2, None)])
        self.assertEqual(doc.candidates[0].features["always="], 0.5)
        self.assertEqual(doc[0].judge, {"score": 0.5, "human": 0, "by": "weights", "for": [{"feature": "always=", "weight": 0.5}], "against": []})
        self.assertEqual(doc[1].judge, {"score": 2, "by": "rules", "for": [{"feature": "always=", "weight": 1.5}], "against": []})
        self.assertEqual([(m.text, m.confidence) for m in doc], [("BRCA1", None), ("asthma", 0.82)])
        self.assertEqual(found(min_confidence=0.82), ["BRCA1", "asthma"])
        self.assertEqual(found(min_confidence=0.83), ["BRCA1"])
        told = ontotag.Tagger(rows, no_starter=True, judge=weights, types="drug,disease", min_confidence=0.9, explain_dropped=True).tag(text)
        self.assertEqual([(d.text, d.why, d.confidence) for d in told.dropped], [("BRCA1", "type", None), ("asthma", "confidence", 0.82)])
        self.assertEqual(pickle.loads(pickle.dumps(told)).dropped, told.dropped)
        self.assertEqual(pickle.loads(pickle.dumps(doc)).candidates, doc.candidates)
        self.assertEqual(ontotag.Tagger(rows, no_starter=True, judge=weights).tag(text).candidates, [])
        for options, says in (({"profile": "nobody"}, "no profile"), ({"no_judge": True, "profile": "mine"}, "no_judge"),
                              ({"no_curation": True, "profile": "ncbi"}, "no_judge"), ({"threshold": float("nan")}, "threshold"),
                              ({"min_confidence": 1.5}, "min_confidence"), ({"min_confidence": float("nan")}, "min_confidence")):
            with self.assertRaisesRegex(ValueError, says):
                ontotag.Tagger(**options)
        with self.assertRaises(FileNotFoundError):
            ontotag.Tagger(judge="/nowhere/at/all")

    def test_formats(self):
        self.assertEqual(self.tagger.format("asthma", "jsonl", id="a"), json.dumps(self.tagger.tag("asthma", id="a").to_dict(),
                         separators=(",", ":")) + "\n")
        self.assertIn("T1\tDisease 0 6\tasthma", self.tagger.format("asthma", "brat"))
        with self.assertRaisesRegex(ValueError, "nothing"):
            self.tagger.format("asthma", "nothing")

    def test_a_tagger_pickles_as_its_arguments(self):
        tagger = ontotag.Tagger(types=["disease"], vocabulary=["MESH"], without=["plural"], overlap="nested", roll_up=2)
        again = pickle.loads(pickle.dumps(tagger))
        self.assertLess(len(pickle.dumps(tagger)), 500)
        self.assertEqual(repr(again), repr(tagger))
        self.assertEqual(again.tag(TEXT).to_dict(), tagger.tag(TEXT).to_dict())
        self.assertIs(again.dictionary._shared, tagger.dictionary._shared)
        self.assertEqual(copy.copy(tagger).tag(TEXT).to_dict(), tagger.tag(TEXT).to_dict())
        doc = tagger.tag(TEXT)
        self.assertEqual(pickle.loads(pickle.dumps(doc)).to_dict(), doc.to_dict())

    def test_threads_share_one_tagger(self):
        texts = [f"{i} asthma " * (i % 7) + "on salbutamol, CD34+" for i in range(200)]
        expected = [self.tagger.tag(text).to_dict() for text in texts]
        failures = []

        def work():
            if [self.tagger.tag(text).to_dict() for text in texts] != expected:
                failures.append(1)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])

    def test_files(self):
        report = os.path.join(ROOT, "examples", "report.txt")
        with open(report, encoding="utf-8") as stream:
            text = stream.read()
        (doc,) = self.tagger.tag_files(report)
        self.assertEqual((doc.id, doc.text), (report, text))
        self.assertEqual(doc.to_dict()["mentions"], self.tagger.tag(text).to_dict()["mentions"])
        self.assertEqual(len(list(self.tagger.tag_files(report, lines=True))), text.count("\n"))

    def test_what_a_document_had_is_carried_along(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "in")
            with open(path, "w", encoding="utf-8") as stream:
                stream.write('{"pmid":7,"text":"On asthma.","year":[1999]}\n{"pmid":8}\n{"pmid":9,"text":"x"}\n')
            with self.assertWarnsRegex(RuntimeWarning, ":2: "):
                docs = list(self.tagger.tag_files(path, format="jsonl", id_field="pmid"))
            self.assertEqual([doc.id for doc in docs], ["7", "9"])
            self.assertEqual(docs[0].to_dict()["year"], [1999])
            with self.assertRaisesRegex(ontotag.Error, ":2: "):
                list(self.tagger.tag_files(path, format="jsonl", id_field="pmid", strict=True))


class Dictionaries(Case):
    def test_the_same_is_loaded_once(self):
        first = ontotag.Dictionary(ROWS)
        second = ontotag.Dictionary(os.path.relpath(ROWS))
        self.assertIs(first._shared, second._shared)
        self.assertIsNot(first._shared, ontotag.Dictionary(ROWS, no_starter=True)._shared)
        self.assertIs(ontotag.Tagger(ROWS).dictionary._shared, first._shared)

    def test_another_file_under_its_name_is_another_dictionary(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "ours.tsv")
            for name in ("grumbling", "muttering"):
                with open(path + ".new", "w", encoding="utf-8") as stream:
                    stream.write(f"#source\tX\tX\t1\tCC0\nS\tX\nC\tX:1\tdisease\t{name} fever\n")
                os.replace(path + ".new", path)
                self.assertEqual(ontotag.Tagger(path).tag(f"a {name} fever")[0].code, "X:1")

    def test_threads_that_load_at_once_load_once(self):
        found = []
        threads = [threading.Thread(target=lambda: found.append(ontotag.Dictionary(ROWS, no_curation=True))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len({id(one._shared) for one in found}), 1)

    def test_a_concept(self):
        dictionary = ontotag.Dictionary()
        concept = dictionary["MONDO:0004967"]
        self.assertEqual((concept.code, concept.name, concept.type), ("MONDO:0004967", "acute lymphoblastic leukemia", "disease"))
        self.assertIn(dictionary["MONDO:0005402"], concept.parents)
        self.assertIn(concept, dictionary["MONDO:0005402"].children)
        self.assertIn("MONDO:0005059", [one.code for one in concept.ancestors])
        self.assertTrue(concept.is_under("MONDO:0005059"))
        self.assertFalse(concept.is_under("MONDO:0004979"))
        self.assertIn(concept, dictionary["MONDO:0005059"].descendants)
        self.assertEqual(concept.codes, ["MONDO:0004967", "MESH:D054198"])
        self.assertIn("ALL", [name for name, scope, source in concept.names])
        self.assertGreater(concept.level, 0)
        self.assertEqual(dictionary["mesh:d054198"].same, concept.same)
        self.assertEqual([code for code, *_ in concept.links("MESH")], ["MESH:D054198"])
        self.assertNotIn("X:1", dictionary)
        self.assertIsNone(dictionary.get("X:1"))
        with self.assertRaises(KeyError):
            dictionary["MONDO:\0004967"]
        self.assertEqual(len(list(dictionary)), len(dictionary))
        self.assertEqual(dictionary.info["concepts"], len(dictionary))
        self.assertIn("starter", [source["id"] for source in dictionary.sources])
        self.assertIs(pickle.loads(pickle.dumps(dictionary))._shared, dictionary._shared)


class Normalizing(Case):
    def test_a_term(self):
        best = ontotag.normalize("heart attack")[0]
        self.assertEqual((best.code, best.score), ("MONDO:0005068", 1.0))
        self.assertEqual(ontotag.normalize("XYZ12"), [])
        self.assertEqual(len(ontotag.normalize("leukemia", best=True)), 1)
        self.assertEqual(ontotag.normalize("asthma", vocabulary=["MESH"])[0].codes, ["MESH:D001249"])

    def test_a_column(self):
        normalizer = ontotag.Normalizer(min_score=0.9)
        found = normalizer.map(["Asthma", None, "nothing like it", "Asthma"])
        self.assertEqual([c and c.code for c in found], ["MONDO:0004979", None, None, "MONDO:0004979"])
        self.assertEqual(pickle.loads(pickle.dumps(normalizer)).normalize("Asthma"), normalizer.normalize("Asthma"))


class Types(Case):
    def test_types_are_those_of_the_table(self):
        with open(os.path.join(ROOT, "dictionaries", "type-names.tsv"), encoding="utf-8") as stream:
            rows = [line.rstrip("\n").split("\t") for line in stream if not line.startswith("#")]
        self.assertEqual(list(ontotag.TYPES.items()), [(row[0], row[2]) for row in rows])
        with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as stream:
            stream.write("".join(f"C\tT:{i}\t{row[0]}\tzz{row[0]}name\n" for i, row in enumerate(rows)))
            stream.flush()
            text = ", ".join(f"zz{row[0]}name" for row in rows)
            every = ontotag.Tagger(stream.name, types="all", no_starter=True).tag(text)
            self.assertEqual([m.type for m in every], [row[0] for row in rows])
            for row in rows:
                self.assertIn(f"background:{row[8]};", every._repr_html_())
            self.assertEqual([m.type for m in ontotag.Tagger(stream.name, no_starter=True).tag(text)], ["disease", "drug", "marker"])
            self.assertEqual([m.type for m in ontotag.Tagger(stream.name, types=["anatomy"], no_starter=True).tag(text)], ["anatomy"])
            normalizer = ontotag.Normalizer(stream.name, types=["place"], no_starter=True)
            self.assertEqual(normalizer.normalize("zzplacename")[0].code, f"T:{[row[0] for row in rows].index('place')}")
        with self.assertRaisesRegex(ValueError, "no type 'anatomi'"):
            ontotag.Tagger(types=["anatomi"])


if __name__ == "__main__":
    unittest.main()
