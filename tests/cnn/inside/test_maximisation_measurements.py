"""Inputs that excite or deceive, on networks that have learnt nothing."""

import json
from base64 import b64decode
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn

from cnn.inside import adversarial, channel_examples, excited_channels, excited_digits
from cnn.inside.figures import adversarial_accuracy as accuracy_figure
from cnn.inside.figures import adversarial_digits as digits_figure
from cnn.inside.figures import channel_examples as examples_figure
from cnn.inside.figures import excited_channels as channels_figure
from cnn.inside.figures import excited_classes as classes_figure
from cnn.inside.figures import excited_neurons as neurons_figure
from cnn.inside.figures import readable_features as features_figure
from cnn.networks.digits import network_a, network_b, network_mlp

MNIST = {"mean": 0.13, "std": 0.31}
DIGITS = SimpleNamespace(
    test_images=np.random.default_rng(0).integers(0, 256, (20, 28, 28), np.uint8), test_labels=np.arange(20) % 10
)


def weights(build, seed: int = 0) -> dict[str, np.ndarray]:
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return {name: values.numpy() for name, values in build().state_dict().items()}


def arrays_of(found, figure: str) -> dict[str, np.ndarray]:
    return {
        name.removeprefix(f"{figure}."): values
        for name, values in found.arrays.items()
        if name.startswith(f"{figure}.")
    }


def small(name: str) -> SimpleNamespace:
    """What the measurement needs of a pretrained network."""
    torch.manual_seed(0)
    blocks = [nn.Sequential(nn.Conv2d(3, 4, 3, stride=4), nn.ReLU6()), *(nn.Conv2d(4, 4, 1) for _ in range(6))]
    return SimpleNamespace(network=nn.Sequential(*blocks), blocks=blocks, prepare=lambda pixels: 2 * pixels - 1)


def test_channels(monkeypatch):
    monkeypatch.setattr(excited_channels, "pretrained", small)
    found = excited_channels.measure(channels=2, steps=2, crops=1, network="small")
    json.dumps(found.numbers)
    assert found.numbers["crops"] == 4 and len(found.numbers["layers"]) == 7
    assert found.numbers["share"] == pytest.approx(np.mean([row["share"] for row in found.numbers["layers"]]))
    for name in excited_channels.INGREDIENTS:
        assert 0 <= found.numbers[name]["fast"] <= 1
    assert found.numbers["colours"]["fast"] < found.numbers["naive"]["fast"]
    pictures = arrays_of(found, "excited_channels")
    assert pictures["block_7"].shape == (2, 96, 96, 3)
    channels_figure.draw(**pictures)
    features_figure.draw(**arrays_of(found, "readable_features"))


def test_examples_are_of_different_photographs(monkeypatch):
    def classifying(name: str) -> SimpleNamespace:
        used = small(name)
        used.network = nn.Sequential(used.network, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 1000))
        return used

    monkeypatch.setattr(channel_examples, "pretrained", classifying)
    found = channel_examples.measure("small", crops=3, steps=2)
    json.dumps(found.numbers)
    assert found.numbers["crops"] == 3 * found.numbers["photographs"]
    assert [row["block"] for row in found.numbers["rows"]] == list(channel_examples.BLOCKS)
    assert found.arrays["examples"].shape == (4, 3, 96, 96, 3)
    assert found.arrays["pictures"].shape == (4, 112, 112, 3)
    examples_figure.draw(**found.arrays)


def test_a_selective_channel_answers_to_few_images():
    seen = torch.zeros(20, 3)
    seen[:, 0] = 1
    seen[[4, 7, 9], 1] = torch.tensor([3.0, 2.0, 1.0])
    seen[3, 2] = 0.1  # as selective, but hardly heard
    selective, best = channel_examples.selectivity(seen)
    torch.testing.assert_close(selective, torch.tensor([1.0, 2 / (6 / 20), 0.0]))
    assert best[:, 1].tolist() == [4, 7, 9]


def test_crops_are_the_same_each_time_and_square():
    photographs = [torch.rand(1, 3, 60, 90), torch.zeros(1, 3, 50, 50)]
    crops = excited_channels.cut(photographs, side=20, count=3)
    assert crops.shape == (6, 3, 20, 20)
    assert torch.equal(crops, excited_channels.cut(photographs, side=20, count=3))
    assert (crops[:3] > 0).all() and (crops[3:] == 0).all()


def test_digits():
    found = excited_digits.measure(DIGITS, MNIST, weights(network_a), weights(network_b), steps=2, images=10)
    json.dumps(found.numbers)
    neurons, classes = arrays_of(found, "excited_neurons"), arrays_of(found, "excited_classes")
    assert neurons["a_conv1"].shape == neurons["b_conv1"].shape == (10, 5, 5)
    assert neurons["a_conv2"].shape == neurons["b_conv2"].shape == (10, 14, 14)
    assert found.numbers["first_layer"] < 1  # two steps are too few
    neurons_figure.draw(**neurons)
    classes_figure.draw(**classes)


def test_the_first_layer_reaches_no_more_than_its_weights_allow():
    layer = network_a().conv1
    best = (layer.weight > 0).float()
    found = excited_digits.most(layer, mean=0.0, std=1.0)
    torch.testing.assert_close(found, torch.stack([layer(best[i])[i, 0, 0] for i in range(10)]))


def test_attacks():
    trainings = {
        "a": [weights(network_a, 1), weights(network_a, 2)],
        "b": [weights(network_b)],
        "mlp": [weights(network_mlp)],
    }
    builds = {name: f"cnn.networks.digits:network_{name}" for name in trainings}
    kinds = {"a": "standardised", "b": "unit", "mlp": "standardised"}
    found = adversarial.measure(DIGITS, MNIST, builds, kinds, images=20, **trainings)
    json.dumps(found.numbers)
    numbers = found.numbers
    assert (numbers["a"]["seeds"], numbers["images"]) == (2, 20)
    assert numbers["a"]["weak"]["attacked"]["mean"] <= numbers["a"]["clean"]["mean"]
    for strength in ("weak", "strong"):
        one = numbers["mlp"][strength]
        assert one["excess"]["mean"] == pytest.approx(one["noisy"]["mean"] - one["attacked"]["mean"])
    assert 0 < numbers["change"] < numbers["weak"]
    accuracy_figure.draw(**arrays_of(found, "adversarial_accuracy"))
    pictures = arrays_of(found, "adversarial_digits")
    assert len(set(pictures["labels"].tolist())) == len(pictures["labels"]) == 4
    tests = {image.tobytes(): label for image, label in zip(DIGITS.test_images, DIGITS.test_labels, strict=True)}
    assert [tests[tiles[0].tobytes()] for tiles in pictures["pictures"]] == pictures["labels"].tolist()
    digits_figure.draw(**pictures)
    shown = digits_figure.interactive(**pictures)
    assert [layer["kind"] for layer in shown["network"]["part"]["layers"]][:3] == ["convolution", "maximum", "relu"]
    assert len(b64decode(shown["network"]["part"]["weights"])) == 4 * 21840
    assert b64decode(shown["samples"]["pixels"]) == pictures["pictures"][:, 0].tobytes()
