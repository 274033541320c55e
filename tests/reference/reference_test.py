#!/usr/bin/python3
"""The engine and a slow, plain simulator written from the rules alone (simulator.py) live the same history.

    reference_test.py [KIND NUMBER]

Hundreds of random small models go through `headwater run` and through the reference. Their event logs must agree event by
event: who, what, where and in which order, exactly; and when, exactly in `whole` models (all times are multiples of a
quarter day, but for birthdays) and to 1e-9 in `smooth` ones, where the two round differently. The series of every
reporting period must agree to 1e-9, and where one finds a deadlock the other must, at the same time in the same tiers.
With a kind and a number, one model is shown and compared.
"""
import math
import os
import re
import subprocess
import sys
import tempfile

try:
    import h5py
    import yaml
except ImportError as missing:
    print("skipped:", missing)
    sys.exit(77)

sys.dont_write_bytecode = True
from random_models import HORIZON, random_model  # noqa: E402
from simulator import Deadlock, Simulator  # noqa: E402

KINDS = {"plain": (False, False), "plain smooth": (True, False), "rich": (False, True), "rich smooth": (True, True)}
NUMBERS = {"plain": 60, "plain smooth": 30, "rich": 250, "rich smooth": 80}
WHAT = ["move", "start", "interrupt", "block"]
SERIES = {"occupancy": "tier", "waiting": "tier", "entries": "tier", "starts": "tier", "departures": "tier", "wait_mean": "tier",
          "sojourn_mean": "tier", "capacity": "tier", "in_use": "tier", "utilisation": "tier", "blocked": "tier", "moves": "edge", "arrivals": "source",
          "resource_busy": "resource", "resource_capacity": "resource"}


def period_ends(run):
    length = run.get("period_days") or {"day": 1, "week": 7, "whole_run": HORIZON}[run["every"]]
    return [min(k * length, HORIZON) for k in range(1, math.ceil(HORIZON / length) + 1)]


def run_engine(model, folder):
    """The results file, or the deadlock that the engine found."""
    path, results = os.path.join(folder, "model.yaml"), os.path.join(folder, "results.h5")
    with open(path, "w", encoding="utf-8") as file:
        yaml.safe_dump(model, file, sort_keys=False)
    for leftover in os.listdir(folder):
        if leftover != "model.yaml":
            os.unlink(os.path.join(folder, leftover))
    done = subprocess.run([os.environ["HEADWATER"], "run", path, "-o", results, "--quiet", "--threads", "1"], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return results, None
    found = re.search(r"(?:replication (\d+).*)?day ([-0-9.e+]+).*: deadlock: (.*)", done.stderr)
    if not found:
        raise AssertionError(f"the engine refuses the model:\n{done.stderr}")
    return None, (int(found[1]) if found[1] else None, float(found[2]), re.findall(r"the next for '([^']*)' waits", found[3]))


def near(a, b, smooth):
    if a == b or (math.isnan(a) and math.isnan(b)):
        return True
    return abs(a - b) <= 1e-9 * max(1, abs(a), abs(b)) if smooth else False


def texts(dataset):
    return [text.decode() if isinstance(text, bytes) else text for text in dataset[:]]


class Engine:
    """What a results file says."""

    def __init__(self, path):
        with h5py.File(path) as file:
            self.labels = {axis: texts(file[axis]) for axis in ("tier", "exit", "edge", "source", "resource") if axis in file}
            self.series = {name: file[name][0] for name in SERIES if name in file}
            log = {name: column[:] for name, column in file["events"].items() if column.ndim == 1}
        self.logs = {}
        for i in range(len(log["time"])):
            what = WHAT[log["what"][i]]
            where = self.labels["edge"][log["edge"][i]] if what == "move" else self.labels["tier"][log["tier"][i]]
            self.logs.setdefault(int(log["replication"][i]), []).append((float(log["time"][i]), int(log["entity"][i]), what, where))


def compare_logs(engine, reference, smooth):
    for i in range(max(len(engine), len(reference))):
        ours = engine[i] if i < len(engine) else None
        theirs = reference[i] if i < len(reference) else None
        if ours is None or theirs is None or ours[1:] != theirs[1:] or not near(ours[0], theirs[0], smooth):
            lines = [f"event {i} differs; the {min(i, 12)} before it:"]
            names = {}
            show = lambda e: "nothing" if e is None else f"{e[0]:.10g}: #{names.setdefault(e[1], len(names))} {e[2]} {e[3]}"  # noqa: E731
            shown = [show(event) for event in engine[:i]]
            lines += shown[-12:]
            lines += ["engine:    " + show(ours), "reference: " + show(theirs)]
            lines += ["engine then:    " + show(e) for e in engine[i + 1:i + 4]] + ["reference then: " + show(e) for e in reference[i + 1:i + 4]]
            raise AssertionError("\n".join(lines))


def compare_series(engine, reference, replication, periods):
    compared = 0
    for name, values in engine.series.items():
        for period in range(periods):
            for i, element in enumerate(engine.labels[SERIES[name]]):
                ours, theirs = float(values[replication][period][i]), float(reference.series.value(name, period, element))
                assert near(ours, theirs, True), f"{name} of {element} in period {period} of replication {replication}: engine {ours}, reference {theirs}"
                compared += 1
    return compared


def compare(kind, number, folder, show=False):
    """Returns events and numbers compared, and how many deadlocks were found."""
    smooth, rich = KINDS[kind]
    model, changes = random_model(number, smooth, rich)
    if show:
        print(yaml.safe_dump(model, sort_keys=False))
    ends = period_ends(model["run"])
    runs = []
    for replication in range(model["run"]["replications"]):
        runs.append(Simulator(model, replication, changes, ends))
        try:
            runs[-1].run()
        except Deadlock as deadlock:
            path, found = run_engine(model, folder)
            assert path is None, f"replication {replication}, {deadlock}: a deadlock that the engine does not find"
            ours, theirs = (replication, deadlock.day, deadlock.tiers), found
            assert theirs[0] in (replication, None) and ours[2] == theirs[2] and abs(ours[1] - theirs[1]) < 1e-5 * max(1, ours[1]), f"deadlocks: engine {theirs}, reference {ours}"
            return 0, 0, 1
    path, found = run_engine(model, folder)
    assert path, f"a deadlock that the reference does not find: {found}"
    engine = Engine(path)
    events = numbers = 0
    for replication, run in enumerate(runs):
        compare_logs(engine.logs.get(replication, []), run.log, smooth or "age_years" in model["attributes"])
        events += len(run.log)
        numbers += compare_series(engine, run, replication, len(ends))
    return events, numbers, 0


def main():
    one = len(sys.argv) > 2
    wanted = [(sys.argv[1], int(sys.argv[2]))] if one else [(kind, number) for kind in NUMBERS for number in range(NUMBERS[kind])]
    failures = []
    total = [0, 0, 0]
    with tempfile.TemporaryDirectory() as folder:
        for kind, number in wanted:
            try:
                total = [a + b for a, b in zip(total, compare(kind, number, folder, one))]
            except AssertionError as fault:
                failures.append((kind, number))
                print(f"--- {kind} {number}: {fault}\n")
    print(f"{len(wanted)} models, {total[0]} events and {total[1]} numbers agree, {total[2]} deadlocks found by both; {len(failures)} models disagree")
    if failures:
        print("; ".join(f"{kind} {number}" for kind, number in failures[:400]))
        sys.exit(1)


main()
