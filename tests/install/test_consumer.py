"""The library is installed, and projects of their own are built against it: static and shared, by pkg-config and by CMake. What a
program that links it sees of it is the two headers' names. ctest names the compiler (CC) and CMake's generator (CMAKE_GENERATOR).
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

CC = os.environ.get("CC", "cc")
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CONSUMER = """cmake_minimum_required(VERSION 3.16)
project(consumer C)
find_package(ontotag REQUIRED)
add_executable(annotate annotate.c)
target_link_libraries(annotate PRIVATE ontotag::ontotag)
add_executable(shared annotate.c)
target_link_libraries(shared PRIVATE ontotag::shared)
"""
ROWS = "C\tLOCAL:1\tdisease\tzorbitis\n"
# Names that the library has inside and that a program may have as well.
NAMESAKES = """
int resolve(void) { return 1; }
int fold(void) { return 2; }
int arena_free(void) { return 3; }
int words(void) { return 4; }
"""


def header_example():
    """The program at the top of ontotag.h."""
    with open(os.path.join(ROOT, "include", "ontotag.h"), encoding="utf-8") as header:
        lines = re.findall(r"^ \*     (.*)$", header.read().split("*/")[0], re.M)
    return ("#include <ontotag.h>\n#include <stdio.h>\n#include <string.h>\n\nint main(void)\n{\n" + "\n".join(lines) +
            "\nreturn 0;\n}\n")


def series():
    """0.2 of version 0.2.0."""
    with open(os.path.join(ROOT, "include", "ontotag.h"), encoding="utf-8") as header:
        return re.search(r'ONTO_VERSION +"(\d+\.\d+)', header.read()).group(1)


def declared():
    names = set()
    for header in ("ontotag.h", "ontotag_tools.h"):
        with open(os.path.join(ROOT, "include", header), encoding="utf-8") as text:
            names |= set(re.findall(r"ONTO_API[^;(]*?\b(onto_\w+)\(", text.read()))
    return names


class Consumer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory(prefix="ontotag-install-")
        cls.addClassCleanup(holder.cleanup)
        cls.folder = holder.name
        cls.prefix = os.path.join(cls.folder, "usr")
        cls.build = build = os.path.join(cls.folder, "build")
        cls.call("cmake", "-S", ROOT, "-B", build, "-DCMAKE_BUILD_TYPE=Release",
                 "-DCMAKE_INSTALL_PREFIX=" + cls.prefix)
        cls.call("cmake", "--build", build, "--parallel", "2")
        cls.call("cmake", "--install", build)
        cls.lib = [top for top, _, files in os.walk(cls.prefix) if "libontotag.a" in files][0]
        cls.pc = {**os.environ, "PKG_CONFIG_PATH": os.path.join(cls.lib, "pkgconfig")}
        cls.here = {**os.environ, "LD_LIBRARY_PATH": cls.lib}
        shutil.copy(os.path.join(ROOT, "examples", "annotate.c"), cls.folder)
        cls.write("rows.tsv", ROWS)
        cls.write("namesakes.c", NAMESAKES)
        cls.write("example.c", header_example())

    @classmethod
    def write(cls, name, text):
        with open(os.path.join(cls.folder, name), "w", encoding="utf-8") as out:
            out.write(text)

    @classmethod
    def call(cls, *command, **options):
        done = subprocess.run(command, capture_output=True, text=True, cwd=cls.folder, timeout=1200, **options)
        if done.returncode:
            raise AssertionError("%s: %s%s" % (command, done.stdout[-3000:], done.stderr[-3000:]))
        return done.stdout

    def check(self, program):
        self.assertEqual(self.call(program, "rows.tsv", input="Zorbitis, and asthma.", env=self.here),
                         "0\t8\tdisease\tLOCAL:1\tzorbitis\n14\t20\tdisease\tMONDO:0004979\tasthma\n")

    def flags(self, *options):
        return self.call("pkg-config", *options, "--cflags", "--libs", "ontotag", env=self.pc).split()

    def test_pkg_config_static(self):
        flags = [os.path.join(self.lib, "libontotag.a") if flag == "-lontotag" else flag for flag in self.flags("--static")]
        self.call(CC, "annotate.c", "namesakes.c", "-o", "static", *flags)
        self.check("./static")

    def test_pkg_config_shared(self):
        self.call(CC, "annotate.c", "namesakes.c", "-o", "by-pkg-config", *self.flags())
        self.check("./by-pkg-config")

    def test_example_of_the_header(self):
        self.call(CC, "-Wall", "-Werror", "example.c", "-o", "example", *self.flags())
        self.assertIn("MESH:D000420 albuterol", self.call("./example", env=self.here))

    def test_cmake(self):
        project = os.path.join(self.folder, "project")
        os.makedirs(project)
        shutil.copy(os.path.join(self.folder, "annotate.c"), project)
        with open(os.path.join(project, "CMakeLists.txt"), "w", encoding="utf-8") as out:
            out.write(CONSUMER)
        self.call("cmake", "-S", project, "-B", project + "/build", "-DCMAKE_PREFIX_PATH=" + self.prefix)
        self.call("cmake", "--build", project + "/build")
        self.check(project + "/build/annotate")
        self.check(project + "/build/shared")

    def test_program(self):
        out = self.call(os.path.join(self.prefix, "bin", "ontotag"), "tag", "-o", "tsv", input="asthma")
        self.assertIn("MONDO:0004979", out)

    def global_names(self, *options):
        return {line.split()[-1] for line in self.call("nm", "--defined-only", "--extern-only", *options).splitlines()
                if len(line.split()) == 3}

    def test_only_the_headers_names_are_global(self):
        for names in (self.global_names(os.path.join(self.lib, "libontotag.a")),
                      self.global_names("--dynamic", os.path.join(self.lib, "libontotag.so"))):
            self.assertEqual(names, declared())

    def test_the_locale_of_the_host_is_not_asked(self):
        asked = {line.split()[-1] for line in
                 self.call("nm", "--undefined-only", os.path.join(self.lib, "libontotag.a")).splitlines() if line.split()}
        self.assertEqual(asked & {"strcasecmp", "strncasecmp", "strcoll", "tolower", "toupper", "setlocale", "__ctype_b_loc",
                                  "__ctype_tolower_loc", "__ctype_toupper_loc"}, set())

    def test_soname(self):
        read = self.call("readelf", "-d", os.path.join(self.lib, "libontotag.so"))
        self.assertIn("Library soname: [libontotag.so.%s]" % series(), read)

    def test_what_comes_with_it(self):
        for name in ("share/doc/ontotag/LICENSE", "share/doc/ontotag/NOTICE", "share/doc/ontotag/FORMAT.md",
                     "share/ontotag/jsonl.schema.json", "share/ontotag/types.tsv", "share/man/man1/ontotag.1",
                     "share/bash-completion/completions/ontotag"):
            self.assertTrue(os.path.exists(os.path.join(self.prefix, name)), name)

    def test_another_prefix_and_away_again(self):
        """Installed elsewhere than was configured, then moved: pkg-config and CMake still lead there."""
        other, moved = os.path.join(self.folder, "other"), os.path.join(self.folder, "moved")
        self.call("cmake", "--install", self.build, "--prefix", other)
        lib = os.path.relpath(self.lib, self.prefix)
        for place in (other, moved):
            if place == moved:
                shutil.copytree(other, moved, symlinks=True)
            here = {**os.environ, "PKG_CONFIG_PATH": os.path.join(place, lib, "pkgconfig"), "LD_LIBRARY_PATH": os.path.join(place, lib)}
            flags = self.call("pkg-config", "--cflags", "--libs", "ontotag", env=here).split()
            self.assertEqual(os.path.realpath([f for f in flags if f.startswith("-I")][0][2:]), os.path.realpath(place + "/include"))
            self.call(CC, "annotate.c", "-o", "by-prefix", *flags)
            self.assertIn("LOCAL:1", self.call("./by-prefix", "rows.tsv", input="Zorbitis", env=here))
            project = os.path.join(self.folder, "project-" + os.path.basename(place))
            os.makedirs(project)
            shutil.copy(os.path.join(self.folder, "annotate.c"), project)
            with open(os.path.join(project, "CMakeLists.txt"), "w", encoding="utf-8") as out:
                out.write(CONSUMER)
            self.call("cmake", "-S", project, "-B", project + "/build", "-DCMAKE_PREFIX_PATH=" + place)
            self.call("cmake", "--build", project + "/build")
            self.assertIn(place, self.call("ldd", project + "/build/shared"))
        self.call("cmake", "--build", self.build, "--target", "uninstall")
        self.assertEqual([name for _, _, names in os.walk(other) for name in names], [])
        self.assertFalse(os.path.exists(os.path.join(other, "share", "ontotag")))
        self.assertTrue(os.path.exists(os.path.join(self.prefix, "bin", "ontotag")))

    def test_packages(self):
        """Debian packages of command, library and headers, and an archive of all."""
        if not shutil.which("cpack") or not shutil.which("dpkg-deb") or not shutil.which("dpkg-shlibdeps"):
            self.skipTest("needs cpack, dpkg-deb and dpkg-shlibdeps")
        made = os.path.join(self.folder, "packages")
        self.call("cpack", "--config", os.path.join(self.build, "CPackConfig.cmake"), "-B", made)
        names = sorted(name for name in os.listdir(made) if not name.startswith("_"))
        self.assertEqual([re.sub(r"_.*|-\d.*", "", name) for name in names], ["libontotag-dev", "libontotag" + series(), "ontotag", "ontotag"])
        root = os.path.join(self.folder, "root")
        content = {}
        for name in names:
            path = os.path.join(made, name)
            if name.endswith(".deb"):
                content[name.split("_")[0]] = self.call("dpkg-deb", "-c", path)
                self.call("dpkg-deb", "-x", path, root)
                self.assertIn("Depends: ", self.call("dpkg-deb", "-I", path))
        self.assertIn("./usr/bin/ontotag\n", content["ontotag"])
        self.assertIn("bash-completion/completions/ontotag\n", content["ontotag"])
        self.assertNotIn(".so", content["ontotag"])
        self.assertIn("libontotag.so.%s ->" % series(), content["libontotag" + series()])
        self.assertNotRegex(content["libontotag" + series()], r"libontotag\.so ->|bin/")
        for wanted in ("ontotag.h\n", "libontotag.a\n", "ontotag.pc\n", "ontotagConfig.cmake\n", "libontotag.so ->"):
            self.assertIn(wanted, content["libontotag-dev"])
        lib = [top for top, _, files in os.walk(root) if "libontotag.a" in files][0]
        here = {**os.environ, "PKG_CONFIG_PATH": os.path.join(lib, "pkgconfig"), "LD_LIBRARY_PATH": lib}
        self.call(CC, "annotate.c", "-o", "by-package", *self.call("pkg-config", "--cflags", "--libs", "ontotag", env=here).split())
        self.assertIn("LOCAL:1", self.call("./by-package", "rows.tsv", input="Zorbitis", env=here))
        self.assertIn("MONDO:0004979", self.call(os.path.join(root, "usr", "bin", "ontotag"), "tag", "-o", "tsv", input="asthma"))
        listed = self.call("tar", "tzf", os.path.join(made, [name for name in names if name.endswith(".tar.gz")][0]))
        for wanted in ("/bin/ontotag\n", "/include/ontotag.h\n", "libontotag.a\n", "/LICENSE\n"):
            self.assertIn(wanted, listed)

    def test_the_second_header_is_not_installed(self):
        self.assertEqual(os.listdir(os.path.join(self.prefix, "include")), ["ontotag.h"])


if __name__ == "__main__":
    sys.exit(unittest.main())
