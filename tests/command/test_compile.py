"""ontotag compile: an image tags as the dictionaries do that it was made of, and is refused where it cannot."""
import glob
import os

from support import CommandTest, ROOT, SHARED, SMALL, main

FULL = os.environ.get("ONTOTAG_FULL", "")


class Compile(CommandTest):
    def compile(self, *arguments, out="x.otx"):
        """Compiles; without the starter where a dictionary is given, as the tests' `tag -d` is."""
        path = self.path(out)
        arguments = ("--no-starter",) * bool(arguments) + arguments
        self.assertEqual(self.good("compile", "-o", path, *arguments).out, b"")
        return path

    def same_tags(self, image, dictionary, texts):
        for path in texts:
            rows = self.good("tag", "-q", "-o", "jsonl", *dictionary, path)
            self.assertEqual(self.good("tag", "-q", "-o", "jsonl", "-d", image, path).out, rows.out, path)

    def test_tags_as_the_dictionaries_do(self):
        texts = [os.path.join(ROOT, "examples", "report.txt")]
        self.same_tags(self.compile(), [], texts)
        self.same_tags(self.compile(SMALL), ["-d", SMALL], texts)

    def test_tags_every_corpus_as_the_dictionary_does(self):
        texts = sorted(glob.glob(os.path.join(SHARED, "data", "corpora", "**", "*.pubtator"), recursive=True))
        if not texts or not os.path.exists(FULL):
            self.skipTest("needs ../shared/data/corpora and the full dictionary (ONTOTAG_FULL)")
        self.same_tags(self.compile(FULL), ["-d", FULL], texts)
        craft = sorted(glob.glob(os.path.join(SHARED, "data", "corpora", "craft*", "**", "*.txt"), recursive=True))
        together = self.path("together.txt")
        with open(together, "wb") as stream:
            for path in craft:
                with open(path, "rb") as text:
                    stream.write(text.read())
        self.same_tags(self.path("x.otx"), ["-d", FULL], [together])

    def test_curation_and_starter_are_part_of_it(self):
        plain = self.compile("--no-curation", SMALL)
        whole = self.compile(SMALL, out="whole.otx")
        text = "acute lymphoblastic leukemia"
        given = self.good("tag", "--no-curation", "-d", SMALL, "-o", "jsonl", stdin=text)
        self.assertEqual(self.good("tag", "-d", plain, "-o", "jsonl", stdin=text).out, given.out)
        self.assertEqual(self.good("tag", "--no-curation", "-d", plain, "-o", "jsonl", stdin=text).out, given.out)
        self.refused(1, "tag", "--no-curation", "-d", whole, stdin=text, says=["compile --no-curation"])
        self.assertIn("curation", self.good("info", "-d", whole).text)

    def test_standard_output_is_the_same_file(self):
        path = self.compile(SMALL)
        with open(path, "rb") as stream:
            self.assertEqual(self.good("compile", "--no-starter", "-o", "-", SMALL).out, stream.read())

    def test_an_image_is_no_layer(self):
        path = self.compile(SMALL)
        self.refused(1, "tag", "-d", path, "-d", SMALL, says=[path, "ontotag compile"])
        self.refused(1, "tag", "-d", SMALL, "-d", path, says=[path, "ontotag compile"])
        self.refused(1, "compile", "-o", self.path("y.otx"), path, says=[path, "compiled already"])
        self.assertEqual(os.listdir(self.folder), ["x.otx"])

    def test_a_damaged_image_is_refused(self):
        with open(self.compile(SMALL), "rb") as stream:
            image = bytearray(stream.read())
        self.refused(1, "tag", "-d", self.write("short.otx", image[:-64]), says=["short.otx: a damaged image"])
        image[len(image) // 2] ^= 1
        self.refused(1, "tag", "-d", self.write("bad.otx", image), says=["bad.otx: a damaged image"])
        image[8] += 1
        self.refused(1, "tag", "-d", self.write("new.otx", image), says=["make a new one: ontotag compile -o"])

    def test_what_was_there_stays_when_it_fails(self):
        path = self.write("x.otx", "mine")
        self.refused(1, "compile", "-o", path, self.write("bad.tsv", "N\tonly\n"), says=["bad.tsv:1"])
        with open(path, "rb") as stream:
            self.assertEqual(stream.read(), b"mine")
        self.refused(1, "compile", "-o", self.folder, SMALL, says=["is not a regular file"])
        self.assertEqual(sorted(os.listdir(self.folder)), ["bad.tsv", "x.otx"])

    def test_usage(self):
        self.refused(2, "compile", SMALL, says=["no output is given"])
        self.refused(2, "compile", "--what", says=["unknown option"])
        self.assertIn("--no-curation", self.good("compile", "--help").text)


if __name__ == "__main__":
    main()
