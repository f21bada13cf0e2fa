"""Every figure, drawn from made-up data, looks as it did when somebody looked at it.

After a wanted change, look at the new pictures and approve them:
    pytest tests/cnn/test_approved_pictures.py -k NAME --mpl-generate-path=tests/cnn/SUBJECT/approved
"""

import pytest

from tests.cnn.figures import ARGUMENTS, HERE, draw, subject

FONTS = 2  # grey levels, root mean square: another release of FreeType moves letters by less


def compared(name: str):
    """A case for the figure, beside whose made-up data its approved picture lies."""
    picture = pytest.mark.mpl_image_compare(
        baseline_dir=f"{subject(name)}/approved",
        style="default",
        tolerance=FONTS,
        savefig_kwargs={"dpi": 60, "facecolor": "white"},
    )
    return pytest.param(name, marks=picture)


@pytest.mark.parametrize("name", [compared(name) for name in ARGUMENTS])
def test_picture(name):
    return draw(name)


def test_no_approved_picture_is_left_over():
    there = {(path.parents[1].name, path.name) for path in HERE.glob("*/approved/*.png")}
    assert there == {(subject(name), f"test_picture_{name}.png") for name in ARGUMENTS}
