#!/usr/bin/python3
"""Other programs read what `export` writes, and find in it what the results file holds.

The tables are read with Python's csv and the workbook with openpyxl, and compared number by number with h5py's; formulas are
computed anew here. Texts of users stay texts.
"""
import csv
import os
import re
import subprocess
import sys
import tempfile
from datetime import date, timedelta

try:
    import h5py
    import numpy as np
    import openpyxl
except ImportError as missing:
    print("skipped:", missing)
    sys.exit(77)

MODEL = """
headwater: 1
title: '=HYPERLINK("http://a","b"), "so"'
start: 2027-07-01
horizon_days: 800
attributes: {need: {law: lognormal, mu: 0, sigma: 0.8}}
sources:
  new: {rate_per_day: 2, to: front_door}
tiers:
  front_door:
    kind: gate
    capacity: 3
    sojourn: {law: exponential, mean_days: 1}
    decide: {on: need, below: [1], to: [leave, support]}
  support: {sojourn: {law: gamma, shape: 2, scale_days: 30}, exits: {leave: 1}}
exits: {leave: {}}
groups: {need: {on: need, below: [1], labels: ["-low", "hïgh, \\"very\\""]}}
report: {by: [need]}
timescales:
  three_weeks: {from: support, working_days: 15}
  to_support: {from: front_door, to: support, days: 1}
money:
  price_year: 2026/27
  lines:
    support: {tier: support, cost_gbp_per_week: 123.45, inflation_per_year: 0.03, source: "=1+1"}
    team: {fixed_gbp_per_year: 480000, bearer: health}
run: {replications: 7, seed: 3, every: month}
"""
SCENARIO = "extends: =model.yaml\nset: {money.lines.support.cost_gbp_per_week: 150, tiers.front_door.capacity: 4}\n"
STATISTICS = ["mean", "sd", "p5", "p25", "p50", "p75", "p95"]


def harmless(text):
    return "'" + text if text and text[0] in "=+-@\t\r" else text


def texts(dataset):
    return [value.decode() if isinstance(value, bytes) else value for value in dataset[()]]


def table(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert rows, name
    return rows


def number(cell):
    return float(cell) if cell else np.nan


def same(found, expected, what):
    found, expected = np.array(found), np.asarray(expected, dtype=float).ravel()
    assert found.shape == expected.shape and np.array_equal(found, expected, equal_nan=True), what


def series_of(file):
    return [name for name in file if name + "_mean" in file]


def check_series(file, folder):
    """Every number of every series, in the order of the file; and each row says of what it is."""
    rows, every = table(folder, "series.csv"), table(folder, "replications.csv")
    scenarios, start = [harmless(text) for text in texts(file["scenario"])], date(2027, 7, 1)
    days = [str(start + timedelta(days=int(day))) for day in file["time"][()]]
    assert sorted(row["quantity"] for row in table(folder, "quantities.csv")) == sorted(series_of(file)) and len(series_of(file)) > 20
    for name in series_of(file):
        mine, of_replications = [row for row in rows if row["quantity"] == name], [row for row in every if row["quantity"] == name]
        for scenario, label in enumerate(scenarios):
            here = [row for row in mine if row["scenario"] == label]
            for statistic in STATISTICS:
                stored = file[name + ("_quantile" if statistic[0] == "p" else "_" + statistic)][scenario]
                if statistic[0] == "p":
                    stored = stored[STATISTICS.index(statistic) - 2]
                same([number(row["value"]) for row in here if row["statistic"] == statistic], stored, (name, statistic))
            same([number(row["value"]) for row in of_replications if row["scenario"] == label], file[name][scenario], name)
        shape = file[name].shape[3:]
        elements, groups = shape[0] if shape else 1, shape[1] if len(shape) > 1 else 1
        means = [row for row in mine if row["statistic"] == "mean"]
        assert [row["from"] for row in means] == [day for _ in scenarios for day in days for _ in range(elements * groups)], name
        assert {row["kind"] for row in means} == {file[name].dims[3][0].name.strip("/") if shape else ""}, name
        if groups == 2:
            labels = ["'-low", 'hïgh, "very"']
            assert [row["group"] for row in means[:4]] == labels + labels and means[0]["name"] == means[1]["name"] == "front_door"
        if name == "occupancy":
            assert [(row["kind"], row["name"]) for row in means[:2]] == [("tier", "front_door"), ("tier", "support")]
    assert {row["unit"] for row in rows if row["quantity"] == "wait_mean"} == {"day"}


def pence_by_year(file, series):
    """[scenario, replication, year, ...] in whole pence, with the labels of the years."""
    start = date(2027, 7, 1)
    firsts = [start + timedelta(days=int(day)) for day in file["time"][()]]
    years = [first.year - (first.month < 4) for first in firsts]
    labels = sorted(set(years))
    by_year = [file[series][:, :, [year == label for year in years]].sum(axis=2) for label in labels]
    return np.stack(by_year, axis=2), [f"{year}/{(year + 1) % 100:02}" for year in labels]


def check_costs(file, folder):
    rows = table(folder, "costs.csv")
    assert {row["bearer"] for row in rows if row["line"] == "team"} == {"health"}
    seen = 0
    for basis, series in (("nominal", "cost_pence"), ("real", "cost_real_pence"), ("discounted", "cost_discounted_pence")):
        pence, years = pence_by_year(file, series)
        total, _ = pence_by_year(file, "total_" + series)
        for scenario, label in enumerate(texts(file["scenario"])):
            for line, values in [(name, pence[scenario, :, :, i]) for i, name in enumerate(texts(file["line"]))] + [("all lines", total[scenario])]:
                here = [row for row in rows if (row["scenario"], row["line"], row["basis"]) == (harmless(label), line, basis)]
                for year, of_year in list(zip(years, values.T)) + [("whole time", values.sum(axis=1))]:
                    found = {row["statistic"]: float(row["pounds"]) for row in here if row["year"].removesuffix(" (in part)") == year}
                    np.testing.assert_allclose(found["mean"], of_year.mean() / 100, rtol=1e-14)
                    np.testing.assert_allclose(found["sd"], of_year.std(ddof=1) / 100, rtol=1e-9, atol=1e-9)
                    for level in (5, 10, 25, 50, 75, 90, 95):
                        np.testing.assert_allclose(found[f"p{level}"], np.percentile(of_year / 100, level), rtol=1e-14)
                    seen += len(found)
    assert seen == len(rows) == 2 * 3 * 3 * 4 * 9, (seen, len(rows))
    assert {row["year"] for row in rows} == {"2027/28 (in part)", "2028/29", "2029/30 (in part)", "whole time"}


def check_differences(file, folder):
    rows = {(row["output"], row["scenario"]): row for row in table(folder, "differences.csv")}
    cost = rows["total_cost_pence", "dearer"]
    totals = file["total_cost_pence"][()].sum(axis=2)
    differences = totals[1] - totals[0]
    np.testing.assert_allclose(float(cost["difference"]), differences.mean(), rtol=1e-12)
    np.testing.assert_allclose(float(cost["half_width_95"]), 2.446911851 * differences.std(ddof=1) / 7**0.5, rtol=1e-8)  # Student's t with 6 degrees
    assert cost["baseline"] == harmless(texts(file["scenario"])[0]) and cost["pairs"] == "7" and ("entries.support@2028/29", "dearer") in rows


def cells_of(sheet, head=4):
    """The rows below the head, as dicts of cells."""
    names = [cell.value for cell in sheet[head]]
    assert sheet.freeze_panes and names[0] == "scenario", sheet.title
    return [dict(zip(names, row)) for row in sheet.iter_rows(min_row=head + 1) if row[0].value is not None]


def computed(sheet, cell):
    """What a formula comes to: sums of cells, and rounded differences."""
    if cell.data_type != "f":
        return cell.value
    if found := re.fullmatch(r"=SUM\((\w+:\w+)\)", cell.value):
        return sum(computed(sheet, one) for row in sheet[found[1]] for one in row)
    found = re.fullmatch(r"=ROUND\((\w+)-(\w+),2\)", cell.value)
    assert found, cell.value
    return round(computed(sheet, sheet[found[1]]) - computed(sheet, sheet[found[2]]), 2)


def year_cells(row, years):
    return [cell for name, cell in row.items() if name.removesuffix(" (in part)") in years]


def check_ledger(file, book, stored):
    """The first replication, to the penny: every cell, and every total from its formula."""
    sheet, seen = book["Costs, one replication"], 0
    rows = cells_of(sheet)
    for basis, series in (("nominal", "cost_pence"), ("real", "cost_real_pence"), ("discounted", "cost_discounted_pence")):
        pence, years = pence_by_year(file, series)
        total, _ = pence_by_year(file, "total_" + series)
        for scenario, label in enumerate(texts(file["scenario"])):
            here = {row["line"].value: row for row in rows if (row["scenario"].value, row["basis"].value) == (label, basis)}
            expected = dict(zip(texts(file["line"]), pence[scenario, 0].T)) | {"total": total[scenario, 0], "total, from the ledger": total[scenario, 0], "difference": 0 * total[scenario, 0]}
            assert list(here) == list(expected), list(here)
            for line, values in expected.items():
                cells = year_cells(here[line], years) + [here[line]["total"]]
                for cell, pounds in zip(cells, list(values) + [values.sum()], strict=True):
                    assert round(100 * computed(sheet, cell)) == pounds and abs(100 * computed(sheet, cell) - pounds) < 1e-6, (basis, line, cell.value)
                    assert abs(100 * stored[sheet.title][cell.coordinate].value - pounds) < 1e-6, "what programs see that do not compute"
                    assert cell.number_format == "#,##0.00"
                    seen += 1
                is_formula = [cell.data_type == "f" for cell in cells]
                assert all(is_formula) if line in ("total", "difference") else not any(is_formula[:-1]), line
    assert seen == 2 * 3 * 5 * 4


def check_means_and_quantiles(file, book):
    sheet, quantiles = book["Costs"], cells_of(book["Cost quantiles"])
    for basis, series in (("nominal", "cost_pence"), ("real", "cost_real_pence"), ("discounted", "cost_discounted_pence")):
        pence, years = pence_by_year(file, series)
        total, _ = pence_by_year(file, "total_" + series)
        for scenario, label in enumerate(texts(file["scenario"])):
            lines = dict(zip(texts(file["line"]), np.moveaxis(pence[scenario], -1, 0)))  # [replication, year] of each
            for row in cells_of(sheet):
                if (row["scenario"].value, row["basis"].value) == (label, basis):
                    values = lines.get(row["line"].value, total[scenario]).mean(axis=0) / 100
                    np.testing.assert_allclose([computed(sheet, cell) for cell in year_cells(row, years)] + [computed(sheet, row["total"])], list(values) + [values.sum()], rtol=1e-14)
            for row in quantiles:
                if (row["scenario"].value, row["basis"].value) == (label, basis):
                    values = lines.get(row["line"].value, total[scenario])
                    expected = np.percentile(np.column_stack([values, values.sum(axis=1)]) / 100, int(row["statistic"].value[1:]), axis=0)
                    np.testing.assert_allclose([cell.value for cell in year_cells(row, years + ["whole time"])], expected, rtol=1e-14)
    assert len(quantiles) == 2 * 3 * 3 * 3
    assert "Quantiles do not add" in book["Cost quantiles"]["A2"].value


def check_questions(file, book):
    start = date(2027, 7, 1)
    firsts = [start + timedelta(days=int(day)) for day in file["time"][()]]
    years = np.array([first.year - (first.month < 4) for first in firsts])
    lengths, tiers = np.diff(file["time_bounds"][()], axis=1).ravel(), texts(file["tier"])
    def by_year(values, scenario):  # of [replication, time], in each year
        return [values(scenario, years == year) for year in sorted(set(years))]
    entries, occupancy, waits, starts = (file[name][()] for name in ("entries", "occupancy", "wait_mean", "starts"))
    meant = {
        ("Entries", "cases that came to the tier"): lambda i: lambda s, t: entries[s][:, t, i].sum(axis=1),
        ("Tiers", "cases, mean number"): lambda i: lambda s, t: occupancy[s][:, t, i] @ lengths[t] / lengths[t].sum(),
        ("Waits", "mean wait of those who began, days"): lambda i: lambda s, t: (waits[s] * starts[s])[:, t, i].sum(axis=1) / starts[s][:, t, i].sum(axis=1),
    }
    for (sheet, quantity), values in meant.items():
        rows, seen = cells_of(book[sheet]), 0
        for row in rows:
            if row["quantity"].value != quantity:
                continue
            scenario, tier = texts(file["scenario"]).index(row["scenario"].value), tiers.index(list(row.values())[3].value)
            of_years = np.array(by_year(values(tier), scenario))
            how = row["statistic"].value
            expected = of_years.mean(axis=1) if how == "mean" else of_years.std(axis=1, ddof=1) if how == "sd" else np.percentile(of_years, int(how[1:]), axis=1)
            cells = list(row.values())[4:]
            np.testing.assert_allclose([cell.value for cell in cells], expected, rtol=1e-9, atol=1e-12, err_msg=f"{sheet} {how}")
            assert all(cell.number_format.startswith("#,##0") for cell in cells)
            seen += 1
        assert seen == 2 * 5 * 2, (sheet, seen)


def check_workbook(file, name):
    book, stored = openpyxl.load_workbook(name), openpyxl.load_workbook(name, data_only=True)
    assert book.sheetnames == ["Assumptions", "Tiers", "Entries", "Waits", "Costs", "Costs, one replication", "Cost quantiles", "All figures"]
    assert len(book["Tiers"]._charts) == len(book["Costs"]._charts) == 2, "a chart for each scenario"
    hostile = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) and cell.value in ("=model", "=1+1", "=model.yaml")]
    assert {cell.value for cell in hostile} == {"=model", "=1+1", "=model.yaml"} and all(cell.data_type == "s" for cell in hostile)
    formulas = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
    assert formulas and all(re.fullmatch(r"=SUM\(\w+:\w+\)|=ROUND\(\w+-\w+,2\)", text) for text in formulas), "no other formulas"
    said = {row[0].value: row[1].value for row in book["Assumptions"].iter_rows() if row[0].value}
    assert said["content hash"] == file.attrs["content_hash"].decode()
    assert said["seed"] == 3 and said["replications"] == 7
    assert said["real"] == "at the prices of 2026/27" and "3.5 % a year" in said["discounted"]
    changed = [[cell.value for cell in row[:5]] for row in book["Assumptions"].iter_rows() if row[2].value == "=model"]
    assert changed == [["dearer", "tiers.front_door.capacity", "=model", 3, 4], ["dearer", "money.lines.support.cost_gbp_per_week", "=model", 123.45, 150]], changed
    figures = {row[0]: row[1:] for row in book["All figures"].iter_rows(min_row=4, values_only=True)}
    assert figures["tiers.front_door.capacity"] == (3, 4) and len(figures) > 20
    check_ledger(file, book, stored)
    check_means_and_quantiles(file, book)
    check_questions(file, book)


def check_title(headwater):
    """The title of a single scenario, its label as well, looks like a formula."""
    title = '=HYPERLINK("http://a","b"), "so"'
    subprocess.run([headwater, "run", "=model.yaml", "-o", "one.h5", "--quiet"], check=True)
    subprocess.run([headwater, "export", "one.h5", "--csv", "one", "--workbook", "one.xlsx"], check=True)
    assert {row["scenario"] for row in table("one", "series.csv")} == {"'" + title}
    book = openpyxl.load_workbook("one.xlsx")
    for cell in (book["Assumptions"]["A1"], book["Tiers"]["A5"]):
        assert (cell.value, cell.data_type) == (title, "s")


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, text in (("=model.yaml", MODEL), ("dearer.yaml", SCENARIO)):
            with open(name, "w", encoding="utf-8") as file:
                file.write(text)
        headwater = os.environ["HEADWATER"]
        subprocess.run([headwater, "compare", "=model.yaml", "dearer.yaml", "-o", "two.h5", "--quiet"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([headwater, "export", "two.h5", "--csv", "tables", "--replications", "--workbook", "two.xlsx"], check=True)
        with h5py.File("two.h5") as file:
            check_series(file, "tables")
            check_costs(file, "tables")
            check_differences(file, "tables")
            check_workbook(file, "two.xlsx")
        check_title(headwater)


main()
