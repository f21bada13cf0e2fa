"""Marks go with a number from its name to the page, and nowhere else."""

import pytest

from lecture.publishing.trees import marks
from lecture.publishing.trees.marks import END, FIRST, as_elements, in_words, put, removed

ONE, TWO = chr(FIRST + 1), chr(FIRST + 2)


def test_what_is_put_is_removed():
    assert put("97.0%", 3) == f"{chr(FIRST + 3)}97.0%{END}"
    assert removed(f"a {put('97.0%', 3)} b") == "a 97.0% b"
    assert not marks.MARK.search(removed(put("x", marks.MOST - 1)))


def test_only_words_keep_marks():
    formula = {"t": "Math", "c": [{"t": "InlineMath"}, f"x = {ONE}3{END}"]}
    tree = [{"t": "Para", "c": [{"t": "Str", "c": f"{ONE}3{END},"}, formula]}]
    link = {
        "t": "Link",
        "c": [["", [], [["title", f"{ONE}3{END}"]]], [{"t": "Str", "c": "here"}], [f"#{ONE}3{END}", ""]],
    }
    assert in_words(tree)[0]["c"][0] == tree[0]["c"][0]
    assert in_words(tree)[0]["c"][1]["c"][1] == "x = 3"
    assert in_words(link)["c"][0][2] == [["title", "3"]] and in_words(link)["c"][2] == ["#3", ""]


@pytest.mark.parametrize(
    ("html", "made"),
    [
        (f"<p>{ONE}97%{END}.</p>", '<p><data value="04.1">97%</data>.</p>'),
        (f"<p>({ONE}1{END}–{TWO}2{END})</p>", '<p>(<data value="04.1">1</data>–<data value="04.2">2</data>)</p>'),
        (f'<td style="x">{ONE}97{END}</td>', '<td style="x" data-n="04.1">97</td>'),
        (f"<strong>{ONE}97{END}</strong>", '<strong data-n="04.1">97</strong>'),
        (f"<td>{ONE}97{END} x</td>", '<td><data value="04.1">97</data> x</td>'),
        (f"<p>{ONE}<math><mi>x</mi></math>{END}</p>", '<p><data value="04.1"><math><mi>x</mi></math></data></p>'),
        (f"<p>{ONE}<em>a{END}</em></p>", "<p><em>a</em></p>"),
        (f"{ONE}a</p><p>b{END}", "a</p><p>b"),
        (f'<img alt="{ONE}97{END}">', '<img alt="97">'),
        (f"<p>{ONE}lost</p>", "<p>lost</p>"),
    ],
)
def test_marks_become_elements_where_that_is_html(html, made):
    assert as_elements(html, "04") == made
