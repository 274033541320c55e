#!/usr/bin/python3
"""What occupancy.R prints, with xarray: what a results file holds, and one tier's occupancy across replications.

    occupancy.py RESULTS.h5 TIER
"""
import sys

import numpy as np
import xarray as xr

with xr.open_dataset(sys.argv[1], engine="h5netcdf") as data:
    occupancy = data.occupancy.isel(scenario=0).sel(tier=sys.argv[2])
    means = occupancy.mean("replication")
    quantiles = occupancy.quantile(data["quantile"].values, "replication")  # linear between order statistics

    for name, length in data.sizes.items():
        print("dimension", name, length)
    for name in data.data_vars:
        print(f"variable {name}({', '.join(data[name].dims)}): {data[name].attrs['long_name']}")
    print("from mean", *(f"P{100 * p:g}" for p in data["quantile"].values))
    for period, date in enumerate(np.datetime_as_string(data.time.values, "D")):
        print(date, *(f"{value:.17g}" for value in (means.values[period], *quantiles.values[:, period])))
