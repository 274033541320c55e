#!/usr/bin/env python3
"""The simple English council: does the model still meet the published figures, and does it still say what it said?

Runs scenarios/baseline.yaml and checks two things:

- against models/english-council-figures.csv: every figure that models/english-council-simple.md calls met is met within the
  tolerance given here;
- against tests/regression/english-council-simple/expected.yaml: named numbers of an earlier run, within the tolerance given
  there.

Prints the table of model against published figures that the page shows. `--write` writes expected.yaml anew.
"""
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
EXPECTED = HERE / "english-council-simple" / "expected.yaml"
YEARS = 10
STUDENT = 2.093  # the 97.5 % point of Student's t with 19 degrees of freedom: half-width over standard error

CARE = ["foster_care", "childrens_home", "other_placement", "care_unaccompanied"]
OPEN = ["front_door", "assessment", "section_47", "conference", "support_without_plan", "in_need_plan",
        "protection_plan", "care_entry"] + CARE


class Council:
    """What came of the baseline: numbers of children, and of moves a year."""

    def __init__(self):
        command = os.environ.get("HEADWATER", str(ROOT / "build" / "headwater"))
        with tempfile.TemporaryDirectory() as folder:
            results = str(Path(folder) / "baseline.h5")
            subprocess.run([command, "run", str(ROOT / "scenarios" / "baseline.yaml"), "-o", results], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            shown = subprocess.run([command, "show", results, "--json"], check=True, capture_output=True, text=True)
        self.scenario = json.loads(shown.stdout)["scenarios"][0]

    def figure(self, name, tier):
        """Mean and standard error of one figure of one tier."""
        figure = self.scenario["tiers"][tier][name]
        scale = YEARS if name == "entries" else 1
        return figure["mean"] / scale, figure["half_width_95"] / STUDENT / scale

    def entries(self, *tiers):
        return sum(self.figure("entries", tier)[0] for tier in tiers)

    def stock(self, *tiers):
        return sum(self.figure(name, tier)[0] for tier in tiers for name in ("occupancy", "waiting"))

    def moves(self, start, end):
        """Moves a year from one tier to another, whatever the cause."""
        counts = self.scenario["series"]["moves"]["mean"]
        edge = re.compile(rf"{start} -> {end}( \(.*\))?$")
        return sum(sum(by_year) for name, by_year in counts.items() if edge.match(name)) / YEARS


def targets(council, published):
    """(what, unit, published, model, tolerance in per cent, or None where it is not met and said to be so)."""
    def of_council(figure):
        return float(published[figure]["for_80000"])

    def value(figure):
        return float(published[figure]["value"])

    referrals = council.entries("front_door")
    not_in_need = council.moves("assessment", "case_closed")
    others = CARE[:3]
    return [
        ("referrals", "a year", of_council("referrals"), referrals, 2),
        ("no further action", "% of referrals", value("no_further_action"),
         100 * council.moves("front_door", "case_closed") / referrals, 2),
        ("assessed, not in need", "% of referrals", value("not_in_need"), 100 * not_in_need / referrals, 2),
        ("found in need", "a year", of_council("in_need_starts"), council.entries("assessment") - not_in_need, 2),
        ("child in need plans started", "a year", of_council("in_need_plan_starts"), council.entries("in_need_plan"), 2),
        ("child in need plans", "open", of_council("in_need_plan_stock"), council.stock("in_need_plan"), 2),
        ("section 47 enquiries", "a year", of_council("section_47_starts"), council.entries("section_47"), 2),
        ("conferences", "a year", of_council("conferences"), council.entries("conference"), 2),
        ("protection plans started", "a year", of_council("protection_plan_starts"),
         council.entries("protection_plan"), 2),
        ("protection plans", "open", of_council("protection_plan_stock"), council.stock("protection_plan"), 2),
        ("came into care, unaccompanied left out", "a year", of_council("care_entries_others"),
         council.entries("care_entry"), 2),
        ("came into care, unaccompanied", "a year", of_council("care_entries_unaccompanied"),
         council.entries("care_unaccompanied"), 4),
        ("in care", "children", of_council("care_stock"), council.stock(*CARE), 2),
        ("in foster care, unaccompanied left out", "children", of_council("care_stock_foster"),
         council.stock("foster_care"), 4),
        ("in children's homes, unaccompanied left out", "children", of_council("care_stock_childrens_home"),
         council.stock("childrens_home"), 8),
        ("in care, unaccompanied", "children", of_council("care_stock_unaccompanied"),
         council.stock("care_unaccompanied"), 8),
        ("in need, of every kind", "children", of_council("in_need_stock"), council.stock(*OPEN), None),
        ("went home from care", "a year", of_council("leave_care_home"),
         sum(council.moves(tier, "home_from_care") for tier in others), None),
        ("left care to relatives or guardians", "a year", of_council("leave_care_family_order"),
         sum(council.moves(tier, "family_order") for tier in others), None),
        ("adopted", "a year", of_council("leave_care_adopted"),
         sum(council.moves(tier, "adopted") for tier in others), None),
        ("left care at 18", "% of those who leave care", value("leave_care_at_18"), leave_at_18(council), None),
    ]


def leave_at_18(council):
    birthdays = sum(council.moves(tier, "grown_up") for tier in CARE)
    ways = ("home_from_care", "family_order", "adopted", "left_otherwise")
    return 100 * birthdays / (birthdays + sum(council.moves(tier, way) for tier in CARE for way in ways))


def readable(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}"


def print_table(rows):
    print("| figure | unit | published | model | off by | met within |\n| --- | --- | --- | --- | --- | --- |")
    for what, unit, wanted, found, tolerance in rows:
        met = f"{tolerance} %" if tolerance else "not met"
        print(f"| {what} | {unit} | {readable(wanted)} | {readable(found)} | {100 * (found / wanted - 1):+.1f} % | {met} |")


# Numbers of expected.yaml: (figure, tier, unit).
NAMED = ([("entries", tier, "children a year") for tier in
          ("early_help", "front_door", "assessment", "section_47", "conference", "support_without_plan",
           "in_need_plan", "protection_plan", "care_entry", "case_closed", "home_from_care")] +
         [("occupancy", tier, "children") for tier in
          ("early_help", "at_home", "home_after_early_help", "assessment", "support_without_plan", "in_need_plan",
           "protection_plan", *CARE, "home_from_care")] +
         [("waiting", tier, "children") for tier in ("assessment", "in_need_plan")] +
         [("wait_mean_days", tier, "days") for tier in ("assessment", "in_need_plan")])


def write_expected(council):
    lines = ["# What scenarios/baseline.yaml gave: means over ten years and 20 replications, with their standard errors.",
             "# Tolerance: 4 standard errors of a difference of two such means, that is 4 x 1.414 x standard_error. As long",
             "# as the same bits come out the numbers agree to rounding; after a change that deals luck anew, a number is off",
             "# by more than that once in 16,000 times if nothing else has changed.",
             "# Written by tests/regression/council_targets_test.py --write."]
    for figure, tier, unit in NAMED:
        mean, error = council.figure(figure, tier)
        lines.append(f"{figure}.{tier}: {{value: {mean:.3f}, unit: {unit}, standard_error: {error:.3f}}}")
    EXPECTED.write_text("\n".join(lines) + "\n")


def read_expected():
    line = re.compile(r"(\w+)\.(\w+): \{value: ([-\d.]+), unit: ([\w ]+), standard_error: ([\d.]+)\}$")
    found = [line.match(text) for text in EXPECTED.read_text().splitlines() if not text.startswith("#")]
    if None in found:
        sys.exit(f"{EXPECTED}: a line is not of the form 'figure.tier: {{value: , unit: , standard_error: }}'")
    return [(m[1], m[2], float(m[3]), m[4], float(m[5])) for m in found]


def main():
    with open(ROOT / "models" / "english-council-figures.csv", newline="") as file:
        published = {row["figure"]: row for row in csv.DictReader(file)}
    council = Council()
    if sys.argv[1:] == ["--write"]:
        write_expected(council)
        return 0

    rows = targets(council, published)
    print_table(rows)
    faults = [f"{what}: published {wanted:g}, model {found:g}, off by more than {tolerance} %"
              for what, _, wanted, found, tolerance in rows
              if tolerance and abs(found / wanted - 1) > tolerance / 100]

    expected = read_expected()
    if [(figure, tier, unit) for figure, tier, _, unit, _ in expected] != NAMED:
        faults.append("expected.yaml does not hold the numbers that this test names; --write writes it anew")
    for figure, tier, value, unit, error in expected:
        found, _ = council.figure(figure, tier)
        if abs(found - value) > 4 * 2 ** 0.5 * error + 0.001:
            faults.append(f"{figure}.{tier}: expected {value:g} {unit}, found {found:g}")
    for fault in faults:
        print("FAULT", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
