"""What is no UTF-8 and what is no text: other encodings, compressed files, documents of other programs."""
import bz2
import gzip
import json
import lzma
import os
import shutil
import subprocess
import sys
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "command"))
from support import CommandTest, environment, main  # noqa: E402

TEXT = "Sjögren’s syndrome, asthma; café, leukemia\nnothing: 😀 asthma\n"
NARROW = "Sjögren syndrome, asthma; café, leukemia\n"
WIDE = ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
TOLD = "is not in UTF-8: read as %s (told once; --encoding sets another)"


class EncodingsTest(CommandTest):
    def read(self, path, *arguments, says=None):
        """The texts that are found, once the run has said of the encoding what it must."""
        result = self.run_ontotag("tag", "-o", "jsonl", *arguments, path)
        self.assertEqual(result.code, 0, result.err)
        self.assertEqual(result.err, "ontotag: %s: %s\n" % (path, TOLD % says) if says else "")
        return result.objects[0]["mentions"]

    def check_text(self, found, text):
        expected = [word for word in ("asthma", "leukemia", "asthma") if word in text]
        self.assertEqual([m["text"] for m in found if not m["text"].startswith("Sj")], expected[:text.count("asthma") + 1])
        self.assertTrue(any(m["text"].startswith("Sjögren") for m in found))
        for m in found:
            self.assertEqual(text.encode()[m["start"]:m["end"]].decode(), m["text"])

    def test_wide_encodings_are_detected(self):
        for encoding in WIDE:
            with self.subTest(encoding):
                says = encoding.upper().replace("F-16", "F-16").replace("-LE", "LE").replace("-BE", "BE")
                says += "LE" if says[-1].isdigit() else ""
                self.check_text(self.read(self.write("a.txt", TEXT.encode(encoding)), says=says), TEXT)

    def test_a_mark_of_utf_8_is_none_of_these(self):
        self.assertEqual(len(self.read(self.write("a.txt", "\ufeff" + TEXT))), 4)

    def test_latin_1_and_windows_1252(self):
        for encoding in ("latin-1", "cp1252"):
            self.check_text(self.read(self.write("a.txt", NARROW.encode(encoding)), says="WINDOWS-1252"), NARROW)

    def test_windows_1252_behind_much_ascii(self):
        for before in (1, 4095, (128 << 10) - 3, 128 << 10, (256 << 10) + 1):
            text = "x" * (before - 1) + "\n" + NARROW
            self.check_text(self.read(self.write("a.txt", text.encode("cp1252")), says="WINDOWS-1252"), text)

    def test_a_character_across_two_reads_is_still_utf_8(self):
        for before in range((128 << 10) - 5, (128 << 10) + 2):
            text = "x" * (before - 1) + "\nSjögren syndrome, asthma, leukemia"
            self.check_text(self.read(self.write("a.txt", text)), text)

    def test_single_bad_bytes_in_utf_8_change_nothing(self):
        document = self.read(self.write("a.txt", "Sjögren syndrome, café, ".encode() + b"\xff asthma"))
        self.assertEqual([m["text"] for m in document], ["Sjögren syndrome", "asthma"])
        self.assertEqual((document[1]["start"], document[1]["end"]), (28, 34))

    def test_offsets_in_the_file(self):
        for encoding in WIDE + ["cp1252"]:
            text = NARROW if encoding == "cp1252" else TEXT
            content = text.encode(encoding)
            path = self.write("a.txt", content)
            found = self.run_ontotag("tag", "-o", "jsonl", "--offsets", "bytes", path).objects[0]["mentions"]
            plain = encoding.replace("utf-16", "utf-16-le").replace("-le-le", "-le").replace("-le-be", "-be")
            plain = plain.replace("utf-32", "utf-32-le").replace("-le-le", "-le").replace("-le-be", "-be")
            self.assertGreater(len(found), 2)
            for m in found:
                self.assertEqual(content[m["start"]:m["end"]].decode(plain), m["text"], encoding)
            rows = self.run_ontotag("tag", "-o", "tsv", "--offsets", "bytes", path).lines[1:]
            self.assertEqual([row.split("\t")[1:3] for row in rows], [[str(m["start"]), str(m["end"])] for m in found])

    def test_offsets_in_the_file_across_reads(self):
        for before in ((128 << 10) - 1, 128 << 10, 300000):
            content = b"x" * (before - 1) + b"\n" + NARROW.encode("cp1252")
            found = self.run_ontotag("tag", "-o", "jsonl", "--offsets", "bytes", self.write("a.txt", content)).objects[0]["mentions"]
            self.assertEqual([content[m["start"]:m["end"]].decode("cp1252") for m in found], [m["text"] for m in found])
            self.assertEqual(len(found), 3)

    def test_offsets_in_code_points_are_those_of_either(self):
        for encoding in ("utf-16", "cp1252"):
            text = NARROW
            path = self.write("a.txt", text.encode(encoding))
            found = self.run_ontotag("tag", "-o", "jsonl", "--offsets", "codepoints", path).objects[0]["mentions"]
            self.assertEqual([text[m["start"]:m["end"]] for m in found], [m["text"] for m in found])

    def test_encoding_is_forced(self):
        text = "Болезнь: asthma"
        path = self.write("a.txt", text.encode("koi8-r"))
        self.assertEqual(self.read(path, "--encoding", "KOI8-R")[0]["start"], text.encode().index(b"asthma"))
        utf = self.write("b.txt", NARROW.encode("cp1252"))
        self.assertEqual([m["text"] for m in self.read(utf, "--encoding", "utf-8")], ["asthma", "leukemia"])
        result = self.refused(1, "tag", "--encoding", "klingon", path, says=["no encoding 'klingon'"])
        self.assertEqual(result.out, b"")

    def test_lines_and_formats_are_converted_too(self):
        line = json.dumps({"id": "1", "text": "Sjögren syndrome"}, ensure_ascii=False)
        for encoding in ("utf-16", "cp1252"):
            path = self.write("a.jsonl", (line + "\n").encode(encoding))
            self.assertEqual(self.run_ontotag("tag", "-o", "jsonl", path).objects[0]["text"], "Sjögren syndrome")
            path = self.write("a.txt", "asthma\nSjögren syndrome\n".encode(encoding))
            found = self.run_ontotag("tag", "-o", "jsonl", "--lines", path).objects
            self.assertEqual([d["mentions"][0]["text"] for d in found], ["asthma", "Sjögren syndrome"])

    def test_xml_in_the_encoding_that_it_declares(self):
        xml = ('<?xml version="1.0" encoding="%s"?><collection><source/><date/><key/><document><id>1</id><passage><offset>0</offset>'
               "<text>Sjögren syndrome</text></passage></document></collection>")
        for encoding in ("ISO-8859-1", "windows-1252", "UTF-16", "UTF-8"):
            path = self.write("a.xml", (xml % encoding).encode(encoding))
            result = self.run_ontotag("tag", "-o", "tsv", path)
            self.assertIn("Sjögren syndrome", result.text)
        path = self.write("a.xml", (xml % "koi8-r").replace("ö", "").encode("koi8-r"))
        self.assertEqual(self.run_ontotag("tag", "-o", "tsv", path).code, 0)

    def test_brat_in_another_encoding(self):
        folder = self.path("brat")
        os.mkdir(folder)
        self.write("brat/a.txt", "café: asthma".encode("cp1252"))
        self.write("brat/a.ann", "T1\tX 6 12\tasthma\n")
        result = self.run_ontotag("tag", "-o", "brat", "--keep", folder)
        self.assertIn("T2\tDisease 6 12\tasthma", result.text)
        self.assertIn("a.txt: " + TOLD % "WINDOWS-1252", result.err)

    def test_told_once_a_run(self):
        paths = [self.write("%d.txt" % i, NARROW.encode("cp1252")) for i in range(3)]
        self.assertEqual(len(self.run_ontotag("tag", *paths).err.splitlines()), 1)
        self.assertEqual(self.run_ontotag("tag", "-q", *paths).err, "")

    def test_a_pipe_gives_each_line_at_once(self):
        with subprocess.Popen([os.environ["ONTOTAG"], "tag", "--lines", "-o", "jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              env=environment()) as process:
            for line in ("B", "an asthma", "B", "Sjögren", "x"):
                process.stdin.write((line + "\n").encode())
                process.stdin.flush()
                self.assertIn(b"mentions", process.stdout.readline())
            process.stdin.close()

    def test_markup_leads_to_the_bytes_of_the_file(self):
        page = "<html><head><title>caf\u00e9</title></head><p>na\u00efve Sj\u00f6gren syn<b>drome</b> &amp; \u201casthma\u201d</p>"
        note = "# na\u00efve\n\ncaf\u00e9 Sj\u00f6gren syn**drome** &amp; \u201casthma\u201d\n"
        for name, text, names in (("a.html", page, ("Sj\u00f6gren syn<b>drome", "asthma")), ("a.md", note, ("Sj\u00f6gren syn**drome", "asthma"))):
            for encoding in ("cp1252", "utf-16", "utf-16-be", "utf-32", "utf-8"):
                with self.subTest(name, encoding=encoding):
                    content = text.encode(encoding)
                    wide = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding)
                    result = self.run_ontotag("tag", "-q", "-o", "jsonl", "--offsets", "bytes", self.write(name, content))
                    self.assertEqual([content[m["start"]:m["end"]].decode(wide) for m in result.objects[0]["mentions"]], list(names))


class CompressedTest(CommandTest):
    def packed(self):
        yield "gzip", gzip.compress
        yield "bzip2", bz2.compress
        yield "xz", lzma.compress
        if shutil.which("zstd"):
            yield "zstd", lambda content: subprocess.run(["zstd", "-qc"], input=content, stdout=subprocess.PIPE, check=True).stdout

    def test_members_in_a_row(self):
        for name, pack in self.packed():
            with self.subTest(name):
                path = self.write("a", pack(b"asthma one\n") + pack(b"") + pack("leukemia café\n".encode()))
                found = self.good("tag", "-o", "jsonl", path).objects[0]["mentions"]
                self.assertEqual([m["text"] for m in found], ["asthma", "leukemia"])
                self.assertEqual(self.good("tag", "-o", "jsonl", stdin=pack(b"asthma")).objects[0]["mentions"][0]["end"], 6)

    def test_cut_off_and_damaged(self):
        text = ("asthma %d\n" % n for n in range(20000))
        content = "".join(text).encode()
        for name, pack in self.packed():
            with self.subTest(name):
                whole = pack(content)
                self.refused(1, "tag", self.write("cut", whole[:len(whole) // 2]), says=["cut: the %s stream is cut off" % name])
                broken = bytearray(whole)
                broken[len(whole) // 2] ^= 0x55
                broken[len(whole) // 2 + 1] ^= 0x55
                self.refused(1, "tag", "-q", self.write("bad", bytes(broken)), says=["bad", "the %s stream is " % name])

    def test_what_is_inside_is_looked_at(self):
        for name, pack in self.packed():
            self.refused(1, "tag", self.write("a", pack(b"%PDF-1.4 ...")), says=["is a PDF document, not text"])
            result = self.run_ontotag("tag", "-o", "jsonl", self.write("a", pack("Sjögren syndrome".encode("cp1252"))))
            self.assertEqual(result.objects[0]["mentions"][0]["text"], "Sjögren syndrome", name)

    def test_text_that_begins_like_a_packed_file(self):
        for text in ("BZh asthma", "BZh9 asthma", "B", "BZ", "BZh1AY asthma", "(\xb5/ asthma", "7z asthma", "PK asthma", "BM asthma"):
            found = self.run_ontotag("tag", "-o", "jsonl", self.write("a", text)).objects[0]["mentions"]
            self.assertEqual([m["text"] for m in found if m["text"] == "asthma"], ["asthma"] if "asthma" in text else [])


def office(*parts):
    """The start of an archive as an office program writes it."""
    path = os.path.join(os.environ.get("TMPDIR", "/tmp"), "ontotag-test-%d.zip" % os.getpid())
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts:
            archive.writestr(name, content)
    with open(path, "rb") as stream:
        content = stream.read()
    os.unlink(path)
    return content


DOCX = (("[Content_Types].xml", '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
         'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'),
        ("_rels/.rels", '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
         '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
         'Target="word/document.xml"/></Relationships>'),
        ("word/document.xml", '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
         "<w:body><w:p><w:r><w:t>Sjögren syndrome and asthma</w:t></w:r></w:p></w:body></w:document>"))

PDF = (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
       b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
       b"4 0 obj<</Length 42>>stream\nBT /F 12 Tf 20 200 Td (On asthma.) Tj ET   \nendstream endobj\n"
       b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n")


class NoTextTest(CommandTest):
    KINDS = [(PDF, "a PDF document"), (b"\xef\xbb\xbf%PDF-1.4", "a PDF document"), (office(*DOCX), "a Word document"),
             (office(("xl/workbook.xml", "<x/>")), "a workbook of sheets"), (office(("ppt/slides", "")), "a PowerPoint presentation"),
             (office(("mimetype", "application/vnd.oasis.opendocument.text")), "an OpenDocument text"), (office(("a.txt", "asthma")), "a zip archive"),
             (b"{\\rtf1 asthma}", "an RTF document"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a document of an old Office"),
             (b"\x89PNG\r\n\x1a\n" + bytes(50), "a PNG image"), (b"\xff\xd8\xff\xe0" + bytes(50), "a JPEG image"), (b"GIF89a" + bytes(50), "a GIF image"),
             (b"II*\0" + bytes(50), "a TIFF image"), (b"7z\xbc\xaf\x27\x1c" + bytes(9), "a 7z archive"), (b"x" * 257 + b"ustar", "a tar archive"),
             (b"SQLite format 3\0" + bytes(99), "an SQLite database"), (b"PAR1" + bytes(99), "a Parquet file"), (b"\x7fELF" + bytes(99), "a program"),
             (bytes(range(256)) * 20, "binary data")]

    def test_kinds_are_named(self):
        for content, name in self.KINDS:
            with self.subTest(name):
                path = self.write("report", content)
                self.refused(1, "tag", path, says=["report: is %s, not text" % name])
                self.refused(1, "tag", stdin=content, says=["stdin: is %s, not text" % name])
                self.refused(1, "tag", "-f", "text", path, says=[name])

    def test_others_are_tagged(self):
        bad, good = self.write("a.pdf", PDF), self.write("b.txt", "asthma")
        result = self.run_ontotag("tag", "-o", "tsv", bad, good)
        self.assertEqual((result.code, len(result.lines)), (1, 2))

    def test_a_text_with_a_few_control_characters_is_one(self):
        for text in (b"asthma\0leukemia", b"\x0c\x0basthma\x07 and \x1b[1mleukemia\x1b[0m", b"\0\0asthma" + b" and more text" * 20):
            result = self.run_ontotag("tag", "-o", "jsonl", self.write("a", text))
            self.assertEqual(result.code, 0, result.err)
            self.assertIn("asthma", [m["text"] for m in result.objects[0]["mentions"]])

    def with_programs(self, **programs):
        """A PATH of programs that only these scripts are."""
        folder = self.path("bin")
        os.makedirs(folder, exist_ok=True)
        for name, script in programs.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8") as stream:
                stream.write("#!/bin/sh\n" + script)
            os.chmod(os.path.join(folder, name), 0o755)
        return environment(PATH=folder)

    def test_convert_calls_a_program(self):
        env = self.with_programs(pdftotext="read -r line; echo \"asthma and $line\"\n", pandoc="echo 'leukemia' \"$2\"\n")
        pdf, docx, text = self.write("a.pdf", PDF), self.write("b.docx", office(*DOCX)), self.write("c.txt", "On asthma.")
        found = self.good("tag", "--convert", "-o", "jsonl", pdf, docx, text, env=env).objects
        self.assertEqual([(os.path.basename(d["id"]), [m["text"] for m in d["mentions"]]) for d in found],
                         [("a.pdf", ["asthma"]), ("b.docx", ["leukemia"]), ("c.txt", ["asthma"])])
        for content in (PDF, b"On asthma."):
            found = self.good("tag", "--convert", "-o", "jsonl", stdin=content, env=env).objects
            self.assertEqual((found[0]["id"], found[0]["mentions"][0]["text"]), ("stdin", "asthma"))

    def test_convert_says_what_is_missing(self):
        pdf = self.write("a.pdf", PDF)
        self.refused(1, "tag", "--convert", pdf, env=self.with_programs(), says=["a.pdf: needs pdftotext", "apt-get install poppler-utils"])
        env = self.with_programs(pdftotext="exit 3\n")
        self.refused(1, "tag", "--convert", pdf, env=env, says=["a.pdf: pdftotext could not make text of it"])

    def test_convert_by_the_real_programs(self):
        for program, content in (("pdftotext", PDF), ("pandoc", office(*DOCX))):
            if not shutil.which(program):
                self.skipTest("needs " + program)
            found = self.run_ontotag("tag", "--convert", "-o", "jsonl", self.write("a", content)).objects[0]["mentions"]
            self.assertIn("asthma", [m["text"] for m in found])


if __name__ == "__main__":
    main()
