"""One call of pandoc for the whole text."""

import json
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pypandoc

from lecture.publishing.errors import PublishingError

HERE = Path(__file__).parent
READER = "markdown-yaml_metadata_block"


def convert(
    markdown: str,
    writer: str,
    *,
    filters: Iterable[str],
    template: str,
    lecture: Mapping[str, object],
    work: Path | str,
    options: Iterable[str] = (),
    bibliography: Path | None = None,
    warn: Callable[[str], object] = print,
) -> str:
    """Convert Markdown through pandoc and the Lua filters.

    Args:
        markdown: the text, in pandoc's Markdown.
        writer: pandoc's name of the format: "html5" or "typst".
        filters: names in `filters/`, run in this order after `text.lua` and the citations.
        template: a path inside `publishing/`.
        lecture: a JSON-ready dictionary for the filters (title, `lang`, `words` of that language, claims, ...).
        work: a folder for the files in between.
        options: further options of pandoc.
        bibliography: path of a BibTeX file, or None.
        warn: called with each warning of pandoc.

    Returns:
        The converted text.

    Raises:
        PublishingError: the filters found mistakes in the text, or pandoc failed.
    """
    lecture_file = Path(work) / "lecture.json"
    lecture_file.write_text(json.dumps(lecture, ensure_ascii=False), encoding="utf-8")
    command = [
        pypandoc.get_pandoc_path(),
        f"--from={READER}",
        f"--to={writer}",
        "--standalone",
        "--wrap=preserve",
        f"--metadata=lang:{lecture['lang']}",
        f"--metadata=lecture-file:{lecture_file}",
        f"--template={HERE / template}",
        f"--lua-filter={HERE / 'filters' / 'text.lua'}",
        *options,
    ]
    if bibliography:
        command += [
            "--citeproc",
            f"--bibliography={bibliography}",
            f"--csl={HERE / 'citations' / lecture['lang']}.csl",
            "--metadata=link-citations:true",
        ]
    command += [f"--lua-filter={HERE / 'filters' / name}" for name in filters]
    done = subprocess.run(command, input=markdown, capture_output=True, encoding="utf-8", cwd=work)
    report(done, warn)
    return done.stdout


def report(done: subprocess.CompletedProcess[str], warn: Callable[[str], object]) -> None:
    """Raise or pass on what pandoc and the filters said.

    Raises:
        PublishingError: mistakes in the text, one a line, or pandoc's failure.
    """
    problems = [line.removeprefix("lecture: ") for line in done.stderr.splitlines() if line.startswith("lecture: ")]
    warnings = done.stderr.split("[WARNING] ")[1:]
    problems += [" ".join(text.split()) for text in warnings if text.startswith("Duplicate note reference")]
    if problems:
        raise PublishingError("\n".join(dict.fromkeys(problems)))
    if done.returncode:
        raise PublishingError(f"pandoc failed: {done.stderr.strip()}")
    for text in warnings:
        warn(" ".join(text.split()))
