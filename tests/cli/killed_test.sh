#!/usr/bin/env bash
# What is killed (SIGKILL, at fifty moments spread over its length) and resumed gives the hash of what was not: a run, and a
# comparison that goes on until it is precise, which also stops at the same number of replications.
set -euo pipefail
cd "$HEADWATER_SOURCE_DIR"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
content_hash() { "$HEADWATER" verify "$1" | grep -E '^content hash [0-9a-f]{64}$'; }

# Each takes about half a second here, so that there is something to kill: `replications` and the goals say how long.
cat >"$work/base.yaml" <<'END'
headwater: 1
start: 2026-04-01
horizon_days: 1000
sources: {new: {rate_per_day: 3, to: help}}
tiers: {help: {capacity: 10, sojourn: {law: exponential, mean_days: 3}, exits: {leave: 1}}}
exits: {leave: {}}
run: {replications: 100000}
END
goals() { printf 'extends: base.yaml\nrun: {replications: 100000, at_least: %d, until: [{output: wait_mean.help, half_width: 10}]}\n' "$1" >"$work/goal.yaml"; }
printf 'extends: goal.yaml\nset: {tiers.help.capacity: 9}\n' >"$work/fewer.yaml"

# kill_often COUNT COMMAND...: kills the command (which takes -o RESULTS) at COUNT moments, and resumes it until it is done.
kill_often() {
  local count=$1 killed=0 pid moment results=$work/killed.h5
  shift
  for part in $(seq 0 $((count - 1))); do
    rm -f "$results" "$results".*
    moment=$(((part * 1000 + RANDOM % 1000) * milliseconds / 1000 / count))
    "$@" -o "$results" >/dev/null &
    pid=$!
    sleep "$(printf '%d.%03d' $((moment / 1000)) $((moment % 1000)))"
    kill -KILL "$pid" 2>/dev/null || true
    if ! wait "$pid" 2>/dev/null; then
      killed=$((killed + 1))
      # What has the name of a results file is complete, so there is something to resume only if it is not there.
      [ -e "$results" ] || "$@" -o "$results" --resume >/dev/null
    fi
    [ "$(content_hash "$results")" = "$expected" ] || { echo "killed after $moment ms, it gives another hash" >&2; exit 1; }
  done
  echo "$killed of $count killed and resumed"
  [ "$killed" -ge $((count / 2)) ] || { echo "only $killed of $count were killed in time" >&2; exit 1; }
}

# time_of COMMAND...: sets `milliseconds` and `expected`.
time_of() {
  rm -f "$work/whole.h5"
  local begin
  begin=$(date +%s%N)
  "$@" -o "$work/whole.h5" >/dev/null
  milliseconds=$((($(date +%s%N) - begin) / 1000000))
  expected=$(content_hash "$work/whole.h5")
}

replications=20
while :; do
  run=("$HEADWATER" run "$work/base.yaml" --threads 2 --quiet --replications "$replications")
  time_of "${run[@]}"
  [ "$milliseconds" -lt 300 ] || break
  replications=$((replications * 500 / (milliseconds + 50) + 1))
done
echo "$replications replications take $milliseconds ms and give $expected"
kill_often 25 "${run[@]}"

at_least=20
while :; do
  goals "$at_least"
  compare=("$HEADWATER" compare "$work/goal.yaml" "$work/fewer.yaml" --threads 2 --quiet)
  time_of "${compare[@]}"
  [ "$milliseconds" -lt 300 ] || break
  at_least=$((at_least * 500 / (milliseconds + 50) + 1))
done
echo "a comparison until it is precise takes $milliseconds ms and gives $expected"
"$HEADWATER" show "$work/whole.h5" | grep -q '^precision reached after' || { echo 'it was not precise, so the number at which it stops says nothing' >&2; exit 1; }
kill_often 25 "${compare[@]}"
