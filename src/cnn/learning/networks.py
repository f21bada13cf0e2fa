"""The networks of the lecture side by side."""

from collections.abc import Mapping

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


def side_by_side(networks: Mapping[str, Mapping]) -> dict:
    """The group `networks` of the lecture's numbers: `rows`, one a network, with its `name` and what is compared.

    Args:
        networks: the numbers of each network by its name in the configuration.
    """
    return {"rows": [{"name": name.upper()} | {key: of[key] for key in COLUMNS} for name, of in networks.items()]}
