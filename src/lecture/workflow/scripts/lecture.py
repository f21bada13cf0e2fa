"""Assemble the lecture: all chapters as one notebook, with numbers, claims and outputs in place."""

import json
from pathlib import Path

import nbformat

from lecture.build.commit import commit
from lecture.build.joblog import keep_log
from lecture.files import read_json, write_text
from lecture.files.texts import TextError, text_of
from lecture.studies.numbers import nested
from lecture.text import glossary
from lecture.text.edition import origin, refuted, whole
from lecture.text.origins import told
from lecture.text.reading import read

keep_log(snakemake.log[0])

params, numbers = snakemake.params, nested(read_json(snakemake.input.numbers))
claims = {claim["id"]: claim for claim in read_json(snakemake.input.claims)}
if broken := refuted(claims):
    if params.refuted == "stop":
        raise SystemExit(f"{broken}\nThe evidence is in {snakemake.input.claims}; nothing is published.")
    print(f"{broken}\nThe pages mark {len(broken.splitlines())} of {len(claims)} claims as refuted.")
chapters, terms = [], {}
try:
    for text, notebook in zip(snakemake.input.texts, snakemake.input.notebooks, strict=True):
        chapter = read(text_of(text), text, params.facts, params.cache)
        chapters.append((chapter, nbformat.read(notebook, as_version=4)))
    if file := snakemake.input.glossary:
        terms = glossary.read(text_of(file), file)
    measured = read_json(snakemake.input.measured) if snakemake.input.measured else {}
    elsewhere = origin(read_json(snakemake.input.fetched), params.recipes, params.description["language"], measured)
    page = params.description | {"commit": commit(Path.cwd())}
    shown = told(params.origins, {file: read_json(file) for file in snakemake.input.recipes})
    lecture = whole(
        chapters,
        terms,
        numbers,
        claims,
        page,
        params.edition,
        params.known_claims,
        elsewhere,
        shown,
        cache=params.pages,
        version=json.dumps([params.code, params.shown]),
    )
except TextError as mistake:
    raise SystemExit(str(mistake)) from None
if bare := glossary.unmarked(terms, {term.name for chapter, _ in chapters for term in chapter.terms}):
    print(f"{file}: no chapter marks the first use of {', '.join(bare)}")
write_text(snakemake.output[0], nbformat.writes(lecture))
