"""Notebook files of any age are read; of what cannot be read one sentence says where it is and what to do."""

import json
import subprocess
import sys

import pytest

from lecture.publishing import PublishingError
from lecture.publishing.jupyter.opening import notebook


def file(*cells, **fields):
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)} | fields


def written(content):
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def prose(source="Текст", **fields):
    return {"cell_type": "markdown", "metadata": {}, "source": source} | fields


TWO = written(file(prose(), prose("Ещё")))
REFUSED = {
    "utf-16": (TWO.decode().encode("utf-16"), "UTF-16.*iconv"),
    "utf-16 without a mark": (TWO.decode().encode("utf-16-le"), "UTF-16"),
    "cp1251": (TWO.decode().encode("cp1251"), r"line 9 \(cell 1\): byte 0xD2 is no UTF-8.*CP1251"),
    "truncated in a text": (TWO[: TWO.index("Ещё".encode()) + 2], r"line 14 \(cell 2\): the file ends too early"),
    "truncated between": (TWO[: TWO.index(b"}")], "ends too early"),
    "empty": (b"", "empty"),
    "conflict": (TWO.replace(b' "cells"', b'<<<<<<< HEAD\n "cells"'), "line 5: .*merge conflict.*nbdime"),
    "comma": (TWO.replace(b"},\n  {", b"}\n  {"), r"line 11 \(cell 1\), column 3: .*delimiter"),
    "newer": (written(file(nbformat=5)), "format 5.*update it"),
    "other json": (b'{"a": 1}', "no notebook"),
    "a list": (b"[1, 2]", "no notebook"),
    "cell of no kind": (written(file(prose(), prose(cell_type="poem"))), "cell 2: .*poem"),
    "cells that are none": (written(file(cells=[1])), "another kind"),
    "deep": (b"[" * 100_000, "nested too deep"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_said_in_one_sentence(name):
    contents, sentence = REFUSED[name]
    with pytest.raises(PublishingError, match=sentence) as refusal:
        notebook(contents)
    assert "\n" not in str(refusal.value) and len(str(refusal.value)) < 300


def test_a_mark_of_byte_order_is_read():
    assert notebook(b"\xef\xbb\xbf" + TWO).cells[1].source == "Ещё"
    assert notebook("\ufeff" + TWO.decode()).cells[1].source == "Ещё"


def test_format_3_becomes_what_it_was():
    cells = [
        {"cell_type": "heading", "level": 2, "source": ["Раздел"], "metadata": {}},
        {"cell_type": "code", "language": "python", "input": ["1"], "prompt_number": 1, "metadata": {}, "outputs": []},
    ]
    made = notebook(written({"nbformat": 3, "metadata": {}, "worksheets": [{"cells": cells, "metadata": {}}]}))
    assert [(cell.cell_type, cell.source) for cell in made.cells] == [("markdown", "## Раздел"), ("code", "1")]


def test_what_programs_leave_out_is_put_in():
    output = {"output_type": "stream", "text": ["a\n", "b"]}
    cells = [
        prose(id="x"),
        prose(id="x"),
        {"cell_type": "code", "outputs": [output]},
        {"cell_type": "code", "source": "1"},
    ]
    made = notebook(written({"nbformat": 4, "cells": cells}))
    assert made.cells[2].outputs[0].name == "stdout" and made.cells[2].outputs[0].text == "a\nb"
    assert made.cells[3].outputs == []
    made = notebook(written(file(metadata={"authors": "Имя", "title": 5, "kernelspec": {}})))
    assert made.metadata == {"authors": ["Имя"], "title": "5"}
    made = notebook(written(file(*cells[:2])))
    assert made.cells[0].id != made.cells[1].id


@pytest.mark.parametrize("debug", [False, True])
def test_the_command_says_the_sentence_alone_unless_it_is_asked_for_more(tmp_path, debug):
    (tmp_path / "cut.ipynb").write_bytes(TWO[:-20])
    command = [sys.executable, "-m", "nbconvert", "--to", "lecture-html", "cut.ipynb", *["--debug"] * debug]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert "cut.ipynb: line" in done.stderr or debug
    assert ("Traceback" in done.stderr) == debug
    assert [path.name for path in tmp_path.iterdir()] == ["cut.ipynb"]
