#!/usr/bin/env python3
"""What levers do to the English council of families: direction and timing where the answer is robust, and the page.

Runs part of what scenarios/english-council-dynamics.py runs, with fewer replications and another seed, and asks:

 1. Does each claim below hold? A claim is that the ratio of an output to the unchanged council, under the same luck, is above
    (or below) 1 in some years, or that it is above (or below) what it is in other years. It is tested one-sided by Student's
    t over replications at a level of 0.001: were there no such effect, one seed in a thousand would let the claim through.
    Claims were chosen by the seed of the page, where ten replications give each a t above 10; an effect of that size has
    a power above 0.96 with the seven replications here.
 2. Does the page still say what the models give? For every lever that is run here, the ratio of the last five years may differ
    from the page's by two and a half times the root of the sum of the squares of the two half-widths, and 0.01 for rounding.
    That is more than five standard deviations of the difference: under an unchanged model fewer than one number in 10,000 is
    beyond it. A change of an answer by five half-widths of the page and 0.01 is seen with a power of 0.9.
 3. Does every scenario of dynamics/ stand in the page?
"""
import importlib.util
import os
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SCENARIOS = ROOT / "scenarios"

try:
    import h5py  # noqa: F401
    import numpy as np
    import yaml  # noqa: F401
    from scipy.stats import t as student
except ImportError:
    sys.exit(77)

os.environ.setdefault("HEADWATER", str(ROOT / "build" / "headwater"))
spec = importlib.util.spec_from_file_location("dynamics", SCENARIOS / "english-council-dynamics.py")
dynamics = importlib.util.module_from_spec(spec)
spec.loader.exec_module(dynamics)

REPLICATIONS, SEED, LEVEL = 7, 2, 0.001
RUN = {"null": ["twice-the-contacts"],
       "medium": [*dynamics.THRESHOLDS, "twice-the-contacts", "no-early-help"],
       "strong": ["twice-the-contacts", "twice-the-contacts-more-help", "no-early-help", "much-more-early-help"]}

# Years after the change, counted from 1; LATE are the last five.
FIRST, LATE = [1], [5, 6, 7, 8, 9]
UP, DOWN = 1, -1
# (baseline, lever, output, years, than in which other years, direction)
CLAIMS = [
    # A higher threshold of referral works at once. What comes back comes as contacts, and is not counted as a re-referral;
    # high need without statutory help grows, and goes on growing after the first year.
    ("medium", "higher-referral-threshold", "referrals", FIRST, None, DOWN),
    ("medium", "higher-referral-threshold", "found_in_need", FIRST, None, DOWN),
    ("medium", "higher-referral-threshold", "plan_starts", LATE, None, DOWN),
    ("medium", "higher-referral-threshold", "contacts", LATE, FIRST, UP),
    ("medium", "higher-referral-threshold", "again_share", LATE, None, DOWN),
    ("medium", "higher-referral-threshold", "unserved", FIRST, None, UP),
    ("medium", "higher-referral-threshold", "unserved", LATE, FIRST, UP),
    ("medium", "lower-referral-threshold", "referrals", FIRST, None, UP),
    ("medium", "lower-referral-threshold", "unserved", LATE, FIRST, DOWN),
    # A higher threshold of need brings re-referrals, more of them later than at first.
    ("medium", "higher-need-threshold", "found_in_need", FIRST, None, DOWN),
    ("medium", "higher-need-threshold", "referrals", LATE, None, UP),
    ("medium", "higher-need-threshold", "referrals", LATE, FIRST, UP),
    ("medium", "higher-need-threshold", "again_share", LATE, None, UP),
    ("medium", "higher-need-threshold", "unserved", LATE, None, UP),
    ("medium", "lower-need-threshold", "referrals", LATE, None, DOWN),
    ("medium", "lower-need-threshold", "unserved", LATE, None, DOWN),
    # Twice the contacts: referrals and plans rise at once and stay above, whatever help does; referrals rise most at first.
    *((baseline, "twice-the-contacts", output, years, than, way) for baseline in RUN for output, years, than, way in (
        ("referrals", FIRST, None, UP), ("referrals", LATE, FIRST, DOWN), ("plan_starts", FIRST, None, UP),
        ("plan_starts", LATE, None, UP), ("unserved", FIRST, None, DOWN))),
    # Rise first, fall later: with strong help and much more of it.
    ("strong", "twice-the-contacts-more-help", "plan_starts", FIRST, None, UP),
    ("strong", "twice-the-contacts-more-help", "plan_starts", LATE, FIRST, DOWN),
    ("strong", "twice-the-contacts-more-help", "entries", LATE, None, DOWN),
    ("strong", "twice-the-contacts-more-help", "in_care", LATE, FIRST, DOWN),
    # Early help, if it helps: what its end costs comes slowly, and comes in care last.
    ("medium", "no-early-help", "referrals", LATE, None, UP),
    ("medium", "no-early-help", "unserved", LATE, None, UP),
    *(("strong", "no-early-help", output, LATE, None, UP) for output in ("referrals", "plan_starts", "entries", "in_care")),
    *(("strong", "no-early-help", output, LATE, FIRST, UP) for output in ("referrals", "entries", "in_care", "unserved")),
    *(("strong", "much-more-early-help", output, LATE, None, DOWN) for output in ("referrals", "plan_starts", "entries", "in_care")),
    *(("strong", "much-more-early-help", output, LATE, FIRST, DOWN) for output in ("referrals", "in_care")),
]


def estimate(found, lever, output, years):
    """Ratio to the unchanged council in these years, and how far each replication is off it."""
    changed, unchanged = (found[which][output][:, years].mean(axis=1) for which in (lever, "unchanged"))
    value = changed.mean() / unchanged.mean()
    return value, (changed - value * unchanged) / unchanged.mean()


def t_of(found, claim):
    """How many standard errors the claim's ratio is above 1, or above that of other years."""
    _, lever, output, years, than, _ = claim
    value, residuals = estimate(found, lever, output, years)
    before, others = estimate(found, lever, output, than) if than else (1, 0)
    return (value - before) / ((residuals - others).std(ddof=1) / np.sqrt(len(residuals)))


def faults_of_claims(found):
    bound = student.ppf(1 - LEVEL, REPLICATIONS - 1)
    for claim in CLAIMS:
        t = claim[-1] * t_of(found[claim[0]], claim)
        if not t > bound:
            yield f"{claim[:-1]}: {t:.1f} standard errors in the direction claimed, {bound:.1f} needed"


NUMBER = re.compile(r"\*{0,2}([0-9.]+)\*{0,2} ± ([0-9.]+)")


def ratios_in_page():
    """Ratios of the last five years in the tables by year: {(title, row): (ratio, half-width)}."""
    found, title = {}, None
    for line in dynamics.PAGE.read_text().splitlines():
        if line.startswith("**") and line.endswith("**"):
            title = line.strip("*")
        elif line.startswith("| ") and (number := NUMBER.fullmatch(line.split("|")[-2].strip())):
            found[title, line.split("|")[1].strip()] = float(number[1]), float(number[2])
    return found


def faults_of_page(found):
    page, compared = ratios_in_page(), 0
    for baseline, outputs in found.items():
        for lever in RUN[baseline]:
            for output, name in dynamics.NAMES.items():
                title = dynamics.TITLES[lever]
                here = page.get((title, f"{baseline}: {name}")) or (baseline == "medium" and page.get((f"{title}, medium baseline", name)))
                if not here:
                    continue
                compared += 1
                value, half = dynamics.late_ratio(outputs, lever, output)
                if abs(value - here[0]) > 2.5 * np.hypot(half, here[1]) + 0.01:
                    yield f"{baseline}, {title}, {name}: the page says {here[0]} ± {here[1]}, the model {value:.3f} ± {half:.3f}"
    if compared < 50:
        yield f"only {compared} numbers of the page were found in its tables"


def faults_of_names():
    text = dynamics.PAGE.read_text()
    for scenario in sorted((SCENARIOS / "dynamics").glob("*.yaml")):
        if f"(dynamics/{scenario.name})" not in text:
            yield f"the page does not name {scenario.name}"


def main():
    with tempfile.TemporaryDirectory() as folder:
        found = {baseline: dynamics.runs.levers(folder, baseline, levers, REPLICATIONS, seed=SEED) for baseline, levers in RUN.items()}
    faults = [*faults_of_claims(found), *faults_of_page(found), *faults_of_names()]
    for fault in faults:
        print("FAULT", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
