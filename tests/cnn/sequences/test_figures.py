"""Figures of the chapter on convolution in one dimension: what is special in them."""

from tests.cnn.figures import module
from tests.cnn.sequences import examples

ARGUMENTS = examples.arguments()


def draw(name: str, **changes):
    return module(name).draw(**ARGUMENTS[name] | changes)


def test_every_number_of_the_convolution_is_written():
    written = [text.get_text() for text in draw("convolution_1d").axes[0].texts]
    assert written.count("3") == 3 and "\N{MINUS SIGN}2" in written
    assert written.count("×") == len(ARGUMENTS["convolution_1d"]["kernel"])


def test_each_seed_has_its_place():
    right = draw("sequences").axes[1]
    dots = [line for line in right.lines if line.get_linestyle() == "None"]
    assert [len(set(line.get_xdata())) for line in dots] == [3] * 6


def test_one_seed_is_enough():
    draw("sequences", accuracies=ARGUMENTS["sequences"]["accuracies"][:, :1])
    draw("shifted_patterns", accuracies=ARGUMENTS["shifted_patterns"]["accuracies"][:, :1])
    draw("languages", **{name: ARGUMENTS["languages"][name][:1] for name in ("windows", "letters", "trigrams")})
