"""tools/learn-judge gives the same table at every run, and one that the program reads. On the first documents of each corpus."""
import gzip
import os
import shutil
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "command"))
from support import ONTOTAG, ROOT, SHARED, CommandTest, main  # noqa: E402

CORPORA = os.path.join(SHARED, "data", "corpora")
ONTOLOGIES = os.path.join(SHARED, "data", "ontologies")
DOCUMENTS = 24
TEXTS = 3
GENES = 20000
PUBTATOR = ("bc5cdr", "ncbi-disease", "nlm-gene", "gnormplus", "raredis", "ddi")


@unittest.skipUnless(os.path.isdir(CORPORA), "needs ../shared/data/corpora")
@unittest.skipUnless(shutil.which("liblinear-train"), "needs liblinear-tools")
class LearnJudge(CommandTest):
    def slice(self, name):
        with open(os.path.join(CORPORA, name), encoding="utf-8") as stream:
            documents = stream.read().split("\n\n")[:DOCUMENTS]
        path = self.path(os.path.join("shared", "data", "corpora", name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write("\n\n".join(documents) + "\n")

    def corpora(self):
        for name in (*(corpus + "/train.pubtator" for corpus in PUBTATOR), *(corpus + "/dev.pubtator" for corpus in PUBTATOR[:2]),
                     "biored/rest.pubtator"):
            self.slice(name)
        for part in ("train", "dev"):
            source, folder = os.path.join(CORPORA, "craft-mondo", part), self.path("shared/data/corpora/craft-mondo/" + part)
            os.makedirs(folder)
            for name in sorted(os.listdir(source))[:2 * TEXTS]:
                shutil.copy(os.path.join(source, name), folder)

    def dictionary(self):
        genes = self.path("Homo_sapiens.gene_info.gz")
        with gzip.open(os.path.join(ONTOLOGIES, "Homo_sapiens.gene_info.gz"), "rb") as stream, gzip.open(genes, "wb") as out:
            for line, _ in zip(stream, range(GENES)):
                out.write(line)
        path = self.path("some.dict.gz")
        self.good("build", "-q", "-o", path, *(os.path.join(ONTOLOGIES, name) for name in ("medic_06Jul2012.txt.gz", "pharmgkb.drug.obo.gz")),
                  genes)
        return path

    def learn(self, dictionary, seed, *arguments):
        path = self.path("weights%d.tsv" % seed)
        done = subprocess.run([sys.executable, os.path.join(ROOT, "tools", "learn-judge"), "--ontotag", ONTOTAG, "-d", dictionary, "-o", path,
                               "--folds", "2", "--date", "2026-01-01", "--shared", self.path("shared"), *arguments], capture_output=True,
                              env={**os.environ, "PYTHONHASHSEED": str(seed)})
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        with open(path, "rb") as stream:
            return path, stream.read()

    def test_the_same_input_gives_the_same_table(self):
        self.corpora()
        dictionary = self.dictionary()
        (path, table), (_, again) = self.learn(dictionary, 1), self.learn(dictionary, 2)
        self.assertEqual(table, again)
        rows = [line.split("\t") for line in table.decode().splitlines() if not line.startswith("#")]
        self.assertGreater(len(rows), 100)
        self.assertEqual({row[1] for row in rows}, {"disease", "drug", "marker", "human", "code"})
        for profile in sorted({row[0] for row in rows}):
            self.good("tag", "-d", dictionary, "--judge", path, "--profile", profile, stdin="BRCA1 in asthma")
        self.assertIn("bc5cdr %d," % (2 * DOCUMENTS), table.decode().splitlines()[1])
        _, training = self.learn(dictionary, 3, "--train-only")
        self.assertIn("bc5cdr %d," % DOCUMENTS, training.decode().splitlines()[1])


if __name__ == "__main__":
    main()
