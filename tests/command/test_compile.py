"""ontotag compile: an image tags as the dictionaries do that it was made of, and is refused where it cannot."""
import glob
import gzip
import os
import shutil
import subprocess

from support import CommandTest, ONTOTAG, ROOT, SECONDS, SHARED, SMALL, environment, main

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

    OURS = ("C\tLAB:1\tdisease\tzorbitis\tMONDO:0004979\texact=SNOMEDCT:99\nN\tMONDO:0004979\texact\twheezing sickness\n"
            "N\tMONDO:0004979\texact\tasthma\t-\nC\tLAB:2\tdrug\tzorbicillin\t\t\treplaced=LAB:3\nC\tLAB:3\tdrug\tneozorb\n")
    TEXT = "Zorbitis and wheezing sickness; Asthma, asthma, zorbicillin and acute lymphoblastic leukemia."

    def test_an_image_is_a_layer(self):
        """Over it, under it, and put together into another image, as the rows are that it was made of."""
        ours = self.write("ours.tsv", self.OURS)
        image = self.compile("--no-curation", SMALL)
        rows = self.good("tag", "-o", "jsonl", "-d", SMALL, "-d", ours, stdin=self.TEXT)
        self.assertEqual([m["codes"][0] for m in rows.objects[0]["mentions"]][:2], ["LAB:1", "MONDO:0004979"])
        for layers in ((image, ours), (self.compile("--no-curation", image, ours, out="y.otx"),),
                       (self.compile("--no-curation", SMALL, ours, out="z.otx"),)):
            arguments = [word for layer in layers for word in ("-d", layer)]
            curated = [] if len(layers) > 1 else ["--no-curation"]
            expected = rows if not curated else self.good("tag", "--no-curation", "-o", "jsonl", "-d", SMALL, "-d", ours, stdin=self.TEXT)
            self.assertEqual(self.good("tag", *curated, "-o", "jsonl", *arguments, stdin=self.TEXT).objects, expected.objects)
        built = self.path("small.dict.gz")
        self.good("build", "-q", "-o", built, SMALL)
        self.assertEqual(self.good("tag", "-o", "jsonl", "-d", ours, "-d", image, stdin=self.TEXT).objects,
                         self.good("tag", "-o", "jsonl", "-d", ours, "-d", built, stdin=self.TEXT).objects)
        self.refused(1, "compile", "-o", self.path("n.otx"), image, says=[image, "compiled already"])

    def test_a_layer_keeps_all_of_the_dictionary(self):
        """Starter and curation too: under them, over them and through an image it is one dictionary."""
        nothing = self.write("nothing.tsv", "C\tLAB:1\tdisease\tzorbitis\n")
        image = self.compile()
        again = self.path("again.otx")
        self.good("compile", "-o", again, image, nothing)
        for name in ("report.txt",):
            path = os.path.join(ROOT, "examples", name)
            expected = self.good("tag", "-o", "jsonl", path).out
            self.assertEqual(self.good("tag", "-o", "jsonl", "-d", again, path).out, expected)
            self.assertEqual(self.run_ontotag("tag", "-o", "jsonl", "-d", image, "-d", nothing, path).out, expected)
        self.refused(1, "tag", "--no-curation", "-d", image, "-d", nothing, stdin="x", says=["compile --no-curation"])
        if os.path.exists(FULL):
            big, text = self.compile(FULL, out="big.otx"), os.path.join(ROOT, "examples", "report.txt")
            self.assertEqual(self.good("tag", "-o", "jsonl", "-d", big, "-d", nothing, text).out,
                             self.good("tag", "-o", "jsonl", "-d", FULL, "-d", nothing, text).out)

    def installed(self, **files):
        folder = os.path.join(self.folder, "data", "ontotag")
        os.makedirs(folder, exist_ok=True)
        for name, content in files.items():
            self.write("data/ontotag/full." + name.replace("_", "."), content)
        return environment(XDG_DATA_HOME=self.path("data"))

    def test_an_installed_dictionary_in_any_form(self):
        ours = self.write("ours.tsv", self.OURS)
        rows, image = "C\tX:1\tdisease\tzzqq\n", None
        with open(self.compile("--no-curation", self.write("rows.tsv", rows)), "rb") as stream:
            image = stream.read()
        for form, content in (("otx", image), ("dict_gz", gzip.compress(rows.encode())), ("dict", rows), ("tsv", rows)):
            with self.subTest(form):
                shutil.rmtree(self.path("data"), ignore_errors=True)
                env = self.installed(**{form: content})
                for more in ([], ["-d", ours]):
                    result = self.run_ontotag("tag", "-o", "jsonl", "-d", "full", *more, stdin="zzqq", env=env)
                    self.assertEqual([m["codes"] for m in result.objects[0]["mentions"]], [["X:1"]])
                self.assertEqual(self.run_ontotag("compile", "-o", self.path("out.otx"), "full", ours, env=env).code, 0)

    def test_rows_beside_an_image_of_another_version(self):
        rows = "C\tX:1\tdisease\tzzqq\n"
        with open(self.compile("--no-curation", self.write("rows.tsv", rows)), "rb") as stream:
            image = bytearray(stream.read())
        image[8] += 1
        env = self.installed(otx=image, dict_gz=gzip.compress(rows.encode()))
        result = self.run_ontotag("tag", "-o", "jsonl", "-d", "full", stdin="zzqq", env=env)
        self.assertEqual((result.code, len(result.objects[0]["mentions"])), (0, 1))
        self.assertIn("full.dict.gz is read", result.err)
        self.refused(1, "tag", "-d", self.path("data/ontotag/full.otx"), stdin="zzqq", says=["make a new one"])
        os.remove(self.path("data/ontotag/full.dict.gz"))
        self.refused(1, "tag", "-d", "full", stdin="zzqq", env=env, says=["make a new one"])

    def test_an_image_that_is_cut_while_it_is_used(self):
        path = self.compile(SMALL)
        process = subprocess.Popen([ONTOTAG, "tag", "--lines", "-o", "tsv", "-d", path], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdin.write(b"asthma\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.readline()
        os.truncate(path, 0)
        _, said = process.communicate(b"leukemia and asthma\n" * 1000, timeout=SECONDS)
        self.assertEqual(process.returncode, 1)
        self.assertIn(b"was cut or overwritten while it was in use", said)

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
