"""ontotag tag -o sqlite: what is in the database, and that it is whole whatever ends the program."""
import os
import signal
import sqlite3
import subprocess
import time

from support import CommandTest, ONTOTAG, main

ROWS = """S\tLAB
C\tMONDO:1\tdisease\tlung disease
C\tMONDO:2\tdisease\tasthma\tMONDO:1\texact=MESH:D001249
C\tMONDO:3\tdisease\tchildhood asthma\tMONDO:2
C\tMESH:D001249\tdisease\tAsthma
C\tMONDO:4\tdisease\tfever
C\tLAB:1\tmarker\tlactate dehydrogenase
C\tLAB:2\tdrug\tsalbutamol
"""


class Database(CommandTest):
    def setUp(self):
        super().setUp()
        self.rows = self.write("rows.tsv", ROWS)
        self.database = self.path("tags.db")

    def tag(self, *arguments, **options):
        return self.run_ontotag("tag", "--no-curation", "-q", "-d", self.rows, "-o", "sqlite", "--database", self.database, *arguments, **options)

    def ask(self, sql):
        connection = sqlite3.connect(self.database)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def test_what_is_in_it(self):
        one = self.write("one.txt", "No asthma, but childhood asthma \u00e9. Lactate dehydrogenase 300 U/L. On salbutamol.")
        two = self.write("two.txt", "Fever, asthma and asthma.")
        result = self.tag(one, two)
        self.assertEqual((result.code, result.out, result.err), (0, b"", ""))
        self.assertEqual(self.ask("SELECT code, documents, mentions FROM documents_with ORDER BY code"),
                         [("LAB:1", 1, 1), ("LAB:2", 1, 1), ("MONDO:2", 2, 3), ("MONDO:3", 1, 1), ("MONDO:4", 1, 1)])
        self.assertEqual(self.ask("SELECT documents, mentions FROM documents_under WHERE code = 'MONDO:1'"), [(2, 4)])
        self.assertEqual(self.ask("SELECT documents, mentions FROM present_under WHERE code = 'MONDO:2'"), [(2, 3)])
        self.assertEqual(self.ask("SELECT text, negated FROM mention WHERE negated"), [("asthma", 1)])
        self.assertEqual(self.ask("SELECT value, unit FROM mention WHERE type = 'marker'"), [(300.0, "U/L")])
        self.assertEqual(self.ask("SELECT code FROM mention_code c JOIN mention m ON m.id = c.mention WHERE m.text = 'asthma' AND m.negated ORDER BY position"),
                         [("MONDO:2",), ("MESH:D001249",)])
        self.assertEqual(self.ask("PRAGMA integrity_check"), [("ok",)])

    def test_threads_change_nothing(self):
        texts = [self.write("%d.txt" % i, "asthma %d fever" % i) for i in range(40)]
        self.assertEqual(self.tag(*texts).code, 0)
        one = self.ask("SELECT d.name, m.start, m.text FROM mention m JOIN document d ON d.id = m.document ORDER BY m.id")
        os.remove(self.database)
        self.assertEqual(self.tag("-j", "3", *texts).code, 0)
        self.assertEqual(self.ask("SELECT d.name, m.start, m.text FROM mention m JOIN document d ON d.id = m.document ORDER BY m.id"), one)

    def test_resume(self):
        one, two = self.write("one.txt", "asthma"), self.write("two.txt", "fever")
        self.assertEqual(self.tag(one).code, 0)
        again = self.tag(one, two)
        self.assertEqual(again.code, 2)
        self.assertIn("is there already", again.err)
        self.assertEqual(self.tag("--resume", one, two).code, 0)
        self.assertEqual(self.ask("SELECT count(*) FROM document"), [(2,)])
        self.write("one.txt", "asthma and fever")
        self.assertEqual(self.tag("--resume", one, two).code, 0)
        self.assertEqual(self.ask("SELECT text FROM mention ORDER BY id"), [("fever",), ("asthma",), ("fever",)])

    def test_killed(self):
        paths = [self.write("%04d.txt" % i, "asthma and fever. " * 50) for i in range(3000)]
        command = [ONTOTAG, "tag", "--no-starter", "--no-curation", "-q", "-d", self.rows, "-o", "sqlite", "--database", self.database, self.folder]
        running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while not os.path.exists(self.database) or os.path.getsize(self.database) < 100000:
            if running.poll() is not None or time.monotonic() > deadline:
                break
            time.sleep(0.01)
        running.send_signal(signal.SIGKILL)
        running.wait()
        self.assertEqual(self.ask("PRAGMA integrity_check"), [("ok",)])
        self.assertEqual(self.ask("SELECT count(*) FROM input i WHERE done AND (SELECT count(*) FROM document WHERE input = i.id) <> 1"), [(0,)])
        self.assertEqual(self.tag("--resume", *paths).code, 0)
        self.assertEqual(self.ask("SELECT count(*) FROM document d JOIN input i ON i.id = d.input WHERE i.path LIKE '%.txt'"), [(3000,)])
        self.assertEqual(self.ask("SELECT count(*) FROM mention m JOIN document d ON d.id = m.document JOIN input i ON i.id = d.input "
                                  "WHERE i.path LIKE '%.txt'"), [(300000,)])

    def test_wrong_calls(self):
        for arguments in (["-o", "sqlite"], ["-o", "jsonl", "--database", "x.db"], ["-o", "sqlite", "--database", "x.db", "--output-dir", "y"]):
            self.refused(2, "tag", "-d", self.rows, *arguments, stdin="x", says=["--database FILE go together"])
        self.write("text", "not a database at all, but long enough to be read as one" * 100)
        self.database = self.path("text")
        result = self.tag("--resume", stdin="fever")
        self.assertEqual(result.code, 1)
        self.assertIn("not a database", result.err)
        self.database = self.path("no/such/folder.db")
        self.assertEqual(self.tag(stdin="fever").code, 1)


if __name__ == "__main__":
    main()
