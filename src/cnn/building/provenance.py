"""Where the numbers come from, for the reader: versions, machine, digests of the data."""

from collections.abc import Mapping, Sequence

from lecture.build.provenance import versions_of
from lecture.studies.measured import Measured

READS = {
    "recipes": "recipes",
    "tools": "versions snakemake papermill nbconvert matplotlib pypandoc-binary typst",
    "edition": "config edition",
    "networks": "config networks",
    "experiments": "config experiments",
    "claims": "config claims",
}
SHOWN = ("python", "torch", "torchvision", "keras", "numpy")  # of the packages that made results


def measure(
    recipes: Sequence[Mapping],
    tools: Mapping[str, str],
    edition: str,
    networks: Mapping[str, Mapping],
    experiments: Mapping[str, Mapping],
    claims: Mapping[str, Mapping],
) -> Measured:
    """Gather what the recipes of all results and the environment tell.

    Args:
        recipes: of the trainings, which name their `network`, and of the studies.
        tools: versions of the packages that make pages out of the results.
        edition: which size of the lecture this is.
        networks, experiments: their settings, with `seeds`.
        claims: their thresholds, and what a first measurement changed.

    Returns:
        Numbers: `edition`; `versions`, a list of `name` and `versions`: those that the recipes name for `SHOWN`,
        several where results were made with several, then the tools; `mixed`, how many packages have more than one;
        `files` (a list of `name`, `digest`: SHA-256), `seeds` (a list of `seeds` with the `names` that have them),
        `trainings` (their number), and the sorted values of `devices`, `threads`, `instructions`, `architectures` of
        the trainings; `claims` (their number) and `rewritten`, how many of them a first measurement changed.
    """
    trainings = [recipe for recipe in recipes if "network" in recipe]
    files = {file: digest for recipe in trainings for file, digest in recipe["inputs"].items()}
    made = versions_of(recipes)
    versions = {name: made[name] for name in SHOWN if name in made} | {name: [tools[name]] for name in tools}

    def values(key: str) -> list:
        return sorted({recipe[key] for recipe in trainings})

    same: dict[tuple[int, ...], list[str]] = {}
    for name, settings in {**networks, **experiments}.items():
        same.setdefault(tuple(settings["seeds"]), []).append(name)
    return Measured(
        {
            "edition": edition,
            "versions": [{"name": name, "versions": numbers} for name, numbers in versions.items()],
            "mixed": sum(len(numbers) > 1 for numbers in versions.values()),
            "files": [{"name": file, "digest": digest} for file, digest in sorted(files.items())],
            "seeds": [{"seeds": list(chosen), "names": names} for chosen, names in sorted(same.items())],
            "trainings": len(trainings),
            "devices": values("device"),
            "threads": values("threads"),
            "instructions": values("instructions"),
            "architectures": values("architecture"),
            "claims": len(claims),
            "rewritten": sum("rewritten" in bounds for bounds in claims.values()),
        }
    )
