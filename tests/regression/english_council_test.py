#!/usr/bin/env python3
"""The English council of families: does the page still say what the three baselines give?

Runs models/english-council-check.py, which compares the baselines with the published figures, and compares its tables
with those of models/english-council.md, line by line. Then three things that must hold whatever the numbers: every figure
that the models are fitted to is met within three of its tolerances by all three baselines; every edge that the page names
is one of the model; and every row of its table of steps has an edge or a reason.
"""
import importlib.util
import os
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MODELS = ROOT / "models"

try:
    import h5py  # noqa: F401
    import numpy  # noqa: F401
except ImportError:
    sys.exit(77)

os.environ.setdefault("HEADWATER", str(ROOT / "build" / "headwater"))
spec = importlib.util.spec_from_file_location("check", MODELS / "english-council-check.py")
check = importlib.util.module_from_spec(spec)
spec.loader.exec_module(check)


def faults_of_tables(made):
    for page, new in zip(check.in_page(), made):
        if page.strip() != new.strip():
            lines = [f"page: {a}\n made: {b}" for a, b in zip(page.strip().splitlines(), new.strip().splitlines()) if a != b]
            yield "the page is not what the models give (english-council-check.py --write):\n" + "\n".join(lines)


def faults_of_fit(found):
    for baseline, outputs in found.items():
        for name, (wanted, tolerance) in check.FITTED.items():
            off = abs(outputs[name] / wanted - 1)
            if off > 3 * tolerance:
                yield f"{baseline}: {name} is {outputs[name]:g}, fitted to {wanted:g}, off by more than {300 * tolerance:g} %"


def faults_of_steps(edges):
    """The table of steps: what is in code quotes with an arrow is an edge, or several in a row."""
    pairs = {tuple(edge.split(" (")[0].split(" -> ")) for edge in edges}
    text = check.PAGE.read_text().split("## Every step of the evidence")[1].split("\n## ")[0]
    rows = [line for line in text.splitlines() if line.startswith("|")][2:]
    for row in rows:
        here = row.split("|")[3].strip()
        if not here:
            yield f"a step without an edge or a reason: {row}"
        start = None
        for chain in re.findall(r"`([^`]*->[^`]*)`", here):
            names = [name.split(" (")[0].strip() for name in chain.split("->")]
            if not names[0] or names[0] == "...":  # "`-> here`" goes on from where the one before began
                names = ([start] if start and not names[0] else []) + names[1:]
            else:
                start = names[-2] if len(names) > 1 else names[0]
            for pair in zip(names[:-1], names[1:]):
                if pair not in pairs:
                    yield f"the page names '{pair[0]} -> {pair[1]}', which the model has not: {row}"


def main():
    with tempfile.TemporaryDirectory() as folder:
        found, made = check.made_tables(folder)
        edges = check.Results(Path(folder) / "medium.h5").names["edge"]
    faults = [*faults_of_tables(made), *faults_of_fit(found), *faults_of_steps(edges)]
    for fault in faults:
        print("FAULT", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
