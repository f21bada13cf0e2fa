"""Is a word Russian, Ukrainian or Bulgarian? A window over letters beside counts of letters and of groups of three."""

import numpy as np
import pandas as pd
import torch
from numpy.lib.stride_tricks import sliding_window_view

from cnn.learning.training import Examples, Recipe, initialise, train
from cnn.networks.architecture import parameters
from cnn.sequences.data import ALPHABET
from cnn.sequences.networks import bag, letter_cnn
from lecture.studies.measured import Measured, over_seeds

BATCH_SIZE = 128
# Each at the rate that was best of three in a trial: a weight of a rare group gets few steps.
OPTIMISERS = {"bag": {"name": "Adam", "lr": 0.05}, "window": {"name": "Adam", "lr": 0.01}}
WIDTHS = (1, 2, 3, 5)  # letters
LETTERS, TRIGRAMS = "letters", "trigrams"


def parts(words: dict, training_words: int, test_words: int, device: str = "cpu") -> tuple[Examples, Examples]:
    """The first words to test, the next ones to train: codes (N, L) and labels (N,), int64.

    Raises:
        ValueError: there are not so many words.
    """
    codes, labels = (torch.from_numpy(words[name].astype(np.int64)).to(device) for name in ("codes", "labels"))
    if test_words + training_words > len(codes):
        raise ValueError(f"{test_words} + {training_words} words of {len(codes)}")
    end = test_words + training_words
    return (codes[test_words:end], labels[test_words:end]), (codes[:test_words], labels[:test_words])


def trigrams(codes: torch.Tensor) -> torch.Tensor:
    """Every group of three letters as one number, 0 where it isn't whole: (N, L) → (N, L − 2) int64."""
    groups = torch.from_numpy(sliding_window_view(codes.cpu().numpy(), 3, axis=1).copy())
    numbers = (groups * torch.tensor([len(ALPHABET) ** 2, len(ALPHABET), 1])).sum(dim=2)
    return torch.where((groups > 0).all(dim=2), numbers, 0).to(codes.device)


def known(training: torch.Tensor, test: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, int]:
    """Both with the groups of the training words numbered from 1, others 0; and how many numbers there are."""
    vocabulary = torch.unique(training)
    vocabulary = vocabulary[vocabulary > 0]

    def numbered(groups: torch.Tensor) -> torch.Tensor:
        place = torch.searchsorted(vocabulary, groups).clamp(max=len(vocabulary) - 1)
        return torch.where(vocabulary[place] == groups, place + 1, 0)

    return numbered(training), numbered(test), len(vocabulary) + 1


READS = {"words": "arrays words"}


def run(words: dict, seed: int, device: str, epochs: int, training_words: int, test_words: int) -> pd.DataFrame:
    """Train a window of each width, and both logistic regressions.

    Returns:
        Rows `model` (`letters`, `trigrams`, or the width of the window), `accuracy` on the test words in [0, 1] and
        `parameters`.
    """
    (codes, labels), (test_codes, test_labels) = parts(words, training_words, test_words, device)
    groups, test_groups, vocabulary = known(trigrams(codes), trigrams(test_codes))
    trials = {
        LETTERS: (lambda: bag(len(ALPHABET)), "bag", codes, test_codes),
        TRIGRAMS: (lambda: bag(vocabulary), "bag", groups, test_groups),
    } | {
        str(width): (lambda width=width: letter_cnn(len(ALPHABET), width), "window", codes, test_codes)
        for width in WIDTHS
    }
    rows = []
    for model, (build, kind, inputs, test_inputs) in trials.items():
        network = initialise(build, seed).to(device)
        recipe = Recipe(epochs, BATCH_SIZE, OPTIMISERS[kind], seed)
        history = train(network, (inputs, labels), (test_inputs, test_labels), recipe)
        accuracy = history.rows[-1]["accuracy"]
        rows.append({"model": model, "accuracy": accuracy, "parameters": parameters(network)})
    return pd.DataFrame(rows)


def summarise(rows: pd.DataFrame) -> Measured:
    """Compare the models.

    Returns:
        Numbers: by model (`letters`, `trigrams`, `window_1` … `window_5`) `parameters` and `accuracy` over seeds; the
        paired differences of accuracy `window_over_letters` and `window_over_trigrams` (the widest window).
        Arrays: `widths`, `windows` (seeds, widths), `letters` and `trigrams` (seeds,).
    """
    table = rows.assign(model=rows["model"].astype(str)).pivot(index="seed", columns="model")
    accuracy = table["accuracy"]
    names = {LETTERS: LETTERS, TRIGRAMS: TRIGRAMS} | {str(width): f"window_{width}" for width in WIDTHS}
    numbers: dict = {
        name: {"parameters": int(table["parameters"][model].iloc[0]), "accuracy": over_seeds(accuracy[model])}
        for model, name in names.items()
    }
    widest = accuracy[str(max(WIDTHS))]
    numbers |= {
        "window_over_letters": over_seeds(widest - accuracy[LETTERS]),
        "window_over_trigrams": over_seeds(widest - accuracy[TRIGRAMS]),
    }
    arrays = {
        "widths": np.array(WIDTHS),
        "windows": accuracy[[str(width) for width in WIDTHS]].to_numpy(),
        "letters": accuracy[LETTERS].to_numpy(),
        "trigrams": accuracy[TRIGRAMS].to_numpy(),
    }
    return Measured(numbers, arrays)
