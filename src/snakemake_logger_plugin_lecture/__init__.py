"""What a person sees while the lecture is built: a line a job, errors first, and at the end what was built."""

import sys
import time
from dataclasses import dataclass
from logging import ERROR, WARNING, LogRecord

from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.common import LogEvent
from snakemake_interface_logger_plugins.settings import LogHandlerSettingsBase


@dataclass
class LogHandlerSettings(LogHandlerSettingsBase):
    """This logger has no settings."""


class LogHandler(LogHandlerBase):
    """Prints Snakemake's events as short lines."""

    def __post_init__(self) -> None:
        self.start = time.monotonic()
        self.jobs: dict[int, tuple[str, float]] = {}
        self.total = self.begun = self.done = 0
        self.failed = False

    def emit(self, record: LogRecord) -> None:
        """Print a record, if it is one that a person needs."""
        try:
            event = getattr(record, "event", None)
            print_event = getattr(self, f"_{event}", None) if event else None
            if print_event:
                print_event(record)
            elif record.levelno >= WARNING or self.common_settings.verbose:
                self._say(record.getMessage())
        except Exception:
            self.handleError(record)

    def _say(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def _run_info(self, record: LogRecord) -> None:
        self.total = record.stats.get("total", 0)

    def _job_info(self, record: LogRecord) -> None:
        wildcards = " ".join(map(str, record.wildcards.values())) if record.wildcards else ""
        name = f"{record.rule_name} {wildcards}".strip()
        self.begun += 1
        self.jobs[record.jobid] = (name, time.monotonic())
        reason = f"  ({record.reason})" if self.common_settings.dryrun or self.common_settings.verbose else ""
        self._say(f"[{self.begun:>3}/{self.total}] {name}{reason}")

    @property
    def writes_to_stream(self) -> bool:
        return True

    @property
    def writes_to_file(self) -> bool:
        return False

    @property
    def has_filter(self) -> bool:
        return True

    @property
    def has_formatter(self) -> bool:
        return True

    @property
    def needs_rulegraph(self) -> bool:
        return False
