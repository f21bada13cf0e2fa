"""Give the notebooks what they need outside the project: chapters their prose, all of them a first cell."""

from pathlib import Path

import nbformat

from lecture import words
from lecture.build import source_code
from lecture.build.joblog import keep_log
from lecture.files import checksums, read_json, write_bytes, write_json
from lecture.files.bundle import packed
from lecture.keeping import digest, kept_bytes
from lecture.publishing import conversion
from lecture.publishing.document import compact, load
from lecture.publishing.errors import PublishingError
from lecture.publishing.trees.notebooks import notebook
from lecture.publishing.web import site
from lecture.studies.times import without_times
from lecture.text.portable import made_portable

keep_log(snakemake.log[0])

notebooks = {Path(file).stem: nbformat.read(file, as_version=4) for file in snakemake.input.notebooks}
params, version = snakemake.params, conversion.code()
source_code.keep(params.answers)


def picture(source: str) -> bytes:
    file = Path("notebooks", source)
    if file.suffix != ".svg":
        return file.read_bytes()
    return site.standing(file.stem, file.read_text(encoding="utf-8"), params.cache, version, site.PAPER)


def told(name: str) -> nbformat.NotebookNode:
    """A chapter with its prose, from the cache as long as its text, its cells and its figures are the same."""
    chapter, executed = chapters[name[:2]], notebooks[name]
    shown = [Path("notebooks", source) for source in chapter.pictures if not source.startswith("data:")]
    sums = checksums(path for path in shown if path.is_file())
    said = compact([sums, params.address, published])
    key = digest(version, chapter.source, said, nbformat.writes(executed))
    place = Path(params.cache, f"{name}.notebook")

    def made() -> bytes:
        table = words.table(params.language)
        return nbformat.writes(notebook(chapter.tree, executed, picture, table, params.address, published)).encode()

    return nbformat.reads(kept_bytes(place, key, made).decode(), as_version=4)


document = load(snakemake.input.document)
chapters, published = {each.name: each for each in document.chapters}, document.facts["published"]
try:
    notebooks |= {name: told(name) for name in params.chapters}
except PublishingError as mistake:
    raise SystemExit(str(mistake)) from None
lasting = dict(params.lasting)
for file in params.recipes:  # without how long their results took
    lasting[file] = str(Path(params.cache, "lasting", file))
    write_json(lasting[file], without_times(read_json(file), params.times))
files = made_portable(notebooks, params.files, params.language, params.address, params.cache, lasting)
alone = {name: data for name, data in files.items() if name.endswith(".ipynb")}
files["notebooks.zip"] = packed(alone)  # made here, beside other pages: for the publication everything waits
write_bytes(snakemake.output[0], packed(files, stored=True))
