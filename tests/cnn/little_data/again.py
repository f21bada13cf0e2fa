"""The values of the claims on learning from few examples, from the tables of the experiments."""

from functools import partial

import numpy as np
import pandas as pd


def table(build, experiment: str) -> pd.DataFrame:
    files = (build.root / "results/experiments" / experiment).glob("*.csv")
    return pd.concat(pd.read_csv(file).assign(seed=file.stem) for file in files)


def accuracies(build, digits=range(10)) -> pd.Series:
    """Means over seeds by augmentation and number of examples."""
    rows = table(build, "augmentation").query("digit in @digits")
    keys = ["augmentation", "examples"]  # every seed has the same tests
    return rows.query("digit == answer").groupby(keys).images.sum() / rows.groupby(keys).images.sum()


def gain(build, which: int) -> float:
    """Of moved digits, with the fewest examples (0) or the most (−1)."""
    found = accuracies(build)
    size = sorted(found["moved"].index)[which]
    return found["moved", size] - found["none", size]


def loss(build) -> float:
    found = accuracies(build)
    [size] = found["flipped"].index
    return found["none", size] - found["flipped", size]


def fives_as_threes(build) -> float:
    fives = table(build, "augmentation").query("digit == 5")
    [size] = fives[fives.augmentation == "flipped"].examples.unique()
    fives = fives[fives.examples == size].groupby(["augmentation", "answer"]).images.sum()
    share = {kind: fives[kind][3] / fives[kind].sum() for kind in ("none", "flipped")}
    return share["flipped"] - share["none"]


def difference(build, experiment: str, way: str, other: str, which: int) -> float:
    """Of mean accuracies, with the fewest examples (0), the second fewest (1) or the most (−1)."""
    found = table(build, experiment).groupby(["way", "examples"]).accuracy.mean()
    size = sorted(found[way].index)[which]
    return found[way, size] - found[other, size]


def espresso_and_cats(build) -> tuple[float, float]:
    """From the arrays of the figure, where they are among the first five."""
    arrays = np.load(build.root / "results/pretrained.npz")
    top = [dict(zip(*row, strict=True)) for row in zip(arrays["names"], arrays["probabilities"], strict=True)]
    return top[1]["espresso"], sum(value for name, value in top[0].items() if name.endswith("cat") or name == "tabby")


faces, digits = partial(difference, experiment="face_transfer"), partial(difference, experiment="digit_transfer")

RECOMPUTED = {
    "augmentation_helps": lambda b: gain(b, 0),
    "augmentation_gain_shrinks": lambda b: gain(b, 0) - gain(b, -1),
    "flip_harms": loss,
    "flip_five_as_three": fives_as_threes,
    "pretrained_cat": lambda b: espresso_and_cats(b)[1],
    "pretrained_coffee": lambda b: espresso_and_cats(b)[0],
    "faces_frozen_helps": lambda b: faces(b, way="frozen", other="scratch", which=0),
    "faces_tuned_like_frozen": lambda b: abs(faces(b, way="fine_tuned", other="frozen", which=-1)),
    "digits_transfer_helps": lambda b: digits(b, way="frozen", other="scratch", which=1),
    "digits_transfer_stays": lambda b: digits(b, way="fine_tuned", other="scratch", which=-1),
    "digits_tuning_no_worse": lambda b: digits(b, way="fine_tuned", other="frozen", which=-1),
}


# Numbers for which the claims that compute measure exactly 0.25.
COMPUTED = {
    "augmentation_gain_shrinks": {"augmentation.few.gain.mean": 0.5, "augmentation.many.gain.mean": 0.25},
}
