#!/bin/bash
# One experiment as a Slurm array: every task does one shard, and leaves it beside the results.
#
#   sbatch --array=1-16 scenarios/slurm-array.sh run scenarios/baseline.yaml -o baseline.h5
#
# When all tasks have ended, one command puts the shards together, the same bit for bit as if all had been done at once:
#
#   headwater merge baseline.h5.shard-*-of-16 -o baseline.h5
#
# A task that was stopped (time limit, node failure) is submitted again with its own number and carries on where it was:
# --resume begins anew where there is nothing to carry on from.
#
#SBATCH --job-name=headwater
#SBATCH --cpus-per-task=1
set -eu
exec "${HEADWATER:-headwater}" "$@" --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --threads "${SLURM_CPUS_PER_TASK:-1}" --resume --quiet
