"""Mistakes in the networks' entries of the configuration that a schema can't see."""

from collections.abc import Iterator, Mapping

from lecture.build.source_code import source

OPTIMISERS = {
    "SGD": {"name", "lr", "momentum", "weight_decay", "fused"},
    "Adam": {"name", "lr", "eps", "weight_decay", "fused"},
    "AdamW": {"name", "lr", "eps", "weight_decay", "fused"},
}


def mistakes(networks: Mapping[str, Mapping]) -> Iterator[str]:
    """A line for each setting that an optimiser doesn't have, and for each builder that doesn't exist.

    Args:
        networks: the entries by name, as the schema wants them.
    """
    for name, network in networks.items():
        optimiser = network["optimiser"]
        for key in sorted(optimiser.keys() - OPTIMISERS[optimiser["name"]]):
            yield f"networks.{name}.optimiser.{key}: {optimiser['name']} has no such setting"
        try:
            source(network["build"])
        except LookupError as mistake:
            yield f"networks.{name}.build: {mistake.args[0]}"
