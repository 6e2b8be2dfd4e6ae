"""ontotag mcp, with the protocol's own client and with lines of its own."""
import json
import subprocess

from service import ONTOTAG, PYPI, SMALL, CommandTest, has_module, main

CLIENT = '''
import asyncio, json, sys
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

async def main():
    calls = json.load(sys.stdin)
    async with stdio_client(StdioServerParameters(command=sys.argv[1], args=sys.argv[2:])) as (read, write):
        async with ClientSession(read, write) as session:
            hello = await session.initialize()
            tools = (await session.list_tools()).tools
            out = {"hello": hello.model_dump(mode="json"), "tools": [t.model_dump(mode="json") for t in tools], "results": []}
            for name, arguments in calls:
                out["results"].append((await session.call_tool(name, arguments)).model_dump(mode="json"))
            print(json.dumps(out))

asyncio.run(main())
'''
TEXT = "Acute lymphoblastic leukaemia (ALL), CD10 positive \u00e9. He has asthma."


class WithItsClient(CommandTest):
    def setUp(self):
        super().setUp()
        if not has_module("mcp"):
            self.skipTest("needs mcp (tests/serve/requirements.txt)")

    def call(self, *calls):
        done = subprocess.run([PYPI, "-c", CLIENT, ONTOTAG, "mcp", "--no-starter", "-d", SMALL], input=json.dumps(calls), capture_output=True,
                              text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr[-3000:])
        self.assertNotIn("Sanitizer", done.stderr)
        out = json.loads(done.stdout)
        results = []
        for result in out["results"]:
            structured = result.get("structured_content", result.get("structuredContent"))
            failed = result.get("is_error", result.get("isError"))
            if not failed:
                self.assertEqual(json.loads(result["content"][0]["text"]), structured)
            results.append((failed, structured if not failed else result["content"][0]["text"]))
        self.out = out
        return results

    def test_tools_and_their_answers(self):
        tag, normalize, lookup, by_name, above, below = self.call(
            ["tag", {"text": TEXT, "types": ["disease"]}], ["normalize", {"terms": ["astma", "CD10"], "top": 1}],
            ["lookup", {"concept": "MONDO:0004979"}], ["lookup", {"concept": "asth"}], ["ancestors", {"concept": "MONDO:0004967"}],
            ["ancestors", {"concept": "MONDO:0004967", "below": True}])
        self.assertEqual([t["name"] for t in self.out["tools"]], ["tag", "normalize", "lookup", "ancestors"])
        found = tag[1]["mentions"]
        self.assertEqual([m["text"] for m in found], ["Acute lymphoblastic leukaemia", "ALL", "asthma"])
        self.assertEqual([TEXT[m["start"]:m["end"]] for m in found], [m["text"] for m in found])  # code points
        self.assertEqual([t["candidates"][0]["codes"][0] for t in normalize[1]["terms"]], ["MONDO:0004979", "NCBIGene:4311"])
        self.assertEqual(lookup[1]["name"], "asthma")
        self.assertIn("MONDO:0004979", [c["code"] for c in by_name[1]["concepts"]])
        self.assertEqual(above[1]["total"], len(above[1]["concepts"]))
        self.assertFalse(any(failed for failed, _ in (tag, normalize, lookup, by_name, above, below)))

    def test_what_is_left_out_is_said(self):
        tag, normalize, long = self.call(["tag", {"text": "asthma. " * 30, "limit": 4}], ["normalize", {"terms": ["asthma"] * 9, "limit": 2}],
                                         ["tag", {"text": "asthma. " * 300}])
        self.assertEqual((len(tag[1]["mentions"]), tag[1]["left_out"]), (4, "26 of 30 mentions"))
        self.assertEqual((len(normalize[1]["terms"]), normalize[1]["left_out"]), (2, "7 of 9 terms"))
        self.assertEqual((len(long[1]["mentions"]), long[1]["left_out"]), (100, "200 of 300 mentions"))

    def test_failures_are_told_to_who_called(self):
        for failed, said in self.call(["tag", {}], ["tag", {"text": "x", "nonsense": 1}], ["tag", {"text": "x", "within": ["MONDO:9"]}],
                                      ["normalize", {"terms": [1]}], ["lookup", {"concept": "zzzz"}], ["ancestors", {}],
                                      ["tag", {"text": "x", "output-dir": "/tmp"}]):
            self.assertTrue(failed, said)
            self.assertIsInstance(said, str)


class Lines(CommandTest):
    def say(self, *lines):
        done = self.run_ontotag("mcp", "--no-starter", "-d", SMALL, stdin=b"".join(
            (line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines))
        self.assertEqual(done.code, 0, done.err)
        return done.objects

    def ask(self, method, **parameters):
        return {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}

    def test_what_is_no_request(self):
        self.assertEqual([m["error"]["code"] for m in self.say(b"nonsense", b"[" * 10000, b"7", b"{}", b"\xff", {"id": 1, "method": "x"},
                                                               self.ask("tools/call", name="x"))],
                         [-32700, -32700, -32700, -32600, -32700, -32601, -32602])
        self.assertEqual(self.say({"jsonrpc": "2.0", "method": "notifications/initialized"}, {"jsonrpc": "2.0", "id": 4, "result": {}}, b""), [])

    def test_too_long_a_line(self):
        answers = self.say(b"x" * (17 << 20), self.ask("ping"))
        self.assertEqual([list(a)[2] for a in answers], ["error", "result"])

    def test_versions(self):
        for asked, given in (("2024-11-05", "2024-11-05"), ("1999-01-01", "2025-11-25")):
            self.assertEqual(self.say(self.ask("initialize", protocolVersion=asked))[0]["result"]["protocolVersion"], given)

    def test_usage(self):
        self.refused(2, "mcp", "operand", says=["operand"])
        self.refused(1, "mcp", "-d", "/nonexistent.tsv", says=["/nonexistent.tsv"])


if __name__ == "__main__":
    main()
