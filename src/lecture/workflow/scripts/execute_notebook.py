"""Execute the code cells of a notebook with papermill; keep it, with the traceback, where it fails."""

import os
import sys
import tempfile
from pathlib import Path

import nbformat
import papermill
from traitlets.config import Config

from lecture.build.joblog import keep_log
from lecture.files import write_text
from lecture.text.execution import cleaned, place_of_failure, to_execute, warnings
from lecture.text.reading import read

PATIENCE = 1800  # seconds

keep_log(snakemake.log[0])
# tqdm complains in a kernel without ipywidgets.
os.environ["PYTHONWARNINGS"] = "ignore:IProgress not found"

file = snakemake.input.text
text = Path(file).read_text(encoding="utf-8")
chapter = read(text, file, snakemake.params.facts)
with tempfile.TemporaryDirectory() as folder:
    source, executed = Path(folder, "source.ipynb"), Path(folder, "executed.ipynb")
    nbformat.write(to_execute(text, chapter), source)
    try:
        papermill.execute_notebook(
            source,
            executed,
            parameters=dict(snakemake.params.parameters),
            kernel_name="python3",
            progress_bar=False,
            log_output=False,
            # On a busy machine a kernel needs minutes to start, and what cells print may come late; nothing is cut off.
            start_timeout=PATIENCE,
            iopub_timeout=PATIENCE,
            # No port, so nobody else can talk to the kernel; sockets of its own, because by default they lie in the
            # working folder, where two kernels that start together would take the same ones.
            config=Config(KernelManager={"transport": "ipc", "ip": str(Path(folder, "kernel"))}),
        )
    except papermill.PapermillExecutionError as failure:
        write_text(snakemake.log.notebook, executed.read_text(encoding="utf-8"))
        raise SystemExit(
            f"{place_of_failure(chapter, nbformat.read(executed, 4))}: {failure.ename}: {failure.evalue}\n"
            f"The notebook with the traceback: {snakemake.log.notebook}"
        ) from None
    finished = nbformat.read(executed, 4)
    for warning in warnings(finished):
        print(f"{file}: {warning}", file=sys.stderr)
    write_text(snakemake.output[0], nbformat.writes(cleaned(finished)))
