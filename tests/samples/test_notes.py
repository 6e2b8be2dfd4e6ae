"""Notes as hospitals write them, made up for this (notes/*.txt), with all that is said of their mentions (notes.tsv).

    ONTOTAG=... ONTOTAG_FULL=... python3 test_notes.py      ONTOTAG_UPDATE=1 rewrites notes.tsv: read what changed

A row is a mention: note, text, type, first code, what the note says of it.
"""
import glob
import json
import os
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = os.path.join(HERE, "notes.tsv")
NOTES = sorted(glob.glob(os.path.join(HERE, "notes", "*.txt")))


def said(mention):
    """What a note says of a mention, as words."""
    context, value = mention.get("context", {}), mention.get("value", {})
    words = ["absent"] if context.get("negated") else []
    words += [context[key] for key in ("certainty", "temporality", "experiencer") if key in context]
    words += ["allergy"] if mention.get("allergy") else []
    words += [mention["status"]] if "status" in mention else []
    if value:
        shown = value.get("text") or "%s%g" % (value.get("comparator", ""), value["number"])
        words.append(" ".join([shown] + [value[key] for key in ("unit",) if key in value]))
        if "low" in value or "high" in value:
            words.append("[%s, %s] %s" % (value.get("low", ""), value.get("high", ""), mention.get("status_by_range", "")))
    return "; ".join(word.strip() for word in words) or "-"


def found():
    done = subprocess.run([os.environ["ONTOTAG"], "tag", "-q", "-d", os.environ["ONTOTAG_FULL"], "-f", "text", "-o", "jsonl"] + NOTES,
                          capture_output=True, check=True, encoding="utf-8", timeout=600)
    for path, line in zip(NOTES, done.stdout.splitlines(), strict=True):
        for mention in json.loads(line)["mentions"]:
            yield "\t".join([os.path.basename(path)[:-len(".txt")], mention["text"].replace("\n", " "), mention["type"],
                             (mention["codes"] or ["-"])[0], said(mention)])


class Notes(unittest.TestCase):
    maxDiff = None

    def test_what_notes_say(self):
        rows = list(found())
        if os.environ.get("ONTOTAG_UPDATE"):
            with open(ROWS, "w", encoding="utf-8") as out:
                out.write("# Written by ONTOTAG_UPDATE=1 test_notes.py and read by a person: note, text, type, first code, what the note says of it.\n")
                out.writelines(row + "\n" for row in rows)
        with open(ROWS, encoding="utf-8") as stream:
            expected = [line.rstrip("\n") for line in stream if not line.startswith("#")]
        self.assertEqual(rows, expected)


if __name__ == "__main__":
    if not os.path.exists(os.environ.get("ONTOTAG_FULL", "")):
        print("skipped: there is no full dictionary")
        sys.exit(77)
    unittest.main()
