"""The tree as DESIGN.md draws it: no circle between files, no room that uses what stands above it, every file says what it is for."""
import collections
import glob
import os
import re
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# What the files of a room may include, beside their own room's and the public headers.
ROOMS = {
    "tagger/core": "",
    "tagger/text": "core",
    "tagger/dictionary": "core text",
    "tagger/build": "core text dictionary",
    "tagger/image": "core text dictionary",
    "tagger/load": "core image",
    "tagger/match": "core text dictionary",
    "tagger/variants": "core text dictionary match",
    "tagger/resolve": "core text dictionary match variants",
    "tagger/judge": "core text dictionary match variants resolve",
    "tagger/mention": "core text dictionary match variants resolve",
    "tagger/context": "core text dictionary match mention",
    "tagger/normalize": "core text dictionary match variants",
    "tagger/format": "core text",
    "tagger": "core text dictionary match variants resolve judge mention context",
}


def sources(*tops):
    for top in tops:
        paths = (path for suffix in ("[ch]", "cc") for path in glob.glob(os.path.join(ROOT, top, "**", "*." + suffix), recursive=True))
        for path in sorted(paths):
            with open(path, encoding="utf-8") as text:
                yield os.path.relpath(path, ROOT), text.read()


def drawn():
    """DESIGN.md's table: room -> the rooms that it may use."""
    with open(os.path.join(ROOT, "DESIGN.md"), encoding="utf-8") as design:
        rows = re.findall(r"^\| `(tagger/.*?)/?` \|[^|]*\|([^|]*)\|", design.read(), re.M)
    return {room.rstrip("/"): set(uses.split()) for room, uses in rows}


def includes(text):
    return re.findall(r'^#include "([^"]+)\.(?:h|inc)"', text, re.M)


class Tree(unittest.TestCase):
    def test_rooms_use_what_stands_below_them(self):
        for path, text in sources("tagger"):
            room = os.path.dirname(path)
            allowed = set(ROOMS[room].split()) | {room[len("tagger/"):]}
            for name in includes(text):
                used = os.path.dirname(name)
                self.assertTrue(not used or used in allowed, "%s includes %s" % (path, name))

    def test_design_draws_the_same_rooms(self):
        rooms = {os.path.dirname(path) for path, _ in sources("tagger")}
        self.assertEqual(drawn(), {room: set(ROOMS[room].split()) for room in rooms})

    def test_no_circle_between_files(self):
        uses = collections.defaultdict(set)
        units = {os.path.splitext(path)[0] for path, _ in sources("tagger", "tools")}
        for path, text in sources("tagger", "tools"):
            unit = os.path.splitext(path)[0]
            for name in includes(text):
                for top in ("tagger/", "tools/", "tools/import/", os.path.dirname(path) + "/"):
                    if top + name in units - {unit}:
                        uses[unit].add(top + name)
        while uses:
            ends = {unit for unit in uses if not uses[unit] & set(uses)}
            self.assertTrue(ends, "a circle among: " + ", ".join(sorted(uses)))
            for unit in ends:
                del uses[unit]

    def test_no_format_needs_the_registry_that_lists_it(self):
        users = {path for path, text in sources("tagger/format") if "format/registry" in includes(text)}
        self.assertEqual(users, {"tagger/format/%s.c" % name for name in ("reader", "registry", "writer")})

    def test_every_file_opens_with_what_it_is_for(self):
        for path, text in sources("tagger", "tools", "tests", "include", "examples"):
            self.assertTrue(text.startswith("/* "), path)


if __name__ == "__main__":
    sys.exit(unittest.main())
