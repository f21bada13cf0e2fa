"""Where a result comes from: machine, versions, and the manifest of what was published."""

import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import version


def versions(*packages: str) -> dict[str, str]:
    """Versions of Python and of installed packages."""
    return {"python": platform.python_version()} | {package: version(package) for package in packages}


def versions_of(recipes: Iterable[Mapping]) -> dict[str, list[str]]:
    """The versions of the packages that made results, by package; several where results were made by several.

    Args:
        recipes: of the results, each with `versions`.
    """
    found: dict[str, set[str]] = {}
    for recipe in recipes:
        for package, number in recipe["versions"].items():
            found.setdefault(package, set()).add(number)
    return {package: sorted(numbers) for package, numbers in sorted(found.items())}


def manifest(
    published: Mapping[str, str],
    inputs: Mapping[str, str],
    recipes: Mapping[str, Mapping],
    edition: str,
    fetched: Mapping[str, Mapping] | None = None,
) -> dict:
    """What was published, from what, and how.

    Args:
        published, inputs: SHA-256 by path.
        recipes: of the results, by file.
        edition: which size of the lecture this is.
        fetched: of the results that were not made here: from where, on which machine, and whether their digests are
            those of the published edition; by the file of the recipe.
    """
    return {
        "edition": edition,
        "published": dict(published),
        "inputs": dict(inputs),
        "recipes": dict(recipes),
        "fetched": dict(fetched or {}),
        # of what made the results, from their recipes; then of what made the pages out of them
        "results": versions_of(recipes.values()),
        "versions": versions("snakemake", "papermill", "nbconvert", "matplotlib", "pypandoc-binary", "typst"),
    }
