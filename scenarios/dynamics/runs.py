"""Runs of the English council with levers pulled, under the same luck; english-council-dynamics.py makes the page of them.

A scenario of this folder is written for the medium baseline of ../../models. From another baseline it is the same change:
factors and probabilities as they are, thresholds moved by as much.
"""
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import yaml

HERE = Path(__file__).resolve().parent
MODELS = HERE.parent.parent / "models"
COMMAND = os.environ.get("HEADWATER", str(MODELS.parent / "build" / "headwater"))

_spec = importlib.util.spec_from_file_location("check", MODELS / "english-council-check.py")
check = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(check)

THRESHOLDS = ["higher-referral-threshold", "lower-referral-threshold", "higher-need-threshold", "lower-need-threshold"]
CONTACTS = ["twice-the-contacts", "twice-the-contacts-same-offers", "twice-the-contacts-more-help"]
EARLY_HELP = ["no-early-help", "much-more-early-help"]
BASELINES = list(check.BASELINES)

# --- scenarios for other baselines ---


def read_yaml(path):
    return yaml.safe_load(Path(path).read_text())


def value_in(baseline, path):
    """A number of a baseline: what it sets itself, or else what english-council.yaml has."""
    own = read_yaml(MODELS / check.BASELINES[baseline]).get("set", {})
    if path in own:
        return own[path]
    value = read_yaml(MODELS / check.BASELINES["medium"])
    for name in path.split("."):
        value = value[name]
    return value


def moved(path, value, baseline):
    """A threshold as far from that of the baseline as `value` is from that of the medium one; anything else as it is."""
    if not path.endswith((".refer_from", ".decide.below")):
        return value
    here, medium = value_in(baseline, path), value_in("medium", path)
    if isinstance(value, list):
        return [round(v + h - m, 4) for v, h, m in zip(value, here, medium)]
    return round(value + here - medium, 4)


def changes_of(lever):
    """The dated settings of a scenario, those of the scenarios that it extends included."""
    scenario = read_yaml(HERE / f"{lever}.yaml")
    parent = Path(scenario["extends"])
    settings = changes_of(parent.stem) if parent.parent == Path(".") else {}
    for change in scenario.get("changes", []):
        settings.update(change["set"])
    return settings


def scenario_text(baseline, lever=None, settings=None):
    """The text of a scenario: a baseline, what holds always (`settings`), and what a lever changes in April 2026."""
    text = f"extends: {MODELS / check.BASELINES[baseline]}\n"
    if settings:
        text += "set:\n" + "".join(f"  {path}: {value}\n" for path, value in settings.items())
    if lever:
        text += "changes:\n  - from: 2026-04-01\n    set:\n"
        text += "".join(f"      {path}: {moved(path, value, baseline)}\n" for path, value in changes_of(lever).items())
    return text


# How much help helps, on a scale: 0, 1 and 2 are the null, medium and strong baseline; between them factors change
# evenly on the logarithm, and above 2 as from 1 to 2. Pairs are factors of rising and falling need.
EFFECTS = {"early_help": [(1.0, 1.0), (0.9, 1.3), (0.6, 2.5)], "statutory": [(1.0, 1.2), (0.8, 1.5), (0.6, 2.5)]}
STATUTORY = ["brief_help", "child_in_need_plan", "help_without_plan", "edge_of_care", "protection_plan",
             "protection_plan_reviewed", "pre_proceedings", "proceedings"]


def effect(kind, strength):
    lower = min(int(strength), 1)
    pairs = zip(EFFECTS[kind][lower], EFFECTS[kind][lower + 1])
    return [round(a * (b / a) ** (strength - lower), 4) for a, b in pairs]


def with_effect(strength):
    """Settings that give help an effect of this strength."""
    kinds = {"early_help": "early_help", **{tier: "statutory" for tier in STATUTORY}}
    return {f"tiers.{tier}.supports": "{{up: {}, down: {}}}".format(*effect(kind, strength)) for tier, kind in kinds.items()}


# --- runs ---


class Paths(check.Results):
    """One scenario of a comparison: numbers by replication and year, per 10,000 children."""

    def __init__(self, path, scenario):
        super().__init__(path)
        self.scenario = scenario
        self.whole = self.lengths > 300  # ten years are half a day short of ten financial years

    def of(self, series):
        return self.file[series][self.scenario][:, self.whole] / check.AREA

    def total(self, series, axis=None, name=None):
        values = self.of(series)
        return values if axis is None else values[..., self.index[axis][name]]

    def stock(self, *tiers):
        return sum(self.total("children", "tier", tier) for tier in tiers)


def compare(folder, name, scenarios, replications, seed=1):
    """Runs scenarios (files, or texts) side by side, unless the results are there; outputs by scenario."""
    path = Path(folder) / f"{name}.h5"
    if not path.exists():
        files = []
        for scenario, what in scenarios.items():
            files.append(what if isinstance(what, Path) else Path(folder) / f"{name}-{scenario}.yaml")
            if files[-1] != what:
                files[-1].write_text(what)
        done = subprocess.run([COMMAND, "compare", *map(str, files), "-o", str(path), "--replications", str(replications),
                               "--seed", str(seed),
                               "--force", "--quiet", "--of", "children_entries.front_door"], capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)
    return {scenario: watched(Paths(path, number)) for number, scenario in enumerate(scenarios)}


def watched(r):
    """What is looked at, by name: arrays by replication and year."""
    by_need, hidden = r.of("children_by_need"), r.of("children_hidden")
    referred = {source: r.total("children_referred", "source", source) for source in (*check.TELLERS, "police_protection")}
    again = sum(r.total("children_referred_again", "source", source) for source in referred)
    in_early_help = r.total("children_above_need", "tier", "early_help")
    return {
        "contacts": sum(r.total("contacts", "source", source) for source in check.TELLERS),
        "referrals": r.entries("front_door"),
        "referred": sum(referred.values()),
        "again": again,
        "again_share": again / sum(referred.values()),
        "assessed": r.entries("assessment"),
        "found_in_need": r.entries("found_in_need"),
        "section_47": r.entries("section_47"),
        "plan_starts": r.entries("protection_plan"),
        "entries": r.entries("comes_into_care"),
        "entries_without_a_case": r.moves("police_protection", "under_police_protection"),
        "early_help": r.stock("early_help"),
        "in_need": r.stock(*check.IN_NEED),
        "plans": r.stock(*check.PLAN),
        "in_care": r.stock(*check.FAMILY_CARE),
        "high_need": by_need[..., 2:].sum(axis=-1),
        "acute": by_need[..., 3],
        "hidden": hidden[..., 2:].sum(axis=-1),
        "hidden_acute": hidden[..., 3],
        "unserved": hidden[..., 2:].sum(axis=-1) + in_early_help,
    }


def levers(folder, baseline, names, replications, settings=None, label="", seed=1):
    """Outputs by scenario, "unchanged" first; the files of this folder themselves where nothing but the lever is different."""
    scenarios = {"unchanged": scenario_text(baseline, None, settings)}
    for name in names:
        as_it_is = baseline == "medium" and not settings
        scenarios[name] = HERE / f"{name}.yaml" if as_it_is else scenario_text(baseline, name, settings)
    return compare(folder, f"{baseline}{label}", scenarios, replications, seed)


STRENGTHS = [0, 1, 1.5, 2, 3]
WAYS = {"without": 0, "as judged": 1, "three times": 3}  # the way into care without a case: its size


def way_without_a_case(factor):
    """Settings that make the way into care without an open case so many times as large."""
    path = "contacts.police_protection.rate_per_year"
    return {path: [round(factor * rate, 6) for rate in value_in("medium", path)]}


def all_runs(folder, replications):
    """Outputs by what was run and scenario. What: a baseline, (baseline, strength of help), or a size of the way into care
    without a case under the medium baseline."""
    found = {baseline: levers(folder, baseline, [*THRESHOLDS, *CONTACTS, *EARLY_HELP], replications) for baseline in BASELINES}
    for way, factor in WAYS.items():
        found[way] = found["medium"] if factor == 1 else levers(folder, "medium", THRESHOLDS, replications,
                                                                way_without_a_case(factor), f"-way-{factor}")
    for own, baseline in enumerate(BASELINES):
        for strength in STRENGTHS:
            found[baseline, strength] = found[baseline] if strength == own else levers(
                folder, baseline, CONTACTS[:1], replications, with_effect(strength), f"-effect-{strength}")
    return found


# --- who is in early help ---


def in_early_help(folder, baseline, replications=5):
    """What Denbighshire and Torfaen counted, from early-help-by-need.yaml under a baseline: {row: per cent or ratio}."""
    text = (HERE / "early-help-by-need.yaml").read_text()
    text = text.replace("extends: ../../models/english-council.yaml", f"extends: {MODELS / check.BASELINES[baseline]}")
    text = text.replace("event_log: true", f"event_log: true, replications: {replications}")
    r = check.results_of(text, folder, f"{baseline}-early-help")
    tier, edges = r.index["tier"], r.names["edge"]
    # Nine years; who is there when one begins has early help in it too.
    served = r.file["entries"][0][:, 1:10, tier["early_help"]].sum() + r.file["occupancy_end"][0][:, :9, tier["early_help"]].sum()
    goes_up = np.array([edge.startswith("early_help -> front_door") for edge in edges])
    up = r.file["moves"][0][:, 1:10][..., goes_up].sum()
    down = r.file["moves"][0][:, 1:10, r.index["edge"]["case_closed -> comes_to_early_help"]].sum()
    came = [r.file["children_entries"][0][..., tier[name]].sum() for name in ("came_below", "came_right", "came_above")]
    there = r.file["children"][0][..., tier["early_help"]].sum()
    above, below = (r.file[f"children_{side}_need"][0][..., tier["early_help"]].sum() for side in ("above", "below"))
    return {
        "referred": 100 * up / served, "found": 100 * up / served * found_after(r, goes_up), "down_to_up": down / up,
        "came_above": 100 * came[2] / sum(came), "came_below": 100 * came[0] / sum(came),
        "came_wrong": 100 * (came[0] + came[2]) / sum(came),
        "there_above": 100 * above / there, "there_below": 100 * below / there, "there_wrong": 100 * (above + below) / there,
    }


def found_after(r, goes_up):
    """Share of the cases that go up whose assessment finds a child in need, from the log of moves."""
    log = r.file["events"]
    is_move = log["what"][:] == 0
    edge, case, replication = (log[name][:][is_move] for name in ("edge", "entity", "replication"))
    order = np.lexsort((case, replication))  # keeps the order in time within a case
    edge, case, replication = edge[order], case[order], replication[order]
    at = np.flatnonzero(goes_up[edge][:-2])
    same = (case[at] == case[at + 2]) & (replication[at] == replication[at + 2])
    two_later = np.where(same, edge[at + 2], -1)
    return np.mean(two_later == r.index["edge"]["assessment -> found_in_need"])
