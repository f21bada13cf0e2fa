"""The curve on the watched examples, and the end on all."""

import pandas as pd
import torch

from cnn.learning.learning_curve import END, learning_curve
from cnn.learning.training import Recipe, evaluate, initialise, train


def network() -> torch.nn.Sequential:
    return torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(9, 2), torch.nn.LogSoftmax(dim=1))


def test_it_is_watched_on_the_first_examples_and_evaluated_on_all_of_them():
    images = torch.rand(60, 1, 3, 3, generator=torch.Generator().manual_seed(1))
    labels = (images[:, 0, 1, 1] > 0.5).long()
    training_set, test_set = (images[:40], labels[:40]), (images[40:], labels[40:])
    recipe = Recipe(3, 8, {"name": "SGD", "lr": 0.5}, seed=2)
    curve = learning_curve(network, training_set, test_set, 7, recipe)

    again = initialise(network, recipe.seed)
    watched = test_set[0][:7], test_set[1][:7]
    tested = [row for row in train(again, training_set, watched, recipe).rows if row["split"] == "test"]
    end = dict(zip(("loss", "accuracy"), evaluate(again, test_set), strict=True))
    assert evaluate(again, watched) != evaluate(again, test_set)  # or the test could not tell them apart
    columns = ["epoch", "examples_seen", "loss", "accuracy"]
    expected = pd.DataFrame([*tested, {"epoch": END, "examples_seen": 120} | end])[columns]
    pd.testing.assert_frame_equal(curve, expected, check_exact=True)
