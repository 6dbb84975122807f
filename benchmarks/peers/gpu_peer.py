#!/usr/bin/env python3
"""The rows of the device benchmark in PyTorch: channels last, CUDA events, medians. Writes JSON with the same row names.

    python3 gpu_peer.py --precision both --json peer.json
    python3 gpu_peer.py --small                              # a smoke test on the processor
"""
import argparse
import json
import math
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

KINDS = ("matmul", "conv", "head", "step")

# side, channels, filters, kernel, stride, and how often a training step of ResNet-34 has it.
LAYERS = (
    (224, 3, 64, 7, 2, 1),
    (56, 64, 64, 3, 1, 6),
    (56, 64, 128, 3, 2, 1),
    (56, 64, 128, 1, 2, 1),
    (28, 128, 128, 3, 1, 7),
    (28, 128, 256, 3, 2, 1),
    (28, 128, 256, 1, 2, 1),
    (14, 256, 256, 3, 1, 11),
    (14, 256, 512, 3, 2, 1),
    (14, 256, 512, 1, 2, 1),
    (7, 512, 512, 3, 1, 5),
)


class Bench:
    """Times work by CUDA events, or by the processor's clock where there is no GPU."""

    WARM_UPS = 3

    def __init__(self, device, precision, options, started, rows):
        self.device = device
        self.precision = precision
        self.small = options.small
        self.limit = options.max_seconds
        self.started = started
        self.rows = rows
        self.span = 2e-3 if options.small else 50e-3
        self.patience = 0.3 if options.small else 3.0
        self.most = 5 if options.small else 25

    def has_time(self):
        return time.perf_counter() - self.started < self.limit

    def synchronize(self):
        if self.device.type == "cuda":
            torch.cuda.synchronize()

    def mark(self):
        if self.device.type != "cuda":
            return time.perf_counter()
        event = torch.cuda.Event(enable_timing=True)
        event.record()
        return event

    def seconds(self, start, end):
        if self.device.type != "cuda":
            return end - start
        end.synchronize()
        return start.elapsed_time(end) / 1e3

    def run(self, work, calls):
        start = self.mark()
        for _ in range(calls):
            work()
        return max(1e-7, self.seconds(start, self.mark()))

    def warm_up(self, work):
        for _ in range(self.WARM_UPS - 1):
            work()
        self.synchronize()
        return self.run(work, 1)

    def repetitions(self, seconds):
        return int(min(max(self.patience / seconds, 3), self.most))

    def time(self, name, work, gflop=0.0):
        """Calls in runs long enough for the clock."""
        if not self.has_time():
            return
        once = self.warm_up(work)
        calls = int(min(max(math.ceil(self.span / once), 1), 200))
        self.add(name, [self.run(work, calls) / calls for _ in range(self.repetitions(once * calls))], 0, gflop)

    def time_calls(self, name, work, count, gflop):
        """Single calls between two events, queued behind other work so that no gap between launches is measured."""
        if not self.has_time():
            return
        once = self.warm_up(work)
        if self.device.type == "cuda":
            block = torch.empty(1 << 28, device=self.device)
            for _ in range(16):
                block.zero_()
        marks = []
        for _ in range(self.repetitions(once)):
            start = self.mark()
            work()
            marks.append((start, self.mark()))
        self.add(name, [self.seconds(start, end) for start, end in marks], count, gflop)

    def add(self, name, seconds, count, gflop):
        median = statistics.median(seconds)
        self.rows.append({
            "name": name,
            "precision": self.precision,
            "milliseconds": median * 1e3,
            "repetitions": len(seconds),
            "count": count,
            "gflop": gflop,
            "gflopPerSecond": gflop / median,
        })
        print(f"{name:<42}  {self.precision}  {median * 1e3:10.3f} ms  {gflop / median:8.0f} GFLOP/s", flush=True)


def matmul(bench):
    for n in (128, 256, 512) if bench.small else (1024, 2048, 4096, 8192):
        a = torch.randn(n, n, device=bench.device)
        b = torch.randn(n, n, device=bench.device)
        bench.time(f"matmul {n}", lambda: torch.mm(a, b), 2e-9 * n ** 3)


def conv(bench):
    batch = 1 if bench.small else 64
    for side, c, k, kernel, stride, count in LAYERS:
        padding = kernel // 2
        out = (side + 2 * padding - kernel) // stride + 1
        like = {"device": bench.device, "memory_format": torch.channels_last}
        x = torch.randn(batch, c, side, side).to(**like)
        w = (0.05 * torch.randn(k, c, kernel, kernel)).to(**like)
        dy = torch.randn(batch, k, out, out).to(**like)
        geometry = ([stride, stride], [padding, padding], [1, 1], False, [0, 0], 1)

        def backward(wants_input):
            mask = [wants_input, not wants_input, False]
            torch.ops.aten.convolution_backward(dy, x, w, None, *geometry, mask)

        name = f"conv {side}x{side} {c}-{k} {kernel}x{kernel}/{stride}"
        gflop = 2e-9 * batch * out * out * k * c * kernel * kernel
        with torch.no_grad():
            bench.time_calls(f"{name} forward", lambda: F.conv2d(x, w, stride=stride, padding=padding), count, gflop)
            bench.time_calls(f"{name} input gradient", lambda: backward(True), 0 if c == 3 else count, gflop)
            bench.time_calls(f"{name} filter gradient", lambda: backward(False), count, gflop)


class WordHead(nn.Module):
    """Visual words on backbone features: add-on layers, squared distances, similarity, last layer."""

    EPSILON = 1e-4

    def __init__(self, channels, classes, words, depth=128):
        super().__init__()
        self.first = nn.Conv2d(channels, depth, 1)
        self.second = nn.Conv2d(depth, depth, 1)
        nn.init.zeros_(self.first.bias)
        nn.init.zeros_(self.second.bias)
        nn.init.kaiming_normal_(self.first.weight, mode="fan_out", nonlinearity="relu")
        nn.init.kaiming_normal_(self.second.weight, mode="fan_out", nonlinearity="relu")
        self.second.weight.data.mul_(0.1)
        self.words = nn.Parameter(torch.rand(words, depth))
        nominal = torch.arange(words) * classes // words
        self.last = nn.Parameter(torch.where(nominal[None, :] == torch.arange(classes)[:, None], 1.0, -0.5))

    def forward(self, features):
        z = torch.sigmoid(self.second(torch.relu(self.first(features))))
        n, d, h, w = z.shape
        rows = z.permute(0, 2, 3, 1).reshape(-1, d)
        squares = (rows * rows).sum(1, keepdim=True) + (self.words * self.words).sum(1)
        distances = F.relu(squares - 2 * rows @ self.words.t()).view(n, h, w, -1)
        scores = distances.flatten(1, 2).min(1).values
        return distances, scores, self.similarity(scores) @ self.last.t()

    def similarity(self, distances):
        return torch.log((distances + 1) / (distances + self.EPSILON))


def alignment(model, output, attention, side, chosen=10):
    """The attention loss: where the nearest words are found, against where the base model looks."""
    distances, scores, _ = output
    nearest = scores.topk(chosen, dim=1, largest=False).indices
    maps = model.similarity(distances).permute(0, 3, 1, 2)
    maps = maps.gather(1, nearest[:, :, None, None].expand(-1, -1, *maps.shape[2:]))
    merged = F.interpolate(maps, size=(side, side), mode="bilinear", align_corners=False).max(1).values
    merged = merged / (merged.flatten(1).max(1).values[:, None, None] + 1e-8)
    return F.mse_loss(merged, F.interpolate(attention[:, None], size=(side, side), mode="bilinear", align_corners=False)[:, 0])


def word_loss(model, output, labels, attention, teacher, side, temperature=2.0):
    _, scores, logits = output
    distillation = F.kl_div(
        F.log_softmax(logits / temperature, 1), F.softmax(teacher / temperature, 1), reduction="batchmean") * temperature ** 2
    return (F.cross_entropy(logits, labels) + 0.2 * scores.min(1).values.mean() + 0.05 * scores.min(0).values.mean()
            + 1e-4 * model.last.abs().sum() + 10 * alignment(model, output, attention, side) + 2 * distillation)


def head(bench):
    batch, classes = (4, 20) if bench.small else (80, 200)
    model = WordHead(512, classes, 5 * classes).to(bench.device, memory_format=torch.channels_last)
    features = torch.randn(batch, 512, 7, 7).to(bench.device, memory_format=torch.channels_last).requires_grad_()
    attention = torch.rand(batch, 7, 7, device=bench.device)
    teacher = torch.randn(batch, classes, device=bench.device)
    labels = (torch.arange(batch) % classes).to(bench.device)

    def forward_and_backward():
        model.zero_grad(set_to_none=True)
        features.grad = None
        word_loss(model, model(features), labels, attention, teacher, side=224).backward()

    bench.time("head with losses", forward_and_backward)


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        shortcut = x if self.downsample is None else self.downsample(x)
        y = F.relu(self.bn1(self.conv1(x)), inplace=True)
        return F.relu(self.bn2(self.conv2(y)) + shortcut, inplace=True)


def resnet(depths=(3, 4, 6, 3)):
    """Without pooling and classifier: ResNet-34, or another of basic blocks."""
    layers = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
    channels = 64
    for width, blocks in zip((64, 128, 256, 512), depths):
        for block in range(blocks):
            layers.append(BasicBlock(channels, width, 2 if block == 0 and width > 64 else 1))
            channels = width
    return nn.Sequential(*layers)


def classifier(backbone, classes):
    return nn.Sequential(backbone, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, classes))


def step(bench):
    batch, side, classes = (2, 64, 20) if bench.small else (80, 224, 200)
    model = classifier(resnet(), classes).to(bench.device, memory_format=torch.channels_last)
    fused = {"fused": True} if bench.device.type == "cuda" and int(torch.__version__.split(".")[0]) >= 2 else {}
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, **fused)
    pictures = torch.randn(batch, 3, side, side).to(bench.device, memory_format=torch.channels_last)
    labels = (torch.arange(batch) % classes).to(bench.device)

    def training_step():
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(model(pictures), labels).backward()
        optimizer.step()

    bench.time("step resnet34", training_step)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--precision", choices=("fp32", "tf32", "both"), default="fp32")
    parser.add_argument("--json", help="file for the results")
    parser.add_argument("--only", choices=KINDS)
    parser.add_argument("--max-seconds", type=float, default=math.inf, help="begin no further row after this time")
    parser.add_argument("--small", action="store_true", help="small sizes, on the processor where there is no GPU")
    return parser.parse_args()


def main():
    options = arguments()
    cuda = torch.cuda.is_available()
    if not cuda and not options.small:
        sys.exit("There is no CUDA device here. Use --small for a smoke test on the processor.")
    device = torch.device("cuda" if cuda else "cpu")
    torch.backends.cudnn.benchmark = True
    torch.manual_seed(1)
    started = time.perf_counter()
    rows = []
    for precision in ("fp32", "tf32") if options.precision == "both" else (options.precision,):
        if precision == "tf32" and not cuda:
            print("the processor has no tf32: fp32 only", file=sys.stderr)
            continue
        torch.backends.cuda.matmul.allow_tf32 = precision == "tf32"
        torch.backends.cudnn.allow_tf32 = precision == "tf32"
        bench = Bench(device, precision, options, started, rows)
        for kind in (options.only,) if options.only else KINDS:
            globals()[kind](bench)
        if not bench.has_time():
            print(f"stopped after {options.max_seconds} s: rows are missing", file=sys.stderr)
    if options.json:
        results = {
            "program": "PyTorch",
            "version": torch.__version__,
            "device": device.type,
            "hardware": torch.cuda.get_device_name() if cuda else f"{torch.get_num_threads()} threads of a processor",
            "small": options.small,
            "rows": rows,
        }
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(results, file, indent=2)
            file.write("\n")


if __name__ == "__main__":
    main()
