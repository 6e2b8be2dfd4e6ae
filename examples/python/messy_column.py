"""A column that people typed, normalized: each distinct term once, with its code, its score, and what needs a look.

    python examples/python/messy_column.py
"""
import pandas

import ontotag

TYPED = ["Asthma", "asthma ", "ASTHMA bronchiale", "heart attack", "Heart atack", "acute lymphoblastc leukaemia", "ALL (acute lymphoblastic "
         "leukemia)", "diabetes type II", "unknown", None, "htn"]


def normalized(column, min_score=0.6):
    """The column with code, name and score beside it."""
    best = ontotag.Normalizer(types=["disease"], min_score=min_score).map(column)
    return pandas.DataFrame({
        "typed": column,
        "code": [candidate and candidate.code for candidate in best],
        "name": [candidate and candidate.name for candidate in best],
        "score": [candidate.score if candidate else None for candidate in best],
        "look": [candidate is None or candidate.score < 0.9 for candidate in best],
    })


if __name__ == "__main__":
    print(normalized(pandas.Series(TYPED)).to_string(index=False))
