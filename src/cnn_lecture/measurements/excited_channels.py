"""Inputs that excite the channels of a pretrained network, layer after layer, and what makes them readable."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from cnn_lecture.maximisation import Coloured, Pixels, Waves, Window, excitation, fast_waves, maximise, variation
from cnn_lecture.measurements.measured import Measured
from cnn_lecture.measurements.pretrained import PHOTOS
from cnn_lecture.pretrained import efficientnet_lite0, prepare

# Name and side of the pictures in pixels: the deeper a layer, the more its units see.
LAYERS = {"block_1": 48, "block_2": 64, "block_3": 80, "block_4": 96, "block_5": 112, "block_6": 128}
STUDIED, CHANNEL = "block_5", 3  # what the ingredients are compared on
MARGIN = 8  # pixels around what is seen, for the movements to bring in
MOVES = {"shift": 8, "degrees": 5, "zoom": 0.1}  # pixels, degrees, share: a photographer's hand
STILL = {"shift": 0, "degrees": 0, "zoom": 0}
PENALTY = 300  # what the mean difference of neighbouring pixels costs, in units of the excitation
# Parameters, movements, the penalty's weight, whether colours are uncorrelated, learning rate.
INGREDIENTS = {
    "naive": (Pixels, STILL, 0, False, 0.1),
    "moved": (Pixels, MOVES, 0, False, 0.1),
    "penalised": (Pixels, MOVES, PENALTY, False, 0.1),
    "waves": (Waves, MOVES, 0, False, 0.015),
    "colours": (Waves, MOVES, 0, True, 0.035),
}
TRIALS = 16  # random movements over which an excitation is averaged
FAST = 0.25  # cycles a pixel: half the frequency of the fastest wave that pixels carry along their rows


def measure(channels: int, steps: int, crops: int) -> Measured:
    """Maximise the first channels of six layers of EfficientNet-Lite0.

    Args:
        channels: how many of each layer.
        steps: of the optimiser.
        crops: of each of four photographs, to compare with.

    Returns:
        Numbers: `channels`, `steps`, `crops` of all photographs together; `layers`, for each the `layer`, the `side`
        in pixels and the `share` of channels that are excited more than by any crop; `share` over all layers, and
        `smallest_ratio` of the two excitations; for each of `INGREDIENTS` the `excitation`, the share of it that is
        `kept` when the picture moves at random, and the share of the power in `fast` waves; `best_crop`, the largest
        excitation by a crop.
        Arrays: `excited_channels.<layer>` (channels, side, side, 3) uint8, and for the ingredients
        `readable_features.ingredients` (5,) str and `readable_features.pictures` (5, side, side, 3) uint8.
    """
    network = efficientnet_lite0().requires_grad_(False).to(memory_format=torch.channels_last)
    photographs = [torch.from_numpy(load()).permute(2, 0, 1)[None] / 255 for load in PHOTOS.values()]
    rows, ratios, arrays, ingredients = [], [], {}, {}
    for layer, part in beginnings(network):
        side = LAYERS[layer]

        def objective(images: torch.Tensor, numbers=range(channels), part=part) -> torch.Tensor:
            return excitation(part(prepare(images)), numbers)

        images, _ = excite(objective, channels, side, steps, *INGREDIENTS["colours"])
        with torch.inference_mode():
            found = objective(images)
            seen = part(prepare(cut(photographs, side, crops))).relu().mean(dim=(2, 3))
            best = seen.amax(dim=0)
        ratios.append(found / best[:channels])
        rows.append({"layer": layer, "side": side, "share": float((ratios[-1] > 1).float().mean())})
        arrays[f"excited_channels.{layer}"] = as_bytes(images)
        if layer == STUDIED:
            ingredients = {
                name: study(lambda images: objective(images, [CHANNEL]), side, steps, *recipe)
                for name, recipe in INGREDIENTS.items()
            }
            best_crop = float(best[CHANNEL])
    ratio = torch.cat(ratios)
    return Measured(
        {
            "channels": channels,
            "steps": steps,
            "crops": crops * len(photographs),
            "layers": rows,
            "share": float((ratio > 1).float().mean()),
            "smallest_ratio": float(ratio.min()),
            "best_crop": best_crop,
            **{name: numbers for name, (numbers, _) in ingredients.items()},
        },
        arrays
        | {
            "readable_features.ingredients": np.array(list(ingredients)),
            "readable_features.pictures": np.concatenate([picture for _, picture in ingredients.values()]),
        },
    )


def beginnings(network: nn.Module) -> Iterator[tuple[str, nn.Sequential]]:
    """The network up to each of `LAYERS`: images → maps that no rectifier has cut.

    A block ends in a convolution without one. That matters, as this network's rectifiers cut at 6 too, and hand on no
    gradient from what is larger.
    """
    for number, layer in enumerate(LAYERS, start=1):
        yield layer, nn.Sequential(network.conv_stem, network.bn1, *network.blocks[:number])


def excite(objective, count: int, side: int, steps: int, parameters, moves, penalty, coloured, learning_rate):
    """Maximise from a seed of its own: images (count, 3, side, side), and the same moved at random."""
    generator = torch.Generator().manual_seed(0)
    picture = parameters((count, 3, side + 2 * MARGIN, side + 2 * MARGIN), generator)
    picture = Coloured(picture) if coloured else picture
    window = Window(MARGIN, **moves, generator=generator)
    images = maximise(lambda x: objective(x) - penalty * variation(x), picture, window, steps, learning_rate)
    moved = Window(MARGIN, **MOVES, generator=torch.Generator().manual_seed(1)).train()
    with torch.no_grad():
        return images, torch.cat([moved(picture().sigmoid()) for _ in range(TRIALS)])


def study(objective, side: int, steps: int, *recipe) -> tuple[dict, np.ndarray]:
    """Maximise one channel by one recipe: its numbers and its picture, (1, side, side, 3) uint8."""
    image, moved = excite(objective, 1, side, steps, *recipe)
    with torch.inference_mode():
        found = float(objective(image))
        kept = float(torch.cat([objective(one[None]) for one in moved]).mean()) / found
    return {"excitation": found, "kept": kept, "fast": float(fast_waves(image, FAST))}, as_bytes(image)


def cut(photographs: list[torch.Tensor], side: int, count: int) -> torch.Tensor:
    """Squares from random places of photographs at random scales: (photographs × count, 3, side, side).

    The larger side of a square in the photograph is uniform between `side` and the whole height or width.
    """
    random, squares = np.random.default_rng(0), []
    for photograph in photographs:
        height, width = photograph.shape[-2:]
        for _ in range(count):
            length = random.integers(side, min(height, width), endpoint=True)
            top, left = random.integers(height - length, endpoint=True), random.integers(width - length, endpoint=True)
            square = photograph[..., top : top + length, left : left + length]
            squares.append(F.interpolate(square, size=(side, side), mode="bilinear", antialias=True))
    return torch.cat(squares)


def as_bytes(images: torch.Tensor) -> np.ndarray:
    """From (N, 3, H, W) in [0, 1] to (N, H, W, 3) uint8."""
    return (255 * images).round().byte().permute(0, 2, 3, 1).numpy()
