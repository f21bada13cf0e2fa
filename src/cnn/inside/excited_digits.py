"""Inputs that excite the neurons and the classes of networks A and B most."""

import copy
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import torch
from torch import nn
from torchvision.transforms import v2

from cnn.data.mnist import Digits
from cnn.inside.maximisation import Pixels, Waves, Window, maximise, variation
from cnn.learning.training import examples
from cnn.networks.architecture import activations
from cnn.networks.digits import network_a, network_b
from cnn.networks.receptive_field import receptive_fields
from cnn.networks.weights import trained
from lecture.studies.measured import Arrays, Measured

SIDE, MARGIN = 28, 3  # pixels of a digit, and around it
CHANNELS = 10  # shown of each convolution, the first; as many as classes
MOVES = {"shift": 2, "degrees": 10, "zoom": 0.1}  # pixels, degrees, share: as handwriting differs
STILL = {"shift": 0, "degrees": 0, "zoom": 0}
NUDGES = {"shift": 1, "degrees": 0, "zoom": 0}  # pixels: a neuron sees little more than ten of them
# Parameters, movements, learning rate, and the price in logits of an all white image, and of a difference of 1 between
# neighbouring pixels: about as much as a test image reaches in network A.
RECIPES = {
    "naive": (Pixels, STILL, 0.1, 0),
    "moved": (Waves, MOVES, 0.1, 0),
    "sparing": (Waves, MOVES, 0.1, 20),
}
# Behind the first convolution the noise has to be strong: where all its rectifiers are silent, no gradient comes back.
NEURON = {"conv1": (Pixels, STILL, 0.3), "conv2": (partial(Waves, contrast=0.3), NUDGES, 0.1)}

READS = {
    "digits": "data a",
    "mnist": "described a",
    "a": "first a weights.safetensors",
    "b": "first b weights.safetensors",
}


def measure(digits: Digits, mnist: Mapping, a: Arrays, b: Arrays, steps: int, images: int) -> Measured:
    """Maximise the middle neurons of the first channels of both convolutions, and the ten logits.

    Args:
        a, b: the weights of the networks; network A reads standardised pixels, network B those in [0, 1].
        steps: of the optimiser.
        images: how many test images the excitations are compared with, the first ones.

    Returns:
        Numbers: `images`, `steps`, `seeds` (one training of each network); `first_layer`, the smallest share of what
        the weights allow that is reached, over the neurons of both first convolutions; by network `neurons`, the share
        of neurons of the second convolution that are excited more than anywhere in a test image, and for each of
        `RECIPES` the share of `right` answers, that share of the other network (`other_right`), the share of classes
        whose logit is `higher` than for any test image, the mean `logit` and the mean pixel, `ink`. All is measured on
        the pictures as they are published.
        Arrays: `excited_neurons.<network>_<layer>` (10, h, w) and `excited_classes.<network>_<recipe>` (10, 28, 28),
        uint8.
    """
    tests, _ = examples(digits.test_images[:images], digits.test_labels[:images], mean=0, std=1)
    numbers, arrays, reached = {"seeds": 1, "images": len(tests), "steps": steps}, {}, []
    readers, written, labels = {}, {}, torch.arange(10)
    for name, build, weights, (mean, std) in (
        ("a", network_a, a, (mnist["mean"], mnist["std"])),
        ("b", network_b, b, (0.0, 1.0)),
    ):
        network = trained(build, weights).to(memory_format=torch.channels_last).requires_grad_(False)
        prepare = v2.Normalize([mean], [std])
        outputs = activations(network, prepare(tests))
        for layer, recipe in NEURON.items():
            part = nn.Sequential(prepare, network[: list(dict(network.named_children())).index(layer) + 1])
            unit = outputs[layer].shape[-1] // 2

            def middle(x: torch.Tensor, part=part, unit=unit) -> torch.Tensor:
                return part(x)[torch.arange(CHANNELS), torch.arange(CHANNELS), unit, unit]

            found = excite(middle, steps, *recipe)
            first, last = receptive_fields(network)[layer].interval(unit, SIDE)
            seen = found[:, 0, first : last + 1, first : last + 1]
            arrays[f"excited_neurons.{name}_{layer}"] = as_bytes(seen)
            if layer == "conv1":
                exact = copy.deepcopy(part).double()
                reached.append(middle(found.double(), exact) / most(exact[1].conv1, mean, std))
            else:
                best = outputs[layer][:, :CHANNELS].amax(dim=(0, 2, 3))
                neurons = float((middle(found) > best).float().mean())
        numbers[name] = {"neurons": neurons}
        readers[name] = logits = nn.Sequential(prepare, network[:-1])
        best = outputs["fc2"].amax(dim=0)
        for recipe, (parameters, moves, learning_rate, price) in RECIPES.items():

            def paid(x: torch.Tensor, logits=logits, price=price) -> torch.Tensor:
                return logits(x).diagonal() - price * (x.mean(dim=(1, 2, 3)) + variation(x))

            found = excite(paid, steps, parameters, moves, learning_rate)
            answers = logits(found)
            written[name, recipe] = found
            numbers[name][recipe] = {
                "right": float((answers.argmax(dim=1) == labels).float().mean()),
                "higher": float((answers.diagonal() > best).float().mean()),
                "logit": float(answers.diagonal().mean()),
                "ink": float(found.mean()),
            }
            arrays[f"excited_classes.{name}_{recipe}"] = as_bytes(found[:, 0])
    for (name, recipe), found in written.items():
        [other] = readers.keys() - {name}
        numbers[name][recipe]["other_right"] = float((readers[other](found).argmax(dim=1) == labels).float().mean())
    numbers["first_layer"] = float(torch.cat(reached).min())
    return Measured(numbers, arrays)


def excite(objective: Callable, steps: int, parameters: Callable, moves: Mapping, learning_rate: float):
    """Maximise ten logits or neurons from a seed of its own: images (10, 1, 28, 28), whole 255ths."""
    generator = torch.Generator().manual_seed(0)
    picture = parameters((CHANNELS, 1, SIDE + 2 * MARGIN, SIDE + 2 * MARGIN), generator)
    window = Window(MARGIN, **moves, generator=generator)
    images = maximise(objective, picture, window, steps, learning_rate)
    return (255 * images).round() / 255


def most(layer: nn.Conv2d, mean: float, std: float) -> torch.Tensor:
    """The largest output of a first convolution's channels: white where the weight is positive, black elsewhere."""
    white, black = (1 - mean) / std, -mean / std
    sums = torch.where(layer.weight > 0, white * layer.weight, black * layer.weight).sum(dim=(1, 2, 3))
    return (sums + layer.bias)[:CHANNELS]


def as_bytes(images: torch.Tensor) -> np.ndarray:
    """From [0, 1] to uint8."""
    return (255 * images).round().byte().numpy()
