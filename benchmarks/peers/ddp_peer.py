#!/usr/bin/env python3
"""Training steps of several processes in PyTorch (DistributedDataParallel over gloo), served as the benchmark "ranks" serves them.

    mpirun -n 2 python3 ddp_peer.py --backbone resnet18 --batch 16          # answers "about" and "run train [TIMES]" line by line
    python3 ddp_peer.py --backbone resnet18 --batch 16                      # one process, nothing is exchanged

Open MPI's and MPICH's mpirun only start the processes and bind them.
"""
import argparse
import json
import os
import sys
import time

import torch
from torch import distributed
from torch.nn import functional as F
from torch.nn.parallel import DistributedDataParallel

from cpu_peer import RESNETS, create
from gpu_peer import classifier


def number(*names, otherwise):
    return next((int(os.environ[name]) for name in names if name in os.environ), otherwise)


class Ranks:
    """The processes; alone, there is nobody to ask."""

    def __init__(self, port):
        self.rank = number("OMPI_COMM_WORLD_RANK", "PMI_RANK", otherwise=0)
        self.size = number("OMPI_COMM_WORLD_SIZE", "PMI_SIZE", otherwise=1)
        if self.size > 1:
            distributed.init_process_group("gloo", init_method=f"tcp://127.0.0.1:{port}", rank=self.rank, world_size=self.size)

    def line(self):
        """The next line of rank 0's input, at all ranks."""
        lines = [sys.stdin.readline().strip() or "quit" if self.rank == 0 else ""]
        if self.size > 1:
            distributed.broadcast_object_list(lines, 0)
        return lines[0].split()

    def meet(self):
        if self.size > 1:
            distributed.barrier()


class Training:
    def __init__(self, options, ranks):
        torch.manual_seed(1)
        like = {"memory_format": torch.channels_last}
        self.pictures = torch.randn(options.batch, 3, options.side, options.side).to(**like)
        self.labels = torch.arange(options.batch) % options.classes
        self.model = classifier(create(options.backbone), options.classes).to(**like)
        if ranks.size > 1:
            self.model = DistributedDataParallel(self.model, gradient_as_bucket_view=True)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-5)

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(self.model(self.pictures), self.labels).backward()
        self.optimizer.step()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--backbone", choices=(*RESNETS, "squeezenet1_1"), default="resnet18")
    parser.add_argument("--side", type=int, default=224)
    parser.add_argument("--batch", type=int, default=16, help="of each process")
    parser.add_argument("--classes", type=int, default=37)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--port", type=int, default=29511)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    ranks = Ranks(options.port)
    training = Training(options, ranks)
    while (words := ranks.line()) != ["quit"]:
        if words == ["about"]:
            answer = {"program": "PyTorch", "version": torch.__version__, "hardware": f"{ranks.size} x {options.threads} thread(s), gloo"}
        else:
            times = int(words[2]) if len(words) > 2 else 1
            ranks.meet()
            start = time.perf_counter()
            for _ in range(times):
                training.step()
            ranks.meet()
            seconds = (time.perf_counter() - start) / times
            answer = {"work": words[1], "seconds": seconds, "picturesPerSecond": options.batch * ranks.size / seconds}
        if ranks.rank == 0:
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
