"""Render the lecture with one of the exporters that the package registers with nbconvert."""

import nbconvert
import nbformat

from lecture.build.joblog import keep_log
from lecture.files import write_bytes
from lecture.publishing.errors import PublishingError

keep_log(snakemake.log[0])

exporter = nbconvert.get_exporter(snakemake.params.exporter)()
lecture = nbformat.read(snakemake.input.lecture, as_version=4)
if snakemake.input.bibliography:
    lecture.metadata["bibliography"] = snakemake.input.bibliography
try:
    page, _ = exporter.from_notebook_node(lecture, resources={"metadata": {"path": "notebooks"}})
except PublishingError as mistake:
    raise SystemExit(str(mistake)) from None
write_bytes(snakemake.output[0], page if isinstance(page, bytes) else page.encode())
