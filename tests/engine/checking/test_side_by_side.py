"""Old figures beside new ones."""

import re

from lecture.checking.comparison import WITHIN, Change
from lecture.checking.side_by_side import page, pairs

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="{}" height="9"/></svg>'


def figures(folder, **widths):
    (folder / "figures").mkdir(parents=True)
    for name, width in widths.items():
        (folder / f"figures/{name}.svg").write_text(SVG.format(width))
    return folder


def test_figures_that_differ_are_shown_old_and_new(tmp_path):
    old, new = figures(tmp_path / "old", a=1, b=2, gone=3), figures(tmp_path / "new", a=1, b=4, fresh=5)
    found = pairs(old, new)
    assert list(found) == ["b", "fresh", "gone"]
    assert (found["fresh"][0], found["gone"][1]) == (None, None)
    written = page([Change("number", "a<b", WITHIN, 1.0, 2.0, "2 standard errors")], old, new, "within tolerance")
    assert re.findall(r'<section id="(\w+)"', written) == ["b", "fresh", "gone"]
    assert written.count("<img") == 4 and written.count("there is none") == 2
    assert "<td>a&lt;b<td>1<td>2<td>2 standard errors" in written and "<script" not in written


def test_without_old_pictures_the_page_says_so(tmp_path):
    written = page([], None, figures(tmp_path / "new", a=1), "equal")
    assert "<img" not in written and "There are no old pictures" in written


def test_the_command_writes_the_page(edited_toy, tmp_path):
    assert edited_toy.tell("record").returncode == 0
    old = edited_toy.copy(tmp_path / "old").folder
    name = next((edited_toy.folder / "figures").glob("*.svg"))
    name.unlink()  # a hard link to the toy of all tests
    name.write_text(SVG.format(1))
    said = edited_toy.tell("compare", str(old), "--page", "told/moved.html")
    assert said.returncode == 0, said.stderr
    written = (edited_toy.folder / "told/moved.html").read_text()
    assert re.findall(r'<section id="(\w+)"', written) == [name.stem] and written.count("<img") == 2
