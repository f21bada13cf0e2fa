"""Who may know whom in the lecture: subjects stand on the library, and no figure needs PyTorch."""

import pytest

from tests.conftest import ROOT
from tests.imports import Graph, between, cycle, graph, reached

LIBRARY = {"data", "drawing", "learning", "networks"}


@pytest.fixture(scope="module")
def imports() -> Graph:
    return graph(ROOT / "src", "lecture", "cnn")


@pytest.fixture(scope="module")
def rooms(imports) -> dict[str, set[str]]:
    return between(imports, "cnn")


@pytest.mark.parametrize("room", sorted(LIBRARY))
def test_the_library_imports_no_subject(rooms, room):
    assert rooms[room] <= LIBRARY


def test_subjects_import_each_other_in_no_circle(rooms):
    subjects = rooms.keys() - LIBRARY
    assert len(subjects) > 8
    assert cycle({name: rooms[name] & subjects for name in subjects}) == []


def test_the_packages_of_the_library_import_each_other_in_no_circle(rooms):
    assert cycle({name: rooms[name] for name in LIBRARY}) == []


def test_no_figure_imports_torch(imports):
    drawing = [module for module in imports if module.startswith("cnn.drawing") or ".figures" in module]
    assert len(drawing) > 80
    assert "torch" in reached(imports, "cnn.learning.training")
    assert [module for module in drawing if {"torch", "torchvision", "keras"} & reached(imports, module)] == []
