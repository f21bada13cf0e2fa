"""The command `lecture`: begins a new lecture, and tells how long the chapters of one are."""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from lecture import words

STARTER = Path(__file__).parent / "starter"


def new(folder: Path, language: str) -> None:
    """Write a small lecture that builds at once.

    Args:
        folder: made if it isn't there; otherwise it is empty.
        language: of the lecture, one of `lecture.words.known()`.

    Raises:
        FileExistsError: there is something; nothing is written.
        OSError: the folder can't be written; nothing of the lecture is left behind.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder} is not an empty folder; name one that is empty or doesn't exist yet")
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".new-") as draft:
        for part in ("all", language):
            shutil.copytree(
                STARTER / part,
                draft,
                ignore=shutil.ignore_patterns("__pycache__"),
                copy_function=shutil.copyfile,
                dirs_exist_ok=True,
            )
        for made in Path(draft).iterdir():
            made.rename(folder / made.name)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line: `lecture new FOLDER [--language en|ru]`, `lecture words [FOLDER]`."""
    parser = argparse.ArgumentParser(prog="lecture", description="Lectures that build themselves.")
    commands = parser.add_subparsers(required=True, metavar="new|words")
    begin = commands.add_parser("new", help="begin a lecture", description="Write a small lecture that builds at once.")
    begin.add_argument("folder", type=Path, metavar="FOLDER", help="a new or an empty folder")
    begin.add_argument("--language", choices=words.known(), default="en", help="of the lecture; en if none is named")
    begin.set_defaults(run=lambda given: _new(given.folder, given.language))
    count = commands.add_parser(
        "words",
        help="count the words of the main line",
        description="Count the words of each chapter's main line; exit 1 if one has more than lecture.yaml allows.",
    )
    count.add_argument("folder", type=Path, nargs="?", default=Path(), metavar="FOLDER", help="of the lecture")
    count.set_defaults(run=lambda given: _words(given.folder))
    given = parser.parse_args(arguments)
    given.run(given)


def _new(folder: Path, language: str) -> None:
    try:
        new(folder, language)
    except OSError as mistake:
        sys.exit(f"lecture new: {mistake}")
    print(f"{folder}: a lecture, to be built with `make` there; README.md tells what is what.")


def _words(folder: Path) -> None:
    # What reads chapters is not installed where lectures are only begun or exported.
    from lecture.build.description import DescriptionError
    from lecture.text.cells import ChapterError
    from lecture.text.main_line import lengths

    try:
        found = lengths(folder)
    except (OSError, DescriptionError, ChapterError) as mistake:
        sys.exit(f"lecture words: {mistake}")
    for name, (length, most) in found.items():
        limit = "" if most is None else f" of {most}"
        print(f"{length:6}{limit}  {name}")
    print(f"{sum(length for length, _ in found.values()):6}  altogether")
    if over := [name for name, (length, most) in found.items() if most is not None and length > most]:
        sys.exit(f"lecture words: longer than lecture.yaml allows: {', '.join(over)}")


if __name__ == "__main__":
    main()
