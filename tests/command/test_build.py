"""ontotag build: what comes out can be read again, and says what went in."""
import bz2
import gzip
import lzma
import os
import shutil
import subprocess

from support import CommandTest, SMALL, environment, main, mentions

OBO = """format-version: 1.4
data-version: releases/2026-01-01
ontology: mondo

[Term]
id: MONDO:0000001
name: disease

[Term]
id: MONDO:0005059
name: leukemia
synonym: "leukaemia" EXACT []
is_a: MONDO:0000001 ! disease

[Term]
id: MONDO:0004967
name: acute lymphoblastic leukemia
synonym: "ALL" EXACT ABBREVIATION []
xref: MESH:D054198 {source="MONDO:equivalentTo"}
is_a: MONDO:0005059 ! leukemia
"""


def packings():
    """Suffixes, and what makes such files."""
    yield "gz", gzip.compress
    yield "bz2", bz2.compress
    yield "xz", lzma.compress
    if shutil.which("zstd"):
        yield "zst", lambda content: subprocess.run(["zstd", "-qc"], input=content, stdout=subprocess.PIPE, check=True).stdout


class Build(CommandTest):
    def build(self, *sources, out="out.dict.gz"):
        """Builds; the dictionary's path and what was printed."""
        path = self.path(out)
        result = self.run_ontotag("build", "-o", path, *sources)
        self.assertEqual((result.code, result.out), (0, b""), result.err)
        return path, result.err

    def test_obo(self):
        path, counts = self.build(self.write("any-name", OBO))
        self.assertRegex(counts, r"(?m)^MONDO +disease +")
        self.assertEqual(mentions(self.good("tag", "-d", path, stdin="leukaemia and ALL, all of it").objects[0]),
                         [("leukaemia", "MONDO:0005059"), ("ALL", "MONDO:0004967")])
        self.assertIn("releases/2026-01-01", self.good("info", "-d", path).text)

    def test_gzipped_source_by_content(self):
        plain, _ = self.build(self.write("a", OBO))
        zipped, _ = self.build(self.write("b", gzip.compress(OBO.encode())), out="other.dict.gz")
        with gzip.open(plain) as one, gzip.open(zipped) as other:
            self.assertEqual(one.read(), other.read())

    def test_sources_and_rows_however_they_are_compressed(self):
        plain, _ = self.build(self.write("a", OBO))
        rows = self.rows(plain)
        for name, pack in packings():
            with self.subTest(name):
                for content in (pack(OBO.encode()), pack(OBO[:300].encode()) + pack(b"") + pack(OBO[300:].encode())):
                    packed, _ = self.build(self.write("a.obo." + name, content), out="other.dict.gz")
                    self.assertEqual(self.rows(packed), rows)
                piped = self.good("build", "-q", "-o", "-", "-", stdin=pack(OBO.encode()))
                self.assertEqual(self.rows(self.write("piped.dict.gz", piped.out)), rows)
                dictionary = self.write("rows.dict." + name, pack("".join(rows).encode()))
                again, _ = self.build(dictionary, out="again.dict.gz")
                self.assertEqual(self.rows(again), rows)
                self.assertEqual(mentions(self.good("tag", "-d", dictionary, stdin="leukaemia").objects[0]),
                                 [("leukaemia", "MONDO:0005059")])
                self.good("compile", "-o", self.path("full.otx"), dictionary)
                self.good("tag", "-d", self.path("full.otx"), stdin="leukaemia")
                self.assertIn("MONDO:0005059", self.good("lookup", "-d", dictionary, "MONDO:0005059").text)
                cut = pack(("".join(rows) * 2000).encode())
                cut = self.write("cut." + name, cut[:len(cut) // 2])
                self.refused(1, "tag", "-d", cut, says=["cut." + name, " stream is cut off"])
                self.refused(1, "build", "-o", self.path("x.dict.gz"), cut, says=["cut." + name, " stream is cut off"])
                self.refused(1, "tag", "-d", self.write("a.obo." + name, pack(OBO.encode())), says=["is a source (OBO"])

    def test_a_dictionary_that_is_installed_compressed(self):
        plain, _ = self.build(self.write("a", OBO))
        os.makedirs(self.path("data/ontotag"))
        for name, pack in packings():
            for form in (".dict.", ".tsv."):
                with self.subTest(name + form):
                    path = self.write("data/ontotag/full%s%s" % (form, name), pack("".join(self.rows(plain)).encode()))
                    env = environment(XDG_DATA_HOME=self.path("data"))
                    self.assertEqual(len(self.run_ontotag("tag", "-d", "full", stdin="leukaemia", env=env).objects[0]["mentions"]), 1)
                    os.remove(path)

    def test_check_reads_and_writes_nothing(self):
        sssom = "subject_id\tpredicate_id\tobject_id\nA:1\tskos:exactMatch\tB:1\n"
        for content in (OBO, sssom, gzip.compress(OBO.encode())):
            before = sorted(os.listdir(self.folder))
            self.good("build", "-q", "--check", self.write("a", content))
            self.assertEqual(set(os.listdir(self.folder)) - set(before), {"a"} - set(before))
        bad = self.write("bad", OBO.replace("name: leukemia", "name: leu\0kemia"))
        self.refused(1, "build", "--check", "--strict", bad, says=["bad:", "NUL"])
        self.refused(2, "build", "--check", "-o", self.path("x"), bad, says=["--check"])
        self.refused(2, "build", bad, says=["-o FILE"])

    def test_standard_input_and_output(self):
        piped = self.good("build", "-q", "-o", "-", "-", stdin=OBO)
        path, _ = self.build(self.write("a", OBO))
        with gzip.open(path) as stream:
            self.assertEqual(gzip.decompress(piped.out), stream.read())

    def test_rebuilding_from_its_own_output_changes_nothing(self):
        first, _ = self.build(self.write("a", OBO), SMALL)
        second, _ = self.build(first, out="second.dict.gz")
        self.assertEqual(self.rows(first), self.rows(second))

    def rows(self, path):
        """The rows, without the record of what an importer left out."""
        with gzip.open(path, "rt") as stream:
            return [row for row in stream if not row.startswith("#left-out\t")]

    def test_mappings_join_codes(self):
        mapping = ("#mapping_set_id: test\nsubject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\n"
                   "MONDO:0005059\tleukemia\tskos:exactMatch\tmesh:D007938\tLeukemia\tsemapv:ManualMappingCuration\n")
        rows = "C\tMESH:D007938\tdisease\tLeukemia\n"
        path, _ = self.build(self.write("a", OBO), self.write("b", mapping), self.write("c", rows))
        self.assertEqual([m["codes"] for m in self.good("tag", "-d", path, stdin="Leukemia").objects[0]["mentions"]],
                         [["MONDO:0005059", "MESH:D007938"]])

    def test_own_types_file(self):
        types = self.write("types.tsv", "type\tMONDO\t*\tmarker\n")
        path = self.path("out.gz")
        self.good("build", "-q", "--types-file", types, "-o", path, self.write("a", OBO))
        self.assertEqual(self.good("tag", "-d", path, stdin="leukemia").objects[0]["mentions"][0]["type"], "marker")

    def test_nothing_taken_is_an_error(self):
        cell = "format-version: 1.2\nontology: cl\n\n[Term]\nid: CL:0000084\nname: T cell\n"
        names = "N\tX:1\texact\tnobody\n"
        mapping = "subject_id\tpredicate_id\tobject_id\nX:1\tskos:exactMatch\tY:1\n"
        for source, says in ((cell, "CL: 1 anatomy (only with --types)"), (names, "1 name of a concept that is not here"),
                             (mapping, "1 mapping of codes that no source has")):
            with self.subTest(source):
                result = self.run_ontotag("build", "-q", "-o", self.path("out.gz"), self.write("a", source))
                self.assertEqual(result.code, 1)
                self.assertIn("no concept was taken", result.err)
                self.assertIn(says, result.err)
                self.assertIn("--types-file", result.err)
                self.assertFalse(os.path.exists(self.path("out.gz")))

    def test_broken_stanzas_and_cycles(self):
        source = self.write("a.obo", OBO + "\n[Term]\nname: no id\n\n[Term]\nid: MONDO:1\nname: one\nis_a: MONDO:2\nrubbish\n"
                            "\n[Term]\nid: MONDO:2\nname: two\nis_a: MONDO:1\n")
        path, said = self.build(source)
        self.assertIn("a.obo:22: the stanza has no id", said)
        self.assertIn("a.obo:29: the line is neither", said)
        self.assertIn("cut: MONDO:2 is a MONDO:1", said)
        self.assertEqual([m[1] for m in mentions(self.good("tag", "-d", path, stdin="leukemia").objects[0])], ["MONDO:0005059"])
        self.refused(1, "build", "--strict", "-q", "-o", self.path("x.gz"), source, says=["a.obo:22: the stanza has no id"])
        cycle = self.write("b.obo", OBO + "\n[Term]\nid: MONDO:1\nname: one\nis_a: MONDO:1\n")
        self.refused(1, "build", "--strict", "-q", "-o", self.path("x.gz"), cycle, says=["cycle"])
        self.assertFalse(os.path.exists(self.path("x.gz")))

    def test_many_broken_lines_are_told_once(self):
        _, said = self.build(self.write("a.obo", OBO + "\n" + "rubbish\n" * 100))
        self.assertEqual(said.count("neither a stanza's head"), 10)
        self.assertRegex(said, "MONDO +100 +line that cannot be read")

    def test_rows_for_unknown_codes_are_told(self):
        rows = self.write("own.tsv", "C\tX:1\tdisease\tzzqq\nN\tY:7\texact\tnobody\nN\tY:8\texact\tnobody else\n")
        self.assertIn("left out: 2 names and 0 cross-references of codes that no source has, such as Y:7", self.build(rows)[1])
        result = self.run_ontotag("tag", "-d", rows, stdin="zzqq")
        self.assertEqual(result.code, 0)
        self.assertIn("such as Y:7", result.err)
        self.assertRegex(self.run_ontotag("info", "-d", rows).text, r"(?m)^local\b")

    def test_what_is_no_file_in_a_folder(self):
        folder = self.path("folder")
        os.makedirs(os.path.join(folder, "deep"))
        self.write("folder/deep/a.obo", OBO)
        os.mkfifo(os.path.join(folder, "pipe"))
        os.symlink("..", os.path.join(folder, "deep", "up"))
        os.symlink("deep", os.path.join(folder, "twice"))
        os.symlink("deep/a.obo", os.path.join(folder, "link.obo"))
        _, said = self.build(folder)
        for name in ("pipe", "deep/up", "twice"):
            self.assertIn("left out: %s/%s" % (folder, name), said)
        self.assertEqual(said.count(": OBO"), 2)

    def test_quiet(self):
        self.assertEqual(self.good("build", "-q", "-o", self.path("out.gz"), SMALL).out, b"")
        self.assertEqual(os.listdir(self.folder), ["out.gz"])

    def test_counts_say_what_was_left_out(self):
        obsolete = "\n[Term]\nid: MONDO:0009999\nname: obsolete thing\nis_obsolete: true\n\n[Term]\nid: WRONG\nname: no code\n"
        _, counts = self.build(self.write("a", OBO + obsolete))
        self.assertIn("left out", counts)


if __name__ == "__main__":
    main()
