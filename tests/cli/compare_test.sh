#!/usr/bin/env bash
# Comparisons: the same figures from YAML files and from results files, and refusals of what cannot be compared.
. "$(dirname "$0")/checks.sh"
cat >base.yaml <<'END'
headwater: 1
start: 2026-04-01
horizon_days: 800
sources: {new: {rate_per_day: 1, to: help}}
tiers:
  help: {capacity: 4, sojourn: {law: exponential, mean_days: 3}, exits: {care: 1, leave: 3}}
  care: {sojourn: {law: exponential, mean_days: 20}, exits: {leave: 1}}
exits: {leave: {}}
run: {replications: 6}
END
printf 'extends: base.yaml\nset: {tiers.help.capacity: 5}\n' >more.yaml
cat >wider.yaml <<'END'
extends: base.yaml
add:
  tiers.extra: {sojourn: {law: exponential, mean_days: 2}, exits: {gone: 1}}
  exits.gone: {}
  tiers.help.exits.extra: 1
END
compare() { "$HEADWATER" compare "$@"; }

for name in base more wider; do "$HEADWATER" run $name.yaml -o $name.h5 --quiet; done
# figures FILE: what a comparison in JSON says, as lines of Python.
figures() {
  /usr/bin/python3 - "$1" <<'END'
import json, sys
for row in json.load(open(sys.argv[1]))["comparisons"]:
    print(sorted(row.items()))
END
}
for options in '' '--by-year' '--confidence 0.9 --of occupancy.help@last --of wait_p90.help@2026-04'; do
  compare base.yaml more.yaml wider.yaml --json --force $options >yaml.json || failures=$((failures + 1))
  compare base.h5 more.h5 wider.h5 --json $options >results.json || failures=$((failures + 1))
  compare comparison.h5 --json $options >file.json || failures=$((failures + 1))
  check "figures from results are those from YAML $options" "$(figures results.json)" "$(figures yaml.json)"
  check "and those from the comparison's file $options" "$(figures file.json)" "$(figures yaml.json)"
  check "there are some $options" "$([ "$(figures yaml.json | wc -l)" -ge 4 ]; echo $?)" 0
done
check 'text says the same, whatever the files' "$(compare base.h5 more.h5 wider.h5)" "$(compare comparison.h5)"

# Against the series themselves, in plain Python.
compare base.h5 more.h5 --json --of entries.help --of occupancy.care --of wait_mean.help >few.json
/usr/bin/python3 - <<'END'
import json
rows = {row["output"]: row for row in json.load(open("few.json"))["comparisons"]}
for row in rows.values():
    assert abs(row["value"] - row["baseline"] - row["difference"]) < 1e-9, row
    assert row["pairs"] == 6 and row["missing"] == 0 and row["alternative"] == "more", row
assert rows["entries.help"]["difference"] == 0, "the same children come"
assert rows["wait_mean.help"]["higher"]["share"] == 0 and rows["wait_mean.help"]["lower"]["share"] == 1, "more places, shorter waits"
assert rows["wait_mean.help"]["p"] <= rows["wait_mean.help"]["p_holm"] < 0.05
END
check 'the figures hang together' $? 0

# A tier and an exit that only the alternative has.
compare base.h5 wider.h5 --json >wider.json
/usr/bin/python3 - <<'END'
import json
rows = {row["output"]: row for row in json.load(open("wider.json"))["comparisons"]}
extra = rows["occupancy.extra"]
assert extra["baseline"] is None and extra["difference"] is None and extra["missing"] == 6, extra
entries = rows["entries.extra"]
assert entries["baseline"] == 0 and entries["value"] > 0 and entries["difference"] == entries["value"], entries
assert rows["exits.gone"]["difference"] > 0
END
check 'what only the alternative has is compared with nothing' $? 0
compare wider.h5 base.h5 --json >narrower.json
check 'and the other way round' "$(/usr/bin/python3 -c '
import json
rows = {row["output"]: row for row in json.load(open("narrower.json"))["comparisons"]}
print(rows["entries.extra"]["value"], rows["entries.extra"]["baseline"] > 0, rows["occupancy.extra"]["value"])')" '0 True None'

compare base.h5 more.h5 --by-year >by-year
check 'a row for each year' "$(grep -cE '^entries.help@(2026/27|2027/28|2028/29) ' by-year)" 3
check 'a year that is cut off says so, and no other' "$(grep -oE '^[^ ]+@[0-9/]+ \(in part\)' by-year | sed 's/.*@//' | sort -u)" '2028/29 (in part)'
check 'in JSON too' "$(compare base.h5 more.h5 --by-year --of entries.help --json | /usr/bin/python3 -c '
import json, sys
print([row["output"] for row in json.load(sys.stdin)["comparisons"] if row["in_part"]])')" "['entries.help@2028/29']"
sed 's/^start:/year_begins_month: 1\nstart:/' base.yaml >january.yaml
printf 'extends: january.yaml\nset: {tiers.help.capacity: 5}\n' >january-more.yaml
compare january.yaml january-more.yaml -o january.h5 --by-year >by-year
check 'years begin when the model says' "$(grep -cE '^entries.help@(2026 \(in part\)|2027|2028 \(in part\)) ' by-year)" 3
compare base.h5 more.h5 --by-year --of wait_mean.help@first >by-year
check 'an output that names its time keeps it' "$(grep -c '^wait_mean.help' by-year)" 1

"$HEADWATER" run more.yaml -o more-4.h5 --replications 4 --quiet
compare base.h5 more-4.h5 --json >unequal.json 2>message
check 'fewer replications on one side are said' "$?: $(cat message)" '0: note: base has 6 replications and more-4 4; the first 4 are compared'
"$HEADWATER" run base.yaml -o base-4.h5 --replications 4 --quiet
compare base-4.h5 more-4.h5 --json >equal.json
check 'and the pairs are the first of both' "$(figures unequal.json)" "$(figures equal.json | sed s/base-4/base/)"

variant() {  # variant NAME KEY: more.yaml with another line
  printf 'extends: more.yaml\n%s\n' "$2" >"$1.yaml"
  "$HEADWATER" run "$1.yaml" -o "$1.h5" --quiet
}
variant warm 'run: {warm_up_days: 30}'
variant philox 'run: {generator: philox}'
variant start 'set: {start: 2026-05-01}'
variant horizon 'set: {horizon_days: 700}'
variant week 'run: {every: week}'
"$HEADWATER" run more.yaml -o seed.h5 --seed 7 --quiet
refused 'no file' 'headwater: compare takes two or more YAML files, or results files, and not both' compare
refused 'one YAML file' 'headwater: there is nothing to compare with: two or more files are needed' compare base.yaml
refused 'one results file of one scenario' 'headwater: base.h5 holds one scenario: there is nothing to compare with' compare base.h5
refused 'YAML and results' 'headwater: compare takes two or more YAML files, or results files, and not both' compare base.yaml more.h5
refused 'a file twice' 'headwater: base.h5 is given twice: it cannot differ from itself' compare base.h5 more.h5 base.h5
refused 'another seed' 'headwater: seed.h5: simulated under other luck than base.h5 (seed 7 and 1, generator keyed_hash and keyed_hash); run both with one seed' compare base.h5 seed.h5
refused 'another generator' 'headwater: philox.h5: simulated under other luck than base.h5 (seed 1 and 1, generator philox and keyed_hash)' compare base.h5 philox.h5
refused 'another warm-up' 'headwater: warm.h5: simulated after another warm-up than base.h5' compare base.h5 warm.h5
refused 'another start' 'headwater: scenario 2 and the first begin on different days: 2026-05-01 and 2026-04-01' compare base.h5 start.h5
refused 'another horizon' 'headwater: scenario 2 and the first have different reporting periods' compare base.h5 horizon.h5
refused 'other periods' 'headwater: scenario 2 and the first have different reporting periods' compare base.h5 week.h5
refused 'another warm-up in YAML' "warm.yaml: 'generator' and 'warm_up' in 'run' must be those of base.yaml" compare base.yaml warm.yaml -o no.h5
refused 'another start in YAML' 'headwater: scenario 2 and the first begin on different days' compare base.yaml start.yaml -o no.h5
refused 'an unknown output' "headwater: 'wait_mean.hlep' is no output: there is no tier 'hlep' (did you mean 'help'?)" compare base.h5 more.h5 --of wait_mean.hlep
refused 'a seed for results' 'headwater: --seed is for scenarios that are still to be simulated, and does not go with results files' compare base.h5 more.h5 --seed 3
refused 'an output for results' 'headwater: --output is for scenarios that are still to be simulated' compare base.h5 more.h5 -o x.h5
refused 'a level above 1' "headwater: --confidence must be a number from 0.5 to 0.9999, found '95'" compare base.h5 more.h5 --confidence 95
refused 'a comparison in the way' 'headwater: comparison.h5: exists already; --force replaces it' compare base.yaml more.yaml
refused 'an unknown output, before anything is simulated' "headwater: 'wait_mean.hlep' is no output" compare base.yaml more.yaml --of wait_mean.hlep -o no.h5
check 'what is refused leaves nothing' "$(ls no.h5* x.h5* 2>/dev/null)" ''

# Precision: of the differences. Not reached is a warning, an attribute, and status 0.
printf 'extends: base.yaml\nrun: {replications: 40, until: [{output: entries.help, half_width: 0.5}]}\n' >goal.yaml
printf 'extends: goal.yaml\nset: {tiers.help.capacity: 5}\n' >goal-more.yaml
compare goal.yaml goal-more.yaml -o goal.h5 >out 2>message
check 'equal arrivals are precise at once' "$?: $(cat message) $(head -1 out | cut -d, -f1-2)" '0:  goal.h5: 2 scenarios, 8 replications each'
"$HEADWATER" run goal.yaml -o alone.h5 >out 2>message
check 'and are not in one scenario alone' "$?: $(cat message)" '0: warning: the precision that was wanted is not reached after 40 replications: entries.help within 0.5 at 95 % confidence'
check 'which its file says too' "$("$HEADWATER" show alone.h5 | grep -c 'not reached after 40 replications')" 1
sed -i 's/entries.help/entries.hlep/' goal.yaml
for command in check run; do
  refused "$command: a goal that names nothing, with its place" "goal.yaml:2:42: 'entries.hlep' is no output: there is no tier 'hlep' (did you mean 'help'?)" "$HEADWATER" $command goal.yaml
done
refused 'compare: the same' "goal.yaml:2:42: 'entries.hlep' is no output" compare goal.yaml more.yaml -o no.h5
sed -i 's/entries.hlep/entries.help/' goal.yaml
refused 'fewer replications than at least' "goal.yaml:2:42: with 'until' there must be at least 'at_least' replications (3), and 'replications', the most that there may be, is 2" "$HEADWATER" run goal.yaml --replications 2 -o no.h5
exit $((failures > 0))
