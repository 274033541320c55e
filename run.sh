#!/usr/bin/env bash
# Installs what is missing, builds, runs the four council scenarios, shows what came of them, and writes a report on one.
set -euo pipefail
. "$(dirname "$0")/.ci/prepare.sh"

install_missing "$packages_to_build"
# A folder that test.sh has prepared serves as well, so its options are left alone.
[ -f build/build.ninja ] || configure HEADWATER_TESTS:BOOL=OFF HEADWATER_BENCH:BOOL=OFF
build headwater

results=()
mkdir -p results
for scenario in baseline more-early-help higher-thresholds fewer-workers; do
  build/headwater run "scenarios/$scenario.yaml" -o "results/$scenario.h5" --force
  results+=("results/$scenario.h5")
done

build/headwater show "${results[@]}"
printf '\nThe results are in\n'
printf '  %s\n' "${results[@]/#/$PWD/}"
build/headwater report results/baseline.h5 results/more-early-help.h5 -o results/report.html --force >/dev/null
printf '\nThe report on more early help, for any browser, is\n  %s\n' "$PWD/results/report.html"
