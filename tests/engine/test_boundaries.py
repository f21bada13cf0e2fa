"""Who may know whom: the engine knows no lecture, and importing its exporters costs no workflow and no drawing."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.imports import Graph, between, cycle, graph


@pytest.fixture(scope="module")
def imports() -> Graph:
    return graph(ROOT / "src", "lecture", "cnn", "snakemake_logger_plugin_lecture")


def test_the_graph_sees_imports_of_every_kind(tmp_path):
    for file, text in {
        "one/__init__.py": "",
        "one/a/__init__.py": "",
        "one/a/first.py": "import numpy.linalg\nfrom one.b import second\nfrom one.b.second import thing\n",
        "one/b/__init__.py": "def late():\n    import one.a.first\n",
        "one/b/second.py": "thing = 1\n",
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    found = graph(tmp_path, "one")
    assert found["one.a.first"] == {"numpy", "one", "one.b", "one.b.second"}
    assert found["one.b"] == {"one", "one.a", "one.a.first"}
    assert between(found, "one") == {"a": {"b"}, "b": {"a"}}
    assert cycle(between(found, "one")) == ["a", "b", "a"]


def test_the_engine_imports_no_lecture(imports):
    assert [module for module, names in imports.items() if module.split(".")[0] != "cnn" and "cnn" in names] == []


def test_the_packages_of_the_engine_import_each_other_in_no_circle(imports):
    rooms = between(imports, "lecture")
    assert {"build", "drawing", "publishing", "studies", "text", "words", "workflow"} <= rooms.keys()
    assert rooms["publishing"] <= {"words", "files", "keeping"}
    assert cycle(rooms) == []


def test_a_newcomer_sees_at_most_fifteen_rooms_at_the_top_of_each_package():
    packages = [file.parent for file in (ROOT / "src").rglob("__init__.py") if file.parent.name != "figures"]
    hidden = {"__init__.py", "__pycache__"}
    rooms = {str(package): {entry.name for entry in package.iterdir()} - hidden for package in packages}
    assert {package: sorted(names) for package, names in rooms.items() if len(names) > 15} == {}
    assert len(rooms) > 20


def test_importing_the_exporters_imports_no_workflow_and_no_drawing():
    code = "import sys, lecture.publishing.exporters; print(*{name.partition('.')[0] for name in sys.modules})"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    assert "nbconvert" in done.stdout.split()
    assert not {"snakemake", "matplotlib", "torch", "keras", "pandas", "numpy", "cnn"} & set(done.stdout.split())
