"""Words of three languages that are written with nearly the same letters."""

from collections import Counter

import numpy as np

from cnn.sequences.data import LANGUAGES, encode, frequent_words
from lecture.studies.measured import Measured

FREQUENT = 20_000  # words of each list
SIGNS = {"ru": "ыэё", "uk": "іїєґ", "bg": "ъ"}  # letters that give a language away, or nearly


def measure() -> Measured:
    """Words found in one language only, as many of each, in an order that a fixed seed mixed.

    Numbers: `frequent`, words of each list; `shared`, the share of the kept words that another language has too;
    `each`, `total`, words a language and in all; `longest`; and under `signs` by language the share of its words
    with one of its telling letters.
    Arrays: `codes` (total, L) uint8 and `labels` (total,) int64, the place in `LANGUAGES`.
    """
    found = frequent_words(FREQUENT)
    occurrences = Counter(word for words in found.values() for word in words)
    own = {language: [word for word in words if occurrences[word] == 1] for language, words in found.items()}
    each = min(map(len, own.values()))
    words = [word for language in LANGUAGES for word in own[language][:each]]
    order = np.random.default_rng(0).permutation(len(words))
    labels = np.repeat(np.arange(len(LANGUAGES)), each)[order]
    everything = sum(map(len, found.values()))
    numbers = {
        "frequent": FREQUENT,
        "shared": 1 - sum(map(len, own.values())) / everything,
        "each": each,
        "total": len(words),
        "longest": max(map(len, words)),
        "signs": {
            language: float(np.mean([bool(set(word) & set(letters)) for word in own[language][:each]]))
            for language, letters in SIGNS.items()
        },
    }
    return Measured(numbers, {"codes": encode([words[i] for i in order]), "labels": labels})
