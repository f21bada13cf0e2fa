"""What a person sees while the lecture is built: a line a job with its reason, errors, and nothing else.

Snakemake finds a logger by the name of its package, which must begin with `snakemake_logger_plugin_`.
"""

import re
import sys
from dataclasses import dataclass
from logging import WARNING, LogRecord
from pathlib import PurePath

from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.settings import LogHandlerSettingsBase

# What a failed job's own message has said already.
REPEATED = re.compile(
    r"RuleException:\s*CalledProcessError|WorkflowError:\s*At least one job did not complete|Exiting because"
)


@dataclass
class LogHandlerSettings(LogHandlerSettingsBase):
    """This logger has no settings."""


class LogHandler(LogHandlerBase):
    """Prints Snakemake's events as short lines; the event `job_info` is handled by the method `_job_info`."""

    def __post_init__(self) -> None:
        self.names: dict[int, str] = {}
        self.total = 0

    def emit(self, record: LogRecord) -> None:
        """Print a record if a person needs it."""
        try:
            event = getattr(record, "event", None)
            handle = getattr(self, f"_{event}", None) if event else None
            message = record.getMessage() if record.msg else ""
            if handle:
                handle(record)
            elif self.common_settings.verbose or self._matters(record, message):
                self._say(message)
        except Exception:
            self.handleError(record)

    def _matters(self, record: LogRecord, message: str) -> bool:
        if message.startswith("Nothing to be done"):
            return True
        return record.levelno >= WARNING and not REPEATED.search(message)

    def _say(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def _run_info(self, record: LogRecord) -> None:
        self.total = record.stats.get("total", 0)

    def _job_info(self, record: LogRecord) -> None:
        """`[ 3/32] train a 1: missing output files: answers.npz and 3 more`."""
        wildcards = " ".join(map(str, (record.wildcards or {}).values()))
        self.names[record.jobid] = f"{record.rule_name} {wildcards}".strip()
        width = len(str(self.total))
        line = f"[{len(self.names):>{width}}/{self.total}] {self.names[record.jobid]}"
        if reason := shortened(str(record.reason)):
            line += f": {reason}"
        self._say(line)

    def _job_error(self, record: LogRecord) -> None:
        """The job that failed, with the log it keeps; its own message stands above."""
        log = f"; see {', '.join(record.log)}" if record.log else ""
        self._say(f"FAILED: {self.names.get(record.jobid, record.rule_name)}{log}")

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


def shortened(reason: str) -> str:
    """Why a job runs, in a few words: the first reason, and of its files the first and a count."""
    what, _, files = reason.split("; ")[0].partition(": ")
    names = [PurePath(file).name for file in files.split(", ")] if files else []
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{what[:1].lower()}{what[1:]}" + (f": {names[0]}{more}" if names else "")
