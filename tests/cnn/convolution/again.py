"""The values of the claims on images and convolution, without the lecture's own code."""

import itertools

import numpy as np
import pandas as pd
import torch
from skimage import data, transform
from torch.nn import functional as F

from tests.cnn import by_hand


def photograph(name: str) -> np.ndarray:
    """The middle square of one of scikit-image's photographs, (256, 256, 3) in [0, 1]."""
    photo = getattr(data, name)() / 255
    side = min(photo.shape[:2])
    rows, columns = ((length - side) // 2 for length in photo.shape[:2])
    return transform.resize(photo[rows : rows + side, columns : columns + side], (256, 256), anti_aliasing=True)


def far(one: np.ndarray, other: np.ndarray) -> float:
    return np.linalg.norm(one - other) / np.sqrt(one.size)


def shift_like_another(build) -> float:
    photo = photograph("astronaut")
    shift = build.numbers["photograph.shift"]
    shifted = np.pad(photo, ((0, 0), (shift, 0), (0, 0)), mode="reflect")[:, : len(photo)]
    return far(photo, shifted) / far(photo, photograph("coffee"))


def correlation(images: np.ndarray, distance: int) -> float:
    """From sums over both directions."""
    pairs = [(images[:, :, :-distance], images[:, :, distance:]), (images[:, :-distance], images[:, distance:])]
    n = sum(x.size for x, _ in pairs)
    x, y = (sum(pair[i].sum() for pair in pairs) / n for i in (0, 1))
    covariance = sum(((a - x) * (b - y)).sum() for a, b in pairs)
    return covariance / np.sqrt(
        sum(((a - x) ** 2).sum() for a, _ in pairs) * sum(((b - y) ** 2).sum() for _, b in pairs)
    )


def grey() -> np.ndarray:
    return (photograph("astronaut") * [0.2126, 0.7152, 0.0722]).sum(axis=-1)[None]


def neighbours_fall(build) -> float:
    digits = build.read("train-images-idx3-ubyte")[: build.numbers["photograph.digits"]].astype(float)
    return min(
        correlation(images, 1) - correlation(images, build.numbers[f"photograph.farthest.{name}"])
        for name, images in (("photo", grey()), ("digits", digits))
    )


def flip_is_convolution(build) -> float:
    """The convolution theorem: a product of spectra."""
    arrays = np.load(build.root / "results/convolution.npz")
    image, kernel = arrays["worked_convolution.image"], arrays["worked_convolution.kernel"]
    size = len(image) + len(kernel) - 1
    full = np.fft.ifft2(np.fft.fft2(image, (size, size)) * np.fft.fft2(kernel, (size, size))).real
    valid = full[len(kernel) - 1 : len(image), len(kernel) - 1 : len(image)]
    return np.abs(valid - build.numbers["convolution.worked.turned"]).max()


def output_size(build) -> float:
    """Windows counted one by one, against PyTorch in one dimension, on another grid of arguments."""
    disagreements = compared = 0
    for size, kernel, padding, stride, dilation in itertools.product(
        (1, 3, 4, 9, 20), (1, 2, 3, 5), (0, 1, 2), (1, 2, 3, 4), (1, 2, 3)
    ):
        reach = dilation * (kernel - 1)
        starts = range(-padding, size + padding, stride)
        windows = sum(start + reach < size + padding for start in starts)
        try:
            output = F.conv1d(
                torch.zeros(1, 1, size), torch.zeros(1, 1, kernel), padding=padding, stride=stride, dilation=dilation
            ).shape[-1]
        except RuntimeError:
            output = 0
        compared += 1
        disagreements += output != windows
    assert compared >= 500 and build.numbers["convolution.sizes.cases"] >= 500
    return disagreements


def maps(build, shift: int, images: int) -> tuple[np.ndarray, dict]:
    """The first test digits, shifted to the right; and the weights of network A's first training."""
    training = build.trainings["a"][0]
    pixels = (build.images[:images, None] / 255 - training.recipe["mean"]) / training.recipe["std"]
    shifted = np.concatenate([np.repeat(pixels[..., :1], shift, axis=-1), pixels], axis=-1)[..., :28]
    return shifted, training.weights


def first(build, shift: int) -> np.ndarray:
    pixels, w = maps(build, shift, build.numbers["equivariance.images"])
    return by_hand.convolve(pixels, w["conv1.weight"], w["conv1.bias"])


def equivariance_interior(build) -> float:
    shift = build.numbers["equivariance.shift"]
    return np.abs(first(build, shift)[..., shift:] - first(build, 0)[..., :-shift]).max()


def stride_error(build, shift: int) -> float:
    before, after = first(build, 0)[..., ::2, ::2], first(build, shift)[..., ::2, ::2]
    gaps = [after[..., k:] - before[..., : 12 - k] for k in (shift // 2, (shift + 1) // 2)]
    return min(np.sqrt((gap**2).mean()) for gap in gaps) / np.sqrt(before.var(axis=0).mean())


def dense_not_equivariant(build) -> float:
    def dense(shift: int) -> np.ndarray:
        pixels, w = maps(build, shift, build.numbers["equivariance.images"])
        x = by_hand.rectify(by_hand.halve(by_hand.convolve(pixels, w["conv1.weight"], w["conv1.bias"])))
        x = by_hand.rectify(by_hand.halve(by_hand.convolve(x, w["conv2.weight"], w["conv2.bias"])))
        return x.reshape(len(x), -1) @ w["fc1.weight"].T.astype(np.float64) + w["fc1.bias"]

    before, after = dense(0), dense(build.numbers["equivariance.shift"])
    return np.sqrt(((after - before) ** 2).mean() / before.var(axis=0).mean())


def accuracies(build, pixels: str = "whole") -> pd.DataFrame:
    """Means over the seeds after the most steps: a row for each size, a column for each network."""
    files = sorted((build.root / "results/experiments/mlp_against_cnn").glob("*.csv"))
    seeds = build.numbers["mlp_against_cnn.seeds"]
    assert len(files) >= seeds
    rows = pd.concat([pd.read_csv(file) for file in files[:seeds]])
    rows = rows[(rows.steps == rows.steps.max()) & (rows.pixels == pixels)]
    return rows.groupby(["size", "network"]).test_accuracy.mean().unstack()


def cnn_better_than_mlp(build) -> float:
    table = accuracies(build)
    return (table.a - table.drop(columns="a").max(axis=1)).min()


def cnn_needs_fewer(build) -> float:
    table = accuracies(build)
    few = max(size for size in table.index if size <= table.index.max() / 8)
    return table.a[few] - table.mlp.iloc[-1]


def lost_by_shuffling(build, name: str) -> float:
    """The mean accuracy on whole pixels minus that on shuffled ones, for the largest training set."""
    whole, mixed = (accuracies(build, pixels)[name].iloc[-1] for pixels in ("whole", "shuffled"))
    return whole - mixed


def sobel_learnt(build) -> float:
    """The learnt kernel against Sobel's, a product of a column and a row."""
    kernel = np.load(build.root / "results/learnt_kernel.npz")["kernels"][-1]
    return np.abs(kernel - np.outer([1, 2, 1], [-1, 0, 1])).max()


def mirror_beyond_another(build) -> float:
    photo = photograph("astronaut")
    return far(photo, photo[:, ::-1]) / far(photo, photograph("coffee"))


RECOMPUTED = {
    "shift_like_another": shift_like_another,
    "neighbours_photo": lambda build: correlation(grey(), 1),
    "neighbours_fall": neighbours_fall,
    "flip_is_convolution": flip_is_convolution,
    "output_size": output_size,
    "equivariance_interior": equivariance_interior,
    "stride_even_shifts": lambda build: max(stride_error(build, shift) for shift in (2, 4, 6, 8)),
    "stride_odd_shifts": lambda build: min(stride_error(build, shift) for shift in (1, 3, 5, 7)),
    "dense_not_equivariant": dense_not_equivariant,
    "cnn_better_than_mlp": cnn_better_than_mlp,
    "cnn_needs_fewer": cnn_needs_fewer,
    "shuffling_hurts_cnn": lambda build: lost_by_shuffling(build, "a"),
    "shuffling_spares_mlp": lambda build: abs(lost_by_shuffling(build, "wide")),
    "sobel_learnt": sobel_learnt,
    "mirror_beyond_another": mirror_beyond_another,
}


# Numbers for which the claims that compute measure exactly 0.25.
COMPUTED = {
    "shift_like_another": {"photograph.distance.shift": 0.125, "photograph.distance.other": 0.5},
    "mirror_beyond_another": {"photograph.distance.mirror": 0.125, "photograph.distance.other": 0.5},
    "neighbours_fall": {
        "photograph.correlation.photo.one": 0.75,
        "photograph.correlation.photo.last": 0.5,
        "photograph.correlation.digits.one": 0.75,
        "photograph.correlation.digits.last": 0.0,
    },
}
