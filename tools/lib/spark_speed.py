"""Measures Spark beside `ontotag tag -j 2` on the same text, in turns: spark_speed.py ONTOTAG IMAGE TEXT COPIES FOLDER RESULTS PARTITIONS...

Notes lie in Parquet, a file a partition, and mentions go to Parquet. Prints a row for each number of partitions, of ROUNDS the best: seconds,
processor seconds of Spark and its workers, MB/s, the largest worker's memory. Writes RESULTS.csv and a curve, RESULTS.svg. Run by an
interpreter that has the package, pyspark, pyarrow and psutil.
"""
import os
import resource
import shutil
import subprocess
import sys
import threading
import time

os.environ["PYSPARK_PYTHON"] = sys.executable
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
ROUNDS = 2
COLUMNS = ["start", "end", "text", "type", "codes", "name", "negated"]


def make(text, copies, partitions, folder):
    """The text `copies` times, each line a note, as `partitions` files."""
    import pyarrow
    import pyarrow.parquet

    with open(text, encoding="utf-8") as stream:
        lines = stream.read().split("\n")[:-1]
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    column, total = pyarrow.array(lines), len(lines) * copies
    for part in range(partitions):
        first, last = total * part // partitions, total * (part + 1) // partitions
        with pyarrow.parquet.ParquetWriter(f"{folder}/{part:04}.parquet", pyarrow.schema({"id": pyarrow.int64(), "text": pyarrow.string()})) as out:
            at = first
            while at < last:
                begin = at % len(lines)
                count = min(len(lines) - begin, last - at, 20000)
                out.write_table(pyarrow.table({"id": range(at, at + count), "text": column.slice(begin, count)}))
                at += count
    return total


class Watch(threading.Thread):
    """Processor time and memory of all processes below this one."""

    def __init__(self):
        super().__init__(daemon=True)
        self.worker, self.curve, self.ended = 0, [], threading.Event()

    def run(self):
        import psutil

        me = psutil.Process()
        while not self.ended.wait(1):
            largest = 0
            for child in me.children(recursive=True):
                try:
                    if "java" not in child.name():
                        largest = max(largest, child.memory_info().rss)
                except psutil.Error:
                    pass
            self.curve.append(largest)
            self.worker = max(self.worker, largest)


def processor():
    import psutil

    java = python = 0
    for child in [psutil.Process(), *psutil.Process().children(recursive=True)]:
        try:
            times = child.cpu_times()
            spent = times.user + times.system + times.children_user + times.children_system
            java, python = (java + spent, python) if "java" in child.name() else (java, python + spent)
        except psutil.Error:
            pass
    return java, python


def command(ontotag, image, text, copies):
    """`ontotag tag -j 2` on the text, as many times, from a pipe."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    tag = subprocess.Popen([ontotag, "tag", "-q", "-j", "2", "-d", image, "--lines", "-o", "tsv"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    with open(text, "rb") as stream:
        content = stream.read()
    for _ in range(copies):
        tag.stdin.write(content)
    tag.stdin.close()
    tag.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - begin, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


COLUMNS_OF_RESULTS = ("partitions", "seconds", "processor_s", "mb_s", "mb_processor_s", "worker_mb", "command_s", "command_processor_s",
                      "of_command", "of_command_processor")


def once(spark, name, notes, mentions, program, image, text, copies):
    """(seconds, processor seconds of Java, of Python, the largest worker's memory) and (seconds, processor seconds) of the command."""
    import ontotag.spark

    shutil.rmtree(mentions, ignore_errors=True)
    theirs = command(program, image, text, copies)
    watch = Watch()
    watch.start()
    cpu, begin = processor(), time.perf_counter()
    ontotag.spark.tag(spark.read.parquet(notes), dictionary=name, columns=COLUMNS).write.parquet(mentions)
    seconds, after = time.perf_counter() - begin, processor()
    watch.ended.set()
    watch.join()
    curve = [f"{value / 1e6:.0f}" for value in watch.curve[::max(1, len(watch.curve) // 10)]]
    print(f"# {spark.read.parquet(mentions).count()} mentions; the largest worker over time, MB: {' '.join(curve)}", file=sys.stderr)
    return (seconds, after[0] - cpu[0], after[1] - cpu[1], watch.worker), theirs


def draw(rows, path):
    data = "".join(f"{row[0]} {row[3]:.1f} {row[4] * 2:.1f}\n" for row in rows) + "e\n"
    script = (f"set terminal svg size 560,340\nset output '{path}'\nset xlabel 'partitions'\nset ylabel 'MB/s on two cores'\nset yrange [0:*]\n"
              "set logscale x 2\nset grid\nset key bottom right\nplot '-' using 1:2 with linespoints pt 7 title 'measured', "
              "'-' using 1:3 with linespoints pt 6 title 'by processor time, with two cores free'\n" + data * 2)
    subprocess.run(["gnuplot"], input=script.encode(), check=True)


def main():
    program, image, text, copies, folder, results, *partitions = sys.argv[1:]
    copies, size = int(copies), os.path.getsize(text) * int(copies) / 1e6
    from pyspark.sql import SparkSession

    import ontotag.spark

    # Started first, so that its processes' time is not counted with the command's.
    spark = (SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.driver.memory", "3g")
             .config("spark.driver.extraJavaOptions", "-XX:+UseParallelGC")
             .config("spark.sql.files.maxPartitionBytes", "1g").config("spark.sql.files.openCostInBytes", "1g").getOrCreate())
    spark.sparkContext.setLogLevel("ERROR")
    name = ontotag.spark.ship(spark, image)
    warm = spark.createDataFrame([(i, "asthma") for i in range(100)], "id long, text string").repartition(2)
    ontotag.spark.tag(warm, dictionary=name, columns=COLUMNS).collect()  # the JVM and the workers have started
    notes, mentions, rows = os.path.join(folder, "notes"), os.path.join(folder, "mentions"), []
    print("\t".join(COLUMNS_OF_RESULTS))
    for count in partitions:
        make(text, copies, int(count), notes)
        runs = [once(spark, name, notes, mentions, program, image, text, copies) for _ in range(ROUNDS)]
        seconds, used = min(ours[0] for ours, _ in runs), min(ours[1] + ours[2] for ours, _ in runs)
        theirs = [min(theirs[k] for _, theirs in runs) for k in (0, 1)]
        rows.append((int(count), seconds, used, size / seconds, size / used, max(ours[3] for ours, _ in runs) / 1e6, *theirs,
                     theirs[0] / seconds, theirs[1] / used))
        print("\t".join(f"{value:.2f}".rstrip("0").rstrip(".") for value in rows[-1]), flush=True)
    spark.stop()
    with open(results + ".csv", "w", encoding="utf-8") as out:
        out.write(",".join(COLUMNS_OF_RESULTS) + "\n")
        out.writelines(",".join(f"{value:.2f}" for value in row) + "\n" for row in rows)
    draw(rows, results + ".svg")


if __name__ == "__main__":
    main()
