"""The first candidate of `ontotag normalize` is the annotated code as often as is promised, with the ontologies alone.

ONTOTAG_FULL is the dictionary made from ../shared, ONTOTAG_RELEASE the program, which is built without sanitizers: it is asked
for 10,000 terms. Skips (77) where either is absent.
"""
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CORPORA = os.path.join(os.environ.get("ONTOTAG_SHARED", ""), "data", "corpora")
FILES = [os.path.join(CORPORA, name, "dev.pubtator") for name in ("bc5cdr", "ncbi-disease")]

for path in FILES + [os.environ.get("ONTOTAG_FULL", ""), os.environ.get("ONTOTAG_RELEASE", "")]:
    if not os.path.exists(path):
        print("skipped: needs " + (path or "ONTOTAG_FULL and ONTOTAG_RELEASE"))
        sys.exit(77)
sys.exit(subprocess.run([sys.executable, os.path.join(ROOT, "tools", "normalize-accuracy"), "--floors",
                         os.environ["ONTOTAG_RELEASE"], os.environ["ONTOTAG_FULL"], *FILES]).returncode)
