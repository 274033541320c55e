#!/usr/bin/env bash
# Sweeps: the same bits whatever the threads, shards and interruptions; what they print; and what they refuse.
. "$(dirname "$0")/checks.sh"
json() { /usr/bin/python3 -c "import json,sys; d=json.load(sys.stdin); print($1)"; }
cat > m.yaml <<'END'
headwater: 1
title: A clinic
start: 2026-04-01
horizon_days: 400
sources: {new: {rate_per_day: 0.5, to: clinic}}
tiers: {clinic: {capacity: 1, sojourn: {law: exponential, mean_days: 1}, exits: {home: 1}}}
exits: {home: {}}
run: {replications: 6, seed: 3}
END
sed 's/capacity: 1/capacity: unlimited/' m.yaml > open.yaml
cat > s.yaml <<'END'
sweeps: m.yaml
parameters:
  tiers.clinic.capacity: {values: [1, 2, 3]}
  sources.new.rate_per_day: {low: 0.4, high: 0.6}
keep: [wait_mean.clinic, occupancy.clinic@last]
END

# The same bits.
"$HEADWATER" sweep s.yaml -o whole.h5 --threads 1 --quiet --csv whole.csv
for threads in 2 3 7; do
  "$HEADWATER" sweep s.yaml -o "t$threads.h5" --threads $threads --quiet
  check "$threads threads give the hash of one" "$(hash_of t$threads.h5)" "$(hash_of whole.h5)"
done
for shard in 3 1 4 2; do "$HEADWATER" sweep s.yaml -o parts.h5 --shard $shard/4 --quiet; done
"$HEADWATER" merge parts.h5.shard-2-of-4 parts.h5.shard-4-of-4 parts.h5.shard-1-of-4 parts.h5.shard-3-of-4 -o parts.h5 --quiet
check 'shards merged in any order give the hash of the whole' "$(hash_of parts.h5)" "$(hash_of whole.h5)"
"$HEADWATER" merge parts.h5.shard-[124]-of-4 -o some.h5 2>message
check 'a missing shard is named by what it lacks' "$? $(grep -c '2 of 9 design points are missing (2, 6)' message) $(ls some.h5 2>/dev/null)" '2 1 '
"$HEADWATER" sweep s.yaml -o other.h5 --seed 9 --shard 3/4 --quiet
"$HEADWATER" merge parts.h5.shard-[124]-of-4 other.h5.shard-3-of-4 -o some.h5 2>message
check 'a shard of another sweep is refused' "$? $(grep -c 'a shard of another experiment' message)" '2 1'

# Killed again and again, in the midst of points and between them, and resumed.
sed 's/replications: 6/replications: 400/; s/horizon_days: 400/horizon_days: 2000/' m.yaml > long.yaml
sed 's/m.yaml/long.yaml/' s.yaml > long-sweep.yaml
"$HEADWATER" sweep long-sweep.yaml -o long.h5 --quiet
kills=0
for attempt in $(seq 50); do
  "$HEADWATER" sweep long-sweep.yaml -o killed.h5 --resume --quiet &
  running=$!
  sleep "0.$((RANDOM % 3))$((RANDOM % 10))"
  kill -KILL $running 2>/dev/null && kills=$((kills + 1))
  wait $running 2>/dev/null
  [ -f killed.h5 ] && break
done
[ -f killed.h5 ] || "$HEADWATER" sweep long-sweep.yaml -o killed.h5 --resume --quiet
echo "killed $kills times"
check 'kills came in time' "$([ $kills -ge 10 ] && echo yes)" yes
check 'killed and resumed, it is the same' "$(hash_of killed.h5)" "$(hash_of long.h5)"
check 'and nothing is left beside it' "$(ls | grep -c 'killed.h5.')" 0

# What a point holds is what a run of the same model says.
sed 's/capacity: 1/capacity: 2/; s/rate_per_day: 0.5/rate_per_day: 0.6/' m.yaml > point.yaml
"$HEADWATER" run point.yaml -o point.h5 --quiet
"$HEADWATER" show point.h5 --of wait_mean.clinic --json > run.json
check 'a point is a run' "$("$HEADWATER" show whole.h5 --json | json 'repr(d["outputs"]["wait_mean.clinic"]["mean"][5])')" "$(json 'repr(d["scenarios"][0]["outputs"][0]["mean"])' < run.json)"
check 'the table has a line for each replication of each point' "$(wc -l < whole.csv) $(head -1 whole.csv | tr -d '\r')" '55 point,tiers.clinic.capacity,sources.new.rate_per_day,replication,wait_mean.clinic,occupancy.clinic@last'

# Every kind of design, and what it prints.
kind() { printf 'sweeps: m.yaml\nparameters:\n  sources.new.rate_per_day: {low: 0.4, high: 0.6}\n  tiers.clinic.sojourn.mean_days: {low: 0.8, high: 1.2}\nkeep: [wait_mean.clinic]\ndesign: {%s}\n' "$2" > "$1.yaml"; "$HEADWATER" sweep "$1.yaml" --quiet && "$HEADWATER" show "$1.h5" --json > "$1.json"; }
kind tornado 'kind: one_at_a_time'
check 'the longer bar comes first' "$(json '[s["parameter"] for s in d["outputs"]["wait_mean.clinic"]["swings"]]' < tornado.json)" "['tiers.clinic.sojourn.mean_days', 'sources.new.rate_per_day']"
kind morris 'kind: elementary_effects, trajectories: 4'
check 'effects of raising load are positive' "$(json 'all(e["mu"] > 0 for e in d["outputs"]["wait_mean.clinic"]["elementary_effects"])' < morris.json)" True
kind lhs 'kind: latin_hypercube, points: 8, luck: separate'
"$HEADWATER" show lhs.h5 --csv lhs.csv > /dev/null
check 'shares of parameters and chance are those of the analysis of variance' "$(/usr/bin/python3 - lhs.csv lhs.json <<'END'
import collections, csv, json, statistics, sys
points = collections.defaultdict(list)
for row in csv.DictReader(open(sys.argv[1])):
    points[row["point"]].append(float(row["wait_mean.clinic"]))
within = statistics.mean(statistics.variance(values) for values in points.values())
between = statistics.variance(statistics.mean(values) for values in points.values()) - within / len(points["0"])
share = max(0, between) / (max(0, between) + within)
found = json.load(open(sys.argv[2]))["outputs"]["wait_mean.clinic"]["share_of_parameters"]
print(abs(share - found) < 1e-12)
END
)" True
kind points 'kind: sobol, points: 8'
check 'Sobol points lie within their ranges' "$(json 'len(d["points"]), all(0.4 <= p[0] <= 0.6 and 0.8 <= p[1] <= 1.2 for p in d["points"])' < points.json)" '8 True'
kind indices 'kind: variance_indices, points: 8, luck: separate'
check 'indices need points times parameters + 2' "$(json 'len(d["points"])' < indices.json)" 32
printf 'sources.new.rate_per_day, tiers.clinic.capacity\n0.5,1\n\n0.55,2\n' > posterior.csv
printf 'sweeps: m.yaml\nkeep: [wait_mean.clinic]\ndesign: {kind: listed, file: posterior.csv, luck: separate}\n' > listed.yaml
"$HEADWATER" sweep listed.yaml --quiet
check 'points from a table' "$("$HEADWATER" show listed.h5 --json | json 'd["points"], d["parameters"]')" "[[0.5, 1], [0.55, 2]] ['sources.new.rate_per_day', 'tiers.clinic.capacity']"

# What is left by an interrupted sweep is neither forgotten nor wiped unasked.
"$HEADWATER" sweep long-sweep.yaml -o left.h5 --quiet &
running=$!
for _ in $(seq 200); do ls left.h5.journal.point-* >/dev/null 2>&1 && break; sleep 0.02; done
kill -KILL $running
wait $running 2>/dev/null
"$HEADWATER" sweep long-sweep.yaml -o left.h5 --quiet 2>message
check 'an interrupted sweep is not forgotten' "$? $(grep -c -- '--resume carries on' message) $(ls left.h5.journal* | wc -l | sed 's/^[1-9].*/kept/')" '2 1 kept'
"$HEADWATER" sweep s.yaml -o left.h5 --force --quiet
check 'unless --force says so' "$? $(ls left.h5.* 2>/dev/null)" '0 '

# A point that cannot be simulated is named; and what 'run' says of load is said here too.
sed 's/sojourn: {law: exponential, mean_days: 1}, exits: {home: 1}/sojourn: {law: constant, value_days: 1}, exits: {clinic: 0, home: 1}/' m.yaml > loop.yaml
printf 'sweeps: loop.yaml\nparameters: {tiers.clinic.sojourn.value_days: {values: [1, 0]}, tiers.clinic.exits.clinic: {values: [1000000]}, tiers.clinic.exits.home: {values: [0.000001]}}\n' > loops.yaml
"$HEADWATER" sweep loops.yaml -o loops.h5 --quiet 2>message
check 'a point that fails is named' "$? $(grep -c 'design point 1 (tiers.clinic.sojourn.value_days = 0' message)" '2 1'
sed 's/rate_per_day: 0.5/rate_per_day: 1.5/' m.yaml > over.yaml
sed 's/m.yaml/over.yaml/; s/0.4/1.4/; s/0.6/1.6/' s.yaml > over-sweep.yaml
"$HEADWATER" sweep over-sweep.yaml -o over.h5 2>message >/dev/null
check 'a list that grows is warned of' "$(grep -c 'over.yaml.*grow' message)" 1

# Tables do not take the place of other files.
"$HEADWATER" sweep s.yaml -o c.h5 --csv c.h5 2>message; check 'a table is not written over results' "$? $(ls c.h5 2>/dev/null)" '2 '
"$HEADWATER" sweep s.yaml -o c.h5 --csv m.yaml --force 2>message; check 'nor over the model' "$? $(head -1 m.yaml)" '2 headwater: 1'
"$HEADWATER" sweep s.yaml -o c.h5 --csv gone/c.csv 2>message; check 'nor is a folder missed at the end' "$? $(ls c.h5 2>/dev/null)" '2 '

# The length of a warm-up.
sed 's/run: {/run: {every: day, /' m.yaml > daily.yaml
"$HEADWATER" warm-up daily.yaml --of occupancy.clinic --of entries.clinic --replications 40 --csv welch.csv > printed
check 'a warm-up is found' "$? $(grep -c '^occupancy.clinic ' printed) $(wc -l < welch.csv)" '0 1 401'
check 'and what it leaves out is what MSER-5 leaves out' "$(/usr/bin/python3 - printed welch.csv <<'END'
import csv, statistics, sys
series = [float(row["occupancy.clinic"]) for row in csv.DictReader(open(sys.argv[2]))]
batches = [statistics.mean(series[i:i + 5]) for i in range(0, len(series) - 4, 5)]
def mser(d):
    rest = batches[d:]
    return sum((x - statistics.mean(rest)) ** 2 for x in rest) / len(rest) ** 2
best = min(range(len(batches) // 2 + 1), key=mser)
line = next(line for line in open(sys.argv[1]) if line.startswith("occupancy.clinic "))
print(float(line.split()[1]) == 5 * best)
END
)" True
"$HEADWATER" warm-up daily.yaml --of occupancy.clinic@last 2>message; check "'@' has no place in it" "$? $(grep -c 'the whole time is looked at' message)" '2 1'

# Refusals: where, what, and what would be right; status 2, and no file.
refused() { # TEXT, then the sweep on stdin
  cat > bad.yaml
  "$HEADWATER" sweep bad.yaml -o bad.h5 --quiet 2>message
  local status=$?
  check "refused: $1" "$status $(grep -cF -- "$1" message) $(ls bad.h5* 2>/dev/null)" '2 1 '
}
refused "unknown key 'capacit' in tier 'clinic' (did you mean 'capacity'?)" <<< $'sweeps: m.yaml\nparameters:\n  tiers.clinic.capacit: {values: [1]}'
refused 'upside down: from 3 to 1' <<< $'sweeps: m.yaml\nparameters: {tiers.clinic.capacity: {low: 3, high: 1}}'
refused "needs 'values', 'low' and 'high', or a 'distribution'" <<< $'sweeps: m.yaml\nparameters: {tiers.clinic.capacity: {}}'
refused 'leads to a map and not to a number' <<< $'sweeps: m.yaml\nparameters: {tiers.clinic.sojourn: {values: [1]}}'
refused "'gone.yaml' in 'sweeps': there is no such file" <<< $'sweeps: gone.yaml\nparameters: {tiers.clinic.capacity: {values: [1]}}'
refused 'must be a power of two' <<< $'sweeps: m.yaml\nparameters: {tiers.clinic.capacity: {low: 1, high: 3}}\ndesign: {kind: variance_indices, points: 7}'
refused "'points' is missing" <<< $'sweeps: m.yaml\nparameters: {tiers.clinic.capacity: {low: 1, high: 3}}\ndesign: {kind: sobol}'
refused 'design point 0 (tiers.clinic.capacity = -1)' <<< $'sweeps: m.yaml\nparameters: {tiers.clinic.capacity: {values: [-1, 1]}}'
refused "did you mean 'clinic'?" <<< $'sweeps: m.yaml\nparameters: {tiers.clinic.capacity: {values: [1]}}\nkeep: [wait_mean.clinik]'
refused "'base' must say where it stands" <<< $'sweeps: open.yaml\nparameters: {tiers.clinic.capacity: {low: 1, high: 3}}\ndesign: {kind: one_at_a_time}'
refused "stands at 1 while others vary, which is not between" <<< $'sweeps: m.yaml\nparameters: {tiers.clinic.capacity: {low: 2, high: 3}}\ndesign: {kind: one_at_a_time}'
refused "'run.replications' cannot vary" <<< $'sweeps: m.yaml\nparameters: {run.replications: {values: [3, 7]}}'
refused 'sets already, in another unit' <<< $'sweeps: m.yaml\nparameters: {tiers.clinic.sojourn.mean_days: {values: [1]}, tiers.clinic.sojourn.mean_hours: {values: [1]}}'
refused 'chance cannot be told from what the parameters do' <<< $'sweeps: m.yaml\nparameters: {sources.new.rate_per_day: {low: 0.4, high: 0.6}}\ndesign: {kind: variance_indices, points: 8, luck: separate}\nrun: {replications: 1}'
refused "leave out 'whole'" <<< $'sweeps: m.yaml\nparameters: {tiers.clinic.capacity: {low: 1, high: 3, whole: true}}\ndesign: {kind: elementary_effects}'
refused "stands twice in 'keep'" <<< $'sweeps: m.yaml\nparameters: {tiers.clinic.capacity: {values: [1]}}\nkeep: [wait_mean.clinic, wait_mean.clinic]'
refused 'the sweep varies nothing' <<< 'sweeps: m.yaml'
printf 'sources.new.rate_per_day,tiers.clinic.capacity\n0.5,1\n0.5\n0.4,x\n' > two.csv
refused 'two.csv:3: has 1 cells where the first line has 2' <<< $'sweeps: m.yaml\ndesign: {kind: listed, file: two.csv}'
"$HEADWATER" check s.yaml 2>message; check 'a sweep is no model' "$? $(grep -c "this is a sweep" message)" '2 1'
"$HEADWATER" compare whole.h5 point.h5 2>message; check 'a sweep is not compared' "$? $(grep -c 'holds a sweep' message)" '2 1'
"$HEADWATER" sweep s.yaml -o whole.h5 --quiet 2>message; check 'results are not replaced unasked' "$?: $(cat message)" '2: headwater: whole.h5: exists already; --force replaces it'
printf 'sweeps: m.yaml\nparameters: {tiers.clinic.capacity: {low: 1, high: 3}, sources.new.rate_per_day: {low: 0.1, high: 1}}\ndesign: {kind: sobol, points: 1000000}\nrun: {every: day}\n' > huge.yaml
sed -i 's/tiers.clinic.capacity: {low: 1, high: 3}, //' huge.yaml
timeout 120 "$HEADWATER" sweep huge.yaml 2>message; check 'above 4 GiB it asks' "$? $(grep -c -- '--yes goes on all the same' message) $(ls huge.h5* 2>/dev/null)" '2 1 '
[ $failures -eq 0 ]
