#!/usr/bin/env python3
"""Derives the figures behind english-council-simple.yaml and english-council.yaml from a folder of official files.

    english-council-figures.py FOLDER > english-council-figures.csv

FOLDER holds the Department for Education's tables as published, in four folders: dfe_csc_dashboard_2025,
dfe_cin_census_2013_2022, dfe_cla_national_2020_2024 and lait_2026. One row a figure; `for_80000` is the same thing for
a council of 80,000 children, where that has a meaning. `trust` says how far: official (counted by every council and
published), official-old (the same, but the latest year found is 2022), derived (our arithmetic on official figures).
`year` is the one in which a financial year ends; staff are counted in September.
"""
import csv
import statistics
import sys
from pathlib import Path

COUNCIL = 80_000


def rows(folder, name):
    with open(folder / name, encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def national(folder, name, year):
    """The row of England as a whole in one year."""
    return next(row for row in rows(folder, name)
                if row["geographic_level"] == "National" and row["time_period"] == str(year))


def main(folder):
    dashboard, census, care, lait = (folder / name for name in
        ("dfe_csc_dashboard_2025", "dfe_cin_census_2013_2022", "dfe_cla_national_2020_2024", "lait_2026"))
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["figure", "value", "unit", "for_80000", "year", "table", "trust"])

    children = float(national(dashboard, "ons_mid-year_population_estimates_2012_to_2024.csv", 2024)
                     ["population_estimate"])

    def put(figure, value, unit, year, table, trust="official", scale=None):
        """One row. With `scale` (children in England that year) the value is also given for the council."""
        council = "" if scale is None else f"{value / scale * COUNCIL:.1f}"
        out.writerow([figure, f"{value:g}" if value < 1000 else f"{value:.0f}", unit, council, year, table, trust])

    put("children", children, "children aged 0-17", 2024, "ONS mid-year estimate, mid-2024", scale=children)

    row = national(dashboard, "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv", 2025)
    put("referrals", float(row["referral_count"]), "a year", 2025, "Children in need C1", scale=children)
    put("no_further_action", float(row["no_further_action_percent"]), "% of referrals", 2025, "Children in need C1")
    put("not_in_need", float(row["not_in_need_percent"]), "% of referrals", 2025, "Children in need C1")
    put("re_referrals_12_months", float(row["rereferral_percent"]), "% of referrals", 2025, "Children in need C1")
    put("assessed", float(row["referral_count"]) - float(row["no_further_action_count"]), "a year", 2025,
        "Children in need C1: referrals less no further action", "derived", children)

    row = national(dashboard, "b1_children_in_need_2013_to_2025.csv", 2025)
    put("in_need_starts", float(row["Started_episodes"]), "a year", 2025, "Children in need B1", scale=children)
    put("in_need_stock", float(row["At31_episodes"]), "children at 31 March", 2025, "Children in need B1",
        scale=children)

    row = national(census, "b7_child_in_need_plans_2022.csv", 2022)
    then = float(row["CINPlan_start"]) / float(row["CINPlan_start_rate"]) * 10_000  # the table's own denominator
    put("in_need_plan_starts", float(row["CINPlan_start"]), "a year", 2022, "Children in need B7", "official-old", then)
    put("in_need_plan_stock", float(row["CINPlan_At31"]), "children at 31 March", 2022, "Children in need B7",
        "official-old", then)

    row = national(dashboard, "c4_children_in_need_section_47s_and_icpcs_2013_to_2025.csv", 2025)
    enquiries, conferences = float(row["Section47"]), float(row["ICPC"])
    put("section_47_starts", enquiries, "a year", 2025, "Children in need C4", scale=children)
    put("conferences", conferences, "a year", 2025, "Children in need C4", scale=children)
    put("conference_per_enquiry", round(100 * conferences / enquiries, 2), "%", 2025, "Children in need C4", "derived")
    for band in ("0-10", "11-15", "16-20", "21+"):
        put(f"section_47_to_conference_{band}", round(100 * float(row[f"Duration_{band}_days"]) / conferences, 1),
            "% of conferences, working days", 2025, "Children in need C4", "derived")

    row = national(dashboard, "d3_cpps_subsequent_plan_2013_to_2025.csv", 2025)
    put("protection_plan_starts", float(row["CPP_start"]), "a year", 2025, "Children in need D3", scale=children)
    put("plan_per_conference", round(100 * float(row["CPP_start"]) / conferences, 2), "%", 2025,
        "Children in need C4, D3", "derived")
    put("second_plans", float(row["CPP_subsequent_percent"]), "% of starts", 2025, "Children in need D3")
    row = national(dashboard, "d5_cpps_at31march_by_duration_2013_to_2025.csv", 2025)
    put("protection_plan_stock", float(row["CPP_At31"]), "children at 31 March", 2025, "Children in need D5",
        scale=children)

    started = looked_after(dashboard, "cla_started_2021_2025_wide_from_rds.csv", "placements_number_2025")
    stock = looked_after(dashboard, "cla_31march_2021_2025_wide_from_rds.csv", "cla_31_march_number_2025")
    ended = looked_after(dashboard, "cla_ceased_2021_2025_wide_from_rds.csv", "number_2025")
    table = "Children looked after"
    put("care_entries", started["Unaccompanied asylum-seeking children", "Total"], "a year", 2025, table,
        scale=children)
    put("care_entries_unaccompanied", started["Unaccompanied asylum-seeking children", "UASC"], "a year", 2025, table,
        scale=children)
    put("care_entries_others", started["Unaccompanied asylum-seeking children", "Non-UASC"], "a year", 2025, table,
        scale=children)
    put("care_stock", stock["Age group", "Total"], "children at 31 March", 2025, table, scale=children)
    put("care_stock_unaccompanied", stock["Unaccompanied asylum-seeking children", "UASC"], "children at 31 March",
        2025, table, scale=children)

    # Kinds of placement are published for all children together; those of unaccompanied children are taken out at
    # the shares of their own stock a year before. The same shares serve for entries, where none are published.
    alone = {row["characteristic"]: float(row["number"])
             for row in rows(care, "national_cla_on_31_march_who_were_unaccompanied_asylum_seeking_children.csv")
             if row["time_period"] == "2024" and row["cla_group"] == "Placements"}
    entered = {row["characteristic"]: float(row["number"])
               for row in rows(care, "national_cla_started_to_be_looked_after.csv")
               if row["time_period"] == "2024" and row["cla_group"] == "Placement group" and row["number"].isdigit()}
    alone_started = looked_after(dashboard, "cla_started_2021_2025_wide_from_rds.csv", "placements_number_2024")[
        "Unaccompanied asylum-seeking children", "UASC"]
    others_started = entered["Total children"] - alone_started
    for kind, alone_name, stock_name, entry_name in (
            ("foster", "1. Foster placements", "Foster placements", "1. Total foster placements"),
            ("childrens_home", "2. Secure homes and children's homes", "Secure homes and children's homes",
             "4. Total secure homes and children's homes")):
        share = alone[alone_name] / alone["Total"]
        here = stock["Placement", stock_name] - share * stock["Unaccompanied asylum-seeking children", "UASC"]
        put(f"care_stock_{kind}", here, "children at 31 March, unaccompanied left out", 2025, table, "derived",
            children)
        put(f"care_entry_{kind}", round(100 * (entered[entry_name] - share * alone_started) / others_started, 1),
            "% of entries, unaccompanied left out", 2024, table, "derived")
    put("leave_care_at_18", round(100 * ended["Age on ceasing", "18 years and over"] / ended["Age on ceasing", "Total"],
                                  1), "% of those who leave care", 2025, table, "derived")
    reasons = {name: count for (group, name), count in ended.items() if group == "Reason episode ceased"}
    home = sum(count for name, count in reasons.items() if name.startswith("Returned home"))
    family = (reasons["Special guardianship order"] + reasons["Residence order or child arrangement order granted"] +
              sum(count for name, count in reasons.items() if name.startswith("Left care to live with parents, rel")))
    for name, count in (("home", home), ("family_order", family), ("adopted", reasons["Adopted"])):
        put(f"leave_care_{name}", count, "a year", 2025, table, "derived" if name != "adopted" else "official",
            children)

    row = national(dashboard, "csww_indicators_2017_to_2025.csv", 2025)
    workforce = "Children's social work workforce"
    put("case_holders", float(row["case_holders_fte"]), "full-time equivalents", 2025, workforce, scale=children)
    put("cases_each", float(row["caseload_fte"]), "cases per full-time case holder", 2025, workforce)
    put("cases_held", float(row["cases"]), "cases", 2025, workforce, scale=children)
    put("posts_vacant", float(row["vacancy_rate_fte"]), "% of posts", 2025, workforce)
    put("vacancies_covered_by_agency", float(row["vacancy_agency_cover_rate_fte"]), "% of vacancies", 2025, workforce)

    for figure, measure in (("no_further_action", "CIN_Refferals_NFA"), ("not_in_need", "Referrals_AssessedNotNeed")):
        upper = statistics.quantiles(councils(lait, measure, "2025"), n=4, method="inclusive")[2]
        put(f"{figure}_upper_quarter", round(upper, 1), "% of referrals; a quarter of councils are above", 2025,
            f"Local authority interactive tool {measure}", "derived")


    # What only the model of families is compared with.
    for name, measure in (("in_need_open", "CINTime"), ("in_need_ended", "CINCease")):
        for band, ending in (("3_months", "3months"), ("3-6_months", "3-6"), ("6-12_months", "6-1"), ("1-2_years", "1-2"),
                             ("over_2_years", "2more")):
            put(f"{name}_{band}", england(lait, measure + ending, "2025"), "% of episodes", 2025,
                f"Local authority interactive tool {measure + ending}")
    bands = ("3_months_or_less", "more_than_3_months_6_months", "more_than_6_months_less_than_1_year",
             "1_year_less_than_2_years", "2_years_or_more")
    names = ("3_months", "3-6_months", "6-12_months", "1-2_years", "over_2_years")
    still_open = national(dashboard, "d5_cpps_at31march_by_duration_2013_to_2025.csv", 2025)
    closed = national(census, "d7_cpps_ending_by_duration_2013_to_2022.csv", 2022)
    for band, name in zip(bands, names):
        put(f"plan_open_{name}", float(still_open[band + "_percent"]), "% of plans at 31 March", 2025, "Children in need D5")
    for band, name in zip(bands, names):
        put(f"plan_ended_{name}", float(closed[band + "_percent"]), "% of plans that ended", 2022, "Children in need D7",
            "official-old")
    put("care_applications", england(lait, "CareApplications", "2025"), "a year, per 10,000 children", 2025,
        "Local authority interactive tool CareApplications")

    # Unaccompanied children are taken out of ages: of those in care in March 2024, 89 per cent were 16 or 17, the
    # others taken to be 10 to 15.
    young, alone_in = 830 / 7380, started["Unaccompanied asylum-seeking children", "UASC"]
    others = started["Unaccompanied asylum-seeking children", "Non-UASC"]
    for group, taken_out in (("Under 1 year", 0), ("1 to 4 years", 0), ("5 to 9 years", 0), ("10 to 15 years", young),
                             ("16 years and over", 1 - young)):
        put("care_entry_age_" + group.lower().replace(" ", "_"),
            round(100 * (started["Age on starting", group] - taken_out * alone_in) / others, 1),
            "% of entries, unaccompanied left out", 2025, table, "derived")
    for group in ("Under 1 year", "1 to 4 years", "5 to 9 years", "10 to 15 years", "16 years", "17 years",
                  "18 years and over"):
        put("leave_care_age_" + group.lower().replace(" ", "_"),
            round(100 * ended["Age on ceasing", group] / ended["Age on ceasing", "Total"], 1),
            "% of those who leave care", 2025, table)
    statuses = {"section_20": ("Voluntary agreement under S20", "Remand", "LA accommodation under PACE 1989",
                               "Sentenced to youth rehabilitation order"),
                "order": ("Interim care order", "Full care order", "Placement order granted",
                          "Child assessment order and in LA accommodation"),
                "police": ("Police protection in LA accommodation", "Emergency protection order")}
    for name, members in statuses.items():
        count = sum(started["Legal status", member] for member in members) - (alone_in if name == "section_20" else 0)
        put(f"care_entries_{name}", count, "a year, unaccompanied left out", 2025, table, "derived", children)
    for kind, alone_name, stock_name in (
            ("supported", "3. Independent and semi-independent living arrangements/ supported accommodation",
             "Independent and semi-independent living arrangements/supported accommodation"),
            ("with_parents", None, "Placed with parents or other person with parental responsibility"),
            ("adoption", None, "Placed for adoption")):
        share = alone[alone_name] / alone["Total"] if alone_name else 0
        put(f"care_stock_{kind}", stock["Placement", stock_name] -
            share * stock["Unaccompanied asylum-seeking children", "UASC"],
            "children at 31 March, unaccompanied left out", 2025, table, "derived", children)
    placed = {row["characteristic"]: float(row["number"])
              for row in rows(care, "national_cla_on_31_march_by_characteristics.csv")
              if row["time_period"] == "2024" and row["cla_group"] == "Placement" and row["number"].isdigit()}
    kin = (placed["1a.1 Total foster placements inside council boundary with relative or friend"] +
           placed["1b.1 Total foster placements outside council boundary with relative or friend"])
    put("kinship_of_foster", round(100 * kin / placed["1. Total foster placements"], 1), "% of foster placements", 2024,
        table, "derived")
    own = sum(float(row["number"])
              for row in rows(care, "national_cla_on_31_march_by_placement_provider_placement_type_and_locality.csv")
              if row["time_period"] == "2024" and row["placement_type"].endswith("a. Foster placements")
              and row["placement_provider"] == "Own provision (by the LA)")
    put("in_house_of_other_foster", round(100 * (own - kin) / (placed["1. Total foster placements"] - kin), 1),
        "% of foster placements not with relatives or friends", 2024, table, "derived")
    stability = {(row["cla_group"], row["placement_stability"]): float(row["children_count"])
                 for row in rows(dashboard, "la_cla_placement_stability.csv")
                 if row["geographic_level"] == "National" and row["time_period"] == "2025"}
    for name, group, what in (("year", "CLA on 31 March", "With 3 or more placements during the year"),
                              ("two_years", "CLA 2 years on 31 March", "With 3 or more placements during the previous 2 years")):
        put(f"three_placements_{name}", round(100 * stability[group, what] / stability[group, "Total children"], 1),
            "% of children in care" + (" for two years" if name == "two_years" else ""), 2025, "Children looked after")
    period = [row for row in rows(care, "national_cla_ceased_during_year_placements_care_periods.csv")
              if row["time_period"] == "2024" and row["age_on_ceasing"] == "Total"]
    counts = {(row["cla_group"], row["periods_or_placements"]): row["number"] for row in period}
    for group, name in (("Number of placements", "placements"), ("Number of periods of care", "periods_of_care")):
        found = {number: float(count) for (of, number), count in counts.items() if of.startswith(group) and count.isdigit()}
        for number in found:
            put(f"{name}_{number.replace(' ', '_').lower()}", found[number], "children who left care in the year", 2024,
                table)


def england(folder, measure, year):
    """The value for England as a whole."""
    return next(float(row[year]) for row in rows(folder, "lait_childrens_social_care_panel.csv")
                if row["measure"] == measure and row["la_number"] == "970")


def looked_after(folder, name, column):
    """England's counts of looked-after children by (group, characteristic)."""
    return {(row["cla_group"], row["characteristic"]): float(row[column]) for row in rows(folder, name)
            if row["geographic_level"] == "National" and row[column] not in ("c", "k", "z", "x")}


def councils(folder, measure, year):
    """The values of every council that gives one; regions and England (numbers 970 and above) left out."""
    for row in rows(folder, "lait_childrens_social_care_panel.csv"):
        if row["measure"] == measure and int(row["la_number"]) < 970:
            try:
                yield float(row[year])
            except ValueError:
                pass  # suppressed or missing


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
