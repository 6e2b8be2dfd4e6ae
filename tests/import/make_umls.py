"""Writes a made-up UMLS release of any size, in the layout of the real one: make_umls.py FOLDER ROWS

Names are made of syllables, so that they are as various as real ones; about 3 names a concept, an eighth of them suppressible
or in another language, codes of five vocabularies, a tree of parents.
"""
import os
import random
import sys

SYLLABLES = "a ba ce di fo gu hy ja ke li mo nu pa re si to ver xan yl zo car der gas hep itis oma osis emia al ic ine ol us".split()
SOURCES = (("MSH", "MH", "D%06d"), ("SNOMEDCT_US", "PT", "%d"), ("NCI", "PT", "C%d"), ("MTH", "PN", "NOCODE"), ("CHV", "SY", "%d"))
TYPES = ("T047", "T191", "T184", "T121", "T109", "T116", "T082")


def word(rng):
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 5)))


def write(folder, rows):
    rng = random.Random(1)
    os.makedirs(folder, exist_ok=True)
    words = [word(rng) for _ in range(20000 + rows // 20)]
    paths = [os.path.join(folder, name + ".RRF") for name in ("MRCONSO", "MRSTY", "MRREL")]
    with open(paths[0], "w") as names, open(paths[1], "w") as types, open(paths[2], "w") as relations:
        written, concept = 0, 0
        while written < rows:
            concept += 1
            cui = "C%07d" % concept
            types.write("%s|%s|B2.2|A type|AT%08d||\n" % (cui, rng.choice(TYPES), concept))
            if concept > 1:
                parent = "C%07d" % max(1, concept // 8)
                relations.write("%s|A1|SCUI|PAR|%s|A2|SCUI|inverse_isa|R%08d||SNOMEDCT_US|SNOMEDCT_US||Y|N||\n" % (cui, parent, concept))
            for n in range(min(rng.randint(1, 5), rows - written)):
                sab, tty, code = rng.choice(SOURCES)
                code = code % (concept * 10 + n) if "%" in code else code
                text = " ".join(rng.choice(words) for _ in range(rng.randint(1, 5)))
                odd = rng.random()
                names.write("%s|%s|%s|L%07d|PF|S%07d|%s|A%08d||M%07d|%s|%s|%s|%s|%s|%d|%s|256|\n" % (
                    cui, "FRE" if odd < 0.06 else "ENG", "P" if not n else "S", written, written, "N" if n else "Y", written, concept,
                    code, sab, tty, code, text, 0, "O" if odd > 0.94 else "N"))
                written += 1


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]))
