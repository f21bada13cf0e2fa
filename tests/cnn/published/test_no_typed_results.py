"""No result stands in a chapter as typed digits: what is in results/numbers.json is called by its name."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lecture.build.description import describe
from lecture.checking.comparison import is_time, leaves

ROOT = Path(__file__).parents[3]
CHAPTERS = sorted((ROOT / "notebooks").glob("[0-9]*.md"))
TIMES = describe(ROOT / "src").times
TELLING = 3  # significant digits from which a coincidence is no excuse

NOT_PROSE = re.compile(
    r"\A---.*?^---$"  # the header
    r"|^ *```.*?^ *```$"  # code
    r"|`[^`\n]*`|\{\{.*?\}\}|\{%.*?%\}|<%#.*?#%>"  # inline code, Jinja
    r"|\$\$.*?\$\$"  # formulas with a number; those inside a line are read
    r"|\{[#.][^}]*\}|\]\([^)]*\)|\[?@[\w-]+\]?",  # attributes, links, citations
    re.DOTALL | re.MULTILINE,
)
FREE = r"(?<![\w.,])(?<![A-Za-z]-)"  # part of no word and of no name, as in SHA-256
NUMERAL = re.compile(rf"{FREE}\d{{1,3}}(?:[\u00a0\u202f ]\d{{3}})+(?![\d])|{FREE}\d+(?:(?:[.,]|\{{,\}})\d+)?")


def typed(text: str) -> Iterator[tuple[int, str, float, int]]:
    """Line, numeral, value and digits after the comma of every telling number in the prose of a chapter."""
    prose = NOT_PROSE.sub(lambda found: "\n" * found[0].count("\n"), text)
    for found in NUMERAL.finditer(prose):
        plain = re.sub(r"[\u00a0\u202f ]", "", found[0]).replace("{,}", ".").replace(",", ".")
        if re.fullmatch(r"19\d\d|20[0-3]\d", found[0]):  # a year
            continue
        if len(plain.replace(".", "").strip("0")) >= TELLING or len(plain.partition(".")[0]) > TELLING:
            yield prose[: found.start()].count("\n") + 1, found[0], float(plain), len(plain.partition(".")[2])


def test_the_reader_of_numerals():
    prose = "Всего 21\u202f840 и 0,9703, а также $\\beta = 0{,}999$."
    text = f"---\nx: 1234\n---\n{prose}\n\n`1234` {{{{ a.b(1234) }}}} 3×3 SHA-256\n"
    assert [(line, numeral) for line, numeral, *_ in typed(text)] == [(4, "21\u202f840"), (4, "0,9703"), (4, "0{,}999")]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_no_result_is_typed(build, chapter):
    # a time is another one in each build, and now and then that of something else
    results = {
        float(value)
        for name, value in leaves(build.numbers)
        if isinstance(value, int | float) and not isinstance(value, bool) and not is_time(name, TIMES)
    }
    for line, numeral, value, digits in typed(chapter.read_text(encoding="utf-8")):
        # three digits may be the rounding of something by chance, more may not
        places = digits if len(re.sub(r"\D", "", numeral).strip("0")) > TELLING else 15
        same = [r for r in results if value in (round(r, places), round(100 * r, places))]
        assert not same, f"{chapter.name}:{line}: {numeral} is a result ({same[0]}): write its name"
