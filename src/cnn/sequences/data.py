"""Sequences that packages carry or make: MNIST-1D and the words of three languages. Nothing is fetched."""

import numpy as np
from mnist1d.data import get_dataset_args, make_dataset
from wordfreq import top_n_list

LANGUAGES = {"ru": "русский", "uk": "украинский", "bg": "болгарский"}
# The code of a letter is its place: 0 where nothing is, 1 the border of a word.
ALPHABET = " ·абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюя'"
SHORTEST, LONGEST = 3, 16  # letters; shorter words are mostly function words, one in a hundred is longer


def mnist1d(**changes) -> dict[str, np.ndarray]:
    """MNIST-1D (S. Greydanus, D. Kobak, arXiv 2011.14439) as its authors' package makes it from a fixed seed.

    The state of NumPy's global generator is restored.

    Args:
        changes: of the package's arguments; without any this is the published set.

    Returns:
        train_sequences (4000, 40) float32, train_labels (4000,) int64, test_sequences, test_labels (1000), and
        templates (10, 12) float64: what each class is made of.

    Raises:
        ValueError: the package has no such argument.
    """
    arguments = get_dataset_args()
    if unknown := set(changes) - set(vars(arguments)):
        raise ValueError(f"MNIST-1D has no {', '.join(sorted(unknown))}")
    vars(arguments).update(changes)
    state = np.random.get_state()  # the package draws from the global generator
    try:
        made = make_dataset(arguments)
    finally:
        np.random.set_state(state)
    return {
        "train_sequences": made["x"].astype(np.float32),
        "train_labels": made["y"],
        "test_sequences": made["x_test"].astype(np.float32),
        "test_labels": made["y_test"],
        "templates": made["templates"]["x"],
    }


def mnist1d_in_the_middle(**changes) -> dict[str, np.ndarray]:
    """Sequences like MNIST-1D's whose pattern always stands in the same place, the middle, and which aren't tilted.

    Then a circular shift moves the pattern and leaves no step where the ends meet, but one of noise.

    Args:
        changes: as for `mnist1d`.
    """
    made = mnist1d(max_translation=1, shear_scale=0, **changes)
    for part in ("train_sequences", "test_sequences"):
        length = made[part].shape[1]
        made[part] = np.roll(made[part], length // 2 - 5, axis=1)  # the pattern takes the first 7 to 10 steps
    return made


def frequent_words(count: int) -> dict[str, list[str]]:
    """The most frequent words of each language, the most frequent first.

    Args:
        count: how many of each list of `wordfreq` are looked at; what has other signs than letters, or is too short
            or too long, is left out.
    """
    return {
        language: [
            word
            for word in top_n_list(language, count)
            if SHORTEST <= len(word) <= LONGEST and set(word) <= set(ALPHABET[2:])
        ]
        for language in LANGUAGES
    }


def encode(words: list[str]) -> np.ndarray:
    """Words as codes of letters between two borders, (N, LONGEST + 2) uint8, 0 behind the end.

    Raises:
        ValueError: a word is too long, or has a sign that is not in the alphabet.
    """
    codes = np.zeros((len(words), LONGEST + 2), dtype=np.uint8)
    for row, word in zip(codes, words, strict=True):
        if len(word) > LONGEST or not set(word) <= set(ALPHABET[2:]):
            raise ValueError(f"{word!r} is not a word of at most {LONGEST} letters")
        row[: len(word) + 2] = [ALPHABET.index(letter) for letter in f"·{word}·"]
    return codes


def decode(codes: np.ndarray) -> str:
    """Letters of codes (L,), borders as «·», nothing as a blank."""
    return "".join(ALPHABET[code] for code in codes)
