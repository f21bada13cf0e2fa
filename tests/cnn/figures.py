"""The figures of the lecture: the module that draws each, and small made-up data for it from its subject's examples."""

from importlib import import_module
from pathlib import Path

from lecture.studies.declarations import declared

HERE = Path(__file__).parent
FIGURES = declared(HERE.parents[1] / "src/cnn").figures


def module(name: str):
    """The module that draws a figure."""
    return import_module(FIGURES[name].module)


def subject(name: str) -> str:
    """The subject that a figure belongs to."""
    return FIGURES[name].module.split(".")[1]


def examples() -> dict[str, dict]:
    """The name of each figure and what to call its `draw` with."""
    found: dict[str, dict] = {}
    for file in sorted(HERE.glob("*/examples*.py")):
        found |= import_module(f"tests.cnn.{file.parent.name}.{file.stem}").arguments()
    return found


ARGUMENTS = examples()


def draw(name: str, **changes):
    """A figure from its made-up data."""
    return module(name).draw(**ARGUMENTS[name] | changes)
