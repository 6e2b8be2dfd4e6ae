"""Documents as people have them: CSV, quoted TSV, JSON arrays and exports, annotations that are bad."""
import csv
import io
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "command"))
from support import SMALL, CommandTest, main  # noqa: E402

BIG = "123456789012345678901234567890"


class DocumentsTest(CommandTest):
    def read(self, name, content, *arguments, code=0, says=()):
        """The documents of a file as they are read; `says`: what each line of standard error has."""
        path = self.write(name, content)
        result = self.run_ontotag("tag", "-d", SMALL, "-q", "-o", "jsonl", *arguments, path)
        self.assertEqual(result.code, code, result.err)
        lines = result.err.splitlines()
        self.assertEqual(len(lines), len(says), result.err)
        for line, part in zip(lines, says):
            self.assertIn(part, line)
        return result.objects

    def texts(self, *arguments, **options):
        return [(d["id"], d.get("text")) for d in self.read(*arguments, **options)]


class Cells(DocumentsTest):
    ROWS = [["1", 'asthma, "mild"', "a\tb"], ["2", "line one\nline two: asthma", ""], ["3", "", "x"], ["4", '"quoted" asthma', "\r\n"],
            ["5", " asthma ", ";"]]

    def check(self, documents, header=("id", "text", "more"), rows=ROWS):
        self.assertEqual([[d[name] for name in header] for d in documents], rows)

    def test_what_python_writes(self):
        for delimiter, quoting, name in ((",", csv.QUOTE_MINIMAL, "a.csv"), (",", csv.QUOTE_ALL, "a.csv"), (";", csv.QUOTE_MINIMAL, "a.csv"),
                                         ("\t", csv.QUOTE_ALL, "a.tsv"), ("\t", csv.QUOTE_MINIMAL, "a.tsv")):
            for end in ("\n", "\r\n"):
                with self.subTest((delimiter, quoting, end)):
                    out = io.StringIO()
                    rows = [[cell.replace("\r\n", "\n") for cell in row] for row in self.ROWS]
                    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows([["id", "text", "more"], *rows])
                    for path in (name, "input"):
                        self.check(self.read(path, "\ufeff" + out.getvalue()), rows=rows)

    def test_mentions_lie_in_the_cell(self):
        document = self.read("a.csv", 'id,text\n1,"""x"", asthma\nand asthma"\n')[0]
        self.assertEqual([document["text"].encode()[m["start"]:m["end"]] for m in document["mentions"]], [b"asthma"] * 2)

    def test_a_quote_that_is_a_character(self):
        content = ('id\ttext\n1\t"Asthma" is here\n2\t"asthma starts\n3\tasthma"\n4\t""\n5\t"\n6\ta"b"\n7\t"x""y"z\n8\t"open at the end')
        self.assertEqual(self.texts("a.tsv", content), [
            ("1", '"Asthma" is here'), ("2", '"asthma starts'), ("3", 'asthma"'), ("4", ""), ("5", '"'), ("6", 'a"b"'), ("7", '"x""y"z'),
            ("8", '"open at the end')])

    def test_a_quoted_cell_of_tsv_over_lines(self):
        content = 'id\ttext\tn\n1\t"asthma\n\nand ""asthma"" "\t7\n2\t"x\ny\n3\tgood\t8\n4\t"last\n'
        documents = self.read("a.tsv", content, code=1, says=["a.tsv:5: a quote that is not closed"])
        self.assertEqual([(d["id"], d["text"]) for d in documents], [("1", 'asthma\n\nand "asthma" '), ("3", "good"), ("4", '"last')])

    def test_a_quote_of_csv_that_is_not_closed(self):
        documents = self.read("a.csv", 'id,text\n1,asthma\n2,"asthma\n3,x\n', code=1, says=["a.csv:3: a quote that is not closed"])
        self.assertEqual([d["id"] for d in documents], ["1"])

    def test_headers_in_any_case(self):
        content = '"ROW_ID","SUBJECT_ID","TEXT"\n"1","7","Asthma,\nagain"\n'
        for name in ("NOTEEVENTS.csv", "notes"):
            document = self.read(name, content)[0]
            self.assertEqual((document["TEXT"], document["SUBJECT_ID"]), ("Asthma,\nagain", "7"))
        self.assertEqual(self.read("a.csv", content, "--id-field", "row_id")[0]["id"], "1")

    def test_a_header_without_the_column(self):
        for name in ("a.csv", "a.tsv"):
            self.read(name, "id\tnote\n1\tx\n".replace("\t", "," if "csv" in name else "\t"), code=1,
                      says=["%s:1: no column 'text' in the header, which has: id, note" % name])
        self.assertEqual(self.texts("plain", "Text, id of nothing: asthma\n")[0][1], None)

    def test_rows_that_are_short_or_long(self):
        documents = self.read("a.csv", "id,text\n1\n2,asthma,more\n", code=1, says=["a.csv:2: a row without its column 2"])
        self.assertEqual(documents[0]["3"], "more")

    def test_no_header(self):
        self.assertEqual(self.texts("a.csv", '7,"x, asthma"\n', "--no-header", "--id-field", "1", "--text-field", "2"), [("7", None)])

    def test_bytes_of_any_kind(self):
        document = self.read("a.csv", b'id,text\n1,"\0\x01\xc3\xa9\xc3\xb6 \xff asthma"\n')[0]
        self.assertEqual(document["text"], "\0\x01\xe9\xf6 \ufffd asthma")


class Json(DocumentsTest):
    ONE = {"id": 1, "text": "On asthma.", "n": [1, {"a": None}]}
    TWO = {"id": "b", "text": "x\n\u00e9 asthma"}

    def check(self, content, name="a.json"):
        documents = self.read(name, content)
        for document, given in zip(documents, (self.ONE, self.TWO)):
            self.assertEqual({key: document[key] for key in given}, given)
            for m in document["mentions"]:
                self.assertEqual(given["text"].encode()[m["start"]:m["end"]].decode(), m["text"])
        self.assertEqual(len(documents), 2)

    def test_arrays_and_objects(self):
        for indent in (None, 2):
            for value in ([self.ONE, self.TWO], {"data": [self.ONE, self.TWO]}, {"n": 2, "documents": [self.ONE, self.TWO]}, [[self.ONE], [self.TWO]],
                          {"0": self.ONE, "1": self.TWO}):
                for mark in ("", "\ufeff", "\n "):
                    for name in ("a.json", "input"):
                        if name == "input" and indent is None and isinstance(value, dict):
                            continue  # one line: JSON lines
                        with self.subTest((indent, value, mark)):
                            self.check(mark + json.dumps(value, indent=indent), name)

    def test_objects_one_after_the_other(self):
        self.check(json.dumps(self.ONE, indent=1) + "\n" + json.dumps(self.TWO, indent=1))

    def test_what_pandas_writes(self):
        columns = {"id": {"0": 7, "1": 8}, "text": {"0": "asthma", "1": "x"}, "n": {"0": 1.5, "1": None}}
        split = {"columns": ["id", "text", "n"], "index": [0, 1], "data": [[7, "asthma", 1.5], [8, "x", None]]}
        for value in (columns, split):
            documents = self.read("a.json", json.dumps(value))
            self.assertEqual([(d["id"], d["text"], d["n"]) for d in documents], [(7, "asthma", 1.5), (8, "x", None)])

    def test_label_studio(self):
        task = {"id": 3, "data": {"text": "On asthma.", "patient": 7}, "annotations": [{"result": []}]}
        document = self.read("a.json", json.dumps([task], indent=2))[0]
        self.assertEqual((document["id"], document["data"], document["mentions"][0]["start"]), (3, task["data"], 3))
        self.assertEqual(self.read("a.jsonl", json.dumps(task))[0]["id"], 3)
        task["data"] = {"note": "asthma"}
        self.assertEqual(len(self.read("a.json", json.dumps([task]), "--text-field", "note")[0]["mentions"]), 1)

    def test_texts_alone(self):
        documents = self.read("a.json", '["asthma",\n"x"]')
        self.assertEqual([d["text"] for d in documents], ["asthma", "x"])
        self.assertTrue(documents[1]["id"].endswith("a.json:2"))

    def test_bad_items_cost_themselves(self):
        content = '[{"id":1,"text":"asthma"},\n{"id":2},\n{"id":3,"text":7},\n{"id":4,"text":"x",},\n5,\n{"id":6,"text":"asthma"}]'
        documents = self.read("a.json", content, code=1, says=["a.json:2: an object without a text", "a.json:3: an object without a text",
                                                                "a.json:4: no good JSON", "a.json:5: "])
        self.assertEqual([d["id"] for d in documents], [1, 6])
        self.read("a.json", '[{"id":1,"text":"asthma"},{"id":', code=1, says=["the file ends in the middle of its JSON"])
        self.read("a.json", '{\n"resourceType": "Patient"\n}', code=1, says=["a.json:1: an object without a text in 'text'"])

    def test_large_numbers_cost_nothing(self):
        line = '{"id":1,"text":"asthma","n":%s,"m":[-%s,1e400,-1E+999,1e-999,0.%s]}' % (BIG, BIG, BIG)
        for name, content in (("a.jsonl", line + "\n"), ("a.json", "[%s]" % line), ("b.json", line.replace(",", ",\n"))):
            document = self.read(name, content)[0]
            self.assertEqual((document["id"], len(document["mentions"])), (1, 1))
            self.assertEqual(document["n"], int(BIG))
        self.assertEqual(self.read("a.jsonl", '{"id":%s,"text":"x 12345678901234567890123, \\"1e999"}' % BIG)[0]["id"], int(BIG))
        bioc = {"documents": [{"id": "1", "infons": {"n": 0}, "passages": [{"offset": 0, "text": "asthma", "infons": {}, "annotations": []}]}]}
        path = self.write("a.json", json.dumps(bioc).replace('"n": 0', '"n": ' + BIG))
        self.assertIn('"n":"%s"' % BIG, self.good("tag", "-d", SMALL, "-o", "bioc-json", path).text)

    def test_what_the_document_has_of_ours_is_kept(self):
        given = {"id": 7.5, "text": "asthma", "mentions": [1], "input_mentions": 2, "abbreviations": {}, "offers": None}
        document = self.read("a.jsonl", json.dumps(given))[0]
        self.assertEqual((document["input_id"], document["input_mentions"], document["input_input_mentions"]), (7.5, 2, [1]))
        self.assertEqual((document["input_abbreviations"], document["input_offers"], len(document["mentions"])), ({}, None, 1))
        self.assertTrue(document["id"].endswith("a.jsonl:1"))

    def test_no_number_costs_nothing(self):
        """As json.dumps of Python writes it; what comes out is JSON."""
        line = json.dumps({"id": 1, "text": "asthma", "n": float("nan"), "m": [float("inf"), {"x": -float("inf")}]})
        for name, content in (("a.jsonl", line + "\n"), ("a.json", "[%s]" % line)):
            document = self.read(name, content)[0]
            self.assertEqual((document["n"], document["m"], len(document["mentions"])), (None, [None, {"x": None}], 1))

    def test_documents_without_names_on_one_line(self):
        self.assertEqual([d["id"].rsplit("a.json")[1] for d in self.read("a.json", '["asthma","gout",\n"x",{"text":"y"}]')],
                         [":1", ":1.2", ":2", ":2.2"])
        self.read("a.jsonl", '{"id":1,"body":"x","n":1}\n', code=1, says=["an object without a text in 'text'; it has 'id', 'body', 'n'"])

    def test_a_table_without_rows_is_no_end(self):
        for empty in ('{"columns":["id","text"],"data":[]}', '{"id":{},"text":{}}'):
            self.assertEqual([d["id"] for d in self.read("a.jsonl", empty + '\n{"id":1,"text":"asthma"}\n')], [1])
            self.assertEqual(self.read("a.json", empty), [])

    def test_output_that_is_tagged_again(self):
        """The same again, however often: what a person gave stays, what was written before is written anew."""
        text = "asthma attack (AA), leukemia"
        for given in ({"id": 1, "text": text}, {"id": 1, "text": text, "mentions": ["mine"]}, {"text": text, "abbreviations": 3},
                      {"id": 7.5, "text": "nothing", "mentions": []}, {"id": 1, "text": text, "mentions": [{"start": 1, "codes": []}]}):
            first = self.good("tag", "-d", SMALL, "-o", "jsonl", self.write("a.jsonl", json.dumps(given))).objects[0]
            again = first
            for _ in range(3):
                again = self.read("a.jsonl", json.dumps(again, indent=None))[0]
                self.assertEqual(again, first)
            if "mentions" in given:
                self.assertEqual(first["input_mentions"], given["mentions"])

    def test_output_that_is_tagged_again_in_another_way(self):
        written = self.read("a.jsonl", json.dumps({"id": 1, "text": "asthma, leukemia"}))[0]
        self.assertEqual(len(written["mentions"]), 2)
        path = self.write("a.jsonl", json.dumps(written))
        other = self.good("tag", "-d", SMALL, "-o", "jsonl", "--types", "drug", path).objects[0]
        self.assertEqual((other["mentions"], other["input_mentions"]), ([], written["mentions"]))
        edited = dict(written, mentions=written["mentions"][:1])  # a person took one out
        found = self.read("a.jsonl", json.dumps(edited))[0]
        self.assertEqual((found["mentions"], found["input_mentions"]), (written["mentions"], edited["mentions"]))
        self.assertEqual(self.read("a.jsonl", json.dumps(found))[0], found)
        self.assertNotIn("input_abbreviations", found)

    def test_pubannotation(self):
        given = {"sourcedb": "PubMed", "sourceid": "7", "divid": 1, "text": "\u00e9 asthma and gout",
                 "denotations": [{"id": "T1", "span": {"begin": 2, "end": 8}, "obj": "MESH:D001249"}, {"id": "T2", "span": {"begin": 5, "end": 99}},
                                 {"id": "T3"}, {"id": "T4", "span": [{"begin": 2, "end": 4}, {"begin": 6, "end": 8}], "obj": "X"}],
                 "tracks": [{"project": "p", "denotations": [{"id": "T1", "span": {"begin": 13, "end": 17}, "obj": "Y"}]}]}
        for content in (json.dumps(given), json.dumps([given], indent=1)):
            path = self.write("a", content)
            result = self.run_ontotag("tag", "-d", SMALL, "-o", "brat", "--keep", path)
            self.assertEqual(result.code, 1)
            self.assertIn("an annotation from 5 to 99 in a text of 17 characters", result.err)
            self.assertIn("a denotation without a good span", result.err)
            for row in ("MESH:D001249 2 8\tasthma", "X 2 4;6 8\tas ma", "Y 13 17\tgout", "Disease 2 8\tasthma"):
                self.assertIn(row, result.text)
            self.assertEqual(self.run_ontotag("tag", "-d", SMALL, "-o", "jsonl", path).objects[0]["id"], "PubMed:7-1")


class BadAnnotations(DocumentsTest):
    def test_pubtator(self):
        content = ("1|t|Asthma\n1|a|asthma\n1\t0\t6\tAsthma\tDisease\tD1\n1\t0\n1\t9\t400\tx\tDisease\n1\tx\t6\tAsthma\tDisease\n"
                   "2\t0\t6\tAsthma\tDisease\n1\tCID\tD1\tD2\n\n2|t|asthma\n")
        path = self.write("a", content)
        result = self.run_ontotag("tag", "-d", SMALL, "-q", "-o", "pubtator", "--keep", path)
        self.assertEqual(result.code, 1)
        self.assertEqual([line.split("a:")[1].split(":")[0] for line in result.err.splitlines()], ["4", "5", "6", "7"])
        self.assertEqual(result.text, "1|t|Asthma\n1|a|asthma\n1\t0\t6\tAsthma\tDisease\tD1\n1\t7\t13\tasthma\tDisease\tX\n1\tCID\tD1\tD2\n\n"
                         .replace("X", result.text.split("7\t13\tasthma\tDisease\t")[1].split("\n")[0]) + result.text[result.text.index("2|t|"):])

    def test_many_are_counted(self):
        content = "1|t|Asthma\n" + "1\t0\t99\tx\tDisease\n" * 5000
        path = self.write("a", content)
        result = self.run_ontotag("tag", "-d", SMALL, "-q", "-o", "pubtator", path)
        self.assertEqual(len(result.err.splitlines()), 21)
        self.assertIn("a: 4980 more annotations of this document", result.err.splitlines()[-1])
        self.assertIn("1\t0\t6\tAsthma", result.text)

    def test_strict_stops(self):
        path = self.write("a", "1|t|Asthma\n1\t0\t99\tx\tDisease\n\n2|t|Asthma\n")
        result = self.run_ontotag("tag", "-d", SMALL, "--strict", "-o", "pubtator", path)
        self.assertEqual((result.code, "2|t|" in result.text), (1, False))

    def test_brat(self):
        self.write("a.txt", "asthma")
        path = self.write("a.ann", "T1\tX 0 99\tx\nT2\tX 0 6\tasthma\nT3\nN1\tReference T1 A:1\tx\nN2\tReference T2 A:2\tx\nT2\tX 0 3\tast\n"
                                   "R1\tY Arg1:T2 Arg2:T2\n")
        result = self.run_ontotag("tag", "-d", SMALL, "-q", "-f", "brat", "-o", "brat", "--keep", path)
        self.assertEqual([line.split("a.ann:")[1].split(":")[0] for line in result.err.splitlines()], ["1", "3", "6", "4"])
        self.assertTrue(result.text.startswith("T2\tX 0 6\tasthma\nN2\tReference T2 A:2\tx\nR1\tY Arg1:T2 Arg2:T2\nT3\tDisease 0 6\tasthma\n"), result.text)

    def test_bioc(self):
        passage = {"offset": 0, "infons": {}, "text": "Asthma", "annotations": [
            {"id": "1", "infons": {}, "text": "x", "locations": [{"offset": 900, "length": 3}]}, {"id": "2", "infons": {}, "text": "x", "locations": [{}]}]}
        for passages in ([passage], [dict(passage, offset="0")], [{k: passage[k] for k in passage if k != "offset"}, passage | {"offset": 7}]):
            path = self.write("a.json", json.dumps({"documents": [{"id": "1", "infons": {}, "passages": passages}]}))
            result = self.run_ontotag("tag", "-d", SMALL, "-q", "-o", "bioc-json", path)
            self.assertEqual(result.code, 1, result.err)
            self.assertIn("an annotation of 3 characters at 900", result.err)
            self.assertEqual(len(json.loads(result.text)["documents"][0]["passages"][0]["annotations"]), 1)

    def test_bioc_lists_of_collections(self):
        def document(name):
            return {"id": name, "infons": {}, "passages": [{"offset": 0, "infons": {}, "text": "Asthma", "annotations": []}]}
        lists = [{"source": "PMC", "date": "1", "key": "k", "infons": {}, "documents": [document("1"), document("2")]}, document("3"),
                 {"bioctype": "BioCCollection", "documents": [document("4")]}, {"documents": []}]
        for indent in (None, 1):
            path = self.write("a", json.dumps(lists, indent=indent))
            result = self.good("tag", "-d", SMALL, "-o", "bioc-json", path)
            written = json.loads(result.text)
            self.assertEqual([d["id"] for d in written["documents"]], ["1", "2", "3", "4"])
            self.assertEqual(written["source"], "PMC")
            self.assertEqual([len(d["passages"][0]["annotations"]) for d in written["documents"]], [1] * 4)
        for content in (json.dumps({"PubTator3": [document("1"), document("2")]}), json.dumps(document("1")) + "\n" + json.dumps(document("2"))):
            path = self.write("a", content)
            self.assertEqual(len(json.loads(self.good("tag", "-d", SMALL, "-o", "bioc-json", path).text)["documents"]), 2)


if __name__ == "__main__":
    main()
