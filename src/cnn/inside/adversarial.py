"""Test images changed on purpose, and by chance as much: what the networks answer.

Adversarial examples by one step along the sign of the gradient: I. J. Goodfellow, J. Shlens, C. Szegedy, "Explaining
and harnessing adversarial examples", ICLR 2015, arXiv:1412.6572.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torchvision.transforms import v2

from cnn.data.mnist import Digits
from cnn.learning.environment import AT_ONCE
from cnn.learning.training import evaluate, examples, predict
from cnn.learning.trainings import scale
from cnn.networks.exported import for_page
from cnn.networks.weights import trained
from lecture.studies.measured import Arrays, Measured, over_seeds

STRENGTHS = (0.0, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25)  # changes of a pixel, whose range is 1
WEAK, STRONG = STRENGTHS.index(0.1), STRENGTHS.index(0.2)  # what the text speaks of
DRAWN = (0, 2, 3, 5)  # numbers of the strengths in the figure
SHOWN = 4  # digits in the figure

READS = {
    "digits": "data a",
    "mnist": "described a",
    "a": "all a weights.safetensors",
    "b": "all b weights.safetensors",
    "mlp": "all mlp weights.safetensors",
    "builds": {"a": "config networks.a.build", "b": "config networks.b.build", "mlp": "config networks.mlp.build"},
    "kinds": {"a": "config networks.a.images", "b": "config networks.b.images", "mlp": "config networks.mlp.images"},
}


def measure(
    digits: Digits,
    mnist: Mapping,
    builds: Mapping[str, str],
    kinds: Mapping[str, str],
    images: int,
    **weights: Sequence[Arrays],
) -> Measured:
    """Attack every training of networks A, B and the perceptron with its own gradients, and B with those of A.

    Args:
        kinds: "standardised" or "unit", what each network's pixels are, by its name.
        images: how many test images are attacked, the first ones.

    Returns:
        Numbers: `images` and the two strengths `weak` and `strong`. By network, over `seeds`: the accuracy `clean`;
        at either strength `attacked` and `noisy`, and what the attack takes away more than noise does, `excess`.
        `transfer`, at the strong step: the accuracy of B, first training, on images made against A, first training
        (`attacked`), and on noise (`noisy`). `change`, the mean change of a pixel by the weak attack on A, and by
        noise, `noise_change`: both below ε, as pixels stop at 0 and 1.
        Arrays of `adversarial_accuracy`: `networks` (3,) str, `strengths` (S,), `attacked` and `noisy` (3, S), means
        over seeds. Of `adversarial_digits`, by the first training of A: `strengths` (4,), `pictures` (4, 4, 28, 28)
        uint8 of four digits at these strengths, `signs` (4, 28, 28) int8 in {−1, 0, 1} of the gradient, `labels` (4,),
        `answers` and their `probabilities` (4, 4); for the page the network's `layers`, `weights` and `scale`.
    """
    pixels, labels = examples(digits.test_images[:images], digits.test_labels[:images], mean=0, std=1)
    coins = torch.randint(2, pixels.shape, generator=torch.Generator().manual_seed(0)) * 2.0 - 1
    numbers: dict = {"images": len(pixels), "weak": STRENGTHS[WEAK], "strong": STRENGTHS[STRONG]}
    first, means = {}, []
    for name, trainings in weights.items():
        networks = [from_pixels(builds[name], kinds[name], training, mnist) for training in trainings]
        first[name] = networks[0]
        tables = np.empty((len(networks), 2, len(STRENGTHS)))  # of accuracies: attacked, and changed by chance
        for table, network in zip(tables, networks, strict=True):
            directions = pixel_gradient(network, pixels, labels).sign(), coins
            table[:] = [[accuracy(network, step(pixels, d, e), labels) for e in STRENGTHS] for d in directions]
        numbers[name] = {"seeds": len(tables), "clean": over_seeds(tables[:, 0, 0])} | {
            strength: over_seeds(
                {"attacked": attacked, "noisy": noisy, "excess": noisy - attacked}
                for attacked, noisy in tables[:, :, place]
            )
            for strength, place in (("weak", WEAK), ("strong", STRONG))
        }
        means.append(tables.mean(axis=0))
    against_a = fast_gradient_sign(first["a"], pixels, labels, STRENGTHS[STRONG])
    numbers["transfer"] = {
        "seeds": 1,
        "attacked": accuracy(first["b"], against_a, labels),
        "noisy": accuracy(first["b"], step(pixels, coins, STRENGTHS[STRONG]), labels),
    }
    weak = fast_gradient_sign(first["a"], pixels, labels, STRENGTHS[WEAK])
    numbers["change"] = float((weak - pixels).abs().mean())
    numbers["noise_change"] = float((step(pixels, coins, STRENGTHS[WEAK]) - pixels).abs().mean())
    attacked, noisy = np.moveaxis(np.array(means), 1, 0)
    return Measured(
        numbers,
        {
            "adversarial_accuracy.networks": np.array(list(weights)),
            "adversarial_accuracy.strengths": np.array(STRENGTHS),
            "adversarial_accuracy.attacked": attacked,
            "adversarial_accuracy.noisy": noisy,
        }
        | {
            f"adversarial_digits.{key}": values
            for key, values in {
                **gallery(first["a"], pixels, labels),
                **for_page(trained(builds["a"], weights["a"][0]), "adversarial_digits"),
                "scale": np.array(scale(kinds["a"], mnist)),
            }.items()
        },
    )


def from_pixels(build: str, kind: str, weights: Arrays, mnist: Mapping) -> nn.Module:
    """A trained network that takes pixels in [0, 1], in `eval()` mode.

    Args:
        build: the address of the function that makes it.
        kind: "standardised" or "unit", of its pixels: the network's setting `images`.
        weights: of a training.
        mnist: `mean` and `std` of the training set's pixels.
    """
    network = trained(build, weights).to(memory_format=torch.channels_last).requires_grad_(False)
    mean, deviation = scale(kind, mnist)
    return nn.Sequential(v2.Normalize([mean], [deviation]), network).eval()


def accuracy(network: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> float:
    return evaluate(network, (images, labels), AT_ONCE)[1]


def gallery(network: nn.Module, pixels: torch.Tensor, labels: torch.Tensor) -> dict[str, np.ndarray]:
    """The arrays of `adversarial_digits`.

    Drawn are the first images of different digits that the network reads rightly as they are but wrongly after the
    strong step; if there are too few, others behind them.
    """
    signs = pixel_gradient(network, pixels, labels).sign()
    before, after = (
        predict(network, images).argmax(dim=1) == labels for images in (pixels, step(pixels, signs, STRENGTHS[STRONG]))
    )
    chosen: dict[int, int] = {}
    for place in (~(before & ~after)).int().argsort(stable=True).tolist():
        chosen.setdefault(int(labels[place]), place)
    places = list(chosen.values())[:SHOWN]
    strengths = [STRENGTHS[place] for place in DRAWN]
    pictures = torch.stack([step(pixels[places], signs[places], strength) for strength in strengths], dim=1)
    probabilities, answers = predict(network, pictures.flatten(0, 1)).exp().max(dim=1)
    return {
        "strengths": np.array(strengths),
        "pictures": (255 * pictures[:, :, 0]).round().byte().numpy(),
        "signs": signs[places, 0].to(torch.int8).numpy(),
        "labels": labels[places].numpy(),
        "answers": answers.reshape(-1, len(strengths)).numpy(),
        "probabilities": probabilities.reshape(-1, len(strengths)).numpy(),
    }


def pixel_gradient(network: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """How the loss of each image changes with its pixels.

    Args:
        network: from images to log-probabilities (N, classes); in `eval()` mode.
        images: (N, C, H, W).
        labels: (N,) int, the right classes.

    Returns:
        The gradient, (N, C, H, W).
    """
    gradients = []
    for some, right in zip(images.split(AT_ONCE), labels.split(AT_ONCE), strict=True):
        some = some.detach().requires_grad_()
        loss = F.nll_loss(network(some), right, reduction="sum")  # a sum keeps the images apart
        gradients += torch.autograd.grad(loss, some)
    return torch.cat(gradients)


def step(images: torch.Tensor, signs: torch.Tensor, epsilon: float) -> torch.Tensor:
    """Change every pixel by ε, up or down, but not beyond [0, 1]."""
    return (images + epsilon * signs).clamp(0, 1)


def fast_gradient_sign(network: nn.Module, images: torch.Tensor, labels: torch.Tensor, epsilon: float) -> torch.Tensor:
    """Change every pixel by ε in the direction that raises the loss: images (N, C, H, W) in [0, 1] → the same."""
    return step(images, pixel_gradient(network, images, labels).sign(), epsilon)
