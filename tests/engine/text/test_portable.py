"""Notebooks that run outside the project: their first cell, and the archives beside them."""

import io
from zipfile import ZipFile

import nbformat.v4 as nbf
import pytest

from lecture.build import source_code
from lecture.text import portable
from tests import portable as abroad


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with a package of its own, a result and data; the current folder."""
    for place, text in {
        "src/tides/lecture.yaml": "title: Tides\nlanguage: en\n",
        "src/tides/__init__.py": "",
        "src/tides/moon.py": "from tides import earth\n\ndef month():\n    return 2 * earth.DAY\n",
        "src/tides/earth.py": "import numpy\n\nDAY = 24\n",
        "src/tides/other.py": "",
        "results/tide.json": "[1, 2]",
        "data/sea/raw": "water",
    }.items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path / "src"))
    source_code.home.cache_clear()
    yield tmp_path
    source_code.home.cache_clear()


CODE = (
    "import json\nfrom pathlib import Path\nfrom tides.moon import month\n"
    "print(month(), json.loads(Path('results/tide.json').read_text()), Path('data/sea/raw').read_text())"
)
FILES = {"tide": ["results/tide.json", "data/sea/raw"], "words": []}


def notebooks():
    return {
        "tide": nbf.new_notebook(cells=[nbf.new_markdown_cell("# Tide"), nbf.new_code_cell(CODE)]),
        "words": nbf.new_notebook(cells=[nbf.new_markdown_cell("No code.")]),
    }


def test_a_notebook_brings_its_results_its_modules_and_the_data(project):
    given = notebooks(), FILES, "en", "https://example.org/course/", project / "cache"
    made = portable.made_portable(*given)
    assert made.keys() == {"tide.ipynb", "tide.zip", "words.ipynb", "data.zip"}
    members = {name: ZipFile(io.BytesIO(made[name])).namelist() for name in ("tide.zip", "data.zip")}
    assert members == {
        "tide.zip": ["results/tide.json", "tides/__init__.py", "tides/earth.py", "tides/moon.py"],
        "data.zip": ["data/sea/raw"],
    }
    text = made["tide.ipynb"].decode()
    assert "https://example.org/course/notebooks/" in text and str(project) not in text
    assert '\\"numpy\\": ' in text and "opening" not in made["words.ipynb"].decode()
    assert portable.made_portable(*given) == made


def test_it_runs_in_a_folder_of_its_own(project, tmp_path):
    made = portable.made_portable(notebooks(), FILES, "en")
    clean = tmp_path / "clean"
    clean.mkdir()
    for name, data in made.items():
        (clean / name).write_bytes(data)
    done = abroad.run(clean / "tide.ipynb", probe="tides")
    assert [cell.outputs[0].text for cell in done.cells if cell.get("outputs")] == ["48 [1, 2] water\n"]


def test_a_file_that_is_missing_is_named(project, tmp_path):
    clean = tmp_path / "clean"
    clean.mkdir()
    (clean / "tide.ipynb").write_bytes(portable.made_portable(notebooks(), FILES, "en")["tide.ipynb"])
    with pytest.raises(Exception, match=r"the file tide\.zip is missing: put it beside the notebook"):
        abroad.run(clean / "tide.ipynb")
