"""A chapter as a notebook that stands alone."""

import json
from base64 import b64decode

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from lecture import words
from lecture.publishing.conversion import pandoc
from lecture.publishing.errors import PublishingError
from lecture.publishing.trees import marks, notebooks

TEXT = """\
# Title {#sec-title number=3}

A [claim]{claim=one} of 97 [%]{.term}, see [fig. 3.1](#fig-dot){.reference}.

::: cell
``` {.python .cell-code}
days = 4
```
:::

::: {.exercise number=3.1}
Count.

::: answer
Four.
:::
:::

::: {.curious title=More}
Depth.

::: cell
``` {.python .cell-code}
print(days)
```
:::
:::

[$$ a = b $$]{.equation number=3.2}

| Day | Night |
|:----|------:|
| 1   | 2     |

: Table 3.1. Days. {#tbl-days number=3.1}

![Fig. 3.1. A dot.](../figures/dot.svg){#fig-dot}
"""
DOT = b"<svg/>"
WORDS = words.table("en")


def tree() -> dict:
    return json.loads(pandoc(TEXT.replace("97", marks.put("97", 5)), "markdown", "json")[0])


def executed(last: str = "print(days)") -> nbformat.NotebookNode:
    parameters = new_code_cell("days = 3", metadata={"tags": ["parameters"]})
    injected = new_code_cell("days = 4", metadata={"tags": ["injected-parameters"]})
    shown = [new_markdown_cell("An older text."), parameters, injected, new_code_cell(last, execution_count=3)]
    return new_notebook(cells=[*shown, new_code_cell("hidden = True")])


@pytest.fixture
def made() -> nbformat.NotebookNode:
    return notebooks.notebook(tree(), executed(), lambda source: DOT, WORDS)


def test_prose_is_that_of_the_tree_and_cells_are_those_that_ran(made):
    nbformat.validate(made)
    assert [(cell.cell_type, cell.source.split("\n")[0]) for cell in made.cells] == [
        ("markdown", "# 3 Title"),
        ("code", "days = 3"),
        ("code", "days = 4"),
        ("markdown", f"**{WORDS['exercise']} 3.1.**"),
        ("code", "print(days)"),
        ("markdown", r"$$ a = b \tag{3.2}$$"),
        ("code", "hidden = True"),
    ]
    assert made.cells[4].execution_count == 3


def test_nothing_is_left_that_only_pandoc_reads(made):
    prose = "\n".join(cell.source for cell in made.cells if cell.cell_type == "markdown")
    assert "A claim of 97 %, see fig.\xa03.1." in prose and "older" not in prose
    assert f"**{WORDS['curious']}: More**" in prose and f"**{WORDS['answer']}.**" in prose
    assert ":::" not in prose and "{#" not in prose and "{." not in prose and marks.removed(prose) == prose


def test_a_table_has_its_caption_and_no_identifier(made):
    [cell] = [cell for cell in made.cells if "| Day" in cell.source]
    assert "Table 3.1. Days." in cell.source and "tbl-days" not in cell.source


def test_a_figure_comes_along(made):
    [cell] = [cell for cell in made.cells if "attachments" in cell]
    assert "](attachment:dot.svg)\n\nFig. 3.1. A dot." in cell.source
    assert b64decode(cell.attachments["dot.svg"]["image/svg+xml"]) == DOT


def test_references_lead_to_the_published_site():
    made = notebooks.notebook(tree(), executed(), lambda source: DOT, WORDS, "https://example.org/lecture/")
    assert "[fig.\xa03.1](https://example.org/lecture/site/index.html#fig-dot)" in made.cells[0].source


@pytest.mark.parametrize(
    ("address", "there"), [("", "report.ipynb#end"), ("https://e.org/x/", "https://e.org/x/notebooks/report.ipynb#end")]
)
def test_links_lead_to_what_is_published(address, there):
    content = json.loads(pandoc("[report](notebooks/report.ipynb#end) and [text](other.txt)", "markdown", "json")[0])
    made = notebooks.notebook(content, new_notebook(), lambda source: DOT, WORDS, address, ["notebooks/report.ipynb"])
    assert made.cells[0].source == f"[report]({there}) and [text](other.txt)"


def test_a_cell_that_never_ran_is_named():
    with pytest.raises(PublishingError, match=r"no executed cell begins with 'print\(days\)'"):
        notebooks.notebook(tree(), executed(last="print(nights)"), lambda source: DOT, WORDS)
