"""The sets of options of tools/compare-tags are options of `ontotag tag`, and no option that moves tags is missing."""
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "command"))
from support import ROOT, CommandTest, main  # noqa: E402

# Options of input, of output and of runs; those that name a file of the user's.
OTHERS = {"dictionary", "format", "output", "lines", "id-field", "text-field", "no-header", "offsets", "json", "keep", "brat-config", "output-dir",
          "resume", "strict", "quiet", "omop-concepts", "omop-relationships", "database", "mask", "no-context-in-errors", "context-cues", "judge",
          "convert", "count", "csv-safe", "encoding", "files-from", "help"}


class CompareTags(CommandTest):
    def setUp(self):
        super().setUp()
        with open(os.path.join(ROOT, "tools", "compare-tags"), encoding="utf-8") as stream:
            self.script = stream.read()
        self.sets = re.findall(r'^\t"(.*)"$', re.search(r"(?ms)^options=\((.*?)^\)", self.script).group(1), re.M)

    def test_each_set_is_taken(self):
        rows = self.write("rows.tsv", "C\tMONDO:0004992\tdisease\tcancer\t\texact=MESH:D1|exact=OMIM:1|exact=ICD10CM:C80|exact=UMLS:C1\n"
                                      "C\tMONDO:0005059\tdisease\tleukemia\tMONDO:0004992\nC\tNCBIGene:1\tmarker\tBRCA1\n")
        for options in self.sets:
            with self.subTest(options):
                self.good("tag", "-d", rows, "-q", "-o", "jsonl", *options.split(), stdin="leukemia")

    def test_no_option_is_missing(self):
        known = set(re.findall(r"^ +(?:-., )?--([a-z-]+)", self.good("tag", "--help").text, re.M))
        used = {word.lstrip("-") for options in self.sets for word in options.split() if word.startswith("--")}
        self.assertEqual(known - OTHERS - used, {"jobs"})  # as -j

    def test_the_usage_counts_them(self):
        self.assertIn(" by %d sets of options " % len(self.sets), self.script)


if __name__ == "__main__":
    main()
