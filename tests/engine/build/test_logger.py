"""The logger gets the records that Snakemake makes, and prints what a person needs."""

import json
import logging
import os
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from snakemake_interface_logger_plugins.common import LogEvent
from snakemake_interface_logger_plugins.registry import LoggerPluginRegistry

import snakemake_logger_plugin_lecture as plugin
from tests.hang_guard import HANG_GUARD


def settings(**changes):
    """Snakemake's settings, as far as a logger reads them."""
    usual = {"printshellcmds": False, "nocolor": True, "quiet": None, "debug_dag": False, "verbose": False}
    return SimpleNamespace(**usual | {"show_failed_logs": True, "stdout": False, "dryrun": False} | changes)


class Build:
    """Sends events as Snakemake does, and knows what was printed."""

    def __init__(self, capsys, **changes):
        self.capsys, self.handler = capsys, plugin.LogHandler(settings(**changes), plugin.LogHandlerSettings())
        self.handler.handleError = self.fail
        self.handler._watch = lambda: None  # the tests turn the clock

    @staticmethod
    def fail(record):
        raise AssertionError(record)

    def says(self, message=None, level=logging.INFO, at: float | None = None, **extra) -> list[str]:
        """What is printed for a record, of now or of a time in seconds; a failure of the logger itself is raised."""
        record = logging.getLogger("test").makeRecord("test", level, __file__, 1, message, (), None, extra=extra)
        record.created = record.created if at is None else at
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

    def work(self, jobs: dict[int, str], durations: Path | None, measured: Path, units=1, threads=1) -> list[str]:
        """The workflow announces, at the time 0, jobs of the rule `train` by their wildcard, and a `page` after all."""
        kind = {"threads": threads, "work": units, "after": []}
        trainings = [
            {"jobid": number, "rule_name": "train", "wildcards": {"network": network}, **kind}
            for number, network in jobs.items()
        ]
        page = {"jobid": 0, "rule_name": "page", "wildcards": {}, "threads": 1, "work": 1, "after": list(jobs)}
        files = {"durations": durations, "measured": measured}
        return self.says("", at=0.0, event="work", jobs=[*trainings, page], **files)

    def reminder(self, at: float) -> list[str]:
        """What is printed of its own accord at a time."""
        self.handler.remind(at)
        return self.capsys.readouterr().err.splitlines()

    def end(self, jobid: int, at: float) -> list[str]:
        return self.says("Finished", at=at, event=LogEvent.JOB_FINISHED, job_id=jobid)

    def failure(self, jobid: int, rule="train", log=(), told: str | None = None):
        return self.says(
            f"Error in rule {rule}, jobid: {jobid}",
            logging.ERROR,
            **{"event": LogEvent.JOB_ERROR, "jobid": jobid, "rule_name": rule, "rule_msg": told, "log": list(log)},
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
        (
            "Params have changed since last execution: Union of exclusive params before and now across all output: "
            "before: {'digest': 'a0'} now: {'digest': 'b1'}",
            "its code or its settings have changed",
        ),
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


def test_a_failed_job_is_named_with_its_wildcards_and_the_logs_that_say_something(build, tmp_path):
    build.run(3)
    build.job(7, "notebook", {"notebook": "04-digits"})
    (tmp_path / "some.log").write_text("why")
    (tmp_path / "empty.log").write_text("")
    logs = [str(tmp_path / name) for name in ("some.log", "empty.log", "none.log")]
    assert build.failure(7, "notebook", logs) == [f"FAILED: notebook 04-digits; see {logs[0]}"]


SAID = "began 2026-11-29 23:14:37\nsrc/toy/walks.py:3: ValueError: no walk\n\nTraceback (most recent call last):\n  …\n"
OF_A_GROUP = """\
Error in rule figure:
    message: None
    input: results/a.npz
    log: results/logs/figure_a.log (check log file(s) for error details)
Shutting down, this might take some time.
"""


def test_a_cluster_s_job_has_no_terminal_so_its_last_words_are_told(build, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("own.log").write_text(SAID)
    [line] = build.failure(7, "train", ["own.log"], told="SLURM-job '3' failed. For further error details see")
    assert line == "FAILED: train: src/toy/walks.py:3: ValueError: no walk; see own.log"
    [line] = build.failure(7, "train", ["own.log", f"{tmp_path}/slurm.log"], told="It failed.For further error details")
    assert "no walk" in line
    Path("own.log").write_text("began 2026-11-29 23:14:37\n")
    [line] = build.failure(7, "train", ["own.log"], told="SLURM-job '3' failed, SLURM status is: 'NODE_FAIL'. Mend it.")
    assert line == "FAILED: train: SLURM-job '3' failed, SLURM status is: 'NODE_FAIL'; see own.log"


def test_a_refusal_is_told_in_the_words_of_slurm(build):
    told = "SLURM sbatch failed. The error message was 'sbatch: error: no such\npartition'.\n    sbatch call:\n  sbatch"
    assert build.failure(7, "train", told=told) == [
        "FAILED: train: Slurm refuses the job: sbatch: error: no such partition"
    ]


def test_of_a_group_those_jobs_are_named_that_failed(build, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        build.job(ord(name), "figure", {"name": name})
        Path(f"results/logs/figure_{name}.log").parent.mkdir(parents=True, exist_ok=True)
        Path(f"results/logs/figure_{name}.log").write_text(SAID if name == "a" else "began 1\n")
    Path("9.log").write_text(OF_A_GROUP)
    jobs = [
        {"jobid": ord(name), "rule_name": "figure", "log": [f"results/logs/figure_{name}.log"]} for name in ("a", "b")
    ]
    facts = {"event": LogEvent.GROUP_ERROR, "groupid": "x", "told": "It failed.", "job_error_info": jobs}
    [line] = build.says("Error in group x", logging.ERROR, aux_logs=["9.log"], **facts)
    assert line == "FAILED: figure a: src/toy/walks.py:3: ValueError: no walk; see results/logs/figure_a.log"
    Path("9.log").write_text("Killed\n")
    [line] = build.says("Error in group x", logging.ERROR, aux_logs=["9.log"], **facts)
    assert line == "FAILED: figure a and 1 more, sent together: Killed; see 9.log"


def test_a_traceback_is_for_its_log(build, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    raised = 'Traceback (most recent call last):\n  File "x.py", line 1\nOSError: results/a.json: No space left'
    assert build.says(raised, logging.ERROR) == ["OSError: results/a.json: No space left (see results/logs/build.log)"]
    assert raised in (tmp_path / "results/logs/build.log").read_text()
    monkeypatch.setenv("VERBOSE", "1")
    assert build.says(raised, logging.ERROR) == raised.splitlines()


def test_where_in_the_rules_a_mistake_was_noticed_is_left_out(build):
    message = 'WorkflowError in file "/x/y.smk", line 18:\n04.md:3: no claim\n  File "/x/y.smk", line 18, in <module>'
    assert build.says(message, logging.ERROR) == ["04.md:3: no claim"]


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


def trained(build, jobs: dict[int, str], seconds: float) -> list[str]:
    """The lines of a build in which the jobs run one after the other, each so long, and then `page` starts."""
    lines, now = build.run(len(jobs) + 1), 0.0
    for number, network in jobs.items():
        lines += build.job(number, "train", {"network": network}, "", at=now)
        now += seconds
        lines += build.end(number, now)
    return lines + build.job(0, "page", {}, "", at=now)


def test_how_long_it_still_takes_is_told_when_it_is_known(build, tmp_path):
    assert build.work({1: "a", 2: "b", 3: "c"}, None, tmp_path / "durations.json") == []
    assert trained(build, {1: "a", 2: "b", 3: "c"}, 120) == [
        "[1/4] train a",
        "[2/4, about 6 min left] train b",
        "[3/4, about 4 min left] train c",
        "[4/4, about 2 min left] page",
    ]


def test_the_last_moment_is_not_foretold(build, tmp_path):
    build.work({1: "a", 2: "b"}, None, tmp_path / "durations.json")
    assert trained(build, {1: "a", 2: "b"}, 20) == [
        "[1/3] train a",
        "[2/3, about 40 s left] train b",
        "[3/3] page",
    ]


def test_the_table_of_the_lecture_counts(build, tmp_path):
    table = tmp_path / "table.json"
    table.write_text('{"train a": 1, "train b": 9, "page": 2}')
    build.work({1: "a", 2: "b"}, table, tmp_path / "durations.json")
    assert trained(build, {1: "a", 2: "b"}, 60)[1] == "[2/3, about 11 min left] train b"


def test_the_next_build_knows_what_the_last_one_measured(build, capsys, tmp_path):
    measured = tmp_path / "results/logs/durations.json"
    measured.parent.mkdir(parents=True)
    measured.write_text('{"notebook x": 7, "train b": 1}')
    build.work({1: "a", 2: "b"}, None, measured, units=100, threads=2)
    build.run(3)
    build.job(1, "train", {"network": "a"}, at=0.0)
    build.job(2, "train", {"network": "b"}, at=10.0)
    build.end(1, 50.0)
    assert json.loads(measured.read_text()) == {"notebook x": 7, "train a": 1, "train b": 1}, "at once"
    build.end(2, 460.0)
    build.end(77, 460.0)  # a job that nobody announced
    assert json.loads(measured.read_text()) == {"notebook x": 7, "train a": 1, "train b": 9}
    assert [file.name for file in measured.parent.iterdir()] == ["durations.json"]
    again = Build(capsys)
    again.work({1: "a", 2: "b"}, None, measured)
    line = trained(again, {1: "a", 2: "b"}, 60)[1]
    assert "about 16 min left" in line  # b weighs nine times as much as a; the page, a stranger, as the median, seven


@pytest.mark.parametrize(
    "content",
    ["", "{", "[1]", "[]", '{"train": "x"}', '{"train": null}', '{"train": 0}', '{"train": NaN}', '{"a": -1}'],
)
def test_a_damaged_file_of_durations_is_named_and_replaced(build, tmp_path, content):
    measured = tmp_path / "durations.json"
    measured.write_text(content)
    [line] = build.work({1: "a"}, None, measured)
    assert line.startswith(f"{measured}: ") and "delete or mend it" in line
    assert trained(build, {1: "a"}, 100)[-1] == "[2/2, about 2 min left] page"
    assert json.loads(measured.read_text()) == {"train a": 100}


def test_what_a_failed_job_took_is_not_noted(build, tmp_path):
    measured = tmp_path / "durations.json"
    build.work({1: "a"}, None, measured)
    build.run(2)
    build.job(1, "train", {"network": "a"}, at=0.0)
    build.failure(1)
    build.end(1, 5.0)
    assert not measured.exists()
    build.job(1, "train", {"network": "a"}, at=7.0)
    build.end(1, 9.0)
    assert json.loads(measured.read_text()) == {"train a": 2}


def test_while_a_long_job_runs_its_log_tells_how_far_it_is(build, tmp_path):
    log = tmp_path / "train_b.log"
    build.work({1: "a", 2: "b"}, None, tmp_path / "durations.json")
    build.run(3)
    build.job(1, "train", {"network": "a"}, at=0.0)
    build.end(1, 100.0)
    assert build.reminder(100.0) == [], "nothing runs"
    build.job(2, "train", {"network": "b"}, at=100.0, log=[str(log)])
    assert build.reminder(110.0) == [], "something was said just now"
    assert build.reminder(190.0) == ["[2/3, about 2 min left] running: train b"], "it has no log yet"
    log.write_text("    b: epoch 1/9 [##----------] loss 1.0\n")
    assert build.reminder(220.0) == [], "once a minute is enough"
    assert build.reminder(300.0) == ["[2/3, about 18 min left] running: train b"]
    log.write_text(log.read_text() + "    b: epoch 3/9 [######------] loss 0.5\n")
    assert build.reminder(400.0) == ["[2/3, about 7 min left] running: train b"]
    build.end(2, 700.0)
    assert build.reminder(800.0) == []


def test_what_a_cluster_may_keep_for_ever_is_told(build, tmp_path, monkeypatch):
    squeue = tmp_path / "squeue"
    squeue.write_text(
        "#!/bin/sh\n"
        'case "$*" in *--name=c0ffee*) ;; *) exit ;; esac\n'
        "echo 'rule_train_wildcards_b_1|PartitionTimeLimit'; echo 'rule_x|Priority'\n"
    )
    squeue.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    build.run(3)
    build.work({1: "b"}, None, tmp_path / "measured.json")
    assert build.says("SLURM run ID: c0ffee") == []
    build.job(1, "train", {"network": "b", "seed": "1"})
    [line] = build.reminder(build.handler.said + 1000.0)
    assert line.endswith("the cluster keeps waiting, and may do so for ever: train b 1 (PartitionTimeLimit)")
    squeue.write_text("#!/bin/sh\necho slurm_load_jobs error: Unable to contact slurm controller >&2; exit 1\n")
    assert build.reminder(build.handler.said + 1000.0) == []


def test_the_watch_ends_with_the_build(monkeypatch):
    monkeypatch.setattr(plugin, "SILENCE", 0.01)
    handler, reminded = plugin.LogHandler(settings(), None), threading.Event()
    handler.remind = lambda now: reminded.set()
    watch = threading.Thread(target=handler._watch, daemon=True)
    watch.start()
    assert reminded.wait(HANG_GUARD)
    handler.close()
    watch.join(HANG_GUARD)
    assert not watch.is_alive()


def test_of_thousands_of_jobs_the_durations_are_written_now_and_then(build, tmp_path, monkeypatch):
    written = []
    monkeypatch.setattr(plugin, "write_json", lambda file, content: written.append(len(content)))
    monkeypatch.setattr(plugin, "MANY", 3)
    build.run(6)
    build.work({number: f"n{number}" for number in range(1, 6)}, None, tmp_path / "measured.json")
    for number in range(1, 6):
        build.job(number, "train", {"network": f"n{number}"}, at=1000.0 + number)
        build.says("", at=1000.5 + number, event=LogEvent.JOB_FINISHED, job_id=number)
    assert written == [1, 2]
    build.handler.close()
    assert written == [1, 2, 5]
