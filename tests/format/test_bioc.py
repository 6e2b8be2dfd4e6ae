"""BioC XML and JSON: read, tagged, written, and read back by Python's own parsers; what is malformed is named."""
import gzip
import json
import os
import sys
import unittest
import xml.etree.ElementTree as ET

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "command"))
from support import SHARED, SMALL, CommandTest, main, mentions  # noqa: E402

HEAD = '<?xml version="1.0"?><!DOCTYPE collection SYSTEM "BioC.dtd"><collection><source>s</source><date/><key/>'


def passage(offset, text, annotations=(), **more):
    return dict({"offset": offset, "infons": {}, "text": text, "annotations": list(annotations)}, **more)


def annotation(name, offset, length, **infons):
    return {"id": name, "infons": infons, "text": "", "locations": [{"offset": offset, "length": length}]}


def document(name, *passages, **more):
    return dict({"id": name, "infons": {}, "passages": list(passages), "relations": []}, **more)


def collection(*documents):
    return json.dumps({"source": "s", "date": "d", "key": "k", "infons": {"a": "b"}, "documents": documents})


def infons(element):
    return sorted((i.get("key"), i.text or "") for i in element.findall("infon"))


def marks(element):
    """Annotations of XML, in any order."""
    return sorted((a.get("id"), infons(a), [(int(x.get("offset")), int(x.get("length")))
                                            for x in a.findall("location")], a.findtext("text") or "")
                  for a in element.findall("annotation"))


def relations(element):
    return [(r.get("id"), infons(r), [(n.get("refid"), n.get("role")) for n in r.findall("node")])
            for r in element.findall("relation")]


def parts(element, name):
    return [(infons(p), p.findtext("offset"), p.findtext("text"), marks(p), relations(p), parts(p, "sentence"))
            for p in element.findall(name)]


def from_xml(content):
    """All that BioC XML says, as Python's parser reads it."""
    root = ET.fromstring(content)
    head = [root.findtext(name) or "" for name in ("source", "date", "key")] + infons(root)
    return head, [(d.findtext("id"), infons(d), parts(d, "passage"), relations(d)) for d in root.findall("document")]


class BioCTest(CommandTest):
    def tagged(self, output, content, *arguments, name="in"):
        path = self.write(name, content)
        return self.good("tag", "--no-curation", "-d", SMALL, "-o", output, *arguments, path).out.decode("utf-8")

    def in_json(self, content, *arguments):
        return json.loads(self.tagged("bioc-json", content, *arguments))


class Writing(BioCTest):
    def test_text(self):
        got = self.in_json("On \U0001f600 asthma.\nAnd CD10 & <asthma>.")["documents"][0]["passages"]
        self.assertEqual([(p["offset"], p["text"]) for p in got], [(0, "On \U0001f600 asthma.\nAnd CD10 & <asthma>.")])
        first = got[0]["annotations"][0]
        self.assertEqual(first, {"id": "1", "infons": {
            "type": "Disease", "identifier": first["infons"]["identifier"], "name": "asthma",
            "confidence": first["infons"]["confidence"]}, "text": "asthma", "locations": [{"offset": 5, "length": 6}]})
        self.assertEqual(first["infons"]["identifier"].split(",")[0], "MONDO:0004979")
        self.assertEqual([a["infons"]["type"] for a in got[0]["annotations"]], ["Disease", "Gene", "Disease"])

    def test_pubtator_to_both(self):
        source = "7|t|Asthma\n7|a|asthma\n7\t0\t6\tAsthma\tDisease\tD1\n7\t7\t10\tast\tOdd\tX\n"
        got = self.in_json(source, "--keep")["documents"][0]
        self.assertEqual([(p["infons"], p["offset"], p["text"]) for p in got["passages"]],
                         [({"type": "title"}, 0, "Asthma"), ({"type": "abstract"}, 7, "asthma")])
        self.assertEqual([[(a["infons"]["type"], a["infons"]["identifier"][:3], a["locations"][0]["offset"])
                           for a in p["annotations"]] for p in got["passages"]],
                         [[("Disease", "D1", 0)], [("Odd", "X", 7), ("Disease", "MON", 7)]])
        head, documents = from_xml(self.tagged("bioc-xml", source))
        self.assertEqual([[a[2] for a in p[3]] for p in documents[0][2]], [[[(0, 6)]], [[(7, 6)]]])

    def test_text_that_xml_cannot_hold(self):
        content = b"a\x00\x01\xff\r\n\xef\xbf\xbe]]> asthma"
        root = ET.fromstring(self.tagged("bioc-xml", content))
        text = root.findtext("document/passage/text")
        self.assertEqual(text, "a\ufffd\ufffd\ufffd\r\n\ufffd]]> asthma")
        at = root.find("document/passage/annotation/location")
        self.assertEqual(text[int(at.get("offset")):][:int(at.get("length"))], "asthma")
        self.assertEqual(self.in_json(content)["documents"][0]["passages"][0]["annotations"][0]["locations"],
                         [{"offset": int(at.get("offset")), "length": 6}])

    def test_discontinuous(self):
        rows = self.write("rows", "C\tX:1\tdisease\tlung cancer\nC\tX:2\tdisease\tbreast cancer\n")
        path = self.write("in", "lung and breast cancer")
        got = json.loads(self.good("tag", "--no-curation", "-d", rows, "-o", "bioc-json", path).out)
        first = got["documents"][0]["passages"][0]["annotations"][0]
        self.assertEqual((first["text"], first["locations"]),
                         ("lung cancer", [{"offset": 0, "length": 4}, {"offset": 16, "length": 6}]))

    def test_no_documents(self):
        self.assertEqual(self.in_json('{"documents":[]}')["documents"], [])
        self.assertEqual(from_xml(self.tagged("bioc-xml", HEAD + "</collection>"))[1], [])


class Passages(BioCTest):
    def test_offsets(self):
        """Wherever the passages say that they lie, an annotation lies where its passage does."""
        for first, second in ((0, 7), (0, 8), (0, 107), (3, 20), (0, 3), (50, 0), (0, 900000000)):
            with self.subTest((first, second)):
                got = self.in_json(collection(document("1", passage(first, "asth\u00e9 X"[:6]),
                                                       passage(second, "\u00e9 asthma"))))
                marks = got["documents"][0]["passages"][1]["annotations"]
                self.assertEqual([a["locations"] for a in marks], [[{"offset": second + 2, "length": 6}]])

    def test_offsets_are_those_of_json_lines(self):
        content = collection(document("1", passage(0, "\u00e9 x"), passage(4, "asthma"), passage(30, "asthma")))
        path = self.write("in", content)
        got = self.good("tag", "--no-curation", "-d", SMALL, "--offsets", "codepoints", "-o", "jsonl", path).objects
        self.assertEqual([m["start"] for m in got[0]["mentions"]], [4, 30])

    def test_no_mention_crosses(self):
        for second in (5, 6, 9, 0):
            rows = self.write("rows", "C\tX:1\tdisease\tlung cancer\n")
            path = self.write("in", collection(document("1", passage(0, "lung"), passage(second, "cancer"))))
            self.assertEqual(self.good("tag", "-d", rows, "-o", "jsonl", path).objects[0]["mentions"], [])

    def test_abbreviations_hold_for_the_document(self):
        rows = self.write("rows", "C\tX:1\tdisease\tgranular lung oedema\n")
        content = collection(document("1", passage(0, "A granular lung oedema (GLO)."), passage(30, "GLO again")))
        path = self.write("in", content)
        got = json.loads(self.good("tag", "-d", rows, "-o", "bioc-json", path).out)
        self.assertEqual([a["text"] for a in got["documents"][0]["passages"][1]["annotations"]], ["GLO"])

    def test_sentences(self):
        content = collection(document("1", {"offset": 0, "infons": {}, "sentences": [
            passage(0, "Has asthma.", [annotation("7", 4, 6, type="Old")]), passage(12, "Not asthma.")]}))
        got = self.in_json(content, "--keep")["documents"][0]["passages"][0]["sentences"]
        self.assertEqual([[(a["id"], a["locations"][0]["offset"]) for a in s["annotations"]] for s in got],
                         [[("7", 4), ("8", 4)], [("9", 16)]])
        again = from_xml(self.tagged("bioc-xml", content))
        self.assertEqual([[a[2] for a in s[3]] for s in again[1][0][2][0][5]], [[[(4, 6)]], [[(16, 6)]]])


class Annotations(BioCTest):
    CONTENT = collection(document(
        "1", passage(0, "asthma and gout", [annotation("4", 0, 6, type="Disease", identifier="D1"),
                                            annotation("x", 11, 4, type="Disease")]),
        relations=[{"id": "R0", "infons": {"relation": "CID"}, "nodes": []},
                   {"id": "R1", "infons": {}, "nodes": [{"refid": "4", "role": ""}]}], other={"a": [1.5, None]}))

    def test_replaced(self):
        got = self.in_json(self.CONTENT)
        self.assertEqual((got["source"], got["date"], got["key"], got["infons"]), ("s", "d", "k", {"a": "b"}))
        got = got["documents"][0]
        self.assertEqual([a["id"] for a in got["passages"][0]["annotations"]], ["1"])
        self.assertEqual([r["id"] for r in got["relations"]], ["R0"])
        self.assertEqual(got["other"], {"a": [1.5, None]})

    def test_kept(self):
        got = self.in_json(self.CONTENT, "--keep")
        self.assertEqual(got, json.loads(self.CONTENT))
        kept = self.good("tag", "--no-curation", "-d", SMALL, "-o", "pubtator", "--keep", self.path("in")).lines
        self.assertEqual(kept[2:4], ["1\t0\t6\tasthma\tDisease\tD1", "1\t11\t15\tgout\tDisease\t"])

    def test_several_infons_of_a_key(self):
        content = (HEAD + '<document><id>1</id><passage><infon key="t">a</infon><infon key="t">b</infon>'
                   '<offset>0</offset><text>x &amp; y</text></passage></document></collection>')
        self.assertEqual(self.in_json(content)["documents"][0]["passages"][0]["infons"], {"t": ["a", "b"]})
        self.assertEqual(from_xml(self.tagged("bioc-xml", content)), from_xml(content))


class Reading(BioCTest):
    def ids(self, content, *arguments):
        path = self.write("in", content)
        result = self.run_ontotag("tag", "--no-curation", "-d", SMALL, "-o", "jsonl", *arguments, path)
        return result.code, [d["id"] for d in result.objects], result.err

    def test_json_of_every_shape(self):
        one, two = (json.dumps(document(name, passage(0, "asthma [\"{\\"))) for name in "12")
        for content in ("[%s,%s]" % (one, two), '{"PubTator3":[%s,%s]}' % (one, two), one + "\n" + two + "\n",
                        '\ufeff{"source":"[]}\\"","documents":[%s]}\n{"documents":[%s],"late":{"a":[]}}' % (one, two),
                        json.dumps({"documents": [json.loads(one), json.loads(two)]}, indent=4)):
            with self.subTest(content):
                self.assertEqual(self.ids(content), (0, ["1", "2"], ""))

    def test_chunks(self):
        content = collection(*(document(str(i), passage(0, "asthma \\\"\u00e9" * i)) for i in range(400)))
        self.assertEqual(self.ids(gzip.compress(content.encode()))[1], [str(i) for i in range(400)])

    def test_malformed(self):
        good = json.dumps(document("3", passage(0, "asthma")))
        for bad, says in (('{"id":"2","passages":[{"offset":0,"text":"x"]}}', "JSON"),
                          ("[" * 10000 + "]" * 10000, "depth"), ('{"id":"2"}', "without passages"), ("7", "without passages"),
                          ('{"id":"2","passages":[7]}', "no object"),
                          ('{"id":"2","passages":7}', "without passages")):
            self.check_malformed(bad, good, says, ["3"])

    def check_malformed(self, bad, good, says, read):
        with self.subTest(bad[:60]):
            code, ids, err = self.ids('{"source":"x",\n"documents":[\n%s,\n%s]}' % (bad, good), "-f", "bioc-json")
            self.assertEqual((code, ids, len(err.splitlines())), (1, read, 1), err)
            self.assertIn("/in:3: ", err)
            self.assertIn(says, err)

    def test_what_costs_no_document(self):
        good = json.dumps(document("3", passage(0, "asthma")))
        for bad, says in (('{"id":"2","passages":[{"text":"x"}]}', "offset"), ('{"id":"2","passages":[{"offset":-1,"text":"x"}]}', "offset"),
                          (json.dumps(document("2", passage(0, "x", [annotation("1", 0, 9)]))), "9 characters at 0"),
                          (json.dumps(document("2", passage(0, "x", [annotation("1", 2**62, 2**62)]))), "characters"),
                          (json.dumps(document("2", passage(0, "x", [annotation("1", "a", 1)]))), "location")):
            self.check_malformed(bad, good, says, ["2", "3"])

    def test_cut_off(self):
        whole = collection(*(document(str(i), passage(0, "asthma")) for i in range(3)))
        for end in range(1, len(whole) - 1):
            code, ids, err = self.ids(whole[:end], "-f", "bioc-json")
            self.assertEqual((code, len(err.splitlines()), ids), (1, 1, ["0", "1", "2"][:len(ids)]), whole[:end])

    def test_not_bioc(self):
        for form, content in (("bioc-json", "hello"), ("bioc-json", '{"a":1}'), ("bioc-json", "}"),
                              ("bioc-json", '{"documents":[}]}'), ("bioc-json", '{"a" 1}'), ("bioc-json", "{1:2}"),
                              ("bioc-xml", "hello"), ("bioc-xml", "<a/>"), ("bioc-xml", "")):
            with self.subTest(content):
                code, ids, err = self.ids(content, "-f", form)
                self.assertEqual((code, ids, len(err.splitlines())), (1, [], 1), err)

    def xml(self, *texts):
        return HEAD + "\n".join("<document><id>%d</id><passage><offset>0</offset><text>%s</text></passage></document>"
                                % (i, text) for i, text in enumerate(texts)) + "</collection>"

    def test_xml_cut_off(self):
        whole = self.xml("asthma", "x", "y")
        for end in range(0, len(whole), 7):
            code, ids, err = self.ids(whole[:end], "-f", "bioc-xml")
            self.assertEqual((code, len(err.splitlines()), ids), (1, 1, ["0", "1", "2"][:len(ids)]), whole[:end])

    def test_xml_that_is_odd(self):
        deep = "<a>" * 20000 + "</a>" * 20000
        odd = self.xml("x", "y").replace("<passage>", deep + "<infon>n</infon><passage><z><text>q</text></z>")
        self.assertEqual(self.ids(odd), (0, ["0", "1"], ""))
        bad = self.xml("x", "y", "z").replace("<text>y</text>", '<text>y</text><annotation id="1"><location offset="0" '
                                              'length="9"><infon key="a">b</infon></location></annotation>')
        code, ids, err = self.ids(bad)
        self.assertEqual((code, ids, len(err.splitlines())), (1, ["0", "1", "2"], 1), err)
        self.assertIn("/in:2: ", err)
        bomb = "<!DOCTYPE c [<!ENTITY a '%s'>%s]><collection><source>&z;</source></collection>" % (
            "x" * 1000, "".join("<!ENTITY %s '%s'>" % (b, ("&%s;" % a) * 50) for a, b in zip("abcdefghi", "bcdefghiz")))
        self.assertEqual(self.ids(bomb, "-f", "bioc-xml")[0], 1)


@unittest.skipUnless(os.path.isdir(os.path.join(SHARED, "data", "corpora")), "needs ../shared/data/corpora")
class Corpora(BioCTest):
    def passed(self, output, path):
        nothing = self.write("nothing.tsv", "C\tLAB:1\tdisease\tzzzzqq\n")
        return self.good("tag", "--no-curation", "-d", nothing, "-o", output, "--keep", path).out

    def test_xml_unchanged(self):
        path = os.path.join(SHARED, "data", "corpora", "bc5cdr", "dev.bioc.xml.gz")
        with gzip.open(path) as stream:
            expected = from_xml(stream.read())
        self.assertEqual(from_xml(self.passed("bioc-xml", path)), expected)
        through = self.write("through.json", self.passed("bioc-json", path))
        self.assertEqual(from_xml(self.passed("bioc-xml", through)), expected)

    def test_json_unchanged(self):
        path = os.path.join(SHARED, "data", "corpora", "case-reports", "dev.bioc.json.gz")
        with gzip.open(path) as stream:
            self.assertEqual(json.loads(self.passed("bioc-json", path)), json.load(stream))

    def test_locations_hold_their_text(self):
        for name in ("bc5cdr/dev.bioc.xml.gz", "case-reports/dev.bioc.json.gz"):
            path = os.path.join(SHARED, "data", "corpora", name)
            got = json.loads(self.good("tag", "-o", "bioc-json", path).out)
            count = 0
            for part in (p for d in got["documents"] for p in d["passages"]):
                for a in part["annotations"]:
                    count += 1
                    self.assertEqual(a["text"], " ".join(
                        part["text"][x["offset"] - part["offset"]:][:x["length"]] for x in a["locations"]))
            self.assertGreater(count, 100)


if __name__ == "__main__":
    main()
