"""What a terminal shows in the end; colours that can be read."""

import time

import pytest

from lecture.publishing.jupyter import colours
from lecture.publishing.jupyter.terminal import settle


@pytest.mark.parametrize(
    "written, shown",
    [
        ("a\rb", "b"),
        ("long\rab", "abng"),
        ("\r 1%\r100%\n", "100%\n"),
        ("a\b\b\bbc", "bc"),
        ("outer 0%\n\rinner 50%\x1b[A\n\rinner 100%\x1b[K\x1b[A\n\x1b[A\router 50%\x1b[K\n", "outer 50%\ninner 100%"),
        ("abc\x1b[2Kd", "   d"),
        ("abc\r\x1b[Kd", "d"),
        ("a\x1b[3Cb", "a   b"),
        ("a\n\x1b[2Jb", "b"),
        ("\x1b]0;title\x07x\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "xlink"),
        ("\x1b[?25lx\x1b[?25h\x07", "x"),
        ("a\r\nb  ", "a\nb  "),
        ("\tcol\x1b[31mred\x1b[0m", "\tcol\x1b[31mred\x1b[0m"),
        ("\x1b[31mred\x1b[0m\rR", "R\x1b[31med\x1b[0m"),
        ("\x1b[99999999Bx", None),
    ],
)
def test_settled(written, shown):
    assert shown is None or settle(written) == shown
    assert len(settle(written)) < 20_000


def test_settling_takes_no_long_time():
    begun = time.process_time()
    settle("x" * 80 + "\r" + "\x1b[1;32m" * 3 + "y\x1b[39m" * 20_000)
    assert time.process_time() - begun < 20


@pytest.mark.parametrize("colour", ["#ffff00", "#000000", "#ffffff", "#00d7ff", "#1f1f1f", "#808080"])
def test_colours_are_readable_in_both_themes(colour):
    style = colours.for_both_themes(colours.channels(colour))
    light, dark = style.removeprefix("light-dark(").removesuffix(")").split(", ") if "," in style else (style, style)
    assert colours.contrast(colours.channels(light), colours.LIGHT) >= colours.READABLE - 0.1
    assert colours.contrast(colours.channels(dark), colours.DARK) >= colours.READABLE - 0.1


def test_colours_of_a_terminal():
    made = colours.of_terminal(
        '<span style="color: rgb(0,135,255)">a</span><span style="background-color: rgb(255,255,0)">b</span>'
    )
    assert "light-dark(#" in made
    assert "color: #000000; background-color: #ffff00" in made
