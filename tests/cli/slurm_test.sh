#!/usr/bin/env bash
# The example of a Slurm array, on a real Slurm of one node that this test starts and ends: the merged shards have the content
# hash of the run in one piece, also when a task was killed and submitted again.
. "$(dirname "$0")/checks.sh"
for command in sbatch slurmctld slurmd munged; do
  PATH=$PATH:/usr/sbin command -v "$command" >/dev/null || { echo "skipped: $command is not installed"; exit 77; }
done
[ "$(id -u)" -eq 0 ] || { echo "skipped: starting Slurm takes root"; exit 77; }
PATH=$PATH:/usr/sbin
chmod 755 "$folder"

daemons=()
finish() {
  [ ${#daemons[@]} -gt 0 ] && kill "${daemons[@]}" 2>/dev/null
  wait 2>/dev/null
  rm -rf "$folder"
}
trap finish EXIT

# Munge and Slurm with all their state in this folder.
mkdir spool state log munge
dd if=/dev/urandom of=munge/key bs=32 count=1 2>/dev/null
chmod 700 munge; chmod 400 munge/key
munged --foreground --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" --log-file="$folder/munge/log" --seed-file="$folder/munge/seed" \
  >log/munged 2>&1 &
daemons+=($!)
port=$((20000 + RANDOM % 20000))
node=$(hostname -s)
cat > slurm.conf <<END
ClusterName=test
SlurmctldHost=$node(127.0.0.1)
SlurmUser=root
SlurmctldPort=$port
SlurmdPort=$((port + 1))
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
CryptoType=crypto/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/log/slurmctld
SlurmdLogFile=$folder/log/slurmd
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
MpiDefault=none
SchedulerParameters=sched_interval=2
NodeName=$node NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$node Default=YES MaxTime=INFINITE State=UP
END
export SLURM_CONF=$folder/slurm.conf
for _ in $(seq 50); do [ -S munge/socket ] && break; sleep 0.1; done
slurmctld -D >log/ctld-out 2>&1 &
daemons+=($!)
slurmd -D -N "$node" >log/slurmd-out 2>&1 &
daemons+=($!)
for _ in $(seq 100); do sinfo -h -o %t 2>/dev/null | grep -q idle && break; sleep 0.2; done
if ! sinfo -h -o %t 2>/dev/null | grep -q idle; then
  echo "skipped: Slurm does not start here"
  tail -n 5 log/slurmctld log/slurmd log/ctld-out log/slurmd-out log/munged 2>/dev/null
  exit 77
fi

cat > m.yaml <<'END'
headwater: 1
start: 2026-04-01
horizon_days: 300
sources: {new: {rate_per_day: 3, to: help}}
tiers: {help: {capacity: 10, sojourn: {law: exponential, mean_days: 3}, exits: {leave: 1}}}
exits: {leave: {}}
run: {replications: 50, seed: 4}
END
export HEADWATER
script=$HEADWATER_SOURCE_DIR/scenarios/slurm-array.sh
"$HEADWATER" run m.yaml -o whole.h5 --quiet
sbatch --wait --array=1-8 --output="$folder/log/task-%a" "$script" run m.yaml -o parts.h5 >log/sbatch 2>&1
check 'the array ends well' "$? $(ls parts.h5.shard-*-of-8 2>/dev/null | wc -l)" '0 8'
"$HEADWATER" merge parts.h5.shard-*-of-8 -o parts.h5 --quiet
check 'merged shards have the hash of the whole' "$(hash_of parts.h5)" "$(hash_of whole.h5)"

# A node lost two shards: one whole, one half-written.
rm parts.h5.shard-3-of-8 parts.h5
truncate -s 100000 parts.h5.shard-7-of-8
"$HEADWATER" merge parts.h5.shard-*-of-8 -o parts.h5 --quiet 2>log/refused
check 'a shard that is missing is missed' "$? $(grep -c 'are missing' log/refused)" '2 1'
sbatch --wait --array=1-8 --output="$folder/log/again-%a" "$script" run m.yaml -o parts.h5 >>log/sbatch 2>&1
check 'the array, submitted again, does what is missing' $? 0
"$HEADWATER" merge parts.h5.shard-*-of-8 -o parts.h5 --quiet
check 'and then all is there' "$(hash_of parts.h5)" "$(hash_of whole.h5)"
[ $failures -eq 0 ] || { tail -n 20 log/sbatch log/task-* log/again-* log/refused 2>/dev/null; exit 1; }
