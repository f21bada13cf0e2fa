"""Publish the pages, the executed notebooks and a manifest of what was published, in one step."""

import hashlib
import os
from pathlib import Path

from lecture.archive import JOBS
from lecture.archive.editions import of_publication
from lecture.archive.journal import Journal, digest_of
from lecture.build.exchange import renew
from lecture.build.joblog import keep_log
from lecture.build.provenance import manifest
from lecture.checking.manifest import complete, lasting_digest
from lecture.files import checksums, read_json, to_json
from lecture.files.bundle import packed, unpacked
from lecture.studies.times import without_times

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
sources = list(snakemake.input.pages)
targets = [Path(file) for file in snakemake.output[: len(sources)]]
archive, manifest_file = Path(snakemake.output.archive), Path(snakemake.output.manifest)
content = {
    os.path.relpath(target, public): Path(source).read_bytes() for source, target in zip(sources, targets, strict=True)
}
notebooks = unpacked(Path(snakemake.input.notebooks))
content |= {f"notebooks/{name}": data for name, data in notebooks.items()}
content |= {f"site/{path}": data for path, data in unpacked(Path(snakemake.input.site)).items()}
alone = {name: data for name, data in notebooks.items() if name.endswith(".ipynb")}
content[os.path.relpath(archive, public)] = packed(alone)
digests = {str(public / path): hashlib.sha256(data).hexdigest() for path, data in content.items()}
inputs = checksums([*snakemake.input.data, *snakemake.input.figures, snakemake.input.claims])
recipes = {file: without_times(read_json(file), snakemake.params.times) for file in snakemake.input.recipes}
for recipe in recipes.values():
    recipe["inputs"] = {
        file: lasting_digest(file, digest, snakemake.params.times) for file, digest in recipe["inputs"].items()
    }
measured = read_json(file) if (file := snakemake.input.measured) else {"run": None, "missing": []}
described = manifest(digests, inputs, recipes, snakemake.params.edition, read_json(snakemake.input.fetched))
described["times"] = {key: measured[key] for key in ("run", "missing")}
published = {str(public / path): data for path, data in content.items()}
described = complete(described, read_json(JOBS), published, snakemake.params.times)
for claim in read_json(file) if (file := snakemake.input.own_claims) else []:
    if not claim["holds"]:
        print(
            f"claim {claim['id']!r}, about times, holds for the run on record; this build measured "
            f"{claim['measured']:.6g}, threshold {claim['threshold']}"
        )
content[os.path.relpath(manifest_file, public)] = to_json(described).encode()
content |= of_publication(public, described, read_json(snakemake.input.lecture)["metadata"])
# of a chapter or a network that is no more
stale = {
    os.path.relpath(file, public)
    for pattern in ("notebooks/*.ipynb", "notebooks/*.zip", "chapters/[0-9]*.pdf", "site/**/*")
    for file in public.glob(pattern)
    if file.is_file()
}
# The archives of notebooks are large and seldom new: one that lies there as it is to be is left.
same = {
    f"notebooks/{name}"
    for name in notebooks.keys() - alone.keys()
    if (public / "notebooks" / name).is_file() and (public / "notebooks" / name).read_bytes() == notebooks[name]
}
renew(public, {path: data for path, data in content.items() if path not in same}, stale - content.keys())
