"""HTML and Markdown through the command: offsets of every writer that has them point into the file."""
import csv
import io
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "command"))
from support import SMALL, CommandTest, main  # noqa: E402

PAGE = ("<!DOCTYPE html>\n<title>Asthma &amp; more</title>\U0001f600&nbsp;&Ouml;<p>Acute <b>lympho</b>blastic leukemia,"
        " as&shy;thma")
PAGE_PARTS = ["Asthma", "Acute <b>lympho</b>blastic leukemia", "as&shy;thma"]
NOTE = "# Asthma\n\n\U0001f600 &Ouml; acute lym**pho**blastic\n  leukemia\n\n[CD10](asthma \"asthma\") as&shy;thma\n"
NOTE_PARTS = ["Asthma", "acute lym**pho**blastic\n  leukemia", "CD10", "as&shy;thma"]


class MarkupTest(CommandTest):
    def check(self, name, file, parts):
        path = self.write(name, file)
        raw = file.encode()
        base = ("tag", "--no-curation", "-d", SMALL)
        for extra in ([], ["-j", "2"]):
            found = self.good(*base, "-o", "jsonl", *extra, path).objects[0]["mentions"]
            self.assertEqual([raw[m["start"]:m["end"]].decode() for m in found], parts)
        found = self.good(*base, "-o", "jsonl", "--offsets", "codepoints", path).objects[0]["mentions"]
        self.assertEqual([file[m["start"]:m["end"]] for m in found], parts)
        wide = file.encode("utf-16-le")
        found = self.good(*base, "-o", "jsonl", "--offsets", "utf16", path).objects[0]["mentions"]
        self.assertEqual([wide[2 * m["start"]:2 * m["end"]].decode("utf-16-le") for m in found], parts)
        for format, dialect in (("tsv", "excel-tab"), ("csv", "excel")):
            rows = csv.DictReader(io.StringIO(self.good(*base, "-o", format, path).text), dialect=dialect)
            self.assertEqual([raw[int(r["start"]):int(r["end"])].decode() for r in rows], parts)
        page = self.good(*base, "-o", "html", path).text
        for part in parts:
            start = raw.index(part.encode())
            self.assertIn("%d–%d<" % (start, start + len(part.encode())), page)

    def test_html(self):
        self.check("page", PAGE, PAGE_PARTS)

    def test_markdown(self):
        self.check("note.md", NOTE, NOTE_PARTS)

    def test_title(self):
        path = self.write("page", PAGE)
        done = self.good("tag", "--no-curation", "-d", SMALL, "-o", "pubtator", path)
        self.assertRegex(done.lines[0], r"\|t\|Asthma & more$")

    def test_tags_that_nest_deep(self):
        for tag in ("<div>", "<p><b a=%d>x</p>", "<dl><dd>"):
            content = "<html>" + "".join(tag % n if "%" in tag else tag for n in range(100000)) + "<p>asthma"
            found = self.good("tag", "-d", SMALL, "-o", "jsonl", self.write("deep.html", content)).objects[0]["mentions"]
            self.assertEqual([(m["start"], m["end"]) for m in found], [(len(content) - 6, len(content))])


if __name__ == "__main__":
    main()
