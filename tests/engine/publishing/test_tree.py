"""Walking pandoc's trees."""

import json

import pytest

from lecture.publishing import conversion
from lecture.publishing.trees import tree
from lecture.publishing.trees.references import unspaced_commas

TEXT = '# А **б** `в` $г$ "д"[^1] и ![е](ж.svg)\n\n| а |\n|---|\n| [б]{.x} |\n\n[^1]: Сноска [в]{.x}.\n\n- [г]{.x}\n'


@pytest.fixture
def blocks():
    return json.loads(conversion.pandoc(TEXT, conversion.READER, "json")[0])["blocks"]


def test_a_walk_goes_everywhere_in_the_order_of_the_text(blocks):
    seen = []
    tree.rewrite(blocks, {"Span": lambda span: seen.append(tree.plain(span["c"][1]))})
    assert seen == ["в", "б", "г"]  # the footnote stands in the heading


def test_a_rule_replaces_its_element_and_the_walk_does_not_go_inside(blocks):
    def shout(element):
        return [{"t": "Str", "c": "!"}, {"t": "Str", "c": "!"}]

    found = tree.rewrite(blocks, {"Span": shout})
    assert tree.find(found, "Span") == []
    assert json.dumps(found).count('"!"') == 6


def test_without_rules_nothing_changes(blocks):
    before = json.loads(json.dumps(blocks))
    assert tree.rewrite(blocks, {}) == before


def test_what_is_found_stands_in_the_order_of_the_text_and_not_inside_its_like(blocks):
    assert [tree.plain(span["c"][1]) for span in tree.find(blocks, "Span")] == ["в", "б", "г"]
    inner = tree.span(tree.text("inside"))
    assert tree.find([{"t": "Para", "c": [outer := tree.span([inner])]}], "Span") == [outer]


def test_plain_text(blocks):
    assert tree.plain(blocks[0]["c"][2]) == "А б в г “д” и е"


@pytest.mark.parametrize(
    ("tex", "made"),
    [
        ("0{,}1307", r"\text{0,1307}"),
        ("f(1{,}234{,}567, 2)", r"f(\text{1,234,567}, 2)"),
        ("x{,}5 + 5{,}x", "x{,}5 + 5{,}x"),
        ("f(0, 1)", "f(0, 1)"),
    ],
)
def test_commas_inside_numbers(tex, made):
    assert unspaced_commas(tex) == made
