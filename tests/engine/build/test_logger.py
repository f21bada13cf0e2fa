"""The logger gets the records that Snakemake makes, and prints what a person needs."""

import logging
from types import SimpleNamespace

import pytest
from snakemake_interface_logger_plugins.common import LogEvent
from snakemake_interface_logger_plugins.registry import LoggerPluginRegistry

import snakemake_logger_plugin_lecture as plugin


def settings(**changes):
    """Snakemake's settings, as far as a logger reads them."""
    usual = {"printshellcmds": False, "nocolor": True, "quiet": None, "debug_dag": False, "verbose": False}
    return SimpleNamespace(**usual | {"show_failed_logs": True, "stdout": False, "dryrun": False} | changes)


class Build:
    """Sends events as Snakemake does, and knows what was printed."""

    def __init__(self, capsys, **changes):
        self.capsys, self.handler = capsys, plugin.LogHandler(settings(**changes), plugin.LogHandlerSettings())
        self.handler.handleError = self.fail

    @staticmethod
    def fail(record):
        raise AssertionError(record)

    def says(self, message=None, level=logging.INFO, **extra) -> list[str]:
        """What is printed for a record; a failure of the logger itself is raised."""
        record = logging.getLogger("test").makeRecord("test", level, __file__, 1, message, (), None, extra=extra)
        self.handler.emit(record)
        out, err = self.capsys.readouterr()
        assert out == ""
        return err.splitlines()

    def run(self, total: int) -> list[str]:
        return self.says("Job stats: …", event=LogEvent.RUN_INFO, stats={"train": total - 1, "all": 1, "total": total})

    def job(self, jobid: int, rule="train", wildcards=None, reason="Missing output files: results/x.json", **more):
        files = {"input": ["data/a"], "output": ["results/x.json"], "log": [], "benchmark": None}
        rest = {"resources": [], "threads": 1, "priority": 0, "shellcmd": None, "is_checkpoint": False}
        return self.says(
            f" Rule: {rule}, Jobid: {jobid}",
            **{"event": LogEvent.JOB_INFO, "jobid": jobid, "rule_name": rule, "rule_msg": None, "local": True},
            **{"wildcards": wildcards, "reason": reason, "indent": False, "is_handover": False} | files | rest | more,
        )

    def failure(self, jobid: int, rule="train", log=()):
        return self.says(
            f"Error in rule {rule}, jobid: {jobid}",
            logging.ERROR,
            **{"event": LogEvent.JOB_ERROR, "jobid": jobid, "rule_name": rule, "rule_msg": None, "log": list(log)},
            **{"input": [], "output": [], "aux": {}, "indent": False, "shellcmd": None, "container_img": None},
        )


@pytest.fixture
def build(capsys):
    return Build(capsys)


def test_snakemake_finds_it_and_it_leaves_the_files_to_others():
    registry = LoggerPluginRegistry()
    registry.register_plugin("snakemake_logger_plugin_lecture", plugin)
    assert registry.get_plugin("lecture")
    handler = plugin.LogHandler(settings(), None)
    assert isinstance(handler, logging.Handler)
    assert handler.writes_to_stream and not handler.writes_to_file


def test_a_line_a_job_with_its_place_in_the_whole(build):
    assert build.run(12) == []
    [first] = build.job(5, "mnist")
    [second] = build.job(3, "train", {"network": "a", "seed": "1"})
    assert first.startswith("[ 1/12] mnist")
    assert second.startswith("[ 2/12] train a 1")
    for number in range(3, 12):
        build.job(number + 10)
    [last] = build.job(0, "all", {})
    assert last.startswith("[12/12] all")


def test_the_reason_is_short(build):
    build.run(1)
    reason = "Missing output files: results/a/weights.safetensors, results/a/history.csv; Input files updated by …"
    assert build.job(1, reason=reason) == ["[1/1] train: missing output files: weights.safetensors and 1 more"]


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("", ""),
        ("Missing output files: results/numbers.json", "missing output files: numbers.json"),
        (
            "Input files updated by another job: a/b.json, c.json",
            "input files updated by another job: b.json",
        ),
        ("Code has changed since last execution", "code has changed since last execution"),
        ("Forced execution", "forced execution"),
    ],
)
def test_reasons(build, reason, words):
    [line] = build.job(1, reason=reason)
    assert words in line
    assert line.endswith("train") or words


def test_what_nobody_reads_is_not_printed(build):
    build.run(2)
    build.job(1)
    for message, extra in (
        ("Building DAG of jobs...", {}),
        ("host: x", {"event": LogEvent.WORKFLOW_STARTED, "workflow_id": "1", "snakefile": "Snakefile"}),
        ("Shell command: None", {"event": LogEvent.SHELLCMD, "shellcmd": None, "indent": False}),
        ("Execute 2 jobs...", {"event": LogEvent.JOB_STARTED, "jobs": [1, 2]}),
        ("Finished jobid: 1 (Rule: train)", {"event": LogEvent.JOB_FINISHED, "job_id": 1}),
        ("1 of 2 steps (50%) done", {"event": LogEvent.PROGRESS, "done": 1, "total": 2}),
        (None, {"event": LogEvent.RESOURCES_INFO, "cores": 2}),
        (None, {}),
    ):
        assert build.says(message, **extra) == []


def test_warnings_and_errors_are_printed(build):
    assert build.says("the file is damaged", logging.WARNING) == ["the file is damaged"]
    assert build.says("04.md:3: no claim 'x'", logging.ERROR, event=LogEvent.ERROR, exception="WorkflowError") == [
        "04.md:3: no claim 'x'"
    ]
    assert build.says("Nothing to be done (all requested files are present and up to date).")


def test_a_failed_job_is_named_with_its_wildcards_and_log(build):
    build.run(3)
    build.job(7, "notebook", {"notebook": "04-digits"})
    [line] = build.failure(7, "notebook", ["results/notebooks/failed/04-digits.ipynb"])
    assert "notebook 04-digits" in line and "results/notebooks/failed/04-digits.ipynb" in line


def test_the_failure_of_a_job_that_was_not_announced(build):
    [line] = build.failure(9, "train")
    assert "train" in line


def test_what_a_failed_job_said_itself_is_not_repeated(build):
    for message in (
        "RuleException:\nCalledProcessError in file x.smk, line 3:\nCommand returned non-zero exit status 1.",
        "Exiting because a job execution failed. Look below for error messages",
        "WorkflowError:\nAt least one job did not complete successfully.",
    ):
        assert build.says(message, logging.ERROR) == []
    assert build.says("WorkflowError:\nno figure 'loss'", logging.ERROR)


def test_everything_on_request(capsys):
    build = Build(capsys, verbose=True)
    assert build.says("Building DAG of jobs...") == ["Building DAG of jobs..."]


def test_a_message_with_a_per_cent_sign(build):
    assert build.says("97 % done {x}", logging.WARNING) == ["97 % done {x}"]


def test_a_record_that_it_does_not_understand_stops_nothing(capsys):
    handler = plugin.LogHandler(settings(), None)
    handler.emit(logging.makeLogRecord({"msg": "x", "event": LogEvent.JOB_INFO}))
