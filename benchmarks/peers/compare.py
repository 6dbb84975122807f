#!/usr/bin/env python3
"""Holds device runs against those of a peer and prints a Markdown table.

    python3 compare.py ours.json peer.json
    python3 compare.py ours-1.json,ours-2.json,ours-3.json peer-1.json,peer-2.json,peer-3.json     # medians over runs
    python3 compare.py ours.json peer.json --peak fp32=67 --peak tf32=495                          # TFLOP/s of the data sheet

Speed is the peer's time divided by ours: 1 means equally fast, 0.5 half as fast.
"""
import argparse
import json
import statistics
import sys


def aim(name, precision):
    """The least speed aimed at, or None."""
    if name.startswith("matmul") and int(name.split()[1]) >= 2048:
        return 0.8 if precision == "fp32" else 0.6
    return 0.5 if name.startswith("step") and precision == "fp32" else None


def read(paths):
    """The runs of one program, and for each row the median over them."""
    runs = []
    for path in paths.split(","):
        with open(path, encoding="utf-8") as file:
            runs.append(json.load(file))
    rows = {}
    for run in runs:
        for row in run["rows"]:
            rows.setdefault((row["name"], row["precision"]), []).append(row)
    return runs, {key: {**found[0], "milliseconds": statistics.median(row["milliseconds"] for row in found)} for key, found in rows.items()}


def describe(runs):
    first = runs[0]
    return f"{first['program']} {first['version']} on {first['hardware']}, {len(runs)} run{'s' if len(runs) > 1 else ''}"


def cells(name, precision, ours, theirs, gflop, peak, wanted=None):
    rate = gflop / ours
    speed = f"{theirs / ours:.2f}" if theirs else "-"
    verdict = "" if wanted is None or not theirs else f"≥ {wanted:.2f}: {'met' if theirs / ours >= wanted else 'missed'}"
    return (name, precision, f"{ours:.3f}", f"{theirs:.3f}" if theirs else "-", speed,
            f"{rate:.1f}" if gflop else "-", f"{rate / peak:.0%}" if gflop and peak else "-", verdict)


def convolutions(precision, ours, theirs, peak):
    """All convolutions of a training step, each as often as it occurs; None if one is missing."""
    mine = [(key, row) for key, row in ours.items() if key[1] == precision and row["count"] > 0]
    if len(mine) != 32 or not all(key in theirs for key, _ in mine):
        return None
    total = [sum(row["count"] * rows[key]["milliseconds"] for key, row in mine) for rows in (ours, theirs)]
    return cells("all convolutions of a step of ResNet-34", precision, *total, sum(row["count"] * row["gflop"] for _, row in mine), peak)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ours", help="file, or files with commas between")
    parser.add_argument("theirs", help="likewise")
    parser.add_argument("--peak", action="append", default=[], metavar="PRECISION=TFLOPS", help="what to take the share of, instead of the measured rate")
    options = parser.parse_args()
    our_runs, ours = read(options.ours)
    their_runs, theirs = read(options.theirs)
    small = our_runs[0]["small"]
    if any(run["small"] != small for run in our_runs + their_runs):
        sys.exit("Small and full runs cannot be compared: their sizes differ.")
    measured = statistics.median(run["ceilings"]["flopsPerSecond"] for run in our_runs) / 1e12
    peaks = {"fp32": measured, "tf32": measured}
    peaks.update((name, float(value)) for name, value in (peak.split("=") for peak in options.peak))

    print(f"Ours: {describe(our_runs)}. Peer: {describe(their_runs)}.")
    print(f"Peaks in TFLOP/s: {', '.join(f'{name} {value:.1f}' for name, value in peaks.items())}; measured multiply-adds {measured:.1f}.\n")
    print("| row | precision | ours ms | peer ms | speed | TFLOP/s | of peak | aim |")
    print("|---|---|---:|---:|---:|---:|---:|---|")
    table = []
    for (name, precision), row in ours.items():
        peer = theirs.get((name, precision), {}).get("milliseconds")
        table.append(cells(name, precision, row["milliseconds"], peer, row["gflop"], peaks[precision], None if small else aim(name, precision)))
    table += filter(None, (convolutions(precision, ours, theirs, peaks[precision]) for precision in ("fp32", "tf32")))
    for line in table:
        print(f"| {' | '.join(line)} |")


if __name__ == "__main__":
    main()
