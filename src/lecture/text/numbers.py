"""Numbers in prose: Jinja2 over the results, with the forms that a language's typography asks for."""

from collections.abc import Callable
from functools import cache

import jinja2
import jinja2.meta

from lecture.studies.expressions import Expressions
from lecture.words import numbers as writing
from lecture.words.dates import day_in_words


def shown(value: object, numbers: writing.Numbers) -> str:
    """What stands on the page for a value without a filter.

    Raises:
        TypeError: the value is a bare float, which needs a filter with a number of digits, or no single value.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return numbers.integer(value)
    raise TypeError(f"{value!r} needs a filter: number(digits), percent(digits), spread(digits) or scientific(digits)")


@cache
def environment(language: str) -> Expressions:
    """The expressions of chapters: unknown names are errors; a comment opens with `<%#`, since `{#` is an identifier's.

    Args:
        language: of the prose.

    Raises:
        UnknownLanguageError: numbers are not written in that language.
    """
    numbers = writing.of(language)

    def finalize(value: object) -> object:
        return value if isinstance(value, jinja2.Undefined) else shown(value, numbers)

    def tex(value: object) -> str:
        return numbers.tex(shown(value, numbers))

    def day(value: str) -> str:
        return day_in_words(value, language)

    forms = (numbers.number, numbers.percent, numbers.spread, numbers.scientific, numbers.count, tex, day)
    found = Expressions(
        undefined=jinja2.StrictUndefined,
        finalize=finalize,
        comment_start_string="<%#",
        comment_end_string="#%>",
        trim_blocks=True,
        autoescape=False,
    )
    found.filters |= {f.__name__: _defined(f) for f in forms}
    return found


def groups(text: str) -> set[str]:
    """The groups of numbers that a text names: the first words of the numbers' names.

    Raises:
        jinja2.TemplateSyntaxError: the text doesn't parse.
    """
    return jinja2.meta.find_undeclared_variables(environment("en").parse(text))


def _defined(form: Callable) -> Callable:
    """The filter, which names a number that is not there before it tries to write it."""

    def checked(value: object, *arguments: object) -> str:
        if isinstance(value, jinja2.Undefined):
            str(value)  # raises UndefinedError with the name
        return form(value, *arguments)

    return checked
