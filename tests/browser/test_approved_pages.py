"""Pages, paper and slides look as they did when somebody looked at them; the sample has all that a chapter may hold.

After a wanted change, look at the new pictures and approve them:
    pytest tests/browser/test_approved_pages.py --approve
"""

import json
import subprocess
from pathlib import Path

import nbformat.v4 as nbf
import pytest
from PIL import Image

from lecture.publishing.exporters import LectureHTMLExporter, LecturePDFExporter, LectureSlidesExporter
from tests.browser import looks
from tests.browser.settling import settle
from tests.engine.publishing import lecture_notebook

APPROVED = Path(__file__).parent / "approved"
WIDTHS = (1280, 768, 390)
COUNT = 10  # of the pages of paper and of slides
LIVE = {
    "input": [[1, 0, 2, 1, 0], [0, 3, 1, 0, 2], [2, 1, 0, 3, 1], [0, 2, 1, 1, 0], [1, 0, 0, 2, 3]],
    "kernel": [[0, 1, 0], [1, 2, -1], [0, -1, 0]],
    "words": {name: name for name in ("input", "kernel", "output", "padding", "stride", "dilation")},
}
SENTENCE = "Свёртка видит только соседей, и потому одни и те же веса служат ей во всех местах изображения. "
MORE = f"""# Живой рисунок {{#sec-live}}

{3 * SENTENCE}

![Числа можно менять.](../figures/live.svg){{#fig-live interactive="convolution" alt="Кривая убывает"}}

::: {{.curious title="Для любопытных"}}
{2 * SENTENCE}
:::

## Длинный раздел {{#sec-long}}

{4 * SENTENCE}

| Слой | Карта | Веса |
|:-----|------:|-----:|
{"".join(f"| conv{i} | {32 - i}×{32 - i} | {26 * i} |{chr(10)}" for i in range(1, 12))}

: Слои. {{#tbl-layers}}

{"".join(f"# Глава {number} {{#sec-{number}}}{chr(10) * 2}{4 * SENTENCE}{chr(10) * 2}" for number in range(6, 11))}
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The files of the sample, by their ending."""
    folder = tmp_path_factory.mktemp("sample")
    notebook = lecture_notebook.lecture(folder)
    notebook.cells.append(nbf.new_markdown_cell(MORE, metadata={"chapter": "05"}))
    (folder / "figures/live.svg").write_text(lecture_notebook.PICTURE, encoding="utf-8")
    (folder / "figures/live.json").write_text(json.dumps(LIVE), encoding="utf-8")
    made = {}
    for name, exporter in (
        ("html", LectureHTMLExporter),
        ("slides.html", LectureSlidesExporter),
        ("pdf", LecturePDFExporter),
    ):
        data = exporter(trust=True).from_notebook_node(notebook)[0]
        made[name] = folder / f"sample.{name}"
        made[name].write_bytes(data if isinstance(data, bytes) else data.encode())
    return made


@pytest.fixture
def compare(request, tmp_path):
    """Compares a screenshot with the approved picture of a name, or approves it."""

    def compared(name: str, png: bytes) -> None:
        seen, path = looks.small(png), APPROVED / f"{name}.webp"
        if request.config.getoption("--approve", default=False):
            seen.save(path, "WEBP", quality=85, method=6)
            return
        assert path.is_file(), f"no approved picture {path.name}: look at the page, and run this test with --approve"
        found = looks.alike(seen, Image.open(path).convert("RGB"))
        if found < looks.ALIKE:
            seen.save(tmp_path / f"{name}.png")
        assert found >= looks.ALIKE, f"{name} looks different: see {tmp_path / name}.png beside {path}"

    return compared


@pytest.fixture
def screen(new_context, sample):
    """Opens a file of the sample."""

    def opened(name: str, width: int, height: int = 900, dark: bool = False):
        scheme = "dark" if dark else "light"
        options = {"viewport": {"width": width, "height": height}, "color_scheme": scheme, "reduced_motion": "reduce"}
        page = new_context(**options).new_page()
        page.goto(sample[name].as_uri())
        page.evaluate("document.fonts.ready")
        return page

    return opened


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page(screen, compare, width, dark):
    page = screen("html", width, dark=dark)
    page.add_style_tag(content="* { content-visibility: visible !important; }")
    settle(page)
    page.evaluate("document.documentElement.scrollTo(0, 0)")
    compare(f"page-{width}-{'dark' if dark else 'light'}", page.screenshot(full_page=True))


def test_paper(sample, compare, tmp_path):
    command = ["pdftoppm", "-png", "-r", "60", "-l", str(COUNT), str(sample["pdf"]), str(tmp_path / "paper")]
    subprocess.run(command, check=True)
    pages = sorted(tmp_path.glob("paper-*.png"))
    assert len(pages) == COUNT
    for number, page in enumerate(pages, 1):
        compare(f"paper-{number:02}", page.read_bytes())


def test_slides(screen, compare):
    page = screen("slides.html", 1280, 720)
    page.wait_for_function("Reveal.isReady()")
    for number in range(1, COUNT + 1):
        settle(page)
        assert page.evaluate("document.getAnimations().length") == 0, "something moves for who wants no motion"
        compare(f"slide-{number:02}", page.screenshot())
        page.evaluate("Reveal.next()")
        page.evaluate("while (Reveal.getCurrentSlide().querySelector('.fragment:not(.visible)')) Reveal.next()")


@pytest.mark.parametrize("name", ["html", "slides.html"])
def test_fractions_in_rows_of_a_formula_are_as_large_as_those_in_a_line(screen, name):
    rows = "math[display=block] > mtable, math[display=block] > semantics > mtable"
    styles = "rows => [...document.querySelectorAll(rows)].map(row => getComputedStyle(row).mathStyle)"
    assert set(screen(name, 1280).evaluate(styles, rows)) == {"normal"}


def test_no_approved_picture_is_left_over():
    pages = {f"page-{width}-{theme}" for width in WIDTHS for theme in ("light", "dark")}
    numbered = {f"{kind}-{number:02}" for kind in ("paper", "slide") for number in range(1, COUNT + 1)}
    assert {path.stem for path in APPROVED.glob("*")} == pages | numbered


@pytest.mark.parametrize(
    "broken",
    [
        "main p { line-height: 1.9; }",
        "figure > figcaption { margin-left: 12rem; }",
        "pre { background: #246; }",
        "main h2 { font-size: 3rem; }",
        ".claim-mark, .answer > summary { font-size: 3rem; }",
        ".convolution-window { background: none !important; }",
    ],
)
def test_a_broken_style_is_seen(screen, broken):
    page = screen("html", 768)
    page.add_style_tag(content="* { content-visibility: visible !important; }")
    settle(page)
    before = looks.small(page.screenshot(full_page=True))
    page.add_style_tag(content=broken)
    after = looks.small(page.screenshot(full_page=True))
    assert looks.alike(before, before) == 1
    assert looks.alike(before, after) < looks.ALIKE
