#!/usr/bin/python3
"""Times `headwater` against the hand-written limits, its parts, queues that are not plain, and the event list against a heap.

    bench/run_bench.py BUILD_FOLDER [--earlier BUILD_FOLDER] [--repeats 7] [--no-hold] [--no-pairs] [--no-england] [--readme bench/README.md]

BUILD_FOLDER holds headwater, bench_layers, bench_hold, limit_mm1 and limit_tiers5. Programs alternate, each runs
`--repeats` times, and medians count. Every answer is checked; a wrong one stops the run. The tables replace what stands
between the two markers of the readme. The build folder of an earlier commit's checkout, if one is given, takes part with
its own headwater and its own copies of the models.
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
ANSWERS = {
    "mm1": {"mean_time_in_system": [(10.0, 0.13)]},
    "tiers5": {
        "mean_in_service": [(45.55, 0.07), (8829.0, 2.3), (11569.0, 4.9), (4833.0, 3.0), (2535.0, 28.4)],
        "mean_wait": [(0.0002, 0.0001), (379.6, 2.2), (405.2, 3.5), (544.5, 3.9), (0.0, 0.0001)],
    },
}
MODEL_EVENTS = {"mm1": (4.0e6, 2900.0), "tiers5": (2.7422e6, 2550.0)}

# What is asked for, and what would be good (see the readme).
BARS = {"mm1": (3.0, 2.4), "tiers5": (1.3, 1.0), "tiers5 MiB": (64, 64), "scaling": (1.9, 1.95), "check": (50, 50),
        "hold": (4.0, 6.0), "hold of 1,000": (1.0, 1.0), "council": (0.15, 0.15), "England": (60, 60), "England GiB": (4, 4)}

# Queues that are not plain, each of them mm1 with a few lines more, of which nothing comes but work: by theory the mean number
# there, those who wait included, stays as it is, rho / (1 - rho) = 9 with a deviation of about 0.13 in one replication.
NOT_PLAIN = {
    "interrupted at a cut that never comes": "set: {tiers.server.when_cut: interrupt}",
    "a waiting room of 500": "set: {tiers.server.waiting_room: 500, tiers.server.when_full: done}",
    "a shared resource": "remove: [tiers.server.capacity]\nadd: {resources.staff: {capacity: 1}}\nset: {tiers.server.needs: {staff: 1}}",
    "processor sharing": "set: {tiers.server.order: shared}",
    "last come, pre-emptive": "set: {tiers.server.order: last_come, tiers.server.pre_emption: resume}",
}
MEAN_NUMBER = (9.0, 0.13)

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
    with tempfile.NamedTemporaryFile("r") as report:
        run(["/usr/bin/time", "-f", "%M", "-o", report.name, *command])
        return int(report.read()) / 1024


def model_of(workload, root=ROOT):
    return root / f"models/queues/{workload}.yaml"


def verdict(what, bar, found, text, least=False):
    """A row of the table of bars; `found` may be several figures, the worst of which counts."""
    asked, good = BARS[bar]
    worst = min(found) if least else max(found)
    reaches = (lambda limit: worst >= limit) if least else (lambda limit: worst <= limit)
    result = "good" if reaches(good) else "met" if reaches(asked) else "**missed**"
    sign = "at least" if least else "at most"
    return f"| {what} | {sign} {asked:g} | {good:g} | {text} | {result} |"


def check(what, found, expected, sd):
    if not abs(found - expected) <= 5 * sd:
        sys.exit(f"{what}: found {found}, expected {expected} within {5 * sd}")


def check_answers(what, workload, answer, events):
    for name, expected in ANSWERS[workload].items():
        found = answer[name]
        for value, (mean, sd) in zip(found if isinstance(found, list) else [found], expected, strict=True):
            check(f"{what}, {workload}, {name}", value, mean, sd)
    check(f"{what}, {workload}, model events", events, *MODEL_EVENTS[workload])


def limit_command(build, workload, seed):
    return [build / f"limit_{workload}", str(seed)]


def limit(build, workload, seed):
    result = run(limit_command(build, workload, seed))
    report = json.loads(result.output)
    check_answers(f"limit, seed {seed}", workload, report["answer"], report["events"])
    return result, report["events"]


def headwater_command(build, model, out, threads=1):
    return [build / "headwater", "run", model, "-o", out, "--force", "--threads", str(threads), "--quiet"]


def with_time_in_system(answer):
    """Adds what single-server models are checked by: the mean wait and the mean sojourn together."""
    return answer | {"mean_time_in_system": answer["mean_wait"][0] + answer["mean_sojourn"][0]}


def headwater(build, workload, command, out):
    result = run(command)
    shown = json.loads(run([build / "headwater", "show", "--json", out]).output)
    tiers = list(shown["scenarios"][0]["tiers"].values())
    answer = {mine: [tier[name]["mean"] for tier in tiers] for mine, name in
              (("mean_in_service", "occupancy"), ("mean_wait", "wait_mean_days"), ("mean_sojourn", "sojourn_mean_days"))}
    check_answers("headwater", workload, with_time_in_system(answer), shown["model_events"])
    return result, shown["model_events"]


Comparison = collections.namedtuple("Comparison", "rows wall_ratio cpu_ratio peak cpu")


def cache_of(build):
    """What CMake was told of a build."""
    return dict(line.split("=", 1) for line in (build / "CMakeCache.txt").read_text().splitlines() if "=" in line)


def source_of(build):
    return pathlib.Path(cache_of(build)["CMAKE_HOME_DIRECTORY:INTERNAL"])


def commit_of(root):
    return first_line(["git", "-C", root, "rev-parse", "--short", "HEAD"])


def compare(build, earlier, workload, repeats, folder):
    """Limit, headwater and an earlier headwater if there is one, run in turn: rows of the table, and how headwater stands to
    the limit."""
    out = folder / f"{workload}.h5"
    builds = {"headwater": (build, model_of(workload))}
    if earlier:
        builds[f"headwater, {commit_of(source_of(earlier))}"] = (earlier, model_of(workload, source_of(earlier)))
    commands = {name: headwater_command(one, model, out) for name, (one, model) in builds.items()}
    runs = {"limit": [], **{name: [] for name in commands}}
    peak = {"limit": peak_mib(limit_command(build, workload, 1)), **{name: peak_mib(command) for name, command in commands.items()}}
    for repeat in range(repeats):
        runs["limit"].append(limit(build, workload, repeat + 1))
        for name, command in commands.items():
            runs[name].append(headwater(builds[name][0], workload, command, out))
    wall = {name: statistics.median(result.wall / events * 1e9 for result, events in results) for name, results in runs.items()}
    cpu = {name: statistics.median(result.cpu / events * 1e9 for result, events in results) for name, results in runs.items()}
    rows = [f"| {workload} | {name} | {wall[name]:.1f} | {cpu[name]:.1f} | {wall[name] / wall['limit']:.2f} "
            f"| {cpu[name] / cpu['limit']:.2f} | {peak[name]:.0f} |" for name in runs]
    return Comparison(rows, wall["headwater"] / wall["limit"], cpu["headwater"] / cpu["limit"], peak["headwater"], cpu)


def not_plain(build, repeats, folder):
    """Rows: processor time of queues that are not plain, as a ratio to that of plain mm1 in the same round."""
    base = f"extends: {os.path.relpath(model_of('mm1'), folder)}"
    commands, out = {}, folder / "queue.h5"
    for number, (name, lines) in enumerate({"plain": "", **NOT_PLAIN}.items()):
        scenario = folder / f"queue-{number}.yaml"
        scenario.write_text(f"{base}\n{lines}\n")
        commands[name] = headwater_command(build, scenario, out)
    cpu = {name: [] for name in commands}
    for _ in range(repeats):
        for name, command in commands.items():
            cpu[name].append(run(command).cpu)
            shown = json.loads(run([build / "headwater", "show", "--json", out]).output)
            server = shown["scenarios"][0]["tiers"]["server"]
            check(f"{name}, mean number", server["occupancy"]["mean"] + server["waiting"]["mean"], *MEAN_NUMBER)
    ratios = {name: statistics.median(mine / plain for mine, plain in zip(times, cpu["plain"], strict=True)) for name, times in cpu.items()}
    return [f"| {name} | {statistics.median(cpu[name]):.2f} | {ratio:.2f} |" for name, ratio in ratios.items()]


def layers(build, workload, repeats, cpu):
    """Rows: what keyed luck, statistics and the rest of the process add to a bare loop. `cpu` is of the whole processes."""
    report = json.loads(run([build / "bench_layers", model_of(workload), str(repeats)]).output)
    for name, layer in report.items():
        if "mean_wait" in layer:
            check_answers(f"bench_layers, {name}", workload, with_time_in_system(layer), layer["events"])
        else:
            check(f"bench_layers, {name}, {workload}, model events", layer["events"], *MODEL_EVENTS[workload])
    costs = {name: layer["ns_per_event"] for name, layer in report.items()}
    costs["keyed, statistics, whole process"] = cpu["headwater"]
    return [f"| {workload} | {name} | {ns:.1f} | {ns / cpu['limit']:.2f} |" for name, ns in costs.items()]


def scaling(build, repeats, folder):
    """How many times faster 8 replications of tiers5 are done by two threads than by one."""
    scenario, out = folder / "eight.yaml", folder / "eight.h5"
    scenario.write_text(f"extends: {os.path.relpath(model_of('tiers5'), folder)}\nrun: {{replications: 8}}\n")
    ratios = []
    for _ in range(repeats):
        one, two = (run(headwater_command(build, scenario, out, threads)).wall for threads in (1, 2))
        ratios.append(one / two)
    return statistics.median(ratios)


def pairs(build, folder):
    """Rows: two council scenarios side by side under the same luck, by number of replications and threads; and how much faster
    two threads are than one at the larger number. Every content hash of one number must be the same."""
    rows, wall, out = [], {}, folder / "pairs.h5"
    with tempfile.NamedTemporaryFile("r") as report:
        for replications in (100, 1000):
            hashes = set()
            for threads in (1, 2):
                command = [build / "headwater", "compare", ROOT / "scenarios/baseline.yaml", ROOT / "scenarios/more-early-help.yaml", "--of", "occupancy.foster_care",
                           "--replications", str(replications), "--threads", str(threads), "-o", out, "--force", "--quiet"]
                result = run(["/usr/bin/time", "-f", "%M", "-o", report.name, *command])
                report.seek(0)
                peak = int(report.read().split()[-1]) / 1024
                wall[threads] = result.wall
                hashes.add(run([build / "headwater", "verify", out]).output.split("content hash ")[1].split()[0])
                rows.append(f"| {replications:,} | {threads} | {result.wall:.1f} | {result.cpu:.1f} | {peak:.0f} |")
            if len(hashes) != 1:
                sys.exit("pairs: one thread and two give different results")
    return rows, wall[1] / wall[2]


FAMILIES = "models/english-council.yaml"
DECADES = 3  # of which two are warm-up
ENGLAND = 12_200_000  # children


def council(build, repeats, folder):
    """Processor seconds for ten simulated years of a council of 80,000 children with families and the full pathway."""
    command = headwater_command(build, ROOT / FAMILIES, folder / "council.h5") + ["--replications", "1"]
    return statistics.median(run(command).cpu for _ in range(repeats)) / DECADES, peak_mib(command)


def england(build, folder):
    """Processor seconds and peak MiB of ten years of all families of England in one replication, begun without open cases."""
    scenario = folder / "england.yaml"
    scenario.write_text(f"extends: {os.path.relpath(ROOT / FAMILIES, folder)}\nset: {{population.children: {ENGLAND}, run.warm_up_years: 0}}\n")
    with tempfile.NamedTemporaryFile("r") as report:
        command = headwater_command(build, scenario, folder / "england.h5") + ["--replications", "1"]
        seconds = run(["/usr/bin/time", "-f", "%M", "-o", report.name, *command]).cpu
        return seconds, int(report.read().split()[-1]) / 1024


def checking(build, repeats, folder):
    """Milliseconds on the wall that `headwater check` takes for a model of 1,000 lines."""
    lines = ["headwater: 1", "title: A chain of tiers", "start: 2026-04-01", "horizon_days: 365",
             "sources: {new: {rate_per_day: 1, to: tier_1}}", "tiers:"]
    tiers = 124
    for i in range(1, tiers + 1):
        ways = {"leave": 1.0} if i == tiers else {"leave": 0.1, f"tier_{i + 1}": 0.9}
        lines += [f"  tier_{i}:", "    capacity: 100", "    sojourn:", "      law: lognormal", "      mean_days: 30",
                  "      sd_days: 20", "    exits:", f"      {json.dumps(ways)}"]
    lines += ["exits: {leave: {}}", "run: {replications: 1}"]
    assert len(lines) == 1000
    model = folder / "long.yaml"
    model.write_text("\n".join(lines) + "\n")
    return statistics.median(run([build / "headwater", "check", model]).wall for _ in range(repeats)) * 1e3


def hold(build):
    """Rows, and the ratio of the binary heap to the event list by events pending."""
    report = json.loads(run([build / "bench_hold", "--benchmark_format=json"]).output)
    rows, ratios = [], {}
    for entry in report["benchmarks"]:
        if entry.get("error_occurred"):
            sys.exit(f"bench_hold: {entry['error_message']}")
        if entry.get("aggregate_name") == "median":
            pending = int(entry["run_name"].split("pending:")[1].split("/")[0])
            rows.append(f"| {pending:,} | {entry['event_list_ns']:.1f} | {entry['priority_queue_ns']:.1f} "
                        f"| {entry['ratio']:.2f} |")
            ratios[pending] = entry["ratio"]
    return rows, ratios


def first_line(command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]


def setting(build):
    """Date, commit, machine and compiler."""
    cache = cache_of(build)
    compiler = first_line([cache.get("CMAKE_CXX_COMPILER:FILEPATH") or cache["CMAKE_CXX_COMPILER:STRING"], "--version"])
    cpu = next(line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    load = os.getloadavg()[0]
    return (f"{datetime.date.today()}, commit {commit_of(ROOT)}, {os.cpu_count()} x {cpu}, {platform.system()}, {compiler}, "
            f"{cache['CMAKE_BUILD_TYPE:STRING']}; load {load:.1f} at the start."
            + (" Other work shared the machine: wall times, and the figure for two threads, say little." if load > 0.5 else ""))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--earlier", type=lambda text: pathlib.Path(text).resolve(), help="the build folder of an earlier commit, to stand beside")
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--no-hold", action="store_true", help="leave out the event list (two minutes or more)")
    parser.add_argument("--no-pairs", action="store_true", help="leave out the paired replications of the council (five minutes)")
    parser.add_argument("--no-england", action="store_true", help="leave out all of England (two minutes)")
    parser.add_argument("--readme", type=pathlib.Path, default=ROOT / "bench/README.md")
    options = parser.parse_args()
    build = options.build.resolve()

    at_start = setting(build)
    bars, process_rows, layer_rows = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for workload in ("mm1", "tiers5"):
            found = compare(build, options.earlier, workload, options.repeats, folder)
            process_rows += found.rows
            layer_rows += layers(build, workload, options.repeats, found.cpu)
            ratios = (found.wall_ratio, found.cpu_ratio)
            bars.append(verdict(f"{workload}, whole process over limit", workload, ratios,
                                "{:.2f} wall, {:.2f} processor".format(*ratios)))
        bars.append(verdict("tiers5, peak MiB", "tiers5 MiB", [found.peak], f"{found.peak:.0f}"))
        ratio = scaling(build, options.repeats, folder)
        bars.append(verdict("eight replications of tiers5, two threads, times as fast as one", "scaling", [ratio],
                            f"{ratio:.2f}", least=True))
        queue_rows = not_plain(build, options.repeats, folder)
        milliseconds = checking(build, options.repeats, folder)
        bars.append(verdict("`check` of 1,000 lines, ms", "check", [milliseconds], f"{milliseconds:.0f}"))
        seconds, peak = council(build, options.repeats, folder)
        family_rows = [f"| council of 80,000 children | {seconds:.2f} | {peak:.0f} |"]
        bars.append(verdict("ten years of a council with families, processor s", "council", [seconds], f"{seconds:.2f}"))
        if not options.no_england:
            seconds, peak = england(build, folder)
            family_rows.append(f"| England, {ENGLAND:,} children | {seconds:.0f} | {peak:,.0f} |")
            bars.append(verdict("ten years of all England with families, processor s", "England", [seconds], f"{seconds:.0f}"))
            bars.append(verdict("the same, peak GiB", "England GiB", [peak / 1024], f"{peak / 1024:.1f}"))
        pair_lines = []
        if not options.no_pairs:
            pair_rows, ratio = pairs(build, folder)
            bars.append(verdict("1,000 paired replications of the council, two threads, times as fast as one", "scaling", [ratio], f"{ratio:.2f}", least=True))
            pair_lines = ["", "| paired replications of two council scenarios | threads | wall, s | processor, s | peak MiB |", "| --- | --- | --- | --- | --- |", *pair_rows]
    hold_lines = []
    if not options.no_hold:
        hold_rows, ratios = hold(build)
        large = [ratio for pending, ratio in ratios.items() if pending >= 100_000]
        bars.append(verdict("hold, 100,000 pending and more, times as fast as the heap", "hold", large,
                            f"{min(large):.2f} to {max(large):.2f}", least=True))
        bars.append(verdict("hold, 1,000 pending, likewise", "hold of 1,000", [ratios[1000]], f"{ratios[1000]:.2f}", least=True))
        hold_lines = ["", "| hold, pending | event list, ns | `std::priority_queue`, ns | ratio |", "| --- | --- | --- | --- |",
                      *hold_rows]
    lines = [at_start, "",
             "| what | asked | good | found | |", "| --- | --- | --- | --- | --- |", *bars, "",
             "| workload | program | ns per model event, wall | processor | ratio, wall | processor | peak MiB |",
             "| --- | --- | --- | --- | --- | --- | --- |", *process_rows, "",
             "| workload | what runs | processor ns per model event | ratio to limit |", "| --- | --- | --- | --- |", *layer_rows, "",
             "| mm1 as a queue that is not plain | processor, s | ratio to plain |", "| --- | --- | --- |", *queue_rows,
             "", "| families, ten years in one replication | processor, s | peak MiB |", "| --- | --- | --- |", *family_rows,
             *pair_lines, *hold_lines]

    text = "\n".join(lines) + "\n"
    print(text, end="")
    readme = options.readme.read_text()
    before, rest = readme.split(BEGIN)
    _, after = rest.split(END)
    options.readme.write_text(before + BEGIN + text + END + after)


if __name__ == "__main__":
    main()
