"""Line ends inside mentions, in formats whose rows end with one; and annotations that are kept, in whatever order they came."""
import csv
import io
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "command"))
from support import CommandTest, main  # noqa: E402

ROWS = "C\tX:1\tdisease\tlung cancer\nC\tX:2\tdisease\tasthma\nC\tX:3\tdrug\timatinib\n"
ENDS = ("\n", "\r\n", "\r")


class LineEnds(CommandTest):
    def setUp(self):
        super().setUp()
        self.rows = self.write("rows.tsv", ROWS)

    def tagged(self, form, text, *more):
        path = self.write("a.txt", text.encode())
        return self.good("tag", "-d", self.rows, "-f", "text", "-o", form, *more, path).out.decode()

    def test_csv(self):
        for end in ENDS:
            with self.subTest(repr(end)):
                rows = list(csv.DictReader(io.StringIO(self.tagged("csv", "lung%scancer, asthma" % end), newline="")))
                self.assertEqual([row["text"] for row in rows], ["lung%scancer" % end, "asthma"])
                self.assertEqual([row["type"] for row in rows], ["disease", "disease"])

    def test_tsv(self):
        for end in ENDS:
            with self.subTest(repr(end)):
                out = self.tagged("tsv", "lung%scancer, asthma" % end)
                self.assertEqual(len(out.split("\n")), 4)
                self.assertNotIn("\r", out)

    def test_brat(self):
        """The parts around the line end, and one line of text for them."""
        for end in ENDS:
            with self.subTest(repr(end)):
                width = len(end)
                lines = [line for line in self.tagged("brat", "lung%scancer, asthma" % end).split("\n") if line.startswith("T")]
                self.assertEqual(lines, ["T1\tDisease 0 4;%d %d\tlung cancer" % (4 + width, 10 + width),
                                         "T2\tDisease %d %d\tasthma" % (12 + width, 18 + width)])

    def test_pubtator(self):
        for end in ENDS:
            with self.subTest(repr(end)):
                out = self.tagged("pubtator", "lung%scancer, asthma" % end)
                self.assertNotIn("\r", out)
                self.assertEqual(len([line for line in out.split("\n") if "\tDisease\t" in line]), 2)


class Kept(CommandTest):
    TEXT = "asthma, asthma, lung cancer, imatinib and asthma"
    PLACES = ((0, 6, "asthma", "Disease"), (8, 14, "asthma", "Disease"), (16, 27, "lung cancer", "Disease"),
              (29, 37, "imatinib", "Chemical"), (42, 48, "asthma", "Disease"))

    def test_none_is_written_twice(self):
        """What a document has already is found among its annotations in any order."""
        rows = self.write("rows.tsv", ROWS)
        for order in ((0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 4, 0, 3, 1), (3, 1), (4, 0), (1, 4, 2)):
            with self.subTest(order):
                source = "1|t|%s\n1|a|\n" % self.TEXT
                source += "".join("1\t%d\t%d\t%s\t%s\tK:%d\n" % (*self.PLACES[i], i) for i in order) + "\n"
                path = self.write("a.pubtator", source)
                out = self.good("tag", "-d", rows, "-f", "pubtator", "-o", "pubtator", "--keep", path).text
                places = sorted(tuple(map(int, line.split("\t")[1:3])) for line in out.split("\n") if line.count("\t") > 4)
                self.assertEqual(places, [place[:2] for place in self.PLACES])
                self.assertEqual(out.count("\tK:"), len(order))

    def brat(self, annotations, form):
        rows = self.write("rows.tsv", ROWS)
        os.makedirs(self.path("corpus"), exist_ok=True)
        self.write("corpus/a.txt", self.TEXT)
        self.write("corpus/a.ann", annotations)
        return self.good("tag", "-d", rows, "-o", form, "--keep", "corpus").text

    def test_none_is_written_twice_in_brat(self):
        for order in ((0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 4, 0, 3, 1), (4, 0)):
            with self.subTest(order):
                given = "".join("T%d\t%s %d %d\t%s\n" % (i + 1, self.PLACES[i][3], *self.PLACES[i][:3]) for i in order)
                places = sorted(int(line.split()[2]) for line in self.brat(given, "brat").split("\n") if line.startswith("T"))
                self.assertEqual(places, [place[0] for place in self.PLACES])

    def test_parts_in_any_order(self):
        """An annotation lies from its first part to its last, whichever stands first."""
        for parts in ("0 6;16 27", "16 27;0 6", "8 14;16 27;0 6"):
            with self.subTest(parts):
                out = self.brat("T1\tMine %s\tx\nN1\tReference T1 K:1\tx\n" % parts, "pubtator")
                self.assertEqual([line for line in out.split("\n") if line.endswith("K:1")],
                                 ["a\t0\t27\tasthma, asthma, lung cancer\tMine\tK:1"])


if __name__ == "__main__":
    main()
