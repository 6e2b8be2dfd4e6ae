"""The HTML page in a browser: cards by pointer and by keyboard, filters, with the script and without.

Needs chromium and chromedriver (tools/lib/setup.sh, purpose `browser`); is skipped where they are not there.
"""
import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "command"))
from support import SECONDS, SMALL, CommandTest, main  # noqa: E402

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # as WebDriver names one
TEXT = "Asthma & ALL (acute lymphoblastic leukemia) with CD10 <b>.\n\nALL: vincristine; asthma again."


class Driver:
    """Speaks WebDriver with a chromedriver of its own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="ontotag-browser-")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen([DRIVER, "--port=%d" % self.port], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, start_new_session=True,
                                        env=dict(os.environ, HOME=self.folder, TMPDIR=self.folder))
        self.session = ""

    def open(self):
        for _ in range(100):
            try:
                self.call("GET", "/status")
                break
            except OSError:
                time.sleep(0.1)
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                     "--no-first-run", "--window-size=1300,900", "--user-data-dir=%s/profile" % self.folder]
        wanted = {"browserName": "chrome", "goog:loggingPrefs": {"browser": "ALL"},
                  "goog:chromeOptions": {"binary": BROWSER, "args": arguments}}
        made = self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.session = "/session/" + made["sessionId"]

    def close(self):
        try:
            self.ask("DELETE", "")
        except OSError:
            pass
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, method, path, body=None):
        data = json.dumps(body or {}).encode() if method == "POST" else None
        request = urllib.request.Request("http://127.0.0.1:%d%s" % (self.port, path), method=method, data=data,
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=SECONDS) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode("utf-8", "replace")[:500]) from None

    def ask(self, method, path, body=None):
        return self.call(method, self.session + path, body)

    def find(self, selector):
        return self.ask("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def run(self, script):
        return self.ask("POST", "/execute/sync", {"script": script, "args": []})

    def point_at(self, selector):
        move = {"type": "pointerMove", "duration": 0, "origin": {ELEMENT: self.find(selector)}, "x": 0, "y": 0}
        self.ask("POST", "/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": [move]}]})

    def press(self, key):
        actions = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        self.ask("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def screenshot(self):
        return base64.b64decode(self.ask("GET", "/screenshot"))


TAB, ESCAPE = "\ue004", "\ue00c"
CARDS = "return [...document.querySelectorAll('.card')].filter(c => c.offsetWidth).map(c => c.innerText)"


@unittest.skipUnless(BROWSER and DRIVER, "needs " + (BROWSER and "chromedriver" or "chromium"))
class HtmlTest(CommandTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.driver = Driver()
        cls.addClassCleanup(cls.driver.close)
        cls.driver.open()

    def open(self, *options, without_script=False, article=None):
        source = self.write("t.txt", TEXT)
        page = self.good("tag", "--no-curation", "-d", SMALL, "-o", "html", *options, source).text
        if article:
            page = page[:page.index("<article")] + article + page[page.index("<script>"):]
        if without_script:
            page = page[:page.index("<script>")] + page[page.index("</script>"):]
        path = self.write("page.html", page)
        self.driver.ask("POST", "/url", {"url": "about:blank"})
        self.driver.ask("POST", "/url", {"url": "file://" + path})

    def cards(self):
        return self.driver.run(CARDS)

    def no_errors(self):
        self.assertEqual(self.driver.ask("POST", "/se/log", {"type": "browser"}), [])

    def check_cards(self):
        self.assertEqual(self.cards(), [])
        self.driver.point_at("mark.marker")
        cards = self.cards()
        self.assertEqual(len(cards), 1)
        for part in ("MME", "NCBIGene:4311", "CD10", "exact, from LAB"):
            self.assertIn(part, cards[0])
        self.driver.point_at("h1")
        self.assertEqual(self.cards(), [])

    def check_filter(self):
        wash = ("return [...document.querySelectorAll('main mark.%s')]"
                ".map(m => getComputedStyle(m).backgroundColor != 'rgba(0, 0, 0, 0)')")
        self.assertEqual(set(self.driver.run(wash % "marker")), {True})
        self.driver.ask("POST", "/element/%s/click" % self.driver.find("label.marker"))
        self.assertEqual(set(self.driver.run(wash % "marker")), {False})
        self.assertEqual(set(self.driver.run(wash % "disease")), {True})
        self.driver.point_at("mark.marker")
        self.assertEqual(self.cards(), [])
        self.assertTrue(self.driver.run("return !document.querySelector('table.marker').offsetWidth"))
        self.driver.ask("POST", "/element/%s/click" % self.driver.find("label.marker"))
        self.assertEqual(set(self.driver.run(wash % "marker")), {True})

    def test_with_script(self):
        self.open()
        self.check_cards()
        self.check_filter()
        label = self.driver.run("return document.querySelector('label.marker').innerText")
        self.assertEqual(label.split(), ["Markers", "1"])
        self.no_errors()

    def test_without_script(self):
        self.open(without_script=True)
        self.check_cards()
        self.check_filter()
        self.no_errors()

    def test_what_is_said_has_a_look_and_a_filter(self):
        with open(os.path.join(HERE, "golden", "context", "html"), encoding="utf-8") as stream:
            self.open(article=stream.read().replace("\n\t", ""))  # as tests/support/readable.h has it
        style = "return getComputedStyle(document.querySelector('mark[data-said=%s]')).%s"
        self.assertIn("line-through", self.driver.run(style % ("absent", "textDecorationLine")))
        self.assertEqual(self.driver.run(style % ("possible", "borderTopStyle")), "dotted")
        label = "return document.querySelector('label.%s').innerText.split(/\\s+/).pop()"
        self.assertEqual([self.driver.run(label % name) for name in ("present", "absent", "possible", "family")],
                         ["5", "1", "2", "2"])
        self.driver.ask("POST", "/element/%s/click" % self.driver.find("label.absent"))
        self.assertNotIn("line-through", self.driver.run(style % ("absent", "textDecorationLine")))
        self.assertEqual(self.driver.run("return document.querySelector('mark[data-said=absent]').tabIndex"), -1)
        self.driver.ask("POST", "/element/%s/click" % self.driver.find("label.disease"))
        self.driver.ask("POST", "/element/%s/click" % self.driver.find("label.disease"))
        self.assertEqual(self.driver.run("return document.querySelector('mark[data-said=absent]').tabIndex"), -1)
        self.no_errors()

    def test_nothing_said_shows_no_filter_of_it(self):
        self.open()
        self.assertTrue(self.driver.run("return !document.querySelector('label.absent').offsetWidth"))

    def test_keyboard(self):
        self.open()
        for _ in range(10):
            self.driver.press(TAB)
            if self.driver.run("return document.activeElement.tagName") == "MARK":
                break
        cards = self.cards()
        self.assertEqual(len(cards), 1)
        self.assertIn("asthma", cards[0])
        self.driver.press(TAB)
        self.assertEqual(self.driver.run("return document.activeElement.className"), "code")
        self.assertEqual(self.cards(), cards)
        self.driver.press(ESCAPE)
        self.assertEqual(self.cards(), [])

    def test_table_leads_to_mentions(self):
        self.open()
        where = "return document.querySelector(':target')?.textContent.slice(0, 6) || ''"
        self.driver.ask("POST", "/element/%s/click" % self.driver.find("table.disease tbody a[href='#e1-1']"))
        self.assertEqual(self.driver.run(where), "Asthma")
        self.assertEqual(len(self.cards()), 1)
        self.driver.point_at("mark:target")
        self.driver.ask("POST", "/element/%s/click" % self.driver.find("mark:target a[href='#e1-2']"))
        self.assertEqual(self.driver.run(where), "asthma")
        self.no_errors()

    def test_nested(self):
        self.open("--overlap", "all")
        self.driver.point_at("mark mark")
        cards = self.cards()
        self.assertEqual(len(cards), 1)
        self.assertIn("leukemia", cards[0])
        self.assertIn("acute lymphoblastic leukemia", cards[0])
        self.no_errors()

    def test_light_and_dark(self):
        self.open()
        shades = []
        for scheme in ("light", "dark"):
            self.driver.ask("POST", "/goog/cdp/execute", {
                "cmd": "Emulation.setEmulatedMedia",
                "params": {"features": [{"name": "prefers-color-scheme", "value": scheme}]}})
            shades.append(self.driver.run("return getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0] | 0"))
            self.assertTrue(self.driver.screenshot().startswith(b"\x89PNG"))
        self.assertGreater(shades[0], 200)
        self.assertLess(shades[1], 60)


if __name__ == "__main__":
    main()
