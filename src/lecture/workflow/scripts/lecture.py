"""Assemble the lecture: all chapters as one notebook, with numbers, claims and outputs in place."""

from pathlib import Path

import nbformat

from lecture.build.joblog import keep_log
from lecture.files import read_json, write_text
from lecture.studies.numbers import nested
from lecture.text import glossary
from lecture.text.assembling import assemble
from lecture.text.edition import metadata, origin, refuted
from lecture.text.reading import ChapterError, read

keep_log(snakemake.log[0])

numbers = nested(read_json(snakemake.input.numbers))
claims = {claim["id"]: claim for claim in read_json(snakemake.input.claims)}
if broken := refuted(claims):
    if snakemake.params.refuted == "stop":
        raise SystemExit(f"{broken}\nThe evidence is in {snakemake.input.claims}; nothing is published.")
    print(f"{broken}\nThe pages mark {len(broken.splitlines())} of {len(claims)} claims as refuted.")
unstated = set(snakemake.params.known_claims) - set(claims)
language = snakemake.params.description["language"]
cells, marked, terms = [], set(), {}
try:
    for text, notebook in zip(snakemake.input.texts, snakemake.input.notebooks, strict=True):
        chapter = read(Path(text).read_text(encoding="utf-8"), text, snakemake.params.facts, snakemake.params.cache)
        cells += assemble(chapter, nbformat.read(notebook, as_version=4), numbers, claims, language, unstated)
        marked |= {term.name for term in chapter.terms}
    if file := snakemake.input.glossary:
        terms = glossary.read(Path(file).read_text(encoding="utf-8"), file)
    elsewhere = origin(read_json(snakemake.input.fetched), snakemake.params.recipes, language)
    about = metadata(snakemake.params.description, snakemake.params.edition, numbers, claims, elsewhere)
except ChapterError as mistake:
    raise SystemExit(str(mistake)) from None
if bare := glossary.unmarked(terms, marked):
    print(f"{file}: no chapter marks the first use of {', '.join(bare)}")
if terms:
    cells.append(glossary.cell(terms, marked, language))
lecture = nbformat.v4.new_notebook(cells=cells, metadata=about)
write_text(snakemake.output[0], nbformat.writes(lecture))
