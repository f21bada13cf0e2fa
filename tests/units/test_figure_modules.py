"""Which module draws a figure? A small package stands in for `cnn_lecture`."""

import pytest

from cnn_lecture.figure_modules import figure_modules

DRAW = "def draw():\n    raise AssertionError('nothing is imported')\n"


def package(root, **modules):
    """A package whose folders hold these modules, `convolution__figures__zeros` in convolution/figures/zeros.py."""
    for name, text in modules.items():
        path = root.joinpath("lecture", *name.split("__")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root / "lecture"


def test_a_module_draws_the_figure_of_its_name_or_those_that_it_lists(tmp_path):
    root = package(
        tmp_path,
        figures__loss=DRAW,
        figures__windows=f'FIGURES = ("padding", "stride")  # two\n\n{DRAW}',
        figures__style="INK = 1\n",
        convolution__figures__zeros=DRAW,
        convolution__geometry=DRAW,
    )
    assert figure_modules(root) == {
        "loss": "lecture.figures.loss",
        "padding": "lecture.figures.windows",
        "stride": "lecture.figures.windows",
        "zeros": "lecture.convolution.figures.zeros",
    }


def test_two_modules_for_one_figure_are_refused(tmp_path):
    root = package(tmp_path, figures__padding=DRAW, figures__windows=f'FIGURES = ("padding",)\n{DRAW}')
    with pytest.raises(ValueError, match=r"windows\.py: the figure padding is drawn by lecture\.figures\.padding, too"):
        figure_modules(root)


@pytest.mark.parametrize("names", ["sorted(MANY)", '("padding")', "(1, 2)", "()", '["padding"]'])
def test_a_list_that_cannot_be_read_is_refused(names, tmp_path):
    root = package(tmp_path, figures__windows=f'"""Windows."""\n\nFIGURES = {names}\n{DRAW}')
    with pytest.raises(ValueError, match=r"windows\.py:3: write FIGURES = "):
        figure_modules(root)
