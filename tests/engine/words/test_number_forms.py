"""Numbers in English; the Russian ones are tested where chapters use them. `~` stands for a no-break space."""

import pytest

from lecture.words.numbers import ENGLISH, RUSSIAN


def seen(text: str) -> str:
    return text.replace("\u202f", "_").replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (999, "999"), (1000, "1,000"), (21_840, "21,840"), (-5, "−5"), (-1_234_567, "−1,234,567")],
)
def test_whole_numbers(value, text):
    assert ENGLISH.integer(value) == text


def test_fractions_and_per_cent():
    assert ENGLISH.number(-2.3136, 2) == "−2.31"
    assert ENGLISH.number(9999.96, 1) == "10,000.0"
    assert ENGLISH.number(-0.001, 2) == "0.00"
    assert ENGLISH.percent(0.97034, 2) == "97.03%"
    assert seen(ENGLISH.spread({"mean": 0.9703, "std": 0.00249}, 2)) == "97.03~±~0.25%"
    assert seen(ENGLISH.careful_percent(0.99999, 1)) == ">~99.9%"


def test_powers_of_ten():
    assert seen(ENGLISH.scientific(2.2e-8, 1)) == "2.2~×~10⁻⁸"
    assert (seen(ENGLISH.significant(-1.2345e-5, 3)), ENGLISH.significant(0.12345, 3)) == ("−1.23~×~10⁻⁵", "0.123")
    assert RUSSIAN.significant(-1.2345e-5, 3) == "−1,23·10⁻⁵"


@pytest.mark.parametrize(("value", "text"), [(0.5, "0.5"), (-2, "−2"), (0.1234567, "0.123457"), (1e-9, "0")])
def test_no_more_digits_than_needed(value, text):
    assert ENGLISH.short(value) == text
    assert RUSSIAN.short(value) == text.replace(".", ",")


@pytest.mark.parametrize(("value", "text"), [(0, "0~epochs"), (1, "1~epoch"), (2, "2~epochs"), (21, "21~epochs")])
def test_a_noun_has_two_forms(value, text):
    assert seen(ENGLISH.count(value, "epoch", "epochs")) == text


def test_a_missing_form_is_named():
    with pytest.raises(TypeError, match=r"needs the noun in 3 forms \(one, few, many\), not 2"):
        RUSSIAN.count(3, "эпоха", "эпох")


def test_formulas():
    assert ENGLISH.tex("21,840.5%") == r"21{,}840.5\%"
    assert RUSSIAN.tex("−21\u202f840,5") == r"-21\,840{,}5"
