"""Source read as text, the engine's and a lecture's: the code of a definition, and the digest of all that it uses.

Snakemake runs a job again when its `params` change; a digest among them makes an edit of a function run the jobs
that use it, and no others. The digest covers what the code does: comments, docstrings and layout don't count.
Nothing is imported, so a name that code reaches through a string must be named as a root of its own.
"""

import ast
import hashlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path
from typing import TypeVar

from lecture.keeping import digest as digest_of
from lecture.keeping import kept

T = TypeVar("T")

ENGINE = "lecture"
MARK = "lecture.yaml"  # a package that holds this file is a lecture

# Statements that run when a module is imported: part of everything that the module defines.
EFFECTS = "<import>"

# A package that holds data, as code names it.
DATA_PACKAGE = re.compile(r"""resources\.files\(["'](\w+)["']\)""")

_answers: tuple[Path, str] | None = None  # the folder that keeps answers, and what they hold for


def keep(folder: str | Path) -> None:
    """Keep digests and requirements in a folder: reading all that is behind 200 jobs takes seconds.

    An answer holds for as long as no file of our packages, no installed package and no version of Python changes.
    """
    global _answers
    state = [sys.version]
    for entry in dict.fromkeys(map(Path, sys.path)):
        ours = {mark.parent for mark in entry.glob(f"*/{MARK}")} | {entry / ENGINE}
        files = sorted(file for package in ours for file in package.rglob("*.py"))
        state += [f"{file.relative_to(entry)}\n{file.read_text(encoding='utf-8')}" for file in files]
        state += sorted(installed.name for installed in entry.glob("*.dist-info"))
    _answers = Path(folder), digest_of(*state)


def _kept(question: str, roots: tuple[str, ...], make: Callable[[], T]) -> T:
    if _answers is None:
        return make()
    folder, state = _answers
    name = digest_of(question, *roots)
    return kept(folder / f"{name}.json", digest_of(name, state), make)


def digest(*roots: str) -> str:
    """SHA-256, in hexadecimal, of the code behind the roots.

    Args:
        roots: each the address of a definition, `"cnn.networks.digits:network_a"`, or a piece of Python.

    Raises:
        LookupError: an address, or an import in the code, leads nowhere in the packages.
        SyntaxError: a piece of code doesn't parse.
    """
    return _kept("digest", roots, lambda: _digest(roots))


def _digest(roots: Iterable[str]) -> str:
    used: set[tuple[str, str]] = set()
    texts = []
    for root in roots:
        if is_address(root):
            _follow(*root.split(":"), used)
        else:
            tree = _parsed(root)
            texts.append(ast.unparse(tree))
            for module, name in _references(tree, {}, {}):
                _follow(module, name, used)
    texts += [f"{module}:{name}\n{(_others(module) | _module(module))[name]}" for module, name in sorted(used)]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def requirements(*roots: str) -> dict[str, str]:
    """The versions of the packages that the code behind the roots imports, by their name in the package index.

    Args:
        roots: each the address of a definition or a piece of Python, as in `digest`.

    Raises:
        LookupError: an address, or an import in the code, leads nowhere in the packages.
        SyntaxError: a piece of code doesn't parse.
    """
    return _kept("requirements", roots, lambda: _requirements(roots))


def _requirements(roots: Iterable[str]) -> dict[str, str]:
    used: set[tuple[str, str]] = set()
    names = set()
    for root in roots:
        if is_address(root):
            _follow(*root.split(":"), used)
        else:
            tree = _parsed(root)
            names |= set(_foreign_imports(ast.walk(tree)).values())
            for reference in _references(tree, {}, {}):
                _follow(*reference, used)
    names |= {name for module, definition in used for name in _foreign(module, definition)}
    return dict(sorted(filter(None, map(_distribution, names))))


def modules(code: str) -> dict[str, Path]:
    """The files of our packages without which a piece of code doesn't run elsewhere, by their paths among the sources.

    Modules are taken whole, so what they import at their top belongs to them; what a function imports as well.

    Args:
        code: of cells, say.

    Raises:
        LookupError: the code imports a module of ours that there isn't.
    """
    return {place: _path(module) for place, module in _kept("modules", (code,), lambda: _modules(code)).items()}


def _modules(code: str) -> dict[str, str]:
    found: dict[str, str] = {}
    open_ends = _our_imports(_parsed(code))
    while open_ends:
        module = open_ends.pop()
        path = _path(module)
        if path is None:
            raise LookupError(f"there is no module {module}")
        inner = "/__init__" if path.name == "__init__.py" else ""
        place = f"{module.replace('.', '/')}{inner}.py"
        if place not in found:
            found[place] = module
            open_ends += _our_imports(_tree(module))
            open_ends += [".".join(module.split(".")[:depth]) for depth in range(1, module.count(".") + 1)]
    return dict(sorted(found.items()))


def packages(code: str) -> dict[str, str]:
    """The versions of the packages that have to be installed for a piece of code to run elsewhere, by their name in
    the package index: what it imports, what the files of `modules` import at their top, and packages of data that they
    name, `resources.files("…")`."""
    return _kept("packages", (code,), lambda: _packages(code))


def _packages(code: str) -> dict[str, str]:
    files = [path.read_text(encoding="utf-8") for path in modules(code).values()]
    names = {origin.split(".")[0] for origin in _foreign_imports(ast.walk(_parsed(code))).values()}
    for text in files:
        names |= {origin.split(".")[0] for origin in _foreign_imports(_top(_parsed(text).body)).values()}
    names |= {name for text in [code, *files] for name in DATA_PACKAGE.findall(text)}
    found = dict(filter(None, (_distribution(name) for name in sorted(names))))
    return dict(sorted((found | requirements(code)).items()))


def _our_imports(tree: ast.AST) -> list[str]:
    """The modules of our packages that a piece of code imports, inside functions as well."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if _is_ours(alias.name.split(".")[0])]
        elif (
            isinstance(node, ast.ImportFrom) and node.module and not node.level and _is_ours(node.module.split(".")[0])
        ):
            found.append(node.module)
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [name for name in inner if _path(name)]
    return found


def source(address: str) -> str:
    """The text of a definition, `"cnn.networks.digits:network_a"`, as it stands in its module, without docstrings.

    Raises:
        LookupError: there is no such definition.
    """
    module, name = address.split(":")
    text = path.read_text(encoding="utf-8") if (path := _path(module)) else ""
    if (found := _source(text, name)) is None:
        raise LookupError(f"{module} defines no {name!r}")
    return found


def location(address: str) -> tuple[str, int, int]:
    """(file, first line, last line) of a definition; the file as it lies in this folder, or in its package.

    Raises:
        LookupError: there is no such definition.
    """
    module, name = address.split(":")
    path = _path(module)
    found = _lines(path.read_text(encoding="utf-8"), name) if path else None
    if found is None:
        raise LookupError(f"{module} defines no {name!r}")
    inside, here = path.resolve(), Path.cwd()
    package = module.partition(".")[0]
    base = here if inside.is_relative_to(here) else home(package).resolve().parent
    return (inside.relative_to(base).as_posix(), *found)


@lru_cache(1024)
def _lines(text: str, name: str) -> tuple[int, int] | None:
    statements = _by_name(ast.parse(text)).get(name)
    if not statements:
        return None
    first = min(node.lineno for node in [statements[0], *getattr(statements[0], "decorator_list", [])])
    return first, statements[-1].end_lineno


@lru_cache(256)  # for a page that is written again and again while its author edits
def _source(text: str, name: str) -> str | None:
    statements = _by_name(ast.parse(text)).get(name)
    if not statements:
        return None
    lines: list[str | None] = list(text.splitlines())
    for node in (node for statement in statements for node in ast.walk(statement)):
        body = getattr(node, "body", None)
        alone = isinstance(body, list) and len(body) > 1 and body[1].lineno > body[0].end_lineno
        if alone and _is_docstring(body[0]):
            last = body[0].end_lineno
            while not (lines[last] or "").strip():
                last += 1
            lines[body[0].lineno - 1 : last] = [None] * (last - body[0].lineno + 1)
    first = min(node.lineno for node in [statements[0], *getattr(statements[0], "decorator_list", [])])
    return "\n".join(line for line in lines[first - 1 : statements[-1].end_lineno] if line is not None)


def is_address(text: str) -> bool:
    """Whether a text has the form `package.module:name`, of the engine or of a lecture."""
    module, _, name = text.partition(":")
    package, _, inner = module.partition(".")
    return bool(inner) and module.replace(".", "").isidentifier() and name.isidentifier() and _is_ours(package)


@cache
def home(package: str) -> Path | None:
    """The folder of a package that is ours, the engine or a lecture; None for everybody else's."""
    for entry in sys.path:
        folder = Path(entry or ".", package)
        if (folder / MARK).is_file() or (package == ENGINE and (folder / "__init__.py").is_file()):
            return folder
    return None


def _is_ours(package: str) -> bool:
    return package.isidentifier() and home(package) is not None


def _follow(module: str, name: str, used: set[tuple[str, str]]) -> None:
    """Add a definition and everything it uses; the name `*` stands for the whole module."""
    definitions = _module(module)
    if name == "*":
        for each in definitions:
            _follow(module, each, used)
        return
    if name not in definitions and name in _others(module):
        used.add((module, name))
    elif name not in definitions:
        raise LookupError(f"{module} defines no {name!r}")
    for each in (name, EFFECTS):
        if each in definitions and (module, each) not in used:
            used.add((module, each))
            for reference in _uses(module, each):
                _follow(*reference, used)


@cache
def _tree(module: str) -> ast.Module:
    """The syntax tree of a module, without docstrings."""
    path = _path(module)
    if path is None:
        raise LookupError(f"there is no module {module}")
    return _parsed(path.read_text(encoding="utf-8"), str(path))


def _path(module: str) -> Path | None:
    package, *parts = module.split(".")
    if (folder := home(package)) is None:
        return None
    base = folder.joinpath(*parts)
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    return None


@cache
def _statements(module: str) -> dict[str, list[ast.stmt]]:
    """The statements of a module under the names they define; those that define none under EFFECTS."""
    return _by_name(_tree(module))


def _by_name(tree: ast.Module) -> dict[str, list[ast.stmt]]:
    found: dict[str, list[ast.stmt]] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom) or _is_docstring(statement) or _is_main(statement):
            continue
        for name in _bound(statement):
            found.setdefault(name, []).append(statement)
    return found


@cache
def _module(module: str) -> dict[str, str]:
    """The code of each definition of a module, without comments, docstrings and layout.

    A name that the module only imports points to its origin.
    """
    passed_on = {name: f"from {origin} import {symbol}" for name, (origin, symbol) in _imported(module).items()}
    return passed_on | {name: "\n".join(map(ast.unparse, found)) for name, found in _statements(module).items()}


@cache
def _imported(module: str) -> dict[str, tuple[str, str]]:
    return _imports(_top(_tree(module).body))


@cache
def _uses(module: str, name: str) -> list[tuple[str, str]]:
    imports = _imported(module)
    if name not in _statements(module):
        return [imports[name]]
    local = {own: (module, own) for own in _statements(module)}
    return [
        reference for statement in _statements(module)[name] for reference in _references(statement, imports, local)
    ]


@cache
def _foreign(module: str, name: str) -> frozenset[str]:
    """The packages that are not ours that a definition uses: by a name that its module imports, or an import inside."""
    statements = _statements(module).get(name, [])
    nodes = [node for statement in statements for node in ast.walk(statement)]
    names = {node.id for node in nodes if isinstance(node, ast.Name)} or {name}
    origins = [origin for own, origin in _others(module).items() if own in names]
    return frozenset(origin.split(".")[0] for origin in [*origins, *_foreign_imports(nodes).values()])


@cache
def _others(module: str) -> dict[str, str]:
    """The names that a module has from packages that are neither ours nor Python's, and where they come from."""
    return _foreign_imports(_top(_tree(module).body))


def _foreign_imports(statements: Iterable[ast.AST]) -> dict[str, str]:
    """What imports of packages that are neither ours nor Python's bind: `{"Figure": "matplotlib.figure.Figure"}`."""
    found = {}
    for statement in statements:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                found[alias.asname or alias.name.split(".")[0]] = alias.name
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            found |= {alias.asname or alias.name: f"{statement.module}.{alias.name}" for alias in statement.names}
    return {own: origin for own, origin in found.items() if _is_foreign(origin.split(".")[0])}


def _is_foreign(package: str) -> bool:
    return not _is_ours(package) and package not in sys.stdlib_module_names


@cache
def _distribution(package: str) -> tuple[str, str] | None:
    """Name and version of what was installed to bring a package; None if nothing was."""
    try:
        return package, version(package)
    except PackageNotFoundError:
        names = _distributions().get(package)
        return (names[0], version(names[0])) if names else None


@cache
def _distributions() -> Mapping[str, list[str]]:
    return _kept("distributions", (), lambda: dict(packages_distributions()))


def _references(
    tree: ast.AST, imports: dict[str, tuple[str, str]], local: dict[str, tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """The definitions of our packages that a piece of code mentions."""
    nodes = list(ast.walk(tree))
    known = imports | local | _imports(nodes)
    attributes = {
        id(node.value): node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    for node in nodes:
        if isinstance(node, ast.Name) and node.id in known:
            module, symbol = known[node.id]
            if symbol == "*" and id(node) in attributes:
                submodule = f"{module}.{attributes[id(node)]}"
                yield (submodule, "*") if _path(submodule) else (module, attributes[id(node)])
            else:
                yield module, symbol


def _imports(statements) -> dict[str, tuple[str, str]]:
    """What imports of our packages bind: local name → (module, symbol), with `*` for a whole module."""
    found = {}
    for statement in statements:
        if isinstance(statement, ast.ImportFrom) and statement.level:
            raise LookupError(f"line {statement.lineno}: write the full name of the package, not a relative import")
        if isinstance(statement, ast.ImportFrom) and _is_ours((statement.module or "").split(".")[0]):
            for alias in statement.names:
                if alias.name == "*":
                    raise LookupError(f"line {statement.lineno}: import names of {statement.module}, not `*`")
                submodule = f"{statement.module}.{alias.name}"
                is_module = _path(submodule) is not None
                target = (submodule, "*") if is_module else (statement.module, alias.name)
                found[alias.asname or alias.name] = target
        elif isinstance(statement, ast.Import):
            for alias in statement.names:
                if not _is_ours(alias.name.split(".")[0]):
                    continue
                if alias.asname:
                    found[alias.asname] = (alias.name, "*")
                else:
                    raise LookupError(f"write `from … import …` instead of `import {alias.name}`")
    return found


def _bound(statement: ast.stmt) -> list[str]:
    """The names that a statement at the top of a module defines; EFFECTS if it does more than to define them."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [statement.name]
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    if isinstance(statement, ast.Assign | ast.AnnAssign) and all(isinstance(target, ast.Name) for target in targets):
        return [target.id for target in targets]
    names = [n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    return [EFFECTS, *dict.fromkeys(names)]


def _is_main(statement: ast.stmt) -> bool:
    """Whether this is `if __name__ == "__main__":`, which no import runs."""
    return isinstance(statement, ast.If) and ast.unparse(statement.test) == "__name__ == '__main__'"


def _top(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that an import runs, those inside `if`, `try` and the like included."""
    for statement in body:
        yield statement
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not _is_main(statement):
            for inner in ("body", "orelse", "finalbody"):
                yield from _top(getattr(statement, inner, []))
            for handler in getattr(statement, "handlers", []):
                yield from _top(handler.body)


def _is_docstring(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _parsed(text: str, filename: str = "<code>") -> ast.Module:
    """The syntax tree of a piece of code, without docstrings."""
    tree = ast.parse(text, filename)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [s for s in body if not _is_docstring(s)] or [ast.Pass()]
    return tree
