"""Where a result comes from: machine, versions, and the manifest of what was published."""

import platform
from collections.abc import Mapping
from importlib.metadata import version


def versions(*packages: str) -> dict[str, str]:
    """Versions of Python and of installed packages."""
    return {"python": platform.python_version()} | {package: version(package) for package in packages}


def machine() -> dict[str, str]:
    """What changes the last bits of a result: instruction set and architecture."""
    import torch

    return {
        "architecture": platform.machine(),
        "instructions": torch.backends.cpu.get_cpu_capability(),
    }


def manifest(
    published: Mapping[str, str], inputs: Mapping[str, str], recipes: Mapping[str, Mapping], edition: str
) -> dict:
    """What was published, from what, and how.

    Args:
        published, inputs: SHA-256 by path.
        recipes: of the trainings, by folder.
        edition: which size of the lecture this is.
    """
    return {
        "edition": edition,
        "published": dict(published),
        "inputs": dict(inputs),
        "trainings": dict(recipes),
        "versions": versions("torch", "keras", "snakemake", "papermill", "nbconvert", "matplotlib", "typst"),
    }
