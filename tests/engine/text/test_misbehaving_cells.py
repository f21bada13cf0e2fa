"""What a cell may not do ends it, and is told with its file, line and number."""

import os
from pathlib import Path

import pytest

from lecture.build import warm
from lecture.text import execution
from lecture.text.execution import FailedCellError, execute, kernel
from lecture.text.execution.touching import ChangedError, untouched
from lecture.text.reading import read

pytestmark = pytest.mark.long  # each starts a kernel

CHAPTER = """---
title: A chapter
---

# A chapter {{#sec-one}}

```python
from pathlib import Path
import os
```

```python
before = 1
{cell}
```
"""
FILE, PLACE = "notebooks/01-name.md", "notebooks/01-name.md:13: cell 2: "
LINE = PLACE.replace("13", "14")


@pytest.fixture(autouse=True, params=["forked", "alone"])
def how(request, monkeypatch):
    """Whether kernels are forks or processes of their own."""
    if request.param == "forked":
        warm.server(["lecture.text.execution.kernel", "numpy"])
    else:
        monkeypatch.setattr(warm, "has_server", lambda: False)


@pytest.fixture(autouse=True)
def lecture(tmp_path, monkeypatch):
    """A folder with a result, whose name is longer than the name of a socket may be."""
    folder = tmp_path / ("длинное имя " * 8)
    (folder / "results").mkdir(parents=True)
    (folder / "results/a.json").write_text("{}")
    monkeypatch.chdir(folder)
    return folder


def failure(cell: str, **options) -> str:
    text = CHAPTER.format(cell=cell)
    with pytest.raises(FailedCellError) as found:
        execute(text, read(text, FILE), {}, **options)
    assert [each for each in found.value.notebook.cells if each.cell_type == "code"]
    return str(found.value)


@pytest.mark.parametrize("cell", ["os._exit(3)", "import signal; os.kill(os.getpid(), signal.SIGKILL)"])
def test_a_cell_that_ends_its_kernel(cell):
    assert failure(cell).startswith(f"{PLACE}the kernel has ended: ")


def test_a_cell_that_takes_too_long():
    expected = f"{PLACE}the cell takes longer than 1 s; make it shorter, or raise `cell_seconds` in the configuration"
    assert failure("import time; time.sleep(3600)", cell_seconds=1) == expected


@pytest.mark.parametrize("cell", ["print('x' * 10_000_000)", "while True: print('x' * 1000)"])
def test_a_cell_that_puts_out_too_much(cell):
    assert failure(cell) == f"{PLACE}the cell puts out more than 5 MB; print less, or show a part"


@pytest.mark.parametrize(
    "cell",
    [
        "open('results/a.json', 'w')",
        "Path('results/b.json').write_text('{}')",
        "os.open('results/a.json', os.O_WRONLY)",
        "os.remove('results/a.json')",
        "os.rename('results/a.json', 'a.json')",
        "os.makedirs('figures')",
        "__import__('shutil').rmtree('results')",
        "__import__('numpy').save('data/x.npy', [1])",
        "os.chdir('results'); open('a.json', 'a')",
    ],
)
def test_a_cell_that_writes_where_only_jobs_write(cell, lecture):
    (lecture / "data").mkdir()
    before = sorted(path.relative_to(lecture) for path in lecture.rglob("*"))
    told = failure(cell)
    assert told.startswith(f"{LINE}OnlyJobsWriteError: a cell may not write to ")
    assert "only jobs write to results, figures, data, public; use a temporary file" in told
    assert sorted(path.relative_to(lecture) for path in lecture.rglob("*")) == before
    assert (lecture / "results/a.json").read_text() == "{}"


def test_what_cells_may_do(lecture):
    cell = "open('results/a.json').read(); Path('own.txt').write_text('x'); os.listdir('results')"
    text = CHAPTER.format(cell=cell)
    execute(text, read(text, FILE), {})
    assert (lecture / "own.txt").is_file()


def change(how: str) -> None:
    if how == "changed":
        Path("results/a.json").write_text("[]")
    elif how == "gone":
        os.remove("results/a.json")
    else:
        Path("public").mkdir()
        Path("public/index.html").write_text("mine")


@pytest.mark.parametrize("how", ["changed", "gone", "come"])
def test_what_was_written_by_other_means_is_noticed(how):
    match = r"a cell has changed (results/a\.json|public/index\.html), which only jobs write"
    with pytest.raises(ChangedError, match=match), untouched(["results/a.json"]):
        change(how)


def test_what_has_the_same_bytes_is_the_same():
    with untouched(["results/a.json"]):
        Path("results/a.json").write_text("{}")


def test_the_limits_are_generous():
    assert execution.HOUR >= 3600 and kernel.MOST_OUTPUT >= 2**20
