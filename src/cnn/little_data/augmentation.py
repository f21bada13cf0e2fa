"""Network A from few digits: what do moved copies of them bring, and what do mirrored ones?"""

import numpy as np
import pandas as pd
from torch import nn

from cnn.data.mnist import Digits, describe, subset
from cnn.learning.training import examples, initialise, predict
from cnn.little_data.augment import Augment
from cnn.little_data.transfer import train_steps
from cnn.networks.digits import network_a
from lecture.studies.measured import Measured, over_seeds

BATCH_SIZE, LEARNING_RATE = 64, 0.002
# As far as people's own writing differs; a digit in MNIST is centred and 20 pixels high.
MOVED = {"degrees": 12, "shift": 0.07, "shear": 10, "zoom": 0.12}
AUGMENTATIONS = {"none": {}, "moved": MOVED, "flipped": {"flip": 0.5}}
CONFUSED = 6  # pairs that are shown

READS = {"digits": "data"}
NEEDS = {"train": "(training_examples + [flip_examples]) | max"}


def run(
    digits: Digits, seed: int, device: str, training_examples: list[int], flip_examples: int, steps: int
) -> pd.DataFrame:
    """Train network A on subsets, with and without augmentation.

    Args:
        training_examples: sizes of the subsets.
        flip_examples: the size with which a flip is tried.
        steps: of the optimiser, for every size.

    Returns:
        Rows `augmentation`, `examples`, `digit` and `answer` (0 to 9), `images` (how many of a digit had that answer).
    """
    numbers = describe(digits)
    mean, std = numbers["mean"], numbers["std"]
    test_images, _ = examples(digits.test_images, digits.test_labels, mean, std, device)
    trials = [(kind, size) for size in training_examples for kind in ("none", "moved")]
    if flip_examples not in training_examples:
        trials.append(("none", flip_examples))
    trials.append(("flipped", flip_examples))
    rows = []
    for kind, size in trials:
        chosen = subset(digits.train_images, digits.train_labels, size, seed)
        settings = AUGMENTATIONS[kind]
        network = initialise(lambda settings=settings: nn.Sequential(Augment(**settings), *network_a()), seed)
        if kind == "none":
            network = network[1:]
        network = network.to(device)
        train_steps(network, examples(*chosen, mean, std, device), steps, BATCH_SIZE, LEARNING_RATE, seed)
        answers = predict(network, test_images).argmax(dim=1).cpu().numpy()
        for digit in range(10):
            counts = np.bincount(answers[digits.test_labels == digit], minlength=10)
            rows += [(kind, size, digit, answer, int(count)) for answer, count in enumerate(counts)]
    return pd.DataFrame(rows, columns=["augmentation", "examples", "digit", "answer", "images"])


def summarise(rows: pd.DataFrame) -> Measured:
    """Compare the accuracies.

    Returns:
        Numbers: `rows`, one for each number of examples that was trained with and without augmentation, its first and
        its last as `few` and `many`: `examples`, the accuracies `none` and `moved` over seeds and the paired `gain`.
        Under `flip`: `examples`, `none`, `flipped`, the paired `loss`; `digits`: `digit`, `none`, `flipped`, `loss`
        (means); `confused`, the pairs that the flip confuses most, worst first: `digit`, `answer`, the shares `none`
        and `flipped` of the digit's images that were answered so, and `excess`, their difference (means);
        `five_as_three` and `five_as_two`, that difference of the fives taken for threes and for twos, over seeds.
        Arrays: `examples` (S,), `none` and `moved` (seeds, S); `flip_none`, `flip_flipped` (seeds, 10), by digit.
    """
    rows = rows.assign(right=rows.images.where(rows.digit == rows.answer, 0))
    sums = rows.groupby(["augmentation", "examples", "seed"])[["right", "images"]].sum()
    accuracy = (sums.right / sums.images).unstack("seed")
    table = [
        {"examples": int(size)}
        | {kind: over_seeds(accuracy.loc[kind, size]) for kind in ("none", "moved")}
        | {"gain": over_seeds(accuracy.loc["moved", size] - accuracy.loc["none", size])}
        for size in accuracy.loc["moved"].index
    ]
    [size] = accuracy.loc["flipped"].index
    tried = rows[rows.examples == size].set_index(["seed", "digit", "answer"])
    counts = {kind: tried[tried.augmentation == kind].images for kind in ("none", "flipped")}
    shares = {kind: count / count.groupby(["seed", "digit"]).transform("sum") for kind, count in counts.items()}
    by_digit = {
        kind: share[share.index.get_level_values("digit") == share.index.get_level_values("answer")]
        .droplevel("answer")
        .unstack("digit")
        for kind, share in shares.items()
    }
    losses = by_digit["none"] - by_digit["flipped"]
    excess = (shares["flipped"] - shares["none"]).unstack(["digit", "answer"])
    mistaken = excess.mean()[lambda means: [digit != answer for digit, answer in means.index]]
    means = {kind: share.groupby(["digit", "answer"]).mean() for kind, share in shares.items()}
    flip = {
        "examples": int(size),
        "none": over_seeds(accuracy.loc["none", size]),
        "flipped": over_seeds(accuracy.loc["flipped", size]),
        "loss": over_seeds(accuracy.loc["none", size] - accuracy.loc["flipped", size]),
        "digits": [
            {"digit": digit, "loss": float(losses[digit].mean())}
            | {kind: float(values[digit].mean()) for kind, values in by_digit.items()}
            for digit in range(10)
        ],
        "confused": [
            {"digit": int(digit), "answer": int(answer), "excess": float(value)}
            | {kind: float(mean[digit, answer]) for kind, mean in means.items()}
            for (digit, answer), value in mistaken.nlargest(CONFUSED).items()
        ],
        "five_as_three": over_seeds(excess[5, 3]),
        "five_as_two": over_seeds(excess[5, 2]),
    }
    sizes = [row["examples"] for row in table]
    return Measured(
        {"rows": table, "few": table[0], "many": table[-1], "flip": flip},
        {"examples": np.array(sizes)}
        | {kind: accuracy.loc[kind].loc[sizes].to_numpy().T for kind in ("none", "moved")}
        | {f"flip_{kind}": values.to_numpy() for kind, values in by_digit.items()},
    )
