"""Expressions of chapters and claims: values are looked up, computed with and written; Python is out of reach."""

import jinja2
import pytest

from lecture.studies.claims import Claim
from lecture.studies.expressions import LARGEST, LONGEST, PAGE, STEPS, Expressions

VALUES = {"a": {"items": 3, "rows": [[1, 2], [3, 4]], "names": ["x", "y"]}, "text": "2026-11-29"}


def rendered(text: str) -> str:
    return Expressions(undefined=jinja2.StrictUndefined).from_string(text).render(VALUES)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ a.items }}", "3"),  # a number's own name goes before a method of the same name
        ("{{ a['items'] + 2 ** 3 }}", "11"),
        ("{{ a.rows[-1][0] }} {{ a.names[1:] | first }}", "3 y"),
        ("{% for row in a.rows %}{{ loop.index0 }}:{{ row | sum }}{{ ' ' if not loop.last }}{% endfor %}", "0:3 1:7"),
        ("{% set s = namespace(n=1) %}{% for k in range(3) %}{% set s.n = s.n * 2 %}{% endfor %}{{ s.n }}", "8"),
        ("{{ text.split('-') | reverse | join('.') }}", "29.11.2026"),
        ("{{ {'x': 'икс'}.get(a.names[0], '?') }}{{ a.names | join(' + ') | replace('+', '−') }}", "иксx − y"),
        ("{{ a.rows[0] | select('equalto', 2) | list | length }}", "1"),
        ("{{ 5 * 5 * 32 }}", "800"),
    ],
)
def test_values_are_looked_up_and_computed(text, shown):
    assert rendered(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__ }}",
        "{{ namespace.__init__ }}",
        "{{ namespace().__class__ }}",
        "{{ loop }}",
        "{% for x in [1] %}{{ loop._iterable }}{% endfor %}",
        "{{ ''.__class__.__mro__ }}",
        "{{ text.format(a) }}",
        "{{ '{0.__class__}'.format(text) }}",
        "{{ a.names.append('z') }}",
        "{{ a.pop('names') }}",
        "{{ (text | attr('__class__')).__mro__ }}",
        "{{ [text] | map('attr', '__class__') | list }}",
        "{{ [text] | selectattr('__class__') | first }}",
        "{{ range.__self__ }}",
        "{{ dict(a=1) }}",
        "{{ self }}{{ self.__init__ }}",
    ],
)
def test_nothing_of_python_is_reached(text):
    with pytest.raises((jinja2.TemplateError, TypeError)):
        rendered(text)


@pytest.mark.parametrize("text", ["a.items.__class__", "''.__class__.__mro__[1].__subclasses__()", "a | attr('items')"])
def test_claims_reach_nothing_either(text):
    with pytest.raises((jinja2.TemplateError, TypeError, KeyError)):
        float(Claim("", text).measure({"a.items": 3.0}))


@pytest.mark.parametrize(
    "text",
    [
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% macro m() %}{% endmacro %}",
        "{% set x %}0,97{% endset %}",
        "{% for x in [1] recursive %}{% endfor %}",
        "{{ text ~ text }}",
        "{% set share = 0.97 %}",
        "{{ 0.97 }}",
        "{{ 0.97 | round(1) }}",
        "{% set table = {'a': 0.97} %}",
    ],
)
def test_what_is_not_for_prose_is_refused_with_its_line(text):
    with pytest.raises(jinja2.TemplateSyntaxError) as refused:
        rendered("first\n\n" + text)
    assert refused.value.lineno == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ 9 ** 99999 }}", f"{LARGEST} bits"),
        ("{{ 'x' * 10 ** 9 }}", "for numbers"),
        ("{{ [text] * 9 }}", "for numbers"),
        ("{{ '%999999999d' % a.items }}", "for numbers"),
        ("{{ range(10 ** 9) | list }}", f"{STEPS} numbers"),
        ("{% for x in range(999) %}{% for y in range(999) %}{% endfor %}{% endfor %}", f"{STEPS} steps"),
        ("{{ range(9999) | join(text * 1) }}", "for numbers"),
        ("{{ range(99999) | join('abc') }}", f"{LONGEST} letters"),
        ("{{ range(9999) | join('a') | replace('a', range(999) | join) }}", f"{LONGEST} letters"),
        ("{{ a.rows | join }}", "texts and numbers"),
        (
            "{% set s = namespace(t=text) %}{% for k in range(99) %}{% set s.t = s.t + s.t %}{% endfor %}",
            f"{LONGEST} letters",
        ),
        (
            "{% set s = namespace(n=9) %}{% for k in range(99) %}{% set s.n = s.n * s.n %}{% endfor %}",
            f"{LARGEST} bits",
        ),
        ("{% set t = range(9999) | join('abc') %}{% for x in range(9999) %}{{ t }}{% endfor %}", f"{PAGE} letters"),
    ],
)
def test_no_text_costs_hours_or_the_memory(text, message):
    with pytest.raises((ValueError, TypeError), match=message):
        rendered(text)


def test_each_rendering_counts_for_itself():
    template = Expressions().from_string("{% for x in range(n) %}{% endfor %}")
    for _ in range(3):
        assert template.render(n=STEPS // 2) == ""
