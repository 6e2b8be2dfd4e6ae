"""Writes a PubTator gold standard in the terms of a measurement.

    gold.py [--types OLD=NEW,...] [--genes GENE_INFO] GOLD

--types counts annotations of one type as another. --genes keeps the genes of GENE_INFO, which is of one species, and the documents that
name any of them.
"""
import argparse
import gzip
import sys


def genes_of(path):
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return {line.split("\t", 2)[1] for line in stream if not line.startswith("#") and line.count("\t") > 1}


def kept(fields, types, genes):
    """An annotation as it is counted; None: not at all."""
    if len(fields) < 5 or not fields[1].isdigit():
        return fields
    fields[4] = types.get(fields[4], fields[4])
    if genes is None:
        return fields
    codes = [code for code in fields[5].replace(",", ";").split(";") if code in genes] if len(fields) > 5 else []
    if fields[4] not in ("Gene", "GeneOrGeneProduct") or not codes:
        return None
    fields[5] = ",".join(codes)
    return fields


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--types", default="")
    parser.add_argument("--genes")
    parser.add_argument("gold")
    options = parser.parse_args()
    types = dict(pair.split("=") for pair in options.types.split(",") if pair)
    genes = genes_of(options.genes) if options.genes else None
    with open(options.gold, encoding="utf-8") as stream:
        documents = stream.read().split("\n\n")
    for document in documents:
        lines = document.strip("\n").split("\n")
        text = [line for line in lines if "\t" not in line]
        rows = [kept(line.split("\t"), types, genes) for line in lines if "\t" in line]
        rows = ["\t".join(row) for row in rows if row]
        if text and (rows or genes is None):
            sys.stdout.write("\n".join(text + rows) + "\n\n")


if __name__ == "__main__":
    main()
