"""The library is installed, and a project of its own is built against it: by pkg-config and by CMake."""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CONSUMER = """cmake_minimum_required(VERSION 3.16)
project(consumer C)
find_package(ontotag REQUIRED)
add_executable(annotate annotate.c)
target_link_libraries(annotate PRIVATE ontotag::ontotag)
"""
ROWS = "C\tMONDO:0004979\tdisease\tasthma\n"


class Consumer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory(prefix="ontotag-install-")
        cls.addClassCleanup(holder.cleanup)
        cls.folder = holder.name
        cls.prefix = os.path.join(cls.folder, "usr")
        build = os.path.join(cls.folder, "build")
        cls.call("cmake", "-S", ROOT, "-B", build, "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_INSTALL_PREFIX=" + cls.prefix)
        cls.call("cmake", "--build", build, "-j", "2")
        cls.call("cmake", "--install", build)
        shutil.copy(os.path.join(ROOT, "examples", "annotate.c"), cls.folder)
        with open(os.path.join(cls.folder, "rows.tsv"), "w", encoding="utf-8") as rows:
            rows.write(ROWS)

    @classmethod
    def call(cls, *command, **options):
        done = subprocess.run(command, capture_output=True, text=True, cwd=cls.folder, timeout=600, **options)
        if done.returncode:
            raise AssertionError("%s: %s%s" % (command, done.stdout[-3000:], done.stderr[-3000:]))
        return done.stdout

    def check(self, program):
        self.assertEqual(self.call(program, "rows.tsv", input="Asthma, twice: asthma."),
                         "0\t6\tdisease\tMONDO:0004979\tasthma\n15\t21\tdisease\tMONDO:0004979\tasthma\n")

    def test_pkg_config(self):
        pc = [os.path.join(top, "pkgconfig") for top, folders, _ in os.walk(self.prefix) if "pkgconfig" in folders][0]
        flags = self.call("pkg-config", "--static", "--cflags", "--libs", "ontotag",
                          env={**os.environ, "PKG_CONFIG_PATH": pc}).split()
        self.call("cc", "annotate.c", "-o", "by-pkg-config", *flags)
        self.check("./by-pkg-config")

    def test_cmake(self):
        project = os.path.join(self.folder, "project")
        os.makedirs(project)
        shutil.copy(os.path.join(self.folder, "annotate.c"), project)
        with open(os.path.join(project, "CMakeLists.txt"), "w", encoding="utf-8") as out:
            out.write(CONSUMER)
        self.call("cmake", "-S", project, "-B", project + "/build", "-DCMAKE_PREFIX_PATH=" + self.prefix)
        self.call("cmake", "--build", project + "/build")
        self.check(project + "/build/annotate")

    def test_program(self):
        out = self.call(os.path.join(self.prefix, "bin", "ontotag"), "tag", "-o", "tsv", input="asthma")
        self.assertIn("MONDO:0004979", out)


if __name__ == "__main__":
    sys.exit(unittest.main())
