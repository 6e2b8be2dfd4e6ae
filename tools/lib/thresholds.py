"""Precision and recall along --threshold and --min-confidence, as Markdown tables.

    thresholds.py --ontotag PROGRAM -d DICT [--places FILE] [--work FOLDER] [--shared FOLDER]

Development sets by what the training sets teach; genes, RareDis and DDI by folds, documents apart. `--threshold` is measured where
weights decide: genes in all text, others by their profile. --places and --work are those of tools/learn-confidence.
"""
import argparse
import collections
import json
import os
import pathlib
import sys

sys.dont_write_bytecode = True
from folds import DEV, FOLDS, ROOT, Folds, judging, work_folder

THRESHOLDS = (-2, -1, 0, 1, 2, 3)
CONFIDENCES = (0, 0.3, 0.5, 0.7, 0.8, 0.9)
# What a row is called, the corpus, the type, the profile (None: unseen text), what is counted.
JUDGED = (("genes, human", ("nlm-gene", "gnormplus"), "marker", None, "concepts"), ("BC5CDR chemicals, `bc5cdr`", ("bc5cdr",), "drug", "bc5cdr", "span"),
          ("DDI drugs, `ddi`", ("ddi",), "drug", "ddi", "span"), ("NCBI diseases, `ncbi`", ("ncbi",), "disease", "ncbi", "span"),
          ("CRAFT MONDO, `craft`", ("craft",), "disease", "craft", "span"), ("RareDis diseases, `raredis`", ("raredis",), "disease", "raredis", "span"))
SURE = (("BC5CDR diseases", ("bc5cdr",), "disease", None, "span+code"), ("NCBI diseases", ("ncbi",), "disease", None, "span+code"),
        ("BC5CDR chemicals", ("bc5cdr",), "drug", None, "span+code"), ("genes, human", ("nlm-gene", "gnormplus"), "marker", None, "concepts"))
SETS = {name: (path, vocabularies) for name, path, vocabularies, *_ in judging.SETS}


def documents_of(path):
    return [part for part in path.read_text(encoding="utf-8").strip("\n").split("\n\n") if part.strip()]


class Sets:
    """The gold standards: of a development set the whole, of others each fold."""

    def __init__(self, folds):
        self.folds, self.images, self.judges, self.parts = folds, {}, {}, {}
        self.genes = folds.work / "genes"
        self.genes.mkdir(exist_ok=True)

    def knows(self, fold):
        """What a fold is tagged by; None: the development sets."""
        if fold not in self.images:
            self.images[fold] = self.folds.image(fold)
            self.judges[fold] = self.folds.weights(fold)
        return self.images[fold], self.judges[fold]

    def golds(self, name):
        if name not in self.parts:
            self.parts[name] = list(self.read(name))
        return self.parts[name]

    def read(self, name):
        """Pairs of a fold and a file."""
        if name in DEV:
            yield None, self.folds.data / DEV[name]
            return
        source = self.folds.data / SETS[name][0]
        if name in ("nlm-gene", "gnormplus"):  # as tools/accuracy counts them: the human's genes, in documents that name any
            kept = self.genes / (name + ".pubtator")
            info = self.folds.data.parent / "ontologies" / "Homo_sapiens.gene_info.gz"
            kept.write_bytes(judging.run([sys.executable, "-B", ROOT / "tools" / "lib" / "gold.py", "--genes", info, source]))
            source = kept
        elif name == "ddi":
            kept = self.genes / "ddi.pubtator"
            kept.write_bytes(judging.run([sys.executable, "-B", ROOT / "tools" / "lib" / "gold.py", "--types", "Group=Chemical", source]))
            source = kept
        for fold in range(FOLDS):
            part = self.genes / ("%s%d.pubtator" % (name, fold))
            chosen = [d for d in documents_of(source) if judging.fold_of(d.split("|", 1)[0].strip(), FOLDS) == fold]
            part.write_text("\n\n".join(chosen) + "\n\n", encoding="utf-8")
            yield fold, part


def counts(sets, names, kind, profile, measure, option, value):
    """Gold, found, predicted and right of all parts, added up."""
    total = collections.Counter()
    for name in names:
        for fold, gold in sets.golds(name):
            image, weights = sets.knows(fold)
            out = judging.run([sets.folds.program, "eval", "--json", "--no-starter", "-d", image, "--judge", weights, "--types", kind, option, str(value),
                               *(["--profile", profile] if profile else []), *(["--keep-generic"] if name == "ddi" else []), gold])
            for row in json.loads(out)["scores"]:
                if row["measure"] == measure and row["type"] == kind:
                    total.update({key: row[key] for key in ("gold", "found", "predicted", "right")})
    return total


def cell(total):
    precision = total["right"] / total["predicted"] if total["predicted"] else 1
    return "%.3f / %.3f" % (precision, total["found"] / total["gold"])


def table(sets, title, rows, option, values):
    print("| %s | counted | %s |" % (title, " | ".join("%g" % value for value in values)))
    print("|---|---|%s" % ("---|" * len(values)))
    for label, names, kind, profile, measure in rows:
        cells = [cell(counts(sets, names, kind, profile, measure, option, value)) for value in values]
        print("| %s | %s | %s |" % (label, {"span+code": "span with code"}.get(measure, measure), " | ".join(cells)), flush=True)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--ontotag", required=True)
    parser.add_argument("-d", "--dictionary", required=True)
    parser.add_argument("--places")
    parser.add_argument("--work")
    parser.add_argument("--shared", default=os.environ.get("ONTOTAG_SHARED", str(ROOT.parent / "shared")))
    options = parser.parse_args()
    with work_folder(options.work) as work:
        confidence = (ROOT / "dictionaries" / "judge" / "confidence.tsv").read_text(encoding="utf-8")
        sets = Sets(Folds(options.ontotag, options.dictionary, options.shared, options.places or work / "places", work))
        weights_without = sets.folds.weights

        def both(fold=None):  # with the rows of confidence, which are one file to the program
            path = work / ("both%s.tsv" % fold)
            path.write_text(weights_without(fold).read_text(encoding="utf-8") + confidence, encoding="utf-8")
            return path
        sets.folds.weights = both
        table(sets, "precision / recall at `--threshold`", JUDGED, "--threshold", THRESHOLDS)
        print()
        table(sets, "precision / recall at `--min-confidence`", SURE, "--min-confidence", CONFIDENCES)


if __name__ == "__main__":
    main()
