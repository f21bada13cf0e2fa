"""What a person sees while the lecture is built: a line a job with its reason, errors, and nothing else.

Snakemake finds a logger by the name of its package, which must begin with `snakemake_logger_plugin_`.
"""

import json
import os
import re
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from logging import WARNING, LogRecord
from pathlib import Path, PurePath

from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.settings import LogHandlerSettingsBase

from lecture.files import write_json
from snakemake_logger_plugin_lecture import beginning, waiting
from snakemake_logger_plugin_lecture.estimate import Estimate, Job, about, job_name, merged, share_done, weight

# What a failed job's own message has said already.
REPEATED = re.compile(
    r"RuleException:\s*CalledProcessError|WorkflowError:\s*At least one job did not complete|Exiting because"
    r"|Restored previous version of"
    # what a cluster without accounts says of each job: they are submitted without, as its own default has it
    r"|No SLURM account given|No account was given|Unable to guess SLURM account"
)

# Why a job of a cluster failed, where it left no log of its own.
REFUSED = re.compile(r"SLURM sbatch failed\. The error message was '(.*?)'\.\n", re.DOTALL)
FAILED_IN_GROUP = re.compile(r"^Error in rule [^\n]*:\n(?:    [^\n]*\n)*?    log: (\S+)", re.MULTILINE)
SENTENCE = re.compile(r"(.+?\.)(?=\s|[A-Z]|$)", re.DOTALL)

# Of a message about a mistake that was raised: where in the rules it was noticed, which is for whoever mends the rules.
NOTICED = re.compile(r'^(\w+ in file ".*", line \d+:|  File ".*", line \d+, in .*)\n?', re.MULTILINE)
TRACEBACK = "Traceback (most recent call last):"
VERBOSE = "VERBOSE"  # of the environment: whoever sets it sees all
TRACEBACKS = Path("results/logs/build.log")  # of the build itself; those of jobs are in their own logs

if beginning.is_snakemake():  # which imports this while it reads its command line
    beginning.end_plainly()
    beginning.stop_early()
    beginning.tell_full_logs()
    beginning.have_a_home()

MOMENT = 30  # seconds that aren't worth foretelling
MANY, PAUSE = 1000, 10.0  # jobs whose durations are written each time that one ends; with more, seconds between
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
        self.written = 0.0  # when the durations were
        self.sent = ""  # the name that the jobs of this build have on a cluster
        _telling_why_groups_fail()

    def emit(self, record: LogRecord) -> None:
        """Print a record if a person needs it."""
        try:
            handle = getattr(self, f"_{getattr(record, 'event', None)}", None)
            message = record.getMessage() if record.msg else ""
            if sent := waiting.RUN.search(message):
                self.sent = sent[1]
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
        if len(self.measured) >= MANY:
            self._keep_durations()
        super().close()

    def remind(self, now: float) -> None:
        """After a silence, tell how long it still takes: while long jobs run, no others start."""
        running = [self.names[job] for job in self.estimate.running]
        if not running or now - self.said < SILENCE:
            return
        place, stuck = self._place(now), waiting.reasons(self.sent) if self.sent else []
        if stuck:
            self._say(f"{place} the cluster keeps waiting, and may do so for ever: {', '.join(stuck)}")
        elif place.count("left"):
            self._say(f"{place} running: {', '.join(running)}")
        else:
            return
        self.said = now

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
        """Note what the job took, at once, so that a build that is killed leaves it, too; of thousands of jobs now and
        then, since all are written each time."""
        took = self.estimate.ends(record.job_id, record.created)
        if took:
            self.measured[self.names[record.job_id]] = float(f"{took / self.work[record.job_id]:.3g}")
            if len(self.measured) < MANY or record.created - self.written >= PAUSE:
                self.written = record.created
                self._keep_durations()

    def _keep_durations(self) -> None:
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
        if not getattr(record, "indent", False):  # of a group its record has told all
            self._fails(
                self.names.get(record.jobid, record.rule_name), record.log or [], getattr(record, "rule_msg", None)
            )

    def _group_error(self, record: LogRecord) -> None:
        """The jobs of a group that failed, as the log of the group tells; else that the group did, and why."""
        told = getattr(record, "told", None) or ""
        failed = {log for file in record.aux_logs or [] for log in FAILED_IN_GROUP.findall(_text(file))}
        jobs = [(self.names.get(job["jobid"], job["rule_name"]), job["log"] or []) for job in record.job_error_info]
        mine = [(name, logs) for name, logs in jobs if failed.intersection(logs)]
        for name, logs in mine:
            self._fails(name, logs, told)
        if not mine:
            more = f" and {len(jobs) - 1} more, sent together" if len(jobs) > 1 else ""
            self._fails(f"{jobs[0][0]}{more}", record.aux_logs or [], told)

    def _fails(self, name: str, logs: Sequence[str], told: str | None) -> None:
        """Say that a job failed.

        Args:
            told: what a cluster says of it, whose jobs have no terminal; None for a job of this machine.
        """
        logs = [log for log in logs if os.path.isfile(log) and os.path.getsize(log)]
        why = "" if told is None else next(filter(None, map(_last_words, logs[:1])), "") or _reason(told)
        log = f"; see {', '.join(log.removeprefix(f'{Path.cwd()}/') for log in logs)}" if logs else ""
        self._say(f"FAILED: {name}{why and f': {why}'}{log}")


def _telling_why_groups_fail() -> None:
    """Let the record of a group that failed say why; Snakemake drops that."""
    from snakemake.jobs import GroupJob

    log_error = GroupJob.log_error

    def with_reason(self, msg=None, aux_logs=None, **facts):
        log_error(self, msg, aux_logs, told=msg, **facts)

    GroupJob.log_error = with_reason


def _text(file: str) -> str:
    try:
        return Path(file).read_text("utf-8", errors="replace")
    except OSError:
        return ""


def _last_words(log: str) -> str:
    """What a job's own log says at its end, before a traceback; nothing if the job hasn't said why it failed."""
    lines = _text(log).partition(f"\n\n{TRACEBACK}")[0].rstrip().splitlines()
    return lines[-1].strip() if lines and not lines[-1].startswith("began ") else ""


def _reason(told: str) -> str:
    """Why a cluster's job failed, from what its executor tells: of a refusal Slurm's own words, else the first
    sentence."""
    if refused := REFUSED.search(told):
        return f"Slurm refuses the job: {' '.join(refused[1].split())}"
    found = SENTENCE.match(told.partition("For further error details")[0])
    return " ".join(found[1].split()).rstrip(".") if found else ""


def shortened(reason: str) -> str:
    """Why a job runs, in a few words: the first reason, and of its files the first and a count."""
    if reason.startswith("Params have changed"):  # what follows are digests, for machines
        return "its code or its settings have changed"
    what, _, files = reason.split("; ")[0].partition(": ")
    names = [PurePath(file).name for file in files.split(", ")] if files else []
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{what[:1].lower()}{what[1:]}" + (f": {names[0]}{more}" if names else "")
