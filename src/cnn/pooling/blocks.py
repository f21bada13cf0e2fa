"""What the blocks of known networks cost: weights and multiplications, counted on their modules."""

import torch
from torch import nn
from torchvision.models import vgg16

from cnn.networks.architecture import describe
from lecture.studies.measured import Measured

CHANNELS, NARROW, SIDE = 256, 64, 14  # channels of a block and of its narrow part, the side of its maps
STAGES = 5  # of VGG-16, each ends in max-pooling
HEAD = (512, 7, 1000)  # channels and side of the last maps of VGG-16, and the classes


def convolution(inputs: int, outputs: int, kernel: int, groups: int = 1) -> nn.Conv2d:
    """A convolution that keeps the size, without biases."""
    return nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, groups=groups, bias=False)


def blocks() -> dict[str, nn.Sequential]:
    """Blocks that turn 256 maps into 256: what is usual, and what saves."""
    return {
        "plain": nn.Sequential(convolution(CHANNELS, CHANNELS, 3)),
        "bottleneck": nn.Sequential(
            convolution(CHANNELS, NARROW, 1), convolution(NARROW, NARROW, 3), convolution(NARROW, CHANNELS, 1)
        ),
        "depthwise": nn.Sequential(convolution(CHANNELS, CHANNELS, 3, CHANNELS), convolution(CHANNELS, CHANNELS, 1)),
    }


def measure() -> Measured:
    """Count blocks, the two ends of a network, and VGG-16 stage by stage.

    Returns:
        Numbers: `channels`, `narrow`, `side`; for `plain`, `bottleneck` and `depthwise` `weights` and `multiply_adds`;
        `heads`, the weights of a classifier on the last maps, `flat` and behind the `mean` of each map; `vgg`, rows of
        `stage` (1 to 5, or "dense"), `output` (shape), `activations` (numbers at the outputs of the layers with
        weights), `parameters` and `multiply_adds`, and `total`; `dense_share` of its parameters and
        `convolution_share` of its multiplications.
    """
    with torch.device("meta"):
        counted = {name: describe(block, torch.empty(1, CHANNELS, SIDE, SIDE)) for name, block in blocks().items()}
        layers = describe(vgg16(), torch.empty(1, 3, 224, 224))
    stages, pooled = {}, 0
    for layer in layers:
        stage = pooled + 1 if pooled < STAGES else "dense"
        row = stages.setdefault(stage, {"stage": stage, "activations": 0, "parameters": 0, "multiply_adds": 0})
        values = torch.Size(layer["output"]).numel()
        row["output"] = layer["output"]
        row["activations"] += values if layer["parameters"] else 0
        row["parameters"] += layer["parameters"]
        row["multiply_adds"] += layer["multiply_adds"]
        pooled += layer["type"] == "MaxPool2d"
    total = {key: sum(row[key] for row in stages.values()) for key in ("activations", "parameters", "multiply_adds")}
    channels, side, classes = HEAD
    numbers = {
        "channels": CHANNELS,
        "narrow": NARROW,
        "side": SIDE,
        "heads": {"flat": channels * side * side * classes, "mean": channels * classes},
        "vgg": list(stages.values()),
        "total": total,
        "dense_share": stages["dense"]["parameters"] / total["parameters"],
        "convolution_share": 1 - stages["dense"]["multiply_adds"] / total["multiply_adds"],
    }
    for name, rows in counted.items():
        numbers[name] = {
            "weights": sum(row["parameters"] for row in rows),
            "multiply_adds": sum(row["multiply_adds"] for row in rows),
        }
    return Measured(numbers)
