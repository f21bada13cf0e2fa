"""Before Snakemake has read its command line: what it would only tell in a way that helps nobody, or fail at.

That is an executor that isn't installed, a configuration that is no text or no YAML, a home in which nothing can be
written, and Ctrl-C before the rules are read.
"""

import logging
import os
import re
import signal
import sys
import threading
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import zip_longest
from pathlib import Path
from types import FrameType

from lecture.files import texts

# Executors that are extras, since Snakemake imports each that is installed at every start: the extra of each.
EXTRAS = {"slurm": "slurm"}
PAIR = re.compile(r"[A-Za-z_]\w*=")  # what Snakemake takes behind --config


def missing(arguments: Sequence[str]) -> str | None:
    """What the command line of Snakemake asks for and isn't installed, in a sentence; None if nothing is."""
    for option, value in zip_longest(arguments, arguments[1:], fillvalue=""):
        name, _, given = option.partition("=")
        value = given or value
        if name in ("--executor", "-e"):
            executor, asked = value, option
        elif name in ("--profile", "--workflow-profile"):
            executor, asked = _of_profile(Path(value)), f"the profile {value}"
        else:
            continue
        if executor in EXTRAS and find_spec(f"snakemake_executor_plugin_{executor}") is None:
            return (
                f"{asked} builds on a cluster by {executor.capitalize()}, and the package snakemake-executor-plugin-"
                f"{executor} is not installed: `make {EXTRAS[executor]}` installs it, or pip install "
                f"'.[{EXTRAS[executor]}]'"
            )
    return None


def faulty(arguments: Sequence[str]) -> str | None:
    """What is wrong with the configuration that the command line gives, in files or itself, a line each; None if
    nothing is."""
    mistakes, named, given_itself = [], False, False
    for word in arguments:
        name, _, given = word.partition("=")
        if word.startswith("-"):
            named, given_itself = name in ("--configfile", "--configfiles"), name in ("--config", "-C")
            word = given
        if given_itself and word and not PAIR.match(word):
            mistakes.append(f"--config {word}: write KEY=VALUE, such as --config refuted=mark")
        if named and word:
            try:
                if not isinstance(texts.read(word).value, dict):
                    mistakes.append(f"{word}:1: no configuration, which is lines of `key: value`")
            except texts.TextError as mistake:
                mistakes.append(str(mistake))
    return "\n".join(mistakes) or None


def _of_profile(folder: Path) -> str:
    """The executor that a profile names."""
    for file in sorted(folder.glob("config*.yaml")):
        if found := re.search(r"^executor:\s*[\"']?([\w-]+)", file.read_text(encoding="utf-8"), re.MULTILINE):
            return found[1]
    return ""


def is_snakemake() -> bool:
    return Path(sys.argv[0]).stem == "snakemake" or Path(sys.argv[0]).parts[-2:] == ("snakemake", "__main__.py")


def stop_early() -> None:
    """End this process with a sentence if the command line asks for what isn't there or can't be read."""
    if sentence := missing(sys.argv[1:]) or faulty(sys.argv[1:]):
        sys.exit(sentence)


def end_plainly() -> None:
    """Let Ctrl-C end this process with a line until the rules are read, which know more (`lecture.build.interruption`).

    The second before, in which Python reads Snakemake itself, is nobody's: there Python says where it was.
    """

    def interrupted(number: int, frame: FrameType | None) -> None:
        os.write(2, b"Interrupted: nothing had begun.\n")
        os._exit(128 + number)

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, interrupted)


def tell_full_logs() -> None:
    """Tell once, in a line, of a log that can't be written, where Python prints a traceback for each of its lines."""
    usual, told = logging.FileHandler.handleError, set()

    def handle(handler: logging.FileHandler, record: logging.LogRecord) -> None:
        mistake = sys.exc_info()[1]
        if not isinstance(mistake, OSError):
            usual(handler, record)
        elif handler.baseFilename not in told:
            told.add(handler.baseFilename)
            print(f"{os.path.relpath(handler.baseFilename)}: {mistake.strerror}", file=sys.stderr, flush=True)

    logging.FileHandler.handleError = handle


def have_a_home(substitute: Path = Path(".cache/home")) -> None:
    """Where the user's home can't be written to, take another: Snakemake, Jupyter and matplotlib want one."""
    names = {"HOME": ".cache", "XDG_CACHE_HOME": "", "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": "", "XDG_RUNTIME_DIR": ""}
    for name, inner in names.items():
        folder = os.environ.get(name)
        if folder is None or _can_be_written(Path(folder, inner)):
            continue
        try:
            substitute.mkdir(parents=True, exist_ok=True)
        except OSError:
            return  # nothing can be written here, either, which is told soon
        if name == "HOME":
            os.environ[name] = str(substitute.resolve())
        else:
            del os.environ[name]  # what stands in the home


def _can_be_written(folder: Path) -> bool:
    """Whether files can be made in a folder, or the folder itself."""
    there = next(place for place in [folder, *folder.parents] if place.is_dir())
    if not os.access(there, os.W_OK | os.X_OK):
        return False
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return True
