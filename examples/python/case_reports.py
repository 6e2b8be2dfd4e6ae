"""A folder of case reports to a DataFrame, and a plot of the commonest diseases.

    python examples/python/case_reports.py FOLDER [PLOT.svg]
"""
import sys

import ontotag


def table_of(folder, dictionary=()):
    """A row a mention, with the report that it stands in."""
    import pandas

    tagger = ontotag.Tagger(*dictionary, types=["disease"])
    reports = list(tagger.tag_files(folder))
    batch = tagger.tag_batch([report.text for report in reports], ids=[report.id for report in reports])
    return pandas.DataFrame(batch.to_pandas())


def commonest(mentions, top=10):
    """In how many reports each disease stands, whatever it is called there; what is said to be absent does not count."""
    present = mentions[~mentions["negated"]]
    return present.groupby("name")["id"].nunique().sort_values(ascending=False, kind="stable").head(top)


def plot(counts, path):
    import matplotlib

    matplotlib.use("Agg")
    axes = counts.iloc[::-1].plot.barh(figsize=(8, 4), xlabel="reports", ylabel="", color="#b5473c")
    axes.figure.tight_layout()
    axes.figure.savefig(path)


if __name__ == "__main__":
    mentions = table_of(sys.argv[1])
    print(f"{len(mentions)} mentions in {mentions['id'].nunique()} reports")
    counts = commonest(mentions)
    print(counts.to_string())
    if len(sys.argv) > 2:
        plot(counts, sys.argv[2])
