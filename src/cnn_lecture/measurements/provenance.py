"""Where the numbers come from, for the reader: versions, machine, digests of the data."""

from collections.abc import Mapping, Sequence

from cnn_lecture.measurements.measured import Measured


def measure(recipes: Sequence[Mapping], versions: Mapping[str, str], edition: str) -> Measured:
    """Gather what the recipes of all trainings and the environment tell.

    Args:
        recipes: of the trainings.
        versions: of the packages that made this edition.
        edition: which size of the lecture this is.

    Returns:
        Numbers: `edition`, `versions` (a list of `name`, `version`), `files` (a list of `name`, `digest`: SHA-256),
        `trainings` (their number), and the sorted values of `devices`, `threads`, `instructions`, `architectures`.
    """
    files = {file: digest for recipe in recipes for file, digest in recipe["inputs"].items()}

    def values(key: str) -> list:
        return sorted({recipe[key] for recipe in recipes})

    return Measured(
        {
            "edition": edition,
            "versions": [{"name": name, "version": version} for name, version in versions.items()],
            "files": [{"name": file, "digest": digest} for file, digest in sorted(files.items())],
            "trainings": len(recipes),
            "devices": values("device"),
            "threads": values("threads"),
            "instructions": values("instructions"),
            "architectures": values("architecture"),
        }
    )
