#!/usr/bin/env python3
"""Two ranks on two cores against one rank on one core, the same work for each rank, in turns; ours and PyTorch's DistributedDataParallel.

    python3 scaling.py --ours "dotnet LVW.Native.Benchmarks.dll ranks" --backbone resnet18 --batch 16 --rounds 9 --python /usr/bin/python3

Each rank has one thread and is bound to a core of its own. Pictures are those of all ranks; a ratio is taken within a round, and the
table shows the median and the range of the rounds'. No round is dropped. --favour raises the programs' priority over others (as root).
"""
import argparse
import os
import statistics
import subprocess
import time
from pathlib import Path

from interleave import Server

MPIRUNS = {"openmpi": "mpirun.openmpi --allow-run-as-root -n 2 --bind-to core", "mpich": "mpirun.mpich -n 2 -bind-to core"}


def favour(server):
    """Gives a program and its children the highest ordinary priority, and their group where the kernel schedules sessions by group."""
    children = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.split()
    parents = list(zip(map(int, children[::2]), map(int, children[1::2])))
    family, grown = {server.process.pid}, True
    while grown:
        more = {pid for pid, parent in parents if parent in family} - family
        grown = bool(more)
        family |= more
    for pid in family:
        for task in os.listdir(f"/proc/{pid}/task"):
            os.setpriority(os.PRIO_PROCESS, int(task), -20)
        group = Path(f"/proc/{pid}/autogroup")
        if group.exists():
            group.write_text("-20")


def ratios(above, below):
    each = sorted(a / b for a, b in zip(above, below))
    return f"**{statistics.median(each):.2f}** ({each[0]:.2f}–{each[-1]:.2f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ours", required=True, metavar="COMMAND")
    parser.add_argument("--python", help="a Python with PyTorch; none: no peer")
    parser.add_argument("--mpi", choices=MPIRUNS, default="openmpi")
    parser.add_argument("--backbone", default="squeezenet1_1")
    parser.add_argument("--side", type=int, default=224)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--steps", type=int, default=3, help="in a turn")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no further round, beyond three, after that time")
    parser.add_argument("--pause", type=float, default=0.1, help="seconds between programs")
    parser.add_argument("--favour", action="store_true")
    options = parser.parse_args()
    work = f"--backbone {options.backbone} --side {options.side} --batch {options.batch} --threads 1"
    commands = {"ours": f"{options.ours} {work}"}
    if options.python:
        commands["PyTorch"] = f"{options.python} {Path(__file__).with_name('ddp_peer.py')} {work}"
    alone = {name: Server(f"taskset -c 0 {command}") for name, command in commands.items()}
    pairs = {name: Server(f"{MPIRUNS[options.mpi]} {command}") for name, command in commands.items()}
    servers = [*alone.values(), *pairs.values()]
    names = {name: pairs[name].name() for name in commands}
    for server in servers:
        server.ask("run train 2")
        if options.favour:
            favour(server)
    answers = {server: [] for server in servers}
    started = time.perf_counter()
    for turn in range(options.rounds):
        if turn >= 3 and time.perf_counter() - started > options.seconds:
            break
        for server in servers:
            time.sleep(options.pause)
            answers[server].append(server.ask(f"run train {options.steps}"))

    print(f"{options.backbone} {options.side}², batch {options.batch} of each rank, {len(answers[servers[0]])} rounds of {options.steps} steps; {'; '.join(names.values())}\n")
    print("| program | one rank, pictures/s | two ranks, pictures/s | ratio (range) | hidden | wait, ms a step |")
    print("|---|---:|---:|---:|---:|---:|")
    speed = {server: [one["picturesPerSecond"] for one in answers[server]] for server in servers}
    for name in commands:
        one, two = speed[alone[name]], speed[pairs[name]]
        of = [statistics.median(answer.get(key, 0) for answer in answers[pairs[name]]) for key in ("hidden", "wait")]
        more = f"{of[0]:.0%} | {1e3 * of[1]:.1f}" if name == "ours" else "– | –"
        print(f"| {name} | {statistics.median(one):.1f} | {statistics.median(two):.1f} | {ratios(two, one)} | {more} |")
    if options.python:
        print(f"\nOurs over PyTorch: one rank {ratios(speed[alone['ours']], speed[alone['PyTorch']])}, two ranks {ratios(speed[pairs['ours']], speed[pairs['PyTorch']])}.")
    for server in servers:
        server.close()


if __name__ == "__main__":
    main()
