"""Inputs that excite the channels of a pretrained network, layer after layer, and what makes them readable."""

import copy
from collections.abc import Callable
from functools import partial
from statistics import fmean

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from cnn.inside.maximisation import Coloured, Pixels, Waves, Window, excitation, fast_waves, maximise, variation
from cnn.little_data.pretrained import PHOTOS
from cnn.networks.pretrained import pretrained
from lecture.studies.measured import Measured

# Name and side of the pictures in pixels: the deeper a layer, the more its units see, as far as a page can carry it.
LAYERS = dict(zip((f"block_{number}" for number in range(1, 8)), (48, 64, 80, 96, 112, 96, 96), strict=True))
STUDIED, CHANNEL = "block_5", 3  # what the ingredients are compared on
LEAK = 0.1  # what a channel's values below zero count for on the way up: deep ones answer to noise with nothing else
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
SHIFTS = ((3, 0), (0, 3), (-3, 0), (0, -3))  # pixels down and to the right, over which what is kept is averaged
FAST = 0.25  # cycles a pixel: half the frequency of the fastest wave that pixels carry along their rows

READS = {"network": "config pretrained"}


def measure(channels: int, steps: int, crops: int, network: str) -> Measured:
    """Maximise the first channels of the first seven blocks of a pretrained network.

    Args:
        channels: how many of each layer.
        steps: of the optimiser.
        crops: of each of four photographs, to compare with.
        network: as `cnn.networks.pretrained.pretrained` knows it.

    Returns:
        Numbers: `seeds` 1, of the random starts; `channels`, `steps`, `crops` of all photographs together; `layers`,
        for each the `layer`, the `side` in pixels and the `share` of channels that are excited more than by any crop;
        `share` over all layers, and `smallest_ratio` of the two excitations; `best_crop`, the largest excitation of the
        studied channel by a crop, and for each of `INGREDIENTS` the `excitation`, the share of it that is `kept` when
        the picture moves by three pixels, around its edge, and the share of its power in `fast` waves. All is measured
        on the pictures as they are published.
        Arrays: `excited_channels.<layer>` (channels, side, side, 3) uint8, and for the ingredients
        `readable_features.ingredients` (5,) str and `readable_features.pictures` (5, side, side, 3) uint8.
    """
    used = pretrained(network)
    used.network.requires_grad_(False).to(memory_format=torch.channels_last)
    prepare, photographs = used.prepare, [as_images(load()[None]) for load in PHOTOS.values()]
    rows, ratios, arrays, ingredients = [], [], {}, {}
    for number, (layer, side) in enumerate(LAYERS.items(), start=1):
        # A block ends in a convolution without a rectifier. That matters, as rectifiers may cut at 6 too, and then
        # hand on no gradient from what is larger.
        part = nn.Sequential(*used.blocks[:number])

        def objective(images: torch.Tensor, numbers=range(channels), part=part, leak=0.0) -> torch.Tensor:
            return excitation(part(prepare(images)), numbers, leak)

        rising = partial(objective, leak=LEAK)
        pictures = excite(rising, channels, side, steps, *INGREDIENTS["colours"])
        with torch.inference_mode():
            seen = part(prepare(cut(photographs, side, crops))).relu().mean(dim=(2, 3))
            best = seen.amax(dim=0)
            ratios.append(objective(as_images(pictures)) / best[:channels])
        rows.append({"layer": layer, "side": side, "share": float((ratios[-1] > 1).float().mean())})
        arrays[f"excited_channels.{layer}"] = pictures
        if layer == STUDIED:
            exact = copy.deepcopy(part).double()
            for name, recipe in INGREDIENTS.items():
                picture = excite(lambda images: objective(images, [CHANNEL]), 1, side, steps, *recipe)
                ingredients[name] = (examine(exact, prepare, picture), picture)
            best_crop = float(best[CHANNEL])
    ratio = torch.cat(ratios)
    return Measured(
        {
            "seeds": 1,
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


def excite(
    objective,
    count: int,
    side: int,
    steps: int,
    parameters,
    moves,
    penalty,
    coloured,
    learning_rate,
    *,
    margin: int = MARGIN,
) -> np.ndarray:
    """Maximise from a seed of its own: pictures (count, side, side, 3) uint8; the rest as in `INGREDIENTS`."""
    generator = torch.Generator().manual_seed(0)
    picture = parameters((count, 3, side + 2 * margin, side + 2 * margin), generator)
    picture = Coloured(picture) if coloured else picture
    window = Window(margin, **moves, generator=generator)
    images = maximise(lambda x: objective(x) - penalty * variation(x), picture, window, steps, learning_rate)
    return (255 * images).round().byte().permute(0, 2, 3, 1).numpy()


def as_images(pictures: np.ndarray, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """From (N, H, W, 3) uint8 to (N, 3, H, W) in [0, 1]."""
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).to(dtype) / 255


def examine(part: nn.Module, prepare: Callable, picture: np.ndarray) -> dict:
    """The numbers of one ingredient, from a network in float64 and a picture (1, H, W, 3) uint8."""
    image = as_images(picture, torch.float64)
    moved = torch.cat([image, *(image.roll(shift, dims=(2, 3)) for shift in SHIFTS)])
    with torch.inference_mode():
        still, *others = excitation(part(prepare(moved)), [CHANNEL] * len(moved)).tolist()
    return {"excitation": still, "kept": fmean(others) / still, "fast": float(fast_waves(image, FAST))}


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
