"""The page in a browser: type, see marks, filter, open a card, follow the trace, download, switch tabs; and axe-core over all of it.

Needs chromium and chromedriver (tools/lib/setup.sh, purpose `browser`); is skipped where they are not there.
"""
import importlib.util
import json
import os
import subprocess
import time
import unittest

from service import HERE, PYPI, Service, ServiceTest, has_sanitizers, main, require_serve

spec = importlib.util.spec_from_file_location("test_html", os.path.join(os.path.dirname(HERE), "format", "test_html.py"))
browser = importlib.util.module_from_spec(spec)
spec.loader.exec_module(browser)

ROWS = """C\tMONDO:0004979\tdisease\tasthma\tMONDO:1
N\tMONDO:0004979\texact\tbronchial asthma
C\tMONDO:1\tdisease\trespiratory disorder
C\tMONDO:2\tdisease\tallergic asthma\tMONDO:0004979
C\tMONDO:0004967\tdisease\tacute lymphoblastic leukemia
C\tNCBIGene:4311\tmarker\tMME
N\tNCBIGene:4311\texact\tCD10
C\tMESH:D014750\tdrug\tvincristine
"""
TEXT = "\U0001f600 Acute lymphoblastic leukaemia (ALL), CD10+.\n<b>Vincristine</b> was given for ALL. He has asthma."

# Each thing that the service says of context, by hand: the small dictionary has not all that it needs.
CONTEXT = r"""
const text = "Aunt: asthma. No ALL. Possible sepsis. Old gout. ER pos. Hb 7.1 g/dL low."; const real = window.fetch;
const at = w => ({start: text.indexOf(w), end: text.indexOf(w) + w.length, text: w});
const mention = (w, more) => ({...at(w), type: 'disease', codes: ['X:' + w], name: w, matched: w, scope: 'exact', source: 'S', ...more});
window.fetch = async (path, how) => String(path).startsWith('tag') ? new Response(JSON.stringify({id: 'x', abbreviations: [], mentions: [
	mention('asthma', {context: {experiencer: 'family', cues: [{...at('Aunt'), says: 'family'}]}}),
	mention('ALL', {context: {negated: true, cues: [{...at('No'), says: 'negated'}]}}),
	mention('sepsis', {context: {certainty: 'possible', cues: [{...at('Possible'), says: 'possible'}]}}),
	mention('gout', {context: {temporality: 'historical', cues: []}, section: 'past_history'}),
	mention('ER', {type: 'marker', status: 'positive'}),
	mention('Hb', {type: 'marker', status: 'low', value: {...at('7.1 g/dL'), number: 7.1, unit: 'g/dL', low: 11.5, high: 15.5, text: undefined}})]})) : real(path, how);
const field = document.getElementById('text'); field.value = text; field.dispatchEvent(new Event('input'));
"""


def find_axe():
    script = "import importlib.util as i; print(i.find_spec('axe_playwright_python').submodule_search_locations[0] + '/axe.min.js')"
    done = subprocess.run([PYPI, "-c", script], capture_output=True, text=True) if os.access(PYPI, os.X_OK) else None
    return done.stdout.strip() if done and done.returncode == 0 else None


@unittest.skipUnless(browser.BROWSER and browser.DRIVER, "needs chromium and chromedriver")
class Page(ServiceTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows = os.path.join(cls.enterClassContext(browser.tempfile.TemporaryDirectory()), "rows.tsv")
        with open(cls.rows, "w") as file:
            file.write(ROWS)
        cls.running = Service(dictionary=cls.rows)
        cls.addClassCleanup(cls.end, cls.running)
        cls.driver = browser.Driver()
        cls.addClassCleanup(cls.driver.close)
        cls.driver.open()

    def setUp(self):
        super().setUp()
        self.visit(self.running)

    def visit(self, service):
        self.driver.ask("POST", "/url", {"url": "about:blank"})
        self.size(1300, 900)
        self.driver.ask("POST", "/url", {"url": "http://127.0.0.1:%d/" % service.port})
        self.wait("document.getElementById('loaded').textContent.includes('concept') || document.getElementById('ask-token').open")

    def size(self, width, height, scheme="light"):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def cdp(self, command, **parameters):
        return self.driver.ask("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def run_script(self, script):
        return self.driver.run("return " + script)

    def wait(self, condition, seconds=30):
        end = time.monotonic() + seconds
        while not self.run_script(condition):
            self.assertLess(time.monotonic(), end, condition)
            time.sleep(0.02)

    def click(self, selector):
        self.driver.ask("POST", "/element/%s/click" % self.driver.find(selector))

    def type(self, selector, text):
        self.driver.ask("POST", "/element/%s/value" % self.driver.find(selector), {"text": text})

    def put(self, text):
        self.driver.run("const f = document.getElementById('text'); f.value = %s; f.dispatchEvent(new Event('input'))" % json.dumps(text))

    def marks(self):
        return self.run_script("[...document.querySelectorAll('#backdrop mark')].map(m => [m.className.split(' ')[0], m.textContent])")

    def rows_shown(self):
        return self.run_script("[...document.querySelectorAll('#mentions tbody .go')].map(b => b.textContent)")

    def no_errors(self):
        self.assertEqual(self.driver.ask("POST", "/se/log", {"type": "browser"}), [])

    def test_marks_as_one_types(self):
        self.type("#text", "He has asthma")
        self.wait("document.querySelectorAll('#backdrop mark').length == 1")
        self.type("#text", " and vincristine")
        self.wait("document.querySelectorAll('#backdrop mark').length == 2")
        self.assertEqual(self.marks(), [["disease", "asthma"], ["drug", "vincristine"]])
        self.put(TEXT)
        self.wait("document.querySelectorAll('#backdrop mark').length == 6")
        self.assertEqual(self.marks()[0], ["disease", "Acute lymphoblastic leukaemia"])
        self.assertEqual(self.run_script("document.getElementById('backdrop').textContent.slice(0, -2)"), TEXT)
        self.assertIn("6 mentions", self.run_script("document.getElementById('status').textContent"))
        self.no_errors()

    def test_marks_lie_under_their_words(self):
        for width in (1300, 360):
            self.size(width, 900)
            self.put("asthma " * 200 + "x" * 500 + " CD10")
            self.wait("document.querySelectorAll('#backdrop mark').length == 201")
            same = ("(() => { const a = document.getElementById('text'), b = document.getElementById('backdrop'); "
                    "return [a.scrollHeight - b.offsetHeight, a.clientWidth - b.clientWidth, document.documentElement.scrollWidth - innerWidth] })()")
            height, inner, beyond = self.run_script(same)
            self.assertLessEqual(abs(height), 32)  # a line that ends the text
            self.assertEqual((inner, beyond > 0), (0, False))

    def test_five_thousand_characters_in_fifty_milliseconds(self):
        text = ("He has asthma and acute lymphoblastic leukemia (ALL); CD10, vincristine. " * 80)[:5000]
        self.put(text)
        self.wait("document.querySelectorAll('#backdrop mark').length > 100")
        script = """const f = document.getElementById('text'), status = document.getElementById('status'), times = [];
            return (async () => { for (let i = 0; i < 15; i++) {
                const before = performance.now();
                const seen = new Promise(done => new MutationObserver((_, o) => { o.disconnect(); done(); }).observe(status, {childList: true}));
                f.value = (i % 2 ? 'CD10 is ' : 'asthma, ') + f.value.slice(8);
                f.dispatchEvent(new Event('input'));
                await seen;
                document.getElementById('backdrop').offsetHeight;
                times.push(performance.now() - before);
                await new Promise(done => setTimeout(done, 150)); }
            return times.sort((a, b) => a - b); })()"""
        times = self.driver.run(script)
        limit = 500 if has_sanitizers() else 50
        self.assertLess(times[3], limit, times)

    def test_card_and_trace(self):
        self.put(TEXT)
        self.wait("document.querySelectorAll('#mentions tbody tr').length == 6")
        self.driver.run("[...document.querySelectorAll('.go')].find(b => b.textContent == 'ALL').click()")
        card = self.run_script("document.getElementById('card').innerText")
        for part in ("acute lymphoblastic leukemia", "MONDO:0004967", "The text says ALL.", "ALL was defined as Acute lymphoblastic leukaemia.", "3 mentions"):
            self.assertIn(part, card)
        self.assertEqual(self.run_script("document.querySelector('mark.shown').textContent"), "ALL")
        link = self.run_script("(a => [a.href, a.rel, a.target])(document.querySelector('#card a.code'))")
        self.assertEqual(link, ["https://monarchinitiative.org/MONDO:0004967", "noopener noreferrer", "_blank"])
        self.driver.run("const f = document.getElementById('text'); f.focus(); f.setSelectionRange(f.value.indexOf('asthma') + 2, f.value.indexOf('asthma') + 2)")
        self.wait("document.querySelector('#card h2').textContent == 'asthma'")
        self.driver.run("document.querySelector('#card p .button').click()")
        self.wait("document.querySelector('#concept h2')?.textContent == 'asthma'")
        self.no_errors()

    def test_filters_and_sorting(self):
        self.put(TEXT)
        self.wait("document.querySelectorAll('#mentions tbody tr').length == 6")
        self.click("#types .marker")
        self.assertNotIn("CD10+", self.rows_shown())
        self.assertNotIn("marker", [m[0] for m in self.marks()])
        self.click("#types .marker")
        self.driver.run("const s = document.getElementById('by-vocabulary'); s.value = 'MESH'; s.dispatchEvent(new Event('change'))")
        self.assertEqual(self.rows_shown(), ["Vincristine"])
        self.driver.run("const s = document.getElementById('by-vocabulary'); s.value = ''; s.dispatchEvent(new Event('change'))")
        self.driver.run("const s = document.getElementById('by-context'); s.value = 'positive'; s.dispatchEvent(new Event('change'))")
        self.assertEqual(self.rows_shown(), ["CD10+"])
        self.driver.run("const s = document.getElementById('by-context'); s.value = ''; s.dispatchEvent(new Event('change'))")
        self.click("th button[data-by=name]")
        self.click("th button[data-by=name]")
        self.assertEqual(self.rows_shown()[0], "Vincristine")
        self.assertEqual(self.run_script("document.querySelector('[aria-sort]').textContent.trim()"), "Concept")
        self.type("#find", "asth")
        self.assertEqual(self.rows_shown(), ["asthma"])
        self.no_errors()

    def test_context(self):
        self.driver.run(CONTEXT)
        self.wait("document.querySelectorAll('#backdrop mark').length == 6")
        self.assertEqual(self.run_script("[...document.querySelectorAll('#backdrop mark')].map(m => m.className.split(' ').slice(1).join(' ').trim())"),
                         ["family", "negated", "possible", "past", "finding sign", "finding amount sign"])
        self.assertEqual(self.run_script("[...document.querySelectorAll('#backdrop [data-sign]')].map(m => m.dataset.sign)"), ["+", "\u2193"])
        self.assertEqual(self.run_script("document.querySelector('#backdrop .value').textContent"), "7.1 g/dL")
        self.wait("document.querySelectorAll('#mentions tbody tr').length == 6")
        self.assertIn("7.1 g/dL", self.run_script("document.querySelector('#mentions tbody tr:last-child').innerText"))
        self.driver.run("document.querySelectorAll('.go')[5].click()")
        self.assertIn("The reference range is 11.5 to 15.5.", self.run_script("document.getElementById('card').innerText"))
        self.driver.run("document.querySelectorAll('.go')[1].click()")
        self.assertIn("No says negated", self.run_script("document.getElementById('card').innerText"))
        self.no_errors()

    def test_downloads(self):
        self.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=self.folder)
        self.put(TEXT)
        self.wait("document.querySelectorAll('#mentions tbody tr').length == 6")
        for format, name in (("jsonl", "report.json"), ("tsv", "report.tsv"), ("pubtator", "report.pubtator"), ("html", "report.html")):
            self.click("[data-format=%s]" % format)
            end = time.monotonic() + 30
            while not os.path.exists(self.path(name)) and time.monotonic() < end:
                time.sleep(0.05)
            expected = self.running.tag(TEXT, "?format=%s&id=report" % format).body
            with open(self.path(name), "rb") as file:
                self.assertEqual(file.read(), expected)
        self.assertIn("curl -s 'http://127.0.0.1:%d/tag' -H 'Content-Type: text/plain'" % self.running.port,
                      self.run_script("document.getElementById('curl').textContent"))
        self.no_errors()

    def test_terms(self):
        self.click("#tab-terms")
        self.type("#terms", "astma\nnothing like it")
        self.wait("document.querySelectorAll('#candidates tbody tr').length >= 2")
        self.assertIn("asthma", self.run_script("document.querySelector('#candidates tbody tr').innerText"))
        self.no_errors()

    def test_concepts(self):
        self.click("#tab-concepts")
        self.type("#search", "asth")
        self.wait("document.querySelectorAll('#hits li').length > 0")
        self.driver.press("\ue015")  # down
        self.assertEqual(self.run_script("document.activeElement.getAttribute('aria-activedescendant')"), "hit-0")
        self.driver.press("\ue007")  # enter
        self.wait("document.querySelector('#concept h2')?.textContent == 'asthma'")
        shown = self.run_script("document.getElementById('concept').innerText")
        for part in ("respiratory disorder", "allergic asthma", "bronchial asthma", "MONDO:0004979"):
            self.assertIn(part, shown)
        self.driver.run("document.querySelector('.tree .open').click()")
        self.wait("document.querySelector('.tree .open').getAttribute('aria-expanded') == 'true'")
        self.no_errors()

    def test_keyboard(self):
        self.driver.run("document.getElementById('tab-text').focus()")
        self.driver.press("\ue014")  # right
        self.assertEqual(self.run_script("document.activeElement.id"), "tab-terms")
        self.assertTrue(self.run_script("document.getElementById('panel-text').hidden && !document.getElementById('panel-terms').hidden"))
        self.driver.press("\ue012")
        self.put(TEXT)
        self.wait("document.querySelectorAll('#mentions tbody tr').length == 6")
        self.driver.run("document.querySelector('th button').focus()")
        for _ in range(5):
            self.driver.press(browser.TAB)
        self.assertEqual(self.run_script("document.activeElement.className"), "go")
        self.driver.press("\ue007")
        self.wait("document.querySelector('#card h2').textContent == 'acute lymphoblastic leukemia'")

    def test_token(self):
        service = self.start("--token-file", self.write("token", "s3cret\n"))
        self.visit(service)
        self.wait("document.getElementById('ask-token').open")
        self.type("#token", "s3cret")
        self.driver.press("\ue007")
        self.wait("document.getElementById('loaded').textContent.includes('concept')")
        self.put("asthma")
        self.wait("document.querySelectorAll('#backdrop mark').length == 1")
        self.driver.ask("POST", "/se/log", {"type": "browser"})  # the refusals of before

    def test_hostile_text(self):
        text = "<img src=x onerror=alert(1)> asthma </textarea><script>alert(1)</script> & CD10"
        self.put(text)
        self.wait("document.querySelectorAll('#backdrop mark').length == 2")
        self.assertEqual(self.run_script("document.querySelectorAll('#backdrop img, #backdrop script').length"), 0)
        self.no_errors()

    def test_no_request_to_anywhere_else(self):
        self.put(TEXT)
        self.wait("document.querySelectorAll('#mentions tbody tr').length == 6")
        hosts = self.run_script("[...new Set(performance.getEntriesByType('resource').map(e => new URL(e.name).host))]")
        self.assertEqual(hosts, ["127.0.0.1:%d" % self.running.port])

    def check_axe(self, axe):
        self.driver.run(axe)
        found = self.driver.run("return axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => [v.id, v.impact, "
                                "v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' ' + n.failureSummary.slice(0, 300))]))")
        self.assertEqual([v for v in found if v[1] in ("serious", "critical", "moderate")], [])

    def test_axe_finds_nothing_serious(self):
        path = find_axe()
        if not path:
            self.skipTest("needs axe-core (tests/serve/requirements.txt)")
        with open(path) as file:
            axe = file.read()
        for width, scheme in ((1300, "light"), (360, "light"), (1300, "dark"), (360, "dark")):
            with self.subTest(width=width, scheme=scheme):
                self.visit(self.running)
                self.size(width, 900, scheme)
                self.check_axe(axe)
                self.driver.run(CONTEXT)
                self.wait("document.querySelectorAll('#mentions tbody tr').length == 6")
                self.driver.run("document.querySelectorAll('.go')[2].click()")
                self.check_axe(axe)
                self.click("#tab-terms")
                self.type("#terms", "astma")
                self.wait("document.querySelectorAll('#candidates tbody tr').length >= 1")
                self.check_axe(axe)
                self.click("#tab-concepts")
                self.type("#search", "asthma")
                self.wait("document.querySelectorAll('#hits li').length > 0")
                self.check_axe(axe)
                self.driver.press("\ue007")
                self.wait("document.querySelector('#concept h2') != null")
                self.check_axe(axe)


if __name__ == "__main__":
    require_serve()
    main()
