"""Numbers as Russian typography wants them. `·` stands for a no-break space, `_` for a thin one."""

import random

import jinja2
import pytest

from lecture.text import numbers
from lecture.words.numbers import RUSSIAN

integer, number, percent, spread = RUSSIAN.integer, RUSSIAN.number, RUSSIAN.percent, RUSSIAN.spread
scientific, count = RUSSIAN.scientific, RUSSIAN.count


def seen(text: str) -> str:
    return text.replace("\u202f", "_").replace("\u00a0", "~")


def render(template: str, **values) -> str:
    return seen(numbers.environment("ru").from_string(template).render(values))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((0, "0"), (7, "7"), (999, "999"), (1000, "1000"), (9999, "9999")),
        *((10_000, "10_000"), (21_840, "21_840"), (100_000, "100_000"), (3_274_634, "3_274_634")),
        *((-5, "−5"), (-9999, "−9999"), (-10_000, "−10_000"), (-123_456, "−123_456")),
    ],
)
def test_whole_numbers(value, text):
    assert seen(integer(value)) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.1306604762738429, 4, "0,1307"),
        (-2.3136, 2, "−2,31"),
        (0.0, 1, "0,0"),
        (5725.4, 0, "5725"),
        (1234.5, 1, "1234,5"),
        (9999.96, 1, "10_000,0"),
        (12_345.678, 2, "12_345,68"),
        (-1_234_567.8, 1, "−1_234_567,8"),
        (3, 2, "3,00"),
        (1e-9, 3, "0,000"),
    ],
)
def test_numbers_with_a_fraction(value, digits, text):
    assert seen(number(value, digits)) == text


def test_what_is_written_is_the_number():
    rng = random.Random(1)
    for _ in range(2000):
        digits = rng.randrange(7)
        value = rng.uniform(-1, 1) * 10 ** rng.randrange(9)
        text = number(value, digits)
        assert not set(text) & set(".- e")
        assert float(text.replace("\u202f", "").replace("−", "-").replace(",", ".")) == float(f"{value:.{digits}f}")
        whole = text.lstrip("−").partition(",")[0]
        assert all(len(group) == 3 for group in whole.split("\u202f")[1:])


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [(0.97034, 2, "97,03~%"), (0.97035, 1, "97,0~%"), (0, 0, "0~%"), (1, 0, "100~%"), (-0.0123, 2, "−1,23~%")],
)
def test_per_cent(share, digits, text):
    assert seen(percent(share, digits)) == text


def test_spread():
    assert seen(spread({"mean": 0.9703, "std": 0.00249}, 2)) == "97,03~±~0,25~%"
    assert seen(spread({"mean": 0.9703, "std": 0.0}, 1)) == "97,0~±~0,0~%"
    assert seen(spread({"mean": 0.93941, "std": 0.00042}, 1)) == "93,94~±~0,04~%"
    assert seen(spread({"mean": 0.93941, "std": 0.000961}, 1)) == "93,9~±~0,1~%"
    assert seen(spread({"mean": 0.749, "std": 0.059}, 0)) == "75~±~6~%"
    assert seen(spread({"mean": 0.9439, "std": None, "min": 0.9}, 1)) == "94,4~%"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (2.2e-8, 1, "2,2·10⁻⁸"),
        (1.6093e-6, 0, "2·10⁻⁶"),
        (9.96e-7, 1, "1,0·10⁻⁶"),
        (-1.5e12, 1, "−1,5·10¹²"),
        (3.0, 0, "3·10⁰"),
        (0.0, 1, "0,0·10⁰"),
        (1e-300, 0, "1·10⁻³⁰⁰"),
    ],
)
def test_scientific(value, digits, text):
    assert scientific(value, digits) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((0, "0~эпох"), (1, "1~эпоха"), (2, "2~эпохи"), (4, "4~эпохи"), (5, "5~эпох"), (10, "10~эпох")),
        *((11, "11~эпох"), (12, "12~эпох"), (14, "14~эпох"), (20, "20~эпох"), (21, "21~эпоха"), (22, "22~эпохи")),
        *((100, "100~эпох"), (101, "101~эпоха"), (111, "111~эпох"), (112, "112~эпох"), (121, "121~эпоха")),
        *((1001, "1001~эпоха"), (60_000, "60_000~эпох"), (70_003, "70_003~эпохи"), (3_274_634, "3_274_634~эпохи")),
    ],
)
def test_count(value, text):
    assert seen(count(value, "эпоха", "эпохи", "эпох")) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("0,1307", "0{,}1307"), (21_840, r"21\,840"), (-5, "-5"), ("−12\u202f345,6", r"-12\,345{,}6"), (10, "10")],
)
def test_numbers_for_formulas(value, text):
    assert numbers.environment("ru").from_string("{{ x | tex }}").render(x=value) == text


def test_a_bare_float_needs_digits_in_a_formula_too():
    with pytest.raises(TypeError, match="needs a filter"):
        render("{{ x | tex }}", x=0.5)


def test_filters_in_a_template():
    tree = {"parameters": 21_840, "share": 0.97034, "device": "cpu", "accuracy": {"mean": 0.5, "std": 0.1}}
    tree["date"] = "2026-11-05"
    for template, text in (
        ("{{ a.parameters }}", "21_840"),
        ("{{ a.device }}", "cpu"),
        ("{{ a.date | day }}", "5~ноября 2026~г."),
        ("{{ a.share | percent(1) }}", "97,0~%"),
        ("{{ a.share | number(3) }}", "0,970"),
        ("{{ a.share | scientific(1) }}", "9,7·10⁻¹"),
        ("{{ a.accuracy | spread(0) }}", "50~±~10~%"),
        ("{{ a.parameters | count('x', 'y', 'z') }}", "21_840~z"),
        ("${{ a.share | number(2) | tex }}$", "$0{,}97$"),
        ("{{ (a.parameters / 2) | number(0) }}", "10_920"),
    ):
        assert render(template, a=tree) == text


@pytest.mark.parametrize("value", [0.5, 3.0, True, None, [1], {"mean": 1}])
def test_values_that_need_a_filter(value):
    with pytest.raises(TypeError, match=r"needs a filter: number\(digits\)"):
        render("{{ x }}", x=value)


@pytest.mark.parametrize("template", ["{{ b }}", "{{ a.z }}", "{{ a.z.y }}", "{{ a.z | percent(2) }}", "{{ a.l[5] }}"])
def test_unknown_names_are_errors(template):
    with pytest.raises(jinja2.UndefinedError):
        render(template, a={"x": 1, "l": [1]})


@pytest.mark.parametrize(
    "text", ["# Глава {#sec-x}", '![П](../figures/x.svg){#fig-x alt="А"}', "$$ x $$ {#eq-x}", ": П. {#tbl-x}"]
)
def test_identifiers_stay(text):
    assert render(f"{text}\n\nхвост\n") == f"{text}\n\nхвост"


def test_comments():
    assert render("до<%# {{ x }} {% bad #%>после") == "допосле"


def test_a_loop_makes_rows_without_empty_lines():
    template = "| n |\n|--:|\n{% for n in rows %}\n| {{ n }} |\n{% endfor %}\n"
    assert render(template, rows=[1, 20_000]) == "| n |\n|--:|\n| 1 |\n| 20_000 |\n"


def test_markup_is_not_escaped():
    assert render("{{ x }}", x="<b> & {.x}") == "<b> & {.x}"


def test_nothing_has_no_sign():
    assert number(-0.001, 2) == "0,00"


def test_tex_escapes_what_tex_takes_for_a_comment():
    assert RUSSIAN.tex(percent(0.5, 1)).endswith(r"\%")


def test_a_chapter_may_be_written_in_another_language():
    tree = {"parameters": 21_840, "share": 0.97034}
    filters = ("parameters", "share | percent(1)", "parameters | count('epoch', 'epochs')", "parameters | tex")
    template = "; ".join("{{ " + each + " }}" for each in filters)
    written = numbers.environment("en").from_string(template).render(tree)
    assert seen(written) == "21,840; 97.0%; 21,840~epochs; 21{,}840"
