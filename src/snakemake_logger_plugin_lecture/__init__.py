"""What a person sees while the lecture is built: a line a job with its reason, errors, and nothing else.

Snakemake finds a logger by the name of its package, which must begin with `snakemake_logger_plugin_`.
"""

import json
import os
import re
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from logging import WARNING, LogRecord
from pathlib import Path, PurePath

from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.settings import LogHandlerSettingsBase

from lecture.files import write_json
from snakemake_logger_plugin_lecture import beginning
from snakemake_logger_plugin_lecture.estimate import Estimate, Job, about, job_name, merged, share_done, weight

# What a failed job's own message has said already.
REPEATED = re.compile(
    r"RuleException:\s*CalledProcessError|WorkflowError:\s*At least one job did not complete|Exiting because"
    r"|Restored previous version of"
)

# Of a message about a mistake that was raised: where in the rules it was noticed, which is for whoever mends the rules.
NOTICED = re.compile(r'^(\w+ in file ".*", line \d+:|  File ".*", line \d+, in .*)\n?', re.MULTILINE)
TRACEBACK = "Traceback (most recent call last):"
VERBOSE = "VERBOSE"  # of the environment: whoever sets it sees all
TRACEBACKS = Path("results/logs/build.log")  # of the build itself; those of jobs are in their own logs

if beginning.is_snakemake():  # which imports this while it reads its command line
    beginning.stop_if_missing()
    beginning.have_a_home()

MOMENT = 30  # seconds that aren't worth foretelling
SILENCE = 60.0  # seconds after which a long job's silence is broken


@dataclass
class LogHandlerSettings(LogHandlerSettingsBase):
    """This logger has no settings."""


class LogHandler(LogHandlerBase):
    """Prints Snakemake's events as short lines; the event `job_info` is handled by the method `_job_info`.

    A workflow that sends the event `work`, too, when it starts, is told how long it still takes:

        jobs: for each job that is to run `jobid`, `rule_name`, `wildcards`, `threads`; `work`, how much it has to do in
            units that its rule chooses; `after`, the jobs that must end before it.
        durations: a JSON file, or None; core-seconds for each unit of work, as far as they are known, by the names of
            jobs or their beginnings: `{"train b": 0.002, "figure": 2}`. Only their ratios matter.
        measured: the like, where what the jobs took is written, to be known to the next build.

    A running job whose log (`*.log`) has bars, `[####------]`, is believed about how far it is.
    """

    writes_to_stream = has_filter = has_formatter = True
    writes_to_file = needs_rulegraph = False

    def __post_init__(self) -> None:
        self.names: dict[int, str] = {}
        self.total = 0
        self.estimate = Estimate({}, 0.0)
        self.logs: dict[int, list[str]] = {}
        self.said = 0.0  # when the last line about the whole build was printed
        self.over = threading.Event()
        self.work: dict[int, float] = {}
        self.measured: dict[str, float] = {}
        self.measured_file: Path | None = None

    def emit(self, record: LogRecord) -> None:
        """Print a record if a person needs it."""
        try:
            handle = getattr(self, f"_{getattr(record, 'event', None)}", None)
            message = record.getMessage() if record.msg else ""
            if handle:
                handle(record)
            elif self.verbose:
                self._say(message)
            elif self._matters(record, message):
                self._say(self._in_short(message) if record.levelno >= WARNING else message)
        except Exception:
            self.handleError(record)

    @property
    def verbose(self) -> bool:
        return self.common_settings.verbose or bool(os.environ.get(VERBOSE))

    def _in_short(self, message: str) -> str:
        """What is wrong, without where in the rules it was noticed; of a traceback the last line and where it is."""
        if TRACEBACK not in message:
            return NOTICED.sub("", message).rstrip("\n") or message
        short = message.rstrip().splitlines()[-1]
        try:
            TRACEBACKS.parent.mkdir(parents=True, exist_ok=True)
            with open(TRACEBACKS, "a", encoding="utf-8") as log:
                log.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')}\n{message}\n\n")
        except OSError as refusal:
            return f"{short} ({TRACEBACKS} can't be written: {refusal.strerror}; VERBOSE=1 shows all)"
        return f"{short} (see {TRACEBACKS})"

    def _matters(self, record: LogRecord, message: str) -> bool:
        warns = record.levelno >= WARNING and not REPEATED.search(message)
        return warns or message.startswith("Nothing to be done")

    def _say(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def _run_info(self, record: LogRecord) -> None:
        self.total = record.stats.get("total", 0)

    def _work(self, record: LogRecord) -> None:
        default = self._durations(record.durations) if record.durations else {}
        self.measured_file = Path(record.measured)
        self.measured = self._durations(self.measured_file)
        known = merged(default, self.measured)
        jobs = {}
        for job in record.jobs:
            name = job_name(job["rule_name"], job["wildcards"])
            heavy = weight(name, job["work"], known)
            jobs[job["jobid"]] = Job(name, job["threads"], heavy, tuple(job["after"]))
        self.work = {job["jobid"]: job["work"] for job in record.jobs}
        self.estimate, self.said = Estimate(jobs, record.created), record.created
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while not self.over.wait(SILENCE / 10):
            with self.lock:
                self.remind(time.time())

    def close(self) -> None:
        self.over.set()
        super().close()

    def remind(self, now: float) -> None:
        """After a silence, tell how long it still takes: while long jobs run, no others start."""
        running = [self.names[job] for job in self.estimate.running]
        if running and now - self.said >= SILENCE and (place := self._place(now)).count("left"):
            self.said = now
            self._say(f"{place} running: {', '.join(running)}")

    def _place(self, now: float) -> str:
        """`[ 3/32, about 4 min left]`: jobs started, all jobs, and how long it still takes, as far as that is known."""
        done = {job: share for job in self.estimate.running if (share := self._share(job))}
        left = self.estimate.left(now, done)
        rest = f", {about(left)} left" if left and left > MOMENT else ""
        return f"[{len(self.names):>{len(str(self.total))}}/{self.total}{rest}]"

    def _share(self, job: int) -> float:
        """How much of a running job is done, as far as its logs tell."""
        shares = []
        for log in self.logs.get(job, []):
            with suppress(OSError):
                shares.append(share_done(Path(log).read_text("utf-8", errors="replace")))
        return max(shares, default=0.0)

    def _durations(self, file: str | Path) -> dict[str, float]:
        """What a file of durations holds; nothing, and a warning, if it can't be read."""
        try:
            found = {name: float(value) for name, value in json.loads(Path(file).read_text("utf-8")).items()}
            if not all(0 < value < float("inf") for value in found.values()):
                raise ValueError("a duration is not a positive number")
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, AttributeError) as mistake:
            self._say(f"{file}: {mistake}: not used to tell how long the build takes; delete or mend it")
            return {}
        return found

    def _job_finished(self, record: LogRecord) -> None:
        """Note what the job took, at once, so that a build that is killed leaves it, too."""
        took = self.estimate.ends(record.job_id, record.created)
        if took:
            self.measured[self.names[record.job_id]] = float(f"{took / self.work[record.job_id]:.3g}")
            write_json(self.measured_file, dict(sorted(self.measured.items())))

    def _job_info(self, record: LogRecord) -> None:
        """`[ 3/32, about 4 min left] train a 1: missing output files: answers.npz and 3 more`."""
        self.names[record.jobid] = job_name(record.rule_name, record.wildcards)
        self.estimate.starts(record.jobid, record.created)
        self.said = record.created
        line = f"{self._place(record.created)} {self.names[record.jobid]}"
        self.logs[record.jobid] = [log for log in record.log or [] if log.endswith(".log")]
        if reason := shortened(str(record.reason)):
            line += f": {reason}"
        self._say(line)

    def _job_error(self, record: LogRecord) -> None:
        """The job that failed, with the logs that say something; its own message stands above."""
        self.estimate.fails(record.jobid)
        logs = [log for log in record.log or [] if os.path.isfile(log) and os.path.getsize(log)]
        log = f"; see {', '.join(logs)}" if logs else ""
        self._say(f"FAILED: {self.names.get(record.jobid, record.rule_name)}{log}")


def shortened(reason: str) -> str:
    """Why a job runs, in a few words: the first reason, and of its files the first and a count."""
    if reason.startswith("Params have changed"):  # what follows are digests, for machines
        return "its code or its settings have changed"
    what, _, files = reason.split("; ")[0].partition(": ")
    names = [PurePath(file).name for file in files.split(", ")] if files else []
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{what[:1].lower()}{what[1:]}" + (f": {names[0]}{more}" if names else "")
