"""The kernel of a chapter is a fork of a process that has imported, and behaves as if Python had been started."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from jupyter_client.kernelspec import KernelSpec

from lecture.text.execution import forked
from tests.hang_guard import HANG_GUARD

DRIVER = """
import json, sys
from lecture.build import warm
from lecture.text.execution import execute
from lecture.text.reading import read

def output(cell):
    text = f"---\\ntitle: A chapter\\n---\\n\\n# A chapter {{#sec-one}}\\n\\n```python\\n{cell}\\n```\\n"
    notebook, told = execute(text, read(text, "notebooks/01-name.md"), {})
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output.get("text") or output["data"] for output in outputs] + told

if __name__ == "__main__":
    if sys.argv[1] == "forked":
        warm.server(["lecture.text.execution.kernel", "fractions", "matplotlib.figure"])
    print(json.dumps([output(cell) for cell in json.load(sys.stdin)]))
"""

CELLS = {
    "environment": """
import os, sys
print({name: hash(value) for name, value in sorted(os.environ.items()) if name != "JPY_PARENT_PID"}, sys.path)
""",
    "process": """
import multiprocessing, os, signal, sys, threading
print(os.getcwd(), os.getsid(0) == os.getpgid(0) == os.getpid(), signal.pthread_sigmask(signal.SIG_BLOCK, ()))
print([(number, signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)])
print(sys.argv[0], sys.argv[1], sys.argv[3:-1], sys.stdin.read(), sys.modules["__main__"].__name__, __name__)
print(multiprocessing.current_process().name, multiprocessing.get_start_method(), threading.current_thread().name)
""",
    "figure": "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nplt.show()\nprint(plt.get_backend())",
    "processes": "import multiprocessing\nwith multiprocessing.Pool(2) as pool:\n    print(pool.map(abs, [-1, -2]))",
    "streams": "import sys\nprint('said')\nprint('warned', file=sys.stderr)",
    "warning": "import warnings\nwarnings.warn('IProgress not found')\nwarnings.warn('this is shown')",
}
ISOLATION = [
    "import fractions, os\nfractions.left, os.environ['LEFT'] = 'behind', 'behind'",
    "import fractions, os\nprint(hasattr(fractions, 'left'), 'LEFT' in os.environ)",
    "import random, numpy\nprint(random.random(), numpy.random.random())",
    "import random, numpy\nprint(random.random(), numpy.random.random())",
    "import fractions, os, sys\nprint(os.getppid() == int(os.environ['JPY_PARENT_PID']), os.environ.get('OWN'))",
    "import tempfile\nleft = tempfile.TemporaryDirectory()\nprint(left.name)",
]


def executed(folder: Path, how: str, cells: list[str], **variables: str) -> list[list]:
    """The outputs of chapters of one cell each, executed one after the other by one process."""
    (folder / "driver.py").write_text(DRIVER)
    done = subprocess.run(
        [sys.executable, "driver.py", how],
        cwd=folder,
        input=json.dumps(cells),
        env=os.environ | {"IPYTHONDIR": str(folder / "ipython"), "PYTHONHASHSEED": "1"} | variables,
        stdout=subprocess.PIPE,
        text=True,
        timeout=HANG_GUARD,
        check=True,
    )
    return json.loads(re.sub(r"ipykernel_\d+", "ipykernel", done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def outputs(tmp_path_factory) -> dict[str, dict[str, list]]:
    """What each cell puts out in a kernel of either kind."""
    folder = tmp_path_factory.mktemp("Мой курс 'черновик'")
    return {how: dict(zip(CELLS, executed(folder, how, [*CELLS.values()]), strict=True)) for how in ("alone", "forked")}


@pytest.mark.long
@pytest.mark.parametrize("cell", CELLS)
def test_a_fork_is_as_a_kernel_that_was_started(outputs, cell):
    assert outputs["forked"][cell] == outputs["alone"][cell] != []


@pytest.mark.long
def test_no_chapter_sees_what_another_has_left(tmp_path):
    _, sees, first, second, child, left = executed(tmp_path, "forked", ISOLATION)
    assert sees == ["False False\n"]
    assert first != second
    assert child == ["False None\n"]
    assert not Path(left[0].strip()).exists()


@pytest.mark.long
def test_a_kernel_with_variables_of_its_own_starts_as_ever(tmp_path):
    spec = {"argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], "env": {"OWN": "yes"}}
    spec |= {"display_name": "Python 3", "language": "python"}
    (tmp_path / "kernels/python3").mkdir(parents=True)
    (tmp_path / "kernels/python3/kernel.json").write_text(json.dumps(spec))
    assert executed(tmp_path, "forked", ISOLATION[4:5], JUPYTER_PATH=str(tmp_path)) == [["True yes\n"]]


HERE = [sys.executable, "-m", "ipykernel_launcher", "-f", "connection.json"]


@pytest.mark.parametrize(
    ("command", "variables", "arguments"),
    [
        (HERE, {}, HERE[3:]),
        ([HERE[0], "-Xfrozen_modules=off", *HERE[1:]], {}, HERE[3:]),
        ([HERE[0], "-S", *HERE[1:]], {}, None),
        (["/elsewhere/bin/python", *HERE[1:]], {}, None),
        ([HERE[0], "-m", "bash_kernel", *HERE[3:]], {}, None),
        (["R", "--slave", "-e", "IRkernel::main()", "--args", "connection.json"], {}, None),
        (["julia"], {}, None),
        (HERE, {"KERAS_BACKEND": "jax"}, None),
    ],
)
def test_which_kernels_are_forked(command, variables, arguments):
    assert forked.ours(command, KernelSpec(env=variables)) == arguments


HEAD = """
from lecture.build import warm

if __name__ == "__main__":
    warm.run("job.py", ["lecture.text.execution.kernel"])
"""
JOB = """
import sys
sys.path.insert(0, ".")
from driver import output

output('''
import os, subprocess, time
child = subprocess.Popen(["sleep", "3600"])
print(os.getpid(), child.pid, os.environ["JPY_PARENT_PID"], os.getppid(), file=open("begun", "w"))
os.rename("begun", "pids")
time.sleep(3600)
''')
"""


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("victim", ["head", "job"])
def test_a_killed_build_leaves_neither_kernel_nor_what_its_cells_have_started(tmp_path, victim):
    for file, text in {"head.py": HEAD, "job.py": JOB, "driver.py": DRIVER}.items():
        (tmp_path / file).write_text(text)
    head = subprocess.Popen([sys.executable, "head.py"], cwd=tmp_path, stderr=subprocess.DEVNULL)
    while not (tmp_path / "pids").exists():
        assert head.poll() is None
        time.sleep(0.02)
    kernel, child, job, server = map(int, (tmp_path / "pids").read_text().split())
    assert all(map(alive, (kernel, child, job, server)))
    os.kill(head.pid if victim == "head" else job, signal.SIGKILL)
    head.wait(HANG_GUARD)
    until = time.monotonic() + HANG_GUARD
    while any(map(alive, (kernel, child, job, server))) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(map(alive, (kernel, child, job, server)))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_thread_that_was_asked_to_end_ends_before_what_sends_its_words(monkeypatch):
    order = []
    monkeypatch.setattr(forked.IPKernelApp, "start", lambda app: order.append("served"))
    app = forked.App()
    app.control_thread = SimpleNamespace(stop=lambda: order.append("stopped"), join=lambda: order.append("joined"))
    app.start()  # behind it, what is registered for the end stops the thread that sends
    assert order == ["served", "stopped", "joined"]
