#!/usr/bin/env bash
# Runs 23 tests of dieharder on the streams of luck, one process at a time, and counts what was found.
#
#   tests/statistical/dieharder.sh BUILD/tests/luck_stream [OUTPUT] [GENERATOR] [STREAM...]
#
# GENERATOR is keyed_hash or philox. Takes about 2 minutes of one core for each stream. Not part of the tests: a
# p-value below 1e-6 (dieharder's FAILED) would be news; about 1 in 100 comes out WEAK (beyond 0.5 % at either
# end) from a perfect generator. README.md here holds dated results and how to judge them.
set -euo pipefail

luck_stream=${1:?usage: dieharder.sh LUCK_STREAM [OUTPUT] [GENERATOR] [STREAM...]}
output=${2:-dieharder.txt}
generator=${3:-keyed_hash}
streams=("${@:4}")
if ((${#streams[@]} == 0)); then streams=(occurrence ordinal purpose replication seed engine); fi

# Number of the test, and its word size or the like where it needs one. Left out: the tests that dieharder itself
# calls suspect (opso, oqso, dna, sums), bitstream (superseded), and the slowest (lagged sums, minimum distance).
tests=("0" "1" "2" "3" "8" "9" "10" "11" "12" "13" "15" "16" "100" "101" "102" "200 -n 4" "202 -n 5" "204" "205"
       "206" "207" "208" "209")

: > "$output"
for stream in "${streams[@]}"; do
  for index in "${!tests[@]}"; do
    # Each test reads a part of the stream of its own: starts lie 2^32 words apart.
    read -ra choice <<< "${tests[index]}"
    { nice dieharder -g 200 -d "${choice[@]}" < <(exec "$luck_stream" "$stream" $((index << 32)) "$generator") || true; } |
      { grep -E 'PASSED|WEAK|FAILED' || echo "test ${choice[0]} gave no result | FAILED"; } | sed "s/^/$stream |/" >> "$output"
  done
  awk -F'|' -v stream="$stream" '$1 == stream " " { n++; if (/WEAK/) weak++; if (/FAILED/) failed++ }
    END { printf "%-12s %4d p-values  %d weak  %d failed\n", stream, n, weak, failed }' "$output"
done
