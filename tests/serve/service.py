"""What the tests of the service share: starting one, asking it, and connections of which every byte is the test's own."""
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "command"))
from support import ONTOTAG, ROOT, SMALL, CommandTest, environment, main, skip_all  # noqa: E402,F401

PYPI = os.environ.get("ONTOTAG_PYPI", os.path.join(ROOT, "build-check", "pypi", "bin", "python"))
WAIT = 60  # seconds for what takes one on a quiet machine


def require_serve():
    """Ends the script where the program has no service."""
    said = subprocess.run([ONTOTAG, "serve", "--help"], capture_output=True, text=True).stdout
    if "without Boost.Beast" in said:
        skip_all("needs Boost.Beast, uriparser and a compiler of C++ when the program is built")


def has_sanitizers():
    """Whether the program was built with them: it is slower then, and keeps what was freed."""
    with open(ONTOTAG, "rb") as program:
        return b"__asan_init" in program.read()


def has_module(name):
    return os.access(PYPI, os.X_OK) and subprocess.run([PYPI, "-c", "import " + name], capture_output=True).returncode == 0


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.body)


class Service:
    """A running `ontotag serve`."""

    def __init__(self, *options, dictionary=SMALL, before=None, env=None, prefix=(), **how):
        self.log_file = tempfile.TemporaryFile()
        arguments = [ONTOTAG, "serve", *(["--no-starter", "-d", dictionary] if dictionary else [])]
        if "--socket" not in options and "--listen" not in options:
            arguments += ["--listen", "127.0.0.1:0"]
        self.process = subprocess.Popen([*prefix, *arguments, *options], stdout=subprocess.DEVNULL, stderr=self.log_file, preexec_fn=before,
                                        env=env or environment(), **how)
        self.port = 0
        self.wait_for(lambda: self.events("listening") or self.process.poll() is not None)
        if not self.events("listening"):
            raise AssertionError("it did not start: " + self.log()[-2000:])
        self.port = int(self.events("listening")[0]["address"].rsplit(":", 1)[1])

    def wait_for(self, what, seconds=WAIT):
        end = time.monotonic() + seconds
        while not what():
            if time.monotonic() > end:
                raise AssertionError("waited in vain; the log: " + self.log()[-2000:])
            time.sleep(0.02)

    def log(self):
        if self.log_file.closed:
            return self.last_log
        size = os.fstat(self.log_file.fileno()).st_size
        return os.pread(self.log_file.fileno(), size, 0).decode("utf-8", "replace")

    def events(self, name):
        lines = [line for line in self.log().split("\n")[:-1] if line.startswith("{")]
        return [event for event in map(json.loads, lines) if event["event"] == name]

    def connect(self, timeout=WAIT):
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout)

    def ask(self, method, path, body=None, connection=None, **headers):
        """One request; headers are named with underscores."""
        own = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        try:
            own.request(method, path, body=body.encode() if isinstance(body, str) else body,
                        headers={name.replace("_", "-"): value for name, value in headers.items()})
            got = own.getresponse()
            return Answer(got.status, got.headers, got.read())
        finally:
            if not connection:
                own.close()

    def tag(self, body, query="", type="text/plain", **headers):
        return self.ask("POST", "/tag" + query, body, Content_Type=type, **headers)

    def resident(self):
        with open("/proc/%d/statm" % self.process.pid) as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def stop(self, how=signal.SIGTERM):
        """Ends it and gives its exit code."""
        if self.log_file.closed:
            return self.process.returncode
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(WAIT)
        self.last_log = self.log()
        self.log_file.close()
        return code


class ServiceTest(CommandTest):
    """Each test has a service of its own, unless `options` of the class say what all share."""
    options = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shared = None
        if cls.options is not None:
            cls.shared = Service(*cls.options)
            cls.addClassCleanup(cls.end, cls.shared)

    @staticmethod
    def end(service):
        code = service.stop()
        log = service.log()
        assert "Sanitizer" not in log and "runtime error" not in log, log[-4000:]
        assert code in (0, -signal.SIGKILL), (code, log[-2000:])

    def start(self, *options, **how):
        service = Service(*options, **how)
        self.addCleanup(self.end, service)
        return service

    @property
    def service(self):
        return self.shared

    def error(self, answer, status, code, *says):
        self.assertEqual(answer.status, status, answer.body[:300])
        error = answer.json["error"]
        self.assertEqual(sorted(error), ["code", "message", "where"])
        self.assertEqual(error["code"], code)
        for part in says:
            self.assertIn(part, error["message"] + " " + error["where"])
