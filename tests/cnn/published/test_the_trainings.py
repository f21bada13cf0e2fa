"""The raw results fit together: history, answers, weights, recipe and data."""

import hashlib
import math
from statistics import mean, stdev

import numpy as np
import pytest


@pytest.fixture(params=["a", "b"])
def network(request) -> str:
    return request.param


def numbers(build, network: str) -> dict:
    """The group of a network's numbers, without its name."""
    prefix = f"network_{network}."
    return {name.removeprefix(prefix): value for name, value in build.numbers.items() if name.startswith(prefix)}


def test_the_history_ends_with_the_answers(build, network):
    for training, accuracy in zip(build.trainings[network], build.accuracies(network), strict=True):
        last, answers = training.history.iloc[-1], training.answers["trained"].astype(np.float64)
        assert last.split == "test"
        assert last.accuracy == pytest.approx(accuracy, abs=1e-6)
        assert last.loss == pytest.approx(-answers[np.arange(len(build.labels)), build.labels].mean(), abs=1e-5)


def test_the_history_begins_with_the_untrained_answers(build, network):
    for training, accuracy in zip(build.trainings[network], build.accuracies(network, "untrained"), strict=True):
        first = training.history.iloc[0]
        assert (first.epoch, first.examples_seen, first.split) == (0, 0, "test")
        assert first.accuracy == pytest.approx(accuracy, abs=1e-6)


def test_answers_are_log_probabilities(build, network):
    for training in build.trainings[network]:
        for answers in training.answers.values():
            assert answers.shape == (len(build.labels), 10)
            np.testing.assert_allclose(np.exp(answers.astype(np.float64)).sum(axis=1), 1, atol=1e-5)


def test_the_history_is_as_long_as_the_recipe_says(build, network):
    for training in build.trainings[network]:
        recipe, history = training.recipe, training.history
        batches = math.ceil(recipe["training_examples"] / recipe["batch_size"])
        trained, tested = history[history.split == "train"], history[history.split == "test"]
        assert tested.epoch.tolist() == list(range(recipe["epochs"] + 1))
        assert trained.groupby("epoch").size().tolist() == [batches] * recipe["epochs"]
        assert tested.examples_seen.tolist() == [n * recipe["training_examples"] for n in range(recipe["epochs"] + 1)]
        assert np.isfinite(history.loss).all()


def test_the_loss_falls(build, network):
    for training in build.trainings[network]:
        tested = training.history[training.history.split == "test"]
        assert tested.loss.iloc[-1] < tested.loss.iloc[0] / 2


def test_every_seed_is_another_training(build, network):
    trainings = build.trainings[network]
    assert len({training.recipe["seed"] for training in trainings}) == len(trainings)
    assert len({training.weights["conv1.weight"].tobytes() for training in trainings}) == len(trainings)


def test_trainings_of_a_network_differ_in_their_seeds_only(build, network):
    same = ["build", "images", "epochs", "batch_size", "optimiser", "training_examples", "code", "versions", "inputs"]
    recipes = [{key: training.recipe[key] for key in same} for training in build.trainings[network]]
    assert all(recipe == recipes[0] for recipe in recipes)


def test_the_recipe_names_the_data_by_its_digest(build, network):
    for training in build.trainings[network]:
        inputs = training.recipe["inputs"]
        assert len(inputs) == 4
        for path, digest in inputs.items():
            assert hashlib.sha256((build.root / path).read_bytes()).hexdigest() == digest
            assert build.manifest["inputs"][path] == digest


def test_the_published_recipes_are_those_of_the_trainings(build):
    for trainings in build.trainings.values():
        for training in trainings:
            file = (training.folder / "recipe.json").relative_to(build.root).as_posix()
            told = build.manifest["recipes"][file]
            assert told == {key: value for key, value in training.recipe.items() if key != "examples_per_second"}


def test_the_published_files_are_those_of_the_manifest(build):
    for path, digest in build.manifest["published"].items():
        assert hashlib.sha256((build.root / path).read_bytes()).hexdigest() == digest


def test_parameters(build, network):
    found = numbers(build, network)
    for training in build.trainings[network]:
        assert found["parameters"] == sum(math.prod(array.shape) for array in training.weights.values())
    sizes = {name: array.size for name, array in build.trainings[network][0].weights.items()}
    for layer in found["layers"]:
        name = layer["layer"]
        assert layer["parameters"] == sizes.get(f"{name}.weight", 0) + sizes.get(f"{name}.bias", 0)


def test_the_numbers_of_the_recipe(build, network):
    found, recipe = numbers(build, network), build.trainings[network][0].recipe
    for name in ("epochs", "batch_size", "training_examples", "seed", "device", "threads"):
        assert found[name] == recipe[name]
    assert found["seeds"] == len(build.trainings[network])
    assert found["learning_rate"] == recipe["optimiser"]["lr"]
    assert found["test_examples"] == len(build.labels)


def test_the_numbers_of_the_test(build, network):
    found, accuracies = numbers(build, network), build.accuracies(network)
    assert found["test_accuracy.mean"] == pytest.approx(mean(accuracies), abs=1e-9)
    assert (found["test_accuracy.min"], found["test_accuracy.max"]) == (min(accuracies), max(accuracies))
    if len(accuracies) == 1:
        assert found["test_accuracy.std"] is None
    else:
        assert found["test_accuracy.std"] == pytest.approx(stdev(accuracies), abs=1e-9)
    wrong = build.trainings[network][0].answers["trained"].argmax(axis=1) != build.labels
    assert found["wrong"] == wrong.sum()
    assert found["grid_right"] == found["grid_total"] - wrong[: found["grid_total"]].sum()
    losses = [training.history.loss.iloc[-1] for training in build.trainings[network]]
    assert found["test_loss.mean"] == pytest.approx(mean(losses), abs=1e-9)


def test_the_numbers_of_the_data(build):
    pixels = build.read("train-images-idx3-ubyte").astype(np.float32) / 255
    assert build.numbers["dataset.mean"] == pytest.approx(pixels.mean(dtype=np.float64), abs=1e-7)
    assert build.numbers["dataset.std"] == pytest.approx(pixels.std(dtype=np.float64), abs=1e-7)
    assert build.numbers["dataset.test_counts"] == np.bincount(build.labels).tolist()
    assert build.numbers["dataset.train_counts"] == np.bincount(build.read("train-labels-idx1-ubyte")).tolist()


def test_images_are_scaled_with_the_numbers_of_the_training_set(build):
    for trainings in build.trainings.values():
        for recipe in (training.recipe for training in trainings):
            wanted = (build.numbers["dataset.mean"], build.numbers["dataset.std"])
            assert (recipe["mean"], recipe["std"]) == (wanted if recipe["images"] == "standardised" else (0, 1))
