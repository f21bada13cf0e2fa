"""Give the notebooks what they need outside the project: chapters their prose, all of them a first cell."""

from pathlib import Path

import nbformat

from lecture import words
from lecture.build.joblog import keep_log
from lecture.files import read_json, write_bytes, write_json
from lecture.files.bundle import packed
from lecture.publishing.document import load
from lecture.publishing.errors import PublishingError
from lecture.publishing.trees import cells
from lecture.publishing.web import site
from lecture.studies.times import without_times
from lecture.text.portable import made_portable

keep_log(snakemake.log[0])

notebooks = {Path(file).stem: nbformat.read(file, as_version=4) for file in snakemake.input.notebooks}
params = snakemake.params


def picture(source: str) -> bytes:
    file = Path("notebooks", source)
    if file.suffix != ".svg":
        return file.read_bytes()
    return site.standing(file.stem, file.read_text(encoding="utf-8"), params.cache, site.PAPER)


table, chapters = (
    words.table(params.language),
    {each.name: each.tree for each in load(snakemake.input.document).chapters},
)
try:
    for name in params.chapters:
        notebooks[name] = cells.notebook(chapters[name[:2]], notebooks[name], picture, table, params.address)
except PublishingError as mistake:
    raise SystemExit(str(mistake)) from None
lasting = dict(params.lasting)
for file in params.recipes:  # without how long their results took
    lasting[file] = str(Path(params.cache, "lasting", file))
    write_json(lasting[file], without_times(read_json(file), params.times))
files = made_portable(notebooks, params.files, params.language, params.address, params.cache, lasting)
write_bytes(snakemake.output[0], packed(files, stored=True))
