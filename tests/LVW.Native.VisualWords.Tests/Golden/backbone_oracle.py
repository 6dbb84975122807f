"""backbone_oracle.py NAME SIDE FOLDER [FROZEN]: a backbone as PyTorch has it: weights as files, and what must come of them.

Writes to FOLDER
  weights.pth          the state dict in the container that PyTorch writes today, an archive
  weights-old.pth      the same in the container of the time before PyTorch 1.6, and a DenseNet's layers by the names that they had then
  expected.safetensors "input" [2, SIDE, SIDE, 3], "features" and "probe" [2, h, w, C], and for every parameter KEY of the features "gradient.KEY": that of
                       the sum of features times probe, with fixed statistics; all computed in float64 from the float32 weights

With FROZEN, keys of modules with commas between ("" for none), it is a step of training instead: batch statistics and gradients in all other modules,
and for every running statistic KEY "after.KEY", its value after the step.

The weights are drawn from a fixed seed. A value that lies within rounding of zero before a ReLU may be cut or not: either is right, and gradients then
differ by far more than rounding in any two implementations. So while the statistics are chosen, layer by layer in the order of computation, the bias of
each channel before a ReLU (of its normalisation, or else of its convolution; where maps are joined, of the last one before the join) is shifted until zero
lies in the middle of the widest gap among that channel's values (without the lowest eighth and the upper three eighths; behind a join, among the lowest
third): every mask is mixed, and no value is near the kink. Branches count less than shortcuts, and half of the values or more pass: a stream that is cut in half by every block loses what it
carries and amplifies rounding a thousandfold in fifty layers, in PyTorch's own float32 too. The largest two values of a pooling window may be as close
as a value to a kink; weights for which they are, are drawn again.
"""
import json
import os
import re
import struct
import sys

import torch
from torch import nn
from torchvision import models

CLASSES = 10
BATCH = 2
BRANCH = 0.3

# From zero to the nearest value before a ReLU, or between the two largest values of a window, in deviations: several times the rounding of float32
# behind as many layers.
MARGIN_PER_LAYER = 3e-6
FEWEST_GAPS = 4

# A tensor of the classifier where it is more than one linear layer, so that a file need not hold the hundreds of megabytes around it.
CLASSIFIERS = {"vgg": ("classifier.6.weight", (CLASSES, 4096)), "squeezenet": ("classifier.1.weight", (CLASSES, 512, 1, 1))}
CIFAR_BLOCKS = {"resnet20": 3, "resnet32": 5, "resnet44": 7, "resnet56": 9}


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride, padded):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU()
        self.more = (outputs - inputs) // 2 if padded and outputs > inputs else 0
        if not padded and (stride > 1 or outputs > inputs):
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        if self.more:
            x = nn.functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.more, self.more))
        elif hasattr(self, "downsample"):
            x = self.downsample(x)
        return self.relu(x + y)


class SmallResNet(nn.Module):
    """For CIFAR's pictures (He et al. 2016, section 4.2: shortcuts of option A), and the slim one, which torchvision does not have either."""

    def __init__(self, blocks, widths, stride, padded, classifier):
        super().__init__()
        self.conv1 = nn.Conv2d(3, widths[0], 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(widths[0])
        self.relu = nn.ReLU()
        channels = widths[0]
        for index, (count, width) in enumerate(zip(blocks, widths)):
            layer = [Block(channels if block == 0 else width, width, 2 if block == 0 and index > 0 else 1, padded) for block in range(count)]
            setattr(self, f"layer{index + 1}", nn.Sequential(*layer))
            channels = width
        setattr(self, classifier, nn.Linear(channels, CLASSES))


class Features(nn.Module):
    """What a network computes before its pooling and classifier."""

    def __init__(self, network):
        super().__init__()
        if hasattr(network, "features"):
            self.parts = [network.features] + ([nn.ReLU()] if isinstance(network, models.DenseNet) else [])
        else:
            self.parts = [part for name, part in network.named_children() if name not in ("avgpool", "fc", "linear")]

    def forward(self, x):
        for part in self.parts:
            x = part(x)
        return x


def create(name):
    if name in CIFAR_BLOCKS:
        return SmallResNet([CIFAR_BLOCKS[name]] * 3, [16, 32, 64], 1, True, "linear")
    if name == "resnet8-slim":
        return SmallResNet([1] * 3, [32, 64, 128], 2, False, "fc")
    if name.startswith("vgg"):
        network = nn.Module()
        kind = {"vgg11": "A", "vgg13": "B", "vgg16": "D", "vgg19": "E"}[name.split("_")[0]]
        network.features = models.vgg.make_layers(models.vgg.cfgs[kind], batch_norm=name.endswith("_bn"))
        return network
    return models.__dict__[name](num_classes=CLASSES)


class TooClose(Exception):
    """A value is within rounding of a kink, or of another one in its pooling window."""


class Draw:
    """Weights and statistics for a network in float64, all of them numbers of float32."""

    def __init__(self, network, features, shape, seed):
        self.random = torch.Generator().manual_seed(seed)
        self.last, self.layers = None, 0
        self.input = self.normal(shape)
        with torch.no_grad():
            for module in network.modules():
                if isinstance(module, (nn.Conv2d, nn.Linear)):
                    fan = module.weight[0].numel()
                    module.weight.copy_(self.normal(module.weight.shape) * (2 / fan) ** 0.5)
                    if module.bias is not None:
                        module.bias.copy_(self.normal(module.bias.shape) * 0.1)
                elif isinstance(module, nn.BatchNorm2d):
                    module.weight.copy_(self.uniform(module.weight.shape, 0.5, 1.5))
                    module.bias.copy_(self.normal(module.bias.shape) * 0.2)
            for block in network.modules():
                if hasattr(block, "bn2"):
                    (block.bn3 if hasattr(block, "bn3") else block.bn2).weight.mul_(BRANCH)
            for value in network.state_dict().values():
                self.round(value)
            hooks = []
            for module in (inner for part in features.parts for inner in part.modules()):
                if isinstance(module, nn.BatchNorm2d):
                    hooks += [module.register_forward_pre_hook(self.measure), module.register_forward_hook(self.remember)]
                elif isinstance(module, nn.Conv2d) and module.bias is not None:
                    hooks.append(module.register_forward_hook(self.remember))
                elif isinstance(module, nn.ReLU):
                    module.inplace = False
                    hooks.append(module.register_forward_pre_hook(self.shift))
                elif isinstance(module, nn.MaxPool2d):
                    hooks.append(module.register_forward_pre_hook(self.compare))
            try:
                features(self.input)
            finally:
                for hook in hooks:
                    hook.remove()

    def normal(self, shape):
        return torch.randn(shape, generator=self.random).double()

    def uniform(self, shape, low, high):
        return (low + (high - low) * torch.rand(shape, generator=self.random)).double()

    @staticmethod
    def round(value):
        if value.is_floating_point():
            value.copy_(value.float().double())

    def remember(self, module, inputs, output):
        self.last, self.output = module, (output, output._version)

    def measure(self, norm, inputs):
        """Statistics near those of the values, so that neither values nor gradients grow or vanish through a hundred layers."""
        values = inputs[0].transpose(0, 1).flatten(1)
        deviation = values.std(1)
        norm.running_mean.copy_(values.mean(1) + 0.2 * deviation * self.normal(deviation.shape))
        norm.running_var.copy_(deviation.square() * self.uniform(deviation.shape, 0.5, 1.5) + 1e-3)
        self.round(norm.running_mean)
        self.round(norm.running_var)

    def shift(self, relu, inputs):
        x = inputs[0]
        values = x.transpose(0, 1).flatten(1).sort(1).values
        count = values.shape[1]
        joined = x is not self.output[0] or x._version != self.output[1]
        first, last = (0, count // 3) if joined else (count // 8, 5 * count // 8)
        values_between = values[:, first : max(first + FEWEST_GAPS + 1, last)]
        gap, widest = values_between.diff(dim=1).max(1, keepdim=True)
        middle = (values_between.gather(1, widest) + gap / 2).squeeze(1)
        self.layers += 1
        if (gap.squeeze(1) / 2 < self.layers * MARGIN_PER_LAYER * values.std(1)).any():
            raise TooClose
        before = self.last.bias.clone()
        self.last.bias.sub_(middle)
        self.round(self.last.bias)
        return x + (self.last.bias - before).view(1, -1, 1, 1)

    def compare(self, pool, inputs):
        far = nn.functional.pad(inputs[0], (pool.padding, pool.kernel_size) * 2, value=-float("inf"))
        windows = far.unfold(2, pool.kernel_size, pool.stride).unfold(3, pool.kernel_size, pool.stride).flatten(4)
        first, second = windows.topk(2, dim=-1).values.unbind(-1)
        if (first - second)[first > 0].min() < self.layers * MARGIN_PER_LAYER * inputs[0].std():
            raise TooClose


def write_safetensors(path, tensors):
    arrays = {name: tensor.detach().float().contiguous().numpy() for name, tensor in tensors.items()}
    header, end = {}, 0
    for name, array in arrays.items():
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [end, end + array.nbytes]}
        end += array.nbytes
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for array in arrays.values():
            file.write(array.tobytes())


def draw_apart(network, features, shape):
    for seed in range(100):
        try:
            return Draw(network, features, shape, seed)
        except TooClose:
            pass
    raise TooClose


def main(name, side, folder, frozen=None):
    network = create(name).double().eval()
    features = Features(network).eval()
    if frozen is not None:
        network.train()
        for part in (network.get_submodule(key) for key in frozen.split(",") if key):
            part.eval().requires_grad_(False)
    draw = draw_apart(network, features, (BATCH, 3, side, side))
    with torch.no_grad():
        for value in network.state_dict().values():
            draw.round(value)
    before = {key: value.clone() for key, value in network.state_dict().items()}
    result = features(draw.input)
    probe = draw.normal(result.shape)
    (result * probe).sum().backward()

    state = {key: value.float() if value.is_floating_point() else value for key, value in before.items()}
    for family, (key, shape) in CLASSIFIERS.items():
        if name.startswith(family):
            state = {key: value for key, value in state.items() if key.startswith("features.")} | {key: draw.normal(shape).float()}
    torch.save(state, os.path.join(folder, "weights.pth"))
    old = {re.sub(r"(denselayer\d+\.(?:norm|conv))([12])\.", r"\1.\2.", key): value for key, value in state.items()}
    torch.save(old, os.path.join(folder, "weights-old.pth"), _use_new_zipfile_serialization=False)
    maps = {key: value.permute(0, 2, 3, 1) for key, value in {"input": draw.input, "features": result, "probe": probe}.items()}
    gradients = {f"gradient.{key}": value.grad for key, value in network.named_parameters() if value.grad is not None}
    statistics = {f"after.{key}": value for key, value in network.state_dict().items() if frozen is not None and "running_" in key}
    write_safetensors(os.path.join(folder, "expected.safetensors"), maps | gradients | statistics)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
