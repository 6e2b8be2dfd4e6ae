"""The description of the interface is held against the answers: by schemathesis, and by its own words."""
import os
import subprocess

from service import PYPI, ServiceTest, has_module, main, require_serve, skip_all

# What is accepted depends on the dictionary (codes, columns), so that a request of the right form may still be refused, with 400.
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,negative_data_rejection,unsupported_method"


class OpenApi(ServiceTest):
    options = ("--allow-reload", "--threads", "2")

    def test_schemathesis(self):
        if not has_module("schemathesis"):
            self.skipTest("needs schemathesis (tests/serve/requirements.txt)")
        examples = "200" if os.environ.get("ONTOTAG_LONG") else "25"
        done = subprocess.run(
            [os.path.join(os.path.dirname(PYPI), "schemathesis"), "run", "http://127.0.0.1:%d/openapi.json" % self.service.port, "--checks", CHECKS,
             "--max-examples", examples, "--seed", "7", "--phases", "examples,coverage,fuzzing", "--generation-database", "none", "--no-color"],
            capture_output=True, text=True, cwd=self.folder, env={**os.environ, "HYPOTHESIS_STORAGE_DIRECTORY": self.folder})
        self.assertEqual(done.returncode, 0, done.stdout[-8000:] + done.stderr[-2000:])
        self.assertRegex(done.stdout, r"\d+ passed")

    def test_it_describes_every_route(self):
        paths = self.service.ask("GET", "/openapi.json").json["paths"]
        metrics = self.service.ask("GET", "/metrics").text
        routes = {line.split('"')[1] for line in metrics.splitlines() if line.startswith("ontotag_request_seconds_count")}
        self.assertEqual(routes - {"/", "other"}, set(paths))

    def test_options_are_the_commands(self):
        described = self.service.ask("GET", "/openapi.json").json["paths"]["/tag"]["post"]["parameters"]
        help = self.good("tag", "--help").text
        own = {"format", "input", "id"}
        for parameter in described:
            if parameter["name"] not in own:
                self.assertIn("--%s" % parameter["name"], help)
        missing = {"brat-config", "dictionary", "format", "output", "explain", "explain-dropped", "no-starter", "no-curation", "jobs", "output-dir", "resume", "quiet", "context-cues", "encoding", "convert", "count", "files-from", "csv-safe", "judge", "profile", "omop-concepts", "omop-relationships", "database", "mask", "no-context-in-errors",
                   "help"}
        offered = {word.lstrip("-") for word in help.split() if word.startswith("--")}
        self.assertEqual({p["name"] for p in described} - own, {name.rstrip(",.:;)") for name in offered} - missing)


if __name__ == "__main__":
    require_serve()
    main()
