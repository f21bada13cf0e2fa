"""Which module draws a figure: that of its own name, or one that draws several of a kind and lists them."""

import ast
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).parent


@cache
def figure_modules(root: Path = ROOT) -> Mapping[str, str]:
    """The module of each figure, `{"loss_a": "cnn_lecture.figures.loss_a", "padding": "cnn_lecture.figures.windows"}`.

    In a folder `figures`, a module with a function `draw` draws the figure of its own name, or else those that it
    lists: `FIGURES = ("padding", "stride")`. Nothing is imported.

    Args:
        root: the folder of the package.

    Raises:
        ValueError: `FIGURES` is no list of names, or two modules draw one figure; the message names the files.
    """
    found: dict[str, str] = {}
    for path in sorted(root.rglob("figures/*.py")):
        module = ".".join([root.name, *path.relative_to(root).with_suffix("").parts])
        for name in _drawn(path):
            if name in found:
                raise ValueError(f"{path}: the figure {name} is drawn by {found[name]}, too; one of them has to go")
            found[name] = module
    return MappingProxyType(found)


def _drawn(path: Path) -> tuple[str, ...]:
    """The figures that the module of a file draws."""
    body = ast.parse(path.read_text(encoding="utf-8"), str(path)).body
    if not any(isinstance(statement, ast.FunctionDef) and statement.name == "draw" for statement in body):
        return ()
    for statement in body:
        if isinstance(statement, ast.Assign) and [ast.unparse(target) for target in statement.targets] == ["FIGURES"]:
            try:
                names = ast.literal_eval(statement.value)
            except ValueError:
                names = None
            if not isinstance(names, tuple) or not names or not all(isinstance(name, str) for name in names):
                raise ValueError(
                    f'{path}:{statement.lineno}: write FIGURES = ("one", "other"): names, nothing computed'
                )
            return names
    return (path.stem,)
