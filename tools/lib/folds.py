"""What the program knows of a document that took no part in it: curation and weights by the other folds.

    corpora ─▶ folds ─▶ of each: an image with the curation of the others · the weights of the others

tools/learn-confidence and tools/lib/thresholds.py measure so on training sets, and on development sets with what all of the training
sets teach. Folds are those of tools/learn-judge.
"""
import contextlib
import importlib.machinery
import importlib.util
import os
import pathlib
import sys
import tempfile

import learning

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDS = 5


def load_judge():
    path = str(ROOT / "tools" / "learn-judge")
    spec = importlib.util.spec_from_loader("learn_judge", importlib.machinery.SourceFileLoader("learn_judge", path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


judging = load_judge()
DEV = judging.DEV


class Folds:
    """`places`: the examples of tools/learn-judge, a file that is made where it is not there. `work`: a folder for images and weights,
    which are taken from it where they are there."""

    def __init__(self, program, dictionary, shared, places, work):
        self.program, self.dictionary, self.shared, self.places, self.work = program, dictionary, str(shared), str(places), work
        self.data = pathlib.Path(shared) / "data" / "corpora"
        self.corpora = [learning.Corpus(self.data / path) for name, path, *_ in judging.SETS if name in judging.CURATION]
        for corpus in self.corpora:
            learning.tag(program, dictionary, corpus)
        self.names = learning.names_in(dictionary)
        self.reviewed = learning.Reviewed(ROOT / "dictionaries" / "starter", ROOT / "tools" / "lib" / "refused.tsv")
        if not os.path.exists(self.places):
            self.learn(os.devnull)

    def learn(self, path, *arguments):
        judging.run([sys.executable, "-B", ROOT / "tools" / "learn-judge", "--ontotag", self.program, "-d", self.dictionary, "-o", path,
                     "--shared", self.shared, "--train-only", "--examples", self.places, *arguments])
        return path

    def weights(self, fold=None):
        """Of corpora without a development set, nothing of the fold; None: all of the training sets."""
        path = self.work / ("judge%s.tsv" % fold)
        return path if path.exists() else self.learn(path, *(["--without-fold", str(fold)] if fold is not None else []))

    def without(self, fold):
        for corpus in self.corpora:
            part = learning.Corpus.__new__(learning.Corpus)
            part.path, part.kind, part.vocabularies = corpus.path, corpus.kind, corpus.vocabularies
            keep = [i for i, d in enumerate(corpus.documents) if judging.fold_of(d.name, FOLDS) != fold]
            part.documents, part.found = [corpus.documents[i] for i in keep], [corpus.found[i] for i in keep]
            yield part

    def image(self, fold=None):
        """The dictionary with the curation that all folds but one teach; None: that all training sets do."""
        image = self.work / ("curation%s.otx" % fold)
        if image.exists():
            return image
        parts = self.corpora if fold is None else list(self.without(fold))
        rows = [row for row in learning.learn(parts, self.names) if self.reviewed.allows(row)]
        path = self.work / ("curation%s.tsv" % fold)
        learning.write(rows, path, "learned from the other folds")
        judging.compile_image(self.program, self.dictionary, [path], self.work / (image.name + ".part"))
        os.rename(self.work / (image.name + ".part"), image)
        return image


@contextlib.contextmanager
def work_folder(given):
    """A folder that is kept, or one for this run."""
    if given:
        os.makedirs(given, exist_ok=True)
        yield pathlib.Path(given)
    else:
        with tempfile.TemporaryDirectory(prefix="ontotag-folds-") as folder:
            yield pathlib.Path(folder)


def vocabulary(names):
    return ["--vocabulary", names] if names else []
