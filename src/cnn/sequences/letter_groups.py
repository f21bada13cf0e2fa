"""Which groups of letters the filters of the network for words react to."""

import numpy as np
import torch
from numpy.lib.stride_tricks import sliding_window_view

from cnn.learning.training import Recipe, initialise, train
from cnn.sequences.data import ALPHABET, LANGUAGES, decode
from cnn.sequences.languages import BATCH_SIZE, OPTIMISERS, WIDTHS, parts
from cnn.sequences.networks import letter_cnn
from lecture.studies.measured import Arrays, Measured

FILTERS = 4  # of each language
GROUPS = 5  # of letters, for each filter
OFTEN = 3  # times a group has to be met in the test words: what is met once says little about a language
WIDTH = max(WIDTHS)

READS = {
    "words": "arrays words",
    "seed": "config experiments.languages.seeds.0",
    "epochs": "config experiments.languages.epochs",
    "training_words": "config experiments.languages.training_words",
    "test_words": "config experiments.languages.test_words",
}


def measure(words: Arrays, seed: int, epochs: int, training_words: int, test_words: int) -> Measured:
    """Train the widest window as the experiment does, and read what its filters answer to in the test words.

    Returns:
        Numbers: `width`, `filters` of the network, the `languages` in the order of the columns of `rows`: a row holds a
        filter for each language, those that speak most for it first, and for each filter the groups of letters that it
        answers to most, the strongest first.
    """
    training_set, test_set = parts(words, training_words, test_words)
    network = initialise(lambda: letter_cnn(len(ALPHABET), WIDTH), seed)
    train(network, training_set, test_set, Recipe(epochs, BATCH_SIZE, OPTIMISERS["window"], seed))
    with torch.inference_mode():
        maps = network[:3](test_set[0]).numpy()  # (N, filters, places), behind the ReLU
    codes = np.pad(test_set[0].numpy(), ((0, 0), (WIDTH // 2, WIDTH // 2)))
    strength = maps.max(axis=2)
    weights = network.fc.weight.detach().numpy()
    found: list[list[list[str]]] = []
    for language in range(len(LANGUAGES)):
        here = test_set[1].numpy() == language
        weight = weights[language] - np.delete(weights, language, axis=0).mean(axis=0)
        more = strength[here].mean(axis=0) - strength[~here].mean(axis=0)
        said = np.maximum(weight, 0) * np.maximum(more, 0)  # a filter that speaks against a language isn't shown
        chosen = said.argsort(kind="stable")[::-1][:FILTERS]
        found.append([_favourites(maps[:, channel], codes) for channel in chosen])
    rows = [list(filters) for filters in zip(*found, strict=True)]
    return Measured({"width": WIDTH, "filters": maps.shape[1], "languages": list(LANGUAGES.values()), "rows": rows})


def _favourites(answers: np.ndarray, codes: np.ndarray) -> list[str]:
    """The groups of letters with the largest of a filter's answers (N, places), each once, the strongest first."""
    windows = sliding_window_view(codes, WIDTH, axis=1).reshape(-1, WIDTH)
    groups, first, times = np.unique(windows, axis=0, return_index=True, return_counts=True)
    often = times >= OFTEN
    order = answers.ravel()[first[often]].argsort(kind="stable")[::-1]
    return [decode(codes).strip() for codes in groups[often][order[:GROUPS]]]
