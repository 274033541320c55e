#!/usr/bin/env python3
"""What levers do to the English council, year by year, under the same luck: the tables of english-council-dynamics.md.

    english-council-dynamics.py [--folder FOLDER] [--replications N] [--write]

Runs the scenarios of dynamics/ from all three baselines of ../models with `headwater compare`, and prints the tables. A
scenario is written for the medium baseline; from another it is the same change: factors and probabilities as they are,
thresholds moved by as much. `--folder` keeps the results, and reads those that are there already; `--write` puts the tables
into the page. Takes twelve minutes of one core. Needs h5py, numpy, scipy, PyYAML and the command in $HEADWATER (default:
../build/headwater).
"""
import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import yaml
from scipy.stats import t as student

HERE = Path(__file__).resolve().parent
MODELS = HERE.parent / "models"
PAGE = HERE / "english-council-dynamics.md"
COMMAND = os.environ.get("HEADWATER", str(HERE.parent / "build" / "headwater"))

_spec = importlib.util.spec_from_file_location("check", MODELS / "english-council-check.py")
check = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(check)

THRESHOLDS = ["higher-referral-threshold", "lower-referral-threshold", "higher-need-threshold", "lower-need-threshold"]
CONTACTS = ["twice-the-contacts", "twice-the-contacts-same-offers", "twice-the-contacts-more-help"]
EARLY_HELP = ["no-early-help", "much-more-early-help"]
REPLICATIONS = 10
FIRST = 1            # the year, counted from 0, in which everything changes
LATE = slice(5, 10)  # the last five years

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
    scenario = read_yaml(HERE / "dynamics" / f"{lever}.yaml")
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


def compare(folder, name, scenarios, replications):
    """Runs texts of scenarios side by side, unless the results are there, and returns {scenario: Paths}."""
    path = Path(folder) / f"{name}.h5"
    if not path.exists():
        files = []
        for scenario, text in scenarios.items():
            files.append(Path(folder) / f"{name}-{scenario}.yaml")
            files[-1].write_text(text)
        done = subprocess.run([COMMAND, "compare", *map(str, files), "-o", str(path), "--replications", str(replications),
                               "--quiet", "--of", "children_entries.front_door"], capture_output=True, text=True)
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


def levers(folder, baseline, names, replications, settings=None, label=""):
    """{scenario: outputs}, "unchanged" first."""
    scenarios = {"unchanged": scenario_text(baseline, None, settings),
                 **{name: scenario_text(baseline, name, settings) for name in names}}
    return compare(folder, f"{baseline}{label}", scenarios, replications)


STRENGTHS = [0, 1, 1.5, 2, 3]
WAYS = {"without": 0, "as judged": 1, "three times": 3}  # the way into care without a case: its size


def all_runs(folder, replications):
    """{what: {scenario: outputs}}; what is a baseline, (baseline, strength of help) or a size of the way without a case."""
    found = {}
    for baseline in check.BASELINES:
        found[baseline] = levers(folder, baseline, [*THRESHOLDS, *CONTACTS, *EARLY_HELP], replications)
    for way, factor in WAYS.items():
        rates = [round(factor * rate, 6) for rate in value_in("medium", "contacts.police_protection.rate_per_year")]
        if factor != 1:
            found[way] = levers(folder, "medium", THRESHOLDS, replications,
                                {"contacts.police_protection.rate_per_year": rates}, f"-way-{factor}")
    found["as judged"] = found["medium"]
    for own, baseline in enumerate(check.BASELINES):
        for strength in STRENGTHS:
            found[baseline, strength] = found[baseline] if strength == own else levers(
                folder, baseline, CONTACTS[:1], replications, with_effect(strength), f"-effect-{strength}")
    return found


# --- ratios and their intervals ---


def half_width(residuals, scale):
    """Half of a 95 % interval of mean(residuals) / scale, over independent replications."""
    n = len(residuals)
    return student.ppf(0.975, n - 1) * residuals.std(ddof=1) / np.sqrt(n) / scale


def ratio(changed, unchanged):
    """Ratio of the means of two paired samples, and half of its 95 % interval (delta method)."""
    value = changed.mean() / unchanged.mean()
    return value, half_width(changed - value * unchanged, unchanged.mean())


def late(values):
    return values[:, LATE].mean(axis=1)


def late_ratio(runs, lever, output):
    return ratio(late(runs[lever][output]), late(runs["unchanged"][output]))


def cell(value, half):
    """A ratio, in bold type where 1 is not in its interval."""
    return f"**{value:.2f}**" if abs(value - 1) > half else f"{value:.2f}"


NAMES = {"contacts": "contacts", "referrals": "referrals", "found_in_need": "found in need", "section_47": "section 47 enquiries",
         "plan_starts": "plans started", "entries": "came into care", "entries_without_a_case": "... with no case open",
         "early_help": "in early help", "in_need": "in need, of every kind", "plans": "on a plan", "in_care": "in care",
         "hidden": "at level 3 or 4, no case", "unserved": "at level 3 or 4, no statutory help",
         "hidden_acute": "at level 4, no case", "high_need": "at level 3 or 4"}
YEARS = [f"{year % 100}/{year % 100 + 1}" for year in range(2026, 2035)]


def by_year(rows):
    """Lines of a table; rows: (text, changed, unchanged), arrays by replication and year."""
    lines = ["| ratio to no change | " + " | ".join(YEARS) + " | ± |", "| --- " * (2 + len(YEARS)) + "|"]
    for text, changed, unchanged in rows:
        cells = [ratio(changed[:, year], unchanged[:, year]) for year in range(FIRST, FIRST + len(YEARS))]
        lines.append(f"| {text} | " + " | ".join(cell(*each) for each in cells) + f" | {max(half for _, half in cells):.2f} |")
    return lines + [""]


def of_lever(runs, lever, outputs, prefix=""):
    return [(prefix + NAMES[output], runs[lever][output], runs["unchanged"][output]) for output in outputs]


def titled(lines, title):
    return [f"**{title}**", "", *lines]


# --- the tables ---

SEEN = ["contacts", "referrals", "found_in_need", "section_47", "plan_starts", "entries", "in_need", "in_care", "hidden", "unserved"]
TITLES = {"higher-referral-threshold": "Threshold of referral raised by 0.3", "lower-referral-threshold": "Threshold of referral lowered by 0.3",
          "higher-need-threshold": "Threshold of need raised by 0.3", "lower-need-threshold": "Threshold of need lowered by 0.3",
          "twice-the-contacts": "Twice the contacts", "twice-the-contacts-same-offers": "Twice the contacts, as many offers of early help",
          "twice-the-contacts-more-help": "Twice the contacts, much more early help",
          "no-early-help": "No early help", "much-more-early-help": "Much more early help"}


def spread(found, rows, what):
    """Lines of a table: (text, function of the runs of one baseline -> cell) over the three baselines."""
    lines = [f"| {what} | " + " | ".join(check.BASELINES) + " |", "| --- " * (1 + len(check.BASELINES)) + "|"]
    return lines + [f"| {text} | " + " | ".join(read(found[name]) for name in check.BASELINES) + " |" for text, read in rows] + [""]


def percent_again(outputs):
    return 100 * outputs["again"][:, LATE].sum() / outputs["referred"][:, LATE].sum()


def come_back(runs, lever):
    """(turned away, come back), a year over nine years: children whom the moved threshold stops (or lets through, then
    negative) among those who come to it, and how many more (fewer) come to it, at the share that it let through before."""
    before, after = ("contacts", "referrals") if "referral" in lever else ("assessed", "found_in_need")
    changed, unchanged = ({name: runs[which][name][:, FIRST:] for name in (before, after)} for which in (lever, "unchanged"))
    let_through = unchanged[after].sum() / unchanged[before].sum()
    stopped = (changed[before] * let_through - changed[after]).mean()
    return stopped, (changed[before] - unchanged[before]).mean() * let_through


def threshold_rows(lever):
    def stops(runs):
        return f"{come_back(runs, lever)[0]:.0f}"

    def returns(runs):
        stopped, back = come_back(runs, lever)
        return f"{100 * back / stopped:.0f} %"

    def again(runs):
        return f"{percent_again(runs['unchanged']):.1f} -> {percent_again(runs[lever]):.1f}"

    def of(output):
        return lambda runs: "{} ± {:.2f}".format(*(lambda v, h: (cell(v, h), h))(*late_ratio(runs, lever, output)))

    return [("stopped (- let through) a year", stops), ("of these made up by coming back", returns),
            ("referrals within a year of another, %", again), ("referrals", of("referrals")), ("found in need", of("found_in_need")),
            ("plans started", of("plan_starts")), ("came into care", of("entries")), ("in care", of("in_care")),
            ("level 3 or 4, no statutory help", of("unserved"))]


def tables_of_thresholds(found):
    lines = []
    for lever in THRESHOLDS:
        lines += titled(by_year(of_lever(found["medium"], lever, SEEN)), TITLES[lever] + ", medium baseline")
    for lever in THRESHOLDS:
        lines += titled(spread(found, threshold_rows(lever), "last five years"), TITLES[lever])
    return lines


def tables_of_ways(found):
    """Came into care, in care: with the way into care without a case and without, last five years."""
    lines = ["| threshold | output | " + " | ".join(WAYS) + " |", "| --- " * (2 + len(WAYS)) + "|"]
    for lever in THRESHOLDS:
        for output in ("entries", "in_care"):
            cells = (late_ratio(found[way], lever, output) for way in WAYS)
            lines.append(f"| {TITLES[lever].removeprefix('Threshold of ')} | {NAMES[output]} | "
                         + " | ".join(f"{cell(value, half)} ± {half:.2f}" for value, half in cells) + " |")
    counts = (late(found[way]["unchanged"]["entries"]).mean() for way in WAYS)
    alone = (late(found[way]["unchanged"]["entries_without_a_case"]).mean() for way in WAYS)
    lines.append("| no change | came into care a year, of these with no case open | "
                 + " | ".join(f"{count:.1f}, {one:.1f}" for count, one in zip(counts, alone)) + " |")
    return lines + [""]


def tables_by_baseline(found, names, outputs):
    lines = []
    for lever in names:
        rows = [row for output in outputs for name in check.BASELINES
                for row in of_lever(found[name], lever, [output], f"{name}: ")]
        lines += titled(by_year(rows), TITLES[lever])
    return lines


def crossing(ratios):
    """Where ratios by STRENGTHS first come down to 1, by straight lines between them; 0 if they begin below, inf if never."""
    if ratios[0] <= 1:
        return 0.0
    for i in range(1, len(ratios)):
        if ratios[i] <= 1:
            share = (ratios[i - 1] - 1) / (ratios[i - 1] - ratios[i])
            return STRENGTHS[i - 1] + share * (STRENGTHS[i] - STRENGTHS[i - 1])
    return np.inf


def break_even(found, baseline, lever, output, draws=2000):
    """The strength of help at which the lever leaves the output as it is in the last five years, with a bootstrap interval."""
    pairs = [(late(found[baseline, s][lever][output]), late(found[baseline, s]["unchanged"][output])) for s in STRENGTHS]
    ratios = [changed.mean() / unchanged.mean() for changed, unchanged in pairs]
    random = np.random.default_rng(1)
    drawn = []
    for _ in range(draws):
        chosen = random.integers(0, len(pairs[0][0]), len(pairs[0][0]))
        drawn.append(crossing([changed[chosen].mean() / unchanged[chosen].mean() for changed, unchanged in pairs]))
    low, high = np.quantile(drawn, [0.025, 0.975], method="nearest")
    return ratios, crossing(ratios), low, high


def strength_text(value):
    return "none" if np.isinf(value) else f"{value:.1f}"


def table_of_break_even(found):
    lines = ["| baseline, output | " + " | ".join(f"help {s:g}" for s in STRENGTHS) + " | break-even (95 %) |",
             "| --- " * (2 + len(STRENGTHS)) + "|"]
    for output in ("entries", "in_care", "plan_starts", "found_in_need"):
        for baseline in check.BASELINES:
            ratios, at, low, high = break_even(found, baseline, CONTACTS[0], output)
            interval = "" if np.isinf(low) else f" ({strength_text(low)} to {strength_text(high)})"
            lines.append(f"| {baseline}, {NAMES[output]} | " + " | ".join(f"{each:.2f}" for each in ratios)
                         + f" | {strength_text(at)}{interval} |")
    return lines + [""]


# --- who is in early help ---


def in_early_help(folder, baseline, replications=5):
    """What Denbighshire and Torfaen counted, from early-help-by-need.yaml under a baseline: {row: per cent or ratio}."""
    text = (HERE / "dynamics" / "early-help-by-need.yaml").read_text()
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


def table_of_early_help(folder):
    found = {baseline: in_early_help(folder, baseline) for baseline in check.BASELINES}
    rows = [("referred", "Denbighshire 2015", "stepped up: referred, of families who had early help in a year, %", "3.2 (18 of 556)"),
            ("found", "", "... and found in need, %", "3.2 (18 of 556)"),
            ("down_to_up", "", "families stepped down for each that is referred", "2.0 (36 to 18)"),
            ("came_above", "Torfaen 2017", "need above the tier, when they come, %", "24"),
            ("came_below", "", "need below the tier, when they come, %", "12"),
            ("came_wrong", "", "in the wrong tier, when they come, %", "36"),
            ("there_above", "", "need above the tier, on a day, %", "24"),
            ("there_below", "", "need below the tier, on a day, %", "12"),
            ("there_wrong", "", "in the wrong tier, on a day, %", "36")]
    lines = ["| where | what | counted | " + " | ".join(found) + " |", "| --- " * (3 + len(found)) + "|"]
    return lines + [f"| {where} | {what} | {counted} | " + " | ".join(f"{out[name]:.1f}" for out in found.values()) + " |"
                    for name, where, what, counted in rows] + [""]


# --- the page ---


def made_tables(folder, replications=REPLICATIONS):
    """Lines by the name of the mark under which they stand in the page."""
    found = all_runs(folder, replications)
    helped = ["referrals", "found_in_need", "plan_starts", "entries", "in_care"]
    return {
        "thresholds": tables_of_thresholds(found),
        "way without a case": tables_of_ways(found),
        "contacts": tables_by_baseline(found, CONTACTS, ["referrals", "plan_starts", "entries", "in_care"]),
        "break-even": table_of_break_even(found),
        "early help": tables_by_baseline(found, EARLY_HELP, ["early_help", *helped, "unserved"]),
        "who is in early help": table_of_early_help(folder),
    }


def put(text, tables):
    """The page with these tables under their marks."""
    for name, lines in tables.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
        before, rest = text.split(begin)
        text = before + begin + "\n" + "\n".join(lines).strip() + "\n\n" + end + rest.split(end)[1]
    return text


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--folder")
    arguments.add_argument("--replications", type=int, default=REPLICATIONS)
    arguments.add_argument("--write", action="store_true")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        tables = made_tables(chosen.folder or temporary, chosen.replications)
    if chosen.write:
        PAGE.write_text(put(PAGE.read_text(), tables))
    else:
        print("\n".join(line for lines in tables.values() for line in lines))


if __name__ == "__main__":
    main()
