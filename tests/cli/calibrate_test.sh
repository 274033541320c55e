#!/usr/bin/env bash
# headwater calibrate from the shell: its files, its JSON, Ctrl-C and --resume, and what it refuses.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
file=$HEADWATER_SOURCE_DIR/scenarios/calibration/clinic.yaml
cd "$work"

fail() { echo "$1" >&2; exit 1; }

"$HEADWATER" calibrate "$file" -o whole.yaml --json --quiet >whole.json
/usr/bin/python3 - <<'END' || fail "the JSON does not say what it should"
import json
found = json.load(open("whole.json"))
by_path = {one["path"]: one for one in found["parameters"]}
assert set(by_path) == {"sources.referrals.rate_per_day", "tiers.assessment.sojourn.mean_days", "tiers.assessment.exits.help", "tiers.help.sojourn.mean_days"}
for one in by_path.values():
    assert one["determined"] == "yes" and one["range_low"] <= one["low_95"] < one["value"] < one["high_95"] <= one["range_high"], one
assert found["not_told_apart"] == []
assert found["inner"]["by"] == "expected" and found["inner"]["half_the_step_moves_errors"] < 0.02, found["inner"]
assert 50 < found["inner"]["expectations"] < found["evaluations"] - 100, found["inner"]
assert all(abs(one["expected"] - one["model"]) < one["error"] * 2 for one in found["targets"])
assert sum(one["held_out"] == "yes" for one in found["targets"]) == 3
END
[ "$(wc -l <whole.posterior.csv)" -eq 101 ] || fail "not a line of paths and 100 draws"
"$HEADWATER" check whole.yaml >/dev/null || fail "the fitted scenario is not sound"
! "$HEADWATER" calibrate "$file" -o whole.yaml --quiet 2>said || fail "a fitted scenario was replaced unasked"
grep -q -- "whole.yaml: exists already; --force replaces it" said

# What breaks while it is simulated says where in the range.
cat >batches.yaml <<'END'
headwater: 1
start: 2026-04-01
horizon_days: 30
sources: {new: {rate_per_day: 1, to: help, batch: {law: empirical, values: [1, 5000000], weights: [5, 1]}}}
tiers: {help: {sojourn: {law: exponential, mean_days: 3}, exits: {leave: 1}}}
exits: {leave: {}}
run: {replications: 2}
END
cat >broken.yaml <<'END'
calibrates: batches.yaml
parameters:
  sources.new.rate_per_day: {low: 1, high: 2}
targets: [{output: entries.help, value: 30, error: 5}]
fit: {inner: simulation}
END
! "$HEADWATER" calibrate broken.yaml --quiet 2>said || fail "a million at once was borne"
grep -qE '^headwater: with sources.new.rate_per_day = [0-9.]+, replication [01]: day .* would come at once' said || fail "where it broke was not said: $(cat said)"

# The mathematical library chooses its exp, log and pow by the processor; with that masked the search goes the same way.
GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2 "$HEADWATER" calibrate "$file" -o masked.yaml --quiet
cmp <(tail -n +2 whole.yaml) <(tail -n +2 masked.yaml) || fail "another processor, another fit"
cmp whole.posterior.csv masked.posterior.csv

# By simulation, since expected numbers cannot be had, and the reason is told; asked for all the same, they are refused.
cp "$HEADWATER_SOURCE_DIR"/scenarios/calibration/clinic-counts.csv .
sed 's/capacity: unlimited/capacity: 500/' "$HEADWATER_SOURCE_DIR/scenarios/calibration/clinic-model.yaml" >clinic-model.yaml
{ cat "$file"; echo 'fit: {search: local, most_evaluations: 20, draws: 5}'; } >limited.yaml
"$HEADWATER" calibrate limited.yaml -o limited-fitted.yaml 2>/dev/null >said
grep -q "^Best values by simulation, since expected numbers cannot be worked out: tier 'assessment' has a capacity" said || fail "the reason was not told"
{ cat "$file"; echo 'fit: {inner: expected}'; } >asked.yaml
status=0
"$HEADWATER" calibrate asked.yaml -o asked-fitted.yaml 2>said || status=$?
[ "$status" -eq 2 ] || fail "expected numbers of a limited model ended with status $status"
grep -q "asked.yaml:[0-9]*:14: no expected numbers can be worked out: tier 'assessment' has a capacity" said || fail "no place was told"

# Stopped, and carried on: the same bytes.
status=0
timeout --signal=INT 0.7 "$HEADWATER" calibrate "$file" -o part.yaml --threads 1 >/dev/null 2>said || status=$?
if [ -e part.yaml ]; then
  echo "this machine was done before it could be stopped" >&2
else
  grep -q "the same command with --resume carries on" said
  [ -e part.yaml.journal ] || fail "no journal was kept"
  "$HEADWATER" calibrate "$file" -o part.yaml --resume --quiet
fi
cmp whole.posterior.csv part.posterior.csv
cmp whole.yaml part.yaml
[ ! -e part.yaml.journal ] || fail "the journal was left behind"

status=0
printf 'calibrates: absent.yaml\nparameters: {}\ntargets: []\n' >bad.yaml
"$HEADWATER" calibrate bad.yaml 2>said || status=$?
[ "$status" -eq 2 ] || fail "a bad file ended with status $status"
grep -q "bad.yaml:1:13: 'absent.yaml' in 'calibrates'" said
grep -q "'parameters' are none" said
