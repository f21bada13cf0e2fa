"""Networks as a training left them."""

from collections.abc import Callable, Mapping
from pkgutil import resolve_name

import numpy as np
import torch
from torch import nn


def trained(build: Callable[[], nn.Module] | str, weights: Mapping[str, np.ndarray]) -> nn.Module:
    """A network with its weights, in `eval()` mode.

    Args:
        build: the network's function or its address, `"cnn.networks.digits:network_a"`.
        weights: by name, as the training stored them.

    Raises:
        ValueError: they are those of another network.
    """
    network = (resolve_name(build) if isinstance(build, str) else build)()
    own = {name: tuple(value.shape) for name, value in network.state_dict().items()}
    given = {name: array.shape for name, array in weights.items()}
    if wrong := [name for name in sorted(own.keys() | given.keys()) if own.get(name) != given.get(name)]:
        shapes = f"{given.get(wrong[0], 'none')} instead of {own.get(wrong[0], 'none')}"
        raise ValueError(f"the weights are not those of the network {build}: {wrong[0]} has the shape {shapes}")
    network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
    return network.eval()
