"""Answers what PyTorch and torchvision make of pictures and networks: the independent side of the parity tests.

features WEIGHTS OUT PICTURE...   SqueezeNet 1.1 features of pictures, preprocessed as torchvision does, to an .npz archive
backbone NAME FILE OUT            features of one of torchvision's networks in evaluation mode, to an .npz archive; FILE holds "input" and "backbone.*"
gradients NAME FILE OUT           errors of gradients and logits against float64, PyTorch's own in float32 and those in FILE, as JSON; FILE holds "input",
                                  "labels", "found.*", and "backbone.*" and "classifier.*", a linear layer behind average pooling
"""
import json
import struct
import sys

import numpy as np
import torch
from PIL import Image
from torch import nn
from torchvision import models, transforms

CAFFE_MEAN = (123.68, 116.779, 103.939)
FIRES = {3: (16, 64), 4: (16, 64), 6: (32, 128), 7: (32, 128), 9: (48, 192), 10: (48, 192), 11: (64, 256), 12: (64, 256)}


def read_safetensors(path):
    with open(path, "rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(length))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        assert entry["dtype"] == "F32", name
        begin, end = entry["data_offsets"]
        tensors[name] = torch.from_numpy(np.frombuffer(data[begin:end], dtype="<f4").reshape(entry["shape"]).copy())
    return tensors


class Fire(nn.Module):
    def __init__(self, inputs, squeezed, expanded):
        super().__init__()
        self.squeeze = nn.Conv2d(inputs, squeezed, 1)
        self.expand1x1 = nn.Conv2d(squeezed, expanded, 1)
        self.expand3x3 = nn.Conv2d(squeezed, expanded, 3, padding=1)

    def forward(self, x):
        x = torch.relu(self.squeeze(x))
        return torch.cat([torch.relu(self.expand1x1(x)), torch.relu(self.expand3x3(x))], 1)


def squeezenet(weights):
    layers, channels = [nn.Conv2d(3, 64, 3, stride=2), nn.ReLU()], 64
    for position in range(2, 13):
        if position in FIRES:
            squeezed, expanded = FIRES[position]
            layers.append(Fire(channels, squeezed, expanded))
            channels = 2 * expanded
        else:
            layers.append(nn.MaxPool2d(3, stride=2, ceil_mode=True))
    network = nn.Sequential(*layers)
    network.load_state_dict({name.split(".", 1)[1]: value for name, value in read_safetensors(weights).items()})
    return network.eval()


def features(weights, out, *pictures):
    network = squeezenet(weights)
    view = transforms.Compose([transforms.Resize(256), transforms.CenterCrop(224)])
    views = [np.asarray(view(Image.open(path).convert("RGB")), np.float32) - np.float32(CAFFE_MEAN) for path in pictures]
    with torch.no_grad():
        result = network(torch.from_numpy(np.stack(views)).permute(0, 3, 1, 2).contiguous())
    np.savez(out, features=result.numpy())


class Features(nn.Module):
    """A network of torchvision without pooling and classifier, under torchvision's keys."""

    VGG = {"vgg11": "A", "vgg13": "B", "vgg16": "D", "vgg19": "E"}

    def __init__(self, name):
        super().__init__()
        if name.startswith("vgg"):
            self.parts = ["features"]
            self.features = models.vgg.make_layers(models.vgg.cfgs[self.VGG[name.split("_")[0]]], batch_norm=name.endswith("_bn"))
        else:
            self.parts = ["conv1", "bn1", "relu", "maxpool", "layer1", "layer2", "layer3", "layer4"]
            whole = models.__dict__[name]()
            for part in self.parts:
                setattr(self, part, getattr(whole, part))

    def forward(self, x):
        for part in self.parts:
            x = getattr(self, part)(x)
        return x


class Classifier(nn.Module):
    def __init__(self, name, classes):
        super().__init__()
        self.backbone = Features(name)
        self.classifier = nn.LazyLinear(classes)

    def forward(self, x):
        return self.classifier(self.backbone(x).mean((2, 3)))


def part(tensors, prefix):
    return {name[len(prefix):]: value for name, value in tensors.items() if name.startswith(prefix)}


def load(network, tensors):
    """Every key must be there and be used, but for the count of batches, which is not kept."""
    missing, unexpected = network.load_state_dict(tensors, strict=False)
    assert not unexpected and all(name.endswith("num_batches_tracked") for name in missing), (missing, unexpected)
    return network


def backbone(name, file, out):
    tensors = read_safetensors(file)
    network = load(Features(name), part(tensors, "backbone.")).eval()
    with torch.no_grad():
        result = network(tensors["input"].permute(0, 3, 1, 2).contiguous())
    np.savez(out, features=result.permute(0, 2, 3, 1).contiguous().numpy())


def gradients(name, file, out):
    tensors = read_safetensors(file)
    values = {key: value for key, value in tensors.items() if key.startswith(("backbone.", "classifier."))}

    def answer(kind):
        network = load(Classifier(name, len(values["classifier.bias"])), values).to(kind).train()
        logits = network(tensors["input"].permute(0, 3, 1, 2).to(kind))
        nn.functional.cross_entropy(logits, tensors["labels"].long()).backward()
        return {"logits": logits.detach().double(), **{key: value.grad.double() for key, value in network.named_parameters()}}

    exact = answer(torch.float64)
    with open(out, "w", encoding="utf-8") as file:
        json.dump({"ours": errors(exact, part(tensors, "found.")), "torchs": errors(exact, answer(torch.float32))}, file)


def errors(exact, found):
    """Relative errors, by Euclidean norms."""
    assert exact.keys() == found.keys(), exact.keys() ^ found.keys()
    squares = {key: (float((found[key].double() - value).square().sum()), float(value.square().sum())) for key, value in exact.items()}
    logits, worst = squares.pop("logits"), max(squares, key=lambda key: squares[key][0] / squares[key][1])
    whole = [sum(column) for column in zip(*squares.values())]
    ratio = lambda pair: (pair[0] / pair[1]) ** 0.5
    return {"logits": ratio(logits), "whole": ratio(whole), "worst": ratio(squares[worst]), "worstKey": worst}


if __name__ == "__main__":
    torch.set_num_threads(1)
    {"features": features, "backbone": backbone, "gradients": gradients}[sys.argv[1]](*sys.argv[2:])
