"""doc.to_dict() is the object that `ontotag tag -o jsonl --offsets codepoints` writes, over the corpora."""
import glob
import json
import os
import subprocess
import unittest

from support import CORPORA, ROOT, Case, needs_shared

import ontotag

needs_shared()
# Options that bring out every member of the schema.
RUNS = [
    ({}, []),
    ({"vocabulary": ["MESH", "ICD10CM"], "overlap": "nested", "offer_retired": True, "offer_ambiguous": True},
     ["--vocabulary", "MESH,ICD10CM", "--overlap", "nested", "--offer-retired", "--offer-ambiguous"]),
    ({"only": ["absent", "historical", "family"], "without": ["values", "sections"]},
     ["--only", "absent,historical,family", "--without", "values,sections"]),
    ({"roll_up": 2, "overlap": "all", "keep_generic": True, "without": ["MONDO:0005059", "derived"]},
     ["--roll-up", "2", "--overlap", "all", "--keep-generic", "--without", "MONDO:0005059,derived"]),
    ({"candidates": True, "explain": True, "profile": "bc5cdr", "threshold": 0.5},
     ["--candidates", "--explain", "--profile", "bc5cdr", "--threshold", "0.5"]),
    ({"explain_dropped": True, "other_species": True, "min_confidence": 0.8},
     ["--explain-dropped", "--other-species", "--min-confidence", "0.8"]),
    ({"no_judge": True, "candidates": True}, ["--no-judge", "--candidates"]),
]


def full():
    """The full dictionary where the tests have built it, as it has retired concepts; else the starter."""
    path = os.environ.get("ONTOTAG_FULL", "")
    return [path] if os.path.exists(path) else []


class Corpora(Case):
    @classmethod
    def setUpClass(cls):
        cls.dictionary = ontotag.Dictionary(*full())
        cls.files = [path for path in sorted(glob.glob(os.path.join(CORPORA, "**", "*"), recursive=True))
                     if os.path.isfile(path) and path.endswith((".pubtator", ".xml.gz", ".json.gz", ".txt"))]
        # A sample of each corpus; ONTOTAG_LONG takes all of it.
        if not os.environ.get("ONTOTAG_LONG"):
            by_folder = {}
            for path in cls.files:
                by_folder.setdefault(os.path.dirname(path), []).append(path)
            cls.files = [path for paths in by_folder.values() for path in paths[:2]]

    def compare(self, files, options, arguments, **reading):
        flags = [item for name, value in reading.items() for item in ["--" + name.replace("_", "-")] + ([value] if value is not True else [])]
        given = [item for path in full() for item in ("-d", path)]
        output = subprocess.run([ontotag.program(), "tag", "-q", "-o", "jsonl", "--offsets", "codepoints", *given, *arguments, *flags, *files],
                                capture_output=True)
        lines = output.stdout.decode().splitlines()
        members = set()
        count = 0
        for doc in ontotag.Tagger(self.dictionary, **options).tag_files(*files, **reading):
            expected = json.loads(lines[count])
            self.assertEqual(doc.to_dict(), expected, (doc.id, options))
            self.assertEqual(list(map(list, doc.to_dict()["mentions"][:1])), list(map(list, expected["mentions"][:1])))
            for mention in expected["mentions"]:
                members.update(mention)
            members.update(name for name in ("offers", "ambiguous", "candidates") if name in expected)
            count += 1
        self.assertEqual(count, len(lines))
        return members

    def test_documents_are_those_of_the_command(self):
        self.assertGreater(len(self.files), 5)
        members = set()
        for options, arguments in RUNS:
            members |= self.compare(self.files, options, arguments)
        with open(os.path.join(ROOT, "dictionaries", "jsonl.schema.json"), encoding="utf-8") as stream:
            schema = json.load(stream)
        missing = set(schema["definitions"]["mention"]["properties"]) - members
        # Those that these texts do not show are compared elsewhere or not at all.
        self.assertLessEqual(missing, {"retired"} if full() else {"retired", "release"}, "members that no document has")
        for name in schema["definitions"]["mention"]["properties"]:
            self.assertTrue(hasattr(ontotag.Mention, name), f"Mention has no attribute {name}")
        for name in schema["definitions"]["offer"]["properties"]:
            self.assertTrue(hasattr(ontotag.Offer, name), f"Offer has no attribute {name}")
        for name in schema["definitions"]["ambiguity"]["properties"]:
            self.assertTrue(hasattr(ontotag.Ambiguity, name), f"Ambiguity has no attribute {name}")
        for name in schema["definitions"]["candidate"]["properties"]:
            self.assertTrue(hasattr(ontotag.Place, name), f"Place has no attribute {name}")

    def test_texts_that_are_no_files(self):
        """HTML, Markdown, bytes that are no UTF-8, and lines."""
        folder = os.path.join(ROOT, "tests", "format", "golden")
        import tempfile
        with tempfile.TemporaryDirectory() as made:
            for name, content in {
                "a.html": "<html><body><p>Ä &alpha;-thalassemia, <b>acute</b> leukemia &amp; asthma 😀 asthma</p></body></html>".encode(),
                "b.md": "# Ä *acute* leukemia\n\n- [asthma](x) 😀 asthma\n".encode(),
                "c.txt": b"\xfe \xe2\x82 asthma \xed\xa0\x80 asthma \xf0\x9f\x98\x80 CD34+ \x80\x80 asthma",
            }.items():
                path = os.path.join(made, name)
                with open(path, "wb") as stream:
                    stream.write(content)
                self.compare([path], {}, [])
                self.compare([path], {}, [], lines=True)


if __name__ == "__main__":
    unittest.main()
