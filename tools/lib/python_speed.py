"""Measures the package beside the command, in turns: python_speed.py ONTOTAG IMAGE TEXT [ROUNDS]

Run by an interpreter that has the package. Processor time, for others may use the machine as well; of the speed on two threads, which is
a matter of time that passes, the best of the rounds.
"""
import os
import resource
import subprocess
import sys
import time

CODE = """
import sys, time, os, resource
begin = time.perf_counter()
import ontotag
imported = time.perf_counter()
tagger = ontotag.Tagger(*sys.argv[1].split())
tagger.tag("asthma")
first = time.perf_counter()
if len(sys.argv) > 2:
    with open(sys.argv[2], encoding="utf-8") as stream:
        texts = stream.read().split("\\n")[:-1]
    cpu, wall = time.process_time(), time.perf_counter()
    batch = tagger.tag_batch(texts, threads=int(sys.argv[3]))
    print(time.process_time() - cpu, time.perf_counter() - wall, len(batch))
else:
    print(imported - begin, first - imported)
"""


def command(*arguments):
    """(processor seconds, seconds) of the command."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(arguments, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.perf_counter() - begin


def package(*arguments):
    return [float(word) for word in subprocess.run([sys.executable, "-c", CODE, *arguments], capture_output=True, check=True, text=True).stdout.split()]


def main():
    ontotag, image, text = sys.argv[1:4]
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 5
    size = os.path.getsize(text) / 1e6
    line = text + ".line"
    with open(text, "rb") as source, open(line, "wb") as target:
        target.write(source.readline())
    tsv, start, one, two, starts, images = [], [], [], [], [], []
    for _ in range(rounds):
        tsv.append(command(ontotag, "tag", "-q", "-d", image, "--lines", "-o", "tsv", text))
        start.append(command(ontotag, "tag", "-q", "-d", image, "--lines", "-o", "tsv", line))
        one.append(package(image, text, "1"))
        two.append(package(image, text, "2"))
        starts.append(package(""))
        images.append(package(image))
    best = [min(values) for values in zip(*tsv)]
    begun = [min(values) for values in zip(*start)]
    single, double = [min(values) for values in zip(*one)], [min(values) for values in zip(*two)]
    print(f"command, tsv     {size / (best[0] - begun[0]):6.1f} MB/s of processor time")
    print(f"tag_batch        {size / single[0]:6.1f} MB/s of processor time: {(best[0] - begun[0]) / single[0]:.2f} of the command")
    print(f"two threads      {size / double[0]:6.1f} MB/s of processor time; {size / double[1]:.1f} MB/s where one makes {size / single[1]:.1f}: "
          f"{single[1] / double[1]:.2f} times (with two cores free, by processor time, {2 * single[0] / double[0]:.2f})")
    print(f"import           {1000 * min(s[0] for s in starts):6.1f} ms")
    print(f"first tag        {1000 * min(s[1] for s in starts):6.1f} ms with the starter, {1000 * min(s[1] for s in images):.1f} ms from the "
          f"image; the command takes {1000 * begun[1]:.1f} ms from exec to exit")


if __name__ == "__main__":
    main()
