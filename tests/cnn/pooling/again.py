"""The values of the claims on pooling and architecture, from the experiments' tables and by other arithmetic."""

import numpy as np
import pandas as pd

from tests.cnn import by_hand


def table(b, experiment: str) -> pd.DataFrame:
    """The raw rows of the build's seeds, 1, 2, …: tables of other seeds may lie there from another build."""
    folder = b.root / "results/experiments" / experiment
    seeds = range(1, b.numbers[f"{experiment}.seeds"] + 1)
    return pd.concat([pd.read_csv(folder / f"{seed}.csv").assign(seed=seed) for seed in seeds])


def saved_by_pooling(b, motion: str, better: str = "with", worse: str = "without") -> float:
    rows = table(b, "pooling_robustness").query("motion == @motion")
    upright = rows[rows.amount == 0].groupby("variant").accuracy.mean()
    moved = rows[rows.amount > 0].groupby("variant").accuracy.mean()
    return (upright[worse] - moved[worse]) - (upright[better] - moved[better])


def gain(b, one: str, other: str, epoch: int) -> float:
    means = table(b, "normalisation").query("epoch == @epoch").groupby("variant").accuracy.mean()
    return means[one] - means[other]


def small_minus_large(b) -> float:
    means = table(b, "small_kernels").query("epoch == -1").groupby("variant").accuracy.mean()
    return means["small"] - means["large"]


def upright(b, variant: str) -> float:
    rows = table(b, "pooling_robustness").query("amount == 0 and variant == @variant")
    return rows.accuracy.mean()


def gain_of_batch(b, epoch: int) -> float:
    return gain(b, "batch_standardised", "plain_standardised", epoch)


# VGG-16: (inputs, outputs, side of the maps) of its convolutions, (inputs, outputs) of its dense layers.
VGG = [(3, 64, 224), (64, 64, 224), (64, 128, 112), (128, 128, 112), (128, 256, 56), *[(256, 256, 56)] * 2]
VGG += [(256, 512, 28), *[(512, 512, 28)] * 2, *[(512, 512, 14)] * 3]
VGG_DENSE = [(512 * 7 * 7, 4096), (4096, 4096), (4096, 1000)]


def vgg_dense_parameters(b) -> float:
    dense = sum(outputs * (inputs + 1) for inputs, outputs in VGG_DENSE)
    return dense / (dense + sum(outputs * (9 * inputs + 1) for inputs, outputs, _ in VGG))


def vgg_convolution_work(b) -> float:
    work = sum(9 * inputs * outputs * side**2 for inputs, outputs, side in VGG)
    return work / (work + sum(inputs * outputs for inputs, outputs in VGG_DENSE))


def purity_grows(b) -> float:
    first, second, dense = (b.numbers[f"hierarchy.purity.{layer}"] for layer in ("relu1", "relu2", "relu3"))
    return min(second - first, dense - second)


# By layer: kernel, stride, padding of every window from the input up to it.
CHAINS = {
    "a": {"conv1": 1, "pool1": 2, "relu1": 2, "conv2": 3, "dropout2": 3, "pool2": 4, "relu2": 4},
    "b": {"conv1": 1, "relu1": 1, "pool1": 2, "conv2": 3, "relu2": 3, "pool2": 4},
}
WINDOWS = {
    "a": [(5, 1, 0), (2, 2, 0), (5, 1, 0), (2, 2, 0)],
    "b": [(5, 1, 2), (2, 2, 0), (5, 1, 2), (2, 2, 0)],
}


def pixels_seen(windows: list[tuple[int, int, int]], unit: int) -> set[int]:
    """All pixels of 28 that a unit is made of, place by place from the top down."""
    places = {unit}
    for kernel, stride, padding in reversed(windows):
        places = {place * stride - padding + i for place in places for i in range(kernel)}
    return {place for place in places if 0 <= place < 28}


def differing_layers(b) -> int:
    differing = 0
    for network, chain in CHAINS.items():
        rows = b.numbers[f"receptive_field.{network}"]
        assert [row["layer"] for row in rows] == list(chain)
        for row in rows:
            seen = pixels_seen(WINDOWS[network][: chain[row["layer"]]], row["unit"])
            assert (min(seen), max(seen)) == (row["first"], row["last"])
            differing += len(seen) != row["by_gradient"]
    return differing


def convolution_difference(b) -> float:
    """The scattered kernels against a convolution of the padded gradient with the kernels turned by 180°."""
    import torch

    from cnn.pooling.gradients import convolution_backward

    weight = b.trainings["a"][0].weights["conv2.weight"].astype(np.float64)
    random = np.random.default_rng(0)
    maps, gradient = random.normal(size=(2, 10, 12, 12)), random.normal(size=(2, 20, 8, 8))
    padded = np.pad(gradient, ((0, 0), (0, 0), (4, 4), (4, 4)))
    by_input = by_hand.convolve(padded, weight[:, :, ::-1, ::-1].transpose(1, 0, 2, 3), np.zeros(10))
    by_weight = by_hand.convolve(maps.transpose(1, 0, 2, 3), gradient.transpose(1, 0, 2, 3), np.zeros(20))
    found = convolution_backward(*map(torch.from_numpy, (maps, weight, gradient)))
    wanted = (by_input, by_weight.transpose(1, 0, 2, 3))
    return max(np.abs(f.numpy() - w).max() / np.abs(w).max() for f, w in zip(found, wanted, strict=True))


def pooling_difference(b) -> float:
    """The routed gradient against a mask of the maxima; the numbers are random, so no two are equal."""
    import torch

    from cnn.pooling.gradients import max_pooling_backward

    random = np.random.default_rng(0)
    maps, gradient = random.normal(size=(2, 10, 24, 24)), random.normal(size=(2, 10, 12, 12))

    def spread(values: np.ndarray) -> np.ndarray:
        return values.repeat(2, axis=2).repeat(2, axis=3)

    wanted = (maps == spread(by_hand.halve(maps))) * spread(gradient)
    found = max_pooling_backward(torch.from_numpy(maps), torch.from_numpy(gradient), size=2, stride=2)
    return np.abs(found.numpy() - wanted).max() / np.abs(wanted).max()


RECOMPUTED = {
    "pooling_shift": lambda b: saved_by_pooling(b, "shift"),
    "pooling_shift_over_rotation": lambda b: saved_by_pooling(b, "shift") - saved_by_pooling(b, "rotation"),
    "blur_shift": lambda b: saved_by_pooling(b, "shift", "blur", "with"),
    "blur_costs": lambda b: upright(b, "with") - upright(b, "blur"),
    "purity_grows": purity_grows,
    "vgg_dense_parameters": vgg_dense_parameters,
    "vgg_convolution_work": vgg_convolution_work,
    "batch_gap_shrinks": lambda b: gain_of_batch(b, 1) - gain_of_batch(b, -1),
    "receptive_field_by_gradient": differing_layers,
    "convolution_backward": convolution_difference,
    "pooling_backward": pooling_difference,
    "standardised_faster": lambda b: gain(b, "plain_standardised", "plain_unit", 1),
    "batch_normalisation_faster": lambda b: gain(b, "batch_standardised", "plain_standardised", 1),
    "standardised_under_batch": lambda b: abs(gain(b, "batch_standardised", "batch_unit", -1)),
    "small_kernels_weights": lambda b: 2 * 3 * 3 / (5 * 5),
    "small_kernels_field": lambda b: abs(
        len(pixels_seen([(3, 1, 0), (3, 1, 0)], 9)) - len(pixels_seen([(5, 1, 0)], 9))
    ),
    "small_kernels_accuracy": lambda b: abs(small_minus_large(b)),
}


# Numbers for which the claims that compute measure exactly 0.25.
COMPUTED = {
    "pooling_shift_over_rotation": {
        "pooling_robustness.shift.saved.mean": 0.75,
        "pooling_robustness.rotation.saved.mean": 0.5,
    },
    "blur_costs": {
        "pooling_robustness.shift.with.upright.mean": 0.75,
        "pooling_robustness.shift.blur.upright.mean": 0.5,
    },
    "purity_grows": {
        "hierarchy.purity.relu1": 0.0,
        "hierarchy.purity.relu2": 0.5,
        "hierarchy.purity.relu3": 0.75,
    },
    "batch_gap_shrinks": {"normalisation.gain.batch.first.mean": 0.5, "normalisation.gain.batch.last.mean": 0.25},
    "small_kernels_weights": {"small_kernels.small.weights": 9, "small_kernels.large.weights": 36},
    "small_kernels_field": {"small_kernels.small.field": 5.25, "small_kernels.large.field": 5},
}
