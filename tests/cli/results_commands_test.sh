#!/usr/bin/env bash
# show and verify: what they print, and the exit status for good, altered, damaged and other files.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
failures=0

# expect STATUS WORDS COMMAND...: the command ends with the status, and its output (both kinds) holds the words.
expect() {
  local status=0 output
  output=$("$HEADWATER" "${@:3}" 2>&1) || status=$?
  if [ "$status" -ne "$1" ] || ! grep -qF -- "$2" <<<"$output"; then
    printf 'headwater %s: status %s, wanted %s with "%s":\n%s\n' "${*:3}" "$status" "$1" "$2" "$output" >&2
    failures=$((failures + 1))
  fi
}

cat >model.yaml <<'YAML'
headwater: 1
title: A small queue
start: 2026-04-01
horizon_days: 90
sources: {new: {rate_per_day: 2, to: desk}}
tiers: {desk: {capacity: 3, sojourn: {law: exponential, mean_days: 1}, exits: {done: 1}}}
exits: {done: {}}
run: {replications: 4}
YAML
"$HEADWATER" run model.yaml -o a.h5 --quiet
"$HEADWATER" run model.yaml -o b.h5 --quiet --seed 2
hash=$("$HEADWATER" verify a.h5 | grep -oE '[0-9a-f]{64}')

expect 0 "content hash $hash" verify a.h5
expect 0 ok verify a.h5
expect 0 "from 2026-04-01, 90 days in 3 periods; 4 replications, seed 1" show a.h5
expect 0 "content hash $hash" show a.h5
expect 0 "occupancy: mean number in the tier over the period" show a.h5 --series occupancy
expect 0 2026-06-01 show a.h5 --series occupancy
expect 0 "b: A small queue (4 replications, seed 2)" show a.h5 b.h5
sed 's/^run:/report: {unit: hours}\nrun:/' model.yaml >hours.yaml
"$HEADWATER" run hours.yaml -o hours.h5 --quiet
expect 0 'wait, hours' show hours.h5
expect 0 'stay, hours' show hours.h5
expect 0 'those whose stay began in the period, zeros included (hours)' show hours.h5 --series wait_mean
expect 0 'mean wait, hours' show hours.h5 a.h5
days_of() { "$HEADWATER" show --json "$1" | grep -oE '"sojourn_mean_days": *\{"mean": *[0-9.]+'; }
if [ "$(days_of a.h5)" != "$(days_of hours.h5)" ]; then
  printf 'JSON is not in days whatever the unit of the report: %s, %s\n' "$(days_of a.h5)" "$(days_of hours.h5)" >&2
  failures=$((failures + 1))
fi

expect 2 "has no series 'ocupancy' (did you mean 'occupancy'?)" show a.h5 --series ocupancy
expect 2 "headwater show needs a file" show
expect 2 "cannot be read (No such file or directory)" show none.h5
expect 2 "model.yaml: not a Headwater results file (it is not an HDF5 file)" verify model.yaml
expect 2 "headwater verify needs a file" verify

head -c 20000 a.h5 >cut.h5
expect 1 "cut.h5: damaged or cut short" verify cut.h5
expect 2 "cut.h5: damaged or cut short" show cut.h5
cp a.h5 flipped.h5
printf '\xff' | dd of=flipped.h5 bs=1 seek=30001 conv=notrunc status=none
cmp -s a.h5 flipped.h5 && printf '\x00' | dd of=flipped.h5 bs=1 seek=30001 conv=notrunc status=none
expect 1 "flipped.h5: damaged, its bytes are not those that were written" verify flipped.h5

# Another program that changes the file cuts its seal off: whole as HDF5, but perhaps not what was computed.
head -c -48 a.h5 >unsealed.h5
unsealed='unsealed.h5: altered or cut short, the seal at its end is missing'
expect 1 "$unsealed" verify unsealed.h5
expect 2 "$unsealed" show unsealed.h5
expect 2 "$unsealed" show a.h5 unsealed.h5
expect 2 "$unsealed" run --from unsealed.h5

"$HEADWATER" show --json a.h5 b.h5 >both.json
/usr/bin/python3 - "$hash" <<'PYTHON' || failures=$((failures + 1))
import json, sys
a, b = json.load(open("both.json"))
assert a["content_hash"] == sys.argv[1] != b["content_hash"]
assert a["model_events"] > 0 and a["replications"] == 4 and a["title"] == "A small queue"
desk = a["scenarios"][0]["tiers"]["desk"]
assert 1 < desk["occupancy"]["mean"] < 3 and desk["occupancy"]["half_width_95"] > 0
by_period = a["scenarios"][0]["series"]["occupancy"]["mean"]["desk"]
lengths = [end - start for start, end in zip(a["period_start_days"], a["period_end_days"])]
mean = sum(value * length for value, length in zip(by_period, lengths)) / 90
assert abs(mean - desk["occupancy"]["mean"]) < 1e-12
PYTHON

[ "$failures" -eq 0 ]
