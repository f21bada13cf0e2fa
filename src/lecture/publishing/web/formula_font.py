"""The font of formulas, cut down to the letters that a page shows."""

import re
from base64 import b64encode
from functools import lru_cache, partial
from html import unescape
from pathlib import Path

from fontTools.ttLib import TTFont

from lecture.keeping import digest, kept_bytes
from lecture.publishing import conversion
from lecture.publishing.web import text_fonts

FONT = Path(__file__).parents[1] / "fonts" / "ttf" / "STIXTwoMath-subset.ttf"
FEATURES = ["ssty", "dtls", "flac"]  # letters for indices, without dots, with flat accents
LATIN, GREEK = 0x1D44E - ord("a"), 0x1D6FC - ord("α")  # from a small letter to its slanted form, as browsers show `mi`
CAPITAL_LATIN, CAPITAL_GREEK = 0x1D434 - ord("A"), 0x1D6E2 - ord("Α")
# How far scripts keep from the edges of what they stand at, in 1/1000 em: TeX's sup_drop, and 0, since in TeX the tail
# of a letter lowers no index (Knuth, The TeXbook, appendix G, rule 18a). STIX says 230 and 160, and browsers, for which
# a letter is like all else, would set the index of p lower than that of a.
SCRIPT_DROPS = {"SuperscriptBaselineDropMax": 386, "SubscriptBaselineDropMin": 0}
OTHERS = {"h": "ℎ", "ı": "𝚤", "ȷ": "𝚥", "ϵ": "𝜖", "ϑ": "𝜗", "ϰ": "𝜘", "ϕ": "𝜙", "ϱ": "𝜚", "ϖ": "𝜛", "∂": "𝜕", "∇": "𝛻"}
# Every page has these, so that a new letter in a formula seldom needs another font.
USUAL = frozenset(map(chr, [*range(0x20, 0x7F), *range(0x391, 0x3A2), *range(0x3A3, 0x3AA), *range(0x3B1, 0x3CA)]))


def letters(html: str) -> frozenset[str]:
    """The letters in the formulas of a page, with the sign of a root, which browsers draw and no text names."""
    formulas = "".join(re.findall(r"<math.*?</math>", html, flags=re.DOTALL))
    roots = "√" if re.search(r"<m(?:sqrt|root)\b", formulas) else ""
    shown = unescape(re.sub(r"<annotation.*?</annotation>|<[^>]*>", "", formulas, flags=re.DOTALL))
    return frozenset(shown + roots)


def slanted(letter: str) -> str:
    """A letter as a browser shows it where it is a variable."""
    if letter in OTHERS:
        return OTHERS[letter]
    shifts = (("a", "z", LATIN), ("A", "Z", CAPITAL_LATIN), ("α", "ω", GREEK), ("Α", "Ω", CAPITAL_GREEK))
    return next((chr(ord(letter) + shift) for first, last, shift in shifts if first <= letter <= last), letter)


@lru_cache(8)
def font_face(shown: frozenset[str], file: Path | None = None) -> str:
    """The rule of a style sheet that holds the font: these letters, upright and slanted, in all their sizes.

    It is "" where nothing is shown.

    Args:
        shown: the letters.
        file: where the font is kept until a page shows other letters; None keeps nothing.
    """
    if not shown:
        return ""
    key = digest(conversion.code(), "".join(sorted(shown)))
    address = f"data:font/woff;base64,{b64encode(kept_bytes(file, key, partial(font, shown))).decode()}"
    return f'@font-face {{ font-family: "STIX Two Math"; src: url({address}) format("woff"); }}'


def font(shown: frozenset[str], usual: frozenset[str] = USUAL) -> bytes:
    """The font as a file, with these letters and with the usual ones."""
    wanted = shown | usual
    return text_fonts.cut(FONT, wanted | set(map(slanted, wanted)), FEATURES, as_in_tex)


def as_in_tex(font: TTFont) -> None:
    """Change what a browser reads from the font otherwise than TeX would: the place of indices, the width of roots.

    A browser keeps the width of the widest root free for each, which leaves a gap behind a low one; so all are as wide
    as the lowest. And it sets a root that is assembled of parts lower than the line over what is below it; so the
    tallest one, of 2.9 em, is the last.
    """
    table = font["MATH"].table
    for name, units in SCRIPT_DROPS.items():
        getattr(table.MathConstants, name).Value = units
    root = font.getBestCmap().get(ord("√"))
    grown = table.MathVariants.VertGlyphCoverage.glyphs
    if root in grown:
        taller = table.MathVariants.VertGlyphConstruction[grown.index(root)]
        names = {record.VariantGlyph for record in taller.MathGlyphVariantRecord}
        taller.GlyphAssembly = None
        for name in sorted(names - {root}):
            narrow(font, name, font["hmtx"][root][0])


def narrow(font: TTFont, name: str, width: int) -> None:
    """Give a glyph this advance, in units of the font, and squeeze its outline with it."""
    glyph = font["glyf"][name]
    glyph.coordinates.scale((width / font["hmtx"][name][0], 1))
    glyph.coordinates.toInt()
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, glyph.xMin)
