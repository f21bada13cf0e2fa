"""Publish the pages, the executed notebooks and a manifest of what was published, in one step."""

import hashlib
import os
from pathlib import Path

from lecture.archive import JOBS
from lecture.archive.journal import Journal, digest_of
from lecture.build.exchange import renew
from lecture.build.joblog import keep_log
from lecture.build.provenance import manifest
from lecture.checking.manifest import complete
from lecture.files import checksums, read_json, to_json
from lecture.files.bundle import unpacked, zipped

keep_log(snakemake.log[0])

journal = Journal.read()
changed = [
    path
    for path in sorted(journal.behind(map(str, snakemake.input)) & journal.jobs.keys())
    if digest_of(path) != journal.jobs[path].outputs[path][0]
]
if changed:
    raise SystemExit(
        f"{changed[0]}: somebody has changed this file since its job wrote it; nothing is published. "
        "Build again, and it is made again."
    )

public = Path("public")
sources = [*snakemake.input.pages, *snakemake.input.notebooks]
targets = [Path(file) for file in snakemake.output[: len(sources)]]
archive, manifest_file = Path(snakemake.output.archive), Path(snakemake.output.manifest)
content = {
    os.path.relpath(target, public): Path(source).read_bytes() for source, target in zip(sources, targets, strict=True)
}
content |= {f"site/{path}": data for path, data in unpacked(Path(snakemake.input.site)).items()}
content[os.path.relpath(archive, public)] = zipped(map(Path, snakemake.input.notebooks))
digests = {str(public / path): hashlib.sha256(data).hexdigest() for path, data in content.items()}
inputs = checksums([*snakemake.input.data, *snakemake.input.figures, snakemake.input.claims])
recipes = {file: read_json(file) for file in snakemake.input.recipes}
described = manifest(digests, inputs, recipes, snakemake.params.edition, read_json(snakemake.input.fetched))
published = {str(public / path): data for path, data in content.items()}
described = complete(described, read_json(JOBS), published, snakemake.params.times)
content[os.path.relpath(manifest_file, public)] = to_json(described).encode()
# of a chapter or a network that is no more
stale = {
    os.path.relpath(file, public)
    for folder in {target.parent for target in targets}
    for file in [*folder.glob("*.ipynb"), *folder.glob("[0-9]*.pdf")]
} | {os.path.relpath(file, public) for file in public.glob("site/**/*") if file.is_file()}
renew(public, content, stale - content.keys())
