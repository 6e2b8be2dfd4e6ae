"""The routes of the service: what goes in, what comes out, what is refused and how."""
import gzip
import json
import os
import re

from service import ROOT, SMALL, ServiceTest, main, require_serve

TEXT = "Acute lymphoblastic leukaemia (ALL), CD10 positive.\nVincristine was given for all. He has asthma.\n"
PUBTATOR = "1|t|On asthma\n1|a|CD10 in leukemia.\n\n"


class Tag(ServiceTest):
    options = ()

    def command(self, *options, stdin):
        return self.good("tag", "-d", SMALL, *options, stdin=stdin).out

    def test_every_output_format_is_the_commands(self):
        lines = "".join(json.dumps({"id": "n%d" % i, "text": text}) + "\n" for i, text in enumerate([TEXT, "", "asthma"]))
        schema = self.service.ask("GET", "/openapi.json").json["components"]["schemas"]
        formats = [f for f in schema["OutputFormat"]["enum"] if f != "json"]
        self.assertIn("bioc-xml", formats)
        for format in formats:
            with self.subTest(format):
                answer = self.service.tag(lines, "?format=" + format, "application/x-ndjson")
                self.assertEqual(answer.status, 200, answer.body)
                self.assertEqual(answer.body, self.command("-f", "jsonl", "-o", format, stdin=lines))

    def test_every_option_is_the_commands(self):
        cases = {"types=disease": ["--types", "disease"], "vocabulary=MESH": ["--vocabulary", "MESH"], "overlap=all": ["--overlap", "all"],
                 "offsets=utf16": ["--offsets", "utf16"], "without=spelling,abbreviation": ["--without", "spelling,abbreviation"],
                 "within=MONDO:0004967": ["--within", "MONDO:0004967"], "roll-up=0": ["--roll-up", "0"],
                 "keep-generic": ["--keep-generic"], "offer-retired=true": ["--offer-retired"], "offer-ambiguous": ["--offer-ambiguous"], "other-species": ["--other-species"],
                 "no-judge": ["--no-judge"], "threshold=2.5": ["--threshold", "2.5"], "min-confidence=0.8": ["--min-confidence", "0.8"], "candidates=true": ["--candidates"]}
        lines = json.dumps({"id": "a", "text": "\u00e9 " + TEXT}) + "\n"
        for query, options in cases.items():
            with self.subTest(query):
                expected = self.command("-f", "jsonl", "-o", "jsonl", *options, stdin=lines)
                self.assertEqual(self.service.tag(lines, "?format=jsonl&" + query, "application/x-ndjson").body, expected)
                name, _, value = query.partition("=")
                member = {**json.loads(lines), name: value.split(",") if "," in value else value or True}
                self.assertEqual(self.service.tag(json.dumps(member), "", "application/json").json, json.loads(expected))

    def test_input_formats(self):
        expected = [["On asthma\nCD10 in leukemia.", 3]]
        bodies = {"text/x-pubtator": PUBTATOR, "application/octet-stream": PUBTATOR,
                  "application/x-ndjson": json.dumps({"text": "On asthma\nCD10 in leukemia."}),
                  "text/html": "<p>On asthma</p><p>CD10 in leukemia.</p>", "text/markdown": "# On asthma\n\nCD10 in leukemia.",
                  "text/tab-separated-values": "id\ttext\n1\tOn asthma, CD10 in leukemia.\n",
                  "application/xml": self.command("-f", "pubtator", "-o", "bioc-xml", stdin=PUBTATOR),
                  "application/json": self.command("-f", "pubtator", "-o", "bioc-json", stdin=PUBTATOR)}
        for type, body in bodies.items():
            with self.subTest(type):
                answer = self.service.tag(body, "?format=jsonl", type)
                self.assertEqual(answer.status, 200, answer.body)
                found = [json.loads(line) for line in answer.text.splitlines()]
                self.assertEqual([len(d["mentions"]) for d in found], [expected[0][1]])
        self.assertEqual(self.service.tag("a\nasthma\n", "?lines&format=tsv").text.count("\n"), 2)

    def test_forms_of_json(self):
        one = self.service.tag(json.dumps({"text": "asthma", "id": 7}), "", "application/json")
        self.assertEqual((one.json["id"], len(one.json["mentions"]), one.headers["Content-Type"]), (7, 1, "application/json"))
        several = self.service.tag(json.dumps([{"text": "asthma"}, {"text": 7}, {"text": "CD10"}]), "", "application/json")
        self.assertEqual([list(d) for d in several.json], [["id", "text", "mentions", "abbreviations"], ["error"], ["id", "text", "mentions", "abbreviations"]])
        self.assertEqual(several.json[1]["error"]["where"], "line 2")
        self.assertEqual(self.service.tag("[]", "", "application/json").json, [])
        self.assertEqual(self.service.tag("asthma", "?id=note").json["id"], "note")

    def test_accept(self):
        cases = {"": "application/json", "*/*": "application/json", "text/csv": "text/csv; charset=utf-8",
                 "text/html;q=0.5, application/xml": "application/xml", "text/*;q=0.2, application/json;q=0.1": "text/tab-separated-values; charset=utf-8",
                 "application/x-ndjson": "application/x-ndjson"}
        for accept, type in cases.items():
            self.assertEqual(self.service.tag("asthma", Accept=accept).headers["Content-Type"], type, accept)
        self.error(self.service.tag("asthma", Accept="image/png"), 406, "not_acceptable")

    def test_gzip_both_ways(self):
        packed = gzip.compress(TEXT.encode() * 20)
        answer = self.service.tag(packed, Content_Encoding="gzip", Accept_Encoding="gzip")
        self.assertEqual(answer.headers["Content-Encoding"], "gzip")
        self.assertEqual(json.loads(gzip.decompress(answer.body)), self.service.tag(TEXT * 20).json)
        body = gzip.compress(json.dumps({"text": "asthma"}).encode())
        self.assertEqual(len(self.service.tag(body, "", "application/json", Content_Encoding="gzip").json["mentions"]), 1)
        self.error(self.service.tag("asthma", Content_Encoding="gzip"), 400, "bad_request")
        self.error(self.service.tag("asthma", Content_Encoding="br"), 415, "unsupported_media_type")
        self.error(self.service.tag(packed[:-9], Content_Encoding="gzip"), 422, "unprocessable", "cut off")

    def test_long_answers_come_in_pieces(self):
        lines = "".join(json.dumps({"id": str(i), "text": TEXT}) + "\n" for i in range(2000))
        answer = self.service.tag(lines, "?format=jsonl", "application/x-ndjson")
        self.assertEqual(answer.headers["Transfer-Encoding"], "chunked")
        self.assertEqual(answer.body, self.command("-f", "jsonl", "-o", "jsonl", stdin=lines))
        packed = self.service.tag(lines, "?format=jsonl", "application/x-ndjson", Accept_Encoding="gzip")
        self.assertEqual(gzip.decompress(packed.body), answer.body)

    def test_bad_lines_stand_in_their_place(self):
        lines = '{"id":"a","text":"asthma"}\n{"text":7}\nnonsense\n{"id":"d","text":"CD10"}\n'
        answer = self.service.tag(lines, "?format=jsonl", "application/x-ndjson")
        found = [json.loads(line) for line in answer.text.splitlines()]
        self.assertEqual([d.get("id", d.get("error", {}).get("where")) for d in found], ["a", "line 2", "line 3", "d"])
        self.error(self.service.tag(lines, "?strict", "application/x-ndjson"), 422, "unprocessable", "line 2")
        self.error(self.service.tag("nonsense", "", "application/x-ndjson"), 422, "unprocessable", "line 1")

    def test_refusals(self):
        json_type = "application/json"
        for answer, status, code, says in [
                (self.service.tag("x", "?types=persons"), 400, "bad_request", "no type 'persons'"),
                (self.service.tag("x", "?nonsense=1"), 400, "bad_request", "no parameter 'nonsense'"),
                (self.service.tag("x", "?dictionary=/etc/passwd"), 400, "bad_request", "no parameter"),
                (self.service.tag("x", "?output-dir=/tmp"), 400, "bad_request", "no parameter"),
                (self.service.tag("x", "?context-cues=/etc/passwd"), 400, "bad_request", "no parameter"),
                (self.service.tag("x", "?within=MONDO:9"), 400, "bad_request", "MONDO:9"),
                (self.service.tag("x", "?format=nonsense"), 400, "bad_request", "nonsense"),
                (self.service.tag("x", "?keep=perhaps"), 400, "bad_request", "keep"),
                (self.service.tag("x", "?input=brat"), 400, "bad_request", "folder"),
                (self.service.tag("{", "", json_type), 400, "bad_request", "line 1"),
                (self.service.tag('{"text":7}', "", json_type), 422, "unprocessable", "line 1"),
                (self.service.tag('{"text":"a","types":{}}', "", json_type), 422, "unprocessable", "types"),
                (self.service.tag(b'{"text":"\n a\xff"}'.replace(b"\n", b""), "", json_type), 422, "unprocessable", "line 1"),
                (self.service.tag("x", "", "image/png"), 415, "unsupported_media_type", "image/png"),
                (self.service.tag("x", "", "text/plain; charset=latin-1"), 415, "unsupported_media_type", "latin-1"),
                (self.service.ask("GET", "/tag"), 405, "method_not_allowed", "GET"),
                (self.service.ask("POST", "/nothing", "x"), 404, "not_found", "/nothing")]:
            self.error(answer, status, code, says)

    def test_a_text_of_any_bytes_is_tagged_as_the_command_does(self):
        body = b"asthma \xff\xfe and \xc3 CD10 \x00 leukemia"
        self.assertEqual(self.service.tag(body, "?id=stdin&format=jsonl").body, self.command("-f", "text", "--encoding", "utf-8", "-o", "jsonl", stdin=body))


class Others(ServiceTest):
    options = ()

    def test_normalize(self):
        expected = self.good("normalize", "--no-starter", "-d", SMALL, "-n", "2", "-o", "jsonl", "astma", "acute leukaemia").objects
        ask = lambda body, query="", type="application/json", **more: self.service.ask("POST", "/normalize" + query, body, Content_Type=type, **more)  # noqa: E731
        self.assertEqual(ask('{"terms":["astma","acute leukaemia"],"top":2}').json, expected)
        self.assertEqual(ask('["astma","acute leukaemia"]', "?top=2").json, expected)
        self.assertEqual(ask("astma\nacute leukaemia\n", "?top=2", "text/plain").json, expected)
        self.assertEqual(ask('{"term":"astma","top":2}').json, expected[0])
        self.assertEqual(ask('"astma"', "?top=2").json, expected[0])
        rows = self.good("normalize", "--no-starter", "-d", SMALL, "-o", "tsv", "astma").out
        self.assertEqual(ask('"astma"', "?format=tsv").body, rows)
        self.error(ask('{"top":1}'), 422, "unprocessable", "term")
        self.error(ask('{"term":"a","terms":["b"]}'), 422, "unprocessable", "both")
        self.error(ask('[1]'), 422, "unprocessable", "term 1")
        self.error(ask('"a"', "?min-score=2"), 400, "bad_request", "score")
        self.error(ask('"a"', Accept="text/html"), 406, "not_acceptable")

    def test_concepts(self):
        asthma = self.service.ask("GET", "/concepts/MONDO:0004979").json
        self.assertEqual((asthma["code"], asthma["name"], asthma["type"]), ("MONDO:0004979", "asthma", "disease"))
        self.assertIn("asthma", [n["name"] for n in asthma["names"]])
        self.assertEqual(self.service.ask("GET", "/concepts/mondo%3A0004979").json["code"], "MONDO:0004979")
        leukemia = self.service.ask("GET", "/concepts/MONDO:0004967/ancestors").json
        listed = self.good("ancestors", "--no-starter", "-d", SMALL, "MONDO:0004967").lines
        self.assertEqual(["%s\t%s" % (c["code"], c["name"]) for c in leukemia["concepts"]], listed)
        self.assertEqual(leukemia["total"], len(listed))
        self.error(self.service.ask("GET", "/concepts/MONDO:9"), 404, "not_found", "MONDO:9")
        self.error(self.service.ask("GET", "/concepts/MONDO:0004979?limit=x"), 400, "bad_request", "limit")

    def test_descendants(self):
        above = self.service.ask("GET", "/concepts/MONDO:0004967/ancestors").json["concepts"]
        for concept in above[:1]:
            below = self.service.ask("GET", "/concepts/%s/descendants" % concept["code"]).json
            self.assertIn("MONDO:0004967", [c["code"] for c in below["concepts"]])
            part = self.service.ask("GET", "/concepts/%s/descendants?limit=1&offset=1" % concept["code"]).json
            self.assertEqual(part["concepts"], below["concepts"][1:2])

    def test_search(self):
        found = self.service.ask("GET", "/search?q=AST").json["concepts"]
        self.assertEqual([c["code"] for c in found if c["name"] == "asthma"], ["MONDO:0004979"])
        self.assertTrue(all(c["matched"].lower().startswith("ast") for c in found))
        self.assertEqual(self.service.ask("GET", "/search?q=zzzz").json["concepts"], [])
        self.error(self.service.ask("GET", "/search"), 400, "bad_request", "q")
        self.error(self.service.ask("GET", "/search?q=%FF"), 400, "bad_request", "UTF-8")

    def test_dictionary_health_metrics(self):
        self.assertEqual([s["id"] for s in self.service.ask("GET", "/dictionary").json["sources"]][:1], ["LAB"])
        self.assertEqual(self.service.ask("GET", "/health").json["status"], "ok")
        before = self.count('ontotag_requests_total{route="/tag",status="200"}')
        self.service.tag("asthma")
        self.service.tag("asthma", "?nonsense")
        # A request is counted when its answer is out, which its client may see before.
        self.service.wait_for(lambda: self.count('ontotag_requests_total{route="/tag",status="200"}') == before + 1)
        self.service.wait_for(lambda: self.count('ontotag_requests_total{route="/tag",status="400"}') == 1)
        self.assertGreaterEqual(self.count("ontotag_mentions_total"), 1)

    def count(self, name):
        lines = [line for line in self.service.ask("GET", "/metrics").text.splitlines() if line.startswith(name + " ")]
        return float(lines[0].split()[-1]) if lines else 0

    def test_the_page_needs_nothing_else(self):
        answer = self.service.ask("GET", "/")
        policy = answer.headers["Content-Security-Policy"]
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn("unsafe", policy)
        nonce = policy.split("'nonce-")[1].split("'")[0]
        self.assertEqual(answer.text.count('nonce="%s"' % nonce), 2)
        self.assertNotEqual(nonce, self.service.ask("GET", "/").headers["Content-Security-Policy"].split("'nonce-")[1].split("'")[0])
        head, _, script = answer.text.partition("<script")
        self.assertIsNone(re.search(r"""src=|<link[^>]+href="(?!data:)|@import|url\((?!data:)""", head))
        self.assertIsNone(re.search(r"""^[^>]*src=|import\(|WebSocket|sendBeacon""", script))
        self.assertEqual(self.service.ask("HEAD", "/").body, b"")

    def test_no_cors_unless_it_is_asked_for(self):
        self.assertIsNone(self.service.tag("asthma", Origin="https://example.org").headers["Access-Control-Allow-Origin"])
        self.assertEqual(self.service.ask("OPTIONS", "/tag").status, 405)

    def test_the_log_tells_nothing_of_texts(self):
        self.service.tag("A secretword about asthma", "?id=secretname")
        self.service.ask("GET", "/search?q=secretsearch")
        self.service.ask("GET", "/secretpath")
        self.service.wait_for(lambda: [e for e in self.service.events("request") if e["route"] == "other"])
        self.assertNotIn("secret", self.service.log())


class Options(ServiceTest):
    def test_token(self):
        token = self.write("token", "s3cret\nsecond line\n")
        service = self.start("--token-file", token)
        self.error(service.tag("asthma"), 401, "unauthorized")
        self.error(service.tag("asthma", Authorization="Bearer s3cre"), 401, "unauthorized")
        self.error(service.tag("asthma", Authorization="Bearer s3crets"), 401, "unauthorized")
        self.error(service.tag("asthma", Authorization="Basic s3cret"), 401, "unauthorized")
        self.assertEqual(service.tag("asthma", Authorization="Bearer s3cret").status, 200)
        self.assertEqual(service.ask("GET", "/health").status, 200)
        self.assertEqual(service.ask("GET", "/").status, 200)
        self.assertIn("security", service.ask("GET", "/openapi.json").json)
        self.refused(2, "serve", "--token-file", self.write("empty", "\n"), says=["empty"])

    def test_origin(self):
        service = self.start("--allow-origin", "https://example.org")
        answer = service.ask("OPTIONS", "/tag", Origin="https://example.org", Access_Control_Request_Method="POST")
        self.assertEqual((answer.status, answer.headers["Access-Control-Allow-Origin"]), (204, "https://example.org"))
        self.assertEqual(service.tag("asthma").headers["Access-Control-Allow-Origin"], "https://example.org")

    def test_limits(self):
        service = self.start("--max-body", "2K", "--max-documents", "3", "--max-inflated", "8K")
        self.assertEqual(service.tag("x" * 2048).status, 200)
        self.error(service.tag("x" * 2049), 413, "too_large", "2048")
        self.error(service.tag("x" * 100, Content_Length="100000", Expect="100-continue"), 413, "too_large")
        self.error(service.ask("POST", "/tag", iter([b"x" * 1000] * 3), Content_Type="text/plain"), 413, "too_large")
        self.error(service.tag(json.dumps([{"text": "a"}] * 4), "", "application/json"), 413, "too_large", "3 documents")
        self.error(service.ask("POST", "/normalize", "a\n" * 4, Content_Type="text/plain"), 413, "too_large")
        self.error(service.tag(gzip.compress(b"x" * 9000)), 413, "too_large")
        self.assertEqual(service.tag("asthma").status, 200)

    def test_limits_of_a_stream_are_those_of_its_largest_document(self):
        service = self.start("--max-body", "2K", "--max-documents", "3", "--max-inflated", "2K")
        good, large = json.dumps({"text": "x" * 2000}) + "\n", json.dumps({"text": "x" * 2048}) + "\n"
        for packed in (bytes, gzip.compress):
            answer = service.tag(packed((good * 20).encode()), "", "application/x-ndjson")
            self.assertEqual((answer.status, answer.text.count("\n")), (200, 20))
            self.error(service.tag(packed(large.encode()), "", "application/x-ndjson"), 413, "too_large", "2048")
        self.assertEqual(service.tag("a\n" * 4, "?lines").json[-1]["id"], "request:4")

    def test_all_requests_share_a_judge(self):
        rows = self.write("rows.tsv", "S\tNCBIGene\nC\tNCBIGene:1\tmarker\tBRCA1\nC\tLAB:1\tdisease\tasthma\n")
        weights = self.write("weights.tsv", "default\tmarker\tjudges=*\t0\ndefault\tmarker\talways=\t-1\n"
                                            "mine\tdisease\tjudges=*\t0\nmine\tdisease\talways=\t-1\n")

        def found(service, query=""):
            return [m["text"] for m in service.tag("BRCA1 in asthma", query).json["mentions"]]

        service = self.start("-d", rows, "--no-starter", "--judge", weights)
        self.assertEqual(found(service), ["asthma"])
        self.assertEqual(found(service, "?no-judge"), ["BRCA1", "asthma"])
        self.assertEqual(found(service, "?threshold=-1.5"), ["BRCA1", "asthma"])
        self.assertEqual(found(self.start("-d", rows, "--no-starter", "--judge", weights, "--profile", "mine")), [])
        self.assertEqual(found(self.start("-d", rows, "--no-starter", "--no-curation")), ["BRCA1", "asthma"])
        candidates = service.tag("BRCA1 in asthma", "?candidates").json["candidates"]
        self.assertEqual([(c["text"], c["judged"], c["score"]) for c in candidates], [("BRCA1", True, -1), ("asthma", False, 2)])
        self.error(service.tag("BRCA1", "?candidates&format=tsv"), 400, "bad_request", "candidates")
        self.error(service.tag("BRCA1", "?threshold=high"), 400, "bad_request", "high")
        self.error(service.tag("BRCA1", "?profile=mine"), 400, "bad_request", "profile")

    def test_what_other_machines_reach_is_said(self):
        service = self.start("--listen", "0.0.0.0:0")
        self.assertIn("other machines", service.events("warning")[0]["message"])
        self.assertFalse(self.start().events("warning"))

    def test_wrong_options(self):
        for options, says in [(["--listen", "nonsense"], "HOST:PORT"), (["--max-body", "x"], "--max-body"), (["--timeout", "0"], "--timeout"),
                              (["--socket"], "LISTEN_FDS"), (["operand"], "operand"), (["--token-file", "/nonexistent"], "token")]:
            self.refused(2, "serve", *options, says=[says])
        self.refused(1, "serve", "-d", "/nonexistent.tsv", says=["/nonexistent.tsv"])
        self.refused(1, "serve", "--judge", "/nonexistent.tsv", says=["/nonexistent.tsv"])
        self.refused(1, "serve", "--profile", "nobody", says=["no profile 'nobody'"])
        self.refused(2, "serve", "--profile", "ncbi", "--no-curation", says=["--no-curation"])

    def test_documents_of_the_tree_name_what_there_is(self):
        with open(os.path.join(ROOT, "docs", "SERVICE.md")) as file:
            text = file.read()
        for name in self.good("serve", "--help").text.split():
            if name.startswith("--") and name != "--help":
                self.assertIn(name, text)


if __name__ == "__main__":
    require_serve()
    main()
