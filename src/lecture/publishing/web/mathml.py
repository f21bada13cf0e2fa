"""What pandoc's MathML lacks until a browser shows it as TeX would."""

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

APPLY = "\N{FUNCTION APPLICATION}"  # pandoc writes it behind the name of a function
MINUS = "\N{MINUS SIGN}"
MACRON = "\N{MACRON}"
BAR_OVER_ROW = f'</mrow><mo accent="true">{MACRON}</mo>'

# Over one letter a browser stretches a combining accent, and centres a spacing one.
ACCENTS = str.maketrans(
    {
        "\u0302": "\u02c6",
        "\u0303": "\u02dc",
        "\u0307": "\u02d9",
        "\u0308": "\u00a8",
        "\u030c": "\u02c7",
        "\u203e": "\u00af",
    }
)

# Elements whose children stand one behind another.
ROWS = {"mrow", "mstyle", "mtd", "msqrt", "mpadded", "menclose", "mphantom"}
SCRIPTS = {"msub", "msup", "msubsup"}
OPERANDS = {"mn", "mtext", "mfrac", "msqrt", "mroot", "mrow"}


FORMULA = re.compile(r"<math([^>]*)><semantics>(.*?)<annotation[^>]*>(.*?)</annotation></semantics></math>", re.DOTALL)
IN_LINE = re.compile(
    r'([(«„“]*)(<math display="inline"[^>]*>.*?</math>)([,.;:!?)»”…]*(?:(?:\xa0|&nbsp;)[—–])?)', re.DOTALL
)


def light_formulas(html: str) -> str:
    """HTML whose formulas carry their TeX as an attribute, the text that stands for one where it can't be shown, and
    not as two elements more."""
    return FORMULA.sub(_light, html)


def _light(formula: re.Match) -> str:
    about, body, tex = formula.groups()
    return f'<math{about} alttext="{" ".join(tex.split()).replace(chr(34), "&quot;")}">{body}</math>'


def space_functions(html: str) -> str:
    """Write the thin spaces around a function, k ln z, that browsers leave out of MathML."""
    return re.sub(r"(<math[^>]*>)(.*?)</math>", spaced, html, flags=re.DOTALL)


def spaced(formula: re.Match) -> str:
    """A formula with the spaces around its functions."""
    if "&#8289;" not in formula[0] and APPLY not in formula[0] and "<munder>" not in formula[0]:
        return formula[0]
    opening, body = formula.groups()
    math = ElementTree.fromstring(f"<math>{body}</math>")
    for row in [element for element in math.iter() if element.tag in ROWS]:
        for position, element in reversed(list(enumerate(row))):
            if is_function(element):
                if position + 1 < len(row) and not is_close(row[position + 1]):
                    row.insert(position + 1, thin_space())
                if position > 0 and is_operand(row[position - 1]):
                    row.insert(position, thin_space())
    return _written(math, opening)


def thin_space() -> Element:
    """The space of TeX's `\\,`."""
    return Element("mspace", width="0.167em")


def is_function(element: Element) -> bool:
    """Whether an element is the name of a function, with or without an index: ln, log₂, max over i."""
    if element.tag in SCRIPTS:
        return is_function(element[0])
    if element.tag == "munder":
        return element[0].tag == "mi" and len(element[0].text or "") > 1
    return element.tag == "mrow" and len(element) == 2 and element[1].text == APPLY


def is_close(element: Element) -> bool:
    """Whether what follows a function stands close to it: a parenthesis, a sign, a space that is there already."""
    if element.tag == "mrow" and len(element):
        return element[0].tag == "mo"
    return element.tag in ("mo", "mspace")


def is_operand(element: Element) -> bool:
    """Whether an element is a letter, a number, a power, a closing bracket, …: no operator, no function."""
    if element.tag == "mi":
        return element.text != MINUS
    if element.tag == "mo":
        return element.get("form") == "postfix"
    if element.tag in SCRIPTS or element.tag == "mover":
        return not is_function(element) and is_operand(element[0])
    return element.tag in OPERANDS and not is_function(element)


def keep_marks(html: str) -> str:
    """HTML where a line breaks neither before the mark or the dash behind a formula nor behind the bracket before it.

    Browsers break lines beside a formula whatever stands there, even a character that forbids it.
    """

    def kept(match: re.Match) -> str:
        return f'<span class="unbroken">{match[0]}</span>' if match[1] or match[3] else match[0]

    return IN_LINE.sub(kept, html)


def place_accents(html: str) -> str:
    """Write the accents of single letters in MathML so that they stand above the letter, close and as large as in a
    text, and bars over more as lines."""
    html = re.sub(
        r'<mover>(<mi[^>]*>[^<]*</mi><mo accent="true">)(.)(?=</mo></mover>)',
        lambda match: f'<mover accent="true">{match[1]}{match[2].translate(ACCENTS)}',
        html,
    )
    return re.sub(r"(<math[^>]*>)(.*?)</math>", barred, html, flags=re.DOTALL)


def barred(formula: re.Match) -> str:
    """A formula whose bars over more than a letter are lines of the style sheet, as wide as what is below them.

    Fonts have no wide form of pandoc's U+00AF, and Chromium cuts off that of U+203E.
    """
    if BAR_OVER_ROW not in formula[0]:
        return formula[0]
    opening, body = formula.groups()
    math = ElementTree.fromstring(f"<math>{body}</math>")
    for accented in list(math.iter("mover")):
        if accented[0].tag == "mrow" and accented[1].text == MACRON:
            accented.tag = "mrow"
            accented.set("class", "barred")
            accented.remove(accented[1])
    return _written(math, opening)


def _written(math: Element, opening: str) -> str:
    """A formula as text, with the opening tag that it had."""
    text = ElementTree.tostring(math, encoding="unicode", short_empty_elements=False)
    return text.replace("<math>", opening, 1)
