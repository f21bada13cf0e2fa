"""The font of formulas: the letters that are shown, in both forms, and nothing of other alphabets."""

from base64 import b64decode
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from lecture.publishing.web import formula_font

FORMULA = "<math><semantics><mo>∑</mo><mi>x</mi><annotation>\\sum ⊤</annotation></semantics></math> ∇"


def font(face: str) -> TTFont:
    return TTFont(BytesIO(b64decode(face.partition("base64,")[2].partition(")")[0])))


def test_letters_of_formulas_alone_count():
    assert formula_font.letters(FORMULA) == {"∑", "x"}


@pytest.mark.parametrize("root", ["<msqrt><mi>x</mi></msqrt>", "<mroot><mi>x</mi><mn>3</mn></mroot>"])
def test_a_root_has_its_sign_which_grows(root):
    """The browser draws it: it stands nowhere as a letter."""
    face = font(formula_font.font_face(formula_font.letters(f"<math>{root}</math>")))
    assert ord("√") in face.getBestCmap()
    assert face.getBestCmap()[ord("√")] in face["MATH"].table.MathVariants.VertGlyphCoverage.glyphs
    assert "√" not in formula_font.letters(FORMULA)


def test_all_roots_are_equally_wide_and_whole():
    """A browser leaves room for the widest one behind each, and sets one of several parts too low."""
    face = font(formula_font.font_face(frozenset("√")))
    signs = face["MATH"].table.MathVariants
    [taller] = [
        construction
        for name, construction in zip(signs.VertGlyphCoverage.glyphs, signs.VertGlyphConstruction, strict=True)
        if name == face.getBestCmap()[ord("√")]
    ]
    names = [record.VariantGlyph for record in taller.MathGlyphVariantRecord]
    assert len(names) > 3
    assert {face["hmtx"][name][0] for name in names} == {794}
    assert all(face["glyf"][name].xMax < 850 for name in names)
    assert taller.GlyphAssembly is None


@pytest.mark.parametrize("letter", "pyfgμβ")
def test_the_tail_of_a_letter_lowers_no_index(letter):
    face = font(formula_font.font_face(frozenset(letter)))
    constants = face["MATH"].table.MathConstants
    slanted = face["glyf"][face.getBestCmap()[ord(formula_font.slanted(letter))]]
    assert -slanted.yMin + constants.SubscriptBaselineDropMin.Value < constants.SubscriptShiftDown.Value + 30
    assert slanted.yMax - constants.SuperscriptBaselineDropMax.Value < constants.SuperscriptShiftUp.Value + 30


def test_a_page_without_formulas_has_no_font():
    assert formula_font.font_face(formula_font.letters("<p>text</p>")) == ""


def test_the_font_has_what_is_shown():
    letters = set(font(formula_font.font_face(frozenset("∑"))).getBestCmap())
    assert {ord("∑"), ord("x"), ord("𝑥"), ord("ℎ"), ord("Ω"), ord("𝛼")} <= letters
    assert not {ord("∏"), ord("ж")} & letters


def test_signs_still_grow():
    table = font(formula_font.font_face(frozenset("∑")))["MATH"].table.MathVariants
    assert "summation" in table.VertGlyphCoverage.glyphs


def test_the_font_is_small_and_always_the_same():
    face = formula_font.font_face(frozenset("∑"))
    assert len(face) < 100_000
    formula_font.font_face.cache_clear()
    assert formula_font.font_face(frozenset("∑")) == face


def test_the_font_is_kept_until_other_letters_are_shown(tmp_path, monkeypatch):
    file = tmp_path / "html.formulas"
    face = formula_font.font_face(frozenset("∑"), file)
    formula_font.font_face.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(formula_font.text_fonts, "cut", None)
        assert formula_font.font_face(frozenset("∑"), file) == face
    assert ord("∏") in font(formula_font.font_face(frozenset("∏"), file)).getBestCmap()


@pytest.mark.parametrize(
    ("letter", "shown"), [("a", "𝑎"), ("h", "ℎ"), ("Z", "𝑍"), ("ω", "𝜔"), ("Γ", "𝛤"), ("7", "7"), ("ж", "ж")]
)
def test_variables_are_slanted(letter, shown):
    assert formula_font.slanted(letter) == shown
