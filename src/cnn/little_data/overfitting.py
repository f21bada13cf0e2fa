"""A hundred digits: the training loss falls to nothing, the loss on others turns round. And the same, moved."""

import pandas as pd
from torch import nn

from cnn.data.mnist import Digits, describe
from cnn.learning.training import evaluate, examples, initialise
from cnn.little_data.augment import Augment
from cnn.little_data.augmentation import AUGMENTATIONS
from cnn.little_data.transfer import some_of_each, train_steps
from cnn.networks.digits import network_a
from lecture.studies.measured import Measured, over_seeds

BATCH_SIZE, LEARNING_RATE = 32, 0.001
KINDS = ("none", "moved")

READS = {"digits": "data"}
NEEDS = {"train": "held_out + 10 * of_each"}


def run(digits: Digits, seed: int, device: str, *, of_each: int, held_out: int, steps: int, every: int) -> pd.DataFrame:
    """Train network A on a few digits, as they are and moved, and look from time to time.

    Args:
        of_each: digits of each class to learn from.
        held_out: images that only the choice of a step sees, the last of the training set, and as many of the test set.
        steps: of the optimiser.
        every: after so many steps the losses are taken, without dropout and on images that were not moved.

    Returns:
        Rows `augmentation`, `step` and, for each of `training`, `validation` and `test`, `…_loss` (nats) and
        `…_accuracy` in [0, 1].
    """
    numbers = describe(digits)
    mean, std = numbers["mean"], numbers["std"]
    images, labels = digits.train_images[:-held_out], digits.train_labels[:-held_out]
    chosen = some_of_each(labels, range(10), of_each, seed)
    sets = {
        "training": (images[chosen], labels[chosen]),
        "validation": (digits.train_images[-held_out:], digits.train_labels[-held_out:]),
        "test": (digits.test_images[:held_out], digits.test_labels[:held_out]),
    }
    sets = {name: examples(*pair, mean, std, device) for name, pair in sets.items()}
    rows = []
    for kind in KINDS:
        network = initialise(lambda kind=kind: nn.Sequential(Augment(**AUGMENTATIONS[kind]), *network_a()), seed)
        network = network.to(device)

        def look(step: int, network: nn.Module = network, kind: str = kind) -> None:
            if step % every == 0:
                found = {name: evaluate(network, pair) for name, pair in sets.items()}
                rows.append((kind, step, *(value for pair in found.values() for value in pair)))

        look(0)
        train_steps(network, sets["training"], steps, BATCH_SIZE, LEARNING_RATE, seed, look)
    measured = [f"{name}_{what}" for name in sets for what in ("loss", "accuracy")]
    return pd.DataFrame(rows, columns=["augmentation", "step", *measured])


def summarise(rows: pd.DataFrame) -> Measured:
    """What a hundred digits do to a network, over seeds.

    Returns:
        Numbers: `steps`; for `none` and `moved` the `end` and the `best` step, that of the least validation loss: its
        `step` and the six losses and accuracies, over seeds; `gap`, of validation and training loss at the end without
        augmentation; `turned`, the rise of the validation loss behind its least; `stopped`, what stopping there saves
        of the test loss; `moved_gain`, what moved copies save of the validation loss at the end.
        Arrays: `steps` (S,), and `none_training`, `none_validation`, `moved_training`, `moved_validation` (seeds, S),
        losses.
    """
    tables = {kind: dict(list(group.groupby("seed"))) for kind, group in rows.groupby("augmentation")}
    ends = {kind: [table.iloc[-1] for table in by.values()] for kind, by in tables.items()}
    best = {kind: [table.loc[table.validation_loss.idxmin()] for table in by.values()] for kind, by in tables.items()}
    measured = [name for name in rows.columns if name.endswith(("_loss", "_accuracy"))]

    def told(found: list[pd.Series]) -> dict:
        return {name: over_seeds(row[name] for row in found) for name in ("step", *measured)}

    end, least, moved = ends["none"], best["none"], ends["moved"]
    arrays = {
        f"{kind}_{name}": group.pivot(index="seed", columns="step", values=f"{name}_loss").to_numpy()
        for kind, group in rows.groupby("augmentation")
        for name in ("training", "validation")
    }
    return Measured(
        {kind: {"end": told(ends[kind]), "best": told(best[kind])} for kind in KINDS}
        | {
            "gap": over_seeds(row.validation_loss - row.training_loss for row in end),
            "turned": over_seeds(a.validation_loss - b.validation_loss for a, b in zip(end, least, strict=True)),
            "stopped": over_seeds(a.test_loss - b.test_loss for a, b in zip(end, least, strict=True)),
            "moved_gain": over_seeds(a.validation_loss - b.validation_loss for a, b in zip(end, moved, strict=True)),
            "steps": int(rows.step.max()),
        },
        {"steps": rows.step.drop_duplicates().to_numpy()} | arrays,
    )
