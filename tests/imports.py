"""Which module imports which, read from the source without importing anything."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

Graph = Mapping[str, set[str]]


def graph(sources: Path, *packages: str) -> dict[str, set[str]]:
    """Each module of the packages, and what it imports, in functions as well: our own modules, and others' packages.

    Importing a module runs its packages' `__init__.py`, so these are imported, too.
    """
    files = {_name(path, sources): path for package in packages for path in sorted((sources / package).rglob("*.py"))}
    return {module: set(_imports(path, files)) - {module} for module, path in files.items()}


def reached(imports: Graph, module: str) -> set[str]:
    """All that is imported when a module is, and all that its functions import."""
    found, waiting = set(), [module]
    while waiting:
        new = imports.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def between(imports: Graph, room: str) -> dict[str, set[str]]:
    """Which parts of a package import which: `between(imports, "cnn")["digits"]`."""

    def part(module: str) -> str | None:
        outer, *inner = module.split(".")
        return inner[0] if outer == room and inner else None

    found: dict[str, set[str]] = {}
    for module, others in imports.items():
        if (own := part(module)) is not None:
            found.setdefault(own, set()).update(filter(None, map(part, others)))
    return {own: others - {own} for own, others in found.items()}


def cycle(imports: Graph) -> list[str]:
    """Names that import each other in a circle; empty if there is none."""
    for name in imports:
        path = _way(imports, name, name)
        if path:
            return path
    return []


def _way(imports: Graph, start: str, end: str) -> list[str]:
    ways, seen = [[start]], set()
    while ways:
        way = ways.pop()
        for each in sorted(imports.get(way[-1], set()) - seen):
            if each == end:
                return [*way, each]
            seen.add(each)
            ways.append([*way, each])
    return []


def _name(path: Path, sources: Path) -> str:
    return ".".join(path.relative_to(sources).with_suffix("").parts).removesuffix(".__init__")


def _imports(path: Path, ours: Iterable[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [node.module, *(name for name in submodules if name in ours)]
        else:
            continue
        for name in names:
            parts = name.split(".")
            known = [".".join(parts[:n]) for n in range(1, len(parts) + 1) if ".".join(parts[:n]) in ours]
            yield from known or parts[:1]
