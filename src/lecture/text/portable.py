"""Notebooks that run outside the project: a first cell brings packages, results, data and modules of ours."""

import copy
import json
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType

import nbformat
from nbformat import NotebookNode

from lecture import words as language
from lecture.build import source_code
from lecture.files import checksums
from lecture.files.bundle import packed
from lecture.keeping import digest, kept_bytes

DATA = "data.zip"  # what lies in data/, once for all notebooks
OPENING = "opening"  # the identifier of the first cell

CELL = """\
# {intro}
import importlib.metadata
import subprocess
import sys
from pathlib import Path
from urllib.request import urlretrieve
from zipfile import ZipFile

# {packages}
packages = {versions}


def absent(package):
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return True
    return False


if wanted := [f"{{name}}=={{number}}" for name, number in packages.items() if absent(name)]:
    subprocess.run([sys.executable, "-m", "pip", "install", *wanted], check=True)
"""
FILES = """
# {files}
address = {address}
archives = {archives}
for archive, members in archives.items():
    if all(Path(member).exists() for member in members):
        continue
    if address and not Path(archive).exists():
        urlretrieve(address + archive, archive)
    if not Path(archive).exists():
        raise FileNotFoundError({missing}.replace("{{file}}", archive))
    with ZipFile(archive) as box:
        box.extractall()
if "" not in sys.path and str(Path.cwd()) not in sys.path:
    sys.path.insert(0, str(Path.cwd()))
"""


def code_of(notebook: NotebookNode) -> str:
    """The code of a notebook without lines that only Jupyter reads."""
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    lines = [line for cell in cells for line in cell.splitlines() if not line.lstrip().startswith(("%", "!"))]
    return "\n".join(lines) + "\n"


def opened(
    notebook: NotebookNode, archives: Mapping[str, Iterable[str]], words: Mapping[str, str], address: str = ""
) -> NotebookNode:
    """A notebook whose first cell brings what it needs.

    Args:
        notebook: as it was executed; it stays as it is.
        archives: by the name of each that it needs, what it takes from there.
        words: `abroad` of a table of words.
        address: of the folder where the archives lie on the net; "" if they are nowhere but beside the notebook.
    """
    made = copy.deepcopy(notebook)
    if all(cell.cell_type != "code" for cell in made.cells):
        return made
    versions = literal(source_code.packages(code_of(notebook)))
    text = CELL.format(**words, versions=versions)
    if archives:
        said = {"address": address, "missing": words["missing"]}
        said["archives"] = {name: list(members) for name, members in archives.items()}
        text += FILES.format(files=words["files"], **{name: literal(value) for name, value in said.items()})
    cell = nbformat.v4.new_code_cell(text.rstrip("\n"), metadata={"tags": [OPENING]})
    if (made.nbformat, made.nbformat_minor) >= (4, 5):
        cell["id"] = OPENING
    else:
        cell.pop("id", None)
    first = next((number for number, each in enumerate(made.cells) if each.cell_type != "raw"), 0)
    made.cells.insert(first, cell)
    return made


def literal(value: object) -> str:
    """Texts, lists and mappings of them as Python writes them."""
    return json.dumps(value, ensure_ascii=False, indent=4)


def made_portable(
    notebooks: Mapping[str, NotebookNode],
    files: Mapping[str, Iterable[str]],
    lang: str,
    address: str = "",
    cache: str | Path | None = None,
    lasting: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, bytes]:
    """Notebooks that run elsewhere and the archives that they need, by their names in `public/notebooks/`.

    Args:
        notebooks: as they were executed, by name.
        files: that each of them reads, by its name.
        lang: of the lecture.
        address: of `public/` on the net, if it has one.
        cache: a folder where archives are kept.
        lasting: files that are given in the place of others, which differ in every build.

    Raises:
        LookupError: a notebook imports a module of ours that there isn't.
    """
    words, made, data = language.table(lang)["abroad"], {}, set()
    for name, notebook in notebooks.items():
        modules = source_code.modules(code_of(notebook))
        own = {file: Path(lasting.get(file, file)) for file in files[name] if not file.startswith("data/")} | modules
        shared = sorted(file for file in files[name] if file.startswith("data/"))
        archives = {f"{name}.zip": sorted(own)} if own else {}
        archives |= {DATA: shared} if shared else {}
        data |= set(shared)
        if own:
            made[f"{name}.zip"] = archive(f"{name}.zip", own, cache)
        place = f"{address.rstrip('/')}/notebooks/" if address else ""
        made[f"{name}.ipynb"] = nbformat.writes(opened(notebook, archives, words, place)).encode() + b"\n"
    if data:
        made[DATA] = archive(DATA, {file: Path(file) for file in data}, cache)
    return made


def archive(name: str, members: Mapping[str, Path], cache: str | Path | None) -> bytes:
    """An archive of files, by their paths in it; compressing tens of megabytes takes seconds, so it is kept."""
    sums = checksums(map(str, members.values()))
    key = digest(*(f"{place} {sums[str(path)]}" for place, path in sorted(members.items())))
    make = partial(packed_files, members)
    return kept_bytes(Path(cache, name) if cache else None, key, make)


def packed_files(members: Mapping[str, Path]) -> bytes:
    """Files as an archive, by their paths in it."""
    return packed({place: path.read_bytes() for place, path in members.items()})
