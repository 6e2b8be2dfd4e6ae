"""The cases of ../shared/cases/found-text.jsonl: small inputs, what must be found in them, what must never be.

    ONTOTAG=... ONTOTAG_FULL=... python3 test_cases.py [--table]      a line for each case that fails
"""
import json
import os
import subprocess
import sys
import unittest

SHARED = os.environ.get("ONTOTAG_SHARED", os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "shared"))
# What is otherwise here, and why.
OTHERWISE = {"Losartan potassium and ferrous sulfate were given.": "MeSH has the salt as a name of losartan: the longer one is tagged"}
CASES = os.path.join(SHARED, "cases", "found-text.jsonl")


def run(*arguments, text):
    full = os.environ["ONTOTAG_FULL"]
    done = subprocess.run([os.environ["ONTOTAG"], *[full if a == "full" else a for a in arguments]], input=text,
                          capture_output=True, text=True, encoding="utf-8", timeout=300)
    if done.returncode:
        raise AssertionError("%s: %s" % (arguments, done.stderr))
    return done.stdout.splitlines()


def answers(cases):
    """What the program says of each case: a batch for each command line."""
    batches = {}
    for case in cases:
        dictionary = ["-d", "full"] if case["dictionary"] == "full" else []
        batches.setdefault((*case["command"].split(), *dictionary), []).append(case)
    for command, batch in batches.items():
        if command[0] == "tag":
            lines = "".join(json.dumps({"id": str(n), "text": case["text"]}) + "\n" for n, case in enumerate(batch))
            out = run(*command, "-f", "jsonl", "-o", "jsonl", text=lines)
        else:
            out = run(*command, "-o", "jsonl", text="".join(case["text"] + "\n" for case in batch))
        assert len(out) == len(batch), (command, len(out), len(batch))
        for case, line in zip(batch, out):
            yield case, json.loads(line)


def tag_faults(case, mentions):
    for text, code in case["want"] or []:
        if not any(m["text"] == text and (code is None or code in m["codes"]) for m in mentions):
            yield "no %s %s" % (text, code)
    codes = {code for m in mentions for code in m["codes"]}
    yield from ("no code " + code for code in case["want_codes"] if code not in codes)
    for text, code in case["never"]:
        if any((text is None or m["text"] == text) and (code is None or code in m["codes"]) for m in mentions):
            yield "never %s %s" % (text, code)


def normalize_faults(case, candidates):
    codes = candidates[0]["codes"] if candidates else []
    if case["no_candidate"] and candidates:
        yield "a candidate: %s %s" % (candidates[0]["name"], codes)
    if case["want"] and not set(case["want"]) & set(codes):
        yield "none of %s: %s" % (case["want"], codes)
    yield from ("never " + code for code in case["never"] if code in codes)


def faults():
    with open(CASES, encoding="utf-8") as stream:
        cases = [case for case in map(json.loads, stream) if case["text"] not in OTHERWISE]
    for case, answer in answers(cases):
        found = (tag_faults(case, answer["mentions"]) if case["command"].startswith("tag")
                 else normalize_faults(case, answer["candidates"]))
        for fault in found:
            yield case, fault


class Cases(unittest.TestCase):
    def test_cases(self):
        for case, fault in faults():
            with self.subTest(kind=case["kind"], text=case["text"]):
                self.fail(fault)


if __name__ == "__main__":
    if not os.path.exists(CASES) or not os.path.exists(os.environ["ONTOTAG_FULL"]):
        print("skipped: needs ../shared")
        sys.exit(77)
    if "--table" in sys.argv:
        failed = list(faults())
        for case, fault in failed:
            print("%-22s %-60.60r %s" % (case["kind"], case["text"], fault))
        sys.exit(print("%d cases fail" % len({case["text"] for case, _ in failed})))
    sys.exit(unittest.main())
