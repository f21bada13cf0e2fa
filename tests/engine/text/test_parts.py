"""Parts of a chapter that are for some data sets only."""

import pytest

from lecture.text.checking import mistakes
from lecture.text.execution import to_execute
from lecture.text.reading import ChapterError, read

HEADER = """---
title: Глава
jupyter:
  kernelspec: {display_name: Python 3, language: python, name: python3}
---

```python tags=["parameters"]
seed = 1
```

"""  # its body starts at line 11
PART = """Общее @sec-a.

::: {.only data=MNIST}
## Цифры {#sec-digits}

[Верно]{claim="digits"} [так]{term="digit"}, {{ mnist.total }}, @eq-digits.

![Цифры](../figures/loss_a.svg){#fig-loss_a alt="Ряд цифр"}

```python
print("digits")
```

::: {.exercise}
Задача.

```{.python source="cnn.networks.digits:network_a"}
```
:::

:::

[Общее]{claim="common"} {{ network_a.parameters }}.

```python
print("common")
```

::: {.only data="KMNIST FashionMNIST"}
[Иначе]{claim="other"}.
:::

Конец @sec-end.
"""


def chapter(data: str, body: str = PART, **facts):
    return read(HEADER + body, "notebooks/04-name.md", facts={"data": data} | facts)


def names(mentions) -> list[str]:
    return [mention.name for mention in mentions]


def test_a_part_that_fits_is_read():
    found = chapter("MNIST")
    assert names(found.claims) == ["digits", "common"]
    assert names(found.identifiers) == ["sec-digits", "fig-loss_a"]
    assert names(found.figures) == ["loss_a"]
    assert names(found.terms) == ["digit"]
    assert names(found.sources) == ["cnn.networks.digits:network_a"]
    assert names(found.references) == ["sec-a", "eq-digits", "sec-end"]
    assert names(found.groups) == ["mnist", "network_a"]


@pytest.mark.parametrize("data", ["KMNIST", "FashionMNIST"])
def test_a_part_that_does_not_fit_counts_for_nothing(data):
    found = chapter(data)
    assert names(found.claims) == ["common", "other"]
    assert names(found.references) == ["sec-a", "sec-end"]
    assert names(found.groups) == ["network_a"]
    assert found.identifiers == found.figures == found.terms == found.sources == []
    assert [cell.source for cell in found.cells if cell.kind == "code"] == ["seed = 1", 'print("common")']


def test_values_are_whole_words():
    assert names(chapter("MNIST").claims) == ["digits", "common"]
    assert names(chapter("Fashion").claims) == ["common"]


@pytest.mark.parametrize(("values", "fit"), [("!MNIST", "KE"), ("!MNIST !KMNIST", "E"), ("!MNIS", "MKE"), ("", "")])
def test_a_part_for_all_but_some(values, fit):
    body = f'::: {{.only data="{values}"}}\n[a]{{claim="x"}}\n:::\n'
    there = [data for data in ("MNIST", "KMNIST", "EMNIST") if chapter(data, body).claims]
    assert "".join(data[0] for data in there) == fit


@pytest.mark.parametrize("data", ["MNIST", "KMNIST", "EMNIST"])
def test_what_stays_keeps_its_lines_and_the_marks_go(data):
    found = chapter(data)
    lines = (HEADER + PART).splitlines()
    for cell in found.cells:
        for number, line in enumerate(cell.source.split("\n"), cell.line):
            assert line in ("", lines[number - 1])
    text = "\n".join(cell.source for cell in found.cells)
    assert ".only" not in text and "Конец" in text
    assert text.count(":::") == (2 if data == "MNIST" else 0)
    for mention in [*found.claims, *found.references, *found.groups]:
        assert mention.name in lines[mention.line - 1]


def test_nested_parts_fit_where_all_of_them_fit():
    body = """:::: {.only data="MNIST KMNIST"}
[a]{claim="outer"}

::: {.only scale=full}
[b]{claim="inner"}
:::
[c]{claim="outer_again"}
::::
"""
    assert names(chapter("MNIST", body, scale="full").claims) == ["outer", "inner", "outer_again"]
    assert names(chapter("KMNIST", body, scale="small").claims) == ["outer", "outer_again"]
    assert names(chapter("EMNIST", body, scale="full").claims) == []


def test_several_conditions_hold_together():
    body = '::: {.only data=MNIST scale=full}\n[a]{claim="x"}\n:::\n'
    assert names(chapter("MNIST", body, scale="full").claims) == ["x"]
    assert names(chapter("MNIST", body, scale="small").claims) == []


def test_a_part_that_is_only_shown():
    body = '```{.markdown}\n::: {.only what=MNIST}\n[a]{claim="x"}\n:::\n```\n\n[b]{claim="y"} `::: {.only data=A}`\n'
    found = chapter("KMNIST", body)
    assert names(found.claims) == ["y"]
    assert "::: {.only what=MNIST}" in "\n".join(cell.source for cell in found.cells)


def test_a_part_of_one_code_cell_and_one_in_a_list():
    body = "::: {.only data=MNIST}\n```python\nprint(1)\n```\n:::\n\n"
    body += "- a\n\n  ::: {.only data=MNIST}\n  @sec-a\n  :::\n\n- @sec-b\n"
    assert [cell.kind for cell in chapter("MNIST", body).cells].count("code") == 2
    assert [cell.kind for cell in chapter("KMNIST", body).cells].count("code") == 1
    assert names(chapter("MNIST", body).references) == ["sec-a", "sec-b"]
    assert names(chapter("KMNIST", body).references) == ["sec-b"]


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("A\n\n::: {.only date=MNIST}\nx\n:::\n", 13, "no fact 'date'; there is data"),
        ("::: {.only}\nx\n:::\n", 11, "say for what"),
        ('::: {.only data="!MNIST KMNIST"}\nx\n:::\n', 11, "data names values or excludes them"),
        ("::: only\nx\n:::\n", 11, "say for what"),
        ("::: {.only .exercise data=MNIST}\nx\n:::\n", 11, "without other classes"),
        ("::: {#sec-x .only data=MNIST}\nx\n:::\n", 11, "without other classes"),
        ("A\n::: {.only data=MNIST}\nx\n:::\n", 12, "blank line"),
        ("A\n::: only\nx\n:::\n", 12, "blank line"),
        ("::: {.only data=MNIST}\nx\n", 11, "this part is not closed"),
        ("[x]{.only data=MNIST}\n", 11, "a div of its own"),
        ("A\n\n- ::: {.only data=MNIST}\n  x\n  :::\n", 13, "a div of its own"),
        ("A\n\n> ::: {.only data=MNIST}\n> x\n> :::\n", 13, "a div of its own"),
        ("## A {.only data=MNIST}\n", 11, "a div of its own"),
    ],
)
def test_a_part_that_is_not_written_right(body, line, message):
    with pytest.raises(ChapterError, match=rf"^notebooks/04-name\.md:{line}: .*{message}"):
        chapter("MNIST", body)


def test_without_facts_no_part_can_be_judged():
    with pytest.raises(ChapterError, match=r"^f\.md:13: no fact 'data'"):
        read(HEADER + PART, "f.md")


def test_what_is_left_out_is_not_executed():
    text = "\ufeff" + HEADER + PART
    for data, printed in (("MNIST", ['print("digits")', 'print("common")']), ("KMNIST", ['print("common")'])):
        notebook = to_execute(text, read(text, "f.md", facts={"data": data}))
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert [cell.source for cell in code] == ["seed = 1", *printed]
        assert code[0].metadata.tags == ["parameters"]
        assert notebook.metadata.kernelspec.name == "python3"


def test_the_digest_is_that_of_the_cells_that_run():
    without = HEADER + PART.replace('```python\nprint("digits")\n```\n', "")
    digests = {data: read(HEADER + PART, "f.md", facts={"data": data}).digest for data in ("MNIST", "KMNIST")}
    assert digests["MNIST"] != digests["KMNIST"]
    assert digests["KMNIST"] == read(without, "f.md", facts={"data": "KMNIST"}).digest


def found(*chapters):
    claims, terms = ["digits", "common", "other"], ["digit"]
    return [str(m) for m in mistakes(chapters, [], ["loss_a"], claims, lambda file: True, terms)]


def test_a_reference_into_a_part_that_is_left_out():
    other = read("---\ntitle: Б\n---\n\n# A {#sec-a}\n\n# A {#sec-end}\n\n$$x$$ {#eq-digits}\n\n@fig-loss_a\n", "05.md")
    assert found(chapter("MNIST"), other) == []
    [mistake] = found(chapter("KMNIST"), other)
    assert mistake.startswith("05.md:11: @fig-loss_a stands in a part that is left out here")
    assert "notebooks/04-name.md:18" in mistake


def test_an_identifier_may_stand_once_in_each_part():
    body = "::: {.only data=MNIST}\n$$a$$ {#eq-a}\n:::\n\n::: {.only data=KMNIST}\n$$b$$ {#eq-a}\n:::\n\n@eq-a\n"
    assert found(chapter("MNIST", body)) == found(chapter("KMNIST", body)) == []


def test_an_identifier_that_stands_twice():
    body = "# A {#sec-a}\n\n$$a$$ {#eq-a}\n\n$$b$$ {#eq-a}\n"
    twice = [chapter("MNIST", body), read("---\ntitle: Б\n---\n\n# B {#sec-a}\n", "05.md")]
    assert found(*twice) == [
        "notebooks/04-name.md:15: 'eq-a' is defined twice, first in notebooks/04-name.md:13",
        "05.md:5: 'sec-a' is defined twice, first in notebooks/04-name.md:11",
    ]
    assert len(found(chapter("MNIST", "$$a$$ {#eq-a}\n$$b$$ {#eq-a} и $$c$$ {#eq-a}\n"))) == 2
