#!/usr/bin/env bash
# Shards, merged in any order, give the same bits as one run on any number of threads; and what cannot be merged is refused
# with the reason, and nothing is lost.
. "$(dirname "$0")/checks.sh"
cat >base.yaml <<'END'
headwater: 1
start: 2026-04-01
horizon_days: 200
sources: {new: {rate_per_day: 3, to: help}}
tiers: {help: {capacity: 10, sojourn: {law: exponential, mean_days: 3}, exits: {leave: 1}}}
exits: {leave: {}}
run: {replications: 37}
END
printf 'extends: base.yaml\nset: {tiers.help.capacity: 9}\n' >fewer.yaml

run=("$HEADWATER" run base.yaml --quiet)
compare=("$HEADWATER" compare base.yaml fewer.yaml --quiet)
for kind in run compare; do
  declare -n command=$kind
  "${command[@]}" -o $kind.h5 --threads 1 >/dev/null
  for threads in 2 3 7; do
    "${command[@]}" -o $kind-$threads.h5 --threads $threads >/dev/null
    check "$kind: $threads threads" "$(hash_of $kind-$threads.h5)" "$(hash_of $kind.h5)"
  done
  for shard in $(seq 16); do "${command[@]}" -o $kind-merged.h5 --shard $shard/16 --threads 1; done
  for time in 1 2 3; do
    mapfile -t shards < <(printf '%s\n' $kind-merged.h5.shard-*-of-16 | shuf)
    "$HEADWATER" merge "${shards[@]}" -o $kind-merged.h5 --force --quiet
    check "$kind: 16 shards, merged in order $time" "$(hash_of $kind-merged.h5)" "$(hash_of $kind.h5)"
  done
  check "$kind: the shards stay" "$(ls $kind-merged.h5.shard-*-of-16 | wc -l)" 16
done
"$HEADWATER" run --from compare.h5 -o again.h5 --quiet
check 'a comparison can be run again from its file' "$(hash_of again.h5)" "$(hash_of compare.h5)"

check 'shards without replications are empty, and merge' \
  "$(for i in 1 2 3; do "$HEADWATER" run base.yaml --quiet --replications 2 -o two.h5 --shard $i/3; done; "$HEADWATER" merge two.h5.shard-* -o two.h5 --quiet; echo $?)" 0

for word in 0/3 4/3 x 3 3/ /3 -1/3 1.5/3 1/2/3 3/100001 ''; do
  refused "--shard '$word'" "headwater: --shard must be its number and how many there are, as in 3/16, found '$word'" "${run[@]}" -o no.h5 --shard "$word"
done
check 'and nothing was begun' "$(ls no.h5* 2>/dev/null)" ''

# Two shards of the run, and what may stand in the place of one.
for i in 1 2; do "${run[@]}" -o r.h5 --shard $i/2; "${run[@]}" -o other.h5 --seed 5 --shard $i/2; done
one=r.h5.shard-1-of-2 two=r.h5.shard-2-of-2
sums=$(cksum $one $two)
merge() { "$HEADWATER" merge "$@" -o r.h5; }
refused 'a shard missing' 'headwater: the shards have not all been given, or are not complete: 18 of 37 replications are missing (1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, ...). A shard' merge $one
refused 'a shard of another experiment' "headwater: other.h5.shard-2-of-2: a shard of another experiment than $one (another model, scenario, seed or version of the program)" merge $one other.h5.shard-2-of-2
refused 'a shard given twice' "headwater: $one: has replications that $one has too; give every shard once" merge $one $two $one
cp $two copy
refused 'a copy of a shard' "headwater: copy: has replications that $two has too; give every shard once" merge $one $two copy
refused 'a file that is not there' 'headwater: r.h5.shard-3-of-2: there is no such file, or it cannot be read' merge $one r.h5.shard-3-of-2
check 'which is not made either' "$(ls r.h5.shard-3-of-2 2>/dev/null)" ''
refused 'a file of another kind' 'headwater: base.yaml: not a journal of this version of Headwater' merge $one base.yaml
refused 'a results file' 'headwater: run.h5: not a journal of this version of Headwater' merge $one run.h5
refused 'an empty file' 'headwater: /dev/null: not a journal' merge /dev/null $one
refused 'a folder' 'headwater: .: ' merge . $one
head -c -5 $two >short
refused 'a shard that was cut short' 'headwater: the shards have not all been given, or are not complete: 1 of 37 replications are missing (' merge $one short
check 'and it is left as it was' "$(cksum <short)" "$(head -c -5 $two | cksum)"
refused 'the results named as a shard' "headwater: $one: is a shard; the results need a name of their own" "$HEADWATER" merge $one $two -o $one --force
refused 'no name for the results' 'headwater: headwater merge needs shards, and -o with the name of the results file' "$HEADWATER" merge $one $two
refused 'no shards' 'headwater: headwater merge needs shards, and -o with the name of the results file' "$HEADWATER" merge -o r.h5
touch r.h5
refused 'an output in the way' 'headwater: r.h5: exists already; --force replaces it' merge $one $two
rm r.h5

# A journal of the same run that is no shard; Ctrl-C leaves it.
sed 's/replications: 37/replications: 100000/' base.yaml >long.yaml
set -m
"$HEADWATER" run long.yaml -o long.h5 --quiet 2>/dev/null &
running=$!
"$HEADWATER" run long.yaml -o long.h5 --quiet --shard 1/2 2>/dev/null &
sharding=$!
for _ in $(seq 200); do [ -s long.h5.journal ] && [ -s long.h5.shard-1-of-2 ] && break; sleep 0.05; done
refused 'a shard still being written' 'headwater: long.h5.shard-1-of-2: another process is still writing this journal; wait until it ends' "$HEADWATER" merge long.h5.shard-1-of-2 -o long.h5
kill -INT $running $sharding
wait $running; check 'the run is stopped' $? 130
wait $sharding; check 'and the shard' $? 130
refused 'a journal that is no shard' 'headwater: long.h5.journal: not a shard, but the journal of an interrupted run; the same command with --resume carries on' "$HEADWATER" merge long.h5.journal -o long.h5
refused 'the same among shards' 'headwater: long.h5.journal: not a shard' "$HEADWATER" merge long.h5.shard-1-of-2 long.h5.journal -o long.h5
refused 'an unfinished shard' 'headwater: the shards have not all been given, or are not complete: ' "$HEADWATER" merge long.h5.shard-1-of-2 -o long.h5
check 'which says how to go on' "$(grep -c 'A shard that was stopped carries on with --resume' message)" 1
check 'nothing is made of what cannot be merged' "$(ls -A r.h5 long.h5 ./*.partial 2>/dev/null)" ''
check 'nothing is lost by a refusal' "$(cksum $one $two)" "$sums"

# A comparison cut between two scenarios of one replication: its journal holds the first, not the second.
"${compare[@]}" -o c.h5 --shard 1/2 >/dev/null
"${compare[@]}" -o c.h5 --shard 2/2 >/dev/null
head -c -5 c.h5.shard-2-of-2 >cut
refused 'half a pair' 'headwater: the shards have not all been given, or are not complete: 1 of 37 replications are missing (' "$HEADWATER" merge c.h5.shard-1-of-2 cut -o c.h5
mv cut c.h5.shard-2-of-2
"${compare[@]}" -o c.h5 --shard 2/2 --resume >/dev/null
"$HEADWATER" merge c.h5.shard-* -o c.h5 --quiet
check 'resumed, it merges to the same' "$(hash_of c.h5)" "$(hash_of compare.h5)"

# A byte of a record that changed on the disk, in the midst of others.
size=$(stat -c %s c.h5.shard-2-of-2)
printf 'x' | dd of=c.h5.shard-2-of-2 bs=1 seek=$((size / 2)) conv=notrunc 2>/dev/null
"${compare[@]}" -o c.h5 --shard 2/2 --resume --force >/dev/null 2>message
check 'damage is said, with what is kept' "$? $(grep -cE '^note: c.h5.shard-2-of-2: a record was cut short or has been damaged; the [1-9][0-9]* replications before it are kept, and it and what came after it \([0-9]+ bytes\) is simulated again$' message)" '0 1'
"$HEADWATER" merge c.h5.shard-* -o c.h5 --quiet --force
check 'and made good' "$(hash_of c.h5)" "$(hash_of compare.h5)"

# Shards that may only be read, as those of another user.
chmod a-w $one $two
"$HEADWATER" merge $two $one -o r.h5 --quiet
check 'shards need only be readable' "$(hash_of r.h5)" "$(hash_of run.h5)"
check 'and are as they were' "$(cksum $one $two)" "$sums"

sed 's/run: {/run: {until: [{output: entries.help, relative: 0.1}], /' base.yaml >until.yaml
refused 'a shard with goals of precision' 'headwater: a shard cannot know when the others have made the result precise enough' "$HEADWATER" run until.yaml -o u.h5 --shard 1/2
check 'leaves nothing behind' "$(ls u.h5* 2>/dev/null)" ''
exit $((failures > 0))
