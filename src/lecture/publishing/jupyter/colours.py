"""Colours that somebody else chose, made readable on the pages, in the light and in the dark theme."""

import colorsys
import re

RGB = tuple[float, float, float]  # sRGB, each channel in [0, 1]

LIGHT, DARK = (0xFD / 255, 0xFC / 255, 0xFA / 255), (0x20 / 255, 0x24 / 255, 0x2A / 255)  # grounds, of colours.css
READABLE = 4.5  # the contrast that WCAG 2 asks of text


def hexadecimal(colour: RGB) -> str:
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in colour)


def channels(text: str) -> RGB:
    """The channels of #rrggbb, in [0, 1]."""
    return int(text[1:3], 16) / 255, int(text[3:5], 16) / 255, int(text[5:7], 16) / 255


def luminance(colour: RGB) -> float:
    """Relative luminance in [0, 1], as WCAG 2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: RGB, other: RGB) -> float:
    """From 1 (equal) to 21, as WCAG 2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: RGB, ground: RGB) -> RGB:
    """The colour, darker or lighter until it can be read on the ground, with the same hue."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*colour)
    step = -0.02 if luminance(ground) > 0.18 else 0.02
    while contrast(colour, ground) < READABLE and 0 < lightness + step < 1:
        lightness += step
        colour = colorsys.hls_to_rgb(hue, lightness, saturation)
    return colour


def for_both_themes(colour: RGB) -> str:
    """The value of `color`: the colour as it can be read in the light and in the dark theme."""
    light, dark = (hexadecimal(readable(colour, ground)) for ground in (LIGHT, DARK))
    return light if light == dark else f"light-dark({light}, {dark})"


def of_terminal(html: str) -> str:
    """What nbconvert makes of a terminal's text, with its 256 and true colours readable."""
    return re.sub(r'style="([^"]*)"', lambda found: f'style="{_readable_style(found[1])}"', html)


def _readable_style(style: str) -> str:
    said = {
        name: tuple(int(channel) / 255 for channel in rgb.split(","))
        for name, rgb in re.findall(r"([a-z-]+): rgb\(([\d, ]+)\)", style)
    }
    if ground := said.get("background-color"):
        colour = said.get("color") or ((0.0, 0.0, 0.0) if luminance(ground) > 0.18 else (1.0, 1.0, 1.0))
        return f"color: {hexadecimal(readable(colour, ground))}; background-color: {hexadecimal(ground)}"
    return f"color: {for_both_themes(said['color'])}" if "color" in said else style
