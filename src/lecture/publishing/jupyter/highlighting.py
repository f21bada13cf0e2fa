"""The language of a code cell, by the name that the highlighters of pandoc and Typst know."""

import re
from collections.abc import Mapping

# Names of kernels and magics that the highlighters don't know; they know the endings of files, too.
NAMES = {
    "c#": "cs",
    "csharp": "cs",
    "c++": "cpp",
    "xcpp": "cpp",
    "f#": "fsharp",
    "cypher": "sql",
    "bigquery": "sql",
    "cu": "cpp",
    "cython": "python",
    "fortran": "fortranfree",
    "ipython": "python",
    "ir": "r",
    "js": "javascript",
    "mathics": "mathematica",
    "node": "javascript",
    "objective-c": "objectivec",
    "pwsh": "powershell",
    "pypy": "python",
    "sage": "python",
    "sagemath": "python",
    "shell": "bash",
    "sh": "bash",
    "svg": "xml",
    "system": "bash",
    "sx": "bash",
    "wolfram": "mathematica",
    "wolfram language": "mathematica",
    "wolframlanguage": "mathematica",
    "xpython": "python",
}
# Magics whose cell is in another language; the other ones, %%time for example, leave it as it is.
MAGICS = {
    "bash", "bigquery", "cu", "cypher", "cython", "html", "javascript", "js", "julia", "latex", "markdown", "octave",
    "perl", "pypy", "python", "python2", "python3", "r", "ruby", "sh", "sql", "svg", "sx", "system", "typst",
}  # fmt: skip


def language(notebook: Mapping, cell: Mapping) -> str:
    """The language of a code cell; "" if none is named that can be highlighted.

    Args:
        notebook: its metadata name the language of the kernel; without any it is Python.
        cell: its first line may be a magic, its metadata may name a language or a kernel of its own (polyglot
            notebooks, SoS).
    """
    metadata = notebook.get("metadata", {})
    candidates = [
        magic(cell.get("source", "")),
        *named(cell.get("metadata", {}), "vscode.languageId", "polyglot_notebook.kernelName", "kernel"),
        *named(metadata, "language_info.name", "kernelspec.language", "kernelspec.name"),
        "python",
    ]
    return next(highlighted(name) for name in candidates if name)


def named(metadata: Mapping, *paths: str) -> list[str]:
    """What metadata say under dotted paths, where it is a text."""
    found = []
    for path in paths:
        value: object = metadata
        for key in path.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        found.append(value if isinstance(value, str) else "")
    return found


def magic(source: str) -> str:
    """The language that the first line of a cell names: `%%bash`, `%%script perl`, `%%writefile a.yaml`, `#!csharp`."""
    found = re.match(r"\s*(?:%%|#!)(\w+)(.*)", source)
    if found is None:
        return ""
    name, arguments = found[1].lower(), found[2].split()
    if name == "script" and arguments:
        return arguments[0].rpartition("/")[2]
    if name in ("writefile", "file") and arguments and "." in arguments[-1]:
        return arguments[-1].rpartition(".")[2]
    return name if name in MAGICS or name in NAMES or source.lstrip().startswith("#!") else ""


def highlighted(name: str) -> str:
    """A name as the highlighters know it: C++17 is cpp, Wolfram Language mathematica, Python 3 python."""
    name = name.strip().lower()
    for candidate in (name, re.sub(r"[\s_-]*v?[\d.]+$", "", name)):
        if candidate in NAMES:
            return NAMES[candidate]
        name = candidate
    return name if re.fullmatch(r"[a-z][\w-]*", name, re.ASCII) else ""
