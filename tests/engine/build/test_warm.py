"""Scripts that run in forks of one process behave as if Python had been started for each."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from lecture.build import warm
from tests.hang_guard import HANG_GUARD

DRIVER = """
import subprocess
import sys

from lecture.build import warm

if __name__ == "__main__":
    for script in sys.argv[1:]:
        try:
            warm.run(script, ["json", "fractions"])
        except subprocess.CalledProcessError as failure:
            print("failed", failure.returncode, flush=True)
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    path = tmp_path / "Мой курс (2026) 'черновик'"
    path.mkdir()
    (path / "driver.py").write_text(DRIVER)
    return path


def start(folder: Path, *scripts: str, **options) -> subprocess.Popen:
    names = []
    for number, script in enumerate(scripts):
        (folder / f"script {number}.py").write_text(script)
        names.append(str(folder / f"script {number}.py"))
    command = [sys.executable, str(folder / "driver.py"), *names]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder, **options)


def said(folder: Path, *scripts: str) -> tuple[list[str], str]:
    """The lines that scripts print, run one after the other, and what they write to stderr."""
    out, err = start(folder, *scripts).communicate(timeout=HANG_GUARD)
    return out.splitlines(), err


def test_a_script_finds_its_name_its_folder_and_what_was_imported(folder):
    (folder / "beside.py").write_text("here = 'beside'\n")
    lines, _ = said(
        folder,
        "import sys\nimport beside\n"
        "print(__name__, sys.argv[0] == __file__, beside.here, 'fractions' in sys.modules)\n",
    )
    assert lines == ["__main__ True beside True"]


def test_no_job_imports_the_program_that_builds(folder):
    (folder / "driver.py").write_text(f"import fractions\n{DRIVER}".replace(', "fractions"', ""))
    lines, _ = said(folder, "import sys\nprint('fractions' in sys.modules)\n")
    assert lines == ["False"]


def test_a_build_imports_what_its_jobs_use():
    preload = {"torch": ["torch", "safetensors.numpy"], "pandas": ["pandas"]}
    assert warm.modules(preload, set()) == [*warm.ALWAYS]
    assert warm.modules(preload, {"numpy", "torch"}) == [*warm.ALWAYS, *warm.ENGINE["numpy"], *preload["torch"]]


def test_the_packages_of_jobs_are_those_of_their_code():
    def job(rule="figure", **parameters):
        return SimpleNamespace(params=parameters, rule=SimpleNamespace(name=rule))

    jobs = [job(code={"versions": {"torch": "2"}}), job(code={"versions": {"numpy": "2"}}), job(code="text"), job()]
    assert warm.packages(iter(jobs)) == {"torch", "numpy"}
    assert warm.packages([*jobs, job("notebook")]) == {"torch", "numpy", "ipykernel"}


def test_nothing_reaches_another_job(folder):
    lines, _ = said(
        folder,
        "import os, json\njson.left, os.environ['LEFT'] = 'behind', 'behind'\n",
        "import os, json\nprint(hasattr(json, 'left'), 'LEFT' in os.environ)\n",
    )
    assert lines == ["False False"]


def test_each_job_has_its_own_temporary_folder(folder):
    (folder / "eager.py").write_text("import tempfile\ntempfile.gettempdir()\n")
    (folder / "script.py").write_text("import sys, tempfile\nprint('eager' in sys.modules, tempfile.gettempdir())\n")
    (folder / "driver.py").write_text(
        "from lecture.build import warm\n"
        "if __name__ == '__main__':\n    warm.run('script.py', ['eager'], '.')\n    warm.run('script.py', [], '..')\n"
    )
    lines, _ = said(folder)
    assert lines == ["True .", f"True {folder.parent}"]


def test_random_numbers_are_not_those_of_the_neighbour(folder):
    script = "import random\nimport numpy\nprint(random.random(), numpy.random.random())\n"
    lines, _ = said(folder, script, script)
    assert lines[0] != lines[1]


def test_libraries_count_one_thread(folder):
    lines, _ = said(folder, f"import os\nprint(*(os.environ[name] for name in {list(warm.ONE_THREAD)}))\n")
    assert lines == [" ".join("1" * len(warm.ONE_THREAD))]


def test_no_variable_of_the_build_changes(folder):
    (folder / "script.py").write_text("")
    (folder / "driver.py").write_text(
        "import sys\n"
        "from lecture.build import warm\n"
        "if __name__ == '__main__':\n"
        "    said = lambda event, arguments: print(event) if event in ('os.putenv', 'os.unsetenv') else None\n"
        "    sys.addaudithook(said)\n"
        "    warm.run('script.py', [])\n"
        "    print('run')\n"
    )
    lines, _ = said(folder)
    assert lines == ["run"]  # other threads start programs meanwhile


@pytest.mark.parametrize(
    ("script", "code", "message"),
    [
        ("raise SystemExit('the data are missing')", 1, "the data are missing\n"),
        ("import sys\nsys.exit(3)", 3, ""),
        (
            "import no_such_package.inner",
            1,
            "script 0.py:1: the package no_such_package is not installed here; install all that the lecture needs, or "
            "fetch the result from an archive\n",
        ),
        ("1 / 0", 1, "ZeroDivisionError: division by zero\n"),
        (
            "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
            -signal.SIGKILL,
            "the job was ended by the signal SIGKILL; if nobody did that, there was not enough memory\n",
        ),
    ],
)
def test_a_script_that_fails(folder, script, code, message):
    lines, err = said(folder, script, "print('goes on')")
    assert lines == [f"failed {code}", "goes on"]
    assert err.endswith(message)
    assert "Process " not in err


def test_a_script_of_several_threads_runs_by_itself_and_fails_alike(folder):
    script = folder / "threads.py"
    script.write_text("import os, sys\nprint(os.environ['OMP_NUM_THREADS'], file=sys.stderr)\nraise ValueError('no')\n")
    (folder / "driver.py").write_text(
        "import subprocess\nfrom lecture.build import warm\n"
        "try:\n    warm.run_alone('threads.py', 3, None, 'log')\n"
        "except subprocess.CalledProcessError as failure:\n    print('failed', failure.returncode)\n"
    )
    lines, err = said(folder)
    assert lines == ["failed 1"] and err == "3\nthreads.py:3: ValueError: no\n"
    assert "Traceback" in (folder / "log").read_text()


@pytest.mark.parametrize(
    ("threads", "cores", "environment", "expected"),
    [
        (2, 2, {}, warm.BOUND),
        (4, 2, {}, warm.BOUND),
        (2, 3, {}, {}),  # the system has a core to spare
        (1, 1, {}, {}),
        (2, 2, {"OMP_PROC_BIND": "false"}, {}),
        (2, 2, {"GOMP_CPU_AFFINITY": "1"}, {}),
    ],
)
def test_threads_that_need_every_core_keep_to_one_each(monkeypatch, threads, cores, environment, expected):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(cores)), raising=False)
    monkeypatch.setattr(os, "environ", environment)
    assert warm.binding(threads) == expected


def test_jobs_side_by_side_keep_their_exit_codes(folder):
    """Threads that start and end jobs at the same time do not take each other's codes."""
    (folder / "good.py").write_text("")
    (folder / "bad.py").write_text("raise SystemExit(3)")
    (folder / "driver.py").write_text(
        "import subprocess\nfrom concurrent.futures import ThreadPoolExecutor\nfrom lecture.build import warm\n"
        "def code(script):\n    try:\n        warm.run(script, [])\n"
        "    except subprocess.CalledProcessError as failure:\n        return failure.returncode\n    return 0\n"
        "if __name__ == '__main__':\n    with ThreadPoolExecutor(8) as threads:\n"
        "        print(*threads.map(code, ['good.py', 'bad.py'] * 100))\n"
    )
    [line], _ = said(folder)
    assert line == " ".join(["0 3"] * 100)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("alone", [False, True])
def test_a_killed_build_leaves_no_process(folder, alone):
    if alone:
        (folder / "driver.py").write_text(
            DRIVER.replace('warm.run(script, ["__main__", "json", "fractions"])', "warm.run_alone(script, 2)")
        )
    script = "import os, time\nprint(os.getpid(), os.getppid(), flush=True)\ntime.sleep(3600)\n"
    with start(folder, script) as build:
        processes = [int(pid) for pid in build.stdout.readline().split()]
        assert all(map(alive, processes))
        build.send_signal(signal.SIGKILL)
    until = time.monotonic() + HANG_GUARD
    while any(map(alive, processes)) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(map(alive, processes))


def test_the_variables_of_the_build_stay(folder):
    before = dict(os.environ)
    warm.run(str(start_script(folder)), [])
    assert dict(os.environ) == before


def start_script(folder: Path) -> Path:
    (folder / "empty.py").write_text("")
    return folder / "empty.py"


RESTARTING = """
from multiprocessing import forkserver

from lecture.build import warm

if __name__ == "__main__":
    for modules, enough in ((["json"], True), (["json"], False), (["json", "fractions"], True), (["fractions"], False)):
        warm.server(modules, enough)
        warm.run("script.py", modules)
        print(forkserver._forkserver._forkserver_pid, flush=True)
"""


def test_a_server_that_was_started_with_less_gives_way_if_more_is_needed(folder):
    (folder / "driver.py").write_text(RESTARTING)
    (folder / "script.py").write_text("import sys\nprint('fractions' in sys.modules, flush=True)\n")
    done = subprocess.run(
        [sys.executable, "driver.py"], cwd=folder, capture_output=True, text=True, timeout=HANG_GUARD, check=True
    )
    lines = done.stdout.split()
    assert lines[::2] == ["False", "False", "False", "True"]
    first, same, enough, other = lines[1::2]
    assert first == same == enough != other


def test_a_rule_that_fixes_its_threads_has_them_on_any_number_of_cores():
    assert warm.threads(1, {"mem_mb": 1000}) == 1
    assert warm.threads(1, {"fixed_threads": 2}) == warm.threads(4, {"fixed_threads": 2}) == 2
