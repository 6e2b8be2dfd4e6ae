"""The HTML page, without a browser: good markup, the text as it was, nothing of it run."""
import base64
import hashlib
import html.parser
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "command"))
from support import SMALL, CommandTest, main  # noqa: E402

VOID = {"meta", "link", "input", "br"}
ADDRESSES = {
    "MONDO:0004979": "https://monarchinitiative.org/MONDO:0004979",
    "MESH:D001249": "https://meshb.nlm.nih.gov/record/ui?ui=D001249",
    "NCBIGene:4311": "https://www.ncbi.nlm.nih.gov/gene/4311",
    "HP:0002099": "https://hpo.jax.org/browse/term/HP:0002099",
    "OMIM:600807": "https://omim.org/entry/600807",
    "DOID:2841": "https://disease-ontology.org/?id=DOID:2841",
}


class Page(html.parser.HTMLParser):
    """Checks that elements nest; keeps the texts, the marks and the ids."""

    def __init__(self, text):
        super().__init__()
        self.open, self.texts, self.marks, self.ids, self.links = [], [], [], [], []
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a":
            self.links.append(attributes["href"])
        if tag == "mark":
            self.marks.append([attributes["class"], ""])
        if attributes.get("class") == "text":
            self.texts.append("")
        if tag not in VOID:
            self.open.append((tag, attributes.get("class"), len(self.marks) - 1))

    def handle_endtag(self, tag):
        assert self.open and self.open[-1][0] == tag, (tag, self.open)
        self.open.pop()

    def handle_data(self, data):
        classes = [kind for _, kind, _ in self.open]
        if "text" in classes and "card" not in classes:
            self.texts[-1] += data
            for tag, _, mark in self.open:
                if tag == "mark":
                    self.marks[mark][1] += data


class HtmlPageTest(CommandTest):
    def page(self, *texts, options=()):
        files = [self.write("t%d.txt" % i, text) for i, text in enumerate(texts)]
        done = self.good("tag", "--no-curation", "-d", SMALL, "-o", "html", *options, *files)
        self.raw = done.text
        return Page(done.text)

    def test_text_and_marks(self):
        text = "Asthma & ALL (acute lymphoblastic leukemia)\n\tCD10 <asthma> \"vincristine\""
        page = self.page(text, "", "asthma")
        self.assertEqual(page.texts, [text, "", "asthma"])
        self.assertEqual([mark for mark in page.marks if mark[0] == "marker"], [["marker", "CD10"]])
        self.assertIn(["disease", "Asthma"], page.marks)
        self.assertEqual(len(set(page.ids)), len(page.ids))
        for link in page.links:
            self.assertTrue(link.startswith("https://") or link[1:] in page.ids, link)

    def test_nested_and_crossing(self):
        text = "B-cell and T-cell acute lymphoblastic leukemia, acute lymphoblastic leukemia"
        rows = self.write("rows.tsv", "C\tA:1\tdisease\tT-cell acute lymphoblastic leukemia\n"
                          "C\tA:2\tdisease\tB-cell acute lymphoblastic leukemia\nC\tA:3\tdrug\tacute lymphoblastic\n"
                          "C\tA:4\tmarker\tcell acute\n")
        page = self.page(text, options=["-d", rows, "--overlap", "all"])
        self.assertEqual(page.texts, [text])
        self.assertIn(["disease", "acute lymphoblastic leukemia"], page.marks)
        self.assertIn(["disease after", "B-cell"], page.marks)
        self.assertEqual(len(set(page.ids)), len(page.ids))

    def test_hostile_text(self):
        for text in ("<script>alert(1)</script> asthma", "</div></main>asthma<!--", "\"'><img src=x onerror=y> asthma",
                     "&lt;b&gt; &amp; asthma &#60;", "]]> <![CDATA[ asthma", "</style><style>asthma"):
            with self.subTest(text):
                page = self.page(text)
                self.assertEqual(page.texts, [text])
                self.assertEqual(page.marks, [["disease", "asthma"]])
        name = "<img src=x onerror=alert(1)>"
        self.write(name, "asthma")
        self.assertNotIn("<img", self.good("tag", "-d", SMALL, "-o", "html", name).text)

    def test_hostile_names(self):
        rows = self.write("rows.tsv", "C\tX:\"><script>1\tdisease\t<b>\"x\" & 'y'\nN\tX:\"><script>1\texact\tasthma\n"
                          "C\tOMIM:\"><script>2\tdisease\tleukemia\n")
        files = self.write("t.txt", "asthma, leukemia")
        done = self.good("tag", "--no-curation", "-d", rows, "-o", "html", files)
        self.assertEqual(done.text.count("<script>"), 1)
        self.assertNotIn("<b>\"x\"", done.text)
        Page(done.text)

    def test_any_bytes(self):
        page = self.page(b"a\xff asthma \xe2\x82 \x00\x1b\r\nb\rc\xc2\x9b\xc3\xb6", options=["--encoding", "utf-8"])
        self.assertEqual(page.texts, ["a\ufffd asthma \ufffd\ufffd \ufffd\ufffd\nb\nc\ufffd\u00f6"])

    def test_links(self):
        rows = self.write("rows.tsv", "".join("C\t%s\tdisease\tname%s\n" % (code, "abcdef"[i] * 3)
                                              for i, code in enumerate(ADDRESSES)) + "C\tX:1\tdisease\tnamezzz\n")
        text = self.write("t.txt", " ".join("name" + letter * 3 for letter in "abcdefz"))
        done = self.good("tag", "--no-curation", "-d", rows, "-o", "html", text).text
        for code, address in ADDRESSES.items():
            self.assertIn('href="%s">%s</a>' % (address, code), done)
        self.assertIn('<span class="code">X:1</span>', done)

    def test_nothing_from_elsewhere(self):
        self.page("asthma")
        script = re.search("<script>(.*?)</script>", self.raw, re.S).group(1)
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        self.assertIn("script-src 'sha256-%s'" % digest, self.raw)
        self.assertNotRegex(self.raw, r"""src=|@import|url\(|<link (?!rel="icon" href="data:,")""")

    def test_table(self):
        self.page("asthma asthma", "asthma vincristine")
        self.assertIn("4 mentions of 2 entities in 2 documents", self.raw)
        self.assertRegex(self.raw, r'<a href="#e1-1">asthma</a>.*<td id="e1-4">3</td><td>2</td>')


if __name__ == "__main__":
    main()
