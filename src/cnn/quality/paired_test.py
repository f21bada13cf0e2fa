"""Is B better than A, or was it luck? Both answered the same images, so the images are compared in pairs."""

from collections.abc import Sequence
from itertools import combinations, product

import numpy as np
from scipy.stats import binomtest

from cnn.data.mnist import Digits
from lecture.studies.measured import Arrays, Measured

READS = {"digits": "data a", "a": "all a answers.npz", "b": "all b answers.npz"}


def measure(digits: Digits, a: Sequence[Arrays], b: Sequence[Arrays]) -> Measured:
    """McNemar's test, in its exact form, for A against B and for A against itself with another seed.

    Returns:
        Numbers: `seeds`, the trainings of the network that has fewer; `first`, what `compare` finds for the first
        trainings of A and B; `largest_p` over all pairs of a training of A and one of B; `a_pairs` rows, one for each
        two trainings of A (`one`, `other` count from 1), and `disagreement`, the mean share of images to which two
        trainings of A give different answers (None for one training).
    """
    given = {name: [each["trained"].argmax(axis=1) for each in trainings] for name, trainings in (("a", a), ("b", b))}
    right = {name: [answers == digits.test_labels for answers in all_] for name, all_ in given.items()}
    pairs = list(combinations(range(len(a)), 2))
    return Measured(
        {
            "seeds": min(len(a), len(b)),
            "first": compare(right["a"][0], right["b"][0]),
            "largest_p": max(compare(one, other)["p"] for one, other in product(right["a"], right["b"])),
            "a_pairs": [{"one": i + 1, "other": j + 1} | compare(right["a"][i], right["a"][j]) for i, j in pairs],
            "disagreement": float(np.mean([(given["a"][i] != given["a"][j]).mean() for i, j in pairs]))
            if pairs
            else None,
        }
    )


def compare(one: np.ndarray, other: np.ndarray) -> dict:
    """Compare two classifiers on the same images.

    Where both are right or both are wrong, nothing is learnt. Were they equally good, each of the remaining images
    would be won by either with probability ½: a binomial test.

    Args:
        one, other: (N,) bool, which images each got right.

    Returns:
        `both`, `only_one`, `only_other`, `neither`: numbers of images; `difference` of the accuracies, other minus one,
        and the ends `low` and `high` of its 95 % interval; `p`, two-sided and exact (1 without any difference).
    """
    only_one, only_other = int((one & ~other).sum()), int((other & ~one).sum())
    different, n = only_one + only_other, len(one)
    difference = (only_other - only_one) / n
    half = 1.96 * np.sqrt(different / n - difference**2) / np.sqrt(n)
    return {
        "both": int((one & other).sum()),
        "only_one": only_one,
        "only_other": only_other,
        "neither": int((~one & ~other).sum()),
        "difference": difference,
        "low": float(difference - half),
        "high": float(difference + half),
        "p": float(binomtest(only_other, different).pvalue) if different else 1.0,
    }
