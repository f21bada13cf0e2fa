"""Every figure, drawn from made-up data, looks as it did when somebody looked at it.

After a wanted change, look at the new pictures and approve them:
    pytest tests/figures/test_approved_pictures.py --mpl-generate-path=tests/figures/approved
"""

from importlib import import_module
from pathlib import Path

import figure_data
import pytest

from cnn_lecture.figure_modules import figure_modules

ARGUMENTS = figure_data.arguments()
APPROVED = Path(__file__).with_name("approved")
FONTS = 2  # grey levels, root mean square: another release of FreeType moves letters by less


@pytest.mark.parametrize("name", ARGUMENTS)
@pytest.mark.mpl_image_compare(
    baseline_dir="approved", style="default", tolerance=FONTS, savefig_kwargs={"dpi": 60, "facecolor": "white"}
)
def test_picture(name):
    return import_module(figure_modules()[name]).draw(**ARGUMENTS[name])


def test_no_approved_picture_is_left_over():
    assert {path.name for path in APPROVED.iterdir()} == {f"test_picture_{name}.png" for name in ARGUMENTS}
