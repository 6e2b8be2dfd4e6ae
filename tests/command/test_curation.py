"""Curation rows (A, B, R, X), retired supplementary records, signs behind markers, codes through a looser mapping."""
from support import CommandTest, main, mentions

ROWS = "\n".join((
    "S\tLAB",
    "C\tMONDO:1\tdisease\tfirst ailment\t\texact=MESH:D1",
    "C\tMESH:D1\tdisease\tother ailment",
    "C\tMESH:D2\tdrug\tremedium",
    "C\tMESH:C2\tdrug\tRemedium",
    "N\tMESH:C2\texact\told remedy",
    "C\tNCBIGene:1\tmarker\tCD99",
    "C\tONTOTAG:9\tdisease\trare finding\t\tbroad=MESH:D1", ""))


class Curation(CommandTest):
    def tagged(self, text, *rows, options=()):
        path = self.write("rows.tsv", ROWS + "\n".join(rows) + "\n")
        return self.good("tag", "--no-curation", "-d", path, "-o", "jsonl", *options, stdin=text).objects[0]

    def codes(self, text, *rows):
        return [m["codes"] for m in self.tagged(text, *rows)["mentions"]]

    def test_add(self):
        self.assertEqual(self.codes("the nickname"), [])
        self.assertEqual(self.codes("the nickname", "A\tMONDO:1\tnickname\tcp\twhy"), [["MONDO:1", "MESH:D1"]])

    def test_block(self):
        self.assertEqual(self.codes("remedium", "B\tdrug\tremedium\twhy"), [])
        self.assertEqual(self.codes("remedium", "B\tdisease\tremedium\twhy"), [["MESH:D2"]])

    def test_restrict(self):
        self.assertEqual(self.codes("First Ailment", "R\tdisease\tfirst ailment\t-\twhy"), [])

    def test_mapping(self):
        self.assertEqual(self.codes("first ailment"), [["MONDO:1", "MESH:D1"]])
        self.assertEqual(self.codes("first ailment", "X\tMESH:D1\tMONDO:1\tclose\twhy"), [["MONDO:1"]])

    def test_supplementary_record_that_became_a_descriptor(self):
        self.assertEqual(self.codes("Remedium"), [["MESH:D2"]])
        self.assertEqual(self.codes("old remedy"), [["MESH:D2"]])

    def test_supplementary_record_that_became_part_of_a_descriptor(self):
        salt = "C\tMESH:D3\tdrug\tNostrum Acetate\nN\tMESH:D3\texact\tNostrum\nC\tMESH:C3\tdrug\tnostrum\nN\tMESH:C3\texact\tnose drops"
        self.assertEqual(self.codes("nostrum, nose drops", salt), [["MESH:D3"], ["MESH:D3"]])
        # What a descriptor of a disease has beside its own name may be a narrower disease.
        self.assertEqual(self.codes("ailment of the nose", salt.replace("drug", "disease").replace("nose drops", "ailment of the nose")),
                         [["MESH:C3"]])

    def test_a_record_named_so_comes_before_the_class(self):
        balms = "C\tMESH:D3\tdrug\tBalms\nC\tMESH:C3\tdrug\tbalm"
        self.assertEqual(self.codes("balm, balms", balms), [["MESH:C3"], ["MESH:D3"]])

    def test_sign(self):
        found = self.tagged("CD99+ but CD99- cells, CD99-like")["mentions"]
        self.assertEqual([m.get("sign") for m in found], ["+", "-", None])

    def test_looser_code_is_said(self):
        found = self.tagged("rare finding", options=("--vocabulary", "MESH"))["mentions"][0]
        self.assertEqual((found["codes"], found["mappings"]),
                         (["MESH:D1"], [{"code": "MESH:D1", "predicate": "broad", "via": "ONTOTAG:9"}]))
        self.assertEqual(self.codes("rare finding"), [["ONTOTAG:9"]])


if __name__ == "__main__":
    main()
