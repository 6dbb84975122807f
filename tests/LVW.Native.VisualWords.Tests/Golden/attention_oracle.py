"""attention_oracle.py FILE: attention maps of a small network as their papers define them, by autograd in float64.

Writes an archive: pictures [2, 12, 12, 3]; the weights of conv1 (3 to 5 channels, stride 2, ReLU), conv2 (5 to 4, ReLU) and fc (3 classes), filters as
[out, rows, columns, in]; targets; and for the features behind conv1 the maps of each method, scaled to [0, 1].
"""
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


def scaled(maps):
    maps = maps.clamp(min=0)
    maps = maps - maps.amin((1, 2), keepdim=True)
    most = maps.amax((1, 2), keepdim=True)
    return torch.where(most > 0, maps / most, maps)


def score_cam(network, head, pictures, features, targets):
    maps = []
    for picture, channels, target in zip(pictures, features, targets):
        masks = F.interpolate(channels[:, None], pictures.shape[2:], mode="bilinear", align_corners=False)
        low, high = masks.amin((2, 3), keepdim=True), masks.amax((2, 3), keepdim=True)
        scores = head(network(picture[None] * (masks - low) / (high - low)))[:, target]
        maps.append((scores.softmax(0)[:, None, None] * channels).sum(0))
    return torch.stack(maps)


def grad_cam_plus_plus(features, logits, targets):
    # The definition with Y = exp(y): alpha = Y'' / (2 Y'' + sum(A Y''')), where y is linear in A to first order, so Y' = Y g, Y'' = Y g^2, Y''' = Y g^3.
    chosen = logits.gather(1, targets[:, None]).sum()
    g, = torch.autograd.grad(chosen, features, retain_graph=True)
    y = logits.gather(1, targets[:, None])[:, :, None, None].exp().detach()
    divisor = 2 * y * g**2 + features.sum((2, 3), keepdim=True) * y * g**3
    alpha = torch.where(divisor != 0, y * g**2 / torch.where(divisor != 0, divisor, torch.ones_like(divisor)), torch.zeros_like(g))
    weights = (alpha * F.relu(y * g)).sum((2, 3), keepdim=True)
    return (weights * features).sum(1)


torch.manual_seed(3)
torch.set_default_dtype(torch.float64)
conv1, conv2, fc = nn.Conv2d(3, 5, 3, 2, 1), nn.Conv2d(5, 4, 3, 1, 1), nn.Linear(4, 3)
network = nn.Sequential(conv1, nn.ReLU())
head = nn.Sequential(conv2, nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), fc)
for layer in (conv1, conv2, fc):
    for parameter in layer.parameters():
        parameter.data = parameter.data.float().double() * 2
pictures = torch.randn(2, 3, 12, 12).float().double()
targets = torch.tensor([2, 0])
features = network(pictures).detach().requires_grad_()
logits = head(features)
gradient, = torch.autograd.grad(logits.gather(1, targets[:, None]).sum(), features, retain_graph=True)
maps = {
    "grad-cam": (gradient.mean((2, 3), keepdim=True) * features).sum(1),
    "grad-cam++": grad_cam_plus_plus(features, logits, targets),
    "hirescam": (gradient * features).sum(1),
    "layercam": (F.relu(gradient) * features).sum(1),
    "score-cam": score_cam(network, head, pictures, features.detach(), targets),
}
arrays = {name: scaled(value).detach().numpy() for name, value in maps.items()}
arrays.update(
    pictures=pictures.permute(0, 2, 3, 1).numpy(),
    targets=targets.double().numpy(),
    conv1_weight=conv1.weight.detach().permute(0, 2, 3, 1).numpy(), conv1_bias=conv1.bias.detach().numpy(),
    conv2_weight=conv2.weight.detach().permute(0, 2, 3, 1).numpy(), conv2_bias=conv2.bias.detach().numpy(),
    fc_weight=fc.weight.detach().numpy(), fc_bias=fc.bias.detach().numpy())
np.savez(sys.argv[1], **{name: np.ascontiguousarray(value) for name, value in arrays.items()})
