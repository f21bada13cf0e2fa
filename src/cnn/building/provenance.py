"""Where the numbers come from, for the reader: versions, machine, digests of the data."""

from collections.abc import Mapping, Sequence

from lecture.studies.measured import Measured


def measure(
    recipes: Sequence[Mapping], versions: Mapping[str, str], edition: str, seeds: Mapping[str, Sequence[int]]
) -> Measured:
    """Gather what the recipes of all trainings and the environment tell.

    Args:
        recipes: of the trainings.
        versions: of the packages that made this edition.
        edition: which size of the lecture this is.
        seeds: of each network and experiment, by its name.

    Returns:
        Numbers: `edition`, `versions` (a list of `name`, `version`), `files` (a list of `name`, `digest`: SHA-256),
        `seeds` (a list of `seeds` with the `names` that have them), `trainings` (their number), and the sorted values
        of `devices`, `threads`, `instructions`, `architectures`.
    """
    files = {file: digest for recipe in recipes for file, digest in recipe["inputs"].items()}

    def values(key: str) -> list:
        return sorted({recipe[key] for recipe in recipes})

    same: dict[tuple[int, ...], list[str]] = {}
    for name, chosen in seeds.items():
        same.setdefault(tuple(chosen), []).append(name)
    return Measured(
        {
            "edition": edition,
            "versions": [{"name": name, "version": version} for name, version in versions.items()],
            "files": [{"name": file, "digest": digest} for file, digest in sorted(files.items())],
            "seeds": [{"seeds": list(chosen), "names": names} for chosen, names in sorted(same.items())],
            "trainings": len(recipes),
            "devices": values("device"),
            "threads": values("threads"),
            "instructions": values("instructions"),
            "architectures": values("architecture"),
        }
    )
