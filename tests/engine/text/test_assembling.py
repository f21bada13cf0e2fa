"""Fresh prose, numbers and executed cells become one list of cells, or a mistake with its line."""

import nbformat.v4 as nbf
import pytest

from lecture.studies.numbers import nested
from lecture.text.assembling import assemble
from lecture.text.reading import ChapterError, read

HEADER = """---
title: Глава
jupyter:
  jupytext: {text_representation: {extension: .md, format_name: markdown}}
---

"""  # its body starts at line 7
BODY = """# Глава {#sec-chapter}

В сети {{ network_a.parameters }} параметров.

```python tags=["parameters"]
seed = 1
```

[Это так]{claim="accuracy"}.

```python
print(seed)
```

```{.python source="lecture.words.numbers:english_form"}
```
"""
NUMBERS = nested({"network_a.parameters": 21840, "network_a.share": 0.5, "network_a.zero": 0})
CLAIMS = {"accuracy": {"id": "accuracy", "holds": True}}


def ran(source: str, *tags: str):
    """A cell as papermill leaves it."""
    output = nbf.new_output("stream", name="stdout", text=f"output of {source}\n")
    timing = {"papermill": {"duration": 0.1}, "execution": {"iopub": "now"}}
    return nbf.new_code_cell(source, metadata={"tags": list(tags)} | timing, outputs=[output], execution_count=7)


def executed(*cells):
    return nbf.new_notebook(cells=[nbf.new_markdown_cell("Старая проза."), *cells])


RAN = (ran("seed = 1", "parameters"), ran("print(seed)"))


def assembled(body: str = BODY, cells=RAN, numbers=NUMBERS, claims=CLAIMS, **more):
    """A body without parameters gets a cell of them at its end."""
    if "parameters" not in body:
        body += '\n\n```python tags=["parameters"]\nseed = 1\n```\n'
    return assemble(read(HEADER + body, "notebooks/04-name.md"), executed(*cells), numbers, claims, "ru", **more)


def test_prose_is_fresh_and_outputs_are_those_of_the_run():
    cells = assembled(BODY.replace("Глава", "Новая глава"))
    text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert "# Новая глава {#sec-chapter}" in text and "Старая" not in text
    assert "В сети 21\u202f840 параметров." in text
    assert '[Это так]{claim="accuracy"}' in text
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert [cell.source for cell in code] == ["seed = 1", "print(seed)"]
    assert code[1].outputs[0].text == "output of print(seed)\n"


def test_cells_keep_their_order_and_have_identifiers_of_their_own():
    cells = assembled()
    kinds = "".join(cell.cell_type[0] for cell in cells)
    assert kinds.strip("m").replace("mm", "m") == "cmc"
    assert len({cell.id for cell in cells}) == len(cells)
    assert all(cell.metadata["chapter"] == "04" for cell in cells)
    assert [cell.metadata["tags"] for cell in cells if cell.cell_type == "code"] == [["parameters"], []]
    nbf.reads(nbf.writes(nbf.new_notebook(cells=cells)))


def test_the_same_input_gives_the_same_cells():
    assert assembled() == assembled()


def test_injected_parameters_replace_the_defaults():
    cells = assembled(cells=(RAN[0], ran("# Parameters\nseed = 5", "injected-parameters"), RAN[1]))
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    assert code == ["seed = 5", "print(seed)"]


def test_parameters_that_are_not_injected_stay_on_the_page():
    run = (ran("seed = 1\nmany = 2", "parameters"), ran("# Parameters\nseed = 5", "injected-parameters"))
    cells = assembled('```python tags=["parameters"]\nseed = 1\nmany = 2\n```\n', cells=run)
    assert [cell.source for cell in cells] == ["seed = 5\nmany = 2"]


def test_a_cell_of_the_run_that_is_not_in_the_text():
    with pytest.raises(ChapterError, match="more cells than the text"):
        assembled(cells=(*RAN, ran("x = 1")))


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ((), 12),
        ((ran("seed = 2", "parameters"), RAN[1]), 12),
        (RAN[:1], 18),
        ((RAN[0], ran("print(seed )")), 18),
        ((RAN[1], RAN[0]), 12),
        ((RAN[0], ran("x = 1"), RAN[1]), 18),
    ],
)
def test_a_cell_that_has_not_been_executed_as_it_stands(cells, line):
    with pytest.raises(ChapterError, match=rf"^notebooks/04-name\.md:{line}: this cell has not been executed"):
        assembled(cells=cells)


@pytest.mark.parametrize(
    ("mistake", "message"),
    [
        ("{{ network_a.nothing }}", "nothing"),
        ("{{ network_a.nothing | percent(2) }}", "nothing"),
        ("{{ network_a.nothing | number(2) }}", "nothing"),
        ("{{ network_a.nothing | scientific(2) }}", "nothing"),
        ("{{ network_a.nothing | tex }}", "nothing"),
        ("{{ (1 / network_a.zero) | number(1) }}", "zero"),
        ("{{ network_x.parameters }}", "network_x"),
        ("{{ network_a.share }}", "needs a filter"),
        ("{{ network_a.share | percent }}", "digits"),
        ("{{ network_a | spread(2) }}", "mean"),
        ("{{ network_a.share | nomber(2) }}", "nomber"),
        ("{% for x in network_a.nothing %}x{% endfor %}", "nothing"),
    ],
)
@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("", 7),
        ("Строка.\nЕщё строка.\n", 9),
        ("# Глава\n\nСтрока {{ network_a.parameters }}.\n\n| a |\n|---|\n| ", 13),
        ("{% if network_a.zero == 0 %}\nда\n{% endif %}\n", 10),
        ("{% for x in [1, 2] %}\n{{ x }}\n{% endfor %}\n{{ network_a.share | percent(1) }}\n", 11),
    ],
)
def test_a_mistake_in_a_number_is_reported_with_its_line(mistake, message, before, line):
    with pytest.raises(ChapterError, match=rf"^notebooks/04-name\.md:{line}: .*{message}"):
        assembled(f"{before}{mistake}\nконец\n", cells=RAN[:1])


def test_a_mistake_behind_code():
    body = BODY + "\nПоследний абзац.\nВ нём {{ network_a.parametres }}.\n"
    line = (HEADER + body).splitlines().index("В нём {{ network_a.parametres }}.") + 1
    with pytest.raises(ChapterError, match=rf"^notebooks/04-name\.md:{line}: .*parametres"):
        assembled(body)


def test_an_unknown_claim():
    body = BODY.replace('claim="accuracy"', 'claim="acuracy"')
    with pytest.raises(ChapterError, match=r"^notebooks/04-name\.md:15: no claim 'acuracy' .* known: accuracy"):
        assembled(body)


def test_the_source_of_a_definition_fills_its_fence():
    [text] = [cell.source for cell in assembled() if "source=" in cell.source]
    fence = text.splitlines()
    start = fence.index('```{.python source="lecture.words.numbers:english_form"}')
    assert fence[start + 1 : start + 4] == [
        "def english_form(value: int) -> int:",
        "    return int(value != 1)",
        "```",
    ]


def test_braces_of_shown_source_are_no_template():
    """The source of an f-string or of a Jinja2 filter goes in behind the numbers."""
    body = '```{.python source="lecture.text.numbers:environment"}\n```\n'
    [cell, _] = assembled(body, cells=RAN[:1])
    assert 'comment_start_string="<%#"' in cell.source


def test_the_mark_of_a_claim_that_is_not_stated_goes():
    body = (
        'Так: `[a]{claim="b"}` и [да {{ network_a.parameters }}]{claim="b"}, [нет]{.x claim=b}, `[a]{claim="b"}`,\n'
        '[верно]{claim="accuracy"} и [ещё]{claim="b"}.\n\n'
        '```python tags=["parameters"]\nseed = 1\n```\n'
    )
    [prose, _] = assembled(body, cells=RAN[:1], unstated=["b"])
    assert prose.source == (
        'Так: `[a]{claim="b"}` и [да 21\u202f840]{}, [нет]{.x }, `[a]{claim="b"}`,\n'
        '[верно]{claim="accuracy"} и [ещё]{}.'
    )
    with pytest.raises(ChapterError, match=r"^notebooks/04-name\.md:7: no claim 'b'"):
        assembled(body, cells=RAN[:1], unstated=["c"])


def test_a_fence_that_is_only_shown_stays_empty():
    fence = '```{.python source="lecture.words.numbers:english_form"}\n```'
    [prose, _] = assembled(f"````{{.markdown}}\n{fence}\n````\n\n{fence}\n", cells=RAN[:1])
    shown, meant = prose.source.split("\n````\n")
    assert shown.endswith(fence) and "def english_form" in meant


def test_a_line_behind_shown_source_keeps_its_number():
    fence = '```{.python source="lecture.words.numbers:english_form"}\n```'
    with pytest.raises(ChapterError, match=r"^notebooks/04-name\.md:10: .*nothing"):
        assembled(f"{fence}\n\n{{{{ network_a.nothing }}}}\n", cells=RAN[:1])
