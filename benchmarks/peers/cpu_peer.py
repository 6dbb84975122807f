#!/usr/bin/env python3
"""Whole networks in PyTorch on the processor: the work of the benchmark "model", by the same names.

    python3 cpu_peer.py --backbone resnet34 --side 224 --batch 8 --threads 2 --layout nhwc --what train,infer
    python3 cpu_peer.py --serve                            # answers "about" and "run WORK" line by line, for interleave.py

Evaluation has batch norm folded into the convolutions. --bf16 computes by autocast; it helps where the processor has instructions for it.
"""
import argparse
import copy
import json
import resource
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.fusion import fuse_conv_bn_eval

from gpu_peer import BasicBlock, WordHead, alignment, classifier, resnet, word_loss

WORKS = ("train", "infer", "forward", "forward-backward", "adam", "head", "head-all")
RESNETS = {"resnet18": (2, 2, 2, 2), "resnet34": (3, 4, 6, 3)}
VGGS = {"vgg11": (1, 1, 2, 2, 2), "vgg13": (2, 2, 2, 2, 2), "vgg16": (2, 2, 3, 3, 3), "vgg19": (2, 2, 4, 4, 4)}
WORDS_PER_CLASS = 5


class Fire(nn.Module):
    def __init__(self, inputs, squeezed, expanded):
        super().__init__()
        self.squeeze = nn.Conv2d(inputs, squeezed, 1)
        self.expand1x1 = nn.Conv2d(squeezed, expanded, 1)
        self.expand3x3 = nn.Conv2d(squeezed, expanded, 3, padding=1)

    def forward(self, x):
        x = F.relu(self.squeeze(x), inplace=True)
        return torch.cat([F.relu(self.expand1x1(x), inplace=True), F.relu(self.expand3x3(x), inplace=True)], 1)


def squeezenet():
    layers, channels = [nn.Conv2d(3, 64, 3, stride=2), nn.ReLU(inplace=True)], 64
    for number, (squeezed, expanded) in enumerate(((16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256))):
        if number in (0, 2, 4):
            layers.append(nn.MaxPool2d(3, stride=2, ceil_mode=True))
        layers.append(Fire(channels, squeezed, expanded))
        channels = 2 * expanded
    return nn.Sequential(*layers)


def vgg(counts):
    layers, channels = [], 3
    for group, count in enumerate(counts):
        for _ in range(count):
            layers += [nn.Conv2d(channels, min(512, 64 << group), 3, padding=1), nn.ReLU(inplace=True)]
            channels = min(512, 64 << group)
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers)


def create(name):
    if name in RESNETS:
        return resnet(RESNETS[name])
    return squeezenet() if name == "squeezenet1_1" else vgg(VGGS[name])


def folded(model):
    """A copy in evaluation mode, batch norm folded into the convolutions."""
    model = copy.deepcopy(model).eval()
    for module in model.modules():
        if isinstance(module, BasicBlock):
            module.conv1, module.bn1 = fuse_conv_bn_eval(module.conv1, module.bn1), nn.Identity()
            module.conv2, module.bn2 = fuse_conv_bn_eval(module.conv2, module.bn2), nn.Identity()
        if isinstance(module, nn.Sequential):
            for i in range(len(module) - 1):
                if isinstance(module[i], nn.Conv2d) and isinstance(module[i + 1], nn.BatchNorm2d):
                    module[i], module[i + 1] = fuse_conv_bn_eval(module[i], module[i + 1]), nn.Identity()
    return model


class Model:
    """The networks, their inputs, and the work on them."""

    def __init__(self, options):
        torch.manual_seed(1)
        self.options = options
        self.like = {"memory_format": torch.channels_last if options.layout == "nhwc" else torch.contiguous_format}
        self.pictures = torch.randn(options.batch, 3, options.side, options.side).to(**self.like)
        self.labels = torch.arange(options.batch) % options.classes
        self.model = classifier(create(options.backbone), options.classes).to(**self.like)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-5, **({"fused": True} if options.fused_adam else {}))
        self.folded = self.head = None

    def time(self, work):
        self.prepare(work)
        start = time.perf_counter()
        self.do(work)
        return time.perf_counter() - start

    def prepare(self, work):
        """What is not timed."""
        if work == "infer" and self.folded is None:
            self.folded = folded(self.model).to(**self.like)
        if work == "adam" and next(self.model.parameters()).grad is None:
            self.do("forward-backward")
        if work.startswith("head") and self.head is None:
            with torch.no_grad():
                features = torch.randn_like(self.model[0](self.pictures))
            self.features = features.to(**self.like).requires_grad_()
            self.head = WordHead(512, self.options.classes, WORDS_PER_CLASS * self.options.classes).to(**self.like)
            self.attention = torch.rand(features.shape[0], *features.shape[2:])
            self.teacher = torch.randn(features.shape[0], self.options.classes)

    def do(self, work):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.options.bf16):
            if work == "infer":
                with torch.no_grad():
                    self.folded(self.pictures)
                return
            if work == "adam":
                self.optimizer.step()
                return
            if work.startswith("head"):
                loss = self.head_loss(work == "head-all")
            else:
                self.optimizer.zero_grad(set_to_none=True)
                loss = F.cross_entropy(self.model(self.pictures).float(), self.labels)
        if work != "forward":
            loss.backward()
        if work == "train":
            self.optimizer.step()
            loss.item()

    def head_loss(self, all_losses):
        self.head.zero_grad(set_to_none=True)
        self.features.grad = None
        output = self.head(self.features)
        if all_losses:
            return word_loss(self.head, output, self.labels, self.attention, self.teacher, self.options.side)
        return F.cross_entropy(output[2], self.labels) + 10 * alignment(self.head, output, self.attention, self.options.side)


def answer(model, words, options):
    if words == ["about"]:
        kind = f"{torch.get_num_threads()} threads, {options.layout}{', bf16' if options.bf16 else ''}"
        return {"program": "PyTorch", "version": torch.__version__, "hardware": kind}
    if len(words) == 2 and words[0] == "run" and words[1] in WORKS:
        seconds = model.time(words[1])
        return {"work": words[1], "seconds": seconds, "peakBytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}
    return {"error": f"'{' '.join(words)}' is unknown. Use about, quit, or run with one of {', '.join(WORKS)}."}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--backbone", choices=(*RESNETS, *VGGS, "squeezenet1_1"), default="resnet34")
    parser.add_argument("--side", type=int, default=224)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--classes", type=int, default=37)
    parser.add_argument("--threads", type=int, default=0, help="0: PyTorch's choice")
    parser.add_argument("--layout", choices=("nhwc", "nchw"), default="nhwc")
    parser.add_argument("--bf16", action="store_true")
    parser.add_argument("--fused-adam", action="store_true", help="PyTorch 2.4 or later")
    parser.add_argument("--what", default="train,infer", help=f"kinds of work, with commas between: {', '.join(WORKS)}")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--serve", action="store_true")
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    model = Model(options)
    if options.serve:
        for line in sys.stdin:
            if line.strip() == "quit":
                break
            print(json.dumps(answer(model, line.split(), options)), flush=True)
        return
    for work in options.what.split(","):
        if work not in WORKS:
            sys.exit(f"--what {work}: this is unknown. Choose among {', '.join(WORKS)}.")
        model.time(work)
        seconds = [model.time(work) for _ in range(options.rounds)]
        print(f"{work:<16}  min {1e3 * min(seconds):9.2f} ms  median {1e3 * statistics.median(seconds):9.2f} ms", flush=True)


if __name__ == "__main__":
    main()
