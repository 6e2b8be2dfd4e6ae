"""The package beside the command: the same options, the same objects; python -m ontotag; fetch."""
import functools
import http.server
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import unittest

from support import ROOT, ROWS, SHARED, TEXT, Case, run

import ontotag

# What becomes of each option of `ontotag tag`: a keyword of Tagger, of tag_files, of format; or what does the same.
OPTIONS = {
    "dictionary": ontotag.Tagger, "types": ontotag.Tagger, "vocabulary": ontotag.Tagger, "within": ontotag.Tagger,
    "without": ontotag.Tagger, "roll-up": ontotag.Tagger, "overlap": ontotag.Tagger, "abbreviations": ontotag.Tagger, "no-starter": ontotag.Tagger,
    "no-curation": ontotag.Tagger, "keep-generic": ontotag.Tagger, "offer-retired": ontotag.Tagger, "offer-ambiguous": ontotag.Tagger, "other-species": ontotag.Tagger, "only": ontotag.Tagger, "context-cues": ontotag.Tagger, "offsets": ontotag.Tagger,
    "format": ontotag.Tagger.tag_files, "lines": ontotag.Tagger.tag_files, "id-field": ontotag.Tagger.tag_files,
    "text-field": ontotag.Tagger.tag_files, "no-header": ontotag.Tagger.tag_files, "encoding": ontotag.Tagger.tag_files, "strict": ontotag.Tagger.tag_files,
    "judge": ontotag.Tagger, "no-judge": ontotag.Tagger, "profile": ontotag.Tagger, "threshold": ontotag.Tagger,
    "min-confidence": ontotag.Tagger, "candidates": ontotag.Tagger, "explain": ontotag.Tagger, "explain-dropped": ontotag.Tagger,
    "output": ontotag.Tagger.format, "json": ontotag.Tagger.format,
}
# Of runs over files, which are the command's: ontotag.run("tag", ...).
OF_RUNS = {"keep", "convert", "count", "files-from", "csv-safe", "omop-concepts", "omop-relationships", "database", "mask", "no-context-in-errors", "brat-config", "jobs", "output-dir", "resume", "quiet", "help"}


class Command(Case):
    def test_every_option_has_its_keyword(self):
        text = ontotag.run("tag", "--help", capture_output=True, text=True, check=True).stdout
        options = set(re.findall(r"^ +(?:-., )?--([a-z-]+)", text, re.M))
        self.assertGreater(len(options), 20)
        self.assertEqual(options - OF_RUNS, set(OPTIONS))
        import inspect
        for option, where in OPTIONS.items():
            self.assertIn(option.replace("-", "_"), inspect.signature(where).parameters, option)

    def test_the_module_is_the_command(self):
        for arguments in (["--version"], ["info"], ["nonsense"]):
            ours = subprocess.run([sys.executable, "-m", "ontotag", *arguments], capture_output=True,
                                  env={**os.environ, "PYTHONPATH": os.environ.get("ONTOTAG_PACKAGE", "")})
            direct = subprocess.run([ontotag.program(), *arguments], capture_output=True)
            self.assertEqual((ours.returncode, ours.stdout, ours.stderr), (direct.returncode, direct.stdout, direct.stderr))
        self.assertIn(ontotag.__version__.encode(), ontotag.run("--version", capture_output=True).stdout)

    def test_candidates_are_those_of_the_command(self):
        terms = ["heart attack", "T-cell leukaemia, acute lymphoblastc", "ALL (acute lymphoblastic leukemia)", "Ärger ALL (acute "
                 "lymphoblastic leukemia)", "XYZ12", "asthma 5 mg", "old tumor", "imatinib 400 mg tablet", ""]
        for options in ({}, {"vocabulary": ["MESH"]}, {"best": True, "min_score": 0}, {"types": ["drug"], "without": ["typing"], "top": 3}):
            arguments = []
            for name, value in options.items():
                name = "--" + name.replace("_", "-")
                arguments += [name] if value is True else [name, ",".join(value) if isinstance(value, list) else str(value)]
            lines = ontotag.run("normalize", "-d", ROWS, "-o", "jsonl", *arguments, input="\n".join(terms[:-1]) + "\n", capture_output=True,
                                text=True, check=True).stdout.splitlines()
            normalizer = ontotag.Normalizer(ROWS, **options)
            self.assertEqual(len(lines), len(terms) - 1)
            for term, line in zip(terms, lines):
                expected = json.loads(line)
                self.assertEqual(expected["term"], term)
                found = [candidate.to_dict() for candidate in normalizer.normalize(term)]
                for candidate in found:
                    candidate["score"] = round(candidate["score"], 3)
                if not term.isascii():  # the command counts bytes
                    continue
                self.assertEqual(found, expected["candidates"], (term, options))


def _serve(folder):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Fetch(Case):
    @classmethod
    def setUpClass(cls):
        # The script runs programs of others, and waits for ever where the sanitizer's library is loaded into them.
        cls.preloaded = os.environ.pop("LD_PRELOAD", None)

    @classmethod
    def tearDownClass(cls):
        if cls.preloaded:
            os.environ["LD_PRELOAD"] = cls.preloaded

    def test_a_dictionary_is_fetched(self):
        with tempfile.TemporaryDirectory() as folder:
            rows = "#source\tX\tX\t1\tCC0\nS\tX\nC\tX:1\tdisease\tgrumbling fever\n"
            with open(os.path.join(folder, "rows.tsv"), "w") as stream:
                stream.write(rows)
            server = _serve(folder)
            table = os.path.join(folder, "sources.tsv")
            with open(table, "w") as stream:
                stream.write(f"ours\thttp://127.0.0.1:{server.server_address[1]}/rows.tsv\trequired\tany\t1\n")
            told = []
            path = ontotag.fetch(os.path.join(folder, "out"), sources=table, tell=told.append)
            self.assertEqual(ontotag.Tagger(path).tag("grumbling fever")[0].code, "X:1")
            self.assertTrue(any("ours" in line for line in told), told)
            self.assertEqual(ontotag.fetch(os.path.join(folder, "out"), sources=table, tell=told.append), path)
            self.assertIn("up to date", told[-1])
            server.shutdown()
            server.server_close()

    def test_what_cannot_be_fetched_is_an_error(self):
        with tempfile.TemporaryDirectory() as folder:
            server = _serve(folder)
            table = os.path.join(folder, "sources.tsv")
            with open(table, "w") as stream:
                stream.write(f"ours\thttp://127.0.0.1:{server.server_address[1]}/nothing\trequired\tany\t1\n")
            with self.assertRaisesRegex(ontotag.Error, "ours could not be downloaded"):
                ontotag.fetch(os.path.join(folder, "out"), sources=table, tell=lambda line: None)
            server.shutdown()
            server.server_close()


if __name__ == "__main__":
    unittest.main()
