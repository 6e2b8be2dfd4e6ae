"""ontotag info: sources, counts, and the vocabularies that the codes are from."""
from support import CommandTest, main

ROWS = """#source\tours\tOur rows\t2026-11\tCC0-1.0
S\tours
C\tMONDO:0000001\tdisease\tcough\t\texact=MESH:D000001|close=HP:0000001
N\tMONDO:0000001\texact\ttussis
C\tMONDO:0000002\tdisease\tfever\t\texact=MESH:D000002|exact=UMLS:C01
C\tMESH:D000003\tdrug\taspirin
"""


class Info(CommandTest):
    def parts(self, *arguments):
        return [part.split("\n") for part in self.good("info", *arguments).text.rstrip("\n").split("\n\n")]

    def test_counts_sources_and_vocabularies(self):
        counts, types, sources, codes = self.parts("-d", self.write("ours.tsv", ROWS))
        self.assertEqual(counts[0], "3 concepts of 3 meanings, 4 names")
        self.assertEqual([line.split() for line in types[1:]], [["disease", "2", "3"], ["drug", "1", "1"], ["marker", "0", "0"]])
        self.assertEqual([line.split(None, 3) for line in sources[1:]], [["ours", "3", "4", "Our rows, 2026-11, CC0-1.0"]])
        self.assertEqual([line.split() for line in codes],
                         [["codes", "concepts", "mappings"], ["MONDO", "2", "0"], ["MESH", "1", "2"], ["UMLS", "0", "1"]])

    def test_more_vocabularies_than_are_listed(self):
        many = "".join("C\tV%d:1\tdrug\tdrug number %d\n" % (i, i) for i in range(300))
        codes = self.parts("-d", self.write("many.tsv", "S\tmany\n" + many))[-1]
        self.assertEqual(codes[-1], "and 172 of other vocabularies")
        self.assertEqual(len(codes), 1 + 128 + 1)

    def test_starter_names_itself(self):
        _, types, sources, codes = self.parts()
        _, concepts, _, says = sources[1].split(None, 3)
        self.assertEqual(says, "ontotag starter dictionary, 2026-11, Apache-2.0")
        self.assertEqual([line.split()[0] for line in types[1:]], ["disease", "drug", "marker"])
        for line, least in zip(types[1:], (650, 400, 450)):
            self.assertGreaterEqual(int(line.split()[1]), least)
        self.assertEqual(sum(int(line.split()[1]) for line in codes[1:]), int(concepts))
        self.assertEqual({line.split()[0] for line in codes[1:] if line.split()[1] != "0"},
                         {"MESH", "MONDO", "NCBIGene", "HP", "PHARMGKB", "ONTOTAG"})


if __name__ == "__main__":
    main()
