"""Read a notebook file of any age, or say in one sentence why it cannot be read."""

import json
import re
import warnings
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping

import nbformat
from nbformat import NotebookNode

from lecture.publishing.errors import PublishingError

NEWEST = 4  # of nbformat's formats
CONFLICT = re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE)
CELL = '"cell_type"'
LONGEST = 160  # characters of what a validator says


def notebook(contents: bytes | str) -> NotebookNode:
    """The notebook of a file, in nbformat's newest format.

    Args:
        contents: of the file; a mark of byte order at its beginning is allowed.

    Raises:
        PublishingError: one sentence: what is wrong, in which line and cell, and what to do.
    """
    text = contents.removeprefix("\ufeff") if isinstance(contents, str) else decoded(contents)
    found = parsed(text)
    version = found.get("nbformat") if isinstance(found, Mapping) else None
    if not isinstance(version, int) or not ("cells" in found or "worksheets" in found):
        raise PublishingError("this is JSON, but no notebook: `nbformat` and `cells` are missing; name another file")
    if version > NEWEST:
        raise PublishingError(
            f"this notebook is of format {version}, which nbformat {nbformat.__version__} cannot read: update it, or"
            f" save the notebook in format {NEWEST}"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # identifiers of cells that are missing or double are made anew
            mend(found)
            made = nbformat.convert(nbformat.reader.reads(json.dumps(found)), NEWEST)
            _, made = nbformat.validator.normalize(made, strip_invalid_metadata=True)
            nbformat.validate(made, relax_add_props=True)
    except (nbformat.ValidationError, nbformat.NBFormatError) as error:
        what = str(error.args[0]).splitlines()[0]
        what = what if len(what) <= LONGEST else what[: LONGEST - 1] + "…"
        raise PublishingError(f"{place_of(error)}: {what}; repair it, or take an earlier copy") from None
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise PublishingError(
            f"something in this notebook is of another kind than format {version} has it ({error}): repair it, or"
            " take an earlier copy"
        ) from None
    return made


def decoded(contents: bytes) -> str:
    """The text of a file.

    Raises:
        PublishingError: it is not UTF-8.
    """
    if not contents.strip():
        raise PublishingError("the file is empty: take an earlier copy")
    if contents.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or b"\0" in contents[:4]:
        raise PublishingError("the file is UTF-16, a notebook is UTF-8: save it anew, `iconv -f UTF-16 -t UTF-8`")
    try:
        return contents.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        before = contents[: error.start].decode()
        raise PublishingError(
            f"{place(before)}: byte 0x{contents[error.start]:02X} is no UTF-8, as a notebook is: save the file anew,"
            " `iconv -f CP1251 -t UTF-8` if it comes from an old Russian program"
        ) from None


def parsed(text: str) -> object:
    """What the JSON of a file says.

    Raises:
        PublishingError: it is no JSON.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise PublishingError("the JSON is nested too deep for a notebook; name another file") from None
    except json.JSONDecodeError as error:
        if conflict := CONFLICT.search(text):
            before = text[: conflict.start()]
            advice = "marks of a merge conflict: choose one version of the file, or let `nbdime` merge"
            raise PublishingError(f"{place(before)}: {advice}") from None
        if error.msg.startswith("Unterminated") or not text[error.pos :].strip():
            raise PublishingError(f"{place(text)}: the file ends too early: take an earlier copy") from None
        raise PublishingError(
            f"{place(text[: error.pos])}, column {error.colno}: this is no JSON ({error.msg}): repair the line, or take"
            " an earlier copy"
        ) from None


def place(before: str) -> str:
    """Where in a file something is, by the text before it: its line and cell."""
    cells = before.count(CELL)
    line = f"line {before.count(chr(10)) + 1}"
    return f"{line} (cell {cells})" if cells else line


def place_of(error: Exception) -> str:
    """The cell that an error of validation is about, and the field."""
    match [*getattr(error, "absolute_path", [])]:
        case ["cells", int(index), *inside]:
            where = f"cell {index + 1}"
        case inside:
            where = "the notebook"
    field = ".".join(str(step) for step in inside)
    return f"{where}, `{field}`" if field else where


def mend(notebook: dict) -> None:
    """Put into a notebook of format 4 what some programs leave out and no reader misses."""
    if notebook["nbformat"] != NEWEST:
        return
    notebook.setdefault("nbformat_minor", 2)
    mend_metadata(notebook.setdefault("metadata", {}))
    for cell in notebook["cells"]:
        cell.setdefault("metadata", {})
        cell.setdefault("source", "")
        if cell.get("cell_type") == "heading":
            cell["source"] = "#" * cell.pop("level", 1) + " " + " ".join("".join(cell["source"]).split())
            cell["cell_type"] = "markdown"
        if cell.get("cell_type") != "code":
            cell.pop("outputs", None)
            cell.pop("execution_count", None)
            continue
        cell.setdefault("execution_count", None)
        for output in cell.setdefault("outputs", []):
            kind = output.get("output_type")
            if kind == "stream":
                output.setdefault("name", "stdout")
            if kind in ("display_data", "execute_result"):
                output.setdefault("metadata", {})
                output.setdefault("data", {})
            if kind == "execute_result":
                output.setdefault("execution_count", None)


def mend_metadata(metadata: dict) -> None:
    """Write what people write by hand as nbformat wants it."""
    if "authors" in metadata and not isinstance(metadata["authors"], list):
        metadata["authors"] = [metadata["authors"]]
    if "title" in metadata:
        metadata["title"] = str(metadata["title"])
