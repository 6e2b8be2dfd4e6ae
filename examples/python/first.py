"""The first steps: tags a report and a term.

    python examples/python/first.py
"""
import os

import ontotag

tagger = ontotag.Tagger()
report = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "report.txt")
for doc in tagger.tag_files(report):
    for m in doc:
        print(f"{m.start:5} {m.end:5}  {m.type:8} {m.text:32.32} {m.code:16} {m.name}")
print()
print(ontotag.normalize("heart attack")[0])
