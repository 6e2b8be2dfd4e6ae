"""Articles and other collections that services give: PubMed XML, JATS, MEDLINE, CoNLL."""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "command"))
from support import SMALL, CommandTest, main  # noqa: E402

PUBMED = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">11</PMID><Article>
  <Journal><Title>Leukemia</Title><ISOAbbreviation>Asthma J</ISOAbbreviation></Journal>
  <ArticleTitle>Severe <i>asthma</i> and
     TNF<sub>2</sub> &amp; gout &alpha;.</ArticleTitle>
  <Abstract><AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">No leukemia.</AbstractText>
  <AbstractText Label="METHODS">CD10 <mml:math xmlns:mml="m"><mml:mi>asthma</mml:mi></mml:math> staining.</AbstractText><CopyrightInformation>asthma</CopyrightInformation></Abstract>
  <AuthorList><Author><LastName>Parkinson</LastName><ForeName>Gold</ForeName><AffiliationInfo><Affiliation>Asthma Centre</Affiliation></AffiliationInfo></Author></AuthorList>
  </Article><KeywordList><Keyword>asthma</Keyword></KeywordList><OtherAbstract Language="spa"><AbstractText>asma asthma</AbstractText></OtherAbstract>
  <CommentsCorrectionsList><CommentsCorrections><PMID>99</PMID></CommentsCorrections></CommentsCorrectionsList></MedlineCitation>
  <PubmedData><ArticleIdList><ArticleId IdType="pubmed">11</ArticleId></ArticleIdList><ReferenceList><Reference><Citation>asthma</Citation></Reference></ReferenceList></PubmedData></PubmedArticle>
<PubmedArticle><MedlineCitation><PMID>12</PMID><Article><ArticleTitle>Asthma</ArticleTitle></Article></MedlineCitation></PubmedArticle>
<PubmedBookArticle><BookDocument><PMID>13</PMID><Book><BookTitle>Reviews</BookTitle></Book><ArticleTitle>On asthma</ArticleTitle><Abstract><AbstractText>x</AbstractText></Abstract></BookDocument></PubmedBookArticle>
</PubmedArticleSet>
"""

JATS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE pmc-articleset PUBLIC "-//NLM//DTD ARTICLE SET 2.0//EN" "https://dtd.nlm.nih.gov/ncbi/pmc/articleset/nlm-articleset-2.0.dtd">
<pmc-articleset><article xmlns:mml="http://www.w3.org/1998/Math/MathML" article-type="research-article"><front>
<journal-meta><journal-title-group><journal-title>Asthma</journal-title></journal-title-group></journal-meta>
<article-meta><article-id pub-id-type="pmid">7</article-id><article-id pub-id-type="pmcid">PMC8</article-id><article-id pub-id-type="doi">10.1/x</article-id>
<title-group><article-title>On <italic>asthma</italic><xref ref-type="fn">1</xref></article-title></title-group>
<contrib-group><contrib><name><surname>Gout</surname></name><bio><p>asthma</p></bio></contrib><aff>Leukemia Unit</aff></contrib-group>
<permissions><license><license-p>asthma</license-p></license></permissions>
<abstract><title>Abstract</title><sec><title>Aim</title><p>Lung cancer.</p></sec></abstract><kwd-group><kwd>asthma</kwd></kwd-group></article-meta></front>
<body><p>Intro with asthma <xref ref-type="bibr">2</xref>.</p><sec><label>1</label><title>Methods</title><p>CD10 in<break/>cells
<list><list-item><p>asthma item</p></list-item></list> went on.</p><sec><title>Sub</title><p>deep</p></sec>
<fig><label>Fig 1</label><caption><title>Leukemia</title><p>caption of gout</p></caption></fig>
<table-wrap><caption><p>table of asthma</p></caption><table><tr><th>lung</th><td>cancer</td></tr></table></table-wrap></sec>
<sec><title>Results</title><p>10<sup>9</sup></p></sec></body>
<back><ack><p>asthma fund</p></ack><ref-list><title>References</title><ref><mixed-citation>asthma</mixed-citation></ref></ref-list></back></article></pmc-articleset>
"""

NBIB = """
PMID- 21
OWN - NLM
TI  - Severe asthma and
      its leukemia
AB  - BACKGROUND: No gout.
      METHODS: CD10.
FAU - Gold, Asthma
AU  - Gold A
AD  - Asthma Centre
      of gout

PMID- 22
TI  - Asthma
"""


class ArticlesTest(CommandTest):
    def bioc(self, name, content, *arguments):
        path = self.write(name, content)
        return json.loads(self.good("tag", "-d", SMALL, "-o", "bioc-json", *arguments, path).text)

    def passages(self, document):
        return [(p["infons"].get("type"), p["infons"].get("section"), p["text"]) for p in document["passages"]]

    def check_offsets(self, document):
        whole = {}
        for p in document["passages"]:
            for i, c in enumerate(p["text"]):
                whole[p["offset"] + i] = c
            for a in p["annotations"]:
                for place in a["locations"]:
                    self.assertEqual("".join(whole[place["offset"] + i] for i in range(place["length"])), a["text"])
        offsets = [p["offset"] for p in document["passages"]]
        self.assertEqual(offsets, sorted(offsets))

    def found(self, *arguments):
        return [row.split("\t")[:5] for row in self.good("tag", "-d", SMALL, "-o", "tsv", *arguments).lines[1:]]

    def test_pubmed(self):
        for arguments in ([], ["-f", "pubmed-xml"]):
            got = self.bioc("a.xml", PUBMED, *arguments)
            self.assertEqual((got["source"], [d["id"] for d in got["documents"]]), ("PubMed", ["11", "12", "13"]))
            self.assertEqual(self.passages(got["documents"][0]), [
                ("title", None, "Severe asthma and TNF2 & gout \ufffd."), ("abstract", "BACKGROUND", "No leukemia."), ("abstract", "METHODS", "CD10 staining.")])
            self.assertEqual(self.passages(got["documents"][2]), [("title", None, "Reviews"), ("title", None, "On asthma"), ("abstract", None, "x")])
            for document in got["documents"]:
                self.check_offsets(document)
        rows = self.found(self.path("a.xml"))
        self.assertEqual({row[4] for row in rows} - {"asthma", "Asthma", "leukemia", "CD10", "Severe asthma", "gout"}, set())
        lines = self.good("tag", "-d", SMALL, "-o", "pubtator", self.path("a.xml")).lines
        self.assertEqual(lines[:2], ["11|t|Severe asthma and TNF2 & gout \ufffd.", "11|a|No leukemia. CD10 staining."])

    def test_pubmed_of_many_is_read_one_by_one(self):
        head, article = PUBMED.split("<PubmedArticle>")[0], "<PubmedArticle>" + PUBMED.split("<PubmedArticle>")[2].split("<PubmedBook")[0]
        path = self.write("a.xml", head + article * 3000 + "</PubmedArticleSet>")
        self.assertEqual(len(self.found(path)), 3000)

    def test_jats(self):
        got = self.bioc("a.xml", JATS)
        self.assertEqual((got["source"], [d["id"] for d in got["documents"]]), ("PMC", ["PMC8"]))
        self.assertEqual(self.passages(got["documents"][0]), [
            ("title", None, "On asthma"), ("abstract", None, "Abstract"), ("abstract", "Aim", "Aim"), ("abstract", "Aim", "Lung cancer."),
            ("paragraph", None, "Intro with asthma ."), ("title_1", "Methods", "Methods"), ("paragraph", "Methods", "CD10 in cells"),
            ("paragraph", "Methods", "asthma item"), ("paragraph", "Methods", "went on."), ("title_1", "Methods", "Sub"), ("paragraph", "Methods", "deep"),
            ("fig_caption", "Methods", "Leukemia"), ("fig_caption", "Methods", "caption of gout"), ("table_caption", "Methods", "table of asthma"),
            ("table", "Methods", "lung"), ("table", "Methods", "cancer"), ("title_1", "Results", "Results"), ("paragraph", "Results", "109")])
        self.check_offsets(got["documents"][0])
        self.assertNotIn("lung cancer", [row[4] for row in self.found(self.path("a.xml"))])  # cells are apart

    def test_jats_alone_and_without_a_name(self):
        article = JATS[JATS.index("<article "):JATS.index("</pmc-articleset>")]
        self.assertEqual(self.bioc("a.xml", article)["documents"][0]["id"], "PMC8")
        self.assertEqual(self.bioc("a.xml", article.replace("article-id", "z"))["documents"][0]["id"], self.path("a.xml") + ":1")
        two = self.bioc("a.xml", "<r>" + article + article.replace("PMC8", "PMC9") + "</r>", "-f", "jats")
        self.assertEqual([d["id"] for d in two["documents"]], ["PMC8", "PMC9"])

    def test_nbib(self):
        for content in (NBIB, NBIB.replace("\n", "\r\n"), "\ufeff" + NBIB.lstrip()):
            for name in ("a.nbib", "input"):
                got = self.bioc(name, content)
                self.assertEqual([d["id"] for d in got["documents"]], ["21", "22"])
                self.assertEqual(self.passages(got["documents"][0]), [("title", None, "Severe asthma and its leukemia"),
                                                                      ("abstract", None, "BACKGROUND: No gout. METHODS: CD10.")])
                self.check_offsets(got["documents"][0])

    def test_bad_xml(self):
        for content, name in ((PUBMED, "a.xml"), (JATS, "a.xml")):
            for end in range(400, len(content) - 30, 97):
                path = self.write(name, content[:end])
                result = self.run_ontotag("tag", "-d", SMALL, "-o", "bioc-json", path)
                self.assertEqual((result.code, len(result.err.splitlines())), (1, 1), content[:end])
        self.refused(1, "tag", "-f", "jats", self.write("a", "<x/>"), says=["holds no article of PMC"])
        self.refused(1, "tag", self.write("a", "<?xml version='1.0'?>\n<ClinicalDocument><p>asthma</p></ClinicalDocument>"),
                     says=["is XML of a kind that is not read"])
        self.assertEqual(len(self.found("-f", "html", self.path("a"))), 1)

    def test_deep_xml_takes_no_stack_and_little_time(self):
        deep = "<article><front/><p>" + "<b>x " * 100000 + "</b>" * 100000 + "</p></article>"
        self.assertEqual(len(self.bioc("a.xml", deep, "-f", "jats")["documents"][0]["passages"]), 1)

    def test_conll(self):
        ours = self.good("tag", "-d", SMALL, "-o", "conll", self.write("a.txt", "Asthma; no CD10 and asthma."), self.write("b.txt", "No asthma")).text
        path = self.write("a", ours)
        got = self.good("tag", "-d", SMALL, "-o", "jsonl", path).objects
        self.assertEqual([d["id"] for d in got], [path + ":1", path + ":%d" % (ours[:ours.index("\n\n")].count("\n") + 3)])
        kept = self.good("tag", "-d", SMALL, "-o", "brat", "--keep", path).text
        self.assertIn("T1\tdisease 0 6\tAsthma\nN1\tReference T1 MONDO:0004979", kept)

    def test_conll_2003_and_u(self):
        old = "-DOCSTART- -X- O O\n\nOn IN O O\nsevere JJ O B-Disease\nasthma NN O I-Disease\n. . O O\n\nAsthma NN O B-Disease\n\n-DOCSTART- -X- O\n\nx NN O O\n"
        new = ("# newdoc id = d 1\n# sent_id = 1\n1\tOn\ton\tADP\t_\t_\t_\t_\t_\t_\n2-3\tdel\t_\t_\t_\t_\t_\t_\t_\t_\n2\tsevere\tx\tADJ\t_\t_\t_\t_\t_\t_\n"
               "3\tasthma\tx\tNOUN\t_\t_\t_\t_\t_\tSpaceAfter=No\n4\t.\t.\tPUNCT\t_\t_\t_\t_\t_\t_\n\n1\tAsthma\tx\tNOUN\t_\t_\t_\t_\t_\t_\n\n# newdoc\n1\tx\tx\tX\t_\t_\t_\t_\t_\t_\n")
        for content, text, name in ((old, "On severe asthma .\nAsthma\n", None), (new, "On severe asthma.\nAsthma\n", "d 1")):
            for end in ("\n", "\r\n"):
                path = self.write("a", content.replace("\n", end))
                got = self.good("tag", "-d", SMALL, "-o", "jsonl", path).objects
                self.assertEqual(len(got), 2)
                if name:
                    self.assertEqual(got[0]["id"], name)
                for m in got[0]["mentions"]:
                    self.assertEqual(text[m["start"]:m["end"]], m["text"])
                self.assertEqual(len(got[0]["mentions"]), 2)
        path = self.write("a", old)
        kept = self.good("tag", "-d", SMALL, "-o", "pubtator", "--keep", path).text
        self.assertIn("\t3\t16\tsevere asthma\tDisease\t", kept)


if __name__ == "__main__":
    main()
