#!/usr/bin/env python3
"""Times two or more programs that serve the same work, in turns, and prints a Markdown table.

    python3 interleave.py --ours "dotnet LVW.Native.Benchmarks.dll model --serve --backbone resnet34 --batch 8 --threads 2" \\
                          --peer "python3 cpu_peer.py --serve --backbone resnet34 --batch 8 --threads 2 --layout nhwc" \\
                          --peer "python3 cpu_peer.py --serve --backbone resnet34 --batch 8 --threads 2 --layout nchw" --what train,infer

A program answers "about" and "run WORK" on its input by a line of JSON each; the latter holds "seconds" and may hold "peakBytes".
With several peers, each row shows the one whose median is the least. No sample is dropped. Speed is the peer's time divided by ours.
"""
import argparse
import json
import shlex
import statistics
import subprocess
import sys
import time


class Server:
    """A program that does work when asked."""

    def __init__(self, command):
        self.process = subprocess.Popen(shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.command = command
        self.times = {}
        self.peak = 0

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"'{self.command}' ended.")
        answer = json.loads(answer[answer.find("{"):])  # mpirun gives rank 0 a terminal, whose codes come first
        if "error" in answer:
            sys.exit(f"'{self.command}': {line}: {answer['error']}")
        return answer

    def name(self):
        about = self.ask("about")
        return f"{about['program']} {about['version'].split('+')[0]} ({about['hardware']})"

    def run(self, work):
        answer = self.ask(f"run {work}")
        self.peak = max(self.peak, answer.get("peakBytes", 0))
        return answer["seconds"]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def measure(servers, work, options, deadline):
    """Rounds of one run of each program; further rounds begin only before the deadline."""
    for _ in range(options.warm_ups):
        for server in servers:
            server.run(work)
    for turn in range(options.rounds):
        if turn >= 3 and time.perf_counter() > deadline:
            break
        for server in servers:
            time.sleep(options.pause)
            if options.warm:
                server.run(work)
            server.times.setdefault(work, []).append(server.run(work))


def row(work, ours, peers, names):
    best = min(peers, key=lambda peer: statistics.median(peer.times[work]))
    mine, theirs = ours.times[work], best.times[work]
    turns = sorted(b / a for a, b in zip(mine, theirs))
    cells = [work, len(mine)]
    cells += [f"{1e3 * number:.2f}" for number in (statistics.median(mine), min(mine), statistics.median(theirs), min(theirs))]
    cells += [f"**{statistics.median(theirs) / statistics.median(mine):.2f}**", f"{min(theirs) / min(mine):.2f}", f"{turns[0]:.2f}–{turns[-1]:.2f}"]
    return cells + [f"{ours.peak / 1e6:.0f}", f"{best.peak / 1e6:.0f}", names[best]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ours", required=True, metavar="COMMAND")
    parser.add_argument("--peer", required=True, action="append", metavar="COMMAND")
    parser.add_argument("--what", default="train,infer", help="kinds of work, with commas between")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--warm-ups", type=int, default=2, help="untimed runs of each work before the first round")
    parser.add_argument("--warm", action="store_true", help="an untimed run before each timed one, for work of a few milliseconds")
    parser.add_argument("--pause", type=float, default=0.03, help="seconds between programs, in which idle threads stop spinning")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no further round, beyond three for each work, after that time")
    options = parser.parse_args()
    works = options.what.split(",")
    started = time.perf_counter()
    ours, *peers = servers = [Server(command) for command in (options.ours, *options.peer)]
    names = {server: server.name() for server in servers}
    ready = time.perf_counter()
    for number, work in enumerate(works):
        measure(servers, work, options, ready + (started + options.seconds - ready) * (number + 1) / len(works))

    print(f"Ours: {names[ours]}. Peers: {'; '.join(names[peer] for peer in peers)}.\n")
    print("| work | rounds | ours ms | min | peer ms | min | speed | of minima | turn by turn | our peak MB | peer's | best peer |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---|---:|---:|---|")
    for work in works:
        print(f"| {' | '.join(str(cell) for cell in row(work, ours, peers, names))} |")
    for server in servers:
        server.close()


if __name__ == "__main__":
    main()
