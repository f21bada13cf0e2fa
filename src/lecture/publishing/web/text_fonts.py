"""Fonts cut down to the letters that are shown."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parents[1] / "fonts" / "ttf"
FEATURES = ("ccmp", "liga", "lnum", "locl", "mark", "mkmk", "tnum")  # what the style sheets ask for
# Every site has these, so that a new word seldom needs another font.
USUAL = frozenset(
    map(chr, [*range(0x20, 0x7F), *range(0x410, 0x450), 0x401, 0x451, 0xA0, 0xAB, 0xB7, 0xBB, 0xD7, 0x2212])
) | frozenset("–—‘’“”„…\u2009\u202f\u2060")


@dataclass(frozen=True)
class Face:
    """A face of IBM Plex, as a style sheet asks for it."""

    family: str
    name: str
    style: str = "normal"
    weight: int = 400

    @property
    def file(self) -> Path:
        return FOLDER / f"IBMPlex{self.family}-{self.name}.ttf"

    @property
    def features(self) -> tuple[str, ...]:
        """Kerning is a third of a file: what is read in lines has it, labels and code have not."""
        return (*FEATURES, "kern") if self.family == "Serif" else FEATURES


PICTURES = Face("Sans", "Regular")  # the letters on figures
FACES = (
    Face("Mono", "Regular"),
    PICTURES,
    Face("Sans", "Italic", "italic"),
    Face("Sans", "SemiBold", weight=600),
    Face("Serif", "Regular"),
    Face("Serif", "Italic", "italic"),
    Face("Serif", "SemiBold", weight=600),
)


def cut(
    font: Path | bytes,
    letters: Collection[str],
    features: Collection[str] = FEATURES,
    change: Callable[[TTFont], None] | None = None,
) -> bytes:
    """A font with these letters only, as WOFF; equal arguments give equal bytes.

    Args:
        font: the file, or what is in it.
        letters: those that the font lacks are left to other fonts.
        features: the tables of OpenType that stay.
        change: what is done to the font that is left.
    """
    whole = TTFont(BytesIO(font) if isinstance(font, bytes) else font, lazy=True, recalcTimestamp=False)
    subsetter = Subsetter(Options(layout_features=list(features), hinting=False, notdef_outline=True))
    subsetter.populate(unicodes=sorted(map(ord, letters)))
    subsetter.subset(whole)
    if change:
        change(whole)
    whole.flavor = "woff"  # compressed by zlib: woff2, a tenth smaller, needs another package
    file = BytesIO()
    whole.save(file)
    return file.getvalue()
