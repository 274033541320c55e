#!/usr/bin/env bash
# same_bits.sh COMMAND...: all commands, on 1, 2, 3 and 7 threads ($THREADS picks), give equal content hashes for the
# queueing models, a council scenario and a council of families. The first command on one thread is what all must equal;
# where it is the only one, another seed must give another hash. $CASES picks cases by name, all by default; $SHORTEN is how
# many digits models lose that count their time in days.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Each case is a scenario of its own: six replications, of a tenth of the time (one digit less) where nothing else is asked.
for model in "$HEADWATER_SOURCE_DIR"/models/queues/*.yaml; do
  {
    printf 'extends: %s\nrun: {replications: 6}\n' "$model"
    sed -nE "s/^horizon_days: *([0-9]+)[0-9]{${SHORTEN:-1}}.*/set: {horizon_days: \1}/p" "$model"
  } >"$work/$(basename "$model")"
done
printf 'extends: %s\nrun: {replications: 6, generator: philox, event_log: true}\n' mmc.yaml >"$work/mmc-philox.yaml"
printf 'extends: %s\nrun: {replications: 6, warm_up_years: 5}\n' "$HEADWATER_SOURCE_DIR/scenarios/fewer-workers.yaml" >"$work/council.yaml"

printf 'extends: %s\nrun: {replications: 3, every: year, warm_up_years: 2}\nset: {horizon_years: 2, population.children: 4000, population.kin: {families: 5, need_rises: 1.5, need_from: 3, spoken_of: 2}}\n' \
  "$HEADWATER_SOURCE_DIR/models/english-council.yaml" >"$work/families.yaml"

# content_hash COMMAND FILE OPTION...: runs the file and prints the content hash of its results.
content_hash() {
  "$1" run "$2" -o "$work/results.h5" --force --quiet "${@:3}" && "$1" verify "$work/results.h5" >"$work/verified" &&
    sed -nE 's/^content hash ([0-9a-f]{64})$/\1/p' "$work/verified" | grep .
}

different=0
for file in "$work"/${CASES:-*}.yaml; do
  name=$(basename "$file" .yaml)
  expected=$(content_hash "$1" "$file" --threads 1)
  echo "$expected $name"
  for command; do
    for threads in ${THREADS:-1 2 3 7}; do
      if [ "$(content_hash "$command" "$file" --threads "$threads")" != "$expected" ]; then
        echo "$name gives another hash: $command on $threads threads" >&2
        different=$((different + 1))
      fi
    done
  done
  if [ $# -eq 1 ] && [ "$(content_hash "$1" "$file" --seed 2)" = "$(content_hash "$1" "$file" --seed 3)" ]; then
    echo "$name gives the same hash whatever the seed, so equal hashes say nothing" >&2
    different=$((different + 1))
  fi
done
[ "$different" -eq 0 ]
