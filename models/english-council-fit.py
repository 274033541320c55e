#!/usr/bin/env python3
"""Fits english-council.yaml to the official figures: one baseline for each size of the effect of help.

    english-council-fit.py medium|null|strong [--start FILE] [--scenario FILE]

Prints the fitted numbers, and how far each target is met; `--scenario` writes the baseline as a scenario. Levenberg and
Marquardt's method on the logarithms of parameters (thresholds as they are), by forward differences under common luck, with
Broyden's updates between; the targets are those that english-council-check.py marks as fitted, each with its tolerance.
Takes some five minutes on two cores. `headwater calibrate` cannot do it: several targets are ratios, or sums over tiers, of
what the results hold. Needs numpy, h5py and the command in $HEADWATER (default: ../build/headwater).
"""
import argparse
import importlib.util
import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
COMMAND = os.environ.get("HEADWATER", str(HERE.parent / "build" / "headwater"))

_spec = importlib.util.spec_from_file_location("check", HERE / "english-council-check.py")
check = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(check)

OPEN = ["brief_help", "child_in_need_plan", "help_without_plan", "edge_of_care", "protection_plan",
        "protection_plan_reviewed", "pre_proceedings", "proceedings"]
ACCOMMODATED = OPEN[:-1]
# Effects of help on the hazards of need, up and down: assumed, never fitted.
EFFECTS = {"null": {"early_help": (1.0, 1.0), "statutory": (1.0, 1.2)},
           "medium": {"early_help": (0.9, 1.3), "statutory": (0.8, 1.5)},
           "strong": {"early_help": (0.6, 2.5), "statutory": (0.6, 2.5)}}

# A plan ends at its first review below this. Set by hand in each baseline, so that about 17 per cent of plans end within three
# months (official); what is fitted does not depend on the log of moves, which tells.
FIRST_REVIEW = {"null": 2.55, "medium": 2.4, "strong": 2.0}

# name: (starting value, True where the logarithm is fitted)
PARAMETERS = {
    "contact_rate": (0.136, True),
    "refer_from": (2.80, False),
    "no_further_action_below": (1.21, False),
    "in_need_from": (2.36, False),
    "strategy_from": (2.80, False),
    "conference_from": (3.50, False),
    "plan_ends_below": (3.55, False),
    "share_without_plan": (0.10, True),
    "share_plan": (0.38, True),
    "close_plan": (1.8, True),
    "accommodated": (0.84, True),
    "not_addressed": (0.6, True),
    "emergency": (0.35, True),
    "home": (0.06, True),
    "family_order": (0.65, True),
    "adoption": (0.8, True),
}
SLOPE = 1.256  # of the logarithm of contacts, per level of need
SHARES = {"police": 0.283, "schools": 0.206, "health": 0.152, "others": 0.359}


TITLES = {"null": "English council, if help does next to nothing", "medium": "English council, medium effect of help",
          "strong": "English council, if help does a great deal"}


def shown(value):
    return "{" + ", ".join(f"{k}: {v}" for k, v in value.items()) + "}" if isinstance(value, dict) else str(value)


def settings_text(effect, p):
    return "".join(f"  {path}: {shown(value)}\n" for path, value in settings(effect, p).items())


def baseline(effect, p):
    """The text of a scenario that extends the medium baseline."""
    early, statutory = EFFECTS[effect]["early_help"], EFFECTS[effect]["statutory"]
    return (f"# Made by english-council-fit.py {effect}: the council of english-council.yaml with another effect of help, fitted again to\n"
            "# the same official figures.\n"
            "#\n"
            f"# judgement: while a family has early help its need rises at {early[0]} times the hazard without help and falls at\n"
            f"# {early[1]} times; with statutory help at {statutory[0]} and {statutory[1]} times. All that follows is fitted.\n"
            f"extends: english-council.yaml\ntitle: {TITLES[effect]}\nabout: >\n"
            "  The pathway from a first contact to leaving care at the level of England in 2024-25, scaled to 80,000 children.\n"
            f"set:\n{settings_text(effect, p)}")


def rounded(value):
    return float(f"{value:.4g}")


def at_need(value, share):
    """A hazard at levels 1 to 4: all of it at 4, a share of it at 3."""
    return [0, 0, rounded(share * value), rounded(value)]


def settings(effect, p):
    """The `set:` of a scenario, by path."""
    early, statutory = EFFECTS[effect]["early_help"], EFFECTS[effect]["statutory"]
    out = {"tiers.early_help.supports": {"up": early[0], "down": early[1]}}
    for tier in OPEN:
        out[f"tiers.{tier}.supports"] = {"up": statutory[0], "down": statutory[1]}
    for who, share in SHARES.items():
        out[f"contacts.{who}.rate_per_year"] = [rounded(p["contact_rate"] * share * math.exp(SLOPE * n)) for n in range(4)]
        out[f"contacts.{who}.refer_from"] = rounded(p["refer_from"])
    out["contacts.police_protection.rate_per_year"] = at_need(p["emergency"], 0.01)
    for tier in ("assessment", "section_47"):
        out[f"tiers.{tier}.children.emergency.hazard_by_need_per_year"] = at_need(p["emergency"], 0.02)
    out["tiers.front_door.decide.below"] = [rounded(p["no_further_action_below"])]
    out["tiers.assessment.decide.below"] = [rounded(p["in_need_from"])]
    out["tiers.found_in_need.decide.below"] = [rounded(p["strategy_from"])]
    out["tiers.section_47.decide.below"] = [rounded(p["conference_from"])]
    out["tiers.first_review.decide.below"] = [FIRST_REVIEW[effect]]
    out["tiers.later_review.decide.below"] = [rounded(p["plan_ends_below"])]
    out["tiers.help_decided.exits.child_in_need_plan"] = rounded(100 * p["share_plan"])
    out["tiers.help_decided.exits.help_without_plan"] = rounded(100 * p["share_without_plan"])
    out["tiers.help_decided.exits.brief_help"] = rounded(100 * (1 - p["share_plan"] - p["share_without_plan"]))
    out["tiers.child_in_need_plan.race.closed.hazard_by_need_per_year"] = [
        rounded(p["close_plan"] * k) for k in (1, 1, 0.714, 0.214)]
    for tier in ACCOMMODATED:
        out[f"tiers.{tier}.children.accommodated.hazard_by_need_per_year"] = at_need(p["accommodated"], 0.03)
    for tier in ("protection_plan", "protection_plan_reviewed"):
        out[f"tiers.{tier}.race.not_addressed.hazard_by_need_per_year"] = at_need(p["not_addressed"], 0.06)
    for tier in ("kinship_care", "foster_in_house", "foster_agency"):
        out[f"tiers.{tier}.race.home.hazards_per_year"] = [rounded(p["home"]), rounded(0.17 * p["home"])]
    out["tiers.kinship_care.race.order.hazards_per_year"] = [rounded(p["family_order"] * k) for k in (0.8, 1, 0.6, 0.3)]
    for tier in ("foster_in_house", "foster_agency"):
        out[f"tiers.{tier}.race.order.hazards_per_year"] = [rounded(p["family_order"] * k) for k in (0.25, 0.35, 0.2, 0.08)]
        out[f"tiers.{tier}.race.adoption.hazards_per_year"] = [rounded(p["adoption"] * k) for k in (0.4, 1, 0.6, 0.15, 0)]
    return out


def run(effect, p, replications):
    """The outputs of the model with these numbers."""
    with tempfile.TemporaryDirectory() as folder:
        scenario, results = Path(folder) / "fit.yaml", Path(folder) / "fit.h5"
        scenario.write_text(f"extends: {os.path.relpath(HERE / 'english-council.yaml', folder)}\n"
                            f"run: {{replications: {replications}}}\nset:\n{settings_text(effect, p)}")
        done = subprocess.run([COMMAND, "run", str(scenario), "-o", str(results)], capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)
        return check.outputs(check.Results(results))


def fit(effect, steps, replications, start):
    names = list(start)
    logs = np.array([PARAMETERS[n][1] for n in names])
    targets = check.FITTED

    def values(x):
        return {n: math.exp(v) if is_log else v for n, v, is_log in zip(names, x, logs)}

    def residuals(x):
        found = run(effect, values(x), replications)
        return np.array([math.log(found[t] / wanted) / tolerance for t, (wanted, tolerance) in targets.items()]), found

    x = np.array([math.log(start[n]) if is_log else start[n] for n, is_log in zip(names, logs)])
    r, found = residuals(x)
    print(f"start: sum of squares {r @ r:.1f}", file=sys.stderr, flush=True)
    step = np.where(logs, 0.05, 0.04)
    jacobian = None
    damping = 0.05
    for turn in range(steps):
        if jacobian is None:
            jacobian = np.empty((len(r), len(x)))
            for i in range(len(x)):
                moved = x.copy()
                moved[i] += step[i]
                jacobian[:, i] = (residuals(moved)[0] - r) / step[i]
        lhs = jacobian.T @ jacobian
        move = -np.linalg.solve(lhs + damping * np.diag(np.diag(lhs)) + 1e-9 * np.eye(len(x)), jacobian.T @ r)
        move = np.clip(move, -0.4, 0.4)
        tried, tried_found = residuals(x + move)
        jacobian += np.outer(tried - r - jacobian @ move, move) / (move @ move)  # Broyden
        print(f"step {turn + 1}: sum of squares {tried @ tried:.1f} (before {r @ r:.1f})", file=sys.stderr, flush=True)
        if tried @ tried < r @ r:
            gain = r @ r - tried @ tried
            x, r, found = x + move, tried, tried_found
            damping = max(damping / 4, 1e-4)
            if gain < 0.3 and r @ r < 3 * len(r):
                break
        else:
            damping *= 5
    return values(x), found


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("effect", choices=EFFECTS)
    arguments.add_argument("--steps", type=int, default=12)
    arguments.add_argument("--replications", type=int, default=3)
    arguments.add_argument("--start", help="JSON of starting values, as this prints them")
    arguments.add_argument("--scenario", help="where to write the baseline as a scenario")
    chosen = arguments.parse_args()
    begin = {name: value for name, (value, _) in PARAMETERS.items()}
    if chosen.start:
        begin.update(json.loads(Path(chosen.start).read_text()))
    best, met = fit(chosen.effect, chosen.steps, chosen.replications, begin) if chosen.steps else (begin, {})
    print(json.dumps({name: rounded(value) for name, value in best.items()}, indent=1))
    if chosen.scenario:
        Path(chosen.scenario).write_text(baseline(chosen.effect, best))
    for target, value in met.items():
        wanted = check.FITTED.get(target)
        aim = f"  wanted {wanted[0]:8.2f}  {100 * (value / wanted[0] - 1):+.1f} %" if wanted else ""
        print(f"{target:28s} {value:8.2f}{aim}", file=sys.stderr)


if __name__ == "__main__":
    main()
