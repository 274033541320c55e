#!/usr/bin/python3
"""Other programs read what `export` writes, and find in it what the results file holds.

The tables are read with Python's csv and compared number by number with h5py's; texts of users stay texts.
"""
import csv
import os
import subprocess
import sys
import tempfile
from datetime import date, timedelta

try:
    import h5py
    import numpy as np
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


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, text in (("=model.yaml", MODEL), ("dearer.yaml", SCENARIO)):
            with open(name, "w", encoding="utf-8") as file:
                file.write(text)
        headwater = os.environ["HEADWATER"]
        subprocess.run([headwater, "compare", "=model.yaml", "dearer.yaml", "-o", "two.h5", "--quiet"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([headwater, "export", "two.h5", "--csv", "tables", "--replications"], check=True)
        with h5py.File("two.h5") as file:
            check_series(file, "tables")
            check_costs(file, "tables")
            check_differences(file, "tables")


main()
