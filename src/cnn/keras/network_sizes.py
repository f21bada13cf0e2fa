"""Parameters against errors: the lecture's networks beside those that others published."""

from collections.abc import Mapping

import numpy as np

from lecture.studies.measured import Measured

# Networks without augmentation on MNIST as it is: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner (1998), figure 9 and the
# text beside it. Parameters of dense networks follow from their layers; those of LeNet are given there, rounded.
PUBLISHED = {
    "линейная": (784 * 10 + 10, 0.12),
    "784–300–10": (784 * 300 + 300 + 300 * 10 + 10, 0.047),
    "784–300–100–10": (784 * 300 + 300 + 300 * 100 + 100 + 100 * 10 + 10, 0.0305),
    "LeNet-4": (17_000, 0.011),
    "LeNet-5": (60_000, 0.0095),
}

READS = {"networks": "numbers networks"}


def measure(networks: Mapping) -> Measured:
    """Put both kinds together.

    Args:
        networks: the group `networks` of the lecture's numbers, with its `rows`; those on MNIST are taken.

    Returns:
        Numbers: `published` rows of `name`, `parameters` and `error` (share).
        Arrays: `networks` (names as in the configuration), their `parameters` and mean `errors` (shares), and
        `published`, `published_parameters`, `published_errors`.
    """
    rows = [row for row in networks["rows"] if row["data"] == "MNIST"]
    return Measured(
        {"published": [{"name": n, "parameters": p, "error": error} for n, (p, error) in PUBLISHED.items()]},
        {
            "networks": np.array([row["name"].lower() for row in rows]),
            "parameters": np.array([row["parameters"] for row in rows]),
            "errors": np.array([1 - row["test_accuracy"]["mean"] for row in rows]),
            "published": np.array(list(PUBLISHED)),
            "published_parameters": np.array([parameters for parameters, _ in PUBLISHED.values()]),
            "published_errors": np.array([error for _, error in PUBLISHED.values()]),
        },
    )
