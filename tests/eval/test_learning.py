"""tools/lib/learning.py: which rows follow from what annotated documents say of a name."""
import os
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "tools", "lib"))
import learning  # noqa: E402

KNOWN = {"MESH:D1": "wheeze", "MESH:D2": "cough", "MESH:D3": "", "MESH:D4": "Disease"}


class Documents:
    """A corpus that is made of texts in which annotated names stand in brackets: [name|TYPE|CODES]."""

    def __init__(self, kind, *texts, found=()):
        self.kind, self.vocabularies, self.documents, self.found = kind, ("MESH",), [], []
        for number, marked in enumerate(texts):
            text, gold = "", []
            for piece in marked.replace("]", "[").split("["):
                name, *rest = piece.split("|", 2)
                if rest:
                    gold.append((len(text), len(text) + len(name), rest[0], rest[1].split("|")))
                text += name
            document = learning.Document("%s%d" % (kind, number), text)
            document.gold = gold
            self.documents.append(document)
            self.found.append({"abbreviations": [], "mentions": [self.mention(text, *f) for f in found if f[0] in text]})

    @staticmethod
    def mention(text, name, code):
        start = text.index(name)
        return {"start": start, "end": start + len(name), "type": "disease", "codes": [code], "scope": "exact", "matched": name}


def rows(*corpora):
    return learning.learn(corpora, KNOWN)


class Added(unittest.TestCase):
    def test_a_name_with_its_evidence(self):
        self.assertEqual(rows(Documents("a", "noisy [breath sound|disease|MESH:D1], breath sound")),
                         [("A", "MESH:D1", "breath sound", "cpv", "annotated so", "1/2")])

    def test_not_what_the_dictionary_says_anyway(self):
        self.assertEqual(rows(Documents("a", "[breath sound|disease|MESH:D1]", found=[("breath sound", "MESH:D1")])), [])

    def test_a_code_that_a_later_heading_took_over(self):
        known = {"MESH:D000001": "Infarction", "MESH:D000000002": "Breath Sound", "MESH:D000003": "Wheeze"}
        corpus = Documents("a", "[breath sound|disease|MESH:D000001]", "[wheeze|disease|MESH:D000000002]",
                           found=[("breath sound", "MESH:D000000002"), ("wheeze", "MESH:D000003")])
        self.assertEqual([row[:3] for row in learning.learn([corpus], known)], [("A", "MESH:D000000002", "wheeze")])

    def test_a_broader_code_is_not_what_the_dictionary_says(self):
        corpus = Documents("a", "[breath sound|disease|MESH:D1]", found=[("breath sound", "MESH:D1")])
        corpus.found[0]["mentions"][0]["mappings"] = [{"code": "MESH:D1", "predicate": "broad", "via": "LAB:1"}]
        self.assertEqual([row[:3] for row in rows(corpus)], [("A", "MESH:D1", "breath sound")])

    def test_not_a_code_that_is_retired_or_says_only_a_kind_or_is_not_there(self):
        for code in ("MESH:D3", "MESH:D4", "MESH:D9"):
            self.assertEqual(rows(Documents("a", "[breath sound|disease|%s]" % code)), [], code)

    def test_not_where_most_places_are_left_alone(self):
        self.assertEqual(rows(Documents("a", "[breath sound|disease|MESH:D1], breath sound, breath sound")), [])
        self.assertEqual(rows(Documents("a", "[breath sound|disease|MESH:D1]"),
                              Documents("b", "breath sound and breath sound, [cough|disease|MESH:D2]", found=[("cough", "MESH:D2")])), [])

    def test_a_place_in_a_longer_annotation_is_not_left_alone(self):
        corpus = Documents("a", "[breath sound|disease|MESH:D1], [loud breath sound|disease|MESH:D2], [odd breath sound|disease|MESH:D2]")
        self.assertIn(("A", "MESH:D1", "breath sound", "cpv", "annotated so", "1/1"), rows(corpus))

    def test_a_short_symbol_needs_support(self):
        self.assertEqual(rows(Documents("a", "[BS|disease|MESH:D1]")), [("A", "MESH:D1", "BS", "s", "annotated so", "1/1")])
        self.assertEqual(rows(Documents("a", "[BSND|disease|MESH:D1]")), [("A", "MESH:D1", "BSND", "-", "annotated so", "1/1")])

    def test_a_phrase_needs_two_documents(self):
        phrase = "[a sound of breath that is loud|disease|MESH:D1]"
        self.assertEqual(rows(Documents("a", phrase)), [])
        self.assertEqual(len(rows(Documents("a", phrase, phrase))), 1)

    def test_several_concepts_leave_a_name_to_its_parts(self):
        corpus = Documents("a", "[wheeze cough|disease|MESH:D1|MESH:D2]", found=[("wheeze cough", "MESH:D4")])
        self.assertEqual(rows(corpus), [("R", "disease", "wheeze cough", "x", "annotated as several", "1/1")])


class Blocked(unittest.TestCase):
    SCORED = "[wheeze|disease|MESH:D1] and noise"

    def test_two_documents_have_it_unannotated(self):
        found = [("wheeze", "MESH:D1"), ("noise", "MESH:D2")]
        self.assertEqual(rows(Documents("a", self.SCORED, found=found)), [])
        self.assertEqual(rows(Documents("a", self.SCORED, self.SCORED, found=found)),
                         [("B", "disease", "noise", "found but not annotated", "0/2")])

    def test_a_preferred_name_only_in_three(self):
        for documents, kinds in ((2, []), (3, ["B"])):
            corpus = Documents("a", *[self.SCORED] * documents, found=[("wheeze", "MESH:D1"), ("noise", "MESH:D2")])
            for found in corpus.found:
                found["mentions"][1]["scope"] = "preferred"
            self.assertEqual([row[0] for row in rows(corpus)], kinds)

    def test_not_where_another_kind_of_corpus_annotates_it(self):
        found = [("wheeze", "MESH:D1"), ("noise", "MESH:D2")]
        other = Documents("b", "[noise|disease|MESH:D2]", found=found[1:])
        self.assertNotIn("B", [row[0] for row in rows(Documents("a", self.SCORED, self.SCORED, found=found), other)])


class Reviewed(unittest.TestCase):
    def test_what_people_decided_stands(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "a.tsv"), "w") as out:
                out.write("C\tMESH:D1\tdisease\twheeze\nN\tMESH:D1\texact\tnoise\n")
            refused = os.path.join(folder, "refused.txt")
            with open(refused, "w") as out:
                out.write("# why\nA\tBreath Sound\tof all kinds\n")
            reviewed = learning.Reviewed(folder, refused)
        for row, allowed in ((("B", "disease", "noise", "", "0/2"), False), (("B", "disease", "sound", "", "0/2"), True),
                             (("A", "MESH:D2", "breath sound", "cpv", "", "9/9"), False),
                             (("A", "MESH:D2", "wheeze", "cpv", "", "1/1"), False), (("A", "MESH:D2", "wheeze", "cpv", "", "2/2"), True),
                             (("A", "MESH:D1", "wheeze", "cpv", "", "1/1"), True)):
            self.assertEqual(reviewed.allows(row), allowed, row)


if __name__ == "__main__":
    unittest.main()
