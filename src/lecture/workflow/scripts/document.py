"""Parse and number the lecture: a tree for each chapter, from which all pages are written."""

import nbformat

from lecture.build.joblog import keep_log
from lecture.publishing.document import save
from lecture.publishing.errors import PublishingError
from lecture.publishing.exporters import LectureExporter

keep_log(snakemake.log[0])

[folder] = snakemake.output
lecture = nbformat.read(snakemake.input.lecture, as_version=4)
if snakemake.input.bibliography:
    lecture.metadata["bibliography"] = snakemake.input.bibliography
try:
    document, _ = LectureExporter(trust=True).document(lecture, folder, cache=snakemake.params.cache)
except PublishingError as mistake:
    raise SystemExit(str(mistake)) from None
save(document, folder)
