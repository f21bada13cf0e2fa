"""Does weight sharing pay? Network A and two perceptrons on training sets of growing size, and on shuffled pixels."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import torch
from torch import nn

from cnn.data.mnist import Digits, subset
from cnn.learning.history import History
from cnn.learning.training import Examples, Recipe, evaluate, examples, initialise, train
from cnn.networks.architecture import parameters
from cnn.networks.digits import network_a, network_mlp
from lecture.studies.measured import Measured, over_seeds

WIDE = 256  # hidden values of the wide perceptron: nine times the parameters of network A
WATCHED = 500  # test examples that the loop evaluates on its way
FEWER = 8  # times: the convolution gets a training set smaller by at least this factor and is still compared
ORDER_SEED = 1  # of the permutation of pixels, the same in all trainings

READS = {"digits": "data"}
NEEDS = {"train": "sizes | max"}


def network_wide() -> nn.Sequential:
    """A perceptron with one wide hidden layer, as one would choose it who has not to save parameters."""
    return nn.Sequential(nn.Flatten(), nn.Linear(784, WIDE), nn.ReLU(), nn.Linear(WIDE, 10), nn.LogSoftmax(dim=1))


NETWORKS = {"a": network_a, "mlp": network_mlp, "wide": network_wide}
SHUFFLED = ("a", "wide")  # those that learn from shuffled pixels, too


def run(
    digits: Digits,
    seed: int,
    device: str,
    *,
    sizes: Sequence[int],
    steps: Sequence[int],
    batch_size: int,
    learning_rate: float,
) -> pd.DataFrame:
    """Train every network on every size with the same number of steps of Adam, on the same examples in the same order;
    test network A on its way, too.

    Args:
        sizes: of the training sets, increasing; the smaller are the beginnings of the larger, chosen by the seed.
        steps: of the optimiser, increasing: after the last ones a training ends, after the others network A is tested;
            a small set is shown again.

    Returns:
        Rows with the columns network, pixels ("whole" or "shuffled"), parameters, size, steps and test_accuracy (on all
        test examples, after so many steps).

    Raises:
        ValueError: a size is larger than the training set, or than what the most steps can show.
    """
    if max(sizes) > max(steps) * batch_size:
        raise ValueError(f"sizes: {max(sizes)} examples can't be shown in {max(steps)} steps of {batch_size}")
    chosen, labels = subset(digits.train_images, digits.train_labels, max(sizes), seed)
    order = np.random.default_rng(ORDER_SEED).permutation(28 * 28)
    tested = {"whole": digits.test_images, "shuffled": shuffled(digits.test_images, order)}
    shown = {"whole": chosen, "shuffled": shuffled(chosen, order)}
    recipe = Recipe(1, batch_size, {"name": "Adam", "lr": learning_rate}, seed)
    rows = []
    for size in sizes:
        pixels = chosen[:size] / 255
        scale = float(pixels.mean()), float(pixels.std())  # of this size alone: a smaller set knows nothing of a larger
        sets = {}
        for kind, images in shown.items():
            training_set = examples(images[:size], labels[:size], *scale, device)
            repeated = tuple(Repeated(part, max(steps) * batch_size) for part in training_set)
            sets[kind] = repeated, examples(tested[kind], digits.test_labels, *scale, device)
        for kind, name in [("whole", name) for name in NETWORKS] + [("shuffled", name) for name in SHUFFLED]:
            counts = list(steps) if (kind, name) == ("whole", "a") else [max(steps)]
            found = {"network": name, "pixels": kind, "parameters": parameters(NETWORKS[name]()), "size": size}
            accuracies = accuracies_after(counts, NETWORKS[name], *sets[kind], recipe)
            pairs = zip(counts, accuracies, strict=True)
            rows += [found | {"steps": count, "test_accuracy": accuracy} for count, accuracy in pairs]
    return pd.DataFrame(rows)


class Repeated:
    """Examples or labels that are shown from the first one again, until there were `count`; only they are stored.

    Args:
        part: a tensor (N, …).
    """

    def __init__(self, part: torch.Tensor, count: int):
        self.part, self.count, self.device = part, count, part.device

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, places: torch.Tensor) -> torch.Tensor:
        return self.part[places % len(self.part)]


def accuracies_after(
    counts: Sequence[int],
    build: Callable[[], nn.Module],
    training_set: tuple[Repeated, Repeated],
    test_set: Examples,
    recipe: Recipe,
) -> list[float]:
    """Train a new network for one epoch; its accuracy on the test set after so many steps, one for each of `counts`."""
    network = initialise(build, recipe.seed).to(training_set[0].device)
    accuracies = []

    def watch(history: History) -> None:
        if history.rows[-1]["split"] == "train" and history.batches in counts:
            accuracies.append(evaluate(network, test_set)[1])
            network.train()  # the evaluation had turned the dropout off

    train(network, training_set, tuple(part[:WATCHED] for part in test_set), recipe, watch)
    return accuracies


def shuffled(images: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Images (N, 28, 28) whose pixels stand in another order, the same in all of them."""
    return images.reshape(len(images), -1)[:, order].reshape(images.shape)


def summarise(rows: pd.DataFrame) -> Measured:
    """Accuracy by network and size, how far network A is ahead of the better perceptron, what shuffled pixels change.

    Returns:
        Numbers: `parameters`, `sizes`, `steps` (all) and `most_steps`; after the most steps `accuracy` and `shuffled`,
        by network a list of statistics; `by_steps`, for each number of steps `steps` and the mean accuracy `a` by size.
        `lead` is A minus the better perceptron (means) by size, `least_lead` with `least_lead_size`; `lead_with_fewer`
        is A after `few` examples (`with_few`) minus the small perceptron after `many` (`with_many`);
        `more_examples` is what the last step to a larger set adds to A, `more_steps` what the steps after the first
        count add, on the largest set, and `more_steps_of_few` on the smallest;
        `wide_lead` is the wide perceptron minus the small one, the least by size; `lost_by_shuffling` is, by network,
        the accuracy on whole pixels minus that on shuffled ones for the largest size.

    Raises:
        ValueError: no size is smaller than the largest by the factor `FEWER`.
    """
    most = int(rows.steps.max())
    ended = rows[rows.steps == most]

    def table(name: str, pixels: str = "whole", of: pd.DataFrame = ended) -> pd.DataFrame:
        chosen = of[(of.network == name) & (of.pixels == pixels)]
        return chosen.pivot(index="size", columns="seed", values="test_accuracy")

    tables = {name: table(name) for name in NETWORKS}
    moved = {name: table(name, "shuffled") for name in SHUFFLED}
    means = pd.DataFrame({name: found.mean(axis=1) for name, found in tables.items()})
    perceptron = means[["mlp", "wide"]].max(axis=1)
    lead = means["a"] - perceptron
    sizes = [int(size) for size in means.index]
    fewer = [size for size in sizes if size * FEWER <= sizes[-1]]
    if not fewer:
        raise ValueError(f"sizes: none of {sizes} is at most {sizes[-1]}/{FEWER}")
    few, many = fewer[-1], sizes[-1]
    early = table("a", of=rows[rows.steps == rows.steps.min()]).mean(axis=1)

    def by_size(found: dict[str, pd.DataFrame]) -> dict[str, list]:
        return {name: [over_seeds(row.tolist()) for _, row in each.iterrows()] for name, each in found.items()}

    numbers = {
        "parameters": {name: int(rows[rows.network == name].parameters.iloc[0]) for name in NETWORKS},
        "sizes": sizes,
        "steps": sorted(int(count) for count in rows.steps.unique()),
        "most_steps": most,
        "accuracy": by_size(tables),
        "shuffled": by_size(moved),
        "by_steps": [
            {"steps": int(count), "a": table("a", of=part).mean(axis=1).tolist()}
            for count, part in rows.groupby("steps")
        ],
        "lead": lead.tolist(),
        "least_lead": float(lead.min()),
        "least_lead_size": int(lead.idxmin()),
        "few": few,
        "many": many,
        "with_few": float(means["a"][few]),
        "with_many": float(means["mlp"][many]),
        "lead_with_fewer": float(means["a"][few] - means["mlp"][many]),
        "wide_lead": float((means["wide"] - means["mlp"]).min()),
        "more_examples": float(means["a"].iloc[-1] - means["a"].iloc[-2]),
        "more_steps": float(means["a"].iloc[-1] - early.iloc[-1]),
        "more_steps_of_few": float(means["a"].iloc[0] - early.iloc[0]),
        "lost_by_shuffling": {
            name: float(means[name].iloc[-1] - found.mean(axis=1).iloc[-1]) for name, found in moved.items()
        },
    }
    arrays = {"sizes": np.array(sizes), **{name: found.to_numpy() for name, found in tables.items()}}
    return Measured(numbers, arrays | {f"{name}_shuffled": found.to_numpy() for name, found in moved.items()})
