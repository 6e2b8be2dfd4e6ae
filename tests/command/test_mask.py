"""ontotag tag --mask: nothing of what is masked is written in any format; --no-context-in-errors: nothing of a text in a message."""
import gzip
import json
import re

from support import CommandTest, SMALL, main

TEXT = ("Imatinib and imatinib mesylate (IM) for chronic myeloid leukemia (CML).\nIM was stopped; CML and acute \u00e9 asthma.\n"
        "No CD10. B- and T-cell leukemia.\n")
ROWS = """C\tLAB:1\tdrug\timatinib
N\tLAB:1\texact\timatinib mesylate
C\tLAB:2\tdisease\tchronic myeloid leukemia\t\texact=MESH:D015464
C\tLAB:3\tdisease\tasthma
C\tLAB:4\tmarker\tCD10
C\tLAB:5\tdisease\tB-cell leukemia
C\tLAB:6\tdisease\tT-cell leukemia
"""
SECRET = "Mrs Qwyxt Zvykk, Jjaxxuvv"  # none of its parts is in a message by itself


class Mask(CommandTest):
    def outputs(self, *arguments, **options):
        formats = re.search(r"--output FORMAT.*?one of: (.*?)\n +(?:-., )?--", self.good("tag", "--help").text, re.S).group(1).replace(",", " ").split()
        self.assertGreater(len(formats), 15)
        for output in formats:
            yield output, self.good("tag", "--no-curation", "-q", "-d", self.write("rows", ROWS), "-o", output, *arguments, **options).text

    def test_nothing_is_written(self):
        for content in (TEXT, json.dumps({"id": "1", "text": TEXT, "note": "imatinib"}), "<p>" + TEXT + "</p>", "7|t|" + TEXT.split("\n")[0] + "\n7|a|x\n\n"):
            path = self.write("in", content)
            for output, text in self.outputs("--mask", "drug", path):
                with self.subTest(output):
                    self.assertNotIn("imatinib", text.lower().replace("ontotag", ""))
                    self.assertNotIn("mesylate", text)
                    self.assertNotIn("LAB:1", text)
            for threads in ("1", "3"):
                for output, text in self.outputs("--mask", "drug,disease,marker", "-j", threads, path):
                    with self.subTest(output):
                        for word in ("imatinib", "leukemia", "asthma", "cd10", "cml"):
                            self.assertNotIn(word, text.lower())

    def test_offsets_stay(self):
        plain = self.good("tag", "--no-curation", "-q", "-d", self.write("rows", ROWS), "-o", "jsonl", stdin=TEXT).objects[0]["mentions"]
        masked = self.good("tag", "--no-curation", "-q", "-d", self.write("rows", ROWS), "-o", "jsonl", "--mask", "drug", stdin=TEXT).objects[0]["mentions"]
        place = lambda mentions: [(m["start"], m["end"], m["text"]) for m in mentions if m["type"] != "drug"]
        self.assertEqual(place(masked), place(plain))
        self.assertTrue(all(m["type"] != "drug" for m in masked))
        text = json.loads(self.good("tag", "--no-curation", "-q", "-d", self.path("rows"), "-o", "prodigy", "--mask", "drug", stdin=TEXT).text)["text"]
        self.assertTrue(text.startswith("XXXXXXXX and XXXXXXXX XXXXXXXX (XX) for chronic"), text)
        self.assertEqual(len(text.encode()), len(TEXT.encode()))
        self.assertIn("\nXX was stopped", text)

    def test_types_and_vocabularies_hide_nothing_from_the_mask(self):
        for arguments in (["--types", "disease"], ["--vocabulary", "LAB"], ["--vocabulary", "MESH"], ["--within", "LAB:3"], ["--without", "case"], ["--no-judge"],
                          ["--threshold", "-20"], ["--overlap", "all"], ["--keep-generic"], ["--abbreviations", "all"]):
            text = self.good("tag", "--no-curation", "-q", "-d", self.write("rows", ROWS), "-o", "prodigy", "--mask", "drug", *arguments, stdin=TEXT).text
            self.assertNotIn("imatinib", text.lower())

    def test_wrong_type(self):
        self.refused(2, "tag", "-d", SMALL, "--mask", "weather", stdin="x", says=["no type 'weather'"])

    def test_errors_quote_little_or_nothing(self):
        broken = {"a.pubtator": "1|t|x\n1|a|y\n1\t%s\t%s\tz\tDisease\n\n" % (SECRET, SECRET), "b.pubtator": "1|t|x\n%s|t|%s\n\n" % (SECRET, SECRET),
                  "c.jsonl": '{"text":"x"}\n{"text":"%s" "%s"}\n' % (SECRET, SECRET), "d.jsonl": '{"text":"x"}\n{"%s":1}\n' % SECRET, "e.jsonl": '{"text":"x"}\n{"text": %s}\n' % SECRET,
                  "f.xml": "<collection><document><id>1</id><passage><offset>0</offset><text>%s</%s></passage></document></collection>" % (SECRET, SECRET.replace(" ", "")),
                  "g.json": '{"source":"","documents":[{"id":"1","passages":[{"offset":"%s","text":"%s"}]}]}' % (SECRET, SECRET),
                  "h.gz": gzip.compress(SECRET.encode() * 50)[:60]}
        for name, content in broken.items():
            path = self.write(name, content)
            for arguments, most in (([], 40), (["--no-context-in-errors"], 3)):
                with self.subTest(name, most=most):
                    result = self.run_ontotag("tag", "-d", SMALL, "-q", "-o", "jsonl", *arguments, path)
                    for start in range(len(SECRET)):
                        for end in range(start + most + 1, len(SECRET) + 1):
                            self.assertNotIn(SECRET[start:end], result.err)


if __name__ == "__main__":
    main()
