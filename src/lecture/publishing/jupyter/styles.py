"""Styles of foreign HTML: only what colours and aligns is kept, and colours that can be read in both themes."""

import re
from collections.abc import Iterator

import tinycss2
from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError
from tinycss2.color3 import parse_color

from lecture.publishing.jupyter.colours import READABLE, RGB, channels, contrast, for_both_themes, hexadecimal, readable

WORDS = {
    "font-weight": {"bold", "bolder", "normal", "600", "700", "800", "900"},
    "font-style": {"italic", "oblique", "normal"},
    "text-align": {"left", "right", "center", "justify", "start", "end"},
    "text-decoration": {"underline", "line-through", "none"},
    "text-decoration-line": {"underline", "line-through", "none"},
    "display": {"none"},
}
COLOURS = ("color", "background-color")
STATES = re.compile(r"::|:(?:hover|focus|active|visited|target|before|after)", re.IGNORECASE)


def declarations(style: str) -> dict[str, str]:
    """What is kept of the declarations in a `style` attribute: {property: value}, colours as #rrggbb."""
    return dict(_kept(tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)))


def _kept(content: list) -> Iterator[tuple[str, str]]:
    for item in content:
        if item.type != "declaration":
            continue
        name, value = item.lower_name, [token for token in item.value if token.type not in ("whitespace", "comment")]
        if name == "background":
            name = "background-color"
        if len(value) != 1:
            continue
        if name in COLOURS:
            if (colour := parsed(value[0])) is not None:
                yield name, hexadecimal(colour)
        elif (text := value[0].serialize().lower()) in WORDS.get(name, ()):
            yield name, text


def parsed(token: object) -> RGB | None:
    """A colour of CSS, each channel in [0, 1]; None if it is none, or mostly transparent."""
    colour = parse_color(token)
    if not isinstance(colour, tuple) or colour.alpha < 0.5:
        return None
    return colour.red, colour.green, colour.blue


def written(kept: dict[str, str]) -> str:
    """The value of a `style` attribute, with colours for both themes.

    Text on a ground of its own is made readable on it; other text, on the page's: `light-dark(#…, #…)`.
    """
    kept = dict(kept)
    if ground := kept.get("background-color"):
        colour = channels(kept.get("color", "#000000"))
        if "color" not in kept and contrast(colour, channels(ground)) < READABLE:
            colour = (1.0, 1.0, 1.0)
        kept["color"] = hexadecimal(readable(colour, channels(ground)))
    elif colour := kept.get("color"):
        kept["color"] = for_both_themes(channels(colour))
    return "; ".join(f"{name}: {value}" for name, value in kept.items())


def inlined(soup: BeautifulSoup) -> None:
    """Give the elements what the style sheets between them say, and take the sheets away: they never leave their piece.

    The cascade is simple: later rules win, and an element's own style wins over all. Rules for states (`:hover`), for
    what is no element (`::before`) and inside `@media` are left out.
    """
    sheets = [sheet.extract() for sheet in soup.find_all("style")]
    said: dict[int, tuple[Tag, list[str]]] = {}
    for sheet in sheets:
        for rule in tinycss2.parse_stylesheet(sheet.get_text(), skip_comments=True, skip_whitespace=True):
            if rule.type == "qualified-rule" and declarations(content := tinycss2.serialize(rule.content)):
                for element in _selected(soup, tinycss2.serialize(rule.prelude)):
                    said.setdefault(id(element), (element, []))[1].append(content)
    for element, contents in said.values():
        element["style"] = ";".join([*contents, element.get("style", "")])


def _selected(soup: BeautifulSoup, selector: str) -> list[Tag]:
    """The elements that a rule is for; none, as in a browser, if its selector is none of CSS."""
    if STATES.search(selector):
        return []
    try:
        return soup.select(selector)
    # soupsieve's RuntimeError: an at-rule inside a selector; ValueError: a selector nested too deep
    except (SelectorSyntaxError, RuntimeError, ValueError):
        return []
