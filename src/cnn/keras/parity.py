"""Does it matter which framework trains? Network B by Keras's own step and by our loop, from the same weights.

Both see the same batches. Without dropout the two losses should be the same numbers up to rounding, if it were not for
Adam's ε: Keras adds it to √v, PyTorch to √(v / (1 − β₂ᵗ)), so the first steps differ unless ε is negligible. With
dropout each framework draws its own masks, and only the results can be compared.
"""

import keras
import numpy as np
import pandas as pd
from torch import nn

from cnn.data.mnist import Digits, subset
from cnn.learning.environment import AT_ONCE
from cnn.learning.training import Examples, Recipe, evaluate, examples, initialise, shuffled, train
from cnn.networks.digits import network_b
from cnn.networks.keras import carry_weights
from cnn.networks.keras import network_b as keras_network_b
from lecture.studies.measured import Measured, over_seeds

BATCH_SIZE = 64
EPSILON, NEGLIGIBLE = 1e-7, 1e-14  # Keras's default; far below the root of any squared gradient that matters
# The rate of dropout and Adam's ε.
CONDITIONS = {"exact": (0.0, NEGLIGIBLE), "epsilon": (0.0, EPSILON), "dropout": (0.5, EPSILON)}

READS = {"digits": "data"}
NEEDS = {"train": "training_examples"}


def run(digits: Digits, seed: int, device: str, training_examples: int, test_examples: int) -> pd.DataFrame:
    """Train network B for one epoch in both frameworks, under each of the conditions.

    Args:
        training_examples, test_examples: how many of the digits are used.

    Returns:
        Rows `condition`, `framework`, `batch` (from 1), `loss` in nats, `accuracy` (none); with dropout a row with
        batch 0, too: loss and accuracy in [0, 1] on the test examples. Without it the losses of the batches tell all.
    """
    chosen = subset(digits.train_images, digits.train_labels, training_examples, seed)
    training_set = examples(*chosen, 0, 1, device)
    test_set = examples(digits.test_images[:test_examples], digits.test_labels[:test_examples], 0, 1, device)
    tables = []
    for condition, (rate, epsilon) in CONDITIONS.items():
        tested = test_set if rate else None
        network = initialise(network_b, seed).to(device)
        network.dropout3.p = rate
        model = keras_network_b()
        carry_weights(model, {name: tensor.cpu().numpy() for name, tensor in network.state_dict().items()})
        model.get_layer("dropout3").rate = rate
        tables += [
            _by_our_loop(network, training_set, tested, epsilon, seed).assign(condition=condition, framework="torch"),
            _by_keras(model, *chosen, tested, epsilon, seed).assign(condition=condition, framework="keras"),
        ]
    return pd.concat(tables).astype({"accuracy": float})[["condition", "framework", "batch", "loss", "accuracy"]]


def _by_our_loop(
    network: nn.Module, training_set: Examples, tested: Examples | None, epsilon: float, seed: int
) -> pd.DataFrame:
    recipe = Recipe(1, BATCH_SIZE, {"name": "Adam", "lr": 0.001, "eps": epsilon, "fused": True}, seed)
    some = training_set[0][:100], training_set[1][:100]  # what the loop itself evaluates on is not needed here
    rows = [row for row in train(network, training_set, some, recipe).rows if row["split"] == "train"]
    if tested:
        loss, accuracy = evaluate(network, tested, AT_ONCE)
        rows.append({"batch": 0, "loss": loss, "accuracy": accuracy})
    return pd.DataFrame(rows)


def _by_keras(
    model: keras.Model, images: np.ndarray, labels: np.ndarray, tested: Examples | None, epsilon: float, seed: int
) -> pd.DataFrame:
    keras.utils.set_random_seed(seed)
    model.compile(
        optimizer=keras.optimizers.Adam(0.001, epsilon=epsilon),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    pixels, rows = images[..., np.newaxis].astype(np.float32) / 255, []
    for batch, chosen in enumerate(shuffled(len(images), seed, epoch=1).split(BATCH_SIZE), start=1):
        model.reset_metrics()  # the loss of this batch, not the mean since the first one
        loss, _ = model.train_on_batch(pixels[chosen], labels[chosen])
        rows.append({"batch": batch, "loss": float(loss), "accuracy": None})
    if tested:
        tests, answers = (tensor.cpu().numpy() for tensor in tested)
        loss, accuracy = model.evaluate(tests.transpose(0, 2, 3, 1), answers, batch_size=AT_ONCE, verbose=0)
        rows.append({"batch": 0, "loss": loss, "accuracy": accuracy})
    return pd.DataFrame(rows)


def summarise(rows: pd.DataFrame) -> Measured:
    """Compare the two frameworks.

    Returns:
        Numbers: `batches`; `exact.largest_difference` and `epsilon.largest_difference` of the losses of a batch, in
        nats, with negligible and with the default ε; `exact.first_difference`, that of the first batch; and under
        `dropout` the test accuracies over seeds of `torch`, of `keras` and their paired `difference`.
        Arrays: the losses of both frameworks under both conditions without dropout, (seeds, batches).
    """
    losses = {
        f"{condition}_{framework}": rows.query("condition == @condition and framework == @framework and batch > 0")
        .pivot(index="seed", columns="batch", values="loss")
        .to_numpy()
        for condition in ("exact", "epsilon")
        for framework in ("torch", "keras")
    }
    numbers: dict = {"batches": losses["exact_torch"].shape[1]}
    for condition in ("exact", "epsilon"):
        difference = np.abs(losses[f"{condition}_torch"] - losses[f"{condition}_keras"])
        numbers[condition] = {
            "largest_difference": float(difference.max()),
            "first_difference": float(difference[:, 0].max()),
        }
    tests = rows.query("condition == 'dropout' and batch == 0")
    tests = tests.pivot(index="seed", columns="framework", values="accuracy")
    numbers["dropout"] = {
        "torch": over_seeds(tests["torch"]),
        "keras": over_seeds(tests["keras"]),
        "difference": over_seeds(tests["torch"] - tests["keras"]),
    }
    return Measured(numbers, losses)
