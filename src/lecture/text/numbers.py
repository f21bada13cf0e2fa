"""Numbers in Russian prose: Jinja2 over the results, with the forms that Russian typography asks for."""

from collections.abc import Callable, Mapping
from functools import cache

import jinja2
import jinja2.meta

NO_BREAK = "\u00a0"
THIN = "\u202f"
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int) -> str:
    """A number with so many digits behind the decimal comma: 0,1307."""
    text = f"{value:.{digits}f}".replace("-", "−")
    if not text.strip("−0."):
        text = text.lstrip("−")
    whole, _, fraction = text.partition(".")
    return integer(whole) + (f",{fraction}" if fraction else "")


def integer(value: int | str) -> str:
    """A whole number with thin spaces between thousands from five digits on: 21 840, but 1000."""
    text = str(value).replace("-", "−")
    digits = text.lstrip("−")
    if len(digits) < 5:
        return text
    sign = text[: len(text) - len(digits)]
    head = len(digits) % 3
    groups = [digits[:head]] * bool(head) + [digits[i : i + 3] for i in range(head, len(digits), 3)]
    return sign + THIN.join(groups)


def percent(share: float, digits: int) -> str:
    """A share in [0, 1] in per cent: 97,03 %."""
    return f"{number(100 * share, digits)}{NO_BREAK}%"


def spread(statistics: Mapping[str, float | None], digits: int) -> str:
    """Mean and standard deviation of shares in [0, 1], in per cent: 97,03 ± 0,25 %.

    Args:
        statistics: `mean` and `std`; with `std` None (one seed) only the mean is written.
    """
    mean, std = statistics["mean"], statistics["std"]
    deviation = "" if std is None else f"{NO_BREAK}±{NO_BREAK}{number(100 * std, digits)}"
    return f"{number(100 * mean, digits)}{deviation}{NO_BREAK}%"


def scientific(value: float, digits: int) -> str:
    """A number with a power of ten: 2,2·10⁻⁸."""
    mantissa, exponent = f"{value:.{digits}e}".split("e")
    return f"{mantissa.replace('-', '−').replace('.', ',')}·10{str(int(exponent)).translate(SUPERSCRIPTS)}"


def count(value: int, one: str, few: str, many: str) -> str:
    """A whole number with the noun in the form that Russian asks for: 1 эпоха, 3 эпохи, 10 эпох."""
    tens, ones = value // 10 % 10, value % 10
    form = many if tens == 1 or ones in (0, 5, 6, 7, 8, 9) else one if ones == 1 else few
    return f"{integer(value)}{NO_BREAK}{form}"


def tex(value: object) -> str:
    """A number for a formula: the comma and the thin space in TeX's words."""
    return _shown(value).replace(",", "{,}").replace(THIN, r"\,").replace("−", "-").replace("%", r"\%")


def _shown(value: object) -> str:
    """What stands on the page for a value without a filter.

    Raises:
        TypeError: the value is a bare float, which needs a filter with a number of digits, or no single value.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return integer(value)
    raise TypeError(f"{value!r} needs a filter: number(digits), percent(digits), spread(digits) or scientific(digits)")


@cache
def environment() -> jinja2.Environment:
    """Jinja2 for chapters: unknown names are errors, and a comment opens with `<%#`, since `{#` opens an identifier."""
    found = jinja2.Environment(
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        comment_start_string="<%#",
        comment_end_string="#%>",
        trim_blocks=True,
        autoescape=False,
    )
    found.filters |= {f.__name__: _defined(f) for f in (number, percent, spread, scientific, count, tex)}
    return found


def groups(text: str) -> set[str]:
    """The groups of numbers that a text names: the first words of the numbers' names.

    Raises:
        jinja2.TemplateSyntaxError: the text doesn't parse.
    """
    return jinja2.meta.find_undeclared_variables(environment().parse(text))


def _defined(form: Callable) -> Callable:
    """The filter, which names a number that is not there before it tries to write it."""

    def checked(value: object, *arguments: object) -> str:
        if isinstance(value, jinja2.Undefined):
            str(value)  # raises UndefinedError with the name
        return form(value, *arguments)

    return checked


def _finalize(value: object) -> object:
    return value if isinstance(value, jinja2.Undefined) else _shown(value)


def nested(flat: Mapping[str, object]) -> dict:
    """`{"a.b": 1}` as `{"a": {"b": 1}}`.

    Raises:
        ValueError: one name is a group and a number at once.
    """
    tree: dict = {}
    for name, value in flat.items():
        *groups, last = name.split(".")
        inner = tree
        for group in groups:
            inner = inner.setdefault(group, {})
            if not isinstance(inner, dict):
                raise ValueError(f"{name}: {group} is a number and a group of numbers")
        if last in inner:
            raise ValueError(f"{name} is a number and a group of numbers")
        inner[last] = value
    return tree


def flat(tree: Mapping[str, object], prefix: str = "") -> dict[str, object]:
    """`{"a": {"b": 1}}` as `{"a.b": 1}`; lists stay values."""
    found: dict[str, object] = {}
    for name, value in tree.items():
        found |= flat(value, f"{prefix}{name}.") if isinstance(value, Mapping) else {prefix + name: value}
    return found
