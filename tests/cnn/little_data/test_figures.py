"""What is special in the figures of the chapter on learning from few examples."""

import numpy as np

from cnn.drawing.style import apart
from lecture.words.numbers import RUSSIAN
from tests.cnn.figures import module
from tests.cnn.little_data import examples

ARGUMENTS = examples.arguments()


def draw(name: str, **changes):
    return module(name).draw(**ARGUMENTS[name] | changes)


def test_a_line_is_the_mean_in_per_cent_and_one_seed_has_no_faint_ones():
    arguments = ARGUMENTS["surface_ladder"]
    ways = [name for name in arguments if name != "examples"]
    lines = draw("surface_ladder").axes[0].lines
    means = [line.get_ydata() for line in lines if line.get_linewidth() == 2]
    np.testing.assert_allclose(
        sorted(map(tuple, means)), sorted(tuple(100 * arguments[way].mean(axis=0)) for way in ways)
    )
    one = draw("surface_ladder", **{way: arguments[way][:1] for way in ways}).axes[0].lines
    assert len(lines) - len(one) == 3 * len(ways)


def test_names_at_the_ends_of_lines_keep_their_order_and_a_distance():
    moved = apart(np.array([50.0, 90, 88, 89, 10]), 6)
    assert moved.tolist() == [50, 95, 83, 89, 10]
    assert apart(np.array([1.0, 20]), 6).tolist() == [1, 20]


def test_the_gap_and_the_turn_are_told():
    left, right = draw("overfitting").axes
    arguments = ARGUMENTS["overfitting"]
    gap = (arguments["none_validation"] - arguments["none_training"]).mean(axis=0)[-1]
    assert left.get_title("left").endswith(f"разрыв {RUSSIAN.number(gap, 2)}")
    assert "остановиться здесь" in [text.get_text() for text in left.texts]
    assert "остановиться здесь" not in [text.get_text() for text in right.texts]  # its least loss is the last one


def test_the_change_by_a_flip():
    marks = draw("augmentation").axes[1].lines[-1]
    arguments = ARGUMENTS["augmentation"]
    expected = 100 * (arguments["flip_flipped"] - arguments["flip_none"]).mean(axis=0)
    np.testing.assert_allclose(marks.get_ydata(), expected)


def test_probabilities_are_written():
    axes = draw("pretrained").axes[1]
    written = [text.get_text() for text in axes.texts]
    assert written[1::2] == ["(Egyptian cat)", "(espresso)", "(missile)", "", ""]
    assert [label.get_text() for label in axes.get_yticklabels()][:4] == [
        "египетская кошка",
        "эспрессо",
        "ракета",
        "bow tie",
    ]
    assert written[::2] == [RUSSIAN.careful_percent(value, 1) for value in ARGUMENTS["pretrained"]["probabilities"][0]]
