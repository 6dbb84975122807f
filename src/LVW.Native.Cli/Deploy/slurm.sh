#!/usr/bin/env bash
#SBATCH --job-name=lvw
#SBATCH --nodes=4
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=16
#SBATCH --time=12:00:00
# Ranks write a checkpoint when they are told to end: two minutes before the time is over, or when the job must make room for another.
#SBATCH --signal=TERM@120
#SBATCH --requeue
#
# Training on four nodes: sbatch slurm.sh /shared/flowers /shared/run [further options of lvw train]
# Both folders must be seen by all nodes. On GPUs: --gpus-per-node=4 and --ntasks-per-node=4 above, --device cuda behind the folders.
set -euo pipefail

if [ "$#" -lt 2 ]; then
  echo "usage: sbatch $0 DATA RUN [options of lvw train]" >&2
  exit 2
fi
data=$1
run=$2
shift 2

# One rank for each task; pmix tells them of each other, and a rank that is killed ends all. --resume begins a new run, or goes on with one that was requeued.
srun --mpi=pmix --kill-on-bad-exit=1 --cpus-per-task="$SLURM_CPUS_PER_TASK" \
  "${LVW:-lvw}" train --data "$data" --out "$run" --threads "$SLURM_CPUS_PER_TASK" --resume "$@"
