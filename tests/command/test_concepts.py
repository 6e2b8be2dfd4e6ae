"""ontotag lookup, ancestors, descendants, lint, diff."""
from support import CommandTest, SMALL, main

TREE = ("#source\tLAB\tOurs\t2026\tCC0\t0\t0\nS\tLAB\n"
        "C\tA:1\tdisease\tlung disease\nC\tA:2\tdisease\tasthma\tA:1\tclose=X:7\nN\tA:2\trelated\twheezing\n"
        "C\tA:3\tdisease\tallergic asthma\tA:2\nC\tA:4\tdisease\told asthma\t\t\treplaced=A:2\n"
        "C\tA:5\tdisease\tunclear asthma\t\t\tconsider=A:2|A:9\n")


class Lookup(CommandTest):
    def test_by_code_and_by_name(self):
        path = self.write("tree.tsv", TREE)
        text = self.good("lookup", "-d", path, "--no-starter", "--no-curation", "A:2").text
        self.assertEqual(text, self.good("lookup", "-d", path, "--no-starter", "--no-curation", "Asthmas").text)
        self.assertEqual(text, self.good("lookup", "-d", path, "--no-starter", "--no-curation", "a:2").text)
        for part in ("A:2  asthma\n  disease, LAB 2026\n", "related            wheezing  [LAB]\n",
                     "  parents\n    A:1                lung disease\n", "  children\n    A:3 ",
                     "X:7                close    via A:2, LAB 2026\n"):
            self.assertIn(part, text)

    def test_by_a_code_that_is_only_mapped(self):
        path = self.write("tree.tsv", TREE + "C\tA:6\tdisease\tcroup\tA:1\texact=X:8|xref=X:9\n")
        result = self.run_ontotag("lookup", "-d", path, "--no-starter", "x:8")
        self.assertIn("A:6  croup\n", result.text)
        self.assertEqual((result.code, result.err), (0, "ontotag: x:8 is A:6 croup\n"))
        self.assertEqual(self.run_ontotag("ancestors", "-d", path, "--no-starter", "X:8").text, "A:1\tlung disease\n")
        for code in ("X:7", "X:9"):
            self.refused(1, "lookup", "-d", path, "--no-starter", code, says=("no concept with the code '%s'" % code,))

    def test_retired(self):
        path = self.write("tree.tsv", TREE)
        self.assertIn("retired; replaced by\n    A:2                asthma\n", self.good("lookup", "-d", path, "--no-starter", "A:4").text)
        text = self.good("lookup", "-d", path, "--no-starter", "A:5").text
        self.assertIn("to be considered instead\n    A:2                asthma\n    A:9                (not in the", text)

    def test_unknown(self):
        self.refused(1, "lookup", "-d", SMALL, "--no-starter", "MONDO:1", says=("no concept with the code 'MONDO:1'",))
        self.refused(1, "lookup", "-d", SMALL, "--no-starter", "xyzzy", says=("no concept has the name 'xyzzy'",))
        self.refused(1, "lookup", "-d", SMALL, "--no-starter", "chronic asthma", says=("the nearest: asthma (MONDO:0004979)",))
        self.refused(1, "lookup", "-d", SMALL, "--no-starter", "", says=("no concept has the name",))
        self.refused(2, "lookup", "-d", SMALL, "--no-starter")


class Ancestors(CommandTest):
    def test_lines_for_piping(self):
        path = self.write("tree.tsv", TREE)
        self.assertEqual(self.good("ancestors", "-d", path, "--no-starter", "A:3").lines, ["A:2\tasthma", "A:1\tlung disease"])
        self.assertEqual(self.good("descendants", "-d", path, "--no-starter", "A:1").lines, ["A:2\tasthma", "A:3\tallergic asthma"])
        self.assertEqual(self.good("descendants", "-d", path, "--no-starter", "A:3").text, "")

    def test_unknown(self):
        for command in ("ancestors", "descendants"):
            self.refused(1, command, "-d", SMALL, "MONDO:1", says=("no concept with the code",))
            self.refused(2, command, "-d", SMALL)
            self.refused(2, command, "-d", SMALL, "A:1", "A:2")


class Lint(CommandTest):
    def lint(self, rows, code):
        path = self.write("d.tsv", rows)
        result = self.run_ontotag("lint", path)
        self.assertEqual((result.code, result.err), (code, ""))
        return result.text

    def test_nothing_found(self):
        self.assertEqual(self.lint("C\tA:1\tdisease\tasthma\n", 0), "")

    def test_errors(self):
        text = self.lint("C\tA:1\tdisease\tasthma\tA:7\nN\tA:8\texact\twheeze\n", 1)
        self.assertIn("error\tdangling-parent\t", text)
        self.assertIn("d.tsv:1: A:1 has the parent A:7", text)
        self.assertIn("d.tsv:2: A:8 \"wheeze\"", text)

    def test_warnings(self):
        text = self.lint("C\tA:1\tdisease\tasthma\t\texact=A:9\nN\tA:1\texact\twheezes\nN\tA:1\texact\twheezes\n"
                         "C\tA:2\tdisease\told\t\t\treplaced=A:8\n", 3)
        for part in ("dangling-mapping\tA:1 asthma: A:9", "duplicate-name\t", "d.tsv:3", "dangling-successor\tA:2 old: A:8"):
            self.assertIn(part, text)

    def test_notes(self):
        text = self.lint("C\tA:1\tmarker\tABCD\nC\tA:2\tmarker\tABXD\nC\tA:3\tdisease\tasthma\nC\tA:4\tdisease\tAsthma\n"
                         "C\tA:5\tdisease\tepilepsy\nC\tA:6\tdisease\tepilepsies\nC\tA:7\tmarker\tWAS\n", 0)
        for part in ("near-symbols\tA:1 \"ABCD\", A:2 \"ABXD\"", "shared-name\tA:3 \"asthma\", A:4 \"Asthma\"",
                     "stem-collision\tA:5 \"epilepsy\", A:6 \"epilepsies\"", "english-word-held\tA:7 \"WAS\""):
            self.assertIn(part, text)

    def test_a_row_that_is_refused(self):
        path = self.write("d.tsv", "C\tA:1\tdisease\tasthma\nN\tA:1\texact\t\nN\tA:1\texact\twheeze\nN\tA:1\texact\twheeze\n")
        result = self.run_ontotag("lint", path)
        self.assertEqual((result.code, result.err), (1, "ontotag: %s:2: an empty name of A:1\n" % path))
        self.assertIn("error\tempty-name\t%s:2: A:1 \"\"\n" % path, result.text)
        self.assertIn("warning\tduplicate-name\t%s:4: A:1 \"wheeze\"\n" % path, result.text)

    def test_retired_names_are_notes(self):
        text = self.lint("C\tA:1\tdisease\tasthma\nC\tA:2\tdisease\tasthma\t\t\tconsider=A:1\n", 0)
        self.assertIn("note\tretired-named\tA:2 \"asthma\"\n", text)
        self.assertNotIn("shared-name\t", text)

    def test_names_of_one_meaning_that_say_the_opposite(self):
        text = self.lint("C\tA:1\tdisease\tcalcinosis\t\texact=B:1\nN\tA:1\texact\tmacrocalcification\n"
                         "C\tB:1\tdisease\tcalcifications\nN\tB:1\texact\tMicrocalcification\n", 3)
        self.assertIn("warning\topposed-names\tA:1 \"macrocalcification\", B:1 \"Microcalcification\"\n", text)
        text = self.lint("C\tA:1\tdisease\thyperreflexia\t\texact=B:1|exact=X:1\nC\tB:1\tdisease\treflexes\nN\tB:1\texact\thyporeflexia\n", 3)
        self.assertIn("warning\trefused-mapping\tA:1 hyperreflexia, B:1 reflexes\n", text)
        self.assertNotIn("opposed-names", text)
        text = self.lint("C\tA:1\tdisease\tscar tissue\t\texact=B:1\nN\tA:1\texact\tscar\nC\tB:1\tdisease\tscar tissue\n"
                         "N\tB:1\texact\tSCAR\n", 3)
        self.assertIn("warning\tspelt-word\tB:1 \"SCAR\", A:1 \"scar\"\n", text)

    def test_lists_are_cut(self):
        path = self.write("d.tsv", "".join("C\tA:%d\tdisease\tasthma\n" % i for i in range(9)))
        self.assertIn("and 6 more", self.good("lint", "--most", "2", path).text)
        self.assertNotIn("more", self.good("lint", "--all", path).text)

    def test_refused(self):
        self.refused(1, "lint", self.path("none.tsv"), says=("none.tsv",))
        self.refused(1, "lint", self.write("bad.tsv", "Q\tx\n"), says=("bad.tsv",))
        self.refused(2, "lint")
        self.refused(2, "lint", "--most", "x", SMALL)


class Diff(CommandTest):
    def test_concepts(self):
        old = self.write("old.tsv", TREE)
        new = self.write("new.tsv", TREE.replace("A:3\tdisease\tallergic asthma\tA:2", "A:3\tdisease\tallergic asthma\tA:1")
                         .replace("C\tA:4\tdisease\told asthma\t\t\treplaced=A:2\n", "C\tA:6\tdisease\tcroup\n")
                         .replace("wheezing", "wheeze").replace("lung disease\n", "disease of lungs\n"))
        lines = self.good("diff", old, new).lines
        for line in ("moved\tA:3\tallergic asthma\tA:2\tA:1", "added\tA:6\tcroup\t\t", "removed\tA:4\told asthma\t\t",
                     "name-removed\tA:2\tasthma\twheezing\t", "name-added\tA:2\tasthma\t\twheeze",
                     "renamed\tA:1\tdisease of lungs\tlung disease\tdisease of lungs", "       1  moved"):
            self.assertIn(line, lines)

    def test_same(self):
        old = self.write("old.tsv", TREE)
        self.assertEqual({line.split()[0] for line in self.good("diff", old, old).lines if line}, {"0"})

    def test_texts(self):
        old = self.write("old.tsv", "C\tA:1\tdisease\tasthma\n")
        new = self.write("new.tsv", "C\tA:2\tdisease\tasthma\n")
        text = self.write("t.txt", "He has asthma.")
        lines = self.good("diff", old, new, text).lines
        self.assertIn("tag-gone\t%s\t7\t13\tasthma\tdisease\tA:1\tasthma" % text, lines)
        self.assertIn("tag-come\t%s\t7\t13\tasthma\tdisease\tA:2\tasthma" % text, lines)

    def test_refused(self):
        self.refused(1, "diff", SMALL, self.path("none.tsv"), says=("none.tsv",))
        self.refused(1, "diff", SMALL, SMALL, self.path("none.txt"), says=("none.txt",))
        self.refused(2, "diff", SMALL)
        self.refused(2, "diff", SMALL, SMALL, "-")


if __name__ == "__main__":
    main()
