"""Bad input: a message with file, line and reason, exit code 1; usage errors 2; never a crash."""
import gzip
import os
import pty
import subprocess

from support import CommandTest, MILLION, ONTOTAG, SMALL, main, mentions

HEADER = "#ontotag-dictionary\t1\n#source\tLAB\tLab\nS\tLAB\n"
ROW = "C\tMONDO:0004979\tdisease\tasthma\n"


class Usage(CommandTest):
    def test_unknown(self):
        for arguments, word in ((["tagg"], "tagg"), (["tag", "--colour"], "--colour"), (["tag", "-z"], "-z"),
                                (["tag", "-o", "xml2"], "xml2"), (["tag", "--types", "disease,plant"], "plant"),
                                (["tag", "--overlap", "most"], "most"), (["tag", "--without", "magic"], "magic"),
                                (["tag", "-d"], "-d"), (["tag", "--lines=3"], "--lines"), (["info", "--lines"], "--lines"),
                                (["build", "--what"], "--what")):
            with self.subTest(" ".join(arguments)):
                self.refused(2, *arguments, says=[word])

    def test_build_needs_output_and_source(self):
        self.refused(2, "build", SMALL, says=["-o FILE"])
        self.refused(2, "build", "-o", self.path("a.gz"), says=["no source"])

    def test_no_command(self):
        """On a terminal, where nothing comes in by itself."""
        ours, terminal = pty.openpty()
        done = subprocess.run([ONTOTAG], stdin=terminal, capture_output=True, text=True)
        os.close(ours)
        os.close(terminal)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("usage:", done.stderr)


class Unreadable(CommandTest):
    def test_missing_report(self):
        self.refused(1, "tag", "-d", SMALL, "missing.txt", says=["missing.txt", "No such file"])

    def test_missing_dictionary(self):
        for subcommand in ("tag", "info"):
            self.refused(1, subcommand, "-d", "missing.dict.gz", says=["missing.dict.gz", "No such file"])

    def test_missing_source(self):
        self.refused(1, "build", "-o", self.path("out.gz"), "missing.obo", says=["missing.obo", "No such file"])
        self.assertEqual(os.listdir(self.folder), [])

    def test_missing_types_file(self):
        self.refused(1, "build", "--types-file", "missing.tsv", "-o", self.path("out.gz"), SMALL, says=["missing.tsv"])

    def test_folder(self):
        os.mkdir(self.path("folder"))
        self.refused(1, "tag", "-d", SMALL, "folder", says=["folder"])
        self.refused(1, "tag", "-d", "folder", says=["folder", "directory"])

    def test_file_without_permission(self):
        path = self.write("secret.txt", "asthma")
        os.chmod(path, 0)
        os.chmod(self.folder, 0o755)
        who = {}
        if os.geteuid() == 0:
            who = {"user": 65534, "group": 65534, "extra_groups": []}
            try:
                self.run_ontotag("--version", **who)
            except PermissionError:
                self.skipTest("the command lies where nobody else may read")
        self.refused(1, "tag", "secret.txt", says=["secret.txt", "Permission denied"], **who)
        self.refused(1, "tag", "-d", "secret.txt", says=["secret.txt", "Permission denied"], **who)

    def test_the_run_goes_on_behind_a_bad_file(self):
        good = self.write("good.txt", "asthma")
        result = self.refused(1, "tag", "-d", SMALL, "-o", "jsonl", "missing.txt", good, says=["missing.txt"])
        self.assertEqual([d["id"] for d in result.objects], [good])


class Gzip(CommandTest):
    def setUp(self):
        super().setUp()
        rows = HEADER + "".join("C\tLAB:%d\tdisease\tailment %d of %d\n" % (i, i, i * 7919 % 10007) for i in range(20000))
        self.whole = gzip.compress(rows.encode())

    def test_truncated(self):
        for kept in (len(self.whole) // 2, len(self.whole) - 4, 15):
            with self.subTest(kept=kept):
                path = self.write("cut.gz", self.whole[:kept])
                self.refused(1, "tag", "-d", path, says=["cut.gz"])
                self.refused(1, "build", "-o", self.path("out.gz"), path, says=["cut.gz"])
                self.refused(1, "tag", "-d", SMALL, path, says=["cut.gz"])
                self.assertFalse(os.path.exists(self.path("out.gz")))

    def test_truncated_names_the_line(self):
        path = self.write("cut.gz", self.whole[:len(self.whole) // 2])
        result = self.refused(1, "tag", "-d", path, says=["gzip"])
        self.assertRegex(result.err, r"cut\.gz:[1-9]\d*: ")

    def test_flipped_bits(self):
        for place in (len(self.whole) // 3, len(self.whole) - 6):
            with self.subTest(place=place):
                broken = bytearray(self.whole)
                broken[place] ^= 0x55
                path = self.write("bad.gz", bytes(broken))
                self.refused(1, "info", "-d", path, says=["bad.gz"])
                self.refused(1, "tag", "-d", SMALL, path, says=["bad.gz", "gzip"])

    def test_truncated_report_is_passed_over(self):
        good = self.write("good.txt", "asthma")
        bad = self.write("bad.gz", gzip.compress(b"asthma " * 100000)[:200])
        result = self.refused(1, "tag", "-d", SMALL, bad, good, says=["bad.gz"])
        self.assertEqual(result.objects[-1]["id"], good)


class Rows(CommandTest):
    """A damaged row: the dictionary is refused whole, by those who load it and by build."""

    def check(self, content, line, *reasons):
        path = self.write("bad.tsv", content)
        for arguments in (["tag", "-d", path], ["info", "-d", path], ["build", "-o", self.path("out.gz"), path]):
            with self.subTest(arguments[0]):
                result = self.refused(1, *arguments, says=["bad.tsv:%d: " % line, *reasons])
                self.assertEqual(result.out, b"")
        self.assertEqual(os.listdir(self.folder), ["bad.tsv"])

    def test_unknown_row(self):
        self.check(HEADER + ROW + "X\tMONDO:1\n", 5, "X")

    def test_unknown_type(self):
        self.check(HEADER + "C\tMONDO:0004979\tplant\tasthma\n", 4, "plant")

    def test_unknown_scope(self):
        self.check(HEADER + ROW + "N\tMONDO:0004979\tnearly\tasthma bronchiale\n", 5, "nearly")

    def test_unknown_policy(self):
        self.check(HEADER + ROW + "N\tMONDO:0004979\texact\tasthma bronchiale\tcq\n", 5, "cq")

    def test_unknown_predicate(self):
        self.check(HEADER + "C\tMONDO:0004979\tdisease\tasthma\t\tsame=MESH:D001249\n", 4, "same")

    def test_unknown_standing(self):
        self.check(HEADER + "C\tMONDO:0004979\tdisease\tasthma\t\t\tdead\n", 4, "dead")

    def test_code_that_is_none(self):
        self.check(HEADER + "C\t0004979\tdisease\tasthma\n", 4, "0004979")

    def test_missing_fields(self):
        self.check(HEADER + "C\tMONDO:0004979\n", 4)

    def test_too_many_fields(self):
        self.check(HEADER + ROW + "N\tMONDO:0004979\texact\ta\tc\textra\n", 5)

    def test_empty_name(self):
        self.check(HEADER + "C\tMONDO:0004979\tdisease\t\n", 4)

    def test_bad_escape(self):
        self.check(HEADER + "C\tMONDO:0004979\tdisease\tasth\\qma\n", 4)

    def test_name_of_a_concept_that_is_not_there_is_left_out(self):
        path = self.write("rows.tsv", HEADER + ROW + "N\tMONDO:7\texact\tsomething\n")
        result = self.run_ontotag("tag", "-d", path, stdin="something and asthma")
        self.assertEqual(mentions(result.objects[0]), [("asthma", "MONDO:0004979")])
        self.assertIn("MONDO:7", result.err)
        self.assertIn("left out", self.run_ontotag("build", "-o", self.path("out.gz"), path).err)

    def test_format_of_the_future(self):
        self.check("#ontotag-dictionary\t2\n" + ROW, 1, "2")

    def test_nul_byte(self):
        self.check(HEADER + "C\tMONDO:0004979\tdisease\tasth\0ma\n", 4, "NUL")

    def test_invalid_utf8(self):
        self.check((HEADER + "C\tMONDO:0004979\tdisease\tasth").encode() + b"\xff\xfema\n", 4, "UTF-8")

    def test_cycle_of_parents(self):
        path = self.write("cycle.tsv", HEADER + "C\tLAB:1\tdisease\tone\tLAB:2\nC\tLAB:2\tdisease\ttwo\tLAB:1\n")
        for arguments in (["tag", "-d", path], ["build", "--strict", "-q", "-o", self.path("out.gz"), path]):
            self.refused(1, *arguments, says=["LAB:1", "LAB:2"])
        self.assertEqual(os.listdir(self.folder), ["cycle.tsv"])

    def test_line_of_100_megabytes(self):
        path = self.write("long.tsv", HEADER + "C\tMONDO:0004979\tdisease\t" + "a" * 100 * MILLION + "\n")
        for arguments in (["info", "-d", path], ["build", "-o", self.path("out.gz"), path]):
            self.refused(1, *arguments, says=["long.tsv:4: "])

    def test_empty_dictionary(self):
        path = self.write("empty.tsv", "")
        self.refused(1, "tag", "-d", path, says=["empty.tsv", "no row"])

    def test_text_given_as_dictionary(self):
        path = self.write("report.txt", "The patient has asthma.\n")
        self.refused(1, "tag", "-d", path, says=["report.txt:1: "])


class Sources(CommandTest):
    """What `build` cannot read leaves no file."""

    def check(self, name, content, *says):
        path = self.write(name, content)
        self.refused(1, "build", "--strict", "-q", "-o", self.path("out.gz"), path, says=says)
        self.assertEqual(os.listdir(self.folder), [name])

    def test_no_known_source(self):
        self.check("letter.txt", "Dear colleague,\nthank you for sending this boy.\n", "letter.txt", "no source")

    def test_binary(self):
        self.check("noise.bin", bytes(range(256)) * 40, "noise.bin")

    def test_empty(self):
        self.check("empty.obo", "", "empty.obo", "empty")
        os.remove(self.path("empty.obo"))
        self.check("empty.obo.gz", gzip.compress(b""), "empty.obo.gz", "empty")

    def test_cycle_in_obo(self):
        self.check("cycle.obo", "format-version: 1.2\n\n[Term]\nid: MONDO:0000011\nname: first disease\nis_a: MONDO:0000013\n"
                   "\n[Term]\nid: MONDO:0000012\nname: second disease\nis_a: MONDO:0000011\n"
                   "\n[Term]\nid: MONDO:0000013\nname: third disease\nis_a: MONDO:0000012\n",
                   "MONDO:0000011", "MONDO:0000012", "MONDO:0000013")

    def test_obo_with_nul(self):
        self.check("nul.obo", b"format-version: 1.2\n\n[Term]\nid: MONDO:0000001\nname: first\0 disease\n", "nul.obo:5: ", "NUL")

    def test_obo_that_is_no_utf8(self):
        self.check("latin.obo", b"format-version: 1.2\n\n[Term]\nid: MONDO:0000001\nname: Sj\xf6gren\n", "latin.obo:5: ", "UTF-8")

    def test_obo_line_of_100_megabytes(self):
        self.check("long.obo", b"format-version: 1.2\n\n[Term]\nid: MONDO:0000001\nname: " + b"a" * 100 * MILLION + b"\n",
                   "long.obo:5: ", "longer")

    def test_xml_that_ends_too_soon(self):
        self.check("desc.xml", "<?xml version=\"1.0\"?>\n<DescriptorRecordSet LanguageCode=\"eng\">\n"
                   "<DescriptorRecord DescriptorClass=\"1\">\n<DescriptorUI>D1</DescriptorUI>\n", "desc.xml:", "ends before")

    def test_xml_that_is_not_well_formed(self):
        self.check("desc.xml", "<?xml version=\"1.0\"?>\n<DescriptorRecordSet LanguageCode=\"eng\">\n</Wrong>\n", "desc.xml:3: ")

    def test_entities_are_refused(self):
        self.check("desc.xml", "<?xml version=\"1.0\"?>\n<!DOCTYPE DescriptorRecordSet [<!ENTITY a \"b\">]>\n"
                   "<DescriptorRecordSet LanguageCode=\"eng\">&a;</DescriptorRecordSet>\n", "desc.xml:", "entity")

    def test_bad_types_file(self):
        types = self.write("types.tsv", "# rules\ntype\tMONDO\t*\tplant\n")
        self.refused(1, "build", "--types-file", types, "-o", self.path("out.gz"), SMALL, says=["types.tsv:2: ", "plant"])
        self.assertEqual(os.listdir(self.folder), ["types.tsv"])

    def test_a_folder_passes_over_what_is_no_source(self):
        os.mkdir(self.path("sources"))
        self.write("sources/letter.txt", "Dear colleague,\n")
        self.write("sources/rows.tsv", HEADER + ROW)
        result = self.run_ontotag("build", "-o", self.path("out.gz"), self.path("sources"))
        self.assertEqual(result.code, 0, result.err)
        self.assertIn("letter.txt", result.err)
        self.assertEqual(len(self.good("tag", "-d", self.path("out.gz"), stdin="asthma").objects[0]["mentions"]), 1)


class Reports(CommandTest):
    """Nothing in a report stops the run, and offsets stay those of its bytes."""

    def spans(self, content, *arguments):
        mentions = self.tag(*arguments, stdin=content)["mentions"]
        return [content[m["start"]:m["end"]] for m in mentions]

    def test_invalid_utf8(self):
        for noise in (b"\xff", b"\xc3", b"\xe2\x82", b"\xf0\x9f\x98", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf5\x80\x80\x80",
                      bytes(range(128, 256))):
            with self.subTest(noise):
                content = noise + b" asthma " + noise + b" \xc3\xa9 CD10" + noise
                self.assertEqual(self.spans(content, "--encoding", "utf-8"), [b"asthma", b"CD10"])

    def test_invalid_utf8_in_every_format(self):
        for name in ("jsonl", "tsv", "summary", "terminal"):
            with self.subTest(name):
                self.assertIn(b"asthma", self.good("tag", "-d", SMALL, "--encoding", "utf-8", "-o", name, stdin=b"\xff\xfe asthma \x80").out)

    def test_nul_bytes(self):
        self.assertEqual(self.spans(b"\0asthma\0\0CD10\0"), [b"asthma", b"CD10"])

    def test_only_noise(self):
        self.refused(1, "tag", stdin=bytes(range(256)) * 100, says=["stdin: is binary data, not text"])
        self.assertEqual(self.spans(bytes(range(128, 256)) * 100, "--encoding", "utf-8"), [])

    def test_case_folding_that_changes_length(self):
        content = "İİİ ẞß ﬁ asthma Å CD10 ".encode()
        self.assertEqual(self.spans(content), [b"asthma", b"CD10"])

    def test_no_line_end_and_only_line_ends(self):
        self.assertEqual(self.spans(b"asthma"), [b"asthma"])
        self.assertEqual(self.spans(b"\r\n\n\r\n" * 1000), [])

    def test_escapes_do_not_reach_the_terminal(self):
        result = self.good("tag", "-d", SMALL, "-o", "terminal", stdin=b"\033]0;title\007 asthma \033[31m")
        self.assertNotIn(b"\033", result.out)

    def test_line_of_100_megabytes(self):
        filler = b"lorem ipsum " * (100 * MILLION // 12)
        path = self.write("long.txt", b"asthma " + filler + b"CD10\nasthma\n")
        document = self.tag(path)
        self.assertEqual([m["start"] for m in document["mentions"]], [0, 7 + len(filler), 7 + len(filler) + 5])
        first, second = self.good("tag", "-d", SMALL, "--lines", path).objects
        self.assertEqual(mentions(first), [("asthma", "MONDO:0004979"), ("CD10", "NCBIGene:4311")])
        self.assertEqual(mentions(second), [("asthma", "MONDO:0004979")])

    def test_word_of_20_megabytes(self):
        content = b"asthma " + b"a" * 20 * MILLION + b" CD10"
        self.assertEqual(self.spans(content), [b"asthma", b"CD10"])


if __name__ == "__main__":
    main()
