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
    """Of mean accuracies, with the fewest examples (0) or the most (−1)."""
    found = table(build, experiment).groupby(["way", "examples"]).accuracy.mean()
    size = sorted(found[way].index)[which]
    return found[way, size] - found[other, size]


def espresso_and_cats(build) -> tuple[float, float]:
    """From the arrays of the figure, where they are among the first five."""
    arrays = np.load(build.root / "results/pretrained.npz")
    top = [dict(zip(*row, strict=True)) for row in zip(arrays["names"], arrays["probabilities"], strict=True)]
    return top[1]["espresso"], sum(value for name, value in top[0].items() if name.endswith("cat") or name == "tabby")


surfaces = partial(difference, experiment="surface_ladder")


def losses(build, kind: str) -> pd.DataFrame:
    """Validation and training losses of a hundred digits: a row a step, means over seeds."""
    rows = table(build, "overfitting").query("augmentation == @kind")
    return rows.groupby("step")[["validation_loss", "training_loss"]].mean()


def turned(build) -> float:
    rows = table(build, "overfitting").query("augmentation == 'none'").sort_values("step")
    by_seed = rows.groupby("seed").validation_loss
    return (by_seed.last() - by_seed.min()).mean()


RECOMPUTED = {
    "augmentation_helps": lambda b: gain(b, 0),
    "augmentation_gain_shrinks": lambda b: gain(b, 0) - gain(b, -1),
    "flip_harms": loss,
    "flip_five_as_three": fives_as_threes,
    "pretrained_cat": lambda b: espresso_and_cats(b)[1],
    "pretrained_coffee": lambda b: espresso_and_cats(b)[0],
    "overfitting_gap": lambda b: losses(b, "none").diff(axis=1).iloc[-1, 1] * -1,
    "overfitting_turns": turned,
    "overfitting_cured": lambda b: (losses(b, "none") - losses(b, "moved")).validation_loss.iloc[-1],
    "surfaces_base_helps": lambda b: surfaces(b, way="frozen_moved", other="scratch_moved", which=0),
    "surfaces_moved_frozen": lambda b: surfaces(b, way="frozen_moved", other="frozen", which=-1),
    "surfaces_moved_scratch": lambda b: surfaces(b, way="scratch_moved", other="scratch", which=0),
    "surfaces_tuning": lambda b: surfaces(b, way="fine_tuned", other="frozen_moved", which=-1),
}


# Numbers for which the claims that compute measure exactly 0.25.
COMPUTED = {
    "augmentation_gain_shrinks": {"augmentation.few.gain.mean": 0.5, "augmentation.many.gain.mean": 0.25},
}
