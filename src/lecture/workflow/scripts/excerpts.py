"""Write a PDF for each chapter, and the handouts."""

from pathlib import Path

from lecture.build.joblog import keep_log
from lecture.files import write_bytes
from lecture.publishing.document import load
from lecture.publishing.errors import PublishingError
from lecture.publishing.paper import excerpts

keep_log(snakemake.log[0])

folder = snakemake.input.document
try:
    made = excerpts.write(load(folder), ["notebooks", folder], cache=snakemake.params.cache)
except PublishingError as mistake:
    raise SystemExit(str(mistake)) from None
for output in map(Path, snakemake.output):
    write_bytes(output, made[output.stem if output.parent.name == "handouts" else output.stem[:2]])
