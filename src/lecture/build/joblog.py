"""A job's messages go to the terminal and into its log; of a traceback the terminal gets a line, and the log all."""

import os
import sys
import time
import traceback
from pathlib import Path
from typing import TextIO

from lecture.files import FaultyFileError
from lecture.files.texts import TextError

VERBOSE = "VERBOSE"  # of the environment: whoever sets it sees tracebacks


class Tee:
    """A text stream that writes everything into two others."""

    def __init__(self, terminal: TextIO, log: TextIO):
        self.terminal, self.log = terminal, log

    def write(self, text: str) -> int:
        self.terminal.write(text)
        return self.log.write(text)

    def flush(self) -> None:
        self.terminal.flush()
        self.log.flush()

    def __getattr__(self, name: str):
        return getattr(self.terminal, name)


def keep_log(path: str | Path) -> None:
    """From here on, copy what this process writes to stderr into a file; called again, it goes on with the file."""
    if isinstance(sys.stderr, Tee) and sys.stderr.log.name == str(path):
        return
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    log = open(path, "w", encoding="utf-8", buffering=1)  # noqa: SIM115, open to the end
    log.write(f"began {time.strftime('%Y-%m-%d %H:%M:%S')}\n")
    sys.stderr = Tee(sys.stderr, log)


def tell(mistake: BaseException) -> None:
    """Say on the terminal why a job failed, in a line; its log gets the traceback, too, and so does who wants all."""
    own = isinstance(mistake, SystemExit)
    line = str(mistake.code) if own else in_a_line(mistake)
    stream = sys.stderr
    whole = "".join(traceback.format_exception(mistake)) if not own or mistake.__cause__ else f"{line}\n"
    if isinstance(stream, Tee) and not os.environ.get(VERBOSE):
        stream.terminal.write(f"{line}\n")
        stream.log.write(f"{line}\n\n{whole}" if whole != f"{line}\n" else whole)
    else:
        stream.write(whole if os.environ.get(VERBOSE) else f"{line}\n")
    stream.flush()


def in_a_line(mistake: BaseException) -> str:
    """What went wrong: `file:line: kind: message`, with the place in lecture or engine, or the file at fault.

    What somebody wrote in a text has its place there, a line each.
    """
    if isinstance(mistake, TextError):
        return str(mistake)
    if isinstance(mistake, FaultyFileError):
        return " ".join(str(mistake).split())
    if isinstance(mistake, OSError) and mistake.filename and mistake.strerror:
        return f"{_shown(str(mistake.filename))}: {mistake.strerror}"
    libraries = ("<", sys.base_prefix, sys.prefix, str(Path(__file__).with_name("warm.py")))
    steps = traceback.extract_tb(mistake.__traceback__)
    own = [step for step in steps if not step.filename.startswith(libraries)]
    place = f"{_shown(own[-1].filename)}:{own[-1].lineno}: " if own else ""
    if isinstance(mistake, MemoryError):
        return f"{place}there is not enough memory{_detail(mistake)}"
    return f"{place}{type(mistake).__name__}{_detail(mistake)}"


def _detail(mistake: BaseException, most: int = 500) -> str:
    text = " ".join(str(mistake).split())
    return f": {text if len(text) <= most else text[: most - 1] + '…'}" if text else ""


def _shown(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else file


def duration(seconds: float) -> str:
    """A length of time as people say it: 8 s, 4 min 10 s, 1 h 5 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
