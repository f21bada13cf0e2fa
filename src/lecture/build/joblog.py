"""A job's messages go to the terminal and into its log."""

import sys
from pathlib import Path
from typing import TextIO


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
    """From here on, copy what this process writes to stderr into a file, tracebacks included."""
    sys.stderr = Tee(sys.stderr, open(path, "w", encoding="utf-8", buffering=1))  # noqa: SIM115, open to the end


def duration(seconds: float) -> str:
    """A length of time as people say it: 8 s, 4 min 10 s, 1 h 5 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
