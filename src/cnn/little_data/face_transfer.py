"""Is it a face? A few small photographs, and a base that was trained on a million others."""

from collections import OrderedDict
from copy import deepcopy
from functools import partial

import pandas as pd
import torch
from torch import nn

from cnn.learning.training import evaluate, initialise, predict
from cnn.little_data.transfer import compare, some_of_each, train_steps
from cnn.networks.pretrained import pretrained
from lecture.studies.measured import Arrays, Measured

BATCH_SIZE, LEARNING_RATE, TUNING_RATE = 16, 0.001, 0.0001
CLASSES = (0, 1)  # not a face, a face


def small_network() -> nn.Sequential:
    """Two convolutions 3×3 with max-pooling and a dense layer: (N, 1, 25, 25) → log-probabilities (N, 2)."""
    return nn.Sequential(
        OrderedDict(
            conv1=nn.Conv2d(1, 16, kernel_size=3),
            relu1=nn.ReLU(),
            pool1=nn.MaxPool2d(2),
            conv2=nn.Conv2d(16, 32, kernel_size=3),
            relu2=nn.ReLU(),
            pool2=nn.MaxPool2d(2),
            flatten=nn.Flatten(),
            dropout=nn.Dropout(0.5),
            fc=nn.Linear(512, 2),
            log_softmax=nn.LogSoftmax(dim=1),
        )
    )


def classifier(features: int = 1280) -> nn.Sequential:
    """Logistic regression over the features of the base: (N, features) → (N, 2)."""
    return nn.Sequential(nn.Linear(features, 2), nn.LogSoftmax(dim=1))


READS = {"features": "arrays face_features"}


def run(
    seed: int,
    device: str,
    features: Arrays,
    training_examples: list[int],
    test_examples: int,
    splits: int,
    steps: int,
    tuning_steps: int,
) -> pd.DataFrame:
    """Learn faces from few photographs in three ways, over several splits into training and test.

    Args:
        training_examples: numbers of training photographs of each class.
        test_examples: test photographs of each class.
        splits: how many.
        steps: of the optimiser, from scratch and for the classifier.
        tuning_steps: of the optimiser, on the last block and the classifier together.

    Returns:
        Rows `split`, `way`, `examples` (of both classes together), `accuracy` in [0, 1].

    Raises:
        ValueError: there are not as many photographs as are asked for.
    """
    labels = torch.from_numpy(features["labels"]).long().to(device)
    pixels = torch.from_numpy(features["images"]).to(device)[:, None].float() / 255
    pixels = (pixels - pixels.mean()) / pixels.std()
    maps = torch.from_numpy(features["maps"]).float().to(device)
    tail = pretrained(str(features["network"])).tail.to(device)
    vectors = predict(tail, maps).clone()

    rows = []
    for number in range(splits):
        draw = 1000 * seed + number
        order = some_of_each(features["labels"], CLASSES, max(training_examples) + test_examples, draw)
        order = torch.from_numpy(order.reshape(len(CLASSES), -1))
        test = order[:, :test_examples].flatten()
        for count in training_examples:
            chosen = order[:, test_examples : test_examples + count].flatten()
            known = labels[chosen]
            scratch = initialise(small_network, draw).to(device)
            train_steps(scratch, (pixels[chosen], known), steps, BATCH_SIZE, LEARNING_RATE, draw)

            head = initialise(partial(classifier, vectors.shape[1]), draw).to(device)
            train_steps(head, (vectors[chosen], known), steps, BATCH_SIZE, LEARNING_RATE, draw)
            found = {
                "scratch": evaluate(scratch, (pixels[test], labels[test])),
                "frozen": evaluate(head, (vectors[test], labels[test])),
            }
            tuned = nn.Sequential(deepcopy(tail), head)
            train_steps(tuned, (maps[chosen], known), tuning_steps, BATCH_SIZE, TUNING_RATE, draw)
            found["fine_tuned"] = evaluate(tuned, (maps[test], labels[test]))
            rows += [(number, way, 2 * count, accuracy) for way, (_, accuracy) in found.items()]
    return pd.DataFrame(rows, columns=["split", "way", "examples", "accuracy"])


def summarise(rows: pd.DataFrame) -> Measured:
    """The three ways over all splits of all seeds: see `cnn.little_data.transfer.compare`."""
    return compare(rows, repeats=["seed", "split"])
