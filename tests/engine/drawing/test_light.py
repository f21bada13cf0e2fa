"""A figure's file is light, and shows what matplotlib drew."""

import re
from base64 import b64decode
from io import BytesIO
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
import typst
from PIL import Image

from lecture.drawing import light, style
from lecture.publishing.paper.printing import FONTS

NOISE = np.random.default_rng(0).integers(0, 256, (60, 60, 3), np.uint8)


def saved(draw, tmp_path) -> ElementTree.Element:
    with style.lecture():
        figure = style.figure(height=2)
        draw(figure.add_subplot())
        style.save(figure, tmp_path / "figure.svg")
    return ElementTree.parse(tmp_path / "figure.svg").getroot()


def found(root: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    return list(root.iter(f"{{{light.SVG}}}{tag}"))


def test_letters_are_text_in_the_font_of_the_page(tmp_path):
    def draw(axes):
        axes.set_title("жирный")
        axes.text(0.5, 0.5, "два  пробела", rotation=30)

    root = saved(draw, tmp_path)
    texts = {text.text: text for text in found(root, "text")}
    assert root.get("font-family") == style.FAMILY
    assert "font-family" not in texts["0.4"].attrib and "transform" not in texts["0.4"].attrib
    assert texts["жирный"].get("font-weight") == "600"
    assert "rotate(-30" in texts["два \N{NO-BREAK SPACE}пробела"].get("transform")


def test_typst_sets_the_letters_in_both_weights(tmp_path):
    saved(lambda axes: axes.set_title("жирный"), tmp_path)
    (tmp_path / "page.typ").write_text('#image("figure.svg")')
    pdf = typst.compile(str(tmp_path / "page.typ"), font_paths=[str(FONTS)], ignore_system_fonts=True)
    assert {b"IBMPlexSans-SmBld", b"IBMPlexSans"} <= set(re.findall(rb"\+(IBMPlex[\w-]+)", pdf))


def test_many_marks_are_one_path(tmp_path):
    root = saved(lambda axes: axes.plot(range(500), "o", color="#0072b2"), tmp_path)
    assert found(root, "use") == []
    [marked] = [path for path in found(root, "path") if "marker" in path.get("style", "")]
    assert len(re.findall(r"[Mlhv]", marked.get("d"))) == 500
    [marker] = found(root, "marker")
    assert marked.get("style") == f"marker:url(#{marker.get('id')})"
    assert marker[0].get("fill") == "#0072b2"


def test_crosses_stand_where_they_were_drawn(tmp_path):
    cross = {"marker": "x", "markersize": 10, "linestyle": "", "clip_on": False, "color": "#0072b2"}
    root = saved(lambda axes: (axes.plot([0, 1], [0, 1], **cross), axes.set(xlim=(0, 1), ylim=(0, 1))), tmp_path)
    [path] = [path for path in found(root, "path") if path.get("stroke") == "#0072b2"]
    starts = [tuple(map(float, start)) for start in re.findall(r"M([\d.]+) ([\d.]+)", path.get("d"))]
    assert len(starts) == 4  # two lines of each
    assert starts[0][0] == starts[1][0] and starts[0][1] - starts[1][1] == pytest.approx(10)


def test_groups_that_say_nothing_are_gone_and_those_of_an_animation_stay(tmp_path):
    root = saved(lambda axes: style.animate(axes, "шаг 1"), tmp_path)
    assert [group.get("data-frame") for group in found(root, "g") if "data-frame" in group.attrib] == ["шаг 1"]
    assert all(group.attrib for group in found(root, "g"))


def test_what_is_joined_doesnt_touch():
    def line(d: str, **look: str) -> ElementTree.Element:
        return ElementTree.Element("path", {"d": d, "fill": "none", "stroke": "#010203", **look})

    crossing, away = (
        [line("M 0 0 L 9 9", opacity=".5"), line("M 0 9 L 9 0", opacity=".5")],
        line("M 50 0 L 60 0", opacity=".5"),
    )
    assert len(light.joined(crossing)) == 2
    assert len(light.joined([crossing[0], away])) == 1
    solid = light.joined([line("M 0 0 L 9 9"), line("M 0 9 L 9 0"), line("M 0 0 L 1 1", stroke="#ff0000")])
    assert [path.get("d") for path in solid] == ["M 0 0 L 9 9 M 0 9 L 9 0", "M 0 0 L 1 1"]


@pytest.mark.parametrize(
    ("long", "brief"),
    [
        ("M 0.5 10 L 0.5 12.25 L 3 12.25 L 4 13 z", "M.5 10v2.25h2.5l1 .75z"),
        ("M 1 1 C 2 2 3 2 4 1 L 0 1 M 5 5 Q 6 6 7 5", "M1 1c1 1 2 1 3 0h-4M5 5q1 1 2 0"),
        ("M 0 0 L 10 10 z L -3.336 2", "M0 0l10 10zl-3.34 2"),
    ],
)
def test_paths_are_written_from_point_to_point(long, brief):
    assert light.written(light.steps(long)) == brief


def test_rounding_does_not_add_up():
    long = "M 0 0 " + " ".join(f"L {i / 3:.6f} {i / 7:.6f}" for i in range(1, 900))
    numbers = [float(n) for n in re.findall(r"-?\d*\.?\d+", light.written(light.steps(long)).removeprefix("M0 0"))]
    assert sum(numbers[::2]) == pytest.approx(899 / 3, abs=0.006)


def picture(root: ElementTree.Element) -> tuple[str, np.ndarray]:
    [image] = found(root, "image")
    kind, data = re.fullmatch(r"data:image/(\w+);base64,(.*)", image.get("href")).groups()
    return kind, np.asarray(Image.open(BytesIO(b64decode(data))))


def test_values_keep_every_bit(tmp_path):
    values = np.arange(256).reshape(16, 16)
    kind, pixels = picture(saved(lambda axes: style.pixels(axes, values, low=0, high=255, scale=2), tmp_path))
    assert kind == "webp"
    wanted = matplotlib.colormaps["gray"](values / 255, bytes=True)
    assert all((pixels[row::2, column::2, 0] == wanted[..., 0]).all() for row in (0, 1) for column in (0, 1))


def test_a_photograph_is_a_jpeg_where_that_is_smaller():
    smooth = np.asarray(Image.fromarray(NOISE[:8, :8]).resize((128, 128), Image.Resampling.BICUBIC))
    file = BytesIO()
    Image.fromarray(smooth).save(file, "PNG")
    kind, data = light.repacked(file.getvalue())
    assert kind == "jpeg" and len(data) < len(file.getvalue()) / 2
    error = np.abs(np.asarray(Image.open(BytesIO(data))).astype(int) - smooth)
    assert error.mean() < 2


def test_what_is_transparent_stays_so():
    pixels = np.dstack([NOISE, np.where(np.arange(60)[:, None] < 30, 255, np.zeros((60, 60)))]).astype(np.uint8)
    file = BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    kind, data = light.repacked(file.getvalue())
    assert kind == "webp" and (np.asarray(Image.open(BytesIO(data))) == pixels).all()
