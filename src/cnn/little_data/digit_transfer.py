"""Network A's convolutions, learnt on the digits 0 to 4: do they serve to read 5 to 9?"""

from copy import deepcopy

import numpy as np
import pandas as pd
from torch import nn

from cnn.data.mnist import Digits, describe
from cnn.learning.training import evaluate, examples, initialise, predict
from cnn.little_data.transfer import compare, some_of_each, train_steps
from cnn.networks.digits import network_a
from lecture.studies.measured import Measured

SOURCE, TARGET = range(5), range(5, 10)
BASE = 8  # layers of network A: the convolutions with what stands between them, and the flattening
BATCH_SIZE, LEARNING_RATE, TUNING_RATE = 32, 0.001, 0.0003

READS = {"digits": "data"}


def run(
    digits: Digits,
    seed: int,
    device: str,
    source_examples: int,
    source_steps: int,
    target_examples: list[int],
    steps: int,
) -> pd.DataFrame:
    """Learn 0 to 4 once, then 5 to 9 from few examples, in three ways.

    Args:
        source_examples: of each digit from 0 to 4.
        source_steps: of the optimiser, on them.
        target_examples: numbers of examples of each digit from 5 to 9.
        steps: of the optimiser, for each of the ways; fine-tuning comes after as many steps with a frozen base.

    Returns:
        Rows `way`, `examples` (of each digit), `accuracy` on the test digits from 5 to 9, in [0, 1].
    """
    numbers = describe(digits)
    mean, std = numbers["mean"], numbers["std"]

    def chosen(classes, count):
        places = some_of_each(digits.train_labels, classes, count, seed)
        return examples(digits.train_images[places], digits.train_labels[places], mean, std, device)

    asked = np.isin(digits.test_labels, TARGET)
    test_set = examples(digits.test_images[asked], digits.test_labels[asked], mean, std, device)
    source = initialise(network_a, seed).to(device)
    train_steps(source, chosen(SOURCE, source_examples), source_steps, BATCH_SIZE, LEARNING_RATE, seed)

    rows = []
    for count in target_examples:
        training_set = chosen(TARGET, count)
        scratch = initialise(network_a, seed).to(device)
        train_steps(scratch, training_set, steps, BATCH_SIZE, LEARNING_RATE, seed)

        # The base doesn't change, so its features are computed once; only the classifier is trained on them.
        base, classifier = source[:BASE], initialise(network_a, seed).to(device)[BASE:]
        features = predict(base, training_set[0]).clone()
        train_steps(classifier, (features, training_set[1]), steps, BATCH_SIZE, LEARNING_RATE, seed)
        frozen = nn.Sequential(base, classifier)
        rows += [("scratch", count, evaluate(scratch, test_set)[1]), ("frozen", count, evaluate(frozen, test_set)[1])]

        tuned = deepcopy(nn.Sequential(*base, *classifier))
        train_steps(tuned, training_set, steps, BATCH_SIZE, TUNING_RATE, seed)
        rows.append(("fine_tuned", count, evaluate(tuned, test_set)[1]))
    return pd.DataFrame(rows, columns=["way", "examples", "accuracy"])


def summarise(rows: pd.DataFrame) -> Measured:
    """The three ways over seeds: see `cnn.little_data.transfer.compare`."""
    return compare(rows, repeats=["seed"])
