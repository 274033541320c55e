#!/usr/bin/python3
"""Times `headwater` against the hand-written limits, and the event list against a binary heap.

    bench/run_bench.py BUILD_FOLDER [--repeats 7] [--no-hold] [--readme bench/README.md]

BUILD_FOLDER holds limit_mm1, limit_tiers5, bench_hold and headwater (without the last, only the others are timed). The
programs alternate, each runs `--repeats` times, and medians count. Every answer is checked; a wrong one stops the run.
The tables replace what stands between the two markers of the readme.
"""
import argparse
import collections
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"

# What is right, as (expected value, standard deviation of one replication): mm1 by theory, tiers5 from 40 seeds of an engine
# written independently of this one; deviations and model events from 40 seeds of the limit programs. An answer that is off by
# more than 5 deviations is wrong.
LIMIT_ANSWERS = {
    "mm1": {"mean_time_in_system": [(10.0, 0.13)]},
    "tiers5": {
        "mean_in_service": [(45.55, 0.07), (8829.0, 2.3), (11569.0, 4.9), (4833.0, 3.0), (2535.0, 28.4)],
        "mean_wait": [(0.0002, 0.0001), (379.6, 2.2), (405.2, 3.5), (544.5, 3.9), (0.0, 0.0001)],
    },
}
MODEL_EVENTS = {"mm1": (4.0e6, 2900.0), "tiers5": (2.7422e6, 2550.0)}

Run = collections.namedtuple("Run", "wall cpu output")


def run(command):
    """Runs a command to its end: seconds on the wall and of the processor, standard output."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit status {process.returncode}")
    return Run(wall, usage.ru_utime + usage.ru_stime, output.decode())


def peak_mib(command):
    """Peak resident memory. A child's figure begins with that of its parent, so a small parent must start the command."""
    if not os.path.exists("/usr/bin/time"):
        return "-"
    with tempfile.NamedTemporaryFile("r") as report:
        run(["/usr/bin/time", "-f", "%M", "-o", report.name, *command])
        return f"{int(report.read()) / 1024:.0f}"


def check(what, found, expected, sd):
    if not abs(found - expected) <= 5 * sd:
        sys.exit(f"{what}: found {found}, expected {expected} within {5 * sd}")


def limit_command(build, workload, seed):
    return [build / f"limit_{workload}", str(seed)]


def limit(build, workload, seed):
    result = run(limit_command(build, workload, seed))
    report = json.loads(result.output)
    for name, expected in LIMIT_ANSWERS[workload].items():
        found = report["answer"][name]
        for value, (mean, sd) in zip(found if isinstance(found, list) else [found], expected):
            check(f"limit_{workload}, seed {seed}, {name}", value, mean, sd)
    return result, report["events"]


def headwater_command(build, model, out, threads=1):
    return [build / "headwater", "run", model, "-o", out, "--force", "--threads", str(threads), "--quiet"]


def events_of(build, out, workload):
    """Model events of a results file, checked."""
    shown = json.loads(run([build / "headwater", "show", "--json", out]).output)
    check(f"headwater, {workload}, model events", shown["model_events"], *MODEL_EVENTS[workload])
    return shown["model_events"]


def compare(build, workload, repeats, folder):
    """Rows of limit and headwater, run in turn."""
    model, out = ROOT / f"models/queues/{workload}.yaml", folder / f"{workload}.h5"
    command = headwater_command(build, model, out)
    runs = {"limit": [], "headwater": []}
    peak = {"limit": peak_mib(limit_command(build, workload, 1))}
    with_headwater = (build / "headwater").exists()
    if with_headwater:
        peak["headwater"] = peak_mib(command)
    for repeat in range(repeats):
        result, events = limit(build, workload, repeat + 1)
        runs["limit"].append((result, events))
        if with_headwater:
            result = run(command)
            runs["headwater"].append((result, events_of(build, out, workload)))
    rows, base = [], None
    for name, results in runs.items():
        if not results:
            continue
        wall = statistics.median(result.wall / events * 1e9 for result, events in results)
        cpu = statistics.median(result.cpu / events * 1e9 for result, events in results)
        base = base or (wall, cpu)
        rows.append(f"| {workload} | {name} | {wall:.1f} | {cpu:.1f} | {wall / base[0]:.2f} | {cpu / base[1]:.2f} | {peak[name]} |")
    return rows


def scaling(build, repeats, folder):
    """How many times faster 8 replications of tiers5 are done by two threads than by one."""
    scenario, out = folder / "eight.yaml", folder / "eight.h5"
    model = os.path.relpath(ROOT / "models/queues/tiers5.yaml", folder)
    scenario.write_text(f"extends: {model}\nrun: {{replications: 8}}\n")
    ratios = []
    for _ in range(repeats):
        one, two = (run(headwater_command(build, scenario, out, threads)).wall for threads in (1, 2))
        ratios.append(one / two)
    return f"Eight replications of tiers5 on two threads: {statistics.median(ratios):.2f} times as fast as on one."


def hold(build):
    report = json.loads(run([build / "bench_hold", "--benchmark_format=json"]).output)
    rows = []
    for entry in report["benchmarks"]:
        if entry.get("error_occurred"):
            sys.exit(f"bench_hold: {entry['error_message']}")
        if entry.get("aggregate_name") == "median":
            pending = int(entry["run_name"].split("pending:")[1].split("/")[0])
            rows.append(f"| {pending:,} | {entry['event_list_ns']:.1f} | {entry['priority_queue_ns']:.1f} "
                        f"| {entry['ratio']:.2f} |")
    return rows


def first_line(command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]


def setting(build):
    """Date, commit, machine and compiler."""
    cache = dict(line.split("=", 1) for line in (build / "CMakeCache.txt").read_text().splitlines() if "=" in line)
    compiler = first_line([cache.get("CMAKE_CXX_COMPILER:FILEPATH") or cache["CMAKE_CXX_COMPILER:STRING"], "--version"])
    cpu = next(line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    commit = first_line(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"])
    return (f"{datetime.date.today()}, commit {commit}, {os.cpu_count()} x {cpu}, {platform.system()}, {compiler}, "
            f"{cache['CMAKE_BUILD_TYPE:STRING']}; load {os.getloadavg()[0]:.1f} at the start.")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--no-hold", action="store_true", help="leave out the event list (two minutes or more)")
    parser.add_argument("--readme", type=pathlib.Path, default=ROOT / "bench/README.md")
    options = parser.parse_args()
    build = options.build.resolve()

    lines = [setting(build), ""]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        lines += ["| workload | program | ns per model event, wall | processor | ratio, wall | processor | peak MiB |",
                  "| --- | --- | --- | --- | --- | --- | --- |"]
        for workload in ("mm1", "tiers5"):
            lines += compare(build, workload, options.repeats, folder)
        if (build / "headwater").exists():
            lines += ["", scaling(build, options.repeats, folder)]
    if not options.no_hold:
        lines += ["", "| hold, pending | event list, ns | `std::priority_queue`, ns | ratio |", "| --- | --- | --- | --- |"]
        lines += hold(build)

    text = "\n".join(lines) + "\n"
    print(text, end="")
    readme = options.readme.read_text()
    before, rest = readme.split(BEGIN)
    _, after = rest.split(END)
    options.readme.write_text(before + BEGIN + text + END + after)


if __name__ == "__main__":
    main()
