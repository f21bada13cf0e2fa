"""Publish the pages, the executed notebooks and a manifest of what was published."""

from pathlib import Path

from lecture.build.joblog import keep_log
from lecture.build.provenance import manifest
from lecture.files import checksums, read_json, write_bytes, write_json

keep_log(snakemake.log[0])

*targets, manifest_file = map(Path, snakemake.output)
for source, target in zip([*snakemake.input.pages, *snakemake.input.notebooks], targets, strict=True):
    write_bytes(target, Path(source).read_bytes())
for path in {target.parent for target in targets}:
    for stale in {*path.glob("*.ipynb"), *path.glob("[0-9]*.pdf")} - set(targets):
        stale.unlink()  # of a chapter or a network that is no more
recipes = {file: read_json(file) for file in snakemake.input.recipes}
inputs = checksums([*snakemake.input.data, *snakemake.input.figures, snakemake.input.claims])
fetched = read_json(snakemake.input.fetched)
write_json(manifest_file, manifest(checksums(targets), inputs, recipes, snakemake.params.edition, fetched))
