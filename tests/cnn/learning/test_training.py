"""The loop on tiny data: what it depends on, what it reports, and that it learns."""

import math
from collections import Counter
from dataclasses import replace
from itertools import chain

import numpy as np
import pytest
import torch
from torch import nn

from cnn.learning.checkpoints import Checkpoint
from cnn.learning.devices import make_deterministic
from cnn.learning.history import History, TrainingError
from cnn.learning.training import (
    Recipe,
    evaluate,
    examples,
    initialise,
    make_optimiser,
    predict,
    shuffled,
    train,
)
from cnn.networks.digits import network_a

RECIPE = Recipe(epochs=2, batch_size=4, optimiser={"name": "SGD", "lr": 0.1, "momentum": 0.5}, seed=1)


def small() -> nn.Module:
    """With a convolution and dropout, as the lecture's networks have them."""
    return nn.Sequential(
        nn.Conv2d(1, 3, 3),
        nn.ReLU(),
        nn.Dropout2d(0.5),
        nn.Flatten(),
        nn.Linear(48, 10),
        nn.LogSoftmax(dim=1),
    )


def digits(count: int, seed: int = 0):
    """Images (count, 1, 6, 6) whose class is the place of a bright pixel, and their labels."""
    generator = torch.Generator().manual_seed(seed)
    labels = torch.arange(count) % 10
    images = 0.1 * torch.rand(count, 1, 6, 6, generator=generator)
    images.view(count, 36)[torch.arange(count), 10 + labels] += 2
    return images, labels


TRAINING_SET, TEST_SET = digits(10), digits(7, seed=1)


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    """Faster for so little data."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def trained(recipe=RECIPE, seed=None, **more):
    """The weights as one tensor, and the history."""
    network = initialise(small, recipe.seed if seed is None else seed)
    history = train(network, TRAINING_SET, TEST_SET, recipe, **more)
    return torch.cat([p.detach().flatten() for p in network.parameters()]), history


def test_the_same_seed_gives_the_same_weights_bit_for_bit():
    first, history = trained()
    torch.rand(17)  # whatever was drawn before
    second, again = trained()
    assert torch.equal(first, second)
    assert history.rows == again.rows


def test_another_seed_gives_other_weights():
    weights, _ = trained()
    assert not torch.equal(weights, trained(replace(RECIPE, seed=2))[0])
    # from the same start: shuffling and dropout have the seed too
    assert not torch.equal(weights, trained(replace(RECIPE, seed=2), seed=1)[0])


def test_watching_does_not_change_the_weights():
    weights, _ = trained()
    seen = []

    def watch(history: History) -> None:
        seen.append(dict(history.rows[-1]))

    watched, history = trained(watch=watch)
    assert torch.equal(weights, watched)
    # after every batch and every evaluation but the one before the first epoch
    assert seen == history.rows[1:]


def test_one_more_evaluation_after_an_epoch_does_not_change_the_weights():
    weights, _ = trained()
    network = initialise(small, RECIPE.seed)

    def watch(history: History) -> None:
        if history.rows[-1]["split"] == "test":
            evaluate(network, TEST_SET)

    train(network, TRAINING_SET, TEST_SET, RECIPE, watch)
    assert torch.equal(weights, torch.cat([p.detach().flatten() for p in network.parameters()]))


def test_a_larger_test_set_does_not_change_the_weights():
    weights, _ = trained()
    network = initialise(small, RECIPE.seed)
    train(network, TRAINING_SET, digits(50), RECIPE)
    assert torch.equal(weights, torch.cat([p.detach().flatten() for p in network.parameters()]))


def test_rows_of_the_history():
    _, history = trained()
    place = [(row["epoch"], row["batch"], row["examples_seen"], row["split"]) for row in history.rows]
    assert place == [
        (0, 0, 0, "test"),
        *((1, 1, 4, "train"), (1, 2, 8, "train"), (1, 3, 10, "train"), (1, 0, 10, "test")),
        *((2, 1, 14, "train"), (2, 2, 18, "train"), (2, 3, 20, "train"), (2, 0, 20, "test")),
    ]
    for row in history.rows:
        assert list(row) == ["epoch", "batch", "examples_seen", "split", "loss", "accuracy"]
        assert math.isfinite(row["loss"])
        assert (row["accuracy"] is None) == (row["split"] == "train")
    assert history.examples_seen == 20


def test_the_history_agrees_with_the_network():
    network = initialise(small, 1)
    before = evaluate(network, TEST_SET)
    history = train(network, TRAINING_SET, TEST_SET, RECIPE)
    tests = [(row["loss"], row["accuracy"]) for row in history.rows if row["split"] == "test"]
    assert tests[0] == before
    assert tests[-1] == evaluate(network, TEST_SET) != before


def test_each_epoch_shows_every_example_once_in_another_order():
    shown = []

    class Spy(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.zeros(10))

        def forward(self, images):
            if self.training:
                shown.append(images[:, 0, 0, 0].tolist())
            return self.weight.log_softmax(0).expand(len(images), 10)

    images = torch.arange(10.0).reshape(10, 1, 1, 1)
    train(Spy(), (images, torch.zeros(10, dtype=torch.long)), (images, torch.zeros(10, dtype=torch.long)), RECIPE)
    first, second = [*chain(*shown[:3])], [*chain(*shown[3:])]
    assert [len(batch) for batch in shown] == [4, 4, 2] * 2
    assert sorted(first) == sorted(second) == images.flatten().tolist()
    assert first != second and first != sorted(first)


def test_the_order_does_not_depend_on_what_the_network_draws():
    def order(draws: int) -> list[float]:
        shown = []

        class Spy(nn.Linear):
            def forward(self, images):
                torch.rand(draws)
                shown.extend(images.flatten().tolist() if self.training else [])
                return super().forward(images.flatten(1)).log_softmax(1)

        images, labels = torch.arange(10.0).reshape(10, 1, 1, 1), torch.zeros(10, dtype=torch.long)
        train(Spy(1, 2), (images, labels), (images, labels), RECIPE)
        return shown

    assert order(0) == order(7)


def test_steps_are_those_of_gradient_descent():
    """Three steps on one example, each with the gradient of that step alone."""
    network, images, label = nn.Sequential(nn.Flatten(), nn.Linear(4, 3), nn.LogSoftmax(1)), torch.rand(1, 1, 2, 2), 2
    weights, bias = (p.detach().clone() for p in network.parameters())
    one = (images, torch.tensor([label]))
    train(network, one, one, Recipe(3, 1, {"name": "SGD", "lr": 0.5}, seed=1))
    x = images.flatten()
    for _ in range(3):
        gradient = (weights @ x + bias).softmax(0) - torch.eye(3)[label]
        weights, bias = weights - 0.5 * torch.outer(gradient, x), bias - 0.5 * gradient
    torch.testing.assert_close(network[1].weight.detach(), weights)
    torch.testing.assert_close(network[1].bias.detach(), bias)


def test_the_learning_rate_decays_from_epoch_to_epoch():
    """With one example and no momentum, the steps of three epochs are gradients times 0.5, 0.25 and 0.125."""
    network, images, label = nn.Sequential(nn.Flatten(), nn.Linear(4, 3), nn.LogSoftmax(1)), torch.rand(1, 1, 2, 2), 2
    bias = network[1].bias.detach().clone()
    one, steps = (images, torch.tensor([label])), []
    recipe = Recipe(3, 1, {"name": "SGD", "lr": 0.5}, seed=1, decay=0.5)

    def watch(history):
        if history.rows[-1]["split"] == "train":
            steps.append((network[1].bias.grad.clone(), network[1].bias.detach().clone()))

    train(network, one, one, recipe, watch)
    for rate, (gradient, after) in zip((0.5, 0.25, 0.125), steps, strict=True):
        torch.testing.assert_close(after, bias - rate * gradient)
        bias = after


@pytest.mark.parametrize("optimiser", [{"name": "SGD", "lr": 0.1, "momentum": 0.5}, {"name": "Adam", "lr": 0.02}])
def test_an_easy_problem_is_learnt(optimiser):
    training_set, test_set = digits(200), digits(100, seed=5)
    network = initialise(small, 3)
    history = train(network, training_set, test_set, Recipe(8, 20, optimiser, seed=3))
    first, last = history.rows[0], history.rows[-1]
    assert last["loss"] < first["loss"] / 2
    assert first["accuracy"] < 0.5 and last["accuracy"] > 0.9


def test_a_loss_that_is_no_number_stops_the_training_and_names_the_batch():
    wild = replace(RECIPE, optimiser={"name": "SGD", "lr": 1e30})
    with pytest.raises(TrainingError, match=r"^epoch 1, batch [23]: the loss is (nan|inf)"):
        train(initialise(small, 1), TRAINING_SET, TEST_SET, wild)


def test_a_loss_that_does_not_fall_stops_the_training_and_names_the_epoch():
    """Every label of the test set is another than in the training set."""
    images, labels = TRAINING_SET
    with pytest.raises(
        TrainingError, match=r"^epoch 1: the test loss does not fall: \d\.\d{4}, before training \d\.\d{4}"
    ):
        train(initialise(small, 1), TRAINING_SET, (images, (labels + 1) % 10), RECIPE)


def test_initialisation_depends_on_the_seed_alone():
    def weights(seed):
        return initialise(network_a, seed).state_dict()

    first = weights(1)
    torch.manual_seed(99)
    torch.rand(5)
    for name, tensor in weights(1).items():
        assert torch.equal(tensor, first[name])
    assert not torch.equal(weights(2)["conv1.weight"], first["conv1.weight"])


def test_initialisation_leaves_the_global_generator_alone():
    torch.manual_seed(5)
    wanted = torch.rand(3)
    torch.manual_seed(5)
    initialise(network_a, 1)
    assert torch.equal(torch.rand(3), wanted)


def test_make_optimiser():
    network = network_a()
    adam = make_optimiser(network, replace(RECIPE, optimiser={"name": "Adam", "lr": 0.01, "eps": 1e-7}))
    assert type(adam) is torch.optim.Adam
    assert (adam.defaults["lr"], adam.defaults["eps"]) == (0.01, 1e-7)
    assert Counter(map(id, network.parameters())) == Counter(id(p) for g in adam.param_groups for p in g["params"])


def test_make_optimiser_leaves_the_recipe_as_it_is():
    optimiser = {"name": "SGD", "lr": 0.1}
    for _ in range(2):
        make_optimiser(network_a(), Recipe(1, 1, optimiser, 1))
    assert optimiser == {"name": "SGD", "lr": 0.1}


def test_make_optimiser_refuses_what_torch_does_not_know():
    with pytest.raises(AttributeError, match="Adem"):
        make_optimiser(network_a(), replace(RECIPE, optimiser={"name": "Adem", "lr": 0.1}))
    with pytest.raises(TypeError, match="momentun"):
        make_optimiser(network_a(), replace(RECIPE, optimiser={"name": "SGD", "lr": 0.1, "momentun": 0.5}))


class Known(nn.Module):
    """Answers with the pixels themselves as logits."""

    def forward(self, images):
        return images.flatten(1).log_softmax(dim=1)


def test_evaluate_on_known_answers():
    probabilities = torch.tensor([[0.5, 0.25, 0.25], [0.2, 0.3, 0.5], [0.1, 0.8, 0.1], [0.6, 0.2, 0.2]])
    images, labels = probabilities.log().reshape(4, 1, 1, 3), torch.tensor([0, 1, 1, 2])
    loss, accuracy = evaluate(Known(), (images, labels))
    assert loss == pytest.approx(-math.log(0.5 * 0.3 * 0.8 * 0.2) / 4, rel=1e-6)
    assert accuracy == 0.5
    for batch_size in (1, 3, 4, 100):
        assert evaluate(Known(), (images, labels), batch_size) == (loss, accuracy)


def test_predict():
    network, images = small().train(), digits(25)[0]
    answers = predict(network, images, batch_size=10)
    assert not network.training and not answers.requires_grad
    assert answers.shape == (25, 10)
    with torch.no_grad():
        torch.testing.assert_close(answers, network(images))


def test_examples():
    pixels = np.array([[[0, 255], [51, 102]], [[255, 0], [0, 0]]], np.uint8)
    images, labels = examples(pixels, np.array([7, 3], np.uint8), mean=0.2, std=0.5)
    assert images.dtype == torch.float32 and labels.dtype == torch.int64
    torch.testing.assert_close(images[0, 0], torch.tensor([[-0.4, 1.6], [0.0, 0.4]]))
    assert images.shape == (2, 1, 2, 2) and labels.tolist() == [7, 3]


def test_examples_leave_the_pixels_as_they_are():
    pixels = np.full((1, 2, 2), 255, np.uint8)
    images, _ = examples(pixels, np.array([1]), mean=0, std=1)
    assert images.max() == images.min() == 1
    assert (pixels == 255).all()


def test_every_epoch_shows_every_example_once_in_an_order_of_its_own():
    orders = [shuffled(100, seed, epoch) for seed in (1, 2) for epoch in (1, 2)]
    assert all(order.sort().values.tolist() == list(range(100)) for order in orders)
    assert len({tuple(order.tolist()) for order in orders}) == 4
    assert torch.equal(orders[0], shuffled(100, seed=1, epoch=1))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here")
def test_on_a_gpu_the_same_seed_gives_the_same_bits_and_resumes_to_them(tmp_path):
    make_deterministic()
    recipe = Recipe(epochs=2, batch_size=64, optimiser={"name": "SGD", "lr": 0.01, "momentum": 0.5}, seed=1)
    generator = torch.Generator().manual_seed(0)
    images = torch.rand(640, 1, 28, 28, generator=generator).to("cuda")
    some = images, (torch.arange(640) % 10).to("cuda")

    def weights(checkpoint=None, kill_at=None):
        network = initialise(network_a, recipe.seed).to("cuda")

        def watch(history):
            if len(history.rows) == kill_at:
                raise KeyboardInterrupt

        train(network, some, some, recipe, watch, checkpoint)
        return torch.cat([p.detach().flatten() for p in network.parameters()])

    whole = weights()
    assert torch.equal(whole, weights())
    checkpoint = Checkpoint(tmp_path / "gpu.pt", {}, seconds=0)
    with pytest.raises(KeyboardInterrupt):
        weights(checkpoint, kill_at=15)
    assert torch.equal(whole, weights(checkpoint))
