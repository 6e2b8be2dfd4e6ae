"""tools/verify-dictionary finds each kind of disagreement, and none in the starter dictionary.

The starter is checked against the ontologies of ../shared; that test skips where they are absent.
"""
import glob
import gzip
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "command"))
from support import main  # noqa: E402

ROOT = os.path.join(HERE, "..", "..")
TOOL = os.path.join(ROOT, "tools", "verify-dictionary")
ONTOLOGIES = os.path.join(os.environ.get("ONTOTAG_SHARED", os.path.join(ROOT, "..", "shared")), "data", "ontologies")

OBO = """format-version: 1.2

[Term]
id: MONDO:0000001
name: disease

[Term]
id: MONDO:0000010
name: leukemia
alt_id: MONDO:0000019
synonym: "blood cancer" EXACT []
xref: UMLS:C01 {source="MONDO:equivalentTo"}
is_a: MONDO:0000001 ! disease

[Term]
id: MONDO:0000011
name: acute leukemia
is_a: MONDO:0000010 ! leukemia

[Term]
id: MONDO:0000012
name: lymphoma
is_a: MONDO:0000001 ! disease

[Term]
id: MONDO:0000013
name: obsolete lymphosarcoma
is_obsolete: true

[Term]
id: HP:0000100
name: Big spleen
synonym: "leukemia" RELATED []
"""

PHARMGKB = """format-version: 1.4

[Term]
id: pharmgkb.drug:PA1
name: oldname
property_value: skos:exactMatch mesh:D000003
property_value: skos:exactMatch rxnorm:33
is_a: drug

[Term]
id: pharmgkb.drug:PA2
name: other drug
property_value: skos:exactMatch rxnorm:44
is_a: drug
"""


def mesh(kind, code, name, terms=(), trees=(), actions=(), scr=None):
    record, ui, label = {"D": ("DescriptorRecord", "DescriptorUI", "DescriptorName"),
                         "S": ("SupplementalRecord", "SupplementalRecordUI", "SupplementalRecordName")}[kind]
    return ("<%s%s><%s>%s</%s><%s><String>%s</String></%s>" % (record, ' SCRClass = "%s"' % scr if scr else "", ui, code, ui, label, name, label)
            + "<PharmacologicalActionList>" + "".join(
                "<PharmacologicalAction><DescriptorReferredTo><DescriptorUI>%s</DescriptorUI></DescriptorReferredTo></PharmacologicalAction>" % a
                for a in actions) + "</PharmacologicalActionList>"
            + "<TreeNumberList>" + "".join("<TreeNumber>%s</TreeNumber>" % t for t in trees) + "</TreeNumberList>"
            + "<ConceptList><Concept><TermList>" + "".join("<Term><String>%s</String></Term>" % t for t in [name, *terms])
            + "</TermList></Concept></ConceptList></%s>" % record)


DESCRIPTORS = "<?xml version=\"1.0\"?>\n<DescriptorRecordSet>" + "".join([
    mesh("D", "D000001", "Blood Diseases", trees=["C15"]),
    mesh("D", "D000002", "Leukemia, Myeloid", trees=["C15.100"]),
    mesh("D", "D000003", "Drugomycin", ["Drugomycin Sulfate", "Newname"], ["D02.100.200"], ["D000005"]),
    mesh("D", "D000004", "Amines", trees=["D02.100"]),
    mesh("D", "D000005", "Class Agents", trees=["D27.100.200"]),
    mesh("D", "D000006", "Agents", trees=["D27.100"]),
    mesh("D", "D000007", "Lipids", trees=["D10"]),
    mesh("D", "D000008", "Monocytes", trees=["A11.100"]),
]) + "</DescriptorRecordSet>"

SUPPLEMENT = "<?xml version=\"1.0\"?>\n<SupplementalRecordSet>" + "".join([
    mesh("S", "C000001", "tinib", scr="1"),
    mesh("S", "C000002", "rare disease", scr="3"),
    mesh("S", "C000003", "newname", scr="1"),
]) + "</SupplementalRecordSet>"

GENES = ("#Format: tax_id GeneID Symbol LocusTag Synonyms\n"
         + "\t".join(["9606", "77", "ABC1", "-", "CD77|P77", "-", "1", "1p", "abc protein", "protein-coding", "ABC1", "abc protein", "O", "-", "2015"]) + "\n"
         + "\t".join(["9606", "78", "XYZ", "-", "-", "-", "1", "1q", "xyz locus", "unknown", "-", "-", "-", "-", "2015"]) + "\n")

MAPPINGS = ("# curie_map:\n#   mesh: x\nsubject_id\tsubject_label\tpredicate_id\tobject_id\n"
            "MONDO:0000011\tacute leukemia\tskos:exactMatch\tmesh:D000002\n")


class Verify(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.files = []
        for name, text in (("a.obo.gz", OBO), ("p.obo.gz", PHARMGKB), ("d.xml.gz", DESCRIPTORS), ("s.xml.gz", SUPPLEMENT),
                           ("g.gene_info.gz", GENES), ("m.tsv.gz", MAPPINGS)):
            cls.files.append(os.path.join(cls.folder.name, name))
            with gzip.open(cls.files[-1], "wt", encoding="utf-8", newline="") as stream:
                stream.write(text)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def run_tool(self, *arguments):
        done = subprocess.run([sys.executable, TOOL, *arguments], capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    def verify(self, *texts, files=None):
        arguments = []
        for number, text in enumerate(texts):
            path = os.path.join(self.folder.name, "rows%d.tsv" % number)
            with open(path, "w", encoding="utf-8", newline="") as stream:
                stream.write("# rows of a test\nS\tstarter\n" + text)
            arguments += ["--rows", path]
        return self.run_tool(*arguments, *(files or self.files))

    def good(self, *texts):
        code, out, err = self.verify(*texts)
        self.assertEqual((code, err), (0, ""), out)
        return out

    def bad(self, reason, *texts, where=None, count=1):
        code, out, err = self.verify(*texts)
        self.assertEqual((code, err), (1, ""), out)
        found = [line for line in out.splitlines() if reason in line]
        self.assertTrue(found, out)
        self.assertRegex(found[0], r"rows\d\.tsv:\d+: ")
        if where:
            self.assertIn(where, found[0])
        self.assertIn(" %d disagreements" % count, out.splitlines()[-1])

    # what agrees

    def test_good_rows(self):
        out = self.good("C\tMONDO:0000011\tdisease\tacute leukemia\tMONDO:0000001\texact=MESH:D000002\n"
                        "N\tMONDO:0000011\texact\tAL\t-\n"
                        "C\tMESH:D000003\tdrug\tdrugomycin sulfate\tMESH:D000004|MESH:D000006\texact=RXNORM:33\n"
                        "C\tMESH:C000001\tdrug\ttinib\tMESH:D000004\n"
                        "C\tNCBIGene:77\tmarker\tCD77\n"
                        "C\tPHARMGKB:PA2\tdrug\tother drug\t\texact=RXNORM:44\n"
                        "C\tONTOTAG:2001\tdrug\tXYZ regimen\t\tbroad=MESH:D000003\n")
        self.assertEqual(out.splitlines()[-1], "8 rows, 6 concepts checked, 0 disagreements")

    def test_comma_order_and_hyphens(self):
        self.good("C\tMESH:D000002\tdisease\tmyeloid-leukemia\tMESH:D000001\n")

    def test_name_that_both_records_have(self):
        self.good("C\tMESH:D000003\tdrug\tdrugomycin\nN\tMESH:D000003\texact\tnewname\n")

    def test_uncovered_prefix_is_counted(self):
        out = self.good("C\tOMIM:123\tdisease\tsomething\nC\tMESH:D000003\tdrug\tdrugomycin\t\texact=ATC:A01\n")
        self.assertIn("not checked: 1 OMIM codes", out)
        self.assertIn("not checked: 1 ATC codes", out)

    def test_other_branch_is_a_note(self):
        self.assertIn("note: type marker for a record of MeSH A11", self.good("C\tMESH:D000008\tmarker\tmonocytes\n"))

    # codes

    def test_code_does_not_exist(self):
        self.bad("code MESH:D999999 does not exist", "C\tMESH:D999999\tdrug\tnothing\n", where="rows0.tsv:3: MESH:D999999 nothing: ")
        self.bad("does not exist", "C\tMESH:D999999\tdrug\tnothing\nN\tMESH:D999999\texact\ttinib\n", count=2)

    def test_code_is_obsolete(self):
        self.bad("is obsolete", "C\tMONDO:0000013\tdisease\tobsolete lymphosarcoma\n")

    def test_code_is_alt_id(self):
        self.bad("is an alt_id of MONDO:0000010", "C\tMONDO:0000019\tdisease\tleukemia\n")

    def test_code_twice_over_files(self):
        row = "C\tMESH:D000003\tdrug\tdrugomycin\n"
        self.bad("also given at", row, row, where="rows1.tsv:3")

    def test_own_code_without_relation(self):
        self.bad("no parent and no exact", "C\tONTOTAG:2001\tdrug\tXYZ regimen\n")

    def test_own_code_with_false_relation(self):
        self.bad("cross-reference MESH:D999999 does not exist", "C\tONTOTAG:2001\tdrug\tXYZ regimen\t\tbroad=MESH:D999999\n")

    def test_own_code_for_what_has_a_code(self):
        self.bad("is the name of MESH:C000001", "C\tONTOTAG:2001\tdrug\ttinib\tMESH:D000004\n")

    # types

    def test_types(self):
        for code, kind, name in (("MONDO:0000010", "drug", "leukemia"), ("MESH:D000002", "marker", "leukemia, myeloid"),
                                 ("MESH:D000003", "disease", "drugomycin"), ("NCBIGene:77", "drug", "ABC1"),
                                 ("MESH:C000002", "drug", "rare disease"), ("MESH:D000008", "drug", "monocytes")):
            with self.subTest(code):
                self.bad("type %s" % kind, "C\t%s\t%s\t%s\n" % (code, kind, name))

    # names

    def test_preferred_name_of_another_record(self):
        self.bad("not a name of this code, which is Drugomycin", "C\tMESH:D000003\tdrug\twondermycin\n")

    def test_name_of_another_concept(self):
        self.bad("is the name of MONDO:0000012 lymphoma", "C\tMONDO:0000010\tdisease\tleukemia\nN\tMONDO:0000010\texact\tLymphoma\n", where=":4:")

    def test_name_of_another_type_is_no_matter(self):
        self.good("C\tMESH:D000003\tdrug\tdrugomycin\nN\tMESH:D000003\texact\tlymphoma\n")

    def test_gene_symbol_is_held_to_case(self):
        rows = "C\tMESH:D000003\tmarker\tdrugomycin\nN\tMESH:D000003\texact\t%s\n"
        self.bad("is the name of NCBIGene:77 ABC1", rows % "ABC-1")
        self.good(rows % "aBC1")

    def test_gene_of_unknown_kind(self):
        self.good("C\tMESH:D000003\tmarker\tdrugomycin\nN\tMESH:D000003\texact\tXYZ\n")
        self.bad("type marker, but the record is of unknown kind", "C\tNCBIGene:78\tmarker\tXYZ\n")

    def test_name_of_a_joined_concept(self):
        row = "C\tMONDO:0000011\tdisease\tacute leukemia\t\t%s\nN\tMONDO:0000011\texact\tbig spleen\n"
        self.bad("is the name of HP:0000100", row % "")
        self.good(row % "close=HP:0000100")

    def test_short_form_that_is_the_name_of_the_parent(self):
        rows = "C\tMONDO:0000011\tdisease\tacute leukemia\tMONDO:0000010\nN\tMONDO:0000011\texact\tleukemia\t%s\n"
        self.bad("is the name of MONDO:0000010 leukemia", rows % "")
        self.good(rows % "csa")

    # parents

    def test_parent_does_not_exist(self):
        self.bad("parent MONDO:9999999 does not exist", "C\tMONDO:0000010\tdisease\tleukemia\tMONDO:9999999\n")

    def test_parent_is_no_ancestor(self):
        self.bad("parent MONDO:0000012 lymphoma is not an ancestor", "C\tMONDO:0000010\tdisease\tleukemia\tMONDO:0000012\n")
        self.bad("parent MESH:D000007 Lipids is not an ancestor", "C\tMESH:D000003\tdrug\tdrugomycin\tMESH:D000007\n")

    def test_parent_of_a_supplementary_record(self):
        self.bad("is of another type", "C\tMESH:C000001\tdrug\ttinib\tMESH:D000001\n")

    def test_own_parent_that_no_row_has(self):
        self.bad("is in no row", "C\tMESH:C000001\tdrug\ttinib\tONTOTAG:2999\n")

    # cross-references

    def test_exact_without_mapping(self):
        self.bad("no mapping and no shared name for exact MESH:D000002", "C\tMONDO:0000012\tdisease\tlymphoma\t\texact=MESH:D000002\n")
        self.bad("no mapping and no shared name for exact RXNORM:44", "C\tMESH:D000003\tdrug\tdrugomycin\t\texact=RXNORM:44\n")
        self.bad("no mapping and no shared name for exact UMLS:C01", "C\tMONDO:0000012\tdisease\tlymphoma\t\texact=UMLS:C01\n")

    def test_exact_by_shared_name(self):
        self.good("C\tMONDO:0000010\tdisease\tleukemia\t\texact=HP:0000100|exact=UMLS:C01\n")

    # rows

    def test_malformed_rows(self):
        concept = "C\tMESH:D000003\tdrug\tdrugomycin\n"
        for reason, rows in (("no such row", "X\ta\n"), ("no such row", "#note\n"), ("more fields", concept.replace("\n", "\t\t\t\t\n")),
                             ("the code is no CURIE", "C\tD000003\tdrug\tdrugomycin\n"), ("no such type", "C\tMESH:D000003\tpill\tdrugomycin\n"),
                             ("no such cross-reference", "C\tMESH:D000003\tdrug\tdrugomycin\t\tsame=A:1\n"),
                             ("no such standing", "C\tMESH:D000003\tdrug\tdrugomycin\t\t\tgone\n"),
                             ("no such scope", concept + "N\tMESH:D000003\tequal\tDM\n"),
                             ("no such policy", concept + "N\tMESH:D000003\texact\tDM\tq\n"),
                             ("no such policy", concept + "N\tMESH:D000003\texact\tDM\tcc\n"),
                             ("an empty name", concept + "N\tMESH:D000003\texact\t\n"),
                             ("given twice", concept + "N\tMESH:D000003\texact\tDM\n" * 2),
                             ("a backslash", concept + "N\tMESH:D000003\texact\tD\\M\n"),
                             ("no concept in this file", concept + "N\tMESH:D000004\texact\tamines\n")):
            with self.subTest(rows):
                self.bad(reason, rows)

    # usage

    def test_usage(self):
        self.assertEqual(self.run_tool()[0], 2)
        self.assertEqual(self.run_tool("--no", self.files[0])[0], 2)
        self.assertEqual(self.run_tool("--rows", self.folder.name + "/none", self.files[0])[0], 2)
        plain = os.path.join(self.folder.name, "plain.txt")
        with open(plain, "w") as stream:
            stream.write("nothing known\n")
        code, _, err = self.run_tool("--rows", plain, plain)
        self.assertEqual(code, 2)
        self.assertIn("not a kind of file that is known", err)
        self.assertEqual(self.run_tool("--help")[0], 0)


class Starter(unittest.TestCase):
    @unittest.skipUnless(os.path.isdir(ONTOLOGIES), "needs ../shared/data/ontologies")
    def test_starter_agrees_with_the_ontologies(self):
        files = [path for path in glob.glob(os.path.join(ONTOLOGIES, "*.gz")) if not os.path.basename(path).startswith("medic")]
        files += glob.glob(os.path.join(ONTOLOGIES, "mappings", "*.gz"))
        done = subprocess.run([sys.executable, TOOL, *sorted(files)], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertNotIn("not checked", done.stdout)
        self.assertRegex(done.stdout.splitlines()[-1], r"^\d+ rows, \d{4} concepts checked, 0 disagreements$")


if __name__ == "__main__":
    main(command=False)
