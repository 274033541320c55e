#!/usr/bin/env python3
"""The English council beside the published figures: fitted, seen before and held out apart, the misses named.

    english-council-check.py [--folder FOLDER] [--write]

Runs the three baselines (english-council.yaml, -null.yaml, -strong.yaml) and prints the tables of english-council.md.
Published figures come from english-council-figures.csv; the few that are not official stand below with their study.
`--folder` keeps the results files, and reads those that are there already; `--write` puts the tables into the page.
Needs h5py, numpy and the command in $HEADWATER (default: ../build/headwater).
"""
import argparse
import csv
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import h5py
import numpy as np

HERE = Path(__file__).resolve().parent
COMMAND = os.environ.get("HEADWATER", str(HERE.parent / "build" / "headwater"))
BASELINES = {"null": "english-council-null.yaml", "medium": "english-council.yaml", "strong": "english-council-strong.yaml"}
AREA = 80_000 / 10_000  # figures are per 10,000 children
YEAR = 365.25

FAMILY_CARE = ["short_stay", "kinship_care", "foster_in_house", "foster_agency", "childrens_home", "other_residential",
               "supported_accommodation", "with_parents", "placed_for_adoption"]
ALONE = ["unaccompanied_on_arrival", "unaccompanied_foster", "unaccompanied_supported"]
TELLERS = ["police", "schools", "health", "others"]
PLAN = ["protection_plan", "protection_plan_reviewed", "pre_proceedings"]
IN_NEED = ["front_door", "assessment", "strategy_discussion", "section_47", "brief_help", "child_in_need_plan",
           "help_without_plan", "edge_of_care", *PLAN, "proceedings_issued", "proceedings", "order_at_home",
           "care_order", *FAMILY_CARE, *ALONE, "staying_put", "leaving_care", "disability_support"]
# Gates where nobody stays, on the way from one of these to another.
OF_PLAN = {*PLAN, "first_review", "later_review"}
OF_NEED = {*IN_NEED, *OF_PLAN, "found_in_need", "help_decided", "conference", "after_plan", "no_order",
           "section_20", "under_interim_order", "under_police_protection", "under_care_order", "under_order_at_home",
           "comes_into_care", "first_place_infant", "first_place_child", "first_place_teenager", "first_place_16",
           "next_place", "next_place_child", "next_place_teenager", "next_place_16", "eighteen_with_carers"}
OF_CARE = {tier for tier in OF_NEED if tier in {*FAMILY_CARE, *ALONE, "comes_into_care"} or
           tier.startswith(("under_", "section_20", "first_place", "next_place"))}

# What the model is fitted to, per 10,000 children and year (or per cent): published, and how far off counts as one.
# Children in need plans are those of 2021-22; the ways of leaving care are shares of those who are not unaccompanied
# (26,600 in 2024-25); contacts are from the ADCS survey (about 3.0 million, 2023-24, secondhand).
FITTED = {
    "contacts": (2480, 0.10),
    "referrals": (519.4, 0.02),
    "no_further_action": (6.5, 0.04),
    "not_in_need": (30.8, 0.02),
    "section_47": (189.3, 0.03),
    "conferences": (59.2, 0.03),
    "plan_stock": (40.6, 0.03),
    "in_need_plan_starts": (176, 0.05),
    "in_need_plan_stock": (91.2, 0.05),
    "in_need_stock": (330.3, 0.03),
    "entries_section_20": (9.7, 0.04),
    "entries_order": (8.4, 0.04),
    "entries_police": (2.7, 0.06),
    "care_stock": (61.8, 0.03),
    "left_home": (24.8, 0.05),
    "left_family_order": (26.3, 0.05),
    "left_adopted": (11.4, 0.05),
}


class Results:
    """Means over years and replications, per 10,000 children and year."""

    def __init__(self, path):
        self.file = h5py.File(path)
        self.names = {axis: [name.decode() for name in self.file[axis][:]] for axis in ("tier", "edge", "source", "group")}
        self.index = {axis: {name: i for i, name in enumerate(names)} for axis, names in self.names.items()}
        bounds = self.file["time_bounds"][:]
        self.end = bounds[-1, 1]
        self.keep_years(None)

    def keep_years(self, years):
        """Looks at the last so many years only, or at all."""
        bounds = self.file["time_bounds"][:]
        self.kept = bounds[:, 1] > self.end - (years or 1e6) * YEAR + 1
        self.lengths = (bounds[:, 1] - bounds[:, 0])[self.kept]
        self.years = self.lengths.sum() / YEAR

    def total(self, series, axis=None, name=None):
        """How many a year."""
        values = self.file[series][0][:, self.kept]
        if axis is not None:
            values = values[..., self.index[axis][name]]
        return values.mean(axis=0).sum() / self.years / AREA

    def entries(self, *tiers):
        return sum(self.total("children_entries", "tier", tier) for tier in tiers)

    def moves(self, start, end):
        """How many children a year go from one to the other, whatever the cause."""
        return sum(self.total("children_moves", "edge", edge) for edge in self.names["edge"]
                   if edge == f"{start} -> {end}" or edge.startswith(f"{start} -> {end} ("))

    def stock(self, *tiers):
        """Children there on average."""
        means = self.file["children"][0][:, self.kept].mean(axis=0)
        return sum((means[:, self.index["tier"][tier]] * self.lengths).sum() for tier in tiers) / self.lengths.sum() / AREA

    def ever(self, tier, of_those_gone=0.0, series="grown_ever"):
        """Per cent of children. The results count those who are 18, at home or in care; `of_those_gone` is the share of those
        who left care for good before (adopted, to guardians, elsewhere) that had been in the tier."""
        gone = sum(leavers(self, way) for way in ("family_order", "adopted", "left_otherwise")) if of_those_gone else 0
        return 100 * (self.total(series, "tier", tier) + of_those_gone * gone) / (self.total("grown") + gone)

    def from_plan(self):
        """Share of those who come into care straight from a protection plan or from court."""
        ways = {edge: self.total("children_moves", "edge", edge) for edge in self.names["edge"] if "(children" in edge}
        of_plan = sum(count for edge, count in ways.items()
                      if edge.split(" -> ")[0] in {*PLAN, "proceedings_issued", "proceedings", "care_order", "order_at_home"})
        return of_plan / sum(ways.values())


def leavers(results, end):
    return sum(results.moves(tier, end) for tier in FAMILY_CARE)


def outputs(r):
    """The figures that the results hold, by name."""
    arrivals = r.moves("unaccompanied_arrivals", ALONE[0]) + r.moves("disabled_children", "disability_support")
    referrals = r.entries("front_door") + arrivals
    per_case = r.entries("front_door") / r.total("entries", "tier", "front_door")
    contacts = sum(r.total("contacts", "source", name) for name in TELLERS)
    sources = {name: r.total("children_referred", "source", name) for name in (*TELLERS, "police_protection")}
    again = sum(r.total("children_referred_again", "source", name) for name in sources)
    left = {way: leavers(r, way) for way in ("home", "family_order", "adopted", "left_otherwise")}
    left["at_18"] = leavers(r, "leaving_care") + leavers(r, "eighteen_with_carers")
    all_left = sum(left.values())
    age = r.file["entries_by_group"][0][:, r.kept, r.index["tier"]["comes_into_care"], :].sum(axis=(0, 1))
    stay = {f"stock_{tier}": r.stock(tier) for tier in FAMILY_CARE}
    return {
        "contacts": contacts * per_case,
        "referrals": referrals,
        "no_further_action": 100 * r.moves("front_door", "signposted") / referrals,
        "not_in_need": 100 * r.moves("assessment", "signposted") / referrals,
        "re_referrals": 100 * again / sum(sources.values()),
        "in_need_starts": r.entries("found_in_need") + arrivals,
        "in_need_stock": r.stock(*IN_NEED),
        "in_need_plan_starts": r.entries("child_in_need_plan") - r.moves("edge_of_care", "child_in_need_plan"),
        "in_need_plan_stock": r.stock("child_in_need_plan", "edge_of_care"),
        "section_47": r.entries("section_47"),
        "conferences": r.entries("conference"),
        "plan_starts": r.entries("protection_plan"),
        "plan_stock": r.stock(*PLAN),
        "second_plans": 100 * r.total("children_entries_again", "tier", "protection_plan") / r.entries("protection_plan"),
        "entries_section_20": r.entries("section_20"),
        "entries_order": r.entries("under_interim_order", "under_care_order", "under_order_at_home"),
        "entries_police": r.entries("under_police_protection"),
        "entries_again": 100 * r.total("children_entries_again", "tier", "comes_into_care") / r.entries("comes_into_care"),
        "proceedings": r.total("entries", "tier", "proceedings_issued"),
        "care_stock": r.stock(*FAMILY_CARE),
        "stock_alone": r.stock(*ALONE),
        **stay,
        **{f"left_{way.removeprefix('left_')}": 100 * count / all_left for way, count in left.items()},
        **{f"ever_{tier}": r.ever(tier, 1) for tier in ("front_door", "assessment", "found_in_need", "comes_into_care")},
        "ever_protection_plan": r.ever("protection_plan", r.from_plan()),
        **{f"early_{tier}": r.ever(tier, series="grown_ever_early")
           for tier in ("front_door", "found_in_need", "section_47", "protection_plan")},
        **{f"entered_{group}": 100 * age[i] / age.sum() for group, i in r.index["group"].items()},
    }


# --- what only the log of moves holds, and ages of those who leave care ---

AGES = ["under_1", "from_1_to_4", "from_5_to_9", "from_10_to_15", "at_16", "at_17"]
# Ways of leaving care before 18: by tier, the path of its exits and their weights.
WAYS_OUT = [
    *((tier, "race.home.exits", {"home": 1}) for tier in FAMILY_CARE[1:8]),
    *((tier, "race.order.exits", {"family_order": 1}) for tier in ("kinship_care", "foster_in_house", "foster_agency")),
    *((tier, "race.elsewhere.exits", {"left_otherwise": 1}) for tier in FAMILY_CARE[1:7]),
    *((tier, "race.transferred.exits", {"left_otherwise": 1}) for tier in ALONE[1:]),
    ("short_stay", "exits", {"home": 75, "family_order": 25}),
    ("unaccompanied_on_arrival", "exits", {"left_otherwise": 25, "unaccompanied_foster": 32, "unaccompanied_supported": 43}),
    ("placed_for_adoption", "race.adopted.exits", {"adopted": 1}),
]


def with_ages():
    """The part of a scenario that leads everybody who leaves care before 18 through a gate that tells the age."""
    ways = ("home", "family_order", "adopted", "left_otherwise")
    lines = ["add:"]
    for way in ways:
        to = ", ".join(f"{way}_{age}" for age in AGES)
        lines.append(f"  tiers.leaves_{way}: {{kind: gate, sojourn: {{law: constant, value_days: 0}}, "
                     f"decide: {{on: age_years, below: [1, 5, 10, 16, 17], to: [{to}]}}}}")
        lines += [f"  tiers.{way}_{age}: {{kind: gate, sojourn: {{law: constant, value_days: 0}}, exits: {{{way}: 1}}}}"
                  for age in AGES]
    lines.append("set:")
    for tier, path, exits in WAYS_OUT:
        weights = ", ".join(f"{'leaves_' + to if to in ways else to}: {weight}" for to, weight in exits.items())
        lines.append(f"  tiers.{tier}.{path}: {{{weights}}}")
    return "\n".join(lines) + "\n"


def ages_on_leaving(r):
    counts = {age: sum(r.moves(f"leaves_{way}", f"{way}_{age}") for way in ("home", "family_order", "adopted", "left_otherwise"))
              for age in AGES}
    counts["at_18"] = sum(r.moves(tier, end) for tier in (*FAMILY_CARE, *ALONE)
                          for end in ("leaving_care", "eighteen_with_carers"))
    return {f"leaving_{age}": 100 * count / sum(counts.values()) for age, count in counts.items()}


def spells(r, inside):
    """Stretches of time in which a case is in tiers of `inside`: (begin, end, case is a child's, days on which placements
    began, first tier, where it went), with -inf and +inf where the log does not show it."""
    log, edges = r.file["events"], r.names["edge"]
    is_move = log["what"][:] == 0
    edge, time = log["edge"][:][is_move], log["time"][:][is_move]
    case = np.stack([log["replication"][:][is_move].astype("u8"), log["entity"][:][is_move]])
    order = np.lexsort((np.arange(len(edge)), case[1], case[0]))
    edge, time, case = edge[order], time[order], case[:, order]
    ends = [name.split(" (")[0].split(" -> ") for name in edges]
    leaves = np.array([start in inside for start, _ in ends])
    enters = np.array([end in inside for _, end in ends])
    of_child = np.array(["(children" in name for name in edges])
    is_stay = np.array([end in {*FAMILY_CARE, *ALONE} for _, end in ends])
    bounds = np.r_[0, np.flatnonzero((case[:, 1:] != case[:, :-1]).any(axis=0)) + 1, len(edge)]
    found = []
    for first, last in zip(bounds[:-1], bounds[1:]):
        child = bool(of_child[edge[first]]) or ends[edge[first]][0] in ("unaccompanied_arrivals", "disabled_children")
        begin = -np.inf if leaves[edge[first]] and not of_child[edge[first]] else None
        stays = [-np.inf] if begin is not None and ends[edge[first]][0] in {*FAMILY_CARE, *ALONE} else []
        where = None
        for i in range(first, last):
            e = edge[i]
            if enters[e]:
                if begin is None:
                    begin, stays, where = time[i], [], ends[e][1]
                if is_stay[e]:
                    stays.append(time[i])
            elif begin is not None:
                found.append((begin, time[i], child, stays, where, ends[e][1]))
                begin = None
        if begin is not None:
            found.append((begin, np.inf, child, stays, where, None))
    return found


def shares(values, weights, cuts):
    counts = np.histogram(np.minimum(values, 1e8), [0, *cuts, np.inf], weights=weights)[0]
    return 100 * counts / counts.sum()


def bands(r, inside, cuts, per_case, counts=lambda spell: True, ends=lambda spell: True):
    """Shares by time so far of those open, and by length of those ended, in the last three years; a family's case counts
    as `per_case` children."""
    kept = [spell for spell in spells(r, inside) if counts(spell)]
    begin, end, weight = (np.array(column) for column in zip(*((s[0], s[1], 1 if s[2] else per_case) for s in kept)))
    open_values, open_weights = [], []
    for day in np.arange(r.end - 3 * YEAR, r.end, YEAR / 4):
        there = (begin <= day) & (end > day)
        open_values.append(day - begin[there])
        open_weights.append(weight[there])
    over = np.array([ends(s) for s in kept]) & (end > r.end - 3 * YEAR) & (end < np.inf)
    return (shares(np.concatenate(open_values), np.concatenate(open_weights), cuts),
            shares(end[over] - begin[over], weight[over], cuts))


def outputs_of_log(r):
    per_case = r.entries("front_door") / r.total("entries", "tier", "front_door")
    months = [YEAR / 4, YEAR / 2, YEAR, 2 * YEAR]
    labels = ["3_months", "3-6_months", "6-12_months", "1-2_years", "over_2_years"]
    out = {}
    for name, found in (("plan", bands(r, OF_PLAN, months, per_case)),
                        ("in_need", bands(r, OF_NEED, months, per_case,
                                          ends=lambda s: s[5] not in ("leaves_home", "signposted")))):
        for state, values in zip(("open", "ended"), found):
            out.update({f"{name}_{state}_{label}": value for label, value in zip(labels, values)})
    care = spells(r, OF_CARE)
    over = [s for s in care if s[1] < np.inf and s[0] > -np.inf]
    stays = np.array([len(s[3]) for s in over])
    out.update({f"placements_{n}": 100 * np.mean(stays == n) for n in (1, 2, 3)})
    out["placements_4-6"] = 100 * np.mean((stays >= 4) & (stays <= 6))
    out["placements_7_or_more"] = 100 * np.mean(stays >= 7)
    length = bands(r, OF_CARE, [56, YEAR / 2, YEAR, 2 * YEAR, 5 * YEAR], 1)[1]
    for label, value in zip(("8_weeks", "8_weeks-6_months", "6-12_months", "1-2_years", "2-5_years", "over_5_years"), length):
        out[f"care_{label}"] = value
    out["three_placements_year"], out["three_placements_two_years"] = (three_placements(r, care, years) for years in (1, 2))
    return out


def three_placements(r, care, years):
    """Per cent with three placements or more within so many years, of those in care at the end of the last three years (with
    two years: of those who have been in care for that long). Placements of an earlier period of care are left out. Who is in
    care and never moves is not in the log, but in the number of those there."""
    ends = r.file["time_bounds"][:, 1]
    there = r.file["children_end"][0][:, :, [r.index["tier"][tier] for tier in (*FAMILY_CARE, *ALONE)]].sum(axis=(0, 2))
    many = of_all = 0
    for period in range(len(ends) - 3, len(ends)):
        day = ends[period]
        before = day - years * YEAR
        of_all += there[period]
        for begin, end, _, stays, _, _ in care:
            if not begin <= day < end:
                continue
            if years > 1 and begin > before:
                of_all -= 1
            else:
                begun = sum(before < start <= day for start in stays)
                many += begun + (begin <= before) >= 3
    return 100 * many / of_all


# --- the tables ---


def read_published():
    with open(HERE / "english-council-figures.csv", newline="") as file:
        return {row["figure"]: row for row in csv.DictReader(file)}


def table_rows(published):
    """(name in `outputs`, what, unit, published, how the model came by it)."""
    def rate(figure):
        return float(published[figure]["for_80000"]) / AREA

    def share(figure):
        return float(published[figure]["value"])

    def placements(*numbers):
        return 100 * sum(share(f"placements_{n}") for n in numbers) / share("placements_total")

    foster, kin = rate("care_stock_foster"), share("kinship_of_foster") / 100
    in_house = share("in_house_of_other_foster") / 100
    fitted, by_hand, seen, held_out = "fitted", "by hand", "seen before", "held out"
    a_year, there, percent = "a year", "on a day", "%"
    months = (("3_months", "3 months or less"), ("3-6_months", "3 to 6 months"), ("6-12_months", "6 to 12 months"),
              ("1-2_years", "1 to 2 years"), ("over_2_years", "2 years or more"))
    return [
        ("contacts", "contacts", a_year, FITTED["contacts"][0], fitted),
        ("referrals", "referrals", a_year, rate("referrals"), fitted),
        ("no_further_action", "no further action, of referrals", percent, share("no_further_action"), fitted),
        ("not_in_need", "assessed and not in need, of referrals", percent, share("not_in_need"), fitted),
        ("section_47", "section 47 enquiries", a_year, rate("section_47_starts"), fitted),
        ("conferences", "conferences", a_year, rate("conferences"), fitted),
        ("plan_stock", "protection plans", there, rate("protection_plan_stock"), fitted),
        ("in_need_plan_starts", "child in need plans started", a_year, rate("in_need_plan_starts"), fitted),
        ("in_need_plan_stock", "child in need plans", there, rate("in_need_plan_stock"), fitted),
        ("in_need_stock", "in need, of every kind", there, rate("in_need_stock"), fitted),
        ("entries_section_20", "came into care under section 20", a_year, rate("care_entries_section_20"), fitted),
        ("entries_order", "came into care under an order", a_year, rate("care_entries_order"), fitted),
        ("entries_police", "came into care under police or emergency protection", a_year, rate("care_entries_police"), fitted),
        ("care_stock", "in care, unaccompanied left out", there, rate("care_stock") - rate("care_stock_unaccompanied"), fitted),
        ("left_home", "went home, of those who left care", percent, FITTED["left_home"][0], fitted),
        ("left_family_order", "to guardians or relatives, of those who left care", percent, FITTED["left_family_order"][0],
         fitted),
        ("left_adopted", "adopted, of those who left care", percent, FITTED["left_adopted"][0], fitted),

        ("stock_kinship_care", "in kinship care", there, foster * kin, by_hand),
        ("stock_foster_in_house", "in foster care, in-house", there, foster * (1 - kin) * in_house, by_hand),
        ("stock_foster_agency", "in foster care, agencies", there, foster * (1 - kin) * (1 - in_house), by_hand),
        ("stock_childrens_home", "in children's homes", there, rate("care_stock_childrens_home"), by_hand),
        ("stock_supported_accommodation", "in supported accommodation", there, rate("care_stock_supported"), by_hand),
        ("stock_with_parents", "placed with parents", there, rate("care_stock_with_parents"), by_hand),
        ("stock_placed_for_adoption", "placed for adoption", there, rate("care_stock_adoption"), by_hand),
        ("stock_alone", "in care, unaccompanied", there, rate("care_stock_unaccompanied"), by_hand),
        *((f"plan_ended_{band}", f"plans that ended after {text}", percent, share(f"plan_ended_{band}"),
           by_hand if band == "3_months" else held_out) for band, text in months),
        ("in_need_ended_3_months", "episodes in need that ended after 3 months or less", percent,
         share("in_need_ended_3_months"), by_hand),
        ("placements_1", "one placement, of those who left care", percent, placements(1), by_hand),
        ("placements_2", "two placements", percent, placements(2), by_hand),
        ("placements_3", "three placements", percent, placements(3), by_hand),
        ("placements_4-6", "four to six placements", percent, placements(4, 5, 6), by_hand),
        ("placements_7_or_more", "seven placements or more", percent, placements(7, 8, 9, "10_or_more"), by_hand),

        ("ever_front_door", "ever referred, by 18", percent, 35.4, seen),
        ("re_referrals", "referrals within 12 months of another", percent, share("re_referrals_12_months"), seen),
        ("second_plans", "plans that are a second or later one", percent, share("second_plans"), seen),
        ("entered_under_1", "under 1, of those who came into care", percent, share("care_entry_age_under_1_year"), seen),
        ("entered_from_10_to_15", "10 to 15, of those who came into care", percent, share("care_entry_age_10_to_15_years"), seen),

        ("in_need_starts", "found in need", a_year, rate("in_need_starts"), held_out),
        ("plan_starts", "protection plans started", a_year, rate("protection_plan_starts"), held_out),
        ("ever_assessment", "ever assessed, by 18", percent, 32.3, held_out),
        ("ever_found_in_need", "ever in need, by 18", percent, 25.3, held_out),
        ("ever_protection_plan", "ever on a protection plan, by 18", percent, 6.9, held_out),
        ("early_front_door", "ever referred, by 5", percent, 22.5, held_out),
        ("early_found_in_need", "ever in need, by 5", percent, 14.3, held_out),
        ("early_section_47", "ever in a section 47 enquiry, by 5", percent, 6.2, held_out),
        ("early_protection_plan", "ever on a protection plan, by 5", percent, 3.7, held_out),
        *((f"plan_open_{band}", f"open plans, so far {text}", percent, share(f"plan_open_{band}"), held_out)
          for band, text in months),
        *((f"in_need_open_{band}", f"open episodes in need, so far {text}", percent, share(f"in_need_open_{band}"), held_out)
          for band, text in months),
        *((f"in_need_ended_{band}", f"episodes in need that ended after {text}", percent,
           share(f"in_need_ended_{band}"), held_out) for band, text in months[1:]),
        ("entered_from_1_to_4", "1 to 4, of those who came into care", percent, share("care_entry_age_1_to_4_years"), held_out),
        ("entered_from_5_to_9", "5 to 9, of those who came into care", percent, share("care_entry_age_5_to_9_years"), held_out),
        ("entered_from_16", "16 or 17, of those who came into care", percent, share("care_entry_age_16_years_and_over"),
         held_out),
        *((f"care_{band}", f"periods of care that ended after {text}", percent, value, how) for band, text, value, how in (
            ("8_weeks", "less than 8 weeks", 14.6, by_hand), ("8_weeks-6_months", "8 weeks to 6 months", 13.9, held_out),
            ("6-12_months", "6 to 12 months", 18.8, held_out), ("1-2_years", "1 to 2 years", 20.8, held_out),
            ("2-5_years", "2 to 5 years", 17.4, held_out), ("over_5_years", "5 years or more", 14.5, held_out))),
        *((f"leaving_{age}", f"{text}, of all who left care", percent, share(f"leave_care_age_{band}"), held_out)
          for age, text, band in (("under_1", "under 1", "under_1_year"), ("from_1_to_4", "1 to 4", "1_to_4_years"),
                                  ("from_5_to_9", "5 to 9", "5_to_9_years"), ("from_10_to_15", "10 to 15", "10_to_15_years"),
                                  ("at_16", "16", "16_years"), ("at_17", "17", "17_years"),
                                  ("at_18", "18", "18_years_and_over"))),
        ("three_placements_year", "three placements or more in the year, of those in care", percent,
         share("three_placements_year"), held_out),
        ("three_placements_two_years", "three placements or more in two years, of those in care so long", percent,
         share("three_placements_two_years"), held_out),
        ("entries_again", "in care before, of those who came (published: of those who left)", percent,
         100 * (1 - share("periods_of_care_1") / share("periods_of_care_total")), held_out),
    ]


def readable(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}"


MISSED = 0.15  # off by more than that is a miss


def tables(found, rows):
    """Lines of the page. `found`: outputs by baseline."""
    lines = []
    texts = {"fitted": "Fitted", "by hand": "Set by hand beside the fit",
             "seen before": "Seen by the study that the need of families is from", "held out": "Held out"}
    for how, text in texts.items():
        lines += [f"**{text}**", "", "| figure | unit | published | " + " | ".join(found) + " | medium off by | |",
                  "| --- " * (5 + len(found)) + "|"]
        for name, what, unit, wanted, by in rows:
            if by != how:
                continue
            off = found["medium"][name] / wanted - 1
            values = " | ".join(readable(out[name]) for out in found.values())
            lines.append(f"| {what} | {unit} | {readable(wanted)} | {values} | {100 * off:+.0f} % | "
                         f"{'missed' if abs(off) > MISSED else ''} |")
        lines.append("")
    return lines


LOGGED = 3  # replications with an event log

# Questions asked of all three baselines: from a year after the start, these are set.
FORECASTS = {
    "no more early help": {**{f"contacts.{who}.otherwise.probability": [0, 0, 0, 0] for who in TELLERS},
                           "tiers.signposted.exits.early_help": 0, "tiers.case_closed.exits.early_help": 0},
    "twice the contacts": {f"contacts.{who}.effort": 2 for who in TELLERS},
}
WATCHED = {"referrals": "referrals a year", "in_need_starts": "found in need", "plan_starts": "plans started",
           "entries": "came into care", "in_care": "in care", "hidden": "at level 3 or 4, without a case"}


def results_of(scenario, folder, name):
    """Runs the text of a scenario, unless its results are there."""
    path = Path(folder) / f"{name}.h5"
    if not path.exists():
        (Path(folder) / f"{name}.yaml").write_text(scenario)
        done = subprocess.run([COMMAND, "run", str(Path(folder) / f"{name}.yaml"), "-o", str(path)],
                              capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)
    return Results(path)


def late(r):
    """What a forecast is about, in the last five years."""
    r.keep_years(5)
    found = outputs(r)
    found["entries"] = r.entries("comes_into_care")
    found["in_care"] = found["care_stock"]
    hidden = r.file["children_hidden"][0][:, r.kept, 2:].mean(axis=0).sum(axis=1)
    found["hidden"] = (hidden * r.lengths).sum() / r.lengths.sum()
    return found


def forecasts(folder):
    """Ratios to the unchanged council: {forecast: {baseline: {watched: ratio}}}."""
    found = {}
    for number, (forecast, settings) in enumerate(FORECASTS.items()):
        found[forecast] = {}
        for name, model in BASELINES.items():
            changes = "".join(f"      {path}: {value}\n" for path, value in settings.items())
            text = f"extends: {os.path.relpath(HERE / model, folder)}\nchanges:\n  - from: 2026-04-01\n    set:\n{changes}"
            changed = late(results_of(text, folder, f"{name}-{number}"))
            unchanged = late(Results(Path(folder) / f"{name}.h5"))
            found[forecast][name] = {watched: changed[watched] / unchanged[watched] for watched in WATCHED}
    return found


def forecast_table(found):
    lines = ["| change | " + " | ".join(WATCHED.values()) + " |", "| --- " * (1 + len(WATCHED)) + "|"]
    for forecast, by_baseline in found.items():
        cells = (" / ".join(f"{ratios[watched]:.2f}" for ratios in by_baseline.values()) for watched in WATCHED)
        lines.append(f"| {forecast} | " + " | ".join(cells) + " |")
    return lines + [""]


def run(model, folder, name):
    """Outputs of one baseline: means over its replications, and what a log holds."""
    extends = f"extends: {os.path.relpath(HERE / model, folder)}\n"
    log = results_of(extends + with_ages() + f"run: {{replications: {LOGGED}, event_log: true}}\n", folder, f"{name}-log")
    return {**outputs(results_of(extends, folder, name)), **outputs_of_log(log), **ages_on_leaving(log)}


def made_tables(folder):
    found = {name: run(model, folder, name) for name, model in BASELINES.items()}
    texts = "\n".join(tables(found, table_rows(read_published()))) + "\n", "\n".join(forecast_table(forecasts(folder))) + "\n"
    return found, texts


PAGE = HERE / "english-council.md"
MARKS = [("<!-- tables -->\n", "<!-- end of tables -->\n"), ("<!-- forecasts -->\n", "<!-- end of forecasts -->\n")]


def in_page():
    """The tables as the page has them."""
    text = PAGE.read_text()
    return tuple(text.split(begin)[1].split(end)[0] for begin, end in MARKS)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--folder")
    arguments.add_argument("--write", action="store_true")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        _, made = made_tables(chosen.folder or temporary)
    if not chosen.write:
        return print("\n".join(made))
    text = PAGE.read_text()
    for (begin, end), lines in zip(MARKS, made):
        before, rest = text.split(begin)
        text = before + begin + "\n" + lines.strip() + "\n\n" + end + rest.split(end)[1]
    PAGE.write_text(text)


if __name__ == "__main__":
    main()
