"""Where the network is surest and wrong."""

from collections.abc import Sequence

import numpy as np

from cnn.data.mnist import Digits
from lecture.studies.measured import Arrays, Measured, over_seeds

SHOWN = 24  # images: four rows of six
TOLD = ("second", "right_answers", "wrong_answers", "gap")  # what mistakes tell

READS = {"digits": "data a", "answers": "all a answers.npz"}


def measure(digits: Digits, answers: Sequence[Arrays]) -> Measured:
    """Sort the mistakes by the probability of the answer.

    Returns:
        Numbers: of the first training `wrong`, how many answers are wrong, `sure`, how many of them with a probability
        above 0.9, and `least`, the probability of the last mistake shown; over the seeds with mistakes `second`, the
        share of mistakes whose truth is the second guess, and the mean probability of `right_answers` and of
        `wrong_answers`, and their `gap`. What no mistake tells is None.
        Arrays: up to 24 `images` (N, 28, 28) uint8, their `labels`, the `answers` (N,), and the `probabilities`
        (N, 2) of the answer and of the truth; the surest first.
    """
    labels, each = digits.test_labels, np.arange(len(digits.test_labels))
    found = []
    for trained in (training["trained"] for training in answers):
        order, sureness = trained.argsort(axis=1), np.exp(trained.max(axis=1))
        wrong = order[:, -1] != labels
        if not wrong.any():
            continue
        right_answers, wrong_answers = float(sureness[~wrong].mean()), float(sureness[wrong].mean())
        second = float((order[wrong, -2] == labels[wrong]).mean())
        found.append((second, right_answers, wrong_answers, right_answers - wrong_answers))
    first = np.exp(answers[0]["trained"])
    given, sureness = first.argmax(axis=1), first.max(axis=1)
    mistakes = np.flatnonzero(given != labels)
    chosen = mistakes[np.argsort(-sureness[mistakes], kind="stable")][:SHOWN]
    return Measured(
        {
            "seeds": len(answers),
            "wrong": len(mistakes),
            "sure": int((sureness[mistakes] > 0.9).sum()),
            "least": float(sureness[chosen[-1]]) if len(chosen) else None,
            "shown": len(chosen),
        }
        | (over_seeds(dict(zip(TOLD, values, strict=True)) for values in found) if found else dict.fromkeys(TOLD)),
        {
            "images": digits.test_images[chosen],
            "labels": labels[chosen],
            "answers": given[chosen],
            "probabilities": np.stack([sureness[chosen], first[each, labels][chosen]], axis=1),
        },
    )
