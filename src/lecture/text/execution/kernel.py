"""The kernel that executes a chapter, as an engine of papermill: a cell that does what it may not is ended."""

import os
import signal
import uuid
from contextlib import suppress

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.utils import merge_kwargs, remove_args

from lecture.text.execution import forked

ENGINE = "lecture"
MOST_OUTPUT = 5 * 2**20  # bytes of a cell
GUARD = "import lecture.text.execution.guard as _guard; _guard.stand(); del _guard"


class CellEndedError(Exception):
    """A cell was ended; `index` is that of the cell in the notebook, None before the first one."""

    def __init__(self, message: str, index: int | None) -> None:
        super().__init__(message)
        self.index = index


class Client(PapermillNotebookClient):
    """Executes cell by cell, and counts what each puts out."""

    size = 0
    index: int | None = None

    def create_kernel_manager(self):
        manager = super().create_kernel_manager()
        if "kernel_provisioner" not in manager.kernel_spec.metadata:
            manager.kernel_id = str(uuid.uuid4())
            manager.provisioner = forked.Provisioner(
                kernel_id=manager.kernel_id, kernel_spec=manager.kernel_spec, parent=manager
            )
        return manager

    def execute(self, **options):
        try:
            return super().execute(**options)
        except (RuntimeError, CellTimeoutError) as failure:
            if not isinstance(failure, DeadKernelError | CellTimeoutError) and "Kernel died" not in str(failure):
                raise
            raise CellEndedError(self.told(failure), self.index) from None

    def execute_cell(self, cell, cell_index, *arguments, **options):
        self.size = 0
        if cell.cell_type == "code":
            self.index = cell_index
        return super().execute_cell(cell, cell_index, *arguments, **options)

    def process_message(self, message, cell, cell_index):
        self.size += sum(map(len, map(str, _texts(message["content"]))))
        if self.size > MOST_OUTPUT:
            # Whoever prints without end is not waited for.
            with suppress(OSError, AttributeError):
                os.kill(self.km.provisioner.pid, signal.SIGKILL)
            return None
        return super().process_message(message, cell, cell_index)

    def told(self, failure: Exception) -> str:
        if self.size > MOST_OUTPUT:
            return f"the cell puts out more than {MOST_OUTPUT / 2**20:g} MB; print less, or show a part"
        if isinstance(failure, CellTimeoutError):
            limit = f"{self.timeout:g} s"
            return f"the cell takes longer than {limit}; make it shorter, or raise `cell_seconds` in the configuration"
        return (
            "the kernel has ended: the cell has ended Python, or it was killed; if nobody did that, there was not "
            "enough memory"
        )


def _texts(content: dict) -> list:
    """What an output holds: the text of a stream, the data of a display."""
    return [content.get("text", ""), *content.get("data", {}).values()]


class Engine(NBClientEngine):
    """papermill's own engine, with this client."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man, kernel_name, log_output=False, start_timeout=60, execution_timeout=None, **options
    ):
        own = remove_args(["input_path", "timeout", "startup_timeout", "stdout_file", "stderr_file"], **options)
        settings = merge_kwargs(
            own,
            timeout=execution_timeout,
            startup_timeout=start_timeout,
            kernel_name=kernel_name,
            log_output=log_output,
            extra_arguments=[f"--IPKernelApp.exec_lines={GUARD}"],
        )
        return Client(nb_man, **settings).execute()


papermill_engines.register(ENGINE, Engine)
