"""Assemble the lecture: all chapters as one notebook, with numbers, claims and outputs in place."""

from pathlib import Path

import nbformat

from cnn_lecture.chapters import glossary
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
unstated = set(snakemake.params.known_claims) - set(claims)
cells = []
marked = set()
try:
    for text, notebook in zip(snakemake.input.texts, snakemake.input.notebooks, strict=True):
        chapter = read(Path(text).read_text(encoding="utf-8"), text, snakemake.params.facts, snakemake.params.cache)
        cells += assemble(chapter, nbformat.read(notebook, as_version=4), numbers, claims, unstated)
        marked |= {term.name for term in chapter.terms}
    terms = glossary.read(Path(snakemake.input.glossary).read_text(encoding="utf-8"), snakemake.input.glossary)
except ChapterError as mistake:
    raise SystemExit(str(mistake)) from None
if bare := glossary.unmarked(terms, marked):
    print(f"{snakemake.input.glossary}: no chapter marks the first use of {', '.join(bare)}")
cells.append(glossary.cell(terms, marked))
lecture = nbformat.v4.new_notebook(cells=cells, metadata=metadata(snakemake.params.edition, numbers, claims))
write_text(snakemake.output[0], nbformat.writes(lecture))
