#!/usr/bin/env bash
# What `run` promises beside its figures: the hash does not know of folders or options, and nothing of another run is lost.
. "$(dirname "$0")/checks.sh"
mkdir a b
cat > a/m.yaml <<'END'
headwater: 1
start: 2026-04-01
horizon_days: 300
sources: {new: {rate_per_day: 3, to: help}}
tiers: {help: {capacity: 10, sojourn: {law: exponential, mean_days: 3}, exits: {leave: 1}}}
exits: {leave: {}}
run: {replications: 3}
END
cp a/m.yaml b/m.yaml

(cd a && "$HEADWATER" run m.yaml --seed 5 -o s.h5 --quiet)
(cd b && "$HEADWATER" run m.yaml --seed 5 -o s.h5 --quiet)
check 'the hash does not depend on the folder' "$(hash_of b/s.h5)" "$(hash_of a/s.h5)"
"$HEADWATER" run a/m.yaml -o plain.h5 --quiet
"$HEADWATER" run a/m.yaml --seed 1 --replications 3 -o said.h5 --quiet
check 'saying what holds anyway changes nothing' "$(hash_of said.h5)" "$(hash_of plain.h5)"
[ "$(hash_of a/s.h5)" != "$(hash_of plain.h5)" ]; check 'another seed has another hash' $? 0
{ echo '# A comment that changes nothing.'; cat a/m.yaml; } > b/m.yaml
"$HEADWATER" run b/m.yaml -o commented.h5 --quiet
check 'a comment in a file has no part in the hash' "$(hash_of commented.h5)" "$(hash_of plain.h5)"
"$HEADWATER" run --from plain.h5 --quiet
check 'run --from gives the same again, under a name of its own' "$(hash_of plain-again.h5)" "$(hash_of plain.h5)"

"$HEADWATER" run a/m.yaml -o plain.h5 2>message; check 'results are not replaced unasked' "$?: $(cat message)" '2: headwater: plain.h5: exists already; --force replaces it'
"$HEADWATER" run a/m.yaml -o '' 2>/dev/null; check 'an empty name is refused' $? 2
mkfifo pipe.h5
"$HEADWATER" run a/m.yaml -o pipe.h5 --force 2>/dev/null; check 'what is no ordinary file is not replaced' $? 2
timeout 10 "$HEADWATER" verify pipe.h5 2>/dev/null; check 'a pipe is no results file' $? 2
"$HEADWATER" schema > /dev/full 2>/dev/null; check 'output that cannot be written is a failure' $? 1

# A run under way holds its journal: --force does not take it away, and Ctrl-C keeps what is done.
sed 's/replications: 3/replications: 100000/' a/m.yaml > long.yaml
set -m
"$HEADWATER" run long.yaml -o long.h5 --quiet 2>stopped &
running=$!
for _ in $(seq 100); do [ -s long.h5.journal ] && break; sleep 0.05; done
"$HEADWATER" run long.yaml -o long.h5 --force 2>message
check 'a journal in use is left alone' "$?: $(cut -d: -f1-3 <message)" '2: headwater: long.h5.journal: another process is writing this journal; wait until it ends, or choose another results file'
kill -INT "$running"
wait "$running"
check 'Ctrl-C ends with status 130' $? 130
check 'and says how to carry on' "$(grep -c '^stopped: .* with --resume carries on' stopped)" 1
check 'and, before that, how to stop at once' "$(grep -c 'Ctrl-C again stops at once' stopped)" 1
"$HEADWATER" run long.yaml -o long.h5 2>message
check 'an interrupted run is not forgotten' "$?: $(grep -c -- '--resume carries on from it' message)" '2: 1'

# One replication that takes hours: the first Ctrl-C waits for it, the second does not, and the journal stays.
sed 's/replications: 3/replications: 2/; s/horizon_days: 300/horizon_days: 10000000/; s/rate_per_day: 3/rate_per_day: 3000/; s/capacity: 10/capacity: unlimited/; s/run: {/run: {every: whole_run, /' a/m.yaml > endless.yaml
"$HEADWATER" run endless.yaml -o endless.h5 --quiet 2>stopped &
running=$!
for _ in $(seq 100); do [ -s endless.h5.journal ] && break; sleep 0.05; done
kill -INT "$running"
for _ in $(seq 100); do [ -s stopped ] && break; sleep 0.05; done
kill -0 "$running"; check 'the first Ctrl-C waits for the replications under way' $? 0
kill -INT "$running"
begin=$SECONDS
wait "$running"
check 'the second Ctrl-C ends with status 130' $? 130
check 'at once' $((SECONDS - begin < 5)) 1
check 'with nothing left but the journal' "$(echo endless.h5*)" endless.h5.journal
"$HEADWATER" run --help > help
check 'and --help says so' "$(tr -s ' \n' ' ' <help | grep -c 'Ctrl-C again at once')" 1

# A disk that is full, or a limit on the length of files: one sentence, nothing half-written, and --resume carries on.
sed 's/run: {/run: {every: day, /' a/m.yaml > full.yaml
"$HEADWATER" run full.yaml -o whole.h5 --quiet
size=$(stat -c %s whole.h5)
(ulimit -f $((size / 1024 - 8)); "$HEADWATER" run full.yaml -o full.h5 --quiet 2>message; check 'a file that may not grow is a failed write' $? 1; exit $failures)
failures=$((failures + $?))
check 'with one sentence' "$(sed -E "s/(cannot) [^(]*\(/\1 ... (/" message)" 'headwater: full.h5: cannot ... (File too large); 3 of 3 replications are kept in full.h5.journal, and --resume carries on from them'
check 'and nothing half-written' "$(echo full.h5*)" full.h5.journal
"$HEADWATER" run full.yaml -o full.h5 --quiet --resume
check 'and it is resumed when there is space' "$(hash_of full.h5)" "$(hash_of whole.h5)"
exit $((failures > 0))
