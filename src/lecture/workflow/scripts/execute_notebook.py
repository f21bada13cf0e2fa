"""Execute the code cells of a notebook with papermill; keep it, with the traceback, where it fails."""

import sys
from pathlib import Path

import nbformat

from lecture.build.joblog import keep_log
from lecture.files import write_text
from lecture.text.execution import FailedCellError, execute
from lecture.text.reading import read

keep_log(snakemake.log[0])

file = snakemake.input.text
text = Path(file).read_text(encoding="utf-8")
try:
    notebook, warnings = execute(text, read(text, file, snakemake.params.facts), snakemake.params.parameters)
except FailedCellError as failure:
    write_text(snakemake.log.notebook, nbformat.writes(failure.notebook))
    raise SystemExit(f"{failure}\nThe notebook with the traceback: {snakemake.log.notebook}") from None
for warning in warnings:
    print(f"{file}: {warning}", file=sys.stderr)
write_text(snakemake.output[0], nbformat.writes(notebook))
