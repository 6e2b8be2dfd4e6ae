"""The component for spaCy."""
import tempfile
import unittest

from support import Case, needs

needs("spacy")

import spacy
from spacy.tokens import DocBin

import ontotag

TEXT = "Ä: no asthma 😀, on salbutamol; CD34+ hepatitis A and B."


class Component(Case):
    def test_it_is_found_without_an_import(self):
        self.assertEqual(self.runs("""
import spacy
nlp = spacy.blank("en")
nlp.add_pipe("ontotag")
doc = nlp("asthma on salbutamol")
print([(e.text, e.label_, e.kb_id_, e._.codes) for e in doc.ents])
""").strip(), "[('asthma', 'disease', 'MONDO:0004979', ['MONDO:0004979', 'MESH:D001249']), ('salbutamol', 'drug', 'MESH:D000420', ['MESH:D000420'])]")

    def test_entities(self):
        nlp = spacy.blank("en")
        pipe = nlp.add_pipe("ontotag", config={"labels": {"drug": "CHEMICAL"}})
        doc = nlp(TEXT)
        self.assertEqual([(e.text, e.label_) for e in doc.ents if e.label_ != "marker"][:2], [("asthma", "disease"), ("salbutamol", "CHEMICAL")])
        for ent in doc.ents:
            self.assertEqual(ent.kb_id_, ent._.codes[0])
            self.assertEqual(ent._.ontotag["type"], pipe.tagger.tag(TEXT)[0].type if ent.text == "asthma" else ent._.ontotag["type"])
            for name in ("is_negated", "is_uncertain", "is_historical", "is_hypothetical", "is_family"):
                self.assertIsInstance(ent._.get(name), bool)
        self.assertEqual(pipe.labels, ("disease", "CHEMICAL", "marker"))

    def test_spans_may_overlap(self):
        nlp = spacy.blank("en")
        nlp.add_pipe("ontotag", config={"spans_key": "ontotag", "overlap": "all"})
        doc = nlp("acute lymphoblastic leukemia of asthma")
        self.assertEqual(len(doc.ents), 0)
        self.assertGreater(len(doc.spans["ontotag"]), 2)
        self.assertIn("leukemia", [span.text for span in doc.spans["ontotag"]])

    def test_entities_that_are_there(self):
        def ents(overwrite):
            nlp = spacy.blank("en")
            ruler = nlp.add_pipe("entity_ruler")
            ruler.add_patterns([{"label": "OTHER", "pattern": "asthma attack"}, {"label": "PLACE", "pattern": "Bern"}])
            nlp.add_pipe("ontotag", config={"overwrite_ents": overwrite})
            return [(e.text, e.label_) for e in nlp("asthma attack in Bern, on salbutamol").ents]

        self.assertEqual(ents(False), [("asthma attack", "OTHER"), ("Bern", "PLACE"), ("salbutamol", "drug")])
        self.assertEqual(ents(True), [("asthma attack", "disease"), ("Bern", "PLACE"), ("salbutamol", "drug")])

    def test_tokens_that_do_not_fit(self):
        for mode, expected in (("expand", ["xasthmay"]), ("strict", []), ("contract", [])):
            nlp = spacy.blank("en")
            pipe = nlp.add_pipe("ontotag", config={"alignment_mode": mode})
            text = "xasthmay"
            pipe.tagger = type("Fixed", (), {"tag": lambda self, text: [ontotag.Mention({"start": 1, "end": 7, "type": "disease", "codes": ["X:1"]})]})()
            self.assertEqual([e.text for e in nlp(text).ents], expected, mode)
        with self.assertRaisesRegex(Exception, "alignment_mode"):
            spacy.blank("en").add_pipe("ontotag", config={"alignment_mode": "some"})

    def test_a_trained_pipeline(self):
        """An NER that learnt one word, before the component."""
        from spacy.training import Example

        nlp = spacy.blank("en")
        ner = nlp.add_pipe("ner")
        ner.add_label("PLACE")
        examples = [Example.from_dict(nlp.make_doc("We met in Bern today"), {"entities": [(10, 14, "PLACE")]})]
        nlp.initialize(lambda: examples)
        for _ in range(30):
            nlp.update(examples)
        nlp.add_pipe("ontotag", last=True)
        ents = [(e.text, e.label_) for e in nlp("We met in Bern today").ents]
        self.assertIn(("Bern", "PLACE"), ents)
        self.assertEqual(nlp.analyze_pipes()["problems"]["ontotag"], [])

    def test_processes(self):
        self.runs("""
import spacy
if __name__ == "__main__":
    nlp = spacy.blank("en")
    nlp.add_pipe("ontotag", config={"types": ["disease"]})
    texts = ["asthma %d on salbutamol" % i for i in range(100)]
    docs = list(nlp.pipe(texts, n_process=2, batch_size=10))
    assert [[e.text for e in doc.ents] for doc in docs] == [["asthma"]] * 100
    assert docs[7].ents[0]._.codes == ["MONDO:0004979", "MESH:D001249"]
    assert docs[7].ents[0]._.ontotag["name"] == "asthma"
""")

    def test_it_is_saved_and_loaded(self):
        nlp = spacy.blank("en")
        nlp.add_pipe("ontotag", config={"types": ["drug"], "spans_key": "found", "vocabulary": ["MESH"]})

        def found(nlp):
            doc = nlp(TEXT)
            return [(span.text, span.kb_id_) for span in doc.spans["found"]]

        before = found(nlp)
        self.assertEqual(before, [("salbutamol", "MESH:D000420")])
        with tempfile.TemporaryDirectory() as folder:
            nlp.to_disk(folder)
            self.assertEqual(found(spacy.load(folder)), before)
        other = spacy.blank("en")
        other.add_pipe("ontotag")
        other.from_bytes(nlp.to_bytes())
        self.assertEqual(found(other), before)
        stored = DocBin(store_user_data=True, docs=[nlp(TEXT)]).to_bytes()
        doc = next(iter(DocBin().from_bytes(stored).get_docs(nlp.vocab)))
        self.assertEqual(doc.spans["found"][0]._.ontotag["name"], "albuterol")


if __name__ == "__main__":
    unittest.main()
