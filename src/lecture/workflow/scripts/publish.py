"""Publish the pages, the executed notebooks and a manifest of what was published, in one step."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from lecture.archive import JOBS
from lecture.archive.editions import of_publication
from lecture.archive.journal import Journal
from lecture.build.exchange import renew
from lecture.build.joblog import keep_log
from lecture.build.provenance import manifest
from lecture.checking.manifest import complete, lasting_digest
from lecture.files import checksums, read_json, to_json
from lecture.files.bundle import unpacked
from lecture.keeping import digest, kept
from lecture.studies.times import without_times

keep_log(snakemake.log[0])

journal = Journal.read()
made = sorted(journal.behind(map(str, snakemake.input)) & journal.jobs.keys())
if changed := next(journal.differing(made), None):
    raise SystemExit(
        f"{changed}: somebody has changed this file since its job wrote it; nothing is published. "
        "Build again, and it is made again."
    )


def keep(key: str, make: Callable[[], dict]) -> dict:
    """What was found in the results, from the last time, if they and those who look are the same."""
    looking = to_json([snakemake.params.code, snakemake.params.times])
    return kept(Path(snakemake.params.cache, "results.json"), digest(looking, key), make)


public = Path("public")
sources = list(snakemake.input.pages)
targets = [Path(file) for file in snakemake.output[: len(sources)]]
archive, manifest_file = Path(snakemake.output.archive), Path(snakemake.output.manifest)
content = {
    os.path.relpath(target, public): Path(source).read_bytes() for source, target in zip(sources, targets, strict=True)
}
notebooks = unpacked(Path(snakemake.input.notebooks))
content[os.path.relpath(archive, public)] = notebooks.pop(archive.name)
content |= {f"notebooks/{name}": data for name, data in notebooks.items()}
content |= {f"site/{path}": data for path, data in unpacked(Path(snakemake.input.site)).items()}
digests = {str(public / path): hashlib.sha256(data).hexdigest() for path, data in content.items()}
inputs = checksums([*snakemake.input.data, *snakemake.input.figures, snakemake.input.claims])
recipes = {file: without_times(read_json(file), snakemake.params.times) for file in snakemake.input.recipes}
for recipe in recipes.values():
    recipe["inputs"] = {
        file: lasting_digest(file, told, snakemake.params.times) for file, told in recipe["inputs"].items()
    }
measured = read_json(file) if (file := snakemake.input.measured) else {"run": None, "missing": []}
described = manifest(digests, inputs, recipes, snakemake.params.edition, read_json(snakemake.input.fetched))
described["times"] = {key: measured[key] for key in ("run", "missing")}
sizes = {str(public / path): len(data) for path, data in content.items()}
described = complete(described, read_json(JOBS), sizes, snakemake.params.times, journal.digest, keep)
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
    for name in notebooks
    if name.endswith(".zip")
    and (public / "notebooks" / name).is_file()
    and (public / "notebooks" / name).read_bytes() == notebooks[name]
}
renew(public, {path: data for path, data in content.items() if path not in same}, stale - content.keys())
