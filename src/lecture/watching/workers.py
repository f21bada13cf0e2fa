"""Work ahead of the build, each piece in a process of its own: a figure is drawn, a chapter is executed."""

import os
import signal
import threading
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from pkgutil import resolve_name

from lecture.build import warm

# Nothing of a lecture: what its author edits is imported anew each time.
PRELOAD = (*warm.modules({}, warm.ENGINE), "pandas", "lecture.watching.workers")
PATIENCE = 3  # seconds for a process to end in


@dataclass
class Work:
    """A piece of work that is being done."""

    process: BaseProcess
    told: Connection

    def mistake(self) -> str | None:
        """Wait for its end: what is wrong; "" if nothing is, None if it was stopped."""
        try:
            found = self.told.recv()
        except EOFError:
            found = None
        self.process.join()
        self.told.close()
        return found

    def stop(self) -> None:
        """End it, and the kernel that it may have started."""
        if self.process.pid and self.process.is_alive():
            os.kill(self.process.pid, signal.SIGINT)
            self.process.join(PATIENCE)
            self.process.kill()


def start(function: Callable[..., str], environment: Mapping[str, str], *arguments: object) -> Work:
    """Call a function in a process of its own; it returns what is wrong, "" if nothing is.

    Args:
        function: of a module.
        environment: variables of the process.
        arguments: that can be pickled.
    """
    context = warm.server(PRELOAD)
    told, tell = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(tell, dict(environment), function, arguments), daemon=True)
    warm.begin(process)
    tell.close()
    return Work(process, told)


def _work(tell: Connection, environment: Mapping[str, str], function: Callable[..., str], arguments: tuple) -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # by which it is stopped
    threading.Thread(target=warm.end_with_the_build, daemon=True).start()
    os.environ.update(warm.ONE_THREAD)
    os.environ.update(environment)
    # The terminal is the build's, which will say the same, and a kernel that is stopped has much to say.
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    with suppress(KeyboardInterrupt):  # it was stopped
        tell.send(function(*arguments))


def draw(address: str, inputs: Mapping[str, str | list[str]], name: str, language: str, target: str) -> str:
    """Draw a figure as its rule does.

    Args:
        address: of the function, `"toy.walks.figures.random_walk:draw"`.
        inputs: its files, by argument.
        name: of the figure.
        language: of the lecture.
        target: the file.
    """
    from lecture.build.jobs import arguments, of_figure
    from lecture.drawing import style
    from lecture.drawing.contract import ContractError

    try:
        style.draw_into(target, resolve_name(address), of_figure(arguments(inputs, {}), name), language)
    except ContractError as mistake:
        return f"{place(mistake, address)}: figure {name}: {mistake}"
    except Exception as mistake:
        return f"{place(mistake, address)}: figure {name}: {type(mistake).__name__}: {mistake}"
    return ""


def execute(
    text: str, file: str, facts: Mapping[str, str], parameters: Mapping[str, object], cell_seconds: int, target: str
) -> str:
    """Execute a chapter as its rule does.

    Args:
        text: of the chapter.
        file: its name.
        facts: what its parts may depend on.
        parameters: those that differ from its own.
        cell_seconds: how long each cell may take.
        target: the file of the executed notebook.
    """
    import nbformat

    from lecture.files import write_text
    from lecture.text.execution import FailedCellError
    from lecture.text.execution import execute as run
    from lecture.text.reading import read

    try:
        notebook, _ = run(text, read(text, file, facts), parameters, cell_seconds)
    except FailedCellError as mistake:
        return str(mistake)
    except Exception as mistake:
        return f"{file}:1: {type(mistake).__name__}: {mistake}"
    write_text(target, nbformat.writes(notebook))
    return ""


def place(mistake: BaseException, address: str) -> str:
    """`file:line` where the lecture's own code raised, or doesn't parse; the module's first line if it did neither."""
    if isinstance(mistake, SyntaxError) and mistake.filename:
        return f"{_relative(mistake.filename)}:{mistake.lineno}"
    steps = traceback.extract_tb(mistake.__traceback__)
    package, module = address.partition(".")[0], address.partition(":")[0].replace(".", "/")
    own = [step for step in steps if f"/src/{package}/" in step.filename]
    return f"{_relative(own[-1].filename)}:{own[-1].lineno}" if own else f"src/{module}.py:1"


def _relative(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else file
