"""What PyTorch and NumPy themselves write and read: the independent side of the tests of checkpoints.

write FOLDER          checkpoints of many kinds in both of PyTorch's containers and NumPy's, hostile ones too, and expected.json
read OUT FILE...      the tensors of .pth, .npz and .safetensors files as JSON, by file name

A tensor in JSON is {"type", "shape", "bytes": hexadecimal, row-major, little-endian}.
"""
import argparse
import collections
import datetime
import json
import os
import pathlib
import struct
import sys
import warnings

import numpy as np
import torch
from torch import nn

TYPES = {
    torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
    torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL",
}
NUMPY = {"<f8": "F64", "<f4": "F32", "<f2": "F16", "<i8": "I64", "<i4": "I32", "<i2": "I16", "|i1": "I8", "|u1": "U8", "|b1": "BOOL"}


def described(tensor):
    plain = tensor.detach().contiguous()
    raw = plain.reshape(-1).view(torch.uint8) if plain.numel() and plain.dtype != torch.bool else plain.reshape(-1).to(torch.uint8)
    return {"type": TYPES[plain.dtype], "shape": list(plain.shape), "bytes": bytes(raw.tolist()).hex()}


def bits(dtype, *shape):
    count = int(np.prod(shape)) * torch.empty((), dtype=dtype).element_size()
    raw = torch.randint(0, 2 if dtype == torch.bool else 256, (count,), dtype=torch.uint8)
    return raw.bool().reshape(shape) if dtype == torch.bool else raw.view(dtype).reshape(shape)


def tensors():
    state = collections.OrderedDict((TYPES[dtype].lower(), bits(dtype, 2, 3)) for dtype in TYPES)
    base = bits(torch.float32, 4, 6)
    tied = nn.Parameter(bits(torch.float32, 3, 2))
    state["scalar"] = torch.tensor(7, dtype=torch.int64)
    state["empty"] = torch.empty(0, 3)
    state["rank5"] = bits(torch.float16, 2, 1, 3, 1, 2)
    state["base"] = base
    state["transposed"] = base.t()
    state["sliced"] = base[1:, ::2]
    state["row"] = base[2]
    state["permuted"] = bits(torch.int16, 2, 3, 4).permute(2, 0, 1)
    state["expanded"] = bits(torch.float64, 3, 1).expand(2, 3, 4)
    state["channels_last"] = bits(torch.bfloat16, 2, 3, 4, 5).contiguous(memory_format=torch.channels_last)
    state["tied.weight"] = tied
    state["tied.again"] = tied
    state["größe"] = bits(torch.uint8, 300)
    return state


def network():
    model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Flatten(), nn.Linear(4, 2))
    optimizer = torch.optim.Adam(model.parameters(), 0.1)
    model(torch.randn(2, 3, 3, 3)).sum().backward()
    optimizer.step()
    return model, optimizer


class Runs:
    def __init__(self, command):
        self.command = command

    def __reduce__(self):
        return os.system, (self.command,)


def write(folder):
    torch.manual_seed(0)
    expected = {}

    def save(name, value, state, **options):
        torch.save(value, os.path.join(folder, name), **options)
        expected[name] = {key: described(tensor) for key, tensor in state.items()}

    old = {"_use_new_zipfile_serialization": False}
    state = tensors()
    model, optimizer = network()
    wrapped = nn.DataParallel(model).state_dict()
    beside = {
        "epoch": 3, "best_prec1": np.float64(71.5), "scores": np.arange(3), "array": [1.5, None, True, -(2**40), 2**70], "args": argparse.Namespace(lr=0.1, out=pathlib.Path("x")),
        "size": torch.Size([1, 2]), "device": torch.device("cpu"), "dtype": torch.bfloat16, "names": {"a", "b"}, "frozen": frozenset([1]), "blob": b"\x00" * 300, "numpy": np.dtype("f4"),
        "when": datetime.datetime(2020, 1, 1), "counter": collections.Counter([1, 1]), "default": collections.defaultdict(list), "complex": 1 + 2j, "deque": collections.deque([1.0]),
        "optimizer": optimizer.state_dict(), "scheduler": {"milestones": collections.Counter([3])}, "rng": torch.get_rng_state(), "epoch_tensor": torch.tensor(3),
    }
    for ending, options in {".pth": {}, "-legacy.pth": old}.items():
        save("types" + ending, state, state, **options)
        save("nested" + ending, {**beside, "state_dict": wrapped}, wrapped, **options)
        save("model" + ending, {"model": {"model": model.state_dict()}, **beside}, model.state_dict(), **options)
        save("unconventional" + ending, {"epoch": 1, "my_weights": model.state_dict(), "optimizer": optimizer.state_dict()}, model.state_dict(), **options)
        save("one" + ending, state["sliced"], {"tensor": state["sliced"]}, **options)
        for protocol in (3, 4, 5):
            save(f"protocol{protocol}{ending}", {**beside, "state_dict": state}, state, pickle_protocol=protocol, **options)
        torch.save(model, os.path.join(folder, "whole" + ending), **options)
        torch.save({"state_dict": state, "x": Runs(f"touch {folder}/marker")}, os.path.join(folder, "hostile" + ending), **options)
        torch.save({"epoch": 3}, os.path.join(folder, "nothing" + ending), **options)
    arrays = {key: value.detach().numpy() for key, value in state.items() if value.dtype != torch.bfloat16}
    arrays["fortran"] = np.asfortranarray(np.arange(6, dtype=np.int32).reshape(2, 3))
    for name, store in {"arrays.npz": np.savez, "compressed.npz": np.savez_compressed}.items():
        store(os.path.join(folder, name), text=np.array(["a"]), **arrays)
        expected[name] = {key: described(torch.from_numpy(np.ascontiguousarray(value).reshape(value.shape))) for key, value in arrays.items()}
    np.save(os.path.join(folder, "single.npy"), arrays["transposed"])
    expected["single.npy"] = {"single": described(state["transposed"])}
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump(expected, file)


def of_safetensors(path):
    with open(path, "rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(length))
        data = file.read()
    header.pop("__metadata__", None)
    return {name: {"type": entry["dtype"], "shape": entry["shape"], "bytes": data[slice(*entry["data_offsets"])].hex()} for name, entry in header.items()}


def of_numpy(path):
    archive = np.load(path)
    return {name: {"type": NUMPY[archive[name].dtype.str], "shape": list(archive[name].shape), "bytes": archive[name].tobytes().hex()} for name in archive.files}


def read(out, *paths):
    found = {}
    for path in paths:
        if path.endswith(".pth"):
            found[os.path.basename(path)] = {name: described(tensor) for name, tensor in torch.load(path, weights_only=True).items()}
        else:
            found[os.path.basename(path)] = of_numpy(path) if path.endswith(".npz") else of_safetensors(path)
    with open(out, "w") as file:
        json.dump(found, file)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    {"write": write, "read": read}[sys.argv[1]](*sys.argv[2:])
