"""Execute the code cells of a notebook with papermill; keep it, with the traceback, where it fails."""

import sys
from pathlib import Path

import nbformat

from lecture.build.joblog import keep_log
from lecture.files import write_text
from lecture.text.execution import FailedCellError, execute
from lecture.text.execution.touching import ChangedError, untouched
from lecture.text.reading import read

keep_log(snakemake.log[0])

file, made = snakemake.input.text, Path(snakemake.output[0])
text = Path(file).read_text(encoding="utf-8")
chapter = read(text, file, snakemake.params.facts)
failed = made.parent / "failed" / made.name
failed.unlink(missing_ok=True)
try:
    with untouched(snakemake.input.files):
        notebook, warnings = execute(
            text, chapter, snakemake.params.parameters, cell_seconds=snakemake.resources.cell_seconds
        )
except FailedCellError as failure:
    write_text(failed, nbformat.writes(failure.notebook))
    raise SystemExit(f"{failure}\nThe notebook as far as it came: {failed}") from None
except ChangedError as change:
    raise SystemExit(f"{file}: {change}") from None
for warning in warnings:
    print(f"{file}: {warning}", file=sys.stderr)
write_text(snakemake.output[0], nbformat.writes(notebook))
