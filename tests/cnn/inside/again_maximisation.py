"""The values of the claims on inputs that excite or deceive a network, computed by another way.

Pictures come from the arrays of the figures. Logits are computed here from raw weights, the attack is
captum's.
"""

from functools import cache

import numpy as np
import torch
from captum.robust import FGSM
from PIL import Image
from skimage import data
from torch.nn import functional as F
from torchvision.transforms import v2

from cnn.networks import digits as networks
from cnn.networks.pretrained import efficientnet_lite0


@cache
def pretrained(dtype: torch.dtype) -> torch.nn.Module:
    return efficientnet_lite0().to(dtype)


def pretrained_maps(pixels: np.ndarray, block: int, dtype: torch.dtype) -> np.ndarray:
    """What leaves a block of EfficientNet-Lite0, counted from 1: (N, H, W, 3) of 0 … 255 → (N, C, h, w)."""
    network, x = pretrained(dtype), torch.from_numpy((pixels - 127.0) / 128).permute(0, 3, 1, 2).to(dtype)
    with torch.inference_mode():
        x = network.bn1(network.conv_stem(x))
        for layer in network.blocks[:block]:
            x = layer(x)
    return x.numpy()


def excitations(pixels: np.ndarray, block: int, dtype: torch.dtype = torch.float32) -> np.ndarray:
    return np.maximum(pretrained_maps(pixels, block, dtype), 0).mean(axis=(2, 3))


def crops(side: int, count: int) -> np.ndarray:
    """The same pieces of photographs, shrunk by Pillow: (N, side, side, 3) of 0 … 255."""
    random, pieces = np.random.default_rng(0), []
    for photo in (data.chelsea(), data.coffee(), data.astronaut(), data.rocket()):
        height, width = photo.shape[:2]
        for _ in range(count):
            length = random.integers(side, min(height, width), endpoint=True)
            top, left = random.integers(height - length, endpoint=True), random.integers(width - length, endpoint=True)
            piece = photo[top : top + length, left : left + length].astype(np.float32)
            shrunk = [
                Image.fromarray(np.ascontiguousarray(piece[..., c])).resize((side, side), Image.Resampling.BILINEAR)
                for c in range(3)
            ]
            pieces.append(np.stack([np.asarray(channel) for channel in shrunk], axis=2))
    return np.stack(pieces).astype(float)


def channels_excited(build) -> float:
    arrays, count = np.load(build.root / "results/excited_channels.npz"), build.numbers["excited_channels.crops"]
    wins = []
    for block in range(1, 8):
        pictures = arrays[f"excited_channels.block_{block}"]
        own = np.diag(excitations(pictures, block)[:, : len(pictures)])
        best = excitations(crops(pictures.shape[1], count // 4), block).max(axis=0)
        wins.append(own > best[: len(pictures)])
    return np.concatenate(wins).mean()


def ingredient(build, name: str) -> np.ndarray:
    arrays = np.load(build.root / "results/excited_channels.npz")
    return arrays["readable_features.pictures"][list(arrays["readable_features.ingredients"]).index(name)]


def fast(build, name: str) -> float:
    """From the autocorrelation's transform of each colour, frequencies by hand."""
    picture = ingredient(build, name).astype(float)
    side = len(picture)
    wave = np.exp(-2j * np.pi * np.outer(np.arange(side), np.arange(side)) / side)
    spectrum = np.einsum("ua,abc,vb->uvc", wave, picture - picture.mean(axis=(0, 1)), wave, optimize=True)
    frequency = np.minimum(np.arange(side), side - np.arange(side)) / side
    quick = np.sqrt(frequency[:, None] ** 2 + frequency**2) > 0.25
    power = (np.abs(spectrum) ** 2).sum(axis=2)
    return power[quick].sum() / power.sum()


def kept(build, name: str) -> float:
    """Of the fourth channel of the fifth block."""
    picture = ingredient(build, name)
    shifted = [np.roll(np.roll(picture, dy, 0), dx, 1) for dy, dx in ((0, 0), (3, 0), (0, 3), (-3, 0), (0, -3))]
    still, *moved = excitations(np.stack(shifted), 5, torch.float64)[:, 3]
    return np.mean(moved) / still


def standardised(build, network: str, pixels: np.ndarray) -> torch.Tensor:
    recipe = build.trainings[network][0].recipe
    return (torch.from_numpy(pixels / 255).double().reshape(-1, 1, 28, 28) - recipe["mean"]) / recipe["std"]


def logits(build, network: str, pixels: np.ndarray) -> np.ndarray:
    """Before the softmax, from the weights of the first training: (N, 28, 28) of 0 … 255 → (N, 10)."""
    w = {name: torch.from_numpy(values).double() for name, values in build.trainings[network][0].weights.items()}
    x = standardised(build, network, pixels)
    for layer in ("conv1", "conv2"):
        padding = 0 if network == "a" else 2
        x = F.max_pool2d(F.conv2d(x, w[f"{layer}.weight"], w[f"{layer}.bias"], padding=padding).relu(), 2)
    hidden = (x.flatten(1) @ w["fc1.weight"].T + w["fc1.bias"]).relu()
    return (hidden @ w["fc2.weight"].T + w["fc2.bias"]).numpy()


def found_digits(build, figure: str) -> np.ndarray:
    return np.load(build.root / "results/excited_digits.npz")[figure].astype(float)


def first_layer(build) -> float:
    """White where the weight is positive: the best input is known."""
    shares = []
    for network in "ab":
        training = build.trainings[network][0]
        weight, bias = training.weights["conv1.weight"][:10, 0], training.weights["conv1.bias"][:10]
        mean, std = training.recipe["mean"], training.recipe["std"]
        seen = (found_digits(build, f"excited_neurons.{network}_conv1") / 255 - mean) / std
        best = ((weight > 0) - mean) / std
        shares.append(((weight * seen).sum(axis=(1, 2)) + bias) / ((weight * best).sum(axis=(1, 2)) + bias))
    return np.min(shares)


def higher(build, network: str) -> float:
    own = np.diag(logits(build, network, found_digits(build, f"excited_classes.{network}_naive")))
    tests = build.images[: build.numbers["excited_digits.images"]].astype(float)
    return (own > logits(build, network, tests).max(axis=0)).mean()


def read_by_other(build, network: str) -> float:
    other = {"a": "b", "b": "a"}[network]
    answers = logits(build, other, found_digits(build, f"excited_classes.{network}_sparing")).argmax(axis=1)
    return (answers == np.arange(10)).mean()


def forward(network: str, training) -> torch.nn.Module:
    """From pixels in [0, 1] to log-probabilities.

    On the even background many inputs of a pooling window are equal but for the rounding of sums, which decides where
    the gradient goes: so the modules are those of the lecture.
    """
    built = getattr(networks, f"network_{network}")().to(memory_format=torch.channels_last)
    built.load_state_dict({name: torch.from_numpy(values) for name, values in training.weights.items()})
    mean, std = training.recipe["mean"], training.recipe["std"]
    return torch.nn.Sequential(torch.nn.Identity() if std == 1 else v2.Normalize([mean], [std]), built).eval()


@cache
def attacked_accuracies(build, network: str, epsilon: float, reader: str | None = None) -> list[float]:
    """Of each training, or of the first of another network on what was made against the first of this one."""
    count = build.numbers["adversarial.images"]
    pixels = torch.from_numpy(build.images[:count, None] / 255).float()
    labels = torch.from_numpy(build.labels[:count].astype(np.int64))
    found = []
    for training in build.trainings[network][: 1 if reader else None]:
        victim = forward(network, training)
        attack = FGSM(victim, lambda out, target: F.nll_loss(out, target, reduction="none"), 0, 1)
        attack.zero_thresh = 0  # captum leaves pixels alone whose gradient is below 1e-6
        changed = attack.perturb(pixels.clone().requires_grad_(), epsilon=epsilon, target=labels)
        judge = forward(reader, build.trainings[reader][0]) if reader else victim
        with torch.inference_mode():
            found.append(float((judge(changed).argmax(dim=1) == labels).double().mean()))
    return found


@cache
def noisy_accuracies(build, network: str, epsilon: float) -> list[float]:
    count = build.numbers["adversarial.images"]
    pixels = torch.from_numpy(build.images[:count, None] / 255).float()
    coins = torch.randint(2, pixels.shape, generator=torch.Generator().manual_seed(0)) * 2.0 - 1
    noisy = torch.clip(pixels + epsilon * coins, 0, 1)
    with torch.inference_mode():
        return [
            float((forward(network, training)(noisy).argmax(dim=1).numpy() == build.labels[:count]).mean())
            for training in build.trainings[network]
        ]


RECOMPUTED = {
    "channels_excited": channels_excited,
    "naive_is_noise": lambda b: fast(b, "naive") / fast(b, "colours"),
    "naive_is_fragile": lambda b: kept(b, "moved") - kept(b, "naive"),
    "first_layer_known": first_layer,
    "classes_excited": lambda b: min(higher(b, "a"), higher(b, "b")),
    "classes_readable": lambda b: min(read_by_other(b, "a"), read_by_other(b, "b")),
    "attack_over_noise": lambda b: np.mean(noisy_accuracies(b, "a", 0.2)) - np.mean(attacked_accuracies(b, "a", 0.2)),
    "noise_forgiven": lambda b: np.mean(noisy_accuracies(b, "a", 0.0)) - np.mean(noisy_accuracies(b, "a", 0.2)),
    "mlp_more_fragile": lambda b: (
        np.mean(attacked_accuracies(b, "a", 0.1)) - np.mean(attacked_accuracies(b, "mlp", 0.1))
    ),
    "attack_transfers": lambda b: noisy_accuracies(b, "b", 0.2)[0] - attacked_accuracies(b, "a", 0.2, "b")[0],
}
