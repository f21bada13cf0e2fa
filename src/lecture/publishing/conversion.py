"""Calls of pandoc."""

import functools
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pypandoc

from lecture.files.texts import text_of
from lecture.keeping import digest, kept
from lecture.publishing.errors import PublishingError

HERE = Path(__file__).parent
WHERE = re.compile(r"^Scripting warning at .*?\.lua line \d+ column \d+: ")  # what pandoc puts before our own words
UNREADABLE = re.compile(r"Error (?:reading bibliography file .*?|at )\(line (\d+), column \d+\):\s*(.+)", re.DOTALL)
READER = "markdown-yaml_metadata_block"
LOCALE = {"LC_ALL": "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"}  # in which pandoc reads names of files
AT_ONCE = 2  # so many pandocs: other formats are written at the same time
# Bytes that pandoc may take between two collections of garbage, for each letter of its input. A filter holds all that
# it reads, and each collection looks at all that is held: every 64 MB, as is usual, time would grow as the square.
ROOM, OWN_ROOM = 16, 64 << 20

T = TypeVar("T")


def side_by_side(convert: Callable[..., T], *arguments: Iterable) -> list[T]:
    """What `map` gives of a function that waits for pandoc most of its time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(convert, *arguments))


@functools.cache  # a process lives on with the code that it has read
def code() -> str:
    """A digest of all that makes a page out of a text and is no part of it: our code, templates, filters, pandoc."""
    made = hashlib.sha256("\n".join(map(version, ("pypandoc_binary", "nbconvert", "jinja2"))).encode())
    for path in sorted(HERE.rglob("*")):
        if path.suffix in (".py", ".lua", ".html", ".csl", ".j2"):
            made.update(path.read_bytes())
    return made.hexdigest()


def keys_of(bibliography: Path, file: Path | None = None) -> list[str]:
    """The keys of a bibliography, by which texts cite.

    Args:
        bibliography: in BibTeX.
        file: where the answer is kept; None keeps nothing.

    Raises:
        TextError: it is no text.
        PublishingError: it is no BibTeX, or a key stands twice in it; the message starts with `file:line:`.
    """
    source = text_of(bibliography)

    def found() -> list[str]:
        return [entry["id"] for entry in json.loads(pandoc(source, "biblatex", "csljson")[0])]

    try:
        keys = kept(file, digest(version("pypandoc_binary"), source), found)
    except PublishingError as refusal:
        if not (wrong := UNREADABLE.search(str(refusal))):
            raise
        raise PublishingError(f"{bibliography}:{wrong[1]}: this is no BibTeX: {' '.join(wrong[2].split())}") from None
    if twice := [key for key in dict.fromkeys(keys) if keys.count(key) > 1]:
        first, *_, last = [
            source.count("\n", 0, entry.start()) + 1
            for entry in re.finditer(rf"@\w+\s*[{{(]\s*{re.escape(twice[0])}\s*,", source)
        ]
        raise PublishingError(f"{bibliography}:{last}: the key {twice[0]!r} stands twice, here and in line {first}")
    return keys


def pandoc(
    source: str,
    reader: str,
    writer: str,
    *,
    filters: Iterable[str] = (),
    facts: Mapping[str, object] | None = None,
    options: Iterable[str] = (),
) -> tuple[str, list[str]]:
    """Convert a text with pandoc and Lua filters.

    Args:
        source: the text.
        reader, writer: pandoc's names of the formats.
        filters: names in `filters/`, run in this order.
        facts: what the filters know of the lecture (`words` of its language, claims, ...), ready for JSON.
        options: further options of pandoc.

    Returns:
        (the converted text, pandoc's warnings).

    Raises:
        PublishingError: pandoc failed, or warns of a mistake in the text.
    """
    room = ROOM * len(source)
    memory = ["+RTS", f"-A{room >> 20}m", "-RTS"] if room > OWN_ROOM else []
    command = [pypandoc.get_pandoc_path(), *memory, f"--from={reader}", f"--to={writer}", "--wrap=preserve", *options]
    command += [f"--lua-filter={HERE / 'filters' / name}" for name in filters]
    with TemporaryDirectory() as work:
        if facts is not None:
            file = Path(work, "facts.json")
            file.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
            command.append(f"--metadata=facts:{file}")
        done = subprocess.run(
            command, input=source, capture_output=True, encoding="utf-8", cwd=work, env=os.environ | LOCALE
        )
    warnings = [WHERE.sub("", " ".join(text.split())) for text in done.stderr.split("[WARNING] ")[1:]]
    if problems := [text for text in warnings if text.startswith("Duplicate note reference")]:
        raise PublishingError("\n".join(problems))
    if done.returncode:
        raise PublishingError(f"pandoc failed: {done.stderr.strip()}")
    return done.stdout, warnings
