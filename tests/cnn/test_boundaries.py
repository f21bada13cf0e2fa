"""Who may know whom in the lecture: subjects stand on the library, and no figure needs PyTorch."""

import pytest

from tests.conftest import ROOT
from tests.imports import between, cycle, graph, reached

IMPORTS = graph(ROOT / "src", "lecture", "cnn")
ROOMS = between(IMPORTS, "cnn")
LIBRARY = {"data", "drawing", "learning", "networks"}
DRAWING = [module for module in IMPORTS if module.startswith("cnn.drawing") or ".figures" in module]


@pytest.mark.parametrize("room", sorted(LIBRARY))
def test_the_library_imports_no_subject(room):
    assert ROOMS[room] <= LIBRARY


def test_subjects_import_each_other_in_no_circle():
    subjects = ROOMS.keys() - LIBRARY
    assert len(subjects) > 8
    assert cycle({name: ROOMS[name] & subjects for name in subjects}) == []


def test_the_packages_of_the_library_import_each_other_in_no_circle():
    assert cycle({name: ROOMS[name] for name in LIBRARY}) == []


def test_no_figure_imports_torch():
    assert len(DRAWING) > 80
    assert "torch" in reached(IMPORTS, "cnn.learning.training")
    assert [module for module in DRAWING if {"torch", "torchvision", "keras"} & reached(IMPORTS, module)] == []
