#!/usr/bin/env python3
"""What levers do to the English council, year by year, under the same luck: the tables of english-council-dynamics.md.

    english-council-dynamics.py [--folder FOLDER] [--replications N] [--write]

Runs the scenarios of dynamics/ from all three baselines of ../models with `headwater compare`, and prints the tables.
`--folder` keeps the results, and reads those that are there already; `--write` puts the tables into the page. Takes twelve
minutes of one core. Needs h5py, numpy, scipy, PyYAML and the command in $HEADWATER (default: ../build/headwater).
"""
import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy.stats import t as student

HERE = Path(__file__).resolve().parent
PAGE = HERE / "english-council-dynamics.md"
sys.path.insert(0, str(HERE / "dynamics"))
import runs  # noqa: E402
from runs import BASELINES, CONTACTS, EARLY_HELP, STRENGTHS, THRESHOLDS, WAYS  # noqa: E402

REPLICATIONS = 10
FIRST = 1            # the year, counted from 0, in which everything changes
LATE = slice(5, 10)  # the last five years
YEARS = [f"{year}/{year + 1}" for year in range(26, 35)]

NAMES = {"contacts": "contacts", "referrals": "referrals", "found_in_need": "found in need", "plan_starts": "plans started",
         "entries": "came into care", "entries_without_a_case": "... with no case open", "in_need": "in need, of every kind",
         "in_care": "in care", "early_help": "in early help", "high_need": "at level 3 or 4",
         "hidden": "at level 3 or 4, no case", "unserved": "at level 3 or 4, no statutory help"}
TITLES = {"higher-referral-threshold": "Threshold of referral + 0.3", "lower-referral-threshold": "Threshold of referral - 0.3",
          "higher-need-threshold": "Threshold of need + 0.3", "lower-need-threshold": "Threshold of need - 0.3",
          "twice-the-contacts": "Twice the contacts",
          "twice-the-contacts-same-offers": "Twice the contacts, as many offers of early help as before",
          "twice-the-contacts-more-help": "Twice the contacts, much more early help",
          "no-early-help": "No early help", "much-more-early-help": "Much more early help"}


# --- ratios and their intervals ---


def ratio(changed, unchanged):
    """Ratio of the means of two paired samples, and half of its 95 % interval over replications (delta method)."""
    value, n = changed.mean() / unchanged.mean(), len(changed)
    residuals = (changed - value * unchanged) / unchanged.mean()
    return value, student.ppf(0.975, n - 1) * residuals.std(ddof=1) / np.sqrt(n)


def late(values):
    return values[:, LATE].mean(axis=1)


def late_ratio(found, lever, output):
    """`found`: outputs by scenario, "unchanged" among them."""
    return ratio(late(found[lever][output]), late(found["unchanged"][output]))


def cell(value, half):
    """A ratio, in bold type where its interval leaves 1 out."""
    text = f"{value:.2f}"
    return f"**{text}**" if abs(value - 1) > half and text != "1.00" else text


def table(header, rows):
    return [f"| {' | '.join(header)} |", "| --- " * len(header) + "|", *(f"| {' | '.join(row)} |" for row in rows), ""]


def by_year(rows):
    """Lines of a table; rows: (text, changed, unchanged), arrays by replication and year."""
    lines = []
    for text, changed, unchanged in rows:
        cells = [ratio(changed[:, year], unchanged[:, year]) for year in range(FIRST, FIRST + len(YEARS))]
        value, half = ratio(late(changed), late(unchanged))
        lines.append([text, *(cell(*each) for each in cells), f"{max(half for _, half in cells):.2f}",
                      f"{cell(value, half)} ± {half:.2f}"])
    return table(["ratio to no change", *YEARS, "±", "last five years"], lines)


def of_lever(found, lever, outputs, prefix=""):
    return [(prefix + NAMES[output], found[lever][output], found["unchanged"][output]) for output in outputs]


def titled(title, lines):
    return [f"**{title}**", "", *lines]


def table_of_unchanged(found):
    outputs = ["contacts", "referrals", "found_in_need", "plan_starts", "entries", "in_need", "in_care", "early_help",
               "high_need", "hidden", "unserved"]
    return table(["per 10,000 children, nothing changed", *BASELINES],
                 [[NAMES[output], *(f"{late(found[name]['unchanged'][output]).mean():,.0f}" for name in BASELINES)] for output in outputs])


# --- (a) thresholds ---


def come_back(found, lever):
    """(stopped, come back), a year over nine years: children whom the moved threshold stops among those who come to it
    (let through: negative), and how many more (fewer) come to it, at the share that it let through before."""
    before, after = ("contacts", "referrals") if "referral" in lever else ("assessed", "found_in_need")
    changed, unchanged = ({name: found[which][name][:, FIRST:] for name in (before, after)} for which in (lever, "unchanged"))
    let_through = unchanged[after].sum() / unchanged[before].sum()
    stopped = (changed[before] * let_through - changed[after]).mean()
    return stopped, (changed[before] - unchanged[before]).mean() * let_through


def percent_again(outputs):
    return 100 * outputs["again"][:, LATE].sum() / outputs["referred"][:, LATE].sum()


def more_unserved(found, lever):
    """Child-years at level 3 or 4 without statutory help, a year, in the last five years."""
    return (late(found[lever]["unserved"]) - late(found["unchanged"]["unserved"])).mean()


def threshold_rows():
    """What each row says of one lever under one baseline."""
    def back(found, lever):
        stopped, returned = come_back(found, lever)
        return f"{100 * returned / stopped:.0f}"

    def of(output):
        return lambda found, lever: cell(*late_ratio(found, lever, output))

    return {
        "stopped (-: let through) a year, per 10,000": lambda found, lever: f"{come_back(found, lever)[0]:.0f}",
        "of these made up by who comes again, %": back,
        "referrals within a year of another, points": lambda found, lever: f"{percent_again(found[lever]) - percent_again(found['unchanged']):+.1f}",
        **{NAMES[output]: of(output) for output in ("referrals", "found_in_need", "plan_starts", "entries",
                                                            "entries_without_a_case", "in_care", "unserved")},
        "child-years at level 3 or 4 without statutory help, per 10,000": lambda found, lever: f"{more_unserved(found, lever):+.1f}",
    }


def tables_of_thresholds(found):
    outputs = ["contacts", "referrals", "found_in_need", "plan_starts", "entries", "in_need", "in_care", "unserved"]
    lines = [line for lever in THRESHOLDS
             for line in titled(f"{TITLES[lever]}, medium baseline", by_year(of_lever(found["medium"], lever, outputs)))]
    rows = [[text, *(" / ".join(read(found[baseline], lever) for baseline in BASELINES) for lever in THRESHOLDS)]
            for text, read in threshold_rows().items()]
    header = ["null / medium / strong", *(TITLES[lever].removeprefix("Threshold of ") for lever in THRESHOLDS)]
    return lines + titled("All three baselines; ratios are of the last five years", table(header, rows))


def table_of_ways(found):
    """What thresholds do to care with the way into care without a case and without, in the last five years."""
    def text(way, lever, output):
        if not found[way]["unchanged"][output].any():
            return "none"
        return "{} ± {:.2f}".format(*(lambda value, half: (cell(value, half), half))(*late_ratio(found[way], lever, output)))

    rows = [[TITLES[lever].removeprefix("Threshold of "), NAMES[output], *(text(way, lever, output) for way in WAYS)]
            for lever in THRESHOLDS for output in ("entries", "entries_without_a_case", "in_care")]
    rows += [[what, NAMES[output], *(f"{late(found[way]['unchanged'][output]).mean():.1f}" for way in WAYS)]
             for what, output in (("no change, a year per 10,000", "entries"), ("", "entries_without_a_case"))]
    return table(["threshold", "last five years", *WAYS], rows)


# --- (b) identification, (c) early help ---


def tables_by_baseline(found, levers, outputs):
    lines = []
    for lever in levers:
        rows = [row for output in outputs for name in BASELINES for row in of_lever(found[name], lever, [output], f"{name}: ")]
        lines += titled(TITLES[lever], by_year(rows))
    return lines


def crossing(ratios):
    """Where ratios by STRENGTHS first come down to 1, by straight lines between them; 0 if they begin there, inf if never."""
    if ratios[0] <= 1:
        return 0.0
    for i in range(1, len(ratios)):
        if ratios[i] <= 1:
            share = (ratios[i - 1] - 1) / (ratios[i - 1] - ratios[i])
            return STRENGTHS[i - 1] + share * (STRENGTHS[i] - STRENGTHS[i - 1])
    return np.inf


def break_even(found, baseline, lever, output, draws=2000):
    """(ratios by STRENGTHS, strength of help at which the lever leaves the output as it is in the last five years, ends of
    a 95 % interval from a bootstrap of replications)."""
    pairs = [(late(found[baseline, s][lever][output]), late(found[baseline, s]["unchanged"][output])) for s in STRENGTHS]

    def ratios(chosen):
        return [changed[chosen].mean() / unchanged[chosen].mean() for changed, unchanged in pairs]

    random, n = np.random.default_rng(1), len(pairs[0][0])
    drawn = [crossing(ratios(random.integers(0, n, n))) for _ in range(draws)]
    low, high = np.quantile(drawn, [0.025, 0.975], method="nearest")
    all_of_them = ratios(np.arange(n))
    return all_of_them, crossing(all_of_them), low, high


def table_of_break_even(found):
    def text(value):
        return "none" if np.isinf(value) else f"{value:.1f}"

    rows = []
    for output in ("entries", "in_care", "plan_starts", "found_in_need"):
        for baseline in BASELINES:
            ratios, at, low, high = break_even(found, baseline, CONTACTS[0], output)
            rows.append([NAMES[output], baseline, *(f"{each:.2f}" for each in ratios),
                         text(at) + ("" if np.isinf(low) else f" ({text(low)} to {text(high)})")])
    return table(["twice the contacts", "baseline", *(f"help {s:g}" for s in STRENGTHS), "break-even (95 %)"], rows)


# --- who is in early help ---


def table_of_early_help(folder):
    found = {baseline: runs.in_early_help(folder, baseline) for baseline in BASELINES}
    rows = [("referred", "Denbighshire 2015", "stepped up: referred, of families with early help in a year, %", "3.2 (18 of 556)"),
            ("found", "", "... and found in need, %", "3.2 (18 of 556)"),
            ("down_to_up", "", "families stepped down for each that is referred", "2.0 (36 to 18)"),
            ("came_above", "Torfaen 2017", "need above the tier, when they come, %", "24"),
            ("came_below", "", "need below the tier, when they come, %", "12"),
            ("came_wrong", "", "in the wrong tier, when they come, %", "36"),
            ("there_above", "", "need above the tier, on a day, %", "24"),
            ("there_below", "", "need below the tier, on a day, %", "12"),
            ("there_wrong", "", "in the wrong tier, on a day, %", "36")]
    return table(["where", "what", "counted", *BASELINES],
                 [[where, what, counted, *(f"{out[name]:.1f}" for out in found.values())] for name, where, what, counted in rows])


# --- the page ---


def made_tables(folder, replications=REPLICATIONS):
    """Lines by the name of the mark under which they stand in the page."""
    found = runs.all_runs(folder, replications)
    flows = ["referrals", "plan_starts", "entries", "in_care"]
    return {
        "unchanged": table_of_unchanged(found),
        "thresholds": tables_of_thresholds(found),
        "way without a case": table_of_ways(found),
        "contacts": tables_by_baseline(found, CONTACTS, [*flows, "unserved"]),
        "break-even": table_of_break_even(found),
        "early help": tables_by_baseline(found, EARLY_HELP, ["early_help", *flows, "unserved"]),
        "who is in early help": table_of_early_help(folder),
    }


def in_page(text, name):
    """What stands before, at and after the place of the tables of that name."""
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
    before, rest = text.split(begin)
    inside, after = rest.split(end)
    return before + begin, inside, end + after


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--folder")
    arguments.add_argument("--replications", type=int, default=REPLICATIONS)
    arguments.add_argument("--write", action="store_true")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        made = made_tables(chosen.folder or temporary, chosen.replications)
    if not chosen.write:
        return print("\n".join(line for lines in made.values() for line in lines))
    text = PAGE.read_text()
    for name, lines in made.items():
        before, _, after = in_page(text, name)
        text = before + "\n" + "\n".join(lines).strip() + "\n\n" + after
    PAGE.write_text(text)


if __name__ == "__main__":
    main()
