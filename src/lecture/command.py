"""The command `lecture`: begins a new lecture."""

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
    """The command line: `lecture new FOLDER [--language en|ru]`."""
    parser = argparse.ArgumentParser(prog="lecture", description="Lectures that build themselves.")
    commands = parser.add_subparsers(required=True, metavar="new")
    begin = commands.add_parser("new", help="begin a lecture", description="Write a small lecture that builds at once.")
    begin.add_argument("folder", type=Path, metavar="FOLDER", help="a new or an empty folder")
    begin.add_argument("--language", choices=words.known(), default="en", help="of the lecture; en if none is named")
    given = parser.parse_args(arguments)
    try:
        new(given.folder, given.language)
    except OSError as mistake:
        sys.exit(f"lecture new: {mistake}")
    print(f"{given.folder}: a lecture, to be built with `make` there; README.md tells what is what.")


if __name__ == "__main__":
    main()
