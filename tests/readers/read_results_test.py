#!/usr/bin/python3
"""Other programs read a results file unaided, and find in it what the format promises.

    read_results_test.py [RESULTS.h5]

Without a file it runs a small model that has everything: warm-up, groups, an event log, limits and none. Everything
is computed anew from the replications with NumPy, and the content hash with h5py and hashlib, by the rule that
engine/results/content_hash.hpp states; so none of Headwater's own code is on this side.
"""
import hashlib
import os
import struct
import subprocess
import sys
import tempfile
import warnings

try:
    import h5py
    import h5netcdf  # noqa: F401, an engine of xarray
    import netCDF4
    import numpy as np
    import xarray as xr
except ImportError as missing:
    print("skipped:", missing)
    sys.exit(77)

MODEL = """
headwater: 1
title: A model that has everything
start: 2027-11-01
horizon_days: 400
attributes: {need: {law: lognormal, mu: 0, sigma: 0.8}}
sources:
  new: {rate_per_day: 2, to: front_door}
tiers:
  front_door:
    kind: gate
    capacity: 3
    sojourn: {law: exponential, mean_days: 1}
    decide: {on: need, below: [1], to: [leave, support]}
  support:
    sojourn: {law: gamma, shape: 2, scale_days: 30}
    exits: {leave: 1}
exits:
  leave: {returns: {probability: 0.2, after: {law: exponential, mean_days: 90}, to: front_door}}
groups:
  need: {on: need, below: [1], labels: [low, high]}
report: {by: [need]}
money:
  lines:
    support: {tier: support, cost_gbp_per_week: 123.45, inflation_per_year: 0.03, source: "invoices"}
    team: {fixed_gbp_per_year: 480000, bearer: health}
run: {replications: 7, seed: 3, every: month, warm_up_days: 60, event_log: true}
"""
HASHED_ATTRIBUTES = ["generator", "headwater_format", "horizon_days", "model_events", "replications", "seed", "title",
                     "warm_up_days"]


def run_model(folder):
    model, results = os.path.join(folder, "model.yaml"), os.path.join(folder, "results.h5")
    with open(model, "w", encoding="utf-8") as file:
        file.write(MODEL)
    subprocess.run([os.environ["HEADWATER"], "run", model, "-o", results, "--quiet"], check=True)
    return results


def series_of(data):
    return [name for name in data.variables if data[name].dims[:3] == ("scenario", "replication", "time")]


def check_coordinates(data):
    assert data.attrs["Conventions"] == "CF-1.10" and data.attrs["headwater_format"] == 3
    for name in ("scenario", "tier", "exit", "source", "edge"):
        assert name in data.coords, name
        assert all(isinstance(label, str) and label for label in data[name].values), name
    assert np.issubdtype(data.time.dtype, np.datetime64), "the time axis is decoded"
    assert data.time.encoding["units"].startswith("days since 20")
    assert list(data["quantile"].values) == [0.05, 0.25, 0.5, 0.75, 0.95]
    assert list(data.replication.values) == list(range(data.sizes["replication"]))
    bounds = data[data.time.encoding.get("bounds", data.time.attrs.get("bounds"))]
    assert (bounds.values[:, 0] == data.time.values).all(), "a period is named by its start"
    assert (bounds.values[1:, 0] == bounds.values[:-1, 1]).all(), "periods follow each other"
    for name in data.variables:
        assert data[name].attrs.get("long_name"), name + " says what it is"
        if data[name].dtype.kind in "fiu":
            assert data[name].attrs.get("units") or data[name].encoding.get("units"), name + " says its unit"


def close(found, expected, what):
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12, err_msg=what)


def check_summaries(data):
    """Returns how many series were compared; cells with infinities (unlimited capacity) are left out."""
    names = series_of(data)
    several = data.sizes["replication"] > 1
    for name in names:
        values = data[name].values.astype(float)
        finite = ~np.isinf(values).any(axis=1)
        with warnings.catch_warnings():  # of slices without any value
            warnings.simplefilter("ignore", RuntimeWarning)
            mean, sd = np.nanmean(values, axis=1), np.nanstd(values, axis=1, ddof=1)
            quantiles = np.nanquantile(values, data["quantile"].values, axis=1)
        assert data[name + "_mean"].dims == ("scenario",) + data[name].dims[2:]
        close(data[name + "_mean"].values[finite], mean[finite], name + "_mean")
        assert ((name + "_sd") in data) == several and ((name + "_quantile") in data) == several
        if several:
            close(data[name + "_sd"].values[finite], sd[finite], name + "_sd")
            close(np.moveaxis(data[name + "_quantile"].values, 1, 0)[:, finite], quantiles[:, finite], name + "_quantile")
    assert "occupancy" in names and "wait_mean" in names and "moves" in names
    return len(names)


def check_balances(data):
    """What enters and leaves agrees between series that are stored apart."""
    of_all = ("replication", "time")
    assert (data.wait_histogram.sum("bucket") == data.starts.sum(of_all)).all()
    assert (data.sojourn_histogram.sum("bucket") == data.departures.sum(of_all)).all()
    to_exits = [edge.split(" -> ")[1].split(" (")[0] in set(data["exit"].values) for edge in data.edge.values]
    assert data.moves.values[..., to_exits].sum() == data.exits.sum()
    if "group" in data.dims:
        close(data.occupancy_by_group.sum("group").values, data.occupancy.values, "occupancy by group")


def check_costs(data):
    """Whole pence; in each month nights times the price of its financial year."""
    if "line" not in data.dims:
        return
    assert data.cost_pence.dims == ("scenario", "replication", "time", "line") and data.cost_pence.dtype == "int64"
    assert data.cost_pence.attrs["units"] == "pence"
    for kind in ("", "_real", "_discounted"):
        assert (data["cost" + kind + "_pence"].sum("line") == data["total_cost" + kind + "_pence"]).all()
    if "support" not in data.line or "team" not in data.line:
        return
    assert dict(zip(data.line.values, data.line_bearer.values)) == {"support": "council", "team": "health"}
    assert list(data.line_source.values) == ["invoices", ""]
    financial_year = data.time.dt.year - (data.time.dt.month < 4)
    price = (100 * 123.45 / 7 * 1.03 ** (financial_year - 2027) + 0.5).astype(int)
    nights = data.nights.sel(tier="support")
    assert nights.sum() > 1000 and (data.cost_pence.sel(line="support") == nights * price).all()
    assert (data.cost_real_pence.sel(line="support") == nights * 1764).all()
    months = data.cost_pence.sel(line="team").values
    assert (months[..., 1:4].sum(-1) == round(48_000_000 * 91 / 366)).all(), "December 2027 to February 2028"


def check_groups(path, engine, data):
    with xr.open_dataset(path, group="inputs", engine=engine) as inputs:
        texts = [str(text) for text in inputs["text"].values]
        assert any("headwater: 1" in text for text in texts), "the model travels inside"
        assert "headwater: 1" in str(inputs["resolved"].values)
    with h5py.File(path) as file:
        if "events" not in file:
            return
    with xr.open_dataset(path, group="events", engine=engine) as events:
        assert np.issubdtype(events["time"].dtype, np.datetime64)
        assert events["time"].values.min() >= data.time.values[0]
        moves = events["what"].values == 0
        edges = events["edge"].values[moves].astype(int)
        counted = data.moves.sum(("scenario", "replication", "time")).values
        assert (np.bincount(edges, minlength=len(counted)) == counted).all(), "the log has every move"


def values_bytes(values):
    if isinstance(values, (str, bytes)):
        values = [values]
    values = np.asarray(values)
    if values.dtype.kind in "OSU":
        texts = [text if isinstance(text, bytes) else text.encode() for text in values.ravel()]
        return b"".join(struct.pack("<Q", len(text)) + text for text in texts)
    if values.dtype.kind == "f":
        values = np.where(np.isnan(values), np.nan, values) + 0.0  # the NaN with positive sign; -0 + 0 is 0
    return values.astype(values.dtype.newbyteorder("<")).tobytes()


def type_name(values):
    values = np.asarray(values)
    return "text" if values.dtype.kind in "OSU" else values.dtype.kind + str(values.dtype.itemsize)


def content_hash(path):
    entries = {}
    with h5py.File(path) as file:
        names = {}  # of every dimension, by the address of its scale

        def find_scales(name, item):
            if isinstance(item, h5py.Dataset) and item.attrs.get("CLASS") == b"DIMENSION_SCALE":
                names[h5py.h5o.get_info(item.id).addr] = name.split("/")[-1]

        def add(name, item):
            if not isinstance(item, h5py.Dataset) or name in ("inputs/name", "inputs/text"):
                return
            if item.attrs.get("CLASS") == b"DIMENSION_SCALE":
                if item.attrs["NAME"].startswith(b"This is a netCDF dimension but not a netCDF variable."):
                    return
                axes = [name.split("/")[-1]]
            else:
                axes = [names[h5py.h5o.get_info(file[refs[0]].id).addr] for refs in item.attrs.get("DIMENSION_LIST", [])]
            shape = ",".join(f"{axis}={length}" for axis, length in zip(axes, item.shape))
            values = item[()]
            entries["/" + name] = f"/{name} {type_name(values)} {shape}\n".encode() + hashlib.sha256(values_bytes(values)).digest()

        file.visititems(find_scales)
        file.visititems(add)
        for name in HASHED_ATTRIBUTES:
            if name in file.attrs:
                value = file.attrs[name]
                entries["/@" + name] = f"/@{name} {type_name(value)} \n".encode() + hashlib.sha256(values_bytes(value)).digest()
        stored = file.attrs["content_hash"]
    together = hashlib.sha256(b"".join(entries[path] for path in sorted(entries, key=str.encode))).hexdigest()
    return together, stored if isinstance(stored, str) else stored.decode()


def check_storage(path):
    """Every array of numbers is guarded by a checksum and has its filters; order of creation is tracked."""
    with netCDF4.Dataset(path) as file:
        assert list(file.variables)[:4] == ["scenario", "replication", "time", "time_bounds"], "not in order of the alphabet"
    with h5py.File(path) as file:
        for name, item in file.items():
            if not isinstance(item, h5py.Dataset) or item.dtype.kind == "O" or b"not a netCDF variable" in item.attrs.get("NAME", b""):
                continue
            assert item.fletcher32 and item.shuffle and item.compression == "gzip", name
            assert np.prod(item.chunks) * item.dtype.itemsize <= 1 << 20, name


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = sys.argv[1] if len(sys.argv) > 1 else run_model(folder)
        for command in (["ncdump", "-h", path], ["h5dump", "-H", path], ["ncdump", "-v", "occupancy_mean,tier,time", path]):
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        for engine in ("h5netcdf", "netcdf4"):
            with xr.open_dataset(path, engine=engine) as data:
                check_coordinates(data)
                compared = check_summaries(data)
                check_balances(data)
                check_costs(data)
                check_groups(path, engine, data)
                print(f"{engine}: {len(data.variables)} variables, summaries of {compared} series agree")
        check_storage(path)
        computed, stored = content_hash(path)
        assert computed == stored, f"content hash {computed} by hashlib, {stored} in the file"
        print("content hash", computed, "agrees")


main()
