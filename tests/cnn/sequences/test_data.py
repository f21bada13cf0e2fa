"""Sequences that packages make or carry."""

import hashlib

import numpy as np
import pytest

from cnn.sequences.data import ALPHABET, decode, encode, frequent_words, mnist1d, mnist1d_in_the_middle

# Of the file mnist1d_data.pkl in the authors' repository: the labels, and the values in thousandths.
LABELS = "6feec4a017698c7fe237c8854cbd2e338c6dd5c16240f6fa79daefaaa129e169"
VALUES = "007d9ab3e7a7370a91395c93b023450d5b864ebc689b93dcda87368beacd7a07"


def digest(array: np.ndarray) -> str:
    return hashlib.sha256(array.tobytes()).hexdigest()


def test_mnist1d_is_the_published_set():
    state = np.random.get_state()[1].copy()
    made = mnist1d()
    assert (np.random.get_state()[1] == state).all()
    assert [made[name].shape for name in ("train_sequences", "test_sequences", "templates")] == [
        (4000, 40),
        (1000, 40),
        (10, 12),
    ]
    assert digest(np.concatenate([made["train_labels"], made["test_labels"]]).astype(np.int64)) == LABELS
    assert digest(np.round(1000 * made["test_sequences"].astype(np.float64)).astype(np.int64)) == VALUES


def test_the_pattern_stands_in_the_middle():
    made = mnist1d_in_the_middle(num_samples=1000)
    means = np.array([made["train_sequences"][made["train_labels"] == digit].mean(axis=0) for digit in range(10)])
    told_apart = means.std(axis=0)
    assert set(told_apart.argsort()[-6:]) <= set(range(15, 26))
    assert told_apart[[*range(13), *range(28, 40)]].max() < 0.1 * told_apart.max()


def test_an_argument_that_mnist1d_has_not():
    with pytest.raises(ValueError, match="no shears"):
        mnist1d(shears=1)


def test_words_of_three_languages():
    found = frequent_words(300)
    assert list(found) == ["ru", "uk", "bg"]
    assert "что" in found["ru"] and "від" in found["uk"] and "това" in found["bg"]
    assert all(3 <= len(word) <= 16 for words in found.values() for word in words)


def test_codes_can_be_read_back():
    codes = encode(["їжак", "объём"])
    assert codes.shape == (2, 18) and codes.max() < len(ALPHABET)
    assert [decode(row).strip() for row in codes] == ["·їжак·", "·объём·"]


@pytest.mark.parametrize("word", ["слово1", "а" * 17, "·"])
def test_what_is_no_word_is_refused(word):
    with pytest.raises(ValueError, match="is not a word"):
        encode([word])
