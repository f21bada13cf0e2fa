"""Assemble the lecture: all chapters as one notebook, with numbers, claims and outputs in place."""

from pathlib import Path

import nbformat

from cnn_lecture.chapters.assembling import assemble
from cnn_lecture.chapters.edition import metadata, refuted
from cnn_lecture.chapters.numbers import nested
from cnn_lecture.chapters.reading import ChapterError, read
from cnn_lecture.files import read_json, write_text
from cnn_lecture.joblog import keep_log

keep_log(snakemake.log[0])

numbers = nested(read_json(snakemake.input.numbers))
claims = {claim["id"]: claim for claim in read_json(snakemake.input.claims)}
if broken := refuted(claims):
    raise SystemExit(f"{broken}\nThe evidence is in {snakemake.input.claims}; nothing is published.")
cells = []
try:
    for text, notebook in zip(snakemake.input.texts, snakemake.input.notebooks, strict=True):
        chapter = read(Path(text).read_text(encoding="utf-8"), text)
        cells += assemble(chapter, nbformat.read(notebook, as_version=4), numbers, claims)
except ChapterError as mistake:
    raise SystemExit(str(mistake)) from None
lecture = nbformat.v4.new_notebook(cells=cells, metadata=metadata(snakemake.params.edition, numbers, claims))
write_text(snakemake.output[0], nbformat.writes(lecture))
