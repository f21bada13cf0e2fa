"""What the kernels of three networks look like: A's and B's from digits, EfficientNet-Lite0's from photographs."""

from collections.abc import Sequence
from pkgutil import resolve_name

import numpy as np

from cnn.learning.training import initialise
from cnn.networks.pretrained import efficientnet_lite0
from lecture.studies.measured import Arrays, Measured, over_seeds

GREY = 0.9  # a filter is called grey if so much of its variance is common to red, green and blue
COLOURED = 0.5  # and coloured if not even so much is
EMPTY = 1e-3  # a filter is empty if its norm is below this part of the largest: weight decay has taken it away

READS = {
    "a": "all a weights.safetensors",
    "b": "first b weights.safetensors",
    "build": "config networks.a.build",
    "seeds": "config networks.a.seeds",
}


def measure(a: Sequence[Arrays], b: Arrays, *, build: str, seeds: Sequence[int]) -> Measured:
    """Ask of every kernel how much of it is a slope, and of the photographs' filters whether they see colour.

    Args:
        seeds: of the trainings, for the kernels that they began with.

    Returns:
        Numbers: `slope`, mean shares of a slope: over seeds `start`, `first` and `second`, of A's first kernels before
        and after the training and of its second layer's, `first_over_second`, the difference of those two, `change`,
        of what the training added to the first kernels, and `gain`, of `first` in units of chance; `b` and `stem`, of
        B's and EfficientNet-Lite0's first layer; `chance_5` and `chance_3`, of random kernels 5×5 and 3×3.
        `start_cosine`, over seeds, of A's first kernels before and after. `kernels.…`, how many there are.
        `stem.grey`, `stem.coloured`, `stem.empty`, how many filters.
        Arrays: `filters_first.b` (32, 5, 5), `filters_first.stem` (32, 3, 3, 3) in the order row, column, colour, and
        `filters_second.kernels` (20, 10, 5, 5), all float32.
    """
    stem = efficientnet_lite0().conv_stem.weight.detach().numpy()
    norms = np.sqrt((stem**2).sum(axis=(1, 2, 3)))
    alive = norms > EMPTY * norms.max()
    common = grey(stem[alive])
    starts = [initialise(resolve_name(build), seed).conv1.weight.detach()[:, 0].numpy() for seed in seeds]
    ends = [weights["conv1.weight"][:, 0] for weights in a]
    slopes = [
        {
            "start": mean_slope(start),
            "first": (first := mean_slope(end)),
            "second": (second := mean_slope(weights["conv2.weight"])),
            "first_over_second": first - second,
            "change": mean_slope(end - start),
            "gain": first / chance(5),
        }
        for start, end, weights in zip(starts, ends, a, strict=True)
    ]
    numbers = {
        "seeds": len(a),
        "slope": over_seeds(slopes)
        | {
            "b": mean_slope(b["conv1.weight"][:, 0]),
            "stem": mean_slope(stem[alive]),
            "chance_5": chance(5),
            "chance_3": chance(3),
        },
        "start_cosine": over_seeds(similarity(start, end).mean() for start, end in zip(starts, ends, strict=True)),
        "kernels": {"a": len(ends[0]), "b": len(b["conv1.weight"]), "stem": len(stem)},
        "stem": {
            "grey": int((common >= GREY).sum()),
            "coloured": int((common < COLOURED).sum()),
            "empty": int((~alive).sum()),
        },
    }
    arrays = {
        "filters_first.b": b["conv1.weight"][:, 0],
        "filters_first.stem": stem.transpose(0, 2, 3, 1),
        "filters_second.kernels": a[0]["conv2.weight"],
    }
    return Measured(numbers, arrays)


def mean_slope(kernels: np.ndarray) -> float:
    """The mean of `slope` over kernels."""
    return float(slope(kernels).mean())


def slope(kernels: np.ndarray) -> np.ndarray:
    """The share of a kernel's variance that a plane explains, weight ≈ a + b·row + c·column, by least squares.

    Args:
        kernels: (..., k, k).

    Returns:
        (...) in [0, 1]: 1 for a straight ramp from dark to light; `chance(k)` on average for random weights.
    """
    side = kernels.shape[-1]
    ramp = np.arange(side) - (side - 1) / 2
    centred = kernels - kernels.mean(axis=(-2, -1), keepdims=True)
    # the two ramps are orthogonal: each explains its own part
    down, right = centred.sum(axis=-1) @ ramp, centred.sum(axis=-2) @ ramp
    explained = (down**2 + right**2) / (side * (ramp**2).sum())
    return explained / (centred**2).sum(axis=(-2, -1))


def similarity(kernels: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The cosine of the angle between corresponding kernels after their means are taken away: (N,) in [−1, 1].

    Args:
        kernels, others: (N, k, k).
    """
    one, other = (values - values.mean(axis=(1, 2), keepdims=True) for values in (kernels, others))
    norms = np.sqrt((one**2).sum(axis=(1, 2)) * (other**2).sum(axis=(1, 2)))
    return (one * other).sum(axis=(1, 2)) / norms


def chance(side: int) -> float:
    """The share of independent random weights: two of the side² − 1 directions that are left without the mean."""
    return 2 / (side * side - 1)


def grey(filters: np.ndarray) -> np.ndarray:
    """The share of each filter's variance about its mean that its three colour channels have in common.

    Args:
        filters: (N, 3, k, k).

    Returns:
        (N,) in [0, 1]: 1 if red, green and blue have the same kernel, 0 if they cancel each other in grey.
    """
    centred = filters - filters.mean(axis=(1, 2, 3), keepdims=True)
    return 3 * (centred.mean(axis=1) ** 2).sum(axis=(1, 2)) / (centred**2).sum(axis=(1, 2, 3))
