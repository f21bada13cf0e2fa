"""Mistakes in the lecture's own entries of the configuration that a schema can't see."""

import ast
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path

from lecture.build.source_code import source

OPTIMISERS = {
    "SGD": {"name", "lr", "momentum", "weight_decay", "fused"},
    "Adam": {"name", "lr", "eps", "weight_decay", "fused"},
    "AdamW": {"name", "lr", "eps", "weight_decay", "fused"},
}
# What else lies in results/ beside the numbers of studies and of data sets.
NAMES = {"dataset", "networks", "numbers", "claims", "fetched"}


def mistakes(config: Mapping, studies: Collection[str]) -> Iterator[str]:
    """A line for each setting that no network, no optimiser and no set of weights has, with its key.

    Args:
        config: the configuration, as its schema wants it.
        studies: the names of all studies, whose results stand beside those of the networks.
    """
    for name, network in config["networks"].items():
        place, optimiser = f"networks.{name}", network["optimiser"]
        for key in sorted(optimiser.keys() - OPTIMISERS[optimiser["name"]]):
            yield f"{place}.optimiser.{key}: {optimiser['name']} has no such setting"
        try:
            builder = ast.parse(source(network["build"])).body[0]
        except LookupError as mistake:
            yield f"{place}.build: {mistake.args[0]}"
        else:
            if not _builds(builder):
                yield f"{place}.build: {network['build']} is no function () -> nn.Sequential"
        if f"network_{name}" in studies:
            yield f"{place}: results/network_{name}.json is the result of a study; choose another name"
        examples = network.get("training_examples", config["training_examples"])
        if network["batch_size"] > examples:
            yield f"{place}.batch_size: {network['batch_size']} is more than the {examples} training examples"
        data = network.get("data", config["data"])
        if data != config["data"] and data.lower() in {*studies, *NAMES}:
            yield f"{place}.data: results/{data.lower()}.json has another meaning; rename the folder data/{data}"
    weights = config["pretrained"]
    if "." in weights and weights not in (known := _weights()):
        near = get_close_matches(weights, known, n=1)
        yield f"pretrained: torchvision has no weights {weights}" + (f"; did you mean {near[0]}?" if near else "")


def _builds(node: ast.stmt) -> bool:
    """Whether a definition is a function without required arguments that says of nothing else that it returns it."""
    if not isinstance(node, ast.FunctionDef):
        return False
    required = len(node.args.posonlyargs) + len(node.args.args) - len(node.args.defaults)
    required += sum(default is None for default in node.args.kw_defaults)
    told = ast.unparse(node.returns).rpartition(".")[2] if node.returns else "Module"
    return not required and told in ("Sequential", "Module")


def _weights() -> list[str]:
    """The names of torchvision's weights for classification, read from its source: importing it takes seconds."""
    folder = Path(find_spec("torchvision").origin).parent / "models"
    return [
        f"{node.name}.{statement.targets[0].id}"
        for file in sorted(folder.glob("*.py"))
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "WeightsEnum" for base in node.bases)
        for statement in node.body
        if isinstance(statement, ast.Assign)
    ]
