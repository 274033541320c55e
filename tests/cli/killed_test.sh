#!/usr/bin/env bash
# A run that is killed (SIGKILL, at ten moments spread over its length) and resumed gives the hash of one that was not.
set -euo pipefail
cd "$HEADWATER_SOURCE_DIR"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

run=("$HEADWATER" run scenarios/baseline.yaml --threads 2 --quiet)
content_hash() { "$HEADWATER" verify "$1" | grep -E '^content hash [0-9a-f]{64}$'; }

# As many replications as take about three seconds here, so that there is something to kill.
replications=10
while :; do
  rm -f "$work/whole.h5"
  begin=$(date +%s%N)
  "${run[@]}" --replications "$replications" -o "$work/whole.h5"
  milliseconds=$((($(date +%s%N) - begin) / 1000000))
  [ "$milliseconds" -lt 2000 ] || break
  replications=$((replications * 3000 / (milliseconds + 100) + 1))
done
run+=(--replications "$replications")
expected=$(content_hash "$work/whole.h5")
echo "$replications replications take $milliseconds ms and give $expected"

killed=0
for part in 0 1 2 3 4 5 6 7 8 9; do
  results=$work/killed-$part.h5
  "${run[@]}" -o "$results" &
  pid=$!
  moment=$(((part * 100 + RANDOM % 100) * milliseconds / 1000))
  sleep "$(printf '%d.%03d' $((moment / 1000)) $((moment % 1000)))"
  kill -KILL "$pid" 2>/dev/null || true
  if wait "$pid" 2>/dev/null; then
    echo "$moment ms: it had ended"
  else
    killed=$((killed + 1))
    # What has the name of a results file is complete, so there is something to resume only if it is not there.
    [ -e "$results" ] || "${run[@]}" -o "$results" --resume
    echo "$moment ms: killed and resumed"
  fi
  [ "$(content_hash "$results")" = "$expected" ] || { echo "killed after $moment ms, it gives another hash" >&2; exit 1; }
done
[ "$killed" -ge 5 ] || { echo "only $killed of 10 runs were killed in time" >&2; exit 1; }
