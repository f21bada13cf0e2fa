"""The networks of the lecture side by side."""

from collections.abc import Mapping, Sequence

COLUMNS = (
    "parameters",
    "multiply_adds",
    "data",
    "training_examples",
    "epochs",
    "seeds",
    "test_accuracy",
    "examples_per_second",
)


def side_by_side(names: Sequence[str], networks: Sequence[Mapping]) -> dict:
    """The group `networks` of the lecture's numbers: `rows`, one a network, with its `name` and what is compared.

    Args:
        names: of the networks in the configuration.
        networks: the numbers of each.
    """
    named = zip(names, networks, strict=True)
    return {"rows": [{"name": name.upper()} | {key: of[key] for key in COLUMNS} for name, of in named]}
