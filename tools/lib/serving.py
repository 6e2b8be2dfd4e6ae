"""Measures `ontotag serve` with wrk: run by tools/bench --serve.

usage: serving.py ONTOTAG IMAGE PUBTATOR WORK RESULTS COMPILER
"""
import csv
import datetime
import json
import os
import platform
import re
import subprocess
import sys

THREADS, CONNECTIONS = 2, 16
LEAST_RATE, MOST_P99, MOST_GROWTH = 8000, 10.0, 10  # requests a second, milliseconds, requests
SECONDS = 10
WARM_ROUNDS, STEADY = 8, 256 << 10  # bytes of a round that count as none
LARGE_PAGE = 2 << 20
WAIT = 10  # milliseconds between two requests of a connection, at half the rate

# A text a request, in turn. With a delay, each connection waits so many milliseconds between two of them.
SCRIPT = """local texts = {%s}
local n = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "text/plain"
request = function() n = n %% #texts + 1; return wrk.format(nil, "/tag", nil, texts[n]) end
%s
done = function(summary, latency, requests)
	io.write(string.format("FIGURES %%d %%d %%d %%d %%d %%d\\n", summary.requests, summary.duration, latency:percentile(50),
		latency:percentile(99), latency.max, summary.errors.status + summary.errors.read + summary.errors.connect + summary.errors.timeout))
end
"""


def abstracts(path, most=500):
    title, texts = "", []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split("|", 2)
            if len(parts) == 3 and parts[1] == "t":
                title = parts[2]
            elif len(parts) == 3 and parts[1] == "a":
                texts.append(title + "\n" + parts[2])
    return texts[:most]


def run_wrk(script, port, connections, seconds, raw):
    command = ["wrk", "-t1", "-c%d" % connections, "-d%ds" % seconds, "--latency", "-s", script, "http://127.0.0.1:%d" % port]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    raw.write("$ %s\n%s\n" % (" ".join(command), done.stdout))
    count, duration, p50, p99, longest, errors = map(int, re.search(r"^FIGURES (.*)", done.stdout, re.M)[1].split())
    return {"requests": count, "rate": count / duration * 1e6, "p50": p50 / 1000, "p99": p99 / 1000, "max": longest / 1000, "errors": errors}


def memory_of(process):
    """Bytes of its own: the pages of the image are the system's, shared, and come as they are touched."""
    with open("/proc/%d/status" % process.pid, encoding="utf-8") as status:
        return int(re.search(r"^RssAnon:\s+(\d+) kB", status.read(), re.M)[1]) * 1024


def processor_seconds(process):
    with open("/proc/%d/stat" % process.pid, encoding="utf-8") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def start(ontotag, image):
    process = subprocess.Popen([ontotag, "serve", "-q", "-d", image, "--threads", str(THREADS), "--listen", "127.0.0.1:0"],
                               stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if line.startswith("{") and json.loads(line)["event"] == "listening":
            return process, int(json.loads(line)["address"].rsplit(":", 1)[1])
    sys.exit("serving: the service did not start")


def write_scripts(work, texts):
    quoted = ",\n".join("[==[%s]==]" % text for text in texts)
    paths = []
    for name, delay in (("full.lua", ""), ("half.lua", "delay = function() return %d end" % WAIT)):
        paths.append(os.path.join(work, name))
        with open(paths[-1], "w", encoding="utf-8") as file:
            file.write(SCRIPT % (quoted, delay))
    return paths


def warm_up(process, port, loads, raw):
    """Until words are learned, each connection has its memory, and the system has made its large pages; the memory then."""
    before, after = 0, memory_of(process)
    for _ in range(WARM_ROUNDS):
        if after - before < STEADY:
            break
        for script, connections in loads:
            run_wrk(script, port, connections, 5, raw)
        before, after = after, memory_of(process)
    return after


def measure(process, port, scripts, raw, requests):
    full, half = scripts
    calm_connections = round(LEAST_RATE / 2 * (WAIT + 0.5) / 1000)
    before, spent = warm_up(process, port, ((full, CONNECTIONS), (half, calm_connections)), raw), processor_seconds(process)
    best = run_wrk(full, port, CONNECTIONS, SECONDS, raw)
    best["processor"] = (processor_seconds(process) - spent) / best["requests"] * 1e6
    calm = run_wrk(half, port, calm_connections, SECONDS, raw)
    done = best["requests"] + calm["requests"]
    while done < requests:
        done += run_wrk(full, port, CONNECTIONS, SECONDS, raw)["requests"]
    return best, calm, done, before, memory_of(process)


def main():
    ontotag, image, corpus, work, results, compiler = sys.argv[1:]
    requests = int(os.environ.get("ONTOTAG_REQUESTS", "1000000"))
    texts = abstracts(corpus)
    process, port = start(ontotag, image)
    try:
        with open(os.path.join(work, "serve.txt"), "w", encoding="utf-8") as raw:
            best, calm, done, before, after = measure(process, port, write_scripts(work, texts), raw, requests)
    finally:
        process.terminate()
        process.wait()
    # A request's memory: its connection's, its body, a piece of its answer. The system may make one large page of small ones meanwhile.
    allowed = MOST_GROWTH * (32 + 16 + 64) * 1024 + LARGE_PAGE
    row = {"date": datetime.date.today().isoformat(), "machine": "%s, %d cores" % (platform.machine(), os.cpu_count()), "compiler": compiler,
           "load": "%.1f" % os.getloadavg()[0], "threads": THREADS, "requests_per_second": round(best["rate"]), "p99_ms": best["p99"],
           "processor_us": round(best["processor"], 1), "half_rate": round(calm["rate"]), "half_p50_ms": calm["p50"], "half_p99_ms": calm["p99"], "errors": best["errors"] + calm["errors"],
           "requests": done, "memory_before": before, "memory_after": after}
    new = not os.path.exists(results)
    with open(results, "a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, row)
        if new:
            writer.writeheader()
        writer.writerow(row)
    print("%(requests_per_second)d requests a second (p99 %(p99_ms).1f ms), %(processor_us).1f us of processor time each; at %(half_rate)d a second p50 %(half_p50_ms).1f ms, p99 "
          "%(half_p99_ms).1f ms; %(errors)d errors" % row)
    print("memory %.1f MB before, %.1f MB after %d requests" % (before / 1e6, after / 1e6, done))
    good = best["rate"] >= LEAST_RATE and calm["p99"] < MOST_P99 and after - before < allowed and not row["errors"]
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
