"""The command that lies in the package, and what is done with it."""

import os
import sys

from ._native import Error

_folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bin")


def program():
    """The path of the command."""
    return os.path.join(_folder, "ontotag")


def run(*arguments, **options):
    """Runs the command: run("tag", "-d", "full", "report.txt", capture_output=True). Options are those of subprocess.run."""
    import subprocess

    return subprocess.run([program(), *map(os.fspath, arguments)], **options)


def main():
    """What the script `ontotag` and `python -m ontotag` do: become the command; but columns (-o parquet, -o arrow) are written here."""
    from . import _columnar

    columnar = _columnar.wanted(sys.argv[1:])
    if columnar:
        sys.exit(_columnar.run(*columnar))
    path = program()
    os.execv(path, [path, *sys.argv[1:]])


class _Progress:
    """A bar for what is being downloaded, where tqdm is there."""

    def __init__(self, wanted):
        self.bar = self.name = None
        self.make = None
        if wanted:
            try:
                from tqdm.auto import tqdm

                self.make = tqdm
            except ImportError:
                pass

    def show(self, folder):
        """The download that grows is a file NAME.part."""
        if not self.make:
            return
        try:
            growing = [entry for entry in os.scandir(folder) if entry.name.endswith(".part")]
            growing = [(entry.name[:-5], entry.stat().st_size) for entry in growing]
        except OSError:
            growing = []
        name, size = growing[0] if growing else (None, 0)
        if name != self.name:
            self.close()
            self.name = name
            self.bar = self.make(desc=name, unit="B", unit_scale=True) if name else None
        if self.bar:
            self.bar.update(size - self.bar.n)

    def close(self):
        if self.bar:
            self.bar.close()
        self.bar = self.name = None


def _follow(process, folder, progress, told):
    """Waits for the end of the script, telling what it says."""
    import threading

    lines = []

    def listen():
        for line in process.stderr:
            lines.append(line.rstrip("\n"))
            if told:
                told(lines[-1])

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        while process.poll() is None:
            progress.show(folder)
            listener.join(0.2)
            if not listener.is_alive():
                process.wait()
    finally:
        progress.close()
        if process.poll() is None:  # Ctrl-C
            process.terminate()
            process.wait()
        listener.join()
        process.stderr.close()
    return lines


def fetch(dir=None, sources=None, only=None, force=False, progress=True, tell=None):
    """Downloads the current ontologies from their publishers and makes the dictionary "full" of them; gives its path.

    What has not changed is not downloaded again, and a download that broke goes on where it broke. It does what the script
    fetch-dictionaries does, with that script, which needs bash and curl.

    dir         where to put it; None: where Tagger("full") finds it
    sources     a table of sources in place of the built-in ones
    only        names of sources that are downloaded; the others are taken as they are
    force       download and build again, also what has not changed
    progress    show a bar, where tqdm is installed
    tell        called with each line that tells of the progress; None: print it to sys.stderr
    """
    import shutil
    import subprocess

    from ._words import words

    if dir is None:
        data = os.environ.get("XDG_DATA_HOME", "")
        home = data if data.startswith("/") else os.path.join(os.path.expanduser("~"), ".local", "share")
        dir = os.path.join(home, "ontotag")
    dir = os.path.abspath(os.fspath(dir))
    arguments = ["--dir", dir]
    if sources is not None:
        arguments += ["--sources", os.fspath(sources)]
    for name in words(only, "only"):
        arguments += ["--only", name]
    if force:
        arguments.append("--force")
    shell = shutil.which("bash")
    if not shell:
        raise FileNotFoundError("fetch needs bash and curl, and bash is not here")
    process = subprocess.Popen([shell, os.path.join(_folder, "fetch-dictionaries"), *arguments], env={**os.environ, "ONTOTAG": program()},
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if tell is None:
        def tell(line):
            print(line, file=sys.stderr)
    lines = _follow(process, os.path.join(dir, "sources"), _Progress(progress), tell)
    if process.returncode:
        raise Error(lines[-1] if lines else f"fetch-dictionaries ended with {process.returncode}")
    return os.path.join(dir, "full.otx")
