"""Where an executed notebook failed, and what of it is kept."""

import json
import os
import subprocess
import sys

import nbformat.v4 as nbf
import pytest

from lecture.text.execution import cleaned, place_of_failure, warnings
from lecture.text.reading import read

TEXT = """---
title: Глава
jupyter:
  jupytext: {text_representation: {extension: .md, format_name: markdown}}
---

```python tags=["parameters"]
seed = 1
```

Проза.

```python
def f():
    raise ValueError


x = 1
f()
```

```python
y = = 2
```
"""
CHAPTER = read(TEXT, "notebooks/04-name.md")

CALL = [
    "\x1b[31m---------------------------------------------------------------------------\x1b[39m",
    "\x1b[31mValueError\x1b[39m                                Traceback (most recent call last)",
    "\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[2]\x1b[39m\x1b[32m, line 6\x1b[39m\n"
    "\x1b[32m      2\x1b[39m     raise ValueError\n\x1b[32m      5\x1b[39m x = 1\n"
    "\x1b[32m----> \x1b[39m\x1b[32m6\x1b[39m f()\n",
    "\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[2]\x1b[39m\x1b[32m, line 2\x1b[39m, in \x1b[36mf\x1b[39m()\n"
    "\x1b[32m      1\x1b[39m def f():\n\x1b[32m----> \x1b[39m\x1b[32m2\x1b[39m     raise ValueError\n",
    "\x1b[31mValueError\x1b[39m: ",
]
IN_THE_PACKAGE = [
    "ValueError   Traceback (most recent call last)",
    "Cell In[2], line 5\n      4 \n----> 5 x = 1\n      6 f()\n",
    "File /somewhere/cnn_lecture/networks.py:33, in network_a()\n     32 a\n---> 33 b\n",
    "ValueError: line 99",
]
SYNTAX = ["  Cell In[3], line 1\n    y = = 2\n        ^\nSyntaxError: invalid syntax\n"]
OLD = [
    "ValueError   Traceback (most recent call last)",
    "<ipython-input-2-abc> in <module>\n      4 \n----> 5 x = 1\n",
    "ValueError: ",
]


def executed(position: int, traceback: list[str], injected: bool = False):
    cells = [nbf.new_markdown_cell("Проза")]
    cells += [nbf.new_code_cell(cell.source) for cell in CHAPTER.cells if cell.kind == "code"]
    failed = nbf.new_output("error", ename="ValueError", evalue="", traceback=traceback)
    cells[position].outputs = [nbf.new_output("stream", name="stdout", text="Cell In[1], line 9"), failed]
    if injected:
        cells.insert(2, nbf.new_code_cell("seed = 5", metadata={"tags": ["injected-parameters"]}))
    # papermill's own remarks about the failure
    remark = {"tags": ["papermill-error-cell-tag"]}
    cells.insert(0, nbf.new_markdown_cell("An Exception was encountered", metadata=remark))
    cells.insert(3, nbf.new_code_cell("", metadata=remark))
    return nbf.new_notebook(cells=cells)


@pytest.mark.parametrize("injected", [False, True])
@pytest.mark.parametrize(
    ("position", "traceback", "place"),
    [
        (2, CALL, "notebooks/04-name.md:19: cell 2"),
        (2, IN_THE_PACKAGE, "notebooks/04-name.md:18: cell 2"),
        (3, SYNTAX, "notebooks/04-name.md:23: cell 3"),
        (2, OLD, "notebooks/04-name.md:18: cell 2"),
        (2, ["Dead kernel"], "notebooks/04-name.md:14: cell 2"),
        (1, [], "notebooks/04-name.md:8: cell 1"),
    ],
)
def test_the_place_of_a_failure(position, traceback, place, injected):
    assert place_of_failure(CHAPTER, executed(position, traceback, injected)) == place


def test_a_notebook_without_a_failure():
    assert place_of_failure(CHAPTER, nbf.new_notebook(cells=[nbf.new_code_cell("seed = 1")])) == "notebooks/04-name.md"


SHELL = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell

shell, tracebacks = InteractiveShell(), []
shell._showtraceback = lambda kind, value, lines: tracebacks.append(lines)
for cell in json.load(sys.stdin):
    shell.run_cell(cell, store_history=True)
print(json.dumps(tracebacks))
"""


def test_tracebacks_of_this_ipython_are_understood(tmp_path):
    """What IPython really writes; a kernel would take seconds to start."""
    cells = [cell.source for cell in CHAPTER.cells if cell.kind == "code"]
    done = subprocess.run(
        [sys.executable, "-c", SHELL],
        input=json.dumps(cells),
        env=os.environ | {"IPYTHONDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    tracebacks = json.loads(done.stdout.splitlines()[-1])
    for position, lines, line in zip((2, 3), tracebacks, (19, 23), strict=True):
        found = place_of_failure(CHAPTER, executed(position, lines))
        assert found == f"notebooks/04-name.md:{line}: cell {position}"


def run(second: int):
    """The same notebook, run at another time."""
    cells = [
        nbf.new_markdown_cell("Проза", id=f"random-{second}"),
        nbf.new_code_cell(
            "print(1)",
            id=f"also-{second}",
            execution_count=1,
            metadata={
                "tags": ["remove-input"],
                "papermill": {"duration": second, "start_time": f"12:00:{second}", "status": "completed"},
                "execution": {"iopub.execute_input": f"12:00:{second}"},
            },
            outputs=[nbf.new_output("stream", name="stdout", text="1\n")],
        ),
    ]
    made = {"papermill": {"output_path": f"/tmp/{second}.ipynb"}, "title": "Глава"}
    return nbf.new_notebook(cells=cells, metadata=made)


def test_equal_runs_give_equal_files():
    assert nbf.writes(cleaned(run(1))) == nbf.writes(cleaned(run(2)))


def test_outputs_tags_and_header_stay():
    notebook = cleaned(run(1))
    assert notebook.cells[1].outputs[0].text == "1\n"
    assert notebook.cells[1].metadata == {"tags": ["remove-input"]}
    assert notebook.metadata["title"] == "Глава"


def test_a_stream_that_the_kernel_cut_is_one_again_and_warnings_go_apart():
    notebook = run(1)
    pieces = [("stdout", "2\n"), ("stderr", "warning\n"), ("stderr", "again\n"), ("stdout", "3\n")]
    notebook.cells[1].outputs += [nbf.new_output("stream", name=name, text=text) for name, text in pieces]
    assert warnings(notebook) == ["warning\nagain"]
    found = [(output.name, output.text) for output in cleaned(notebook).cells[1].outputs]
    assert found == [("stdout", "1\n2\n3\n")]
    assert warnings(notebook) == []
